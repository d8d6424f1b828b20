//! The seam between finding statements and working out what they are.

use crate::Prepared;
use sayso_text::Span;

/// Finds the spans of statements in a prepared report.
pub trait Finder: Send + Sync {
    /// Everything found, in any order. Spans lie in the report's text, on character boundaries.
    fn find(&self, prepared: &Prepared<'_>) -> Vec<Found>;
}

/// One attribution as a finder gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Who: empty when the text names nobody.
    pub source: Vec<Span>,
    /// The words that attribute: empty when nothing does.
    pub cue: Vec<Span>,
    /// What was said: never empty.
    pub content: Vec<Span>,
    /// Probability that it is one, 0 to 1, where the finder gives one.
    pub confidence: Option<f32>,
    /// The name of the extractor.
    pub by: &'static str,
}
