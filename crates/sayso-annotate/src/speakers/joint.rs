//! Several who speak as one: `Karin Stam and Osman Vell said`, and `they` afterwards.

use super::{Kind, Reading, Referent, Resolved, Who};
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons;
use sayso_model::SourceKind;
use std::ops::Range;

impl Reading<'_> {
    /// A source of two and more names joined by `and`; also `she and her colleague Ann Lee`.
    pub(super) fn several(&mut self, tokens: Range<usize>) -> Option<Resolved> {
        let prepared = self.prepared;
        let limit =
            tokens.clone().find(|i| matches!(prepared.lower(*i), "who" | "which")).unwrap_or(tokens.end);
        let and = (tokens.start + 1..limit).find(|i| matches!(prepared.lower(*i), "and" | "&"))?;
        let first = prepared.lower(tokens.start);
        let mut entities: Vec<usize> = Vec::new();
        if and == tokens.start + 1 && matches!(first, "he" | "she") {
            entities.extend(self.pronoun(tokens.start).entity);
        } else {
            let from = self.names.first_from(tokens.start);
            // `Ann Lee, Bo Dahl and …`: what belongs to a name (`of the Union`) is no further one.
            let before = self.names.mentions[from..].iter().take_while(|m| m.name.end <= and);
            for mention in before {
                let lead = mention.full.start.checked_sub(1).filter(|i| *i >= tokens.start);
                let opens =
                    lead.is_none_or(|i| prepared.word(i) == "," || !role(prepared.lower(i)).any(Role::PREP));
                let owner = prepared
                    .tokens
                    .get(mention.name.end)
                    .is_some_and(|_| crate::names::is_possessive(prepared.word(mention.name.end)));
                if opens && !owner && self.can_speak(mention.entity) {
                    entities.push(mention.entity);
                }
            }
        }
        if entities.is_empty() {
            return None;
        }
        // The second must begin right after `and`, with no more than what describes it before the name.
        let from = self.names.first_from(and + 1);
        let second = self.names.mentions[from..].iter().find(|m| {
            let lead = and + 1..m.name.start;
            let plain = lead.clone().all(|i| {
                prepared.tokens[i].is_word()
                    && !role(prepared.lower(i)).any(Role::PREP | Role::AUX | Role::VERB)
                    || prepared.word(i) == "."
            });
            m.name.end <= limit
                && plain
                && lead.len() < 7
                && self.can_speak(m.entity)
                && self.names.is_person(m.entity) == self.names.is_person(entities[0])
        })?;
        let after = second.name.end;
        let owner = after < limit && crate::names::is_possessive(prepared.word(after));
        // `Ann Lee, justice and home affairs minister`: a noun for a person behind the second is its head.
        let headed = after < limit && persons::is_person(prepared.lower(after));
        if owner || headed || entities.contains(&second.entity) {
            return None;
        }
        entities.push(second.entity);
        entities.dedup();
        let named: Vec<&str> = entities.iter().map(|e| self.names.entities[*e].name.as_str()).collect();
        let name = (named.len() > 1).then(|| named.join(" and "));
        for entity in &entities {
            let kind = if self.names.is_person(*entity) { Kind::Person } else { Kind::Body };
            self.push(Referent::new(tokens.start, Who::Entity(*entity), kind));
        }
        let who = self.new_unnamed();
        if let Who::Unnamed(number) = who {
            self.joint.insert(number, entities);
        }
        self.push(Referent { speaks: true, ..Referent::new(tokens.start, who, Kind::Group) });
        Some(Resolved { kind: Some(SourceKind::Named), name, ..Resolved::default() })
    }

    /// The names of several who are one referent.
    pub(super) fn joint_name(&self, number: usize) -> Option<String> {
        let entities = self.joint.get(&number)?;
        let named: Vec<&str> = entities.iter().map(|e| self.names.entities[*e].name.as_str()).collect();
        Some(named.join(" and "))
    }
}
