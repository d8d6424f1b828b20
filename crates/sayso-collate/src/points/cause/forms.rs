//! The ways in which a report says why something happened.

use super::super::acts::background;
use super::super::claims::{ClaimWord, claim_words, negates};
use super::super::lists::lines;
use super::super::view::{View, Voice};
use crate::verbs::{Helping, helping};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_text::Span;
use std::ops::Range;
use std::sync::LazyLock;

/// Tokens of a cause at most.
const LONG: usize = 14;

/// How a report says that something was the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Its words say so: `caused by`, `the reason was`.
    Said,
    /// After `because`.
    Clause,
    /// With a verb of harm: `frost split a pipe`.
    Harm,
    /// It is blamed.
    Blamed,
    /// What stands after a question for the cause: `And why?`.
    Asked,
}

/// A cause that a report gives.
#[derive(Clone, Debug)]
pub(super) struct Cause {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence.
    pub line: usize,
    /// Where the cause stands.
    pub span: Span,
    /// Its words.
    pub words: Vec<ClaimWord>,
    /// The words of what came of it; of the sentence before where it is only pointed at.
    pub effect: Vec<ClaimWord>,
    /// The tokens of what came of it; none where they are unknown.
    pub came: Range<usize>,
    /// Whether what came of it stands in the sentence itself.
    pub told: bool,
    /// How it is said.
    pub how: How,
    /// Whether it is said not to be the cause.
    pub not: bool,
    /// In whose voice.
    pub voice: Voice,
}

static WORDS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    lines(include_str!("../../../words/points/causes.tsv")).filter_map(|l| l.split_once('\t')).collect()
});

static LISTS: LazyLock<FxHashMap<&'static str, FxHashSet<&'static str>>> =
    LazyLock::new(|| WORDS.iter().map(|(kind, list)| (*kind, list.split(' ').collect())).collect());

/// The expressions of a kind, by their first word.
type Phrases = FxHashMap<&'static str, Vec<(How, Vec<&'static str>)>>;

fn phrases(kinds: &[(&'static str, How)]) -> Phrases {
    let mut found: Phrases = FxHashMap::default();
    for &(kind, how) in kinds {
        for phrase in WORDS.get(kind).unwrap_or(&"").split('|') {
            let words: Vec<&str> = phrase.split(' ').collect();
            found.entry(words[0]).or_default().push((how, words));
        }
    }
    found
}

static AFTER: LazyLock<Phrases> = LazyLock::new(|| phrases(&[("after", How::Said), ("by", How::Harm)]));
static BEFORE: LazyLock<Phrases> = LazyLock::new(|| phrases(&[("before", How::Said), ("does", How::Harm)]));
static POINT: LazyLock<Phrases> = LazyLock::new(|| phrases(&[("point", How::Blamed)]));

/// Whether a word stands on a list.
pub(super) fn is(kind: &str, word: &str) -> bool {
    LISTS.get(kind).is_some_and(|l| l.contains(word))
}

fn phrase<'p>(view: &View<'_>, list: &'p Phrases, i: usize) -> Option<&'p (How, Vec<&'static str>)> {
    let fits = |p: &&(How, Vec<&str>)| p.1.iter().enumerate().all(|(k, w)| view.word(i + k) == *w);
    list.get(view.word(i))?.iter().filter(fits).max_by_key(|p| p.1.len())
}

/// The causes that a report gives, in order.
pub(super) fn causes(view: &View<'_>) -> Vec<Cause> {
    let mut found: Vec<Cause> = Vec::new();
    for line in 0..view.sentences.len() {
        if background(view, line) {
            continue;
        }
        let tokens = view.sentences[line].tokens.clone();
        let mut next = tokens.start;
        for i in tokens.clone() {
            if i < next {
                continue;
            }
            let told = at(view, &tokens, i);
            if let Some(cause) = told.and_then(|(how, cause, came)| one(view, line, i, how, cause, came)) {
                next = view.tokens_in(cause.span).end.max(i + 1);
                found.push(cause);
            }
        }
        if found.last().is_none_or(|c| c.doc != view.at || c.line != line) {
            found.extend(asked(view, line));
        }
    }
    found
}

/// The cause that what stands at token `i` tells, and what came of it.
fn at(view: &View<'_>, line: &Range<usize>, i: usize) -> Option<(How, Range<usize>, Range<usize>)> {
    let word = view.word(i);
    if let Some((how, phrase)) = phrase(view, &AFTER, i) {
        let from = i + phrase.len();
        return Some((*how, from..end(view, from, line.end, false), clause_before(view, line, i)));
    }
    if let Some((how, phrase)) = phrase(view, &BEFORE, i) {
        let to = i + phrase.len();
        // `were killed when`: the verb of harm has its object.
        let passive = (i.saturating_sub(3)..i).any(|k| helping(view.word(k)) == Some(Helping::Be));
        // `made the pier lean`
        let bare = || (to..to + 4).any(|k| is("made", view.word(k)));
        if view.word(to) == "by"
            || phrase[0] == "made" && !bare()
            || *how == How::Harm && (passive || !object(view, to))
        {
            return None;
        }
        let effect = to..end(view, to, line.end, false);
        let cause = subject(view, line.start, i);
        let cleft = cause.end < i && matches!(view.word(cause.end), "that" | "who");
        return Some((if cleft { How::Said } else { *how }, cause, effect));
    }
    if let Some((_, phrase)) = phrase(view, &POINT, i) {
        let from = i + phrase.len();
        let other = view.word(from) == "each" || view.word(from) == "one" && view.word(from + 1) == "another";
        let cause = from..end(view, from, line.end, false);
        return (!other).then_some((How::Blamed, cause, from..from));
    }
    if word == "because" && view.word(i + 1) != "of" {
        return Some((How::Clause, i + 1..end(view, i + 1, line.end, true), clause_before(view, line, i)));
    }
    // `walked out over the refusal`
    if word == "over" && is("over", view.word(i.wrapping_sub(1))) {
        return Some((How::Clause, i + 1..end(view, i + 1, line.end, false), clause_before(view, line, i)));
    }
    if is("upon", word) {
        // `blamed the loss on the frost`, `attributes the rupture to neglect`
        let to = if word.starts_with('a') || word.starts_with('t') { "to" } else { "on" };
        let stop = end(view, i + 1, line.end, false);
        let joins = |k: &usize| view.word(*k) == to || view.word(*k) == "down" && view.word(k + 1) == "to";
        let put = word.starts_with("put") || word.starts_with("l") || word.starts_with("pin");
        if let Some(k) = (i + 2..stop.min(i + 9)).find(joins) {
            let from = if view.word(k) == "down" { k + 2 } else { k + 1 };
            // `put the loss on paper`: only the blame or what is put down tells why.
            let blame = view.word(k) == "down"
                || (i + 1..k).any(|j| matches!(view.word(j), "blame" | "fault" | "responsibility"));
            if !put || blame {
                return Some((How::Said, from..end(view, from, line.end, false), i + 1..k));
            }
        }
    }
    if is("blame", word) && !(view.word(i + 1) == "on" || view.word(i.wrapping_sub(1)) == "to") {
        let opens = matches!(
            view.word(i + 1),
            "the" | "a" | "an" | "its" | "his" | "her" | "their" | "this" | "that" | "some" | "each"
        ) || view.capital(i + 1);
        let stop = end(view, i + 1, line.end, false);
        let to = (i + 1..stop).find(|k| view.word(*k) == "for").unwrap_or(stop);
        // `the suspected gas`, `blamed each other`
        if opens
            && !matches!(view.word(i + 2), "other" | "another")
            && view.word(i + 1) != "each"
            && !matches!(view.word(i.wrapping_sub(1)), "the" | "a" | "of")
        {
            return Some((How::Blamed, i + 1..to, to..stop));
        }
    }
    if is("noun", word) && view.word(i + 1) != "why" {
        if let Some(cause) = before_noun(view, line.start, i) {
            return Some((How::Said, cause, i + 1..end(view, i + 1, line.end, false)));
        }
        let join =
            (i + 1..line.end.min(i + 9)).find(|k| is("copula", view.word(*k)) || view.word(*k) == ",")?;
        if view.word(join) == "," {
            return None;
        }
        let mut from = join + 1;
        while is("copula", view.word(from))
            || matches!(view.word(from), "not" | "that" | "probably" | "likely" | "simply")
        {
            from += 1;
        }
        return Some((How::Said, from..end(view, from, line.end, false), i + 1..join));
    }
    None
}

fn one(
    view: &View<'_>,
    line: usize,
    i: usize,
    how: How,
    tokens: Range<usize>,
    came: Range<usize>,
) -> Option<Cause> {
    let words = claim_words(view, tokens.clone());
    let pronoun =
        matches!(view.word(tokens.start), "he" | "she" | "they" | "we" | "i" | "you" | "it" | "what" | "who");
    // `caused by what?`; who does something to somebody is asked otherwise.
    let open = view.sentences[line]
        .tokens
        .clone()
        .any(|k| view.word(k) == "early" && view.word(k.wrapping_sub(1)) == "too");
    if words.is_empty()
        || open
        || pronoun && how != How::Clause
        || tokens.clone().any(|k| is("open", view.word(k)))
    {
        return None;
    }
    if how == How::Harm && person(view, &tokens) {
        return None;
    }
    let span = view.hull(tokens.clone())?.trimmed(view.doc.text());
    let not = (i.saturating_sub(3).max(view.sentences[line].tokens.start)..i + 2)
        .any(|k| negates(view, k) || matches!(view.word(k), "nothing" | "rather"))
        || tokens.clone().take(1).any(|k| matches!(view.word(k), "no" | "neither" | "not"));
    let mut effect = claim_words(view, came.clone());
    let told = !effect.is_empty();
    // `It was caused by …` is of the sentence before.
    if !told && line > 0 {
        effect = claim_words(view, view.sentences[line - 1].tokens.clone());
    }
    let voice = match view.voice(span) {
        own if own.attributed() => own,
        _ => cued(view, i),
    };
    Some(Cause { doc: view.at, line, span, words, effect, came, told, how, not, voice })
}

/// What is said first after a question for the cause: `And why? The frost, says the company.`
fn asked(view: &View<'_>, line: usize) -> Option<Cause> {
    /// Words of such a question at most.
    const SHORT: usize = 5;
    let before = &view.sentences[line.checked_sub(1)?];
    let words = |r: Range<usize>| r.filter(|i| view.is_word(*i)).count();
    let asks = before.tokens.clone().any(|i| matches!(view.word(i), "why" | "cause" | "causes" | "caused"))
        && before.tokens.clone().any(|i| matches!(view.word(i), "why" | "cause" | "what" | "causes"));
    let heading = words(before.tokens.clone()) <= 2 || view.word(before.tokens.end - 1) == "?";
    let tokens = view.sentences[line].tokens.clone();
    if words(before.tokens.clone()) > SHORT || !asks || !heading || words(tokens.clone()) < 3 {
        return None;
    }
    let said = |i: &usize| !view.attributes(*i) && view.said_by(*i).statement.is_some();
    let own = |i: &usize| view.is_word(*i) && words(tokens.clone()) <= LONG;
    let from = tokens.clone().find(|i| said(i) && view.is_word(*i)).or_else(|| tokens.clone().find(own))?;
    let voice = view.said_by(from).statement;
    let until = (from..tokens.end).find(|i| view.said_by(*i).statement != voice || view.attributes(*i));
    let cause = from..until.unwrap_or(tokens.end).min(from + 2 * LONG);
    let found = one(view, line, from, How::Asked, cause, from..from)?;
    Some(Cause { not: false, ..found })
}

/// The statement whose cue stands at token `i`: who blames speaks.
fn cued(view: &View<'_>, i: usize) -> Voice {
    let Some(token) = view.tokens.get(i) else { return Voice::default() };
    let cue = |s: &usize| {
        let cue = view.statements()[*s].cue.as_ref();
        cue.is_some_and(|c| c.spans.iter().any(|c| c.overlaps(token.span)))
    };
    (0..view.statements().len()).find(cue).map_or_else(Voice::default, |s| view.source_of(s))
}

/// Whether some tokens name a person or open with a pronoun: who did it is another question.
fn person(view: &View<'_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|i| view.capital(i) && view.is_name(i))
}

/// Punctuation that ends a cause, but for quotation marks and hyphens.
fn parts(view: &View<'_>, i: usize) -> bool {
    !view.is_word(i) && !matches!(view.word(i), "-" | "'" | "’" | "“" | "\"" | "”" | "'s" | "’s" | "‘")
}

/// Whether what begins at a token can be the object of a verb.
fn object(view: &View<'_>, at: usize) -> bool {
    let word = view.word(at);
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "its"
            | "his"
            | "her"
            | "their"
            | "our"
            | "this"
            | "that"
            | "all"
            | "some"
            | "them"
            | "him"
            | "it"
            | "us"
    ) || view.has_number(view.tokens[at.min(view.tokens.len() - 1)].span)
        || matches!(view.word(at.wrapping_sub(1)), "the" | "made")
}

/// The cause before a noun for one: `Fog was the chief cause`, `cited fog as the reason`.
fn before_noun(view: &View<'_>, start: usize, at: usize) -> Option<Range<usize>> {
    /// Tokens between a noun and what leads to it.
    const NEAR: usize = 5;
    let near = (start.max(at.saturating_sub(NEAR))..at).rev();
    let join = near.take_while(|k| !parts(view, *k)).find(|k| {
        view.word(*k) == "as" || matches!(view.word(*k), "is" | "was" | "were" | "are" | "remains" | "became")
    })?;
    if (join + 1..at).any(|k| {
        matches!(
            view.word(k),
            "no" | "not" | "of" | "for" | "to" | "in" | "on" | "over" | "about" | "by" | "from" | "with"
        )
    }) {
        return None;
    }
    if view.word(join) != "as" {
        let cause = subject(view, start, join);
        return (!cause.is_empty()
            && !matches!(view.word(cause.start), "it" | "this" | "that" | "what" | "there"))
        .then_some(cause);
    }
    let named = |k: &usize| is("naming", view.word(*k));
    let verb = (start.max(join.saturating_sub(14))..join).rev().find(named)?;
    Some(verb + 1..join)
}

/// Where the cause that begins at token `from` ends.
fn end(view: &View<'_>, from: usize, line: usize, clause: bool) -> usize {
    let last = line.min(from + LONG + if clause { 4 } else { 0 });
    (from..last)
        .find(|k| {
            parts(view, *k)
                || matches!(view.word(*k), "said" | "says" | "according" | "while" | "but" | "although")
                || !clause && matches!(view.word(*k), "which" | "that" | "when" | "who" | "after")
        })
        .unwrap_or(last)
}

/// The clause that goes before token `i`.
fn clause_before(view: &View<'_>, line: &Range<usize>, i: usize) -> Range<usize> {
    let from = (line.start..i).rev().find(|k| matches!(view.word(*k), ";" | "that" | ":" | "“" | "\""));
    from.map_or(line.start, |k| k + 1)..i
}

/// What the verb at token `i` is said of.
fn subject(view: &View<'_>, start: usize, i: usize) -> Range<usize> {
    let mut to = i;
    while to > start
        && matches!(
            view.word(to - 1),
            "had"
                | "has"
                | "have"
                | "been"
                | "also"
                | "alone"
                | "may"
                | "might"
                | "could"
                | "not"
                | "never"
                | "which"
                | "probably"
                | "really"
        )
    {
        to -= 1;
    }
    // `It was the boat that killed them`
    if to > start && matches!(view.word(to - 1), "that" | "who") {
        let be = (start.max(to.saturating_sub(10))..to - 1)
            .rev()
            .find(|k| view.word(*k) == "it" && helping(view.word(*k + 1)) == Some(Helping::Be));
        if let Some(it) = be {
            return it + 2..to - 1;
        }
    }
    let from = (start.max(to.saturating_sub(10))..to).rev().find(|k| {
        parts(view, *k)
            || matches!(
                view.word(*k),
                "that"
                    | "but"
                    | "when"
                    | "after"
                    | "while"
                    | "which"
                    | "because"
                    | "said"
                    | "says"
                    | "if"
                    | "whether"
            )
    });
    from.map_or(start.max(to.saturating_sub(10)), |k| k + 1)..to
}
