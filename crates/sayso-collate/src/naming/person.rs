//! The persons of a story, over its reports.

use super::Reading;
use super::beside::around;
use super::lists::{ADDRESS, LOADED, STOPS, TITLES, head_class, is_listed, is_person_noun, woman};
use crate::points::view::View;
use crate::words::Words;
use sayso_model::{EntityKind, MentionForm};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A person over the reports of the story.
pub(super) struct Named {
    pub name: String,
    pub words: Vec<String>,
    /// Its entity in each report.
    pub entities: Vec<(usize, usize)>,
    /// Heads of what it is called beside its name, one word for each kind.
    pub heads: BTreeSet<String>,
    /// Stems of the other telling words there.
    pub about: BTreeSet<u64>,
    pub age: Option<String>,
    pub woman: Option<bool>,
    /// Where reports print the full name and no entity has it.
    pub also: Vec<(usize, Range<usize>)>,
    /// A report says that the person was arrested, charged or tried.
    pub charged: bool,
}

impl Named {
    /// Whether a report names the person.
    pub fn stands_in(&self, doc: usize) -> bool {
        self.entities.iter().any(|(d, _)| *d == doc) || self.also.iter().any(|(d, _)| *d == doc)
    }
}

/// The persons that reports name, the fullest name first, each with its entity in every report; in order of first
/// appearance.
pub(super) fn people(readings: &[Reading<'_, '_>]) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for (d, reading) in readings.iter().enumerate() {
        for (e, entity) in reading.view.doc.annotations.entities.iter().enumerate() {
            let named = entity.mentions.iter().any(|m| m.form == MentionForm::Name);
            if entity.kind != EntityKind::Person || !named {
                continue;
            }
            let words = Words::of(&entity.name);
            let words: Vec<String> = (0..words.len())
                .map(|i| words.normal(i).to_owned())
                .filter(|w| !TITLES.contains(w.as_str()) && !ADDRESS.contains(w.as_str()))
                .collect();
            let (name, words) = without_office(&entity.name, words);
            if !words.is_empty() {
                all.push(Named {
                    name,
                    words,
                    entities: vec![(d, e)],
                    heads: BTreeSet::new(),
                    about: BTreeSet::new(),
                    age: None,
                    woman: None,
                    also: Vec::new(),
                    charged: false,
                });
            }
        }
    }
    // `Maestro quits`: a noun that a finder took for a name, unless somebody has it for a last name.
    let surnames: BTreeSet<String> =
        all.iter().filter(|n| n.words.len() > 1).filter_map(|n| n.words.last().cloned()).collect();
    all.retain(|n| n.words.len() > 1 || !is_listed(&n.words[0]) || surnames.contains(&n.words[0]));
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(all[*i].words.len()), *i));
    let mut heads: Vec<usize> = Vec::new();
    let mut joined: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in order {
        let fits: Vec<usize> = heads
            .iter()
            .copied()
            .filter(|h| {
                let (long, short) = (&all[*h].words, &all[i].words);
                let mut rest = long.iter();
                // `Auntie Mele`
                let address = |name: &str| {
                    let (first, _) = name.split_once(' ').unwrap_or((name, ""));
                    ADDRESS.contains(first.to_lowercase().as_str())
                };
                if short.len() == 1 && address(&all[i].name) && long.len() > 1 && long[0] == short[0] {
                    return true;
                }
                long.last() == short.last() && short.iter().all(|w| rest.any(|l| l == w || slip(l, w)))
            })
            .collect();
        match fits[..] {
            [only] => joined.entry(only).or_default().push(i),
            _ => heads.push(i),
        }
    }
    heads.sort_unstable();
    let mut people = Vec::new();
    for h in heads {
        let others = joined.get(&h).into_iter().flatten();
        let mut entities: Vec<(usize, usize)> =
            others.flat_map(|i| all[*i].entities.clone()).chain(all[h].entities.clone()).collect();
        entities.sort_unstable();
        let mut person = Named {
            name: all[h].name.clone(),
            words: std::mem::take(&mut all[h].words),
            entities,
            heads: BTreeSet::new(),
            about: BTreeSet::new(),
            age: None,
            woman: None,
            also: Vec::new(),
            charged: false,
        };
        person.learn(readings);
        people.push(person);
    }
    unmarked(readings, &mut people);
    people
}

/// Finds the full names that no entity of a report covers: `tyrant Ivo Tarn's men`.
fn unmarked(readings: &[Reading<'_, '_>], people: &mut [Named]) {
    let mut by_first: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (p, person) in people.iter().enumerate().filter(|(_, p)| p.words.len() > 1) {
        by_first.entry(person.words[0].clone()).or_default().push(p);
    }
    for (d, reading) in readings.iter().enumerate() {
        let view = reading.view;
        // A name that was taken for a place's or a body's may be a person's.
        let persons = view.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Person);
        let held: BTreeSet<usize> =
            persons.flat_map(|e| &e.mentions).flat_map(|m| view.tokens_in(m.span)).collect();
        for line in &view.sentences {
            for i in line.tokens.clone().filter(|i| view.capital(*i) && !held.contains(i)) {
                let known = by_first.get(view.word(i)).into_iter().flatten();
                for p in known.copied() {
                    let words = &people[p].words;
                    let end = i + words.len();
                    let whole = (i..end).zip(words).all(|(k, w)| view.capital(k) && view.word(k) == w);
                    // Only where something tells that it is the person.
                    let described = || around(view, &(i..end), i).next().is_some();
                    if whole && end <= line.tokens.end && !(i..end).any(|k| held.contains(&k)) && described()
                    {
                        people[p].also.push((d, i..end));
                    }
                }
            }
        }
    }
}

/// A name without the office that a finder took for its beginning: `Commodore Ilo Brandt`.
fn without_office(name: &str, mut words: Vec<String>) -> (String, Vec<String>) {
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let lower = first.to_lowercase();
    let office = ADDRESS.contains(lower.as_str()) || TITLES.contains(lower.as_str()) || is_listed(&lower);
    if office && rest.contains(' ') && rest.starts_with(char::is_uppercase) {
        words.retain(|w| *w != lower);
        return (rest.to_owned(), words);
    }
    (name.to_owned(), words)
}

impl Named {
    /// Takes age and gender from the words beside the name and the pronouns.
    fn learn(&mut self, readings: &[Reading<'_, '_>]) {
        let mut women: BTreeMap<bool, usize> = BTreeMap::new();
        for (d, e) in &self.entities {
            let view = readings[*d].view;
            for mention in &view.doc.annotations.entities[*e].mentions {
                let tokens = view.tokens_in(mention.span);
                if mention.form == MentionForm::Name {
                    self.charged |= charged(view, tokens.end);
                    let old = (view.word(tokens.end) == ",").then(|| view.word(tokens.end + 1));
                    let old = old.filter(|w| w.len() == 2 && w.bytes().all(|b| b.is_ascii_digit()));
                    self.age = self.age.take().or(old.map(str::to_owned));
                }
                for word in tokens.clone().map(|i| view.word(i)) {
                    if let Some(woman) = woman(word) {
                        *women.entry(woman).or_default() += 1;
                    }
                }
            }
        }
        self.woman = women.into_iter().max_by_key(|(_, n)| *n).map(|(w, _)| w);
    }

    /// Takes what a description beside the name tells.
    pub fn describe(&mut self, view: &View<'_>, tokens: Range<usize>) {
        let end = tokens
            .clone()
            .find(|i| matches!(view.word(*i), "of" | "for" | "in" | "at" | "from"))
            .unwrap_or(tokens.end);
        for i in tokens.clone() {
            let word = view.word(i);
            if let Some(age) = word.strip_suffix("-year-old") {
                self.age = self.age.take().or_else(|| Some(age.to_owned()));
            }
            if i < end && is_person_noun(view, i) {
                self.heads.insert(head_class(word).to_owned());
            } else if view.is_word(i) && !STOPS.contains(word) && !LOADED.contains(word) && word.len() > 2 {
                self.about.insert(view.stem(i));
            }
        }
        if let Some(head) = end.checked_sub(1).filter(|i| *i >= tokens.start) {
            self.woman = self.woman.or(woman(view.word(head)));
        }
    }
}

/// Whether a clause goes on after a name with what is done to one under suspicion: `Tarn, 29, was arrested`.
fn charged(view: &View<'_>, end: usize) -> bool {
    const DONE: [&str; 20] = [
        "arrested",
        "charged",
        "accused",
        "convicted",
        "sentenced",
        "jailed",
        "imprisoned",
        "remanded",
        "detained",
        "indicted",
        "tried",
        "held",
        "nabbed",
        "seized",
        "apprehended",
        "picked",
        "caught",
        "acquitted",
        "prosecuted",
        "caged",
    ];
    /// An age and commas stand between.
    const BETWEEN: usize = 4;
    let be = (end..end + BETWEEN).find(|i| matches!(view.word(*i), "was" | "is" | "been" | "being"));
    let plain =
        |i: &usize| matches!(view.word(*i), "," | "(" | ")" | "has" | "had") || view.printed(*i).len() <= 2;
    be.is_some_and(|be| {
        (end..be).all(|i| plain(&i)) && (be + 1..be + 3).any(|i| DONE.contains(&view.word(i)))
    })
}

/// Whether two long words differ by one letter more at the end or one other letter: `Qasem`, `Qassem`.
pub(crate) fn slip(a: &str, b: &str) -> bool {
    let (long, short) = if a.chars().count() >= b.chars().count() { (a, b) } else { (b, a) };
    let (long, short): (Vec<char>, Vec<char>) = (long.chars().collect(), short.chars().collect());
    if short.len() < 5 || long.len() > short.len() + 1 {
        return false;
    }
    let front = long.iter().zip(&short).take_while(|(x, y)| x == y).count();
    let back = long.iter().rev().zip(short.iter().rev()).take_while(|(x, y)| x == y).count();
    // Names of men and women may differ in their last letter alone.
    if long.len() == short.len() {
        front + back + 1 >= long.len() && back > 0
    } else {
        front + back >= short.len() && !long.ends_with(&['a'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_letter() {
        assert!(slip("qassem", "qasem"));
        assert!(slip("qassemi", "qassem"));
        assert!(!slip("maria", "mario"));
        assert!(!slip("juliana", "julian"));
        assert!(!slip("tom", "tim"));
    }
}
