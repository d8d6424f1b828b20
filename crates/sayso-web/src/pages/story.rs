//! One story: its parts, its record, its pictures.

use super::parts::{self, Filter, PARTS};
use super::show::{Near, Show};
use super::{Page, cut, cut_by, unready};
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::text::{Words, counted, days};
use crate::{Failure, StoryView, json, pictures};
use maud::{Markup, html};
use sayso_collate::StoryNo;
use sayso_model::contract::record_json;
use serde_json::{Map, Value};

/// Related stories that are named.
const NEAR: usize = 6;
/// Statements on one page of JSON.
const STATEMENTS: usize = 200;

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let story = StoryNo(ask.number("story")?);
    let view = match desk.story(story) {
        Err(Failure::Unready(_)) if !ask.json => return unready::story(desk, ask, story, "overview"),
        found => found?,
    };
    if ask.json {
        return Ok(Reply::Json(json::cut_lists(record_value(&view), ask.page())));
    }
    shown(desk, &view, ask, "overview")
}

pub(crate) fn part(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let name = last(ask);
    let Some((name, _)) = PARTS.iter().skip(1).find(|(n, _)| *n == name) else {
        return Err(Failure::Missing("such part of a story".into()));
    };
    let story = StoryNo(ask.number("story")?);
    let view = match desk.story(story) {
        Err(Failure::Unready(_)) if !ask.json => return unready::story(desk, ask, story, name),
        found => found?,
    };
    if ask.json {
        return Ok(Reply::Json(part_json(&view, ask, name)));
    }
    shown(desk, &view, ask, name)
}

/// The record as `sayso record --format json` prints it.
fn record(view: &StoryView) -> String {
    let text_of = |id: &str| view.place(id).map(|p| view.report(p).text.as_str());
    record_json(&view.record, &text_of)
}

/// The same to take lists from.
fn record_value(view: &StoryView) -> Map<String, Value> {
    match serde_json::from_str(&record(view)) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// The list of the record that a part shows.
fn part_json(view: &StoryView, ask: &Ask, part: &str) -> Value {
    if part == "statements" {
        let filter = Filter::of(ask);
        let all: Vec<_> = view.record.statements.iter().filter(|s| filter.takes(view, s)).collect();
        let (page, pages, range) = cut(ask.page(), STATEMENTS, all.len());
        let items = all[range].iter().filter_map(|s| json::statement(view, s)).collect();
        return json::paged("statements", items, page, pages, all.len());
    }
    let mut record = record_value(view);
    let mut take = |name: &str| match record.get_mut(name).map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    let name = if part == "accounts" { "points" } else { part };
    if part == "sources" {
        let (sourcing, framing) = parts::framing_json(view);
        let mut all = Map::new();
        for (name, list) in [("speakers", take("speakers")), ("lineage", take("lineage"))] {
            all.insert(name.into(), list.into());
        }
        all.insert("sourcing".into(), sourcing);
        all.insert("framing".into(), framing);
        return json::cut_lists(all, ask.page());
    }
    let items = take(name);
    let (page, pages, range) = cut_by(ask.page(), items.iter().map(|item| item.to_string().len()));
    let total = items.len();
    json::paged(name, items.into_iter().skip(range.start).take(range.len()).collect(), page, pages, total)
}

fn shown(desk: &Desk<'_>, view: &StoryView, ask: &Ask, part: &str) -> Result<Reply, Failure> {
    let mut show = Show::pages(view);
    if part == "overview" {
        show.near = near(desk, view.no)?;
    }
    let heading = PARTS.iter().find(|(n, _)| *n == part).map_or("", |(_, h)| h);
    let body = html! {
        (head(&show, part))
        @if desk.behind() > 0 {
            p.note role="status" { (counted(desk.behind(), "report")) " came in since and " @if desk.behind() == 1 { "is" } @else { "are" }
                " being worked in; " a href=(ask.href(&[])) { "load this page anew" } "." }
        }
        @if part != "overview" && part != "sources" { h2.off { (heading) } }
        (content(&show, part, Some(ask)))
    };
    let title = match part {
        "overview" => view.record.story.title.clone(),
        _ => format!("{heading}: {}", view.record.story.title),
    };
    Ok(Reply::Page(Page { title, at: "stories", body }))
}

/// What a part shows.
pub(crate) fn content(show: &Show<'_>, part: &str, ask: Option<&Ask>) -> Markup {
    match part {
        "timeline" => parts::timeline(show, ask),
        "accounts" => parts::accounts(show, ask),
        "utterances" => parts::utterances(show, ask),
        "statements" => parts::statements(show, ask),
        "naming" => parts::naming(show, ask),
        "silence" => parts::silence(show, ask),
        "sources" => parts::sources(show, ask),
        "reports" => parts::reports(show, ask),
        _ => parts::overview(show, ask),
    }
}

/// The stories nearest to a story, as far as can be told without their records.
fn near(desk: &Desk<'_>, story: StoryNo) -> Result<Vec<Near>, Failure> {
    let store = desk.store();
    let mut found = Vec::new();
    for related in store.linked(story)?.into_iter().take(NEAR) {
        let lines = store.story_lines(related.to)?;
        let Some(report) = lines.first().map(|l| l.id.clone()) else { continue };
        let days = || lines.iter().filter_map(|l| l.day.clone());
        let title = match store.brief(related.to)? {
            Some(brief) => brief.title,
            None => store.story_title(related.to)?.unwrap_or_default(),
        };
        let (from, to) = (days().min(), days().max());
        found.push(Near { story: related.to.0, title, from, to, report });
    }
    Ok(found)
}

fn head(show: &Show<'_>, at: &str) -> Markup {
    let view = show.view;
    let count = |part: &str| match part {
        "timeline" => Some(view.record.timeline.len()),
        "accounts" => Some(view.record.points.len()),
        "utterances" => Some(view.record.utterances.len()),
        "statements" => Some(view.said.len()),
        "reports" => Some(view.reports.len()),
        _ => None,
    };
    html! {
        div.headline {
            p.kicker { "Story " (view.no.0) " · " (days(view.record.story.from.as_deref(), view.record.story.to.as_deref()))
                " · " (counted(view.outlets().len(), "outlet")) }
            h1 { bdi { (Words(&view.record.story.title)) } }
        }
        nav.tabs aria-label="Parts of this story" {
            @for (name, label) in PARTS {
                a href=(show.part(name)) aria-current=[(name == at).then_some("page")] {
                    (label) @if let Some(count) = count(name) { " " span.count { (count) } }
                }
            }
        }
    }
}

/// `timeline.svg`, `timeline.csv` and the like.
pub(crate) fn picture(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let view = desk.story(StoryNo(ask.number("story")?))?;
    let show = Show::pages(&view);
    Ok(match last(ask) {
        "timeline.svg" => Reply::Picture(pictures::alone(&pictures::timeline(&show))),
        "timeline.csv" => Reply::Table(pictures::timeline_csv(&view)),
        "accounts.svg" => Reply::Picture(pictures::alone(&pictures::accounts(&view, ask.page()))),
        "accounts.csv" => Reply::Table(pictures::accounts_csv(&view)),
        "sources.svg" => Reply::Picture(pictures::alone(&pictures::sources(&show))),
        "sources.csv" => Reply::Table(pictures::sources_csv(&view)),
        "lineage.svg" => Reply::Picture(pictures::alone(&pictures::lineage(&show))),
        "lineage.csv" => Reply::Table(pictures::lineage_csv(&view)),
        _ => return Err(Failure::Missing("such picture".into())),
    })
}

/// The last name of the path.
fn last(ask: &Ask) -> &str {
    ask.path.rsplit('/').next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::{Annotations, Record, Report};
    use sayso_store::Stored;

    /// A story of two reports, of which one is silent on many points.
    fn view(points: u32) -> StoryView {
        let head = |id: &str| {
            serde_json::json!({"id": id, "path": "", "outlet": "Quay Courier", "title": null, "url": null,
                "published": {"value": null, "basis": "none", "evidence": null}})
        };
        let mut record: Record = serde_json::from_value(serde_json::json!({
            "story": {"id": 1, "title": "T", "from": null, "to": null}, "reports": [head("a"), head("b")],
            "lineage": [], "speakers": [], "statements": [], "utterances": [], "timeline": [], "points": [],
            "naming": [], "silence": [{"report": "b", "lacks": [], "alone": []}],
        }))
        .unwrap();
        for id in 1..=points {
            let reading = serde_json::json!({"report": "a", "spans": [], "text": "so many stones ".repeat(20),
                "value": id.to_string(), "voice": "own", "speaker": null});
            let point = serde_json::json!({"id": id, "question": "How many stones?", "kind": "number",
                "readings": vec![reading; 4], "verdict": "differ", "silent": ["b"]});
            record.points.push(serde_json::from_value(point).unwrap());
            let lacked = serde_json::json!({"kind": "point", "id": id, "carried": 2});
            record.silence[0].lacks.push(serde_json::from_value(lacked).unwrap());
        }
        let stored = |id: &str, no| Stored {
            no: sayso_collate::ReportNo(no),
            revision: 1,
            digest: String::new(),
            report: Report::of_text(id, "A text."),
            annotations: Annotations::default(),
        };
        StoryView::new(StoryNo(1), record, vec![stored("a", 1), stored("b", 2)])
    }

    #[test]
    fn names_stand_in_one_table_and_what_compares_nothing_in_a_line() {
        let mut view = view(1);
        let naming = |of: &str, report: &str, terms: &[(&str, &str)]| {
            let terms: Vec<Value> = terms
                .iter()
                .map(|(text, voice)| serde_json::json!({"text": text, "spans": [], "voice": voice}))
                .collect();
            serde_json::from_value(serde_json::json!({"of": of, "report": report, "terms": terms})).unwrap()
        };
        view.record.naming = vec![
            naming("Hester Pym", "a", &[("harbour master", "own")]),
            naming("the fall", "a", &[("collapse", "own"), ("crime", "attributed")]),
            naming("the wall", "a", &[("mole", "attributed")]),
            naming("the wall", "b", &[("pier", "own")]),
        ];
        let shown = content(&Show::file(&view), "naming", None).0;
        let (table, line) = shown.split_once("ul class=\"folded\"").unwrap();
        assert_eq!(table.matches("<table").count(), 1);
        for of in ["the fall", "the wall"] {
            assert!(table.contains(of) && !line.contains(of), "{shown}");
        }
        assert!(
            line.contains("Hester Pym") && line.contains("harbour master") && !table.contains("Hester Pym")
        );
    }

    #[test]
    fn a_link_to_a_thing_leads_to_the_page_that_holds_it() {
        let view = view(400);
        let show = Show::pages(&view);
        let ask = |values: &[(&str, &str)]| Ask {
            path: "/stories/1/accounts".into(),
            values: values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
            ..Ask::default()
        };
        let holds = |ask: &Ask, point: u32| {
            content(&show, "accounts", Some(ask)).0.contains(&format!("id=\"p{point}\""))
        };
        for point in [1, 57, 400] {
            assert_eq!(
                show.within("accounts", &format!("p{point}")),
                format!("/stories/1/accounts?at=p{point}#p{point}")
            );
            assert!(holds(&ask(&[("at", &format!("p{point}"))]), point), "{point}");
        }
        assert!(!holds(&ask(&[]), 400) && holds(&ask(&[("at", "p999")]), 1));
        // Going on from there, what led there counts no more.
        assert!(holds(&ask(&[("at", "p400"), ("page", "1")]), 1));
        let there = content(&show, "accounts", Some(&ask(&[("at", "p400")]))).0;
        let before = there.split("rel=\"prev\" href=\"").nth(1).and_then(|p| p.split('"').next()).unwrap();
        assert!(before.starts_with("/stories/1/accounts?page="), "{before}");
        let silence = content(&show, "silence", Some(&ask(&[]))).0;
        assert!(silence.contains("/stories/1/accounts?at=p57#p57"), "{silence}");
    }
}
