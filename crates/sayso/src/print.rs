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

/// A TIMEX3 value for a person: a weekday of an unknown week by its name, anything else as it is.
pub(crate) fn day(value: &str) -> String {
    const WEEKDAYS: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let number =
        value.strip_prefix("XXXX-WXX-").and_then(|rest| rest.get(..1)).and_then(|d| d.parse::<usize>().ok());
    match number.and_then(|d| WEEKDAYS.get(d.wrapping_sub(1))) {
        Some(weekday) => format!("a {weekday}"),
        None => value.to_owned(),
    }
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
    fn clipping_keeps_whole_words_and_characters() {
        assert_eq!(clip("a  short\nline", 20), "a short line");
        assert_eq!(clip("the harbour master spoke", 15), "the harbour…");
        assert_eq!(clip("éééééééééé", 5), "éééé…");
    }
}
