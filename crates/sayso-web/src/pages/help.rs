//! What the words mean, and which keys there are.

use super::Page;
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::{Failure, assets};
use maud::{Markup, html};
use serde_json::json;

const WORDS: [(&str, &str); 12] = [
    (
        "report",
        "one article as one outlet published it; a changed text under the same address is a new revision",
    ),
    ("statement", "who (source), said (cue), what (content); direct, indirect or mixed"),
    ("manner", "what the cue does: assert, deny, accuse, warn, …"),
    ("chain of hearsay", "a statement within a statement; the outlet is always the last link"),
    ("utterance", "one act of speech quoted in one or more reports; its variants are what each printed"),
    (
        "variant",
        "exact, truncated, elided (cut inside), merged, split, altered, paraphrased, translated, indirect",
    ),
    ("sense turned", "a negation, condition or hedge was lost or added against the fullest wording"),
    ("story", "the reports about one happening"),
    ("lineage", "who copied whom: duplicate, wire copy, rewritten, passages in common"),
    ("point", "a question on which reports can be compared; a reading is what one of them gives"),
    ("verdict", "= agree; ≈ differ, and compatible; ≠ conflict; → superseded by a later reading"),
    ("own voice", "asserted by the outlet itself, as against attributed to a source"),
];

const KEYS: [(&str, &str); 5] = [
    ("/", "search"),
    ("j", "next entry"),
    ("k", "previous entry"),
    ("o", "open the entry"),
    ("?", "these keys"),
];

pub(crate) fn answer(_: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    if ask.json {
        let words: Vec<_> =
            WORDS.iter().map(|(word, meaning)| json!({"word": word, "meaning": meaning})).collect();
        return Ok(Reply::Json(json!({"words": words})));
    }
    let body = html! {
        div.headline { h1 { "Help" } }
        section #keys { h2 { "Keys" } dl.pairs { @for (key, what) in KEYS { dt { kbd { (key) } } dd { (what) } } } }
        section { h2 { "Words" } (glossary()) }
        section { h2 { "How to read a report" }
            p { "A letter and numbers, as in " span.ev { b { "b" } " 104–188" } ", name a report and characters of its text; they lead to the words themselves." } }
    };
    Ok(Reply::Page(Page { title: "Help".into(), at: "", body }))
}

/// The words of the record and what they mean.
pub(crate) fn glossary() -> Markup {
    html! { dl.pairs { @for (word, meaning) in WORDS { dt { (word) } dd { (meaning) } } } }
}

pub(crate) fn openapi(_: &Desk<'_>, _: &Ask) -> Result<Reply, Failure> {
    Ok(Reply::Written(assets::OPENAPI.to_owned()))
}
