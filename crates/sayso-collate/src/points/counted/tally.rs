//! The two sides of a vote: `by 98 votes to 81`.

use super::super::view::View;
use sayso_text::Span;
use std::ops::Range;

/// The sort of figure of the other side of a vote, which is no matter of its own where all give it so.
pub(in super::super) const OTHER_SIDE: &str = "other side";

/// Whether a word is for what is counted in a vote.
fn votes(word: &str) -> bool {
    word.starts_with("vote") || word.starts_with("seat")
}

/// Whether a word says that something was voted on.
fn voting(word: &str) -> bool {
    const WORDS: [&str; 16] = [
        "passed", "carried", "reading", "ballot", "majority", "decided", "ruled", "adopted", "approved",
        "rejected", "defeated", "motion", "division", "elected", "backed", "endorsed",
    ];
    votes(word) || WORDS.contains(&word)
}

/// Whether two numbers are the two sides of a vote: `by 98 votes to 81`, `98 to 81`, `54 against 46`.
pub(super) fn tally_to(view: &View<'_>, ranges: &[Range<usize>], q: usize) -> bool {
    let (Some(one), Some(two)) = (ranges.get(q), ranges.get(q + 1)) else { return false };
    if one.is_empty() || two.is_empty() || two.start < one.end || two.start - one.end > 2 {
        return false;
    }
    let voted = one.start.checked_sub(1).is_some_and(|i| view.word(i) == "by")
        || (one.start.saturating_sub(6)..two.end + 4).any(|i| voting(view.word(i)));
    let before = one.start.checked_sub(1).map_or("", |i| view.word(i));
    matches!(view.word(two.start - 1), "to" | "against")
        && (one.end..two.start - 1).all(|i| votes(view.word(i)))
        && voted
        && !matches!(before, "from" | "between")
}

/// The other side of a vote where it is one or none: `by two votes to one`, `11 to nil`.
pub(super) fn tally_to_few(view: &View<'_>, range: &Range<usize>) -> Option<Span> {
    let to = (range.end..range.end + 2).find(|i| matches!(view.word(*i), "to" | "against"))?;
    let few = matches!(view.word(to + 1), "one" | "nil" | "none" | "zero" | "1" | "0");
    let first = range.start.saturating_sub(6);
    let voted =
        votes(view.word(range.end.saturating_sub(1))) || (first..to + 4).any(|i| voting(view.word(i)));
    let closed = !view.is_word(to + 2) || !view.word(to + 2).ends_with('s');
    ((range.end..to).all(|i| votes(view.word(i))) && few && voted && closed)
        .then_some(view.tokens.get(to + 1)?.span)
}
