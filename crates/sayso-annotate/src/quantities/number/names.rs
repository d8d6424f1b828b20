//! Numbers that count nothing: names, labels, telephone numbers, years.

use super::Reader;
use crate::quantities::words::{Role, WORDS};

impl Reader<'_> {
    /// Whether the number from `start` to `end` names something: `Flight 370`, `Article 5`, `Boeing 737`.
    pub fn is_name(&self, start: usize, end: usize, surely_counts: bool) -> bool {
        let joined_after =
            matches!(self.word(end), "-" | "/" | ":" | "x" | "°") && self.tight(end) && self.tight(end + 1);
        let joined_before = start > 0
            && self.tight(start)
            && matches!(self.before(start), "/" | ":" | "+" | "#" | "@" | "_" | "." | "*" | "=");
        if joined_before || self.before(start) == "#" {
            return true;
        }
        // `the No. 2 Republican`, `the number two job`
        let rank = match self.before(start) {
            "." => start > 1 && self.tight(start - 1) && matches!(self.word(start - 2), "no" | "nos"),
            // `the dead now number three`
            "number" => {
                start > 1
                    && matches!(self.word(start - 2), "the" | "a" | "our" | "their" | "his" | "her" | "its")
            }
            _ => false,
        };
        if rank {
            return true;
        }
        // `9/11`, `10:15`
        if joined_after && matches!(self.word(end), "/" | ":") && self.is_digit(end + 1) {
            return true;
        }
        // Telephone numbers, scores, ratios: numbers bound together.
        if joined_after && self.is_digit(end + 1) && !self.counts_something(end + 2) {
            return true;
        }
        // `(555)`, and groups of digits in a row.
        if self.word(start).len() >= 3 && self.is_digit(start) && self.is_digit(end) && end == start + 1 {
            return true;
        }
        if surely_counts {
            return false;
        }
        let before = self.before(start);
        // `police 28,500, the league 31,000`: no label goes so high.
        let grouped = end > start + 1 && self.word(start + 1) == ",";
        if WORDS.is_label(before) && self.is_digit(start) && !grouped {
            return true;
        }
        // `stage three is back`
        const STAGES: [&str; 16] = [
            "stage", "phase", "level", "chapter", "article", "act", "part", "theatre", "theater", "ward",
            "platform", "gate", "terminal", "section", "zone", "clause",
        ];
        let spelled = matches!(WORDS.role(self.word(start)), Some(Role::Cardinal(_))) && end == start + 1;
        if spelled && STAGES.contains(&before) && !self.counts_something(end) && self.word(end) != "of" {
            return true;
        }
        // `the Tour of the Four Lakes`: in a sentence that is not all capitals.
        let titled = |i: usize| self.is_word(i) && self.printed(i).starts_with(char::is_uppercase);
        let plain = || {
            (0..self.tokens.len())
                .filter(|i| self.is_word(*i) && self.word(*i).len() > 4 && !titled(*i))
                .count()
        };
        if spelled && start > 0 && titled(start) && titled(end) && before == "the" && plain() > 1 {
            return true;
        }
        // A name before, and nothing counted behind: `Airbus 320`, `Channel Four`.
        let name = start > 1
            && self.printed(start - 1).starts_with(char::is_uppercase)
            && self.is_word(start - 1)
            && !self.broken(start);
        // `Group of Seven`, `Formula One`: a word with a capital within a sentence.
        let capital = start > 0
            && self.printed(start).starts_with(char::is_uppercase)
            && self.is_word(start - 1)
            && !self.counts_something(end);
        // `has 48 seats, the Alliance 45`: what is counted is not said again.
        // `the Green League 26`
        let led = (2..5).find(|n| {
            start <= *n || !self.printed(start - n).starts_with(char::is_uppercase) || self.broken(start - n)
        });
        let led = led.filter(|n| start > *n).map_or("", |n| self.word(start - n));
        // `gives the Greens 27 of the 75 seats`
        if self.word(end) == "of"
            && (self.word(end + 1) == "the" && self.is_digit(end + 2) || self.is_digit(end + 1))
        {
            return false;
        }
        let elided = matches!(led, "the" | "," | "and")
            && (self.word(end).is_empty()
                || matches!(self.word(end), "," | "." | ";" | "and" | "in" | "with"))
            && (0..start - 2).any(|i| {
                (self.is_digit(i) || matches!(WORDS.role(self.word(i)), Some(Role::Cardinal(_))))
                    && (i + 1..i + 6).any(|k| self.counts_something(k))
            });
        capital || name && self.is_digit(start) && !self.counts_something(end) && !elided
    }

    /// Where a row of bare groups of digits ends, as telephone numbers have: `20 7946 0000`.
    pub fn digit_run(&self, start: usize, end: usize) -> Option<usize> {
        let bare = |i: usize| {
            self.is_digit(i) && self.word(i).bytes().all(|b| b.is_ascii_digit()) && !self.broken(i)
        };
        if end != start + 1 || !self.is_digit(start) || !bare(end) {
            return None;
        }
        let mut after = end;
        while bare(after) {
            after += 1;
        }
        Some(after)
    }

    /// Whether what was taken for a unit shows that the number is a label: `9 a.m.` is read as a time elsewhere.
    pub fn is_label_after(&self, end: usize, unit: Option<&str>) -> bool {
        unit.is_none() && matches!(self.word(end), "o'clock" | "a.m" | "p.m" | "am" | "pm" | "gmt")
    }

    /// A noun with the capital it is printed with: `American`.
    pub fn cased(&self, i: usize, noun: String) -> String {
        if i == 0 || !self.printed(i).starts_with(|c: char| c.is_ascii_uppercase()) {
            return noun;
        }
        let mut letters = noun.chars();
        letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
    }

    /// Four digits that read as a year, or a long row of them that is a key.
    pub fn is_bare_year(&self, start: usize, end: usize) -> bool {
        let word = self.word(start);
        if end == start + 1 && word.len() >= 7 && word.bytes().all(|b| b.is_ascii_digit()) {
            return true;
        }
        end == start + 1
            && word.len() == 4
            && (word.starts_with("19") || word.starts_with("20") || word.starts_with("18"))
    }
}
