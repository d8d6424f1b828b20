//! Which statement answers which: a denial names what it denies, a confirmation, a condemnation or a reply what it
//! is about, also across reports.
//!
//! A cue that answers is led to what is named beside it: by the other's name and a word for something said
//! (`condemned Orr's remarks`), by what it restates (`denied that the brake was old`), or, when it names nothing
//! (`rejected the accusation`), to what another said just before. Without such a cue, one statement denies another
//! when it says the same of another speaker's with the opposite sign, or its contrary, or calls it untrue; and a
//! speaker denies himself when he does so on a later day. What only shares a topic is left.

mod aside;
mod contradicted;
mod cued;
mod judged;
mod led;
mod unsaid;

use crate::Doc;
use crate::dates::parse_day;
use crate::meaning::Meaning;
use crate::quotation::wording;
use crate::speakers::Speakers;
use crate::utterance::{Spoken, clauses};
use crate::verbs::{helping, negated_helping, past};
use crate::wording::Wording;
use crate::words::{Words, stem};
use aside::{body, by_name, contrasts, fitting, in_contrast, in_short, of_himself};
use contradicted::contradicted;
use cued::answered;
use judged::judged;
use led::{Led, led, led_to, to_one_question};
use rustc_hash::FxHashMap;
use sayso_model::{Answer, Answering, Form, Manner, Statement};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use unsaid::{Contraries, called_untrue, restated as restate, taken_up, turned};

static ANSWERING: LazyLock<FxHashMap<&'static str, Answering>> = LazyLock::new(|| {
    let lines = include_str!("../words/answering.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|l| l.split_once('\t'))
        .filter_map(|(w, how)| Some((w, Answering::parse(how)?)))
        .collect()
});

/// Nouns for something said, by their stems, with the manner of what they name.
static SAYINGS: LazyLock<FxHashMap<&'static str, Option<Manner>>> = LazyLock::new(|| {
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
    /// Who else is given as the speaker of its utterance, in any report, and whose name holds the speaker's or is held by
    /// it.
    others: Vec<u32>,
    /// Whether it is set against what stands before it: `but`, `however`, `insisted`.
    contrast: bool,
    led: Led,
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
                contrast: contrasts(doc, s),
                led: led(doc, s),
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
    // So is what one of two names says that hold each other: `Ada Pell` and `the union's Ada Pell`.
    let longer = one_name(speakers);
    for said in &mut all {
        let held = said.speaker.and_then(|id| longer.get(&id));
        said.others.extend(held.into_iter().flatten());
    }
    let names: BTreeMap<u32, Words> = all
        .iter()
        .filter_map(|said| said.speaker)
        .filter_map(|id| Some((id, Words::of(speakers.name(id)?))))
        .collect();
    let persons: BTreeSet<u64> = speakers
        .list
        .iter()
        .filter(|s| s.kind == "person")
        .flat_map(|s| Words::of(&s.name).list().iter().map(|w| w.hash).collect::<Vec<_>>())
        .collect();
    let mut bodies: BTreeMap<u32, BTreeSet<u64>> = BTreeMap::new();
    for said in &all {
        if let Some(id) = said.speaker {
            let named = body(docs[said.doc].text(), said.statement, names.get(&id));
            bodies.entry(id).or_default().extend(named.into_iter().filter(|w| !persons.contains(w)));
        }
    }
    let mentions = |i: usize, j: usize, first: bool| {
        let Some(id) = all[j].speaker else { return false };
        let words = all[i].words.words.list();
        let body =
            || bodies.get(&id).is_some_and(|b| words.iter().any(|w| w.capital() && b.contains(&w.hash)));
        names.get(&id).is_some_and(|name| names_person(&all[i].words, name, first)) || first && body()
    };
    let contraries = Contraries::of(&all);
    let mut answers: Vec<Vec<Answer>> = vec![Vec::new(); all.len()];
    for (i, list) in answers.iter_mut().enumerate() {
        let judged = judged(docs, &all, i);
        let found = match answering(&all[i]) {
            _ if judged.is_some() => judged,
            Some(how) => answered(&all, i, how, speakers).map(|t| (t, how)),
            None => led_to(&all, i)
                .or_else(|| {
                    contradicted(&all, i, speakers)
                        .or_else(|| turned(&all, &contraries, i))
                        .or_else(|| called_untrue(&all, i))
                        .or_else(|| in_short(&all, i))
                        .or_else(|| of_himself(&all, i, &mentions))
                        .map(|t| (t, Answering::Denies))
                })
                .or_else(|| taken_up(&all, i))
                .or_else(|| in_contrast(&all, i))
                .or_else(|| to_one_question(&all, i))
                .or_else(|| by_name(&all, i, &mentions).map(|t| (t, Answering::Responds))),
        };
        list.extend(found.map(|(t, how)| Answer { statement: whole(&all, i, t) as u32 + 1, how }));
    }
    // `She rejected the accusation. “…,” she said.`: the quotation is the answer in her words.
    for i in 1..all.len() {
        let (before, now) = (&all[i - 1], &all[i]);
        let goes_on = before.doc == now.doc
            && before.speaker.is_some()
            && before.speaker == now.speaker
            && now.statement.within.is_none()
            && answering(before).is_some()
            && before.words.len() <= BARE;
        if let (true, true, Some(answer)) = (goes_on, answers[i].is_empty(), answers[i - 1].first().copied())
            && may_be(now, &all[answer.statement as usize - 1])
        {
            let told = fitting(&all, i, answer.statement as usize - 1);
            answers[i].push(Answer { statement: told as u32 + 1, ..answer });
            answers[i - 1].clear();
        } else if before.doc == now.doc
            && answers[i].is_empty()
            && now.statement.within.is_none()
            && before.speaker != now.speaker
            && answering(before) == Some(Answering::Denies)
            && before.words.len() <= BARE
            && let Some(answer) = answers[i - 1].first().copied()
            && may_be(now, &all[answer.statement as usize - 1])
            && (now.statement.form == Form::Direct && now.clauses.first().is_some_and(|(_, m)| m.negated())
                || one_paragraph(docs[now.doc].text(), before, now)
                || speaks_of(now, &all[answer.statement as usize - 1]))
        {
            // `The city rejected the charge. “No …,” its mayor said.`
            let told = fitting(&all, i, answer.statement as usize - 1);
            answers[i].push(Answer { statement: told as u32 + 1, ..answer });
        }
    }
    // Copies of one utterance answer what stands in their own report; what another report has is answered once.
    let mut once: BTreeMap<usize, u32> = BTreeMap::new();
    for (said, list) in all.iter().zip(&mut answers) {
        let (Some(utterance), Some(answer)) = (said.utterance, list.first()) else { continue };
        let target = &all[answer.statement as usize - 1];
        let first = *once.entry(utterance).or_insert(answer.statement);
        let cued = answering(said).is_some();
        if first != answer.statement && target.doc != said.doc && !cued {
            list.clear();
        }
    }
    answers
}

/// What holds a fragment (`to give it the ministry`): that is what was said, and what is answered.
fn whole(all: &[Said<'_>], i: usize, t: usize) -> usize {
    /// A fragment has so many words at most.
    const FRAGMENT: usize = 8;
    let part = &all[t];
    if part.words.len() > FRAGMENT {
        return t;
    }
    let holder = |h: &usize| all[*h].doc == part.doc && Some(all[*h].statement.id) == part.statement.within;
    let held = (0..all.len()).find(holder).filter(|h| *h != i && all[*h].speaker.is_some());
    held.filter(|h| may_be(&all[i], &all[*h])).unwrap_or(t)
}

/// What names an answer without giving it has so many words at most: `rejected the accusation`.
const BARE: usize = 4;

/// For each person who speaks, those whose names hold all words of his name of two or more, or are held by it. Bodies of
/// such names are several: `Labour Party`, `Free Labour Party`.
fn one_name(speakers: &Speakers) -> BTreeMap<u32, Vec<u32>> {
    let words: Vec<(u32, BTreeSet<u64>)> = speakers
        .list
        .iter()
        .filter(|s| s.kind == "person" && !speakers.parted(s.id))
        .map(|s| (s.id, Words::of(&s.name).list().iter().filter(|w| w.capital()).map(|w| w.hash).collect()))
        .filter(|(_, words): &(u32, BTreeSet<u64>)| words.len() >= 2)
        .collect();
    let mut found: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (a, of_a) in &words {
        let held = words.iter().filter(|(b, of_b)| a != b && (of_a.is_subset(of_b) || of_b.is_subset(of_a)));
        found.entry(*a).or_default().extend(held.map(|(b, _)| b));
    }
    found
}

/// Whether a statement follows another in its paragraph.
fn one_paragraph(text: &str, before: &Said<'_>, now: &Said<'_>) -> bool {
    let end = before.statement.content.last().map_or(0, |c| c.end());
    let start = now.statement.content.first().map_or(0, |c| c.start());
    text.get(end..start).is_some_and(|gap| !gap.contains('\n'))
}

/// Whether a statement speaks of the matter of another: a word that tells stands in both.
fn speaks_of(s: &Said<'_>, t: &Said<'_>) -> bool {
    restate(&s.words, (0, s.words.len()), &t.words, (0, t.words.len())).same >= 0.4
}

/// How a statement answers, by its cue.
fn answering(said: &Said<'_>) -> Option<Answering> {
    let statement = said.statement;
    let names_a_saying =
        || (0..said.words.len()).any(|k| SAYINGS.contains_key(stem(said.words.words.normal(k))));
    // `did not deny` is no denial.
    let cue = statement.cue.as_ref().filter(|c| !c.negated)?;
    // `agreed to pay` takes up nobody's words.
    if cue.lemma == "agree" {
        return None;
    }
    let first = cue.lemma.split(' ').next().unwrap_or_default();
    let last = cue.lemma.split(' ').next_back().unwrap_or_default();
    let listed = [cue.lemma.as_str(), first, last].iter().find_map(|w| ANSWERING.get(w).copied());
    listed.or(match cue.manner {
        _ if statement.form == Form::Direct => None,
        // Who opposes a thing denies nothing that anybody said; who challenges a claim does.
        Manner::Deny | Manner::Reject => names_a_saying().then_some(Answering::Denies),
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

/// Whether a statement within another gives what its speaker thinks or means to do, as the other tells it.
fn thought(t: &Said<'_>) -> bool {
    let manner = t.statement.cue.as_ref().map(|c| c.manner);
    t.statement.within.is_some()
        && matches!(manner, Some(Manner::Intend | Manner::Believe | Manner::Feel | Manner::Demand))
}

/// Whether `t` is a question of another report: nothing that can be denied.
fn asks(s: &Said<'_>, t: &Said<'_>) -> bool {
    s.doc != t.doc && t.statement.cue.as_ref().is_some_and(|c| c.manner == Manner::Ask)
}

/// Whether a statement tells something: `a rise of 9 per cent` does not.
fn asserts(t: &Said<'_>) -> bool {
    let list = t.words.words.list();
    let told = |k: usize| {
        let word = t.words.words.normal(k);
        helping(word).is_some() || negated_helping(word).is_some() || !list[k].capital() && past(word)
    };
    t.statement.form == Form::Direct || (0..t.words.len()).any(told)
}

/// Whether a statement gives the very words of another, or a part of them.
fn repeats(s: &Said<'_>, t: &Said<'_>) -> bool {
    let hashes = |x: &Said<'_>| x.words.words.list().iter().map(|w| w.hash).collect::<Vec<_>>();
    let (a, b) = (hashes(s), hashes(t));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 3 && long.windows(short.len()).any(|w| w == short)
}

/// Whether what it gives is denied by its cue.
fn denies(said: &Said<'_>) -> bool {
    answering(said) == Some(Answering::Denies)
}

/// Whether the words name a person of this name, of at least two words: by the last one, or, where `first` is set, by
/// the first.
fn names_person(words: &Wording, name: &Words, first: bool) -> bool {
    let Some(last) = name.len().checked_sub(1).filter(|last| *last >= 1) else { return false };
    let parts = [Some(last), first.then_some(0)];
    parts.into_iter().flatten().filter(|k| name.list()[*k].capital() && name.normal(*k).len() >= 3).any(|k| {
        let hash = name.list()[k].hash;
        words.words.list().iter().any(|w| w.hash == hash && w.capital())
    })
}

/// Whether the words hold a name's last word.
fn has_name(words: &Wording, name: &str) -> bool {
    let name = crate::words::Words::of(name);
    let Some(last) = name.len().checked_sub(1) else { return false };
    let hash = name.list()[last].hash;
    name.list()[last].capital() && words.words.list().iter().any(|w| w.hash == hash && w.capital())
}
