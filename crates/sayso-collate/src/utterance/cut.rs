//! What a wording loses where it is cut off: a condition or a doubt that followed, a negation or another's say-so that
//! led up to it.

use super::sense::Printing;
use crate::wording::{Pair, Wording};

/// Words in a row that open a condition.
const CONDITIONS: [&[&str]; 10] = [
    &["unless"],
    &["provided"],
    &["providing"],
    &["if"],
    &["only", "if"],
    &["but", "only", "if"],
    &["as", "long", "as"],
    &["so", "long", "as"],
    &["on", "condition"],
    &["assuming"],
];

/// Words in a row by which a speaker limits what he vouches for.
const DOUBTS: [&[&str]; 12] = [
    &["as", "far", "as"],
    &["so", "far", "as"],
    &["to", "my", "knowledge"],
    &["to", "our", "knowledge"],
    &["to", "the", "best"],
    &["i", "think"],
    &["i", "believe"],
    &["we", "think"],
    &["we", "believe"],
    &["i", "suppose"],
    &["i", "am", "told"],
    &["we", "are", "told"],
];

/// The kind of what a wording lost at its ends, told by its first and last words that the fullest has.
pub(super) fn cut_off(
    fullest: &Wording,
    variant: &Wording,
    (first, last): (&Pair, &Pair),
    printing: &Printing,
) -> Option<&'static str> {
    /// A shorter wording is a name for something, not a claim.
    const LEAST: usize = 4;
    if printing.indirect || printing.merged || variant.len() < 3 {
        return None;
    }
    // `was ready to “call it theft”` of `I will not call it theft`
    let led = first.b == 0 && first.a > 0;
    if led && matches!(fullest.words.normal(first.a - 1), "not" | "never") {
        return Some("negation");
    }
    if printing.fragment || variant.len() < LEAST {
        return None;
    }
    if led && by_another(fullest, first.a) {
        return Some("hedge");
    }
    let next = last.a + 1;
    let goes_on = last.b + 1 == variant.len() && fullest.words.list().get(next).is_some_and(|w| !w.starts());
    let opens = |row: &&[&str]| {
        row.iter().enumerate().all(|(n, w)| next + n < fullest.len() && fullest.words.normal(next + n) == *w)
    };
    match goes_on {
        true if CONDITIONS.iter().any(&opens) => Some("condition"),
        true if DOUBTS.iter().any(opens) => Some("hedge"),
        _ => None,
    }
}

/// Whether the words right before a place say whose knowledge it is: `My engineers tell me that`, `I am told that`.
fn by_another(words: &Wording, at: usize) -> bool {
    const TELLS: [&str; 10] =
        ["tell", "tells", "told", "say", "says", "claim", "claims", "assure", "assures", "hear"];
    if words.words.normal(at - 1) != "that" {
        return false;
    }
    (at.saturating_sub(4)..at - 1).any(|k| {
        let own = k > 0 && matches!(words.words.normal(k - 1), "i" | "we");
        let word = words.words.normal(k);
        // `I say that` is the speaker's own word, `I hear that` is not.
        TELLS.contains(&word) && (!own || word == "hear")
    })
}

#[cfg(test)]
mod tests {
    use crate::utterance::sense::{Printing, standing};
    use crate::wording::Wording;
    use sayso_model::Sense;

    #[test]
    fn what_stood_at_the_cut_turns_the_sense() {
        let sense = |full: &str, cut: &str| {
            let printing = Printing { parts: 1, quoted: true, ..Printing::default() };
            standing(&Wording::of(full), &Wording::of(cut), &printing).sense
        };
        for (full, cut) in [
            ("There will be no strike unless the count is higher than we think", "There will be no strike"),
            ("There will be no third tax, provided that the bank pays in May", "There will be no third tax"),
            (
                "Nobody in my yard touched that crane, as far as I know",
                "Nobody in my yard touched that crane",
            ),
            ("My masons tell me that the arches were dry in May", "The arches were dry in May"),
        ] {
            assert_eq!(sense(full, cut), Sense::Turned, "{cut}");
        }
        for (full, cut) in [
            ("I say that the arches were dry in May", "The arches were dry in May"),
            ("There will be no strike. If it rains we sing", "There will be no strike"),
        ] {
            assert_eq!(sense(full, cut), Sense::Kept, "{cut}");
        }
    }
}
