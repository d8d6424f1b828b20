//! Acts that have phases: what is planned, under way, halted, taken up again, done or not done yet, clause by clause.
//!
//! An act is a verb with its helping words (`would appeal`, `had not yet been questioned`, `is to be paid back`), or a
//! matter (`talks`, `strike`, `appeal`) with a verb that gives its phase (`broken off`, `resumed`, `begin tonight`).

mod phases;
mod who;
mod words;

use super::claims::{ClaimWord, claim_words};
use super::counted::singular;
use super::lists::{LISTS, Sort};
use super::view::{View, Voice};
use crate::meaning::{vector_of, word_likeness};
use crate::verbs::{Helping, helping, past};
use crate::words::{hash_word, stem};
use phases::PHASES;
pub(super) use phases::Phase;
use sayso_model::TimeType;
use sayso_text::Span;
use std::ops::Range;
pub(super) use who::person;
use who::{maybe, who, who_named};
use words::{BOUND, IRREGULAR, LEADING, REFUSING, STOPS, WITHIN};

/// What an act is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head {
    /// A matter of the list.
    Matter(&'static str),
    /// Leaving an office.
    Leave,
    /// How a person fares.
    Fate,
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
    /// Its first helping word.
    pub from: usize,
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
            } else if past(word) && !view.capital(i) || done_to(view, &clause, i) {
                push(view, line, &clause, (Head::Matter(name), Phase::Done, i, i), found);
            }
            continue;
        }
        // `the fire officer`: the noun of a fire.
        if matches!(word, "fire" | "fires") && !(group.bare || group.verb) {
            continue;
        }
        // `has offered to go`, `will step down`
        let goes = |after: &str| {
            let next = view.word(i + 1);
            !view.is_word(i + 1) && after.is_empty() && group.bare && group.phase == Phase::Planned
                || next == after
        };
        let gone = match word {
            "go" => goes(""),
            "step" | "steps" | "stepped" | "stepping" | "stand" | "stood" => goes("down"),
            _ => false,
        };
        // `No one has died.`
        let nobody = (clause.start.max(group.from.saturating_sub(4))..group.from)
            .any(|k| matches!(view.word(k), "no" | "nobody" | "none" | "neither"));
        if nobody && (lists.leave.contains_key(word) || lists.fate.contains_key(word)) {
            continue;
        }
        if let Some(phase) = lists.leave.get(word).or(gone.then_some(&Phase::Resigned)) {
            // `called on him to resign` says nothing of whether he will.
            let noun = word.ends_with("tion") || word.ends_with("sal") || word == "ouster";
            let told = group.verb || past(word) && !gone || noun;
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

/// What several words beginning at token `i` tell of somebody's leaving or faring, with their last token.
fn expressed(view: &View<'_>, clause: &Range<usize>, i: usize) -> Option<(Head, Phase, usize)> {
    let list = PHASES.expressions.get(view.word(i))?;
    let word = |k: usize| if i + k < clause.end { view.word(i + k) } else { "" };
    let (expression, last) = list.iter().find_map(|e| Some((e, i + e.matched(&word)?)))?;
    Some((if expression.leave { Head::Leave } else { Head::Fate }, expression.phase, last))
}

/// Whether a noun for leaving tells that somebody left: `her resignation`, but not `calls for her resignation`.
fn theirs(view: &View<'_>, clause: &Range<usize>, at: usize) -> bool {
    const OPEN: [&str; 30] = [
        "call",
        "calls",
        "called",
        "calling",
        "demand",
        "demands",
        "demanded",
        "demanding",
        "urge",
        "urged",
        "seek",
        "seeks",
        "sought",
        "want",
        "wants",
        "wanted",
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
    let owned = matches!(view.word(at.wrapping_sub(1)), "his" | "her" | "their" | "'s" | "’s")
        || view.word(at.wrapping_sub(1)).ends_with("'s")
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
        from,
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
        rare: claim_words(view, at..at + 1).first().is_some_and(|w| w.weight >= 2.0),
        once: false,
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
    /// Whether they tell of what was not: `would have allowed`.
    unreal: bool,
    /// Whether they deny it.
    not: bool,
    /// Whether they end with `to`.
    infinitive: bool,
}

/// What the words before token `at` make of it.
fn group(view: &View<'_>, clause: Range<usize>, at: usize) -> Group {
    let mut out = Group {
        from: at,
        phase: Phase::Done,
        verb: false,
        bare: false,
        unreal: false,
        not: false,
        infinitive: false,
    };
    let (mut infinitive, mut perfect, mut not, mut yet) = (false, false, false, false);
    let (mut tried, mut refused) = (false, false);
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
            "could" | "should" | "must" | "would" | "might" if perfect => {
                (out.verb, out.unreal) = (true, true);
            }
            // `could not be refloated`: it was tried.
            "could" if not => (out.phase, out.verb, tried) = (Phase::Not, true, true),
            "couldn't" | "couldn’t" => (out.phase, out.verb, tried) = (Phase::Not, true, true),
            "should" | "must" | "could" => (out.phase, out.unreal) = (Phase::Possible, true),
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
            _ if of_what_is(word) => out.verb = true,
            _ if infinitive && REFUSING.contains(&word) => {
                (out.phase, out.verb, refused) = (Phase::Refused, true, true);
                from -= 1;
                break;
            }
            // `sees no obligation to pay`
            _ if infinitive && BOUND.contains(&word) && view.word(from.wrapping_sub(2)) == "no" => {
                (out.phase, out.verb, refused) = (Phase::Refused, true, true);
                from = from.saturating_sub(2).max(clause.start);
                break;
            }
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
    // `would not say whether it meant to pay`
    let asked = (clause.start.max(from.saturating_sub(7))..from).any(|k| view.word(k) == "whether");
    if asked && out.verb && out.phase == Phase::Planned {
        out.phase = Phase::Possible;
    }
    out.not = not && !yet && !tried && !refused;
    out.infinitive = infinitive;
    // `did it to win time`: a purpose is no plan; and what is denied outright is for another point.
    if tried || refused {
        out.bare = true;
    } else if infinitive && out.phase == Phase::Done || not && !yet {
        out.verb = false;
        out.phase = if not { Phase::Done } else { Phase::Planned };
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

/// Whether it is news by itself that a matter is done.
pub(super) fn is_news(name: &str) -> bool {
    PHASES.news.contains(&name)
}

/// The helping word that puts what follows ahead: `would get their money back`.
fn modal(view: &View<'_>, clause: &Range<usize>, at: usize) -> Option<usize> {
    (clause.start.max(at.saturating_sub(5))..at)
        .rev()
        .find(|i| matches!(view.word(*i), "will" | "would" | "shall"))
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

/// The matter that a word names, alone or with the one after it or after that: `sat down`, `go to court`.
fn matter(view: &View<'_>, at: usize) -> Option<&'static str> {
    let word = view.word(at);
    // `his move`, but not `will move`.
    if matches!(word, "move" | "fee") {
        let before = view.word(at.wrapping_sub(1));
        let noun = matches!(before, "the" | "a" | "an" | "his" | "her" | "their" | "its" | "this");
        return noun.then_some("deal");
    }
    // `buy the club`, but not `buy insurance`.
    if matches!(word, "buy" | "buys" | "bought" | "acquire" | "acquires" | "acquired")
        && !(1..=3).any(|k| view.capital(at + k))
    {
        return None;
    }
    PHASES.matters.get(word).copied().or_else(|| {
        let known = |k: usize| {
            let particle = view.word(at + k);
            let found = PHASES.joined.iter().find(|(verb, after, _)| *verb == word && *after == particle);
            found.map(|(_, _, name)| *name)
        };
        // `sat down`, `go to court`, `go to the Supreme Court`.
        let plain = |k: usize| matches!(view.word(at + k), "to" | "the" | "a" | "an") || view.capital(at + k);
        (1..=4).take_while(|k| *k <= 2 || (1..*k).all(plain)).find_map(known)
    })
}

/// The phase that a verb gives, alone or with its particle.
fn phase_at(view: &View<'_>, i: usize) -> Option<Phase> {
    let word = view.word(i);
    let joined = |k: usize| {
        let particle = view.word(i + k);
        PHASES.parted.iter().find(|(verb, after, _)| *verb == word && *after == particle).map(|(.., p)| *p)
    };
    joined(1).or_else(|| joined(2)).or_else(|| PHASES.phases.get(word).copied())
}

/// The noun of what a verb of phase is about: its object, or its subject where it has none or is passive.
fn thing(view: &View<'_>, clause: &Range<usize>, group: &Group, at: usize) -> Option<usize> {
    /// Tokens between the verb and its noun.
    const REACH: usize = 7;
    let leads = |i: usize| LEADING.contains(&view.word(i)) || !view.is_word(i);
    let passive = (group.from..at)
        .any(|i| matches!(view.word(i), "is" | "are" | "was" | "were" | "be" | "been" | "being"));
    let last_of = |range: Range<usize>| {
        let end = (range.start + 1..range.end).find(|i| leads(*i)).unwrap_or(range.end);
        (range.start < end).then(|| end - 1)
    };
    let opens = matches!(
        view.word(at + 1),
        "the" | "a" | "an" | "its" | "his" | "her" | "their" | "this" | "that" | "all" | "any" | "no"
    );
    let found = if opens && !passive {
        last_of(at + 2..clause.end.min(at + 2 + REACH))?
    } else {
        let from = (clause.start.max(group.from.saturating_sub(REACH))..group.from)
            .rev()
            .find(|i| !view.is_word(*i) || matches!(view.word(*i), "and" | "or" | "that" | "but"))
            .map_or(clause.start.max(group.from.saturating_sub(REACH)), |i| i + 1);
        last_of(from..group.from)?
    };
    let word = view.word(found);
    let plain = word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase()) && !view.is_name(found);
    let telling = claim_words(view, found..found + 1).first().is_some_and(|w| w.weight >= 1.6);
    let person = matches!(LISTS.unit(&singular(word)), Some((_, Sort::Any | Sort::Part | Sort::Role)));
    let verb = past(word) && word.ends_with("ed") || word.ends_with("ing") || word.ends_with("ly");
    let time = view.times_in(view.tokens.get(found)?.span).next().is_some()
        || matches!(
            word,
            "time"
                | "year"
                | "years"
                | "month"
                | "months"
                | "week"
                | "weeks"
                | "days"
                | "hours"
                | "minutes"
                | "night"
                | "others"
                | "another"
                | "cent"
                | "percent"
                | "million"
                | "billion"
        );
    (plain && telling && !person && !verb && !time).then_some(found)
}

/// The phase that a verb of the clause gives to a matter, with the verb's place.
fn matter_phase(view: &View<'_>, clause: Range<usize>, at: usize) -> Option<(usize, Phase)> {
    /// Tokens between a matter and its verb.
    const REACH: usize = 9;
    let phase = |i: usize| phase_at(view, i);
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
