//! What became of those a number counts: the words that say so, to its right, to its left, or at the head of its sentence.

use super::super::lists::{LISTS, Role, Sort};
use super::super::view::View;
use super::near::Near;
use super::singular;
use crate::naming::{head_class, is_listed};
use crate::verbs::{Helping, helping};
use sayso_text::Span;

/// Words beside forms of `be` and `have` that may stand between a number and what became of those it counts.
const AUX: [&str; 14] = [
    "got",
    "get",
    "feared",
    "confirmed",
    "reported",
    "believed",
    "found",
    "pronounced",
    "left",
    "also",
    "either",
    "seriously",
    "badly",
    "slightly",
];
/// Whether a word may stand between a number and what became of those it counts.
fn aids(word: &str) -> bool {
    matches!(helping(word), Some(Helping::Be | Helping::Have)) || AUX.contains(&word)
}

const RISE: &[&str] = &[
    "rose",
    "rises",
    "risen",
    "rise",
    "climbed",
    "climbs",
    "climbing",
    "rising",
    "reached",
    "reaches",
    "jumped",
    "jumps",
    "hits",
    "hit",
    "went",
    "up",
    "mounted",
    "grew",
    "grows",
    "grown",
    "passed",
    "increased",
    "stands",
    "stood",
    "bringing",
];

impl Near<'_, '_> {
    pub fn rises_before(&self) -> bool {
        let start = self.range().start;
        (self.line.tokens.start.max(start.saturating_sub(8))..start).any(|i| {
            RISE.contains(&self.view.word(i))
                || matches!(self.view.word(i), "fell" | "up" | "down" | "fallen")
        }) || self.view.word(self.range().end) == "to"
    }

    /// What became of those counted, and the words that say so.
    pub fn class(&self) -> Option<(usize, Span)> {
        // `None of the 180 passengers was hurt.`
        let start = self.range().start;
        if (start.saturating_sub(3)..start).any(|i| matches!(self.view.word(i), "none" | "neither")) {
            return None;
        }
        let before =
            self.left().or_else(|| self.risen()).or_else(|| self.headed()).or_else(|| self.nominal());
        let (right, left) = (self.right(), before);
        let (class, token) = match (right, left) {
            (Some((class, at)), Some((_, near)))
                if at.checked_sub(self.range().end).is_some_and(|far| far < self.range().start - near) =>
            {
                (class, at)
            }
            (_, Some(left)) => left,
            (Some(right), None) => right,
            (None, None) => return None,
        };
        // `killed or injured`, `killed and wounded`
        let both = |at: usize| {
            matches!(self.view.word(at), "or" | "and") && !self.in_number(at + 1) && {
                let other = LISTS.role(self.view.word(at + 1), &[Role::Done, Role::Is]);
                other.is_some_and(|(c, _)| c != class)
            }
        };
        let name = LISTS.classes[class].name;
        let class = if matches!(name, "dead" | "hurt") && both(token + 1) {
            LISTS.classes.iter().position(|c| c.name == "casualty").unwrap_or(class)
        } else {
            class
        };
        Some((class, self.view.tokens[token].span))
    }

    pub fn right(&self) -> Option<(usize, usize)> {
        let view = self.view;
        // The noun counted may say it: `12 deaths`.
        for i in self.range().clone().rev().take(1) {
            let word = view.word(i);
            let single = singular(word);
            let verb = matches!(
                view.word(self.range().start.wrapping_sub(1)),
                "lost" | "claimed" | "claiming" | "claims" | "cost" | "taken" | "took" | "costing"
            );
            if let Some((class, _)) = LISTS.role(&single, &[Role::Noun])
                && (single != "life" || verb)
            {
                return Some((class, i));
            }
        }
        let mut at = self.range().end;
        let last = self.line.tokens.end.min(at + 10);
        let mut passive = false;
        while at < last {
            let word = view.word(at);
            // `Two men aged 58 and 61 were arrested`, `Two pensioners, 81 and 76, are dead`
            if let Some(behind) = self.behind_ages(at) {
                at = behind;
                continue;
            }
            if self.in_number(at) {
                return None;
            }
            if !view.is_word(at) {
                // `12 people, two of them children, were killed`
                let aside = word == ","
                    && matches!(
                        view.word(at + 1),
                        "including" | "among" | "most" | "many" | "all" | "some" | "mostly" | "aged"
                    );
                let close = (at + 1..self.line.tokens.end.min(at + 12)).find(|i| view.word(*i) == ",");
                match close {
                    Some(close) if aside => {
                        at = close + 1;
                        return (at..last + 4).take(5).find_map(|i| self.participle(i, true));
                    }
                    _ if matches!(word, "'" | "’" | "-") => {}
                    _ => return None,
                }
                at += 1;
                continue;
            }
            if matches!(word, "while" | "but" | "whose" | "because" | "said" | "says") {
                return None;
            }
            passive |= aids(word);
            if let Some(found) = self.participle(at, passive) {
                return Some(found);
            }
            if LISTS.role(word, &[Role::Done]).is_some() && !passive {
                // `Three gunmen killed 12 people.`
                return None;
            }
            at += 1;
        }
        None
    }

    /// The token behind ages that are told of those counted from token `at` on.
    fn behind_ages(&self, at: usize) -> Option<usize> {
        /// Tokens that ages take at most.
        const LONGEST: usize = 8;
        let view = self.view;
        let first = match view.word(at) {
            "aged" => at + 1,
            "," if self.in_number(at + 1) => at + 1,
            _ => return None,
        };
        let age = |i: usize| {
            self.in_number(i) && view.word(i).parse::<u32>().map_or(true, |n| (1..=110).contains(&n))
        };
        let goes_on =
            |i: &usize| age(*i) || matches!(view.word(*i), "and" | "years" | "old" | "between" | "to");
        let behind = (first..first + LONGEST).find(|i| !goes_on(i))?;
        let aside = view.word(at) == ",";
        // An aside is closed: `Two pensioners, 81 and 76, are dead`.
        match (age(first) || view.word(first) == "between", aside, view.word(behind) == ",") {
            (true, true, true) => Some(behind + 1),
            (true, false, _) => Some(behind),
            _ => None,
        }
    }

    /// Whether token `at`, after the number, says what became of them.
    fn participle(&self, at: usize, passive: bool) -> Option<(usize, usize)> {
        let view = self.view;
        let word = view.word(at);
        let next = view.word(at + 1);
        // `lost their lives`
        if matches!(word, "lost" | "lose" | "loses")
            && (at + 1..at + 3).any(|i| matches!(view.word(i), "life" | "lives"))
        {
            return LISTS.role("dead", &[Role::Is]).map(|(class, _)| (class, at));
        }
        // `taken to hospital`, `are in hospital`
        if word == "hospital" || word == "hospitals" {
            let brought = (at.saturating_sub(5)..at).any(|i| {
                aids(view.word(i))
                    || matches!(
                        view.word(i),
                        "taken" | "rushed" | "brought" | "admitted" | "treated" | "entered"
                    )
            });
            let there = (at.saturating_sub(3)..at).any(|i| matches!(view.word(i), "in" | "to" | "into"));
            return (brought && there)
                .then(|| LISTS.role("hurt", &[Role::Is]).map(|(class, _)| (class, at)))?;
        }
        if let Some(found) = self.phrase(at, passive) {
            return Some(found);
        }
        // `questioned over the missing millions`
        let of_a_thing = word == "missing"
            && matches!(view.word(at.wrapping_sub(1)), "the" | "its" | "their" | "his" | "her" | "some");
        if of_a_thing {
            return None;
        }
        if let Some((class, _)) = LISTS.role(word, &[Role::Is, Role::Happens]) {
            let object = view.in_words(next, &["the", "a", "an", "his", "her", "its", "their"]);
            let done = LISTS.role(word, &[Role::Done]).is_some();
            return (!(done && object && !passive)).then_some((class, at));
        }
        let (class, _) = LISTS.role(word, &[Role::Done])?;
        if !(word.ends_with("ed") || matches!(word, "slain" | "hurt" | "mown" | "burnt")) {
            return None;
        }
        const AFTER: [&str; 26] = [
            "",
            "in",
            "on",
            "at",
            "by",
            "as",
            "when",
            "after",
            "during",
            "and",
            "or",
            "since",
            "while",
            "near",
            "from",
            "with",
            "so",
            "overnight",
            "today",
            "yesterday",
            "this",
            "last",
            "outside",
            "over",
            "for",
            "when",
        ];
        // `women who claimed he pursued them`, but `lives claimed by the flood`
        if word == "claimed" && next != "by" {
            return None;
        }
        let free = AFTER.contains(&next)
            || !view.is_word(at + 1)
            || view.tokens[at + 1].span.start() >= self.line.span.end();
        (passive || free).then_some((class, at))
    }

    fn left(&self) -> Option<(usize, usize)> {
        let view = self.view;
        let start = self.range().start;
        let first = self.line.tokens.start;
        let mut rise = false;
        for at in (first.max(start.saturating_sub(12))..start).rev() {
            let far = start - at;
            let word = view.word(at);
            if self.in_number(at) {
                // `rose from five to nine`
                if rise || matches!(view.word(start - 1), "to") {
                    continue;
                }
                return None;
            }
            if !view.is_word(at) {
                if matches!(word, ";" | ":" | "." | "(" | ")" | "\"" | "“" | "”")
                    && !(word == ":" && far <= 1)
                {
                    return None;
                }
                continue;
            }
            rise |= RISE.contains(&word) || matches!(word, "to" | "at" | "of" | "is" | "was");
            for (class, role) in LISTS.roles(word) {
                let passive = (first.max(at.saturating_sub(3))..at)
                    .any(|i| matches!(view.word(i), "was" | "were" | "been" | "is" | "are" | "be" | "being"));
                // `In the rescue took part 150 firemen`
                let noun = at > first
                    && matches!(view.word(at - 1), "the" | "a" | "an" | "this" | "its" | "their")
                    && !word.ends_with("ed")
                    && !word.ends_with("ing");
                let fits = match role {
                    Role::Done => {
                        far <= 4
                            && !(noun || passive)
                            && (far <= 1
                                || !matches!(
                                    view.word(at + 1),
                                    "by" | "in" | "on" | "and" | "when" | "after"
                                ))
                    }
                    Role::Tally => rise,
                    // `deaths rise to 12`, `the number of dead rose to nine`
                    Role::Is => {
                        rise && far >= 2
                            && (first.max(at.saturating_sub(3))..at)
                                .any(|i| matches!(view.word(i), "number" | "count" | "tally" | "total"))
                    }
                    Role::Noun | Role::Happens => false,
                };
                if fits {
                    // `claimed responsibility`; `claimed 12 lives` is found to the right.
                    if word.starts_with("claim") || word.starts_with("charg") && far > 1 {
                        continue;
                    }
                    return Some((*class, at));
                }
            }
            let single = singular(word);
            if single != word
                && rise
                && far <= 8
                && let Some((class, _)) = LISTS.role(&single, &[Role::Noun])
                && single != "life"
                && (at + 1..start).any(|i| RISE.contains(&view.word(i)))
            {
                return Some((class, at));
            }
        }
        None
    }

    /// What a `number of` before counts: `puts the number of people who had to leave at 14,000`.
    pub fn number_of(&self) -> Option<(Option<String>, Option<String>, Sort)> {
        let view = self.view;
        let start = self.range().start;
        let joins = [
            "to", "at", "was", "is", "reached", "from", ",", "exceeds", "exceeded", "passed", "hit",
            "number", "numbers", "remains",
        ];
        if !joins.contains(&view.word(start.wrapping_sub(1))) {
            return None;
        }
        let first = self.line.tokens.start.max(start.saturating_sub(18));
        let of = (first..start).rev().find(|i| {
            view.word(*i) == "of" && matches!(view.word(i.wrapping_sub(1)), "number" | "numbers" | "total")
        })?;
        if self.ranges.iter().any(|r| (of..start).contains(&r.start)) {
            return None;
        }
        let noun = (of + 1..(of + 5).min(start)).take_while(|i| view.is_word(*i)).find(|i| {
            let word = view.word(*i);
            let single = singular(word);
            single != word && (LISTS.unit(&single).is_some() || word.len() > 4 && !word.ends_with("ous"))
        })?;
        let single = singular(view.word(noun));
        let printed = Some(view.word(noun).to_owned());
        Some(match LISTS.unit(&single) {
            Some((unit, sort)) => (Some(unit.to_owned()), printed, sort),
            None if is_listed(&single) => (Some(head_class(&single).to_owned()), printed, Sort::Role),
            None => (Some(single), printed, Sort::Thing),
        })
    }

    /// `Dead: 11`: a word at the head of the sentence that counts what follows its colon.
    fn headed(&self) -> Option<(usize, usize)> {
        let view = self.view;
        let (first, start) = (self.line.tokens.start, self.range().start);
        if start <= first + 1 || view.word(start - 1) != ":" || start - first > 4 {
            return None;
        }
        let roles = [Role::Is, Role::Tally, Role::Done, Role::Noun];
        (first..start - 1).find_map(|i| {
            let word = view.word(i);
            LISTS.role(word, &roles).or(LISTS.role(&singular(word), &roles)).map(|(class, _)| (class, i))
        })
    }

    /// What the subject of a rise counts, however far before: `The number of those known to have died has risen to 11`.
    fn risen(&self) -> Option<(usize, usize)> {
        let view = self.view;
        let start = self.range().start;
        let first = self.line.tokens.start;
        if !matches!(view.word(start.wrapping_sub(1)), "to" | "at" | "reached" | "hit" | "passed") {
            return None;
        }
        let rise =
            (first.max(start.saturating_sub(4))..start).rev().find(|i| RISE.contains(&view.word(*i)))?;
        let subject = (first..rise).find(|i| {
            matches!(view.word(*i), "number" | "numbers" | "toll" | "count" | "tally" | "total" | "figure")
        })?;
        if self.ranges.iter().any(|r| (subject..rise).contains(&r.start)) {
            return None;
        }
        (subject..rise.min(subject + 8)).find_map(|i| {
            let roles = [Role::Tally, Role::Done, Role::Happens, Role::Is];
            LISTS.role(view.word(i), &roles).map(|(class, _)| (class, i))
        })
    }
}

impl View<'_> {
    fn in_words(&self, word: &str, list: &[&str]) -> bool {
        list.contains(&word)
    }
}
