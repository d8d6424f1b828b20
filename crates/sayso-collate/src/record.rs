//! A story's record from its annotated reports.

use crate::dates::parse_day;
use crate::lineage::lineage;
use crate::points::points;
use crate::quotation::{Quote, indirect_of, join_spans, quotes_of};
use crate::speakers::Speakers;
use crate::utterance::{Group, Member, fullest, group, reliability, standing};
use crate::{Doc, StoryNo};
use sayso_model::{
    Basis, Certainty, Judgement, Record, RecordReport, RecordStatement, StatementId, StoryHeader, TimelineItem,
    TimelineKind, Utterance, VariantKind,
};
use sayso_text::Span;
use std::collections::BTreeMap;

/// Collates the reports of a story into its record.
///
/// The order of `docs` does not matter. Report ids in the record are those of the reports; where two reports
/// share an id, the caller should have made them distinct.
pub fn record(story: StoryNo, docs: &[Doc<'_>]) -> Record {
    record_judged(story, docs, &[])
}

/// As [`record`], heeding what was judged of speakers.
pub fn record_judged(story: StoryNo, docs: &[Doc<'_>], judgements: &[Judgement]) -> Record {
    let mut docs: Vec<Doc<'_>> = docs.to_vec();
    sort_by_date(&mut docs);
    let speakers = Speakers::judged(&docs, judgements);
    let mut statements = Vec::new();
    for (d, doc) in docs.iter().enumerate() {
        for (s, statement) in doc.annotations.statements.iter().enumerate() {
            statements.push(RecordStatement {
                id: statements.len() as u32 + 1,
                report: doc.report.id.clone(),
                statement: statement.id,
                speaker: speakers.speaker(d, s),
                said: statement.said.clone(),
                answers: Vec::new(),
            });
        }
    }
    let utterances = utterances(&docs, &speakers)
        .into_iter()
        .enumerate()
        .map(|(i, u)| Utterance {
            id: i as u32 + 1,
            speaker: u.speaker,
            fullest: u.fullest,
            first: u.first.map(|d| docs[d].report.id.clone()),
            variants: u
                .variants
                .into_iter()
                .map(|v| sayso_model::Variant {
                    report: docs[v.doc].report.id.clone(),
                    spans: v.spans,
                    text: v.text,
                    how: v.how,
                    sense: v.sense,
                })
                .collect(),
        })
        .collect();
    let lineage = lineage(&docs);
    let voices = sayso_model::voices(docs.iter().map(|d| d.report.id.as_str()), &lineage);
    let points = points(&docs, &speakers, &voices);
    Record {
        story: header(story, &docs),
        reports: docs.iter().map(report).collect(),
        lineage,
        speakers: speakers.list,
        statements,
        utterances,
        timeline: timeline(&docs),
        points,
        naming: Vec::new(),
    }
}

/// By day of publication, the undated last, then by time of day and number.
fn sort_by_date(docs: &mut [Doc<'_>]) {
    docs.sort_by(|a, b| {
        let key = |d: &Doc<'_>| {
            let value = d.report.published.value.clone();
            (value.is_none(), value, d.no)
        };
        key(a).cmp(&key(b))
    });
}

fn report(doc: &Doc<'_>) -> RecordReport {
    let r = doc.report;
    RecordReport {
        id: r.id.clone(),
        path: r.path.clone(),
        outlet: r.outlet.clone(),
        title: r.title.clone(),
        url: r.url.clone(),
        published: r.published.clone(),
    }
}

/// The story's headline is that of the report whose headline shares most words with the others' headlines: the
/// one most outlets could have written.
fn header(story: StoryNo, docs: &[Doc<'_>]) -> StoryHeader {
    /// Headlines looked at.
    const MOST: usize = 200;
    let titles: Vec<(&str, crate::wording::Wording)> = docs
        .iter()
        .filter_map(|d| d.report.title.as_deref())
        .take(MOST)
        .map(|t| (t, crate::wording::Wording::of(t)))
        .collect();
    let mut uses: BTreeMap<u64, u32> = BTreeMap::new();
    for (_, title) in &titles {
        let mut stems: Vec<u64> = (0..title.len()).map(|i| title.stem(i)).collect();
        stems.sort_unstable();
        stems.dedup();
        for stem in stems {
            *uses.entry(stem).or_default() += 1;
        }
    }
    let mut best: Option<(f32, &str)> = None;
    for (text, title) in &titles {
        let shared: f32 = (0..title.len()).map(|i| title.weight(i) * (uses[&title.stem(i)] - 1) as f32).sum();
        let score = shared / (title.len().max(6) as f32).sqrt();
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, text));
        }
    }
    let title = match best {
        Some((_, title)) => title.to_owned(),
        None => docs.first().map(|d| opening(d.text())).unwrap_or_default(),
    };
    let mut days: Vec<&str> = docs.iter().filter_map(|d| d.report.published.day()).collect();
    days.sort_unstable();
    StoryHeader {
        id: u64::from(story.0),
        title,
        from: days.first().map(|d| (*d).to_owned()),
        to: days.last().map(|d| (*d).to_owned()),
    }
}

/// The first words of a text without a headline.
fn opening(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(13).collect();
    match words.len() {
        13 => format!("{} …", words[..12].join(" ")),
        _ => words.join(" "),
    }
}

/// Publications of dated reports, and statements whose day is known.
fn timeline(docs: &[Doc<'_>]) -> Vec<TimelineItem> {
    let mut items = Vec::new();
    for doc in docs {
        let text = doc.text();
        let published = &doc.report.published;
        if let Some(day) = published.day() {
            items.push(TimelineItem {
                date: day.to_owned(),
                basis: match published.basis {
                    Basis::Inferred => Certainty::Inferred,
                    _ => Certainty::Stated,
                },
                kind: TimelineKind::Publication,
                report: doc.report.id.clone(),
                spans: Vec::new(),
                text: doc.report.title.clone().unwrap_or_else(|| opening(text)),
            });
        }
        for statement in &doc.annotations.statements {
            let Some(said) = &statement.said else { continue };
            if parse_day(said).is_none() {
                continue;
            }
            let stated = doc
                .annotations
                .times
                .iter()
                .any(|t| t.value == *said && t.anchor == sayso_model::TimeAnchor::None);
            let same_as_published = published.day() == said.get(..10);
            items.push(TimelineItem {
                date: said.clone(),
                basis: match (stated, same_as_published) {
                    (true, _) => Certainty::Stated,
                    (_, true) => Certainty::Published,
                    _ => Certainty::Inferred,
                },
                kind: TimelineKind::Statement,
                report: doc.report.id.clone(),
                spans: statement.content.clone(),
                text: join_spans(text, &statement.content),
            });
        }
    }
    // By day; what was said before who printed it.
    items.sort_by(|a, b| {
        (&a.date, a.kind == TimelineKind::Publication).cmp(&(&b.date, b.kind == TimelineKind::Publication))
    });
    items
}

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
    pub sense: sayso_model::Sense,
}

/// The utterances of some reports, in order of first appearance.
pub(crate) fn utterances(docs: &[Doc<'_>], speakers: &Speakers) -> Vec<Spoken> {
    let mut quotes: Vec<Quote> = Vec::new();
    for (d, doc) in docs.iter().enumerate() {
        let speaker = |s: usize| Some((speakers.speaker(d, s)?, speakers.firm(d, s)));
        let first = quotes.len();
        quotes.extend(quotes_of(doc, d, &speaker));
        quotes.extend(indirect_of(doc, d, &speaker));
        quotes[first..].sort_by_key(|q| q.spans.first().copied());
    }
    let groups = group(&quotes);
    let reliability = reliability(&quotes, &groups, docs.len());
    groups.iter().filter_map(|g| spoken(docs, &quotes, g, &reliability)).collect()
}

fn spoken(docs: &[Doc<'_>], quotes: &[Quote], group: &Group, reliability: &[f32]) -> Option<Spoken> {
    let members = &group.members;
    if !members.iter().any(|m| quotes[m.quote].quoted) {
        return None;
    }
    let best = members[fullest(quotes, members, reliability)];
    let whole = quotes[best.quote].wording.part(best.from, best.to);
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
    let mut variants: Vec<SpokenVariant> = printed
        .iter()
        .map(|list| {
            let first = &quotes[list[0].quote];
            let spans: Vec<Span> = list.iter().flat_map(|m| quotes[m.quote].spans_of(m.from, m.to)).collect();
            let mut words = crate::words::Words::default();
            let text = docs[first.doc].text();
            for span in &spans {
                words.extend(span.slice(text).unwrap_or(""), span.start());
            }
            let standing = standing(
                &whole,
                &crate::wording::Wording::new(words),
                list.iter().any(|m| m.merged),
                spans.len(),
            );
            SpokenVariant {
                doc: first.doc,
                statement: list.iter().find_map(|m| {
                    let place = quotes[m.quote].statement?;
                    docs[first.doc].annotations.statements.get(place).map(|s| s.id)
                }),
                text: join_spans(text, &spans),
                spans,
                how: if first.quoted { standing.how } else { VariantKind::Indirect },
                sense: standing.sense,
            }
        })
        .collect();
    variants.sort_by_key(|v| (v.doc, v.spans.first().copied()));
    // A name that is printed tells more than one that was worked out.
    let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
    for quote in members.iter().map(|m| &quotes[m.quote]) {
        if let Some(speaker) = quote.speaker {
            *votes.entry(speaker).or_default() += if quote.firm { 1000 } else { 1 };
        }
    }
    let speaker = votes.iter().max_by_key(|(id, n)| (**n, std::cmp::Reverse(**id))).map(|(id, _)| *id);
    // Who had it first can be told only when every report that has it is dated.
    let mut days: Vec<(Option<&str>, usize)> =
        variants.iter().map(|v| (docs[v.doc].report.published.value.as_deref(), v.doc)).collect();
    days.sort_unstable();
    days.dedup();
    let first = match days[..] {
        [(None, _), ..] => None,
        [(Some(_), only)] => Some(only),
        [(Some(a), first), (Some(b), _), ..]
            if a.get(..10) != b.get(..10) || (a.len() > 10 && b.len() > 10 && a != b) =>
        {
            Some(first)
        }
        _ => None,
    };
    let text = docs[quotes[best.quote].doc].text();
    Some(Spoken {
        speaker,
        fullest: join_spans(text, &quotes[best.quote].spans_of(best.from, best.to)),
        first,
        variants,
    })
}

/// Whether `next` goes on where `list` ends, in the report (closely) and in the fullest wording.
fn follows(whole: &crate::wording::Wording, quotes: &[Quote], list: &[Member], next: &Member) -> bool {
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
        let pairs = crate::wording::align(whole, &quotes[m.quote].wording.part(m.from, m.to));
        Some((pairs.first()?.a, pairs.last()?.a))
    };
    match (place(&last), place(next)) {
        (Some((_, end)), Some((start, _))) => start > end,
        _ => false,
    }
}
