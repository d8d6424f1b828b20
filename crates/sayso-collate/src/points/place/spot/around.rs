//! The words around a noun of places that call the place.

use super::super::super::view::View;
use super::super::part::{Level, noun};
use super::called::{owner, together};
use super::words::{Does, is};
use crate::meaning::vector_of;
use crate::verbs::{helping, past};
use std::ops::Range;

/// The words around a noun of places at `i` that call the place: `the Orlan Square car park`, `the village of Stell`.
pub(super) fn around_noun(
    view: &View<'_>,
    i: usize,
    sentence: &Range<usize>,
    is_person: &impl Fn(usize) -> bool,
) -> Option<Range<usize>> {
    const WIDE: usize = 6;
    noun(view.word(i))?;
    let mut end = i + 1;
    // Of several nouns in a row the last says what it is: `the car park attendant` is none.
    while end < sentence.end && together(view, end) && noun(view.word(end)).is_some() {
        end += 1;
    }
    let mut start = i;
    while start > sentence.start && i - start < WIDE && together(view, start) {
        let at = start - 1;
        let word = view.word(at);
        let named = view.capital(at) && view.is_word(at) && !is_person(at);
        let opens = at == sentence.start && !view.is_name(at);
        if owner(view, at) {
            // `Sarrow's terminal`, but not `the police's station`.
            if at == sentence.start || !view.capital(at - 1) || is_person(at - 1) {
                break;
            }
        } else if named && !opens && !is(word, Does::Before) {
        } else if !view.is_word(at)
            || view.capital(at)
            || is(word, Does::Before)
            || is(word, Does::Function)
            || is(word, Does::At)
            || is(word, Does::To)
            || is(word, Does::Within)
            || helping(word).is_some()
            || view.attributes(at)
            || i - at > 2 && !named
            || verb_like(word)
            || word.ends_with("ly")
        {
            break;
        }
        start -= 1;
    }
    while start < i && owner(view, start) {
        start += 1;
    }
    let has_name = |r: Range<usize>| {
        r.into_iter().any(|k| view.capital(k) && k > sentence.start && noun(view.word(k)).is_none())
    };
    // `the viaduct Sarre`, `the village of Stell`.
    let next = if view.word(end) == "of" { end + 1 } else { end };
    let mut last = next;
    while last < sentence.end
        && together(view, last)
        && view.capital(last)
        && view.is_word(last)
        && !is_person(last)
        && view.times_in(view.tokens[last].span).next().is_none()
    {
        last += 1;
    }
    // `the Orvanian town of Stell`
    let town = next > end && noun(view.word(end - 1)).is_some_and(|n| n.level >= Level::Town);
    if last > next && (town || !has_name(start..end)) {
        end = last;
    } else if view.is_word(end) && together(view, end) && !view.capital(end) {
        // `the bridge builders`
        let word = view.word(end);
        let timed = view.times_in(view.tokens[end].span.hull(view.tokens[sentence.end - 1].span)).next();
        let timed = timed.is_some_and(|t| t.span.start() == view.tokens[end].span.start());
        let counted = quantity_at(view, end) || word.starts_with(|c: char| c.is_ascii_digit());
        let free = vector_of(word) == 0
            || timed
            || counted
            || is(word, Does::Function)
            || is(word, Does::At)
            || helping(word).is_some();
        let other =
            !free && !past(word) && !word.ends_with("ly") && !word.ends_with("ing") && !word.ends_with('s');
        if other && !has_name(start..end) {
            return None;
        }
    }
    Some(start..end)
}

/// Whether a quantity begins with a token: `in a quarry ten kilometres from town`.
fn quantity_at(view: &View<'_>, i: usize) -> bool {
    let at = view.tokens[i].span.start();
    let quantities = &view.doc.annotations.quantities;
    let from = quantities.partition_point(|q| q.span.start() < at);
    quantities.get(from).is_some_and(|q| q.span.start() == at)
}

/// Whether a word before a noun is likely its verb rather than a word that sets it apart.
pub(super) fn verb_like(word: &str) -> bool {
    past(word)
        && !matches!(
            word,
            "disused" | "abandoned" | "crowded" | "ruined" | "deserted" | "covered" | "occupied"
        )
        || matches!(
            word,
            "leave" | "reach" | "enter" | "close" | "shut" | "open" | "cross" | "said" | "left" | "hit"
        )
}
