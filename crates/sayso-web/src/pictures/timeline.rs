//! Time from left to right; events above, statements in a lane for each speaker, publications below.

use super::{csv, drawing, fitted};
use crate::StoryView;
use crate::pages::show::Show;
use crate::text::{clip, counted, day, plain};
use maud::{Markup, html};
use sayso_model::{Certainty, TimelineItem, TimelineKind};
use sayso_text::Span;
use std::collections::BTreeMap;

/// Days shown: those with most entries.
const DAYS: usize = 14;
/// Speakers with a lane of their own.
const SPEAKERS: usize = 9;
/// Marks of one lane on one day.
const MARKS: usize = 8;

const LABEL: usize = 150;
const COLUMN: usize = 84;
const STEP: usize = 18;
const HEAD: usize = 44;
/// Marks side by side.
const ACROSS: usize = 4;

/// The day (or month, year, weekday) an entry stands under.
fn column(date: &str) -> &str {
    match date.as_bytes() {
        [_, _, _, _, b'-', m, _, b'-', d, _, ..] if m.is_ascii_digit() && d.is_ascii_digit() => {
            date.get(..10).unwrap_or(date)
        }
        _ => date,
    }
}

/// Who made the statements of a story, by report and place.
pub(crate) struct SaidBy<'v>(BTreeMap<(&'v str, &'v [Span]), Option<u32>>);

impl<'v> SaidBy<'v> {
    pub(crate) fn of(view: &'v StoryView) -> SaidBy<'v> {
        let mut by = BTreeMap::new();
        for entry in &view.record.statements {
            if let Some((_, statement)) = view.statement(entry) {
                by.entry((entry.report.as_str(), statement.content.as_slice())).or_insert(entry.speaker);
            }
        }
        SaidBy(by)
    }

    /// Who is said to have said what a timeline has.
    pub(crate) fn speaker(&self, item: &TimelineItem) -> Option<u32> {
        self.0.get(&(item.report.as_str(), item.spans.as_slice())).copied().flatten()
    }
}

pub(crate) fn timeline(show: &Show<'_>) -> Markup {
    let view = show.view;
    let items = &view.record.timeline;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(column(&item.date)).or_default() += 1;
    }
    let mut days: Vec<(&str, usize)> = counts.into_iter().collect();
    let all_days = days.len();
    days.sort_by_key(|(day, count)| (std::cmp::Reverse(*count), *day));
    days.truncate(DAYS);
    days.sort_unstable();
    let mut lanes: Vec<(String, Vec<&TimelineItem>)> = vec![("Events".into(), Vec::new())];
    let said_by = SaidBy::of(view);
    let mut said: BTreeMap<Option<u32>, Vec<&TimelineItem>> = BTreeMap::new();
    let mut published = Vec::new();
    for item in items.iter().filter(|i| days.iter().any(|(d, _)| *d == column(&i.date))) {
        match item.kind {
            TimelineKind::Event => lanes[0].1.push(item),
            TimelineKind::Statement => said.entry(said_by.speaker(item)).or_default().push(item),
            TimelineKind::Publication => published.push(item),
        }
    }
    if lanes[0].1.is_empty() {
        lanes.clear();
    }
    let mut said: Vec<_> = said.into_iter().collect();
    said.sort_by_key(|(id, all)| (id.is_none(), std::cmp::Reverse(all.len()), *id));
    let others: Vec<&TimelineItem> = said.iter().skip(SPEAKERS).flat_map(|(_, all)| all.clone()).collect();
    for (id, all) in said.into_iter().take(SPEAKERS) {
        lanes.push((view.speaker_name(id).to_owned(), all));
    }
    if !others.is_empty() {
        lanes.push(("others".into(), others));
    }
    lanes.push(("Published".into(), published));
    let width = LABEL + days.len() * COLUMN + 8;
    let rows = |all: &[&TimelineItem]| {
        let most = days.iter().map(|(d, _)| all.iter().filter(|i| column(&i.date) == *d).count()).max();
        most.unwrap_or(0).min(MARKS).div_ceil(ACROSS).max(1)
    };
    let mut tops = vec![HEAD];
    for (_, all) in &lanes {
        tops.push(tops[tops.len() - 1] + rows(all) * STEP + 12);
    }
    let height = tops[tops.len() - 1] + 8;
    let hidden = all_days - days.len();
    let note = if hidden > 0 {
        format!(" {} with fewer entries are in the table alone.", counted(hidden, "day"))
    } else {
        String::new()
    };
    let description = format!(
        "{} on {}: triangles are events, circles statements, squares publications. A filled mark has a stated date, a \
         half-filled one that of publication, a hollow one a date worked out.{note}",
        counted(items.len(), "entry"),
        counted(all_days, "day"),
    );
    let body = html! {
        @for (i, (date, _)) in days.iter().enumerate() {
            @let x = LABEL + i * COLUMN;
            line.rule x1=(x) y1="26" x2=(x) y2=(height - 8) {}
            text.day x=(x + 4) y="20" { (label(date)) }
        }
        @for (i, (name, all)) in lanes.iter().enumerate() {
            @let y = tops[i];
            line.rule x1="0" y1=(y - 4) x2=(width) y2=(y - 4) {}
            text.lane x="2" y=(y + 14) { (fitted(name, LABEL - 8)) title { (plain(name)) } }
            @for (c, (date, _)) in days.iter().enumerate() {
                @let here: Vec<&&TimelineItem> = all.iter().filter(|i| column(&i.date) == *date).collect();
                @for (m, item) in here.iter().take(MARKS).enumerate() {
                    (mark(show, item, LABEL + c * COLUMN + 12 + m % ACROSS * STEP, y + 9 + m / ACROSS * STEP))
                }
                @if here.len() > MARKS {
                    text.more x=(LABEL + c * COLUMN + 6 + ACROSS * STEP) y=(y + 13 + STEP) text-anchor="start" { "+" (here.len() - MARKS) }
                }
            }
        }
    };
    drawing(width, height, "Timeline of the story", &description, &body)
}

fn label(date: &str) -> String {
    let said = day(date);
    let words: Vec<&str> = said.split(' ').collect();
    match words.as_slice() {
        [number, month, year] => {
            format!("{number} {} {}", month.get(..3).unwrap_or(month), year.get(2..).unwrap_or(year))
        }
        _ => fitted(&said, COLUMN - 6),
    }
}

fn mark(show: &Show<'_>, item: &TimelineItem, x: usize, y: usize) -> Markup {
    let view = show.view;
    let Some(place) = view.place(&item.report) else { return Markup::default() };
    let how = item.basis.as_str();
    let words = format!("{}, {}: {}", day(&item.date), view.outlet(place), clip(&item.text, 120));
    html! {
        a href=(show.place_href(place, &item.spans)) {
            @match item.kind {
                TimelineKind::Event => {
                    path class={ "mark event " (how) } d={ "M" (x) " " (y - 6) " l6.5 11 h-13 z" } {}
                    @if item.basis == Certainty::Published { path.half.event d={ "M" (x) " " (y - 6) " v11 h-6.5 z" } {} }
                }
                TimelineKind::Statement => {
                    circle class={ "mark statement " (how) } cx=(x) cy=(y) r="5.5" {}
                    @if item.basis == Certainty::Published { path.half d={ "M" (x) " " (y - 5) " a5 5 0 0 0 0 10 z" } {} }
                }
                TimelineKind::Publication => {
                    rect class={ "mark publication " (how) } x=(x - 7) y=(y - 7) width="14" height="14" rx="2" {}
                    text class={ "in " (how) } x=(x) y=(y + 4) text-anchor="middle" { (view.letter(place)) }
                }
            }
            title { (plain(&words)) }
        }
    }
}

pub(crate) fn timeline_csv(view: &StoryView) -> String {
    let mut rows = vec![
        ["date", "known", "kind", "report", "outlet", "speaker", "start", "end", "text"]
            .map(str::to_owned)
            .to_vec(),
    ];
    let said_by = SaidBy::of(view);
    for item in &view.record.timeline {
        let Some(place) = view.place(&item.report) else { continue };
        let (start, end) = match view.hull(place, &item.spans) {
            Some((start, end)) => (start.to_string(), end.to_string()),
            None => Default::default(),
        };
        let speaker = match item.kind {
            TimelineKind::Statement => said_by.speaker(item).map(|s| view.speaker_name(Some(s)).to_owned()),
            _ => None,
        };
        rows.push(vec![
            item.date.clone(),
            item.basis.to_string(),
            item.kind.to_string(),
            item.report.clone(),
            view.outlet(place).to_owned(),
            speaker.unwrap_or_default(),
            start,
            end,
            item.text.clone(),
        ]);
    }
    csv(&rows)
}
