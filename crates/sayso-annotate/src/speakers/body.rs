//! Nouns for bodies led back to the body: `the ministry`, `the company`, `a spokesman for the board`.

use super::{Kind, Part, Reading, Referent, Who};
use crate::names::{head_end, is_possessive};
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons::{self, Noun};
use sayso_model::EntityKind;
use sayso_text::Gap;
use std::ops::Range;

impl Reading<'_> {
    /// `the ministry`: the one body whose name has that noun.
    pub(super) fn body(&self, tokens: Range<usize>) -> Option<usize> {
        let prepared = self.prepared;
        let head = tokens.end.checked_sub(1).filter(|i| *i >= tokens.start)?;
        let noun = prepared.word(head).to_lowercase();
        let first = prepared.lower(tokens.start);
        if matches!(first, "a" | "an" | "another" | "one" | "any" | "no" | "every") {
            return None;
        }
        let owned = role(first).any(Role::POSS);
        let modifiers: Vec<String> = (tokens.start..head)
            .filter(|i| {
                let lower = prepared.lower(*i);
                prepared.tokens[*i].is_word()
                    && !is_possessive(lower)
                    && !role(lower).any(Role::DET | Role::POSS)
            })
            .map(|i| prepared.word(i).to_lowercase())
            .collect();
        if owned && modifiers.is_empty() {
            // `his office` is somebody's, who cannot be told from the words.
            return None;
        }
        let bodies = || {
            (0..self.names.entities.len())
                .filter(|e| self.names.entities[*e].kind == EntityKind::Organization)
        };
        let fits: Vec<usize> = bodies()
            .filter(|e| {
                let words = &self.names.about[*e].words;
                words.contains(&noun) && modifiers.iter().all(|m| words.contains(m))
            })
            .collect();
        match fits.as_slice() {
            [one] => return Some(*one),
            [] => {}
            several => return self.last_of(tokens.start, several),
        }
        if owned || modifiers.len() > 1 {
            return None;
        }
        self.of_kind(tokens.start, &noun, &modifiers).or_else(|| self.about(&noun, &modifiers))
    }

    /// A noun for a body or a document that is no source: `the company`, `a memo`.
    pub(super) fn thing_beside(&mut self, token: usize) {
        let prepared = self.prepared;
        let end = prepared.tokens.len().min(token + 5);
        let plain = |i: usize| {
            prepared.tokens[i].is_word()
                && prepared.tokens[i].gap != Gap::Break
                && self.names.at(i).is_none()
                && !role(prepared.lower(i)).any(Role::PREP | Role::AUX | Role::SUB | Role::CONJ)
        };
        let stop = (token + 1..end).find(|i| !plain(*i)).unwrap_or(end);
        let noun = |i: usize| persons::noun(prepared.lower(i));
        let Some(head) = (token + 1..stop).rev().find(|i| noun(*i).is_some()) else { return };
        let kind = match noun(head) {
            Some(Noun::Body) => Kind::Body,
            Some(Noun::Document) => Kind::Document,
            _ => return,
        };
        if head + 1 < stop && prepared.word(head + 1).starts_with(char::is_uppercase) {
            // `the company Ilo Cane`
            return;
        }
        let definite = prepared.lower(token) == "the" && kind == Kind::Body;
        let entity = if definite { self.body(token..head + 1) } else { None };
        let part = self.part(token, head + 1);
        let who = match entity {
            Some(entity) => Who::Entity(entity),
            None => self.new_unnamed(),
        };
        if let Who::Unnamed(number) = who {
            self.printed.insert(number, token..head + 1);
        }
        self.push(Referent { part, ..Referent::new(token, who, kind) });
    }

    /// `the regulator`: the body of that kind that was just spoken of, if no other was.
    fn of_kind(&self, token: usize, noun: &str, modifiers: &[String]) -> Option<usize> {
        let wanted = persons::body_kinds(noun);
        if wanted == 0 {
            return None;
        }
        let best = self.best(token, |referent| {
            let Who::Entity(entity) = referent.who else { return None };
            if self.names.entities[entity].kind != EntityKind::Organization {
                return None;
            }
            let words = &self.names.about[entity].words;
            let kinds = words.iter().fold(0, |all, w| all | persons::body_kinds(w));
            let modified = modifiers.iter().all(|m| words.contains(m));
            let near = referent.part >= Part::Object || referent.speaks;
            match (kinds & wanted != 0, kinds) {
                (true, _) if modified => Some(4),
                (true, _) => Some(2),
                (false, 0) if near && self.may_be(noun) => Some(0),
                _ => None,
            }
        })?;
        match best.who {
            Who::Entity(entity) => Some(entity),
            Who::Unnamed(_) => None,
        }
    }

    /// Whether a body of whose kind nothing is known may be called so.
    fn may_be(&self, noun: &str) -> bool {
        let kinds = persons::body_kinds(noun);
        ["company", "charity", "club", "media"].into_iter().any(|k| kinds & persons::body_kinds(k) != 0)
    }

    /// `the company`: of several the one that the report is about, named far more often than the next.
    fn about(&self, noun: &str, modifiers: &[String]) -> Option<usize> {
        let company = persons::body_kinds(noun) & persons::body_kinds("company") != 0;
        if !modifiers.is_empty() || !company {
            return None;
        }
        let plain = self.spoken_of.iter().filter(|e| {
            let words = &self.names.about[**e].words;
            let kinds = words.iter().fold(0, |all, w| all | persons::body_kinds(w));
            self.names.entities[**e].kind == EntityKind::Organization
                && (kinds == 0 || kinds & persons::body_kinds("company") != 0)
        });
        let mut counted: Vec<(usize, usize)> =
            plain.map(|e| (self.names.entities[*e].mentions.len(), *e)).collect();
        counted.sort_by_key(|(count, e)| (std::cmp::Reverse(*count), *e));
        match counted.as_slice() {
            [(_, one)] => Some(*one),
            [(first, one), (second, _), ..] if *first >= 3 && first >= &(2 * second) => Some(*one),
            _ => None,
        }
    }

    /// The body that `its` stands for.
    fn owner(&self, token: usize) -> Option<usize> {
        let best = self.best(token, |referent| {
            let near = self.narrative[referent.token] + 1 >= self.narrative[token];
            (referent.kind == Kind::Body && near).then_some(0)
        })?;
        match best.who {
            Who::Entity(entity) => Some(entity),
            Who::Unnamed(_) => None,
        }
    }

    /// `a spokeswoman for the station`, `the ministry's spokesman`: the body spoken for.
    pub(super) fn spoken_for(&self, tokens: Range<usize>, head: usize) -> Option<usize> {
        let prepared = self.prepared;
        if prepared.lower(tokens.start) == "its" {
            return self.owner(tokens.start);
        }
        let named = |range: Range<usize>| {
            let from = self.names.first_from(range.start);
            self.names.mentions[from..]
                .iter()
                .take_while(|m| m.name.end <= range.end)
                .map(|m| m.entity)
                .find(|e| self.can_speak(*e) && !self.names.is_person(*e))
        };
        if head > tokens.start {
            // `a council spokeswoman`
            let before = tokens.start + usize::from(role(prepared.lower(tokens.start)).any(Role::DET))..head;
            let told = named(tokens.start..head).or_else(|| self.body(before));
            if told.is_some() {
                return told;
            }
        }
        let preposition = prepared.lower(*(head + 1..tokens.end).collect::<Vec<_>>().first()?);
        if !matches!(preposition, "for" | "of" | "at" | "from") || head + 2 >= tokens.end {
            return None;
        }
        let rest = head + 2..tokens.end;
        let end = head_end(prepared, rest.clone());
        named(rest.start..end).or_else(|| self.body(rest.start..end))
    }

    /// `Kestrel's report`, `a Kestrel memo`: the body whose document it is.
    pub(super) fn author(&self, tokens: Range<usize>, head: usize) -> Option<usize> {
        let from = self.names.first_from(tokens.start);
        let mention = self.names.mentions[from..].first().filter(|m| m.name.end <= head)?;
        let last = mention.name.end;
        let owner = is_possessive(self.prepared.word(last)) || last == head;
        let entity = &self.names.entities[mention.entity];
        let kind = entity.kind;
        // `Hospital memo`: a noun at the head of a line is no name.
        let name = persons::noun(&entity.name.to_lowercase()).is_none();
        (name && owner && kind == EntityKind::Organization).then_some(mention.entity)
    }
}
