//! Names that stand right beside a description: `The leader of the miners Karla Voss`, `Ada Brunn of the League`.

use super::join::leads_on;
use super::name::{Name, mentioned, named};
use crate::Doc;
use crate::naming::TITLES;
use crate::verbs;
use crate::words::Words;
use sayso_model::{EntityKind, MentionForm, Source, Statement};

/// Whether a word before a name may be the verb of a sentence whose object the name is.
fn verb(word: &str) -> bool {
    verbs::past(word)
        || matches!(word, "tells" | "says" | "calls" | "meets" | "asks" | "beats" | "wants" | "is" | "has")
}

/// The person whose name follows the description that a source is led back to, with no comma between.
pub(super) fn beside_description(doc: &Doc<'_>, statement: &Statement) -> Option<Name> {
    /// Words from the description's noun to the name.
    const MOST: usize = 5;
    let id = statement.source.as_ref()?.entity?;
    let entities = &doc.annotations.entities;
    let description = entities.iter().find(|e| e.id == id)?;
    let persons = entities.iter().filter(|e| e.kind == EntityKind::Person && e.id != id);
    let names = persons.flat_map(|e| e.mentions.iter().map(move |m| (e, m)));
    let leads_to = |name: sayso_text::Span| {
        description.mentions.iter().filter(|m| m.form != MentionForm::Pronoun).any(|m| {
            let gap = doc.text().get(m.span.end()..name.start()).unwrap_or("");
            let words = Words::of(gap);
            let last = words.len().checked_sub(1).map_or("", |i| words.normal(i));
            (2..=MOST).contains(&words.len())
                && matches!(words.normal(0), "of" | "for" | "in" | "at")
                && !verb(last)
                && gap.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’'))
        })
    };
    let (entity, mention) =
        names.into_iter().find(|(_, m)| m.form == MentionForm::Name && leads_to(m.span))?;
    named(doc, &mentioned(entity, mention.span))
}

/// `The leader of the miners Karla Voss`: the one person who is named within a source that has no entity, if no
/// preposition leads to the name.
pub(super) fn within(doc: &Doc<'_>, source: &Source) -> Option<Source> {
    let held = |span| source.spans.iter().any(|s| s.contains(span));
    let persons = doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Person);
    let mut found = persons.flat_map(|e| e.mentions.iter().map(move |m| (e, m)));
    let mut found = found.by_ref().filter(|(_, m)| m.form == MentionForm::Name && held(m.span));
    let (entity, mention) = found.next().filter(|_| found.next().is_none())?;
    let start = source.spans.first()?.start();
    let gap = doc.text().get(start..mention.span.start())?.trim_end();
    let before = Words::of(gap);
    // `Ada Brunn of the Weavers' League`
    let after = Words::of(doc.text().get(mention.span.end()..source.spans.first()?.end()).unwrap_or(""));
    let belongs = before.len() == 0
        && after.len() > 1
        && matches!(after.normal(0), "of" | "from" | "for" | "at" | "in")
        && mention.span.slice(doc.text()).is_some_and(|name| name.contains(' '));
    let last = (0..before.len()).rev().map(|i| before.normal(i)).find(|w| !TITLES.contains(w)).unwrap_or("");
    let preposition = leads_on(last);
    let description = belongs || (0..before.len()).any(|i| TITLES.contains(before.normal(i)));
    let owner = doc.text().get(mention.span.end()..).is_some_and(|rest| rest.starts_with(['\'', '’']));
    (description && !preposition && !verb(last) && !owner && !gap.ends_with([',', ';', ':']))
        .then(|| mentioned(entity, mention.span))
}
