//! The words time expressions are made of, and a text as a list of them.

use super::value::{Part, Season, Unit};
use rustc_hash::FxHashMap;
use sayso_text::{Gap, Token, TokenKind};
use std::sync::LazyLock;

/// What a word may mean in a time expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sense {
    Other,
    Punct(u8),
    /// Monday is 1.
    Weekday(u8),
    WeekdayShort(u8),
    Weekdays(u8),
    Month(u8),
    MonthShort(u8),
    Unit(Unit),
    Units(Unit),
    Adverb(Unit),
    Part(Part),
    Parts(Part),
    Season(Season),
    Seasons(Season),
    Cardinal(u32),
    Scale(u32),
    Ordinal(u8),
    /// A number in digits, and how many.
    Digits(u32, u8),
    /// `3.5`
    Decimal(f32),
    /// `1990`, as the year a decade begins; `80s` as 80.
    Decade(u16),
    Shift(Shift),
    The,
    A,
    Edge,
    Vague,
    Approx,
    Than,
    Ago(Ago),
    Deictic(i8),
    Every,
    Half,
    Fiscal,
    Zone,
    Ampm(u8),
    Noon(u8),
    Ref(&'static str),
    YearEnd,
    Old,
    Of,
    In,
    And,
    To,
    Or,
    On,
    Prep,
}

/// Which one, seen from the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    Last,
    This,
    Next,
    Past,
    Previous,
    Following,
    Coming,
    Same,
    That,
    Current,
    Latest,
}

/// Which way a length of time leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ago {
    /// From today.
    Back,
    Earlier,
    Later,
    Before,
    After,
    Hence,
}

/// A word, or one part of a word with hyphens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub start: usize,
    pub end: usize,
    pub sense: Sense,
    pub gap: Gap,
    /// Joined to the atom before by a hyphen.
    pub joined: bool,
    /// Begins with a capital letter.
    pub capital: bool,
}

static WORDS: LazyLock<FxHashMap<&'static str, Sense>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in include_str!("../../data/times/words.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((class, list)) = line.split_once(':') else {
            continue;
        };
        for entry in list.split_whitespace() {
            let (word, value) = entry.split_once('=').unwrap_or((entry, ""));
            if let Some(sense) = sense_of(class, value) {
                words.entry(word).or_insert(sense);
            }
        }
    }
    words
});

fn sense_of(class: &str, value: &'static str) -> Option<Sense> {
    let number = || value.parse::<i32>().ok();
    let small = || number().and_then(|n| u8::try_from(n).ok());
    Some(match class {
        "weekday" => Sense::Weekday(small()?),
        "weekday-short" => Sense::WeekdayShort(small()?),
        "weekdays" => Sense::Weekdays(small()?),
        "month" => Sense::Month(small()?),
        "month-short" => Sense::MonthShort(small()?),
        "unit" => Sense::Unit(Unit::parse(value)?),
        "units" => Sense::Units(Unit::parse(value)?),
        "adverb" => Sense::Adverb(Unit::parse(value)?),
        "part" => Sense::Part(Part::parse(value)?),
        "parts" => Sense::Parts(Part::parse(value)?),
        "season" => Sense::Season(Season::parse(value)?),
        "seasons" => Sense::Seasons(Season::parse(value)?),
        "cardinal" => Sense::Cardinal(number()? as u32),
        "scale" => Sense::Scale(number()? as u32),
        "ordinal" => Sense::Ordinal(small()?),
        "decade" => Sense::Decade(number()? as u16),
        "shift" => Sense::Shift(match value {
            "last" => Shift::Last,
            "this" => Shift::This,
            "next" => Shift::Next,
            "past" => Shift::Past,
            "previous" => Shift::Previous,
            "following" => Shift::Following,
            "coming" => Shift::Coming,
            "same" => Shift::Same,
            "that" => Shift::That,
            "current" => Shift::Current,
            _ => Shift::Latest,
        }),
        "the" => Sense::The,
        "a" => Sense::A,
        "edge" => Sense::Edge,
        "vague" => Sense::Vague,
        "approx" => Sense::Approx,
        "than" => Sense::Than,
        "ago" => Sense::Ago(match value {
            "ago" => Ago::Back,
            "earlier" => Ago::Earlier,
            "later" => Ago::Later,
            "before" => Ago::Before,
            "after" => Ago::After,
            _ => Ago::Hence,
        }),
        "deictic" => Sense::Deictic(number()? as i8),
        "every" => Sense::Every,
        "half" => Sense::Half,
        "fiscal" => Sense::Fiscal,
        "zone" => Sense::Zone,
        "ampm" => Sense::Ampm(small()?),
        "noon" => Sense::Noon(small()?),
        "ref" => Sense::Ref(value),
        "year-end" => Sense::YearEnd,
        "old" => Sense::Old,
        "of" => Sense::Of,
        "in" => Sense::In,
        "and" => Sense::And,
        "to" => Sense::To,
        "or" => Sense::Or,
        "on" => Sense::On,
        "prep" => Sense::Prep,
        _ => return None,
    })
}

/// The longest word of the list.
const LONGEST: usize = 14;

/// A token's parts at its hyphens, with what they may mean, appended to `atoms`.
pub(super) fn push_atoms(text: &str, token: &Token, atoms: &mut Vec<Atom>) {
    let word = token.text(text);
    let start = token.span.start();
    if token.kind == TokenKind::Punct {
        let byte = word.as_bytes().first().copied().unwrap_or(0);
        // Dashes of all kinds, and curly apostrophes, as their plain like.
        let byte = match word {
            "–" | "—" | "‑" => b'-',
            "’" | "‘" => b'\'',
            _ if word.len() > 1 => 0,
            _ => byte,
        };
        atoms.push(Atom {
            start,
            end: token.span.end(),
            sense: Sense::Punct(byte),
            gap: token.gap,
            joined: false,
            capital: false,
        });
        return;
    }
    let mut at = start;
    let mut gap = token.gap;
    let whole = !word.contains('-') || word == "year-end" || compound(word).is_some();
    let parts = if whole { None } else { Some(word.split('-')) };
    let mut push = |part: &str, joined: bool, gap: Gap| {
        let capital = part.starts_with(char::is_uppercase);
        atoms.push(Atom { start: at, end: at + part.len(), sense: sense(part), gap, joined, capital });
        at += part.len() + 1;
    };
    match parts {
        None => push(word, false, gap),
        Some(parts) => {
            for (i, part) in parts.enumerate() {
                push(part, i > 0, gap);
                gap = Gap::None;
            }
        }
    }
}

/// What a word may mean.
pub(super) fn sense(word: &str) -> Sense {
    let bytes = word.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_digit) {
        return digits(word);
    }
    if bytes.len() > LONGEST || bytes.is_empty() || !bytes.is_ascii() {
        return Sense::Other;
    }
    let mut lower = [0u8; LONGEST];
    for (to, from) in lower.iter_mut().zip(bytes) {
        *to = from.to_ascii_lowercase();
    }
    let lower = std::str::from_utf8(&lower[..bytes.len()]).unwrap_or_default();
    match lower {
        "'s" => Sense::Other,
        _ => WORDS.get(lower).copied().or_else(|| compound(lower)).unwrap_or(Sense::Other),
    }
}

/// `twenty-second`, `thirty-first`: days of a month in two words.
fn compound(lower: &str) -> Option<Sense> {
    let (tens, ones) = lower.split_once('-')?;
    let tens = match tens {
        "twenty" => 20,
        "thirty" => 30,
        _ => return None,
    };
    match WORDS.get(ones)? {
        Sense::Ordinal(n @ 1..=9) if tens + n <= 31 => Some(Sense::Ordinal(tens + n)),
        Sense::Unit(Unit::Second) if tens == 20 => Some(Sense::Ordinal(22)),
        _ => None,
    }
}

/// Numbers: `25`, `11th`, `1990s`, `3.5`, `2pm`.
fn digits(word: &str) -> Sense {
    let count = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at(count);
    let Ok(value) = number.parse::<u32>() else {
        return Sense::Other;
    };
    match rest {
        "" => Sense::Digits(value, count as u8),
        "st" | "nd" | "rd" | "th" if (1..=99).contains(&value) => Sense::Ordinal(value as u8),
        "s" if count == 4 && value % 10 == 0 && (1000..2100).contains(&value) => Sense::Decade(value as u16),
        "s" if count == 2 && value % 10 == 0 => Sense::Decade(value as u16),
        _ if rest.starts_with('.') && rest.len() > 1 && rest[1..].bytes().all(|b| b.is_ascii_digit()) => {
            word.parse::<f32>().map_or(Sense::Other, Sense::Decimal)
        }
        _ => Sense::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_is_understood() {
        for line in include_str!("../../data/times/words.txt").lines().filter(|l| !l.starts_with('#')) {
            let (class, list) = line.split_once(':').unwrap();
            for entry in list.split_whitespace() {
                let (word, value) = entry.split_once('=').unwrap_or((entry, ""));
                assert!(sense_of(class, value).is_some(), "{class}: {entry}");
                assert!(word.len() <= LONGEST, "{word}");
            }
        }
        assert_eq!(sense("Friday"), Sense::Weekday(5));
        assert_eq!(sense("1990s"), Sense::Decade(1990));
        assert_eq!(sense("31st"), Sense::Ordinal(31));
    }
}
