//! The word lists of numbers: what becomes of what is counted, and nouns that count the same thing.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word says of the number near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A verb whose object is counted.
    Done,
    /// A verb whose subject is counted.
    Happens,
    /// A word after the number.
    Is,
    /// A noun that is counted itself.
    Noun,
    /// A word before the number.
    Tally,
}

/// How later figures stand to earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// They can only be higher.
    Up,
    /// They may be higher or lower.
    Any,
}

/// What becomes of those counted.
#[derive(Debug)]
pub(crate) struct Class {
    /// Its name.
    pub name: &'static str,
    /// How later figures stand to earlier ones.
    pub progress: Progress,
    /// How the question goes on after `How many people`.
    pub ask: &'static str,
    /// Whether it is people that it befalls, and hardly things.
    pub people: bool,
}

/// Whether a noun counts human beings, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// A human being of whatever sort.
    Any,
    /// A sort that reports count apart from the whole.
    Part,
    /// A sort that may be the whole.
    Role,
    /// A thing.
    Thing,
    /// Money.
    Money,
}

/// The lists.
pub(crate) struct Lists {
    /// What becomes of those counted.
    pub classes: Vec<Class>,
    roles: FxHashMap<&'static str, Vec<(usize, Role)>>,
    units: FxHashMap<&'static str, (&'static str, Sort)>,
    background: Vec<&'static str>,
    updating: Vec<&'static str>,
}

/// The lists, read once.
pub(crate) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut classes: Vec<Class> = Vec::new();
    let mut roles: FxHashMap<&'static str, Vec<(usize, Role)>> = FxHashMap::default();
    for line in lines(include_str!("../../words/points/counts.tsv")) {
        let mut fields = line.split('\t');
        let (Some(name), Some(role), Some(words)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let class = classes.iter().position(|c| c.name == name).unwrap_or_else(|| {
            classes.push(Class { name, progress: Progress::Any, ask: "", people: false });
            classes.len() - 1
        });
        let role = match role {
            "done" => Role::Done,
            "happens" => Role::Happens,
            "is" => Role::Is,
            "noun" => Role::Noun,
            "tally" => Role::Tally,
            "befalls" => {
                classes[class].people = words == "people";
                continue;
            }
            "ask" => {
                classes[class].ask = words;
                continue;
            }
            _ => {
                classes[class].progress = if words == "up" { Progress::Up } else { Progress::Any };
                continue;
            }
        };
        for word in words.split(' ') {
            roles.entry(word).or_default().push((class, role));
        }
    }
    let mut units = FxHashMap::default();
    for line in lines(include_str!("../../words/points/units.tsv")) {
        let mut fields = line.split('\t');
        let (Some(group), Some(sort), Some(nouns)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let sort = match sort {
            "any" => Sort::Any,
            "part" => Sort::Part,
            "role" => Sort::Role,
            "money" => Sort::Money,
            _ => Sort::Thing,
        };
        for noun in nouns.split(' ') {
            units.entry(noun).or_insert((group, sort));
        }
    }
    Lists {
        classes,
        roles,
        units,
        background: lines(include_str!("../../words/points/background.txt")).collect(),
        updating: lines(include_str!("../../words/points/updating.txt")).collect(),
    }
});

/// The lines of a list, comments aside.
pub(crate) fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|l| !l.starts_with('#') && !l.is_empty())
}

impl Lists {
    /// What a word, in lower case, says of the number near it.
    pub fn roles(&self, word: &str) -> &[(usize, Role)] {
        self.roles.get(word).map_or(&[], Vec::as_slice)
    }

    /// The class that a word has in one of these roles.
    pub fn role(&self, word: &str, wanted: &[Role]) -> Option<(usize, Role)> {
        self.roles(word).iter().copied().find(|(_, role)| wanted.contains(role))
    }

    /// The group of nouns that count the same, and of what sort; `None` for a noun on no list.
    pub fn unit(&self, singular: &str) -> Option<(&'static str, Sort)> {
        self.units.get(singular).copied()
    }

    /// Whether a word, in lower case, sets what its sentence counts apart from the story's own happening.
    pub fn is_background(&self, word: &str) -> bool {
        self.background.contains(&word)
    }

    /// Whether a word, in lower case, says that a number of its sentence has changed.
    pub fn is_updating(&self, word: &str) -> bool {
        self.updating.contains(&word)
    }
}
