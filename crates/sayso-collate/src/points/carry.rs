//! What belongs to a dispute beside its sides' own words: the same speech in other reports, what a side says of it there,
//! and points that turn out to be one.

use super::claims::{ClaimWord, cover_words};
use super::contest::{Floor, Scored, best, plain};
use super::denial::Challenge;
use super::draft::{Draft, Given};
use sayso_model::Verdict;

/// The weight of a word that is enough by itself.
const RARE: f32 = 2.2;

/// The same speech in other reports: a variant of an utterance that has a reading has one, too, and so has what the same
/// speaker is reported to have said elsewhere in nearly the same words.
pub(super) fn carried(floor: &Floor<'_, '_>, kept: &mut Vec<Given>) {
    /// The share of its words that what is told again has, at least.
    const SAME: f32 = 0.5;
    let mut more: Vec<Given> = Vec::new();
    for given in kept.iter().filter(|g| g.attributed) {
        let own = floor.of_doc(given.doc);
        let own = own.filter(|(_, c)| !c.act && given.spans.iter().any(|s| s.overlaps(c.span)));
        for (at, said) in own.filter(|(_, c)| c.voice.statement.is_some()) {
            let speech = floor.spoken[at];
            // By report, the clause that has most of its words.
            let mut fitting: Vec<(f32, usize, bool)> = Vec::new();
            for (n, claim) in floor.claims.iter().enumerate() {
                if claim.doc == given.doc || claim.act || claim.conditional || claim.headline {
                    continue;
                }
                let one = match (speech, floor.spoken[n]) {
                    (Some(a), Some(b)) if a.utterance == b.utterance => Some(a.turned != b.turned),
                    _ => None,
                };
                let same = claim.voice.speaker.is_some() && claim.voice.speaker == said.voice.speaker;
                if one.is_none() && (!same || claim.negated != said.negated) {
                    continue;
                }
                let cover = cover_words(&said.words, &claim.words);
                let (low, high) = (cover.of_first.min(cover.of_second), cover.of_first.max(cover.of_second));
                let fits = match one {
                    Some(_) => high >= SAME && cover.words >= 1,
                    None => cover.words >= 2 && low >= SAME && high >= SAME + 0.15,
                };
                if fits {
                    fitting.push((low + high, n, one == Some(true)));
                }
            }
            fitting.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let mut docs: Vec<usize> = Vec::new();
            for (_, n, turned) in fitting {
                let claim = &floor.claims[n];
                if docs.contains(&claim.doc) {
                    continue;
                }
                docs.push(claim.doc);
                let value = if turned { other(&given.value) } else { given.value.clone() };
                let there = |g: &Given| {
                    g.doc == claim.doc
                        && (g.spans.iter().any(|s| s.overlaps(claim.whole))
                            || g.value == value && g.speaker.is_some() && g.speaker == claim.voice.speaker)
                };
                if !kept.iter().chain(&more).any(there) {
                    more.push(Given::new(claim.doc, claim.whole, value, claim.voice));
                }
            }
        }
    }
    kept.extend(more);
}

/// Without what puts one speaker on both sides with the same words: the side on which he is more often stays.
pub(super) fn one_sided(given: Vec<Given>) -> Vec<Given> {
    let times = |g: &Given| given.iter().filter(|h| h.speaker == g.speaker && h.value == g.value).count();
    let keep: Vec<bool> = given
        .iter()
        .enumerate()
        .map(|(n, g)| {
            !given.iter().enumerate().any(|(m, h)| {
                m != n
                    && h.value != g.value
                    && h.doc == g.doc
                    && h.speaker == g.speaker
                    && g.spans.iter().any(|s| h.spans.iter().any(|t| s.overlaps(*t)))
                    && (times(h), n) > (times(g), m)
            })
        })
        .collect();
    given.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(g, _)| g).collect()
}

/// The other side.
fn other(value: &str) -> String {
    if value == "yes" { "no" } else { "yes" }.into()
}

/// What those who took a side say of the same thing in reports that do not have their side yet.
pub(super) fn further(
    floor: &Floor<'_, '_>,
    challenges: &[Challenge],
    group: &[usize],
    kept: &mut Vec<Given>,
) {
    let head = &challenges[group[0]];
    // Of its words the one that most clauses have is what it is about.
    let common =
        |w: &ClaimWord| floor.claims.iter().filter(|c| c.stems.binary_search(&w.stem).is_ok()).count();
    let rare = head.words.iter().filter(|w| !w.name && w.weight >= RARE);
    let Some(key) = rare.max_by_key(|w| common(w)) else { return };
    let sides: Vec<(u32, String, Option<usize>)> = kept
        .iter()
        .filter_map(|g| {
            let at = floor
                .claims
                .iter()
                .position(|c| c.doc == g.doc && g.spans.iter().any(|s| s.overlaps(c.span)));
            Some((g.speaker?, g.value.clone(), at.and_then(|at| floor.spoken[at]).map(|s| s.utterance)))
        })
        .collect();
    if sides.is_empty() {
        return;
    }
    let mut more: Vec<Given> = Vec::new();
    for (claim, speech) in floor.claims.iter().zip(floor.spoken) {
        let side = sides.iter().find(|(speaker, _, utterance)| {
            claim.voice.speaker == Some(*speaker)
                || utterance.is_some() && *utterance == speech.map(|s| s.utterance)
        });
        let Some((speaker, value, utterance)) = side else { continue };
        let has = |g: &Given| {
            g.doc == claim.doc
                && g.value == *value
                && (g.speaker == Some(*speaker) || g.speaker == claim.voice.speaker)
        };
        if !plain(claim) || kept.iter().any(has) || more.iter().any(has) {
            continue;
        }
        let one = utterance.is_some()
            && *utterance == speech.map(|s| s.utterance)
            && speech.is_some_and(|s| !s.turned);
        let cover = cover_words(std::slice::from_ref(key), &claim.words);
        let wanted = claim.negated == (value == "no");
        let told = cover.words == 1 && cover.of_first >= 0.84;
        // A word that only stands near in meaning may be of anything.
        if told && (one || wanted && cover.exact > 0.0) {
            more.push(Given::new(claim.doc, claim.whole, value.clone(), claim.voice));
        }
    }
    kept.extend(more);
}

/// Points whose readings stand in one place are one: `There is no list and there is no bridge`. Where what one takes for
/// the side of yes is that of no in the other, the sides of the lesser are turned.
pub(super) fn merged(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::new();
    for mut draft in drafts {
        let touches = |g: &Given, h: &Given| {
            g.doc == h.doc && g.spans.iter().any(|s| h.spans.iter().any(|t| s.overlaps(*t)))
        };
        let near = |g: &Given, h: &Given| g.value == h.value && touches(g, h);
        let turned = |g: &Given, h: &Given| g.value != h.value && touches(g, h);
        let count = |k: &Draft, how: &dyn Fn(&Given, &Given) -> bool| {
            draft.given.iter().filter(|g| k.given.iter().any(|h| how(g, h))).count()
        };
        let least = |k: &Draft| draft.given.len().min(k.given.len());
        let same = kept.iter().position(|k| {
            let (alike, contrary) = (count(k, &near), count(k, &turned));
            let shared = alike.max(contrary);
            shared * 2 >= least(k) && shared > 0
        });
        if let Some(k) = same
            && count(&kept[k], &turned) > count(&kept[k], &near)
        {
            draft.given.iter_mut().for_each(|g| g.value = other(&g.value));
        }
        let same = same.map(|k| &mut kept[k]);
        let Some(same) = same else {
            kept.push(draft);
            continue;
        };
        let mut all: Vec<Scored> = same.given.drain(..).map(|g| (2.0, g)).collect();
        all.extend(draft.given.into_iter().map(|g| (1.0, g)));
        same.given = one_sided(best(all));
        if draft.verdict == Verdict::Conflict {
            same.verdict = Verdict::Conflict;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::PointKind;
    use sayso_text::Span;

    fn given(doc: usize, at: usize, value: &str, speaker: u32) -> Given {
        Given {
            doc,
            spans: Span::new(at, at + 10).into_iter().collect(),
            value: value.into(),
            attributed: true,
            speaker: Some(speaker),
        }
    }

    fn draft(verdict: Verdict, given: Vec<Given>) -> Draft {
        Draft { kind: PointKind::Denial, question: "Did it?".into(), given, verdict, weight: 0.5 }
    }

    #[test]
    fn a_speaker_stands_where_he_stands_more_often() {
        let all =
            vec![given(0, 0, "yes", 1), given(0, 5, "no", 1), given(1, 0, "no", 1), given(1, 50, "yes", 2)];
        let sides: Vec<(usize, String)> = one_sided(all).into_iter().map(|g| (g.doc, g.value)).collect();
        assert_eq!(sides, [(0, "no".into()), (1, "no".into()), (1, "yes".into())]);
    }

    #[test]
    fn points_of_one_place_are_one_and_the_lesser_is_turned() {
        let first = draft(Verdict::Agree, vec![given(0, 0, "no", 1), given(1, 0, "no", 1)]);
        let other = draft(Verdict::Conflict, vec![given(0, 0, "yes", 1), given(2, 0, "no", 2)]);
        let apart = draft(Verdict::Agree, vec![given(0, 90, "yes", 3), given(1, 90, "yes", 3)]);
        let all = merged(vec![first, other, apart]);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].verdict, Verdict::Conflict);
        let sides: Vec<(usize, &str)> = all[0].given.iter().map(|g| (g.doc, g.value.as_str())).collect();
        assert_eq!(sides, [(0, "no"), (1, "no"), (2, "yes")]);
    }
}
