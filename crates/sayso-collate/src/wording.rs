//! How two wordings of the same speech differ, word by word.

use crate::verbs::{Sets, alike, base};
use crate::words::{Words, hash_word, stem};
use crate::{meaning, prior};
use sayso_text::Span;

/// How a stretch of words stands in two wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The same words (letter case, punctuation and spelling of one or the other country aside).
    Same,
    /// Other words in the same place: `ours` gives way to `theirs`.
    Changed,
    /// Only the first wording has them.
    Missing,
    /// Only the second wording has them.
    Added,
}

/// A stretch of words in two wordings. Spans are bytes into the two texts given; empty where a wording has nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordPiece {
    /// How they stand.
    pub how: Difference,
    /// In the first wording.
    pub ours: Span,
    /// In the second wording.
    pub theirs: Span,
}

/// Lines up two wordings, for display: `ours` is usually the fullest, `theirs` what one report printed.
///
/// The pieces cover all words of both, in order; neighbours differ in kind. Marks between words belong to no
/// piece unless the words on both sides are of one piece.
///
/// ```
/// use sayso_collate::{Difference, compare_wordings};
/// let (ours, theirs) = ("We will not close the mill.", "We will close the mills");
/// let pieces = compare_wordings(ours, theirs);
/// let kinds: Vec<_> = pieces.iter().map(|p| (p.how, p.ours.slice(ours).unwrap())).collect();
/// assert_eq!(kinds, [
///     (Difference::Same, "We will"),
///     (Difference::Missing, "not"),
///     (Difference::Same, "close the"),
///     (Difference::Changed, "mill"),
/// ]);
/// ```
pub fn compare_wordings(ours: &str, theirs: &str) -> Vec<WordPiece> {
    let (a, b) = (Wording::of(ours), Wording::of(theirs));
    let pairs = align_meaning(&a, &b);
    let mut pieces: Vec<WordPiece> = Vec::new();
    let mut push = |how, (i, i2): (usize, usize), (j, j2): (usize, usize)| {
        let place = |w: &Wording, from: usize, to: usize| match () {
            () if from < to => w.words.hull(from, to),
            () if from > 0 => empty_at(w.words.list()[from - 1].span.end()),
            () => empty_at(0),
        };
        let piece = WordPiece { how, ours: place(&a, i, i2), theirs: place(&b, j, j2) };
        match pieces.last_mut() {
            Some(last) if last.how == how => {
                last.ours = last.ours.hull(piece.ours);
                last.theirs = last.theirs.hull(piece.theirs);
            }
            _ => pieces.push(piece),
        }
    };
    let (mut i, mut j) = (0, 0);
    let end = Pair { a: a.len(), b: b.len(), likeness: 1.0 };
    for pair in pairs.iter().chain([&end]) {
        match (i < pair.a, j < pair.b) {
            (true, true) => push(Difference::Changed, (i, pair.a), (j, pair.b)),
            (true, false) => push(Difference::Missing, (i, pair.a), (j, j)),
            (false, true) => push(Difference::Added, (i, i), (j, pair.b)),
            (false, false) => {}
        }
        if pair.a < a.len() && pair.b < b.len() {
            let how = if pair.unchanged() { Difference::Same } else { Difference::Changed };
            push(how, (pair.a, pair.a + 1), (pair.b, pair.b + 1));
        }
        (i, j) = (pair.a + 1, pair.b + 1);
    }
    pieces
}

fn empty_at(at: usize) -> Span {
    Span::new(at, at).unwrap_or_else(|| Span::new(0, 0).expect("0 is not beyond 0"))
}

/// Words with how much each tells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wording {
    pub words: Words,
    stems: Vec<u64>,
    shares: Vec<f32>,
    weights: Vec<f32>,
    /// Numbers of the words' vectors.
    vectors: Vec<u32>,
    /// Hashes of the stems of base forms.
    roots: Vec<u64>,
    /// The sets of words that stand for one another.
    alike: Vec<Sets>,
}

/// A word of one wording that stands for a word of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    pub a: usize,
    pub b: usize,
    /// 1 for the same word, less for forms of one.
    pub likeness: f32,
}

impl Pair {
    /// Whether it is the same word.
    pub fn same(self) -> bool {
        self.likeness >= 0.99
    }

    /// Whether it is the same word but for the house's style: `litre` and `liter`, `nine` and `9`.
    pub fn unchanged(self) -> bool {
        self.likeness >= 0.94
    }
}

/// A word weighs at least this much.
const LEAST_WEIGHT: f32 = 0.12;
/// Words above this weight carry matter; the others carry grammar.
pub(crate) const CONTENT: f32 = 0.27;
/// Wordings are compared up to this many words.
const LONGEST: usize = 500;

impl Wording {
    /// The wording of a text of its own.
    pub fn of(text: &str) -> Wording {
        Wording::new(Words::of(text))
    }

    /// Words of a text.
    pub fn new(words: Words) -> Wording {
        let stems: Vec<u64> = (0..words.len()).map(|i| hash_word(stem(words.normal(i)))).collect();
        let shares: Vec<f32> = stems.iter().map(|s| prior::share(*s)).collect();
        let weights = shares.iter().map(|s| weight(*s)).collect();
        let vectors = (0..words.len()).map(|i| meaning::vector_of(words.normal(i))).collect();
        let roots: Vec<u64> = (0..words.len()).map(|i| hash_word(stem(base(words.normal(i))))).collect();
        let alike = roots.iter().map(|r| alike(*r)).collect();
        Wording { words, stems, shares, weights, vectors, roots, alike }
    }

    /// The words from `from` to before `to`.
    pub fn part(&self, from: usize, to: usize) -> Wording {
        Wording {
            words: self.words.part(from, to),
            stems: self.stems[from..to].to_vec(),
            shares: self.shares[from..to].to_vec(),
            weights: self.weights[from..to].to_vec(),
            vectors: self.vectors[from..to].to_vec(),
            roots: self.roots[from..to].to_vec(),
            alike: self.alike[from..to].to_vec(),
        }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// How much word `i` tells, 0 to 1.
    pub fn weight(&self, i: usize) -> f32 {
        self.weights[i]
    }

    /// Hash of the stem of word `i`.
    pub fn stem(&self, i: usize) -> u64 {
        self.stems[i]
    }

    /// Whether a word of each is a form of one verb or noun: `forbade`, `forbid`.
    pub fn one_root(&self, i: usize, other: &Wording, j: usize) -> bool {
        self.roots[i] == other.roots[j]
    }

    /// Whether words of two wordings stand for one another in reports: `gun`, `pistol`.
    pub fn stands_for(&self, i: usize, other: &Wording, j: usize) -> bool {
        self.alike[i].meet(other.alike[j])
    }

    /// The share of news reports that have word `i`.
    pub fn share(&self, i: usize) -> f32 {
        self.shares[i]
    }

    /// The number of the vector of word `i`, 0 if it has none.
    pub fn vector(&self, i: usize) -> u32 {
        self.vectors[i]
    }

    /// Whether word `i` carries matter.
    pub fn content(&self, i: usize) -> bool {
        self.weights[i] > CONTENT
    }

    /// How much all words tell.
    pub fn total(&self) -> f32 {
        self.weights.iter().sum()
    }

    /// How much the words from `from` to before `to` tell.
    pub fn total_of(&self, from: usize, to: usize) -> f32 {
        self.weights[from..to].iter().sum()
    }
}

/// How much a word tells that this share of news reports has.
fn weight(share: f32) -> f32 {
    (-share.ln() / 7.8).clamp(LEAST_WEIGHT, 1.0)
}

/// The stems of a text's words, each with how much it tells: what of a [`Wording`] costs least.
pub(crate) fn weighed(words: &Words) -> Vec<(u64, f32)> {
    let stems = (0..words.len()).map(|i| hash_word(stem(words.normal(i))));
    stems.map(|stem| (stem, weight(prior::share(stem)))).collect()
}

/// How alike two words are, 0 to 1; with `deep` also by what they mean.
fn likeness(a: &Wording, i: usize, b: &Wording, j: usize, deep: bool) -> f32 {
    match likeness_as_written(a, i, b, j) {
        0.0 if deep => likeness_as_meant(a, i, b, j),
        alike => alike,
    }
}

/// How near two words are in meaning, less than for forms of one word; names and numbers mean what they name.
fn likeness_as_meant(a: &Wording, i: usize, b: &Wording, j: usize) -> f32 {
    /// Words less near than this are not put for each other.
    const NEAR: f32 = 0.42;
    let plain = |w: &Wording, i: usize| {
        let word = w.words.list()[i];
        w.content(i) && !word.number() && (!word.capital() || word.upper() || word.starts())
    };
    if !plain(a, i) || !plain(b, j) {
        return 0.0;
    }
    let near = meaning::word_likeness(a.vector(i), b.vector(j));
    if near < NEAR { 0.0 } else { 0.25 + 0.5 * (near - NEAR) / (1.0 - NEAR) }
}

/// How alike two words are by their letters.
pub(crate) fn likeness_as_written(a: &Wording, i: usize, b: &Wording, j: usize) -> f32 {
    if a.words.list()[i].hash == b.words.list()[j].hash {
        return 1.0;
    }
    if a.stems[i] == b.stems[j] {
        return 0.85;
    }
    let (x, y) = (a.words.normal(i).as_bytes(), b.words.normal(j).as_bytes());
    // Most pairs: only `7` and `seven` are alike without a letter in common at the start.
    let digit = |w: &[u8]| w.first().is_some_and(u8::is_ascii_digit);
    if x.first() != y.first() && !digit(x) && !digit(y) {
        return 0.0;
    }
    if small_number(x).is_some_and(|n| small_number(y) == Some(n)) {
        return 0.95;
    }
    let longer = x.len().max(y.len());
    if longer >= 5 && spelled_as_in_america(x).eq(spelled_as_in_america(y)) {
        return 0.96;
    }
    if longer < 5 || x.first() != y.first() || x[0].is_ascii_digit() {
        return 0.0;
    }
    let common = x.iter().zip(y).take_while(|(p, q)| p == q).count();
    if common >= 4 && common * 10 >= longer * 6 {
        return 0.6;
    }
    // One letter changed, lost or added.
    let tail = x.iter().rev().zip(y.iter().rev()).take_while(|(p, q)| p == q).count();
    if x.len().abs_diff(y.len()) <= 1 && longer >= 6 && common + tail + 1 >= longer { 0.6 } else { 0.0 }
}

/// The letters of a word, `ou` before `r` as `o`, `tre` at the end as `ter`, `s` between vowels as `z`, double `l` as
/// one: so that the spellings of two countries meet.
fn spelled_as_in_america(word: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let vowel = |c: Option<&u8>| c.is_some_and(|c| b"aeiou".contains(c));
    (0..word.len()).filter_map(move |i| {
        let (before, c, next) = (i.checked_sub(1).map(|k| word[k]), word[i], word.get(i + 1));
        match c {
            b'u' if before == Some(b'o') && next == Some(&b'r') => None,
            b'l' if before == Some(b'l') => None,
            b's' if vowel(next) && i > 2 && vowel(word.get(i - 1)) => Some(b'z'),
            b'r' if i + 2 == word.len() && next == Some(&b'e') && before == Some(b't') => Some(b'e'),
            b'e' if i + 1 == word.len() && i > 2 && before == Some(b'r') && word[i - 2] == b't' => Some(b'r'),
            _ => Some(c),
        }
    })
}

fn small_number(word: &[u8]) -> Option<usize> {
    const NAMES: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if word.first()?.is_ascii_digit() {
        return std::str::from_utf8(word).ok()?.parse().ok().filter(|n| *n <= 12);
    }
    NAMES.iter().position(|n| n.as_bytes() == word)
}

/// Pairs of words that stand for each other, in the order of both: the best local alignment, in which leaving
/// words out costs little however many they are.
pub(crate) fn align(a: &Wording, b: &Wording) -> Vec<Pair> {
    align_by(a, b, false)
}

/// The same, where words that mean much the same may stand for each other: for wordings known to be of one speech.
pub(crate) fn align_meaning(a: &Wording, b: &Wording) -> Vec<Pair> {
    align_by(a, b, true)
}

fn align_by(a: &Wording, b: &Wording, deep: bool) -> Vec<Pair> {
    /// What a gap costs, and each word in it. A lone function word does not pay for a gap.
    const OPEN: f32 = 0.22;
    const EXTEND: f32 = 0.008;
    let (n, m) = (a.len().min(LONGEST), b.len().min(LONGEST));
    if n == 0 || m == 0 {
        return Vec::new();
    }
    let width = m + 1;
    // Score of the best alignment that ends with this pair, and of one that ends in a gap here.
    let mut paired = vec![f32::NEG_INFINITY; (n + 1) * width];
    let mut gap = vec![f32::NEG_INFINITY; (n + 1) * width];
    let (mut best, mut end) = (0.0f32, None);
    for i in 1..=n {
        for j in 1..=m {
            let at = i * width + j;
            let (up, left, diagonal) = (at - width, at - 1, at - width - 1);
            let alike = likeness(a, i - 1, b, j - 1, deep);
            if alike > 0.0 {
                let weight = (a.weights[i - 1] + b.weights[j - 1]) / 2.0;
                let before = paired[diagonal].max(gap[diagonal]).max(0.0);
                paired[at] = before + weight * alike;
                if paired[at] > best {
                    (best, end) = (paired[at], Some((i, j)));
                }
            }
            gap[at] = (paired[up].max(paired[left]) - OPEN).max(gap[up].max(gap[left]) - EXTEND);
        }
    }
    let mut pairs = Vec::new();
    let Some((mut i, mut j)) = end else {
        return pairs;
    };
    let mut in_gap = false;
    loop {
        let at = i * width + j;
        let (up, left, diagonal) = (at - width, at - 1, at - width - 1);
        if in_gap {
            // Undo the step that made this gap's score; the tests repeat the sums above, so they are exact.
            if gap[at] == paired[up] - OPEN {
                (i, in_gap) = (i - 1, false);
            } else if gap[at] == paired[left] - OPEN {
                (j, in_gap) = (j - 1, false);
            } else if gap[at] == gap[up] - EXTEND {
                i -= 1;
            } else {
                j -= 1;
            }
            if i == 0 || j == 0 {
                break;
            }
            continue;
        }
        pairs.push(Pair { a: i - 1, b: j - 1, likeness: likeness(a, i - 1, b, j - 1, deep) });
        let before = paired[diagonal].max(gap[diagonal]);
        if before <= 0.0 || i == 1 || j == 1 {
            break;
        }
        in_gap = gap[diagonal] > paired[diagonal];
        (i, j) = (i - 1, j - 1);
    }
    pairs.reverse();
    widen(a, b, &mut pairs);
    pairs
}

/// Adds equal words next to the ends, where a word between them made the gap too dear: `will [not] be`.
fn widen(a: &Wording, b: &Wording, pairs: &mut Vec<Pair>) {
    const STEPS: [(usize, usize); 5] = [(0, 0), (0, 1), (1, 0), (0, 2), (2, 0)];
    let equal = |i: usize, j: usize| -> Option<Pair> {
        let (x, y) = (a.words.list().get(i)?, b.words.list().get(j)?);
        (x.hash == y.hash).then_some(Pair { a: i, b: j, likeness: 1.0 })
    };
    while let Some(first) = pairs.first().copied()
        && let Some(pair) =
            STEPS.iter().find_map(|(i, j)| equal(first.a.checked_sub(i + 1)?, first.b.checked_sub(j + 1)?))
    {
        pairs.insert(0, pair);
    }
    while let Some(last) = pairs.last().copied()
        && let Some(pair) = STEPS.iter().find_map(|(i, j)| equal(last.a + i + 1, last.b + j + 1))
    {
        pairs.push(pair);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(ours: &str, theirs: &str) -> String {
        compare_wordings(ours, theirs)
            .iter()
            .map(|p| {
                let (o, t) = (p.ours.slice(ours).unwrap(), p.theirs.slice(theirs).unwrap());
                match p.how {
                    Difference::Same => o.to_owned(),
                    Difference::Changed => format!("[{o} > {t}]"),
                    Difference::Missing => format!("[-{o}]"),
                    Difference::Added => format!("[+{t}]"),
                }
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn differences_are_shown_in_place() {
        assert_eq!(
            shown(
                "The mill, and all that it stands for, will be shut very soon and very firmly.",
                "the mill and all that it represents will be shutted very quick and very firm"
            ),
            "The mill, and all that it [stands for > represents] will be [shut > shutted] very [soon > quick] \
             and very [firmly > firm]"
        );
        assert_eq!(
            shown(
                "Nobody was hurt, the harbour master said, and the ferry will sail again",
                "the ferry will sail again"
            ),
            "[-Nobody was hurt, the harbour master said, and] the ferry will sail again"
        );
        assert_eq!(shown("red", "green"), "[red > green]");
        assert_eq!(shown("", "green"), "[+green]");
    }

    proptest! {
        #[test]
        fn pieces_cover_both_in_order(a in "[a-d ]{0,30}", b in "[a-d ]{0,30}") {
            let pieces = compare_wordings(&a, &b);
            let (mut x, mut y) = (0, 0);
            let (mut ours, mut theirs) = (String::new(), String::new());
            for piece in &pieces {
                if !piece.ours.is_empty() {
                    prop_assert!(piece.ours.start() >= x);
                    x = piece.ours.end();
                    ours.push_str(piece.ours.slice(&a).unwrap());
                    ours.push(' ');
                }
                if !piece.theirs.is_empty() {
                    prop_assert!(piece.theirs.start() >= y);
                    y = piece.theirs.end();
                    theirs.push_str(piece.theirs.slice(&b).unwrap());
                    theirs.push(' ');
                }
            }
            let words = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&ours), words(&a));
            prop_assert_eq!(words(&theirs), words(&b));
            prop_assert!(pieces.windows(2).all(|w| w[0].how != w[1].how));
        }

        #[test]
        fn a_wording_is_the_same_as_itself(a in "[a-z]{1,9}( [a-z]{1,9}){0,20}") {
            let pieces = compare_wordings(&a, &a);
            prop_assert_eq!(pieces.len(), 1);
            prop_assert_eq!(pieces[0].how, Difference::Same);
        }
    }
}
