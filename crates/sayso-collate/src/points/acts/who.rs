//! Whom an act is about: who left an office, who was hurt.

use super::super::claims::claim_words;
use super::super::counted::singular;
use super::super::lists::{LISTS, Sort};
use super::super::view::View;
use super::of_what_is;
use super::phases::{PHASES, Phase};
use std::ops::Range;

/// Whether a token is part of the name of a person.
fn is_person(view: &View<'_>, at: usize) -> bool {
    let Some(token) = view.tokens.get(at) else { return false };
    if !view.is_name(at) || !view.capital(at) {
        return false;
    }
    let mut people =
        view.doc.annotations.entities.iter().filter(|e| e.kind == sayso_model::EntityKind::Person);
    people.any(|e| e.mentions.iter().any(|m| m.span.contains(token.span)))
}

/// The stems of whom a verb is about: the name or noun before it and its helping words, or after a verb of dismissing.
/// Empty for a pronoun.
pub(super) fn who(view: &View<'_>, line: usize, from: usize, at: usize) -> Vec<u64> {
    /// Tokens between a verb and the name.
    const REACH: usize = 9;
    let sentence = view.sentences[line].tokens.clone();
    let passive = (from..at).any(|i| of_what_is(view.word(i)));
    let active = PHASES.leave.get(view.word(at)) == Some(&Phase::Dismissed) && !passive;
    let name = |i: &usize| is_person(view, *i);
    let run = |first: usize, step: fn(usize) -> usize| {
        let mut stems = Vec::new();
        let mut i = first;
        while name(&i) && sentence.contains(&i) && stems.len() < 4 {
            stems.push(view.stem(i));
            i = step(i);
        }
        stems
    };
    let mut stems = if active {
        let first = (at + 1..sentence.end.min(at + 1 + REACH)).find(name);
        first.map(|i| run(i, |i| i + 1)).unwrap_or_default()
    } else {
        let pronoun = |i: &usize| matches!(view.word(*i), "he" | "she" | "they" | "it" | "i");
        let near =
            (sentence.start.max(from.saturating_sub(REACH))..from).rev().find(|i| name(i) || pronoun(i));
        match near {
            // The last person named, here or in the sentence before.
            Some(i) if pronoun(&i) => {
                let first = line.checked_sub(1).map_or(sentence.start, |l| view.sentences[l].tokens.start);
                let last = (first..i).rev().find(name);
                last.map(|last| (first..=last).rev().take_while(name).map(|k| view.stem(k)).collect())
                    .unwrap_or_default()
            }
            Some(i) => run(i, |i| i.wrapping_sub(1)),
            None => Vec::new(),
        }
    };
    // `One guard was shot`, `a guard who was shot`.
    if stems.is_empty() && !active && from > sentence.start {
        let before =
            if matches!(view.word(from - 1), "who" | "which") { from.saturating_sub(2) } else { from - 1 };
        let noun = sentence.contains(&before)
            && view.is_word(before)
            && !matches!(view.word(before), "he" | "she" | "they" | "it" | "i" | "who");
        if noun && claim_words(view, before..before + 1).first().is_some_and(|w| w.weight > 1.0) {
            stems.push(view.stem(before));
        }
    }
    // `a boy of nine, was missing`
    if stems.is_empty() && !active {
        let person = |i: &usize| {
            // Of several people each fares otherwise.
            let noun = singular(view.word(*i));
            noun == view.word(*i)
                && !matches!(
                    noun.as_str(),
                    "people" | "person" | "police" | "staff" | "crew" | "public" | "family"
                )
                && matches!(LISTS.unit(&noun), Some((_, Sort::Any | Sort::Part | Sort::Role)))
        };
        let near = (sentence.start.max(from.saturating_sub(6))..from).rev().find(person);
        stems.extend(near.map(|i| view.stem(i)));
    }
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// The person that some stems name, as the report prints it: the full name, or `the guard`.
pub(in crate::points) fn person(view: &View<'_>, stems: &[u64]) -> Option<String> {
    let known = |i: &usize| stems.contains(&view.stem(*i));
    let mut best: Option<Range<usize>> = None;
    let mut at = 0;
    while at < view.tokens.len() {
        let to = (at..view.tokens.len()).find(|i| !known(i)).unwrap_or(view.tokens.len());
        if to > at && best.as_ref().is_none_or(|b| to - at > b.len()) {
            best = Some(at..to);
        }
        at = to + 1;
    }
    let best = best?;
    let words = view.hull(best.clone()).map(|s| view.text(s))?;
    let name = best.clone().all(|i| view.capital(i)) && view.is_name(best.start);
    Some(if name { words.to_owned() } else { format!("the {}", words.to_lowercase()) })
}
