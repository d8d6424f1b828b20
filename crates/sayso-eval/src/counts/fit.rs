//! Logistic regression over pairs of numbers, with what it comes to on cases it has not seen.

use std::collections::{BTreeMap, BTreeSet};

/// Two numbers of which a case tells whether they count one thing.
pub(super) struct Pair {
    /// The case.
    pub case: String,
    /// The point both belong to.
    pub point: Option<(String, usize)>,
    /// Whether both are one number.
    pub same: bool,
    /// The story's first report and the places of both among its numbers.
    pub places: (String, usize, usize),
    /// The report and the value of either.
    pub of: [(String, String); 2],
    /// What is weighed.
    pub features: Vec<f64>,
    /// What the weights of the program make of it.
    pub shipped: f64,
    /// Whether they count one thing.
    pub one: bool,
    /// How much the pair counts.
    pub weight: f64,
    /// Whether the case tells: others are only rivals.
    pub told: bool,
    /// Both, for a person to read.
    pub shown: String,
}

impl Pair {
    /// The pair as a line of JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "case": self.case, "point": self.point.as_ref().map(|p| p.1), "same": self.same, "one": self.one,
            "weight": self.weight, "features": self.features, "pair": self.places, "told": self.told, "shown": self.shown,
        })
    }
}

/// All pairs.
#[derive(Default)]
pub(super) struct Pairs {
    pub all: Vec<Pair>,
    pub names: Vec<&'static str>,
    pub second: Vec<&'static str>,
}

/// How far scores are told apart.
const FAR: f64 = 4.0;

/// How often a yes was right, and how many were found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rates {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

/// Weights for one half of the pairs, and what they come to.
pub(super) struct Half {
    weights: Vec<f64>,
    second: Vec<f64>,
    /// Pairs, and those that are one thing.
    pub pairs: usize,
    pub one: usize,
    /// With the weights of the program; with those fitted to all other cases, before and after rivals are looked at.
    pub shipped: Rates,
    pub first: Rates,
    pub held: Rates,
    /// For each pair, its place and its score by the weights fitted to all other cases.
    scores: Vec<(usize, f64)>,
}

/// The weights for one number, and for two.
pub(super) struct Fitted {
    names: Vec<&'static str>,
    second: Vec<&'static str>,
    pub same: Half,
    pub other: Half,
}

impl Pairs {
    /// Fits weights, held near nought the more the greater `hold` is.
    pub fn fit(&self, hold: f64) -> Fitted {
        let (same, mut scores) = self.first(true, hold);
        let (other, of_other) = self.first(false, hold);
        scores.extend(of_other);
        let rivals = self.rivals(&scores);
        Fitted {
            names: self.names.clone(),
            second: self.second.clone(),
            same: self.half(true, same, &scores, &rivals),
            other: self.half(false, other, &scores, &rivals),
        }
    }

    /// How much a pair counts: a point of many reports has many pairs, and counts for less than their sum.
    fn weights(&self, same: bool) -> Vec<f64> {
        let mut many: BTreeMap<&(String, usize), f64> = BTreeMap::new();
        for point in self.all.iter().filter(|p| p.same == same && p.told).filter_map(|p| p.point.as_ref()) {
            *many.entry(point).or_default() += 1.0;
        }
        let weight = |p: &Pair| match &p.point {
            Some(point) if p.same == same && p.told => p.weight * (3.0 / many[point].sqrt()).min(1.0),
            _ => p.weight,
        };
        self.all.iter().map(weight).collect()
    }

    /// The weights of the first place, and each pair's score by weights fitted to the other cases.
    fn first(&self, same: bool, hold: f64) -> (Vec<f64>, BTreeMap<usize, f64>) {
        let weight = self.weights(same);
        let rows = |keep: &dyn Fn(&Pair) -> bool| -> Vec<Row<'_>> {
            let all = self.all.iter().zip(&weight).filter(|(p, _)| p.same == same && p.told && keep(p));
            all.map(|(p, weight)| Row { x: &p.features, y: f64::from(u8::from(p.one)), weight: *weight })
                .collect()
        };
        let weights = regress(&rows(&|_| true), self.names.len(), hold);
        let mut scores = BTreeMap::new();
        for case in self.cases() {
            let others = regress(&rows(&|p| p.case != case), self.names.len(), hold);
            let own = self.all.iter().enumerate().filter(|(_, p)| p.case == case && p.same == same);
            scores.extend(own.map(|(i, p)| (i, dot(&others, &p.features))));
        }
        (weights, scores)
    }

    fn cases(&self) -> BTreeSet<&str> {
        self.all.iter().map(|p| p.case.as_str()).collect()
    }

    /// What is weighed in the second place.
    fn rivals(&self, scores: &BTreeMap<usize, f64>) -> Vec<Vec<f64>> {
        type Near<'a> = BTreeMap<(&'a str, &'a str, usize), Vec<(usize, usize)>>;
        let mut near: Near<'_> = BTreeMap::new();
        for (i, pair) in self.all.iter().enumerate() {
            let (story, a, b) = &pair.places;
            near.entry((&pair.case, story, *a)).or_default().push((i, 1));
            near.entry((&pair.case, story, *b)).or_default().push((i, 0));
        }
        let rival = |at: usize, own: usize, other: usize| {
            let pair = &self.all[at];
            let number = if own == 0 { pair.places.1 } else { pair.places.2 };
            let (report, value) = &pair.of[other];
            let of = near[&(pair.case.as_str(), pair.places.0.as_str(), number)].iter();
            let rivals = of.filter(|(i, side)| {
                let (of_report, of_value) = &self.all[*i].of[*side];
                of_report == report && of_value != value
            });
            rivals.map(|(i, _)| scores[i]).fold(-FAR, f64::max).min(FAR)
        };
        (0..self.all.len())
            .map(|i| {
                let (one, two) = (rival(i, 0, 1), rival(i, 1, 0));
                vec![1.0, scores[&i].clamp(-FAR, FAR), one.max(two), one.min(two)]
            })
            .collect()
    }

    fn half(&self, same: bool, weights: Vec<f64>, first: &BTreeMap<usize, f64>, rivals: &[Vec<f64>]) -> Half {
        let weight = self.weights(same);
        let chosen: Vec<usize> =
            (0..self.all.len()).filter(|i| self.all[*i].same == same && self.all[*i].told).collect();
        let rows = |keep: &dyn Fn(&Pair) -> bool| -> Vec<Row<'_>> {
            let kept = chosen.iter().filter(|i| keep(&self.all[**i]));
            kept.map(|i| Row { x: &rivals[*i], y: f64::from(u8::from(self.all[*i].one)), weight: weight[*i] })
                .collect()
        };
        let second = regress(&rows(&|_| true), self.second.len(), 1.0);
        let mut held: BTreeMap<usize, f64> = BTreeMap::new();
        for case in self.cases() {
            let others = regress(&rows(&|p| p.case != case), self.second.len(), 1.0);
            let own = chosen.iter().filter(|i| self.all[**i].case == case);
            held.extend(own.map(|i| (*i, dot(&others, &rivals[*i]))));
        }
        let rates = |score: &dyn Fn(usize) -> f64| {
            let (mut right, mut wrong, mut missed) = (0.0, 0.0, 0.0);
            for &i in &chosen {
                match (score(i) > 0.0, self.all[i].one) {
                    (true, true) => right += 1.0,
                    (true, false) => wrong += 1.0,
                    (false, true) => missed += 1.0,
                    (false, false) => {}
                }
            }
            let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 1.0 };
            Rates {
                precision: share(right, right + wrong),
                recall: share(right, right + missed),
                f1: share(2.0 * right, 2.0 * right + wrong + missed),
            }
        };
        Half {
            pairs: chosen.len(),
            one: chosen.iter().filter(|i| self.all[**i].one).count(),
            shipped: rates(&|i| self.all[i].shipped),
            first: rates(&|i| first[&i]),
            held: rates(&|i| held[&i]),
            weights,
            second,
            scores: held.into_iter().collect(),
        }
    }
}

impl Fitted {
    /// The weights as the program reads them.
    pub fn print(&self) -> String {
        let mut lines = String::new();
        for (i, name) in self.names.iter().enumerate() {
            lines.push_str(&format!("{name}\t{:.2}\t{:.2}\n", self.same.weights[i], self.other.weights[i]));
        }
        for (i, name) in self.second.iter().enumerate() {
            lines.push_str(&format!("{name}\t{:.2}\t{:.2}\n", self.same.second[i], self.other.second[i]));
        }
        lines
    }

    /// The pairs that weights fitted to the other cases get most wrong.
    pub fn worst(&self, pairs: &Pairs, many: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for half in [&self.same, &self.other] {
            for one in [true, false] {
                let sign = if one { 1.0 } else { -1.0 };
                let wrong = half.scores.iter().filter(|(i, s)| pairs.all[*i].one == one && s * sign < 0.0);
                let mut wrong: Vec<_> = wrong.collect();
                wrong.sort_by(|a, b| (a.1 * sign).total_cmp(&(b.1 * sign)));
                let what = if one { "missed" } else { "joined wrongly" };
                lines.extend(
                    wrong.iter().take(many).map(|(i, s)| format!("{what} {s:.1} {}", pairs.all[*i].shown)),
                );
            }
        }
        lines
    }
}

/// One case of the regression.
pub(crate) struct Row<'p> {
    pub x: &'p [f64],
    pub y: f64,
    pub weight: f64,
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Weighted logistic regression by Newton's method, the first weight nearly free.
pub(crate) fn regress(rows: &[Row<'_>], many: usize, hold: f64) -> Vec<f64> {
    let mut w = vec![0.0; many];
    for _ in 0..40 {
        let held = |i: usize| if i == 0 { 0.01 } else { hold };
        let mut gradient: Vec<f64> = (0..many).map(|i| held(i) * w[i]).collect();
        let mut curve = vec![vec![0.0; many]; many];
        for (i, row) in curve.iter_mut().enumerate() {
            row[i] = held(i);
        }
        for row in rows {
            let p = 1.0 / (1.0 + (-dot(&w, row.x)).exp());
            let (slope, bend) = (row.weight * (p - row.y), row.weight * p * (1.0 - p));
            for i in (0..many).filter(|i| row.x[*i] != 0.0) {
                gradient[i] += slope * row.x[i];
                for j in (0..=i).filter(|j| row.x[*j] != 0.0) {
                    curve[i][j] += bend * row.x[i] * row.x[j];
                }
            }
        }
        // The matrix is symmetric; only its lower half was summed.
        for i in 0..many {
            let (upper, lower) = curve.split_at_mut(i);
            for (row, value) in upper.iter_mut().zip(&lower[0]) {
                row[i] = *value;
            }
        }
        let step = solve(curve, gradient);
        let most = step.iter().fold(0.0f64, |m, s| m.max(s.abs()));
        w.iter_mut().zip(&step).for_each(|(w, s)| *w -= s);
        if most < 1e-6 {
            break;
        }
    }
    w
}

/// Solves a system of equations by elimination; the matrix is symmetric and positive.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let pivot = a[i].clone();
        for k in i + 1..n {
            let factor = a[k][i] / pivot[i];
            if factor != 0.0 {
                a[k].iter_mut().zip(&pivot).skip(i).for_each(|(x, p)| *x -= factor * p);
                b[k] -= factor * b[i];
            }
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| a[i][j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved() {
        let x = solve(vec![vec![4.0, 1.0], vec![1.0, 3.0]], vec![1.0, 2.0]);
        assert!((x[0] - 1.0 / 11.0).abs() < 1e-12 && (x[1] - 7.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn what_tells_gets_a_weight_and_what_does_not_gets_none() {
        let rows: Vec<(Vec<f64>, f64)> =
            (0..40).map(|i| (vec![1.0, f64::from(i % 2), f64::from(i % 3)], f64::from(i % 2))).collect();
        let rows: Vec<Row<'_>> = rows.iter().map(|(x, y)| Row { x, y: *y, weight: 1.0 }).collect();
        let w = regress(&rows, 3, 1.0);
        assert!(w[1] > 2.0 && w[2].abs() < 0.2, "{w:?}");
    }
}
