//! Time expressions of a report as TIMEX3: where they stand, what kind they are, and the value they come to.
//!
//! [`times`] reads a text from left to right. Values are reckoned from the day of publication, from a day named
//! before (`the next day`), and from the tense of the clause, which tells a Friday gone from a Friday to come. What
//! cannot be reckoned keeps what is known of it: without a day of publication, `Friday` is `XXXX-WXX-5`.

mod expr;
mod governor;
mod holidays;
mod lexicon;
mod read;
mod resolve;
mod said;
mod tense;
mod value;

pub use said::{Said, SaidHow, SayingSpans, said_of};

use crate::prepared::{Sentences, Trees};
use expr::{Expr, What, YearRef};
use jiff::civil::Date;
use lexicon::{Atom, Sense, push_atoms, sense};
use read::Reader;
use resolve::Context;
use sayso_model::{Published, Time, TimeAnchor, TimeType};
use sayso_text::{Gap, Sentence, Span, Token};
use tense::{Tense, tense};
use value::{Clock, Unit, length};

/// Whether a word names a day of the week: `Friday`.
pub(crate) fn is_weekday(word: &str) -> bool {
    matches!(sense(word), Sense::Weekday(_))
}

/// The time expressions of a text, in order, none within another. `tokens` and `sentences` are those of `text`.
///
/// ```
/// use sayso_annotate::times::times;
/// use sayso_model::{Basis, Published};
/// let text = "The bridge closed on Friday morning. The next day ferries began to run.";
/// let tokens: Vec<_> = sayso_text::tokens(text).collect();
/// let sentences = sayso_text::sentences(text, &tokens);
/// let published =
///     Published { value: Some("2031-03-10".into()), basis: Basis::Metadata, evidence: None };
/// let found = times(text, &tokens, &sentences, &published);
/// let values: Vec<&str> = found.iter().map(|t| t.value.as_str()).collect();
/// assert_eq!(values, ["2031-03-07TMO", "2031-03-08"]);
/// ```
pub fn times(text: &str, tokens: &[Token], sentences: &[Sentence], published: &Published) -> Vec<Time> {
    times_in(text, tokens, sentences, published, &Sentences::new(text, tokens, sentences))
}

/// The same, with the trees of the sentences at hand.
pub(crate) fn times_in(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    published: &Published,
    trees: &dyn Trees,
) -> Vec<Time> {
    let day = published.day().and_then(|d| d.parse::<Date>().ok());
    let mut context = Context::new(day);
    let mut found = Vec::new();
    let mut atoms: Vec<Atom> = Vec::with_capacity(64);
    let mut read: Vec<(usize, usize, Expr)> = Vec::new();
    let mut number = 0;
    while let Some(sentence) = sentences.get(number) {
        context.sentence = number;
        atoms.clear();
        for token in tokens.get(sentence.tokens.clone()).unwrap_or_default() {
            push_atoms(text, token, &mut atoms);
        }
        number += 1;
        // `9 a.m. EST Tuesday` reads on where the stop seemed to end a sentence.
        if let Some(next) = sentences.get(number).filter(|n| goes_on(text, tokens, &atoms, n)) {
            for token in tokens.get(next.tokens.clone()).unwrap_or_default() {
                push_atoms(text, token, &mut atoms);
            }
            number += 1;
        }
        let reader = Reader { text, atoms: &atoms, first: 0, end: atoms.len(), tokens, trees };
        read.clear();
        let mut at = 0;
        while at < atoms.len() {
            match reader.read(at) {
                Some((end, expr)) if end > at => {
                    read.push((at, end.min(atoms.len()), expr));
                    at = end;
                }
                _ => at += 1,
            }
        }
        for i in 0..read.len() {
            let (start, end, expr) = &read[i];
            let next = read.get(i + 1);
            if let Some((kind, value, anchor)) = evaluate(&reader, &mut context, *start, *end, expr, next)
                && let Some(span) = Span::new(atoms[*start].start, atoms[*end - 1].end)
            {
                found.push(Time { span, kind, value, anchor });
            }
        }
    }
    found
}

/// Whether a sentence that begins with a zone or a day follows one that ends in `a.m.`
fn goes_on(text: &str, tokens: &[Token], atoms: &[Atom], next: &Sentence) -> bool {
    let [.., half, stop] = atoms else {
        return false;
    };
    let Some(first) = tokens.get(next.tokens.start) else {
        return false;
    };
    matches!(half.sense, Sense::Ampm(_))
        && stop.sense == Sense::Punct(b'.')
        && first.gap != Gap::Break
        && matches!(
            sense(first.text(text)),
            Sense::Zone | Sense::Weekday(_) | Sense::Month(_) | Sense::MonthShort(_)
        )
}

/// The type, value and anchor of an expression.
fn evaluate(
    reader: &Reader<'_>,
    context: &mut Context,
    start: usize,
    end: usize,
    expr: &Expr,
    next: Option<&(usize, usize, Expr)>,
) -> Option<(TimeType, String, TimeAnchor)> {
    match expr {
        Expr::Skip => None,
        Expr::Ref(value) => Some((TimeType::Date, (*value).into(), TimeAnchor::None)),
        Expr::Set(value) => Some((TimeType::Set, value.clone(), TimeAnchor::None)),
        Expr::Duration(parts) => Some((TimeType::Duration, length(parts), TimeAnchor::None)),
        Expr::Point(What::Offset { number, unit, .. }, _) if unit.is_clock() => {
            Some((TimeType::Duration, length(&[(*number, *unit)]), TimeAnchor::None))
        }
        Expr::Point(what, clock) => {
            let mut clock = *clock;
            let (point, anchor) = match (what, next) {
                // `at 10 a.m. on Friday`, `at eleven o'clock on Friday night`
                (What::ClockOnly, Some((s, e, Expr::Point(day, part)))) if *s <= end + 2 && is_day(day) => {
                    if let (Some(Clock::At { hour, minute, .. }), Some(Clock::Part(part))) =
                        (&mut clock, part)
                    {
                        // The day ends at `twelve o'clock on Saturday night`.
                        let ends =
                            *hour == 12 && *part == value::Part::Night && minute.is_none_or(|m| m == 0);
                        *hour = if ends { 24 } else { read::in_part(u32::from(*hour), *part) as u8 };
                    }
                    context.resolve(day, tense(reader, *s, *e))
                }
                (What::ClockOnly, _) => context.clock_day(tense(reader, start, end) == Tense::Past),
                // `between 2 September and 12 October 2031`
                (
                    What::Date { year: YearRef::Near, month, day, weekday },
                    Some((s, _, Expr::Point(until, _))),
                ) if *s == end + 1 && year_of(until).is_some() => {
                    let (year, last) = year_of(until).unwrap_or_default();
                    let year = YearRef::Given(if (*month, *day) > last { year - 1 } else { year });
                    let from = What::Date { year, month: *month, day: *day, weekday: *weekday };
                    context.resolve(&from, Tense::Unknown)
                }
                _ => {
                    let tense = if needs_tense(what) { tense(reader, start, end) } else { Tense::Unknown };
                    context.resolve(what, tense)
                }
            };
            if *what != What::ClockOnly {
                context.remember(point, what);
            }
            let time = clock.is_some() && (point.first_day().is_none() || is_day(what));
            let kind = if time { TimeType::Time } else { TimeType::Date };
            Some((kind, context.with_clock(point, clock), anchor))
        }
    }
}

/// The year that a date is printed with, its month and day.
fn year_of(what: &What) -> Option<(i16, (i8, i8))> {
    match what {
        What::Date { year: YearRef::Given(year), month, day, .. } => Some((*year, (*month, *day))),
        _ => None,
    }
}

fn needs_tense(what: &What) -> bool {
    matches!(
        what,
        What::Weekday { .. }
            | What::Date { .. }
            | What::MonthDay { .. }
            | What::NthWeekday { .. }
            | What::Month { .. }
            | What::Season { .. }
            | What::Quarter { .. }
            | What::TheUnit(_)
            | What::Holiday { .. }
            | What::WeekOf { .. }
    )
}

fn is_day(what: &What) -> bool {
    match what {
        What::Weekday { .. }
        | What::Date { .. }
        | What::MonthDay { .. }
        | What::NthWeekday { .. }
        | What::Day(_)
        | What::ClockOnly => true,
        What::Unit { unit, .. } | What::TheUnit(unit) | What::Offset { unit, .. } => *unit == Unit::Day,
        What::Holiday { week, .. } => !week,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
