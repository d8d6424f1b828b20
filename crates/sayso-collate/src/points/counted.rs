//! The counts of one report: each number with what it counts, what became of it, and what sets it apart.

use super::figure::Figure;
use super::lists::{LISTS, Role, Sort};
use super::view::{Line, Moment, View, Voice};
use crate::meaning::vector_of;
use crate::prior;
use sayso_model::TimeType;
use sayso_text::Span;
use std::ops::Range;

/// A number of a report, ready to be compared.
#[derive(Clone, Debug)]
pub(crate) struct Count {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence among those of the report.
    pub line: usize,
    /// Whether it stands in the headline.
    pub headline: bool,
    /// The number with what it counts, and with what became of it when that stands close by.
    pub span: Span,
    /// The number.
    pub figure: Figure,
    /// The number as printed, in the unit printed.
    pub shown: Figure,
    /// Its unit as it is compared: a group of nouns, a noun in the singular, a unit of measure.
    pub unit: Option<String>,
    /// The unit as printed: `miners`.
    pub noun: Option<String>,
    /// What sort of thing the unit is.
    pub sort: Sort,
    /// Whether many different things are counted in this unit: money, per cent, metres.
    pub measure: bool,
    /// What became of them: a place in the list of classes.
    pub class: Option<usize>,
    /// The part of the whole that is counted: `child`, or a name before the noun (`Germans`).
    pub part: Option<String>,
    /// Whether it is a number on top of others or out of others: `four more`, `two of them`.
    pub share: bool,
    /// When, if not at the time of the story: a year, or `before`.
    pub then: Option<String>,
    /// Whether the words say that the number has changed: `rose to`, `now`, `so far`.
    pub updated: bool,
    /// Whether the words say that it was the number before: `had put it at 11 earlier`, `correcting the 54 per cent`.
    pub earlier: bool,
    /// Whether it goes on: `38 ships waiting`, `has stopped 41 ships`.
    pub ongoing: bool,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// Words of the clause about it, by stem, with their weights.
    pub context: Vec<ContextWord>,
    /// The words that follow it, for the question.
    pub after: String,
    /// In whose voice.
    pub voice: Voice,
    /// When it was said or printed.
    pub moment: Option<Moment>,
}

/// A word near a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ContextWord {
    /// Its stem.
    pub stem: u64,
    /// The number of its vector.
    pub vector: u32,
    /// How much it tells.
    pub weight: f32,
}

/// The story's time, for telling its own counts from those of other times.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Period {
    /// The earliest day that counts of the story can be of.
    pub from: Option<i32>,
}

/// The counts of a report, in order.
pub(crate) fn counts(view: &View<'_>, speakers: &[(u32, String)], period: Period) -> Vec<Count> {
    let quantities = &view.doc.annotations.quantities;
    let quotations = sayso_text::quotations(view.doc.text());
    let mut found = Vec::new();
    for (at, line) in view.sentences.iter().enumerate() {
        let from = quantities.partition_point(|q| q.span.start() < line.span.start());
        let until = quantities.partition_point(|q| q.span.start() < line.span.end());
        let ranges: Vec<Range<usize>> =
            quantities[from..until].iter().map(|q| view.tokens_in(q.span)).collect();
        let then = other_time(view, line, period);
        let updated = updated(view, line);
        let mut counted_with = None;
        for (q, quantity) in quantities[from..until].iter().enumerate() {
            let Some(figure) = Figure::of(quantity) else { continue };
            // `98 to 81` is one result.
            if counted_with == Some(q) {
                continue;
            }
            let tally = tally_to(view, &ranges, q);
            counted_with = tally.then_some(q + 1);
            let age = quantity.unit.as_deref() == Some("year of age") || age_of(view, &ranges[q]).is_some();
            if age || ranges[q].is_empty() {
                continue;
            }
            let near = Near { view, line, ranges: &ranges, own: q };
            // `half of the homes` is no count of homes.
            if quantity.unit.as_deref() != Some("%") && figure.middle() < 1.0 && figure.middle() > 0.0 {
                continue;
            }
            // `rose from five to nine`: the five is over.
            let before = view.word(ranges[q].start.wrapping_sub(1));
            if before == "from" && near.rises_before() {
                continue;
            }
            let class = near.class();
            let (unit, noun, sort, measure, factor) = unit_of(view, &ranges[q], quantity.unit.as_deref());
            let (shown, figure) = (figure, figure.times(factor));
            let part = near.part(sort, unit.as_deref());
            let span = match &class {
                Some((_, words)) => {
                    let hull = quantity.span.hull(*words);
                    if hull.len() <= quantity.span.len() + 30 { hull } else { quantity.span }
                }
                None => quantity.span,
            };
            let (span, class, unit, noun) = if tally {
                let other = quantities[from + q + 1].span;
                (quantity.span.hull(other), None, Some("vote".to_owned()), Some("votes".to_owned()))
            } else {
                (span, class, unit, noun)
            };
            let mut voice = view.voice(quantity.span);
            if !voice.attributed()
                && let Some(put) = view.put_by(line, ranges[q].start, speakers)
            {
                voice = put;
            }
            found.push(Count {
                doc: view.at,
                line: at,
                headline: line.headline,
                span,
                figure,
                shown,
                unit,
                noun,
                sort,
                measure,
                class: class.map(|c| c.0),
                part,
                share: near.share(),
                then: then.clone(),
                updated,
                earlier: near.earlier(),
                ongoing: near.ongoing(),
                quoted: quotations.inside(quantity.span.start()).is_some(),
                context: context(view, line, &ranges, q),
                after: near.after(),
                voice,
                moment: view.moment_of(voice),
            });
        }
        found.extend(unnumbered(view, at, &ranges, &then));
        found.extend(lasting(view, at, &ranges, &then));
        found.extend(ages(view, at));
    }
    found
}

/// Whether two numbers are the two sides of a vote: `by 98 votes to 81`, `98 to 81`, `54 against 46`.
fn tally_to(view: &View<'_>, ranges: &[Range<usize>], q: usize) -> bool {
    let (Some(one), Some(two)) = (ranges.get(q), ranges.get(q + 1)) else { return false };
    if one.is_empty() || two.is_empty() || two.start < one.end || two.start - one.end > 2 {
        return false;
    }
    let votes = |i: usize| view.word(i).starts_with("vote") || view.word(i).starts_with("seat");
    let voted = one.start.checked_sub(1).is_some_and(|i| view.word(i) == "by")
        || (one.start.saturating_sub(6)..two.end + 4)
            .any(|i| votes(i) || matches!(view.word(i), "passed" | "reading" | "ballot" | "carried"));
    let before = one.start.checked_sub(1).map_or("", |i| view.word(i));
    matches!(view.word(two.start - 1), "to" | "against")
        && (one.end..two.start - 1).all(votes)
        && voted
        && !matches!(before, "from" | "between")
}

/// The unit as it is compared, as printed, its sort, whether it is a measure, and what a number of it is in the unit
/// compared.
fn unit_of(
    view: &View<'_>,
    range: &Range<usize>,
    unit: Option<&str>,
) -> (Option<String>, Option<String>, Sort, bool, f64) {
    let Some(unit) = unit else {
        // Millions of nothing named are a sum.
        let large =
            range.clone().any(|i| matches!(view.word(i), "million" | "billion" | "trillion" | "m" | "bn"));
        return match large {
            true => (Some("sum".into()), None, Sort::Money, true, 1.0),
            false => (None, None, Sort::Thing, false, 1.0),
        };
    };
    const LENGTHS: [(&str, &str, f64); 17] = [
        ("km", "m", 1000.0),
        ("cm", "m", 0.01),
        ("mm", "m", 0.001),
        ("mile", "m", 1609.0),
        ("foot", "m", 0.3048),
        ("yard", "m", 0.9144),
        ("inch", "m", 0.0254),
        ("nautical mile", "m", 1852.0),
        ("mph", "km/h", 1.609),
        ("tonne", "kg", 1000.0),
        ("ton", "kg", 1000.0),
        ("lb", "kg", 0.4536),
        ("ounce", "kg", 0.02835),
        ("g", "kg", 0.001),
        ("gallon", "litre", 3.785),
        ("acre", "hectare", 0.4047),
        ("percentage point", "%", 1.0),
    ];
    if let Some((_, base, factor)) = LENGTHS.iter().find(|(u, _, _)| *u == unit) {
        return (Some((*base).into()), Some(unit.into()), Sort::Thing, true, *factor);
    }
    let short = unit.len() <= 4 && (unit == "%" || unit.chars().all(|c| c.is_ascii_uppercase()));
    if short
        || matches!(
            unit,
            "m" | "kg" | "litre" | "km/h" | "hectare" | "degree" | "barrel" | "dinar" | "peso" | "krone"
        )
    {
        return (Some(unit.into()), Some(unit.into()), Sort::Thing, true, 1.0);
    }
    let noun = range.clone().next_back().map(|i| view.word(i).to_owned());
    let lower = unit.to_lowercase();
    match LISTS.unit(&lower) {
        Some((_, Sort::Money)) => (Some(lower), noun, Sort::Money, true, 1.0),
        Some((group, sort)) => (Some(group.into()), noun, sort, false, 1.0),
        // `Germans`: people of one sort.
        None if unit.starts_with(char::is_uppercase) => (Some(lower), noun, Sort::Part, false, 1.0),
        None => (Some(lower), noun, Sort::Thing, false, 1.0),
    }
}

/// A number among the words of its sentence.
struct Near<'v, 'a> {
    view: &'v View<'a>,
    line: &'v Line,
    /// The tokens of all quantities of the sentence.
    ranges: &'v [Range<usize>],
    /// Which of them is looked at.
    own: usize,
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

    fn rises_before(&self) -> bool {
        let start = self.range().start;
        (self.line.tokens.start.max(start.saturating_sub(8))..start).any(|i| {
            RISE.contains(&self.view.word(i))
                || matches!(self.view.word(i), "fell" | "up" | "down" | "fallen")
        }) || self.view.word(self.range().end) == "to"
    }

    /// What became of those counted, and the words that say so.
    fn class(&self) -> Option<(usize, Span)> {
        // `None of the 180 passengers was hurt.`
        let start = self.range().start;
        if (start.saturating_sub(3)..start).any(|i| matches!(self.view.word(i), "none" | "neither")) {
            return None;
        }
        let (right, left) = (self.right(), self.left());
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

    fn right(&self) -> Option<(usize, usize)> {
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

    /// The part of the whole that is counted.
    fn part(&self, sort: Sort, unit: Option<&str>) -> Option<String> {
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

    /// Whether the number comes on top of others or out of others.
    fn share(&self) -> bool {
        let view = self.view;
        let range = self.range();
        const MORE: [&str; 8] =
            ["more", "further", "additional", "another", "others", "extra", "remaining", "new"];
        let before = |n: usize| range.start.checked_sub(n).map_or("", |i| view.word(i));
        let more = range.clone().any(|i| MORE.contains(&view.word(i)))
            || matches!(view.word(range.end), "more" | "others" | "further" | "additional")
            || matches!(before(1), "another" | "further" | "additional" | "including" | "other" | "extra");
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
        let among = (self.line.tokens.start.max(range.start.saturating_sub(4))..range.start)
            .any(|i| matches!(view.word(i), "including" | "among" | "besides" | "counting"));
        more || of || among
    }

    fn earlier(&self) -> bool {
        let view = self.view;
        let range = self.range();
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

    fn ongoing(&self) -> bool {
        let view = self.view;
        let range = self.range();
        let next = view.word(range.end);
        next.ends_with("ing") && next.len() > 4
            || (self.line.tokens.start.max(range.start.saturating_sub(4))..range.start)
                .any(|i| matches!(view.word(i), "has" | "have"))
    }

    /// The words that follow, to the end of the clause.
    fn after(&self) -> String {
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

/// A rough singular, for meeting the lists: `deaths`, `bodies`, `lives`.
pub(crate) fn singular(word: &str) -> String {
    match word {
        "lives" => "life".into(),
        "people" => "person".into(),
        "men" => "man".into(),
        "women" => "woman".into(),
        "children" => "child".into(),
        _ => match word.strip_suffix("ies") {
            Some(stem) if stem.len() > 2 => format!("{stem}y"),
            _ if word.ends_with("ss") || word.len() < 4 => word.to_owned(),
            _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
        },
    }
}

/// When a sentence speaks of another time than the story's: a year, or `before`.
fn other_time(view: &View<'_>, line: &Line, period: Period) -> Option<String> {
    let from = period.from?;
    for time in view.times_in(line.span) {
        let year = time.value.get(..4).and_then(|y| y.parse::<i32>().ok());
        let last = match (time.value.len(), year) {
            (4, Some(year)) => crate::dates::day_number(year, 12, 31),
            (7, Some(year)) => {
                let month = time.value.get(5..7).and_then(|m| m.parse::<u32>().ok());
                month.and_then(|m| crate::dates::day_number(year, m, 28))
            }
            (10.., _) => crate::dates::parse_day(&time.value),
            _ => None,
        };
        if last.is_some_and(|last| last < from) {
            return Some(time.value.get(..4).unwrap_or("before").to_owned());
        }
    }
    line.tokens.clone().any(|i| LISTS.is_background(view.word(i))).then(|| "before".into())
}

fn updated(view: &View<'_>, line: &Line) -> bool {
    const NOW: [&str; 12] = [
        "now",
        "already",
        "revised",
        "corrected",
        "updated",
        "risen",
        "rises",
        "rose",
        "climbed",
        "climbs",
        "bringing",
        "increased",
    ];
    line.tokens.clone().any(|i| {
        let word = view.word(i);
        NOW.contains(&word) || word == "so" && view.word(i + 1) == "far"
    })
}

/// Words of the clause about a number, by stem, the rarer the heavier.
fn context(view: &View<'_>, line: &Line, ranges: &[Range<usize>], own: usize) -> Vec<ContextWord> {
    const REACH: usize = 14;
    let range = &ranges[own];
    let from = line.tokens.start.max(range.start.saturating_sub(REACH));
    let until = line.tokens.end.min(range.end + REACH);
    let mut found: Vec<ContextWord> = (from..until)
        .filter(|i| view.is_word(*i) && !ranges.iter().any(|r| r.start == *i))
        .filter_map(|i| {
            let stem = view.stem(i);
            let weight = (0.2 / prior::share(stem)).ln();
            (weight > 0.3).then(|| ContextWord {
                stem,
                vector: vector_of(view.word(i)),
                weight: weight.min(5.0),
            })
        })
        .collect();
    found.sort_by_key(|c| c.stem);
    found.dedup_by_key(|c| c.stem);
    found
}

/// Counts without a number: `no one was hurt`, `a man died` in the headline or lead.
fn unnumbered(view: &View<'_>, at: usize, ranges: &[Range<usize>], then: &Option<String>) -> Vec<Count> {
    let line = &view.sentences[at];
    let mut found = Vec::new();
    for i in line.tokens.clone() {
        let (value, range) = match view.word(i) {
            "no" | "nobody" | "none" | "without" => {
                let one = matches!(view.word(i + 1), "one" | "-") as usize;
                (0.0, i..i + 1 + one)
            }
            "a" | "an" if at <= 1 => {
                let Some(noun) =
                    (i + 1..i + 4).find(|n| LISTS.unit(view.word(*n)).is_some_and(|u| u.1 != Sort::Thing))
                else {
                    continue;
                };
                (1.0, i..noun + 1)
            }
            _ => continue,
        };
        if range.end > line.tokens.end || ranges.iter().any(|r| r.start < range.end && range.start < r.end) {
            continue;
        }
        let all = [range.clone()];
        let near = Near { view, line, ranges: &all, own: 0 };
        let close = if value == 0.0 {
            // `no injuries`, `no one was hurt`, `no deaths or injuries`
            (range.end..(range.end + 5).min(line.tokens.end)).take_while(|k| view.is_word(*k)).find_map(|k| {
                let single = singular(view.word(k));
                let roles = [Role::Done, Role::Is, Role::Noun, Role::Happens];
                LISTS.role(&single, &roles).or(LISTS.role(view.word(k), &roles)).map(|(c, _)| (c, k))
            })
        } else {
            near.right().filter(|(_, k)| k - range.end < 4)
        };
        let Some((class, word)) = close else { continue };
        let name = LISTS.classes[class].name;
        if !matches!(name, "dead" | "hurt" | "missing" | "arrested" | "casualty" | "ill")
            || view.word(word).starts_with("claim")
        {
            continue;
        }
        if value == 0.0 && matches!(view.word(word), "body" | "life" | "lives") {
            continue;
        }
        let Some(span) = view.hull(range.start..word + 1) else { continue };
        let voice = view.voice(span);
        let noun_at = range.end - 1;
        let (unit, sort) = if value == 1.0 {
            let (group, sort) = LISTS.unit(view.word(noun_at)).unwrap_or(("person", Sort::Any));
            (group, sort)
        } else {
            ("person", Sort::Any)
        };
        found.push(Count {
            doc: view.at,
            line: at,
            headline: line.headline,
            span,
            figure: Figure::exact(value),
            shown: Figure::exact(value),
            unit: Some(unit.into()),
            noun: None,
            sort,
            measure: false,
            class: Some(class),
            part: near.part(sort, Some(unit)),
            share: false,
            then: then.clone(),
            updated: false,
            earlier: false,
            ongoing: false,
            quoted: false,
            context: Vec::new(),
            after: String::new(),
            voice,
            moment: view.moment_of(voice),
        });
    }
    found
}

/// Lengths of time, and minutes of a match: `within ten minutes`, `in the 88th minute`.
fn lasting(view: &View<'_>, at: usize, ranges: &[Range<usize>], then: &Option<String>) -> Vec<Count> {
    let line = &view.sentences[at];
    let mut found: Vec<(Range<usize>, f64, &'static str)> = Vec::new();
    for time in view.times_in(line.span).filter(|t| t.kind == TimeType::Duration) {
        let range = view.tokens_in(time.span);
        if let Some((value, unit)) = duration(&time.value)
            && !range.is_empty()
        {
            found.push((range, value, unit));
        }
    }
    for i in line.tokens.clone() {
        let word = view.word(i);
        let ordinal = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|e| word.strip_suffix(e))
            .and_then(|n| n.parse::<f64>().ok());
        if let Some(value) = ordinal
            && view.word(i + 1) == "minute"
        {
            found.push((i..i + 2, value, "minute of play"));
        }
    }
    found
        .into_iter()
        .filter_map(|(range, value, unit)| {
            let mut all = ranges.to_vec();
            all.push(range.clone());
            let near = Near { view, line, ranges: &all, own: all.len() - 1 };
            let first = range.start.checked_sub(1).map_or("", |i| view.word(i));
            let two = range.start.checked_sub(2).map_or("", |i| view.word(i));
            let opens = view.word(range.start);
            let has = |w: &[&str]| w.contains(&first) || w.contains(&opens);
            let (low, high, about) =
                if has(&["about", "around", "some", "nearly", "almost", "roughly", "approximately"]) {
                    (value * 0.9, value * 1.1, true)
                } else if has(&["over"]) || matches!((two, first), ("at", "least") | ("more", "than")) {
                    (value, f64::INFINITY, false)
                } else {
                    (value, value, false)
                };
            let figure = Figure { low, high, value: Some(value), near: about };
            let span = view.hull(range)?;
            let voice = view.voice(span);
            Some(Count {
                doc: view.at,
                line: at,
                headline: line.headline,
                span,
                figure,
                shown: figure,
                unit: Some(unit.into()),
                noun: Some(if unit == "minute of play" { "minutes".to_owned() } else { format!("{unit}s") }),
                sort: Sort::Thing,
                measure: true,
                class: None,
                part: None,
                share: near.share(),
                then: then.clone(),
                updated: false,
                earlier: false,
                ongoing: false,
                quoted: false,
                context: context(view, line, &all, all.len() - 1),
                after: String::new(),
                voice,
                moment: view.moment_of(voice),
            })
        })
        .collect()
}

/// The number and unit of a TIMEX3 duration in one unit.
fn duration(value: &str) -> Option<(f64, &'static str)> {
    let (rest, within) = match value.strip_prefix("PT") {
        Some(rest) => (rest, true),
        None => (value.strip_prefix('P')?, false),
    };
    let last = rest.chars().next_back()?;
    let number: f64 = rest.strip_suffix(last)?.parse().ok()?;
    let unit = match (last, within) {
        ('S', true) => "second",
        ('M', true) => "minute",
        ('H', true) => "hour",
        ('D', false) => "day",
        ('W', false) => "week",
        ('M', false) => "month",
        ('Y', false) => "year",
        _ => return None,
    };
    // `a day`, `a year` says little.
    (number > 1.0).then_some((number, unit))
}

/// The person whose age stands at some tokens: `Edvin Sater, 51,`, `the 51-year-old Sater`.
fn age_of(view: &View<'_>, range: &Range<usize>) -> Option<usize> {
    let start = range.start;
    let number: f64 = view.word(start).split('-').next()?.parse().ok()?;
    if !(1.0..=115.0).contains(&number) || start == 0 {
        return None;
    }
    let after = view.word(range.end.max(start + 1));
    let old =
        range.clone().any(|i| view.word(i).ends_with("year-old")) || view.word(start).contains("-year-old");
    let aside = view.word(start - 1) == ","
        && matches!(after, "," | "." | ";" | ")")
        && start >= 2
        && view.is_name(start - 2);
    if aside {
        return Some(start - 2);
    }
    if old {
        let near = (range.end..range.end + 6).find(|i| view.is_name(*i) && view.capital(*i));
        return near.map(|first| (first..).take_while(|i| view.is_name(*i)).last().unwrap_or(first));
    }
    None
}

/// The name that ends at a token, with all its words.
fn full_name(view: &View<'_>, last: usize) -> String {
    let first = (0..last)
        .rev()
        .take(4)
        .take_while(|i| view.is_word(*i) && view.capital(*i) && view.is_name(*i))
        .last();
    let span = view.hull(first.unwrap_or(last)..last + 1);
    span.map(|s| view.text(s).trim_end_matches("'s").to_owned()).unwrap_or_default()
}

/// Ages of persons named.
fn ages(view: &View<'_>, at: usize) -> Vec<Count> {
    let line = &view.sentences[at];
    line.tokens
        .clone()
        .filter(|i| view.word(*i).starts_with(|c: char| c.is_ascii_digit()))
        .filter_map(|i| {
            let old = view.word(i).contains("-year-old");
            let name = age_of(view, &(i..i + 1));
            if name.is_none() && !old {
                return None;
            }
            let value: f64 = view.word(i).split('-').next()?.parse().ok()?;
            let span = view.tokens[i].span;
            let voice = view.voice(span);
            Some(Count {
                doc: view.at,
                line: at,
                headline: line.headline,
                span,
                figure: Figure::exact(value),
                shown: Figure::exact(value),
                unit: Some("year of age".into()),
                noun: None,
                sort: Sort::Thing,
                measure: false,
                class: None,
                part: name.map(|name| full_name(view, name)),
                share: false,
                then: None,
                updated: false,
                earlier: false,
                ongoing: false,
                quoted: false,
                context: Vec::new(),
                after: String::new(),
                voice,
                moment: view.moment_of(voice),
            })
        })
        .collect()
}
