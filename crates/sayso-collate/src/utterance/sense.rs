//! How a wording stands to the fullest one, and whether it turns the sense.
//!
//! The sense is turned when a negation, a condition or a hedge was lost or added in a clause that both have, when a
//! word gave way to its contrary, or a number or name to another. What a clause further off says may be left out
//! without harm.

use super::cut::cut_off;
use super::turning::{CERTAIN, coordinates, limits, turning};
use crate::meaning::{numbers_in, opposite};
use crate::wording::{CONTENT, Pair, Wording, align_meaning};
use sayso_model::{Sense, VariantKind};
use std::collections::BTreeMap;

/// How a wording stands to the fullest one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Standing {
    pub how: VariantKind,
    pub sense: Sense,
}

/// What is known of a wording beside its words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Printing {
    /// It is part of a quotation that joins two utterances.
    pub merged: bool,
    /// In how many quotations it is printed.
    pub parts: usize,
    /// It stands in the reporter's words.
    pub indirect: bool,
    /// It stands in quotation marks as a sentence: in another wording it is a translation.
    pub quoted: bool,
    /// It is a piece of the reporter's sentence, which may say itself what the piece leaves out.
    pub fragment: bool,
    /// The reporter's own words around it.
    pub around: Wording,
    /// Whether the cue itself denies.
    pub denied: bool,
    /// Whether the cue itself hedges: `believes`, `hopes`.
    pub hedged: bool,
}

/// So many words off still stand right beside.
const BESIDE: usize = 3;
/// Words that may be lost without a sign before it is a cut.
const LOST: usize = 2;

/// How a wording stands to the fullest one.
pub(crate) fn standing(fullest: &Wording, variant: &Wording, printing: &Printing) -> Standing {
    let pairs = align_meaning(fullest, variant);
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
        return Standing { how: VariantKind::Paraphrased, sense: Sense::Kept };
    };
    let mut changes = pairs.iter().filter(|p| !p.unchanged()).count();
    let mut left_out = 0;
    for gap in gaps(&pairs) {
        let added = (gap.b.0..gap.b.1).filter(|i| !variant.words.list()[*i].bracketed()).count();
        let lost = gap.a.1 - gap.a.0;
        // A word or two gone without a sign is a change; a cut is longer, or shown.
        let silent = variant.words.list().get(gap.b.1).is_some_and(|w| w.adjacent());
        if added == 0 && silent && lost <= LOST {
            changes += lost;
        } else if added == 0 {
            left_out += lost;
        } else if gap.a.0 == gap.a.1 && added >= 4 {
            // More of the speech than the fullest wording has here.
        } else if expanded(fullest, gap.a) != expanded(variant, gap.b) {
            changes += added;
        }
    }
    // Whole sentences before or after are more of the speech, not other words for it.
    let beyond = |from: usize, to: usize| {
        let own = (from..to).filter(|i| !variant.words.list()[*i].bracketed()).count();
        if own >= 3 { 0 } else { own }
    };
    changes += beyond(0, first.b) + beyond(last.b + 1, variant.len());
    let more = first.b >= 3 || variant.len() - (last.b + 1) >= 3;
    let ends = first.a + (fullest.len() - 1 - last.a);
    let kept: f32 = pairs.iter().map(|p| variant.weight(p.b) * p.likeness).sum::<f32>()
        / variant.total_of(first.b, last.b + 1).max(f32::MIN_POSITIVE);
    let how = if printing.indirect {
        VariantKind::Indirect
    } else if printing.merged {
        VariantKind::Merged
    } else if changes == 0 {
        match (left_out, ends) {
            (0, 0) if more => VariantKind::Merged,
            (0, 0) if printing.parts > 1 => VariantKind::Split,
            (0, 0) => VariantKind::Exact,
            (0, _) => VariantKind::Truncated,
            _ => VariantKind::Elided,
        }
    } else if kept < 0.5 && !(printing.quoted && pairs.len() * 10 >= variant.len().min(fullest.len()) * 4) {
        VariantKind::Paraphrased
    } else if kept < 0.5 || changes >= 3 && changes * 100 >= variant.len() * 15 {
        VariantKind::Translated
    } else {
        VariantKind::Altered
    };
    Standing { how, sense: sense(fullest, variant, &pairs, printing) }
}

/// Words between two neighbouring pairs, of both wordings.
#[derive(Clone, Copy, Debug)]
struct Between {
    a: (usize, usize),
    b: (usize, usize),
}

fn gaps(pairs: &[Pair]) -> impl Iterator<Item = Between> + '_ {
    let between = |w: &[Pair]| Between { a: (w[0].a + 1, w[1].a), b: (w[0].b + 1, w[1].b) };
    pairs.windows(2).map(between).filter(|g| g.a.0 < g.a.1 || g.b.0 < g.b.1)
}

/// The words with contractions written out, so that `won't` is `will not`.
fn expanded(wording: &Wording, range: (usize, usize)) -> Vec<&str> {
    let mut words = Vec::new();
    for i in range.0..range.1 {
        match wording.words.normal(i) {
            "cant" | "cannot" => words.extend(["can", "not"]),
            "wont" => words.extend(["will", "not"]),
            "shant" => words.extend(["shall", "not"]),
            word => match word.strip_suffix("nt") {
                Some(
                    verb @ ("do" | "does" | "did" | "is" | "are" | "was" | "were" | "has" | "have" | "had"),
                ) => {
                    words.extend([verb, "not"]);
                }
                Some(verb @ ("could" | "would" | "should" | "must" | "need")) => words.extend([verb, "not"]),
                _ => words.push(word),
            },
        }
    }
    words
}

/// Whether the variant turns the sense of the fullest wording, given which words stand for each other.
pub(crate) fn sense(fullest: &Wording, variant: &Wording, pairs: &[Pair], printing: &Printing) -> Sense {
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return Sense::Kept };
    if pairs.iter().any(|p| contrary(fullest, p.a, variant, p.b)) {
        return Sense::Turned;
    }
    if gaps(pairs).any(|gap| exchanged(fullest, gap.a, variant, gap.b)) {
        return Sense::Turned;
    }
    let matter = (0..variant.len()).filter(|i| variant.content(*i)).count();
    let short = matter < 2 || variant.len() < 3;
    let mut balance: BTreeMap<&str, i32> = BTreeMap::new();
    let mut in_full = vec![false; fullest.len()];
    let mut in_variant = vec![false; variant.len()];
    for pair in pairs {
        in_full[pair.a] = true;
        in_variant[pair.b] = true;
    }
    for (wording, used, step, (from_pair, to_pair), indirect) in [
        (fullest, &in_full, 1, (first.a, last.a), printing.indirect),
        (variant, &in_variant, -1, (first.b, last.b), printing.indirect),
    ] {
        for (from, to) in clauses(wording) {
            let matter: Vec<usize> = (from..to).filter(|i| wording.weight(*i) > CONTENT).collect();
            let shared = matter.iter().filter(|i| used[**i]).count();
            let any = (from..to).any(|i| used[i]);
            if shared * 4 < matter.len() || !any || (shared == 0 && !matter.is_empty()) {
                continue;
            }
            for i in (from..to).filter(|i| !used[*i]) {
                let Some(kind) = turning(wording, i, indirect) else { continue };
                let inside = i > from_pair && i < to_pair;
                // What follows the cut after `and` was said of something else.
                // (`and none that it was not` has no matter of its own: it was said of the same.)
                let after = i > to_pair
                    && (to_pair + 1..i).any(|k| coordinates(wording, k) && !limits(wording, k))
                    && (to_pair + 1..to).any(|k| wording.content(k));
                let cut = step > 0 && !inside && (short || after);
                // A piece of the reporter's sentence: only what stood right beside it, and the condition it hung on.
                let beside = i + BESIDE >= from_pair && i <= to_pair + BESIDE;
                let hung =
                    kind == "condition" && matches!(wording.words.normal(i), "if" | "unless" | "provided");
                let near = beside && kind == "negation" || hung && i < from_pair;
                if cut || (step > 0 && printing.fragment && !inside && !near) {
                    continue;
                }
                // What a reporter adds to it after a comma or a dash is his own.
                let own = step < 0 && printing.indirect && i > to_pair;
                if own && (to_pair + 1..=i).any(|k| !wording.words.list()[k].adjacent()) {
                    continue;
                }
                // What was negated is left out with its negation; a reporter puts conditions in his own words.
                // (`but not for talks` takes from what is said before.)
                let limit = i > to_pair && limits(wording, i - 1);
                if kind == "negation" && !limit && with_its_negation(wording, used, i, to)
                    || kind == "condition" && printing.indirect
                {
                    continue;
                }
                *balance.entry(kind).or_default() += step;
            }
        }
    }
    // A translation may negate or hedge once or twice over, and elsewhere.
    let unchanged = pairs.iter().filter(|p| p.unchanged()).count();
    if unchanged * 4 < variant.len() * 3 {
        let near = first.a.saturating_sub(BESIDE)..fullest.len().min(last.a + 1 + BESIDE);
        let has = |w: &Wording, r: std::ops::Range<usize>, kind: &str| {
            r.into_iter().any(|i| turning(w, i, printing.indirect) == Some(kind))
        };
        balance.retain(|kind, _| !(has(fullest, near.clone(), kind) && has(variant, 0..variant.len(), kind)));
    }
    // `if` comes back as `when`.
    let when = |w: &Wording| (0..w.len()).any(|i| w.words.normal(i) == "when");
    if let Some(lost) = balance.get_mut("condition")
        && *lost > 0
        && when(variant)
        && !when(fullest)
    {
        *lost -= 1;
    }
    // The reporter's words around a piece may say what it leaves out.
    for i in 0..printing.around.len() {
        if let Some(kind) = turning(&printing.around, i, true)
            && let Some(lost) = balance.get_mut(kind)
            && *lost > 0
        {
            *lost -= 1;
        }
    }
    for (kind, given) in [("negation", printing.denied), ("hedge", printing.hedged)] {
        if let Some(lost) = balance.get_mut(kind)
            && given
            && *lost > 0
        {
            *lost -= 1;
        }
    }
    if let Some(kind) = cut_off(fullest, variant, (first, last), printing)
        && !(kind == "negation" && printing.denied || kind == "hedge" && printing.hedged)
        && !(0..printing.around.len()).any(|i| turning(&printing.around, i, true) == Some(kind))
        && !(0..variant.len()).any(|i| turning(variant, i, false) == Some(kind) && kind != "negation")
    {
        return Sense::Turned;
    }
    if balance.values().all(|n| *n == 0) { Sense::Kept } else { Sense::Turned }
}

/// Whether the matter that a negation stands before has no match either: `is not a ballot box, it is lost property` cut
/// to `is lost property` keeps the sense.
fn with_its_negation(wording: &Wording, used: &[bool], at: usize, clause: usize) -> bool {
    let next = (at + 1..clause).find(|k| wording.weight(*k) > CONTENT);
    // `though we cannot be sure` doubts what the clause goes on to say.
    next.is_some_and(|k| {
        !used[k] && !(at + 1..k).any(|j| used[j]) && !CERTAIN.contains(&wording.words.normal(k))
    })
}

/// Whether two words that stand in one place say the contrary.
fn contrary(a: &Wording, i: usize, b: &Wording, j: usize) -> bool {
    opposite(a.words.list()[i].hash, b.words.list()[j].hash)
}

/// Whether the words between two pairs were exchanged for others that say another thing: the contrary, another
/// number, another name.
fn exchanged(a: &Wording, in_a: (usize, usize), b: &Wording, in_b: (usize, usize)) -> bool {
    /// In a longer stretch words do not stand for each other.
    const MOST: usize = 4;
    if in_a.1 - in_a.0 > MOST || in_b.1 - in_b.0 > MOST {
        return false;
    }
    let bracketed = |j: usize| b.words.list()[j].bracketed();
    let pairs = (in_a.0..in_a.1).flat_map(|i| (in_b.0..in_b.1).map(move |j| (i, j)));
    let pairs: Vec<(usize, usize)> = pairs.filter(|(_, j)| !bracketed(*j)).collect();
    if pairs.iter().any(|(i, j)| contrary(a, *i, b, *j)) {
        return true;
    }
    let numbers = |w: &Wording, r: (usize, usize)| match numbers_in(w, r.0, r.1) {
        none if none.is_empty() && (r.0..r.1).any(|i| w.words.normal(i) == "one") => vec![1.0],
        numbers => numbers,
    };
    let (x, y) = (numbers(a, in_a), numbers(b, in_b));
    if !x.is_empty() && !y.is_empty() {
        return x != y && x.iter().sum::<f64>() != y.iter().sum::<f64>();
    }
    let name = |w: &Wording, i: usize| {
        let word = w.words.list()[i];
        word.capital() && !word.starts() && !word.upper() && w.content(i)
    };
    let names = |w: &Wording, r: (usize, usize)| r.0 < r.1 && (r.0..r.1).all(|i| name(w, i));
    names(a, in_a)
        && names(b, in_b)
        && !pairs.iter().any(|(_, j)| bracketed(*j))
        && pairs.iter().all(|(i, j)| a.stem(*i) != b.stem(*j))
}

/// Word ranges of the clauses that stand on their own: sentences, and in them what `and` or `but` joins when it has a
/// subject of its own.
pub(crate) fn clauses(wording: &Wording) -> Vec<(usize, usize)> {
    let list = wording.words.list();
    let mut out = Vec::new();
    let mut from = 0;
    for i in 1..list.len() {
        let sentence = list[i].starts() && list[i].capital();
        if !sentence && limits(wording, i) {
            continue;
        }
        let clause = coordinates(wording, i)
            && list.get(i + 1).is_some()
            && matches!(
                wording.words.normal(i + 1),
                "i" | "we"
                    | "you"
                    | "he"
                    | "she"
                    | "it"
                    | "they"
                    | "there"
                    | "this"
                    | "that"
                    | "nobody"
                    | "everybody"
            );
        let clause = clause || (coordinates(wording, i) && !list[i].adjacent());
        if sentence || clause {
            out.push((from, i));
            from = i;
        }
    }
    if from < list.len() {
        out.push((from, list.len()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing_of(full: &str, other: &str) -> Standing {
        let printing = Printing { quoted: true, ..Printing::default() };
        standing(&Wording::of(full), &Wording::of(other), &printing)
    }

    fn turned(full: &str, other: &str) -> bool {
        standing_of(full, other).sense == Sense::Turned
    }

    #[test]
    fn a_negation_left_out_with_its_matter_turns_nothing() {
        let full = "A boat that has lain two winters in the mud is not a ferry, it is firewood.";
        assert!(!turned(full, "A boat that has lain two winters in the mud is firewood."));
        assert!(turned(full, "A boat that has lain two winters in the mud is a ferry."));
    }

    #[test]
    fn a_doubt_left_out_turns_the_sense() {
        let full = "We have no proof that the mill was sold, and none yet that it was not.";
        assert!(turned(full, "We have no proof that the mill was sold."));
        let full = "We believe, though we cannot yet be certain, that the old bridge moved in the night.";
        assert!(turned(full, "The old bridge moved in the night."));
    }

    #[test]
    fn a_comparison_is_no_condition() {
        let full = "He swept the money from the table, as if it were crumbs.";
        assert!(!turned(full, "He swept the money from the table."));
    }

    #[test]
    fn a_condition_left_out_turns_the_sense_and_a_translated_one_does_not() {
        let full = "If the spring flood leaves us what we expect, every village on the river will have a new pump by June.";
        assert!(turned(full, "Every village on the river will have a new pump by June."));
        let again = "If the flood of spring leaves to us that what we wait, each village on the river will have the new pump until June.";
        assert!(!turned(full, again));
        assert_eq!(standing_of(full, again).how, VariantKind::Translated);
    }

    #[test]
    fn a_condition_in_the_reporters_words_stays_one() {
        let full = "If in the valley they want peace, then let at first they pay for the mill.";
        let told = "if the valley wished for peace it should first pay for the mill";
        let printing = Printing { indirect: true, ..Printing::default() };
        assert_eq!(standing(&Wording::of(full), &Wording::of(told), &printing).sense, Sense::Kept);
    }

    #[test]
    fn what_the_reporter_adds_is_his() {
        let full = "If the valley wants peace, let it first pay for the mill.";
        let told = "if the valley wanted peace it should first pay for the mill – which is not a no";
        let printing = Printing { indirect: true, ..Printing::default() };
        assert_eq!(standing(&Wording::of(full), &Wording::of(told), &printing).sense, Sense::Kept);
    }

    #[test]
    fn what_limits_a_clause_belongs_to_it() {
        let full = "The mill will open again in spring, but only if the river leaves us the wheel.";
        assert!(turned(full, "The mill will open again in spring."));
        let full = "We shall pay every weaver in the valley, though not this year.";
        assert!(turned(full, "We shall pay every weaver in the valley."));
        let full =
            "We kept the gate open, and if the miller brings the key, we will pay him. But we will not wait.";
        assert!(!turned(full, "We kept the gate open. But we will not wait."));
        let full = "We have three boats on the lake, but not the oars to row them.";
        assert!(!turned(full, "We have three boats on the lake."));
    }

    #[test]
    fn words_that_only_look_as_if_they_turned_the_sense() {
        let full = "No, the mill stays open, and in May the wheel will be mended.";
        assert!(!turned(full, "The mill stays open, and the wheel will be mended."));
        let full = "The weaver asked for what the charter grants her, no more and no less.";
        assert!(!turned(full, "The weaver asked for what the charter grants her."));
        let full = "Each weaver in the valley will have a new loom by harvest.";
        assert!(!turned(full, "Every weaver of the valley will get until the harvest a loom new."));
        assert!(turned("We will not sell the mill until the loan is paid.", "We will not sell the mill."));
    }

    #[test]
    fn a_translation_may_negate_in_other_words() {
        let full = "There are no orders, and there have been no orders. There was a letter.";
        assert!(!turned(full, "there are not commands and there have not been them"));
        assert!(turned("We will not sell the mill to the bank.", "We will sell to the bank the mill."));
    }
}
