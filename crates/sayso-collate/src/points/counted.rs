//! The counts of one report: each number with what it counts, what became of it, and what sets it apart.

mod age;
mod befall;
mod context;
mod elided;
mod fate;
mod kind;
mod near;
mod share;
mod tally;
mod told;
mod unit;

use super::figure::Figure;
use super::lists::{LISTS, Sort};
use super::view::{Line, Moment, View, Voice};
use age::{age_of, ages};
pub(crate) use context::ContextWord;
use context::context;
use near::Near;
use sayso_model::Quantity;
use sayso_text::Span;
use std::ops::Range;
pub(super) use tally::OTHER_SIDE;
use tally::{tally_to, tally_to_few};
pub(super) use told::RESULT;
use told::{lasting, results, strong, unnumbered, whole};
use unit::unit_of;
pub(crate) use unit::{plural, singular};

/// The most who speak with one voice in news: two officials, three people with knowledge of the talks.
const FEW_SPEAKERS: f64 = 10.0;

/// What those are who speak together: hardly ever what a story counts.
const SPEAKERS: [&str; 12] = [
    "source", "official", "diplomat", "insider", "aide", "adviser", "person", "people", "witness", "expert",
    "lawmaker", "analyst",
];

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
    /// Whether it is a number on top of others: `four more`.
    pub more: bool,
    /// Whether its unit is only that of what was counted before it: `three laboratories … I can find two`.
    pub lent: bool,
    /// What sort of figure it is, where words say so: a limit, a demand.
    pub kind: Option<&'static str>,
    /// The whole it is counted out of: the 52 of `41 of 52 drones`.
    pub of: Option<f64>,
    /// When, if not at the time of the story: a year, or `before`.
    pub then: Option<String>,
    /// Whether the words say that the number has changed: `rose to`, `now`, `so far`.
    pub updated: bool,
    /// Whether the words say that it was the number before: `had put it at 11 earlier`, `correcting the 54 per cent`.
    pub earlier: bool,
    /// Whether it is given as wrong: `not the 1,800 that the firm speaks of`.
    pub denied: bool,
    /// Whether it goes on: `38 ships waiting`, `has stopped 41 ships`.
    pub ongoing: bool,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// Words of the clause about it, by stem, with their weights.
    pub context: Vec<ContextWord>,
    /// The words that follow it, for the question.
    pub after: String,
    /// The words before it, back to the beginning of the clause, for the question.
    pub before: String,
    /// The number before whose thing it counts too, not saying it again: `12 ships, the harbour master 14`.
    pub like: Option<Span>,
    /// In whose voice.
    pub voice: Voice,
    /// When it was said or printed.
    pub moment: Option<Moment>,
}

impl Count {
    /// A figure at a place of a report, in the voice that speaks there, of which nothing else is known yet. `at` is the
    /// place of its sentence.
    fn at(view: &View<'_>, at: usize, span: Span, figure: Figure) -> Count {
        let voice = view.voice(span);
        Count {
            doc: view.at,
            line: at,
            headline: view.sentences[at].headline,
            span,
            figure,
            shown: figure,
            unit: None,
            noun: None,
            sort: Sort::Thing,
            measure: false,
            class: None,
            part: None,
            share: false,
            more: false,
            lent: false,
            kind: None,
            of: None,
            then: None,
            updated: false,
            earlier: false,
            denied: false,
            ongoing: false,
            quoted: false,
            context: Vec::new(),
            after: String::new(),
            before: String::new(),
            like: None,
            voice,
            moment: view.moment_of(voice),
        }
    }

    /// Whether it is a length of time, or a minute of a match: they are many in every report, and mostly of other things.
    pub(super) fn lasts(&self) -> bool {
        matches!(self.unit.as_deref(), Some("minute" | "minute of play"))
    }

    /// What it counts and what sets it apart, in a line for a person to read.
    pub(super) fn about(&self) -> String {
        let flags = [
            (self.headline, "headline"),
            (self.measure, "measure"),
            (self.share, "share"),
            (self.more, "more"),
            (self.lent, "lent"),
            (self.updated, "updated"),
            (self.earlier, "earlier"),
            (self.denied, "denied"),
            (self.ongoing, "ongoing"),
            (self.voice.attributed(), "attributed"),
        ];
        let words = [
            self.unit.as_deref(),
            self.class.map(|c| LISTS.classes[c].name),
            self.part.as_deref(),
            self.then.as_deref(),
            self.kind,
        ];
        let flags = flags.iter().filter(|f| f.0).map(|f| f.1);
        words.into_iter().map(|w| w.unwrap_or("-")).chain(flags).collect::<Vec<_>>().join(" ")
    }
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
        let (opened, mut over_at) = (found.len(), Vec::new());
        for (q, quantity) in quantities[from..until].iter().enumerate() {
            let Some(figure) = Figure::of(quantity) else { continue };
            // `98 to 81` is one result.
            if counted_with == Some(q) {
                continue;
            }
            let plain = |q: Option<&Quantity>| {
                q.is_some_and(|q| q.unit.as_deref().is_none_or(|u| matches!(u, "vote" | "seat" | "person")))
            };
            let pair =
                tally_to(view, &ranges, q) && plain(Some(quantity)) && plain(quantities.get(from + q + 1));
            counted_with = pair.then_some(q + 1);
            let small = if pair { None } else { tally_to_few(view, &ranges[q]) };
            let tally = pair || small.is_some();
            let age = quantity.unit.as_deref() == Some("year of age")
                || age_of(view, &ranges[q]).is_some()
                || age::aged(view, ranges[q].start) && ranges[q].len() == 1
                || age::of_age(view, ranges[q].start);
            if age || ranges[q].is_empty() {
                continue;
            }
            // `04`: a number in a row or of a telephone.
            let digits = view.word(ranges[q].start);
            if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let near = Near { view, line, ranges: &ranges, own: q };
            let whole = whole(view, at, &ranges, q, quantity.unit.as_deref(), &then);
            let of = whole.as_ref().map(|w| w.figure.middle()).or_else(|| near.out_of());
            found.extend(whole);
            // `half of the homes` is no count of homes, but a share of them; `half a mile` is no share.
            let measured = || unit_of(view, &ranges[q], quantity.unit.as_deref()).3;
            let share = share::share(view, &ranges[q], figure).filter(|_| !measured());
            let (figure, unit_said) = match share {
                Some(share) => (share, Some("%")),
                None => (figure, quantity.unit.as_deref()),
            };
            // `rose from five to nine`: the five is over.
            let over = view.word(ranges[q].start.wrapping_sub(1)) == "from" && near.rises_before();
            let (unit, noun, sort, measure, factor) = unit_of(view, &ranges[q], unit_said);
            let (shown, figure) = (figure, figure.times(factor));
            let class = near.class().filter(|(c, at)| near.befalls(*c, *at, sort, measure, noun.as_deref()));
            // `12 deaths`, `three arrests`: people are counted.
            let (unit, sort) = match &class {
                Some((c, _)) if LISTS.classes[*c].people && !measure && near.named_so(*c) => {
                    (Some("person".to_owned()), Sort::Any)
                }
                _ => (unit, sort),
            };
            let unit = unit.or_else(|| (near.of_us() || near.who()).then(|| "person".to_owned()));
            let (unit, noun, sort) = match unit {
                None => match near.head() {
                    Some((unit, sort)) => (Some(unit), noun, sort),
                    None => (None, noun, sort),
                },
                _ => (unit, noun, sort),
            };
            let sort =
                if unit.as_deref() == Some("person") && sort == Sort::Thing { Sort::Any } else { sort };
            // `Some 2,500 marched`, `put the crowd at 900`
            let class = match class {
                None if !measure && (unit.is_none() || matches!(sort, Sort::Any | Sort::Role)) => {
                    near.gathered()
                }
                class => class,
            };
            // `puts the number of people who left at 14,000`
            let (unit, noun, sort) = match unit {
                None => near.number_of().unwrap_or((None, noun, sort)),
                _ => (unit, noun, sort),
            };
            // `53 confirmed and five probable cases`
            let (unit, noun, sort) = match unit.is_none().then(|| near.shared_noun()).flatten() {
                Some(at) => {
                    let noun = singular(view.word(at));
                    let (unit, noun, sort, ..) = unit_of(view, &ranges[q], Some(&noun));
                    (unit, noun, sort)
                }
                None => (unit, noun, sort),
            };
            // `Two officials said`: how many speak is no count of anything.
            let speaks = view.attributes(ranges[q].start) && view.attributes(ranges[q].end);
            if speaks
                && figure.middle() <= FEW_SPEAKERS
                && noun.as_deref().is_some_and(|n| SPEAKERS.contains(&singular(n).as_str()))
            {
                continue;
            }
            // `six of them children`
            let people = near.said_to_be().filter(|_| !measure);
            let (unit, sort) = match people {
                Some(people) => (Some(people.to_owned()), Sort::Part),
                None => (unit, sort),
            };
            // `8,000 flee`, `the toll reaches 11`: whoever something befalls are people, unless a noun says otherwise.
            let (unit, sort) = match unit {
                None if class.is_some() => (Some("person".to_owned()), Sort::Any),
                unit => (unit, sort),
            };
            let part = near.part(sort, unit.as_deref());
            let critical = class.as_ref().is_some_and(|(c, _)| LISTS.classes[*c].name == "hurt")
                && part.is_none()
                && near.critical().is_some();
            let part = if critical { Some("critical".to_owned()) } else { part };
            let part = if share.is_some() { share::whole(view, &ranges[q]) } else { part };
            let span = match &class {
                Some((_, words)) => {
                    let hull = quantity.span.hull(*words);
                    if hull.len() <= quantity.span.len() + 30 { hull } else { quantity.span }
                }
                None => quantity.span,
            };
            let (span, class, unit, noun) = if tally {
                let other = small.unwrap_or_else(|| quantities[from + q + 1].span);
                (quantity.span.hull(other), None, Some("vote".to_owned()), Some("votes".to_owned()))
            } else {
                (span, class, unit, noun)
            };
            // `by 98 votes to 81`: the 81, too, are votes.
            if pair
                && let Some(other) = quantities.get(from + q + 1).and_then(Figure::of)
                && other.middle() > 1.0
            {
                let span = quantities[from + q + 1].span;
                found.push(Count {
                    unit: Some("vote".to_owned()),
                    noun: Some("votes".to_owned()),
                    part: Some("against".to_owned()),
                    kind: Some(OTHER_SIDE),
                    then: then.clone(),
                    updated,
                    context: context(view, line, &ranges, q + 1),
                    ..Count::at(view, at, span, other)
                });
            }
            let mut voice = view.voice(quantity.span);
            let kind = kind::kind(view, line, &ranges[q]);
            // `The union wants 12 per cent`: what is demanded or offered is the figure of who does.
            if !voice.attributed() && matches!(kind, Some("demand" | "offer")) {
                voice = view.said_by(ranges[q].start);
            }
            if !voice.attributed()
                && let Some(put) = view.put_by(line, ranges[q].start, speakers)
            {
                voice = put;
            }
            if over {
                over_at.push(found.len());
            }
            // `Five died and 11 more were hurt`: they come on top of others to whom something else happened.
            let class = class.map(|c| c.0);
            let fates = || found[opened..].iter().filter_map(|c: &Count| c.class);
            let other = class.is_some() && fates().next().is_some() && fates().all(|c| Some(c) != class);
            let more = near.more() && !other;
            // What became of the others became of those out of them.
            let class = match (class, people) {
                (None, Some(_)) => found[opened..].last().and_then(|c| c.class),
                _ => class,
            };
            found.push(Count {
                shown,
                unit,
                noun,
                sort,
                measure,
                class,
                part,
                // `43 of the 52 drones`, `41 of 52 drones`
                share: if of.is_some() { more } else { near.share() && (more || !near.more()) },
                more,
                kind,
                of,
                then: then.clone(),
                updated,
                earlier: over || near.earlier(),
                denied: near.denied(),
                ongoing: near.ongoing(),
                quoted: quotations.inside(quantity.span.start()).is_some(),
                context: context(view, line, &ranges, q),
                after: near.after(),
                before: near.before(),
                voice,
                moment: view.moment_of(voice),
                ..Count::at(view, at, span, figure)
            });
        }
        over_at.iter().for_each(|i| elided::step_from(&mut found[opened..], i - opened));
        found.extend(unnumbered(view, at, &ranges, &then));
        found.extend(lasting(view, at, &ranges, &then));
        found.extend(strong(view, at, &ranges, &then));
        found.extend(ages(view, at));
        found.extend(results(view, at, &ranges, &then));
    }
    elided::complete(view, &mut found, speakers);
    elided::lend(view, &mut found);
    for count in &mut found {
        if count.then.as_deref().is_some_and(|year| {
            year.starts_with(|c: char| c.is_ascii_digit()) && !kind::dated(view, count, year)
        }) {
            count.then = None;
        }
    }
    found
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

/// Whether a sentence says that its number has changed: `rose to`, `now`, `so far`.
fn updated(view: &View<'_>, line: &Line) -> bool {
    line.tokens.clone().any(|i| {
        let word = view.word(i);
        LISTS.is_updating(word) || word == "so" && view.word(i + 1) == "far"
    })
}
