//! The scorer's own tokens and quotation marks, over code points.
//!
//! These are the rules of PolNeAR scoring as this project fixed them, not those of `sayso-text`: a scorer that
//! shared the program's tokens would share its mistakes.

use std::collections::BTreeSet;
use std::ops::Range;
use unicode_properties::{GeneralCategoryGroup as Group, UnicodeGeneralCategory};

/// A token: code points `start..end`, and whether it has a letter or digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    pub word: bool,
}

/// Code-point pairs, as they stand in annotation files.
pub(crate) type CharSpan = (usize, usize);

/// Characters that always stand alone.
const HARD_SPLIT: &str = "\u{2012}\u{2013}\u{2014}\u{2015}\u{2026}\"\u{201c}\u{201d}\u{201e}\u{ab}\u{bb}";

fn is_punctuation(c: char) -> bool {
    matches!(c.general_category_group(), Group::Punctuation | Group::Symbol)
}

fn is_alphanumeric(c: char) -> bool {
    matches!(c.general_category_group(), Group::Letter | Group::Number)
}

/// White space as Python's `str.isspace` has it: Unicode's, and the four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Tokens in text order: runs without white space, cut at dashes, ellipses and double quotation marks, with
/// punctuation at either end split off character by character.
pub(crate) fn tokenize(text: &[char]) -> Vec<Token> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if is_space(text[at]) {
            at += 1;
            continue;
        }
        let end = (at..text.len()).find(|i| is_space(text[*i])).unwrap_or(text.len());
        while at < end {
            match next_piece(text, at..end) {
                Some(piece) => {
                    peel(text, at..piece.start, &mut spans);
                    spans.extend(piece.clone().map(|i| i..i + 1));
                    at = piece.end;
                }
                None => {
                    peel(text, at..end, &mut spans);
                    at = end;
                }
            }
        }
    }
    let word = |r: &Range<usize>| text[r.clone()].iter().any(|c| is_alphanumeric(*c));
    spans.into_iter().map(|r| Token { start: r.start, end: r.end, word: word(&r) }).collect()
}

/// The first `--`, `...` or hard-splitting character in the range.
fn next_piece(text: &[char], range: Range<usize>) -> Option<Range<usize>> {
    let run = |from: usize| (from..range.end).take_while(|i| text[*i] == text[from]).count();
    for i in range.clone() {
        let least = match text[i] {
            '-' => 2,
            '.' => 3,
            c if HARD_SPLIT.contains(c) => return Some(i..i + 1),
            _ => continue,
        };
        let length = run(i);
        if length >= least {
            return Some(i..i + length);
        }
    }
    None
}

fn peel(text: &[char], range: Range<usize>, spans: &mut Vec<Range<usize>>) {
    let (mut start, mut end) = (range.start, range.end);
    while start < end && is_punctuation(text[start]) {
        spans.push(start..start + 1);
        start += 1;
    }
    let mut tail = Vec::new();
    while end > start && is_punctuation(text[end - 1]) {
        end -= 1;
        tail.push(end..end + 1);
    }
    if end > start {
        spans.push(start..end);
    }
    spans.extend(tail.into_iter().rev());
}

/// Ranges inside quotation marks, marks included; a quotation that is not closed runs to the end of its paragraph.
pub(crate) fn quoted_ranges(text: &[char]) -> Vec<CharSpan> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for paragraph in text.split(|c| *c == '\n') {
        quoted_in_paragraph(text, start..start + paragraph.len(), &mut ranges);
        start += paragraph.len() + 1;
    }
    ranges
}

fn quoted_in_paragraph(text: &[char], paragraph: Range<usize>, ranges: &mut Vec<CharSpan>) {
    let (mut double, mut single) = (None, None);
    for i in paragraph.clone() {
        let c = text[i];
        let before = if i > paragraph.start { text[i - 1] } else { ' ' };
        let after = if i + 1 < paragraph.end { text[i + 1] } else { ' ' };
        match c {
            '\u{201c}' | '\u{201e}' | '\u{ab}' => double = double.or(Some(i)),
            '\u{201d}' | '\u{bb}' => {
                if let Some(start) = double.take() {
                    ranges.push((start, i + 1));
                }
            }
            _ if c == '"' || (c == '\'' && after == '\'') => {
                let width = if c == '"' { 1 } else { 2 };
                if let Some(start) = double.take() {
                    ranges.push((start, i + width));
                } else if is_space(before) || "([\u{2014}\u{2013}-'\u{2018}".contains(before) {
                    double = Some(i);
                }
            }
            '\u{2018}' if double.is_none() && !is_alphanumeric(before) => single = Some(i),
            '\u{2019}' if double.is_none() && !is_alphanumeric(after) => {
                if let Some(start) = single.take() {
                    ranges.push((start, i + 1));
                }
            }
            _ => {}
        }
    }
    if let Some(start) = double {
        ranges.push((start, paragraph.end));
    }
}

/// A text with its tokens; turns spans into sets of token numbers.
pub(crate) struct Document {
    pub name: String,
    pub text: Vec<char>,
    tokens: Vec<Token>,
    keep_punctuation: bool,
    quoted: BTreeSet<usize>,
}

/// Token numbers.
pub(crate) type TokenSet = BTreeSet<usize>;

impl Document {
    pub(crate) fn new(name: &str, text: &str, keep_punctuation: bool) -> Document {
        let text: Vec<char> = text.chars().collect();
        let tokens = tokenize(&text);
        let mut document =
            Document { name: name.to_owned(), text, tokens, keep_punctuation, quoted: BTreeSet::new() };
        document.quoted = document.cover(&quoted_ranges(&document.text));
        document
    }

    fn cover(&self, spans: &[CharSpan]) -> TokenSet {
        let mut found = BTreeSet::new();
        for &(start, end) in spans {
            let from = self.tokens.partition_point(|t| t.end <= start);
            found.extend((from..self.tokens.len()).take_while(|i| self.tokens[*i].start < end));
        }
        found
    }

    /// The tokens that spans cover; punctuation only when there is nothing else, or when it was asked for.
    pub(crate) fn token_set(&self, spans: &[CharSpan]) -> Result<TokenSet, String> {
        if let Some((start, end)) = spans.iter().find(|(s, e)| s > e || *e > self.text.len()) {
            return Err(format!(
                "{}: span {start}-{end} is outside the text (0-{})",
                self.name,
                self.text.len()
            ));
        }
        let found = self.cover(spans);
        if self.keep_punctuation {
            return Ok(found);
        }
        let words: TokenSet = found.iter().copied().filter(|i| self.tokens[*i].word).collect();
        Ok(if words.is_empty() { found } else { words })
    }

    /// `direct` when at least 80% of the words stand in quotation marks, `indirect` when none do, else `mixed`.
    pub(crate) fn quote_type(&self, content: &TokenSet) -> &'static str {
        let words: Vec<usize> = content.iter().copied().filter(|i| self.tokens[*i].word).collect();
        let words = if words.is_empty() { content.iter().copied().collect() } else { words };
        let inside = words.iter().filter(|i| self.quoted.contains(i)).count();
        let share = inside as f64 / words.len().max(1) as f64;
        match share {
            0.0 => "indirect",
            s if s >= 0.8 => "direct",
            _ => "mixed",
        }
    }

    /// The words of spans, for a person to read.
    pub(crate) fn words(&self, spans: &[CharSpan]) -> String {
        let parts: Vec<String> = spans.iter().map(|(s, e)| self.text[*s..*e].iter().collect()).collect();
        parts.join(" ... ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        tokenize(&text).iter().map(|t| text[t.start..t.end].iter().collect()).collect()
    }

    fn quoted(text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        quoted_ranges(&text).iter().map(|(s, e)| text[*s..*e].iter().collect()).collect()
    }

    #[test]
    fn punctuation_is_peeled_and_words_stay_whole() {
        assert_eq!(
            tokens("A.B., \"isn't\" said—she..."),
            ["A.B", ".", ",", "\"", "isn't", "\"", "said", "—", "she", ".", ".", "."]
        );
        assert_eq!(tokens("Orla’s $7 (soon) --"), ["Orla’s", "$", "7", "(", "soon", ")", "-", "-"]);
        assert!(tokens(" \n").is_empty());
    }

    #[test]
    fn quotation_marks_of_all_kinds() {
        assert_eq!(quoted("She said \"p q\" and \"r.\""), ["\"p q\"", "\"r.\""]);
        assert_eq!(quoted("“one\n“two” x"), ["“one", "“two”"]);
        assert_eq!(quoted("It’s ‘on their’ minds; miners’ day"), ["‘on their’"]);
        assert!(quoted("9\" long").is_empty());
        assert_eq!(quoted("named it ''pure fog,'' she's"), ["''pure fog,''"]);
    }
}
