//! From a report to its annotations.

use crate::Prepared;
use sayso_model::{Annotations, Problem, Report};

/// What to look for, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {}

/// Annotates reports one at a time; shared between threads.
#[derive(Debug, Default)]
pub struct Annotator {
    _options: Options,
}

impl Annotator {
    /// An annotator with these options.
    pub fn new(options: Options) -> Annotator {
        Annotator { _options: options }
    }

    /// Everything said of one report. The same report gives the same annotations.
    pub fn annotate(&self, report: &Report) -> Annotations {
        let prepared = Prepared::new(report);
        let problems = prepared
            .quotations
            .problems()
            .iter()
            .map(|p| Problem {
                kind: "quotation".into(),
                message: p.kind.message().into(),
                span: Some(p.span),
            })
            .collect();
        Annotations {
            problems,
            ..Annotations::default()
        }
    }
}
