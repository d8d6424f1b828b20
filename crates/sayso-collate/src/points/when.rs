//! When the story's happenings were, or are to be.
//!
//! # What is dated
//!
//! Every time a report gives, with the clause that it stands in: what was, what is planned, deadlines, the years and
//! months of what led there. The day on which something was *said* is the statement's and no point.
//!
//! # What is the same happening
//!
//! Every two times of different reports have a score: what speaks for one happening (the times themselves and how rare
//! they are, what their clauses tell, how they mean, where they stand) against what speaks for two, with weights for times
//! that can be one and for such as cannot ([`alike`]). They are joined, the surest first, as long as any two of a group
//! can be one time or are held against each other for what their clauses tell.
//!
//! # What the readings amount to
//!
//! `agree`: one day, or a time within the other (`Tuesday evening`, `shortly after 9 p.m. on Tuesday`). `differ`: times of
//! day up to half an hour apart, parts of a day that touch. `conflict`: other days, or times further apart.

mod alike;

use super::clause::{around, ask, when_said};
use super::draft::{Draft, Given};
use super::lists::lines;
use super::told::{Told, is_sudden, told};
use super::view::View;
use super::weigh::{Pair, joined};
use crate::dates::day_value;
pub(super) use alike::FEATURE_NAMES;
use rustc_hash::FxHashMap;
use sayso_model::{Event, PointKind, Published, Verdict};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How happenings are asked after.
pub(crate) struct Happening {
    /// The noun.
    pub noun: &'static str,
}

/// Happenings by mode.
pub(crate) static HAPPENINGS: LazyLock<FxHashMap<&'static str, Happening>> = LazyLock::new(|| {
    let rows = lines(include_str!("../../words/points/happenings.tsv"));
    rows.filter_map(|l| {
        let mut fields = l.split('\t');
        let (mode, noun) = (fields.next()?, fields.next()?);
        Some((mode, Happening { noun }))
    })
    .collect()
});

/// Sentences that tell what a report is about.
const OPENING: usize = 4;
/// Minutes that two times of day may be apart and still be one.
const LOOSE: i32 = 10;
/// How sure it is that two times one report sets side by side are of one happening.
const RIVAL: f32 = 0.3;
/// How sure it is that the day alone is that of a happening whose hours are told.
const SURE: f32 = 0.8;
/// Minutes of a day.
const DAY: i32 = 1440;

/// Whether an event is one that was or will be.
pub(super) fn happens(event: &Event) -> bool {
    event.polarity == "positive" && event.modality != "possible"
}

/// The points about times.
pub(crate) fn times(views: &[View<'_>], published: &[Published]) -> Vec<Draft> {
    let all = all_times(views, published);
    let groups = groups(&all, &alike::pairs(views, &all));
    let mut drafts: Vec<Draft> = groups.into_iter().filter_map(|g| draft(views, &all, g)).collect();
    // One thing is asked after once: where most reports tell it.
    drafts.sort_by_key(|d| std::cmp::Reverse(d.docs().len()));
    let mut asked: BTreeSet<String> = BTreeSet::new();
    drafts.retain(|d| asked.insert(d.question.clone()));
    drafts
}

/// The times that all reports give.
fn all_times(views: &[View<'_>], published: &[Published]) -> Vec<Told> {
    let mut all: Vec<Told> = views.iter().flat_map(|view| told(view, published.get(view.at))).collect();
    for i in 0..all.len() {
        (all[i].alone, all[i].one_day, all[i].one_writing) = single(&all[i], &all);
    }
    all
}

/// All times, every pair of them that might date one happening, with what is weighed, and the groups made of them.
pub(super) fn weighed(
    views: &[View<'_>],
    published: &[Published],
) -> (Vec<Told>, Vec<Pair>, Vec<Vec<usize>>) {
    let all = all_times(views, published);
    let pairs = alike::pairs(views, &all);
    let groups = groups(&all, &pairs);
    (all, pairs, groups)
}

/// Times in groups that date one happening.
fn groups(all: &[Told], weighed: &[Pair]) -> Vec<Vec<usize>> {
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for pair in weighed.iter().filter(|p| p.score > 0.0) {
        // What cannot be one time counts for less than what can.
        let sure = 1.0 / (1.0 + (-pair.score).exp());
        pairs.push((if pair.same { 1.0 + sure } else { sure }, pair.at.0, pair.at.1));
    }
    for (i, a) in all.iter().enumerate() {
        let own = all.iter().enumerate().skip(i + 1).take_while(|(_, b)| a.doc == b.doc);
        pairs.extend(own.filter(|(_, b)| rivals(a, b)).map(|(j, _)| (RIVAL, i, j)));
    }
    // Hours are held against hours before they are found to lie within somebody's day.
    let clocks = |pair: &(f32, usize, usize)| all[pair.1].clock && all[pair.2].clock;
    pairs.sort_by(|x, y| {
        clocks(y).cmp(&clocks(x)).then(y.0.total_cmp(&x.0)).then((x.1, x.2).cmp(&(y.1, y.2)))
    });
    joined(all.len(), pairs, |p| (p.1, p.2), |a, b, p| may_join(all, a, b, p.0))
}

/// Whether one report sets two times against each other: two hours less than one apart, side by side in two voices, or a
/// day that it was not and one that it was.
fn rivals(a: &Told, b: &Told) -> bool {
    /// Sentences between two times.
    const BESIDE: usize = 2;
    let gap = gap(a, b);
    let voices = a.voice.statement != b.voice.statement && a.voice.speaker != b.voice.speaker;
    let hours = a.clock && b.clock && gap > LOOSE && gap <= 60 && a.line.abs_diff(b.line) <= BESIDE;
    // `not this week but on 22 June`
    let days =
        a.line == b.line && a.denied != b.denied && gap > 0 && (gap <= 10 * DAY || a.coarse || b.coarse);
    a.doc == b.doc && (!a.ahead && !b.ahead && hours && voices || days)
}

/// Whether two groups may be of one happening: every time of one can be that of the other, unless the two that join
/// them tell nearly the same; and no report gives two times.
fn may_join(all: &[Told], a: &[usize], b: &[usize], score: f32) -> bool {
    // Two reports that give the time by the clock are asked for that alone.
    let clocks =
        |g: &[usize]| g.iter().filter(|i| all[**i].clock).map(|i| all[*i].doc).collect::<BTreeSet<_>>().len();
    let sure = score > 1.0 + SURE;
    if !sure && clocks(a).max(clocks(b)) > 1 && a.iter().chain(b).any(|i| !all[*i].clock && !all[*i].light) {
        return false;
    }
    a.iter().all(|x| {
        b.iter().all(|y| {
            let (x, y) = (&all[*x], &all[*y]);
            let gap = apart(x, y);
            let one = x.from == y.from && x.to == y.to || x.line.abs_diff(y.line) <= 1;
            let slack = if x.clock && y.clock { slack(x, y) } else { 0 };
            if x.doc == y.doc { gap <= 0 && one || rivals(x, y) } else { gap <= slack || score < 1.0 }
        })
    })
}

/// Minutes that two times of day may be apart and still be one.
fn slack(a: &Told, b: &Told) -> i32 {
    if a.vague || b.vague { 2 * LOOSE } else { LOOSE }
}

/// Whether the report of a time gives one hour only for its kind of happening, one day only in its opening, and one day
/// only on which something was written.
fn single(told: &Told, all: &[Told]) -> (bool, bool, bool) {
    let from = all.partition_point(|o| o.doc < told.doc);
    let own = || all[from..].iter().take_while(|o| o.doc == told.doc);
    let hour = own().filter(|o| o.clock && kind(o) == kind(told)).all(|o| o.from == told.from);
    let day = own().filter(|o| o.mode == told.mode).filter(|o| o.line < OPENING).all(|o| o.day == told.day);
    (hour, day, own().filter(|o| o.mode == Some("write")).all(|o| o.day == told.day))
}

/// What all happenings that come of a sudden are to a story: its crash is its accident and its catastrophe.
const SUDDEN: &str = "sudden";

/// The kind of happening that a time dates.
fn kind(told: &Told) -> Option<&'static str> {
    told.mode.map(|mode| match mode {
        _ if told.clock && is_sudden(mode) => SUDDEN,
        "convict" => "sentence",
        "elect" => "vote",
        "rob" => "intrude",
        "rescue" => "free",
        "evacuate" => "clear",
        "meet" => "talks",
        _ => mode,
    })
}

/// Whether a day that is only guessed gives way to one that is printed.
fn guessed(a: &Told, b: &Told) -> bool {
    a.day.abs_diff(b.day) <= 4 && shares(a, b) && !unlike(a, b)
}

/// Whether two times of day, no more than a quarter of an hour apart, date what comes of a sudden.
fn one_sudden(a: &Told, b: &Told) -> bool {
    const QUARTER: i32 = 15;
    let half = if a.twelve || b.twelve { DAY / 2 } else { DAY };
    let minutes = (a.from - b.from).rem_euclid(half);
    minutes.min(half - minutes) <= QUARTER && kind(a) == Some(SUDDEN) && kind(b) == Some(SUDDEN)
}

/// Whether two times date happenings of two kinds.
fn unlike(a: &Told, b: &Told) -> bool {
    kind(a).is_some() && kind(b).is_some() && kind(a) != kind(b)
}

/// Whether two clauses tell of one kind of happening, or share a word or one that stands for it.
fn shares(a: &Told, b: &Told) -> bool {
    kind(a).is_some() && kind(a) == kind(b)
        || a.stems.iter().any(|s| b.stems.binary_search(s).is_ok())
        || a.words.iter().any(|x| !x.name && b.words.iter().any(|y| !y.name && x.alike.meet(y.alike)))
}

/// Minutes between two times; none or fewer where they overlap.
fn gap(a: &Told, b: &Told) -> i32 {
    let shift = match (a.weekday, b.weekday) {
        // A day of the week alone is the other's day where it is the same day of the week.
        (Some(x), Some(y)) if x == y && (a.loose || b.loose) => b.day - a.day,
        _ if (a.any_day || b.any_day) && !a.coarse && !b.coarse => b.day - a.day,
        // Where the hour was changed, the day does not matter.
        _ if a.clock && b.clock && (a.changed || b.changed) && !unlike(a, b) => b.day - a.day,
        // `from nine o'clock until five`: the day is only that of the report. No two things of a story are of one odd
        // minute.
        _ if a.floating && b.floating && (shares(a, b) || odd(a, b)) => b.day - a.day,
        _ if a.clock && b.clock && (a.floating || b.floating) && odd(a, b) => b.day - a.day,
        // Nor of nearly one, some days apart.
        _ if a.clock && b.clock && (a.floating || b.floating) && beside(a, b) => b.day - a.day,
        // Nor is there a second hour of what happens once, though a report tells of it long after.
        _ if a.clock && b.clock && (a.floating || b.floating) && one_sudden(a, b) => b.day - a.day,
        // A day only guessed gives way to one that is printed.
        _ if a.clock && b.clock && a.floating != b.floating && guessed(a, b) => b.day - a.day,
        _ => 0,
    };
    let from = (a.day + shift) * DAY + a.from;
    let to = (a.last + shift) * DAY + a.to;
    let between = |half: i32| from.max(b.day * DAY + b.from + half) - to.min(b.last * DAY + b.to + half);
    // `ten to nine` may be that of the evening.
    let halves = (a.twelve || b.twelve) && a.clock && b.clock;
    [0, DAY / 2, -DAY / 2].iter().take(if halves { 3 } else { 1 }).map(|h| between(*h)).min().unwrap_or(0)
}

/// Minutes between two times that are taken for those of one happening: of hours without a day, only the hours count.
fn apart(a: &Told, b: &Told) -> i32 {
    if !(a.clock && b.clock && a.doc != b.doc && (a.floating || b.floating)) {
        return gap(a, b);
    }
    let round = if a.twelve || b.twelve { DAY / 2 } else { DAY };
    let minutes = (a.from - b.from).rem_euclid(round);
    minutes.min(round - minutes).min(gap(a, b).max(0))
}

/// Whether two times are one minute of the clock, and none that people round to.
fn odd(a: &Told, b: &Told) -> bool {
    let half = if a.twelve || b.twelve { DAY / 2 } else { DAY };
    let round = |t: &Told| t.from % 15 == 0;
    let apart = (a.from - b.from).rem_euclid(half);
    a.clock && b.clock && !round(a) && !round(b) && apart.min(half - apart) <= 1
}

/// Whether two times are nearly one minute of the clock, within a few days.
fn beside(a: &Told, b: &Told) -> bool {
    let half = if a.twelve || b.twelve { DAY / 2 } else { DAY };
    let minutes = (a.from - b.from).rem_euclid(half);
    minutes.min(half - minutes) <= LOOSE && a.day.abs_diff(b.day) <= 4
}

fn draft(views: &[View<'_>], all: &[Told], mut group: Vec<usize>) -> Option<Draft> {
    group.sort_unstable();
    let mut kept: Vec<usize> = Vec::new();
    let size = |i: usize| (all[i].last - all[i].day) * DAY + all[i].to - all[i].from;
    for i in group {
        let same = |k: &usize| all[*k].doc == all[i].doc && all[*k].voice.speaker == all[i].voice.speaker;
        match kept.iter().position(same) {
            // The finer of two times that one voice gives.
            Some(at) if size(i) < size(kept[at]) => kept[at] = i,
            Some(_) => {}
            None => kept.push(i),
        }
    }
    let docs: BTreeSet<usize> = kept.iter().map(|k| all[*k].doc).collect();
    if docs.len() < 2 {
        return None;
    }
    let mut verdict = Verdict::Agree;
    for (n, a) in kept.iter().map(|k| &all[*k]).enumerate() {
        for b in kept[n + 1..].iter().map(|k| &all[*k]) {
            verdict = match apart(a, b) {
                ..=2 => verdict,
                ..=LOOSE if a.vague || b.vague => verdict,
                // A quarter of an hour is no matter of rounding.
                16..=30 if !a.vague && !b.vague && !a.ahead && !b.ahead => Verdict::Conflict,
                3..=30 if verdict == Verdict::Agree => Verdict::Differ,
                3..=30 => verdict,
                _ if a.ahead && b.ahead || a.changed || b.changed => verdict.max(later(views, a, b)),
                _ => Verdict::Conflict,
            };
        }
    }
    let modes = || kept.iter().filter_map(|k| all[*k].mode);
    let mode = modes().find(|m| modes().filter(|o| o == m).count() * 2 >= kept.len());
    let early = kept.iter().map(|k| all[*k].line).min().unwrap_or(0);
    let ahead = kept.iter().all(|k| all[*k].ahead);
    // A clause that makes a question says more than the noun for what happened.
    let told = |occasions: bool| {
        let of_text = move |t: &&Told| t.occasion == occasions && !views[t.doc].sentences[t.line].headline;
        kept.iter().map(|k| &all[*k]).filter(of_text)
    };
    let asked = |t: &Told| ask(&views[t.doc], "When", views[t.doc].tokens_in(t.span), t.voice);
    let said = |t: &Told| when_said(&views[t.doc], views[t.doc].tokens_in(t.span), t.voice);
    let of_deed = told(false).filter_map(asked).min();
    let of_saying = || {
        let occasions = told(true).filter_map(|t| said(t).or_else(|| asked(t)));
        occasions.chain(told(false).filter_map(said)).min().map(|q| q.text)
    };
    let happening = || {
        mode.and_then(|m| HAPPENINGS.get(m)).map(|h| {
            let many = h.noun.ends_with('s');
            let be = match (ahead, many) {
                (true, true) => "are",
                (true, false) => "is",
                (false, true) => "were",
                (false, false) => "was",
            };
            format!("When {be} the {}?", h.noun)
        })
    };
    let words = || {
        let kept = || kept.iter().map(|k| &all[*k]);
        let fullest = kept().min_by_key(|t| (t.occasion, t.words.len() < 3, t.words.len(), t.doc))?;
        Some(quoted(&views[fullest.doc], fullest))
    };
    let question = of_deed.map(|q| q.text).or_else(happening).or_else(of_saying).or_else(words)?;
    Some(Draft {
        kind: PointKind::Time,
        question,
        given: kept
            .iter()
            .map(|k| &all[*k])
            .map(|t| Given::new(t.doc, t.span, settled(t, &kept, all), t.voice))
            .collect(),
        verdict,
        weight: 0.6 - 0.3 * (early.min(10) as f32 / 10.0),
    })
}

/// What two times for what is to come amount to: the later report has the later state.
fn later(views: &[View<'_>], a: &Told, b: &Told) -> Verdict {
    match (views[a.doc].moment, views[b.doc].moment) {
        (Some(x), Some(y)) if x.before(y) || y.before(x) => Verdict::Superseded,
        _ => Verdict::Differ,
    }
}

/// The value of a time, its day and half of the day being those of the others where it does not say.
fn settled(told: &Told, kept: &[usize], all: &[Told]) -> String {
    let others = || kept.iter().map(|k| &all[*k]).filter(|o| o.doc != told.doc);
    let half = others().any(|o| o.clock && !o.twelve && (told.from + DAY / 2 - o.from).abs() <= 60);
    let minutes = if told.twelve && half { told.from + DAY / 2 } else { told.from };
    // The day of an hour without one is that which others give with theirs.
    if told.floating && told.clock {
        let day = others().find(|o| o.clock && !o.floating && !o.loose).map(|o| o.day);
        let day = day.or((!told.loose && !told.any_day).then_some(told.day));
        let hour = format!("T{:02}:{:02}", minutes / 60, minutes % 60);
        return day.map_or_else(|| hour.clone(), |day| format!("{}{hour}", day_value(day)));
    }
    if !told.loose && minutes == told.from {
        return told.value.clone();
    }
    let known = others().find(|o| !o.loose && !o.coarse && (told.any_day || o.weekday == told.weekday));
    let day = day_value(if told.loose { known.map_or(told.day, |o| o.day) } else { told.day });
    let rest = told.value.find('T').and_then(|at| told.value.get(at..)).unwrap_or("");
    if told.clock { format!("{day}T{:02}:{:02}", minutes / 60, minutes % 60) } else { format!("{day}{rest}") }
}

/// The value of a time among all of a story.
pub(super) fn settled_among(told: &Told, all: &[Told]) -> String {
    let near = |i: &usize| !told.clock || all[*i].clock && apart(told, &all[*i]) <= 60;
    settled(told, &(0..all.len()).filter(near).collect::<Vec<_>>(), all)
}

/// The question after a time whose clause makes no question: its words as they are.
fn quoted(view: &View<'_>, told: &Told) -> String {
    format!("When was this: “{}”?", around(view, view.tokens_in(told.span)))
}
