//! Where the story's happenings were.
//!
//! A place is one that a name with a preposition gives (`near Farring`, `in the port of Sarrow`), for what its clause
//! tells. Only reports that name the same place are set side by side, for a town and its country are both right; and a
//! place is asked after once.

use super::ask::ask;
use super::claims::{ClaimWord, claim_words, cover_words};
use super::draft::{Draft, Given};
use super::lists::lines;
use super::view::{View, Voice};
use super::when::{HAPPENINGS, happens};
use crate::meaning::vector_of;
use crate::words::{hash_word, stem};
use sayso_model::{EntityKind, Form, PointKind, Verdict};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Where something was, as one report tells it.
struct At {
    doc: usize,
    line: usize,
    /// The place with its preposition.
    span: Span,
    name: String,
    /// Whether that is no name of its own.
    noun: bool,
    mode: Option<&'static str>,
    clause: Range<usize>,
    /// Its tokens, preposition and all.
    hole: Range<usize>,
    words: Vec<ClaimWord>,
    voice: Voice,
}

/// Words that put something at a place.
const AT: [&str; 13] = [
    "in", "at", "near", "outside", "off", "below", "above", "inside", "beside", "behind", "around",
    "through", "on",
];
/// Nouns of what lies in a place that is named after them.
const PARTS: [&str; 44] = [
    "village",
    "town",
    "city",
    "port",
    "harbour",
    "harbor",
    "province",
    "district",
    "region",
    "valley",
    "state",
    "island",
    "islands",
    "suburb",
    "capital",
    "county",
    "municipality",
    "commune",
    "parish",
    "borough",
    "coast",
    "shore",
    "outskirts",
    "centre",
    "center",
    "heart",
    "middle",
    "north",
    "south",
    "east",
    "west",
    "outside",
    "edge",
    "gulf",
    "strait",
    "bay",
    "lake",
    "mountains",
    "hills",
    "hamlet",
    "community",
    "neighbourhood",
    "neighborhood",
    "area",
];
/// Ends of names of what things stand on.
const GROUND: [&str; 22] = [
    "street",
    "road",
    "avenue",
    "lane",
    "bridge",
    "island",
    "islands",
    "coast",
    "river",
    "bank",
    "square",
    "highway",
    "boulevard",
    "hill",
    "mount",
    "mountain",
    "lake",
    "pier",
    "quay",
    "beach",
    "motorway",
    "isle",
];
/// Words that may follow a noun of a place without making it part of another.
const FUNCTION: [&str; 30] = [
    "and", "or", "but", "on", "in", "at", "of", "by", "to", "for", "with", "when", "where", "who", "which",
    "that", "as", "was", "were", "is", "are", "had", "has", "have", "will", "would", "near", "after",
    "before", "until",
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
/// Nouns of places, each with the one that stands for its line.
static NOUNS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    lines(include_str!("../../words/points/places.txt"))
        .flat_map(|l| {
            let first = l.split(' ').next().unwrap_or(l);
            l.split(' ').map(move |w| (w, first))
        })
        .collect()
});
/// Mentions of one place that are looked at in a report.
const MENTIONS: usize = 4;
/// Points about places of one story.
const MOST: usize = 6;

/// The points about places.
pub(crate) fn places(views: &[View<'_>]) -> Vec<Draft> {
    let mut by_name: BTreeMap<String, Vec<At>> = BTreeMap::new();
    // A name that is a place in one report is one in the others.
    let known: HashSet<&str> = views
        .iter()
        .flat_map(|v| &v.doc.annotations.entities)
        .filter(|e| e.kind == EntityKind::Place)
        .map(|e| e.name.as_str())
        .collect();
    for at in views.iter().flat_map(|v| told(v, &known)) {
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
fn told(view: &View<'_>, known: &HashSet<&str>) -> Vec<At> {
    let mut found = Vec::new();
    let places = view.doc.annotations.entities.iter().filter(|e| {
        e.kind == EntityKind::Place || e.kind != EntityKind::Person && known.contains(e.name.as_str())
    });
    for (entity, mention) in places.flat_map(|e| e.mentions.iter().map(move |m| (e, m))) {
        found.extend(one(view, view.tokens_in(mention.span), entity.name.clone(), false));
    }
    for sentence in view.sentences.iter().filter(|s| !s.headline) {
        for i in sentence.tokens.clone() {
            let Some(noun) = NOUNS.get(view.word(i)).filter(|_| !view.is_name(i)) else { continue };
            found.extend(one(view, i..i + 1, (*noun).to_owned(), true));
        }
    }
    found.sort_by_key(|a| (a.line, a.hole.start));
    found
}

/// The place that some tokens name, if a preposition puts something there; `noun` for one without a name.
fn one(view: &View<'_>, tokens: Range<usize>, name: String, noun: bool) -> Option<At> {
    let line = view.line_at(view.tokens.get(tokens.start)?.span.start())?;
    let sentence = &view.sentences[line];
    // `near the village of Stell`: up to four words between.
    let preposition = (sentence.tokens.start.max(tokens.start.saturating_sub(5))..tokens.start)
        .rev()
        .take_while(|i| {
            let word = view.word(*i);
            let parts = matches!(word, "," | "." | "to" | "from" | "for" | "by" | "with" | "and");
            !(parts || noun && matches!(word, "of" | "'s" | "’s"))
        })
        .find(|i| AT.contains(&view.word(*i)));
    let first = preposition.filter(|i| !sentence.headline && puts(view, *i, &tokens))?;
    // `the U.S. airstrikes` says whose they were, `in the Kuvo harbour` what it is called.
    let mut next = tokens.end;
    while view.word(next) == "." {
        next += 1;
    }
    let close = |i: usize| view.tokens.get(i).is_some_and(|t| t.gap != sayso_text::Gap::Break);
    let names_a_thing = view.is_word(next) && close(next) && WORDS_OF_ACTS.contains(&view.stem(next));
    let compound = noun && view.is_word(tokens.end) && close(tokens.end) && {
        let known = vector_of(view.word(tokens.end)) != 0 && !FUNCTION.contains(&view.word(tokens.end));
        known && !view.word(tokens.end).ends_with("ed") && !view.word(tokens.end).ends_with("ly")
    };
    if view.attributes(tokens.start) || names_a_thing || compound {
        return None;
    }
    let parts = |i: &usize| PARTING.contains(&view.word(*i));
    let from = (sentence.tokens.start..first).rev().find(parts).map_or(sentence.tokens.start, |i| i + 1);
    let to = (tokens.end..sentence.tokens.end).find(parts).unwrap_or(sentence.tokens.end);
    let mut words = claim_words(view, from..to);
    words.retain(|w| !(first..tokens.end).contains(&w.token));
    let hole = first..tokens.end;
    let span = view.hull(hole.clone())?;
    let near = |e: &&sayso_model::Event| {
        let at = view.token_at(e.span);
        (from..first).contains(&at) && first - at <= 8 && happens(e)
    };
    let event = view.doc.annotations.events.iter().rfind(near);
    let mode = event.and_then(|e| HAPPENINGS.get_key_value(e.mode.as_deref()?)).map(|(mode, _)| *mode);
    let voice = view.voice(view.tokens.get(tokens.start)?.span);
    Some(At { doc: view.at, line, span, name, noun, mode, clause: from..first, hole, words, voice })
}

/// Whether a preposition puts something at the place that it leads to: `near the village of Stell`, but not `in favour of
/// Stell`, and not `on Stell`.
fn puts(view: &View<'_>, first: usize, place: &Range<usize>) -> bool {
    let of = (first + 1..place.start).find(|i| view.word(*i) == "of");
    let part = of.is_none_or(|of| PARTS.contains(&view.word(of - 1)));
    let last = view.word(place.end.saturating_sub(1));
    let on = view.word(first) != "on"
        || (first + 1..place.start).any(|i| view.word(i) == "the")
        || GROUND.contains(&last);
    part && on
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
        if a.noun {
            return words >= 2 && high >= 0.4;
        }
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
    let asked = kept
        .iter()
        .filter_map(|k| ask(&views[k.doc], "Where", k.clause.start..k.hole.end, k.hole.clone(), k.voice));
    let question = match (asked.min_by_key(|(far, _)| *far), mode.and_then(|m| HAPPENINGS.get(m))) {
        (Some((_, question)), _) => question,
        (None, Some(happening)) => {
            format!(
                "Where {} the {}?",
                if happening.noun.ends_with('s') { "were" } else { "was" },
                happening.noun
            )
        }
        // A place for what cannot even be asked is none.
        (None, None) => return None,
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
