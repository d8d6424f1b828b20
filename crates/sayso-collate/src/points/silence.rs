//! Silence: what a report lacks that independent others have, and what it alone has.
//!
//! A report lacks a point, an utterance or a statement in indirect speech that two or more independent voices carry and
//! it does not. A report alone has a sentence if no sentence of another voice shares most of what the sentence tells:
//! its words weighed by how rare they are. Copies of one text are one voice, so what only a report and its copies have is
//! listed for each of them.

use super::claims::{claim_words, clauses};
use super::draft::Draft;
use super::view::View;
use crate::words::join;
use rustc_hash::FxHashMap;
use sayso_model::{Alone, Form, Lacked, LackedKind, Point, PointKind, Reading, Silence, Utterance};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Share of what a sentence tells that another's may have while it still stands alone.
const SHARED: f32 = 0.5;
/// The same for somebody's very words that no other report quotes.
const SHARED_QUOTED: f32 = 0.8;
/// The same for the sentence that opens a report: the news, which the others open with in other words.
const SHARED_OPENING: f32 = 0.25;
/// What a sentence tells at least, to be worth a line: the weight of one rare word.
const TELLS: f32 = 3.0;
/// The same for somebody's very words, which are worth a line though they are plain.
const TELLS_QUOTED: f32 = 0.7;
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
        // A figure or day that nobody else gives is the report's own.
        let measured = matches!(point.kind, PointKind::Number | PointKind::Time);
        for reading in point.readings.iter().filter(|_| with.len() > 1) {
            let same = |o: &Reading| o.report != reading.report && o.value == reading.value;
            if measured && !point.readings.iter().any(same) {
                continue;
            }
            if let Some(doc) = place.get(reading.report.as_str()) {
                common[*doc].extend(&reading.spans);
            }
        }
    }
    // What several voices quote.
    let mut quoted: Vec<Vec<Span>> = vec![Vec::new(); views.len()];
    for utterance in carried.utterances {
        let docs: Vec<Option<usize>> =
            utterance.variants.iter().map(|v| place.get(v.report.as_str()).copied()).collect();
        let with: BTreeSet<usize> = docs.iter().flatten().map(|d| carried.voice_of[*d]).collect();
        for (variant, doc) in utterance.variants.iter().zip(docs).filter(|_| with.len() > 1) {
            if let Some(doc) = doc {
                quoted[doc].extend(&variant.spans);
            }
        }
    }
    let alone = alone(views, carried.voice_of, &offsets, &common, &quoted);
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
fn alone(
    views: &[View<'_>],
    voice_of: &[usize],
    offsets: &[u32],
    common: &[Vec<Span>],
    quoted: &[Vec<Span>],
) -> Vec<Vec<Alone>> {
    // For each word, the sentences it stands in, numbered over all reports; and the voice of each sentence.
    let mut places: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    let mut voice_of_sentence: Vec<usize> = Vec::new();
    let mut sentences: Vec<Vec<Vec<(u64, f32)>>> = Vec::new();
    for view in views {
        let mut own = Vec::new();
        for line in &view.sentences {
            let words = words_of(view, line.tokens.clone());
            for (stem, _) in &words {
                places.entry(*stem).or_default().push(voice_of_sentence.len() as u32);
            }
            voice_of_sentence.push(voice_of[view.at]);
            own.push(words);
        }
        sentences.push(own);
    }
    let mut found = Vec::new();
    // How much of some words each sentence of another voice has; and those sentences.
    let mut shared = vec![0.0f32; voice_of_sentence.len()];
    let mut touched: Vec<u32> = Vec::new();
    for view in views {
        let mut own: Vec<(f32, Alone)> = Vec::new();
        let opening = view.sentences.iter().position(|l| !l.headline);
        for (at, line) in view.sentences.iter().enumerate().filter(|(_, l)| !l.headline) {
            let mut lonely = |words: &[(u64, f32)], least: f32, limit: f32| -> Option<f32> {
                let total: f32 = words.iter().map(|w| w.1).sum();
                for (stem, weight) in words {
                    for place in places.get(stem).into_iter().flatten() {
                        if voice_of_sentence[*place as usize] != voice_of[view.at] {
                            shared[*place as usize] += weight;
                            touched.push(*place);
                        }
                    }
                }
                let mut most = 0.0f32;
                for place in touched.drain(..) {
                    most = most.max(std::mem::take(&mut shared[place as usize]));
                }
                let most = most / total.max(0.1);
                (total >= least && most < limit).then_some(most - total / 200.0)
            };
            // What a point sets side by side is not alone, whatever words others use for it.
            let compared = |span: Span| {
                let inside = common[view.at].iter().filter(|s| span.overlaps(**s)).map(|s| s.len()).max();
                inside.unwrap_or(0) * 5 > span.len() * 2
            };
            let voice = view.said_by(line.tokens.start).statement;
            let middle = view.said_by(line.tokens.start + line.tokens.len() / 2).statement;
            let direct = middle.is_some_and(|s| view.statements()[s].form == Form::Direct);
            let (least, limit) = match direct {
                // Part of a speech that others print, maybe in other words.
                true if quoted[view.at].iter().any(|q| q.overlaps(line.span)) => (TELLS_QUOTED, SHARED / 2.0),
                true => (TELLS_QUOTED, SHARED_QUOTED),
                false if opening == Some(at) => (TELLS, SHARED_OPENING),
                false => (TELLS, SHARED),
            };
            let mut add = |score: f32, span: Span, statement: Option<usize>| {
                let text = crate::quotation::join_spans(view.doc.text(), &[span]);
                let statement = statement.map(|s| offsets[view.at] + s as u32 + 1);
                own.push((score, Alone { spans: vec![span], text, statement }));
            };
            // Clauses that a point sets beside others' are told by them, unless they count something more; what else the
            // sentence tells may be its own.
            let told = |tokens: Range<usize>| {
                let Some(span) = view.hull(tokens) else { return false };
                let given = |of: Span| common[view.at].iter().any(|s| of.overlaps(*s));
                let mut counted = view.doc.annotations.quantities.iter().filter(|q| span.contains(q.span));
                given(span) && counted.all(|q| given(q.span))
            };
            let words = if direct {
                sentences[view.at][at].clone()
            } else {
                let own = clauses(view, line.tokens.clone()).into_iter().filter(|c| !told(c.clone()));
                once(own.flat_map(|c| words_of(view, c)).collect())
            };
            if !compared(line.span)
                && let Some(score) = lonely(&words, least, limit)
            {
                add(score, line.span, voice.or(middle.filter(|_| direct)));
                continue;
            }
            // What is said in a sentence may be new though the sentence is not: `Orr, 58, was told that he would serve …`.
            for (s, statement) in view.statements().iter().enumerate() {
                for span in
                    statement.content.iter().filter(|c| line.span.contains(**c) && c.len() < line.span.len())
                {
                    let words = words_of(view, view.tokens_in(*span));
                    let limit = if opening == Some(at) { SHARED_OPENING } else { SHARED };
                    if !compared(*span)
                        && let Some(score) = lonely(&words, TELLS, limit)
                    {
                        add(score, *span, Some(s));
                    }
                }
            }
        }
        own.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.spans.cmp(&b.1.spans)));
        own.truncate(MOST);
        own.sort_by(|a, b| a.1.spans.cmp(&b.1.spans));
        found.push(own.into_iter().map(|a| a.1).collect());
    }
    found
}

/// What some words tell: those that tell something, and numbers, each once, with how much.
fn words_of(view: &View<'_>, tokens: Range<usize>) -> Vec<(u64, f32)> {
    let span = view.hull(tokens.clone());
    let mut words: Vec<(u64, f32)> = claim_words(view, tokens).iter().map(|w| (w.stem, w.weight)).collect();
    let quantities =
        view.doc.annotations.quantities.iter().filter(|q| span.is_some_and(|s| s.contains(q.span)));
    words.extend(quantities.filter_map(|q| q.value.or(q.low)).map(|v| (join(0x6e, v.to_bits()), 1.5)));
    once(words)
}

/// Each word once.
fn once(mut words: Vec<(u64, f32)>) -> Vec<(u64, f32)> {
    words.sort_by_key(|w| w.0);
    words.dedup_by_key(|w| w.0);
    words
}
