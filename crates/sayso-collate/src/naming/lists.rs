//! The word lists of naming, and what a noun stands for.

use crate::meaning::{vector_of, word_likeness};
use crate::points::view::View;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

fn list(text: &'static str) -> FxHashSet<&'static str> {
    text.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect()
}

pub(super) static STOPS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../words/naming/stops.txt")));
static PERSONS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../words/naming/persons.txt")));
/// Words that only look like nouns for persons.
static THINGS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../words/naming/things.txt")));
/// Words that colour a noun.
pub(crate) static LOADED: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../words/naming/loaded.txt")));
pub(crate) static TITLES: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../words/titles.txt")));
/// How persons are addressed before their names.
pub(super) static ADDRESS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../words/naming/address.txt")));
/// Titles cut short, in lower case and without the full stop.
pub(super) static SHORT_TITLES: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../words/naming/short-titles.txt")));
/// Nouns that judge a happening, whatever it was.
pub(super) static JUDGEMENTS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../words/naming/judgements.txt")));
/// What a court, the police or a jailer calls somebody.
pub(super) const CHARGED: [&str; 14] = [
    "accused",
    "suspect",
    "defendant",
    "convict",
    "convicted",
    "condemned",
    "detainee",
    "prisoner",
    "inmate",
    "culprit",
    "perpetrator",
    "arrestee",
    "remandee",
    "offender",
];
/// Participles that are nouns for one person after `the`.
pub(super) const PARTICIPLES: [&str; 5] = ["accused", "deceased", "convicted", "condemned", "departed"];
/// Words by which a reporter keeps away from what is said of somebody.
pub(super) const DISTANCE: [&str; 12] = [
    "alleged",
    "suspected",
    "accused",
    "apparent",
    "supposed",
    "purported",
    "so-called",
    "self-styled",
    "self-proclaimed",
    "would-be",
    "putative",
    "reputed",
];
/// Persons whom a report may bring in with `the`.
pub(super) static SETTINGS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../words/naming/settings.txt")));
/// Verbs that give a name, each with whether only with `as`.
pub(super) static LABELS: LazyLock<FxHashMap<&'static str, bool>> = LazyLock::new(|| {
    let words = list(include_str!("../../words/naming/labels.txt")).into_iter();
    words
        .map(|w| match w.strip_suffix("-as") {
            Some(verb) => (verb, true),
            None => (w, false),
        })
        .collect()
});
/// Heads that may stand for each other, to one of them.
static ALIKE: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../words/naming/alike.txt").lines().filter(|l| !l.starts_with('#'));
    lines
        .flat_map(|line| {
            let first = line.split_whitespace().next().unwrap_or_default();
            line.split_whitespace().map(move |word| (word, first))
        })
        .collect()
});

/// Words before a person's name that name nobody's office by themselves.
const NO_OFFICE: [&str; 20] = [
    "the",
    "foreign",
    "defence",
    "defense",
    "finance",
    "health",
    "interior",
    "justice",
    "transport",
    "education",
    "trade",
    "energy",
    "home",
    "labour",
    "labor",
    "environment",
    "agriculture",
    "culture",
    "union",
    "state",
];
const BEFORE_OFFICE: [&str; 7] = ["vice", "acting", "interim", "former", "ex", "prime", "first"];

/// The one word for a head that has several: `boss` and `chief`.
pub(crate) fn head_class(word: &str) -> &str {
    let last = word.rsplit_once('-').map_or(word, |(_, last)| last);
    let known = ALIKE.get(word).or_else(|| ALIKE.get(last));
    known.copied().unwrap_or(word)
}

/// Whether token `i` is a noun for one person.
pub(super) fn is_person_noun(view: &View<'_>, i: usize) -> bool {
    // `Twitter`: within a sentence a capital makes a word a name, unless it is known for an office.
    let word = view.word(i);
    let office = || is_listed(word) || TITLES.contains(word) || word.contains('-') || ADDRESS.contains(word);
    let within = |i: usize| i > 0 && view.is_word(i - 1) && !view.capital(i - 1);
    view.is_word(i) && is_person(word) && (!view.capital(i) || !within(i) || office())
}

/// Whether a word is listed as a noun for one person.
pub(crate) fn is_listed(word: &str) -> bool {
    PERSONS.contains(word)
}

/// Whether a word in lower case is a noun for one person.
pub(crate) fn is_person(word: &str) -> bool {
    const ENDINGS: [&str; 13] =
        ["man", "woman", "men", "women", "person", "ist", "ian", "eer", "ator", "itor", "sor", "ster", "ger"];
    let other = THINGS.contains(word) || STOPS.contains(word) || JUDGEMENTS.contains(word);
    if word.len() < 3 && !PERSONS.contains(word) || other {
        return false;
    }
    let title = TITLES.contains(word) && !NO_OFFICE.contains(&word) && !BEFORE_OFFICE.contains(&word);
    // `vice-president`, `54-year-old`, `mum-of-three`
    let last = word.rsplit_once('-').map(|(_, last)| last);
    let known = PERSONS.contains(word) || ADDRESS.contains(word) || sayso_lexicon::persons::is_person(word);
    if known {
        return true;
    }
    let ends = ENDINGS.iter().any(|e| word.ends_with(e) && word.len() > e.len() + 1)
        || (word.ends_with("er") || word.ends_with("or")) && word.len() > 4
        || (word.ends_with("ee") || word.ends_with("ant")) && word.len() > 5;
    title
        || word.ends_with("-year-old")
        || word.split_once("-of-").is_some_and(|(head, _)| PERSONS.contains(head))
        || last.is_some_and(|l| PERSONS.contains(l) || TITLES.contains(l) && !NO_OFFICE.contains(&l))
        || ends
}

/// Whether a noun for a person is listed as one, or its ending and its meaning tell: for one that stands away from any
/// name.
pub(super) fn is_surely_person(word: &str) -> bool {
    let last = word.rsplit_once('-').map_or(word, |(_, last)| last);
    let listed = |w: &str| {
        PERSONS.contains(w)
            || ADDRESS.contains(w)
            || TITLES.contains(w)
            || ALIKE.contains_key(w)
            || sayso_lexicon::persons::is_person(w)
    };
    listed(word)
        || listed(last)
        || ["man", "woman", "person", "-old"].iter().any(|e| word.ends_with(e))
        || word.contains("-of-")
        || means_person(last)
}

/// Whether a word that ends as nouns for persons do stands nearer to them than to things, by its vector; what has none is
/// taken for a person: `stimulant`, `fender` are things.
fn means_person(word: &str) -> bool {
    const PERSONS: [&str; 24] = [
        "teacher",
        "worker",
        "player",
        "minister",
        "officer",
        "farmer",
        "singer",
        "doctor",
        "lawyer",
        "soldier",
        "leader",
        "writer",
        "dealer",
        "gardener",
        "activist",
        "politician",
        "scientist",
        "swimmer",
        "thief",
        "clerk",
        "servant",
        "merchant",
        "sailor",
        "actor",
    ];
    const THINGS: [&str; 28] = [
        "machine",
        "device",
        "engine",
        "paper",
        "metal",
        "drug",
        "chemical",
        "water",
        "fabric",
        "building",
        "tool",
        "cable",
        "food",
        "weapon",
        "vehicle",
        "process",
        "feeling",
        "number",
        "event",
        "plant",
        "box",
        "road",
        "software",
        "sound",
        "season",
        "idea",
        "disease",
        "furniture",
    ];
    static NEAR: LazyLock<[Vec<u32>; 2]> = LazyLock::new(|| [&PERSONS[..], &THINGS[..]].map(vectors));
    fn vectors(words: &[&str]) -> Vec<u32> {
        words.iter().map(|w| vector_of(w)).collect()
    }
    let own = vector_of(word);
    if own == 0 {
        return true;
    }
    // The mean of the three nearest.
    let [persons, things] = [0, 1].map(|side: usize| {
        let mut near: Vec<f32> = NEAR[side].iter().map(|v| word_likeness(own, *v)).collect();
        near.sort_unstable_by(|a, b| b.total_cmp(a));
        near.iter().take(3).sum::<f32>()
    });
    persons >= things
}

/// Whether a word tells that a man (`false`) or a woman (`true`) is meant.
pub(super) fn woman(word: &str) -> Option<bool> {
    match word {
        "he" | "his" | "him" | "himself" | "man" | "father" | "dad" | "husband" | "son" | "brother"
        | "king" | "hero" | "widower" | "boy" | "mr" | "prince" | "uncle" | "lord" | "sir" => Some(false),
        "she" | "her" | "hers" | "herself" | "woman" | "mother" | "mum" | "mom" | "wife" | "daughter"
        | "sister" | "queen" | "heroine" | "widow" | "girl" | "mrs" | "ms" | "miss" | "princess" | "aunt"
        | "lady" | "actress" => Some(true),
        _ if word.ends_with("woman") || word.starts_with("mother-of") || word.starts_with("mum-of") => {
            Some(true)
        }
        _ if word.ends_with("man") && word != "human" => Some(false),
        _ if word.starts_with("father-of") || word.starts_with("dad-of") => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_for_persons_are_told_by_list_and_ending() {
        for word in [
            "tyrant",
            "winger",
            "54-year-old",
            "vice-president",
            "mum-of-three",
            "maestro",
            "baker",
            "chairwoman",
        ] {
            assert!(is_person(word), "{word}");
            assert!(is_surely_person(word), "{word}");
        }
        // A thing by its vector, though it ends as `assistant` does.
        assert!(is_person("stimulant") && !is_surely_person("stimulant"));
        for word in ["river", "committee", "winter", "union", "state", "the", "other", "number"] {
            assert!(!is_person(word), "{word}");
        }
        assert_eq!(head_class("boss"), head_class("chief"));
        assert_eq!(woman("spokeswoman"), Some(true));
    }

    #[test]
    fn the_lists_are_sound() {
        assert!(!STOPS.iter().any(|w| PERSONS.contains(w)));
        let persons = include_str!("../../words/naming/persons.txt").lines().filter(|l| !l.starts_with('#'));
        let mut seen = FxHashSet::default();
        for word in persons.flat_map(str::split_whitespace) {
            assert!(seen.insert(word), "{word}");
        }
        assert!(LABELS.get("called") == Some(&false) && LABELS.get("hailed") == Some(&true));
    }
}
