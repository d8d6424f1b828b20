//! Passages that two texts share, word for word or reworded with the telling words in the same order.

use crate::prior;
use crate::words::{Words, hash_word, stem};
use std::collections::HashMap;

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

/// The passages both texts share: in order of the first, not overlapping in it.
///
/// Runs of equal words seed them, and so do runs of telling words (names, numbers, rare words) with other words
/// between, as a machine rewriting leaves them. Seeds on one diagonal, near enough, grow together.
pub(crate) fn shared(a: &Words, b: &Words) -> Vec<Passage> {
    let (stems_a, stems_b) = (stems(a), stems(b));
    let mut matches: Vec<(usize, usize)> = Vec::new();
    let all: Vec<usize> = (0..a.len()).collect();
    let all_b: Vec<usize> = (0..b.len()).collect();
    seeds(&stems_a, &all, &stems_b, &all_b, SEED, &mut matches);
    let rare = |stems: &[u64], words: &Words| -> Vec<usize> {
        (0..stems.len()).filter(|i| prior::share(stems[*i]) < 0.04 || words.list()[*i].number()).collect()
    };
    seeds(&stems_a, &rare(&stems_a, a), &stems_b, &rare(&stems_b, b), RARE_SEED, &mut matches);
    matches.sort_unstable();
    matches.dedup();
    let chains = chains(&matches)
        .into_iter()
        .map(|(passage, count)| extend(&stems_a, &stems_b, passage, count))
        .filter(|(p, count)| {
            let shorter = (p.a.1 - p.a.0).min(p.b.1 - p.b.0);
            shorter >= LEAST && count * 5 >= shorter * 2
        })
        .collect();
    apart(chains)
}

/// Grows a passage at both ends over words that both have, with few others between.
fn extend(a: &[u64], b: &[u64], mut passage: Passage, mut count: usize) -> (Passage, usize) {
    let equal = |i: usize, j: usize| matches!((a.get(i), b.get(j)), (Some(x), Some(y)) if x == y);
    // Common words are met everywhere: they count where they follow at once.
    let telling = |i: usize| prior::share(a[i]) < 0.12;
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

fn stems(words: &Words) -> Vec<u64> {
    (0..words.len()).map(|i| hash_word(stem(words.normal(i)))).collect()
}

/// Pairs of words in runs of `n` that both sequences have. Runs that stand often say nothing of where.
fn seeds(
    a: &[u64],
    places_a: &[usize],
    b: &[u64],
    places_b: &[usize],
    n: usize,
    out: &mut Vec<(usize, usize)>,
) {
    /// Places of a run that are remembered.
    const PLACES: usize = 4;
    /// A run of telling words is no longer than this in words.
    const REACH: usize = 9;
    let mut runs: HashMap<Vec<u64>, Vec<usize>> = HashMap::new();
    for at in 0..places_b.len().saturating_sub(n - 1) {
        let places = &places_b[at..at + n];
        if places[n - 1] - places[0] <= REACH {
            let run: Vec<u64> = places.iter().map(|i| b[*i]).collect();
            let list = runs.entry(run).or_default();
            if list.len() < PLACES {
                list.push(at);
            }
        }
    }
    for at in 0..places_a.len().saturating_sub(n - 1) {
        let places = &places_a[at..at + n];
        if places[n - 1] - places[0] > REACH {
            continue;
        }
        let run: Vec<u64> = places.iter().map(|i| a[*i]).collect();
        for other in runs.get(&run).into_iter().flatten() {
            out.extend((0..n).map(|k| (places_a[at + k], places_b[other + k])));
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
        shared(&x, &y)
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
