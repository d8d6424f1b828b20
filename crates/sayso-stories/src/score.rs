//! Counts over cases: what of each kind was found, missed and found wrongly.

mod points;

use crate::case::{Case, Standing};
use crate::check::{self, check};
use crate::excerpt::Excerpt;
use crate::kind::{Kind, VariantExpected};
use crate::world::World;
use sayso_model::{PointKind, Record, Sense, Utterance};
use std::collections::{BTreeMap, BTreeSet};

/// What was found of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Expected and found.
    pub right: usize,
    /// Expected and not found.
    pub missing: usize,
    /// Found and not expected.
    pub wrong: usize,
}

impl Count {
    /// The share of what was found that is right; 1 where nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// The share of what was expected that was found; 1 where nothing was expected.
    pub fn recall(&self) -> f64 {
        share(self.right, self.right + self.missing)
    }

    /// Their harmonic mean.
    pub fn f1(&self) -> f64 {
        share(2 * self.right, 2 * self.right + self.missing + self.wrong)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Counts over cases, by kind.
#[derive(Debug, Default)]
pub struct Scores {
    /// The counts, by kind.
    pub counts: BTreeMap<&'static str, Count>,
    /// Of points, only those of this kind are counted, if one is named: expected ones that may be of this kind, and
    /// found ones that are.
    pub points_of: Option<PointKind>,
    /// What was missed or wrong: kind, then what.
    pub misses: Vec<(&'static str, String)>,
}

/// One case in the making.
struct Scoring<'a> {
    name: &'a str,
    case: &'a Case,
    world: &'a World,
    scores: &'a mut Scores,
}

impl Scores {
    /// Counts what a case expects and what was found; `name` is for the list of misses.
    pub fn add(&mut self, name: &str, case: &Case, world: &World) {
        let mut scoring = Scoring { name, case, world, scores: self };
        scoring.stories();
        scoring.lineage();
        scoring.statements();
        scoring.utterances();
        scoring.points();
        scoring.silence();
        scoring.answers();
        scoring.simple();
    }
}

impl<'a> Scoring<'a> {
    fn right(&mut self, kind: &'static str) {
        self.scores.counts.entry(kind).or_default().right += 1;
    }

    fn missing(&mut self, kind: &'static str, what: impl AsRef<str>) {
        self.scores.counts.entry(kind).or_default().missing += 1;
        self.note(kind, "missing", what.as_ref());
    }

    fn wrong(&mut self, kind: &'static str, what: impl AsRef<str>) {
        self.scores.counts.entry(kind).or_default().wrong += 1;
        self.note(kind, "wrong", what.as_ref());
    }

    fn note(&mut self, kind: &'static str, how: &str, what: &str) {
        self.scores.misses.push((kind, format!("{} {how}: {}", self.name, what.replace('\n', "\n    "))));
    }

    fn found(&mut self, kind: &'static str, holds: bool, what: &str) {
        if holds { self.right(kind) } else { self.missing(kind, what) }
    }

    fn complete(&self, kind: &str) -> bool {
        self.case.complete.iter().any(|k| k == kind)
    }

    /// The expectations that must hold, those known to fail included.
    fn due(&self) -> impl Iterator<Item = (&'a Kind, &'a str)> + use<'a> {
        let due = self.case.expectations.iter().filter(|e| e.standing != Standing::May);
        due.map(|e| (&e.kind, e.wording.as_str()))
    }

    fn allowed(&self) -> impl Iterator<Item = &'a Kind> + use<'a> {
        self.case.expectations.iter().filter(|e| e.standing == Standing::May).map(|e| &e.kind)
    }

    fn records(&self) -> impl Iterator<Item = &'a Record> + use<'a> {
        self.world.records.values()
    }

    /// Pairs of reports that are one story.
    fn stories(&mut self) {
        let story_of = |id: &String| self.world.story_of.get(id).copied();
        let (mut gold, mut judged) = (BTreeSet::new(), BTreeSet::new());
        for (kind, _) in self.due() {
            let Kind::Story(ids) = kind else { continue };
            judged.extend(ids);
            gold.extend(pairs(ids.iter()));
        }
        for pair in pairs(judged.into_iter()) {
            let together = story_of(pair.0) == story_of(pair.1);
            match (gold.contains(&pair), together) {
                (true, true) => self.right("stories"),
                (true, false) => self.missing("stories", format!("{} {} are one", pair.0, pair.1)),
                (false, true) => self.wrong("stories", format!("{} {} are two", pair.0, pair.1)),
                (false, false) => {}
            }
        }
    }

    fn lineage(&mut self) {
        let mut wrong: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (kind, wording) in self.due() {
            match kind {
                Kind::Lineage { report, of, .. } => {
                    known.extend(of.iter().map(|of| (report.as_str(), of.as_str())));
                    let holds = check(self.world, kind).is_ok();
                    self.found("lineage", holds, wording);
                    if !holds {
                        let edges = self.records().flat_map(|r| &r.lineage);
                        let near = edges.filter(|e| {
                            (e.report == *report && of.contains(&e.of))
                                || (e.of == *report && of.contains(&e.report))
                        });
                        wrong.extend(near.map(|e| (e.report.as_str(), e.of.as_str())));
                    }
                }
                Kind::Independent(ids) => {
                    let edges = self.records().flat_map(|r| &r.lineage);
                    let between = edges.filter(|e| ids.contains(&e.report) && ids.contains(&e.of));
                    wrong.extend(between.map(|e| (e.report.as_str(), e.of.as_str())));
                }
                _ => {}
            }
        }
        for kind in self.allowed() {
            if let Kind::Lineage { report, of, .. } = kind {
                known.extend(of.iter().map(|of| (report.as_str(), of.as_str())));
            }
        }
        if self.complete("lineage") {
            let edges = self.records().flat_map(|r| &r.lineage);
            wrong.extend(edges.map(|e| (e.report.as_str(), e.of.as_str())).filter(|e| !known.contains(e)));
        }
        for (report, of) in wrong {
            self.wrong("lineage", format!("{report} of {of}"));
        }
    }

    fn statements(&mut self) {
        let mut groups: BTreeMap<(&str, Vec<String>), (bool, bool, &str)> = BTreeMap::new();
        for (kind, wording) in self.due() {
            match kind {
                Kind::Says { not: false, report, content, .. } => {
                    let holds = check(self.world, kind).is_ok();
                    let key = (report.as_str(), content.words());
                    let group = groups.entry(key).or_insert((true, false, wording));
                    if !holds {
                        let touched = self.statement_touches(report, content);
                        *group = (false, touched, wording);
                    }
                }
                Kind::Says { not: true, .. } | Kind::Unsaid(..) => {
                    if let Err(found) = check(self.world, kind) {
                        self.wrong("statements", format!("{wording}\n{found}"));
                    }
                }
                _ => {}
            }
        }
        for (holds, touched, wording) in groups.into_values() {
            self.found("statements", holds, wording);
            if !holds && touched {
                self.wrong("statements", format!("found otherwise: {wording}"));
            }
        }
        if self.complete("statements") {
            let expected: Vec<(&String, &Excerpt)> = self
                .case
                .expectations
                .iter()
                .filter_map(|e| match &e.kind {
                    Kind::Says { not: false, report, content, .. } => Some((report, content)),
                    _ => None,
                })
                .collect();
            for (report, annotations) in &self.world.reports {
                for statement in &annotations.statements {
                    let words = check::content(report, statement);
                    let known = expected.iter().any(|(r, e)| {
                        **r == report.id
                            && e.find_in(report.text.as_str()).iter().any(|p| {
                                let mut spans = statement.content.iter();
                                spans.any(|s| s.start() < p.end && p.start < s.end())
                            })
                    });
                    if !known {
                        self.wrong("statements", format!("{}: {words}", report.id));
                    }
                }
            }
        }
    }

    fn statement_touches(&self, report: &str, words: &Excerpt) -> bool {
        let Ok((report, annotations)) = self.world.report(report) else { return false };
        let places = words.find_in(report.text.as_str());
        let mut spans = annotations.statements.iter().flat_map(|s| &s.content);
        spans.any(|s| places.iter().any(|p| s.start() < p.end && p.start < s.end()))
    }

    /// Pairs of reports that print one utterance; kinds and sense of the variants.
    fn utterances(&mut self) {
        let world = self.world;
        let copies = copies(self.case);
        let mut groups: Vec<(&Excerpt, BTreeMap<&str, VariantExpected>, &str)> = Vec::new();
        for (kind, wording) in self.due() {
            let Kind::Utterance { words, variants, .. } = kind else { continue };
            let place = groups.iter().position(|g| g.0 == words).unwrap_or_else(|| {
                groups.push((words, BTreeMap::new(), wording));
                groups.len() - 1
            });
            for variant in variants {
                let known = groups[place].1.entry(variant.report.as_str()).or_insert_with(|| variant.clone());
                known.sense = known.sense.or(variant.sense);
            }
        }
        let all: Vec<(&Record, &Utterance)> =
            world.records.values().flat_map(|r| r.utterances.iter().map(move |u| (r, u))).collect();
        let has = |u: &Utterance, words: &Excerpt| {
            words.matches(&u.fullest) || u.variants.iter().any(|v| words.matches(&v.text))
        };
        let printed = |u: &'a Utterance| -> BTreeSet<(&str, &str)> {
            let ids: BTreeSet<&str> = u.variants.iter().map(|v| v.report.as_str()).collect();
            pairs(ids.into_iter()).collect()
        };
        let mut wrong: BTreeSet<(usize, (&str, &str))> = BTreeSet::new();
        let mut known = vec![false; all.len()];
        for (words, variants, wording) in &groups {
            let near: Vec<usize> = (0..all.len()).filter(|i| has(all[*i].1, words)).collect();
            let gold: BTreeSet<(&str, &str)> = pairs(variants.keys().copied()).collect();
            for pair in &gold {
                let holds = near.iter().any(|i| printed(all[*i].1).contains(pair));
                self.found("utterances", holds, &format!("{} {} | {wording}", pair.0, pair.1));
            }
            for i in &near {
                known[*i] = true;
                let extra = printed(all[*i].1).into_iter();
                wrong.extend(extra.filter(|p| !gold.contains(p) && !copies.contains(p)).map(|p| (*i, p)));
            }
            for expected in variants.values() {
                let found: Vec<(&Utterance, &sayso_model::Variant)> = near
                    .iter()
                    .flat_map(|i| all[*i].1.variants.iter().map(|v| (all[*i].1, v)))
                    .filter(|(_, v)| v.report == expected.report)
                    .collect();
                self.variant(expected, &found, wording, variants.len() > 1);
            }
        }
        for kind in self.allowed() {
            if let Kind::Utterance { words, variants, .. } = kind {
                for i in (0..all.len()).filter(|i| has(all[*i].1, words)) {
                    known[i] = true;
                    wrong.retain(|(at, pair)| {
                        *at != i || ![pair.0, pair.1].iter().all(|r| variants.iter().any(|v| v.report == *r))
                    });
                }
            }
        }
        for (kind, _) in self.due() {
            let Kind::Apart(a, b) = kind else { continue };
            for (i, (_, u)) in all.iter().enumerate() {
                let prints = |(report, words): &(String, Excerpt)| {
                    u.variants.iter().any(|v| v.report == *report && words.matches(&v.text))
                };
                if prints(a) && prints(b) {
                    wrong.insert((i, ordered(&a.0, &b.0)));
                }
            }
        }
        if self.complete("utterances") {
            for (i, (_, u)) in all.iter().enumerate().filter(|(i, _)| !known[*i]) {
                wrong.extend(printed(u).into_iter().filter(|p| !copies.contains(p)).map(|p| (i, p)));
            }
        }
        for (i, (a, b)) in wrong {
            let shown = check::utterance_shown(all[i].0, all[i].1);
            self.wrong("utterances", format!("{a} {b}: {shown}"));
        }
    }

    fn variant(
        &mut self,
        expected: &VariantExpected,
        found: &[(&Utterance, &sayso_model::Variant)],
        wording: &str,
        several: bool,
    ) {
        if !several {
            return;
        }
        let mut plain = expected.clone();
        plain.sense = None;
        let what = || format!("{}: {wording}", expected.report);
        let kind_said = expected.fullest || !expected.kinds.is_empty();
        match (found.iter().any(|(u, v)| check::variant_fits(u, v, &plain)), found.first()) {
            _ if !kind_said => {}
            (true, _) => self.right("variants"),
            (false, Some((_, v))) => {
                self.missing("variants", what());
                self.wrong("variants", format!("{} {}: {}", v.report, v.how, v.text));
            }
            (false, None) => self.missing("variants", what()),
        }
        let turned = found.iter().any(|(_, v)| v.sense == Sense::Turned);
        match (expected.sense == Some(Sense::Turned), turned) {
            (true, true) => self.right("turned"),
            (true, false) => self.missing("turned", what()),
            (false, true) => self.wrong("turned", what()),
            (false, false) => {}
        }
    }

    fn silence(&mut self) {
        for (kind, wording) in self.due() {
            if matches!(kind, Kind::Alone(..) | Kind::Lacks(..)) {
                self.found("silence", check(self.world, kind).is_ok(), wording);
            }
        }
    }

    fn answers(&mut self) {
        let world = self.world;
        let mut expected: Vec<&Kind> = self.allowed().filter(|k| matches!(k, Kind::Answers { .. })).collect();
        for (kind, wording) in self.due() {
            if matches!(kind, Kind::Answers { .. }) {
                expected.push(kind);
                self.found("answers", check(world, kind).is_ok(), wording);
            }
        }
        if !self.complete("answers") {
            return;
        }
        for record in self.records() {
            for statement in &record.statements {
                for answer in &statement.answers {
                    let to = record.statements.iter().find(|s| s.id == answer.statement);
                    let is = |s: &sayso_model::RecordStatement, at: &(String, Excerpt)| {
                        s.report == at.0 && at.1.matches(&check::content_of(world, s))
                    };
                    let known = expected.iter().any(|kind| match kind {
                        Kind::Answers { from, hows, to: any } => {
                            hows.contains(&answer.how)
                                && is(statement, from)
                                && to.is_some_and(|to| any.iter().any(|at| is(to, at)))
                        }
                        _ => false,
                    });
                    if !known {
                        self.wrong("answers", check::answer_shown(world, record, statement, answer));
                    }
                }
            }
        }
    }

    /// Kinds whose lines are right or missing one by one.
    fn simple(&mut self) {
        let world = self.world;
        for (kind, wording) in self.due() {
            let verdict = check(world, kind);
            let holds = verdict.is_ok();
            let seen = || format!("{wording}\n{}", check(world, kind).err().unwrap_or_default());
            match kind {
                Kind::Linked(..) => self.found("links", holds, wording),
                Kind::Published { day, .. } => match (day, holds) {
                    (None, true) => {}
                    (None, false) => self.wrong("dates", seen()),
                    (Some(_), _) => self.found("dates", holds, wording),
                },
                Kind::Said { when: None, .. } if holds => {}
                Kind::Said { when: None, .. } => self.wrong("dates", seen()),
                Kind::Said { report, words, when: Some(_) } => {
                    self.found("dates", holds, &seen());
                    let mut found = check::recorded(world, report, words);
                    if !holds && found.any(|(_, s)| s.said.is_some()) {
                        self.wrong("dates", seen());
                    }
                }
                Kind::Channel(report, words, _) => {
                    self.found("channels", holds, &seen());
                    if !holds && !check::channels_of(world, report, words).is_empty() {
                        self.wrong("channels", seen());
                    }
                }
                Kind::Inferred(..) | Kind::Timeline { .. } => self.found("dates", holds, &seen()),
                Kind::Naming { not: false, .. } => {
                    self.found("naming", holds, &seen());
                    if let Kind::Naming { voice: Some(voice), not, of, report, term } = kind
                        && !holds
                    {
                        let voice = if voice == "own" { "attributed" } else { "own" };
                        let (of, report, term) = (of.clone(), report.clone(), term.clone());
                        let other =
                            Kind::Naming { not: *not, of, report, term, voice: Some(voice.to_owned()) };
                        if check(world, &other).is_ok() {
                            self.wrong("naming", format!("as {voice}: {wording}"));
                        }
                    }
                }
                Kind::Naming { not: true, .. } if !holds => self.wrong("naming", seen()),
                Kind::Speaker(name, aliases) => {
                    for alias in aliases {
                        let one = Kind::Speaker(name.clone(), vec![alias.clone()]);
                        match check(world, &one) {
                            Ok(()) => self.right("speakers"),
                            Err(found) => {
                                self.missing("speakers", format!("{name} = {alias}: {wording}\n{found}"))
                            }
                        }
                    }
                }
                Kind::TwoSpeakers(..) if !holds => self.wrong("speakers", seen()),
                Kind::NoConflict(_) if !holds => self.wrong("verdicts", seen()),
                _ => {}
            }
        }
    }
}

/// Pairs of a report and one that it is expected to have copied.
fn copies(case: &Case) -> BTreeSet<(&str, &str)> {
    let lineage = case.expectations.iter().filter_map(|e| match &e.kind {
        Kind::Lineage { report, of, .. } => Some((report, of)),
        _ => None,
    });
    lineage.flat_map(|(report, of)| of.iter().map(move |of| ordered(report, of))).collect()
}

fn ordered<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    if a <= b { (a, b) } else { (b, a) }
}

/// All pairs of items in order.
fn pairs<T: Ord + Copy>(items: impl Iterator<Item = T>) -> impl Iterator<Item = (T, T)> {
    let items: BTreeSet<T> = items.collect();
    let list: Vec<T> = items.into_iter().collect();
    let count = list.len();
    (0..count).flat_map(move |i| {
        let list = list.clone();
        (i + 1..count).map(move |j| (list[i], list[j]))
    })
}
