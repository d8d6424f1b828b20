//! What a wording loses where it is cut off: a condition or a doubt that followed, a negation or another's say-so that
//! led up to it.

use super::sense::Printing;
use super::turning::turning;
use crate::wording::{Pair, Wording};

/// Words in a row that open a condition.
const CONDITIONS: [&[&str]; 14] = [
    &["unless"],
    &["provided"],
    &["providing"],
    &["if"],
    &["only", "if"],
    &["but", "only", "if"],
    &["as", "long", "as"],
    &["so", "long", "as"],
    &["for", "as", "long", "as"],
    &["on", "condition"],
    &["assuming"],
    &["once"],
    &["the", "day"],
    &["the", "moment"],
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
    if printing.indirect || printing.merged || variant.len() < 3 {
        return None;
    }
    // `was ready to “call it theft”` of `I will not call it theft`
    let led = first.b == 0 && first.a > 0;
    if led && matches!(fullest.words.normal(first.a - 1), "not" | "never") {
        return Some("negation");
    }
    if led && let Some(kind) = framed(fullest, first.a) {
        return Some(kind);
    }
    if printing.fragment {
        return None;
    }
    if led && by_another(fullest, first.a) {
        return Some("hedge");
    }
    let next = last.a + 1;
    if first.b == 0 && last.b + 1 == variant.len() && narrowed(fullest, next) {
        return Some("negation");
    }
    let goes_on = last.b + 1 == variant.len() && fullest.words.list().get(next).is_some_and(|w| !w.starts());
    let opens = |row: &&[&str]| {
        row.iter().enumerate().all(|(n, w)| next + n < fullest.len() && fullest.words.normal(next + n) == *w)
    };
    match goes_on {
        true if bounded(fullest, next) => Some("condition"),
        true if CONDITIONS.iter().any(&opens) => Some("condition"),
        true if DOUBTS.iter().any(opens) => Some("hedge"),
        _ => None,
    }
}

/// What the words right before a place take from what follows: `We do not rule out that`, `It is possible that`.
fn framed(words: &Wording, at: usize) -> Option<&'static str> {
    const OPEN: [&str; 8] =
        ["possible", "possibility", "conceivable", "likely", "probable", "chance", "suspicion", "rumour"];
    const KNOWN: [&str; 12] = [
        "rule",
        "exclude",
        "evidence",
        "proof",
        "sign",
        "sure",
        "certain",
        "know",
        "confirm",
        "believe",
        "think",
        "indication",
    ];
    if words.words.normal(at - 1) != "that" {
        return None;
    }
    let sentence = (0..at).rfind(|k| words.words.list()[*k].starts()).unwrap_or(0);
    let frame = at.saturating_sub(7).max(sentence)..at - 1;
    let negated = |k: usize| turning(words, k, false) == Some("negation");
    let denied = frame.clone().any(negated) && frame.clone().any(|k| KNOWN.contains(&words.words.normal(k)));
    if denied {
        return Some("negation");
    }
    frame.into_iter().any(|k| OPEN.contains(&words.words.normal(k))).then_some("hedge")
}

/// Whether what goes on from a place without a pause says how far a negation before it reaches: `did not turn back out of
/// indifference`.
fn narrowed(words: &Wording, at: usize) -> bool {
    const REACH: [&str; 9] = ["because", "out", "for", "on", "in", "from", "before", "this", "without"];
    let list = words.words.list();
    let Some(word) = list.get(at) else { return false };
    if word.starts() || !word.adjacent() || !REACH.contains(&words.words.normal(at)) {
        return false;
    }
    let sentence = (0..at).rfind(|k| list[*k].starts()).unwrap_or(0);
    let clause = (sentence..at).rfind(|k| !list[*k].adjacent()).unwrap_or(sentence);
    (clause..at).any(|k| turning(words, k, false) == Some("negation"))
}

/// Whether what goes on from a place without a pause says of which or when it is so: `any count that was made by day`, `the
/// pump was sound when we looked`.
fn bounded(words: &Wording, at: usize) -> bool {
    const WHOLE: [&str; 7] = ["any", "every", "all", "whatever", "anybody", "everybody", "everything"];
    const LOOKING: [&str; 10] = [
        "looked",
        "checked",
        "inspected",
        "tested",
        "examined",
        "left",
        "sold",
        "visited",
        "measured",
        "delivered",
    ];
    let list = words.words.list();
    if !list.get(at).is_some_and(|w| w.adjacent() && !w.starts()) {
        return false;
    }
    let sentence = (0..at).rfind(|k| list[*k].starts()).unwrap_or(0);
    let clause = (sentence..at).rfind(|k| !list[*k].adjacent()).unwrap_or(sentence);
    let near = |n: usize, of: &[&str]| {
        (at.saturating_sub(n).max(clause)..at).any(|k| of.contains(&words.words.normal(k)))
    };
    match words.words.normal(at) {
        "that" | "who" | "which" => near(3, &WHOLE),
        "when" => {
            // `was sound when we looked`, but not `was asleep when the roof fell`
            let looks = |k: usize| k < words.len() && LOOKING.contains(&words.words.normal(k));
            near(4, &["was", "were", "is", "are"]) && (at + 2..at + 5).any(looks)
        }
        _ => false,
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
            ("We do not rule out that the arches were dry in May", "The arches were dry in May"),
            ("I will take any count that was made by day", "I will take any count"),
            ("The pump was sound when we looked at it in May", "The pump was sound"),
            ("The wards are safe for as long as the sheets last", "The wards are safe"),
            ("We will send envoys to Arle, but not for talks with thieves", "We will send envoys to Arle"),
            ("I will sell the mill the day it is shown that she lied", "I will sell the mill"),
            ("Our boat did not turn back out of indifference", "Our boat did not turn back"),
        ] {
            assert_eq!(sense(full, cut), Sense::Turned, "{cut}");
        }
        for (full, cut) in [
            ("I say that the arches were dry in May", "The arches were dry in May"),
            ("There will be no strike. If it rains we sing", "There will be no strike"),
            ("They sold any boat they had that year", "They sold any boat they had"),
            ("The weavers left when the bell rang", "The weavers left"),
            ("The kitchen was quiet when I heard a bang", "The kitchen was quiet"),
            ("Our boat did not turn back, in truth", "Our boat did not turn back"),
        ] {
            assert_eq!(sense(full, cut), Sense::Kept, "{cut}");
        }
    }
}
