//! A number among the words of its sentence: what became of those counted, and what sets the number apart.

use super::super::lists::{LISTS, Role, Sort};
use super::super::view::{Line, View};
use super::singular;
use sayso_text::Span;
use std::ops::Range;

/// A number among the words of its sentence.
pub(super) struct Near<'v, 'a> {
    pub view: &'v View<'a>,
    pub line: &'v Line,
    /// The tokens of all quantities of the sentence.
    pub ranges: &'v [Range<usize>],
    /// Which of them is looked at.
    pub own: usize,
}

const AUX: [&str; 24] = [
    "was",
    "were",
    "is",
    "are",
    "been",
    "be",
    "being",
    "got",
    "get",
    "feared",
    "confirmed",
    "reported",
    "believed",
    "found",
    "pronounced",
    "left",
    "had",
    "have",
    "has",
    "also",
    "either",
    "seriously",
    "badly",
    "slightly",
];
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
    fn range(&self) -> &Range<usize> {
        &self.ranges[self.own]
    }

    fn in_number(&self, token: usize) -> bool {
        self.ranges.iter().enumerate().any(|(i, r)| i != self.own && r.contains(&token))
    }

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
        let (right, left) = (self.right(), self.left().or_else(|| self.risen()).or_else(|| self.headed()));
        let (class, token) = match (right, left) {
            (Some((class, at)), Some((_, near))) if at - self.range().end < self.range().start - near => {
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
            passive |= AUX.contains(&word);
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
            let brought = (at.saturating_sub(3)..at).any(|i| {
                AUX.contains(&view.word(i))
                    || matches!(
                        view.word(i),
                        "taken" | "rushed" | "brought" | "admitted" | "treated" | "entered"
                    )
            });
            let there = (at.saturating_sub(2)..at).any(|i| matches!(view.word(i), "in" | "to" | "into"));
            return (brought && there)
                .then(|| LISTS.role("hurt", &[Role::Is]).map(|(class, _)| (class, at)))?;
        }
        if let Some((class, _)) = LISTS.role(word, &[Role::Is, Role::Happens]) {
            let object = view.in_words(next, &["the", "a", "an", "his", "her", "its", "their"]);
            let done = LISTS.role(word, &[Role::Done]).is_some();
            return (!(done && object && !passive)).then_some((class, at));
        }
        let (class, _) = LISTS.role(word, &[Role::Done])?;
        if !(word.ends_with("ed") || matches!(word, "slain" | "hurt")) {
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
                let fits = match role {
                    Role::Done => {
                        far <= 4
                            && !passive
                            && !(far > 1
                                && matches!(view.word(at + 1), "by" | "in" | "on" | "and" | "when" | "after"))
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
        if !matches!(view.word(start.wrapping_sub(1)), "to" | "at" | "was" | "is" | "reached" | "from") {
            return None;
        }
        let first = self.line.tokens.start.max(start.saturating_sub(18));
        let of = (first..start).rev().find(|i| {
            view.word(*i) == "of" && matches!(view.word(i.wrapping_sub(1)), "number" | "numbers" | "total")
        })?;
        if self.ranges.iter().any(|r| (of..start).contains(&r.start)) {
            return None;
        }
        let noun = (of + 1..(of + 5).min(start)).find(|i| {
            singular(view.word(*i)) != view.word(*i) && LISTS.unit(&singular(view.word(*i))).is_some()
        })?;
        let (unit, sort) = LISTS.unit(&singular(view.word(noun)))?;
        Some((Some(unit.to_owned()), Some(view.word(noun).to_owned()), sort))
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

    /// The part of the whole that is counted.
    pub fn part(&self, sort: Sort, unit: Option<&str>) -> Option<String> {
        let view = self.view;
        let range = self.range();
        // A name before the noun: `eight Veyran soldiers`.
        let named = range
            .clone()
            .skip(1)
            .filter(|i| view.capital(*i) && view.is_word(*i))
            .map(|i| singular(view.word(i)))
            .next_back();
        let headline = self.line.headline;
        match (sort, unit) {
            (Sort::Part, Some(unit)) => match named {
                Some(name) if !headline && name != unit && singular(unit) != name => {
                    Some(format!("{name} {unit}"))
                }
                _ => Some(unit.to_owned()),
            },
            _ => named.filter(|_| !headline),
        }
    }

    /// Whether it is a length of time, which is always `of` something.
    fn lasts(&self) -> bool {
        self.range().clone().next_back().is_some_and(|i| {
            let word = self.view.word(i);
            ["minute", "hour", "day", "week", "month", "year", "second"].iter().any(|u| word.starts_with(u))
        })
    }

    /// Whether the number comes on top of others: `four more`.
    pub fn more(&self) -> bool {
        let view = self.view;
        let range = self.range();
        const MORE: [&str; 8] =
            ["more", "further", "additional", "another", "others", "extra", "remaining", "new"];
        // `more than 40` is no addition.
        let than = |i: usize| view.word(i + 1) == "than";
        range.clone().any(|i| MORE.contains(&view.word(i)) && !than(i))
            || matches!(view.word(range.end), "more" | "others" | "further" | "additional")
                && !than(range.end)
            || matches!(
                view.word(range.start.wrapping_sub(1)),
                "another" | "further" | "additional" | "other" | "extra"
            )
    }

    /// Whether the number comes on top of others or out of others.
    pub fn share(&self) -> bool {
        let view = self.view;
        let range = self.range();
        let more = self.more();
        let noun = range.clone().next_back().is_some_and(|i| {
            view.is_word(i) && i > range.start && LISTS.unit(&singular(view.word(i))).is_some()
        });
        let of = view.word(range.end) == "of"
            && !noun
            && !self.lasts()
            && matches!(
                view.word(range.end + 1),
                "them" | "whom" | "the" | "those" | "these" | "its" | "his" | "their" | "which"
            )
            || range.clone().any(|i| {
                view.word(i) == "of"
                    && matches!(view.word(i + 1), "the" | "them" | "those" | "its" | "his" | "their")
            });
        let among = matches!(view.word(range.start.wrapping_sub(1)), "including")
            || (self.line.tokens.start.max(range.start.saturating_sub(4))..range.start)
                .any(|i| matches!(view.word(i), "including" | "among" | "besides" | "counting"));
        more || of || among
    }

    /// Whether it is given as wrong: `not the 1,800 that the firm speaks of`; a number that was first given is the
    /// number before, not a wrong one.
    pub fn denied(&self) -> bool {
        let view = self.view;
        let start = self.range().start;
        let not = (start.saturating_sub(3)..start).any(|i| {
            view.word(i) == "not"
                && (i + 1..start).all(|k| {
                    matches!(view.word(k), "the" | "a" | "some" | "about" | "as" | "many" | "just" | "only")
                })
        });
        not && !(start.saturating_sub(3)..start).any(|i| matches!(view.word(i), "only" | "just"))
            && !self.first_given()
    }

    /// Whether the words about it say that it was given first.
    fn first_given(&self) -> bool {
        let view = self.view;
        let range = self.range();
        let first = self.line.tokens.start.max(range.start.saturating_sub(7));
        let last = self.line.tokens.end.min(range.end + 6);
        (first..last).any(|i| {
            matches!(
                view.word(i),
                "first"
                    | "earlier"
                    | "initially"
                    | "originally"
                    | "previously"
                    | "before"
                    | "until"
                    | "initial"
            )
        })
    }

    pub fn earlier(&self) -> bool {
        let view = self.view;
        let range = self.range();
        if self.denied() {
            return false;
        }
        let first = self.line.tokens.start.max(range.start.saturating_sub(7));
        let last = self.line.tokens.end.min(range.end + 4);
        let instead = (range.start.saturating_sub(3)..range.start).any(|i| {
            matches!(view.word(i), "correcting" | "not" | "instead" | "than" | "replacing")
                && view.word(i + 1) != "of"
        });
        let more =
            matches!(view.word(range.start.wrapping_sub(2)), "more" | "less" | "fewer" | "no" | "rather")
                || range.clone().any(|i| matches!(view.word(i), "more" | "less" | "fewer" | "than"));
        let then = (first..last).any(|i| {
            matches!(view.word(i), "earlier" | "until" | "initially" | "originally")
                && !matches!(
                    view.word(i.wrapping_sub(1)),
                    "days"
                        | "weeks"
                        | "months"
                        | "years"
                        | "day"
                        | "hours"
                        | "hour"
                        | "week"
                        | "month"
                        | "year"
                )
        });
        instead && !more || then
    }

    pub fn ongoing(&self) -> bool {
        let view = self.view;
        let range = self.range();
        let next = view.word(range.end);
        next.ends_with("ing") && next.len() > 4
            || (self.line.tokens.start.max(range.start.saturating_sub(4))..range.start)
                .any(|i| matches!(view.word(i), "has" | "have"))
    }

    /// The words before, back to the beginning of the clause, six at most.
    pub fn before(&self) -> String {
        let view = self.view;
        let end = self.range().start;
        let first = self.line.tokens.start.max(end.saturating_sub(6));
        let from = (first..end)
            .rev()
            .take_while(|i| view.is_word(*i) && !matches!(view.word(*i), "that" | "and" | "but" | "which"))
            .last()
            .unwrap_or(end);
        view.hull(from..end)
            .map(|span| view.text(span).split_whitespace().collect::<Vec<_>>().join(" "))
            .unwrap_or_default()
    }

    /// The words that follow, to the end of the clause.
    pub fn after(&self) -> String {
        let view = self.view;
        let from = self.range().end;
        let mut until = from;
        while until < self.line.tokens.end && until < from + 8 {
            let word = view.word(until);
            let stop = !view.is_word(until) && !matches!(word, "'" | "’" | "'s" | "’s" | "-")
                || matches!(
                    word,
                    "who"
                        | "which"
                        | "that"
                        | "when"
                        | "after"
                        | "as"
                        | "while"
                        | "but"
                        | "and"
                        | "because"
                        | "said"
                )
                || self.in_number(until);
            if stop {
                break;
            }
            until += 1;
        }
        let cut = until == from + 8;
        const OUT: [&str; 14] = [
            "to", "than", "from", "more", "is", "are", "was", "were", "be", "back", "for", "on", "at", "per",
        ];
        if OUT.contains(&view.word(from)) {
            return String::new();
        }
        while until > from
            && (view.word(until - 1).len() < 3
                || matches!(view.word(until - 1), "the" | "for" | "from" | "with"))
        {
            until -= 1;
        }
        match view.hull(from..until) {
            Some(span) if !cut => view.text(span).split_whitespace().collect::<Vec<_>>().join(" "),
            _ => String::new(),
        }
    }
}

impl View<'_> {
    fn in_words(&self, word: &str, list: &[&str]) -> bool {
        list.contains(&word)
    }
}
