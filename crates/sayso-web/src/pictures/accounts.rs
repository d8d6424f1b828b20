//! How often two reports agree on a point that both speak of.

use super::{csv, drawing, fitted};
use crate::StoryView;
use maud::{Markup, html};
use sayso_model::Point;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

const LABEL: usize = 190;
const CELL: usize = 46;

/// Reports on one side of a sheet: more are not legible together.
const SIDE: usize = 24;

/// For each point that they compare on, what each report gives, by its place.
struct Given<'v>(Vec<BTreeMap<usize, BTreeSet<Cow<'v, str>>>>);

impl<'v> Given<'v> {
    fn of(view: &'v StoryView) -> Given<'v> {
        let of_point = |point: &'v Point| {
            let mut given: BTreeMap<usize, BTreeSet<Cow<'v, str>>> = BTreeMap::new();
            for reading in &point.readings {
                if let Some(place) = view.place(&reading.report) {
                    let value = reading.value.as_deref().map(Cow::Borrowed);
                    given
                        .entry(place)
                        .or_default()
                        .insert(value.unwrap_or_else(|| reading.text.to_lowercase().into()));
                }
            }
            given
        };
        Given(view.record.points.iter().map(of_point).collect())
    }

    /// On how many points a value of one is a value of the other, and of how many both speak.
    fn pair(&self, a: usize, b: usize) -> (usize, usize) {
        let both = self.0.iter().filter_map(|given| Some((given.get(&a)?, given.get(&b)?)));
        both.fold((0, 0), |(same, all), (x, y)| (same + usize::from(!x.is_disjoint(y)), all + 1))
    }
}

/// On how many sheets the pairs of so many reports are drawn.
pub(crate) fn sheets(reports: usize) -> usize {
    let blocks = reports.div_ceil(SIDE).max(1);
    blocks * (blocks + 1) / 2
}

/// The reports at the side and at the top of a sheet, counted from 1.
fn sheet(reports: usize, number: usize) -> (Range<usize>, Range<usize>) {
    let blocks = reports.div_ceil(SIDE).max(1);
    let pairs = (0..blocks).flat_map(|i| (i..blocks).map(move |j| (i, j)));
    let (i, j) = pairs.into_iter().nth(number.clamp(1, sheets(reports)) - 1).unwrap_or_default();
    let block = |i: usize| i * SIDE..reports.min((i + 1) * SIDE);
    (block(i), block(j))
}

pub(crate) fn accounts(view: &StoryView, number: usize) -> Markup {
    let count = view.reports.len();
    let number = number.clamp(1, sheets(count));
    let (side, top) = sheet(count, number);
    let given = Given::of(view);
    let (width, height) = (LABEL + top.len() * CELL + 8, 34 + side.len() * CELL + 8);
    let body = html! {
        @for (column, j) in top.clone().enumerate() {
            text.lane x=(LABEL + column * CELL + CELL / 2) y="22" text-anchor="middle" { (view.letter(j)) }
        }
        @for (row, i) in side.clone().enumerate() {
            @let y = 34 + row * CELL;
            text.lane x="2" y=(y + CELL / 2 + 5) { (view.letter(i)) " " (fitted(view.outlet(i), LABEL - 26)) }
            @for (column, j) in top.clone().enumerate().filter(|(_, j)| *j != i) {
                @let x = LABEL + column * CELL;
                @let (same, both) = given.pair(i, j);
                @let grade = (same * 4).checked_div(both).map_or("none".to_owned(), |g| format!("g{g}"));
                g {
                    title { (view.letter(i)) " and " (view.letter(j)) ": agree on " (same) " of " (both) " points both speak of" }
                    rect class={ "cell " (grade) } x=(x + 1) y=(y + 1) width=(CELL - 2) height=(CELL - 2) rx="3" {}
                    text class={ "in " (grade) } x=(x + CELL / 2) y=(y + CELL / 2 + 5) text-anchor="middle" {
                        @if both == 0 { "·" } @else { (same) "/" (both) }
                    }
                }
            }
        }
    };
    let mut title = "Agreement of the reports".to_owned();
    let mut description =
        "Each cell gives on how many of the points that both reports speak of they give the same value."
            .to_owned();
    if sheets(count) > 1 {
        title = format!("{title}, sheet {number} of {}", sheets(count));
        let ends =
            |range: &Range<usize>| format!("{} to {}", view.letter(range.start), view.letter(range.end - 1));
        description = format!("{description} Reports {} against {}.", ends(&side), ends(&top));
    }
    drawing(width, height, &title, &description, &body)
}

pub(crate) fn accounts_csv(view: &StoryView) -> String {
    let head = [
        "point", "kind", "verdict", "question", "report", "outlet", "value", "voice", "speaker", "start",
        "end", "text",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for point in &view.record.points {
        for reading in &point.readings {
            let Some(place) = view.place(&reading.report) else { continue };
            let hull = view.hull(place, &reading.spans);
            let speaker = reading.speaker.map(|s| view.speaker_name(Some(s)).to_owned());
            rows.push(vec![
                point.id.to_string(),
                point.kind.to_string(),
                point.verdict.to_string(),
                point.question.clone(),
                reading.report.clone(),
                view.outlet(place).to_owned(),
                reading.value.clone().unwrap_or_default(),
                reading.voice.clone(),
                speaker.unwrap_or_default(),
                hull.map(|h| h.0.to_string()).unwrap_or_default(),
                hull.map(|h| h.1.to_string()).unwrap_or_default(),
                reading.text.clone(),
            ]);
        }
    }
    csv(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_show_every_pair_once() {
        for reports in [1, SIDE, SIDE + 1, 3 * SIDE + 5] {
            let mut seen = BTreeSet::new();
            for number in 1..=sheets(reports) {
                let (side, top) = sheet(reports, number);
                assert!(!side.is_empty() && side.len() <= SIDE && !top.is_empty() && top.len() <= SIDE);
                for pair in side.flat_map(|i| top.clone().map(move |j| (i, j))) {
                    assert!(seen.insert(pair), "{pair:?} stands on two sheets");
                }
            }
            let pairs = (0..reports).flat_map(|i| (i..reports).map(move |j| (i, j)));
            assert!(pairs.into_iter().all(|pair| seen.contains(&pair)), "{reports}");
            assert_eq!(sheet(reports, 0), sheet(reports, 1));
            assert_eq!(sheet(reports, 999), sheet(reports, sheets(reports)));
        }
    }
}
