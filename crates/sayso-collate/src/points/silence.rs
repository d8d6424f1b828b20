//! Silence: what a report lacks that independent others have, and what it alone has.
//!
//! A report lacks a point, an utterance or a statement in indirect speech that two or more independent voices carry and
//! it does not. A report alone has a sentence if no sentence of another voice shares most of what the sentence tells:
//! its words weighed by how rare they are. Copies of one text are one voice, so what only a report and its copies have is
//! listed for each of them.

use super::claims::claim_words;
use super::draft::Draft;
use super::view::View;
use crate::words::join;
use sayso_model::{Alone, Lacked, LackedKind, Point, Silence, Utterance};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Share of what a sentence tells that another's may have while it still stands alone.
const SHARED: f32 = 0.5;
/// What a sentence tells at least, to be worth a line: the weight of one rare word.
const TELLS: f32 = 4.0;
/// Passages listed for one report.
const MOST: usize = 24;

/// What the record has, for telling who lacks it.
pub(crate) struct Carried<'r> {
    /// The points.
    pub points: &'r [Point],
    /// The utterances.
    pub utterances: &'r [Utterance],
    /// Propositions that several reports carry: `shared` drafts.
    pub statements: &'r [Draft],
    /// The independent voice of each report.
    pub voice_of: &'r [usize],
}

/// The silence of each report, in the order of the record.
pub(crate) fn silence(views: &[View<'_>], carried: &Carried<'_>) -> Vec<Silence> {
    let place: BTreeMap<&str, usize> = views.iter().map(|v| (v.doc.report.id.as_str(), v.at)).collect();
    let offsets: Vec<u32> = views
        .iter()
        .scan(0u32, |sum, v| {
            let from = *sum;
            *sum += v.statements().len() as u32;
            Some(from)
        })
        .collect();
    let mut lacks: Vec<Vec<Lacked>> = vec![Vec::new(); views.len()];
    let mut note = |kind: LackedKind, id: u32, with: &BTreeSet<usize>| {
        let voices: BTreeSet<usize> = with.iter().map(|d| carried.voice_of[*d]).collect();
        if voices.len() >= 2 {
            for (d, list) in lacks.iter_mut().enumerate().filter(|(d, _)| !with.contains(d)) {
                let _ = d;
                list.push(Lacked { kind, id, carried: voices.len() as u32 });
            }
        }
    };
    for point in carried.points {
        let with = point.readings.iter().filter_map(|r| place.get(r.report.as_str()).copied()).collect();
        note(LackedKind::Point, point.id, &with);
    }
    for utterance in carried.utterances {
        let with = utterance.variants.iter().filter_map(|v| place.get(v.report.as_str()).copied()).collect();
        note(LackedKind::Utterance, utterance.id, &with);
    }
    for draft in carried.statements {
        let with: BTreeSet<usize> = draft.docs().into_iter().collect();
        let first = draft.given.iter().find_map(|g| {
            let span = g.spans.first()?;
            let at = views[g.doc].said_by(views[g.doc].token_at(*span)).statement?;
            Some(offsets[g.doc] + at as u32 + 1)
        });
        if let Some(id) = first {
            note(LackedKind::Statement, id, &with);
        }
    }
    // Where each report gives what others give too.
    let mut common: Vec<Vec<Span>> = vec![Vec::new(); views.len()];
    for point in carried.points {
        let with: BTreeSet<usize> = point
            .readings
            .iter()
            .filter_map(|r| place.get(r.report.as_str()))
            .map(|d| carried.voice_of[*d])
            .collect();
        for reading in point.readings.iter().filter(|_| with.len() > 1) {
            if let Some(doc) = place.get(reading.report.as_str()) {
                common[*doc].extend(&reading.spans);
            }
        }
    }
    let alone = alone(views, carried.voice_of, &offsets, &common);
    views
        .iter()
        .zip(lacks)
        .zip(alone)
        .map(|((view, mut lacks), alone)| {
            lacks.sort_by_key(|l| (l.kind, std::cmp::Reverse(l.carried), l.id));
            lacks.dedup_by_key(|l| (l.kind, l.id));
            Silence { report: view.doc.report.id.clone(), lacks, alone }
        })
        .collect()
}

/// What each report alone has.
fn alone(views: &[View<'_>], voice_of: &[usize], offsets: &[u32], common: &[Vec<Span>]) -> Vec<Vec<Alone>> {
    // For each word, the sentences it stands in: report and sentence.
    let mut places: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
    let mut sentences: Vec<Vec<Vec<(u64, f32)>>> = Vec::new();
    for view in views {
        let mut own = Vec::new();
        for (at, line) in view.sentences.iter().enumerate() {
            let mut words: Vec<(u64, f32)> =
                claim_words(view, line.tokens.clone()).iter().map(|w| (w.stem, w.weight)).collect();
            words.extend(numbers(view, at));
            words.sort_by_key(|w| w.0);
            words.dedup_by_key(|w| w.0);
            for (stem, _) in &words {
                places.entry(*stem).or_default().push((view.at as u32, at as u32));
            }
            own.push(words);
        }
        sentences.push(own);
    }
    let mut found = Vec::new();
    for view in views {
        let mut own: Vec<(f32, Alone)> = Vec::new();
        for (at, line) in view.sentences.iter().enumerate().filter(|(_, l)| !l.headline) {
            let words = &sentences[view.at][at];
            let total: f32 = words.iter().map(|w| w.1).sum();
            if total < TELLS {
                continue;
            }
            let mut shared: BTreeMap<(u32, u32), f32> = BTreeMap::new();
            for (stem, weight) in words {
                for place in places.get(stem).into_iter().flatten() {
                    if voice_of[place.0 as usize] != voice_of[view.at] {
                        *shared.entry(*place).or_default() += weight;
                    }
                }
            }
            // What a point sets side by side is not alone, whatever words others use for it.
            let own_span = |s: &&Span| line.span.overlaps(**s);
            let compared: usize = common[view.at].iter().filter(own_span).map(|s| s.len()).max().unwrap_or(0);
            if compared * 5 > line.span.len() * 2 {
                continue;
            }
            let most = shared.values().copied().fold(0.0f32, f32::max) / total;
            if most < SHARED {
                let statement = view.said_by(line.tokens.start).statement;
                own.push((
                    most - total / 200.0,
                    Alone {
                        spans: vec![line.span],
                        text: crate::quotation::join_spans(view.doc.text(), &[line.span]),
                        statement: statement.map(|s| offsets[view.at] + s as u32 + 1),
                    },
                ));
            }
        }
        own.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.spans.cmp(&b.1.spans)));
        own.truncate(MOST);
        own.sort_by(|a, b| a.1.spans.cmp(&b.1.spans));
        found.push(own.into_iter().map(|a| a.1).collect());
    }
    found
}

/// The numbers of a sentence, as words.
fn numbers(view: &View<'_>, at: usize) -> Vec<(u64, f32)> {
    let span = view.sentences[at].span;
    let quantities = view.doc.annotations.quantities.iter().filter(|q| span.contains(q.span));
    quantities.filter_map(|q| q.value.or(q.low)).map(|v| (join(0x6e, v.to_bits()), 1.5)).collect()
}
