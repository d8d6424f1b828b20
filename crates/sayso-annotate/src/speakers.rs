//! Who stands behind each source: names, offices and pronouns led back to the entities of the report.
//!
//! One pass over the text keeps who was spoken of last and in what part: speakers and subjects before objects,
//! near before far, outside of quotations only. Takes a pronoun or an office where one referent is clearly ahead
//! of all others of its number and gender. Leaves it as printed where two are near, where the nearest has no name
//! (`a porter … he`), and inside quotations.

mod pronoun;

use crate::grammar::{Role, role};
use crate::names::{NameMention, Names, head_end, is_generic_body, is_possessive};
use crate::persons::{self, Gender, Noun};
use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_model::{EntityKind, Mention, MentionForm, Source};
use sayso_text::{Gap, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many referents, or holders of an office, are looked at; keeps the time linear in any text.
const MANY: usize = 30;

/// What a mention refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Entity(usize),
    /// Someone or something without a name; the number tells them apart.
    Unnamed(usize),
}

/// What kind of thing is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Person,
    Body,
    /// Several, without a name.
    Group,
    Document,
}

/// Its part in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Owner,
    Oblique,
    Object,
    Subject,
}

/// One mention, in text order.
#[derive(Clone, Copy, Debug)]
struct Referent {
    token: usize,
    who: Who,
    kind: Kind,
    gender: Option<Gender>,
    part: Part,
    speaks: bool,
    anonymous: bool,
}

/// How a source was resolved.
#[derive(Clone, Copy, Debug, Default)]
struct Resolved {
    entity: Option<usize>,
    anonymous: bool,
    form: Option<MentionForm>,
}

/// Sources of one report, resolved.
pub(crate) struct Speakers {
    by_source: BTreeMap<Vec<Span>, Resolved>,
}

struct Reading<'p> {
    prepared: &'p Prepared<'p>,
    names: &'p mut Names,
    /// The sentence of each token, counted over sentences with words outside of quotations.
    narrative: Vec<u32>,
    paragraph: Vec<u32>,
    referents: Vec<Referent>,
    unnamed: usize,
    /// The entities among the referents.
    spoken_of: BTreeSet<usize>,
}

impl Speakers {
    /// Resolves the sources of what was found.
    pub fn new(prepared: &Prepared<'_>, names: &mut Names, found: &[Found]) -> Speakers {
        let mut sources: BTreeMap<usize, Vec<&Vec<Span>>> = BTreeMap::new();
        for source in found.iter().map(|f| &f.source) {
            let Some(first) = source.first() else { continue };
            let tokens = tokens_in(prepared, *first);
            if !tokens.is_empty() {
                let at = sources.entry(tokens.start).or_default();
                if !at.contains(&source) {
                    at.push(source);
                }
            }
        }
        let (narrative, paragraph) = places(prepared);
        let mut reading = Reading {
            prepared,
            names,
            narrative,
            paragraph,
            referents: Vec::new(),
            unnamed: 0,
            spoken_of: BTreeSet::new(),
        };
        pronoun::bind_genders(prepared, reading.names);
        let mut by_source = BTreeMap::new();
        let mut mention = 0;
        for token in 0..prepared.tokens.len() {
            let named = reading.names.mentions.get(mention).filter(|m| m.name.start == token).cloned();
            while reading.names.mentions.get(mention).is_some_and(|m| m.name.start == token) {
                mention += 1;
            }
            let mut is_source = false;
            for source in sources.get(&token).into_iter().flatten() {
                let tokens = tokens_in(prepared, source[0]);
                let resolved = reading.source(tokens);
                by_source.insert((*source).clone(), resolved);
                is_source = true;
            }
            if is_source || prepared.quoted[token].is_some() {
                continue;
            }
            match named {
                Some(named) => reading.name(&named),
                None => reading.other(token),
            }
        }
        for (spans, resolved) in &by_source {
            if let (Some(entity), Some(form)) = (resolved.entity, resolved.form) {
                reading.names.entities[entity].mentions.push(Mention { span: spans[0], form });
            }
        }
        Speakers { by_source }
    }

    /// The source that these spans print.
    pub fn source(&self, prepared: &Prepared<'_>, names: &Names, spans: &[Span]) -> Source {
        let resolved = self.by_source.get(spans).copied().unwrap_or_default();
        let entity = resolved.entity.map(|e| &names.entities[e]);
        let printed: Vec<&str> = spans.iter().filter_map(|s| s.slice(prepared.text)).collect();
        Source {
            spans: spans.to_vec(),
            entity: entity.map(|e| e.id),
            name: Some(entity.map_or_else(|| printed.join(" "), |e| e.name.clone())),
            anonymous: resolved.anonymous,
            ..Source::default()
        }
    }
}

/// For each token the number of its sentence, among those that are not wholly quoted, and of its paragraph.
fn places(prepared: &Prepared<'_>) -> (Vec<u32>, Vec<u32>) {
    let count = prepared.tokens.len();
    let (mut narrative, mut paragraph) = (vec![0; count], vec![0; count]);
    let (mut sentence_no, mut paragraph_no) = (0, 0);
    for sentence in &prepared.sentences {
        let own =
            sentence.tokens.clone().any(|i| prepared.quoted[i].is_none() && prepared.tokens[i].is_word());
        sentence_no += u32::from(own);
        for i in sentence.tokens.clone() {
            paragraph_no += u32::from(prepared.tokens[i].gap == Gap::Break);
            narrative[i] = sentence_no;
            paragraph[i] = paragraph_no;
        }
    }
    (narrative, paragraph)
}

impl Reading<'_> {
    /// A name that is no source.
    fn name(&mut self, mention: &NameMention) {
        let kind = match self.names.entities[mention.entity].kind {
            EntityKind::Person => Kind::Person,
            EntityKind::Organization | EntityKind::Place => Kind::Body,
            _ => return,
        };
        let part = self.part(mention.full.start, mention.name.end);
        self.push(mention.name.start, Who::Entity(mention.entity), kind, part, None, false, false);
    }

    /// A pronoun or a nominal for a person that is no source.
    fn other(&mut self, token: usize) {
        let lower = self.prepared.lower(token);
        if matches!(lower, "he" | "she") {
            let resolved = self.pronoun(token);
            self.keep_pronoun(token, resolved, false);
            return;
        }
        if !matches!(lower, "the" | "a" | "an") {
            return;
        }
        // `the driver`, `a senior nurse`: up to three words before the noun.
        let end = self.prepared.tokens.len().min(token + 5);
        let mut head = None;
        for i in token + 1..end {
            let word = self.prepared.lower(i);
            if !self.prepared.tokens[i].is_word()
                || self.prepared.tokens[i].gap == Gap::Break
                || role(word).any(Role::PREP | Role::AUX | Role::SUB | Role::CONJ)
            {
                break;
            }
            if self.names.at(i).is_some() {
                // A title before a name.
                return;
            }
            if persons::is_person(word) {
                head = Some(i);
            } else if head.is_some() {
                break;
            }
        }
        let Some(head) = head else { return };
        // `the director, Ann Lee,`: the name will tell.
        let after = head + 1;
        let apposed = (after..self.prepared.tokens.len().min(head + 14))
            .take_while(|i| !matches!(self.prepared.word(*i), "." | ";"))
            .find_map(|i| self.names.at(i))
            .is_some_and(|m| self.names.is_person(m.entity) && m.full.start <= token);
        if apposed {
            return;
        }
        let tokens = token..head + 1;
        let entity = if lower == "the" { self.office(tokens.clone()) } else { None };
        let part = self.part(token, head + 1);
        let gender = persons::gender_of_noun(self.prepared.lower(head));
        match entity {
            Some(entity) => self.push(token, Who::Entity(entity), Kind::Person, part, gender, false, false),
            None => self.push_unnamed(token, Kind::Person, part, gender, false, false),
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        token: usize,
        who: Who,
        kind: Kind,
        part: Part,
        gender: Option<Gender>,
        speaks: bool,
        anonymous: bool,
    ) {
        if let Who::Entity(entity) = who {
            self.spoken_of.insert(entity);
        }
        self.referents.push(Referent { token, who, kind, gender, part, speaks, anonymous });
    }

    fn push_unnamed(
        &mut self,
        token: usize,
        kind: Kind,
        part: Part,
        gender: Option<Gender>,
        speaks: bool,
        anonymous: bool,
    ) {
        self.unnamed += 1;
        self.push(token, Who::Unnamed(self.unnamed), kind, part, gender, speaks, anonymous);
    }

    /// The part of a phrase in its sentence, from the words beside it.
    fn part(&self, start: usize, end: usize) -> Part {
        let prepared = self.prepared;
        if prepared.tokens.get(end).is_some_and(|_| is_possessive(prepared.word(end))) {
            return Part::Owner;
        }
        let Some(before) = start.checked_sub(1).filter(|_| prepared.tokens[start].gap != Gap::Break) else {
            return Part::Subject;
        };
        let mut before = before;
        if role(prepared.lower(before)).any(Role::DET | Role::POSS) && before > 0 {
            before -= 1;
        }
        let lower = prepared.lower(before);
        if role(lower).any(Role::PREP) && !matches!(lower, "because" | "before" | "after" | "since" | "until")
        {
            return Part::Oblique;
        }
        let mark = !prepared.tokens[before].is_word();
        let opens = mark || role(lower).any(Role::CONJ | Role::SUB);
        if opens
            && prepared.sentences.get(self.sentence(start)).is_some_and(|s| {
                // The first mention of the sentence, or the first after a mark.
                s.tokens.contains(&start)
            })
        {
            return Part::Subject;
        }
        Part::Object
    }

    fn sentence(&self, token: usize) -> usize {
        self.prepared.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// Resolves a source, and notes who spoke.
    fn source(&mut self, tokens: Range<usize>) -> Resolved {
        let prepared = self.prepared;
        let first = prepared.lower(tokens.start);
        if tokens.len() == 1 && prepared.quoted[tokens.start].is_none() {
            if matches!(first, "he" | "she" | "it" | "they" | "who" | "which") {
                let resolved = match first {
                    "he" | "she" => self.pronoun(tokens.start),
                    "it" => self.it(tokens.start),
                    "they" => self.they(tokens.start),
                    _ => self.relative(tokens.start),
                };
                self.keep_pronoun(tokens.start, resolved, true);
                return resolved;
            }
            if role(first).any(Role::PRON) {
                return Resolved::default();
            }
        }
        let speaks =
            |e: &usize| self.can_speak(*e) && (self.names.is_person(*e) || !self.person_of(tokens.clone()));
        if let Some(entity) = self.names.named(prepared, tokens.clone()).filter(speaks) {
            let kind = if self.names.is_person(entity) { Kind::Person } else { Kind::Body };
            self.push(tokens.start, Who::Entity(entity), kind, Part::Subject, None, true, false);
            return Resolved { entity: Some(entity), ..Resolved::default() };
        }
        self.nominal(tokens)
    }

    /// `the secretary of defence of the Republic`: a person, whatever body is named behind.
    fn person_of(&self, tokens: Range<usize>) -> bool {
        let head = head_end(self.prepared, tokens.clone()).checked_sub(1).filter(|i| *i >= tokens.start);
        let followed = |i: usize| i + 1 < tokens.end && self.prepared.lower(i + 1) == "of";
        head.is_some_and(|i| {
            followed(i) && matches!(persons::noun(self.prepared.lower(i)), Some(Noun::Person(_)))
        })
    }

    fn can_speak(&self, entity: usize) -> bool {
        matches!(
            self.names.entities[entity].kind,
            EntityKind::Person | EntityKind::Organization | EntityKind::Place
        )
    }

    fn nominal(&mut self, tokens: Range<usize>) -> Resolved {
        let prepared = self.prepared;
        let end = head_end(prepared, tokens.clone());
        let Some(head) = end.checked_sub(1).filter(|i| *i >= tokens.start) else {
            return Resolved::default();
        };
        let lower = prepared.lower(head);
        let anonymous = self.names.is_anonymous(prepared, tokens.clone());
        let noun = persons::noun(lower);
        let entity = if anonymous {
            None
        } else if persons::speaks_for(lower) {
            self.office(tokens.start..end).or_else(|| self.spoken_for(tokens.clone(), head))
        } else {
            match noun {
                Some(Noun::Body) => self.body(tokens.start..end),
                Some(Noun::Group) => None,
                Some(Noun::Document) => self.author(tokens.clone(), head),
                _ => self.office(tokens.start..end),
            }
        };
        let kind = match noun {
            Some(Noun::Body) => Kind::Body,
            Some(Noun::Group) => Kind::Group,
            Some(Noun::Document) => Kind::Document,
            _ => Kind::Person,
        };
        let gender = persons::gender_of_noun(lower);
        match entity {
            Some(entity) => {
                // A body's voice is referred to as a person: `a spokeswoman … she`.
                let kind = if self.names.is_person(entity) || persons::speaks_for(lower) {
                    Kind::Person
                } else {
                    Kind::Body
                };
                self.push(tokens.start, Who::Entity(entity), kind, Part::Subject, gender, true, false);
                Resolved { entity: Some(entity), anonymous: false, form: Some(MentionForm::Nominal) }
            }
            None => {
                self.push_unnamed(tokens.start, kind, Part::Subject, gender, true, anonymous);
                Resolved { entity: None, anonymous, form: None }
            }
        }
    }

    /// `the minister`, `the Iranian chief diplomat`: the one person called so.
    fn office(&self, tokens: Range<usize>) -> Option<usize> {
        let prepared = self.prepared;
        let head = tokens.end.checked_sub(1).filter(|i| *i >= tokens.start)?;
        let office = persons::office(prepared.lower(head));
        let modifiers: Vec<String> = (tokens.start..head)
            .filter(|i| {
                let lower = prepared.lower(*i);
                prepared.tokens[*i].is_word()
                    && !is_possessive(lower)
                    && !role(lower).any(Role::DET | Role::POSS)
            })
            .map(|i| prepared.word(i).to_lowercase())
            .collect();
        let first = prepared.lower(tokens.start);
        // `her lawyer`, `another minister`: somebody else than the one who was named so.
        let owned = tokens.clone().any(|i| is_possessive(prepared.word(i)));
        if matches!(first, "a" | "an" | "another" | "one" | "some" | "any" | "every" | "no")
            || role(first).any(Role::POSS)
        {
            return None;
        }
        let gender = persons::gender_of_noun(prepared.lower(head));
        let fits = |e: &usize| {
            let about = &self.names.about[*e];
            gender.is_none() || about.gender.is_none() || about.gender == gender
        };
        let mut holders: Vec<usize> =
            self.names.heads.get(office).into_iter().flatten().copied().filter(fits).collect();
        if holders.len() > 1 && !modifiers.is_empty() {
            let exact: Vec<usize> = holders
                .iter()
                .copied()
                .filter(|e| modifiers.iter().all(|m| self.names.about[*e].words.contains(m)))
                .collect();
            if !exact.is_empty() {
                holders = exact;
            }
        }
        // Other words than those printed of the only holder may mean another: `the former minister`.
        holders.retain(|e| {
            let words = &self.names.about[*e].words;
            !modifiers.iter().any(|m| {
                matches!(
                    m.as_str(),
                    "former" | "deputy" | "vice" | "acting" | "new" | "other" | "second" | "rival"
                ) && !words.contains(m)
            })
        });
        // `Iran's army chief` needs more than the noun.
        holders.retain(|e| !owned || modifiers.iter().any(|m| self.names.about[*e].words.contains(m)));
        match holders.as_slice() {
            [one] => Some(*one),
            [] => None,
            several => self.last_of(tokens.start, several),
        }
    }

    /// Of several, the one mentioned last, when no other was since long before.
    fn last_of(&self, token: usize, several: &[usize]) -> Option<usize> {
        let mut latest: Vec<(usize, usize)> = several
            .iter()
            .take(MANY)
            .filter_map(|e| {
                self.referents
                    .iter()
                    .rev()
                    .take(MANY)
                    .find(|r| r.who == Who::Entity(*e))
                    .map(|r| (r.token, *e))
            })
            .collect();
        latest.sort_unstable_by(|a, b| b.cmp(a));
        let (at, entity) = *latest.first()?;
        let near = self.narrative[token] <= self.narrative[at] + 2;
        let other = latest.get(1).is_some_and(|(other, _)| self.narrative[*other] + 1 >= self.narrative[at]);
        (near && !other).then_some(entity)
    }

    /// `the ministry`: the one body whose name has that noun.
    fn body(&self, tokens: Range<usize>) -> Option<usize> {
        let prepared = self.prepared;
        let head = tokens.end.checked_sub(1).filter(|i| *i >= tokens.start)?;
        let noun = prepared.word(head).to_lowercase();
        let first = prepared.lower(tokens.start);
        if role(first).any(Role::POSS)
            || matches!(first, "a" | "an" | "another" | "one" | "any" | "no" | "every")
        {
            return None;
        }
        let modifiers: Vec<String> = (tokens.start..head)
            .filter(|i| {
                let lower = prepared.lower(*i);
                prepared.tokens[*i].is_word() && !is_possessive(lower) && !role(lower).any(Role::DET)
            })
            .map(|i| prepared.word(i).to_lowercase())
            .collect();
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
        if modifiers.len() > 1
            || !is_generic_body(&noun)
            || !matches!(
                noun.as_str(),
                "company"
                    | "firm"
                    | "club"
                    | "group"
                    | "bank"
                    | "agency"
                    | "organisation"
                    | "organization"
                    | "maker"
                    | "manufacturer"
                    | "chain"
            )
        {
            return None;
        }
        // `the company`: the body spoken of before that is not of another kind by its name.
        let plain = self.spoken_of.iter().filter(|e| {
            let words = &self.names.about[**e].words;
            self.names.entities[**e].kind == EntityKind::Organization
                && !words.iter().any(|w| persons::noun(w) == Some(Noun::Body) && !is_generic_body(w))
        });
        let mut counted: Vec<(usize, usize)> =
            plain.map(|e| (self.names.entities[*e].mentions.len(), *e)).collect();
        counted.sort_by_key(|(count, e)| (std::cmp::Reverse(*count), *e));
        // Of several the one that the report is about: named far more often than the next.
        match counted.as_slice() {
            [(_, one)] => Some(*one),
            [(first, one), (second, _), ..] if *first >= 3 && first >= &(2 * second) => Some(*one),
            _ => None,
        }
    }

    /// `a spokeswoman for the station`, `the ministry's spokesman`: the body spoken for.
    fn spoken_for(&self, tokens: Range<usize>, head: usize) -> Option<usize> {
        let prepared = self.prepared;
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
    fn author(&self, tokens: Range<usize>, head: usize) -> Option<usize> {
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
