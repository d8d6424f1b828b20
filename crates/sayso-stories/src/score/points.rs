//! Counts of points: readings, voices, verdicts and silent reports.

use super::{Scoring, copies, ordered};
use crate::check;
use crate::kind::Kind;
use crate::point::{self, PointExpected, VoiceExpected};
use crate::world::World;
use sayso_model::{Point, Record, Verdict};
use std::collections::BTreeSet;

impl Scoring<'_> {
    /// Readings, their voices, verdicts and silent reports.
    pub(super) fn points(&mut self) {
        let world = self.world;
        let all: Vec<(&Record, &Point)> =
            world.records.values().flat_map(|r| r.points.iter().map(move |p| (r, p))).collect();
        let due: Vec<(&PointExpected, &str)> = self
            .due()
            .filter_map(|(kind, wording)| match kind {
                Kind::Point(expected) => Some((expected, wording)),
                _ => None,
            })
            .collect();
        let allowed: Vec<&PointExpected> = self
            .allowed()
            .filter_map(|kind| match kind {
                Kind::Point(expected) => Some(expected),
                _ => None,
            })
            .collect();
        let matched = best_pairs(world, &due, &all);
        let only = self.scores.points_of;
        for (e, (expected, wording)) in due.iter().enumerate() {
            if only.is_some_and(|kind| !(expected.kinds.is_empty() || expected.kinds.contains(&kind))) {
                continue;
            }
            let place = matched.iter().position(|m| *m == Some(e));
            let found = place.map(|p| all[p]);
            self.readings(expected, found, &allowed, wording);
            self.verdict(expected, found, wording);
            if let Some(silent) = &expected.silent {
                let found_silent = found.map(|(_, p)| p.silent.clone()).unwrap_or_default();
                for id in silent {
                    self.found("silence", found_silent.contains(id), &format!("{id} silent: {wording}"));
                }
                for id in found_silent.iter().filter(|id| !silent.contains(*id)) {
                    self.wrong("silence", format!("{id} is not silent: {wording}"));
                }
            }
        }
        if !self.complete("points") {
            return;
        }
        for ((record, found), _) in all.iter().zip(&matched).filter(|(_, m)| m.is_none()) {
            if allowed.iter().any(|a| a.concerns(world, found) && allows(world, a, found))
                || self.one_voice(found)
                || only.is_some_and(|kind| found.kind != kind)
            {
                continue;
            }
            for reading in &found.readings {
                self.wrong("points", format!("{}: {}", reading.report, point::shown(record, found)));
            }
            if found.verdict == Verdict::Conflict {
                self.wrong("verdicts", format!("no conflict: {}", point::shown(record, found)));
            }
        }
    }

    /// Whether all readings stand in one report and copies of it.
    fn one_voice(&self, point: &Point) -> bool {
        let copies = copies(self.case);
        let ids: BTreeSet<&str> = point.readings.iter().map(|r| r.report.as_str()).collect();
        let mut joined: BTreeSet<&str> = ids.iter().copied().take(1).collect();
        while let Some(next) = ids
            .iter()
            .find(|i| !joined.contains(*i) && joined.iter().any(|j| copies.contains(&ordered(i, j))))
        {
            joined.insert(next);
        }
        joined.len() == ids.len()
    }

    fn readings(
        &mut self,
        expected: &PointExpected,
        found: Option<(&Record, &Point)>,
        allowed: &[&PointExpected],
        wording: &str,
    ) {
        let world = self.world;
        for reading in &expected.readings {
            let fitting: Vec<_> = found
                .iter()
                .flat_map(|(record, p)| p.readings.iter().map(move |r| (*record, r)))
                .filter(|(_, r)| reading.fits(world, r))
                .collect();
            self.found("points", !fitting.is_empty(), &format!("{}: {wording}", reading.report));
            if fitting.is_empty() || reading.voice == VoiceExpected::Any {
                continue;
            }
            if fitting.iter().any(|(record, r)| reading.voiced(record, r)) {
                self.right("voices");
            } else {
                self.missing("voices", format!("{}: {wording}", reading.report));
                let (record, r) = fitting[0];
                let speaker = check::speaker_name(record, r.speaker);
                self.wrong("voices", format!("{}: {} {speaker}: {wording}", r.report, r.voice));
            }
        }
        let Some((record, p)) = found else { return };
        if expected.readings.is_empty() {
            return;
        }
        for reading in &p.readings {
            let may = |a: &&PointExpected| a.expected_of(world, reading).is_some();
            if expected.expected_of(world, reading).is_none() && !allowed.iter().any(may) {
                let shown = point::shown(record, p);
                self.wrong("points", format!("{} {:?} in {shown}\n{wording}", reading.report, reading.text));
            }
        }
    }

    fn verdict(&mut self, expected: &PointExpected, found: Option<(&Record, &Point)>, wording: &str) {
        if expected.verdicts.is_empty() {
            return;
        }
        match found {
            Some((_, p)) if expected.verdicts.contains(&p.verdict) => self.right("verdicts"),
            Some((record, p)) => {
                self.missing("verdicts", wording);
                self.wrong("verdicts", point::shown(record, p));
            }
            None => self.missing("verdicts", wording),
        }
    }
}

/// Whether a point that may be found allows all readings of a found one.
fn allows(world: &World, allowed: &PointExpected, found: &Point) -> bool {
    let mut readings = found.readings.iter();
    allowed.readings.is_empty() || readings.any(|r| allowed.expected_of(world, r).is_some())
}

/// For each found point the expected one that it is, the best fitting first.
fn best_pairs(
    world: &World,
    due: &[(&PointExpected, &str)],
    all: &[(&Record, &Point)],
) -> Vec<Option<usize>> {
    let mut candidates: Vec<(usize, usize, usize, usize)> = Vec::new();
    for (e, (expected, _)) in due.iter().enumerate() {
        for (p, (_, found)) in all.iter().enumerate() {
            if !expected.concerns(world, found) {
                continue;
            }
            let fitting =
                expected.readings.iter().filter(|x| found.readings.iter().any(|r| x.fits(world, r)));
            let fitting = fitting.count();
            let strange = found.readings.iter().filter(|r| expected.expected_of(world, r).is_none()).count();
            if fitting > 0 {
                candidates.push((fitting, strange, e, p));
            }
        }
    }
    candidates.sort_by_key(|c| (std::cmp::Reverse(c.0), c.1, c.2, c.3));
    let mut matched = vec![None; all.len()];
    for (_, _, e, p) in candidates {
        if matched[p].is_none() && !matched.contains(&Some(e)) {
            matched[p] = Some(e);
        }
    }
    matched
}
