//! What pages have as JSON. Offsets are Unicode code points; fields are those of `assets/openapi.json`.

use crate::StoryView;
use sayso_model::{RecordReport, RecordStatement, StorySummary};
use sayso_store::ReportHead;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A story in a list.
pub(crate) fn story(story: &StorySummary) -> Value {
    let outlets: BTreeSet<&str> = story.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
    let reports: Vec<Value> =
        story.reports.iter().map(|r| json!({"id": r.id, "path": r.path, "outlet": r.outlet})).collect();
    json!({
        "id": story.id, "title": story.title, "from": story.from, "to": story.to,
        "outlets": outlets, "reports": reports,
    })
}

/// A report in a list.
pub(crate) fn head(head: &ReportHead) -> Value {
    report(head.no.0, head.story.map(|s| s.0), &head.report)
}

pub(crate) fn report(no: u32, story: Option<u32>, report: &RecordReport) -> Value {
    json!({
        "no": no, "story": story, "id": report.id, "outlet": report.outlet, "title": report.title,
        "url": report.url, "published": report.published.value,
    })
}

/// A statement of the record with its words.
pub(crate) fn statement(view: &StoryView, entry: &RecordStatement) -> Option<Value> {
    let (place, statement) = view.statement(entry)?;
    let spans = |spans: &[sayso_text::Span]| -> Vec<(usize, usize)> {
        spans.iter().map(|s| view.chars(place, *s)).collect()
    };
    let cue = statement.cue.as_ref();
    Some(json!({
        "id": entry.id, "story": view.no.0, "report": view.reports[place].no.0, "outlet": view.report(place).outlet,
        "speaker": entry.speaker.map(|_| view.speaker_name(entry.speaker)), "said": entry.said,
        "form": statement.form, "manner": cue.map(|c| c.manner), "cue": cue.map(|c| view.words(place, &c.spans)),
        "channel": statement.channel, "content": spans(&statement.content),
        "text": view.words(place, &statement.content),
    }))
}

/// A list that is cut into pages.
pub(crate) fn paged(name: &str, items: Vec<Value>, page: usize, pages: usize, total: usize) -> Value {
    json!({name: items, "page": page, "pages": pages, "total": total})
}
