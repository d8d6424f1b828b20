//! Parts of a day told without a day: `at dawn`, `before first light`, `in the early hours`, `the dead of night`.

use super::super::{Read, Reader};
use super::words::Says;
use crate::times::lexicon::Sense;
use crate::times::value::{Part, Unit};

impl Reader<'_> {
    /// The part of a day that the words at `i` name, where they are led to as one is and go on with no noun (`after dawn
    /// raids`).
    pub(super) fn light(&self, i: usize) -> Read<Part> {
        if self.sense(i) == Sense::The {
            return self.hours(i + 1).or_else(|| self.depth(i + 1));
        }
        let (end, part) = match self.sense(i) {
            // `a letter from Dawn`
            Sense::Part(part) if self.says(i, Says::Light) && !self.capital(i) => (i + 1, part),
            Sense::Ordinal(1) if self.is(i + 1, "light") => (i + 2, Part::Morning),
            _ => return None,
        };
        let before = self.before(i)?;
        let led = self.says(before, Says::ToLight)
            // `in the dawn of Monday`
            || self.sense(before) == Sense::The
                && self.before(before).is_some_and(|b| self.sense(b) == Sense::In || self.says(b, Says::ToLight));
        (led && (self.ends_hour(end) || self.sense(end) == Sense::Of || self.sense(end) == Sense::To))
            .then_some((end, part))
    }

    /// `the early hours`, `the small hours of the morning`.
    fn hours(&self, i: usize) -> Read<Part> {
        if !self.any(i, &["early", "small", "wee"]) || !self.is(i + 1, "hours") {
            return None;
        }
        let of_day = self.sense(i + 2) == Sense::Of
            && self.sense(i + 3) == Sense::The
            && matches!(self.part_at(i + 4), Some(Part::Morning | Part::Night));
        let end = if of_day { i + 5 } else { i + 2 };
        // `in the early hours of trading`
        let day = matches!(
            self.sense(end + 1),
            Sense::Weekday(_) | Sense::Deictic(_) | Sense::Month(_) | Sense::Digits(..) | Sense::The
        );
        let thing = self.sense(end) == Sense::Of
            && (!day
                || self.sense(end + 1) == Sense::The
                    && !matches!(
                        self.sense(end + 2),
                        Sense::Weekday(_) | Sense::Digits(..) | Sense::Ordinal(_)
                    ));
        (!thing).then_some((end, Part::Morning))
    }

    /// `the dead of night`, `the middle of the night`.
    fn depth(&self, i: usize) -> Read<Part> {
        if !self.any(i, &["dead", "middle", "still", "depth"]) || self.sense(i + 1) != Sense::Of {
            return None;
        }
        let at = if self.sense(i + 2) == Sense::The { i + 3 } else { i + 2 };
        (self.sense(at) == Sense::Unit(Unit::Night) && self.ends_hour(at + 1))
            .then_some((at + 1, Part::Night))
    }
}
