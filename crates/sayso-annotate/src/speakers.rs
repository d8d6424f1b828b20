//! Who stands behind each source: names, offices and pronouns led back to the entities of the report.
//!
//! One pass over the text keeps who was spoken of last and in what part: speakers and subjects before objects,
//! near before far, outside of quotations only. Takes a pronoun or an office where one referent is clearly ahead
//! of all others of its number and gender. Leaves it as printed where two are near, where the nearest has no name
//! (`a porter … he`), and inside quotations.

mod body;
mod joint;
mod kind;
mod later;
mod person;
mod pronoun;

use crate::names::{NameMention, Names, head_end, is_possessive};
use crate::statements::tokens_in;
use crate::{Found, Prepared};
use later::Pending;
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons::{self, Gender, Noun};
use sayso_model::{EntityKind, Mention, MentionForm, Source, SourceKind};
use sayso_syntax::{Relation, Tag};
use sayso_text::{Gap, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many referents, or holders of an office, are looked at; keeps the time linear in any text.
const MANY: usize = 30;

/// What somebody gives, and by which he is cited.
const GIVEN: [&str; 10] = [
    "word",
    "words",
    "account",
    "accounts",
    "version",
    "testimony",
    "assertion",
    "assertions",
    "explanation",
    "information",
];

/// What a mention refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Entity(usize),
    /// Someone or something without a name, or several; the number tells them apart.
    Unnamed(usize),
}

/// What kind of thing is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Person,
    Body,
    /// Several.
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

impl Referent {
    fn new(token: usize, who: Who, kind: Kind) -> Referent {
        Referent { token, who, kind, gender: None, part: Part::Subject, speaks: false, anonymous: false }
    }
}

/// How a source was resolved.
#[derive(Clone, Debug, Default)]
struct Resolved {
    entity: Option<usize>,
    /// What it is, where no entity tells.
    kind: Option<SourceKind>,
    form: Option<MentionForm>,
    /// Several entities, the outlet's own by name, or someone without a name as first printed.
    name: Option<String>,
    /// The referent without a name.
    unnamed: Option<usize>,
    /// Whether several are equally likely.
    unsure: bool,
}

impl Resolved {
    fn to(entity: usize, form: MentionForm) -> Resolved {
        Resolved { entity: Some(entity), form: Some(form), ..Resolved::default() }
    }
}

/// Sources of one report, resolved.
pub(crate) struct Speakers {
    by_source: BTreeMap<Vec<Span>, Resolved>,
    /// Persons who are the outlet's own.
    reporters: BTreeSet<usize>,
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
    /// Those without a name, by the noun they were called.
    nouns: BTreeMap<String, usize>,
    /// How those without a name are printed.
    printed: BTreeMap<usize, Range<usize>>,
    /// The tokens that are part of what somebody said.
    told: Vec<bool>,
    /// Several entities that are one referent.
    joint: BTreeMap<usize, Vec<usize>>,
    /// Persons called by an office before they are named.
    pending: Vec<Pending>,
    /// Mentions of persons that are no sources.
    beside: Vec<(Range<usize>, usize, MentionForm)>,
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
        let mut told = vec![false; prepared.tokens.len()];
        for content in found.iter().flat_map(|f| &f.content) {
            told[tokens_in(prepared, *content)].fill(true);
        }
        let mut reading = Reading {
            prepared,
            names,
            narrative,
            paragraph,
            referents: Vec::new(),
            unnamed: 0,
            spoken_of: BTreeSet::new(),
            nouns: BTreeMap::new(),
            printed: BTreeMap::new(),
            told,
            joint: BTreeMap::new(),
            pending: Vec::new(),
            beside: Vec::new(),
        };
        pronoun::bind_genders(prepared, reading.names);
        let mut by_source = BTreeMap::new();
        let (mut mention, mut until) = (0, 0);
        for token in 0..prepared.tokens.len() {
            let named = reading.names.mentions.get(mention).filter(|m| m.name.start == token).cloned();
            while reading.names.mentions.get(mention).is_some_and(|m| m.name.start == token) {
                mention += 1;
            }
            // What stands within a source is no referent of its own: `Ann Lee, who heads the League,`.
            let mut is_source = token < until;
            for source in sources.get(&token).into_iter().flatten() {
                let tokens = tokens_in(prepared, source[0]);
                until = until.max(tokens.end);
                let resolved = reading.source(tokens, source);
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
        for pending in std::mem::take(&mut reading.pending) {
            if let (Some(entity), Some(known)) = (pending.entity, by_source.get_mut(&pending.source)) {
                *known = Resolved::to(entity, MentionForm::Nominal);
            }
        }
        for (spans, resolved) in &by_source {
            if let (Some(entity), Some(form)) = (resolved.entity, resolved.form) {
                reading.names.entities[entity].mentions.push(Mention { span: spans[0], form });
            }
        }
        for (tokens, entity, form) in std::mem::take(&mut reading.beside) {
            reading.names.entities[entity].mentions.push(Mention { span: prepared.span(tokens), form });
        }
        Speakers { by_source, reporters: kind::reporters(prepared, names) }
    }

    /// The source that these spans print.
    pub fn source(&self, prepared: &Prepared<'_>, names: &Names, spans: &[Span]) -> Source {
        let resolved = self.by_source.get(spans).cloned().unwrap_or_default();
        let entity = resolved.entity.map(|e| &names.entities[e]);
        let printed = || {
            let all: Vec<&str> = spans.iter().filter_map(|s| s.slice(prepared.text)).collect();
            all.join(" ")
        };
        let own = entity.is_some_and(|e| {
            kind::is_outlet(prepared, &e.name)
                || e.kind != EntityKind::Person && kind::is_outlet_in_short(prepared, spans)
        }) || resolved.entity.is_some_and(|e| self.reporters.contains(&e));
        let kind = if own { Some(SourceKind::Outlet) } else { resolved.kind };
        let kind = kind.or(entity.map(|_| SourceKind::Named));
        let (role, affiliation) = kind::role_and_affiliation(prepared, names, resolved.entity, spans);
        Source {
            spans: spans.to_vec(),
            entity: entity.map(|e| e.id),
            name: Some(entity.map(|e| e.name.clone()).or(resolved.name).unwrap_or_else(printed)),
            anonymous: kind == Some(SourceKind::Anonymous),
            kind,
            role,
            affiliation,
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
        // `By Ann Lee, Political Editor`: who writes it is not who it is about.
        let prepared = self.prepared;
        let by =
            mention.full.start.checked_sub(1).is_some_and(|i| {
                prepared.lower(i) == "by" && (i == 0 || prepared.tokens[i].gap == Gap::Break)
            });
        let closed = prepared.tokens.get(mention.full.end).is_none_or(|next| {
            next.gap == Gap::Break || matches!(prepared.word(mention.full.end), "," | "and" | "|" | "in")
        });
        if by && closed {
            return;
        }
        self.later_named(mention);
        let part = self.part(mention.full.start, mention.name.end);
        self.push(Referent { part, ..Referent::new(mention.name.start, Who::Entity(mention.entity), kind) });
    }

    /// A pronoun or a nominal for a person that is no source.
    fn other(&mut self, token: usize) {
        let lower = self.prepared.lower(token);
        if matches!(lower, "he" | "she") {
            let resolved = self.pronoun(token);
            self.keep_pronoun(token, &resolved, false);
            self.also(token..token + 1, resolved.entity, MentionForm::Pronoun);
            return;
        }
        if matches!(lower, "his" | "him" | "her") {
            let resolved = self.pronoun_beside(token);
            self.also(token..token + 1, resolved.entity, MentionForm::Pronoun);
            return;
        }
        if matches!(lower, "the" | "a" | "an") && !self.nominal_beside(token) {
            self.thing_beside(token);
        }
    }

    /// Notes a mention of a person that is no source.
    fn also(&mut self, tokens: Range<usize>, entity: Option<usize>, form: MentionForm) {
        if let Some(entity) = entity.filter(|e| self.names.is_person(*e)) {
            self.beside.push((tokens, entity, form));
        }
    }

    /// Notes a referent, unless it speaks inside of what another says: no later pronoun outside means one in a
    /// quotation, nor one without a name in a report of speech.
    fn push(&mut self, referent: Referent) {
        let nameless = matches!(referent.who, Who::Unnamed(_));
        let inner = referent.speaks && nameless && self.told[referent.token];
        if self.prepared.quoted[referent.token].is_some() || inner {
            return;
        }
        if let Who::Entity(entity) = referent.who {
            self.spoken_of.insert(entity);
        }
        self.referents.push(referent);
    }

    /// The number of a new referent without a name.
    fn new_unnamed(&mut self) -> Who {
        self.unnamed += 1;
        Who::Unnamed(self.unnamed)
    }

    /// The part of a phrase in its sentence: by the tree, where there is one, else from the words beside it.
    fn part(&self, start: usize, end: usize) -> Part {
        self.part_in_tree(start, end).unwrap_or_else(|| self.part_by_words(start, end))
    }

    /// A subject within a relative clause is no more than an object: what the sentence is about stands outside.
    fn part_in_tree(&self, start: usize, end: usize) -> Option<Part> {
        let (base, tree) = self.prepared.tree_of(start)?;
        let nodes = tree.nodes();
        let own = start - base..(end - base).min(nodes.len());
        let mut at = own.clone().find(|i| nodes[*i].head.is_none_or(|h| !own.contains(&h)))?;
        for _ in 0..own.len() + MANY {
            let node = nodes[at];
            let head = node.head;
            return Some(match (node.relation, head) {
                (Relation::Apposition | Relation::Conjunct, Some(head)) => {
                    at = head;
                    continue;
                }
                (Relation::Compound | Relation::NounModifier | Relation::Possessive, _) => Part::Owner,
                (Relation::PrepositionObject, _) => Part::Oblique,
                (Relation::Subject | Relation::SubjectPassive, Some(verb)) => {
                    let inner = matches!(nodes[verb].relation, Relation::RelativeClause);
                    if inner { Part::Object } else { Part::Subject }
                }
                (Relation::Root, _) => Part::Subject,
                _ => Part::Object,
            });
        }
        None
    }

    /// The same from the words beside it.
    fn part_by_words(&self, start: usize, end: usize) -> Part {
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
    fn source(&mut self, tokens: Range<usize>, spans: &[Span]) -> Resolved {
        let prepared = self.prepared;
        let first = prepared.lower(tokens.start);
        // `according to the words of Ann Lee`: she says so.
        if tokens.len() > 3
            && first == "the"
            && GIVEN.contains(&prepared.lower(tokens.start + 1))
            && prepared.lower(tokens.start + 2) == "of"
        {
            return self.source(tokens.start + 3..tokens.end, spans);
        }
        if let Some(resolved) = self.outlet(tokens.clone()) {
            return resolved;
        }
        if tokens.len() == 1 && prepared.quoted[tokens.start].is_none() {
            if matches!(
                first,
                "he" | "she"
                    | "it"
                    | "they"
                    | "who"
                    | "which"
                    | "his"
                    | "her"
                    | "him"
                    | "its"
                    | "their"
                    | "them"
            ) {
                let resolved = match first {
                    "he" | "she" | "his" | "her" | "him" => self.pronoun(tokens.start),
                    "it" | "its" => self.it(tokens.start),
                    "they" | "their" | "them" => self.they(tokens.start),
                    _ => self.relative(tokens.start),
                };
                self.keep_pronoun(tokens.start, &resolved, true);
                return resolved;
            }
            if role(first).any(Role::PRON) {
                return Resolved::default();
            }
        }
        if let Some(resolved) = self.several(tokens.clone()) {
            return resolved;
        }
        let speaks =
            |e: &usize| self.can_speak(*e) && (self.names.is_person(*e) || !self.person_of(tokens.clone()));
        if let Some(entity) = self.names.named(prepared, tokens.clone()).filter(speaks) {
            if let Some(mention) = self.mention_in(entity, tokens.clone()) {
                self.later_named(&mention);
            }
            let kind = if self.names.is_person(entity) { Kind::Person } else { Kind::Body };
            if let Some(country) = self.names.capitals.get(&entity).copied() {
                // `Karst denied it`: the government, not the town.
                let referent = Referent::new(tokens.start, Who::Entity(country), kind);
                self.push(Referent { speaks: true, ..referent });
                return Resolved::to(country, MentionForm::Nominal);
            }
            self.push(Referent { speaks: true, ..Referent::new(tokens.start, Who::Entity(entity), kind) });
            let kind = kind::is_own(prepared, tokens).then_some(SourceKind::Outlet);
            return Resolved { entity: Some(entity), kind, ..Resolved::default() };
        }
        self.nominal(tokens, spans)
    }

    fn mention_in(&self, entity: usize, tokens: Range<usize>) -> Option<NameMention> {
        let from = self.names.first_from(tokens.start);
        let mut inside = self.names.mentions[from..].iter().take_while(|m| m.name.start < tokens.end);
        inside.find(|m| m.entity == entity).cloned()
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

    /// `one of them`, `the other`: one of several who spoke last and whose names are withheld.
    fn is_part_of_anonymous(&self, tokens: Range<usize>) -> bool {
        let words: Vec<&str> = tokens.take(4).map(|i| self.prepared.lower(i)).collect();
        let part = match words[..] {
            ["the", "other" | "others" | "second" | "third"] | ["the", "other", "," | "two" | "who", ..] => {
                true
            }
            ["another" | "both"] => true,
            ["one" | "two" | "another" | "some" | "both" | "neither", "of", "them" | "those" | "the", ..] => {
                matches!(
                    words.get(3).copied().unwrap_or("two"),
                    "two" | "three" | "four" | "pair" | "," | "who"
                )
            }
            _ => false,
        };
        let last =
            self.referents.iter().rev().find(|r| r.speaks && matches!(r.kind, Kind::Group | Kind::Person));
        part && last.is_some_and(|r| r.anonymous)
    }

    /// `agencies`, `lawmakers`, by the tags of the tree.
    fn is_plural(&self, token: usize) -> bool {
        let tree = self.prepared.tree_of(token);
        let tag = tree.and_then(|(base, tree)| tree.nodes().get(token - base).map(|n| n.tag));
        matches!(tag, Some(Tag::Nouns | Tag::Names))
    }

    /// A source that is neither a name nor a pronoun.
    fn nominal(&mut self, tokens: Range<usize>, spans: &[Span]) -> Resolved {
        let prepared = self.prepared;
        let end = head_end(prepared, tokens.clone());
        let Some(head) = end.checked_sub(1).filter(|i| *i >= tokens.start) else {
            return Resolved::default();
        };
        let lower = prepared.lower(head);
        let noun = match head.checked_sub(1).filter(|before| *before >= tokens.start) {
            Some(before) => persons::noun_after(prepared.lower(before), lower),
            None => persons::noun(lower),
        };
        let anonymous =
            self.names.is_anonymous(prepared, tokens.clone()) || self.is_part_of_anonymous(tokens.clone());
        // `its counsel`
        let voice =
            prepared.lower(tokens.start) == "its" && matches!(lower, "counsel" | "lawyer" | "lawyers");
        let entity = if anonymous {
            None
        } else if persons::speaks_for(lower) || voice {
            self.office(tokens.start..end).or_else(|| self.spoken_for(tokens.clone(), head))
        } else {
            match noun {
                Some(Noun::Body) => self.body(tokens.start..end),
                Some(Noun::Group) => None,
                Some(Noun::Document) => self.author(tokens.clone(), head),
                _ => self.person(tokens.clone(), end),
            }
        };
        let kind = match noun {
            Some(Noun::Body) => Kind::Body,
            Some(Noun::Group) => Kind::Group,
            Some(Noun::Document) => Kind::Document,
            Some(Noun::Person(_)) => Kind::Person,
            None if self.is_plural(head) => Kind::Group,
            None => Kind::Person,
        };
        let gender = persons::gender_of_noun(lower);
        if let Some(entity) = entity {
            // A body's voice is referred to as a person: `a spokeswoman … she`.
            let person = self.names.is_person(entity) || persons::speaks_for(lower);
            let kind = if person { Kind::Person } else { Kind::Body };
            let referent = Referent::new(tokens.start, Who::Entity(entity), kind);
            self.push(Referent { gender, speaks: true, ..referent });
            return Resolved::to(entity, MentionForm::Nominal);
        }
        let who = match self.nouns.get(persons::office(lower)).filter(|_| kind == Kind::Person && !anonymous)
        {
            Some(known) => Who::Unnamed(*known),
            None => self.new_unnamed(),
        };
        if let Who::Unnamed(number) = who {
            self.nouns.insert(persons::office(lower).to_string(), number);
            self.printed.entry(number).or_insert(tokens.start..end);
            self.wait(number, tokens.clone(), head, spans);
        }
        let referent = Referent::new(tokens.start, who, kind);
        self.push(Referent { gender, speaks: true, anonymous, ..referent });
        let kind = kind::of_nominal(prepared, tokens, head, noun, anonymous);
        Resolved { kind, ..Resolved::default() }
    }
}
