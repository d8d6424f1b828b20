//! TIMEX3 values: what a time expression comes to.

use jiff::ToSpan;
use jiff::civil::Date;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Semester,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub fn parse(word: &str) -> Option<Unit> {
        Some(match word {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "night" => Unit::Night,
            "day" => Unit::Day,
            "weekend" => Unit::Weekend,
            "week" => Unit::Week,
            "fortnight" => Unit::Fortnight,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "semester" => Unit::Semester,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            _ => return None,
        })
    }

    /// The letter of a length in this unit, and how many of it one is.
    fn length(self) -> (&'static str, u32) {
        match self {
            Unit::Second => ("S", 1),
            Unit::Minute => ("M", 1),
            Unit::Hour => ("H", 1),
            Unit::Night => ("NI", 1),
            Unit::Day => ("D", 1),
            Unit::Weekend => ("WE", 1),
            Unit::Week => ("W", 1),
            Unit::Fortnight => ("W", 2),
            Unit::Month => ("M", 1),
            Unit::Quarter => ("Q", 1),
            Unit::Semester => ("M", 6),
            Unit::Year => ("Y", 1),
            Unit::Decade => ("Y", 10),
            Unit::Century => ("Y", 100),
        }
    }

    pub fn is_clock(self) -> bool {
        self <= Unit::Hour
    }
}

/// A part of the day, as TIMEX3 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    pub fn parse(word: &str) -> Option<Part> {
        Some(match word {
            "MO" => Part::Morning,
            "MI" => Part::Midday,
            "AF" => Part::Afternoon,
            "EV" => Part::Evening,
            "NI" => Part::Night,
            _ => return None,
        })
    }

    fn code(self) -> &'static str {
        match self {
            Part::Morning => "MO",
            Part::Midday => "MI",
            Part::Afternoon => "AF",
            Part::Evening => "EV",
            Part::Night => "NI",
        }
    }
}

/// A season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

impl Season {
    pub fn parse(word: &str) -> Option<Season> {
        Some(match word {
            "SP" => Season::Spring,
            "SU" => Season::Summer,
            "FA" => Season::Fall,
            "WI" => Season::Winter,
            _ => return None,
        })
    }

    pub fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Fall => "FA",
            Season::Winter => "WI",
        }
    }

    /// The month it begins in, in the northern half of the world.
    pub fn first_month(self) -> i8 {
        match self {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Fall => 9,
            Season::Winter => 12,
        }
    }
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    At { hour: u8, minute: Option<u8>, second: Option<u8> },
    Part(Part),
}

impl Clock {
    fn push(self, value: &mut String) {
        value.push('T');
        match self {
            Clock::Part(part) => value.push_str(part.code()),
            Clock::At { hour, minute, second } => {
                value.push_str(&format!("{hour:02}:{:02}", minute.unwrap_or(0)));
                if let Some(second) = second {
                    value.push_str(&format!(":{second:02}"));
                }
            }
        }
    }
}

/// A place on the calendar, as exact as it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Point {
    Day(Date),
    /// A day of a month of a year not known.
    MonthDay(i8, i8),
    /// A weekday of a week not known.
    Weekday(u8),
    /// The week that begins on this Monday.
    Week(Date),
    Weekend(Date),
    Month(i16, i8),
    MonthOnly(i8),
    Season(i16, Season),
    SeasonOnly(Season),
    Quarter(i16, u8),
    QuarterOnly(u8),
    Half(i16, u8),
    HalfOnly(u8),
    Year(i16),
    /// A year of this decade.
    Decade(i16),
    Century(i16),
    UnknownDay,
    UnknownWeek,
    UnknownWeekend,
    UnknownMonth,
    UnknownYear,
}

impl Point {
    /// As TIMEX3 writes it.
    pub fn value(self, clock: Option<Clock>) -> String {
        let mut value = match self {
            Point::Day(d) => format!("{:04}-{:02}-{:02}", d.year(), d.month(), d.day()),
            Point::MonthDay(m, d) => format!("XXXX-{m:02}-{d:02}"),
            Point::Weekday(w) => format!("XXXX-WXX-{w}"),
            Point::Week(d) => week(d),
            Point::Weekend(d) => format!("{}-WE", week(d)),
            Point::Month(y, m) => format!("{y:04}-{m:02}"),
            Point::MonthOnly(m) => format!("XXXX-{m:02}"),
            Point::Season(y, s) => format!("{y:04}-{}", s.code()),
            Point::SeasonOnly(s) => format!("XXXX-{}", s.code()),
            Point::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Point::QuarterOnly(q) => format!("XXXX-Q{q}"),
            Point::Half(y, h) => format!("{y:04}-H{h}"),
            Point::HalfOnly(h) => format!("XXXX-H{h}"),
            Point::Year(y) => format!("{y:04}"),
            Point::Decade(y) => format!("{:03}", y.div_euclid(10)),
            Point::Century(c) => format!("{c:02}"),
            Point::UnknownDay => "XXXX-XX-XX".into(),
            Point::UnknownWeek => "XXXX-WXX".into(),
            Point::UnknownWeekend => "XXXX-WXX-WE".into(),
            Point::UnknownMonth => "XXXX-XX".into(),
            Point::UnknownYear => "XXXX".into(),
        };
        if let Some(clock) = clock {
            clock.push(&mut value);
        }
        value
    }

    /// Its first day, if known.
    pub fn first_day(self) -> Option<Date> {
        match self {
            Point::Day(d) | Point::Week(d) => Some(d),
            Point::Weekend(d) => d.checked_add(5.days()).ok(),
            Point::Month(y, m) => Date::new(y, m, 1).ok(),
            Point::Season(y, s) => Date::new(y, s.first_month(), 1).ok(),
            Point::Quarter(y, q) => Date::new(y, (i8::try_from(q).ok()? - 1) * 3 + 1, 1).ok(),
            Point::Half(y, h) => Date::new(y, if h == 1 { 1 } else { 7 }, 1).ok(),
            Point::Year(y) | Point::Decade(y) => Date::new(y, 1, 1).ok(),
            _ => None,
        }
    }
}

fn week(monday: Date) -> String {
    let iso = monday.iso_week_date();
    format!("{:04}-W{:02}", iso.year(), iso.week())
}

/// The Monday of a day's week.
pub(super) fn monday(day: Date) -> Option<Date> {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).ok()
}

/// A length of time as TIMEX3 writes it: `P2Y6M`, `PT1H30M`, `PXW`. `None` stands for an unknown number.
pub(super) fn length(parts: &[(Option<f64>, Unit)]) -> String {
    let mut value = String::from("P");
    let mut clock = false;
    for (number, unit) in parts {
        if unit.is_clock() && !clock {
            value.push('T');
            clock = true;
        }
        let (letter, times) = unit.length();
        match number {
            None => value.push_str(match unit {
                Unit::Decade => "XE",
                Unit::Century => "XC",
                _ => "X",
            }),
            Some(number) => push_number(&mut value, *number * f64::from(times), *unit, &mut clock),
        }
        let written = value.ends_with(|c: char| c.is_ascii_digit() || c == 'X');
        if written {
            value.push_str(letter);
        }
    }
    value
}

/// A number of a unit; halves and quarters of larger units become smaller ones.
fn push_number(value: &mut String, number: f64, unit: Unit, clock: &mut bool) {
    let whole = number.trunc();
    let rest = number - whole;
    let smaller: Option<(f64, &str, bool)> = match unit {
        Unit::Year => Some((12.0, "M", false)),
        Unit::Day => Some((24.0, "H", true)),
        Unit::Hour => Some((60.0, "M", false)),
        Unit::Minute => Some((60.0, "S", false)),
        _ => None,
    };
    match smaller {
        Some((count, letter, enters_clock)) if rest > 0.01 && is_whole(rest * count) => {
            if whole > 0.0 {
                value.push_str(&format!("{whole}{}", unit.length().0));
            }
            if enters_clock && !*clock {
                value.push('T');
                *clock = true;
            }
            value.push_str(&format!("{}{letter}", (rest * count).round()));
        }
        _ if is_whole(number) => value.push_str(&format!("{}", number.round())),
        _ => value.push_str(&format!("{}", (number * 100.0).round() / 100.0)),
    }
}

fn is_whole(number: f64) -> bool {
    (number - number.round()).abs() < 0.001
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        for (parts, want) in [
            (&[(Some(3.0), Unit::Week)][..], "P3W"),
            (&[(Some(2.5), Unit::Year)], "P2Y6M"),
            (&[(Some(5.5), Unit::Hour)], "PT5H30M"),
            (&[(Some(0.5), Unit::Hour)], "PT30M"),
            (&[(Some(1.5), Unit::Day)], "P1DT12H"),
            (&[(Some(1.5), Unit::Week)], "P1.5W"),
            (&[(Some(2.0), Unit::Year), (Some(3.0), Unit::Month)], "P2Y3M"),
            (&[(Some(2.0), Unit::Hour), (Some(10.0), Unit::Minute)], "PT2H10M"),
            (&[(None, Unit::Minute)], "PTXM"),
            (&[(None, Unit::Decade)], "PXE"),
            (&[(Some(1.5), Unit::Decade)], "P15Y"),
            (&[(Some(1.0), Unit::Fortnight)], "P2W"),
        ] {
            assert_eq!(length(parts), want);
        }
    }

    #[test]
    fn weeks_are_those_of_iso() {
        let day: Date = "2021-01-03".parse().unwrap();
        assert_eq!(Point::Week(monday(day).unwrap()).value(None), "2020-W53");
    }
}
