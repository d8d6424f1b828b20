//! Acts that have phases: what is planned, under way, halted, taken up again, done or not done yet, clause by clause.
//!
//! An act is a verb with its helping words (`would appeal`, `had not yet been questioned`, `is to be paid back`), or a
//! matter (`talks`, `strike`, `appeal`) with a verb that gives its phase (`broken off`, `resumed`, `begin tonight`).

use super::claims::{ClaimWord, claim_words};
use super::lists::{LISTS, lines};
use super::view::{View, Voice};
use crate::meaning::{vector_of, word_likeness};
use crate::words::{hash_word, stem};
use sayso_model::TimeType;
use sayso_text::Span;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// How far an act has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Not, or not yet.
    Not,
    /// It may be.
    Possible,
    /// It is to come.
    Planned,
    /// It has begun or goes on.
    Begun,
    /// It stands still for now.
    Halted,
    /// It was given up.
    Broken,
    /// It goes on again.
    Resumed,
    /// It goes on for longer.
    Extended,
    /// It is agreed.
    Agreed,
    /// It is over.
    Ended,
    /// It was done.
    Done,
    /// He left of his own.
    Resigned,
    /// He was made to leave.
    Dismissed,
    /// Hurt.
    Hurt,
    /// Better.
    Well,
    /// Dead.
    Dead,
}

impl Phase {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Not => "not",
            Phase::Possible => "possible",
            Phase::Planned => "planned",
            Phase::Begun => "under way",
            Phase::Halted => "halted",
            Phase::Broken => "broken off",
            Phase::Resumed => "resumed",
            Phase::Extended => "extended",
            Phase::Agreed => "agreed",
            Phase::Ended => "over",
            Phase::Done => "done",
            Phase::Resigned => "resigned",
            Phase::Dismissed => "dismissed",
            Phase::Hurt => "hurt",
            Phase::Well => "recovering",
            Phase::Dead => "dead",
        }
    }

    /// Whether it says that something has happened.
    pub fn settled(self) -> bool {
        self > Phase::Planned
    }

    fn of(name: &str) -> Option<Phase> {
        Some(match name {
            "begun" => Phase::Begun,
            "halted" => Phase::Halted,
            "broken" => Phase::Broken,
            "resumed" => Phase::Resumed,
            "ended" => Phase::Ended,
            "agreed" => Phase::Agreed,
            "extended" => Phase::Extended,
            "resigned" => Phase::Resigned,
            "dismissed" => Phase::Dismissed,
            "hurt" => Phase::Hurt,
            "dead" => Phase::Dead,
            "well" => Phase::Well,
            _ => return None,
        })
    }
}

/// What an act is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head {
    /// A matter of the list.
    Matter(&'static str),
    /// Leaving an office.
    Leave,
    /// How a person fares.
    Fate,
    /// Any other verb: its stem and the number of its vector.
    Verb(u64, u32),
}

impl Head {
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
    /// The words of its clause but for the act itself.
    pub words: Vec<ClaimWord>,
    /// Stems of the person that it is about, for how one fares or leaves.
    pub who: Vec<u64>,
    /// In whose voice.
    pub voice: Voice,
    /// Whether it stands in the headline.
    pub headline: bool,
    /// Whether it stands within quotation marks.
    pub direct: bool,
}

struct Phases {
    /// Phase by word, and by `verb+particle`.
    phases: HashMap<&'static str, Phase>,
    ahead: Vec<&'static str>,
    nouns: Vec<&'static str>,
    matters: HashMap<&'static str, &'static str>,
    leave: HashMap<&'static str, Phase>,
    fate: HashMap<&'static str, Phase>,
}

static PHASES: LazyLock<Phases> = LazyLock::new(|| {
    let mut found = Phases {
        phases: HashMap::new(),
        ahead: Vec::new(),
        nouns: Vec::new(),
        matters: HashMap::new(),
        leave: HashMap::new(),
        fate: HashMap::new(),
    };
    for line in lines(include_str!("../../words/points/phases.tsv")) {
        let mut fields = line.split('\t');
        let (Some(what), Some(name), Some(words)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let words = words.split(' ');
        match (what, Phase::of(name)) {
            ("phase", Some(phase)) => found.phases.extend(words.map(|w| (w, phase))),
            ("leave", Some(phase)) => found.leave.extend(words.map(|w| (w, phase))),
            ("fate", Some(phase)) => found.fate.extend(words.map(|w| (w, phase))),
            ("ahead", _) if name == "noun" => found.nouns.extend(words),
            ("ahead", _) => found.ahead.extend(words),
            ("matter", _) => found.matters.extend(words.map(|w| (w, name))),
            _ => {}
        }
    }
    found
});

/// Words that end a clause.
const PARTING: [&str; 16] = [
    "after", "before", "although", "though", "but", "because", "whereas", "while", "amid", "despite", "who",
    "which", ";", ":", "when", "as",
];
/// Helping verbs of what was or is.
const HELPING: [&str; 12] =
    ["is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "'s", "’s"];
/// Words within a verb group.
const WITHIN: [&str; 14] = [
    "not", "yet", "already", "now", "also", "still", "never", "n't", "soon", "then", "just", "since",
    "again", "be",
];

/// Words after a helping word that are no verbs.
const STOPS: [&str; 30] = [
    "the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "your", "any", "all",
    "some", "and", "have", "has", "had", "been", "being", "not", "rather", "also", "only", "more", "most",
    "such", "then", "there", "even",
];
/// Participles that do not end in `ed` or `en`.
const IRREGULAR: [&str; 44] = [
    "built",
    "bought",
    "brought",
    "caught",
    "cut",
    "done",
    "drawn",
    "fed",
    "felt",
    "found",
    "fought",
    "gone",
    "held",
    "hit",
    "hung",
    "kept",
    "laid",
    "led",
    "left",
    "lent",
    "let",
    "lost",
    "made",
    "met",
    "paid",
    "put",
    "read",
    "run",
    "said",
    "sent",
    "set",
    "shot",
    "shown",
    "shut",
    "sold",
    "sought",
    "spent",
    "struck",
    "sunk",
    "taught",
    "thrown",
    "told",
    "won",
    "withdrawn",
];

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
        for clause in clauses {
            one(view, line, clause, &mut found);
        }
    }
    found
}

/// Whether a sentence tells of something else long ago.
fn background(view: &View<'_>, line: usize) -> bool {
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
        if i < taken || !view.is_word(i) || view.attributes(i) {
            continue;
        }
        let word = view.word(i);
        let group = group(view, clause.clone(), i);
        // A matter and the verb that gives its phase.
        if let Some(name) = lists.matters.get(word) {
            if let Some((at, phase)) = matter_phase(view, clause.clone(), i) {
                push(view, line, &clause, (Head::Matter(name), phase, i.min(at), i), found);
                taken = i.max(at) + 1;
            } else if group.verb && group.phase != Phase::Done {
                push(view, line, &clause, (Head::Matter(name), group.phase, group.from, i), found);
            } else if word.ends_with("ed") || done_to(view, &clause, i) {
                push(view, line, &clause, (Head::Matter(name), Phase::Done, i, i), found);
            }
            continue;
        }
        if let Some(phase) = lists.leave.get(word) {
            let phase = if group.phase.settled() { *phase } else { group.phase };
            push(view, line, &clause, (Head::Leave, phase, group.from, i), found);
            continue;
        }
        if let Some(phase) = lists.fate.get(word).filter(|_| group.phase.settled()) {
            push(view, line, &clause, (Head::Fate, *phase, group.from, i), found);
            continue;
        }
        let plain = word.len() > 2 && !view.capital(i) && word.bytes().all(|b| b.is_ascii_alphabetic());
        let known = lists.ahead.contains(&word) || lists.phases.contains_key(word) || STOPS.contains(&word);
        let participle = word.ends_with("ed") || word.ends_with("en") || IRREGULAR.contains(&word);
        if !plain || known || quoted(view, i) {
            continue;
        }
        let head = Head::Verb(hash_word(stem(word)), vector_of(word));
        if group.verb && group.phase != Phase::Done && (group.bare || participle) {
            push(view, line, &clause, (head, group.phase, group.from, i), found);
        } else if participle && word.len() > 3 {
            push(view, line, &clause, (head, Phase::Done, group.from, i), found);
        }
    }
}

fn push(
    view: &View<'_>,
    line: usize,
    clause: &Range<usize>,
    (head, phase, from, at): (Head, Phase, usize, usize),
    found: &mut Vec<Act>,
) {
    /// Tokens of a reading.
    const MOST: usize = 14;
    let to = clause.end.min(from.max(clause.start) + MOST).max(at + 1);
    let end = (at + 1..to).find(|i| matches!(view.word(*i), "," | "“" | "”" | "\"" | ".")).unwrap_or(to);
    let Some(span) = view.hull(from..end.max(at + 1)) else { return };
    let mut words = claim_words(view, clause.clone());
    words.retain(|w| w.token != at);
    let who = match head {
        Head::Leave | Head::Fate => who(view, clause, at),
        _ => Vec::new(),
    };
    found.push(Act {
        doc: view.at,
        line,
        head,
        phase,
        span: span.trimmed(view.doc.text()),
        words,
        who,
        voice: view.said_by(at),
        headline: view.sentences[line].headline,
        direct: quoted(view, at),
    });
}

/// Whether a token belongs to somebody's very words.
fn quoted(view: &View<'_>, at: usize) -> bool {
    let statement = view.said_by(at).statement.map(|s| view.statements()[s].form);
    matches!(statement, Some(sayso_model::Form::Direct))
}

/// The helping words of a verb.
struct Group {
    /// Its first token.
    from: usize,
    /// The phase they give; done where there are none.
    phase: Phase,
    /// Whether they make the word a verb.
    verb: bool,
    /// Whether the bare verb follows them, not a participle.
    bare: bool,
}

/// What the words before token `at` make of it.
fn group(view: &View<'_>, clause: Range<usize>, at: usize) -> Group {
    let mut out = Group { from: at, phase: Phase::Done, verb: false, bare: false };
    let (mut infinitive, mut perfect, mut not, mut yet) = (false, false, false, false);
    let mut from = at;
    while from > clause.start && at - from < 8 {
        let word = view.word(from - 1);
        let be = matches!(word, "is" | "are" | "was" | "were");
        match word {
            "not" | "never" | "n't" => not = true,
            "yet" => yet = true,
            "to" if !infinitive => {
                infinitive = true;
                out.bare = out.bare || from == at;
            }
            "will" | "shall" | "would" | "'ll" | "’ll" => {
                (out.phase, out.verb) = (if perfect { Phase::Done } else { Phase::Planned }, true);
                out.bare |= from == at;
            }
            "may" | "might" => {
                (out.phase, out.verb) = (if perfect { Phase::Done } else { Phase::Possible }, true);
                out.bare |= from == at;
            }
            "hasn't" | "hasn’t" | "haven't" | "haven’t" | "hadn't" | "hadn’t" => {
                (not, out.verb) = (true, true)
            }
            "have" | "has" | "had" => (perfect, out.verb) = (true, true),
            _ if be && infinitive => {
                (out.phase, out.verb) = (Phase::Planned, true);
                from -= 1;
                break;
            }
            _ if HELPING.contains(&word) => out.verb = true,
            _ if infinitive && PHASES.ahead.contains(&word) => {
                let agreed = PHASES.phases.get(word) == Some(&Phase::Agreed);
                out.phase = if agreed { Phase::Agreed } else { Phase::Planned };
                out.verb = true;
                from -= 1;
                break;
            }
            _ if infinitive && PHASES.nouns.contains(&word) => {
                (out.phase, out.verb) = (Phase::Planned, true);
                from = from.saturating_sub(3).max(clause.start);
                break;
            }
            _ if WITHIN.contains(&word) || word.ends_with("ly") && word.len() > 4 => {}
            _ => break,
        }
        from -= 1;
    }
    // `did it to win time`: a purpose is no plan; and what is denied outright is for another point.
    if infinitive && out.phase == Phase::Done || not && !yet {
        out.verb = false;
        out.phase = Phase::Done;
    } else if not {
        out.phase = Phase::Not;
        out.bare = false;
    }
    while from < at && WITHIN.contains(&view.word(from)) && view.word(from) != "not" {
        from += 1;
    }
    out.from = from;
    out
}

/// The phase that a verb of the clause gives to a matter, with the verb's place.
fn matter_phase(view: &View<'_>, clause: Range<usize>, at: usize) -> Option<(usize, Phase)> {
    /// Tokens between a matter and its verb.
    const REACH: usize = 9;
    let phase = |i: usize| {
        let word = view.word(i);
        let joined = |k: usize| {
            let particle = view.word(i + k);
            PHASES.phases.iter().find(|(w, _)| w.split_once('+') == Some((word, particle))).map(|(_, p)| *p)
        };
        joined(1).or_else(|| joined(2)).or_else(|| PHASES.phases.get(word).copied())
    };
    let after = (at + 1..clause.end.min(at + 1 + REACH)).find_map(|i| Some((i, phase(i)?)));
    let before = (clause.start.max(at.saturating_sub(5))..at).rev().find_map(|i| Some((i, phase(i)?)));
    let (place, phase) = after.or(before)?;
    let group = group(view, clause, place);
    let phase = if matches!(group.phase, Phase::Done) { phase } else { group.phase };
    Some((place, phase))
}

/// `lodged their appeal`, `held talks`: a matter that was done.
fn done_to(view: &View<'_>, clause: &Range<usize>, at: usize) -> bool {
    const DONE: [&str; 14] = [
        "lodged",
        "filed",
        "held",
        "made",
        "did",
        "won",
        "lost",
        "entered",
        "submitted",
        "brought",
        "passed",
        "underwent",
        "called",
        "ordered",
    ];
    (clause.start.max(at.saturating_sub(4))..at).any(|i| DONE.contains(&view.word(i)))
}

/// The stems of whom a verb is about: names and nouns before it in the clause, and after a verb of dismissing.
fn who(view: &View<'_>, clause: &Range<usize>, at: usize) -> Vec<u64> {
    let words = claim_words(view, clause.start.max(at.saturating_sub(12))..clause.end.min(at + 9));
    let mut stems: Vec<u64> = words
        .iter()
        .filter(|w| w.token != at)
        .filter(|w| {
            w.name
                || crate::points::lists::LISTS
                    .unit(view.word(w.token))
                    .is_some_and(|(_, s)| s < super::lists::Sort::Thing)
        })
        .map(|w| w.stem)
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}
