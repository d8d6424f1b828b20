//! Who quotes whom: reports on the left, speakers on the right, a line for every report that lets one speak.

use super::{csv, drawing, fitted};
use crate::StoryView;
use crate::pages::show::Show;
use crate::text::{counted, plain};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Speakers shown: those with most statements.
const SPEAKERS: usize = 24;
/// Reports shown, the first by date: of more the lines run together.
const REPORTS: usize = 80;
const ROW: usize = 26;
const LEFT: usize = 190;
const RIGHT: usize = 420;
const WIDTH: usize = 640;

/// For each speaker how many statements each report gives, those with most first.
pub(crate) fn quoted_by(view: &StoryView) -> Vec<(u32, Vec<usize>)> {
    let mut counts: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for statement in &view.record.statements {
        if let (Some(speaker), Some(place)) = (statement.speaker, view.place(&statement.report)) {
            counts.entry(speaker).or_insert_with(|| vec![0; view.reports.len()])[place] += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(id, by)| {
        (
            std::cmp::Reverse(by.iter().filter(|n| **n > 0).count()),
            std::cmp::Reverse(by.iter().sum::<usize>()),
            *id,
        )
    });
    counts
}

pub(crate) fn sources(show: &Show<'_>) -> Markup {
    let view = show.view;
    let all = quoted_by(view);
    let shown = &all[..all.len().min(SPEAKERS)];
    let reports = view.reports.len().min(REPORTS);
    let rows = shown.len().max(reports);
    let height = rows * ROW + 20;
    let y = |i: usize, of: usize| 18 + (2 * i + 1) * rows * ROW / (2 * of.max(1)) - ROW / 4;
    let body = html! {
        @for (s, (speaker, counts)) in shown.iter().enumerate() {
            @let kind = view.speaker(Some(*speaker)).map_or("", |s| s.kind.as_str());
            @for (place, count) in counts.iter().take(reports).enumerate().filter(|(_, n)| **n > 0) {
                @let (a, b) = (y(place, reports), y(s, shown.len()));
                path class={ "tie " (kind) } stroke-width={ ((*count).min(6) + 1) }
                    d={ "M" (LEFT) " " (a) " C" (LEFT + 110) " " (a) " " (RIGHT - 110) " " (b) " " (RIGHT) " " (b) } {
                    title { (plain(view.outlet(place))) " quotes " (plain(view.speaker_name(Some(*speaker)))) ": " (counted(*count, "statement")) }
                }
            }
        }
        @for place in 0..reports {
            text.lane x=(LEFT - 8) y=(y(place, reports) + 5) text-anchor="end" {
                (fitted(view.outlet(place), LEFT - 40)) " " tspan.strong { (view.letter(place)) }
            }
        }
        @for (s, (speaker, counts)) in shown.iter().enumerate() {
            text.lane x=(RIGHT + 8) y=(y(s, shown.len()) + 5) {
                (fitted(view.speaker_name(Some(*speaker)), WIDTH - RIGHT - 40)) " " tspan.dim { (counts.iter().sum::<usize>()) }
            }
        }
    };
    let mut note = String::new();
    for (rest, what) in
        [(all.len() - shown.len(), "further speaker"), (view.reports.len() - reports, "further report")]
    {
        if rest > 0 {
            note = format!("{note} {} in the table alone.", counted(rest, what));
        }
    }
    let description = format!(
        "{} and {}. A line's width is the number of statements; dashed lines lead to sources without a name.{note}",
        counted(reports, "report"),
        counted(shown.len(), "speaker"),
    );
    drawing(WIDTH, height, "Who quotes whom", &description, &body)
}

pub(crate) fn sources_csv(view: &StoryView) -> String {
    let mut rows = vec![["speaker", "kind", "report", "outlet", "statements"].map(str::to_owned).to_vec()];
    for (speaker, counts) in quoted_by(view) {
        for (place, count) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            rows.push(vec![
                view.speaker_name(Some(speaker)).to_owned(),
                view.speaker(Some(speaker)).map(|s| s.kind.clone()).unwrap_or_default(),
                view.report(place).id.clone(),
                view.outlet(place).to_owned(),
                count.to_string(),
            ]);
        }
    }
    csv(&rows)
}
