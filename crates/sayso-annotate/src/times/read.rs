//! Reading time expressions: from words to what they say.
//!
//! One pass from left to right; at each word that may begin an expression the longest reading is taken.

mod calendar;
mod clock;
mod number;
mod relative;
mod years;

pub(super) use clock::in_part;

use super::expr::{Expr, What, YearRef};
use super::holidays;
use super::lexicon::{Atom, Sense, Shift};
use super::value::{Part, Unit};
use crate::prepared::Trees;
use sayso_text::{Gap, Token};

/// A sentence's words, and how to read them.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub atoms: &'a [Atom],
    /// The first word of the sentence, and one beyond the last.
    pub first: usize,
    pub end: usize,
    /// The tokens of the text, and the trees of their sentences.
    pub tokens: &'a [Token],
    pub trees: &'a dyn Trees,
}

/// Where a reading ends, and what it says.
pub(super) type Read<T> = Option<(usize, T)>;

impl<'a> Reader<'a> {
    /// The token that word `i` is part of.
    pub fn token(&self, i: usize) -> Option<usize> {
        let at = self.atoms.get(i)?.start;
        let token = self.tokens.partition_point(|t| t.span.end() <= at);
        (token < self.tokens.len()).then_some(token)
    }

    /// Token `i` as printed.
    pub fn token_text(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.text(self.text))
    }

    /// Whether the sentence ends as sentences do, closing marks aside, which headlines do not.
    pub fn is_whole(&self) -> bool {
        let closes = |i: &usize| matches!(self.sense(*i), Sense::Punct(b'"' | b'\'' | b')' | b']' | 0));
        let last = (self.first..self.end).rev().find(|i| !closes(i));
        last.is_some_and(|i| matches!(self.sense(i), Sense::Punct(b'.' | b'!' | b'?')))
    }

    pub fn sense(&self, i: usize) -> Sense {
        if i < self.end { self.atoms[i].sense } else { Sense::Other }
    }

    pub fn word(&self, i: usize) -> &'a str {
        if i >= self.first && i < self.end {
            self.text.get(self.atoms[i].start..self.atoms[i].end).unwrap_or_default()
        } else {
            ""
        }
    }

    pub fn is(&self, i: usize, word: &str) -> bool {
        self.word(i).eq_ignore_ascii_case(word)
    }

    pub fn any(&self, i: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(i, w))
    }

    pub fn punct(&self, i: usize, mark: u8) -> bool {
        self.sense(i) == Sense::Punct(mark)
    }

    pub fn joined(&self, i: usize) -> bool {
        i < self.end && self.atoms[i].joined
    }

    pub fn tight(&self, i: usize) -> bool {
        i < self.end && self.atoms[i].gap == Gap::None
    }

    pub fn capital(&self, i: usize) -> bool {
        i < self.end && self.atoms[i].capital
    }

    pub fn before(&self, i: usize) -> Option<usize> {
        (i > self.first).then(|| i - 1)
    }

    pub fn sense_before(&self, i: usize) -> Sense {
        self.before(i).map_or(Sense::Other, |b| self.sense(b))
    }

    /// `mid-1990`, `late November`: with the word that says which part. A hyphen or a space may join them.
    fn edged(&self, i: usize) -> Read<Expr> {
        if self.sense(i) != Sense::Edge {
            return None;
        }
        if self.any(i, &["end", "beginning", "start", "middle", "mid", "close", "midway"]) {
            if self.sense(i + 1) == Sense::Of {
                return self.point_or_unit(i + 2);
            }
            if !self.is(i, "mid") {
                return None;
            }
        }
        if self.any(i, &["earlier", "later", "early", "late"])
            && matches!(self.sense(i + 1), Sense::In)
            && self.sense(i + 2) == Sense::The
        {
            if let Sense::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year)) = self.sense(i + 3)
            {
                let what = if unit == Unit::Day {
                    What::Unit { unit, shift: Shift::Same }
                } else {
                    What::Unit { unit, shift: Shift::This }
                };
                return Some((i + 4, Expr::Point(what, None)));
            }
            if let Sense::Part(part) = self.sense(i + 3) {
                return self.part_of(Shift::Same, part, i + 4);
            }
        }
        // `mid afternoon`, `mid-afternoon yesterday`
        if let Sense::Part(part) = self.sense(i + 1) {
            if let Sense::Deictic(days) = self.sense(i + 2) {
                return Some((i + 3, Expr::Point(What::Day(days), Some(super::value::Clock::Part(part)))));
            }
            let weekday = matches!(self.sense(i + 2), Sense::Weekday(_));
            if self.is(i, "mid") || weekday {
                let (end, what) = if weekday {
                    self.weekday(i + 2, None)?
                } else {
                    (i + 2, Expr::Point(What::ClockOnly, None))
                };
                let Expr::Point(what, _) = what else {
                    return None;
                };
                return Some((end, Expr::Point(what, Some(super::value::Clock::Part(part)))));
            }
            return None;
        }
        let (end, expr) = self.point(i + 1)?;
        let fits = match &expr {
            Expr::Point(What::Offset { .. }, _) => false,
            Expr::Point(What::Date { .. } | What::Weekday { .. } | What::Day(_), _) => !self.is(i, "mid"),
            Expr::Point(..) => true,
            _ => false,
        };
        fits.then_some((end, expr))
    }

    /// A point, or `the month`, `the year` as things that end and begin.
    fn point_or_unit(&self, i: usize) -> Read<Expr> {
        if let Some(read) = self.point(i) {
            return Some(read);
        }
        if self.sense(i) == Sense::The
            && let Sense::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year | Unit::Quarter | Unit::Decade)) =
                self.sense(i + 1)
        {
            let what = if unit == Unit::Quarter {
                What::TheUnit(unit)
            } else {
                What::Unit { unit, shift: Shift::This }
            };
            return Some((i + 2, Expr::Point(what, None)));
        }
        None
    }

    /// Everything that names a place on the calendar.
    pub fn point(&self, i: usize) -> Read<Expr> {
        let found = match self.sense(i) {
            Sense::Weekday(_) | Sense::WeekdayShort(_) | Sense::Weekdays(_) => self.weekday(i, None),
            Sense::Month(_) | Sense::MonthShort(_) => self.month(i),
            Sense::Digits(..) => {
                self.year_quarter(i).or_else(|| self.digits_date(i)).or_else(|| self.year(i))
            }
            Sense::Ordinal(_) => self.day_month(i).or_else(|| self.quarter(i)).or_else(|| self.century(i)),
            Sense::Unit(Unit::Second) => self.quarter(i).or_else(|| self.century(i)),
            Sense::Half => self.half(i),
            Sense::Decade(_) => self.decade(i),
            Sense::Punct(b'\'') => self.decade(i + 1).filter(|_| self.tight(i + 1)),
            Sense::Cardinal(_) => self.spoken_year(i).or_else(|| self.day_month(i)),
            Sense::Deictic(_) => self.deictic(i),
            Sense::Fiscal => self.fiscal(i),
            Sense::Season(_) => self.season(i, None),
            Sense::YearEnd => Some((i + 1, Expr::Point(What::YearEnd(YearRef::Shift(0)), None))),
            Sense::Unit(Unit::Year) => self.year_words(i),
            Sense::Shift(shift) => self.shifted(i, shift),
            Sense::A => None,
            Sense::The => self.after_the(i),
            Sense::Other if self.capital(i) => self.quarter_code(i),
            Sense::Other => self.stopped_date(i),
            _ => None,
        };
        found.or_else(|| self.holiday(i, YearRef::Near, None))
    }

    /// A day with a name.
    pub fn holiday(&self, i: usize, year: YearRef, shift: Option<Shift>) -> Read<Expr> {
        if !(self.capital(i) || self.sense(i) == Sense::The) {
            return None;
        }
        let (words, holiday) = holidays::find(|k| self.word(i + k))?;
        let mut end = i + words;
        let mut year = year;
        let week = matches!(self.sense(end), Sense::Unit(Unit::Week));
        if week || matches!(self.sense(end), Sense::Unit(Unit::Day)) && self.capital(end) {
            end += 1;
        }
        if self.any(end, &["Island", "Islands", "Bunny", "Rising", "Egg", "Eggs", "Parade"])
            && self.capital(end)
        {
            return None;
        }
        let at = if self.punct(end, b',') { end + 1 } else { end };
        if let Sense::Digits(y @ 1800..=2199, 4) = self.sense(at) {
            year = YearRef::Given(y as i16);
            end = at + 1;
        }
        let mut clock = None;
        if let Sense::Part(part) = self.sense(end) {
            clock = Some(super::value::Clock::Part(part));
            end += 1;
        }
        Some((end, Expr::Point(What::Holiday { holiday, year, shift, week }, clock)))
    }

    /// Reads the expression that begins at word `i`, if one does.
    pub fn read(&self, i: usize) -> Read<Expr> {
        if self.atoms[i].joined {
            return None;
        }
        let mut best = self.read_from(i);
        // `about three weeks`, `at least 72 hours`
        if let Some(at) = self.approximation(i)
            && let Some((end, expr)) = self.read_from(at)
        {
            let fits = match &expr {
                Expr::Duration(_) | Expr::Skip => true,
                Expr::Point(What::Offset { .. }, _) => true,
                Expr::Point(_, Some(super::value::Clock::At { .. })) => self.any(i, &["about", "around"]),
                Expr::Point(
                    What::Date { .. } | What::Month { .. } | What::Holiday { .. } | What::YearEnd(_),
                    _,
                ) => self.is(i, "around"),
                _ => false,
            };
            if fits && best.as_ref().is_none_or(|(e, _)| *e < end) {
                best = Some((end, expr));
            }
        }
        let (mut end, expr) = best?;
        // `the 30-day wait`: the article belongs to the noun.
        if matches!(self.sense(i), Sense::The | Sense::A | Sense::Shift(Shift::That | Shift::This))
            && end > i + 2
            && (i + 2..end).all(|k| self.joined(k))
            && !matches!(
                expr,
                Expr::Point(What::Decade(_) | What::Year(_) | What::Month { .. }, _) | Expr::Skip
            )
        {
            return None;
        }
        if self.joined(end) {
            // `decades-long`, `1998-99`
            let long = self.any(end, &["long", "plus"]) && matches!(expr, Expr::Duration(_));
            let years = matches!(expr, Expr::Point(What::Year(_), _))
                && matches!(self.sense(end), Sense::Digits(_, 2 | 4));
            if long || years {
                end += 1;
            } else if !matches!(expr, Expr::Skip) {
                return None;
            }
            if self.joined(end) && !matches!(expr, Expr::Skip) {
                return None;
            }
        }
        Some((end, expr))
    }

    /// The word after `about`, `at least`, `more than` and the like.
    fn approximation(&self, i: usize) -> Option<usize> {
        if self.sense(i) == Sense::Approx {
            // `over the weekend` is no length.
            return (!(self.any(i, &["over", "under", "around", "about"])
                && self.sense(i + 1) == Sense::The))
                .then_some(i + 1);
        }
        if self.sense(i) == Sense::Than && self.is(i + 1, "than") {
            return Some(i + 2);
        }
        if self.is(i, "at") && self.any(i + 1, &["least", "most"])
            || self.is(i, "up") && self.is(i + 1, "to")
            || self.is(i, "close") && self.is(i + 1, "to")
        {
            return Some(i + 2);
        }
        if self.is(i, "no") && self.sense(i + 1) == Sense::Than && self.is(i + 2, "than") {
            return Some(i + 3);
        }
        if self.any(i, &["as"]) && self.any(i + 1, &["much", "many", "long"]) && self.is(i + 2, "as") {
            return Some(i + 3);
        }
        None
    }

    fn read_from(&self, i: usize) -> Read<Expr> {
        let mut best: Read<Expr> = None;
        let mut offer = |read: Read<Expr>| {
            if let Some((end, expr)) = read
                && best.as_ref().is_none_or(|(e, _)| *e < end)
            {
                best = Some((end, expr));
            }
        };
        match self.sense(i) {
            Sense::Other if !self.capital(i) => offer(self.other_word(i)),
            Sense::Prep | Sense::To | Sense::Or | Sense::On | Sense::In | Sense::Of | Sense::And => {}
            _ => {
                offer(self.clock(i));
                offer(self.edged(i));
                if self.sense(i) == Sense::The {
                    offer(self.edged(i + 1));
                }
                offer(self.set(i));
                let nth = if self.sense(i) == Sense::The { i + 1 } else { i };
                offer(self.nth_weekday(nth));
                offer(self.point(i));
                offer(self.amount(i));
                offer(self.reference(i));
            }
        }
        best
    }

    /// Readings that begin with a word of no list.
    fn other_word(&self, i: usize) -> Read<Expr> {
        let word = self.word(i);
        if word.len() < 2 {
            return None;
        }
        if word.eq_ignore_ascii_case("twice") || word.eq_ignore_ascii_case("once") {
            return self.set(i);
        }
        if word.eq_ignore_ascii_case("aged") {
            let (end, _) = self.number(i + 1)?;
            let end = if matches!(self.sense(end), Sense::Units(_) | Sense::Unit(_)) { end + 1 } else { end };
            return Some((end, Expr::Skip));
        }
        if (word == "these" || word == "those") && matches!(self.sense(i + 1), Sense::Units(Unit::Day)) {
            let what = if word == "these" { "PRESENT_REF" } else { "PAST_REF" };
            return Some((i + 2, Expr::Ref(what)));
        }
        if word == "right" && self.is(i + 1, "now") || word == "just" && self.is(i + 1, "now") {
            return Some((i + 2, Expr::Ref("PRESENT_REF")));
        }
        if word == "recent"
            && matches!(
                self.sense(i + 1),
                Sense::Units(
                    Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Quarter
                )
            )
        {
            let Sense::Units(unit) = self.sense(i + 1) else {
                return None;
            };
            return Some((
                i + 2,
                match unit {
                    Unit::Week | Unit::Month | Unit::Quarter => Expr::Duration(vec![(None, unit)]),
                    _ => Expr::Ref("PAST_REF"),
                },
            ));
        }
        if word == "more" && self.is(i + 1, "recently") {
            return Some((i + 2, Expr::Ref("PAST_REF")));
        }
        if let Some(read) = self.stopped_date(i) {
            return Some(read);
        }
        // `2:30pm`, `2pm` begin with a digit and lie in clock.rs; `noon` has its own class.
        self.clock(i)
    }

    /// `now`, `recently`, `the past`, `the near future`.
    fn reference(&self, i: usize) -> Read<Expr> {
        match self.sense(i) {
            // `Larry King Now` is a name.
            Sense::Ref(_) if self.in_name(i) => None,
            Sense::Ref(value) => Some((i + 1, Expr::Ref(value))),
            Sense::Shift(Shift::Coming) if matches!(self.sense(i + 1), Sense::Units(_)) => {
                Some((i + 2, Expr::Ref("FUTURE_REF")))
            }
            Sense::The => {
                let closed = i + 2 >= self.end || matches!(self.sense(i + 2), Sense::Punct(b) if b != b'-');
                if self.is(i + 1, "past") && (closed || self.sense_before(i) == Sense::In) {
                    return Some((i + 2, Expr::Ref("PAST_REF")));
                }
                if self.is(i + 1, "future")
                    && (closed || self.sense(i + 2) != Sense::Of && self.sense_before(i) != Sense::Other)
                {
                    return Some((i + 2, Expr::Ref("FUTURE_REF")));
                }
                (self.any(i + 1, &["near", "foreseeable", "distant", "immediate", "short", "long"])
                    && self.any(i + 2, &["future", "term"])
                    && (self.is(i + 2, "future") || self.is(i + 1, "near")))
                .then_some((i + 3, Expr::Ref("FUTURE_REF")))
            }
            _ => None,
        }
    }

    /// `every Friday`, `each July`, `daily`, `Tuesday nights`, `twice a week`.
    fn set(&self, i: usize) -> Read<Expr> {
        match self.sense(i) {
            Sense::Adverb(_) if self.in_name(i) => None,
            // `quarterly results` are a kind of results.
            Sense::Adverb(Unit::Quarter) if self.sense(i + 1) == Sense::Other => None,
            Sense::Adverb(unit) => Some((i + 1, Expr::Set(super::value::length(&[(Some(1.0), unit)])))),
            Sense::Weekdays(day) => {
                let mut value = format!("XXXX-WXX-{day}");
                let mut end = i + 1;
                if let Sense::Parts(part) | Sense::Part(part) = self.sense(end) {
                    value.push_str(part_code(part));
                    end += 1;
                }
                Some((end, Expr::Set(value)))
            }
            Sense::Weekday(day) => match self.sense(i + 1) {
                Sense::Parts(part) => Some((i + 2, Expr::Set(format!("XXXX-WXX-{day}{}", part_code(part))))),
                Sense::Units(Unit::Night) => Some((i + 2, Expr::Set(format!("XXXX-WXX-{day}TNI")))),
                _ => None,
            },
            Sense::Every => self.every(i + 1),
            Sense::Other if self.any(i, &["twice", "once"]) => {
                if self.sense(i + 1) != Sense::A && self.sense(i + 1) != Sense::Every {
                    return None;
                }
                match self.sense(i + 2) {
                    Sense::Unit(unit) => Some((i + 3, Expr::Set(super::value::length(&[(Some(1.0), unit)])))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether a word with a capital stands within a sentence, beside another such word.
    fn in_name(&self, i: usize) -> bool {
        let name = |k: usize| self.capital(k) && self.sense(k) == Sense::Other;
        self.capital(i) && self.before(i).is_some_and(|b| name(b) || name(i + 1))
    }

    fn every(&self, i: usize) -> Read<Expr> {
        let other = if self.is(i, "other") || self.is(i, "second") { 2.0 } else { 1.0 };
        let i = if other > 1.0 { i + 1 } else { i };
        match self.sense(i) {
            Sense::Weekday(day) => {
                let mut value = format!("XXXX-WXX-{day}");
                let mut end = i + 1;
                if let Sense::Part(part) = self.sense(end) {
                    value.push_str(part_code(part));
                    end += 1;
                }
                Some((end, Expr::Set(value)))
            }
            Sense::Month(month) if self.capital(i) => Some((i + 1, Expr::Set(format!("XXXX-{month:02}")))),
            Sense::Season(season) => Some((i + 1, Expr::Set(format!("XXXX-{}", season.code())))),
            Sense::Part(part) => Some((i + 1, Expr::Set(format!("XXXX-XX-XX{}", part_code(part))))),
            Sense::Unit(unit) => Some((i + 1, Expr::Set(super::value::length(&[(Some(other), unit)])))),
            _ => {
                let (at, number) = self.number(i)?;
                match self.sense(at) {
                    Sense::Units(unit) => Some((at + 1, Expr::Set(super::value::length(&[(number, unit)])))),
                    _ => None,
                }
            }
        }
    }
}

fn part_code(part: Part) -> &'static str {
    match part {
        Part::Morning => "TMO",
        Part::Midday => "TMI",
        Part::Afternoon => "TAF",
        Part::Evening => "TEV",
        Part::Night => "TNI",
    }
}
