//! Answers that no cue names: what is called untrue, what says the contrary in a few words, and what takes up the
//! words of the one before.

use super::{Said, asserts, denies, may_be, repeats};
use crate::meaning::{bare, opposites, word_likeness};
use crate::wording::Wording;
use crate::words::{hash_word, stem};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_model::{Answering, Form, Manner, Voice};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words that call what another said untrue, by their stems.
pub(super) static UNTRUE: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../words/untrue.tsv").lines().filter(|l| !l.starts_with('#')).map(stem).collect()
});

/// Words that hold a verb's place in `there are no plans to close it` and tell nothing.
const LIGHT: [&str; 16] = [
    "plan",
    "intention",
    "decision",
    "question",
    "reason",
    "evidence",
    "way",
    "thing",
    "idea",
    "need",
    "sign",
    "talk",
    "such",
    "any",
    "kind",
    "sort",
];

fn calendar(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.contains(&word)
}

/// `anybody`: whoever or whatever, which no one who tells otherwise says again.
fn whoever(word: &str) -> bool {
    matches!(
        word,
        "anybody"
            | "anyone"
            | "anything"
            | "somebody"
            | "someone"
            | "something"
            | "everybody"
            | "everyone"
            | "everything"
    )
}

/// The words that carry the matter.
pub(super) fn matters(words: &Wording, range: (usize, usize)) -> impl Iterator<Item = usize> {
    (range.0..range.1.min(words.len())).filter(|i| {
        let word = words.words.normal(*i);
        words.content(*i) && !bare(word) && !calendar(word) && !whoever(word) && !LIGHT.contains(&stem(word))
    })
}

/// Whether two words are one, or of one stem: `withdrawn` and `withdrawal`.
pub(super) fn kin(a: &Wording, i: usize, b: &Wording, j: usize) -> bool {
    if a.stem(i) == b.stem(j) || a.one_root(i, b, j) {
        return true;
    }
    let (x, y) = (stem(a.words.normal(i)), stem(b.words.normal(j)));
    let common = x.bytes().zip(y.bytes()).take_while(|(p, q)| p == q).count();
    let long = x.len().max(y.len());
    common >= 4
        && common * 8 >= long * 5
        && (x.is_ascii() && y.is_ascii())
        && word_likeness(a.vector(i), b.vector(j)) >= 0.3
}

/// How much of the matter of some words is restated in others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Restated {
    /// The share that is, 0 to 1.
    pub share: f32,
    /// How much the matter tells.
    pub matter: f32,
    /// How much the rarest word tells that both have, in whatever form.
    pub same: f32,
}

pub(super) fn restated(a: &Wording, of_a: (usize, usize), b: &Wording, of_b: (usize, usize)) -> Restated {
    let mut out = Restated::default();
    let mut told = 0.0;
    for i in matters(a, of_a) {
        let weight = a.weight(i);
        out.matter += weight;
        let mut best = 0.0f32;
        for j in of_b.0..of_b.1.min(b.len()) {
            if kin(a, i, b, j) {
                best = 1.0;
                out.same = out.same.max(weight);
            } else if a.stands_for(i, b, j) {
                best = best.max(0.85);
                out.same = out.same.max(0.7 * weight);
            } else if b.content(j) {
                let near = word_likeness(a.vector(i), b.vector(j));
                best = best.max(((near - 0.25) / 0.5).clamp(0.0, 0.9));
            }
        }
        told += weight * best;
    }
    out.share = if out.matter > 0.0 { told / out.matter } else { 0.0 };
    out
}

/// Statements of the same report before number `i`, by others, nearest first; `back` of them at most are looked at.
pub(super) fn before<'a>(all: &'a [Said<'_>], i: usize, back: usize) -> impl Iterator<Item = usize> + 'a {
    let s = &all[i];
    let list = (0..i).rev().take(back).filter(move |j| all[*j].doc == s.doc);
    list.filter(move |j| {
        let t = &all[*j];
        t.speaker.is_some() && t.speaker != s.speaker && t.words.len() >= 3 && may_be(s, t)
    })
}

/// Whether a word calls something untrue: `a lie`, but not `they lie in a box`.
pub(super) fn untrue(words: &Wording, k: usize) -> bool {
    const BEFORE: [&str; 13] = [
        "a", "the", "another", "all", "of", "pure", "plain", "outright", "big", "these", "those", "such",
        "is",
    ];
    let word = words.words.normal(k);
    let verb = matches!(word, "lie" | "lies" | "smear" | "smears");
    let negated = (k.saturating_sub(2)..k).any(|l| matches!(words.words.normal(l), "not" | "no" | "never"));
    UNTRUE.contains(stem(word))
        && !negated
        && (!verb || (k > 0 && BEFORE.contains(&words.words.normal(k - 1))))
}

/// The statement that this one calls untrue: `That is a lie`.
pub(super) fn called_untrue(all: &[Said<'_>], i: usize) -> Option<usize> {
    /// Words of a clause that does nothing but call it so.
    const MOST_WORDS: usize = 12;
    let s = &all[i];
    s.speaker?;
    let manner = s.statement.cue.as_ref().map_or(Manner::Assert, |c| c.manner);
    if !matches!(
        manner,
        Manner::Assert | Manner::Claim | Manner::Condemn | Manner::Deny | Manner::Reject | Manner::Refuse
    ) {
        return None;
    }
    let normal = |k: usize| s.words.words.normal(k);
    let whole = [((0, s.words.len()), &s.meaning)];
    let clauses = s.clauses.iter().map(|(r, m)| (*r, m)).take(1).chain(whole).find(|((from, to), _)| {
        to - from <= MOST_WORDS
            && (*from..*to).any(|k| untrue(&s.words, k))
            && (s.statement.form != Form::Direct
                || (*from..(*from + 5).min(*to)).any(|k| untrue(&s.words, k)))
    });
    let (range, _) = clauses?;
    // `The brake is a lie of theirs`: what else it names tells which.
    let topic: Vec<usize> = matters(&s.words, range)
        .filter(|k| !UNTRUE.contains(stem(normal(*k))) && s.words.weight(*k) >= 0.6)
        .collect();
    let about = |j: &usize| {
        let t = &all[*j].words;
        let near = |k: usize| (0..t.len()).any(|l| kin(&s.words, k, t, l) && t.weight(l) >= 0.5);
        topic.iter().any(|k| near(*k))
    };
    let list: Vec<usize> = before(all, i, 4).collect();
    let near = |j: &usize| (i - j == 1 || i - j == 2 && topic.is_empty()) && !denies(&all[*j]);
    list.iter().copied().find(about).or_else(|| list.iter().copied().find(near))
}

/// What a word says the contrary of by its prefix: the `safe` of `unsafe`.
fn unprefixed(word: &str) -> Option<&str> {
    const PREFIXES: [&str; 7] = ["un", "in", "im", "il", "ir", "dis", "non"];
    // Words that only begin so.
    const NONE: [&str; 20] = [
        "under",
        "unless",
        "unearth",
        "unveil",
        "unleash",
        "invaluable",
        "inform",
        "income",
        "intent",
        "inside",
        "install",
        "instance",
        "insure",
        "input",
        "import",
        "impart",
        "impress",
        "discover",
        "display",
        "disease",
    ];
    let rest = PREFIXES.iter().find_map(|p| word.strip_prefix(p)).filter(|rest| rest.len() >= 4)?;
    (!NONE.iter().any(|w| word.starts_with(w))).then_some(rest)
}

/// The words of statements that may be contraries, by their hashes.
pub(super) struct Contraries {
    /// For each statement, of each of its words what is left without its prefix.
    bare: Vec<Vec<Option<u64>>>,
    /// The statements in which a word stands, and those in which it stands with a prefix.
    plain: FxHashMap<u64, Vec<usize>>,
    prefixed: FxHashMap<u64, Vec<usize>>,
}

impl Contraries {
    pub fn of(all: &[Said<'_>]) -> Contraries {
        let bare = |s: &Said<'_>| {
            (0..s.words.len()).map(|k| unprefixed(s.words.words.normal(k)).map(hash_word)).collect()
        };
        let bare: Vec<Vec<Option<u64>>> = all.iter().map(bare).collect();
        let (mut plain, mut prefixed) = (FxHashMap::default(), FxHashMap::default());
        let note = |list: &mut FxHashMap<u64, Vec<usize>>, word: u64, at: usize| {
            let list = list.entry(word).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        };
        for (at, s) in all.iter().enumerate().take(super::MOST) {
            s.words.words.list().iter().for_each(|w| note(&mut plain, w.hash, at));
            bare[at].iter().flatten().for_each(|w| note(&mut prefixed, *w, at));
        }
        Contraries { bare, plain, prefixed }
    }

    /// The statements with a word that is the contrary of one of statement `i`, in order.
    fn against(&self, all: &[Said<'_>], i: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for (word, bare) in all[i].words.words.list().iter().zip(&self.bare[i]) {
            let words = opposites(word.hash).iter().chain(bare);
            let lists = words.map(|w| self.plain.get(w)).chain([self.prefixed.get(&word.hash)]);
            found.extend(lists.flatten().flatten());
        }
        found
    }

    /// Whether word `k` of statement `i` is the contrary of word `l` of statement `j`.
    fn met(&self, all: &[Said<'_>], (i, k): (usize, usize), (j, l): (usize, usize)) -> bool {
        let (a, b) = (all[i].words.words.list()[k].hash, all[j].words.words.list()[l].hash);
        self.bare[i][k] == Some(b) || self.bare[j][l] == Some(a) || opposites(a).contains(&b)
    }
}

/// The statement whose predicate this one turns into its contrary: `the valve was open`, `the valve was shut`.
pub(super) fn turned(all: &[Said<'_>], contraries: &Contraries, i: usize) -> Option<usize> {
    /// Longer clauses have contraries by chance.
    const MOST_WORDS: usize = 10;
    let s = &all[i];
    let speaker = s.speaker?;
    if s.statement.within.is_some() {
        return None;
    }
    let mut best: Option<(f32, usize)> = None;
    for j in contraries.against(all, i) {
        let t = &all[j];
        let same = s.utterance.is_some() && s.utterance == t.utterance;
        // Of two, the later answers.
        let after = j < i || (s.day.is_some() && t.day.is_some() && s.day > t.day);
        if same || !after || t.speaker.is_none_or(|x| x == speaker) || denies(t) || !may_be(s, t) {
            continue;
        }
        for (own, meant) in s.clauses.iter().filter(|(r, _)| r.1 - r.0 <= MOST_WORDS) {
            for (theirs, other) in t.clauses.iter().filter(|(r, _)| r.1 - r.0 <= MOST_WORDS) {
                if meant.negated() != other.negated() || meant.numbers_differ(other) {
                    continue;
                }
                let contrary = (own.0..own.1).find_map(|k| {
                    let at = (theirs.0..theirs.1).find(|l| contraries.met(all, (i, k), (j, *l)))?;
                    Some((k, at))
                });
                let Some((k, l)) = contrary else { continue };
                let rest = |words: &Wording, range: (usize, usize), but: usize, there: &Wording, r| {
                    let all: Vec<usize> = matters(words, range).filter(|x| *x != but).collect();
                    let (from, to): (usize, usize) = r;
                    let held = |x: &&usize| (from..to).any(|y| kin(words, **x, there, y));
                    let weight: f32 = all.iter().map(|x| words.weight(*x)).sum();
                    let told: f32 = all.iter().filter(held).map(|x| words.weight(*x)).sum();
                    (weight, told)
                };
                let (a, told_a) = rest(&s.words, *own, k, &t.words, *theirs);
                let (b, told_b) = rest(&t.words, *theirs, l, &s.words, *own);
                // Near by, one of them may say more: `the seal of the box had been broken`, `the seal was intact`.
                let near = s.doc == t.doc && i.abs_diff(j) <= 3;
                let (whole, back) = (told_a >= 0.8 * a, told_b >= 0.8 * b);
                if told_a >= 0.5 && (whole && back || near && (whole || back)) {
                    let score = told_a + if s.doc == t.doc { 0.2 } else { 0.0 };
                    if best.is_none_or(|(x, _)| score > x) {
                        best = Some((score, j));
                    }
                }
            }
        }
    }
    best.map(|(_, j)| j)
}

/// The statement just before whose words a quotation takes up: its rare word, to say the contrary, or at once.
pub(super) fn taken_up(all: &[Said<'_>], i: usize) -> Option<(usize, Answering)> {
    /// A retort is short.
    const MOST_WORDS: usize = 9;
    /// What is answered in its words is no whole story.
    const MOST_THEIRS: usize = 16;
    /// A short quotation.
    const SHORT: usize = 12;
    let s = &all[i];
    s.speaker?;
    let first = s.clauses.first()?.0;
    if s.statement.form != Form::Direct || s.statement.within.is_some() {
        return None;
    }
    // A word of the whole report is no sign of an answer.
    let rare = |t: &Said<'_>, range: (usize, usize)| {
        matters(&s.words, range).any(|k| {
            s.words.weight(k) >= 0.35
                && (0..t.words.len()).any(|l| kin(&s.words, k, &t.words, l))
                && all
                    .iter()
                    .filter(|o| o.doc == s.doc && (0..o.words.len()).any(|l| kin(&s.words, k, &o.words, l)))
                    .count()
                    <= 3
        })
    };
    let sign = s.clauses.first().is_some_and(|(_, m)| m.negated());
    let short = before(all, i, 3).find(|j| {
        let t = &all[*j];
        if first.1 - first.0 > MOST_WORDS {
            return false;
        }
        // Who takes up words to say the contrary answers; who goes on with the topic does not.
        let contrary =
            t.clauses.iter().filter(|(r, m)| r.1 - r.0 <= MOST_THEIRS && (m.negated() != denies(t)) != sign);
        let again = contrary.map(|(r, _)| restated(&s.words, first, &t.words, *r));
        let Some(again) = again.max_by(|x, y| x.share.total_cmp(&y.share)) else { return false };
        again.share >= 0.6 && rare(t, first)
    });
    let at_once = || {
        let whole = (0, s.words.len());
        let signs = |x: &Said<'_>| x.clauses.iter().any(|(_, m)| m.negated());
        before(all, i, 2).find(|j| {
            let t = &all[*j];
            let asks = t.statement.cue.as_ref().is_some_and(|c| c.manner == Manner::Ask);
            let told = t.words.len() >= 4
                && t.statement.within.is_none()
                && t.statement.voice != Voice::Headline
                && !asks
                && !denies(t)
                && asserts(t)
                && !repeats(s, t);
            let both = t.statement.form == Form::Direct || s.words.len() <= SHORT;
            told && (i - j == 1 && both || signs(s) != signs(t)) && rare(t, whole)
        })
    };
    Some((short.or_else(at_once)?, Answering::Responds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_may_make_the_contrary() {
        assert_eq!(unprefixed("unsealed"), Some("sealed"));
        assert_eq!(unprefixed("inaccurate"), Some("accurate"));
        for word in ["discover", "invaluable", "unit", "sealed"] {
            assert_eq!(unprefixed(word), None, "{word}");
        }
    }
}
