//! What a person has decided against or beside what the program found.

use crate::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a judgement decides.
    JudgementKind {
        /// Two names mean one speaker.
        SameSpeaker = "same-speaker",
        /// Two names mean two speakers.
        DifferentSpeakers = "different-speakers",
        /// The stories of two reports are one.
        SameStory = "same-story",
        /// The second report belongs to another story than the first.
        DifferentStories = "different-stories",
        /// What the program took for a statement is none.
        NoStatement = "no-statement",
    }
}

/// One decision. It changes nothing that was printed or stored of a report: it is laid over what the program finds,
/// and taken away again by undoing it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Its number, from 1, never given again.
    pub no: u64,
    /// What it decides.
    pub kind: JudgementKind,
    /// A speaker's name as printed, or a report's id.
    pub a: String,
    /// The other name or report; for a statement, code points of its content, `104-188`.
    pub b: String,
    /// Why, in the words of whoever decided.
    pub reason: Option<String>,
    /// When, RFC 3339.
    pub made: String,
    /// When it was undone, if it was.
    pub undone: Option<String>,
}

impl Judgement {
    /// Whether it holds.
    pub fn stands(&self) -> bool {
        self.undone.is_none()
    }
}
