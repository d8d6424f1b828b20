//! What the numbers, times and clauses of a story show in pairs: what the weights of their modules are fitted to.

use super::view::views;
use super::weigh::{Pair, SECOND_NAMES};
use super::{all_counts, number, place, when};
use crate::speakers::Speakers;
use crate::{Doc, ReportNo};
use sayso_model::Published;
use sayso_text::Span;

/// A number or a time that a report gives, as collation sees it.
#[derive(Clone, Debug)]
pub struct ValueShown {
    /// Its report.
    pub report: ReportNo,
    /// The number with what it counts, or the time.
    pub span: Span,
    /// The number or time in comparable form, as a reading of a point gives it.
    pub value: String,
    /// What it counts or dates, and whatever else sets it apart, for a person to read.
    pub about: String,
    /// Its sentence.
    pub sentence: Span,
}

/// Two numbers, or two times, that might be given for one thing.
#[derive(Clone, Debug)]
pub struct ValuePair {
    /// The places of both among [`ValuePairs::values`].
    pub values: (usize, usize),
    /// Whether both are one number, or may be one time.
    pub same: bool,
    /// What speaks for and against their being given for one thing, in the order of [`ValuePairs::names`].
    pub features: Vec<f32>,
    /// What the weights make of it: above zero where one thing is more likely than two.
    pub score: f32,
}

/// The numbers or times of a story, those of them that might be given for one thing, and those that are taken to be.
#[derive(Clone, Debug)]
pub struct ValuePairs {
    /// The numbers or times, by report and place.
    pub values: Vec<ValueShown>,
    /// Those that might be given for one thing.
    pub pairs: Vec<ValuePair>,
    /// Places of those that are taken to be.
    pub groups: Vec<Vec<usize>>,
    /// What is weighed.
    pub names: Vec<&'static str>,
    /// What is weighed in the second place: one, the score so far, the better and the lesser of what either
    /// would rather be joined with in the other's report.
    pub second: [&'static str; 4],
}

impl ValuePairs {
    fn new(
        values: Vec<ValueShown>,
        pairs: Vec<Pair>,
        groups: Vec<Vec<usize>>,
        names: &[&'static str],
    ) -> ValuePairs {
        let shown = |p: Pair| ValuePair { values: p.at, same: p.same, features: p.features, score: p.score };
        let pairs = pairs.into_iter().map(shown).collect();
        ValuePairs { values, pairs, groups, names: names.to_vec(), second: SECOND_NAMES }
    }
}

/// The numbers of a story in pairs, for fitting and for looking into how they are weighed.
pub fn count_pairs(docs: &[Doc<'_>]) -> ValuePairs {
    let speakers = Speakers::judged(docs, &[]);
    let views = views(docs, &speakers);
    let named: Vec<(u32, String)> = speakers.list.iter().map(|s| (s.id, s.name.to_lowercase())).collect();
    let published: Vec<Published> = docs.iter().map(|d| d.report.published.clone()).collect();
    let counts = all_counts(&views, &named, &published);
    let shown = counts
        .iter()
        .map(|c| ValueShown {
            report: docs[c.doc].no,
            span: c.span,
            value: number::printed(c),
            about: c.about(),
            sentence: views[c.doc].sentences[c.line].span,
        })
        .collect();
    let (pairs, groups) = number::weighed(&counts);
    ValuePairs::new(shown, pairs, groups, &number::FEATURE_NAMES)
}

/// The times of a story in pairs, for fitting and for looking into how they are weighed.
pub fn time_pairs(docs: &[Doc<'_>]) -> ValuePairs {
    let mut docs: Vec<Doc<'_>> = docs.to_vec();
    crate::record::sort_by_date(&mut docs);
    let speakers = Speakers::judged(&docs, &[]);
    let views = views(&docs, &speakers);
    let published: Vec<Published> = docs.iter().map(|d| d.report.published.clone()).collect();
    let (times, pairs, groups) = when::weighed(&views, &published);
    let shown = times
        .iter()
        .map(|t| ValueShown {
            report: docs[t.doc].no,
            span: t.span,
            value: when::settled_among(t, &times),
            about: t.mode.unwrap_or("-").to_owned(),
            sentence: views[t.doc].sentences[t.line].span,
        })
        .collect();
    ValuePairs::new(shown, pairs, groups, &when::FEATURE_NAMES)
}

/// The places of a story in pairs, for fitting and for looking into how they are weighed.
pub fn place_pairs(docs: &[Doc<'_>]) -> ValuePairs {
    let mut docs: Vec<Doc<'_>> = docs.to_vec();
    crate::record::sort_by_date(&mut docs);
    let speakers = Speakers::judged(&docs, &[]);
    let views = views(&docs, &speakers);
    let (shown, pairs, groups) = place::shown(&views, |doc, line, span, name, about| ValueShown {
        report: docs[doc].no,
        span,
        value: name.to_owned(),
        about,
        sentence: views[doc].sentences[line].span,
    });
    ValuePairs::new(shown, pairs, groups, &place::FEATURE_NAMES)
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
    let views = views(&docs, &speakers);
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
