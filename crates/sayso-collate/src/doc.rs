//! A report as collation sees it.

use sayso_model::{Annotations, Report};
use std::fmt;

/// A report's number: its place in order of arrival, given by whoever keeps the reports. Never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportNo(pub u32);

/// A story's number, from 1; stable while reports join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryNo(pub u32);

impl fmt::Display for ReportNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for StoryNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A report as collation sees it: its number, itself, and what is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Doc<'a> {
    /// Its number in order of arrival.
    pub no: ReportNo,
    /// The report.
    pub report: &'a Report,
    /// What is said of it.
    pub annotations: &'a Annotations,
}

impl<'a> Doc<'a> {
    /// A report with its number and annotations.
    pub fn new(no: ReportNo, report: &'a Report, annotations: &'a Annotations) -> Doc<'a> {
        Doc { no, report, annotations }
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        self.report.text.as_str()
    }
}
