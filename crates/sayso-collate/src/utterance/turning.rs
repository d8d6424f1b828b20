//! Words that turn the sense of a clause when they are lost or added, and what limits a clause.

use crate::wording::Wording;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static TURNING: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../words/turning.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once('\t')).collect()
});

/// Verbs of the speaker's own doubt: `I think`.
const DOUBT: [&str; 9] =
    ["think", "believe", "guess", "suppose", "suspect", "assume", "hope", "expect", "reckon"];

/// What a word does to the sense when it is lost or added.
pub(super) fn turning(wording: &Wording, i: usize, indirect: bool) -> Option<&'static str> {
    let word = wording.words.normal(i);
    let list = wording.words.list();
    let next = if i + 1 < list.len() { wording.words.normal(i + 1) } else { "" };
    match word {
        // The month.
        "may" if list[i].capital() && !list[i].starts() => None,
        // `No, we will stay`; `no more and no less`
        "no" if list.get(i + 1).is_some_and(|w| !w.adjacent())
            || matches!(next, "more" | "less" | "doubt" | "matter" | "wonder") =>
        {
            None
        }
        // `not only the roof`, `hundreds if not thousands`
        "not" if matches!(next, "only" | "just" | "merely" | "least") => None,
        "not" if i > 0 && wording.words.normal(i - 1) == "if" => None,
        "only" | "just" | "merely" if i > 0 && wording.words.normal(i - 1) == "not" => None,
        "if" if next == "not" && !list[i].starts() => None,
        // `nothing but weather` is only weather.
        "nothing" if next == "but" => Some("condition"),
        "condition" if i > 0 && wording.words.normal(i - 1) == "on" => Some("condition"),
        "until" | "till" if next == "now" => None,
        // A day until which something lasts is none, unless nothing happens before it.
        "until" | "till" => {
            let negated = (i.saturating_sub(8)..i)
                .any(|k| TURNING.get(wording.words.normal(k)).is_some_and(|kind| *kind == "negation"));
            (negated || list[i].starts()).then_some("condition")
        }
        // `Without rain there is no harvest`
        "without" => list[i].starts().then_some("condition"),
        // The reporter's tense makes `can` `could`.
        "could" if indirect => None,
        "couldnt" => Some("negation"),
        // `if it appears that` asks; it does not doubt.
        "appears" | "appear" | "seems" | "seem" | "may" | "might"
            if (i.saturating_sub(3)..i).any(|k| matches!(wording.words.normal(k), "if" | "whether")) =>
        {
            None
        }
        // `as if it were a bath`
        "if" if i > 0 && wording.words.normal(i - 1) == "as" => None,
        _ if DOUBT.contains(&word) => {
            let own = (i.saturating_sub(2)..i).find(|k| matches!(wording.words.normal(*k), "i" | "we"))?;
            // `what we expect` is no doubt of ours.
            let relative = own.checked_sub(1).is_some_and(|k| {
                matches!(wording.words.normal(k), "what" | "that" | "which" | "as" | "than" | "whom" | "who")
            });
            (!relative).then_some("hedge")
        }
        _ => TURNING.get(word).copied(),
    }
}

/// Words of certainty: where one is denied, that is a hedge.
pub(super) const CERTAIN: [&str; 20] = [
    "sure",
    "certain",
    "clear",
    "know",
    "knows",
    "known",
    "proof",
    "prove",
    "proven",
    "proved",
    "evidence",
    "confirm",
    "confirmed",
    "conclusive",
    "definite",
    "definitely",
    "certainty",
    "doubt",
    "settled",
    "rule",
];

/// Whether word `i` joins what follows to what stands before.
pub(super) fn coordinates(wording: &Wording, i: usize) -> bool {
    matches!(wording.words.normal(i), "and" | "but" | "nor" | "or" | "so" | "yet")
}

/// Whether word `i` joins what limits the clause before it and says nothing by itself: `but only if it rains`, `though
/// not this year`. (`and if it rains, we stay` says something of its own.)
pub(super) fn limits(wording: &Wording, i: usize) -> bool {
    const EXTENT: [&str; 30] = [
        "yet",
        "this",
        "now",
        "before",
        "until",
        "without",
        "if",
        "unless",
        "today",
        "tomorrow",
        "tonight",
        "all",
        "always",
        "everywhere",
        "everyone",
        "everybody",
        "for",
        "in",
        "at",
        "by",
        "necessarily",
        "entirely",
        "completely",
        "fully",
        "quite",
        "immediately",
        "soon",
        "forever",
        "ever",
        "any",
    ];
    let normal = |k: usize| if k < wording.len() { wording.words.normal(k) } else { "" };
    (coordinates(wording, i) || matches!(normal(i), "though" | "although"))
        && match normal(i + 1) {
            "only" => {
                matches!(normal(i + 2), "if" | "when" | "after" | "with" | "for" | "in" | "until" | "on")
            }
            "not" => EXTENT.contains(&normal(i + 2)),
            // `no proof that it fell, and none that it did not`
            "none" | "nor" => {
                let end = (i + 1..wording.len())
                    .find(|k| wording.words.list()[*k].starts())
                    .unwrap_or(wording.len());
                end - i < 9 && !(i + 2..end).any(|k| wording.content(k))
            }
            _ => false,
        }
}
