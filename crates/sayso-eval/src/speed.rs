//! `sayso-eval speed`: how fast each stage is on one core, how the cost of a report grows, and the memory it takes.

use cpu_time::ThreadTime;
use sayso_annotate::{Annotator, ReaderChoice};
use sayso_collate::{Collator, Doc, MemoryShelf, ReportNo};
use sayso_intake::Options;
use sayso_store::Store;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Times every stage over files, one report at a time on one thread, in CPU time.
///
/// Example: sayso-eval speed news.jsonl --every 10000
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders, archives.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Print the cost of a report for each so many reports.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    every: usize,
    /// Stop after so many reports.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Also collate in memory, to tell the cost of collation from that of the database.
    #[arg(long)]
    in_memory: bool,
    /// Annotate by rules alone, as `sayso read --reader rules` does.
    #[arg(long)]
    rules: bool,
    /// Leave the database out: intake and annotation alone.
    #[arg(long)]
    no_store: bool,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

const STAGES: [&str; 4] = ["intake", "annotate", "collate", "store"];

/// What a batch of reports took.
#[derive(Clone, Default)]
struct Batch {
    reports: usize,
    words: usize,
    spent: [Duration; 4],
}

impl Batch {
    fn add(&mut self, other: &Batch) {
        self.reports += other.reports;
        self.words += other.words;
        for (mine, theirs) in self.spent.iter_mut().zip(other.spent) {
            *mine += theirs;
        }
    }

    fn micros(&self, stage: usize) -> f64 {
        self.spent[stage].as_secs_f64() * 1e6 / self.reports.max(1) as f64
    }

    fn words_a_second(&self, stage: usize) -> f64 {
        self.words as f64 / self.spent[stage].as_secs_f64().max(1e-9)
    }
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let path = folder.path().join("speed.db");
    let mut store = match args.no_store {
        true => None,
        false => Some(Store::open(&path).map_err(|e| e.to_string())?),
    };
    let reader = if args.rules { ReaderChoice::Rules } else { ReaderChoice::Fast };
    let annotator = Annotator::new(sayso_annotate::Options { reader, ..Default::default() });
    let (collator, mut shelf) = (Collator::default(), MemoryShelf::default());
    let mut drafts = sayso_intake::open(args.paths.clone(), Options::default());
    let mut batches = vec![Batch::default()];
    let mut refused = 0;
    let mut peaks = Vec::new();
    let mut last: VecDeque<(String, Duration)> = VecDeque::new();
    for number in 0..args.limit.unwrap_or(usize::MAX) {
        let clock = ThreadTime::now();
        let Some(draft) = drafts.next() else { break };
        let report = match draft.and_then(sayso_intake::finish) {
            Ok(report) => report,
            Err(refusal) => {
                eprintln!("sayso-eval: {refusal}");
                refused += 1;
                continue;
            }
        };
        let read = clock.elapsed();
        let clock = ThreadTime::now();
        let annotations = annotator.annotate(&report);
        let annotated = clock.elapsed();
        let clock = ThreadTime::now();
        if args.in_memory {
            let no = ReportNo(u32::try_from(number).map_err(|e| e.to_string())?);
            let doc = Doc::new(no, &report, &annotations);
            // An in-memory shelf cannot fail.
            let _ = collator.add(&mut shelf, &doc);
        }
        let collated = clock.elapsed();
        let clock = ThreadTime::now();
        if let Some(store) = &mut store {
            let wall = Instant::now();
            store.put(&report, &annotations, "speed").map_err(|e| e.to_string())?;
            if last.len() == LAST {
                last.pop_front();
            }
            last.push_back((report.address.clone(), wall.elapsed()));
        }
        let stored = clock.elapsed();
        let words = report.text.as_str().split_whitespace().count();
        if batches.last().is_some_and(|b| b.reports == args.every) {
            peaks.push(peak_memory());
            batches.push(Batch::default());
        }
        if let Some(batch) = batches.last_mut() {
            batch.add(&Batch { reports: 1, words, spent: [read, annotated, collated, stored] });
        }
    }
    peaks.push(peak_memory());
    let mut total = Batch::default();
    batches.iter().for_each(|b| total.add(b));
    if total.reports == 0 {
        return Err("no report could be read".into());
    }
    let answer = store.as_ref().map(|store| answer(store, &last)).transpose()?;
    let size = std::fs::metadata(&path).map_or(0, |m| m.len());
    if args.json {
        let value = as_json(&total, &batches, &peaks, refused, size);
        println!("{}", serde_json::to_string_pretty(&value).map_err(|e| e.to_string())?);
        return Ok(());
    }
    println!("{} reports, {} words, {refused} refused; CPU time of one thread", total.reports, total.words);
    println!("{:<10} {:>12} {:>12} {:>14}", "stage", "µs/report", "reports/s", "words/s");
    for (stage, name) in STAGES.iter().enumerate().filter(|(s, _)| total.spent[*s] > Duration::from_millis(1))
    {
        let micros = total.micros(stage);
        println!("{name:<10} {micros:>12.0} {:>12.0} {:>14.0}", 1e6 / micros, total.words_a_second(stage));
    }
    if let Some((mean, most, reports)) = answer {
        println!(
            "a new report stored and its story's record made ({reports:.0} reports on average): {mean:.1} ms, at most \
             {most:.1} ms, by the clock"
        );
    }
    println!("peak memory {:.0} MB, database {:.0} MB", peak_memory(), size as f64 / 1e6);
    println!("\n{:>9}  µs a report: {}  peak MB", "reports", STAGES.map(|s| format!("{s:>9}")).join(" "));
    let mut seen = 0;
    for (batch, peak) in batches.iter().zip(&peaks) {
        seen += batch.reports;
        let cells: Vec<String> = (0..4).map(|s| format!("{:>9.0}", batch.micros(s))).collect();
        println!("{seen:>9}               {}  {peak:>7.0}", cells.join(" "));
    }
    Ok(())
}

/// For so many of the last reports the answer is timed as a user waits for it.
const LAST: usize = 100;

/// Milliseconds by the clock from a report annotated to its story's record, the mean and the most, over the last
/// reports; and how many reports those stories have on average.
fn answer(store: &Store, last: &VecDeque<(String, Duration)>) -> Result<(f64, f64, f64), String> {
    let (mut sum, mut most, mut reports) = (0.0, 0.0f64, 0);
    for (address, put) in last {
        let clock = Instant::now();
        let Some(story) = store.story_at(address).map_err(|e| e.to_string())? else { continue };
        let stored = store.story(story).map_err(|e| e.to_string())?;
        let docs: Vec<Doc<'_>> = stored.iter().map(sayso_store::Stored::doc).collect();
        std::hint::black_box(sayso_collate::record(story, &docs));
        let wall = (clock.elapsed() + *put).as_secs_f64() * 1e3;
        sum += wall;
        most = most.max(wall);
        reports += docs.len();
    }
    let n = last.len().max(1) as f64;
    Ok((sum / n, most, reports as f64 / n))
}

fn as_json(total: &Batch, batches: &[Batch], peaks: &[f64], refused: usize, size: u64) -> Value {
    let row = |batch: &Batch| -> Value {
        STAGES.iter().enumerate().map(|(s, name)| ((*name).to_owned(), json!(batch.micros(s)))).collect()
    };
    let growth: Vec<Value> = batches
        .iter()
        .zip(peaks)
        .map(|(b, peak)| json!({"reports": b.reports, "micros_a_report": row(b), "peak_mb": peak}))
        .collect();
    let speed: Value =
        STAGES.iter().enumerate().map(|(s, n)| ((*n).to_owned(), json!(total.words_a_second(s)))).collect();
    json!({
        "reports": total.reports, "words": total.words, "refused": refused, "micros_a_report": row(total),
        "words_a_second": speed, "peak_mb": peak_memory(), "database_bytes": size, "growth": growth,
    })
}

/// Peak resident memory of this process in MB; 0 where the system does not tell.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
