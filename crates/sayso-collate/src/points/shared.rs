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

use super::claims::{Claim, cover_words};
use super::clause::whether;
use super::draft::{Draft, Given};
use super::question::askable;
use super::view::View;
use rustc_hash::FxHashMap;
use sayso_model::{Manner, PointKind, Sense, Utterance, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// The variant of an utterance that a clause is part of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spoken {
    /// Place of its utterance.
    pub utterance: usize,
    /// Whether it turns the sense.
    pub turned: bool,
}

/// The variant that each clause is part of.
pub(crate) fn spoken(views: &[View<'_>], claims: &[Claim], utterances: &[Utterance]) -> Vec<Option<Spoken>> {
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
    spoken: &[Option<Spoken>],
    taken: &[Draft],
) -> Vec<Draft> {
    let disputed = |c: &Claim| {
        taken
            .iter()
            .flat_map(|d| &d.given)
            .any(|g| g.doc == c.doc && g.spans.iter().any(|s| s.overlaps(c.span)))
    };
    let (usable, spoken): (Vec<&Claim>, Vec<Option<Spoken>>) = claims
        .iter()
        .zip(spoken.iter().copied())
        .filter(|(c, spoken)| {
            let words = c.words.iter().filter(|w| !w.name).count();
            let weight = c.words.iter().map(|w| w.weight).sum::<f32>();
            let known = c.voice.speaker.is_some();
            !c.act
                && (!c.number || spoken.is_some())
                && !c.headline
                && (c.verb || c.voice.statement.is_some())
                && !c.conditional
                && (words >= 2 && weight >= 5.0 || known && words >= 1 && weight >= 3.0)
                && !matches!(c.manner, Some(Manner::Ask | Manner::Feel | Manner::Demand))
                && !disputed(c)
        })
        .unzip();
    // The clauses in which each word stands, names aside.
    let mut with: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (i, claim) in usable.iter().enumerate() {
        claim.stems.iter().for_each(|s| with.entry(*s).or_default().push(i));
    }
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (i, a) in usable.iter().enumerate() {
        let share_a_word: BTreeSet<usize> =
            a.stems.iter().filter_map(|s| with.get(s)).flatten().copied().filter(|j| *j > i).collect();
        for j in share_a_word {
            let b = usable[j];
            let one_speech = match (spoken[i], spoken[j]) {
                (Some(x), Some(y)) if x.utterance == y.utterance => Some(x.turned || y.turned),
                _ => None,
            };
            if a.doc == b.doc || a.negated != b.negated && one_speech != Some(true) {
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
            let (least, most) = match one_speech {
                Some(_) => (0.45, 0.6),
                None if a.verb && b.verb => (0.55, 0.7),
                // Words without a verb tell little by themselves.
                None => (0.65, 0.8),
            };
            let brief = cover.words == 1
                && cover.of_words >= 0.85
                && low >= 0.7
                && a.voice.speaker.is_some()
                && a.voice.speaker == b.voice.speaker;
            if !cover.contrary && (cover.words >= 2 || brief) && low >= least && high >= most {
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
    // Of one speech only the clause that others take up most is a point.
    let mut best: BTreeMap<usize, f32> = BTreeMap::new();
    let mut drafts = Vec::new();
    let headlines: BTreeSet<u64> =
        claims.iter().filter(|c| c.headline).flat_map(|c| c.stems.iter().copied()).collect();
    for group in groups.into_iter().filter(|g| g.len() > 1) {
        let speech = group.iter().find_map(|i| spoken[*i]).map(|s| s.utterance);
        let topical = group.iter().map(|i| taken_up(&headlines, usable[*i])).fold(0.0, f32::max);
        let Some(draft) = draft(views, &usable, group, topical) else { continue };
        if let Some(speech) = speech {
            let most = best.entry(speech).or_default();
            *most = most.max(topical);
        }
        drafts.push((speech, topical, draft));
    }
    drafts.retain(|(speech, topical, _)| speech.is_none_or(|s| best[&s] <= *topical));
    drafts.into_iter().map(|(_, _, draft)| draft).collect()
}

/// How much of what a clause tells stands in headlines: its share by weight.
fn taken_up(headlines: &BTreeSet<u64>, claim: &Claim) -> f32 {
    let words = || claim.words.iter().filter(|w| !w.name);
    let all: f32 = words().map(|w| w.weight).sum();
    let told: Vec<f32> = words().filter(|w| headlines.contains(&w.stem)).map(|w| w.weight).collect();
    if told.len() < 2 { 0.0 } else { told.iter().sum::<f32>() / all.max(f32::MIN_POSITIVE) }
}

fn draft(views: &[View<'_>], claims: &[&Claim], mut group: Vec<usize>, topical: f32) -> Option<Draft> {
    /// What all quote alike is an utterance; it is a point, too, if headlines have so much of it.
    const TOPICAL: f32 = 0.5;
    group.sort_unstable();
    // The shortest clause says what is asked with least beside it.
    let head = group.iter().map(|i| claims[*i]).min_by_key(|c| (c.words.len(), c.doc))?;
    let docs: BTreeSet<usize> = group.iter().map(|i| claims[*i].doc).collect();
    let contrary = group.iter().any(|i| claims[*i].negated != head.negated);
    let early = group.iter().map(|i| claims[*i].line).min().unwrap_or(0);
    let number = group.iter().all(|i| claims[*i].number);
    let told = contrary
        || !number && group.iter().any(|i| !claims[*i].direct)
        || topical >= TOPICAL && head.verb && asserts(&views[head.doc], head);
    // What was done may stand in the words that attribute: `recalled its ambassador`.
    let asked =
        if head.verb { head.tokens.clone() } else { views[head.doc].sentences[head.line].tokens.clone() };
    if docs.len() < 2 || !told || !askable(&views[head.doc], asked.clone()) {
        return None;
    }
    Some(Draft {
        kind: PointKind::Other,
        question: whether(&views[head.doc], asked, head.voice)?.text,
        given: group
            .iter()
            .map(|i| claims[*i])
            .map(|c| Given::new(c.doc, c.span, if c.negated { "no" } else { "yes" }.into(), c.voice))
            .collect(),
        verdict: if contrary { Verdict::Conflict } else { Verdict::Agree },
        weight: 0.2 - 0.1 * (early.min(20) as f32 / 20.0),
    })
}

/// Whether a quoted clause tells of the happening: not of what the speaker would rather do, and no order.
fn asserts(view: &View<'_>, claim: &Claim) -> bool {
    let opens = claim.tokens.clone().find(|i| view.is_word(*i)).map(|i| view.word(i)).unwrap_or("");
    let wishes = claim
        .tokens
        .clone()
        .any(|i| matches!(view.word(i), "would" | "wish" | "hope" | "let" | "please" | "rather"));
    !wishes
        && !matches!(
            opens,
            "do" | "don't" | "don’t" | "let" | "ask" | "if" | "when" | "who" | "what" | "why" | "how"
        )
}
