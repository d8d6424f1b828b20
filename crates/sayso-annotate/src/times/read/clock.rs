//! Times of day: `10:15 a.m. GMT`, `1430 GMT`, `noon Thursday`, `4 in the morning`.

use super::{Read, Reader};
use crate::times::expr::{Expr, What};
use crate::times::lexicon::Sense;
use crate::times::value::{Clock, Part};

impl Reader<'_> {
    /// A time of day, with the day if that follows at once.
    pub fn clock(&self, i: usize) -> Read<Expr> {
        let (mut end, clock) = self.time_of_day(i)?;
        if self.sense(end) == Sense::Zone && self.word(end).bytes().all(|b| b.is_ascii_uppercase()) {
            end += 1;
        } else if self.punct(end, b'(') && self.sense(end + 1) == Sense::Zone && self.punct(end + 2, b')') {
            end += 3;
        } else if self.is(end, "local") && self.is(end + 1, "time") {
            end += 2;
        } else if self.any(end, &["Eastern", "Central", "Mountain", "Pacific"]) {
            end += 1;
            if self.any(end, &["Standard", "Daylight", "Summer"]) {
                end += 1;
            }
            if self.is(end, "time") {
                end += 1;
            }
        }
        let at = if self.punct(end, b',') { end + 1 } else { end };
        let dated = matches!(
            self.sense(at),
            Sense::Weekday(_) | Sense::Month(_) | Sense::MonthShort(_) | Sense::Deictic(_)
        );
        if (dated || at == end && matches!(self.sense(at), Sense::Digits(..)))
            && let Some((after, Expr::Point(what, None))) = self.point(at)
            && matches!(what, What::Weekday { .. } | What::Date { .. } | What::Day(_))
        {
            return Some((after, Expr::Point(what, Some(clock))));
        }
        Some((end, Expr::Point(What::ClockOnly, Some(clock))))
    }

    fn time_of_day(&self, i: usize) -> Read<Clock> {
        let at = |hour: u32, minute: Option<u32>, second: Option<u32>| {
            (hour < 25 && minute.is_none_or(|m| m < 60)).then(|| Clock::At {
                hour: hour as u8,
                minute: minute.map(|m| m as u8),
                second: second.map(|s| s as u8),
            })
        };
        if let Some((end, (hour, minute))) = self.spoken(i) {
            let (end, hour) = self.half_of_day(end, hour).unwrap_or((end, hour));
            return Some((end, at(hour, Some(minute), None)?));
        }
        match self.sense(i) {
            Sense::Noon(hour) => {
                let hour = if hour == 0 { 24 } else { hour };
                Some((i + 1, at(u32::from(hour), None, None)?))
            }
            Sense::Digits(hour @ 0..=24, 1 | 2) => {
                let mut end = i + 1;
                let (mut minute, mut second) = (None, None);
                // `10:15pm`
                if self.punct(end, b':')
                    && self.tight(end)
                    && self.tight(end + 1)
                    && let Some((m, late)) = minute_and_half(self.word(end + 1))
                {
                    return Some((end + 2, at(turned(hour, late)?, Some(m), None)?));
                }
                if (self.punct(end, b':') && self.tight(end) && self.tight(end + 1))
                    && let Sense::Digits(m @ 0..=59, 2) = self.sense(end + 1)
                {
                    minute = Some(m);
                    end += 2;
                    if self.punct(end, b':')
                        && self.tight(end)
                        && let Sense::Digits(s @ 0..=59, 2) = self.sense(end + 1)
                    {
                        second = Some(s);
                        end += 2;
                    }
                }
                if let Some((after, hour)) = self.half_of_day(end, hour) {
                    return Some((after, at(hour, minute, second)?));
                }
                if self.is(end, "o'clock") || self.is(end, "o’clock") {
                    let (end, hour) = self.half_of_day(end + 1, hour).unwrap_or((end + 1, hour));
                    return Some((end, at(hour, minute, None)?));
                }
                if minute.is_none() && self.is(end, "in") && self.sense(end + 1) == Sense::The {
                    let (end, hour) = self.half_of_day(end, hour)?;
                    return Some((end, at(hour, None, None)?));
                }
                // `10:15` alone: a time after `at`, `by`, `from`, `until`, or before a zone; else it may be a score.
                let led = self.before(i).is_some_and(|b| {
                    self.any(
                        b,
                        &["at", "by", "from", "until", "till", "before", "after", "around", "about", "since"],
                    )
                });
                let zoned = self.sense(end) == Sense::Zone && self.capital(end) || self.is(end, "local");
                (minute.is_some() && (led || zoned)).then_some(())?;
                Some((end, at(hour, minute, second)?))
            }
            // `10.15 a.m.`
            Sense::Decimal(_) => {
                let (hour, minute) = self.word(i).split_once('.')?;
                if minute.len() != 2 {
                    return None;
                }
                let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
                let zoned = self.sense(i + 1) == Sense::Zone && self.capital(i + 1);
                match self.half_of_day(i + 1, hour) {
                    Some((end, hour)) => Some((end, at(hour, Some(minute), None)?)),
                    None if zoned => Some((i + 1, at(hour, Some(minute), None)?)),
                    // `struck at 2.40 in the dead of night`, not `closed at 2.40 crowns`.
                    None if self.before(i).is_some_and(|b| self.any(b, &["at", "by", "until", "since"]))
                        && (self.any(
                            i + 1,
                            &["in", "on", "when", "and", "as", "that", "this", "last", "yesterday"],
                        ) || matches!(self.sense(i + 1), Sense::Punct(_) | Sense::Weekday(_))) =>
                    {
                        Some((i + 1, at(hour, Some(minute), None)?))
                    }
                    None => None,
                }
            }
            // `1430 GMT`
            Sense::Digits(number @ 0..=2400, 4) => {
                let zoned = self.sense(i + 1) == Sense::Zone && self.capital(i + 1);
                let local = self.is(i + 1, "local") && self.is(i + 2, "time") || self.is(i + 1, "hours");
                let end = if self.is(i + 1, "hours") { i + 2 } else { i + 1 };
                (zoned || local).then_some(())?;
                Some((end, at(number / 100, Some(number % 100), None)?))
            }
            // `2pm`, `2.30pm`
            Sense::Other => {
                let word = self.word(i);
                if !word.starts_with(|c: char| c.is_ascii_digit()) {
                    return None;
                }
                let lower = word.to_ascii_lowercase();
                let (number, late) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
                    (Some(number), _) => (number, false),
                    (_, Some(number)) => (number, true),
                    _ => return None,
                };
                let (hour, minute) = match number.split_once('.') {
                    Some((hour, minute)) => (hour.parse().ok()?, Some(minute.parse().ok()?)),
                    None => (number.parse().ok()?, None),
                };
                Some((i + 1, at(turned(hour, late)?, minute, None)?))
            }
            Sense::Cardinal(hour @ 1..=12) => {
                let (mut end, hour) = (i + 1, hour);
                if self.is(end, "o'clock") || self.is(end, "o’clock") {
                    end += 1;
                    let (end, hour) = self.half_of_day(end, hour).unwrap_or((end, hour));
                    return Some((end, at(hour, None, None)?));
                }
                let (end, hour) = self.half_of_day(end, hour)?;
                Some((end, at(hour, None, None)?))
            }
            _ => None,
        }
    }

    /// `ten to nine`, `half past three`, `a quarter past eight`: the hour and the minute. What is said so may also be a
    /// score or a span, so only minutes that are told in this way count.
    fn spoken(&self, i: usize) -> Read<(u32, u32)> {
        let (at, minutes) = if self.is(i, "half") && self.is(i + 1, "past") {
            (i + 1, 30)
        } else if self.is(i, "quarter") {
            (i + 1, 15)
        } else {
            match self.sense(i) {
                Sense::Cardinal(minutes @ (5 | 10 | 20 | 25)) => {
                    let end = if self.is(i + 1, "minutes") { i + 2 } else { i + 1 };
                    (end, minutes)
                }
                _ => return None,
            }
        };
        let Sense::Cardinal(hour @ 1..=12) = self.sense(at + 1) else { return None };
        let led = || {
            const LEADS: [&str; 9] = ["at", "by", "about", "around", "until", "till", "since", "was", "a"];
            self.before(i).is_some_and(|b| self.any(b, &LEADS))
        };
        if self.is(at, "past") {
            return Some((at + 2, (hour, minutes)));
        }
        (self.is(at, "to") && led()).then(|| (at + 2, (if hour == 1 { 12 } else { hour - 1 }, 60 - minutes)))
    }

    /// `a.m.`, `pm`, `in the morning` after an hour.
    fn half_of_day(&self, i: usize, hour: u32) -> Read<u32> {
        match self.sense(i) {
            Sense::Ampm(half) => {
                let mut end = i + 1;
                if self.word(i).contains('.') && self.punct(end, b'.') && self.tight(end) {
                    end += 1;
                } else if self.is(i, "am")
                    && !self.tight(i)
                    && self.sense(end) == Sense::Other
                    && self.word(i) == "am"
                    && hour > 12
                {
                    return None;
                }
                Some((end, turned(hour, half > 0)?))
            }
            // `10:15pm` splits at the colon: `15pm` is read elsewhere.
            Sense::In if self.sense(i + 1) == Sense::The => match self.sense(i + 2) {
                Sense::Part(part) if hour <= 12 => {
                    Some((i + 3, turned(hour, !matches!(part, Part::Morning))?))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// `15pm`: the minutes, and whether they are after noon.
fn minute_and_half(word: &str) -> Option<(u32, bool)> {
    let (minute, half) = word.split_at_checked(2)?;
    let late = half.eq_ignore_ascii_case("pm");
    (late || half.eq_ignore_ascii_case("am")).then_some(())?;
    minute.parse().ok().map(|m| (m, late))
}

/// An hour of twelve as one of twenty-four.
fn turned(hour: u32, late: bool) -> Option<u32> {
    match (hour, late) {
        (0, false) => Some(0),
        (12, false) => Some(0),
        (12, true) => Some(12),
        (1..=11, true) => Some(hour + 12),
        (1..=11, false) => Some(hour),
        (13..=23, _) => Some(hour),
        _ => None,
    }
}
