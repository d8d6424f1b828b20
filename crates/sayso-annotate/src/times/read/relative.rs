//! Expressions told from a reference: weekdays, `last week`, `the next day`, `this summer`.

use super::{Read, Reader};
use crate::times::expr::{Expr, What, YearRef};
use crate::times::lexicon::{Ago, Sense, Shift};
use crate::times::value::{Clock, Part, Unit};

impl Reader<'_> {
    /// A weekday with its date and part of day, if they follow: `Friday, Oct. 23`, `Friday morning`.
    pub(super) fn weekday(&self, i: usize, shift: Option<Shift>) -> Read<Expr> {
        let (day, short) = match self.sense(i) {
            Sense::Weekday(day) => (day, false),
            Sense::WeekdayShort(day) => (day, true),
            // A possessive whose apostrophe is lost, or a plural: only with `nights` before it, read as a set.
            _ => return None,
        };
        if !self.capital(i) {
            return None;
        }
        let mut end = i + 1;
        if short && self.punct(end, b'.') && self.tight(end) {
            end += 1;
        }
        // `Friday, Oct. 23`, `Saturday 7 March`, `Sunday the 8th of March`
        for skip in [0, 1] {
            let at = if skip == 1 && (self.punct(end, b',') || self.sense(end) == Sense::The) {
                end + 1
            } else {
                end
            };
            let dated = match self.sense(at) {
                Sense::Month(_) | Sense::MonthShort(_) => self.month(at),
                Sense::Digits(..) | Sense::Ordinal(_) => self.digits_date(at),
                _ => None,
            };
            if let Some((end, Expr::Point(What::Date { year, month, day: number, .. }, _))) = dated {
                return Some((
                    end,
                    Expr::Point(What::Date { year, month, day: number, weekday: Some(day) }, None),
                ));
            }
        }
        if short {
            return None;
        }
        // `Friday the 13th`
        if let (Sense::The, Sense::Ordinal(number @ 1..=31)) = (self.sense(end), self.sense(end + 1))
            && self.word(end + 1).starts_with(|c: char| c.is_ascii_digit())
            && self.is_closed(end + 2)
            && self.sense(end + 2) != Sense::Of
        {
            let what = What::MonthDay { day: number as i8, weekday: Some(day) };
            return Some((end + 2, Expr::Point(what, None)));
        }
        // Names: `Black Friday` is a holiday, `Friday Harbor` a place.
        let mut clock = None;
        match self.sense(end) {
            Sense::Part(part) => {
                clock = Some(Clock::Part(part));
                end += 1;
            }
            Sense::Unit(Unit::Night) => {
                clock = Some(Clock::Part(Part::Night));
                end += 1;
            }
            _ => {}
        }
        if self.is(end, "lunchtime") {
            end += 1;
        }
        // `Tuesday last week`, `Tuesday of next week`
        let at = if self.sense(end) == Sense::Of { end + 1 } else { end };
        if let (Sense::Shift(week @ (Shift::Last | Shift::This | Shift::Next)), Sense::Unit(Unit::Week)) =
            (self.sense(at), self.sense(at + 1))
        {
            return Some((at + 2, Expr::Point(What::Weekday { day, shift, week: Some(week) }, clock)));
        }
        // British `on Thursday last`, `Tuesday next`
        if let Sense::Shift(late @ (Shift::Last | Shift::Next)) = self.sense(end)
            && shift.is_none()
            && (end + 1 >= self.end
                || matches!(self.sense(end + 1), Sense::Punct(_))
                || self.any(end + 1, &["they", "he", "she", "it", "we", "the", "when"]))
        {
            return Some((end + 1, Expr::Point(What::Weekday { day, shift: Some(late), week: None }, clock)));
        }
        // `the Friday before last` is rare; `Sunday Times` and `Wednesday Group` are names.
        if self.capital(end)
            && self.sense(end) == Sense::Other
            && clock.is_none()
            && self.any(
                end,
                &[
                    "Times",
                    "Telegraph",
                    "Mirror",
                    "Express",
                    "Herald",
                    "Post",
                    "Tribune",
                    "Mail",
                    "Sun",
                    "World",
                    "Mass",
                    "School",
                    "Club",
                    "People",
                    "Independent",
                    "Mercury",
                    "Citizen",
                    "Star",
                ],
            )
            && self.tight_name(end)
        {
            return None;
        }
        Some((end, Expr::Point(What::Weekday { day, shift, week: None }, clock)))
    }

    fn tight_name(&self, i: usize) -> bool {
        !self.punct(i - 1, b',')
    }

    /// `spring`, `summer 2019`, `fall of 1997`.
    pub(super) fn season(&self, i: usize, shift: Option<Shift>) -> Read<Expr> {
        let Sense::Season(season) = self.sense(i) else {
            return None;
        };
        let mut end = i + 1;
        let at = if self.sense(end) == Sense::Of { end + 1 } else { end };
        let mut year = YearRef::Near;
        if let Sense::Digits(y @ 1000..=2199, 4) = self.sense(at) {
            year = YearRef::Given(y as i16);
            end = at + 1;
        } else if self.sense(at) == Sense::Cardinal(19)
            && let Some((after, Expr::Point(What::Year(y), _))) = self.spoken_year(at)
        {
            year = YearRef::Given(y);
            end = after;
        } else if let (Sense::Shift(s @ (Shift::Last | Shift::This | Shift::Next)), Sense::Unit(Unit::Year)) =
            (self.sense(at), self.sense(at + 1))
        {
            year = YearRef::Shift(match s {
                Shift::Last => -1,
                Shift::Next => 1,
                _ => 0,
            });
            end = at + 2;
        }
        if shift.is_none() && year == YearRef::Near {
            let the = self.sense_before(i) == Sense::The;
            let place = if the { self.before(i).and_then(|b| self.before(b)) } else { self.before(i) };
            let led = place.is_some_and(|b| {
                self.any(
                    b,
                    &[
                        "in",
                        "during",
                        "by",
                        "since",
                        "until",
                        "this",
                        "through",
                        "throughout",
                        "early",
                        "late",
                        "mid",
                        "of",
                        "over",
                        "for",
                    ],
                )
            });
            let open = matches!(self.sense(end), Sense::Other | Sense::Of | Sense::Unit(_) | Sense::Units(_))
                && !self.any(
                    end,
                    &["when", "as", "with", "that", "he", "she", "they", "it", "we", "said", "will", "would"],
                );
            if !led || open || self.is(i, "fall") && !the {
                return None;
            }
        }
        Some((end, Expr::Point(What::Season { year, season, shift }, None)))
    }

    pub(super) fn part_of(&self, shift: Shift, part: Part, end: usize) -> Read<Expr> {
        let what = match shift {
            Shift::Last => What::Day(-1),
            Shift::This | Shift::Current => What::Day(0),
            Shift::Next | Shift::Following => What::Unit { unit: Unit::Day, shift: Shift::Following },
            Shift::Previous => What::Unit { unit: Unit::Day, shift: Shift::Previous },
            _ => What::Unit { unit: Unit::Day, shift: Shift::Same },
        };
        Some((end, Expr::Point(what, Some(Clock::Part(part)))))
    }

    /// What follows `last`, `this`, `next` and their like.
    pub(super) fn shifted(&self, i: usize, shift: Shift) -> Read<Expr> {
        let mut at = i + 1;
        let mut shift = shift;
        // `on “This Week”` is a programme.
        if self.is(i, "this")
            && self.capital(i)
            && self.capital(at)
            && i > self.first
            && matches!(self.sense(at), Sense::Unit(_))
        {
            return None;
        }
        // `this past spring`, `this coming Sunday`, `that same day`, `the next few`
        if let Sense::Shift(second) = self.sense(at)
            && matches!(shift, Shift::This | Shift::That)
        {
            shift = match second {
                Shift::Same => Shift::Same,
                // `said that last week …` is a conjunction.
                _ if shift == Shift::That => return None,
                Shift::Past => Shift::Last,
                Shift::Last | Shift::Next | Shift::Coming | Shift::Current => second,
                _ => return None,
            };
            at += 1;
        }
        if shift == Shift::Current && self.is(i, "latest") {
            shift = Shift::Latest;
        }
        let fiscal = matches!(self.sense(at), Sense::Fiscal);
        if fiscal {
            at += 1;
        }
        match self.sense(at) {
            Sense::Weekday(_) => {
                let shift = if shift == Shift::Past { Shift::Last } else { shift };
                self.weekday(at, Some(shift))
            }
            Sense::Month(month) if self.capital(at) => {
                // `last Sept. 30` and `next May 5` keep their day.
                if let Some((end, Expr::Point(What::Date { month, day, year, .. }, _))) = self.month(at) {
                    let year = match (year, shift) {
                        (YearRef::Near, Shift::Last | Shift::Past) => YearRef::Last,
                        (YearRef::Near, Shift::Next | Shift::Coming) => YearRef::Next,
                        (year, _) => year,
                    };
                    return Some((end, Expr::Point(What::Date { year, month, day, weekday: None }, None)));
                }
                Some((
                    at + 1,
                    Expr::Point(
                        What::Month { year: YearRef::Near, month: month as i8, shift: Some(shift) },
                        None,
                    ),
                ))
            }
            Sense::MonthShort(month) if self.capital(at) => {
                if let Some((end, Expr::Point(What::Date { month, day, year, .. }, _))) = self.month(at) {
                    let year =
                        if year == YearRef::Near && shift == Shift::Last { YearRef::Last } else { year };
                    return Some((end, Expr::Point(What::Date { year, month, day, weekday: None }, None)));
                }
                let stop = self.punct(at + 1, b'.') && self.tight(at + 1) && at + 2 < self.end;
                let end = if stop { at + 2 } else { at + 1 };
                Some((
                    end,
                    Expr::Point(
                        What::Month { year: YearRef::Near, month: month as i8, shift: Some(shift) },
                        None,
                    ),
                ))
            }
            Sense::Season(_) if !matches!(shift, Shift::That | Shift::Same) => self.season(at, Some(shift)),
            Sense::Part(Part::Midday) => None,
            Sense::Part(part) => self.part_of(shift, part, at + 1),
            Sense::Unit(Unit::Night) => self.part_of(shift, Part::Night, at + 1),
            Sense::Ordinal(_) if shift != Shift::That => {
                let (end, expr) = self.quarter(at)?;
                match expr {
                    Expr::Point(What::Quarter { quarter, .. }, _) => Some((
                        end,
                        Expr::Point(What::Quarter { year: YearRef::Near, quarter, shift: Some(shift) }, None),
                    )),
                    _ => None,
                }
            }
            Sense::Unit(Unit::Second) => {
                let (end, expr) = self.quarter(at)?;
                Some((end, expr))
            }
            Sense::Unit(unit) => self.shifted_unit(i, shift, unit, at + 1),
            Sense::Half => self.half(at),
            Sense::Other if self.is(at, "period") && shift == Shift::Latest => Some((
                at + 1,
                Expr::Point(
                    What::Quarter { year: YearRef::Near, quarter: None, shift: Some(Shift::Latest) },
                    None,
                ),
            )),
            _ => {
                if let Some(read) = self.holiday(at, YearRef::Near, Some(shift)) {
                    return Some(read);
                }
                // `the past three years`
                let few = self.lengths(at).filter(|_| self.sense(at) != Sense::A);
                if let Some((end, parts)) = few
                    && matches!(
                        shift,
                        Shift::Last
                            | Shift::Past
                            | Shift::Next
                            | Shift::Previous
                            | Shift::Coming
                            | Shift::Following
                            | Shift::Latest
                            | Shift::This
                    )
                    && (shift != Shift::This || parts.len() > 1)
                {
                    let end = if self.is(end, "or") && self.is(end + 1, "so") { end + 2 } else { end };
                    return Some((end, Expr::Duration(parts)));
                }
                if matches!(self.sense(at), Sense::Units(_)) && matches!(shift, Shift::Past | Shift::Coming) {
                    let value = if shift == Shift::Past { "PAST_REF" } else { "FUTURE_REF" };
                    return Some((at + 1, Expr::Ref(value)));
                }
                None
            }
        }
    }

    fn shifted_unit(&self, i: usize, shift: Shift, unit: Unit, end: usize) -> Read<Expr> {
        let the = self.sense_before(i) == Sense::The;
        if unit.is_clock() {
            // `the past hour`
            return matches!(shift, Shift::Past | Shift::Last | Shift::Next)
                .then_some((end, Expr::Duration(vec![(Some(1.0), unit)])));
        }
        // `this year's third quarter`, `last year's quarter`
        if unit == Unit::Year && self.any(end, &["'s", "’s"]) {
            let year = match shift {
                Shift::Last => Some(-1),
                Shift::This | Shift::Current => Some(0),
                Shift::Next => Some(1),
                _ => None,
            };
            if let Some(year) = year {
                let year = YearRef::Shift(year);
                if let Some((end, Expr::Point(What::Quarter { quarter, .. }, _))) = self.quarter(end + 1) {
                    return Some((end, Expr::Point(What::Quarter { year, quarter, shift: None }, None)));
                }
                if let Some((end, Expr::Point(What::Half { half, .. }, _))) = self.quarter(end + 1) {
                    return Some((end, Expr::Point(What::Half { year, half }, None)));
                }
                if self.sense(end + 1) == Sense::Unit(Unit::Quarter) {
                    return Some((
                        end + 2,
                        Expr::Point(What::Quarter { year, quarter: None, shift: None }, None),
                    ));
                }
            }
        }
        match (shift, unit) {
            // A length that reaches to now, no unit of the calendar.
            (
                Shift::Past,
                Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century | Unit::Day,
            ) => {
                return Some((end, Expr::Duration(vec![(Some(1.0), unit)])));
            }
            (Shift::Last | Shift::Next, Unit::Decade | Unit::Century | Unit::Semester | Unit::Fortnight) => {
                return Some((end, Expr::Duration(vec![(Some(1.0), unit)])));
            }
            // `the last day` of something, `this day and age`
            (Shift::Last, Unit::Day) => return None,
            (Shift::This, Unit::Day) => return None,
            (Shift::Next | Shift::Current | Shift::Latest, Unit::Day) if !the => return None,
            (
                Shift::That,
                Unit::Week | Unit::Month | Unit::Quarter | Unit::Year | Unit::Day | Unit::Weekend,
            ) => {}
            (Shift::Last, Unit::Week | Unit::Month) if the && self.sense(end) == Sense::Of => return None,
            _ => {}
        }
        let shift = match (shift, unit) {
            (Shift::Next, Unit::Day) => Shift::Following,
            // `the next week`: the one after; `next week`: the coming one.
            (Shift::Next, _) if the && !matches!(unit, Unit::Year | Unit::Quarter) => Shift::Following,
            _ => shift,
        };
        Some((end, Expr::Point(What::Unit { unit, shift }, None)))
    }

    /// What follows `the`.
    pub(super) fn after_the(&self, i: usize) -> Read<Expr> {
        let at = i + 1;
        if self.joined(at) {
            return None;
        }
        match self.sense(at) {
            Sense::Shift(shift @ (Shift::Current | Shift::Latest))
                if matches!(self.sense(at + 1), Sense::Unit(_) | Sense::Fiscal | Sense::Ordinal(_))
                    || self.is(at + 1, "period") =>
            {
                self.shifted(at, shift)
            }
            Sense::Shift(shift) => self.shifted(at, shift),
            Sense::Ordinal(_) | Sense::Unit(Unit::Second)
                if self.quarter(at).is_some()
                    || self.century(at).is_some()
                    || self.day_month(at).is_some() =>
            {
                self.day_month(at).or_else(|| self.quarter(at)).or_else(|| self.century(at))
            }
            // `the eleven of March`, as translations have it
            Sense::Cardinal(1..=31) => self.day_month(at),
            Sense::Ordinal(_) if self.day_alone(at).is_some() => self.day_alone(at),
            // `the first nine months`, `the first two years`
            Sense::Ordinal(1) => {
                if matches!(self.sense(at + 1), Sense::A) {
                    return None;
                }
                let (end, parts) = self.lengths(at + 1)?;
                (self.number(at + 1)?.1 != Some(1.0)).then_some((end, Expr::Duration(parts)))
            }
            Sense::Decade(_) => self.decade(at),
            Sense::Punct(b'\'') if self.tight(at + 1) => self.decade(at + 1),
            Sense::Fiscal => {
                if let Some(read) = self.fiscal(at) {
                    return Some(read);
                }
                if self.sense(at + 1) == Sense::Unit(Unit::Year) {
                    return Some(if self.any(at + 2, &["ended", "ending"]) {
                        (at + 2, Expr::Duration(vec![(Some(1.0), Unit::Year)]))
                    } else {
                        (at + 2, Expr::Point(What::Unit { unit: Unit::Year, shift: Shift::This }, None))
                    });
                }
                None
            }
            Sense::Season(_) => self.season(at, None),
            Sense::Digits(..) => self.year_quarter(at).or_else(|| self.day_month(at)),
            Sense::Unit(Unit::Weekend) => {
                let named = matches!(self.sense(at + 1), Sense::Of);
                (!named).then_some((at + 1, Expr::Point(What::TheUnit(Unit::Weekend), None)))
            }
            Sense::Unit(Unit::Quarter) => {
                let part = matches!(self.sense(at + 1), Sense::Of | Sense::Punct(b'-'))
                    || self.is(at + 1, "final")
                    || self.is(at + 1, "finals");
                (!part).then_some((at + 1, Expr::Point(What::TheUnit(Unit::Quarter), None)))
            }
            Sense::Unit(Unit::Day) => {
                if self.is(at + 1, "before") || self.is(at + 1, "after") {
                    let way = if self.is(at + 1, "before") { Ago::Before } else { Ago::After };
                    let (number, unit) = (Some(1.0), Unit::Day);
                    if self.any(at + 2, &["yesterday", "tomorrow"]) {
                        let days = if way == Ago::Before { -2 } else { 2 };
                        return Some((at + 3, Expr::Point(What::Day(days), None)));
                    }
                    let closed =
                        at + 2 >= self.end || matches!(self.sense(at + 2), Sense::Punct(b) if b != b'-');
                    return closed.then_some((at + 2, Expr::Point(What::Offset { number, unit, way }, None)));
                }
                None
            }
            Sense::Unit(Unit::Week) => {
                if self.sense(at + 1) == Sense::Of {
                    let (end, expr) = self.point(at + 2)?;
                    if let Expr::Point(What::Date { month, day, .. }, _) = expr {
                        return Some((end, Expr::Point(What::WeekOf { month, day }, None)));
                    }
                    return None;
                }
                let way = match self.sense(at + 1) {
                    _ if self.is(at + 1, "before") => Ago::Before,
                    _ if self.is(at + 1, "after") => Ago::After,
                    _ => {
                        let owned = self.any(at + 1, &["'s", "’s"]);
                        let closed = self.punct(at + 1, b',') || self.punct(at + 1, b'.');
                        let led = self.before(i).is_some_and(|b| self.any(b, &["for", "in", "during"]));
                        return (owned || closed && led).then_some((
                            at + 1,
                            Expr::Point(What::Unit { unit: Unit::Week, shift: Shift::This }, None),
                        ));
                    }
                };
                let closed = at + 2 >= self.end || matches!(self.sense(at + 2), Sense::Punct(b) if b != b'-');
                closed.then_some((
                    at + 2,
                    Expr::Point(What::Offset { number: Some(1.0), unit: Unit::Week, way }, None),
                ))
            }
            Sense::Unit(unit @ (Unit::Year | Unit::Month)) => {
                if unit == Unit::Year {
                    if let Some(read) = self.year_words(at) {
                        return Some(read);
                    }
                    if self.any(at + 1, &["ended", "ending"]) {
                        return Some((at + 1, Expr::Duration(vec![(Some(1.0), unit)])));
                    }
                }
                if self.any(at + 1, &["before", "after"]) && !self.joined(at + 1) {
                    let way = if self.is(at + 1, "before") { Ago::Before } else { Ago::After };
                    let closed =
                        at + 2 >= self.end || matches!(self.sense(at + 2), Sense::Punct(b) if b != b'-');
                    return closed.then_some((
                        at + 2,
                        Expr::Point(What::Offset { number: Some(1.0), unit, way }, None),
                    ));
                }
                let closed =
                    at + 1 >= self.end || matches!(self.sense(at + 1), Sense::Punct(b',' | b'.' | b';'));
                let led = self.before(i).is_some_and(|b| self.any(b, &["for", "of", "in"]));
                (closed && led)
                    .then_some((at + 1, Expr::Point(What::Unit { unit, shift: Shift::This }, None)))
            }
            Sense::Part(part) => {
                let led = self.before(i).is_some_and(|b| self.any(b, &["in", "during", "later", "earlier"]));
                let closed = at + 1 >= self.end || !matches!(self.sense(at + 1), Sense::Other | Sense::Of);
                let clock_before = self
                    .before(i)
                    .and_then(|b| self.before(b))
                    .is_some_and(|b| matches!(self.sense(b), Sense::Digits(..) | Sense::Cardinal(_)));
                (led && closed && !clock_before).then_some(())?;
                self.part_of(Shift::Same, part, at + 1)
            }
            _ => {
                let comparable = self.any(at, &["comparable", "corresponding"]);
                if comparable {
                    if let Some((end, expr)) = self.year_words(at + 1) {
                        return Some((end, expr));
                    }
                    if self.is(at + 1, "period") {
                        let what = What::Offset { number: Some(1.0), unit: Unit::Year, way: Ago::Earlier };
                        let (end, _) = match (self.sense(at + 2), self.sense(at + 3)) {
                            (Sense::Shift(Shift::Last), Sense::Unit(Unit::Year)) => (at + 4, ()),
                            _ => return None,
                        };
                        return Some((end, Expr::Point(what, None)));
                    }
                }
                None
            }
        }
    }
}
