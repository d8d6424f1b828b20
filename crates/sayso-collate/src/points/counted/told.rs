//! Counts that are not printed as a number of something: none, one, lengths of time, results, groups `six-strong`.

use super::super::figure::Figure;
use super::super::lists::{LISTS, Role, Sort};
use super::super::view::{Line, View};
use super::near::Near;
use super::{Count, context, singular, unit_of};
use crate::meaning::number;
use sayso_model::TimeType;
use std::ops::Range;

/// Counts without a number: `no one was hurt`, `a man died` in the headline or lead.
pub(super) fn unnumbered(
    view: &View<'_>,
    at: usize,
    ranges: &[Range<usize>],
    then: &Option<String>,
) -> Vec<Count> {
    let line = &view.sentences[at];
    let mut found = Vec::new();
    for i in line.tokens.clone() {
        let (value, range) = match view.word(i) {
            "no" | "nobody" | "none" | "without" => {
                let one = matches!(view.word(i + 1), "one" | "-") as usize;
                (0.0, i..i + 1 + one)
            }
            "a" | "an" if at <= 1 => {
                let Some(noun) =
                    (i + 1..i + 4).find(|n| LISTS.unit(view.word(*n)).is_some_and(|u| u.1 != Sort::Thing))
                else {
                    continue;
                };
                (1.0, i..noun + 1)
            }
            _ => continue,
        };
        if range.end > line.tokens.end || ranges.iter().any(|r| r.start < range.end && range.start < r.end) {
            continue;
        }
        let all = [range.clone()];
        let near = Near { view, line, ranges: &all, own: 0 };
        let close = if value == 0.0 {
            // `no injuries`, `no one was hurt`, `no deaths or injuries`
            (range.end..(range.end + 5).min(line.tokens.end)).take_while(|k| view.is_word(*k)).find_map(|k| {
                let single = singular(view.word(k));
                let roles = [Role::Done, Role::Is, Role::Noun, Role::Happens];
                LISTS.role(&single, &roles).or(LISTS.role(view.word(k), &roles)).map(|(c, _)| (c, k))
            })
        } else {
            near.right().filter(|(_, k)| k.checked_sub(range.end).is_some_and(|far| far < 4))
        };
        let Some((class, word)) = close else { continue };
        let name = LISTS.classes[class].name;
        if !matches!(name, "dead" | "hurt" | "missing" | "arrested" | "casualty" | "ill")
            || view.word(word).starts_with("claim")
        {
            continue;
        }
        if value == 0.0 && matches!(view.word(word), "body" | "life" | "lives") {
            continue;
        }
        let Some(span) = view.hull(range.start..word + 1) else { continue };
        let noun_at = range.end - 1;
        let (unit, sort) = if value == 1.0 {
            let (group, sort) = LISTS.unit(view.word(noun_at)).unwrap_or(("person", Sort::Any));
            (group, sort)
        } else {
            ("person", Sort::Any)
        };
        found.push(Count {
            unit: Some(unit.into()),
            sort,
            class: Some(class),
            part: near.part(sort, Some(unit)),
            then: then.clone(),
            ..Count::at(view, at, span, Figure::exact(value))
        });
    }
    found
}

/// Lengths of time, and minutes of a match: `within ten minutes`, `in the 88th minute`.
pub(super) fn lasting(
    view: &View<'_>,
    at: usize,
    ranges: &[Range<usize>],
    then: &Option<String>,
) -> Vec<Count> {
    const PLAY: &str = "minute of play";
    let line = &view.sentences[at];
    let mut found: Vec<(Range<usize>, f64, &'static str, f64)> = Vec::new();
    for time in view.times_in(line.span).filter(|t| t.kind == TimeType::Duration) {
        let range = view.tokens_in(time.span);
        if let Some((value, unit, minutes)) = duration(&time.value)
            && !range.is_empty()
            && (value > 1.0 || measures(view, line, &range))
        {
            found.push((range, value, unit, minutes));
        }
    }
    for i in line.tokens.clone() {
        let word = view.word(i);
        let ordinal = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|e| word.strip_suffix(e))
            .and_then(|n| n.parse::<f64>().ok());
        if let Some(value) = ordinal
            && view.word(i + 1) == "minute"
        {
            found.push((i..i + 2, value, PLAY, 1.0));
        }
    }
    found
        .into_iter()
        .filter_map(|(range, value, unit, minutes)| {
            let mut all = ranges.to_vec();
            all.push(range.clone());
            let near = Near { view, line, ranges: &all, own: all.len() - 1 };
            // `the driver, of 54 years,`
            if super::age::aged(view, range.start)
                || unit == "year" && super::age::age_of(view, &range).is_some()
            {
                return None;
            }
            let first = range.start.checked_sub(1).map_or("", |i| view.word(i));
            let two = range.start.checked_sub(2).map_or("", |i| view.word(i));
            let opens = view.word(range.start);
            let has = |w: &[&str]| w.contains(&first) || w.contains(&opens);
            let (low, high, about) =
                if has(&["about", "around", "some", "nearly", "almost", "roughly", "approximately"]) {
                    (value * 0.9, value * 1.1, true)
                } else if has(&["over"]) || matches!((two, first), ("at", "least") | ("more", "than")) {
                    (value, f64::INFINITY, false)
                } else {
                    (value, value, false)
                };
            let figure = Figure { low, high, near: about, ..Figure::exact(value) };
            let span = view.hull(range)?;
            Some(Count {
                // Lengths of time are compared in minutes.
                unit: Some(if unit == PLAY { PLAY } else { "minute" }.into()),
                noun: Some(if unit == PLAY { "minutes".to_owned() } else { format!("{unit}s") }),
                shown: figure,
                measure: true,
                share: near.share(),
                more: near.more(),
                kind: super::kind::kind(view, line, &all[all.len() - 1]),
                then: then.clone(),
                context: context(view, line, &all, all.len() - 1),
                ..Count::at(view, at, span, figure.times(minutes))
            })
        })
        .collect()
}

/// Whether one day or year is how long something is to last, and no way of speaking: `have one week to leave`, `should take
/// a day`.
fn measures(view: &View<'_>, line: &Line, range: &Range<usize>) -> bool {
    const LASTING: [&str; 20] = [
        "take",
        "takes",
        "took",
        "taken",
        "last",
        "lasts",
        "lasted",
        "within",
        "spend",
        "spent",
        "prolonged",
        "extended",
        "extend",
        "shortened",
        "delayed",
        "delay",
        "postponed",
        "sentenced",
        "jailed",
        "banned",
    ];
    let before = line.tokens.start.max(range.start.saturating_sub(4))..range.start;
    let counted = matches!(view.word(range.start), "one" | "1");
    let each = matches!(view.word(range.start.saturating_sub(1)), "than" | "every" | "per" | "each");
    !each && (counted || before.into_iter().any(|i| LASTING.contains(&view.word(i))))
}

/// The number of a TIMEX3 duration with its unit, that of its last part (`PT5H20M` is 320 minutes), and the minutes of one.
fn duration(value: &str) -> Option<(f64, &'static str, f64)> {
    const DAY: f64 = 1440.0;
    let mut rest = value.strip_prefix('P')?;
    let (mut clock, mut total, mut last) = (false, 0.0, None);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            (clock, rest) = (true, after);
            continue;
        }
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let number: f64 = rest[..end].parse().ok()?;
        let letter = rest[end..].chars().next()?;
        let (unit, minutes) = match (letter, clock) {
            ('S', true) => ("second", 1.0 / 60.0),
            ('M', true) => ("minute", 1.0),
            ('H', true) => ("hour", 60.0),
            ('D', false) => ("day", DAY),
            ('W', false) => ("week", 7.0 * DAY),
            ('M', false) => ("month", 365.0 / 12.0 * DAY),
            ('Y', false) => ("year", 365.0 * DAY),
            _ => return None,
        };
        total += number * minutes;
        last = Some((unit, minutes));
        rest = &rest[end + letter.len_utf8()..];
    }
    let (unit, minutes) = last?;
    Some((total / minutes, unit, minutes))
}

/// What a part is counted out of: the 52 of `41 of the 52 drones`, the 60,000 of `half of the 60,000 homes`.
pub(super) fn whole(
    view: &View<'_>,
    at: usize,
    ranges: &[Range<usize>],
    own: usize,
    unit: Option<&str>,
    then: &Option<String>,
) -> Option<Count> {
    let line = &view.sentences[at];
    let range = ranges[own].clone();
    let of = range.clone().find(|i| view.word(*i) == "of" && *i > range.start)?;
    // `14 of the convoy's 16 lorries`
    let owner = (of + 1..range.end.min(of + 5))
        .rev()
        .find(|i| matches!(view.word(*i), "'s" | "’s") || view.word(*i).ends_with("'s"));
    let first = (of + 1..range.end.min(owner.unwrap_or(of) + 3))
        .find(|i| view.word(*i).split('-').all(|part| number(part).is_some()))?;
    let (mut value, mut end) = (0.0, first);
    while end < range.end {
        let word = view.word(end);
        match word.split('-').map(number).sum::<Option<f64>>() {
            Some(n) if end == first => value = n,
            Some(n) if matches!(word, "hundred" | "thousand" | "million" | "dozen") => value *= n,
            // `60,000`
            Some(n) if view.word(end - 1) == "," && word.len() == 3 => value = value * 1000.0 + n,
            None if word == "," => {}
            _ => break,
        }
        end += 1;
    }
    let (unit, noun, sort, measure, factor) = unit_of(view, &range, unit);
    let mut all = ranges.to_vec();
    all[own] = first..range.end;
    let near = Near { view, line, ranges: &all, own };
    let span = view.hull(first..range.end)?;
    let shown = Figure::exact(value);
    Some(Count {
        shown,
        part: near.part(sort, unit.as_deref()),
        unit,
        noun,
        sort,
        measure,
        then: then.clone(),
        context: context(view, line, &all, own),
        ..Count::at(view, at, span, shown.times(factor))
    })
}

/// The unit of results of matches.
pub(in super::super) const RESULT: &str = "result";

/// Results of matches: `beat Dunmore 3-2`, where the sentence speaks of winning, losing or drawing.
pub(super) fn results(
    view: &View<'_>,
    at: usize,
    ranges: &[Range<usize>],
    then: &Option<String>,
) -> Vec<Count> {
    const MATCH: [&str; 36] = [
        "beat",
        "beats",
        "beating",
        "beaten",
        "win",
        "wins",
        "won",
        "winning",
        "winner",
        "lose",
        "loses",
        "lost",
        "losing",
        "draw",
        "draws",
        "drew",
        "drawn",
        "defeat",
        "defeats",
        "defeated",
        "defeating",
        "victory",
        "score",
        "scored",
        "match",
        "final",
        "goal",
        "goals",
        "half-time",
        "leads",
        "led",
        "lead",
        "down",
        "up",
        "result",
        "triumph",
    ];
    let line = &view.sentences[at];
    if !line.tokens.clone().any(|i| MATCH.contains(&view.word(i))) {
        return Vec::new();
    }
    let side = |word: &str| word.parse::<u8>().ok().filter(|n| *n < 100 && word.len() < 3);
    let tight = |i: usize| view.tokens[i].span.start() == view.tokens[i - 1].span.end();
    let mut found = Vec::new();
    for i in line.tokens.clone() {
        let word = view.word(i);
        let joined = word.split_once(['-', '–']).and_then(|(a, b)| Some((side(a)?, side(b)?, i + 1)));
        let apart = || {
            let dash = i + 2 < line.tokens.end
                && matches!(view.word(i + 1), "-" | "–")
                && tight(i + 1)
                && tight(i + 2);
            dash.then(|| Some((side(word)?, side(view.word(i + 2))?, i + 3))).flatten()
        };
        let Some((a, b, end)) = joined.or_else(apart) else { continue };
        // `22-24 people` is a range, `24-7` no result.
        if ranges.iter().any(|r| r.start < end && i < r.end) {
            continue;
        }
        let mut all = ranges.to_vec();
        all.push(i..end);
        let Some(span) = view.hull(i..end) else { continue };
        let (high, low) = (a.max(b), a.min(b));
        let figure = Figure::exact(f64::from(high) * 100.0 + f64::from(low));
        found.push(Count {
            unit: Some(RESULT.into()),
            noun: Some(format!("{a}-{b}")),
            measure: true,
            then: then.clone(),
            context: context(view, line, &all, all.len() - 1),
            ..Count::at(view, at, span, figure)
        });
    }
    found
}

/// How many a group or thing counts: `a six-strong gang`, `the twelve-member jury`, `a 22-storey block`.
pub(super) fn strong(
    view: &View<'_>,
    at: usize,
    ranges: &[Range<usize>],
    then: &Option<String>,
) -> Vec<Count> {
    let line = &view.sentences[at];
    let counts = |i: &usize| {
        let (many, kind) = view.word(*i).split_once('-')?;
        let value = many.parse().ok().or_else(|| number(many)).filter(|v| *v > 1.0)?;
        let group = matches!(kind, "strong" | "member" | "man" | "person" | "woman");
        let thing = LISTS.unit(kind).filter(|_| !group);
        (group || thing.is_some()).then_some((*i, value, thing.map(|unit| (unit, kind))))
    };
    let found = line.tokens.clone().filter_map(|i| counts(&i));
    found
        .filter(|(i, ..)| !ranges.iter().any(|r| r.contains(i)))
        .filter_map(|(i, value, thing)| {
            // `a 900-florin bonus`
            let kind = view.word(i).split_once('-').map(|(_, kind)| kind);
            let money = thing.is_some_and(|((_, sort), _)| sort == Sort::Money);
            let noun = (i + 1..i + 4)
                .find_map(|n| LISTS.unit(&singular(view.word(n))).filter(|u| u.1 != Sort::Thing));
            let (unit, sort) = thing.map(|(unit, _)| unit).or(noun).unwrap_or(("person", Sort::Any));
            let place = i..i + 1;
            Some(Count {
                unit: Some(if money { kind.unwrap_or(unit) } else { unit }.into()),
                noun: thing.map(|(_, noun)| format!("{noun}s")),
                measure: money,
                sort,
                then: then.clone(),
                context: context(view, line, std::slice::from_ref(&place), 0),
                ..Count::at(view, at, view.hull(place.clone())?, Figure::exact(value))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_have_one_measure() {
        let minutes = |value: &str| duration(value).map(|(number, unit, of)| (number * of, unit));
        assert_eq!(minutes("PT5H20M"), Some((320.0, "minute")));
        assert_eq!(minutes("PT72H").map(|m| m.0), minutes("P3D").map(|m| m.0));
        assert_eq!(minutes("PT24H").map(|m| m.0), minutes("P1D").map(|m| m.0));
        assert_eq!(minutes("P2WE"), None);
        assert_eq!(minutes("PXD"), None);
    }
}
