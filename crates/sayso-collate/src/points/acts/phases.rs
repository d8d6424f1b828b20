//! Phases, and the words that give them.

use crate::points::lists::lines;
use std::collections::HashMap;
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
    /// He left of his own.
    Resigned,
    /// He was made to leave.
    Dismissed,
    /// Nobody knows where.
    Missing,
    /// Hurt.
    Hurt,
    /// Better.
    Well,
    /// Dead.
    Dead,
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
            Phase::Resigned => "resigned",
            Phase::Dismissed => "dismissed",
            Phase::Missing => "missing",
            Phase::Hurt => "hurt",
            Phase::Well => "safe",
            Phase::Dead => "dead",
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
            "resigned" => Phase::Resigned,
            "dismissed" => Phase::Dismissed,
            "hurt" => Phase::Hurt,
            "dead" => Phase::Dead,
            "well" => Phase::Well,
            "refused" => Phase::Refused,
            "missing" => Phase::Missing,
            "possible" => Phase::Possible,
            _ => return None,
        })
    }
}

/// The word lists of phases.
pub(super) struct Phases {
    /// Phase by word.
    pub phases: HashMap<&'static str, Phase>,
    /// A verb, its particle, and the phase.
    pub parted: Vec<(&'static str, &'static str, Phase)>,
    /// Verbs that put what follows ahead.
    pub ahead: Vec<&'static str>,
    /// Nouns that do.
    pub nouns: Vec<&'static str>,
    /// Matters by their nouns and verbs.
    pub matters: HashMap<&'static str, &'static str>,
    /// A verb, its particle, and the matter.
    pub joined: Vec<(&'static str, &'static str, &'static str)>,
    /// Ways to leave an office.
    pub leave: HashMap<&'static str, Phase>,
    /// How a person fares.
    pub fate: HashMap<&'static str, Phase>,
    /// Matters of which it is news that they are done.
    pub news: Vec<&'static str>,
}

/// The lists, read once.
pub(super) static PHASES: LazyLock<Phases> = LazyLock::new(|| {
    let mut found = Phases {
        phases: HashMap::new(),
        parted: Vec::new(),
        ahead: Vec::new(),
        nouns: Vec::new(),
        matters: HashMap::new(),
        joined: Vec::new(),
        leave: HashMap::new(),
        fate: HashMap::new(),
        news: Vec::new(),
    };
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
                        Some((verb, particle)) => found.parted.push((verb, particle, phase)),
                        None => drop(found.phases.insert(word, phase)),
                    }
                }
            }
            ("leave", Some(phase)) => found.leave.extend(words.map(|w| (w, phase))),
            ("fate", Some(phase)) => found.fate.extend(words.map(|w| (w, phase))),
            ("news", _) => found.news.extend(words),
            ("ahead", _) if name == "noun" => found.nouns.extend(words),
            ("ahead", _) => found.ahead.extend(words),
            ("matter", _) => {
                for word in words {
                    match word.split_once('+') {
                        Some((verb, particle)) => found.joined.push((verb, particle, name)),
                        None => drop(found.matters.insert(word, name)),
                    }
                }
            }
            _ => {}
        }
    }
    found
});
