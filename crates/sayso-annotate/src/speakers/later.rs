//! Persons who are called by what they are before they are named: `The defence secretary … . Ann Lee said …`.

use super::{Reading, Referent, Who};
use crate::names::NameMention;
use sayso_lexicon::persons::{self, Gender, Noun};
use sayso_text::Span;
use std::ops::Range;

/// How far ahead a name is looked for, in sentences with words outside of quotations.
const FAR: u32 = 3;

/// Nouns for what was said.
const REMARKS: [&str; 14] = [
    "remarks",
    "remark",
    "comments",
    "comment",
    "statement",
    "statements",
    "words",
    "announcement",
    "warning",
    "speech",
    "threat",
    "threats",
    "message",
    "call",
];

/// A source that waits for its name.
#[derive(Debug)]
pub(super) struct Pending {
    pub source: Vec<Span>,
    /// The number of the referent without a name.
    number: usize,
    token: usize,
    gender: Option<Gender>,
    /// Who it turned out to be.
    pub entity: Option<usize>,
}

impl Reading<'_> {
    /// Keeps a definite noun for one person, in the hope that the name follows.
    pub(super) fn wait(&mut self, number: usize, tokens: Range<usize>, head: usize, spans: &[Span]) {
        let lower = self.prepared.lower(head);
        let first = self.prepared.lower(tokens.start);
        let owned = tokens.clone().take(6).any(|i| matches!(self.prepared.word(i), "'s" | "’s"));
        let Some(Noun::Person(gender)) = persons::noun(lower) else { return };
        if (first == "the" || owned) && persons::is_unique_office(lower) {
            self.pending.push(Pending {
                source: spans.to_vec(),
                number,
                token: tokens.start,
                gender,
                entity: None,
            });
        }
    }

    /// A person named without a word on who it is, right after somebody was called by an office; or one whose remarks
    /// they were.
    pub(super) fn later_named(&mut self, mention: &NameMention) {
        let Some(pending) = self.pending.iter().rposition(|p| p.entity.is_none()) else { return };
        let (entity, here) = (mention.entity, mention.full.start);
        let about = &self.names.about[entity];
        let Pending { number, token, gender, .. } = self.pending[pending];
        let near = self.narrative[here] <= self.narrative[token] + FAR;
        let fits = gender.is_none() || about.gender.is_none() || about.gender == gender;
        // Whom somebody speaks of is not he who speaks: `the army chief mocked them, saying Lee lacked the courage`.
        let new = !self.spoken_of.contains(&entity) && !self.told[here];
        if !self.names.is_person(entity) || !near || !fits || !new {
            return;
        }
        // `James Slack, Lee's spokesman,` tells who he is.
        let end = mention.name.end;
        let told = self.prepared.tokens.get(end).is_some_and(|_| self.prepared.word(end) == ",");
        if (about.heads.is_empty() && !told && self.is_subject(mention)) || self.is_remark(here) {
            self.pending[pending].entity = Some(entity);
            for referent in self.referents.iter_mut().filter(|r| r.who == Who::Unnamed(number)) {
                *referent = Referent { who: Who::Entity(entity), ..*referent };
            }
        }
    }

    fn is_subject(&self, mention: &NameMention) -> bool {
        self.part(mention.full.start, mention.name.end) == super::Part::Subject
    }

    /// `the remarks by Ann Lee`
    fn is_remark(&self, token: usize) -> bool {
        let word = |back: usize| token.checked_sub(back).map_or("", |i| self.prepared.lower(i));
        matches!(word(1), "by" | "of" | "from") && REMARKS.contains(&word(2))
    }
}
