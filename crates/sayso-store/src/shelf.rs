//! Collation's memory, kept in the tables of the database within the transaction at hand.

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use sayso_collate::{Key, ReportNo, Shelf, StoryNo};

/// The shelf of collation over one connection. Writes belong to whatever transaction is open on it.
pub(crate) struct SqlShelf<'c> {
    connection: &'c Connection,
}

impl<'c> SqlShelf<'c> {
    pub(crate) fn new(connection: &'c Connection) -> SqlShelf<'c> {
        SqlShelf { connection }
    }

    fn prepared(&self, sql: &str) -> rusqlite::Result<CachedStatement<'c>> {
        self.connection.prepare_cached(sql)
    }

    fn bytes(&self, sql: &str, number: u32) -> rusqlite::Result<Option<Vec<u8>>> {
        self.prepared(sql)?.query_row([number], |row| row.get(0)).optional()
    }

    /// The reports under a key: a list of little-endian numbers in one row, since collation reads some hundred short
    /// lists a report, and a row each number would cost a step each.
    fn list(&self, key: Key) -> rusqlite::Result<Vec<ReportNo>> {
        let mut statement = self.prepared("SELECT reports FROM postings WHERE key = ?1")?;
        let mut rows = statement.query([key.as_i64()])?;
        let Some(row) = rows.next()? else { return Ok(Vec::new()) };
        let bytes = row.get_ref(0)?.as_blob()?;
        let number = |b: &[u8]| ReportNo(b.iter().rev().fold(0, |n, byte| n << 8 | u32::from(*byte)));
        Ok(bytes.chunks_exact(4).map(number).collect())
    }

    fn set_list(&self, key: Key, list: &[ReportNo]) -> rusqlite::Result<()> {
        if list.is_empty() {
            self.prepared("DELETE FROM postings WHERE key = ?1")?.execute([key.as_i64()])?;
            return Ok(());
        }
        let bytes: Vec<u8> = list.iter().flat_map(|no| no.0.to_le_bytes()).collect();
        self.prepared("INSERT OR REPLACE INTO postings (key, reports) VALUES (?1, ?2)")?
            .execute(params![key.as_i64(), bytes])?;
        Ok(())
    }

    fn numbers(&self, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<Vec<ReportNo>> {
        self.prepared(sql)?.query_map(values, |row| row.get(0).map(ReportNo))?.collect()
    }
}

impl Shelf for SqlShelf<'_> {
    type Error = rusqlite::Error;

    fn postings(&self, key: Key, limit: usize) -> rusqlite::Result<Vec<ReportNo>> {
        let mut list = self.list(key)?;
        list.truncate(limit);
        Ok(list)
    }

    fn post(&mut self, key: Key, no: ReportNo) -> rusqlite::Result<()> {
        let mut list = self.list(key)?;
        if let Err(place) = list.binary_search(&no) {
            list.insert(place, no);
            self.set_list(key, &list)?;
        }
        Ok(())
    }

    fn unpost(&mut self, key: Key, no: ReportNo) -> rusqlite::Result<()> {
        let mut list = self.list(key)?;
        if let Ok(place) = list.binary_search(&no) {
            list.remove(place);
            self.set_list(key, &list)?;
        }
        Ok(())
    }

    fn counts(&self, keys: &[Key]) -> rusqlite::Result<Vec<u32>> {
        let mut statement = self.prepared("SELECT count FROM counts WHERE key = ?1")?;
        keys.iter()
            .map(|key| Ok(statement.query_row([key.as_i64()], |row| row.get(0)).optional()?.unwrap_or(0)))
            .collect()
    }

    fn count(&mut self, keys: &[Key], by: i32) -> rusqlite::Result<()> {
        let mut statement = self.prepared(
            "INSERT INTO counts (key, count) VALUES (?1, max(0, ?2))
             ON CONFLICT (key) DO UPDATE SET count = max(0, count + ?2)",
        )?;
        for key in keys {
            statement.execute(params![key.as_i64(), by])?;
        }
        if by < 0 {
            let mut forget = self.prepared("DELETE FROM counts WHERE key = ?1 AND count = 0")?;
            for key in keys {
                forget.execute([key.as_i64()])?;
            }
        }
        Ok(())
    }

    fn sketch(&self, no: ReportNo) -> rusqlite::Result<Option<Vec<u8>>> {
        self.bytes("SELECT bytes FROM sketches WHERE report = ?1", no.0)
    }

    fn set_sketch(&mut self, no: ReportNo, sketch: Option<&[u8]>) -> rusqlite::Result<()> {
        match sketch {
            Some(bytes) => self
                .prepared("INSERT OR REPLACE INTO sketches (report, bytes) VALUES (?1, ?2)")?
                .execute(params![no.0, bytes])?,
            None => self.prepared("DELETE FROM sketches WHERE report = ?1")?.execute([no.0])?,
        };
        Ok(())
    }

    fn story_of(&self, no: ReportNo) -> rusqlite::Result<Option<StoryNo>> {
        self.prepared("SELECT story FROM story_of WHERE report = ?1")?
            .query_row([no.0], |row| row.get(0).map(StoryNo))
            .optional()
    }

    fn set_story(&mut self, no: ReportNo, story: Option<StoryNo>) -> rusqlite::Result<()> {
        match story {
            Some(story) => self
                .prepared(
                    // Not REPLACE: it would hide from the triggers which story the report leaves.
                    "INSERT INTO story_of (report, story) VALUES (?1, ?2)
                     ON CONFLICT (report) DO UPDATE SET story = excluded.story",
                )?
                .execute(params![no.0, story.0])?,
            None => self.prepared("DELETE FROM story_of WHERE report = ?1")?.execute([no.0])?,
        };
        Ok(())
    }

    fn reports_of(&self, story: StoryNo) -> rusqlite::Result<Vec<ReportNo>> {
        self.numbers("SELECT report FROM story_of WHERE story = ?1 ORDER BY report", [story.0])
    }

    fn story_sketch(&self, story: StoryNo) -> rusqlite::Result<Option<Vec<u8>>> {
        self.bytes("SELECT bytes FROM stories WHERE story = ?1", story.0)
    }

    fn set_story_sketch(&mut self, story: StoryNo, sketch: Option<&[u8]>) -> rusqlite::Result<()> {
        match sketch {
            Some(bytes) => self
                .prepared("INSERT OR REPLACE INTO stories (story, bytes) VALUES (?1, ?2)")?
                .execute(params![story.0, bytes])?,
            None => self.prepared("DELETE FROM stories WHERE story = ?1")?.execute([story.0])?,
        };
        Ok(())
    }

    fn new_story(&mut self) -> rusqlite::Result<StoryNo> {
        self.prepared(
            "INSERT INTO given (what, greatest) VALUES ('story', 1)
             ON CONFLICT (what) DO UPDATE SET greatest = greatest + 1 RETURNING greatest",
        )?
        .query_row([], |row| row.get(0).map(StoryNo))
    }
}
