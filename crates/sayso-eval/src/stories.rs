//! `sayso-eval stories`: how much of what a careful reader finds in story cases the program finds.

use crate::cases::Cases;
use sayso_model::PointKind;
use sayso_stories::{Count, Scores};

/// Scores points, utterances, lineage and the rest against story cases.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    cases: Cases,
    /// Prints the figures of every case, too.
    #[arg(long)]
    each: bool,
    /// Lists what was missed and what was wrong.
    #[arg(long)]
    list_misses: bool,
    /// Of the misses, only those of this kind.
    #[arg(long, value_name = "KIND", requires = "list_misses")]
    kind: Option<String>,
    /// Of points, counts only those of this kind: `number`, `time`, ….
    #[arg(long, value_name = "KIND")]
    points: Option<String>,
    /// Prints the figures as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let points_of = match &args.points {
        Some(kind) => Some(PointKind::parse(kind).ok_or_else(|| format!("{kind:?} is no kind of point"))?),
        None => None,
    };
    let mut all = Scores { points_of, ..Scores::default() };
    let many = args.cases.each(|name, case, world| {
        if args.each {
            let mut one = Scores { points_of, ..Scores::default() };
            one.add(name, case, world);
            println!("{name}\n{}", table(&one));
        }
        all.add(name, case, world);
    })?;
    if args.list_misses {
        for (kind, what) in &all.misses {
            if args.kind.as_ref().is_none_or(|k| k == kind) {
                println!("{kind} | {what}");
            }
        }
        println!();
    }
    if args.json {
        println!("{}", json(&all, many));
    } else {
        print!("{many} cases\n{}", table(&all));
    }
    Ok(())
}

fn table(scores: &Scores) -> String {
    let mut lines = format!(
        "{:<12}{:>7}{:>9}{:>7}{:>11}{:>8}{:>7}\n",
        "", "right", "missing", "wrong", "precision", "recall", "F1"
    );
    for (kind, count) in &scores.counts {
        let Count { right, missing, wrong } = *count;
        lines.push_str(&format!(
            "{kind:<12}{right:>7}{missing:>9}{wrong:>7}{:>11.3}{:>8.3}{:>7.3}\n",
            count.precision(),
            count.recall(),
            count.f1()
        ));
    }
    lines
}

fn json(scores: &Scores, cases: usize) -> serde_json::Value {
    let kinds: serde_json::Map<String, serde_json::Value> = scores
        .counts
        .iter()
        .map(|(kind, c)| {
            let figures = serde_json::json!({
                "right": c.right, "missing": c.missing, "wrong": c.wrong,
                "precision": c.precision(), "recall": c.recall(), "f1": c.f1(),
            });
            ((*kind).to_owned(), figures)
        })
        .collect();
    serde_json::json!({ "cases": cases, "kinds": kinds })
}
