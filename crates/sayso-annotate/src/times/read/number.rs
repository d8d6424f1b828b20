//! Numbers before a unit of time, and the lengths they make.

use super::{Read, Reader};
use crate::times::expr::{Expr, What};
use crate::times::lexicon::{Ago, Sense};
use crate::times::value::Unit;

impl Reader<'_> {
    /// A number in words or digits; `None` inside for one not known: `several`, `a few`.
    pub fn number(&self, i: usize) -> Read<Option<f64>> {
        match self.sense(i) {
            Sense::Digits(value, _) => {
                let mut value = f64::from(value);
                let mut end = i + 1;
                while self.punct(end, b',')
                    && self.tight(end)
                    && self.tight(end + 1)
                    && let Sense::Digits(more, 3) = self.sense(end + 1)
                {
                    value = value * 1000.0 + f64::from(more);
                    end += 2;
                }
                // `5 1/2`, `2-1/2`
                if let (Sense::Digits(above, 1), Sense::Digits(below @ 1..=9, 1)) =
                    (self.sense(end), self.sense(end + 2))
                    && self.punct(end + 1, b'/')
                {
                    value += f64::from(above) / f64::from(below);
                    end += 3;
                } else if let (true, Sense::Digits(below @ 1..=9, 1)) =
                    (self.punct(end, b'/'), self.sense(end + 1))
                {
                    value /= f64::from(below);
                    end += 2;
                }
                if let Sense::Scale(scale) = self.sense(end) {
                    value *= f64::from(scale);
                    end += 1;
                }
                Some(self.and_a_half(end, value))
            }
            Sense::Decimal(value) => Some((i + 1, Some((f64::from(value) * 1000.0).round() / 1000.0))),
            Sense::Cardinal(_) => {
                let (end, value) = self.cardinal(i)?;
                Some(self.and_a_half(end, value))
            }
            Sense::Half if matches!(self.sense(i + 1), Sense::A) || self.is(i + 1, "dozen") => {
                Some((i + 2, Some(if self.is(i + 1, "dozen") { 6.0 } else { 0.5 })))
            }
            Sense::A => match self.sense(i + 1) {
                Sense::Scale(scale) => Some((i + 2, Some(f64::from(scale)))),
                Sense::Cardinal(12) => Some((i + 2, Some(12.0))),
                Sense::Vague => self.vague(i + 1),
                Sense::Half if self.joined(i + 2) || matches!(self.sense(i + 2), Sense::Unit(_)) => {
                    Some((i + 2, Some(0.5)))
                }
                // `a further two weeks`, `an additional year`
                _ if self.any(i + 1, &["further", "additional", "full", "whole", "mere", "record"]) => {
                    self.number(i + 2).or(Some((i + 2, Some(1.0))))
                }
                _ => Some((i + 1, Some(1.0))),
            },
            Sense::Vague => self.vague(i),
            _ => None,
        }
    }

    fn vague(&self, i: usize) -> Read<Option<f64>> {
        let mut end = i + 1;
        if self.is(i, "couple") {
            if self.sense(end) == Sense::Of {
                end += 1;
            }
            return Some((end, Some(2.0)));
        }
        Some((end, None))
    }

    fn and_a_half(&self, end: usize, value: f64) -> (usize, Option<f64>) {
        if self.sense(end) == Sense::And
            && self.sense(end + 1) == Sense::A
            && self.sense(end + 2) == Sense::Half
        {
            (end + 3, Some(value + 0.5))
        } else {
            (end, Some(value))
        }
    }

    /// A number in words: `twenty-five`, `two hundred and ten`.
    pub fn cardinal(&self, i: usize) -> Read<f64> {
        let Sense::Cardinal(first) = self.sense(i) else {
            return None;
        };
        let mut value = f64::from(first);
        let mut end = i + 1;
        if first >= 20
            && first % 10 == 0
            && let Sense::Cardinal(ones @ 1..=9) = self.sense(end)
        {
            value += f64::from(ones);
            end += 1;
        }
        while let Sense::Scale(scale) = self.sense(end) {
            value *= f64::from(scale);
            end += 1;
            let at = if self.sense(end) == Sense::And { end + 1 } else { end };
            if let Sense::Cardinal(_) = self.sense(at)
                && scale < 1_000_000
                && let Some((after, more)) = self.cardinal(at)
                && more < f64::from(scale)
            {
                value += more;
                end = after;
            }
        }
        Some((end, value))
    }

    /// A unit after a number, one word of description allowed between: `two full years`, `five trading days`.
    pub fn unit(&self, i: usize) -> Read<Unit> {
        let at = |i: usize| match self.sense(i) {
            Sense::Unit(unit) | Sense::Units(unit) => Some((i + 1, unit)),
            _ => None,
        };
        at(i).or_else(|| {
            let described = self.any(
                i,
                &[
                    "full",
                    "more",
                    "trading",
                    "consecutive",
                    "straight",
                    "business",
                    "working",
                    "calendar",
                    "long",
                    "whole",
                    "additional",
                    "fiscal",
                    "successive",
                    "further",
                    "solid",
                    "short",
                    "other",
                    "extra",
                ],
            );
            if described { at(i + 1) } else { None }
        })
    }

    /// What begins with a number: lengths, and points so far from another one.
    pub fn amount(&self, i: usize) -> Read<Expr> {
        let the = self.sense(i) == Sense::The;
        let start = if the { i + 1 } else { i };
        let (end, parts) = match self.sense(start) {
            // `weeks later`, `for years`
            Sense::Units(unit) => {
                let (mut end, mut parts) = (start + 1, vec![(None, unit)]);
                if matches!(self.sense(end), Sense::Or | Sense::And)
                    && let Sense::Units(_) = self.sense(end + 1)
                {
                    end += 2;
                }
                let after = matches!(self.sense(end), Sense::Ago(_));
                let ahead = self.is(end, "ahead") || self.is(end, "of") && self.sense_before(i) != Sense::The;
                let preposition = self.before(i).is_some_and(|b| {
                    self.any(
                        b,
                        &[
                            "for", "in", "within", "over", "of", "than", "after", "last", "lasted", "take",
                            "took", "several",
                        ],
                    )
                });
                if unit.is_clock() && !after && !preposition {
                    return None;
                }
                if the && !ahead {
                    return None;
                }
                if !(after || preposition || ahead || self.joined(end) && self.is(end, "long")) {
                    return None;
                }
                if self.is(end, "ahead") {
                    end += 1;
                }
                // `three quarters of the votes`
                let fraction = unit == Unit::Quarter && self.sense(start + 1) == Sense::Of;
                if fraction || unit == Unit::Second || unit == Unit::Weekend {
                    return None;
                }
                parts.truncate(1);
                (end, parts)
            }
            _ => self.lengths(start)?,
        };
        let last = parts.last()?.1;
        // Ages are no times.
        if self.sense(end) == Sense::Old
            || self.is(end, "olds")
            || self.is(end, "of") && self.is(end + 1, "age")
        {
            return Some((end + 1, Expr::Skip));
        }
        let one_bare = self.sense(start) == Sense::A && self.sense(start + 1) == Sense::Unit(last);
        if let [(number, unit)] = parts[..] {
            // `three weeks from tomorrow`
            if let (Some(many @ 1.0..=52.0), Unit::Day | Unit::Week) = (number, unit)
                && self.is(end, "from")
                && many.fract() == 0.0
                && let Sense::Deictic(days @ (-1 | 1)) = self.sense(end + 1)
            {
                let days = many as i16 * if unit == Unit::Week { 7 } else { 1 } + i16::from(days);
                if let Ok(days) = i8::try_from(days) {
                    return Some((end + 2, Expr::Point(What::Day(days), None)));
                }
            }
            let tail = match self.sense(end) {
                Sense::Ago(way) => Some((end + 1, way)),
                Sense::Prep if self.is(end, "from") && self.any(end + 1, &["now", "today"]) => {
                    Some((end + 2, Ago::Hence))
                }
                Sense::Edge if self.is(end, "earlier") => Some((end + 1, Ago::Earlier)),
                Sense::Edge if self.is(end, "later") => Some((end + 1, Ago::Later)),
                _ if self.is(end, "before") => Some((end + 1, Ago::Before)),
                _ if self.is(end, "after") => Some((end + 1, Ago::After)),
                _ if self.is(end, "or") && self.is(end + 1, "so") && self.is(end + 2, "ago") => {
                    Some((end + 3, Ago::Back))
                }
                _ => None,
            };
            if let Some((after, way)) = tail
                && !(the && matches!(way, Ago::Before | Ago::After) && number != Some(1.0))
            {
                let closed =
                    |i: usize| i >= self.end || matches!(self.sense(i), Sense::Punct(b) if b != b'-');
                match way {
                    // `two days before the vote` is a length; `two days before.` a point.
                    Ago::Before | Ago::After if !closed(after) => {}
                    _ if number.is_none()
                        && way == Ago::Back
                        && !matches!(self.sense(start), Sense::Units(_)) =>
                    {
                        return Some((after, Expr::Ref("PAST_REF")));
                    }
                    _ if number.is_none() => return Some((after, Expr::Duration(parts))),
                    _ => return Some((after, Expr::Point(What::Offset { number, unit, way }, None))),
                }
            }
        }
        if one_bare && !self.bare_length(i, end, last) {
            return None;
        }
        if self.sense(start) == Sense::Cardinal(1)
            && last == Unit::Day
            && !self.joined(end - 1)
            && self.any(end, &["he", "she", "they", "we", "I", "it"])
        {
            return None;
        }
        if the && parts.len() == 1 && parts[0].0 == Some(1.0) {
            return None;
        }
        // `seconds` and `minutes` of one are hardly ever meant as lengths when bare.
        let mut end = end;
        if self.is(end, "or") && self.is(end + 1, "so") || self.is(end, "or") && self.is(end + 1, "more") {
            end += 2;
        }
        // `three-week` and `3-week` stand before their noun; singular without a hyphen too, in speech.
        Some((end, Expr::Duration(parts)))
    }

    /// Whether `a week` is a length here, and no rate: `for a week`, `a week after`, not `$5 a week`.
    fn bare_length(&self, i: usize, end: usize, unit: Unit) -> bool {
        let before = self.before(i);
        let led = before.is_some_and(|b| {
            self.any(
                b,
                &[
                    "for", "in", "within", "over", "after", "about", "nearly", "almost", "than", "least",
                    "of", "during", "under", "take", "took", "takes", "lasted", "spent", "spend", "barely",
                    "around", "half", "once", "him", "them", "her", "us", "as",
                ],
            )
        });
        let follows = self.any(end, &["after", "before", "later", "earlier", "since", "between"]);
        let half = self.sense(end) == Sense::And
            && self.sense(end + 1) == Sense::A
            && self.sense(end + 2) == Sense::Half;
        let noun = matches!(self.sense(end), Sense::Other)
            && !follows
            && led
            && before.is_some_and(|b| self.any(b, &["of", "as", "in", "about"]))
            && unit == Unit::Day;
        (led || follows || half) && !noun
    }

    /// One or more numbers with units: `two years and three months`, `2-3 weeks`, `a minute and a half`.
    pub fn lengths(&self, i: usize) -> Read<Vec<(Option<f64>, Unit)>> {
        let (mut at, mut number) = self.number(i)?;
        // Ranges: `two to three`, `12 or 18`, `2-3`.
        let joint = match self.sense(at) {
            Sense::To | Sense::Or => Some(at + 1),
            Sense::Punct(b'-') => Some(at + 1),
            _ if self.joined(at) && matches!(self.sense(at), Sense::Digits(..)) => Some(at),
            _ => None,
        };
        if let Some(second) = joint
            && let Some((end, other)) = self.number(second)
            && self.sense(second) != Sense::A
            && self.unit(end).is_some()
            // `sentenced in 2025 to 22 years`
            && number.zip(other).is_none_or(|(low, high)| low < high)
        {
            (at, number) = (end, None);
        }
        let (mut end, unit) = self.unit(at)?;
        // `three-quarters` is a fraction.
        if unit == Unit::Quarter
            && matches!(self.sense(end - 1), Sense::Units(_))
            && (self.joined(end - 1) || self.sense(end) == Sense::Of)
        {
            return None;
        }
        if self.sense(end) == Sense::And
            && self.sense(end + 1) == Sense::A
            && self.sense(end + 2) == Sense::Half
        {
            return Some((end + 3, vec![(number.map(|n| n + 0.5), unit)]));
        }
        let mut parts = vec![(number, unit)];
        loop {
            let next = match self.sense(end) {
                Sense::And => end + 1,
                Sense::Punct(b',') => end + 1,
                _ => end,
            };
            let Some((at, number)) =
                self.number(next).filter(|_| !matches!(self.sense(next), Sense::A | Sense::Half))
            else {
                break;
            };
            let Some((after, unit)) = self.unit(at) else {
                break;
            };
            if unit >= parts[parts.len() - 1].1 || parts.len() > 3 {
                break;
            }
            parts.push((number, unit));
            end = after;
        }
        Some((end, parts))
    }
}
