//! Why it happened: `caused by`, `because of`, `blamed on`, `led to`.
//!
//! What a report gives as a cause stands after the words that say so, what came of it before them. Causes are of one
//! thing where what came of them shares words, or is only pointed at (`It was caused by …`). `agree`: the causes share most
//! of their words, or words near in meaning; `conflict`: two voices name causes that share nothing; `differ`: anything
//! else.

use super::claims::{ClaimWord, claim_words, cover_words};
use super::draft::{Draft, Given, overall};
use super::lists::lines;
use super::view::{View, Voice};
use sayso_model::{PointKind, Verdict};
use sayso_text::Span;
use std::collections::BTreeSet;

/// A cause that a report gives.
struct Cause {
    doc: usize,
    line: usize,
    span: Span,
    words: Vec<ClaimWord>,
    effect: Vec<ClaimWord>,
    effect_text: String,
    voice: Voice,
    /// The cause in small letters.
    value: String,
}

/// The points about causes.
pub(crate) fn causes(views: &[View<'_>]) -> Vec<Draft> {
    let all: Vec<Cause> = views.iter().flat_map(of_report).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (i, cause) in all.iter().enumerate() {
        let same = |g: &&mut Vec<usize>| {
            g.iter().any(|j| {
                let effect = cover_words(&all[*j].effect, &cause.effect);
                let named = effect.words >= 1 && effect.of_first.max(effect.of_second) >= 0.35;
                let causes = cover_words(&all[*j].words, &cause.words);
                named
                    || causes.words >= 1
                        && causes.of_first.max(causes.of_second) >= 0.6
                        && all[*j].doc != cause.doc
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    groups.iter().filter_map(|g| draft(&all, g)).collect()
}

fn of_report(view: &View<'_>) -> Vec<Cause> {
    let phrases: Vec<Vec<&str>> =
        lines(include_str!("../../words/points/causes.txt")).map(|l| l.split(' ').collect()).collect();
    let mut found = Vec::new();
    for (at, line) in view.sentences.iter().enumerate() {
        for i in line.tokens.clone() {
            let fits = |p: &&Vec<&str>| p.iter().enumerate().all(|(k, w)| view.word(i + k) == *w);
            let Some(phrase) = phrases.iter().find(fits) else { continue };
            let from = i + phrase.len();
            let until = (from..line.tokens.end.min(from + 14))
                .find(|k| {
                    !view.is_word(*k)
                        && !matches!(view.word(*k), "-" | "'" | "’" | "“" | "\"" | "”" | "'s" | "’s")
                        || matches!(
                            view.word(*k),
                            "said"
                                | "says"
                                | "according"
                                | "which"
                                | "that"
                                | "and"
                                | "when"
                                | "who"
                                | "after"
                        )
                })
                .unwrap_or(line.tokens.end.min(from + 14));
            let words = claim_words(view, from..until);
            let Some(span) = view.hull(from..until).filter(|_| !words.is_empty()) else { continue };
            let clause = (line.tokens.start..i)
                .rev()
                .find(|k| matches!(view.word(*k), ";" | "that" | ":"))
                .map_or(line.tokens.start, |k| k + 1);
            let mut effect = claim_words(view, clause..i);
            let mut effect_text = view.hull(clause..i).map(|s| view.text(s)).unwrap_or("");
            // `It was caused by …` is of the sentence before.
            if effect.is_empty() && at > 0 {
                let before = &view.sentences[at - 1];
                effect = claim_words(view, before.tokens.clone());
                effect_text = view.text(before.span);
            }
            found.push(Cause {
                doc: view.at,
                line: at,
                span: span.trimmed(view.doc.text()),
                words,
                effect,
                effect_text: effect_text.split_whitespace().take(10).collect::<Vec<_>>().join(" "),
                voice: view.voice(span),
                value: view.text(span).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "),
            });
            break;
        }
    }
    found
}

fn draft(all: &[Cause], group: &[usize]) -> Option<Draft> {
    let docs: BTreeSet<usize> = group.iter().map(|i| all[*i].doc).collect();
    if docs.len() < 2 {
        return None;
    }
    let own: Vec<&Cause> = group.iter().map(|i| &all[*i]).collect();
    let verdict = overall(&own, |a, b| {
        let cover = cover_words(&a.words, &b.words);
        let voices = a.voice.speaker != b.voice.speaker && a.voice.attributed() && b.voice.attributed();
        match cover.of_first.max(cover.of_second) {
            0.45.. => Verdict::Agree,
            _ if cover.words == 0 && voices => Verdict::Conflict,
            _ => Verdict::Differ,
        }
    });
    let first = &all[group[0]];
    Some(Draft {
        kind: PointKind::Cause,
        question: format!("Why: {}?", first.effect_text.trim_end_matches(['.', ','])),
        given: group
            .iter()
            .map(|i| &all[*i])
            .map(|c| Given::new(c.doc, c.span, c.value.clone(), c.voice))
            .collect(),
        verdict,
        weight: 0.5 - 0.2 * (first.line.min(10) as f32 / 10.0),
    })
}
