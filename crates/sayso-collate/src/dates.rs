//! Days: when a report was published, or which day its text says it speaks of.

use crate::Doc;
use crate::words::Words;

/// Days since 1970-01-01.
pub(crate) type Day = i32;

/// The day of a date of the common calendar.
pub(crate) fn day_number(year: i32, month: u32, day: u32) -> Option<Day> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1000..=9999).contains(&year) {
        return None;
    }
    // Howard Hinnant's days_from_civil.
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let m = month as i32;
    let doy = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + day as i32 - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    Some(era * 146_097 + doe - 719_468)
}

/// The day of `2031-03-02…`.
pub(crate) fn parse_day(value: &str) -> Option<Day> {
    let mut parts = value.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    day_number(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `2031-03-02` of days since 1970-01-01.
pub(crate) fn day_value(day: i32) -> String {
    // Howard Hinnant's civil_from_days.
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (d, m) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    let y = yoe + era * 400 + i32::from(m <= 2);
    debug_assert_eq!(day_number(y, m as u32, d as u32), Some(day));
    format!("{y:04}-{m:02}-{d:02}")
}

/// When the report was published, else the first full date its text gives near its beginning or in a
/// published-date line.
pub(crate) fn report_day(doc: &Doc<'_>, words: &Words) -> Option<Day> {
    doc.report.published.day().and_then(parse_day).or_else(|| first_date(words, 60))
}

/// The first full date among the first `within` words: `March 5, 2031`, `5 March 2031`, `2031-03-05`.
fn first_date(words: &Words, within: usize) -> Option<Day> {
    let number = |i: usize| -> Option<i32> {
        words.list().get(i).filter(|w| w.number()).and_then(|_| words.normal(i).parse().ok())
    };
    (0..words.len().min(within)).find_map(|i| {
        if let Some(month) = month(words.normal(i)) {
            if let (Some(day), Some(year)) = (number(i + 1), number(i + 2)) {
                return day_number(year, month, day as u32);
            }
            if i > 0
                && let (Some(day), Some(year)) = (number(i - 1), number(i + 1))
            {
                return day_number(year, month, day as u32);
            }
        }
        let (year, month, day) = (number(i)?, number(i + 1)?, number(i + 2)?);
        if !(words.list()[i + 1].adjacent() && words.list()[i + 2].adjacent()) {
            return None;
        }
        day_number(year, month as u32, day as u32)
    })
}

/// The number of a month by its name or the usual short form.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = NAMES
        .iter()
        .position(|n| *n == word || (word.len() >= 3 && word.len() <= 4 && n.starts_with(word)))?;
    Some(at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        assert_eq!(day_number(1970, 1, 1), Some(0));
        assert_eq!(parse_day("2000-03-01T10:00:00Z"), Some(11_017));
        assert_eq!(parse_day("2031-13-01"), None);
        for text in [
            "VARNHOLT, March 5, 2031 (HPA)",
            "on 5 March 2031 it",
            "Updated 2031-03-05 10:00",
            "Mar. 5, 2031",
        ] {
            assert_eq!(first_date(&Words::of(text), 60), parse_day("2031-03-05"), "{text}");
        }
        assert_eq!(first_date(&Words::of("Some 20 to 30 people"), 60), None);
    }
}
