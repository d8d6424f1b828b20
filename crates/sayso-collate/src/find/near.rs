//! Which of many quotations may be the one asked for, and which of the others must be seen beside these.
//!
//! Every word asked for is held once against every word that any of them prints. The sum of what is nearest to each
//! is no less than what comes of comparing wordings word by word, so that most need not be compared.

use super::{ENOUGH, WELL, meant, verdict};
use crate::meaning::{bare, word_told};
use crate::quotation::{Quote, content_pairs};
use crate::utterance::{nobody, word_triples};
use crate::wording::{CONTENT, Wording, likeness_as_written};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// What a find scores less than the best, and is not shown beside it.
pub(super) const BESIDE: f32 = 0.7;
/// A sum of sums may differ in its last digits.
const SLACK: f32 = 1e-3;

/// The quotations that may be what is asked for, and those that may be the same utterance as one of these: nothing
/// else can be found. What is linked only with one of the latter is not shown beside a find. In the order given.
pub(super) fn near(asked: &Wording, quotes: &[Quote]) -> Vec<Quote> {
    let seeds = seeds(asked, quotes);
    let beside = beside(quotes, &seeds);
    beside.into_iter().map(|i| quotes[i].clone()).collect()
}

/// The quotations that score well enough by themselves to be shown, by place.
fn seeds(asked: &Wording, quotes: &[Quote]) -> Vec<usize> {
    let written = Rows::of(asked, quotes, likeness_as_written);
    let mut bounds: Vec<(f32, usize)> = quotes
        .iter()
        .enumerate()
        .map(|(i, quote)| (matched(&written, &quote.wording), i))
        .filter(|(bound, _)| *bound >= ENOUGH - SLACK)
        .collect();
    bounds.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut best = 0.0f32;
    let mut scored: Vec<(f32, usize)> = Vec::new();
    for (bound, i) in bounds {
        // All that follow can reach no more.
        if bound < BESIDE * best - SLACK {
            break;
        }
        let (_, score) = verdict(asked, &quotes[i].wording);
        best = best.max(score);
        scored.push((score, i));
    }
    // What is found in its words is hardly bettered by what says it in others.
    if best < WELL {
        let told = Rows::of(asked, quotes, word_told);
        for (i, quote) in quotes.iter().enumerate() {
            if may_mean(&told, &quote.wording)
                && let Some(score) = meant(asked, &quote.wording)
            {
                best = best.max(score);
                scored.push((score, i));
            }
        }
    }
    let mut seeds: Vec<usize> = scored
        .into_iter()
        .filter(|(score, _)| *score > 0.0 && *score >= BESIDE * best - SLACK)
        .map(|(_, i)| i)
        .collect();
    seeds.sort_unstable();
    seeds.dedup();
    seeds
}

/// The seeds and what may be linked with one of them: by words in a row, or as words of one speaker.
fn beside(quotes: &[Quote], seeds: &[usize]) -> BTreeSet<usize> {
    /// The least share of telling words that two have in common, of the one that has fewer; or so many.
    const SHARED: (f32, usize) = (0.35, 6);
    let telling = |quote: &Quote| -> Vec<u64> {
        let wording = &quote.wording;
        let mut own: Vec<u64> =
            (0..wording.len()).filter(|i| wording.content(*i)).map(|i| wording.stem(i)).collect();
        own.sort_unstable();
        own.dedup();
        own
    };
    let rows = |quote: &Quote| -> Vec<u64> {
        let mut own = content_pairs(&quote.wording);
        own.extend(word_triples(&quote.wording));
        own.sort_unstable();
        own
    };
    let mut found: BTreeSet<usize> = seeds.iter().copied().collect();
    if seeds.is_empty() {
        return found;
    }
    let of_seeds: Vec<(&Quote, Vec<u64>, Vec<u64>)> =
        seeds.iter().map(|s| (&quotes[*s], telling(&quotes[*s]), rows(&quotes[*s]))).collect();
    for (i, quote) in quotes.iter().enumerate() {
        if found.contains(&i) {
            continue;
        }
        let own = telling(quote);
        let mut own_rows = None;
        let linked = of_seeds.iter().any(|(seed, theirs, their_rows)| {
            // What a reporter puts in his own words may share none with what others print of it.
            let one = seed.speaker.is_some() && seed.speaker == quote.speaker;
            if one && !seed.quoted {
                return true;
            }
            let shared = common(&own, theirs);
            let less = own.len().min(theirs.len());
            if shared < 2.min(less) || (shared as f32) < (SHARED.0 * less as f32).min(SHARED.1 as f32) {
                return false;
            }
            one || (nobody(seed) && nobody(quote))
                || common(own_rows.get_or_insert_with(|| rows(quote)), their_rows) > 0
        });
        if linked {
            found.insert(i);
        }
    }
    found
}

/// How many numbers two sorted lists have in common.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        count += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

/// How near each printed word is to each word asked for.
struct Rows<'w> {
    asked: &'w Wording,
    /// Which row a word has, by the hash of its normal form.
    of: FxHashMap<u64, usize>,
    /// A row a printed word.
    near: Vec<f32>,
}

impl<'w> Rows<'w> {
    /// By `near`, which tells it of a word asked for and one printed, by place.
    fn of(
        asked: &'w Wording,
        quotes: &[Quote],
        near: impl Fn(&Wording, usize, &Wording, usize) -> f32,
    ) -> Rows<'w> {
        let mut rows = Rows { asked, of: FxHashMap::default(), near: Vec::new() };
        for wording in quotes.iter().map(|q| &q.wording) {
            for (j, word) in wording.words.list().iter().enumerate() {
                let next = rows.of.len();
                if *rows.of.entry(word.hash).or_insert(next) < next {
                    continue;
                }
                rows.near.extend((0..asked.len()).map(|i| near(asked, i, wording, j)));
            }
        }
        rows
    }

    /// For each word asked for, the nearest of a wording.
    fn nearest(&self, wording: &Wording) -> Vec<f32> {
        let width = self.asked.len();
        let mut nearest = vec![0.0f32; width];
        for word in wording.words.list() {
            if let Some(row) = self.of.get(&word.hash) {
                let row = &self.near[row * width..(row + 1) * width];
                nearest.iter_mut().zip(row).for_each(|(best, near)| *best = best.max(*near));
            }
        }
        nearest
    }
}

/// The most that can be matched of what is asked, by weight, 0 to 1.
fn matched(written: &Rows<'_>, wording: &Wording) -> f32 {
    let asked = written.asked;
    let nearest = written.nearest(wording);
    let matched: f32 = nearest.iter().enumerate().map(|(i, near)| asked.weight(i) * near).sum();
    matched / asked.total().max(f32::MIN_POSITIVE)
}

/// Whether enough of the matter of what is asked is told by some word of a wording for it to mean the same.
fn may_mean(told: &Rows<'_>, wording: &Wording) -> bool {
    let asked = told.asked;
    let nearest = told.nearest(wording);
    let matters = |i: &usize| asked.weight(*i) > CONTENT && !bare(asked.words.normal(*i));
    let (mut has, mut all) = (0.0f32, f32::MIN_POSITIVE);
    for i in (0..asked.len()).filter(matters) {
        has += asked.weight(i) * nearest[i];
        all += asked.weight(i);
    }
    has / all >= super::MATTER - SLACK
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quote(words: &str, speaker: u32) -> Quote {
        Quote {
            doc: 0,
            spans: Vec::new(),
            statement: None,
            speaker: Some(speaker),
            firm: true,
            loose: false,
            said: None,
            quoted: true,
            direct: true,
            wording: Wording::of(words),
        }
    }

    fn nearest(asked: &str, printed: &[&str]) -> Vec<String> {
        let quotes: Vec<Quote> = printed.iter().zip(1..).map(|(words, i)| quote(words, i)).collect();
        let words = |q: &Quote| -> String {
            let all: Vec<&str> = (0..q.wording.len()).map(|i| q.wording.words.normal(i)).collect();
            all.join(" ")
        };
        near(&Wording::of(asked), &quotes).iter().map(words).collect()
    }

    #[test]
    fn what_may_be_meant_is_kept_with_its_other_printings() {
        let printed = [
            "The old mill will be shut before the winter, and nobody will lose a penny by it.",
            "the old mill will be shut before the winter",
            "The mill is dear to the people of the valley.",
            "Trains will be late until the snow is cleared from the northern line.",
        ];
        assert_eq!(
            nearest("the old mill will be closed before the winter", &printed),
            [
                "the old mill will be shut before the winter and nobody will lose a penny by it",
                "the old mill will be shut before the winter",
            ]
        );
        assert!(nearest("we shall fight them on the beaches", &printed).is_empty());
    }

    proptest! {
        #[test]
        fn no_comparison_gives_more_than_its_bound(
            asked in "(mill|mills|shut|closed|winter|the|of|9|nine|Quenby|valley|harbor|harbour)( (mill|shut|closed|winter|the|of|nine|valley|harbour|a)){0,9}",
            printed in "(mill|shutting|winter|winters|the|of|9|valley|harbor|a)( (mill|shut|closing|winter|the|of|nine|valley|harbour|a)){0,14}",
        ) {
            let asked = Wording::of(&asked);
            let quotes = [quote(&printed, 1)];
            let bound = matched(&Rows::of(&asked, &quotes, likeness_as_written), &quotes[0].wording);
            let (_, score) = verdict(&asked, &quotes[0].wording);
            prop_assert!(bound + SLACK >= score, "{bound} {score}");
            if meant(&asked, &quotes[0].wording).is_some() {
                prop_assert!(may_mean(&Rows::of(&asked, &quotes, word_told), &quotes[0].wording));
            }
        }
    }
}
