//! The story in one screen: when, who tells it, and where the accounts part.

use super::accounts::by_value;
use crate::pages::judgements::button;
use crate::pages::show::{Show, Sign, quoted, variant_sign};
use crate::reply::Ask;
use crate::text::{Words, clip, counted, day, days, plain};
use maud::{Markup, html};
use sayso_model::{JudgementKind, LineageKind, Point, Sense, TimelineItem, TimelineKind, Utterance};
use std::collections::BTreeSet;

/// Points and wordings shown.
const SHOWN: usize = 3;
/// Events shown, and how many words a sentence must have to tell one.
const EVENTS: usize = 4;
const LEAST_WORDS: usize = 6;
/// Values of a point shown here; all are with the accounts.
const READINGS: usize = 5;

pub(crate) fn overview(show: &Show<'_>, ask: Option<&Ask>) -> Markup {
    let view = show.view;
    let record = &view.record;
    let outlets = view.outlets();
    let unnamed = record.reports.iter().filter(|r| r.outlet.is_none()).count();
    let happened = happened(show);
    let voices = record.voices().len();
    let named: BTreeSet<u32> = record.statements.iter().filter_map(|s| s.speaker).collect();
    let copies = record.lineage.iter().filter(|e| e.kind != LineageKind::Partial).count();
    let conflicts = view.points().into_iter().filter(|p| p.verdict != sayso_model::Verdict::Agree);
    let conflicts: Vec<&Point> = conflicts.take(SHOWN).collect();
    let wordings = wordings(show);
    html! {
        dl.facts {
            div { dt { "When" } dd { (days(record.story.from.as_deref(), record.story.to.as_deref())) } }
            div { dt { "Reports" } dd { (record.reports.len()) } }
            div { dt { "Outlets" } dd { (outlets.len()) @if unnamed > 0 { span.dim { " (and " (unnamed) " not named)" } } } }
            div {
                dt { "Independent" }
                dd { (voices) @if copies > 0 { span.dim { " (" (counted(copies, "copy")) ")" } } }
            }
            div { dt { "Speakers" } dd { (named.len()) } }
            div { dt { "Things said" } dd { (view.said.len()) } }
        }
        @if !happened.is_empty() {
            section.happened aria-labelledby="happened" {
                h2 #happened { "What happened, as reported" }
                ol.plain {
                    @for (item, carried) in &happened {
                        li data-item {
                            time datetime=(plain(&item.date)) { (day(&item.date)) } " "
                            span dir="auto" { (Words(&clip(&item.text, 200))) } " "
                            @for other in carried { (show.evidence(&other.report, &other.spans)) " " }
                        }
                    }
                }
            }
        }
        section.cards aria-label="Where the accounts part" {
            @if !conflicts.is_empty() {
                h2 { "Where the accounts part" }
                div.grid { @for point in &conflicts { (point_card(show, point)) } }
                p.more { a href=(show.part("accounts")) { "All " (counted(record.points.len(), "point")) " →" } }
            }
        }
        @if !wordings.is_empty() {
            section aria-labelledby="wordings" {
                h2 #wordings { "The same words, printed differently" }
                @for utterance in wordings.iter().take(if conflicts.is_empty() { SHOWN } else { 2 }) {
                    (wording_card(show, utterance))
                }
                p.more { a href=(show.part("utterances")) { "All " (counted(record.utterances.len(), "utterance")) " →" } }
            }
        }
        section aria-labelledby="tellers" {
            h2 #tellers { "Who tells it" }
            ul.tellers {
                @for (place, report) in record.reports.iter().enumerate() {
                    li {
                        (show.report_mark(&report.id)) " " (show.outlet_link(place)) ": "
                        @match &report.title {
                            Some(title) => bdi { (Words(&clip(title, 110))) },
                            None => span.dim { "without headline: " bdi { (Words(&clip(view.report(place).text.as_str(), 90))) } },
                        }
                        @for edge in record.lineage.iter().filter(|e| e.report == report.id && e.kind != LineageKind::Partial) {
                            " " span.tag.copy { (crate::pages::show::lineage_phrase(edge.kind)) " " (show.report_mark(&edge.of)) }
                        }
                    }
                }
            }
        }
        @if !show.near.is_empty() {
            section aria-labelledby="near" {
                h2 #near { "The same matter, other happenings" }
                ul.plain {
                    @for near in &show.near {
                        li {
                            a href={ "/stories/" (near.story) } { bdi { (Words(&near.title)) } }
                            " " span.dim { (days(near.from.as_deref(), near.to.as_deref())) } " "
                            @if let (Some(ask), Some(ours)) = (ask, record.reports.first()) {
                                (button(ask, JudgementKind::SameStory, &ours.id, &near.report, "The same happening"))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The events that most reports date, one a day, by day, each with who tells it.
fn happened<'s>(show: &Show<'s>) -> Vec<(&'s TimelineItem, Vec<&'s TimelineItem>)> {
    let events = show.view.record.timeline.iter().filter(|i| i.kind == TimelineKind::Event);
    // Several reports may print one sentence; of one day, what most print comes first.
    let mut told: Vec<(&TimelineItem, Vec<&TimelineItem>)> = Vec::new();
    for item in events.filter(|i| i.text.split_whitespace().count() >= LEAST_WORDS) {
        match told.iter_mut().find(|(known, _)| known.text == item.text) {
            Some((_, all)) if all.iter().any(|i| i.report == item.report) => {}
            Some((_, all)) => all.push(item),
            None => told.push((item, vec![item])),
        }
    }
    told.sort_by_key(|(_, all)| std::cmp::Reverse(all.len()));
    let mut chosen: Vec<(&TimelineItem, Vec<&TimelineItem>)> = Vec::new();
    for (item, mut all) in told {
        let on = |i: &TimelineItem| i.date.get(..10).unwrap_or(&i.date).to_owned();
        if chosen.len() < EVENTS && !chosen.iter().any(|(known, _)| on(known) == on(item)) {
            all.truncate(READINGS);
            chosen.push((item, all));
        }
    }
    chosen.sort_by(|a, b| a.0.date.cmp(&b.0.date));
    chosen
}

fn point_card(show: &Show<'_>, point: &Point) -> Markup {
    let groups = by_value(point);
    let rest = groups.len().saturating_sub(READINGS);
    html! {
        article.card data-item {
            h3 {
                (Sign(point.verdict)) " "
                a href=(show.within("accounts", &format!("p{}", point.id))) { bdi { (Words(&point.question)) } }
            }
            ul.readings {
                @for (value, readings) in groups.iter().take(READINGS) {
                    li {
                        b.value dir="auto" { (Words(&clip(value, 60))) } " "
                        @if let Some(first) = readings.first().filter(|r| r.value.is_some()) {
                            q lang="" dir="auto" { (Words(&clip(&first.text, 80))) }
                        }
                        @for reading in readings { " " (show.evidence(&reading.report, &reading.spans)) }
                    }
                }
            }
            @if rest > 0 { p.dim { "and " (counted(rest, "more value")) } }
        }
    }
}

/// Utterances whose sense some report turned, then those that reports print most differently.
fn wordings<'s>(show: &Show<'s>) -> Vec<&'s Utterance> {
    let view = show.view;
    let differing = |u: &Utterance| u.variants.iter().filter(|v| v.text != u.fullest).count();
    let mut found: Vec<&Utterance> =
        view.record.utterances.iter().filter(|u| view.carriers(u) > 1 && differing(u) > 0).collect();
    found.sort_by_key(|u| (!view.turned(u), std::cmp::Reverse(differing(u)), u.id));
    found
}

fn wording_card(show: &Show<'_>, utterance: &Utterance) -> Markup {
    let turned = utterance.variants.iter().find(|v| v.sense == Sense::Turned);
    let shown = turned.or_else(|| utterance.variants.iter().find(|v| v.text != utterance.fullest));
    html! {
        article.card data-item {
            p.full dir="auto" {
                (Words(&quoted(&utterance.fullest)))
                " " span.by { a href=(show.within("utterances", &format!("u{}", utterance.id))) {
                    (Words(show.view.speaker_name(utterance.speaker)))
                } }
            }
            @if let Some(variant) = shown {
                p.variant {
                    (show.evidence(&variant.report, &variant.spans)) " " (variant_sign(variant.how, variant.sense)) " "
                    (show.compared(&utterance.fullest, &variant.text))
                }
            }
        }
    }
}
