//! What a statement answers whose cue says that it answers: by the other's name, by what it restates, or, where it
//! restates nothing, what another said just before.

use super::unsaid::{restated as restate, untrue};
use super::{SAYINGS, Said, asks, asserts, denies, has_name, may_be, thought};
use crate::meaning::{Meaning, likeness, numbers_in, told};
use crate::speakers::Speakers;
use crate::utterance::clauses;
use crate::wording::{CONTENT, Wording, align_meaning};
use crate::words::stem;
use sayso_model::{Answering, Manner};
use std::collections::BTreeMap;

/// The statement that one with a cue that answers is about.
pub(super) fn answered(all: &[Said<'_>], i: usize, how: Answering, speakers: &Speakers) -> Option<usize> {
    let s = &all[i];
    let against = matches!(how, Answering::Denies | Answering::Responds);
    let matter: Vec<usize> = (0..s.words.len()).filter(|k| s.words.content(*k)).collect();
    let saying = (0..s.words.len()).find_map(|k| SAYINGS.get(stem(s.words.words.normal(k))).copied());
    // How much of the matter is neither a name nor a word for something said: what is restated.
    let restated = matter
        .iter()
        .filter(|k| {
            !s.words.words.list()[**k].capital()
                && !SAYINGS.contains_key(stem(s.words.words.normal(**k)))
                && !untrue(&s.words, **k)
        })
        .count();
    let whole = (0, s.words.len());
    // `contradicted Orr, saying that …`: what follows tells which of his words.
    let lemma = s.statement.cue.as_ref().map_or("", |c| c.lemma.as_str());
    // Who is dismissed or rejected is not answered.
    let person = (how != Answering::Denies || lemma == "contradict")
        && restated == 0
        && saying.is_none()
        && matter.iter().any(|k| s.words.words.list()[*k].capital());
    let next = all.get(i + 1).filter(|n| person && n.doc == s.doc && n.speaker == s.speaker);
    let mut best: Option<(f32, usize)> = None;
    // Whether it names each speaker.
    let mut names: BTreeMap<u32, bool> = BTreeMap::new();
    for (j, t) in all.iter().enumerate() {
        let same = s.utterance.is_some() && s.utterance == t.utterance;
        let unsaid = t.statement.cue.as_ref().is_some_and(|c| c.negated) || thought(t);
        if j == i || same || unsaid || !may_be(s, t) || t.words.len() < 2 {
            continue;
        }
        let name = |id: u32| speakers.name(id).is_some_and(|name| has_name(&s.words, name));
        let named = t.speaker.is_some_and(|id| *names.entry(id).or_insert_with(|| name(id)));
        if !named && (restated < 2 || s.meaning.cosine(&t.meaning) < 0.45) {
            continue;
        }
        // Who says the same is of one side.
        if against && same_side(s, t) {
            continue;
        }
        // `denied that Ms Orr had been refused it`: of what she said of herself.
        let of_his_own = named && how == Answering::Denies && first_person(&t.words) && {
            let again = restate(&s.words, whole, &t.words, (0, t.words.len()));
            again.same >= 0.35
        };
        // The statement as a whole, or the clause of it that is nearest.
        let of_t = (0, t.words.len());
        let parts = [(of_t, &t.meaning)].into_iter().chain(t.clauses.iter().map(|(r, m)| (*r, m)));
        let parts: Vec<_> = parts
            .map(|(range, meaning)| (told(&s.words, whole, &t.words, range, CONTENT), range, meaning))
            .collect();
        // What is told too little decides before the dearer comparison.
        let most = parts.iter().map(|p| p.0).fold(0.0f32, f32::max);
        let enough = match named {
            true => next.is_some() || saying.is_some() || most >= 0.45 || of_his_own,
            // In another report, only what is restated almost whole.
            false => restated >= 2 && most >= if s.doc == t.doc { 0.6 } else { 0.72 },
        };
        if !enough {
            continue;
        }
        let (told, near) = parts
            .into_iter()
            .map(|(told, range, meaning)| {
                (told, likeness((&s.words, &s.meaning, whole), (&t.words, meaning, range)))
            })
            .max_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)))
            .unwrap_or((0.0, 0.0));
        let fits = saying
            .flatten()
            .is_some_and(|m| m == t.statement.cue.as_ref().map_or(Manner::Other, |c| c.manner));
        let mut score = if named && let Some(next) = next {
            let of_t = (0, t.words.len());
            0.8 + likeness((&next.words, &next.meaning, (0, next.words.len())), (&t.words, &t.meaning, of_t))
        } else if named && (saying.is_some() || told >= 0.45 || of_his_own) {
            0.8 + 0.5 * told + 0.3 * near.max(0.0)
        } else if restated >= 2
            && told >= 0.6
            && near >= 0.6
            // Who says the contrary of what is denied says the same as who denies it.
            && (how != Answering::Denies || (s.meaning.negated() == negated_there(&s.words, &t.words) && !denies(t)))
        {
            told + 0.5 * near
        } else {
            continue;
        };
        if fits {
            score += 0.2;
        }
        if s.doc == t.doc {
            score += 0.1;
            // What stands before is answered rather than what comes after.
            if j < i {
                score += 0.1;
            }
        }
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, j));
        }
    }
    if let Some((_, j)) = best {
        return Some(j);
    }
    if how == Answering::Denies
        && restated > 0
        && let Some(j) = denied(all, i)
    {
        return Some(j);
    }
    // Nothing restated: what another said just before.
    let names =
        matter.iter().any(|k| s.words.words.list()[*k].capital() && !s.words.words.list()[*k].starts());
    // `denied it`: against a thing that stands for what was said.
    let pronoun = against && matter.is_empty() && s.words.len() <= 2 && stands_for_it(&s.words);
    let bare = restated == 0 && matter.len() <= 3 && (saying.is_some() || pronoun) && !names;
    let replies = how == Answering::Responds && s.words.len() >= 3;
    if !bare && !replies {
        return None;
    }
    // So many statements back.
    let back = if replies { 2 } else { 4 };
    let before = (0..i).rev().take(back).filter(|j| all[*j].doc == s.doc && may_be(s, &all[*j]));
    let before = before.filter(|j| !thought(&all[*j]) && (!against || !same_side(s, &all[*j])));
    let mut before = before.filter(|j| all[*j].speaker.is_some() && all[*j].words.len() >= 2);
    match saying.flatten() {
        // A count or a fact lays no blame on anybody.
        Some(Manner::Accuse) if !replies => {
            let list: Vec<usize> = before.collect();
            let of = |how: fn(&Said<'_>) -> bool| list.iter().find(|j| how(&all[**j])).copied();
            of(accuses).or_else(|| of(lays_blame))
        }
        Some(manner) if !replies => {
            let list: Vec<usize> = before.collect();
            let of = |j: &&usize| all[**j].statement.cue.as_ref().is_some_and(|c| c.manner == manner);
            list.iter().find(of).or(list.first()).copied()
        }
        _ => before.next(),
    }
}

/// Whether who speaks speaks of himself.
fn first_person(words: &Wording) -> bool {
    (0..words.len()).any(|k| matches!(words.words.normal(k), "i" | "we" | "me" | "us" | "my" | "our"))
}

/// Whether words are a pronoun for what was said: `it`, `this`, `all that`, `as much`.
pub(super) fn stands_for_it(words: &Wording) -> bool {
    const IT: [&str; 11] =
        ["it", "this", "that", "these", "everything", "all", "both", "as", "much", "so", "too"];
    words.len() > 0 && (0..words.len()).all(|k| IT.contains(&words.words.normal(k)))
}

/// Whether a statement accuses: by its cue, or as a plain assertion about others.
fn accuses(t: &Said<'_>) -> bool {
    const OTHERS: [&str; 7] = ["they", "them", "their", "you", "your", "he", "she"];
    t.statement.cue.as_ref().is_some_and(|c| matches!(c.manner, Manner::Accuse))
        || (lays_blame(t) && (0..t.words.len()).any(|k| OTHERS.contains(&t.words.words.normal(k))))
}

/// Whether a statement may be called an accusation: a count lays no blame on anybody.
fn lays_blame(t: &Said<'_>) -> bool {
    // What is said of the accusations is none.
    let normal = |k: usize| t.words.words.normal(k);
    let of_words = (1..t.words.len()).any(|k| {
        matches!(normal(k - 1), "the" | "these" | "those" | "such" | "his" | "her" | "their")
            && SAYINGS.get(stem(normal(k))).copied().flatten() == Some(Manner::Accuse)
    });
    match t.statement.cue.as_ref().map(|c| c.manner) {
        Some(Manner::Accuse | Manner::Claim | Manner::Condemn | Manner::Believe) => true,
        Some(Manner::Assert) | None => !of_words && numbers_in(&t.words, 0, t.words.len()).is_empty(),
        Some(_) => false,
    }
}

/// Whether two statements say the same with the same sign, what is denied by a cue being negated.
fn same_side(s: &Said<'_>, t: &Said<'_>) -> bool {
    let whole = |x: &Said<'_>| (0, x.words.len());
    let there = restate(&s.words, whole(s), &t.words, whole(t));
    let back = restate(&t.words, whole(t), &s.words, whole(s));
    there.share.max(back.share) >= 0.8
        && there.share.min(back.share) >= 0.45
        && (negated_there(&t.words, &s.words) != denies(s))
            == (negated_there(&s.words, &t.words) != denies(t))
}

/// The statement that is denied in part or in other words: one of whose clauses is restated whole, or what another
/// said just before of the same matter.
fn denied(all: &[Said<'_>], i: usize) -> Option<usize> {
    /// A clause that tells less is restated by chance.
    const LEAST: f32 = 0.5;
    let s = &all[i];
    let opened = (0..s.words.len().min(10)).find(|k| s.words.words.normal(*k) == "that");
    let own = (opened.map_or(0, |k| k + 1), s.words.len());
    // `that any request had been refused`: somebody has just said so.
    let any = (own.0..s.words.len().min(own.0 + 5))
        .any(|k| matches!(s.words.words.normal(k), "any" | "anybody" | "anyone" | "anything" | "ever"));
    let claimed = opened.is_some_and(|k| (0..k).any(|l| SAYINGS.contains_key(stem(s.words.words.normal(l)))));
    let mut best: Option<(f32, usize)> = None;
    for (j, t) in all.iter().enumerate() {
        let same = s.utterance.is_some() && s.utterance == t.utterance;
        if j == i || same || t.speaker.is_none() || t.words.len() < 3 || !may_be(s, t) {
            continue;
        }
        // `They did not threaten …` says nothing that could be denied with its own words.
        let unsaid =
            t.statement.within.is_some() || thought(t) || t.statement.cue.as_ref().is_some_and(|c| c.negated);
        if unsaid || denies(t) || asks(s, t) || !asserts(t) || same_side(s, t) {
            continue;
        }
        let whole = (0, t.words.len());
        let there = restate(&s.words, own, &t.words, whole);
        let clause = t
            .clauses
            .iter()
            .filter(|(r, m)| m.negated() == s.meaning.negated() && r.1 - r.0 >= 3)
            .map(|(r, _)| restate(&t.words, *r, &s.words, own))
            .filter(|r| r.matter >= LEAST && r.same >= LEAST && r.share >= 0.85)
            .map(|r| r.share * r.matter.min(1.5))
            .fold(0.0f32, f32::max);
        let near = j < i && t.doc == s.doc && i - j <= 2;
        let score = if clause > 0.0 && there.share >= 0.3 {
            0.5 + clause + there.share
        } else if there.same > 0.0 && there.share >= 0.8 && there.matter >= LEAST {
            there.share + there.same
        } else if t.doc == s.doc && there.same >= LEAST && there.share >= 0.65 && there.matter >= 2.0 * LEAST
        {
            there.share + there.same - 0.4
        } else if any && t.doc == s.doc && i.abs_diff(j) <= 2 && there.share >= 0.9 {
            // `denied that anybody had been promised anything`: who tells what was promised may follow.
            there.share
        } else if near && there.share >= 0.5 {
            there.share + 0.2 / (i - j) as f32
        } else if j + 1 == i && t.doc == s.doc && claimed {
            // `rejected the charge that he had starved the office`: made just before.
            0.3
        } else if j < i && t.doc == s.doc && i - j <= 3 && any {
            0.4 / (i - j) as f32
        } else {
            continue;
        };
        let score = score + if t.doc == s.doc { 0.2 } else { 0.0 };
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, j));
        }
    }
    best.map(|(_, j)| j)
}

/// Whether the words of `there` that say what `words` say are negated.
fn negated_there(words: &Wording, there: &Wording) -> bool {
    let pairs = align_meaning(words, there);
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return false };
    let from = clauses(there).iter().map(|c| c.0).take_while(|from| *from <= first.b).last().unwrap_or(0);
    Meaning::of(there, from, last.b + 1).negated()
}
