//! The record in SQLite: one database file holds the reports with their annotations, the full-text index, and
//! what collation remembers between reports.
//!
//! One transaction a report: a read that is killed at any instant leaves whole reports, and reading again goes on
//! from there. The same reports read in the same order give the same rows. This crate knows SQL, and nothing of
//! HTTP or the command line.

#![forbid(unsafe_code)]

mod browse;
mod changes;
mod error;
mod judgements;
mod matching;
mod profile;
mod records;
mod schema;
mod shelf;
mod store;

use sayso_collate::{Doc, ReportNo};
use sayso_model::{Annotations, Report};

pub use browse::{OutletMark, ReportHead, ReportQuery};
pub use changes::{Changes, StoryLine, StoryMark};
pub use error::StoreError;
pub use judgements::JudgementError;
pub use profile::Profile;
pub use records::{Brief, KeptRecord, StoryState};
pub use store::{Outcome, Store};

/// A report as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its number in order of arrival.
    pub no: ReportNo,
    /// Its revision, from 1.
    pub revision: u32,
    /// SHA-256 of the text as received and what came with it, in hexadecimal.
    pub digest: String,
    /// The report.
    pub report: Report,
    /// What is said of it.
    pub annotations: Annotations,
}

impl Stored {
    /// The report as collation sees it.
    pub fn doc(&self) -> Doc<'_> {
        Doc::new(self.no, &self.report, &self.annotations)
    }
}
