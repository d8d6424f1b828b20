//! A story whose record is still being worked out: what can be told without one, at once.

use super::parts::{PARTS, outside, published};
use super::{Page, cut, outlet_href, pager};
use crate::Failure;
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::text::{Words, counted, days};
use maud::{Markup, html};
use sayso_collate::{ReportNo, StoryNo};
use std::collections::BTreeSet;

/// Reports on one page.
const REPORTS: usize = 100;

/// A story's title, span of time, outlets and reports. The page asks for itself again until the record is there.
pub(crate) fn story(desk: &Desk<'_>, ask: &Ask, story: StoryNo, part: &str) -> Result<Reply, Failure> {
    let store = desk.store();
    let missing = || Failure::Missing(format!("story {story}"));
    let summary = store.story_summaries(&[story])?.pop().ok_or_else(missing)?;
    let numbers: Vec<ReportNo> = store.story_state(story)?.numbers().collect();
    let (page, pages, range) = cut(ask.page(), REPORTS, numbers.len());
    let heads = store.report_heads(&numbers[range])?;
    let outlets: BTreeSet<&str> = summary.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
    desk.is_unready();
    let body = html! {
        div.headline {
            p.kicker { "Story " (story.0) " · " (days(summary.from.as_deref(), summary.to.as_deref()))
                " · " (counted(outlets.len(), "outlet")) }
            h1 { bdi { (Words(&summary.title)) } }
        }
        nav.tabs aria-label="Parts of this story" {
            @for (name, label) in PARTS {
                @let href = match name { "overview" => format!("/stories/{}", story.0), name => format!("/stories/{}/{name}", story.0) };
                a href=(href) aria-current=[(name == part).then_some("page")] { (label) }
            }
        }
        (note(&compared(numbers.len()), ask))
        section aria-labelledby="reports" {
            h2 #reports { "Reports" }
            table.list {
                caption.off { "Reports" }
                thead { tr { th scope="col" { "Report" } th scope="col" { "Outlet" } th scope="col" { "Published" } } }
                tbody {
                    @for head in &heads {
                        tr data-item {
                            td {
                                a href={ "/reports/" (head.no.0) } { bdi { (Words(head.report.title.as_deref().unwrap_or("(no headline)"))) } }
                                @if let Some(url) = &head.report.url { div.meta { (outside(url)) } }
                            }
                            td { @match &head.report.outlet {
                                Some(outlet) => a href=(outlet_href(outlet)) { bdi { (Words(outlet)) } },
                                None => span.dim { "outlet not named" },
                            } }
                            td { (published(&head.report)) }
                        }
                    }
                }
            }
            (pager(ask, page, pages))
        }
    };
    Ok(Reply::Page(Page { title: summary.title, at: "stories", body }))
}

fn compared(reports: usize) -> String {
    match reports {
        1 => "What this report tells".to_owned(),
        n => format!("What these {n} reports agree and differ on"),
    }
}

/// Says that something is being worked out, and that the page will have it.
pub(crate) fn note(what: &str, ask: &Ask) -> Markup {
    html! {
        p.note.unready role="status" {
            (what) " is being worked out for the first time. This page loads anew by itself; or "
            a href=(ask.href(&[])) { "load it now" } "."
        }
    }
}
