//! Invented reports, read, annotated and collated as one story, each reading of whose points prints what its spans hold.

use sayso_annotate::Annotator;
use sayso_collate::{Doc, ReportNo, StoryNo, record};
use sayso_model::{Annotations, Record, Report};
use std::io::Write;

/// Reads reports given as id and text, of following days.
#[allow(dead_code, reason = "each test file uses its part")]
pub fn following(reports: &[(&str, &str)]) -> Record {
    let days: Vec<String> = (1..=reports.len()).map(|n| format!("2033-05-{n:02}")).collect();
    let dated: Vec<(&str, &str, &str)> =
        reports.iter().zip(&days).map(|((id, text), day)| (*id, day.as_str(), *text)).collect();
    story(&dated)
}

/// Reads reports given as id, day (empty: none) and text (headline, blank line, body).
pub fn story(reports: &[(&str, &str, &str)]) -> Record {
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile().unwrap();
    for (id, published, text) in reports {
        let mut line = serde_json::json!({"id": id, "outlet": format!("Outlet {id}"), "text": text});
        if !published.is_empty() {
            line["published"] = (*published).into();
        }
        writeln!(file, "{line}").unwrap();
    }
    let annotator = Annotator::default();
    let read: Vec<(Report, Annotations)> =
        sayso_intake::open([file.path().to_owned()], sayso_intake::Options::default())
            .map(|draft| sayso_intake::finish(draft.unwrap()).unwrap())
            .map(|report| {
                let said = annotator.annotate(&report);
                (report, said)
            })
            .collect();
    assert_eq!(read.len(), reports.len());
    let docs: Vec<Doc<'_>> =
        (1..).zip(&read).map(|(no, (report, said))| Doc::new(ReportNo(no), report, said)).collect();
    let made = record(StoryNo(1), &docs);
    for reading in made.points.iter().flat_map(|p| &p.readings) {
        let text = read.iter().find(|(r, _)| r.id == reading.report).unwrap().0.text.as_str();
        for span in &reading.spans {
            let words = span.slice(text).unwrap();
            assert!(reading.text.contains(words.trim_matches(|c: char| !c.is_alphanumeric())), "{words:?}");
        }
    }
    made
}
