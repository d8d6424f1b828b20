//! Fingerprints of a text: MinHash over word shingles, so that near copies meet without comparing all pairs.

use crate::Key;
use crate::words::{Words, join, mix};

/// Words in a shingle.
pub(crate) const SHINGLE: usize = 5;
/// Smallest hashes kept.
pub(crate) const ROWS: usize = 32;
/// Rows in a band: texts that share a band of two rows are compared.
const BAND: usize = 2;

/// The smallest hash of the text's shingles under each of [`ROWS`] orders.
pub(crate) type Signature = [u32; ROWS];

/// Hashes of the runs of [`SHINGLE`] words, in text order.
pub(crate) fn shingles(words: &Words) -> impl Iterator<Item = u64> + '_ {
    words.list().windows(SHINGLE).map(|w| w.iter().fold(0x51, |h, word| join(h, word.hash)))
}

/// The signature of a text; `None` when it is too short to tell anything.
pub(crate) fn signature(words: &Words) -> Option<Signature> {
    if words.len() < SHINGLE * 4 {
        return None;
    }
    let mut least = [u32::MAX; ROWS];
    for shingle in shingles(words) {
        // One good hash, then cheap odd multipliers: enough mixing for choosing a minimum.
        let (a, b) = (shingle, mix(shingle));
        for (row, least) in least.iter_mut().enumerate() {
            let h = a.wrapping_add(b.wrapping_mul(2 * row as u64 + 1));
            *least = (*least).min((h >> 32) as u32);
        }
    }
    Some(least)
}

/// The share of rows on which both agree: an estimate of the share of common shingles (Jaccard).
pub(crate) fn resemblance(a: &Signature, b: &Signature) -> f32 {
    let same = a.iter().zip(b).filter(|(x, y)| x == y).count();
    same as f32 / ROWS as f32
}

/// The keys under which texts with a common band meet.
pub(crate) fn band_keys(signature: &Signature) -> impl Iterator<Item = Key> + '_ {
    signature.chunks(BAND).enumerate().map(|(band, rows)| {
        let h = rows.iter().fold(0xb0 + band as u64, |h, row| join(h, u64::from(*row)));
        Key(h)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seed: u64, n: usize) -> String {
        (0..n).map(|i| format!("w{} ", mix(seed * 10_000 + i as u64) % 5000)).collect()
    }

    #[test]
    fn resemblance_follows_the_shared_share() {
        let (a, b) = (text(1, 400), text(2, 400));
        let half = format!("{}{}", &a[..a.len() / 2], &b[..b.len() / 2]);
        let sign = |t: &str| signature(&Words::of(t)).unwrap();
        assert_eq!(resemblance(&sign(&a), &sign(&a)), 1.0);
        assert!(resemblance(&sign(&a), &sign(&b)) < 0.1);
        // Half of the shingles of one are a third of the union.
        let r = resemblance(&sign(&a), &sign(&half));
        assert!((0.15..0.6).contains(&r), "{r}");
    }

    #[test]
    fn short_texts_have_no_fingerprint() {
        assert!(signature(&Words::of("too short to tell")).is_none());
    }
}
