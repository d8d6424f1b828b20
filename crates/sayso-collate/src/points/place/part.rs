//! What a place is called: its own name, the noun for what it is, and what sets it apart from others of that noun.

use super::super::lists::lines;
use super::super::view::View;
use crate::words::{hash_word, stem};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// How much a place holds, by its noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::points) enum Level {
    /// A part of a building or vehicle.
    Room,
    /// A building, vehicle or site.
    Site,
    /// A street, a ground, a piece of land or water.
    Ground,
    /// A town.
    Town,
    /// A region.
    Region,
}

/// A noun of places: the line it stands in, and how much it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::points) struct Noun {
    /// The first word of its line.
    pub line: &'static str,
    /// The hash of that.
    hash: u64,
    /// How much it holds.
    pub level: Level,
}

static NOUNS: LazyLock<FxHashMap<&'static str, Noun>> = LazyLock::new(|| {
    let mut nouns = FxHashMap::default();
    for (level, words) in
        lines(include_str!("../../../words/points/places.txt")).filter_map(|l| l.split_once('\t'))
    {
        let level = match level {
            "1" => Level::Room,
            "2" => Level::Site,
            "3" => Level::Ground,
            "4" => Level::Town,
            _ => Level::Region,
        };
        let line = words.split(' ').next().unwrap_or(words);
        for word in words.split(' ') {
            nouns.entry(word).or_insert(Noun { line, hash: hash_word(line), level });
        }
    }
    nouns
});

/// The noun of places that a word is, in lower case.
pub(in crate::points) fn noun(word: &str) -> Option<Noun> {
    let bare = || ["bridges", "streets"].contains(&word).then(|| &word[..word.len() - 1]);
    NOUNS.get(word).or_else(|| NOUNS.get(bare()?)).copied()
}

/// Words of names that many places share.
pub(in crate::points) const COMMON: [&str; 36] = [
    "the", "of", "st", "st.", "saint", "san", "santa", "new", "old", "upper", "lower", "great", "greater",
    "little", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
    "el", "la", "los", "las", "le", "de", "al", "'s", "’s", "mount", "fort", "grand", "big",
];

/// One part of a place: `in the ticket hall of the terminal at Sarrow` has three.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::points) struct Part {
    /// The hashes of the words of its name that hardly another place has, in order.
    pub names: Vec<u64>,
    /// The noun for what it is.
    pub noun: Option<Noun>,
    /// The hashes of what else sets it apart: `second`, `north`, `ticket`.
    pub marks: Vec<u64>,
}

/// How two parts of places stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::points) enum Kin {
    /// They are two, or nothing tells that they are one.
    Apart,
    /// One noun, of which at least one is not set apart.
    Noun,
    /// One noun, set apart in one way: `the north gate`.
    Marked,
    /// One name.
    Named,
}

impl Part {
    /// The part that some tokens call, read in their order: the last of their nouns is what it is.
    pub fn of(view: &View<'_>, tokens: Range<usize>) -> Part {
        let mut part = Part::default();
        for i in tokens.filter(|i| view.is_word(*i)) {
            let word = view.word(i);
            let own = word.trim_end_matches("'s").trim_end_matches("’s");
            match noun(own) {
                Some(noun) => {
                    // `the ferry terminal`: of two nouns the first sets the second apart, unless a name stands between.
                    if let Some(before) = part.noun.filter(|_| part.names.is_empty() || !view.capital(i)) {
                        part.marks.push(before.hash);
                    }
                    part.noun = Some(noun);
                }
                None if matches!(own, "the" | "of" | "'s" | "’s" | "" | "a" | "an" | "s") => {}
                None if COMMON.contains(&own) => part.marks.push(hash_word(own)),
                None if view.capital(i) => part.names.push(hash_word(stem(own))),
                None => part.marks.push(hash_word(own)),
            }
        }
        // A name may be made of words that many have: `the West Bank`.
        part.names.sort_unstable();
        part.names.dedup();
        part.marks.sort_unstable();
        part.marks.dedup();
        part
    }

    /// How much it holds, where its noun tells.
    pub fn level(&self) -> Option<Level> {
        self.noun.map(|n| n.level)
    }

    /// Whether it has a name of its own.
    pub fn named(&self) -> bool {
        !self.names.is_empty()
    }

    /// How it stands to another.
    pub fn kin(&self, other: &Part) -> Kin {
        let all = |a: &[u64], b: &[u64]| a.iter().all(|x| b.contains(x));
        if self.named() && other.named() {
            let one = all(&self.names, &other.names) || all(&other.names, &self.names);
            return if one { Kin::Named } else { Kin::Apart };
        }
        let (Some(x), Some(y)) = (self.noun, other.noun) else { return Kin::Apart };
        if x.hash != y.hash {
            return Kin::Apart;
        }
        if self.named() || other.named() || self.marks.is_empty() || other.marks.is_empty() {
            return Kin::Noun;
        }
        if all(&self.marks, &other.marks) || all(&other.marks, &self.marks) {
            Kin::Marked
        } else {
            Kin::Apart
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(names: &[&str], noun_of: &str, marks: &[&str]) -> Part {
        let hashes = |words: &[&str]| words.iter().map(|w| hash_word(w)).collect();
        Part { names: hashes(names), noun: noun(noun_of), marks: hashes(marks) }
    }

    #[test]
    fn names_that_hold_one_another_are_one_place() {
        let (square, park) = (part(&["orlan"], "square", &[]), part(&["orlan"], "park", &["car"]));
        assert_eq!(square.kin(&park), Kin::Named);
        assert_eq!(part(&["orlan"], "", &[]).kin(&part(&["bresk"], "", &[])), Kin::Apart);
    }

    #[test]
    fn nouns_are_one_as_far_as_they_are_set_apart_alike() {
        let floor = |mark: &str| part(&[], "floor", &[mark]);
        assert_eq!(floor("second").kin(&floor("second")), Kin::Marked);
        assert_eq!(floor("second").kin(&floor("third")), Kin::Apart);
        assert_eq!(part(&[], "gym", &[]).kin(&part(&[], "gymnasium", &["school"])), Kin::Noun);
    }
}
