//! What the numbers of a story show in pairs: what the weights of [`super::number`] are fitted to.

use super::number::{FEATURE_NAMES, SECOND_NAMES, Weighed};
use super::view::View;
use super::{all_counts, number};
use crate::speakers::Speakers;
use crate::{Doc, ReportNo};
use sayso_model::Published;
use sayso_text::Span;

/// A number of a report, as collation sees it.
#[derive(Clone, Debug)]
pub struct CountShown {
    /// Its report.
    pub report: ReportNo,
    /// The number with what it counts.
    pub span: Span,
    /// The number in comparable form, as a reading of a point gives it.
    pub value: String,
    /// What it counts, what became of them, and whatever else sets it apart, for a person to read.
    pub about: String,
    /// Its sentence.
    pub sentence: Span,
}

/// Two numbers that might count the same thing.
#[derive(Clone, Debug)]
pub struct CountPair {
    /// The places of both among [`CountPairs::counts`].
    pub counts: (usize, usize),
    /// Whether both are one number.
    pub same: bool,
    /// What speaks for and against their counting one thing, in the order of [`CountPairs::names`].
    pub features: Vec<f32>,
    /// What the weights make of it: above zero where one thing is more likely than two.
    pub score: f32,
}

/// The numbers of a story, those of them that might count the same thing, and those that are taken to.
#[derive(Clone, Debug)]
pub struct CountPairs {
    /// The numbers, by report and place.
    pub counts: Vec<CountShown>,
    /// Those that might count the same thing.
    pub pairs: Vec<CountPair>,
    /// Places of numbers that are taken to count the same thing.
    pub groups: Vec<Vec<usize>>,
    /// What is weighed.
    pub names: [&'static str; Weighed::LEN],
    /// What is weighed in the second place: one, the score so far, the better and the lesser of what either number
    /// would rather be joined with in the other's report.
    pub second: [&'static str; 4],
}

/// The numbers of a story in pairs, for fitting and for looking into how they are weighed.
pub fn count_pairs(docs: &[Doc<'_>]) -> CountPairs {
    let speakers = Speakers::judged(docs, &[]);
    let views: Vec<View<'_>> = docs.iter().enumerate().map(|(i, d)| View::new(i, *d, &speakers)).collect();
    let named: Vec<(u32, String)> = speakers.list.iter().map(|s| (s.id, s.name.to_lowercase())).collect();
    let published: Vec<Published> = docs.iter().map(|d| d.report.published.clone()).collect();
    let counts = all_counts(&views, &named, &published);
    let shown = counts
        .iter()
        .map(|c| CountShown {
            report: docs[c.doc].no,
            span: c.span,
            value: number::printed(c),
            about: c.about(),
            sentence: views[c.doc].sentences[c.line].span,
        })
        .collect();
    let (pairs, groups) = number::weighed(&counts);
    let pairs = pairs
        .into_iter()
        .map(|(counts, w)| CountPair { counts, same: w.same, features: w.features.to_vec(), score: w.score })
        .collect();
    CountPairs { counts: shown, pairs, groups, names: FEATURE_NAMES, second: SECOND_NAMES }
}

/// A clause of a report, as collation sees it.
#[derive(Clone, Debug)]
pub struct ClaimShown {
    /// Its report.
    pub report: ReportNo,
    /// The clause.
    pub span: Span,
    /// All that the same voice says in its sentence.
    pub whole: Span,
    /// Whether it is attributed.
    pub attributed: bool,
    /// To whom.
    pub speaker: Option<u32>,
    /// Whether it is negated.
    pub negated: bool,
}

/// The clauses of a story and what speaks for and against pairs of them speaking to one matter.
#[derive(Clone, Debug)]
pub struct ClaimPairs {
    /// The clauses.
    pub claims: Vec<ClaimShown>,
    /// Pairs of them, with what is weighed.
    pub pairs: Vec<((usize, usize), Vec<f32>)>,
    /// The names of what is weighed.
    pub names: Vec<&'static str>,
    /// Those put together, with what is weighed of them.
    pub groups: Vec<(Vec<usize>, Vec<f32>)>,
    /// The names of that.
    pub group_names: Vec<&'static str>,
}

/// The clauses of a story in pairs, for fitting.
pub fn claim_pairs(docs: &[Doc<'_>]) -> ClaimPairs {
    let mut docs: Vec<Doc<'_>> = docs.to_vec();
    crate::record::sort_by_date(&mut docs);
    let record = crate::record(crate::StoryNo(1), &docs);
    let answers: Vec<Vec<sayso_model::Answer>> =
        record.statements.iter().map(|s| s.answers.clone()).collect();
    let speakers = Speakers::judged(&docs, &[]);
    let views: Vec<View<'_>> = docs.iter().enumerate().map(|(i, d)| View::new(i, *d, &speakers)).collect();
    let named: Vec<(u32, String)> = speakers.list.iter().map(|s| (s.id, s.name.to_lowercase())).collect();
    let said: Vec<super::claims::Claim> = views.iter().flat_map(super::claims::claims).collect();
    let spoken = super::shared::spoken(&views, &said, &record.utterances);
    let exchanges = super::exchange::exchanges(&views, &answers);
    let floor = super::contest::Floor {
        views: &views,
        claims: &said,
        spoken: &spoken,
        named: &named,
        exchanges: &exchanges,
    };
    let ground = super::matter::Ground::new(&floor);
    let pairs = ground.pairs();
    let groups = super::matter::group::groups(&ground, &pairs);
    let groups = groups.into_iter().map(|g| (g.claims, g.features.to_vec())).collect();
    let pairs = pairs.into_iter().map(|(at, p)| (at, p.features.to_vec())).collect();
    let claims = said
        .iter()
        .map(|c| ClaimShown {
            report: docs[c.doc].no,
            span: c.span,
            whole: c.whole,
            attributed: c.voice.attributed(),
            speaker: c.voice.speaker,
            negated: c.negated,
        })
        .collect();
    let (names, group_names) = (super::matter::NAMES.to_vec(), super::matter::group::GROUP_NAMES.to_vec());
    ClaimPairs { claims, pairs, names, groups, group_names }
}
