//! Rival accounts: what different voices tell of one matter, in like or unlike words.
//!
//! Clauses are put together by how likely they speak to one matter ([`super::matter`]). A group that touches a point in
//! dispute brings it what others say to it; of the rest, those likely to be contested are points of their own.
//!
//! # Sides
//!
//! A clause is on the other side of one that it shares its telling words with if one is negated and the other is not, if
//! a word of it says the contrary, or if its speaker denies the other; else on the same side. What a speaker cannot or
//! will not do himself is on no side. What shares no word with either side is an account of its own, and its value is its
//! words.
//!
//! # What the readings amount to
//!
//! `conflict`: different voices stand on both sides, and one denies outright what the other tells. `differ`: both sides
//! without that, or accounts side by side. `agree`: all on one.

mod sections;

use super::claims::{Claim, akin, cover_words};
use super::clause::{Question, whether};
use super::contest::{Floor, plain};
use super::doer::{Doer, doer, two_persons};
use super::draft::{Draft, Given};
use super::matter::group::{
    ANSWERS, CONTRARY, DENIES, Group, HIGH_COVER, ONE_SPEECH, OPPOSED, RAREST, groups,
};
use super::matter::{ABSENT, Ground, Pair};
use super::negation::{Denied, denied};
use super::question::askable;
use sayso_model::{Manner, PointKind, Verdict};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Tokens of a clause that is asked after, at most.
const LONGEST: usize = 18;
/// Above this, a group is a point by itself.
const CONTESTED: f32 = -0.5;
/// Above this, it is one though nobody says the contrary or answers another.
const SURE: f32 = 0.0;
/// Where nobody is on the other side, each shares a word this telling with what is asked: else it may be no more than one
/// topic.
const OF_ONE_MIND: f32 = 0.7;
/// How sure it is that what stands on a side speaks to the matter of readings that are there; an account of its own.
const NEAR: f32 = -1.4;
const NEARER: f32 = -0.8;
/// Words of an account that its value holds.
const LONG: usize = 12;

/// The points in dispute with what further voices say to them, and rival accounts that no word of denying gives away.
pub(crate) fn rivals(floor: &Floor<'_, '_>, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let ground = Ground::new(floor);
    let pairs = ground.pairs();
    let matters = groups(&ground, &pairs);
    for group in &matters {
        let touched = touched(floor, &drafts, group);
        if touched.is_none() && group.score <= CONTESTED {
            continue;
        }
        let sides = Sides::new(floor, &pairs, group);
        if let Some(at) = touched {
            sides.join(&mut drafts[at]);
        } else if sides.contested || sides.exchanged() || group.score > SURE {
            drafts.extend(sides.draft());
        }
    }
    sections::asked(floor, &pairs, &mut drafts);
    drafts
}

/// The draft that has most readings where clauses of a group stand, if it has enough.
fn touched(floor: &Floor<'_, '_>, drafts: &[Draft], group: &Group) -> Option<usize> {
    let mut reports: BTreeMap<usize, Vec<&Claim>> = BTreeMap::new();
    for claim in group.claims.iter().map(|i| &floor.claims[*i]) {
        reports.entry(claim.doc).or_default().push(claim);
    }
    let shared = |d: &Draft| {
        let at = |g: &&Given| reports.get(&g.doc).is_some_and(|all| all.iter().any(|c| stands_at(g, c)));
        d.given.iter().filter(at).count()
    };
    drafts
        .iter()
        .enumerate()
        .map(|(n, d)| (shared(d), n))
        .filter(|(shared, n)| *shared >= 2 || *shared == 1 && drafts[*n].given.len().min(reports.len()) <= 2)
        .max_by_key(|(shared, n)| (*shared, std::cmp::Reverse(*n)))
        .map(|(_, n)| n)
}

/// Whether a reading stands where a clause does.
fn stands_at(given: &Given, claim: &Claim) -> bool {
    given.doc == claim.doc && given.spans.iter().any(|s| s.overlaps(claim.span))
}

/// The clauses of a group on their sides.
struct Sides<'f, 'v, 'p> {
    floor: &'f Floor<'f, 'v>,
    pairs: &'p BTreeMap<(usize, usize), Pair>,
    group: &'p Group,
    /// What those clauses deny that do.
    denied: BTreeMap<usize, Denied>,
    /// Whom each clause is about, where that is a person; told when asked for.
    doers: BTreeMap<usize, OnceCell<Option<Doer>>>,
    /// Whether one voice says what another says is not so.
    contested: bool,
}

impl<'f, 'v, 'p> Sides<'f, 'v, 'p> {
    fn new(
        floor: &'f Floor<'f, 'v>,
        pairs: &'p BTreeMap<(usize, usize), Pair>,
        group: &'p Group,
    ) -> Sides<'f, 'v, 'p> {
        let deny = |i: &usize| {
            let claim = &floor.claims[*i];
            Some((*i, denied(&floor.views[claim.doc], claim)?))
        };
        let denied = group.claims.iter().filter_map(deny).collect();
        let doers = group.claims.iter().map(|i| (*i, OnceCell::new())).collect();
        let mut sides = Sides { floor, pairs, group, denied, doers, contested: false };
        let all = &group.claims;
        let voice = |i: usize| (floor.claims[i].voice.attributed(), floor.claims[i].voice.speaker);
        sides.contested = all.iter().enumerate().any(|(n, i)| {
            all[n + 1..].iter().any(|j| {
                (voice(*i) != voice(*j) || voice(*i) == (true, None))
                    && sides.contrary(*i, *j) == Some(true)
                    && (sides.denies(*i, *j)
                        || sides.denies(*j, *i)
                        || sides.pair(*i, *j).is_some_and(|p| p.features[DENIES] > 0.0))
            })
        });
        sides
    }

    fn pair(&self, i: usize, j: usize) -> Option<&Pair> {
        self.pairs.get(&(i.min(j), i.max(j)))
    }

    /// Whether one clause denies outright what the other tells.
    fn denies(&self, i: usize, j: usize) -> bool {
        /// So much of what is denied, the other tells.
        const TOLD: f32 = 0.5;
        let Some(denied) = self.denied.get(&i).filter(|d| d.firm) else { return false };
        let other = &self.floor.claims[j];
        let cover = cover_words(&denied.core, &other.words);
        !other.negated && cover.words >= 1 && cover.of_words >= TOLD
    }

    /// Whether two clauses say the contrary; `None` where they share too little for that to be told.
    fn contrary(&self, i: usize, j: usize) -> Option<bool> {
        /// A word that both have tells at least this much of what it could.
        const TELLS: f32 = 0.3;
        /// So much of one of them is in the other.
        const HIGH: f32 = 0.35;
        let pair = self.pair(i, j)?;
        let of = |at: usize| pair.features[at];
        if of(ONE_SPEECH) > 0.0 {
            let turned = |at: usize| self.floor.spoken[at].is_some_and(|s| s.turned);
            return Some(turned(i) != turned(j));
        }
        let claim = |at: usize| &self.floor.claims[at];
        // What a speaker will not or cannot do denies nothing.
        let no = |at: usize| claim(at).negated && self.denied.contains_key(&at);
        let unsure = |at: usize| claim(at).negated && !self.denied.contains_key(&at);
        if unsure(i) || unsure(j) {
            return None;
        }
        let tells = of(RAREST) >= TELLS && of(HIGH_COVER) >= HIGH;
        if !tells && of(DENIES) <= 0.0 || two_persons(self.person(i), self.person(j)) {
            return None;
        }
        Some(of(DENIES) > 0.0 || (no(i) != no(j)) ^ (of(CONTRARY) > 0.0))
    }

    /// Whom a clause of the group is about.
    fn person(&self, at: usize) -> Option<&Doer> {
        let claim = &self.floor.claims[at];
        let told = || doer(&self.floor.views[claim.doc], &claim.tokens, claim.voice, self.floor.named);
        self.doers.get(&at)?.get_or_init(told).as_ref()
    }

    /// Whether one of the voices answers another.
    fn exchanged(&self) -> bool {
        let all = &self.group.claims;
        let answers = |p: &Pair| [DENIES, ANSWERS, OPPOSED].iter().any(|n| p.features[*n] > 0.0);
        all.iter()
            .enumerate()
            .any(|(n, i)| all[n + 1..].iter().filter_map(|j| self.pair(*i, *j)).any(answers))
    }

    /// For each clause of the group, whether it stands on the side of yes, as far as that follows from those known.
    fn spread(&self, known: &BTreeMap<usize, bool>) -> BTreeMap<usize, bool> {
        let mut sides = known.clone();
        // Those without a side, each with the side that the surest of those placed puts it on.
        let mut open: BTreeMap<usize, Option<(f32, bool)>> =
            self.group.claims.iter().filter(|i| !known.contains_key(i)).map(|i| (*i, None)).collect();
        let mut placed: Vec<(usize, bool)> = known.iter().map(|(i, side)| (*i, *side)).collect();
        loop {
            for (j, side) in placed.drain(..) {
                for (i, best) in &mut open {
                    let Some(score) = self.pair(*i, j).map(|p| p.score) else { continue };
                    if best.is_none_or(|b| score > b.0)
                        && let Some(contrary) = self.contrary(*i, j)
                    {
                        *best = Some((score, side ^ contrary));
                    }
                }
            }
            let told = open.iter().filter_map(|(i, best)| best.map(|(score, side)| (score, *i, side)));
            let Some((_, i, side)) = told.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else {
                return sides;
            };
            open.remove(&i);
            sides.insert(i, side);
            placed.push((i, side));
        }
    }

    /// The reading of a clause.
    fn given(&self, i: usize, side: Option<bool>) -> Given {
        let claim = &self.floor.claims[i];
        let span = if claim.voice.statement.is_some() { claim.whole } else { claim.span };
        let value = match side {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => {
                let words = self.floor.views[claim.doc].text(claim.span).to_lowercase();
                let words: Vec<&str> = words.split_whitespace().collect();
                let cut = if words.len() > LONG { "…" } else { "" };
                words[..words.len().min(LONG)].join(" ") + cut
            }
        };
        Given::new(claim.doc, span, value, claim.voice)
    }

    /// Clauses that tell something, the nearest to all others of the group first.
    fn telling(&self) -> Vec<usize> {
        let near = |i: usize| {
            let all = self.group.claims.iter().filter_map(|j| self.pair(i, *j));
            all.map(|p| (p.score + 4.0).max(0.0)).sum::<f32>()
        };
        let mut order: Vec<(f32, usize)> = self
            .group
            .claims
            .iter()
            .filter(|i| plain(&self.floor.claims[**i]))
            .map(|i| (near(*i), *i))
            .collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.into_iter().map(|(_, i)| i).collect()
    }

    /// Readings of the group's clauses beside those that are there: of each voice in a report the first.
    fn further(&self, kept: &mut Vec<Given>, sides: &BTreeMap<usize, bool>, telling: &[usize], worded: bool) {
        /// Readings of one report at most.
        const MOST: usize = 2;
        let there = |i: &usize| kept.iter().any(|g| stands_at(g, &self.floor.claims[*i]));
        let known: Vec<usize> = self.group.claims.iter().copied().filter(there).collect();
        for &i in telling {
            let near = known.iter().filter_map(|j| self.pair(i, *j)).map(|p| p.score).fold(ABSENT, f32::max);
            let outright = known.iter().any(|j| self.denies(i, *j) || self.denies(*j, i));
            if !outright && near < if sides.contains_key(&i) { NEAR } else { NEARER } {
                continue;
            }
            let claim = &self.floor.claims[i];
            let near = |j: &usize| {
                let other = &self.floor.claims[*j];
                let a = (&self.floor.views[other.doc], &other.words[..]);
                let b = (&self.floor.views[claim.doc], &claim.words[..]);
                akin(a, b) || akin(b, a)
            };
            if !outright && !known.iter().any(near) {
                continue;
            }
            let own = |g: &&Given| g.doc == claim.doc;
            let there = |g: &Given| {
                g.spans.iter().any(|s| s.overlaps(claim.whole))
                    || g.speaker == claim.voice.speaker && g.attributed == claim.voice.attributed()
            };
            let headed = claim.headline && kept.iter().any(|g| own(&g));
            if headed || kept.iter().filter(own).any(there) || kept.iter().filter(own).count() >= MOST {
                continue;
            }
            kept.push(self.given(i, sides.get(&i).copied().filter(|_| !worded)));
        }
    }

    /// Brings a point what the group says to it.
    fn join(&self, draft: &mut Draft) {
        let of_side = |i: &usize| {
            let given = draft.given.iter().find(|g| stands_at(g, &self.floor.claims[*i]))?;
            matches!(given.value.as_str(), "yes" | "no").then(|| (*i, given.value == "yes"))
        };
        let known: BTreeMap<usize, bool> = self.group.claims.iter().filter_map(of_side).collect();
        let worded = !draft.given.iter().any(|g| matches!(g.value.as_str(), "yes" | "no"));
        let sides = self.spread(&known);
        self.further(&mut draft.given, &sides, &self.telling(), worded);
        if draft.verdict == Verdict::Agree && both_sides(&draft.given) {
            draft.verdict = if self.contested { Verdict::Conflict } else { Verdict::Differ };
        }
    }

    /// The group as a point of its own.
    fn draft(&self) -> Option<Draft> {
        let telling = self.telling();
        let claim = |i: usize| &self.floor.claims[i];
        let asks = |i: &&usize| {
            let c = claim(**i);
            let view = &self.floor.views[c.doc];
            let first = c.tokens.clone().find(|t| view.is_word(*t)).map_or("", |t| view.word(t));
            let told = c.tokens.len() <= LONGEST && !c.headline && c.verb;
            told && !unspoken(first) && askable(view, c.tokens.clone())
        };
        let question = |i: usize| {
            let c = claim(i);
            whether(&self.floor.views[c.doc], c.tokens.clone(), c.voice)
        };
        // What is asked with its own verb reads best.
        let asked: Vec<(usize, Question)> =
            telling.iter().filter(asks).filter_map(|i| Some((*i, question(*i)?))).collect();
        let whole = |(_, q): &&(usize, Question)| !q.text.starts_with("Is it true");
        let (head, question) = asked.iter().find(whole).or(asked.first())?.clone();
        let question = question.text;
        let sides = self.spread(&BTreeMap::from([(head, !claim(head).negated)]));
        let mut given = vec![self.given(head, sides.get(&head).copied())];
        self.further(&mut given, &sides, &telling, false);
        let speakers: BTreeSet<(bool, Option<u32>)> =
            given.iter().map(|g| (g.attributed, g.speaker)).collect();
        let reports: BTreeSet<usize> = given.iter().map(|g| g.doc).collect();
        let accounts = given.iter().any(|g| !matches!(g.value.as_str(), "yes" | "no"));
        let verdict = match () {
            () if both_sides(&given) && self.contested => Verdict::Conflict,
            () if accounts || both_sides(&given) => Verdict::Differ,
            () => Verdict::Agree,
        };
        let counted = telling.iter().filter(|i| claim(**i).number).count() * 4 >= telling.len() * 3;
        // One speech told by several is an utterance, and counts are compared as numbers.
        if reports.len() < 2 || speakers.len() < 2 || counted && verdict != Verdict::Conflict {
            return None;
        }
        // An account beside another, with nobody on the other side, may be no more than one topic.
        if accounts && !self.contested && !both_sides(&given) {
            return None;
        }
        // What reports tell alike in their own voice is no more than what happened.
        let shared = |g: &Given| {
            let own = self.group.claims.iter().filter(|i| **i != head && stands_at(g, claim(**i)));
            own.filter_map(|i| self.pair(head, *i)).map(|p| p.features[RAREST]).fold(0.0, f32::max)
        };
        let voices = speakers.iter().filter(|s| s.0).count();
        if verdict == Verdict::Agree && (voices < 2 || given[1..].iter().any(|g| shared(g) < OF_ONE_MIND)) {
            return None;
        }
        let denied = telling.iter().any(|i| claim(*i).manner == Some(Manner::Deny));
        let early = telling.iter().map(|i| claim(*i).line).min().unwrap_or(0);
        Some(Draft {
            kind: if denied { PointKind::Denial } else { PointKind::Other },
            question,
            given,
            verdict,
            // Where nobody says the contrary, it may be no more than one topic.
            weight: if self.contested { 0.4 } else { 0.1 } + 0.1 * self.group.score.clamp(-1.0, 2.0)
                - 0.2 * (early.min(20) as f32 / 20.0),
        })
    }
}

/// Whether a clause that opens with this word leaves open what it is about.
fn unspoken(first: &str) -> bool {
    matches!(
        first,
        "it" | "he"
            | "she"
            | "they"
            | "this"
            | "that"
            | "these"
            | "those"
            | "which"
            | "who"
            | "whose"
            | "what"
            | "where"
            | "when"
            | "why"
            | "how"
            | "one"
            | "some"
            | "others"
            | "as"
            | "than"
            | "so"
    )
}

/// Whether different voices stand on both sides.
fn both_sides(given: &[Given]) -> bool {
    let of = |value: &str| {
        given.iter().filter(|g| g.value == value).map(|g| (g.attributed, g.speaker)).collect::<BTreeSet<_>>()
    };
    let (yes, no) = (of("yes"), of("no"));
    yes.iter().any(|y| no.iter().any(|n| n != y || n.1.is_none() && n.0))
}
