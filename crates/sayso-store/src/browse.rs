//! What a reader of lists asks: light rows, and never a report's text or annotations unless it is shown.

use crate::matching::terms;
use crate::{Store, StoreError};
use rusqlite::{OpenFlags, params, params_from_iter, types::Value};
use sayso_collate::{ReportNo, StoryNo};
use sayso_model::{RecordReport, StorySummary};
use std::collections::BTreeMap;
use std::path::Path;

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

/// Up to so many reports are put in order by how well they match.
const RANKED: usize = 5000;

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
        for (name, value) in [("cache_size", -4096), ("mmap_size", 1 << 31), ("query_only", 1)] {
            store.connection.pragma_update(None, name, value).map_err(|e| store.sql(e))?;
        }
        Ok(store)
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
        let numbers: Vec<ReportNo> = self
            .connection
            .prepare_cached("SELECT no FROM reports WHERE +current = 1 ORDER BY no DESC LIMIT ?1")
            .and_then(|mut statement| {
                statement.query_map([bounded(limit)], |row| row.get(0).map(ReportNo))?.collect()
            })
            .map_err(|e| self.sql(e))?;
        self.report_heads(&numbers)
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
        self.outlet_marks("", None)
    }

    /// An outlet, if a current report names it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn outlet(&self, name: &str) -> Result<Option<OutletMark>, StoreError> {
        Ok(self.outlet_marks("AND name = ?1", Some(name))?.pop())
    }

    /// From counts that are kept and the ends of an index: no report is gone through.
    fn outlet_marks(&self, condition: &str, name: Option<&str>) -> Result<Vec<OutletMark>, StoreError> {
        let day = |value: Option<String>| value.and_then(|v| v.get(..10).map(str::to_owned));
        let end = |which: &str| {
            format!("(SELECT {which}(published) FROM reports WHERE current = 1 AND outlet = tallies.name)")
        };
        let sql = format!(
            "SELECT name, reports, {}, {} FROM tallies WHERE kind = 'outlet' AND reports > 0 {condition}
             ORDER BY name",
            end("min"),
            end("max")
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement
                    .query_map(params_from_iter(name), |row| {
                        let reports = row.get::<_, i64>(1)?.unsigned_abs() as usize;
                        let (from, to) = (day(row.get(2)?), day(row.get(3)?));
                        Ok(OutletMark { outlet: row.get(0)?, reports, from, to })
                    })?
                    .collect()
            })
            .map_err(|e| self.sql(e))
    }

    /// The numbers of an outlet's latest current reports.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn outlet_numbers(&self, outlet: &str, limit: usize) -> Result<Vec<ReportNo>, StoreError> {
        self.numbers_of(outlet, limit, 0).map_err(|e| self.sql(e))
    }

    fn numbers_of(&self, outlet: &str, limit: usize, offset: usize) -> rusqlite::Result<Vec<ReportNo>> {
        self.connection
            .prepare_cached(
                "SELECT no FROM reports INDEXED BY reports_outlet WHERE current = 1 AND outlet = ?1
                 ORDER BY published DESC, no DESC LIMIT ?2 OFFSET ?3",
            )?
            .query_map(params![outlet, bounded(limit), bounded(offset)], |row| row.get(0).map(ReportNo))?
            .collect()
    }

    /// Some of an outlet's current reports, latest day first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn outlet_reports(
        &self,
        outlet: &str,
        limit: usize,
        offset: usize,
    ) -> Result<Vec<ReportHead>, StoreError> {
        let numbers = self.numbers_of(outlet, limit, offset).map_err(|e| self.sql(e))?;
        self.report_heads(&numbers)
    }

    /// The current reports that match: best first where words are asked for that not too many reports have, else the
    /// latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn query_reports(&self, query: &ReportQuery, limit: usize) -> Result<Vec<ReportNo>, StoreError> {
        let asked: Vec<&String> = query.words.iter().chain(&query.phrases).collect();
        let matched = terms(&asked).join(" ");
        // Ranking goes through all that match; where that is much, the last to arrive tell as much.
        let ranked = matched.is_empty() || self.latest_with(&asked, RANKED)?.len() < RANKED;
        let mut values: Vec<Value> = Vec::new();
        let mut sql = String::from("SELECT no FROM reports");
        let mut conditions = vec!["current = 1"];
        if !matched.is_empty() {
            sql = String::from("SELECT no FROM search JOIN reports ON no = search.rowid");
            conditions.push("search MATCH ?");
            values.push(matched.clone().into());
        }
        if let Some(outlet) = &query.outlet {
            // The outlets are few; an index finds the reports of each.
            conditions.push(
                "outlet IN (SELECT name FROM tallies WHERE kind = 'outlet' AND name LIKE ? ESCAPE '\\')",
            );
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
        } else if ranked {
            " ORDER BY rank, no"
        } else {
            " ORDER BY search.rowid DESC"
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

    /// The current reports that have all of these words, the last to arrive first. The index yields them in this order,
    /// so that a word of many reports costs no more than one of few.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn latest_with(&self, words: &[impl AsRef<str>], limit: usize) -> Result<Vec<ReportNo>, StoreError> {
        let matched = terms(words).join(" ");
        if matched.is_empty() {
            return Ok(Vec::new());
        }
        self.connection
            .prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid DESC LIMIT ?2")
            .and_then(|mut statement| {
                let values = params![matched, bounded(limit)];
                statement.query_map(values, |row| row.get(0).map(ReportNo))?.collect()
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
                "SELECT name, reports FROM tallies WHERE kind = 'day' AND name >= ?1 AND reports > 0",
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
