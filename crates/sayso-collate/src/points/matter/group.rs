//! Clauses of one matter, put together, and whether what they amount to is a point.

use super::{ABSENT, Ground, NAMES, Pair, weights};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Above this, two clauses are taken to speak to one matter, if those they are put together with do.
const JOINED: f32 = -1.7;
/// Of the pairs between two groups, the share of the best that must come to so much.
const BEST: f32 = 0.7;
/// How many things are weighed of a group.
const MANY: usize = 23;

/// What is weighed of a group.
pub(crate) const GROUP_NAMES: [&str; MANY] = [
    "one",
    "reports",
    "share",
    "clauses",
    "mixed",
    "all negated",
    "denies",
    "answers",
    "opposed",
    "told",
    "speakers",
    "one speech",
    "beside",
    "number",
    "verb",
    "rarest",
    "contest",
    "one speaker",
    "headline",
    "strangers",
    "both direct",
    "contrary",
    "mean",
];

static WEIGHTS: LazyLock<[f32; MANY]> = LazyLock::new(|| {
    let weights = weights("group");
    GROUP_NAMES.map(|n| weights.get(n).copied().unwrap_or(0.0))
});

/// The place of a weighed thing of pairs; what is not weighed does not compile as a constant.
pub(crate) const fn place(name: &str) -> usize {
    let mut at = 0;
    while at < NAMES.len() {
        if same(NAMES[at].as_bytes(), name.as_bytes()) {
            return at;
        }
        at += 1;
    }
    panic!("nothing of this name is weighed")
}

/// Where what is asked for most stands among the weighed things.
pub(crate) const DENIES: usize = place("denies");
pub(crate) const ANSWERS: usize = place("answers");
pub(crate) const OPPOSED: usize = place("opposed");
pub(crate) const RAREST: usize = place("rarest");
pub(crate) const CONTRARY: usize = place("contrary");
pub(crate) const ONE_SPEECH: usize = place("one speech");
pub(crate) const HIGH_COVER: usize = place("high cover");

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Clauses of two or more reports that speak to one matter.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The clauses, in order.
    pub claims: Vec<usize>,
    /// What speaks for and against its being a point.
    pub features: [f32; MANY],
    /// What the weights make of it.
    pub score: f32,
}

impl Group {
    /// Clauses that are put together by what they stand in, not by what they say.
    pub fn of(claims: Vec<usize>) -> Group {
        Group { claims, features: [0.0; MANY], score: 0.0 }
    }
}

/// Puts clauses together, the surest first.
pub(crate) fn groups(ground: &Ground<'_, '_, '_>, pairs: &BTreeMap<(usize, usize), Pair>) -> Vec<Group> {
    let claims = ground.floor.claims;
    let mut sure: Vec<(f32, usize, usize)> =
        pairs.iter().filter(|(_, p)| p.score > JOINED).map(|((i, j), p)| (p.score, *i, *j)).collect();
    sure.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut group_of: Vec<usize> = (0..claims.len()).collect();
    let mut groups: Vec<Vec<usize>> = (0..claims.len()).map(|i| vec![i]).collect();
    for (_, i, j) in sure {
        let (a, b) = (group_of[i], group_of[j]);
        if a == b {
            continue;
        }
        let score = |x: usize, y: usize| pairs.get(&(x.min(y), x.max(y))).map_or(ABSENT, |p| p.score);
        let mut all: Vec<f32> =
            groups[a].iter().flat_map(|x| groups[b].iter().map(move |y| score(*x, *y))).collect();
        all.sort_by(|x, y| y.total_cmp(x));
        let best = ((all.len() as f32 * BEST) as usize).max(1);
        if all[..best].iter().sum::<f32>() / best as f32 > JOINED {
            let moved = std::mem::take(&mut groups[b]);
            moved.iter().for_each(|m| group_of[*m] = a);
            groups[a].extend(moved);
        }
    }
    let many = |g: &Vec<usize>| g.iter().map(|i| claims[*i].doc).collect::<BTreeSet<_>>().len() > 1;
    let mut found: Vec<Group> = groups
        .into_iter()
        .filter(many)
        .map(|mut claims| {
            claims.sort_unstable();
            let features = features(ground, pairs, &claims);
            let score = features.iter().zip(WEIGHTS.iter()).map(|(x, w)| x * w).sum();
            Group { claims, features, score }
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.claims.cmp(&b.claims)));
    found
}

fn features(
    ground: &Ground<'_, '_, '_>,
    pairs: &BTreeMap<(usize, usize), Pair>,
    group: &[usize],
) -> [f32; MANY] {
    let floor = ground.floor;
    let all = || group.iter().map(|i| &floor.claims[*i]);
    let count = group.len() as f32;
    let reports = all().map(|c| c.doc).collect::<BTreeSet<_>>().len() as f32;
    let inner: Vec<&Pair> = group
        .iter()
        .enumerate()
        .flat_map(|(n, i)| group[n + 1..].iter().filter_map(|j| pairs.get(&(*i, *j))))
        .collect();
    let most = |at: usize| inner.iter().map(|p| p.features[at]).fold(0.0, f32::max);
    let mean =
        |of: &dyn Fn(&Pair) -> f32| inner.iter().map(|p| of(p)).sum::<f32>() / (inner.len() as f32).max(1.0);
    let mean_of = |at: usize| mean(&|p| p.features[at]);
    let contest = inner
        .iter()
        .filter(|p| p.features[const { place("one negated") }] > 0.0 && p.features[ONE_SPEECH] == 0.0)
        .map(|p| p.features[RAREST])
        .fold(0.0, f32::max);
    let flag = |b: bool| f32::from(u8::from(b));
    let (some, every) = (all().any(|c| c.negated), all().all(|c| c.negated));
    let speakers: BTreeSet<Option<u32>> =
        all().filter(|c| c.voice.attributed()).map(|c| c.voice.speaker).collect();
    [
        1.0,
        reports.min(6.0) / 4.0,
        reports / (floor.views.len() as f32).max(1.0),
        count.min(12.0) / 5.0,
        flag(some && !every),
        flag(every),
        most(DENIES),
        most(ANSWERS),
        most(OPPOSED),
        all().filter(|c| c.voice.attributed()).count() as f32 / count,
        flag(speakers.len() > 1),
        mean_of(ONE_SPEECH),
        most(const { place("beside") }),
        mean_of(const { place("number") }),
        mean_of(const { place("verb") }),
        most(RAREST),
        contest,
        mean_of(const { place("one speaker") }),
        mean_of(const { place("headline") }),
        mean_of(const { place("strangers") }),
        mean_of(const { place("both direct") }),
        most(CONTRARY),
        mean(&|p| p.score),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_weighed_has_its_weight() {
        let named = |kind: &str| -> BTreeSet<&'static str> { weights(kind).into_keys().collect() };
        assert_eq!(named("pair"), NAMES.into_iter().collect());
        assert_eq!(named("group"), GROUP_NAMES.into_iter().collect());
    }
}
