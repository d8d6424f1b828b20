//! The words of the sentence of a number, by which it is told from others.

use super::super::view::{Line, View};
use crate::meaning::vector_of;
use crate::prior;
use std::ops::Range;

/// A word near a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ContextWord {
    /// Its stem.
    pub stem: u64,
    /// The number of its vector.
    pub vector: u32,
    /// How much it tells.
    pub weight: f32,
    /// How near the number it stands: 1 beside it, less the farther away.
    pub near: f32,
}

/// Words of the sentence of a number, by stem, the rarer the heavier; not who says it.
pub(super) fn context(view: &View<'_>, line: &Line, ranges: &[Range<usize>], own: usize) -> Vec<ContextWord> {
    const REACH: usize = 16;
    let range = &ranges[own];
    let from = line.tokens.start.max(range.start.saturating_sub(REACH));
    let until = line.tokens.end.min(range.end + REACH);
    // A comma or another number between parts more than a word does.
    let step = |i: usize| match view.word(i) {
        "," | ";" | "and" | "but" | "while" => 3.0,
        _ if ranges.iter().enumerate().any(|(r, other)| r != own && other.contains(&i)) => 2.0,
        _ if view.is_word(i) => 1.0,
        _ => 2.0,
    };
    let mut found: Vec<ContextWord> = Vec::new();
    let mut take = |i: usize, far: f32| {
        if !view.is_word(i)
            || view.attributes(i)
            || ranges.iter().any(|r| r.start == i)
            || view.word(i).starts_with(|c: char| c.is_ascii_digit())
        {
            return;
        }
        let stem = view.stem(i);
        let weight = (0.2 / prior::share(stem)).ln();
        if weight > 0.3 {
            let near = 0.85f32.powf(far);
            found.push(ContextWord { stem, vector: vector_of(view.word(i)), weight: weight.min(5.0), near });
        }
    };
    let mut far = 1.0;
    for i in (from..range.start).rev() {
        take(i, far);
        far += step(i);
    }
    range.clone().for_each(|i| take(i, 0.0));
    far = 1.0;
    for i in range.end..until {
        take(i, far);
        far += step(i);
    }
    found.sort_by(|a, b| a.stem.cmp(&b.stem).then(b.near.total_cmp(&a.near)));
    found.dedup_by_key(|c| c.stem);
    found
}
