//! Acts that have phases: what is planned, under way, halted, taken up again, done or not done yet, clause by clause.
//!
//! An act is a verb with its helping words (`would appeal`, `had not yet been questioned`, `is to be paid back`), or a
//! matter (`talks`, `strike`, `appeal`) with a verb that gives its phase (`broken off`, `resumed`, `begin tonight`).

mod group;
mod matters;
mod phases;
mod who;
mod words;

use super::claims::{ClaimWord, claim_words};
use super::lists::LISTS;
use super::view::{View, Voice};
use crate::meaning::{vector_of, word_likeness};
use crate::verbs::{Helping, base, helping, past};
use crate::words::{hash_word, stem};
pub(super) use group::{Group, group};
use matters::{done_to, matter, matter_phase, modal, phase_at, thing};
use phases::PHASES;
pub(super) use phases::Phase;
use sayso_model::TimeType;
use sayso_text::Span;
use std::ops::Range;
pub(super) use who::person;
use who::{held, maybe, who, who_named};
use words::{IRREGULAR, STOPS};

/// What an act is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head {
    /// A matter of the list.
    Matter(&'static str),
    /// Leaving an office.
    Leave,
    /// How a person fares.
    Fate,
    /// Whether a person is held.
    Custody,
    /// Any other thing that begins, ends, is refused or taken up again: the stem of its noun.
    Noun(u64),
    /// Any other verb: its stem and the number of its vector.
    Verb(u64, u32),
}

impl Head {
    /// Whether two acts are told by one word.
    pub fn one(self, other: Head) -> bool {
        match (self, other) {
            (Head::Verb(a, _), Head::Verb(b, _)) => a == b,
            _ => self == other,
        }
    }

    /// Whether two acts can be one.
    pub fn alike(self, other: Head) -> bool {
        match (self, other) {
            (Head::Verb(a, v), Head::Verb(b, w)) => a == b || word_likeness(v, w) > 0.62,
            _ => self == other,
        }
    }
}

/// An act with its phase.
#[derive(Clone, Debug)]
pub(super) struct Act {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence.
    pub line: usize,
    /// What it is.
    pub head: Head,
    /// How far it has come.
    pub phase: Phase,
    /// From its helping words to the end of its clause.
    pub span: Span,
    /// Its clause up to the end of that.
    pub clause: Range<usize>,
    /// Its verb or noun.
    pub at: usize,
    /// Whether it is told with `would`, as what a plan or law amounts to.
    pub would: bool,
    /// The words of its clause but for the act itself.
    pub words: Vec<ClaimWord>,
    /// Stems of the person that it is about, for how one fares or leaves.
    pub who: Vec<u64>,
    /// Whether that is a name.
    pub named: bool,
    /// Stems of those whom a pronoun may mean instead.
    pub maybe: Vec<u64>,
    /// The sets of verbs that tell of one act to which its verb belongs, as bits.
    pub sets: u64,
    /// In whose voice.
    pub voice: Voice,
    /// Whether it stands in the headline.
    pub headline: bool,
    /// Whether its report takes it for granted which is meant: `the talks`, or it opens with it.
    pub known: bool,
    /// Whether the verb is a rare one.
    pub rare: bool,
    /// Whether its report tells of such an act once only.
    pub once: bool,
    /// Whether it stands within quotation marks.
    pub direct: bool,
}

/// Sentences that a report opens with.
const OPENING: usize = 4;
/// Words that end a clause.
const PARTING: [&str; 16] = [
    "after", "before", "although", "though", "but", "because", "whereas", "while", "amid", "despite", "who",
    "which", ";", ":", "when", "as",
];
/// Whether a word helps a verb that tells what was or is.
fn of_what_is(word: &str) -> bool {
    matches!(helping(word), Some(Helping::Be | Helping::Have)) || matches!(word, "'s" | "’s")
}

/// The acts of a report that have phases, in order.
pub(super) fn acts(view: &View<'_>) -> Vec<Act> {
    let mut found = Vec::new();
    for (line, sentence) in view.sentences.iter().enumerate() {
        if background(view, line) {
            continue;
        }
        let mut from = sentence.tokens.start;
        let mut clauses: Vec<Range<usize>> = Vec::new();
        for i in sentence.tokens.clone() {
            if PARTING.contains(&view.word(i)) && i > from {
                clauses.push(from..i);
                from = i + 1;
            }
        }
        clauses.push(from..sentence.tokens.end);
        let first = found.len();
        for clause in clauses {
            one(view, line, clause, &mut found);
        }
        // `A guard who was shot when robbers held up the train died`; `He died hours later`.
        let fates = |a: &&Act| matches!(a.head, Head::Fate | Head::Leave) && !a.who.is_empty();
        let told = found[first..].iter().find(fates).map(|a| a.who.clone());
        let last = told.or_else(|| found[..first].iter().rev().find(fates).map(|a| a.who.clone()));
        let Some(last) = last else { continue };
        for act in found[first..].iter_mut().filter(|a| matches!(a.head, Head::Fate | Head::Leave)) {
            // Of whom a relative clause tells, the sentence tells, too.
            let relative =
                act.head == Head::Fate && view.sentences[line].tokens.clone().any(|i| view.word(i) == "who");
            if act.who.is_empty() || relative {
                act.who.clone_from(&last);
            }
        }
    }
    found
}

/// Whether a sentence tells of something else long ago.
pub(super) fn background(view: &View<'_>, line: usize) -> bool {
    let sentence = &view.sentences[line];
    let past_year = view.times_in(sentence.span).any(|t| {
        let year = t.value.get(..4).and_then(|y| y.parse::<i32>().ok());
        let own = view.doc.report.published.day().and_then(|d| d.get(..4)?.parse::<i32>().ok());
        t.kind == TimeType::Date && t.value.len() <= 7 && matches!((year, own), (Some(y), Some(o)) if y < o)
    });
    past_year || sentence.tokens.clone().any(|i| LISTS.is_background(view.word(i)))
}

/// The acts of a clause.
fn one(view: &View<'_>, line: usize, clause: Range<usize>, found: &mut Vec<Act>) {
    let lists = &*PHASES;
    let mut taken = clause.start;
    for i in clause.clone() {
        let word = view.word(i);
        // To dismiss somebody is no speech, to dismiss a claim is.
        let speech = view.attributes(i) && !lists.leave.contains_key(word);
        if i < taken || !view.is_word(i) {
            continue;
        }
        let several = expressed(view, &clause, i);
        let phase = phase_at(view, i).filter(|_| !quoted(view, i) && !view.capital(i));
        if speech && several.is_none() && !matches!(phase, Some(Phase::Refused | Phase::Agreed)) {
            continue;
        }
        let group = group(view, clause.clone(), i);
        if group.unreal {
            continue;
        }
        // `No one has died.`
        let told = |word: &str| {
            lists.leave.contains_key(word)
                || lists.fate.contains_key(word)
                || lists.custody.contains_key(word)
        };
        let nobody = (clause.start.max(group.from.saturating_sub(4))..group.from)
            .any(|k| matches!(view.word(k), "no" | "nobody" | "none" | "neither"));
        if nobody && (several.is_some() || told(word)) {
            continue;
        }
        if let Some((head, phase, last)) = several {
            let phase = match (head, group.not) {
                (Head::Leave, true) => Some(Phase::Stays),
                (_, true) => None,
                _ if group.phase.settled() || phase == Phase::Stays => Some(phase),
                (Head::Leave, _) => Some(group.phase),
                _ => None,
            };
            // `called on her to leave the cabinet` says nothing of whether she will.
            let told = group.verb || !group.infinitive;
            if let Some(phase) = phase.filter(|_| told) {
                push(view, line, &clause, (head, phase, group.from, last), found);
                taken = last + 1;
                continue;
            }
        }
        if let Some(phase) = phase
            && let Some(noun) = thing(view, &clause, &group, i)
            && matter(view, noun).is_none()
        {
            let phase = if group.phase == Phase::Done { phase } else { group.phase };
            push(
                view,
                line,
                &clause,
                (Head::Noun(view.stem(noun)), phase, group.from.min(noun), i.max(noun)),
                found,
            );
            continue;
        }
        if speech {
            continue;
        }
        // A matter and the verb that gives its phase.
        // `to strike the dam` is no walkout.
        let object =
            matches!(view.word(i + 1), "the" | "a" | "an" | "its" | "his" | "their" | "at" | "back" | "any");
        let attack = word == "strike" && object && group.bare;
        if let Some(name) = matter(view, i).filter(|_| !attack) {
            if let Some((at, phase)) = matter_phase(view, clause.clone(), i) {
                push_to(view, line, &clause, (Head::Matter(name), phase, i.min(at), i, i.max(at)), found);
                taken = i.max(at) + 1;
            } else if let Some(helping) = modal(view, &clause, i) {
                push(view, line, &clause, (Head::Matter(name), Phase::Planned, helping, i), found);
            } else if group.phase != Phase::Done && !done_to(view, &clause, i) {
                push(view, line, &clause, (Head::Matter(name), group.phase, group.from, i), found);
            } else if word.ends_with("ing")
                && (group.from..i).any(|k| helping(view.word(k)) == Some(Helping::Be))
            {
                // `were searching the gorge`
                push(view, line, &clause, (Head::Matter(name), Phase::Begun, group.from, i), found);
            } else if past(word) && !view.capital(i) || done_to(view, &clause, i) {
                push(view, line, &clause, (Head::Matter(name), Phase::Done, i, i), found);
            }
            continue;
        }
        // `the fire officer`: the noun of a fire.
        if matches!(word, "fire" | "fires") && !(group.bare || group.verb) {
            continue;
        }
        // `has offered to go`
        let gone = word == "go" && !view.is_word(i + 1) && group.bare && group.phase == Phase::Planned;
        if let Some(phase) = lists.leave.get(word).or(gone.then_some(&Phase::Resigned)) {
            // `called on him to resign` says nothing of whether he will.
            let noun = word.ends_with("tion") || word.ends_with("sal") || word == "ouster";
            let denied = group.not && !group.infinitive;
            let told = group.verb || denied || past(word) || noun;
            if !told || noun && !theirs(view, &clause, i) {
                continue;
            }
            let phase = match group.phase {
                _ if group.not => Phase::Stays,
                held if held.settled() => *phase,
                ahead => ahead,
            };
            push(view, line, &clause, (Head::Leave, phase, group.from, i), found);
            continue;
        }
        if let Some(phase) = lists.fate.get(word).filter(|_| group.phase.settled() && !group.not) {
            push(view, line, &clause, (Head::Fate, *phase, group.from, i), found);
            continue;
        }
        if let Some(phase) = lists.custody.get(word).filter(|_| group.phase.settled() && !group.not) {
            push(view, line, &clause, (Head::Custody, *phase, group.from, i), found);
            continue;
        }
        let plain = word.len() > 2 && !view.capital(i) && word.bytes().all(|b| b.is_ascii_alphabetic());
        let known = lists.ahead.contains(&word) || lists.phases.contains_key(word) || STOPS.contains(&word);
        let participle = word.ends_with("ed") || word.ends_with("en") || IRREGULAR.contains(&word);
        if !plain || known || quoted(view, i) {
            continue;
        }
        let head = Head::Verb(hash_word(stem(base(word))), vector_of(word));
        if group.verb && group.phase != Phase::Done && (group.bare || participle) {
            push(view, line, &clause, (head, group.phase, group.from, i), found);
        } else if participle && word.len() > 3 {
            push(view, line, &clause, (head, Phase::Done, group.from, i), found);
        }
    }
}

/// What several words beginning at token `i` tell of somebody's leaving or faring, with their last token.
fn expressed(view: &View<'_>, clause: &Range<usize>, i: usize) -> Option<(Head, Phase, usize)> {
    let list = PHASES.expressions.get(view.word(i))?;
    let word = |k: usize| if i + k < clause.end { view.word(i + k) } else { "" };
    let (expression, last) = list.iter().find_map(|e| Some((e, i + e.matched(&word)?)))?;
    Some((expression.head, expression.phase, last))
}

/// Whether a noun for leaving tells that somebody left: `her resignation`, but not `calls for her resignation`.
fn theirs(view: &View<'_>, clause: &Range<usize>, at: usize) -> bool {
    const OPEN: [&str; 34] = [
        "call",
        "calls",
        "called",
        "calling",
        "demand",
        "demands",
        "demanded",
        "demanding",
        "urge",
        "urges",
        "urged",
        "urging",
        "seek",
        "seeks",
        "sought",
        "seeking",
        "want",
        "wants",
        "wanted",
        "wanting",
        "no",
        "rumours",
        "rumors",
        "talk",
        "threat",
        "threatened",
        "consider",
        "considered",
        "considering",
        "possible",
        "any",
        "without",
        "if",
        "whether",
    ];
    let before = clause.start.max(at.saturating_sub(6))..at;
    let owned = matches!(
        view.word(at.wrapping_sub(1)),
        "his" | "her" | "their" | "my" | "our" | "your" | "'s" | "’s"
    ) || view.word(at.wrapping_sub(1)).ends_with("'s")
        || view.word(at.wrapping_sub(1)).ends_with("’s")
        || view.word(at + 1) == "of";
    owned && !before.into_iter().any(|k| OPEN.contains(&view.word(k)))
}

fn push(
    view: &View<'_>,
    line: usize,
    clause: &Range<usize>,
    (head, phase, from, at): (Head, Phase, usize, usize),
    found: &mut Vec<Act>,
) {
    push_to(view, line, clause, (head, phase, from, at, at), found);
}

/// An act whose span goes on to token `upto` at least.
fn push_to(
    view: &View<'_>,
    line: usize,
    clause: &Range<usize>,
    (head, phase, from, at, upto): (Head, Phase, usize, usize, usize),
    found: &mut Vec<Act>,
) {
    /// Tokens of a reading.
    const MOST: usize = 14;
    let to = clause.end.min(from.max(clause.start) + MOST).max(upto + 1);
    let end = (upto + 1..to).find(|i| matches!(view.word(*i), "," | "“" | "”" | "\"" | ".")).unwrap_or(to);
    let Some(span) = view.hull(from..end.max(upto + 1)) else { return };
    let mut words = claim_words(view, clause.clone());
    words.retain(|w| w.token != at);
    let who = match head {
        Head::Leave | Head::Fate => who(view, line, (from, at), phase == Phase::Dismissed),
        Head::Custody => held(view, at, phase),
        _ => Vec::new(),
    };
    let maybe = match head {
        Head::Leave | Head::Fate => maybe(view, line, from),
        _ => Vec::new(),
    };
    let sets = match head {
        Head::Verb(stem, _) => PHASES.same.get(&stem).copied().unwrap_or(0),
        _ => 0,
    };
    found.push(Act {
        doc: view.at,
        line,
        head,
        phase,
        span: span.trimmed(view.doc.text()),
        clause: clause.start..end.max(at + 1),
        at,
        would: (from..at).any(|i| view.word(i) == "would"),
        words,
        named: who.iter().any(|w| who_named(view, *w)),
        who,
        maybe,
        sets,
        voice: view.said_by(at),
        headline: view.sentences[line].headline,
        known: line < OPENING
            || (at.saturating_sub(2).max(clause.start)..at)
                .any(|i| matches!(view.word(i), "the" | "these" | "their" | "its" | "this")),
        // Verbs of one act that have others for them tell of it by themselves.
        rare: claim_words(view, at..at + 1)
            .first()
            .is_some_and(|w| w.weight >= if sets == 0 { 2.0 } else { 1.2 }),
        once: false,
        direct: quoted(view, at),
    });
}

/// Whether a token belongs to somebody's very words.
fn quoted(view: &View<'_>, at: usize) -> bool {
    let statement = view.said_by(at).statement.map(|s| view.statements()[s].form);
    matches!(statement, Some(sayso_model::Form::Direct))
}

/// Whether it is news by itself that a matter is done.
pub(super) fn is_news(name: &str) -> bool {
    PHASES.news.contains(&name)
}

/// Whether a verb tells of something beginning, ending or going on again: times of these are of one kind.
pub(super) fn turn(word: &str) -> Option<&'static str> {
    match PHASES.phases.get(word)? {
        Phase::Begun => Some("begin"),
        Phase::Ended => Some("end"),
        Phase::Resumed => Some("resume"),
        _ => None,
    }
}
