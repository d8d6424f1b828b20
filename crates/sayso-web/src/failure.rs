//! Why there is no page.

use sayso_collate::StoryNo;
use sayso_store::StoreError;

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no such thing.
    #[error("There is no {0}.")]
    Missing(String),
    /// What was asked cannot be read.
    #[error("{0}")]
    Asked(String),
    /// It may not be done.
    #[error("{0}")]
    Refused(String),
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The server has too much to do, or is stopping.
    #[error("Too many requests at once; try again in a moment.")]
    Busy,
    /// The story's record is being worked out.
    #[error("Story {0} is being compared for the first time; ask again in a moment.")]
    Unready(StoryNo),
    /// A fault of ours.
    #[error("This page cannot be made: a fault in Sayso, not in what you asked.")]
    Broken,
}

impl Failure {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Failure::Missing(_) => 404,
            Failure::Asked(_) => 400,
            Failure::Refused(_) => 403,
            Failure::Store(_) => 500,
            Failure::Busy | Failure::Unready(_) => 503,
            Failure::Broken => 500,
        }
    }

    /// The class, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Failure::Missing(_) => "missing",
            Failure::Asked(_) => "asked",
            Failure::Refused(_) => "refused",
            Failure::Store(_) => "store",
            Failure::Busy => "busy",
            Failure::Unready(_) => "unready",
            Failure::Broken => "broken",
        }
    }
}
