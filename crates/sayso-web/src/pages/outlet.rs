//! Outlets: whom one lets speak, in what form and with which words, and how it names things.

use super::speaker::tally;
use super::{Page, cut, pager};
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::text::{Words, clip, counted, day, days, plain};
use crate::{Failure, json};
use maud::html;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Outlets on one page.
const OUTLETS: usize = 100;
/// Reports listed on one page.
const LISTED: usize = 30;
/// The latest reports that a profile counts.
const COUNTED: usize = 60;

pub(crate) fn list(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let mut outlets = desk.store().outlets()?;
    outlets.sort_by(|a, b| b.reports.cmp(&a.reports).then(a.outlet.cmp(&b.outlet)));
    let total = outlets.len();
    let (page, pages, range) = cut(ask.page(), OUTLETS, total);
    let outlets = &outlets[range];
    if ask.json {
        let item = |o: &sayso_store::OutletMark| json!({"outlet": o.outlet, "reports": o.reports, "from": o.from, "to": o.to});
        let items = outlets.iter().map(item).collect();
        return Ok(Reply::Json(json::paged("outlets", items, page, pages, total)));
    }
    let body = html! {
        div.headline { h1 { "Outlets" } p.meta { (counted(total, "outlet")) } }
        @if total == 0 { p.empty { "No report names its outlet." } }
        @else {
            table.list {
                caption.off { "Outlets" }
                thead { tr { th scope="col" { "Outlet" } th scope="col" { "Reports" } th scope="col" { "From, to" } } }
                tbody {
                    @for outlet in outlets {
                        tr data-item {
                            th scope="row" { a href=(super::outlet_href(&outlet.outlet)) { bdi { (Words(&outlet.outlet)) } } }
                            td.number { (outlet.reports) }
                            td { (days(outlet.from.as_deref(), outlet.to.as_deref())) }
                        }
                    }
                }
            }
            (pager(ask, page, pages))
        }
    };
    Ok(Reply::Page(Page { title: "Outlets".into(), at: "outlets", body }))
}

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let name = ask.value("name").ok_or_else(|| Failure::Asked("Name an outlet: /outlet?name=…".into()))?;
    let (_, total) = desk.store().outlet_reports(name, 0, 0)?;
    if total == 0 {
        return Err(Failure::Missing(format!("outlet “{name}”")));
    }
    let (page, pages, range) = cut(ask.page(), LISTED, total);
    let (heads, _) = desk.store().outlet_reports(name, LISTED, range.start)?;
    let (counted_heads, _) = desk.store().outlet_reports(name, COUNTED, 0)?;
    let mut profile = Profile::default();
    for head in &counted_heads {
        if let Some(stored) = desk.store().report(head.no)? {
            profile.count(&stored);
        }
        // How it names things is a matter of the record; a story with many reports is left to its own page.
        if let Some(story) = head.story
            && let Some(view) = if ask.json { desk.story(story).ok() } else { desk.story_in_time(story) }
        {
            profile.name(&view, &head.report.id);
        }
    }
    let span = desk.store().outlets()?.into_iter().find(|o| o.outlet == name);
    if ask.json {
        let reports: Vec<Value> = heads.iter().map(json::head).collect();
        return Ok(Reply::Json(json!({
            "outlet": name, "profile": profile.json(), "reports": reports,
            "page": page, "pages": pages, "total": total,
        })));
    }
    let share = |n: usize| format!("{} %", (n * 100 + profile.statements / 2) / profile.statements.max(1));
    let body = html! {
        div.headline {
            p.kicker { "Outlet" }
            h1 { bdi { (Words(name)) } }
            p.meta { (counted(total, "report"))
                @if let Some(span) = &span { " · " (days(span.from.as_deref(), span.to.as_deref())) } }
        }
        dl.facts {
            div { dt { "Statements" } dd { (profile.statements) } }
            div { dt { "Direct" } dd { (share(profile.direct)) } }
            div { dt { "Mixed" } dd { (share(profile.mixed)) } }
            div { dt { "Indirect" } dd { (share(profile.statements - profile.direct - profile.mixed)) } }
            div { dt { "Without a name" } dd { (share(profile.anonymous)) } }
            div { dt { "No source" } dd { (share(profile.unsourced)) } }
        }
        p.dim { "Counted over the latest " (counted(profile.reports, "report")) @if total > profile.reports { " of " (total) } ". Counts, not scores." }
        div.columns {
            section aria-labelledby="reports" {
                h2 #reports { "Reports" }
                ul.plain.spaced {
                    @for head in &heads {
                        li data-item {
                            a href={ "/reports/" (head.no.0) } { bdi { (Words(head.report.title.as_deref().unwrap_or("(no headline)"))) } }
                            div.meta {
                                @match &head.report.published.value { Some(value) => (day(value)), None => "undated" }
                                @if let Some(story) = head.story { " · " a href={ "/stories/" (story.0) } { "story " (story.0) } }
                            }
                        }
                    }
                }
                (pager(ask, page, pages))
                @if !profile.names.is_empty() {
                    h2 { "How it names things, in its own voice" }
                    @if profile.named < profile.reports { p.dim { "So far from " (counted(profile.named, "report")) "; the rest is there when this page is loaded anew." } }
                    dl.values {
                        @for (of, words) in profile.names.iter().take(30) {
                            dt { bdi { (Words(of)) } }
                            dd { @for (i, (word, count)) in words.iter().enumerate() {
                                @if i > 0 { ", " } bdi { (Words(word)) } @if *count > 1 { span.dim { " ×" (count) } } } }
                        }
                    }
                }
            }
            aside {
                h2 { "Who speaks" }
                (tally(&str_keys(&profile.speakers), false))
                h2 { "What the cues do" }
                (tally(&str_keys(&profile.manners), false))
                h2 { "Cue words" }
                (tally(&str_keys(&profile.cues), false))
            }
        }
    };
    Ok(Reply::Page(Page { title: plain(&clip(name, 80)), at: "outlets", body }))
}

fn str_keys(map: &BTreeMap<String, usize>) -> BTreeMap<&str, usize> {
    map.iter().map(|(k, n)| (k.as_str(), *n)).collect()
}

/// How an outlet sources what it reports.
#[derive(Default)]
struct Profile {
    reports: usize,
    /// Reports whose naming is in it.
    named: usize,
    statements: usize,
    direct: usize,
    mixed: usize,
    anonymous: usize,
    unsourced: usize,
    speakers: BTreeMap<String, usize>,
    manners: BTreeMap<String, usize>,
    cues: BTreeMap<String, usize>,
    names: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Profile {
    fn count(&mut self, stored: &sayso_store::Stored) {
        self.reports += 1;
        for statement in &stored.annotations.statements {
            self.statements += 1;
            match statement.form {
                sayso_model::Form::Direct => self.direct += 1,
                sayso_model::Form::Mixed => self.mixed += 1,
                sayso_model::Form::Indirect => {}
            }
            match &statement.source {
                None => self.unsourced += 1,
                Some(source) => {
                    self.anonymous += usize::from(source.anonymous);
                    if let Some(name) = source.name.as_ref().filter(|n| !n.is_empty()) {
                        *self.speakers.entry(name.clone()).or_default() += 1;
                    }
                }
            }
            if let Some(cue) = &statement.cue {
                *self.manners.entry(cue.manner.to_string()).or_default() += 1;
                if !cue.lemma.is_empty() {
                    *self.cues.entry(cue.lemma.clone()).or_default() += 1;
                }
            }
        }
    }

    fn name(&mut self, view: &crate::StoryView, report: &str) {
        self.named += 1;
        for naming in view.record.naming.iter().filter(|n| n.report == report) {
            for term in naming.terms.iter().filter(|t| t.voice == "own") {
                let words = self.names.entry(naming.of.clone()).or_default();
                *words.entry(term.text.clone()).or_default() += term.spans.len().max(1);
            }
        }
    }

    fn json(&self) -> Value {
        json!({
            "reports": self.reports, "statements": self.statements, "direct": self.direct, "mixed": self.mixed,
            "anonymous": self.anonymous, "unsourced": self.unsourced, "speakers": self.speakers,
            "manners": self.manners, "cues": self.cues, "naming": self.names,
        })
    }
}
