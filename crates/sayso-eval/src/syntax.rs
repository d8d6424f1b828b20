//! `sayso-eval syntax`: teaches the parser trees and scores it.

use sayso_syntax::Training;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Scores the parser against trees, such as `training/syntax.py` writes; teaches it some first, if asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Trees to score against.
    trees: PathBuf,
    /// Trees to learn from, in place of the weights in the program.
    #[arg(long)]
    train: Option<PathBuf>,
    /// Passes over the trees to learn from.
    #[arg(long, default_value_t = 10)]
    passes: usize,
    /// Where to write the weights that were learned.
    #[arg(long, requires = "train")]
    weights: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let parser = match &args.train {
        Some(path) => read(path)?.learn(args.passes, |line| eprintln!("{line}")),
        None => sayso_syntax::parser().clone(),
    };
    if let Some(path) = &args.weights {
        std::fs::write(path, parser.bytes()).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    let trees = read(&args.trees)?;
    let start = Instant::now();
    let score = trees.score(&parser);
    let seconds = start.elapsed().as_secs_f64();
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    println!(
        "{} sentences, {} words, {:.0} words a second",
        trees.len(),
        score.words,
        score.words as f64 / seconds
    );
    println!("tags {:.4}", share(score.tags, score.words));
    println!(
        "heads {:.4}  with relation {:.4}",
        share(score.heads, score.counted),
        share(score.relations, score.counted)
    );
    Ok(())
}

fn read(path: &Path) -> Result<Training, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let (trees, left_out) = Training::read(&text);
    eprintln!("{}: {} sentences, {left_out} left out", path.display(), trees.len());
    Ok(trees)
}
