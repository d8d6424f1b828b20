//! From what the user names to annotated reports, in order, on all cores.

use crate::cli::InputArgs;
use crate::pipeline::in_order;
use sayso_annotate::Annotator;
use sayso_intake::{Options, Progress, Refusal};
use sayso_model::{Annotations, Report};
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// What goes wrong on the command line, for a person to read.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The store's own.
    Store(sayso_store::StoreError),
    /// Output cannot be written.
    Output(std::io::Error),
    /// Anything else, said in one line.
    Other(String),
}

impl Failure {
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Store(error) => error.fmt(f),
            Failure::Output(error) => write!(f, "output: {error}"),
            Failure::Other(message) => f.write_str(message),
        }
    }
}

impl From<sayso_store::JudgementError> for Failure {
    fn from(error: sayso_store::JudgementError) -> Failure {
        match error {
            sayso_store::JudgementError::Store(error) => Failure::Store(error),
            other => Failure::Other(other.to_string()),
        }
    }
}

impl From<sayso_store::StoreError> for Failure {
    fn from(error: sayso_store::StoreError) -> Failure {
        Failure::Store(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// One report that came in.
pub(crate) struct Arrived {
    /// The report, or why there is none.
    pub report: Result<(Report, Option<Annotations>), Refusal>,
    /// How far the input had been read when it was taken.
    pub progress: Progress,
}

/// Reads what `args` names, annotates it, and hands it to `sink` in order. A report that `known` says is stored
/// already is not annotated again. `skip` is passed over in folders.
pub(crate) fn each_report<K>(
    args: &InputArgs,
    skip: Vec<PathBuf>,
    measure: bool,
    known: impl Fn() -> K + Sync,
    is_known: impl Fn(&mut K, &Report) -> bool + Sync,
    sink: impl FnMut(Arrived) -> ControlFlow<()>,
) -> Result<(), Failure> {
    let mut paths = args.paths.clone();
    if paths.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(Failure::Other("name files or folders, or pipe a report in; see --help".into()));
        }
        paths.push(PathBuf::from("-"));
    }
    let options = Options { max_report: args.max_report << 20, map: args.map.clone(), skip, measure };
    let mut drafts = sayso_intake::open(paths, options);
    let source = std::iter::from_fn(move || {
        let draft = drafts.next()?;
        Some((draft, drafts.progress()))
    });
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let annotator = Annotator::new(args.annotator_options());
    let work = |known: &mut K, (draft, progress): (Result<_, Refusal>, Progress)| {
        let report = draft.and_then(sayso_intake::finish).map(|report| {
            let annotations = (!is_known(known, &report)).then(|| annotator.annotate(&report));
            (report, annotations)
        });
        Arrived { report, progress }
    };
    in_order(source, args.threads.unwrap_or(cores), known, work, sink);
    Ok(())
}

/// Says on standard error why something was refused.
pub(crate) fn say_refused(refusal: &Refusal) {
    anstream::eprintln!("sayso: {refusal}");
}
