//! Why it happened: what reports name as causes of one thing, and what they say of these elsewhere.
//!
//! # What is one question
//!
//! What reports tell of the story's own happening (the words that the openings of several reports share), or only point
//! at (`It was caused by …`), is one question with all causes named for it. Of anything else, causes are of one question
//! where what came of them shares words. To the causes named come clauses that say of one of them that it was there or
//! was not: `There was no fog`, `I saw the wire`.
//!
//! # What the readings amount to
//!
//! `agree`: the causes share most of their words, or words near in meaning; `conflict`: two voices name causes that share
//! nothing, or one denies what another names; `differ`: anything else.

mod forms;

use super::claims::{Claim, ClaimWord, claim_words, cover_words};
use super::clause::{Asked, Clause, Question};
use super::contest::{Floor, plain};
use super::draft::{Draft, Given, overall};
use super::view::{View, Voice};
use forms::{Cause, How, causes as of_report, is};
use sayso_model::{PointKind, Verdict};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What is asked where no word for what happened is known.
const UNNAMED: &str = "What was the cause?";
/// Sentences that a report opens with, headline aside.
const OPENING: usize = 2;

/// An account of why it happened: a cause named, or what a clause says of one.
struct Account {
    doc: usize,
    spans: Vec<Span>,
    words: Vec<ClaimWord>,
    not: bool,
    voice: Voice,
    value: String,
}

/// The points about causes.
pub(crate) fn causes(floor: &Floor<'_, '_>) -> Vec<Draft> {
    let views = floor.views;
    let own = Own::new(views);
    let mut main: Vec<Cause> = Vec::new();
    let mut rest: Vec<Cause> = Vec::new();
    for cause in views.iter().flat_map(of_report) {
        // `as a result of the collapse`: the happening itself is named.
        if own.mostly(&cause.words) {
            continue;
        }
        let lead = own.leads(&cause.effect);
        let of_own = lead || own.often(&cause.effect) || !cause.told && cause.how == How::Asked;
        match cause.how {
            How::Said | How::Blamed | How::Asked if of_own => main.push(cause),
            How::Clause | How::Harm if cause.told && lead && own.mostly(&cause.effect) => main.push(cause),
            How::Harm => {}
            _ => rest.push(cause),
        }
    }
    let mut groups: Vec<Vec<Cause>> = vec![main];
    for cause in rest.into_iter().filter(|c| c.told) {
        let same = |g: &&mut Vec<Cause>| {
            g.iter().any(|other| {
                let effect = cover_words(&other.effect, &cause.effect);
                effect.words >= 2 && effect.of_first.max(effect.of_second) >= 0.5
            })
        };
        match groups.iter_mut().skip(1).find(same) {
            Some(group) => group.push(cause),
            None => groups.push(vec![cause]),
        }
    }
    let found = groups.iter().enumerate();
    found.filter_map(|(n, group)| draft(floor, &own, group, n == 0)).collect()
}

/// The words of the story's own happening.
struct Own {
    /// Stems that the openings of several reports share.
    lead: BTreeSet<u64>,
    /// Stems in half of the reports.
    often: BTreeSet<u64>,
}

impl Own {
    fn new(views: &[View<'_>]) -> Own {
        let mut lead: BTreeMap<u64, usize> = BTreeMap::new();
        let mut all: BTreeMap<u64, usize> = BTreeMap::new();
        for view in views {
            let words = |lines: &mut dyn Iterator<Item = usize>| -> BTreeSet<u64> {
                let told = lines.flat_map(|l| claim_words(view, view.sentences[l].tokens.clone()));
                told.filter(|w| !w.name && w.weight >= 1.4).map(|w| w.stem).collect()
            };
            let headlines = view.sentences.iter().filter(|l| l.headline).count();
            let opening = view.sentences.len().min(headlines + OPENING);
            words(&mut (0..opening)).into_iter().for_each(|s| *lead.entry(s).or_default() += 1);
            words(&mut (0..view.sentences.len())).into_iter().for_each(|s| *all.entry(s).or_default() += 1);
        }
        let most = |count: BTreeMap<u64, usize>, least: usize| {
            count.into_iter().filter(|(_, n)| *n >= least).map(|(s, _)| s).collect()
        };
        Own { lead: most(lead, 2.max(views.len() / 3)), often: most(all, 2.max(views.len().div_ceil(2))) }
    }

    fn leads(&self, words: &[ClaimWord]) -> bool {
        words.iter().any(|w| self.lead.contains(&w.stem))
    }

    /// Whether some words are mostly those of the openings.
    fn mostly(&self, words: &[ClaimWord]) -> bool {
        /// So much of what they tell.
        const SHARE: f32 = 0.4;
        let all: f32 = words.iter().map(|w| w.weight).sum();
        words.iter().filter(|w| self.lead.contains(&w.stem)).map(|w| w.weight).sum::<f32>() >= SHARE * all
    }

    fn often(&self, words: &[ClaimWord]) -> bool {
        words.iter().any(|w| self.often.contains(&w.stem))
    }
}

fn draft(floor: &Floor<'_, '_>, own: &Own, group: &[Cause], main: bool) -> Option<Draft> {
    /// Accounts of one report at most.
    const MOST: usize = 4;
    let views = floor.views;
    let first = group.first()?;
    let mut all: Vec<Account> = group.iter().map(|c| account(&views[c.doc], c)).collect();
    if main {
        all.extend(further(floor, own, &all));
    }
    all.sort_by_key(|a| (a.doc, a.spans[0]));
    let mut kept: Vec<Account> = Vec::new();
    for account in all {
        let told = |k: &Account| {
            k.doc == account.doc
                && (k.spans.iter().any(|s| account.spans.iter().any(|t| t.overlaps(*s)))
                    || k.voice.speaker == account.voice.speaker
                        && k.voice.attributed() == account.voice.attributed()
                        && k.not == account.not
                        && cover_words(&k.words, &account.words).words >= 1)
        };
        let many = kept.iter().filter(|k| k.doc == account.doc).count() >= MOST;
        if !many && !kept.iter().any(told) {
            kept.push(account);
        }
    }
    let docs: BTreeSet<usize> = kept.iter().map(|a| a.doc).collect();
    if docs.len() < 2 {
        return None;
    }
    let accounts: Vec<&Account> = kept.iter().collect();
    let verdict = overall(&accounts, against);
    // That all give one reason for something else is no question.
    let sure: BTreeSet<usize> = group.iter().filter(|c| c.how != How::Harm).map(|c| c.doc).collect();
    let asked = question(views, group, main)?;
    let enough = sure.len() >= 2 || sure.len() == 1 && docs.len() >= 3 && asked != UNNAMED;
    if !main && verdict == Verdict::Agree || !enough {
        return None;
    }
    Some(Draft {
        kind: PointKind::Cause,
        question: asked,
        given: kept
            .iter()
            .map(|a| {
                let mut given = Given::new(a.doc, a.spans[0], a.value.clone(), a.voice);
                given.spans.clone_from(&a.spans);
                given
            })
            .collect(),
        verdict,
        weight: 0.5 - 0.2 * (first.line.min(10) as f32 / 10.0),
    })
}

/// What two accounts are to each other.
fn against(a: &Account, b: &Account) -> Verdict {
    let cover = cover_words(&a.words, &b.words);
    let voices = a.voice.speaker != b.voice.speaker || a.voice.attributed() != b.voice.attributed();
    match cover.words {
        0 if a.not || b.not => Verdict::Agree,
        0 if voices && (a.voice.attributed() || b.voice.attributed()) => Verdict::Conflict,
        0 => Verdict::Differ,
        _ if a.not != b.not && voices => Verdict::Conflict,
        _ if a.not != b.not => Verdict::Differ,
        _ => Verdict::Agree,
    }
}

fn account(view: &View<'_>, cause: &Cause) -> Account {
    let text = view.text(cause.span).to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Account {
        doc: cause.doc,
        spans: vec![cause.span],
        words: cause.words.clone(),
        not: cause.not,
        voice: cause.voice,
        value: if cause.not { format!("not {text}") } else { text },
    }
}

/// What clauses say of the causes that are named: that one of them was there, or was not.
fn further(floor: &Floor<'_, '_>, own: &Own, named: &[Account]) -> Vec<Account> {
    /// A word that names a cause tells at least this much.
    const TELLS: f32 = 2.0;
    /// So much of what a clause says is the cause.
    const SHARE: f32 = 0.34;
    /// A clause that tells of more than that has so many words.
    const MANY: usize = 9;
    let telling: Vec<ClaimWord> = named
        .iter()
        .filter(|a| a.words.len() <= 8)
        .flat_map(|a| &a.words)
        .filter(|w| !w.name && w.weight >= TELLS && !own.lead.contains(&w.stem))
        .copied()
        .collect();
    let mut found = Vec::new();
    for claim in floor.claims.iter().filter(|c| !c.act && !c.headline && plain(c)) {
        let view = &floor.views[claim.doc];
        let of_cause = |w: &&ClaimWord| telling.iter().any(|t| t.stem == w.stem);
        let words: Vec<ClaimWord> = claim.words.iter().filter(of_cause).copied().collect();
        let all: f32 = claim.words.iter().map(|w| w.weight).sum();
        let said = claim.voice.statement.is_some();
        if words.is_empty()
            || claim.words.len() > MANY
            || words.iter().map(|w| w.weight).sum::<f32>() < SHARE * all
            || !(said || claim.negated)
            || !holds(view, claim, &words)
        {
            continue;
        }
        let text = view.text(claim.span).to_lowercase();
        found.push(Account {
            doc: claim.doc,
            spans: vec![if said { claim.whole } else { claim.span }],
            words,
            not: claim.negated,
            voice: claim.voice,
            value: text.split_whitespace().take(12).collect::<Vec<_>>().join(" "),
        });
    }
    found
}

/// Whether a clause says of some words that they were there or what became of them: they open it, or stand after `there
/// was`, `saw`, `no sign of`, or a negation.
fn holds(view: &View<'_>, claim: &Claim, words: &[ClaimWord]) -> bool {
    let Some(first) = words.first().map(|w| w.token) else { return false };
    let before = claim.tokens.start..first;
    let opens = before.clone().filter(|i| view.is_word(*i)).count() <= 3;
    let there = before.clone().any(|i| {
        matches!(
            view.word(i),
            "there"
                | "saw"
                | "see"
                | "seen"
                | "heard"
                | "hear"
                | "smell"
                | "smelled"
                | "found"
                | "sign"
                | "signs"
                | "trace"
                | "evidence"
                | "proof"
                | "this"
                | "it"
        )
    });
    opens || there || claim.negated
}

fn question(views: &[View<'_>], group: &[Cause], main: bool) -> Option<String> {
    // `the cause of the crash`, `blamed for the crash`
    let named = |c: &Cause| {
        let view = &views[c.doc];
        let words: Vec<usize> = c.came.clone().filter(|i| view.is_word(*i)).collect();
        let lead = words.iter().take_while(|i| matches!(view.word(**i), "of" | "for" | "behind")).count();
        let noun = &words[lead..];
        let opens = noun.first().is_some_and(|i| matches!(view.word(*i), "the" | "this" | "its" | "their"));
        let plain = noun.len() == 2 && view.word(noun[1]).len() > 3 && !view.capital(noun[1]);
        let verb =
            noun.last().is_some_and(|i| crate::verbs::past(view.word(*i)) || view.word(*i).ends_with("ing"));
        (c.told && opens && plain && !verb).then(|| view.word(noun[1]).to_owned())
    };
    if let Some(noun) = most(group.iter().filter_map(named)) {
        return Some(format!("What caused the {noun}?"));
    }
    let asked = group.iter().filter(|c| c.told && !c.not && matches!(c.how, How::Said | How::Clause));
    let why = |c: &Cause| {
        let view = &views[c.doc];
        let hole = view.tokens_in(c.span);
        let clause = Clause::of(view, c.came.end.checked_sub(1)?).filter(|_| c.came.end <= hole.start)?;
        clause.ask(&Asked::Hole("Why", c.came.end..hole.end), c.voice)
    };
    let sound = |q: &Question| q.text.starts_with("Why did ") && q.text.split(' ').count() > 3;
    let why = asked.filter_map(why).filter(sound).min().map(|q| q.text);
    if main && let Some(noun) = happened(views) {
        return Some(format!("What caused the {noun}?"));
    }
    // Causes of what has no name may be causes of many things.
    let of_one = || {
        group.iter().enumerate().all(|(n, a)| {
            group[n + 1..].iter().all(|b| a.doc == b.doc || cover_words(&a.effect, &b.effect).words >= 1)
        })
    };
    if main && !of_one() {
        return None;
    }
    if why.is_some() {
        return why;
    }
    if main {
        return Some(UNNAMED.into());
    }
    let told = group.iter().find(|c| c.told)?;
    let text = views[told.doc].text(views[told.doc].hull(told.came.clone())?);
    let text = text.split_whitespace().take(10).collect::<Vec<_>>().join(" ");
    Some(format!("Why: {}?", text.trim_end_matches(['.', ','])))
}

/// The noun of the story's own happening that most reports have, if half of them do.
fn happened(views: &[View<'_>]) -> Option<String> {
    let of = |view: &View<'_>| -> BTreeSet<String> {
        let words = view.sentences.iter().flat_map(|l| l.tokens.clone()).map(|i| view.word(i));
        words.filter(|w| is("happened", w)).map(str::to_owned).collect()
    };
    let opens = |view: &View<'_>| -> BTreeSet<String> {
        let headlines = view.sentences.iter().filter(|l| l.headline).count();
        let lines = view.sentences.iter().take(headlines + OPENING);
        lines
            .flat_map(|l| l.tokens.clone())
            .map(|i| view.word(i).to_owned())
            .filter(|w| is("happened", w))
            .collect()
    };
    let (mut all, mut open): (BTreeMap<String, usize>, BTreeMap<String, usize>) = Default::default();
    views.iter().flat_map(of).for_each(|w| *all.entry(w).or_default() += 1);
    views.iter().flat_map(opens).for_each(|w| *open.entry(w).or_default() += 1);
    let half = |w: &String| all.get(w).is_some_and(|n| *n >= 2 && 2 * n >= views.len());
    let found =
        open.iter().filter(|(w, _)| half(w)).max_by_key(|(w, n)| (**n, all.get(*w), std::cmp::Reverse(*w)));
    found.map(|(w, _)| w.clone())
}

/// What stands most often in a list, the first in order of the alphabet of several.
fn most(all: impl Iterator<Item = String>) -> Option<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    all.for_each(|w| *count.entry(w).or_default() += 1);
    count.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(w, _)| w)
}

/// Drafts of which at least half says what a point about a cause says join it.
pub(crate) fn absorbed(mut causes: Vec<Draft>, drafts: Vec<Draft>) -> Vec<Draft> {
    let one = |a: &Given, b: &Given| {
        a.doc == b.doc && a.spans.iter().any(|s| b.spans.iter().any(|t| s.overlaps(*t)))
    };
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        let there = |c: &Draft, g: &Given| c.given.iter().any(|h| one(h, g));
        let shared = |c: &Draft| draft.given.iter().filter(|g| there(c, g)).count();
        let most = causes.iter_mut().map(|c| (shared(c), c)).max_by_key(|(n, _)| *n);
        match most.filter(|(n, _)| *n >= 2 && *n * 2 >= draft.given.len()) {
            Some((_, cause)) => {
                let new: Vec<Given> = draft.given.iter().filter(|g| !there(cause, g)).cloned().collect();
                cause.given.extend(new);
                cause.verdict = cause.verdict.max(draft.verdict);
            }
            None => kept.push(draft),
        }
    }
    kept.extend(causes);
    kept
}
