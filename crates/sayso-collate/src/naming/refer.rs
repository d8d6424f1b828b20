//! Nouns for a person that stand away from the name, led back to the one person of the story who is meant: `the winger`,
//! `the 54-year-old`, `quarry boss` in a headline.
//!
//! By age, by what any report calls somebody beside the name, else to the one person of whom the sentence or the one
//! before speaks. What a report may bring in with `the` though it never spoke of it (`the judge`, `the driver`) goes
//! back only to somebody who is called so. Leaves what may mean several.

use super::lists::{CHARGED, DISTANCE, LOADED, SETTINGS, STOPS, TITLES, head_class, is_person_noun, woman};
use super::person::Named;
use super::phrase::{Opener, Phrase, heads_participle, heads_person, phrase};
use super::{Reading, Term};
use crate::meaning::{vector_of, word_likeness};
use crate::points::view::View;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// So alike two nouns must be for one to stand for the other.
const ALIKE: f32 = 0.5;
/// And so alike where nothing but the noun tells who is meant.
const ONE_TRADE: f32 = 0.6;

/// Nouns for a person that colour by themselves: in indirect speech they are his who speaks.
pub(super) static SLURS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../words/naming/slurs.txt").lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Where each person is named or meant in a report, in text order.
pub(super) struct Places(Vec<(Range<usize>, usize, bool)>);

impl Places {
    /// The places of all persons in report `doc`; those by name are marked.
    pub fn of(reading: &Reading<'_, '_>, doc: usize, people: &[Named]) -> Places {
        let mut places = Vec::new();
        for (p, person) in people.iter().enumerate() {
            for (_, e) in person.entities.iter().filter(|(d, _)| *d == doc) {
                for mention in &reading.view.doc.annotations.entities[*e].mentions {
                    let name = mention.form == sayso_model::MentionForm::Name;
                    places.push((reading.view.tokens_in(mention.span), p, name));
                }
            }
            let also = person.also.iter().filter(|(d, _)| *d == doc);
            places.extend(also.map(|(_, tokens)| (tokens.clone(), p, true)));
        }
        places.sort_by_key(|(tokens, p, _)| (tokens.start, *p));
        Places(places)
    }

    /// The persons of these tokens.
    pub fn within(
        &self,
        tokens: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = &(Range<usize>, usize, bool)> {
        let from = self.0.partition_point(|p| p.0.start < tokens.start);
        let to = self.0.partition_point(|p| p.0.start < tokens.end);
        self.0[from..to.max(from)].iter()
    }

    /// The person of whom a report speaks most, if there is one.
    fn main(&self) -> Option<usize> {
        let mut counts: Vec<usize> = Vec::new();
        for (_, p, _) in &self.0 {
            counts.resize(counts.len().max(p + 1), 0);
            counts[*p] += 1;
        }
        let (most, n) = counts.iter().enumerate().max_by_key(|(i, n)| (**n, std::cmp::Reverse(*i)))?;
        let next = counts.iter().enumerate().filter(|(i, _)| *i != most).map(|(_, n)| *n).max().unwrap_or(0);
        (*n >= 2 && *n > next).then_some(most)
    }
}

/// The terms of a report for persons away from their names: the person, the term.
pub(super) fn terms(
    reading: &Reading<'_, '_>,
    people: &[Named],
    doc: usize,
    places: &Places,
) -> Vec<(usize, Term)> {
    let view = reading.view;
    let mut found = Vec::new();
    let mut first_body = true;
    for (at, line) in view.sentences.iter().enumerate() {
        let opening = first_body && !line.headline;
        first_body &= line.headline;
        for head in line.tokens.clone() {
            let participle = heads_participle(view, head);
            if !participle && (!heads_person(view, head) || plural(view.word(head))) {
                continue;
            }
            let phrase = phrase(view, &line.tokens, head);
            if places.within(phrase.tokens.start..head + 1).next().is_some()
                || beside_a_name(reading, places, &phrase)
            {
                continue;
            }
            let person = Meant { reading, people, doc, places, at }.person(&phrase, opening);
            if let Some(person) = person
                && let Some(term) =
                    reading.term(phrase.tokens.clone(), reporters(view, phrase.tokens.clone()))
            {
                found.push((person, term));
            }
        }
    }
    found
}

/// Whether a description in indirect speech is the reporter's own word: an age, a word that keeps away, or nothing that
/// colours.
pub(super) fn reporters(view: &View<'_>, tokens: Range<usize>) -> bool {
    let mut words = tokens.map(|i| view.word(i));
    words.clone().any(|w| w.ends_with("-year-old") || DISTANCE.contains(&w))
        || !words.any(|w| LOADED.contains(w) || SLURS.contains(w))
}

fn plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us")
        || word.ends_with("men")
        || word.ends_with("people")
}

/// Whether a comma alone parts a phrase from a person's name: an apposition, told there.
fn beside_a_name(reading: &Reading<'_, '_>, places: &Places, phrase: &Phrase) -> bool {
    let view = reading.view;
    let after = phrase.tokens.end;
    if view.word(after) == "," && places.within(after + 1..after + 5).any(|(_, _, name)| *name) {
        return true;
    }
    let start = phrase.tokens.start.saturating_sub(usize::from(phrase.opener != Opener::Bare));
    let Some(comma) = start.checked_sub(1).filter(|i| view.word(*i) == ",") else { return false };
    let age = comma.checked_sub(1).is_some_and(|i| view.word(i).bytes().all(|b| b.is_ascii_digit()));
    let name = if age { comma.saturating_sub(2) } else { comma };
    places.within(name.saturating_sub(6)..name).any(|(tokens, _, named)| *named && tokens.end == name)
}

/// What is known at one place.
struct Meant<'r, 'v, 'a> {
    reading: &'r Reading<'v, 'a>,
    people: &'r [Named],
    doc: usize,
    places: &'r Places,
    /// Place of the sentence.
    at: usize,
}

impl Meant<'_, '_, '_> {
    /// Whom a phrase means.
    fn person(&self, phrase: &Phrase, opening: bool) -> Option<usize> {
        let view = self.reading.view;
        let word = view.word(phrase.head);
        let class = head_class(word);
        let line = &view.sentences[self.at];
        // Nobody calls himself by a noun.
        let speaker = self.speaker(phrase);
        let fits = |p: &usize| {
            let person = &self.people[*p];
            let gender = woman(word).zip(person.woman).is_none_or(|(a, b)| a == b);
            let age = self.age(phrase).zip(person.age.as_deref()).is_none_or(|(a, b)| a == b);
            gender && age && Some(*p) != speaker
        };
        let own_head = phrase.tokens.start..phrase.head;
        let complement = phrase.head + 1 < phrase.tokens.end;
        let telling: BTreeSet<u64> = phrase
            .tokens
            .clone()
            .filter(|i| *i != phrase.head && view.is_word(*i))
            // `secretary of defense of the United States` is no secretary of state.
            .filter(|i| view.word(*i) != "states" || view.word(i.saturating_sub(1)) != "united")
            .filter(|i| !STOPS.contains(view.word(*i)) && !LOADED.contains(view.word(*i)))
            .map(|i| view.stem(i))
            .collect();
        let shares = |p: &usize| self.people[*p].about.intersection(&telling).next().is_some();
        let recent = self.recent(phrase);
        if opening
            && phrase.tokens.start <= line.tokens.start + 2
            && let Some(person) = self.named_next(phrase).filter(|p| fits(p))
        {
            return Some(person);
        }
        // `A baker was jailed yesterday`: the one person of the story who is called so.
        if opening && phrase.opener == Opener::Indefinite && phrase.tokens.start <= line.tokens.start + 2 {
            let close = |h: &String| {
                h == class
                    || !SETTINGS.contains(word) && word_likeness(vector_of(word), vector_of(h)) >= ONE_TRADE
            };
            let called = |p: &usize| self.people[*p].heads.iter().any(close) && fits(p);
            let mut known = (0..self.people.len()).filter(called);
            return known
                .next()
                .filter(|_| known.next().is_none())
                .or_else(|| self.aged_next(phrase).filter(|p| fits(p)));
        }
        if phrase.opener == Opener::Indefinite || (phrase.opener == Opener::Bare && !line.headline) {
            return None;
        }
        // `the accused`: the only one who was arrested, charged or tried.
        if CHARGED.contains(&word) {
            let mut charged = (0..self.people.len()).filter(|p| self.people[*p].charged && fits(p));
            if let Some(one) = charged.next() {
                return charged.next().is_none().then_some(one);
            }
        }
        if let Some(age) = self.age(phrase) {
            let mut aged = (0..self.people.len()).filter(|p| self.people[*p].age.as_deref() == Some(age));
            if let Some(one) = aged.next() {
                return aged.next().is_none().then_some(one);
            }
        }
        // `his lawyer` is not the lawyer spoken of; `its director` is.
        let opener = view.word(phrase.tokens.start.saturating_sub(1));
        if phrase.opener == Opener::Owned && !matches!(opener, "its" | "their" | "our") {
            return None;
        }
        let called = |p: &usize| self.people[*p].heads.contains(class) && fits(p);
        let mut known: Vec<usize> = (0..self.people.len()).filter(called).collect();
        // `the defence minister` is not the minister of transport.
        let portfolio =
            SETTINGS.contains(word) && (complement || !own_head.is_empty()) && !telling.is_empty();
        let stands = |p: &usize| self.people[*p].stands_in(self.doc);
        let stood = known.iter().any(stands);
        if portfolio || known.len() > 1 && known.iter().any(&shares) {
            known.retain(|p| shares(p) || !complement && self.people[*p].about.is_empty());
        }
        let here: Vec<usize> = known.iter().copied().filter(stands).collect();
        match (&here[..], &known[..]) {
            ([one], _) => return Some(*one),
            // Another who is called so is named in this report.
            ([], [_]) if stood => return None,
            ([], [one]) => return Some(*one),
            ([], []) => {}
            _ => return recent.into_iter().find(|p| here.contains(p)),
        }
        if phrase.opener == Opener::Owned {
            return None;
        }
        let coloured = own_head.clone().any(|i| LOADED.contains(view.word(i)));
        let alike = |p: &usize| {
            let own = vector_of(word);
            self.people[*p].heads.iter().any(|h| word_likeness(own, vector_of(h)) >= ALIKE)
        };
        let candidates: Vec<usize> = recent.into_iter().filter(|p| fits(p) || Some(*p) == speaker).collect();
        // `the father of two`
        let counted = view.word(phrase.head + 1) == "of"
            && phrase.tokens.end == phrase.head + 3
            && !view.capital(phrase.head + 2);
        let office = |w: &str| {
            SETTINGS.contains(w) || TITLES.contains(w) || sayso_lexicon::persons::is_unique_office(w)
        };
        let free = counted || !office(class) && !office(word);
        if line.headline {
            let main = self
                .places
                .main()
                .filter(|p| fits(p) && self.places.within(line.tokens.clone()).next().is_none());
            return main.filter(|p| free || shares(p) || alike(p));
        }
        // `The lion of Merrow, 58, rose`: somebody spoken of before.
        let old = phrase.tokens.end;
        let aged = view.word(old) == ","
            && view.word(old + 2) == ","
            && view.word(old + 1).len() == 2
            && view.word(old + 1).bytes().all(|b| b.is_ascii_digit());
        if aged && let Some(one) = candidates.first().filter(|p| self.people[**p].age.is_none()) {
            return Some(*one);
        }
        // `“I knew nothing,” said Tarn. The shamed banker …`: who spoke just now is not brought in anew where the report is
        // about another.
        let spoke = |p: usize| {
            let mut before = self.places.within(0..phrase.tokens.start).rev();
            before.find(|(_, q, _)| *q == p).is_some_and(|(tokens, _, _)| view.attributes(tokens.start))
        };
        // Of himself nobody speaks so, and of whom he does is not told.
        if let [one] = candidates[..]
            && Some(one) == speaker
        {
            return None;
        }
        if let [one] = candidates[..]
            && (free || coloured)
            && speaker.is_none()
            && !view.attributes(phrase.head)
            && spoke(one)
            && let Some(main) = self.places.main().filter(|m| *m != one)
        {
            return Some(main).filter(fits);
        }
        match candidates[..] {
            [one] if free || coloured || alike(&one) || shares(&one) => Some(one),
            _ => None,
        }
    }

    /// Who speaks where a phrase stands.
    fn speaker(&self, phrase: &Phrase) -> Option<usize> {
        let view = self.reading.view;
        let statement = view.voice(view.hull(phrase.tokens.clone())?).statement?;
        let entity = view.statements()[statement].source.as_ref()?.entity?;
        let entities = &view.doc.annotations.entities;
        let at = entities.iter().position(|e| e.id == entity)?;
        self.people.iter().position(|p| p.entities.contains(&(self.doc, at)))
    }

    /// The only person whom the next sentence gives with full name and age and nothing else: `A baker was killed
    /// yesterday. Neighbours found Ivo Tarn, 54, in his shop`; the opening names nobody.
    fn aged_next(&self, phrase: &Phrase) -> Option<usize> {
        let view = self.reading.view;
        let lines = &view.sentences;
        let named = |tokens: &Range<usize>| self.places.within(tokens.clone()).any(|(_, _, name)| *name);
        if named(&(phrase.tokens.end..lines[self.at].tokens.end)) {
            return None;
        }
        let next = lines[self.at + 1..].iter().take(2).find(|l| named(&l.tokens))?;
        let mut aged = self.places.within(next.tokens.clone()).filter(|(tokens, _, name)| {
            let old = matches!(view.word(tokens.end), "," | "(") && tokens.len() > 1;
            let number = view.word(tokens.end + 1);
            let described = tokens.start.checked_sub(1).is_some_and(|i| is_person_noun(view, i));
            *name && old && number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit()) && !described
        });
        let one = aged.next()?.1;
        aged.next().is_none().then_some(one)
    }

    /// `the 54-year-old`
    fn age(&self, phrase: &Phrase) -> Option<&str> {
        let view = self.reading.view;
        let mut words = (phrase.tokens.start..=phrase.head).map(|i| view.word(i));
        words.find_map(|w| w.split_once("-year-old").map(|(age, _)| age))
    }

    /// The persons of this sentence before the phrase and of the one before it, the last first.
    fn recent(&self, phrase: &Phrase) -> Vec<usize> {
        let lines = &self.reading.view.sentences;
        /// So many sentences are looked back over to one that speaks of somebody.
        const BACK: usize = 3;
        let line = &lines[self.at];
        let speaks = |l: &&crate::points::view::Line| self.places.within(l.tokens.clone()).next().is_some();
        let before = lines[self.at.saturating_sub(BACK)..self.at].iter().rev();
        let before = before.take_while(|l| l.headline == line.headline).find(speaks);
        let from = before.map_or(line.tokens.start, |l| l.tokens.start);
        let mut recent: Vec<usize> = Vec::new();
        for (_, p, _) in self.places.within(from..phrase.tokens.start).rev() {
            if !recent.contains(p) {
                recent.push(*p);
            }
        }
        recent
    }

    /// The person whom the next sentence begins with and nothing describes: `A baker was jailed yesterday. Ivo Tarn, 54,
    /// had …`; the opening names nobody.
    fn named_next(&self, phrase: &Phrase) -> Option<usize> {
        let lines = &self.reading.view.sentences;
        let line = &lines[self.at];
        if self.places.within(phrase.tokens.end..line.tokens.end).any(|(_, _, name)| *name) {
            return None;
        }
        let next = lines.get(self.at + 1)?;
        let (tokens, person, _) =
            self.places.within(next.tokens.start..next.tokens.start + 2).find(|(_, _, name)| *name)?;
        let first = !self.places.within(phrase.tokens.end..tokens.start).any(|(_, p, _)| p == person);
        (first && tokens.len() > 1).then_some(*person)
    }
}
