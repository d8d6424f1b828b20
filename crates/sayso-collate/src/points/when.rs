//! When and where the story's happenings were.
//!
//! # What is the same happening
//!
//! Events of one mode (annotation's `crash`, `talks`, …) that are asserted to have been, or are planned, on one day; and
//! times of day within ten minutes of each other, whatever is said of them. Events of one mode on different days are
//! held against each other only where both stand among the first sentences of their reports, so that both are what the
//! report is about.
//!
//! # What the readings amount to
//!
//! `agree`: one day, or a time within the other (`Tuesday evening`, `shortly after 9 p.m. on Tuesday`). `differ`: times of
//! day up to half an hour apart, parts of a day that touch. `conflict`: other days, or times further apart. Places are
//! compared by name: only reports that name the same place are set side by side, for a town and its country are both
//! right.

use super::draft::{Draft, Given};
use super::lists::lines;
use super::view::View;
use crate::dates::parse_day;
use crate::timeline::is_occasion;
use sayso_model::{EntityKind, Event, PointKind, TimeType, Verdict};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// How happenings are asked after.
pub(crate) struct Happening {
    /// The noun.
    pub noun: &'static str,
    /// Whether it is asked how far it has come.
    pub status: bool,
}

/// Happenings by mode.
pub(crate) static HAPPENINGS: LazyLock<HashMap<&'static str, Happening>> = LazyLock::new(|| {
    let rows = lines(include_str!("../../words/points/happenings.tsv"));
    rows.filter_map(|l| {
        let mut fields = l.split('\t');
        let (mode, noun) = (fields.next()?, fields.next()?);
        Some((mode, Happening { noun, status: fields.next() == Some("status") }))
    })
    .collect()
});

/// Sentences that tell what a report is about.
const OPENING: usize = 4;

/// A time that a report gives.
#[derive(Clone, Debug)]
struct Told {
    doc: usize,
    line: usize,
    span: Span,
    value: String,
    day: i32,
    /// Minutes of the day it lies between.
    from: i32,
    to: i32,
    clock: bool,
    mode: Option<String>,
}

/// The points about times.
pub(crate) fn times(views: &[View<'_>]) -> Vec<Draft> {
    let told: Vec<Told> = views.iter().flat_map(told).collect();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    // Times of day.
    for (i, a) in told.iter().enumerate().filter(|(_, t)| t.clock) {
        if taken.contains(&i) {
            continue;
        }
        let group: Vec<usize> = (i..told.len())
            .filter(|j| {
                let b = &told[*j];
                b.clock && !taken.contains(j) && b.day == a.day && (b.from - a.from).abs() <= 10
            })
            .collect();
        if spread(&told, &group) {
            taken.extend(&group);
            groups.push(group);
        }
    }
    // Happenings.
    let mut modes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, t) in told.iter().enumerate().filter(|(i, _)| !taken.contains(i)) {
        if let Some(mode) = &t.mode {
            modes.entry(mode).or_default().push(i);
        }
    }
    for members in modes.values() {
        let mut days: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        for &i in members {
            days.entry(told[i].day).or_default().push(i);
        }
        let about = |i: &usize| told[*i].line < OPENING;
        let first: Vec<usize> = members.iter().copied().filter(about).collect();
        let near = first.iter().all(|i| (told[*i].day - told[first[0]].day).abs() <= 2);
        let several = first.iter().any(|i| told[*i].day != told[first[0]].day);
        // Each report's own opening gives one day only.
        let one_each = first
            .iter()
            .all(|i| first.iter().all(|j| told[*i].doc != told[*j].doc || told[*i].day == told[*j].day));
        if several && near && one_each && spread(&told, &first) {
            groups.push(first);
        } else {
            groups.extend(days.into_values().filter(|g| spread(&told, g)));
        }
    }
    groups.into_iter().filter_map(|g| draft(views, &told, g)).collect()
}

fn spread(told: &[Told], group: &[usize]) -> bool {
    group.iter().any(|i| told[*i].doc != told[group[0]].doc)
}

/// The times of a report: of its happenings, and times of day.
fn told(view: &View<'_>) -> Vec<Told> {
    let mut found: Vec<Told> = Vec::new();
    for event in view.doc.annotations.events.iter().filter(|e| happens(e)) {
        let (Some(value), Some(line)) = (&event.time, view.line_at(event.span.start())) else { continue };
        let mut times = view.times_in(view.sentences[line].span);
        if let Some(time) = times.find(|t| t.value == *value)
            && let Some(told) = one(view, line, time.span, value, event.mode.clone())
        {
            found.push(told);
        }
    }
    for (line, sentence) in view.sentences.iter().enumerate() {
        for time in view.times_in(sentence.span).filter(|t| t.kind == TimeType::Time) {
            if !found.iter().any(|f| f.span == time.span)
                && let Some(told) = one(view, line, time.span, &time.value, None).filter(|t| t.clock)
            {
                found.push(told);
            }
        }
    }
    found.sort_by_key(|t| t.span);
    found
}

/// Whether an event is one that was or will be.
fn happens(event: &Event) -> bool {
    event.polarity == "positive" && event.modality != "possible"
}

fn one(view: &View<'_>, line: usize, span: Span, value: &str, mode: Option<String>) -> Option<Told> {
    // The day on which something was said is not that of what is told: `the navy said on Tuesday`.
    if is_occasion(view, span) {
        return None;
    }
    let day = parse_day(value)?;
    let rest = value.get(10..).unwrap_or("");
    let (from, to, clock) = match rest {
        "" => (0, 1440, false),
        "TMO" => (240, 720, false),
        "TMI" => (660, 780, false),
        "TAF" => (720, 1080, false),
        "TEV" => (1020, 1380, false),
        "TNI" => (1080, 1800, false),
        _ => {
            let hour: i32 = rest.get(1..3)?.parse().ok()?;
            let minute: i32 = rest.get(4..6).and_then(|m| m.parse().ok()).unwrap_or(0);
            let at = hour * 60 + minute;
            (at, at, true)
        }
    };
    Some(Told { doc: view.at, line, span, value: value.to_owned(), day, from, to, clock, mode })
}

fn draft(views: &[View<'_>], told: &[Told], group: Vec<usize>) -> Option<Draft> {
    let mut kept: Vec<usize> = Vec::new();
    for i in group {
        let (doc, voice) = (told[i].doc, views[told[i].doc].voice(told[i].span));
        let same =
            |k: &usize| told[*k].doc == doc && views[doc].voice(told[*k].span).speaker == voice.speaker;
        match kept.iter().position(same) {
            // The finer of two times that one voice gives.
            Some(at) if told[i].to - told[i].from < told[kept[at]].to - told[kept[at]].from => kept[at] = i,
            Some(_) => {}
            None => kept.push(i),
        }
    }
    let mut verdict = Verdict::Agree;
    for (n, a) in kept.iter().map(|k| &told[*k]).enumerate() {
        for b in kept[n + 1..].iter().map(|k| &told[*k]) {
            let (x, y) = (a.day * 1440, b.day * 1440);
            let gap = (x + a.from).max(y + b.from) - (x + a.to).min(y + b.to);
            verdict = match gap {
                ..=2 => verdict,
                3..=30 if verdict == Verdict::Agree => Verdict::Differ,
                3..=30 => verdict,
                _ => Verdict::Conflict,
            };
        }
    }
    let first = &told[*kept.first()?];
    let mode = kept.iter().find_map(|k| told[*k].mode.as_deref());
    let early = kept.iter().map(|k| told[*k].line).min().unwrap_or(0);
    let question = match mode.and_then(|m| HAPPENINGS.get(m)) {
        Some(happening) => format!("When was the {}?", happening.noun),
        None => format!("When: {}?", clause_before(&views[first.doc], first)),
    };
    Some(Draft {
        kind: PointKind::Time,
        question,
        given: kept
            .iter()
            .map(|k| &told[*k])
            .map(|t| Given::new(t.doc, t.span, t.value.clone(), views[t.doc].voice(t.span)))
            .collect(),
        verdict,
        weight: 0.6 - 0.3 * (early.min(10) as f32 / 10.0),
    })
}

/// The words before a time, for its question.
fn clause_before(view: &View<'_>, told: &Told) -> String {
    let tokens = view.tokens_in(told.span);
    let line = &view.sentences[told.line];
    let mut from = line.tokens.start.max(tokens.start.saturating_sub(9));
    if let Some(stop) = (from..tokens.start).rev().find(|i| matches!(view.word(*i), "," | ";" | ":")) {
        from = stop + 1;
    }
    let end = (from..tokens.start).rev().find(|i| {
        !matches!(view.word(*i), "at" | "about" | "around" | "on" | "shortly" | "after" | "before")
    });
    let span = end.and_then(|end| view.hull(from..end + 1));
    span.map(|s| view.text(s).split_whitespace().collect::<Vec<_>>().join(" "))
        .unwrap_or_else(|| "the time".into())
}

/// The points about places: where the happenings were.
pub(crate) fn places(views: &[View<'_>]) -> Vec<Draft> {
    /// Report, where, and the place's name.
    type Named = (usize, Span, String);
    let mut groups: BTreeMap<(String, String), Vec<Named>> = BTreeMap::new();
    for view in views {
        for event in view.doc.annotations.events.iter().filter(|e| happens(e)) {
            let (Some(place), Some(mode), Some(line)) =
                (event.place, &event.mode, view.line_at(event.span.start()))
            else {
                continue;
            };
            let mut entities = view.doc.annotations.entities.iter();
            let Some(entity) = entities.find(|e| e.id == place && e.kind == EntityKind::Place) else {
                continue;
            };
            let sentence = view.sentences[line].span;
            let Some(mention) = entity.mentions.iter().find(|m| sentence.contains(m.span)) else { continue };
            let key = (mode.clone(), entity.name.to_lowercase());
            let list = groups.entry(key).or_default();
            if !list.iter().any(|(doc, ..)| *doc == view.at) {
                list.push((view.at, mention.span, entity.name.clone()));
            }
        }
    }
    let groups = groups.into_iter().filter(|(_, list)| list.len() > 1);
    groups
        .filter_map(|((mode, _), list)| {
            let noun = HAPPENINGS.get(mode.as_str())?.noun;
            Some(Draft {
                kind: PointKind::Place,
                question: format!("Where was the {noun}?"),
                given: list
                    .into_iter()
                    .map(|(doc, span, name)| Given::new(doc, span, name, views[doc].voice(span)))
                    .collect(),
                verdict: Verdict::Agree,
                weight: 0.2,
            })
        })
        .collect()
}
