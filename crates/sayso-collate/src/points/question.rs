//! Whether a run of words can be asked after.

use super::view::View;
use crate::verbs::{opens_question, past};
use std::ops::Range;

/// Whether a clause can be asked as a question at all: it has a verb and does not open in the middle of something.
pub(crate) fn askable(view: &View<'_>, tokens: Range<usize>) -> bool {
    const MIDDLE: [&str; 19] = [
        "well",
        "as",
        "than",
        "of",
        "to",
        "for",
        "with",
        "by",
        "from",
        "opposed",
        "rather",
        "such",
        "like",
        "long",
        "including",
        "soon",
        "whose",
        "which",
        "who",
    ];
    let range = trimmed(view, tokens);
    // `their ugly and unjustified act`: no verb
    let colours = |i: usize| {
        i > range.start
            && matches!(
                view.word(i - 1),
                "the" | "a" | "an" | "his" | "her" | "its" | "their" | "our" | "this" | "and" | "or"
            )
    };
    let verb = |i: usize| {
        opens_question(view.word(i)) || past(view.word(i)) && !colours(i) || view.word(i).contains("n't")
    };
    let middle = |i: usize| MIDDLE.contains(&view.word(i)) || view.word(i).ends_with("ing");
    range.clone().any(verb) && !middle(range.start)
}

/// Without quotation marks, conjunctions and points at the ends.
fn trimmed(view: &View<'_>, mut range: Range<usize>) -> Range<usize> {
    let ends =
        |w: &str| matches!(w, "and" | "or" | "but" | "that" | "with" | "of" | "to" | "the" | "a" | "an");
    let strip = |w: &str| {
        matches!(
            w,
            "," | "\"" | "“" | "”" | "‘" | "’" | "'" | ":" | "-" | "—" | "–" | "." | "!" | "?" | ";" | "…"
        )
    };
    let opens =
        |w: &str| matches!(w, "that" | "and" | "but" | "so" | "because" | "or" | "while" | "yet" | "then");
    // `That number is wrong`, where a sentence begins.
    let points_at = |i: usize| view.printed(i) == "That" && matches!(view.word(i + 2), "is" | "was");
    while range.start < range.end
        && (strip(view.word(range.start))
            || opens(view.word(range.start)) && range.len() > 3 && !points_at(range.start))
    {
        range.start += 1;
    }
    while range.start < range.end
        && (strip(view.word(range.end - 1)) || range.len() > 3 && ends(view.word(range.end - 1)))
    {
        range.end -= 1;
    }
    range
}
