//! A point in the making: readings by place of report, before ids are given.

use super::view::{Moment, Voice};
use sayso_model::{PointKind, Verdict};
use sayso_text::Span;

/// What one report gives.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// Place of its report.
    pub doc: usize,
    /// Where.
    pub spans: Vec<Span>,
    /// In comparable form.
    pub value: String,
    /// Whether it is attributed.
    pub attributed: bool,
    /// To whom.
    pub speaker: Option<u32>,
}

impl Given {
    /// A reading with one span.
    pub fn new(doc: usize, span: Span, value: String, voice: Voice) -> Given {
        Given { doc, spans: vec![span], value, attributed: voice.attributed(), speaker: voice.speaker }
    }
}

/// A point before it has a number.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// What it asks.
    pub kind: PointKind,
    /// The question.
    pub question: String,
    /// What each report gives.
    pub given: Vec<Given>,
    /// What they amount to.
    pub verdict: Verdict,
    /// How much the point tells, apart from verdict and number of voices: 0 to 1.
    pub weight: f32,
}

impl Draft {
    /// The reports with a reading, in order.
    pub fn docs(&self) -> Vec<usize> {
        let mut docs: Vec<usize> = self.given.iter().map(|g| g.doc).collect();
        docs.sort_unstable();
        docs.dedup();
        docs
    }
}

/// What several accounts amount to, two by two: a conflict if any two are in conflict, else what the first two that do not
/// agree are to each other.
pub(crate) fn overall<T>(all: &[&T], pair: impl Fn(&T, &T) -> Verdict) -> Verdict {
    let mut verdict = Verdict::Agree;
    for (n, a) in all.iter().enumerate() {
        for b in &all[n + 1..] {
            let own = pair(a, b);
            if own == Verdict::Conflict || verdict == Verdict::Agree {
                verdict = own;
            }
        }
    }
    verdict
}

/// What each of several readings, in the order of time, is to the verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timed<T> {
    /// Place of its report.
    pub doc: usize,
    /// What is given.
    pub value: T,
    /// When it was said or printed.
    pub moment: Option<Moment>,
    /// Who says so.
    pub speaker: Option<u32>,
    /// Whether its words say that it was the value before.
    pub earlier: bool,
    /// Whether its words say that it replaces an earlier one.
    pub updated: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_conflict_is_enough() {
        let of = |all: &[&i32]| {
            overall(all, |a, b| match (a - b).abs() {
                0 => Verdict::Agree,
                1 => Verdict::Differ,
                _ => Verdict::Conflict,
            })
        };
        assert_eq!(of(&[&1, &1]), Verdict::Agree);
        assert_eq!(of(&[&1, &2, &1]), Verdict::Differ);
        assert_eq!(of(&[&1, &2, &3]), Verdict::Conflict);
    }
}
