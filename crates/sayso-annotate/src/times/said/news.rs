//! The day of the news: a report of the day tells in the simple past what was said on that day.

use super::{Frame, NOT_AT, Said, SaidHow, SayingSpans, Tells, anchor_of, is};
use sayso_model::{Time, TimeType};
use sayso_text::{Span, Token};

/// Sentences that a report opens with, its headline and dateline among them.
const LEAD: usize = 4;
/// Sentences after the lead in which who is named there goes on speaking.
const NEAR: usize = 4;

impl Frame<'_> {
    /// The day that a report opens with, if it is that of publication or the day before.
    fn lead_day(&self, all: &[SayingSpans<'_>], today: Option<&str>) -> Option<(Span, String)> {
        let mut lead = self.sentences.iter().take(LEAD).flat_map(|s| self.days_in(s.span));
        let found = lead.find(|(time, _)| {
            let rest = self.text.get(time.span.end()..).unwrap_or_default();
            // `March 5 (HPA) -`, `9 March, KARNA.`: the dateline is always of the day.
            let dateline = [" (", " -", " –", " —"].iter().any(|d| rest.starts_with(d))
                || rest.strip_prefix(", ").is_some_and(|r| r.chars().take(3).all(char::is_uppercase));
            let quoted =
                all.iter().flat_map(|s| s.content).any(|c| c.covers(time.span.start()) && self.is_quoted(*c));
            !dateline
                && !quoted
                && !self.is_bare_clock(time)
                && !NOT_AT.contains(&self.word_before(time.span.start()).as_str())
        });
        let (time, value) = found?;
        let near =
            Some(value.as_str()) == today || today.is_some_and(|t| day_before(t).as_deref() == Some(&value));
        near.then_some((time.span, value))
    }

    /// Whether a time of day names no day, so that its day is only a guess: `about nine o'clock`.
    pub(super) fn is_bare_clock(&self, time: &Time) -> bool {
        const DAYS: [&str; 8] = ["day", "night", "morning", "evening", "afternoon", "noon", "dawn", "today"];
        let words = time.span.slice(self.text).unwrap_or_default();
        let named =
            words.split_whitespace().skip(1).any(|w| w.starts_with(char::is_uppercase) && w.len() > 3);
        let lower = words.to_ascii_lowercase();
        time.kind == TimeType::Time && !named && !DAYS.iter().any(|d| lower.contains(d))
    }

    fn is_quoted(&self, content: Span) -> bool {
        let before = self.text.get(..content.start()).and_then(|t| t.chars().next_back());
        let first = content.slice(self.text).and_then(|t| t.chars().next());
        let mark = |c: Option<char>| c.is_some_and(|c| "\"“‘'«„".contains(c));
        mark(before) || mark(first)
    }

    /// The day of the news, for a statement told in the simple past: in a report of the day itself any; in one of the
    /// day after what was told many at once, and what somebody said of whom the lead tells.
    pub(super) fn of_the_news(
        &self,
        statement: &SayingSpans<'_>,
        all: &[SayingSpans<'_>],
        today: Option<&str>,
    ) -> Option<Said> {
        let (evidence, value) = self.lead_day(all, today)?;
        let at = anchor_of(statement);
        let (here, lead) = (self.sentence_of(at)?, self.sentence_of(evidence.start())?);
        let sentence = self.sentences.get(here)?.span;
        if here < lead || statement.source.is_empty() {
            return None;
        }
        let outside = |span: Span| !all.iter().any(|s| s.content.iter().any(|c| c.overlaps(span)));
        let told = |what: Tells| self.words(sentence).any(|(t, w)| outside(t.span) && is(&w, what));
        let mut own_times = self.days_in(sentence).filter(|(t, _)| outside(t.span) && t.span != evidence);
        let own_time = own_times.any(|(t, _)| !self.is_bare_clock(t));
        let aside = [
            "interview",
            "letter",
            "book",
            "wrote",
            "writes",
            "memoir",
            "column",
            "earlier",
            "night",
            "evening",
            "morning",
            "eve",
            "week",
            "month",
            "year",
        ];
        let apart = self.words(sentence).any(|(t, w)| outside(t.span) && aside.contains(&w.as_str()));
        if apart || own_time {
            return None;
        }
        let said = Said { value: value.clone(), how: SaidHow::Occasion, evidence };
        if Some(value.as_str()) == today {
            return Some(said);
        }
        if told(Tells::Called) {
            return Some(said);
        }
        let opening = self.sentences.get(lead)?.span;
        let in_lead = |t: &Token, w: &str| {
            let name = t.text(self.text).starts_with(char::is_uppercase) && w.len() > 3;
            name && self.words(opening).any(|(o, other)| other == w && outside(o.span))
        };
        // Whoever the lead names, by his name here or where else he speaks.
        let same = |s: &SayingSpans<'_>| {
            s.source == statement.source || s.speaker.is_some() && s.speaker == statement.speaker
        };
        let mut spans = all.iter().filter(|s| same(s)).flat_map(|s| s.source);
        let named = spans.any(|s| self.words(*s).any(|(t, w)| in_lead(t, &w)));
        let printed = statement.source.first().and_then(|s| s.slice(self.text)).unwrap_or_default();
        let printed = printed.to_ascii_lowercase();
        let pronoun = ["he", "she", "they"].contains(&printed.as_str()) || printed.contains("-year-old");
        let clock = self.days_in(sentence).any(|(t, _)| outside(t.span) && self.is_bare_clock(t));
        (clock || (named || pronoun) && here - lead <= NEAR).then_some(said)
    }

    /// The day of the sentence before, in one paragraph, for what he or she said: `The mayor appealed for calm last
    /// night. “…,” he said.`
    pub(super) fn of_the_sentence_before(
        &self,
        statement: &SayingSpans<'_>,
        all: &[SayingSpans<'_>],
        today: Option<&str>,
    ) -> Option<Said> {
        let printed = statement.source.first().and_then(|s| s.slice(self.text))?.to_ascii_lowercase();
        if !["he", "she", "they"].contains(&printed.as_str()) {
            return None;
        }
        let first =
            statement.content.first().map_or(anchor_of(statement), |c| c.start()).min(anchor_of(statement));
        let before = self.sentences.get(self.sentence_of(first)?.checked_sub(1)?)?.span;
        if self.text.get(before.end()..first).is_none_or(|gap| gap.contains('\n')) {
            return None;
        }
        let outside = |span: Span| !all.iter().any(|s| s.content.iter().any(|c| c.overlaps(span)));
        let mut days = self.days_in(before).filter(|(t, _)| {
            outside(t.span)
                && !self.is_bare_clock(t)
                && !NOT_AT.contains(&self.word_before(t.span.start()).as_str())
        });
        let (time, value) = days.next()?;
        let past = today.is_none_or(|today| value.as_str() <= today || value.starts_with('X'));
        past.then_some(Said { value, how: SaidHow::Occasion, evidence: time.span })
    }

    /// Whether a day opens its sentence, which goes on to tell of whom a pronoun means: `On Friday she took that back.`
    pub(super) fn opens_with(&self, day: Span, statement: &SayingSpans<'_>) -> bool {
        let Some(sentence) = self.sentence_of(day.start()).and_then(|i| self.sentences.get(i)) else {
            return false;
        };
        let printed = statement.source.first().and_then(|s| s.slice(self.text)).unwrap_or_default();
        let printed = printed.to_ascii_lowercase();
        self.between(sentence.span.start(), day.start()) <= 1
            && self.words(sentence.span).any(|(_, w)| w == printed)
    }
}

/// The day before `2031-03-01`.
fn day_before(day: &str) -> Option<String> {
    let day: jiff::civil::Date = day.parse().ok()?;
    Some(day.yesterday().ok()?.to_string())
}
