//! Claims: the clauses of a report as they can be asserted by one and denied by another.

use super::lists::lines;
use super::view::{View, Voice};
use crate::meaning::{opposite, vector_of, word_likeness};
use crate::prior;
use crate::words::{hash_word, stem};
use sayso_model::Manner;
use sayso_text::Span;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// A clause that says something, in somebody's voice.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence.
    pub line: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Where it stands.
    pub span: Span,
    /// Its words that tell something.
    pub words: Vec<ClaimWord>,
    /// Their stems, names aside, in order.
    pub stems: Vec<u64>,
    /// Whether it is negated.
    pub negated: bool,
    /// In whose voice.
    pub voice: Voice,
    /// What the cue does.
    pub manner: Option<Manner>,
    /// Whether it is wholly in quotation marks.
    pub direct: bool,
    /// Whether it is the headline.
    pub headline: bool,
    /// Whether it opens with what is talked about: `Striking the sites …`.
    pub about: bool,
    /// Whether it is a condition or a question.
    pub conditional: bool,
    /// Whether it has a word that looks like a verb.
    pub verb: bool,
    /// Whether a number stands in it.
    pub number: bool,
}

/// A word of a claim.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClaimWord {
    /// Its token.
    pub token: usize,
    /// Its stem.
    pub stem: u64,
    /// Its normal form.
    pub hash: u64,
    /// The number of its vector.
    pub vector: u32,
    /// The sets of words it belongs to that stand for one another, as bits.
    pub alike: u64,
    /// How much it tells.
    pub weight: f32,
    /// Whether it is a name.
    pub name: bool,
    /// Whether any word says its contrary.
    pub opposed: bool,
}

/// How far one claim is covered by another.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cover {
    /// Share of the first's weight that has a match in the second.
    pub of_first: f32,
    /// Share of the second's weight that has a match in the first.
    pub of_second: f32,
    /// Matched words, names aside.
    pub words: usize,
    /// The last matched token of the second.
    pub last: usize,
    /// Whether a matched word says the contrary.
    pub contrary: bool,
}

static ALIKE: LazyLock<HashMap<u64, u64>> = LazyLock::new(|| {
    let mut sets: HashMap<u64, u64> = HashMap::new();
    for (i, line) in lines(include_str!("../../words/points/alike.txt")).enumerate() {
        for word in line.split(' ') {
            *sets.entry(hash_word(stem(word))).or_default() |= 1 << (i % 64);
        }
    }
    sets
});

/// The words that have a contrary.
static OPPOSED: LazyLock<HashSet<u64>> = LazyLock::new(|| {
    lines(include_str!("../../words/opposites.tsv")).flat_map(|l| l.split('\t')).map(hash_word).collect()
});

/// Words that part clauses which say different things.
const PARTING: [&str; 12] = [
    "amid", "while", "although", "though", "but", "because", "whereas", "despite", "when", "after", "as", ";",
];
/// Words that negate what follows them.
const NEGATORS: [&str; 16] = [
    "not", "no", "never", "none", "nobody", "neither", "nor", "without", "cannot", "n't", "refused",
    "failed", "refuses", "fails", "unable", "lack",
];

/// The claims of a report, in order.
pub(crate) fn claims(view: &View<'_>) -> Vec<Claim> {
    let quotations = sayso_text::quotations(view.doc.text());
    let mut found = Vec::new();
    for (at, line) in view.sentences.iter().enumerate() {
        // In whose voice each token stands.
        let mut run: Option<(Range<usize>, Voice)> = None;
        let mut runs: Vec<(Range<usize>, Voice)> = Vec::new();
        for i in line.tokens.clone() {
            let voice = view.said_by(i);
            // The words that attribute are nobody's claim.
            if voice.statement.is_none() && view.attributes(i) {
                runs.extend(run.take());
                continue;
            }
            match &mut run {
                Some((range, same)) if *same == voice => range.end = i + 1,
                _ => {
                    runs.extend(run.take());
                    run = Some((i..i + 1, voice));
                }
            }
        }
        runs.extend(run);
        for (range, voice) in runs {
            let statement = voice.statement.map(|s| &view.statements()[s]);
            for clause in clauses(view, range) {
                let words = claim_words(view, clause.clone());
                if words.iter().filter(|w| !w.name).count() < 2 && words.len() < 3 && statement.is_none()
                    || words.is_empty()
                {
                    continue;
                }
                let Some(span) = view.hull(clause.clone()) else { continue };
                let clause_has_number = view.has_number(span);
                found.push(Claim {
                    doc: view.at,
                    line: at,
                    negated: negated(view, clause.clone()),
                    about: clause
                        .clone()
                        .find(|i| view.is_word(*i) && !matches!(view.word(*i), "the" | "a" | "that" | "s"))
                        .is_some_and(|i| view.word(i).len() > 4 && view.word(i).ends_with("ing")),
                    conditional: clause
                        .clone()
                        .any(|i| matches!(view.word(i), "if" | "unless" | "whether" | "?")),
                    verb: clause.clone().any(|i| {
                        let word = view.word(i);
                        word.len() > 4 && word.ends_with("ed")
                            || matches!(
                                word,
                                "is" | "are"
                                    | "was"
                                    | "were"
                                    | "be"
                                    | "been"
                                    | "has"
                                    | "have"
                                    | "had"
                                    | "will"
                                    | "would"
                                    | "can"
                                    | "could"
                                    | "may"
                                    | "might"
                                    | "must"
                                    | "should"
                                    | "did"
                                    | "does"
                                    | "do"
                                    | "to"
                                    | "began"
                            )
                    }),
                    tokens: clause,
                    span: span.trimmed(view.doc.text()),
                    stems: stems(&words),
                    words,
                    voice,
                    manner: statement.and_then(|s| s.cue.as_ref()).map(|c| c.manner),
                    direct: quotations.inside(span.start() + span.len() / 2).is_some(),
                    headline: line.headline,
                    number: clause_has_number,
                });
            }
        }
    }
    found
}

/// Cuts a run of tokens where a clause ends that says something of its own.
fn clauses(view: &View<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    /// Tokens that a clause has at least.
    const LEAST: usize = 5;
    let mut found = Vec::new();
    let mut from = range.start;
    for i in range.clone() {
        if i >= from + LEAST && PARTING.contains(&view.word(i)) && range.end - i >= LEAST {
            found.push(from..i);
            from = i + 1;
        }
    }
    found.push(from..range.end);
    found
}

/// The stems of words, names aside, in order.
fn stems(words: &[ClaimWord]) -> Vec<u64> {
    let mut stems: Vec<u64> = words.iter().filter(|w| !w.name).map(|w| w.stem).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// Whether two claims share a word, names aside: a cheap test before their meaning is compared.
pub(crate) fn share_a_word(a: &Claim, b: &Claim) -> bool {
    let (mut x, mut y) = (a.stems.iter().peekable(), b.stems.iter().peekable());
    while let (Some(i), Some(j)) = (x.peek(), y.peek()) {
        match i.cmp(j) {
            std::cmp::Ordering::Less => x.next(),
            std::cmp::Ordering::Greater => y.next(),
            std::cmp::Ordering::Equal => return true,
        };
    }
    false
}

/// The words of a clause that tell something.
pub(crate) fn claim_words(view: &View<'_>, range: Range<usize>) -> Vec<ClaimWord> {
    range
        .filter(|i| view.is_word(*i) && view.word(*i).len() > 1)
        .filter_map(|i| {
            let word = view.word(i);
            let stem_hash = hash_word(stem(word));
            let weight = (0.2 / prior::share(stem_hash)).ln();
            let name = view.capital(i) && i > 0 && view.is_name(i);
            (weight > 0.35 && !NEGATORS.contains(&word)).then(|| ClaimWord {
                token: i,
                stem: stem_hash,
                hash: hash_word(word),
                vector: vector_of(word),
                alike: ALIKE.get(&stem_hash).copied().unwrap_or(0),
                weight: weight.min(4.0) * if name { 0.6 } else { 1.0 },
                name,
                opposed: OPPOSED.contains(&hash_word(word)),
            })
        })
        .collect()
}

/// Whether an odd number of negations stands in a clause.
fn negated(view: &View<'_>, range: Range<usize>) -> bool {
    let count = range
        .clone()
        .filter(|i| {
            let word = view.word(*i);
            NEGATORS.contains(&word) && !(word == "no" && matches!(view.word(i + 1), "longer" | "matter"))
                || word.ends_with("n't")
                || word.ends_with("n’t")
        })
        .count();
    count % 2 == 1
}

/// The nearest that two words can be and still not stand for each other.
const NEAR: f32 = 0.6;

/// How far the words of two claims are the same.
pub(crate) fn cover_words(a: &[ClaimWord], b: &[ClaimWord]) -> Cover {
    let mut out = Cover::default();
    let mut matched = vec![0.0f32; b.len()];
    let (mut total, mut got) = (0.0, 0.0);
    let mut stems: Vec<u64> = Vec::new();
    for x in a {
        total += x.weight;
        let mut best = (0.0f32, usize::MAX, false);
        for (j, y) in b.iter().enumerate() {
            let contrary = !x.name && x.opposed && y.opposed && opposite(x.hash, y.hash);
            let like = if x.stem == y.stem {
                1.0
            } else if contrary {
                0.9
            } else if x.alike & y.alike != 0 {
                0.85
            } else if x.name || y.name {
                0.0
            } else {
                let like = word_likeness(x.vector, y.vector);
                if like > NEAR { like } else { 0.0 }
            };
            if like > best.0 {
                best = (like, j, contrary);
                if like >= 1.0 {
                    break;
                }
            }
        }
        if best.1 != usize::MAX {
            got += x.weight * best.0;
            matched[best.1] = matched[best.1].max(best.0);
            if !x.name && !stems.contains(&x.stem) {
                out.words += 1;
                stems.push(x.stem);
            }
            out.last = out.last.max(b[best.1].token);
            out.contrary |= best.2;
        }
    }
    let weight: f32 = b.iter().map(|w| w.weight).sum();
    let covered: f32 = b.iter().zip(&matched).map(|(w, m)| w.weight * m).sum();
    out.of_first = if total > 0.0 { got / total } else { 0.0 };
    out.of_second = if weight > 0.0 { covered / weight } else { 0.0 };
    out
}
