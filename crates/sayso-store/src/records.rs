//! Records worked out so far, kept with what they were made from.
//!
//! A record is a pure function of a story's reports, the judgements that stand and the program's rules. It is kept so
//! that it need not be worked out again while all three are the same; it can be thrown away at any time.

use crate::{Profile, Store, StoreError, Stored};
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use sayso_collate::{ReportNo, StoryNo};
use sayso_model::{Judgement, JudgementKind, Record, VariantKind, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// The rules of this program that records are made by.
const RULES: &str = env!("SAYSO_RULES");

/// What a record is made from. Two equal states mean that nothing about the story has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StoryState {
    /// The reports by number, each with a digest of what made its annotations.
    reports: Vec<(u32, u64)>,
    /// Judgements on statements of these reports, by number.
    statements: Vec<u64>,
    /// Judgements on speakers that stand, of this story or another, by number.
    speakers: Vec<u64>,
}

impl StoryState {
    /// Whether there is no report, and so no story.
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// How many reports there are.
    pub fn len(&self) -> usize {
        self.reports.len()
    }

    /// The reports.
    pub fn numbers(&self) -> impl Iterator<Item = ReportNo> {
        self.reports.iter().map(|(no, _)| ReportNo(*no))
    }

    /// Whether what people have judged is the same, whatever was read since.
    pub fn same_judgements(&self, other: &StoryState) -> bool {
        self.statements == other.statements && self.speakers == other.speakers
    }

    /// Whether a record made from this is what one made from `now` would be: the reports are the same, and no
    /// judgement that came or went speaks of two of its speakers.
    fn still_gives(&self, now: &StoryState, record: &Record, judgements: &[Judgement]) -> bool {
        if self.reports != now.reports || self.statements != now.statements {
            return false;
        }
        let ours = || self.speakers.iter().filter(|no| !now.speakers.contains(no));
        let mut changed = ours().chain(now.speakers.iter().filter(|no| !self.speakers.contains(no)));
        changed.all(|no| {
            judgements.iter().find(|j| j.no == *no).is_some_and(|j| {
                // A name that shares no word with any speaker's means none of them.
                !(speaks(record, &j.a) && speaks(record, &j.b))
            })
        })
    }
}

fn speaks(record: &Record, name: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let lower = name.to_lowercase();
        let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        parts.map(str::to_owned).collect()
    };
    let asked = words(name);
    let mut forms = record.speakers.iter().flat_map(|s| std::iter::once(&s.name).chain(&s.aliases));
    forms.any(|form| words(form).iter().any(|w| asked.contains(w)))
}

/// What lists tell of a story, from its record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Its fullest headline.
    pub title: String,
    /// Outlets that tell it independently of each other.
    pub independent: usize,
    /// Points in conflict.
    pub conflicts: usize,
    /// Quotations that some report prints in other than the fullest words.
    pub altered: usize,
    /// Names of its speakers, their other forms among them.
    pub speakers: Vec<String>,
}

impl Brief {
    /// From a record.
    pub fn of(record: &Record) -> Brief {
        let altered = |v: &sayso_model::Variant| !matches!(v.how, VariantKind::Exact | VariantKind::Indirect);
        let names = record.speakers.iter().flat_map(|s| std::iter::once(&s.name).chain(&s.aliases));
        Brief {
            title: record.story.title.clone(),
            independent: record.voices().len(),
            conflicts: record.points.iter().filter(|p| p.verdict == Verdict::Conflict).count(),
            altered: record.utterances.iter().filter(|u| u.variants.iter().any(altered)).count(),
            speakers: names.cloned().collect(),
        }
    }
}

/// A record that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRecord {
    /// What it was made from.
    pub state: StoryState,
    /// The record.
    pub record: Record,
    /// Whether it is what would be made now.
    pub current: bool,
}

impl Store {
    /// What a story's record is made from as things stand.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn story_state(&self, story: StoryNo) -> Result<StoryState, StoreError> {
        let standing = self.standing_judgements()?;
        let on_speakers =
            |j: &&Judgement| matches!(j.kind, JudgementKind::SameSpeaker | JudgementKind::DifferentSpeakers);
        let state = || -> rusqlite::Result<StoryState> {
            let mut state = StoryState {
                speakers: standing.iter().filter(on_speakers).map(|j| j.no).collect(),
                ..StoryState::default()
            };
            let mut row = self.connection.prepare_cached("SELECT analysis, id FROM reports WHERE no = ?1")?;
            for no in self.placed_in(story)? {
                row.query_row([no.0], |row| {
                    let (analysis, id) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
                    state.reports.push((no.0, fnv(analysis)));
                    let wrong = standing.iter().filter(|j| j.kind == JudgementKind::NoStatement && j.a == id);
                    state.statements.extend(wrong.map(|j| j.no));
                    Ok(())
                })?;
            }
            state.statements.sort_unstable();
            Ok(state)
        };
        state().map_err(|e| self.sql(e))
    }

    /// The record kept of a story, if these rules made it. `now` is the story's state as things stand.
    ///
    /// # Errors
    /// When the database refuses. A damaged record is none.
    pub fn kept_record(&self, story: StoryNo, now: &StoryState) -> Result<Option<KeptRecord>, StoreError> {
        let row: Option<(Vec<u8>, Vec<u8>)> = self
            .connection
            .prepare_cached("SELECT state, bytes FROM records WHERE story = ?1 AND program = ?2")
            .and_then(|mut statement| {
                statement.query_row(params![story.0, RULES], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })
            .map_err(|e| self.sql(e))?;
        let Some((state, record)) = row.and_then(|(state, bytes)| {
            Some((postcard::from_bytes::<StoryState>(&state).ok()?, unpacked(&bytes)?))
        }) else {
            return Ok(None);
        };
        let current = state == *now || state.still_gives(now, &record, &self.judgements()?);
        Ok(Some(KeptRecord { state, record, current }))
    }

    /// Whether a record is kept that was made from exactly this.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn has_record(&self, story: StoryNo, now: &StoryState) -> Result<bool, StoreError> {
        let kept: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT state FROM records WHERE story = ?1 AND program = ?2")
            .and_then(|mut statement| {
                statement.query_row(params![story.0, RULES], |row| row.get(0)).optional()
            })
            .map_err(|e| self.sql(e))?;
        Ok(kept.and_then(|k| postcard::from_bytes::<StoryState>(&k).ok()).is_some_and(|s| s == *now))
    }

    /// Keeps a story's record, made from `state`, with what lists and profiles tell from it and its reports.
    ///
    /// # Errors
    /// When the database refuses; nothing is changed then.
    pub fn keep_record(
        &mut self,
        story: StoryNo,
        state: &StoryState,
        record: &Record,
        reports: &[Stored],
    ) -> Result<(), StoreError> {
        let brief = postcard::to_allocvec(&Brief::of(record)).ok();
        let (Some(state), Some(brief), Some(bytes)) =
            (postcard::to_allocvec(state).ok(), brief, packed(record))
        else {
            return Ok(());
        };
        // Made ready before the database is held: what else writes waits for no work of ours.
        let profiles: Vec<(u32, Vec<u8>)> = reports
            .iter()
            .filter_map(|r| Some((r.no.0, postcard::to_allocvec(&Profile::of(r, record)).ok()?)))
            .collect();
        let path = self.path().to_owned();
        let sql = |error: rusqlite::Error| StoreError::Sql { path: path.clone(), reason: error.to_string() };
        let change =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sql)?;
        change
            .prepare_cached(
                "INSERT OR REPLACE INTO records (story, program, state, brief, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut statement| statement.execute(params![story.0, RULES, state, brief, bytes]))
            .map_err(&sql)?;
        for (report, bytes) in &profiles {
            change
                .prepare_cached(
                    "INSERT OR REPLACE INTO profiles (report, program, bytes) VALUES (?1, ?2, ?3)",
                )
                .and_then(|mut statement| statement.execute(params![report, RULES, bytes]))
                .map_err(&sql)?;
        }
        change.commit().map_err(&sql)
    }

    /// How many outlets tell each story independently of each other, as far as records are kept.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn independents(&self) -> Result<BTreeMap<StoryNo, usize>, StoreError> {
        let briefs = || -> rusqlite::Result<BTreeMap<StoryNo, usize>> {
            let mut statement =
                self.connection.prepare_cached("SELECT story, brief FROM records WHERE program = ?1")?;
            let mut rows = statement.query([RULES])?;
            let mut found = BTreeMap::new();
            while let Some(row) = rows.next()? {
                if let Ok(brief) =
                    postcard::from_bytes::<Brief>(row.get_ref(1)?.as_blob().unwrap_or_default())
                {
                    found.insert(StoryNo(row.get(0)?), brief.independent);
                }
            }
            Ok(found)
        };
        briefs().map_err(|e| self.sql(e))
    }

    /// What lists tell of a story from the record kept of it, which may be older than its last report.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn brief(&self, story: StoryNo) -> Result<Option<Brief>, StoreError> {
        let bytes: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT brief FROM records WHERE story = ?1 AND program = ?2")
            .and_then(|mut statement| {
                statement.query_row(params![story.0, RULES], |row| row.get(0)).optional()
            })
            .map_err(|e| self.sql(e))?;
        Ok(bytes.and_then(|b| postcard::from_bytes(&b).ok()))
    }

    /// What a report adds to the profile of its outlet, if a record of its story is kept.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn profile(&self, report: ReportNo) -> Result<Option<Profile>, StoreError> {
        let bytes: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT bytes FROM profiles WHERE report = ?1 AND program = ?2")
            .and_then(|mut statement| {
                statement.query_row(params![report.0, RULES], |row| row.get(0)).optional()
            })
            .map_err(|e| self.sql(e))?;
        Ok(bytes.and_then(|b| postcard::from_bytes(&b).ok()))
    }

    /// The profile of an outlet over its latest current reports, `limit` at most, as far as records of their stories
    /// are kept; and the reports of which none is.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn outlet_profile(&self, outlet: &str, limit: usize) -> Result<(Profile, Vec<ReportNo>), StoreError> {
        let rows = || -> rusqlite::Result<Vec<(ReportNo, Option<Vec<u8>>)>> {
            self.connection
                .prepare_cached(
                    "SELECT no, bytes FROM (
                         SELECT no, published FROM reports INDEXED BY reports_outlet
                         WHERE current = 1 AND outlet = ?1 ORDER BY published DESC, no DESC LIMIT ?2)
                     LEFT JOIN profiles ON profiles.report = no AND profiles.program = ?3",
                )?
                .query_map(params![outlet, i64::try_from(limit).unwrap_or(i64::MAX), RULES], |row| {
                    Ok((ReportNo(row.get(0)?), row.get(1)?))
                })?
                .collect()
        };
        let rows = rows().map_err(|e| self.sql(e))?;
        let lacking = rows.iter().filter(|(_, bytes)| bytes.is_none()).map(|(no, _)| *no).collect();
        Ok((Profile::sum(rows.iter().filter_map(|(_, bytes)| bytes.as_deref())), lacking))
    }

    /// Throws away the record of a story, if one is kept.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn drop_record(&mut self, story: StoryNo) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM records WHERE story = ?1")
            .and_then(|mut statement| statement.execute([story.0]))
            .map_err(|e| self.sql(e))?;
        Ok(())
    }

    /// A story's reports and its record: the one that is kept if it still holds, else one made now, which is not
    /// kept. Nothing for a story without reports.
    ///
    /// # Errors
    /// When the database refuses or stored values are damaged.
    pub fn collated(&self, story: StoryNo) -> Result<Option<(Vec<Stored>, Record)>, StoreError> {
        let state = self.story_state(story)?;
        if state.is_empty() {
            return Ok(None);
        }
        let reports = self.story(story)?;
        let record = match self.kept_record(story, &state)?.filter(|kept| kept.current) {
            Some(kept) => kept.record,
            None => self.collate(story, &reports)?,
        };
        Ok(Some((reports, record)))
    }

    /// The record of a story made now from its reports, heeding the judgements that stand.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn collate(&self, story: StoryNo, reports: &[Stored]) -> Result<Record, StoreError> {
        let docs: Vec<_> = reports.iter().map(Stored::doc).collect();
        Ok(sayso_collate::record_judged(story, &docs, &self.standing_judgements()?))
    }
}

/// A record as bytes: it repeats the words of its reports, and so shrinks to about a quarter.
fn packed(record: &Record) -> Option<Vec<u8>> {
    let plain = postcard::to_allocvec(record).ok()?;
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(plain.len() / 3), flate2::Compression::fast());
    encoder.write_all(&plain).ok()?;
    encoder.finish().ok()
}

fn unpacked(bytes: &[u8]) -> Option<Record> {
    let mut plain = Vec::with_capacity(bytes.len() * 4);
    ZlibDecoder::new(bytes).read_to_end(&mut plain).ok()?;
    postcard::from_bytes(&plain).ok()
}

/// FNV-1a: the same in every run of every build.
fn fnv(words: &str) -> u64 {
    words
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
