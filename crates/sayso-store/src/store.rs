//! The database file: reports with their annotations, and what collation remembers.

use crate::schema::{self, Mismatch};
use crate::shelf::SqlShelf;
use crate::{StoreError, Stored};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};
use sayso_collate::{Collator, Doc, Placed, Related, ReportNo, StoryNo};
use sayso_model::{Annotations, Basis, Published, RecordReport, Report, StorySummary};
use sayso_text::{Alignment, Repair, Text};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a writer waits for another one before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// The database file.
///
/// Any number of readers and one writer may have it open at a time (SQLite's write-ahead log).
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    path: PathBuf,
    pub(crate) collator: Collator,
}

/// The write-ahead log is written back when it has so many pages of 4 KiB.
const CHECKPOINT_PAGES: i64 = 8_000;

/// What became of a report given to [`Store::put`].
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is new.
    New(Placed),
    /// Its text or what came with it had changed: it is now this revision.
    Revised(u32, Placed),
    /// The report was known, and its annotations were made by another analysis: they are replaced.
    Reanalysed(Placed),
    /// It was known; nothing changed.
    Unchanged,
}

/// What stands beside the text, as stored.
#[derive(Serialize, Deserialize)]
struct Frame {
    alignment: Alignment,
    repairs: Vec<Repair>,
    segments: Vec<sayso_model::Segment>,
    problems: Vec<sayso_model::Problem>,
}

impl Store {
    /// Opens the database file for reading and writing, making or upgrading it where needed.
    ///
    /// # Errors
    /// When the file cannot be opened or made, is no database of Sayso's, or was written by a newer version.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Store::with_flags(path, flags)
    }

    /// Opens an existing database file. It is upgraded where needed, and otherwise only read.
    ///
    /// # Errors
    /// As [`Store::open`], and when there is no such file.
    pub fn open_existing(path: &Path) -> Result<Store, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        Store::with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
    }

    pub(crate) fn with_flags(path: &Path, flags: OpenFlags) -> Result<Store, StoreError> {
        let path = path.to_owned();
        let connection = Connection::open_with_flags(&path, flags)
            .map_err(|e| StoreError::Open { path: path.clone(), reason: e.to_string() })?;
        let mut store = Store { connection, path, collator: Collator::default() };
        store.set_up().map_err(|mismatch| store.mismatched(mismatch))?;
        Ok(store)
    }

    fn set_up(&mut self) -> Result<(), Mismatch> {
        self.connection.busy_timeout(PATIENCE)?;
        self.connection.set_prepared_statement_cache_capacity(64);
        // No plan hangs on a value here: else a statement is compiled anew for every value that is bound to it.
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // The version is looked at before anything is written, so that another program's file is left alone.
        schema::version(&self.connection)?;
        self.write_ahead()?;
        // In WAL mode a power cut may lose the last transactions, never tear one; reading again restores them.
        self.connection.pragma_update(None, "synchronous", "NORMAL")?;
        self.connection.pragma_update(None, "cache_size", -65_536)?;
        self.connection.pragma_update(None, "temp_store", "MEMORY")?;
        // A report touches some hundred pages: between checkpoints far apart, each is written back once for many.
        self.connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        schema::upgrade(&mut self.connection)
    }

    /// Turns the write-ahead log on. SQLite waits for nobody here, so that two processes which open a new file at once would
    /// be in each other's way.
    fn write_ahead(&self) -> Result<(), Mismatch> {
        const AGAIN: Duration = Duration::from_millis(5);
        let until = Instant::now() + PATIENCE;
        loop {
            match self.connection.pragma_update(None, "journal_mode", "WAL") {
                Err(error)
                    if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                        && Instant::now() < until =>
                {
                    std::thread::sleep(AGAIN);
                }
                done => return Ok(done?),
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Stores a report with its annotations and places it among the others, in one transaction. `analysis` names
    /// the program that made the annotations; the same report made anew by another one replaces them.
    ///
    /// # Errors
    /// When the database refuses (disk full, locked); nothing is changed then.
    pub fn put(
        &mut self,
        report: &Report,
        annotations: &Annotations,
        analysis: &str,
    ) -> Result<Outcome, StoreError> {
        let path = self.path.clone();
        let sql = |error: rusqlite::Error| StoreError::Sql { path: path.clone(), reason: error.to_string() };
        let change =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        let outcome = put(&change, &self.collator, report, annotations, analysis).map_err(&sql)?;
        match outcome {
            Outcome::Unchanged => change.rollback(),
            _ => change.commit(),
        }
        .map_err(&sql)?;
        Ok(outcome)
    }

    /// Whether exactly this report, analysed by `analysis`, is already here, so that annotating it again can be
    /// spared.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn has(&self, report: &Report, analysis: &str) -> Result<bool, StoreError> {
        let current = current(&self.connection, &report.address).map_err(|e| self.sql(e))?;
        Ok(current.is_some_and(|c| c.digest == digest(report) && c.analysis == analysis))
    }

    /// How many reports there are, earlier revisions aside.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn count(&self) -> Result<u64, StoreError> {
        let count = "SELECT count(*) FROM reports WHERE current = 1";
        let count: i64 = self.connection.query_row(count, [], |row| row.get(0)).map_err(|e| self.sql(e))?;
        Ok(count.unsigned_abs())
    }

    /// A report with its annotations.
    ///
    /// # Errors
    /// When the database refuses or the stored values are damaged.
    pub fn report(&self, no: ReportNo) -> Result<Option<Stored>, StoreError> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT id, address, path, outlet, title, url, byline, language, published, basis, evidence, text,
                        frame, annotations, revision, digest
                 FROM reports WHERE no = ?1",
            )
            .and_then(|mut statement| statement.query_row([no.0], Row::read).optional())
            .map_err(|e| self.sql(e))?;
        found
            .map(|row| {
                row.stored(no).map_err(|reason| StoreError::Damaged {
                    path: self.path.clone(),
                    what: format!("report {no}"),
                    reason,
                })
            })
            .transpose()
    }

    /// The number of the current report with this id.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn by_id(&self, id: &str) -> Result<Option<ReportNo>, StoreError> {
        self.connection
            .query_row("SELECT no FROM reports WHERE id = ?1 AND current = 1", [id], |row| {
                row.get(0).map(ReportNo)
            })
            .optional()
            .map_err(|e| self.sql(e))
    }

    /// All stories, newest first (by last day, then number); stories without any day come last.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn stories(&self) -> Result<Vec<StorySummary>, StoreError> {
        let mut stories: std::collections::BTreeMap<u32, Vec<RecordReport>> = Default::default();
        self.each_story_report(|story, report| stories.entry(story).or_default().push(report))
            .map_err(|e| self.sql(e))?;
        let mut stories: Vec<StorySummary> = stories
            .into_iter()
            .map(|(story, reports)| {
                let header = sayso_collate::story_header(StoryNo(story), &reports);
                StorySummary { id: header.id, title: header.title, from: header.from, to: header.to, reports }
            })
            .collect();
        stories.sort_by(|a, b| b.to.cmp(&a.to).then(a.id.cmp(&b.id)));
        Ok(stories)
    }

    fn each_story_report(&self, mut take: impl FnMut(u32, RecordReport)) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare(
            "SELECT story, id, path, outlet, title, url, published, basis, evidence, substr(text, 1, 200)
             FROM placed JOIN reports ON reports.no = placed.report ORDER BY story, report",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let title: Option<String> = row.get(4)?;
            let opening: String = row.get(9)?;
            let report = RecordReport {
                id: row.get(1)?,
                path: row.get(2)?,
                outlet: row.get(3)?,
                title: title.or_else(|| sayso_collate::opening_line(&opening)),
                url: row.get(5)?,
                published: published(row.get(6)?, &row.get::<_, String>(7)?, row.get(8)?),
            };
            take(row.get(0)?, report);
        }
        Ok(())
    }

    /// The current reports of a story with their annotations, in order of arrival; empty when there is none of
    /// this number. Standing judgements on stories and statements are heeded.
    ///
    /// # Errors
    /// When the database refuses or stored values are damaged.
    pub fn story(&self, story: StoryNo) -> Result<Vec<Stored>, StoreError> {
        let numbers = self.placed_in(story).map_err(|e| self.sql(e))?;
        self.load_heeding(&numbers)
    }

    /// Stories about the same matter that are not the same happening, nearest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn linked(&self, story: StoryNo) -> Result<Vec<Related<StoryNo>>, StoreError> {
        self.collator.linked(&SqlShelf::new(&self.connection), story).map_err(|e| self.sql(e))
    }

    /// The story of the report under an address.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn story_at(&self, address: &str) -> Result<Option<StoryNo>, StoreError> {
        let story = |known: Option<Current>| known.map_or(Ok(None), |known| self.placed_of(known.no));
        current(&self.connection, address).and_then(story).map_err(|e| self.sql(e))
    }

    /// Lets the file grow to at most `pages` pages of SQLite; what would need more is refused.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.connection.pragma_update(None, "max_page_count", pages).map_err(|e| self.sql(e))
    }

    /// How long this connection waits for one that writes, before it gives up.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn wait_at_most(&self, patience: Duration) -> Result<(), StoreError> {
        self.connection.busy_timeout(patience).map_err(|e| self.sql(e))
    }

    /// These reports with their annotations, in the order asked for, without what was judged to be no statement;
    /// those that are not there are left out.
    ///
    /// # Errors
    /// When the database refuses or stored values are damaged.
    pub fn reports(&self, numbers: &[ReportNo]) -> Result<Vec<Stored>, StoreError> {
        self.load_heeding(numbers)
    }

    /// Loads reports without what was judged to be no statement.
    pub(crate) fn load_heeding(&self, numbers: &[ReportNo]) -> Result<Vec<Stored>, StoreError> {
        let mut found = self.load(numbers)?;
        self.heed(&mut found).map_err(|e| self.sql(e))?;
        Ok(found)
    }

    fn load(&self, numbers: &[ReportNo]) -> Result<Vec<Stored>, StoreError> {
        let mut found = Vec::with_capacity(numbers.len());
        for no in numbers {
            found.extend(self.report(*no)?);
        }
        Ok(found)
    }

    pub(crate) fn sql(&self, error: rusqlite::Error) -> StoreError {
        StoreError::Sql { path: self.path.clone(), reason: error.to_string() }
    }

    fn mismatched(&self, mismatch: Mismatch) -> StoreError {
        let path = self.path.clone();
        match mismatch {
            Mismatch::Foreign(reason) => StoreError::Foreign { path, reason },
            Mismatch::Newer(found) => StoreError::Newer { path, found, known: schema::UPGRADES.len() as i64 },
            Mismatch::Sql(error) => StoreError::Sql { path, reason: error.to_string() },
        }
    }
}

/// The latest revision under an address.
struct Current {
    no: ReportNo,
    revision: u32,
    digest: Vec<u8>,
    analysis: String,
}

fn current(connection: &Connection, address: &str) -> rusqlite::Result<Option<Current>> {
    connection
        .prepare_cached(
            "SELECT no, revision, digest, analysis FROM reports
             WHERE address = ?1 ORDER BY revision DESC LIMIT 1",
        )?
        .query_row([address], |row| {
            Ok(Current {
                no: ReportNo(row.get(0)?),
                revision: row.get(1)?,
                digest: row.get(2)?,
                analysis: row.get(3)?,
            })
        })
        .optional()
}

fn put(
    connection: &Connection,
    collator: &Collator,
    report: &Report,
    annotations: &Annotations,
    analysis: &str,
) -> rusqlite::Result<Outcome> {
    let mut shelf = SqlShelf::new(connection);
    let digest = digest(report);
    let known = current(connection, &report.address)?;
    if let Some(known) = known.as_ref().filter(|k| k.digest == digest) {
        if known.analysis == analysis {
            return Ok(Outcome::Unchanged);
        }
        connection
            .prepare_cached("UPDATE reports SET annotations = ?2, analysis = ?3 WHERE no = ?1")?
            .execute(params![known.no.0, json(annotations), analysis])?;
        let placed = collator.replace(&mut shelf, known.no, &Doc::new(known.no, report, annotations))?;
        return Ok(Outcome::Reanalysed(placed));
    }
    let revision = known.as_ref().map_or(1, |k| k.revision + 1);
    if let Some(known) = &known {
        connection
            .prepare_cached(
                "INSERT INTO search (search, rowid, title, text)
                 SELECT 'delete', no, title, text FROM reports WHERE no = ?1",
            )?
            .execute([known.no.0])?;
        connection.prepare_cached("UPDATE reports SET current = 0 WHERE no = ?1")?.execute([known.no.0])?;
    }
    let no = insert(connection, report, annotations, &digest, analysis, revision)?;
    let doc = Doc::new(no, report, annotations);
    Ok(match known {
        Some(known) => Outcome::Revised(revision, collator.replace(&mut shelf, known.no, &doc)?),
        None => Outcome::New(collator.add(&mut shelf, &doc)?),
    })
}

fn insert(
    connection: &Connection,
    report: &Report,
    annotations: &Annotations,
    digest: &[u8],
    analysis: &str,
    revision: u32,
) -> rusqlite::Result<ReportNo> {
    let frame = Frame {
        alignment: report.text.alignment().clone(),
        repairs: report.repairs(),
        segments: report.segments.clone(),
        problems: report.problems.clone(),
    };
    connection
        .prepare_cached(
            "INSERT INTO reports (id, address, revision, current, digest, analysis, path, outlet, title, url,
                                  byline, language, published, basis, evidence, text, frame, annotations)
             VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .execute(params![
            free_id(connection, &report.id)?,
            report.address,
            revision,
            digest,
            analysis,
            report.path,
            report.outlet,
            report.title,
            report.url,
            report.byline,
            report.language,
            report.published.value,
            report.published.basis.as_str(),
            report.published.evidence,
            report.text.as_str(),
            json(&frame),
            json(annotations),
        ])?;
    let no = connection.last_insert_rowid();
    connection
        .prepare_cached("INSERT INTO search (rowid, title, text) VALUES (?1, ?2, ?3)")?
        .execute(params![no, report.title, report.text.as_str()])?;
    u32::try_from(no).map(ReportNo).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, no))
}

/// The id itself, or with `~2`, `~3`, … where reports under other addresses have it already.
fn free_id(connection: &Connection, id: &str) -> rusqlite::Result<String> {
    let mut taken =
        connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM reports WHERE id = ?1 AND current = 1)")?;
    let mut candidate = id.to_owned();
    for number in 2.. {
        if !taken.query_row([&candidate], |row| row.get(0))? {
            break;
        }
        candidate = format!("{id}~{number}");
    }
    Ok(candidate)
}

/// SHA-256 over the text as received and what came with it, each field preceded by its length.
fn digest(report: &Report) -> Vec<u8> {
    let mut sha = Sha256::new();
    let published = report.published.value.as_deref();
    let fields = [&report.outlet, &report.title, &report.url, &report.byline, &report.language];
    let fields = fields.into_iter().map(|f| f.as_deref()).chain([published, Some(report.text.as_received())]);
    for field in fields {
        let length = field.map_or(u64::MAX, |f| f.len() as u64);
        sha.update(length.to_le_bytes());
        sha.update(field.unwrap_or_default());
    }
    sha.finalize().to_vec()
}

fn json(value: &impl Serialize) -> String {
    // Structs of strings and numbers: nothing in them can fail to serialise.
    serde_json::to_string(value).unwrap_or_default()
}

pub(crate) fn published(value: Option<String>, basis: &str, evidence: Option<String>) -> Published {
    Published { value, basis: Basis::parse(basis).unwrap_or(Basis::None), evidence }
}

/// A row of `reports` before its JSON is read.
struct Row {
    report: Report,
    text: String,
    frame: String,
    annotations: String,
    revision: u32,
    digest: Vec<u8>,
}

impl Row {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
        let report = Report {
            id: row.get(0)?,
            address: row.get(1)?,
            path: row.get(2)?,
            outlet: row.get(3)?,
            title: row.get(4)?,
            url: row.get(5)?,
            byline: row.get(6)?,
            language: row.get(7)?,
            published: published(row.get(8)?, &row.get::<_, String>(9)?, row.get(10)?),
            text: Text::received(String::new()),
            segments: Vec::new(),
            problems: Vec::new(),
        };
        Ok(Row {
            report,
            text: row.get(11)?,
            frame: row.get(12)?,
            annotations: row.get(13)?,
            revision: row.get(14)?,
            digest: row.get(15)?,
        })
    }

    fn stored(self, no: ReportNo) -> Result<Stored, String> {
        let frame: Frame = serde_json::from_str(&self.frame).map_err(|e| e.to_string())?;
        let annotations: Annotations = serde_json::from_str(&self.annotations).map_err(|e| e.to_string())?;
        let text = Text::restored(self.text, frame.alignment, frame.repairs)
            .ok_or("the text and its alignment do not belong together")?;
        let report = Report { text, segments: frame.segments, problems: frame.problems, ..self.report };
        let digest = self.digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Stored { no, revision: self.revision, digest, report, annotations })
    }
}
