//! Search over all reports, and over statements where an operator asks for them.

use super::show::said_words;
use super::{Page, cut, pager};
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::search::Search;
use crate::text::{Words, clip, counted, day, one_line};
use crate::view::Offsets;
use crate::{Failure, json};
use maud::{Markup, html};
use sayso_collate::ReportNo;
use sayso_model::Statement;
use sayso_store::{ReportHead, Stored};
use sayso_text::Span;
use serde_json::{Value, json};

/// Reports on one page.
const SHOWN: usize = 20;
/// The most that are counted.
const MOST: usize = 1000;
/// Reports whose statements are looked at.
const LOOKED_AT: usize = 150;
/// Statements shown of one report.
const STATEMENTS: usize = 6;
/// Characters around a word found.
const AROUND: usize = 110;

/// A report found, with what was found in it.
struct Hit {
    stored: Stored,
    head: ReportHead,
    statements: Vec<usize>,
    passage: Option<Span>,
}

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let typed: String = ask.value("q").unwrap_or("").chars().take(500).collect();
    let search = Search::parse(&typed);
    let (hits, page, pages, total, cut_short) = match search.is_empty() {
        true => (Vec::new(), 1, 1, 0, false),
        false => found(desk, ask, &search)?,
    };
    if ask.json {
        let items = hits.iter().map(hit_json).collect();
        let mut value = json::paged("results", items, page, pages, total);
        value["query"] = json!(typed);
        value["notes"] = json!(search.notes);
        return Ok(Reply::Json(value));
    }
    let body = html! {
        div.headline { h1 { "Search" } }
        form.stack.row action="/search" role="search" aria-label="Search with operators" {
            label for="query" { "Words and operators" }
            input #query type="search" name="q" value=(crate::text::plain(&typed)) maxlength="500";
            button { "Search" }
        }
        details open[search.is_empty()] {
            summary { "Operators" }
            dl.pairs {
                dt { code { "\"car deck\"" } } dd { "these words in this order" }
                dt { code { "speaker:Varrick" } } dd { "statements of a speaker; " code { "speaker:\"Ilona Varrick\"" } }
                dt { code { "manner:deny" } } dd { "what a cue does: assert, claim, deny, accuse, threaten, promise, demand, warn, …" }
                dt { code { "form:direct" } } dd { "direct, indirect or mixed" }
                dt { code { "outlet:Courier" } } dd { "a part of the outlet’s name" }
                dt { code { "after:2031-03-01 before:2031-04" } } dd { "published from the first on and before the second" }
            }
        }
        section #results aria-live="polite" aria-label="Results" {
            @for note in &search.notes { p.note { (Words(note)) } }
            @if !search.is_empty() {
                p.dim {
                    @if cut_short && search.of_statements() { "Among the " (LOOKED_AT) " best reports: " }
                    (counted(total, "report")) @if cut_short && !search.of_statements() { " or more" }
                }
                @if hits.is_empty() { p.empty { "Nothing found." } }
                ol.results start=((page - 1) * SHOWN + 1) { @for hit in &hits { (hit_item(hit)) } }
                (pager(ask, page, pages))
            }
        }
    };
    let title = if typed.is_empty() { "Search".to_owned() } else { format!("Search: {}", clip(&typed, 60)) };
    Ok(Reply::Page(Page { title, at: "", body }))
}

type FoundHits = (Vec<Hit>, usize, usize, usize, bool);

fn found(desk: &Desk<'_>, ask: &Ask, search: &Search) -> Result<FoundHits, Failure> {
    if search.of_statements() {
        let numbers = desk.store().query_reports(&search.candidates(), LOOKED_AT)?;
        let cut_short = numbers.len() == LOOKED_AT;
        let mut matching: Vec<(ReportNo, Stored, Vec<usize>)> = Vec::new();
        for no in numbers {
            if let Some(stored) = desk.store().report(no)? {
                let statements = statements_of(&stored, search);
                if !statements.is_empty() {
                    matching.push((no, stored, statements));
                }
            }
        }
        let (page, pages, range) = cut(ask.page(), SHOWN, matching.len());
        let total = matching.len();
        let mut hits = Vec::new();
        for (no, stored, statements) in matching.drain(range) {
            if let Some(head) = desk.store().report_heads(&[no])?.pop() {
                hits.push(Hit { stored, head, statements, passage: None });
            }
        }
        return Ok((hits, page, pages, total, cut_short));
    }
    let numbers = desk.store().query_reports(&search.reports, MOST)?;
    let (page, pages, range) = cut(ask.page(), SHOWN, numbers.len());
    let mut hits = Vec::new();
    for head in desk.store().report_heads(&numbers[range])? {
        if let Some(stored) = desk.store().report(head.no)? {
            let passage = passage(stored.report.text.as_str(), search);
            hits.push(Hit { stored, head, statements: Vec::new(), passage });
        }
    }
    Ok((hits, page, pages, numbers.len(), numbers.len() == MOST))
}

/// Which statements of a report are asked for.
fn statements_of(stored: &Stored, search: &Search) -> Vec<usize> {
    let text = stored.report.text.as_str();
    let holds = |statement: &Statement| {
        let speaker = search.speaker.as_ref().is_none_or(|part| {
            statement.source.as_ref().is_some_and(|source| {
                let named = source.name.as_deref().unwrap_or("").to_lowercase().contains(part);
                named || words(text, &source.spans).to_lowercase().contains(part)
            })
        });
        let manner = search.manner.is_none_or(|m| statement.cue.as_ref().is_some_and(|c| c.manner == m));
        let form = search.form.is_none_or(|f| statement.form == f);
        speaker && manner && form && {
            let said = words(text, &statement.content).to_lowercase();
            let terms = search.reports.words.iter().chain(&search.reports.phrases);
            terms.into_iter().all(|term| said.contains(&term.to_lowercase()))
        }
    };
    let all = stored.annotations.statements.iter().enumerate();
    all.filter(|(_, s)| holds(s)).map(|(i, _)| i).collect()
}

fn words(text: &str, spans: &[Span]) -> String {
    let parts: Vec<String> = spans.iter().filter_map(|s| s.slice(text)).map(one_line).collect();
    parts.join(" … ")
}

/// Where the first of the words stands.
fn passage(text: &str, search: &Search) -> Option<Span> {
    let terms = search.reports.phrases.iter().chain(&search.reports.words);
    terms.into_iter().filter_map(|term| find(text, term)).next()
}

/// The first place of a term, letter case aside.
fn find(text: &str, term: &str) -> Option<Span> {
    let term = term.to_lowercase();
    let first = term.chars().next()?;
    let starts = text.char_indices().filter(|(_, c)| c.to_lowercase().next() == Some(first));
    for (at, _) in starts {
        let mut rest = text[at..].char_indices();
        let mut lower = term.chars().peekable();
        let mut end = at;
        while lower.peek().is_some() {
            let Some((i, c)) = rest.next() else { break };
            if !c.to_lowercase().all(|l| lower.next_if_eq(&l).is_some()) {
                break;
            }
            end = at + i + c.len_utf8();
        }
        if lower.peek().is_none() {
            return Span::new(at, end);
        }
    }
    None
}

fn hit_item(hit: &Hit) -> Markup {
    let report = &hit.head.report;
    let text = hit.stored.report.text.as_str();
    let offsets = Offsets::of(text);
    let href = |span: Span| {
        let (s, e) = (offsets.char_at(text, span.start()), offsets.char_at(text, span.end()));
        format!("/reports/{}?s={s}-{e}#s={s}-{e}", hit.head.no.0)
    };
    html! {
        li data-item {
            a.title href=(match hit.passage { Some(span) => href(span), None => format!("/reports/{}", hit.head.no.0) }) {
                bdi { (Words(report.title.as_deref().unwrap_or("(no headline)"))) }
            }
            div.meta {
                bdi { (Words(report.outlet.as_deref().unwrap_or("outlet not named"))) }
                @if let Some(value) = &report.published.value { " · " (day(value)) }
                @if let Some(story) = hit.head.story { " · " a href={ "/stories/" (story.0) } { "story " (story.0) } }
            }
            @if let Some(span) = hit.passage { p.snippet dir="auto" { (snippet(text, span)) } }
            @if !hit.statements.is_empty() {
                ul.variants {
                    @for at in hit.statements.iter().take(STATEMENTS) {
                        @let statement = &hit.stored.annotations.statements[*at];
                        li {
                            @let name = statement.source.as_ref().and_then(|s| s.name.clone()).unwrap_or_else(|| "no source named".into());
                            b { (Words(&name)) }
                            @if let Some(cue) = &statement.cue { " " span.cue { (Words(words(text, &cue.spans).trim_end_matches([':', ',']))) } }
                            ": "
                            @match statement.content.iter().copied().reduce(Span::hull) {
                                Some(hull) => a href=(href(hull)) dir="auto" { (Words(&clip(&said_words(statement.form, &words(text, &statement.content)), 260))) },
                                None => "",
                            }
                        }
                    }
                    @if hit.statements.len() > STATEMENTS { li.dim { "and " (hit.statements.len() - STATEMENTS) " more" } }
                }
            }
        }
    }
}

fn snippet(text: &str, span: Span) -> Markup {
    let before: String = {
        let chars: Vec<char> = text[..span.start()].chars().rev().take(AROUND).collect();
        chars.into_iter().rev().collect()
    };
    let after: String = text[span.end()..].chars().take(AROUND).collect();
    let (more_before, more_after) = (before.len() < span.start(), span.end() + after.len() < text.len());
    html! {
        @if more_before { "…" } (Words(&before.replace('\n', " ")))
        mark { (Words(span.slice(text).unwrap_or(""))) }
        (Words(&after.replace('\n', " "))) @if more_after { "…" }
    }
}

fn hit_json(hit: &Hit) -> Value {
    let text = hit.stored.report.text.as_str();
    let offsets = Offsets::of(text);
    let chars = |span: &Span| [offsets.char_at(text, span.start()), offsets.char_at(text, span.end())];
    let mut value = json::head(&hit.head);
    value["statements"] = hit
        .statements
        .iter()
        .map(|at| {
            let statement = &hit.stored.annotations.statements[*at];
            let cue = statement.cue.as_ref();
            json!({
                "id": statement.id, "speaker": statement.source.as_ref().and_then(|s| s.name.clone()),
                "form": statement.form, "manner": cue.map(|c| c.manner),
                "content": statement.content.iter().map(chars).collect::<Vec<_>>(),
                "text": words(text, &statement.content),
            })
        })
        .collect();
    value["passage"] = json!(hit.passage.as_ref().map(chars));
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case() {
        assert_eq!(
            find("Ünder the İstanbul BRIDGE", "bridge").and_then(|s| s.slice("Ünder the İstanbul BRIDGE")),
            Some("BRIDGE")
        );
        assert_eq!(find("Ünder", "ünd").map(|s| s.end()), Some(4));
        assert!(find("abc", "abcd").is_none() && find("abc", "").is_none());
    }
}
