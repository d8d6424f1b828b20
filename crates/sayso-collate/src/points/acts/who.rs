//! Whom an act is about: who left an office, who was hurt.

use super::super::counted::singular;
use super::super::lists::{LISTS, Sort};
use super::super::view::View;
use super::{Phase, of_what_is};
use crate::verbs::{Helping, helping};
use sayso_model::{Entity, EntityKind, MentionForm};
use sayso_syntax::Relation;
use std::ops::Range;

/// Whether a stem is that of a name in the report.
pub(super) fn who_named(view: &View<'_>, stem: u64) -> bool {
    (0..view.tokens.len()).any(|i| view.capital(i) && view.is_name(i) && view.stem(i) == stem)
}

/// The person that a token mentions, by name, noun or pronoun: the stems of the name, of the nouns that the report has for
/// the person, and of the noun before the name.
fn mentioned(view: &View<'_>, at: usize) -> Option<Vec<u64>> {
    let token = view.tokens.get(at)?;
    let all = view.doc.annotations.entities.iter();
    let mentions = all.flat_map(|e| e.mentions.iter().map(move |m| (e, m)));
    let covering = mentions.filter(|(_, m)| m.span.contains(token.span)).min_by_key(|(_, m)| m.span.len());
    match covering {
        Some((entity, _)) => (entity.kind == EntityKind::Person).then(|| known_as(view, entity)),
        // A name that the report does not place.
        None => name_of_person(view, at).then(|| {
            let first =
                (at.saturating_sub(3)..=at).rev().take_while(|i| view.is_name(*i) && view.capital(*i));
            first.map(|i| view.stem(i)).collect()
        }),
    }
}

/// Whether an unplaced name is of two words, or of a person named elsewhere.
fn name_of_person(view: &View<'_>, at: usize) -> bool {
    let named = |i: usize| view.is_name(i) && view.capital(i);
    let known = || {
        let persons = view.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Person);
        persons.flat_map(|e| e.name.split(' ')).any(|w| w == view.printed(at))
    };
    named(at) && view.printed(at).chars().any(char::is_lowercase) && (named(at.wrapping_sub(1)) || known())
}

/// The stems by which a report knows a person.
fn known_as(view: &View<'_>, entity: &Entity) -> Vec<u64> {
    let mut stems = Vec::new();
    for mention in entity.mentions.iter().filter(|m| m.form != MentionForm::Pronoun) {
        let tokens = view.tokens_in(mention.span);
        match mention.form {
            MentionForm::Name => {
                stems.extend(tokens.clone().filter(|i| view.capital(*i)).map(|i| view.stem(i)));
                // `the student Ada Pell`, `a student, Ada Pell`
                let before = tokens
                    .start
                    .checked_sub(1)
                    .map(|b| if view.word(b) == "," { b.wrapping_sub(1) } else { b });
                stems.extend(before.filter(|b| person_noun(view, *b)).map(|b| view.stem(b)));
            }
            _ => stems.extend(tokens.into_iter().find(|i| person_noun(view, *i)).map(|i| view.stem(i))),
        }
    }
    stems
}

/// Whether a token is a noun for one person: `boy`, `student`.
fn person_noun(view: &View<'_>, at: usize) -> bool {
    let noun = singular(view.word(at));
    noun == view.word(at)
        && !matches!(noun.as_str(), "people" | "person" | "police" | "staff" | "crew" | "public" | "family")
        && matches!(LISTS.unit(&noun), Some((_, Sort::Any | Sort::Part | Sort::Role)))
}

/// The person who says some words of himself.
fn speaker(view: &View<'_>, at: usize) -> Option<Vec<u64>> {
    let source = view.statements()[view.said_by(at).statement?].source.as_ref()?;
    let entity = view.doc.annotations.entities.iter().find(|e| Some(e.id) == source.entity)?;
    Some(known_as(view, entity))
}

/// The stems of whom a verb is about: the person before it and its helping words, or after a verb of dismissing.
/// Empty where nobody is known.
pub(super) fn who(view: &View<'_>, line: usize, (from, at): (usize, usize), dismissed: bool) -> Vec<u64> {
    /// Tokens between a verb and the name.
    const REACH: usize = 14;
    let sentence = view.sentences[line].tokens.clone();
    let passive =
        (from..at).any(|i| of_what_is(view.word(i)) && !matches!(view.word(i), "has" | "have" | "had"));
    let first = |i: usize| matches!(view.word(i), "i" | "me" | "my");
    let near = (sentence.start.max(from.saturating_sub(REACH))..from).rev();
    let subject = |mut near: std::iter::Rev<Range<usize>>| {
        near.find_map(|i| if first(i) { speaker(view, i) } else { mentioned(view, i) })
    };
    let object =
        || (from..sentence.end.min(at + 1 + REACH)).filter(|i| *i != from).find_map(|i| mentioned(view, i));
    let active = dismissed && !passive;
    let found = if active { object().or_else(|| subject(near)) } else { subject(near) };
    let mut stems = found.unwrap_or_default();
    // `he`, whom the report leaves open: the last person named, here or in the sentence before.
    let pronoun = |i: &usize| matches!(view.word(*i), "he" | "she");
    let open = (sentence.start.max(from.saturating_sub(REACH))..from).rev().find(pronoun);
    if let Some(open) = open.filter(|_| stems.is_empty() && !active) {
        let before = line.checked_sub(1).map_or(sentence.start, |l| view.sentences[l].tokens.start);
        stems = (before..open).rev().find_map(|i| mentioned(view, i)).unwrap_or_default();
    }
    // `A guard of 40 was shot`: of several people each fares otherwise.
    if stems.is_empty() && !active {
        let mut near = (sentence.start.max(from.saturating_sub(6))..from).rev();
        stems.extend(near.find(|i| person_noun(view, *i)).map(|i| view.stem(i)));
    }
    // `Yesterday has died the painter`
    if stems.is_empty() && open.is_none() {
        let after = at + 1..sentence.end.min(at + 1 + REACH);
        stems = after
            .filter(|i| !view.capital(*i) || view.is_name(*i))
            .find_map(|i| mentioned(view, i))
            .unwrap_or_default();
    }
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// The stems of whom a verb of arresting, freeing or fleeing is about, by the tree of its sentence; with an expression (`in
/// custody`), whom the verb that it hangs on is about. Empty where nobody is known, or where it only may be so.
pub(super) fn held(view: &View<'_>, at: usize, phase: Phase) -> Vec<u64> {
    let mut stems = of_held(view, at, phase).unwrap_or_default();
    stems.sort_unstable();
    stems.dedup();
    stems
}

fn of_held(view: &View<'_>, at: usize, phase: Phase) -> Option<Vec<u64>> {
    let (sentence, tree) = view.tree_of(at)?;
    let base = sentence.tokens.start;
    let one = |verb: usize, relation: Relation| tree.by(verb, &[relation]).next().map(|n| n + base);
    let node = *tree.nodes().get(at - base)?;
    if node.tag.is_verb() {
        // `the man arrested on Monday`, `Orr, who was arrested`
        let of = matches!(node.relation, Relation::NounClause | Relation::RelativeClause);
        let of = of.then_some(node.head).flatten().map(|h| h + base);
        let told = match phase {
            Phase::AtLarge => one(at - base, Relation::Subject),
            _ => one(at - base, Relation::SubjectPassive).or_else(|| one(at - base, Relation::Object)),
        };
        let told = told.filter(|i| !matches!(view.word(*i), "who" | "that" | "which"));
        return mentioned(view, told.or(of)?);
    }
    let verb = tree.above(at - base).find(|i| tree.nodes()[*i].tag.is_verb())?;
    // `could be in prison`, `is not in custody`, `20 years in prison`
    let open = tree.children(verb).any(|c| {
        let relation = tree.nodes()[c].relation;
        let helps = relation == Relation::Auxiliary;
        relation == Relation::Negation
            || helps && helping(view.word(base + c)) == Some(Helping::Modal)
            || helps && view.word(base + c) == "to"
    });
    let term = (base..at).rev().take(4).any(|i| matches!(view.word(i), "years" | "months" | "life" | "year"));
    if open || term {
        return None;
    }
    let told = one(verb, Relation::SubjectPassive).or_else(|| one(verb, Relation::Object));
    mentioned(view, told.or_else(|| one(verb, Relation::Subject))?)
}

/// The stems of those whom a pronoun before a verb may mean: the persons named in its sentence and the two before it.
pub(super) fn maybe(view: &View<'_>, line: usize, from: usize) -> Vec<u64> {
    let sentence = view.sentences[line].tokens.clone();
    let near = sentence.start.max(from.saturating_sub(4))..from;
    if !near.clone().any(|i| matches!(view.word(i), "he" | "she")) {
        return Vec::new();
    }
    let first = view.sentences[line.saturating_sub(2)].tokens.start;
    let mut stems: Vec<u64> = (first..from).filter_map(|i| mentioned(view, i)).flatten().collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// The person that some stems name, as the report prints it: the full name, or `the guard`.
pub(in crate::points) fn person(view: &View<'_>, stems: &[u64]) -> Option<String> {
    let known = |i: usize| stems.contains(&view.stem(i));
    // `the student Ada Pell` is asked after by the name.
    let name = |i: usize| known(i) && view.capital(i) && view.is_name(i);
    if let Some(name) = longest(view.tokens.len(), name) {
        return view.hull(name).map(|s| view.text(s).to_owned());
    }
    let words = view.hull(longest(view.tokens.len(), known)?).map(|s| view.text(s))?;
    Some(format!("the {}", words.to_lowercase()))
}

/// The longest run of places, of several the first.
fn longest(of: usize, fits: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let mut best: Option<Range<usize>> = None;
    let mut at = 0;
    while at < of {
        let to = (at..of).find(|i| !fits(*i)).unwrap_or(of);
        if to > at && best.as_ref().is_none_or(|b| to - at > b.len()) {
            best = Some(at..to);
        }
        at = to + 1;
    }
    best
}
