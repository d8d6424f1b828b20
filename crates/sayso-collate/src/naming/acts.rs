//! What reports call the same act, happening or group of people, and what they colour the nouns of the story with.

use super::lists::{LOADED, STOPS, head_class, is_listed, is_person};
use super::phrase::complement;
use super::{Reading, Term};
use crate::points::view::View;
use crate::verbs;
use crate::words::{hash_word, stem};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

static ACTS: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let lines = include_str!("../../words/naming/acts.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| {
            let (name, words) = line.split_once('\t')?;
            let words = words.split_whitespace().map(|w| w.split('+').collect()).collect();
            Some(Class { name, words })
        })
        .collect()
});

/// Words between which outlets choose.
struct Class {
    name: &'static str,
    /// Each a sequence of beginnings of words.
    words: Vec<Vec<&'static str>>,
}

/// A use of a word of a class.
struct Use {
    term: Term,
    /// The word itself.
    word: String,
    /// It stands in the headline or the opening, or is coloured.
    weighty: bool,
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
    let mut found = Vec::new();
    let mut taken: HashSet<usize> = HashSet::new();
    let mut of_class: Vec<Vec<Use>> = Vec::new();
    for class in ACTS.iter() {
        let mut uses: Vec<Use> = readings.iter().flat_map(|r| uses(r, class)).collect();
        names_of(readings, class, &mut uses);
        of_class.push(uses);
    }
    // What somebody calls `it` is what the sentence or the one before speaks of.
    for (n, (doc, tokens, term)) in labelled.iter().enumerate() {
        let view = readings[*doc].view;
        let said = tokens.clone().any(|i| matches!(view.word(i), "it" | "this" | "that"));
        for (class, uses) in ACTS.iter().zip(&mut of_class) {
            let named = tokens.clone().any(|i| class.matched(view, i).is_some());
            if named || said && spoken_of(view, uses, *doc, tokens.start) {
                uses.push(Use { term: term.clone(), word: String::new(), weighty: true });
                taken.insert(n);
                if !named {
                    break;
                }
            }
        }
    }
    for (class, uses) in ACTS.iter().zip(of_class) {
        if let Some(of) = chosen(readings.len(), class, &uses) {
            found.push((of, uses.into_iter().map(|u| u.term).collect()));
        }
    }
    found.extend(counted(readings));
    let written: Vec<(usize, Span)> =
        found.iter().flat_map(|(_, terms)| terms.iter().map(|t| (t.doc, t.span))).collect();
    let rest = labelled.iter().enumerate().filter(|(n, _)| !taken.contains(n)).map(|(_, l)| l);
    let known = |t: &Term| written.iter().chain(taken_by).any(|(d, s)| *d == t.doc && s.overlaps(t.span));
    for (of, mut terms) in coloured(readings, rest) {
        terms.retain(|t| !known(t));
        if !terms.is_empty() {
            found.push((of, terms));
        }
    }
    found
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
const OPENING: usize = 2;

/// The words of a class in a report, with what colours them.
fn uses(reading: &Reading<'_, '_>, class: &Class) -> Vec<Use> {
    let view = reading.view;
    let mut found = Vec::new();
    let mut body = 0;
    for line in &view.sentences {
        body += usize::from(!line.headline);
        let opening = body <= OPENING;
        let mut i = line.tokens.start;
        while i < line.tokens.end {
            // `riot police`: what a body is called by.
            let Some(length) =
                class.matched(view, i).filter(|n| !names_force(view, i..i + n, line.tokens.end))
            else {
                i += 1;
                continue;
            };
            let (start, coloured) = modifiers(view, line.tokens.start, i);
            let people = is_person(view.word(i + length - 1).trim_end_matches('s'));
            let end = if coloured || people && view.word(i + length) == "of" {
                complement(view, &line.tokens, i + length)
            } else {
                i + length
            };
            if let Some(term) = reading.term(start..end, false) {
                let word = view.hull(i..i + length).map(|s| view.text(s).to_lowercase()).unwrap_or_default();
                found.push(Use { term, word, weighty: coloured || opening });
            }
            i += length;
        }
    }
    found
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
fn modifiers(view: &View<'_>, line: usize, noun: usize) -> (usize, bool) {
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
    let first = if article {
        (start..noun).find(|i| !WHICH.contains(&view.word(*i)) && !view.is_name(*i))
    } else {
        (start..noun).rev().take_while(|i| loaded(*i) || most(*i)).last()
    };
    let first = first.unwrap_or(noun);
    (first, (first..noun).any(|i| loaded(i) || most(i)))
}

/// The names that a class goes by: `Storm Agda`, wherever they stand.
fn names_of(readings: &[Reading<'_, '_>], class: &Class, uses: &mut Vec<Use>) {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for reading in readings {
        let view = reading.view;
        for line in view.sentences.iter() {
            for i in line.tokens.clone() {
                let storm = view.capital(i) && class.matched(view, i) == Some(1) && class.name == "storm";
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
                    uses.push(Use { term, word: String::new(), weighty: true });
                }
            }
        }
    }
}

impl Class {
    /// How many tokens from `i` on are a word of the class.
    fn matched(&self, view: &View<'_>, i: usize) -> Option<usize> {
        let fits = |beginning: &str, at: usize| match beginning.strip_suffix('$') {
            Some(word) => view.word(at) == word,
            None => view.word(at).starts_with(beginning),
        };
        let whole = |words: &Vec<&str>| words.iter().enumerate().all(|(k, w)| fits(w, i + k));
        self.words.iter().filter(|w| whole(w)).map(Vec::len).max()
    }
}

/// The word that most reports use, when at least two speak of the act and they differ in words or voice.
fn chosen(reports: usize, class: &Class, uses: &[Use]) -> Option<String> {
    let docs: BTreeSet<usize> = uses.iter().map(|u| u.term.doc).collect();
    let wordings: BTreeSet<&str> = uses.iter().map(|u| stem(&u.word)).collect();
    let voices: BTreeSet<bool> = uses.iter().map(|u| u.term.own).collect();
    // A class that few reports touch, and none in its opening or with colour, is not what the story is about.
    if !uses.iter().any(|u| u.weighty) {
        return None;
    }
    if docs.len() < 2 || docs.len() * 2 < reports || (wordings.len() < 2 && voices.len() < 2) {
        return None;
    }
    // All forms of a word together (`kill`, `killing`, `killed`), told by the form that is a noun.
    let mut forms: BTreeMap<&str, (BTreeSet<usize>, BTreeMap<&str, usize>)> = BTreeMap::new();
    for u in uses.iter().filter(|u| !u.word.is_empty()) {
        let entry = forms.entry(stem(&u.word)).or_default();
        entry.0.insert(u.term.doc);
        *entry.1.entry(&u.word).or_default() += 1;
    }
    let most = forms.into_iter().max_by_key(|(stem, (docs, words))| {
        let noun = usize::from(words.keys().any(|w| is_noun(w)));
        (docs.len() + noun, words.values().sum::<usize>(), std::cmp::Reverse(*stem))
    });
    let told = most.and_then(|(_, (_, words))| {
        words.into_iter().max_by_key(|(word, n)| (is_noun(word), *n, std::cmp::Reverse(*word)))
    });
    Some(told.map_or_else(|| class.name.to_owned(), |(word, _)| word.to_owned()))
}

/// Whether a word of a class is a noun for its act rather than a form of its verb.
fn is_noun(word: &str) -> bool {
    let first = word.split([' ', '-']).next().unwrap_or(word);
    !verbs::past(first) && !word.ends_with("ed")
}

/// The groups of people of whom two reports count the same number and call them differently: `twelve diplomats`, `12
/// spies`.
fn counted(readings: &[Reading<'_, '_>]) -> Vec<(String, Vec<Term>)> {
    let mut by_count: BTreeMap<u64, Vec<Use>> = BTreeMap::new();
    for reading in readings {
        let view = reading.view;
        for line in &view.sentences {
            for i in line.tokens.clone() {
                let Some(count) =
                    crate::meaning::number(view.word(i)).filter(|n| *n >= 2.0 && n.fract() == 0.0)
                else {
                    continue;
                };
                let end = line.tokens.end.min(i + 5);
                let head = (i + 1..end)
                    .take_while(|k| view.is_word(*k) && !STOPS.contains(view.word(*k)))
                    .find(|k| plural_person(view.word(*k)));
                let Some(head) = head.filter(|h| !plural_person(view.word(h + 1))) else { continue };
                if let Some(term) = reading.term(i + 1..head + 1, false) {
                    let uses = by_count.entry(count as u64).or_default();
                    uses.push(Use { term, word: view.word(head).to_owned(), weighty: true });
                }
            }
        }
    }
    let mut found = Vec::new();
    for uses in by_count.into_values() {
        let docs: BTreeSet<usize> = uses.iter().map(|u| u.term.doc).collect();
        let words: BTreeSet<&str> = uses.iter().map(|u| u.word.as_str()).collect();
        // `people` alone tells nothing of them.
        let telling = words.iter().filter(|w| !matches!(**w, "people" | "persons" | "others")).count();
        if docs.len() < 2 || words.len() < 2 || telling == 0 {
            continue;
        }
        let mut most: BTreeMap<&str, usize> = BTreeMap::new();
        for u in uses.iter().filter(|u| u.word != "people") {
            *most.entry(&u.word).or_default() += 1;
        }
        if let Some((of, _)) = most.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0))) {
            found.push((of.to_owned(), uses.iter().map(|u| u.term.clone()).collect()));
        }
    }
    found
}

fn plural_person(word: &str) -> bool {
    matches!(word, "people" | "men" | "women" | "children" | "staff" | "personnel")
        || word.strip_suffix('s').is_some_and(|one| one.len() > 3 && is_person(one) && is_noun_of(one))
        || word.ends_with("men") && word.len() > 5
}

/// Words in -er that are numbered but are no persons are many: only those a list has, and the surest endings.
fn is_noun_of(word: &str) -> bool {
    is_listed(word) || ["ist", "ian", "eer", "ee", "yer", "ker", "ner"].iter().any(|e| word.ends_with(e))
}

/// The nouns that two reports use and one colours, or that a headline colours, or that somebody gives another name.
fn coloured<'l>(
    readings: &[Reading<'_, '_>],
    labelled: impl Iterator<Item = &'l (usize, Range<usize>, Term)>,
) -> Vec<(String, Vec<Term>)> {
    /// A noun with its reports, its forms in lower case, and its coloured uses.
    #[derive(Default)]
    struct Noun {
        docs: BTreeSet<usize>,
        words: BTreeMap<String, usize>,
        coloured: Vec<Term>,
        /// A headline colours it.
        headline: bool,
    }
    let mut nouns: BTreeMap<u64, Noun> = BTreeMap::new();
    for reading in readings {
        let view = reading.view;
        for line in &view.sentences {
            for i in line.tokens.clone() {
                let word = view.word(i);
                if word.len() < 4
                    || STOPS.contains(word)
                    || LOADED.contains(word)
                    || word.ends_with("ly")
                    || !view.is_word(i)
                {
                    continue;
                }
                let lower = !view.capital(i) || line.headline;
                // `cop` and `officer` are one.
                let one = word
                    .strip_suffix('s')
                    .filter(|one| is_listed(one) || head_class(one) != *one)
                    .unwrap_or(word);
                let class = head_class(one);
                let key = if class == one { view.stem(i) } else { hash_word(stem(class)) };
                let noun = nouns.entry(key).or_default();
                noun.docs.insert(view.at);
                if lower {
                    *noun.words.entry(word.to_owned()).or_default() += 1;
                }
                let before =
                    i.checked_sub(1).filter(|b| *b >= line.tokens.start && LOADED.contains(view.word(*b)));
                // A compound goes on: `killer kettle maker`.
                if let (Some(_), true) = (before, lower) {
                    let (start, colours) = modifiers(view, line.tokens.start, i);
                    let end = complement(view, &line.tokens, i + 1);
                    if colours {
                        noun.headline |= line.headline;
                        noun.coloured.extend(reading.term(start..end, false));
                    }
                }
            }
        }
    }
    for (doc, tokens, term) in labelled {
        let view = readings[*doc].view;
        let head = tokens.clone().rev().find(|i| view.is_word(*i) && !STOPS.contains(view.word(*i)));
        if let Some(noun) = head.and_then(|i| nouns.get_mut(&view.stem(i))) {
            noun.coloured.push(term.clone());
        }
    }
    let told = nouns.into_values().filter(|n| {
        let enough = n.docs.len() >= 2 && n.docs.len() * 3 >= readings.len();
        (enough || n.headline) && !n.coloured.is_empty()
    });
    // Under the form that is used most, the shorter of equals.
    let most = |words: BTreeMap<String, usize>| {
        words.into_iter().max_by_key(|(word, n)| (*n, std::cmp::Reverse(word.len()))).map(|(word, _)| word)
    };
    told.filter_map(|n| Some((most(n.words)?, n.coloured))).collect()
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
