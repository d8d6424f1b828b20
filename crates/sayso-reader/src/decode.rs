//! From scores to labels: the best path under the rule that a part begins before it goes on.

use crate::weights::{Weights, WeightsError};

/// Scores of what may follow what. Label 0 is outside, odd labels begin, the even one after each goes on.
#[derive(Debug)]
pub(crate) struct Chain {
    labels: usize,
    start: Vec<f32>,
    end: Vec<f32>,
    /// For each label before, the labels outside and beginning after it, padded to `lanes`.
    to_begin: Vec<f32>,
    lanes: usize,
    /// For each label that goes on: from its beginning, from itself.
    to_inside: Vec<[f32; 2]>,
}

/// Below every score a path can have.
const NEVER: f32 = -1e30;

impl Chain {
    /// From the tensors `NAME.start`, `NAME.transitions` and `NAME.end` of the weights.
    pub fn of(weights: &Weights<'_>, name: &str, labels: usize) -> Result<Chain, WeightsError> {
        Ok(Chain::new(
            weights.numbers(&format!("{name}.start"), &[labels])?,
            &weights.numbers(&format!("{name}.transitions"), &[labels, labels])?,
            weights.numbers(&format!("{name}.end"), &[labels])?,
        ))
    }

    /// From scores at the start, `[from, to]`, and at the end; their lengths must agree.
    pub fn new(start: Vec<f32>, moves: &[f32], end: Vec<f32>) -> Chain {
        let labels = start.len();
        let begins = labels.div_ceil(2);
        let lanes = begins.next_multiple_of(8);
        let mut to_begin = vec![NEVER; labels * lanes];
        for from in 0..labels {
            for begin in 0..begins {
                to_begin[from * lanes + begin] = moves[from * labels + begin_label(begin)];
            }
        }
        let to_inside = (1..begins)
            .map(|b| {
                let (begin, inside) = (2 * b - 1, 2 * b);
                [moves[begin * labels + inside], moves[inside * labels + inside]]
            })
            .collect();
        Chain { labels, start, end, to_begin, lanes, to_inside }
    }

    /// The best labels for `count` rows of scores that begin `stride` apart. Ties go to the lower label.
    pub fn decode(&self, scores: &[f32], stride: usize, count: usize) -> Vec<u8> {
        let (labels, lanes) = (self.labels, self.lanes);
        let rows: Vec<&[f32]> = (0..count).map(|t| &scores[t * stride..][..labels]).collect();
        let Some(first) = rows.first() else {
            return Vec::new();
        };
        let mut best: Vec<f32> =
            (0..labels).map(|l| if l > 0 && l % 2 == 0 { NEVER } else { first[l] + self.start[l] }).collect();
        let mut next = vec![0.0f32; labels];
        let mut from_where = vec![0u8; rows.len() * labels];
        let (mut top, mut top_from) = (vec![0.0f32; lanes], vec![0u32; lanes]);
        for (t, row) in rows.iter().enumerate().skip(1) {
            top.fill(2.0 * NEVER);
            top_from.fill(0);
            for (from, (score, moves)) in best.iter().zip(self.to_begin.chunks_exact(lanes)).enumerate() {
                for ((top, top_from), step) in top.iter_mut().zip(&mut top_from).zip(moves) {
                    let option = score + step;
                    *top_from = if option > *top { from as u32 } else { *top_from };
                    *top = if option > *top { option } else { *top };
                }
            }
            let back = &mut from_where[t * labels..][..labels];
            for (begin, (score, from)) in top.iter().zip(&top_from).enumerate().take(labels.div_ceil(2)) {
                let label = begin_label(begin);
                next[label] = score + row[label];
                back[label] = *from as u8;
            }
            for (i, [from_begin, from_inside]) in self.to_inside.iter().enumerate() {
                let (begin, inside) = (2 * i + 1, 2 * i + 2);
                let (a, b) = (best[begin] + from_begin, best[inside] + from_inside);
                let (score, from) = if b > a { (b, inside) } else { (a, begin) };
                next[inside] = score + row[inside];
                back[inside] = from as u8;
            }
            // Kept near 0, so that a long text costs no precision.
            let highest = next.iter().copied().fold(f32::MIN, f32::max);
            for (best, next) in best.iter_mut().zip(&next) {
                *best = (next - highest).max(NEVER);
            }
        }
        let mut label = 0;
        for l in 1..labels {
            if best[l] + self.end[l] > best[label] + self.end[label] {
                label = l;
            }
        }
        let mut path = vec![0u8; rows.len()];
        for t in (0..rows.len()).rev() {
            path[t] = label as u8;
            label = usize::from(from_where[t * labels + label]);
        }
        path
    }
}

/// The label of lane `begin`: outside, then the beginnings.
fn begin_label(begin: usize) -> usize {
    (2 * begin).saturating_sub(1)
}

/// Tokens `start..end` of one kind (counted from 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub start: usize,
    pub end: usize,
    pub kind: usize,
}

/// The parts that a path of labels names.
pub(crate) fn stretches(path: &[u8]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for (t, label) in path.iter().map(|l| usize::from(*l)).enumerate() {
        let Some(kind) = label.checked_sub(1).map(|l| l / 2) else {
            continue;
        };
        match found.last_mut() {
            Some(last) if label % 2 == 0 && last.end == t && last.kind == kind => last.end = t + 1,
            _ => found.push(Stretch { start: t, end: t + 1, kind }),
        }
    }
    found
}

/// The probabilities of one token's labels from its scores.
pub(crate) fn softmax(scores: &[f32]) -> Vec<f32> {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - highest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Numbers;

    fn allowed(from: usize, to: usize) -> bool {
        to == 0 || !to.is_multiple_of(2) || from == to || from + 1 == to
    }

    /// The best of all paths, tried one by one.
    fn by_trying(start: &[f32], moves: &[f32], end: &[f32], scores: &[f32], labels: usize) -> (f64, Vec<u8>) {
        let rows = scores.len() / labels;
        let mut best = (f64::MIN, Vec::new());
        for code in 0..labels.pow(rows as u32) {
            let path: Vec<usize> = (0..rows).map(|t| code / labels.pow(t as u32) % labels).collect();
            if path[0] > 0 && path[0].is_multiple_of(2) || path.windows(2).any(|w| !allowed(w[0], w[1])) {
                continue;
            }
            let mut score = f64::from(start[path[0]]) + f64::from(end[path[rows - 1]]);
            score += path.windows(2).map(|w| f64::from(moves[w[0] * labels + w[1]])).sum::<f64>();
            score += path.iter().enumerate().map(|(t, l)| f64::from(scores[t * labels + l])).sum::<f64>();
            if score > best.0 {
                best = (score, path.iter().map(|l| *l as u8).collect());
            }
        }
        best
    }

    #[test]
    fn finds_the_best_path() {
        let mut numbers = Numbers::new(3);
        for labels in [3, 5, 7] {
            for rows in 1..=4 {
                for _ in 0..10 {
                    let (start, end) = (numbers.take(labels, 1.0), numbers.take(labels, 1.0));
                    let moves = numbers.take(labels * labels, 2.0);
                    let scores = numbers.take(rows * labels, 2.0);
                    let expected = by_trying(&start, &moves, &end, &scores, labels);
                    let chain = Chain::new(start, &moves, end);
                    assert_eq!(chain.decode(&scores, labels, rows), expected.1);
                }
            }
        }
    }

    #[test]
    fn paths_keep_the_rule_over_long_texts() {
        let labels = 31;
        let mut numbers = Numbers::new(4);
        let chain = Chain::new(
            numbers.take(labels, 1.0),
            &numbers.take(labels * labels, 1.0),
            numbers.take(labels, 1.0),
        );
        let path = chain.decode(&numbers.take(20_000 * 32, 9.0), 32, 20_000);
        assert_eq!(path.len(), 20_000);
        assert!(path.windows(2).all(|w| allowed(w[0].into(), w[1].into())));
        assert!(path.contains(&2) && path.contains(&30));
    }

    #[test]
    fn stretches_of_a_path() {
        let found: Vec<_> =
            stretches(&[0, 1, 2, 1, 5, 6, 6, 0, 3]).into_iter().map(|s| (s.start, s.end, s.kind)).collect();
        assert_eq!(found, [(1, 3, 0), (3, 4, 0), (4, 7, 2), (8, 9, 1)]);
    }
}
