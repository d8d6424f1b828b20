//! A shelf in memory.

use crate::{Key, ReportNo, Shelf, StoryNo};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

/// A shelf in memory: for tests, for comparing a few reports without a store, and for measuring.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemoryShelf {
    postings: FxHashMap<Key, Vec<ReportNo>>,
    counts: FxHashMap<Key, u32>,
    sketches: BTreeMap<ReportNo, Vec<u8>>,
    story_of: BTreeMap<ReportNo, StoryNo>,
    members: BTreeMap<StoryNo, BTreeSet<ReportNo>>,
    stories: BTreeMap<StoryNo, Vec<u8>>,
    greatest_story: u32,
}

impl MemoryShelf {
    /// All stories with their reports, by number.
    pub fn stories(&self) -> impl Iterator<Item = (StoryNo, &BTreeSet<ReportNo>)> {
        self.members.iter().map(|(story, members)| (*story, members))
    }

    /// The same shelf as if no story number had ever been given: for comparing what two shelves hold.
    pub fn without_numbering(mut self) -> MemoryShelf {
        self.greatest_story = 0;
        self
    }
}

impl Shelf for MemoryShelf {
    type Error = Infallible;

    fn postings(&self, key: Key, limit: usize) -> Result<Vec<ReportNo>, Infallible> {
        Ok(self.postings.get(&key).map(|list| list.iter().copied().take(limit).collect()).unwrap_or_default())
    }

    fn post(&mut self, key: Key, no: ReportNo) -> Result<(), Infallible> {
        let list = self.postings.entry(key).or_default();
        if let Err(at) = list.binary_search(&no) {
            list.insert(at, no);
        }
        Ok(())
    }

    fn unpost(&mut self, key: Key, no: ReportNo) -> Result<(), Infallible> {
        if let Some(list) = self.postings.get_mut(&key) {
            list.retain(|n| *n != no);
            if list.is_empty() {
                self.postings.remove(&key);
            }
        }
        Ok(())
    }

    fn counts(&self, keys: &[Key]) -> Result<Vec<u32>, Infallible> {
        Ok(keys.iter().map(|k| self.counts.get(k).copied().unwrap_or(0)).collect())
    }

    fn count(&mut self, keys: &[Key], by: i32) -> Result<(), Infallible> {
        for key in keys {
            let count = self.counts.entry(*key).or_default();
            *count = count.saturating_add_signed(by);
            if *count == 0 {
                self.counts.remove(key);
            }
        }
        Ok(())
    }

    fn sketch(&self, no: ReportNo) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.sketches.get(&no).cloned())
    }

    fn set_sketch(&mut self, no: ReportNo, sketch: Option<&[u8]>) -> Result<(), Infallible> {
        match sketch {
            Some(bytes) => self.sketches.insert(no, bytes.to_vec()),
            None => self.sketches.remove(&no),
        };
        Ok(())
    }

    fn story_of(&self, no: ReportNo) -> Result<Option<StoryNo>, Infallible> {
        Ok(self.story_of.get(&no).copied())
    }

    fn set_story(&mut self, no: ReportNo, story: Option<StoryNo>) -> Result<(), Infallible> {
        if let Some(old) = self.story_of.remove(&no)
            && let Some(members) = self.members.get_mut(&old)
        {
            members.remove(&no);
            if members.is_empty() {
                self.members.remove(&old);
            }
        }
        if let Some(story) = story {
            self.story_of.insert(no, story);
            self.members.entry(story).or_default().insert(no);
        }
        Ok(())
    }

    fn reports_of(&self, story: StoryNo) -> Result<Vec<ReportNo>, Infallible> {
        Ok(self.members.get(&story).map(|m| m.iter().copied().collect()).unwrap_or_default())
    }

    fn story_sketch(&self, story: StoryNo) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.stories.get(&story).cloned())
    }

    fn set_story_sketch(&mut self, story: StoryNo, sketch: Option<&[u8]>) -> Result<(), Infallible> {
        match sketch {
            Some(bytes) => self.stories.insert(story, bytes.to_vec()),
            None => self.stories.remove(&story),
        };
        Ok(())
    }

    fn new_story(&mut self) -> Result<StoryNo, Infallible> {
        self.greatest_story += 1;
        Ok(StoryNo(self.greatest_story))
    }
}
