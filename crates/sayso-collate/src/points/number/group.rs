//! Counts of several reports in groups that count the same.

use super::super::counted::Count;
use super::super::figure::Fit;
use super::alike::{LINKED, linked};
use super::{AGE, Pair};
use std::collections::BTreeMap;

/// The counts that count the same, one a voice, in the order of the reports.
pub(super) fn groups(counts: &[Count], pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut groups = by_person(counts);
    groups.extend(by_score(counts, pairs));
    groups
}

/// How surely two counts of which nothing is known count the same.
const UNKNOWN: f32 = -3.0;

/// Counts joined by their scores, the surest first, as long as two groups are one on the whole.
fn by_score(counts: &[Count], pairs: &[Pair]) -> Vec<Vec<usize>> {
    let free: Vec<usize> = (0..counts.len()).filter(|i| counts[*i].unit.as_deref() != Some(AGE)).collect();
    let mut scores: BTreeMap<(usize, usize), f32> = pairs.iter().map(|p| (p.at, p.score)).collect();
    for (n, &a) in free.iter().enumerate() {
        for &b in &free[n + 1..] {
            if counts[a].doc == counts[b].doc && linked(&counts[a], &counts[b]) {
                scores.insert((a, b), LINKED);
            }
        }
    }
    let mut pairs: Vec<(f32, usize, usize)> =
        scores.iter().filter(|(_, s)| **s > 0.0).map(|((a, b), s)| (*s, *a, *b)).collect();
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut group_of: Vec<usize> = (0..counts.len()).collect();
    let mut groups: Vec<Vec<usize>> = (0..counts.len()).map(|i| vec![i]).collect();
    for (_, a, b) in pairs {
        let (x, y) = (group_of[a], group_of[b]);
        if x == y {
            continue;
        }
        let (mut sum, mut all, mut best) = (0.0, 0.0, UNKNOWN);
        let said = groups[x].iter().any(|i| groups[y].iter().any(|j| linked(&counts[*i], &counts[*j])));
        let mut clash = false;
        for &i in &groups[x] {
            for &j in &groups[y] {
                let score = scores.get(&(i.min(j), i.max(j))).copied().unwrap_or(UNKNOWN);
                if counts[i].doc == counts[j].doc {
                    clash |= !together(&counts[i], &counts[j], if said { 1.0 } else { score });
                }
                sum += score;
                best = best.max(score);
                all += 1.0;
            }
        }
        if clash || (2.0 * sum / all + best) / 3.0 < 0.0 && !said {
            continue;
        }
        let moved = std::mem::take(&mut groups[y]);
        for m in &moved {
            group_of[*m] = x;
        }
        groups[x].extend(moved);
    }
    groups
        .into_iter()
        .filter(|g| g.len() > 1)
        .map(|mut g| {
            g.sort_unstable();
            settled(counts, &g)
        })
        .collect()
}

/// Whether one report can give both numbers for one thing: the same number, in two voices, or one after the other.
fn together(x: &Count, y: &Count, score: f32) -> bool {
    if x.figure.fit(y.figure) == Fit::Same {
        return true;
    }
    let voices = (x.voice.attributed() || y.voice.attributed())
        && (x.voice.attributed() != y.voice.attributed() || x.voice.speaker != y.voice.speaker);
    linked(x, y)
        || score > 0.0 && (voices || x.earlier != y.earlier || x.denied != y.denied || x.updated != y.updated)
}

/// Of the counts that a report gives in one voice, the one that stands for it: the first in its text, unless a later
/// one says that the number has changed or only the headline, which rounds, has the first.
fn settled(counts: &[Count], group: &[usize]) -> Vec<usize> {
    let mut voices: BTreeMap<(usize, Option<u32>, bool, bool), Vec<usize>> = BTreeMap::new();
    for &i in group {
        let count = &counts[i];
        voices
            .entry((count.doc, count.voice.speaker, !count.voice.attributed(), count.earlier || count.denied))
            .or_default()
            .push(i);
    }
    let mut chosen: Vec<usize> = Vec::new();
    for members in voices.values() {
        let first = members[0];
        let best = members
            .iter()
            .copied()
            .find(|i| counts[*i].updated && !counts[*i].headline)
            .or_else(|| members.iter().copied().find(|i| !counts[*i].headline && fits(counts, *i, first)))
            .unwrap_or(first);
        chosen.push(best);
    }
    // What a headline says in the outlet's voice, the text may give with its source.
    let text: Vec<usize> = chosen.iter().copied().filter(|i| !counts[*i].headline).collect();
    chosen.retain(|i| {
        !counts[*i].headline || !text.iter().any(|t| counts[*t].doc == counts[*i].doc && fits(counts, *t, *i))
    });
    // The same number in two voices of one report: the one with a source, and the outlet's own, say one thing.
    let all = chosen.clone();
    chosen.retain(|i| {
        counts[*i].voice.attributed()
            || !all.iter().any(|o| {
                counts[*o].doc == counts[*i].doc
                    && counts[*o].voice.attributed()
                    && counts[*o].line < counts[*i].line
                    && counts[*o].figure.fit(counts[*i].figure) == Fit::Same
            })
    });
    chosen.sort_unstable();
    chosen
}

/// Whether two ages of persons not named are one, mistaken: of like persons in different reports, a year or two apart. A `man`
/// here and a `man` there may be two.
fn mistaken(counts: &[Count], a: &[usize], b: &[usize]) -> bool {
    let (Some(x), Some(y)) = (a.first(), b.first()) else { return false };
    let (m, n) = (counts[*x].figure.middle(), counts[*y].figure.middle());
    let noun = |group: &[usize]| group.iter().find_map(|i| counts[*i].noun.clone());
    let plain = |noun: &str| matches!(noun, "man" | "woman" | "boy" | "girl" | "person" | "child");
    let one = noun(a).is_some_and(|n| !plain(&n)) && noun(a) == noun(b);
    let apart = a.iter().all(|i| b.iter().all(|k| counts[*i].doc != counts[*k].doc));
    (m - n).abs() <= 2.0 && one && apart
}

fn fits(counts: &[Count], a: usize, b: usize) -> bool {
    counts[a].figure.fit(counts[b].figure) != Fit::Apart
}

/// Ages, by whose they are.
fn by_person(counts: &[Count]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, count) in counts.iter().enumerate() {
        if let (Some(AGE), Some(name)) = (count.unit.as_deref(), count.part.as_deref()) {
            groups.entry(name).or_default().push(i);
        }
    }
    // `Orr`, `Miles Orr`
    let names: Vec<&str> = groups.keys().copied().collect();
    for short in &names {
        let last = |n: &str| n.rsplit(' ').next().unwrap_or_default().to_owned();
        let part = |n: &&&str| {
            n.len() > short.len()
                && last(n) == last(short)
                && short.split(' ').all(|w| n.split(' ').any(|o| o == w))
        };
        let mut full = names.iter().filter(part);
        if let (Some(full), None) = (full.next(), full.next()) {
            let moved = groups.remove(short).unwrap_or_default();
            groups.entry(full).or_default().extend(moved);
        }
    }
    // `The 58-year-old` is whoever is 58.
    let mut nameless: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, count) in counts.iter().enumerate() {
        if count.unit.as_deref() == Some(AGE) && count.part.is_none() {
            let mut same = groups
                .values_mut()
                .filter(|g| g.iter().any(|o| counts[*o].figure.fit(count.figure) == Fit::Same));
            match (same.next(), same.next()) {
                (Some(group), None) => group.push(i),
                (None, _) => nameless.entry(count.figure.middle() as u32).or_default().push(i),
                _ => {}
            }
        }
    }
    // `A volunteer of 23`, `a 22-year-old volunteer`: one person, if nothing else sets them apart.
    let mut nameless: Vec<Vec<usize>> = nameless.into_values().collect();
    let mut n = 0;
    while n < nameless.len() {
        let near = (n + 1..nameless.len()).find(|m| mistaken(counts, &nameless[n], &nameless[*m]));
        match near {
            Some(m) => {
                let moved = nameless.remove(m);
                nameless[n].extend(moved);
            }
            None => n += 1,
        }
    }
    let nameless = nameless.into_iter();
    let groups = groups.into_values().chain(nameless.filter(|g| g.len() > 1));
    groups
        .map(|mut g| {
            g.sort_unstable();
            settled(counts, &g)
        })
        .collect()
}
