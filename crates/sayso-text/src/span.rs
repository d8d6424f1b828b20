//! A span: a half-open byte range into one text.

use serde::{Deserialize, Serialize};

/// A half-open byte range `[start, end)` into a text, `start <= end`.
///
/// A span does not know its text; [`Span::slice`] checks bounds and character boundaries. Outside Rust the
/// project speaks of pairs of Unicode code-point offsets; see `CharIndex` for the conversion.
///
/// ```
/// use sayso_text::Span;
/// let span = Span::new(4, 8).unwrap();
/// assert_eq!(span.slice("Ann said so"), Some("said"));
/// assert!(Span::new(3, 2).is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from `start` to `end`; `None` if reversed or beyond 4 GiB.
    pub fn new(start: usize, end: usize) -> Option<Span> {
        let (start, end) = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
        (start <= end).then_some(Span { start, end })
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words it covers, or `None` when it lies outside the text or cuts a character.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start()..self.end())
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `at` lies inside.
    pub fn covers(self, at: usize) -> bool {
        self.start() <= at && at < self.end()
    }

    /// Whether both cover at least one common byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// The smallest span that covers both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without the white space at its ends (within `text`).
    pub fn trimmed(self, text: &str) -> Span {
        let Some(words) = self.slice(text) else {
            return self;
        };
        let lead = words.len() - words.trim_start().len();
        let kept = words.trim().len();
        let start = self.start() + lead;
        Span::new(start, start + kept).unwrap_or(self)
    }
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

impl TryFrom<(u32, u32)> for Span {
    type Error = &'static str;
    fn try_from((start, end): (u32, u32)) -> Result<Self, Self::Error> {
        if start <= end { Ok(Span { start, end }) } else { Err("span ends before it starts") }
    }
}

/// Converts byte offsets of one text to code-point offsets and back.
///
/// Keeps one checkpoint every 64 bytes, so both ways cost a short scan; a text of ASCII alone needs none.
#[derive(Clone, Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Code points before byte `64 * i` (rounded down to a character boundary); empty for ASCII.
    checkpoints: Vec<u32>,
}

const STEP: usize = 64;

impl<'t> CharIndex<'t> {
    /// Builds the index, one pass over the text.
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return CharIndex { text, checkpoints: Vec::new() };
        }
        let mut checkpoints = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0u32;
        for (at, byte) in text.bytes().enumerate() {
            if at % STEP == 0 {
                checkpoints.push(count);
            }
            if !is_continuation(byte) {
                count += 1;
            }
        }
        CharIndex { text, checkpoints }
    }

    /// Code points before byte `at` (clamped to the text; a byte inside a character counts that character).
    pub fn to_chars(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if self.checkpoints.is_empty() {
            return at;
        }
        let block = (at / STEP).min(self.checkpoints.len() - 1);
        let starts = self.text.as_bytes()[block * STEP..at].iter().filter(|b| !is_continuation(**b)).count();
        self.checkpoints[block] as usize + starts
    }

    /// The byte at which code point number `chars` begins (clamped to the end of the text).
    pub fn to_bytes(&self, chars: usize) -> usize {
        if self.checkpoints.is_empty() {
            return chars.min(self.text.len());
        }
        let block = self.checkpoints.partition_point(|c| *c as usize <= chars).saturating_sub(1);
        let mut count = self.checkpoints[block] as usize;
        let bytes = self.text.as_bytes();
        let mut at = block * STEP;
        while at < bytes.len() {
            if !is_continuation(bytes[at]) {
                if count == chars {
                    return at;
                }
                count += 1;
            }
            at += 1;
        }
        bytes.len()
    }

    /// A byte span as code-point offsets.
    pub fn span_to_chars(&self, span: Span) -> Span {
        let (start, end) = (self.to_chars(span.start()), self.to_chars(span.end()));
        Span { start: start as u32, end: end as u32 }
    }

    /// Code-point offsets as a byte span.
    pub fn span_to_bytes(&self, span: Span) -> Span {
        let (start, end) = (self.to_bytes(span.start()), self.to_bytes(span.end()));
        Span { start: start as u32, end: end as u32 }
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn char_offsets_agree_with_counting(text in "[a-zé“ 😀\n]{0,300}") {
            let index = CharIndex::new(&text);
            for (chars, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.to_chars(at), chars);
                prop_assert_eq!(index.to_bytes(chars), at);
            }
            prop_assert_eq!(index.to_chars(text.len()), text.chars().count());
            prop_assert_eq!(index.to_bytes(text.chars().count()), text.len());
        }
    }

    #[test]
    fn trimming_keeps_a_slice() {
        let text = "a  b\u{a0}c ";
        assert_eq!(Span::new(1, text.len()).unwrap().trimmed(text).slice(text), Some("b\u{a0}c"));
    }
}
