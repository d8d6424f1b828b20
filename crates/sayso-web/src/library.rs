//! The database as many readers share it: connections, and the records worked out so far.

use crate::{Failure, StoryView};
use sayso_collate::{ReportNo, StoryNo};
use sayso_store::{Store, StoryMark};
use std::cell::Cell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Connections, and so requests that read at the same time.
const READERS: usize = 8;
/// How long a page of many stories may work out records.
const PATIENCE: Duration = Duration::from_millis(30);
/// Records are kept while their reports' texts together stay below this many bytes.
const KEPT: usize = 48 << 20;

/// The database file, open for many readers.
///
/// Records are computed when asked for and kept until one of their reports changes.
#[derive(Debug)]
pub struct Library {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
    watch: Mutex<Watch>,
    views: Mutex<VecDeque<Kept>>,
    index: Mutex<Option<Arc<Index>>>,
    pub(crate) permits: Arc<Semaphore>,
}

/// Sees to it that every change of the database has a number.
#[derive(Debug)]
struct Watch {
    store: Store,
    seen: i64,
    version: u64,
}

#[derive(Debug)]
struct Kept {
    story: StoryNo,
    state: Vec<(ReportNo, String)>,
    version: u64,
    weight: usize,
    view: Arc<StoryView>,
}

/// All stories in the order of the home page.
#[derive(Debug)]
pub(crate) struct Index {
    version: u64,
    made: Instant,
    cost: Duration,
    /// Latest day first; of one day, those that most outlets tell.
    pub(crate) stories: Vec<StoryMark>,
}

impl Library {
    /// Opens the database file, making or upgrading it where needed.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(path: &Path) -> Result<Library, Failure> {
        Store::open(path)?;
        let store = Store::reader(path)?;
        let seen = store.data_version()?;
        Ok(Library {
            path: path.to_owned(),
            idle: Mutex::default(),
            watch: Mutex::new(Watch { store, seen, version: 1 }),
            views: Mutex::default(),
            index: Mutex::default(),
            permits: Arc::new(Semaphore::new(READERS)),
        })
    }

    /// The database file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A desk to read at. Blocks on the file, so not for a thread that serves connections.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn desk(&self) -> Result<Desk<'_>, Failure> {
        let version = {
            let mut watch = lock(&self.watch);
            let seen = watch.store.data_version()?;
            if seen != watch.seen {
                watch.seen = seen;
                watch.version += 1;
            }
            watch.version
        };
        let idle = lock(&self.idle).pop();
        let store = match idle {
            Some(store) => store,
            None => Store::reader(&self.path)?,
        };
        Ok(Desk {
            library: self,
            store: Some(store),
            version,
            begun: Instant::now(),
            partial: Cell::new(false),
        })
    }
}

/// A place to read at: one connection, given back when done.
pub(crate) struct Desk<'l> {
    library: &'l Library,
    store: Option<Store>,
    /// Changes with every change of the database.
    pub(crate) version: u64,
    begun: Instant,
    /// Whether something was left out for want of time.
    partial: Cell<bool>,
}

impl Drop for Desk<'_> {
    fn drop(&mut self) {
        let mut idle = lock(&self.library.idle);
        if idle.len() < READERS {
            idle.extend(self.store.take());
        }
    }
}

impl Desk<'_> {
    pub(crate) fn store(&self) -> &Store {
        // Taken only in `drop`.
        self.store.as_ref().expect("a desk has its connection until it is dropped")
    }

    /// Whether the answer lacks something that a later one will have.
    pub(crate) fn is_partial(&self) -> bool {
        self.partial.get()
    }

    /// A story for a page that shows many: once a page has taken long enough, only those worked out already, so that
    /// the page comes at once and is complete when it is asked for again.
    pub(crate) fn story_in_time(&self, story: StoryNo) -> Option<Arc<StoryView>> {
        let late = self.begun.elapsed() > PATIENCE;
        let known = lock(&self.library.views).iter().any(|k| k.story == story);
        if late && !known {
            self.partial.set(true);
            return None;
        }
        self.story(story).ok()
    }

    /// A story's record with its reports.
    pub(crate) fn story(&self, story: StoryNo) -> Result<Arc<StoryView>, Failure> {
        let known = |kept: &Kept| kept.story == story;
        {
            let mut views = lock(&self.library.views);
            if let Some(at) = views.iter().position(|k| known(k) && k.version == self.version)
                && let Some(kept) = views.remove(at)
            {
                let view = kept.view.clone();
                views.push_back(kept);
                return Ok(view);
            }
        }
        let state = self.store().story_state(story)?;
        if state.is_empty() {
            return Err(Failure::Missing(format!("story {story}")));
        }
        {
            let mut views = lock(&self.library.views);
            if let Some(at) = views.iter().position(|k| known(k) && k.state == state)
                && let Some(mut kept) = views.remove(at)
            {
                kept.version = self.version;
                let view = kept.view.clone();
                views.push_back(kept);
                return Ok(view);
            }
        }
        let view = Arc::new(StoryView::load(self.store(), story)?);
        let weight = view.weight();
        let mut views = lock(&self.library.views);
        views.retain(|k| !known(k));
        views.push_back(Kept { story, state, version: self.version, weight, view: view.clone() });
        let mut total: usize = views.iter().map(|k| k.weight).sum();
        while total > KEPT && views.len() > 1 {
            total -= views.pop_front().map_or(0, |k| k.weight);
        }
        Ok(view)
    }

    /// All stories in order. While much is being written the answer may be a little old: it is made anew at most so
    /// often that making it takes a twentieth of the time.
    pub(crate) fn index(&self) -> Result<Arc<Index>, Failure> {
        let known = lock(&self.library.index).clone();
        if let Some(index) = known
            && (index.version == self.version || index.made.elapsed() < index.cost * 20)
        {
            return Ok(index);
        }
        let made = Instant::now();
        let mut stories = self.store().story_marks()?;
        stories.sort_by(|a, b| {
            let key = |m: &StoryMark| (m.to.clone(), m.outlets, m.reports);
            key(b).cmp(&key(a)).then(a.story.cmp(&b.story))
        });
        let index = Arc::new(Index { version: self.version, made, cost: made.elapsed(), stories });
        *lock(&self.library.index) = Some(index.clone());
        Ok(index)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
