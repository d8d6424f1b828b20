//! Checking a quotation: whose, the fullest wording, every variant, where, when first.

use super::Page;
use super::show::{differences, quoted, variant_sign};
use crate::Failure;
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::text::{Words, clip, counted, day, plain};
use maud::{Markup, html};
use sayso_collate::{
    Difference, Elsewhere, Found, Printed, QUOTE_CANDIDATES, QuoteAnswer, QuoteVerdict, Standing, WordPiece,
};
use sayso_model::{Sense, VariantKind};
use sayso_store::Stored;
use sayso_text::{CharIndex, Span};
use serde_json::{Value, json};

/// Utterances, or reports that print the words elsewhere, shown.
const SHOWN: usize = 8;
/// Reports shown that print one utterance.
const PRINTED: usize = 60;
/// Characters of what may be asked for.
const LONGEST: usize = 2000;

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let words = ask.value("words").map(|w| w.chars().take(LONGEST).collect::<String>());
    let Some(words) = words else {
        return match ask.json {
            true => Err(Failure::Asked("Give the words: /quote.json?words=…".into())),
            false => Ok(Reply::Page(Page { title: "Check a quotation".into(), at: "quote", body: form("") })),
        };
    };
    let candidates = desk.store().quote_candidates(&words, QUOTE_CANDIDATES)?;
    let docs: Vec<_> = candidates.iter().map(Stored::doc).collect();
    let answer = QuoteAnswer::of(&words, &docs);
    if ask.json {
        return Ok(Reply::Json(quote_json(&words, &answer, &candidates)));
    }
    let finding = &answer.finding;
    let body = html! {
        (form(&words))
        section #results aria-live="polite" aria-label="Answer" {
            p class={ "verdict " (answer.word().replace(' ', "-")) } {
                span.sign-large aria-hidden="true" { (sign(&answer)) } " " strong { (answer.sentence()) }
            }
            @if finding.verdict == QuoteVerdict::NotFound {
                @match answer.standing() {
                    None => p { "That does not show that nobody said it: only that no report read so far prints it." },
                    Some(_) => (elsewhere(&answer, &candidates)),
                }
                p { a href={ "/search?q=" (crate::text::query(&clip(&words, 200))) } { "Search for the words in all reports" } }
            }
            @for found in finding.found.iter().take(SHOWN) { (found_card(&words, found, &candidates)) }
            @if finding.found.len() > SHOWN { p.dim { "and " (finding.found.len() - SHOWN) " more in the JSON" } }
        }
    };
    Ok(Reply::Page(Page { title: format!("“{}”", clip(&words, 70)), at: "quote", body }))
}

/// The reports that print just the words, by what they are there.
fn elsewhere(answer: &QuoteAnswer, candidates: &[Stored]) -> Markup {
    // Of many reports some were looked at.
    let all = candidates.len() < QUOTE_CANDIDATES;
    html! {
        @for standing in [Standing::Quoted, Standing::Reported, Standing::Own] {
            @let here: Vec<&Elsewhere> = answer.elsewhere.iter().filter(|e| e.standing == standing).collect();
            @if !here.is_empty() {
                p { "The words stand in " @if !all { "at least " } (counted(here.len(), "report")) (standing_words(standing)) ":" }
                ul.plain {
                    @for found in here.iter().take(SHOWN) {
                        @if let Some(stored) = candidates.iter().find(|c| c.no == found.report) {
                            li { (printed_by(stored, Some(place(stored, found.span))))
                                @if let Some(speaker) = &found.speaker { " " a href=(super::speaker_href(speaker)) { bdi { (Words(&clip(speaker, 80))) } } } }
                        }
                    }
                    @if here.len() > SHOWN { li.dim { "and " (here.len() - SHOWN) " more in the JSON" } }
                }
            }
        }
    }
}

fn standing_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Quoted => " within a quotation",
        Standing::Reported => " in what somebody is reported to have said, without quotation marks",
        Standing::Own => ", but nobody is quoted with them",
    }
}

/// An outlet, with a link to the words, and the day.
fn printed_by(stored: &Stored, place: Option<(usize, usize)>) -> Markup {
    let href = match place {
        Some((s, e)) => format!("/reports/{}?s={s}-{e}#s={s}-{e}", stored.no.0),
        None => format!("/reports/{}", stored.no.0),
    };
    html! {
        a href=(href) { bdi { (Words(stored.report.outlet.as_deref().unwrap_or("outlet not named"))) } }
        " " span.dim { (stored.report.published.value.as_deref().map_or("undated".into(), day)) }
    }
}

/// A span of a report in code points.
fn place(stored: &Stored, span: Span) -> (usize, usize) {
    let chars = CharIndex::new(stored.report.text.as_str()).span_to_chars(span);
    (chars.start(), chars.end())
}

fn form(words: &str) -> Markup {
    html! {
        div.headline { h1 { "Check a quotation" }
            p.lead { "Paste the words, whole or in part, as you remember them. The address of the answer can be kept and sent." } }
        form.stack action="/quote" {
            label for="words" { "Words" }
            textarea #words name="words" rows="3" maxlength=(LONGEST) required dir="auto" { (plain(words)) }
            button { "Check" }
        }
    }
}

fn found_card(asked: &str, found: &Found, candidates: &[Stored]) -> Markup {
    let first = candidates.iter().find(|c| Some(c.no) == found.first);
    html! {
        article.card data-item {
            h2 {
                @match &found.speaker {
                    Some(name) => a href=(super::speaker_href(name)) { bdi { (Words(name)) } },
                    None => "Speaker not named",
                }
                " " span.tag { (found.verdict.as_str()) }
                @if found.sense == Sense::Turned { " " span.how.turned { span aria-hidden="true" { "! " } "sense turned" } }
            }
            h3 { "Fullest wording" }
            blockquote.full dir="auto" { (Words(&quoted(&found.fullest))) }
            @if found.verdict != QuoteVerdict::Exact {
                h3 { "Against what you asked" }
                p { (differences(asked, &found.fullest)) }
            }
            h3 { (counted(found.printed.len(), "report")) " " @if let Some(first) = first { span.dim { "· first: " (Words(first.report.outlet.as_deref().unwrap_or("outlet not named"))) } } }
            ul.variants {
                @for printed in found.printed.iter().take(PRINTED) { (printed_item(found, printed, candidates)) }
                @if found.printed.len() > PRINTED { li.dim { "and " (found.printed.len() - PRINTED) " more in the JSON" } }
            }
        }
    }
}

fn printed_item(found: &Found, printed: &Printed, candidates: &[Stored]) -> Markup {
    let Some(stored) = candidates.iter().find(|c| c.no == printed.report) else { return Markup::default() };
    let hull = printed.spans.iter().copied().reduce(Span::hull);
    html! {
        li {
            (printed_by(stored, hull.map(|hull| place(stored, hull)))) " "
            (variant_sign(printed.how, printed.sense))
            @match printed.how {
                VariantKind::Exact => {}
                VariantKind::Indirect => div.line dir="auto" { (Words(&printed.text)) }
                _ => div.line { (differences(&found.fullest, &printed.text)) }
            }
        }
    }
}

fn sign(answer: &QuoteAnswer) -> &'static str {
    match (answer.finding.verdict, answer.standing()) {
        (QuoteVerdict::Exact, _) => "=",
        (QuoteVerdict::Truncated, _) | (_, Some(Standing::Quoted)) => "⊂",
        (QuoteVerdict::Elided, _) => "…",
        (QuoteVerdict::Altered, _) => "≈",
        (QuoteVerdict::NotFound, _) => "∅",
    }
}

/// Where the words asked for and others part: what each has there.
fn differing(asked: &str, printed: &str, pieces: &[WordPiece]) -> Vec<Value> {
    let parting = pieces.iter().filter(|p| p.how != Difference::Same);
    parting.map(|p| json!({"asked": p.ours.slice(asked), "printed": p.theirs.slice(printed)})).collect()
}

/// The answer as JSON, the same on the pages and from the command line. `candidates` are the reports looked at.
pub fn quote_json(words: &str, answer: &QuoteAnswer, candidates: &[Stored]) -> Value {
    let stored = |no| candidates.iter().find(|c| c.no == no);
    let printed = |p: &Printed| -> Option<Value> {
        let stored = stored(p.report)?;
        let index = CharIndex::new(stored.report.text.as_str());
        let spans: Vec<_> = p.spans.iter().map(|s| index.span_to_chars(*s)).collect();
        Some(json!({
            "report": stored.no.0, "id": stored.report.id, "outlet": stored.report.outlet,
            "published": stored.report.published.value, "statement": p.statement, "spans": spans, "text": p.text,
            "how": p.how, "sense": p.sense, "verdict": p.verdict.as_str(), "differs": differing(words, &p.text, &p.pieces),
        }))
    };
    let found: Vec<Value> = answer
        .finding
        .found
        .iter()
        .map(|f| {
            json!({
                "verdict": f.verdict.as_str(), "sense": f.sense, "score": f.score, "speaker": f.speaker,
                "fullest": f.fullest, "differs": differing(words, &f.fullest, &f.pieces), "first": f.first.map(|no| no.0),
                "printed": f.printed.iter().filter_map(printed).collect::<Vec<_>>(),
            })
        })
        .collect();
    let elsewhere = |e: &Elsewhere| -> Option<Value> {
        let stored = stored(e.report)?;
        Some(json!({
            "report": stored.no.0, "id": stored.report.id, "outlet": stored.report.outlet,
            "published": stored.report.published.value, "span": place(stored, e.span), "standing": e.standing.as_str(),
            "statement": e.statement, "speaker": e.speaker,
        }))
    };
    let elsewhere: Vec<Value> = answer.elsewhere.iter().filter_map(elsewhere).collect();
    json!({
        "words": words, "verdict": answer.word(), "found": found, "elsewhere": elsewhere,
        "all": candidates.len() < QUOTE_CANDIDATES,
    })
}
