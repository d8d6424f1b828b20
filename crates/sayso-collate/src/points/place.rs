//! Where the story's happenings were.
//!
//! Places are compared by name: only reports that name the same place are set side by side, for a town and its country
//! are both right.

use super::draft::{Draft, Given};
use super::view::View;
use super::when::{HAPPENINGS, happens};
use sayso_model::{EntityKind, PointKind, Verdict};
use sayso_text::Span;
use std::collections::BTreeMap;

/// The points about places: where the happenings were.
pub(crate) fn places(views: &[View<'_>]) -> Vec<Draft> {
    /// Report, where, and the place's name.
    type Named = (usize, Span, String);
    let mut groups: BTreeMap<(String, String), Vec<Named>> = BTreeMap::new();
    for view in views {
        for event in view.doc.annotations.events.iter().filter(|e| happens(e)) {
            let (Some(place), Some(mode), Some(line)) =
                (event.place, &event.mode, view.line_at(event.span.start()))
            else {
                continue;
            };
            let mut entities = view.doc.annotations.entities.iter();
            let Some(entity) = entities.find(|e| e.id == place && e.kind == EntityKind::Place) else {
                continue;
            };
            let sentence = view.sentences[line].span;
            let Some(mention) = entity.mentions.iter().find(|m| sentence.contains(m.span)) else { continue };
            let key = (mode.clone(), entity.name.to_lowercase());
            let list = groups.entry(key).or_default();
            if !list.iter().any(|(doc, ..)| *doc == view.at) {
                list.push((view.at, mention.span, entity.name.clone()));
            }
        }
    }
    let groups = groups.into_iter().filter(|(_, list)| list.len() > 1);
    groups
        .filter_map(|((mode, _), list)| {
            let noun = HAPPENINGS.get(mode.as_str())?.noun;
            Some(Draft {
                kind: PointKind::Place,
                question: format!("Where was the {noun}?"),
                given: list
                    .into_iter()
                    .map(|(doc, span, name)| Given::new(doc, span, name, views[doc].voice(span)))
                    .collect(),
                verdict: Verdict::Agree,
                weight: 0.2,
            })
        })
        .collect()
}
