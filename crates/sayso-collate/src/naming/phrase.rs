//! Noun phrases: from a head back to where the phrase begins and on to the end of its complement.

use super::lists::{
    ADDRESS, LOADED, PARTICIPLES, SHORT_TITLES, STOPS, TITLES, is_listed, is_person_noun, is_surely_person,
};
use crate::points::view::View;
use crate::verbs::{helping, past};
use std::ops::Range;

/// So many words of a description are shown.
pub(super) const LONGEST: usize = 8;

/// What a phrase begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opener {
    /// `the`, `this`, a possessive.
    Definite,
    /// `his`, `her`, `their`: somebody beside the one spoken of.
    Owned,
    /// `a`, `an`, `one`.
    Indefinite,
    /// Nothing: a headline's, or a plural.
    Bare,
}

/// A noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// From its first modifier to the end of its complement, without article.
    pub tokens: Range<usize>,
    pub head: usize,
    pub opener: Opener,
}

pub(super) fn possessive(word: &str) -> bool {
    matches!(word, "'s" | "’s" | "'" | "’")
}

fn determiner(word: &str) -> Option<Opener> {
    match word {
        "the" | "this" | "that" | "these" | "those" | "his" | "her" | "its" | "their" | "our" | "my"
        | "your" => Some(Opener::Definite),
        "a" | "an" | "one" | "another" | "some" | "any" | "no" | "every" | "each" => Some(Opener::Indefinite),
        _ => None,
    }
}

/// Words that are a verb or help one, after which no noun phrase goes on.
pub(super) fn auxiliary(word: &str) -> bool {
    (helping(word).is_some() && !matches!(word, "am" | "being" | "having"))
        || matches!(
            word,
            "said"
                | "says"
                | "told"
                | "who"
                | "which"
                | "that"
                | "whose"
                | "where"
                | "when"
                | "as"
                | "after"
                | "while"
                | "and"
                | "or"
                | "but"
        )
}

/// The phrase that `head` heads, within the tokens of a line.
pub(super) fn phrase(view: &View<'_>, line: &Range<usize>, head: usize) -> Phrase {
    let mut start = head;
    let mut opener = Opener::Bare;
    while start > line.start {
        let i = start - 1;
        let word = view.word(i);
        if let Some(found) = determiner(word) {
            opener = found;
            break;
        }
        // `dockers' leader`, `Merrow's mayor`
        let owner = possessive(word) && i > line.start && view.is_word(i - 1);
        let broken = view.hull(i..start + 1).is_some_and(|s| view.text(s).contains('\n'));
        if head - i > LONGEST || !(view.is_word(i) || owner) || STOPS.contains(word) || broken {
            break;
        }
        start = i;
    }
    if opener == Opener::Bare {
        // Without an article what stands before a verb is no part of it: `contradicted President Tarn`.
        // (What opens a headline or a part of it is none: `convicted banker escapes`.)
        let first = start;
        let opens = first == line.start || !view.is_word(first - 1);
        let verb = |i: usize| {
            let word = view.word(i);
            // `drug-busting boss`
            let participle = (word.ends_with("ed") || word.ends_with("ing")) && !word.contains('-');
            let colours = view.capital(i) || LOADED.contains(word) || opens && i == first;
            participle && !colours
        };
        start = (start..head).rev().find(|i| verb(*i)).map_or(start, |i| i + 1);
    }
    // `Merrow's mayor` is one known mayor.
    if (start..head).any(|i| possessive(view.word(i))) {
        opener = Opener::Definite;
    }
    Phrase { tokens: start..complement(view, line, head + 1), head, opener }
}

/// Where the complement of a noun ends that may begin at `at`: `of the miners' union`, `of terror`; `at` itself where
/// none begins.
pub(super) fn complement(view: &View<'_>, line: &Range<usize>, at: usize) -> usize {
    if at >= line.end || !matches!(view.word(at), "of" | "for" | "in") {
        return at;
    }
    let mut i = at + 1;
    // `the worst storm in a decade`, but not `the man in Teskov`.
    let loose = view.word(at) == "in";
    if loose && !matches!(view.word(i), "a" | "living") {
        return at;
    }
    while i < line.end && determiner(view.word(i)).is_some() {
        i += 1;
    }
    let from = i;
    // `stripped the 29-year-old of 31 titles`
    if view.word(i).starts_with(|c: char| c.is_ascii_digit()) {
        return at;
    }
    while i < line.end && i - at <= LONGEST {
        let word = view.word(i);
        let inside = view.is_word(i) || possessive(word);
        // `the leader of the weavers Ada Brunn`: a person's name after a noun in small letters is his who is described.
        // `the head of the Board Ada Brunn`
        let apart = !view.capital(i - 1) || !view.is_name(i - 1);
        let named = i > from && apart && view.is_name(i) && view.is_name(i + 1);
        if !inside || STOPS.contains(word) || auxiliary(word) || named {
            break;
        }
        i += 1;
    }
    if i == from {
        return at;
    }
    // Before a preposition the last words may be a verb: `architect of terror dies on the road`.
    let open = i < line.end && view.is_word(i) && !auxiliary(view.word(i)) && !view.is_name(i);
    let mut end = i;
    while open && end > from + 1 {
        let word = view.word(end - 1);
        let verb = (word.ends_with('s') || word.ends_with("ed") || word.ends_with("ing"))
            && !view.capital(end - 1)
            || view.capital(from) && !view.capital(end - 1);
        if !verb {
            break;
        }
        end -= 1;
    }
    let again = complement(view, line, end);
    if again - at <= LONGEST { again } else { end }
}

/// Whether a noun for a person only tells of what kind the next word is: `head office`, `chief concern`, `star turn`.
fn leads_compound(view: &View<'_>, i: usize) -> bool {
    const LEADING: [&str; 30] = [
        "head",
        "chief",
        "star",
        "master",
        "general",
        "lead",
        "principal",
        "model",
        "champion",
        "guest",
        "host",
        "lay",
        "minor",
        "major",
        "key",
        "expert",
        "fan",
        "user",
        "customer",
        "consumer",
        "student",
        "patient",
        "child",
        "baby",
        "worker",
        "member",
        "player",
        "voter",
        "visitor",
        "passenger",
    ];
    let next = view.word(i + 1);
    let verb = past(next) || next.ends_with('s') || helping(next).is_some() || view.attributes(i + 1);
    let goes_on =
        view.is_word(i + 1) && !view.capital(i + 1) && !STOPS.contains(next) && !next.ends_with("ly");
    LEADING.contains(&view.word(i)) && goes_on && !verb
}

/// Whether a title stands before a name, though the name may be unknown: `Mrs Tarn's signature`.
fn leads_name(view: &View<'_>, i: usize) -> bool {
    let word = view.word(i);
    let title = ADDRESS.contains(word) || SHORT_TITLES.contains(word) || TITLES.contains(word);
    let headline = || {
        let line = view.tokens.get(i).and_then(|t| view.line_at(t.span.start()));
        line.is_some_and(|l| view.sentences[l].headline)
    };
    let next = i + 1 + usize::from(view.word(i + 1) == ".");
    title && view.capital(i) && view.is_word(next) && view.capital(next) && !headline()
}

/// Whether `the accused` or its like stands at token `i`: a participle that is the noun, as nothing follows that it could
/// describe.
pub(super) fn heads_participle(view: &View<'_>, i: usize) -> bool {
    let before = i.checked_sub(1).map_or("", |b| view.word(b));
    PARTICIPLES.contains(&view.word(i))
        && (before == "the" || view.capital(i) && !view.is_word(i.wrapping_sub(1)))
        && !is_person_noun(view, i + 1)
        && !is_person_noun(view, i + 2)
        && !view.is_name(i + 1)
}

/// Whether token `i` heads a noun phrase for a person: what follows is no part of the same noun.
pub(super) fn heads_person(view: &View<'_>, i: usize) -> bool {
    // `Maestro quits`: a finder may take the first word of a headline for a name.
    let name = view.is_name(i) && (view.is_name(i.wrapping_sub(1)) || !is_listed(view.word(i)));
    is_person_noun(view, i)
        && !name
        && !leads_name(view, i)
        && !leads_compound(view, i)
        && !possessive(view.word(i + 1))
        && !is_person_noun(view, i + 1)
        && !view.is_name(i + 1)
        && is_surely_person(view.word(i))
}
