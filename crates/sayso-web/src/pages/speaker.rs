//! One speaker: all that is reported to have been said, in own words and as others report it, and by whom.
//!
//! The same as `sayso who`: speakers are joined over stories by name, role and shared company, and each joining says
//! why. A page holds the latest stories that name the speaker; the next page goes on with older ones.

use super::show::said_words;
use super::{Page, cut, outlet_href, pager, speaker_href};
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::text::{Words, clip, counted, day, days, plain};
use crate::{Failure, StoryView};
use maud::{Markup, html};
use sayso_collate::{Carried, Doc, Person, Saying, StoryNo, Told, people, sayings};
use sayso_model::{Certainty, Judgement, JudgementKind, Manner, Sense, VariantKind};
use sayso_store::Stored;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Reports looked through for a name, the last to arrive first.
const CANDIDATES: usize = 3000;
/// Characters of a name that may be asked for: a judgement's has no more.
const LONGEST: usize = 200;
/// Stories on one page.
const STORIES: usize = 12;
/// Things said of one speaker on one page, own words and reported ones each.
const SHOWN: usize = 60;

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let name = ask.value("name").ok_or_else(|| Failure::Asked("Name a speaker: /speaker?name=…".into()))?;
    let name = match name.char_indices().nth(LONGEST) {
        Some((at, _)) => name[..at].trim_end(),
        None => name,
    };
    let judgements = desk.store().standing_judgements()?;
    let Stories { views: stories, lacking, page, pages, total } = stories_of(desk, name, &judgements, ask)?;
    if let (Some(story), true) = (lacking.first(), ask.json) {
        return Err(Failure::Unready(*story));
    }
    let docs: Vec<Vec<Doc<'_>>> =
        stories.iter().map(|view| view.reports.iter().map(Stored::doc).collect()).collect();
    let told: Vec<Told<'_>> = stories
        .iter()
        .zip(&docs)
        .map(|(view, docs)| Told { story: view.no, docs, record: &view.record })
        .collect();
    let filter = Filter::of(ask);
    let found: Vec<(Person, Vec<Saying>)> = people(name, &told, &judgements)
        .into_iter()
        .map(|person| {
            let mut said = sayings(&person, &told);
            said.retain(|s| filter.takes(s));
            (person, said)
        })
        .collect();
    let here = Here { stories: &stories };
    if ask.json {
        let speakers: Vec<Value> = found.iter().map(|(person, said)| here.json(person, said)).collect();
        return Ok(Reply::Json(json!({
            "name": name, "speakers": speakers, "page": page, "pages": pages, "total": total,
        })));
    }
    if found.is_empty() && lacking.is_empty() {
        return Err(Failure::Missing(format!("statement by “{name}” in the reports read so far")));
    }
    let title = match &found[..] {
        [(person, _)] => person.name.clone(),
        _ => name.to_owned(),
    };
    let body = html! {
        div.headline {
            p.kicker { "Speaker" @if pages > 1 { " · " (counted(total, "story")) ", " (stories.len()) " on this page" } }
            h1 { bdi { (Words(&title)) } }
            @if found.len() > 1 {
                p.meta { (counted(found.len(), "speaker")) " can be meant:"
                    @for (i, (person, said)) in found.iter().enumerate() {
                        " " a href={ "#speaker-" (i + 1) } { bdi { (Words(&person.name)) } } span.dim { " (" (said.len()) ")" }
                    } }
            }
        }
        (filters(ask, &found, &filter))
        @if !lacking.is_empty() {
            (super::unready::note(&lacks(lacking.len(), stories.is_empty()), ask))
        }
        div #results {
            @for (i, (person, said)) in found.iter().enumerate() {
                (one(&here, ask, i + 1, found.len(), person, said))
            }
            (pager(ask, page, pages))
        }
        aside.judge aria-label="Correct" { (super::judgements::names(ask, &title)) }
    };
    Ok(Reply::Page(Page { title, at: "", body }))
}

/// Which sayings to show.
#[derive(Default)]
struct Filter {
    manner: Option<Manner>,
    outlet: Option<String>,
    after: Option<String>,
    before: Option<String>,
}

impl Filter {
    fn of(ask: &Ask) -> Filter {
        let value = |name| ask.value(name).map(str::to_owned);
        Filter {
            manner: ask.value("manner").and_then(Manner::parse),
            outlet: value("outlet"),
            after: value("after"),
            before: value("before"),
        }
    }

    fn takes(&self, saying: &Saying) -> bool {
        let date = saying.date.as_deref();
        self.manner.is_none_or(|m| saying.manner == Some(m))
            && self
                .outlet
                .as_deref()
                .is_none_or(|o| saying.carried.iter().any(|c| c.outlet.as_deref() == Some(o)))
            && self.after.as_deref().is_none_or(|a| date.is_some_and(|d| d >= a))
            && self.before.as_deref().is_none_or(|b| date.is_some_and(|d| d < b))
    }
}

fn filters(ask: &Ask, found: &[(Person, Vec<Saying>)], filter: &Filter) -> Markup {
    let all = || found.iter().flat_map(|(_, said)| said);
    let mut outlets: BTreeSet<&str> =
        all().flat_map(|s| &s.carried).filter_map(|c| c.outlet.as_deref()).collect();
    outlets.extend(filter.outlet.as_deref());
    let outlets: Vec<&str> = outlets.into_iter().take(200).collect();
    let mut manners: BTreeSet<&str> = all().filter_map(|s| s.manner).map(Manner::as_str).collect();
    manners.extend(filter.manner.map(Manner::as_str));
    let manners: Vec<&str> = manners.into_iter().collect();
    html! {
        form.filters action=(ask.path) data-live="results" aria-label="Filter what was said" {
            input type="hidden" name="name" value=[ask.value("name").map(plain)];
            (super::parts::choice(ask, "manner", "Manner", &manners))
            (super::parts::choice(ask, "outlet", "Outlet", &outlets))
            label { span { "From" } input type="date" name="after" value=[ask.value("after").map(plain)]; }
            label { span { "Before" } input type="date" name="before" value=[ask.value("before").map(plain)]; }
            span.buttons { button { "Filter" } " " a href=(speaker_href(ask.value("name").unwrap_or(""))) { "All" } }
        }
    }
}

fn one(here: &Here<'_>, ask: &Ask, number: usize, of: usize, person: &Person, said: &[Saying]) -> Markup {
    let (own, reported): (Vec<&Saying>, Vec<&Saying>) = said.iter().partition(|s| s.own);
    let mut outlets: BTreeMap<&str, usize> = BTreeMap::new();
    let mut manners: BTreeMap<&str, usize> = BTreeMap::new();
    for saying in said {
        for outlet in saying.carried.iter().filter_map(|c| c.outlet.as_deref()) {
            *outlets.entry(outlet).or_default() += 1;
        }
        *manners.entry(saying.manner.map_or("no cue", Manner::as_str)).or_default() += 1;
    }
    let dated = || {
        said.iter().filter_map(|s| s.date.as_deref()).filter(|d| d.starts_with(|c: char| c.is_ascii_digit()))
    };
    let roles: Vec<&str> = person.roles.iter().take(4).map(|(role, _)| role.as_str()).collect();
    let aliases: Vec<&str> = person.aliases.iter().take(10).map(String::as_str).collect();
    html! {
        div.person #{ "speaker-" (number) } {
            @if of > 1 { h2 { bdi { (Words(&person.name)) } " " span.tag { (person.kind) } } }
            p.meta {
                @if !roles.is_empty() { (Words(&roles.join(", "))) " · " }
                (counted(said.len(), "statement")) " · " (counted(outlets.len(), "outlet")) " · "
                (counted(person.in_stories.len(), "story")) " · " (days(dated().min(), dated().max()))
                @if !aliases.is_empty() { br; "Also printed as " (Words(&aliases.join(", "))) }
            }
            @if !person.reasons.is_empty() {
                details { summary { "Why these are taken for one speaker" }
                    ul.plain { @for reason in person.reasons.iter().take(40) { li.dim { (Words(reason)) } } } }
            }
            div.columns {
                div {
                    (list(here, ask, level(of, "In own words"), &own))
                    (list(here, ask, level(of, "As reported"), &reported))
                    @if said.is_empty() { p.empty { "Nothing that the filter takes." } }
                }
                @if !said.is_empty() {
                    div.beside {
                        (level(of, "Reported by"))
                        (tally(&outlets, Some(&outlet_href)))
                        (level(of, "How"))
                        (tally(&manners, None))
                    }
                }
            }
        }
    }
}

/// A heading below the page's, or below a speaker's where several can be meant.
fn level(of: usize, words: &str) -> Markup {
    html! { @if of > 1 { h3.kind { (words) } } @else { h2.kind { (words) } } }
}

fn list(here: &Here<'_>, ask: &Ask, heading: Markup, said: &[&Saying]) -> Markup {
    let (_, pages, range) = cut(1, SHOWN, said.len());
    html! {
        @if !said.is_empty() {
            (heading)
            @for saying in &said[range] { (item(here, saying)) }
            @if pages > 1 {
                p.dim { "and " (said.len() - SHOWN) " more: narrow it with the filter, or see "
                    a href={ (ask.href(&[]).replacen("/speaker?", "/speaker.json?", 1)) } { "all as JSON" } }
            }
        }
    }
}

fn item(here: &Here<'_>, saying: &Saying) -> Markup {
    html! {
        article.said data-item {
            p dir="auto" { (Words(&said_words(saying.form, &clip(&saying.text, 1200)))) }
            p.meta {
                @match (&saying.date, saying.basis) {
                    (Some(date), Some(Certainty::Published)) => { "published " time datetime=(plain(date)) { (day(date)) } },
                    (Some(date), _) => time datetime=(plain(date)) { (day(date)) },
                    (None, _) => "undated",
                }
                " · " (saying.form)
                @if let Some(manner) = saying.manner.filter(|m| !matches!(m, Manner::Assert | Manner::Other)) { " · " span.tag.manner { (manner) } }
                @if let Some(channel) = &saying.channel { " · " (Words(channel)) }
                @if let Some(to) = &saying.addressee { " · to " (Words(to)) }
                " · " a href={ "/stories/" (saying.story.0) } title=[here.title(saying.story).map(plain)] { "story " (saying.story.0) }
            }
            p.meta.carriers {
                @for carried in saying.carried.iter().take(24) { (here.carrier(saying.story, carried)) " " }
                @if saying.carried.len() > 24 { span.dim { "and " (saying.carried.len() - 24) " more" } }
            }
        }
    }
}

/// The stories at hand, to find what a saying rests on.
struct Here<'v> {
    stories: &'v [Arc<StoryView>],
}

impl Here<'_> {
    fn view(&self, story: StoryNo) -> Option<&StoryView> {
        self.stories.iter().find(|v| v.no == story).map(Arc::as_ref)
    }

    fn title(&self, story: StoryNo) -> Option<&str> {
        self.view(story).map(|v| v.record.story.title.as_str())
    }

    fn carrier(&self, story: StoryNo, carried: &Carried) -> Markup {
        let outlet = carried.outlet.as_deref().unwrap_or("outlet not named");
        let found = self.view(story).and_then(|v| Some((v, v.place(&carried.report)?)));
        html! {
            span.carrier {
                @match found {
                    Some((view, place)) => {
                        @let no = view.reports[place].no.0;
                        @match view.hull(place, &carried.spans) {
                            Some((s, e)) => a.ev href={ "/reports/" (no) "?s=" (s) "-" (e) "#s=" (s) "-" (e) } { bdi { (Words(outlet)) } },
                            None => a.ev href={ "/reports/" (no) } { bdi { (Words(outlet)) } },
                        }
                    },
                    None => bdi { (Words(outlet)) },
                }
                @if let Some(how) = carried.how.filter(|h| *h != VariantKind::Exact) { " " span class={ "how " (how.as_str()) } { (how.as_str()) } }
                @if carried.sense == Sense::Turned { " " span.how.turned { span aria-hidden="true" { "! " } "sense turned" } }
            }
        }
    }

    fn json(&self, person: &Person, said: &[Saying]) -> Value {
        let carried = |story: StoryNo, c: &Carried| -> Value {
            let found = self.view(story).and_then(|v| Some((v, v.place(&c.report)?)));
            let spans: Vec<(usize, usize)> = match found {
                Some((view, place)) => c.spans.iter().map(|s| view.chars(place, *s)).collect(),
                None => Vec::new(),
            };
            json!({
                "report": found.map(|(view, place)| view.reports[place].no.0), "id": c.report, "outlet": c.outlet,
                "how": c.how, "sense": c.sense, "spans": spans,
            })
        };
        let statements: Vec<Value> = said
            .iter()
            .map(|s| {
                json!({
                    "story": s.story.0, "date": s.date, "basis": s.basis, "form": s.form, "own": s.own,
                    "manner": s.manner, "channel": s.channel, "addressee": s.addressee, "text": s.text,
                    "carried": s.carried.iter().map(|c| carried(s.story, c)).collect::<Vec<_>>(),
                })
            })
            .collect();
        let stories: BTreeMap<String, &str> = person
            .in_stories
            .iter()
            .filter_map(|(story, _)| Some((story.to_string(), self.title(*story)?)))
            .collect();
        let roles: Vec<Value> =
            person.roles.iter().map(|(role, count)| json!({"role": role, "statements": count})).collect();
        json!({
            "name": person.name, "kind": person.kind, "aliases": person.aliases, "roles": roles,
            "stories": stories, "reasons": person.reasons, "statements": statements,
        })
    }
}

/// Names or words with how often, most often first, and where a name leads.
pub(crate) fn tally(counts: &BTreeMap<&str, usize>, href: Option<&dyn Fn(&str) -> String>) -> maud::Markup {
    let mut counts: Vec<(&str, usize)> = counts.iter().map(|(k, n)| (*k, *n)).collect();
    counts.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let most = counts.first().map_or(1, |(_, n)| *n).max(1);
    html! {
        ul.tally {
            @for (name, count) in counts.iter().take(16) {
                li {
                    span.name { @match href { Some(href) => a href=(href(name)) { bdi { (Words(name)) } }, None => bdi { (Words(name)) } } }
                    meter min="0" max=(most) value=(count) aria-hidden="true" {}
                    span.number { (count) }
                }
            }
        }
    }
}

/// Some of the stories in which a name may speak, latest first.
struct Stories {
    /// Those of this page.
    views: Vec<Arc<StoryView>>,
    /// Those of this page whose records are being worked out.
    lacking: Vec<StoryNo>,
    /// Which page, from 1.
    page: usize,
    /// How many pages.
    pages: usize,
    /// How many stories on all of them.
    total: usize,
}

/// What so many stories without a record would tell.
fn lacks(stories: usize, all: bool) -> String {
    match (stories, all) {
        (1, true) => "What the story of this page tells".to_owned(),
        (n, true) => format!("What the {n} stories of this page tell"),
        (1, false) => "What one more story of this page tells".to_owned(),
        (n, false) => format!("What {n} more stories of this page tell"),
    }
}

/// The stories of a page in which a name may speak. A page shows those that have a record and waits for none of the
/// others; only where it would have nothing to show, it waits for one as the page of a story does. JSON, which cannot
/// say that it lacks some, waits for all.
fn stories_of(desk: &Desk<'_>, name: &str, judgements: &[Judgement], ask: &Ask) -> Result<Stories, Failure> {
    let mut names = vec![words(name)];
    for judgement in judgements.iter().filter(|j| j.kind == JudgementKind::SameSpeaker) {
        let (a, b) = (words(&judgement.a), words(&judgement.b));
        if names[0].iter().all(|w| a.contains(w)) {
            names.push(b);
        } else if names[0].iter().all(|w| b.contains(w)) {
            names.push(a);
        }
    }
    names.retain(|words| !words.is_empty());
    let mut known: BTreeSet<StoryNo> = BTreeSet::new();
    for words in &names {
        for no in desk.store().latest_with(words, CANDIDATES)? {
            known.extend(desk.store().story_of(no)?);
        }
    }
    // Naming somebody is not yet letting them speak: what lists tell of a story says who does.
    let mut speaking = Vec::new();
    for story in known {
        let speaks = match desk.brief_at_hand(story)? {
            Some(brief) => brief.speakers.iter().any(|form| {
                let form = self::words(form);
                names.iter().any(|asked| asked.iter().all(|w| form.contains(w)))
            }),
            None => true,
        };
        if speaks {
            speaking.push(story);
        }
    }
    let day = desk.index(|index| speaking.iter().map(|s| index.last_day(*s)).collect::<Vec<_>>())?;
    let mut speaking: Vec<(Option<String>, StoryNo)> = day.into_iter().zip(speaking).collect();
    speaking.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let total = speaking.len();
    let (page, pages, range) = cut(ask.page(), STORIES, total);
    let (mut views, mut lacking) = (Vec::new(), Vec::new());
    for (_, story) in &speaking[range] {
        match if ask.json { desk.story(*story) } else { desk.further_story(*story) } {
            Ok(view) => views.push(view),
            Err(Failure::Unready(story)) => lacking.push(story),
            Err(failure) => return Err(failure),
        }
    }
    // As JSON it has been waited for.
    if let (true, Some(first)) = (views.is_empty() && !ask.json, lacking.first().copied()) {
        match desk.story(first) {
            Ok(view) => views.push(view),
            Err(Failure::Unready(_)) => {}
            Err(failure) => return Err(failure),
        }
        lacking.drain(..views.len());
    }
    if !lacking.is_empty() {
        desk.is_unready();
    }
    Ok(Stories { views, lacking, page, pages, total })
}

/// The words of a name in lower case.
fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}
