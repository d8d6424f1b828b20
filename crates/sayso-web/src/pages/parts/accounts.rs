//! What the reports give on each point, what each calls things, and what each leaves out.

use super::{PICTURED, figure, nothing, portion, said_anchors, unnamed};
use crate::pages::pager;
use crate::pages::show::{Show, Sign};
use crate::pictures;
use crate::reply::Ask;
use crate::text::{Words, clip, counted, day};
use maud::{Markup, html};
use sayso_model::{Lacked, LackedKind, Naming, NamingTerm, Point, Reading};
use std::collections::BTreeMap;

/// Of each kind, what a report lacks and what it alone has; the rest is counted, and in the JSON.
const MOST_LACKED: usize = 60;
/// The same in one file of more reports than a picture shows.
const MOST_IN_FILE: usize = 15;
/// Values of one report that a cell shows.
const VALUES: usize = 3;
/// Reports that are named where several have what another lacks.
const NAMED: usize = 12;
/// Characters of words that a file refers to.
const FEW: usize = 64;

/// The points against the reports; a cell leads to the words.
pub(crate) fn accounts(show: &Show<'_>, ask: Option<&Ask>) -> Markup {
    let view = show.view;
    let all = view.points();
    if all.is_empty() {
        return nothing("No points that these reports can be compared on were found.");
    }
    // A row of the table has a cell for each report, and what follows it an entry for each reading.
    let size = |p: &&Point| {
        let readings: usize = p.readings.iter().map(|r| 700 + r.text.len().min(240)).sum();
        600 + view.reports.len() * 90 + readings + p.silent.len() * 190
    };
    let (page, pages, range) = portion(ask, all.len(), all.iter().map(size), |i| format!("p{}", all[i].id));
    let points = &all[range];
    let own = format!("/stories/{}/accounts", view.no.0);
    let (svg, csv) = (format!("{own}.svg"), format!("{own}.csv"));
    html! {
        p.dim { "A row a point, a column a report. A cell leads to the words; ” marks what is attributed, · a report that is silent." }
        div.scroll tabindex="0" role="group" aria-label="Points against reports" {
            table.matrix {
                caption.off { "Points against reports" }
                thead {
                    tr {
                        th scope="col" { "Point" }
                        th scope="col" { "Verdict" }
                        @for place in 0..view.reports.len() {
                            @let outlet = view.outlet(place);
                            th scope="col" title=(crate::text::plain(outlet)) {
                                (view.letter(place)) " "
                                @if view.reports.len() <= PICTURED { span.of { bdi { (Words(&clip(outlet, 24))) } } }
                                @else { span.off { (Words(outlet)) } }
                            }
                        }
                    }
                }
                tbody {
                    @for point in points {
                        tr data-item {
                            th scope="row" { a href={ "#p" (point.id) } { bdi { (Words(&clip(&point.question, 80))) } } }
                            td { (Sign(point.verdict)) }
                            @for place in 0..view.reports.len() { (cell(show, point, place)) }
                        }
                    }
                }
            }
        }
        @if !show.in_file() && all.len() > 1 && page == 1 {
            @if view.reports.len() <= PICTURED {
                (figure("How often two reports agree on a point both speak of", pictures::accounts(view, 1), Some((&svg, Some(&csv)))))
            } @else {
                @let sheets = pictures::sheets(view.reports.len());
                p.dim { "How often two reports agree on a point both speak of: "
                    @for sheet in 1..=sheets {
                        @let (href, name) = (format!("{svg}?page={sheet}"), format!("accounts-{sheet}"));
                        @if sheets > 1 { "sheet " (sheet) " of " (sheets) " " }
                        a href=(href) download={ (name) ".svg" } { "SVG" } " "
                        a.png href=(href) data-png={ (name) ".png" } hidden { "PNG" } " · "
                    }
                    a href=(csv) download { "CSV" } }
            }
        }
        @for point in points { (readings(show, point)) }
        @if let Some(ask) = ask { (pager(ask, page, pages)) }
    }
}

fn cell(show: &Show<'_>, point: &Point, place: usize) -> Markup {
    let id = &show.view.report(place).id;
    let mut values: Vec<(String, Vec<&Reading>)> = Vec::new();
    for reading in point.readings.iter().filter(|r| r.report == *id) {
        let value = value_words(reading);
        match values.iter_mut().find(|(known, _)| *known == value) {
            Some((_, all)) => all.push(reading),
            None => values.push((value, vec![reading])),
        }
    }
    html! {
        @match values.first() {
            None if point.silent.contains(id) => td.silent { span aria-hidden="true" { "·" } span.off { "silent" } },
            None => td.silent { span aria-hidden="true" { "∅" } span.off { "nothing comparable" } },
            // A report may give several: what it says in its own voice, and what each of two sides says.
            Some(_) => td class=(point.verdict.as_str()) {
                @for (i, (value, all)) in values.iter().take(VALUES).enumerate() {
                    @if i > 0 { span.dim { ", " } }
                    a href=(show.place_href(place, &all[0].spans)) title=(crate::text::plain(&clip(&all[0].text, 160))) {
                        (Words(&clip(value, 22)))
                    }
                    @if all.iter().all(|r| r.voice == "attributed") { span.dim title="attributed, not in the outlet's own voice" { " ”" } }
                }
                @if values.len() > VALUES { span.dim { " +" (values.len() - VALUES) } }
            }
        }
    }
}

fn readings(show: &Show<'_>, point: &Point) -> Markup {
    let view = show.view;
    let groups = by_value(point);
    html! {
        article.card #{ "p" (point.id) } {
            h3 { (Sign(point.verdict)) " " bdi { (Words(&point.question)) } " " span.tag { (point.kind) } }
            dl.values {
                @for (value, readings) in &groups {
                    dt dir="auto" { (Words(&clip(value, 120))) span.dim { " · " (counted(readings.len(), "reading")) } }
                    @for reading in readings {
                        dd {
                            (show.evidence(&reading.report, &reading.spans)) " "
                            q lang="" dir="auto" { (Words(&clip(&reading.text, 240))) } " "
                            span.dim {
                                @if reading.voice == "own" { "in its own voice" }
                                @else { @match view.speaker(reading.speaker) {
                                    Some(speaker) => { "attributed to " (Words(&speaker.name)) },
                                    None => "attributed, source not named",
                                } }
                            }
                        }
                    }
                }
            }
            @if !point.silent.is_empty() {
                p.dim { "Silent: " @for (i, id) in point.silent.iter().enumerate() {
                    @if i > 0 { ", " } (show.report_mark(id))
                } }
            }
        }
    }
}

/// The readings of a point by value, the value that most give first.
pub(crate) fn by_value(point: &Point) -> Vec<(String, Vec<&Reading>)> {
    let mut groups: BTreeMap<String, Vec<&Reading>> = BTreeMap::new();
    for reading in &point.readings {
        groups.entry(value_words(reading)).or_default().push(reading);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, all)| std::cmp::Reverse(all.len()));
    groups
}

/// A reading's value for a person: `>=11` is `≥ 11`, `2031-03-02TNI` is `2 March 2031, night`.
fn value_words(reading: &Reading) -> String {
    let Some(value) = reading.value.as_deref() else { return reading.text.clone() };
    // What goes on behind a day is a span of time, or no date at all.
    match value.get(10..).is_none_or(|rest| rest.is_empty() || rest.starts_with('T')) {
        true => day(&value.replace(">=", "≥ ").replace("<=", "≤ ")),
        false => value.replace(">=", "≥ ").replace("<=", "≤ "),
    }
}

/// What each report calls the same thing, in its own voice and within quotations.
pub(crate) fn naming(show: &Show<'_>, ask: Option<&Ask>) -> Markup {
    let view = show.view;
    let mut things: Vec<&str> = Vec::new();
    for naming in &view.record.naming {
        if !things.contains(&naming.of.as_str()) {
            things.push(&naming.of);
        }
    }
    if things.is_empty() {
        return nothing("No differing names for the same thing were found.");
    }
    let rows_of = |of: &str| view.record.naming.iter().filter(move |n| n.of == of).collect::<Vec<&Naming>>();
    // What one report alone has a word for compares nothing: it comes last, in a line.
    let single = |of: &str| match rows_of(of).as_slice() {
        [only] => only.terms.iter().all(|t| t.text == only.terms[0].text && t.voice == only.terms[0].voice),
        _ => false,
    };
    let (lone, compared): (Vec<&str>, Vec<&str>) = things.into_iter().partition(|of| single(of));
    let things: Vec<(bool, &str)> =
        compared.into_iter().map(|of| (false, of)).chain(lone.into_iter().map(|of| (true, of))).collect();
    let size = |(_, of): &(bool, &str)| {
        300 + of.len() + rows_of(of).iter().map(|n| 420 + n.terms.len() * 130).sum::<usize>()
    };
    let (page, pages, range) = portion(ask, things.len(), things.iter().map(size), unnamed);
    let (lone, compared): (Vec<_>, Vec<_>) = things[range].iter().partition(|(lone, _)| *lone);
    html! {
        p.lead { "What each outlet calls the same thing in its own voice; apart from it, what stands inside quotations or is attributed." }
        @if !compared.is_empty() {
            table.list.naming {
                caption.off { "Naming" }
                thead { tr { th scope="col" { "Report" } th scope="col" { "Own voice" } th scope="col" { "Quoted" } } }
                @for (_, of) in compared {
                    tbody data-item {
                        tr.of { th colspan="3" scope="rowgroup" { bdi { (Words(of)) } } }
                        @for naming in rows_of(of) {
                            @let place = view.place(&naming.report);
                            tr {
                                th scope="row" { (show.report_mark(&naming.report)) " " @if let Some(place) = place { (show.outlet_link(place)) } }
                                td { (terms(show, naming, true)) }
                                td { (terms(show, naming, false)) }
                            }
                        }
                    }
                }
            }
        }
        @if !lone.is_empty() {
            h3.kind { "Named by one report, in one way" }
            ul.folded {
                @for (_, of) in lone {
                    @for naming in rows_of(of) {
                        @let own = naming.terms.iter().any(|t| t.voice == "own");
                        li data-item { b { bdi { (Words(of)) } } ": " (terms(show, naming, own)) @if !own { span.dim { " (quoted)" } }
                            " " (show.report_mark(&naming.report)) }
                    }
                }
            }
        }
        @if let Some(ask) = ask { (pager(ask, page, pages)) }
    }
}

/// Each word once with how often it stands there.
fn terms(show: &Show<'_>, naming: &Naming, own: bool) -> Markup {
    let mut words: Vec<(&str, Vec<&NamingTerm>)> = Vec::new();
    for term in naming.terms.iter().filter(|t| (t.voice == "own") == own) {
        match words.iter_mut().find(|(word, _)| *word == term.text) {
            Some((_, all)) => all.push(term),
            None => words.push((&term.text, vec![term])),
        }
    }
    html! {
        @if words.is_empty() { span.dim { "–" } }
        @for (i, (word, all)) in words.iter().enumerate() {
            @if i > 0 { ", " }
            @let count: usize = all.iter().map(|t| t.spans.len().max(1)).sum();
            @match show.view.place(&naming.report) {
                Some(place) => a href=(show.place_href(place, all[0].spans.get(..1).unwrap_or(&[]))) { bdi { (Words(word)) } },
                None => bdi { (Words(word)) },
            }
            @if count > 1 { span.dim { " ×" (count) } }
        }
    }
}

/// For each report, the points it says nothing on and the utterances it does not carry.
pub(crate) fn silence(show: &Show<'_>, ask: Option<&Ask>) -> Markup {
    let view = show.view;
    if view.reports.len() < 2 {
        return nothing("One report alone leaves nothing out.");
    }
    let many = show.in_file() && view.reports.len() > PICTURED;
    let most = if many { MOST_IN_FILE } else { MOST_LACKED };
    let carried: BTreeMap<u32, usize> =
        view.record.utterances.iter().map(|u| (u.id, u.variants.len())).collect();
    let size = |place: usize| {
        let id = &view.report(place).id;
        let Some(found) = view.record.silence.iter().find(|s| s.report == *id) else { return 300 };
        let lacks =
            |kind, each: usize| found.lacks.iter().filter(|l| l.kind == kind).count().min(MOST_LACKED) * each;
        let utterances = found.lacks.iter().filter(|l| l.kind == LackedKind::Utterance).take(MOST_LACKED);
        let printed: usize =
            utterances.map(|l| carried.get(&l.id).copied().unwrap_or(0).min(NAMED) * 250).sum();
        let all = lacks(LackedKind::Point, 300)
            + lacks(LackedKind::Utterance, 450)
            + lacks(LackedKind::Statement, 750);
        300 + all + printed + found.alone.len().min(MOST_LACKED) * 560
    };
    let (page, pages, range) = portion(ask, view.reports.len(), (0..view.reports.len()).map(size), |place| {
        format!("silent-{}", view.letter(place))
    });
    html! {
        p.lead { "What a report lacks that two or more independent others have, and what it alone has. Leaving a thing out is not yet hiding it: a report may be earlier, or short." }
        @for place in range {
            section.card data-item #{ "silent-" (view.letter(place)) } {
                h3 { (show.report_mark(&view.report(place).id)) " " (show.outlet_link(place)) }
                (lacking(show, place, most, &|words| html! { h4 { (words) } }))
                (alone(show, place, most))
            }
        }
        @if let Some(ask) = ask { (pager(ask, page, pages)) }
    }
}

/// What others have that a report lacks, each kind under its heading.
pub(crate) fn lacking(
    show: &Show<'_>,
    place: usize,
    most: usize,
    heading: &dyn Fn(&str) -> Markup,
) -> Markup {
    let view = show.view;
    let record = &view.record;
    let id = &view.report(place).id;
    let found = record.silence.iter().find(|s| s.report == *id);
    let lacks = |kind| -> Vec<u32> {
        let all = found.into_iter().flat_map(|s| &s.lacks).filter(move |l: &&Lacked| l.kind == kind);
        all.map(|l| l.id).collect()
    };
    let points: Vec<&Point> =
        lacks(LackedKind::Point).iter().filter_map(|id| record.points.iter().find(|p| p.id == *id)).collect();
    let utterances: Vec<_> = lacks(LackedKind::Utterance)
        .iter()
        .filter_map(|id| record.utterances.iter().find(|u| u.id == *id))
        .collect();
    let statements: Vec<_> = lacks(LackedKind::Statement)
        .iter()
        .filter_map(|id| record.statements.iter().find(|s| s.id == *id))
        .filter_map(|entry| view.statement(entry).map(|(place, statement)| (entry, place, statement)))
        .collect();
    let more = |total: usize| total.saturating_sub(most);
    // A file has the words themselves with what is said, a link away.
    let (few, named) = if show.in_file() { (FEW, 0) } else { (110, NAMED) };
    let anchors = said_anchors(view);
    html! {
        @if points.is_empty() && utterances.is_empty() && statements.is_empty() { p.dim { "Nothing that several others have." } }
        @if !points.is_empty() {
            (heading("No word on"))
            ul.plain {
                @for point in points.iter().take(most) {
                    li { (Sign(point.verdict)) " " a href=(show.within("accounts", &format!("p{}", point.id))) { bdi { (Words(&point.question)) } } }
                }
                @if more(points.len()) > 0 { li.dim { "and " (more(points.len())) " more" } }
            }
        }
        @if !utterances.is_empty() {
            (heading("Not quoted here"))
            ul.plain {
                @for utterance in utterances.iter().take(most) {
                    li {
                        (Words(&clip(view.speaker_name(utterance.speaker), 80))) ": "
                        a.to href=(show.within("utterances", &format!("u{}", utterance.id))) { q lang="" dir="auto" { (Words(&clip(&utterance.fullest, few))) } }
                        @for variant in utterance.variants.iter().take(named) { " " (show.evidence(&variant.report, &variant.spans)) }
                        @if named > 0 && utterance.variants.len() > named { " " span.dim { "and " (utterance.variants.len() - named) " more" } }
                    }
                }
                @if more(utterances.len()) > 0 { li.dim { "and " (more(utterances.len())) " more" } }
            }
        }
        @if !statements.is_empty() {
            (heading("Not reported here"))
            ul.plain {
                @for (entry, place, statement) in statements.iter().take(most) {
                    li {
                        (Words(&clip(view.speaker_name(entry.speaker), 80))) ": "
                        @let words = html! { q lang="" dir="auto" { (Words(&clip(&view.words(*place, &statement.content), few))) } };
                        @match anchors.get(&entry.id) {
                            Some(anchor) => a.to href=(show.within("statements", anchor)) { (words) },
                            None => (words),
                        }
                        @if !show.in_file() { " " (show.evidence(&entry.report, &statement.content)) }
                    }
                }
                @if more(statements.len()) > 0 { li.dim { "and " (more(statements.len())) " more" } }
            }
        }
    }
}

/// Whether a statement's content stands within a passage, at least in part.
fn attributed(show: &Show<'_>, place: usize, spans: &[sayso_text::Span]) -> bool {
    let statements = &show.view.reports[place].annotations.statements;
    statements.iter().flat_map(|s| &s.content).any(|c| spans.iter().any(|s| s.overlaps(*c)))
}

/// What no report but this and its copies has.
fn alone(show: &Show<'_>, place: usize, most: usize) -> Markup {
    let id = &show.view.report(place).id;
    let found = show.view.record.silence.iter().find(|s| s.report == *id);
    let passages = found.map_or(&[][..], |s| &s.alone);
    html! {
        @if !passages.is_empty() {
            h4 { "Only here" }
            ul.plain {
                @for passage in passages.iter().take(most) {
                    li {
                        q lang="" dir="auto" { (Words(&clip(&passage.text, if show.in_file() { 2 * FEW } else { 160 }))) } " " (show.evidence(id, &passage.spans))
                        @if passage.statement.is_none() && !attributed(show, place, &passage.spans) { " " span.dim { "in its own voice" } }
                    }
                }
                @if passages.len() > most { li.dim { "and " (passages.len() - most) " more" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_said_as_a_person_would() {
        let words = |value: Option<&str>| {
            let bare = serde_json::json!({"report": "a", "spans": [], "text": "as printed", "value": value, "voice": "own"});
            value_words(&serde_json::from_value(bare).unwrap())
        };
        assert_eq!(words(Some(">=11")), "≥ 11");
        assert_eq!(words(Some("2031-03-02TNI")), "2 March 2031, night");
        assert_eq!(words(Some("2031-03-02")), "2 March 2031");
        assert_eq!(words(Some("2031-03-02/2031-03-05")), "2031-03-02/2031-03-05");
        assert_eq!(words(Some("Merrow Strait")), "Merrow Strait");
        assert_eq!(words(None), "as printed");
    }
}
