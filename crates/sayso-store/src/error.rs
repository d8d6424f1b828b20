//! What can go wrong with the database file.

use std::path::PathBuf;

/// Why the store could not do what was asked. Each names the file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or made.
    #[error("{}: cannot open: {reason}", path.display())]
    Open {
        /// The database file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// The file is no database of Sayso's.
    #[error("{}: not a Sayso database: {reason}", path.display())]
    Foreign {
        /// The database file.
        path: PathBuf,
        /// Why it is taken for something else.
        reason: String,
    },
    /// The file was written by a later version.
    #[error("{}: written by a newer Sayso (schema {found}, this one knows up to {known}); use that version", path.display())]
    Newer {
        /// The database file.
        path: PathBuf,
        /// Its schema number.
        found: i64,
        /// The highest schema number known here.
        known: i64,
    },
    /// There is no such file, and nothing was to be made.
    #[error("{}: no such database; `sayso read` makes one", path.display())]
    Missing {
        /// The database file.
        path: PathBuf,
    },
    /// A stored value cannot be read back.
    #[error("{}: damaged {what}: {reason}", path.display())]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// Which value.
        what: String,
        /// How.
        reason: String,
    },
    /// SQLite refused: disk full, file locked, read-only.
    #[error("{}: {reason}", path.display())]
    Sql {
        /// The database file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
}
