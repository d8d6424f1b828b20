//! Where records are worked out: threads of their own, so that what needs none is not held up.

use crate::index::Index;
use crate::library::{Views, lock};
use crate::{Failure, StoryView};
use sayso_collate::StoryNo;
use sayso_store::{Store, StoreError, StoryState};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How much less than pages the background gets of the processor, as `nice` counts it.
const BACKGROUND: i32 = 15;
/// And how much less the threads that work for pages: what needs no record goes first.
const FOR_PAGES: i32 = 4;
/// And the one of them that works out large stories, which take long enough for others to go first.
const FOR_LARGE: i32 = 8;
/// Reports from which on a story is large.
const LARGE: usize = 60;
/// Stories that are waited for; of more, those asked for longest ago are left to the background.
const WAITING: usize = 64;
/// How long a story is left alone by the background after it has changed.
const QUIET: Duration = Duration::from_secs(3);
/// How often the background looks for changes.
const LOOK: Duration = Duration::from_millis(500);

/// The threads, and what they have to do. They end when this is dropped.
#[derive(Debug)]
pub(crate) struct Bench {
    desk: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    views: Arc<Views>,
    work: Mutex<Work>,
    changed: Condvar,
}

/// Whether a story's record takes long: such ones are worked out on a thread of their own, so that one of a second or
/// more does not hold up many of a tenth of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    Usual,
    Large,
}

impl Size {
    /// Of a story in this state.
    pub(crate) fn of(state: &StoryState) -> Size {
        if state.len() < LARGE { Size::Usual } else { Size::Large }
    }
}

#[derive(Debug, Default)]
struct Work {
    /// The last to be asked for first: who asked for the others may have gone on.
    waiting: VecDeque<(StoryNo, Size)>,
    underway: Vec<(StoryNo, Size)>,
    /// Asked for, and left to the background.
    left_out: BTreeSet<StoryNo>,
    failed: BTreeMap<StoryNo, String>,
    background: bool,
    stop: bool,
}

impl Bench {
    /// `threads` threads that work for pages, and one more for large stories; none at all of none.
    pub(crate) fn new(path: &Path, views: Arc<Views>, threads: usize) -> Bench {
        let shared = Shared { path: path.to_owned(), views, work: Mutex::default(), changed: Condvar::new() };
        let desk = Arc::new(shared);
        let large = (threads > 0).then_some(Size::Large);
        for size in std::iter::repeat_n(Size::Usual, threads).chain(large) {
            let desk = desk.clone();
            std::thread::spawn(move || desk.serve(size));
        }
        Bench { desk }
    }

    /// Starts the background, once.
    pub(crate) fn keep_ready(&self) {
        if !std::mem::replace(&mut lock(&self.desk.work).background, true) {
            let desk = self.desk.clone();
            std::thread::spawn(move || desk.keep_ready());
        }
    }

    /// Has a record worked out, before all others that are waited for, and waits for it as long as `patience` says.
    /// Whether it was done in time.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn work_out(&self, story: StoryNo, size: Size, patience: Duration) -> Result<bool, Failure> {
        let until = Instant::now() + patience;
        let mut work = lock(&self.desk.work);
        work.failed.remove(&story);
        work.ask_for(story, size);
        self.desk.changed.notify_all();
        loop {
            if work.asked().all(|(s, _)| s != story) {
                return match work.failed.remove(&story) {
                    Some(_) => Err(Failure::Broken),
                    None => Ok(!work.left_out.contains(&story)),
                };
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || work.stop {
                return Ok(false);
            }
            work = self.desk.changed.wait_timeout(work, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Whether no other story of its size is being worked out for anybody: this one is done at once.
    pub(crate) fn is_free(&self, story: StoryNo, size: Size) -> bool {
        lock(&self.desk.work).asked().all(|(s, z)| s == story || z != size)
    }

    /// How many stories are before those of a size asked for from now on in the worst case.
    pub(crate) fn queue(&self, size: Size) -> usize {
        lock(&self.desk.work).asked().filter(|(_, z)| *z == size).count()
    }
}

impl Work {
    /// What waits or is underway.
    fn asked(&self) -> impl Iterator<Item = (StoryNo, Size)> {
        self.waiting.iter().chain(&self.underway).copied()
    }

    fn ask_for(&mut self, story: StoryNo, size: Size) {
        self.left_out.remove(&story);
        self.waiting.retain(|(s, _)| *s != story);
        self.waiting.push_front((story, size));
        if self.waiting.len() > WAITING {
            self.left_out.extend(self.waiting.pop_back().map(|(story, _)| story));
        }
        // Who waited for these has long been told.
        while self.left_out.len() > WAITING {
            self.left_out.pop_first();
        }
    }

    /// Takes up the next story of a size, if one waits.
    fn take_up(&mut self, size: Size) -> Option<StoryNo> {
        // One that is being worked on was perhaps begun before the last change: it waits, and is done again.
        let underway = |story: StoryNo| self.underway.iter().any(|(s, _)| *s == story);
        let at = self.waiting.iter().position(|(story, z)| *z == size && !underway(*story))?;
        let (story, _) = self.waiting.remove(at)?;
        self.underway.push((story, size));
        Some(story)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        lock(&self.desk.work).stop = true;
        self.desk.changed.notify_all();
    }
}

impl Shared {
    /// Works for pages until told to stop.
    fn serve(&self, size: Size) {
        step_back(match size {
            Size::Usual => FOR_PAGES,
            Size::Large => FOR_LARGE,
        });
        let mut stores = None;
        while let Some(story) = self.next(size) {
            let done = self.work_out(&mut stores, story);
            if done.is_err() {
                // A connection that fails may not be used again.
                stores = None;
            }
            let mut work = lock(&self.work);
            work.underway.retain(|(s, _)| *s != story);
            if let Err(reason) = done {
                work.failed.insert(story, reason);
            }
            drop(work);
            self.changed.notify_all();
            if let Some((_, keeper)) = &mut stores {
                self.keep(keeper, story);
            }
        }
    }

    fn next(&self, size: Size) -> Option<StoryNo> {
        let mut work = lock(&self.work);
        loop {
            if work.stop {
                return None;
            }
            if let Some(story) = work.take_up(size) {
                return Some(story);
            }
            work = self.changed.wait(work).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Works out a record and puts it where pages look for it.
    fn work_out(&self, stores: &mut Option<(Store, Store)>, story: StoryNo) -> Result<(), String> {
        let (reader, _) = match stores {
            Some(stores) => stores,
            None => stores.insert(self.stores().map_err(|e| e.to_string())?),
        };
        // A report that the rules cannot bear must not take the pages of all others with it.
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| -> Result<(), Failure> {
            let state = reader.story_state(story)?;
            if state.is_empty() {
                return Ok(());
            }
            let view = StoryView::made_now(reader, story)?;
            self.views.put(story, state, Arc::new(view));
            Ok(())
        }));
        match made {
            Ok(done) => done.map_err(|e| e.to_string()),
            Err(_) => Err("the record cannot be made".to_owned()),
        }
    }

    fn stores(&self) -> Result<(Store, Store), StoreError> {
        let keeper = Store::open_existing(&self.path)?;
        keeper.wait_at_most(Duration::from_millis(500))?;
        Ok((Store::reader(&self.path)?, keeper))
    }

    /// Keeps what was worked out in the database. Where that cannot be (it is read-only, full, or busy) nothing is
    /// lost but time.
    fn keep(&self, keeper: &mut Store, story: StoryNo) {
        if let Some((state, view)) = self.views.peek(story) {
            let _ = keeper.keep_record(story, &state, &view.record, &view.reports);
        }
    }

    /// The background: all stories once, the latest first, then what changes.
    fn keep_ready(&self) {
        step_back(BACKGROUND);
        let mut index = Index::default();
        let mut first = true;
        let mut stores: Option<(Store, Store)> = None;
        // Stories to look at, and from when on.
        let mut due: VecDeque<(StoryNo, Instant)> = VecDeque::new();
        loop {
            if lock(&self.work).stop {
                return;
            }
            if stores.is_none() {
                stores = self.stores().ok();
            }
            let mut rest = true;
            if let Some((reader, keeper)) = &mut stores {
                rest = !look(reader, &mut index, &mut due, &mut first).unwrap_or(false);
                // A few, then a look at what has changed.
                for _ in 0..8 {
                    let now = Instant::now();
                    let Some(at) = due.iter().position(|(_, when)| *when <= now) else { break };
                    let Some((story, _)) = due.remove(at) else { break };
                    rest = false;
                    if self.prepare(reader, keeper, story).is_err() {
                        rest = true;
                        break;
                    }
                }
            }
            if rest {
                let work = lock(&self.work);
                if !work.stop {
                    drop(self.changed.wait_timeout(work, LOOK));
                }
            }
        }
    }

    fn prepare(&self, reader: &Store, keeper: &mut Store, story: StoryNo) -> Result<(), Failure> {
        let state = reader.story_state(story)?;
        if state.is_empty() {
            keeper.drop_record(story)?;
            return Ok(());
        }
        if reader.has_record(story, &state)? {
            return Ok(());
        }
        let reports = reader.story(story)?;
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| reader.collate(story, &reports)));
        if let Ok(record) = made {
            keeper.keep_record(story, &state, &record?, &reports)?;
        }
        Ok(())
    }
}

/// Adds what has changed to what is due. Whether there was something.
fn look(
    reader: &Store,
    index: &mut Index,
    due: &mut VecDeque<(StoryNo, Instant)>,
    first: &mut bool,
) -> Result<bool, Failure> {
    let changed = index.update(reader)?;
    let all = std::mem::replace(first, false);
    let when = Instant::now() + if all { Duration::ZERO } else { QUIET };
    for story in &changed {
        if !all {
            due.retain(|(known, _)| known != story);
        }
        due.push_back((*story, when));
    }
    Ok(!changed.is_empty())
}

/// Lets others go first, by so much.
fn step_back(by: i32) {
    // Of this thread alone, on Linux; where it cannot be, it is merely not as far back.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, by);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_to_be_asked_for_is_first() {
        let mut work = Work::default();
        for no in [1, 2, 3, 2] {
            work.ask_for(StoryNo(no), Size::Usual);
        }
        assert_eq!(work.waiting, [2, 3, 1].map(|no| (StoryNo(no), Size::Usual)));
        (10..10 + WAITING as u32).for_each(|no| work.ask_for(StoryNo(no), Size::Usual));
        assert_eq!(work.waiting.len(), WAITING);
        assert!(work.left_out.contains(&StoryNo(2)) && !work.left_out.contains(&StoryNo(10)));
        work.ask_for(StoryNo(2), Size::Usual);
        assert!(!work.left_out.contains(&StoryNo(2)) && work.left_out.contains(&StoryNo(10)));
    }

    #[test]
    fn a_large_story_holds_up_no_other() {
        let mut work = Work::default();
        for (no, size) in [(1, Size::Usual), (2, Size::Large), (3, Size::Large), (4, Size::Usual)] {
            work.ask_for(StoryNo(no), size);
        }
        assert_eq!(work.take_up(Size::Large), Some(StoryNo(3)));
        assert_eq!(work.take_up(Size::Usual), Some(StoryNo(4)));
        assert_eq!(work.take_up(Size::Usual), Some(StoryNo(1)));
        assert_eq!(work.take_up(Size::Usual), None);
        // It is asked for again after a change: it waits until it is done, though it has become large.
        work.ask_for(StoryNo(1), Size::Large);
        assert_eq!(work.take_up(Size::Large), Some(StoryNo(2)));
        assert_eq!(work.take_up(Size::Large), None);
        work.underway.clear();
        assert_eq!(work.take_up(Size::Large), Some(StoryNo(1)));
    }
}
