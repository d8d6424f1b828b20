//! Other people's words in our markup: escaped, isolated, and without characters that reorder what stands around.

use maud::{Markup, PreEscaped, Render};
use std::fmt::Write;

/// Text of a report or a name out of one, for the body of an element. Characters that override or embed
/// directions, and other invisible controls, are shown as a mark that names them.
pub(crate) struct Words<'t>(pub(crate) &'t str);

impl Render for Words<'_> {
    fn render_to(&self, out: &mut String) {
        for c in self.0.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                c if is_hidden(c) => {
                    // Writing to a string cannot fail.
                    let _ = write!(out, "<span class=\"ctl\" title=\"U+{:04X}\">\u{fffd}</span>", c as u32);
                }
                c => out.push(c),
            }
        }
    }
}

/// Text for an attribute, a title or a picture: hidden characters become U+FFFD.
pub(crate) fn plain(words: &str) -> String {
    words.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect()
}

/// Whether a character is a control that HTML or a reader's eye would take for something else.
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

/// White space made single spaces.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `most` characters on one line, with `…` in place of what is cut, at a word where there is one.
pub(crate) fn clip(words: &str, most: usize) -> String {
    let line = one_line(words);
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    let kept = match cut.rfind(' ') {
        Some(at) if at * 2 > cut.len() => &cut[..at],
        _ => &cut,
    };
    format!("{}…", kept.trim_end())
}

/// Percent-encodes a value for a query.
pub(crate) fn query(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// `1 report`, `2 reports`.
pub(crate) fn counted(count: usize, word: &str) -> String {
    let ends = |last: &str| word.strip_suffix(last);
    match count {
        1 => format!("1 {word}"),
        _ => match ends("y").filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
            Some(stem) => format!("{count} {stem}ies"),
            None if word.ends_with("ch") => format!("{count} {word}es"),
            None => format!("{count} {word}s"),
        },
    }
}

const MONTHS: [&str; 12] = [
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
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A TIMEX3 value for a person: `4 March 2031`, `4 March 2031, 06:15`, `March 2031`, `a Sunday`; else as it is.
pub(crate) fn day(value: &str) -> String {
    let number = |from: usize, to: usize| value.get(from..to).and_then(|d| d.parse::<usize>().ok());
    let month = |m: usize| m.checked_sub(1).and_then(|m| MONTHS.get(m));
    if let Some(rest) = value.strip_prefix("XXXX-WXX-") {
        let weekday = rest.get(..1).and_then(|d| d.parse::<usize>().ok());
        return match weekday.and_then(|d| d.checked_sub(1)).and_then(|d| WEEKDAYS.get(d)) {
            Some(weekday) => format!("a {weekday}"),
            None => value.to_owned(),
        };
    }
    let (year, month) = match (number(0, 4), number(5, 7).and_then(month)) {
        (Some(year), Some(month)) if value.get(4..5) == Some("-") => (year, month),
        _ => return value.to_owned(),
    };
    let part = match value.get(10..13) {
        Some("TMO") => ", morning",
        Some("TAF") => ", afternoon",
        Some("TEV") => ", evening",
        Some("TNI") => ", night",
        _ => "",
    };
    match (number(8, 10), value.get(10..11), value.get(11..16).filter(|t| t.as_bytes()[2] == b':')) {
        (Some(day), Some("T"), Some(time)) => format!("{day} {month} {year}, {time}"),
        (Some(day), _, _) => format!("{day} {month} {year}{part}"),
        (None, _, _) if value.len() == 7 => format!("{month} {year}"),
        _ => value.to_owned(),
    }
}

/// A span of days for a person.
pub(crate) fn days(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from != to => match (from.get(..7) == to.get(..7), from.get(8..10)) {
            (true, Some(first)) => format!("{}–{}", first.trim_start_matches('0'), day(to)),
            _ => format!("{} – {}", day(from), day(to)),
        },
        (Some(one), _) | (None, Some(one)) => day(one),
        (None, None) => "undated".to_owned(),
    }
}

/// Words as they are, for markup that cannot hold elements.
pub(crate) fn words(text: &str) -> Markup {
    PreEscaped(Words(text).render().into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_leave_their_place() {
        let hostile = "<script>alert(1)</script>\u{202e}gnp.\u{2066}&\"\u{0}";
        let shown = words(hostile).into_string();
        assert!(!shown.contains("<script") && !shown.contains('\u{202e}') && !shown.contains('\u{0}'));
        assert!(shown.contains("U+202E") && shown.contains("&lt;script&gt;"));
        assert_eq!(plain("a\u{202e}b"), "a\u{fffd}b");
    }

    #[test]
    fn days_are_said_as_a_person_would() {
        assert_eq!(day("2031-03-04"), "4 March 2031");
        assert_eq!(day("2031-03-04T06:15:00Z"), "4 March 2031, 06:15");
        assert_eq!(day("2031-03-02TNI"), "2 March 2031, night");
        assert_eq!(day("2031-03"), "March 2031");
        assert_eq!(day("XXXX-WXX-7"), "a Sunday");
        assert_eq!(day("2031-W10"), "2031-W10");
        assert_eq!(day("é031-é3-0é"), "é031-é3-0é");
        assert_eq!(days(Some("2031-03-04"), Some("2031-03-05")), "4–5 March 2031");
        assert_eq!(days(None, None), "undated");
    }

    #[test]
    fn values_are_encoded_for_a_query() {
        assert_eq!(query("a b&c=é/\""), "a+b%26c%3D%C3%A9%2F%22");
        assert_eq!(
            [counted(1, "story"), counted(2, "story"), counted(0, "day")],
            ["1 story", "2 stories", "0 days"]
        );
    }
}
