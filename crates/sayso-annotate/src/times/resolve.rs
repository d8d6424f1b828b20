//! Reckoning: from what an expression says to its value.

mod units;

use super::expr::{What, YearRef};
use super::holidays;
use super::lexicon::{Ago, Shift};
use super::tense::Tense;
use super::value::{Clock, Point, Unit, monday};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use sayso_model::TimeAnchor;

/// What earlier expressions left to reckon from.
#[derive(Debug)]
pub(super) struct Context {
    /// The day of publication.
    pub published: Option<Date>,
    /// The number of the sentence being read.
    pub sentence: usize,
    /// The last point named, and its sentence.
    previous: Option<(Point, usize)>,
    /// The last day named, and its sentence.
    day: Option<(Point, usize)>,
    quarter: Option<((i16, u8), usize)>,
    /// The last day printed with its year, and its sentence.
    dated: Option<(Date, usize)>,
}

/// A value, and what it was reckoned from.
pub(super) type Resolved = (Point, TimeAnchor);

/// For how many sentences a day named is still the one `the next day` follows.
const REMEMBERED: usize = 6;

impl Context {
    pub fn new(published: Option<Date>) -> Context {
        Context { published, sentence: 0, previous: None, day: None, quarter: None, dated: None }
    }

    /// Keeps a point for those that are told from it.
    pub fn remember(&mut self, point: Point, what: &What) {
        // A point far off in a comparison does not carry the story.
        if matches!(
            what,
            What::Offset { way: Ago::Back, unit: Unit::Year | Unit::Decade | Unit::Century, .. }
        ) {
            return;
        }
        if let (What::Date { year: YearRef::Given(_), .. }, Point::Day(day)) = (what, point) {
            self.dated = Some((day, self.sentence));
        }
        match point {
            Point::Quarter(year, quarter) if !matches!(what, What::Offset { .. }) => {
                self.quarter = Some(((year, quarter), self.sentence));
            }
            Point::Day(_) | Point::Weekday(_) => self.day = Some((point, self.sentence)),
            Point::UnknownDay => self.day = None,
            _ => {}
        }
        self.previous = Some((point, self.sentence));
    }

    fn recent_day(&self) -> Option<Point> {
        let (point, sentence) = self.day?;
        (self.sentence - sentence <= REMEMBERED).then_some(point)
    }

    /// The day for a time of day without one: that of the same sentence or the one before, else today. What is `past` was
    /// on no day to come that stands in the sentence before.
    pub fn clock_day(&self, past: bool) -> Resolved {
        let to_come = |point: Point| matches!((point.first_day(), self.published), (Some(day), Some(today)) if day > today);
        match self.day {
            Some((point, sentence)) if past && sentence < self.sentence && to_come(point) => self.today(),
            Some((point, sentence)) if self.sentence - sentence <= 1 => (point, TimeAnchor::Previous),
            _ => self.today(),
        }
    }

    fn today(&self) -> Resolved {
        match self.published {
            Some(day) => (Point::Day(day), TimeAnchor::Published),
            None => (Point::UnknownDay, TimeAnchor::None),
        }
    }

    fn recent_quarter(&self, within: usize) -> Option<(i16, u8)> {
        let (quarter, sentence) = self.quarter?;
        (self.sentence - sentence <= within).then_some(quarter)
    }

    /// Reckons a point.
    pub fn resolve(&self, what: &What, tense: Tense) -> Resolved {
        let unknown = (unknown(what), TimeAnchor::None);
        match *what {
            What::ClockOnly => self.clock_day(false),
            What::Year(year) => (Point::Year(year), TimeAnchor::None),
            What::Century(century) => (Point::Century(century), TimeAnchor::None),
            What::Decade(decade) => {
                let decade = i16::try_from(decade).unwrap_or(0);
                let year = if decade < 100 {
                    if decade == 0 || decade == 10 { 2000 + decade } else { 1900 + decade }
                } else {
                    decade
                };
                (Point::Decade(year), TimeAnchor::None)
            }
            What::Day(days) => self.today_moved(|d| add(d, i64::from(days).days())).unwrap_or(unknown),
            What::Weekday { day, shift, week } => self.weekday(day, shift, week, tense),
            What::Date { year, month, day, weekday } => {
                self.date(year, month, day, weekday, tense).unwrap_or(unknown)
            }
            What::MonthDay { day, weekday } => self.day_of_month(day, weekday, tense).unwrap_or(unknown),
            What::NthWeekday { nth, weekday, month, year } => {
                self.nth_weekday(nth, weekday, (year, month), tense).unwrap_or(unknown)
            }
            What::Month { year, month, shift } => self.month(year, month, shift, tense).unwrap_or(unknown),
            What::Season { year, season, shift } => {
                self.season(year, season, shift, tense).unwrap_or(unknown)
            }
            What::Quarter { year, quarter, shift } => {
                self.quarter_of(year, quarter, shift, tense).unwrap_or(unknown)
            }
            What::Half { year, half } => match self.year(year) {
                Some((year, anchor)) => (Point::Half(year, half), anchor),
                None => match self.published {
                    Some(day) => (Point::Half(day.year(), half), TimeAnchor::Published),
                    None => unknown,
                },
            },
            What::YearEnd(year) => self
                .year(year)
                .and_then(|(y, anchor)| Some((Point::Day(Date::new(y, 12, 31).ok()?), anchor)))
                .unwrap_or((Point::MonthDay(12, 31), TimeAnchor::None)),
            What::WeekOf { month, day } => self
                .date(YearRef::Near, month, day, None, tense)
                .and_then(|(point, anchor)| Some((Point::Week(monday(point.first_day()?)?), anchor)))
                .unwrap_or((Point::UnknownWeek, TimeAnchor::None)),
            What::Unit { unit, shift } => self.unit(unit, shift).unwrap_or(unknown),
            What::TheUnit(unit) => self.the_unit(unit, tense).unwrap_or(unknown),
            What::Offset { number, unit, way } => self.offset(number, unit, way).unwrap_or(unknown),
            What::Holiday { holiday, year, shift, week } => {
                self.holiday(holiday, year, shift, week, tense).unwrap_or_else(|| {
                    // A feast of a fixed day keeps it without a year.
                    match (holidays::day(holiday, 2031), holidays::day(holiday, 2032)) {
                        (Some(a), Some(b)) if (a.month(), a.day()) == (b.month(), b.day()) && !week => {
                            (Point::MonthDay(a.month(), a.day()), TimeAnchor::None)
                        }
                        _ => unknown,
                    }
                })
            }
        }
    }

    fn today_moved(&self, f: impl Fn(Date) -> Option<Date>) -> Option<Resolved> {
        Some((Point::Day(f(self.published?)?), TimeAnchor::Published))
    }

    fn year(&self, year: YearRef) -> Option<(i16, TimeAnchor)> {
        match year {
            YearRef::Given(year) => Some((year, TimeAnchor::None)),
            YearRef::Shift(by) => Some((self.published?.year().checked_add(by)?, TimeAnchor::Published)),
            YearRef::Previous => Some((self.previous?.0.first_day()?.year(), TimeAnchor::Previous)),
            YearRef::Near | YearRef::Last | YearRef::Next => None,
        }
    }

    fn weekday(&self, day: u8, shift: Option<Shift>, week: Option<Shift>, tense: Tense) -> Resolved {
        let unknown = (Point::Weekday(day), TimeAnchor::None);
        let in_week =
            |of: Date, weeks: i64| add(monday(of)?, (weeks * 7 + i64::from(day) - 1).days()).map(Point::Day);
        if matches!(shift, Some(Shift::Previous | Shift::Following | Shift::That | Shift::Same))
            && let Some(Point::Day(previous)) = self.recent_day()
        {
            let found = match shift {
                Some(Shift::Previous) => before(previous, day, 1),
                Some(Shift::Following) => after(previous, day, 1),
                _ => after(previous, day, 0),
            };
            return found.map_or(unknown, |d| (Point::Day(d), TimeAnchor::Previous));
        }
        let Some(today) = self.published else {
            return unknown;
        };
        let found = match (week, shift) {
            (Some(Shift::Last), _) => in_week(today, -1),
            (Some(Shift::Next), _) => in_week(today, 1),
            (Some(_), _) => in_week(today, 0),
            (None, Some(Shift::Last | Shift::Past | Shift::Previous)) => {
                before(today, day, 1).map(Point::Day)
            }
            (None, Some(Shift::Next)) => in_week(today, 1),
            (None, Some(Shift::Coming | Shift::Following)) => after(today, day, 1).map(Point::Day),
            (None, Some(Shift::This | Shift::Current)) => match tense {
                Tense::Past => before(today, day, 0).map(Point::Day),
                _ => in_week(today, 0),
            },
            (None, _) => match tense {
                Tense::Future => after(today, day, 0).map(Point::Day),
                _ => before(today, day, 0).map(Point::Day),
            },
        };
        found.map_or(unknown, |point| (point, TimeAnchor::Published))
    }

    fn date(&self, year: YearRef, month: i8, day: i8, weekday: Option<u8>, tense: Tense) -> Option<Resolved> {
        if let Some((year, anchor)) = self.year(year) {
            return Some((Point::Day(Date::new(year, month, day).ok()?), anchor));
        }
        // `on 1 July and by a further 3.2% on 1 January`: what comes after a day to come.
        if let (YearRef::Near, Tense::Unknown, Some(today), Some((Point::Day(before), sentence))) =
            (year, tense, self.published, self.day)
            && sentence == self.sentence
            && before > today
            && !Date::new(today.year(), month, day).is_ok_and(|d| (0..=45).contains(&days_between(d, today)))
        {
            let next = [before.year(), before.year() + 1].map(|y| Date::new(y, month, day).ok());
            if let Some(next) = next.into_iter().flatten().find(|d| *d >= before) {
                return Some((Point::Day(next), TimeAnchor::Previous));
            }
        }
        let tense = match year {
            YearRef::Last => Tense::Past,
            YearRef::Next => Tense::Future,
            _ => tense,
        };
        let today = self.published?;
        let around = [-1, 0, 1].map(|by| Date::new(today.year() + by, month, day).ok());
        let distance = |d: &Date| days_between(today, *d).abs();
        if let Some(weekday) = weekday {
            let fits = around
                .iter()
                .flatten()
                .filter(|d| d.weekday().to_monday_one_offset() == weekday as i8)
                .min_by_key(|d| distance(d));
            if let Some(day) = fits {
                return Some((Point::Day(*day), TimeAnchor::Published));
            }
        }
        // What goes on telling of another year, goes on in that year: `on 2 March 2029. On 4 March …`.
        if year == YearRef::Near
            && tense != Tense::Future
            && let Some(day) = self.going_on(month, day, today)
        {
            return Some((Point::Day(day), TimeAnchor::Previous));
        }
        let past = around.iter().flatten().rev().find(|d| **d <= today);
        let next = around.iter().flatten().find(|d| **d >= today);
        let (past_days, next_days) = (past.map_or(999, distance), next.map_or(999, distance));
        let chosen = match tense {
            // News prints the year of a day long gone.
            Tense::Past if past_days > 300 && next_days < 90 && year == YearRef::Near => next,
            Tense::Past => past,
            Tense::Future if next_days > 300 && past_days < 60 => past,
            Tense::Future => next,
            Tense::Nearest if past_days <= next_days => past,
            Tense::Nearest => next,
            Tense::Unknown if past_days <= next_days + 60 => past,
            Tense::Unknown => next,
        };
        Some((Point::Day(*chosen?), TimeAnchor::Published))
    }

    /// The day of that number gone or to come; the nearest where the clause does not say.
    fn day_of_month(&self, day: i8, weekday: Option<u8>, tense: Tense) -> Option<Resolved> {
        let today = self.published?;
        let months =
            (-2..=2).filter_map(|by: i64| add(Date::new(today.year(), today.month(), 1).ok()?, by.months()));
        let mut days: Vec<Date> = months.filter_map(|m| Date::new(m.year(), m.month(), day).ok()).collect();
        // `Friday the 13th`; where no month nearby has one, the weekday is taken for a slip.
        let fits = |d: &Date| weekday.is_none_or(|w| d.weekday().to_monday_one_offset() == w as i8);
        if days.iter().any(fits) {
            days.retain(fits);
        }
        let found = match tense {
            Tense::Past => days.iter().rev().find(|d| **d <= today),
            Tense::Future => days.iter().find(|d| **d >= today),
            _ => None,
        };
        let found = found.or_else(|| days.iter().min_by_key(|d| days_between(today, **d).abs()));
        Some((Point::Day(*found?), TimeAnchor::Published))
    }

    /// The first, second, … or last such weekday of a month.
    fn nth_weekday(
        &self,
        nth: i8,
        weekday: u8,
        (year, month): (YearRef, i8),
        tense: Tense,
    ) -> Option<Resolved> {
        let (Point::Month(year, month), anchor) = self.month(year, month, None, tense)? else { return None };
        let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
        let day = Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?;
        Some((Point::Day(day), anchor))
    }

    /// A day soon after one that was printed with its year just before, long ago by now.
    fn going_on(&self, month: i8, day: i8, today: Date) -> Option<Date> {
        /// Days and sentences within which a tale goes on.
        const WITHIN: (i64, usize) = (60, 2);
        let (dated, sentence) = self.dated?;
        let ago = days_between(dated, today);
        let next = [dated.year(), dated.year() + 1].map(|y| Date::new(y, month, day).ok());
        let next = next.into_iter().flatten().find(|d| *d >= dated)?;
        // What was just now is told of as such.
        let recent = Date::new(today.year(), month, day).is_ok_and(|d| days_between(d, today).abs() <= 45);
        let near = !recent && self.sentence - sentence <= WITHIN.1 && days_between(dated, next) <= WITHIN.0;
        (near && ago > 100 && next < today).then_some(next)
    }

    fn month(&self, year: YearRef, month: i8, shift: Option<Shift>, tense: Tense) -> Option<Resolved> {
        if let Some((year, anchor)) = self.year(year) {
            return Some((Point::Month(year, month), anchor));
        }
        if matches!(shift, Some(Shift::Previous | Shift::Following | Shift::That | Shift::Same)) {
            let previous = self.previous?.0.first_day()?;
            let year = match shift {
                Some(Shift::Previous) if month >= previous.month() => previous.year() - 1,
                Some(Shift::Following) if month <= previous.month() => previous.year() + 1,
                _ => previous.year(),
            };
            return Some((Point::Month(year, month), TimeAnchor::Previous));
        }
        let today = self.published?;
        let this = today.month();
        let by = match shift {
            Some(Shift::Last | Shift::Past) => {
                if month < this {
                    0
                } else {
                    -1
                }
            }
            Some(Shift::Next) => {
                if month > this {
                    0
                } else {
                    1
                }
            }
            Some(Shift::Coming) => {
                if month >= this {
                    0
                } else {
                    1
                }
            }
            Some(_) => 0,
            None => match tense {
                Tense::Future => {
                    if month >= this {
                        0
                    } else {
                        1
                    }
                }
                Tense::Nearest => match month - this {
                    7.. => -1,
                    ..-5 => 1,
                    _ => 0,
                },
                _ => {
                    if month <= this {
                        0
                    } else {
                        -1
                    }
                }
            },
        };
        Some((Point::Month(today.year() + by, month), TimeAnchor::Published))
    }

    /// The value of a clock with its day, for a set of expressions of one sentence.
    pub fn with_clock(&self, point: Point, clock: Option<Clock>) -> String {
        // A part of the day fits days alone.
        match point {
            Point::Day(_) | Point::MonthDay(..) | Point::Weekday(_) | Point::UnknownDay => point.value(clock),
            _ => point.value(None),
        }
    }
}

/// What is left of a point that could not be reckoned.
fn unknown(what: &What) -> Point {
    match *what {
        What::Date { month, day, .. } => Point::MonthDay(month, day),
        What::Month { month, .. } => Point::MonthOnly(month),
        What::Weekday { day, .. } => Point::Weekday(day),
        What::Season { season, .. } => Point::SeasonOnly(season),
        What::Quarter { quarter: Some(quarter), .. } => Point::QuarterOnly(quarter),
        What::Half { half, .. } => Point::HalfOnly(half),
        What::Unit { unit, .. } | What::TheUnit(unit) | What::Offset { unit, .. } => match unit {
            Unit::Week | Unit::Fortnight => Point::UnknownWeek,
            Unit::Weekend => Point::UnknownWeekend,
            Unit::Month | Unit::Semester => Point::UnknownMonth,
            Unit::Quarter | Unit::Year | Unit::Decade | Unit::Century => Point::UnknownYear,
            _ => Point::UnknownDay,
        },
        What::Quarter { .. } => Point::UnknownYear,
        What::WeekOf { .. } => Point::UnknownWeek,
        _ => Point::UnknownDay,
    }
}

fn add(date: Date, span: Span) -> Option<Date> {
    date.checked_add(span).ok()
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The last `weekday` at least `least` days before `day`.
fn before(day: Date, weekday: u8, least: i64) -> Option<Date> {
    let back = (i64::from(day.weekday().to_monday_one_offset()) - i64::from(weekday)).rem_euclid(7);
    let back = if back < least { back + 7 } else { back };
    add(day, (-back).days())
}

/// The first `weekday` at least `least` days after `day`.
fn after(day: Date, weekday: u8, least: i64) -> Option<Date> {
    let ahead = (i64::from(weekday) - i64::from(day.weekday().to_monday_one_offset())).rem_euclid(7);
    let ahead = if ahead < least { ahead + 7 } else { ahead };
    add(day, ahead.days())
}
