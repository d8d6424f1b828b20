//! Seasons, quarters, weeks and their like, lengths told from a point, and days with names.

use super::{Context, REMEMBERED, Resolved, add, days_between};
use crate::times::expr::YearRef;
use crate::times::holidays;
use crate::times::lexicon::{Ago, Shift};
use crate::times::tense::Tense;
use crate::times::value::{Point, Season, Unit, monday};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use sayso_model::TimeAnchor;

impl Context {
    pub(super) fn season(
        &self,
        year: YearRef,
        season: Season,
        shift: Option<Shift>,
        tense: Tense,
    ) -> Option<Resolved> {
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
                // `In the summer`, in May.
                Tense::Unknown if month >= i32::from(season.first_month()) + 9 => begun + 1,
                _ => begun,
            },
        };
        Some((Point::Season(year, season), TimeAnchor::Published))
    }

    pub(super) fn quarter_of(
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
        let now = quarter_of_day(today);
        let step = |(year, quarter): (i16, u8), by: i16| {
            quarter_after((year, quarter), by.into()).unwrap_or((year, quarter))
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

    pub(super) fn the_unit(&self, unit: Unit, tense: Tense) -> Option<Resolved> {
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

    pub(super) fn unit(&self, unit: Unit, shift: Shift) -> Option<Resolved> {
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
                let month = add_months(from, i64::from(by))?;
                Point::Month(month.year(), month.month())
            }
            Unit::Quarter => {
                if narrative && let Some((year, quarter)) = self.recent_quarter(REMEMBERED) {
                    let (year, quarter) = quarter_after((year, quarter), by.into())?;
                    return Some((Point::Quarter(year, quarter), TimeAnchor::Previous));
                }
                let (year, quarter) = quarter_after(quarter_of_day(from), by.into())?;
                Point::Quarter(year, quarter)
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

    pub(super) fn offset(&self, number: Option<f64>, unit: Unit, way: Ago) -> Option<Resolved> {
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
            Unit::Day | Unit::Night => Point::Day(add_days(from, count(1.0))?),
            Unit::Week | Unit::Fortnight => {
                let days = count(if unit == Unit::Week { 7.0 } else { 14.0 });
                let day = add_days(from, days)?;
                if exact { Point::Day(day) } else { Point::Week(monday(day)?) }
            }
            Unit::Weekend => Point::Weekend(monday(add_days(from, count(7.0))?)?),
            Unit::Month | Unit::Semester => {
                let day = add_months(from, count(if unit == Unit::Month { 1.0 } else { 6.0 }))?;
                Point::Month(day.year(), day.month())
            }
            Unit::Quarter => {
                let (year, quarter) = quarter_after(quarter_of_day(from), count(1.0))?;
                Point::Quarter(year, quarter)
            }
            Unit::Year if number.fract() != 0.0 => {
                let day = add_months(from, count(12.0))?;
                Point::Month(day.year(), day.month())
            }
            Unit::Year => Point::Year(shifted_year(from.year(), sign * number)?),
            Unit::Decade => Point::Year(shifted_year(from.year(), sign * number * 10.0)?),
            Unit::Century => Point::Year(shifted_year(from.year(), sign * number * 100.0)?),
            Unit::Second | Unit::Minute | Unit::Hour => return None,
        };
        Some((point, anchor))
    }

    pub(super) fn holiday(
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
}

fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The first day of the month so many after a day's.
fn add_months(date: Date, months: i64) -> Option<Date> {
    date.first_of_month().checked_add(Span::new().try_months(months).ok()?).ok()
}

fn quarter_of_day(day: Date) -> (i16, u8) {
    (day.year(), (day.month() as u8 - 1) / 3 + 1)
}

/// The quarter so many after one.
fn quarter_after((year, quarter): (i16, u8), by: i64) -> Option<(i16, u8)> {
    let count = i64::from(year) * 4 + i64::from(quarter) - 1 + by;
    Some((i16::try_from(count.div_euclid(4)).ok()?, count.rem_euclid(4) as u8 + 1))
}

fn shifted_year(year: i16, by: f64) -> Option<i16> {
    let year = f64::from(year) + by.round();
    (1.0..=9998.0).contains(&year).then_some(year as i16)
}
