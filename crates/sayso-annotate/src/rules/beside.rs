//! Speakers named beside a quotation without a known cue, and sentences that only tell who speaks.

use super::Draft;
use super::clause::{Clause, CueAt};
use super::content::Reader;
use super::source::Subject;
use crate::cues::CueClass;
use sayso_lexicon::grammar::Role;
use std::ops::Range;

/// The source and cue of a clause that only tells who spoke: `Lee told reporters on Monday.`
pub(super) fn dangling(clause: &Clause<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let cue = clause.cues.iter().find(|c| c.class() == CueClass::Say && !c.infinitive && !c.is_gerund())?;
    if (0..clause.len()).any(|i| clause.is_quote(i)) {
        return None;
    }
    let spoken = cue.lemma() == "tell" || clause.lower(cue.items.start).starts_with("post");
    let rest = cue.items.end;
    if !(spoken || clause.ends_at(rest) || clause.is(rest, Role::PREP | Role::TIME)) {
        return None;
    }
    match clause.subject_before(cue, 0) {
        Subject::Phrase(source) => Some((source, cue.items.clone())),
        _ => None,
    }
}

/// The source and cue of a clause that ends in a colon, with what is said in the next paragraph.
pub(super) fn introduces(clause: &Clause<'_>, drafts: &[Draft]) -> Option<(Range<usize>, Range<usize>)> {
    let last = clause.len().checked_sub(1)?;
    if clause.lower(last) == "?" && !clause.cues.iter().any(|c| c.class() == CueClass::Say) {
        return asked(clause, last);
    }
    if clause.lower(last) != ":" {
        return None;
    }
    let used = |cue: &&CueAt| !drafts.iter().any(|d| d.content.iter().any(|c| c.contains(&cue.items.start)));
    let cue = clause.cues.iter().rev().filter(used).find(|c| c.class() == CueClass::Say && !c.infinitive);
    let Some(cue) = cue else {
        return Some((clause.main_subject(0, last)?, last..last + 1));
    };
    match clause.subject_before(cue, 0) {
        Subject::Phrase(source) => Some((source, cue.items.clone())),
        _ => Some((clause.main_subject(0, cue.items.start)?, cue.items.clone())),
    }
}

/// `And Ann Lee, whose side had led?`: a question without a verb of its own asks what she has to say.
fn asked(clause: &Clause<'_>, last: usize) -> Option<(Range<usize>, Range<usize>)> {
    let start =
        (0..last).find(|i| clause.items[*i].word && !matches!(clause.lower(*i), "and" | "but" | "or"))?;
    let end = (start..last).find(|i| !clause.items[*i].capital || !clause.items[*i].word).unwrap_or(last);
    let named = (1..=4).contains(&(end - start))
        && !clause.is(start, Role::AUX | Role::PRON | Role::INTRO | Role::DET);
    let closed = end == last
        || clause.is_comma(end)
            && matches!(clause.lower(end + 1), "who" | "whose" | "the" | "a" | "an" | "his" | "her");
    (named && closed && start > 0).then_some((start..end, last..last + 1))
}

/// `— Ann Lee, teacher`: a dash at item `at` and a name to the end.
pub(super) fn signature(clause: &Clause<'_>, at: usize) -> Option<(Range<usize>, Range<usize>)> {
    if !matches!(clause.lower(at), "—" | "–" | "―" | "--" | "-") {
        return None;
    }
    let start = at + 1;
    let end = (start..clause.len()).find(|i| !clause.items[*i].capital).unwrap_or(clause.len());
    let named = (2..=5).contains(&(end - start.min(end)));
    let closed = clause.ends_at(end) || matches!(clause.lower(end), "," | "(");
    (named && closed && clause.len() - end <= 15).then_some((start..end, at..start))
}

impl Reader<'_, '_> {
    /// Quotations nobody was found for yet, beside a verb that is no known cue or after a colon.
    pub fn left_over(&mut self) {
        let clause = self.clause;
        for quote in 0..clause.len() {
            if !clause.is_quote(quote) || self.taken[quote] || !clause.is_speech(quote) {
                continue;
            }
            let signed = signature(clause, quote + 1).map(|(source, cue)| Draft {
                source: Some(source),
                cue: vec![cue],
                content: vec![quote..quote + 1],
                confidence: 0.8,
                ..Draft::default()
            });
            let draft =
                signed.or_else(|| self.unknown_verb_after(quote)).or_else(|| self.colon_before(quote));
            if let Some(draft) = draft {
                let ranges: Vec<Range<usize>> = draft.source.iter().chain(&draft.cue).cloned().collect();
                if ranges.iter().all(|r| self.free(r)) {
                    self.take(draft);
                }
            }
        }
    }

    /// `"…," Lee deadlocked.`: a name and a verb after the quotation, whatever the verb.
    fn unknown_verb_after(&self, quote: usize) -> Option<Draft> {
        let clause = self.clause;
        let start = quote + 1 + usize::from(clause.is_comma(quote + 1));
        let mut end = start;
        while end < self.end
            && (clause.items[end].capital || end == start && clause.is(end, Role::PRON))
            && clause.items[end].word
        {
            end += 1;
        }
        let mut verb = end;
        while clause.is(verb, Role::ADV) {
            verb += 1;
        }
        let lower = clause.lower(verb);
        let verbal =
            verb < self.end && !clause.items[verb].capital && lower.len() > 3 && lower.ends_with("ed");
        let stopped = clause.words_within(quote) >= 4;
        (end > start && end - start <= 4 && verbal && stopped).then(|| Draft {
            source: Some(start..end),
            cue: vec![verb..verb + 1],
            content: vec![quote..quote + 1],
            confidence: 0.6,
            ..Draft::default()
        })
    }

    /// `Lee was blunt: "…"`.
    fn colon_before(&self, quote: usize) -> Option<Draft> {
        let clause = self.clause;
        if quote < 2 || !matches!(clause.lower(quote - 1), ":" | ",") || clause.words_within(quote) < 4 {
            return None;
        }
        let colon = clause.lower(quote - 1) == ":";
        let source = clause.main_subject(0, quote - 1)?;
        let verb =
            (source.end..quote - 1).find(|i| clause.lower(*i).ends_with("ed") || clause.is(*i, Role::VERB));
        let cue = match verb {
            Some(verb) => verb..verb + 1,
            None if colon => quote - 1..quote,
            None => return None,
        };
        let end = self.quotes_end(quote, self.end);
        Some(Draft {
            source: Some(source),
            cue: vec![cue],
            content: vec![quote..end],
            confidence: 0.5,
            ..Draft::default()
        })
    }
}
