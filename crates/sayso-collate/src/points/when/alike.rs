//! How surely two times date one happening: a weighed sum of what speaks for and against it.
//!
//! The weights are fitted to pairs of times of the story cases (`sayso-eval counts --of times`), once for times that can be
//! one and once for such as cannot.

use super::super::claims::{ClaimWord, claim_words, cover_words};
use super::super::told::Told;
use super::super::view::View;
use super::super::weigh::{Pair, Weights};
use super::{DAY, OPENING, SUDDEN, gap, kind, odd, shares, slack, unlike};
use crate::meaning::{Gist, vector_of};
use std::ops::Range;
use std::sync::LazyLock;

/// Happenings that a story tells of once.
const ONCE: [&str; 20] = [
    "kill", "attack", "abduct", "rob", "crash", "fall", "explode", "fire", "sink", "leak", "any", "quake",
    "slide", "die", "win", "elect", "arrest", "leave", "notice", "free",
];

/// What is weighed.
pub(in super::super) const FEATURE_NAMES: [&str; 45] = [
    "any",
    "clocks",
    "one_clock",
    "coarse",
    "one_coarse",
    "ahead",
    "one_ahead",
    "kind",
    "other_kind",
    "one_kind",
    "sudden",
    "once_kind",
    "low",
    "high",
    "words",
    "exact",
    "rare",
    "one_rare",
    "named_once",
    "opening",
    "lead",
    "equal",
    "gap",
    "far",
    "odd",
    "floating",
    "loose",
    "changed",
    "alone",
    "one_day",
    "written",
    "meaning",
    "sentence",
    "speaker",
    "vague",
    "only_time",
    "denied",
    "known",
    "clocks_high",
    "clocks_kind",
    "opening_high",
    "clocks_meaning",
    "line_low",
    "off",
    "bound",
];

static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("../../../words/points/times-alike.tsv"), &FEATURE_NAMES));

/// Two times that differ, whose clauses mean no more alike than this and that have nothing else in common, are not weighed.
const NEAR: f32 = 0.35;
/// The same of times to come.
const NEAR_AHEAD: f32 = 0.1;
/// How near such as may be one must be to be weighed: in stories of so many times, and in smaller ones.
const LEAST: (usize, f32, f32) = (400, 0.1, -1.0);
/// By how much a pair is taken for one that would rather be two: such as may be one time, others, and hours more than
/// [`ODDS`] minutes apart. A happening whose times stand apart is asked after by nobody; a conflict that is none is seen at
/// once.
const LEAN: (f32, f32, f32) = (0.3, 0.7, -0.5);
const ODDS: i32 = 75;
/// How sure it is that the one hour which either gives for what happens once is that of one happening, however many
/// minutes they are apart up to so many.
const ONE_HOUR: f32 = 0.1;
const WIDE: i32 = 180;
/// Days that two times of one happening may be apart.
const FAR: i32 = 7;

/// What is known of a time beside its clause.
struct Scene {
    /// What its clause means, and its sentence.
    gists: [Gist; 2],
    /// How many times of its report might be the same one.
    rivals: f32,
    /// What its sentence tells.
    line: Vec<ClaimWord>,
}

/// What is known of each time beside its clause.
fn scenes(views: &[View<'_>], all: &[Told]) -> Vec<Scene> {
    let told = |tokens: Range<usize>, t: &Told| -> Vec<u32> {
        let view = &views[t.doc];
        let time = view.tokens_in(t.span);
        let words = tokens.filter(|i| !time.contains(i) && view.is_word(*i));
        words.map(|i| vector_of(view.word(i))).filter(|v| *v > 0).collect()
    };
    let line = |t: &Told| views[t.doc].sentences[t.line].tokens.clone();
    let gists = |tokens: &dyn Fn(&Told) -> Range<usize>| {
        Gist::of_all(&all.iter().map(|t| told(tokens(t), t)).collect::<Vec<_>>())
    };
    let gists = gists(&|t| t.clause.clone()).into_iter().zip(gists(&line));
    let scene = |(t, (clause, sentence)): (&Told, (Gist, Gist))| {
        let view = &views[t.doc];
        let time = view.tokens_in(t.span);
        let mut words = claim_words(view, line(t));
        words.retain(|w| !time.contains(&w.token));
        let own = all.iter().filter(|o| o.doc == t.doc && o.clock == t.clock && gap(o, t) <= 0);
        Scene { gists: [clause, sentence], rivals: own.count() as f32, line: words }
    };
    all.iter().zip(gists).map(scene).collect()
}

/// Every pair of times of different reports that might date one happening, with how sure it is that they do.
pub(super) fn pairs(views: &[View<'_>], all: &[Told]) -> Vec<Pair> {
    let scenes = scenes(views, all);
    let least = if all.len() > LEAST.0 { LEAST.1 } else { LEAST.2 };
    let mut pairs = Vec::new();
    for (i, a) in all.iter().enumerate() {
        for (j, b) in all.iter().enumerate().skip(i + 1).filter(|(_, b)| a.doc != b.doc) {
            if let Some((same, features)) = features(a, b, &scenes[i], &scenes[j], least) {
                let score = WEIGHTS.score(same, &features);
                pairs.push(Pair { at: (i, j), same, score, features });
            }
        }
    }
    WEIGHTS.settle(&mut pairs, |i| all[i].doc, |a, b| gap(&all[a], &all[b]) > slack(&all[a], &all[b]));
    for pair in &mut pairs {
        let (a, b) = (&all[pair.at.0], &all[pair.at.1]);
        let hours = a.clock && b.clock && gap(a, b) > ODDS;
        pair.score += match pair.same {
            true => LEAN.0,
            false if hours => LEAN.2,
            false => LEAN.1,
        };
    }
    for pair in pairs.iter_mut().filter(|p| one_hour(&all[p.at.0], &all[p.at.1])) {
        pair.score = pair.score.max(ONE_HOUR);
    }
    pairs
}

/// Whether each of two reports gives one hour only for what happens once.
fn one_hour(a: &Told, b: &Told) -> bool {
    a.clock
        && b.clock
        && kind(a) == kind(b)
        && kind(a).is_some_and(|m| m == SUDDEN || ONCE.contains(&m))
        && a.ahead == b.ahead
        && a.alone
        && b.alone
        && gap(a, b) <= WIDE
}

/// Whether two times can be one, and what speaks for and against their dating one happening; `None` where they surely do
/// not.
fn features(a: &Told, b: &Told, of_a: &Scene, of_b: &Scene, least: f32) -> Option<(bool, Vec<f32>)> {
    let gap = gap(a, b);
    let clocks = a.clock && b.clock;
    // Reports that open with an announcement date it, and nothing else.
    if a.occasion || b.occasion {
        let known = (a.occasion || a.made_known) && (b.occasion || b.made_known);
        let openings = a.line < OPENING && b.line < OPENING && gap <= 0 && !a.any_day && !b.any_day;
        if !(known && openings && !a.coarse && !b.coarse && !a.ahead && !b.ahead) {
            return None;
        }
    }
    let same = gap <= if clocks { slack(a, b) } else { 0 };
    let far = match (a.ahead && b.ahead, a.coarse && b.coarse) {
        (true, _) => 400,
        // `cleaned in March`, `cleaned in November`; `founded in 1878`, `in 1887`.
        (_, true) if shares(a, b) => 12 * (a.last - a.day).max(b.last - b.day).min(400),
        _ => FAR,
    };
    let apart = gap > far * DAY || clocks && gap > DAY / 2;
    let rare = a.rare && b.rare && a.day == b.day && a.last == b.last;
    let opening = a.line < OPENING && b.line < OPENING && !a.coarse && !b.coarse;
    // `the third this year` dates none of its days.
    let days = |t: &Told| t.last - t.day;
    let vast = days(a).max(days(b)) > 300 && days(a).min(days(b)) <= 3;
    if apart || vast || a.clock != b.clock && !same {
        return None;
    }
    let beside = clocks && (same || gap <= 60);
    let alike = beside || opening && same || rare || shares(a, b);
    // In a large story meaning alone is looked at only where both can be one time.
    if !alike && !same && least > 0.0 {
        return None;
    }
    let [near, sentence] = [0, 1].map(|n| of_a.gists[n].nearness(&of_b.gists[n]));
    // What is to come is put off and brought forward.
    let coming = a.ahead && b.ahead || a.changed || b.changed;
    let least = if same {
        least
    } else if coming {
        NEAR_AHEAD
    } else {
        NEAR
    };
    if !(alike || near.max(sentence) > least) {
        return None;
    }
    let rivals = of_a.rivals * of_b.rivals;
    let line = cover_words(&of_a.line, &of_b.line);
    let line_low = line.of_first.min(line.of_second);
    // The farther a day is from that of the report, the less happens on it.
    let off = ((a.off.min(b.off).min(90) as f32) + 1.0).ln() / 3.0;
    let cover = cover_words(&a.words, &b.words);
    let (low, high) = (cover.of_first.min(cover.of_second), cover.of_first.max(cover.of_second));
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    let (x, y) = (kind(a), kind(b));
    let one_kind = x.is_some() && x == y;
    let equal = a.day == b.day && a.last == b.last && a.from == b.from && a.to == b.to;
    let voice = a.voice.speaker.is_some() && a.voice.speaker == b.voice.speaker;
    let hours = (gap.max(0) as f32 / 60.0 + 1.0).ln() / 3.0;
    Some((
        same,
        vec![
            1.0,
            flag(clocks),
            flag(a.clock != b.clock),
            flag(a.coarse && b.coarse),
            flag(a.coarse != b.coarse),
            flag(a.ahead && b.ahead),
            flag(a.ahead != b.ahead),
            flag(one_kind),
            flag(unlike(a, b)),
            flag(x.is_some() != y.is_some()),
            flag(x == Some(SUDDEN) && x == y),
            flag(one_kind && a.mode == b.mode && a.mode.is_some_and(|m| ONCE.contains(&m))),
            low,
            high,
            cover.words.min(4) as f32 / 2.0,
            cover.exact.min(8.0) / 4.0,
            flag(rare),
            flag(a.rare != b.rare),
            flag(a.once && b.once),
            flag(opening),
            flag(a.lead && b.lead),
            flag(equal),
            hours,
            flag(gap > 3 * DAY),
            flag(odd(a, b)),
            flag(a.floating) + flag(b.floating),
            flag(a.loose || b.loose || a.any_day || b.any_day),
            flag(a.changed || b.changed),
            flag(a.alone && b.alone && one_kind),
            flag(a.one_day && b.one_day && one_kind),
            flag(a.mode == Some("write") && b.mode == a.mode && a.one_writing && b.one_writing),
            near,
            sentence,
            flag(voice),
            flag(a.vague || b.vague),
            1.0 / rivals.max(1.0).sqrt(),
            flag(a.denied || b.denied),
            flag(a.occasion || b.occasion),
            flag(clocks) * high,
            flag(clocks && one_kind),
            flag(opening) * high,
            flag(clocks) * near,
            line_low,
            off,
            flag(a.bound.is_some() && a.bound == b.bound),
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
        let names: Vec<&str> = lines(include_str!("../../../words/points/times-alike.tsv"))
            .filter_map(|l| l.split('\t').next())
            .collect();
        let all: Vec<&str> = FEATURE_NAMES.iter().chain(&SECOND_NAMES).copied().collect();
        assert_eq!(names, all);
    }
}
