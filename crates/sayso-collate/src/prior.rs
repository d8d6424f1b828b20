//! How common a word is in news at large, for the time before there are reports of one's own to count.

use crate::words::{hash_word, stem};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Share of reports that contain a word not on the list.
const UNLISTED: f32 = 0.0004;

static SHARES: LazyLock<FxHashMap<u64, f32>> = LazyLock::new(|| {
    let mut shares: FxHashMap<u64, f32> = FxHashMap::default();
    for line in include_str!("../words/frequent.tsv").lines() {
        if let Some((word, count)) = line.split_once('\t')
            && let Ok(count) = count.parse::<f32>()
        {
            let share = shares.entry(hash_word(stem(word))).or_default();
            // Forms of one word: they often share a report, so the sum would be too much.
            *share = (share.max(count / 10_000.0) + 0.5 * share.min(count / 10_000.0)).min(1.0);
        }
    }
    shares
});

/// The share of news reports that contain a word, by the hash of its stem.
pub(crate) fn share(stem_hash: u64) -> f32 {
    SHARES.get(&stem_hash).copied().unwrap_or(UNLISTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_common() {
        assert!(share(hash_word("the")) > 0.9);
        assert!(share(hash_word(stem("countries"))) > 0.05);
        assert_eq!(share(hash_word("qwxyz")), UNLISTED);
    }
}
