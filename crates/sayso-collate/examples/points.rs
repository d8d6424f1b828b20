//! Prints the points of some reports taken as one story: `cargo run -p sayso-collate --example points -- PATH…`

use sayso_annotate::Annotator;
use sayso_collate::{Doc, ReportNo, StoryNo, record};
use std::time::Instant;

fn main() {
    let paths: Vec<std::path::PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    let annotator = Annotator::default();
    let mut reports = Vec::new();
    for draft in sayso_intake::open(paths, sayso_intake::Options::default()) {
        match draft.and_then(sayso_intake::finish) {
            Ok(report) => {
                let annotations = annotator.annotate(&report);
                reports.push((report, annotations));
            }
            Err(refusal) => eprintln!("{refusal}"),
        }
    }
    let docs: Vec<Doc<'_>> =
        (1..).zip(&reports).map(|(no, (report, said))| Doc::new(ReportNo(no), report, said)).collect();
    let started = Instant::now();
    let record = record(StoryNo(1), &docs);
    let took = started.elapsed();
    for point in &record.points {
        println!("{} [{}] {} — {}", point.id, point.kind, point.question, point.verdict);
        for r in &point.readings {
            let speaker =
                r.speaker.and_then(|s| record.speakers.get(s as usize - 1)).map(|s| s.name.as_str());
            let value = r.value.as_deref().unwrap_or("-");
            println!("    {:12} {:14} {} {}  «{}»", r.report, value, r.voice, speaker.unwrap_or(""), r.text);
        }
        if !point.silent.is_empty() {
            println!("    silent: {}", point.silent.join(" "));
        }
    }
    println!("{} reports, record in {took:?}", docs.len());
}
