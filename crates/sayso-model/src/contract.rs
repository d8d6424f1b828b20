//! The interchange contract: `sayso/1` and `sayso-record/1` JSON, offsets in Unicode code points.

use crate::{Annotations, Entity, Event, Problem, Quantity, Record, Report, Segment, Statement, Time};
use sayso_text::{CharIndex, Repair, Span};
use serde::Serialize;

#[derive(Serialize)]
struct AnnotatedJson<'a> {
    schema: &'static str,
    report: ReportJson<'a>,
    text: &'a str,
    alignment: Vec<(u32, u32, u32)>,
    segments: Vec<Segment>,
    repairs: Vec<Repair>,
    entities: &'a [Entity],
    times: &'a [Time],
    statements: &'a [Statement],
    quantities: &'a [Quantity],
    events: &'a [Event],
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    id: &'a str,
    path: &'a str,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    url: Option<&'a str>,
    byline: Option<&'a str>,
    language: Option<&'a str>,
    published: PublishedJson<'a>,
}

#[derive(Serialize)]
struct PublishedJson<'a> {
    value: Option<&'a str>,
    basis: &'a str,
}

/// One report with its annotations as one line of `sayso/1` JSON, without a line end.
pub fn annotated_json(report: &Report, annotations: &Annotations) -> String {
    let text = report.text.as_str();
    let index = CharIndex::new(text);
    let mut annotations = annotations.clone();
    annotations.map_spans(&mut |span| *span = index.span_to_chars(*span));
    let mut repairs = report.repairs();
    let alignment = alignment_in_chars(report, &index, &repairs);
    for repair in &mut repairs {
        repair.span = index.span_to_chars(repair.span);
    }
    let segment = |s: &Segment| Segment { kind: s.kind, span: index.span_to_chars(s.span) };
    let mut problems = report.problems.clone();
    for problem in &mut problems {
        problem.span = problem.span.map(|s| index.span_to_chars(s));
    }
    problems.append(&mut annotations.problems);
    let json = AnnotatedJson {
        schema: "sayso/1",
        report: ReportJson {
            id: &report.id,
            path: &report.path,
            outlet: report.outlet.as_deref(),
            title: report.title.as_deref(),
            url: report.url.as_deref(),
            byline: report.byline.as_deref(),
            language: report.language.as_deref(),
            published: PublishedJson {
                value: report.published.value.as_deref(),
                basis: report.published.basis.as_str(),
            },
        },
        text,
        alignment,
        segments: report.segments.iter().map(segment).collect(),
        repairs,
        entities: &annotations.entities,
        times: &annotations.times,
        statements: &annotations.statements,
        quantities: &annotations.quantities,
        events: &annotations.events,
        problems,
    };
    to_json(&json)
}

/// Pieces in code points of both texts. Between two pieces the text as received has the characters of the
/// repairs that stand there, which is how its offsets are counted without a second index.
fn alignment_in_chars(report: &Report, index: &CharIndex<'_>, repairs: &[Repair]) -> Vec<(u32, u32, u32)> {
    let mut repairs = repairs.iter().peekable();
    let mut received = 0;
    let mut pieces = Vec::new();
    for piece in report.text.alignment().pieces() {
        let start = piece.text_start as usize;
        while let Some(repair) = repairs.next_if(|r| r.span.end() <= start) {
            received += repair.received.chars().count() as u32;
        }
        let text_start = index.to_chars(start) as u32;
        let length = index.to_chars(start + piece.length as usize) as u32 - text_start;
        pieces.push((text_start, received, length));
        received += length;
    }
    pieces
}

#[derive(Serialize)]
struct RecordJson<'a> {
    schema: &'static str,
    #[serde(flatten)]
    record: &'a Record,
}

/// A story's record as `sayso-record/1` JSON. `text_of` gives the text of a report by its id; spans of a report
/// whose text is not at hand are left as bytes.
pub fn record_json<'t>(record: &Record, text_of: &dyn Fn(&str) -> Option<&'t str>) -> String {
    let mut record = record.clone();
    let indexes: std::collections::BTreeMap<String, CharIndex<'t>> = record
        .reports
        .iter()
        .filter_map(|r| text_of(&r.id).map(|t| (r.id.clone(), CharIndex::new(t))))
        .collect();
    record.map_spans(&mut |report, span: &mut Span| {
        if let Some(index) = indexes.get(report) {
            *span = index.span_to_chars(*span);
        }
    });
    to_json(&RecordJson { schema: "sayso-record/1", record: &record })
}

fn to_json(value: &impl Serialize) -> String {
    // Only maps with keys that are not strings, or a failing writer, can make this fail: there are none.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    use sayso_text::{Edit, Text};

    fn report(text: Text) -> Report {
        Report { path: "r.txt".into(), text, ..Report::of_text("r", "") }
    }

    #[test]
    fn alignment_counts_code_points_of_both_texts() {
        let received = "é &quot;ü\u{200b}x";
        let text = Text::received(received.into());
        let quot = received.find('&').unwrap();
        let zero = received.find('\u{200b}').unwrap();
        let edits = [
            Edit { span: Span::new(quot, quot + 6).unwrap(), replacement: "“".into() },
            Edit { span: Span::new(zero, zero + 3).unwrap(), replacement: String::new() },
        ];
        let report = report(text.edited(&edits).unwrap());
        assert_eq!(report.text.as_str(), "é “üx");
        let json: serde_json::Value =
            serde_json::from_str(&annotated_json(&report, &Annotations::default())).unwrap();
        assert_eq!(json["alignment"], serde_json::json!([[0, 0, 2], [3, 8, 1], [4, 10, 1]]));
        assert_eq!(json["repairs"][0], serde_json::json!({"span": [2, 3], "received": "&quot;"}));
        assert_eq!(json["repairs"][1], serde_json::json!({"span": [4, 4], "received": "\u{200b}"}));
    }
}
