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

use super::claims::{Claim, ClaimWord, Cover, claim_words, cover_words, share_a_word};
use super::draft::{Draft, Given};
use super::lists::lines;
use super::question::whether;
use super::view::View;
use sayso_model::{Manner, PointKind, Verdict};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

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
        turn: of("turn").split(' ').collect(),
        contrary: of("contrary").split('|').map(|p| p.split(' ').collect()).collect(),
        false_: of("false").split('|').map(|p| p.split(' ').collect()).collect(),
    }
});

struct Words {
    deny: Vec<&'static str>,
    reject: Vec<&'static str>,
    nouns: Vec<&'static str>,
    turn: Vec<&'static str>,
    contrary: Vec<Vec<&'static str>>,
    false_: Vec<Vec<&'static str>>,
}

/// A proposition that somebody says is not so.
struct Challenge {
    doc: usize,
    line: usize,
    /// The tokens of the proposition.
    tokens: Range<usize>,
    words: Vec<ClaimWord>,
    /// Who says so, and where.
    given: Given,
    /// A voice that asserts it in the same place.
    asserted: Option<Given>,
    kind: PointKind,
    /// How surely it is meant as a denial of what others say.
    strength: f32,
    /// Whom it is set against.
    opponent: Option<u32>,
    /// Whether it is set against claims of nobody named: `despite claims to the contrary`.
    against: bool,
}

/// The points about what is disputed.
pub(crate) fn denials(views: &[View<'_>], claims: &[Claim], named: &[(u32, String)]) -> Vec<Draft> {
    let mut challenges: Vec<Challenge> = Vec::new();
    for view in views {
        challenges.extend(of_cues(view, claims, named));
        challenges.extend(of_phrases(view, claims));
    }
    challenges.extend(of_polarity(claims, &challenges));
    challenges.retain(|c| !c.words.is_empty());
    let groups = joined(&challenges);
    groups.iter().filter_map(|group| draft(views, claims, &challenges, group, named)).collect()
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
            tokens.start = noun + 1;
        } else if reject {
            continue;
        }
        while matches!(view.word(tokens.start), "that" | "of" | "the" | "any" | "having" | "by" | "about")
            && tokens.start < tokens.end
        {
            tokens.start += 1;
        }
        let tokens = first_clause(view, tokens);
        let proposition = claim_words(view, tokens.clone());
        if proposition.iter().map(|w| w.weight).sum::<f32>() < 2.0 {
            continue;
        }
        let cue_span = cue.spans.first().copied().unwrap_or(*content);
        let hull = cue_span.hull(*content);
        let span = if hull.len() < content.len() + 40 { hull } else { *content };
        let voice = view.source_of(s);
        found.push(Challenge {
            doc: view.at,
            line: view.line_at(content.start()).unwrap_or(0),
            words: proposition,
            tokens,
            given: Given::new(view.at, span, "no".into(), voice),
            asserted: None,
            against: false,
            opponent: None,
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
                    let after = phrase.end..line.tokens.end;
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
            while matches!(view.word(tokens.start), "that" | "of" | "the" | "any" | "for" | "to")
                && tokens.start < tokens.end
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
                kind: PointKind::Denial,
                strength: 0.8,
            });
        }
    }
    found
}

/// What one voice negates and another asserts in nearly the same words.
fn of_polarity(claims: &[Claim], known: &[Challenge]) -> Vec<Challenge> {
    let taken = |c: &Claim| {
        known.iter().any(|k| k.doc == c.doc && k.tokens.start < c.tokens.end && c.tokens.start < k.tokens.end)
    };
    let mut found = Vec::new();
    for no in claims.iter().filter(|c| c.negated && !c.number && !taken(c) && plain(c)) {
        let fits = claims.iter().any(|yes| {
            apart(no, yes) && plain(yes) && share_a_word(no, yes) && {
                let cover = cover_words(&no.words, &yes.words);
                // Two quotations so near are one speech, cut in two ways.
                let speech = no.direct && yes.direct && no.doc != yes.doc;
                !speech
                    && !yes.negated
                    && !cover.contrary
                    && cover.words >= 3
                    && cover.of_first.min(cover.of_second) >= 0.55
                    && cover.of_first.max(cover.of_second) >= 0.7
            }
        });
        if fits {
            found.push(Challenge {
                doc: no.doc,
                line: no.line,
                tokens: no.tokens.clone(),
                words: no.words.clone(),
                given: Given::new(no.doc, no.span, if no.negated { "no" } else { "yes" }.into(), no.voice),
                asserted: None,
                against: false,
                opponent: None,
                kind: PointKind::Other,
                strength: 0.7,
            });
        }
    }
    found
}

/// Whether a clause asserts something: it is no question, wish or demand.
fn plain(claim: &Claim) -> bool {
    !claim.conditional
        && !matches!(
            claim.manner,
            Some(Manner::Ask | Manner::Demand | Manner::Condemn | Manner::Feel | Manner::Refuse)
        )
}

/// Whether two clauses are two voices'; what is quoted of nobody known may be anybody's.
fn apart(a: &Claim, b: &Claim) -> bool {
    let nobody = |c: &Claim| c.voice.speaker.is_none() && (c.direct || c.voice.statement.is_some());
    match (a.voice.speaker, b.voice.speaker) {
        (Some(x), Some(y)) => x != y,
        _ if nobody(a) || nobody(b) => false,
        _ => a.doc != b.doc || a.voice.statement.is_some() != b.voice.statement.is_some(),
    }
}

/// Challenges of the same proposition.
fn joined(challenges: &[Challenge]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut order: Vec<usize> = (0..challenges.len()).collect();
    order.sort_by(|a, b| challenges[*b].strength.total_cmp(&challenges[*a].strength).then(a.cmp(b)));
    for i in order {
        let fits = groups.iter_mut().find(|g| {
            let cover = cover_words(&challenges[g[0]].words, &challenges[i].words);
            // Headline and text set themselves against the same claims.
            if challenges[g[0]].against && challenges[i].against && challenges[g[0]].doc == challenges[i].doc
            {
                return cover.words >= 1;
            }
            cover.words >= 2
                && cover.of_first.max(cover.of_second) >= 0.7
                && cover.of_first.min(cover.of_second) >= 0.4
        });
        match fits {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    groups
}

/// Whether a clause says what a proposition says, whichever way; `opposed` where its speaker is the one set against.
fn says(views: &[View<'_>], proposition: &[ClaimWord], claim: &Claim, opposed: bool) -> Option<(f32, Cover)> {
    if claim.about {
        return None;
    }
    let cover = cover_words(proposition, &claim.words);
    let own = proposition.iter().filter(|w| !w.name).count();
    let enough = cover.words >= 2 || own <= 2 && cover.words >= 1 && cover.of_first >= 0.9;
    let (high, low) = (cover.of_first.max(cover.of_second), cover.of_first.min(cover.of_second));
    if opposed && cover.words >= 2 && high >= 0.45 {
        return Some((high + low, cover));
    }
    if !enough
        || !(cover.of_first >= 0.65 && cover.of_second >= 0.3
            || cover.words >= 3 && high >= 0.55 && low >= 0.35)
    {
        return None;
    }
    // The matched words are only what is talked about: `Striking the sites would be a crime`.
    let view = &views[claim.doc];
    let be = (cover.last + 1..claim.tokens.end.min(cover.last + 4))
        .find(|i| matches!(view.word(*i), "is" | "are" | "would" | "must" | "should" | "can"));
    if be.is_some() && claim.tokens.end > cover.last + 3 {
        return None;
    }
    Some((high + low, cover))
}

/// Whose threat a clause speaks of, whoever speaks of it: `condemned the president's threats of …`.
fn threat_of(view: &View<'_>, claim: &Claim, named: &[(u32, String)]) -> Option<u32> {
    let at = claim
        .tokens
        .clone()
        .find(|i| matches!(view.word(*i), "threat" | "threats" | "vow" | "vows" | "promise"))?;
    let own = at.checked_sub(2).filter(|_| matches!(view.word(at - 1), "'s" | "’s"))?;
    let last = view.word(own);
    named.iter().find(|(_, name)| name.split_whitespace().next_back() == Some(last)).map(|n| n.0)
}

fn draft(
    views: &[View<'_>],
    claims: &[Claim],
    challenges: &[Challenge],
    group: &[usize],
    named: &[(u32, String)],
) -> Option<Draft> {
    let head = &challenges[group[0]];
    let mut given: Vec<(f32, Given)> = Vec::new();
    for i in group {
        let challenge = &challenges[*i];
        given.push((9.0, challenge.given.clone()));
        given.extend(challenge.asserted.clone().map(|a| (9.0, a)));
    }
    let opponent = group.iter().find_map(|i| challenges[*i].opponent);
    let deniers: BTreeSet<Option<u32>> = group.iter().map(|i| challenges[*i].given.speaker).collect();
    for claim in claims.iter() {
        let threat = threat_of(&views[claim.doc], claim, named);
        if !plain(claim) && threat.is_none() {
            continue;
        }
        // `a collision with a navy boat` names something, and asserts nothing of who rammed whom.
        if head.kind == PointKind::Other && !claim.verb && claim.voice.statement.is_some() && !claim.direct {
            continue;
        }
        let own = group.iter().any(|i| {
            let c = &challenges[*i];
            c.doc == claim.doc && c.tokens.start < claim.tokens.end && claim.tokens.start < c.tokens.end
        });
        // What another challenge denies is no assertion.
        let denied = challenges.iter().any(|c| {
            c.doc == claim.doc
                && c.kind == PointKind::Denial
                && c.tokens.start < claim.tokens.end
                && claim.tokens.start < c.tokens.end
        });
        if own || denied {
            continue;
        }
        let Some((score, cover)) =
            says(views, &head.words, claim, opponent.is_some() && claim.voice.speaker == opponent)
        else {
            continue;
        };
        let no = claim.negated ^ cover.contrary;
        if !no && claim.voice.speaker.is_some() && deniers.contains(&claim.voice.speaker) {
            continue;
        }
        let mut reading =
            Given::new(claim.doc, claim.span, if no { "no" } else { "yes" }.into(), claim.voice);
        if threat.is_some() {
            (reading.attributed, reading.speaker) = (true, threat);
        }
        given.push((score, reading));
    }
    given.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1.doc, &a.1.spans).cmp(&(b.1.doc, &b.1.spans))));
    // One clause a voice and side in a report, two voices a side.
    let mut kept: Vec<Given> = Vec::new();
    for (_, g) in given {
        let same = kept.iter().filter(|k| k.doc == g.doc && k.value == g.value);
        if same.clone().count() < 2 && !same.clone().any(|k| k.speaker == g.speaker) {
            kept.push(g);
        }
    }
    let docs: BTreeSet<usize> = kept.iter().map(|g| g.doc).collect();
    let sides = |v: &str| kept.iter().any(|g| g.value == v);
    let verdict = match (sides("yes"), sides("no")) {
        (true, true) => Verdict::Conflict,
        _ if docs.len() >= 2 && head.kind == PointKind::Denial => Verdict::Agree,
        _ => return None,
    };
    Some(Draft {
        kind: head.kind,
        question: whether(&views[head.doc], head.tokens.clone()),
        given: kept,
        verdict,
        weight: head.strength - 0.2 * (head.line.min(20) as f32 / 20.0),
    })
}
