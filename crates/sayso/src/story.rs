//! `sayso story` and `sayso record`: one story's dossier and its record.

mod naming;
mod points;
mod statements;
mod utterances;

use crate::cli::{RecordArgs, StoryArgs};
use crate::input::Failure;
use crate::print::{clip, day, days, dim, heading, one_line, strong, width, wrap};
use crate::stories::plural;
use sayso_collate::StoryNo;
use sayso_model::{Basis, LineageKind, Record, Report, SegmentKind, TimelineItem, TimelineKind};
use sayso_store::{Store, Stored};
use sayso_text::{CharIndex, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// What is shown of each list unless `--all` is given.
const SHOWN: usize = 12;

/// A story's record beside the reports it was made from.
struct Dossier<'s> {
    record: Record,
    by_id: BTreeMap<&'s str, &'s Stored>,
    letters: BTreeMap<String, String>,
    shown: usize,
}

pub(crate) fn run(args: &StoryArgs, database: &Path) -> Result<ExitCode, Failure> {
    let store = Store::open_existing(database)?;
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match args.point {
        Some(point) => {
            let (reports, record) = collated(&store, args.story)?;
            Dossier::new(record, &reports, args.all).point(&mut out, point)?;
        }
        None => dossier(&mut out, &store, args.story, args.all)?,
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn record(args: &RecordArgs, database: &Path) -> Result<ExitCode, Failure> {
    let store = Store::open_existing(database)?;
    let (reports, record) = collated(&store, args.story)?;
    let text_of = |id: &str| reports.iter().find(|s| s.report.id == id).map(|s| s.report.text.as_str());
    let json = sayso_model::contract::record_json(&record, &text_of);
    writeln!(std::io::stdout().lock(), "{json}")?;
    Ok(ExitCode::SUCCESS)
}

/// A story's reports and its record: the one that `sayso serve` kept, if it still holds.
fn collated(store: &Store, story: u32) -> Result<(Vec<Stored>, Record), Failure> {
    let found = store.collated(StoryNo(story))?;
    found.ok_or_else(|| Failure::Other(format!("no story {story}; `sayso stories` lists them")))
}

/// Prints one story's dossier.
pub(crate) fn dossier(out: &mut impl Write, store: &Store, story: u32, all: bool) -> Result<(), Failure> {
    let (reports, record) = collated(store, story)?;
    let dossier = Dossier::new(record, &reports, all);
    dossier.print(out)?;
    dossier.linked(out, store)?;
    Ok(())
}

/// Prints reports side by side that need not be one story.
pub(crate) fn side_by_side(out: &mut impl Write, reports: &[Stored], all: bool) -> Result<(), Failure> {
    let docs: Vec<_> = reports.iter().map(Stored::doc).collect();
    let record = sayso_collate::record(StoryNo(0), &docs);
    Dossier::new(record, reports, all).print(out)
}

/// `a` to `z`, then `aa`, `ab`, …
fn letter(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'a' + (index % 26) as u8));
        match (index / 26).checked_sub(1) {
            Some(more) => index = more,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

impl<'s> Dossier<'s> {
    fn new(record: Record, reports: &'s [Stored], all: bool) -> Dossier<'s> {
        let letters = record.reports.iter().enumerate().map(|(i, r)| (r.id.clone(), letter(i))).collect();
        let by_id = reports.iter().map(|s| (s.report.id.as_str(), s)).collect();
        Dossier { record, by_id, letters, shown: if all { usize::MAX } else { SHOWN } }
    }
}

impl Dossier<'_> {
    fn print(&self, out: &mut impl Write) -> Result<(), Failure> {
        self.title(out)?;
        self.reports(out)?;
        self.points(out)?;
        self.utterances(out)?;
        self.statements(out)?;
        self.silence(out)?;
        self.naming(out)?;
        self.framing(out)?;
        self.sourcing(out)?;
        self.timeline(out)?;
        self.repairs_and_furniture(out)
    }

    fn letter(&self, report: &str) -> &str {
        self.letters.get(report).map_or("?", String::as_str)
    }

    fn report(&self, id: &str) -> Option<&Report> {
        self.by_id.get(id).map(|s| &s.report)
    }

    /// `a 104-188`: the letter of the report and code points of its text, as `sayso report` takes them.
    fn place(&self, report: &str, spans: &[Span]) -> String {
        let hull = spans.iter().copied().reduce(Span::hull);
        match (hull, self.report(report)) {
            (Some(span), Some(found)) => {
                let chars = CharIndex::new(found.text.as_str()).span_to_chars(span);
                format!("{} {}-{}", self.letter(report), chars.start(), chars.end())
            }
            _ => self.letter(report).to_owned(),
        }
    }

    fn section(&self, out: &mut impl Write, name: &str, note: &str) -> Result<(), Failure> {
        writeln!(out, "\n{}  {}", heading(name), dim(note))?;
        Ok(())
    }

    /// Says that a list was cut short, when it was.
    fn more(&self, out: &mut impl Write, count: usize) -> Result<(), Failure> {
        if count > self.shown {
            let hint =
                format!("  … and {} more: sayso story {} --all", count - self.shown, self.record.story.id);
            writeln!(out, "{}", dim(&hint))?;
        }
        Ok(())
    }

    fn title(&self, out: &mut impl Write) -> Result<(), Failure> {
        let story = &self.record.story;
        let number = if story.id == 0 { "Side by side".to_owned() } else { format!("Story {}", story.id) };
        writeln!(
            out,
            "{}  {}",
            dim(&number),
            strong(&clip(&story.title, width().saturating_sub(number.len() + 2)))
        )?;
        let reports = self.record.reports.len();
        let outlets: BTreeSet<&str> =
            self.record.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
        let copies: BTreeSet<&str> = self
            .record
            .lineage
            .iter()
            .filter(|edge| edge.kind != LineageKind::Partial)
            .map(|edge| edge.report.as_str())
            .collect();
        let mut line = format!(
            "{} · {reports} {}",
            days(story.from.as_deref(), story.to.as_deref()),
            plural(reports, "report")
        );
        let unnamed = self.record.reports.iter().filter(|r| r.outlet.is_none()).count();
        if !outlets.is_empty() {
            let not_named = if unnamed > 0 { format!(" named, {unnamed} not") } else { String::new() };
            line += &format!(" · {} {}{not_named}", outlets.len(), plural(outlets.len(), "outlet"));
        }
        if !copies.is_empty() {
            line += &format!(" · {} independent, {} copied", reports - copies.len(), copies.len());
        }
        writeln!(out, "{}", dim(&line))?;
        Ok(())
    }

    fn reports(&self, out: &mut impl Write) -> Result<(), Failure> {
        self.section(out, "REPORTS", "who published what, when, and how that date is known")?;
        let outlet_of = |outlet: &Option<String>| outlet.clone().unwrap_or_else(|| "outlet not named".into());
        let widest =
            self.record.reports.iter().map(|r| outlet_of(&r.outlet).chars().count()).max().unwrap_or(0);
        for report in &self.record.reports {
            let known = report.published.value.as_deref().and_then(|v| v.get(..10.min(v.len())));
            let basis = match report.published.basis {
                Basis::None => String::new(),
                basis => format!(" ({basis})"),
            };
            let date = format!("{}{basis}", known.unwrap_or("undated"));
            let outlet = outlet_of(&report.outlet);
            let head = format!("  {}  {outlet:<widest$}  {date:<21}", self.letter(&report.id));
            let title = report.title.as_deref().unwrap_or("(no headline)");
            writeln!(
                out,
                "{head}  {}",
                clip(title, width().saturating_sub(head.chars().count() + 2).max(20))
            )?;
            let id =
                if report.path.contains(&report.id) { String::new() } else { format!(" · {}", report.id) };
            writeln!(out, "     {}", dim(&format!("{}{id}", report.path)))?;
            for edge in self.record.lineage.iter().filter(|edge| edge.report == report.id) {
                let how = match edge.kind {
                    LineageKind::Duplicate => "the same text as",
                    LineageKind::Wire => "agency copy, as in",
                    LineageKind::Rewritten => "rewritten from",
                    LineageKind::Partial => "shares passages with",
                };
                let shared = edge.shared.len();
                let line = format!(
                    "{how} {} ({shared} shared {})",
                    self.letter(&edge.of),
                    plural(shared, "passage")
                );
                writeln!(out, "     {}", crate::print::caution(&line))?;
            }
            let worked_out = known.is_none() || report.published.basis == Basis::Inferred;
            if let Some(evidence) = report.published.evidence.as_deref().filter(|_| worked_out) {
                writeln!(out, "     {}", dim(evidence))?;
            }
        }
        Ok(())
    }

    fn timeline(&self, out: &mut impl Write) -> Result<(), Failure> {
        if self.record.timeline.is_empty() {
            return Ok(());
        }
        self.section(out, "TIMELINE", "as dated by the reports; ~ marks a date worked out")?;
        let mut items: Vec<&TimelineItem> = self.record.timeline.iter().collect();
        let total = items.len();
        items.truncate(self.shown.saturating_mul(2));
        let mut last = "";
        for item in items {
            let date = if item.date == last { String::new() } else { day(&item.date) };
            last = &item.date;
            let worked_out = if item.basis == sayso_model::Certainty::Inferred { "~" } else { " " };
            let head = format!("  {date:<21}{worked_out} {:<3}", self.letter(&item.report));
            let words = match item.kind {
                TimelineKind::Publication => {
                    let outlet = self.report(&item.report).and_then(|r| r.outlet.clone());
                    format!("published by {}", outlet.as_deref().unwrap_or("an outlet not named"))
                }
                _ => one_line(&item.text),
            };
            writeln!(out, "{head} {}", clip(&words, width().saturating_sub(head.len() + 1)))?;
        }
        if total > self.shown.saturating_mul(2) {
            let hint = format!(
                "  … and {} more: sayso story {} --all",
                total - 2 * self.shown,
                self.record.story.id
            );
            writeln!(out, "{}", dim(&hint))?;
        }
        Ok(())
    }

    fn repairs_and_furniture(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut lines = Vec::new();
        for report in &self.record.reports {
            let Some(found) = self.report(&report.id) else {
                continue;
            };
            let text = found.text.as_str();
            let mut kinds: BTreeMap<(String, String), usize> = BTreeMap::new();
            for repair in found.repairs() {
                let mended = repair.span.slice(text).unwrap_or_default();
                *kinds.entry((visible(&repair.received), visible(mended))).or_default() += 1;
            }
            let mut kinds: Vec<_> = kinds.into_iter().collect();
            kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let count = kinds.len();
            let listed: Vec<String> = kinds
                .into_iter()
                .take(self.shown)
                .map(|((received, mended), times)| {
                    let times = if times > 1 { format!(" ×{times}") } else { String::new() };
                    format!("{} → {}{times}", clip(&received, 40), clip(&mended, 40))
                })
                .collect();
            if !listed.is_empty() {
                let rest = if count > listed.len() { format!(", … {count} kinds") } else { String::new() };
                let line = format!("repaired: {}{rest}", listed.join(", "));
                lines.push((self.letter(&report.id), line));
            }
            for segment in &found.segments {
                if matches!(segment.kind, SegmentKind::Furniture | SegmentKind::Caption) {
                    let words = segment.span.slice(text).unwrap_or_default();
                    lines.push((self.letter(&report.id), format!("{}: {}", segment.kind, clip(words, 300))));
                }
            }
            for problem in &found.problems {
                lines.push((self.letter(&report.id), format!("note: {}", problem.message)));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.section(out, "SET APART", "what was mended, what is no part of the story")?;
        for (letter, line) in lines.iter().take(self.shown.saturating_mul(2)) {
            writeln!(out, "{}", dim(&wrap(line, &format!("  {letter}  "), "     ")))?;
        }
        if lines.len() > self.shown.saturating_mul(2) {
            self.more(out, lines.len() - self.shown)?;
        }
        Ok(())
    }

    fn linked(&self, out: &mut impl Write, store: &Store) -> Result<(), Failure> {
        let story = u32::try_from(self.record.story.id).unwrap_or_default();
        let linked = store.linked(StoryNo(story))?;
        if linked.is_empty() {
            return Ok(());
        }
        self.section(out, "SEE ALSO", "stories about the same matter")?;
        // What these are called and when needs no record of theirs.
        let nearest: Vec<StoryNo> = linked.iter().take(5).map(|related| related.to).collect();
        for near in store.story_summaries(&nearest)? {
            let head = format!("  {}  {}", near.id, days(near.from.as_deref(), near.to.as_deref()));
            writeln!(out, "{head}  {}", clip(&near.title, width().saturating_sub(head.len() + 2)))?;
        }
        Ok(())
    }
}

/// Invisible characters by their code points, so that a repair of them can be seen.
fn visible(words: &str) -> String {
    if words.is_empty() {
        return "nothing".to_owned();
    }
    words
        .chars()
        .map(|c| match c {
            ' ' => "␠".to_owned(),
            '\n' => "⏎".to_owned(),
            c if c.is_whitespace()
                || c.is_control()
                || ('\u{200b}'..='\u{206f}').contains(&c)
                || c == '\u{ad}'
                || c == '\u{feff}' =>
            {
                format!("U+{:04X}", c as u32)
            }
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let letters: Vec<String> = [0, 25, 26, 27, 52, 701, 702].into_iter().map(letter).collect();
        assert_eq!(letters, ["a", "z", "aa", "ab", "ba", "zz", "aaa"]);
    }

    #[test]
    fn invisible_characters_are_shown() {
        assert_eq!(visible("a\u{a0}\u{200b}"), "aU+00A0U+200B");
        assert_eq!(visible(""), "nothing");
    }
}
