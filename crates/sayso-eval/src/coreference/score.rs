//! The three scores whose mean is the CoNLL average: MUC, B³ and CEAFe with φ4.
//!
//! Clusters are lists of mention numbers; a mention that only one side has keeps a number of its own.

use crate::attribution::assign::assign;
use std::collections::BTreeMap;

/// Clusters of mentions; no mention is in two of one side.
pub(crate) type Clusters = [Vec<usize>];

/// Sums over documents from which precision and recall come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    /// Numerator and denominator of recall.
    pub recall: (f64, f64),
    /// Numerator and denominator of precision.
    pub precision: (f64, f64),
}

impl Sums {
    pub(crate) fn add(&mut self, other: Sums) {
        for (a, b) in [(&mut self.recall, other.recall), (&mut self.precision, other.precision)] {
            a.0 += b.0;
            a.1 += b.1;
        }
    }

    /// Precision, recall and F1, each 0 to 1; 0 where there is nothing to count.
    pub(crate) fn figures(self) -> (f64, f64, f64) {
        let share = |(n, d): (f64, f64)| if d > 0.0 { n / d } else { 0.0 };
        let (p, r) = (share(self.precision), share(self.recall));
        (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }
}

/// Links kept: a cluster of n mentions that the other side cuts into k parts keeps n - k of n - 1.
pub(crate) fn muc(gold: &Clusters, found: &Clusters) -> Sums {
    let kept = |these: &Clusters, those: &Clusters| {
        let place = places(those);
        these.iter().fold((0.0, 0.0), |(kept, all), cluster| {
            let mut parts: Vec<usize> = cluster.iter().filter_map(|m| place.get(m).copied()).collect();
            let alone = cluster.len() - parts.len();
            parts.sort_unstable();
            parts.dedup();
            (kept + (cluster.len() - parts.len() - alone) as f64, all + cluster.len() as f64 - 1.0)
        })
    };
    Sums { recall: kept(gold, found), precision: kept(found, gold) }
}

/// For each mention, how much of its cluster stands in the other side's cluster of it.
pub(crate) fn b_cubed(gold: &Clusters, found: &Clusters) -> Sums {
    let side = |these: &Clusters, those: &Clusters| {
        let place = places(those);
        these.iter().fold((0.0, 0.0), |(sum, all), cluster| {
            let mut parts: BTreeMap<usize, f64> = BTreeMap::new();
            for mention in cluster {
                if let Some(part) = place.get(mention) {
                    *parts.entry(*part).or_default() += 1.0;
                }
            }
            let size = cluster.len() as f64;
            (sum + parts.values().map(|n| n * n / size).sum::<f64>(), all + size)
        })
    };
    Sums { recall: side(gold, found), precision: side(found, gold) }
}

/// Clusters paired one to one for the greatest sum of φ4, which is twice the mentions shared over those of both.
pub(crate) fn ceaf_e(gold: &Clusters, found: &Clusters) -> Sums {
    let phi = |a: &Vec<usize>, b: &Vec<usize>| {
        let shared = a.iter().filter(|m| b.contains(m)).count() as f64;
        2.0 * shared / (a.len() + b.len()) as f64
    };
    let weights: Vec<Vec<f64>> = gold.iter().map(|g| found.iter().map(|f| phi(g, f)).collect()).collect();
    let sum: f64 = assign(&weights).into_iter().map(|(g, f)| weights[g][f]).sum();
    Sums { recall: (sum, gold.len() as f64), precision: (sum, found.len() as f64) }
}

fn places(clusters: &Clusters) -> BTreeMap<usize, usize> {
    clusters.iter().enumerate().flat_map(|(i, c)| c.iter().map(move |m| (*m, i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(sums: Sums, precision: f64, recall: f64) {
        let (p, r, _) = sums.figures();
        assert!((p - precision).abs() < 1e-9 && (r - recall).abs() < 1e-9, "{p} {r}");
    }

    #[test]
    fn the_same_clusters_are_all_right() {
        let clusters = [vec![1, 2, 3], vec![4, 5]];
        for score in [muc, b_cubed, ceaf_e] {
            near(score(&clusters, &clusters), 1.0, 1.0);
        }
    }

    /// The worked example of Luo (2005): one entity of five mentions, one of two and one of five; the answer joins
    /// the last two.
    #[test]
    fn two_entities_joined() {
        let gold = [vec![1, 2, 3, 4, 5], vec![6, 7], vec![8, 9, 10, 11, 12]];
        let found = [vec![1, 2, 3, 4, 5], vec![6, 7, 8, 9, 10, 11, 12]];
        near(muc(&gold, &found), 9.0 / 10.0, 1.0);
        near(b_cubed(&gold, &found), (5.0 + 4.0 / 7.0 + 25.0 / 7.0) / 12.0, 1.0);
        let sum = 1.0 + 10.0 / 12.0;
        near(ceaf_e(&gold, &found), sum / 2.0, sum / 3.0);
    }

    #[test]
    fn mentions_of_one_side_count_against_it() {
        let gold = [vec![1, 2, 3]];
        let found = [vec![1, 2, 9]];
        near(muc(&gold, &found), 0.5, 0.5);
        near(b_cubed(&gold, &found), 4.0 / 9.0, 4.0 / 9.0);
        near(ceaf_e(&gold, &found), 2.0 / 3.0, 2.0 / 3.0);
        near(muc(&gold, &[]), 0.0, 0.0);
    }
}
