//! Who speaks: the sources of all reports of a story, joined where the names are one person's.

mod beside;
mod join;
mod name;

use crate::Doc;
use crate::words::Words;
use beside::beside_description;
use join::{heed, join_names};
use name::{Name, as_printed, capital_name, mentioned, named, proper};
use sayso_model::{EntityKind, Judgement, JudgementKind, MentionForm, Source, Speaker, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Who speaks of himself.
const FIRST: [&str; 4] = ["i", "we", "me", "us"];
const PRONOUNS: [&str; 5] = ["he", "she", "they", "it", "who"];
/// The speakers of a story, and who made each statement.
pub(crate) struct Speakers {
    /// The speakers, numbered from 1 in order of first appearance.
    pub list: Vec<Speaker>,
    /// For each report, for each statement, its speaker's number, and whether the name is printed there.
    of: Vec<Vec<Option<(u32, bool)>>>,
    /// Those who were judged to be another than one of a like name.
    parted: BTreeSet<u32>,
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
        let apart = judgements.iter().filter(|j| j.stands() && j.kind == JudgementKind::DifferentSpeakers);
        let apart: BTreeSet<&str> = apart.flat_map(|j| [j.a.as_str(), j.b.as_str()]).collect();
        let parted = list.iter().filter(|s| apart.contains(s.name.as_str())).map(|s| s.id).collect();
        Speakers { list, of, parted }
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

    /// Whether a speaker was judged to be another than one of a like name.
    pub fn parted(&self, id: u32) -> bool {
        self.parted.contains(&id)
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
