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
