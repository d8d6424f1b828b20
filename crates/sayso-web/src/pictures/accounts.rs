//! How often two reports agree on a point that both speak of.

use super::{csv, drawing, fitted};
use crate::StoryView;
use maud::{Markup, html};
use sayso_model::Point;

const LABEL: usize = 190;
const CELL: usize = 46;

/// Points both speak of, and on how many of them a value of one is a value of the other.
fn pair(view: &StoryView, a: usize, b: usize) -> (usize, usize) {
    let values = |point: &Point, place: usize| -> Vec<String> {
        let readings = point.readings.iter().filter(|r| r.report == view.report(place).id);
        readings.map(|r| r.value.clone().unwrap_or_else(|| r.text.to_lowercase())).collect()
    };
    let (mut both, mut same) = (0, 0);
    for point in &view.record.points {
        let (x, y) = (values(point, a), values(point, b));
        if !x.is_empty() && !y.is_empty() {
            both += 1;
            same += usize::from(x.iter().any(|v| y.contains(v)));
        }
    }
    (same, both)
}

pub(crate) fn accounts(view: &StoryView) -> Markup {
    let count = view.reports.len();
    let (width, height) = (LABEL + count * CELL + 8, 34 + count * CELL + 8);
    let body = html! {
        @for i in 0..count {
            @let y = 34 + i * CELL;
            text.lane x="2" y=(y + CELL / 2 + 5) { (view.letter(i)) " " (fitted(view.outlet(i), LABEL - 26)) }
            text.lane x=(LABEL + i * CELL + CELL / 2) y="22" text-anchor="middle" { (view.letter(i)) }
            @for j in 0..count {
                @let x = LABEL + j * CELL;
                @if i != j {
                    @let (same, both) = pair(view, i, j);
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
        }
    };
    let description =
        "Each cell gives on how many of the points that both reports speak of they give the same value.";
    drawing(width, height, "Agreement of the reports", description, &body)
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
