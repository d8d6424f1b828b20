//! Ages: whose they are, and of whom an age speaks that names nobody.

use super::super::figure::Figure;
use super::super::lists::{LISTS, Sort};
use super::super::view::View;
use super::Count;
use crate::meaning::number;
use crate::naming::is_listed;
use sayso_model::{Entity, EntityKind, MentionForm};
use sayso_syntax::Relation;
use std::ops::Range;

/// The years a word gives: `51`, `22-year-old`, `nine-year-old`, `three`.
fn years(word: &str) -> Option<f64> {
    let first = word.split('-').next().unwrap_or(word);
    // `sixty-six` is a number by itself, of `nine-year-old` the first part is.
    first.parse().ok().or_else(|| number(word)).or_else(|| number(first)).filter(|n| *n > 0.0)
}

fn titled(word: &str) -> bool {
    matches!(word, "mr" | "mrs" | "ms" | "miss" | "dr" | "mr." | "mrs." | "ms." | "dr.")
}

/// Whether a number stands as the age of a person before it: `a girl of three`, `a boy of nine`.
pub(super) fn of_age(view: &View<'_>, start: usize) -> bool {
    if start < 3 || view.word(start - 1) != "of" || years(view.word(start)).is_none_or(|n| n > 110.0) {
        return false;
    }
    const ONE: [&str; 8] = ["a", "an", "the", "one", "another", "young", "little", "old"];
    // `a girl student of 22`
    let one = (3..6)
        .take_while(|n| *n <= start && view.is_word(start - n))
        .any(|n| ONE.contains(&view.word(start - n)));
    let noun = view.word(start - 2);
    let person = LISTS.unit(noun).is_some_and(|u| matches!(u.1, Sort::Any | Sort::Part | Sort::Role))
        || is_listed(noun);
    // `a crew of nine` counts them.
    let years_old = view.word(start + 1) == "years";
    one && person
        && !matches!(noun, "crew" | "staff" | "police" | "troop" | "folk")
        && (noun != "youth" || years_old)
        && (!view.is_word(start + 1) || LISTS.unit(view.word(start + 1)).is_none())
        && (!view.word(start + 1).ends_with('s')
            || years_old
            || matches!(view.word(start + 1), "was" | "is" | "has" | "does"))
}

/// The person that `the 51-year-old` is: of those named before it, the one the report speaks of most, the nearer the
/// better, and rather the subject of the sentence before than one who is only asked.
fn spoken_of(view: &View<'_>, at: usize, token: usize) -> Option<String> {
    let before = view.tokens[token].span.start();
    let from = view.sentences[at.saturating_sub(3)].span.start();
    let last_line = at.checked_sub(1).map(|i| &view.sentences[i]);
    let people = view.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Person);
    let outlet = view.doc.report.outlet.as_deref().unwrap_or_default();
    let named = people.filter(|e| !outlet.contains(e.name.as_str())).filter_map(|e| {
        let own = || {
            let names = e.mentions.iter().filter(|m| m.form == MentionForm::Name).map(|m| m.span);
            names.filter(|s| view.line_at(s.start()).is_some())
        };
        let last = own().filter(|s| s.end() <= before).max()?;
        let near = last.start() >= from;
        let subject = last_line.is_some_and(|line| own().any(|s| s.start() == line.span.start()));
        // Whoever is named where they speak is asked, not told of.
        let speaks = own().any(|s| view.attributes(view.token_at(s)));
        let asked = own().all(|s| view.attributes(view.token_at(s)));
        let headed = own().any(|s| view.line_at(s.start()).is_some_and(|l| view.sentences[l].headline));
        let weight = e.mentions.len() as i32 + if near { 2 } else { 0 } + if subject { 3 } else { 0 }
            - if speaks { 2 } else { 0 }
            - if asked { 2 } else { 0 }
            + if headed { 3 } else { 0 };
        Some((weight, last, &e.name))
    });
    named.max_by_key(|(weight, last, _)| (*weight, *last)).map(|(.., name)| name.clone())
}

/// The person a pronoun before an age stands for: `He is 26`.
fn pronoun_of(view: &View<'_>, token: usize) -> Option<String> {
    let at = view.tokens.get(token)?.span;
    let people = view.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Person);
    people.filter(|e| e.mentions.iter().any(|m| m.span == at)).map(|e| e.name.clone()).next()
}

/// Whether somebody turned that old: `turned 39 in August`.
fn turned(view: &View<'_>, i: usize) -> bool {
    i >= 1
        && matches!(view.word(i - 1), "turns" | "turned")
        && matches!(view.word(i + 1), "in" | "on" | "last" | "this" | "next" | "yesterday" | "today")
}

/// Whether a number stands as the age of `he` or `she`: `He is 26, and`.
fn of_pronoun(view: &View<'_>, i: usize) -> bool {
    let closed =
        !view.is_word(i + 1) || matches!(view.word(i + 1), "and" | "when" | "years") || turned(view, i);
    i >= 2
        && matches!(view.word(i - 2), "he" | "she")
        && matches!(view.word(i - 1), "is" | "was" | "turns" | "turned")
        && years(view.word(i)).is_some_and(|n| (5.0..=110.0).contains(&n))
        && closed
        && (view.word(i + 1) != "years" || view.word(i + 2) == "old" || !view.is_word(i + 2))
}

/// The noun for the person whose age it is: `a volunteer of 23`, `the 22-year-old sailor`.
fn descriptor(view: &View<'_>, i: usize) -> Option<String> {
    let person = |word: &str| {
        let noun = LISTS.unit(word).is_some_and(|u| matches!(u.1, Sort::Any | Sort::Part | Sort::Role));
        noun || is_listed(word)
    };
    if view.word(i).contains("-year-old") {
        let on = (i + 1..i + 5).take_while(|k| view.is_word(*k)).filter(|k| person(view.word(*k)));
        return on.last().map(|k| view.word(k).to_owned());
    }
    // `a woman in the age of 76 years`
    (1..7).take_while(|n| *n <= i).map(|n| view.word(i - n)).find(|w| person(w)).map(str::to_owned)
}

/// The person whose age stands at some tokens: `Edvin Sater, 51,`, `the 51-year-old Sater`.
pub(super) fn age_of(view: &View<'_>, range: &Range<usize>) -> Option<usize> {
    let start = range.start;
    let number = years(view.word(start))?;
    if !(1.0..=115.0).contains(&number) || start == 0 {
        return None;
    }
    let after = view.word(range.end.max(start + 1));
    let old =
        range.clone().any(|i| view.word(i).ends_with("year-old")) || view.word(start).contains("-year-old");
    // `Jomo Castell, 23 years, is …`
    let closed = matches!(after, "," | "." | ";" | ")")
        || after == "years" && matches!(view.word(range.end.max(start + 1) + 1), "," | "." | ";" | "old")
        || view.word(start + 1) == "years" && matches!(after, "," | "." | ";" | ")");
    let aside = view.word(start - 1) == "," && closed && start >= 2 && view.is_name(start - 2);
    if aside {
        return Some(start - 2);
    }
    // `The youngest, Milo Harr, was 14.`
    let set_off = matches!(view.word(start - 1), "is" | "was")
        && start >= 3
        && view.word(start - 2) == ","
        && view.is_name(start - 3)
        && number < 110.0
        && (matches!(after, "," | "." | ";") || range.end >= view.tokens.len());
    if set_off {
        return Some(start - 3);
    }
    // `Orr, who is 54,`, `Orr, who turned 39 in August`
    let relative = start >= 4
        && matches!(view.word(start - 1), "is" | "was" | "turns" | "turned")
        && view.word(start - 2) == "who"
        && view.word(start - 3) == ","
        && view.is_name(start - 4)
        && (5.0..=110.0).contains(&number)
        && (matches!(after, "," | "." | ";" | ")" | "and" | "when") || turned(view, start));
    if relative {
        return Some(start - 4);
    }
    // `Mr Orr was 58.`, `Orr turns 59`
    let title = |n: usize| start >= n && titled(view.word(start - n));
    // `Mr. Orr`, whichever way the point is read
    let led = || title(3) || start >= 4 && view.word(start - 3) == "." && title(4);
    let is = matches!(view.word(start - 1), "is" | "was" | "turns" | "turned")
        && start >= 2
        && (view.is_name(start - 2) && !led_to(view, start - 2) || view.capital(start - 2) && led())
        && number >= 10.0
        && (matches!(after, "," | "." | ";" | "when" | "and") || range.end >= view.tokens.len());
    if is {
        return Some(start - 2);
    }
    // `Orr is 54 years old`, `Orr, who ruled for 29 years, was 81.`
    if let Some(subject) = subject_of(view, start).filter(|s| view.is_name(*s)) {
        return Some(subject);
    }
    if old {
        // `a 22-year-old man outside a bar in Sellin` is not Sellin.
        const PARTS: [&str; 20] = [
            "in", "at", "of", "from", "near", "outside", "who", "was", "is", "has", "had", "and", "to", "on",
            "for", "with", "after", "said", "by", "when",
        ];
        let near = (range.end..range.end + 6)
            .take_while(|i| !PARTS.contains(&view.word(*i)))
            .find(|i| view.is_name(*i) && view.capital(*i));
        return near.map(|first| (first..).take_while(|i| view.is_name(*i)).last().unwrap_or(first));
    }
    None
}

/// Whether a number stands as the age of somebody not named: `the driver, of 54 years,`, `'gunman', 22, in …`.
pub(super) fn aged(view: &View<'_>, i: usize) -> bool {
    if i < 2 {
        return false;
    }
    // `a girl of three`, `he is 26`
    if of_age(view, i) || of_pronoun(view, i) || of_several(view, i) {
        return true;
    }
    let Ok(number) = view.word(i).parse::<u32>() else { return false };
    if !(10..=110).contains(&number) {
        return false;
    }
    let of_years = view.word(i - 1) == "of"
        && view.word(i - 2) == ","
        && view.word(i + 1) == "years"
        && matches!(view.word(i + 2), "," | "." | ";");
    let set_off = view.word(i - 1) == ","
        && view.word(i + 1) == ","
        && !view.word(i - 2).ends_with(|c: char| c.is_ascii_digit())
        && !view.word(i + 2).starts_with(|c: char| c.is_ascii_digit())
        // `The number of abstentions, 11, stands.`
        && !(1..=6).any(|n| i >= n && matches!(view.word(i - n), "number" | "total" | "figure" | "count" | "sum"));
    // `The guard (59)`
    let bracketed = view.word(i - 1) == "("
        && view.word(i + 1) == ")"
        && (is_listed(view.word(i - 2))
            || LISTS
                .unit(view.word(i - 2))
                .is_some_and(|u| matches!(u.1, Sort::Any | Sort::Part | Sort::Role)));
    // `gave his age as 22`
    let age = (1..=3).any(|n| i >= n && view.word(i - n) == "age")
        // `the pension age from 64 to 67`
        && !(1..=5).any(|n| i >= n && matches!(view.word(i - n), "pension" | "retirement" | "working" | "voting" | "school"));
    // `The despot, who ruled for 29 years, was 81.`
    let person = |k: usize| {
        let word = view.word(k);
        let noun = LISTS.unit(word).is_some_and(|u| matches!(u.1, Sort::Any | Sort::Part | Sort::Role));
        (noun || is_listed(word)) && !word.ends_with('s')
    };
    of_years || set_off || bracketed || age || subject_of(view, i).is_some_and(person)
}

/// Whose age the number at token `i` is told to be, by the tree of its sentence: the subject of `is` or `was`.
fn subject_of(view: &View<'_>, i: usize) -> Option<usize> {
    let led =
        matches!(view.word(i.checked_sub(1)?), "is" | "was" | "turns" | "turned" | "now" | "only" | "just");
    let number = years(view.word(i)).filter(|n| led && *n <= 110.0)?;
    let old = view.word(i + 1) == "years" && view.word(i + 2) == "old";
    let percent = matches!(view.word(i + 1), "%" | ":" | "-");
    let closed = !view.is_word(i + 1) && !percent || matches!(view.word(i + 1), "and" | "when" | "at");
    if !(old || closed && number >= 10.0) {
        return None;
    }
    let (line, tree) = view.tree_of(i)?;
    let base = line.tokens.start;
    let mut up = tree.above(i - base).take(3);
    let be = up.find(|k| matches!(view.word(base + k), "is" | "was" | "turns" | "turned"))?;
    let subject = tree.by(be, &[Relation::Subject]).map(|s| base + s).find(|s| *s < i)?;
    // `The Orlan index was 81.`
    let span = view.tokens[subject].span;
    let covers = |e: &&Entity| e.mentions.iter().any(|m| m.span.covers(span.start()));
    let entity = view.doc.annotations.entities.iter().find(covers);
    entity.is_none_or(|e| matches!(e.kind, EntityKind::Person | EntityKind::Other)).then_some(subject)
}

/// Whether a number stands as the age of one of several: `Two pensioners, 81 and 76, are dead`.
fn of_several(view: &View<'_>, i: usize) -> bool {
    let age = |k: usize| view.word(k).parse::<u32>().is_ok_and(|n| (5..=110).contains(&n));
    let first = if i >= 2 && matches!(view.word(i - 1), "and" | ",") && age(i - 2) { i - 2 } else { i };
    let pair = age(first) && matches!(view.word(first + 1), "and" | ",") && age(first + 2);
    let several = first >= 3 && view.word(first - 1) == "," && {
        let noun = view.word(first - 2);
        let person = LISTS
            .unit(&super::singular(noun))
            .is_some_and(|u| matches!(u.1, Sort::Any | Sort::Part | Sort::Role))
            || is_listed(&super::singular(noun));
        noun.ends_with('s') && person || matches!(noun, "men" | "women" | "people" | "children")
    };
    pair && several && matches!(view.word(first + 3), "," | "." | ";" | "and")
}

/// Whether a name stands behind a preposition, so that what follows is not told of it: `The limit in the Narrows is ten`.
fn led_to(view: &View<'_>, last: usize) -> bool {
    let before = (0..last).rev().find(|i| !view.is_name(*i) && !view.capital(*i));
    let before = before.filter(|i| view.word(*i) != "the").or_else(|| before.and_then(|i| i.checked_sub(1)));
    before.is_some_and(|i| {
        matches!(view.word(i), "in" | "of" | "at" | "on" | "near" | "from" | "to" | "for" | "through")
    })
}

/// The name that ends at a token, with all its words.
fn full_name(view: &View<'_>, last: usize) -> String {
    let first = (0..last)
        .rev()
        .take(4)
        .take_while(|i| view.is_word(*i) && view.capital(*i) && view.is_name(*i))
        .last();
    let span = view.hull(first.unwrap_or(last)..last + 1);
    span.map(|s| view.text(s).trim_end_matches("'s").to_owned()).unwrap_or_default()
}

/// Ages of persons named.
pub(super) fn ages(view: &View<'_>, at: usize) -> Vec<Count> {
    let line = &view.sentences[at];
    line.tokens
        .clone()
        .filter(|i| years(view.word(*i)).is_some())
        .filter_map(|i| {
            let old = view.word(i).contains("-year-old");
            let name = age_of(view, &(i..i + 1));
            if name.is_none() && !old && !aged(view, i) {
                return None;
            }
            let value = years(view.word(i))?;
            let span = view.tokens[i].span;
            let part = match name {
                Some(name) => Some(full_name(view, name)),
                // `The 24-year-old` is whoever was named last.
                None if i > line.tokens.start && view.word(i - 1) == "the" => spoken_of(view, at, i),
                None if of_pronoun(view, i) => pronoun_of(view, i - 2),
                None => None,
            };
            let noun = if part.is_none() { descriptor(view, i) } else { None };
            Some(Count {
                unit: Some("year of age".into()),
                part,
                noun,
                ..Count::at(view, at, span, Figure::exact(value))
            })
        })
        .collect()
}
