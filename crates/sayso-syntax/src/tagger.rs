//! Parts of speech, from left to right.

use crate::features::{Word, feature};
use crate::names::Tag;

/// Features of a word.
pub(crate) const FEATURES: usize = 22;

/// The features of word `i` where the two before it have these tags.
pub(crate) fn features(words: &[Word], i: usize, tags: [u32; 2]) -> [u32; FEATURES] {
    let at = |k: isize| {
        usize::try_from(i as isize + k).ok().and_then(|k| words.get(k)).copied().unwrap_or(Word::NONE)
    };
    let (w, b, bb, a, aa) = (at(0), at(-1), at(-2), at(1), at(2));
    let [before, earlier] = tags;
    let f = feature;
    [
        f(1, [0, 0, 0]),
        f(2, [w.word, 0, 0]),
        f(3, [w.suffix, w.shape, 0]),
        f(4, [w.ending, 0, 0]),
        f(5, [w.first, w.shape, 0]),
        f(6, [w.shape, 0, 0]),
        f(7, [before, 0, 0]),
        f(8, [before, earlier, 0]),
        f(9, [before, w.word, 0]),
        f(10, [before, w.suffix, 0]),
        f(11, [b.word, 0, 0]),
        f(12, [b.suffix, 0, 0]),
        f(13, [bb.word, 0, 0]),
        f(14, [a.word, 0, 0]),
        f(15, [a.suffix, 0, 0]),
        f(16, [aa.word, 0, 0]),
        f(17, [b.word, w.word, 0]),
        f(18, [w.word, a.word, 0]),
        f(19, [w.suffix, a.suffix, before]),
        f(20, [before, a.word, 0]),
        f(21, [w.suffix, a.word, aa.suffix]),
        f(22, [w.word, w.shape, a.shape]),
    ]
}

/// Tags words; `score` gives the scores of all tags for features.
pub(crate) fn tag(words: &[Word], mut best: impl FnMut(&[u32]) -> usize) -> Vec<Tag> {
    let mut tags = Vec::with_capacity(words.len());
    let mut last = [100, 100];
    for i in 0..words.len() {
        let tag = Tag::ALL[best(&features(words, i, last))];
        tags.push(tag);
        last = [tag as u32, last[0]];
    }
    tags
}
