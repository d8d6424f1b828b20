//! Matters and what becomes of them: `talks` and the verb that gives their phase, the noun that a verb of phase is about.

use super::super::claims::claim_words;
use super::super::counted::singular;
use super::super::lists::{LISTS, Sort};
use super::super::view::View;
use super::group::{Group, group};
use super::phases::{PHASES, Phase};
use super::words::LEADING;
use crate::verbs::past;
use sayso_syntax::Relation;
use std::ops::Range;

/// The helping word that puts what follows ahead: `would get their money back`.
pub(super) fn modal(view: &View<'_>, clause: &Range<usize>, at: usize) -> Option<usize> {
    (clause.start.max(at.saturating_sub(5))..at)
        .rev()
        .find(|i| matches!(view.word(*i), "will" | "would" | "shall"))
}

/// The matter that a word names, alone or with the one after it or after that: `sat down`, `go to court`.
pub(super) fn matter(view: &View<'_>, at: usize) -> Option<&'static str> {
    let word = view.word(at);
    // `his move`, but not `will move`.
    if matches!(word, "move" | "fee") {
        let before = view.word(at.wrapping_sub(1));
        let noun = matches!(before, "the" | "a" | "an" | "his" | "her" | "their" | "its" | "this");
        return noun.then_some("deal");
    }
    // `buy the club`, but not `buy insurance`.
    if matches!(word, "buy" | "buys" | "bought" | "acquire" | "acquires" | "acquired")
        && !(1..=3).any(|k| view.capital(at + k))
    {
        return None;
    }
    PHASES.matters.get(word).copied().or_else(|| {
        let particles = PHASES.joined.get(word)?;
        let known = |k: usize| {
            let particle = view.word(at + k);
            particles.iter().find(|(after, _)| *after == particle).map(|(_, name)| *name)
        };
        // `sat down`, `go to court`, `go to the Supreme Court`.
        let plain = |k: usize| matches!(view.word(at + k), "to" | "the" | "a" | "an") || view.capital(at + k);
        (1..=4).take_while(|k| *k <= 2 || (1..*k).all(plain)).find_map(known)
    })
}

/// The phase that a verb gives, alone or with its particle.
pub(super) fn phase_at(view: &View<'_>, i: usize) -> Option<Phase> {
    let word = view.word(i);
    let particles = PHASES.parted.get(word);
    let parted = |k: usize| {
        let particle = view.word(i + k);
        particles?.iter().find(|(after, _)| *after == particle).map(|(_, phase)| *phase)
    };
    parted(1).or_else(|| parted(2)).or_else(|| PHASES.phases.get(word).copied())
}

/// The noun of what a verb of phase is about: its object, or its subject where it has none or is passive.
pub(super) fn thing(view: &View<'_>, clause: &Range<usize>, group: &Group, at: usize) -> Option<usize> {
    /// Tokens between the verb and its noun.
    const REACH: usize = 7;
    let leads = |i: usize| LEADING.contains(&view.word(i)) || !view.is_word(i);
    let passive = (group.from..at)
        .any(|i| matches!(view.word(i), "is" | "are" | "was" | "were" | "be" | "been" | "being"));
    let last_of = |range: Range<usize>| {
        let end = (range.start + 1..range.end).find(|i| leads(*i)).unwrap_or(range.end);
        (range.start < end).then(|| end - 1)
    };
    let opens = matches!(
        view.word(at + 1),
        "the" | "a" | "an" | "its" | "his" | "her" | "their" | "this" | "that" | "all" | "any" | "no"
    );
    let found = if let Some(found) = by_tree(view, clause, at) {
        found
    } else if opens && !passive {
        last_of(at + 2..clause.end.min(at + 2 + REACH))?
    } else {
        let from = (clause.start.max(group.from.saturating_sub(REACH))..group.from)
            .rev()
            .find(|i| !view.is_word(*i) || matches!(view.word(*i), "and" | "or" | "that" | "but"))
            .map_or(clause.start.max(group.from.saturating_sub(REACH)), |i| i + 1);
        last_of(from..group.from)?
    };
    let word = view.word(found);
    let plain = word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase()) && !view.is_name(found);
    // `the stage` is one that the report has told of.
    let meant = (clause.start.max(found.saturating_sub(3))..found)
        .any(|i| matches!(view.word(i), "the" | "its" | "their"));
    let least = if meant { 0.8 } else { 1.6 };
    let telling = claim_words(view, found..found + 1).first().is_some_and(|w| w.weight >= least);
    let person = matches!(LISTS.unit(&singular(word)), Some((_, Sort::Any | Sort::Part | Sort::Role)));
    let verb = past(word) && word.ends_with("ed") || word.ends_with("ing") || word.ends_with("ly");
    let time = view.times_in(view.tokens.get(found)?.span).next().is_some()
        || matches!(
            word,
            "time"
                | "year"
                | "years"
                | "month"
                | "months"
                | "week"
                | "weeks"
                | "days"
                | "hours"
                | "minutes"
                | "night"
                | "others"
                | "another"
                | "cent"
                | "percent"
                | "million"
                | "billion"
        );
    (plain && telling && !person && !verb && !time).then_some(found)
}

/// The noun that the tree of the sentence gives a verb of phase for its object, or for its subject where it has none or is
/// passive.
fn by_tree(view: &View<'_>, clause: &Range<usize>, at: usize) -> Option<usize> {
    let (line, tree) = view.tree_of(at)?;
    let verb = at - line.tokens.start;
    if !tree.nodes().get(verb)?.tag.is_verb() {
        return None;
    }
    let one = |relations: &[Relation]| tree.by(verb, relations).next().map(|n| n + line.tokens.start);
    let found = one(&[Relation::SubjectPassive])
        .or_else(|| one(&[Relation::Object]))
        .or_else(|| one(&[Relation::Subject]))?;
    (clause.contains(&found) && tree.nodes()[found - line.tokens.start].tag.is_noun()).then_some(found)
}

/// The phase that a verb of the clause gives to a matter, with the verb's place.
pub(super) fn matter_phase(view: &View<'_>, clause: Range<usize>, at: usize) -> Option<(usize, Phase)> {
    /// Tokens between a matter and its verb.
    const REACH: usize = 9;
    let phase = |i: usize| phase_at(view, i);
    let after = (at + 1..clause.end.min(at + 1 + REACH)).find_map(|i| Some((i, phase(i)?)));
    let before = (clause.start.max(at.saturating_sub(5))..at).rev().find_map(|i| Some((i, phase(i)?)));
    let (place, phase) = after.or(before)?;
    let none = (clause.start.max(at.saturating_sub(3))..at).any(|i| matches!(view.word(i), "no" | "neither"));
    let group = group(view, clause, place);
    // `No ban has been signed`, `The ban was not in force`
    let denied = (group.not || none && group.phase.settled()) && phase.settled();
    let phase = match group.phase {
        _ if denied => Phase::Not,
        Phase::Done => phase,
        ahead => ahead,
    };
    Some((place, phase))
}

/// `lodged their appeal`, `held talks`: a matter that was done.
pub(super) fn done_to(view: &View<'_>, clause: &Range<usize>, at: usize) -> bool {
    const DONE: [&str; 14] = [
        "lodged",
        "filed",
        "held",
        "made",
        "did",
        "won",
        "lost",
        "entered",
        "submitted",
        "brought",
        "passed",
        "underwent",
        "called",
        "ordered",
    ];
    (clause.start.max(at.saturating_sub(4))..at).any(|i| DONE.contains(&view.word(i)))
}
