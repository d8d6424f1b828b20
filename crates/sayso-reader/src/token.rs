//! The tokens that the reader was trained on.
//!
//! They are cut by the rules of `training/FORMAT.md`, which the weights depend on, and so stand apart from the
//! tokens of `sayso-text`, which may change.

use sayso_text::Span;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// One token and what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub span: Span,
    /// It starts where the one before it ends.
    pub glued: bool,
    /// It begins a paragraph: the first of the text, or a line break stands before it.
    pub breaks: bool,
}

/// The tokens of a text with their words.
#[derive(Debug, Default)]
pub(crate) struct Tokens<'t> {
    pub tokens: Vec<Token>,
    pub words: Vec<&'t str>,
}

impl Tokens<'_> {
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn glued(&self, i: usize) -> bool {
        self.tokens[i].glued
    }

    pub fn breaks(&self, i: usize) -> bool {
        self.tokens[i].breaks
    }

    /// Whether token `i` exists and begins no paragraph.
    pub fn goes_on(&self, i: usize) -> bool {
        i < self.len() && !self.breaks(i)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Separator,
    Word,
    Other,
}

/// The class of a character.
pub(crate) fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Class::Word,
            '\0'..=' ' | '\x7f' => Class::Separator,
            _ => Class::Other,
        };
    }
    match c.general_category() {
        GeneralCategory::Control | GeneralCategory::Format => Class::Separator,
        _ => match c.general_category_group() {
            GeneralCategoryGroup::Separator => Class::Separator,
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number => {
                Class::Word
            }
            _ => Class::Other,
        },
    }
}

pub(crate) fn is_number(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    c.general_category_group() == GeneralCategoryGroup::Number
}

pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    c.general_category_group() == GeneralCategoryGroup::Letter
}

pub(crate) fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// Cuts a text into tokens. Text beyond 4 GiB is left out.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    let mut found = Tokens::default();
    let mut previous = 0;
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        let start = at;
        at += c.len_utf8();
        match class(c) {
            Class::Separator => continue,
            Class::Other => {
                if c == '.' || c == '-' {
                    while char_at(text, at) == Some(c) {
                        at += 1;
                    }
                }
                push(&mut found, text, &mut previous, start, at);
            }
            Class::Word => {
                at = word_end(text, at, c);
                let cut = clitic(&text[start..at]).map(|length| at - length);
                push(&mut found, text, &mut previous, start, cut.unwrap_or(at));
                if let Some(cut) = cut {
                    push(&mut found, text, &mut previous, cut, at);
                }
            }
        }
    }
    found
}

fn push<'t>(found: &mut Tokens<'t>, text: &'t str, previous: &mut usize, start: usize, end: usize) {
    let Some(span) = Span::new(start, end) else {
        return;
    };
    let first = found.tokens.is_empty();
    found.tokens.push(Token {
        span,
        glued: !first && *previous == start,
        breaks: first
            || text[*previous..start].chars().any(|c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')),
    });
    found.words.push(&text[start..end]);
    *previous = end;
}

fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

/// Where a word ends that goes to `at` at least, `last` being the character before.
fn word_end(text: &str, mut at: usize, mut last: char) -> usize {
    while let Some(c) = char_at(text, at) {
        if class(c) == Class::Word {
            at += c.len_utf8();
            last = c;
            continue;
        }
        let after = at + c.len_utf8();
        match char_at(text, after) {
            Some(next) if joins(last, c, next) && class(next) == Class::Word => {
                at = after + next.len_utf8();
                last = next;
            }
            _ => break,
        }
    }
    at
}

/// Whether `joint`, between two characters of words, keeps them together.
fn joins(before: char, joint: char, after: char) -> bool {
    match joint {
        '-' | '’' | '\'' | '&' => true,
        '.' => !(before.is_lowercase() && after.is_uppercase()),
        ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

/// The length of the clitic that ends `word`, apostrophe included.
fn clitic(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    let ending = match *bytes {
        [.., b'r' | b'v', b'e'] | [.., b'l', b'l'] => 2,
        [.., b's' | b'S' | b'd' | b'm'] => 1,
        _ => return None,
    };
    let rest = &bytes[..bytes.len() - ending];
    let mark = if rest.ends_with(b"'") {
        1
    } else if rest.ends_with("’".as_bytes()) {
        3
    } else {
        return None;
    };
    (rest.len() > mark).then_some(ending + mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).words
    }

    #[test]
    fn words_numbers_and_clitics() {
        for (text, expected) in [
            ("U.S. said.But", &["U.S", ".", "said", ".", "But"][..]),
            ("3.5 1,000,000 a,b half-hour", &["3.5", "1,000,000", "a", ",", "b", "half-hour"]),
            ("don't Trump’s they'll 's", &["don't", "Trump", "’s", "they", "'ll", "'", "s"]),
            ("... -- -. '90s", &["...", "--", "-", ".", "'", "90s"]),
            ("rock 'n' roll\u{ad}x", &["rock", "'", "n", "'", "roll", "x"]),
            ("cafe\u{301} AT&T ½", &["cafe\u{301}", "AT&T", "½"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn tokens_cover_all_but_separators(text in any::<String>()) {
            check_cover(&text)?;
        }

        #[test]
        fn tokens_cover_news_like_text(text in "[a-cSsrevl.,'’&\\- \n\"“”0-9é\u{301}]{0,80}") {
            check_cover(&text)?;
        }
    }

    fn check_cover(text: &str) -> Result<(), TestCaseError> {
        let found = tokens(text);
        let mut at = 0;
        for (token, word) in found.tokens.iter().zip(&found.words) {
            let between = &text[at..token.span.start()];
            prop_assert!(between.chars().all(|c| class(c) == Class::Separator), "{:?}", between);
            prop_assert_eq!(token.glued, between.is_empty() && at > 0);
            prop_assert_eq!(token.span.slice(text), Some(*word));
            prop_assert!(!word.is_empty());
            at = token.span.end();
        }
        prop_assert!(text[at..].chars().all(|c| class(c) == Class::Separator));
        Ok(())
    }
}
