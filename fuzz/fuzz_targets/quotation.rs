//! Quotation structure takes any text: spans slice, nest and stay in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_text::{QuoteState, quotations, sentences, tokens};

fuzz_target!(|text: &str| {
    let found = quotations(text);
    for (i, quotation) in found.iter().enumerate() {
        assert!(quotation.outer.slice(text).is_some());
        assert!(!quotation.inner.is_empty());
        for inner in &quotation.inner {
            assert!(inner.slice(text).is_some_and(|words| !words.is_empty()));
            assert!(quotation.outer.contains(*inner));
        }
        if let Some(parent) = quotation.parent {
            assert!(parent < i && found[parent].outer.contains(quotation.outer));
        }
        if let Some(next) = found.get(i + 1) {
            assert!(quotation.outer.contains(next.outer) || quotation.outer.end() <= next.outer.start());
        }
    }
    let tokens: Vec<_> = tokens(text).collect();
    let states = found.states(&tokens);
    assert_eq!(states.len(), tokens.len());
    for (token, state) in tokens.iter().zip(states) {
        assert!(token.span.slice(text).is_some());
        if state == QuoteState::Outside {
            assert_eq!(found.depth_at(token.span.start()), 0);
        }
    }
    let covered: usize = sentences(text, &tokens).iter().map(|s| s.tokens.len()).sum();
    assert_eq!(covered, tokens.len());
});
