//! What the words around a place do, from their list.

use super::super::super::lists::lines;
use crate::verbs::base;
use crate::words::stem;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word does near a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Puts something at a place.
    At,
    /// Does so only for a noun or a street: `by the gate`, `on the Iron Bridge`.
    Grounded,
    /// Has something go to a place.
    To,
    /// Leads on from a part of a place to what holds it.
    Within,
    /// Is a part of a place that is no place by itself: `the outskirts of Sarrow`.
    Side,
    /// Ends a clause.
    Parting,
    /// Is a noun of places that mostly means something else unless it is set apart.
    Doubtful,
    /// May follow a noun of a place without making it part of another.
    Function,
    /// Is no part of what a place is called.
    Before,
    /// Is the stem of a word for what moves, or is moved.
    Moves,
    /// Is the stem of a verb for what is done to a place.
    Hits,
}

impl Does {
    fn parse(class: &str) -> Option<Does> {
        Some(match class {
            "at" => Does::At,
            "grounded" => Does::Grounded,
            "to" => Does::To,
            "within" => Does::Within,
            "side" => Does::Side,
            "parting" => Does::Parting,
            "doubtful" => Does::Doubtful,
            "function" => Does::Function,
            "before" => Does::Before,
            "moves" => Does::Moves,
            "hits" => Does::Hits,
            _ => return None,
        })
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// The words, each with the bits of what it does.
static WORDS: LazyLock<FxHashMap<&'static str, u16>> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static str, u16> = FxHashMap::default();
    for line in lines(include_str!("../../../../words/points/places-around.tsv")) {
        let Some((class, list)) = line.split_once('\t') else { continue };
        let Some(does) = Does::parse(class) else { continue };
        for word in list.split_whitespace() {
            let key = if matches!(does, Does::Moves | Does::Hits) { stem(word) } else { word };
            *words.entry(key).or_default() |= does.bit();
        }
    }
    words
});

/// Whether a word, in lower case, does this.
pub(super) fn is(word: &str, does: Does) -> bool {
    WORDS.get(word).is_some_and(|bits| bits & does.bit() != 0)
}

/// Whether a word in any of its forms is one for what moves, or is moved.
pub(super) fn moves(word: &str) -> bool {
    is(stem(base(word)), Does::Moves)
}

/// Whether a word in any of its forms is a verb for what is done to a place.
pub(super) fn hits(word: &str) -> bool {
    is(stem(base(word)), Does::Hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_understood() {
        for line in lines(include_str!("../../../../words/points/places-around.tsv")) {
            let (class, list) = line.split_once('\t').unwrap();
            let does = Does::parse(class);
            assert!(does.is_some(), "{class}");
            assert!(!list.trim().is_empty(), "{class}");
        }
        assert!(is("by", Does::At) && is("by", Does::Grounded) && !is("by", Does::To));
        assert!(moves("arrived") && !moves("stood"));
        assert!(hits("flooding") && hits("struck") && !hits("built"));
    }
}
