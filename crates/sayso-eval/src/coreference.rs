//! `sayso-eval coreference`: mentions of persons led back to persons, on GUM's news.
//!
//! Scored as the CoNLL shared tasks do (the mean of MUC, B³ and CEAFe), over persons mentioned more than once, with
//! predicted mentions. GUM marks whole noun phrases and `annotate` names, pronouns and what was resolved, so a mention
//! is found when it lies within the phrase and touches its least span. Published work scores all kinds of entities
//! (Zhu, Pradhan and Zeldes 2021: trained systems lose 15 to 20 points outside of their corpus); no figure for
//! persons in news alone was found.

mod gum;
mod score;

use crate::corpora;
use gum::GumDocument;
use sayso_annotate::Annotator;
use sayso_intake::{Body, Draft};
use sayso_model::EntityKind;
use sayso_text::CharIndex;
use score::Sums;
use serde_json::json;
use std::path::PathBuf;

/// Scores the mentions of persons against GUM's news.
///
/// Example: sayso-eval coreference ../shared/corpora/gum-news --list
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A folder of `.conllu` files; `gum-news` of the corpora unless told.
    folder: Option<PathBuf>,
    /// Print the persons of each document as marked and as found.
    #[arg(long)]
    list: bool,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let folder = match &args.folder {
        Some(folder) => folder.clone(),
        None => corpora()?.join("gum-news"),
    };
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "conllu"));
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{}: no .conllu files", folder.display()));
    }
    let annotator = Annotator::default();
    let mut sums = [Sums::default(); 3];
    let mut mentions = Sums::default();
    for path in &paths {
        let document = gum::read(path)?;
        let gold = several(gum::clusters(&document.mentions, "person"));
        let found = found_in(&annotator, &document)?;
        let count = |clusters: &[Vec<usize>]| clusters.iter().map(Vec::len).sum::<usize>() as f64;
        let shared = gold.iter().flatten().filter(|m| found.iter().flatten().any(|f| f == *m)).count() as f64;
        mentions.add(Sums { recall: (shared, count(&gold)), precision: (shared, count(&found)) });
        for (sum, score) in sums.iter_mut().zip([score::muc, score::b_cubed, score::ceaf_e]) {
            sum.add(score(&gold, &found));
        }
        if args.list {
            print_lists(path, &document, &gold, &found);
        }
    }
    let average = sums.iter().map(|s| s.figures().2).sum::<f64>() / 3.0;
    let rows: Vec<(&str, Sums)> =
        ["mentions", "MUC", "B³", "CEAFe"].into_iter().zip([mentions].into_iter().chain(sums)).collect();
    if args.json {
        let row = |(name, sums): &(&str, Sums)| {
            let (p, r, f) = sums.figures();
            ((*name).to_string(), json!({"precision": p, "recall": r, "f1": f}))
        };
        let mut value: serde_json::Map<String, serde_json::Value> = rows.iter().map(row).collect();
        value.insert("average".into(), json!(average));
        println!("{}", serde_json::to_string_pretty(&value).map_err(|e| e.to_string())?);
    } else {
        println!("{} documents       P       R      F1", paths.len());
        for (name, sums) in rows {
            let (p, r, f) = sums.figures();
            println!("  {name:<14} {:>7.1} {:>7.1} {:>7.1}", 100.0 * p, 100.0 * r, 100.0 * f);
        }
        println!("  CoNLL average                   {:>7.1}", 100.0 * average);
        println!("  published for persons in news: none found");
    }
    Ok(())
}

/// Those with more than one mention.
fn several(clusters: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    clusters.into_iter().filter(|c| c.len() > 1).collect()
}

/// The persons of `annotate`, their mentions by the numbers of the gold's, or by numbers of their own.
fn found_in(annotator: &Annotator, document: &GumDocument) -> Result<Vec<Vec<usize>>, String> {
    let draft =
        Draft::new("gum".into(), "gum.txt".into(), "gum.txt".into(), Body::Plain(document.text.clone()));
    let report = sayso_intake::finish(draft).map_err(|e| e.to_string())?;
    let annotations = annotator.annotate(&report);
    let index = CharIndex::new(report.text.as_received());
    let mut taken = vec![false; document.mentions.len()];
    let mut own = document.mentions.len();
    let mut clusters = Vec::new();
    for entity in annotations.entities.iter().filter(|e| e.kind == EntityKind::Person) {
        let mut cluster = Vec::new();
        for mention in &entity.mentions {
            let span = index.span_to_chars(report.text.alignment().to_received(mention.span));
            let (start, end) = (span.start(), span.end());
            // The smallest phrase around it that is free.
            let fits = |m: &gum::GoldMention| {
                m.span.0 <= start && end <= m.span.1 && m.head.0 < end && start < m.head.1
            };
            let all = document.mentions.iter().enumerate();
            let best = all.filter(|(i, m)| !taken[*i] && fits(m)).min_by_key(|(_, m)| m.span.1 - m.span.0);
            let number = match best {
                Some((i, _)) => {
                    taken[i] = true;
                    i
                }
                None => {
                    own += 1;
                    own - 1
                }
            };
            cluster.push(number);
        }
        clusters.push(cluster);
    }
    Ok(several(clusters))
}

fn print_lists(path: &std::path::Path, document: &GumDocument, gold: &[Vec<usize>], found: &[Vec<usize>]) {
    let text: Vec<char> = document.text.chars().collect();
    let words = |m: &usize| match document.mentions.get(*m) {
        Some(m) => text[m.span.0..m.span.1].iter().take(40).collect::<String>().replace('\n', " "),
        None => "(not marked)".to_string(),
    };
    println!("{}", path.display());
    for (title, clusters) in [("marked", gold), ("found", found)] {
        for cluster in clusters {
            println!("  {title}: {}", cluster.iter().map(words).collect::<Vec<_>>().join(" | "));
        }
    }
}
