//! Paragraphs: the stretches that line breaks part, unless the text is wrapped at a fixed width.

use crate::Span;

/// The paragraphs of a text, in order, without the white space around them; none is empty.
///
/// A line break ends a paragraph. A text wrapped at a fixed width (every line as full as the widest allows) is
/// the exception: there only a blank line does.
///
/// ```
/// let text = "Bridge closed\nVARNHOLT - The bridge is closed.\n\nMore soon.";
/// let found: Vec<&str> = sayso_text::paragraphs(text).iter().map(|p| p.slice(text).unwrap()).collect();
/// assert_eq!(found, ["Bridge closed", "VARNHOLT - The bridge is closed.", "More soon."]);
/// ```
pub fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let wrapped = is_wrapped(text, &lines);
    let mut found: Vec<Span> = Vec::new();
    let mut joins = false;
    for line in lines {
        let words = line.trimmed(text);
        if words.is_empty() {
            joins = false;
            continue;
        }
        match found.last_mut() {
            Some(last) if joins && wrapped => *last = last.hull(words),
            _ => found.push(words),
        }
        joins = true;
    }
    found
}

fn lines(text: &str) -> Vec<Span> {
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}');
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, mark) in text.match_indices(is_break) {
        // The two bytes of a Windows line end are one break.
        let second = mark == "\n" && at > 0 && bytes[at - 1] == b'\r';
        if !second {
            found.extend(Span::new(start, at));
        }
        start = at + mark.len();
    }
    found.extend(Span::new(start, text.len()));
    found
}

/// Whether lines were broken for width alone: wherever a line follows another without a blank one between, the
/// next word would not have fitted within the widest line.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    const WIDEST: usize = 120;
    const NARROWEST: usize = 40;
    let width = |line: &Span| line.slice(text).map_or(0, |l| l.trim_end().chars().count());
    // A long line ends the question without counting the others.
    if lines.iter().any(|l| l.len() > 4 * WIDEST) {
        return false;
    }
    let widths: Vec<usize> = lines.iter().map(width).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    if !(NARROWEST..=WIDEST).contains(&widest) {
        return false;
    }
    let (mut inner, mut full) = (0usize, 0usize);
    for i in 1..lines.len() {
        if widths[i - 1] == 0 || widths[i] == 0 {
            continue;
        }
        let next = lines[i].slice(text).unwrap_or_default();
        let word = next.split_whitespace().next().map_or(0, |w| w.chars().count());
        inner += 1;
        full += usize::from(widths[i - 1] + 1 + word > widest);
    }
    inner >= 3 && full * 10 >= inner * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        paragraphs(text).iter().map(|p| p.slice(text).unwrap()).collect()
    }

    #[test]
    fn wrapped_text_keeps_its_paragraphs() {
        let text = "The mayor of Lower Sellin said on Tuesday that\nthe ferry would run every hour until the bridge\nis open again, and that lorries would have to\ntake the long way round.\n\nNobody was hurt in the accident, which happened\nshortly after six.";
        assert_eq!(found(text).len(), 2);
    }

    #[test]
    fn short_lines_are_paragraphs() {
        assert_eq!(found("One.\r\nTwo.\r\n\r\n  Three. \nFour."), ["One.", "Two.", "Three.", "Four."]);
        assert!(found(" \n\r\n").is_empty());
    }
}
