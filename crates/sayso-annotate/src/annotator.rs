//! From a report to its annotations.

use crate::names::Names;
use crate::{Finder, Prepared, RuleFinder, statements};
use sayso_model::{Annotations, Problem, Report};

/// What to look for, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {}

/// Annotates reports one at a time; shared between threads.
pub struct Annotator {
    _options: Options,
    finder: Box<dyn Finder>,
}

impl Default for Annotator {
    fn default() -> Self {
        Annotator::new(Options::default())
    }
}

impl Annotator {
    /// An annotator with these options.
    pub fn new(options: Options) -> Annotator {
        Annotator::with_finder(options, Box::new(RuleFinder))
    }

    /// An annotator whose statements are found by `finder`.
    pub fn with_finder(options: Options, finder: Box<dyn Finder>) -> Annotator {
        Annotator { _options: options, finder }
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
        let found = self.finder.find(&prepared);
        let names = Names::new(&prepared, &found);
        let statements = statements::statements(&prepared, &names, found);
        Annotations {
            entities: names.into_entities(&statements),
            statements,
            problems,
            ..Annotations::default()
        }
    }
}
