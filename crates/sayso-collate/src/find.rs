//! Checking a quotation against what reports print.

mod elsewhere;
mod near;

use crate::meaning::{Meaning, likeness, matter, parallel};
use crate::speakers::Speakers;
use crate::utterance::{Printing, Spoken, SpokenVariant, quotes_in, sense, sentences, utterances_among};
use crate::wording::{Wording, align, align_meaning, compare_wordings, weighed};
use crate::words::Words;
use crate::{Doc, ReportNo, WordPiece};
pub use elsewhere::{Elsewhere, QUOTE_CANDIDATES, QuoteAnswer, Standing};
use near::{BESIDE, near};
use sayso_model::{Sense, StatementId, VariantKind};
use sayso_text::Span;
use std::collections::BTreeSet;

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
    // Most that reports print has nothing to do with what is asked.
    let spoken = utterances_among(&docs, near(&asked, &quotes_in(&docs, &speakers)));
    let mut found: Vec<Draft> = spoken.into_iter().filter_map(|s| Draft::of(&asked, s)).collect();
    found.sort_by(|a, b| {
        (b.score.total_cmp(&a.score))
            .then(a.verdict.cmp(&b.verdict))
            .then(b.spoken.variants.len().cmp(&a.spoken.variants.len()))
            .then_with(|| first_by_date(&docs, a).cmp(&first_by_date(&docs, b)))
    });
    // What is found by half is no find beside one that is found whole.
    if let Some(best) = found.first().map(|f| f.score) {
        found.retain(|f| f.score >= BESIDE * best);
    }
    let verdict = found.iter().map(|f| f.verdict).next().unwrap_or(QuoteVerdict::NotFound);
    let found = found.into_iter().map(|draft| draft.told(words, &asked, &docs, &speakers)).collect();
    QuoteFinding { verdict, found }
}

/// The `most` words in a row that tell most of what is asked for, as typed: to look for where no word is looked at.
///
/// ```
/// let asked = "and so it is that the old lighthouse keeper was told of it";
/// assert_eq!(sayso_collate::telling_stretch(asked, 4), "the old lighthouse keeper");
/// ```
pub fn telling_stretch(words: &str, most: usize) -> &str {
    let all = Words::of(words);
    let weights: Vec<f32> = weighed(&all).into_iter().map(|(_, weight)| weight).collect();
    let size = most.clamp(1, all.len().max(1));
    let told = |from: &usize| weights[*from..from + size].iter().sum::<f32>();
    // Of equals the first.
    let from = (0..(all.len() + 1).saturating_sub(size)).rev().max_by(|a, b| told(a).total_cmp(&told(b)));
    let stretch = from.filter(|_| all.len() > 0).map(|from| all.hull(from, from + size));
    stretch.and_then(|span| span.slice(words)).unwrap_or("")
}

/// The `most` words that tell most of what is asked for, each once, as typed.
pub fn telling_words(words: &str, most: usize) -> Vec<&str> {
    let all = Words::of(words);
    let weighed = weighed(&all);
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| weighed[*b].1.total_cmp(&weighed[*a].1).then(a.cmp(b)));
    let mut seen = BTreeSet::new();
    order.retain(|i| seen.insert(weighed[*i].0));
    order.iter().take(most).filter_map(|i| all.list()[*i].span.slice(words)).collect()
}

/// A find of this score is hardly bettered by one in other words.
const WELL: f32 = 0.65;

/// An utterance that may be what was asked for, before it is told in full.
struct Draft {
    verdict: QuoteVerdict,
    score: f32,
    whole: Wording,
    spoken: Spoken,
    /// How the words asked for stand to each variant.
    of_each: Vec<QuoteVerdict>,
}

/// The number of the report whose variant is told first.
fn first_by_date(docs: &[Doc<'_>], draft: &Draft) -> Option<ReportNo> {
    draft.spoken.variants.iter().min_by_key(|v| in_order(docs, v)).map(|v| docs[v.doc].no)
}

/// In what order variants are told: by date where known, then by number.
fn in_order<'d>(docs: &[Doc<'d>], variant: &SpokenVariant) -> impl Ord + use<'d> {
    let doc = &docs[variant.doc];
    let date = doc.report.published.value.as_deref();
    (date.is_none(), date, doc.no, variant.spans.first().copied())
}

impl Draft {
    fn of(asked: &Wording, spoken: Spoken) -> Option<Draft> {
        // A lone word is looked for among printed quotations, not among all that reporters put in their own words.
        if asked.len() < 2 && spoken.variants.iter().all(|v| v.how == VariantKind::Indirect) {
            return None;
        }
        let whole = Wording::of(&spoken.fullest);
        let (mut verdict, mut score) = verdict(asked, &whole);
        let mut of_each = Vec::with_capacity(spoken.variants.len());
        for variant in &spoken.variants {
            let (own_verdict, own) = self::verdict(asked, &Wording::of(&variant.text));
            score = score.max(own);
            of_each.push(own_verdict);
        }
        if score < ENOUGH {
            score = meant(asked, &whole)?;
        }
        if verdict == QuoteVerdict::NotFound {
            verdict = QuoteVerdict::Altered;
        }
        Some(Draft { verdict, score, whole, spoken, of_each })
    }

    fn told(self, words: &str, asked: &Wording, docs: &[Doc<'_>], speakers: &Speakers) -> Found {
        let Draft { verdict, score, whole, spoken, of_each } = self;
        let mut variants: Vec<_> = spoken.variants.into_iter().zip(of_each).collect();
        variants.sort_by_cached_key(|(variant, _)| in_order(docs, variant));
        let printed = variants
            .into_iter()
            .map(|(variant, verdict)| Printed {
                report: docs[variant.doc].no,
                statement: variant.statement,
                pieces: compare_wordings(words, &variant.text),
                spans: variant.spans,
                text: variant.text,
                how: variant.how,
                sense: variant.sense,
                verdict,
            })
            .collect();
        Found {
            verdict,
            sense: sense(&whole, asked, &align_meaning(&whole, asked), &Printing::default()),
            score,
            speaker: spoken.speaker.and_then(|s| speakers.name(s)).map(str::to_owned),
            pieces: compare_wordings(words, &spoken.fullest),
            fullest: spoken.fullest,
            first: spoken.first.map(|d| docs[d].no),
            printed,
        }
    }
}

/// How near the asked words are to a sentence of a wording whose words they do not share: a translation there and
/// back. Much is asked, since many sentences are looked at.
fn meant(asked: &Wording, printed: &Wording) -> Option<f32> {
    /// Likeness, with what the order of words adds.
    const LEAST: f32 = 0.93;
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
        if near < LEAST - 0.2 || theirs.numbers_clash(&meaning) {
            return None;
        }
        let near = near + parallel(asked, whole, printed, range);
        (near >= LEAST && matter(asked, whole, printed, range) >= MATTER).then_some(near)
    });
    near.max_by(f32::total_cmp).map(|near| SHARE * near.min(1.2))
}

/// The share of the matter of both that a find by meaning must tell.
const MATTER: f32 = 0.5;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_most_is_looked_for_first() {
        assert_eq!(telling_words("and the ferry to Quenby, the ferry of the quarrel", 3).len(), 3);
        assert!(telling_words("it was the ferry", 1) == ["ferry"] && telling_words("“…”", 4).is_empty());
        assert_eq!(telling_stretch("“…”", 4), "");
        assert_eq!(telling_stretch("so it was", 9), "so it was");
    }
}
