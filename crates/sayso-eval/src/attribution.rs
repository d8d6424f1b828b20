//! Scoring of attributions by the rules of `score_attribution.py`, for every corpus that marks them.

pub(crate) mod assign;
mod breakdown;
mod gold;
mod score;
mod text;

pub(crate) use gold::{Annotators, Attribution, Prediction, load_gold, load_predictions};
pub(crate) use score::{RELATION_SCORES, Summary, pair_scores};
pub(crate) use text::Document;

use sayso_annotate::Annotator;
use sayso_intake::Draft;
use sayso_model::{Report, Statement};
use sayso_text::{CharIndex, Span};
use score::{Counts, Scored};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Documents with their gold.
pub(crate) type Gold = Vec<(Document, Vec<Attribution>)>;
/// Predictions by document.
pub(crate) type Predictions = BTreeMap<String, Vec<Attribution>>;

/// What to print of an evaluation.
#[derive(Debug, clap::Args)]
pub(crate) struct Output {
    /// Give 95% intervals from so many resamplings of the documents.
    #[arg(long, value_name = "N", default_value_t = 0)]
    bootstrap: usize,
    /// Write every gold and predicted attribution with its match, for reading.
    #[arg(long, value_name = "FILE")]
    dump_errors: Option<std::path::PathBuf>,
    /// Write what was scored as predictions, for another scorer.
    #[arg(long, value_name = "FILE")]
    write_pred: Option<std::path::PathBuf>,
    /// List so many documents with the most missed and false attributions.
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Give recall by class of cue and kind of source too.
    #[arg(long)]
    breakdown: bool,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

impl Output {
    /// Whether JSON is wanted.
    pub(crate) fn json(&self) -> bool {
        self.json
    }
}

/// Predictions scored against gold.
pub(crate) struct Evaluation<'d> {
    gold: &'d Gold,
    predictions: &'d Predictions,
    scored: Vec<Scored>,
    pub summary: Summary,
}

/// Scores predictions. A document without any counts as having none.
pub(crate) fn evaluate<'d>(
    gold: &'d Gold,
    predictions: &'d Predictions,
    bootstrap: usize,
) -> Result<Evaluation<'d>, String> {
    let known: BTreeSet<&str> = gold.iter().map(|(d, _)| d.name.as_str()).collect();
    if let Some(name) = predictions.keys().find(|name| !known.contains(name.as_str())) {
        return Err(format!("prediction for a document without gold: {name}"));
    }
    let mut scored = Vec::with_capacity(gold.len());
    for (document, gold) in gold {
        let predicted = predictions.get(&document.name).map_or(&[][..], Vec::as_slice);
        scored.push(score::score_document(document, gold, predicted)?);
    }
    let mut total = Counts::new();
    scored.iter().for_each(|s| score::add(&mut total, &s.counts));
    let mut summary = score::summarize(&total);
    if bootstrap > 0 && !scored.is_empty() {
        let rows: Vec<Counts> = scored.iter().map(|s| s.counts.clone()).collect();
        summary.intervals = score::intervals(&rows, bootstrap);
    }
    Ok(Evaluation { gold, predictions, scored, summary })
}

/// Scores predictions and prints what was asked for.
pub(crate) fn evaluate_and_print(
    gold: &Gold,
    predictions: &Predictions,
    output: &Output,
) -> Result<(), String> {
    let evaluation = evaluate(gold, predictions, output.bootstrap)?;
    if let Some(path) = &output.write_pred {
        let mut lines = String::new();
        for (doc, attributions) in predictions {
            let row = Prediction { doc: doc.clone(), attributions: attributions.clone() };
            lines.push_str(&serde_json::to_string(&row).map_err(|e| e.to_string())?);
            lines.push('\n');
        }
        std::fs::write(path, lines).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    if let Some(path) = &output.dump_errors {
        evaluation.dump_errors(path)?;
    }
    if output.json {
        let json = serde_json::to_string_pretty(&evaluation.summary.json());
        println!("{}", json.map_err(|e| e.to_string())?);
    } else {
        println!("{}", evaluation.summary.table());
    }
    if output.breakdown {
        let rows = evaluation.gold.iter().zip(&evaluation.scored);
        println!(
            "{}",
            breakdown::table(rows.map(|((document, gold), scored)| (document, gold.as_slice(), scored)))
        );
    }
    if output.worst > 0 {
        evaluation.print_worst(output.worst);
    }
    Ok(())
}

/// Which statements are scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Those that no other holds: all that PolNeAR marks.
    Outermost,
    /// Those inside others.
    Inner,
    /// Both.
    All,
}

/// What `annotate` finds in a draft, as code points of its text as received.
pub(crate) fn found_in(
    annotator: &Annotator,
    draft: Draft,
    depth: Depth,
) -> Result<Vec<Attribution>, String> {
    let report = sayso_intake::finish(draft).map_err(|e| e.to_string())?;
    let index = CharIndex::new(report.text.as_received());
    let statements = annotator.annotate(&report).statements;
    let wanted = |s: &&Statement| match depth {
        Depth::Outermost => s.within.is_none(),
        Depth::Inner => s.within.is_some(),
        Depth::All => true,
    };
    Ok(statements.iter().filter(wanted).map(|s| spans_in_received(&report, &index, s)).collect())
}

/// A statement's spans as code points of the report's text as received, which `index` counts.
pub(crate) fn spans_in_received(
    report: &Report,
    index: &CharIndex<'_>,
    statement: &Statement,
) -> Attribution {
    let chars = |spans: &[Span]| {
        let place = |span: &Span| {
            let span = index.span_to_chars(report.text.alignment().to_received(*span));
            (span.start(), span.end())
        };
        spans.iter().map(place).collect::<Vec<_>>()
    };
    Attribution {
        source: statement.source.as_ref().map(|source| chars(&source.spans)).unwrap_or_default(),
        cue: statement.cue.as_ref().map(|cue| chars(&cue.spans)).unwrap_or_default(),
        content: chars(&statement.content),
    }
}

/// Which predicted attribution stands for which of the gold, `(gold, predicted)`, as the scorer pairs them.
pub(crate) fn matched_pairs(
    document: &Document,
    gold: &[&Attribution],
    predicted: &[Attribution],
) -> Result<Vec<(usize, usize)>, String> {
    let gold = gold.iter().map(|a| score::roles(document, a)).collect::<Result<Vec<_>, _>>()?;
    let predicted = predicted.iter().map(|a| score::roles(document, a)).collect::<Result<Vec<_>, _>>()?;
    Ok(score::matched(&gold, &predicted))
}

impl Evaluation<'_> {
    fn predicted(&self, document: &Document) -> &[Attribution] {
        self.predictions.get(&document.name).map_or(&[], Vec::as_slice)
    }

    /// One JSON line for every gold attribution with its match, then for every prediction without one.
    fn dump_errors(&self, path: &Path) -> Result<(), String> {
        let mut lines = String::new();
        for ((document, gold), scored) in self.gold.iter().zip(&self.scored) {
            let predicted = self.predicted(document);
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
                    let scores = pair_scores(&scored.gold[i], &scored.predicted[j]);
                    let scores: BTreeMap<&str, f64> = RELATION_SCORES.into_iter().zip(scores).collect();
                    row["pred"] = serde_json::json!(predicted[j]);
                    row["pred_text"] = words(&predicted[j]);
                    row["scores"] = serde_json::json!(scores);
                }
                lines.push_str(&row.to_string());
                lines.push('\n');
            }
            let taken: BTreeSet<usize> = partner.values().copied().collect();
            for (_, item) in predicted.iter().enumerate().filter(|(j, _)| !taken.contains(j)) {
                let row = serde_json::json!({"doc": document.name, "gold": null, "pred": item, "pred_text": words(item)});
                lines.push_str(&row.to_string());
                lines.push('\n');
            }
        }
        std::fs::write(path, lines).map_err(|e| format!("{}: {e}", path.display()))
    }

    fn print_worst(&self, limit: usize) {
        let row = |((document, _), s): (&(Document, Vec<Attribution>), &Scored)| {
            let attributed = |(i, j): &&(usize, usize)| pair_scores(&s.gold[*i], &s.predicted[*j])[3] > 0.0;
            let right = s.pairs.iter().filter(attributed).count();
            (s.gold.len() - right, s.predicted.len() - right, document.name.clone())
        };
        let mut rows: Vec<(usize, usize, String)> = self.gold.iter().zip(&self.scored).map(row).collect();
        rows.sort_by_key(|(missed, wrong, name)| (std::cmp::Reverse(missed + wrong), name.clone()));
        println!("\n{:>7} {:>7}  document", "missed", "wrong");
        for (missed, wrong, name) in rows.into_iter().take(limit) {
            println!("{missed:>7} {wrong:>7}  {name}");
        }
    }
}
