//! Matching and counting, as `score_attribution.py` does it: same order of sums, so the same digits.

use super::assign::assign;
use super::gold::Attribution;
use super::text::{Document, TokenSet};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const ROLES: [&str; 3] = ["source", "cue", "content"];
pub(crate) const RELATION_SCORES: [&str; 6] =
    ["detection", "soft", "content_exact", "attributed", "cue_overlap", "full_exact"];
pub(crate) const TYPES: [&str; 4] = ["direct", "mixed", "direct+mixed", "indirect"];

/// The token sets of one attribution: source, cue, content.
pub(crate) type Roles = [TokenSet; 3];

/// Additive counts by name.
pub(crate) type Counts = BTreeMap<String, f64>;

/// One matched pair's six scores, in the order of [`RELATION_SCORES`].
pub(crate) type PairScores = [f64; 6];

pub(crate) fn roles(document: &Document, item: &Attribution) -> Result<Roles, String> {
    Ok([
        document.token_set(&item.source)?,
        document.token_set(&item.cue)?,
        document.token_set(&item.content)?,
    ])
}

fn common(a: &TokenSet, b: &TokenSet) -> usize {
    a.intersection(b).count()
}

fn jaccard(a: &TokenSet, b: &TokenSet) -> f64 {
    match common(a, b) {
        0 => 0.0,
        both => both as f64 / (a.len() + b.len() - both) as f64,
    }
}

/// One-to-one pairs (gold, predicted) with the greatest sum of content overlaps; ties go to the pair whose source,
/// then cue, overlaps. The overlap graph falls into small components, solved one by one.
pub(crate) fn matched(gold: &[Roles], predicted: &[Roles]) -> Vec<(usize, usize)> {
    let weight = |g: &Roles, p: &Roles| match jaccard(&g[2], &p[2]) {
        0.0 => 0.0,
        w => {
            let touch = |role: usize| f64::from(u8::from(common(&g[role], &p[role]) > 0));
            w + (1e-6 * touch(0) + 1e-7 * touch(1))
        }
    };
    let mut of_gold = vec![Vec::new(); gold.len()];
    let mut of_predicted = vec![Vec::new(); predicted.len()];
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            if common(&g[2], &p[2]) > 0 {
                of_gold[i].push(j);
                of_predicted[j].push(i);
            }
        }
    }
    let mut pairs = Vec::new();
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    for start in (0..gold.len()).filter(|i| !of_gold[*i].is_empty()) {
        if seen.contains(&start) {
            continue;
        }
        let (mut gs, mut ps) = (BTreeSet::from([start]), BTreeSet::new());
        let mut stack = vec![start];
        while let Some(i) = stack.pop() {
            for &j in &of_gold[i] {
                if ps.insert(j) {
                    stack.extend(of_predicted[j].iter().copied().filter(|i| gs.insert(*i)));
                }
            }
        }
        seen.extend(&gs);
        let (gs, ps): (Vec<usize>, Vec<usize>) = (gs.into_iter().collect(), ps.into_iter().collect());
        let grid: Vec<Vec<f64>> =
            gs.iter().map(|i| ps.iter().map(|j| weight(&gold[*i], &predicted[*j])).collect()).collect();
        pairs.extend(assign(&grid).into_iter().map(|(r, c)| (gs[r], ps[c])));
    }
    pairs.sort_unstable();
    pairs
}

pub(crate) fn pair_scores(g: &Roles, p: &Roles) -> PairScores {
    let touches = |role: usize| {
        f64::from(u8::from(common(&g[role], &p[role]) > 0 || (g[role].is_empty() && p[role].is_empty())))
    };
    let same = |yes: bool| f64::from(u8::from(yes));
    [1.0, jaccard(&g[2], &p[2]), same(g[2] == p[2]), touches(0), touches(1), same(g == p)]
}

/// One scored document: its counts, matched pairs and the form of each gold attribution.
pub(crate) struct Scored {
    pub counts: Counts,
    pub pairs: Vec<(usize, usize)>,
    pub kinds: Vec<&'static str>,
    pub gold: Vec<Roles>,
    pub predicted: Vec<Roles>,
}

pub(crate) fn score_document(
    document: &Document,
    gold: &[Attribution],
    predicted: &[Attribution],
) -> Result<Scored, String> {
    let read =
        |items: &[Attribution]| items.iter().map(|a| roles(document, a)).collect::<Result<Vec<_>, _>>();
    let (gold, predicted) = (read(gold)?, read(predicted)?);
    let mut counts = Counts::new();
    let mut count = |key: String, value: f64| *counts.entry(key).or_insert(0.0) += value;
    count("docs".into(), 1.0);
    count("gold".into(), gold.len() as f64);
    count("pred".into(), predicted.len() as f64);
    for (r, role) in ROLES.iter().enumerate() {
        let g: TokenSet = gold.iter().flat_map(|a| &a[r]).copied().collect();
        let p: TokenSet = predicted.iter().flat_map(|a| &a[r]).copied().collect();
        count(format!("tok_gold_{role}"), g.len() as f64);
        count(format!("tok_pred_{role}"), p.len() as f64);
        count(format!("tok_hit_{role}"), common(&g, &p) as f64);
    }
    let kinds: Vec<&'static str> = gold.iter().map(|a| document.quote_type(&a[2])).collect();
    for kind in &kinds {
        count(format!("gold_{kind}"), 1.0);
    }
    let pairs = matched(&gold, &predicted);
    for &(i, j) in &pairs {
        for (name, value) in RELATION_SCORES.iter().zip(pair_scores(&gold[i], &predicted[j])) {
            count((*name).to_owned(), value);
            count(format!("{name}_{}", kinds[i]), value);
        }
    }
    Ok(Scored { counts, pairs, kinds, gold, predicted })
}

pub(crate) fn add(into: &mut Counts, counts: &Counts) {
    for (key, value) in counts {
        *into.entry(key.clone()).or_insert(0.0) += value;
    }
}

/// Precision, recall, F1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Prf {
    pub p: f64,
    pub r: f64,
    pub f1: f64,
}

pub(crate) fn prf(hit: f64, predicted: f64, gold: f64) -> Prf {
    let p = if predicted != 0.0 { hit / predicted } else { 0.0 };
    let r = if gold != 0.0 { hit / gold } else { 0.0 };
    let f1 = if p + r != 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    Prf { p, r, f1 }
}

/// What the counts come to.
pub(crate) struct Summary {
    pub documents: f64,
    pub gold: f64,
    pub predicted: f64,
    pub tokens: Vec<(&'static str, Prf)>,
    pub relations: Vec<(&'static str, Prf)>,
    /// Form, gold attributions, recall by relation score.
    pub by_type: Vec<(&'static str, f64, PairScores)>,
    /// 95% intervals of F1, by name, when resampled.
    pub intervals: BTreeMap<&'static str, (f64, f64)>,
}

pub(crate) fn summarize(counts: &Counts) -> Summary {
    let get = |key: &str| counts.get(key).copied().unwrap_or(0.0);
    let tokens = ROLES
        .iter()
        .map(|role| {
            let of = |what: &str| get(&format!("tok_{what}_{role}"));
            (*role, prf(of("hit"), of("pred"), of("gold")))
        })
        .collect();
    let relations =
        RELATION_SCORES.iter().map(|name| (*name, prf(get(name), get("pred"), get("gold")))).collect();
    let by_type = TYPES
        .iter()
        .map(|kind| {
            let sum = |stem: &str| kind.split('+').map(|part| get(&format!("{stem}_{part}"))).sum::<f64>();
            let total = sum("gold");
            let recall = RELATION_SCORES.map(|name| if total != 0.0 { sum(name) / total } else { 0.0 });
            (*kind, total, recall)
        })
        .collect();
    Summary {
        documents: get("docs"),
        gold: get("gold"),
        predicted: get("pred"),
        tokens,
        relations,
        by_type,
        intervals: BTreeMap::new(),
    }
}

impl Summary {
    /// The same object the Python scorer prints with `--json`.
    pub(crate) fn json(&self) -> Value {
        let row = |(name, v): &(&'static str, Prf)| {
            let mut row = json!({"p": v.p, "r": v.r, "f1": v.f1});
            if let Some((low, high)) = self.intervals.get(name) {
                row["f1_ci95"] = json!([low, high]);
            }
            ((*name).to_owned(), row)
        };
        let by_type: Map<String, Value> = self
            .by_type
            .iter()
            .map(|(kind, total, recall)| {
                let recall: Map<String, Value> =
                    RELATION_SCORES.iter().zip(recall).map(|(n, v)| ((*n).to_owned(), json!(v))).collect();
                ((*kind).to_owned(), json!({"gold": *total as u64, "recall": recall}))
            })
            .collect();
        json!({
            "documents": self.documents as u64,
            "gold": self.gold as u64,
            "pred": self.predicted as u64,
            "tokens": self.tokens.iter().map(row).collect::<Map<_, _>>(),
            "relations": self.relations.iter().map(row).collect::<Map<_, _>>(),
            "by_type": by_type,
        })
    }

    /// The same table the Python scorer prints.
    pub(crate) fn table(&self) -> String {
        let mut lines = vec![format!(
            "documents {}   gold attributions {}   predicted {}",
            self.documents, self.gold, self.predicted
        )];
        for (group, rows) in [("tokens", &self.tokens), ("relations", &self.relations)] {
            lines.push(format!("{group:<14} {:>7} {:>7} {:>7}", "P", "R", "F1"));
            for (name, v) in rows {
                let interval = self
                    .intervals
                    .get(name)
                    .map(|(low, high)| format!("   [{:.1}, {:.1}]", 100.0 * low, 100.0 * high))
                    .unwrap_or_default();
                let (p, r, f1) = (100.0 * v.p, 100.0 * v.r, 100.0 * v.f1);
                lines.push(format!("  {name:<12} {p:>7.1} {r:>7.1} {f1:>7.1}{interval}"));
            }
        }
        lines.push(format!("{:<14} {:>7}  {}", "recall by type", "gold", RELATION_SCORES.join("  ")));
        for (kind, total, recall) in &self.by_type {
            let cells: Vec<String> = RELATION_SCORES
                .iter()
                .zip(recall)
                .map(|(name, v)| format!("{:>width$.1}", 100.0 * v, width = name.len()))
                .collect();
            lines.push(format!("  {kind:<12} {total:>7}  {}", cells.join("  ")));
        }
        lines.join("\n")
    }
}

/// 95% intervals of every F1 from resampling documents, with the draws the Python scorer makes: its generator is
/// the Mersenne Twister, seeded by an array of one word, and a number below `n` is taken from as many high bits as
/// `n` has, drawn again while too large.
pub(crate) fn intervals(rows: &[Counts], resamplings: usize) -> BTreeMap<&'static str, (f64, f64)> {
    let mut random = rand_mt::Mt::new_with_key([20_240_607]);
    let bits = usize::BITS - rows.len().leading_zeros();
    let mut below = || {
        loop {
            let drawn = (random.next_u32() >> (32 - bits)) as usize;
            if drawn < rows.len() {
                return drawn;
            }
        }
    };
    let mut draws: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for _ in 0..resamplings {
        let mut sample = Counts::new();
        for _ in 0..rows.len() {
            add(&mut sample, &rows[below()]);
        }
        let summary = summarize(&sample);
        for (name, v) in summary.tokens.iter().chain(&summary.relations) {
            draws.entry(name).or_default().push(v.f1);
        }
    }
    draws
        .into_iter()
        .map(|(name, mut values)| {
            values.sort_unstable_by(f64::total_cmp);
            let at = |share: f64| values[((share * values.len() as f64) as usize).min(values.len() - 1)];
            (name, (at(0.025), at(0.975)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, parts: &[&str]) -> Vec<(usize, usize)> {
        parts.iter().map(|p| (text.find(p).unwrap(), text.find(p).unwrap() + p.len())).collect()
    }

    const TEXT: &str =
        "Ida said \"it may snow,\" and Per wants to leave. It was held that time is short.\nNote: stop";

    fn gold() -> Vec<Attribution> {
        let item = |s: &[&str], u: &[&str], c: &[&str]| Attribution {
            source: at(TEXT, s),
            cue: at(TEXT, u),
            content: at(TEXT, c),
        };
        vec![
            item(&["Ida"], &["said"], &["\"it may snow,\""]),
            item(&["Per"], &["wants"], &["to leave"]),
            item(&[], &["was held"], &["that time is short"]),
        ]
    }

    fn score(gold: &[Attribution], predicted: &[Attribution]) -> Summary {
        let document = Document::new("d", TEXT, false);
        summarize(&score_document(&document, gold, predicted).unwrap().counts)
    }

    #[test]
    fn the_gold_itself_scores_one() {
        let summary = score(&gold(), &gold());
        assert!(
            summary.tokens.iter().chain(&summary.relations).all(|(_, v)| (v.p, v.r, v.f1) == (1.0, 1.0, 1.0))
        );
        assert_eq!(summary.by_type[0].1, 1.0);
        assert_eq!(summary.by_type[3].1, 2.0);
    }

    #[test]
    fn a_wrong_source_a_cut_content_and_a_false_alarm() {
        let item = |s: &[&str], u: &[&str], c: &[&str]| Attribution {
            source: at(TEXT, s),
            cue: at(TEXT, u),
            content: at(TEXT, c),
        };
        let predicted = [
            item(&["Per"], &["said"], &["it may snow"]),
            item(&["Per"], &["wants"], &["leave"]),
            item(&["Per"], &[], &["stop"]),
        ];
        let summary = score(&gold(), &predicted);
        let relation = |name: &str| summary.relations.iter().find(|(n, _)| *n == name).unwrap().1;
        assert!((relation("detection").f1 - 2.0 / 3.0).abs() < 1e-9);
        assert!((relation("content_exact").r - 1.0 / 3.0).abs() < 1e-9);
        assert!((relation("soft").p - 0.5).abs() < 1e-9);
        assert!((relation("attributed").r - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!(relation("full_exact").f1, 0.0);
    }

    #[test]
    fn spans_outside_the_text_are_refused() {
        let bad = Attribution { content: vec![(0, TEXT.len() + 1)], ..Attribution::default() };
        assert!(score_document(&Document::new("d", TEXT, false), &[bad], &[]).is_err());
    }
}
