//! Answers that take their matter from the one before, or from the person they speak of: an ellipsis, a person's own
//! denial, words about whoever has just spoken.

use super::unsaid::{before, matters, restated};
use super::{Said, denies, may_be, thought};
use sayso_model::{Form, Manner, Voice};

/// What two statements have in common must tell at least this much.
const LEAST: f32 = 0.4;

/// The statement just before that an ellipsis turns down: `It was not.`, `They did not.`
pub(super) fn in_short(all: &[Said<'_>], i: usize) -> Option<usize> {
    /// A pronoun, a helping verb, and `not`.
    const MOST_WORDS: usize = 4;
    let s = &all[i];
    let normal = |k: usize| s.words.words.normal(k);
    let pronoun = matches!(
        s.words.len().checked_sub(1).map(|_| normal(0)),
        Some("it" | "he" | "she" | "they" | "we" | "i" | "that")
    );
    let negated =
        (0..s.words.len()).any(|k| matches!(normal(k), "not" | "no" | "never") || normal(k).ends_with("nt"));
    let empty = matters(&s.words, (0, s.words.len())).all(|k| s.words.weight(k) < LEAST);
    if s.words.len() > MOST_WORDS || s.words.len() < 2 || !pronoun || !negated || !empty {
        return None;
    }
    let asks = |j: usize| all[j].statement.cue.as_ref().is_some_and(|c| c.manner == Manner::Ask);
    before(all, i, 2).find(|j| !thought(&all[*j]) && !denies(&all[*j]) && !asks(*j))
}

/// What others say of a person that he himself denies: `I have not threatened anybody` against `Ilves has threatened to
/// go`.
pub(super) fn of_himself(
    all: &[Said<'_>],
    i: usize,
    mentions: &dyn Fn(usize, usize, bool) -> bool,
) -> Option<usize> {
    const OWN: [&str; 6] = ["i", "we", "he", "she", "they", "it"];
    let s = &all[i];
    s.speaker?;
    let mut best: Option<(f32, usize)> = None;
    for (own, _) in s.clauses.iter().filter(|(_, m)| m.negated()) {
        let about = (own.0..own.1.min(own.0 + 3)).any(|k| OWN.contains(&s.words.words.normal(k)));
        if !about || s.statement.within.is_some() {
            continue;
        }
        for (j, t) in all.iter().enumerate() {
            let same = s.utterance.is_some() && s.utterance == t.utterance;
            let later = t.doc == s.doc && j > i;
            if same || later || j == i || denies(t) || !may_be(s, t) || !mentions(j, i, true) {
                continue;
            }
            for (theirs, _) in t.clauses.iter().filter(|(_, m)| !m.negated()) {
                let again = restated(&s.words, *own, &t.words, *theirs);
                let score = again.share + again.same;
                let fits = again.same >= LEAST || again.share >= 0.65 && again.matter >= 0.3;
                if fits && again.share >= 0.35 && best.is_none_or(|(b, _)| score > b) {
                    best = Some((score, j));
                }
            }
        }
    }
    best.map(|(_, j)| j)
}

/// Who speaks of another by name, right after that other has spoken, answers him.
pub(super) fn by_name(
    all: &[Said<'_>],
    i: usize,
    mentions: &dyn Fn(usize, usize, bool) -> bool,
) -> Option<usize> {
    let s = &all[i];
    s.speaker?;
    let manner = s.statement.cue.as_ref().map_or(Manner::Assert, |c| c.manner);
    let speaks =
        matches!(manner, Manner::Assert | Manner::Claim | Manner::Condemn | Manner::Accuse | Manner::Praise);
    if !speaks || s.statement.form == Form::Indirect || s.statement.within.is_some() {
        return None;
    }
    let j = before(all, i, 3).find(|j| all[*j].statement.within.is_none())?;
    let between = (j + 1..i).any(|k| all[k].statement.within.is_none() && all[k].speaker != all[j].speaker);
    let told = all[j].statement.voice != Voice::Headline && !between && mentions(i, j, false);
    told.then_some(j)
}

/// Of what one speaker said just before, up to statement `near`, the one that statement `i` restates most.
pub(super) fn fitting(all: &[Said<'_>], i: usize, near: usize) -> usize {
    let whole = |x: &Said<'_>| (0, x.words.len());
    let run = (near.saturating_sub(3)..=near).rev().take_while(|k| {
        all[*k].doc == all[near].doc && all[*k].speaker == all[near].speaker && all[*k].speaker.is_some()
    });
    let mut best = (0.0, near);
    for k in run {
        let again = restated(&all[i].words, whole(&all[i]), &all[k].words, whole(&all[k]));
        if again.same >= LEAST && again.same + again.share > best.0 {
            best = (again.same + again.share, k);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use crate::wording::Wording;
    use crate::words::Words;

    #[test]
    fn a_person_is_named_by_the_last_word_of_the_name() {
        let words = |text: &str| Wording::new(Words::of(text));
        let name = Words::of("Odd Ilves");
        let named = |text: &str, first| super::super::names_person(&words(text), &name, first);
        assert!(named("that Mr Ilves had left", false));
        assert!(!named("that Odd had left", false));
        assert!(named("that Odd had left", true));
        assert!(!named("that an ilves had left", true));
        // A body of one word is no person's name.
        assert!(!super::super::names_person(&words("the Port of Ulm"), &Words::of("Ulm"), true));
    }

    #[test]
    fn a_pronoun_stands_for_what_was_said() {
        let words = |text: &str| Wording::new(Words::of(text));
        assert!(super::super::cued::stands_for_it(&words("it")));
        assert!(super::super::cued::stands_for_it(&words("all this")));
        assert!(!super::super::cued::stands_for_it(&words("it was cold")));
    }
}
