//! The list of all stories in memory, in the order of the home page, brought up to date by what has changed.

use crate::Failure;
use sayso_collate::StoryNo;
use sayso_store::{Changes, Store, StoryMark};
use std::collections::BTreeMap;

/// All stories in the order of the home page: latest day first; of one day, those that most outlets tell independently
/// of each other, as far as records tell it, else those that most tell.
#[derive(Debug, Default)]
pub(crate) struct Index {
    changes: Changes,
    marks: BTreeMap<StoryNo, StoryMark>,
    /// How many outlets tell a story independently, where a record tells it.
    independent: BTreeMap<StoryNo, usize>,
    order: Vec<StoryNo>,
}

impl Index {
    /// Takes in what has changed; the stories that did, in order of number, or all in order where that is not known.
    pub(crate) fn update(&mut self, store: &Store) -> Result<Vec<StoryNo>, Failure> {
        let changes = store.changes(self.changes.serial)?;
        if self.changes.serial == 0 || self.changes.moves != changes.moves {
            self.marks = store.story_marks()?.into_iter().map(|m| (m.story, m)).collect();
            self.independent = store.independents()?;
            let mut order: Vec<&StoryMark> = self.marks.values().collect();
            order.sort_by(|a, b| self.place(a).cmp(&self.place(b)));
            self.order = order.into_iter().map(|m| m.story).collect();
            self.changes = changes;
            return Ok(self.order.clone());
        }
        let mut changed = std::collections::BTreeSet::new();
        for story in &changes.stories {
            changed.extend(store.shown_as(*story)?);
        }
        for story in &changed {
            self.take_out(*story);
            if let Some(mark) = store.story_mark(*story)? {
                self.put_in(mark);
            }
        }
        self.changes = changes;
        Ok(changed.into_iter().collect())
    }

    /// Takes in how many outlets tell a story independently.
    pub(crate) fn tell(&mut self, story: StoryNo, independent: usize) {
        if self.independent.get(&story) == Some(&independent) {
            return;
        }
        let mark = self.take_out(story);
        self.independent.insert(story, independent);
        if let Some(mark) = mark {
            self.put_in(mark);
        }
    }

    fn take_out(&mut self, story: StoryNo) -> Option<StoryMark> {
        let mark = self.marks.get(&story)?;
        let known = self.order.binary_search_by(|s| self.place(&self.marks[s]).cmp(&self.place(mark)));
        if let Ok(at) = known {
            self.order.remove(at);
        }
        self.marks.remove(&story)
    }

    fn put_in(&mut self, mark: StoryMark) {
        let at = self.order.partition_point(|s| self.place(&self.marks[s]) < self.place(&mark));
        self.order.insert(at, mark.story);
        self.marks.insert(mark.story, mark);
    }

    /// What a story's place in the order goes by.
    fn place<'m>(&self, mark: &'m StoryMark) -> impl Ord + use<'m> {
        use std::cmp::Reverse;
        let outlets = self.independent.get(&mark.story).copied().unwrap_or(mark.outlets);
        (Reverse(mark.to.as_deref()), Reverse(outlets), Reverse(mark.reports), mark.story)
    }

    /// How many stories there are.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Some of the stories in order.
    pub(crate) fn range(&self, range: std::ops::Range<usize>) -> Vec<StoryMark> {
        self.order[range].iter().map(|story| self.marks[story].clone()).collect()
    }

    /// The last day of a story.
    pub(crate) fn last_day(&self, story: StoryNo) -> Option<String> {
        self.marks.get(&story).and_then(|m| m.to.clone())
    }

    /// The last day of any story.
    pub(crate) fn newest(&self) -> Option<String> {
        // The undated come last.
        self.order.first().and_then(|story| self.marks[story].to.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_collate::ReportNo;

    #[test]
    fn of_one_day_those_come_first_that_most_tell_independently() {
        let mark = |story: u32, to: &str, outlets: usize| StoryMark {
            story: StoryNo(story),
            from: None,
            to: Some(to.to_owned()),
            reports: outlets,
            outlets,
            latest: ReportNo(story),
        };
        let mut index = Index::default();
        for (story, to, outlets) in
            [(1, "2031-03-04", 2), (2, "2031-03-04", 5), (3, "2031-03-05", 1), (4, "2031-03-04", 3)]
        {
            index.put_in(mark(story, to, outlets));
        }
        let order = |index: &Index| index.order.iter().map(|s| s.0).collect::<Vec<_>>();
        assert_eq!(order(&index), [3, 2, 4, 1]);
        // Four of the five copied.
        index.tell(StoryNo(2), 1);
        assert_eq!(order(&index), [3, 4, 1, 2]);
        index.tell(StoryNo(2), 4);
        index.tell(StoryNo(9), 4);
        assert_eq!(order(&index), [3, 2, 4, 1]);
        assert!(index.take_out(StoryNo(2)).is_some() && index.take_out(StoryNo(2)).is_none());
        assert_eq!(order(&index), [3, 4, 1]);
    }
}
