//! Numbers of a report with what they measure: `at least 12 people`, `$3.5 million`, `between 30 and 40 percent`.
//!
//! [`quantities`] takes counts, money, percentages, measures, ages and fractions, written in digits or in words. It
//! leaves numbers that count nothing: dates and times of day, telephone numbers, names (`C-17`, `Flight 370`), scores,
//! ordinals, years.

mod number;
mod people;
mod words;

use number::{Bound, Reader};
use sayso_model::{Quantity, Time};
use sayso_text::{Sentence, Span, Token};
use words::{Noun, WORDS, singular};

/// Whether a word in lower case is a number above one: `six`, not `one`, which is mostly no count.
pub(crate) fn is_cardinal(lower: &str) -> bool {
    matches!(WORDS.role(lower), Some(words::Role::Cardinal(number)) if number > 1.0)
}

/// The quantities of a text, in order, none within another. `times` are the time expressions of the same text: what
/// stands within one is none.
///
/// ```
/// use sayso_annotate::quantities::quantities;
/// let text = "At least 12 people died and nearly 4 million fled.";
/// let tokens: Vec<_> = sayso_text::tokens(text).collect();
/// let sentences = sayso_text::sentences(text, &tokens);
/// let found = quantities(text, &tokens, &sentences, &[]);
/// assert_eq!(found[0].low, Some(12.0));
/// assert_eq!(found[0].unit.as_deref(), Some("person"));
/// assert_eq!(found[1].value, Some(4_000_000.0));
/// assert!(found[1].approximate);
/// ```
pub fn quantities(text: &str, tokens: &[Token], sentences: &[Sentence], times: &[Time]) -> Vec<Quantity> {
    let mut found = Vec::new();
    let lower = text.to_ascii_lowercase();
    let mut times = times.iter().peekable();
    for sentence in sentences {
        let range = sentence.tokens.clone();
        let Some(tokens) = tokens.get(range) else {
            continue;
        };
        let reader = Reader { text, lower: &lower, tokens };
        let mut at = 0;
        while at < tokens.len() {
            let start = tokens[at].span.start();
            while times.next_if(|t| t.span.end() <= start).is_some() {}
            if times.peek().is_some_and(|t| t.span.covers(start)) {
                at += 1;
                continue;
            }
            match read(&reader, at) {
                Some((end, Some(quantity))) => {
                    if times.peek().is_some_and(|t| t.span.overlaps(quantity.span)) {
                        at += 1;
                    } else {
                        found.push(quantity);
                        at = end.max(at + 1);
                    }
                }
                Some((end, None)) => at = end.max(at + 1),
                None => at += 1,
            }
        }
    }
    found
}

/// Verbs whose particle `over` is no bound: `hand over 36 million`.
const OVER: [&str; 4] = ["hand", "hands", "handed", "handing"];

/// A quantity that begins at token `at`, and where it ends; no quantity inside for a number to pass over.
fn read(reader: &Reader<'_>, at: usize) -> Option<(usize, Option<Quantity>)> {
    if reader.cannot_begin(at) {
        return None;
    }
    if reader.word(at) == "over" && at > 0 && OVER.contains(&reader.word(at - 1)) {
        return None;
    }
    let (start, mut bounds) = reader.bounds(at);
    // `between 30 and 40`
    if reader.word(start) == "between" {
        let (first_end, low) = reader.money_or_number(start + 1)?;
        if reader.word(first_end) != "and" {
            return None;
        }
        let (end, high) = reader.money_or_number(first_end + 1)?;
        let (low, high) = scaled(low, high);
        let (end, unit) = unit_of(reader, end, low.unit.or(high.unit), high.value);
        return Some((end, quantity(reader, at, end, None, low.value, high.value, unit, false)));
    }
    let (mut end, number) = reader.money_or_number(start)?;
    if let Some(after) = reader.digit_run(start, end) {
        return Some((after, None));
    }
    if reader.is_name(start, end, at < start || number.unit.is_some() || number.scaled) {
        return Some((end, None));
    }
    let (mut low, mut high) = (None, None);
    let mut value = number.value;
    // Ranges: `30 to 40`, `30-40`, `12 or 13`.
    let other = reader.range(end, &number);
    let change = other.is_some() && people::is_change(reader, at);
    if let Some((after, other)) = other.filter(|_| !change) {
        let (first, second) = scaled(number, other);
        if let (Some(a), Some(b)) = (first.value, second.value)
            && a < b
        {
            (low, high, value) = (Some(a), Some(b), None);
            end = after;
            bounds.clear();
        }
    }
    let (unit_end, mut unit) = unit_of(reader, end, number.unit, number.value);
    // `not the 212 of the agencies`: what is counted is left out.
    let whose = at > 0 && reader.word(at - 1) == "the" && reader.word(end) == "of";
    let (unit_end, mut unit) =
        if whose && number.unit.is_none() { (end, None) } else { (unit_end, unit.take()) };
    if let Some((after, other)) = other.filter(|_| change) {
        unit = unit_of(reader, after, number.unit.or(other.unit), other.value).1;
    }
    if unit.is_none() && number.small && at == start && people::becomes(reader, end) {
        unit = Some("person".into());
    }
    // A bare number in words before nothing it counts says little: `one`, `a`, `under one roof`.
    let placed = matches!(reader.word(at), "under" | "over" | "above" | "below");
    if number.small && (unit.is_none() && at == start || placed) {
        return Some((end, None));
    }
    // `one of the ships` names a ship and counts none.
    if number.small && at == start && reader.word(end) == "of" {
        return Some((end, None));
    }
    if reader.is_bare_year(start, end) && unit.is_none() && at == start {
        return Some((end, None));
    }
    if reader.is_label_after(unit_end, unit.as_deref()) {
        return Some((end, None));
    }
    if unit.is_none() && number.value.is_none_or(|v| v >= 1.0) {
        if people::counts_people(reader, at, end) {
            unit = Some("person".into());
        } else if people::is_age(reader, at, end, number.value) {
            unit = Some("year of age".into());
        } else if at > 0 && reader.word(at - 1) == "magnitude" {
            unit = Some("magnitude".into());
        }
    }
    let mut approximate = number.vague;
    if low.is_none() && high.is_none() {
        (low, high) = (number.value, number.value);
        for bound in bounds {
            match bound {
                Bound::About => {
                    approximate = true;
                    (low, high) = (None, None);
                }
                Bound::Nearly => {
                    approximate = true;
                    low = None;
                }
                Bound::AtLeast => high = None,
                Bound::AtMost => low = None,
            }
        }
        if number.vague {
            (low, high, value) = (number.least, None, None);
        }
    } else {
        approximate |= at < start;
    }
    // `minus 12 degrees`
    let below =
        at > 0 && reader.word(at - 1) == "minus" && matches!(unit.as_deref(), Some("degree" | "°C" | "°F"));
    if below {
        (low, high) = (high.map(|v| -v), low.map(|v| -v));
        value = value.map(|v| -v);
    }
    let at = if below { at - 1 } else { at };
    Some((unit_end, quantity(reader, at, unit_end, value, low, high, unit, approximate)))
}

#[allow(clippy::too_many_arguments)]
fn quantity(
    reader: &Reader<'_>,
    start: usize,
    end: usize,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    unit: Option<String>,
    approximate: bool,
) -> Option<Quantity> {
    let first = reader.tokens.get(start)?.span;
    let last = reader.tokens.get(end.checked_sub(1)?)?.span;
    let span = Span::new(first.start(), last.end())?;
    Some(Quantity { span, value, low, high, unit, approximate, within: None })
}

/// `30 to 40 million`: the first takes the scale of the second.
fn scaled(mut low: number::Number, high: number::Number) -> (number::Number, number::Number) {
    if let (Some(a), Some(b), Some(scale)) = (low.value, high.value, high.scale)
        && !low.scaled
        && a * scale < b
    {
        low.value = Some(a * scale);
    }
    (low, high)
}

/// What a number counts or is measured in, and where its words end. `known` is a unit printed before it.
fn unit_of(
    reader: &Reader<'_>,
    end: usize,
    known: Option<&'static str>,
    value: Option<f64>,
) -> (usize, Option<String>) {
    if let Some(unit) = known {
        // `$5 billion dollars`
        return (end, Some(unit.to_string()));
    }
    if let Some((words, unit)) = WORDS.unit(|i| reader.word(end + i)) {
        let letter = reader.word(end).len() == 1 && unit != "%";
        // `7,300 m, smoke was noticed`: a letter apart from its number, with nothing behind it that it could count.
        let apart =
            || end > 0 && reader.is_digit(end - 1) && reader.lower_case(end) && reader.ends_phrase(end + 1);
        if !letter || reader.tight(end) || apart() {
            return (end + words, Some(unit.to_string()));
        }
    }
    if let Some(after) = reader.age(end) {
        return (after, Some("year of age".into()));
    }
    let mut at = end;
    // `14 of the convoy's 16 lorries`, `14 of Orsk's 16 lorries`
    let owner = (1..5).map(|k| at + k).find(|k| matches!(reader.word(*k), "'s" | "’s" | "'" | "’"));
    let owner = owner.filter(|k| reader.tight(*k) && reader.money_or_number(k + 1).is_some());
    // `12 of the soldiers`
    if reader.word(at) == "of"
        && (owner.is_some()
            || matches!(
                reader.word(at + 1),
                "the" | "its" | "their" | "his" | "her" | "those" | "these" | "our" | "all"
            ))
    {
        at = owner.map_or(at + 2, |owner| owner + 1);
        // `six of the eight soldiers`, `12 of the 40 sailors`
        if let Some((after, _)) = reader.money_or_number(at) {
            at = after;
        }
    } else if reader.word(at) == "of"
        && let Some((after, whole)) = reader.money_or_number(at + 1)
        && whole.value > value
        && whole.unit.is_none()
    {
        // `6 of 40 sensors`
        at = after;
    } else {
        // `half the crew`, `thousands of fans`
        let joint = match reader.word(at) {
            "the" => value.is_some_and(|v| v < 1.0),
            "of" => value.is_none_or(|v| !(1.0..1000.0).contains(&v)),
            _ => false,
        };
        at += usize::from(joint);
        // `75 millions of euros`
        if joint && let Some((words, unit)) = WORDS.unit(|i| reader.word(at + i)) {
            return (at + words, Some(unit.to_string()));
        }
    }
    match counted(reader, at, value) {
        Some((noun_end, noun)) => (noun_end, Some(noun)),
        None => (end, None),
    }
}

/// How many words may describe what is counted.
const DESCRIBED: usize = 5;

/// The noun that is counted, from token `at`: the first plural before the phrase ends, in the singular.
fn counted(reader: &Reader<'_>, at: usize, value: Option<f64>) -> Option<(usize, String)> {
    let one = value == Some(1.0);
    for i in at..at + DESCRIBED {
        let word = reader.word(i);
        if word.is_empty() || !reader.is_word(i) || reader.broken(i) {
            return None;
        }
        let noun = WORDS.noun(word);
        // `22 wounded passengers`
        if i == at && WORDS.is_state(word) && singular(reader.word(i + 1)).is_some() && !reader.broken(i + 1)
        {
            continue;
        }
        if noun == Some(Noun::Stop)
            || i > at && (WORDS.role(word).is_some() || word.ends_with("ly") && word.len() > 5)
        {
            // `one soldier was`: the word before the stop.
            return (one && i > at && i <= at + 2).then(|| (i, reader.word(i - 1).to_string()));
        }
        if let Some(single) = singular(word) {
            // `that one opens them`
            if one && i == at && word.ends_with('s') && noun.is_none() {
                return None;
            }
            // Names in -s (`United States`), and verbs after a name, are no plural of what is counted.
            let verb = matches!(
                word,
                "says"
                    | "tells"
                    | "adds"
                    | "claims"
                    | "wants"
                    | "makes"
                    | "takes"
                    | "goes"
                    | "comes"
                    | "does"
                    | "gets"
                    | "needs"
                    | "means"
                    | "lies"
                    | "remains"
                    | "includes"
            );
            if verb {
                return None;
            }
            // `sports fans`, `arms dealers`: the last of plurals that stand together.
            let next = reader.word(i + 1);
            if !reader.broken(i + 1)
                && matches!(
                    word,
                    "sports"
                        | "arms"
                        | "drugs"
                        | "weapons"
                        | "news"
                        | "goods"
                        | "savings"
                        | "sales"
                        | "customs"
                        | "communications"
                        | "systems"
                        | "forces"
                        | "women"
                        | "rights"
                        | "elections"
                        | "rescue"
                        | "emergency"
                        | "police"
                        | "fish"
                        | "series"
                        | "personnel"
                        | "crew"
                        | "staff"
                        | "us"
                        | "cod"
                        | "salmon"
                )
                && let Some(single) = singular(next)
            {
                return Some((i + 2, single));
            }
            return Some((i + 1, reader.cased(i, single)));
        }
        // `110 received injuries`: a verb, unless what is counted follows at once (`22 armed men`).
        if i == at && word.ends_with("ed") && word.len() > 4 && singular(reader.word(i + 1)).is_none() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests;
