//! How surely two counts count the same thing: a weighed sum of what speaks for and against it.
//!
//! The weights are fitted to pairs of counts of the story cases and checked by eye on real reports.

use super::super::counted::Count;
use super::super::figure::{Figure, Fit, plain};
use super::super::lists::{LISTS, Sort};
use super::super::weigh::{Pair, Weights};
use super::AGE;
use crate::meaning::{Gist, vector_of, word_likeness};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How many things are weighed.
const FEATURES: usize = FEATURE_NAMES.len();

/// What a pair of counts shows.
type Features = [f32; FEATURES];

/// The counts of a story, ready to be compared in pairs.
pub(super) struct Alike<'c> {
    counts: &'c [Count],
    /// For each count, its words: number, weight, and how near they are to the number.
    words: Vec<Vec<(u32, f32, f32)>>,
    /// For each word of the story, its vector.
    vectors: Vec<u32>,
    /// How like two words are, where it has been asked.
    known: RefCell<FxHashMap<(u32, u32), f32>>,
    nouns: Vec<u32>,
    /// For each count, how many of its report have its number, and how many its unit.
    same_number: Vec<f32>,
    same_unit: Vec<f32>,
    /// For each count of people, how many of its report count people of whom the same became.
    same_people: Vec<f32>,
    /// Whether each count is the first of its report of people of whom the same became, and whether it is the highest.
    leads: Vec<(bool, bool)>,
    /// For each count, the numbers of its sentence.
    beside: Vec<Vec<f64>>,
    /// For each count, what the words of its sentence mean, and those near it.
    gists: Vec<Gist>,
    closer: Vec<Gist>,
}

impl<'c> Alike<'c> {
    pub fn new(counts: &'c [Count]) -> Alike<'c> {
        let mut ids: FxHashMap<u64, u32> = FxHashMap::default();
        let mut vectors: Vec<u32> = Vec::new();
        let mut docs_with: Vec<f32> = Vec::new();
        let mut words: Vec<Vec<(u32, f32, f32)>> = Vec::with_capacity(counts.len());
        for count in counts {
            let of = count.context.iter().map(|w| {
                let id = *ids.entry(w.stem).or_insert_with(|| {
                    vectors.push(w.vector);
                    docs_with.push(0.0);
                    vectors.len() as u32 - 1
                });
                docs_with[id as usize] += 1.0;
                (id, w.weight, w.near)
            });
            words.push(of.collect());
        }
        // A word beside most numbers of the story tells them apart from those of other stories, not from one another.
        let all = counts.len().max(2) as f32;
        for (id, weight, _) in words.iter_mut().flatten() {
            *weight *= ((all + 1.0) / docs_with[*id as usize]).ln() / (all + 1.0).ln();
        }
        let mut of_number: BTreeMap<(usize, String), f32> = BTreeMap::new();
        let mut of_unit: BTreeMap<(usize, &str), f32> = BTreeMap::new();
        let mut of_line: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
        let mut of_people: BTreeMap<(usize, Option<usize>), f32> = BTreeMap::new();
        for count in counts.iter().filter(|c| people(c)) {
            *of_people.entry((count.doc, count.class)).or_default() += 1.0;
        }
        let number = |c: &Count| (c.doc, plain(c.figure.middle()));
        let gist = |least: f32| {
            let of = |c: &Count| c.context.iter().filter(|w| w.near >= least).map(|w| w.vector).collect();
            Gist::of_all(&counts.iter().map(of).collect::<Vec<Vec<u32>>>())
        };
        for count in counts {
            *of_number.entry(number(count)).or_default() += 1.0;
            if let Some(unit) = count.unit.as_ref().filter(|_| !count.lent) {
                *of_unit.entry((count.doc, unit)).or_default() += 1.0;
            }
            of_line.entry((count.doc, count.line)).or_default().push(count.figure.middle());
        }
        Alike {
            counts,
            words,
            vectors,
            known: RefCell::default(),
            nouns: counts.iter().map(|c| c.noun.as_deref().map_or(0, vector_of)).collect(),
            same_number: counts.iter().map(|c| of_number[&number(c)]).collect(),
            same_unit: counts
                .iter()
                .map(|c| c.unit.as_deref().and_then(|u| of_unit.get(&(c.doc, u)).copied()).unwrap_or(1.0))
                .collect(),
            same_people: counts
                .iter()
                .map(|c| of_people.get(&(c.doc, c.class)).copied().unwrap_or(1.0))
                .collect(),
            leads: leads(counts),
            beside: counts.iter().map(|c| of_line[&(c.doc, c.line)].clone()).collect(),
            gists: gist(0.0),
            closer: gist(CLOSE),
        }
    }

    fn likeness(&self, a: u32, b: u32) -> f32 {
        if a == b {
            return 1.0;
        }
        let key = (a.min(b), a.max(b));
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let like = word_likeness(self.vectors[a as usize], self.vectors[b as usize]);
        // Words less near than this have nothing to do with each other.
        let like = if like > 0.5 { (like - 0.35) / 0.65 * 0.8 } else { 0.0 };
        self.known.borrow_mut().insert(key, like);
        like
    }

    /// The share of the words near both numbers, and of those of both sentences, that meet.
    fn shared(&self, a: usize, b: usize) -> (f32, f32, f32) {
        let (mut near, mut all_near, mut far, mut all_far) = (0.0, 1.5, 0.0, 6.0);
        let mut matter = 0.0f32;
        for (x, y) in [(a, b), (b, a)] {
            for &(word, weight, close) in &self.words[x] {
                let met = self.words[y]
                    .iter()
                    .map(|(other, _, theirs)| (self.likeness(word, *other), *theirs))
                    .fold((0.0f32, 0.0f32), |best, this| {
                        if this.0 * (0.2 + this.1) > best.0 * (0.2 + best.1) { this } else { best }
                    });
                near += met.0 * weight * (close * met.1).sqrt();
                all_near += weight * close;
                far += met.0 * weight;
                all_far += weight;
                matter += met.0 * weight * (close * met.1).sqrt();
            }
        }
        (near / all_near, far / all_far, (matter / 20.0).min(1.0))
    }

    /// How like the words right beside both numbers are: `carrying 212`, `carried 260`.
    fn governed(&self, a: usize, b: usize) -> f32 {
        let close = |w: &&(u32, f32, f32)| (0.5..0.99).contains(&w.2) && w.1 > 0.8;
        let mut best = 0.0f32;
        for x in self.words[a].iter().filter(close) {
            for y in self.words[b].iter().filter(close) {
                best = best.max(self.likeness(x.0, y.0) * (x.1.min(y.1) / 3.0).min(1.0));
            }
        }
        best
    }

    /// What speaks for and against two counts being one; `None` where they surely are not.
    pub fn features(&self, a: usize, b: usize) -> Option<Features> {
        let (x, y) = (&self.counts[a], &self.counts[b]);
        let fit = x.figure.fit(y.figure);
        let ratio = ratio(x.figure, y.figure);
        let class_same = x.class.is_some() && x.class == y.class;
        let money = x.sort == Sort::Money && y.sort == Sort::Money && same_measure(x, y);
        let unit_same = x.unit.is_some() && x.unit == y.unit || money;
        // Kept in minutes, a length of time is near numbers of anything.
        if x.lasts() != y.lasts() {
            return None;
        }
        // What comes on top is not the whole.
        if x.more != y.more && fit != Fit::Same {
            return None;
        }
        // A part is not the whole it is counted out of.
        let whole = |x: &Count, y: &Count| x.of.is_some_and(|of| (of - y.figure.middle()).abs() < 1e-9);
        if fit != Fit::Same && (whole(x, y) || whole(y, x)) {
            return None;
        }
        // The dead are not the injured, whatever their number.
        if let (Some(one), Some(other)) = (x.class, y.class)
            && one != other
            && !akin(LISTS.classes[one].name, LISTS.classes[other].name)
        {
            return None;
        }
        // `hundreds of thousands` of mourners and of victims: no number that two could have in common.
        let anyone = |c: &Count| matches!(c.noun.as_deref(), Some("people" | "persons" | "others"));
        let same_noun = x.noun.is_some() && y.noun.is_some() && unit_same || anyone(x) || anyone(y);
        let other_noun = own_unit(x) && own_unit(y) && !unit_same && !class_same;
        let (one, other) = (multitude(x.figure), multitude(y.figure));
        if !same_noun && (one && other || (one || other) && other_noun) {
            return None;
        }
        // Most pairs have nothing in common.
        let close = fit == Fit::Same || fit == Fit::Fits && ratio < 0.3;
        if !(close || class_same || unit_same) {
            let open = !own_unit(x) || !own_unit(y) || people(x) && people(y);
            if !open || ratio > 1.1 {
                return None;
            }
        }
        // A unit taken from the number before may not be the right one.
        let unsure = fit == Fit::Same && !unit_same && (x.like.is_some() || y.like.is_some());
        let lent = x.lent || y.lent;
        let both = x.unit.is_some() && y.unit.is_some() && !unsure && !lent;
        if both && (x.measure != y.measure || x.measure && !same_measure(x, y)) {
            return None;
        }
        let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
        let noun = if both && !unit_same && self.nouns[a] != 0 && self.nouns[b] != 0 {
            word_likeness(self.nouns[a], self.nouns[b]).max(0.0)
        } else {
            0.0
        };
        let (near, far, matter) = self.shared(a, b);
        let beside = self.beside[a]
            .iter()
            .filter(|v| {
                (**v - x.figure.middle()).abs() > 1e-9
                    && self.beside[b].iter().any(|w| (*w - **v).abs() < 1e-9)
            })
            .count();
        let governed = self.governed(a, b);
        let vague = (x.lasts() || x.unit.as_deref() == Some("%")) && unit_same && governed < 0.6;
        let voices = x.voice.attributed() != y.voice.attributed()
            || x.voice.attributed() && x.voice.speaker != y.voice.speaker;
        let small = flag(x.figure.middle().abs() < 13.0);
        Some([
            1.0,
            rarity(x.figure).min(rarity(y.figure)),
            flag(unit_same && !lent),
            noun,
            flag(both && !unit_same),
            flag(own_unit(x) != own_unit(y)),
            flag(class_same),
            flag(x.class.is_some() && y.class.is_some() && !class_same),
            flag(x.class.is_some() != y.class.is_some()),
            near,
            far,
            flag(x.part.is_some() && y.part.is_some() && x.part != y.part),
            flag(x.part.is_some() != y.part.is_some()),
            flag(x.share != y.share),
            flag(x.then != y.then),
            1.0 / (self.same_number[a] * self.same_number[b]).sqrt(),
            if unit_same && !lent { 1.0 / (self.same_unit[a] * self.same_unit[b]).sqrt() } else { 0.0 },
            flag(beside > 0),
            flag(both && people(x) && people(y)),
            small * near,
            ratio.min(4.0),
            flag(fit == Fit::Fits),
            flag(x.updated || y.updated || x.earlier || y.earlier),
            flag(x.measure && y.measure),
            flag(x.voice.speaker.is_some() && x.voice.speaker == y.voice.speaker),
            matter,
            small * flag(both && !unit_same),
            small * flag(unit_same && !lent),
            flag(both && people(x) != people(y)),
            flag(x.quoted && y.quoted) * far,
            governed,
            if both && people(x) && people(y) && x.class == y.class {
                1.0 / (self.same_people[a] * self.same_people[b]).sqrt()
            } else {
                0.0
            },
            flag(unit_same && lent),
            flag(x.of.is_some() && x.of == y.of),
            if voices { ratio.min(4.0) } else { 0.0 },
            flag(x.kind.is_some() && x.kind == y.kind),
            flag(x.kind.is_some() && y.kind.is_some() && x.kind != y.kind),
            flag(x.kind.is_some() != y.kind.is_some()),
            flag(vague),
            flag(x.measure && y.measure && x.lasts()),
            flag(class_same && self.leads[a].0 && self.leads[b].0),
            flag(class_same && self.leads[a].1 && self.leads[b].1),
            self.gists[a].nearness(&self.gists[b]),
            self.closer[a].nearness(&self.closer[b]),
        ])
    }

    /// What is weighed for two counts, and what it comes to; `None` where they surely are not one.
    pub fn weighed(&self, a: usize, b: usize) -> Option<Pair> {
        let features = self.features(a, b)?;
        let same = self.counts[a].figure.fit(self.counts[b].figure) == Fit::Same;
        let chance = features[SMALL_OTHER_UNIT] * CHANCE;
        let score = WEIGHTS.score(same, &features) - if same { chance } else { 0.0 };
        Some(Pair { at: (a, b), same, score, features: features.to_vec() })
    }

    /// Every pair of counts that might count one thing, ages aside, with what is weighed and how sure it is that they do.
    pub fn pairs(&self) -> Vec<Pair> {
        let free: Vec<usize> =
            (0..self.counts.len()).filter(|i| self.counts[*i].unit.as_deref() != Some(AGE)).collect();
        let all = free.iter().enumerate().flat_map(|(n, &a)| free[n + 1..].iter().map(move |&b| (a, b)));
        let mut pairs: Vec<Pair> = all.filter_map(|(a, b)| self.weighed(a, b)).collect();
        let differ = |a: usize, b: usize| self.counts[a].figure.fit(self.counts[b].figure) != Fit::Same;
        WEIGHTS.settle(&mut pairs, |i| self.counts[i].doc, differ);
        pairs
    }
}

/// For each count, whether it is the first of its report of those of whom the same became, parts and shares aside, and
/// whether none of these is higher.
fn leads(counts: &[Count]) -> Vec<(bool, bool)> {
    let whole =
        |c: &Count| c.class.is_some() && c.part.is_none() && !c.share && c.then.is_none() && !c.earlier;
    let of = |c: &Count| {
        let (doc, class) = (c.doc, c.class);
        counts.iter().filter(move |o| whole(o) && o.doc == doc && o.class == class)
    };
    let first = |c: &Count| {
        of(c).find(|o| !o.headline).or(of(c).next()).is_some_and(|f| f.figure.fit(c.figure) == Fit::Same)
    };
    let highest = |c: &Count| of(c).all(|o| o.figure.middle() <= c.figure.middle());
    counts.iter().map(|c| if whole(c) { (first(c), highest(c)) } else { (false, false) }).collect()
}

/// Whether one says outright that it counts what the other does.
pub(super) fn linked(x: &Count, y: &Count) -> bool {
    y.like == Some(x.span) || x.like == Some(y.span) || x.like.is_some() && x.like == y.like
}

/// How surely two numbers are one count that their report sets against each other.
pub(super) const LINKED: f32 = 3.0;

/// So near a number stand the words that tell what it counts.
const CLOSE: f32 = 0.4;

/// Whether what became of people can be called by either name.
fn akin(a: &str, b: &str) -> bool {
    const AKIN: [(&str, &str); 12] = [
        ("blinded", "hurt"),
        ("blinded", "ill"),
        ("casualty", "dead"),
        ("casualty", "hurt"),
        ("casualty", "ill"),
        ("evacuated", "homeless"),
        ("evacuated", "rescued"),
        ("hurt", "ill"),
        ("arrested", "charged"),
        ("missing", "trapped"),
        ("rescued", "trapped"),
        ("complained", "ill"),
    ];
    AKIN.contains(&(a.min(b), a.max(b)))
}

/// Whether its unit stands beside it, and is not only that of a number before.
fn own_unit(c: &Count) -> bool {
    c.unit.is_some() && !c.lent
}

/// Whether it counts human beings.
fn people(c: &Count) -> bool {
    c.unit.is_some() && matches!(c.sort, Sort::Any | Sort::Role | Sort::Part)
}

/// Whether two measures can measure one thing.
fn same_measure(x: &Count, y: &Count) -> bool {
    let sum = |c: &Count| c.unit.as_deref() == Some("sum");
    x.unit == y.unit || x.sort == Sort::Money && y.sort == Sort::Money && (sum(x) || sum(y))
}

/// How far two numbers are from each other: 0 for one number, 1 for one ten times the other.
fn ratio(x: Figure, y: Figure) -> f32 {
    let (a, b) = (x.middle().abs().max(0.1), y.middle().abs().max(0.1));
    // From three to nine is no longer a way than from 30 to 60.
    ((a.max(b) + 4.0) / (a.min(b) + 4.0)).log10() as f32
}

/// Whether a figure is a word for many rather than a number: `dozens`, `thousands`, `hundreds of thousands`.
fn multitude(figure: Figure) -> bool {
    figure.value.is_none() && figure.low > 0.0 && figure.high.is_finite() && figure.high >= figure.low * 8.0
}

/// How much a number alone tells: round and small ones little.
fn rarity(figure: Figure) -> f32 {
    let value = figure.middle().abs();
    let mut digits = plain(value).replace('.', "");
    while digits.ends_with('0') {
        digits.pop();
    }
    match digits.trim_start_matches('0').len() {
        0 | 1 if value < 1000.0 => 0.0,
        0 | 1 => 0.4,
        2 => 0.6,
        _ => 1.0,
    }
}

/// By how much two small numbers of unlike things are the less likely to be one in news at large than in the cases
/// that the weights are fitted to: those tell more of the same counts. Checked by eye on real reports.
const CHANCE: f32 = 0.6;

/// Where small numbers of unlike things stand in [`FEATURE_NAMES`].
const SMALL_OTHER_UNIT: usize = 26;

/// What is weighed, in the order of [`Alike::features`].
pub(in super::super) const FEATURE_NAMES: [&str; 44] = [
    "any",
    "rarity",
    "unit",
    "noun",
    "other_unit",
    "one_unit",
    "became",
    "other_became",
    "one_became",
    "near",
    "far",
    "other_part",
    "one_part",
    "share",
    "time",
    "only_number",
    "only_unit",
    "beside",
    "people",
    "small_near",
    "ratio",
    "fits",
    "updated",
    "measure",
    "speaker",
    "matter",
    "small_other_unit",
    "small_unit",
    "one_people",
    "quoted",
    "governed",
    "only_people",
    "lent_unit",
    "whole",
    "ratio_voices",
    "kind",
    "other_kind",
    "one_kind",
    "vague",
    "lasting",
    "first",
    "highest",
    "meaning",
    "close_meaning",
];

static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../../words/points/alike.tsv"), &FEATURE_NAMES));

#[cfg(test)]
mod tests {
    use super::super::super::lists::lines;
    use super::super::super::weigh::SECOND_NAMES;
    use super::*;

    #[test]
    fn words_for_many_are_no_numbers() {
        let many = |low: f64| Figure { low, high: low * 8.0, value: None, near: true, ..Figure::exact(low) };
        assert!([24.0, 200.0, 200_000.0].into_iter().all(|low| multitude(many(low))));
        assert!(!multitude(Figure::exact(2_000.0)));
        assert!(!multitude(Figure { high: 40.0, value: None, ..Figure::exact(30.0) }));
    }

    #[test]
    fn everything_weighed_has_its_weights() {
        let names: Vec<&str> = lines(include_str!("../../../words/points/alike.tsv"))
            .filter_map(|l| l.split('\t').next())
            .collect();
        let all: Vec<&str> = FEATURE_NAMES.iter().chain(&SECOND_NAMES).copied().collect();
        assert_eq!(names, all);
        assert_eq!(FEATURE_NAMES[SMALL_OTHER_UNIT], "small_other_unit");
    }
}
