//! `sayso report`: one report's text as kept.

use crate::cli::ReportArgs;
use crate::input::Failure;
use crate::print::{dim, heading, said, strong};
use sayso_model::{Report, SegmentKind, Statement};
use sayso_store::Store;
use sayso_text::{CharIndex, Span};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// So many characters are shown on either side of the words asked for.
const AROUND: usize = 240;

pub(crate) fn run(args: &ReportArgs, database: &Path) -> Result<ExitCode, Failure> {
    let store = Store::open_existing(database)?;
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let found = store.by_id(&args.id)?.map(|no| store.report(no)).transpose()?.flatten();
    let Some(stored) = found else {
        return Err(Failure::Other(format!("no report {:?}; `sayso story N` lists the ids", args.id)));
    };
    head(&mut out, &stored.report)?;
    let text = stored.report.text.as_str();
    match args.span {
        Some((start, end)) => {
            let index = CharIndex::new(text);
            let bytes = |chars: usize| index.to_bytes(chars);
            let (from, to) = (bytes(start.saturating_sub(AROUND)), bytes(end.saturating_add(AROUND)));
            let (start, end) = (bytes(start), bytes(end));
            let before = if from > 0 { "…" } else { "" };
            let after = if to < text.len() { "…" } else { "" };
            writeln!(
                out,
                "{before}{}{}{}{after}",
                &text[from..start],
                said(&text[start..end]),
                &text[end..to]
            )?;
        }
        None => {
            writeln!(out, "{}", marked(&stored.report, &stored.annotations.statements))?;
            writeln!(
                out,
                "\n{}",
                dim("bold: sources and cues; underlined: content; dim: no part of the story")
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn head(out: &mut impl Write, report: &Report) -> Result<(), Failure> {
    let title = report.title.as_deref().unwrap_or(&report.id);
    writeln!(out, "{}", heading(title))?;
    let published = match (&report.published.value, &report.published.evidence) {
        (Some(value), Some(evidence)) => format!("{value} ({}: {evidence})", report.published.basis),
        (Some(value), None) => format!("{value} ({})", report.published.basis),
        (None, Some(evidence)) => format!("undated ({evidence})"),
        (None, None) => "undated".to_owned(),
    };
    let outlet = report.outlet.as_deref().unwrap_or("unknown outlet");
    writeln!(out, "{}\n", dim(&format!("{outlet} · {published} · {}", report.path)))?;
    Ok(())
}

/// The whole text with statements and furniture marked; where marks overlap, the inner one shows.
fn marked(report: &Report, statements: &[Statement]) -> String {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Plain,
        Aside,
        Content,
        Attribution,
    }
    let text = report.text.as_str();
    let mut marks = vec![Mark::Plain; text.len()];
    let mut lay = |span: Span, mark: Mark| {
        if let Some(stretch) = marks.get_mut(span.start()..span.end()) {
            stretch.fill(mark);
        }
    };
    for segment in &report.segments {
        if matches!(segment.kind, SegmentKind::Furniture | SegmentKind::Caption) {
            lay(segment.span, Mark::Aside);
        }
    }
    for statement in statements {
        statement.content.iter().for_each(|span| lay(*span, Mark::Content));
    }
    for statement in statements {
        let source = statement.source.iter().flat_map(|s| &s.spans);
        let cue = statement.cue.iter().flat_map(|c| &c.spans);
        source.chain(cue).for_each(|span| lay(*span, Mark::Attribution));
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut at = 0;
    while at < text.len() {
        let mark = marks[at];
        let end = (at..text.len()).find(|i| marks[*i] != mark).unwrap_or(text.len());
        let words = &text[at..end];
        out.push_str(&match mark {
            Mark::Plain => words.to_owned(),
            Mark::Aside => dim(words),
            Mark::Content => said(words),
            Mark::Attribution => strong(words),
        });
        at = end;
    }
    out
}
