//! What pages have as JSON. Offsets are Unicode code points; fields are those of `assets/openapi.json`.

use crate::StoryView;
use crate::pages::cut_by;
use sayso_model::{RecordReport, RecordStatement, StorySummary};
use sayso_store::ReportHead;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A story in a list.
pub(crate) fn story(story: &StorySummary) -> Value {
    let outlets: BTreeSet<&str> = story.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
    let reports: Vec<Value> =
        story.reports.iter().map(|r| json!({"id": r.id, "path": r.path, "outlet": r.outlet})).collect();
    let mut by_day: BTreeMap<&str, usize> = BTreeMap::new();
    for day in story.reports.iter().filter_map(|r| r.published.value.as_deref()?.get(..10)) {
        *by_day.entry(day).or_default() += 1;
    }
    json!({
        "id": story.id, "title": story.title, "from": story.from, "to": story.to,
        "outlets": outlets, "reports": reports, "days": days(&by_day),
    })
}

/// How many reports each day has; days that have none are left out.
pub(crate) fn days<D: AsRef<str>>(by_day: &BTreeMap<D, usize>) -> Value {
    by_day.iter().map(|(day, count)| json!({"day": day.as_ref(), "reports": count})).collect()
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

/// Several lists as pages: each page has what else is there and its part of the lists, one after the other, so that
/// the pages put together are the whole.
pub(crate) fn cut_lists(mut whole: Map<String, Value>, page: usize) -> Value {
    let lists = || whole.values().filter_map(Value::as_array).flatten();
    let (page, pages, range) = cut_by(page, lists().map(|item| item.to_string().len()));
    let mut before = 0;
    for list in whole.values_mut().filter_map(Value::as_array_mut) {
        let count = list.len();
        let from = range.start.saturating_sub(before).min(count);
        let to = range.end.saturating_sub(before).min(count);
        *list = list.drain(from..to).collect();
        before += count;
    }
    whole.insert("page".into(), page.into());
    whole.insert("pages".into(), pages.into());
    Value::Object(whole)
}

/// A list that is cut into pages.
pub(crate) fn paged(name: &str, items: Vec<Value>, page: usize, pages: usize, total: usize) -> Value {
    json!({name: items, "page": page, "pages": pages, "total": total})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::ROOM;

    #[test]
    fn lists_cut_into_pages_are_whole_when_put_together() {
        let long = |n: usize| "x".repeat(n);
        let whole = json!({
            "title": "T", "speakers": [1, 2], "statements": [long(ROOM / 2), long(ROOM / 2), long(ROOM * 2), 3],
            "points": [], "timeline": [4, 5],
        });
        let page = |n| cut_lists(whole.as_object().cloned().unwrap(), n);
        let pages = page(1)["pages"].as_u64().unwrap() as usize;
        assert!(pages > 2, "{pages}");
        let mut joined: Map<String, Value> = Map::new();
        for n in 1..=pages {
            let part = page(n);
            assert_eq!((part["title"].as_str(), part["page"].as_u64()), (Some("T"), Some(n as u64)));
            for (name, list) in part.as_object().unwrap().iter().filter(|(_, v)| v.is_array()) {
                let into = joined.entry(name.clone()).or_insert_with(|| json!([]));
                into.as_array_mut().unwrap().extend(list.as_array().unwrap().iter().cloned());
            }
        }
        joined.insert("title".into(), json!("T"));
        assert_eq!(Value::Object(joined), whole);
        assert_eq!(page(99), page(pages));
    }
}
