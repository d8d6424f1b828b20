//! Who copied whom: reports by date from above, an arc from each copy to what it copied.

use super::{csv, drawing, fitted};
use crate::StoryView;
use crate::pages::show::{Show, lineage_phrase};
use crate::text::{counted, day, plain};
use maud::{Markup, html};

const ROW: usize = 40;
const WIDTH: usize = 640;
/// The most an arc reaches to the left.
const ARCS: usize = 96;

pub(crate) fn lineage(show: &Show<'_>) -> Markup {
    let view = show.view;
    let count = view.reports.len();
    let height = count * ROW + 12;
    let y = |place: usize| 6 + place * ROW + ROW / 2;
    let x = ARCS + 16;
    let body = html! {
        @for edge in &view.record.lineage {
            @if let (Some(from), Some(to)) = (view.place(&edge.report), view.place(&edge.of)) {
                @let reach = (24 + from.abs_diff(to) * 18).min(ARCS);
                path class={ "arc " (edge.kind.as_str()) } fill="none"
                    d={ "M" (x - 9) " " (y(from)) " C" (x - 9 - reach) " " (y(from)) " " (x - 9 - reach) " " (y(to)) " " (x - 9) " " (y(to)) } {
                    title { (plain(view.outlet(from))) ": " (lineage_phrase(edge.kind)) " " (plain(view.outlet(to))) }
                }
                @let up = if to < from { y(to) + 3 } else { y(to) - 3 };
                path.head d={ "M" (x - 9) " " (y(to)) " L" (x - 18) " " (up.max(4) - 4) " L" (x - 18) " " (up + 4) " z" } {}
            }
        }
        @for place in 0..count {
            a href=(show.place_href(place, &[])) {
                circle.node cx=(x) cy=(y(place)) r="10" {}
                text.in x=(x) y=(y(place) + 4) text-anchor="middle" { (view.letter(place)) }
                title { (plain(view.report(place).title.as_deref().unwrap_or("(no headline)"))) }
            }
            text.lane x=(x + 18) y=(y(place) - 1) { (fitted(view.outlet(place), 240)) tspan.dim { "  " (view.report(place).published.value.as_deref().map_or("undated".into(), day)) } }
            text.dim x=(x + 18) y=(y(place) + 14) { (fitted(view.report(place).title.as_deref().unwrap_or(""), WIDTH - x - 24)) }
        }
    };
    let description = format!(
        "{} by date, {}. Solid lines: the same text or agency copy; dashed: rewritten; dotted: passages in common.",
        counted(count, "report"),
        counted(view.record.lineage.len(), "dependence"),
    );
    drawing(WIDTH, height, "Who copied whom", &description, &body)
}

pub(crate) fn lineage_csv(view: &StoryView) -> String {
    let mut rows =
        vec![["report", "outlet", "kind", "of", "of_outlet", "passages"].map(str::to_owned).to_vec()];
    for edge in &view.record.lineage {
        let outlet = |id: &str| view.place(id).map(|p| view.outlet(p).to_owned()).unwrap_or_default();
        rows.push(vec![
            edge.report.clone(),
            outlet(&edge.report),
            edge.kind.to_string(),
            edge.of.clone(),
            outlet(&edge.of),
            edge.shared.len().to_string(),
        ]);
    }
    csv(&rows)
}
