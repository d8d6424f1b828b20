//! Which statement answers which: a denial names what it denies, a confirmation, a condemnation or a reply what it
//! is about, also across reports.
//!
//! A cue that answers is led to what is named beside it: by the other's name and a word for something said
//! (`condemned Orr's remarks`), by what it restates (`denied that the brake was old`), or, when it names nothing
//! (`rejected the accusation`), to what another said just before. Without such a cue, one statement denies another
//! when it says the same of another speaker's with the opposite sign, or its contrary, or calls it untrue; and a
//! speaker denies himself when he does so on a later day. What only shares a topic is left.

mod unsaid;

use crate::Doc;
use crate::dates::parse_day;
use crate::meaning::{Meaning, bare, likeness, numbers_in, told};
use crate::quotation::wording;
use crate::speakers::Speakers;
use crate::utterance::{Spoken, clauses};
use crate::wording::{CONTENT, Wording, align_meaning};
use crate::words::stem;
use sayso_model::{Answer, Answering, Form, Manner, Statement};
use sayso_text::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use unsaid::{called_untrue, restated as restate, taken_up, turned};

static ANSWERING: LazyLock<HashMap<&'static str, Answering>> = LazyLock::new(|| {
    let lines = include_str!("../words/answering.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|l| l.split_once('\t'))
        .filter_map(|(w, how)| Some((w, Answering::parse(how)?)))
        .collect()
});

/// Nouns for something said, by their stems, with the manner of what they name.
static SAYINGS: LazyLock<HashMap<&'static str, Option<Manner>>> = LazyLock::new(|| {
    let lines = include_str!("../words/sayings.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once('\t')).map(|(w, manner)| (stem(w), Manner::parse(manner))).collect()
});

/// Statements compared without a cue that answers; beyond it the time would grow too fast.
const MOST: usize = 1200;

/// Clauses of a statement that are compared.
const MOST_CLAUSES: usize = 8;

/// A statement as it is compared.
struct Said<'d> {
    doc: usize,
    statement: &'d Statement,
    speaker: Option<u32>,
    words: Wording,
    meaning: Meaning,
    clauses: Vec<((usize, usize), Meaning)>,
    /// Its last day, where known.
    day: Option<i32>,
    /// The day by which it had been said: its own or that of its report.
    by: Option<i32>,
    utterance: Option<usize>,
    /// Who else is given as the speaker of its utterance, in any report.
    others: Vec<u32>,
}

/// For each statement, report by report and in order, which others it answers. Statements are numbered from 1.
pub(crate) fn answers(docs: &[Doc<'_>], speakers: &Speakers, utterances: &[Spoken]) -> Vec<Vec<Answer>> {
    let mut in_utterance = BTreeMap::new();
    for (n, utterance) in utterances.iter().enumerate() {
        for variant in &utterance.variants {
            in_utterance.extend(variant.statement.map(|id| ((variant.doc, id), n)));
        }
    }
    let mut all: Vec<Said<'_>> = Vec::new();
    for (d, doc) in docs.iter().enumerate() {
        for (s, statement) in doc.annotations.statements.iter().enumerate() {
            let words = wording(doc.text(), &statement.content);
            all.push(Said {
                doc: d,
                speaker: speakers.speaker(d, s),
                meaning: Meaning::of(&words, 0, words.len()),
                clauses: clauses(&words)
                    .into_iter()
                    .filter(|r| r.1 - r.0 >= 3)
                    .take(MOST_CLAUSES)
                    .map(|r| (r, Meaning::of(&words, r.0, r.1)))
                    .collect(),
                words,
                day: statement.said.as_deref().and_then(parse_day),
                by: statement.said.as_deref().or(doc.report.published.value.as_deref()).and_then(parse_day),
                utterance: in_utterance.get(&(d, statement.id)).copied(),
                others: Vec::new(),
                statement,
            });
        }
    }
    // One utterance is one speaker's, however its copies name him.
    let mut voices: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for said in &all {
        if let (Some(utterance), Some(speaker)) = (said.utterance, said.speaker) {
            voices.entry(utterance).or_default().push(speaker);
        }
    }
    for said in &mut all {
        said.others = said.utterance.and_then(|u| voices.get(&u)).cloned().unwrap_or_default();
    }
    let mut answers: Vec<Vec<Answer>> = vec![Vec::new(); all.len()];
    for (i, list) in answers.iter_mut().enumerate() {
        let found = match answering(all[i].statement) {
            Some(how) => answered(&all, i, how, speakers).map(|t| (t, how)),
            None => contradicted(&all, i, speakers)
                .or_else(|| turned(&all, i))
                .or_else(|| called_untrue(&all, i))
                .map(|t| (t, Answering::Denies))
                .or_else(|| taken_up(&all, i)),
        };
        list.extend(found.map(|(t, how)| Answer { statement: t as u32 + 1, how }));
    }
    // `She rejected the accusation. “…,” she said.`: the quotation is the answer in her words.
    for i in 1..all.len() {
        let (before, now) = (&all[i - 1], &all[i]);
        let goes_on = before.doc == now.doc
            && before.speaker.is_some()
            && before.speaker == now.speaker
            && now.statement.form == Form::Direct
            && answering(before.statement).is_some()
            && before.words.len() <= BARE;
        if let (true, true, Some(answer)) = (goes_on, answers[i].is_empty(), answers[i - 1].first().copied())
            && may_be(now, &all[answer.statement as usize - 1])
        {
            answers[i].push(answer);
            answers[i - 1].clear();
        } else if before.doc == now.doc
            && answers[i].is_empty()
            && now.statement.form == Form::Direct
            && before.speaker != now.speaker
            && answering(before.statement) == Some(Answering::Denies)
            && before.words.len() <= BARE
            && now.clauses.first().is_some_and(|(_, m)| m.negated())
            && let Some(answer) = answers[i - 1].first().copied()
            && may_be(now, &all[answer.statement as usize - 1])
        {
            // `The city rejected the charge. “No …,” its mayor said.`
            answers[i].push(answer);
        }
    }
    // Copies of one utterance answer what stands in their own report; what another report has is answered once.
    let mut once: BTreeMap<usize, u32> = BTreeMap::new();
    for (said, list) in all.iter().zip(&mut answers) {
        let (Some(utterance), Some(answer)) = (said.utterance, list.first()) else { continue };
        let target = &all[answer.statement as usize - 1];
        let first = *once.entry(utterance).or_insert(answer.statement);
        let cued = answering(said.statement).is_some();
        if first != answer.statement && target.doc != said.doc && !cued {
            list.clear();
        }
    }
    answers
}

/// What names an answer without giving it has so many words at most: `rejected the accusation`.
const BARE: usize = 4;

/// How a statement answers, by its cue.
fn answering(statement: &Statement) -> Option<Answering> {
    // `did not deny` is no denial.
    let cue = statement.cue.as_ref().filter(|c| !c.negated)?;
    let first = cue.lemma.split(' ').next().unwrap_or_default();
    let last = cue.lemma.split(' ').next_back().unwrap_or_default();
    let listed = [cue.lemma.as_str(), first, last].iter().find_map(|w| ANSWERING.get(w).copied());
    listed.or(match cue.manner {
        _ if statement.form == Form::Direct => None,
        Manner::Deny | Manner::Reject => Some(Answering::Denies),
        Manner::Confirm => Some(Answering::Confirms),
        Manner::Condemn => Some(Answering::Condemns),
        _ => None,
    })
}

fn overlap(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.start() < y.end() && y.start() < x.end()))
}

/// Whether `t` may be what `s` answers: by somebody else, not a part of it, and not later.
fn may_be(s: &Said<'_>, t: &Said<'_>) -> bool {
    let others = (s.speaker.is_none() || s.speaker != t.speaker)
        && !s.speaker.is_some_and(|x| t.others.contains(&x))
        && !t.speaker.is_some_and(|x| s.others.contains(&x));
    let apart = s.doc != t.doc || !overlap(&s.statement.content, &t.statement.content);
    others && apart && !matches!((s.day, t.day), (Some(x), Some(y)) if y > x)
}

/// The statement that one with a cue that answers is about.
fn answered(all: &[Said<'_>], i: usize, how: Answering, speakers: &Speakers) -> Option<usize> {
    let s = &all[i];
    let against = matches!(how, Answering::Denies | Answering::Responds);
    let matter: Vec<usize> = (0..s.words.len()).filter(|k| s.words.content(*k)).collect();
    let saying = (0..s.words.len()).find_map(|k| SAYINGS.get(stem(s.words.words.normal(k))).copied());
    // How much of the matter is neither a name nor a word for something said: what is restated.
    let restated = matter
        .iter()
        .filter(|k| {
            !s.words.words.list()[**k].capital() && !SAYINGS.contains_key(stem(s.words.words.normal(**k)))
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
    for (j, t) in all.iter().enumerate() {
        let same = s.utterance.is_some() && s.utterance == t.utterance;
        let unsaid = t.statement.cue.as_ref().is_some_and(|c| c.negated);
        if j == i || same || unsaid || !may_be(s, t) || t.words.len() < 2 {
            continue;
        }
        let named = t.speaker.and_then(|id| speakers.name(id)).is_some_and(|name| has_name(&s.words, name));
        if !named && s.meaning.cosine(&t.meaning) < 0.45 {
            continue;
        }
        // Who says the same is of one side.
        if against && same_side(s, t) {
            continue;
        }
        // The statement as a whole, or the clause of it that is nearest.
        let of_t = (0, t.words.len());
        let parts = [(of_t, &t.meaning)].into_iter().chain(t.clauses.iter().map(|(r, m)| (*r, m)));
        let (told, near) = parts
            .map(|(range, meaning)| {
                let told = told(&s.words, whole, &t.words, range, CONTENT);
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
        } else if named && (saying.is_some() || told >= 0.45) {
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
    let bare = restated == 0 && matter.len() <= 3 && saying.is_some() && !names;
    let replies = how == Answering::Responds && s.words.len() >= 3;
    if !bare && !replies {
        return None;
    }
    // So many statements back.
    let back = if replies { 2 } else { 4 };
    let before = (0..i).rev().take(back).filter(|j| all[*j].doc == s.doc && may_be(s, &all[*j]));
    let before = before.filter(|j| !against || !same_side(s, &all[*j]));
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

/// Whether a statement accuses: by its cue, or as a plain assertion about others.
fn accuses(t: &Said<'_>) -> bool {
    const OTHERS: [&str; 7] = ["they", "them", "their", "you", "your", "he", "she"];
    t.statement.cue.as_ref().is_some_and(|c| matches!(c.manner, Manner::Accuse))
        || (lays_blame(t) && (0..t.words.len()).any(|k| OTHERS.contains(&t.words.words.normal(k))))
}

/// Whether a statement may be called an accusation: a count lays no blame on anybody.
fn lays_blame(t: &Said<'_>) -> bool {
    match t.statement.cue.as_ref().map(|c| c.manner) {
        Some(Manner::Accuse | Manner::Claim | Manner::Condemn | Manner::Believe) => true,
        Some(Manner::Assert) | None => numbers_in(&t.words, 0, t.words.len()).is_empty(),
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

/// Whether `t` is a question of another report: nothing that can be denied.
fn asks(s: &Said<'_>, t: &Said<'_>) -> bool {
    s.doc != t.doc && t.statement.cue.as_ref().is_some_and(|c| c.manner == Manner::Ask)
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
    let any =
        (own.0..s.words.len().min(own.0 + 5)).any(|k| matches!(s.words.words.normal(k), "any" | "ever"));
    let mut best: Option<(f32, usize)> = None;
    for (j, t) in all.iter().enumerate() {
        let same = s.utterance.is_some() && s.utterance == t.utterance;
        if j == i || same || t.speaker.is_none() || t.words.len() < 3 || !may_be(s, t) {
            continue;
        }
        // `They did not threaten …` says nothing that could be denied with its own words.
        let unsaid = t.statement.within.is_some() || t.statement.cue.as_ref().is_some_and(|c| c.negated);
        if unsaid || denies(t) || asks(s, t) || same_side(s, t) {
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
        } else if near && there.share >= 0.5 {
            there.share + 0.2 / (i - j) as f32
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

/// Whether what it gives is denied by its cue.
fn denies(said: &Said<'_>) -> bool {
    answering(said.statement) == Some(Answering::Denies)
}

/// Whether the words hold a name's last word.
fn has_name(words: &Wording, name: &str) -> bool {
    let name = crate::words::Words::of(name);
    let Some(last) = name.len().checked_sub(1) else { return false };
    let hash = name.list()[last].hash;
    name.list()[last].capital() && words.words.list().iter().any(|w| w.hash == hash && w.capital())
}

/// A clause whose matter tells less denies nothing: `I never said so`.
const LEAST_MATTER: f32 = 0.75;

/// The statement that this one contradicts without saying so.
fn contradicted(all: &[Said<'_>], i: usize, speakers: &Speakers) -> Option<usize> {
    let s = &all[i];
    let speaker = s.speaker?;
    if i >= MOST || s.statement.within.is_some() || !s.clauses.iter().any(|(_, m)| m.negated()) {
        return None;
    }
    let name = |id: u32| speakers.name(id).and_then(|n| n.split_whitespace().next_back());
    let mut best: Option<(f32, usize)> = None;
    for (j, t) in all.iter().enumerate().take(MOST) {
        let Some(t_speaker) = t.speaker.filter(|_| j != i) else { continue };
        if denies(t) || asks(s, t) || (s.utterance.is_some() && s.utterance == t.utterance) {
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
        for (own, meant) in s.clauses.iter().filter(|(_, m)| m.negated()) {
            let plain = bare_denial(&s.words, *own);
            for (theirs, other) in t.clauses.iter().filter(|(_, m)| !m.negated()) {
                // `This was no strike`: the one thing that is denied is restated, in whatever form.
                let again = restate(&s.words, *own, &t.words, *theirs);
                let near_by = j < i && t.doc == s.doc && i - j <= 4;
                let whole = again.share >= 0.9 && again.same >= if near_by { 0.4 } else { 0.55 };
                let most = again.share >= 0.7 && again.same >= 0.8;
                if plain && speaker != t_speaker && (whole || most) && !meant.numbers_clash(other) {
                    let score = again.share * again.matter.min(1.5) + if near_by { 0.5 } else { 0.0 };
                    if best.is_none_or(|(b, _)| score > b) {
                        best = Some((score, j));
                    }
                    continue;
                }
                if matter(&s.words, *own) < LEAST_MATTER
                    || meant.cosine(other) < 0.25
                    || meant.numbers_differ(other)
                {
                    continue;
                }
                let near = likeness((&s.words, meant, *own), (&t.words, other, *theirs));
                let restated = told(&s.words, *own, &t.words, *theirs, CONTENT);
                let back = told(&t.words, *theirs, &s.words, *own, CONTENT);
                // A short denial restates the one thing that it denies of a longer statement.
                let short = restated >= 0.85
                    && restated * matter(&s.words, *own) >= LEAST_MATTER
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

/// Whether a clause does nothing but deny one thing: `There is no …`, `It was not a …`.
fn bare_denial(words: &Wording, (from, to): (usize, usize)) -> bool {
    const OPENS: [&str; 12] =
        ["it", "this", "that", "there", "these", "those", "he", "she", "they", "we", "i", "no"];
    const VERBS: [&str; 9] = ["is", "was", "are", "were", "be", "been", "am", "has", "will"];
    const NOT: [&str; 8] = ["not", "no", "never", "isnt", "wasnt", "arent", "werent", "wont"];
    let from = if matches!(words.words.normal(from), "and" | "but") { from + 1 } else { from };
    let normal = |k: usize| if k < to { words.words.normal(k) } else { "" };
    let opened = OPENS.contains(&normal(from));
    let verb = VERBS.contains(&normal(from + 1)) && NOT.contains(&normal(from + 2));
    opened && (verb || NOT.contains(&normal(from + 1))) && to - from <= 9
}

/// How much the matter of some words tells.
fn matter(words: &Wording, range: (usize, usize)) -> f32 {
    (range.0..range.1)
        .filter(|i| words.content(*i) && !bare(words.words.normal(*i)))
        .map(|i| words.weight(i))
        .sum()
}
