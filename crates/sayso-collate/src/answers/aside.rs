//! Answers that take their matter from the one before, or from the person they speak of: an ellipsis, a person's own
//! denial, words about whoever has just spoken.

use super::unsaid::{before, matters, restated};
use super::{Said, denies, may_be, thought};
use crate::Doc;
use crate::verbs::negated_helping;
use crate::wording::weighed;
use crate::words::Words;
use sayso_model::{Answering, Form, Manner, Statement, Voice};

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
    let not = |w: &str| matches!(w, "not" | "no" | "never") || negated_helping(w).is_some();
    let negated = (0..s.words.len()).any(|k| not(normal(k)));
    // `It is not true` says no more than `It is not`, `I cannot serve this` does.
    let empty = matters(&s.words, (0, s.words.len())).all(|k| matches!(normal(k), "so" | "true" | "right"));
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
                let near = t.doc == s.doc && i - j <= 3;
                let fits = again.same >= if near { LEAST / 2.0 } else { LEAST }
                    || again.share >= 0.65 && again.matter >= 0.3;
                let least = if near { 0.5 } else { 0.8 };
                if fits && again.share >= least && best.is_none_or(|(b, _)| score > b) {
                    best = Some((score, j));
                }
            }
        }
    }
    best.map(|(_, j)| j)
}

/// The words, as hashes, that name whom a source speaks for: `Union leader Ada Pell`, `Ada Pell, head of the Dockers' Union`.
pub(super) fn body(text: &str, statement: &Statement, name: Option<&Words>) -> Vec<u64> {
    /// Bytes before a name that may tell.
    const BEFORE: usize = 40;
    /// Bytes after it.
    const AFTER: usize = 80;
    /// A word that names a body tells at least this much: no `President`, no `Minister`.
    const TELLS: f32 = 0.45;
    let Some(span) = statement.source.as_ref().and_then(|s| s.spans.first()) else { return Vec::new() };
    let floor = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let parts = |c: char| matches!(c, '.' | ',' | ';' | ':' | '"' | '“' | '”' | '\n' | '(' | ')');
    let led = text.get(floor(span.start().saturating_sub(BEFORE))..span.start()).unwrap_or("");
    let led = led.rsplit(parts).next().unwrap_or("");
    let rest = text.get(span.end()..floor(text.len().min(span.end() + AFTER))).unwrap_or("");
    let apposed = rest.strip_prefix(", ").and_then(|r| r.split(parts).next()).unwrap_or("");
    let own = span.slice(text).unwrap_or("");
    let mut found = Vec::new();
    for part in [led, own, apposed] {
        let words = Words::of(part);
        let told = words.list().iter().zip(weighed(&words));
        found.extend(told.filter_map(|(word, (_, weight))| {
            let named = name.is_some_and(|n| n.list().iter().any(|w| w.hash == word.hash));
            (word.capital() && !named && weight >= TELLS).then_some(word.hash)
        }));
    }
    found.sort_unstable();
    found.dedup();
    found
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

/// Whether a statement's cue, or the words that lead up to it from the end of the one before it, set it against that one.
pub(super) fn contrasts(doc: &Doc<'_>, statement: usize) -> bool {
    /// Bytes that are looked at.
    const BEFORE: usize = 120;
    const SETS: [&str; 13] = [
        "but",
        "however",
        "yet",
        "although",
        "though",
        "while",
        "whereas",
        "nevertheless",
        "nonetheless",
        "instead",
        "conversely",
        "despite",
        "contrary",
    ];
    const INSISTS: [&str; 6] = ["insist", "maintain", "contend", "counter", "retort", "argue"];
    let list = &doc.annotations.statements;
    let Some(content) = list[statement].content.first() else { return false };
    if list[statement].cue.as_ref().is_some_and(|c| INSISTS.contains(&c.lemma.as_str())) {
        return true;
    }
    let ended = list[..statement].iter().flat_map(|s| &s.content).map(|c| c.end());
    let from = ended.filter(|e| *e <= content.start()).max().unwrap_or(0);
    let mut from = from.max(content.start().saturating_sub(BEFORE));
    while !doc.text().is_char_boundary(from) {
        from += 1;
    }
    let led = doc.text().get(from..content.start()).unwrap_or("");
    led.split(|c: char| !c.is_alphanumeric()).any(|w| SETS.iter().any(|s| w.eq_ignore_ascii_case(s)))
}

/// Who is set against the one who has just spoken, and speaks of the same thing, answers him.
pub(super) fn in_contrast(all: &[Said<'_>], i: usize) -> Option<(usize, Answering)> {
    let s = &all[i];
    if !s.contrast || s.statement.within.is_some() {
        return None;
    }
    let j = before(all, i, 2).next().filter(|j| !thought(&all[*j]))?;
    let whole = |x: &Said<'_>| (0, x.words.len());
    let again = restated(&s.words, whole(s), &all[j].words, whole(&all[j]));
    if again.same < LEAST {
        return None;
    }
    let contrary = s.meaning.negated() != all[j].meaning.negated() && again.share >= 0.5;
    Some((j, if contrary { Answering::Denies } else { Answering::Responds }))
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

    #[test]
    fn a_denial_before_a_comma_stands_by_itself() {
        let words = Wording::of("This is not the wind, this is neglect by those who own the mast");
        assert_eq!(super::super::contradicted::opening(&words, (0, words.len())), Some((0, 5)));
        assert!(super::super::contradicted::bare_denial(&words, (0, 5)));
        let words = Wording::of("This is not the wind");
        assert_eq!(super::super::contradicted::opening(&words, (0, words.len())), None);
    }
}
