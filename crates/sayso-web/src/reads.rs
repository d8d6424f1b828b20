//! Taking reports in through a page: the seam to whoever can read and analyse them.

/// Takes reports in: reads, analyses and stores them. Called on a thread that may block, for one file at a time.
pub trait Reads: Send + Sync {
    /// What became of each report in `bytes`, a file called `name` (any form that `sayso read` knows).
    fn read(&self, name: &str, bytes: Vec<u8>) -> Vec<Arrival>;
}

/// What became of one report, or of a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is stored.
    Stored {
        /// Its headline or opening words.
        title: String,
        /// Its number.
        no: u32,
        /// The story it belongs to.
        story: Option<u32>,
        /// `new`, `changed` or `known`.
        what: &'static str,
        /// What was odd about it.
        problems: Vec<String>,
    },
    /// It could not be read; the reason names file and place.
    Refused(String),
}
