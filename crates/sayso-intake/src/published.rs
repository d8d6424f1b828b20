//! When a report was published, and how that is known.
//!
//! Dates are taken from metadata, else from the text itself (`date 2031-03-02`, a line that is a date, a
//! dateline with its year), else from the address or path. Nothing is guessed: a dateline without a year,
//! weekdays alone, and numbers that may be day or month give no date but a note.

use crate::RawDate;
use crate::segment::{date_prefix, dateline};
use jiff::civil::Date;
use regex::{Captures, Regex};
use sayso_model::{Basis, Problem, Published, Segment, SegmentKind};
use std::sync::LazyLock;

/// Everything a report's date may be read from, the best first.
pub(crate) struct Sources<'s> {
    /// What the format states.
    pub stated_by_format: &'s [RawDate],
    /// The text and its segments.
    pub text: &'s str,
    /// The segments of the text.
    pub segments: &'s [Segment],
    /// Its address.
    pub url: Option<&'s str>,
    /// The path of a file that holds this report alone.
    pub path: Option<&'s str>,
}

/// The published date, with notes on what could not be used.
pub(crate) fn published(sources: &Sources<'_>, problems: &mut Vec<Problem>) -> Published {
    for raw in sources.stated_by_format {
        match read(&raw.raw) {
            Some(value) => return found(value, raw.basis, raw.evidence.clone()),
            None => note(
                problems,
                format!("{} {:?} is no date that can be relied on", raw.evidence, short(&raw.raw)),
            ),
        }
    }
    if let Some((value, evidence)) = in_text(sources.text, sources.segments, problems) {
        return found(value, Basis::Stated, evidence);
    }
    for (what, address) in [("address", sources.url), ("path", sources.path)] {
        if let Some((value, words)) = address.and_then(in_path) {
            return found(value, Basis::Path, format!("{what} {words}"));
        }
    }
    let weekdays = weekdays(sources.text);
    if !weekdays.is_empty() {
        note(problems, format!("no published date: only weekdays are named ({})", weekdays.join(", ")));
    }
    Published::unknown()
}

fn found(value: String, basis: Basis, evidence: String) -> Published {
    Published { value: Some(value), basis, evidence: Some(evidence) }
}

fn note(problems: &mut Vec<Problem>, message: String) {
    problems.push(Problem { kind: "date".into(), message, span: None });
}

fn short(words: &str) -> String {
    words.chars().take(60).collect()
}

const MONTHS: &str = r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?";
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static ISO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(r"^(?P<y>\d{4})(?P<s>[-/.]?)(?P<m>\d{1,2})[-/.]?(?P<d>\d{1,2})(?:(?:[T_ ]+|, )(?P<time>\d.*))?$")
});
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(&format!(
        r"(?i)\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?(?P<m1>{MONTHS})\.?,?[ -](?P<y1>\d{{4}})|(?P<m2>{MONTHS})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}}))\b"
    ))
});
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?P<h>\d{1,2})[:.](?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)? ?(?P<half>[ap]\.?m\b\.?)? ?\(?(?P<zone>Z|[A-Z]{2,4}\b|[+-]\d{2}:?\d{2})?",
    )
});

/// A date in any of the common ways of writing one, as ISO 8601: a date, or a date and time with the offset
/// as given. `None` for what is none, for placeholders (1970-01-01), and for numbers that may be day or month.
pub(crate) fn read(raw: &str) -> Option<String> {
    let raw = raw.trim();
    if raw.len() > 120 {
        return None;
    }
    if let Some(value) = epoch(raw) {
        return Some(value);
    }
    if let Some(found) = ISO.as_ref()?.captures(raw) {
        let (y, m, d) = (number(&found, "y")?, number(&found, "m")?, number(&found, "d")?);
        if found["s"].is_empty() && found["m"].len() + found["d"].len() != 4 {
            return None;
        }
        let date = date(y, m, d)?;
        return Some(with_time(date, found.name("time").map_or("", |m| m.as_str())));
    }
    if let Some(found) = WORDS.as_ref()?.captures(raw) {
        let (value, end) = in_words(&found)?;
        return Some(with_time(value, &raw[end..]));
    }
    numbers(raw)
}

/// Seconds or milliseconds since 1970.
fn epoch(raw: &str) -> Option<String> {
    if !raw.bytes().all(|b| b.is_ascii_digit()) || !matches!(raw.len(), 10 | 13) {
        return None;
    }
    let number: i64 = raw.parse().ok()?;
    let seconds = if raw.len() == 13 { number / 1000 } else { number };
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    let day = jiff::tz::TimeZone::UTC.to_datetime(time).date();
    plausible(day).then(|| time.to_string())
}

/// `03/14/2031` and `14.03.2031`, where only one reading is possible.
fn numbers(raw: &str) -> Option<String> {
    static NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        regex(r"^(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})[-/.](?P<y>\d{4})(?:[ T,]+(?P<time>\d.*))?$")
    });
    let found = NUMBERS.as_ref()?.captures(raw)?;
    let (a, b, y) = (number(&found, "a")?, number(&found, "b")?, number(&found, "y")?);
    let (d, m) = match (a > 12, b > 12) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        // With points the day comes first everywhere.
        (false, false) if a == b || &found["s"] == "." => (a, b),
        _ => return None,
    };
    Some(with_time(date(y, m, d)?, found.name("time").map_or("", |m| m.as_str())))
}

fn number(found: &Captures<'_>, name: &str) -> Option<i16> {
    found.name(name)?.as_str().parse().ok()
}

fn in_words(found: &Captures<'_>) -> Option<(Date, usize)> {
    let (y, d) = (number(found, "y1").or(number(found, "y2"))?, number(found, "d1").or(number(found, "d2"))?);
    let m = month(found.name("m1").or(found.name("m2"))?.as_str())?;
    Some((date(y, m, d)?, found.get(0)?.end()))
}

fn month(name: &str) -> Option<i16> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = name.get(..3)?.to_ascii_lowercase();
    NAMES.iter().position(|n| *n == name).map(|i| i as i16 + 1)
}

fn date(y: i16, m: i16, d: i16) -> Option<Date> {
    let date = Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()?;
    plausible(date).then_some(date)
}

/// Outside these years it is a slip, and the first days of 1970 are an empty field.
fn plausible(date: Date) -> bool {
    (1800..=2100).contains(&date.year()) && !(date.year() == 1970 && date.day_of_year() <= 2)
}

/// The date with the time in `rest`, if there is one.
fn with_time(date: Date, rest: &str) -> String {
    let compact = rest.len() >= 4 && rest.bytes().take(4).all(|b| b.is_ascii_digit());
    let spread = if compact {
        let seconds = rest.get(4..6).filter(|s| s.bytes().all(|b| b.is_ascii_digit()));
        let zone = &rest[if seconds.is_some() { 6 } else { 4 }..];
        format!("{}:{}:{}{zone}", &rest[..2], &rest[2..4], seconds.unwrap_or("00"))
    } else {
        rest.to_owned()
    };
    let read = || {
        let found = TIME.as_ref()?.captures(&spread)?;
        // Only what follows the day directly.
        let between = &spread[..found.get(0)?.start()];
        if !matches!(between.trim_matches(|c: char| !c.is_alphabetic()), "" | "at" | "T" | "t") {
            return None;
        }
        let mut h = number(&found, "h")?;
        match found.name("half").map(|m| m.as_str().as_bytes()[0].to_ascii_lowercase()) {
            Some(b'p') if h < 12 => h += 12,
            Some(b'a') if h == 12 => h = 0,
            _ => {}
        }
        let seconds = number(&found, "s").unwrap_or(0);
        let time = jiff::civil::Time::new(
            h.try_into().ok()?,
            number(&found, "min")?.try_into().ok()?,
            seconds.try_into().ok()?,
            0,
        )
        .ok()?;
        let zone = found.name("zone").and_then(|m| offset(m.as_str())).unwrap_or_default();
        Some(format!("{date}T{time}{zone}"))
    };
    read().unwrap_or_else(|| date.to_string())
}

/// The offset a zone stands for; nothing for names that mean several.
fn offset(zone: &str) -> Option<String> {
    const FIXED: [(&str, &str); 13] = [
        ("Z", "Z"),
        ("UTC", "Z"),
        ("GMT", "Z"),
        ("EST", "-05:00"),
        ("EDT", "-04:00"),
        ("CDT", "-05:00"),
        ("MST", "-07:00"),
        ("MDT", "-06:00"),
        ("PST", "-08:00"),
        ("PDT", "-07:00"),
        ("CET", "+01:00"),
        ("CEST", "+02:00"),
        ("EEST", "+03:00"),
    ];
    if let Some(sign) = zone.chars().next().filter(|c| matches!(c, '+' | '-')) {
        let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
        return Some(format!("{sign}{}:{}", digits.get(..2)?, digits.get(2..4)?));
    }
    let zone = zone.to_ascii_uppercase();
    FIXED.iter().find(|(name, _)| *name == zone).map(|(_, offset)| (*offset).to_owned())
}

/// The date that the text states about itself.
fn in_text(text: &str, segments: &[Segment], problems: &mut Vec<Problem>) -> Option<(String, String)> {
    let last = segments.len().saturating_sub(3);
    for (i, segment) in segments.iter().enumerate() {
        let words = segment.span.slice(text)?;
        match segment.kind {
            SegmentKind::Furniture
                if (i < 8 || i >= last) && (date_prefix(words).is_some() || is_date_line(words)) =>
            {
                let bare = words.trim_start_matches(|c: char| !c.is_ascii_digit());
                let value = read(bare.trim_end_matches(|c: char| !c.is_alphanumeric())).or_else(|| {
                    let found = WORDS.as_ref()?.captures(words)?;
                    let (value, end) = in_words(&found)?;
                    Some(with_time(value, &words[end..]))
                });
                if let Some(value) = value {
                    return Some((value, words.to_owned()));
                }
                note(problems, format!("{:?} is no date that can be relied on", short(words)));
            }
            SegmentKind::Dateline => {
                let with_day = format!("{words} X");
                if let Some(day) = dateline(&with_day).and_then(|d| d.day.map(str::to_owned)) {
                    if let Some(value) = read(&day) {
                        return Some((value, words.to_owned()));
                    }
                    note(problems, format!("the dateline names {day} without a year"));
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a line is a date and what belongs to it: `Published: 3 March 2031`, `March 3, 2031 10:15 GMT`.
pub(crate) fn is_date_line(line: &str) -> bool {
    static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let day = format!(
            r"(?:\d{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?(?:{MONTHS})\.?,?[ -]\d{{4}}|(?:{MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}})"
        );
        let time = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\.\d+)? ?(?:[ap]\.?m\.?)? ?\(?(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2})?\)?(?: (?:time|local time))?";
        let label = r"(?:(?:date|dated?|published|posted|updated|last updated|last modified|first published|publication date|issued|created|filed)(?: (?:on|at|by [\p{L} .]{2,40}?))?\s*[:|-]?\s*)";
        let weekday = r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,? )?";
        regex(&format!(
            r"(?i)^\W*{label}?(?:{time}[ ,|/–-]*)?{weekday}{day}(?:(?:,? at |[ ,T|/·•–-]*){time})?(?:[ ,|/·•–-]*{label}(?:{time}[ ,]*)?{weekday}(?:{day})?[ ,|/at-]*(?:{time})?)?(?:[ ,|/·•–-]*\d+ min(?:ute)?s? read)?\W*$"
        ))
    });
    line.len() <= 160 && LINE.as_ref().is_some_and(|pattern| pattern.is_match(line))
}

/// Whether words begin with a month or weekday.
pub(crate) fn is_calendar_word(words: &str) -> bool {
    let first = words.split(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).unwrap_or("");
    WEEKDAYS.contains(&first)
        || [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
        .contains(&first)
}

/// The date in an address or path: `/2031/03/02/`, `/2031/mar/02/`, `2031-03-02-slug`, `20310302`.
pub(crate) fn in_path(path: &str) -> Option<(String, String)> {
    static PATH: LazyLock<Option<Regex>> = LazyLock::new(|| {
        regex(
            r"(?:^|[^0-9A-Za-z])(?P<all>(?P<y>(?:19|20)\d{2})(?:/(?P<m1>\d{1,2})/(?P<d1>\d{1,2})|/(?P<name>[a-z]{3})/(?P<d4>\d{1,2})|[-_.](?P<m2>\d{2})[-_.](?P<d2>\d{2})|(?P<m3>\d{2})(?P<d3>\d{2})))(?:[^0-9]|$)",
        )
    });
    let path = path.split(['?', '#']).next().unwrap_or(path);
    for found in PATH.as_ref()?.captures_iter(path) {
        let any = |names: [&str; 3]| names.iter().find_map(|n| number(&found, n));
        let m = any(["m1", "m2", "m3"]).or_else(|| month(found.name("name")?.as_str()));
        let d = any(["d1", "d2", "d3"]).or_else(|| number(&found, "d4"));
        if let (Some(y), Some(m), Some(d)) = (number(&found, "y"), m, d)
            && let Some(date) = date(y, m, d)
        {
            return Some((date.to_string(), found["all"].to_owned()));
        }
    }
    None
}

/// Weekdays that a text names, in the order of the week.
fn weekdays(text: &str) -> Vec<&'static str> {
    WEEKDAYS.into_iter().filter(|day| text.contains(day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read() {
        for (raw, value) in [
            ("2031-03-02", "2031-03-02"),
            ("2031/3/2", "2031-03-02"),
            ("20310302", "2031-03-02"),
            ("20310302T101500Z", "2031-03-02T10:15:00Z"),
            ("2031-03-02T10:15:00Z", "2031-03-02T10:15:00Z"),
            ("2031-03-02T10:15:00.123+0330", "2031-03-02T10:15:00+03:30"),
            ("2031-03-02 10:15", "2031-03-02T10:15:00"),
            ("2031-03-02T10:15:00-05:00", "2031-03-02T10:15:00-05:00"),
            ("Sun, 02 Mar 2031 10:15:00 GMT", "2031-03-02T10:15:00Z"),
            ("March 2, 2031", "2031-03-02"),
            ("2nd March 2031", "2031-03-02"),
            ("Mar. 2, 2031 7:05 p.m. EST", "2031-03-02T19:05:00-05:00"),
            ("14/03/2031", "2031-03-14"),
            ("03/14/2031 09:00", "2031-03-14T09:00:00"),
            ("02.03.2031", "2031-03-02"),
            ("3 March 2031 | Updated: 11:20", "2031-03-03"),
            ("3 March 2031 at 11:20", "2031-03-03T11:20:00"),
            ("1930212900", "2031-03-02T10:15:00Z"),
            ("1930212900000", "2031-03-02T10:15:00Z"),
        ] {
            assert_eq!(read(raw).as_deref(), Some(value), "{raw}");
        }
        for raw in [
            "",
            "yesterday",
            "2031-13-02",
            "2031-02-30",
            "03/04/2031",
            "1970-01-01",
            "0001-01-01T00:00:00",
            "9999-12-31",
            "March 2031",
            "0",
        ] {
            assert_eq!(read(raw), None, "{raw}");
        }
    }

    #[test]
    fn date_lines() {
        for line in [
            "March 3, 2031",
            "Published: 3 March 2031",
            "Tuesday, March 3, 2031 10:15 GMT",
            "Published 10:15, 3 March 2031 | Updated: 11:20, 4 March 2031",
            "2031-03-02 10:15",
            "Sat 3 Mar 2031 at 10:15 am",
        ] {
            assert!(is_date_line(line), "{line}");
        }
        for line in ["March 3", "On March 3, 2031 the bridge fell.", "3 March 2031 was a Monday", "Tuesday"] {
            assert!(!is_date_line(line), "{line}");
        }
    }

    #[test]
    fn dates_in_paths() {
        for (path, value) in [
            ("https://h.example/2031/03/02/bridge", Some("2031-03-02")),
            ("https://h.example/world/2031/mar/02/bridge", Some("2031-03-02")),
            ("halvard-press/2031-03-02-bridge.txt", Some("2031-03-02")),
            ("vell_20310302.txt", Some("2031-03-02")),
            ("000_c53169ca6b53967c.txt", None),
            ("https://h.example/story-2031030299", None),
            ("https://h.example/a/20319999/b", None),
            ("https://h.example/?d=2031-03-02", None),
            ("a/2031/bridge-12-03", None),
        ] {
            assert_eq!(in_path(path).map(|f| f.0).as_deref(), value, "{path}");
        }
    }
}
