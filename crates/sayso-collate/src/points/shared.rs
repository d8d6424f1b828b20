//! What several reports carry alike: the same proposition, asserted or denied, in two or more independent voices.
//!
//! A clause stands for its proposition. Two clauses of different reports say the same where most of the words of each, or
//! words near them in meaning, stand in the other, and neither is negated where the other is not. Numbers are points of
//! their own, so clauses with numbers are left out, and so are questions and demands.
//!
//! # What the readings amount to
//!
//! `agree`: a clause that says the contrary would have made it a contested question (`denials`); `conflict` where reports
//! print one sentence of one speaker so that it says the contrary.

use super::claims::{Claim, cover_words, share_a_word};
use super::draft::{Draft, Given};
use super::question::whether;
use super::view::View;
use sayso_model::{Manner, PointKind, Sense, Utterance, Verdict};
use std::collections::BTreeSet;

/// The variant of an utterance that a clause is part of.
#[derive(Clone, Copy)]
struct Spoken {
    /// Place of its utterance.
    utterance: usize,
    /// Whether it turns the sense.
    turned: bool,
}

/// The variant that each clause is part of.
fn spoken(views: &[View<'_>], claims: &[Claim], utterances: &[Utterance]) -> Vec<Option<Spoken>> {
    let mut found: Vec<Option<Spoken>> = vec![None; claims.len()];
    for (utterance, variant) in utterances
        .iter()
        .enumerate()
        .flat_map(|(u, utterance)| utterance.variants.iter().map(move |v| (u, v)))
    {
        let Some(doc) = views.iter().position(|v| v.doc.report.id == variant.report) else { continue };
        let turned = variant.sense == Sense::Turned;
        for (claim, place) in claims.iter().zip(&mut found) {
            if claim.doc == doc && variant.spans.iter().any(|s| s.overlaps(claim.span)) {
                *place = Some(Spoken { utterance, turned });
            }
        }
    }
    found
}

/// Points on which reports carry the same proposition; `taken` are the points about what is disputed.
pub(crate) fn shared(
    views: &[View<'_>],
    claims: &[Claim],
    taken: &[Draft],
    utterances: &[Utterance],
) -> Vec<Draft> {
    let spoken = spoken(views, claims, utterances);
    let disputed = |c: &Claim| {
        taken
            .iter()
            .flat_map(|d| &d.given)
            .any(|g| g.doc == c.doc && g.spans.iter().any(|s| s.overlaps(c.span)))
    };
    let (usable, spoken): (Vec<&Claim>, Vec<Option<Spoken>>) = claims
        .iter()
        .zip(spoken)
        .filter(|(c, _)| {
            !c.number
                && !c.headline
                && (c.verb || c.voice.statement.is_some())
                && !c.conditional
                && c.words.iter().filter(|w| !w.name).count() >= 2
                && c.words.iter().map(|w| w.weight).sum::<f32>() >= 5.0
                && !matches!(c.manner, Some(Manner::Ask | Manner::Feel | Manner::Demand))
                && !disputed(c)
        })
        .unzip();
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (i, a) in usable.iter().enumerate() {
        for (j, b) in usable.iter().enumerate().skip(i + 1) {
            let one_speech = match (spoken[i], spoken[j]) {
                (Some(x), Some(y)) if x.utterance == y.utterance => Some(x.turned || y.turned),
                _ => None,
            };
            if a.doc == b.doc || a.negated != b.negated && one_speech != Some(true) || !share_a_word(a, b) {
                continue;
            }
            if one_speech.is_none()
                && a.voice.speaker.is_some()
                && b.voice.speaker.is_some()
                && a.voice.speaker != b.voice.speaker
            {
                continue;
            }
            let cover = cover_words(&a.words, &b.words);
            let (low, high) = (cover.of_first.min(cover.of_second), cover.of_first.max(cover.of_second));
            let (least, most) = if one_speech.is_some() { (0.45, 0.6) } else { (0.55, 0.7) };
            if !cover.contrary && cover.words >= 2 && low >= least && high >= most {
                pairs.push((low + high, i, j));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut group_of: Vec<usize> = (0..usable.len()).collect();
    let mut groups: Vec<Vec<usize>> = (0..usable.len()).map(|i| vec![i]).collect();
    for (_, a, b) in pairs {
        let (ga, gb) = (group_of[a], group_of[b]);
        if ga == gb || groups[ga].iter().any(|x| groups[gb].iter().any(|y| usable[*x].doc == usable[*y].doc))
        {
            continue;
        }
        let moved = std::mem::take(&mut groups[gb]);
        for m in &moved {
            group_of[*m] = ga;
        }
        groups[ga].extend(moved);
    }
    groups.into_iter().filter(|g| g.len() > 1).filter_map(|group| draft(views, &usable, group)).collect()
}

fn draft(views: &[View<'_>], claims: &[&Claim], mut group: Vec<usize>) -> Option<Draft> {
    group.sort_unstable();
    // The shortest clause says what is asked with least beside it.
    let head = group.iter().map(|i| claims[*i]).min_by_key(|c| (c.words.len(), c.doc))?;
    let docs: BTreeSet<usize> = group.iter().map(|i| claims[*i].doc).collect();
    let contrary = group.iter().any(|i| claims[*i].negated != head.negated);
    let early = group.iter().map(|i| claims[*i].line).min().unwrap_or(0);
    // What all quote alike is an utterance.
    let told = contrary || group.iter().any(|i| !claims[*i].direct);
    (docs.len() > 1 && told).then(|| Draft {
        kind: PointKind::Other,
        question: whether(&views[head.doc], head.tokens.clone()),
        given: group
            .iter()
            .map(|i| claims[*i])
            .map(|c| Given::new(c.doc, c.span, if c.negated { "no" } else { "yes" }.into(), c.voice))
            .collect(),
        verdict: if contrary { Verdict::Conflict } else { Verdict::Agree },
        weight: 0.2 - 0.1 * (early.min(20) as f32 / 20.0),
    })
}
