//! Who copied whom: reports by date from above, an arc from each copy to what it copied.

use super::{csv, drawing, fitted};
use crate::StoryView;
use crate::pages::show::{Show, lineage_phrase};
use crate::text::{counted, day, plain};
use maud::{Markup, html};
use std::collections::BTreeSet;

const ROW: usize = 40;
const WIDTH: usize = 640;
/// Reports shown; of more those that copy or are copied, the first by date.
const MOST: usize = 120;
/// The most an arc reaches to the left.
const ARCS: usize = 96;

pub(crate) fn lineage(show: &Show<'_>) -> Markup {
    let view = show.view;
    let ends = view.record.lineage.iter().flat_map(|e| [view.place(&e.report), view.place(&e.of)]);
    let tied: BTreeSet<usize> = ends.flatten().collect();
    let mut places: Vec<usize> = (0..view.reports.len()).collect();
    if places.len() > MOST {
        places.retain(|place| tied.contains(place));
        places.truncate(MOST);
    }
    let row = |place: usize| places.binary_search(&place).ok();
    let height = places.len() * ROW + 12;
    let y = |row: usize| 6 + row * ROW + ROW / 2;
    let x = ARCS + 16;
    let body = html! {
        @for edge in &view.record.lineage {
            @let (from, to) = (view.place(&edge.report), view.place(&edge.of));
            @if let (Some(from), Some(to), Some(a), Some(b)) = (from, to, from.and_then(row), to.and_then(row)) {
                @let reach = (24 + a.abs_diff(b) * 18).min(ARCS);
                path class={ "arc " (edge.kind.as_str()) } fill="none"
                    d={ "M" (x - 9) " " (y(a)) " C" (x - 9 - reach) " " (y(a)) " " (x - 9 - reach) " " (y(b)) " " (x - 9) " " (y(b)) } {
                    title { (plain(view.outlet(from))) ": " (lineage_phrase(edge.kind)) " " (plain(view.outlet(to))) }
                }
                @let up = if b < a { y(b) + 3 } else { y(b) - 3 };
                path.head d={ "M" (x - 9) " " (y(b)) " L" (x - 18) " " (up.max(4) - 4) " L" (x - 18) " " (up + 4) " z" } {}
            }
        }
        @for (row, place) in places.iter().copied().enumerate() {
            a href=(show.place_href(place, &[])) {
                circle.node cx=(x) cy=(y(row)) r="10" {}
                text.in x=(x) y=(y(row) + 4) text-anchor="middle" { (view.letter(place)) }
                title { (plain(view.report(place).title.as_deref().unwrap_or("(no headline)"))) }
            }
            text.lane x=(x + 18) y=(y(row) - 1) { (fitted(view.outlet(place), 240)) tspan.dim { "  " (view.report(place).published.value.as_deref().map_or("undated".into(), day)) } }
            text.dim x=(x + 18) y=(y(row) + 14) { (fitted(view.report(place).title.as_deref().unwrap_or(""), WIDTH - x - 24)) }
        }
    };
    let left = view.reports.len() - places.len();
    let drawn = |e: &&sayso_model::LineageEdge| {
        [&e.report, &e.of].into_iter().all(|id| view.place(id).and_then(row).is_some())
    };
    let (drawn, all) = (view.record.lineage.iter().filter(drawn).count(), view.record.lineage.len());
    let mut note =
        if left > 0 { format!(" {} not shown.", counted(left, "further report")) } else { String::new() };
    if drawn < all {
        note += &format!(" {} with these not shown.", counted(all - drawn, "further dependence"));
    }
    let description = format!(
        "{} by date, {}.{note} Solid lines: the same text or agency copy; dashed: rewritten; dotted: passages in common.",
        counted(places.len(), "report"),
        counted(drawn, "dependence"),
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
