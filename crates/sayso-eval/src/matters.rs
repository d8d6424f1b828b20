//! `sayso-eval matters`: fits the weights by which clauses are taken to speak to one matter, and groups of them for points.

use crate::cases::Cases;
use crate::counts::fit::{Row, dot, regress};

use sayso_collate::{ClaimPairs, ClaimShown, Doc, ReportNo, claim_pairs};
use sayso_model::{PointKind, Reading};
use sayso_stories::{Case, Kind, PointExpected, ReadingExpected, Standing, World};
use std::collections::{BTreeMap, BTreeSet};

/// Fits the weights by which clauses are joined to story cases.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    cases: Cases,
    /// Prints the weights as `crates/sayso-collate/words/points/matters.tsv` holds them, and nothing else.
    #[arg(long)]
    weights: bool,
    /// How strongly weights are held near nought.
    #[arg(long, default_value_t = 1.0)]
    hold: f64,
}

/// What is weighed, what it should come to, and how much it counts, by case.
struct Told {
    case: usize,
    x: Vec<f64>,
    one: bool,
    weight: f64,
}

/// The clauses of a story with the points that they are readings of.
struct Labelled {
    found: ClaimPairs,
    /// For each clause and point, the readings it is that must be there, and whether it is one that may be.
    due: Vec<BTreeMap<usize, BTreeSet<usize>>>,
    may: Vec<BTreeSet<usize>>,
    /// The points that tell of what is disputed.
    disputed: BTreeSet<usize>,
    /// Those of them that must be there.
    asked: BTreeSet<usize>,
    complete: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let (mut pairs, mut groups): (Vec<Told>, Vec<Told>) = (Vec::new(), Vec::new());
    let (mut pair_names, mut group_names) = (Vec::new(), Vec::new());
    let mut number = 0;
    args.cases.each(|_, case, world| {
        for labelled in stories(case, world) {
            labelled.pairs(number, &mut pairs);
            labelled.groups(number, &mut groups);
            pair_names.clone_from(&labelled.found.names);
            group_names.clone_from(&labelled.found.group_names);
        }
        number += 1;
    })?;
    if args.weights {
        println!(
            "# What is weighed when two clauses are taken to speak to one matter, and when a group of such clauses is \
             taken for a point.\n# Written by `sayso-eval matters --weights`."
        );
    }
    for (kind, all, names) in [("pair", &pairs, &pair_names), ("group", &groups, &group_names)] {
        let hold = if kind == "pair" { args.hold } else { 2.0 * args.hold };
        if args.weights {
            let weights = regress(&rows(all, |_| true), names.len(), hold);
            for (name, weight) in names.iter().zip(&weights) {
                println!("{kind}\t{name}\t{weight:.2}");
            }
        } else {
            println!("{kind}s: {}, {} of them one", all.len(), all.iter().filter(|t| t.one).count());
            report(all, names.len(), hold);
        }
    }
    Ok(())
}

fn rows(all: &[Told], keep: impl Fn(&Told) -> bool) -> Vec<Row<'_>> {
    let kept = all.iter().filter(|t| keep(t));
    kept.map(|t| Row { x: &t.x, y: f64::from(u8::from(t.one)), weight: t.weight }).collect()
}

/// Prints how well weights fitted to other cases tell.
fn report(all: &[Told], many: usize, hold: f64) {
    /// Parts that the cases are cut into, each told by what is fitted to the others.
    const FOLDS: usize = 10;
    let fitted: Vec<Vec<f64>> =
        (0..FOLDS).map(|fold| regress(&rows(all, |t| t.case % FOLDS != fold), many, hold)).collect();
    for above in [-2.0, -1.5, -1.0, -0.5, 0.0] {
        let (mut right, mut wrong, mut missed) = (0.0, 0.0, 0.0);
        for told in all {
            let yes = dot(&fitted[told.case % FOLDS], &told.x) > above;
            match (yes, told.one) {
                (true, true) => right += told.weight,
                (true, false) => wrong += told.weight,
                (false, true) => missed += told.weight,
                (false, false) => {}
            }
        }
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 1.0 };
        println!(
            "  fitted to other cases, above {above}: precision {:.3} recall {:.3}",
            share(right, right + wrong),
            share(right, right + missed)
        );
    }
}

/// The stories of a case that have two or more reports.
fn stories(case: &Case, world: &World) -> Vec<Labelled> {
    let docs: Vec<Doc<'_>> =
        (1..).zip(&world.reports).map(|(no, (r, a))| Doc::new(ReportNo(no), r, a)).collect();
    let stories: BTreeSet<_> = world.story_of.values().collect();
    let of = |story| -> Vec<Doc<'_>> {
        docs.iter().filter(|d| world.story_of.get(&d.report.id) == Some(story)).copied().collect()
    };
    let own = stories.into_iter().map(of).filter(|docs| docs.len() > 1);
    own.map(|docs| labelled(case, world, &docs)).collect()
}

fn labelled(case: &Case, world: &World, docs: &[Doc<'_>]) -> Labelled {
    let found = claim_pairs(docs);
    let points: Vec<(&PointExpected, Standing)> = case
        .expectations
        .iter()
        .filter_map(|e| match &e.kind {
            Kind::Point(p) if !p.readings.is_empty() => Some((p, e.standing)),
            _ => None,
        })
        .collect();
    let kinds = [PointKind::Denial, PointKind::Other, PointKind::Cause, PointKind::Agent];
    let disputes = |p: &PointExpected| p.kinds.is_empty() || p.kinds.iter().any(|k| kinds.contains(k));
    let disputed: BTreeSet<usize> = (0..points.len()).filter(|p| disputes(points[*p].0)).collect();
    let asked = disputed.iter().copied().filter(|p| points[*p].1 != Standing::May).collect();
    let (mut due, mut may) = (Vec::new(), Vec::new());
    for claim in &found.claims {
        let reading = reading(claim, docs);
        let fits = |all: &[ReadingExpected]| -> BTreeSet<usize> {
            let one = |r: &ReadingExpected| PointExpected {
                kinds: Vec::new(),
                words: Vec::new(),
                readings: vec![r.clone()],
                optional: Vec::new(),
                verdicts: Vec::new(),
                silent: None,
            };
            let fit = |n: &usize| one(&all[*n]).asks_for(world, &reading).is_some();
            (0..all.len()).filter(fit).collect()
        };
        let must: BTreeMap<usize, BTreeSet<usize>> =
            points.iter().enumerate().map(|(p, (point, _))| (p, fits(&point.readings))).collect();
        let also = points.iter().enumerate().filter(|(_, (point, _))| !fits(&point.optional).is_empty());
        may.push(also.map(|(p, _)| p).collect());
        due.push(must.into_iter().filter(|(_, readings)| !readings.is_empty()).collect());
    }
    let complete = case.complete.iter().any(|k| k == "points");
    Labelled { found, due, may, disputed, asked, complete }
}

/// A clause as a point would have it.
fn reading(claim: &ClaimShown, docs: &[Doc<'_>]) -> Reading {
    let report = docs.iter().find(|d| d.no == claim.report).map(|d| d.report);
    let span = if claim.attributed { claim.whole } else { claim.span };
    let text = report.and_then(|r| span.slice(r.text.as_str())).unwrap_or_default();
    Reading {
        report: report.map(|r| r.id.clone()).unwrap_or_default(),
        spans: vec![span],
        text: text.to_owned(),
        value: None,
        voice: String::new(),
        speaker: None,
    }
}

impl Labelled {
    /// The points that a clause is a reading of.
    fn of(&self, claim: usize) -> BTreeSet<usize> {
        self.due[claim].keys().chain(&self.may[claim]).copied().collect()
    }

    /// Adds the pairs of which the case tells whether they speak to one matter.
    fn pairs(&self, case: usize, all: &mut Vec<Told>) {
        /// What may be there tells less than what must.
        const MAY: f64 = 0.4;
        /// A point of many readings has many pairs, and counts for less than their sum.
        const MANY: f64 = 4.0;
        let mut told: Vec<(Told, Option<usize>)> = Vec::new();
        let mut many: BTreeMap<usize, f64> = BTreeMap::new();
        let keys: Vec<BTreeSet<usize>> = self.due.iter().map(|due| due.keys().copied().collect()).collect();
        let of: Vec<BTreeSet<usize>> = (0..self.due.len()).map(|claim| self.of(claim)).collect();
        for ((a, b), features) in &self.found.pairs {
            let both = |sets: &[BTreeSet<usize>]| -> BTreeSet<usize> { &sets[*a] & &sets[*b] };
            let (must, may) = (both(&keys), both(&of));
            let disputed = |points: &BTreeSet<usize>| points.intersection(&self.disputed).next().copied();
            let either = of[*a].union(&of[*b]).any(|p| self.disputed.contains(p));
            let (one, weight, point) = match (disputed(&must), disputed(&may)) {
                (Some(p), _) => (true, 1.0, Some(p)),
                _ if !must.is_empty() => continue,
                (_, Some(p)) => (true, MAY, Some(p)),
                _ if !may.is_empty() => continue,
                _ if either => (false, 1.0, None),
                _ => (false, if self.complete { 0.4 } else { 0.2 }, None),
            };
            if let Some(p) = point {
                *many.entry(p).or_default() += weight;
            }
            let x = features.iter().map(|f| f64::from(*f)).collect();
            told.push((Told { case, x, one, weight }, point));
        }
        all.extend(told.into_iter().map(|(mut told, point)| {
            told.weight *= point.map_or(1.0, |p| (MANY / many[&p].sqrt()).min(1.0));
            told
        }));
    }

    /// Adds the groups: those that fit an expected point best are one.
    fn groups(&self, case: usize, all: &mut Vec<Told>) {
        let mut fitting: Vec<(usize, std::cmp::Reverse<usize>, usize, usize)> = Vec::new();
        for &p in &self.asked {
            for (g, (claims, _)) in self.found.groups.iter().enumerate() {
                let readings: BTreeSet<usize> =
                    claims.iter().filter_map(|i| self.due[*i].get(&p)).flatten().copied().collect();
                let strange = claims.iter().filter(|i| !self.of(**i).contains(&p)).count();
                if !readings.is_empty() {
                    fitting.push((readings.len(), std::cmp::Reverse(strange), p, g));
                }
            }
        }
        fitting.sort_unstable_by(|a, b| b.cmp(a));
        let (mut points, mut groups) = (BTreeSet::new(), BTreeSet::new());
        for (_, _, p, g) in fitting {
            if !points.contains(&p) && !groups.contains(&g) {
                points.insert(p);
                groups.insert(g);
            }
        }
        for (g, (_, features)) in self.found.groups.iter().enumerate() {
            let one = groups.contains(&g);
            let weight = if one || self.complete { 1.0 } else { 0.2 };
            all.push(Told { case, x: features.iter().map(|f| f64::from(*f)).collect(), one, weight });
        }
    }
}
