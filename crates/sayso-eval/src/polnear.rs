//! `sayso-eval polnear`: statements against PolNeAR's gold.

use crate::attribution::{
    Annotators, Depth, Output, evaluate_and_print, found_in, load_gold, load_predictions,
};
use crate::corpora;
use sayso_annotate::Annotator;
use sayso_intake::{Body, Draft};
use std::path::PathBuf;

/// Scores statements against PolNeAR's gold.
///
/// Example: sayso-eval polnear ../shared/corpora/polnear/dev --bootstrap 1000
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A folder with `attributions/` and `text/`; `polnear/dev` of the corpora unless told.
    folder: Option<PathBuf>,
    /// Score these predictions (JSON lines) instead of what `annotate` finds.
    #[arg(long, value_name = "FILE")]
    pred: Option<PathBuf>,
    /// Count punctuation like any other token.
    #[arg(long)]
    punct: bool,
    /// Score statements inside other statements too, though the gold marks the outermost only.
    #[arg(long)]
    all: bool,
    /// Whose annotations are gold where an article has several.
    #[arg(long, value_enum, default_value = "first")]
    annotators: Annotators,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let folder = match &args.folder {
        Some(folder) => folder.clone(),
        None => corpora()?.join("polnear/dev"),
    };
    let gold = load_gold(&folder, args.punct, args.annotators)?;
    let predictions = match &args.pred {
        Some(path) => load_predictions(path)?,
        None => {
            let annotator = Annotator::default();
            let depth = if args.all { Depth::All } else { Depth::Outermost };
            let mut found = std::collections::BTreeMap::new();
            for (document, _) in &gold {
                let path = folder.join("text").join(format!("{}.txt", document.name)).display().to_string();
                let text: String = document.text.iter().collect();
                let draft = Draft::new(document.name.clone(), path.clone(), path, Body::Plain(text));
                found.insert(document.name.clone(), found_in(&annotator, draft, depth)?);
            }
            found
        }
    };
    evaluate_and_print(&gold, &predictions, &args.output)
}
