//! A source's name: what is printed, without what stands around it, and the kind of who bears it.

use super::beside::within;
use super::{FIRST, PRONOUNS};
use crate::Doc;
use crate::meaning::number;
use crate::naming::{LOADED, TITLES};
use crate::words::Words;
use sayso_lexicon::grammar::is_small_word;
use sayso_lexicon::persons::{Noun, noun};
use sayso_model::{Entity, EntityKind, Source, SourceKind};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Short forms of states, each with the words of the full name.
static STATES: LazyLock<BTreeMap<&'static str, Vec<String>>> = LazyLock::new(|| {
    let lines = include_str!("../../words/states.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(full, forms)| {
            let words: Vec<String> = full.split(' ').map(str::to_owned).collect();
            forms.split('\t').map(move |form| (form, words.clone()))
        })
        .collect()
});

/// What follows a name and is no part of it: degrees, orders, offices in letters.
const LETTERS: [&str; 30] = [
    "kc", "qc", "sc", "mp", "mep", "msp", "ms", "md", "phd", "dphil", "mba", "ma", "ba", "bsc", "llb", "esq",
    "obe", "cbe", "mbe", "kbe", "dbe", "gcb", "kcb", "dso", "vc", "frs", "rn", "cpa", "sj", "op",
];
/// A name as printed in one report.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// Normal forms of its words, titles aside.
    pub words: Vec<String>,
    /// As printed first.
    pub printed: String,
    /// Printed otherwise with the same words: `US` and `United States`.
    pub other_forms: BTreeSet<String>,
    pub kind: &'static str,
    /// Offices that the reports give it beside its name, in normal forms.
    pub offices: BTreeSet<Vec<String>>,
}

/// A person as a source where the name stands.
pub(super) fn mentioned(entity: &Entity, at: Span) -> Source {
    Source { spans: vec![at], entity: Some(entity.id), name: Some(entity.name.clone()), ..Source::default() }
}

pub(super) fn proper(name: &Name) -> bool {
    name.printed.split_whitespace().any(|w| w.starts_with(char::is_uppercase)) && !name.words.is_empty()
}

/// A source by the words it is printed in.
pub(super) fn as_printed(doc: &Doc<'_>, source: &Source) -> Option<Name> {
    named(doc, &Source { name: None, entity: None, ..source.clone() })
}

/// Whether a name has a word with a capital beside its article.
pub(super) fn capital_name(name: &Name) -> bool {
    let mut words = name.printed.split_whitespace();
    words.any(|w| w.starts_with(char::is_uppercase) && !matches!(w, "A" | "An" | "The" | "One" | "Some"))
}

const DAYS: [&str; 8] = ["the", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The words before a name that are titles, offices or a body's, in normal forms: the name begins after them.
fn before_name(all: &[String], small: impl Fn(usize) -> bool) -> usize {
    // A title may also stand small: `the chief inspector Ann Lee`.
    let title = (0..all.len()).rev().find(|i| TITLES.contains(all[*i].as_str())).map_or(0, |i| i + 1);
    // `Institute of Grain Ann Lee`: only a name of two words after a body's is surely another's.
    let is_body = |i: &usize| noun(&all[*i]) == Some(Noun::Body) && !small(*i);
    let body = (0..all.len()).rev().find(is_body).map_or(0, |i| i + 1);
    let rest = |from: usize| (from..all.len()).filter(|i| !small(*i)).count();
    if body > title && rest(body) == 2 && all.len() - body <= 3 { body } else { title }
}

/// The head noun of a description in normal forms: the last word before what belongs to it (`of the guild`).
fn head(all: &[String]) -> &str {
    let end = (1..all.len()).find(|i| is_small_word(&all[*i])).unwrap_or(all.len());
    all[..end].iter().rev().find(|w| *w != "s").map_or("", String::as_str)
}

/// The kind of a source that no entity tells.
fn kind_of(source: &Source, all: &[String], small: impl Fn(usize) -> bool) -> &'static str {
    let head = head(all);
    const SEVERAL: [&str; 10] =
        ["some", "many", "several", "most", "few", "both", "these", "those", "others", "all"];
    // `Seven families`, but not the hotel `Four Seasons`.
    let numbered = number(&all[0]).is_some_and(|n| n >= 2.0) && (1..all.len()).all(&small);
    let several = SEVERAL.contains(&all[0].as_str()) || numbered;
    let described = (1..all.len()).all(&small) && (all.len() > 1 || small(0) || noun(&all[0]).is_some());
    match source.kind {
        Some(SourceKind::Document) => return "document",
        Some(SourceKind::Collective) => return "collective",
        _ => {}
    }
    match noun(head) {
        _ if several => "collective",
        Some(Noun::Document) => "document",
        Some(Noun::Group) => "collective",
        Some(Noun::Body) => "organization",
        Some(Noun::Person(_)) => "person",
        None if described && head.ends_with('s') && !head.ends_with("ss") => "collective",
        None => "person",
    }
}

/// The name of a source; nothing where nobody is named: `no officer`, `which`, a day.
pub(super) fn named(doc: &Doc<'_>, source: &Source) -> Option<Name> {
    if source.entity.is_none()
        && let Some(inner) = within(doc, source)
    {
        return named(doc, &inner);
    }
    let entities = &doc.annotations.entities;
    let entity = source.entity.and_then(|id| entities.iter().find(|e| e.id == id));
    let as_printed = || crate::quotation::join_spans(doc.text(), &source.spans);
    let whole = source.name.clone().or_else(|| entity.map(|e| e.name.clone())).unwrap_or_else(as_printed);
    let printed = trimmed(&whole);
    let words = Words::of(printed);
    let all: Vec<String> = (0..words.len()).map(|i| words.normal(i).to_owned()).collect();
    // `had said the Wednesday`: a day says nothing.
    if all.iter().all(|w| DAYS.contains(&w.as_str())) || is_nobody(&all, source.entity.is_some()) {
        return None;
    }
    let small = |i: usize| !words.list()[i].capital();
    // What another place of the report names.
    let entity = entity.or_else(|| entities.iter().find(|e| e.name == printed && !small(0)));
    // `the chief inspector of police Dagny Rolfe`: nobody withholds a name that is printed.
    let tail = (0..all.len()).rev().take_while(|i| !small(*i) && all[*i].len() > 1).count();
    let titled = source.anonymous && (2..=3).contains(&tail) && tail < all.len();
    let titled = titled && all[..all.len() - tail].iter().any(|w| TITLES.contains(w.as_str()));
    let kind = match entity.map(|e| e.kind) {
        _ if titled => "person",
        _ if source.anonymous => "anonymous",
        Some(EntityKind::Person) => "person",
        Some(EntityKind::Organization | EntityKind::Place) => "organization",
        Some(EntityKind::Law) => "document",
        _ => kind_of(source, &all, small),
    };
    // What stands up to the last title goes, as long as something that is a name stays: `Ostrander Defence Minister
    // Aksel Thorne`.
    let after_title = before_name(&all, small);
    let rest = (after_title..all.len()).filter(|i| !small(*i)).count();
    let (kind, from) = match kind {
        "person" if rest > 0 => {
            let first = (after_title..all.len()).find(|i| !small(*i)).unwrap_or(0);
            ("person", first)
        }
        // A body has no title within: `the Foreign Ministry's spokesman Ilo Brandt` is a person.
        "organization" if after_title > 1 && rest >= 2 && after_title + rest == all.len() => {
            ("person", after_title)
        }
        _ => (kind, usize::from(all.len() > 1 && all[0] == "the")),
    };
    let mut own = from..all.len();
    let mut forms = BTreeSet::new();
    let cut = |r: std::ops::Range<usize>| words.hull(r.start, r.end).slice(printed).map(str::to_owned);
    if kind == "person" && rest > 0 {
        // `Heartbroken Ann Lee`, `Ann Lee KC`
        while own.len() > 1 && LOADED.contains(all[own.start].as_str()) && !small(own.start + 1) {
            own.start += 1;
        }
        while own.len() > 2 && LETTERS.contains(&all[own.end - 1].replace('.', "").as_str()) {
            own.end -= 1;
        }
        if own.end < all.len() {
            forms.extend(cut(own.start..all.len()));
        }
    }
    let shown = if kind == "person" && rest > 0 { cut(own.clone()) } else { None };
    let shown = shown.unwrap_or_else(|| printed.to_owned());
    let shown = without_possessive(&shown).to_owned();
    if kind == "person" && rest > 0 {
        forms.extend(source.spans.iter().filter_map(|s| courteous(s.slice(doc.text())?, &all)));
    }
    let words = match state(&all[own.clone()]) {
        Some(full) if kind == "organization" => full.clone(),
        _ => all[own].to_vec(),
    };
    let named = rest > 0 && kind == "person";
    let offices = source.role.iter().filter(|_| named).map(|r| normal(r)).collect();
    Some(Name { words, printed: shown, other_forms: forms, kind, offices })
}

/// A source without what a sentence puts before it: `By evening the clerk`, `7.33 the control room`.
fn trimmed(printed: &str) -> &str {
    let printed = printed.trim().trim_end_matches([',', ':']);
    let words = Words::of(printed);
    let lead =
        |w: &str| w.starts_with(|c: char| c.is_ascii_digit()) || matches!(w, "by" | "at" | "on" | "in");
    if words.len() > 2 && lead(words.normal(0)) {
        let from = if words.normal(0).starts_with(|c: char| c.is_ascii_digit()) { 1 } else { 2 };
        let article = (from..words.len().min(4)).find(|i| matches!(words.normal(*i), "the" | "a" | "an"));
        if let Some(i) = article.filter(|i| i + 1 < words.len()) {
            return words.hull(i, words.len()).slice(printed).unwrap_or(printed);
        }
    }
    printed
}

/// Whether words name nobody: `no officer`, `none of them`, `which`, `there`; small words that are `named` elsewhere in the
/// report are a name: `May`.
fn is_nobody(all: &[String], named: bool) -> bool {
    let none = matches!(all[0].as_str(), "no" | "nobody" | "none" | "neither" | "nothing" | "not" | "there");
    // `No 10`
    let numbered = all.get(1).is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    let spoken = |w: &String| PRONOUNS.contains(&w.as_str()) || FIRST.contains(&w.as_str());
    none && !numbered || !named && all.iter().all(|w| is_small_word(w)) && !all.iter().any(spoken)
}

/// A name printed with a form of address: `Ms Lee`, where `all` are the words of the name.
fn courteous(printed: &str, all: &[String]) -> Option<String> {
    let words = Words::of(printed);
    if words.len() < 2 {
        return None;
    }
    let address = matches!(
        words.normal(0),
        "mr" | "mrs" | "ms" | "miss" | "mx" | "dr" | "prof" | "sir" | "dame" | "lord" | "lady"
    );
    let name =
        (1..words.len()).all(|i| words.list()[i].capital() && all.iter().any(|w| w == words.normal(i)));
    let shown = words.hull(0, words.len()).slice(printed).map(without_possessive);
    shown.filter(|_| address && name).map(str::to_owned)
}

/// A possessive belongs to the sentence, not to the name.
fn without_possessive(name: &str) -> &str {
    ["'s", "’s"].iter().find_map(|s| name.strip_suffix(s)).unwrap_or(name)
}

/// The words of a text in normal forms.
pub(super) fn normal(text: &str) -> Vec<String> {
    let words = Words::of(text);
    (0..words.len()).map(|i| words.normal(i).to_owned()).collect()
}

/// The full name of the state that goes by these words, given in their normal forms.
fn state(words: &[String]) -> Option<&'static Vec<String>> {
    STATES.get(words.join(" ").replace('.', "").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_forms_of_states_are_words_as_names_have_them() {
        for form in ["US", "U.S.", "the USA", "UN", "Great Britain"] {
            let words = Words::of(form.trim_start_matches("the "));
            let words: Vec<String> = (0..words.len()).map(|i| words.normal(i).to_owned()).collect();
            assert!(state(&words).is_some(), "{form}: {words:?}");
        }
    }

    #[test]
    fn nobody_is_no_speaker() {
        for nobody in ["no officer", "none of them", "nobody", "which", "there", "my"] {
            assert!(is_nobody(&normal(nobody), false), "{nobody}");
        }
        for somebody in ["the officer", "she", "we", "a clerk", "Nona Lee", "No 10"] {
            assert!(!is_nobody(&normal(somebody), false), "{somebody}");
        }
        assert!(!is_nobody(&normal("May"), true) && is_nobody(&normal("no officer"), true));
    }

    #[test]
    fn a_description_tells_its_kind_by_its_head() {
        let kind = |printed: &str| {
            let words = Words::of(printed);
            kind_of(&Source::default(), &normal(printed), |i| !words.list()[i].capital())
        };
        assert_eq!(kind("the agency"), "organization");
        assert_eq!(kind("Her bosses"), "collective");
        assert_eq!(kind("Seven families"), "collective");
        assert_eq!(kind("Two members of the council"), "collective");
        assert_eq!(kind("a letter to the guild"), "document");
        assert_eq!(kind("the mayor of the town"), "person");
        assert_eq!(kind("Ann Lee"), "person");
        assert_eq!(kind("Twelve families"), "collective");
        assert_ne!(kind("Four Seasons"), "collective");
    }

    #[test]
    fn a_name_begins_after_titles_and_bodies() {
        let name = |printed: &str| {
            let words = Words::of(printed);
            let all = normal(printed);
            all[before_name(&all, |i| !words.list()[i].capital())..].join(" ")
        };
        assert_eq!(name("Rowing Federation Ann Lee"), "ann lee");
        assert_eq!(name("the chief inspector Ann Lee"), "ann lee");
        assert_eq!(name("Ann Lee"), "ann lee");
    }

    #[test]
    fn what_a_sentence_puts_before_a_source_goes() {
        assert_eq!(trimmed("By evening the clerk"), "the clerk");
        assert_eq!(trimmed("7.33 the control room"), "the control room");
        assert_eq!(trimmed("On the Record"), "On the Record");
        assert_eq!(trimmed("Ann Lee,"), "Ann Lee");
    }

    #[test]
    fn a_form_of_address_is_another_form_of_the_name() {
        assert_eq!(courteous("Ms Lee's", &normal("Ann Lee")).as_deref(), Some("Ms Lee"));
        assert_eq!(courteous("Ms Poe", &normal("Ann Lee")), None);
        assert_eq!(courteous("Lee", &normal("Ann Lee")), None);
    }
}
