//! Checking a quotation against what reports print.

use crate::meaning::{Meaning, likeness, matter, parallel};
use crate::quotation::Quote;
use crate::speakers::Speakers;
use crate::utterance::{Printing, Spoken, quotes_in, sense, sentences, utterances_among};
use crate::wording::{Wording, align, align_meaning, compare_wordings};
use crate::{Doc, ReportNo, WordPiece};
use sayso_model::{Sense, StatementId, VariantKind};
use sayso_text::Span;
use std::collections::HashSet;

/// What became of a quotation that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuoteVerdict {
    /// Printed in just these words (letter case and punctuation aside), and this is all of it.
    Exact,
    /// Printed in just these words, as part of a longer quotation.
    Truncated,
    /// Printed with more words between these.
    Elided,
    /// Printed in partly other words.
    Altered,
    /// Not printed by any report given.
    NotFound,
}

/// The answer to a look for a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteFinding {
    /// The verdict on the best find.
    pub verdict: QuoteVerdict,
    /// The utterances it may be, best first; none when not found.
    pub found: Vec<Found>,
}

/// An utterance that the words asked for may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// How the words asked for stand to the fullest wording.
    pub verdict: QuoteVerdict,
    /// Whether the words asked for keep its sense: whether no negation, condition or hedge is lost or added.
    pub sense: Sense,
    /// How near they are, 0 to 1.
    pub score: f32,
    /// Who said it, by name.
    pub speaker: Option<String>,
    /// The fullest wording printed.
    pub fullest: String,
    /// The words asked for (first) against the fullest wording (second).
    pub pieces: Vec<WordPiece>,
    /// The report that had it first, where dates tell.
    pub first: Option<ReportNo>,
    /// What each report printed: by date where known, then by number.
    pub printed: Vec<Printed>,
}

/// What one report printed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// The report.
    pub report: ReportNo,
    /// The statement that carries it, where there is one.
    pub statement: Option<StatementId>,
    /// Where in the report's text.
    pub spans: Vec<Span>,
    /// The words as printed; parts joined by ` … `.
    pub text: String,
    /// How it stands to the fullest wording.
    pub how: VariantKind,
    /// Whether it keeps the sense of the fullest wording.
    pub sense: Sense,
    /// How the words asked for stand to these.
    pub verdict: QuoteVerdict,
    /// The words asked for (first) against these (second).
    pub pieces: Vec<WordPiece>,
}

/// Looks for `words` among the quotations of `docs` (see
/// [`Collator::quote_candidates`](crate::Collator::quote_candidates)).
///
/// The words may be a part, misremembered, or a translation back; marks and letter case do not matter.
pub fn find_quote(words: &str, docs: &[Doc<'_>]) -> QuoteFinding {
    let asked = Wording::of(words);
    let mut docs: Vec<Doc<'_>> = docs.to_vec();
    docs.sort_by_key(|d| d.no);
    docs.dedup_by_key(|d| d.no);
    let speakers = Speakers::of(&docs);
    let quotes = quotes_in(&docs, &speakers);
    let look = |quotes: Vec<Quote>| -> Vec<Found> {
        let spoken = utterances_among(&docs, quotes).into_iter();
        spoken.filter_map(|spoken| compare(words, &asked, &docs, &speakers, spoken)).collect()
    };
    // Most that reports print has nothing to do with what is asked; only where what has some is not it, all is looked
    // at, since it may be said in other words.
    let near = near(&asked, &quotes);
    let mut found = if near.is_empty() { Vec::new() } else { look(near) };
    if !found.iter().any(|f| f.score >= WELL) {
        found = look(quotes);
    }
    found.sort_by(|a, b| {
        (b.score.total_cmp(&a.score))
            .then(a.verdict.cmp(&b.verdict))
            .then(b.printed.len().cmp(&a.printed.len()))
            .then_with(|| a.printed.first().map(|p| p.report).cmp(&b.printed.first().map(|p| p.report)))
    });
    // What is found by half is no find beside one that is found whole.
    if let Some(best) = found.first().map(|f| f.score) {
        found.retain(|f| f.score >= 0.7 * best);
    }
    let verdict = found.iter().map(|f| f.verdict).next().unwrap_or(QuoteVerdict::NotFound);
    QuoteFinding { verdict, found }
}

/// A find of this score is hardly bettered by one in other words.
const WELL: f32 = 0.65;

/// The quotations that share most words that tell something with what is asked, and those that are like these.
fn near(asked: &Wording, quotes: &[Quote]) -> Vec<Quote> {
    /// The least share of the words of what is asked, and how much less than the nearest quotation one may share.
    const LEAST: (f32, f32) = (0.35, 0.65);
    /// The least share of its own words that one has in common with these.
    const LIKE: f32 = 0.3;
    let telling = |wording: &Wording| -> HashSet<u64> {
        (0..wording.len()).filter(|i| wording.content(*i)).map(|i| wording.stem(i)).collect()
    };
    let asked = telling(asked);
    if asked.len() < 2 {
        return Vec::new();
    }
    let of_each: Vec<HashSet<u64>> = quotes.iter().map(|q| telling(&q.wording)).collect();
    let shared =
        |own: &HashSet<u64>, with: &HashSet<u64>| own.iter().filter(|stem| with.contains(stem)).count();
    let with_asked: Vec<usize> = of_each.iter().map(|own| shared(own, &asked)).collect();
    let most = with_asked.iter().copied().max().unwrap_or(0);
    let least = (LEAST.0 * asked.len() as f32).max(LEAST.1 * most as f32).max(2.0);
    let mut theirs = HashSet::new();
    for (own, _) in of_each.iter().zip(&with_asked).filter(|(_, count)| **count as f32 >= least) {
        theirs.extend(own.iter().copied());
    }
    let like = |own: &HashSet<u64>| shared(own, &theirs) as f32 >= (LIKE * own.len() as f32).max(2.0);
    quotes.iter().zip(&of_each).filter(|(_, own)| like(own)).map(|(quote, _)| quote.clone()).collect()
}

fn compare(
    words: &str,
    asked: &Wording,
    docs: &[Doc<'_>],
    speakers: &Speakers,
    spoken: Spoken,
) -> Option<Found> {
    // A lone word is looked for among printed quotations, not among all that reporters put in their own words.
    if asked.len() < 2 && spoken.variants.iter().all(|v| v.how == VariantKind::Indirect) {
        return None;
    }
    let whole = Wording::of(&spoken.fullest);
    let (mut verdict, mut score) = verdict(asked, &whole);
    let sense = sense(&whole, asked, &align_meaning(&whole, asked), &Printing::default());
    let mut printed: Vec<Printed> = Vec::new();
    for variant in spoken.variants {
        let (own_verdict, own) = self::verdict(asked, &Wording::of(&variant.text));
        score = score.max(own);
        printed.push(Printed {
            report: docs[variant.doc].no,
            statement: variant.statement,
            pieces: compare_wordings(words, &variant.text),
            spans: variant.spans,
            text: variant.text,
            how: variant.how,
            sense: variant.sense,
            verdict: own_verdict,
        });
    }
    if score < ENOUGH {
        score = meant(asked, &whole)?;
    }
    if verdict == QuoteVerdict::NotFound {
        verdict = QuoteVerdict::Altered;
    }
    let date =
        |no: ReportNo| docs.iter().find(|d| d.no == no).and_then(|d| d.report.published.value.as_deref());
    printed.sort_by_key(|p| (date(p.report).is_none(), date(p.report), p.report, p.spans.first().copied()));
    Some(Found {
        verdict,
        sense,
        score,
        speaker: spoken.speaker.and_then(|s| speakers.name(s)).map(str::to_owned),
        pieces: compare_wordings(words, &spoken.fullest),
        fullest: spoken.fullest,
        first: spoken.first.map(|d| docs[d].no),
        printed,
    })
}

/// How near the asked words are to a sentence of a wording whose words they do not share: a translation there and
/// back. Much is asked, since many sentences are looked at.
fn meant(asked: &Wording, printed: &Wording) -> Option<f32> {
    /// Likeness, with what the order of words adds, and share of matter told by both.
    const LEAST: (f32, f32) = (0.93, 0.5);
    /// A find by meaning counts less than one by words.
    const SHARE: f32 = 0.6;
    let content = (0..asked.len()).filter(|i| asked.content(*i)).count();
    if content < 2 {
        return None;
    }
    let whole = (0, asked.len());
    let meaning = Meaning::of(asked, 0, asked.len());
    let several = sentences(asked, 3).len() > 1;
    let ranges = if several { vec![(0, printed.len())] } else { sentences(printed, 3) };
    let near = ranges.into_iter().filter_map(|range| {
        let theirs = Meaning::of(printed, range.0, range.1);
        let near = likeness((asked, &meaning, whole), (printed, &theirs, range));
        if near < LEAST.0 - 0.2 || theirs.numbers_clash(&meaning) {
            return None;
        }
        let near = near + parallel(asked, whole, printed, range);
        (near >= LEAST.0 && matter(asked, whole, printed, range) >= LEAST.1).then_some(near)
    });
    near.max_by(f32::total_cmp).map(|near| SHARE * near.min(1.2))
}

/// The share of what the asked words tell that a find must have.
const ENOUGH: f32 = 0.58;

/// How the asked words stand to a wording, and the share of them that it has.
fn verdict(asked: &Wording, printed: &Wording) -> (QuoteVerdict, f32) {
    let pairs = align(asked, printed);
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
        return (QuoteVerdict::NotFound, 0.0);
    };
    let matched: f32 = pairs.iter().map(|p| asked.weight(p.a) * p.likeness).sum();
    let cover = matched / asked.total().max(f32::MIN_POSITIVE);
    let matter = pairs.iter().filter(|p| asked.content(p.a) && printed.content(p.b)).count();
    let all = pairs.len() == asked.len() && pairs.iter().all(|p| p.same());
    let together = last.b + 1 - first.b == pairs.len();
    if all && together {
        let whole = printed.len() == asked.len();
        // Function words alone are printed everywhere: `and it was` is no find.
        let score = if matter > 0 || whole { 1.0 } else { 0.0 };
        return match whole {
            true => (QuoteVerdict::Exact, score),
            false => (QuoteVerdict::Truncated, score),
        };
    }
    let content = (0..asked.len()).filter(|i| asked.content(*i)).count();
    // A word or two is found as it stands or not at all; more may differ, but not in most of what they tell.
    if cover < ENOUGH
        || matter < 2
        || (content <= 2 && cover < 0.9)
        || last.b + 1 - first.b > 4 * asked.len() + 12
    {
        return (QuoteVerdict::NotFound, 0.0);
    }
    if all { (QuoteVerdict::Elided, 0.97) } else { (QuoteVerdict::Altered, cover.min(0.95)) }
}
