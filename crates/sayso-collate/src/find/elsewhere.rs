//! Words asked for that no find answers to: whether reports print them all the same, and as what.
//!
//! Words of little weight (`we do not want`) are in half of all quotations, so that no utterance is found by them. That
//! they stand in one must be said nevertheless.

use super::{QuoteFinding, QuoteVerdict, find_quote};
use crate::speakers::Speakers;
use crate::{Doc, ReportNo};
use sayso_model::{Form, StatementId};
use sayso_text::{Quotations, Span, quotations};
use std::cmp::Reverse;

/// So many reports are looked at closely for one quotation.
pub const QUOTE_CANDIDATES: usize = 80;

/// What becomes of a quotation that is checked: the finds, or else where its words stand.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteAnswer {
    /// What was found among quotations.
    pub finding: QuoteFinding,
    /// Where nothing was found: reports that print just these words, those that quote them first, then by date.
    pub elsewhere: Vec<Elsewhere>,
}

/// Just the words asked for, in a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Elsewhere {
    /// The report.
    pub report: ReportNo,
    /// Where in its text.
    pub span: Span,
    /// As what they stand there.
    pub standing: Standing,
    /// The statement that they belong to, where there is one.
    pub statement: Option<StatementId>,
    /// Who makes it, by name.
    pub speaker: Option<String>,
}

/// As what words stand in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Within a quotation.
    Quoted,
    /// Within what somebody is reported to have said, in the reporter's words.
    Reported,
    /// In the outlet's own voice.
    Own,
}

impl Standing {
    /// Its word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Quoted => "quoted",
            Standing::Reported => "reported",
            Standing::Own => "own voice",
        }
    }
}

impl QuoteVerdict {
    /// Its word, for people and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            QuoteVerdict::Exact => "exact",
            QuoteVerdict::Truncated => "truncated",
            QuoteVerdict::Elided => "elided",
            QuoteVerdict::Altered => "altered",
            QuoteVerdict::NotFound => "not found",
        }
    }
}

impl QuoteAnswer {
    /// Checks `words` against `docs` (see [`find_quote`]).
    pub fn of(words: &str, docs: &[Doc<'_>]) -> QuoteAnswer {
        let finding = find_quote(words, docs);
        let elsewhere = match finding.verdict {
            QuoteVerdict::NotFound => elsewhere(words, docs),
            _ => Vec::new(),
        };
        QuoteAnswer { finding, elsewhere }
    }

    /// As what the words stand where they tell most, if they were found only elsewhere.
    pub fn standing(&self) -> Option<Standing> {
        self.elsewhere.first().map(|e| e.standing)
    }

    /// Whether the words are found, or at least stand within a quotation.
    pub fn is_found(&self) -> bool {
        self.finding.verdict != QuoteVerdict::NotFound || self.standing() == Some(Standing::Quoted)
    }

    /// The verdict in a word or three, for people and in JSON.
    pub fn word(&self) -> &'static str {
        match self.standing() {
            None => self.finding.verdict.as_str(),
            Some(Standing::Quoted) => "within a quotation",
            Some(Standing::Reported) => "reported",
            Some(Standing::Own) => "own voice",
        }
    }

    /// The verdict as a sentence.
    pub fn sentence(&self) -> &'static str {
        match (self.finding.verdict, self.standing()) {
            (QuoteVerdict::Exact, _) => "Printed in just these words.",
            (QuoteVerdict::Truncated, _) => "Printed in these words, as part of a longer quotation.",
            (QuoteVerdict::Elided, _) => "Printed with more words in between.",
            (QuoteVerdict::Altered, _) => "Printed in partly other words.",
            (QuoteVerdict::NotFound, Some(Standing::Quoted)) => "Printed within a quotation.",
            (QuoteVerdict::NotFound, Some(Standing::Reported)) => {
                "Not quoted in any report read so far, but reported in these words."
            }
            (QuoteVerdict::NotFound, Some(Standing::Own)) => "Not quoted in any report read so far.",
            (QuoteVerdict::NotFound, None) => "Not found in any report read so far.",
        }
    }
}

/// The reports that have the words in a row, letter case and marks aside: of each the place that tells most.
fn elsewhere(words: &str, docs: &[Doc<'_>]) -> Vec<Elsewhere> {
    let asked: Vec<String> = tokens(words).map(|(_, word)| word.to_lowercase()).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let places: Vec<Vec<Span>> = docs.iter().map(|doc| places(&asked, doc.text())).collect();
    if places.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let speakers = Speakers::of(docs);
    let mut found: Vec<(Option<&str>, Elsewhere)> = Vec::new();
    for (at, doc) in docs.iter().enumerate().filter(|(at, _)| !places[*at].is_empty()) {
        let marks = quotations(doc.text());
        let standing = |span: &Span| standing(doc, &marks, *span);
        let told = places[at].iter().map(|span| (standing(span), *span));
        // Of equals the first.
        let Some(((standing, statement), span)) =
            told.min_by_key(|((standing, _), span)| (*standing, span.start()))
        else {
            continue;
        };
        let carrier = statement.and_then(|s| doc.annotations.statements.get(s));
        let named = statement.and_then(|s| speakers.speaker(at, s)).and_then(|id| speakers.name(id));
        let named = named.or_else(|| carrier.and_then(|s| s.source.as_ref()?.name.as_deref()));
        found.push((
            doc.report.published.value.as_deref(),
            Elsewhere {
                report: doc.no,
                span,
                standing,
                statement: carrier.map(|s| s.id),
                speaker: named.map(str::to_owned),
            },
        ));
    }
    found.sort_by_key(|(date, e)| (e.standing, Reverse(date.is_some()), *date, e.report));
    found.into_iter().map(|(_, e)| e).collect()
}

/// As what a place of a report stands there, and the place of the statement that it belongs to.
fn standing(doc: &Doc<'_>, marks: &Quotations, span: Span) -> (Standing, Option<usize>) {
    let statements = doc.annotations.statements.iter().enumerate();
    // The narrowest: what somebody says within what another says.
    let holders = statements.flat_map(|(i, s)| s.content.iter().map(move |c| (c.len(), i, s, *c)));
    let holder = holders.filter(|(.., c)| c.contains(span)).min_by_key(|(len, i, ..)| (*len, *i));
    let quoted = marks.outermost(span.start()).is_some_and(|q| marks.outermost(span.end() - 1) == Some(q));
    let statement = holder.map(|(_, i, ..)| i);
    match holder {
        _ if quoted => (Standing::Quoted, statement),
        Some((_, _, s, _)) if s.form == Form::Direct => (Standing::Quoted, statement),
        Some(_) => (Standing::Reported, statement),
        None => (Standing::Own, None),
    }
}

/// Where the words stand in a row.
fn places(asked: &[String], text: &str) -> Vec<Span> {
    let same = |word: &str, asked: &String| word.chars().flat_map(char::to_lowercase).eq(asked.chars());
    let all: Vec<(usize, &str)> = tokens(text).collect();
    let found = all.windows(asked.len()).filter(|w| w.iter().zip(asked).all(|((_, word), a)| same(word, a)));
    let span = |w: &[(usize, &str)]| {
        let (last, word) = w[w.len() - 1];
        Span::new(w[0].0, last + word.len())
    };
    found.filter_map(span).collect()
}

/// The words of a text, each with the byte where it begins.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let apart = |c: char| !c.is_alphanumeric();
    let mut next = 0;
    text.split_inclusive(apart).filter_map(move |piece| {
        let from = next;
        next += piece.len();
        let word = piece.trim_end_matches(apart);
        (!word.is_empty()).then_some((from, word))
    })
}
