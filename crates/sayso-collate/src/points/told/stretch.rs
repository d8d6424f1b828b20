//! What the values of times stand for, in days and minutes.

use crate::dates::{day_number, parse_day};

/// What a value stands for, in days and minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub day: i32,
    pub last: i32,
    pub from: i32,
    pub to: i32,
    pub clock: bool,
}

/// The days and minutes of `2031-06-10T09:15`, `2031-06-10TEV`, `2031-06`, `2031`, `2031-W24`.
pub(super) fn stretch(value: &str) -> Option<Stretch> {
    if let Some(day) = parse_day(value) {
        let (from, to, clock) = part_of_day(value.get(10..).unwrap_or(""))?;
        return Some(Stretch { day, last: day, from, to, clock });
    }
    let mut parts = value.split('-');
    let year: i32 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let days = |from: (i32, u32), to: (i32, u32)| {
        let (day, next) = (day_number(from.0, from.1, 1)?, day_number(to.0, to.1, 1)?);
        Some(Stretch { day, last: next - 1, from: 0, to: 1439, clock: false })
    };
    let Some(part) = parts.next() else { return days((year, 1), (year + 1, 1)) };
    if let Ok(month) = part.parse::<u32>() {
        let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        return days((year, month), next);
    }
    match part {
        "SP" => days((year, 3), (year, 6)),
        "SU" => days((year, 6), (year, 9)),
        "FA" => days((year, 9), (year, 12)),
        "WI" => days((year, 12), (year + 1, 3)),
        "Q1" => days((year, 1), (year, 4)),
        "Q2" => days((year, 4), (year, 7)),
        "Q3" => days((year, 7), (year, 10)),
        "Q4" => days((year, 10), (year + 1, 1)),
        "H1" => days((year, 1), (year, 7)),
        "H2" => days((year, 7), (year + 1, 1)),
        _ => {
            let week: i32 = part.strip_prefix('W')?.parse().ok()?;
            // The first week has the fourth of January.
            let fourth = day_number(year, 1, 4)?;
            let monday = fourth - (fourth + 3).rem_euclid(7) + (week - 1) * 7;
            Some(Stretch { day: monday, last: monday + 6, from: 0, to: 1439, clock: false })
        }
    }
}

/// The minutes of `TEV`, `T09:15`; all of the day for nothing.
pub(super) fn part_of_day(rest: &str) -> Option<(i32, i32, bool)> {
    Some(match rest {
        "" => (0, 1439, false),
        "TMO" => (240, 720, false),
        "TMI" => (660, 780, false),
        "TAF" => (720, 1080, false),
        "TEV" => (1020, 1380, false),
        "TNI" => (1080, 1800, false),
        _ => {
            let hour: i32 = rest.get(1..3)?.parse().ok()?;
            let minute: i32 = rest.get(4..6).and_then(|m| m.parse().ok()).unwrap_or(0);
            // Midnight ends the day that it is told with.
            let at = (hour * 60 + minute).min(1439);
            (at, at, hour < 24)
        }
    })
}

/// The day of `XXXX-WXX-5` nearest to the report's own, before or after it.
pub(super) fn weekday_near(value: &str, today: i32, ahead: bool) -> Option<Stretch> {
    let rest = value.strip_prefix("XXXX-WXX-")?;
    let weekday = rest.chars().next()?.to_digit(10).filter(|d| (1..=7).contains(d))? as i32;
    let back = ((today + 3).rem_euclid(7) + 1 - weekday).rem_euclid(7);
    let day = if ahead && back > 0 { today - back + 7 } else { today - back };
    let (from, to, clock) = part_of_day(rest.get(1..).unwrap_or(""))?;
    Some(Stretch { day, last: day, from, to, clock })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_stretches_of_days() {
        let days = |v: &str| stretch(v).map(|s| (s.last - s.day, s.from, s.to));
        assert_eq!(days("2031-06-10"), Some((0, 0, 1439)));
        assert_eq!(days("2031-06-10T09:15"), Some((0, 555, 555)));
        assert_eq!(days("2031-06"), Some((29, 0, 1439)));
        assert_eq!(days("2032"), Some((365, 0, 1439)));
        assert_eq!(days("2031-WI"), Some((90, 0, 1439)));
        assert_eq!(stretch("2031-W01").map(|s| s.day), parse_day("2030-12-30"));
        assert_eq!(stretch("XXXX-WXX-5"), None);
    }

    #[test]
    fn a_weekday_is_the_last_or_the_next() {
        // A Wednesday.
        let today = parse_day("2031-06-11").unwrap();
        let day = |v: &str, ahead| weekday_near(v, today, ahead).map(|s| s.day - today);
        assert_eq!(day("XXXX-WXX-2", false), Some(-1));
        assert_eq!(day("XXXX-WXX-5", true), Some(2));
        assert_eq!(day("XXXX-WXX-5", false), Some(-5));
        assert_eq!(day("XXXX-WXX-3", true), Some(0));
    }
}
