//! Points: the questions on which the reports of a story can be compared, and what each report gives on them.

mod access;
mod acts;
mod agent;
mod carry;
mod cause;
mod claims;
mod clause;
mod contest;
mod counted;
mod deed;
mod denial;
mod doer;
mod draft;
mod exchange;
mod figure;
mod lists;
mod matter;
mod negation;
mod number;
pub(crate) mod pairs;
mod place;
mod question;
mod reception;
mod rivals;
mod shared;
mod silence;
mod status;
mod told;
pub(crate) mod view;
mod weigh;
mod when;

use crate::Doc;
use crate::dates::parse_day;
use crate::speakers::Speakers;
use claims::{Claim, claims};
use counted::{Count, Period, counts};
use draft::Draft;
use sayso_model::{Answer, Point, PointKind, Published, Reading, Silence, Utterance, Verdict};
use silence::{Carried, silence};
use std::collections::BTreeSet;
use view::{Moment, View};

/// Days before the first report that still belong to the story.
const LEAD_TIME: i32 = 45;
/// Points kept of one story.
const MOST: usize = 40;

/// What the reports of a story amount to side by side.
pub(crate) struct Compared {
    /// The points, the most telling first.
    pub points: Vec<Point>,
    /// For each report, what it lacks and what it alone has.
    pub silence: Vec<Silence>,
}

/// Compares the reports of a story.
///
/// `views` are its reports in the order of the record, `speakers` theirs, `voices` the reports grouped by who says
/// something of their own ([`sayso_model::voices`]), `utterances` those of the record, `published` when each was published,
/// worked out where it does not say, `answers` what each statement answers, report by report. A point has readings of two or
/// more voices, or is a conflict of two voices within one report.
///
/// What the verdicts mean for each kind of point is written in the modules of that kind.
pub(crate) fn compare(
    views: &[View<'_>],
    speakers: &Speakers,
    voices: &[Vec<usize>],
    utterances: &[Utterance],
    published: &[Published],
    answers: &[Vec<Answer>],
) -> Compared {
    let named: Vec<(u32, String)> = speakers.list.iter().map(|s| (s.id, s.name.to_lowercase())).collect();
    let mut drafts = number::numbers(views, &all_counts(views, &named, published));
    let said: Vec<Claim> = views.iter().flat_map(claims).collect();
    let spoken = shared::spoken(views, &said, utterances);
    let exchanges = exchange::exchanges(views, answers);
    let floor =
        contest::Floor { views, claims: &said, spoken: &spoken, named: &named, exchanges: &exchanges };
    let mut disputed = denial::denials(&floor);
    disputed.extend(agent::agents(views));
    let disputed = cause::absorbed(cause::causes(&floor), rivals::rivals(&floor, disputed));
    let mut disputed = deed::joined(deed::deeds(&floor), disputed);
    // What one report alone says cannot be compared, unless it sets two figures, names, or a claim and its denial side by
    // side; nor does it stand in the way of what can.
    let voice_of = voice_of(voices, views.len());
    let compares = |d: &Draft| {
        let told: BTreeSet<usize> = d.docs().into_iter().map(|d| voice_of[d]).collect();
        told.len() > 1 || d.verdict == Verdict::Conflict && d.kind != PointKind::Other
    };
    disputed.retain(compares);
    let shared = shared::shared(views, &said, &spoken, &disputed);
    drafts.extend(shared.iter().cloned());
    drafts.extend(disputed);
    drafts.extend(when::times(views, published));
    drafts.extend(place::places(views));
    drafts.extend(reception::receptions(views));
    drafts.extend(access::accesses(views));
    drafts.retain(compares);
    drafts.extend(status::statuses(views, &drafts).into_iter().filter(compares));
    for draft in drafts.iter_mut().filter(|d| d.verdict == Verdict::Agree && both_ways(d)) {
        draft.verdict = Verdict::Differ;
    }
    rank(&mut drafts, voices, views.len());
    drafts.truncate(MOST);
    let points: Vec<Point> =
        drafts.into_iter().enumerate().map(|(i, draft)| point(views, i, draft)).collect();
    let carried = Carried { points: &points, utterances, statements: &shared, voice_of: &voice_of };
    let silence = silence(views, &carried);
    Compared { points, silence }
}

/// Whether a question is answered by yes and by no, be it by one voice, cut otherwise by another outlet.
fn both_ways(draft: &Draft) -> bool {
    let given = |answer: &str| draft.given.iter().any(|g| g.value == answer);
    given("yes") && given("no")
}

/// The counts of all reports of a story.
fn all_counts(views: &[View<'_>], named: &[(u32, String)], published: &[Published]) -> Vec<Count> {
    let docs: Vec<Doc<'_>> = views.iter().map(|v| v.doc).collect();
    let first = views.iter().filter_map(|v| v.moment).map(|m| m.day).min();
    let period = Period { from: first.map(|day| story_begins(&docs, day) - LEAD_TIME) };
    let mut all: Vec<Count> = views.iter().flat_map(|view| counts(view, named, period)).collect();
    for count in all.iter_mut().filter(|c| c.moment.is_none()) {
        count.moment = published.get(count.doc).and_then(|p| Moment::parse(p.value.as_deref()?));
    }
    all
}

/// The day the story's happening can be of: that of the first report, or, where its reports look back, the day most of
/// them name.
fn story_begins(docs: &[Doc<'_>], first: i32) -> i32 {
    let mut named: Vec<i32> = Vec::new();
    for doc in docs {
        let published = doc.report.published.day().and_then(parse_day);
        let far = doc
            .annotations
            .times
            .iter()
            .filter(|t| t.value.len() >= 10)
            .filter_map(|t| parse_day(&t.value))
            .filter(|day| published.is_none_or(|p| *day <= p))
            .min();
        named.extend(far);
    }
    named.sort_unstable();
    // Most reports name a day long before they were printed: the story itself is old.
    match named.get(named.len() / 2) {
        Some(day) if named.len() * 2 > docs.len() => (*day).min(first),
        _ => first,
    }
}

/// Orders points: conflicts first, then what differs, was superseded, agrees; within these by the number of voices and
/// by what is asked.
fn rank(drafts: &mut [Draft], voices: &[Vec<usize>], docs: usize) {
    let voice_of = voice_of(voices, docs);
    let score = |draft: &Draft| {
        let own: BTreeSet<usize> = draft.docs().into_iter().map(|d| voice_of[d]).collect();
        let verdict = match draft.verdict {
            Verdict::Conflict => 1.0,
            Verdict::Superseded => 0.8,
            Verdict::Differ => 0.6,
            Verdict::Agree => 0.2,
        };
        verdict + draft.weight + 0.5 * (own.len() as f32 / voices.len().max(1) as f32)
    };
    drafts.sort_by(|a, b| {
        let place = |d: &Draft| d.given.first().map(|g| (g.doc, g.spans.first().copied()));
        score(b).total_cmp(&score(a)).then_with(|| place(a).cmp(&place(b)))
    });
}

/// The voice of each report.
fn voice_of(voices: &[Vec<usize>], docs: usize) -> Vec<usize> {
    let mut voice_of = vec![0; docs];
    for (v, members) in voices.iter().enumerate() {
        members.iter().filter(|m| **m < docs).for_each(|m| voice_of[*m] = v);
    }
    voice_of
}

fn point(views: &[View<'_>], at: usize, draft: Draft) -> Point {
    let id = |doc: usize| views[doc].doc.report.id.clone();
    let with = draft.docs();
    let silent = (0..views.len()).filter(|d| with.binary_search(d).is_err()).map(id).collect();
    let mut given = draft.given;
    given.sort_by_key(|g| (g.doc, g.spans.first().copied()));
    Point {
        id: at as u32 + 1,
        question: draft.question,
        kind: draft.kind,
        readings: given
            .into_iter()
            .map(|g| Reading {
                report: id(g.doc),
                text: crate::quotation::join_spans(views[g.doc].doc.text(), &g.spans),
                spans: g.spans,
                value: Some(g.value),
                voice: if g.attributed { "attributed".into() } else { "own".into() },
                speaker: g.speaker,
            })
            .collect(),
        verdict: draft.verdict,
        silent,
    }
}
