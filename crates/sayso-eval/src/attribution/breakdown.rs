//! Recall by what the gold attribution is like: its cue and its source.

use super::gold::Attribution;
use super::score::{Scored, pair_scores};
use super::text::Document;
use std::collections::BTreeMap;

const PRONOUNS: [&str; 22] = [
    "he", "she", "they", "it", "we", "i", "you", "who", "that", "which", "his", "her", "their", "its", "him",
    "them", "whom", "whose", "one", "both", "those", "this",
];

/// Gold attributions, and how many of them were detected, given the right source, and bounded exactly.
#[derive(Default)]
struct Row {
    gold: usize,
    detected: f64,
    attributed: f64,
    exact: f64,
}

/// A table of recall by class of cue and kind of source.
pub(super) fn table<'d>(rows: impl Iterator<Item = (&'d Document, &'d [Attribution], &'d Scored)>) -> String {
    let mut groups: BTreeMap<(&str, &str), Row> = BTreeMap::new();
    for (document, gold, scored) in rows {
        let partner: BTreeMap<usize, usize> = scored.pairs.iter().copied().collect();
        for (i, item) in gold.iter().enumerate() {
            let scores = partner.get(&i).map(|j| pair_scores(&scored.gold[i], &scored.predicted[*j]));
            for group in [("cue", cue_class(document, item)), ("source", source_kind(document, item))] {
                let row = groups.entry(group).or_default();
                row.gold += 1;
                if let Some([detected, _, exact, attributed, ..]) = scores {
                    row.detected += detected;
                    row.attributed += attributed;
                    row.exact += exact;
                }
            }
        }
    }
    let head = format!(
        "{:<22} {:>7} {:>10} {:>11} {:>14}",
        "recall by", "gold", "detection", "attributed", "content_exact"
    );
    let mut lines = vec![head];
    for ((what, class), row) in groups {
        let share = |hit: f64| 100.0 * hit / row.gold as f64;
        let (detected, attributed, exact) = (share(row.detected), share(row.attributed), share(row.exact));
        let name = format!("{what}: {class}");
        lines.push(format!("  {name:<20} {:>7} {detected:>10.1} {attributed:>11.1} {exact:>14.1}", row.gold));
    }
    lines.join("\n")
}

/// The class of a cue by its words.
fn cue_class(document: &Document, item: &Attribution) -> &'static str {
    let words = document.words(&item.cue).to_lowercase();
    let has = |forms: &[&str]| words.split(|c: char| !c.is_alphanumeric()).any(|w| forms.contains(&w));
    match () {
        () if words.is_empty() => "none",
        () if !words.chars().any(char::is_alphanumeric) => "punctuation",
        () if words.contains("according to") => "according to",
        () if has(&["said", "say", "says", "saying"]) => "say",
        () if has(&["told", "tell", "tells", "telling"]) => "tell",
        () if has(&[
            "think", "thinks", "thought", "believe", "believes", "believed", "want", "wants", "wanted",
        ]) =>
        {
            "belief and wish"
        }
        () => "other",
    }
}

/// The kind of a source by its words: a pronoun, a name (a capital after the first letter's), or neither.
fn source_kind(document: &Document, item: &Attribution) -> &'static str {
    let words = document.words(&item.source);
    let lower = words.trim().to_lowercase();
    let begins_sentence = item.source.first().is_some_and(|(start, _)| {
        let before: String = document.text[..*start].iter().rev().take(3).collect();
        before.trim_start().is_empty() || before.trim_start().starts_with(['.', '!', '?', '”', '"'])
    });
    let capitals = words.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count();
    let at_start = usize::from(begins_sentence && words.starts_with(char::is_uppercase));
    match () {
        () if lower.is_empty() => "none",
        () if PRONOUNS.contains(&lower.as_str()) => "pronoun",
        () if capitals > at_start || capitals > 1 => "name",
        () if at_start == 1 && words.split_whitespace().count() == 1 => "name",
        () => "nominal",
    }
}
