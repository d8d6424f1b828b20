//! The timeline: what happened, what was said and what was published, by day, each with how its day is known.
//!
//! An event is a sentence that gives a day for what it tells, in the outlet's voice or a source's; a sentence whose day
//! lies far from the story's is background and stands apart from it only by its date, so it is kept when two reports
//! that do not copy each other tell it, or when it lies near.

use crate::dates::parse_day;
use crate::dating::Dating;
use crate::points::view::View;
use crate::quotation::join_spans;
use sayso_model::{Basis, Certainty, Manner, TimeAnchor, TimelineItem, TimelineKind};
use std::collections::{BTreeMap, BTreeSet};

/// An event within so many days before the story's publications belongs to it.
const NEAR: i32 = 60;
/// What is to come within so many days after them does.
const AHEAD: i32 = 400;

pub(crate) fn timeline(views: &[View<'_>], dating: &Dating) -> Vec<TimelineItem> {
    let mut items = Vec::new();
    let mut days: Vec<i32> = Vec::new();
    for view in views {
        let report = view.doc.report;
        let published = dating.published(view.at, &report.published);
        if let Some(day) = published.day() {
            days.extend(parse_day(day));
            items.push(TimelineItem {
                date: day.to_owned(),
                basis: match published.basis {
                    Basis::Inferred => Certainty::Inferred,
                    _ => Certainty::Stated,
                },
                kind: TimelineKind::Publication,
                report: report.id.clone(),
                spans: Vec::new(),
                text: report.title.clone().unwrap_or_else(|| crate::record::opening(view.doc.text())),
            });
        }
        statements(view, dating, &mut items);
    }
    events(views, dating, &days, &mut items);
    // By day; what happened before what was said before who printed it.
    let rank = |kind: TimelineKind| match kind {
        TimelineKind::Event => 0,
        TimelineKind::Statement => 1,
        TimelineKind::Publication => 2,
    };
    items.sort_by(|a, b| (&a.date, rank(a.kind)).cmp(&(&b.date, rank(b.kind))));
    items
}

fn statements(view: &View<'_>, dating: &Dating, items: &mut Vec<TimelineItem>) {
    let published = view.doc.report.published.day();
    for statement in view.statements() {
        let inferred = dating.said(view.at, statement.id);
        let Some(said) = inferred.or(statement.said.as_deref()) else { continue };
        if parse_day(said).is_none() {
            continue;
        }
        let times = &view.doc.annotations.times;
        let stated = times.iter().any(|t| t.value == *said && t.anchor == TimeAnchor::None);
        items.push(TimelineItem {
            date: said.to_owned(),
            basis: match (inferred.is_some(), stated, published == said.get(..10)) {
                (true, ..) => Certainty::Inferred,
                (_, true, _) => Certainty::Stated,
                (_, _, true) => Certainty::Published,
                _ => Certainty::Inferred,
            },
            kind: TimelineKind::Statement,
            report: view.doc.report.id.clone(),
            spans: statement.content.clone(),
            text: join_spans(view.doc.text(), &statement.content),
        });
    }
}

/// Sentences that give a day for what they tell.
fn events(views: &[View<'_>], dating: &Dating, published: &[i32], items: &mut Vec<TimelineItem>) {
    let near = |day: i32| published.iter().any(|p| (-AHEAD..=NEAR).contains(&(p - day)));
    let mut found: Vec<(TimelineItem, i32, usize)> = Vec::new();
    let mut told: BTreeMap<i32, BTreeSet<usize>> = BTreeMap::new();
    for view in views {
        for line in view.sentences.iter().filter(|l| !l.headline) {
            let mut seen = BTreeSet::new();
            for time in view.times_in(line.span) {
                // The day on which something is said is the statement's, not that of what is told.
                if is_occasion(view, time.span) {
                    continue;
                }
                // A weekday to come is not the last one of that name.
                let ahead = |i: usize| matches!(view.word(i), "will" | "until" | "next" | "coming");
                let known = dating.weekday(view.at, &time.value);
                if known.is_some() && line.tokens.clone().any(ahead) {
                    continue;
                }
                let (date, basis) = match known {
                    Some(date) => (date, Certainty::Inferred),
                    None => {
                        let basis = match time.anchor {
                            TimeAnchor::None => Certainty::Stated,
                            TimeAnchor::Published => Certainty::Published,
                            TimeAnchor::Previous => Certainty::Inferred,
                        };
                        (time.value.clone(), basis)
                    }
                };
                let Some(day) = parse_day(&date).filter(|_| seen.insert(date.clone())) else { continue };
                told.entry(day).or_default().insert(view.at);
                let item = TimelineItem {
                    date,
                    basis,
                    kind: TimelineKind::Event,
                    report: view.doc.report.id.clone(),
                    spans: vec![line.span],
                    text: view.text(line.span).split_whitespace().collect::<Vec<_>>().join(" "),
                };
                found.push((item, day, view.at));
            }
        }
    }
    let kept =
        found.into_iter().filter(|(_, day, _)| near(*day) || told[day].len() > 1 || published.is_empty());
    items.extend(kept.map(|(item, ..)| item));
}

/// Whether a manner of speaking is an act that reports date for its own sake.
fn is_act(manner: Manner) -> bool {
    matches!(manner, Manner::Refuse | Manner::Agree)
}

/// Whether a word of speech tells of a deed: what is reported or declared is a thing, and no clause.
fn is_deed(view: &View<'_>, cue: sayso_text::Span) -> bool {
    let tokens = view.tokens_in(cue);
    let last = tokens.end.saturating_sub(1);
    match view.word(last) {
        "reported" | "recorded" | "logged" => {
            let passive = |i: usize| matches!(view.word(i), "was" | "were" | "been");
            let before = last.checked_sub(1).is_some_and(passive);
            let it = tokens.start.saturating_sub(3)..last;
            before
                && !it.clone().any(|i| matches!(view.word(i), "it" | "what"))
                && view.word(last + 1) != "that"
        }
        "declared" | "declares" | "declare" => {
            matches!(view.word(last + 1), "a" | "an" | "the" | "its" | "his" | "her" | "war" | "independence")
        }
        "condemned" | "sentenced" | "fined" | "jailed" | "imposed" | "banned" | "awarded" | "recalled"
        | "ruled" | "voted" | "decided" | "ordered" | "decreed" | "convicted" | "acquitted" | "cleared"
        | "approved" | "vetoed" | "suspended" | "postponed" | "summoned" | "appointed" | "nominated"
        | "sued" | "petitioned" | "subpoenaed" => true,
        _ => false,
    }
}

/// Whether a time belongs to an attribution: it stands outside every content, beside a source or cue.
pub(crate) fn is_occasion(view: &View<'_>, time: sayso_text::Span) -> bool {
    let at = view.token_at(time);
    // `Orl, who has governed since 2021`: what lasts is not said at an hour.
    if at > 0 && matches!(view.word(at - 1), "since" | "until" | "till" | "between") {
        return false;
    }
    view.statements().iter().any(|s| {
        // `The first case was reported on June 30`, `declared an emergency at 11.29`: that itself is what happened.
        if s.cue.as_ref().is_some_and(|c| c.spans.iter().any(|c| is_deed(view, *c))) {
            return false;
        }
        // To refuse a permit or to agree to a plan is itself what happened; nor has anybody said by now what he is to say on
        // a day (`will rule on Friday`).
        if s.cue.as_ref().is_some_and(|c| is_act(c.manner) || c.modality.is_some()) {
            return false;
        }
        let parts =
            s.source.iter().flat_map(|x| &x.spans).chain(s.cue.iter().flat_map(|x| &x.spans)).copied();
        let Some(own) = parts.reduce(sayso_text::Span::hull) else { return false };
        let text = view.doc.text();
        let inside = time.start() >= own.start() && time.end() <= own.end();
        let gap = match (inside, time.start() >= own.end()) {
            // `Moreau on Monday said`; `Moreau left on Monday, saying` tells when he left.
            (true, _) => {
                let cue = s.cue.iter().flat_map(|c| &c.spans).find(|c| c.start() >= time.end());
                match cue {
                    Some(cue) => text.get(time.end()..cue.start()).filter(|g| !g.contains(',')),
                    None => text.get(0..0),
                }
            }
            (_, true) => text.get(own.end()..time.start()),
            _ => text.get(time.end()..own.start()),
        };
        // `The authorities say at 3:40` gives no hour of speaking.
        let present =
            |c: &sayso_text::Span| matches!(view.text(*c), "say" | "says") && c.end() <= time.start();
        if view.text(time).starts_with(|c: char| c.is_ascii_digit())
            && s.cue.iter().flat_map(|c| &c.spans).any(present)
        {
            return false;
        }
        // `said on Tuesday`, `On Tuesday, he said`.
        let beside = gap.is_some_and(|g| g.len() <= 12 && !g.contains(['.', '\n', '“', '"', ';']));
        beside && !s.content.iter().any(|c| c.covers(time.start()))
    })
}
