//! Who says it, where the reader's source is a part of the phrase or stands on the wrong side of the cue.
//!
//! Takes: the end of a relative clause for its noun (`The Authority, which gave the figures, said`); what follows
//! `according to`, a name behind an office included; what `it` stands for (`…, it was reported by the ministry`); an
//! attribution between comma and colon in a headline (`X knew of it, papers show: …`); `that` before a noun at the end of
//! what is said (`…, that person added`); pronouns and days behind a source (`a lawyer who said`); the place where
//! something was said, which said nothing (`The ban was condemned in Ostrava`); what a cue has from the words it leads to
//! (`He said by closing the mill the council …`).

use crate::cues;
use crate::statements::tokens_in;
use crate::{Found, NamedSpan, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons;
use sayso_model::{EntityKind, SegmentKind};
use std::ops::Range;

/// How many words a relative clause has at most behind which the verb is looked for.
const CLAUSE: usize = 14;

/// How many words a noun phrase has at most.
const PHRASE: usize = 8;

/// The statement with its source where it belongs.
pub(super) fn righted(prepared: &Prepared<'_>, names: &[NamedSpan], mut found: Found) -> Found {
    let Some(cue) = found.cue.first().map(|cue| tokens_in(prepared, *cue)).filter(|c| !c.is_empty()) else {
        return found;
    };
    let cue = manner(prepared, &mut found, cue);
    if without_place(prepared, names, &mut found, cue.clone()) {
        return found;
    }
    let at = Attribution { prepared, cue };
    at.according_to(&mut found);
    at.reported_by(&mut found);
    at.headline(&mut found);
    at.demonstrative(&mut found);
    at.trimmed(&mut found);
    at.relative(&mut found);
    found
}

/// The cue without the manner that what is said begins with: `He said by closing the mill the council …`. To threaten is
/// how one answers (`responded by threatening`), not how one says.
fn manner(prepared: &Prepared<'_>, found: &mut Found, cue: Range<usize>) -> Range<usize> {
    const SAYING: [&str; 8] = ["said", "says", "say", "wrote", "writes", "stated", "added", "argued"];
    let Some(by) = cue.clone().skip(1).find(|i| prepared.lower(*i) == "by") else { return cue };
    let gerund = by + 1 < cue.end && prepared.lower(by + 1).ends_with("ing");
    let says = SAYING.contains(&prepared.lower(by - 1));
    let Some(content) = found.content.first_mut().filter(|_| gerund && says) else { return cue };
    let own = prepared.span(cue.start..by);
    let lead = prepared.span(by..cue.end);
    // Only what goes on at once: `said by threatening to close it that …` is read as it stands.
    if tokens_in(prepared, *content).start != cue.end {
        return cue;
    }
    *content = lead.hull(*content);
    found.cue[0] = own;
    cue.start..by
}

/// Takes away a source that is a place where something was said in the passive: `The ban was condemned in Ostrava`.
/// Returns whether it was one.
fn without_place(prepared: &Prepared<'_>, names: &[NamedSpan], found: &mut Found, cue: Range<usize>) -> bool {
    let [source] = &found.source[..] else { return false };
    let source = *source;
    let words = tokens_in(prepared, source);
    let is_in = |i: usize| matches!(prepared.lower(i), "in" | "at" | "across" | "throughout");
    let passive = cue.clone().any(|i| super::passive::is_passive(prepared.lower(i)));
    if !passive || words.start < cue.end || words.is_empty() {
        return false;
    }
    let from = names.partition_point(|n| n.span.end() <= source.start());
    let mut inside = names[from..].iter().take_while(|n| n.span.start() < source.end());
    if !inside.any(|n| n.kind == EntityKind::Place && source.contains(n.span)) {
        return false;
    }
    let trimmed = if is_in(cue.end - 1) && cue.len() > 1 && words.start == cue.end {
        cue.start..cue.end - 1
    } else if words.start > cue.end && is_in(words.start - 1) && words.start - cue.end <= 1 {
        cue
    } else {
        return false;
    };
    found.cue[0] = prepared.span(trimmed);
    found.source.clear();
    true
}

struct Attribution<'p> {
    prepared: &'p Prepared<'p>,
    cue: Range<usize>,
}

impl Attribution<'_> {
    fn sentence(&self) -> Range<usize> {
        let prepared = self.prepared;
        let i = prepared.sentences.partition_point(|s| s.tokens.end <= self.cue.start);
        let mut tokens = prepared.sentences.get(i).map_or(self.cue.clone(), |s| s.tokens.clone());
        while tokens.start < self.cue.start && prepared.segment(tokens.start) == SegmentKind::Dateline {
            tokens.start += 1;
        }
        tokens
    }

    fn finite(&self, i: usize) -> bool {
        let word = self.prepared.word(i);
        let is = role(self.prepared.lower(i)).any(Role::AUX | Role::VERB | Role::SUB);
        is && !crate::names::is_possessive(word) && !word.starts_with(char::is_uppercase)
    }

    fn capital(&self, i: usize) -> bool {
        self.prepared.word(i).starts_with(char::is_uppercase)
    }

    fn speaks(&self, i: usize) -> bool {
        let lower = self.prepared.lower(i);
        persons::noun(lower).is_some() || crate::rules::is_speaker(lower)
    }

    /// `According to the caretaker, Jem Hollis, “…”` and `who, according to prosecutors, sold`.
    fn according_to(&self, found: &mut Found) {
        let prepared = self.prepared;
        let cue = &self.cue;
        if cue.len() != 2 || prepared.lower(cue.start) != "according" || prepared.lower(cue.start + 1) != "to"
        {
            return;
        }
        let limit = self.sentence().end;
        let Some(place) = found.content.iter().position(|c| {
            let tokens = tokens_in(prepared, *c);
            let source = found.source.first().map(|s| tokens_in(prepared, *s));
            let from = source.filter(|s| s.start >= cue.end).map_or(cue.end, |s| s.end);
            tokens.start >= from && tokens.start <= from + 1 && tokens.start < limit
        }) else {
            return;
        };
        let content = tokens_in(prepared, found.content[place]);
        let behind = found.source.first().map(|s| tokens_in(prepared, *s)).filter(|s| s.start >= cue.end);
        let (source, rest) = match behind {
            None => {
                // Nobody was found behind it: a noun for those who speak, up to the verb that goes on.
                if content.start != cue.end {
                    return;
                }
                let mut end = None;
                for i in cue.end..limit.min(cue.end + PHRASE) {
                    if !prepared.tokens[i].is_word() || i > cue.end && self.finite(i) {
                        end = Some(i);
                        break;
                    }
                    let next = i + 1 < limit && (self.capital(i + 1) || self.speaks(i + 1));
                    let joined = i + 1 < limit && role(prepared.lower(i + 1)).any(Role::PREP);
                    if self.speaks(i) && !next && !joined {
                        end = Some(i + 1);
                        break;
                    }
                }
                match end.filter(|end| *end > cue.end && *end < content.end) {
                    Some(end) => (cue.end..end, end..content.end),
                    None => return,
                }
            }
            Some(source) => {
                // `the caretaker,` and then a name and a comma.
                let named = source.clone().any(|i| self.capital(i));
                let comma = prepared.word(content.start - 1) == ",";
                let mut end = content.start;
                while end < content.end && self.capital(end) && prepared.tokens[end].is_word() {
                    end += 1;
                }
                let name = (2..=4).contains(&(end - content.start));
                let closed = end + 1 < content.end && prepared.word(end) == ",";
                let headed = source.clone().any(|i| self.speaks(i));
                if named || !comma || !name || !closed || !headed || prepared.quoted[content.start].is_some()
                {
                    return;
                }
                (source.start..end, end + 1..content.end)
            }
        };
        let mut rest = rest;
        while rest.len() > 1
            && !prepared.tokens[rest.start].is_word()
            && prepared.quoted[rest.start].is_none()
        {
            rest.start += 1;
        }
        found.source = vec![prepared.span(source)];
        found.content[place] = prepared.span(rest);
    }

    /// `The yard was sold, it was reported by the ministry`: what `it` stands for is before the comma.
    fn reported_by(&self, found: &mut Found) {
        let prepared = self.prepared;
        let (cue, sentence) = (&self.cue, self.sentence());
        let [content] = found.content[..] else { return };
        let it = tokens_in(prepared, content);
        let behind = found.source.first().is_some_and(|s| tokens_in(prepared, *s).start >= cue.end);
        let comma = it.start.checked_sub(1).filter(|i| *i > sentence.start + 2 && prepared.word(*i) == ",");
        if let Some(comma) = comma
            && behind
            && it.len() == 1
            && prepared.lower(it.start) == "it"
            && prepared.lower(cue.end - 1) == "by"
        {
            found.content = vec![prepared.span(sentence.start..comma)];
        }
    }

    /// `X knew of it, papers show: regulator to ask why`: in a headline, what stands before the comma is what they show.
    fn headline(&self, found: &mut Found) {
        let prepared = self.prepared;
        let cue = self.cue.clone();
        let sentence = self.sentence();
        if prepared.segment(cue.start) != SegmentKind::Headline || prepared.word(cue.end - 1) != ":" {
            return;
        }
        let verb = cue.len() >= 2 && cues::find(prepared.lower(cue.start), |_| None).is_some();
        let Some(source) = found.source.first().map(|s| tokens_in(prepared, *s)) else { return };
        let comma = source.start.checked_sub(1).filter(|i| *i > sentence.start + 2);
        let Some(comma) = comma.filter(|i| prepared.word(*i) == "," && source.end == cue.start) else {
            return;
        };
        let before = sentence.start..comma;
        if verb && found.content.iter().all(|c| tokens_in(prepared, *c).start >= cue.end) {
            found.content = vec![prepared.span(before)];
        }
    }

    /// `…, that person added`: `that` is no conjunction where nothing follows it but the source.
    fn demonstrative(&self, found: &mut Found) {
        let prepared = self.prepared;
        let Some(source) = found.source.first().map(|s| tokens_in(prepared, *s)) else { return };
        let Some(that) = source.start.checked_sub(1).filter(|i| prepared.lower(*i) == "that") else { return };
        let Some(place) = found.content.iter().position(|c| tokens_in(prepared, *c).end == source.start)
        else {
            return;
        };
        let content = tokens_in(prepared, found.content[place]);
        if content.len() > 3 && prepared.word(that - 1) == "," && source.end <= self.cue.start {
            found.content[place] = prepared.span(content.start..that - 1);
            found.source = vec![prepared.span(that..source.end)];
        }
    }

    /// A source without the pronoun or the day behind it: `a lawyer who said`, `President Orr this week called`.
    fn trimmed(&self, found: &mut Found) {
        let prepared = self.prepared;
        let [source] = found.source[..] else { return };
        let tokens = tokens_in(prepared, source);
        let mut end = tokens.end;
        let time = |i: usize| role(prepared.lower(i)).any(Role::TIME) && i > tokens.start;
        while end > tokens.start + 1 && prepared.quoted[end - 1].is_none() {
            let last = prepared.lower(end - 1);
            let relative = matches!(last, "who" | "which" | "that");
            let day = time(end - 1) && (last.ends_with("day") || matches!(last, "tomorrow" | "tonight"));
            let week =
                matches!(last, "week" | "month" | "year" | "morning" | "evening" | "afternoon" | "night")
                    && end > tokens.start + 2
                    && matches!(prepared.lower(end - 2), "this" | "last" | "next");
            end -= match (relative || day, week) {
                (_, true) => 2,
                (true, _) => 1,
                _ => break,
            };
        }
        // `on Monday`
        while end > tokens.start + 1 && end < tokens.end && role(prepared.lower(end - 1)).any(Role::PREP) {
            end -= 1;
        }
        if end < tokens.end {
            found.source = vec![prepared.span(tokens.start..end)];
        }
    }

    /// `The Authority, which gave the figures, said`: the reader takes `the figures` for who speaks.
    fn relative(&self, found: &mut Found) {
        let prepared = self.prepared;
        let [source] = found.source[..] else { return };
        let source = tokens_in(prepared, source);
        let sentence = self.sentence();
        if source.is_empty() || source.end > self.cue.start || source.start < sentence.start + 3 {
            return;
        }
        let comma = prepared.word(source.end - 1) == ","
            || source.end < self.cue.start && prepared.word(source.end) == ",";
        let relative = |i: usize| matches!(prepared.lower(i), "who" | "which" | "whose");
        if !comma || source.clone().any(relative) {
            return;
        }
        let from = sentence.start.max(source.start.saturating_sub(CLAUSE));
        let opener = (from..source.start)
            .rev()
            .take_while(|i| prepared.tokens[*i].is_word() && prepared.quoted[*i].is_none())
            .find(|i| relative(*i));
        let Some(opener) = opener.filter(|i| *i > sentence.start + 1 && prepared.word(i - 1) == ",") else {
            return;
        };
        let bound =
            |i: &usize| !prepared.tokens[*i].is_word() && !crate::names::is_possessive(prepared.word(*i));
        let mut start = (sentence.start..opener - 1).rev().find(bound).map_or(sentence.start, |i| i + 1);
        while start < opener - 1 && role(prepared.lower(start)).any(Role::CONJ | Role::ADV) {
            start += 1;
        }
        let phrase = start..opener - 1;
        let noun = (1..=PHRASE).contains(&phrase.len())
            && !phrase.clone().any(|i| self.finite(i))
            && !role(prepared.lower(start)).any(Role::PREP);
        let whole = prepared.span(start..source.end);
        if noun && !found.content.iter().any(|c| c.overlaps(whole)) {
            found.source = vec![whole];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, report, shown};
    use super::*;
    use sayso_text::Span;

    fn right(text: &str, headline: bool, (source, cue, content): (&str, &str, &[&str])) -> String {
        let report = report(text, headline);
        let prepared = Prepared::new(&report);
        shown(&prepared, &righted(&prepared, &[], found(text, source, cue, content)))
    }

    #[test]
    fn a_place_says_nothing() {
        let left = |text: &str, source: &str, cue: &str| {
            let report = report(text, false);
            let prepared = Prepared::new(&report);
            let place = NamedSpan {
                span: Span::new(text.find("Ostrava").unwrap(), text.len() - 1).unwrap(),
                kind: EntityKind::Place,
                probability: 0.9,
            };
            let of = found(text, source, cue, &["The ban"]);
            let righted = righted(&prepared, &[place], of);
            (righted.source.is_empty(), righted.cue[0].slice(text).unwrap().to_owned())
        };
        let condemned = (true, "was condemned".to_owned());
        assert_eq!(left("The ban was condemned in Ostrava.", "Ostrava", "was condemned in"), condemned);
        assert_eq!(left("The ban was condemned in Ostrava.", "Ostrava", "was condemned"), condemned);
        let by = left("The ban was condemned by Ostrava.", "Ostrava", "was condemned by");
        assert_eq!(by, (false, "was condemned by".to_owned()));
    }

    #[test]
    fn a_manner_that_what_is_said_begins_with_is_no_part_of_the_cue() {
        let text = "Orr said by threatening to close it, the council is trying to frighten them.";
        let content = "to close it, the council is trying to frighten them";
        let of = right(text, false, ("Orr", "said by threatening", &[content]));
        assert_eq!(of, format!("Orr | by threatening {content}"));
        let text = "The union responded by threatening to close it.";
        let of = right(text, false, ("The union", "responded by threatening", &["to close it"]));
        assert_eq!(of, "The union | to close it");
    }

    #[test]
    fn a_relative_clause_belongs_to_its_noun() {
        let text = "The Harbour Board, which gave the figures, said it was safe.";
        let got = right(text, false, ("the figures,", "said", &["it was safe"]));
        assert_eq!(got, "The Harbour Board, which gave the figures, | it was safe");
        let text = "On Monday, when it rained, the mayor, a baker, said it was safe.";
        let got = right(text, false, ("the mayor, a baker,", "said", &["it was safe"]));
        assert_eq!(got, "the mayor, a baker, | it was safe");
    }

    #[test]
    fn who_stands_behind_according_to_says_it() {
        let text = "According to the porter, Orla Finn, the door was shut.";
        let got = right(text, false, ("the porter,", "According to", &["Orla Finn, the door was shut"]));
        assert_eq!(got, "the porter, Orla Finn | the door was shut");
        let text = "He was a clerk who according to prosecutors sold the maps.";
        let got = right(text, false, ("who", "according to", &["prosecutors sold the maps"]));
        assert_eq!(got, "prosecutors | sold the maps");
        let text = "The door was shut, according to the porter, Orla Finn.";
        let got = right(text, false, ("the porter, Orla Finn", "according to", &["The door was shut"]));
        assert_eq!(got, "the porter, Orla Finn | The door was shut");
    }

    #[test]
    fn a_headline_tells_before_the_comma_what_papers_show() {
        let text = "Quarn knew of the crack, papers show: board to ask why";
        let got = right(text, true, ("papers", "show:", &["board to ask why"]));
        assert_eq!(got, "papers | Quarn knew of the crack");
    }

    #[test]
    fn that_before_the_source_is_part_of_it() {
        let text = "The buyer hopes for a deal by June, that person added.";
        let got = right(text, false, ("person", "added", &["The buyer hopes for a deal by June, that"]));
        assert_eq!(got, "that person | The buyer hopes for a deal by June");
    }

    #[test]
    fn a_source_ends_before_the_pronoun_and_the_day() {
        let text = "She has a lawyer who said that it was safe.";
        assert_eq!(
            right(text, false, ("a lawyer who", "said", &["that it was safe"])),
            "a lawyer | that it was safe"
        );
        let text = "President Orr this week called it safe.";
        assert_eq!(
            right(text, false, ("President Orr this week", "called", &["it safe"])),
            "President Orr | it safe"
        );
    }

    #[test]
    fn it_stands_for_what_was_reported() {
        let text = "The yard had been sold, it was reported by the ministry.";
        let got = right(text, false, ("the ministry", "was reported by", &["it"]));
        assert_eq!(got, "the ministry | The yard had been sold");
    }
}
