//! The database as many readers share it: connections, the stories and their records, and pages rendered so far.

use crate::bench::{Bench, Size};
use crate::index::Index;
use crate::rendered::{Basis, Rendered};
use crate::reply::Ask;
use crate::routes::Rests;
use crate::{Failure, StoryView};
use sayso_collate::{ReportNo, StoryNo};
use sayso_store::{Brief, Store, StoryState};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections that are kept open.
const READERS: usize = 16;
/// Answers worked on at the same time, for each core: those that wait for their turn take it in order of arrival.
const AT_ONCE: usize = 2;
/// How long a page waits for a record to be worked out anew where an older one, or none, could be shown.
const PATIENCE: Duration = Duration::from_millis(50);
/// How long it waits for one where there is none, if nobody else reads: most take less, and so a lone reader gets the
/// whole page at once.
const ALONE: Duration = Duration::from_secs(3);
/// Who asks for no more than this within a second, all taken together, is a lone reader.
const LONE: usize = 20;
/// With so many others waiting, a record may still be had while a page waits.
const FEW: usize = 2;
/// How long for one without what a person has just judged wrong.
const JUDGED: Duration = Duration::from_secs(10);
/// How long after a change through the pages nothing older than it is shown.
const SEEN: Duration = Duration::from_secs(60);
/// Records are kept in memory while their reports' texts together stay below this many bytes.
const KEPT: usize = 64 << 20;

/// The database file, open for many readers.
///
/// Records are worked out when asked for, on threads of their own, and kept until one of their reports changes: in
/// memory the latest, in the database all.
#[derive(Debug)]
pub struct Library {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
    watch: Mutex<Watch>,
    views: Arc<Views>,
    bench: Bench,
    /// How long a page waits for a record that nobody else waits for.
    alone: Duration,
    index: Mutex<Index>,
    pub(crate) rendered: Rendered,
    pub(crate) permits: Arc<Semaphore>,
}

/// Sees to it that every change of the database has a number.
#[derive(Debug)]
struct Watch {
    store: Store,
    seen: i64,
    version: u64,
    /// Grows with every change made through these pages: whoever made it must see it at once.
    ours: u64,
    /// When the last of these was.
    last: Option<Instant>,
    /// When the latest pages were asked for, one more than a lone reader asks for in a second.
    asked: VecDeque<Instant>,
}

impl Watch {
    /// Notes that a page is asked for. Whether so few are that one person may be reading.
    fn is_lone(&mut self, now: Instant) -> bool {
        self.asked.push_back(now);
        if self.asked.len() > LONE + 1 {
            self.asked.pop_front();
        }
        let first = self.asked.front().filter(|_| self.asked.len() > LONE);
        first.is_none_or(|first| now.duration_since(*first) > Duration::from_secs(1))
    }
}

/// The records in memory, the latest used last.
#[derive(Debug, Default)]
pub(crate) struct Views {
    kept: Mutex<VecDeque<Kept>>,
    /// Of records put here since one last asked, how many outlets tell the story independently.
    told: Mutex<BTreeMap<StoryNo, usize>>,
}

#[derive(Debug)]
struct Kept {
    story: StoryNo,
    state: StoryState,
    weight: usize,
    view: Arc<StoryView>,
}

impl Views {
    /// A story's view and what it was made from.
    fn get(&self, story: StoryNo) -> Option<(StoryState, Arc<StoryView>)> {
        let mut views = lock(&self.kept);
        let at = views.iter().position(|k| k.story == story)?;
        let kept = views.remove(at)?;
        let found = (kept.state.clone(), kept.view.clone());
        views.push_back(kept);
        Some(found)
    }

    /// As [`Views::get`], without counting as use.
    pub(crate) fn peek(&self, story: StoryNo) -> Option<(StoryState, Arc<StoryView>)> {
        let views = lock(&self.kept);
        views.iter().find(|k| k.story == story).map(|k| (k.state.clone(), k.view.clone()))
    }

    pub(crate) fn put(&self, story: StoryNo, state: StoryState, view: Arc<StoryView>) {
        let weight = view.weight();
        lock(&self.told).insert(story, view.record.voices().len());
        let mut views = lock(&self.kept);
        views.retain(|k| k.story != story);
        views.push_back(Kept { story, state, weight, view });
        let mut total: usize = views.iter().map(|k| k.weight).sum();
        while total > KEPT && views.len() > 1 {
            total -= views.pop_front().map_or(0, |k| k.weight);
        }
    }
}

impl Library {
    /// Opens the database file, making or upgrading it where needed.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(path: &Path) -> Result<Library, Failure> {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Library::with(path, cores, cores.div_ceil(2), ALONE)
    }

    /// As [`Library::open`], but no record is ever worked out, for which a lone reader waits so long: to see what is
    /// shown without one.
    #[doc(hidden)]
    pub fn open_unready(path: &Path, alone: Duration) -> Result<Library, Failure> {
        Library::with(path, 1, 0, alone)
    }

    fn with(path: &Path, cores: usize, threads: usize, alone: Duration) -> Result<Library, Failure> {
        Store::open(path)?;
        let store = Store::reader(path)?;
        let seen = store.data_version()?;
        let views: Arc<Views> = Arc::default();
        Ok(Library {
            path: path.to_owned(),
            idle: Mutex::default(),
            watch: Mutex::new(Watch { store, seen, version: 1, ours: 0, last: None, asked: VecDeque::new() }),
            bench: Bench::new(path, views.clone(), threads),
            alone,
            views,
            index: Mutex::default(),
            rendered: Rendered::default(),
            permits: Arc::new(Semaphore::new(cores * AT_ONCE)),
        })
    }

    /// Works out, in the background and with low priority, the records that are not kept yet, those of the latest
    /// stories first, and from then on those of stories that change.
    pub fn keep_ready(&self) {
        self.bench.keep_ready();
    }

    /// The database file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Goes through the list of stories once, so that no reader has to wait for it.
    pub(crate) fn prepare(&self) -> Result<(), Failure> {
        let store = Store::reader(&self.path)?;
        lock(&self.index).update(&store)?;
        Ok(())
    }

    /// Told after a change that was made through these pages.
    pub(crate) fn changed(&self) {
        let mut watch = lock(&self.watch);
        watch.ours += 1;
        watch.last = Some(Instant::now());
    }

    /// A desk to read at. Blocks on the file, so not for a thread that serves connections.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn desk(&self, permit: OwnedSemaphorePermit) -> Result<Desk<'_>, Failure> {
        let begun = Instant::now();
        let (version, ours, exact, lone) = {
            let mut watch = lock(&self.watch);
            let lone = watch.is_lone(begun);
            let seen = watch.store.data_version()?;
            if seen != watch.seen {
                watch.seen = seen;
                watch.version += 1;
            }
            (watch.version, watch.ours, watch.last.is_some_and(|last| last.elapsed() < SEEN), lone)
        };
        let idle = lock(&self.idle).pop();
        let store = match idle {
            Some(store) => store,
            None => Store::reader(&self.path)?,
        };
        Ok(Desk {
            library: self,
            store: Some(store),
            permit: RefCell::new(Some(permit)),
            version,
            ours,
            exact,
            lone,
            begun,
            waited: Cell::default(),
            partial: Cell::new(false),
            unready: Cell::new(false),
            behind: Cell::new(0),
        })
    }
}

/// A place to read at: one connection, given back when done.
pub(crate) struct Desk<'l> {
    library: &'l Library,
    store: Option<Store>,
    permit: RefCell<Option<OwnedSemaphorePermit>>,
    /// Changes with every change of the database.
    pub(crate) version: u64,
    /// Changes with every change made through the pages.
    pub(crate) ours: u64,
    /// Whether someone may look for what was just changed through the pages: nothing older is shown then.
    exact: bool,
    /// Whether hardly anybody else reads, so that to wait for a record is better than to show less.
    lone: bool,
    begun: Instant,
    /// How long it has waited for records.
    waited: Cell<Duration>,
    /// Whether the answer lacks something that a later one will have.
    partial: Cell<bool>,
    /// Whether it is worth asking again soon.
    unready: Cell<bool>,
    /// Reports that came in since the record shown was worked out.
    behind: Cell<usize>,
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

    /// How many reports came in since the record that is shown was worked out.
    pub(crate) fn behind(&self) -> usize {
        self.behind.get()
    }

    /// What the answer to this rests on.
    pub(crate) fn basis(&self, rests: Rests, ask: &Ask) -> Result<Basis, Failure> {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        let story = match rests {
            Rests::All => return Ok(Basis::All),
            Rests::Story => StoryNo(ask.number("story")?),
            Rests::Report => {
                let no = ReportNo(ask.number("report")?);
                match self.store().story_of(no)? {
                    Some(story) => story,
                    None => return Ok(Basis::All),
                }
            }
        };
        self.store().story_state(story)?.hash(&mut hasher);
        Ok(Basis::One(hasher.finish()))
    }

    /// Whether the answer has not taken long yet.
    pub(crate) fn is_young(&self) -> bool {
        self.begun.elapsed() < PATIENCE
    }

    /// Notes that it does.
    pub(crate) fn lacks_something(&self) {
        self.partial.set(true);
    }

    /// A story's record with its reports.
    ///
    /// Where reports came in since it was worked out and working it out anew takes long, an older one is given, which
    /// says how many it lacks. What people have judged is always heeded.
    ///
    /// # Errors
    /// [`Failure::Unready`] where there is none and it will take a while: it is being worked out.
    pub(crate) fn story(&self, story: StoryNo) -> Result<Arc<StoryView>, Failure> {
        let none = if self.lone { self.library.alone } else { PATIENCE };
        self.story_within(story, none)
    }

    /// As [`Desk::story`], for a page that has something to show already: it hardly waits for more.
    ///
    /// # Errors
    /// As [`Desk::story`].
    pub(crate) fn further_story(&self, story: StoryNo) -> Result<Arc<StoryView>, Failure> {
        self.story_within(story, if self.lone { PATIENCE } else { Duration::ZERO })
    }

    /// Waits so long for a record where there is none, if nobody else waits for one.
    fn story_within(&self, story: StoryNo, none: Duration) -> Result<Arc<StoryView>, Failure> {
        let mut older = None;
        for round in 0..6 {
            let state = self.store().story_state(story)?;
            if state.is_empty() {
                return Err(Failure::Missing(format!("story {story}")));
            }
            if let Some((known, view)) = self.library.views.get(story) {
                if known == state {
                    return Ok(view);
                }
                older = Some((known, view));
            }
            if round == 0
                && let Some(kept) = self.store().kept_record(story, &state)?
            {
                let (made_from, current) = (kept.state.clone(), kept.current);
                if current {
                    let view = Arc::new(StoryView::of_record(self.store(), story, kept.record, &state)?);
                    self.library.views.put(story, state, view.clone());
                    return Ok(view);
                }
                if older.is_none() && made_from.same_judgements(&state) {
                    let view = StoryView::of_record(self.store(), story, kept.record, &made_from)?;
                    older = Some((made_from, Arc::new(view)));
                }
            }
            older = older.filter(|(known, _)| known.same_judgements(&state));
            // While it is written to without pause, the last one made is new enough.
            if let Some((_, view)) = older.as_ref().filter(|_| round > 1) {
                return Ok(view.clone());
            }
            let bench = &self.library.bench;
            let size = Size::of(&state);
            let patience = match &older {
                _ if self.exact => self.left_of(JUDGED),
                Some(_) if bench.is_free(story, size) => self.left_of(PATIENCE.min(none)),
                Some(_) => Duration::ZERO,
                None if bench.is_free(story, size) => self.left_of(none),
                None if bench.queue(size) <= FEW => self.left_of(PATIENCE.min(none)),
                None => Duration::ZERO,
            };
            // Who does not wait keeps the turn: there may be a queue for the next.
            let done = match patience.is_zero() {
                true => bench.work_out(story, size, patience),
                false => self.away(|| bench.work_out(story, size, patience)),
            };
            if !done? {
                self.lacks_something();
                let Some((known, view)) = older else { return Err(Failure::Unready(story)) };
                let missing = state.numbers().filter(|no| known.numbers().all(|n| n != *no)).count();
                self.behind.set(missing);
                return Ok(view);
            }
        }
        Err(Failure::Busy)
    }

    /// What lists tell of a story. Where no record is kept yet, one is worked out while the page is young and nobody
    /// else reads; else there is none, and the page is complete when it is asked for again.
    pub(crate) fn brief(&self, story: StoryNo) -> Result<Option<Brief>, Failure> {
        match self.brief_at_hand(story)? {
            Some(brief) => Ok(Some(brief)),
            None => Ok(self.story_soon(story).map(|view| Brief::of(&view.record))),
        }
    }

    /// What lists tell of a story, if a record of it is kept.
    pub(crate) fn brief_at_hand(&self, story: StoryNo) -> Result<Option<Brief>, Failure> {
        match self.store().brief(story)? {
            Some(brief) => Ok(Some(brief)),
            None => Ok(self.library.views.peek(story).map(|(_, view)| Brief::of(&view.record))),
        }
    }

    /// A story for a page of many, if its record can be had at once.
    pub(crate) fn story_soon(&self, story: StoryNo) -> Option<Arc<StoryView>> {
        if let Some((_, view)) = self.library.views.peek(story) {
            return Some(view);
        }
        if self.lone
            && self.is_young()
            && let Ok(state) = self.store().story_state(story)
            && let size = Size::of(&state)
            && self.library.bench.is_free(story, size)
            && let Ok(true) = self.away(|| self.library.bench.work_out(story, size, self.left_of(PATIENCE)))
        {
            return self.library.views.peek(story).map(|(_, view)| view);
        }
        self.lacks_something();
        None
    }

    /// Notes that what is shown has no record yet, and asks for itself again.
    pub(crate) fn is_unready(&self) {
        self.unready.set(true);
        self.lacks_something();
    }

    /// In how many seconds the page asks for itself again, if it is to.
    pub(crate) fn again(&self) -> Option<u64> {
        // Some ten records a second are worked out; who asks again is served before who does not.
        self.unready.get().then(|| 1 + (self.library.bench.queue(Size::Usual) as u64 / 10).min(9))
    }

    /// What is left of the time that a page waits for records, however many stories it shows.
    fn left_of(&self, patience: Duration) -> Duration {
        patience.saturating_sub(self.waited.get())
    }

    /// Waits for something with this desk's turn given to another.
    fn away<T>(&self, wait: impl FnOnce() -> T) -> T {
        drop(self.permit.borrow_mut().take());
        let begun = Instant::now();
        let found = wait();
        self.waited.set(self.waited.get() + begun.elapsed());
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let permit = runtime.block_on(self.library.permits.clone().acquire_owned());
            *self.permit.borrow_mut() = permit.ok();
        }
        found
    }

    /// Looks at all stories in order, brought up to date by what has changed.
    pub(crate) fn index<T>(&self, look: impl FnOnce(&Index) -> T) -> Result<T, Failure> {
        let mut index = lock(&self.library.index);
        index.update(self.store())?;
        for (story, independent) in std::mem::take(&mut *lock(&self.library.views.told)) {
            index.tell(story, independent);
        }
        Ok(look(&index))
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// When something was made, and how long that took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Made {
    pub(crate) at: Instant,
    pub(crate) took: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_for_a_page_now_and_then_is_alone() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open_unready(&folder.path().join("lone.db"), ALONE).unwrap();
        let mut watch = lock(&library.watch);
        let begun = Instant::now();
        let at = |ms: u64| begun + Duration::from_millis(ms);
        assert!((0..200).all(|n| watch.is_lone(at(n * 60))), "seventeen a second");
        let busy: Vec<bool> = (0..60).map(|n| watch.is_lone(at(20_000 + n * 20))).collect();
        assert!(busy[..LONE].iter().all(|lone| *lone) && busy[LONE..].iter().all(|lone| !lone), "{busy:?}");
        assert!(watch.is_lone(at(40_000)), "they have gone");
    }
}
