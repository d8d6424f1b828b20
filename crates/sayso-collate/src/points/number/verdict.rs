//! What the figures of a point amount to: agree, differ, superseded, conflict.

use super::super::counted::Count;
use super::super::draft::Timed;
use super::super::figure::{Figure, Fit};
use super::super::lists::Progress;
use sayso_model::Verdict;
use std::collections::BTreeSet;

/// Which report is before which, as far as their numbers tell: one says that the number was another's before.
pub(super) fn order(counts: &[Count]) -> BTreeSet<(usize, usize)> {
    let mut known = BTreeSet::new();
    for before in counts.iter().filter(|c| c.earlier && c.class.is_some()) {
        for other in counts.iter().filter(|c| !c.earlier && c.class == before.class && c.doc != before.doc) {
            if other.figure.fit(before.figure) == Fit::Same {
                known.insert((other.doc, before.doc));
            }
        }
    }
    known
}

/// What the figures amount to. `denied` are the places of those that their report gives as wrong.
pub(super) fn verdict(
    given: &[Timed<Figure>],
    denied: &[usize],
    progress: Option<Progress>,
    known: &BTreeSet<(usize, usize)>,
) -> Verdict {
    // Where the number is said to rise, or does so from day to day, figures of unknown order are its steps.
    let steps = |up: bool| {
        given.iter().enumerate().any(|(n, a)| {
            given[n + 1..].iter().any(|b| {
                let (early, late) = match (a.moment, b.moment) {
                    (Some(x), Some(y)) if x.before(y) => (a, b),
                    (Some(x), Some(y)) if y.before(x) => (b, a),
                    _ => return false,
                };
                let apart = early.value.fit(late.value) == Fit::Apart && !early.earlier && !late.earlier;
                apart && (late.value.middle() > early.value.middle()) == up
            })
        })
    };
    let rising =
        progress == Some(Progress::Up) && (steps(true) || given.iter().any(|g| g.updated)) && !steps(false);
    let mut verdict = Verdict::Agree;
    for (n, a) in given.iter().enumerate() {
        for (m, b) in given.iter().enumerate().skip(n + 1) {
            let wrong = denied.contains(&n) != denied.contains(&m);
            let mut pair = pair(a, b, progress, known);
            if pair != Verdict::Agree && wrong && a.doc == b.doc {
                pair = Verdict::Conflict;
            } else if pair == Verdict::Conflict
                && (rising && a.doc != b.doc && !wrong || given_up(given, a, b) || given_up(given, b, a))
            {
                pair = Verdict::Superseded;
            }
            let rank = |v: Verdict| match v {
                Verdict::Agree => 0,
                Verdict::Differ => 1,
                Verdict::Superseded => 2,
                Verdict::Conflict => 3,
            };
            if rank(pair) > rank(verdict) {
                verdict = pair;
            }
        }
    }
    verdict
}

/// Whether the report of `now` says itself that the number of `then` was the one before.
fn given_up(given: &[Timed<Figure>], then: &Timed<Figure>, now: &Timed<Figure>) -> bool {
    !now.earlier
        && given.iter().any(|g| g.doc == now.doc && g.earlier && g.value.fit(then.value) == Fit::Same)
}

fn pair(
    a: &Timed<Figure>,
    b: &Timed<Figure>,
    progress: Option<Progress>,
    known: &BTreeSet<(usize, usize)>,
) -> Verdict {
    let fit = a.value.fit(b.value);
    if fit == Fit::Same {
        return Verdict::Agree;
    }
    // What a report itself calls the number before is replaced, whoever printed it.
    match (a.earlier, b.earlier) {
        (true, true) => return Verdict::Differ,
        (true, false) | (false, true) => return Verdict::Superseded,
        (false, false) => {}
    }
    let grows = progress == Some(Progress::Up);
    let same_source = a.speaker.is_some() && a.speaker == b.speaker && a.doc != b.doc;
    let low_first = if a.value.middle() < b.value.middle() { (a, b) } else { (b, a) };
    let order = match (a.moment, b.moment) {
        (Some(x), Some(y)) if x.before(y) => Some((a, b)),
        (Some(x), Some(y)) if y.before(x) => Some((b, a)),
        _ if known.contains(&(a.doc, b.doc)) => Some((a, b)),
        _ if known.contains(&(b.doc, a.doc)) => Some((b, a)),
        // One source does not contradict itself on what only grows.
        _ if same_source && grows => Some(low_first),
        _ => None,
    };
    let replaced = order.is_some_and(|(early, late)| {
        let grown = late.value.middle() > early.value.middle();
        match progress {
            Some(Progress::Up) => grown,
            Some(Progress::Any) => true,
            None => late.updated || same_source,
        }
    });
    match fit {
        // `at least 5` on one day, 9 on the next.
        Fit::Fits if replaced && progress.is_some() && order.is_some_and(|(early, _)| early.value.open()) => {
            Verdict::Superseded
        }
        Fit::Fits if a.value.as_good_as(b.value) => Verdict::Agree,
        Fit::Same | Fit::Fits => Verdict::Differ,
        Fit::Apart if replaced => Verdict::Superseded,
        Fit::Apart => {
            // On one day, a number said to have risen replaces the one it rose from.
            let (low, high) = low_first;
            let risen =
                order.is_none() && progress.is_some() && high.updated && !low.updated && high.doc != low.doc;
            if risen { Verdict::Superseded } else { Verdict::Conflict }
        }
    }
}
