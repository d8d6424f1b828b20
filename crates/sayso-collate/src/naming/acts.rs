//! What reports call the same act, happening or group of people, and what they colour the nouns of the story with.

use super::classes::{ACTS, Class, Of};
use super::coloured::{coloured, counted};
use super::heading::{heading, is_noun};
use super::judged::judged;
use super::lists::{JUDGEMENTS, LOADED, STOPS, is_person};
use super::phrase::complement;
use super::{Reading, Term};
use crate::points::view::{Line, View};
use crate::verbs;
use crate::words::stem;
use rustc_hash::FxHashSet;
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A use of a word of a class.
#[derive(Clone)]
pub(super) struct Use {
    pub term: Term,
    /// The word itself.
    pub word: String,
    /// It stands in the headline or the opening, or is coloured.
    pub weighty: bool,
    pub coloured: bool,
}

/// Who and what is named after an act that it is there for, in the singular: `riot police`, `fire brigade`, `crash
/// barriers`.
const FORCES: [&str; 25] = [
    "police",
    "officer",
    "squad",
    "brigade",
    "department",
    "service",
    "crew",
    "fighter",
    "chief",
    "station",
    "engine",
    "truck",
    "gear",
    "shield",
    "barrier",
    "shelter",
    "alarm",
    "extinguisher",
    "hydrant",
    "hose",
    "drill",
    "safety",
    "door",
    "escape",
    "blanket",
];
/// Nouns for whatever happened.
const GENERAL: [&str; 14] = [
    "act",
    "action",
    "incident",
    "event",
    "affair",
    "matter",
    "case",
    "episode",
    "occurrence",
    "deed",
    "move",
    "step",
    "happening",
    "events",
];
/// Words that tell which one, not of what kind.
const WHICH: [&str; 34] = [
    "first", "second", "third", "fourth", "fifth", "new", "latest", "last", "next", "recent", "previous",
    "earlier", "later", "same", "own", "whole", "entire", "other", "more", "further", "such", "only", "one",
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "many", "several",
];

/// The acts of which reports speak in different words or voices, and the coloured nouns of the story but for those that
/// are written down already.
pub(super) fn acts(
    readings: &[Reading<'_, '_>],
    labelled: &[(usize, Range<usize>, Term)],
    taken_by: &[(usize, Span)],
) -> Vec<(String, Vec<Term>)> {
    let all_uses = |class: usize| {
        let mut found: Vec<Use> = readings.iter().flat_map(|r| uses(r, class)).collect();
        if ACTS[class].name == "storm" {
            names_of(readings, class, &mut found);
        }
        found
    };
    let mut of_class: Vec<Vec<Use>> = (0..ACTS.len()).map(all_uses).collect();
    let of_label = join_labels(readings, labelled, &mut of_class);
    let mut groups: Vec<Option<String>> =
        ACTS.iter().zip(&of_class).map(|(class, uses)| chosen(readings.len(), class, uses)).collect();
    leave_to_greater(readings.len(), &of_class, &mut groups);
    let mut taken: FxHashSet<usize> = FxHashSet::default();
    for (n, classes) in of_label.iter().enumerate() {
        // What somebody gives another name is told, though all reports use one word for it.
        let told = classes.iter().any(|c| groups[*c].is_some());
        if let Some(c) = classes.iter().find(|c| !told && ACTS[**c].kind == Of::Story) {
            groups[*c] = heading(&of_class[*c], false);
        }
        if classes.iter().any(|c| groups[*c].is_some()) {
            taken.insert(n);
        }
    }
    let mut judgements = judged(readings);
    let main = main_act(&of_class, |n| groups[n].is_some());
    // What half of the reports begin with.
    let many =
        |n: usize| weighty(&of_class[n]).len() * 2 >= readings.len() && docs_of(&of_class[n]).len() >= 2;
    let main = main.filter(|n| many(*n));
    // Where all use one word for the act and one judges it, that is two.
    let main = main.or_else(|| {
        let main = main_act(&of_class, many).filter(|_| !judgements.is_empty())?;
        groups[main] = heading(&of_class[main], false);
        Some(main)
    });
    let mut found: Vec<(String, Vec<Term>)> = Vec::new();
    let mut at_main = None;
    for (n, (of, uses)) in groups.into_iter().zip(of_class).enumerate() {
        if let Some(of) = of {
            // Two classes under one word are one act, but for what the reports do not begin with.
            let at = found.iter().position(|(o, _)| *o == of).unwrap_or(found.len());
            match found.get_mut(at) {
                Some((_, had)) => {
                    let new =
                        |u: &Use| !had.iter().any(|h| h.doc == u.term.doc && h.span.overlaps(u.term.span));
                    let more: Vec<Term> =
                        uses.into_iter().filter(|u| u.weighty && new(u)).map(|u| u.term).collect();
                    had.extend(more);
                }
                None => found.push((of, uses.into_iter().map(|u| u.term).collect())),
            }
            if Some(n) == main {
                at_main = Some(at);
            }
        }
    }
    let written = |found: &[(String, Vec<Term>)]| -> Vec<(usize, Span)> {
        let terms = found.iter().flat_map(|(_, terms)| terms);
        terms.map(|t| (t.doc, t.span)).chain(taken_by.iter().copied()).collect()
    };
    let mut general = Vec::new();
    let before = written(&found);
    judgements.retain(|j| !before.iter().any(|(d, s)| *d == j.doc && s.overlaps(j.span)));
    // What somebody calls the act, it or what happened by another name is a judgement too.
    for (n, (doc, tokens, term)) in labelled.iter().enumerate().filter(|(n, _)| !taken.contains(n)) {
        let view = readings[*doc].view;
        let mut plain = tokens.clone().map(|i| view.word(i)).filter(|w| !STOPS.contains(w));
        if plain.clone().any(|w| GENERAL.contains(&w)) && plain.all(|w| GENERAL.contains(&w) || w.len() < 3) {
            judgements.push(term.clone());
            general.push(n);
        }
    }
    taken.extend(general);
    // What an outlet judges is the story's act.
    match at_main {
        Some(main) => found[main].1.extend(judgements),
        None => found.extend(by_themselves(readings, judgements)),
    }
    found.extend(counted(readings));
    let before = written(&found);
    let rest = labelled.iter().enumerate().filter(|(n, _)| !taken.contains(n)).map(|(_, l)| l);
    for (of, mut terms) in coloured(readings, rest) {
        terms.retain(|t| !before.iter().any(|(d, s)| *d == t.doc && s.overlaps(t.span)));
        if !terms.is_empty() {
            found.push((of, terms));
        }
    }
    found
}

/// Puts what somebody calls something among the uses of the classes that it may be; the classes of each label. What
/// somebody calls `it` is what the sentence or the one before speaks of.
fn join_labels(
    readings: &[Reading<'_, '_>],
    labelled: &[(usize, Range<usize>, Term)],
    of_class: &mut [Vec<Use>],
) -> Vec<Vec<usize>> {
    let mut of_label: Vec<Vec<usize>> = Vec::new();
    for (doc, tokens, term) in labelled {
        let (view, matches) = (readings[*doc].view, &readings[*doc].matches);
        let said = tokens.clone().any(|i| matches!(view.word(i), "it" | "this" | "that"));
        let mut classes = Vec::new();
        for (c, uses) in of_class.iter_mut().enumerate() {
            let named = tokens.clone().any(|i| matches.at(c, i).is_some());
            if named || said && spoken_of(view, uses, *doc, tokens.start) {
                // The word that is given another name, where one is.
                let own = tokens.clone().find_map(|i| Some((i, matches.at(c, i)?)));
                let own = own.and_then(|(i, n)| view.hull(i..i + n));
                let word = own.map(|s| view.text(s).to_lowercase()).unwrap_or_default();
                uses.push(Use { term: term.clone(), word, weighty: true, coloured: true });
                classes.push(c);
                if !named {
                    break;
                }
            }
        }
        of_label.push(classes);
    }
    of_label
}

/// The reports that use a word of a class.
fn docs_of(uses: &[Use]) -> BTreeSet<usize> {
    uses.iter().map(|u| u.term.doc).collect()
}

/// The reports that begin with a word of a class or colour it.
fn weighty(uses: &[Use]) -> BTreeSet<usize> {
    uses.iter().filter(|u| u.weighty).map(|u| u.term.doc).collect()
}

/// The class of which most reports speak in headline or opening, of those that a story may be about.
fn main_act(of_class: &[Vec<Use>], may_be: impl Fn(usize) -> bool) -> Option<usize> {
    let weight = |n: &usize| {
        let uses = &of_class[*n];
        (weighty(uses).len(), docs_of(uses).len(), uses.len(), std::cmp::Reverse(*n))
    };
    (0..of_class.len()).filter(|n| ACTS[*n].kind == Of::Story && may_be(*n)).max_by_key(weight)
}

/// Judgements of a happening for which the reports have no common word: under the one that is used most.
fn by_themselves(readings: &[Reading<'_, '_>], terms: Vec<Term>) -> Option<(String, Vec<Term>)> {
    let docs: BTreeSet<usize> = terms.iter().map(|t| t.doc).collect();
    if docs.len() < 2 {
        return None;
    }
    let mut most: BTreeMap<String, usize> = BTreeMap::new();
    for term in &terms {
        let view = readings[term.doc].view;
        let head = view.tokens_in(term.span).map(|i| view.word(i)).find(|w| JUDGEMENTS.contains(w));
        *most.entry(head.unwrap_or_default().to_owned()).or_default() += 1;
    }
    let (of, _) = most.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?;
    Some((of, terms))
}

/// Whether a class is spoken of in the tokens before a place.
fn spoken_of(view: &View<'_>, uses: &[Use], doc: usize, before: usize) -> bool {
    /// So many tokens before.
    const BACK: usize = 45;
    let from = before.saturating_sub(BACK);
    uses.iter().any(|u| {
        let at = view.token_at(u.term.span);
        u.term.doc == doc && at >= from && at < before && !u.word.is_empty()
    })
}

/// So many sentences after the headline are the opening.
pub(super) const OPENING: usize = 2;

/// The words of a class in a report, with what colours them.
fn uses(reading: &Reading<'_, '_>, class: usize) -> Vec<Use> {
    let view = reading.view;
    let mut found = Vec::new();
    let mut free = 0;
    for &(i, length) in reading.matches.all(class) {
        let at = view.sentences.partition_point(|l| l.tokens.end <= i);
        let Some(line) = view.sentences.get(at) else { continue };
        // `riot police`: what a body is called by.
        if i < free
            || names_force(view, i..i + length, line.tokens.end)
            || is_other(view, line, i, i + length)
        {
            continue;
        }
        free = i + length;
        let opening = at < reading.opening;
        // What stands before a verb is no part of it: `the ceiling fell`.
        let noun = is_noun(view.word(i));
        let (start, coloured) = if noun { modifiers(view, line.tokens.start, i) } else { (i, false) };
        let people = is_person(view.word(i + length - 1).trim_end_matches('s'));
        let end = if coloured || people && view.word(i + length) == "of" {
            complement(view, &line.tokens, i + length)
        } else {
            i + length + of_kind(view, i + length)
        };
        if let Some(term) = reading.term(start..end, false) {
            let word = view.hull(i..i + length).map(|s| view.text(s).to_lowercase()).unwrap_or_default();
            found.push(Use { term, word, weighty: coloured || opening, coloured });
        }
    }
    found
}

/// How many tokens after a noun tell of what kind it is: `of doctors` of `an error of doctors`, but not `of the
/// commander`.
fn of_kind(view: &View<'_>, after: usize) -> usize {
    let plain = |i: usize| view.is_word(i) && !STOPS.contains(view.word(i));
    let kind = view.word(after) == "of"
        && plain(after + 1)
        && !view.capital(after + 1)
        && !plain(after + 2)
        && !view.word(after + 1).bytes().any(|b| b.is_ascii_digit());
    if kind { 2 } else { 0 }
}

/// Whether a word that looks like one of a class is another: part of a name, a month, a participle before a person.
fn is_other(view: &View<'_>, line: &Line, from: usize, to: usize) -> bool {
    let word = view.word(from);
    if from + 1 == to && view.capital(from) && !line.headline && from > line.tokens.start {
        let digit = |i: usize| view.word(i).starts_with(|c: char| c.is_ascii_digit());
        let month = word == "march"
            && (digit(to)
                || from.checked_sub(1).is_some_and(|b| {
                    digit(b)
                        || matches!(
                            view.word(b),
                            "in" | "since"
                                | "of"
                                | "last"
                                | "until"
                                | "by"
                                | "from"
                                | "on"
                                | "next"
                                | "late"
                                | "early"
                        )
                }));
        if month || view.is_name(from) {
            return true;
        }
    }
    // `in the dead of night`
    if word == "dead" && view.word(to) == "of" {
        return true;
    }
    // `a great deal of it`
    if word == "deal" && from.checked_sub(1).is_some_and(|b| matches!(view.word(b), "great" | "good")) {
        return true;
    }
    // `a retired judge`
    let one = to < line.tokens.end && is_person(view.word(to)) && !is_plural(view.word(to));
    one && word.ends_with("ed")
        && from.checked_sub(1).is_some_and(|b| matches!(view.word(b), "a" | "an" | "the"))
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss")
}

/// Whether what follows a noun of a class is named by it: `riot police`, but not `rioters attacked police`.
fn names_force(view: &View<'_>, word: Range<usize>, line: usize) -> bool {
    word.len() == 1
        && word.end < line
        && is_noun(view.word(word.start))
        && FORCES.contains(&view.word(word.end).trim_end_matches('s'))
}

/// Where the words begin that tell of what kind a noun is: those that colour it, and all after an article. And whether
/// one colours or is a superlative.
pub(super) fn modifiers(view: &View<'_>, line: usize, noun: usize) -> (usize, bool) {
    /// More words are no modifiers of the noun alone.
    const MOST: usize = 3;
    let mut start = noun;
    while start > line && noun - start < MOST {
        let word = view.word(start - 1);
        if !view.is_word(start - 1) || STOPS.contains(word) {
            break;
        }
        start -= 1;
    }
    let article = start > line
        && matches!(
            view.word(start - 1),
            "the" | "a" | "an" | "this" | "that" | "these" | "those" | "its" | "his" | "her" | "their"
        );
    let loaded = |i: usize| LOADED.contains(view.word(i));
    let most = |i: usize| {
        let word = view.word(i);
        word.len() > 5
            && word.ends_with("est")
            && !matches!(word, "latest" | "forest" | "request" | "interest" | "protest" | "arrest")
            || matches!(word, "worst" | "best")
    };
    // `SEWER RATS rob museum`: what is printed in capitals is one.
    let shouted = |i: usize| {
        let word = view.printed(i);
        word.len() > 2 && word.chars().all(char::is_uppercase)
    };
    let kind = |i: usize| {
        const ENDINGS: [&str; 8] = ["ical", "onal", "tural", "ental", "arian", "itary", "ious", "less"];
        ENDINGS.iter().any(|e| view.word(i).ends_with(e)) || shouted(i) && shouted(noun) && !shouted(noun + 1)
    };
    let first = if article {
        (start..noun).find(|i| !WHICH.contains(&view.word(*i)) && !view.is_name(*i))
    } else {
        (start..noun).rev().take_while(|i| loaded(*i) || most(*i) || kind(*i)).last()
    };
    let first = first.unwrap_or(noun);
    (first, (first..noun).any(|i| loaded(i) || most(i)))
}

/// The names that a class goes by: `Storm Agda`, wherever they stand.
fn names_of(readings: &[Reading<'_, '_>], class: usize, uses: &mut Vec<Use>) {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for reading in readings {
        let view = reading.view;
        for line in view.sentences.iter() {
            for i in line.tokens.clone() {
                let storm = view.capital(i) && reading.matches.at(class, i) == Some(1);
                if storm && view.is_word(i + 1) && view.capital(i + 1) && i + 1 < line.tokens.end {
                    names.insert(view.word(i + 1));
                }
            }
        }
    }
    if names.is_empty() {
        return;
    }
    for reading in readings {
        for line in &reading.view.sentences {
            for i in line.tokens.clone() {
                if names.contains(reading.view.word(i))
                    && reading.view.capital(i)
                    && let Some(term) = reading.term(i..i + 1, true)
                {
                    let word = String::new();
                    uses.push(Use { term, word, weighty: true, coloured: false });
                }
            }
        }
    }
}

/// Drops a class that is none without the words by which the reports speak of another, greater one: `killing` is of a
/// murder, not of animals that are culled.
fn leave_to_greater(reports: usize, of_class: &[Vec<Use>], groups: &mut [Option<String>]) {
    let size = |n: usize| (weighty(&of_class[n]).len(), docs_of(&of_class[n]).len(), of_class[n].len());
    let mut order: Vec<usize> = (0..groups.len()).filter(|n| groups[*n].is_some()).collect();
    order.sort_by_key(|n| (std::cmp::Reverse(size(*n)), *n));
    let mut claimed: FxHashSet<(usize, Span)> = FxHashSet::default();
    for n in order {
        let new = |u: &&Use| !claimed.contains(&(u.term.doc, u.term.span));
        let left: Vec<Use> = of_class[n].iter().filter(new).cloned().collect();
        if left.len() < of_class[n].len() && chosen(reports, &ACTS[n], &left).is_none() {
            groups[n] = None;
        } else {
            claimed.extend(left.iter().map(|u| (u.term.doc, u.term.span)));
        }
    }
}

/// The word that most reports use, when at least two speak of the act and they differ in words or voice.
fn chosen(reports: usize, class: &Class, uses: &[Use]) -> Option<String> {
    let docs = docs_of(uses);
    let root = |u: &Use| stem(verbs::base(&u.word)).to_owned();
    let wordings: BTreeSet<String> = uses.iter().filter(|u| !u.word.is_empty()).map(root).collect();
    let weighty = weighty(uses);
    let coloured = uses.iter().any(|u| u.coloured);
    // A class that few reports touch, and none in its opening or with colour, is not what the story is about.
    let many = class.kind == Of::People && wordings.len() > 2;
    if weighty.is_empty() && !many {
        return None;
    }
    if docs.len() < 2 || docs.len() * 2 < reports && weighty.len() < 2 {
        return None;
    }
    // What merely comes up in a story must be what two begin with.
    if class.kind == Of::Matter && weighty.len() < 2 && !coloured {
        return None;
    }
    // One word of all, said by some and printed by others, is no choice.
    if wordings.len() < 2 && !coloured {
        return None;
    }
    if class.kind != Of::People && !uses.iter().any(|u| is_noun(&u.word)) {
        return None;
    }
    heading(uses, class.kind == Of::People)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_are_sound() {
        assert!(ACTS.len() > 20);
        for class in ACTS.iter() {
            assert!(
                class.words.iter().all(|w| !w.is_empty() && w.iter().all(|p| !p.is_empty())),
                "{}",
                class.name
            );
        }
    }
}
