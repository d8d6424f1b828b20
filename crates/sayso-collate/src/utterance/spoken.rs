//! Utterances as the record gives them: what each report printed of each, where, and how it stands to the fullest.

use super::meant::sentences;
use super::sense::{Printing, standing};
use super::{Group, Member, fullest, group, reliability};
use crate::Doc;
use crate::meaning::{Meaning, likeness};
use crate::quotation::{Quote, indirect_of, join_spans, quotes_of};
use crate::speakers::Speakers;
use crate::wording::{Wording, align, align_meaning};
use crate::words::Words;
use sayso_model::{Form, Manner, Sense, StatementId, VariantKind};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// An utterance with places instead of ids.
pub(crate) struct Spoken {
    pub speaker: Option<u32>,
    pub fullest: String,
    /// Place of the report that had it first, where dates tell.
    pub first: Option<usize>,
    pub variants: Vec<SpokenVariant>,
}

/// What one report printed of it.
pub(crate) struct SpokenVariant {
    pub doc: usize,
    pub statement: Option<StatementId>,
    pub spans: Vec<Span>,
    pub text: String,
    pub how: VariantKind,
    pub sense: Sense,
}

/// The utterances of some reports, in order of first appearance.
pub(crate) fn utterances(docs: &[Doc<'_>], speakers: &Speakers) -> Vec<Spoken> {
    utterances_among(docs, quotes_in(docs, speakers))
}

/// What some reports quote, and what they give in their own words, report by report.
pub(crate) fn quotes_in(docs: &[Doc<'_>], speakers: &Speakers) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    for (d, doc) in docs.iter().enumerate() {
        let speaker = |s: usize| Some((speakers.speaker(d, s)?, speakers.firm(d, s)));
        let first = quotes.len();
        quotes.extend(quotes_of(doc, d, &speaker));
        quotes.extend(indirect_of(doc, d, &speaker));
        for quote in &mut quotes[first..] {
            quote.loose = quote.speaker.is_some_and(|id| speakers.described(id));
        }
        quotes[first..].sort_by_key(|q| q.spans.first().copied());
    }
    quotes
}

/// The utterances that these quotations are, in order of first appearance.
pub(crate) fn utterances_among(docs: &[Doc<'_>], mut quotes: Vec<Quote>) -> Vec<Spoken> {
    /// Excerpts that overlap are parted again so often.
    const ROUNDS: usize = 4;
    let mut all: Vec<Spoken> = Vec::new();
    for round in 0..ROUNDS {
        let groups = group(&quotes);
        let reliability = reliability(&quotes, &groups, docs.len());
        let mut left: Vec<Quote> = Vec::new();
        for group in &groups {
            let left_over = if round + 1 < ROUNDS { Some(&mut left) } else { None };
            all.extend(spoken(docs, &quotes, group, &reliability, left_over));
        }
        if left.is_empty() {
            break;
        }
        quotes = left;
        quotes.sort_by_key(|q| (q.doc, q.spans.first().copied()));
    }
    all.sort_by_key(|u| u.variants.first().map(|v| (v.doc, v.spans.first().copied())));
    all
}

/// A stretch of a quotation, in words.
#[derive(Clone, Copy, Debug)]
struct Piece {
    quote: usize,
    from: usize,
    to: usize,
}

fn spoken(
    docs: &[Doc<'_>],
    quotes: &[Quote],
    group: &Group,
    reliability: &[f32],
    mut left_over: Option<&mut Vec<Quote>>,
) -> Option<Spoken> {
    let members = &group.members;
    let reports: BTreeSet<usize> = members.iter().map(|m| quotes[m.quote].doc).collect();
    if !members.iter().any(|m| quotes[m.quote].quoted) && reports.len() < 2 {
        return None;
    }
    let best = members[fullest(quotes, members, reliability)];
    let whole = quotes[best.quote].wording.part(best.from, best.to);
    let told = Told::new(&whole);
    // Parts of it that one report prints in several quotations are one variant.
    let mut printed: Vec<Vec<Member>> = Vec::new();
    for member in members {
        let quote = &quotes[member.quote];
        let joins = printed.iter_mut().find(|list| {
            let last = list[list.len() - 1];
            let other = &quotes[last.quote];
            other.doc == quote.doc
                && quote.quoted
                && other.quoted
                && !(last.merged || member.merged)
                && follows(&whole, quotes, list, member)
        });
        match joins {
            Some(list) => list.push(*member),
            None => printed.push(vec![*member]),
        }
    }
    let mut variants: Vec<SpokenVariant> = Vec::new();
    for list in &printed {
        let mut pieces: Vec<Piece> = Vec::new();
        for member in list {
            let own = Piece { quote: member.quote, from: member.from, to: member.to };
            match &mut left_over {
                Some(left) if *member != best && quotes[member.quote].quoted => {
                    let (kept, dropped) = told.part(&quotes[member.quote], own);
                    pieces.extend(kept);
                    left.extend(dropped.into_iter().map(|p| quotes[p.quote].part(p.from, p.to)));
                }
                _ => pieces.push(own),
            }
        }
        let first = &quotes[list[0].quote];
        let spans: Vec<Span> = pieces.iter().flat_map(|p| quotes[p.quote].spans_of(p.from, p.to)).collect();
        let text = docs[first.doc].text();
        let wording = crate::quotation::wording(text, &spans);
        let merged = list.iter().any(|m| m.merged);
        let standing = standing(&whole, &wording, &printing(&docs[first.doc], first, merged, &spans));
        variants.push(SpokenVariant {
            doc: first.doc,
            statement: list.iter().find_map(|m| {
                let place = quotes[m.quote].statement?;
                docs[first.doc].annotations.statements.get(place).map(|s| s.id)
            }),
            text: join_spans(text, &spans),
            spans,
            how: standing.how,
            sense: standing.sense,
        });
    }
    variants.sort_by_key(|v| (v.doc, v.spans.first().copied()));
    // A name that is printed tells more than one that was worked out, but not more than two of those.
    let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
    for quote in members.iter().map(|m| &quotes[m.quote]) {
        if let Some(speaker) = quote.speaker {
            *votes.entry(speaker).or_default() += if quote.firm { 3 } else { 2 };
        }
    }
    let speaker = votes.iter().max_by_key(|(id, n)| (**n, std::cmp::Reverse(**id))).map(|(id, _)| *id);
    let text = docs[quotes[best.quote].doc].text();
    Some(Spoken {
        speaker,
        fullest: join_spans(text, &quotes[best.quote].spans_of(best.from, best.to)),
        first: first_of(docs, &variants),
        variants,
    })
}

/// The report that had it first; that can be told only when every report that has it is dated.
fn first_of(docs: &[Doc<'_>], variants: &[SpokenVariant]) -> Option<usize> {
    let mut days: Vec<(Option<&str>, usize)> =
        variants.iter().map(|v| (docs[v.doc].report.published.value.as_deref(), v.doc)).collect();
    days.sort_unstable();
    days.dedup();
    match days[..] {
        [(None, _), ..] => None,
        [(Some(_), only)] => Some(only),
        [(Some(a), first), (Some(b), _), ..]
            if a.get(..10) != b.get(..10) || (a.len() > 10 && b.len() > 10 && a != b) =>
        {
            Some(first)
        }
        _ => None,
    }
}

/// What is known of how a quotation is printed.
fn printing(doc: &Doc<'_>, quote: &Quote, merged: bool, spans: &[Span]) -> Printing {
    let mut printing =
        Printing { merged, parts: spans.len(), indirect: !quote.quoted, ..Printing::default() };
    let Some(statement) = quote.statement.and_then(|s| doc.annotations.statements.get(s)) else {
        // `“The sluice held,” purred the miller`: a sentence, though it was not seen who says so.
        let sentence = quote.wording.words.list().first().is_some_and(|w| w.capital());
        printing.fragment = quote.quoted && !sentence;
        return printing;
    };
    let manner = statement.cue.as_ref().map(|c| c.manner);
    printing.denied = matches!(manner, Some(Manner::Deny | Manner::Reject | Manner::Refuse));
    printing.hedged = statement.form != Form::Direct
        && matches!(manner, Some(Manner::Believe | Manner::Estimate | Manner::Feel));
    printing.quoted = quote.quoted && statement.form == Form::Direct;
    printing.fragment = quote.quoted && statement.form == Form::Mixed;
    if printing.fragment {
        let mut around = Words::default();
        for content in &statement.content {
            let mut from = content.start();
            let inside = spans.iter().filter(|s| content.contains(**s));
            for (start, end) in inside.map(|s| (s.start(), s.end())).chain([(content.end(), content.end())]) {
                around.extend(doc.text().get(from..start).unwrap_or(""), from);
                from = end;
            }
        }
        printing.around = Wording::new(around);
    }
    printing
}

/// The fullest wording, to be asked which sentences of others it has.
struct Told<'w> {
    whole: &'w Wording,
    sentences: Vec<((usize, usize), Meaning)>,
}

impl<'w> Told<'w> {
    fn new(whole: &'w Wording) -> Told<'w> {
        let meant = |r: (usize, usize)| (r, Meaning::of(whole, r.0, r.1));
        Told { whole, sentences: sentences(whole, 2).into_iter().map(meant).collect() }
    }

    /// The stretches of a piece that the fullest wording has too, and those that are something else.
    fn part(&self, quote: &Quote, piece: Piece) -> (Vec<Piece>, Vec<Piece>) {
        let own = quote.wording.part(piece.from, piece.to);
        let ranges = sentences(&own, 2);
        let mut told: Vec<bool> = ranges.iter().map(|r| self.has(&own, *r)).collect();
        let (first, last) = (told.iter().position(|t| *t), told.iter().rposition(|t| *t));
        let (Some(first), Some(last)) = (first, last) else {
            return (vec![piece], Vec::new());
        };
        // What stands between two sentences of it is a garbled sentence of it.
        told[first..last].fill(true);
        let (mut kept, mut dropped): (Vec<Piece>, Vec<Piece>) = (Vec::new(), Vec::new());
        for (range, told) in ranges.iter().zip(&told) {
            let list = if *told { &mut kept } else { &mut dropped };
            let (from, to) = (piece.from + range.0, piece.from + range.1);
            match list.last_mut() {
                Some(before) if before.to == from => before.to = to,
                _ => list.push(Piece { quote: piece.quote, from, to }),
            }
        }
        (kept, dropped)
    }

    /// Whether the fullest wording has a sentence.
    fn has(&self, own: &Wording, range: (usize, usize)) -> bool {
        let sentence = own.part(range.0, range.1);
        let pairs = align_meaning(self.whole, &sentence);
        let told: f32 = pairs.iter().map(|p| sentence.weight(p.b) * p.likeness).sum();
        let matter = pairs.iter().filter(|p| sentence.content(p.b)).count();
        if told >= 0.45 * sentence.total() && (matter >= 2 || pairs.len() * 10 >= sentence.len() * 7) {
            return true;
        }
        let meaning = Meaning::of(own, range.0, range.1);
        self.sentences
            .iter()
            .any(|(r, meant)| likeness((own, &meaning, range), (self.whole, meant, *r)) >= 0.75)
    }
}

/// Whether `next` goes on where `list` ends, in the report (closely) and in the fullest wording.
fn follows(whole: &Wording, quotes: &[Quote], list: &[Member], next: &Member) -> bool {
    /// Bytes between two parts.
    const NEAR: usize = 300;
    let last = list[list.len() - 1];
    let (a, b) = (&quotes[last.quote], &quotes[next.quote]);
    let (Some(end), Some(start)) = (a.spans.last(), b.spans.first()) else {
        return false;
    };
    let near = start.start() >= end.end() && start.start() - end.end() <= NEAR;
    let same = a.statement.is_some() && a.statement == b.statement;
    if !(near || same) {
        return false;
    }
    let place = |m: &Member| {
        let pairs = align(whole, &quotes[m.quote].wording.part(m.from, m.to));
        Some((pairs.first()?.a, pairs.last()?.a))
    };
    match (place(&last), place(next)) {
        (Some((_, end)), Some((start, _))) => start > end,
        _ => false,
    }
}
