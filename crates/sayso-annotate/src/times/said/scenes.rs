//! Occasions: what is said at a meeting or a hearing is said on its day.

use super::{CLAUSES, Frame, NOT_AT, Said, SaidHow, SayingSpans, Tells, anchor_of, day_of, is};
use jiff::civil::Date;
use sayso_text::{Sentence, Span};

/// An occasion with its day.
pub(super) struct Scene {
    said: Said,
    /// Whether several speak there.
    open: bool,
    /// Whether it is a ruling.
    bench: bool,
    /// Whether the day is that of somebody's words, and if he is known whose.
    claimed: Option<Option<u32>>,
    sentence: Span,
}

impl Frame<'_> {
    /// The days of occasions, by their place in the text.
    pub(super) fn scenes(
        &self,
        statements: &[SayingSpans<'_>],
        dated: &[Option<Said>],
        today: Option<&str>,
    ) -> Vec<Scene> {
        let mut found: Vec<Scene> = Vec::new();
        for time in self.times {
            let Some(value) = day_of(time) else {
                continue;
            };
            // Days to come, and days long gone, are no scene of the report.
            if today.is_some_and(|today| value.as_str() > today && !value.starts_with('X')) {
                continue;
            }
            if today.is_some_and(|today| long_gone(&value, today)) {
                continue;
            }
            let said = statements.iter().any(|s| s.content.iter().any(|c| c.overlaps(time.span)));
            if said || NOT_AT.contains(&self.word_before(time.span.start()).as_str()) {
                continue;
            }
            let Some(sentence) = self.sentence_of(time.span.start()).and_then(|i| self.sentences.get(i))
            else {
                continue;
            };
            let outside = |span: Span| !statements.iter().any(|s| s.content.iter().any(|c| c.overlaps(span)));
            let told = |what: Tells| self.words(sentence.span).any(|(t, w)| outside(t.span) && is(&w, what));
            let by = dated.iter().position(|d| d.as_ref().is_some_and(|d| d.evidence == time.span));
            let claimed = by.map(|i| statements[i].speaker);
            // `said on Monday, after talks failed`: the day of the words is not that of the talks.
            let beside = |what: Tells| {
                let mut here = self.words(sentence.span).filter(|(t, w)| outside(t.span) && is(w, what));
                here.any(|(t, _)| !self.parts_clauses(time.span, t.span))
            };
            let open = beside(Tells::Open)
                || told(Tells::Venue) && told(Tells::Sits)
                || self.is_heading(sentence, time.span);
            if open || told(Tells::Closed) {
                let said = Said { value, how: SaidHow::Occasion, evidence: time.span };
                let bench = self.words(sentence.span).any(|(_, w)| {
                    matches!(
                        w.as_str(),
                        "ruled"
                            | "ruling"
                            | "struck"
                            | "jailed"
                            | "sentenced"
                            | "convicted"
                            | "acquitted"
                            | "upheld"
                            | "verdict"
                    )
                });
                found.push(Scene { said, open, bench, claimed, sentence: sentence.span });
            }
        }
        found
    }

    /// Whether a word that begins a clause stands between two places.
    fn parts_clauses(&self, a: Span, b: Span) -> bool {
        let (from, to) = if a.start() < b.start() { (a.end(), b.start()) } else { (b.end(), a.start()) };
        let between = Span::new(from, to);
        between.is_some_and(|between| self.words(between).any(|(_, w)| CLAUSES.contains(&w.as_str())))
    }

    /// `Wednesday, noon, and the House assembled`: a day that opens the text's body.
    fn is_heading(&self, sentence: &Sentence, time: Span) -> bool {
        time.start() == sentence.span.start()
            && self.text.get(time.end()..).is_some_and(|rest| rest.starts_with(','))
    }

    /// The occasion a statement belongs to: the last one told of before it, if several speak there or it names
    /// this speaker.
    pub(super) fn scene_of(&self, statement: &SayingSpans<'_>, scenes: &[Scene]) -> Option<Said> {
        let at = anchor_of(statement);
        let heads: Vec<String> =
            statement.source.iter().flat_map(|s| self.words(*s)).map(|(_, w)| w).collect();
        let scene = scenes.iter().rev().find(|s| s.said.evidence.start() < at)?;
        if scene.sentence.start() <= at && at < scene.sentence.end() && !scene.open {
            return None;
        }
        let pronoun = matches!(heads[..], [ref one] if ["he", "she", "they"].contains(&one.as_str()));
        if scene.bench && heads.iter().any(|w| is(w, Tells::Bench)) {
            return Some(scene.said.clone());
        }
        if self.speaks_apart(statement) {
            return None;
        }
        if scene.open {
            let aside = heads.iter().any(|w| is(w, Tells::Aside));
            return (!aside).then(|| scene.said.clone());
        }
        // What one person said on a day, nobody else did.
        if let Some(claimed) = scene.claimed
            && !pronoun
            && !(claimed.is_some() && claimed == statement.speaker)
        {
            return None;
        }
        let near = self.between(scene.sentence.end(), at) <= 60;
        let named = statement.source.iter().flat_map(|s| self.words(*s)).any(|(t, w)| {
            let name = t.text(self.text).starts_with(char::is_uppercase) && w.len() > 3;
            name && self.words(scene.sentence).any(|(_, other)| other == w)
        });
        (near && (pronoun || named)).then(|| scene.said.clone())
    }

    /// Whether the words around a cue tell of another way of speaking: `tweeted`, `said in a statement`.
    fn speaks_apart(&self, statement: &SayingSpans<'_>) -> bool {
        let Some(sentence) = self.sentence_of(anchor_of(statement)).and_then(|i| self.sentences.get(i))
        else {
            return false;
        };
        let said = |span: Span| statement.content.iter().any(|c| c.contains(span));
        self.words(sentence.span).any(|(t, w)| !said(t.span) && is(&w, Tells::Apart))
    }
}

/// Whether a day is long before another: `2031-06-14` in a report of September 2032.
fn long_gone(day: &str, today: &str) -> bool {
    /// Days.
    const LONG: i32 = 60;
    let (Ok(day), Ok(today)) = (day.parse::<Date>(), today.parse::<Date>()) else { return false };
    day.until(today).is_ok_and(|span| span.get_days() > LONG)
}
