//! From a report to its annotations.

use crate::events::events;
use crate::named::overlay;
use crate::names::Names;
use crate::prepared::ENDLESS;
use crate::quantities::quantities;
use crate::times::{SayingSpans, said_of, times_in};
use crate::{Finder, Findings, Prepared, ReaderFinder, RuleFinder, statements};
use sayso_model::{Annotations, Problem, Quantity, Report, SegmentKind, Statement, StatementId, Time};
use sayso_text::Span;

/// What to look for, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Which finder finds statements.
    pub reader: ReaderChoice,
    /// Statements less probable than this, 0 to 1, are left out. Those that come without a probability stay.
    pub least_confidence: f32,
}

/// Which finder finds statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReaderChoice {
    /// The trained reader, and rules for quotations that it passes over.
    #[default]
    Fast,
    /// Quotation marks and a small grammar alone.
    Rules,
}

/// Annotates reports one at a time; shared between threads.
pub struct Annotator {
    options: Options,
    finder: Box<dyn Finder>,
}

impl Default for Annotator {
    fn default() -> Self {
        Annotator::new(Options::default())
    }
}

impl Annotator {
    /// An annotator with these options.
    pub fn new(options: Options) -> Annotator {
        let finder: Box<dyn Finder> = match options.reader {
            ReaderChoice::Fast => Box::new(ReaderFinder::embedded()),
            ReaderChoice::Rules => Box::new(RuleFinder),
        };
        Annotator::with_finder(options, finder)
    }

    /// An annotator whose statements and names are found by `finder`.
    pub fn with_finder(options: Options, finder: Box<dyn Finder>) -> Annotator {
        Annotator { options, finder }
    }

    /// Everything said of one report. The same report gives the same annotations.
    pub fn annotate(&self, report: &Report) -> Annotations {
        let prepared = Prepared::new(report);
        let problems = prepared
            .quotations
            .problems()
            .iter()
            .map(|p| Problem {
                kind: "quotation".into(),
                message: p.kind.message().into(),
                span: Some(p.span),
            })
            .collect();
        let Findings { statements: mut found, names: named } = self.finder.find(&prepared);
        found.retain(|f| f.confidence.is_none_or(|c| c >= self.options.least_confidence));
        let mut names = Names::new(&prepared, &found, &named);
        let mut statements = statements::statements(&prepared, &mut names, found);
        let Prepared { text, tokens, sentences, .. } = &prepared;
        let times = times_in(text, tokens, sentences, &report.published, &prepared);
        date_statements(&prepared, &times, &mut statements);
        let mut quantities = quantities(prepared.text, &prepared.tokens, &prepared.sentences, &times);
        place_quantities(&mut quantities, &statements);
        let sure = names.surely_persons();
        let entities = overlay(&prepared, names.into_entities(), &sure, &mut statements, &named);
        let events = events(&prepared, &entities, &times, &statements);
        Annotations { entities, times, statements, quantities, events, problems }
    }
}

/// Statements are dated in runs of so many: more than any report has, so that only a text of book length, whose
/// statements a hundred pages apart do not date each other, is cut.
const RUN: usize = 200;

/// Gives each statement the day it was made, where the text tells. Time is linear in the length of the text.
fn date_statements(prepared: &Prepared<'_>, times: &[Time], statements: &mut [Statement]) {
    let published = &prepared.report.published;
    let sentence_of = |at: usize| {
        let i = prepared.sentences.partition_point(|s| s.span.end() <= at);
        prepared.sentences.get(i)
    };
    let sayable = |s: &Statement| {
        let anchor = s.cue.as_ref().and_then(|cue| cue.spans.first()).or(s.content.first());
        let sentence = anchor.and_then(|anchor| sentence_of(anchor.start()));
        sentence.is_some_and(|sentence| sentence.tokens.len() < ENDLESS)
    };
    let lead = prepared.sentences.get(3).map_or(prepared.text.len(), |s| s.span.end());
    for run in statements.chunks_mut(RUN) {
        let dated: Vec<usize> = (0..run.len()).filter(|i| sayable(&run[*i])).collect();
        let hull = run.iter().flat_map(|s| &s.content).copied().reduce(Span::hull);
        let Some((from, to)) = hull.map(|h| (h.start().saturating_sub(2_000), h.end() + 2_000)) else {
            continue;
        };
        // The date of a sign-off or a page's prefix is when the report was made, not when anybody spoke.
        let told = |t: &Time| prepared.report.segment_at(t.span.start()) != SegmentKind::Furniture;
        let near = |t: &&Time| told(t) && (t.span.start() < lead || (from..to).contains(&t.span.start()));
        let times: Vec<Time> = times.iter().filter(near).cloned().collect();
        let spans: Vec<SayingSpans<'_>> = dated.iter().map(|i| saying_spans(&run[*i])).collect();
        let said = said_of(prepared.text, &prepared.tokens, &prepared.sentences, &times, published, &spans);
        for (i, said) in dated.into_iter().zip(said) {
            run[i].said_basis = said.as_ref().map(|said| said.how.basis());
            run[i].said = said.map(|said| said.value);
        }
    }
}

/// Gives each quantity the innermost statement within whose content it stands.
fn place_quantities(quantities: &mut [Quantity], statements: &[Statement]) {
    let mut contents: Vec<(Span, StatementId)> =
        statements.iter().flat_map(|s| s.content.iter().map(|c| (*c, s.id))).collect();
    contents.sort_unstable_by_key(|(span, _)| (span.start(), usize::MAX - span.end()));
    let mut open: Vec<(Span, StatementId)> = Vec::new();
    let mut next = contents.into_iter().peekable();
    for quantity in quantities {
        while let Some(content) = next.next_if(|(span, _)| span.start() <= quantity.span.start()) {
            open.push(content);
        }
        open.retain(|(span, _)| span.end() > quantity.span.start());
        let holds = open.iter().filter(|(span, _)| span.contains(quantity.span));
        quantity.within = holds.min_by_key(|(span, _)| span.len()).map(|(_, id)| *id);
    }
}

fn saying_spans(statement: &Statement) -> SayingSpans<'_> {
    SayingSpans {
        source: statement.source.as_ref().map_or(&[], |source| &source.spans),
        cue: statement.cue.as_ref().map_or(&[], |cue| &cue.spans),
        content: &statement.content,
        speaker: statement.source.as_ref().and_then(|source| source.entity).map(|id| id.0),
    }
}
