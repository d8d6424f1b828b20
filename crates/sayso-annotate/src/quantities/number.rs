//! Numbers: digits, words, fractions, money, and the words that bound them.

mod digits;
mod names;

use super::words::{Role, WORDS};
use sayso_text::{Gap, Token, TokenKind};

/// A sentence's tokens, and how to read numbers in them.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    /// The text with ASCII letters in lower case.
    pub lower: &'a str,
    pub tokens: &'a [Token],
}

/// A number as read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Number {
    /// `None` for one not told: `dozens`.
    pub value: Option<f64>,
    /// Of one not told, the least it may be.
    pub least: Option<f64>,
    /// A unit printed with it: the currency of `$5`, the `%` of `5%`.
    pub unit: Option<&'static str>,
    /// The scale that ends it: a million.
    pub scale: Option<f64>,
    pub scaled: bool,
    pub vague: bool,
    /// One word, such as `one`, that may be no number at all.
    pub small: bool,
}

/// What a word before a number says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    About,
    Nearly,
    AtLeast,
    AtMost,
}

const BOUNDS: &[(&[&str], Bound)] = &[
    (&["no", "fewer", "than"], Bound::AtLeast),
    (&["no", "less", "than"], Bound::AtLeast),
    (&["not", "less", "than"], Bound::AtLeast),
    (&["no", "more", "than"], Bound::AtMost),
    (&["not", "more", "than"], Bound::AtMost),
    (&["as", "many", "as"], Bound::AtMost),
    (&["as", "much", "as"], Bound::AtMost),
    (&["as", "few", "as"], Bound::AtLeast),
    (&["in", "excess", "of"], Bound::AtLeast),
    (&["a", "little", "over"], Bound::AtLeast),
    (&["a", "minimum", "of"], Bound::AtLeast),
    (&["a", "maximum", "of"], Bound::AtMost),
    (&["at", "least"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
    (&["more", "than"], Bound::AtLeast),
    (&["greater", "than"], Bound::AtLeast),
    (&["fewer", "than"], Bound::AtMost),
    (&["less", "than"], Bound::AtMost),
    (&["up", "to"], Bound::AtMost),
    (&["upwards", "of"], Bound::AtLeast),
    (&["upward", "of"], Bound::AtLeast),
    (&["well", "over"], Bound::AtLeast),
    (&["just", "over"], Bound::AtLeast),
    (&["just", "under"], Bound::AtMost),
    (&["close", "to"], Bound::Nearly),
    (&["an", "estimated"], Bound::About),
    (&["a", "reported"], Bound::About),
    (&["over"], Bound::AtLeast),
    (&["above"], Bound::AtLeast),
    (&["under"], Bound::AtMost),
    (&["below"], Bound::AtMost),
    (&["nearly"], Bound::Nearly),
    (&["almost"], Bound::Nearly),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["roughly"], Bound::About),
    (&["approximately"], Bound::About),
    (&["some"], Bound::About),
    (&["circa"], Bound::About),
    (&["estimated"], Bound::About),
    (&["perhaps"], Bound::About),
    (&["maybe"], Bound::About),
    (&["~"], Bound::About),
];

/// Currency signs, with the letters that may stand before them.
const SIGNS: &[(&str, &str)] = &[
    ("$", "USD"),
    ("£", "GBP"),
    ("€", "EUR"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₩", "KRW"),
    ("₺", "TRY"),
    ("₪", "ILS"),
    ("₦", "NGN"),
    ("₴", "UAH"),
];

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

impl<'a> Reader<'a> {
    /// Token `i` in lower case; empty beyond the sentence.
    pub fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map(|t| t.text(self.lower)).unwrap_or_default()
    }

    fn printed(&self, i: usize) -> &'a str {
        self.tokens.get(i).map(|t| t.text(self.text)).unwrap_or_default()
    }

    pub fn starts_with_capital(&self, i: usize) -> bool {
        self.printed(i).starts_with(char::is_uppercase)
    }

    pub fn tight(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.gap == Gap::None)
    }

    /// Whether token `i` has no capital.
    pub fn lower_case(&self, i: usize) -> bool {
        !self.printed(i).contains(char::is_uppercase)
    }

    /// Whether nothing that could be counted or measured stands at token `i`.
    pub fn ends_phrase(&self, i: usize) -> bool {
        !self.is_word(i) && !self.is_digit(i) || WORDS.noun(self.word(i)) == Some(super::words::Noun::Stop)
    }

    pub fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word)
    }

    pub fn is_digit(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number)
    }

    /// Whether a line ends before token `i`.
    pub fn broken(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.gap == Gap::Break)
    }

    fn before(&self, i: usize) -> &'a str {
        i.checked_sub(1).map(|b| self.word(b)).unwrap_or_default()
    }

    /// Whether nothing a quantity begins with can stand here: a cheap test for most words.
    pub fn cannot_begin(&self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i) else {
            return true;
        };
        match token.kind {
            TokenKind::Number => false,
            TokenKind::Punct => {
                let mark = self.printed(i);
                !(mark == "~" || mark == "½" || mark == "-" || SIGNS.iter().any(|(s, _)| *s == mark))
            }
            TokenKind::Word => {
                let word = self.word(i);
                let first = word.split('-').next().unwrap_or_default();
                !(WORDS.role(word).is_some()
                    || WORDS.role(first).is_some()
                    || BOUNDS.iter().any(|(words, _)| words[0] == word)
                    || matches!(
                        word,
                        "a" | "an"
                            | "several"
                            | "between"
                            | "from"
                            | "us"
                            | "c"
                            | "a$"
                            | "hk"
                            | "nz"
                            | "aged"
                            | "age"
                    )
                    || word.bytes().next().is_some_and(|b| b.is_ascii_digit()))
            }
        }
    }

    /// The words that bound a number from token `i` on, and where the number begins.
    pub fn bounds(&self, i: usize) -> (usize, Vec<Bound>) {
        let mut at = i;
        let mut found = Vec::new();
        while found.len() < 2 {
            let fits = BOUNDS
                .iter()
                .find(|(words, _)| words.iter().enumerate().all(|(k, w)| self.word(at + k) == *w));
            let Some((words, bound)) = fits else {
                break;
            };
            at += words.len();
            found.push(*bound);
        }
        if self.word(at) == "the" {
            return (i, Vec::new());
        }
        (at, found)
    }

    /// A number with its currency before it or its sign of percent after it.
    pub fn money_or_number(&self, i: usize) -> Option<(usize, Number)> {
        // `US$5`, `C$5`, `$5`, `HK$5`
        let mark = self.printed(i);
        if self.is_word(i) && self.printed(i + 1) == "$" && self.tight(i + 1) {
            let unit = match mark {
                "US" => "USD",
                "C" | "CA" | "CAD" => "CAD",
                "A" | "AU" => "AUD",
                "NZ" => "NZD",
                "HK" => "HKD",
                "S" => "SGD",
                "R" => "BRL",
                _ => return None,
            };
            let (end, number) = self.number(i + 2)?;
            return Some((end, Number { unit: Some(unit), small: false, ..number }));
        }
        if let Some((_, unit)) = SIGNS.iter().find(|(sign, _)| *sign == mark) {
            let (end, number) = self.number(i + 1)?;
            // `$5 billion dollars` keeps its words; `$5-million` too.
            return Some((end, Number { unit: Some(unit), small: false, ..number }));
        }
        let (end, number) = self.number(i)?;
        if self.word(end) == "%" {
            return Some((end + 1, Number { unit: Some("%"), small: false, ..number }));
        }
        Some((end, number))
    }

    fn number(&self, i: usize) -> Option<(usize, Number)> {
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
                    if let Some(Role::Cardinal(of)) = WORDS.role(self.word(at))
                        && of > value
                        && of >= 2.0
                        && !matches!(self.word(at + 1), "hundred" | "thousand" | "million")
                    {
                        return Some((at + 1, Number { value: Some(value / of), ..Number::default() }));
                    }
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
            Role::Fraction(below) if self.word(i + 2) == "of" || compares(self.word(i + 2)) => {
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

    fn follows_money(&self, i: usize) -> bool {
        SIGNS.iter().any(|(sign, _)| *sign == self.before(i)) && self.tight(i)
    }

    /// Whether what follows is a noun or a unit, so that `30-40` is a range and no score.
    fn counts_something(&self, i: usize) -> bool {
        let word = self.word(i);
        // `from 112 to 240 of them`
        let of_them = word == "of" && matches!(self.word(i + 1), "them" | "whom" | "those" | "these" | "us");
        word == "%"
            || of_them
            || WORDS.unit(|k| self.word(i + k)).is_some()
            || super::words::singular(word).is_some()
            || super::words::singular(self.word(i + 1)).is_some() && self.is_word(i)
            || WORDS.role(word).is_some_and(|r| matches!(r, Role::Scale(_)))
    }

    /// The second number of a range that goes on at `end`.
    pub fn range(&self, end: usize, first: &Number) -> Option<(usize, Number)> {
        if let (Some(second), false) = (first.least, first.vague) {
            return Some((end, Number { value: Some(second), ..*first }));
        }
        let dash = matches!(self.word(end), "-" | "–" | "—");
        if !(self.word(end) == "to" || self.word(end) == "or" || dash && self.tight(end)) {
            return None;
        }
        let (after, other) = self.money_or_number(end + 1)?;
        // `3.4% to 212 pence`
        if first.unit == Some("%") && other.unit != Some("%") {
            return None;
        }
        if other.vague || other.small || self.word(end) == "or" && other.value? > first.value? * 4.0 {
            return None;
        }
        let counts = first.unit.is_some() || other.unit.is_some() || self.counts_something(after);
        counts.then_some((after, other))
    }

    /// `years old`, `year-old` after a number.
    pub fn age(&self, i: usize) -> Option<usize> {
        match (self.word(i), self.word(i + 1)) {
            ("years" | "year", "old") => Some(i + 2),
            ("years", "of") if self.word(i + 2) == "age" => Some(i + 3),
            _ => None,
        }
    }
}
