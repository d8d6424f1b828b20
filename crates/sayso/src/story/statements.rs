//! The dossier's statements: by speaker, each once, with the reports that carry it.

use super::Dossier;
use crate::input::Failure;
use crate::print::{caution, day, dim, one_line, strong, wrap};
use sayso_model::{Form, RecordStatement, SaidBasis, Statement, Utterance, Variant, VariantKind};
use std::collections::BTreeMap;
use std::io::Write;

/// One thing said, as the dossier shows it.
struct Said<'d> {
    /// The statement that gives its wording: one that has the fullest wording unchanged, else the longest.
    statement: &'d Statement,
    weight: (bool, usize),
    report: &'d str,
    /// All places that carry it, the wording's first.
    places: Vec<String>,
    when: Option<&'d str>,
    /// Whether that day is printed with the saying of it.
    stated: bool,
}

/// What makes two statements one thing said.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Sameness {
    /// Both are variants of this utterance.
    Utterance(u32),
    /// Both give this speaker these words.
    Words(Option<u32>, String),
}

impl<'d> Said<'d> {
    /// Takes in another report's statement of the same thing.
    fn join(&mut self, mut other: Said<'d>) {
        if other.weight > self.weight {
            std::mem::swap(self, &mut other);
        }
        self.places.append(&mut other.places);
        if self.when.is_none() || other.stated && !self.stated {
            (self.when, self.stated) = (other.when.or(self.when), other.stated);
        }
    }
}

impl Dossier<'_> {
    pub(super) fn statements(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut speakers: BTreeMap<Option<u32>, Vec<Said<'_>>> = BTreeMap::new();
        let mut seen: BTreeMap<Sameness, (Option<u32>, usize)> = BTreeMap::new();
        for entry in &self.record.statements {
            let Some(statement) = self.statement(entry) else { continue };
            let place = self.place(&entry.report, &statement.content);
            let when = entry.said.as_deref();
            let length = statement.content.iter().map(|span| span.len()).sum();
            let (same, whole) = match self.utterance_of(entry, statement) {
                // What a quotation carries on is not that quotation.
                Some((utterance, how)) if statement.within.is_none() => {
                    let whole = matches!(how, VariantKind::Exact | VariantKind::Split);
                    (Sameness::Utterance(utterance.id), whole)
                }
                _ => (Sameness::Words(entry.speaker, self.bare_words(&entry.report, statement)), true),
            };
            let weight = (whole, length);
            let own = when.is_some() && entry.said == statement.said;
            let stated = own && statement.said_basis == Some(SaidBasis::Stated);
            let places = vec![place];
            let said = Said { statement, weight, report: &entry.report, places, when, stated };
            if let Some((speaker, index)) = seen.get(&same) {
                let known = speakers.get_mut(speaker).and_then(|all| all.get_mut(*index));
                if let Some(known) = known {
                    known.join(said);
                }
                continue;
            }
            let all = speakers.entry(entry.speaker).or_default();
            seen.insert(same, (entry.speaker, all.len()));
            all.push(said);
        }
        if speakers.is_empty() {
            return Ok(());
        }
        self.section(
            out,
            "WHO SAID WHAT",
            "by speaker; a letter and numbers lead to the words: sayso report ID 104-188; ~ a date worked out",
        )?;
        // Those most reports let speak come first; statements nobody is named for come last.
        let mut order: Vec<(&Option<u32>, &Vec<Said<'_>>)> = speakers.iter().collect();
        let weight = |all: &[Said<'_>]| all.iter().map(|s| s.places.len()).sum::<usize>();
        order.sort_by_key(|(id, all)| (id.is_none(), std::cmp::Reverse(weight(all)), **id));
        for (id, all) in &order {
            self.speaker_line(out, **id)?;
            for said in all.iter().take(self.shown) {
                self.said(out, said)?;
            }
            self.more(out, all.len())?;
        }
        Ok(())
    }

    fn speaker_line(&self, out: &mut impl Write, id: Option<u32>) -> Result<(), Failure> {
        let found = self.record.speakers.iter().find(|s| Some(s.id) == id);
        let Some(speaker) = found else {
            writeln!(out, "  {}", strong("No source named"))?;
            return Ok(());
        };
        let mut note = Vec::new();
        if !matches!(speaker.kind.as_str(), "person" | "organization") {
            note.push(speaker.kind.clone());
        }
        let aliases: Vec<&str> =
            speaker.aliases.iter().map(String::as_str).filter(|a| *a != speaker.name).collect();
        if !aliases.is_empty() {
            note.push(format!("also printed as {}", aliases.join(", ")));
        }
        writeln!(out, "  {}  {}", strong(&speaker.name), dim(&note.join(" · ")))?;
        Ok(())
    }

    fn said(&self, out: &mut impl Write, said: &Said<'_>) -> Result<(), Failure> {
        let Some(report) = self.report(said.report) else {
            return Ok(());
        };
        let text = report.text.as_str();
        let parts: Vec<String> =
            said.statement.content.iter().filter_map(|s| s.slice(text)).map(one_line).collect();
        let words = parts.join(" … ");
        let words = match said.statement.form {
            Form::Direct if !words.starts_with(['“', '"', '‘', '«', '„', '\'']) => {
                format!("“{words}”")
            }
            _ => words,
        };
        let words = words.replace(",”", "”").replace(",\"", "\"");
        writeln!(out, "{}", wrap(&words, "    ", "    "))?;
        let mut notes = vec![said.statement.form.to_string()];
        if let Some(cue) = &said.statement.cue {
            let words: Vec<&str> = cue.spans.iter().filter_map(|s| s.slice(text)).collect();
            notes.push(one_line(&words.join(" … ")));
        }
        notes.extend(said.statement.channel.clone());
        notes.extend(said.statement.addressee.as_ref().map(|to| format!("to {to}")));
        notes.extend(self.chain(said));
        let sure = if said.stated { "" } else { "~" };
        notes.extend(said.when.map(|when| format!("on {sure}{}", day(when))));
        let doubtful = said.statement.confidence.is_some_and(|c| c < 0.5);
        let doubt = if doubtful { caution("  doubtful") } else { String::new() };
        writeln!(
            out,
            "      {}{doubt}",
            dim(&format!("{}  [{}]", notes.join(" · "), said.places.join(", ")))
        )?;
        Ok(())
    }

    /// `The Globe ← drivers ← the minister`: the chain of hearsay that a statement inside others came by.
    fn chain(&self, said: &Said<'_>) -> Option<String> {
        let stored = self.by_id.get(said.report)?;
        let mut links = Vec::new();
        let mut next = said.statement.within.is_some().then_some(said.statement);
        while let Some(statement) = next {
            let name = self.speaker_of(said.report, statement);
            links.push(one_line(name.unwrap_or("somebody not named")));
            let outer = statement.within.filter(|id| *id != statement.id && links.len() < 8);
            next = outer.and_then(|id| stored.annotations.statements.iter().find(|s| s.id == id));
        }
        if links.is_empty() {
            return None;
        }
        let letter = format!("report {}", self.letter(said.report));
        links.push(stored.report.outlet.clone().unwrap_or(letter));
        links.reverse();
        Some(links.join(" ← "))
    }

    /// Who made a statement: the speaker by the story's reports together, else by its own.
    fn speaker_of<'s>(&'s self, report: &str, statement: &'s Statement) -> Option<&'s str> {
        let mut entries = self.record.statements.iter();
        let entry = entries.find(|e| e.report == report && e.statement == statement.id);
        let known = entry.and_then(|e| self.record.speakers.iter().find(|s| Some(s.id) == e.speaker));
        let printed = || statement.source.as_ref().and_then(|source| source.name.as_deref());
        known.map(|s| s.name.as_str()).or_else(printed)
    }

    fn statement(&self, entry: &RecordStatement) -> Option<&Statement> {
        let stored = self.by_id.get(entry.report.as_str())?;
        stored.annotations.statements.iter().find(|s| s.id == entry.statement)
    }

    /// The words of a statement's content, without letter case and punctuation.
    fn bare_words(&self, report: &str, statement: &Statement) -> String {
        let text = self.report(report).map_or("", |r| r.text.as_str());
        let content: Vec<&str> = statement.content.iter().filter_map(|s| s.slice(text)).collect();
        let bare = content.join(" ").to_lowercase();
        let words = bare.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        words.collect::<Vec<_>>().join(" ")
    }

    /// The utterance that a statement of a report is a variant of, and which kind of variant.
    fn utterance_of(
        &self,
        entry: &RecordStatement,
        statement: &Statement,
    ) -> Option<(&Utterance, VariantKind)> {
        self.record.utterances.iter().find_map(|utterance| {
            let carries = |variant: &&Variant| {
                // What stands within another's quotation is part of that one's utterance.
                (statement.within.is_none() || utterance.speaker == entry.speaker)
                    && variant.report == entry.report
                    && variant.spans.iter().any(|span| statement.content.iter().any(|c| c.overlaps(*span)))
            };
            utterance.variants.iter().find(carries).map(|variant| (utterance, variant.how))
        })
    }
}
