//! Denials that point back: `The company denied this`, `rejected the accusation`, `That is a lie`, `There is no such plan`.
//!
//! What is denied is what another was last said to have said, in the sentence before or the one before that.

use super::{Challenge, WORDS};
use crate::points::claims::{Claim, negates};
use crate::points::contest::{Floor, plain};
use crate::points::draft::Given;
use crate::points::exchange::intends;
use crate::points::negation::without_holders;
use crate::points::view::{View, Voice};
use sayso_model::PointKind;
use std::ops::Range;

/// Sentences before the denial in which it may find what it denies.
const BACK: usize = 3;

/// What a report's denials that point back deny.
pub(super) fn of_pointing(floor: &Floor<'_, '_>, view: &View<'_>) -> Vec<Challenge> {
    let mut found = Vec::new();
    for (at, line) in view.sentences.iter().enumerate().filter(|(_, l)| !l.headline) {
        let Some(pointing) = line.tokens.clone().find_map(|i| points_back(view, &line.tokens, i)) else {
            continue;
        };
        let voice = speaker(view, at, pointing.clone());
        let before = floor.claims.iter().filter(|c| {
            c.doc == view.at
                && (c.line < at || c.line == at && c.tokens.end <= pointing.start)
                && c.line + BACK >= at
                && plain(c)
                && !c.headline
                && c.verb
                && c.voice.statement.is_some()
                && (c.voice.speaker != voice.speaker || c.voice.speaker.is_none())
        });
        // The nearest sentence; of it the clause that tells most.
        let tells = |c: &Claim| c.words.iter().filter(|w| !w.name).map(|w| w.weight).sum::<f32>();
        let told = |c: &Claim| !intends(view, c);
        let Some(target) = before.max_by(|a, b| {
            a.line.cmp(&b.line).then(told(a).cmp(&told(b))).then(tells(a).total_cmp(&tells(b)))
        }) else {
            continue;
        };
        if tells(target) < 3.0 {
            continue;
        }
        let Some(span) = view.hull(said(view, &line.tokens, &pointing)) else { continue };
        let mut given = Given::new(view.at, span.trimmed(view.doc.text()), "no".into(), voice);
        given.attributed = true;
        // What the same speaker says next in quotation marks explains the denial.
        let next = floor.claims.iter().find(|c| {
            c.doc == view.at
                && c.line == at + 1
                && c.direct
                && (c.voice.speaker != target.voice.speaker || c.voice.speaker.is_none())
        });
        if let Some(next) = next {
            given.spans.push(next.whole);
            given.speaker = given.speaker.or(next.voice.speaker);
        }
        found.push(Challenge {
            doc: view.at,
            line: at,
            tokens: target.tokens.clone(),
            words: without_holders(view, target.words.clone()),
            given,
            asserted: Some(Given::new(view.at, target.whole, "yes".into(), target.voice)),
            kind: PointKind::Denial,
            strength: 0.85,
            opponent: None,
            against: false,
            bare: false,
            asked: target.voice,
            telling: Vec::new(),
            firm: false,
            number: target.number,
            speech: None,
        });
    }
    found
}

/// The words that point back, if some begin at token `i`.
fn points_back(view: &View<'_>, line: &Range<usize>, i: usize) -> Option<Range<usize>> {
    let words = &*WORDS;
    let ends = |k: usize| {
        k >= line.end
            || !view.is_word(k)
            || matches!(
                view.word(k),
                "as" | "and" | "but" | "saying" | "on" | "in" | "while" | "when" | "yesterday"
            )
    };
    let word = view.word(i);
    if words.denying.contains(&word) && !is_asked_for(view, line, i) {
        let from = i + 1;
        // `dismissed them`: sooner people or papers than what was said.
        let them = view.word(from) == "them" && !word.starts_with("dismiss");
        if (matches!(view.word(from), "this" | "that" | "it") || them) && ends(from + 1) {
            return Some(i..from + 1);
        }
        if matches!(
            view.word(from),
            "the" | "those" | "these" | "such" | "his" | "her" | "their" | "all" | "any"
        ) {
            let noun = (from + 1..from + 3).find(|k| words.nouns.contains(&view.word(*k)))?;
            return ends(noun + 1).then_some(i..noun + 1);
        }
        return None;
    }
    // `That is a lie`, `It is not true`.
    if matches!(word, "that" | "this" | "it" | "these" | "those") && starts(view, line, i) {
        let be = matches!(view.word(i + 1), "is" | "was" | "are" | "'s" | "’s")
            || matches!(view.word(i + 1), "isn't" | "isn’t" | "wasn't" | "wasn’t");
        let no = (i + 1..i + 4).any(|k| negates(view, k));
        let value = (i + 2..i + 6).find(|k| words.untrue.contains(&view.word(*k)) && ends(k + 1))?;
        let affirms = matches!(view.word(value), "so" | "true" | "case");
        return (be && affirms == no).then_some(i..value + 1);
    }
    // `There is no such plan`, `No such order was given`.
    if word == "no" && view.word(i + 1) == "such" {
        return Some(i..(i + 3).min(line.end));
    }
    None
}

/// `urged her to reject it`: what somebody is asked to do is not done.
fn is_asked_for(view: &View<'_>, line: &Range<usize>, i: usize) -> bool {
    /// Words between the verb of asking and what is asked for.
    const BETWEEN: usize = 6;
    const ASKING: [&str; 12] = [
        "ask",
        "urge",
        "press",
        "beg",
        "implore",
        "lobby",
        "order",
        "call",
        "invite",
        "want",
        "encourage",
        "petition",
    ];
    i > line.start
        && view.word(i - 1) == "to"
        && (line.start..i - 1).rev().take(BETWEEN).any(|k| ASKING.contains(&crate::verbs::base(view.word(k))))
}

/// Whether token `i` begins the sentence or what is quoted in it.
fn starts(view: &View<'_>, line: &Range<usize>, i: usize) -> bool {
    i == line.start || !view.is_word(i - 1)
}

/// The sentence from its quotation mark or beginning to the end of the pointing words.
fn said(view: &View<'_>, line: &Range<usize>, pointing: &Range<usize>) -> Range<usize> {
    let quote = (line.start..pointing.start).rev().find(|i| matches!(view.word(*i), "“" | "\"" | "‘"));
    quote.map_or(line.start, |q| q + 1)..pointing.end
}

/// Who denies: who says the words, or whose cue they are, or who speaks next.
fn speaker(view: &View<'_>, at: usize, pointing: Range<usize>) -> Voice {
    let told = view.said_by(pointing.start);
    if told.statement.is_some() {
        return told;
    }
    let cue = |s: &usize| {
        let cue = view.statements()[*s].cue.as_ref().and_then(|c| c.spans.first());
        cue.is_some_and(|c| view.sentences[at].span.contains(*c))
    };
    match (0..view.statements().len()).find(cue) {
        Some(s) => view.source_of(s),
        None => Voice { named: true, ..Voice::default() },
    }
}
