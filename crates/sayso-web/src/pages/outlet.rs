//! Outlets: whom one lets speak, in what form and with which words, and how it names things.

use super::speaker::tally;
use super::{Page, cut, pager};
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::text::{Words, clip, counted, day, days, plain};
use crate::{Failure, json};
use maud::html;
use sayso_store::Profile;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Outlets on one page.
const OUTLETS: usize = 100;
/// Reports listed on one page.
const LISTED: usize = 30;
/// The latest reports that a profile counts.
const COUNTED: usize = 2000;
/// So many reports that are not counted yet soon are.
const FEW: usize = 3;
/// Names and words of a kind.
const MOST: usize = 200;

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
    let span = desk.store().outlet(name)?;
    let total = span.as_ref().map_or(0, |o| o.reports);
    if total == 0 {
        return Err(Failure::Missing(format!("outlet “{name}”")));
    }
    let (page, pages, range) = cut(ask.page(), LISTED, total);
    let heads = desk.store().outlet_reports(name, LISTED, range.start)?;
    let (profile, uncounted) = profile(desk, name, ask)?;
    if ask.json {
        let reports: Vec<Value> = heads.iter().map(json::head).collect();
        return Ok(Reply::Json(json!({
            "outlet": name, "profile": profile_json(&profile), "reports": reports,
            "page": page, "pages": pages, "total": total,
        })));
    }
    let share = |n: usize| {
        format!("{} %", (n * 100 + profile.sourcing.statements / 2) / profile.sourcing.statements.max(1))
    };
    let own =
        |n: usize| format!("{} %", (n * 100 + profile.sourcing.words / 2) / profile.sourcing.words.max(1));
    let body = html! {
        div.headline {
            p.kicker { "Outlet" }
            h1 { bdi { (Words(name)) } }
            p.meta { (counted(total, "report"))
                @if let Some(span) = &span { " · " (days(span.from.as_deref(), span.to.as_deref())) } }
        }
        dl.facts {
            div { dt { "Statements" } dd { (profile.sourcing.statements) } }
            div { dt { "Direct" } dd { (share(profile.direct)) } }
            div { dt { "Mixed" } dd { (share(profile.mixed)) } }
            div { dt { "Indirect" } dd { (share(profile.sourcing.statements - profile.direct - profile.mixed)) } }
            div { dt { "Words quoted" } dd { (own(profile.sourcing.quoted_words)) } }
            div { dt { "Deepest hearsay" } dd { (profile.sourcing.depth) } }
        }
        p.dim { "Counted over " @if profile.reports < total { (profile.reports) " of " (counted(total, "report")) ", the latest" } @else { (counted(total, "report")) }
            ". Counts, not scores." }
        @if uncounted > 0 {
            p.note role="status" { (counted(uncounted, "more report")) @if uncounted == 1 { " is" } @else { " are" }
                " being counted; " a href=(ask.href(&[])) { "load this page anew" } "." }
        }
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
                    h2 { "What it calls things, in its own voice" }
                    dl.values {
                        @for (of, words) in names(&profile).into_iter().take(30) {
                            dt { bdi { (Words(of)) } }
                            dd { @for (i, (word, count)) in words.iter().enumerate() {
                                @if i > 0 { ", " } bdi { (Words(word)) } @if *count > 1 { span.dim { " ×" (count) } } } }
                        }
                    }
                }
            }
            aside {
                h2 { "On whose word" }
                (tally(&sources(&profile), None))
                h2 { "Who speaks" }
                (tally(&most(&profile.speakers), Some(&super::speaker_href)))
                @if !profile.loaded.is_empty() {
                    h2 { "Cues that commit it" }
                    (tally(&loaded(&profile), None))
                }
                h2 { "What the cues do" }
                (tally(&most(&profile.manners), None))
                h2 { "Cue words" }
                (tally(&most(&profile.cues), None))
            }
        }
    };
    Ok(Reply::Page(Page { title: plain(&clip(name, 80)), at: "outlets", body }))
}

/// Statements by kind of source.
pub(crate) fn sources(profile: &Profile) -> BTreeMap<&'static str, usize> {
    let all = [
        ("named", profile.sourcing.named),
        ("name withheld", profile.sourcing.anonymous),
        ("a group", profile.sourcing.collective),
        ("a document", profile.sourcing.documents),
        ("its own people, or another outlet", profile.sourcing.outlet),
        ("nobody given", profile.sourcing.without),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

fn loaded(profile: &Profile) -> BTreeMap<&str, usize> {
    let mut all = BTreeMap::new();
    for ((_, cue), count) in &profile.loaded {
        *all.entry(cue.as_str()).or_default() += count;
    }
    all
}

/// How an outlet sources what it reports, over its latest reports; and how many are not counted, since no record of
/// their story is kept. Of these some are counted now, if that takes no time.
fn profile(desk: &Desk<'_>, name: &str, ask: &Ask) -> Result<(Profile, usize), Failure> {
    let (mut profile, lacking) = desk.store().outlet_profile(name, COUNTED)?;
    let few = lacking.len() <= FEW;
    let mut uncounted = 0;
    for no in lacking {
        let story = match few || desk.is_young() {
            true => desk.store().story_of(no)?,
            false => None,
        };
        let view = story.and_then(|story| match few {
            // A page that has nothing to tell waits as that of a story does, and so does JSON.
            true if ask.json || profile.reports == 0 => desk.story(story).ok(),
            true => desk.further_story(story).ok(),
            false => desk.story_soon(story),
        });
        match view.as_ref().and_then(|v| Some((v, v.reports.iter().find(|s| s.no == no)?))) {
            Some((view, stored)) => profile.add(Profile::of(stored, &view.record)),
            None => uncounted += 1,
        }
    }
    if uncounted > 0 {
        desk.lacks_something();
        if profile.reports == 0 && !ask.json {
            desk.is_unready();
        }
    }
    Ok((profile, uncounted))
}

fn profile_json(profile: &Profile) -> Value {
    let loaded: Vec<Value> = profile
        .loaded
        .iter()
        .map(|((stance, cue), count)| json!({"stance": stance, "cue": cue, "count": count}))
        .collect();
    json!({
        "reports": profile.reports, "statements": profile.sourcing.statements, "direct": profile.direct,
        "mixed": profile.mixed, "named": profile.sourcing.named, "anonymous": profile.sourcing.anonymous,
        "collective": profile.sourcing.collective, "documents": profile.sourcing.documents, "outlet": profile.sourcing.outlet,
        "unsourced": profile.sourcing.without, "depth": profile.sourcing.depth, "words": profile.sourcing.words,
        "quoted_words": profile.sourcing.quoted_words, "speakers": most(&profile.speakers), "manners": profile.manners,
        "cues": most(&profile.cues), "loaded": loaded, "naming": names(profile),
    })
}

/// The words that stand there most often.
fn most(counts: &BTreeMap<String, usize>) -> BTreeMap<&str, usize> {
    let mut all: Vec<(&str, usize)> = counts.iter().map(|(k, n)| (k.as_str(), *n)).collect();
    all.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    all.truncate(MOST);
    all.into_iter().collect()
}

/// What it names differently from one time to the next, then what it names most often.
fn names(profile: &Profile) -> BTreeMap<&str, &BTreeMap<String, usize>> {
    let mut all: Vec<_> = profile.names.iter().collect();
    all.sort_by_cached_key(|(of, words)| {
        (std::cmp::Reverse((words.len().min(2), words.values().sum::<usize>())), *of)
    });
    all.into_iter().take(MOST).map(|(of, words)| (of.as_str(), words)).collect()
}
