//! Ages: whose they are, and of whom an age speaks that names nobody.

use super::super::figure::Figure;
use super::super::lists::{LISTS, Sort};
use super::super::view::View;
use super::Count;
use crate::meaning::number;
use crate::naming::is_listed;
use sayso_model::{EntityKind, MentionForm};
use std::ops::Range;

/// The years a word gives: `51`, `22-year-old`, `nine-year-old`, `three`.
fn years(word: &str) -> Option<f64> {
    let first = word.split('-').next().unwrap_or(word);
    first.parse().ok().or_else(|| number(first)).filter(|n| *n > 0.0)
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
    one && person
        && !matches!(noun, "crew" | "staff" | "police" | "youth" | "troop" | "folk")
        && (!view.is_word(start + 1) || LISTS.unit(view.word(start + 1)).is_none())
        && (!view.word(start + 1).ends_with('s')
            || matches!(view.word(start + 1), "was" | "is" | "has" | "does"))
}

/// The person that `the 51-year-old` is: of those named in its sentence or the three before, the one the report speaks of
/// most.
fn spoken_of(view: &View<'_>, at: usize, token: usize) -> Option<String> {
    let before = view.tokens[token].span.start();
    let from = view.sentences[at.saturating_sub(3)].span.start();
    let people = view.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Person);
    let outlet = view.doc.report.outlet.as_deref().unwrap_or_default();
    let named = people.filter(|e| !outlet.contains(e.name.as_str())).filter_map(|e| {
        let own = e.mentions.iter().filter(|m| m.form == MentionForm::Name);
        let last = own.map(|m| m.span).filter(|s| s.start() >= from && s.end() <= before).max()?;
        Some((e.mentions.len(), last, &e.name))
    });
    named.max_by_key(|(often, last, _)| (*often, *last)).map(|(.., name)| name.clone())
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
    // `Mr Orr was 58.`, `Orr turns 59`
    let title = |n: usize| start >= n && titled(view.word(start - n));
    // `Mr. Orr`, whichever way the point is read
    let led = || title(3) || start >= 4 && view.word(start - 3) == "." && title(4);
    let is = matches!(view.word(start - 1), "is" | "was" | "turns" | "turned")
        && start >= 2
        && (view.is_name(start - 2) || view.capital(start - 2) && led())
        && number >= 10.0
        && (matches!(after, "," | "." | ";" | "when") || range.end >= view.tokens.len());
    if is {
        return Some(start - 2);
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
    // `a girl of three`
    if of_age(view, i) {
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
        && !view.word(i + 2).starts_with(|c: char| c.is_ascii_digit());
    // `gave his age as 22`
    let age = (1..=3).any(|n| i >= n && view.word(i - n) == "age");
    of_years || set_off || age
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
                None => None,
            };
            Some(Count {
                unit: Some("year of age".into()),
                part,
                ..Count::at(view, at, span, Figure::exact(value))
            })
        })
        .collect()
}
