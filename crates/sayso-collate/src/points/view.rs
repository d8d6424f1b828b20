//! A report made ready for comparing: its tokens and sentences without furniture, and whose voice each word is in.

use super::claims::{ClaimWord, claim_word};
use crate::Doc;
use crate::dates::parse_day;
use crate::speakers::Speakers;
use crate::words::{hash_word, stem};
use rustc_hash::FxHashMap;
use sayso_model::{Form, Manner, MentionForm, SegmentKind, SourceKind, Statement, Time};
use sayso_syntax::{Tree, parser};
use sayso_text::{Sentence, Span, Token, TokenKind, sentences, tokens};
use std::cell::OnceCell;
use std::rc::Rc;

/// One report of the story.
pub(crate) struct View<'a> {
    /// The report with what is said of it.
    pub doc: Doc<'a>,
    /// Its place among the reports of the story.
    pub at: usize,
    /// All tokens of its text.
    pub tokens: Vec<Token>,
    lower: String,
    /// The sentences that are part of the story, in order: no furniture, byline or caption.
    pub sentences: Vec<Line>,
    /// Who made each statement.
    speakers: Vec<Option<u32>>,
    /// The names in it, in order.
    names: Vec<Span>,
    /// For each token, whose words it belongs to: see [`View::said_by`].
    said: Vec<Option<usize>>,
    /// For each token, whether it belongs to a source or a cue.
    attributing: Vec<bool>,
    /// The trees of its sentences, made when asked for; of those that several reports print, once.
    trees: Vec<Rc<OnceCell<Tree>>>,
    /// For each token, what it tells in a clause, if anything; made when asked for.
    telling: OnceCell<Vec<Option<ClaimWord>>>,
    /// When it was published.
    pub moment: Option<Moment>,
}

/// A sentence of a report.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// From its first to its last token.
    pub span: Span,
    /// Its tokens.
    pub tokens: std::ops::Range<usize>,
    /// Whether it is the headline.
    pub headline: bool,
}

/// In whose voice some words stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    /// Place of the innermost statement whose content they belong to; `None` in the outlet's own voice.
    pub statement: Option<usize>,
    /// Who made it.
    pub speaker: Option<u32>,
    /// Whether it is attributed though no statement covers it: `police put the loss at …`.
    pub named: bool,
}

impl Voice {
    /// Whether it is not the outlet's own.
    pub fn attributed(self) -> bool {
        self.statement.is_some() || self.named
    }
}

/// A day, and the minute of the day where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    /// Days since 1970-01-01.
    pub day: i32,
    /// Minutes since midnight UTC.
    pub minute: Option<i32>,
}

impl Moment {
    /// The moment of `2031-06-10`, `2031-06-10T08:30:00+02:00`, `2031-06-10TEV`.
    pub fn parse(value: &str) -> Option<Moment> {
        let day = parse_day(value)?;
        let minute = value.get(10..).and_then(|rest| {
            let rest = rest.strip_prefix('T')?;
            let number = |from: usize| rest.get(from..from + 2)?.parse::<i32>().ok();
            let (hour, minute) = (number(0)?, number(3)?);
            let zone = rest.get(5..).and_then(|z| {
                let sign = z.find(['+', '-'])?;
                let number = |from: usize| z.get(from..from + 2)?.parse::<i32>().ok();
                let minutes = number(sign + 1)? * 60 + number(sign + 4).or(number(sign + 3)).unwrap_or(0);
                Some(if z.as_bytes()[sign] == b'-' { -minutes } else { minutes })
            });
            Some(hour * 60 + minute - zone.unwrap_or(0))
        });
        Some(Moment { day, minute })
    }

    /// Whether this is surely before `other`.
    pub fn before(self, other: Moment) -> bool {
        match (self.minute, other.minute) {
            (Some(a), Some(b)) => self.day * 1440 + a < other.day * 1440 + b,
            _ => self.day < other.day,
        }
    }
}

/// The trees of sentences, by their words.
type Trees<'a> = FxHashMap<Vec<&'a str>, Rc<OnceCell<Tree>>>;

/// Makes the reports of a story ready. Time is linear in their length.
pub(crate) fn views<'a>(docs: &[Doc<'a>], speakers: &Speakers) -> Vec<View<'a>> {
    let mut trees = Trees::default();
    docs.iter().enumerate().map(|(at, doc)| View::new(at, *doc, speakers, &mut trees)).collect()
}

impl<'a> View<'a> {
    fn new(at: usize, doc: Doc<'a>, speakers: &Speakers, known: &mut Trees<'a>) -> View<'a> {
        let text = doc.text();
        let tokens: Vec<Token> = tokens(text).collect();
        let kind = |span: Span| doc.report.segment_at(span.start());
        let sentences: Vec<Line> = sentences(text, &tokens)
            .into_iter()
            .filter_map(|Sentence { tokens: range, .. }| {
                // A dateline or a line of the page's may open the sentence that it stands in.
                let part =
                    |i: &usize| matches!(kind(tokens[*i].span), SegmentKind::Body | SegmentKind::Headline);
                let first = range.clone().find(part)?;
                let segment = kind(tokens[first].span);
                let end = (first..range.end).find(|i| kind(tokens[*i].span) != segment).unwrap_or(range.end);
                Some(Line {
                    span: tokens[first].span.hull(tokens[end - 1].span),
                    tokens: first..end,
                    headline: segment == SegmentKind::Headline,
                })
            })
            .collect();
        let moment = doc.report.published.value.as_deref().and_then(Moment::parse);
        let mut names: Vec<Span> = doc
            .annotations
            .entities
            .iter()
            .flat_map(|e| &e.mentions)
            .filter(|m| m.form == MentionForm::Name)
            .map(|m| m.span)
            .collect();
        names.sort_unstable();
        let speakers = (0..doc.annotations.statements.len()).map(|s| speakers.speaker(at, s)).collect();
        let (said, attributing) = by_token(&tokens, &doc.annotations.statements);
        let lower = text.to_ascii_lowercase();
        let words = |line: &Line| -> Vec<&'a str> {
            tokens[line.tokens.clone()].iter().filter_map(|t| t.span.slice(text)).collect()
        };
        let trees = sentences.iter().map(|line| Rc::clone(known.entry(words(line)).or_default())).collect();
        let telling = OnceCell::new();
        View { doc, at, names, said, attributing, speakers, tokens, lower, sentences, trees, telling, moment }
    }

    /// Token `i` in lower case; empty where there is none.
    pub fn word(&self, i: usize) -> &str {
        self.tokens.get(i).and_then(|t| t.span.slice(&self.lower)).unwrap_or_default()
    }

    /// Token `i` as printed.
    pub fn printed(&self, i: usize) -> &'a str {
        self.tokens.get(i).and_then(|t| t.span.slice(self.doc.text())).unwrap_or_default()
    }

    /// Whether token `i` is a word or number.
    pub fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind != TokenKind::Punct)
    }

    /// Whether token `i` begins with a capital.
    pub fn capital(&self, i: usize) -> bool {
        self.printed(i).starts_with(char::is_uppercase)
    }

    /// The hash of the stem of token `i`.
    pub fn stem(&self, i: usize) -> u64 {
        hash_word(stem(self.word(i)))
    }

    /// The words of a span as printed.
    pub fn text(&self, span: Span) -> &'a str {
        span.slice(self.doc.text()).unwrap_or_default()
    }

    /// The tokens that begin within a span.
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let from = self.tokens.partition_point(|t| t.span.start() < span.start());
        let to = self.tokens.partition_point(|t| t.span.start() < span.end());
        from..to.max(from)
    }

    /// The token that covers the beginning of a span, or the next.
    pub fn token_at(&self, span: Span) -> usize {
        self.tokens.partition_point(|t| t.span.end() <= span.start())
    }

    /// The span of some tokens; `None` for no tokens.
    pub fn hull(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let first = self.tokens.get(range.start)?;
        let last = self.tokens.get(range.end.checked_sub(1)?)?;
        (range.start < range.end).then(|| first.span.hull(last.span))
    }

    /// The statements of the report.
    pub fn statements(&self) -> &'a [Statement] {
        &self.doc.annotations.statements
    }

    /// The times that stand within a span.
    pub fn times_in(&self, span: Span) -> impl Iterator<Item = &'a Time> {
        let times = &self.doc.annotations.times;
        let from = times.partition_point(|t| t.span.start() < span.start());
        times[from..].iter().take_while(move |t| t.span.end() <= span.end())
    }

    /// In whose voice a span stands: that of the smallest content that covers its beginning. What somebody demands, asks
    /// about or condemns in the reporter's words is taken for granted by the reporter: `ordered an inquiry into the blast
    /// that killed 12`.
    pub fn voice(&self, span: Span) -> Voice {
        let covering = self.statements().iter().enumerate().filter_map(|(i, statement)| {
            let part = statement.content.iter().find(|c| c.covers(span.start()))?;
            if is_own(statement) {
                return None;
            }
            let taken = matches!(
                statement.cue.as_ref().map(|c| c.manner),
                Some(
                    Manner::Demand
                        | Manner::Ask
                        | Manner::Condemn
                        | Manner::Praise
                        | Manner::Refuse
                        | Manner::Intend
                        | Manner::Agree
                        | Manner::Reject
                        | Manner::Propose
                )
            ) || is_deed(statement) && !self.text(*part).starts_with("that ");
            if taken && statement.form == Form::Indirect {
                return None;
            }
            Some((part.len(), i))
        });
        match covering.min() {
            Some((_, statement)) => self.source_of(statement),
            None => Voice::default(),
        }
    }

    /// Who says token `i`, whatever the cue does: the smallest content that covers its beginning.
    pub fn said_by(&self, i: usize) -> Voice {
        self.said.get(i).copied().flatten().map(|s| self.source_of(s)).unwrap_or_default()
    }

    /// Whether token `i` belongs to a source or a cue.
    pub fn attributes(&self, i: usize) -> bool {
        self.attributing.get(i).is_some_and(|a| *a)
    }

    /// The voice of one statement.
    pub fn source_of(&self, statement: usize) -> Voice {
        Voice {
            statement: Some(statement),
            speaker: self.speakers.get(statement).copied().flatten(),
            named: false,
        }
    }

    /// The tree of the sentence that token `i` stands in, with the token that it begins with, from which its words are
    /// counted. None outside the story, and for what is too long to be a sentence.
    pub fn tree_of(&self, i: usize) -> Option<(&Line, &Tree)> {
        /// Tokens that no sentence has.
        const ENDLESS: usize = 400;
        let at = self.sentences.partition_point(|s| s.tokens.end <= i);
        let line = self.sentences.get(at).filter(|s| s.tokens.contains(&i) && s.tokens.len() < ENDLESS)?;
        let tree = self.trees[at].get_or_init(|| {
            let words: Vec<&str> = line.tokens.clone().map(|i| self.printed(i)).collect();
            parser().parse(&words)
        });
        Some((line, tree))
    }

    /// What token `i` tells in a clause.
    pub fn telling(&self, i: usize) -> Option<ClaimWord> {
        let made = || (0..self.tokens.len()).map(|i| claim_word(self, i)).collect();
        self.telling.get_or_init(made).get(i).copied().flatten()
    }

    /// The place of the sentence that covers byte `at`, if it is part of the story.
    pub fn line_at(&self, at: usize) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.span.end() <= at);
        self.sentences.get(i).filter(|s| s.span.covers(at)).map(|_| i)
    }

    /// Who puts a number at something, when no statement says so: `Police put the loss at 2.5 million`.
    pub fn put_by(&self, line: &Line, before: usize, speakers: &[(u32, String)]) -> Option<Voice> {
        let from = (line.tokens.start..before).rev().take(12).find(|i| {
            matches!(
                self.word(*i),
                "put" | "puts" | "estimated" | "estimates" | "reckoned" | "reckons" | "counted" | "counts"
            )
        })?;
        if matches!(self.word(from), "put" | "puts") && !(from..before).any(|i| self.word(i) == "at") {
            return None;
        }
        let mut subject: Vec<&str> = Vec::new();
        for i in (line.tokens.start..from).rev().take(8) {
            let word = self.word(i);
            if matches!(word, "," | ";" | "and" | "but" | "that" | "while") {
                if subject.is_empty() { continue } else { break }
            }
            if !matches!(
                word,
                "had" | "has" | "have" | "earlier" | "later" | "also" | "the" | "now" | "first"
            ) {
                subject.push(word);
            }
        }
        let head = *subject.first()?;
        // `Our reporter counted 40`: the outlet itself.
        if subject.iter().any(|w| matches!(*w, "our" | "we" | "i")) {
            return None;
        }
        if matches!(head, "was" | "were" | "is" | "are" | "been" | "be" | "it" | "an" | "a") {
            return None;
        }
        let speaker =
            speakers.iter().find(|(_, name)| name.split_whitespace().next_back() == Some(head)).map(|s| s.0);
        Some(Voice { statement: None, speaker, named: true })
    }

    /// Whether a quantity stands within a span.
    pub fn has_number(&self, span: Span) -> bool {
        let quantities = &self.doc.annotations.quantities;
        let from = quantities.partition_point(|q| q.span.start() < span.start());
        quantities.get(from).is_some_and(|q| q.span.end() <= span.end())
    }

    /// Whether token `i` is part of a name.
    pub fn is_name(&self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i) else { return false };
        let at = self.names.partition_point(|s| s.end() <= token.span.start());
        self.names.get(at).is_some_and(|s| s.contains(token.span))
    }

    /// When what stands in this voice was said, as far as is known: else when it was printed.
    pub fn moment_of(&self, voice: Voice) -> Option<Moment> {
        let said = voice.statement.and_then(|s| self.statements()[s].said.as_deref()).and_then(Moment::parse);
        match (said, self.moment) {
            (Some(said), Some(printed)) if said.day == printed.day => Some(printed),
            (Some(said), _) => Some(said),
            (None, printed) => printed,
        }
    }
}

/// Whether a cue is no word of speaking that the lexicon has, and so mostly a deed, told by the reporter: `sentenced her to
/// four years`, `has today imposed a fine of 36 million`.
fn is_deed(statement: &Statement) -> bool {
    let unknown =
        |lemma: &str| lemma.ends_with("ed") && !lemma.ends_with("need") && !lemma.starts_with("be ");
    statement.by != "figures" && statement.cue.as_ref().is_some_and(|c| unknown(&c.lemma))
}

/// Whether the outlet itself says it: `This newspaper has learned that …`, what its reporter says in a script, what is
/// expected by nobody in particular.
fn is_own(statement: &Statement) -> bool {
    match (&statement.source, &statement.cue) {
        (Some(source), _) => source.kind == Some(SourceKind::Outlet),
        (None, Some(cue)) => cue.lemma == "be expected",
        (None, None) => false,
    }
}

/// For each token, the statement with the smallest content that covers its beginning, and whether it belongs to a source
/// or a cue.
fn by_token(tokens: &[Token], statements: &[Statement]) -> (Vec<Option<usize>>, Vec<bool>) {
    let within = |span: Span| {
        let from = tokens.partition_point(|t| t.span.start() < span.start());
        from..tokens.partition_point(|t| t.span.start() < span.end()).max(from)
    };
    let mut said: Vec<Option<(usize, usize)>> = vec![None; tokens.len()];
    let mut attributing = vec![false; tokens.len()];
    for (s, statement) in statements.iter().enumerate() {
        // `said that the army has no plans to …`: the plans are part of what is said.
        let inner = statement.within.is_some()
            && matches!(
                statement.cue.as_ref().map(|c| c.manner),
                Some(
                    Manner::Intend
                        | Manner::Believe
                        | Manner::Feel
                        | Manner::Promise
                        | Manner::Demand
                        | Manner::Other
                        | Manner::Threaten
                        | Manner::Refuse
                        | Manner::Ask
                )
            );
        for part in statement.content.iter().filter(|_| !inner && !is_own(statement)) {
            for token in &mut said[within(*part)] {
                if token.is_none_or(|held| (part.len(), s) < held) {
                    *token = Some((part.len(), s));
                }
            }
        }
        let source = statement.source.iter().flat_map(|s| &s.spans);
        for part in source.chain(statement.cue.iter().flat_map(|c| &c.spans)) {
            let range = within(*part);
            let start = range.start;
            for (k, token) in attributing[range].iter_mut().enumerate() {
                *token |= part.contains(tokens[start + k].span);
            }
        }
    }
    (said.into_iter().map(|s| s.map(|(_, s)| s)).collect(), attributing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_ordered_as_far_as_they_are_known() {
        let m = |v: &str| Moment::parse(v).unwrap();
        assert!(m("2031-06-10").before(m("2031-06-11")));
        assert!(!m("2031-06-10").before(m("2031-06-10T20:00")));
        assert!(m("2031-06-10T08:00:00Z").before(m("2031-06-10T20:00")));
        // Eight in the morning to the east is before seven in the morning here.
        assert!(m("2031-06-10T08:00+03:00").before(m("2031-06-10T07:00Z")));
        assert!(m("2031-06-10TEV").minute.is_none());
    }
}
