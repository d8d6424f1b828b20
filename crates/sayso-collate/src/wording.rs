//! How two wordings of the same speech differ, word by word.

use sayso_text::Span;

/// How a stretch of words stands in two wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The same words (letter case and punctuation aside).
    Same,
    /// Other words in the same place: `ours` gives way to `theirs`.
    Changed,
    /// Only the first wording has them.
    Missing,
    /// Only the second wording has them.
    Added,
}

/// A stretch of words in two wordings. Spans are bytes into the two texts given; empty where a wording has nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordPiece {
    /// How they stand.
    pub how: Difference,
    /// In the first wording.
    pub ours: Span,
    /// In the second wording.
    pub theirs: Span,
}

/// Lines up two wordings, for display: `ours` is usually the fullest, `theirs` what one report printed.
///
/// The pieces cover all words of both, in order; neighbours differ in kind.
pub fn compare_wordings(ours: &str, theirs: &str) -> Vec<WordPiece> {
    let _ = (ours, theirs);
    Vec::new()
}
