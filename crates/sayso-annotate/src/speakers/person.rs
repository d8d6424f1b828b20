//! Nouns for persons led back to the person: `the minister`, `the 54-year-old`, `the retired midwife`.

use super::{Kind, MANY, Part, Reading, Referent, Who};
use crate::names::describe::{age, office_of};
use crate::names::is_possessive;
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons::{self, Gender};
use sayso_model::{EntityKind, MentionForm};
use sayso_text::Gap;
use std::ops::Range;

/// How many sentences back a second person stands in the way of a noun.
const NEARBY: u32 = 2;

/// Words that tell one office from others of its kind.
const PORTFOLIOS: [&str; 34] = [
    "foreign",
    "defence",
    "defense",
    "interior",
    "home",
    "finance",
    "health",
    "transport",
    "justice",
    "energy",
    "education",
    "culture",
    "environment",
    "agriculture",
    "trade",
    "economy",
    "economic",
    "labour",
    "labor",
    "treasury",
    "army",
    "navy",
    "police",
    "fire",
    "security",
    "housing",
    "sports",
    "science",
    "tourism",
    "fisheries",
    "ports",
    "employment",
    "sporting",
    "executive",
];

/// Ranks, crews and those they carry: nobody who holds an office is called so.
const RANKS: [&str; 16] = [
    "officer",
    "guard",
    "soldier",
    "sailor",
    "seaman",
    "crewman",
    "driver",
    "pilot",
    "skipper",
    "helmsman",
    "constable",
    "watchman",
    "sergeant",
    "corporal",
    "passenger",
    "survivor",
];

/// Posts of which one person hardly holds two, nor one beside an office: the chairman is not `the town clerk`.
const POSTS: [&str; 15] = [
    "clerk",
    "treasurer",
    "coroner",
    "ambassador",
    "envoy",
    "headmaster",
    "auditor",
    "sheriff",
    "registrar",
    "mediator",
    "notary",
    "ombudsman",
    "umpire",
    "referee",
    "judge",
];

/// Words before a noun that set somebody apart from the one who was called so before.
const OTHERS: [&str; 12] = [
    "other", "another", "second", "third", "rival", "new", "former", "latter", "next", "previous", "fellow",
    "same",
];

impl Reading<'_> {
    /// The person that a noun stands for, where that is certain.
    pub(super) fn person(&self, tokens: Range<usize>, end: usize) -> Option<usize> {
        // `The driver, a man of 46,` and `the vicar, the Rev …` introduce somebody.
        let rest = (end..tokens.end).find(|i| self.prepared.word(*i) != ",").map(|i| self.prepared.lower(i));
        let known = rest.is_none_or(|word| matches!(word, "who" | "whose"));
        self.office(tokens.start..end)
            .or_else(|| self.of_age(tokens.start..end))
            .or_else(|| known.then(|| self.called(tokens.start..end)).flatten())
    }

    /// `the 54-year-old`: the one person of that age.
    fn of_age(&self, tokens: Range<usize>) -> Option<usize> {
        let years = self.years(tokens)?;
        let mut all = (0..self.names.about.len()).filter(|e| self.names.about[*e].age == Some(years));
        all.next().filter(|_| all.next().is_none())
    }

    fn years(&self, tokens: Range<usize>) -> Option<u32> {
        tokens.map(|i| self.prepared.lower(i)).find(|w| w.contains("-year-")).and_then(age)
    }

    /// `the retired midwife`: whoever was just spoken of, if nobody else was, and nothing tells otherwise.
    fn called(&self, tokens: Range<usize>) -> Option<usize> {
        let prepared = self.prepared;
        let head = tokens.end.checked_sub(1).filter(|i| *i > tokens.start)?;
        let lower = prepared.lower(head);
        let years = self.years(tokens.clone());
        if prepared.lower(tokens.start) != "the"
            || !(persons::is_person(lower) || years.is_some())
            || tokens.clone().any(|i| OTHERS.contains(&prepared.lower(i)) || is_possessive(prepared.word(i)))
            || self.nouns.contains_key(persons::office(lower))
            || self.introduces(tokens.clone())
        {
            return None;
        }
        let unique = persons::is_unique_office(lower);
        let gender = persons::gender_of_noun(lower);
        let best = self.best(tokens.start, |referent| {
            let far = 2 + u32::from(referent.speaks);
            if referent.kind != Kind::Person
                || self.narrative[referent.token] + far < self.narrative[tokens.start]
            {
                return None;
            }
            let own = self.gender(referent);
            (own.is_none() || gender.is_none() || own == gender).then_some(0)
        })?;
        let Who::Entity(entity) = best.who else { return None };
        // Right behind a quotation, whoever spoke before goes on.
        let tag = tokens.start.checked_sub(1).is_some_and(|i| prepared.quoted[i].is_some());
        if !(tag && best.speaks) && self.another_near(tokens.start, &best, gender) {
            return None;
        }
        let about = &self.names.about[entity];
        let other = years.is_some_and(|y| about.age.is_some_and(|own| own != y));
        // One who is a minister is hardly `the mayor`, nor `the watch officer`; one of whom nothing is told may be.
        let office = about.heads.iter().any(|h| persons::is_unique_office(h));
        let trade = office && RANKS.contains(&lower);
        let post = |lower: &str| POSTS.contains(&persons::office(lower));
        let held = office || about.heads.iter().any(|h| post(h));
        let trade = trade || held && post(lower);
        let fits = !other && !trade && (!unique || about.heads.is_empty());
        (fits && self.names.is_person(entity) && best.part >= Part::Object).then_some(entity)
    }

    /// Whether what stands around a noun with an article tells that it names somebody or something not told of before: `the
    /// widow of an antiquary`, `Brightdesk, the contractor which …`.
    fn introduces(&self, tokens: Range<usize>) -> bool {
        let prepared = self.prepared;
        let lower = |i: usize| if i < prepared.tokens.len() { prepared.lower(i) } else { "" };
        let end = tokens.end;
        let which = lower(end) == "which" || lower(end) == "," && lower(end + 1) == "which";
        let of_one = lower(end) == "of" && matches!(lower(end + 1), "a" | "an" | "one" | "another");
        let thing = |comma: usize| {
            let mut names = (comma.saturating_sub(5)..comma).filter_map(|i| self.names.at(i));
            names.any(|m| {
                // `In Norway, the teacher said`
                let led = m.full.start.checked_sub(1).is_some_and(|i| role(lower(i)).any(Role::PREP));
                m.name.end == comma && !led && self.names.entities[m.entity].kind == EntityKind::Organization
            })
        };
        let apposed = tokens.start >= 2 && lower(tokens.start - 1) == "," && thing(tokens.start - 1);
        which || of_one || apposed
    }

    /// Whether a second person was spoken of nearby and no paragraph before the best, of whose offices as little is known:
    /// a noun that tells nothing of either may mean the other.
    fn another_near(&self, token: usize, best: &Referent, gender: Option<Gender>) -> bool {
        let Who::Entity(entity) = best.who else { return false };
        let bare = |e: usize| self.names.about[e].heads.is_empty();
        self.referents.iter().rev().take(MANY).any(|r| {
            let near = self.narrative[r.token] + NEARBY >= self.narrative[token]
                && self.paragraph[r.token] >= self.paragraph[best.token];
            let fits = gender.is_none() || self.gender(r).is_none_or(|g| Some(g) == gender);
            let other = matches!(r.who, Who::Entity(e) if e != entity && bare(e) == bare(entity));
            r.kind == Kind::Person && r.part >= Part::Object && near && fits && other
        })
    }

    /// `the defence minister` is not the minister of transport.
    fn other_portfolio(&self, modifiers: &[String], entity: usize) -> bool {
        let words = &self.names.about[entity].words;
        // A noun by its ending is a matter, too: `the protection minister`.
        let matter =
            |w: &str| ["tion", "ment", "ity", "ance", "ence", "ics"].iter().any(|end| w.ends_with(end));
        let told = |w: &&str| PORTFOLIOS.contains(w) || matter(w);
        let mut wanted = modifiers.iter().map(String::as_str).filter(told).peekable();
        wanted.peek().is_some()
            && !wanted.any(|w| words.contains(w) || w == "defence" && words.contains("defense"))
            && words.iter().map(String::as_str).any(|w| told(&w))
    }

    /// A noun for a person that is no source: `the driver`, `a senior nurse`.
    /// Returns whether one stands there.
    pub(super) fn nominal_beside(&mut self, token: usize) -> bool {
        let prepared = self.prepared;
        let end = prepared.tokens.len().min(token + 5);
        let mut head = None;
        for i in token + 1..end {
            let word = prepared.lower(i);
            if !prepared.tokens[i].is_word()
                || prepared.tokens[i].gap == Gap::Break
                || role(word).any(Role::PREP | Role::AUX | Role::SUB | Role::CONJ)
            {
                break;
            }
            if let Some(name) = self.names.at(i) {
                if self.names.is_person(name.entity) {
                    // A title before a name.
                    return true;
                }
                // `a senior Ostrellian guard`
                continue;
            }
            if persons::is_person_after(prepared.lower(i - 1), word) || word.ends_with("-year-old") {
                head = Some(i);
            } else if head.is_some() {
                break;
            }
        }
        let Some(head) = head else { return false };
        // `the director, Ann Lee,`: the name will tell.
        let apposed = (head + 1..prepared.tokens.len().min(head + 14))
            .take_while(|i| !matches!(prepared.word(*i), "." | ";"))
            .find_map(|i| self.names.at(i))
            .is_some_and(|m| self.names.is_person(m.entity) && m.full.start <= token);
        if apposed {
            return true;
        }
        if self.is_apposition(token) {
            return true;
        }
        let tokens = token..head + 1;
        let definite = prepared.lower(token) == "the";
        let entity = if definite { self.person(tokens, head + 1) } else { None };
        self.also(token..head + 1, entity, MentionForm::Nominal);
        let part = self.part(token, head + 1);
        let lower = prepared.lower(head);
        let gender = persons::gender_of_noun(lower);
        let known = self.nouns.get(persons::office(lower)).filter(|_| definite);
        let who = match (entity, known) {
            (Some(entity), _) => Who::Entity(entity),
            (None, Some(number)) => Who::Unnamed(*number),
            (None, None) => self.new_unnamed(),
        };
        if let Who::Unnamed(number) = who {
            self.nouns.insert(persons::office(lower).to_string(), number);
            self.printed.entry(number).or_insert(token..head + 1);
        }
        self.push(Referent { part, gender, ..Referent::new(token, who, Kind::Person) });
        true
    }

    /// `The shift leader at the mill, a cousin of hers, laughed`: who was just spoken of, and nobody else.
    fn is_apposition(&self, token: usize) -> bool {
        let prepared = self.prepared;
        let Some(last) = self.referents.last().filter(|r| r.kind == Kind::Person && r.token < token) else {
            return false;
        };
        matches!(prepared.lower(token), "a" | "an")
            && prepared.word(token - 1) == ","
            && self.sentence(last.token) == self.sentence(token)
            && !(last.token..token).any(|i| {
                let lower = prepared.lower(i);
                role(lower).any(Role::AUX | Role::VERB | Role::CONJ) || lower.ends_with("ed")
            })
    }

    /// `the minister`, `the Iranian chief diplomat`: the one person called so.
    pub(super) fn office(&self, tokens: Range<usize>) -> Option<usize> {
        let prepared = self.prepared;
        let head = tokens.end.checked_sub(1).filter(|i| *i >= tokens.start)?;
        let before = if head > tokens.start { prepared.lower(head - 1) } else { "" };
        let office = office_of(before, prepared.lower(head));
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
        // `the president` is sooner the one in office than a former one.
        let past = |e: &usize| {
            let words = &self.names.about[*e].words;
            ["former", "ex", "late", "vice", "deputy"].iter().any(|w| words.contains(*w))
        };
        if holders.len() > 1
            && !modifiers.iter().any(|m| matches!(m.as_str(), "former" | "vice" | "deputy" | "late"))
        {
            let present: Vec<usize> = holders.iter().copied().filter(|e| !past(e)).collect();
            if !present.is_empty() {
                holders = present;
            }
        }
        holders.retain(|e| self.names.is_person(*e) && !self.other_portfolio(&modifiers, *e));
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
    pub(super) fn last_of(&self, token: usize, several: &[usize]) -> Option<usize> {
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
}
