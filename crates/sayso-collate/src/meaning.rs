//! What words and sentences mean, as far as vectors of single words tell: for wordings that share few words.
//!
//! A sentence is the sum of its words' vectors, each weighed by how rare it is (after Arora, Liang and Ma, 2017).
//! Where two sentences give numbers and none is the same, they say different things whatever their words.

use crate::wording::{CONTENT, Wording, align_meaning, likeness_as_written};
use crate::words::{hash_word, mix};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_reader::{SentenceVectors, WordVectors, direction, nearness};
use std::sync::LazyLock;

static VECTORS: LazyLock<WordVectors> = LazyLock::new(WordVectors::embedded);

static SENTENCES: LazyLock<SentenceVectors> = LazyLock::new(SentenceVectors::embedded);

/// What a clause means, beside what all clauses of its story do.
#[derive(Clone, Debug)]
pub(crate) struct Gist(Vec<i16>);

impl Gist {
    /// The meanings of clauses, given the numbers of their words' vectors; of each what sets it apart from the others.
    pub fn of_all(clauses: &[Vec<u32>]) -> Vec<Gist> {
        /// How much of what all have in common is taken away, and of how many clauses half of it.
        const COMMON: f32 = 0.8;
        const FEW: f32 = 6.0;
        let all: Vec<Vec<f32>> = clauses.iter().map(|c| SENTENCES.of(c.iter().copied())).collect();
        let mut mean = vec![0.0f32; SENTENCES.width()];
        for vector in &all {
            mean.iter_mut().zip(vector).for_each(|(m, x)| *m += x);
        }
        let many = all.len().max(1) as f32;
        let common = COMMON * many / (many + FEW);
        let apart = |v: Vec<f32>| {
            let apart: Vec<f32> = v.iter().zip(&mean).map(|(x, m)| x - common * m / many).collect();
            Gist(direction(&apart))
        };
        all.into_iter().map(apart).collect()
    }

    /// How near two are, -1 to 1; 0 where one of them has no word that is known.
    pub fn nearness(&self, other: &Gist) -> f32 {
        nearness(&self.0, &other.0)
    }
}

/// The number of a word's vector; 0 if it has none.
pub(crate) fn vector_of(word: &str) -> u32 {
    VECTORS.number(word).unwrap_or(0)
}

/// How near two words are, by the numbers of their vectors.
pub(crate) fn word_likeness(a: u32, b: u32) -> f32 {
    if a == 0 || b == 0 { 0.0 } else { VECTORS.likeness(a, b) }
}

static OPPOSITES: LazyLock<FxHashMap<u64, Vec<u64>>> = LazyLock::new(|| {
    let lines = include_str!("../words/opposites.tsv").lines().filter(|l| !l.starts_with('#'));
    let mut opposites: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
    for (a, b) in lines.filter_map(|l| l.split_once('\t')).map(|(a, b)| (hash_word(a), hash_word(b))) {
        opposites.entry(a).or_default().push(b);
        opposites.entry(b).or_default().push(a);
    }
    opposites
});

/// The words that say the contrary of one; by the hashes of their normal forms.
pub(crate) fn opposites(word: u64) -> &'static [u64] {
    OPPOSITES.get(&word).map_or(&[], Vec::as_slice)
}

/// Whether two words say the contrary; by the hashes of their normal forms.
pub(crate) fn opposite(a: u64, b: u64) -> bool {
    opposites(a).contains(&b)
}

static NEGATIONS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../words/turning.tsv").lines();
    let negations = lines.filter_map(|l| l.split_once('\t')).filter(|(_, kind)| *kind == "negation");
    // What is refused or denied may be said in the affirmative all the same.
    let verb = |w: &str| ["refus", "fail", "den", "unable"].iter().any(|v| w.starts_with(v));
    negations.map(|(w, _)| w).filter(|w| !verb(w)).collect()
});

static NUMBERS: LazyLock<FxHashMap<&'static str, f64>> = LazyLock::new(|| {
    let lines = include_str!("../words/numbers.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once('\t')).filter_map(|(w, n)| Some((w, n.parse().ok()?))).collect()
});

/// The number that a word stands for, `one` aside, which is mostly none.
pub(crate) fn number(word: &str) -> Option<f64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        word.parse().ok()
    } else {
        NUMBERS.get(word).copied()
    }
}

/// The numbers that words from `from` to before `to` give: `forty-one` is one number.
pub(crate) fn numbers_in(wording: &Wording, from: usize, to: usize) -> Vec<f64> {
    let mut numbers: Vec<f64> = Vec::new();
    let mut tens = false;
    for i in from..to.min(wording.len()) {
        let word = wording.words.normal(i);
        let unit = if word == "one" { Some(1.0) } else { number(word) };
        match (unit, numbers.last_mut()) {
            (Some(unit), Some(last)) if tens && unit < 10.0 => *last += unit,
            _ => numbers.extend(number(word)),
        }
        tens = NUMBERS.get(word).is_some_and(|n| (20.0..100.0).contains(n));
    }
    numbers
}

/// A sentence reduced to what can be compared.
#[derive(Clone, Debug)]
pub(crate) struct Meaning {
    /// Of length 1, or empty if there is no word.
    bag: Vec<f32>,
    numbers: Vec<f64>,
    negated: bool,
}

/// The weight of a word is halved when it is in this share of all reports.
const COMMON: f32 = 0.1;

impl Meaning {
    /// The meaning of the words from `from` to before `to`.
    pub fn of(wording: &Wording, from: usize, to: usize) -> Meaning {
        let width = VECTORS.width();
        let mut bag = vec![0.0f32; width];
        let mut negated = false;
        for i in from..to.min(wording.len()) {
            let weight = COMMON / (COMMON + wording.share(i));
            match wording.vector(i) {
                // A word without a vector is like itself and like no other.
                0 => {
                    let side = weight / (width as f32).sqrt();
                    let mut bits = mix(wording.stem(i));
                    for (k, sum) in bag.iter_mut().enumerate() {
                        if k % 64 == 0 {
                            bits = mix(bits);
                        }
                        *sum += if bits >> (k % 64) & 1 == 1 { side } else { -side };
                    }
                }
                known => {
                    for (sum, x) in bag.iter_mut().zip(VECTORS.vector(known)) {
                        *sum += weight * f32::from(*x) / 250.0;
                    }
                }
            }
            let word = wording.words.normal(i);
            negated ^= NEGATIONS.contains(word);
        }
        let length = bag.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length > 0.0 {
            bag.iter_mut().for_each(|x| *x /= length);
        } else {
            bag.clear();
        }
        Meaning { bag, numbers: numbers_in(wording, from, to), negated }
    }

    /// The cosine of two sentences' vectors.
    pub fn cosine(&self, other: &Meaning) -> f32 {
        self.bag.iter().zip(&other.bag).map(|(x, y)| x * y).sum()
    }

    /// Whether both give numbers, and no number is the same.
    pub fn numbers_clash(&self, other: &Meaning) -> bool {
        !self.numbers.is_empty()
            && !other.numbers.is_empty()
            && !self.numbers.iter().any(|n| other.numbers.contains(n))
    }

    /// Whether one has a number that the other lacks.
    pub fn numbers_differ(&self, other: &Meaning) -> bool {
        self.numbers.iter().any(|n| !other.numbers.contains(n))
            || other.numbers.iter().any(|n| !self.numbers.contains(n))
    }

    /// Whether it is negated.
    pub fn negated(&self) -> bool {
        self.negated
    }

    /// Whether one is negated and the other is not.
    pub fn polarity_differs(&self, other: &Meaning) -> bool {
        self.negated != other.negated
    }
}

/// The weights of what speaks for and against two sentences saying the same: fitted once to
/// `crates/sayso-eval/gold/paraphrases.tsv` and rounded.
const COVERED: f32 = 0.23;
const NUMBERS_CLASH: f32 = 0.45;
const POLARITY: f32 = 0.07;

/// How near two sentences are in meaning: about 0.4 for two sentences on one topic, over 0.8 for the same thing said
/// in other words, up to 1.23.
pub(crate) fn likeness(
    (a, a_meaning, a_range): (&Wording, &Meaning, (usize, usize)),
    (b, b_meaning, b_range): (&Wording, &Meaning, (usize, usize)),
) -> f32 {
    let cosine = a_meaning.cosine(b_meaning);
    if cosine < 0.45 {
        return cosine;
    }
    let covered = covered(a, a_range, b, b_range).min(covered(b, b_range, a, a_range));
    cosine + COVERED * covered
        - if a_meaning.numbers_clash(b_meaning) { NUMBERS_CLASH } else { 0.0 }
        - if a_meaning.polarity_differs(b_meaning) { POLARITY } else { 0.0 }
}

/// What the same order of words says for two quotations being one speech, beyond their likeness: a translation there
/// and back keeps it.
pub(crate) fn parallel(a: &Wording, a_range: (usize, usize), b: &Wording, b_range: (usize, usize)) -> f32 {
    /// Any two sentences have so much in the same order.
    const ANY: f32 = 0.35;
    let (a, b) = (a.part(a_range.0, a_range.1), b.part(b_range.0, b_range.1));
    let paired = align_meaning(&a, &b).len() as f32 * 2.0 / (a.len() + b.len()).max(1) as f32;
    0.3 * (paired - ANY).max(0.0)
}

/// How much of the matter of each sentence is told by some word of the other: the lesser of both shares.
pub(crate) fn matter(a: &Wording, a_range: (usize, usize), b: &Wording, b_range: (usize, usize)) -> f32 {
    told(a, a_range, b, b_range, CONTENT).min(told(b, b_range, a, a_range, CONTENT))
}

/// How much of what the words of `a` tell is told by some word of `b`, 0 to 1.
fn covered(a: &Wording, a_range: (usize, usize), b: &Wording, b_range: (usize, usize)) -> f32 {
    told(a, a_range, b, b_range, 0.0)
}

/// Whether a word is a pronoun or a negation.
pub(crate) fn bare(word: &str) -> bool {
    const PRONOUNS: [&str; 23] = [
        "i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his", "she", "her", "it", "its",
        "they", "them", "their", "who", "this", "that", "those", "these",
    ];
    PRONOUNS.contains(&word) || NEGATIONS.contains(word)
}

/// The same for the words of `a` that weigh more than `least`.
pub(crate) fn told(
    a: &Wording,
    a_range: (usize, usize),
    b: &Wording,
    b_range: (usize, usize),
    least: f32,
) -> f32 {
    let (mut told, mut all) = (0.0, f32::MIN_POSITIVE);
    // Who speaks and whether it is so are no matter: the reporter changes the one, a denial the other.
    let matters = |i: &usize| a.weight(*i) > least && !(least > 0.0 && bare(a.words.normal(*i)));
    for i in (a_range.0..a_range.1.min(a.len())).filter(matters) {
        let weight = a.weight(i);
        all += weight;
        let mut best = 0.0f32;
        for j in b_range.0..b_range.1.min(b.len()) {
            best = best.max(word_told(a, i, b, j));
            if best >= 1.0 {
                break;
            }
        }
        told += weight * best;
    }
    told / all
}

/// How much of what word `i` of one wording tells word `j` of another does, 0 to 1.
pub(crate) fn word_told(a: &Wording, i: usize, b: &Wording, j: usize) -> f32 {
    /// Words less near than this have nothing to do with each other.
    const FAR: f32 = 0.3;
    if a.stem(i) == b.stem(j) {
        return 1.0;
    }
    let written = likeness_as_written(a, i, b, j);
    if written > 0.9 {
        1.0
    } else if written > 0.0 {
        written
    } else if a.weight(i) < CONTENT && b.weight(j) < CONTENT {
        0.0
    } else {
        let near = word_likeness(a.vector(i), b.vector(j));
        // A rare word and a common one do not say the same.
        let even = a.weight(i).min(b.weight(j)) / a.weight(i).max(b.weight(j));
        ((near - FAR) / (1.0 - FAR)).max(0.0) * even.sqrt()
    }
}

/// How near two sentences are, by words alone and with the vectors of words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SentenceLikeness {
    /// The share of words (by how much each tells) that both have, 0 to 1: the mean of both directions.
    pub words: f32,
    /// The cosine of the sums of their words' vectors, -1 to 1.
    pub vectors: f32,
    /// How much of the matter of each is told by some word of the other, 0 to 1: the lesser of both shares.
    pub matter: f32,
    /// What utterances are joined by: vectors, words, numbers and negation together.
    pub joined: f32,
}

/// Compares two sentences.
///
/// ```
/// use sayso_collate::sentence_likeness;
/// let said = "The bridge was hit very fast and very hard.";
/// let again = sentence_likeness(said, "the bridge was struck very quick and very hard");
/// let other = sentence_likeness(said, "the bridge was built with foreign money");
/// assert!(again.joined > 0.9 && other.joined < 0.8);
/// ```
pub fn sentence_likeness(a: &str, b: &str) -> SentenceLikeness {
    let (a, b) = (Wording::of(a), Wording::of(b));
    let (whole_a, whole_b) = ((0, a.len()), (0, b.len()));
    let (x, y) = (Meaning::of(&a, 0, a.len()), Meaning::of(&b, 0, b.len()));
    let has = |w: &Wording, other: &Wording| {
        let shared = (0..w.len()).filter(|i| (0..other.len()).any(|j| other.stem(j) == w.stem(*i)));
        shared.map(|i| w.weight(i)).sum::<f32>() / w.total().max(f32::MIN_POSITIVE)
    };
    SentenceLikeness {
        words: (has(&a, &b) + has(&b, &a)) / 2.0,
        vectors: x.cosine(&y),
        matter: matter(&a, whole_a, &b, whole_b),
        joined: likeness((&a, &x, whole_a), (&b, &y, whole_b)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gist_of_a_clause_is_what_sets_it_apart_from_the_others() {
        let clauses = [
            "the ferry struck a rock at midnight",
            "the ship hit rocks during the night",
            "the ferry company will pay the passengers",
            "zzyzx qwxy",
            "two men were arrested by police",
            "doctors treated forty children",
            "rain is expected on the coast",
            "the minister promised an inquiry",
        ];
        let words = |c: &str| c.split(' ').map(vector_of).filter(|v| *v > 0).collect::<Vec<u32>>();
        let all: Vec<Gist> = Gist::of_all(&clauses.map(words));
        assert!(all[0].nearness(&all[1]) > 0.25, "{}", all[0].nearness(&all[1]));
        assert!(all[0].nearness(&all[2]) < all[0].nearness(&all[1]) - 0.1, "{}", all[0].nearness(&all[2]));
        assert_eq!(all[0].nearness(&all[3]), 0.0);
    }
}
