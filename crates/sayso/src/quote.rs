//! `sayso quote`: checking a quotation.

use crate::cli::{Format, QuoteArgs};
use crate::input::Failure;
use crate::print::{added, caution, dim, lacking, quoted, strong, wrap};
use sayso_collate::{Difference, Found, Printed, QuoteFinding, QuoteVerdict, WordPiece, find_quote};
use sayso_model::{Report, Sense};
use sayso_store::{Store, Stored};
use sayso_text::CharIndex;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// So many reports are looked at closely.
const CANDIDATES: usize = 200;

pub(crate) fn run(args: &QuoteArgs, database: &Path) -> Result<ExitCode, Failure> {
    let store = Store::open_existing(database)?;
    let words = args.words.join(" ");
    let candidates = store.quote_candidates(&words, CANDIDATES)?;
    let docs: Vec<_> = candidates.iter().map(Stored::doc).collect();
    let finding = find_quote(&words, &docs);
    let report_of = |printed: &Printed| candidates.iter().find(|c| c.no == printed.report).map(|c| &c.report);
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match args.format {
        Format::Json => writeln!(out, "{}", as_json(&words, &finding, &report_of))?,
        Format::Text => {
            writeln!(out, "{}", verdict_line(finding.verdict))?;
            for found in &finding.found {
                writeln!(out)?;
                print_found(&mut out, &words, found, &report_of)?;
            }
        }
    }
    Ok(match finding.verdict {
        QuoteVerdict::NotFound => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    })
}

fn word(verdict: QuoteVerdict) -> &'static str {
    match verdict {
        QuoteVerdict::Exact => "exact",
        QuoteVerdict::Truncated => "truncated",
        QuoteVerdict::Elided => "elided",
        QuoteVerdict::Altered => "altered",
        QuoteVerdict::NotFound => "not found",
    }
}

fn verdict_line(verdict: QuoteVerdict) -> String {
    strong(match verdict {
        QuoteVerdict::Exact => "Printed in just these words.",
        QuoteVerdict::Truncated => "Printed in these words, as part of a longer quotation.",
        QuoteVerdict::Elided => "Printed with more words in between.",
        QuoteVerdict::Altered => "Printed in partly other words.",
        QuoteVerdict::NotFound => "Not found in any report read so far.",
    })
}

fn print_found<'r>(
    out: &mut impl Write,
    words: &str,
    found: &Found,
    report_of: &dyn Fn(&Printed) -> Option<&'r Report>,
) -> Result<(), Failure> {
    let speaker = found.speaker.as_deref().unwrap_or("speaker not named");
    writeln!(out, "{}  {}{}", strong(speaker), dim(word(found.verdict)), turned(found.sense))?;
    writeln!(out, "{}", wrap(&quoted(&found.fullest), "  ", "  "))?;
    if found.verdict != QuoteVerdict::Exact {
        let compared = compared(words, &found.fullest, &found.pieces);
        writeln!(out, "{}", wrap(&compared, "  asked: ", "         "))?;
    }
    for printed in &found.printed {
        let Some(report) = report_of(printed) else {
            continue;
        };
        let outlet = report.outlet.as_deref().unwrap_or("unknown outlet");
        let day = report.published.day().unwrap_or("undated");
        let first = if found.first == Some(printed.report) { ", first" } else { "" };
        let head = format!("  {day}  {outlet}  {}{first}", printed.how);
        let place = place(report, printed);
        writeln!(out, "{head}  {}{}", dim(&place), turned(printed.sense))?;
        writeln!(out, "{}", wrap(&printed.text, "      ", "      "))?;
        // Where it is the fullest wording the difference stands above.
        let other = matches!(printed.verdict, QuoteVerdict::Exact | QuoteVerdict::NotFound);
        if !other && printed.text != found.fullest {
            let compared = compared(words, &printed.text, &printed.pieces);
            writeln!(out, "{}", wrap(&compared, "      asked: ", "             "))?;
        }
    }
    Ok(())
}

fn turned(sense: Sense) -> String {
    match sense {
        Sense::Kept => String::new(),
        Sense::Turned => format!("  {}", caution("sense turned")),
    }
}

/// Where it stands, as `sayso report` takes it.
fn place(report: &Report, printed: &Printed) -> String {
    let index = CharIndex::new(report.text.as_str());
    let hull = printed.spans.iter().copied().reduce(sayso_text::Span::hull);
    match hull.map(|span| index.span_to_chars(span)) {
        Some(span) => format!("{} {}-{}", report.id, span.start(), span.end()),
        None => report.id.clone(),
    }
}

/// What is cut is shown by its first and last words when it is longer than this many.
const LONG_CUT: usize = 7;

/// The second wording with its differences from the first in brackets, readable without colours: `[−cut]`,
/// `[+added]`, `[theirs ← ours]`.
pub(crate) fn compared(ours: &str, theirs: &str, pieces: &[WordPiece]) -> String {
    let mut parts = Vec::new();
    for piece in pieces {
        let (ours, theirs) = (piece.ours.slice(ours).unwrap_or(""), piece.theirs.slice(theirs).unwrap_or(""));
        parts.push(match piece.how {
            Difference::Same => theirs.trim().to_owned(),
            Difference::Missing => lacking(&format!("[−{}]", shortened(ours))),
            Difference::Added => added(&format!("[+{}]", shortened(theirs))),
            Difference::Changed => added(&format!("[{} ← {}]", theirs.trim(), shortened(ours))),
        });
    }
    parts.join(" ")
}

fn shortened(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    match words.as_slice() {
        [first, second, .., before, last] if words.len() > LONG_CUT => {
            format!("{first} {second} … {before} {last}, {} words", words.len())
        }
        _ => words.join(" "),
    }
}

/// Where the words asked for and others part: what each has there.
fn differences(asked: &str, printed: &str, pieces: &[WordPiece]) -> Vec<Value> {
    let parting = pieces.iter().filter(|p| p.how != Difference::Same);
    parting.map(|p| json!({"asked": p.ours.slice(asked), "printed": p.theirs.slice(printed)})).collect()
}

fn as_json<'r>(
    words: &str,
    finding: &QuoteFinding,
    report_of: &dyn Fn(&Printed) -> Option<&'r Report>,
) -> Value {
    let printed = |p: &Printed| {
        let report = report_of(p)?;
        let index = CharIndex::new(report.text.as_str());
        let spans: Vec<_> = p.spans.iter().map(|s| index.span_to_chars(*s)).collect();
        Some(json!({
            "report": report.id, "outlet": report.outlet, "published": report.published.value,
            "statement": p.statement, "spans": spans, "text": p.text, "how": p.how, "sense": p.sense,
            "verdict": word(p.verdict), "differs": differences(words, &p.text, &p.pieces),
        }))
    };
    let found: Vec<Value> = finding
        .found
        .iter()
        .map(|f| {
            let first = f.printed.iter().find(|p| Some(p.report) == f.first).and_then(report_of);
            json!({
                "verdict": word(f.verdict), "sense": f.sense, "score": f.score,
                "differs": differences(words, &f.fullest, &f.pieces), "speaker": f.speaker, "fullest": f.fullest,
                "first": first.map(|r| &r.id),
                "printed": f.printed.iter().filter_map(printed).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"words": words, "verdict": word(finding.verdict), "found": found})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_can_be_read_without_colours() {
        let (ours, theirs) =
            ("one two three four five six seven eight nine ten", "two threes four ten eleven");
        let compared = compared(ours, theirs, &sayso_collate::compare_wordings(ours, theirs));
        assert_eq!(
            anstream::adapter::strip_str(&compared).to_string(),
            "[−one] two [threes ← three] four [−five six seven eight nine] ten [+eleven]"
        );
        assert_eq!(shortened("a b c d e f g h"), "a b … g h, 8 words");
    }
}
