//! One article as one outlet published it.

use crate::{Basis, SegmentKind};
use sayso_text::{Repair, Span, Text};
use serde::{Deserialize, Serialize};

/// One article as one outlet published it: its text, what is known about it, and what was odd about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The id it came with, or one made from its path and place in the file.
    pub id: String,
    /// What tells it from other reports over time: its address where known, else its path (and place in the
    /// file). A changed text under the same address is a new revision.
    pub address: String,
    /// The path it was read from, as given; `-` for standard input.
    pub path: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// BCP 47 language tag, as stated.
    pub language: Option<String>,
    /// When it was published.
    pub published: Published,
    /// Its text, aligned with the text as received.
    pub text: Text,
    /// Typed stretches of the text: in order, not overlapping, together covering everything but white space.
    pub segments: Vec<Segment>,
    /// What was odd about it.
    pub problems: Vec<Problem>,
}

impl Report {
    /// A report of which nothing is known but an id, which is its address and path too, and its text as received.
    pub fn of_text(id: impl Into<String>, text: impl Into<String>) -> Report {
        let id = id.into();
        Report {
            address: id.clone(),
            path: id.clone(),
            id,
            outlet: None,
            title: None,
            url: None,
            byline: None,
            language: None,
            published: Published::unknown(),
            text: Text::received(text.into()),
            segments: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The stretches of the text that differ from what was received.
    pub fn repairs(&self) -> Vec<Repair> {
        self.text.repairs()
    }

    /// The kind of the segment that covers byte `at`; body where none does.
    pub fn segment_at(&self, at: usize) -> SegmentKind {
        let i = self.segments.partition_point(|s| s.span.end() <= at);
        match self.segments.get(i) {
            Some(segment) if segment.span.covers(at) => segment.kind,
            _ => SegmentKind::Body,
        }
    }
}

/// A typed stretch of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// What it is.
    pub kind: SegmentKind,
    /// Where it stands.
    pub span: Span,
}

/// When a report was published, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// ISO 8601 date or date and time with offset; `None` when not known.
    pub value: Option<String>,
    /// How it is known.
    pub basis: Basis,
    /// The words or the place it was taken from: `meta article:published_time`, `date 2031-03-02`.
    pub evidence: Option<String>,
}

impl Published {
    /// Not known.
    pub fn unknown() -> Published {
        Published { value: None, basis: Basis::None, evidence: None }
    }

    /// The day, `YYYY-MM-DD`, if known to the day.
    pub fn day(&self) -> Option<&str> {
        self.value.as_deref().and_then(|v| v.get(..10))
    }
}

/// Something odd that did not stop the reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A short class: `charset`, `date`, `quotation`, `truncated`, …
    pub kind: String,
    /// What it is, for a person to read.
    pub message: String,
    /// Where in the text, if anywhere.
    pub span: Option<Span>,
}
