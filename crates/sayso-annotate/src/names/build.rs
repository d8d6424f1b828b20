//! From runs of capitalised words to entities: full names first, then the short forms led back to them.

use super::alias::{fold, is_called_by_first, is_slip, same_body, same_person, spells};
use super::capitals::capitals;
use super::chain::{self, Chain, LISTS, is_title};
use super::{About, NameMention, Names, bodies, describe, words_of};
use crate::statements::tokens_in;
use crate::{Found, NamedSpan, Prepared};
use sayso_lexicon::persons;
use sayso_model::{Entity, EntityId, EntityKind, Mention, MentionForm, SegmentKind};
use sayso_text::Gap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Builds the entities of one report.
pub(super) struct Builder<'p> {
    pub prepared: &'p Prepared<'p>,
    pub names: Names,
    /// Names, surnames, first names and acronyms, folded, to the entities they name.
    by_words: BTreeMap<String, Vec<usize>>,
    /// The words of each entity's name, folded.
    keys: Vec<Vec<String>>,
    /// Entities by the first and the last of these words.
    by_ends: BTreeMap<String, Vec<usize>>,
}

/// How far before a handle the one who writes under it is named, in tokens.
const FAR: usize = 40;

/// The weight of words that only a person has, against 2 for each mention that a finder names.
const SURELY: u32 = 1_000;

/// Of how many names one is looked for that differs by a slip; keeps the time linear in any text.
const MANY: usize = 500;

/// Reads the names of a report; `found` tells who speaks, `named` what a finder took for a name.
pub(super) fn build(prepared: &Prepared<'_>, found: &[Found], named: &[NamedSpan]) -> Names {
    let mut builder = Builder {
        prepared,
        names: Names::default(),
        by_words: BTreeMap::new(),
        keys: Vec::new(),
        by_ends: BTreeMap::new(),
    };
    builder.read(found, named);
    let mut names = builder.names;
    names.mentions.sort_by_key(|m| (m.name.start, Reverse(m.name.end)));
    describe::describe(prepared, &mut names);
    for mention in &names.mentions {
        let span = prepared.span(mention.name.clone());
        names.entities[mention.entity].mentions.push(Mention { span, form: MentionForm::Name });
    }
    number(&mut names);
    names.capitals = capitals(prepared, &names);
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

fn key_of(prepared: &Prepared<'_>, chain: &Chain) -> String {
    words_of(prepared, chain.name.clone()).iter().map(|w| fold(w)).collect::<Vec<_>>().join(" ")
}

/// What most mentions of each name are told to be, by the finder and by the words around them.
fn told_of_all(
    prepared: &Prepared<'_>,
    chains: &[Chain],
    named: &[NamedSpan],
) -> BTreeMap<String, EntityKind> {
    let mut votes: BTreeMap<String, BTreeMap<EntityKind, u32>> = BTreeMap::new();
    for chain in chains {
        let around = chain::context(prepared, chain);
        let told = chain.told.filter(|kind| *kind != EntityKind::Other);
        // `Brabel, which` is no person, but may be a place.
        let place = around == Some(EntityKind::Organization) && told == Some(EntityKind::Place);
        let sure = chain::surely_person(prepared, chain);
        for (kind, weight) in [(told, 2), (around.filter(|_| !place), if sure { SURELY } else { 5 })] {
            if let Some(kind) = kind {
                *votes.entry(key_of(prepared, chain)).or_default().entry(kind).or_default() += weight;
            }
        }
    }
    let countries = countries(prepared, named);
    let best = |key: &str, kinds: BTreeMap<EntityKind, u32>| {
        let (kind, n) = kinds.into_iter().max_by_key(|(kind, n)| (*n, Reverse(*kind)))?;
        let country = kind == EntityKind::Person && n < SURELY && countries.contains(key);
        Some(if country { EntityKind::Place } else { kind })
    };
    votes.into_iter().filter_map(|(key, kinds)| best(&key, kinds).map(|kind| (key, kind))).collect()
}

/// The words, folded, that `Lenvarian` and `Republic of Lenvar` tell to be countries; a country speaks like a person.
fn countries(prepared: &Prepared<'_>, named: &[NamedSpan]) -> BTreeSet<String> {
    let mut countries = BTreeSet::new();
    for named in named {
        let Some(name) = named.span.slice(prepared.text) else { continue };
        let words: Vec<String> = name.split_whitespace().map(fold).collect();
        match (named.kind, words.as_slice()) {
            (EntityKind::Other, [of]) => {
                let stems = ["ian", "an", "n", "ese"].iter().filter_map(|end| of.strip_suffix(end));
                let long = stems.filter(|stem| stem.chars().count() > 3);
                for stem in long.filter(|stem| persons::gender_of_given(stem).is_none()) {
                    countries.extend([stem.to_owned(), format!("{stem}ia")]);
                }
            }
            (_, [one]) => {
                let before = prepared.text[..named.span.start()].trim_end();
                if before.ends_with("Republic of") || before.ends_with("Kingdom of") {
                    countries.insert(one.clone());
                }
            }
            (EntityKind::Place | EntityKind::Organization, [realm, of, one])
                if of == "of" && matches!(realm.as_str(), "republic" | "kingdom") =>
            {
                countries.insert(one.clone());
            }
            _ => {}
        }
    }
    countries
}

/// Numbers entities in the order of their first mention.
fn number(names: &mut Names) {
    let mut order: Vec<usize> = (0..names.entities.len()).collect();
    order.sort_by_key(|i| names.entities[*i].mentions.first().map(|m| m.span));
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
        names.entities[*old].id = EntityId(new as u32 + 1);
    }
    names.entities.sort_by_key(|e| e.id);
    names.about = order.iter().map(|old| std::mem::take(&mut names.about[*old])).collect();
    names.mentions.iter_mut().for_each(|m| m.entity = place[m.entity]);
}

impl Builder<'_> {
    fn read(&mut self, found: &[Found], named: &[NamedSpan]) {
        let prepared = self.prepared;
        let mut speaks = vec![false; prepared.tokens.len()];
        for span in found.iter().flat_map(|f| &f.source) {
            speaks[tokens_in(prepared, *span)].fill(true);
        }
        let chains = chain::chains(prepared, named);
        let told = told_of_all(prepared, &chains, named);
        let kind = |chain: &Chain| {
            let own = chain::kind_of(prepared, chain, &speaks);
            let told = told.get(&key_of(prepared, chain)).copied();
            match (own, told) {
                // Titles and lists of bodies are surer than a reader; being a source is not.
                (Some(EntityKind::Person), Some(kind)) if chain::only_speaks(prepared, chain) => Some(kind),
                (own, told) => own.or(told),
            }
        };
        let (mut full, mut short): (Vec<&Chain>, Vec<&Chain>) =
            chains.iter().partition(|c| words_of(prepared, c.name.clone()).len() > 1);
        // The fullest first, wherever it stands; what a headline runs together last.
        full.sort_by_key(|c| {
            let headline = prepared.segment(c.name.start) == SegmentKind::Headline;
            (headline, Reverse(c.name.len()), c.name.start)
        });
        let (titled, full): (Vec<&Chain>, Vec<&Chain>) =
            full.into_iter().partition(|c| c.name.len() == 2 && is_abbreviation(prepared.word(c.name.start)));
        for chain in full {
            self.full(chain, kind(chain));
        }
        for chain in titled {
            // `Cllr Pennock`: a title that is in no list.
            let surname = chain.name.end - 1..chain.name.end;
            match self.known(surname.start).as_slice() {
                [one] if self.names.is_person(*one) => {
                    self.mention(surname, chain.full.clone(), *one);
                }
                _ => self.full(chain, kind(chain)),
            }
        }
        self.acronyms(&chains);
        short.sort_by_key(|c| c.name.start);
        for chain in short {
            let handle = chain.name.start > 0
                && prepared.word(chain.name.start - 1) == "@"
                && prepared.tokens[chain.name.start].gap == Gap::None;
            if !handle {
                self.short(chain, kind(chain), speaks[chain.name.start]);
            }
        }
        self.handles();
        for chain in chains.iter().filter(|c| chain::surely_person(prepared, c)) {
            let here = self.names.mentions.iter().find(|m| m.name == chain.name).map(|m| m.entity);
            if let Some(entity) = here.filter(|e| self.names.is_person(*e)) {
                self.names.about[entity].surely_person = true;
            }
        }
        bodies::add_bodies(self, found);
    }

    /// The entities that a word may name.
    fn known(&self, token: usize) -> Vec<usize> {
        self.by_words.get(&fold(self.prepared.word(token))).cloned().unwrap_or_default()
    }

    /// A name of two and more words.
    fn full(&mut self, chain: &Chain, kind: Option<EntityKind>) {
        let words: Vec<String> =
            words_of(self.prepared, chain.name.clone()).iter().map(|w| fold(w)).collect();
        let near: BTreeSet<usize> = [words.first(), words.last()]
            .into_iter()
            .flatten()
            .filter_map(|w| self.by_ends.get(w))
            .flatten()
            .copied()
            .collect();
        let mut same = near.into_iter().filter(|e| {
            let own = self.names.entities[*e].kind;
            let fits = kind.is_none_or(|k| k == own);
            fits && match own {
                EntityKind::Person => same_person(&words, &self.keys[*e]),
                EntityKind::Organization => same_body(&words, &self.keys[*e]),
                _ => false,
            }
        });
        let whole = words.join(" ");
        let one = match self.by_words.get(&whole).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => same.next().filter(|_| same.next().is_none()),
        };
        match one {
            Some(entity) => self.mention(chain.name.clone(), chain.full.clone(), entity),
            None => {
                if let Some(kind) = kind {
                    self.add(chain, kind);
                }
            }
        }
    }

    /// A name of one word.
    fn short(&mut self, chain: &Chain, kind: Option<EntityKind>, speaks: bool) {
        let prepared = self.prepared;
        let known = self.known(chain.name.start);
        if let Some(entity) = self.fitting(chain, &known) {
            self.mention(chain.name.clone(), chain.full.clone(), entity);
            return;
        }
        if !known.is_empty() {
            return;
        }
        let word = fold(prepared.word(chain.name.start));
        let only = |fits: &dyn Fn(usize) -> bool| {
            let mut all = (0..self.keys.len().min(MANY)).filter(|e| fits(*e));
            all.next().filter(|_| all.next().is_none())
        };
        let may_be_person = |kind: Option<EntityKind>| kind.is_none() || kind == Some(EntityKind::Person);
        let slip = only(&|e| {
            may_be_person(kind)
                && self.names.is_person(e)
                && self.keys[e].len() > 1
                && self.keys[e].last().is_some_and(|surname| is_slip(&word, surname))
        });
        // `Orsk` for Orsk Metals, not `Varnholt` for Varnholt City Council.
        let body = {
            let sure = chain.told == Some(EntityKind::Organization) || chain.told.is_none() && speaks;
            only(&|e| {
                sure && self.names.entities[e].kind == EntityKind::Organization
                    && self.keys[e][0] == word
                    && is_called_by_first(&self.keys[e])
            })
        };
        // `Reuss` the man shows that Anatol Reuss is no company.
        let person = {
            let of = only(&|e| {
                let key = &self.keys[e];
                self.names.entities[e].kind == EntityKind::Organization
                    && key.len() == 2
                    && key[1] == word
                    && !LISTS.bodies.contains(word.as_str())
            });
            of.filter(|_| chain.told == Some(EntityKind::Person))
        };
        if let Some(entity) = person {
            self.names.entities[entity].kind = EntityKind::Person;
            self.names.about[entity].gender = persons::gender_of_given(&self.keys[entity][0]);
            self.alias(&word, entity);
        }
        match slip.or(body).or(person) {
            Some(entity) => self.mention(chain.name.clone(), chain.full.clone(), entity),
            None => {
                if let Some(kind) = kind {
                    self.add(chain, kind);
                }
            }
        }
    }

    /// Adds a name, to the entity of exactly that name if there is one.
    pub(super) fn add(&mut self, chain: &Chain, kind: EntityKind) {
        let words = words_of(self.prepared, chain.name.clone());
        let key: Vec<String> = words.iter().map(|w| fold(w)).collect();
        let whole = key.join(" ");
        if !whole.contains(char::is_alphabetic) {
            return;
        }
        let entity = match self.by_words.get(&whole).map(Vec::as_slice) {
            Some([entity]) => *entity,
            Some(_) => return,
            None => {
                let entity = self.names.entities.len();
                let name = self.prepared.span(chain.name.clone()).slice(self.prepared.text);
                self.names.entities.push(Entity {
                    id: EntityId(0),
                    kind,
                    name: name.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
                    mentions: Vec::new(),
                });
                let mut about = About { words: words.iter().cloned().collect(), ..About::default() };
                if kind == EntityKind::Person {
                    about.gender = persons::gender_of_given(&key[0]);
                }
                self.names.about.push(about);
                self.by_words.insert(whole, vec![entity]);
                if kind == EntityKind::Person && key.len() > 1 {
                    // Surname and first name may stand alone, unless another person shares them.
                    for word in [key.last(), key.first()].into_iter().flatten() {
                        self.alias(word, entity);
                    }
                }
                for word in [key.first(), key.last()].into_iter().flatten() {
                    let known = self.by_ends.entry(word.clone()).or_default();
                    if known.last() != Some(&entity) {
                        known.push(entity);
                    }
                }
                self.keys.push(key);
                entity
            }
        };
        self.mention(chain.name.clone(), chain.full.clone(), entity);
    }

    fn alias(&mut self, word: &str, entity: usize) {
        let known = self.by_words.entry(word.to_string()).or_default();
        if !known.contains(&entity) {
            known.push(entity);
        }
    }

    fn mention(&mut self, name: Range<usize>, full: Range<usize>, entity: usize) {
        self.names.mentions.push(NameMention { name, full, entity });
    }

    /// The one entity that a short form can name here: of several, the one whose gender the title tells.
    fn fitting(&self, chain: &Chain, known: &[usize]) -> Option<usize> {
        if let [one] = known {
            return Some(*one);
        }
        let before = |back: usize| chain.name.start.checked_sub(back).map_or("", |i| self.prepared.lower(i));
        let title = if before(1) == "." { before(2) } else { before(1) };
        let Some(gender) = persons::gender_of_noun(title) else { return self.latest(chain, known) };
        let mut fit = known.iter().filter(|e| self.names.about[**e].gender == Some(gender));
        let first = fit.next()?;
        if fit.next().is_none() { Some(*first) } else { self.latest(chain, known) }
    }

    /// Of several persons of one surname the one named last; whose first name it is comes after all of these.
    fn latest(&self, chain: &Chain, known: &[usize]) -> Option<usize> {
        let word = fold(self.prepared.word(chain.name.start));
        let surname = |e: &&usize| self.names.is_person(**e) && self.keys[**e].last() == Some(&word);
        let named: Vec<usize> = known.iter().filter(surname).copied().collect();
        if let [one] = named.as_slice() {
            return Some(*one);
        }
        let before = self.names.mentions.iter().filter(|m| m.name.end <= chain.name.start);
        before.filter(|m| named.contains(&m.entity)).max_by_key(|m| m.name.start).map(|m| m.entity)
    }

    /// `NSC` for the one body whose words begin with these letters; whatever stands in brackets right after a body.
    fn acronyms(&mut self, chains: &[Chain]) {
        let mut short: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, entity) in self.names.entities.iter().enumerate() {
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
            self.by_words.entry(letters).or_insert(entities);
        }
        let ends: BTreeMap<usize, usize> =
            self.names.mentions.iter().map(|m| (m.name.end, m.entity)).collect();
        for chain in chains.iter().filter(|c| c.name.len() == 1) {
            let at = chain.name.start;
            let word = self.prepared.word(at);
            let bracketed = at > 1
                && self.prepared.word(at - 1) == "("
                && self.prepared.tokens.get(at + 1).is_some_and(|_| self.prepared.word(at + 1) == ")");
            let Some(body) = ends.get(&(at.saturating_sub(1))).filter(|_| bracketed) else { continue };
            let capitals = word.chars().filter(|c| c.is_uppercase()).count();
            if capitals > 1 && self.names.entities[*body].kind == EntityKind::Organization {
                self.by_words.insert(fold(word), vec![*body]);
            }
        }
    }

    /// `@name`: the person whose name the letters spell, or who is said to write under it.
    fn handles(&mut self) {
        let prepared = self.prepared;
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        let mut places = Vec::new();
        for i in 0..prepared.tokens.len().saturating_sub(1) {
            if prepared.word(i) != "@"
                || prepared.tokens[i + 1].gap != Gap::None
                || i > 0 && prepared.tokens[i].gap == Gap::None && prepared.tokens[i - 1].is_word()
            {
                continue;
            }
            let handle = fold(prepared.word(i + 1));
            // `the minister Ann Lee, who posts as @portminister`, `Ann Lee (@portminister)`
            let from = i.saturating_sub(FAR);
            let linked = i > 1 && matches!(prepared.lower(i - 1), "as" | "(" | "under");
            let before = self
                .names
                .mentions
                .iter()
                .filter(|m| m.name.start >= from && m.name.end <= i && self.names.is_person(m.entity));
            if let Some(mention) = before.max_by_key(|m| m.name.end).filter(|_| linked) {
                told.entry(handle.clone()).or_insert(mention.entity);
            }
            places.push((i, handle));
        }
        for (i, handle) in places {
            let mut spelt = (0..self.keys.len().min(MANY))
                .filter(|e| self.names.is_person(*e) && spells(&handle, &self.keys[*e]));
            let one = spelt.next().filter(|_| spelt.next().is_none());
            if let Some(entity) = told.get(&handle).copied().or(one) {
                self.mention(i..i + 2, i..i + 2, entity);
            }
        }
    }
}

/// A short word without vowels: no name, and hardly anything but a title before one.
fn is_abbreviation(word: &str) -> bool {
    let vowel = |c: char| "aeiouyAEIOUY".contains(c);
    is_title(word.to_lowercase().as_str())
        || (2..=5).contains(&word.chars().count())
            && word.chars().skip(1).all(|c| c.is_lowercase())
            && !word.contains(vowel)
}
