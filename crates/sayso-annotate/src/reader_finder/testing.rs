//! What the tests of this folder share: statements given by their words.

use crate::{Found, Prepared};
use sayso_model::{Report, Segment, SegmentKind};
use sayso_text::Span;

/// A report that is all body, or all headline.
pub(super) fn report(text: &str, headline: bool) -> Report {
    let kind = if headline { SegmentKind::Headline } else { SegmentKind::Body };
    Report {
        segments: vec![Segment { kind, span: Span::new(0, text.len()).unwrap() }],
        ..Report::of_text("a", text)
    }
}

/// A statement whose parts are these words of the text.
pub(super) fn found(text: &str, source: &str, cue: &str, content: &[&str]) -> Found {
    let at = |words: &str| {
        let start = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
        Span::new(start, start + words.len()).unwrap()
    };
    Found {
        source: vec![at(source)],
        cue: vec![at(cue)],
        content: content.iter().map(|c| at(c)).collect(),
        confidence: None,
        by: "test",
    }
}

/// Source and content as printed: `source | one / two`.
pub(super) fn shown(prepared: &Prepared<'_>, found: &Found) -> String {
    let words = |spans: &[Span]| -> String {
        spans.iter().filter_map(|s| s.slice(prepared.text)).collect::<Vec<_>>().join(" / ")
    };
    format!("{} | {}", words(&found.source), words(&found.content))
}
