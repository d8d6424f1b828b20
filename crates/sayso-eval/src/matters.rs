//! `sayso-eval matters`: pairs of clauses of story cases, for fitting.

use crate::stories::{names, repository};
use sayso_collate::{Doc, ReportNo, claim_pairs};
use sayso_model::{PointKind, Reading};
use sayso_stories::{Case, Kind, Standing, World};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Prints pairs of clauses.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A folder of case files.
    #[arg(default_value = "tests/stories")]
    folder: PathBuf,
    /// Only cases whose file name contains this.
    #[arg(long, value_name = "NAME", default_value = "")]
    case: String,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let repository = repository(&args.folder);
    for name in names(&args.folder, &args.case)? {
        let path = args.folder.join(&name);
        let markdown = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let case = Case::parse(&markdown, &repository).map_err(|_| "case".to_owned())?;
        let world = World::build(&case, &repository).map_err(|e| e.what)?;
        let docs: Vec<Doc<'_>> =
            (1..).zip(&world.reports).map(|(no, (r, a))| Doc::new(ReportNo(no), r, a)).collect();
        let stories: BTreeSet<_> = world.story_of.values().collect();
        for story in stories {
            let own: Vec<Doc<'_>> =
                docs.iter().filter(|d| world.story_of.get(&d.report.id) == Some(story)).copied().collect();
            if own.len() < 2 {
                continue;
            }
            let found = claim_pairs(&own);
            let points: Vec<_> = case
                .expectations
                .iter()
                .filter_map(|e| match &e.kind {
                    Kind::Point(p) if !p.readings.is_empty() => Some((p, e.standing, &e.wording)),
                    _ => None,
                })
                .collect();
            let claims: Vec<serde_json::Value> = found
                .claims
                .iter()
                .map(|c| {
                    let report = &own.iter().find(|d| d.no == c.report).unwrap_or(&own[0]).report;
                    let text = report.text.as_str();
                    let reading = Reading {
                        report: report.id.clone(),
                        spans: vec![if c.attributed { c.whole } else { c.span }],
                        text: text[c.span.start()..c.span.end()].to_owned(),
                        value: None,
                        voice: String::new(),
                        speaker: None,
                    };
                    let fits = |all: &[sayso_stories::ReadingExpected]| -> Vec<usize> {
                        all.iter().enumerate().filter(|(_, e)| {
                            let one = sayso_stories::PointExpected { kinds: vec![], words: vec![], readings: vec![(*e).clone()], optional: vec![], verdicts: vec![], silent: None };
                            one.asks_for(&world, &reading).is_some()
                        }).map(|(i, _)| i).collect()
                    };
                    let labels: Vec<serde_json::Value> = points
                        .iter()
                        .enumerate()
                        .map(|(p, (point, ..))| serde_json::json!([p, fits(&point.readings), fits(&point.optional)]))
                        .filter(|v| v[1] != serde_json::json!([]) || v[2] != serde_json::json!([]))
                        .collect();
                    serde_json::json!({"doc": report.id, "text": reading.text, "told": c.attributed, "speaker": c.speaker, "neg": c.negated, "at": [c.span.start(), c.span.end()], "whole": [c.whole.start(), c.whole.end()], "labels": labels})
                })
                .collect();
            let points: Vec<serde_json::Value> = points
                .iter()
                .map(|(p, s, w)| serde_json::json!({"kinds": p.kinds.iter().map(PointKind::to_string).collect::<Vec<_>>(), "may": *s == Standing::May, "readings": p.readings.len(), "docs": p.readings.iter().map(|r| &r.report).collect::<Vec<_>>(), "wording": w}))
                .collect();
            println!(
                "{}",
                serde_json::json!({"case": name, "names": found.names, "complete": case.complete.iter().any(|k| k == "points"), "points": points, "claims": claims, "pairs": found.pairs})
            );
        }
    }
    Ok(())
}
