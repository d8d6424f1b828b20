//! Who speaks: the sources of all reports of a story, joined where the names are one person's.

mod beside;
mod join;

use crate::Doc;
use crate::words::Words;
use beside::{beside_description, within};
use join::{heed, join_names};
use sayso_model::{Entity, EntityKind, Judgement, MentionForm, Source, Speaker, Statement};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

static TITLES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../words/titles.txt").lines().filter(|l| !l.starts_with('#')).collect());

/// Who speaks of himself.
const FIRST: [&str; 4] = ["i", "we", "me", "us"];
/// Short forms of states, each with the words of the full name.
static STATES: LazyLock<BTreeMap<&'static str, Vec<String>>> = LazyLock::new(|| {
    let lines = include_str!("../words/states.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(full, forms)| {
            let words: Vec<String> = full.split(' ').map(str::to_owned).collect();
            forms.split('\t').map(move |form| (form, words.clone()))
        })
        .collect()
});

/// Words before a name that colour it and are no part of it.
static COLOURS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../words/naming/loaded.txt").lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});
/// What follows a name and is no part of it: degrees, orders, offices in letters.
const LETTERS: [&str; 30] = [
    "kc", "qc", "sc", "mp", "mep", "msp", "ms", "md", "phd", "dphil", "mba", "ma", "ba", "bsc", "llb", "esq",
    "obe", "cbe", "mbe", "kbe", "dbe", "gcb", "kcb", "dso", "vc", "frs", "rn", "cpa", "sj", "op",
];
const PRONOUNS: [&str; 5] = ["he", "she", "they", "it", "who"];
const DOCUMENTS: [&str; 14] = [
    "statement",
    "report",
    "poll",
    "survey",
    "memo",
    "letter",
    "document",
    "documents",
    "study",
    "filing",
    "indictment",
    "lawsuit",
    "email",
    "emails",
];

/// The speakers of a story, and who made each statement.
pub(crate) struct Speakers {
    /// The speakers, numbered from 1 in order of first appearance.
    pub list: Vec<Speaker>,
    /// For each report, for each statement, its speaker's number, and whether the name is printed there.
    of: Vec<Vec<Option<(u32, bool)>>>,
}

/// A name as printed in one report.
#[derive(Clone, Debug)]
struct Name {
    /// Normal forms of its words, titles aside.
    words: Vec<String>,
    /// As printed first.
    printed: String,
    /// Printed otherwise with the same words: `US` and `United States`.
    other_forms: BTreeSet<String>,
    kind: &'static str,
    /// Offices that the reports give it beside its name, in normal forms.
    offices: BTreeSet<Vec<String>>,
}

impl Speakers {
    /// The speakers of these reports.
    pub fn of(docs: &[Doc<'_>]) -> Speakers {
        Speakers::judged(docs, &[])
    }

    /// As [`Speakers::of`], heeding what was judged of speakers.
    pub fn judged(docs: &[Doc<'_>], judgements: &[Judgement]) -> Speakers {
        let mut names: Vec<Name> = Vec::new();
        let mut known: BTreeMap<(&'static str, Vec<String>, usize), usize> = BTreeMap::new();
        let mut of: Vec<Vec<Option<(usize, bool)>>> = Vec::new();
        for (at, doc) in docs.iter().enumerate() {
            let mut last: Option<usize> = None;
            let mut own = Vec::new();
            for statement in &doc.annotations.statements {
                let name = statement.source.as_ref().and_then(|s| named(doc, s));
                let name = match name {
                    // `I` inside a quotation is whoever is quoted; outside, nobody with a name.
                    Some(name) if FIRST.contains(&name.words.join(" ").as_str()) => {
                        let printed = statement.source.as_ref().and_then(|s| as_printed(doc, s));
                        match printed.filter(|p| PRONOUNS.contains(&p.words.join(" ").as_str())) {
                            Some(printed) => Some(printed),
                            None => {
                                let all = &doc.annotations.statements;
                                let around =
                                    statement.within.and_then(|id| all.iter().position(|s| s.id == id));
                                let speaker: Option<(usize, bool)> =
                                    around.and_then(|place| own.get(place).copied().flatten());
                                own.push(speaker.map(|(n, _)| (n, false)));
                                continue;
                            }
                        }
                    }
                    name => name,
                };
                // `The head of the mill Ola Brunn …`, later `she said`.
                let name = match name {
                    Some(name) if !capital_name(&name) => beside_description(doc, statement).or(Some(name)),
                    name => name,
                };
                let mut firm = false;
                let name = match name {
                    Some(name) if PRONOUNS.contains(&name.words.join(" ").as_str()) => {
                        // The person last named in the paragraph, else the one who spoke last; a pronoun that may stand
                        // for many or for a thing is left alone.
                        let one = matches!(name.words[0].as_str(), "he" | "she");
                        let nearest = one.then(|| person_before(doc, statement)).flatten();
                        if nearest.is_none() {
                            own.push(last.filter(|n| one && names[*n].kind == "person").map(|n| (n, false)));
                            continue;
                        }
                        nearest
                    }
                    Some(name) => {
                        let printed = statement.source.as_ref().is_some_and(|s| prints(doc, s, &name));
                        firm = printed && proper(&name) && name.kind != "anonymous" && beside(doc, statement);
                        Some(name)
                    }
                    None => None,
                };
                let number = match name {
                    Some(name) => {
                        // `the minister` of one report need not be that of another.
                        let own = if matches!(name.kind, "person" | "organization") && proper(&name) {
                            usize::MAX
                        } else {
                            at
                        };
                        let next = names.len();
                        let number = *known.entry((name.kind, name.words.clone(), own)).or_insert(next);
                        if number == next {
                            names.push(name);
                        } else {
                            let known = &mut names[number];
                            known.other_forms.extend(name.other_forms);
                            known.offices.extend(name.offices);
                            if known.printed != name.printed {
                                known.other_forms.insert(name.printed);
                            }
                        }
                        last = Some(number);
                        Some(number)
                    }
                    None => None,
                };
                own.push(number.map(|n| (n, firm)));
            }
            of.push(own);
        }
        let mut joined = join_names(&names);
        heed(&names, &mut joined, judgements);
        let mut list: Vec<Speaker> = Vec::new();
        let mut number: BTreeMap<usize, u32> = BTreeMap::new();
        for (i, name) in names.iter().enumerate() {
            let root = joined[i];
            let id = *number.entry(root).or_insert_with(|| {
                list.push(Speaker {
                    id: list.len() as u32 + 1,
                    name: names[root].printed.clone(),
                    kind: names[root].kind.to_owned(),
                    aliases: Vec::new(),
                });
                list.len() as u32
            });
            let speaker = &mut list[id as usize - 1];
            if name.words.len() > names[root].words.len() {
                // A description that holds the name is no other form of it.
                number.insert(i, id);
                continue;
            }
            for form in std::iter::once(&name.printed).chain(&name.other_forms) {
                if *form != speaker.name && !speaker.aliases.contains(form) {
                    speaker.aliases.push(form.clone());
                }
            }
            number.insert(i, id);
        }
        let of = of
            .into_iter()
            .map(|own| {
                own.into_iter().map(|n| n.and_then(|(n, firm)| Some((*number.get(&n)?, firm)))).collect()
            })
            .collect();
        Speakers { list, of }
    }

    /// Who made a statement, by the report's and the statement's place.
    pub fn speaker(&self, doc: usize, statement: usize) -> Option<u32> {
        self.of.get(doc)?.get(statement).copied().flatten().map(|s| s.0)
    }

    /// Whether the statement prints the speaker's name rather than a pronoun or an office.
    pub fn firm(&self, doc: usize, statement: usize) -> bool {
        let found = self.of.get(doc).and_then(|own| own.get(statement).copied().flatten());
        found.is_some_and(|s| s.1)
    }

    /// Whether a speaker has no name, only a description: `an officer`.
    pub fn described(&self, id: u32) -> bool {
        self.list.get((id as usize).saturating_sub(1)).is_none_or(|s| {
            s.kind == "anonymous"
                || s.kind == "collective"
                || !s.name.split_whitespace().skip(1).chain(s.name.split_whitespace().take(1)).any(|w| {
                    w.starts_with(char::is_uppercase) && !matches!(w, "A" | "An" | "The" | "One" | "Some")
                })
        })
    }

    /// A speaker's name.
    pub fn name(&self, id: u32) -> Option<&str> {
        self.list.get((id as usize).checked_sub(1)?).map(|s| s.name.as_str())
    }
}

/// Whether a source prints a word of the name, rather than a pronoun or an office.
fn prints(doc: &Doc<'_>, source: &Source, name: &Name) -> bool {
    source.spans.iter().filter_map(|s| s.slice(doc.text())).any(|printed| {
        let words = Words::of(printed);
        (0..words.len()).any(|i| words.list()[i].capital() && name.words.iter().any(|w| w == words.normal(i)))
    })
}

/// Whether source and content stand in one paragraph: a source further off was worked out.
fn beside(doc: &Doc<'_>, statement: &Statement) -> bool {
    let source = statement.source.as_ref().and_then(|s| s.spans.first());
    let (Some(source), Some(content)) = (source, statement.content.first()) else {
        return true;
    };
    let from = source.end().min(content.end());
    let to = source.start().max(content.start());
    !doc.text().get(from..to).is_some_and(|gap| gap.contains('\n'))
}

/// The person last named before a statement's pronoun, in its paragraph, outside of quotations.
fn person_before(doc: &Doc<'_>, statement: &Statement) -> Option<Name> {
    let text = doc.text();
    let at = statement
        .content
        .first()
        .into_iter()
        .chain(statement.source.as_ref().and_then(|s| s.spans.first()))
        .map(|s| s.start())
        .min()?;
    let paragraph = text.get(..at)?.rfind("\n").map_or(0, |i| i + 1);
    let (entity, mention) = doc
        .annotations
        .entities
        .iter()
        .filter(|e| e.kind == EntityKind::Person)
        .flat_map(|e| e.mentions.iter().map(move |m| (e, m)))
        .filter(|(_, m)| m.form == MentionForm::Name && m.span.start() >= paragraph && m.span.end() <= at)
        .max_by_key(|(e, m)| (m.span.start(), std::cmp::Reverse(e.id)))?;
    named(doc, &mentioned(entity, mention.span))
}

/// A person as a source where the name stands.
fn mentioned(entity: &Entity, at: Span) -> Source {
    Source { spans: vec![at], entity: Some(entity.id), name: Some(entity.name.clone()), ..Source::default() }
}

fn proper(name: &Name) -> bool {
    name.printed.split_whitespace().any(|w| w.starts_with(char::is_uppercase)) && !name.words.is_empty()
}

/// A source by the words it is printed in.
fn as_printed(doc: &Doc<'_>, source: &Source) -> Option<Name> {
    named(doc, &Source { name: None, entity: None, ..source.clone() })
}

/// Whether a name has a word with a capital beside its article.
fn capital_name(name: &Name) -> bool {
    let mut words = name.printed.split_whitespace();
    words.any(|w| w.starts_with(char::is_uppercase) && !matches!(w, "A" | "An" | "The" | "One" | "Some"))
}

const DAYS: [&str; 8] = ["the", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn named(doc: &Doc<'_>, source: &Source) -> Option<Name> {
    if source.entity.is_none()
        && let Some(inner) = within(doc, source)
    {
        return named(doc, &inner);
    }
    let entity = source.entity.and_then(|id| doc.annotations.entities.iter().find(|e| e.id == id));
    let as_printed = || crate::quotation::join_spans(doc.text(), &source.spans);
    let printed = source.name.clone().or_else(|| entity.map(|e| e.name.clone())).unwrap_or_else(as_printed);
    let printed = printed.trim().trim_end_matches(',').to_owned();
    let words = Words::of(&printed);
    let all: Vec<String> = (0..words.len()).map(|i| words.normal(i).to_owned()).collect();
    // `had said the Wednesday`: a day says nothing.
    if all.iter().all(|w| DAYS.contains(&w.as_str())) {
        return None;
    }
    let small = |i: usize| !words.list()[i].capital();
    // `the chief inspector of police Dagny Rolfe`: nobody withholds a name that is printed.
    let tail = (0..all.len()).rev().take_while(|i| !small(*i) && all[*i].len() > 1).count();
    let titled = source.anonymous && (2..=3).contains(&tail) && tail < all.len();
    let titled = titled && all[..all.len() - tail].iter().any(|w| TITLES.contains(w.as_str()));
    let head = all.last().map_or("", String::as_str);
    let kind = if titled {
        "person"
    } else if source.anonymous {
        "anonymous"
    } else {
        match entity.map(|e| e.kind) {
            Some(EntityKind::Person) => "person",
            Some(EntityKind::Organization | EntityKind::Place) => "organization",
            Some(EntityKind::Law) => "document",
            _ if DOCUMENTS.contains(&head) => "document",
            _ if (0..words.len()).all(small) && head.ends_with('s') && !head.ends_with("ss") => "collective",
            _ => "person",
        }
    };
    // What stands up to the last title goes, as long as something that is a name stays: `Ostrander Defence Minister
    // Aksel Thorne`.
    let after_title = (0..all.len()).rev().find(|i| TITLES.contains(all[*i].as_str())).map_or(0, |i| i + 1);
    let rest = (after_title..all.len()).filter(|i| !small(*i)).count();
    let (kind, from) = match kind {
        "person" if rest > 0 => {
            let first = (after_title..all.len()).find(|i| !small(*i)).unwrap_or(0);
            ("person", first)
        }
        // A body has no title within: `the Foreign Ministry's spokesman Ilo Brandt` is a person.
        "organization" if after_title > 1 && rest >= 2 && after_title + rest == all.len() => {
            ("person", after_title)
        }
        _ => (kind, usize::from(all.len() > 1 && all[0] == "the")),
    };
    let printed = match (kind, from) {
        ("person", 1..) if rest > 0 => {
            words.hull(from, words.len()).slice(&printed).unwrap_or(&printed).to_owned()
        }
        _ => printed,
    };
    // A possessive belongs to the sentence, not to the name.
    let printed =
        ["'s", "’s"].iter().find_map(|s| printed.strip_suffix(s)).map_or(printed.clone(), str::to_owned);
    let mut own = from..all.len();
    let mut printed = printed;
    let mut forms = BTreeSet::new();
    if kind == "person" && rest > 0 {
        // `Heartbroken Ann Lee`, `Ann Lee KC`
        while own.len() > 2 && COLOURS.contains(all[own.start].as_str()) {
            own.start += 1;
        }
        while own.len() > 2 && LETTERS.contains(&all[own.end - 1].replace('.', "").as_str()) {
            own.end -= 1;
        }
        if own != (from..all.len()) {
            let whole = source.name.clone().or_else(|| entity.map(|e| e.name.clone()));
            let whole = whole.unwrap_or_else(as_printed);
            let words = Words::of(whole.trim());
            if words.len() == all.len() {
                let cut = |r: std::ops::Range<usize>| {
                    words.hull(r.start, r.end).slice(whole.trim()).map(str::to_owned)
                };
                if own.end < all.len() {
                    forms.extend(cut(own.start..all.len()));
                }
                printed = cut(own.clone()).unwrap_or(printed);
            }
        }
    }
    let words = match state(&all[own.clone()]) {
        Some(full) if kind == "organization" => full.clone(),
        _ => all[own].to_vec(),
    };
    let named = rest > 0 && kind == "person";
    let offices = source.role.iter().filter(|_| named).map(|r| normal(r)).collect();
    Some(Name { words, printed, other_forms: forms, kind, offices })
}

/// The words of a text in normal forms.
fn normal(text: &str) -> Vec<String> {
    let words = Words::of(text);
    (0..words.len()).map(|i| words.normal(i).to_owned()).collect()
}

/// The full name of the state that goes by these words, given in their normal forms.
fn state(words: &[String]) -> Option<&'static Vec<String>> {
    STATES.get(words.join(" ").replace('.', "").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_forms_of_states_are_words_as_names_have_them() {
        for form in ["US", "U.S.", "the USA", "UN", "Great Britain"] {
            let words = Words::of(form.trim_start_matches("the "));
            let words: Vec<String> = (0..words.len()).map(|i| words.normal(i).to_owned()).collect();
            assert!(state(&words).is_some(), "{form}: {words:?}");
        }
    }
}
