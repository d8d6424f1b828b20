//! Where records are worked out: threads of their own, so that what needs none is not held up.

use crate::library::{Index, Views, lock};
use crate::{Failure, StoryView};
use sayso_collate::StoryNo;
use sayso_store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How much less than pages the background gets of the processor, as `nice` counts it.
const BACKGROUND: i32 = 15;
/// And how much less the threads that work for pages: what needs no record goes first.
const FOR_PAGES: i32 = 4;
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

#[derive(Debug, Default)]
struct Work {
    /// The last to be asked for first: who asked for the others may have gone on.
    waiting: VecDeque<StoryNo>,
    underway: Vec<StoryNo>,
    /// Asked for, and left to the background.
    left_out: BTreeSet<StoryNo>,
    failed: BTreeMap<StoryNo, String>,
    background: bool,
    stop: bool,
}

impl Bench {
    /// `threads` threads that work for pages.
    pub(crate) fn new(path: &Path, views: Arc<Views>, threads: usize) -> Bench {
        let shared = Shared { path: path.to_owned(), views, work: Mutex::default(), changed: Condvar::new() };
        let desk = Arc::new(shared);
        for _ in 0..threads {
            let desk = desk.clone();
            std::thread::spawn(move || desk.serve());
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
    pub(crate) fn work_out(&self, story: StoryNo, patience: Duration) -> Result<bool, Failure> {
        let until = Instant::now() + patience;
        let mut work = lock(&self.desk.work);
        work.failed.remove(&story);
        work.ask_for(story);
        self.desk.changed.notify_all();
        loop {
            if !work.underway.contains(&story) && !work.waiting.contains(&story) {
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

    /// Whether nothing else is being worked out for anybody: this story is done at once.
    pub(crate) fn is_free(&self, story: StoryNo) -> bool {
        let work = lock(&self.desk.work);
        work.waiting.iter().chain(&work.underway).all(|s| *s == story)
    }

    /// How many stories are before those asked for from now on in the worst case.
    pub(crate) fn queue(&self) -> usize {
        let work = lock(&self.desk.work);
        work.waiting.len() + work.underway.len()
    }
}

impl Work {
    fn ask_for(&mut self, story: StoryNo) {
        self.left_out.remove(&story);
        self.waiting.retain(|s| *s != story);
        self.waiting.push_front(story);
        if self.waiting.len() > WAITING {
            self.left_out.extend(self.waiting.pop_back());
        }
        // Who waited for these has long been told.
        while self.left_out.len() > WAITING {
            self.left_out.pop_first();
        }
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
    fn serve(&self) {
        step_back(FOR_PAGES);
        let mut stores = None;
        while let Some(story) = self.next() {
            let done = self.work_out(&mut stores, story);
            if done.is_err() {
                // A connection that fails may not be used again.
                stores = None;
            }
            let mut work = lock(&self.work);
            work.underway.retain(|s| *s != story);
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

    fn next(&self) -> Option<StoryNo> {
        let mut work = lock(&self.work);
        loop {
            if work.stop {
                return None;
            }
            // One that is being worked on was perhaps begun before the last change: it waits, and is done again.
            let ready = work.waiting.iter().position(|s| !work.underway.contains(s));
            if let Some(story) = ready.and_then(|at| work.waiting.remove(at)) {
                work.underway.push(story);
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
            work.ask_for(StoryNo(no));
        }
        assert_eq!(work.waiting, [StoryNo(2), StoryNo(3), StoryNo(1)]);
        (10..10 + WAITING as u32).for_each(|no| work.ask_for(StoryNo(no)));
        assert_eq!(work.waiting.len(), WAITING);
        assert!(work.left_out.contains(&StoryNo(2)) && !work.left_out.contains(&StoryNo(10)));
        work.ask_for(StoryNo(2));
        assert!(!work.left_out.contains(&StoryNo(2)) && work.left_out.contains(&StoryNo(10)));
    }
}
