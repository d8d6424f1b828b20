//! Quoted words of a report: what utterances are made of, and the keys under which they are found again.

use crate::dates::parse_day;
use crate::wording::Wording;
use crate::words::{Words, join};
use crate::{Doc, Key};
use sayso_model::{Form, SegmentKind, Statement};
use sayso_text::{Span, quotations};

/// Words that a report gives as somebody's own, or (indirect) in the reporter's words.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    /// Place of the report in the list at hand.
    pub doc: usize,
    /// The words, without quotation marks, in text order.
    pub spans: Vec<Span>,
    /// The statement that carries them, as its place in the annotations.
    pub statement: Option<usize>,
    /// Who spoke, by number in the record.
    pub speaker: Option<u32>,
    /// Whether the speaker is named rather than worked out.
    pub firm: bool,
    /// Whether the speaker is only described, so that another report may describe him otherwise.
    pub loose: bool,
    /// The day on which they were said, where the report tells it.
    pub said: Option<String>,
    /// Whether they stand in quotation marks.
    pub quoted: bool,
    /// Whether the statement is in quotation marks as a whole.
    pub direct: bool,
    /// The words.
    pub wording: Wording,
}

impl Quote {
    /// Where the words from `from` to before `to` stand; a whole quotation with its closing marks.
    pub fn spans_of(&self, from: usize, to: usize) -> Vec<Span> {
        if from == 0 && to == self.wording.len() {
            return self.spans.clone();
        }
        let words = self.wording.words.list().get(from..to).unwrap_or_default();
        self.spans
            .iter()
            .filter_map(|span| {
                let mut own = words.iter().map(|w| w.span).filter(|w| span.contains(*w));
                let first = own.next()?;
                Some(own.next_back().map_or(first, |last| first.hull(last)))
            })
            .collect()
    }
}

impl Quote {
    /// The part of it from word `from` to before word `to`.
    pub fn part(&self, from: usize, to: usize) -> Quote {
        Quote { spans: self.spans_of(from, to), wording: self.wording.part(from, to), ..self.clone() }
    }
}

/// The words of spans as printed; parts joined by ` … `.
pub(crate) fn join_spans(text: &str, spans: &[Span]) -> String {
    let parts: Vec<&str> = spans.iter().filter_map(|s| s.slice(text)).collect();
    parts.join(" … ")
}

/// The words of spans.
pub(crate) fn wording(text: &str, spans: &[Span]) -> Wording {
    let mut words = Words::default();
    for span in spans {
        if let Some(part) = span.slice(text) {
            words.extend(part, span.start());
        }
    }
    Wording::new(words)
}

/// Words a quotation goes on after, at most: `“…,” the harbour master of Teskov said on Monday, “…”`.
const CUE_WORDS: usize = 16;
/// Fewer words in quotation marks that no statement carries are a title or a word held with tongs.
const LEAST_UNCLAIMED: usize = 4;

/// The quotations of a report, in text order. `speaker` gives the speaker of a statement by its place.
pub(crate) fn quotes_of(
    doc: &Doc<'_>,
    at: usize,
    speaker: &dyn Fn(usize) -> Option<(u32, bool)>,
) -> Vec<Quote> {
    let text = doc.text();
    let statements = &doc.annotations.statements;
    let mut quotes: Vec<Quote> = Vec::new();
    let mut before: Option<Span> = None;
    for (_, quotation) in quotations(text).top_level() {
        let spans: Vec<Span> = quotation.inner.iter().copied().filter(|s| !s.is_empty()).collect();
        let Some(first) = spans.first() else { continue };
        match doc.report.segment_at(first.start()) {
            SegmentKind::Body | SegmentKind::Headline | SegmentKind::Dateline => {}
            SegmentKind::Furniture | SegmentKind::Byline | SegmentKind::Caption => continue,
        }
        let statement = carrier(doc, &spans);
        let who = statement.and_then(speaker);
        let wording = wording(text, &spans);
        let gap = before.and_then(|b| Span::new(b.end(), quotation.outer.start()));
        before = Some(quotation.outer);
        if wording.len() == 0 {
            continue;
        }
        let direct = statement.is_some_and(|s| statements[s].form == Form::Direct);
        // A quotation that goes on after its cue is one quotation in two parts.
        if let (Some(last), Some(gap)) = (quotes.last_mut(), gap)
            && goes_on(doc, last, &wording, statement, who.map(|w| w.0), gap.slice(text).unwrap_or("\n"))
        {
            last.spans.extend(&spans);
            last.wording = self::wording(text, &last.spans);
            if last.speaker.is_none() {
                (last.speaker, last.firm) = (who.map(|w| w.0), who.is_some_and(|w| w.1));
            }
            last.statement = last.statement.or(statement);
            continue;
        }
        if statement.is_none() && wording.len() < LEAST_UNCLAIMED {
            continue;
        }
        quotes.push(Quote {
            doc: at,
            spans,
            statement,
            speaker: who.map(|w| w.0),
            firm: who.is_some_and(|w| w.1),
            loose: false,
            said: statement.and_then(|s| day_of(&statements[s])),
            quoted: true,
            direct,
            wording,
        });
    }
    quotes
}

/// The statements of a report whose words are the reporter's, as far as they may give an utterance.
pub(crate) fn indirect_of(
    doc: &Doc<'_>,
    at: usize,
    speaker: &dyn Fn(usize) -> Option<(u32, bool)>,
) -> Vec<Quote> {
    let text = doc.text();
    let statements = doc.annotations.statements.iter().enumerate();
    statements
        .filter(|(_, s)| s.form == Form::Indirect)
        .filter_map(|(i, s)| {
            let spans: Vec<Span> = s.content.iter().copied().filter(|s| s.slice(text).is_some()).collect();
            let who = speaker(i)?;
            Some(Quote {
                doc: at,
                wording: wording(text, &spans),
                spans,
                statement: Some(i),
                speaker: Some(who.0),
                firm: who.1,
                loose: false,
                said: day_of(s),
                quoted: false,
                direct: false,
            })
        })
        .filter(|q| q.wording.len() >= 5)
        .collect()
}

/// The day on which a statement was made, if it is known to the day.
fn day_of(statement: &Statement) -> Option<String> {
    let said = statement.said.as_deref()?.get(..10)?;
    parse_day(said).map(|_| said.to_owned())
}

/// The statement whose content holds most of the quotation; of equals the shortest.
fn carrier(doc: &Doc<'_>, spans: &[Span]) -> Option<usize> {
    let common = |a: Span, b: Span| a.end().min(b.end()).saturating_sub(a.start().max(b.start()));
    let length: usize = spans.iter().map(|s| s.len()).sum();
    let held = |content: &[Span]| -> usize {
        content.iter().flat_map(|c| spans.iter().map(move |s| common(*c, *s))).sum()
    };
    doc.annotations
        .statements
        .iter()
        .enumerate()
        .map(|(i, s)| (i, held(&s.content), s.content.iter().map(|c| c.len()).sum::<usize>()))
        .filter(|(_, held, _)| *held * 2 >= length && *held > 0)
        .max_by_key(|(i, held, size)| (*held, std::cmp::Reverse(*size), std::cmp::Reverse(*i)))
        .map(|(i, _, _)| i)
}

fn goes_on(
    doc: &Doc<'_>,
    last: &Quote,
    next: &Wording,
    statement: Option<usize>,
    who: Option<u32>,
    gap: &str,
) -> bool {
    let words = Words::of(gap).len();
    let speaks_on = match (last.speaker, who) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    if !speaks_on || words == 0 || gap.contains('\n') {
        return false;
    }
    if last.statement.is_some() && last.statement == statement {
        return last.direct;
    }
    // `“…,” she said, “…”` is one sentence, and after `“…,” she said.` the same voice goes on; a cue of its own would
    // begin another quotation.
    let gap = gap.trim();
    let cue = gap.strip_suffix(['.', ',']).unwrap_or(gap);
    let unfinished =
        gap.ends_with(',') || last_char(doc, last).is_some_and(|c| c == ',' || c == '—' || c == '–');
    let own_cue = statement
        .and_then(|s| doc.annotations.statements[s].cue.as_ref())
        .and_then(|c| c.spans.first())
        .is_some_and(|c| {
            last.spans.last().is_some_and(|l| c.start() < l.start()) || c.start() > next_start(next)
        });
    words <= CUE_WORDS
        && unfinished
        && !own_cue
        && !cue.contains(['?', '!', ';', ':'])
        && !cue.contains(". ")
        && next.len() >= 2
}

fn last_char(doc: &Doc<'_>, quote: &Quote) -> Option<char> {
    quote.spans.last()?.slice(doc.text())?.chars().next_back()
}

fn next_start(next: &Wording) -> usize {
    next.words.list().first().map_or(usize::MAX, |w| w.span.start())
}

/// Keys kept of one quotation, and of one report, at most.
const KEYS_OF_QUOTE: usize = 24;
const KEYS_OF_REPORT: usize = 96;

/// Hashes of neighbouring content words: the grammar between them may differ.
pub(crate) fn content_pairs(wording: &Wording) -> Vec<u64> {
    let content: Vec<usize> = (0..wording.len()).filter(|i| wording.content(*i)).collect();
    content.windows(2).map(|w| join(join(0xd0, wording.stem(w[0])), wording.stem(w[1]))).collect()
}

/// Hashes of content words with one other between them.
fn content_skips(wording: &Wording) -> Vec<u64> {
    let content: Vec<usize> = (0..wording.len()).filter(|i| wording.content(*i)).collect();
    content.windows(3).map(|w| join(join(0xd0, wording.stem(w[0])), wording.stem(w[2]))).collect()
}

/// Hashes of the words that tell most.
fn telling_words(wording: &Wording, most: usize) -> Vec<u64> {
    let mut content: Vec<usize> = (0..wording.len()).filter(|i| wording.content(*i)).collect();
    content.sort_by(|a, b| wording.weight(*b).total_cmp(&wording.weight(*a)).then(a.cmp(b)));
    content.iter().take(most).map(|i| join(0xd1, wording.stem(*i))).collect()
}

/// The keys a report's quoted words, as `quotes_of` gives them, stand under.
pub(crate) fn keys_of(quotes: &[Quote]) -> Vec<Key> {
    let mut keys = Vec::new();
    for quote in quotes {
        let mut own = telling_words(&quote.wording, 2);
        own.extend(content_pairs(&quote.wording));
        own.truncate(KEYS_OF_QUOTE);
        keys.extend(own.into_iter().map(Key));
    }
    keys.truncate(KEYS_OF_REPORT);
    keys
}

/// The keys to look for when words are asked for, with how much each tells.
pub(crate) fn asked_keys(words: &str) -> Vec<(Key, f32)> {
    let wording = Wording::of(words);
    let mut keys: Vec<(Key, f32)> = Vec::new();
    keys.extend(content_pairs(&wording).into_iter().map(|h| (Key(h), 2.0)));
    keys.extend(content_skips(&wording).into_iter().map(|h| (Key(h), 1.5)));
    keys.extend(telling_words(&wording, 12).into_iter().map(|h| (Key(h), 1.0)));
    keys.truncate(96);
    keys
}
