//! Colons: `No deal: minister`, `Minister: no deal`, and transcripts (`LEE: We looked.`).

use super::clause::Clause;
use super::{Draft, Reading, breaks_between};
use sayso_lexicon::grammar::Role;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

static SPEAKERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../data/speakers.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Whether a word in lower case names somebody who speaks: `minister`, `sources`, `poll`.
pub(crate) fn is_speaker(lower: &str) -> bool {
    SPEAKERS.contains(lower)
}

/// The attribution of a headline with a colon.
pub(super) fn colon(clause: &Clause<'_>) -> Vec<Draft> {
    let Some(colon) = (1..clause.len().saturating_sub(1)).find(|i| clause.lower(*i) == ":") else {
        return Vec::new();
    };
    let end = (colon + 1..clause.len())
        .rev()
        .find(|i| clause.items[*i].word || clause.is_quote(*i))
        .map_or(clause.len(), |i| i + 1);
    let left = 0..colon;
    let right = colon + 1..end;
    // A word that never begins a name or an office tells that this side is what was said.
    let names = |range: &Range<usize>| {
        let words = range.clone().filter(|i| clause.items[*i].word).count();
        let quiet = range.clone().all(|i| {
            !clause.is_quote(i)
                && !clause.is(i, Role::AUX | Role::SUB | Role::PRON | Role::ADV)
                && !clause
                    .cues
                    .iter()
                    .any(|c| c.items.contains(&i) && c.found.form != crate::cues::VerbForm::Base)
        });
        let capitals = range
            .clone()
            .filter(|i| clause.items[*i].word)
            .all(|i| clause.items[i].capital || clause.is(i, Role::PREP | Role::DET));
        let office = range.clone().any(|i| is_speaker(clause.lower(i).trim_end_matches('.')));
        (words > 0 && words <= 6 && quiet, office, capitals && words <= 4 && may_name(clause, range))
    };
    let (left_fits, left_office, left_name) = names(&left);
    let (right_fits, right_office, right_name) = names(&right);
    let content_words =
        |range: &Range<usize>| range.clone().filter(|i| clause.items[*i].word || clause.is_quote(*i)).count();
    let (source, content) = if left_fits
        && (left_office || left_name)
        && !(right_fits && right_office && !left_office)
        && content_words(&right) >= 2
    {
        (left, right)
    } else if right_fits && (right_office || right_name && !clause.title_case) && content_words(&left) >= 2 {
        (right, left)
    } else {
        return Vec::new();
    };
    vec![Draft {
        source: Some(source),
        cue: vec![colon..colon + 1],
        content: vec![content],
        confidence: 0.7,
        ..Draft::default()
    }]
}

/// Whether words with capitals may be a name: none is printed small elsewhere in the report (`Volcano: …`), and what
/// is all capitals where the headline is not (`LIVE: …`) is printed as a name elsewhere.
fn may_name(clause: &Clause<'_>, range: &Range<usize>) -> bool {
    let prepared = clause.prepared;
    let loud = |word: &str| word.len() > 1 && !word.contains(char::is_lowercase);
    let shouted = |of: &dyn Fn(usize) -> bool| {
        (0..clause.len())
            .filter(|i| of(*i) && clause.items[*i].word)
            .all(|i| loud(prepared.word(clause.items[i].tokens.start)))
    };
    let kicker = shouted(&|i| range.contains(&i)) && !shouted(&|i| !range.contains(&i));
    range.clone().filter(|i| clause.items[*i].word && clause.items[*i].role == Role::default()).all(|i| {
        let own = clause.items[i].tokens.start;
        let mut others = (0..prepared.tokens.len())
            .filter(|t| *t != own && prepared.lower(*t) == clause.lower(i))
            .map(|t| prepared.word(t));
        if kicker {
            others.any(|w| w.starts_with(char::is_uppercase) && !loud(w))
        } else {
            !others.any(|w| w.starts_with(char::is_lowercase))
        }
    })
}

/// A paragraph that opens with a name in capitals and a colon; what follows is that speaker's.
pub(super) fn transcript(reading: &mut Reading<'_>, tokens: Range<usize>) -> bool {
    let prepared = reading.prepared;
    let mut turns: Vec<(Range<usize>, usize)> = Vec::new();
    for at in tokens.clone() {
        if at != tokens.start && !breaks_between(prepared, at) {
            continue;
        }
        let mut first = at;
        while first < tokens.end && first < at + 3 && !prepared.tokens[first].is_word() {
            first += 1;
        }
        let capital = |i: usize| {
            let word = prepared.word(i);
            word == "."
                || word.len() > 1
                    && word.chars().all(|c| !c.is_lowercase())
                    && word.chars().any(char::is_alphabetic)
        };
        let end = (first..tokens.end).take(5).find(|i| !capital(*i)).unwrap_or(tokens.end);
        if end > first && end + 1 < tokens.end && prepared.word(end) == ":" {
            turns.push((first..end, end));
        }
    }
    if turns.is_empty() || turns[0].1 > tokens.start + 8 {
        return false;
    }
    reading.settle();
    for (i, (name, colon)) in turns.iter().enumerate() {
        let end = turns.get(i + 1).map_or(tokens.end, |next| next.0.start);
        let source = reading.spans(name.clone());
        let cue = vec![prepared.tokens[*colon].span];
        let content = reading.spans(colon + 1..end);
        reading.push(source, cue, content, 0.8, true);
    }
    true
}
