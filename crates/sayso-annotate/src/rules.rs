//! The rule-based finder: quotations and plain indirect speech, from quotation structure and a small grammar of
//! cues.
//!
//! Takes: a cue after its content (`"…," she said`, `…, said Ann Lee`), before it (`Lee said: "…"`,
//! `said in a statement that …`), within it, shared subjects (`said … and added …`), participles (`adding …`),
//! `according to`, colons in headlines and transcripts, and quotations that stand alone after their speaker.
//! Leaves: single words in quotation marks without a cue, and anything in furniture or captions.

// Ranges of tokens and items are kept in lists throughout; a list of one is not a mistake for its numbers.
#![allow(clippy::single_range_in_vec_init)]

mod beside;
mod clause;
mod content;
mod headline;
mod source;

use crate::{Finder, Findings, Found, Prepared};
use clause::Clause;
pub(crate) use headline::is_speaker;
use sayso_model::SegmentKind;
use sayso_text::Span;
use std::ops::Range;

/// Finds statements by rules; see the module's words on what it takes.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleFinder;

const BY: &str = "rules";

impl Finder for RuleFinder {
    fn find(&self, prepared: &Prepared<'_>) -> Findings {
        let mut reading = Reading {
            prepared,
            found: Vec::new(),
            running: Vec::new(),
            extends: None,
            introduced: None,
            pending: None,
        };
        for tokens in stretches(prepared) {
            reading.stretch(tokens);
        }
        reading.settle();
        Findings { statements: reading.found, names: Vec::new() }
    }
}

/// Sentences, joined where a quotation runs over the end of one.
fn stretches(prepared: &Prepared<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::with_capacity(prepared.sentences.len());
    for sentence in &prepared.sentences {
        let first = sentence.tokens.start;
        match found.last_mut() {
            Some(last)
                if prepared.quoted[first].is_some()
                    && prepared.quoted[first] == prepared.quoted[last.end - 1] =>
            {
                last.end = sentence.tokens.end;
            }
            _ => found.push(sentence.tokens.clone()),
        }
    }
    found
}

/// An attribution among the items of one clause.
#[derive(Clone, Debug, Default)]
struct Draft {
    source: Option<Range<usize>>,
    /// The source is that of the attribution before it in the clause.
    shared: bool,
    cue: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
    confidence: f32,
}

struct Reading<'p> {
    prepared: &'p Prepared<'p>,
    found: Vec<Found>,
    /// Where the last quoted speaker is named.
    running: Vec<Span>,
    /// The attribution that a quotation standing next would go on with.
    extends: Option<usize>,
    /// Source and cue of a sentence that ends in a colon: what follows is theirs.
    introduced: Option<(Vec<Span>, Vec<Span>)>,
    /// A quotation that stands alone, whose speaker may be named next.
    pending: Option<Range<usize>>,
}

impl Reading<'_> {
    fn stretch(&mut self, tokens: Range<usize>) {
        let prepared = self.prepared;
        let mut tokens = tokens;
        while !tokens.is_empty() && prepared.segment(tokens.start) == SegmentKind::Dateline {
            tokens.start += 1;
        }
        let Some(first) = tokens.clone().next() else {
            return;
        };
        let kind = prepared.segment(first);
        if matches!(kind, SegmentKind::Furniture | SegmentKind::Caption | SegmentKind::Byline) {
            self.settle();
            self.extends = None;
            return;
        }
        if kind != SegmentKind::Headline && headline::transcript(self, tokens.clone()) {
            return;
        }
        for clause in Clause::read(prepared, tokens) {
            self.clause(&clause, kind);
        }
    }

    fn clause(&mut self, clause: &Clause<'_>, kind: SegmentKind) {
        if kind == SegmentKind::Headline || clause.title_case {
            let drafts = headline::colon(clause);
            if !drafts.is_empty() {
                self.settle();
                self.keep(clause, drafts);
                self.extends = None;
                return;
            }
        }
        let words = clause.items.iter().filter(|i| i.word && !i.quote).count();
        if words == 0 {
            self.alone(clause);
            return;
        }
        let drafts = content::read(clause);
        let mut drafts = drafts;
        match self.name_pending(clause, &drafts) {
            // What tells who spoke says nothing else.
            Some(cue) => drafts.retain(|d| !d.cue.contains(&cue)),
            None => self.settle(),
        }
        self.extends = None;
        self.introduced = beside::introduces(clause, &drafts)
            .map(|(source, cue)| (self.spans(clause.tokens(source)), self.spans(clause.tokens(cue))));
        self.keep(clause, drafts);
    }

    /// A quotation with no words around it.
    fn alone(&mut self, clause: &Clause<'_>) {
        let Some(quote) = (0..clause.len()).find(|i| clause.is_quote(*i)) else {
            return;
        };
        if let Some(open) = self.extends {
            let more: Vec<Span> = (0..clause.len())
                .filter(|i| clause.is_quote(*i))
                .flat_map(|i| self.spans(clause.tokens(i..i + 1)))
                .collect();
            self.found[open].content.extend(more);
            return;
        }
        if let Some((source, cue)) = self.introduced.take() {
            let content = (0..clause.len())
                .filter(|i| clause.is_quote(*i))
                .flat_map(|i| self.spans(clause.tokens(i..i + 1)))
                .collect();
            self.push(source, cue, content, 0.8, true);
            return;
        }
        if clause.words_within(quote) < 3 {
            return;
        }
        let tokens = clause.tokens(0..clause.len());
        match &mut self.pending {
            Some(pending) => pending.end = tokens.end,
            None => self.pending = Some(tokens),
        }
    }

    /// Gives a quotation that stands alone to the speaker named right after it: `"…" Lee told reporters.`
    /// Gives back the items of the cue, if they serve for that alone.
    fn name_pending(&mut self, clause: &Clause<'_>, drafts: &[Draft]) -> Option<Range<usize>> {
        let pending = self.pending.clone()?;
        if let Some(first) = drafts.first()
            && first.content.first().is_some_and(|c| c.start == 0 && clause.is_quote(0))
            && !breaks_between(self.prepared, pending.end)
        {
            // `"One." "Two," she said.`: both are hers.
            let spans = self.spans(pending);
            let source = self.source_spans(clause, first)?;
            let cue = first.cue.iter().flat_map(|c| self.spans(clause.tokens(c.clone()))).collect();
            self.push(source, cue, spans, 0.7, true);
            self.pending = None;
            return Some(0..0);
        }
        let (source, cue_items) = beside::signature(clause, 0).or_else(|| beside::dangling(clause))?;
        let source = self.spans(clause.tokens(source));
        let cue = self.spans(clause.tokens(cue_items.clone()));
        let content = self.spans(pending);
        self.push(source, cue, content, 0.7, true);
        self.pending = None;
        Some(cue_items)
    }

    /// Gives a quotation that stands alone to whoever spoke last.
    fn settle(&mut self) {
        if let Some(pending) = self.pending.take() {
            let content = self.spans(pending);
            let source = self.running.clone();
            self.push(source, Vec::new(), content, 0.5, true);
        }
    }

    fn keep(&mut self, clause: &Clause<'_>, drafts: Vec<Draft>) {
        let mut last_source: Option<Vec<Span>> = None;
        for draft in drafts {
            let source = if draft.shared {
                last_source.clone().unwrap_or_default()
            } else {
                self.source_spans(clause, &draft).unwrap_or_default()
            };
            last_source = Some(source.clone());
            let cue = draft.cue.iter().flat_map(|c| self.spans(clause.tokens(c.clone()))).collect();
            let content: Vec<Span> =
                draft.content.iter().flat_map(|c| self.spans(clause.tokens(c.clone()))).collect();
            let quoted = draft
                .content
                .iter()
                .flat_map(|c| c.clone())
                .any(|i| clause.is_quote(i) && clause.is_speech(i));
            self.push(source, cue, content, draft.confidence, quoted);
        }
    }

    fn source_spans(&self, clause: &Clause<'_>, draft: &Draft) -> Option<Vec<Span>> {
        draft.source.clone().map(|items| self.spans(clause.tokens(items)))
    }

    fn push(
        &mut self,
        source: Vec<Span>,
        cue: Vec<Span>,
        mut content: Vec<Span>,
        confidence: f32,
        quoted: bool,
    ) {
        content.sort_unstable();
        content.dedup();
        if content.is_empty() {
            return;
        }
        if quoted {
            if !source.is_empty() {
                self.running = source.clone();
            }
            self.extends = Some(self.found.len());
        }
        self.found.push(Found { source, cue, content, confidence: Some(confidence), by: BY });
    }

    /// The spans of a range of tokens, without marks at the ends and without the white space of line breaks.
    fn spans(&self, tokens: Range<usize>) -> Vec<Span> {
        let prepared = self.prepared;
        let mut found = Vec::new();
        let mut first = tokens.start;
        for at in tokens.clone() {
            let last = at + 1 == tokens.end;
            let breaks = !last && breaks_between(prepared, at + 1);
            if last || breaks {
                let mut range = first..at + 1;
                let edge = |i: usize| {
                    !prepared.tokens[i].is_word()
                        && !matches!(prepared.word(i), "$" | "@" | "#" | "£" | "€" | "%" | ")" | "(")
                };
                while range.len() > 1 && edge(range.start) {
                    range.start += 1;
                }
                while range.len() > 1 && edge(range.end - 1) {
                    range.end -= 1;
                }
                if range.len() > 1 || tokens.len() == 1 || prepared.tokens[range.start].is_word() {
                    found.push(prepared.span(range));
                }
                first = at + 1;
            }
        }
        found
    }
}

/// Whether a line break stands before token `at`.
fn breaks_between(prepared: &Prepared<'_>, at: usize) -> bool {
    prepared.tokens.get(at).is_some_and(|t| t.gap == sayso_text::Gap::Break)
}
