//! Numbers: the same count of the same thing in several reports.
//!
//! # What is the same count
//!
//! Every pair of counts has a score: what speaks for one count (the number and how rare it is, the unit, what became of
//! those counted, the words near both numbers and their vectors, other numbers that both sentences give) against what
//! speaks for two (another part, another time, other things of that unit in the same report). The weights are fitted to
//! the story cases, once for one number and once for two. Groups are joined as long as they are one on the whole. Some
//! things are never joined, whatever the score: the dead and the injured, a part and its whole, an increment (`four
//! more`) and a sum, two numbers that one source gives at one time. A number without a noun that its report sets against
//! the one before counts the same thing.
//!
//! # What the readings amount to
//!
//! - `agree`: all give the same number, be it with `about` or `at least`.
//! - `differ`: not the same number, and all can be right: a range that holds the other, a rounded figure, `dozens`; or
//!   it is not quite sure that one thing is counted.
//! - `superseded`: not all can be right at once, and each report that has another number than an earlier one is of
//!   a later day or hour (or calls the other the number before), and either what is counted only grows and has grown,
//!   or its words say that the number has changed, or the same source gives it.
//! - `conflict`: anything else, two voices in one report included, and a number that a report calls wrong.

mod alike;
mod ask;
mod group;
mod phrase;
mod verdict;

use super::counted::{Count, OTHER_SIDE, RESULT};
use super::draft::{Draft, Given, Timed};
use super::figure::{Figure, Fit};
use super::lists::{LISTS, Progress};
use super::view::View;
use super::weigh::Pair;
pub(super) use alike::FEATURE_NAMES;
use alike::{Alike, linked};
use ask::{most, question};
use sayso_model::{PointKind, Verdict};
use std::collections::BTreeSet;
use verdict::{order, verdict};

/// How surely two numbers must be one for their difference to be a conflict.
const SURE: f32 = 1.0;
/// The same of sums, shares and other measures, which are many in a report.
const SURE_OF_MEASURE: f32 = 2.0;
/// The same of lengths of time, of which reports are full: `in office for 12 years`, `worked with him for 19 years`.
const SURE_OF_LENGTH: f32 = 3.5;

/// The unit of ages.
const AGE: &str = "year of age";

/// The points about numbers.
pub(crate) fn numbers(views: &[View<'_>], counts: &[Count]) -> Vec<Draft> {
    let order = order(counts);
    let alike = Alike::new(counts);
    let groups = group::groups(counts, &alike.pairs());
    groups.iter().filter_map(|group| draft(views, counts, group, &order, &alike)).collect()
}

/// Every pair of counts that might count one thing, with what is weighed, and the groups made of them.
pub(super) fn weighed(counts: &[Count]) -> (Vec<Pair>, Vec<Vec<usize>>) {
    let pairs = Alike::new(counts).pairs();
    let groups = group::groups(counts, &pairs);
    (pairs, groups)
}

fn draft(
    views: &[View<'_>],
    counts: &[Count],
    group: &[usize],
    order: &BTreeSet<(usize, usize)>,
    alike: &Alike<'_>,
) -> Option<Draft> {
    let first = &counts[*group.first()?];
    let docs: BTreeSet<usize> = group.iter().map(|i| counts[*i].doc).collect();
    let class = most(group.iter().filter_map(|i| counts[*i].class));
    let goes_on = class.is_none() && !first.measure && group.iter().any(|i| counts[*i].ongoing);
    // What one report says has changed is of a kind that changes.
    let changes = class.is_none() && group.iter().any(|i| counts[*i].updated);
    let progress = class
        .map(|c| LISTS.classes[c].progress)
        .or(goes_on.then_some(Progress::Up))
        .or(changes.then_some(Progress::Any));
    let timed: Vec<Timed<Figure>> = group
        .iter()
        .map(|i| &counts[*i])
        .map(|c| Timed {
            doc: c.doc,
            value: c.figure,
            moment: c.moment,
            speaker: c.voice.speaker,
            earlier: c.earlier,
            updated: c.updated || c.ongoing && c.class.is_none() && !c.measure,
        })
        .collect();
    let denied: Vec<usize> = (0..group.len()).filter(|n| counts[group[*n]].denied).collect();
    let verdict = verdict(&timed, &denied, progress, order);
    // Two numbers of which nobody says that they are one are called a conflict only where that is sure.
    let surely = |a: usize, b: usize| {
        let (x, y) = (&counts[a], &counts[b]);
        let apart = x.figure.fit(y.figure) == Fit::Apart;
        apart
            && (linked(x, y)
                || alike.weighed(a, b).is_some_and(|w| {
                    w.score
                        > if x.lasts() {
                            SURE_OF_LENGTH
                        } else if x.measure {
                            SURE_OF_MEASURE
                        } else {
                            SURE
                        }
                }))
    };
    let sure = verdict != Verdict::Conflict
        || class.is_some()
        || first.unit.as_deref() == Some(AGE)
        || !denied.is_empty()
        || group.iter().enumerate().any(|(n, a)| group[n + 1..].iter().any(|b| surely(*a, *b)));
    let verdict = if !sure { Verdict::Differ } else { verdict };
    if docs.len() < 2 && verdict != Verdict::Conflict {
        return None;
    }
    // `one word`, `one life`: a single thing is named, not counted.
    if class.is_none() && group.iter().all(|i| counts[*i].figure.value == Some(1.0)) {
        return None;
    }
    if group.iter().all(|i| counts[*i].kind == Some(OTHER_SIDE)) {
        return None;
    }
    let weight = match (class.map(|c| LISTS.classes[c].name), first.measure) {
        (Some("dead"), _) => 1.0,
        (Some(_), _) => 0.8,
        (None, false) => 0.5,
        (None, true) => 0.45,
    };
    let early = group.iter().map(|i| counts[*i].line).min().unwrap_or(0);
    let weight = weight
        - 0.2 * (early.min(20) as f32 / 20.0)
        - if first.share || first.then.is_some() { 0.2 } else { 0.0 }
        // `thousands`, `millions` in every report tells little.
        - if group.iter().all(|i| counts[*i].figure.value.is_none()) { 0.3 } else { 0.0 };
    Some(Draft {
        kind: PointKind::Number,
        question: question(views, counts, group),
        given: group
            .iter()
            .map(|i| &counts[*i])
            .map(|c| Given::new(c.doc, c.span, printed(c), c.voice))
            .collect(),
        verdict,
        weight,
    })
}

/// The number with its unit of measure.
pub(super) fn printed(count: &Count) -> String {
    let number = count.shown.print();
    match (&count.unit, count.measure) {
        (Some(unit), true) if unit == "%" => format!("{number}%"),
        (Some(unit), true) if unit == RESULT => count.noun.clone().unwrap_or(number),
        (Some(_), true) => format!("{number} {}", count.noun.as_deref().unwrap_or("")).trim_end().to_owned(),
        _ => number,
    }
}
