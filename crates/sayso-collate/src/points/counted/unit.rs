//! What a number counts, as it is compared.

use super::super::lists::{LISTS, Sort};
use super::super::view::View;
use crate::naming::{head_class, is_listed};
use std::ops::Range;

/// Currencies that go by their code.
const CURRENCIES: [&str; 25] = [
    "USD", "EUR", "GBP", "JPY", "CNY", "INR", "RUB", "CHF", "KRW", "TRY", "ZAR", "ILS", "IRR", "AED", "SAR",
    "SEK", "PLN", "UAH", "NGN", "BRL", "CAD", "AUD", "HKD", "NZD", "SGD",
];
/// Nouns for persons that as often are things.
const BOTH: [&str; 24] = [
    "anchor", "lock", "prop", "source", "monitor", "whip", "hawk", "dove", "mole", "crook", "potter",
    "vulture", "leech", "rocker", "crank", "forward", "hooker", "devil", "demon", "star", "bomber", "chair",
    "head", "guide",
];

/// Whether pounds are a weight: `weighs 40 pounds`, `300 pounds of fish`.
fn weighs(view: &View<'_>, range: &Range<usize>) -> bool {
    const WEIGHT: [&str; 18] = [
        "weigh",
        "weighs",
        "weighed",
        "weighing",
        "weight",
        "heavy",
        "heavier",
        "lighter",
        "lost",
        "gained",
        "lift",
        "lifted",
        "lifts",
        "load",
        "pressure",
        "thrust",
        "force",
        "explosives",
    ];
    let around = range.start.saturating_sub(6)..range.end + 5;
    let of = view.word(range.end) == "of"
        && !matches!(view.word(range.end + 1), "the" | "his" | "her" | "its" | "their");
    of || around.clone().any(|i| WEIGHT.contains(&view.word(i)))
}

/// The unit as it is compared, as printed, its sort, whether it is a measure, and what a number of it is in the unit
/// compared.
pub(super) fn unit_of(
    view: &View<'_>,
    range: &Range<usize>,
    unit: Option<&str>,
) -> (Option<String>, Option<String>, Sort, bool, f64) {
    let Some(unit) = unit else {
        // Millions of nothing named are a sum.
        let large =
            range.clone().any(|i| matches!(view.word(i), "million" | "billion" | "trillion" | "m" | "bn"));
        return match large {
            true => (Some("sum".into()), None, Sort::Money, true, 1.0),
            false => (None, None, Sort::Thing, false, 1.0),
        };
    };
    const CONVERTED: [(&str, &str, f64); 26] = [
        ("°C", "degree", 1.0),
        ("pound", "kg", 0.4536),
        ("km", "m", 1000.0),
        ("cm", "m", 0.01),
        ("mm", "m", 0.001),
        ("mile", "m", 1609.0),
        ("foot", "m", 0.3048),
        ("yard", "m", 0.9144),
        ("inch", "m", 0.0254),
        ("nautical mile", "m", 1852.0),
        ("mph", "km/h", 1.609),
        ("tonne", "kg", 1000.0),
        ("ton", "kg", 1000.0),
        ("lb", "kg", 0.4536),
        ("ounce", "kg", 0.02835),
        ("g", "kg", 0.001),
        ("gallon", "litre", 3.785),
        ("acre", "hectare", 0.4047),
        ("square mile", "hectare", 259.0),
        ("km²", "hectare", 100.0),
        ("m²", "hectare", 0.0001),
        ("square foot", "hectare", 0.000_009_29),
        ("m/s", "km/h", 3.6),
        ("knot", "km/h", 1.852),
        ("µg", "mg", 0.001),
        ("percentage point", "%", 1.0),
    ];
    // `40 pence` is money as `40 crowns` is.
    let sum = |i: usize| matches!(view.word(i), "million" | "billion" | "trillion" | "thousand" | "millions");
    if unit == "pound" && (range.clone().any(sum) || !weighs(view, range)) {
        return (Some("GBP".into()), Some("pounds".into()), Sort::Money, true, 1.0);
    }
    if let Some((_, base, factor)) = CONVERTED.iter().find(|(u, _, _)| *u == unit) {
        return (Some((*base).into()), Some(unit.into()), Sort::Thing, true, *factor);
    }
    let short = unit.len() <= 4 && (unit == "%" || unit.chars().all(|c| c.is_ascii_uppercase()));
    if short && unit.len() == 3 && CURRENCIES.contains(&unit) {
        return (Some(unit.into()), Some(unit.into()), Sort::Money, true, 1.0);
    }
    if short || matches!(unit, "m" | "kg" | "litre" | "km/h" | "hectare" | "degree" | "barrel") {
        return (Some(unit.into()), Some(unit.into()), Sort::Thing, true, 1.0);
    }
    // `from 22 to 34 pesos`: the unit of the first stands behind the second.
    let noun = range.clone().next_back().map(|i| view.word(i).to_owned());
    let noun = noun.filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    let lower = unit.to_lowercase();
    match LISTS.unit(&lower) {
        Some((_, Sort::Money)) => {
            let noun = noun.or_else(|| Some(format!("{lower}s")));
            (Some(lower), noun, Sort::Money, true, 1.0)
        }
        Some((group, sort)) => (Some(group.into()), noun, sort, false, 1.0),
        // `Germans`: people of one sort.
        None if unit.starts_with(char::is_uppercase) => {
            let noun = range.clone().next_back().map(|i| view.printed(i).to_owned());
            (Some(lower), noun, Sort::Part, false, 1.0)
        }
        // `130 yobs`, `two colleagues`
        None if is_listed(&lower) && !BOTH.contains(&lower.as_str()) => {
            (Some(head_class(&lower).to_owned()), noun, Sort::Role, false, 1.0)
        }
        None => (Some(lower), noun, Sort::Thing, false, 1.0),
    }
}

/// The plural, for a question.
pub(crate) fn plural(noun: &str) -> String {
    match noun {
        "person" => "people".into(),
        "child" => "children".into(),
        "woman" => "women".into(),
        "man" => "men".into(),
        "police" | "crew" => noun.into(),
        "life" | "knife" | "wife" => format!("{}ves", &noun[..noun.len() - 2]),
        _ if noun.ends_with(['x', 'z']) || noun.ends_with("sh") || noun.ends_with("ch") => {
            format!("{noun}es")
        }
        _ if noun.ends_with('s') || singular(noun) != noun => noun.into(),
        _ if noun.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|e| noun.ends_with(e)) => {
            format!("{}ies", &noun[..noun.len() - 1])
        }
        _ => format!("{noun}s"),
    }
}

/// A rough singular, for meeting the lists: `deaths`, `bodies`, `lives`.
pub(crate) fn singular(word: &str) -> String {
    match word {
        "lives" => "life".into(),
        "people" => "person".into(),
        "men" => "man".into(),
        "women" => "woman".into(),
        "children" => "child".into(),
        _ => match word.strip_suffix("ies") {
            Some(stem) if stem.len() > 2 => format!("{stem}y"),
            _ if word.ends_with("ss") || word.len() < 4 => word.to_owned(),
            _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
        },
    }
}
