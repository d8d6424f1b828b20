//! `sayso-eval gold --facts`: manner and channel of statements, over the gold's own spans.

use super::GoldReport;
use super::speakers::GoldFinder;
use crate::attribution::{Attribution, Document, matched_pairs, spans_in_received};
use sayso_annotate::{Annotator, Options, ReaderFinder};
use sayso_model::Statement;
use sayso_text::CharIndex;
use serde_json::json;

/// How often a fact was right.
#[derive(Debug, Default)]
struct Count {
    right: usize,
    given: usize,
    wanted: usize,
}

/// Scores the facts of every report, and prints a table or JSON; `list` prints what was not right.
pub(super) fn run(reports: &[GoldReport], json: bool, list: bool) -> Result<(), String> {
    let (mut manner, mut channel) = (Count::default(), Count::default());
    for report in reports {
        let gold: Vec<Attribution> = report.statements.values().cloned().collect();
        let finder = GoldFinder { gold: gold.clone(), names: ReaderFinder::embedded() };
        let annotator = Annotator::with_finder(Options::default(), Box::new(finder));
        let read = sayso_intake::finish(report.draft()).map_err(|e| e.to_string())?;
        let statements: Vec<Statement> = annotator.annotate(&read).statements;
        let index = CharIndex::new(read.text.as_received());
        let predicted: Vec<Attribution> =
            statements.iter().map(|s| spans_in_received(&read, &index, s)).collect();
        let document = Document::new(&report.name, &report.text, false);
        let gold: Vec<&Attribution> = report.statements.values().collect();
        let numbers: Vec<u32> = report.statements.keys().copied().collect();
        for (i, j) in matched_pairs(&document, &gold, &predicted)? {
            let Some(facts) = report.facts.get(&numbers[i]) else { continue };
            let statement = &statements[j];
            let cue = statement.cue.as_ref();
            let given = [cue.map(|c| c.manner.as_str()), statement.channel.as_deref()];
            for ((name, given), count) in
                ["manner", "channel"].into_iter().zip(given).zip([&mut manner, &mut channel])
            {
                let wanted = facts.get(name).map(String::as_str);
                count.wanted += usize::from(wanted.is_some());
                count.given += usize::from(given.is_some());
                let right = given.is_some() && wanted.map(bare) == given.map(bare);
                count.right += usize::from(right);
                if list && !right && (given.is_some() || wanted.is_some()) {
                    println!(
                        "{name}\t{}:{}\t{}\tgold: {}\tgot: {}\t{}",
                        report.name,
                        numbers[i],
                        document.words(&gold[i].cue),
                        wanted.unwrap_or("-"),
                        given.unwrap_or("-"),
                        document.words(&gold[i].content).chars().take(60).collect::<String>()
                    );
                }
            }
        }
    }
    if json {
        let row = |c: &Count| json!({"right": c.right, "given": c.given, "wanted": c.wanted});
        println!("{}", json!({"manner": row(&manner), "channel": row(&channel)}));
        return Ok(());
    }
    println!("{:<9} {:>6} {:>6} {:>7}  precision  recall", "", "right", "given", "wanted");
    for (name, c) in [("manner", &manner), ("channel", &channel)] {
        let share = |n: usize| if n == 0 { 0.0 } else { c.right as f64 / n as f64 };
        println!(
            "{name:<9} {:>6} {:>6} {:>7}      {:.3}   {:.3}",
            c.right,
            c.given,
            c.wanted,
            share(c.given),
            share(c.wanted)
        );
    }
    Ok(())
}

/// `told the Trumpet` as `told Trumpet`.
fn bare(fact: &str) -> String {
    fact.to_lowercase().replace("told the ", "told ")
}
