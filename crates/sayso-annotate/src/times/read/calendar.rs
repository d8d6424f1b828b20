//! Dates of the calendar: `Friday, Oct. 23, 1998`, `23 October`, `1998-10-23`, `July 1997`, `the 1990s`.

use super::{Read, Reader};
use crate::times::expr::{Expr, What, YearRef};
use crate::times::lexicon::{Sense, Shift};
use crate::times::value::{Clock, Part, Unit};
use jiff::civil::Date;

/// What marks a four-digit number as no year.
pub(super) const COUNTED: &[&str] = &[
    "people",
    "percent",
    "per",
    "million",
    "billion",
    "dollars",
    "euros",
    "pounds",
    "miles",
    "kilometers",
    "kilometres",
    "km",
    "meters",
    "metres",
    "feet",
    "tons",
    "tonnes",
    "troops",
    "soldiers",
    "jobs",
    "homes",
    "houses",
    "votes",
    "shares",
    "points",
    "hours",
    "years",
    "days",
    "times",
    "men",
    "women",
    "children",
    "workers",
    "students",
    "and",
];

impl Reader<'_> {
    pub(super) fn month_of(&self, i: usize) -> Option<i8> {
        match self.sense(i) {
            Sense::Month(month) if self.capital(i) => Some(month as i8),
            Sense::MonthShort(month) if self.capital(i) => Some(month as i8),
            _ => None,
        }
    }

    /// Beyond a month's name and the stop of its short form.
    fn after_month(&self, i: usize) -> usize {
        let short = matches!(self.sense(i), Sense::MonthShort(_));
        if short && self.punct(i + 1, b'.') && self.tight(i + 1) { i + 2 } else { i + 1 }
    }

    pub(super) fn year_at(&self, i: usize) -> Option<i16> {
        match self.sense(i) {
            Sense::Digits(year @ 1000..=2199, 4)
                if !self.joined(i) || self.sense_before(i) == Sense::Edge =>
            {
                Some(year as i16)
            }
            _ => None,
        }
    }

    /// `, 1998`, ` 1998`, ` of last year`, ` this year`.
    pub(super) fn year_after(&self, i: usize) -> (usize, YearRef) {
        let at = if self.punct(i, b',') { i + 1 } else { i };
        if let Some((end, Expr::Point(What::Year(year), _))) = self.spoken_year(at) {
            return (end, YearRef::Given(year));
        }
        if let Some(year) = self.year_at(at)
            && !self.any(at + 1, COUNTED)
        {
            return (at + 1, YearRef::Given(year));
        }
        let at = if matches!(self.sense(i), Sense::Of) { i + 1 } else { i };
        if let Some(year) = self.year_at(at) {
            return (at + 1, YearRef::Given(year));
        }
        if let (Sense::Shift(shift), Sense::Unit(Unit::Year)) = (self.sense(at), self.sense(at + 1)) {
            let year = match shift {
                Shift::Last => YearRef::Shift(-1),
                Shift::This | Shift::Current => YearRef::Shift(0),
                Shift::Next => YearRef::Shift(1),
                Shift::That | Shift::Same => YearRef::Previous,
                _ => return (i, YearRef::Near),
            };
            return (at + 2, year);
        }
        // `in February two years ago`
        if let Some((end, Some(years))) = self.number(i)
            && matches!(self.sense(end), Sense::Unit(Unit::Year) | Sense::Units(Unit::Year))
            && self.is(end + 1, "ago")
            && (1.0..=99.0).contains(&years)
        {
            return (end + 2, YearRef::Shift(-(years as i16)));
        }
        (i, YearRef::Near)
    }

    /// `first Sunday of February`, `last Monday in March 1998`.
    pub(super) fn nth_weekday(&self, i: usize) -> Read<Expr> {
        let nth = match self.sense(i) {
            Sense::Ordinal(nth @ 1..=5) => nth as i8,
            Sense::Unit(Unit::Second) => 2,
            Sense::Shift(Shift::Last) => -1,
            _ => return None,
        };
        let Sense::Weekday(weekday) = self.sense(i + 1) else { return None };
        if !matches!(self.sense(i + 2), Sense::Of | Sense::In) {
            return None;
        }
        let month = self.month_of(i + 3)?;
        let (end, year) = self.year_after(self.after_month(i + 3));
        Some((end, Expr::Point(What::NthWeekday { nth, weekday, month, year }, None)))
    }

    fn day_at(&self, i: usize) -> Option<i8> {
        match self.sense(i) {
            Sense::Digits(day @ 1..=31, 1 | 2) => Some(day as i8),
            Sense::Ordinal(day @ 1..=31) => Some(day as i8),
            Sense::Unit(Unit::Second) => Some(2),
            // `the eleven of March`, as translations have it
            Sense::Cardinal(day @ 1..=31) if self.is_cardinal_day(i) => Some(day as i8),
            _ => None,
        }
    }

    fn is_cardinal_day(&self, i: usize) -> bool {
        let the = i.checked_sub(1).is_some_and(|b| b >= self.first && self.sense(b) == Sense::The);
        let owned = || self.any(i + 3, &["'s", "’s"]);
        the && self.sense(i + 1) == Sense::Of && self.month_of(i + 2).is_some() && !owned()
    }

    /// Whether the number at `i` goes on as another number or counts something.
    fn goes_on(&self, i: usize) -> bool {
        self.punct(i + 1, b':') && self.tight(i + 2) && matches!(self.sense(i + 2), Sense::Digits(_, 2))
            || self.punct(i + 1, b'%')
            || self.any(i + 1, &["percent", "million", "billion", "people"])
            || self.punct(i + 1, b',')
                && self.tight(i + 2)
                && matches!(self.sense(i + 2), Sense::Digits(_, 3))
    }

    /// What begins with a month: `Oct. 23, 1998`, `October 1998`, `October`.
    pub(super) fn month(&self, i: usize) -> Read<Expr> {
        let month = self.month_of(i)?;
        let after = self.after_month(i);
        let day_place = if self.sense(after) == Sense::The { after + 1 } else { after };
        if let Some(day) = self.day_at(day_place)
            && !self.goes_on(day_place)
            && (!self.joined(day_place) || self.joined(after))
            && Date::new(2000, month, day).is_ok()
        {
            let (mut end, mut year) = self.year_after(day_place + 1);
            // `March 3-5`, `March 3-5, 1998`: the year stands after the range.
            if self.joined(end) && matches!(self.sense(end), Sense::Digits(1..=31, 1 | 2)) {
                let (_, after_range) = self.year_after(end + 1);
                year = after_range;
                end = day_place + 1;
                return Some((end + 1, Expr::Point(What::Date { year, month, day, weekday: None }, None)));
            }
            if let YearRef::Near = year {
                end = day_place + 1;
            }
            return Some((end, Expr::Point(What::Date { year, month, day, weekday: None }, None)));
        }
        let (end, year) = self.year_after(after);
        if year != YearRef::Near {
            // `October, 1998` but not `in October, last year`.
            return Some((end, Expr::Point(What::Month { year, month, shift: None }, None)));
        }
        let end = match self.sense(i) {
            Sense::Month(3 | 5 | 8) | Sense::MonthShort(_) => {
                // Words that are other things too need a place for a date before them.
                let led = self.before(i).is_some_and(|b| {
                    self.any(
                        b,
                        &[
                            "in",
                            "since",
                            "until",
                            "till",
                            "by",
                            "of",
                            "from",
                            "to",
                            "between",
                            "and",
                            "for",
                            "during",
                            "before",
                            "after",
                            "through",
                            "early",
                            "late",
                            "mid",
                            "earlier",
                            "this",
                            "last",
                            "next",
                            "is",
                            "or",
                            "every",
                            "each",
                            "following",
                            "previous",
                            "end",
                            "around",
                            "throughout",
                        ],
                    )
                });
                let named = self.capital(after) && matches!(self.sense(after), Sense::Other);
                // The stop belongs to the short form where the sentence goes on.
                let stop = after > i + 1 && after < self.end;
                (led && !named).then_some(if stop { after } else { i + 1 })?
            }
            _ => {
                let name = self
                    .before(i)
                    .is_some_and(|b| self.capital(b) && self.sense(b) == Sense::Other && b > self.first)
                    && self.capital(i + 1)
                    && self.sense(i + 1) == Sense::Other;
                (!name).then_some(i + 1)?
            }
        };
        // `April Fools' Day` and other names are longer readings.
        if self.sense(end) == Sense::Other
            && self.capital(end)
            && matches!(self.sense(i), Sense::Month(4 | 6))
            && self.sense_before(i) != Sense::In
        {
            return None;
        }
        Some((end, Expr::Point(What::Month { year: YearRef::Near, month, shift: None }, None)))
    }

    /// `23 October 1998`, `23rd of October`, `1998-10-23`, `23/10/1998`.
    pub(super) fn digits_date(&self, i: usize) -> Read<Expr> {
        if let (Sense::Digits(year @ 1000..=2199, 4), Sense::Digits(month, 2), Sense::Digits(day, 2)) =
            (self.sense(i), self.sense(i + 1), self.sense(i + 2))
            && self.joined(i + 1)
            && self.joined(i + 2)
        {
            let date = Date::new(year as i16, month as i8, day as i8).ok()?;
            return Some((i + 3, given(date)));
        }
        // `2031-03-05T10:15` keeps its day.
        if let (Sense::Digits(one, n1 @ 1..=2), Sense::Digits(two, n2 @ 1..=2), Sense::Digits(year, n)) =
            (self.sense(i), self.sense(i + 2), self.sense(i + 4))
            && n1 + n2 >= 2
            && (self.punct(i + 1, b'/') || self.punct(i + 1, b'.'))
            && self.sense(i + 3) == self.sense(i + 1)
            && (1..=4).all(|k| self.tight(i + k))
            && (n == 4 || n == 2 && self.punct(i + 1, b'/'))
        {
            let year = if n == 2 { if year < 50 { 2000 + year } else { 1900 + year } } else { year };
            // With stops the day comes first; with strokes American order, unless it cannot be.
            let (month, day) = if self.punct(i + 1, b'.') || one > 12 { (two, one) } else { (one, two) };
            let date = Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()?;
            return Some((i + 5, given(date)));
        }
        self.day_month(i)
    }

    /// `23.10.1998`, one word for the tokenizer.
    pub(super) fn stopped_date(&self, i: usize) -> Read<Expr> {
        let word = self.word(i);
        if !word.starts_with(|c: char| c.is_ascii_digit()) || !(8..=10).contains(&word.len()) {
            return None;
        }
        let mut parts = word.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
        Some((i + 1, given(date)))
    }

    /// `23 October 1998`, `23rd of October`.
    pub(super) fn day_month(&self, i: usize) -> Read<Expr> {
        let day = self.day_at(i)?;
        if let Some(read) = self.day_before(i, day) {
            return Some(read);
        }
        let at = if self.sense(i + 1) == Sense::Of { i + 2 } else { i + 1 };
        if self.joined(at) {
            return None;
        }
        let month = self.month_of(at)?;
        Date::new(2000, month, day).ok()?;
        let after = self.after_month(at);
        let (end, year) = self.year_after(after);
        // `nine of the 14 March 3 raiders`: the month belongs to the second number.
        if year == YearRef::Near
            && matches!(self.sense(after), Sense::Digits(1..=31, 1 | 2))
            && !self.tight(after)
        {
            let counts = self.sense(i + 1) != Sense::Of && self.sense_before(i) == Sense::The;
            let goes_on = after + 1 < self.end && matches!(self.sense(after + 1), Sense::Other);
            if counts && goes_on {
                return None;
            }
        }
        let end = if year == YearRef::Near { after } else { end };
        Some((end, Expr::Point(What::Date { year, month, day, weekday: None }, None)))
    }

    /// `until the 22nd`: a day of a month that goes without saying. `at` is where the number stands, behind its article.
    pub(super) fn day_alone(&self, at: usize) -> Read<Expr> {
        const LEADS: [&str; 10] =
            ["on", "until", "till", "by", "since", "from", "for", "before", "after", "to"];
        let Sense::Ordinal(day @ 1..=31) = self.sense(at) else { return None };
        let lead = at.checked_sub(2).filter(|l| *l >= self.first)?;
        let digits = self.word(at).starts_with(|c: char| c.is_ascii_digit());
        // `on the tenth` may count something, `for the first` does.
        let day_of = digits || day >= 10 && self.any(lead, &LEADS[..5]);
        let led = self.any(lead, &LEADS);
        let closed = self.is_closed(at + 1)
            && !self.joined(at + 1)
            && !matches!(self.sense(at + 1), Sense::Of | Sense::Parts(_) | Sense::Part(_));
        (led && day_of && closed)
            .then_some((at + 1, Expr::Point(What::MonthDay { day: day as i8, weekday: None }, None)))
    }

    /// `from 14 to 18 August`: the first of two days of one month, which stands with the second alone.
    fn day_before(&self, i: usize, day: i8) -> Read<Expr> {
        let opens = self.before(i).is_some_and(|b| self.any(b, &["from", "between", "on", "both"]));
        let joins = self.any(i + 1, &["to", "and", "until", "till", "through"])
            || matches!(self.sense(i + 1), Sense::Punct(b'-'));
        let last = self.day_at(i + 2).filter(|last| opens && joins && *last > day)?;
        let at = if self.sense(i + 3) == Sense::Of { i + 4 } else { i + 3 };
        let month = self.month_of(at)?;
        Date::new(2000, month, last).ok()?;
        let (_, year) = self.year_after(self.after_month(at));
        Some((i + 1, Expr::Point(What::Date { year, month, day, weekday: None }, None)))
    }

    /// `yesterday`, `yesterday morning`, `tonight`.
    pub(super) fn deictic(&self, i: usize) -> Read<Expr> {
        let Sense::Deictic(days) = self.sense(i) else {
            return None;
        };
        if self.is(i, "overnight") {
            // `overnight trading` is a kind of trading.
            return self
                .is_closed(i + 1)
                .then_some((i + 1, Expr::Point(What::Day(0), Some(Clock::Part(Part::Night)))));
        }
        let mut clock = self.is(i, "tonight").then_some(Clock::Part(Part::Night));
        let mut end = i + 1;
        if let Sense::Part(part) = self.sense(end) {
            clock = Some(Clock::Part(part));
            end += 1;
        } else if let Sense::Unit(Unit::Night) = self.sense(end) {
            clock = Some(Clock::Part(Part::Night));
            end += 1;
        }
        // `USA Today`
        if self.is(i, "today") && self.capital(i) && self.before(i).is_some_and(|b| self.capital(b)) {
            return None;
        }
        Some((end, Expr::Point(What::Day(days), clock)))
    }
}

fn given(date: Date) -> Expr {
    Expr::Point(
        What::Date { year: YearRef::Given(date.year()), month: date.month(), day: date.day(), weekday: None },
        None,
    )
}
