//! `sayso-eval framing`: whether naming and framing touch what annotators call lexical bias, on BASIL.
//!
//! BASIL (Fan et al. 2019) marks the words by which an outlet colours an event. The figure is the share of sentences
//! with such words in which naming or framing has something to show, beside the share of all other sentences.

use crate::corpora;
use sayso_annotate::Annotator;
use sayso_collate::{Doc, ReportNo, StoryNo, framing, record};
use sayso_intake::{Body, Draft};
use sayso_text::{Span, sentences, tokens};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Compares sentences with lexical bias and without, by what naming and framing show in them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder with `articles/` and `annotations/`; `basil` of the corpora unless told.
    folder: Option<PathBuf>,
}

/// Sentences, and those that something touches.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: usize,
    naming: usize,
    framing: usize,
    either: usize,
}

impl Count {
    fn row(self, title: &str) {
        let share = |n: usize| n as f64 / self.all.max(1) as f64;
        println!(
            "{title:<28} {:>6}   {:.3}    {:.3}    {:.3}",
            self.all,
            share(self.naming),
            share(self.framing),
            share(self.either)
        );
    }
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let folder = match &args.folder {
        Some(folder) => folder.clone(),
        None => corpora()?.join("basil"),
    };
    let mut bias: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for value in read(&folder.join("annotations"))? {
        let phrases = value["phrase-level-annotations"].as_array().cloned().unwrap_or_default();
        let lexical = phrases.iter().filter(|p| p["bias"] == "lex").filter_map(|p| p["txt"].as_str());
        let uuid = value["uuid"].as_str().unwrap_or_default().to_owned();
        bias.entry(uuid).or_default().extend(lexical.map(str::to_owned));
    }
    let mut triples: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for value in read(&folder.join("articles"))? {
        triples.entry(value["triplet-uuid"].as_str().unwrap_or_default().to_owned()).or_default().push(value);
    }
    let annotator = Annotator::default();
    let (mut with, mut without) = (Count::default(), Count::default());
    let mut lost = 0;
    for articles in triples.values() {
        let mut reports = Vec::new();
        for article in articles {
            let id = article["uuid"].as_str().unwrap_or_default().to_owned();
            let draft = Draft::new(id.clone(), id.clone(), id, Body::Plain(text_of(article)));
            let report = sayso_intake::finish(draft).map_err(|e| e.to_string())?;
            let annotations = annotator.annotate(&report);
            reports.push((report, annotations));
        }
        let docs: Vec<Doc<'_>> =
            (1..).zip(&reports).map(|(no, (report, said))| Doc::new(ReportNo(no), report, said)).collect();
        let made = record(StoryNo(1), &docs);
        let framed = framing(&made, &docs);
        for doc in &docs {
            let named: Vec<Span> = made
                .naming
                .iter()
                .filter(|n| n.report == doc.report.id)
                .flat_map(|n| &n.terms)
                .filter(|t| t.voice == "own")
                .flat_map(|t| t.spans.iter().copied())
                .collect();
            let cues: Vec<Span> = framed
                .iter()
                .filter(|f| f.report == doc.report.id)
                .flat_map(|f| &f.cues)
                .flat_map(|c| c.spans.iter().copied())
                .collect();
            let mut biased: Vec<Span> = Vec::new();
            for phrase in bias.get(&doc.report.id).into_iter().flatten() {
                match doc.text().find(phrase.as_str()) {
                    Some(at) => biased.extend(Span::new(at, at + phrase.len())),
                    None => lost += 1,
                }
            }
            let all: Vec<_> = tokens(doc.text()).collect();
            for sentence in sentences(doc.text(), &all) {
                let touched = |spans: &[Span]| spans.iter().any(|s| sentence.span.overlaps(*s));
                let count = if touched(&biased) { &mut with } else { &mut without };
                let (naming, framing) = (touched(&named), touched(&cues));
                count.all += 1;
                count.naming += usize::from(naming);
                count.framing += usize::from(framing);
                count.either += usize::from(naming || framing);
            }
        }
    }
    println!("{:<28} {:>6}   naming   framing  either", "sentences", "all");
    with.row("with lexical bias");
    without.row("without");
    if lost > 0 {
        println!("{lost} marked phrases are not in their article as printed and are left out");
    }
    Ok(())
}

fn text_of(article: &Value) -> String {
    let paragraphs = article["body-paragraphs"].as_array().into_iter().flatten().map(|p| {
        let sentences: Vec<&str> = p.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        sentences.join(" ")
    });
    let title = article["title"].as_str().unwrap_or_default().to_owned();
    std::iter::once(title).chain(paragraphs).collect::<Vec<_>>().join("\n\n")
}

/// All JSON files of the folders within a folder, by path.
fn read(folder: &Path) -> Result<Vec<Value>, String> {
    let named = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let mut paths = Vec::new();
    for year in std::fs::read_dir(folder).map_err(|e| named(folder, e))? {
        let year = year.map_err(|e| named(folder, e))?.path();
        if year.is_dir() {
            for file in std::fs::read_dir(&year).map_err(|e| named(&year, e))? {
                paths.push(file.map_err(|e| named(&year, e))?.path());
            }
        }
    }
    paths.retain(|p| p.extension().is_some_and(|e| e == "json"));
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).map_err(|e| named(path, e))?;
            serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
        })
        .collect()
}
