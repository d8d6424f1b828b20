//! Denials and contested questions: what one says is so and another says is not.
//!
//! # What is disputed
//!
//! A proposition is disputed where the words say so (`denied that …`, `rejected claims that …`, `no evidence that …`,
//! `despite claims to the contrary`, `contradicted the minister by saying …`), kind `denial`, or where one voice
//! negates what another asserts in nearly the same words, kind `other`. Its readings are the clauses of all reports that
//! assert it (`yes`) and that deny it (`no`). A clause asserts a proposition if it has most of its words, or words near
//! them in meaning, and does not merely talk about it (`Striking the sites would be a crime`).
//!
//! # What the readings amount to
//!
//! `conflict` where some say yes and others no; `agree` where two or more independent reports carry the same denial and
//! nobody's assertion of what is denied.

use super::carry::merged;
use super::claims::{Claim, ClaimWord, claim_words, cover_words};
use super::contest::{Floor, draft, joined, plain};
use super::draft::{Draft, Given};
use super::exchange::of_answers;
use super::lists::lines;
use super::negation::{denied, without_holders};
use super::view::{View, Voice};
use sayso_model::{Manner, PointKind};
use std::ops::Range;
use std::sync::LazyLock;

mod anaphora;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let of = |kind: &str| {
        lines(include_str!("../../words/points/denials.tsv"))
            .filter_map(|l| l.split_once('\t'))
            .filter(|(k, _)| *k == kind)
            .map(|(_, words)| words)
            .next()
            .unwrap_or("")
    };
    Words {
        deny: of("deny").split(' ').collect(),
        reject: of("reject").split(' ').collect(),
        nouns: of("nouns").split(' ').collect(),
        denying: of("denying").split(' ').collect(),
        untrue: of("untrue").split(' ').collect(),
        turn: of("turn").split(' ').collect(),
        contrary: of("contrary").split('|').map(|p| p.split(' ').collect()).collect(),
        false_: of("false").split('|').map(|p| p.split(' ').collect()).collect(),
    }
});

struct Words {
    deny: Vec<&'static str>,
    reject: Vec<&'static str>,
    nouns: Vec<&'static str>,
    denying: Vec<&'static str>,
    untrue: Vec<&'static str>,
    turn: Vec<&'static str>,
    contrary: Vec<Vec<&'static str>>,
    false_: Vec<Vec<&'static str>>,
}

/// A proposition that somebody says is not so.
#[derive(Clone, Debug)]
pub(crate) struct Challenge {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence.
    pub line: usize,
    /// The tokens of the proposition.
    pub tokens: Range<usize>,
    /// The words that tell what is denied.
    pub words: Vec<ClaimWord>,
    /// Those of them of which a side must speak; none where any will do.
    pub telling: Vec<ClaimWord>,
    /// Who says so, and where.
    pub given: Given,
    /// What another voice says to it in the same place.
    pub asserted: Option<Given>,
    /// What kind of point it makes.
    pub kind: PointKind,
    /// How surely it is meant as a denial of what others say.
    pub strength: f32,
    /// Whom it is set against.
    pub opponent: Option<u32>,
    /// Whether it is set against claims of nobody named: `despite claims to the contrary`.
    pub against: bool,
    /// Whether it says that there is no such thing.
    pub bare: bool,
    /// Whose words the proposition is in.
    pub asked: Voice,
    /// Whether it tells of what was or was not, not of what is always so.
    pub firm: bool,
    /// Whether a number stands in it.
    pub number: bool,
    /// The utterance that it is part of.
    pub speech: Option<usize>,
}

impl Challenge {
    /// In whose words the proposition stands, where it is not another's.
    pub fn voice(&self) -> Voice {
        Voice { speaker: self.given.speaker, ..Voice::default() }
    }

    /// Whether the proposition is somebody's own assertion, not the words of who denies it.
    pub fn quotes(&self) -> bool {
        self.asserted.as_ref().is_some_and(|a| {
            a.value == "yes"
                && a.doc == self.doc
                && a.speaker == self.asked.speaker
                && self.asked.statement.is_some()
        })
    }
}

/// The points about what is disputed.
pub(crate) fn denials(floor: &Floor<'_, '_>) -> Vec<Draft> {
    let mut challenges: Vec<Challenge> = Vec::new();
    for view in floor.views {
        challenges.extend(of_cues(view, floor.claims, floor.named));
        challenges.extend(of_phrases(view, floor.claims));
        challenges.extend(anaphora::of_pointing(floor, view));
    }
    challenges.extend(of_answers(floor));
    challenges.extend(of_negation(floor, &challenges));
    challenges.retain(|c| !c.words.is_empty());
    let drafts = joined(&challenges).iter().filter_map(|group| draft(floor, &challenges, group)).collect();
    merged(drafts)
}

/// `denied that …`, `rejected claims that …`, `contradicted X by saying …`.
fn of_cues(view: &View<'_>, claims: &[Claim], named: &[(u32, String)]) -> Vec<Challenge> {
    let words = &*WORDS;
    let mut found = Vec::new();
    for (s, statement) in view.statements().iter().enumerate() {
        let Some(cue) = &statement.cue else { continue };
        let lemma = cue.lemma.split(' ').next().unwrap_or("");
        let Some(content) = statement.content.first() else { continue };
        let mut tokens = view.tokens_in(*content);
        if view.line_at(content.start()).is_none() {
            continue;
        }
        if words.turn.contains(&lemma) {
            let last =
                tokens.clone().rev().find(|i| view.capital(*i) && view.is_word(*i)).map(|i| view.word(i));
            let set_against = last.and_then(|last| {
                named.iter().find(|(_, name)| name.split_whitespace().next_back() == Some(last)).map(|n| n.0)
            });
            // What is set against the other is the statement that follows in the sentence.
            let own = claims.iter().find(|c| {
                c.doc == view.at
                    && c.voice.statement == Some(s + 1)
                    && c.tokens.start >= tokens.end.saturating_sub(1)
                    && c.tokens.start < tokens.end + 12
            });
            if let Some(own) = own {
                found.push(Challenge {
                    doc: own.doc,
                    line: own.line,
                    tokens: own.tokens.clone(),
                    words: own.words.clone(),
                    given: Given::new(own.doc, own.span, "no".into(), own.voice),
                    asserted: None,
                    against: false,
                    opponent: set_against,
                    bare: false,
                    asked: Voice::default(),
                    telling: Vec::new(),
                    firm: false,
                    number: false,
                    speech: None,
                    kind: PointKind::Denial,
                    strength: 1.0,
                });
            }
            continue;
        }
        let deny =
            words.deny.contains(&lemma) || cue.manner == Manner::Deny && !words.reject.contains(&lemma);
        let reject = words.reject.contains(&lemma);
        if !deny && !reject {
            continue;
        }
        // `denied claims that …`
        let noun = tokens.clone().take(4).find(|i| words.nouns.contains(&view.word(*i)));
        if let Some(noun) = noun {
            // `the lie of the enemy, that …`
            let that = (noun + 1..tokens.end.min(noun + 7)).find(|i| view.word(*i) == "that");
            tokens.start = that.unwrap_or(noun) + 1;
        } else if reject {
            continue;
        }
        while matches!(view.word(tokens.start), "that" | "of" | "having" | "by" | "about" | ",")
            && tokens.start < tokens.end
        {
            tokens.start += 1;
        }
        let tokens = first_clause(view, tokens);
        let proposition = without_holders(view, claim_words(view, tokens.clone()));
        if proposition.iter().map(|w| w.weight).sum::<f32>() < 1.0 {
            continue;
        }
        let cue_span = cue.spans.first().copied().unwrap_or(*content);
        let hull = cue_span.hull(*content);
        let span = if hull.len() < content.len() + 40 { hull } else { *content };
        let voice = view.source_of(s);
        // What is quoted next explains the denial: `denied it was off. “The alarm rang,” its spokesman said.`
        let line = view.line_at(content.start()).unwrap_or(0);
        let next = claims.iter().find(|c| {
            c.doc == view.at
                && c.line == line + 1
                && c.direct
                && cover_words(&proposition, &c.words).words >= 1
        });
        let mut given = Given::new(view.at, span, "no".into(), voice);
        let mut explained = None;
        match next {
            Some(next) if next.voice.speaker == voice.speaker => given.spans.push(next.whole),
            next => explained = next.map(|n| Given::new(view.at, n.whole, "no".into(), n.voice)),
        }
        found.push(Challenge {
            doc: view.at,
            line,
            words: proposition,
            tokens,
            given,
            asserted: explained,
            against: false,
            opponent: None,
            bare: false,
            asked: Voice::default(),
            telling: Vec::new(),
            firm: false,
            number: false,
            speech: None,
            kind: PointKind::Denial,
            strength: 0.9,
        });
    }
    found
}

/// The clause that opens some tokens: what goes before `and`, `as`, `saying`, a dash.
fn first_clause(view: &View<'_>, tokens: Range<usize>) -> Range<usize> {
    let end = tokens
        .clone()
        .skip(3)
        .find(|i| {
            matches!(
                view.word(*i),
                "saying" | "adding" | "calling" | "amid" | "but" | "while" | "although" | ";" | "—" | "–"
            )
        })
        .unwrap_or(tokens.end);
    tokens.start..end
}

/// `no evidence that …`, `reports that … are false`, `despite claims to the contrary`.
fn of_phrases(view: &View<'_>, claims: &[Claim]) -> Vec<Challenge> {
    let words = &*WORDS;
    let mut found = Vec::new();
    let claims: Vec<&Claim> = claims.iter().filter(|c| c.doc == view.at).collect();
    for (at, line) in view.sentences.iter().enumerate() {
        let phrase = |list: &[Vec<&str>]| {
            line.tokens.clone().find_map(|i| {
                let fits = |p: &&Vec<&str>| p.iter().enumerate().all(|(k, w)| view.word(i + k) == *w);
                list.iter().find(fits).map(|p| i..i + p.len())
            })
        };
        if let Some(phrase) = phrase(&words.contrary) {
            let before = claims.iter().filter(|c| c.line == at && c.tokens.start < phrase.start);
            let Some(main) = before.max_by_key(|c| c.words.len()) else { continue };
            let until = main.tokens.end.min(phrase.start);
            let from = (line.tokens.start.max(phrase.start.saturating_sub(3))..phrase.start)
                .find(|i| matches!(view.word(*i), "despite" | "claims" | "reports" | "statements"))
                .unwrap_or(phrase.start);
            let (Some(asserted), Some(span)) =
                (view.hull(main.tokens.start..until), view.hull(from..phrase.end))
            else {
                continue;
            };
            let mut given = Given::new(view.at, span, "no".into(), main.voice);
            given.attributed = true;
            given.speaker = None;
            let yes = Given::new(view.at, asserted.trimmed(view.doc.text()), "yes".into(), main.voice);
            found.push(Challenge {
                doc: view.at,
                line: at,
                words: claim_words(view, main.tokens.start..until),
                tokens: main.tokens.start..until,
                given,
                asserted: Some(yes),
                against: true,
                opponent: None,
                bare: false,
                asked: Voice::default(),
                telling: Vec::new(),
                firm: false,
                number: false,
                speech: None,
                kind: PointKind::Denial,
                strength: 0.9,
            });
        }
        if let Some(phrase) = phrase(&words.false_) {
            let voice =
                claims.iter().find(|c| c.line == at && c.tokens.contains(&phrase.start)).map(|c| c.voice);
            // `While X claimed P, no evidence …`: P is what there is no evidence of.
            let claimed = view.statements().iter().enumerate().find(|(_, s)| {
                let cue = s.cue.as_ref().filter(|c| c.manner == Manner::Claim).and_then(|c| c.spans.first());
                cue.is_some_and(|c| {
                    line.span.contains(*c) && c.start() < view.tokens[phrase.start].span.start()
                })
            });
            let (tokens, asserted) = match claimed {
                Some((s, statement)) => {
                    let Some(content) = statement.content.first() else { continue };
                    let range = view.tokens_in(*content);
                    let tokens = range.start..range.end.min(phrase.start);
                    let yes = view.hull(tokens.clone()).map(|span| {
                        Given::new(view.at, span.trimmed(view.doc.text()), "yes".into(), view.source_of(s))
                    });
                    (tokens, yes)
                }
                None => {
                    // As far as the same voice goes, and no further than its quotation marks.
                    let until = (phrase.end..line.tokens.end)
                        .find(|i| {
                            view.said_by(*i).statement != view.said_by(phrase.end).statement
                                || matches!(view.word(*i), "”" | "\"" | "’") && *i > phrase.end + 1
                        })
                        .unwrap_or(line.tokens.end);
                    let after = phrase.end..until;
                    let before = line.tokens.start..phrase.start;
                    let long = |r: &Range<usize>| claim_words(view, r.clone()).len() >= 2;
                    let noun = before.clone().find(|i| words.nouns.contains(&view.word(*i)));
                    match (noun, long(&after), long(&before)) {
                        (Some(noun), _, _) if long(&(noun + 1..phrase.start)) => {
                            (noun + 1..phrase.start, None)
                        }
                        (_, true, _) => (after, None),
                        _ => continue,
                    }
                }
            };
            let mut tokens = first_clause(view, tokens);
            while matches!(view.word(tokens.start), "that" | "of" | "for" | "to") && tokens.start < tokens.end
            {
                tokens.start += 1;
            }
            let whole = view.hull(phrase.start..line.tokens.end.min(phrase.end + 12)).unwrap_or(line.span);
            let voice = match (voice, claimed) {
                // What is said against a claim is not said by the one who claims.
                (Some(v), Some((s, _))) if v.statement == Some(s) => Default::default(),
                (voice, _) => voice.unwrap_or_default(),
            };
            found.push(Challenge {
                doc: view.at,
                line: at,
                words: claim_words(view, tokens.clone()),
                tokens,
                given: Given::new(view.at, whole.trimmed(view.doc.text()), "no".into(), voice),
                asserted,
                against: false,
                opponent: None,
                bare: false,
                asked: Voice::default(),
                telling: Vec::new(),
                firm: false,
                number: false,
                speech: None,
                kind: PointKind::Denial,
                strength: 0.8,
            });
        }
    }
    found
}

/// What is negated, without a word of denying.
fn of_negation(floor: &Floor<'_, '_>, known: &[Challenge]) -> Vec<Challenge> {
    let taken = |c: &Claim| {
        known.iter().any(|k| {
            !k.quotes() && k.doc == c.doc && k.tokens.start < c.tokens.end && c.tokens.start < k.tokens.end
        })
    };
    let mut found = Vec::new();
    for (claim, speech) in floor.claims.iter().zip(floor.spoken) {
        if !claim.negated || claim.number || claim.headline || taken(claim) || !plain(claim) {
            continue;
        }
        let view = &floor.views[claim.doc];
        let Some(denied) = denied(view, claim).filter(|d| d.bare || claim.verb) else { continue };
        let Some(span) = view.hull(denied.tokens.clone()) else { continue };
        found.push(Challenge {
            doc: claim.doc,
            line: claim.line,
            words: denied.core,
            given: Given::new(claim.doc, span.trimmed(view.doc.text()), "no".into(), claim.voice),
            tokens: denied.tokens,
            asserted: None,
            against: false,
            opponent: None,
            kind: PointKind::Other,
            strength: 0.7,
            bare: denied.bare,
            asked: claim.voice,
            telling: denied.telling,
            firm: denied.firm,
            number: false,
            speech: speech.map(|s| s.utterance),
        });
    }
    found
}
