//! What the words around an hour of the day say, from their list.

use super::super::Reader;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word says of an hour near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// Leads to an hour.
    Lead,
    /// Says that something is put off or brought forward to an hour.
    Moved,
    /// Leaves nothing after an hour that it could count.
    After,
    /// Makes what follows `at` a number even with a day after it: `stood at five on Tuesday morning`.
    Standing,
    /// Stands before `before` and `after` an hour: `shortly after ten`.
    Nearly,
    /// Makes what follows `at` a number where nothing but the clause tells an hour.
    Numbered,
    /// Is what a clause goes on with after an hour.
    On,
    /// Tells what people do at an hour: `opened it at one`, `had left by six`.
    Timed,
    /// Tells of what rises and falls, and so of prices.
    Market,
    /// Names a part of the day that needs no day beside it: `dawn`.
    Light,
    /// Leads to such a part.
    ToLight,
}

impl Says {
    fn parse(class: &str) -> Option<Says> {
        Some(match class {
            "lead" => Says::Lead,
            "moved" => Says::Moved,
            "after" => Says::After,
            "standing" => Says::Standing,
            "nearly" => Says::Nearly,
            "numbered" => Says::Numbered,
            "on" => Says::On,
            "timed" => Says::Timed,
            "market" => Says::Market,
            "light" => Says::Light,
            "to-light" => Says::ToLight,
            _ => return None,
        })
    }
}

static WORDS: LazyLock<FxHashMap<&'static str, Vec<Says>>> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static str, Vec<Says>> = FxHashMap::default();
    for (class, list) in lists() {
        let Some(says) = Says::parse(class) else { continue };
        for word in list.split_whitespace() {
            words.entry(word).or_default().push(says);
        }
    }
    words
});

/// The classes of the list with their words.
fn lists() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("../../../../data/times/hours.txt").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once(':'))
}

impl Reader<'_> {
    /// Whether the word at `i` says this of an hour near it.
    pub(super) fn says(&self, i: usize, says: Says) -> bool {
        let word = self.word(i).to_ascii_lowercase();
        WORDS.get(word.as_str()).is_some_and(|all| all.contains(&says))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_understood() {
        for (class, list) in lists() {
            assert!(Says::parse(class).is_some(), "{class}");
            assert!(!list.trim().is_empty(), "{class}");
        }
        assert!(WORDS["stood"].contains(&Says::Numbered) && WORDS["stood"].contains(&Says::Standing));
    }
}
