//! The question of a point about numbers: `How many people were killed?`

use super::super::counted::{Count, RESULT, singular};
use super::super::lists::LISTS;
use super::AGE;

/// `How many people were killed?`
pub(super) fn question(counts: &[Count], group: &[usize]) -> String {
    let first = &counts[group[0]];
    let when = match first.then.as_deref() {
        Some(year) if year.starts_with(|c: char| c.is_ascii_digit()) => format!(" in {year}"),
        Some(_) => " before".into(),
        None => String::new(),
    };
    if first.unit.as_deref() == Some(RESULT) {
        return "What was the result?".into();
    }
    let more = if first.share { "more " } else { "" };
    if first.unit.as_deref() == Some(AGE) {
        return format!("How old is {}?", first.part.as_deref().unwrap_or("the person"));
    }
    if let Some(class) = first.class {
        let whom = match &first.part {
            Some(part) => plural(part),
            None => "people".into(),
        };
        return format!("How many {more}{whom} {}{when}?", LISTS.classes[class].ask);
    }
    let after = group.iter().map(|i| counts[*i].after.as_str()).find(|a| !a.is_empty()).unwrap_or("");
    if first.measure {
        let unit = match (first.unit.as_deref(), first.noun.as_deref()) {
            (Some("%"), _) => "per cent",
            (Some("m"), _) => "metres",
            (_, Some(noun)) if noun.ends_with('s') => noun,
            (Some("sum"), _) => "money",
            _ => "units",
        };
        let after = if after.is_empty() { String::new() } else { format!(" {after}") };
        let many = if unit == "money" { "much" } else { "many" };
        return format!("How {many} {unit}{after}{when}?").replace("  ", " ");
    }
    let noun = group
        .iter()
        .filter_map(|i| counts[*i].noun.as_deref())
        .find(|n| {
            n.ends_with('s')
                || matches!(*n, "people" | "men" | "women" | "children" | "police" | "crew" | "staff")
        })
        .map(str::to_owned)
        .or_else(|| first.unit.clone().map(|u| plural(&u)))
        .unwrap_or_else(|| "of them".into());
    let after = if after.is_empty() { String::new() } else { format!(" {after}") };
    format!("How many {noun}{after}{when}?")
}

/// The plural, for a question.
fn plural(noun: &str) -> String {
    match noun {
        "person" => "people".into(),
        "child" => "children".into(),
        "woman" => "women".into(),
        "man" => "men".into(),
        "police" | "crew" => noun.into(),
        _ if noun.ends_with('s') || singular(noun) != noun => noun.into(),
        _ if noun.ends_with('y') && !noun.ends_with("ey") => format!("{}ies", &noun[..noun.len() - 1]),
        _ => format!("{noun}s"),
    }
}
