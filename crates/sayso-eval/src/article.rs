//! `sayso-eval article`: article bodies of web pages against the true ones.
//!
//! The measure is that of scrapinghub's article-extraction-benchmark: overlap of shingles of four words, precision
//! and recall averaged over pages, F1 of both averages.

use crate::corpora;
use cpu_time::ThreadTime;
use sayso_intake::Options;
use sayso_model::SegmentKind;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Scores the article bodies of pages.
///
/// Example: sayso-eval article ../shared/corpora/article-extraction --worst 10
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A folder with `ground-truth.json` and `html/*.html.gz`; `article-extraction` of the corpora unless told.
    folder: Option<PathBuf>,
    /// List so many pages with the lowest scores.
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// List what was found of each page: title, outlet, authors, date.
    #[arg(long)]
    metadata: bool,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Truth {
    article_body: String,
    #[serde(default)]
    url: Option<String>,
}

/// Shares of true positives, false positives and false negatives of one page; they add up to 1 unless both texts are
/// empty.
#[derive(Clone, Copy)]
struct Overlap {
    hit: f64,
    wrong: f64,
    missed: f64,
}

impl Overlap {
    fn precision(self) -> f64 {
        ratio(self.hit, self.hit + self.wrong)
    }

    fn recall(self) -> f64 {
        ratio(self.hit, self.hit + self.missed)
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let folder = match &args.folder {
        Some(folder) => folder.clone(),
        None => corpora()?.join("article-extraction"),
    };
    let path = folder.join("ground-truth.json");
    let file = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let truth: BTreeMap<String, Truth> =
        serde_json::from_slice(&file).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut pages = Vec::new();
    let mut spent = Duration::ZERO;
    for (id, truth) in &truth {
        let path = folder.join("html").join(format!("{id}.html.gz"));
        let clock = ThreadTime::now();
        let body = body(&path, truth.url.clone(), args.metadata).unwrap_or_else(|message| {
            eprintln!("sayso-eval: {message}");
            String::new()
        });
        spent += clock.elapsed();
        pages.push((id, overlap(&truth.article_body, &body)));
    }
    let mean = |values: Vec<f64>| ratio(values.iter().sum(), values.len() as f64);
    let counted = |some: fn(&Overlap) -> bool| pages.iter().map(|(_, o)| *o).filter(some);
    let precision = mean(counted(|o| o.hit + o.wrong > 0.0).map(Overlap::precision).collect());
    let recall = mean(counted(|o| o.hit + o.missed > 0.0).map(Overlap::recall).collect());
    let f1 = ratio(2.0 * precision * recall, precision + recall);
    let millis = spent.as_secs_f64() * 1e3 / pages.len().max(1) as f64;
    if args.json {
        let value = json!({
            "pages": pages.len(), "precision": precision, "recall": recall, "f1": f1, "cpu_ms_a_page": millis,
        });
        println!("{}", serde_json::to_string_pretty(&value).map_err(|e| e.to_string())?);
    } else {
        println!("{:>6} {:>10} {:>8} {:>8} {:>12}", "pages", "precision", "recall", "F1", "CPU ms/page");
        println!("{:>6} {precision:>10.4} {recall:>8.4} {f1:>8.4} {millis:>12.1}", pages.len());
    }
    pages.sort_by(|a, b| (a.1.precision() + a.1.recall()).total_cmp(&(b.1.precision() + b.1.recall())));
    for (id, o) in pages.iter().take(args.worst) {
        println!("{:>6.3} {:>6.3}  {id}", o.precision(), o.recall());
    }
    Ok(())
}

/// The body of a page: the segments that are the story's own text.
fn body(path: &Path, url: Option<String>, metadata: bool) -> Result<String, String> {
    let draft = sayso_intake::open([path.to_owned()], Options::default()).next().ok_or("nothing to read")?;
    let mut draft = draft.map_err(|e| e.to_string())?;
    draft.url = draft.url.or(url);
    let report = sayso_intake::finish(draft).map_err(|e| e.to_string())?;
    if metadata {
        let or_none = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".into());
        println!("{}", or_none(&report.url));
        println!("   {} | {} | {}", or_none(&report.title), or_none(&report.outlet), or_none(&report.byline));
        println!("   {} ({})", or_none(&report.published.value), report.published.basis);
    }
    let own = |kind| matches!(kind, SegmentKind::Body | SegmentKind::Dateline);
    let segments = report.segments.iter().filter(|s| own(s.kind));
    let parts: Vec<&str> = segments.filter_map(|s| s.span.slice(report.text.as_str())).collect();
    Ok(parts.join("\n"))
}

fn overlap(truth: &str, found: &str) -> Overlap {
    let (truth, found) = (shingles(truth), shingles(found));
    let (mut hit, mut wrong, mut missed) = (0.0, 0.0, 0.0);
    for (shingle, n) in &truth {
        let m = found.get(shingle).copied().unwrap_or(0.0);
        hit += n.min(m);
        missed += (n - m).max(0.0);
    }
    for (shingle, m) in &found {
        wrong += (m - truth.get(shingle).copied().unwrap_or(0.0)).max(0.0);
    }
    let sum = hit + wrong + missed;
    Overlap { hit: ratio(hit, sum), wrong: ratio(wrong, sum), missed: ratio(missed, sum) }
}

fn shingles(text: &str) -> BTreeMap<Vec<&str>, f64> {
    let separates = |c: char| !(c.is_alphanumeric() || c == '_');
    let words: Vec<&str> = text.split(separates).filter(|w| !w.is_empty()).collect();
    let mut counts = BTreeMap::new();
    if words.is_empty() {
        return counts;
    }
    for at in 0..words.len().saturating_sub(3).max(1) {
        *counts.entry(words[at..words.len().min(at + 4)].to_vec()).or_insert(0.0) += 1.0;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_counts_shingles_of_four_words() {
        let same = overlap("one two, three four five", "One two three four five".to_lowercase().as_str());
        assert_eq!((same.precision(), same.recall()), (1.0, 1.0));
        // Truth has shingles 1-4 and 2-5, the find only 1-4.
        let cut = overlap("one two three four five", "one two three four");
        assert_eq!((cut.precision(), cut.recall()), (1.0, 0.5));
        assert_eq!(overlap("", "").recall(), 0.0);
        // A text shorter than a shingle is one shingle.
        assert_eq!(overlap("one two", "one two").recall(), 1.0);
    }
}
