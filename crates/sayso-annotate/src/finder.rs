//! The seam between finding spans and working out what they are.

use crate::Prepared;
use sayso_model::EntityKind;
use sayso_text::Span;

/// Finds the spans of statements, and of names, in a prepared report.
pub trait Finder: Send + Sync {
    /// Everything found. Spans lie in the report's text, on character boundaries.
    fn find(&self, prepared: &Prepared<'_>) -> Findings;
}

/// The name of every extractor that finds statements inside the content of others.
pub(crate) const INNER: &str = "inner";

/// What a finder finds in one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Statements, in any order.
    pub statements: Vec<Found>,
    /// Names in text order, not overlapping; none from a finder that does not look for names.
    pub names: Vec<NamedSpan>,
}

/// A name as a finder gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedSpan {
    /// Where.
    pub span: Span,
    /// What it names.
    pub kind: EntityKind,
    /// How sure the finder is, 0 to 1.
    pub probability: f32,
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
