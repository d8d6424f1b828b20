//! What is called a place in a sentence, by name or by a noun, and what of it leads on to what holds it.

use super::super::super::view::View;
use super::super::part::{Part, noun};
use super::around::{around_noun, verb_like};
use super::words::{Does, is};
use rustc_hash::FxHashSet;
use sayso_text::{Gap, Span};
use std::ops::Range;

/// What a place is called, with where that stands.
pub(super) struct Called {
    pub tokens: Range<usize>,
    pub part: Part,
    /// Where its article stands, or its first word.
    pub opens: usize,
}

/// What places are called in a sentence, in order.
pub(super) fn called(
    view: &View<'_>,
    sentence: Range<usize>,
    entities: &[(Span, bool)],
    persons: &[Span],
    known: &FxHashSet<String>,
) -> Vec<Called> {
    let is_person = |i: usize| {
        let Some(token) = view.tokens.get(i) else { return false };
        let at = persons.partition_point(|s| s.end() <= token.span.start());
        persons.get(at).is_some_and(|s| s.contains(token.span))
    };
    let mut found: Vec<Called> = Vec::new();
    let mut i = sentence.start;
    while i < sentence.end {
        let Some(range) = around_noun(view, i, &sentence, &is_person)
            .or_else(|| by_name(view, i, &sentence, entities, known))
        else {
            i += 1;
            continue;
        };
        let part = Part::of(view, range.clone());
        let mut opens = range.start;
        while opens > sentence.start && is(view.word(opens - 1), Does::Before) {
            opens -= 1;
        }
        i = range.end.max(i + 1);
        if found.last().is_some_and(|f| f.tokens.end > range.start) {
            continue;
        }
        found.push(Called { tokens: range, part, opens });
    }
    found
}

/// The words that name a place from `i` on.
fn by_name(
    view: &View<'_>,
    i: usize,
    sentence: &Range<usize>,
    entities: &[(Span, bool)],
    known: &FxHashSet<String>,
) -> Option<Range<usize>> {
    let token = view.tokens.get(i)?;
    let from = entities.partition_point(|(s, _)| s.start() < token.span.start());
    let Some((span, place)) = entities.get(from).copied() else {
        return within_name(view, i, sentence, known);
    };
    if span.start() != token.span.start() {
        return within_name(view, i, sentence, known);
    }
    let tokens = view.tokens_in(span);
    let end = tokens.end.min(sentence.end);
    // `Kessim's ferry terminal`, `the San Telmo hospital`.
    let mut next = end;
    while next < sentence.end && owner(view, next) {
        next += 1;
    }
    let mut last = next;
    while last < sentence.end && last < next + 3 && together(view, last) && view.is_word(last) {
        if noun(view.word(last)).is_some() {
            let mut more = last + 1;
            while more < sentence.end && noun(view.word(more)).is_some() {
                more += 1;
            }
            return Some(tokens.start..more);
        }
        if is(view.word(last), Does::Function) || view.capital(last) || verb_like(view.word(last)) {
            break;
        }
        last += 1;
    }
    place.then_some(tokens.start..end)
}

/// A place at `i` that is part of another name: `the Regional Court in Halm`.
fn within_name(
    view: &View<'_>,
    i: usize,
    sentence: &Range<usize>,
    known: &FxHashSet<String>,
) -> Option<Range<usize>> {
    let led = i > sentence.start && matches!(view.word(i - 1), "in" | "at" | "near" | "outside");
    if !led || !view.capital(i) {
        return None;
    }
    let names = |end: &usize| {
        *end <= sentence.end
            && view.hull(i..*end).is_some_and(|s| known.contains(view.text(s)))
            && !(view.is_name(*end) && view.capital(*end) && together(view, *end))
    };
    [i + 2, i + 1].into_iter().find(names).map(|end| i..end)
}

/// Whether one part of a place is followed by what holds it.
pub(super) fn leads_on(view: &View<'_>, a: &Called, b: &Called) -> bool {
    const BETWEEN: usize = 4;
    let between = a.tokens.end..b.opens;
    if between.is_empty() {
        return false;
    }
    if between.len() == 1 && view.word(between.start) == "," {
        // `Stell, Norrland`
        return a.part.named() && b.part.named() && b.part.noun.is_none() && b.opens == b.tokens.start;
    }
    let mut at = between.clone();
    if view.word(at.start) == "," {
        at.start += 1;
    }
    let leads = is(view.word(at.start), Does::Within) || is(view.word(at.start), Does::At);
    let plain = |i: usize| {
        let word = view.word(i);
        view.is_word(i)
            && !view.capital(i)
            && (is(word, Does::Before) || is(word, Does::Side) || word == "of" || word.ends_with("ern"))
    };
    leads && at.len() <= BETWEEN && (at.start + 1..at.end).all(plain)
}

/// Whether a token ends in the sign of what belongs to it.
pub(super) fn owner(view: &View<'_>, i: usize) -> bool {
    matches!(view.word(i), "'s" | "’s" | "'" | "’")
}

/// Whether two tokens stand on one line.
pub(super) fn together(view: &View<'_>, i: usize) -> bool {
    view.tokens.get(i).is_some_and(|t| t.gap != Gap::Break)
}
