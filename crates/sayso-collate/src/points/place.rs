//! Where the story's happenings were.
//!
//! A place is one that a name with a preposition gives (`near Farring`, `in the port of Sarrow`), for what its clause
//! tells. Only reports that name the same place are set side by side, for a town and its country are both right; and a
//! place is asked after once.

use super::claims::{ClaimWord, claim_words, cover_words};
use super::draft::{Draft, Given};
use super::lists::lines;
use super::view::{View, Voice};
use super::when::{HAPPENINGS, happens};
use crate::words::{hash_word, stem};
use sayso_model::{EntityKind, Form, PointKind, Verdict};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Where something was, as one report tells it.
struct At {
    doc: usize,
    line: usize,
    /// The place with its preposition.
    span: Span,
    name: String,
    mode: Option<&'static str>,
    clause: Range<usize>,
    words: Vec<ClaimWord>,
    voice: Voice,
}

/// Words that put something at a place.
const AT: [&str; 13] = [
    "in", "at", "near", "outside", "off", "below", "above", "inside", "beside", "behind", "around",
    "through", "on",
];
/// Words that end a clause.
const PARTING: [&str; 12] =
    ["after", "before", "although", "though", "but", "because", "while", "who", "which", "where", ";", ":"];
/// The stems of the words for happenings: before one, a name is no place.
static WORDS_OF_ACTS: LazyLock<HashSet<u64>> = LazyLock::new(|| {
    lines(include_str!("../../words/points/acts_named.txt"))
        .flat_map(|l| l.split(' '))
        .map(|w| hash_word(stem(w)))
        .collect()
});
/// Mentions of one place that are looked at in a report.
const MENTIONS: usize = 4;
/// Points about places of one story.
const MOST: usize = 6;

/// The points about places.
pub(crate) fn places(views: &[View<'_>]) -> Vec<Draft> {
    let mut by_name: BTreeMap<String, Vec<At>> = BTreeMap::new();
    for at in views.iter().flat_map(told) {
        let all = by_name.entry(at.name.to_lowercase()).or_default();
        // A report that names its town in every sentence says what was there in the first of them.
        if all.iter().rev().take_while(|o| o.doc == at.doc).count() < MENTIONS {
            all.push(at);
        }
    }
    let mut drafts: Vec<Draft> = by_name.into_values().filter_map(|all| point(views, &all)).collect();
    drafts.sort_by(|a, b| b.docs().len().cmp(&a.docs().len()).then(b.weight.total_cmp(&a.weight)));
    // One happening is asked after once: the place that most reports give.
    let mut asked: BTreeSet<String> = BTreeSet::new();
    drafts.retain(|d| asked.insert(d.question.clone()));
    drafts.truncate(MOST);
    drafts
}

/// The places of a report.
fn told(view: &View<'_>) -> Vec<At> {
    let mut found = Vec::new();
    let places = view.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Place);
    for (entity, mention) in places.flat_map(|e| e.mentions.iter().map(move |m| (e, m))) {
        let Some(line) = view.line_at(mention.span.start()) else { continue };
        let sentence = &view.sentences[line];
        let tokens = view.tokens_in(mention.span);
        // `near the village of Stell`: up to four words between.
        let preposition = (sentence.tokens.start.max(tokens.start.saturating_sub(5))..tokens.start)
            .rev()
            .take_while(|i| {
                !matches!(view.word(*i), "," | "." | "to" | "from" | "for" | "by" | "with" | "and")
            })
            .find(|i| AT.contains(&view.word(*i)));
        let Some(first) = preposition.filter(|_| !sentence.headline) else { continue };
        // `the U.S. airstrikes` says whose they were, `in the Kuvo harbour` what it is called.
        let names_a_thing = view.is_word(tokens.end)
            && sentence.tokens.contains(&tokens.end)
            && WORDS_OF_ACTS.contains(&view.stem(tokens.end));
        if view.attributes(tokens.start) || names_a_thing {
            continue;
        }
        let parts = |i: &usize| PARTING.contains(&view.word(*i));
        let from = (sentence.tokens.start..first).rev().find(parts).map_or(sentence.tokens.start, |i| i + 1);
        let to = (tokens.end..sentence.tokens.end).find(parts).unwrap_or(sentence.tokens.end);
        let mut words = claim_words(view, from..to);
        words.retain(|w| !(first..tokens.end).contains(&w.token));
        let span = view.hull(first..tokens.end).unwrap_or(mention.span);
        let near = |e: &&sayso_model::Event| {
            let at = view.token_at(e.span);
            (from..first).contains(&at) && first - at <= 8 && happens(e)
        };
        let event = view.doc.annotations.events.iter().rfind(near);
        let mode = event.and_then(|e| HAPPENINGS.get_key_value(e.mode.as_deref()?)).map(|(mode, _)| *mode);
        found.push(At {
            doc: view.at,
            line,
            span,
            name: entity.name.clone(),
            mode,
            clause: from..first,
            words,
            voice: view.voice(mention.span),
        });
    }
    found
}

/// The point about one place: what the most reports tell alike to have been there.
fn point(views: &[View<'_>], all: &[At]) -> Option<Draft> {
    let like = |a: &At, b: &At| {
        let meet = |x: &ClaimWord| b.words.iter().any(|y| x.stem == y.stem);
        if !(a.mode.is_some() && a.mode == b.mode || a.words.iter().any(meet)) {
            return false;
        }
        let cover = cover_words(&a.words, &b.words);
        let high = cover.of_first.max(cover.of_second);
        let words = cover.words + usize::from(a.mode.is_some() && a.mode == b.mode);
        words >= 2 && high >= 0.3 || words >= 1 && high >= 0.6
    };
    let group = |a: &At| -> Vec<usize> {
        let mut docs = BTreeSet::from([a.doc]);
        let mut group = vec![all.iter().position(|o| std::ptr::eq(o, a)).unwrap_or(0)];
        for (i, b) in all.iter().enumerate() {
            if !docs.contains(&b.doc) && like(a, b) {
                docs.insert(b.doc);
                group.push(i);
            }
        }
        group
    };
    let best = all.iter().map(group).max_by_key(|g| (g.len(), std::cmp::Reverse(g[0])))?;
    if best.len() < 2 {
        return None;
    }
    let kept: Vec<&At> = best.iter().map(|i| &all[*i]).collect();
    // What all quote of one speaker is an utterance, not a place that they report.
    let quoted = |k: &&At| {
        let statement = k.voice.statement.map(|s| &views[k.doc].statements()[s]);
        statement.is_some_and(|s| s.form != Form::Indirect) && k.voice.speaker == kept[0].voice.speaker
    };
    if kept.iter().all(quoted) {
        return None;
    }
    let modes = || kept.iter().filter_map(|k| k.mode);
    let mode = modes().find(|m| modes().filter(|o| o == m).count() * 2 >= kept.len());
    let question = match mode.and_then(|m| HAPPENINGS.get(m)) {
        Some(happening) => format!("Where was the {}?", happening.noun),
        None => {
            let head = kept.iter().min_by_key(|k| (k.clause.len() < 3, k.clause.len(), k.doc))?;
            let from = head.clause.end.saturating_sub(10).max(head.clause.start);
            let words = views[head.doc].hull(from..head.clause.end).map(|s| views[head.doc].text(s))?;
            format!("Where was this: {}?", words.split_whitespace().collect::<Vec<_>>().join(" "))
        }
    };
    let early = kept.iter().map(|k| k.line).min().unwrap_or(0);
    Some(Draft {
        kind: PointKind::Place,
        question,
        given: kept.iter().map(|k| Given::new(k.doc, k.span, k.name.clone(), k.voice)).collect(),
        verdict: Verdict::Agree,
        weight: 0.2 - 0.1 * (early.min(10) as f32 / 10.0),
    })
}
