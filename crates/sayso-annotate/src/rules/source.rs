//! Where a source begins and ends: the noun phrase before or after a cue.

use super::clause::{Clause, CueAt};
use crate::cues;
use sayso_lexicon::grammar::Role;
use std::ops::Range;

/// What stands where a cue's subject should.
pub(super) enum Subject {
    /// A noun phrase: its items.
    Phrase(Range<usize>),
    /// `and`, `but`: the subject of the verb before.
    Shared,
    /// Nothing of the kind.
    None,
}

const LONGEST: usize = 30;

/// Prepositions that join two nouns to one phrase.
const JOINING: [&str; 18] = [
    "of", "for", "from", "in", "at", "with", "on", "to", "by", "within", "near", "inside", "behind", "about",
    "between", "among", "under", "over",
];

impl Clause<'_> {
    /// The subject that stands before `cue`, at or after item `floor`.
    pub fn subject_before(&self, cue: &CueAt, floor: usize) -> Subject {
        let mut at = cue.items.start;
        loop {
            if at > floor && self.is(at - 1, Role::AUX | Role::ADV) && !self.is(at - 1, Role::PRON) {
                at -= 1;
            } else if at > floor + 1 && self.is(at - 1, Role::TIME) && self.is(at - 2, Role::PREP) {
                at -= 2;
            } else if at > floor
                && at > 1
                && self.is(at - 1, Role::TIME)
                && !self.is(at - 2, Role::DET | Role::POSS | Role::PREP)
            {
                at -= 1;
            } else {
                break;
            }
        }
        if at <= floor || self.is_quote(at - 1) {
            return Subject::None;
        }
        if self.is(at - 1, Role::CONJ) {
            return Subject::Shared;
        }
        if matches!(self.lower(at - 1), "who" | "which" | "that") && at - 1 > floor {
            let mut end = at - 1;
            if self.is_comma(end - 1) {
                end -= 1;
            }
            if end > floor
                && let Some(start) = self.phrase_start(end, floor)
            {
                return Subject::Phrase(start..end);
            }
            return Subject::None;
        }
        if self.is_comma(at - 1) {
            return match self.with_apposition(at - 1, floor) {
                Some(start) => Subject::Phrase(start..at),
                None => Subject::None,
            };
        }
        match self.phrase_start(at, floor) {
            Some(start) => Subject::Phrase(start..at),
            None => Subject::None,
        }
    }

    /// The start of `NAME, apposition` whose closing comma is item `comma`.
    fn with_apposition(&self, comma: usize, floor: usize) -> Option<usize> {
        let mut comma = comma;
        let mut start = None;
        for _ in 0..4 {
            let from = comma.saturating_sub(LONGEST).max(floor);
            let before = (from..comma).rev().find(|i| self.is_comma(*i) || self.breaks(*i))?;
            if !self.is_comma(before) || before <= floor {
                break;
            }
            let phrase = self.phrase_start(before, floor);
            let Some(found) = phrase else { break };
            start = Some(found);
            // `Ann Lee, a Democrat from Akron, Ohio, said`: what begins in lower case stands in apposition itself.
            if self.items[found].capital || found == floor || !self.is_comma(found - 1) {
                break;
            }
            comma = found - 1;
            if let Some(further) = self.phrase_start(comma, floor).filter(|s| self.items[*s].capital) {
                start = Some(further);
                break;
            }
        }
        start
    }

    fn breaks(&self, i: usize) -> bool {
        matches!(self.lower(i), ":" | ";" | "—" | "–" | "--" | "!" | "?" | "…")
    }

    /// Where the noun phrase begins that ends before item `end`; `None` when none does.
    pub fn phrase_start(&self, end: usize, floor: usize) -> Option<usize> {
        let mut at = end;
        while at > floor && end - at < LONGEST {
            let i = at - 1;
            let item = &self.items[i];
            let lower = self.lower(i);
            if item.quote {
                break;
            }
            if !item.word {
                match lower {
                    ")" => {
                        let Some(open) = (floor..i).rev().take(8).find(|k| self.lower(*k) == "(") else {
                            break;
                        };
                        at = open;
                        continue;
                    }
                    "." | "-" | "&" | "/" | "'" | "’" | "$" | "%" | "@" | "#" => {
                        at = i;
                        continue;
                    }
                    _ => break,
                }
            }
            if item.role.any(Role::PRON) && !item.capital
                || matches!(lower, "he" | "she" | "they" | "we" | "it" | "i" | "you")
            {
                if at == end {
                    return Some(i);
                }
                break;
            }
            if item.role.any(Role::SUB | Role::AUX)
                && !matches!(lower, "'s" | "’s")
                && !(item.capital && i > floor)
            {
                break;
            }
            if item.role.any(Role::VERB) && !item.capital {
                break;
            }
            // `a day after Lee warned`: only these join a noun to what follows it.
            if item.role.any(Role::PREP)
                && !item.capital
                && !JOINING.contains(&lower)
                && !item.role.any(Role::DET)
            {
                break;
            }
            if item.role.any(Role::CONJ) {
                let joins = i > floor
                    && at < end
                    && (self.items[i - 1].capital && self.items[at].capital
                        || !self.items[i - 1].capital
                            && self.items[i - 1].word
                            && self.lower(i - 1).ends_with('s'));
                if !joins {
                    break;
                }
            }
            let finite = !item.capital
                && cues::is_cue(lower)
                && (lower.ends_with("ed") || matches!(lower, "said" | "says" | "told" | "tells" | "wrote"));
            if finite && i > floor && !self.is(i - 1, Role::DET | Role::POSS) {
                break;
            }
            at = i;
        }
        self.tidy(at, end, floor)
    }

    /// Leaves out what opens the sentence before its subject, and checks that a subject is left.
    fn tidy(&self, mut start: usize, end: usize, floor: usize) -> Option<usize> {
        while start < end
            && (self.is(start, Role::CONJ | Role::ADV) && !self.is(start, Role::DET)
                || !self.items[start].word && !self.items[start].quote)
        {
            start += 1;
        }
        if start >= end {
            return None;
        }
        let opening = start == floor || !self.items[start].capital;
        if opening && self.is(start, Role::PREP | Role::INTRO | Role::TIME) && !self.is(start, Role::DET) {
            // `On Monday Ann Lee`: what follows the last word of time, or else the capitalised words at the end.
            let after_time = (start..end).rev().find(|i| self.is(*i, Role::TIME)).map(|i| i + 1);
            let trailing = (start + 1..end)
                .rev()
                .take_while(|i| self.items[*i].capital || self.lower(*i) == "." || self.is(*i, Role::DET))
                .last();
            start = match (after_time, trailing) {
                (Some(after), _) if after < end => after,
                (_, Some(first)) => first,
                _ => return None,
            };
        }
        let phrase = &self.items[start..end];
        let named = phrase.iter().any(|i| i.capital || i.role.any(Role::PRON));
        let headed = phrase.first().is_some_and(|i| i.role.any(Role::DET | Role::POSS))
            || (start..end).any(|i| self.lower(i).ends_with('s') && self.lower(i).len() > 3);
        let last = end - 1;
        let complete = !self.is(last, Role::PREP | Role::SUB | Role::DET) || self.is(last, Role::PRON);
        ((named || headed || phrase.len() == 1 && start == floor) && complete).then_some(start)
    }

    /// Where the noun phrase ends that begins at item `start`; `start` itself when none does.
    pub fn phrase_end(&self, start: usize, apposition: bool) -> usize {
        let mut at = start;
        while at < self.len() && at - start < LONGEST {
            let item = &self.items[at];
            let lower = self.lower(at);
            if item.quote {
                break;
            }
            if !item.word {
                match lower {
                    "(" => {
                        let Some(close) = (at..self.len()).take(10).find(|k| self.lower(*k) == ")") else {
                            break;
                        };
                        at = close + 1;
                        continue;
                    }
                    "." if self.ends_at(at) => break,
                    "." | "-" | "&" | "/" | "'" | "’" | "@" | "#" | "$" => {
                        at += 1;
                        continue;
                    }
                    _ => break,
                }
            }
            if lower == "who" {
                break;
            }
            if item.role.any(Role::PRON)
                && (!item.capital || matches!(lower, "he" | "she" | "they" | "it" | "we" | "i" | "you"))
            {
                return if at == start { at + 1 } else { at };
            }
            if item.role.any(Role::CONJ) {
                let joins = at > start
                    && self.items.get(at + 1).is_some_and(|n| n.capital)
                    && self.items[at - 1].capital;
                if !joins {
                    break;
                }
            }
            let possessive = matches!(lower, "'s" | "’s");
            if !possessive && item.role.any(Role::AUX | Role::SUB | Role::VERB) && !item.capital {
                break;
            }
            if !item.capital && item.role.any(Role::ADV | Role::TIME) && !item.role.any(Role::DET)
                || item.capital && item.role.any(Role::TIME) && lower.ends_with("day")
            {
                break;
            }
            if item.role.any(Role::PREP) && !(at > start && matches!(lower, "of" | "for" | "from" | "with")) {
                let place = at > start
                    && matches!(lower, "at" | "in")
                    && self.is(at + 1, Role::DET)
                    && self.items.get(at + 2).is_some_and(|n| n.capital);
                if !place {
                    break;
                }
            }
            let verbal = !item.capital
                && at > start
                && (cues::is_cue(lower)
                    && (lower.ends_with("ed")
                        || lower.ends_with("ing")
                        || matches!(lower, "said" | "says" | "told" | "wrote")));
            if verbal {
                break;
            }
            at += 1;
        }
        if apposition && at > start && self.lower(at) == "who" {
            let end = (at..self.len())
                .take(LONGEST)
                .find(|i| self.is_comma(*i) || self.is_quote(*i) || self.breaks(*i) || self.ends_at(*i));
            return end.unwrap_or(at);
        }
        if apposition && at > start && self.is_comma(at) {
            let next = at + 1;
            let opens = self.items.get(next).is_some_and(|i| i.word)
                && !self.is(next, Role::CONJ | Role::ADV | Role::TIME)
                && !(self.is(next, Role::PRON) && self.lower(next) != "one" && self.lower(next) != "who")
                && !(self.is(next, Role::SUB) && self.lower(next) != "who")
                && !(self.is(next, Role::PREP))
                && !self.lower(next).ends_with("ing");
            if opens {
                let end = (next..self.len())
                    .take(LONGEST)
                    .find(|i| self.is_comma(*i) || self.is_quote(*i) || self.breaks(*i) || self.ends_at(*i));
                if let Some(end) = end {
                    return end;
                }
            }
        }
        at
    }

    /// The subject of the sentence: the first noun phrase after what introduces it.
    pub fn main_subject(&self, floor: usize, limit: usize) -> Option<Range<usize>> {
        let mut start = floor;
        while start < limit && (self.is(start, Role::CONJ | Role::ADV) && !self.is(start, Role::PREP)) {
            start += 1;
        }
        if self.is(start, Role::INTRO) {
            let comma = (start..limit).take(LONGEST).find(|i| self.is_comma(*i))?;
            start = comma + 1;
        }
        let end = self.phrase_end(start, false).min(limit);
        let good = end > start
            && (start..end).any(|i| self.items[i].capital || self.is(i, Role::PRON | Role::DET | Role::POSS));
        good.then_some(start..end)
    }
}
