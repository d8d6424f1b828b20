//! Sentences that survive newswire: abbreviations, initials, ellipses, datelines, headlines without a stop.

use crate::{Gap, Span, Token, paragraphs};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last token.
    pub span: Span,
    /// Its tokens, as places in the list given.
    pub tokens: Range<usize>,
}

/// The sentences of a text, in order; every token belongs to exactly one.
///
/// A paragraph's end ends a sentence. Within it a stop does, unless it belongs to an abbreviation, an initial or
/// a number, or the next word goes on in lower case. Closing quotation marks and brackets belong to the sentence
/// before them.
///
/// ```
/// use sayso_text::{sentences, tokens};
/// let text = "Gen. J. R. Tollo met U.S. officials on Jan. 5. \"We agreed.\" He left.";
/// let tokens: Vec<_> = tokens(text).collect();
/// let found: Vec<_> = sentences(text, &tokens).iter().map(|s| s.span.slice(text).unwrap()).collect();
/// assert_eq!(found.len(), 3);
/// assert_eq!(found[1], "\"We agreed.\"");
/// ```
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut first = 0;
    for paragraph in paragraphs(text) {
        let mut last = first;
        while last < tokens.len() && tokens[last].span.start() < paragraph.end() {
            last += 1;
        }
        split(text, tokens, first..last, &mut found);
        first = last;
    }
    found
}

fn split(text: &str, tokens: &[Token], range: Range<usize>, found: &mut Vec<Sentence>) {
    let mut push = |range: Range<usize>| {
        if let [first, .., last] | [first @ last] = &tokens[range.clone()] {
            found.push(Sentence { span: first.span.hull(last.span), tokens: range });
        }
    };
    let mut first = range.start;
    let mut at = range.start;
    while at < range.end {
        let Some(stop) = Stop::of(tokens[at].text(text)) else {
            at += 1;
            continue;
        };
        let mut after = at + 1;
        while after < range.end && tokens[after].gap == Gap::None && belongs_before(tokens[after].text(text))
        {
            after += 1;
        }
        if after < range.end && ends(text, tokens, first, at, after, range.end, stop) {
            push(first..after);
            first = after;
        }
        at = after;
    }
    push(first..range.end);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Full,
    Loud,
    Ellipsis,
}

impl Stop {
    fn of(word: &str) -> Option<Stop> {
        match word {
            "." => Some(Stop::Full),
            "!" | "?" | "。" | "！" | "？" | "؟" => Some(Stop::Loud),
            "…" => Some(Stop::Ellipsis),
            _ if word.starts_with("..") => Some(Stop::Ellipsis),
            _ => None,
        }
    }
}

/// Whether a token without a space before it belongs to the stop it follows.
fn belongs_before(word: &str) -> bool {
    matches!(word, "\"" | "”" | "“" | "'" | "’" | "‘" | "»" | "«" | "›" | "‹" | ")" | "]" | "}" | "」" | "』")
        || Stop::of(word).is_some()
}

/// Whether the sentence that began at token `first` ends with the stop at `at`; `after` is the first token beyond
/// its closing marks.
fn ends(text: &str, tokens: &[Token], first: usize, at: usize, after: usize, end: usize, stop: Stop) -> bool {
    let word_of = |i: usize| tokens[i].text(text);
    if tokens[after].gap == Gap::None && stop != Stop::Loud {
        return false;
    }
    // What comes next decides by its case; opening marks are looked through.
    let mut next = after;
    while next < end && next < after + 4 && opens(word_of(next)) {
        next += 1;
    }
    let Some(next_word) = (next < end).then(|| word_of(next)) else {
        return true;
    };
    let opened = next > after;
    match next_word.chars().next() {
        Some(c) if c.is_lowercase() => return false,
        Some(',' | ';' | ':' | ')' | '%') => return false,
        Some('-' | '–' | '—') if !opened && stop != Stop::Loud => return false,
        _ => {}
    }
    if stop == Stop::Loud {
        // `“Who knew?” Ilves asked.`
        return !(after > at + 1 && !opened && is_tag(&tokens[next..end], text));
    }
    let starter = opened || STARTERS.contains_key(next_word);
    if stop == Stop::Ellipsis {
        return starter || next_word != "I";
    }
    if at == first || tokens[at].gap != Gap::None || after > at + 1 {
        // A stop alone, or one before a closing mark: `(He left.) She`, `"No." Then`.
        return true;
    }
    let word = word_of(at - 1);
    let number_next = next_word.starts_with(|c: char| c.is_ascii_digit());
    if at - 1 == first && tokens[first].kind == crate::TokenKind::Number && word.len() <= 2 {
        return false;
    }
    // `9 a.m. EST Tuesday`
    if matches!(word, "a.m" | "p.m" | "am" | "pm" | "A.M" | "P.M") && AFTER_CLOCK.contains(&next_word) {
        return false;
    }
    match ABBREVIATIONS.get(word.to_lowercase().as_str()) {
        Some(Abbreviation::Title) if word.starts_with(char::is_uppercase) => return false,
        Some(Abbreviation::Number) if number_next => return false,
        Some(Abbreviation::Inner) => return false,
        Some(Abbreviation::Month) if word.starts_with(char::is_uppercase) => return starter && !number_next,
        Some(Abbreviation::Any) => return starter,
        _ => {}
    }
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    if initial && word != "I" {
        // `John F. Kennedy` goes on; `Plan B. The` does not.
        return STARTERS.contains_key(next_word);
    }
    // A misprinted or rare title: `the death of Ge. Arvo Tollo`. A word so short seldom ends a sentence after a
    // word that leads on, and a name seldom begins one.
    let short = word.len() <= 3
        && word.starts_with(char::is_uppercase)
        && word.chars().skip(1).all(char::is_lowercase);
    if short && !starter && at >= first + 2 && LEADING_ON.contains(&word_of(at - 2)) {
        return false;
    }
    let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
    if dotted && word.starts_with(|c: char| c.is_alphabetic()) {
        // `a.m. The` ends, `U.S. Army` does not.
        return starter || word.starts_with(char::is_lowercase);
    }
    true
}

/// What goes on after a time of day: zones, days, months.
const AFTER_CLOCK: [&str; 51] = [
    "EST",
    "EDT",
    "ET",
    "CST",
    "CDT",
    "CT",
    "MST",
    "MDT",
    "MT",
    "PST",
    "PDT",
    "PT",
    "GMT",
    "UTC",
    "BST",
    "CET",
    "CEST",
    "EET",
    "EEST",
    "MSK",
    "IST",
    "JST",
    "KST",
    "HKT",
    "SGT",
    "AEST",
    "AEDT",
    "NZST",
    "Eastern",
    "Central",
    "Mountain",
    "Pacific",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Greenwich",
];

/// Whether these tokens begin with a name and a verb that attributes what stands before them.
fn is_tag(tokens: &[Token], text: &str) -> bool {
    let name = |t: &&Token| {
        let word = t.text(text);
        t.gap != Gap::Break && (word.starts_with(char::is_uppercase) || word == "." || word == "the")
    };
    let words = tokens.iter().take(6).take_while(name).count();
    let verb = tokens.get(words).map_or("", |t| t.text(text));
    words > 0 && words < 6 && ATTRIBUTING.contains_key(verb)
}

/// Words that a sentence does not end one word after, unless that word is a name.
const LEADING_ON: [&str; 14] = [
    "of", "by", "with", "for", "from", "to", "and", "the", "that", "against", "as", "late", "behind", "said",
];

fn opens(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "„" | "'" | "‘" | "’" | "‚" | "«" | "»" | "(" | "[" | "「" | "『")
}

#[derive(Clone, Copy)]
enum Abbreviation {
    /// Stands before a name and never ends a sentence.
    Title,
    /// Stands before a number.
    Number,
    /// Stands within a sentence alone: `e.g.`, `vs.`
    Inner,
    /// A month or a day.
    Month,
    /// Ends a sentence if the next word is one that begins sentences.
    Any,
}

static ABBREVIATIONS: LazyLock<HashMap<&str, Abbreviation>> = LazyLock::new(|| {
    let mut found = HashMap::new();
    for (class, words) in data(include_str!("../data/abbreviations.txt")) {
        let class = match class {
            "title" => Abbreviation::Title,
            "number" => Abbreviation::Number,
            "inner" => Abbreviation::Inner,
            "month" => Abbreviation::Month,
            _ => Abbreviation::Any,
        };
        found.extend(words.map(|word| (word, class)));
    }
    found
});

static ATTRIBUTING: LazyLock<HashMap<&str, ()>> = LazyLock::new(|| {
    data(include_str!("../data/tags.txt")).flat_map(|(_, words)| words).map(|word| (word, ())).collect()
});

static STARTERS: LazyLock<HashMap<&str, ()>> = LazyLock::new(|| {
    data(include_str!("../data/starters.txt")).flat_map(|(_, words)| words).map(|word| (word, ())).collect()
});

/// Lines of the form `class: word word …`.
fn data(file: &str) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
        .map(|(class, words)| (class, words.split_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<String> {
        let tokens: Vec<_> = crate::tokens(text).collect();
        sentences(text, &tokens).iter().map(|s| s.span.slice(text).unwrap().to_string()).collect()
    }

    /// Each line is a paragraph; ` | ` stands where a sentence ends.
    #[test]
    fn cases() {
        let cases = include_str!("../data/sentence-cases.txt");
        for case in cases.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let want: Vec<&str> = case.split(" | ").collect();
            let text = want.join(" ");
            assert_eq!(found(&text), want, "{case}");
        }
    }

    #[test]
    fn a_headline_without_a_stop_ends_with_its_line() {
        assert_eq!(
            found("Bridge closed after cracks\nVARNHOLT (HPA) — The bridge is closed.\n\"Sad\""),
            ["Bridge closed after cracks", "VARNHOLT (HPA) — The bridge is closed.", "\"Sad\""]
        );
    }

    proptest! {
        #[test]
        fn every_token_lies_in_one_sentence(text in "[A-Ca-c0-9 .!?…\"“”'(),\n]{0,200}") {
            let tokens: Vec<_> = crate::tokens(&text).collect();
            let mut at = 0;
            for sentence in sentences(&text, &tokens) {
                prop_assert_eq!(sentence.tokens.start, at);
                prop_assert!(sentence.tokens.end > at);
                prop_assert!(sentence.span.slice(&text).is_some());
                at = sentence.tokens.end;
            }
            prop_assert_eq!(at, tokens.len());
        }
    }
}
