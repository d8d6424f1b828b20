//! Figures as they are given: exact, rounded, `at least`, a range, a number not told; and whether two of them fit.

use sayso_model::Quantity;

/// A figure: where the true number lies, as far as the words tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Figure {
    /// The least it may be.
    pub low: f64,
    /// The most it may be.
    pub high: f64,
    /// The number printed, where one is.
    pub value: Option<f64>,
    /// Whether it is given as near.
    pub near: bool,
    /// What one of the unit printed is in the unit compared: 1000 for kilometres compared in metres.
    pub scale: f64,
}

/// How two figures for the same thing stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// The same number, be it with `about` or `at least`.
    Same,
    /// Not the same number, and both can be right: a range that holds the other, a rounded figure.
    Fits,
    /// They cannot both be right.
    Apart,
}

impl Figure {
    /// A number known exactly.
    pub fn exact(value: f64) -> Figure {
        Figure { low: value, high: value, value: Some(value), near: false, scale: 1.0 }
    }

    /// The figure of a quantity.
    pub fn of(quantity: &Quantity) -> Option<Figure> {
        let Quantity { value, low, high, approximate, .. } = *quantity;
        let (from, to) = match (value, low, high) {
            // `about 700`: a tenth more or less.
            (Some(v), None, None) => (v * 0.9, v * 1.1),
            // `nearly 60`, and `up to 60`, which bounds only from above.
            (Some(v), None, Some(high)) if approximate => (v * 0.85, high),
            (_, None, Some(high)) => (0.0, high),
            // `dozens`: fewer than the next word up.
            (None, Some(low), None) => (low, low * 8.0),
            (_, Some(low), None) => (low, f64::INFINITY),
            (_, Some(low), Some(high)) => (low, high),
            (None, None, None) => return None,
        };
        Some(Figure { low: from, high: to, value, near: approximate, scale: 1.0 })
    }

    /// The figure in other units.
    pub fn times(self, factor: f64) -> Figure {
        Figure {
            low: self.low * factor,
            high: self.high * factor,
            value: self.value.map(|v| v * factor),
            near: self.near,
            scale: self.scale * factor,
        }
    }

    /// Whether one of two figures that bound the number from one side is passed by the other: `at least 5`, then 9.
    pub fn open(self) -> bool {
        self.high.is_infinite()
    }

    /// The number that stands for it in an order of figures.
    pub fn middle(self) -> f64 {
        self.value.unwrap_or(if self.high.is_finite() { (self.low + self.high) / 2.0 } else { self.low })
    }

    /// How two figures stand to each other.
    pub fn fit(self, other: Figure) -> Fit {
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        if let (Some(a), Some(b)) = (self.value, other.value)
            && close(a, b)
        {
            return Fit::Same;
        }
        if self.value.is_none()
            && other.value.is_none()
            && close(self.low, other.low)
            && close(self.high, other.high)
        {
            return Fit::Same;
        }
        let meets = self.low <= other.high && other.low <= self.high;
        // `dozens` and `more than 200` are bounds from below.
        let bounds = |f: Figure| f.open() || f.value.is_none() && f.high > f.low * 4.0;
        if meets
            || bounds(self) && bounds(other)
            || self.rounds(other)
            || other.rounds(self)
            || self.converts(other)
        {
            return Fit::Fits;
        }
        Fit::Apart
    }

    /// Whether two figures that fit say as much as one: a range and what it holds, 2,300 and 2,314, `more than 80` and 85.
    /// `More than 200` and 250 do not.
    pub fn as_good_as(self, other: Figure) -> bool {
        const ROUNDED: f64 = 0.02;
        const BOUNDED: f64 = 0.1;
        let range = |f: Figure| f.value.is_none() && f.high < f.low * 2.0;
        let (Some(a), Some(b)) = (self.value, other.value) else { return range(self) || range(other) };
        let bounded = |f: Figure| f.open() || f.low == 0.0;
        let most = if bounded(self) || bounded(other) { BOUNDED } else { ROUNDED };
        (a - b).abs() <= most * a.abs().max(b.abs())
    }

    /// Whether this is the other, given in another unit: 30 feet for nine metres.
    fn converts(self, other: Figure) -> bool {
        let (Some(a), Some(b)) = (self.value, other.value) else { return false };
        self.scale != other.scale && (a - b).abs() <= 0.06 * a.abs().max(b.abs())
    }

    /// Whether this is the other, rounded: 14 million for 14.2 million, 1,500 for 1,483.
    fn rounds(self, other: Figure) -> bool {
        let (Some(a), Some(b)) = (self.value, other.value) else {
            return false;
        };
        if a < 100.0 || b < 100.0 {
            // `35.7 per cent` for 35.72.
            let tenths = a * self.scale.recip() * 10.0;
            return tenths.fract().abs() < 1e-6
                && (tenths / 10.0).fract() != 0.0
                && self.scale == other.scale
                && ((b / self.scale * 10.0).round() - tenths).abs() < 1e-6;
        }
        // The place of the last figure that is not a nought.
        let mut unit = 1.0;
        while unit * 10.0 <= a && (a / (unit * 10.0)).fract() == 0.0 {
            unit *= 10.0;
        }
        // `43 million` for 43,885,310: the rest is as often cut off as rounded.
        let near = [(b / unit).round() * unit, (b / unit).floor() * unit];
        unit >= 100.0 && a / unit >= 2.0 && near.contains(&a)
    }

    /// The figure as text in comparable form: `9`, `>=5`, `<=60`, `~700`, `30-40`.
    pub fn print(self) -> String {
        match self.value {
            Some(v) if self.high.is_infinite() => format!(">={}", plain(v)),
            Some(v) if self.low == 0.0 && v > 0.0 => format!("<={}", plain(v)),
            Some(v) if self.near || self.low != self.high => format!("~{}", plain(v)),
            Some(v) => plain(v),
            None if self.near || self.high >= self.low * 8.0 => format!(">={}", plain(self.low)),
            None => format!("{}-{}", plain(self.low), plain(self.high)),
        }
    }
}

/// A number without needless decimals.
pub(crate) fn plain(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        format!("{rounded:.0}")
    } else {
        format!("{rounded}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: f64, high: f64, value: Option<f64>, near: bool) -> Figure {
        Figure { low, high, value, near, scale: 1.0 }
    }

    #[test]
    fn bounds_and_ranges_fit_what_they_hold() {
        let five = Figure::exact(5.0);
        let at_least_five = range(5.0, f64::INFINITY, Some(5.0), false);
        assert_eq!(five.fit(five), Fit::Same);
        assert_eq!(five.fit(at_least_five), Fit::Same);
        assert_eq!(Figure::exact(9.0).fit(at_least_five), Fit::Fits);
        assert_eq!(Figure::exact(4.0).fit(at_least_five), Fit::Apart);
        assert_eq!(Figure::exact(9.0).fit(five), Fit::Apart);
        // `dozens` and `more than 200`; `dozens` and 400.
        let dozens = range(24.0, 192.0, None, false);
        assert_eq!(dozens.fit(range(200.0, f64::INFINITY, Some(200.0), false)), Fit::Fits);
        assert_eq!(dozens.fit(Figure::exact(400.0)), Fit::Apart);
        assert_eq!(Figure::exact(33.0).fit(range(30.0, 40.0, None, false)), Fit::Fits);
    }

    #[test]
    fn a_rounded_figure_fits() {
        assert_eq!(Figure::exact(14_200_000.0).fit(Figure::exact(14_000_000.0)), Fit::Fits);
        assert_eq!(Figure::exact(1_483.0).fit(Figure::exact(1_500.0)), Fit::Fits);
        assert_eq!(Figure::exact(43_885_310.0).fit(Figure::exact(43_000_000.0)), Fit::Fits);
        assert_eq!(Figure::exact(35.72).fit(Figure::exact(35.7)), Fit::Fits);
        assert_eq!(Figure::exact(35.72).fit(Figure::exact(35.6)), Fit::Apart);
        // Counts of ten are counts.
        assert_eq!(Figure::exact(20.0).fit(Figure::exact(23.0)), Fit::Apart);
        assert_eq!(Figure::exact(1_483.0).fit(Figure::exact(1_600.0)), Fit::Apart);
    }

    #[test]
    fn figures_that_fit_say_as_much_as_one_where_they_are_near() {
        let bound = |v: f64| range(v, f64::INFINITY, Some(v), false);
        assert!(Figure::exact(2_314.0).as_good_as(Figure::exact(2_300.0)));
        assert!(
            Figure::exact(85.0).as_good_as(bound(80.0)) && !Figure::exact(250.0).as_good_as(bound(200.0))
        );
        assert!(Figure::exact(33.0).as_good_as(range(30.0, 40.0, None, false)));
        assert!(!Figure::exact(1_140.0).as_good_as(Figure::exact(1_100.0)));
    }

    #[test]
    fn a_figure_in_another_unit_fits() {
        let feet = Figure::exact(30.0).times(0.3048);
        assert_eq!(feet.fit(Figure::exact(9.0)), Fit::Fits);
        assert_eq!(Figure::exact(9.144).fit(Figure::exact(9.0)), Fit::Apart);
    }

    #[test]
    fn figures_are_printed_in_one_way() {
        assert_eq!(Figure::exact(9.0).print(), "9");
        assert_eq!(range(5.0, f64::INFINITY, Some(5.0), false).print(), ">=5");
        assert_eq!(range(630.0, 770.0, Some(700.0), true).print(), "~700");
        assert_eq!(range(30.0, 40.0, None, false).print(), "30-40");
        assert_eq!(Figure::exact(3.5).print(), "3.5");
    }
}
