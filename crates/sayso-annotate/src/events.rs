//! Happenings that one report tells of: who did what to whom, where and when, in the manner of PLOVER.
//!
//! A happening is a word of the list `data/events/triggers.tsv`. What stands around it in the clause gives the rest: the
//! name before an active verb acts, the name before a passive is acted upon. The list is short and plain on purpose: what
//! is compared across reports and what stands in the timeline must be right rather than complete.

use crate::Prepared;
use rustc_hash::FxHashMap;
use sayso_model::{Entity, EntityId, EntityKind, Event, SegmentKind, Statement, Time, TimeType};
use sayso_text::{Sentence, Span};
use std::sync::LazyLock;

/// What a word says has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Trigger {
    kind: &'static str,
    mode: &'static str,
    form: Form,
}

/// In what form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `attack`, after `to` or an auxiliary.
    Base,
    /// `attacks`.
    Present,
    /// `attacked`.
    Past,
    /// `attacking`.
    Ing,
    /// `the attack`.
    Noun,
}

static TRIGGERS: LazyLock<FxHashMap<String, Vec<Trigger>>> = LazyLock::new(|| {
    let mut triggers: FxHashMap<String, Vec<Trigger>> = FxHashMap::default();
    for line in include_str!("../data/events/triggers.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(kind), Some(mode), Some(verbs)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let mut add =
            |word: String, form| triggers.entry(word).or_default().push(Trigger { kind, mode, form });
        for verb in verbs.split(',').filter(|v| !v.is_empty() && !v.contains(' ')) {
            let mut parts = verb.split('/');
            let printed = parts.next().unwrap_or_default();
            let base = printed.trim_end_matches('+');
            let doubled = printed.ends_with('+');
            let stem = match base.strip_suffix('e') {
                Some(stem) => stem.to_owned(),
                None if doubled => format!("{base}{}", &base[base.len() - 1..]),
                None => base.to_owned(),
            };
            let sibilant = base.ends_with(['s', 'x', 'z']) || base.ends_with("sh") || base.ends_with("ch");
            add(base.into(), Form::Base);
            add(format!("{base}{}", if sibilant { "es" } else { "s" }), Form::Present);
            add(format!("{stem}ing"), Form::Ing);
            match (parts.next(), parts.next()) {
                (Some(past), participle) => {
                    add(past.into(), Form::Past);
                    if let Some(participle) = participle.filter(|p| *p != past) {
                        add(participle.into(), Form::Past);
                    }
                }
                _ => add(format!("{stem}ed"), Form::Past),
            }
        }
        for noun in fields.next().unwrap_or_default().split(',').filter(|n| !n.is_empty()) {
            add(noun.into(), Form::Noun);
            if !noun.ends_with('s') {
                add(format!("{noun}s"), Form::Noun);
            }
        }
    }
    triggers
});

/// Tokens around a trigger that are looked at for who and where.
const REACH: usize = 14;
/// Tokens between a trigger and its time.
const TIME_REACH: usize = 16;

/// The happenings of a report, in order. Time is linear in its length.
pub(crate) fn events(
    prepared: &Prepared<'_>,
    entities: &[Entity],
    times: &[Time],
    statements: &[Statement],
) -> Vec<Event> {
    let mut mentions: Vec<(Span, EntityId, EntityKind)> =
        entities.iter().flat_map(|e| e.mentions.iter().map(move |m| (m.span, e.id, e.kind))).collect();
    mentions.sort_unstable_by_key(|m| (m.0, m.1));
    let contents = contents(statements);
    let mut found = Vec::new();
    for sentence in &prepared.sentences {
        for at in sentence.tokens.clone() {
            let Some(triggers) = TRIGGERS.get(prepared.lower(at)) else { continue };
            if !matches!(prepared.segment(at), SegmentKind::Body | SegmentKind::Headline) {
                continue;
            }
            let clause = Clause { prepared, sentence, at };
            let Some(trigger) = triggers.iter().copied().find(|t| clause.fits(t.form)) else { continue };
            let span = prepared.tokens[at].span;
            let (actors, targets) = clause.parties(trigger.form, &mentions);
            found.push(Event {
                span,
                kind: trigger.kind.into(),
                mode: Some(trigger.mode.into()),
                actors,
                targets,
                place: clause.place(&mentions),
                time: clause.time(times, statements, &contents),
                by: within(&contents, span),
                polarity: if clause.negated() { "negative" } else { "positive" }.into(),
                modality: clause.modality(trigger.form).into(),
            });
        }
    }
    found
}

/// The contents of all statements with their statements, in order of their beginnings.
fn contents(statements: &[Statement]) -> Vec<(Span, sayso_model::StatementId)> {
    let mut all: Vec<_> = statements.iter().flat_map(|s| s.content.iter().map(move |c| (*c, s.id))).collect();
    all.sort_unstable_by_key(|c| (c.0.start(), std::cmp::Reverse(c.0.end()), c.1));
    all
}

/// The innermost statement that a span belongs to.
fn within(contents: &[(Span, sayso_model::StatementId)], span: Span) -> Option<sayso_model::StatementId> {
    /// Contents that begin before a place and are looked at: nesting is never deeper.
    const BACK: usize = 24;
    let until = contents.partition_point(|c| c.0.start() <= span.start());
    let near = &contents[until.saturating_sub(BACK)..until];
    near.iter().filter(|c| c.0.contains(span)).min_by_key(|c| c.0.len()).map(|c| c.1)
}

/// A trigger in its sentence.
struct Clause<'p, 'r> {
    prepared: &'p Prepared<'r>,
    sentence: &'p Sentence,
    at: usize,
}

impl Clause<'_, '_> {
    fn word(&self, i: usize) -> &str {
        if self.sentence.tokens.contains(&i) { self.prepared.lower(i) } else { "" }
    }

    /// Tokens before the trigger, nearest first.
    fn before(&self, reach: usize) -> impl Iterator<Item = usize> {
        (self.sentence.tokens.start.max(self.at.saturating_sub(reach))..self.at).rev()
    }

    fn after(&self, reach: usize) -> impl Iterator<Item = usize> {
        self.at + 1..self.sentence.tokens.end.min(self.at + 1 + reach)
    }

    /// Whether the word stands here in this form.
    fn fits(&self, form: Form) -> bool {
        let (last, next) = (self.word(self.at.wrapping_sub(1)), self.word(self.at + 1));
        const DETERMINERS: [&str; 22] = [
            "the", "a", "an", "this", "that", "its", "his", "her", "their", "our", "of", "in", "after",
            "since", "during", "by", "for", "before", "'s", "’s", "and", "over",
        ];
        const HEADS: [&str; 16] = [
            "chief",
            "service",
            "department",
            "brigade",
            "minister",
            "officer",
            "station",
            "group",
            "team",
            "force",
            "leader",
            "leaders",
            "spokesman",
            "spokeswoman",
            "office",
            "committee",
        ];
        match form {
            Form::Base => {
                matches!(
                    last,
                    "to" | "will" | "would" | "may" | "might" | "could" | "must" | "did" | "not" | "should"
                )
            }
            Form::Present => self.headline() || matches!(last, "he" | "she" | "it" | "who" | "which"),
            Form::Past => true,
            Form::Ing => matches!(
                last,
                "is" | "are" | "was" | "were" | "of" | "by" | "after" | "before" | "been" | ","
            ),
            Form::Noun => {
                let named = self.prepared.tokens.get(self.at.wrapping_sub(1)).is_some() && !last.is_empty();
                !HEADS.contains(&next)
                    && (DETERMINERS.contains(&last)
                        || self.headline()
                        || self.at == self.sentence.tokens.start
                        || named
                            && !matches!(last, "to" | "will" | "would" | "they" | "we" | "i" | "you" | "not"))
            }
        }
    }

    fn headline(&self) -> bool {
        self.prepared.segment(self.at) == SegmentKind::Headline
    }

    fn passive(&self) -> bool {
        self.before(3)
            .any(|i| matches!(self.word(i), "was" | "were" | "been" | "is" | "are" | "being" | "be"))
    }

    fn parties(
        &self,
        form: Form,
        mentions: &[(Span, EntityId, EntityKind)],
    ) -> (Vec<EntityId>, Vec<EntityId>) {
        let party = |range: &mut dyn Iterator<Item = usize>| {
            for i in range {
                if matches!(self.word(i), ";" | "." | "that" | "said") {
                    return None;
                }
                if let Some((_, id, _)) = self.mention(i, mentions) {
                    return Some(id);
                }
            }
            None
        };
        let before = party(&mut self.before(REACH));
        let by = self.after(8).find(|i| self.word(*i) == "by");
        let after_by = by.and_then(|by| party(&mut (by + 1..self.sentence.tokens.end.min(by + 8))));
        let one = |e: Option<EntityId>| e.into_iter().collect::<Vec<_>>();
        match form {
            Form::Noun => {
                let of = (self.word(self.at + 1) == "of").then(|| party(&mut self.after(8))).flatten();
                (one(after_by), one(of))
            }
            _ if self.passive() => (one(after_by), one(before)),
            _ => {
                let after = party(&mut self.after(6));
                (one(before), one(after.filter(|a| Some(*a) != before)))
            }
        }
    }

    /// The mention that token `i` begins or ends.
    fn mention(
        &self,
        i: usize,
        mentions: &[(Span, EntityId, EntityKind)],
    ) -> Option<(Span, EntityId, EntityKind)> {
        let span = self.prepared.tokens.get(i)?.span;
        let at = mentions.partition_point(|m| m.0.start() <= span.start());
        let near = mentions[at.saturating_sub(3)..at].iter().rev().find(|m| m.0.contains(span))?;
        Some(*near)
    }

    /// The place named after a preposition, in the clause.
    fn place(&self, mentions: &[(Span, EntityId, EntityKind)]) -> Option<EntityId> {
        let place = |i: usize| {
            let preposition =
                matches!(self.word(i), "in" | "at" | "near" | "outside" | "off" | "below" | "on" | "inside");
            let first = (i + 1..i + 4).find_map(|k| self.mention(k, mentions)).filter(|_| preposition)?;
            matches!(first.2, EntityKind::Place | EntityKind::Organization).then_some(first.1)
        };
        self.after(REACH)
            .take_while(|i| !matches!(self.word(*i), ";" | "when" | "said"))
            .find_map(place)
            .or_else(|| {
                self.before(8).take_while(|i| !matches!(self.word(*i), ";" | "," | "that")).find_map(place)
            })
    }

    /// The time that goes with the trigger: the nearest of the sentence that says when something was and not when it
    /// was said.
    fn time(
        &self,
        times: &[Time],
        statements: &[Statement],
        contents: &[(Span, sayso_model::StatementId)],
    ) -> Option<String> {
        let own = self.prepared.tokens[self.at].span;
        let from = times.partition_point(|t| t.span.start() < self.sentence.span.start());
        let here = times[from..].iter().take_while(|t| t.span.start() < self.sentence.span.end());
        let voice = within(contents, own);
        let place = |span: Span| self.prepared.tokens.partition_point(|t| t.span.start() < span.start());
        let mut best: Option<(usize, &Time)> = None;
        for time in here.filter(|t| matches!(t.kind, TimeType::Date | TimeType::Time)) {
            // `said on Monday`
            let cue = statements
                .iter()
                .filter_map(|s| s.cue.as_ref())
                .flat_map(|c| &c.spans)
                .any(|c| c.end() <= time.span.start() && time.span.start() - c.end() <= 5);
            if cue && voice != within(contents, time.span)
                || voice.is_some() != within(contents, time.span).is_some()
            {
                continue;
            }
            let distance = place(time.span).abs_diff(self.at);
            // A clock time tells more than the day beside it.
            let distance = if time.kind == TimeType::Time { distance.saturating_sub(6) } else { distance };
            if distance <= TIME_REACH && best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, time));
            }
        }
        best.map(|(_, time)| time.value.clone())
    }

    fn negated(&self) -> bool {
        self.before(4).take_while(|i| !matches!(self.word(*i), "," | ";" | "but")).any(|i| {
            let word = self.word(i);
            matches!(word, "not" | "no" | "never" | "nobody" | "without" | "neither" | "nor")
                || word.ends_with("n't")
                || word.ends_with("n’t")
        })
    }

    fn modality(&self, form: Form) -> &'static str {
        let mut near = self.before(4).take_while(|i| !matches!(self.word(*i), "," | ";"));
        let word = near.find_map(|i| match self.word(i) {
            "may" | "might" | "could" | "can" | "if" | "possible" | "risk" | "fear" | "fears" => {
                Some("possible")
            }
            "will" | "would" | "shall" | "plans" | "planned" | "due" => Some("planned"),
            "to" if form == Form::Base => Some("planned"),
            _ => None,
        });
        word.unwrap_or("asserted")
    }
}

#[cfg(test)]
mod tests;
