//! Which pairs of a story's numbers, or times, are given for one thing, by what its case expects.

use super::fit::{Pair, Pairs};
use sayso_collate::{Doc, ReportNo, StoryNo, ValuePairs, count_pairs, place_pairs, time_pairs};
use sayso_model::{PointKind, Reading};
use sayso_stories::{Case, Kind, PointExpected, ReadingExpected, Standing, World};
use std::collections::BTreeSet;

/// The numbers of one story of a case, each with the points it belongs to.
pub(super) struct Labelled<'w> {
    name: &'w str,
    world: &'w World,
    story: StoryNo,
    found: ValuePairs,
    /// For each number, its report.
    reports: Vec<String>,
    points: Vec<(&'w PointExpected, Standing, &'w str)>,
    /// For each number, the points that it must and those that it may belong to.
    due: Vec<BTreeSet<usize>>,
    may: Vec<BTreeSet<usize>>,
    copies: BTreeSet<(String, String)>,
    complete: bool,
}

/// How much of an expected point was found.
pub(super) struct PointFound {
    /// Readings it asks for.
    pub asked: usize,
    /// Those of them whose numbers are seen.
    pub found: usize,
    /// Those of them whose numbers stand in one group.
    pub joined: usize,
    /// Numbers of that group that do not belong there.
    pub strange: usize,
    /// All this for a person to read.
    pub shown: String,
}

impl<'w> Labelled<'w> {
    /// The stories of a case.
    pub fn of(name: &'w str, case: &'w Case, world: &'w World, kind: PointKind) -> Vec<Labelled<'w>> {
        let docs: Vec<Doc<'_>> =
            (1..).zip(&world.reports).map(|(no, (r, a))| Doc::new(ReportNo(no), r, a)).collect();
        let stories: BTreeSet<_> = world.story_of.values().collect();
        let of = |story| {
            let of_story = docs.iter().filter(|d| world.story_of.get(&d.report.id) == Some(story)).copied();
            let docs: Vec<Doc<'_>> = of_story.collect();
            Labelled::new(name, case, world, *story, &docs, kind)
        };
        stories.into_iter().map(of).collect()
    }

    fn new(
        name: &'w str,
        case: &'w Case,
        world: &'w World,
        story: StoryNo,
        docs: &[Doc<'_>],
        kind: PointKind,
    ) -> Labelled<'w> {
        let found = match kind {
            PointKind::Time => time_pairs(docs),
            PointKind::Place => place_pairs(docs),
            _ => count_pairs(docs),
        };
        let id = |no: ReportNo| docs.iter().find(|d| d.no == no).map(|d| d.report.id.clone());
        let reports: Vec<String> = found.values.iter().map(|c| id(c.report).unwrap_or_default()).collect();
        let points: Vec<(&PointExpected, Standing, &str)> = case
            .expectations
            .iter()
            .filter_map(|e| match &e.kind {
                Kind::Point(p)
                    if (p.kinds.first() == Some(&kind)
                        || kind != PointKind::Time && p.kinds.contains(&kind))
                        && !p.readings.is_empty() =>
                {
                    Some((p, e.standing, e.wording.as_str()))
                }
                _ => None,
            })
            .filter(|(p, ..)| p.readings.iter().any(|r| docs.iter().any(|d| d.report.id == r.report)))
            .collect();
        let mut due = vec![BTreeSet::new(); found.values.len()];
        let mut may = vec![BTreeSet::new(); found.values.len()];
        let readings: Vec<Reading> = found
            .values
            .iter()
            .zip(&reports)
            .map(|(c, report)| {
                let text = world.report(report).map(|(r, _)| r.text.as_str()).unwrap_or_default();
                Reading {
                    report: report.clone(),
                    spans: vec![c.span],
                    text: text.get(c.span.start()..c.span.end()).unwrap_or_default().to_owned(),
                    value: Some(c.value.clone()),
                    voice: String::new(),
                    speaker: None,
                }
            })
            .collect();
        for (p, (point, ..)) in points.iter().enumerate() {
            for expected in point.readings.iter().chain(&point.optional) {
                let fits = |i: &usize| {
                    point.asks_for(world, &readings[*i]).is_some() && reports[*i] == expected.report
                };
                let all: Vec<usize> = (0..readings.len()).filter(fits).collect();
                let near = |i: &usize| point.words_near(world, &readings[*i]);
                let any_near = all.iter().any(near);
                for i in all {
                    let meant = !any_near || near(&i);
                    if meant && point.asks_for(world, &readings[i]) == Some(true) {
                        due[i].insert(p);
                    } else {
                        may[i].insert(p);
                    }
                }
            }
        }
        let copies = case.expectations.iter().filter_map(|e| match &e.kind {
            Kind::Lineage { report, of, .. } => Some((report, of)),
            _ => None,
        });
        let copies =
            copies.flat_map(|(report, of)| of.iter().map(move |of| (report.clone(), of.clone()))).collect();
        let complete = case.complete.iter().any(|k| k == "points");
        Labelled { name, world, story, found, reports, points, due, may, copies, complete }
    }

    /// Adds the pairs of which the case tells whether they are one thing.
    pub fn add_to(&self, pairs: &mut Pairs) {
        pairs.names.clone_from(&self.found.names);
        pairs.second = self.found.second.to_vec();
        for pair in &self.found.pairs {
            let (a, b) = pair.values;
            let (x, y) = (&self.reports[a], &self.reports[b]);
            let copy = |x: &String, y: &String| self.copies.contains(&(x.clone(), y.clone()));
            if x == y || copy(x, y) || copy(y, x) {
                continue;
            }
            let together = self.due[a].intersection(&self.due[b]).next().copied();
            let may = |i: usize| -> BTreeSet<usize> { self.due[i].union(&self.may[i]).copied().collect() };
            let told = match together {
                // What may be left out says little of different numbers.
                Some(p) if self.points[p].1 == Standing::May && !pair.same => None,
                Some(_) => Some((true, 1.0)),
                None if may(a).intersection(&may(b)).next().is_some() => None,
                None if !self.due[a].is_empty() || !self.due[b].is_empty() => Some((false, 1.0)),
                // The case may have left out that both print one number.
                None if self.complete && pair.same && self.unit(a) == self.unit(b) => None,
                None if self.complete => Some((false, 0.4)),
                None => None,
            };
            let (one, weight) = told.unwrap_or((false, 0.0));
            pairs.all.push(Pair {
                case: self.name.to_owned(),
                point: together.map(|p| (self.name.to_owned(), p)),
                same: pair.same,
                features: pair.features.iter().map(|f| f64::from(*f)).collect(),
                shipped: f64::from(pair.score),
                one,
                weight,
                told: told.is_some(),
                places: (self.reports[0].clone(), a, b),
                of: [a, b].map(|i| (self.reports[i].clone(), self.found.values[i].value.clone())),
                shown: format!("{} {} // {}", self.name, self.shown(a), self.shown(b)),
            });
        }
    }

    fn unit(&self, at: usize) -> Option<&str> {
        self.found.values[at].about.split(' ').next().filter(|u| *u != "-")
    }

    fn shown(&self, at: usize) -> String {
        let count = &self.found.values[at];
        let text = self.world.report(&self.reports[at]).map(|(r, _)| r.text.as_str()).unwrap_or_default();
        let words = |from: usize, to: usize| {
            let (mut from, mut to) = (from, to.min(text.len()));
            while !text.is_char_boundary(from) {
                from -= 1;
            }
            while !text.is_char_boundary(to) {
                to += 1;
            }
            text[from..to].split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let from = count.span.start().saturating_sub(70).max(count.sentence.start());
        let to = (count.span.end() + 70).min(count.sentence.end().max(count.span.end()));
        let (before, own, after) = (
            words(from, count.span.start()),
            words(count.span.start(), count.span.end()),
            words(count.span.end(), to),
        );
        format!("{}: {} ({}) | {before} [{own}] {after}", self.reports[at], count.value, count.about)
    }

    /// How much of each point that must be there is found.
    pub fn points(&self) -> Vec<PointFound> {
        let due = self.points.iter().enumerate().filter(|(_, p)| p.1 != Standing::May);
        due.map(|(p, (point, _, wording))| self.point(p, point, wording)).collect()
    }

    fn point(&self, p: usize, point: &PointExpected, wording: &str) -> PointFound {
        let group_of = |i: usize| self.found.groups.iter().position(|g| g.contains(&i));
        let here = |r: &&ReadingExpected| self.world.story_of.get(&r.report) == Some(&self.story);
        let readings: Vec<&ReadingExpected> = point.readings.iter().filter(here).collect();
        let numbers: Vec<Vec<usize>> = readings
            .iter()
            .map(|r| {
                let single =
                    PointExpected { readings: vec![(*r).clone()], optional: Vec::new(), ..point.clone() };
                (0..self.found.values.len())
                    .filter(|i| self.due[*i].contains(&p) && self.fits(&single, *i))
                    .collect()
            })
            .collect();
        let groups: BTreeSet<usize> = numbers.iter().flatten().filter_map(|i| group_of(*i)).collect();
        let held = |g: usize| numbers.iter().filter(|n| n.iter().any(|i| group_of(*i) == Some(g))).count();
        let best = groups.into_iter().max_by_key(|g| (held(*g), std::cmp::Reverse(*g)));
        let stray: Vec<usize> = best.map_or_else(Vec::new, |g| {
            let own = |i: &usize| !self.due[*i].contains(&p) && !self.may[*i].contains(&p);
            self.found.groups[g].iter().copied().filter(own).collect()
        });
        let mut shown = format!("## {} {wording}", self.name);
        for (reading, numbers) in readings.iter().zip(&numbers) {
            let inside = numbers.iter().find(|i| best.is_some() && group_of(**i) == best);
            match inside {
                Some(i) => shown.push_str(&format!("\n   ok   {}", self.shown(*i))),
                None if numbers.is_empty() => {
                    shown.push_str(&format!("\n   none {}: {:?}", reading.report, reading.value))
                }
                None => {
                    for i in numbers {
                        let group = group_of(*i).map_or("alone".to_owned(), |g| format!("group {g}"));
                        shown.push_str(&format!("\n   --   {group} {}", self.shown(*i)));
                    }
                }
            }
        }
        for i in &stray {
            shown.push_str(&format!("\n   ++   {}", self.shown(*i)));
        }
        let due: Vec<usize> = numbers.iter().flatten().copied().collect();
        for (n, a) in due.iter().enumerate() {
            for b in due[n + 1..].iter().filter(|b| self.reports[**b] != self.reports[*a]) {
                let named = |i: usize| format!("{} {}", self.reports[i], self.found.values[i].value);
                let (one, two) = (*a.min(b), *a.max(b));
                let weighed = match self.found.pairs.iter().find(|p| p.values == (one, two)) {
                    Some(pair) => format!("{} {:.2}", if pair.same { "equal" } else { "other" }, pair.score),
                    None => "not weighed".to_owned(),
                };
                shown.push_str(&format!("\n        {} ~ {}: {weighed}", named(one), named(two)));
            }
        }
        PointFound {
            asked: numbers.len(),
            found: numbers.iter().filter(|n| !n.is_empty()).count(),
            joined: best.map_or(0, held),
            strange: stray.len(),
            shown,
        }
    }

    /// All that reports give, each as a line for a person to read.
    pub fn all(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.found.values.len()).map(|i| format!("{} {}", self.name, self.shown(i)))
    }

    fn fits(&self, single: &PointExpected, at: usize) -> bool {
        let count = &self.found.values[at];
        let text = self.world.report(&self.reports[at]).map(|(r, _)| r.text.as_str()).unwrap_or_default();
        let reading = Reading {
            report: self.reports[at].clone(),
            spans: vec![count.span],
            text: text.get(count.span.start()..count.span.end()).unwrap_or_default().to_owned(),
            value: Some(count.value.clone()),
            voice: String::new(),
            speaker: None,
        };
        single.asks_for(self.world, &reading).is_some()
    }
}
