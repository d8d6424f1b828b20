//! A story ready to be shown: its record beside its reports, with what pages look up.

use crate::Failure;
use crate::text::one_line;
use sayso_collate::StoryNo;
use sayso_model::{
    Point, Record, RecordStatement, Report, Sense, Speaker, Statement, StatementId, Utterance, Variant,
    VariantKind, Verdict,
};
use sayso_store::{Store, Stored, StoryState};
use sayso_text::Span;
use std::collections::BTreeMap;

/// A story's record beside the reports it was made from.
#[derive(Debug)]
pub struct StoryView {
    pub(crate) no: StoryNo,
    pub(crate) record: Record,
    /// In the order of the record.
    pub(crate) reports: Vec<Stored>,
    /// What is said, each thing once.
    pub(crate) said: Vec<Said>,
    places: BTreeMap<String, usize>,
    offsets: Vec<Offsets>,
    carried: BTreeMap<(usize, StatementId), (usize, usize)>,
}

/// One thing said, with all statements that carry it.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) speaker: Option<u32>,
    /// Places in the record's statements; the one that gives the fullest wording first.
    pub(crate) statements: Vec<usize>,
    /// The utterance it is, by its place in the record.
    pub(crate) utterance: Option<usize>,
}

impl StoryView {
    /// Loads a story with its record: the one that is kept if it still holds, else one worked out now.
    ///
    /// # Errors
    /// When the database refuses, or there is no such story.
    pub fn load(store: &Store, story: StoryNo) -> Result<StoryView, Failure> {
        let found = store.collated(story)?.ok_or_else(|| Failure::Missing(format!("story {story}")))?;
        Ok(StoryView::new(story, found.1, found.0))
    }

    /// Loads a story and works out its record.
    pub(crate) fn made_now(store: &Store, story: StoryNo) -> Result<StoryView, Failure> {
        let reports = store.story(story)?;
        let record = store.collate(story, &reports)?;
        Ok(StoryView::new(story, record, reports))
    }

    /// A view of a record that is kept, with the reports it was made from.
    pub(crate) fn of_record(
        store: &Store,
        story: StoryNo,
        record: Record,
        made_from: &StoryState,
    ) -> Result<StoryView, Failure> {
        let numbers: Vec<_> = made_from.numbers().collect();
        Ok(StoryView::new(story, record, store.reports(&numbers)?))
    }

    /// A view of a record and the reports it names. Reports that the record does not name are left out.
    pub fn new(no: StoryNo, record: Record, mut stored: Vec<Stored>) -> StoryView {
        let place = |id: &str| record.reports.iter().position(|r| r.id == id);
        stored.retain(|s| place(&s.report.id).is_some());
        stored.sort_by_key(|s| place(&s.report.id));
        let places = stored.iter().enumerate().map(|(i, s)| (s.report.id.clone(), i)).collect();
        let offsets = stored.iter().map(|s| Offsets::of(s.report.text.as_str())).collect();
        let mut view = StoryView {
            no,
            record,
            reports: stored,
            said: Vec::new(),
            places,
            offsets,
            carried: BTreeMap::new(),
        };
        view.carried = view.carriers_of_utterances();
        view.said = view.things_said();
        view
    }

    /// About how many bytes it takes.
    pub(crate) fn weight(&self) -> usize {
        self.reports.iter().map(|s| s.report.text.as_str().len() * 4 + 4096).sum()
    }

    /// The place of a report in [`StoryView::reports`].
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub(crate) fn report(&self, place: usize) -> &Report {
        &self.reports[place].report
    }

    /// `a`, `b`, … for the reports in order.
    pub(crate) fn letter(&self, place: usize) -> String {
        letter(place)
    }

    pub(crate) fn outlet(&self, place: usize) -> &str {
        self.report(place).outlet.as_deref().unwrap_or("outlet not named")
    }

    pub(crate) fn speaker(&self, id: Option<u32>) -> Option<&Speaker> {
        let id = id?;
        self.record.speakers.iter().find(|s| s.id == id)
    }

    pub(crate) fn speaker_name(&self, id: Option<u32>) -> &str {
        self.speaker(id).map_or("no source named", |s| s.name.as_str())
    }

    /// A span of a report's text in code points.
    pub(crate) fn chars(&self, place: usize, span: Span) -> (usize, usize) {
        let text = self.report(place).text.as_str();
        let offsets = &self.offsets[place];
        (offsets.char_at(text, span.start()), offsets.char_at(text, span.end()))
    }

    /// The code points from the first span's start to the last one's end.
    pub(crate) fn hull(&self, place: usize, spans: &[Span]) -> Option<(usize, usize)> {
        spans.iter().copied().reduce(Span::hull).map(|span| self.chars(place, span))
    }

    /// The words of spans on one line, joined by ` … `.
    pub(crate) fn words(&self, place: usize, spans: &[Span]) -> String {
        let text = self.report(place).text.as_str();
        let parts: Vec<String> = spans.iter().filter_map(|s| s.slice(text)).map(one_line).collect();
        parts.join(" … ")
    }

    /// The report and annotation of a statement of the record.
    pub(crate) fn statement(&self, entry: &RecordStatement) -> Option<(usize, &Statement)> {
        let place = self.place(&entry.report)?;
        let statements = &self.reports[place].annotations.statements;
        let at = (entry.statement.0 as usize).wrapping_sub(1);
        let found = statements.get(at).filter(|s| s.id == entry.statement);
        found.or_else(|| statements.iter().find(|s| s.id == entry.statement)).map(|s| (place, s))
    }

    /// The utterance a statement of a report is a variant of.
    pub(crate) fn utterance_of(&self, place: usize, statement: StatementId) -> Option<(usize, &Variant)> {
        let (utterance, variant) = *self.carried.get(&(place, statement))?;
        Some((utterance, self.record.utterances.get(utterance)?.variants.get(variant)?))
    }

    /// How many reports carry an utterance.
    pub(crate) fn carriers(&self, utterance: &Utterance) -> usize {
        let mut reports: Vec<&str> = utterance.variants.iter().map(|v| v.report.as_str()).collect();
        reports.sort_unstable();
        reports.dedup();
        reports.len()
    }

    /// The names of the outlets, each once, in the order of the reports.
    pub(crate) fn outlets(&self) -> Vec<&str> {
        let mut outlets: Vec<&str> = Vec::new();
        for report in &self.record.reports {
            if let Some(outlet) = report.outlet.as_deref().filter(|o| !outlets.contains(o)) {
                outlets.push(outlet);
            }
        }
        outlets
    }

    /// Points in the order in which they ask for attention: conflicts first, then what most reports speak of.
    pub(crate) fn points(&self) -> Vec<&Point> {
        let mut points: Vec<&Point> = self.record.points.iter().collect();
        let grade = |verdict| match verdict {
            Verdict::Conflict => 0,
            Verdict::Differ => 1,
            Verdict::Superseded => 2,
            Verdict::Agree => 3,
        };
        points.sort_by_key(|p| (grade(p.verdict), std::cmp::Reverse(p.readings.len()), p.id));
        points
    }

    fn carriers_of_utterances(&self) -> BTreeMap<(usize, StatementId), (usize, usize)> {
        let mut carried = BTreeMap::new();
        for (u, utterance) in self.record.utterances.iter().enumerate() {
            for (v, variant) in utterance.variants.iter().enumerate() {
                let Some(place) = self.place(&variant.report) else { continue };
                for statement in &self.reports[place].annotations.statements {
                    // What stands within another's quotation is part of that one's utterance.
                    let entries = &self.record.statements;
                    let own = |s: &RecordStatement| s.report == variant.report && s.statement == statement.id;
                    let speaker = || entries.iter().find(|s| own(s)).and_then(|s| s.speaker);
                    let carries = (statement.within.is_none() || speaker() == utterance.speaker)
                        && statement.content.iter().any(|c| variant.spans.iter().any(|s| s.overlaps(*c)));
                    if carries {
                        carried.entry((place, statement.id)).or_insert((u, v));
                    }
                }
            }
        }
        carried
    }

    /// Statements that are variants of one utterance, or give one speaker the same words, are one thing said.
    fn things_said(&self) -> Vec<Said> {
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        enum Same {
            Utterance(usize),
            Words(Option<u32>, String),
        }
        let mut said: Vec<Said> = Vec::new();
        let mut known: BTreeMap<Same, (usize, (bool, usize))> = BTreeMap::new();
        for (i, entry) in self.record.statements.iter().enumerate() {
            let Some((place, statement)) = self.statement(entry) else { continue };
            let length = statement.content.iter().map(|s| s.len()).sum();
            let (same, whole, utterance) = match self.utterance_of(place, statement.id) {
                Some((u, variant)) => (
                    Same::Utterance(u),
                    matches!(variant.how, VariantKind::Exact | VariantKind::Split),
                    Some(u),
                ),
                None => {
                    (Same::Words(entry.speaker, bare(&self.words(place, &statement.content))), true, None)
                }
            };
            let weight = (whole, length);
            match known.get_mut(&same) {
                Some((at, best)) if weight > *best => {
                    *best = weight;
                    said[*at].statements.insert(0, i);
                    said[*at].speaker = entry.speaker.or(said[*at].speaker);
                }
                Some((at, _)) => said[*at].statements.push(i),
                None => {
                    known.insert(same, (said.len(), weight));
                    said.push(Said { speaker: entry.speaker, statements: vec![i], utterance });
                }
            }
        }
        said
    }

    /// Speakers with what each said: those most reports let speak first, statements without a source last.
    pub(crate) fn by_speaker(&self) -> Vec<(Option<u32>, Vec<&Said>)> {
        let mut speakers: BTreeMap<Option<u32>, Vec<&Said>> = BTreeMap::new();
        for said in &self.said {
            speakers.entry(said.speaker).or_default().push(said);
        }
        let mut order: Vec<_> = speakers.into_iter().collect();
        order.sort_by_key(|(id, all)| {
            let weight: usize = all.iter().map(|s| s.statements.len()).sum();
            (id.is_none(), std::cmp::Reverse(weight), *id)
        });
        order
    }

    /// Whether an utterance was printed by some report so that its sense turned.
    pub(crate) fn turned(&self, utterance: &Utterance) -> bool {
        utterance.variants.iter().any(|v| v.sense == Sense::Turned)
    }
}

/// Words without letter case and punctuation.
fn bare(words: &str) -> String {
    let lower = words.to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// `a` to `z`, then `aa`, `ab`, …
pub(crate) fn letter(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'a' + (index % 26) as u8));
        match (index / 26).checked_sub(1) {
            Some(more) => index = more,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

/// Code points before every 128th byte of a text; nothing for one whose bytes are its code points.
#[derive(Debug, Default)]
pub(crate) struct Offsets {
    marks: Vec<usize>,
}

const STEP: usize = 128;

impl Offsets {
    pub(crate) fn of(text: &str) -> Offsets {
        if text.is_ascii() {
            return Offsets::default();
        }
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % STEP == 0 {
                marks.push(count);
            }
            // A byte that goes on with a character begins none.
            count += usize::from(byte & 0xc0 != 0x80);
        }
        Offsets { marks }
    }

    /// How many code points begin before byte `at` of the text this was made of.
    pub(crate) fn char_at(&self, text: &str, at: usize) -> usize {
        let at = at.min(text.len());
        match self.marks.get(at / STEP) {
            None if self.marks.is_empty() => at,
            None => self.marks.last().map_or(0, |m| m + begun(text, (self.marks.len() - 1) * STEP, at)),
            Some(mark) => mark + begun(text, at / STEP * STEP, at),
        }
    }
}

fn begun(text: &str, from: usize, to: usize) -> usize {
    text.as_bytes()[from..to].iter().filter(|b| **b & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points() {
        let text = "é “ü” ".repeat(200);
        let offsets = Offsets::of(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.char_at(&text, at), count);
        }
        assert_eq!(offsets.char_at(&text, text.len()), text.chars().count());
        let plain = "abc".repeat(99);
        assert_eq!(Offsets::of(&plain).char_at(&plain, 200), 200);
        let even = "é".repeat(64);
        assert_eq!(Offsets::of(&even).char_at(&even, 128), 64);
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 701, 702].map(letter), ["a", "z", "aa", "zz", "aaa"]);
    }
}
