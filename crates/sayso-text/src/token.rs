//! Tokens: words, numbers and punctuation marks with their byte spans.
//!
//! The rule is the one the reader is trained with. As a regular expression over Unicode letters, numbers and
//! the underscore (`\w`, combining marks not included):
//!
//! ```text
//! \w+(?:[-.’'&]\w+)*  |  \.\.+  |  --+  |  [^\w\s]
//! ```
//!
//! and a word that ends in `'s`, `'S`, `'re`, `'ve`, `'ll`, `'d` or `'m` (either apostrophe) is cut before it.
//! So `U.S.` is `U.S` and `.`, `don't` is whole, `Ann's` is `Ann` and `'s`, `1,000` is `1`, `,`, `000`.

use crate::Span;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// One token and what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: TokenKind,
    /// What separates it from the token before.
    pub gap: Gap,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A word, with what is joined to it by single hyphens, stops, apostrophes or ampersands.
    Word,
    /// A word that begins with a digit: `52`, `11th`, `3.5`.
    Number,
    /// One mark that is no word character, or a run of stops or hyphens.
    Punct,
}

/// What separates a token from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// Nothing.
    None,
    /// White space without a line break.
    Space,
    /// White space with a line break; also the start of the text.
    Break,
}

impl Token {
    /// The token as printed, empty if `text` is not its text.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        self.span.slice(text).unwrap_or_default()
    }

    /// Whether it is a word or a number.
    pub fn is_word(&self) -> bool {
        self.kind != TokenKind::Punct
    }
}

/// All tokens of a text, in order.
///
/// ```
/// let text = "Ann's plan: \"don't wait...\"";
/// let words: Vec<&str> = sayso_text::tokens(text).map(|t| t.text(text)).collect();
/// assert_eq!(words, ["Ann", "'s", "plan", ":", "\"", "don't", "wait", "...", "\""]);
/// ```
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, suffix: None, first: true }
}

/// Iterator over the tokens of a text; see [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// The cut-off end of the word just given, as byte range.
    suffix: Option<(usize, usize)>,
    first: bool,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some((start, end)) = self.suffix.take() {
            return token(start, end, TokenKind::Word, Gap::None);
        }
        let mut gap = if self.first { Gap::Break } else { Gap::None };
        self.first = false;
        let (class, len) = loop {
            let (class, len) = classify(self.text, self.at)?;
            match class {
                Class::Space => gap = gap.max(Gap::Space),
                Class::Break => gap = Gap::Break,
                _ => break (class, len),
            }
            self.at += len;
        };
        let start = self.at;
        if class == Class::Punct {
            let mark = self.text.as_bytes()[start];
            self.at += len;
            if mark == b'.' || mark == b'-' {
                while self.text.as_bytes().get(self.at) == Some(&mark) {
                    self.at += 1;
                }
            }
            return token(start, self.at, TokenKind::Punct, gap);
        }
        self.at = word_end(self.text, start + len);
        let kind = if class == Class::Digit { TokenKind::Number } else { TokenKind::Word };
        let cut = clitic(&self.text.as_bytes()[start..self.at]).map(|length| self.at - length);
        let end = cut.unwrap_or(self.at);
        if let Some(cut) = cut {
            self.suffix = Some((cut, self.at));
        }
        token(start, end, kind, gap)
    }
}

fn token(start: usize, end: usize, kind: TokenKind, gap: Gap) -> Option<Token> {
    Some(Token { span: Span::new(start, end)?, kind, gap })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Space,
    Break,
    Punct,
}

const ASCII: [Class; 128] = {
    let mut table = [Class::Punct; 128];
    let mut i = 0;
    while i < 128 {
        let byte = i as u8;
        table[i] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'\n' | b'\r' => Class::Break,
            b' ' | b'\t' | 0x0b | 0x0c | 0x1c..=0x1f => Class::Space,
            _ => Class::Punct,
        };
        i += 1;
    }
    table
};

/// The class of the character at `at` and its length in bytes; `None` at the end.
fn classify(text: &str, at: usize) -> Option<(Class, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 128 {
        return Some((ASCII[byte as usize], 1));
    }
    let c = text.get(at..)?.chars().next()?;
    let class = if is_word_char(c) {
        if c.is_numeric() { Class::Digit } else { Class::Letter }
    } else if matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}') {
        Class::Break
    } else if c.is_whitespace() {
        Class::Space
    } else {
        Class::Punct
    };
    Some((class, c.len_utf8()))
}

/// Whether `c` is a letter, a number or the underscore. Unlike [`char::is_alphanumeric`] this leaves out
/// combining marks and circled letters.
pub(crate) fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric()
        && (c < '\u{300}'
            || matches!(
                c.general_category_group(),
                GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
            ))
}

fn is_word_at(text: &str, at: usize) -> Option<usize> {
    match classify(text, at)? {
        (Class::Letter | Class::Digit, len) => Some(len),
        _ => None,
    }
}

/// Where the word ends whose first character ends at `at`.
fn word_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        while let Some(len) = is_word_at(text, at) {
            at += len;
        }
        let joint = match bytes.get(at) {
            Some(b'-' | b'.' | b'\'' | b'&') => 1,
            Some(0xE2) if bytes[at..].starts_with("’".as_bytes()) => 3,
            _ => return at,
        };
        match is_word_at(text, at + joint) {
            Some(len) => at += joint + len,
            None => return at,
        }
    }
}

/// The length of the clitic that ends `word`, apostrophe included, if there is one.
fn clitic(word: &[u8]) -> Option<usize> {
    const ENDINGS: [&[u8]; 7] = [b"s", b"S", b"re", b"ve", b"ll", b"d", b"m"];
    let ending = match *word {
        [.., b'r' | b'v', b'e'] | [.., b'l', b'l'] => 2,
        [.., b's' | b'S' | b'd' | b'm'] => 1,
        _ => return None,
    };
    let (rest, suffix) = word.split_at(word.len() - ending);
    debug_assert!(ENDINGS.contains(&suffix));
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
    use regex::Regex;
    use std::sync::LazyLock;

    /// The specification, word for word. Python's `\w` is letters, numbers and the underscore; the `regex`
    /// crate's own `\w` would add combining marks.
    fn by_specification(text: &str) -> Vec<(usize, usize)> {
        static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"[\p{L}\p{N}_]+(?:[-.’'&][\p{L}\p{N}_]+)*|\.\.+|--+|[^\p{L}\p{N}_\s\x1c-\x1f]")
                .unwrap()
        });
        static CLITIC: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"^(.+?)(['’](?:s|S|re|ve|ll|d|m))$").unwrap());
        let mut found = Vec::new();
        for m in TOKEN.find_iter(text) {
            match CLITIC.captures(m.as_str()) {
                Some(parts) => {
                    let cut = m.start() + parts[1].len();
                    found.extend([(m.start(), cut), (cut, m.end())]);
                }
                None => found.push((m.start(), m.end())),
            }
        }
        found
    }

    fn is_space(c: char) -> bool {
        c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
    }

    fn by_hand(text: &str) -> Vec<(usize, usize)> {
        tokens(text).map(|t| (t.span.start(), t.span.end())).collect()
    }

    proptest! {
        #[test]
        fn agrees_with_the_specification(text in r"[a-dsSrevlmtA-C0-9 ._’'&\-\n“”é\u{0301}\u{0903}ⓐ五½\u{a0}\u{1c}😀$]{0,60}") {
            prop_assert_eq!(by_hand(&text), by_specification(&text));
        }

        #[test]
        fn agrees_on_any_text(text in any::<String>()) {
            prop_assert_eq!(by_hand(&text), by_specification(&text));
        }

        #[test]
        fn tokens_cover_all_but_white_space(text in any::<String>()) {
            let mut at = 0;
            for token in tokens(&text) {
                let between = &text[at..token.span.start()];
                prop_assert!(between.chars().all(is_space), "{:?}", between);
                prop_assert_eq!(token.gap == Gap::None, between.is_empty() && at > 0);
                prop_assert!(token.span.slice(&text).is_some_and(|t| !t.is_empty()));
                at = token.span.end();
            }
            prop_assert!(text[at..].chars().all(is_space));
        }
    }

    #[test]
    fn kinds_and_gaps() {
        let text = "No 5.\n3rd!";
        let seen: Vec<_> = tokens(text).map(|t| (t.text(text), t.kind, t.gap)).collect();
        use {Gap as G, TokenKind as K};
        assert_eq!(
            seen,
            [
                ("No", K::Word, G::Break),
                ("5", K::Number, G::Space),
                (".", K::Punct, G::None),
                ("3rd", K::Number, G::Break),
                ("!", K::Punct, G::None)
            ]
        );
    }
}
