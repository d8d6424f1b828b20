//! What several reports of one story say side by side.
//!
//! These types are the `sayso-record/1` contract with byte spans; a span always lies in the text of the
//! report named beside it.

use crate::{
    Answering, Certainty, LackedKind, LineageKind, PointKind, Published, Sense, StatementId, TimelineKind,
    VariantKind, Verdict,
};
use sayso_text::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A story as `sayso stories` lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StorySummary {
    /// Its number, stable over time.
    pub id: u64,
    /// Its fullest headline.
    pub title: String,
    /// First day, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Its reports: id, path and outlet.
    pub reports: Vec<RecordReport>,
}

/// A story's collated record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The story.
    pub story: StoryHeader,
    /// Its reports, by date, then id.
    pub reports: Vec<RecordReport>,
    /// Who copied whom.
    pub lineage: Vec<LineageEdge>,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// Who said what.
    pub statements: Vec<RecordStatement>,
    /// The same quotation across reports.
    pub utterances: Vec<Utterance>,
    /// Events, statements and publications by date.
    pub timeline: Vec<TimelineItem>,
    /// What can be compared.
    pub points: Vec<Point>,
    /// What each calls the same thing.
    pub naming: Vec<Naming>,
    /// For each report, what it lacks that others have, and what it alone has.
    pub silence: Vec<Silence>,
}

/// Which story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoryHeader {
    /// Its number.
    pub id: u64,
    /// Its fullest headline.
    pub title: String,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
}

/// A report of the story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordReport {
    /// Its id, as `annotate` prints it.
    pub id: String,
    /// Where it was read.
    pub path: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was published.
    pub published: Published,
}

/// One report depends on another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineageEdge {
    /// The report that copied.
    pub report: String,
    /// The report it was copied from.
    pub of: String,
    /// How.
    pub kind: LineageKind,
    /// The passages both share.
    pub shared: Vec<SharedPassage>,
}

/// A passage in two reports.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedPassage {
    /// In the report that copied.
    pub span: Span,
    /// In the report it was copied from.
    pub of_span: Span,
}

/// A speaker over all reports of the story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// Its number within the record, from 1.
    pub id: u32,
    /// The fullest name.
    pub name: String,
    /// `person`, `organization`, `anonymous`, `collective`, `document`.
    pub kind: String,
    /// Other forms as printed.
    pub aliases: Vec<String>,
}

/// A statement of one report, as part of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordStatement {
    /// Its number within the record, from 1.
    pub id: u32,
    /// In which report.
    pub report: String,
    /// Its id there.
    pub statement: StatementId,
    /// Who made it.
    pub speaker: Option<u32>,
    /// When, as a TIMEX3 value.
    pub said: Option<String>,
    /// Which statements it answers.
    pub answers: Vec<Answer>,
}

/// One statement answers another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The statement answered, by its number within the record.
    pub statement: u32,
    /// How.
    pub how: Answering,
}

/// One act of speech as several reports print it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Utterance {
    /// Its number within the record, from 1.
    pub id: u32,
    /// Who spoke.
    pub speaker: Option<u32>,
    /// The fullest wording printed.
    pub fullest: String,
    /// The report that had it first, where dates tell.
    pub first: Option<String>,
    /// What each report printed.
    pub variants: Vec<Variant>,
}

/// What one report printed of an utterance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// In which report.
    pub report: String,
    /// Where.
    pub spans: Vec<Span>,
    /// The words; parts joined by ` … `.
    pub text: String,
    /// How it relates to the fullest wording.
    pub how: VariantKind,
    /// Whether the sense is kept.
    pub sense: Sense,
}

/// Something dated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimelineItem {
    /// When, as a TIMEX3 value.
    pub date: String,
    /// How that is known.
    pub basis: Certainty,
    /// What it is.
    pub kind: TimelineKind,
    /// In which report.
    pub report: String,
    /// Where; empty for a publication.
    pub spans: Vec<Span>,
    /// The words, or the headline of a publication.
    pub text: String,
}

/// A question on which reports can be compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Its number within the record, from 1.
    pub id: u32,
    /// The question.
    pub question: String,
    /// What it asks.
    pub kind: PointKind,
    /// What each report gives.
    pub readings: Vec<Reading>,
    /// What they amount to.
    pub verdict: Verdict,
    /// Reports without a reading.
    pub silent: Vec<String>,
}

/// What one report gives on a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// In which report.
    pub report: String,
    /// Where.
    pub spans: Vec<Span>,
    /// The words.
    pub text: String,
    /// The reading in comparable form.
    pub value: Option<String>,
    /// `own` or `attributed`.
    pub voice: String,
    /// Who says so, when attributed.
    pub speaker: Option<u32>,
}

/// What one report leaves out, and what it alone has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silence {
    /// The report.
    pub report: String,
    /// What two or more independent voices have and this report has not.
    pub lacks: Vec<Lacked>,
    /// What no report but this and its copies has.
    pub alone: Vec<Alone>,
}

/// Something that a report lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacked {
    /// What it is.
    pub kind: LackedKind,
    /// Its number within the record: a point's, an utterance's, or, for a statement, that of the first report that has it.
    pub id: u32,
    /// How many independent voices have it.
    pub carried: u32,
}

/// A passage that one report alone has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alone {
    /// Where.
    pub spans: Vec<Span>,
    /// The words.
    pub text: String,
    /// The statement it belongs to, by its number within the record; `None` in the outlet's own voice.
    pub statement: Option<u32>,
}

/// What one report calls a thing or a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Naming {
    /// What is named.
    pub of: String,
    /// In which report.
    pub report: String,
    /// The words used.
    pub terms: Vec<NamingTerm>,
}

/// One word for a thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NamingTerm {
    /// The word as printed.
    pub text: String,
    /// Where.
    pub spans: Vec<Span>,
    /// `own` or `attributed`.
    pub voice: String,
}

/// Groups reports into independent voices: a report and what copied it (duplicate, wire copy or rewritten copy,
/// directly or over others) are one voice; a report that only reuses passages keeps its own.
///
/// `reports` are the ids in the order of the record. The result holds their places, each once: ascending within a
/// voice, voices by their first report.
pub fn voices<'a>(reports: impl IntoIterator<Item = &'a str>, lineage: &[LineageEdge]) -> Vec<Vec<usize>> {
    let place: BTreeMap<&str, usize> = reports.into_iter().enumerate().map(|(i, id)| (id, i)).collect();
    let mut first: Vec<usize> = (0..place.values().max().map_or(0, |last| last + 1)).collect();
    fn head(first: &[usize], mut i: usize) -> usize {
        while first[i] != i {
            i = first[i];
        }
        i
    }
    for edge in lineage.iter().filter(|e| e.kind != LineageKind::Partial) {
        if let (Some(a), Some(b)) = (place.get(edge.report.as_str()), place.get(edge.of.as_str())) {
            let (a, b) = (head(&first, *a), head(&first, *b));
            first[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..first.len() {
        groups.entry(head(&first, i)).or_default().push(i);
    }
    groups.into_values().collect()
}

impl Record {
    /// The independent voices among the reports, as places in [`Record::reports`]: copies of one text are one voice,
    /// so `voices().len()` is how many say something of their own. See [`voices`].
    pub fn voices(&self) -> Vec<Vec<usize>> {
        voices(self.reports.iter().map(|r| r.id.as_str()), &self.lineage)
    }

    /// Applies `f` to every span together with the id of the report it lies in.
    pub fn map_spans(&mut self, f: &mut dyn FnMut(&str, &mut Span)) {
        for edge in &mut self.lineage {
            for passage in &mut edge.shared {
                f(&edge.report, &mut passage.span);
                f(&edge.of, &mut passage.of_span);
            }
        }
        for variant in self.utterances.iter_mut().flat_map(|u| &mut u.variants) {
            variant.spans.iter_mut().for_each(|s| f(&variant.report, s));
        }
        for item in &mut self.timeline {
            item.spans.iter_mut().for_each(|s| f(&item.report, s));
        }
        for reading in self.points.iter_mut().flat_map(|p| &mut p.readings) {
            reading.spans.iter_mut().for_each(|s| f(&reading.report, s));
        }
        for silence in &mut self.silence {
            for alone in &mut silence.alone {
                alone.spans.iter_mut().for_each(|s| f(&silence.report, s));
            }
        }
        for naming in &mut self.naming {
            for term in &mut naming.terms {
                term.spans.iter_mut().for_each(|s| f(&naming.report, s));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(report: &str, of: &str, kind: LineageKind) -> LineageEdge {
        LineageEdge { report: report.into(), of: of.into(), kind, shared: Vec::new() }
    }

    #[test]
    fn copies_of_one_text_are_one_voice() {
        let lineage = [
            edge("d", "b", LineageKind::Wire),
            edge("e", "d", LineageKind::Rewritten),
            edge("c", "a", LineageKind::Partial),
            edge("f", "elsewhere", LineageKind::Duplicate),
        ];
        let found = voices(["a", "b", "c", "d", "e", "f"], &lineage);
        assert_eq!(found, [vec![0], vec![1, 3, 4], vec![2], vec![5]]);
        assert!(voices([], &lineage).is_empty());
    }
}
