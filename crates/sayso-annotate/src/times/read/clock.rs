//! Times of day: `10:15 a.m. GMT`, `1430 GMT`, `noon Thursday`, `4 in the morning`.

mod light;
mod words;

use super::{Read, Reader};
use crate::times::expr::{Expr, What};
use crate::times::lexicon::{Sense, Shift};
use crate::times::value::{Clock, Part, Unit};
use sayso_text::Gap;
use words::Says;

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
            ((hour < 24 || hour == 24 && minute.is_none_or(|m| m == 0)) && minute.is_none_or(|m| m < 60))
                .then(|| Clock::At {
                    hour: hour as u8,
                    minute: minute.map(|m| m as u8),
                    second: second.map(|s| s as u8),
                })
        };
        if let Some((end, part)) = self.light(i) {
            return Some((end, Clock::Part(part)));
        }
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
                // `towards 3 hours of the night`
                let towards = self.before(i).is_some_and(|b| self.any(b, &["at", "towards", "toward"]));
                if minute.is_none()
                    && towards
                    && self.any(end, &["hours", "hrs"])
                    && self.sense(end + 1) == Sense::Of
                    && self.sense(end + 2) == Sense::The
                    && let Some(part) = self.part_at(end + 3)
                {
                    return Some((end + 4, at(in_part(hour, part), None, None)?));
                }
                // `at 22 hours`
                if minute.is_none()
                    && self.any(end, &["hours", "hrs"])
                    && towards
                    && !matches!(self.sense(end + 1), Sense::Digits(..) | Sense::Cardinal(_))
                    && !self.any(end + 1, &["a", "per", "of", "after", "before", "each", "every"])
                    && !(i.saturating_sub(6).max(self.first)..i).any(|k| self.says(k, Says::Numbered))
                {
                    return Some((end + 1, at(hour, None, None)?));
                }
                // `at 22 hours 40 minutes`
                if minute.is_none()
                    && self.is(end, "hours")
                    && self.before(i).is_some_and(|b| self.is(b, "at"))
                    && let Sense::Digits(m @ 0..=59, _) = self.sense(end + 1)
                    && self.any(end + 2, &["minutes", "minute"])
                {
                    return Some((end + 3, at(hour, Some(m), None)?));
                }
                // `10:15` alone: a time after `at`, `by`, `from`, `until`, or before a zone; else it may be a score.
                let led = self
                    .before(i)
                    .is_some_and(|b| self.says(b, Says::Lead) || self.any(b, &["from", "around", "about"]));
                let zoned = self.sense(end) == Sense::Zone && self.capital(end) || self.is(end, "local");
                let stamp = || self.stamps(i, end);
                (minute.is_some() && (led || zoned || stamp())).then_some(())?;
                Some((end, at(hour, minute, second)?))
            }
            // `10.15 a.m.`
            Sense::Decimal(_) => {
                let (hour, minute) = self.word(i).split_once('.')?;
                if minute.len() != 2 {
                    return None;
                }
                let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
                let local = self.is(i + 1, "local") && self.is(i + 2, "time");
                let zoned = self.sense(i + 1) == Sense::Zone && self.capital(i + 1) || local;
                match self.half_of_day(i + 1, hour) {
                    Some((end, hour)) => Some((end, at(hour, Some(minute), None)?)),
                    None if zoned || self.stamps(i, i + 1) => Some((i + 1, at(hour, Some(minute), None)?)),
                    // `to the 18.20 of the Thursday`
                    None if self.sense_before(i) == Sense::The
                        && self.sense(i + 1) == Sense::Of
                        && self.sense(i + 2) == Sense::The
                        && matches!(self.sense(i + 3), Sense::Weekday(_)) =>
                    {
                        Some((i + 1, at(hour, Some(minute), None)?))
                    }
                    // `struck at 2.40 in the dead of night`, not `closed at 2.40 crowns`.
                    None if self.before(i).is_some_and(|b| {
                        // `at about 2.40`
                        let nearly = self.any(b, &["around", "about"]);
                        self.says(b, Says::Lead)
                            || self.any(b, &["stamped", "timed", "logged", "clocked"])
                            || self.on_a_clock(b)
                            || nearly && b > self.first && self.is(b - 1, "at")
                    }) && (self.ends_hour(i + 1)
                        || self.any(i + 1, &["a", "an", "his", "her", "their", "its", "there"])
                        || matches!(self.sense(i + 1), Sense::Punct(b'-') | Sense::Weekday(_))) =>
                    {
                        Some((i + 1, at(hour, Some(minute), None)?))
                    }
                    // `from 3.14 to 3.20 a.m.`
                    None if matches!(self.sense(i + 3), Sense::Ampm(_)) && self.two_hours(i) => {
                        let hour = self.half_of_day(i + 3, hour).map_or(hour, |(_, hour)| hour);
                        Some((i + 1, at(hour, Some(minute), None)?))
                    }
                    // `between 21.00 and 22.15`, `moved from 8 p.m. to 8.40`
                    None if (self.two_hours(i) || self.moved_to(i)) && self.ends_span(i + 1) => {
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
                // `at 0433`, but not `at 1950`
                let led = |words: &[&str]| self.before(i).is_some_and(|b| self.any(b, words));
                let nought = self.word(i).starts_with('0')
                    && led(&["at", "around", "about", "by", "until", "since", "from", "before", "after"]);
                let timed = || (i.saturating_sub(6).max(self.first)..i).any(|k| self.says(k, Says::Timed));
                let bare = || led(&["at"]) && !(1800..2200).contains(&number) && timed();
                let plain = (nought || bare()) && self.ends_hour(i + 1) && !self.on_a_market(i);
                (zoned || local || plain).then_some(())?;
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
                let (end, hour) = self.half_of_day(end, hour).or_else(|| self.bare_hour(i, hour))?;
                Some((end, at(hour, None, None)?))
            }
            _ => None,
        }
    }

    /// Whether a number with two digits behind a stop is one of two that a span of hours has: `between 21.00 and 22.15`.
    fn two_hours(&self, i: usize) -> bool {
        let hour = |i: usize| {
            let (h, m) = self.word(i).split_once('.').unwrap_or_default();
            h.parse::<u32>().is_ok_and(|h| h < 24) && m.len() == 2 && m.parse::<u32>().is_ok_and(|m| m < 60)
        };
        let opens = |i: usize| {
            self.before(i).is_some_and(|b| self.any(b, &["between", "from"])) && hour(i) && hour(i + 2)
        };
        let joins = |i: usize| {
            self.any(i, &["and", "to", "until", "till"]) || matches!(self.sense(i), Sense::Punct(b'-'))
        };
        let first = opens(i) && joins(i + 1);
        let second = i >= self.first + 3 && opens(i - 2) && joins(i - 1);
        // `from 2.40 to 3.10 crowns`
        let ends = if first { i + 3 } else { i + 1 };
        let ended = self.ends_span(ends) || matches!(self.sense(ends), Sense::Ampm(_));
        (first || second) && ended && !self.on_a_market(i)
    }

    /// Whether words before speak of what rises and falls: `the yield rose from 3.10 to 3.40`.
    fn on_a_market(&self, i: usize) -> bool {
        (i.saturating_sub(10).max(self.first)..i).any(|k| self.says(k, Says::Market))
    }

    /// Whether the word at `i` says what a clock shows: `the street clock reads 4.52`.
    fn on_a_clock(&self, i: usize) -> bool {
        self.any(i, &["reads", "read", "shows", "showed"])
            && (i.saturating_sub(4).max(self.first)..i).any(|k| self.any(k, &["clock", "watch"]))
    }

    /// Whether what follows a number counts nothing that the number could be of.
    fn ends_span(&self, i: usize) -> bool {
        self.ends_hour(i)
            || self
                .any(i, &["and", "to", "until", "till", "because", "after", "before", "for", "a", "at", "by"])
    }

    /// Whether an hour is one that something is put off or brought forward to: `the start was moved to 8.40`.
    fn moved_to(&self, i: usize) -> bool {
        self.before(i).is_some_and(|b| {
            self.any(b, &["to", "until", "till"])
                && (b.saturating_sub(6).max(self.first)..b).any(|k| self.says(k, Says::Moved))
                && !self.on_a_market(b)
                && (self.first..b)
                    .any(|k| matches!(self.sense(k), Sense::Ampm(_)) || self.any(k, &["kick-off", "start"]))
        })
    }

    /// `ten to nine`, `half past three`, `eight minutes to five`, `a few minutes before five`: the hour and the minute.
    /// What is said so may also be a score or a span, so only minutes that are told in this way count.
    fn spoken(&self, i: usize) -> Read<(u32, u32)> {
        let (at, minutes, named) = if self.is(i, "half") && self.is(i + 1, "past") {
            (i + 1, 30, false)
        } else if self.is(i, "quarter") {
            (i + 1, 15, false)
        } else if self.sense(i) == Sense::A && self.any(i + 1, &["few", "couple"]) {
            let end = if self.is(i + 2, "of") { i + 3 } else { i + 2 };
            self.is(end, "minutes").then_some((end + 1, 5, true))?
        } else {
            let (end, minutes) = match (self.sense(i), self.sense(i + 1)) {
                (Sense::Cardinal(20), Sense::Cardinal(m @ 1..=9)) if self.joined(i + 1) => (i + 2, 20 + m),
                (Sense::Cardinal(m @ 1..=29) | Sense::Digits(m @ 1..=29, 1 | 2), _) => (i + 1, m),
                _ => return None,
            };
            let named = self.any(end, &["minutes", "minute"]);
            (named || matches!(minutes, 5 | 10 | 20 | 25)).then_some(())?;
            (end + usize::from(named), minutes, named)
        };
        let hour = match self.sense(at + 1) {
            Sense::Cardinal(hour @ 1..=12) | Sense::Digits(hour @ 1..=12, 1 | 2) => hour,
            // `twenty to midnight`
            Sense::Noon(0) => 24,
            Sense::Noon(_) => 12,
            _ => return None,
        };
        let before = || (at + 2, (if hour == 1 { 12 } else { hour - 1 }, 60 - minutes));
        // `ten minutes after two goals`
        let whole = || self.ends_hour(at + 2);
        let led = || {
            const ALSO: [&str; 6] = ["about", "around", "was", "a", "towards", "toward"];
            self.before(i).is_some_and(|b| self.says(b, Says::Lead) || self.any(b, &ALSO))
        };
        // `a quarter after three o'clock`
        let quarter = || self.is(i, "quarter") && (whole() || self.any(at + 2, &["o'clock", "o’clock"]));
        if self.is(at, "past") || self.is(at, "after") && (named && whole() || quarter()) {
            return Some((at + 2, (hour % 24, minutes)));
        }
        if named && self.is(at, "before") && whole() {
            return Some(before());
        }
        (self.is(at, "to") && led()).then(before)
    }

    /// Whether what follows an hour counts nothing: the end of the clause, a day, a part of the day, a small word.
    fn ends_hour(&self, i: usize) -> bool {
        i >= self.end
            || match self.sense(i) {
                Sense::Weekday(_) | Sense::Deictic(_) | Sense::Part(_) | Sense::Zone => true,
                Sense::Punct(b) => b != b'-' && b != b'%' && b != b'$',
                _ => self.says(i, Says::After),
            }
    }

    /// `after four this afternoon`, `shortly after ten`, `at five on Tuesday morning`: an hour in words that nothing else
    /// names as one.
    fn bare_hour(&self, i: usize, hour: u32) -> Read<u32> {
        let before = self.before(i)?;
        let part = match (self.sense(i + 1), self.sense(i + 2), self.sense(i + 3)) {
            (Sense::Shift(Shift::This | Shift::That | Shift::Last), Sense::Part(part), _) => Some(part),
            (Sense::On, Sense::Weekday(_), Sense::Part(part)) => Some(part),
            (Sense::Weekday(_) | Sense::Deictic(_), Sense::Part(part), _) => Some(part),
            _ if self.is(i + 1, "tonight") => Some(Part::Evening),
            _ => None,
        };
        let back = before.checked_sub(1).filter(|b| *b >= self.first);
        let vague = self.any(before, &["before", "after"])
            && back.is_some_and(|b| self.says(b, Says::Nearly))
            && self.ends_hour(i + 1);
        // Not `the toll stood at five on Tuesday morning`.
        let led = self.any(before, &["at", "until", "till", "since", "before", "after", "around"])
            && !back.is_some_and(|b| self.says(b, Says::Standing));
        // `on Monday at ten`
        let day = self.is(before, "at")
            && back.is_some_and(|b| {
                matches!(self.sense(b), Sense::Weekday(_) | Sense::Deictic(_) | Sense::Part(_))
            })
            && self.ends_hour(i + 1);
        (vague || day || led && part.is_some() || self.plain_hour(i, before)).then_some(())?;
        Some((i + 1, part.map_or(hour, |part| in_part(hour, part))))
    }

    /// `They opened it at one and told us later`, `had left by six`: an hour that nothing but its clause tells.
    fn plain_hour(&self, i: usize, before: usize) -> bool {
        let recent = || (before.saturating_sub(5).max(self.first)..before).rev();
        let numbered = || recent().take(4).any(|k| self.says(k, Says::Numbered));
        let closes = self.sense(i + 1) == Sense::Punct(b'.')
            || i + 1 >= self.end
            || matches!(self.sense(i + 1), Sense::Punct(b',' | b';' | b'"'))
            || self.says(i + 1, Says::On)
                && !matches!(self.sense(i + 2), Sense::Cardinal(_) | Sense::Digits(..) | Sense::A);
        let one = self.is(i, "one") && self.any(i + 2, &["another", "other", "more"]);
        let by = || self.is(before, "by") && recent().any(|k| self.is(k, "had"));
        let timed = recent().any(|k| self.says(k, Says::Timed));
        (self.is(before, "at") && !numbered() || by()) && timed && closes && !one
    }

    /// Whether a time from word `i` to before `end` opens a line of a running account: `19:40 The four leave …`, `15.45 – …`.
    fn stamps(&self, i: usize, end: usize) -> bool {
        i == self.first
            && self.atoms[i].gap == Gap::Break
            && (end >= self.end
                || self.capital(end)
                || matches!(self.sense(end), Sense::Digits(..)) && !self.tight(end)
                || matches!(self.sense(end), Sense::Punct(b'-' | b'.' | b':' | b'"' | b']')))
    }

    /// The part of the day that a word names.
    fn part_at(&self, i: usize) -> Option<Part> {
        match self.sense(i) {
            Sense::Part(part) => Some(part),
            Sense::Unit(Unit::Night) => Some(Part::Night),
            _ => None,
        }
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
            // `the eight of the night`, as translations have it; but `three of the morning papers`
            Sense::Of if self.sense(i + 1) == Sense::The => match self.part_at(i + 2) {
                Some(part) if (1..=12).contains(&hour) && self.ends_hour(i + 3) => {
                    Some((i + 3, in_part(hour, part)))
                }
                _ => None,
            },
            Sense::In if self.sense(i + 1) == Sense::The => match self.sense(i + 2) {
                Sense::Part(part) if hour <= 12 => Some((i + 3, in_part(hour, part))),
                _ => None,
            },
            // `10:15pm` splits at the colon: `15pm` is read elsewhere.
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

/// An hour of twelve as that of a part of the day: `11.40 on Monday night`, `four this afternoon`.
pub(in super::super) fn in_part(hour: u32, part: Part) -> u32 {
    match part {
        Part::Morning | Part::Night if hour == 12 => 0,
        Part::Afternoon if hour < 8 => hour + 12,
        Part::Evening if (4..12).contains(&hour) => hour + 12,
        Part::Night if (6..12).contains(&hour) => hour + 12,
        _ => hour,
    }
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
