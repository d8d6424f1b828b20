//! Which quotations are one utterance although they share few words: what one speaker is reported to have said, in
//! the reporter's words or in a translation there and back.
//!
//! Sentences of one speaker in two reports are held against each other by meaning. Taken are those of which each is
//! the other's best in its report; more is asked of what two reporters both put in their own words. What is known to
//! have been said on two days is left.

use super::links::{Link, short_contrary};
use super::sense::clauses;
use crate::meaning::{Meaning, likeness, matter, parallel};
use crate::quotation::Quote;
use crate::wording::{Wording, align_meaning};
use std::collections::BTreeMap;

/// Sentences of one speaker that are compared; more are left out, so that the time stays in bounds.
const MOST: usize = 400;
/// A sentence whose words tell less says too little.
const LEAST_TOLD: f32 = 1.3;

/// What a pair of sentences must reach: likeness, and share of matter told by both.
struct Least {
    likeness: f32,
    matter: f32,
}

const BOTH_QUOTED: Least = Least { likeness: 0.85, matter: 0.35 };
const NOBODY_NAMED: Least = Least { likeness: 0.95, matter: 0.5 };
/// Where nobody is named, or the name was not understood, but the words go the same way all along: a translation.
const ALONG: Least = Least { likeness: 0.8, matter: 0.33 };
/// So much of both must go the same way, and so many words each must have.
const SHARED_ORDER: f32 = 0.6;
const LONG: usize = 7;
/// Nearly the same sentence in few words of matter: `If you can stay in, stay in`.
const NEAR: Least = Least { likeness: 0.9, matter: 0.25 };
/// A clause of one that the other gives as all that was said: cut and translated.
const PART: Least = Least { likeness: 0.86, matter: 0.42 };
/// What a whole sentence is ahead of its part.
const PARTED: f32 = 0.06;
const ONE_QUOTED: Least = Least { likeness: 0.77, matter: 0.33 };
/// What somebody described is told to have said, in nearly the words that another report quotes.
const DESCRIBED: Least = Least { likeness: 0.95, matter: 0.6 };
const NONE_QUOTED: Least = Least { likeness: 0.82, matter: 0.45 };

/// A sentence of a quotation.
#[derive(Clone)]
struct Sentence {
    /// Its quotation's place among the distinct wordings.
    at: usize,
    range: (usize, usize),
    meaning: Meaning,
    /// It is only a clause of one, for a report that gives no more of it.
    clause: bool,
}

impl Sentence {
    /// Whether the speaker tells what was said, as by himself before: `I said it was a cough`.
    fn cites(&self, quote: &Quote) -> bool {
        let words = &quote.wording.words;
        (self.range.0..self.range.1).any(|i| matches!(words.normal(i), "said" | "told" | "wrote"))
    }
}

/// Pairs of distinct wordings that are one utterance by their meaning.
pub(super) fn links(quotes: &[Quote], distinct: &[usize], copies: &[Vec<usize>]) -> Vec<Link> {
    let mut by_speaker: BTreeMap<Option<u32>, Vec<Sentence>> = BTreeMap::new();
    for (at, i) in distinct.iter().enumerate() {
        let quote = &quotes[*i];
        // What nobody is named for may be anybody's, if it is quoted.
        if quote.speaker.is_none() && !quote.quoted {
            continue;
        }
        let speaker = quote.speaker.filter(|_| !quote.loose);
        let list = by_speaker.entry(speaker).or_default();
        let whole = sentences(&quote.wording, 3);
        let mut parts: Vec<((usize, usize), bool)> = whole.iter().map(|r| (*r, false)).collect();
        if quote.quoted {
            let clauses = clauses(&quote.wording).into_iter();
            parts.extend(clauses.filter(|r| r.1 - r.0 >= 4 && !whole.contains(r)).map(|r| (r, true)));
        }
        for (range, clause) in parts {
            let told = quote.wording.total_of(range.0, range.1);
            if told >= LEAST_TOLD && range.1 - range.0 >= 3 && list.len() < MOST {
                list.push(Sentence {
                    at,
                    range,
                    meaning: Meaning::of(&quote.wording, range.0, range.1),
                    clause,
                });
            }
        }
    }
    let mut links = Vec::new();
    let unclaimed = by_speaker.remove(&None).unwrap_or_default();
    if !unclaimed.is_empty() {
        let mut anybody: Vec<Sentence> = unclaimed;
        let quoted = by_speaker.values().flatten().filter(|s| quotes[distinct[s.at]].quoted);
        anybody.extend(quoted.take(MOST).cloned());
        compare(quotes, distinct, copies, &anybody, &mut links);
    }
    for list in by_speaker.values() {
        compare(quotes, distinct, copies, list, &mut links);
    }
    links
}

/// Adds the pairs among some sentences. Sentences of two named speakers are not held against each other.
fn compare(
    quotes: &[Quote],
    distinct: &[usize],
    copies: &[Vec<usize>],
    list: &[Sentence],
    links: &mut Vec<Link>,
) {
    // The best of each sentence in each other report, and how near it is.
    let mut best: BTreeMap<(usize, usize), (f32, usize)> = BTreeMap::new();
    for (i, a) in list.iter().enumerate() {
        for (j, b) in list.iter().enumerate().skip(i + 1) {
            let (x, y) = (&quotes[distinct[a.at]], &quotes[distinct[b.at]]);
            let unclaimed = nobody(x) || nobody(y);
            let part = (a.clause || b.clause) && x.quoted && y.quoted;
            if a.at == b.at
                || (a.clause && b.clause)
                || (part && (unclaimed || a.cites(x) != b.cites(y)))
                || !(unclaimed || x.speaker == y.speaker)
                || x.doc == y.doc
                || other_day(x, y)
                || short_contrary(x, y)
                || share_report(quotes, &copies[a.at], &copies[b.at])
            {
                continue;
            }
            let mut near = likeness((&x.wording, &a.meaning, a.range), (&y.wording, &b.meaning, b.range));
            if x.quoted && y.quoted && near >= 0.6 {
                near += parallel(&x.wording, a.range, &y.wording, b.range);
                // What answers to the whole of a sentence is not held against a part of it.
                near -= if part { PARTED } else { 0.0 };
            }
            for (own, doc, other) in [(i, y.doc, j), (j, x.doc, i)] {
                let now = best.entry((own, doc)).or_insert((near, other));
                if near > now.0 {
                    *now = (near, other);
                }
            }
        }
    }
    for ((i, _), (near, j)) in &best {
        let (a, b) = (&list[*i], &list[*j]);
        let (x, y) = (&quotes[distinct[a.at]], &quotes[distinct[b.at]]);
        let mutual = best.get(&(*j, x.doc)).is_some_and(|(_, back)| back == i);
        if i > j || !mutual {
            continue;
        }
        let unclaimed = (nobody(x) || nobody(y)) && x.speaker != y.speaker;
        let least = match (x.quoted, y.quoted) {
            (true, true) if unclaimed => {
                if along(&x.wording, a.range, &y.wording, b.range) {
                    ALONG
                } else {
                    NOBODY_NAMED
                }
            }
            (true, true) if a.clause || b.clause => PART,
            (true, true) if *near >= NEAR.likeness => NEAR,
            (true, true) => BOTH_QUOTED,
            (false, false) if unclaimed => continue,
            (false, false) => NONE_QUOTED,
            _ if unclaimed => DESCRIBED,
            _ => ONE_QUOTED,
        };
        // What two reporters put in their own words, or nobody is named for, must agree in every number and sign.
        let unsure = (!x.quoted && !y.quoted) || unclaimed;
        if *near < least.likeness
            || matter(&x.wording, a.range, &y.wording, b.range) < least.matter
            || (unsure && (a.meaning.numbers_differ(&b.meaning) || a.meaning.polarity_differs(&b.meaning)))
        {
            continue;
        }
        let cover = |w: &Wording, r: (usize, usize)| {
            near.min(1.0) * w.total_of(r.0, r.1) / w.total().max(f32::MIN_POSITIVE)
        };
        links.push(Link {
            a: a.at,
            b: b.at,
            range_a: a.range,
            range_b: b.range,
            cover_a: cover(&x.wording, a.range),
            cover_b: cover(&y.wording, b.range),
            strength: *near,
        });
    }
}

/// Whether the words of two long sentences go the same way all along.
fn along(a: &Wording, a_range: (usize, usize), b: &Wording, b_range: (usize, usize)) -> bool {
    let (a, b) = (a.part(a_range.0, a_range.1), b.part(b_range.0, b_range.1));
    let pairs = align_meaning(&a, &b).len() as f32;
    a.len().min(b.len()) >= LONG && pairs * 2.0 >= SHARED_ORDER * (a.len() + b.len()) as f32
}

/// Whether nobody is named as the speaker.
pub(crate) fn nobody(quote: &Quote) -> bool {
    quote.speaker.is_none() || quote.loose
}

/// Whether both are known to have been said, and on two days.
pub(super) fn other_day(a: &Quote, b: &Quote) -> bool {
    matches!((&a.said, &b.said), (Some(x), Some(y)) if x != y)
}

fn share_report(quotes: &[Quote], a: &[usize], b: &[usize]) -> bool {
    a.iter().any(|i| b.iter().any(|j| quotes[*i].doc == quotes[*j].doc))
}

/// Word ranges of the sentences; one of fewer than `least` words goes with the next.
pub(crate) fn sentences(wording: &Wording, least: usize) -> Vec<(usize, usize)> {
    let list = wording.words.list();
    let mut out = Vec::new();
    let mut from = 0;
    for (i, word) in list.iter().enumerate() {
        if i >= from + least && word.starts() && word.capital() {
            out.push((from, i));
            from = i;
        }
    }
    if from < list.len() {
        out.push((from, list.len()));
    }
    out
}
