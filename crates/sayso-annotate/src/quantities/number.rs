//! Numbers: digits, words, fractions, money, and the words that bound them.

mod digits;
mod names;
mod spelled;

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
