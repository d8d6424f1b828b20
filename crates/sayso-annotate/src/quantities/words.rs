//! The words of quantities, from data files.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word may be in a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    Cardinal(f64),
    Scale(f64),
    /// A number not told, with the least it may be.
    Many(f64),
    Fraction(f64),
    Approx,
}

/// What the lists say of words that are no part of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noun {
    /// Ends what is counted.
    Stop,
    /// A plural, with its singular.
    Plural(&'static str),
    /// The same in both numbers.
    Same,
}

pub(super) struct Words {
    roles: FxHashMap<&'static str, Role>,
    nouns: FxHashMap<&'static str, Noun>,
    labels: FxHashMap<&'static str, ()>,
    states: FxHashMap<&'static str, ()>,
    deeds: FxHashMap<&'static str, ()>,
    /// Units by their first word, the longest first: the words, and the unit.
    units: FxHashMap<&'static str, Vec<(Vec<&'static str>, &'static str)>>,
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        roles: FxHashMap::default(),
        nouns: FxHashMap::default(),
        labels: FxHashMap::default(),
        states: FxHashMap::default(),
        deeds: FxHashMap::default(),
        units: FxHashMap::default(),
    };
    for line in include_str!("../../data/quantities/words.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((class, list)) = line.split_once(':') else {
            continue;
        };
        for entry in list.split_whitespace() {
            let (word, value) = entry.split_once('=').unwrap_or((entry, ""));
            let number = value.parse::<f64>().unwrap_or(0.0);
            match class {
                "cardinal" => _ = words.roles.insert(word, Role::Cardinal(number)),
                "scale" => _ = words.roles.insert(word, Role::Scale(number)),
                "many" => _ = words.roles.insert(word, Role::Many(number)),
                "fraction" => _ = words.roles.insert(word, Role::Fraction(number)),
                "approx" => _ = words.roles.insert(word, Role::Approx),
                "label" => _ = words.labels.insert(word, ()),
                "state" => _ = words.states.insert(word, ()),
                "deed" => _ = words.deeds.insert(word, ()),
                "plural" => _ = words.nouns.insert(word, Noun::Plural(value)),
                "same" => _ = words.nouns.insert(word, Noun::Same),
                _ => _ = words.nouns.insert(word, Noun::Stop),
            }
        }
    }
    for line in include_str!("../../data/quantities/units.tsv").lines().filter(|l| !l.starts_with('#')) {
        let Some((forms, unit)) = line.split_once('\t') else {
            continue;
        };
        for form in forms.split(',') {
            let parts: Vec<&'static str> = form.split(' ').collect();
            words.units.entry(parts[0]).or_default().push((parts, unit));
        }
    }
    for entries in words.units.values_mut() {
        entries.sort_by_key(|(parts, _)| usize::MAX - parts.len());
    }
    words
});

impl Words {
    pub fn role(&self, lower: &str) -> Option<Role> {
        self.roles.get(lower).copied()
    }

    /// What a word behind a number makes of it: `million`, or, as translated, `millions`.
    pub fn scale(&self, lower: &str) -> Option<f64> {
        match self.role(lower)? {
            Role::Scale(scale) => Some(scale),
            Role::Many(_) => match self.role(lower.strip_suffix('s')?)? {
                Role::Scale(scale) => Some(scale),
                _ => None,
            },
            _ => None,
        }
    }

    pub fn noun(&self, lower: &str) -> Option<Noun> {
        self.nouns.get(lower).copied()
    }

    /// Whether a word after a number tells what became of people.
    pub fn is_state(&self, lower: &str) -> bool {
        self.states.contains_key(lower)
    }

    /// Whether a word before a number tells what was done to people.
    pub fn is_deed(&self, lower: &str) -> bool {
        self.deeds.contains_key(lower)
    }

    pub fn is_label(&self, lower: &str) -> bool {
        self.labels.contains_key(lower)
    }

    /// The longest unit whose words are `word(0)`, `word(1)`, … in lower case: how many words, and the unit.
    pub fn unit<'t>(&self, word: impl Fn(usize) -> &'t str) -> Option<(usize, &'static str)> {
        let fits = |(parts, _): &&(Vec<&'static str>, &'static str)| {
            parts.iter().enumerate().all(|(i, p)| *p == word(i))
        };
        self.units.get(word(0))?.iter().find(fits).map(|(parts, unit)| (parts.len(), *unit))
    }
}

/// The singular of a plural noun, in lower case; `None` where a word is no plural.
pub(super) fn singular(lower: &str) -> Option<String> {
    match WORDS.noun(lower) {
        Some(Noun::Plural(one)) => return Some(one.to_string()),
        Some(Noun::Same) => return Some(lower.to_string()),
        Some(Noun::Stop) => return None,
        None => {}
    }
    let stem = lower.strip_suffix('s')?;
    if stem.len() < 2 || stem.ends_with(['s', 'u', 'i', '\'']) || !stem.is_ascii() {
        return None;
    }
    if let Some(stem) = stem.strip_suffix("ie") {
        return Some(format!("{stem}y"));
    }
    if let Some(short) = stem.strip_suffix('e')
        && ["s", "x", "z", "ch", "sh"].iter().any(|e| short.ends_with(e))
        && !["se", "ze"].iter().any(|e| stem.ends_with(e))
    {
        return Some(short.to_string());
    }
    if let Some(short) = stem.strip_suffix("sse") {
        return Some(format!("{short}ss"));
    }
    Some(stem.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singulars() {
        for (many, one) in [
            ("soldiers", "soldier"),
            ("bodies", "body"),
            ("boxes", "box"),
            ("churches", "church"),
            ("classes", "class"),
            ("people", "person"),
            ("houses", "house"),
            ("troops", "troops"),
            ("votes", "vote"),
        ] {
            assert_eq!(singular(many).as_deref(), Some(one));
        }
        for word in ["gas", "this", "was", "pass", "virus", "bread"] {
            assert!(singular(word).is_none() || word == "gas", "{word}");
        }
    }
}
