//! The dossier's points: a matrix of questions by reports, and one of them opened.

use super::Dossier;
use crate::input::Failure;
use crate::print::{caution, clip, day, dim, one_line, said, short_day, strong, width, wrap};
use sayso_model::{Point, PointKind, Reading, Verdict};
use sayso_text::Span;
use std::io::Write;

/// Columns that the number, the verdict and the question take.
const QUESTION: usize = 44;
/// The narrowest cell in which a reading can be told.
const CELL: usize = 9;

impl Dossier<'_> {
    /// The matrix: a row a point, a column a report.
    pub(super) fn points(&self, out: &mut impl Write) -> Result<(), Failure> {
        let points = &self.record.points;
        if points.is_empty() {
            return Ok(());
        }
        self.section(
            out,
            "POINTS",
            &format!(
                "where the reports can be compared; ‹by a source›, – silent; to open one: sayso story {} --point 1",
                self.record.story.id
            ),
        )?;
        let letters: Vec<&str> = self.record.reports.iter().map(|r| self.letter(&r.id)).collect();
        let cell = width().saturating_sub(QUESTION) / letters.len().max(1);
        if cell < CELL {
            return self.points_as_list(out);
        }
        let columns: String = letters.iter().map(|l| format!("{l:<cell$}")).collect();
        writeln!(out, "  {:<w$}{}", "", dim(&columns), w = QUESTION - 2)?;
        for point in points.iter().take(self.shown) {
            let head = format!("{:>3}  {} ", point.id, mark(point.verdict));
            let question = clip(&point.question, QUESTION - 2 - 7);
            let pad = (QUESTION - 2).saturating_sub(7 + question.chars().count());
            let cells: String = self
                .record
                .reports
                .iter()
                .map(|report| {
                    let words = clip(&self.cell(point, &report.id), cell - 1);
                    let gap = cell.saturating_sub(words.chars().count());
                    format!("{words}{}", " ".repeat(gap))
                })
                .collect();
            let line = format!("{head} {question}{}", " ".repeat(pad.saturating_sub(1)));
            let line = if point.verdict == Verdict::Conflict { strong(&line) } else { line };
            writeln!(out, "  {line}{}", cells.trim_end())?;
        }
        writeln!(out, "  {}", dim(LEGEND))?;
        self.more(out, points.len())
    }

    /// Where there are too many reports for columns.
    fn points_as_list(&self, out: &mut impl Write) -> Result<(), Failure> {
        let points = &self.record.points;
        for point in points.iter().take(self.shown) {
            let head = format!("  {:>3}  {} ", point.id, mark(point.verdict));
            let question = format!("{} {}", one_line(&point.question), dim(point.verdict.as_str()));
            writeln!(out, "{}", wrap(&question, &head, "       "))?;
            let cells: Vec<String> = self
                .record
                .reports
                .iter()
                .filter(|r| point.readings.iter().any(|x| x.report == r.id))
                .map(|r| format!("{} {}", self.letter(&r.id), clip(&self.cell(point, &r.id), 40)))
                .collect();
            writeln!(out, "{}", wrap(&cells.join(" · "), "       ", "       "))?;
        }
        writeln!(out, "  {}", dim(LEGEND))?;
        self.more(out, points.len())
    }

    /// The year that all dated reports are of.
    fn year(&self) -> Option<&str> {
        let mut years = self.record.reports.iter().filter_map(|r| r.published.value.as_deref()?.get(..4));
        let first = years.next()?;
        years.all(|y| y == first).then_some(first)
    }

    /// What a report gives on a point, in few characters.
    fn cell(&self, point: &Point, report: &str) -> String {
        let mut readings: Vec<String> = Vec::new();
        for reading in point.readings.iter().filter(|r| r.report == report) {
            let value = match &reading.value {
                Some(value) if point.kind == PointKind::Time => short_day(value, self.year()),
                value => one_line(value.as_deref().unwrap_or(&reading.text)),
            };
            let value = if reading.voice == "own" { value } else { format!("‹{value}›") };
            if !readings.contains(&value) {
                readings.push(value);
            }
        }
        if readings.is_empty() { "–".to_owned() } else { readings.join(" ") }
    }

    /// One point with all its readings in their sentences.
    pub(super) fn point(&self, out: &mut impl Write, number: u32) -> Result<(), Failure> {
        let Some(point) = self.record.points.iter().find(|p| p.id == number) else {
            let count = self.record.points.len();
            return Err(Failure::Other(format!(
                "story {} has {count} points, no point {number}",
                self.record.story.id
            )));
        };
        let kind = dim(point.kind.as_str());
        writeln!(out, "{}  {}", strong(&one_line(&point.question)), kind)?;
        writeln!(out, "{} {}", mark(point.verdict), verdict_words(point.verdict))?;
        for reading in &point.readings {
            self.reading(out, reading)?;
        }
        let silent: Vec<String> = point
            .silent
            .iter()
            .map(|id| {
                let outlet = self.report(id).and_then(|r| r.outlet.clone());
                format!("{} {}", self.letter(id), outlet.unwrap_or_else(|| "outlet not named".to_owned()))
            })
            .collect();
        if !silent.is_empty() {
            writeln!(out, "\n{}", wrap(&format!("Silent: {}", silent.join(" · ")), "", "  "))?;
        }
        Ok(())
    }

    fn reading(&self, out: &mut impl Write, reading: &Reading) -> Result<(), Failure> {
        let report = self.report(&reading.report);
        let outlet = report.and_then(|r| r.outlet.clone()).unwrap_or_else(|| "outlet not named".to_owned());
        let value = reading.value.as_deref().map_or_else(|| one_line(&reading.text), |v| one_line(&day(v)));
        let speaker = reading.speaker.and_then(|id| self.record.speakers.iter().find(|s| s.id == id));
        let voice = match (reading.voice.as_str(), speaker) {
            ("own", _) => "in its own voice".to_owned(),
            (_, Some(speaker)) => format!("by {}", speaker.name),
            _ => "by a source not named".to_owned(),
        };
        writeln!(
            out,
            "\n{}  {}  {}  {}",
            self.letter(&reading.report),
            outlet,
            strong(&value),
            dim(&format!("{voice} · {}", self.place(&reading.report, &reading.spans)))
        )?;
        if let (Some(report), Some(span)) = (report, reading.spans.iter().copied().reduce(Span::hull)) {
            writeln!(out, "{}", wrap(&in_context(report.text.as_str(), span), "   ", "   "))?;
        }
        Ok(())
    }
}

const LEGEND: &str = "✗ conflict   ≠ differ   ↑ superseded   = agree";

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Conflict => "✗",
        Verdict::Differ => "≠",
        Verdict::Superseded => "↑",
        Verdict::Agree => "=",
    }
}

fn verdict_words(verdict: Verdict) -> String {
    match verdict {
        Verdict::Conflict => caution("Conflict: these cannot all be so."),
        Verdict::Differ => "They differ, and can all be so.".to_owned(),
        Verdict::Superseded => "A later state replaces an earlier one.".to_owned(),
        Verdict::Agree => "They agree.".to_owned(),
    }
}

/// The paragraph around a span, cut to what stands near, with the span marked.
fn in_context(text: &str, span: Span) -> String {
    /// Bytes of context on each side.
    const AROUND: usize = 160;
    let before = text.get(..span.start()).unwrap_or_default();
    let after = text.get(span.end()..).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let near = before.len().saturating_sub(AROUND).max(line_start);
    let from = (near..=before.len()).find(|i| before.is_char_boundary(*i)).unwrap_or(before.len());
    let line_end = after.find('\n').unwrap_or(after.len());
    let to = (0..=line_end.min(AROUND)).rev().find(|i| after.is_char_boundary(*i)).unwrap_or(0);
    let (open, close) = (if from > line_start { "…" } else { "" }, if to < line_end { "…" } else { "" });
    let words = span.slice(text).unwrap_or_default();
    format!("{open}{}{}{}{close}", flat(&before[from..]), said(&one_line(words)), flat(&after[..to]))
}

/// White space made single spaces, those at the ends kept.
fn flat(words: &str) -> String {
    let line = one_line(words);
    let (open, close) = (words.starts_with(char::is_whitespace), words.ends_with(char::is_whitespace));
    let (open, close) = (if open { " " } else { "" }, if close && !line.is_empty() { " " } else { "" });
    format!("{open}{line}{close}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_stays_in_its_paragraph() {
        let text = "Before.\nThe toll rose to eleven on Monday.\nAfter.";
        let at = text.find("eleven").unwrap();
        let shown = in_context(text, Span::new(at, at + 6).unwrap());
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_eq!(plain, "The toll rose to eleven on Monday.");
    }
}
