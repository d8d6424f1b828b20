//! What reports call a ship, a firm, a law, a drug that has a name of its own.

use super::lists::{LOADED, STOPS};
use super::{Reading, Term};
use sayso_model::{EntityKind, MentionForm};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Nouns for things with names, each a sequence of words, by kind.
static KINDS: LazyLock<Vec<Vec<Vec<&'static str>>>> = LazyLock::new(|| {
    let lines = include_str!("../../words/naming/kinds.txt").lines().filter(|l| !l.starts_with('#'));
    lines.map(|l| l.split_whitespace().map(|w| w.split('+').collect()).collect()).collect()
});
/// The kinds by the last word of each noun.
static BY_LAST: LazyLock<BTreeMap<&'static str, Vec<(usize, usize)>>> = LazyLock::new(|| {
    let mut by: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (k, kind) in KINDS.iter().enumerate() {
        for (w, words) in kind.iter().enumerate() {
            if let Some(last) = words.last() {
                by.entry(last).or_default().push((k, w));
            }
        }
    }
    by
});

/// A thing over the reports.
#[derive(Default)]
struct Thing {
    name: String,
    places: Vec<(usize, Range<usize>)>,
    kinds: BTreeSet<usize>,
    /// The nouns it is called by beside its name.
    nouns: BTreeSet<(usize, usize)>,
}

/// The things that two reports name, or one names and calls otherwise, with what they are called.
pub(super) fn things(readings: &[Reading<'_, '_>]) -> Vec<(String, Vec<Term>)> {
    let mut things: BTreeMap<String, Thing> = BTreeMap::new();
    for (d, reading) in readings.iter().enumerate() {
        for entity in &reading.view.doc.annotations.entities {
            if matches!(entity.kind, EntityKind::Person) {
                continue;
            }
            let thing = things.entry(entity.name.to_lowercase()).or_default();
            if thing.name.is_empty() {
                thing.name.clone_from(&entity.name);
            }
            let names = entity.mentions.iter().filter(|m| m.form == MentionForm::Name);
            thing.places.extend(names.map(|m| (d, reading.view.tokens_in(m.span))));
        }
    }
    let mut found: Vec<(usize, Vec<Term>)> = Vec::new();
    let mut things: Vec<Thing> = things.into_values().collect();
    things.sort_by_key(|t| t.places.first().map(|(d, tokens)| (*d, tokens.start)));
    for (t, thing) in things.iter_mut().enumerate() {
        let mut terms = Vec::new();
        for (d, tokens) in std::mem::take(&mut thing.places) {
            let reading = &readings[d];
            for (noun, kind) in
                [before(reading, tokens.start), after(reading, tokens.end), behind(reading, tokens.end)]
                    .into_iter()
                    .flatten()
            {
                thing.kinds.insert(kind.0);
                thing.nouns.insert(kind);
                terms.extend(reading.term(noun, true));
            }
            thing.places.push((d, tokens));
        }
        found.push((t, terms));
    }
    for (t, terms) in &mut found {
        let others: BTreeSet<usize> = things
            .iter()
            .enumerate()
            .filter(|(o, _)| o != t)
            .flat_map(|(_, o)| o.kinds.iter().copied())
            .collect();
        let thing = &things[*t];
        // The only one of its kind: other nouns of the kind mean it too.
        let only: Vec<usize> = thing.kinds.difference(&others).copied().collect();
        if only.is_empty() {
            continue;
        }
        for reading in readings {
            away(reading, &only, terms);
        }
    }
    let named = found.into_iter().filter(|(_, terms)| !terms.is_empty());
    named.map(|(t, terms)| (things[t].name.clone(), terms)).collect()
}

/// The kind of thing whose noun ends at a token, and where it begins.
fn kind_at(reading: &Reading<'_, '_>, last: usize) -> Option<(usize, (usize, usize))> {
    let view = reading.view;
    let word = view.word(last);
    let word = BY_LAST.get(word)?;
    word.iter()
        .filter_map(|(k, w)| {
            let words = &KINDS[*k][*w];
            let start = (last + 1).checked_sub(words.len())?;
            words
                .iter()
                .enumerate()
                .all(|(i, part)| view.word(start + i) == *part)
                .then_some((start, (*k, *w)))
        })
        .min_by_key(|(start, kind)| (*start, *kind))
}

/// Where what leads to a noun begins: `the troubled` of `the troubled carmaker`.
fn begins(reading: &Reading<'_, '_>, noun: usize) -> usize {
    let view = reading.view;
    let mut start = noun;
    while start > 0 && noun - start < 4 {
        let word = view.word(start - 1);
        let broken = view.hull(start - 1..start + 1).is_some_and(|s| view.text(s).contains('\n'));
        if !view.is_word(start - 1) || STOPS.contains(word) || broken {
            break;
        }
        start -= 1;
    }
    let article = start > 0
        && matches!(
            view.word(start - 1),
            "the" | "a" | "an" | "its" | "his" | "her" | "their" | "this" | "that"
        );
    if article {
        return start;
    }
    // Without an article only what colours, or tells where from, is sure to belong to it.
    let belongs = |i: &usize| LOADED.contains(view.word(*i)) || view.capital(*i);
    (start..noun).rev().take_while(belongs).last().unwrap_or(noun)
}

/// `the patrol boat Fulmar`, `troubled carmaker Haldane`
fn before(reading: &Reading<'_, '_>, name: usize) -> Option<(Range<usize>, (usize, usize))> {
    let last = name.checked_sub(1)?;
    let mark = matches!(reading.view.word(last), "\"" | "“" | "‘" | "'");
    let last = if mark { last.checked_sub(1)? } else { last };
    let last = calling(reading, last).unwrap_or(last);
    let (start, kind) = kind_at(reading, last)?;
    Some((begins(reading, start)..last + 1, kind))
}

/// The noun that a name is given to: the group of `a group calling itself Red Dawn`, `a gang known as the Owls`.
fn calling(reading: &Reading<'_, '_>, last: usize) -> Option<usize> {
    let view = reading.view;
    let last = if view.word(last) == "the" { last.checked_sub(1)? } else { last };
    let first = match (view.word(last.checked_sub(1)?), view.word(last)) {
        ("calling" | "calls", "itself" | "themselves") | ("known", "as") => last - 1,
        (_, "called" | "named" | "dubbed") => last,
        _ => return None,
    };
    let helping = matches!(view.word(first.checked_sub(1)?), "which" | "who" | "that" | "," | "is" | "are");
    (!helping).then(|| first - 1)
}

/// `Red Dawn terrorists`, `the Owls gang`: those behind the name of a group.
fn behind(reading: &Reading<'_, '_>, end: usize) -> Option<(Range<usize>, (usize, usize))> {
    let (start, kind) = kind_at(reading, end)?;
    let of_people = KINDS[kind.0].iter().any(|words| words == &["gang"]);
    (of_people && start == end && !reading.view.capital(end)).then_some((end..end + 1, kind))
}

/// `Fulmar, a navy patrol boat,`, `Fulmar is a warship`
fn after(reading: &Reading<'_, '_>, end: usize) -> Option<(Range<usize>, (usize, usize))> {
    let view = reading.view;
    if !matches!(view.word(end), "," | "is" | "was" | "(" | "–" | "—")
        || !matches!(view.word(end + 1), "a" | "an" | "the" | "its")
    {
        return None;
    }
    let from = end + 2;
    let stop =
        (from..from + 6).find(|i| !view.is_word(*i) || STOPS.contains(view.word(*i))).unwrap_or(from + 6);
    let (_, kind) = kind_at(reading, stop.checked_sub(1)?)?;
    (stop > from).then_some((from..stop, kind))
}

/// `the warship`, `the troubled lender`: nouns of a kind away from the name.
fn away(reading: &Reading<'_, '_>, kinds: &[usize], terms: &mut Vec<Term>) {
    /// Nouns that mean much else where no name is beside them: `the whole network was down`.
    const BESIDE: [&str; 6] = ["network", "body", "army", "cell", "agency", "crew"];
    let view = reading.view;
    for line in &view.sentences {
        for last in line.tokens.clone() {
            let Some((start, kind)) = kind_at(reading, last) else { continue };
            let other = BESIDE.contains(&view.word(last));
            if !kinds.contains(&kind.0) || other || view.is_name(last) || view.is_name(last + 1) {
                continue;
            }
            let from = begins(reading, start).max(line.tokens.start);
            let definite = from > line.tokens.start && matches!(view.word(from - 1), "the" | "this" | "that");
            if definite || line.headline && !view.word(last).ends_with('s') {
                terms.extend(reading.term(from..last + 1, true));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_of_several_words_are_known_by_their_last() {
        let boats = &BY_LAST["boat"];
        assert!(boats.iter().any(|(k, w)| KINDS[*k][*w] == ["patrol", "boat"]));
        assert!(boats.iter().any(|(k, w)| KINDS[*k][*w] == ["boat"]));
    }
}
