//! Whose name it is: names of persons and bodies, and later short forms led back to them.
//!
//! Takes what is cheap and certain: a surname to the one full name printed before it, `the minister` to the one
//! minister named before, `he` right after a statement to its speaker. Leaves other pronouns as printed.

use crate::grammar::{Role, role};
use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_model::{Entity, EntityId, EntityKind, Mention, MentionForm, SegmentKind, Statement};
use sayso_text::{Gap, Span};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

struct Lists {
    titles: HashSet<&'static str>,
    bodies: HashSet<&'static str>,
    given: HashSet<&'static str>,
    joints: HashSet<&'static str>,
    anonymous: Vec<Vec<&'static str>>,
    unnamed: HashSet<&'static str>,
    not_names: HashSet<&'static str>,
    known: HashSet<&'static str>,
    places: HashSet<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let section = |name: &str| {
        include_str!("../data/names.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(move |l| l.split_once(':').filter(|(n, _)| *n == name).map(|(_, words)| words))
            .flat_map(str::split_whitespace)
            .collect::<HashSet<&'static str>>()
    };
    Lists {
        titles: section("title"),
        bodies: section("body"),
        given: section("given"),
        joints: section("joint"),
        unnamed: section("unnamed"),
        not_names: section("not"),
        known: section("known"),
        places: section("place"),
        anonymous: include_str!("../data/anonymous.txt")
            .lines()
            .filter(|l| !l.starts_with('#') && !l.is_empty())
            .map(|l| l.split(' ').collect())
            .collect(),
    }
});

/// One run of capitalised words.
#[derive(Clone, Debug)]
struct Chain {
    /// Tokens, titles before the name left out.
    name: Range<usize>,
    /// Tokens with the titles.
    full: Range<usize>,
}

/// The entities of one report.
#[derive(Debug, Default)]
pub(crate) struct Names {
    entities: Vec<Entity>,
    /// Mentions by where they begin: the entity, and where the mention ends.
    places: BTreeMap<u32, (usize, u32)>,
    /// Titles, the entities they were printed with, and where first; in order.
    titles: BTreeMap<(String, usize), usize>,
}

impl Names {
    /// Reads the names of a report; `found` tells who speaks.
    pub fn new(prepared: &Prepared<'_>, found: &[Found]) -> Names {
        let mut names = Names::default();
        let speaking: Vec<Span> = found.iter().flat_map(|f| f.source.iter().copied()).collect();
        let mut speaks = vec![false; prepared.tokens.len()];
        for span in speaking {
            for i in tokens_in(prepared, span) {
                speaks[i] = true;
            }
        }
        // Surnames and full names, lower case, to the entity they name; `None` when they name several.
        let mut by_words: BTreeMap<String, Option<usize>> = BTreeMap::new();
        let chains = chains(prepared);
        // Names of two and more words first: a surname may stand in the headline, before the full name.
        for chain in chains.iter().filter(|c| c.name.len() > 1) {
            let Some(kind) = kind_of(prepared, chain, &speaks) else {
                continue;
            };
            names.add(prepared, chain, kind, &mut by_words);
        }
        for chain in chains.iter().filter(|c| c.name.len() == 1) {
            let key = prepared.lower(chain.name.start).to_string();
            match by_words.get(&key) {
                Some(Some(entity)) => {
                    let entity = *entity;
                    names.mention(prepared, chain, entity);
                }
                Some(None) => {}
                None => {
                    let single = kind_of(prepared, chain, &speaks);
                    if let Some(kind) = single {
                        names.add(prepared, chain, kind, &mut by_words);
                    }
                }
            }
        }
        names.entities.iter_mut().for_each(|e| e.mentions.sort_by_key(|m| m.span));
        names.number();
        names
    }

    fn add(
        &mut self,
        prepared: &Prepared<'_>,
        chain: &Chain,
        kind: EntityKind,
        by_words: &mut BTreeMap<String, Option<usize>>,
    ) {
        let words: Vec<String> = chain
            .name
            .clone()
            .filter(|i| prepared.tokens[*i].is_word())
            .map(|i| prepared.lower(i).to_string())
            .collect();
        let whole = words.join(" ");
        let entity = match by_words.get(&whole) {
            Some(Some(entity)) => *entity,
            Some(None) => return,
            None => {
                let entity = self.entities.len();
                self.entities.push(Entity {
                    id: EntityId(0),
                    kind,
                    name: prepared
                        .span(chain.name.clone())
                        .slice(prepared.text)
                        .unwrap_or_default()
                        .to_string(),
                    mentions: Vec::new(),
                });
                by_words.insert(whole.clone(), Some(entity));
                if kind == EntityKind::Person && words.len() > 1 {
                    // The surname, unless another person shares it.
                    if let Some(last) = words.last() {
                        by_words
                            .entry(last.clone())
                            .and_modify(|known| *known = None)
                            .or_insert(Some(entity));
                    }
                }
                entity
            }
        };
        self.mention(prepared, chain, entity);
    }

    fn mention(&mut self, prepared: &Prepared<'_>, chain: &Chain, entity: usize) {
        let span = prepared.span(chain.name.clone());
        self.entities[entity].mentions.push(Mention { span, form: MentionForm::Name });
        self.places.insert(span.start() as u32, (entity, span.end() as u32));
        for i in chain.full.start..chain.name.start {
            let title = prepared.lower(i).trim_end_matches('.');
            if title.len() > 3 {
                self.titles.entry((same_office(title).to_string(), entity)).or_insert(span.start());
            }
        }
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
        self.places.values_mut().for_each(|(e, _)| *e = place[*e]);
        self.titles = std::mem::take(&mut self.titles)
            .into_iter()
            .map(|((title, e), at)| ((title, place[e]), at))
            .collect();
    }

    /// Whether the entity is a person.
    pub fn is_person(&self, id: EntityId) -> bool {
        self.get(id).is_some_and(|e| e.kind == EntityKind::Person)
    }

    /// The entity's fullest name.
    pub fn name(&self, id: EntityId) -> Option<&str> {
        self.get(id).map(|e| e.name.as_str())
    }

    fn get(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get((id.0 as usize).checked_sub(1)?)
    }

    /// Whether a person other than this one is named between two places.
    pub fn other_person_between(&self, from: usize, to: usize, id: EntityId) -> bool {
        let (from, to) = (from as u32, to as u32);
        from < to
            && self.places.range(from..to).any(|(_, (entity, _))| {
                let entity = &self.entities[*entity];
                entity.id != id && entity.kind == EntityKind::Person
            })
    }

    /// The entities with the places where a source without a name was led back to them, in text order.
    pub fn into_entities(mut self, statements: &[Statement]) -> Vec<Entity> {
        for source in statements.iter().filter_map(|s| s.source.as_ref()) {
            let (Some(id), Some(span)) = (source.entity, source.spans.first()) else { continue };
            let named = self.places.range(span.start() as u32..span.end() as u32).next().is_some();
            let Some(entity) = self.entities.get_mut((id.0 as usize).saturating_sub(1)) else { continue };
            if !named {
                let form = if span.len() <= 3 { MentionForm::Pronoun } else { MentionForm::Title };
                entity.mentions.push(Mention { span: *span, form });
            }
        }
        for entity in &mut self.entities {
            entity.mentions.sort_by_key(|m| m.span);
            entity.mentions.dedup();
        }
        self.entities
    }

    /// The entity that a source names, where that is certain.
    pub fn resolve(&self, prepared: &Prepared<'_>, spans: &[Span]) -> Option<&Entity> {
        let span = *spans.first()?;
        let tokens = tokens_in(prepared, span);
        // What follows the first comma stands in apposition; a possessive names somebody else.
        let comma = tokens.clone().find(|i| prepared.word(*i) == ",").unwrap_or(tokens.end);
        let place = |i: usize| self.places.get(&(prepared.tokens[i].span.start() as u32));
        for i in tokens.start..comma {
            let Some((entity, end)) = place(i) else { continue };
            // The name must be the head: nothing but an office before it, nothing but an addition after it.
            let within = (tokens.start..i).any(|k| {
                role(prepared.lower(k)).any(Role::PREP)
                    || !prepared.tokens[k].is_word() && prepared.word(k) != "."
            });
            let after = tokens_in(prepared, Span::new(prepared.tokens[i].span.start(), *end as usize)?).end;
            let alone = after >= comma
                || role(prepared.lower(after)).any(Role::PREP | Role::SUB)
                || matches!(prepared.word(after), "(" | "himself" | "herself" | "itself" | "who");
            if !within && alone {
                return self.entities.get(*entity);
            }
        }
        // `Ann Lee` in apposition: `the mayor, Ann Lee,`.
        if comma + 1 < tokens.end
            && let Some((entity, _)) = place(comma + 1)
            && !(tokens.start..comma).any(|i| place(i).is_some())
        {
            return self.entities.get(*entity);
        }
        self.by_title(prepared, tokens.start..comma)
    }

    /// `the minister`: the one person printed with that title before.
    fn by_title(&self, prepared: &Prepared<'_>, tokens: Range<usize>) -> Option<&Entity> {
        if tokens.len() < 2 || tokens.len() > 4 || prepared.lower(tokens.start) != "the" {
            return None;
        }
        let title = prepared.lower(tokens.end - 1);
        if !LISTS.titles.contains(title) {
            return None;
        }
        let title = same_office(title).to_string();
        let at = prepared.tokens[tokens.start].span.start();
        let mut holders = self
            .titles
            .range((title.clone(), 0)..=(title, usize::MAX))
            .filter(|(_, first)| **first < at)
            .map(|((_, entity), _)| *entity);
        let holder = holders.next()?;
        holders.next().is_none().then(|| self.entities.get(holder)).flatten()
    }

    /// Whether the source withholds a name: `military sources`, `an official who spoke on condition of anonymity`.
    pub fn is_anonymous(&self, prepared: &Prepared<'_>, spans: &[Span]) -> bool {
        let words: Vec<&str> =
            spans.iter().flat_map(|s| tokens_in(prepared, *s)).map(|i| prepared.lower(i)).collect();
        let phrase = LISTS.anonymous.iter().any(|p| words.windows(p.len()).any(|w| w == p.as_slice()));
        let head = words.iter().position(|w| {
            matches!(
                *w,
                "," | "who" | "of" | "in" | "at" | "from" | "with" | "close" | "familiar" | "briefed"
            )
        });
        let Some(last) = words[..head.unwrap_or(words.len())].last() else {
            return phrase;
        };
        // `the official` was named before, or is one known person; `the sources` never were.
        let known = words
            .iter()
            .any(|w| matches!(*w, "the" | "his" | "her" | "their" | "'s" | "’s" | "that" | "this"));
        let sources = matches!(*last, "source" | "sources" | "insider" | "insiders");
        phrase || sources || !known && LISTS.unnamed.contains(last)
    }
}

/// One word for an office that has several.
fn same_office(title: &str) -> &str {
    match title {
        "spokeswoman" | "spokesperson" => "spokesman",
        "chairwoman" | "chairperson" | "chair" => "chairman",
        "congresswoman" | "representative" | "rep" => "congressman",
        "premier" => "minister",
        "gen" => "general",
        "sen" => "senator",
        "gov" => "governor",
        _ => title,
    }
}

/// Runs of capitalised words outside of furniture, in text order.
fn chains(prepared: &Prepared<'_>) -> Vec<Chain> {
    let mut found = Vec::new();
    let mut i = 0;
    let count = prepared.tokens.len();
    let mut starts = vec![false; count];
    for sentence in &prepared.sentences {
        starts[sentence.tokens.start] = true;
    }
    let capital = |i: usize| {
        let word = prepared.word(i);
        prepared.tokens[i].is_word() && word.starts_with(char::is_uppercase)
    };
    while i < count {
        if !capital(i)
            || matches!(
                prepared.segment(i),
                SegmentKind::Furniture | SegmentKind::Byline | SegmentKind::Dateline
            )
        {
            i += 1;
            continue;
        }
        let start = i;
        let mut end = i + 1;
        while end < count && prepared.tokens[end].gap != Gap::Break && end - start < 10 {
            let word = prepared.word(end);
            let after = end + 1;
            let goes_on = after < count && prepared.tokens[after].gap != Gap::Break && capital(after);
            let abbreviated = prepared.word(end - 1);
            let stop = word == "."
                && prepared.tokens[end].gap == Gap::None
                && (abbreviated.chars().count() == 1
                    || LISTS.titles.contains(prepared.lower(end - 1))
                    || matches!(abbreviated, "Jr" | "Sr" | "U.S" | "St"))
                && goes_on;
            let joint = LISTS.joints.contains(prepared.lower(end)) && prepared.tokens[end].gap == Gap::Space;
            if capital(end) && !starts[end] {
                end += 1;
            } else if stop || joint && goes_on {
                end += 2;
            } else {
                break;
            }
        }
        // What stands before the last title in the run tells the office; words that begin the sentence go too.
        let titled = (start..end).rev().find(|i| LISTS.titles.contains(prepared.lower(*i)));
        let mut name = titled.map_or(start, |i| i + 1);
        if titled.is_some() && name < end && prepared.lower(name) == "of" {
            // `Secretary of State Ann Lee`: the office has a name of its own.
            name = (name + 2).min(end);
        }
        while name < end {
            let lower = prepared.lower(name);
            let small = Role::PRON
                | Role::PREP
                | Role::DET
                | Role::SUB
                | Role::CONJ
                | Role::ADV
                | Role::AUX
                | Role::INTRO
                | Role::POSS
                | Role::TIME;
            let passed =
                role(lower).any(small) || LISTS.not_names.contains(lower) || LISTS.joints.contains(lower);
            if !passed && prepared.tokens[name].is_word() {
                break;
            }
            name += 1;
        }
        // `Prime Minister's Office`, `White House`: with a body at its end the whole is the name.
        if LISTS.bodies.contains(prepared.lower(end - 1)) {
            name = start;
            while name + 1 < end
                && role(prepared.lower(name)).any(Role::PREP | Role::DET | Role::CONJ | Role::SUB)
            {
                name += 1;
            }
        }
        if name < end {
            found.push(Chain { name: name..end, full: start..end });
        }
        i = end;
    }
    found
}

/// What a name names, where data or its part in a statement tells.
fn kind_of(prepared: &Prepared<'_>, chain: &Chain, speaks: &[bool]) -> Option<EntityKind> {
    let last = prepared.lower(chain.name.end - 1);
    let first = prepared.lower(chain.name.start);
    let titled = (chain.full.start..chain.name.start).any(|i| LISTS.titles.contains(prepared.lower(i)));
    let single = chain.name.len() == 1;
    if LISTS.places.contains(first) && single {
        return Some(EntityKind::Place);
    }
    if LISTS.known.contains(first) && single {
        return Some(EntityKind::Organization);
    }
    if !single && LISTS.bodies.contains(last)
        || !titled && LISTS.bodies.contains(first) && chain.name.len() > 1
    {
        return Some(EntityKind::Organization);
    }
    let word = prepared.word(chain.name.start);
    let letters = word.chars().count();
    if chain.name.len() == 1 && (2..=6).contains(&letters) && word.chars().all(char::is_uppercase) {
        return Some(EntityKind::Organization);
    }
    if titled || LISTS.given.contains(first) && chain.name.len() > 1 {
        return Some(EntityKind::Person);
    }
    let alone =
        chain.name.end >= prepared.tokens.len() || !matches!(prepared.word(chain.name.end), "'s" | "’s");
    let article =
        chain.full.start > 0 && role(prepared.lower(chain.full.start - 1)).any(Role::DET | Role::PREP);
    let speaker = !article && chain.name.clone().all(|i| speaks[i]) && alone;
    (speaker && (2..=4).contains(&chain.name.len())).then_some(EntityKind::Person)
}
