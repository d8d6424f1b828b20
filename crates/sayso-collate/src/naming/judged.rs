//! Nouns by which outlets judge what happened, whatever it was: `the scandal`, `this disaster`, `Drama at the mill`.

use super::acts::{OPENING, modifiers};
use super::lists::{JUDGEMENTS, STOPS};
use super::phrase::complement;
use super::{Reading, Term};
use crate::points::view::{Line, View};
use crate::verbs;

/// The judgements of all reports: in headline and opening, and elsewhere where they point back to what was told.
pub(super) fn judged(readings: &[Reading<'_, '_>]) -> Vec<Term> {
    let mut found = Vec::new();
    for reading in readings {
        let view = reading.view;
        let mut body = 0;
        for line in &view.sentences {
            body += usize::from(!line.headline);
            let opening = line.headline || body <= OPENING;
            for i in line.tokens.clone() {
                if !JUDGEMENTS.contains(view.word(i)) || !stands_alone(view, line, i) || dated(view, i) {
                    continue;
                }
                let (start, coloured) = modifiers(view, line.tokens.start, i);
                let back = start > line.tokens.start
                    && matches!(view.word(start - 1), "the" | "this" | "that" | "such" | "whole" | "entire");
                if !(back || opening || coloured && after_article(view, line, start)) {
                    continue;
                }
                let end = complement(view, &line.tokens, i + 1);
                // A long complement tells more than what it is called.
                let end = if end > i + 4 { i + 1 } else { end };
                found.extend(reading.term(start..end, false));
            }
        }
    }
    found
}

/// Whether an article leads to what is coloured: `a shameful betrayal`.
fn after_article(view: &View<'_>, line: &Line, start: usize) -> bool {
    start > line.tokens.start && matches!(view.word(start - 1), "a" | "an")
}

/// Whether a noun is no part of a longer one: `disaster relief`, `crisis talks`.
fn stands_alone(view: &View<'_>, line: &Line, i: usize) -> bool {
    let next = i + 1;
    if next >= line.tokens.end || !view.is_word(next) {
        return !matches!(view.word(next), "-" | "'s" | "’s");
    }
    let word = view.word(next);
    let verb = verbs::past(word) || verbs::helping(word).is_some() || view.attributes(next);
    let name = view.is_name(i) && !line.headline;
    !name
        && (STOPS.contains(word)
            || verb
            || word.ends_with('s') && !word.ends_with("ss")
            || word.ends_with("ly"))
}

/// Whether a year after it tells of another one: `the disaster of 1998`.
fn dated(view: &View<'_>, i: usize) -> bool {
    (i + 1..i + 5).any(|k| {
        let word = view.word(k);
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    })
}
