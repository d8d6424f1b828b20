//! `sayso-eval clusters`: whether reports of one happening, and no others, come to be one story.
//!
//! BASIL (three outlets on one event) and ECB+ (happenings of one kind in pairs, as hard as can be) are each read as
//! `sayso read` reads them and placed one at a time, in date order where there are dates and in several shuffled
//! orders; beside it stands what grouping all of them at once gives. Placing looks at the text alone, so neither
//! finder matters here.

use rand_mt::Mt;
use sayso_collate::{Collator, Doc, MemoryShelf, ReportNo};
use sayso_intake::Options;
use sayso_model::{Annotations, Report};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Scores stories against BASIL and ECB+ by B³.
///
/// Example: sayso-eval clusters ../shared/corpora --shuffles 10
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder that holds `basil` and `ecbplus`.
    folder: Option<PathBuf>,
    /// How many shuffled orders.
    #[arg(long, value_name = "N", default_value_t = 5)]
    shuffles: u32,
    /// Print the stories that are not as they should be, of the first order.
    #[arg(long)]
    verbose: bool,
}

/// A report and the happening it tells of.
struct Told {
    of: String,
    report: Report,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let folder = args.folder.clone().map_or_else(crate::corpora, Ok)?;
    let sets =
        [("BASIL", basil(&folder.join("basil/articles"))?), ("ECB+", ecbplus(&folder.join("ecbplus"))?)];
    println!("{:<6} {:<12} {:>6} {:>6} {:>6} {:>8}", "corpus", "order", "P", "R", "F1", "stories");
    for (name, told) in &sets {
        let mut by_date: Vec<&Told> = told.iter().collect();
        by_date.sort_by_key(|t| t.report.published.value.clone());
        let at_once = at_once(&by_date);
        print(name, "all at once", &[score(&by_date, &at_once)]);
        let by_date_stories = placed(&by_date);
        let dated = told.iter().all(|t| t.report.published.value.is_some());
        print(name, if dated { "by date" } else { "as filed" }, &[score(&by_date, &by_date_stories)]);
        let mut scores = Vec::new();
        for seed in 1..=args.shuffles {
            let mut order = by_date.clone();
            shuffle(&mut order, seed);
            scores.push(score(&order, &placed(&order)));
        }
        if !scores.is_empty() {
            print(name, "shuffled", &scores);
        }
        if args.verbose {
            show(&by_date, &by_date_stories);
        }
    }
    Ok(())
}

/// The mean over several runs, with the least F1.
fn print(name: &str, order: &str, scores: &[Score]) {
    let mean = |part: fn(&Score) -> f64| scores.iter().map(part).sum::<f64>() / scores.len() as f64;
    let least = scores.iter().map(|s| s.f1).fold(1.0, f64::min);
    let note = if scores.len() > 1 { format!("  least F1 {least:.3}") } else { String::new() };
    println!(
        "{name:<6} {order:<12} {:>6.3} {:>6.3} {:>6.3} {:>8.0}{note}",
        mean(|s| s.precision),
        mean(|s| s.recall),
        mean(|s| s.f1),
        mean(|s| s.stories as f64)
    );
}

fn docs<'a>(told: &[&'a Told], none: &'a Annotations) -> Vec<Doc<'a>> {
    told.iter().enumerate().map(|(no, t)| Doc::new(ReportNo(no as u32), &t.report, none)).collect()
}

/// The reports of each story, by place in the order given.
fn placed(told: &[&Told]) -> Vec<Vec<usize>> {
    let (collator, mut shelf, none) = (Collator::default(), MemoryShelf::default(), Annotations::default());
    for doc in docs(told, &none) {
        let Ok(_) = collator.add(&mut shelf, &doc);
    }
    shelf.stories().map(|(_, members)| members.iter().map(|no| no.0 as usize).collect()).collect()
}

fn at_once(told: &[&Told]) -> Vec<Vec<usize>> {
    let groups = Collator::default().at_once(&docs(told, &Annotations::default()));
    groups.into_iter().map(|group| group.into_iter().map(|no| no.0 as usize).collect()).collect()
}

/// B³ (Bagga and Baldwin 1998): the mean over reports of how pure and how whole the story is that each is in.
struct Score {
    precision: f64,
    recall: f64,
    f1: f64,
    stories: usize,
}

fn score(told: &[&Told], stories: &[Vec<usize>]) -> Score {
    let sizes = count(told.iter().map(|t| t.of.as_str()));
    let (mut precision, mut recall) = (0.0, 0.0);
    for story in stories {
        for (of, n) in count(story.iter().map(|at| told[*at].of.as_str())) {
            let together = (n * n) as f64;
            precision += together / story.len() as f64;
            recall += together / sizes[of] as f64;
        }
    }
    let reports = told.len().max(1) as f64;
    let (precision, recall) = (precision / reports, recall / reports);
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    Score { precision, recall, f1, stories: stories.len() }
}

fn count<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn show(told: &[&Told], stories: &[Vec<usize>]) {
    let sizes = count(told.iter().map(|t| t.of.as_str()));
    for story in stories {
        let inside = count(story.iter().map(|at| told[*at].of.as_str()));
        if inside.len() == 1 && inside.iter().all(|(of, n)| sizes[of] == *n) {
            continue;
        }
        let parts: Vec<String> = inside.iter().map(|(of, n)| format!("{of}: {n} of {}", sizes[of])).collect();
        println!("  {}", parts.join(", "));
        for at in story.iter().filter(|_| story.len() <= 4) {
            println!("     {}", told[*at].report.id);
        }
    }
}

/// Fisher and Yates.
fn shuffle<T>(list: &mut [T], seed: u32) {
    let mut dice = Mt::new(seed);
    for i in (1..list.len()).rev() {
        list.swap(i, dice.next_u32() as usize % (i + 1));
    }
}

/// Reads reports as `sayso read` would from JSON lines.
fn read(lines: Vec<(String, Value)>) -> Result<Vec<Told>, String> {
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile().map_err(|e| e.to_string())?;
    for (_, line) in &lines {
        writeln!(file, "{line}").map_err(|e| e.to_string())?;
    }
    file.flush().map_err(|e| e.to_string())?;
    let drafts = sayso_intake::open(vec![file.path().to_owned()], Options::default());
    let reports: Vec<Report> = drafts
        .map(|draft| draft.and_then(sayso_intake::finish).map_err(|refusal| refusal.to_string()))
        .collect::<Result<_, _>>()?;
    if reports.len() != lines.len() {
        return Err(format!("{} of {} reports could be read", reports.len(), lines.len()));
    }
    Ok(lines.into_iter().zip(reports).map(|((of, _), report)| Told { of, report }).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> =
        entries.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>().map_err(|e| e.to_string())?;
    paths.sort();
    Ok(paths)
}

fn text_of(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn basil(folder: &Path) -> Result<Vec<Told>, String> {
    let mut lines = Vec::new();
    for year in entries(folder)? {
        for path in entries(&year)? {
            let article: Value =
                serde_json::from_str(&text_of(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
            let paragraphs: Vec<String> = article["body-paragraphs"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_array)
                .map(|p| p.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "))
                .collect();
            let line = json!({
                "id": path.file_stem().and_then(|s| s.to_str()),
                "outlet": article["source"], "title": article["title"], "published": article["date"],
                "text": paragraphs.join("\n\n"),
            });
            lines.push((article["triplet-uuid"].as_str().unwrap_or_default().to_owned(), line));
        }
    }
    read(lines)
}

/// One happening is a sub-topic: the `ecb` or the `ecbplus` files of a topic.
fn ecbplus(folder: &Path) -> Result<Vec<Told>, String> {
    let mut lines = Vec::new();
    for topic in entries(folder)?.into_iter().filter(|p| p.is_dir()) {
        for path in entries(&topic)? {
            let Some(stem) = path.file_stem().and_then(|s| s.to_str()) else { continue };
            let number = stem.split('_').next().unwrap_or_default();
            let kind = if stem.ends_with("ecbplus") { "ecbplus" } else { "ecb" };
            let xml = text_of(&path)?;
            let mut text = String::new();
            let mut sentence = "";
            for token in xml.split("<token ").skip(1) {
                let Some((attributes, rest)) = token.split_once('>') else { continue };
                let of =
                    attributes.split("sentence=\"").nth(1).and_then(|s| s.split('"').next()).unwrap_or("");
                if !text.is_empty() {
                    text.push(if of == sentence { ' ' } else { '\n' });
                }
                sentence = of;
                text += &unescape(rest.split('<').next().unwrap_or_default());
            }
            lines.push((format!("{number}-{kind}"), json!({"id": stem, "text": text})));
        }
    }
    read(lines)
}

fn unescape(word: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(word.to_owned(), |word, (code, mark)| word.replace(code, mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b3_counts_what_is_together_and_what_should_be() {
        let lines = ["a", "a", "a", "b"].iter().map(|of| ((*of).to_owned(), json!({"text": "One line."})));
        let told = read(lines.collect()).unwrap();
        let told: Vec<&Told> = told.iter().collect();
        let s = score(&told, &[vec![0, 1], vec![2, 3]]);
        // Precision: 1, 1, 1/2, 1/2; recall: 2/3, 2/3, 1/3, 1.
        assert!((s.precision - 0.75).abs() < 1e-9 && (s.recall - 2.0 / 3.0).abs() < 1e-9, "{}", s.recall);
        assert!((s.f1 - 12.0 / 17.0).abs() < 1e-9);
    }

    #[test]
    fn the_seed_decides_the_order() {
        let order = |seed| {
            let mut list: Vec<u32> = (0..20).collect();
            shuffle(&mut list, seed);
            list
        };
        assert_eq!(order(1), order(1));
        assert_ne!(order(1), order(2));
    }
}
