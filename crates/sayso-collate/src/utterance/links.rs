//! Which quotations are one utterance: pairs found by the words they share.

use super::{SHORT, content_count, meant};
use crate::meaning::Meaning;
use crate::quotation::{Quote, content_pairs};
use crate::wording::{Pair, Wording, align};
use crate::words::join;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A quotation is compared with at most so many others.
const CLOSEST: usize = 8;
/// Places of a key that are remembered.
const LIST: usize = 48;

/// Two quotations that are one utterance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    /// Their places among the distinct wordings.
    pub a: usize,
    pub b: usize,
    /// Words of each that take part.
    pub range_a: (usize, usize),
    pub range_b: (usize, usize),
    /// How much of each takes part, 0 to 1.
    pub cover_a: f32,
    pub cover_b: f32,
    pub strength: f32,
}

/// Pairs of distinct wordings that are one utterance.
pub(crate) fn links(quotes: &[Quote], distinct: &[usize], copies: &[Vec<usize>]) -> Vec<Link> {
    let mut links = by_words(quotes, distinct);
    // Where words tell, meaning need not be asked.
    let told: BTreeSet<(usize, usize)> = links.iter().map(|l| (l.a.min(l.b), l.a.max(l.b))).collect();
    let meant = meant::links(quotes, distinct, copies);
    links.extend(meant.into_iter().filter(|l| !told.contains(&(l.a, l.b))));
    links
}

/// Pairs of distinct wordings that are one utterance, found by the content words they share.
fn by_words(quotes: &[Quote], distinct: &[usize]) -> Vec<Link> {
    let mut lists: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut links = Vec::new();
    for (d, i) in distinct.iter().enumerate() {
        let quote = &quotes[*i];
        let wording = &quote.wording;
        let mut keys = content_pairs(wording);
        keys.extend(word_triples(wording));
        // One telling word is enough between quotations of one speaker.
        if let Some(speaker) = quote.speaker {
            let telling = (0..wording.len()).filter(|i| wording.weight(*i) > 0.5);
            keys.extend(telling.map(|i| join(join(0xd2, u64::from(speaker)), wording.stem(i))));
        }
        keys.sort_unstable();
        keys.dedup();
        let mut votes: BTreeMap<usize, f32> = BTreeMap::new();
        for key in &keys {
            let list = lists.entry(*key).or_default();
            for other in list.iter() {
                *votes.entry(*other).or_default() += 1.0 / (1.0 + list.len() as f32).ln();
            }
            if list.len() < LIST {
                list.push(d);
            }
        }
        let mut votes: Vec<(usize, f32)> = votes.into_iter().collect();
        votes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (other, _) in votes.into_iter().take(CLOSEST) {
            if let Some(link) = compare(&quotes[distinct[other]], quote) {
                links.push(Link { a: other, b: d, ..link });
            }
        }
    }
    links
}

/// Hashes of three words in a row that are not all grammar (of a short quotation, any three): where a translation
/// there and back changed the matter, the words around it lead from one to the other.
pub(crate) fn word_triples(wording: &Wording) -> impl Iterator<Item = u64> + '_ {
    let any = content_count(wording) < SHORT;
    (2..wording.len())
        .filter(move |i| any || (i - 2..=*i).any(|k| wording.content(k)))
        .map(|i| (i - 2..=i).fold(0xd3, |h, k| join(h, wording.stem(k))))
}

/// Words of a short sentence, at most.
const SHORT_SENTENCE: usize = 6;
/// A negation stands so many words before what it negates.
const NEGATED_BEFORE: usize = 2;

/// Whether two short whole sentences say the contrary of each other: then they are two statements of one speaker; of
/// longer ones one is a misprint of the other.
pub(super) fn short_contrary(a: &Quote, b: &Quote) -> bool {
    let negated = |q: &Quote| Meaning::of(&q.wording, 0, q.wording.len()).negated();
    a.direct && b.direct && a.wording.len().max(b.wording.len()) <= SHORT_SENTENCE && negated(a) != negated(b)
}

/// Whether two quotations are one utterance.
fn compare(a: &Quote, b: &Quote) -> Option<Link> {
    if !a.quoted && !b.quoted {
        return None;
    }
    let pairs = align(&a.wording, &b.wording);
    let (first, last) = (*pairs.first()?, *pairs.last()?);
    let cover = |w: &Wording, at: &dyn Fn(&Pair) -> usize| {
        let matched: f32 = pairs.iter().map(|p| w.weight(at(p)) * p.likeness).sum();
        matched / w.total().max(f32::MIN_POSITIVE)
    };
    let (cover_a, cover_b) = (cover(&a.wording, &|p| p.a), cover(&b.wording, &|p| p.b));
    let range_a = (first.a, last.a + 1);
    let range_b = (first.b, last.b + 1);
    let matter = pairs.iter().filter(|p| a.wording.content(p.a) && b.wording.content(p.b)).count();
    let a_is_less = a.wording.total() <= b.wording.total();
    let (less, cover, range_more) =
        if a_is_less { (&a.wording, cover_a, range_b) } else { (&b.wording, cover_b, range_a) };
    // Two excerpts may share the end of one and the beginning of the other.
    let dense = |range: (usize, usize)| pairs.len() * 10 >= (range.1 - range.0) * 8;
    let verbatim = pairs.len() == range_a.1 - range_a.0
        && pairs.len() == range_b.1 - range_b.0
        && pairs.iter().all(|p| p.same());
    let named_twice = a.speaker.is_some() && a.speaker == b.speaker;
    let overlap = (matter >= 6 && dense(range_a) && dense(range_b))
        || (verbatim && named_twice && pairs.len() >= 5 && matter >= 2);
    let same_speaker = match (a.speaker, b.speaker) {
        (Some(x), Some(y)) if x == y => Some(true),
        (Some(_), Some(_)) if a.firm && b.firm => Some(false),
        _ => None,
    };
    let in_full = pairs.len() == less.len() && pairs.iter().all(|p| p.same());
    let content = content_count(less);
    let near = |w: &Wording, range: (usize, usize)| {
        Meaning::of(w, range.0.saturating_sub(NEGATED_BEFORE), range.1).negated()
    };
    let contrary = near(&a.wording, range_a) != near(&b.wording, range_b);
    // Two people who say the contrary of each other quote no one speech.
    if contrary && (same_speaker != Some(true) || short_contrary(a, b)) {
        return None;
    }
    let one = if !a.quoted || !b.quoted {
        let (indirect, cover) = if a.quoted { (b, cover_b) } else { (a, cover_a) };
        same_speaker == Some(true) && matter >= 4 && cover >= 0.6 && indirect.wording.len() >= 5
    } else if content < SHORT || less.len() < 5 {
        let together = range_more.1 - range_more.0 <= less.len() + 1;
        let whole = cover >= 0.85 && matter >= content.max(1);
        let long = in_full && less.len() >= 5;
        match same_speaker {
            Some(true) => (whole && (together || long)) || (in_full && together && less.len() >= 4),
            None => whole && together && (content >= 3 || long),
            Some(false) => false,
        }
    } else {
        // The fewer words, the more of them; scattered over a longer wording, nearly all.
        let reach = range_more.1 - range_more.0;
        let few = if content < 7 { 0.2 } else { 0.0 };
        let scattered = if pairs.len() * 5 < reach * 2 { 0.25 } else { 0.0 };
        let needed: f32 = match same_speaker {
            Some(true) => 0.5,
            None => 0.6,
            Some(false) => 0.8,
        };
        let needed = (needed + few + scattered).min(0.85);
        (cover >= needed && matter >= 3 && matter * 100 >= content * 45)
            || (overlap && same_speaker != Some(false))
            // The grammar is the same and some of the matter is not, as a translation there and back leaves it.
            || (pairs.len() * 10 >= less.len() * 7
                && less.len() >= 8
                && matter >= 2
                && pairs.len() * 10 >= reach * 6
                && same_speaker != Some(false))
    };
    one.then_some(Link { a: 0, b: 0, range_a, range_b, cover_a, cover_b, strength: cover * matter as f32 })
}
