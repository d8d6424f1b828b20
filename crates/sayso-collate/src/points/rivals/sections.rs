//! Questions that a report itself asks: `Was the case locked?`, and what it then has each voice say.
//!
//! What stands between such a question and the next one, or a heading of a few words (`The load.`), speaks to it; so do
//! clauses of other reports that are likely to speak to one matter with it, the more so if they have words of the
//! question.

use super::super::claims::{Claim, ClaimWord, claim_words};
use super::super::contest::{Floor, plain};
use super::super::draft::{Draft, Given};
use super::super::matter::Pair;
use super::super::matter::group::Group;
use super::super::view::View;
use super::{Sides, both_sides, stands_at};
use crate::verbs::{opens_question, past};
use sayso_model::{PointKind, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Sentences that answer a question at most.
const ANSWERS: usize = 4;
/// How likely a clause of another report speaks to the matter.
const NEAR: f32 = 0.0;
/// What a word of the question adds to that.
const ASKED: f32 = 0.7;

/// A question of a report with what answers it.
struct Section {
    doc: usize,
    /// The sentences that answer it.
    lines: Range<usize>,
    question: String,
    kind: PointKind,
    words: Vec<ClaimWord>,
}

/// Points from the questions that reports ask themselves; those that are there already get what is said to them.
pub(super) fn asked(floor: &Floor<'_, '_>, pairs: &BTreeMap<(usize, usize), Pair>, drafts: &mut Vec<Draft>) {
    for section in floor.views.iter().flat_map(sections) {
        let Some(draft) = draft(floor, pairs, &section) else { continue };
        let there = |d: &Draft, g: &Given| {
            d.given
                .iter()
                .any(|h| h.doc == g.doc && h.spans.iter().any(|s| g.spans.iter().any(|t| s.overlaps(*t))))
        };
        let shared = |d: &Draft| draft.given.iter().filter(|g| there(d, g)).count();
        let most = drafts.iter_mut().map(|d| (shared(d), d)).max_by_key(|(n, _)| *n);
        match most.filter(|(n, d)| *n >= 2 || *n == 1 && draft.given.len().min(d.given.len()) <= 2) {
            Some((_, old)) => {
                let new: Vec<Given> = draft.given.iter().filter(|g| !there(old, g)).cloned().collect();
                old.given.extend(new);
                old.verdict = old.verdict.max(draft.verdict);
                if old.question.starts_with("Is it true") || old.question.starts_with("What of") {
                    old.question = draft.question;
                }
            }
            None => drafts.push(draft),
        }
    }
}

/// The questions of a report.
fn sections(view: &View<'_>) -> Vec<Section> {
    let titles: Vec<(usize, Title)> =
        (0..view.sentences.len()).filter_map(|l| Some((l, title(view, l)?))).collect();
    // One heading may be any short sentence.
    let headings = titles.iter().filter(|(_, t)| t.heading).count();
    let used = titles.iter().filter(|(_, t)| !t.heading || headings > 1);
    let starts: Vec<usize> = used.clone().map(|(l, _)| *l).collect();
    used.enumerate()
        .filter_map(|(n, (line, title))| {
            let end = starts.get(n + 1).copied().unwrap_or(view.sentences.len()).min(line + 1 + ANSWERS);
            let words = claim_words(view, view.sentences[*line].tokens.clone());
            let kind = title.kind?;
            (line + 1 < end && !words.is_empty()).then(|| Section {
                doc: view.at,
                lines: line + 1..end,
                question: title.question.clone(),
                kind,
                words,
            })
        })
        .collect()
}

/// A sentence that opens a part of a report.
struct Title {
    question: String,
    /// What kind of point it asks; none where others ask it better: how many, when.
    kind: Option<PointKind>,
    heading: bool,
}

fn title(view: &View<'_>, line: usize) -> Option<Title> {
    /// Words of a question, and of a heading.
    const LONG: usize = 12;
    const SHORT: usize = 3;
    let sentence = &view.sentences[line];
    let own = |i: usize| view.said_by(i).statement.is_none() && !view.attributes(i);
    let words: Vec<usize> = sentence.tokens.clone().filter(|i| view.is_word(*i)).collect();
    let first = *words.first()?;
    if sentence.headline || line == 0 || !words.iter().all(|i| own(*i)) {
        return None;
    }
    let text = || view.text(sentence.span).split_whitespace().collect::<Vec<_>>().join(" ");
    let vague = |i: &usize| {
        matches!(
            view.word(*i),
            "it" | "he"
                | "she"
                | "they"
                | "this"
                | "that"
                | "them"
                | "him"
                | "her"
                | "i"
                | "we"
                | "you"
                | "us"
                | "so"
                | "one"
        )
    };
    let asks = view.word(sentence.tokens.end - 1) == "?";
    if asks && (2..=LONG).contains(&words.len()) {
        let opening = view.word(first);
        let kind = match opening {
            _ if words.iter().any(vague) => None,
            "where" => Some(PointKind::Other),
            aux if opens_question(aux) && words.len() > 2 => Some(PointKind::Other),
            _ => None,
        };
        return Some(Title { question: text(), kind, heading: false });
    }
    let verb = |i: &usize| opens_question(view.word(*i)) || past(view.word(*i));
    let heading = words.len() <= SHORT
        && matches!(view.word(first), "the" | "a" | "an")
        && words.len() > 1
        && !words.iter().any(verb);
    heading.then_some(Title { question: String::new(), kind: None, heading: true })
}

fn draft(floor: &Floor<'_, '_>, pairs: &BTreeMap<(usize, usize), Pair>, section: &Section) -> Option<Draft> {
    /// Readings of the report that asks, and of any other.
    const OWN: usize = 3;
    const OTHER: usize = 2;
    let fits =
        |c: &Claim| !c.act && !c.headline && plain(c) && c.words.iter().filter(|w| !w.name).count() >= 1;
    let own: Vec<usize> = (floor.of_doc(section.doc))
        .filter(|(_, c)| section.lines.contains(&c.line) && fits(c))
        .map(|(i, _)| i)
        .collect();
    let near = |i: usize| -> f32 {
        let claim = &floor.claims[i];
        let pair = own.iter().filter_map(|o| pairs.get(&(i.min(*o), i.max(*o)))).map(|p| p.score);
        let asked = section.words.iter().filter(|w| {
            w.weight >= 1.8 && claim.words.iter().any(|x| x.stem == w.stem || x.alike.meet(w.alike))
        });
        let score = pair.fold(f32::MIN, f32::max);
        score.max(-2.5) + ASKED * asked.count() as f32
    };
    let mut others: Vec<(f32, usize)> = (0..floor.claims.len())
        .filter(|i| floor.claims[*i].doc != section.doc && fits(&floor.claims[*i]))
        .map(|i| (near(i), i))
        .filter(|(score, _)| *score > NEAR)
        .collect();
    others.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut kept: Vec<usize> = Vec::new();
    for i in own.iter().copied().chain(others.into_iter().map(|(_, i)| i)) {
        let claim = &floor.claims[i];
        let most = if claim.doc == section.doc { OWN } else { OTHER };
        let of_doc = || kept.iter().map(|k| &floor.claims[*k]).filter(|k| k.doc == claim.doc);
        let told = |k: &Claim| {
            k.whole.overlaps(claim.whole)
                || k.voice.speaker == claim.voice.speaker && k.voice.attributed() == claim.voice.attributed()
        };
        if of_doc().count() < most && !of_doc().any(told) {
            kept.push(i);
        }
    }
    kept.sort_unstable();
    let docs: BTreeSet<usize> = kept.iter().map(|i| floor.claims[*i].doc).collect();
    let first = *own.first()?;
    if docs.len() < 2 || !kept.contains(&first) {
        return None;
    }
    let group = Group::of(kept.clone());
    let sides = Sides::new(floor, pairs, &group);
    let side = sides.spread(&BTreeMap::from([(first, !floor.claims[first].negated)]));
    let given: Vec<Given> = kept.iter().map(|i| sides.given(*i, side.get(i).copied())).collect();
    debug_assert!(given.iter().zip(&kept).all(|(g, i)| stands_at(g, &floor.claims[*i])));
    let accounts = given.iter().any(|g| !matches!(g.value.as_str(), "yes" | "no"));
    let verdict = match () {
        () if both_sides(&given) && sides.contested => Verdict::Conflict,
        () if accounts || both_sides(&given) => Verdict::Differ,
        () => Verdict::Agree,
    };
    Some(Draft { kind: section.kind, question: section.question.clone(), given, verdict, weight: 0.2 })
}
