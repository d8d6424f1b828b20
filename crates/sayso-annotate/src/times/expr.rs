//! What a time expression says before it is reckoned out.

use super::lexicon::{Ago, Shift};
use super::value::{Clock, Season, Unit};

/// An expression as read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// A place on the calendar, perhaps with a time of day.
    Point(What, Option<Clock>),
    /// A length of time, in parts; `None` for an unknown number.
    Duration(Vec<(Option<f64>, Unit)>),
    /// A value that repeats, as it stands.
    Set(String),
    /// Past, present or future, no closer.
    Ref(&'static str),
    /// A number of years that is an age, or another thing to pass over.
    Skip,
}

/// Which year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum YearRef {
    /// None is printed: the tense and the reference decide.
    Near,
    /// Printed.
    Given(i16),
    /// So many after the year of the reference.
    Shift(i16),
    /// The one spoken of before.
    Previous,
    /// That of the last such day gone, of the next to come: `last Oct. 23`.
    Last,
    Next,
}

/// A place on the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    Date {
        year: YearRef,
        month: i8,
        day: i8,
        weekday: Option<u8>,
    },
    Month {
        year: YearRef,
        month: i8,
        shift: Option<Shift>,
    },
    Weekday {
        day: u8,
        shift: Option<Shift>,
        week: Option<Shift>,
    },
    /// So many days after today.
    Day(i8),
    Unit {
        unit: Unit,
        shift: Shift,
    },
    /// `the week`, `the quarter`: the one spoken of.
    TheUnit(Unit),
    Offset {
        number: Option<f64>,
        unit: Unit,
        way: Ago,
    },
    Season {
        year: YearRef,
        season: Season,
        shift: Option<Shift>,
    },
    Quarter {
        year: YearRef,
        quarter: Option<u8>,
        shift: Option<Shift>,
    },
    Half {
        year: YearRef,
        half: u8,
    },
    Year(i16),
    YearEnd(YearRef),
    /// The year it begins in, or its two digits.
    Decade(u16),
    Century(i16),
    Holiday {
        holiday: usize,
        year: YearRef,
        shift: Option<Shift>,
        week: bool,
    },
    /// The week that holds a day.
    WeekOf {
        month: i8,
        day: i8,
    },
    /// `the 22nd`, `Friday the 13th`: the day of a month that is not printed.
    MonthDay {
        day: i8,
        weekday: Option<u8>,
    },
    /// `the first Sunday of February`, `the last Monday in March` (-1).
    NthWeekday {
        nth: i8,
        weekday: u8,
        month: i8,
        year: YearRef,
    },
    /// A time of day of a day not printed.
    ClockOnly,
}
