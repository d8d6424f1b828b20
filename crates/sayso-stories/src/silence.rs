//! What the record says of silence: who lacks what others have, and what one alone has.

use crate::check::content_of;
use crate::excerpt::Excerpt;
use crate::point;
use crate::world::World;
use sayso_model::{Lacked, LackedKind, Record, Silence};
use std::fmt::Write;

/// Whether the record says that `report` alone has these words, or that it lacks what has these words elsewhere.
pub(crate) fn says(world: &World, report: &str, words: &Excerpt, alone: bool) -> bool {
    of(world, report).any(|(record, silence)| {
        if alone {
            has_alone(world, silence, words)
        } else {
            silence.lacks.iter().any(|l| is(world, record, l, words))
        }
    })
}

fn of<'a>(world: &'a World, report: &'a str) -> impl Iterator<Item = (&'a Record, &'a Silence)> {
    let all = world.records.values().flat_map(|r| r.silence.iter().map(move |s| (r, s)));
    all.filter(move |(_, s)| s.report == report)
}

fn has_alone(world: &World, silence: &Silence, words: &Excerpt) -> bool {
    let Ok((report, _)) = world.report(&silence.report) else { return false };
    let places = words.find_in(report.text.as_str());
    let mut spans = silence.alone.iter().flat_map(|a| &a.spans);
    spans.any(|s| places.iter().any(|p| s.start() < p.end && p.start < s.end()))
}

/// Whether what is lacked has these words.
fn is(world: &World, record: &Record, lacked: &Lacked, words: &Excerpt) -> bool {
    match lacked.kind {
        LackedKind::Point => {
            let found = record.points.iter().find(|p| p.id == lacked.id);
            found.is_some_and(|p| point::touches(world, p, None, words))
        }
        LackedKind::Utterance => {
            let found = record.utterances.iter().find(|u| u.id == lacked.id);
            found.is_some_and(|u| {
                words.matches(&u.fullest) || u.variants.iter().any(|v| words.matches(&v.text))
            })
        }
        LackedKind::Statement => {
            let found = record.statements.iter().find(|s| s.id == lacked.id);
            found.is_some_and(|s| words.matches(&content_of(world, s)))
        }
    }
}

/// What the record says of a report's silence, for a person to read.
pub(crate) fn shown(world: &World, report: &str) -> String {
    let mut lines = String::new();
    for (record, silence) in of(world, report) {
        for lacked in &silence.lacks {
            let words = match lacked.kind {
                LackedKind::Point => {
                    record.points.iter().find(|p| p.id == lacked.id).map(|p| p.question.clone())
                }
                LackedKind::Utterance => {
                    record.utterances.iter().find(|u| u.id == lacked.id).map(|u| u.fullest.clone())
                }
                LackedKind::Statement => {
                    let found = record.statements.iter().find(|s| s.id == lacked.id);
                    found.map(|s| content_of(world, s))
                }
            };
            let words = words.unwrap_or_default();
            let _ = writeln!(lines, "lacks {} {}: {words}", lacked.kind, lacked.id);
        }
        for alone in &silence.alone {
            let _ = writeln!(lines, "alone: {}", alone.text);
        }
    }
    if lines.is_empty() { "nothing of this report".to_owned() } else { lines }
}
