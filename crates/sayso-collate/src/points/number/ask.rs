//! The question of a point about numbers: `How many people were killed?`

use super::super::clause::{around, how_many};
use super::super::counted::{Count, RESULT, plural, singular};
use super::super::figure::plain;
use super::super::lists::{LISTS, Sort};
use super::super::view::View;
use super::AGE;
use super::phrase::{self, tail};

/// What most of some values are, the first of equals.
pub(super) fn most<T: PartialEq + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let all: Vec<T> = values.collect();
    let times = |v: &T| all.iter().filter(|o| *o == v).count();
    all.iter().copied().rev().max_by_key(times)
}

/// `How many people were killed?`
pub(super) fn question(views: &[View<'_>], counts: &[Count], group: &[usize]) -> String {
    let all = || group.iter().map(|i| &counts[*i]);
    let first = &counts[group[0]];
    let then = first.then.as_deref().filter(|then| all().all(|c| c.then.as_deref() == Some(*then)));
    let when = match then {
        Some(year) if year.starts_with(|c: char| c.is_ascii_digit()) => format!(" in {year}"),
        Some(_) => " before".into(),
        None => String::new(),
    };
    if all().any(|c| c.unit.as_deref() == Some(RESULT)) {
        return "What was the result?".into();
    }
    if all().any(|c| c.unit.as_deref() == Some(AGE)) {
        let whose = all().filter_map(|c| c.part.as_deref()).max_by_key(|p| p.len());
        return format!("How old is {}?", whose.unwrap_or("the person"));
    }
    let more = if all().all(|c| c.more) { "more " } else { "" };
    // `U.S` is no noun.
    let nouns = || all().filter_map(|c| c.noun.as_deref()).filter(|n| !n.contains('.'));
    let plural_noun = || {
        most(nouns().filter(|n| {
            n.ends_with('s')
                || matches!(*n, "people" | "men" | "women" | "children" | "police" | "crew" | "staff")
        }))
    };
    let thing = most(all().filter(|c| c.unit.is_some()).map(|c| c.sort)) == Some(Sort::Thing);
    if let Some(class) = most(all().filter_map(|c| c.class)) {
        let part = first.part.as_deref().filter(|part| all().all(|c| c.part.as_deref() == Some(*part)));
        let whom = match (part, plural_noun()) {
            // `two ships were lost`; deaths are counted themselves.
            (None, Some(noun)) if thing && LISTS.roles(&singular(noun)).is_empty() => noun.to_owned(),
            (Some("critical"), _) => return "How many people are in a critical condition?".into(),
            (Some(part), _) => plural(part),
            _ => "people".into(),
        };
        return format!("How many {more}{whom} {}{when}?", LISTS.classes[class].ask);
    }
    let time = when.clone();
    let asked = |unit: Option<&str>| {
        let told = all().filter(|c| !c.headline && !c.lent).filter_map(|c| {
            let view = &views[c.doc];
            how_many(view, view.tokens_in(c.span), unit, c.voice)
        });
        // `in 2029`, `before`: of what time the numbers are, where the clause does not say.
        let asked = told.min()?.text;
        let bare = asked.trim_end_matches('?');
        Some(if bare.contains(time.trim()) { asked } else { format!("{bare}{time}?") })
    };
    // The words of the report that say most of what was counted.
    let told = all().filter_map(tail).reduce(|best, this| if this.0 > best.0 { this } else { best });
    let after = told.map_or_else(String::new, |t| t.1);
    let when = if when.is_empty() || after.contains(when.trim()) { String::new() } else { when };
    let quoted = || {
        let count = all().find(|c| !c.headline && !c.lent).unwrap_or(first);
        let view = &views[count.doc];
        format!("“{}”?", around(view, view.tokens_in(count.span)))
    };
    let measured = || all().filter(|c| c.measure);
    if let Some(unit) = most(measured().filter_map(|c| c.unit.as_deref())) {
        if let Some(asked) = measured().filter(|c| !c.lent).find_map(|c| phrase::measured(&c.before)) {
            return format!("{asked}{when}?");
        }
        let sort = most(measured().map(|c| c.sort));
        let unit = match (unit, most(measured().filter_map(|c| c.noun.as_deref()))) {
            _ if sort == Some(Sort::Money) || unit == "sum" => "How much money".to_owned(),
            ("%", _) => "How many per cent".into(),
            ("m", Some(noun)) if noun.ends_with("km") => "How many kilometres".into(),
            ("m", _) => "How many metres".into(),
            ("km/h", _) => "How many kilometres an hour".into(),
            ("kg", Some("tonne" | "ton")) => "How many tonnes".into(),
            ("kg", _) => "How many kilograms".into(),
            ("degree" | "°C" | "°F", _) => "How many degrees".into(),
            (_, Some(noun)) => format!("How many {}", plural(noun)),
            _ => "How many units".into(),
        };
        if let Some(asked) = asked(Some(&unit)) {
            return asked;
        }
        return match after.is_empty() {
            true => format!("{unit}{when}: {}", quoted()),
            false => format!("{unit}{after}{when}?"),
        };
    }
    let noun = plural_noun()
        .map(str::to_owned)
        .or_else(|| most(all().filter_map(|c| c.unit.as_deref())).map(plural));
    let whole = first.of.filter(|of| all().all(|c| c.of == Some(*of)));
    if whole.is_none()
        && let Some(asked) = asked(None)
    {
        return asked;
    }
    match (noun, whole) {
        (Some(noun), Some(whole)) => format!("How many of the {} {noun}{after}{when}?", plain(whole)),
        (Some(noun), None) if after.is_empty() => format!("How many {more}{noun}{when}: {}", quoted()),
        (Some(noun), None) => format!("How many {more}{noun}{after}{when}?"),
        // Nothing says what is counted: the words around the number do.
        (None, _) => format!("What number: {}", quoted()),
    }
}
