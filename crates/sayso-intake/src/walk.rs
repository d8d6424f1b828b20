//! The files in what is given, folders walked in byte order of names.

use crate::input::in_words;
use crate::{Reason, Refusal};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file to read.
#[derive(Debug)]
pub(crate) struct Found {
    /// As given, or the folder as given with what leads on from it.
    pub(crate) path: PathBuf,
    /// Absolute, with links resolved, where that is known already.
    pub(crate) home: Option<PathBuf>,
}

/// Gives the files one by one. Names that begin with a dot are passed over, links are followed, and a link
/// that leads back to a folder it lies in is refused.
pub(crate) struct Walk {
    inputs: std::vec::IntoIter<PathBuf>,
    folders: Vec<Folder>,
    skip: Vec<PathBuf>,
}

struct Folder {
    path: PathBuf,
    home: PathBuf,
    /// The names in it that are still to come, the next one last.
    names: Vec<OsString>,
}

impl Walk {
    /// `skip` holds absolute paths without links.
    pub(crate) fn new(inputs: Vec<PathBuf>, skip: Vec<PathBuf>) -> Walk {
        Walk { inputs: inputs.into_iter(), folders: Vec::new(), skip }
    }

    fn enter(&mut self, path: PathBuf, home: PathBuf, given: bool) -> Result<(), Refusal> {
        if let Some(above) = self.folders.iter().find(|f| f.home == home) {
            let leads_to = above.path.to_string_lossy().into_owned();
            return Err(refusal(&path, Reason::Loop(leads_to)));
        }
        let list = || -> io::Result<Vec<OsString>> {
            fs::read_dir(&path)?.map(|entry| entry.map(|e| e.file_name())).collect()
        };
        let mut names = list().map_err(|error| io_refusal(&path, &error))?;
        names.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
        if names.is_empty() && given {
            return Err(refusal(&path, Reason::Empty));
        }
        names.sort_by(|a, b| b.as_encoded_bytes().cmp(a.as_encoded_bytes()));
        self.folders.push(Folder { path, home, names });
        Ok(())
    }

    /// What lies at a path that was given.
    fn given(&mut self, path: PathBuf) -> Result<Option<Found>, Refusal> {
        if path.as_os_str() == "-" {
            return Ok(Some(Found { path, home: None }));
        }
        let metadata = fs::metadata(&path).map_err(|error| io_refusal(&path, &error))?;
        if !metadata.is_dir() {
            return Ok(Some(Found { path, home: None }));
        }
        let home = fs::canonicalize(&path).map_err(|error| io_refusal(&path, &error))?;
        self.enter(path, home, true)?;
        Ok(None)
    }

    /// What lies in the folder on top under that name.
    fn within(&mut self, path: PathBuf, home: PathBuf) -> Result<Option<Found>, Refusal> {
        let mut home = home;
        let mut metadata = fs::symlink_metadata(&path).map_err(|error| io_refusal(&path, &error))?;
        if metadata.is_symlink() {
            home = fs::canonicalize(&path).map_err(|error| io_refusal(&path, &error))?;
            metadata = fs::metadata(&path).map_err(|error| io_refusal(&path, &error))?;
        }
        if self.skip.contains(&home) {
            return Ok(None);
        }
        if metadata.is_dir() {
            self.enter(path, home, false)?;
            return Ok(None);
        }
        // A pipe or a device that a walk meets would be waited on for ever.
        if !metadata.is_file() {
            return Err(refusal(&path, Reason::Type("a pipe, socket or device".into())));
        }
        Ok(Some(Found { path, home: Some(home) }))
    }
}

impl Iterator for Walk {
    type Item = Result<Found, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = match self.folders.last_mut() {
                None => {
                    let path = self.inputs.next()?;
                    self.given(path)
                }
                Some(folder) => match folder.names.pop() {
                    None => {
                        self.folders.pop();
                        continue;
                    }
                    Some(name) => {
                        let (path, home) = (folder.path.join(&name), folder.home.join(&name));
                        self.within(path, home)
                    }
                },
            };
            match found {
                Ok(None) => {}
                Ok(Some(found)) => return Some(Ok(found)),
                Err(refusal) => return Some(Err(refusal)),
            }
        }
    }
}

fn refusal(path: &Path, reason: Reason) -> Refusal {
    Refusal::new(path.to_string_lossy(), reason)
}

fn io_refusal(path: &Path, error: &io::Error) -> Refusal {
    refusal(path, Reason::Io(in_words(error)))
}
