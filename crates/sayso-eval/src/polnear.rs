//! `sayso-eval polnear`: statements against PolNeAR's gold, by the rules of `score_attribution.py`.

mod assign;
mod gold;
mod score;
mod text;

use crate::corpora;
use gold::{Annotators, Attribution, Prediction};
use sayso_annotate::Annotator;
use sayso_intake::{Body, Draft};
use sayso_text::{CharIndex, Span};
use score::{Counts, Scored};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
    /// Write what `annotate` finds as predictions, for another scorer.
    #[arg(long, value_name = "FILE")]
    write_pred: Option<PathBuf>,
    /// Count punctuation like any other token.
    #[arg(long)]
    punct: bool,
    /// Whose annotations are gold where an article has several.
    #[arg(long, value_enum, default_value = "first")]
    annotators: Annotators,
    /// Give 95% intervals from so many resamplings of the documents.
    #[arg(long, value_name = "N", default_value_t = 0)]
    bootstrap: usize,
    /// Write every gold and predicted attribution with its match, for reading.
    #[arg(long, value_name = "FILE")]
    dump_errors: Option<PathBuf>,
    /// List so many documents with the most missed and false attributions.
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let folder = match &args.folder {
        Some(folder) => folder.clone(),
        None => corpora()?.join("polnear/dev"),
    };
    let documents = gold::load_gold(&folder, args.punct, args.annotators)?;
    let predictions = match &args.pred {
        Some(path) => gold::load_predictions(path)?,
        None => predict(&folder.join("text"), documents.iter().map(|(d, _)| d.name.as_str()))?,
    };
    gold::check_known(&documents, &predictions)?;
    if let Some(path) = &args.write_pred {
        let mut lines = String::new();
        for (doc, attributions) in &predictions {
            let row = Prediction { doc: doc.clone(), attributions: attributions.clone() };
            lines.push_str(&serde_json::to_string(&row).map_err(|e| e.to_string())?);
            lines.push('\n');
        }
        std::fs::write(path, lines).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    let none = Vec::new();
    let mut scored = Vec::with_capacity(documents.len());
    for (document, gold) in &documents {
        let predicted = predictions.get(&document.name).unwrap_or(&none);
        scored.push(score::score_document(document, gold, predicted)?);
    }
    let mut total = Counts::new();
    scored.iter().for_each(|s| score::add(&mut total, &s.counts));
    let mut summary = score::summarize(&total);
    if args.bootstrap > 0 && !scored.is_empty() {
        let rows: Vec<Counts> = scored.iter().map(|s| s.counts.clone()).collect();
        summary.intervals = score::intervals(&rows, args.bootstrap);
    }
    if let Some(path) = &args.dump_errors {
        dump_errors(path, &documents, &predictions, &scored)?;
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&summary.json()).map_err(|e| e.to_string())?);
    } else {
        println!("{}", summary.table());
    }
    if args.worst > 0 {
        print_worst(&documents, &scored, args.worst);
    }
    Ok(())
}

/// What `annotate` finds in each text, as code points of the file.
fn predict<'n>(
    texts: &Path,
    names: impl Iterator<Item = &'n str>,
) -> Result<BTreeMap<String, Vec<Attribution>>, String> {
    let annotator = Annotator::default();
    let mut found = BTreeMap::new();
    for name in names {
        let path = texts.join(format!("{name}.txt"));
        let received = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let printed = path.display().to_string();
        let draft = Draft::new(name.to_owned(), printed.clone(), printed, Body::Plain(received.clone()));
        let report = sayso_intake::finish(draft).map_err(|e| e.to_string())?;
        if report.text.as_received() != received {
            return Err(format!("{}: the text as received is not the file's", path.display()));
        }
        let index = CharIndex::new(&received);
        let chars = |spans: &[Span]| {
            let place = |span: &Span| {
                let span = index.span_to_chars(report.text.alignment().to_received(*span));
                (span.start(), span.end())
            };
            spans.iter().map(place).collect::<Vec<_>>()
        };
        // PolNeAR marks the outermost attribution only.
        let statements = annotator.annotate(&report).statements;
        let attributions = statements
            .iter()
            .filter(|s| s.within.is_none())
            .map(|s| Attribution {
                source: s.source.as_ref().map(|source| chars(&source.spans)).unwrap_or_default(),
                cue: s.cue.as_ref().map(|cue| chars(&cue.spans)).unwrap_or_default(),
                content: chars(&s.content),
            })
            .collect();
        found.insert(name.to_owned(), attributions);
    }
    Ok(found)
}

/// One JSON line for every gold attribution with its match, then for every prediction without one.
fn dump_errors(
    path: &Path,
    documents: &[(text::Document, Vec<Attribution>)],
    predictions: &BTreeMap<String, Vec<Attribution>>,
    scored: &[Scored],
) -> Result<(), String> {
    let none = Vec::new();
    let mut lines = String::new();
    for ((document, gold), scored) in documents.iter().zip(scored) {
        let predicted = predictions.get(&document.name).unwrap_or(&none);
        let words = |item: &Attribution| {
            serde_json::json!({
                "source": document.words(&item.source),
                "cue": document.words(&item.cue),
                "content": document.words(&item.content),
            })
        };
        let partner: BTreeMap<usize, usize> = scored.pairs.iter().copied().collect();
        for (i, item) in gold.iter().enumerate() {
            let mut row = serde_json::json!({
                "doc": document.name, "gold": item, "pred": null, "gold_text": words(item), "type": scored.kinds[i],
            });
            if let Some(&j) = partner.get(&i) {
                let scores = score::pair_scores(&scored.gold[i], &scored.predicted[j]);
                let scores: BTreeMap<&str, f64> = score::RELATION_SCORES.into_iter().zip(scores).collect();
                row["pred"] = serde_json::json!(predicted[j]);
                row["pred_text"] = words(&predicted[j]);
                row["scores"] = serde_json::json!(scores);
            }
            lines.push_str(&row.to_string());
            lines.push('\n');
        }
        let taken: Vec<usize> = partner.values().copied().collect();
        for (_, item) in predicted.iter().enumerate().filter(|(j, _)| !taken.contains(j)) {
            let row = serde_json::json!({"doc": document.name, "gold": null, "pred": item, "pred_text": words(item)});
            lines.push_str(&row.to_string());
            lines.push('\n');
        }
    }
    std::fs::write(path, lines).map_err(|e| format!("{}: {e}", path.display()))
}

fn print_worst(documents: &[(text::Document, Vec<Attribution>)], scored: &[Scored], limit: usize) {
    let mut rows: Vec<(usize, usize, &str)> = documents
        .iter()
        .zip(scored)
        .map(|((document, _), s)| {
            let right =
                s.pairs.iter().filter(|(i, j)| score::pair_scores(&s.gold[*i], &s.predicted[*j])[3] > 0.0);
            let right = right.count();
            (s.gold.len() - right, s.predicted.len() - right, document.name.as_str())
        })
        .collect();
    rows.sort_by_key(|(missed, wrong, name)| (std::cmp::Reverse(missed + wrong), *name));
    println!("\n{:>7} {:>7}  document", "missed", "wrong");
    for (missed, wrong, name) in rows.into_iter().take(limit) {
        println!("{missed:>7} {wrong:>7}  {name}");
    }
}
