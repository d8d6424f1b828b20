//! How a report lets each side speak: order of appearance, share of own words, and cues that commit the outlet.
//!
//! Counts and words; nothing is weighed. A loaded cue is one whose stance is not neutral: `claimed` keeps away from what
//! is said, `pointed out` takes it for true, `falsely said` calls it false.

use crate::Doc;
use crate::sourcing::quoted_words;
use sayso_model::{Form, Record, Stance};
use sayso_text::Span;

/// How one report lets one speaker speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framing {
    /// The report's id.
    pub report: String,
    /// The speaker, by number within the record.
    pub speaker: u32,
    /// Place among the report's speakers, by first statement, from 1.
    pub place: usize,
    /// Statements, those within others aside.
    pub statements: usize,
    /// Words in quotation marks.
    pub own_words: usize,
    /// Loaded cues, in text order.
    pub cues: Vec<LoadedCue>,
}

/// A cue that commits the outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedCue {
    /// As printed.
    pub text: String,
    /// How.
    pub stance: Stance,
    /// Where.
    pub spans: Vec<Span>,
}

/// How the reports let their speakers speak; by report, then place.
pub fn framing(record: &Record, docs: &[Doc<'_>]) -> Vec<Framing> {
    let mut found: Vec<Framing> = Vec::new();
    for report in &record.reports {
        let Some(doc) = docs.iter().find(|d| d.report.id == report.id) else { continue };
        let first = found.len();
        for entry in record.statements.iter().filter(|s| s.report == report.id) {
            let statement = doc.annotations.statements.iter().find(|s| s.id == entry.statement);
            let (Some(statement), Some(speaker)) = (statement.filter(|s| s.within.is_none()), entry.speaker)
            else {
                continue;
            };
            let at = found[first..].iter().position(|f| f.speaker == speaker).unwrap_or_else(|| {
                found.push(Framing {
                    report: report.id.clone(),
                    speaker,
                    place: found.len() - first + 1,
                    statements: 0,
                    own_words: 0,
                    cues: Vec::new(),
                });
                found.len() - first - 1
            });
            let framing = &mut found[first + at];
            framing.statements += 1;
            if statement.form != Form::Indirect {
                let words = statement.content.iter().map(|s| quoted_words(doc.text(), *s, statement.form));
                framing.own_words += words.sum::<usize>();
            }
            if let Some(cue) = statement.cue.as_ref().filter(|c| c.stance != Stance::Neutral) {
                let text = crate::quotation::join_spans(doc.text(), &cue.spans);
                framing.cues.push(LoadedCue { text, stance: cue.stance, spans: cue.spans.clone() });
            }
        }
    }
    found
}
