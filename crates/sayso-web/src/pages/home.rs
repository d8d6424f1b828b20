//! The stories: latest first, those that most outlets tell before others of the day.

use super::{Page, cut, pager};
use crate::library::Desk;
use crate::pictures::spark;
use crate::reply::{Ask, Reply};
use crate::text::{Words, clip, counted, day, days};
use crate::{Failure, json};
use maud::{Markup, html};
use sayso_collate::StoryNo;
use sayso_store::StoryMark;
use std::collections::{BTreeMap, BTreeSet};

/// Stories on one page.
const STORIES: usize = 20;
/// Reports that came in last.
const LATEST: usize = 8;
/// Days of the sparkline over all stories, and over one.
const DAYS: usize = 30;
const SPARK: usize = 14;

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    list(desk, ask, true)
}

pub(crate) fn stories(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    list(desk, ask, false)
}

fn list(desk: &Desk<'_>, ask: &Ask, home: bool) -> Result<Reply, Failure> {
    let (total, newest) = desk.index(|index| (index.len(), index.newest()))?;
    let (page, pages, range) = cut(ask.page(), STORIES, total);
    let marks = desk.index(|index| index.range(range.start.min(index.len())..range.end.min(index.len())))?;
    let latest = if home && page == 1 { desk.store().latest(LATEST)? } else { Vec::new() };
    let per_day = match newest.as_deref().filter(|_| home && page == 1).and_then(|d| before(d, DAYS - 1)) {
        Some(first) => desk.store().reports_by_day(&first)?,
        None => BTreeMap::new(),
    };
    if ask.json {
        let numbers: Vec<StoryNo> = marks.iter().map(|m| m.story).collect();
        let items = desk.store().story_summaries(&numbers)?.iter().map(json::story).collect();
        let mut whole = json::paged("stories", items, page, pages, total);
        if home {
            whole["days"] = json::days(&per_day);
            whole["latest"] = latest.iter().map(json::head).collect();
        }
        return Ok(Reply::Json(whole));
    }
    let mut rows = Vec::new();
    for mark in &marks {
        rows.push(row(desk, mark)?);
    }
    let body = html! {
        div.headline {
            h1 { "Stories" }
            @if let Some(newest) = newest.as_deref().filter(|_| !per_day.is_empty()) {
                @let counts = window(&per_day, newest);
                p.sparked { (spark(&counts, &format!("Reports a day, {DAYS} days to {}", day(newest)))) " "
                    span.dim { (counted(counts.iter().sum(), "report")) " in the " (DAYS) " days to " (day(newest)) } }
            }
        }
        @if total == 0 {
            div.card.welcome {
                h2 { "No reports yet" }
                @if ask.reads {
                    p { "Paste a text or drop files on " a href="/add" { "Add reports" } ", or take them in on the command line:" }
                } @else { p { "Take reports in on the command line:" } }
                pre { "sayso read reports/" }
                p.dim { "Reports of one happening become one story. Three or four outlets are enough to see where they part." }
            }
        } @else {
            div.columns[!latest.is_empty()] {
                section aria-label="Stories" {
                    ol.stories start=((page - 1) * STORIES + 1) { @for row in rows { (row) } }
                    (pager(ask, page, pages))
                }
                @if !latest.is_empty() {
                    aside aria-labelledby="latest" {
                        h2 #latest { "Came in last" }
                        ul.plain {
                            @for head in &latest {
                                li {
                                    a href={ "/reports/" (head.no.0) } { bdi { (Words(&clip(head.report.title.as_deref().unwrap_or("(no headline)"), 80))) } }
                                    div.meta { bdi { (Words(head.report.outlet.as_deref().unwrap_or("outlet not named"))) }
                                        @if let Some(value) = &head.report.published.value { " · " (day(value.get(..10).unwrap_or(value))) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Reply::Page(Page { title: "Stories".into(), at: "stories", body }))
}

fn row(desk: &Desk<'_>, mark: &StoryMark) -> Result<Markup, Failure> {
    let lines = desk.store().story_lines(mark.story)?;
    let outlets: BTreeSet<&str> = lines.iter().filter_map(|l| l.outlet.as_deref()).collect();
    // Who is independent, and what is in dispute, only a record tells.
    let brief = desk.brief(mark.story)?;
    let title = match &brief {
        Some(brief) => brief.title.clone(),
        None => desk.store().story_title(mark.story)?.unwrap_or_default(),
    };
    let mut by_day: BTreeMap<&str, usize> = BTreeMap::new();
    for day in lines.iter().filter_map(|l| l.day.as_deref()) {
        *by_day.entry(day).or_default() += 1;
    }
    let counts: Vec<usize> = match (mark.from.as_deref(), mark.to.as_deref()) {
        (Some(from), Some(to)) => (0..SPARK)
            .map_while(|n| before(to, n).filter(|d| d.as_str() >= from))
            .map(|d| by_day.get(d.as_str()).copied().unwrap_or(0))
            .collect(),
        _ => Vec::new(),
    };
    let counts: Vec<usize> = counts.into_iter().rev().collect();
    Ok(html! {
        li.story data-item {
            a.title href={ "/stories/" (mark.story.0) } { bdi { (Words(&title)) } }
            div.meta {
                (days(mark.from.as_deref(), mark.to.as_deref())) " · " (counted(mark.reports, "report"))
                @if let Some(brief) = brief.filter(|_| mark.reports > 1) {
                    @if brief.independent < mark.reports { " · " b { (brief.independent) " independent" } }
                    @if brief.conflicts > 0 { " · " span.sign.conflict { span aria-hidden="true" { "≠" } " " (counted(brief.conflicts, "conflict")) } }
                    @if brief.altered > 0 { " · " (counted(brief.altered, "quotation")) " printed differently" }
                }
                @if counts.len() > 1 { " " (spark(&counts, &format!("Reports a day over {}", counted(counts.len(), "day")))) }
            }
            @if !outlets.is_empty() {
                div.outlets { (Words(&clip(&outlets.iter().copied().collect::<Vec<_>>().join(" · "), 160))) }
            }
        }
    })
}

/// The counts of the days up to and with `last`.
fn window(per_day: &BTreeMap<String, usize>, last: &str) -> Vec<usize> {
    let day = |back| before(last, back).and_then(|d| per_day.get(&d).copied()).unwrap_or(0);
    (0..DAYS).rev().map(day).collect()
}

/// The day `back` days before a day.
fn before(day: &str, back: usize) -> Option<String> {
    let number = |from: usize, to: usize| day.get(from..to)?.parse::<i64>().ok();
    let (mut y, mut m, mut d) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    if !(1..=12).contains(&m) {
        return None;
    }
    d -= i64::try_from(back).ok()?;
    while d < 1 {
        (y, m) = if m == 1 { (y - 1, 12) } else { (y, m - 1) };
        d += match m {
            4 | 6 | 9 | 11 => 30,
            2 if y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) => 29,
            2 => 28,
            _ => 31,
        };
    }
    Some(format!("{y:04}-{m:02}-{d:02}"))
}

#[cfg(test)]
mod tests {
    use super::before;

    #[test]
    fn days_are_counted_back() {
        assert_eq!(before("2032-03-01", 1).as_deref(), Some("2032-02-29"));
        assert_eq!(before("2031-01-02", 33).as_deref(), Some("2030-11-30"));
        assert_eq!(before("2031-13-02", 1), None);
        assert_eq!(before("Tuesday", 1), None);
    }
}
