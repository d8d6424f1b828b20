//! What the finder names, kept beside what the rules made of names.
//!
//! The rules build the entities that speak, with their titles and short forms; a trained finder is surer where a name
//! begins and ends, and knows names that take no part in any statement. Takes the finder's bounds where both name the
//! same kind of thing, adds what the rules passed over, in rows of figures too, and drops names that only a rule saw, unless
//! they speak. Leaves the entity of every source.

use crate::names::laws::with_laws;
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
    sure: &BTreeSet<EntityId>,
    statements: &mut [Statement],
    named: &[NamedSpan],
) -> Vec<Entity> {
    if named.is_empty() {
        return entities;
    }
    let named = with_laws(prepared, named);
    let wanted = |n: &&NamedSpan| {
        let furniture = prepared.report.segment_at(n.span.start()) == SegmentKind::Furniture;
        n.probability >= SURE && (!furniture || in_table(prepared.text, n.span))
    };
    let named: Vec<&NamedSpan> = named.iter().filter(wanted).collect();
    let speakers: BTreeSet<EntityId> = statements.iter().filter_map(|s| s.source.as_ref()?.entity).collect();
    let mut overlay = Overlay { prepared, entities, kept: &speakers | sure, free: vec![true; named.len()] };
    for entity in 0..overlay.entities.len() {
        overlay.settle(entity, &named);
    }
    overlay.add(&named);
    let Overlay { mut entities, .. } = overlay;
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
    /// The entities that speak, and those that are surely persons.
    kept: BTreeSet<EntityId>,
    /// Which of the finder's names no entity has taken.
    free: Vec<bool>,
}

impl Overlay<'_> {
    /// Fits an entity's names to those of the finder.
    fn settle(&mut self, entity: usize, named: &[&NamedSpan]) {
        let kind = self.entities[entity].kind;
        let speaks = self.kept.contains(&self.entities[entity].id);
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
            // `Quarn` in `Quarn v Ilves` is part of the case's name.
            let law = over.iter().map(|i| named[*i]).find(|n| n.kind == EntityKind::Law);
            if let Some(law) = law.filter(|law| law.span != mention.span && law.span.contains(mention.span)) {
                if kind != EntityKind::Law {
                    continue;
                }
                // With its year.
                self.entities[entity].name = printed(self.prepared, law.span).unwrap_or_default();
            }
            let same = over.iter().copied().find(|i| named[*i].span == mention.span);
            let alike = over.iter().copied().find(|i| alike(named[*i].kind, kind));
            match (same, alike) {
                (Some(i), _) if alike_or_speaks(named[i].kind, kind, speaks) => {
                    self.free[i] = false;
                    kept.push(mention);
                }
                (None, Some(i)) if self.free[i] => {
                    self.free[i] = false;
                    kept.push(Mention { span: named[i].span, ..mention });
                }
                (None, Some(_)) => {}
                _ if speaks => {
                    // `the Orlish government` speaks, and `Orlish` is a name in it.
                    let within = |i: usize| mention.span.contains(named[i].span);
                    over.iter().filter(|i| !within(**i)).for_each(|i| self.free[*i] = false);
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
            let kind = if is_law(&name) { EntityKind::Law } else { named.kind };
            let entity = *known.entry((kind, name.to_lowercase())).or_insert_with(|| {
                self.entities.push(Entity { id: EntityId(next), kind, name, mentions: Vec::new() });
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

/// Whether the line is a row of figures: it makes no statement, but it is the report's own.
fn in_table(text: &str, span: Span) -> bool {
    let from = text[..span.start()].rfind('\n').map_or(0, |i| i + 1);
    let to = text[span.end()..].find('\n').map_or(text.len(), |i| span.end() + i);
    let is_figure = |word: &&str| {
        word.trim_start_matches(['.', '(', '-', '+', '$']).starts_with(|c: char| c.is_ascii_digit())
    };
    text[from..to].split_whitespace().filter(is_figure).nth(1).is_some()
}

/// Whether a name's last word tells a law; a convention of delegates is none.
fn is_law(name: &str) -> bool {
    let lower = name.to_lowercase();
    let Some((rest, last)) = lower.rsplit_once(' ') else { return false };
    let assembly = ["national", "democratic", "republican", "party"].iter().any(|w| rest.ends_with(w));
    match last {
        "act" | "treaty" | "charter" | "accord" | "accords" | "protocol" | "amendment" | "constitution" => {
            true
        }
        "convention" | "conventions" => !assembly,
        _ => false,
    }
}

fn printed(prepared: &Prepared<'_>, span: Span) -> Option<String> {
    let name = span.slice(prepared.text)?.split_whitespace().collect::<Vec<_>>().join(" ");
    name.contains(char::is_alphabetic).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Annotator, Finder, Findings, Found, Options};
    use sayso_model::Report;

    const TEXT: &str = "Lenvar port to close\n\nThe Orlish strike goes on, Ilse Quarn of the Dockers' League said. Quarn \
                        left for West Tarn on Friday.";

    /// Finds one statement and the names it is told.
    struct Told(Vec<(&'static str, EntityKind)>);

    impl Finder for Told {
        fn find(&self, prepared: &Prepared<'_>) -> Findings {
            let span = |words: &str| {
                let start = prepared.text.rfind(words).unwrap();
                Span::new(start, start + words.len()).unwrap()
            };
            let mut names: Vec<NamedSpan> = self
                .0
                .iter()
                .map(|(words, kind)| NamedSpan { span: span(words), kind: *kind, probability: 0.9 })
                .collect();
            names.sort_by_key(|n| n.span);
            let found = Found {
                source: vec![span("Ilse Quarn")],
                cue: vec![span("said")],
                content: vec![span("The Orlish strike goes on")],
                confidence: None,
                by: "told",
            };
            Findings { statements: vec![found], names }
        }
    }

    /// A name, its kind, and its mentions as printed.
    type Listed = (String, EntityKind, Vec<String>);

    fn entities(told: Vec<(&'static str, EntityKind)>) -> (Vec<Listed>, Option<String>) {
        let report = Report::of_text("a", TEXT);
        let annotations = Annotator::with_finder(Options::default(), Box::new(Told(told))).annotate(&report);
        let rows = annotations
            .entities
            .iter()
            .map(|e| {
                let mentions = e.mentions.iter().filter(|m| m.form == MentionForm::Name);
                let words = mentions.filter_map(|m| Some(m.span.slice(TEXT)?.to_owned())).collect();
                (e.name.clone(), e.kind, words)
            })
            .collect();
        let speaker = annotations.statements[0].source.as_ref().and_then(|s| s.entity);
        let name = annotations.entities.iter().find(|e| Some(e.id) == speaker).map(|e| e.name.clone());
        (rows, name)
    }

    #[test]
    fn names_that_take_no_part_in_a_statement_are_kept() {
        let (rows, speaker) = entities(vec![
            ("Orlish", EntityKind::Other),
            ("Ilse Quarn", EntityKind::Person),
            ("Dockers' League", EntityKind::Organization),
            ("Quarn left", EntityKind::Person),
            ("West Tarn", EntityKind::Place),
        ]);
        let kind = |name: &str| rows.iter().find(|r| r.0 == name).map(|r| r.1);
        assert_eq!(speaker.as_deref(), Some("Ilse Quarn"));
        assert_eq!(kind("Orlish"), Some(EntityKind::Other));
        assert_eq!(kind("West Tarn"), Some(EntityKind::Place));
        assert_eq!(kind("Dockers' League"), Some(EntityKind::Organization));
        // What only a rule took for a name goes, and numbers follow the text.
        assert!(rows.iter().all(|r| r.0 != "Lenvar"), "{rows:?}");
        assert_eq!(rows[0].0, "Orlish");
    }

    #[test]
    fn the_finder_tells_where_a_name_ends() {
        let (rows, _) = entities(vec![("Ilse Quarn", EntityKind::Person), ("Tarn", EntityKind::Place)]);
        let places: Vec<_> = rows.iter().filter(|r| r.1 == EntityKind::Place).map(|r| &r.2).collect();
        assert_eq!(places, [&["Tarn".to_owned()]]);
    }

    #[test]
    fn laws_by_their_last_word() {
        for (name, law) in [
            ("Tarn Convention", true),
            ("Orlish National Convention", false),
            ("Harbour Safety Act", true),
            ("Charter", false),
            ("Tarn Rovers", false),
        ] {
            assert_eq!(is_law(name), law, "{name}");
        }
    }

    #[test]
    fn rows_of_figures() {
        let text = "Read also: Tarn\nTarn Rovers 4 2 1\nLenvar .519 (2 behind)\nIn 2031 Tarn won";
        let row = |words: &str| {
            let start = text.find(words).unwrap();
            in_table(text, Span::new(start, start + words.len()).unwrap())
        };
        assert!(!row("Tarn") && row("Tarn Rovers") && row("Lenvar") && !row("Tarn won"));
    }
}
