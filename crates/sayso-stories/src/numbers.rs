//! Numbers in words and digits, for comparing readings leniently.

/// All numbers that `text` prints: `5`, `40,000`, `1.2 million`, `thirty-one`; none, nobody and no are 0 where nothing
/// else is printed.
pub(crate) fn numbers(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut open: Option<f64> = None;
    let mut none = false;
    for token in tokens(text) {
        let lower = token.to_lowercase();
        if let Some(number) = digits(&lower) {
            found.extend(open.take());
            open = Some(number);
        } else if let Some(factor) = scale(&lower) {
            open = Some(open.take().unwrap_or(1.0) * factor);
        } else if let Some(number) = cardinal(&lower) {
            // `twenty` `one` and `two hundred` `five` are one number; `two` `three` are two.
            open = match open.take() {
                Some(before) if joins(before, number) => Some(before + number),
                before => {
                    found.extend(before);
                    Some(number)
                }
            };
        } else if lower != "and" || open.is_none_or(|n| n % 100.0 != 0.0) {
            found.extend(open.take());
            none |= matches!(lower.as_str(), "no" | "none" | "nobody" | "zero");
        }
    }
    found.extend(open);
    if found.is_empty() && none {
        found.push(0.0);
    }
    found
}

/// Whether two numbers are the same but for rounding in the making.
pub(crate) fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

/// Words and numbers; hyphens divide, a point or comma within digits does not.
fn tokens(text: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut start = None;
    for (i, &(at, c)) in chars.iter().enumerate() {
        let digit = |j: Option<usize>| j.and_then(|j| chars.get(j)).is_some_and(|c| c.1.is_ascii_digit());
        let inner = matches!(c, '.' | ',') && digit(i.checked_sub(1)) && digit(Some(i + 1));
        if c.is_alphanumeric() || inner {
            let from = *start.get_or_insert(at);
            // `60m` is two tokens.
            let turns = chars.get(i + 1).is_some_and(|n| c.is_ascii_digit() && n.1.is_alphabetic());
            if turns {
                found.push(&text[from..at + c.len_utf8()]);
                start = None;
            }
        } else if let Some(from) = start.take() {
            found.push(&text[from..at]);
        }
    }
    found.extend(start.map(|from| &text[from..]));
    found
}

fn digits(token: &str) -> Option<f64> {
    let plain: String = match token.split_once(',') {
        Some((_, rest)) if rest.split(',').all(|g| g.split('.').next().is_some_and(|g| g.len() == 3)) => {
            token.replace(',', "")
        }
        Some(_) => token.replace(',', "."),
        None => token.to_owned(),
    };
    plain.starts_with(|c: char| c.is_ascii_digit()).then(|| plain.parse().ok()).flatten()
}

fn scale(token: &str) -> Option<f64> {
    Some(match token {
        "hundred" | "hundreds" => 100.0,
        "dozen" | "dozens" => 12.0,
        "thousand" | "thousands" | "k" => 1e3,
        "million" | "millions" | "mn" => 1e6,
        "billion" | "billions" | "bn" => 1e9,
        _ => return None,
    })
}

fn cardinal(token: &str) -> Option<f64> {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let unit = UNITS.iter().skip(1).position(|u| *u == token).map(|p| p as f64 + 1.0);
    unit.or_else(|| TENS.iter().position(|t| *t == token).map(|p| (p as f64 + 2.0) * 10.0))
}

fn joins(before: f64, next: f64) -> bool {
    let tens = (20.0..100.0).contains(&before) && before % 10.0 == 0.0 && next < 10.0;
    tens || (before >= 100.0 && before % 100.0 == 0.0 && next < 100.0)
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn words_and_digits_are_read() {
        assert_eq!(numbers("Five miners and 12 others"), [5.0, 12.0]);
        assert_eq!(numbers("about 40,000 homes"), [40_000.0]);
        assert_eq!(numbers("1.2 million crowns, thirty-one ships"), [1_200_000.0, 31.0]);
        assert_eq!(numbers("two hundred and six, 3-2"), [206.0, 3.0, 2.0]);
        assert_eq!(numbers("4,5 per cent of 60m"), [4.5, 60.0]);
        assert_eq!(numbers("nobody was hurt"), [0.0]);
        assert!(numbers("an anecdote").is_empty());
    }
}
