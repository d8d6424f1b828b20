//! Who did it: deeds told of several, or told of one and denied, as the trees of sentences have them.
//!
//! # What is one question
//!
//! Deeds of one kind (`padlocked`, `chained`) done to the same thing, by the noun that names it. Who says that he did
//! nothing of the kind (`My officers chained nothing`) speaks to all of them.
//!
//! # What the readings amount to
//!
//! `conflict`: two sources name different ones, or one denies of somebody, or of all, what the other tells. Whatever else is told
//! of who did it is no question here: two who did a like thing need not be rivals.

mod found;

use super::agent::of_report as named_agents;
use super::claims::{ClaimWord, cover_words};
use super::clause::{Question, who};
use super::contest::Floor;
use super::draft::{Draft, Given, overall};
use found::{Deed, deeds_of, of_words};
use sayso_model::{PointKind, Verdict};
use std::collections::BTreeSet;

/// The points about who did what.
pub(crate) fn deeds(floor: &Floor<'_, '_>) -> Vec<Draft> {
    let mut all: Vec<Deed> = Vec::new();
    for view in floor.views {
        all.extend(deeds_of(view, floor.named));
        let accused = named_agents(view);
        all.extend(
            accused.iter().filter_map(|a| of_words(view, a.line, a.span, &a.act, a.voice, floor.named)),
        );
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    // What names its thing first: what names none joins where its kind is told.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|i| (all[*i].object.is_empty(), *i));
    for i in order {
        let same = |g: &&mut Vec<usize>| g.iter().any(|j| of_one(&all[*j], &all[i]));
        match groups.iter_mut().find(same) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    groups.iter().filter_map(|g| draft(floor, &all, g)).collect()
}

/// Whether two deeds are of one kind, done to one thing.
fn of_one(a: &Deed, b: &Deed) -> bool {
    /// What covers the noun for a thing.
    const SAME: f32 = 0.84;
    let kind = a.order && b.order || a.any || b.any || a.kinds.iter().any(|k| b.kinds.contains(k));
    if !kind || a.order != b.order {
        return false;
    }
    if a.anything() || b.anything() {
        return true;
    }
    let heads = |x: &Deed, y: &Deed| {
        let near = |h: &ClaimWord| {
            cover_words(std::slice::from_ref(h), &y.object).of_first >= SAME
                || y.meant.iter().any(|m| m.stem == h.stem)
        };
        x.head.as_ref().is_some_and(near)
    };
    // One who tells of an order without saying what was ordered speaks of the one that the others tell of.
    let bare = |d: &Deed| d.order && d.head.is_none();
    a.whom.intersection(&b.whom).next().is_some() || heads(a, b) || heads(b, a) || bare(a) || bare(b)
}

fn draft(floor: &Floor<'_, '_>, all: &[Deed], group: &[usize]) -> Option<Draft> {
    /// Readings of one report at most.
    const MOST: usize = 4;
    let deeds: Vec<&Deed> = group.iter().map(|i| &all[*i]).collect();
    // Denials alone ask nothing; nor does what names nobody's deed.
    let told = deeds.iter().filter(|d| !d.not).min_by_key(|d| (d.doc, d.span))?;
    let (mut given, mut kept): (Vec<Given>, Vec<&Deed>) = Default::default();
    for deed in &deeds {
        let text = floor.views[deed.doc].text(deed.agent).to_lowercase();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let value = if deed.not { format!("not {text}") } else { text };
        let own = given.iter().filter(|g| g.doc == deed.doc);
        let there = |g: &Given| g.value == value && g.speaker == deed.voice.speaker;
        if own.clone().count() < MOST && !own.clone().any(there) {
            given.push(Given::new(deed.doc, deed.span, value, deed.voice));
            kept.push(deed);
        }
    }
    let verdict = overall(&kept, against);
    if verdict == Verdict::Agree {
        return None;
    }
    let docs: BTreeSet<usize> = given.iter().map(|g| g.doc).collect();
    if docs.len() < 2 {
        return None;
    }
    let asked = |d: &&Deed| {
        let view = &floor.views[d.doc];
        let mut asked = who(view, d.verb, view.tokens_in(d.agent), d.voice)?;
        // `By whom was it opened?` where nothing else asks.
        asked.far += if asked.text.starts_with("Who") { 0 } else { 10 };
        Some(asked)
    };
    let question: Question = deeds.iter().filter(|d| !d.not).filter_map(asked).min()?;
    Some(Draft {
        kind: PointKind::Agent,
        question: question.text,
        given,
        verdict,
        weight: 0.4 - 0.2 * (told.line.min(10) as f32 / 10.0),
    })
}

/// What two deeds of one group are to each other.
fn against(a: &Deed, b: &Deed) -> Verdict {
    let voices = a.voice.speaker != b.voice.speaker || a.voice.attributed() != b.voice.attributed();
    let (both, says) = (
        a.voice.attributed() && b.voice.attributed() && a.voice.speaker != b.voice.speaker,
        a.voice.attributed() || b.voice.attributed(),
    );
    match (a.not, b.not) {
        (true, true) => Verdict::Agree,
        (false, false) if a.who.one(&b.who) => Verdict::Agree,
        // `Rebels did it`, the army says; `soldiers did`, say the rebels.
        (false, false) if both && (a.blames(b) || b.blames(a)) => Verdict::Conflict,
        // Two who say so must be at odds, and `the shooter` may be `the attacker`.
        (false, false) if both && !a.who.near(&b.who) => Verdict::Conflict,
        (false, false) if a.order && a.who.named && b.who.named && voices && says => Verdict::Conflict,
        (false, false) => Verdict::Agree,
        // `Nobody touched it` denies it of all, who speaks for himself of himself.
        _ if voices
            && (a.who.one(&b.who)
                || a.who.may_be(&b.who)
                || a.not && a.who.all()
                || b.not && b.who.all()) =>
        {
            Verdict::Conflict
        }
        _ => Verdict::Agree,
    }
}

/// Deeds beside the drafts that stand in their places: those that name an agent, too, join the deed; of what is only asked by yes
/// and no the deed takes the place where several are said to have done it, and leaves it where one is.
pub(crate) fn joined(deeds: Vec<Draft>, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let one = |a: &Given, b: &Given| {
        a.doc == b.doc && a.spans.iter().any(|s| b.spans.iter().any(|t| s.overlaps(*t)))
    };
    for mut deed in deeds {
        let shared = |d: &Draft| d.given.iter().filter(|g| deed.given.iter().any(|h| one(g, h))).count();
        let touched: Vec<usize> =
            (0..drafts.len()).filter(|n| shared(&drafts[*n]) * 2 >= drafts[*n].given.len()).collect();
        let named: BTreeSet<&str> =
            deed.given.iter().map(|g| g.value.as_str()).filter(|v| !v.starts_with("not ")).collect();
        if named.len() < 2 && touched.iter().any(|n| drafts[*n].kind != PointKind::Agent) {
            continue;
        }
        for n in touched.into_iter().rev() {
            let draft = drafts.remove(n);
            if draft.kind != PointKind::Agent {
                continue;
            }
            let new: Vec<Given> =
                draft.given.into_iter().filter(|g| !deed.given.iter().any(|h| one(g, h))).collect();
            deed.given.extend(new);
            deed.verdict = deed.verdict.max(draft.verdict);
        }
        drafts.push(deed);
    }
    drafts
}
