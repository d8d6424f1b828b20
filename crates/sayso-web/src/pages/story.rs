//! One story: its parts, its record, its pictures.

use super::parts::{self, Filter, PARTS, chosen};
use super::show::Show;
use super::{Page, cut};
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::text::{Words, counted, days};
use crate::{Failure, StoryView, json, pictures};
use maud::{Markup, html};
use sayso_collate::StoryNo;
use sayso_model::contract::record_json;
use serde_json::{Value, json};

/// Statements on one page of JSON.
const STATEMENTS: usize = 200;

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let view = desk.story(StoryNo(ask.number("story")?))?;
    if ask.json {
        return Ok(Reply::Written(record(&view)));
    }
    shown(&view, ask, "overview")
}

pub(crate) fn part(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let name = last(ask);
    let Some((name, _)) = PARTS.iter().skip(1).find(|(n, _)| *n == name) else {
        return Err(Failure::Missing("such part of a story".into()));
    };
    let view = desk.story(StoryNo(ask.number("story")?))?;
    if ask.json {
        return Ok(Reply::Json(part_json(&view, ask, name)));
    }
    shown(&view, ask, name)
}

/// The record as `sayso record --format json` prints it.
fn record(view: &StoryView) -> String {
    let text_of = |id: &str| view.place(id).map(|p| view.report(p).text.as_str());
    record_json(&view.record, &text_of)
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
    let mut record: Value = serde_json::from_str(&record(view)).unwrap_or_default();
    let mut take = |name: &str| record.get_mut(name).map(Value::take).unwrap_or_default();
    match part {
        "accounts" => json!({"points": take("points")}),
        "sources" => json!({"speakers": take("speakers"), "lineage": take("lineage")}),
        name => json!({name: take(name)}),
    }
}

fn shown(view: &StoryView, ask: &Ask, part: &str) -> Result<Reply, Failure> {
    let show = Show::pages(view);
    let heading = PARTS.iter().find(|(n, _)| *n == part).map_or("", |(_, h)| h);
    let body = html! {
        (head(&show, part))
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
        "accounts" => parts::accounts(show),
        "utterances" => parts::utterances(show, ask),
        "statements" => parts::statements(show, ask),
        "naming" => parts::naming(show),
        "silence" => parts::silence(show),
        "sources" => parts::sources(show),
        "reports" => parts::reports(show, ask),
        _ => parts::overview(show, ask),
    }
}

fn head(show: &Show<'_>, at: &str) -> Markup {
    let view = show.view;
    let count = |part: &str| match part {
        "timeline" => Some(view.record.timeline.len()),
        "accounts" => Some(view.record.points.len()),
        "utterances" => Some(view.record.utterances.len()),
        "statements" => Some(chosen(view, &Filter::default()).len()),
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
        "accounts.svg" => Reply::Picture(pictures::alone(&pictures::accounts(&view))),
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
