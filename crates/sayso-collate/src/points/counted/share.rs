//! Shares of a whole in words: `a third of the stock`, `nine in ten`, `two thirds`.

use super::super::figure::Figure;
use super::super::view::View;
use super::singular;
use std::ops::Range;

/// A fraction in words as per cent, as near as words tell; `None` for other numbers.
pub(super) fn share(view: &View<'_>, range: &Range<usize>, figure: Figure) -> Option<Figure> {
    // `0.4 grams`: a number of something.
    let digits = |i: usize| view.word(i).starts_with(|c: char| c.is_ascii_digit());
    if range.clone().any(digits) { None } else { per_cent(figure) }
}

/// A part of one as per cent, no nearer than a fraction in words tells.
fn per_cent(figure: Figure) -> Option<Figure> {
    let part = figure.middle();
    if !(part > 0.0 && part < 1.0) {
        return None;
    }
    let cent = (part * 100.0).round();
    Some(Figure { low: cent - 1.5, high: cent + 1.5, near: true, ..Figure::exact(cent) })
}

/// What a fraction in words is a share of: the homes of `half of the homes`.
pub(super) fn whole(view: &View<'_>, range: &Range<usize>) -> Option<String> {
    let of = (range.start..range.end + 1)
        .find(|i| view.word(*i) == "of")
        .or_else(|| (range.start..range.end).find(|i| view.word(*i) == "half"))?;
    let noun = (of + 1..of + 5).take_while(|i| view.is_word(*i)).find(|i| {
        !matches!(
            view.word(*i),
            "the" | "a" | "all" | "its" | "their" | "his" | "her" | "our" | "those" | "any"
        )
    })?;
    Some(singular(view.word(noun)))
}

#[cfg(test)]
mod tests {
    use super::super::super::figure::Fit;
    use super::*;

    #[test]
    fn a_fraction_fits_the_per_cent_it_stands_for() {
        let third = per_cent(Figure::exact(1.0 / 3.0)).unwrap();
        assert_eq!(third.fit(Figure::exact(33.4)), Fit::Fits);
        assert_eq!(third.fit(Figure::exact(44.0)), Fit::Apart);
        assert_eq!(per_cent(Figure::exact(1.5)), None);
    }
}
