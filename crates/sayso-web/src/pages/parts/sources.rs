//! When, from whom, by whom copied, and what was read.

use super::{figure, nothing, portion, said_anchors, unnamed};
use crate::StoryView;
use crate::pages::judgements::button;
use crate::pages::pager;
use crate::pages::show::{Show, lineage_phrase};
use crate::pictures;
use crate::reply::Ask;
use crate::text::{Words, clip, counted, day, plain};
use maud::{Markup, html};
use sayso_model::{Basis, Certainty, JudgementKind, RecordReport, TimelineItem, TimelineKind};
use sayso_text::Span;
use std::collections::BTreeMap;

/// Cells of a table of speakers and reports.
const CELLS: usize = 1200;
/// Bytes of a picture that stands on a page of the site.
const PICTURE: usize = 110 << 10;
/// Copies that are listed on a page of the site.
const EDGES: usize = 120;

/// What happened, was said and was published, by date.
pub(crate) fn timeline(show: &Show<'_>, ask: Option<&Ask>) -> Markup {
    let view = show.view;
    let items: Vec<&TimelineItem> = view.record.timeline.iter().collect();
    if items.is_empty() {
        return nothing("Nothing in these reports is dated.");
    }
    let size = |i: &&TimelineItem| 620 + i.text.len().min(220);
    let (page, pages, range) = portion(ask, items.len(), items.iter().map(size), unnamed);
    let own = format!("/stories/{}/timeline", view.no.0);
    let (svg, csv) = (format!("{own}.svg"), format!("{own}.csv"));
    let get = (!show.in_file()).then_some((svg.as_str(), Some(csv.as_str())));
    let mut last = "";
    // A file has what was said in full with the statements, a link away.
    let said_at = match show.in_file() {
        true => statements_at(view),
        false => BTreeMap::new(),
    };
    let said_by = pictures::SaidBy::of(view);
    html! {
        (figure("Events, statements by speaker, and publications, by day", pictures::timeline(show), get))
        ul.legend aria-label="How dates are known" {
            li { span.known.stated { "●" } " stated in the text" }
            li { span.known.published { "◐" } " taken from the day of publication" }
            li { span.known.inferred { "○" } " worked out" }
        }
        table.list.timeline {
            caption.off { "Timeline" }
            thead { tr { th scope="col" { "When" } th scope="col" { "Known" } th scope="col" { "What" } th scope="col" { "Words" } } }
            tbody {
                @for item in &items[range] {
                    tr data-item {
                        th scope="row" {
                            @if std::mem::replace(&mut last, item.date.as_str()) != item.date { time datetime=(plain(&item.date)) { (day(&item.date)) } }
                            @else { span.off { (day(&item.date)) } }
                        }
                        td { (certainty(item.basis)) }
                        td { span.tag { (item.kind) } }
                        td {
                            @match item.kind {
                                TimelineKind::Publication => {
                                    @if let Some(place) = view.place(&item.report) { (show.outlet_link(place)) ": " }
                                    bdi { (Words(&clip(&item.text, 160))) }
                                }
                                kind => {
                                    @if let Some(speaker) = (kind == TimelineKind::Statement).then(|| said_by.speaker(item)).flatten() {
                                        (show.speaker_link(view.speaker_name(Some(speaker)))) ": "
                                    }
                                    @match said_at.get(&(item.report.as_str(), item.spans.as_slice())).filter(|_| kind == TimelineKind::Statement) {
                                        Some(anchor) => a.to href={ "#" (anchor) } { span dir="auto" { (Words(&clip(&item.text, 80))) } },
                                        None => span dir="auto" { (Words(&clip(&item.text, 220))) },
                                    }
                                }
                            }
                            " " (show.evidence(&item.report, &item.spans))
                        }
                    }
                }
            }
        }
        @if let Some(ask) = ask { (pager(ask, page, pages)) }
    }
}

/// By report and place, the anchor of what is said there.
fn statements_at(view: &StoryView) -> BTreeMap<(&str, &[Span]), String> {
    let anchors = said_anchors(view);
    let at = |entry| {
        let (_, statement) = view.statement(entry)?;
        Some(((entry.report.as_str(), statement.content.as_slice()), anchors.get(&entry.id)?.clone()))
    };
    view.record.statements.iter().filter_map(at).collect()
}

fn certainty(basis: Certainty) -> Markup {
    let (sign, words) = match basis {
        Certainty::Stated => ("●", "stated"),
        Certainty::Published => ("◐", "as published"),
        Certainty::Inferred => ("○", "worked out"),
    };
    html! { span class={ "known " (basis.as_str()) } title=(words) { span aria-hidden="true" { (sign) } span.off { (words) } } }
}

/// Who quotes whom, how each is let speak, on whose word each report rests, and who copied whom.
pub(crate) fn sources(show: &Show<'_>, ask: Option<&Ask>) -> Markup {
    const SECTIONS: [&str; 4] = ["whom", "framing", "sourcing", "copied"];
    // Of many reports these are long: as many as have room stand on one page.
    let sections = [
        whom(show),
        html! { h2 #framing { "How each side is let speak" } (super::framing(show)) },
        html! { h2 #sourcing { "On whose word each report rests" } (super::sourcing(show)) },
        copied(show),
    ];
    let (page, pages, range) =
        portion(ask, sections.len(), sections.iter().map(|s| s.0.len()), |i| SECTIONS[i].to_owned());
    html! {
        @for section in &sections[range] { (section) }
        @if let Some(ask) = ask { (pager(ask, page, pages)) }
    }
}

/// A picture, or where to get it when it is too large for the page.
fn drawn(show: &Show<'_>, caption: &str, picture: Markup, at: &str) -> Markup {
    let (svg, csv) = (format!("{at}.svg"), format!("{at}.csv"));
    let get = (!show.in_file()).then_some((svg.as_str(), Some(csv.as_str())));
    match picture.0.len() > PICTURE && !show.in_file() {
        true => figure(caption, html! { p.dim { "A large picture, to be opened apart." } }, get),
        false => figure(caption, picture, get),
    }
}

fn whom(show: &Show<'_>) -> Markup {
    let view = show.view;
    let table = pictures::quoted_by(view);
    // A cell for each report and speaker: what many reports would make too long is in the CSV.
    let rows = (CELLS / view.reports.len().max(1)).max(8);
    html! {
        h2 { "Who quotes whom" }
        @if table.is_empty() { (nothing("No statement has a source.")) }
        @else {
            (drawn(show, "Statements of each speaker in each report", pictures::sources(show), &format!("/stories/{}/sources", view.no.0)))
            details open[show.in_file()] { summary { "The same as a table" }
                div.scroll tabindex="0" role="group" aria-label="Statements of each speaker in each report" { table.matrix {
                    thead { tr { th scope="col" { "Speaker" } @for place in 0..view.reports.len() {
                        th scope="col" title=(plain(view.outlet(place))) { (view.letter(place)) } } } }
                    tbody { @for (speaker, counts) in table.iter().take(rows) { tr {
                        th scope="row" { (show.speaker_link(view.speaker_name(Some(*speaker)))) }
                        @for count in counts { td { @if *count > 0 { (count) } @else { span.dim { "·" } } } }
                    } } }
                } }
                @if table.len() > rows { p.dim { "and " (counted(table.len() - rows, "further speaker")) " in the CSV" } }
            }
        }
    }
}

fn copied(show: &Show<'_>) -> Markup {
    let lineage = &show.view.record.lineage;
    let most = if show.in_file() { lineage.len() } else { EDGES };
    html! {
        h2 { "Who copied whom" }
        @if lineage.is_empty() { (nothing("No report copies another, as far as their words show.")) }
        @else {
            (drawn(show, "Reports by date; lines lead from a copy to what it copied", pictures::lineage(show), &format!("/stories/{}/lineage", show.view.no.0)))
            ul.plain {
                @for edge in lineage.iter().take(most) {
                    li data-item {
                        (show.report_mark(&edge.report)) " " (lineage_phrase(edge.kind)) " " (show.report_mark(&edge.of))
                        span.dim { ", " (counted(edge.shared.len(), "shared passage")) }
                        @for passage in edge.shared.iter().take(6) { " " (show.evidence(&edge.report, &[passage.span])) }
                    }
                }
                @if lineage.len() > most { li.dim { "and " (lineage.len() - most) " more in the CSV" } }
            }
        }
    }
}

/// The reports, with how their dates are known.
pub(crate) fn reports(show: &Show<'_>, ask: Option<&Ask>) -> Markup {
    let view = show.view;
    let (page, pages, range) = portion(ask, view.reports.len(), view.reports.iter().map(|_| 1500), |place| {
        format!("r-{}", view.letter(place))
    });
    html! {
        table.list {
            caption.off { "Reports" }
            thead { tr { th scope="col" { span.off { "Letter" } } th scope="col" { "Report" } th scope="col" { "Published" } th scope="col" { "State\u{ad}ments" } } }
            tbody {
                @for (place, report) in view.record.reports.iter().enumerate().skip(range.start).take(range.len()) {
                    @let stored = &view.reports[place];
                    tr data-item #{ "r-" (view.letter(place)) } {
                        td { (show.report_mark(&report.id)) }
                        td {
                            a href=(show.place_href(place, &[])) { bdi { (Words(report.title.as_deref().unwrap_or("(no headline)"))) } }
                            div.meta {
                                (show.outlet_link(place))
                                @if let Some(byline) = &stored.report.byline { " · " bdi { (Words(byline)) } }
                                @if stored.revision > 1 { " · revision " (stored.revision) }
                                @if let Some(url) = &report.url { " · " (outside(url)) }
                            }
                            @for edge in view.record.lineage.iter().filter(|e| e.report == report.id) {
                                div.meta { span.tag.copy { (lineage_phrase(edge.kind)) " " (show.report_mark(&edge.of)) } }
                            }
                        }
                        td { (published(report)) }
                        td.number { (stored.annotations.statements.len())
                            @if let (Some(ask), Some(other)) = (ask, view.record.reports.iter().find(|r| r.id != report.id)) {
                                div { (button(ask, JudgementKind::DifferentStories, &other.id, &report.id, "Another story")) }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(ask) = ask { (pager(ask, page, pages)) }
    }
}

/// When a report was published, and how that is known.
pub(crate) fn published(report: &RecordReport) -> Markup {
    let known = &report.published;
    html! {
        @match &known.value {
            Some(value) => time datetime=(plain(value)) title=[known.evidence.as_deref().map(plain)] { (day(value)) },
            None => span.dim { "undated" },
        }
        @if known.basis != Basis::None { " " span.tag { (known.basis) } }
    }
}

/// An address outside, as a link only where it is one of the web.
pub(crate) fn outside(url: &str) -> Markup {
    let web = url.starts_with("https://") || url.starts_with("http://");
    html! {
        @if web { a.out.long[url.chars().count() > 70] href=(plain(url)) rel="noreferrer noopener external" { bdi { (Words(&clip(url, 70))) } } }
        @else { bdi.dim { (Words(&clip(url, 70))) } }
    }
}
