//! `sayso-eval gold --speakers`: whether statements are given to the right speaker.
//!
//! Counted twice: over the statements that the default finder finds (matched to the gold as the scorer does), and
//! over the gold's own spans, which measures the resolution of sources apart from the finding of statements.

use super::GoldReport;
use crate::attribution::{Attribution, Document, matched_pairs, spans_in_received};
use sayso_annotate::{Annotator, Finder, Findings, Found, Options, Prepared, ReaderFinder};
use sayso_model::Statement;
use sayso_text::{CharIndex, Span};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How the source of a gold statement is printed.
const FORMS: [&str; 4] = ["name", "nominal", "pronoun", "none"];

/// Statements by what became of their speaker.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: usize,
    wrong: usize,
    unresolved: usize,
}

impl Count {
    fn all(self) -> usize {
        self.right + self.wrong + self.unresolved
    }

    fn row(self) -> String {
        let share = |n: usize| if self.all() == 0 { 0.0 } else { n as f64 / self.all() as f64 };
        format!(
            "{:>6} {:>7} {:>6} {:>10}   {:.3}   {:.3}",
            self.all(),
            self.right,
            self.wrong,
            self.unresolved,
            share(self.right),
            share(self.wrong)
        )
    }

    fn json(self) -> Value {
        json!({"statements": self.all(), "right": self.right, "wrong": self.wrong, "unresolved": self.unresolved})
    }
}

/// What became of one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Right,
    Wrong,
    Unresolved,
}

/// Counts by the form of the source, apart for statements with a speaker and without one.
#[derive(Debug, Default)]
struct Table {
    named: BTreeMap<&'static str, Count>,
    unnamed: BTreeMap<&'static str, Count>,
    missed: usize,
}

impl Table {
    fn total(counts: &BTreeMap<&'static str, Count>) -> Count {
        counts.values().fold(Count::default(), |a, b| Count {
            right: a.right + b.right,
            wrong: a.wrong + b.wrong,
            unresolved: a.unresolved + b.unresolved,
        })
    }

    fn print(&self, title: &str) {
        println!("{title} ({} gold statements not found)", self.missed);
        println!(
            "  {:<24} {:>6} {:>7} {:>6} {:>10}   {:<5}   wrong",
            "", "all", "right", "wrong", "unresolved", "right"
        );
        for (name, counts) in [("with a speaker", &self.named), ("nobody to be named", &self.unnamed)] {
            println!("  {name:<24} {}", Table::total(counts).row());
            for form in FORMS {
                if let Some(count) = counts.get(form) {
                    println!("    {form:<22} {}", count.row());
                }
            }
        }
    }

    fn json(&self) -> Value {
        let part = |counts: &BTreeMap<&'static str, Count>| {
            let mut value = Table::total(counts).json();
            for (form, count) in counts {
                value[*form] = count.json();
            }
            value
        };
        json!({"named": part(&self.named), "unnamed": part(&self.unnamed), "missed": self.missed})
    }
}

/// Scores the speakers of every report, and prints a table or JSON; `list` prints what was not right.
pub(super) fn run(reports: &[GoldReport], json: bool, list: bool) -> Result<(), String> {
    let default = Annotator::default();
    let (mut found, mut given) = (Table::default(), Table::default());
    for report in reports {
        score(report, &default, &mut found, list.then_some("found"))?;
        let gold = report.statements.values().cloned().collect();
        let annotator = Annotator::with_finder(
            Options::default(),
            Box::new(GoldFinder { gold, names: ReaderFinder::embedded() }),
        );
        score(report, &annotator, &mut given, list.then_some("gold spans"))?;
    }
    if json {
        let value = json!({"found": found.json(), "gold_spans": given.json()});
        println!("{}", serde_json::to_string_pretty(&value).map_err(|e| e.to_string())?);
    } else {
        found.print("Statements as found");
        given.print("Statements with the gold's spans");
    }
    Ok(())
}

fn score(
    report: &GoldReport,
    annotator: &Annotator,
    table: &mut Table,
    list: Option<&str>,
) -> Result<(), String> {
    let draft = report.draft();
    let read = sayso_intake::finish(draft).map_err(|e| e.to_string())?;
    let statements: Vec<Statement> =
        annotator.annotate(&read).statements.into_iter().filter(|s| s.within.is_none()).collect();
    let index = CharIndex::new(read.text.as_received());
    let predicted: Vec<Attribution> =
        statements.iter().map(|s| spans_in_received(&read, &index, s)).collect();
    let gold: Vec<&Attribution> = report.statements.values().collect();
    let document = Document::new(&report.name, &report.text, false);
    let pairs: BTreeMap<usize, usize> = matched_pairs(&document, &gold, &predicted)?.into_iter().collect();
    let speakers: BTreeSet<&str> = report
        .facts
        .values()
        .filter_map(|f| f.get("speaker"))
        .map(String::as_str)
        .filter(|s| *s != "-")
        .collect();
    for (i, (number, item)) in report.statements.iter().enumerate() {
        let Some(facts) = report.facts.get(number) else { continue };
        let Some(j) = pairs.get(&i) else {
            table.missed += 1;
            continue;
        };
        let speaker = facts.get("speaker").map_or("-", String::as_str);
        let statement = &statements[*j];
        let outcome = outcome(speaker, &speakers, statement);
        let form = form(&document.words(&item.source), speaker);
        let side = if speaker == "-" { &mut table.unnamed } else { &mut table.named };
        let count = side.entry(form).or_default();
        match outcome {
            Outcome::Right => count.right += 1,
            Outcome::Wrong => count.wrong += 1,
            Outcome::Unresolved => count.unresolved += 1,
        }
        if let Some(title) = list.filter(|_| outcome != Outcome::Right) {
            let name = statement.source.as_ref().and_then(|s| s.name.clone()).unwrap_or_default();
            println!(
                "{title}\t{}:{number}\t{outcome:?}\t{form}\tsource: {}\tgold: {speaker}\tgot: {name}",
                report.name,
                document.words(&item.source)
            );
        }
    }
    Ok(())
}

/// Whether the speaker is the one of the gold. A name as printed counts without an entity where it names that
/// speaker alone; a pronoun or an office counts only through the entity.
fn outcome(speaker: &str, speakers: &BTreeSet<&str>, statement: &Statement) -> Outcome {
    let Some(source) = &statement.source else {
        return if speaker == "-" { Outcome::Right } else { Outcome::Unresolved };
    };
    let entity = source.entity.is_some();
    if speaker == "-" {
        return if entity { Outcome::Wrong } else { Outcome::Right };
    }
    let name = source.name.as_deref().unwrap_or_default();
    match (names(name, speakers) == Some(speaker), entity) {
        (true, _) => Outcome::Right,
        (false, true) => Outcome::Wrong,
        (false, false) => Outcome::Unresolved,
    }
}

/// The one speaker of the report that a name can mean: the same words, else all of the words of the one among
/// those of the other.
fn names<'s>(name: &str, speakers: &BTreeSet<&'s str>) -> Option<&'s str> {
    let said = words(name);
    if said.is_empty() {
        return None;
    }
    if let Some(same) = speakers.iter().find(|s| words(s) == said) {
        return Some(same);
    }
    let mut near = speakers.iter().filter(|s| {
        let full = words(s);
        covers(&full, &said) || covers(&said, &full)
    });
    let first = near.next()?;
    near.next().is_none().then_some(*first)
}

/// Whether all of these words are among those; `Kerrovian` is a form of `Kerrovia`.
fn covers(those: &BTreeSet<String>, these: &BTreeSet<String>) -> bool {
    let near =
        |a: &str, b: &str| a == b || a.len() > 4 && b.strip_prefix(a).is_some_and(|rest| rest.len() < 4);
    these.iter().all(|a| those.iter().any(|b| near(a, b) || near(b, a)))
}

fn words(name: &str) -> BTreeSet<String> {
    const SMALL: [&str; 22] = [
        "the",
        "of",
        "a",
        "an",
        "and",
        "for",
        "on",
        "mr",
        "mrs",
        "ms",
        "dr",
        "its",
        "his",
        "her",
        "their",
        "our",
        "republic",
        "government",
        "city",
        "de",
        "la",
        "public",
    ];
    let all = |name: &str| -> Vec<String> {
        name.replace(['’', '\''], " ")
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|w| w.chars().count() > 1)
            .map(str::to_lowercase)
            .collect()
    };
    let every = all(name);
    let telling: BTreeSet<String> = every.iter().filter(|w| !SMALL.contains(&w.as_str())).cloned().collect();
    if telling.is_empty() { every.into_iter().collect() } else { telling }
}

/// How a source is printed: a pronoun, a name of the speaker, a nominal, or not at all.
fn form(printed: &str, speaker: &str) -> &'static str {
    let lower = printed.trim().to_lowercase();
    match lower.as_str() {
        "" => return "none",
        "he" | "she" | "it" | "they" | "who" | "which" | "i" | "we" | "him" | "her" | "them" | "his"
        | "their" | "its" | "that" | "me" | "us" | "my" | "our" => return "pronoun",
        _ => {}
    }
    let capitals: BTreeSet<String> = printed
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|w| w.starts_with(char::is_uppercase))
        .map(str::to_lowercase)
        .collect();
    let named = words(speaker).iter().any(|w| capitals.contains(w));
    if named { "name" } else { "nominal" }
}

/// A finder that gives the gold's own spans.
#[derive(Debug)]
pub(super) struct GoldFinder {
    /// By code points of the text as received.
    pub gold: Vec<Attribution>,
    /// Names are those of the default finder.
    pub names: ReaderFinder,
}

impl Finder for GoldFinder {
    fn find(&self, prepared: &Prepared<'_>) -> Findings {
        let text = &prepared.report.text;
        let index = CharIndex::new(text.as_received());
        // A piece of the alignment at a time: what was repaired takes the place of what was received.
        let to_text = |at: usize, end: bool| -> usize {
            let pieces = text.alignment().pieces();
            let after = pieces.partition_point(|p| (p.received_start as usize) < at + usize::from(!end));
            let Some(piece) = after.checked_sub(1).map(|i| pieces[i]) else { return 0 };
            let offset = (at - piece.received_start as usize).min(piece.length as usize);
            piece.text_start as usize + offset
        };
        let spans = |spans: &[(usize, usize)]| -> Vec<Span> {
            spans
                .iter()
                .filter_map(|(start, end)| {
                    Span::new(to_text(index.to_bytes(*start), false), to_text(index.to_bytes(*end), true))
                })
                .collect()
        };
        let statements = self.gold.iter().map(|item| Found {
            source: spans(&item.source),
            cue: spans(&item.cue),
            content: spans(&item.content),
            confidence: None,
            by: "gold",
        });
        Findings { statements: statements.collect(), names: self.names.find(prepared).names }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Least part of statements with the gold's spans that are given to the right speaker.
    const FLOOR: f64 = 0.87;

    #[test]
    fn right_speakers_stay_above_their_floor() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("gold");
        let mut table = Table::default();
        for report in super::super::load(&folder).unwrap() {
            let gold = report.statements.values().cloned().collect();
            let finder = GoldFinder { gold, names: ReaderFinder::embedded() };
            let annotator = Annotator::with_finder(Options::default(), Box::new(finder));
            score(&report, &annotator, &mut table, None).unwrap();
        }
        let count = Table::total(&table.named);
        let all = count.right + count.wrong + count.unresolved;
        assert!(count.right as f64 >= FLOOR * all as f64, "{} of {all}", count.right);
    }

    #[test]
    fn names_mean_speakers() {
        let speakers: BTreeSet<&str> = [
            "Pietro Vance",
            "Pietro Vance camp",
            "Ministry of Transport of Kerrovia",
            "Stanislav Kuznik",
            "Radek Kuznik",
        ]
        .into();
        assert_eq!(names("Transport Ministry", &speakers), Some("Ministry of Transport of Kerrovia"));
        assert_eq!(names("Mr Pietro Vance", &speakers), Some("Pietro Vance"));
        assert_eq!(names("the Vance camp", &speakers), Some("Pietro Vance camp"));
        assert_eq!(names("Kuznik", &speakers), None);
        assert_eq!(names("she", &speakers), None);
    }

    #[test]
    fn forms_of_sources() {
        assert_eq!(form("She", "Ana Roy"), "pronoun");
        assert_eq!(form("Senator Roy, her ally,", "Ana Roy"), "name");
        assert_eq!(form("the senator", "Ana Roy"), "nominal");
        assert_eq!(form("", "-"), "none");
    }
}
