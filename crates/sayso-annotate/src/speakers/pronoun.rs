//! Pronouns led back to the referent that is clearly ahead of the others.

use super::kind;
use super::{Kind, MANY, Part, Reading, Referent, Resolved, Who};
use crate::Prepared;
use crate::names::Names;
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons::{self, Gender, Noun};
use sayso_model::{EntityKind, MentionForm, SourceKind};
use sayso_syntax::Relation;
use std::collections::BTreeMap;

/// How far back a referent is looked for, in sentences with words outside of quotations.
const FAR: u32 = 4;
/// How many tokens a name has at most.
const LONGEST_NAME: usize = 5;
/// How far ahead of the second the first must be.
const AHEAD: i32 = 1;

/// Gives persons the gender that the text binds to them: the pronouns of sentences that name one person alone.
pub(super) fn bind_genders(prepared: &Prepared<'_>, names: &mut Names) {
    let mut votes: BTreeMap<usize, [u32; 2]> = BTreeMap::new();
    let mut alone: Option<usize> = None;
    for sentence in &prepared.sentences {
        let from = names.first_from(sentence.tokens.start);
        let mut one: Option<usize> = None;
        let mut several = false;
        let mut first = sentence.tokens.end;
        for mention in names.mentions[from..].iter().take_while(|m| m.name.start < sentence.tokens.end) {
            if !names.is_person(mention.entity) || prepared.quoted[mention.name.start].is_some() {
                continue;
            }
            several |= one.is_some_and(|e| e != mention.entity);
            one = one.or(Some(mention.entity));
            first = first.min(mention.name.start);
        }
        let other = sentence
            .tokens
            .clone()
            .any(|i| prepared.quoted[i].is_none() && i < first && persons::is_person(prepared.lower(i)));
        let mut told: Option<Gender> = None;
        let mut mixed = false;
        let mut opening = false;
        for i in sentence.tokens.clone().filter(|i| prepared.quoted[*i].is_none()) {
            let Some(gender) = persons::gender_of_pronoun(prepared.lower(i)) else { continue };
            if one.is_some() && i < first {
                continue;
            }
            opening |= told.is_none() && matches!(prepared.lower(i), "he" | "she");
            mixed |= told.is_some_and(|g| g != gender);
            told = told.or(Some(gender));
        }
        let whom = if one.is_some() { one.filter(|_| !several && !other) } else { alone.filter(|_| opening) };
        if let (Some(entity), Some(gender), false) = (whom, told, mixed) {
            votes.entry(entity).or_default()[gender as usize] += 1;
        }
        let own =
            sentence.tokens.clone().any(|i| prepared.quoted[i].is_none() && prepared.tokens[i].is_word());
        if own {
            alone = one.filter(|_| !several).or_else(|| alone.filter(|_| one.is_none() && opening));
        }
    }
    for (entity, [man, woman]) in votes {
        let about = &mut names.about[entity];
        if about.gender.is_none() && man != woman && man.min(woman) * 3 <= man.max(woman) {
            about.gender = Some(if man > woman { Gender::Man } else { Gender::Woman });
        }
    }
}

impl Reading<'_> {
    /// Notes what a pronoun refers to.
    pub(super) fn keep_pronoun(&mut self, token: usize, resolved: &Resolved, speaks: bool) {
        let lower = self.prepared.lower(token);
        let gender = persons::gender_of_pronoun(lower);
        let kind = match lower {
            "it" | "its" | "which" => Kind::Body,
            "they" | "their" | "them" => Kind::Group,
            _ => Kind::Person,
        };
        let who = match resolved.entity {
            Some(entity) => {
                if let (Some(gender), true) = (gender, self.names.is_person(entity)) {
                    self.names.about[entity].gender.get_or_insert(gender);
                }
                Who::Entity(entity)
            }
            None => match resolved.unnamed {
                Some(number) => Who::Unnamed(number),
                // It is one of those spoken of, and cannot be told which: no further one.
                None if resolved.unsure => return,
                None => self.new_unnamed(),
            },
        };
        let anonymous = resolved.kind == Some(SourceKind::Anonymous);
        self.push(Referent { gender, speaks, anonymous, ..Referent::new(token, who, kind) });
    }

    pub(super) fn gender(&self, referent: &Referent) -> Option<Gender> {
        match referent.who {
            Who::Entity(e) if self.names.is_person(e) => self.names.about[e].gender.or(referent.gender),
            _ => referent.gender,
        }
    }

    /// A first name in -a that is not known for a man's: likely, not certain.
    fn sounds_like_a_woman(&self, referent: &Referent) -> bool {
        let Who::Entity(entity) = referent.who else { return false };
        let name = &self.names.entities[entity].name;
        name.split_once(' ').is_some_and(|(first, _)| first.len() > 2 && first.ends_with('a'))
    }

    /// The best referent of a kind before a token, where it is clearly ahead.
    pub(super) fn best(&self, token: usize, fits: impl Fn(&Referent) -> Option<i32>) -> Option<Referent> {
        let (here, paragraph) = (self.narrative[token], self.paragraph[token]);
        let mut scores: Vec<(Who, i32, Referent)> = Vec::new();
        let mut spoke = false;
        let mut subject: Option<Who> = None;
        for referent in self.referents.iter().rev().take(MANY) {
            let sentences = here - self.narrative[referent.token].min(here);
            if sentences > FAR {
                break;
            }
            let Some(bonus) = fits(referent) else { continue };
            let paragraphs = paragraph - self.paragraph[referent.token].min(paragraph);
            let part = match referent.part {
                Part::Subject => 4,
                Part::Object => 1,
                Part::Oblique => 0,
                Part::Owner => -1,
            };
            let by = sentences == 0 && self.is_agent(referent.token);
            // Who spoke last most likely goes on, unless somebody else came up in between. Whom a speaker speaks of does
            // not speak, whatever he says that they said.
            let told = self.told[referent.token];
            let speaks = referent.speaks && !told;
            let since = subject.is_some_and(|who| who != referent.who);
            let last = speaks && !spoke && !since;
            spoke |= speaks;
            if referent.part == Part::Subject && matches!(referent.who, Who::Entity(_)) {
                subject = subject.or(Some(referent.who));
            }
            // A name is sooner meant than a bystander without one.
            let bystander = !referent.speaks && matches!(referent.who, Who::Unnamed(_));
            let score = bonus + part + 2 * i32::from(speaks) + i32::from(last)
                - 2 * i32::from(told)
                - 2 * i32::from(bystander)
                - 2 * sentences as i32
                - paragraphs.min(3) as i32
                - 6 * i32::from(by);
            match scores.iter_mut().find(|(who, ..)| *who == referent.who) {
                // Spoken of again: more in mind.
                Some(known) if score > known.1 => (known.1, known.2) = (score + 1, *referent),
                Some(known) => known.1 += i32::from(sentences <= 2),
                None => scores.push((referent.who, score, *referent)),
            }
        }
        scores.sort_by_key(|(_, score, r)| (-score, std::cmp::Reverse(r.token)));
        let (_, score, referent) = scores.first()?;
        let ahead = scores.get(1).is_none_or(|(_, second, _)| score - second >= AHEAD);
        let least = if scores.len() == 1 { -4 } else { -2 };
        (ahead && *score >= least).then_some(*referent)
    }

    /// `asked by Lee`: who asks is not who answers.
    fn is_agent(&self, token: usize) -> bool {
        (1..5).any(|k| token.checked_sub(k).is_some_and(|i| self.prepared.lower(i) == "by"))
    }

    /// `he`, `she`.
    pub(super) fn pronoun(&self, token: usize) -> Resolved {
        let wanted = persons::gender_of_pronoun(self.prepared.lower(token));
        let fits = |referent: &Referent| {
            // A body is a `she` only where one who speaks for it did.
            let body = match referent.who {
                Who::Entity(entity) => {
                    !self.names.is_person(entity)
                        && (!referent.speaks || self.names.entities[entity].kind == EntityKind::Place)
                }
                Who::Unnamed(_) => false,
            };
            if referent.kind != Kind::Person || body {
                return None;
            }
            match (self.gender(referent), wanted) {
                (Some(gender), Some(wanted)) if gender != wanted => None,
                (Some(_), _) => Some(2),
                (None, Some(Gender::Man)) if self.sounds_like_a_woman(referent) => Some(-2),
                (None, Some(Gender::Woman)) if self.sounds_like_a_woman(referent) => Some(1),
                (None, _) => Some(0),
            }
        };
        if let Some(entity) = self.main_subject(token, wanted) {
            return Resolved::to(entity, MentionForm::Pronoun);
        }
        let best = self.best(token, fits);
        if best.is_none()
            && let Some(entity) = self.only_one(token, wanted)
        {
            return Resolved::to(entity, MentionForm::Pronoun);
        }
        let near = |r: &Referent| self.narrative[token] <= self.narrative[r.token] + 2 && fits(r).is_some();
        let unsure = best.is_none() && self.referents.iter().rev().take(MANY).any(near);
        Resolved { unsure, ..self.resolved(best) }
    }

    /// `When asked if he had changed his mind, Orr said`: a pronoun in a clause before the main one is its subject.
    fn main_subject(&self, token: usize, wanted: Option<Gender>) -> Option<usize> {
        let (base, tree) = self.prepared.tree_of(token)?;
        let nodes = tree.nodes();
        let own = token - base;
        let (clause, main) = tree.above(own).find_map(|i| {
            let beside = nodes[i].relation == Relation::AdverbialClause;
            nodes[i].head.filter(|main| beside && *main > i).map(|main| (i, main))
        })?;
        let subjects = [Relation::Subject, Relation::SubjectPassive];
        let subject = tree.by(main, &subjects).next().filter(|s| *s > own)?;
        // Whoever is named in the clause itself is sooner meant: `After Lee said that he was ill, Orr left`.
        let from = self.names.first_from(base + tree.run(clause).start);
        let before = self.names.mentions[from..].iter().take_while(|m| m.name.start < token);
        if before.into_iter().any(|m| self.names.is_person(m.entity)) {
            return None;
        }
        let at = base + subject;
        let mention = self.names.mentions[self.names.first_from(at.saturating_sub(LONGEST_NAME))..]
            .iter()
            .take_while(|m| m.name.start <= at)
            .find(|m| m.name.contains(&at))?;
        let gender = self.names.about.get(mention.entity)?.gender;
        // A clause without a subject of its own has that of the main one; else the genders must be known to agree.
        let bare = tree.by(clause, &subjects).next().is_none();
        let fits = gender.is_some() && gender == wanted || gender.is_none() && bare;
        (self.names.is_person(mention.entity) && fits).then_some(mention.entity)
    }

    /// `his`, `him`, `her`: an object is not its own clause's subject, an owner most often is.
    pub(super) fn pronoun_beside(&self, token: usize) -> Resolved {
        let next = if token + 1 < self.prepared.tokens.len() { self.prepared.lower(token + 1) } else { "." };
        let noun = self.prepared.tokens.get(token + 1).is_some_and(sayso_text::Token::is_word)
            && !role(next).any(Role::PREP | Role::AUX | Role::SUB | Role::DET | Role::CONJ | Role::TIME);
        let owner = match self.prepared.lower(token) {
            "his" => true,
            "her" => noun,
            _ => false,
        };
        let wanted = persons::gender_of_pronoun(self.prepared.lower(token));
        let best = self.best(token, |referent| {
            let here = self.narrative[referent.token] == self.narrative[token];
            if referent.kind != Kind::Person || here && !owner && referent.part == Part::Subject {
                return None;
            }
            match (self.gender(referent), wanted) {
                (Some(gender), Some(wanted)) if gender != wanted => None,
                (Some(_), _) => Some(2),
                (None, _) => Some(0),
            }
        });
        self.resolved(best)
    }

    /// With nobody near, the only person of that gender the report has named, as in a portrait or an interview.
    fn only_one(&self, token: usize, wanted: Option<Gender>) -> Option<usize> {
        let near = self.referents.iter().rev().take(MANY).any(|r| {
            r.kind == Kind::Person
                && self.narrative[token] <= self.narrative[r.token] + FAR
                && self.gender(r).is_none_or(|g| Some(g) == wanted)
        });
        let mut persons = self
            .spoken_of
            .iter()
            .filter(|e| self.names.is_person(**e))
            .filter(|e| self.names.about[**e].gender.is_none_or(|g| Some(g) == wanted));
        let one = *persons.next()?;
        let sure = self.names.about[one].gender == wanted && wanted.is_some();
        (!near && sure && persons.next().is_none()).then_some(one)
    }

    /// `it`: a body that spoke or was spoken of right before.
    pub(super) fn it(&self, token: usize) -> Resolved {
        if self.is_expletive(token) {
            return Resolved::default();
        }
        let best = self.best(token, |referent| {
            let near = self.narrative[referent.token] + 2 >= self.narrative[token];
            // A spokesman's body is an `it` too.
            let thing = match referent.who {
                Who::Entity(entity) => !self.names.is_person(entity),
                Who::Unnamed(_) => matches!(referent.kind, Kind::Body | Kind::Document),
            };
            (thing && referent.part >= Part::Object && near).then_some(0)
        });
        self.resolved(best)
    }

    /// `it seems unlikely that`, `it turned out`: nobody.
    fn is_expletive(&self, token: usize) -> bool {
        let prepared = self.prepared;
        let sentence = self.prepared.sentences.get(self.sentence(token));
        let end = sentence.map_or(token, |s| s.tokens.end);
        let mut rest = (token + 1..end).skip_while(|i| role(prepared.lower(*i)).any(Role::ADV | Role::AUX));
        let Some(verb) = rest.next() else { return false };
        let next = |k: usize| if verb + k < end { prepared.lower(verb + k) } else { "" };
        match prepared.lower(verb) {
            "turns" | "turned" => next(1) == "out",
            "seem" | "seems" | "seemed" | "appear" | "appears" | "appeared" => {
                matches!(next(1), "that" | "as" | "like") || next(2) == "that"
            }
            _ => false,
        }
    }

    /// `they`: several, or a body that speaks as several.
    pub(super) fn they(&self, token: usize) -> Resolved {
        let best = self.best(token, |referent| {
            let near = self.narrative[referent.token] + 2 >= self.narrative[token];
            (near && referent.speaks).then_some(match referent.kind {
                Kind::Group => 3,
                // `the e-mails … they suggest`
                Kind::Document if self.printed_plural(referent) => 3,
                Kind::Body => 0,
                _ => return None,
            })
        });
        self.resolved(best)
    }

    /// Whether what has no name was printed as several: `the e-mails`.
    fn printed_plural(&self, referent: &Referent) -> bool {
        let Who::Unnamed(number) = referent.who else { return false };
        let head = self.printed.get(&number).and_then(|tokens| tokens.clone().last());
        head.is_some_and(|head| self.is_plural(head))
    }

    /// `who`, `which`: what stands right before, with what belongs to it (`Ann Lee of the Union, who`).
    pub(super) fn relative(&self, token: usize) -> Resolved {
        let prepared = self.prepared;
        let mut end = token;
        while end > 0 && matches!(prepared.word(end - 1), "," | "and" | "but" | "(" | ")") {
            end -= 1;
        }
        let start = token.saturating_sub(14).max(self.prepared.sentences[self.sentence(token)].tokens.start);
        let from = self.names.first_from(start);
        let before = || self.names.mentions[from..].iter().take_while(|m| m.name.end <= end);
        let who = prepared.lower(token) == "who";
        let named = if who {
            before().filter(|m| self.names.is_person(m.entity)).last().filter(|m| {
                let apart = m.name.end..end;
                let joined = apart.is_empty()
                    || prepared.word(m.name.end) == ","
                    || role(prepared.lower(m.name.end)).any(Role::PREP);
                let verb = apart.into_iter().any(|i| role(prepared.lower(i)).any(Role::AUX | Role::VERB));
                joined && !verb
            })
        } else {
            before().find(|m| m.name.end == end && !self.names.is_person(m.entity))
        };
        let entity = named.map(|m| m.entity).or_else(|| {
            // `the prefecture, which`, `the 29-year-old, who`
            let open = (start..end).rev().take(4).find(|i| prepared.lower(*i) == "the")?;
            let noun = persons::noun(prepared.lower(end.checked_sub(1)?));
            match noun {
                Some(Noun::Body) if !who => self.body(open..end),
                Some(Noun::Person(_)) | None if who => self.person(open..end, end),
                _ => None,
            }
        });
        entity.map_or_else(Resolved::default, |e| Resolved::to(e, MentionForm::Pronoun))
    }

    fn resolved(&self, best: Option<Referent>) -> Resolved {
        let Some(best) = best else { return Resolved::default() };
        let number = match best.who {
            Who::Entity(entity) => return Resolved::to(entity, MentionForm::Pronoun),
            Who::Unnamed(number) => number,
        };
        let joint = self.joint_name(number);
        let printed = self.printed.get(&number);
        let kind = match best.kind {
            _ if joint.is_some() => Some(SourceKind::Named),
            _ if best.anonymous => Some(SourceKind::Anonymous),
            Kind::Group => Some(SourceKind::Collective),
            Kind::Document => Some(SourceKind::Document),
            Kind::Person => printed.map(|t| kind::of_person(self.prepared, t.clone())),
            Kind::Body => None,
        };
        // Not known by name, but known to be the nurse spoken of before.
        let printed =
            printed.and_then(|t| self.prepared.span(t.clone()).slice(self.prepared.text).map(str::to_string));
        Resolved { kind, name: joint.or(printed), unnamed: Some(number), ..Resolved::default() }
    }
}
