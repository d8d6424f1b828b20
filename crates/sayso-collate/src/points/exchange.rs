//! What one statement answers in another, as a dispute: whoever denies what another has said takes the side against it.
//!
//! A denial disputes the clause of the other statement that it restates most, or, where it restates none, the one that
//! tells most. A reply disputes it only where both speak of the same rare thing: `The drums were bad` and `Our drums were
//! sealed`; a reply that only follows disputes nothing.

use super::claims::{Claim, akin, cover_words};
use super::contest::{Floor, plain};
use super::denial::Challenge;
use super::doer::{doer, two_persons};
use super::draft::Given;
use super::negation::{denied, without_holders};
use super::question::askable;
use super::view::View;
use sayso_model::{Answer, Answering, Manner, PointKind};
use sayso_text::Span;

/// A statement and another that it answers, each by its report and its place there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange {
    /// What answers.
    pub answer: (usize, usize),
    /// What is answered.
    pub to: (usize, usize),
    /// How.
    pub how: Answering,
}

/// The answers of a story's statements, which are numbered from 1, report by report.
pub(crate) fn exchanges(views: &[View<'_>], answers: &[Vec<Answer>]) -> Vec<Exchange> {
    let places: Vec<(usize, usize)> =
        views.iter().flat_map(|v| (0..v.statements().len()).map(move |s| (v.at, s))).collect();
    let place = |n: usize| places.get(n).copied();
    let mut found = Vec::new();
    for (n, list) in answers.iter().enumerate() {
        for answer in list {
            let (Some(from), Some(to)) = (place(n), place((answer.statement as usize).wrapping_sub(1)))
            else {
                continue;
            };
            found.push(Exchange { answer: from, to, how: answer.how });
        }
    }
    found
}

/// What answers dispute.
pub(super) fn of_answers(floor: &Floor<'_, '_>) -> Vec<Challenge> {
    /// A word that both have tells at least this much.
    const RARE: f32 = 1.6;
    /// What is disputed tells at least this much.
    const TELLS: f32 = 2.0;
    let mut found = Vec::new();
    for exchange in floor.exchanges {
        if !matches!(exchange.how, Answering::Denies | Answering::Responds) {
            continue;
        }
        let of = |(doc, statement): (usize, usize)| {
            floor.of_doc(doc).filter(move |(_, c)| c.voice.statement == Some(statement) && !c.act)
        };
        let own: Vec<(usize, &Claim)> = of(exchange.answer).collect();
        let like = |c: &Claim| {
            let covers = own.iter().map(|(_, o)| cover_words(&o.words, &c.words));
            covers.map(|cover| cover.exact + 0.5 * cover.words as f32).fold(0.0, f32::max)
        };
        let tells = |c: &Claim| c.words.iter().filter(|w| !w.name).map(|w| w.weight).sum::<f32>();
        let best = of(exchange.to).filter(|(_, c)| !c.conditional && tells(c) >= TELLS).max_by(|a, b| {
            let view = &floor.views[a.1.doc];
            let key = |c: &Claim| (like(c), !intends(view, c), tells(c));
            key(a.1).partial_cmp(&key(b.1)).unwrap_or(std::cmp::Ordering::Equal).then(b.0.cmp(&a.0))
        });
        let Some((at, target)) = best else { continue };
        // Who says much that has nothing of it speaks to something else that was said.
        if like(target) <= 0.0 && own.iter().map(|(_, o)| tells(o)).sum::<f32>() >= TELLS {
            continue;
        }
        // Nor does who says much of something else.
        let near = |o: &Claim| {
            let a = (&floor.views[target.doc], &target.words[..]);
            let b = (&floor.views[o.doc], &o.words[..]);
            akin(a, b) || akin(b, a)
        };
        if own.iter().any(|(_, o)| tells(o) >= TELLS) && !own.iter().any(|(_, o)| near(o)) {
            continue;
        }
        let denies = exchange.how == Answering::Denies;
        let (view, statement) = exchange.answer;
        let view = &floor.views[view];
        let said = &view.statements()[statement];
        let cued = said.cue.as_ref().is_some_and(|c| matches!(c.manner, Manner::Deny | Manner::Reject));
        // A reply takes the other side of what both speak of.
        let side = own.iter().map(|(_, o)| (o, cover_words(&target.words, &o.words)));
        let side = side.max_by(|a, b| a.1.exact.total_cmp(&b.1.exact).then(a.1.words.cmp(&b.1.words)));
        if !denies && !side.as_ref().is_some_and(|(o, c)| c.exact >= RARE && plain(o) && o.verb) {
            continue;
        }
        // `There is no ledger` is asked in its own words.
        if side.as_ref().is_some_and(|(o, _)| denied(view, o).is_some_and(|d| d.bare)) {
            continue;
        }
        // What a speaker cannot or will not do denies nothing that another can or will.
        let denial = |o: &Claim| {
            let (view, no) = if o.negated { (view, o) } else { (&floor.views[target.doc], target) };
            denied(view, no).is_some_and(|d| d.firm)
        };
        let person = |c: &Claim| doer(&floor.views[c.doc], &c.tokens, c.voice, floor.named);
        let apart = |o: &Claim| two_persons(person(o).as_ref(), person(target).as_ref());
        let contrary = side
            .as_ref()
            .is_some_and(|(o, c)| (o.negated != target.negated && denial(o) || c.contrary) && !apart(o));
        // Two who speak of one thing take sides only where one says the contrary, or says that he denies.
        // `rejected the president's veto` may be a deed; `denied any role` is said of what another has said.
        let denied_outright = said.cue.as_ref().is_some_and(|c| c.manner == Manner::Deny);
        let asked = || askable(&floor.views[target.doc], target.tokens.clone());
        if !(denies && cued && (denied_outright || asked()) || contrary && asked()) {
            continue;
        }
        let voice = view.source_of(statement);
        let Some(spans) = spans(view, statement, cued, side.map(|(o, _)| *o)) else { continue };
        // `We did not leave` is answered by who says that they did.
        let (theirs, ours) = if target.negated { ("no", "yes") } else { ("yes", "no") };
        let mut given = Given::new(view.at, spans[0], ours.into(), voice);
        given.spans = spans;
        given.attributed = true;
        found.push(Challenge {
            doc: target.doc,
            line: target.line,
            tokens: target.tokens.clone(),
            words: without_holders(&floor.views[target.doc], target.words.clone()),
            telling: Vec::new(),
            given,
            asserted: Some(Given::new(target.doc, target.whole, theirs.into(), target.voice)),
            kind: PointKind::Denial,
            strength: if denies { 0.8 } else { 0.7 },
            opponent: target.voice.speaker,
            against: false,
            bare: false,
            asked: target.voice,
            firm: false,
            number: target.number,
            speech: floor.spoken[at].map(|s| s.utterance),
        });
    }
    found
}

/// Where an answer stands: with its cue where that denies, else the clause that answers.
fn spans(view: &View<'_>, statement: usize, cued: bool, side: Option<&Claim>) -> Option<Vec<Span>> {
    /// A cue that stands further from its content is left out.
    const APART: usize = 40;
    let said = &view.statements()[statement];
    let content = *said.content.first()?;
    let cue = said.cue.as_ref().and_then(|c| c.spans.first()).filter(|_| cued);
    if let Some(hull) = cue.map(|c| c.hull(content)).filter(|h| h.len() < content.len() + APART) {
        return Some(vec![hull]);
    }
    match side {
        Some(side) => Some(vec![side.whole]),
        None => Some(said.content.clone()),
    }
}

/// Whether a clause tells what its speaker means to do: `we shall prove it`.
pub(in crate::points) fn intends(view: &View<'_>, claim: &Claim) -> bool {
    let will = |i: usize| matches!(view.word(i), "will" | "shall" | "would" | "'ll" | "’ll" | "must");
    claim.tokens.clone().take(6).any(|i| will(i) && i > 0 && matches!(view.word(i - 1), "we" | "i" | "they"))
}
