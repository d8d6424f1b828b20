//! Phases, and the words that give them.

use super::Head;
use crate::points::lists::lines;
use crate::verbs::base;
use crate::words::{hash_word, stem};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How far an act has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::points) enum Phase {
    /// Not, or not yet.
    Not,
    /// It may be.
    Possible,
    /// It was refused.
    Refused,
    /// It is to come.
    Planned,
    /// It has begun or goes on.
    Begun,
    /// It stands still for now.
    Halted,
    /// It was given up.
    Broken,
    /// It goes on again.
    Resumed,
    /// It goes on for longer.
    Extended,
    /// It is agreed.
    Agreed,
    /// It is over.
    Ended,
    /// It was done.
    Done,
    /// He does not leave.
    Stays,
    /// He offered to leave.
    Offered,
    /// He left of his own.
    Resigned,
    /// He was made to leave.
    Dismissed,
    /// Nobody knows where.
    Missing,
    /// Hurt.
    Hurt,
    /// Hurt or ill so that it may be his death.
    Critical,
    /// Better.
    Well,
    /// Dead.
    Dead,
    /// Held by police or in prison.
    Held,
    /// Let go.
    Freed,
    /// Sought and not found.
    AtLarge,
}

impl Phase {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Not => "not",
            Phase::Possible => "possible",
            Phase::Refused => "refused",
            Phase::Planned => "planned",
            Phase::Begun => "under way",
            Phase::Halted => "halted",
            Phase::Broken => "broken off",
            Phase::Resumed => "resumed",
            Phase::Extended => "extended",
            Phase::Agreed => "agreed",
            Phase::Ended => "over",
            Phase::Done => "done",
            Phase::Stays => "stays",
            Phase::Offered => "offered",
            Phase::Resigned => "resigned",
            Phase::Dismissed => "dismissed",
            Phase::Missing => "missing",
            Phase::Hurt => "hurt",
            Phase::Critical => "critical",
            Phase::Well => "safe",
            Phase::Dead => "dead",
            Phase::Held => "held",
            Phase::Freed => "free",
            Phase::AtLarge => "at large",
        }
    }

    /// Whether it says that something has happened.
    pub fn settled(self) -> bool {
        self > Phase::Planned
    }

    pub(super) fn of(name: &str) -> Option<Phase> {
        Some(match name {
            "begun" => Phase::Begun,
            "halted" => Phase::Halted,
            "broken" => Phase::Broken,
            "resumed" => Phase::Resumed,
            "ended" => Phase::Ended,
            "agreed" => Phase::Agreed,
            "extended" => Phase::Extended,
            "stays" => Phase::Stays,
            "offered" => Phase::Offered,
            "critical" => Phase::Critical,
            "resigned" => Phase::Resigned,
            "dismissed" => Phase::Dismissed,
            "hurt" => Phase::Hurt,
            "dead" => Phase::Dead,
            "held" => Phase::Held,
            "freed" => Phase::Freed,
            "at-large" => Phase::AtLarge,
            "well" => Phase::Well,
            "refused" => Phase::Refused,
            "missing" => Phase::Missing,
            "possible" => Phase::Possible,
            _ => return None,
        })
    }
}

/// A part of an expression.
#[derive(Clone, Debug)]
enum Part {
    /// One of these words.
    Words(Vec<&'static str>),
    /// Up to three words.
    Some,
}

/// Words that together tell how somebody leaves an office or fares: `removed from her post`.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    /// What follows its first word.
    rest: Vec<Part>,
    /// What it tells of: leaving an office, how one fares, whether one is held.
    pub head: Head,
    /// What it tells.
    pub phase: Phase,
}

impl Expression {
    /// The number of words after the first, where `word` gives those words by their place; `None` where it is not there.
    pub fn matched<'w>(&self, word: &dyn Fn(usize) -> &'w str) -> Option<usize> {
        /// Words that `~` stands for.
        const GAP: usize = 3;
        let mut at = 0;
        let mut gap = 0;
        for part in &self.rest {
            match part {
                Part::Some => gap = GAP,
                Part::Words(list) => {
                    at = (at + 1..=at + 1 + gap).find(|k| list.contains(&word(*k)))?;
                    gap = 0;
                }
            }
        }
        Some(at)
    }
}

/// The word lists of phases.
pub(super) struct Phases {
    /// Phase by word.
    pub phases: FxHashMap<&'static str, Phase>,
    /// By verb, its particles, each with the phase.
    pub parted: FxHashMap<&'static str, Vec<(&'static str, Phase)>>,
    /// Verbs that put what follows ahead.
    pub ahead: Vec<&'static str>,
    /// Nouns that do.
    pub nouns: Vec<&'static str>,
    /// Matters by their nouns and verbs.
    pub matters: FxHashMap<&'static str, &'static str>,
    /// By verb, its particles, each with the matter.
    pub joined: FxHashMap<&'static str, Vec<(&'static str, &'static str)>>,
    /// Ways to leave an office.
    pub leave: FxHashMap<&'static str, Phase>,
    /// How a person fares.
    pub fate: FxHashMap<&'static str, Phase>,
    /// Verbs of arresting, freeing and fleeing.
    pub custody: FxHashMap<&'static str, Phase>,
    /// Expressions of several words, by their first.
    pub expressions: FxHashMap<&'static str, Vec<Expression>>,
    /// The sets of verbs that tell of one act, as bits, by the hash of their stems.
    pub same: FxHashMap<u64, u64>,
    /// Matters of which it is news that they are done.
    pub news: Vec<&'static str>,
}

/// The lists, read once.
pub(super) static PHASES: LazyLock<Phases> = LazyLock::new(|| {
    let mut found = Phases {
        phases: FxHashMap::default(),
        parted: FxHashMap::default(),
        ahead: Vec::new(),
        nouns: Vec::new(),
        matters: FxHashMap::default(),
        joined: FxHashMap::default(),
        leave: FxHashMap::default(),
        fate: FxHashMap::default(),
        custody: FxHashMap::default(),
        expressions: FxHashMap::default(),
        same: FxHashMap::default(),
        news: Vec::new(),
    };
    let mut classes: FxHashMap<&'static str, Vec<&'static str>> = FxHashMap::default();
    let mut sets = 0;
    for line in lines(include_str!("../../../words/points/phases.tsv")) {
        let mut fields = line.split('\t');
        let (Some(what), Some(name), Some(words)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let words = words.split(' ');
        match (what, Phase::of(name)) {
            ("phase", Some(phase)) => {
                for word in words {
                    match word.split_once('+') {
                        Some((verb, particle)) => {
                            found.parted.entry(verb).or_default().push((particle, phase))
                        }
                        None => drop(found.phases.insert(word, phase)),
                    }
                }
            }
            ("leave" | "fate" | "custody", Some(phase)) => {
                let (head, single) = match what {
                    "leave" => (Head::Leave, &mut found.leave),
                    "fate" => (Head::Fate, &mut found.fate),
                    _ => (Head::Custody, &mut found.custody),
                };
                for word in words {
                    match word.split_once('+') {
                        Some((first, rest)) => {
                            let parts: Vec<Part> = rest.split('+').map(|p| part(p, &classes)).collect();
                            for first in first.split('/') {
                                let expression = Expression { rest: parts.clone(), head, phase };
                                found.expressions.entry(first).or_default().push(expression);
                            }
                        }
                        None => drop(single.insert(word, phase)),
                    }
                }
            }
            ("class", _) => drop(classes.insert(name, words.collect())),
            ("same", _) => {
                for word in words {
                    *found.same.entry(hash_word(stem(base(word)))).or_default() |= 1 << (sets % 64);
                }
                sets += 1;
            }
            ("news", _) => found.news.extend(words),
            ("ahead", _) if name == "noun" => found.nouns.extend(words),
            ("ahead", _) => found.ahead.extend(words),
            ("matter", _) => {
                for word in words {
                    match word.split_once('+') {
                        Some((verb, particle)) => {
                            found.joined.entry(verb).or_default().push((particle, name))
                        }
                        None => drop(found.matters.insert(word, name)),
                    }
                }
            }
            _ => {}
        }
    }
    found
});

/// A part of an expression of the list.
fn part(text: &'static str, classes: &FxHashMap<&'static str, Vec<&'static str>>) -> Part {
    match text.strip_prefix('@') {
        _ if text == "~" => Part::Some,
        Some(class) => Part::Words(classes.get(class).cloned().unwrap_or_default()),
        None => Part::Words(text.split('/').collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The phase that the first expression found in some words tells.
    fn told(text: &str) -> Option<Phase> {
        let words: Vec<&str> = text.split(' ').collect();
        (0..words.len()).find_map(|i| {
            let list = PHASES.expressions.get(words[i])?;
            let word = |k: usize| words.get(i + k).copied().unwrap_or("");
            list.iter().find(|e| e.matched(&word).is_some()).map(|e| e.phase)
        })
    }

    #[test]
    fn several_words_tell_how_somebody_leaves_or_fares() {
        assert_eq!(told("she has left the government"), Some(Phase::Resigned));
        assert_eq!(told("he was relieved of all his duties"), Some(Phase::Dismissed));
        assert_eq!(told("he had offered to step aside"), Some(Phase::Offered));
        assert_eq!(told("she refused to quit"), Some(Phase::Refused));
        assert_eq!(told("a diver is fighting for her life"), Some(Phase::Critical));
        assert_eq!(told("he was critical of the condition"), None);
        assert_eq!(told("they left the harbour by the back door"), None);
    }
}
