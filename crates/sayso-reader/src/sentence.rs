//! Sentences and paragraphs as linking counts them.

use crate::features::{Case, case, norm};
use crate::quoting::QuoteState;
use crate::token::Tokens;
use rustc_hash::FxHashSet;

/// The number of each token's paragraph, from 1.
pub(crate) fn paragraph_numbers(tokens: &Tokens<'_>) -> Vec<u32> {
    tokens
        .tokens
        .iter()
        .scan(0, |number, token| {
            *number += u32::from(token.breaks);
            Some(*number)
        })
        .collect()
}

/// The number of each token's sentence, from 0; a paragraph always begins one.
pub(crate) fn sentence_numbers(
    tokens: &Tokens<'_>,
    states: &[QuoteState],
    abbreviations: &FxHashSet<String>,
) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(tokens.len());
    let (mut number, mut begins_at) = (0, 0);
    for (i, word) in tokens.words.iter().enumerate() {
        if i > 0 && (tokens.breaks(i) || i == begins_at) {
            number += 1;
        }
        numbers.push(number);
        if !matches!(*word, "." | "?" | "!") {
            continue;
        }
        let mut next = i + 1;
        while tokens.goes_on(next)
            && (states[next] == QuoteState::Closes || matches!(tokens.words[next], ")" | "]"))
        {
            next += 1;
        }
        if !tokens.goes_on(next)
            || case(tokens.words[next]) == Case::Lower
            || matches!(tokens.words[next], "," | ";" | ":" | "." | "?" | "!")
        {
            continue;
        }
        if *word == "." && i > 0 && tokens.glued(i) && is_abbreviation(tokens.words[i - 1], abbreviations) {
            continue;
        }
        begins_at = next;
    }
    numbers
}

fn is_abbreviation(word: &str, abbreviations: &FxHashSet<String>) -> bool {
    word.contains('.')
        || word.chars().nth(1).is_none() && case(word) == Case::Title
        || abbreviations.contains(&norm(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quoting::quote_states;
    use crate::token::tokens;

    #[test]
    fn sentences_end_after_their_quotation_and_not_after_titles() {
        let abbreviations = ["mr".to_string()].into_iter().collect();
        for (text, expected) in [
            ("He left. She stayed.", vec![0, 0, 0, 1, 1, 1]),
            ("“Go.” She went.", vec![0, 0, 0, 0, 1, 1, 1]),
            ("Mr. Ash left. J. Ash too.", vec![0, 0, 0, 0, 0, 1, 1, 1, 1, 1]),
            ("A title\nThe text", vec![0, 0, 1, 1]),
            ("“Go!” he said.", vec![0, 0, 0, 0, 0, 0, 0]),
        ] {
            let tokens = tokens(text);
            let found = sentence_numbers(&tokens, &quote_states(&tokens), &abbreviations);
            assert_eq!(found, expected, "{text}");
        }
    }
}
