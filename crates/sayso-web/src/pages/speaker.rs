//! One speaker: all that is reported to have been said, by story, and by whom.

use super::show::{Show, said_words};
use super::{Page, cut, pager};
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::text::{Words, counted, day, days};
use crate::view::Said;
use crate::{Failure, StoryView, json};
use maud::html;
use sayso_collate::StoryNo;
use sayso_store::ReportQuery;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reports looked at for a name.
const CANDIDATES: usize = 300;
/// Stories looked at.
const STORIES: usize = 40;
/// Things said on one page.
const SHOWN: usize = 60;

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let name = ask.value("name").ok_or_else(|| Failure::Asked("Name a speaker: /speaker?name=…".into()))?;
    let stories = stories_of(desk, name)?;
    let found: Vec<(usize, &Said)> = stories
        .iter()
        .enumerate()
        .flat_map(|(i, view)| {
            let ids = matching(view, name);
            let said = view.said.iter().filter(move |s| s.speaker.is_some_and(|id| ids.contains(&id)));
            said.map(move |s| (i, s))
        })
        .collect();
    let (page, pages, range) = cut(ask.page(), SHOWN, found.len());
    if ask.json {
        let statement = |(i, said): &(usize, &Said)| -> Option<Value> {
            let view = &stories[*i];
            json::statement(view, &view.record.statements[*said.statements.first()?])
        };
        let items = found[range].iter().filter_map(statement).collect();
        return Ok(Reply::Json(json::paged("statements", items, page, pages, found.len())));
    }
    if found.is_empty() {
        return Err(Failure::Missing(format!("statement by “{name}” in the reports read so far")));
    }
    let aliases = aliases(&stories, name);
    let mut outlets: BTreeMap<&str, usize> = BTreeMap::new();
    let mut manners: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, said) in &found {
        for statement in &said.statements {
            if let Some((place, statement)) =
                stories[*i].statement(&stories[*i].record.statements[*statement])
            {
                *outlets.entry(stories[*i].outlet(place)).or_default() += 1;
                if let Some(cue) = &statement.cue {
                    *manners.entry(cue.manner.as_str()).or_default() += 1;
                }
            }
        }
    }
    let mut last = None;
    let body = html! {
        div.headline {
            p.kicker { "Speaker" }
            h1 { bdi { (Words(name)) } }
            p.meta {
                (counted(found.len(), "thing")) " said in " (counted(stories.len(), "story"))
                @if !aliases.is_empty() { " · also printed as " (Words(&aliases.join(", "))) }
            }
        }
        div.columns {
            section aria-label="What was said" {
                @for (i, said) in &found[range] {
                    @let view = &stories[*i];
                    @if last.replace(*i) != Some(*i) {
                        h2.story { a href={ "/stories/" (view.no.0) } { bdi { (Words(&view.record.story.title)) } }
                            " " span.dim { (days(view.record.story.from.as_deref(), view.record.story.to.as_deref())) } }
                    }
                    (item(view, said))
                }
                (pager(ask, page, pages))
            }
            aside {
                (super::judgements::names(ask, name))
                h2 { "Reported by" }
                (tally(&outlets, true))
                h2 { "How" }
                (tally(&manners, false))
            }
        }
    };
    Ok(Reply::Page(Page { title: name.to_owned(), at: "", body }))
}

fn item(view: &StoryView, said: &Said) -> maud::Markup {
    let show = Show::pages(view);
    let entries: Vec<_> = said.statements.iter().map(|s| &view.record.statements[*s]).collect();
    html! {
        @if let Some((place, statement)) = entries.first().and_then(|e| view.statement(e)) {
            article.said data-item {
                p dir="auto" { (Words(&said_words(statement.form, &view.words(place, &statement.content)))) }
                p.meta {
                    span.tag { (statement.form) } " "
                    @if let Some(cue) = &statement.cue { span.cue { (Words(&view.words(place, &cue.spans))) } " " }
                    @if let Some(said) = entries.iter().find_map(|e| e.said.as_deref()) { (day(said)) " " }
                    @for entry in &entries {
                        @if let Some((place, statement)) = view.statement(entry) {
                            (show.evidence(&entry.report, &statement.content)) " " span.outlet { (Words(view.outlet(place))) } " "
                        }
                    }
                }
            }
        }
    }
}

/// Names or words with how often, most often first.
pub(crate) fn tally(counts: &BTreeMap<&str, usize>, outlets: bool) -> maud::Markup {
    let mut counts: Vec<(&str, usize)> = counts.iter().map(|(k, n)| (*k, *n)).collect();
    counts.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let most = counts.first().map_or(1, |(_, n)| *n).max(1);
    html! {
        ul.tally {
            @for (name, count) in counts.iter().take(16) {
                li {
                    span.name { @if outlets { a href=(super::outlet_href(name)) { bdi { (Words(name)) } } } @else { bdi { (Words(name)) } } }
                    meter min="0" max=(most) value=(count) aria-hidden="true" {}
                    span.number { (count) }
                }
            }
        }
    }
}

fn aliases(stories: &[Arc<StoryView>], name: &str) -> Vec<String> {
    let mut aliases: Vec<String> = Vec::new();
    for view in stories {
        for id in matching(view, name) {
            let speaker = view.speaker(Some(id));
            let forms = speaker.into_iter().flat_map(|s| std::iter::once(&s.name).chain(&s.aliases));
            for form in forms.filter(|f| *f != name) {
                if !aliases.contains(form) {
                    aliases.push(form.clone());
                }
            }
        }
    }
    aliases.truncate(8);
    aliases
}

/// The speakers of a story that a name means.
fn matching(view: &StoryView, name: &str) -> Vec<u32> {
    let name = name.to_lowercase();
    let same = |form: &String| form.to_lowercase() == name;
    let speakers = &view.record.speakers;
    speakers.iter().filter(|s| same(&s.name) || s.aliases.iter().any(same)).map(|s| s.id).collect()
}

/// The stories in which a name may speak, latest first.
fn stories_of(desk: &Desk<'_>, name: &str) -> Result<Vec<Arc<StoryView>>, Failure> {
    let words = name.split_whitespace().map(str::to_owned).collect();
    let numbers = desk.store().query_reports(&ReportQuery { words, ..Default::default() }, CANDIDATES)?;
    let mut stories: Vec<StoryNo> = Vec::new();
    for no in numbers {
        if let Some(story) = desk.store().story_of(no)?.filter(|s| !stories.contains(s)) {
            stories.push(story);
        }
    }
    stories.truncate(STORIES);
    let mut views = Vec::new();
    for story in stories {
        let view = desk.story(story)?;
        if !matching(&view, name).is_empty() {
            views.push(view);
        }
    }
    views.sort_by(|a, b| b.record.story.to.cmp(&a.record.story.to).then(a.no.cmp(&b.no)));
    Ok(views)
}
