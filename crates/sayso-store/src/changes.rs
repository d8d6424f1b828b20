//! Which stories there are with their days and counts, and which have changed since one last looked.

use crate::{Store, StoreError};
use rusqlite::OptionalExtension;
use sayso_collate::{ReportNo, StoryNo};
use std::collections::BTreeSet;

/// A story as a list needs it, without titles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryMark {
    /// Its number.
    pub story: StoryNo,
    /// First day of publication, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Last day of publication.
    pub to: Option<String>,
    /// Number of current reports.
    pub reports: usize,
    /// Number of outlets that are named.
    pub outlets: usize,
    /// The number of the report that arrived last.
    pub latest: ReportNo,
}

/// What has changed since one last looked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The number of the last change: what to ask for the next time.
    pub serial: i64,
    /// Changes whenever a judgement moves reports or stories, which may change any story.
    pub moves: i64,
    /// The stories that changed, in order of number. There may be none of a number any more.
    pub stories: Vec<StoryNo>,
}

impl Store {
    /// A number that changes whenever another connection has changed the database. It means something only beside
    /// an earlier answer of the same [`Store`].
    ///
    /// # Errors
    /// When the database refuses.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        self.connection.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(|e| self.sql(e))
    }

    /// All stories with their days and counts, in order of number.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn story_marks(&self) -> Result<Vec<StoryMark>, StoreError> {
        let marks = || -> rusqlite::Result<Vec<StoryMark>> {
            let mut heads: Vec<(u32, Option<String>, Option<String>)> = self
                .connection
                .prepare_cached(
                    "SELECT no, published, outlet FROM reports INDEXED BY reports_day WHERE current = 1",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?;
            heads.sort_unstable_by_key(|h| h.0);
            let mut statement =
                self.connection.prepare_cached("SELECT story, report FROM placed ORDER BY story, report")?;
            let mut rows = statement.query([])?;
            let mut marks: Vec<StoryMark> = Vec::new();
            let mut outlets: BTreeSet<&str> = BTreeSet::new();
            while let Some(row) = rows.next()? {
                let (story, no): (u32, u32) = (row.get(0)?, row.get(1)?);
                let Ok(at) = heads.binary_search_by_key(&no, |h| h.0) else { continue };
                let (_, published, outlet) = &heads[at];
                if marks.last().is_none_or(|m| m.story.0 != story) {
                    outlets.clear();
                    let (story, latest) = (StoryNo(story), ReportNo(no));
                    marks.push(StoryMark { story, from: None, to: None, reports: 0, outlets: 0, latest });
                }
                let Some(mark) = marks.last_mut() else { continue };
                mark.reports += 1;
                mark.latest = mark.latest.max(ReportNo(no));
                if let Some(outlet) = outlet {
                    outlets.insert(outlet);
                    mark.outlets = outlets.len();
                }
                mark.takes(published.as_deref());
            }
            Ok(marks)
        };
        marks().map_err(|e| self.sql(e))
    }

    /// What changed after the change of number `after`, as an earlier answer gives it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn changes(&self, after: i64) -> Result<Changes, StoreError> {
        let changes = || -> rusqlite::Result<Changes> {
            let number = |what: &str| -> rusqlite::Result<i64> {
                let mut given =
                    self.connection.prepare_cached("SELECT greatest FROM given WHERE what = ?1")?;
                Ok(given.query_row([what], |row| row.get(0)).optional()?.unwrap_or(0))
            };
            // Read before the list: what changes in between is told again the next time.
            let (serial, moves) = (number("change")?, number("move")?);
            let stories = self
                .connection
                .prepare_cached("SELECT story FROM changed_stories WHERE serial > ?1 ORDER BY story")?
                .query_map([after], |row| row.get(0).map(StoryNo))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Changes { serial, moves, stories })
        };
        changes().map_err(|e| self.sql(e))
    }

    /// Under which numbers the reports that collation put into a story are shown: its own, unless judgements move
    /// the story or some of its reports.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn shown_as(&self, story: StoryNo) -> Result<Vec<StoryNo>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT ?1 UNION SELECT goes_to FROM moved_stories WHERE story = ?1
                 UNION SELECT coalesce(goes_to, moved_reports.story)
                     FROM moved_reports LEFT JOIN moved_stories ON moved_stories.story = moved_reports.story",
            )
            .and_then(|mut statement| {
                statement.query_map([story.0], |row| row.get(0).map(StoryNo))?.collect()
            })
            .map_err(|e| self.sql(e))
    }

    /// One story's days and counts; none when it has no report.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn story_mark(&self, story: StoryNo) -> Result<Option<StoryMark>, StoreError> {
        let mark = || -> rusqlite::Result<Option<StoryMark>> {
            let numbers = self.placed_in(story)?;
            let Some(latest) = numbers.iter().max().copied() else { return Ok(None) };
            let mut mark =
                StoryMark { story, from: None, to: None, reports: numbers.len(), outlets: 0, latest };
            let mut outlets: BTreeSet<String> = BTreeSet::new();
            let mut head =
                self.connection.prepare_cached("SELECT published, outlet FROM reports WHERE no = ?1")?;
            for no in &numbers {
                let (published, outlet): (Option<String>, Option<String>) =
                    head.query_row([no.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
                outlets.extend(outlet);
                mark.takes(published.as_deref());
            }
            mark.outlets = outlets.len();
            Ok(Some(mark))
        };
        mark().map_err(|e| self.sql(e))
    }
}

/// What a list shows of one report of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryLine {
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its day of publication, `YYYY-MM-DD`.
    pub day: Option<String>,
    /// Its id.
    pub id: String,
}

impl Store {
    /// What a list shows of a story's reports, in order of number.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn story_lines(&self, story: StoryNo) -> Result<Vec<StoryLine>, StoreError> {
        let lines = || -> rusqlite::Result<Vec<StoryLine>> {
            let mut head =
                self.connection.prepare_cached("SELECT outlet, published, id FROM reports WHERE no = ?1")?;
            let numbers = self.placed_in(story)?.into_iter();
            numbers
                .map(|no| {
                    head.query_row([no.0], |row| {
                        let published: Option<String> = row.get(1)?;
                        let day = published.and_then(|p| p.get(..10).map(str::to_owned));
                        Ok(StoryLine { outlet: row.get(0)?, day, id: row.get(2)? })
                    })
                })
                .collect()
        };
        lines().map_err(|e| self.sql(e))
    }
}

impl Store {
    /// A story's title from the headlines of its reports: what a record of it would have. None for a story without
    /// reports.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn story_title(&self, story: StoryNo) -> Result<Option<String>, StoreError> {
        let lines = || -> rusqlite::Result<Vec<(Option<String>, Option<String>)>> {
            // The text is reached for only where there is no headline.
            let mut head = self.connection.prepare_cached(
                "SELECT published, title, CASE WHEN title IS NULL THEN substr(text, 1, 200) END
                 FROM reports WHERE no = ?1",
            )?;
            let numbers = self.placed_in(story)?.into_iter();
            numbers
                .map(|no| {
                    head.query_row([no.0], |row| {
                        let (title, opening): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
                        let opening = || opening.as_deref().and_then(sayso_collate::opening_line);
                        Ok((row.get(0)?, title.or_else(opening)))
                    })
                })
                .collect()
        };
        let lines = lines().map_err(|e| self.sql(e))?;
        let titles = lines.iter().map(|(published, title)| (published.as_deref(), title.as_deref()));
        Ok((!lines.is_empty()).then(|| sayso_collate::story_title(titles)))
    }
}

impl StoryMark {
    /// Takes in the day of one more report.
    fn takes(&mut self, published: Option<&str>) {
        let Some(day) = published.and_then(|p| p.get(..10)) else { return };
        if self.from.as_deref().is_none_or(|from| day < from) {
            self.from = Some(day.to_owned());
        }
        if self.to.as_deref().is_none_or(|to| day > to) {
            self.to = Some(day.to_owned());
        }
    }
}
