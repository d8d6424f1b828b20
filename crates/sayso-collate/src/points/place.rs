//! Where the story's happenings were.
//!
//! # What is a place
//!
//! Words that a preposition leads to (`near the village of Stell`, `on the car deck of the ferry`, `bound for Sarrow`), be
//! they a name, a noun of places ([`part`]) or both, one within another; streets, waters and the like also where they are
//! only named (`the Cable Street fire`). Where a report was filed from, it does not tell of itself.
//!
//! # What is the same happening
//!
//! Every two places of different reports have a score ([`alike`]), with weights for such as are one (they bear one name, or
//! are called by one noun and set apart alike) and for such as are two, of which much more must speak for it. They are
//! joined, the surest first; two places only where no report has both, for then each is that of something else.
//!
//! # What the readings amount to
//!
//! `agree`: one place, or such as can lie within another. `differ`: two names. `conflict`: two of one size: two floors, two
//! rooms, either side of a town.

mod alike;
mod part;
mod spot;

use super::clause::{around, ask};
use super::draft::{Draft, Given, overall};
use super::pairs::ValueShown;
use super::view::View;
use super::weigh::{Pair, joined};
use super::when::HAPPENINGS;
pub(super) use alike::FEATURE_NAMES;
use alike::kin;
pub(super) use part::{COMMON, Kin, Level, Part, noun};
use rustc_hash::FxHashSet;
use sayso_model::{EntityKind, Form, PointKind, Verdict};
use sayso_text::Span;
use spot::{Role, Spot, spots, used};
use std::collections::{BTreeMap, BTreeSet};

/// Points about places of one story.
const MOST: usize = 6;

/// The points about places.
pub(crate) fn places(views: &[View<'_>]) -> Vec<Draft> {
    let (all, pairs, groups) = weighed(views);
    let mut drafts: Vec<(usize, f32, Draft)> =
        groups.iter().filter_map(|group| draft(views, &all, &pairs, group)).collect();
    drafts.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    // One happening is asked after once: the place that most reports give.
    let mut asked: BTreeSet<String> = BTreeSet::new();
    drafts.retain(|(.., d)| asked.insert(d.question.clone()));
    drafts.truncate(MOST);
    drafts.into_iter().map(|(.., d)| d).collect()
}

/// All places, every pair of them that might be that of one happening, with what is weighed, and the groups made of them.
fn weighed(views: &[View<'_>]) -> (Vec<Spot>, Vec<Pair>, Vec<Vec<usize>>) {
    // A name that is a place in one report is one in the others.
    let places = |v: &View<'_>| {
        let entities = v.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Place);
        entities.map(|e| e.name.clone()).chain(used(v)).collect::<Vec<_>>()
    };
    let known: FxHashSet<String> = views.iter().flat_map(places).collect();
    let all: Vec<Spot> = views.iter().flat_map(|view| spots(view, &known)).collect();
    let pairs = alike::pairs(views, &all);
    let groups = groups(&all, &pairs);
    (all, pairs, groups)
}

/// All places, for a person to read, with their pairs and groups.
pub(super) fn shown(
    views: &[View<'_>],
    show: impl Fn(usize, usize, Span, &str, String) -> ValueShown,
) -> (Vec<ValueShown>, Vec<Pair>, Vec<Vec<usize>>) {
    let (all, pairs, groups) = weighed(views);
    let about = |s: &Spot| format!("{:?} {}", s.role, s.modes.join(" "));
    (all.iter().map(|s| show(s.doc, s.line, s.span, &s.name, about(s))).collect(), pairs, groups)
}

/// Places in groups of one happening.
fn groups(all: &[Spot], weighed: &[Pair]) -> Vec<Vec<usize>> {
    let mut pairs: Vec<&Pair> = weighed.iter().filter(|p| p.score > 0.0).collect();
    // What are two places counts for less than what is one.
    pairs.sort_by(|x, y| y.same.cmp(&x.same).then(y.score.total_cmp(&x.score)).then(x.at.cmp(&y.at)));
    joined(all.len(), pairs, |p| p.at, |a, b, p| may_join(all, a, b, p.same))
}

/// Whether two groups may be of one happening: no report gives one place in the first and another in the second.
fn may_join(all: &[Spot], a: &[usize], b: &[usize], same: bool) -> bool {
    a.iter().all(|x| {
        b.iter().all(|y| {
            let (x, y) = (&all[*x], &all[*y]);
            if same { kin(x, y) != Kin::Apart || x.doc != y.doc } else { x.doc != y.doc }
        })
    })
}

/// The point about one group, with how many reports speak to it and how surely.
fn draft(views: &[View<'_>], all: &[Spot], pairs: &[Pair], group: &[usize]) -> Option<(usize, f32, Draft)> {
    // Of the places that one voice gives, the one that is surest of the same happening as the others'.
    let mut sure: BTreeMap<usize, f32> = BTreeMap::new();
    for pair in pairs.iter().filter(|p| p.score > 0.0) {
        let (a, b) = pair.at;
        if group.contains(&a) && group.contains(&b) {
            *sure.entry(a).or_default() += pair.score;
            *sure.entry(b).or_default() += pair.score;
        }
    }
    let mut ranked: Vec<(f32, usize)> =
        group.iter().map(|i| (sure.get(i).copied().unwrap_or(0.0), *i)).collect();
    ranked.sort_by(|a, b| {
        all[a.1].headline.cmp(&all[b.1].headline).then(b.0.total_cmp(&a.0)).then(a.1.cmp(&b.1))
    });
    let mut kept: Vec<usize> = Vec::new();
    for (_, i) in ranked {
        // Another voice of the same report counts where it gives another place.
        let told = |k: &usize| {
            all[*k].doc == all[i].doc
                && (all[*k].voice.speaker == all[i].voice.speaker || same_place(&all[*k], &all[i]))
        };
        if !kept.iter().any(told) {
            kept.push(i);
        }
    }
    kept.sort_unstable();
    let docs: BTreeSet<usize> = kept.iter().map(|k| all[*k].doc).collect();
    if docs.len() < 2 {
        return None;
    }
    let spots: Vec<&Spot> = kept.iter().map(|k| &all[*k]).collect();
    // What all quote of one speaker is an utterance, not a place that they report.
    let quoted = |k: &&Spot| {
        let statement = k.voice.statement.map(|s| &views[k.doc].statements()[s]);
        statement.is_some_and(|s| s.form != Form::Indirect) && k.voice.speaker == spots[0].voice.speaker
    };
    if spots.iter().all(quoted) || spots.iter().all(|s| s.role == Role::Named || s.headline) && docs.len() < 3
    {
        return None;
    }
    let score: f32 = sure.values().sum::<f32>() / sure.len().max(1) as f32;
    let early = spots.iter().map(|k| k.depth).min().unwrap_or(0);
    let question = question(views, &spots);
    Some((
        docs.len(),
        score,
        Draft {
            kind: PointKind::Place,
            question,
            given: spots.iter().map(|k| Given::new(k.doc, k.span, k.name.clone(), k.voice)).collect(),
            verdict: overall(&spots, verdict),
            weight: 0.2 - 0.1 * (early.min(10) as f32 / 10.0),
        },
    ))
}

/// Whether two places are one, as far as their words tell.
fn same_place(a: &Spot, b: &Spot) -> bool {
    verdict(a, b) == Verdict::Agree
}

/// What two places for one happening amount to.
fn verdict(a: &Spot, b: &Spot) -> Verdict {
    if a.side.is_some() && b.side.is_some() && a.side != b.side {
        return Verdict::Conflict;
    }
    let (x, y) = (&a.parts[0], &b.parts[0]);
    let finest = x.kin(y);
    if finest != Kin::Apart {
        return Verdict::Agree;
    }
    let (p, q) = (x.level(), y.level());
    let one_size = p.is_some() && p == q && p <= Some(Level::Site);
    match kin(a, b) {
        // Two rooms of one house are two; a room and its house are not.
        _ if one_size && !(x.named() && y.named()) => Verdict::Conflict,
        Kin::Apart if p == q || p > Some(Level::Ground) && q > Some(Level::Ground) => Verdict::Differ,
        _ => Verdict::Agree,
    }
}

/// What is asked.
fn question(views: &[View<'_>], spots: &[&Spot]) -> String {
    let asked = spots
        .iter()
        .filter(|k| !k.headline && k.role != Role::Named)
        .filter_map(|k| ask(&views[k.doc], "Where", k.hole.clone(), k.voice));
    if let Some(question) = asked.min() {
        return question.text;
    }
    let modes = || spots.iter().filter_map(|k| k.modes.first());
    let mode = modes().find(|m| modes().filter(|o| o == m).count() * 2 > spots.len());
    if let Some(happening) = mode.and_then(|m| HAPPENINGS.get(m)) {
        let be = if happening.noun.ends_with('s') { "were" } else { "was" };
        return format!("Where {be} the {}?", happening.noun);
    }
    let fullest = spots.iter().min_by_key(|k| {
        (k.headline, k.role == Role::Named, k.words.len() < 3, k.modes.is_empty(), k.depth, k.doc)
    });
    fullest.map(|k| quoted(&views[k.doc], k)).unwrap_or_default()
}

/// The question after a place whose clause makes no question: its words as they are.
fn quoted(view: &View<'_>, spot: &Spot) -> String {
    format!("Where was this: “{}”?", around(view, spot.hole.clone()))
}
