//! From what a finder found to statements: form, voice, cue and manner, channel, and whose it is.

use crate::channel;
use crate::cue;
use crate::finder::INNER;
use crate::names::Names;
use crate::speakers::Speakers;
use crate::{Found, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_model::{Form, SegmentKind, Statement, StatementId, Voice};
use sayso_text::Span;
use std::ops::Range;

/// Statements in text order, numbered from 1.
pub(crate) fn statements(prepared: &Prepared<'_>, names: &mut Names, found: Vec<Found>) -> Vec<Statement> {
    let mut found: Vec<Found> = found.into_iter().filter_map(|f| sound(prepared, f)).collect();
    found.sort_by_key(|f| (first_of(f), f.content.clone()));
    let speakers = Speakers::new(prepared, names, &found);
    let mut statements: Vec<Statement> = Vec::with_capacity(found.len());
    for (i, item) in found.into_iter().enumerate() {
        let cue = (!item.cue.is_empty()).then(|| cue::cue(prepared, &item));
        let told = channel::of(prepared, &item, cue.as_ref().map_or("", |c| &c.lemma));
        statements.push(Statement {
            id: StatementId(i as u32 + 1),
            form: form(prepared, &item),
            voice: match prepared.report.segment_at(item.content[0].start()) {
                SegmentKind::Headline => Voice::Headline,
                _ => Voice::Body,
            },
            source: (!item.source.is_empty()).then(|| speakers.source(prepared, names, &item.source)),
            cue,
            channel: told.channel,
            addressee: told.addressee,
            said: None,
            said_basis: None,
            within: None,
            confidence: item.confidence,
            by: item.by.to_string(),
            content: item.content,
        });
    }
    nest(&mut statements);
    let own: Vec<StatementId> = statements.iter().filter(|s| is_own(s, &statements)).map(|s| s.id).collect();
    if !own.is_empty() {
        let outer: Vec<Option<StatementId>> = statements.iter().map(|s| s.within).collect();
        for statement in &mut statements {
            while let Some(id) = statement.within.filter(|id| own.binary_search(id).is_ok()) {
                statement.within = outer[id.0 as usize - 1];
            }
        }
        statements.retain(|s| own.binary_search(&s.id).is_err());
        let new_id = |id: StatementId| StatementId(id.0 - own.partition_point(|o| *o < id) as u32);
        for statement in &mut statements {
            statement.id = new_id(statement.id);
            statement.within = statement.within.map(new_id);
        }
    }
    channel::carry_on(prepared, &mut statements);
    statements
}

/// Whether a statement inside another is of the outer one's own speaker: `She said she wanted a bridge` is one statement,
/// not hearsay.
fn is_own(statement: &Statement, all: &[Statement]) -> bool {
    let Some(outer) = statement.within.and_then(|id| all.get(id.0 as usize - 1)) else {
        return false;
    };
    let (Some(source), Some(holder)) = (&statement.source, &outer.source) else { return false };
    let same = match (source.entity, holder.entity) {
        (Some(a), Some(b)) => a == b,
        _ => source.name == holder.name,
    };
    statement.by == INNER && same
}

/// The item with its spans in order, or nothing if one of them is not of this text.
fn sound(prepared: &Prepared<'_>, mut item: Found) -> Option<Found> {
    for spans in [&mut item.source, &mut item.cue, &mut item.content] {
        spans.retain(|s| s.slice(prepared.text).is_some_and(|w| !w.is_empty()));
        spans.sort_unstable();
    }
    (!item.content.is_empty()).then_some(item)
}

fn first_of(item: &Found) -> Span {
    let spans = item.source.iter().chain(&item.cue).chain(&item.content);
    // A source carried over from far before does not move the statement.
    let content = item.content[0];
    spans.filter(|s| s.start() + 600 > content.start()).min().copied().unwrap_or(content)
}

/// Marks statements that lie within the content of another.
fn nest(statements: &mut [Statement]) {
    let mut open: Vec<usize> = Vec::new();
    let mut order: Vec<usize> = (0..statements.len()).collect();
    let hull = |s: &Statement| s.content.iter().copied().reduce(Span::hull);
    let hulls: Vec<Option<Span>> = statements.iter().map(hull).collect();
    order.sort_by_key(|i| hulls[*i].map(|h| (h.start(), usize::MAX - h.end())));
    for i in order {
        let Some(span) = hulls[i] else { continue };
        while open.pop_if(|o| hulls[*o].is_none_or(|h| h.end() <= span.start())).is_some() {}
        let holder = open.iter().rev().find(|o| {
            let mut all = statements[i].content.iter().chain(statements[i].cue.iter().flat_map(|c| &c.spans));
            all.all(|s| statements[**o].content.iter().any(|c| c.contains(*s)))
                && statements[**o].content != statements[i].content
        });
        statements[i].within = holder.map(|o| statements[*o].id);
        open.push(i);
    }
}

/// The tokens that lie in a span.
pub(crate) fn tokens_in(prepared: &Prepared<'_>, span: Span) -> Range<usize> {
    let first = prepared.tokens.partition_point(|t| t.span.end() <= span.start());
    let end = prepared.tokens.partition_point(|t| t.span.start() < span.end());
    first..end.max(first)
}

/// Whether all that is quoted is names in quotation marks: `“The Drowned Bell”`.
fn all_titles(prepared: &Prepared<'_>, content: &[Span]) -> bool {
    let small = Role::PREP | Role::DET | Role::CONJ | Role::POSS;
    let tokens = content.iter().flat_map(|s| tokens_in(prepared, *s));
    let mut count = 0;
    let mut last = None;
    tokens.filter(|i| prepared.quoted[*i].is_some() && prepared.tokens[*i].is_word()).all(|i| {
        let first = prepared.quoted[i] != last;
        last = prepared.quoted[i];
        count = if first { 1 } else { count + 1 };
        let capital = prepared.word(i).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let next = i + 1 < prepared.tokens.len()
            && prepared.tokens[i + 1].is_word()
            && prepared.quoted[i + 1] == last;
        // One capital is no title: `“Never”`.
        capital && (count > 1 || next) || !first && role(prepared.lower(i)).any(small)
    })
}

/// How many quotations stand around a statement that somebody makes in another's: `“The mill wants no noise,” Orr wrote.`
/// Their marks are not its own. What one quotes of oneself stays one's own words (`“I said no”`); where no mark closes a
/// quotation, nobody knows how far it goes.
fn around(prepared: &Prepared<'_>, item: &Found) -> usize {
    let (INNER, [cue, ..], [source, ..]) = (item.by, &item.cue[..], &item.source[..]) else { return 0 };
    let first = tokens_in(prepared, *source).next();
    let own = first.is_some_and(|i| matches!(prepared.lower(i), "i" | "we"));
    let quotation = prepared.quotations.inside(cue.start()).map(|i| &prepared.quotations[i]);
    quotation.filter(|q| q.closed && !own).map_or(0, |q| q.depth + 1)
}

fn form(prepared: &Prepared<'_>, item: &Found) -> Form {
    let content = &item.content;
    let around = around(prepared, item);
    let is_quoted = |i: usize| match around {
        0 => prepared.quoted[i].is_some(),
        depth => prepared.quotations.depth_at(prepared.tokens[i].span.start()) > depth,
    };
    let (mut words, mut quoted) = (0, 0);
    for i in content.iter().flat_map(|s| tokens_in(prepared, *s)) {
        if prepared.tokens[i].is_word() {
            words += 1;
            quoted += usize::from(is_quoted(i));
        }
    }
    match quoted {
        0 => Form::Indirect,
        _ if quoted == words => Form::Direct,
        // A work called by its title is not quoted.
        _ if quoted <= 8 * content.len() && all_titles(prepared, content) => Form::Indirect,
        _ => Form::Mixed,
    }
}
