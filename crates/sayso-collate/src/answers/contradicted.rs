//! Which statement another contradicts without a word for it: by the same with the opposite sign, or by the one thing
//! that it denies.

use super::unsaid::restated as restate;
use super::{MOST, Said, denies, may_be};
use crate::meaning::{Meaning, bare, likeness, told};
use crate::speakers::Speakers;
use crate::verbs::{Helping, helping, negated_helping};
use crate::wording::{CONTENT, Wording};
use sayso_lexicon::grammar::{Role, role};
use sayso_model::Manner;

/// A clause whose matter tells less denies nothing: `I never said so`.
const LEAST_MATTER: f32 = 0.75;

/// A negated clause of a statement, with what is compared of it.
struct Own {
    range: (usize, usize),
    meaning: Meaning,
    /// It does nothing but deny.
    plain: bool,
    existential: bool,
    /// How much its matter tells.
    matter: f32,
    /// Where and with what is left out.
    cut: bool,
}

/// The statement that this one contradicts without saying so.
pub(super) fn contradicted(all: &[Said<'_>], i: usize, speakers: &Speakers) -> Option<usize> {
    let s = &all[i];
    let speaker = s.speaker?;
    if i >= MOST || s.statement.within.is_some() || !s.clauses.iter().any(|(_, m)| m.negated()) {
        return None;
    }
    let name = |id: u32| speakers.name(id).and_then(|n| n.split_whitespace().next_back());
    let part = |r: (usize, usize)| (r, Meaning::of(&s.words, r.0, r.1));
    let openings = s.clauses.iter().filter_map(|(r, _)| opening(&s.words, *r)).map(part);
    let things = s.clauses.iter().filter_map(|(r, _)| thing(&s.words, *r)).map(part);
    let own: Vec<Own> = s
        .clauses
        .iter()
        .cloned()
        .chain(openings)
        .map(|part| (part, false))
        .chain(things.map(|part| (part, true)))
        .filter(|((_, meaning), _)| meaning.negated())
        .map(|((range, meaning), cut)| Own {
            cut,
            plain: bare_denial(&s.words, range),
            existential: existential(&s.words, range),
            matter: matter(&s.words, range),
            range,
            meaning,
        })
        .collect();
    let mut best: Option<(f32, usize)> = None;
    for (j, t) in all.iter().enumerate().take(MOST) {
        let Some(t_speaker) = t.speaker.filter(|_| j != i) else { continue };
        // What comes later in a report is not answered before it is told; a question or a refusal asserts nothing.
        let later = t.doc == s.doc && j > i;
        let manner = t.statement.cue.as_ref().map(|c| c.manner);
        let open = matches!(manner, Some(Manner::Ask | Manner::Refuse));
        if denies(t) || later || open || (s.utterance.is_some() && s.utterance == t.utterance) {
            continue;
        }
        let may = if speaker == t_speaker {
            matches!((s.day, t.by), (Some(x), Some(y)) if x > y)
        } else {
            // `the office` and `the county health office` may be one.
            may_be(s, t) && name(speaker) != name(t_speaker)
        };
        if !may {
            continue;
        }
        let near_by = j < i && t.doc == s.doc && i - j <= 4;
        for Own { range, meaning, plain, existential, matter, cut } in &own {
            for (theirs, other) in t.clauses.iter().filter(|(_, m)| !m.negated()) {
                // `This was no strike`: the one thing that is denied is restated, in whatever form.
                let again = restate(&s.words, *range, &t.words, *theirs);
                // Of another report only a rare thing is surely the same.
                if *cut && t.doc != s.doc && again.same < 0.75 {
                    continue;
                }
                let whole = again.share >= 0.9 && again.same >= if near_by { 0.4 } else { 0.55 };
                let most = again.share >= 0.7 && again.same >= 0.8 && (near_by || *existential);
                if *plain && speaker != t_speaker && (whole || most) && !meaning.numbers_clash(other) {
                    let score = again.share * again.matter.min(1.5) + if near_by { 0.5 } else { 0.0 };
                    if best.is_none_or(|(b, _)| score > b) {
                        best = Some((score, j));
                    }
                    continue;
                }
                if *matter < LEAST_MATTER || meaning.cosine(other) < 0.25 || meaning.numbers_differ(other) {
                    continue;
                }
                let near = likeness((&s.words, meaning, *range), (&t.words, other, *theirs));
                let restated = told(&s.words, *range, &t.words, *theirs, CONTENT);
                let back = told(&t.words, *theirs, &s.words, *range, CONTENT);
                // A short denial restates the one thing that it denies of a longer statement.
                let short = restated >= 0.85
                    && restated * matter >= LEAST_MATTER
                    && again.share >= 0.7
                    && again.same > 0.0
                    && speaker != t_speaker;
                let near = near + 0.2 * restated;
                if ((near >= 0.95 && restated >= 0.7 && back >= 0.6) || short)
                    && best.is_none_or(|(b, _)| near > b)
                {
                    best = Some((near, j));
                }
            }
        }
    }
    best.map(|(_, j)| j)
}

/// Whether a clause does nothing but deny one thing: `There is no …`, `It was not a …`, `I have banned nothing`, `We did
/// not leave the table`, `Nobody cuts a corner`.
pub(super) fn bare_denial(words: &Wording, (from, to): (usize, usize)) -> bool {
    /// Words of such a clause.
    const MOST_WORDS: usize = 9;
    const OPENS: [&str; 12] =
        ["it", "this", "that", "there", "these", "those", "he", "she", "they", "we", "i", "no"];
    const NOT: [&str; 4] = ["not", "no", "never", "nothing"];
    let normal = |k: usize| if k < to { words.words.normal(k) } else { "" };
    let from = if matches!(normal(from), "and" | "but" | "that") { from + 1 } else { from };
    if from >= to || to - from > MOST_WORDS {
        return false;
    }
    if matches!(normal(from), "nobody" | "none" | "nothing" | "neither")
        || matches!((normal(from), normal(from + 1)), ("no", "one") | ("not", "one" | "a" | "an"))
    {
        return true;
    }
    // `In our yard nothing sank`
    if normal(from) == "in" && matches!(normal(from + 3), "nothing" | "nobody" | "none") {
        return true;
    }
    // `had nothing against it`
    if (from..to).any(|k| normal(k) == "nothing" && normal(k + 1) == "against") {
        return false;
    }
    // What one could or would not do oneself denies nothing of another's.
    let own = matches!(normal(from), "i" | "we");
    let tells = |h: Helping| !own || h != Helping::Modal;
    let not = |k: usize| NOT.contains(&normal(k)) || negated_helping(normal(k)).is_some_and(tells);
    let helped = |k: usize| helping(normal(k)).is_some_and(tells);
    // `I have banned nothing`, `She had told nobody`.
    let object = (from + 2..to.min(from + 5)).any(|k| matches!(normal(k), "nothing" | "nobody" | "none"));
    OPENS.contains(&normal(from))
        && (not(from + 1) || helped(from + 1) && not(from + 2) || helped(from + 1) && object)
}

/// The words of a clause up to its first comma, where more follow: `This is not the push, this is greed`.
pub(super) fn opening(words: &Wording, (from, to): (usize, usize)) -> Option<(usize, usize)> {
    let end = (from + 3..to.min(from + 9)).find(|k| !words.words.list()[*k].adjacent())?;
    Some((from, end))
}

/// What a clause denies without where and with what: `There is no shell | in these pictures`, `Nobody cuts a corner | with
/// a dead engine`.
fn thing(words: &Wording, (from, to): (usize, usize)) -> Option<(usize, usize)> {
    let normal = |k: usize| if k < to { words.words.normal(k) } else { "" };
    let opens = normal(from) == "there" || matches!(normal(from), "nobody" | "nothing" | "none");
    let leads = |k: &usize| {
        role(normal(*k)).any(Role::PREP) && !matches!(normal(*k), "of" | "to" | "out" | "up" | "down" | "off")
    };
    let end = (from + 3..to).find(leads).filter(|_| opens)?;
    Some((from, end))
}

/// Whether a clause says of a thing that it is not, or is not there: `There was no slide`, `It was no accident`.
fn existential(words: &Wording, (from, to): (usize, usize)) -> bool {
    let normal = |k: usize| if k < to { words.words.normal(k) } else { "" };
    (from..from + 2).any(|k| helping(normal(k + 1)) == Some(Helping::Be) && !matches!(normal(k), "i" | "we"))
}

/// How much the matter of some words tells.
fn matter(words: &Wording, range: (usize, usize)) -> f32 {
    (range.0..range.1)
        .filter(|i| words.content(*i) && !bare(words.words.normal(*i)))
        .map(|i| words.weight(i))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_denied_stands_before_where_and_with_what() {
        let part = |text: &str| {
            let words = Wording::of(text);
            let (from, to) = thing(&words, (0, words.len()))?;
            Some((from..to).map(|k| words.words.normal(k).to_owned()).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(part("There is no anchor in these drawings").as_deref(), Some("there is no anchor"));
        assert_eq!(part("Nobody skips a check with a cold engine").as_deref(), Some("nobody skips a check"));
        assert_eq!(part("We did not sing at the fair"), None);
        let bare = |text: &str| {
            let words = Wording::of(text);
            bare_denial(&words, (0, words.len()))
        };
        assert!(bare("In our yard nothing sank") && bare("Not one crate left the quay"));
        assert!(!bare("I would not sell it") && !bare("I wont sell it"));
    }
}
