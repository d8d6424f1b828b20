//! How far things have come: planned, done, not done.
//!
//! Events of one mode whose actors or targets have a name in common, or that each report tells of once, are one matter.
//! A reading's value is `done`, `planned`, `possible` or `not`. `agree`: the same everywhere. `superseded`: planned or
//! possible in an earlier report, done in a later one. `conflict`: done and not done, and leaving set against being
//! dismissed. `differ`: anything else.

use super::draft::{Draft, Given};
use super::view::View;
use super::when::HAPPENINGS;
use sayso_model::{Event, PointKind, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// The points about how far things have come.
pub(crate) fn statuses(views: &[View<'_>]) -> Vec<Draft> {
    let mut modes: BTreeMap<&str, Vec<(usize, &Event)>> = BTreeMap::new();
    for view in views {
        for event in &view.doc.annotations.events {
            let Some(mode) = event.mode.as_deref() else { continue };
            if HAPPENINGS.get(mode).is_some_and(|h| h.status) && view.line_at(event.span.start()).is_some() {
                modes.entry(mode).or_default().push((view.at, event));
            }
        }
    }
    modes.into_iter().filter_map(|(mode, events)| draft(views, mode, &events)).collect()
}

fn value(event: &Event) -> &'static str {
    match (event.polarity.as_str(), event.modality.as_str()) {
        ("negative", _) => "not",
        (_, "planned") => "planned",
        (_, "possible") => "possible",
        _ => "done",
    }
}

/// The last names of those who take part.
fn parties(view: &View<'_>, event: &Event) -> BTreeSet<String> {
    let ids = event.actors.iter().chain(&event.targets);
    ids.filter_map(|id| view.doc.annotations.entities.iter().find(|e| e.id == *id))
        .filter_map(|e| e.name.split_whitespace().next_back().map(str::to_lowercase))
        .collect()
}

fn draft(views: &[View<'_>], mode: &str, events: &[(usize, &Event)]) -> Option<Draft> {
    // The first event of each report that shares somebody with one of another report.
    let with: Vec<BTreeSet<String>> = events.iter().map(|(doc, e)| parties(&views[*doc], e)).collect();
    let mut kept: Vec<(usize, &Event)> = Vec::new();
    for (i, (doc, event)) in events.iter().enumerate() {
        let shares =
            events.iter().enumerate().any(|(j, (other, _))| other != doc && !with[i].is_disjoint(&with[j]));
        let alone = with[i].is_empty() && events.iter().filter(|(d, _)| d == doc).count() == 1;
        let by = |e: &Event| views[*doc].voice(e.span).speaker;
        let known = kept.iter().any(|(d, k)| d == doc && (by(k) == by(event) || value(k) == value(event)));
        if (shares || alone && mode == "appeal") && !known {
            kept.push((*doc, event));
        }
    }
    let docs: BTreeSet<usize> = kept.iter().map(|k| k.0).collect();
    if docs.len() < 2 {
        return None;
    }
    let mut verdict = Verdict::Agree;
    for (n, (d, a)) in kept.iter().enumerate() {
        for (e, b) in &kept[n + 1..] {
            let pair = match (value(a), value(b)) {
                (x, y) if x == y => Verdict::Agree,
                ("not", "done") | ("done", "not") => Verdict::Conflict,
                (_, "done") if before(views, *d, *e) => Verdict::Superseded,
                ("done", _) if before(views, *e, *d) => Verdict::Superseded,
                _ => Verdict::Differ,
            };
            if pair > verdict {
                verdict = pair;
            }
        }
    }
    let verdict =
        if kept.iter().any(|(_, e)| value(e) == "not") && kept.iter().any(|(_, e)| value(e) == "done") {
            Verdict::Conflict
        } else {
            verdict
        };
    // That a recall was a recall is no question.
    const PLAIN: [&str; 11] = [
        "recall", "launch", "close", "open", "acquire", "deploy", "agree", "sign", "arrest", "sentence",
        "charge",
    ];
    if verdict == Verdict::Agree && PLAIN.contains(&mode) {
        return None;
    }
    let early = kept.iter().filter_map(|(d, e)| views[*d].line_at(e.span.start())).min().unwrap_or(0);
    Some(Draft {
        kind: PointKind::Status,
        question: format!("How far has the {} come?", HAPPENINGS.get(mode)?.noun),
        given: kept
            .iter()
            .map(|(doc, e)| {
                let view = &views[*doc];
                Given::new(*doc, e.span, value(e).into(), view.voice(e.span))
            })
            .collect(),
        verdict,
        weight: 0.4 - 0.3 * (early.min(10) as f32 / 10.0),
    })
}

fn before(views: &[View<'_>], a: usize, b: usize) -> bool {
    matches!((views[a].moment, views[b].moment), (Some(x), Some(y)) if x.before(y))
}
