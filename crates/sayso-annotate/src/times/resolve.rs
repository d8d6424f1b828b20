//! Reckoning: from what an expression says to its value.

use super::expr::{What, YearRef};
use super::holidays;
use super::lexicon::{Ago, Shift};
use super::tense::Tense;
use super::value::{Clock, Point, Season, Unit, monday};
use jiff::civil::Date;
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
}

/// A value, and what it was reckoned from.
pub(super) type Resolved = (Point, TimeAnchor);

/// For how many sentences a day named is still the one `the next day` follows.
const REMEMBERED: usize = 6;

impl Context {
    pub fn new(published: Option<Date>) -> Context {
        Context { published, sentence: 0, previous: None, day: None, quarter: None }
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

    /// The day for a time of day without one: that of the same sentence or the one before, else today.
    pub fn clock_day(&self) -> Resolved {
        match self.day {
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
            What::ClockOnly => self.clock_day(),
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

    fn season(&self, year: YearRef, season: Season, shift: Option<Shift>, tense: Tense) -> Option<Resolved> {
        if let Some((year, anchor)) = self.year(year) {
            return Some((Point::Season(year, season), anchor));
        }
        let today = self.published?;
        // The year in which the last one began, and whether it goes on.
        let begun = if today.month() >= season.first_month() { today.year() } else { today.year() - 1 };
        let month = i32::from(today.year() - begun) * 12 + i32::from(today.month());
        let inside = month < i32::from(season.first_month()) + 3;
        let year = match shift {
            Some(Shift::Last | Shift::Past | Shift::Previous) => {
                if inside {
                    begun - 1
                } else {
                    begun
                }
            }
            Some(Shift::Next | Shift::Coming | Shift::Following) => begun + 1,
            Some(_) => match tense {
                Tense::Past => begun,
                _ if inside => begun,
                _ if month <= i32::from(season.first_month()) + 4 && tense == Tense::Unknown => begun,
                _ => begun + 1,
            },
            None => match tense {
                Tense::Future if !inside => begun + 1,
                _ => begun,
            },
        };
        Some((Point::Season(year, season), TimeAnchor::Published))
    }

    fn quarter_of(
        &self,
        year: YearRef,
        quarter: Option<u8>,
        shift: Option<Shift>,
        tense: Tense,
    ) -> Option<Resolved> {
        let known = self.year(year);
        if let (Some((year, anchor)), Some(quarter)) = (known, quarter) {
            return Some((Point::Quarter(year, quarter), anchor));
        }
        if let Some((year, anchor)) = known {
            // `the 1988 quarter`: the same quarter of that year.
            return Some(match self.quarter {
                Some(((_, quarter), _)) => (Point::Quarter(year, quarter), anchor),
                None => (Point::Year(year), anchor),
            });
        }
        let today = self.published?;
        let now = (today.year(), (today.month() as u8 - 1) / 3 + 1);
        let step = |(year, quarter): (i16, u8), by: i16| {
            let count = year * 4 + i16::from(quarter) - 1 + by;
            (count.div_euclid(4), count.rem_euclid(4) as u8 + 1)
        };
        let (year, quarter) = match (quarter, shift) {
            (None, Some(Shift::This | Shift::Current)) => now,
            (None, Some(Shift::Next)) => step(now, 1),
            (None, Some(Shift::Latest)) => self.quarter.map_or(step(now, -1), |(q, _)| q),
            (None, _) => step(now, -1),
            (Some(q), Some(Shift::Last | Shift::Previous)) if q >= now.1 => (now.0 - 1, q),
            (Some(q), Some(Shift::Next)) if q <= now.1 => (now.0 + 1, q),
            // Figures of the quarter just gone are still to be told of.
            (Some(q), _) if tense == Tense::Future => {
                if q + 1 >= now.1 {
                    (now.0, q)
                } else {
                    (now.0 + 1, q)
                }
            }
            (Some(q), _) => {
                if q <= now.1 {
                    (now.0, q)
                } else {
                    (now.0 - 1, q)
                }
            }
        };
        Some((Point::Quarter(year, quarter), TimeAnchor::Published))
    }

    fn the_unit(&self, unit: Unit, tense: Tense) -> Option<Resolved> {
        match unit {
            Unit::Quarter => {
                if let Some(((year, quarter), _)) = self.quarter {
                    return Some((Point::Quarter(year, quarter), TimeAnchor::Previous));
                }
                self.quarter_of(YearRef::Near, None, Some(Shift::Last), tense)
            }
            Unit::Weekend => {
                let today = self.published?;
                let week = monday(today)?;
                let weekend = today.weekday().to_monday_one_offset() >= 6;
                let week = if tense != Tense::Future && !weekend { add(week, (-7).days())? } else { week };
                Some((Point::Weekend(week), TimeAnchor::Published))
            }
            _ => self.unit(unit, Shift::This),
        }
    }

    fn unit(&self, unit: Unit, shift: Shift) -> Option<Resolved> {
        let by = match shift {
            Shift::Last | Shift::Past | Shift::Previous => -1,
            Shift::Next | Shift::Following | Shift::Coming => 1,
            Shift::Latest if matches!(unit, Unit::Quarter | Unit::Week | Unit::Month) => -1,
            _ => 0,
        };
        let narrative = matches!(shift, Shift::Previous | Shift::Following | Shift::That | Shift::Same);
        if unit == Unit::Day {
            let days = i64::from(by).days();
            return match self.recent_day() {
                Some(Point::Day(day)) => Some((Point::Day(add(day, days)?), TimeAnchor::Previous)),
                Some(Point::Weekday(day)) => {
                    let day = (i32::from(day) - 1 + by).rem_euclid(7) + 1;
                    Some((Point::Weekday(day as u8), TimeAnchor::Previous))
                }
                _ if shift == Shift::Same => Some(self.today()),
                _ if shift == Shift::Previous => self.today_moved(|d| add(d, (-1).days())),
                _ => None,
            };
        }
        let (from, anchor) = match (narrative, self.previous) {
            (true, Some((point, sentence))) if self.sentence - sentence <= REMEMBERED => {
                (point.first_day()?, TimeAnchor::Previous)
            }
            (true, _) if shift == Shift::Previous => (self.published?, TimeAnchor::Published),
            (true, _) => return None,
            (false, _) => (self.published?, TimeAnchor::Published),
        };
        let by16 = by as i16;
        let point = match unit {
            Unit::Week | Unit::Fortnight => Point::Week(add(monday(from)?, i64::from(by * 7).days())?),
            Unit::Weekend => Point::Weekend(add(monday(from)?, i64::from(by * 7).days())?),
            Unit::Month => {
                let month = add(from.first_of_month(), i64::from(by).months())?;
                Point::Month(month.year(), month.month())
            }
            Unit::Quarter => {
                if narrative && let Some((year, quarter)) = self.recent_quarter(REMEMBERED) {
                    let count = year * 4 + i16::from(quarter) - 1 + by16;
                    return Some((
                        Point::Quarter(count.div_euclid(4), count.rem_euclid(4) as u8 + 1),
                        TimeAnchor::Previous,
                    ));
                }
                let count = from.year() * 4 + (i16::from(from.month()) - 1) / 3 + by16;
                Point::Quarter(count.div_euclid(4), count.rem_euclid(4) as u8 + 1)
            }
            Unit::Year => {
                Point::Year(from.year().checked_add(if shift == Shift::Latest { -1 } else { by16 })?)
            }
            Unit::Decade => Point::Decade((from.year().div_euclid(10) + by16) * 10),
            Unit::Century => Point::Century(from.year().div_euclid(100) + by16),
            _ => return None,
        };
        Some((point, anchor))
    }

    fn offset(&self, number: Option<f64>, unit: Unit, way: Ago) -> Option<Resolved> {
        let number = number?;
        let sign = if matches!(way, Ago::Back | Ago::Earlier | Ago::Before) { -1.0 } else { 1.0 };
        let narrative = !matches!(way, Ago::Back | Ago::Hence);
        // `a year earlier` beside a quarter's figures is that quarter of the year before.
        if unit == Unit::Year
            && number == 1.0
            && sign < 0.0
            && let Some((year, quarter)) = self.recent_quarter(4)
        {
            return Some((Point::Quarter(year - 1, quarter), TimeAnchor::Previous));
        }
        if narrative
            && unit == Unit::Year
            && let Some((Point::Month(year, month), sentence)) = self.previous
            && self.sentence == sentence
        {
            return Some((Point::Month(shifted_year(year, sign * number)?, month), TimeAnchor::Previous));
        }
        let day_like = matches!(unit, Unit::Day | Unit::Night | Unit::Week | Unit::Fortnight);
        if narrative
            && day_like
            && let Some(Point::Weekday(day)) = self.recent_day()
            && number.fract() == 0.0
            && number.abs() < 1000.0
        {
            let days = if matches!(unit, Unit::Day | Unit::Night) { (sign * number) as i32 } else { 0 };
            let day = (i32::from(day) - 1 + days).rem_euclid(7) + 1;
            return Some((Point::Weekday(day as u8), TimeAnchor::Previous));
        }
        let (from, anchor, exact) = match (narrative, self.recent_day(), self.previous) {
            (true, Some(Point::Day(day)), _) if day_like => (day, TimeAnchor::Previous, true),
            (true, _, Some((point, sentence)))
                if self.sentence - sentence <= 2 && point.first_day().is_some() =>
            {
                (point.first_day()?, TimeAnchor::Previous, false)
            }
            // `later` without anything named before leads nowhere.
            (true, ..) if sign > 0.0 => return None,
            _ => (self.published?, TimeAnchor::Published, false),
        };
        if number.abs() > 100_000.0 {
            return None;
        }
        let count = |times: f64| (sign * number * times).round() as i64;
        let point = match unit {
            Unit::Day | Unit::Night => Point::Day(add(from, count(1.0).days())?),
            Unit::Week | Unit::Fortnight => {
                let days = count(if unit == Unit::Week { 7.0 } else { 14.0 });
                let day = add(from, days.days())?;
                if exact { Point::Day(day) } else { Point::Week(monday(day)?) }
            }
            Unit::Weekend => Point::Weekend(monday(add(from, count(7.0).days())?)?),
            Unit::Month | Unit::Semester => {
                let day =
                    add(from.first_of_month(), count(if unit == Unit::Month { 1.0 } else { 6.0 }).months())?;
                Point::Month(day.year(), day.month())
            }
            Unit::Quarter => {
                let step = i16::try_from(count(1.0)).ok()?;
                let at = from
                    .year()
                    .checked_mul(4)?
                    .checked_add((i16::from(from.month()) - 1) / 3)?
                    .checked_add(step)?;
                Point::Quarter(at.div_euclid(4), at.rem_euclid(4) as u8 + 1)
            }
            Unit::Year if number.fract() != 0.0 => {
                let day = add(from.first_of_month(), count(12.0).months())?;
                Point::Month(day.year(), day.month())
            }
            Unit::Year => Point::Year(shifted_year(from.year(), sign * number)?),
            Unit::Decade => Point::Year(shifted_year(from.year(), sign * number * 10.0)?),
            Unit::Century => Point::Year(shifted_year(from.year(), sign * number * 100.0)?),
            Unit::Second | Unit::Minute | Unit::Hour => return None,
        };
        Some((point, anchor))
    }

    fn holiday(
        &self,
        holiday: usize,
        year: YearRef,
        shift: Option<Shift>,
        week: bool,
        tense: Tense,
    ) -> Option<Resolved> {
        let make = |date: Date| {
            if week { holidays::week(holiday, date.year()).map(Point::Week) } else { Some(Point::Day(date)) }
        };
        if let Some((year, anchor)) = self.year(year) {
            return Some((make(holidays::day(holiday, year)?)?, anchor));
        }
        let today = self.published?;
        let around = [-1, 0, 1].map(|by| holidays::day(holiday, today.year() + by));
        // A feast's week is reckoned by its Monday.
        let today_of = today;
        let today = if week { add(today, 6.days())? } else { today };
        let strictly = shift.is_some();
        let past = around.iter().flatten().rev().find(|d| **d < today || !strictly && **d == today);
        let next = around.iter().flatten().find(|d| **d > today || !strictly && **d == today);
        let distance = |d: &&Date| days_between(today_of, **d).abs();
        let chosen = match (shift, tense) {
            (Some(Shift::Last | Shift::Past | Shift::Previous), _) => past,
            (Some(Shift::Next | Shift::Coming | Shift::Following), _) => next,
            (Some(_), _) => around[1].as_ref(),
            (None, Tense::Past) => past,
            (None, Tense::Future) => next,
            (None, Tense::Unknown | Tense::Nearest) => {
                [past, next].into_iter().flatten().min_by_key(distance)
            }
        };
        Some((make(*chosen?)?, TimeAnchor::Published))
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

fn shifted_year(year: i16, by: f64) -> Option<i16> {
    let year = f64::from(year) + by.round();
    (1.0..=9998.0).contains(&year).then_some(year as i16)
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
