//! Quotation structure: the readable table of cases, and what must hold of any text.

use proptest::prelude::*;
use sayso_text::{Quotations, QuoteState, quotations, tokens};
use std::time::Instant;

fn shown(text: &str, found: &Quotations) -> Vec<String> {
    let words = |span: sayso_text::Span| span.slice(text).unwrap_or("?").replace('\n', " / ");
    let mut lines: Vec<String> = found
        .iter()
        .map(|q| {
            let open = if q.closed { "" } else { "open " };
            format!("> {} {open}{}", q.depth, words(q.outer))
        })
        .collect();
    lines.extend(found.problems().iter().map(|p| format!("! {:?} {}", p.kind, words(p.span))));
    lines
}

#[test]
fn cases() {
    let table = include_str!("../data/quotation-cases.txt");
    let mut wrong = String::new();
    let mut count = 0;
    for case in table.split("\n## ").skip(1) {
        let mut lines = case.trim_end().lines();
        let title = lines.next().unwrap();
        let text = lines.next().expect("a case has a text").replace(" / ", "\n");
        let want: Vec<&str> = lines.collect();
        let got = shown(&text, &quotations(&text));
        count += 1;
        if got != want {
            wrong += &format!("\n{title}\n{text}\nwant {want:#?}\ngot {got:#?}\n");
        }
    }
    assert!(count > 20);
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn inner_spans_leave_out_marks() {
    let text = "“We looked. \n “‘Never,’ he said.”";
    let found = quotations(text);
    let inner: Vec<_> = found[0].inner.iter().map(|s| s.slice(text).unwrap()).collect();
    assert_eq!(inner, ["We looked.", "‘Never,’ he said."]);
    assert_eq!(found.inside(text.find("Never").unwrap()), Some(1));
    assert_eq!(found.outermost(text.find("Never").unwrap()), Some(0));
    assert_eq!(found.inside(0), None);
}

#[test]
fn states_of_tokens() {
    use QuoteState::*;
    let text = "He: “No ‘way’ out.”\nYes";
    let tokens: Vec<_> = tokens(text).collect();
    assert_eq!(
        quotations(text).states(&tokens),
        [Outside, Outside, Opening, Inside, Opening, Nested, Closing, Inside, Inside, Closing, Outside]
    );
}

fn check(text: &str) {
    let found = quotations(text);
    for (i, quotation) in found.iter().enumerate() {
        assert!(quotation.outer.slice(text).is_some());
        assert!(!quotation.inner.is_empty());
        for inner in &quotation.inner {
            assert!(inner.slice(text).is_some_and(|t| !t.is_empty() && t.trim() == t));
            assert!(quotation.outer.contains(*inner));
        }
        assert!(quotation.inner.windows(2).all(|w| w[0].end() <= w[1].start()));
        match quotation.parent {
            Some(parent) => {
                assert!(parent < i);
                assert!(found[parent].outer.contains(quotation.outer));
                assert_eq!(found[parent].depth + 1, quotation.depth);
            }
            None => assert_eq!(quotation.depth, 0),
        }
        if let Some(next) = found.get(i + 1) {
            assert!(quotation.outer.start() <= next.outer.start());
            assert!(quotation.outer.contains(next.outer) || quotation.outer.end() <= next.outer.start());
        }
    }
    assert!(found.problems().iter().all(|p| p.span.slice(text).is_some()));
    // The quick query agrees with looking at every inner span.
    for (at, _) in text.char_indices() {
        let slow = found.iter().rposition(|q| q.inner.iter().any(|s| s.covers(at)));
        assert_eq!(found.inside(at), slow, "{text:?} at {at}: {found:#?}");
    }
    let tokens: Vec<_> = tokens(text).collect();
    for (token, state) in tokens.iter().zip(found.states(&tokens)) {
        let depth = found.depth_at(token.span.start());
        match state {
            QuoteState::Outside => assert_eq!(depth, 0),
            QuoteState::Inside => assert_eq!(depth, 1),
            QuoteState::Nested => assert!(depth > 1),
            QuoteState::Opening | QuoteState::Closing => assert!(!token.is_word()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn spans_slice_and_nest(text in "[ab.,\n \"'“”‘’«»„`(—]{0,60}") {
        check(&text);
    }

    #[test]
    fn any_text_is_taken(text in any::<String>()) {
        check(&text);
    }
}

/// Twice the text may take some more than twice the time, never four times as in a quadratic rule. The floor
/// keeps a busy machine from failing it.
#[test]
fn adversarial_marks_take_linear_time() {
    let patterns = [
        "\"",
        "'",
        "“",
        "‘",
        "\" ",
        "a\" ",
        " \"a",
        " 'a",
        "‹“",
        "' \"a ",
        "“‘",
        "”",
        "«",
        "\n\"a",
        "\n“‘a",
        "'s ",
        "s' a",
    ];
    for pattern in patterns {
        let time = |count: usize| {
            let text = pattern.repeat(count);
            let start = Instant::now();
            let found = quotations(&text);
            let tokens: Vec<_> = tokens(&text).collect();
            assert_eq!(found.states(&tokens).len(), tokens.len());
            start.elapsed().as_secs_f64()
        };
        let (one, eight) = (time(12_500), time(100_000));
        assert!(eight < 0.5 || eight < one * 24.0, "{pattern:?}: {one} s, {eight} s");
    }
}
