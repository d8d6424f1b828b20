//! The persons of a story, and what stands beside their names: titles, offices, appositions.

use super::lists::{LOADED, STOPS, TITLES, head_class, is_listed, is_person_noun, woman};
use super::phrase::{LONGEST, Opener, complement, phrase, possessive};
use super::{Reading, Term};
use crate::points::view::View;
use crate::verbs;
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
}

impl Named {
    /// Whether a report names the person.
    pub fn stands_in(&self, doc: usize) -> bool {
        self.entities.iter().any(|(d, _)| *d == doc)
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
                .filter(|w| !TITLES.contains(w.as_str()))
                .collect();
            if !words.is_empty() {
                all.push(Named {
                    name: entity.name.clone(),
                    words,
                    entities: vec![(d, e)],
                    heads: BTreeSet::new(),
                    about: BTreeSet::new(),
                    age: None,
                    woman: None,
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
        };
        person.learn(readings);
        people.push(person);
    }
    people
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
    fn describe(&mut self, view: &View<'_>, tokens: Range<usize>) {
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

/// What the reports call a person beside the name; the person learns from it.
pub(super) fn beside(readings: &[Reading<'_, '_>], person: &mut Named, terms: &mut Vec<Term>) {
    for (d, e) in person.entities.clone() {
        let reading = &readings[d];
        let view = reading.view;
        let mut add = |person: &mut Named, tokens: Range<usize>, name: bool| {
            if name {
                person.describe(view, tokens.clone());
            }
            terms.extend(reading.term(tokens, name));
        };
        for mention in &view.doc.annotations.entities[e].mentions {
            let tokens = view.tokens_in(mention.span);
            match mention.form {
                MentionForm::Nominal | MentionForm::Title => {
                    let start = tokens.clone().find(|i| !opens(view, *i)).unwrap_or(tokens.end);
                    // `Dad-of-two Edvin Sater`: the name aside.
                    let own = |i: &usize| person.words.iter().any(|w| w == view.word(*i));
                    let name = tokens.clone().rev().take_while(own).count();
                    if name > 0 && name < tokens.len() {
                        add(person, start..(tokens.end - name).max(start), true);
                        continue;
                    }
                    let end = view.line_at(mention.span.start()).map_or(tokens.end, |line| {
                        complement(view, &view.sentences[line].tokens, tokens.end)
                    });
                    add(person, start..end.min(start + LONGEST), false);
                }
                MentionForm::Name => {
                    // A mention may hold its title: `Foreign Minister Ilo Brandt`.
                    let titles = tokens
                        .clone()
                        .take_while(|i| is_person_noun(view, *i) || titled(view, tokens.clone(), *i));
                    let name = titles.last().map_or(tokens.start, |i| i + 1);
                    for found in [
                        before(view, name.min(tokens.end)),
                        before_of(view, name.min(tokens.end)),
                        before_comma(view, tokens.start),
                        after(view, tokens.end),
                        identified(view, tokens.start),
                    ]
                    .into_iter()
                    .flatten()
                    {
                        add(person, found, true);
                    }
                }
                MentionForm::Pronoun => {}
            }
        }
    }
}

/// Whether a word within a mention stands before its title: `Foreign` of `Foreign Minister Ilo Brandt`.
fn titled(view: &View<'_>, mention: Range<usize>, i: usize) -> bool {
    (i + 1..mention.end).any(|j| is_person_noun(view, j)) && i + 1 < mention.end
}

pub(super) fn opens(view: &View<'_>, i: usize) -> bool {
    let word = view.word(i);
    !view.is_word(i)
        || matches!(word, "a" | "an" | "the" | "this" | "that" | "his" | "her" | "their" | "its" | "our")
}

/// The description right before a name: a noun for a person next to it, and what leads to that noun.
fn before(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    let head = name.checked_sub(1)?;
    // `His Excellency Ilya Moreau`
    if !is_person_noun(view, head) {
        return None;
    }
    let mut start = head;
    while let Some(i) = start.checked_sub(1) {
        let word = view.word(i);
        let owner = possessive(word) && i > 0 && view.is_word(i - 1);
        // `Secretary of State Ilo Brandt`
        if word == "of" && i > 0 && is_person_noun(view, i - 1) {
            start = i - 1;
            continue;
        }
        // `contradicted President Tarn`: a verb, unless it is known to colour.
        let verb =
            (word.ends_with("ed") || word.ends_with("ing")) && !view.capital(i) && !LOADED.contains(word);
        // `said presiding judge Orla Brand`: after a cue it is none.
        let verb = verb && !after_article(view, i) && !(i > 0 && view.attributes(i - 1));
        let broken = view.hull(i..start + 1).is_some_and(|s| view.text(s).contains('\n'));
        // `His Excellency`, `Her Majesty`
        let style = matches!(word, "his" | "her" | "their" | "your")
            && view.capital(i)
            && view.capital(head)
            && start == head;
        if style {
            start = i;
            break;
        }
        if head - i >= LONGEST || !(view.is_word(i) || owner) || STOPS.contains(word) || verb || broken {
            break;
        }
        start = i;
    }
    Some(start..name)
}

/// `The leader of the miners Karla Voss`: no comma parts a noun for a person with a complement from the name.
fn before_of(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    /// Words of the complement.
    const MOST: usize = 4;
    let last = name.checked_sub(1)?;
    let noun = |i: usize| {
        let word = view.word(i);
        const ENDINGS: [&str; 9] = ["s", "tion", "ment", "ity", "ship", "ance", "ence", "ry", "hood"];
        view.capital(i) || ENDINGS.iter().any(|e| word.ends_with(e) && word.len() > e.len() + 2)
    };
    // `of the mill Ada Brunn`, but not `of the mill told Ada Brunn`
    let only = last > 0 && matches!(view.word(last - 1), "the" | "of") && !verbs::past(view.word(last));
    if !view.is_word(last)
        || !(noun(last) || only)
        || is_person_noun(view, last) && !view.word(last).ends_with('s')
    {
        return None;
    }
    let mut start = name;
    while let Some(i) = start.checked_sub(1).filter(|i| name - i <= MOST + 2) {
        let word = view.word(i);
        if word == "of" && name - i >= 2 {
            let head = i.checked_sub(1).filter(|h| is_person_noun(view, *h))?;
            let line = view.line_at(view.tokens.get(head)?.span.start())?;
            let found = phrase(view, &view.sentences[line].tokens, head);
            return (found.opener != Opener::Owned).then_some(found.tokens.start..name);
        }
        let article = matches!(word, "the" | "a" | "an");
        let inside = view.is_word(i) && (article || !STOPS.contains(word)) || possessive(word);
        let broken = view.hull(i..start + 1).is_some_and(|s| view.text(s).contains('\n'));
        if !inside || broken || view.attributes(i) {
            return None;
        }
        start = i;
    }
    None
}

/// `the disgraced banker`: a participle after an article describes.
fn after_article(view: &View<'_>, i: usize) -> bool {
    (1..4).any(|back| {
        i.checked_sub(back).is_some_and(|k| matches!(view.word(k), "the" | "a" | "an"))
            && (i - back + 1..i).all(|k| view.is_word(k) && !STOPS.contains(view.word(k)))
    })
}

/// `the dockers' leader, Bram Coster`, `The leader of the miners' union, Karla Voss`, `the medical officer, Dr Halvard`
fn before_comma(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    let titles = (0..name)
        .rev()
        .take(2)
        .take_while(|i| TITLES.contains(view.word(*i)) || view.word(*i) == ".")
        .count();
    let comma = (name - titles).checked_sub(1).filter(|i| view.word(*i) == ",")?;
    let mut start = comma;
    let mut found = None;
    while let Some(i) = start.checked_sub(1) {
        let word = view.word(i);
        let opener = matches!(word, "a" | "an" | "the" | "its" | "his" | "her" | "their");
        if opener && head_of(view, start..comma).is_some() {
            found = Some(start..comma);
            // `the leader of the miners' union`: the first article that leads to a noun for a person.
            if !matches!(view.word(i.wrapping_sub(1)), "of" | "for" | "at" | "in") {
                break;
            }
        }
        let inside = view.is_word(i) || possessive(word) || word == "-";
        let stops = STOPS.contains(word) && !opener && !matches!(word, "of" | "for" | "in" | "at");
        if comma - i > LONGEST || !inside || stops {
            break;
        }
        start = i;
    }
    found
}

/// `Tarn, 54, a baker from Ebring,`
fn after(view: &View<'_>, end: usize) -> Option<Range<usize>> {
    if view.word(end) != "," {
        return None;
    }
    let mut start = end + 1;
    let number = |i: usize| view.word(i).chars().next().is_some_and(|c| c.is_ascii_digit());
    if number(start) && view.word(start + 1) == "," {
        start += 2;
    }
    let bare = !opens(view, start);
    while opens(view, start) && view.is_word(start) {
        start += 1;
    }
    let mut stop = start;
    while stop < view.tokens.len() && stop - start < LONGEST + 2 {
        let word = view.word(stop);
        let inside = view.is_word(stop) || possessive(word) || word == "-";
        let ends = STOPS.contains(word)
            && !matches!(
                word,
                "of" | "for" | "from" | "at" | "in" | "to" | "the" | "a" | "an" | "its" | "with"
            );
        if !inside || ends {
            break;
        }
        stop += 1;
    }
    // What begins without an article is a description only when a comma ends it: `Tarn, head of the union, said`.
    if stop == start || (bare && !matches!(view.word(stop), "," | ".")) || stop - start > LONGEST {
        // A long one is cut after its head.
        let head = (start..stop.min(start + LONGEST))
            .find(|i| is_person_noun(view, *i) && !is_person_noun(view, i + 1))?;
        let line = view.line_at(view.tokens.get(head)?.span.start())?;
        return (!bare).then(|| start..phrase(view, &view.sentences[line].tokens, head).tokens.end);
    }
    head_of(view, start..stop).map(|_| start..stop)
}

/// The noun for a person that heads a description: the last word before its first preposition.
fn head_of(view: &View<'_>, tokens: Range<usize>) -> Option<usize> {
    let cut = tokens
        .clone()
        .find(|i| matches!(view.word(*i), "of" | "for" | "from" | "at" | "in" | "to" | "on" | "with" | "and"))
        .unwrap_or(tokens.end);
    // `director sportive of Corvane`: an adjective may follow.
    (tokens.start..cut).rev().take(2).find(|i| is_person_noun(view, *i))
}

/// `The dead man was Edvin Sater`, `the driver, named by police as Ivo Tarn`.
fn identified(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    const BETWEEN: [&str; 14] = [
        "as",
        "named",
        "identified",
        "was",
        "is",
        "been",
        "has",
        "by",
        "police",
        "officials",
        "locally",
        "media",
        ",",
        "later",
    ];
    let line = view.line_at(view.tokens.get(name)?.span.start())?;
    let line = &view.sentences[line].tokens;
    let from = (line.start..name).rev().take(8).take_while(|i| BETWEEN.contains(&view.word(*i))).last()?;
    let tells = |i: usize| matches!(view.word(i), "was" | "is" | "named" | "identified");
    let head = from.checked_sub(1).filter(|h| *h >= line.start && (from..name).any(tells))?;
    if !is_person_noun(view, head) || view.is_name(head) {
        return None;
    }
    Some(phrase(view, line, head).tokens)
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
