//! Words on a terminal: width, wrapping, styles.
//!
//! Styles are ANSI sequences that `anstream` strips where the output is no terminal or `NO_COLOR` is set.

use anstyle::{AnsiColor, Style};
use std::io::IsTerminal;

/// Columns to write in: the terminal's, at most 110; 100 where there is none, so that piped output does not depend
/// on the window it was made in.
pub(crate) fn width() -> usize {
    let terminal = std::io::stdout().is_terminal();
    match terminal_size::terminal_size() {
        Some((terminal_size::Width(columns), _)) if terminal => usize::from(columns).clamp(40, 110),
        _ => 100,
    }
}

fn styled(style: Style, words: &str) -> String {
    format!("{style}{words}{style:#}")
}

/// What the eye should find first.
pub(crate) fn strong(words: &str) -> String {
    styled(Style::new().bold(), words)
}

/// What stands back.
pub(crate) fn dim(words: &str) -> String {
    styled(Style::new().dimmed(), words)
}

/// A heading.
pub(crate) fn heading(words: &str) -> String {
    styled(Style::new().bold().fg_color(Some(AnsiColor::Cyan.into())), words)
}

/// Words that one text has and the other lacks.
pub(crate) fn added(words: &str) -> String {
    styled(Style::new().fg_color(Some(AnsiColor::Green.into())), words)
}

/// Words that are left out.
pub(crate) fn lacking(words: &str) -> String {
    styled(Style::new().fg_color(Some(AnsiColor::Red.into())), words)
}

/// What someone said.
pub(crate) fn said(words: &str) -> String {
    styled(Style::new().underline(), words)
}

/// Something to be wary of.
pub(crate) fn caution(words: &str) -> String {
    styled(Style::new().fg_color(Some(AnsiColor::Yellow.into())), words)
}

/// White space and line breaks made single spaces.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in quotation marks on one line, without the comma that led on to the cue.
pub(crate) fn quoted(words: &str) -> String {
    let line = one_line(words);
    format!("“{}”", line.trim_end_matches(','))
}

/// At most `columns` characters on one line, with `…` in place of what is cut, at a word where there is one.
pub(crate) fn clip(words: &str, columns: usize) -> String {
    let line = one_line(words);
    if line.chars().count() <= columns {
        return line;
    }
    let cut: String = line.chars().take(columns.saturating_sub(1)).collect();
    let kept = match cut.rfind(' ') {
        Some(at) if at * 2 > cut.len() => &cut[..at],
        _ => &cut,
    };
    format!("{}…", kept.trim_end())
}

/// Wraps words to the width, the first line after `first`, the others after `rest`.
pub(crate) fn wrap(words: &str, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(width()).initial_indent(first).subsequent_indent(rest);
    textwrap::fill(words, options)
}

/// `2031-03-02 – 2031-03-05`, one day, or that none is known.
pub(crate) fn days(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from != to => format!("{from} – {to}"),
        (Some(day), _) | (None, Some(day)) => day.to_owned(),
        (None, None) => "undated".to_owned(),
    }
}

/// A TIMEX3 value for a person: `2031-03-04 07:42`, `2031-03-04, morning`, a weekday of an unknown week by its name;
/// anything else as it is.
pub(crate) fn day(value: &str) -> String {
    const WEEKDAYS: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let number =
        value.strip_prefix("XXXX-WXX-").and_then(|rest| rest.get(..1)).and_then(|d| d.parse::<usize>().ok());
    match number.and_then(|d| WEEKDAYS.get(d.wrapping_sub(1))) {
        Some(weekday) => format!("a {weekday}"),
        None => match on_day(value) {
            Some((_, part)) => format!("{}{part}", &value[..10]),
            None => value.to_owned(),
        },
    }
}

/// The same in few characters: `4 Mar 07:42`, with the year where it is not `year`.
pub(crate) fn short_day(value: &str, year: Option<&str>) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = |m: Option<&str>| m?.parse::<usize>().ok()?.checked_sub(1).and_then(|m| MONTHS.get(m));
    let (Some((number, part)), Some(month)) = (on_day(value), month(value.get(5..7))) else {
        return day(value);
    };
    match value.get(..4) {
        of if of == year => format!("{number} {month}{part}"),
        of => format!("{number} {month} {}{part}", of.unwrap_or_default()),
    }
}

/// The day of the month of a TIMEX3 value that is of one day, and what it tells of the time of day.
fn on_day(value: &str) -> Option<(u8, String)> {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let ((date, rest), dashes) =
        (value.split_at_checked(10)?, value.get(4..5)? == "-" && value.get(7..8)? == "-");
    let dated = dashes && digits(date.get(..4)?) && digits(date.get(5..7)?) && digits(date.get(8..)?);
    let part = match rest {
        "" => String::new(),
        "TMO" => ", morning".to_owned(),
        "TAF" => ", afternoon".to_owned(),
        "TEV" => ", evening".to_owned(),
        "TNI" => ", night".to_owned(),
        _ => format!(" {}", rest.strip_prefix('T')?.get(..5).filter(|t| t.as_bytes()[2] == b':')?),
    };
    dated.then(|| date[8..].parse().ok().map(|d| (d, part)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_have_names() {
        assert_eq!(day("XXXX-WXX-7"), "a Sunday");
        assert_eq!(day("2031-03-02"), "2031-03-02");
        assert_eq!(day("XXXX-WXX-9"), "XXXX-WXX-9");
    }

    #[test]
    fn times_of_day_are_said_as_a_person_would() {
        assert_eq!(
            [day("2031-03-04T07:42"), day("2031-03-04TMO")],
            ["2031-03-04 07:42", "2031-03-04, morning"]
        );
        assert_eq!([day("2031-03"), day("2031-03-04/2031-03-06")], ["2031-03", "2031-03-04/2031-03-06"]);
        let short = |value| short_day(value, Some("2031"));
        assert_eq!([short("2031-03-04T07:42:00Z"), short("2031-03-04TNI")], ["4 Mar 07:42", "4 Mar, night"]);
        assert_eq!(
            [short("2024-12-01"), short("2024"), short("é031-é3-0é")],
            ["1 Dec 2024", "2024", "é031-é3-0é"]
        );
    }

    #[test]
    fn clipping_keeps_whole_words_and_characters() {
        assert_eq!(clip("a  short\nline", 20), "a short line");
        assert_eq!(clip("the harbour master spoke", 15), "the harbour…");
        assert_eq!(clip("éééééééééé", 5), "éééé…");
    }
}
