//! The entities of one report: full names and later short forms led back to them, and what is printed of each.
//!
//! Takes runs of capitalised words, told apart by titles, by data, by the reader's names where there are any, and
//! by the part they play in a statement; and bodies printed without a name of their own (`Kerrovia's transport
//! ministry`, `the works council`). Leaves names that the report prints of several.

mod chain;
mod describe;

use crate::grammar::{Role, role};
use crate::persons::{self, Gender, Noun};
use crate::statements::tokens_in;
use crate::{Found, NamedSpan, Prepared};
use chain::{Chain, LISTS};
use sayso_model::{Entity, EntityId, EntityKind, Mention, MentionForm};
use sayso_text::Gap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What is printed of an entity beside its name.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub gender: Option<Gender>,
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
}

/// Names and surnames in lower case, to the entities they name.
type ByWords = BTreeMap<String, Vec<usize>>;

impl Names {
    /// Reads the names of a report; `found` tells who speaks, `named` what a finder took for a name.
    pub fn new(prepared: &Prepared<'_>, found: &[Found], named: &[NamedSpan]) -> Names {
        let mut names = Names::default();
        let mut speaks = vec![false; prepared.tokens.len()];
        for span in found.iter().flat_map(|f| &f.source) {
            speaks[tokens_in(prepared, *span)].fill(true);
        }
        let mut by_words = ByWords::new();
        let chains = chain::chains(prepared, named);
        let kind = |chain: &Chain| {
            let own = chain::kind_of(prepared, chain, &speaks);
            let told = chain.told.filter(|kind| *kind != EntityKind::Other);
            match (own, told) {
                // Titles and lists of bodies are surer than a reader; being a source is not.
                (Some(EntityKind::Person), Some(kind)) if chain::only_speaks(prepared, chain) => Some(kind),
                (own, told) => own.or(told),
            }
        };
        // Names of two and more words first: a surname may stand in the headline, before the full name.
        for chain in chains.iter().filter(|c| c.name.len() > 1) {
            if let Some(kind) = kind(chain) {
                names.add(prepared, chain, kind, &mut by_words);
            }
        }
        names.acronyms(&mut by_words);
        for chain in chains.iter().filter(|c| c.name.len() == 1) {
            let known = by_words.get(prepared.lower(chain.name.start)).cloned().unwrap_or_default();
            match names.fitting(prepared, chain, &known) {
                Some(entity) => names.mention(chain.name.clone(), chain.full.clone(), entity),
                None if known.is_empty() => {
                    if let Some(kind) = kind(chain) {
                        names.add(prepared, chain, kind, &mut by_words);
                    }
                }
                None => {}
            }
        }
        names.add_bodies(prepared, found, &mut by_words);
        names.mentions.sort_by_key(|m| m.name.start);
        describe::describe(prepared, &mut names);
        for mention in &names.mentions {
            let span = prepared.span(mention.name.clone());
            names.entities[mention.entity].mentions.push(Mention { span, form: MentionForm::Name });
        }
        names.number();
        for (i, about) in names.about.iter().enumerate() {
            let (index, words) = match names.entities[i].kind {
                EntityKind::Person => (&mut names.heads, &about.heads),
                EntityKind::Organization => (&mut names.bodies, &about.words),
                _ => continue,
            };
            for word in words {
                index.entry(word.clone()).or_default().push(i);
            }
        }
        names
    }

    fn add(&mut self, prepared: &Prepared<'_>, chain: &Chain, kind: EntityKind, by_words: &mut ByWords) {
        let words = words_of(prepared, chain.name.clone());
        let whole = words.join(" ");
        if whole.is_empty() {
            return;
        }
        let entity = match by_words.get(&whole).map(Vec::as_slice) {
            Some([entity]) => *entity,
            Some(_) => return,
            None => {
                let entity = self.entities.len();
                let name = prepared.span(chain.name.clone()).slice(prepared.text).unwrap_or_default();
                self.entities.push(Entity {
                    id: EntityId(0),
                    kind,
                    name: name.split_whitespace().collect::<Vec<_>>().join(" "),
                    mentions: Vec::new(),
                });
                let mut about = About { words: words.iter().cloned().collect(), ..About::default() };
                if kind == EntityKind::Person {
                    about.gender = persons::gender_of_given(&words[0]);
                }
                self.about.push(about);
                by_words.insert(whole, vec![entity]);
                if kind == EntityKind::Person && words.len() > 1 {
                    // Surname and first name may stand alone, unless another person shares them.
                    for word in [words.last(), words.first()].into_iter().flatten() {
                        let known = by_words.entry(word.clone()).or_default();
                        if !known.contains(&entity) {
                            known.push(entity);
                        }
                    }
                }
                entity
            }
        };
        self.mention(chain.name.clone(), chain.full.clone(), entity);
    }

    fn mention(&mut self, name: Range<usize>, full: Range<usize>, entity: usize) {
        self.mentions.push(NameMention { name, full, entity });
    }

    /// The one entity that a short form can name here: of several, the one whose gender the title tells.
    fn fitting(&self, prepared: &Prepared<'_>, chain: &Chain, known: &[usize]) -> Option<usize> {
        if let [one] = known {
            return Some(*one);
        }
        let title = chain.name.start.checked_sub(1).map(|i| prepared.lower(i))?;
        let title = if title == "." { prepared.lower(chain.name.start.checked_sub(2)?) } else { title };
        let gender = persons::gender_of_noun(title)?;
        let mut fit = known.iter().filter(|e| self.about[**e].gender == Some(gender));
        let first = fit.next()?;
        fit.next().is_none().then_some(*first)
    }

    /// `NSC` for the one body whose words begin with these letters.
    fn acronyms(&mut self, by_words: &mut ByWords) {
        let mut short: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, entity) in self.entities.iter().enumerate() {
            let letters: String = entity
                .name
                .split([' ', '-'])
                .filter_map(|w| w.chars().next().filter(|c| c.is_uppercase()))
                .flat_map(char::to_lowercase)
                .collect();
            if entity.kind == EntityKind::Organization && letters.len() > 1 {
                short.entry(letters).or_default().push(i);
            }
        }
        for (letters, entities) in short {
            by_words.entry(letters).or_insert(entities);
        }
    }

    /// Bodies without a name of their own: nouns for a body after a name (`Kerrovia's transport ministry`), and
    /// those that are a source (`the works council`).
    fn add_bodies(&mut self, prepared: &Prepared<'_>, found: &[Found], by_words: &mut ByWords) {
        let mut taken = vec![false; prepared.tokens.len()];
        for mention in &self.mentions {
            taken[mention.name.clone()].fill(true);
        }
        let by_start: BTreeMap<usize, usize> = self
            .mentions
            .iter()
            .flat_map(|m| [(m.full.start, m.name.end), (m.name.start, m.name.end)])
            .collect();
        let mut nouns: Vec<Range<usize>> = Vec::new();
        for mention in &self.mentions {
            // Up to three small words after the name, the last a noun for a body.
            let mut end = mention.name.end;
            let owner = prepared.tokens.get(end).is_some_and(|_| is_possessive(prepared.word(end)));
            end += usize::from(owner);
            let first = end;
            while end < taken.len() && end < first + 3 && !taken[end] && is_noun_like(prepared, end) {
                let lower = prepared.lower(end);
                if is_body(lower) {
                    nouns.push(mention.name.start..end + 1);
                    break;
                }
                // `Lee thinks parliament …` is a clause.
                if !owner && (lower.ends_with('s') || lower.ends_with("ed")) || persons::is_person(lower) {
                    break;
                }
                end += 1;
            }
        }
        for span in found.iter().filter_map(|f| f.source.first()) {
            let tokens = tokens_in(prepared, *span);
            let head_end = head_end(prepared, tokens.clone());
            let Some(last) = head_end.checked_sub(1).filter(|i| *i >= tokens.start) else { continue };
            let mut start = tokens.start;
            while start < last && role(prepared.lower(start)).any(Role::DET | Role::POSS) {
                if matches!(prepared.lower(start), "a" | "an" | "some" | "another" | "any") {
                    start = last + 1;
                    break;
                }
                start += 1;
            }
            let named = (start..=last).any(|i| taken.get(i).copied().unwrap_or(true));
            let plain = (start..=last).all(|i| is_noun_like(prepared, i));
            if start <= last
                && is_body(prepared.lower(last))
                && !named
                && plain
                && !is_generic_body(prepared.lower(last))
            {
                // `the government of Lenvar`
                let of = last + 2;
                let owner =
                    (of < tokens.end && prepared.lower(last + 1) == "of").then(|| by_start.get(&of).copied());
                nouns.push(start..owner.flatten().unwrap_or(last + 1));
            }
        }
        nouns.sort_by_key(|n| (n.start, n.end));
        nouns.dedup();
        // Longer ones first, so that `the ministry` is led back to `the transport ministry` by the resolver.
        for tokens in nouns.iter().filter(|n| n.len() > 1) {
            self.add_body(prepared, tokens, by_words);
        }
        let bodies =
            self.entities.iter().zip(&self.about).filter(|(e, _)| e.kind == EntityKind::Organization);
        let known: BTreeSet<String> = bodies.flat_map(|(_, about)| about.words.iter().cloned()).collect();
        for tokens in nouns.iter().filter(|n| n.len() == 1) {
            if !known.contains(prepared.lower(tokens.start)) {
                self.add_body(prepared, tokens, by_words);
            }
        }
    }

    fn add_body(&mut self, prepared: &Prepared<'_>, tokens: &Range<usize>, by_words: &mut ByWords) {
        let chain = Chain { name: tokens.clone(), full: tokens.clone(), told: None };
        self.add(prepared, &chain, EntityKind::Organization, by_words);
    }

    /// Numbers entities in the order of their first mention.
    fn number(&mut self) {
        let mut order: Vec<usize> = (0..self.entities.len()).collect();
        order.sort_by_key(|i| self.entities[*i].mentions.first().map(|m| m.span));
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new;
            self.entities[*old].id = EntityId(new as u32 + 1);
        }
        self.entities.sort_by_key(|e| e.id);
        self.about = order.iter().map(|old| std::mem::take(&mut self.about[*old])).collect();
        self.mentions.iter_mut().for_each(|m| m.entity = place[m.entity]);
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
        let comma = tokens.clone().find(|i| prepared.word(*i) == ",").unwrap_or(tokens.end);
        let mut body = None;
        // The name must be the head: nothing but an office before it, nothing but an addition after it.
        let mut within = false;
        let mut owners = false;
        for i in tokens.start..comma {
            if let Some(mention) = self.at(i)
                && (!owners || self.is_person(mention.entity))
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

    fn titled(&self, prepared: &Prepared<'_>, at: usize) -> bool {
        LISTS.titles.contains(prepared.lower(at)) || prepared.word(at) == "."
    }

    /// Whether any name stands in these tokens.
    pub fn names_in(&self, tokens: Range<usize>) -> bool {
        self.mentions[self.first_from(tokens.start)..].first().is_some_and(|m| m.name.start < tokens.end)
    }

    pub fn is_person(&self, entity: usize) -> bool {
        self.entities[entity].kind == EntityKind::Person
    }

    /// Whether the source withholds a name: `military sources`, `an official who spoke on condition of anonymity`.
    pub fn is_anonymous(&self, prepared: &Prepared<'_>, tokens: Range<usize>) -> bool {
        let words: Vec<&str> = tokens.map(|i| prepared.lower(i)).collect();
        let phrase = LISTS.anonymous.iter().any(|p| words.windows(p.len()).any(|w| w == p.as_slice()));
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
        let sources = matches!(*last, "source" | "sources" | "insider" | "insiders");
        // `a porter`, `one resident`: one person whom the report does not name.
        let one = matches!(words[0], "a" | "an" | "one" | "another")
            && persons::is_person(last)
            && !persons::speaks_for(last);
        phrase || sources || one || !known && LISTS.unnamed.contains(last)
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
                || matches!(lower, "who" | "close" | "familiar" | "itself" | "himself" | "herself"))
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

/// A word that may be part of a plain noun phrase.
fn is_noun_like(prepared: &Prepared<'_>, i: usize) -> bool {
    let token = prepared.tokens[i];
    let lower = prepared.lower(i);
    token.is_word()
        && token.gap != Gap::Break
        && !is_possessive(lower)
        && !role(lower).any(
            Role::AUX
                | Role::PREP
                | Role::SUB
                | Role::DET
                | Role::POSS
                | Role::PRON
                | Role::CONJ
                | Role::VERB
                | Role::TIME,
        )
}

fn is_body(lower: &str) -> bool {
    persons::noun(lower) == Some(Noun::Body)
}

/// Nouns for any body at all: alone they tell nothing.
pub(crate) fn is_generic_body(lower: &str) -> bool {
    matches!(
        lower,
        "company"
            | "firm"
            | "club"
            | "group"
            | "bank"
            | "team"
            | "organisation"
            | "organization"
            | "agency"
            | "body"
            | "party"
            | "association"
            | "state"
            | "country"
            | "island"
            | "city"
            | "town"
            | "village"
            | "executive"
            | "guard"
            | "maker"
            | "manufacturer"
            | "chain"
            | "force"
            | "newspaper"
            | "nation"
            | "kingdom"
    )
}
