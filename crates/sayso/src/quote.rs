//! `sayso quote`: checking a quotation.

use crate::cli::{Format, QuoteArgs};
use crate::input::Failure;
use crate::print::{added, caution, dim, lacking, quoted, strong, wrap};
use sayso_collate::{
    Difference, Elsewhere, Found, Printed, QUOTE_CANDIDATES, QuoteAnswer, QuoteVerdict, Standing, WordPiece,
};
use sayso_model::{Report, Sense};
use sayso_store::{Store, Stored};
use sayso_text::{CharIndex, Span};
use sayso_web::quote_json;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// So many reports are named that print the words elsewhere.
const SHOWN: usize = 8;

pub(crate) fn run(args: &QuoteArgs, database: &Path) -> Result<ExitCode, Failure> {
    let store = Store::open_existing(database)?;
    let words = args.words.join(" ");
    let candidates = store.quote_candidates(&words, QUOTE_CANDIDATES)?;
    let docs: Vec<_> = candidates.iter().map(Stored::doc).collect();
    let answer = QuoteAnswer::of(&words, &docs);
    let report_of = |printed: &Printed| candidates.iter().find(|c| c.no == printed.report).map(|c| &c.report);
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match args.format {
        Format::Json => writeln!(out, "{}", quote_json(&words, &answer, &candidates))?,
        Format::Text => {
            writeln!(out, "{}", strong(answer.sentence()))?;
            for found in &answer.finding.found {
                writeln!(out)?;
                print_found(&mut out, &words, found, &report_of)?;
            }
            print_elsewhere(&mut out, &answer, &candidates)?;
        }
    }
    Ok(if answer.is_found() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The reports that print just the words, by what they are there.
fn print_elsewhere(out: &mut impl Write, answer: &QuoteAnswer, candidates: &[Stored]) -> Result<(), Failure> {
    let least = if candidates.len() < QUOTE_CANDIDATES { "" } else { "at least " };
    for standing in [Standing::Quoted, Standing::Reported, Standing::Own] {
        let here: Vec<&Elsewhere> = answer.elsewhere.iter().filter(|e| e.standing == standing).collect();
        let how = match standing {
            Standing::Quoted => "within a quotation",
            Standing::Reported => "in what somebody is reported to have said",
            Standing::Own => "but nobody is quoted with them",
        };
        match here.len() {
            0 => continue,
            1 => writeln!(out, "\nThe words stand in {least}1 report, {how}:")?,
            n => writeln!(out, "\nThe words stand in {least}{n} reports, {how}:")?,
        }
        for found in here.iter().take(SHOWN) {
            let Some(stored) = candidates.iter().find(|c| c.no == found.report) else { continue };
            let outlet = stored.report.outlet.as_deref().unwrap_or("unknown outlet");
            let day = stored.report.published.day().unwrap_or("undated");
            let place = place(&stored.report, &[found.span]);
            let speaker = found.speaker.as_deref().map(|s| format!("  {s}")).unwrap_or_default();
            writeln!(out, "  {day}  {outlet}{speaker}  {}", dim(&place))?;
        }
        if here.len() > SHOWN {
            writeln!(out, "  and {} more with --format json", here.len() - SHOWN)?;
        }
    }
    Ok(())
}

fn print_found<'r>(
    out: &mut impl Write,
    words: &str,
    found: &Found,
    report_of: &dyn Fn(&Printed) -> Option<&'r Report>,
) -> Result<(), Failure> {
    let speaker = found.speaker.as_deref().unwrap_or("speaker not named");
    writeln!(out, "{}  {}{}", strong(speaker), dim(found.verdict.as_str()), turned(found.sense))?;
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
        let place = place(report, &printed.spans);
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
fn place(report: &Report, spans: &[Span]) -> String {
    let index = CharIndex::new(report.text.as_str());
    let hull = spans.iter().copied().reduce(Span::hull);
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
