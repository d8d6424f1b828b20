//! What is denied without a word of denying: `There is no withdrawal`, `Nobody answered`, `He was not ill`.
//!
//! A negated clause is worth setting against others where it tells of the happening: not what a speaker cannot or will
//! not do himself (`I will not guess`), nor what he does not know, feel or want. What is denied is the clause without its
//! negation; after `there is no …` it is the thing that is not there, and a word that only holds it (`plan to …`,
//! `decision to …`) is left out.

use super::claims::{Claim, ClaimWord, claim_words, negates};
use super::lists::lines;
use super::view::View;
use crate::verbs::{helping, uncontracted};
use rustc_hash::FxHashMap;
use sayso_model::Manner;
use std::ops::Range;
use std::sync::LazyLock;

static WORDS: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    lines(include_str!("../../words/points/negation.tsv"))
        .filter_map(|l| l.split_once('\t'))
        .map(|(kind, words)| (kind, words.split(' ').collect()))
        .collect()
});

/// Whether a word stands on one of the lists.
fn is(kind: &str, word: &str) -> bool {
    WORDS.get(kind).is_some_and(|w| w.contains(&word))
}

/// What a negated clause denies.
#[derive(Clone, Debug)]
pub(crate) struct Denied {
    /// The tokens of the clause, as far as the negation reaches.
    pub tokens: Range<usize>,
    /// The words that tell what is not so.
    pub core: Vec<ClaimWord>,
    /// Those of them that stand after the negation: what is said not to be so, not of what.
    pub telling: Vec<ClaimWord>,
    /// Whether it says that there is no such thing.
    pub bare: bool,
    /// Whether it tells of what was or was not: `Nobody answered`, `did not turn`; not of what is always so.
    pub firm: bool,
}

/// What a clause denies; `None` where it denies nothing of the happening.
pub(crate) fn denied(view: &View<'_>, claim: &Claim) -> Option<Denied> {
    if !claim.negated || claim.conditional || claim.manner == Some(Manner::Refuse) {
        return None;
    }
    let at = claim.tokens.clone().find(|i| negates(view, *i))?;
    // `pledged not to strike` tells of what is meant, not of what was.
    if view.word(at + 1) == "to" && view.word(at) == "not" {
        return None;
    }
    let piece = reach(view, &claim.tokens, at);
    if !of_the_happening(view, claim, &piece, at) {
        return None;
    }
    let there = (piece.start..at).rev().take(4).any(|i| view.word(i) == "there");
    let bare = there && matches!(view.word(at), "no" | "not" | "never");
    // `The reserve was not there`, `did not exist`: what it is said of is not there.
    let absent = !bare
        && (at + 1..piece.end.min(at + 3)).any(|i| is("absent", view.word(i)))
        && piece.end <= at + 5
        && (piece.start..at).any(|i| view.is_word(i) && !helps(view.word(i)));
    if absent {
        let core = without_holders(view, claim_words(view, piece.start..at));
        let telling: Vec<ClaimWord> = core.iter().copied().filter(|w| !w.name).collect();
        return (!telling.is_empty()).then_some(Denied {
            tokens: piece,
            core,
            telling,
            bare: false,
            firm: true,
        });
    }
    let from = if bare { at + 1 } else { piece.start };
    let until = match bare {
        true => (from + 1..piece.end)
            .find(|i| matches!(view.word(*i), "that" | "which" | "who" | "when" | "in" | "at" | "on"))
            .unwrap_or(piece.end),
        false => piece.end,
    };
    let core = without_holders(view, claim_words(view, from..until));
    let telling: Vec<ClaimWord> = core.iter().copied().filter(|w| !w.name && w.token > at).collect();
    // What is said not to be so is no word that tells.
    if !bare && telling.is_empty() {
        return None;
    }
    let firm = bare || firm(view, &piece, at);
    (!core.is_empty()).then_some(Denied { tokens: piece, core, telling, bare, firm })
}

/// Whether a negation tells of what happened: a past, or nobody as its subject (`nobody`, `not one mark`).
fn firm(view: &View<'_>, piece: &Range<usize>, at: usize) -> bool {
    let not_one = view.word(at) == "not" && (view.word(at + 1) == "one" || view.word(at + 2) == "single");
    let never = view.word(at) == "never" && crate::verbs::past(view.word(at + 1));
    let nobody = matches!(view.word(at), "nobody" | "none" | "neither")
        || never
        || not_one && at <= piece.start + 1
        || view.word(at) == "no" && at <= piece.start + 1 && view.word(at + 1) != "wonder";
    let before = |k: usize| at.checked_sub(k).map_or("", |i| view.word(i));
    let past = |w: &str| matches!(w, "did" | "had" | "has" | "have" | "was" | "were");
    nobody || past(before(1)) || past(before(2)) || uncontracted(view.word(at)).is_some_and(past)
}

/// The words of a proposition without those that only hold it, as long as something is left.
pub(crate) fn without_holders(view: &View<'_>, words: Vec<ClaimWord>) -> Vec<ClaimWord> {
    /// Words of which those that only say where may be spared.
    const MANY: usize = 4;
    // `the alarm in the mail van was off`: the van says which.
    let placed = |w: &ClaimWord| {
        let before = |k: usize| w.token.checked_sub(k).map_or("", |i| view.word(i));
        let place = |k: usize| {
            matches!(before(k), "in" | "at" | "on" | "of" | "near" | "from" | "outside" | "inside")
        };
        (1..4)
            .find(|k| {
                !matches!(before(*k), "the" | "a" | "an" | "its" | "their" | "his" | "her")
                    && !words.iter().any(|v| v.token + k == w.token)
            })
            .is_some_and(place)
    };
    let words = if words.iter().filter(|w| !w.name).count() >= MANY {
        let spare: Vec<ClaimWord> = words.iter().copied().filter(|w| !placed(w)).collect();
        if spare.iter().filter(|w| !w.name).count() >= 2 { spare } else { words.clone() }
    } else {
        words.clone()
    };
    let held: Vec<ClaimWord> = words
        .iter()
        .copied()
        .filter(|w| {
            !is("holder", view.word(w.token))
                && !is("anyone", view.word(w.token))
                && !mental(view.word(w.token))
        })
        .collect();
    if held.iter().any(|w| !w.name) { held } else { words }
}

/// Whether a word only helps a verb or opens its clause.
fn helps(word: &str) -> bool {
    helping(word).is_some() && !is("modal", word) || matches!(word, "that" | "yet")
}

/// Whether a word says what goes on in a head: `know`, `want`.
fn mental(word: &str) -> bool {
    is("mental", word)
}

/// As far as a negation reaches: the part of a clause between commas and `and`.
fn reach(view: &View<'_>, tokens: &Range<usize>, at: usize) -> Range<usize> {
    let parts = |i: &usize| {
        matches!(
            view.word(*i),
            "," | ";" | "and" | "but" | "or" | "—" | "–" | ":" | "." | "!" | "…" | "“" | "\""
        )
    };
    let from = (tokens.start..at).rev().find(parts).map_or(tokens.start, |i| i + 1);
    let end = (at + 2..tokens.end).find(parts).unwrap_or(tokens.end);
    from..end
}

/// Whether a negation tells of the happening, not of the speaker's own will, power, knowledge or taste.
fn of_the_happening(view: &View<'_>, claim: &Claim, piece: &Range<usize>, at: usize) -> bool {
    // In indirect speech, `he` is mostly who speaks.
    let indirect = claim.voice.statement.is_some() && !claim.direct;
    let named = (claim.tokens.start..at)
        .any(|i| view.is_word(i) && !is("modal", view.word(i)) && !helps(view.word(i)));
    let own = indirect && !named
        || (piece.start..at).any(|i| {
            matches!(view.word(i), "i" | "we") || indirect && matches!(view.word(i), "he" | "she" | "they")
        });
    // What should or may not be is no happening, and what is only supposed is none.
    let wished = (piece.start..piece.end)
        .any(|i| matches!(view.word(i), "should" | "must" | "ought" | "shall" | "shouldn't" | "mustn't"))
        || (claim.tokens.start..at)
            .any(|i| matches!(view.word(i), "let" | "suppose" | "imagine" | "if" | "unless"));
    let nobody = matches!(view.word(at), "nobody" | "none" | "no");
    let modal = (at.saturating_sub(2)..at + 1)
        .any(|i| is("modal", uncontracted(view.word(i)).unwrap_or(view.word(i))));
    // `did not know`, `do not want`; but `do not believe that parents are lazy` denies that they are.
    let head = (at + 1..piece.end.min(at + 4)).find(|i| mental(view.word(*i)));
    let holds = |i: usize| is("belief", view.word(i)) && piece.end > i + 3;
    // `Do not drink`: told to somebody.
    let ordered = at <= piece.start + 1
        && (view.word(at.saturating_sub(1)) == "do" || matches!(view.word(at), "don't" | "don’t"));
    let unsure = head.is_some_and(|i| {
        !holds(i)
            && (own
                || nobody
                || matches!(view.word(i + 1), "why" | "how" | "when" | "what" | "who" | "where" | "whether"))
    });
    // `could not be clearer` praises.
    let praised = modal
        && (at..piece.end)
            .any(|i| view.word(i) == "more" || view.word(i).len() > 5 && view.word(i).ends_with("er"))
        && (at..piece.end.min(at + 4)).any(|i| matches!(view.word(i), "be" | "been"));
    !(own && modal || wished || unsure || ordered || praised)
}
