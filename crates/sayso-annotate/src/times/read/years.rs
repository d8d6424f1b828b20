//! Years and what divides or gathers them: `1998`, `the third quarter of 1984`, `the 1990s`, `20th century`.

use super::calendar::COUNTED;
use super::{Read, Reader};
use crate::times::expr::{Expr, What, YearRef};
use crate::times::lexicon::{Ago, Sense, Shift};
use crate::times::value::Unit;

impl Reader<'_> {
    /// `1998`, where nothing says it is no year.
    pub(super) fn year(&self, i: usize) -> Read<Expr> {
        let year = self.year_at(i)?;
        let money = self.before(i).is_some_and(|b| {
            matches!(self.sense(b), Sense::Punct(b'$' | b'#' | b'/' | b'.' | b':' | b'+'))
                || matches!(self.sense(b), Sense::Punct(b) if b >= 128)
                || self.any(
                    b,
                    &[
                        "no", "flight", "room", "about", "some", "than", "nearly", "almost", "least",
                        "highway", "route", "model", "least", "boeing", "another",
                    ],
                )
        });
        let counted = self.any(i + 1, COUNTED) && !self.any(i + 1, &["and", "per"])
            || self.punct(i + 1, b'%')
            || self.punct(i + 1, b',')
                && self.tight(i + 2)
                && matches!(self.sense(i + 2), Sense::Digits(_, 3))
            || self.punct(i + 1, b':') && self.tight(i + 2)
            || self.sense(i + 1) == Sense::Zone && self.capital(i + 1)
            || self.is(i + 1, "hours")
            || self.punct(i + 1, b'/') && self.tight(i + 2);
        if money || counted {
            return None;
        }
        let likely = (1900..=2050).contains(&year);
        let led = self.before(i).is_some_and(|b| {
            self.any(
                b,
                &[
                    "in", "since", "until", "till", "by", "from", "to", "during", "of", "before", "after",
                    "early", "late", "mid", "circa", "around", "between", "through", "year", "(",
                ],
            )
        });
        let lone = matches!(self.sense(i + 1), Sense::Punct(_) | Sense::And | Sense::To)
            || i + 1 >= self.end
            || matches!(self.sense(i + 1), Sense::Other | Sense::Prep | Sense::The);
        if !(likely && (led || self.sense(i + 1) != Sense::Units(Unit::Year))
            || led && lone && year >= 1400 && self.is_closed(i + 1))
        {
            return None;
        }
        // `1990 and beyond`, `1994 or later`
        let mut end = i + 1;
        if self.is(end, "and") && self.is(end + 1, "beyond")
            || self.is(end, "or") && self.any(end + 1, &["later", "earlier"])
        {
            end += 2;
        }
        if self.any(end, &["BC", "BCE", "B.C"]) {
            return Some((end + 1, Expr::Skip));
        }
        Some((end, Expr::Point(What::Year(year), None)))
    }

    pub(super) fn is_closed(&self, i: usize) -> bool {
        i >= self.end
            || !matches!(self.sense(i), Sense::Other | Sense::Unit(_) | Sense::Units(_))
            || !self.tight(i) && self.any(i, &["when", "as", "with", "he", "she", "it", "they", "was", "the"])
    }

    /// `nineteen ninety-six`, `two thousand and one` after `year`.
    pub(super) fn spoken_year(&self, i: usize) -> Read<Expr> {
        let Sense::Cardinal(century @ (17..=20)) = self.sense(i) else {
            return None;
        };
        let (end, rest) = match self.sense(i + 1) {
            Sense::Scale(_) | Sense::Other => return None,
            _ => self.cardinal(i + 1)?,
        };
        if !(10.0..=99.0).contains(&rest) || self.joined(i + 1) || self.unit(end).is_some() {
            return None;
        }
        Some((end, Expr::Point(What::Year((century * 100) as i16 + rest as i16), None)))
    }

    /// `the year 2000`, `the year two thousand`, `year's end`, `year end`.
    pub(super) fn year_words(&self, i: usize) -> Read<Expr> {
        if let Some(year) = self.year_at(i + 1) {
            return Some((i + 2, Expr::Point(What::Year(year), None)));
        }
        if self.sense(i + 1) == Sense::Cardinal(2) && self.sense(i + 2) == Sense::Scale(1000) {
            let (end, year) = self.cardinal(i + 1)?;
            return Some((end, Expr::Point(What::Year(year as i16), None)));
        }
        if self.is(i + 1, "end") && !self.joined(i + 1) {
            return Some((i + 2, Expr::Point(What::YearEnd(YearRef::Shift(0)), None)));
        }
        if self.any(i + 1, &["'s", "’s"]) && self.is(i + 2, "end") {
            return Some((i + 3, Expr::Point(What::YearEnd(YearRef::Shift(0)), None)));
        }
        // `the year-ago quarter`, `year-earlier`
        if self.joined(i + 1) && self.any(i + 1, &["ago", "earlier"]) {
            let mut end = i + 2;
            if self.any(end, &["quarter", "period"]) {
                end += 1;
            } else if matches!(self.sense(end), Sense::Ordinal(1..=4)) && self.is(end + 1, "quarter") {
                end += 2;
            }
            let what = What::Offset { number: Some(1.0), unit: Unit::Year, way: Ago::Earlier };
            return Some((end, Expr::Point(what, None)));
        }
        None
    }

    /// `1990s`, `'80s`, `the nineties`.
    pub(super) fn decade(&self, i: usize) -> Read<Expr> {
        let Sense::Decade(decade) = self.sense(i) else {
            return None;
        };
        if decade < 100 {
            let quoted =
                self.before(i).is_some_and(|b| matches!(self.sense(b), Sense::Punct(b'\'')) && self.tight(i));
            // `in her 30s` is an age, `in the 30s` a temperature.
            if !quoted && decade < 50 {
                return None;
            }
            if !quoted && !self.before(i).is_some_and(|b| self.any(b, &["the", "early", "late", "mid"])) {
                return None;
            }
        } else if !self.word(i).starts_with(|c: char| c.is_ascii_digit()) {
            let led = self.before(i).is_some_and(|b| self.any(b, &["the", "early", "late", "mid"]));
            let owner = self
                .before(i)
                .and_then(|b| self.before(b))
                .is_some_and(|b| self.any(b, &["his", "her", "their", "my", "our"]));
            if !led || owner {
                return None;
            }
        }
        Some((i + 1, Expr::Point(What::Decade(decade), None)))
    }

    /// `20th century`
    pub(super) fn century(&self, i: usize) -> Read<Expr> {
        let number = match self.sense(i) {
            Sense::Ordinal(n @ 1..=30) => n,
            Sense::Unit(Unit::Second) => 2,
            _ => return None,
        };
        (self.sense(i + 1) == Sense::Unit(Unit::Century))
            .then_some((i + 2, Expr::Point(What::Century(i16::from(number) - 1), None)))
    }

    /// The quarter of `Q3 2019`, `Q3`.
    pub(super) fn quarter_code(&self, i: usize) -> Read<Expr> {
        let word = self.word(i);
        let number = match word.as_bytes() {
            [b'Q', n @ b'1'..=b'4'] => Some((n - b'0', false)),
            [b'H', n @ b'1'..=b'2'] => Some((n - b'0', true)),
            _ => None,
        };
        if let Some((number, half)) = number {
            let (end, year) = self.year_after(i + 1);
            if half && year == YearRef::Near {
                return None;
            }
            let what = if half {
                What::Half { year, half: number }
            } else {
                What::Quarter { year, quarter: Some(number), shift: None }
            };
            return Some((end, Expr::Point(what, None)));
        }
        // `FY2019`, `FY 2019`
        if word == "FY" {
            return Some((i + 2, Expr::Point(What::Year(self.year_at(i + 1)?), None)));
        }
        let year: i16 = word.strip_prefix("FY").filter(|y| y.len() == 4)?.parse().ok()?;
        (1900..=2199).contains(&year).then_some((i + 1, Expr::Point(What::Year(year), None)))
    }

    /// `1988 third quarter`, `1988 period`, `1988 quarter`.
    pub(super) fn year_quarter(&self, i: usize) -> Read<Expr> {
        let year = YearRef::Given(self.year_at(i)?);
        if self.joined(i + 1) {
            return None;
        }
        let quarter = match self.sense(i + 1) {
            Sense::Ordinal(n @ 1..=4) => Some(n),
            Sense::Unit(Unit::Second) => Some(2),
            _ => None,
        };
        let at = if quarter.is_some() { i + 2 } else { i + 1 };
        let quarterly =
            self.sense(at) == Sense::Unit(Unit::Quarter) || quarter.is_none() && self.is(at, "period");
        quarterly.then_some((at + 1, Expr::Point(What::Quarter { year, quarter, shift: None }, None)))
    }

    /// `third-quarter`, `the third quarter of 1984`, `first half of last year`, `the first nine months`.
    pub(super) fn quarter(&self, i: usize) -> Read<Expr> {
        let number = match self.sense(i) {
            Sense::Ordinal(n @ 1..=4) => n,
            Sense::Ordinal(99) => 4,
            Sense::Unit(Unit::Second) => 2,
            _ => return None,
        };
        let fiscal = matches!(self.sense(i + 1), Sense::Fiscal);
        let at = if fiscal { i + 2 } else { i + 1 };
        match self.sense(at) {
            Sense::Unit(Unit::Quarter) => {
                let (end, year) = self.year_after(at + 1);
                // `third-quarter 1998 sales`, `third quarter a year ago` stay apart.
                Some((end, Expr::Point(What::Quarter { year, quarter: Some(number), shift: None }, None)))
            }
            Sense::Half if number <= 2 => {
                let (end, year) = self.year_after(at + 1);
                let calendar = year != YearRef::Near || self.of_the_year(end);
                // The first half may be that of a match.
                let led = self.joined(at) || calendar;
                let end = if year == YearRef::Near && calendar { end + 3 } else { end };
                led.then_some((end, Expr::Point(What::Half { year, half: number }, None)))
            }
            _ => None,
        }
    }

    fn of_the_year(&self, i: usize) -> bool {
        self.sense(i) == Sense::Of
            && (self.sense(i + 1) == Sense::The || matches!(self.sense(i + 1), Sense::Shift(Shift::This)))
            && self.sense(i + 2) == Sense::Unit(Unit::Year)
    }

    /// `half of 1990` after `last`: read from `the last half of 1990`.
    pub(super) fn half(&self, i: usize) -> Read<Expr> {
        if !matches!(self.sense_before(i), Sense::Shift(Shift::Last | Shift::Latest)) {
            return None;
        }
        let (end, year) = self.year_after(i + 1);
        (year != YearRef::Near).then_some((end, Expr::Point(What::Half { year, half: 2 }, None)))
    }

    /// `fiscal 1989`, `fiscal year 2020`, `fiscal first quarter`, `the fiscal year`.
    pub(super) fn fiscal(&self, i: usize) -> Read<Expr> {
        if let Some(year) = self.year_at(i + 1) {
            return Some((i + 2, Expr::Point(What::Year(year), None)));
        }
        if let Sense::Unit(Unit::Year) = self.sense(i + 1) {
            if let Some(year) = self.year_at(i + 2) {
                return Some((i + 3, Expr::Point(What::Year(year), None)));
            }
            return None;
        }
        let (end, expr) = self.quarter(i + 1)?;
        Some((end, expr))
    }
}
