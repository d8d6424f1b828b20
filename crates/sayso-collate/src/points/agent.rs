//! Who did it: `claimed responsibility for the blast`, `blamed the rebels for it`, `ordered by the minister`.
//!
//! Those named are compared where what they are said to have done shares words, or is only pointed at. `agree`: the same
//! one everywhere; `conflict`: voices name ones that have no word in common; `differ`: anything else.

use super::claims::{ClaimWord, claim_words, cover_words};
use super::draft::{Draft, Given, overall};
use super::lists::lines;
use super::view::{View, Voice};
use sayso_model::{PointKind, Verdict};
use sayso_text::Span;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Tokens that the name of an agent has at most.
const LONG: usize = 8;

/// How one report says who did something.
pub(super) struct Agent {
    doc: usize,
    /// Place of the sentence.
    pub line: usize,
    /// Who is named.
    pub span: Span,
    words: Vec<ClaimWord>,
    /// What for.
    pub act: Vec<ClaimWord>,
    /// In whose voice.
    pub voice: Voice,
}

/// Words that name an agent, and those after which the act stands.
struct Ways {
    claim: Vec<Vec<&'static str>>,
    accuse: Vec<(&'static str, Vec<&'static str>)>,
    passive: Vec<Vec<&'static str>>,
}

static WAYS: LazyLock<Ways> = LazyLock::new(|| {
    let of = |kind: &str| {
        lines(include_str!("../../words/points/agents.tsv"))
            .filter_map(|l| l.split_once('\t'))
            .find(|(k, _)| *k == kind)
            .map_or("", |(_, rest)| rest)
    };
    let phrases = |list: &'static str| list.split('|').map(|p| p.split(' ').collect()).collect();
    Ways {
        claim: phrases(of("claim")),
        accuse: of("accuse")
            .split('\t')
            .filter_map(|l| l.split_once('|'))
            .map(|(verb, after)| (verb, after.split(' ').collect()))
            .collect(),
        passive: phrases(of("passive")),
    }
});

/// The points about who did what.
pub(crate) fn agents(views: &[View<'_>]) -> Vec<Draft> {
    let all: Vec<Agent> = views.iter().flat_map(of_report).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (i, agent) in all.iter().enumerate() {
        let same = |g: &&mut Vec<usize>| {
            g.iter().any(|j| {
                let other = &all[*j];
                other.act.is_empty() || agent.act.is_empty() || cover_words(&other.act, &agent.act).words >= 1
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    groups.iter().filter_map(|g| draft(views, &all, g)).collect()
}

/// Those whom a report names as agents.
pub(super) fn of_report(view: &View<'_>) -> Vec<Agent> {
    let ways = &*WAYS;
    let mut found = Vec::new();
    for (at, line) in view.sentences.iter().enumerate() {
        let fits = |i: usize, p: &[&str]| p.iter().enumerate().all(|(k, w)| view.word(i + k) == *w);
        for i in line.tokens.clone() {
            let parts = if let Some(phrase) = ways.claim.iter().find(|p| fits(i, p)) {
                let from = before(view, line.tokens.start, i);
                Some((from..i, act_after(view, i + phrase.len(), line.tokens.end)))
            } else if let Some(phrase) = ways.passive.iter().find(|p| fits(i, p)) {
                let from = i + phrase.len();
                Some((from..name_end(view, from, line.tokens.end, &[]), line.tokens.start..i))
            } else if let Some((_, after)) = ways.accuse.iter().find(|(verb, _)| view.word(i) == *verb) {
                let end = name_end(view, i + 1, line.tokens.end, after);
                let named = after.contains(&view.word(end));
                named.then(|| (i + 1..end, act_after(view, end, line.tokens.end)))
            } else {
                None
            };
            let Some((name, act)) = parts else { continue };
            let words = claim_words(view, name.clone());
            // `blamed it for`, `accused him of` names nobody.
            let Some(span) = view.hull(name).filter(|_| !words.is_empty()) else { continue };
            let voice = match view.voice(span) {
                own if own.attributed() => own,
                _ => said_at(view, i),
            };
            found.push(Agent { doc: view.at, line: at, span, words, act: claim_words(view, act), voice });
        }
    }
    found
}

/// The statement whose cue stands at token `i`: who accuses speaks.
fn said_at(view: &View<'_>, i: usize) -> Voice {
    let span = view.tokens[i].span;
    let cue = |s: &usize| {
        view.statements()[*s].cue.as_ref().is_some_and(|c| c.spans.iter().any(|c| c.overlaps(span)))
    };
    (0..view.statements().len()).find(cue).map_or_else(Voice::default, |s| view.source_of(s))
}

/// Where the name that ends before token `i` begins.
fn before(view: &View<'_>, start: usize, i: usize) -> usize {
    (start.max(i.saturating_sub(LONG))..i)
        .rev()
        .find(|k| {
            !view.is_word(*k) || matches!(view.word(*k), "and" | "but" | "that" | "after" | "when" | "while")
        })
        .map_or(start.max(i.saturating_sub(LONG)), |k| k + 1)
}

/// Where the name that begins at token `from` ends.
fn name_end(view: &View<'_>, from: usize, end: usize, stops: &[&str]) -> usize {
    (from..end.min(from + LONG))
        .find(|k| {
            !view.is_word(*k) && !matches!(view.word(*k), "'s" | "’s" | "-")
                || stops.contains(&view.word(*k))
                || matches!(
                    view.word(*k),
                    "who" | "which" | "that" | "said" | "and" | "on" | "in" | "after" | "was" | "to"
                )
        })
        .unwrap_or(end.min(from + LONG))
}

/// What an agent is said to have done: the words after `for` or `of`.
fn act_after(view: &View<'_>, from: usize, end: usize) -> Range<usize> {
    let stop =
        (from..end).find(|k| matches!(view.word(*k), "," | ";" | "and" | "but" | "said" | "which" | "who"));
    from..stop.unwrap_or(end)
}

fn draft(views: &[View<'_>], all: &[Agent], group: &[usize]) -> Option<Draft> {
    let docs: BTreeSet<usize> = group.iter().map(|i| all[*i].doc).collect();
    if docs.len() < 2 {
        return None;
    }
    let own: Vec<&Agent> = group.iter().map(|i| &all[*i]).collect();
    let verdict = overall(&own, |a, b| {
        let shares = a.words.iter().any(|x| b.words.iter().any(|y| x.stem == y.stem));
        let voices = a.voice.speaker != b.voice.speaker && (a.voice.attributed() || b.voice.attributed());
        match (shares, voices) {
            (true, _) => Verdict::Agree,
            (false, true) => Verdict::Conflict,
            (false, false) => Verdict::Differ,
        }
    });
    let mut given: Vec<Given> = Vec::new();
    for agent in group.iter().map(|i| &all[*i]) {
        let text = views[agent.doc].text(agent.span);
        let value = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let mut reading = Given::new(agent.doc, agent.span, value, agent.voice);
        reading.attributed |= agent.voice.statement.is_some();
        if !given.iter().any(|g| g.doc == reading.doc && g.value == reading.value) {
            given.push(reading);
        }
    }
    let first = &all[group[0]];
    let act = group.iter().map(|i| &all[*i]).find(|a| !a.act.is_empty()).unwrap_or(first);
    let words: Vec<&str> = act.act.iter().take(5).map(|w| views[act.doc].printed(w.token)).collect();
    let question = match words.is_empty() {
        true => "Who was behind it?".to_owned(),
        false => format!("Who was behind this: {}?", words.join(" ")),
    };
    Some(Draft {
        kind: PointKind::Agent,
        question,
        given,
        verdict,
        weight: 0.4 - 0.2 * (first.line.min(10) as f32 / 10.0),
    })
}
