//! When a statement was made: the time that belongs to the act of saying, never one inside what was said.

mod news;
mod scenes;

use crate::cues::{self, VerbForm};
use rustc_hash::FxHashMap;
use sayso_model::{Published, SaidBasis, Time, TimeType};
use sayso_text::{Sentence, Span, Token};
use std::sync::LazyLock;

/// The spans of one statement, for [`said_of`].
#[derive(Clone, Copy, Debug)]
pub struct SayingSpans<'a> {
    /// Who.
    pub source: &'a [Span],
    /// The words that attribute.
    pub cue: &'a [Span],
    /// What was said.
    pub content: &'a [Span],
    /// A number that is the same for statements of one speaker, where that is known.
    pub speaker: Option<u32>,
}

/// How the time of a statement is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidHow {
    /// Printed in the clause of its cue: `said on Sunday`, `in a tweet on Saturday`.
    Clause,
    /// Printed with another statement of the same speaker that it goes on from.
    Run,
    /// Printed with the occasion the report tells of: `She met reporters on Sunday.`, `at Monday's hearing`.
    Occasion,
    /// A ticker or transcript, whose own day it is.
    Dated,
}

impl SaidHow {
    /// The same in the contract's words.
    pub fn basis(self) -> SaidBasis {
        match self {
            SaidHow::Clause => SaidBasis::Stated,
            SaidHow::Run => SaidBasis::Narrative,
            SaidHow::Occasion => SaidBasis::Occasion,
            SaidHow::Dated => SaidBasis::Published,
        }
    }
}

/// When a statement was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The day as a TIMEX3 value: `2031-03-09`, `XXXX-WXX-7`.
    pub value: String,
    /// How it is known.
    pub how: SaidHow,
    /// The time expression it was taken from.
    pub evidence: Span,
}

/// Words before a time that say it is no time of speaking.
const NOT_AT: &[&str] =
    &["since", "until", "till", "before", "after", "by", "from", "for", "between", "through", "than"];

/// Words that begin another clause.
const CLAUSES: &[&str] = &[
    "after", "before", "when", "while", "because", "since", "who", "which", "where", "whose", "although",
    "though", "as", ";",
];

/// Past forms that look like the base form.
const SAME_FORM: &[&str] = &["read", "put", "set", "let", "cut", "bet", "hit"];

/// What a word of `occasions.txt` is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tells {
    Open,
    Closed,
    Aside,
    Releases,
    Bench,
    Document,
    Called,
    Venue,
    Sits,
    Apart,
}

static OCCASIONS: LazyLock<FxHashMap<&'static str, Vec<Tells>>> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static str, Vec<Tells>> = FxHashMap::default();
    let lines = include_str!("../../data/times/occasions.txt").lines().filter(|l| !l.starts_with('#'));
    for (class, list) in lines.filter_map(|l| l.split_once(':')) {
        let tells = match class {
            "open" => Tells::Open,
            "closed" => Tells::Closed,
            "aside" => Tells::Aside,
            "releases" => Tells::Releases,
            "bench" => Tells::Bench,
            "document" => Tells::Document,
            "called" => Tells::Called,
            "venue" => Tells::Venue,
            "sits" => Tells::Sits,
            "apart" => Tells::Apart,
            _ => continue,
        };
        for word in list.split_whitespace() {
            words.entry(word).or_default().push(tells);
        }
    }
    words
});

/// Whether a word in lower case tells of this.
fn is(word: &str, tells: Tells) -> bool {
    OCCASIONS.get(word).is_some_and(|found| found.contains(&tells))
}

/// How many sentences a speaker's run may pause for.
const PAUSE: usize = 8;

/// When each statement was made, in the order given. `times` are those of [`super::times`], in text order.
///
/// A day in the clause of the cue counts first. Else a statement told in the past goes on from an earlier one of the
/// same speaker, or belongs to the occasion the report tells of. What stands in the present (`she says`), looks back
/// (`had warned`) or is told to the outlet aside has no day.
pub fn said_of(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    times: &[Time],
    published: &Published,
    statements: &[SayingSpans<'_>],
) -> Vec<Option<Said>> {
    let frame = Frame { text, clocks: clock_lines(text), tokens, sentences, times };
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|i| anchor_of(&statements[*i]));
    let mut said: Vec<Option<Said>> = statements.iter().map(|s| frame.clause(s, statements)).collect();
    let own_day = frame.own_day(published, statements);
    let scenes = frame.scenes(statements, &said, published.day());
    // Coordinated cues of one source share the time of their sentence.
    for &i in &order {
        if said[i].is_none() {
            said[i] = frame.shared(i, statements, &said);
        }
    }
    // What is told of another year or month, and what goes on from it, is of no day of the report's.
    let mut looks_back = vec![false; statements.len()];
    for (place, &i) in order.iter().enumerate() {
        if said[i].is_some() {
            continue;
        }
        let statement = &statements[i];
        looks_back[i] = frame.of_another_time(statement, statements, published.day())
            || order[..place]
                .last()
                .is_some_and(|&b| looks_back[b] && frame.continues(&statements[b], statement, statements));
        if looks_back[i] {
            continue;
        }
        if let Some(day) = &own_day
            && frame.is_dated(statement)
        {
            said[i] = Some(day.clone());
            continue;
        }
        let past = frame.told_in_past(statement);
        let document = frame.of_document(statement)
            || order[..place].last().is_some_and(|&b| frame.of_document(&statements[b]));
        if !past && !document {
            continue;
        }
        let run = order[..place].iter().rev().find_map(|&before| {
            let known = said[before].as_ref()?;
            // What somebody agreed or promised, by what is said, is no speaking of the report's.
            let told = anchor_of(&statements[before]);
            let inner = statements.iter().any(|s| {
                s.content.iter().any(|c| c.covers(told))
                    && !s.content.iter().any(|c| c.covers(anchor_of(statement)))
            });
            if inner {
                return None;
            }
            frame.continues(&statements[before], statement, statements).then(|| known.clone())
        });
        if !past {
            said[i] = run.map(|run| Said { how: SaidHow::Run, ..run });
            continue;
        }
        let scene = frame
            .scene_of(statement, &scenes)
            .or_else(|| frame.called(statement, statements, published.day()));
        // The nearer of the two.
        let led = frame.of_the_sentence_before(statement, statements, published.day());
        let led = led.filter(|led| frame.opens_with(led.evidence, statement));
        let scene = match (scene, led) {
            (Some(scene), Some(led)) if scene.evidence.start() > led.evidence.start() => Some(scene),
            (scene, led) => led.or(scene),
        };
        said[i] = match (run, scene) {
            (Some(run), Some(scene)) if scene.evidence.start() > run.evidence.start() => Some(scene),
            (Some(run), _) => Some(Said { how: SaidHow::Run, ..run }),
            (None, scene) => scene
                .or_else(|| frame.of_the_sentence_before(statement, statements, published.day()))
                .or_else(|| frame.of_the_news(statement, statements, published.day())),
        };
    }
    said
}

fn anchor_of(statement: &SayingSpans<'_>) -> usize {
    let first = |spans: &[Span]| spans.first().map(|s| s.start());
    first(statement.cue).or(first(statement.source)).or(first(statement.content)).unwrap_or(0)
}

struct Frame<'a> {
    text: &'a str,
    /// Where the lines of a live report begin that are a time of day alone.
    clocks: Vec<usize>,
    tokens: &'a [Token],
    sentences: &'a [Sentence],
    times: &'a [Time],
}

impl Frame<'_> {
    fn sentence_of(&self, at: usize) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.span.end() <= at);
        (i < self.sentences.len()).then_some(i)
    }

    /// The times of a sentence that name a day.
    fn days_in(&self, span: Span) -> impl Iterator<Item = (&Time, String)> {
        let first = self.times.partition_point(|t| t.span.end() <= span.start());
        self.times[first..]
            .iter()
            .take_while(move |t| t.span.start() < span.end())
            .filter_map(|t| Some((t, day_of(t)?)))
    }

    /// The word before a place, in lower case.
    fn word_before(&self, at: usize) -> String {
        let i = self.tokens.partition_point(|t| t.span.end() <= at);
        i.checked_sub(1).map(|i| self.tokens[i].text(self.text).to_ascii_lowercase()).unwrap_or_default()
    }

    /// How many tokens lie between two places.
    fn between(&self, from: usize, to: usize) -> usize {
        let (from, to) = (from.min(to), from.max(to));
        let first = self.tokens.partition_point(|t| t.span.start() < from);
        let last = self.tokens.partition_point(|t| t.span.start() < to);
        last - first
    }

    /// Whether the sentence that a statement is told in names a month, a year or another long time that is over, outside of
    /// what is said: `In 2007 she criticised`, `last year`, `earlier this month`.
    fn of_another_time(
        &self,
        statement: &SayingSpans<'_>,
        all: &[SayingSpans<'_>],
        published: Option<&str>,
    ) -> bool {
        let Some(sentence) = self.sentence_of(anchor_of(statement)) else { return false };
        let span = self.sentences[sentence].span;
        let first = self.times.partition_point(|t| t.span.end() <= span.start());
        let own = self.times[first..].iter().take_while(|t| t.span.start() < span.end());
        own.filter(|t| {
            t.kind == TimeType::Date
                && day_of(t).is_none()
                && t.value.starts_with(|c: char| c.is_ascii_digit())
        })
        .any(|t| {
            let said = all.iter().any(|s| s.content.iter().chain(s.source).any(|c| c.overlaps(t.span)));
            let before = self.word_before(t.span.start());
            let words = t.span.slice(self.text).unwrap_or_default().to_ascii_lowercase();
            let over = ["earlier", "last", "ago", "back"].iter().any(|w| words.contains(w))
                || published.is_none_or(|p| !p.starts_with(t.value.as_str()))
                || before == "earlier";
            let cue = statement.cue.first().copied().unwrap_or(t.span);
            !said
                && over
                && !NOT_AT.contains(&before.as_str())
                && !self.crosses_clause(t.span, cue, statement)
        })
    }

    /// The day printed in the clause of the cue.
    fn clause(&self, statement: &SayingSpans<'_>, all: &[SayingSpans<'_>]) -> Option<Said> {
        let cue = *statement.cue.first().or(statement.source.first())?;
        let sentence = self.sentences.get(self.sentence_of(cue.start())?)?;
        let inside = |span: Span| statement.content.iter().any(|c| c.overlaps(span));
        let mut best: Option<(usize, Said)> = None;
        for (time, value) in self.days_in(sentence.span) {
            let before = self.word_before(time.span.start());
            if inside(time.span) || NOT_AT.contains(&before.as_str()) || self.is_bare_clock(time) {
                continue;
            }
            // `Monday's vote`, `the Saturday club` are no adverbs; `March 5 (HPA) -` opens the report.
            let rest = self.text.get(time.span.end()..).unwrap_or_default();
            if ["the", "a", "an", "his", "her", "its", "their", "this"].contains(&before.as_str())
                || (rest.starts_with("'s") || rest.starts_with("’s")) && !self.at_occasion(&before, time.span)
                || rest.starts_with(" (")
                || rest.starts_with(" - ")
                || rest.starts_with(" —")
            {
                continue;
            }
            // The day of a document stands in its name: `a report released on Monday`.
            let named = statement.source.iter().any(|s| s.overlaps(time.span));
            let released = || {
                let from = statement.source.iter().map(|s| s.start()).min().unwrap_or(0);
                Span::new(from.min(time.span.start()), time.span.start())
                    .is_some_and(|s| self.words(s).any(|(_, w)| is(&w, Tells::Releases)))
            };
            if named && !released() {
                continue;
            }
            if !named && self.crosses_clause(time.span, cue, statement) {
                continue;
            }
            // A time nearer to another statement's cue, or inside another one's content that does not hold
            // this cue, belongs there.
            let elsewhere = all.iter().any(|other| {
                let held = other.content.iter().any(|c| c.overlaps(time.span));
                held && !other.content.iter().any(|c| c.overlaps(cue))
            });
            if elsewhere {
                continue;
            }
            let far = self.between(cue.start(), time.span.start());
            let cost = if time.span.start() >= cue.start() { far } else { far + 3 };
            let stolen = all.iter().any(|other| {
                other.cue.first().is_some_and(|c| {
                    *c != cue
                        && !self.crosses_clause(time.span, *c, other)
                        && !(time.span.start() < c.start() && time.span.start() > cue.start())
                        && self.between(c.start(), time.span.start()) + 2 < far
                        && (c.start() > cue.start()) == (time.span.start() > cue.start())
                        && other.source != statement.source
                })
            });
            if stolen {
                continue;
            }
            if best.as_ref().is_none_or(|(c, _)| cost < *c) {
                best = Some((cost, Said { value, how: SaidHow::Clause, evidence: time.span }));
            }
        }
        best.map(|(_, said)| said)
    }

    /// `At Thursday's launch`
    fn at_occasion(&self, before: &str, time: Span) -> bool {
        let next = self.tokens.partition_point(|t| t.span.start() < time.end()) + 1;
        let noun = (next..next + 3).filter_map(|i| self.tokens.get(i)).any(|t| {
            let word = t.text(self.text).to_ascii_lowercase();
            is(&word, Tells::Open) || is(&word, Tells::Closed)
        });
        ["at", "in", "during"].contains(&before) && noun
    }

    /// Whether a word that begins a clause stands between a time and the cue, outside of what is said.
    fn crosses_clause(&self, time: Span, cue: Span, statement: &SayingSpans<'_>) -> bool {
        let (from, to) =
            if time.start() < cue.start() { (time.end(), cue.start()) } else { (cue.end(), time.start()) };
        let Some(between) = Span::new(from, to) else {
            return false;
        };
        let own = |t: &Token| statement.content.iter().chain(statement.source).any(|s| s.contains(t.span));
        // `dug on Wednesday after crews reported …`: what went before is of the same day in news.
        let lead = time.start() < cue.start();
        self.words(between).any(|(t, w)| {
            !own(t)
                && CLAUSES.contains(&w.as_str())
                && !(lead && matches!(w.as_str(), "after" | "as" | "when"))
        })
    }

    /// The day of another statement of the same source in the same sentence.
    fn shared(&self, i: usize, all: &[SayingSpans<'_>], said: &[Option<Said>]) -> Option<Said> {
        let statement = &all[i];
        if statement.source.is_empty() {
            return None;
        }
        let found = all.iter().zip(said).find(|(other, said)| {
            other.source == statement.source && said.as_ref().is_some_and(|s| s.how == SaidHow::Clause)
        });
        found.and_then(|(_, said)| said.clone())
    }

    fn words(&self, span: Span) -> impl Iterator<Item = (&'_ Token, String)> {
        let first = self.tokens.partition_point(|t| t.span.end() <= span.start());
        self.tokens[first..]
            .iter()
            .take_while(move |t| t.span.start() < span.end())
            .map(|t| (t, t.text(self.text).to_ascii_lowercase()))
    }

    /// Whether the cue tells of speaking then: in the simple past.
    fn told_in_past(&self, statement: &SayingSpans<'_>) -> bool {
        let Some(cue) = statement.cue.first() else {
            return false;
        };
        let words: Vec<String> = self.words(*cue).map(|(_, w)| w).collect();
        for (i, word) in words.iter().enumerate() {
            let word = word.as_str();
            match word {
                "has" | "have" | "had" | "is" | "are" | "will" | "'s" | "’s" | "'ve" | "to"
                | "reportedly" | "once" | "long" | "later" | "earlier" | "previously" | "already" => {
                    return false;
                }
                "was" | "were" | "did" | "would" | "could" => return true,
                _ => {}
            }
            if let Some(found) = cues::find(word, |k| words.get(i + k).map(String::as_str)) {
                return matches!(found.form, VerbForm::Past | VerbForm::Gerund) || SAME_FORM.contains(&word);
            }
            // `remains committed`, `her proposal`: what is so, not what was said then.
            if i == 0 && word.ends_with('s') && word.len() > 3 || cues::noun(word).is_some() {
                return false;
            }
            if word.ends_with("ed") {
                return true;
            }
        }
        // Cues of no list: a phrase such as `took`.
        words.first().is_some_and(|w| !w.ends_with('s') && w.len() > 2 && w != "according")
    }

    /// Whether the source is a document: it says today what it said then.
    fn of_document(&self, statement: &SayingSpans<'_>) -> bool {
        statement.source.iter().any(|s| self.words(*s).any(|(_, w)| is(&w, Tells::Document)))
    }

    /// The day of the news, for what is told a press conference or the like, or on leaving a meeting: the one named
    /// in the report's first sentences, if it is that of publication.
    fn called(
        &self,
        statement: &SayingSpans<'_>,
        all: &[SayingSpans<'_>],
        today: Option<&str>,
    ) -> Option<Said> {
        let cue = *statement.cue.first()?;
        let sentence = self.sentences.get(self.sentence_of(cue.start())?)?;
        let outside =
            |span: Span| !all.iter().any(|s| s.content.iter().chain(s.source).any(|c| c.overlaps(span)));
        if !self.words(sentence.span).any(|(t, w)| outside(t.span) && is(&w, Tells::Called)) {
            return None;
        }
        let lead = self.sentences.iter().take(4).flat_map(|s| self.days_in(s.span));
        let (time, value) = lead.into_iter().find(|(time, value)| {
            Some(value.as_str()) == today && outside(time.span) && time.span.end() <= cue.start()
        })?;
        Some(Said { value, how: SaidHow::Occasion, evidence: time.span })
    }

    /// Whether a statement goes on with what its speaker said before.
    fn continues(&self, before: &SayingSpans<'_>, now: &SayingSpans<'_>, all: &[SayingSpans<'_>]) -> bool {
        let (from, to) = (anchor_of(before), anchor_of(now));
        let (Some(a), Some(b)) = (self.sentence_of(from), self.sentence_of(to)) else {
            return false;
        };
        if b.saturating_sub(a) > PAUSE {
            return false;
        }
        if let (Some(a), Some(b)) = (before.speaker, now.speaker) {
            return a == b;
        }
        let printed =
            now.source.first().and_then(|s| s.slice(self.text)).unwrap_or_default().to_ascii_lowercase();
        let shared = !now.source.is_empty() && now.source == before.source;
        let pronoun = ["he", "she", "they", "it", "another", "one of them"].contains(&printed.as_str())
            || printed.starts_with("one of the ")
            || printed.starts_with("the sources");
        // A pronoun follows the statement right before it.
        let next = !all.iter().any(|other| (from + 1..to).contains(&anchor_of(other)));
        shared || pronoun && next
    }

    /// The day of a ticker or a transcript, whose lines begin with a time or a speaker and a colon.
    fn own_day(&self, published: &Published, statements: &[SayingSpans<'_>]) -> Option<Said> {
        let dated = statements.iter().filter(|s| self.is_dated(s)).count();
        if dated < 3 {
            return None;
        }
        let first = self.sentences.iter().take(3).flat_map(|s| self.days_in(s.span)).next();
        if let Some((time, value)) = first {
            return Some(Said { value, how: SaidHow::Dated, evidence: time.span });
        }
        let value = published.day()?.to_string();
        let clock = statements.iter().find(|s| self.is_dated(s)).map(anchor_of)?;
        let evidence = self.sentences.get(self.sentence_of(clock)?)?.span;
        Some(Said { value, how: SaidHow::Dated, evidence })
    }

    /// Whether a statement stands in a line of a ticker (`18:42 —`) or is a turn of a transcript (`ROY: …`).
    fn is_dated(&self, statement: &SayingSpans<'_>) -> bool {
        let at = anchor_of(statement);
        let start = self.text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let line = self.text.get(start..).unwrap_or_default();
        let bytes = line.as_bytes();
        let clock = bytes.len() > 6
            && bytes[0].is_ascii_digit()
            && bytes.iter().take(5).all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'))
            && matches!(bytes[2], b':' | b'.');
        let colon = statement.cue.first().and_then(|c| c.slice(self.text)) == Some(":");
        let turn = colon
            && statement.source.first().is_some_and(|s| {
                s.start() == start && s.slice(self.text).is_some_and(|w| !w.chars().any(char::is_lowercase))
            });
        clock || turn || self.clocks.len() >= 3 && at > self.clocks[0]
    }
}

/// Where the lines begin that are a time of day alone, as in a live report.
fn clock_lines(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let words = line.trim();
        let digits = words.bytes().filter(u8::is_ascii_digit).count();
        let parted = words.bytes().skip(1).take(2).any(|b| matches!(b, b'.' | b':'));
        let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ':'));
        let zone = ["", "am", "pm", "a.m.", "p.m.", "gmt", "utc", "bst", "cet", "est", "edt"];
        if (3..=4).contains(&digits) && parted && zone.contains(&rest.trim().to_ascii_lowercase().as_str()) {
            found.push(at);
        }
        at += line.len() + 1;
    }
    found
}

/// The day a time names: its value without the time of day.
fn day_of(time: &Time) -> Option<String> {
    if !matches!(time.kind, TimeType::Date | TimeType::Time) {
        return None;
    }
    let value = time.value.split('T').next()?;
    let bytes = value.as_bytes();
    let day = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-' && value != "XXXX-XX-XX";
    let weekday = value.len() == 10 && value.starts_with("XXXX-WXX-");
    (day && !value.ends_with("WE") || weekday).then(|| value.to_string())
}
