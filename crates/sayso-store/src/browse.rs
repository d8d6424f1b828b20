//! What a reader of lists asks: light rows, and never a report's text or annotations unless it is shown.

use crate::{Store, StoreError};
use rusqlite::{OpenFlags, params, params_from_iter, types::Value};
use sayso_collate::{ReportNo, StoryNo};
use sayso_model::{RecordReport, StorySummary};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

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

/// A report as a list needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportHead {
    /// Its number.
    pub no: ReportNo,
    /// The story it belongs to.
    pub story: Option<StoryNo>,
    /// Its revision, from 1.
    pub revision: u32,
    /// What a record says of it.
    pub report: RecordReport,
}

/// An outlet and how much there is of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletMark {
    /// Its name.
    pub outlet: String,
    /// Number of current reports.
    pub reports: usize,
    /// First day of publication.
    pub from: Option<String>,
    /// Last day of publication.
    pub to: Option<String>,
}

/// What reports to look for. Everything given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportQuery {
    /// Words of title or text; each must stand there.
    pub words: Vec<String>,
    /// Phrases of title or text.
    pub phrases: Vec<String>,
    /// A part of the outlet's name, letter case aside.
    pub outlet: Option<String>,
    /// Published on this day or later.
    pub after: Option<String>,
    /// Published before this day.
    pub before: Option<String>,
}

impl Store {
    /// Opens an existing, current database file for reading alone, with a small cache: for many at a time.
    ///
    /// # Errors
    /// When there is no such file, it cannot be opened, or it is not a database of this version.
    pub fn reader(path: &Path) -> Result<Store, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        let store =
            Store::with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        for (name, value) in [("cache_size", -4096), ("mmap_size", 1 << 30), ("query_only", 1)] {
            store.connection.pragma_update(None, name, value).map_err(|e| store.sql(e))?;
        }
        Ok(store)
    }

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
                if let Some(day) = published.as_deref().and_then(|p| p.get(..10)) {
                    if mark.from.as_deref().is_none_or(|from| day < from) {
                        mark.from = Some(day.to_owned());
                    }
                    if mark.to.as_deref().is_none_or(|to| day > to) {
                        mark.to = Some(day.to_owned());
                    }
                }
            }
            Ok(marks)
        };
        marks().map_err(|e| self.sql(e))
    }

    /// What is known of these stories without collating them, in the order asked for; those that are no more are
    /// left out.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn story_summaries(&self, stories: &[StoryNo]) -> Result<Vec<StorySummary>, StoreError> {
        let mut summaries = Vec::new();
        for story in stories {
            let numbers = self.placed_in(*story).map_err(|e| self.sql(e))?;
            let heads = self.report_heads(&numbers)?;
            if heads.is_empty() {
                continue;
            }
            let reports: Vec<RecordReport> = heads.into_iter().map(|h| h.report).collect();
            let header = sayso_collate::story_header(*story, &reports);
            summaries.push(StorySummary {
                id: header.id,
                title: header.title,
                from: header.from,
                to: header.to,
                reports,
            });
        }
        Ok(summaries)
    }

    /// The reports of a story by number, each with what made its annotations and the judgements that stand: two
    /// equal answers mean that nothing about the story has changed.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn story_state(&self, story: StoryNo) -> Result<Vec<(ReportNo, String)>, StoreError> {
        let standing: Vec<String> = self.standing_judgements()?.iter().map(|j| j.no.to_string()).collect();
        let standing = standing.join(",");
        let state = || -> rusqlite::Result<Vec<(ReportNo, String)>> {
            let mut analysis =
                self.connection.prepare_cached("SELECT analysis FROM reports WHERE no = ?1")?;
            self.placed_in(story)?
                .into_iter()
                .map(|no| {
                    let made_by: String = analysis.query_row([no.0], |row| row.get(0))?;
                    Ok((no, format!("{made_by} {standing}")))
                })
                .collect()
        };
        state().map_err(|e| self.sql(e))
    }

    /// The story a report belongs to; an earlier revision belongs to none.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn story_of(&self, no: ReportNo) -> Result<Option<StoryNo>, StoreError> {
        self.placed_of(no).map_err(|e| self.sql(e))
    }

    /// All revisions of the report under an address, earliest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn revisions(&self, address: &str) -> Result<Vec<(ReportNo, u32)>, StoreError> {
        self.connection
            .prepare_cached("SELECT no, revision FROM reports WHERE address = ?1 ORDER BY revision")
            .and_then(|mut statement| {
                statement.query_map([address], |row| Ok((ReportNo(row.get(0)?), row.get(1)?)))?.collect()
            })
            .map_err(|e| self.sql(e))
    }

    /// The current reports that arrived last, latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn latest(&self, limit: usize) -> Result<Vec<ReportHead>, StoreError> {
        self.heads("current = 1 ORDER BY reports.no DESC LIMIT ?1", params![bounded(limit)])
    }

    /// These reports as a list needs them, in the order asked for.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn report_heads(&self, numbers: &[ReportNo]) -> Result<Vec<ReportHead>, StoreError> {
        let mut found = Vec::with_capacity(numbers.len());
        for no in numbers {
            found.append(&mut self.heads("reports.no = ?1", params![no.0])?);
        }
        Ok(found)
    }

    /// All outlets that are named, by name.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn outlets(&self) -> Result<Vec<OutletMark>, StoreError> {
        let day = |value: Option<String>| value.and_then(|v| v.get(..10).map(str::to_owned));
        self.connection
            .prepare_cached(
                "SELECT outlet, count(*), min(published), max(published) FROM reports
                 WHERE current = 1 AND outlet IS NOT NULL GROUP BY outlet ORDER BY outlet",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| {
                        let reports = row.get::<_, i64>(1)?.unsigned_abs() as usize;
                        let (from, to) = (day(row.get(2)?), day(row.get(3)?));
                        Ok(OutletMark { outlet: row.get(0)?, reports, from, to })
                    })?
                    .collect()
            })
            .map_err(|e| self.sql(e))
    }

    /// An outlet's current reports, latest day first, with how many there are in all.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn outlet_reports(
        &self,
        outlet: &str,
        limit: usize,
        offset: usize,
    ) -> Result<(Vec<ReportHead>, usize), StoreError> {
        let total: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM reports WHERE current = 1 AND outlet = ?1")
            .and_then(|mut statement| statement.query_row([outlet], |row| row.get(0)))
            .map_err(|e| self.sql(e))?;
        let heads = self.heads(
            "current = 1 AND outlet = ?1 ORDER BY published DESC, reports.no DESC LIMIT ?2 OFFSET ?3",
            params![outlet, bounded(limit), bounded(offset)],
        )?;
        Ok((heads, total.unsigned_abs() as usize))
    }

    /// The current reports that match, best first where words are asked for, else latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn query_reports(&self, query: &ReportQuery, limit: usize) -> Result<Vec<ReportNo>, StoreError> {
        let mut terms: Vec<String> = query.words.iter().chain(&query.phrases).cloned().collect();
        // A term without a letter or digit is nothing to the index, and would be an error.
        terms.retain(|t| t.chars().any(char::is_alphanumeric));
        let matched =
            terms.iter().map(|t| format!("\"{}\"", t.replace('"', "\"\""))).collect::<Vec<_>>().join(" ");
        let mut values: Vec<Value> = Vec::new();
        let mut sql = String::from("SELECT no FROM reports");
        let mut conditions = vec!["current = 1"];
        if !matched.is_empty() {
            sql = String::from("SELECT no FROM search JOIN reports ON no = search.rowid");
            conditions.push("search MATCH ?");
            values.push(matched.clone().into());
        }
        if let Some(outlet) = &query.outlet {
            conditions.push("outlet LIKE ? ESCAPE '\\'");
            let part = outlet.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            values.push(format!("%{part}%").into());
        }
        if let Some(after) = &query.after {
            conditions.push("published >= ?");
            values.push(after.clone().into());
        }
        if let Some(before) = &query.before {
            conditions.push("published < ?");
            values.push(before.clone().into());
        }
        sql.push_str(" WHERE ");
        sql.push_str(&conditions.join(" AND "));
        sql.push_str(if matched.is_empty() {
            " ORDER BY published DESC, no DESC"
        } else {
            " ORDER BY rank, no"
        });
        sql.push_str(" LIMIT ?");
        values.push(bounded(limit).into());
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.query_map(params_from_iter(values), |row| row.get(0).map(ReportNo))?.collect()
            })
            .map_err(|e| self.sql(e))
    }

    /// How many current reports were published on each day from `from` on, by day.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn reports_by_day(&self, from: &str) -> Result<BTreeMap<String, usize>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT substr(published, 1, 10), count(*) FROM reports
                 WHERE current = 1 AND published >= ?1 GROUP BY 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([from], |row| {
                        Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs() as usize))
                    })?
                    .collect()
            })
            .map_err(|e| self.sql(e))
    }

    fn heads(&self, condition: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<ReportHead>, StoreError> {
        let sql = format!(
            "SELECT reports.no,
                    coalesce((SELECT goes_to FROM moved_stories WHERE story = coalesce(parted.story, story_of.story)),
                             parted.story, story_of.story),
                    revision, reports.id, path, outlet, title, url, published, basis, evidence,
                    substr(text, 1, 200)
             FROM reports LEFT JOIN story_of ON story_of.report = reports.no
             LEFT JOIN moved_reports AS parted ON parted.id = reports.id WHERE {condition}"
        );
        let read = |row: &rusqlite::Row<'_>| {
            let title: Option<String> = row.get(6)?;
            let opening: String = row.get(11)?;
            Ok(ReportHead {
                no: ReportNo(row.get(0)?),
                story: row.get::<_, Option<u32>>(1)?.map(StoryNo),
                revision: row.get(2)?,
                report: RecordReport {
                    id: row.get(3)?,
                    path: row.get(4)?,
                    outlet: row.get(5)?,
                    title: title.or_else(|| sayso_collate::opening_line(&opening)),
                    url: row.get(7)?,
                    published: crate::store::published(row.get(8)?, &row.get::<_, String>(9)?, row.get(10)?),
                },
            })
        };
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_map(values, read)?.collect())
            .map_err(|e| self.sql(e))
    }
}

fn bounded(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
