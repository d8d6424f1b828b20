//! Passages that two texts share, word for word or reworded with the telling words in the same order.

use crate::prior;
use crate::words::{Words, hash_word, stem};
use rustc_hash::FxHashMap;

/// A passage in two texts, as word ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    pub a: (usize, usize),
    pub b: (usize, usize),
}

/// Words in a seed of equal words.
const SEED: usize = 4;
/// Telling words in a seed of a reworded passage.
const RARE_SEED: usize = 2;
/// A passage has at least so many words.
const LEAST: usize = 8;
/// Between two matched words of a passage lie at most so many words in either text.
const GAP: usize = 7;

/// A text made ready for telling what passages it shares with others.
pub(crate) struct Track {
    stems: Vec<u64>,
    /// For each word, how common it is.
    shares: Vec<f32>,
    /// Runs of words as they follow each other.
    plain: Runs<SEED>,
    /// Runs of telling words.
    telling: Runs<RARE_SEED>,
}

impl Track {
    /// Makes a text ready.
    pub fn of(words: &Words) -> Track {
        let stems: Vec<u64> = (0..words.len()).map(|i| hash_word(stem(words.normal(i)))).collect();
        let shares: Vec<f32> = stems.iter().map(|s| prior::share(*s)).collect();
        let rare = |i: &usize| shares[*i] < 0.04 || words.list()[*i].number();
        let telling = Runs::of(&stems, (0..stems.len()).filter(rare).collect());
        Track { plain: Runs::of(&stems, (0..stems.len()).collect()), telling, stems, shares }
    }
}

/// The passages both texts share: in order of the first, not overlapping in it.
///
/// Runs of equal words seed them, and so do runs of telling words (names, numbers, rare words) with other words
/// between, as a machine rewriting leaves them. Seeds on one diagonal, near enough, grow together.
pub(crate) fn shared(a: &Track, b: &Track) -> Vec<Passage> {
    let mut matches: Vec<(usize, usize)> = Vec::new();
    a.plain.meet(&b.plain, &mut matches);
    a.telling.meet(&b.telling, &mut matches);
    matches.sort_unstable();
    matches.dedup();
    let chains = chains(&matches)
        .into_iter()
        .map(|(passage, count)| extend(a, b, passage, count))
        .filter(|(p, count)| {
            let shorter = (p.a.1 - p.a.0).min(p.b.1 - p.b.0);
            shorter >= LEAST && count * 5 >= shorter * 2
        })
        .collect();
    apart(chains)
}

/// Grows a passage at both ends over words that both have, with few others between.
fn extend(a: &Track, b: &Track, mut passage: Passage, mut count: usize) -> (Passage, usize) {
    let equal = |i: usize, j: usize| matches!((a.stems.get(i), b.stems.get(j)), (Some(x), Some(y)) if x == y);
    // Common words are met everywhere: they count where they follow at once.
    let telling = |i: usize| a.shares[i] < 0.12;
    let steps = || (0..=GAP).flat_map(|sum| (0..=sum).map(move |di| (di, sum - di)));
    while let Some((i, j)) = steps()
        .map(|(di, dj)| (passage.a.1 + di, passage.b.1 + dj))
        .find(|(i, j)| equal(*i, *j) && (telling(*i) || (*i, *j) == (passage.a.1, passage.b.1)))
    {
        (passage.a.1, passage.b.1) = (i + 1, j + 1);
        count += 1;
    }
    while let Some((i, j)) = steps()
        .filter_map(|(di, dj)| Some((passage.a.0.checked_sub(di + 1)?, passage.b.0.checked_sub(dj + 1)?)))
        .find(|(i, j)| equal(*i, *j) && (telling(*i) || (*i + 1, *j + 1) == (passage.a.0, passage.b.0)))
    {
        (passage.a.0, passage.b.0) = (i, j);
        count += 1;
    }
    (passage, count)
}

/// The runs of `N` words among some words of a text.
struct Runs<const N: usize> {
    /// The places of those words.
    places: Vec<usize>,
    /// The runs, each with the place among `places` where it begins.
    list: Vec<(usize, [u64; N])>,
    /// Where each run begins, the first few times that it stands there.
    starts: FxHashMap<[u64; N], Starts>,
}

/// Places of a run that are remembered: one that stands often says nothing of where.
type Starts = [Option<usize>; 4];

impl<const N: usize> Runs<N> {
    fn of(stems: &[u64], places: Vec<usize>) -> Runs<N> {
        /// A run of telling words is no longer than this in words.
        const REACH: usize = 9;
        let near = |(_, run): &(usize, &[usize])| run[N - 1] - run[0] <= REACH;
        let list: Vec<(usize, [u64; N])> = (places.windows(N).enumerate().filter(near))
            .map(|(at, run)| (at, std::array::from_fn(|k| stems[run[k]])))
            .collect();
        let mut starts: FxHashMap<[u64; N], Starts> = FxHashMap::default();
        for (at, run) in &list {
            let free = starts.entry(*run).or_default().iter_mut().find(|s| s.is_none());
            free.into_iter().for_each(|s| *s = Some(*at));
        }
        Runs { places, list, starts }
    }

    /// Adds the pairs of words in runs that both have.
    fn meet(&self, other: &Runs<N>, out: &mut Vec<(usize, usize)>) {
        for (at, run) in &self.list {
            for start in other.starts.get(run).into_iter().flatten().flatten() {
                out.extend((0..N).map(|k| (self.places[at + k], other.places[start + k])));
            }
        }
    }
}

/// Joins matched words that follow each other closely in both texts; each with the number of words matched.
fn chains(matches: &[(usize, usize)]) -> Vec<(Passage, usize)> {
    let mut open: Vec<(Passage, usize)> = Vec::new();
    for (i, j) in matches.iter().copied() {
        let next = open
            .iter_mut()
            .rev()
            .take(8)
            .filter(|(p, _)| i + 1 >= p.a.1 && j + 1 >= p.b.1 && i + 1 - p.a.1 <= GAP && j + 1 - p.b.1 <= GAP)
            .min_by_key(|(p, _)| (i + 1 - p.a.1) + (j + 1 - p.b.1));
        match next {
            Some((p, count)) if i + 1 > p.a.1 && j + 1 > p.b.1 => {
                p.a.1 = i + 1;
                p.b.1 = j + 1;
                *count += 1;
            }
            Some((p, _)) if i + 1 == p.a.1 && j + 1 == p.b.1 => {}
            _ => open.push((Passage { a: (i, i + 1), b: (j, j + 1) }, 1)),
        }
    }
    open
}

/// Of passages that overlap in either text, the one with most words matched.
fn apart(mut open: Vec<(Passage, usize)>) -> Vec<Passage> {
    open.sort_by_key(|(p, count)| (std::cmp::Reverse(*count), p.a, p.b));
    let mut kept: Vec<Passage> = Vec::new();
    for (p, _) in open {
        let apart = |x: (usize, usize), y: (usize, usize)| x.1 <= y.0 || y.1 <= x.0;
        if kept.iter().all(|k| apart(k.a, p.a) && apart(k.b, p.b)) {
            kept.push(p);
        }
    }
    kept.sort_by_key(|p| p.a);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(a: &str, b: &str) -> Vec<(String, String)> {
        let (x, y) = (Words::of(a), Words::of(b));
        shared(&Track::of(&x), &Track::of(&y))
            .into_iter()
            .map(|p| {
                (
                    x.hull(p.a.0, p.a.1).slice(a).unwrap().to_owned(),
                    y.hull(p.b.0, p.b.1).slice(b).unwrap().to_owned(),
                )
            })
            .collect()
    }

    #[test]
    fn equal_and_reworded_passages_are_found() {
        let a = "Rain fell. The Corvel dam, opened in 1961 above Teskov, lost 40 metres of its western wall on \
                 Friday night, the ministry said. Shops shut.";
        let b = "Markets opened as usual. The dam of Corvel, inaugurated in 1961 over Teskov, has lost 40 meters of \
                 his western wall in the night of Friday. Trains ran.";
        let found = shown(a, b);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0.contains("1961 above Teskov, lost 40"), "{found:?}");
        let same = "the ferry turned over within ten minutes of leaving the quay at Brask";
        let found = shown(&format!("One. {same} today."), &format!("Two things. But {same}, he wrote."));
        assert_eq!(found, [(same.to_owned(), same.to_owned())]);
        assert!(
            shown("the end of the day in the middle of the town", "at the end of the week in the sun")
                .is_empty()
        );
    }
}
