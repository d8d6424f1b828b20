//! Files, folders, archives and standard input as a stream of drafts.

use crate::{Draft, Refusal};
use std::path::PathBuf;

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The most bytes one report may have, decoded; larger ones are refused. 32 MiB unless told.
    pub max_report: usize,
    /// Which field of JSON input stands for which of the contract's: `("text", "story")` reads the text from
    /// `story`; `a.b` names a field within a field.
    pub map: Vec<(String, String)>,
    /// Files and folders to pass over in silence when a walk meets them, such as the database.
    pub skip: Vec<PathBuf>,
    /// Whether to look through folders beforehand so that [`Drafts::progress`] knows the total.
    pub measure: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            max_report: 32 << 20,
            map: Vec::new(),
            skip: Vec::new(),
            measure: false,
        }
    }
}

/// How far reading has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of input read so far, as they lie on disk.
    pub done: u64,
    /// Bytes of all input, where known.
    pub total: Option<u64>,
}

/// The stream of drafts that [`open`] gives.
pub struct Drafts {}

impl Drafts {
    /// How far reading has come.
    pub fn progress(&self) -> Progress {
        Progress::default()
    }
}

impl Iterator for Drafts {
    type Item = Result<Draft, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        None
    }
}

/// Opens files and folders (`-` for standard input) and streams the reports in them, in the order given,
/// folders in byte order of names, containers in their own order. Memory is bounded by the largest report.
pub fn open(inputs: impl IntoIterator<Item = PathBuf>, options: Options) -> Drafts {
    let _ = (inputs.into_iter(), options);
    Drafts {}
}
