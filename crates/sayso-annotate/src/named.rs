//! What the finder names, kept beside what the rules made of names.
//!
//! The rules build the entities that speak, with their titles and short forms; a trained finder is surer where a name
//! begins and ends, and knows names that take no part in any statement. Takes the finder's bounds where both name the
//! same kind of thing, adds what the rules passed over, and drops names that only a rule saw, unless they speak. Leaves the
//! entity of every source.

use crate::{NamedSpan, Prepared};
use sayso_model::{Entity, EntityId, EntityKind, Mention, MentionForm, SegmentKind, Statement};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How sure a finder must be of a name.
const SURE: f32 = 0.5;

/// Entities after the finder's names have been laid over them, numbered anew in the order of their first mention.
pub(crate) fn overlay(
    prepared: &Prepared<'_>,
    entities: Vec<Entity>,
    statements: &mut [Statement],
    named: &[NamedSpan],
) -> Vec<Entity> {
    if named.is_empty() {
        return entities;
    }
    let named: Vec<&NamedSpan> = named
        .iter()
        .filter(|n| {
            n.probability >= SURE && prepared.report.segment_at(n.span.start()) != SegmentKind::Furniture
        })
        .collect();
    let speakers: BTreeSet<EntityId> = statements.iter().filter_map(|s| s.source.as_ref()?.entity).collect();
    let mut overlay = Overlay { prepared, entities, speakers, free: vec![true; named.len()] };
    for entity in 0..overlay.entities.len() {
        overlay.settle(entity, &named);
    }
    overlay.add(&named);
    let Overlay { mut entities, speakers, .. } = overlay;
    entities.retain(|e| !e.mentions.is_empty() || speakers.contains(&e.id));
    entities.sort_by_key(|e| (e.mentions.is_empty(), e.mentions.first().map(|m| m.span), e.id));
    let mut new_ids = BTreeMap::new();
    for (i, entity) in entities.iter_mut().enumerate() {
        let id = EntityId(i as u32 + 1);
        new_ids.insert(entity.id, id);
        entity.id = id;
    }
    for source in statements.iter_mut().filter_map(|s| s.source.as_mut()) {
        source.entity = source.entity.and_then(|old| new_ids.get(&old).copied());
    }
    entities
}

struct Overlay<'p> {
    prepared: &'p Prepared<'p>,
    entities: Vec<Entity>,
    speakers: BTreeSet<EntityId>,
    /// Which of the finder's names no entity has taken.
    free: Vec<bool>,
}

impl Overlay<'_> {
    /// Fits an entity's names to those of the finder.
    fn settle(&mut self, entity: usize, named: &[&NamedSpan]) {
        let kind = self.entities[entity].kind;
        let speaks = self.speakers.contains(&self.entities[entity].id);
        let mentions = std::mem::take(&mut self.entities[entity].mentions);
        let mut kept: Vec<Mention> = Vec::with_capacity(mentions.len());
        for mention in mentions {
            if mention.form != MentionForm::Name {
                kept.push(mention);
                continue;
            }
            let from = named.partition_point(|n| n.span.end() <= mention.span.start());
            let over: Vec<usize> =
                (from..named.len()).take_while(|i| named[*i].span.start() < mention.span.end()).collect();
            let same = over.iter().copied().find(|i| named[*i].span == mention.span);
            let alike = over.iter().copied().find(|i| alike(named[*i].kind, kind));
            match (same, alike) {
                (Some(i), _) if alike_or_speaks(named[i].kind, kind, speaks) => {
                    self.free[i] = false;
                    kept.push(mention);
                }
                (None, Some(i)) => {
                    if self.free[i] {
                        self.free[i] = false;
                        kept.push(Mention { span: named[i].span, ..mention });
                    }
                }
                _ if speaks && over.is_empty() => kept.push(mention),
                _ if speaks => {
                    over.iter().for_each(|i| self.free[*i] = false);
                    kept.push(mention);
                }
                _ => {}
            }
        }
        self.entities[entity].mentions = kept;
    }

    /// Adds the names that no entity has taken, to the entity of that name and kind if there is one.
    fn add(&mut self, named: &[&NamedSpan]) {
        let mut known: BTreeMap<(EntityKind, String), usize> = BTreeMap::new();
        let mut surnames: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, entity) in self.entities.iter().enumerate() {
            let name = entity.name.to_lowercase();
            if let (EntityKind::Person, Some((_, surname))) = (entity.kind, name.rsplit_once(' ')) {
                surnames.entry(surname.to_owned()).or_default().push(i);
            }
            known.entry((entity.kind, name)).or_insert(i);
        }
        // A surname alone is that of the one person who has it.
        for (surname, persons) in surnames {
            if let [one] = persons.as_slice() {
                known.entry((EntityKind::Person, surname)).or_insert(*one);
            }
        }
        let mut next = self.entities.iter().map(|e| e.id.0).max().unwrap_or(0) + 1;
        for (named, _) in named.iter().zip(&self.free).filter(|(_, free)| **free) {
            let Some(name) = printed(self.prepared, named.span) else { continue };
            let entity = *known.entry((named.kind, name.to_lowercase())).or_insert_with(|| {
                self.entities.push(Entity {
                    id: EntityId(next),
                    kind: named.kind,
                    name,
                    mentions: Vec::new(),
                });
                next += 1;
                self.entities.len() - 1
            });
            let mentions = &mut self.entities[entity].mentions;
            mentions.push(Mention { span: named.span, form: MentionForm::Name });
            mentions.sort_by_key(|m| m.span);
        }
    }
}

/// Whether two kinds do not exclude each other: the rules do not tell laws, events and products apart from others.
fn alike(a: EntityKind, b: EntityKind) -> bool {
    let plain =
        |k: EntityKind| matches!(k, EntityKind::Person | EntityKind::Organization | EntityKind::Place);
    a == b || !plain(a) && !plain(b)
}

fn alike_or_speaks(a: EntityKind, b: EntityKind, speaks: bool) -> bool {
    speaks || alike(a, b)
}

fn printed(prepared: &Prepared<'_>, span: Span) -> Option<String> {
    let name = span.slice(prepared.text)?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}
