//! How likely two clauses of different voices speak to one matter, whichever way they answer it.
//!
//! What is weighed is what both say (words alike, by how rare they are in the story), who says it (one speaker in two
//! reports, two who answer each other), where it stands (side by side in one report), and how (denied by one, told by
//! the other). The weights are fitted to story cases by `sayso-eval matters`.

pub(crate) mod group;

use super::claims::{Claim, ClaimWord, NEAR, cover_words};
use super::contest::Floor;
use super::lists::lines;
use crate::meaning::{Gist, word_likeness};
use crate::words::{hash_word, stem};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_model::{Answering, Manner};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// How many things are weighed of two clauses.
pub(crate) const MANY: usize = 39;

/// What is weighed of two clauses.
pub(crate) const NAMES: [&str; MANY] = [
    "one",
    "high cover",
    "same words",
    "rarest",
    "rarest squared",
    "rare",
    "near",
    "names",
    "one speech",
    "denies",
    "answers",
    "one speaker",
    "one report",
    "opposed",
    "one negated",
    "both negated",
    "strangers",
    "one own",
    "both own",
    "beside",
    "next",
    "both direct",
    "one direct",
    "number",
    "condition",
    "headline",
    "feeling",
    "contrary",
    "rare and negated",
    "rare and opposed",
    "verb",
    "soft",
    "words",
    "long and soft",
    "context",
    "names the other",
    "meaning",
    "nearest",
    "nearest in meaning",
];

/// What two clauses of no common word at all come to.
pub(crate) const ABSENT: f32 = -4.5;

/// A list of weights by name.
pub(crate) fn weights(kind: &str) -> FxHashMap<&'static str, f32> {
    lines(include_str!("../../words/points/matters.tsv"))
        .filter_map(|l| {
            let mut fields = l.split('\t');
            let (of, name, weight) = (fields.next()?, fields.next()?, fields.next()?);
            (of == kind).then(|| Some((name, weight.parse().ok()?)))?
        })
        .collect()
}

static WEIGHTS: LazyLock<[f32; MANY]> = LazyLock::new(|| {
    let weights = weights("pair");
    NAMES.map(|n| weights.get(n).copied().unwrap_or(0.0))
});

/// Two clauses that may speak to one matter.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// What speaks for and against it.
    pub features: [f32; MANY],
    /// What the weights make of it: above zero where it is more likely than not.
    pub score: f32,
}

/// The clauses of a story in pairs.
pub(crate) struct Ground<'f, 'a, 'v> {
    pub floor: &'f Floor<'a, 'v>,
    /// How rare each stem is among the clauses: 1 in one alone, 0 in all.
    rarity: FxHashMap<u64, f32>,
    /// The same for each word of each clause.
    rare: Vec<Vec<f32>>,
    /// Pairs of statements of which one answers the other; true where it denies.
    answers: BTreeMap<(Said, Said), bool>,
    /// Pairs of speakers of whom one answers the other, the lesser first.
    opposed: BTreeSet<(u32, u32)>,
    /// For each clause, the words of those around it.
    context: Vec<Vec<u64>>,
    /// The last names of speakers.
    last_names: FxHashMap<u32, u64>,
    /// What each clause means, beside the others of the story.
    gists: Vec<Gist>,
    /// Clauses of two reports of which each is, of its report, the nearest to the other in meaning.
    nearest: BTreeSet<(usize, usize)>,
}

/// A statement: its report and its place there.
type Said = (usize, usize);

/// A word that two clauses share tells at least so much, where nothing else ties them.
const TELLS: f32 = 0.6;
/// Clauses that share a stem with so many others are not looked for by it.
const COMMON: usize = 40;
/// Words among which such near in meaning are looked for.
const VOCABULARY: usize = 1600;

impl<'f, 'a, 'v> Ground<'f, 'a, 'v> {
    /// Makes ready.
    pub fn new(floor: &'f Floor<'a, 'v>) -> Ground<'f, 'a, 'v> {
        let mut count: FxHashMap<u64, f32> = FxHashMap::default();
        for claim in floor.claims.iter().filter(|c| !c.act) {
            let stems: BTreeSet<u64> = claim.words.iter().map(|w| w.stem).collect();
            stems.into_iter().for_each(|s| *count.entry(s).or_default() += 1.0);
        }
        let whole = (floor.claims.len() as f32 + 1.0).max(3.0);
        let rare = |n: f32| (whole / n.max(1.5)).ln() / (whole / 1.5).ln();
        let rarity: FxHashMap<u64, f32> = count.into_iter().map(|(s, n)| (s, rare(n))).collect();
        let of_word = |w: &ClaimWord| rarity.get(&w.stem).copied().unwrap_or(0.5);
        let rare = floor.claims.iter().map(|c| c.words.iter().map(of_word).collect()).collect();
        let mut answers: BTreeMap<(Said, Said), bool> = BTreeMap::new();
        let mut opposed = BTreeSet::new();
        for e in floor.exchanges {
            let pair = (e.answer.min(e.to), e.answer.max(e.to));
            *answers.entry(pair).or_default() |= e.how == Answering::Denies;
            let who = |(doc, s): Said| floor.views[doc].source_of(s).speaker;
            if let (Some(a), Some(b)) = (who(e.answer), who(e.to))
                && a != b
            {
                opposed.insert((a.min(b), a.max(b)));
            }
        }
        let near = |a: &Claim, b: &Claim| a.doc == b.doc && a.line.abs_diff(b.line) <= 1 && a.span != b.span;
        let context = floor
            .claims
            .iter()
            .map(|c| {
                let around = floor.of_doc(c.doc).map(|(_, b)| b).filter(|b| near(c, b));
                let stems: BTreeSet<u64> = around.flat_map(|b| b.stems.iter().copied()).collect();
                stems.into_iter().filter(|s| c.stems.binary_search(s).is_err()).collect()
            })
            .collect();
        let last = |name: &String| name.split_whitespace().next_back().map(|w| hash_word(stem(w)));
        let last_names = floor.named.iter().filter_map(|(id, name)| Some((*id, last(name)?))).collect();
        let vectors = |c: &Claim| c.words.iter().filter(|w| !w.name).map(|w| w.vector).collect();
        let gists = Gist::of_all(&floor.claims.iter().map(vectors).collect::<Vec<Vec<u32>>>());
        let nearest = nearest(floor.claims, &gists);
        Ground { floor, rarity, rare, answers, opposed, context, last_names, gists, nearest }
    }

    /// The pairs of clauses that have anything in common, in order.
    pub fn pairs(&self) -> BTreeMap<(usize, usize), Pair> {
        let claims = self.floor.claims;
        let mut by_stem: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut words: BTreeMap<u64, ClaimWord> = BTreeMap::new();
        for (i, claim) in claims.iter().enumerate().filter(|(_, c)| !c.act) {
            claim.stems.iter().for_each(|s| by_stem.entry(*s).or_default().push(i));
            words.extend(claim.words.iter().filter(|w| !w.name).map(|w| (w.stem, *w)));
        }
        by_stem.retain(|_, at| at.len() <= COMMON);
        let mut found: FxHashSet<(usize, usize)> = FxHashSet::default();
        let mut cross = |xs: &[usize], ys: &[usize]| {
            for &x in xs {
                found.extend(ys.iter().filter(|y| **y != x).map(|y| (x.min(*y), x.max(*y))));
            }
        };
        by_stem.values().for_each(|at| cross(at, at));
        let words: Vec<ClaimWord> = words.into_values().filter(|w| by_stem.contains_key(&w.stem)).collect();
        let few = words.len() <= VOCABULARY;
        for (n, x) in words.iter().enumerate().filter(|(_, x)| !x.strange()) {
            for y in &words[n + 1..] {
                if x.alike.meet(y.alike) || few && word_likeness(x.vector, y.vector) > NEAR {
                    cross(&by_stem[&x.stem], &by_stem[&y.stem]);
                }
            }
        }
        let mut by_speech: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut by_statement: BTreeMap<Said, Vec<usize>> = BTreeMap::new();
        let mut by_line: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (i, claim) in claims.iter().enumerate().filter(|(_, c)| !c.act) {
            if let Some(speech) = self.floor.spoken[i] {
                by_speech.entry(speech.utterance).or_default().push(i);
            }
            if let Some(s) = claim.voice.statement {
                by_statement.entry((claim.doc, s)).or_default().push(i);
            }
            by_line.entry((claim.doc, claim.line)).or_default().push(i);
        }
        by_speech.values().for_each(|at| cross(at, at));
        for (a, b) in self.answers.keys() {
            if let (Some(x), Some(y)) = (by_statement.get(a), by_statement.get(b)) {
                cross(x, y);
            }
        }
        for ((doc, line), at) in &by_line {
            cross(at, at);
            cross(at, by_line.get(&(*doc, line + 1)).map_or(&[], Vec::as_slice));
        }
        found.extend(&self.nearest);
        let pair = |(i, j): (usize, usize)| {
            let features = self.features(i, j)?;
            let score = features.iter().zip(WEIGHTS.iter()).map(|(x, w)| x * w).sum();
            Some(((i, j), Pair { features, score }))
        };
        found.into_iter().filter_map(pair).collect()
    }

    /// What speaks for and against two clauses; `None` where nothing does, or one voice says both.
    fn features(&self, i: usize, j: usize) -> Option<[f32; MANY]> {
        let (a, b): (&Claim, &Claim) = (&self.floor.claims[i], &self.floor.claims[j]);
        let one_report = a.doc == b.doc;
        let one_voice = one_report
            && (a.voice.statement == b.voice.statement
                || a.voice.attributed() == b.voice.attributed() && a.voice.speaker == b.voice.speaker);
        if a.act || b.act || one_voice {
            return None;
        }
        let flag = |b: bool| f32::from(u8::from(b));
        let speech = match (self.floor.spoken[i], self.floor.spoken[j]) {
            (Some(x), Some(y)) => x.utterance == y.utterance,
            _ => false,
        };
        let answer = a.voice.statement.zip(b.voice.statement).and_then(|(x, y)| {
            let (x, y) = ((a.doc, x), (b.doc, y));
            self.answers.get(&(x.min(y), x.max(y))).copied()
        });
        let between = a.line.abs_diff(b.line);
        let words = self.words(i, j);
        let nearest = self.nearest.contains(&(i.min(j), i.max(j)));
        if words.rarest < TELLS && !speech && answer.is_none() && !(one_report && between <= 1) && !nearest {
            return None;
        }
        let meaning = self.gists[i].nearness(&self.gists[j]).max(0.0);
        let cover = cover_words(&a.words, &b.words);
        let speaker = a.voice.speaker.is_some() && a.voice.speaker == b.voice.speaker;
        let told = |c: &Claim| c.voice.statement.is_some();
        let opposed = a
            .voice
            .speaker
            .zip(b.voice.speaker)
            .is_some_and(|(x, y)| self.opposed.contains(&(x.min(y), x.max(y))));
        let negation = flag(a.negated != b.negated);
        let feeling = |c: &Claim| {
            flag(matches!(
                c.manner,
                Some(Manner::Ask | Manner::Feel | Manner::Demand | Manner::Condemn | Manner::Praise)
            ))
        };
        let tell = |s: &u64| self.rarity.get(s).copied().unwrap_or(0.0) * weight_of(s, a, b);
        let taken = |at: usize, other: &Claim| {
            self.context[at]
                .iter()
                .filter(|s| other.stems.binary_search(s).is_ok())
                .map(tell)
                .fold(0.0, f32::max)
        };
        let named = |c: &Claim, other: &Claim| {
            let last = other.voice.speaker.and_then(|s| self.last_names.get(&s));
            last.is_some_and(|last| c.words.iter().any(|w| w.name && w.stem == *last))
        };
        let rarest = words.rarest / 4.0;
        let soft = words.soft;
        let long = (a.words.len().min(b.words.len()) as f32).min(12.0) / 6.0;
        Some([
            1.0,
            cover.of_first.max(cover.of_second),
            words.exact.min(10.0) / 4.0,
            rarest,
            rarest * rarest,
            (words.rare + words.near).min(8.0) / 4.0,
            words.near.min(8.0) / 4.0,
            words.names.min(3.0),
            flag(speech),
            flag(answer == Some(true)),
            flag(answer == Some(false)),
            flag(speaker),
            flag(one_report),
            flag(opposed),
            negation,
            flag(a.negated && b.negated),
            flag(told(a) && told(b) && !speaker),
            flag(told(a) != told(b)),
            flag(!told(a) && !told(b)),
            flag(one_report && between == 0),
            flag(one_report && between == 1),
            flag(a.direct && b.direct),
            flag(a.direct != b.direct),
            flag(a.number) + flag(b.number),
            flag(a.conditional) + flag(b.conditional),
            flag(a.headline) + flag(b.headline),
            feeling(a) + feeling(b),
            flag(cover.contrary),
            negation * rarest,
            flag(opposed) * rarest,
            (flag(a.verb) + flag(b.verb)) / 2.0,
            soft,
            (cover.words as f32).min(5.0) / 3.0,
            long * soft,
            (taken(i, b) + taken(j, a)).min(6.0) / 4.0,
            flag(named(a, b) || named(b, a)),
            meaning,
            flag(nearest),
            flag(nearest) * meaning,
        ])
    }

    /// What the words of two clauses have in common.
    fn words(&self, i: usize, j: usize) -> Common {
        let mut all = Common::default();
        let mut total = 0.1f32;
        let others = &self.floor.claims[j].words;
        for (x, &rarity) in self.floor.claims[i].words.iter().zip(&self.rare[i]) {
            let tell = x.weight * rarity;
            let like = |y: &ClaimWord| match () {
                () if x.name || y.name => 0.0,
                () if x.alike.meet(y.alike) => 0.85,
                () => word_likeness(x.vector, y.vector),
            };
            let best = match others.iter().any(|y| x.stem == y.stem) {
                true => 1.0,
                false if x.strange() => 0.0,
                false => others.iter().map(like).fold(0.0, f32::max),
            };
            if x.name {
                all.names += if best >= 1.0 { rarity } else { 0.0 };
                continue;
            }
            all.soft += tell * (best - 0.3).max(0.0);
            total += tell;
            if best >= 1.0 {
                all.exact += x.weight;
                all.rare += tell;
                all.rarest = all.rarest.max(tell);
            } else if best > NEAR {
                all.near += tell * best;
                all.rarest = all.rarest.max(tell * best * 0.8);
            }
        }
        all.soft /= total;
        all
    }
}

/// Clauses of two reports of which each is, of its report, the nearest to the other in meaning.
fn nearest(claims: &[Claim], gists: &[Gist]) -> BTreeSet<(usize, usize)> {
    /// So near they are at least.
    const LEAST: f32 = 0.25;
    /// In larger stories chance brings clauses near.
    const MOST: usize = 600;
    let told: Vec<usize> =
        (0..claims.len()).filter(|i| !claims[*i].act && claims[*i].words.len() > 1).collect();
    if told.len() > MOST {
        return BTreeSet::new();
    }
    // For each clause, the nearest of each other report.
    let mut best: BTreeMap<(usize, usize), (f32, usize)> = BTreeMap::new();
    for (n, &i) in told.iter().enumerate() {
        for &j in told[n + 1..].iter().filter(|j| claims[**j].doc != claims[i].doc) {
            let near = gists[i].nearness(&gists[j]);
            if near < LEAST {
                continue;
            }
            for (a, b) in [(i, j), (j, i)] {
                let own = best.entry((a, claims[b].doc)).or_insert((near, b));
                if near > own.0 {
                    *own = (near, b);
                }
            }
        }
    }
    let mutual = |(i, j): (usize, usize)| best.get(&(j, claims[i].doc)).is_some_and(|b| b.1 == i);
    best.iter().map(|((i, _), (_, j))| (*i, *j)).filter(|(i, j)| i < j && mutual((*i, *j))).collect()
}

/// The weight of a stem in either of two clauses.
fn weight_of(stem: &u64, a: &Claim, b: &Claim) -> f32 {
    let mut words = a.words.iter().chain(&b.words);
    words.find(|w| w.stem == *stem).map_or(0.0, |w| w.weight)
}

/// What the words of two clauses have in common, names aside but for [`Common::names`].
#[derive(Clone, Copy, Debug, Default)]
struct Common {
    /// The weight of words that both have.
    exact: f32,
    /// How much those tell in the story.
    rare: f32,
    /// How much the most telling of them tells.
    rarest: f32,
    /// How much words tell that only stand near in meaning.
    near: f32,
    /// Names that both have, by how rare they are.
    names: f32,
    /// How near the words of one are to some word of the other, 0 to 0.7.
    soft: f32,
}
