//! Prints the points and answers of some reports taken as one story: `cargo run -p sayso-collate --example points -- PATH…`

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
    for statement in record.statements.iter().filter(|s| !s.answers.is_empty()) {
        let shown =
            |id: u32| record.statements.get(id as usize - 1).map(|s| content(&docs, s)).unwrap_or_default();
        for answer in &statement.answers {
            println!("{} {} {}", shown(statement.id), answer.how, shown(answer.statement));
        }
    }
    println!("{} reports, record in {took:?}", docs.len());
}

/// A statement's report, speaker and words.
fn content(docs: &[Doc<'_>], statement: &sayso_model::RecordStatement) -> String {
    let Some(doc) = docs.iter().find(|d| d.report.id == statement.report) else { return String::new() };
    let said = doc.annotations.statements.iter().find(|s| s.id == statement.statement);
    let words = |s: &sayso_model::Statement| {
        s.content.iter().filter_map(|c| c.slice(doc.report.text.as_str())).collect::<Vec<_>>().join(" … ")
    };
    format!("{}: «{}»", statement.report, said.map(words).unwrap_or_default())
}
