//! `sayso-eval stories`: how much of what a careful reader finds in story cases the program finds.

use sayso_model::PointKind;
use sayso_stories::{Case, Count, Scores, World};
use std::path::{Path, PathBuf};

/// Scores points, utterances, lineage and the rest against story cases.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A folder of case files, in the form of `tests/stories/README.md`.
    #[arg(default_value = "tests/stories")]
    folder: PathBuf,
    /// Only cases whose file name contains this.
    #[arg(long, value_name = "NAME", default_value = "")]
    case: String,
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
    let names = names(&args.folder, &args.case)?;
    for name in &names {
        let path = args.folder.join(name);
        let shown = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
        let markdown = std::fs::read_to_string(&path).map_err(|e| shown(&e))?;
        let repository = repository(&args.folder);
        let case = Case::parse(&markdown, &repository).map_err(|errors| {
            let lines: Vec<String> =
                errors.iter().map(|e| format!("{}:{}: {}", path.display(), e.line, e.what)).collect();
            lines.join("\n")
        })?;
        let world = World::build(&case, &repository)
            .map_err(|e| format!("{}:{}: {}", path.display(), e.line, e.what))?;
        let stem = name.strip_suffix(".md").unwrap_or(name);
        if args.each {
            let mut one = Scores { points_of, ..Scores::default() };
            one.add(stem, &case, &world);
            println!("{stem}\n{}", table(&one));
        }
        all.add(stem, &case, &world);
    }
    if args.list_misses {
        for (kind, what) in &all.misses {
            if args.kind.as_ref().is_none_or(|k| k == kind) {
                println!("{kind} | {what}");
            }
        }
        println!();
    }
    if args.json {
        println!("{}", json(&all, names.len()));
    } else {
        print!("{} cases\n{}", names.len(), table(&all));
    }
    Ok(())
}

pub(crate) fn names(folder: &Path, part: &str) -> Result<Vec<String>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut names: Vec<String> = entries
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .filter(|n| n.ends_with(".md") && n != "README.md" && n.contains(part))
        .collect();
    names.sort();
    if names.is_empty() { Err(format!("{}: no case matches {part:?}", folder.display())) } else { Ok(names) }
}

/// Where the `file:` headers of cases start from: the repository, if the cases lie in one.
pub(crate) fn repository(folder: &Path) -> PathBuf {
    let holds = |p: &&Path| p.join("examples").is_dir() || p.join(".git").exists();
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    whole.ancestors().find(holds).unwrap_or(folder).to_path_buf()
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
