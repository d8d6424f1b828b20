//! Judgements: kept beside what the program found, undone without a trace in it.

use crate::shelf::SqlShelf;
use crate::{Store, StoreError, Stored};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sayso_collate::{ReportNo, Shelf, StoryNo};
use sayso_model::{Judgement, JudgementKind};
use sayso_text::CharIndex;

/// The reports of a story when judgements are heeded. The few that are moved come first: through them, and never
/// through all reports, the rest is found.
const IN_STORY: &str = "WITH here (story) AS (
                     SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM moved_stories WHERE story = ?1)
                     UNION SELECT story FROM moved_stories WHERE goes_to = ?1),
                 parted (no, story) AS (
                     SELECT no, story FROM moved_reports CROSS JOIN reports USING (id) WHERE current = 1)
                 SELECT report FROM story_of
                 WHERE story IN (SELECT story FROM here) AND report NOT IN (SELECT no FROM parted)
                 UNION SELECT no FROM parted WHERE story IN (SELECT story FROM here)
                 ORDER BY 1";
/// The story of a report when judgements are heeded.
const OF_REPORT: &str = "SELECT coalesce((SELECT goes_to FROM moved_stories
                              WHERE moved_stories.story = coalesce(parted.story, story_of.story)),
                             parted.story, story_of.story)
             FROM story_of JOIN reports ON reports.no = story_of.report
             LEFT JOIN moved_reports AS parted ON parted.id = reports.id AND reports.current = 1
             WHERE story_of.report = ?1";

/// Why a judgement cannot be made or undone.
#[derive(Debug, thiserror::Error)]
pub enum JudgementError {
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing of this name to judge.
    #[error("no report {0:?}")]
    NoReport(String),
    /// The report has no statement there.
    #[error("{report}: no statement at {place}")]
    NoStatement {
        /// The report's id.
        report: String,
        /// Code points, as given.
        place: String,
    },
    /// It would say what holds already.
    #[error("{0}")]
    Idle(String),
    /// There is no such judgement, or it is undone already.
    #[error("no judgement {0} that stands")]
    NotStanding(u64),
}

impl Store {
    /// Makes a judgement at the time `made` (RFC 3339). Names of speakers are taken as they are; reports and
    /// statements must be there.
    ///
    /// # Errors
    /// When what it speaks of is not there, it changes nothing, or the database refuses; nothing is changed then.
    pub fn judge(
        &mut self,
        kind: JudgementKind,
        a: &str,
        b: &str,
        reason: Option<&str>,
        made: &str,
    ) -> Result<Judgement, JudgementError> {
        if kind == JudgementKind::NoStatement {
            self.check_statement(a, b)?;
        } else if a == b {
            return Err(JudgementError::Idle(format!("{a:?} and {b:?} are the same words")));
        }
        let path = self.path().to_owned();
        let sql = |error: rusqlite::Error| StoreError::Sql { path: path.clone(), reason: error.to_string() };
        let change =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        let known = standing(&change).map_err(&sql)?;
        if let Some(same) = known.iter().find(|j| j.kind == kind && j.a == a && j.b == b) {
            return Err(JudgementError::Idle(format!("judgement {} says so already", same.no)));
        }
        change
            .execute(
                "INSERT INTO judgements (kind, a, b, reason, made) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![kind.as_str(), a, b, reason, made],
            )
            .map_err(&sql)?;
        let no = change.last_insert_rowid();
        let story = |change: &Connection, id: &str| match story_of_id(change, id).map_err(&sql)? {
            Some(story) => Ok(story),
            None => Err(JudgementError::NoReport(id.to_owned())),
        };
        match kind {
            JudgementKind::SameStory => {
                let (a, b) = (story(&change, a)?, story(&change, b)?);
                if a == b {
                    return Err(JudgementError::Idle(format!("both are in story {a}")));
                }
                let (from, to) = (a.max(b), a.min(b));
                change
                    .execute(
                        "UPDATE moved_stories SET goes_to = ?1 WHERE goes_to = ?2",
                        params![to.0, from.0],
                    )
                    .and_then(|_| {
                        change.execute(
                            "INSERT INTO moved_stories (story, goes_to, judgement) VALUES (?1, ?2, ?3)",
                            params![from.0, to.0, no],
                        )
                    })
                    .map_err(&sql)?;
            }
            JudgementKind::DifferentStories => {
                let (a_story, b_story) = (story(&change, a)?, story(&change, b)?);
                if a_story != b_story {
                    return Err(JudgementError::Idle(format!("they are in stories {a_story} and {b_story}")));
                }
                let fresh = SqlShelf::new(&change).new_story().map_err(&sql)?;
                change
                    .execute(
                        "INSERT OR REPLACE INTO moved_reports (id, story, judgement) VALUES (?1, ?2, ?3)",
                        params![b, fresh.0, no],
                    )
                    .map_err(&sql)?;
            }
            JudgementKind::SameSpeaker | JudgementKind::DifferentSpeakers | JudgementKind::NoStatement => {}
        }
        let made = Judgement {
            no: no.unsigned_abs(),
            kind,
            a: a.to_owned(),
            b: b.to_owned(),
            reason: reason.map(str::to_owned),
            made: made.to_owned(),
            undone: None,
        };
        change.commit().map_err(&sql)?;
        Ok(made)
    }

    /// Undoes a judgement at the time `when` (RFC 3339): what the program found holds again.
    ///
    /// # Errors
    /// When there is none of this number that stands, or the database refuses.
    pub fn undo(&mut self, no: u64, when: &str) -> Result<(), JudgementError> {
        let path = self.path().to_owned();
        let sql = |error: rusqlite::Error| StoreError::Sql { path: path.clone(), reason: error.to_string() };
        let change =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        let number = i64::try_from(no).map_err(|_| JudgementError::NotStanding(no))?;
        let undone = change
            .execute(
                "UPDATE judgements SET undone = ?2 WHERE no = ?1 AND undone IS NULL",
                params![number, when],
            )
            .map_err(&sql)?;
        if undone == 0 {
            return Err(JudgementError::NotStanding(no));
        }
        for table in ["moved_reports", "moved_stories"] {
            change.execute(&format!("DELETE FROM {table} WHERE judgement = ?1"), [number]).map_err(&sql)?;
        }
        change.commit().map_err(&sql)?;
        Ok(())
    }

    /// All judgements, the undone among them, in the order they were made.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn judgements(&self) -> Result<Vec<Judgement>, StoreError> {
        judgements(&self.connection, "").map_err(|e| self.sql(e))
    }

    /// The judgements that stand, in the order they were made.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn standing_judgements(&self) -> Result<Vec<Judgement>, StoreError> {
        standing(&self.connection).map_err(|e| self.sql(e))
    }

    /// The reports of a story when judgements are heeded, by number.
    pub(crate) fn placed_in(&self, story: StoryNo) -> rusqlite::Result<Vec<ReportNo>> {
        self.connection
            .prepare_cached(IN_STORY)?
            .query_map([story.0], |row| row.get(0).map(ReportNo))?
            .collect()
    }

    /// The story a report stands in when judgements are heeded.
    pub(crate) fn placed_of(&self, no: ReportNo) -> rusqlite::Result<Option<StoryNo>> {
        placed_of(&self.connection, no)
    }

    /// Takes away what was judged to be no statement.
    pub(crate) fn heed(&self, reports: &mut [Stored]) -> rusqlite::Result<()> {
        let wrong: Vec<Judgement> = standing(&self.connection)?
            .into_iter()
            .filter(|j| j.kind == JudgementKind::NoStatement)
            .collect();
        for stored in reports.iter_mut().filter(|_| !wrong.is_empty()) {
            let of_report: Vec<(usize, usize)> =
                wrong.iter().filter(|j| j.a == stored.report.id).filter_map(|j| place(&j.b)).collect();
            if of_report.is_empty() {
                continue;
            }
            let index = CharIndex::new(stored.report.text.as_str());
            stored.annotations.statements.retain(|s| {
                let hull = s.content.iter().copied().reduce(sayso_text::Span::hull);
                let span = hull.map(|h| index.span_to_chars(h)).map(|h| (h.start(), h.end()));
                !span.is_some_and(|span| of_report.contains(&span))
            });
            let kept: Vec<_> = stored.annotations.statements.iter().map(|s| s.id).collect();
            for statement in &mut stored.annotations.statements {
                statement.within = statement.within.filter(|within| kept.contains(within));
            }
        }
        Ok(())
    }

    fn check_statement(&self, report: &str, at: &str) -> Result<(), JudgementError> {
        let stored = match self.by_id(report)? {
            Some(no) => self.report(no)?,
            None => None,
        };
        let stored = stored.ok_or_else(|| JudgementError::NoReport(report.to_owned()))?;
        let index = CharIndex::new(stored.report.text.as_str());
        let wanted = place(at);
        let found = stored.annotations.statements.iter().any(|s| {
            let hull = s.content.iter().copied().reduce(sayso_text::Span::hull);
            hull.map(|h| index.span_to_chars(h)).map(|h| (h.start(), h.end())) == wanted && wanted.is_some()
        });
        match found {
            true => Ok(()),
            false => Err(JudgementError::NoStatement { report: report.to_owned(), place: at.to_owned() }),
        }
    }
}

/// `104-188`
fn place(words: &str) -> Option<(usize, usize)> {
    let (start, end) = words.split_once('-')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

fn placed_of(connection: &Connection, no: ReportNo) -> rusqlite::Result<Option<StoryNo>> {
    connection.prepare_cached(OF_REPORT)?.query_row([no.0], |row| row.get(0).map(StoryNo)).optional()
}

fn story_of_id(connection: &Connection, id: &str) -> rusqlite::Result<Option<StoryNo>> {
    let no: Option<u32> = connection
        .query_row("SELECT no FROM reports WHERE id = ?1 AND current = 1", [id], |row| row.get(0))
        .optional()?;
    no.map_or(Ok(None), |no| placed_of(connection, ReportNo(no)))
}

fn standing(connection: &Connection) -> rusqlite::Result<Vec<Judgement>> {
    judgements(connection, "WHERE undone IS NULL")
}

fn judgements(connection: &Connection, which: &str) -> rusqlite::Result<Vec<Judgement>> {
    let sql = format!("SELECT no, kind, a, b, reason, made, undone FROM judgements {which} ORDER BY no");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], |row| {
        let kind: String = row.get(1)?;
        let kind = JudgementKind::parse(&kind);
        let no = row.get::<_, i64>(0)?.unsigned_abs();
        let (a, b, reason, made, undone) = (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
        Ok(kind.map(|kind| Judgement { no, kind, a, b, reason, made, undone }))
    })?;
    // A kind that a later version knows is left alone.
    rows.filter_map(Result::transpose).collect()
}

#[cfg(test)]
mod tests {
    use crate::Store;

    /// How SQLite means to answer, a line a step.
    fn plan(store: &Store, sql: &str) -> String {
        let mut statement = store.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
        steps.map(|step| step.unwrap() + "\n").collect()
    }

    #[test]
    fn what_judgements_move_is_not_looked_for_among_all_reports() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("a.db")).unwrap();
        for sql in [super::IN_STORY.replace("?1", "7"), super::OF_REPORT.replace("?1", "7")] {
            let plan = plan(&store, &sql);
            assert!(!plan.contains("SCAN reports") && !plan.contains("SCAN story_of"), "{sql}\n{plan}");
        }
        let all = plan(&store, "SELECT story, report FROM placed");
        assert!(!all.contains("SCAN reports"), "{all}");
    }
}
