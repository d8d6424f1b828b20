use super::*;
use proptest::prelude::*;
use sayso_model::{Basis, Published};

fn run(text: &str) -> Vec<(String, Quantity)> {
    let tokens: Vec<_> = sayso_text::tokens(text).collect();
    let sentences = sayso_text::sentences(text, &tokens);
    let published = Published { value: Some("2031-03-10".into()), basis: Basis::Metadata, evidence: None };
    let times = crate::times::times(text, &tokens, &sentences, &published);
    quantities(text, &tokens, &sentences, &times)
        .into_iter()
        .map(|q| (q.span.slice(text).unwrap_or_default().to_string(), q))
        .collect()
}

/// `12`, `≥12`, `≤12`, `30..40`, with `~` before it where approximate.
fn shown(q: &Quantity) -> String {
    let mark = if q.approximate { "~" } else { "" };
    let number = match (q.value, q.low, q.high) {
        (Some(v), Some(l), Some(h)) if v == l && v == h => format!("{v}"),
        (Some(v), None, None) => format!("{v}"),
        (_, Some(l), Some(h)) => format!("{l}..{h}"),
        (_, Some(l), None) => format!("≥{l}"),
        (_, None, Some(h)) => format!("≤{h}"),
        (None, None, None) => "?".into(),
    };
    format!("{mark}{number} {}", q.unit.as_deref().unwrap_or("-"))
}

/// Each line: text, expected `words=number unit` joined by ` | `, or `none`.
#[test]
fn the_table() {
    let (mut right, mut wrong) = (0, Vec::new());
    for line in
        include_str!("../../tests/quantities.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty())
    {
        let (text, want) = line.split_once('\t').unwrap_or_else(|| panic!("not two fields: {line}"));
        let found: Vec<String> = run(text).iter().map(|(words, q)| format!("{words}={}", shown(q))).collect();
        let found = if found.is_empty() { "none".to_string() } else { found.join(" | ") };
        if found == want {
            right += 1;
        } else {
            wrong.push(format!("{text}\n   want {want}\n  found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), right + wrong.len(), wrong.join("\n"));
    assert!(right >= 150, "{right} cases");
}

fn sound(text: &str) -> Result<(), TestCaseError> {
    let mut at = 0;
    for (words, quantity) in run(text) {
        prop_assert!(!words.is_empty());
        prop_assert!(quantity.span.start() >= at);
        prop_assert!(quantity.value.is_none_or(f64::is_finite));
        at = quantity.span.end();
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        sound(&text)?;
    }

    #[test]
    fn any_words_are_read(words in prop::collection::vec(word(), 0..40)) {
        sound(&words.join(""))?;
    }
}

fn word() -> impl Strategy<Value = String> {
    let listed: Vec<String> = include_str!("../../data/quantities/words.txt")
        .lines()
        .filter_map(|l| l.split_once(':'))
        .flat_map(|(_, words)| words.split_whitespace())
        .map(|w| w.split('=').next().unwrap_or_default().to_string())
        .collect();
    let marks = [
        " ",
        " ",
        "-",
        ",",
        ".",
        ". ",
        "$",
        "US$",
        "€",
        "%",
        "/",
        "½",
        "\n\n",
        "1,000",
        "2.5",
        "30-40",
        "99999999999999999999",
        "between ",
        "at least ",
        "and a half ",
        "-",
        "12m ",
        "bn ",
        " of ",
    ];
    let marks: Vec<String> = marks.iter().map(|m| m.to_string()).collect();
    prop_oneof![
        prop::sample::select(listed).prop_map(|w| format!("{w} ")),
        prop::sample::select(marks),
        (0u32..100_000).prop_map(|n| format!("{n} ")),
    ]
}
