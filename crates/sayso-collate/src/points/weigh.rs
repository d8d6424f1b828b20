//! Whether what two reports give is given for one thing: weighed sums, and what either would rather be one with.
//!
//! What is equal needs little more than that to be one; what differs must be given for the same thing in the same words.
//! So there are two sets of weights, fitted to pairs of the story cases by logistic regression (`sayso-eval counts`).

use super::lists::lines;
use rustc_hash::FxHashMap;

/// Two things that reports give, by their places, with what is weighed and what it comes to.
pub(crate) struct Pair {
    /// Their places.
    pub at: (usize, usize),
    /// Whether they are equal, or may be.
    pub same: bool,
    /// What speaks for and against their being given for one thing.
    pub features: Vec<f32>,
    /// Above zero where one thing is more likely than two.
    pub score: f32,
}

/// What is weighed in the second place, beside other pairs: see [`Weights::settle`].
pub(crate) const SECOND_NAMES: [&str; 4] = ["second", "score", "rival", "least_rival"];

/// The weights of what speaks for and against two things being one: for such as are equal, and for such as differ.
pub(crate) struct Weights {
    same: Vec<f32>,
    other: Vec<f32>,
    second: ([f32; 4], [f32; 4]),
}

/// How far scores are told apart.
const FAR: f32 = 4.0;

impl Weights {
    /// From a table of lines: a name, its weight for equals, its weight for others. What is not listed weighs nothing.
    pub fn read(table: &'static str, names: &[&str]) -> Weights {
        let none = || vec![0.0; names.len()];
        let mut weights = Weights { same: none(), other: none(), second: ([0.0; 4], [0.0; 4]) };
        for line in lines(table) {
            let mut fields = line.split('\t');
            let name = fields.next().unwrap_or_default();
            let mut next = || fields.next().and_then(|w| w.parse().ok());
            let (Some(same), Some(other)) = (next(), next()) else { continue };
            if let Some(at) = names.iter().position(|n| *n == name) {
                (weights.same[at], weights.other[at]) = (same, other);
            } else if let Some(at) = SECOND_NAMES.iter().position(|n| *n == name) {
                (weights.second.0[at], weights.second.1[at]) = (same, other);
            }
        }
        weights
    }

    /// What all that is weighed comes to.
    pub fn score(&self, same: bool, features: &[f32]) -> f32 {
        features.iter().zip(if same { &self.same } else { &self.other }).map(|(f, w)| f * w).sum()
    }

    /// Brings the scores of all pairs of a story to what they are beside each other: what a thing of one report would
    /// rather be one with in the other speaks against a pair. `differ` tells whether two are not equal.
    pub fn settle(
        &self,
        pairs: &mut [Pair],
        doc: impl Fn(usize) -> usize,
        differ: impl Fn(usize, usize) -> bool,
    ) {
        const KEPT: usize = 6;
        let mut best: FxHashMap<(usize, usize), Vec<(f32, usize)>> = FxHashMap::default();
        for &Pair { at: (a, b), score, .. } in pairs.iter() {
            for (x, y) in [(a, b), (b, a)] {
                let list = best.entry((x, doc(y))).or_default();
                let at = list.partition_point(|l| l.0 >= score);
                if at < KEPT {
                    list.insert(at, (score, y));
                    list.truncate(KEPT);
                }
            }
        }
        let rival = |x: usize, y: usize| {
            let list = best.get(&(x, doc(y)));
            let other = list.and_then(|l| l.iter().find(|l| differ(l.1, y)));
            other.map_or(-FAR, |l| l.0.clamp(-FAR, FAR))
        };
        for pair in pairs.iter_mut().filter(|p| doc(p.at.0) != doc(p.at.1)) {
            let (one, two) = (rival(pair.at.0, pair.at.1), rival(pair.at.1, pair.at.0));
            let shown = [1.0, pair.score.clamp(-FAR, FAR), one.max(two), one.min(two)];
            let weights = if pair.same { &self.second.0 } else { &self.second.1 };
            pair.score = shown.iter().zip(weights).map(|(f, w)| f * w).sum();
        }
    }
}

/// Things in groups of more than one: each pair, in this order, brings the groups of both together where `may` lets it.
pub(crate) fn joined<P>(
    things: usize,
    pairs: impl IntoIterator<Item = P>,
    at: impl Fn(&P) -> (usize, usize),
    may: impl Fn(&[usize], &[usize], &P) -> bool,
) -> Vec<Vec<usize>> {
    let mut group_of: Vec<usize> = (0..things).collect();
    let mut groups: Vec<Vec<usize>> = (0..things).map(|i| vec![i]).collect();
    for pair in pairs {
        let (a, b) = at(&pair);
        let (a, b) = (group_of[a], group_of[b]);
        if a == b || !may(&groups[a], &groups[b], &pair) {
            continue;
        }
        let moved = std::mem::take(&mut groups[b]);
        moved.iter().for_each(|m| group_of[*m] = a);
        groups[a].extend(moved);
    }
    groups.retain(|g| g.len() > 1);
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# name, equal, different\nnear\t2.0\t1.0\nscore\t1.0\t1.0\nrival\t-0.5\t-0.5\n";

    fn pair(at: (usize, usize), score: f32) -> Pair {
        Pair { at, same: true, features: Vec::new(), score }
    }

    #[test]
    fn equals_and_others_have_their_own_weights() {
        let weights = Weights::read(TABLE, &["near", "far"]);
        assert_eq!((weights.score(true, &[1.5, 9.0]), weights.score(false, &[1.5, 9.0])), (3.0, 1.5));
    }

    #[test]
    fn pairs_join_groups_that_may_be_joined() {
        let pairs = [(0, 1), (2, 3), (1, 2), (3, 4)];
        let small = |a: &[usize], b: &[usize], _: &(usize, usize)| a.len() + b.len() < 4;
        assert_eq!(joined(6, pairs, |p| *p, small), [vec![0, 1], vec![2, 3, 4]]);
    }

    #[test]
    fn what_either_would_rather_be_one_with_speaks_against_a_pair() {
        // 0 of one report; 1 and 2 of another, which differ.
        let weights = Weights::read(TABLE, &["near"]);
        let mut pairs = vec![pair((0, 1), 1.0), pair((0, 2), 3.0)];
        weights.settle(&mut pairs, |i| usize::from(i > 0), |a, b| a != b);
        assert!(pairs[0].score < 0.0 && pairs[1].score > 1.0, "{} {}", pairs[0].score, pairs[1].score);
    }
}
