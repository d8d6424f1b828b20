//! The places that a report gives, each with what its clause tells to have been there.

mod around;
mod called;
mod leading;
mod used;
mod words;

use super::super::claims::{ClaimWord, claim_words};
use super::super::lists::lines;
use super::super::told::told_of;
use super::super::view::{View, Voice};
use super::super::when::{HAPPENINGS, happens};
use super::part::{Level, Part};
use crate::words::{hash_word, stem};
use called::{Called, called, leads_on, owner, together};
use leading::leading;
use rustc_hash::FxHashSet;
use sayso_model::{EntityKind, MentionForm};
use sayso_text::Span;
use std::ops::Range;
use std::sync::LazyLock;
pub(super) use used::used;
use words::{Does, is, moves};

/// How a happening stands to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It was there.
    At,
    /// It came from there.
    From,
    /// It went there.
    To,
    /// The place is only named: `the Cable Street fire`.
    Named,
}

/// A place that a report gives.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence.
    pub line: usize,
    /// The place with its preposition.
    pub span: Span,
    /// Its tokens.
    pub hole: Range<usize>,
    /// The place in words.
    pub name: String,
    /// What it is called, from the finest part to the coarsest.
    pub parts: Vec<Part>,
    /// How its happening stands to it.
    pub role: Role,
    /// On which side of the place: `north of Skerrow`.
    pub side: Option<u64>,
    /// Its clause.
    pub clause: Range<usize>,
    /// What the clause tells, the place aside.
    pub words: Vec<ClaimWord>,
    /// The kinds of what happens in the clause, the nearest first.
    pub modes: Vec<&'static str>,
    /// In whose voice.
    pub voice: Voice,
    /// Whether it stands in the headline.
    pub headline: bool,
    /// Sentences of the text before it.
    pub depth: usize,
}

/// The stems of the words for happenings: before one, a name is no place.
static WORDS_OF_ACTS: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    lines(include_str!("../../../words/points/acts_named.txt"))
        .flat_map(|l| l.split(' '))
        .map(|w| hash_word(stem(w)))
        .collect()
});

/// The places of a report; `known` are names that are places in some report.
pub(super) fn spots(view: &View<'_>, known: &FxHashSet<String>) -> Vec<Spot> {
    let mut found = Vec::new();
    let mentions = |keep: &dyn Fn(&sayso_model::Entity) -> bool| -> Vec<(Span, bool)> {
        let kept = view.doc.annotations.entities.iter().filter(|e| keep(e));
        let place = |e: &sayso_model::Entity| e.kind == EntityKind::Place || known.contains(e.name.as_str());
        let mut all: Vec<(Span, bool)> = kept
            .flat_map(|e| e.mentions.iter().map(move |m| (e, m)))
            .filter(|(_, m)| m.form == MentionForm::Name)
            .map(|(e, m)| (m.span, place(e)))
            .collect();
        all.sort_unstable();
        all
    };
    // Half of all villages bear somebody's name.
    let person = |e: &sayso_model::Entity| {
        e.kind == EntityKind::Person && (e.name.contains(' ') || !known.contains(e.name.as_str()))
    };
    let entities = mentions(&|e| !person(e));
    let persons: Vec<Span> = mentions(&person).into_iter().map(|(s, _)| s).collect();
    let mut depth = 0;
    for (line, sentence) in view.sentences.iter().enumerate() {
        let called = called(view, sentence.tokens.clone(), &entities, &persons, known);
        let mut next = 0;
        while next < called.len() {
            // `in the hall of the terminal at Sarrow` is one place.
            let mut last = next;
            while last + 1 < called.len() && leads_on(view, &called[last], &called[last + 1]) {
                last += 1;
            }
            // `hit a lorry near Sarrow`: what leads nowhere leaves the place that it is at.
            let whole = &called[next..=last];
            let own =
                |from: &usize| *from == 0 || whole[*from].part.named() || !whole[*from].part.marks.is_empty();
            let first = (0..whole.len()).filter(own).find_map(|from| spot(view, line, depth, &whole[from..]));
            found.extend(first);
            next = last + 1;
        }
        depth += usize::from(!sentence.headline);
    }
    found
}

/// The place that some words call one within another, if it is one where something is told to have been.
fn spot(view: &View<'_>, line: usize, depth: usize, called: &[Called]) -> Option<Spot> {
    let sentence = &view.sentences[line];
    let (opens, end) = (called.first()?.opens, called.last()?.tokens.end);
    let start = called.first()?.tokens.start;
    if view.attributes(start) {
        return None;
    }
    let first = &called[0].part;
    let parts: Vec<Part> = called.iter().map(|c| c.part.clone()).collect();
    let named = parts.iter().any(Part::named);
    let (role, from, side) = leading(view, opens, sentence.tokens.start, first)?;
    let clause_from = (sentence.tokens.start..from)
        .rev()
        .find(|i| parts_clause(view, *i))
        .map_or(sentence.tokens.start, |i| i + 1);
    let clause_to =
        (end..sentence.tokens.end).find(|i| parts_clause(view, *i)).unwrap_or(sentence.tokens.end);
    let clause = clause_from..clause_to;
    let moved = || {
        clause.clone().any(|i| {
            let word = view.word(i);
            i.abs_diff(from) <= 9 && (moves(word) || is(word, Does::Moves))
        })
    };
    let doubtful = parts.len() == 1
        && !first.named()
        && first.marks.is_empty()
        && is(view.word(end - 1), Does::Doubtful);
    let bare = opens == start && !named && first.marks.is_empty();
    let fine = first.named() && matches!(first.level(), Some(Level::Ground | Level::Site | Level::Region));
    let fits = match role {
        Role::At => !doubtful && !bare,
        Role::To if view.word(from) == "into" => !bare && !doubtful,
        Role::From | Role::To => moved() && !bare && !doubtful,
        Role::Named => {
            fine && !owner(view, end) && first.level() != Some(Level::Site) || fine && site_of_ground(first)
        }
    };
    let big = first.level() >= Some(Level::Town) && !named;
    let act = view.is_word(end) && together(view, end) && WORDS_OF_ACTS.contains(&view.stem(end));
    if !fits
        || big
        || act && parts.len() == 1 && first.noun.is_none()
        || owner(view, end) && first.noun.is_none()
    {
        return None;
    }
    let hole = from..end;
    let mut words = claim_words(view, clause.clone());
    words.retain(|w| !hole.contains(&w.token));
    let span = view.hull(hole.clone())?;
    let name = view.hull(opens..end).map(|s| view.text(s)).unwrap_or_default();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let articles = ["the ", "a ", "an ", "The "];
    let name = articles.iter().find_map(|a| name.strip_prefix(a)).unwrap_or(&name).to_owned();
    Some(Spot {
        doc: view.at,
        line,
        span,
        name,
        parts,
        role,
        side,
        modes: modes(view, &clause, &hole),
        clause,
        words,
        voice: view.voice(view.tokens.get(start)?.span),
        headline: sentence.headline,
        depth,
        hole,
    })
}

/// Whether a place with a noun of buildings is one of the open: bridges stand in nobody's name.
fn site_of_ground(part: &Part) -> bool {
    part.noun.is_some_and(|n| {
        matches!(n.line, "viaduct" | "dam" | "tunnel" | "crossing" | "lighthouse" | "checkpoint")
    })
}

/// Whether a token ends a clause.
fn parts_clause(view: &View<'_>, i: usize) -> bool {
    let digit = |k: usize| view.word(k).starts_with(|c: char| c.is_ascii_digit());
    is(view.word(i), Does::Parting) && !(view.word(i) == ":" && digit(i + 1) && i > 0 && digit(i - 1))
}

/// The kinds of what happens in a clause, those nearest to the place first.
fn modes(view: &View<'_>, clause: &Range<usize>, hole: &Range<usize>) -> Vec<&'static str> {
    let far = |i: usize| if i < hole.start { hole.start - i } else { i.saturating_sub(hole.end) + 1 };
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    let Some(span) = view.hull(clause.clone()) else { return Vec::new() };
    let events = &view.doc.annotations.events;
    let from = events.partition_point(|e| e.span.start() < span.start());
    for event in events[from..].iter().take_while(|e| e.span.start() < span.end()).filter(|e| happens(e)) {
        let mode = event.mode.as_deref().and_then(|m| HAPPENINGS.get_key_value(m));
        found.extend(mode.map(|(mode, _)| (far(view.token_at(event.span)), *mode)));
    }
    found.extend(
        clause.clone().filter(|i| !hole.contains(i)).filter_map(|i| Some((far(i), told_of(view, i)?))),
    );
    found.sort_unstable();
    let mut modes: Vec<&'static str> = Vec::new();
    for (_, mode) in found {
        if !modes.contains(&mode) {
            modes.push(mode);
        }
    }
    modes
}
