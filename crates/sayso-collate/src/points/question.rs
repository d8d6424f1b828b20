//! Questions from clauses: `that safety checks had been skipped` becomes `Had safety checks been skipped?`

use super::view::View;
use std::ops::Range;

/// Words that can open a question.
const AUX: [&str; 18] = [
    "had", "was", "were", "is", "are", "has", "have", "would", "will", "could", "did", "can", "should",
    "may", "might", "does", "do", "must",
];
/// Words of a question.
const MOST: usize = 18;

/// The question whether a clause is so.
pub(crate) fn whether(view: &View<'_>, tokens: Range<usize>) -> String {
    let mut range = tokens;
    let strip = |w: &str| matches!(w, "that" | "," | "\"" | "“" | "”" | "‘" | "’" | "'" | ":" | "-" | "—");
    while range.start < range.end && strip(view.word(range.start)) {
        range.start += 1;
    }
    while range.start < range.end
        && (strip(view.word(range.end - 1)) || matches!(view.word(range.end - 1), "." | "!" | "?" | ";"))
    {
        range.end -= 1;
    }
    // The clause alone: what follows a later comma or relative word says more than is asked.
    let stop = (range.start + 5..range.end).find(|i| {
        matches!(
            view.word(*i),
            "," | "amid" | "after" | "because" | "despite" | "which" | "saying" | ";" | "—" | "–"
        )
    });
    let end = stop.unwrap_or(range.end).min(range.start + MOST);
    let cut = end == range.start + MOST && end < range.end;
    let range = range.start..end;
    let aux = (range.start + 1..range.end.min(range.start + 9)).find(|i| AUX.contains(&view.word(*i)));
    let tail = if cut { " …" } else { "" };
    match aux {
        Some(at) if !(range.start..at).any(|i| view.word(i) == ",") && at + 1 < range.end => {
            let subject = text(view, range.start..at, true);
            let rest = text(view, at + 1..range.end, false);
            let rest = rest
                .strip_prefix("not ")
                .or(rest.strip_prefix("never "))
                .or(rest.strip_prefix("no longer "))
                .unwrap_or(&rest);
            let rest = match rest.strip_prefix("no ") {
                Some(rest) => format!("any {rest}"),
                None => rest.to_owned(),
            };
            format!("{} {subject} {rest}{tail}?", capital(view.word(at)))
        }
        _ => format!("Is it so: {}{tail}?", text(view, range, true)),
    }
}

/// Words as printed, white space folded, without quotation marks; in small letters at the start unless it is a name.
fn text(view: &View<'_>, range: Range<usize>, opens: bool) -> String {
    let Some(span) = view.hull(range.clone()) else { return String::new() };
    let words: String = view.text(span).chars().filter(|c| !"\"“”„«»".contains(*c)).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = range.start;
    let keep = !opens
        || view.is_name(first)
        || view.printed(first).chars().nth(1).is_some_and(char::is_uppercase)
        || view.capital(first) && first > 0 && view.is_word(first - 1);
    match (keep, words.chars().next()) {
        (false, Some(c)) if view.printed(first) != "I" => {
            c.to_lowercase().collect::<String>() + &words[c.len_utf8()..]
        }
        _ => words,
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}
