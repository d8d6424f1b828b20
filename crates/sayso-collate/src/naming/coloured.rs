//! Groups of people whom reports count alike and call differently, and nouns of the story that one report colours.

use super::acts::modifiers;
use super::lists::{LOADED, STOPS, head_class, is_listed, is_person};
use super::phrase::complement;
use super::{Reading, Term};
use crate::verbs;
use crate::words::{hash_word, stem};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The groups of people of whom two reports count the same number and call them differently: `twelve diplomats`, `12
/// spies`.
pub(super) fn counted(readings: &[Reading<'_, '_>]) -> Vec<(String, Vec<Term>)> {
    let mut by_count: BTreeMap<u64, Vec<(Term, String)>> = BTreeMap::new();
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
                    uses.push((term, view.word(head).to_owned()));
                }
            }
        }
    }
    let mut found = Vec::new();
    for uses in by_count.into_values() {
        let docs: BTreeSet<usize> = uses.iter().map(|(term, _)| term.doc).collect();
        let words: BTreeSet<&str> = uses.iter().map(|(_, word)| word.as_str()).collect();
        // `people` alone tells nothing of them.
        let telling = words.iter().filter(|w| !matches!(**w, "people" | "persons" | "others")).count();
        if docs.len() < 2 || words.len() < 2 || telling == 0 {
            continue;
        }
        let mut most: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, word) in uses.iter().filter(|(_, word)| word != "people") {
            *most.entry(word).or_default() += 1;
        }
        if let Some((of, _)) = most.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0))) {
            found.push((of.to_owned(), uses.iter().map(|(term, _)| term.clone()).collect()));
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
pub(super) fn coloured<'l>(
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
                    || word.ends_with("ing")
                    || sayso_lexicon::grammar::is_small_word(word)
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
                // A compound goes on: `killer kettle maker`; in a sentence what leads one is not what is coloured: `a bitter
                // health debate`.
                let next = view.word(i + 1);
                let leads = !line.headline
                    && view.is_word(i + 1)
                    && !STOPS.contains(next)
                    && !verbs::past(next)
                    && !view.attributes(i + 1)
                    && verbs::helping(next).is_none()
                    && !next.ends_with('s');
                if let (Some(_), true, false) = (before, lower, leads) {
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
