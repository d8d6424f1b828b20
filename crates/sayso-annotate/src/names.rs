//! The entities of one report: full names and later short forms led back to them, and what is printed of each.
//!
//! Takes runs of capitalised words, told apart by titles, by data, by the reader's names where there are any, and
//! by the part they play in a statement; and bodies printed without a name of their own (`Kerrovia's transport
//! ministry`, `the works council`). Leaves names that the report prints of several.

mod alias;
mod bodies;
mod build;
mod capitals;
mod chain;
pub(crate) mod describe;
pub(crate) mod laws;

use crate::{Found, NamedSpan, Prepared};
use chain::{LISTS, is_title};
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons::{self, Gender, Noun};
use sayso_model::{Entity, EntityId, EntityKind};
use sayso_syntax::Relation;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What is printed of an entity beside its name.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub gender: Option<Gender>,
    /// Whether words around it tell that it is a person, whatever a finder says.
    pub surely_person: bool,
    /// In years.
    pub age: Option<u32>,
    /// The tokens of what it is called where it is introduced: `transport minister`.
    pub role: Option<Range<usize>>,
    /// The tokens of the body it belongs to there.
    pub affiliation: Option<Range<usize>>,
    /// Heads of what it is called, one word for each office: `minister`, `driver`.
    pub heads: BTreeSet<String>,
    /// All telling words of its name and descriptions, lower case.
    pub words: BTreeSet<String>,
}

/// One place where a name stands.
#[derive(Clone, Debug)]
pub(crate) struct NameMention {
    /// The tokens of the name alone.
    pub name: Range<usize>,
    /// With titles and what else describes it right before.
    pub full: Range<usize>,
    /// Its place in the list of entities.
    pub entity: usize,
}

/// How many words behind a source may tell that its name is withheld.
const BEHIND: usize = 16;

fn is_source(lower: &str) -> bool {
    matches!(lower, "source" | "sources" | "insider" | "insiders")
}

/// The entities of one report.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub entities: Vec<Entity>,
    /// What is printed of each.
    pub about: Vec<About>,
    /// In text order.
    pub mentions: Vec<NameMention>,
    /// Persons by the heads of what they are called.
    pub heads: BTreeMap<String, Vec<usize>>,
    /// Bodies by each word of their names.
    pub bodies: BTreeMap<String, Vec<usize>>,
    /// Seats of governments, to their countries.
    pub capitals: BTreeMap<usize, usize>,
}

/// Whether words say that somebody would not be named: `asked not to be named`, `on condition of anonymity`.
pub(crate) fn withholds(prepared: &Prepared<'_>, tokens: Range<usize>) -> bool {
    let words: Vec<&str> = tokens.map(|i| prepared.lower(i)).collect();
    let terms = |w: &&str| {
        matches!(*w, "named" | "identified" | "quoted" | "name" | "names") || w.starts_with("anonym")
    };
    let phrases = LISTS.anonymous.iter().filter(|p| p.len() > 1 && p.iter().any(terms));
    phrases.into_iter().any(|p| words.windows(p.len()).any(|w| w == p.as_slice()))
}

impl Names {
    /// Reads the names of a report; `found` tells who speaks, `named` what a finder took for a name.
    pub fn new(prepared: &Prepared<'_>, found: &[Found], named: &[NamedSpan]) -> Names {
        build::build(prepared, found, named)
    }

    /// Where in the list of mentions the first stands that begins at or after a token.
    pub fn first_from(&self, token: usize) -> usize {
        self.mentions.partition_point(|m| m.name.start < token)
    }

    /// The mention whose name begins at a token; of several the longest.
    pub fn at(&self, token: usize) -> Option<&NameMention> {
        let from = self.first_from(token);
        self.mentions[from..].iter().take_while(|m| m.name.start == token).max_by_key(|m| m.name.end)
    }

    /// The entity that a source names, where that is certain.
    pub fn named(&self, prepared: &Prepared<'_>, tokens: Range<usize>) -> Option<usize> {
        // What follows the first comma stands in apposition; a possessive names somebody else.
        let from = self.first_from(tokens.start);
        let mut inside = self.mentions[from..].iter().take_while(|m| m.name.start < tokens.end);
        let whole = inside.find(|m| {
            // `Leader of the Opposition Ann Lee`
            m.full.start <= tokens.start
                && m.name.start > tokens.start
                && self.is_person(m.entity)
                && (m.name.end >= tokens.end || !is_possessive(prepared.word(m.name.end)))
                && !self.is_modifier(prepared, m, tokens.clone())
        });
        if let Some(mention) = whole {
            return Some(mention.entity);
        }
        let comma = tokens.clone().find(|i| prepared.word(*i) == ",").unwrap_or(tokens.end);
        let mut body = None;
        // The name must be the head: nothing but an office before it, nothing but an addition after it.
        let mut within = false;
        let mut owners = false;
        for i in tokens.start..comma {
            if let Some(mention) = self.at(i)
                && (!owners || !self.is_place(mention.entity))
            {
                let after = mention.name.end;
                let alone = after >= comma
                    || role(prepared.lower(after)).any(Role::PREP | Role::SUB)
                    || is_possessive(prepared.word(after)) && after + 1 >= comma
                    || matches!(prepared.word(after), "(" | "himself" | "herself" | "itself" | "who");
                if alone {
                    body = Some(mention.entity);
                    break;
                }
            }
            let mark = !prepared.tokens[i].is_word() && prepared.word(i) != ".";
            within |= role(prepared.lower(i)).any(Role::PREP) || mark && !is_possessive(prepared.word(i));
            owners |= is_possessive(prepared.word(i));
            if within {
                break;
            }
        }
        // `the mayor, Ann Lee,` and `Northern Commission, Ann Lee`: the person is the one who speaks.
        let beside = (comma + 1 < tokens.end).then(|| {
            let mut at = comma + 1;
            while at < tokens.end
                && (is_age(prepared.word(at)) || self.at(at).is_none() && self.titled(prepared, at))
            {
                at += 1;
            }
            self.at(at.min(tokens.end - 1)).filter(|m| m.name.start == at).map(|m| m.entity)
        });
        match (body, beside.flatten()) {
            (Some(first), Some(person)) if !self.is_person(first) && self.is_person(person) => Some(person),
            (None, Some(entity)) if !self.names_in(tokens.start..comma) || self.is_person(entity) => {
                Some(entity)
            }
            (body, _) => body,
        }
    }

    /// Whether a name tells only whose or of whom the noun is that speaks: `the Orr campaign`, `supporters of Mr Orr`.
    fn is_modifier(&self, prepared: &Prepared<'_>, mention: &NameMention, tokens: Range<usize>) -> bool {
        let last = mention.name.end - 1;
        let noun = prepared.tree_of(last).and_then(|(base, tree)| {
            let node = tree.nodes().get(last - base)?;
            let head = node.head? + base;
            let modifies =
                matches!(node.relation, Relation::Compound | Relation::NounModifier | Relation::Possessive);
            (modifies && head > last && head < tokens.end).then_some(head)
        });
        let before = noun.is_some_and(|i| prepared.word(i).starts_with(char::is_lowercase));
        let opening = mention.full.start + 1..mention.name.start.min(mention.full.start + 3);
        let group = opening
            .into_iter()
            .any(|i| prepared.lower(i) == "of" && persons::noun(prepared.lower(i - 1)) == Some(Noun::Group));
        before || group
    }

    fn titled(&self, prepared: &Prepared<'_>, at: usize) -> bool {
        is_title(prepared.lower(at)) || prepared.word(at) == "."
    }

    /// Whether any name stands in these tokens.
    pub fn names_in(&self, tokens: Range<usize>) -> bool {
        self.mentions[self.first_from(tokens.start)..].first().is_some_and(|m| m.name.start < tokens.end)
    }

    fn is_place(&self, entity: usize) -> bool {
        self.entities[entity].kind == EntityKind::Place
    }

    pub fn is_person(&self, entity: usize) -> bool {
        self.entities[entity].kind == EntityKind::Person
    }

    /// Whether the source withholds a name: `military sources`, `an official who spoke on condition of anonymity`.
    pub fn is_anonymous(&self, prepared: &Prepared<'_>, tokens: Range<usize>) -> bool {
        let words: Vec<&str> = tokens.clone().map(|i| prepared.lower(i)).collect();
        // What follows it tells of it, too: `said one of them, who asked not to be named`.
        let relative =
            |at: usize| at < prepared.tokens.len() && matches!(prepared.lower(at), "who" | "speaking");
        let comma = prepared.tokens.get(tokens.end).is_some_and(|_| prepared.word(tokens.end) == ",");
        let behind = tokens.end + usize::from(comma);
        let end = if relative(behind) { prepared.tokens.len().min(behind + BEHIND) } else { tokens.end };
        let all: Vec<&str> = (tokens.start..end)
            .take_while(|i| !matches!(prepared.word(*i), "." | ";"))
            .map(|i| prepared.lower(i))
            .collect();
        let phrase = LISTS.anonymous.iter().any(|p| all.windows(p.len()).any(|w| w == p.as_slice()));
        let head = words.iter().position(|w| {
            matches!(
                *w,
                "," | "who"
                    | "of"
                    | "in"
                    | "at"
                    | "from"
                    | "with"
                    | "close"
                    | "familiar"
                    | "briefed"
                    | "on"
                    | "for"
            )
        });
        let Some(last) = words[..head.unwrap_or(words.len())].last() else {
            return phrase;
        };
        // `the official` was named before, or is one known person; `the sources` never were.
        let known = words
            .iter()
            .take(head.unwrap_or(words.len()))
            .any(|w| matches!(*w, "the" | "his" | "her" | "their" | "'s" | "’s" | "that" | "this"));
        let sources = is_source(last);
        // `one of their people`: a part of a group of people, none of them named.
        let part = matches!(words[0], "one" | "another" | "two" | "three" | "some" | "several" | "both")
            && words.get(1) == Some(&"of")
            && words[2..]
                .iter()
                .take(4)
                .any(|w| LISTS.unnamed.contains(*w) || matches!(*w, "people" | "persons") || is_source(w));
        // `a porter`, `one resident`: one person whom the report does not name.
        let one = matches!(words[0], "a" | "an" | "one" | "another")
            && persons::is_person(last)
            && !persons::speaks_for(last);
        phrase || sources || one || part || !known && LISTS.unnamed.contains(last)
    }

    /// The entities that the words around them tell to be persons.
    pub fn surely_persons(&self) -> BTreeSet<EntityId> {
        let all = self.entities.iter().zip(&self.about);
        all.filter(|(_, about)| about.surely_person).map(|(entity, _)| entity.id).collect()
    }

    /// The entities, with mentions in text order.
    pub fn into_entities(mut self) -> Vec<Entity> {
        for entity in &mut self.entities {
            entity.mentions.sort_by_key(|m| m.span);
            entity.mentions.dedup();
        }
        self.entities
    }
}

/// The words of a range in lower case, without small words and marks.
fn words_of(prepared: &Prepared<'_>, tokens: Range<usize>) -> Vec<String> {
    tokens
        .filter(|i| prepared.tokens[*i].is_word() && !is_possessive(prepared.word(*i)))
        .map(|i| prepared.word(i).to_lowercase())
        .collect()
}

pub(crate) fn is_possessive(word: &str) -> bool {
    matches!(word, "'s" | "’s" | "’" | "'")
}

fn is_age(word: &str) -> bool {
    word.ends_with("-year-old") || word.bytes().all(|b| b.is_ascii_digit()) || word == ","
}

/// Where the head of a nominal ends: before a preposition, a comma, a relative clause.
pub(crate) fn head_end(prepared: &Prepared<'_>, tokens: Range<usize>) -> usize {
    let mut end = tokens.end;
    for i in tokens.clone() {
        let lower = prepared.lower(i);
        let mark = !prepared.tokens[i].is_word() && !is_possessive(lower) && lower != ".";
        if i > tokens.start
            && (mark
                || role(lower).any(Role::PREP | Role::SUB)
                || matches!(
                    lower,
                    "who"
                        | "close"
                        | "familiar"
                        | "itself"
                        | "himself"
                        | "herself"
                        | "above"
                        | "below"
                        | "opposite"
                ))
        {
            end = i;
            break;
        }
    }
    while end > tokens.start && is_possessive(prepared.word(end - 1)) {
        end -= 1;
    }
    end
}
