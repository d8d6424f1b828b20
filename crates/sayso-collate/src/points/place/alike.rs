//! How surely two places are given for one happening: a weighed sum of what speaks for and against it, once for places that
//! are one and once for such as are two.

use super::super::claims::cover_words;
use super::super::view::View;
use super::super::weigh::{Pair, Weights};
use super::part::{Kin, Level};
use super::spot::{Role, Spot};
use crate::meaning::{Gist, vector_of};
use crate::prior;
use crate::words::hash_word;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What is weighed.
pub(in super::super) const FEATURE_NAMES: [&str; 24] = [
    "any",
    "fine",
    "named",
    "marked",
    "noun",
    "well_known",
    "often",
    "at",
    "roles",
    "one_role",
    "kind",
    "near_kind",
    "low",
    "high",
    "words",
    "exact",
    "meaning",
    "sentence",
    "opening",
    "lead",
    "headline",
    "level",
    "one_noun",
    "speaker",
];

static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../../words/points/places-alike.tsv"), &FEATURE_NAMES));

/// Sentences that tell what a report is about.
const OPENING: usize = 3;
/// Two clauses with less in common are not about one happening.
const NEAR: f32 = 0.35;

/// How two places stand to each other: the nearest that any two of their parts are.
pub(super) fn kin(a: &Spot, b: &Spot) -> Kin {
    let all = a.parts.iter().flat_map(|x| b.parts.iter().map(|y| x.kin(y)));
    all.max().unwrap_or(Kin::Apart)
}

/// Beyond so many places, only clauses that share two words, or a kind of happening and a
/// name, are compared.
const MANY: usize = 600;

/// Every pair of places of different reports that might be given for one happening.
pub(super) fn pairs(views: &[View<'_>], all: &[Spot]) -> Vec<Pair> {
    let told = |view: &View<'_>, range: std::ops::Range<usize>, spot: &Spot| -> Vec<u32> {
        let words = range.filter(|i| !spot.hole.contains(i) && view.is_word(*i));
        words.map(|i| vector_of(view.word(i))).filter(|v| *v > 0).collect()
    };
    let clause = |s: &Spot| told(&views[s.doc], s.clause.clone(), s);
    let line = |s: &Spot| told(&views[s.doc], views[s.doc].sentences[s.line].tokens.clone(), s);
    let gists = Gist::of_all(&all.iter().map(clause).collect::<Vec<_>>());
    let sentences = Gist::of_all(&all.iter().map(line).collect::<Vec<_>>());
    // How often each name stands in the reports, be it of a place or of who speaks for it.
    let mut often: FxHashMap<u64, usize> =
        all.iter().flat_map(|s| s.parts.iter().flat_map(|p| p.names.iter())).map(|n| (*n, 0)).collect();
    for view in views {
        for i in (0..view.tokens.len()).filter(|i| view.capital(*i)) {
            if let Some(count) = often.get_mut(&view.stem(i)) {
                *count += 1;
            }
        }
    }
    let docs = views.len().max(1) as f32;
    let many = |s: &Spot| {
        let names = s.parts.iter().flat_map(|p| p.names.iter());
        names.map(|n| often[n]).min().unwrap_or(0) as f32 / docs
    };
    let many: Vec<f32> = all.iter().map(many).collect();
    let few = all.len() <= MANY;
    let traits: Vec<Traits> = all.iter().map(Traits::of).collect();
    let mut pairs = Vec::new();
    for (i, a) in all.iter().enumerate() {
        for (j, b) in all.iter().enumerate().skip(i + 1).filter(|(_, b)| a.doc != b.doc) {
            let near = || (gists[i].nearness(&gists[j]), sentences[i].nearness(&sentences[j]));
            let two = ((a, &traits[i]), (b, &traits[j]));
            if let Some((same, features)) = features(two, near, many[i].max(many[j]), few) {
                let score = WEIGHTS.score(same, &features);
                pairs.push(Pair { at: (i, j), same, score, features });
            }
        }
    }
    pairs
}

/// What is compared of every two places, as numbers.
struct Traits {
    /// The kinds of what happens there.
    modes: Vec<u64>,
    /// The stems of what its clause tells, names aside, and of all that it tells.
    own: Vec<u64>,
    stems: Vec<u64>,
}

impl Traits {
    fn of(spot: &Spot) -> Traits {
        Traits {
            modes: spot.modes.iter().map(|m| hash_word(m)).collect(),
            own: spot.words.iter().filter(|w| !w.name).map(|w| w.stem).collect(),
            stems: spot.words.iter().map(|w| w.stem).collect(),
        }
    }
}

fn features(
    ((a, of_a), (b, of_b)): ((&Spot, &Traits), (&Spot, &Traits)),
    near: impl Fn() -> (f32, f32),
    often: f32,
    few: bool,
) -> Option<(bool, Vec<f32>)> {
    let kin = kin(a, b);
    let same = kin != Kin::Apart && !(a.side.is_some() && b.side.is_some() && a.side != b.side);
    if !same
        && (a.role == Role::Named || b.role == Role::Named || a.role != b.role || a.headline || b.headline)
    {
        return None;
    }
    let mode = of_a.modes.iter().any(|m| of_b.modes.contains(m));
    let common = |least: usize| of_a.own.iter().filter(|x| of_b.stems.contains(x)).nth(least - 1).is_some();
    let alike = match few {
        true => mode || kin >= Kin::Marked || common(1) || near().0 > NEAR,
        false => mode && kin >= Kin::Marked || common(2),
    };
    if !alike {
        return None;
    }
    let near = near();
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    let cover = cover_words(&a.words, &b.words);
    let (low, high) = (cover.of_first.min(cover.of_second), cover.of_first.max(cover.of_second));
    let fine = |s: &Spot| s.parts.iter().any(|p| p.named() && p.level().is_some_and(|l| l <= Level::Ground));
    let known = || {
        let names = a.parts.iter().flat_map(|p| p.names.iter());
        let both = names.filter(|n| b.parts.iter().any(|p| p.names.contains(n)));
        both.map(|n| prior::share(*n)).fold(f32::MAX, f32::min)
    };
    let level = |s: &Spot| s.parts[0].level();
    Some((
        same,
        vec![
            1.0,
            flag(kin == Kin::Named && (fine(a) || fine(b))),
            flag(kin == Kin::Named),
            flag(kin == Kin::Marked),
            flag(kin == Kin::Noun),
            flag(kin == Kin::Named && known() > 0.0005),
            (often - 1.0).clamp(0.0, 4.0),
            flag(a.role == Role::At && b.role == Role::At),
            flag(a.role != b.role && a.role != Role::Named && b.role != Role::Named),
            flag(a.role == b.role && matches!(a.role, Role::From | Role::To)),
            flag(mode),
            flag(mode && of_a.modes.first() == of_b.modes.first()),
            low,
            high,
            cover.words.min(4) as f32 / 2.0,
            cover.exact.min(8.0) / 4.0,
            near.0.max(0.0),
            near.1.max(0.0),
            flag(a.depth < OPENING && b.depth < OPENING && !a.headline && !b.headline),
            flag(a.depth == 0 && b.depth == 0 && !a.headline && !b.headline),
            flag(a.headline || b.headline),
            flag(level(a).is_some() && level(a) == level(b)),
            flag(a.parts[0].noun.is_some() && a.parts[0].noun == b.parts[0].noun),
            flag(a.voice.speaker.is_some() && a.voice.speaker == b.voice.speaker),
        ],
    ))
}

#[cfg(test)]
mod tests {
    use super::super::super::lists::lines;
    use super::super::super::weigh::SECOND_NAMES;
    use super::*;

    #[test]
    fn everything_weighed_has_its_weights() {
        let names: Vec<&str> = lines(include_str!("../../../words/points/places-alike.tsv"))
            .filter_map(|l| l.split('\t').next())
            .collect();
        let all: Vec<&str> = FEATURE_NAMES.iter().chain(&SECOND_NAMES).copied().collect();
        assert_eq!(names, all);
    }
}
