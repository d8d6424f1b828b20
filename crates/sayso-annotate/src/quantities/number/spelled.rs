//! Numbers in words: cardinals, fractions, dozens, what an article counts.

use super::{Number, Reader};
use crate::quantities::words::{Role, WORDS};

impl Reader<'_> {
    /// A number in digits or in words.
    pub(super) fn number(&self, i: usize) -> Option<(usize, Number)> {
        let word = self.word(i);
        if self.is_digit(i) {
            return self.digits(i);
        }
        if matches!(word, "a" | "an") {
            return self.after_article(i);
        }
        if word == "several" {
            return self.vague_scale(i + 1);
        }
        let first = word.split('-').next().unwrap_or_default();
        if first.len() < word.len() {
            return self.hyphened(i);
        }
        // `quarter of a million`
        if let Some(Role::Fraction(below)) = WORDS.role(word)
            && let Some((end, scale)) = self.of_a_scale(i + 1)
        {
            return Some((end, Number { value: Some(scale / below), scaled: true, ..Number::default() }));
        }
        match WORDS.role(word)? {
            Role::Cardinal(_) => {
                let (end, value, scale) = self.cardinal(i)?;
                // `three quarters of a million`
                if let Some(Role::Fraction(below)) = WORDS.role(self.word(end))
                    && value < below
                    && let Some((end, scale)) = self.of_a_scale(end + 1)
                {
                    let value = Some(scale * value / below);
                    return Some((end, Number { value, scaled: true, ..Number::default() }));
                }
                // `two thirds`, `three quarters of`
                if let Some(Role::Fraction(below)) = WORDS.role(self.word(end))
                    && value < below
                    && self.word(end) != "second"
                    && (self.word(end).ends_with('s') || value == 1.0)
                    && (matches!(self.word(end + 1), "of" | "the")
                        || matches!(self.word(end), "thirds" | "fifths"))
                {
                    return Some((end + 1, Number { value: Some(value / below), ..Number::default() }));
                }
                // `one in five`, `two out of three`
                if self.word(end) == "in" || self.word(end) == "out" && self.word(end + 1) == "of" {
                    let at = if self.word(end) == "in" { end + 1 } else { end + 2 };
                    // `one in every three`
                    let at = if self.word(at) == "every" { at + 1 } else { at };
                    if let Some(Role::Cardinal(of)) = WORDS.role(self.word(at))
                        && of > value
                        && of >= 2.0
                        && !matches!(self.word(at + 1), "hundred" | "thousand" | "million")
                    {
                        return Some((at + 1, Number { value: Some(value / of), ..Number::default() }));
                    }
                }
                // `one euro in every three has gone`, but not `one goal in every four games`
                let whole = match (self.word(end + 1), self.word(end + 2)) {
                    ("in", "every") if value == 1.0 => WORDS.role(self.word(end + 3)),
                    _ => None,
                };
                if let Some(Role::Cardinal(of)) = whole
                    && (2.0..=20.0).contains(&of)
                    && (matches!(
                        self.word(end + 4),
                        "of" | "is" | "are" | "was" | "were" | "has" | "have" | "had"
                    ) || matches!(self.word(end + 4), "" | "." | "," | ";"))
                {
                    return Some((end + 4, Number { value: Some(1.0 / of), ..Number::default() }));
                }
                let half =
                    self.word(end) == "and" && self.word(end + 1) == "a" && self.word(end + 2) == "half";
                let (end, value) = if half { (end + 3, value + 0.5) } else { (end, value) };
                let small = value <= 1.0;
                Some((
                    end,
                    Number { value: Some(value), scale, scaled: scale.is_some(), small, ..Number::default() },
                ))
            }
            Role::Many(least) => {
                // `dozens of`, `tens of thousands of`; `scores` alone is a verb.
                let mut least = least;
                let mut end = i + 1;
                let mut scaled = false;
                while self.word(end) == "of"
                    && let Some(Role::Many(more)) = WORDS.role(self.word(end + 1))
                {
                    least *= more / 2.0;
                    end += 2;
                    scaled = true;
                }
                if self.word(end) != "of" && !scaled && (word == "scores" || word == "tens") {
                    return None;
                }
                Some((end, Number { least: Some(least), vague: true, ..Number::default() }))
            }
            Role::Fraction(below) if word == "half" => {
                // `half a million`, `half of`, `half the`
                let value = 1.0 / below;
                if self.word(i + 1) == "a"
                    && let Some(Role::Scale(scale)) = WORDS.role(self.word(i + 2))
                {
                    return Some((
                        i + 3,
                        Number { value: Some(value * scale), scaled: true, ..Number::default() },
                    ));
                }
                (matches!(self.word(i + 1), "of" | "the" | "its" | "their" | "all"))
                    .then_some((i + 1, Number { value: Some(value), ..Number::default() }))
            }
            _ => None,
        }
    }

    /// `several hundred`, `a few dozen`: at least two of them.
    fn vague_scale(&self, i: usize) -> Option<(usize, Number)> {
        let Some(Role::Scale(scale)) = WORDS.role(self.word(i)) else { return None };
        let vague = Number { least: Some(2.0 * scale), vague: true, scaled: true, ..Number::default() };
        (self.word(i).len() > 2).then_some((i + 1, vague))
    }

    /// `a million`, `a dozen`, `a quarter of`, `a hundred`.
    fn after_article(&self, i: usize) -> Option<(usize, Number)> {
        match self.word(i + 1) {
            // `a score of people`
            "score" if self.word(i + 2) == "of" => {
                return Some((i + 3, Number { value: Some(20.0), scaled: true, ..Number::default() }));
            }
            "few" => return self.vague_scale(i + 2),
            "couple" => return self.vague_scale(i + 2 + usize::from(self.word(i + 2) == "of")),
            _ => {}
        }
        match WORDS.role(self.word(i + 1))? {
            Role::Scale(scale) if self.word(i + 1).len() > 2 => {
                let half = self.word(i + 2) == "and" && self.word(i + 3) == "a" && self.word(i + 4) == "half";
                let (end, value) = if half { (i + 5, scale * 1.5) } else { (i + 2, scale) };
                if let Some(Role::Scale(more)) = WORDS.role(self.word(end)) {
                    return Some((
                        end + 1,
                        Number { value: Some(value * more), scaled: true, ..Number::default() },
                    ));
                }
                // `a hundred and twelve`
                if self.word(end) == "and"
                    && scale <= 1000.0
                    && !half
                    && let Some((after, more, _)) = self.cardinal(end + 1)
                    && more < scale
                {
                    return Some((
                        after,
                        Number { value: Some(value + more), scaled: true, ..Number::default() },
                    ));
                }
                Some((end, Number { value: Some(value), scaled: true, ..Number::default() }))
            }
            Role::Fraction(below) if let Some((end, scale)) = self.of_a_scale(i + 2) => {
                Some((end, Number { value: Some(scale / below), scaled: true, ..Number::default() }))
            }
            Role::Fraction(below) if self.word(i + 2) == "of" || self.is_compared(i + 2) => {
                Some((i + 2, Number { value: Some(1.0 / below), ..Number::default() }))
            }
            _ => None,
        }
    }

    /// `twenty-five`, `two-thirds`, `three-year-old`.
    fn hyphened(&self, i: usize) -> Option<(usize, Number)> {
        let parts: Vec<&str> = self.word(i).split('-').collect();
        let Some(Role::Cardinal(first)) = WORDS.role(parts[0]) else {
            // `half-dozen`, `half-million`
            if let (Some(Role::Fraction(below)), Some(Role::Scale(scale))) =
                (WORDS.role(parts[0]), WORDS.role(parts[1]))
                && parts.len() == 2
            {
                return Some((
                    i + 1,
                    Number { value: Some(scale / below), scaled: true, ..Number::default() },
                ));
            }
            return None;
        };
        if parts.len() != 2 {
            return None;
        }
        match WORDS.role(parts[1])? {
            Role::Cardinal(ones) if first >= 20.0 && first % 10.0 == 0.0 && (1.0..10.0).contains(&ones) => {
                let (end, value, scale) = self.cardinal(i)?;
                Some((
                    end,
                    Number { value: Some(value), scale, scaled: scale.is_some(), ..Number::default() },
                ))
            }
            Role::Fraction(below) if first < below => {
                Some((i + 1, Number { value: Some(first / below), ..Number::default() }))
            }
            Role::Scale(scale) => {
                Some((i + 1, Number { value: Some(first * scale), scaled: true, ..Number::default() }))
            }
            _ => None,
        }
    }

    /// `of a million`: where it ends, and the million.
    fn of_a_scale(&self, i: usize) -> Option<(usize, f64)> {
        if self.word(i) != "of" || !matches!(self.word(i + 1), "a" | "one") || self.word(i + 2).len() < 3 {
            return None;
        }
        match WORDS.role(self.word(i + 2)) {
            Some(Role::Scale(scale)) if scale > 100.0 => Some((i + 3, scale)),
            _ => None,
        }
    }

    /// A number in words: its end, value, and last scale.
    fn cardinal(&self, i: usize) -> Option<(usize, f64, Option<f64>)> {
        let (mut at, mut total, mut group) = (i, 0.0, 0.0);
        let mut last_scale = None;
        let mut any = false;
        while at < i + 12 {
            let word = self.word(at);
            if let Some((tens, ones)) = word.split_once('-')
                && let (Some(Role::Cardinal(tens)), Some(Role::Cardinal(ones))) =
                    (WORDS.role(tens), WORDS.role(ones))
                && (group == 0.0 || group >= 100.0)
            {
                group += tens + ones;
                at += 1;
                any = true;
                last_scale = None;
                continue;
            }
            // `four thousands`, as translated
            let role =
                if any { WORDS.scale(word).map(Role::Scale).or(WORDS.role(word)) } else { WORDS.role(word) };
            match role {
                Some(Role::Cardinal(n)) => {
                    let fits = group == 0.0 && (!any || last_scale.is_some())
                        || group >= 100.0 && n < 100.0 && group % 100.0 == 0.0
                        || group >= 20.0 && group % 10.0 == 0.0 && n < 10.0 && group % 100.0 >= 20.0;
                    if !fits {
                        break;
                    }
                    group += n;
                    last_scale = None;
                }
                Some(Role::Scale(scale)) if any && word.len() > 2 => {
                    if scale == 100.0 || scale == 12.0 {
                        group *= scale;
                    } else {
                        if total > 0.0 && group == 0.0 {
                            total *= scale;
                        } else {
                            total += group * scale;
                        }
                        group = 0.0;
                    }
                    last_scale = Some(scale);
                }
                _ if word == "and"
                    && last_scale.is_some_and(|s| s <= 1000.0)
                    && matches!(WORDS.role(self.word(at + 1)), Some(Role::Cardinal(_))) =>
                {
                    // `two hundred and ten`; `three hundred and four were` reads the same.
                    at += 1;
                    continue;
                }
                _ => break,
            }
            any = true;
            at += 1;
        }
        any.then_some((at, total + group, last_scale))
    }

    /// Whether a share of one thing is more or less than of another: `a quarter milder than`; not `a third larger blast`.
    fn is_compared(&self, i: usize) -> bool {
        let next = self.word(i + 1);
        compares(self.word(i)) && (next == "than" || !next.starts_with(char::is_alphabetic))
    }
}

/// Whether a word says that one thing is more or less than another: `a quarter milder`.
fn compares(word: &str) -> bool {
    matches!(
        word,
        "more"
            | "less"
            | "fewer"
            | "higher"
            | "lower"
            | "cheaper"
            | "dearer"
            | "larger"
            | "bigger"
            | "smaller"
            | "milder"
            | "stronger"
            | "weaker"
            | "faster"
            | "slower"
            | "shorter"
            | "longer"
            | "heavier"
            | "lighter"
            | "older"
            | "younger"
            | "wider"
            | "deeper"
    )
}
