//! Checking a quotation: whose, the fullest wording, every variant, where, when first.

use super::Page;
use super::show::{differences, quoted, variant_sign};
use crate::Failure;
use crate::library::Desk;
use crate::reply::{Ask, Reply};
use crate::text::{Words, clip, counted, day, plain};
use maud::{Markup, html};
use sayso_collate::{Found, Printed, QuoteFinding, QuoteVerdict, find_quote};
use sayso_model::{Sense, VariantKind};
use sayso_store::Stored;
use sayso_text::{CharIndex, Span};
use serde_json::{Value, json};

/// Reports that are looked at closely.
const CANDIDATES: usize = 80;
/// Utterances shown.
const SHOWN: usize = 8;
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
    let candidates = desk.store().quote_candidates(&words, CANDIDATES)?;
    let docs: Vec<_> = candidates.iter().map(Stored::doc).collect();
    let finding = find_quote(&words, &docs);
    let elsewhere = match finding.verdict {
        QuoteVerdict::NotFound => elsewhere(&words, &candidates),
        _ => Vec::new(),
    };
    if ask.json {
        return Ok(Reply::Json(as_json(&words, &finding, &candidates, &elsewhere)));
    }
    let body = html! {
        (form(&words))
        section #results aria-live="polite" aria-label="Answer" {
            p class={ "verdict " (word(finding.verdict).replace(' ', "-")) } {
                span.sign-large aria-hidden="true" { (sign(finding.verdict)) } " " strong {
                    @if elsewhere.is_empty() { (sentence(finding.verdict)) } @else { "Not quoted in any report read so far." }
                }
            }
            @if finding.verdict == QuoteVerdict::NotFound {
                @if elsewhere.is_empty() {
                    p { "That does not show that nobody said it: only that no report read so far prints it." }
                } @else {
                    p { "The words stand in " (counted(elsewhere.len(), "report")) ", but nobody is quoted with them:" }
                    ul.plain {
                        @for (stored, place) in elsewhere.iter().take(SHOWN) {
                            li {
                                a.ev href={ "/reports/" (stored.no.0) "?s=" (place.0) "-" (place.1) "#s=" (place.0) "-" (place.1) } {
                                    bdi { (Words(stored.report.outlet.as_deref().unwrap_or("outlet not named"))) } }
                                " " span.dim { (stored.report.published.value.as_deref().map_or("undated".into(), day)) }
                            }
                        }
                    }
                }
                p { a href={ "/search?q=" (crate::text::query(&clip(&words, 200))) } { "Search for the words in all reports" } }
            }
            @for found in finding.found.iter().take(SHOWN) { (found_card(&words, found, &candidates)) }
            @if finding.found.len() > SHOWN { p.dim { "and " (finding.found.len() - SHOWN) " more in the JSON" } }
        }
    };
    Ok(Reply::Page(Page { title: format!("“{}”", clip(&words, 70)), at: "quote", body }))
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
                " " span.tag { (word(found.verdict)) }
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
                @for printed in &found.printed { (printed_item(found, printed, candidates)) }
            }
        }
    }
}

fn printed_item(found: &Found, printed: &Printed, candidates: &[Stored]) -> Markup {
    let Some(stored) = candidates.iter().find(|c| c.no == printed.report) else { return Markup::default() };
    let place = place(stored, printed);
    html! {
        li {
            @let words = html! { bdi { (Words(stored.report.outlet.as_deref().unwrap_or("outlet not named"))) } };
            @match place {
                Some((s, e)) => a href={ "/reports/" (stored.no.0) "?s=" (s) "-" (e) "#s=" (s) "-" (e) } { (words) },
                None => a href={ "/reports/" (stored.no.0) } { (words) },
            }
            " " span.dim { (stored.report.published.value.as_deref().map_or("undated".into(), day)) } " "
            (variant_sign(printed.how, printed.sense))
            @match printed.how {
                VariantKind::Exact => {}
                VariantKind::Indirect => div.line dir="auto" { (Words(&printed.text)) }
                _ => div.line { (differences(&found.fullest, &printed.text)) }
            }
        }
    }
}

fn place(stored: &Stored, printed: &Printed) -> Option<(usize, usize)> {
    let hull = printed.spans.iter().copied().reduce(sayso_text::Span::hull)?;
    let chars = CharIndex::new(stored.report.text.as_str()).span_to_chars(hull);
    Some((chars.start(), chars.end()))
}

/// The reports that have the words in a row, letter case and marks aside, and where, in code points.
fn elsewhere<'c>(words: &str, candidates: &'c [Stored]) -> Vec<(&'c Stored, (usize, usize))> {
    let asked: Vec<String> = tokens(words).map(|(_, word)| word.to_lowercase()).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let same = |word: &str, asked: &String| word.chars().flat_map(char::to_lowercase).eq(asked.chars());
    let place = |text: &str| -> Option<(usize, usize)> {
        let all: Vec<(usize, &str)> = tokens(text).collect();
        let found =
            all.windows(asked.len()).find(|w| w.iter().zip(&asked).all(|((_, word), a)| same(word, a)))?;
        let (last, word) = found[found.len() - 1];
        let chars = CharIndex::new(text).span_to_chars(Span::new(found[0].0, last + word.len())?);
        Some((chars.start(), chars.end()))
    };
    candidates.iter().filter_map(|c| Some((c, place(c.report.text.as_str())?))).collect()
}

/// The words of a text, each with the byte where it begins.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let apart = |c: char| !c.is_alphanumeric();
    let mut next = 0;
    text.split_inclusive(apart).filter_map(move |piece| {
        let from = next;
        next += piece.len();
        let word = piece.trim_end_matches(apart);
        (!word.is_empty()).then_some((from, word))
    })
}

fn word(verdict: QuoteVerdict) -> &'static str {
    match verdict {
        QuoteVerdict::Exact => "exact",
        QuoteVerdict::Truncated => "truncated",
        QuoteVerdict::Elided => "elided",
        QuoteVerdict::Altered => "altered",
        QuoteVerdict::NotFound => "not found",
    }
}

fn sign(verdict: QuoteVerdict) -> &'static str {
    match verdict {
        QuoteVerdict::Exact => "=",
        QuoteVerdict::Truncated => "⊂",
        QuoteVerdict::Elided => "…",
        QuoteVerdict::Altered => "≈",
        QuoteVerdict::NotFound => "∅",
    }
}

fn sentence(verdict: QuoteVerdict) -> &'static str {
    match verdict {
        QuoteVerdict::Exact => "Printed in just these words.",
        QuoteVerdict::Truncated => "Printed in these words, as part of a longer quotation.",
        QuoteVerdict::Elided => "Printed with more words in between.",
        QuoteVerdict::Altered => "Printed in partly other words.",
        QuoteVerdict::NotFound => "Not found in any report read so far.",
    }
}

fn as_json(
    words: &str,
    finding: &QuoteFinding,
    candidates: &[Stored],
    elsewhere: &[(&Stored, (usize, usize))],
) -> Value {
    let stored = |printed: &Printed| candidates.iter().find(|c| c.no == printed.report);
    let printed = |p: &Printed| -> Option<Value> {
        let stored = stored(p)?;
        let index = CharIndex::new(stored.report.text.as_str());
        let spans: Vec<_> = p.spans.iter().map(|s| index.span_to_chars(*s)).collect();
        Some(json!({
            "report": stored.no.0, "id": stored.report.id, "outlet": stored.report.outlet,
            "published": stored.report.published.value, "spans": spans, "text": p.text, "how": p.how,
            "sense": p.sense, "verdict": word(p.verdict),
        }))
    };
    let found: Vec<Value> = finding
        .found
        .iter()
        .map(|f| {
            json!({
                "verdict": word(f.verdict), "sense": f.sense, "score": f.score, "speaker": f.speaker,
                "fullest": f.fullest, "first": f.first.map(|no| no.0),
                "printed": f.printed.iter().filter_map(printed).collect::<Vec<_>>(),
            })
        })
        .collect();
    let elsewhere: Vec<Value> = elsewhere
        .iter()
        .map(|(stored, span)| {
            json!({"report": stored.no.0, "id": stored.report.id, "outlet": stored.report.outlet, "span": span})
        })
        .collect();
    json!({"words": words, "verdict": word(finding.verdict), "found": found, "elsewhere": elsewhere})
}
