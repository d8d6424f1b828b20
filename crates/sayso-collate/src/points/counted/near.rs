//! A number among the words of its sentence: what became of those counted, and what sets the number apart.

use super::super::lists::{LISTS, Sort};
use super::super::view::{Line, View};
use super::singular;
use crate::meaning::number;
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

impl Near<'_, '_> {
    pub(super) fn range(&self) -> &Range<usize> {
        &self.ranges[self.own]
    }

    pub(super) fn in_number(&self, token: usize) -> bool {
        self.ranges.iter().enumerate().any(|(i, r)| i != self.own && r.contains(&token))
    }

    /// The part of the whole that is counted.
    pub fn part(&self, sort: Sort, unit: Option<&str>) -> Option<String> {
        let view = self.view;
        let range = self.range();
        // A name before the noun: `eight Veyran soldiers`.
        let named = range
            .clone()
            .skip(1)
            .filter(|i| view.capital(*i) && view.is_word(*i) && number(view.word(*i)).is_none())
            // `TEN TONNES`: capitals for stress.
            .filter(|i| view.word(*i).len() < 4 || view.printed(*i).chars().any(char::is_lowercase))
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

    /// Whether those counted are people by what they do: `the sixty thousand who walked`, `the 216 on board`.
    pub fn who(&self) -> bool {
        const DO: [&str; 24] = [
            "who",
            "whom",
            "aboard",
            "said",
            "voted",
            "marched",
            "walked",
            "attended",
            "signed",
            "queued",
            "gathered",
            "slept",
            "rallied",
            "cheered",
            "watched",
            "applauded",
            "protested",
            "demonstrated",
            "fled",
            "survived",
            "stood",
            "sat",
            "wore",
            "abstained",
        ];
        let (view, end) = (self.view, self.range().end);
        let next = view.word(end);
        let place = matches!(
            view.word(end + 2),
            "ground" | "stadium" | "hall" | "crowd" | "audience" | "stands" | "arena"
        );
        let are = matches!(next, "are" | "were" | "is" | "was")
            && matches!(
                view.word(end + 1),
                "safe"
                    | "well"
                    | "alive"
                    | "unhurt"
                    | "unharmed"
                    | "ill"
                    | "sick"
                    | "homeless"
                    | "asleep"
                    | "asked"
            );
        // `Of those affected, 210,000 have`
        let start = self.range().start;
        let those = start > self.line.tokens.start
            && view.word(start - 1) == ","
            && matches!(view.word(self.line.tokens.start), "of" | "among")
            && view.word(self.line.tokens.start + 1) == "those"
            && start - self.line.tokens.start <= 6;
        those
            || are
            || DO.contains(&next)
            || next == "on" && view.word(end + 1) == "board"
            || next == "in" && view.word(end + 1) == "the" && place
    }

    /// What the noun before a bare number says it counts: `a majority of nine`, `the attendance was 61,200`.
    pub fn head(&self) -> Option<(String, Sort)> {
        const HEADS: [(&str, &str, Sort); 13] = [
            ("lead", "vote", Sort::Thing),
            ("leads", "vote", Sort::Thing),
            ("ahead", "vote", Sort::Thing),
            ("majority", "vote", Sort::Thing),
            ("margin", "vote", Sort::Thing),
            ("crew", "crew", Sort::Part),
            ("attendance", "person", Sort::Any),
            ("crowd", "person", Sort::Any),
            ("audience", "person", Sort::Any),
            ("population", "person", Sort::Any),
            ("membership", "person", Sort::Any),
            ("march", "person", Sort::Any),
            ("electorate", "person", Sort::Any),
        ];
        let (view, start) = (self.view, self.range().start);
        let first = self.line.tokens.start;
        let mut at = start.checked_sub(1)?;
        let links = |w: &str| {
            matches!(
                w,
                "of" | "is"
                    | "was"
                    | "at"
                    | "to"
                    | "therefore"
                    | "now"
                    | "then"
                    | "thus"
                    | "still"
                    | "only"
                    | "about"
                    | "by"
            )
        };
        while at > first && links(view.word(at)) && start - at < 4 {
            at -= 1;
        }
        if at + 1 == start {
            return None;
        }
        let found = HEADS.iter().find(|(head, ..)| *head == view.word(at))?;
        // `a majority of two thirds` was a share; `margin of 12 per cent` has its unit.
        // A margin or a lead may as well be in points, seats or seconds.
        let votes = || {
            self.line.tokens.clone().any(|i| {
                view.word(i).starts_with("vot")
                    || matches!(view.word(i), "ballots" | "districts" | "counted" | "candidate")
            })
        };
        let open = matches!(found.0, "margin" | "lead" | "leads" | "ahead");
        (!open || votes()).then(|| (found.1.to_owned(), found.2))
    }

    /// How badly those counted are hurt, where words say so: `are in a critical condition`, `in intensive care`.
    pub fn critical(&self) -> Option<usize> {
        const BAD: [&str; 13] = [
            "critical",
            "serious",
            "heavy",
            "grave",
            "severe",
            "critically",
            "seriously",
            "gravely",
            "heavily",
            "severely",
            "badly",
            "dangerously",
            "mortally",
        ];
        let view = self.view;
        let end = self.range().end;
        // `four heavily`
        if BAD.contains(&view.word(end)) && view.word(end).ends_with("ly") && !view.is_word(end + 1) {
            return Some(end);
        }
        (end..self.line.tokens.end.min(end + 9))
            .take_while(|i| view.is_word(*i) && !self.in_number(*i) && view.word(*i) != "and")
            .find(|i| {
                let next = view.word(i + 1);
                match view.word(*i) {
                    "intensive" => next == "care",
                    "life-threatening" => true,
                    "fighting" | "fight" | "battling" | "struggling" => {
                        next == "for" && (i + 2..i + 5).any(|k| matches!(view.word(k), "life" | "lives"))
                    }
                    "between" => next == "life",
                    "on" => next == "life" && view.word(i + 2) == "support",
                    word if BAD.contains(&word) => {
                        matches!(
                            next,
                            "condition"
                                | "state"
                                | "hurt"
                                | "injured"
                                | "wounded"
                                | "ill"
                                | "injuries"
                                | "burned"
                                | "burnt"
                        )
                    }
                    _ => false,
                }
            })
    }

    /// Whether the number comes on top of others: `four more`.
    pub fn more(&self) -> bool {
        let view = self.view;
        let range = self.range();
        const MORE: [&str; 9] =
            ["more", "further", "additional", "another", "other", "others", "extra", "remaining", "new"];
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

    /// The sort of people that some out of others are said to be: `six of them children`, `seven were children`.
    pub fn said_to_be(&self) -> Option<&'static str> {
        let view = self.view;
        let range = self.range();
        let word = |i: usize| if i < self.line.tokens.end { view.word(i) } else { "" };
        // `four of the dead` may be the number's own words.
        let mut at = range.clone().find(|i| *i > range.start && word(*i) == "of").unwrap_or(range.end);
        let of = word(at) == "of";
        if of {
            const WHOLE: [&str; 12] = [
                "them",
                "whom",
                "these",
                "those",
                "dead",
                "killed",
                "victims",
                "injured",
                "wounded",
                "hurt",
                "missing",
                "casualties",
            ];
            let last = (at + 1..at + 4).rev().find(|i| WHOLE.contains(&word(*i)))?;
            at = last + 1;
        }
        let be = matches!(word(at), "were" | "are" | "was" | "being");
        if !(of || be && at == range.end) {
            return None;
        }
        at += usize::from(be);
        at += usize::from(matches!(word(at), "young" | "small" | "only" | "still" | "also"));
        let (unit, sort) = LISTS.unit(&singular(word(at)))?;
        let ends = !matches!(word(at + 1), "'s" | "’s") && !in_a_row(view, at + 1);
        (sort == Sort::Part && ends && word(at).ends_with(['s', 'n'])).then_some(unit)
    }

    /// The noun that a number shares with the next: the cases of `53 confirmed and five probable cases`.
    pub fn shared_noun(&self) -> Option<usize> {
        let end = self.range().end;
        let next = self.ranges.get(self.own + 1)?;
        let and =
            next.start.checked_sub(1).filter(|a| matches!(self.view.word(*a), "and" | "or" | "plus"))?;
        let beside = (1..=2).contains(&(and.checked_sub(end)?));
        let plain =
            |i: usize| self.view.is_word(i) && self.view.word(i).bytes().all(|b| b.is_ascii_lowercase());
        let noun = (next.end.saturating_sub(1)..next.end + 3)
            .find(|i| LISTS.unit(&singular(self.view.word(*i))).is_some() && *i < self.line.tokens.end)?;
        (beside && (end..and).all(plain) && (next.end..noun).all(plain)).then_some(noun)
    }

    /// The whole that follows a number whose noun is left out: the 12 of `nine of the 12 were officers`.
    pub fn out_of(&self) -> Option<f64> {
        let view = self.view;
        let end = self.range().end;
        let article = usize::from(matches!(view.word(end + 1), "the" | "its" | "their" | "those" | "all"));
        // `14 of the convoy's 16 lorries`
        let owner = (1..4).find(|k| {
            view.word(end + article + k).ends_with("'s") || view.word(end + article + k).ends_with("’s")
        });
        let word = view.word(end + 1 + article + owner.unwrap_or(0));
        (view.word(end) == "of").then(|| word.parse().ok().or_else(|| number(word))).flatten()
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
        // `the first bid was 41`, `its previous estimate of 300`
        let stale = (first..range.start).any(|i| {
            matches!(view.word(i), "first" | "previous" | "initial" | "original" | "old" | "former")
                && (i + 1..range.start.min(i + 3)).any(|k| {
                    matches!(
                        view.word(k),
                        "bid"
                            | "offer"
                            | "estimate"
                            | "figure"
                            | "count"
                            | "toll"
                            | "number"
                            | "total"
                            | "forecast"
                            | "price"
                            | "tally"
                            | "proposal"
                            | "record"
                            | "plan"
                    )
                })
        });
        let then = stale
            || (first..last).any(|i| {
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
        const OUT: [&str; 8] = ["than", "more", "is", "are", "was", "were", "be", "back"];
        if OUT.contains(&view.word(from))
            && !self.range().clone().any(|i| i > self.range().start && view.is_word(i))
        {
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
/// Whether a token is a plain noun that goes on a row of nouns: `were child soldiers`.
fn in_a_row(view: &View<'_>, at: usize) -> bool {
    LISTS.unit(&singular(view.word(at))).is_some()
}
