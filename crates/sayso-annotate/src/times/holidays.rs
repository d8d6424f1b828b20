//! Days with names, movable feasts reckoned.

use super::value::monday;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How the day of a holiday is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Fixed(i8, i8),
    Easter(i32),
    Pascha(i32),
    /// Month, weekday (Monday is 1), which one; -1 is the last.
    Nth(i8, i8, i8),
    Election,
    Thanksgiving(i32),
}

struct Holiday {
    words: Vec<&'static str>,
    when: When,
}

struct Holidays {
    all: Vec<Holiday>,
    /// By the first word, the longest first.
    by_word: FxHashMap<&'static str, Vec<usize>>,
}

static HOLIDAYS: LazyLock<Holidays> = LazyLock::new(|| {
    let lines = include_str!("../../data/times/holidays.tsv").lines().filter(|l| !l.starts_with('#'));
    let all: Vec<Holiday> = lines
        .filter_map(|line| {
            let (name, when) = line.split_once('\t')?;
            Some(Holiday { words: words(name), when: when_of(when)? })
        })
        .collect();
    let mut by_word: FxHashMap<&'static str, Vec<usize>> = FxHashMap::default();
    for (i, holiday) in all.iter().enumerate() {
        by_word.entry(holiday.words[0]).or_default().push(i);
    }
    for entries in by_word.values_mut() {
        entries.sort_by_key(|i| usize::MAX - all[*i].words.len());
    }
    Holidays { all, by_word }
});

/// A name as the tokenizer cuts it: stops and apostrophes that end a word apart.
fn words(name: &'static str) -> Vec<&'static str> {
    sayso_text::tokens(name).map(|t| t.text(name)).collect()
}

fn when_of(when: &str) -> Option<When> {
    let offset = |rest: &str| rest.parse::<i32>().ok();
    if when == "election" {
        return Some(When::Election);
    }
    if let Some(rest) = when.strip_prefix("easter") {
        return Some(When::Easter(offset(rest)?));
    }
    if let Some(rest) = when.strip_prefix("pascha") {
        return Some(When::Pascha(offset(rest)?));
    }
    if let Some(rest) = when.strip_prefix("thanksgiving") {
        return Some(When::Thanksgiving(offset(rest)?));
    }
    if let Some(rest) = when.strip_prefix("nth ") {
        let parts: Vec<i8> = rest.split(' ').filter_map(|p| p.parse().ok()).collect();
        let [month, weekday, nth] = parts[..] else {
            return None;
        };
        return Some(When::Nth(month, weekday, nth));
    }
    let (month, day) = when.split_once('-')?;
    Some(When::Fixed(month.parse().ok()?, day.parse().ok()?))
}

/// The longest holiday whose words are `word(0)`, `word(1)`, …: how many words, and which.
pub(super) fn find<'t>(word: impl Fn(usize) -> &'t str) -> Option<(usize, usize)> {
    let first = word(0);
    if first.len() > 16 || !first.is_ascii() {
        return None;
    }
    let lower = first.to_ascii_lowercase();
    let holidays = &*HOLIDAYS;
    let fits =
        |i: &&usize| holidays.all[**i].words.iter().enumerate().all(|(k, w)| word(k).eq_ignore_ascii_case(w));
    let found = holidays.by_word.get(lower.as_str())?.iter().find(fits)?;
    Some((holidays.all[*found].words.len(), *found))
}

/// The day of a holiday in a year.
pub(super) fn day(holiday: usize, year: i16) -> Option<Date> {
    let add = |date: Date, days: i32| date.checked_add(i64::from(days).days()).ok();
    match HOLIDAYS.all.get(holiday)?.when {
        When::Fixed(month, day) => Date::new(year, month, day).ok(),
        When::Easter(days) => add(easter(year)?, days),
        When::Pascha(days) => add(pascha(year)?, days),
        When::Nth(month, weekday, nth) => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
        }
        When::Election => {
            let first = Date::new(year, 11, 1).ok()?.nth_weekday_of_month(1, Weekday::Monday).ok()?;
            add(first, 1)
        }
        When::Thanksgiving(days) => {
            let day = Date::new(year, 11, 1).ok()?.nth_weekday_of_month(4, Weekday::Thursday).ok()?;
            add(day, days)
        }
    }
}

/// The week of a holiday: that of the Monday before it, for Easter the week that leads to it.
pub(super) fn week(holiday: usize, year: i16) -> Option<Date> {
    monday(day(holiday, year)?)
}

/// Western Easter of a year, by the anonymous Gregorian computus.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

/// Orthodox Easter of a year, by Meeus's Julian computus, on the Gregorian calendar.
fn pascha(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let n = d + e + 114;
    let julian = Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()?;
    let behind = y / 100 - y / 400 - 2;
    julian.checked_add(i64::from(behind).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &'static str, year: i16) -> String {
        let words = words(name);
        let (count, holiday) = find(|i| words.get(i).copied().unwrap_or("")).expect(name);
        assert_eq!(count, words.len(), "{name}");
        day(holiday, year).unwrap().to_string()
    }

    #[test]
    fn movable_feasts() {
        assert_eq!(of("Easter", 2000), "2000-04-23");
        assert_eq!(of("Easter", 2024), "2024-03-31");
        assert_eq!(of("Good Friday", 2019), "2019-04-19");
        assert_eq!(of("Orthodox Easter", 2024), "2024-05-05");
        assert_eq!(of("Orthodox Easter", 2010), "2010-04-04");
        assert_eq!(of("Thanksgiving Day", 1999), "1999-11-25");
        assert_eq!(of("Memorial Day", 2021), "2021-05-31");
        assert_eq!(of("Election Day", 1998), "1998-11-03");
        assert_eq!(of("Black Friday", 2022), "2022-11-25");
    }

    #[test]
    fn every_line_of_the_list_is_understood() {
        let lines = include_str!("../../data/times/holidays.tsv").lines().filter(|l| !l.starts_with('#'));
        for line in lines {
            let (_, when) = line.split_once('\t').expect(line);
            assert!(when_of(when).is_some(), "{line}");
        }
        for i in 0..HOLIDAYS.all.len() {
            assert!(day(i, 2031).is_some());
        }
    }
}
