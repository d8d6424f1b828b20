//! Sides: which reports assert and which deny what somebody says is not so.
//!
//! A clause takes a side on a proposition if it has what the proposition is about: most of its words, or words near them
//! in meaning, near each other. Of a proposition that is one word (`There was no slide`), any clause that speaks of it as
//! being there takes the side against it, if the word is rare enough. What merely talks about it takes none (`Striking
//! the sites would be a crime`).

use super::carry::{carried, further, one_sided};
use super::claims::{Claim, ClaimWord, Cover, akin, cover_words};
use super::clause::whether;
use super::denial::Challenge;
use super::doer::{doer, two_persons};
use super::draft::{Draft, Given};
use super::exchange::Exchange;
use super::question::askable;
use super::shared::Spoken;
use super::view::View;
use crate::verbs::{Helping, helping, past};
use sayso_model::{Manner, PointKind, Verdict};
use sayso_text::Span;
use std::collections::BTreeSet;

/// Tokens within which the words of a proposition stand in a clause.
const NEAR: usize = 16;
/// The weight of a word that is enough by itself.
const RARE: f32 = 2.2;

/// What the sides are drawn from.
pub(crate) struct Floor<'a, 'v> {
    /// The reports.
    pub views: &'a [View<'v>],
    /// What is claimed in them.
    pub claims: &'a [Claim],
    /// The utterance that each claim is part of.
    pub spoken: &'a [Option<Spoken>],
    /// The speakers, with their names in lower case.
    pub named: &'a [(u32, String)],
    /// Which statements answer which.
    pub exchanges: &'a [Exchange],
}

impl<'a> Floor<'a, '_> {
    /// What one report claims, each with its place.
    pub fn of_doc(&self, doc: usize) -> impl Iterator<Item = (usize, &'a Claim)> + use<'a> {
        let from = self.claims.partition_point(|c| c.doc < doc);
        let own = self.claims[from..].iter().enumerate().take_while(move |(_, c)| c.doc == doc);
        own.map(move |(n, c)| (from + n, c))
    }
}

/// A reading with how well it fits.
pub(super) type Scored = (f32, Given);

/// Whether a clause asserts something: it is no question, wish or demand, and does not only judge what it talks about.
pub(crate) fn plain(claim: &Claim) -> bool {
    !claim.conditional
        && !claim.about
        && !matches!(
            claim.manner,
            Some(Manner::Ask | Manner::Demand | Manner::Condemn | Manner::Feel | Manner::Refuse)
        )
}

/// Challenges of the same proposition.
pub(crate) fn joined(challenges: &[Challenge]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut order: Vec<usize> = (0..challenges.len()).collect();
    // What is denied in the fewest and rarest words heads its group.
    let telling = |c: &Challenge| c.words.iter().filter(|w| !w.name).map(|w| w.weight).fold(0.0, f32::max);
    order.sort_by(|a, b| {
        let (x, y) = (&challenges[*a], &challenges[*b]);
        let key = |c: &Challenge| (c.strength, c.bare, telling(c));
        key(y).partial_cmp(&key(x)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b))
    });
    for i in order {
        match groups.iter_mut().find(|g| one_proposition(&challenges[g[0]], &challenges[i])) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    groups
}

fn one_proposition(a: &Challenge, b: &Challenge) -> bool {
    let cover = cover_words(&a.words, &b.words);
    // Headline and text set themselves against the same claims.
    if a.against && b.against && a.doc == b.doc {
        return cover.words >= 1;
    }
    let (high, low) = (cover.of_first.max(cover.of_second), cover.of_first.min(cover.of_second));
    match own(&a.words).min(own(&b.words)) {
        0 => false,
        1 => cover.words >= 1 && high >= 0.8 && (low >= 0.35 || a.bare || b.bare),
        2 => cover.words >= 2 && high >= 0.7 && low >= 0.3,
        _ => cover.words >= 2 && high >= 0.6 && low >= 0.4,
    }
}

/// The number of words, names aside.
fn own(words: &[ClaimWord]) -> usize {
    let mut stems: Vec<u64> = words.iter().filter(|w| !w.name).map(|w| w.stem).collect();
    stems.sort_unstable();
    stems.dedup();
    stems.len()
}

/// Whether a clause says what a proposition says, whichever way; `opposed` where its speaker is the one set against.
fn says(
    floor: &Floor<'_, '_>,
    challenge: &Challenge,
    claim: &Claim,
    opposed: bool,
    salient: bool,
) -> Option<(f32, Cover)> {
    let proposition = &challenge.words;
    let cover = cover_words(proposition, &claim.words);
    let (high, low) = (cover.of_first.max(cover.of_second), cover.of_first.min(cover.of_second));
    if opposed && cover.words >= 2 && high >= 0.45 {
        return Some((high + low, cover));
    }
    let weight: f32 = proposition.iter().filter(|w| !w.name).map(|w| w.weight).sum();
    let told = claim.voice.statement.is_some();
    // Words that only stand near in meaning need the rest of the clause to fit.
    let rooted = cover.exact >= 1.2 || cover.of_second >= 0.45;
    let fits = cover.words >= 1
        && akin((&floor.views[challenge.doc], proposition), (&floor.views[claim.doc], &claim.words))
        && cover.last - cover.first <= NEAR
        && match own(proposition) {
            0 => false,
            1 => {
                // What an outlet says itself is contested only where it says so.
                (challenge.bare || challenge.given.attributed || challenge.kind == PointKind::Denial)
                    && cover.of_words >= 0.84
                    && (told || cover.of_words >= 0.95)
                    && (weight >= RARE || (challenge.bare || challenge.firm) && salient)
                    && (told
                        || challenge.bare && spoken_of(&floor.views[claim.doc], claim, &cover)
                        || predicated(&floor.views[claim.doc], claim, &cover))
            }
            2 => {
                cover.words >= 2
                    && rooted
                    && together(proposition, &cover)
                    && cover.of_words >= if told { 0.7 } else { 0.9 }
            }
            3 => cover.words >= 2 && rooted && cover.of_words >= if told { 0.55 } else { 0.7 },
            _ => {
                rooted
                    && (cover.words >= 3 && cover.of_words >= if told { 0.5 } else { 0.6 }
                        || cover.words >= 2 && cover.of_words >= if told { 0.65 } else { 0.75 })
            }
        };
    if !fits {
        return None;
    }
    if !challenge.telling.is_empty() && cover_words(&challenge.telling, &claim.words).of_words < 0.45 {
        return None;
    }
    // `conventions that prevent the destruction` neither asserts nor denies it.
    let undone = (claim.tokens.start..cover.first).rev().take(4).any(|i| {
        ["prevent", "avoid", "forbid", "forbad", "ban", "avert", "prohibit"]
            .iter()
            .any(|v| floor.views[claim.doc].word(i).starts_with(v))
    });
    if undone {
        return None;
    }
    // The matched words are only what is talked about: `Striking the sites would be a crime`.
    let view = &floor.views[claim.doc];
    let talked = (cover.last + 1..claim.tokens.end.min(cover.last + 4))
        .any(|i| matches!(view.word(i), "would" | "must" | "should" | "can"));
    if talked && claim.tokens.end > cover.last + 3 {
        return None;
    }
    // What one did is not denied by what another did not.
    let of = |doc: usize, tokens, voice| doer(&floor.views[doc], tokens, voice, floor.named);
    let asked = if challenge.asked.statement.is_some() { challenge.asked } else { challenge.voice() };
    let (asked, told) =
        (of(challenge.doc, &challenge.tokens, asked), of(claim.doc, &claim.tokens, claim.voice));
    if two_persons(asked.as_ref(), told.as_ref()) {
        return None;
    }
    Some((cover.of_first + 0.5 * cover.of_second, cover))
}

/// Whether two words that stand side by side in a proposition do so in the clause: `progress report`.
fn together(proposition: &[ClaimWord], cover: &Cover) -> bool {
    let own: Vec<usize> = proposition.iter().filter(|w| !w.name).map(|w| w.token).collect();
    let close = own.windows(2).all(|w| w[1].abs_diff(w[0]) <= 1);
    !close || cover.last - cover.first <= 3
}

/// Whether the matched words are what an outlet's clause speaks of: they open it.
fn spoken_of(view: &View<'_>, claim: &Claim, cover: &Cover) -> bool {
    let opens = |i: &usize| {
        matches!(
            view.word(*i),
            "a" | "an" | "the" | "this" | "that" | "some" | "its" | "his" | "her" | "their"
        )
    };
    claim.verb
        && cover.first < claim.tokens.start + 4
        && claim.tokens.clone().find(|i| view.is_word(*i)).is_some_and(|i| opens(&i) || i == cover.first)
}

/// Whether the matched words are what a clause says of something, not what it speaks of: a form of `be` or an auxiliary
/// stands before them.
fn predicated(view: &View<'_>, claim: &Claim, cover: &Cover) -> bool {
    (claim.tokens.start..cover.first).rev().take(5).any(|i| {
        matches!(helping(view.word(i)), Some(Helping::Be | Helping::Have))
            || matches!(view.word(i), "will" | "to")
    })
}

/// Whose threat a clause speaks of, whoever speaks of it: `condemned the president's threats of …`.
fn threat_of(view: &View<'_>, claim: &Claim, named: &[(u32, String)]) -> Option<u32> {
    let at = claim
        .tokens
        .clone()
        .find(|i| matches!(view.word(*i), "threat" | "threats" | "vow" | "vows" | "promise"))?;
    let own = at.checked_sub(2).filter(|_| matches!(view.word(at - 1), "'s" | "’s"))?;
    let last = view.word(own);
    named.iter().find(|(_, name)| name.split_whitespace().next_back() == Some(last)).map(|n| n.0)
}

/// The point of a group of challenges, if it is one.
pub(crate) fn draft(floor: &Floor<'_, '_>, challenges: &[Challenge], group: &[usize]) -> Option<Draft> {
    let head = &challenges[group[0]];
    let mut given: Vec<Scored> = Vec::new();
    for i in group {
        let challenge = &challenges[*i];
        given.push((9.0, challenge.given.clone()));
        given.extend(challenge.asserted.clone().map(|a| (9.0, a)));
    }
    let reports: BTreeSet<usize> = group.iter().map(|i| challenges[*i].doc).collect();
    let salient = reports.len() >= 2;
    let opponent = group.iter().find_map(|i| challenges[*i].opponent);
    let deniers: BTreeSet<Option<u32>> =
        group.iter().map(|i| &challenges[*i].given).filter(|g| g.value == "no").map(|g| g.speaker).collect();
    for (at, claim) in floor.claims.iter().enumerate() {
        let threat = threat_of(&floor.views[claim.doc], claim, floor.named);
        if !plain(claim) && threat.is_none() {
            continue;
        }
        // `a collision with a navy boat` names something, and asserts nothing of who rammed whom.
        let acts = || claim.tokens.clone().any(|i| past(floor.views[claim.doc].word(i)));
        if head.kind == PointKind::Other
            && !claim.verb
            && !acts()
            && claim.voice.statement.is_some()
            && !claim.direct
        {
            continue;
        }
        // What a challenge denies is no assertion.
        let overlaps = |c: &Challenge| {
            c.doc == claim.doc && c.tokens.start < claim.tokens.end && claim.tokens.start < c.tokens.end
        };
        if group.iter().any(|i| overlaps(&challenges[*i]))
            || challenges.iter().any(|c| c.kind == PointKind::Denial && !c.quotes() && overlaps(c))
        {
            continue;
        }
        let opposed = opponent.is_some() && claim.voice.speaker == opponent;
        // Counts are compared as numbers.
        if head.number && claim.number && !group.iter().any(|i| challenges[*i].doc == claim.doc) {
            continue;
        }
        let fitting = group.iter().filter_map(|i| says(floor, &challenges[*i], claim, opposed, salient));
        let Some((score, cover)) = fitting.max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
        let no = claim.negated ^ cover.contrary;
        let told = claim.voice.statement.is_some();
        if !no && claim.voice.speaker.is_some() && deniers.contains(&claim.voice.speaker) {
            continue;
        }
        // What is quoted as the same speech, cut or bent, takes no side of its own.
        let speech = floor.spoken[at];
        if !no
            && speech.is_some_and(|s| {
                !s.turned && group.iter().any(|i| challenges[*i].speech == Some(s.utterance))
            })
        {
            continue;
        }
        let mut reading = Given::new(
            claim.doc,
            if told { claim.whole } else { claim.span },
            if no { "no" } else { "yes" }.into(),
            claim.voice,
        );
        if threat.is_some() {
            (reading.attributed, reading.speaker) = (true, threat);
        }
        given.push((score, reading));
    }
    // Who denies a thing does not assert it, unless in the same words.
    let denying: BTreeSet<u32> =
        given.iter().filter(|(_, g)| g.value == "no").filter_map(|(_, g)| g.speaker).collect();
    given.retain(|(score, g)| {
        g.value == "no" || *score >= 1.35 || g.speaker.is_none_or(|s| !denying.contains(&s))
    });
    // Only the outlets' own words, and few of them, say otherwise.
    let unsure =
        given.iter().filter(|(_, g)| g.value == "yes").all(|(score, g)| !g.attributed && *score < 1.0);
    let mut kept = best(given);
    further(floor, challenges, group, &mut kept);
    carried(floor, &mut kept);
    let kept = one_sided(kept);
    let docs: BTreeSet<usize> = kept.iter().map(|g| g.doc).collect();
    let sides = |v: &str| kept.iter().any(|g| g.value == v);
    let verdict = match (sides("yes"), sides("no")) {
        (true, true) => Verdict::Conflict,
        _ if docs.len() >= 2 && (head.kind == PointKind::Denial || head.firm || taken_up(floor, head)) => {
            Verdict::Agree
        }
        _ => return None,
    };
    // That somebody denies in a manner of speech what all report themselves is no dispute.
    if head.kind == PointKind::Other && verdict == Verdict::Conflict {
        let of = |v: &str| -> (BTreeSet<usize>, bool) {
            let side = || kept.iter().filter(|g| g.value == v);
            (side().map(|g| g.doc).collect(), side().any(|g| g.attributed))
        };
        let ((asserting, told), (denying, _)) = (of("yes"), of("no"));
        if !told && !head.bare && (asserting.len() >= 2 && denying.len() == 1 || unsure) {
            return None;
        }
    }
    // A clause cut short is no question, unless the sentence around it makes it one.
    let question = question(floor, challenges, group)?;
    let whole =
        || askable(&floor.views[head.doc], head.tokens.clone()) || !question.starts_with("Is it true");
    if head.kind == PointKind::Other && !whole() {
        return None;
    }
    Some(Draft {
        kind: head.kind,
        question,
        given: kept,
        verdict,
        weight: head.strength - 0.2 * (head.line.min(20) as f32 / 20.0),
    })
}

/// What a group of challenges disputes: in the words of the first that makes a question, else in those of the first.
fn question(floor: &Floor<'_, '_>, challenges: &[Challenge], group: &[usize]) -> Option<String> {
    let mut first = None;
    for challenge in group.iter().map(|i| &challenges[*i]) {
        let view = &floor.views[challenge.doc];
        let Some(asked) = whether(view, challenge.tokens.clone(), challenge.asked) else { continue };
        if !asked.text.starts_with("Is it true") {
            return Some(asked.text);
        }
        first = first.or(Some(asked.text));
    }
    first
}

/// The best clause of each voice and side in a report, two voices a side.
pub(super) fn best(mut given: Vec<Scored>) -> Vec<Given> {
    given.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1.doc, &a.1.spans).cmp(&(b.1.doc, &b.1.spans))));
    let mut kept: Vec<Given> = Vec::new();
    for (_, g) in given {
        // `We are not leaving. There is no withdrawal`: one reading in two sentences.
        let next = kept.iter_mut().find(|k| {
            k.doc == g.doc
                && k.value == g.value
                && k.speaker == g.speaker
                && k.attributed
                && beside(&k.spans, &g.spans)
        });
        if let Some(next) = next {
            next.spans.extend(&g.spans);
            next.spans.sort_unstable();
            continue;
        }
        let same = kept.iter().filter(|k| k.doc == g.doc && k.value == g.value);
        if same.clone().count() < 2 && !same.clone().any(|k| k.speaker == g.speaker) {
            kept.push(g);
        }
    }
    kept
}

/// Whether one list of spans goes on where the other ends.
fn beside(a: &[Span], b: &[Span]) -> bool {
    /// Bytes of points, white space and quotation marks between two sentences.
    const BETWEEN: usize = 10;
    let (Some(a0), Some(a1), Some(b0), Some(b1)) = (a.first(), a.last(), b.first(), b.last()) else {
        return false;
    };
    let after = |end: Span, start: Span| (end.end()..=end.end() + BETWEEN).contains(&start.start());
    after(*a1, *b0) || after(*b1, *a0)
}

/// Whether somebody else speaks of what a proposition is about, so that it tells of the happening.
fn taken_up(floor: &Floor<'_, '_>, head: &Challenge) -> bool {
    let words = head.words.iter().filter(|w| !w.name);
    let (mut all, mut taken) = (f32::MIN_POSITIVE, 0.0);
    for word in words {
        all += word.weight;
        let elsewhere = floor.claims.iter().any(|c| {
            (c.voice.statement.is_none() || c.voice.speaker != head.given.speaker)
                && c.stems.binary_search(&word.stem).is_ok()
                && !c.negated
        });
        taken += if elsewhere { word.weight } else { 0.0 };
    }
    taken >= 1.5 && taken / all >= 0.5
}
