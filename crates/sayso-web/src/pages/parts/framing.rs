//! On whose word each report rests, and how it lets each side speak: order, own words, cues that commit the outlet.

use super::nothing;
use crate::StoryView;
use crate::pages::show::Show;
use crate::text::{Words, counted, plain};
use maud::{Markup, html};
use sayso_collate::{Doc, Framing, LoadedCue, Sourcing};
use sayso_model::Stance;
use sayso_store::Stored;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Speakers shown: those with most statements.
const SPEAKERS: usize = 16;
/// Loaded cues shown of one speaker.
const CUES: usize = 12;
/// Speakers named in a report's order of appearance.
const ORDER: usize = 6;
/// Reports in the tables; all are in the JSON.
const REPORTS: usize = 60;

fn docs(view: &StoryView) -> Vec<Doc<'_>> {
    view.reports.iter().map(Stored::doc).collect()
}

/// On whose word each report rests.
pub(crate) fn sourcing(show: &Show<'_>) -> Markup {
    let view = show.view;
    let mut sum = Sourcing::default();
    let rows: Vec<Sourcing> = docs(view).iter().map(sayso_collate::sourcing).collect();
    rows.iter().for_each(|row| sum.add(row));
    if sum.statements == 0 {
        return nothing("No statement was found.");
    }
    html! {
        p.dim { "Statements by kind of source; “deep” is the most speakers between the outlet and something said, “quoted” the share of the words that stand in quotation marks." }
        div.scroll tabindex="0" role="group" aria-label="Statements by kind of source" { table.matrix.numbers {
            caption.off { "Statements by kind of source" }
            thead { tr {
                th scope="col" { "Report" }
                @for word in ["statements", "named", "withheld", "group", "document", "outlet", "nobody", "deep", "quoted"] { th scope="col" { (word) } }
            } }
            tbody {
                @for (place, row) in rows.iter().take(REPORTS).enumerate() {
                    tr data-item {
                        th scope="row" { (show.report_mark(&view.report(place).id)) " " (show.outlet_link(place)) }
                        (numbers(row))
                    }
                }
                @if rows.len() > 1 { tr.sum { th scope="row" { "All " (counted(rows.len(), "report")) } (numbers(&sum)) } }
            }
        } }
    }
}

fn numbers(row: &Sourcing) -> Markup {
    let cells = [
        row.statements,
        row.named,
        row.anonymous,
        row.collective,
        row.documents,
        row.outlet,
        row.without,
        row.depth,
    ];
    html! {
        @for count in cells { td.number { @if count == 0 { span.dim { "·" } } @else { (count) } } }
        td.number { (percent(row.quoted_words, row.words)) " %" }
    }
}

fn percent(part: usize, whole: usize) -> usize {
    (part * 100 + whole / 2) / whole.max(1)
}

/// One side over all reports.
#[derive(Default)]
struct Side<'f> {
    reports: usize,
    statements: usize,
    own_words: usize,
    first: usize,
    cues: Vec<(&'f str, &'f LoadedCue)>,
}

/// How the reports let each side speak.
pub(crate) fn framing(show: &Show<'_>) -> Markup {
    let view = show.view;
    let found = sayso_collate::framing(&view.record, &docs(view));
    if found.is_empty() {
        return nothing("No statement has a source.");
    }
    let mut sides: BTreeMap<u32, Side<'_>> = BTreeMap::new();
    for one in &found {
        let side = sides.entry(one.speaker).or_default();
        side.reports += 1;
        side.statements += one.statements;
        side.own_words += one.own_words;
        side.first += usize::from(one.place == 1);
        side.cues.extend(one.cues.iter().map(|cue| (one.report.as_str(), cue)));
    }
    let all_words: usize = sides.values().map(|s| s.own_words).sum();
    let count = sides.len();
    let mut sides: Vec<(u32, Side<'_>)> = sides.into_iter().collect();
    sides.sort_by_key(|(id, s)| (std::cmp::Reverse((s.reports, s.statements)), *id));
    html! {
        p.dim { "For each speaker: how many reports, in how many the first to speak, the share of all quoted words, and cues that commit the outlet." }
        div.scroll tabindex="0" role="group" aria-label="How the reports let each speaker speak" { table.matrix.framing {
            caption.off { "How the reports let each speaker speak" }
            thead { tr {
                @for word in ["Speaker", "reports", "first in", "statements", "own words", "Cues that take a side"] { th scope="col" { (word) } }
            } }
            tbody { @for (id, side) in sides.iter().take(SPEAKERS) {
                tr data-item {
                    th scope="row" { (show.speaker_link(view.speaker_name(Some(*id)))) }
                    td.number { (side.reports) }
                    td.number { @if side.first == 0 { span.dim { "·" } } @else { (side.first) } }
                    td.number { (side.statements) }
                    td.number { @if side.own_words == 0 { span.dim { "·" } } @else { (side.own_words) " " span.dim { "(" (percent(side.own_words, all_words)) " %)" } } }
                    td.cues {
                        @if side.cues.is_empty() { span.dim { "none" } }
                        @for (i, (report, cue)) in side.cues.iter().take(CUES).enumerate() {
                            @if i > 0 { ", " }
                            "“" span dir="auto" { (Words(&cue.text)) } "” " span.tag title=(stance_words(cue.stance)) { (cue.stance) } " " (show.evidence(report, &cue.spans))
                        }
                        @if side.cues.len() > CUES { " " span.dim { "and " (side.cues.len() - CUES) " more" } }
                    }
                }
            } }
        } }
        @if count > SPEAKERS { p.dim { "and " (counted(count - SPEAKERS, "further speaker")) " in the JSON" } }
        details open[show.in_file()] { summary { "Who speaks first in each report" }
            ul.plain.order {
                @for (place, report) in view.record.reports.iter().enumerate().take(REPORTS) {
                    @let own: Vec<&Framing> = found.iter().filter(|f| f.report == report.id).collect();
                    @if !own.is_empty() {
                        li data-item {
                            (show.report_mark(&report.id)) " " (show.outlet_link(place)) ": "
                            @for (i, one) in own.iter().take(ORDER).enumerate() {
                                @if i > 0 { " → " }
                                bdi { (Words(view.speaker_name(Some(one.speaker)))) }
                                span.dim { " " (one.statements) @if one.own_words > 0 { ", " (counted(one.own_words, "word")) } }
                            }
                            @if own.len() > ORDER { span.dim { " → and " (own.len() - ORDER) " more" } }
                        }
                    }
                }
            }
        }
    }
}

fn stance_words(stance: Stance) -> String {
    plain(&format!("the cue is {stance}, not neutral"))
}

/// Both as JSON.
pub(crate) fn framing_json(view: &StoryView) -> (Value, Value) {
    let docs = docs(view);
    let sourcing: Vec<Value> = docs
        .iter()
        .map(|doc| {
            let s = sayso_collate::sourcing(doc);
            json!({
                "report": doc.report.id, "statements": s.statements, "named": s.named, "anonymous": s.anonymous,
                "collective": s.collective, "documents": s.documents, "outlet": s.outlet, "unsourced": s.without,
                "depth": s.depth, "words": s.words, "quoted_words": s.quoted_words,
            })
        })
        .collect();
    let cue = |report: &str, cue: &LoadedCue| {
        let spans: Vec<_> = match view.place(report) {
            Some(place) => cue.spans.iter().map(|s| view.chars(place, *s)).collect(),
            None => Vec::new(),
        };
        json!({"text": cue.text, "stance": cue.stance, "spans": spans})
    };
    let framing: Vec<Value> = sayso_collate::framing(&view.record, &docs)
        .iter()
        .map(|f| {
            json!({
                "report": f.report, "speaker": f.speaker, "place": f.place, "statements": f.statements,
                "own_words": f.own_words, "cues": f.cues.iter().map(|c| cue(&f.report, c)).collect::<Vec<_>>(),
            })
        })
        .collect();
    (json!(sourcing), json!(framing))
}
