//! Numbers that count people though no noun says so: `17 dead`, `injured another nine`, `Ilves, 54,`.

use super::number::Reader;
use super::words::WORDS;

/// How many helping words may stand between a number and what became of the people: `12 more were feared dead`.
const HELPING: usize = 5;

/// Whether a number from token `at` to before `end` counts people: by what became of them, by what was done to them, or as
/// the size of a crowd.
pub(super) fn counts_people(reader: &Reader<'_>, at: usize, end: usize) -> bool {
    if becomes(reader, end) {
        return true;
    }
    let before = |back: usize| at.checked_sub(back).map_or("", |i| reader.word(i));
    let mut back = 1;
    while matches!(before(back), "another" | "further" | "a") && back < 4 {
        back += 1;
    }
    WORDS.is_deed(before(back))
        || before(1) == "of"
            && matches!(before(2), "crowd" | "crowds" | "audience" | "congregation" | "workforce")
}

/// Whether what follows tells what became of people.
pub(super) fn becomes(reader: &Reader<'_>, end: usize) -> bool {
    let helping = |word: &str| {
        matches!(
            word,
            "more"
                | "were"
                | "was"
                | "are"
                | "is"
                | "have"
                | "has"
                | "had"
                | "been"
                | "be"
                | "being"
                | "feared"
                | "reported"
                | "reportedly"
                | "believed"
                | "confirmed"
                | "presumed"
                | "left"
                | "also"
                | "still"
        )
    };
    let mut at = end;
    while at < end + HELPING && helping(reader.word(at)) && !reader.broken(at) {
        at += 1;
    }
    WORDS.is_state(reader.word(at)) && !reader.broken(at)
}

/// Whether a number stands as an age behind a name: `Marta Ilves, 54, said`, `Marta Ilves (54)`.
pub(super) fn is_age(reader: &Reader<'_>, at: usize, end: usize, value: Option<f64>) -> bool {
    let age = value.is_some_and(|v| v.fract() == 0.0 && (1.0..=110.0).contains(&v));
    let named = at >= 2 && reader.is_word(at - 2) && reader.starts_with_capital(at - 2);
    let set_off = match at.checked_sub(1).map(|i| reader.word(i)) {
        Some(",") => reader.word(end) == ",",
        Some("(") => reader.word(end) == ")",
        _ => false,
    };
    age && named && set_off && end == at + 1 && reader.is_digit(at)
}

/// `rose from 40 to 55`: two numbers, no range.
pub(super) fn is_change(reader: &Reader<'_>, at: usize) -> bool {
    const CHANGES: [&str; 24] = [
        "rose",
        "rise",
        "rises",
        "risen",
        "fell",
        "fall",
        "falls",
        "fallen",
        "grew",
        "grown",
        "dropped",
        "drop",
        "climbed",
        "jumped",
        "cut",
        "raised",
        "lowered",
        "increased",
        "decreased",
        "up",
        "down",
        "went",
        "slipped",
        "revised",
    ];
    at > 0
        && reader.word(at - 1) == "from"
        && (1..=6).any(|back| at.checked_sub(back + 1).is_some_and(|i| CHANGES.contains(&reader.word(i))))
}
