//! Questions after when and where: `The envoys left the table on Tuesday` is asked as `When did the envoys leave the
//! table?`.

use super::question;
use super::view::{View, Voice};
use crate::verbs::past;
use std::ops::Range;

/// Words of a question at most.
const MOST: usize = 16;
/// Words that only lead to a time or place.
const LEADS: [&str; 38] = [
    "on", "at", "in", "by", "about", "around", "until", "till", "since", "from", "shortly", "early", "late",
    "for", "soon", "just", "the", "before", "after", "later", "earlier", "of", "during", "near", "outside",
    "off", "below", "above", "inside", "beside", "behind", "through", "and", "as", "between", "ahead",
    "with", "all",
];
/// Words that open another clause.
const PARTING: [&str; 26] = [
    "after", "before", "although", "though", "but", "because", "whereas", "while", "amid", "despite", "who",
    "which", "where", "whose", "when", "that", "if", "unless", "what", "and", "as", "than", "whether",
    "whatever", "how", "why",
];
/// Verbs that take no object, so that their past form is no participle: `the bridge collapsed`.
const ALONE: [&str; 46] = [
    "collapsed",
    "erupted",
    "died",
    "resigned",
    "occurred",
    "happened",
    "arrived",
    "returned",
    "crashed",
    "exploded",
    "capsized",
    "opened",
    "closed",
    "started",
    "ended",
    "resumed",
    "walked",
    "landed",
    "departed",
    "appeared",
    "disappeared",
    "vanished",
    "emerged",
    "failed",
    "expired",
    "surrendered",
    "retired",
    "escaped",
    "fled",
    "marched",
    "gathered",
    "met",
    "left",
    "fell",
    "broke",
    "began",
    "went",
    "came",
    "sank",
    "ran",
    "burst",
    "spoke",
    "rose",
    "won",
    "lost",
    "took",
];
/// Subjects that do not say what is meant.
const VAGUE: [&str; 20] = [
    "he", "she", "it", "they", "this", "that", "there", "these", "those", "who", "his", "her", "their",
    "its", "one", "another", "both", "nobody", "some", "others",
];
/// Words that no subject opens with.
const NO_SUBJECT: [&str; 24] = [
    "of",
    "to",
    "for",
    "with",
    "by",
    "from",
    "than",
    "such",
    "like",
    "including",
    "in",
    "on",
    "at",
    "until",
    "not",
    "never",
    "only",
    "also",
    "ahead",
    "according",
    "during",
    "then",
    "so",
    "or",
];

/// A question after a time or place, and how well it reads: lower is better.
///
/// `how` is `When` or `Where`; `hole` are the tokens of the time or place, which stand in `clause`; `voice` is that of the
/// words. `None` where the clause makes no question.
pub(super) fn ask(
    view: &View<'_>,
    how: &str,
    clause: Range<usize>,
    hole: Range<usize>,
    voice: Voice,
) -> Option<(usize, String)> {
    let stops = |i: usize| {
        matches!(
            view.word(i),
            "," | ";" | ":" | "." | "“" | "”" | "\"" | "—" | "–" | "(" | ")" | "!" | "?" | "-"
        ) && !view.is_word(i)
            && !within_number(view, i)
    };
    let own = view.said_by(hole.start).statement;
    let parts = |i: usize| stops(i) || PARTING.contains(&view.word(i)) || !same_voice(view, i, own);
    let mut first = hole.start;
    while first > clause.start && LEADS.contains(&view.word(first - 1)) {
        first -= 1;
    }
    let from = (clause.start..first).rev().find(|i| parts(*i)).map_or(clause.start, |i| i + 1);
    let before = from..first;
    let mut found = sound(view, how, before, voice, parts_subject(view, from, clause.start));
    if found.is_none() {
        // `On Tuesday the envoys left`.
        let opens = from == first;
        let mut next = hole.end;
        while next < clause.end && view.word(next) == "," {
            next += 1;
        }
        let to = (next..clause.end).find(|i| parts(*i)).unwrap_or(clause.end);
        found = opens.then(|| sound(view, how, next..to, voice, false)).flatten();
    }
    found
}

/// Whether a comma or point stands within a number: `1,000`.
fn within_number(view: &View<'_>, i: usize) -> bool {
    let digit = |k: usize| view.word(k).starts_with(|c: char| c.is_ascii_digit());
    let close = |a: usize, b: usize| match (view.tokens.get(a), view.tokens.get(b)) {
        (Some(a), Some(b)) => a.span.end() == b.span.start(),
        _ => false,
    };
    i > 0 && digit(i - 1) && digit(i + 1) && close(i - 1, i) && close(i, i + 1)
}

/// The question whether a clause is so, and how well it reads; `None` where it makes no question.
pub(super) fn whether(view: &View<'_>, clause: Range<usize>, voice: Voice) -> Option<(usize, String)> {
    let own = view.said_by(clause.end.checked_sub(1)?).statement;
    let from = (clause.clone()).rev().find(|i| !same_voice(view, *i, own)).map_or(clause.start, |i| i + 1);
    sound(view, "", from..clause.end, voice, from > clause.start)
}

/// The question whether somebody will do something, from his name and a bare verb with what follows it.
pub(super) fn will(view: &View<'_>, subject: Range<usize>, verb: Range<usize>) -> Option<String> {
    let parts = |i: usize| !view.is_word(i) || PARTING.contains(&view.word(i)) || view.attributes(i);
    let from = subject.clone().rev().find(|i| parts(*i)).map_or(subject.start, |i| i + 1);
    let subject = from..subject.end;
    let opening = view.word(subject.start);
    let bad = VAGUE.contains(&opening)
        || NO_SUBJECT.contains(&opening)
        || opening == "i"
        || opening == "we"
        || opening == "you"
        || subject.clone().any(|i| is_verb(view, i))
        || past(view.word(verb.start));
    if subject.is_empty() || subject.len() > 8 || bad || verb.len() > 14 {
        return None;
    }
    let text = |r: Range<usize>| {
        let words = view.hull(r).map(|s| view.text(s)).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut name = text(subject.clone());
    let keeps = view.is_name(subject.start) || view.capital(subject.start + 1) && opening != "the";
    if !keeps {
        name = name.to_lowercase().chars().take(1).chain(name.chars().skip(1)).collect();
    }
    let rest = text(verb);
    (!rest.contains(['“', '”', '"', ','])).then(|| format!("Will {name} {}?", rest.trim_end_matches('.')))
}

/// Whether the subject of what begins at `from` was cut off: `Stane, a miller, had won`.
fn parts_subject(view: &View<'_>, from: usize, start: usize) -> bool {
    from > start
        && matches!(view.word(from - 1), "," | ")" | "–" | "—")
        && (start..from - 1).any(|i| view.is_word(i))
        && (start..from - 1).rev().take(12).any(|i| view.word(i) == ",")
}

/// Whether a token belongs to this statement, or to none, and is no part of an attribution.
fn same_voice(view: &View<'_>, i: usize, statement: Option<usize>) -> bool {
    !view.attributes(i) && view.said_by(i).statement == statement
}

/// The question after a clause that has its subject before its verb.
fn sound(
    view: &View<'_>,
    how: &str,
    mut range: Range<usize>,
    voice: Voice,
    cut: bool,
) -> Option<(usize, String)> {
    while range.start < range.end && matches!(view.word(range.start), "and" | "but" | "that" | "then" | "so")
    {
        range.start += 1;
    }
    // `were broken off`: the particle is part of the verb.
    let particle = |i: usize| matches!(view.word(i), "off") && past(view.word(i.wrapping_sub(1)));
    while range.start < range.end
        && (LEADS.contains(&view.word(range.end - 1)) && !particle(range.end - 1)
            || !view.is_word(range.end - 1))
    {
        range.end -= 1;
    }
    let first = range.start;
    let opening = view.word(first);
    if range.len() < 2
        || range.len() > MOST + 4
        || VAGUE.contains(&opening)
        || NO_SUBJECT.contains(&opening)
        || opening.ends_with("ing") && !view.capital(first)
    {
        return None;
    }
    let verb = (first + 1..range.end.min(first + 10)).find(|i| is_verb(view, *i))?;
    // What follows a name after a comma may tell of that name alone; a bare participle has no subject.
    if is_verb(view, first) && !view.capital(first) {
        return None;
    }
    if !one_verb(view, verb, range.end)
        || view.hull(range.clone()).is_some_and(|s| !how.is_empty() && view.times_in(s).next().is_some())
    {
        return None;
    }
    let subject = (first..verb).filter(|i| view.is_word(*i)).count();
    if subject == 0 || subject > 9 {
        return None;
    }
    let asked = question::whether(view, range.clone(), voice);
    if asked.starts_with("Is it true")
        || asked.contains(['…', '“', '”', '"', ':', '*'])
        || asked.contains("the speaker")
    {
        return None;
    }
    if asked.split_whitespace().nth(1).is_none_or(|w| VAGUE.contains(&w)) {
        return None;
    }
    let words = asked.split_whitespace().count();
    let opens = asked.split_whitespace().next().unwrap_or_default();
    // `has left` was at some time: that asks for the simple past, which the words do not give.
    if !(3..=MOST).contains(&words) || !how.is_empty() && matches!(opens, "Has" | "Have") {
        return None;
    }
    let mut chars = asked.chars();
    let head = chars.next()?.to_lowercase().collect::<String>();
    let far = words.abs_diff(8) + if cut { 4 } else { 0 } + if voice.attributed() { 1 } else { 0 };
    let rest = chars.as_str().trim_end_matches('?').trim_end();
    let pronoun =
        rest.rsplit(' ').next().is_some_and(|w| matches!(w, "it" | "him" | "her" | "them" | "there" | "so"));
    let far = far + if pronoun { 5 } else { 0 };
    if how.is_empty() {
        return Some((far, format!("{opens}{}?", rest.trim_start_matches(&opens[1..]))));
    }
    Some((far, format!("{how} {head}{rest}?")))
}

/// Whether the verb at `verb` is the only one up to `end`, and no participle that only tells which is meant: `the owners
/// of a kettle made (in May)`, `twelve people injured (on Friday)`.
fn one_verb(view: &View<'_>, verb: usize, end: usize) -> bool {
    let word = view.word(verb);
    let helps =
        is_verb(view, verb) && !past(word) || matches!(word, "was" | "were" | "had" | "has" | "have" | "did");
    let mut next = verb + 1;
    if helps {
        while next < end
            && next < verb + 5
            && (past(view.word(next))
                || matches!(view.word(next), "be" | "been" | "being" | "not" | "also" | "already")
                || view.word(next).ends_with("ly"))
        {
            next += 1;
        }
    } else {
        let object = (verb + 1..end).find(|i| view.is_word(*i) && !view.word(*i).ends_with("ly"));
        let bare = object
            .is_none_or(|i| LEADS.contains(&view.word(i)) && view.word(i) != "the" || view.word(i) == "to");
        if bare && !ALONE.contains(&word) {
            return false;
        }
    }
    let had_to = matches!(word, "had" | "have" | "has") && (verb + 1..end).any(|i| view.word(i) == "to");
    !had_to && !(next..end).any(|i| is_verb(view, i) && !view.is_name(i))
}

/// Whether a token is a verb that a clause can be built on.
fn is_verb(view: &View<'_>, i: usize) -> bool {
    let word = view.word(i);
    matches!(
        word,
        "was"
            | "were"
            | "is"
            | "are"
            | "had"
            | "will"
            | "would"
            | "could"
            | "did"
            | "should"
            | "can"
            | "may"
            | "might"
            | "has"
            | "have"
            | "must"
            | "shall"
            | "died"
            | "lied"
            | "tied"
    ) || past(word)
        && !view.capital(i)
        && !matches!(
            view.word(i.wrapping_sub(1)),
            "the" | "a" | "an" | "his" | "her" | "its" | "their" | "some" | "no" | "by" | "of" | "to"
        )
}
