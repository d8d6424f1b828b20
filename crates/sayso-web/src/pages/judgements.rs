//! Correcting: what a person decides is laid over what the program found, and can be undone.

use super::{Page, cut, pager};
use crate::guard::ByProgram;
use crate::library::Desk;
use crate::reply::{self, App, Ask, Reply, plain_response, wants_json};
use crate::routes::may_change;
use crate::text::{Words, clip, counted, day, plain};
use crate::{Failure, json};
use axum::body::Body;
use axum::extract::{Extension, Form, State};
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use sayso_model::{Judgement, JudgementKind};
use sayso_store::{JudgementError, Store};
use serde_json::{Value, json};

/// Judgements on one page.
const LISTED: usize = 100;

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let mut all = desk.store().judgements()?;
    all.reverse();
    let total = all.len();
    let (page, pages, range) = match ask.json && ask.value("all").is_some() {
        true => (1, 1, 0..total),
        false => cut(ask.page(), LISTED, total),
    };
    if ask.json {
        let items = all[range].iter().map(|judgement| json!(judgement)).collect();
        return Ok(Reply::Json(json::paged("judgements", items, page, pages, total)));
    }
    let standing = all.iter().filter(|j| j.stands()).count();
    let body = html! {
        div.headline { h1 { "Judgements" }
            p.lead { "What a person decided beside what the program found. Nothing printed or stored of a report is changed, and each can be undone." } }
        @if all.is_empty() { p.empty { "None yet. Report, story and speaker pages offer them." } }
        @else {
            p.dim { (counted(all.len(), "judgement")) ", " (standing) " standing · "
                a href="/judgements.json?all=1" download="judgements.json" { "Export them all" } }
            table.list {
                caption.off { "Judgements" }
                thead { tr { th scope="col" { "No." } th scope="col" { "Decides" } th scope="col" { "Made" } th scope="col" { "Undo" } } }
                tbody {
                    @for judgement in &all[range] {
                        tr data-item {
                            td.number { (judgement.no) }
                            td { (words(judgement)) @if let Some(reason) = &judgement.reason { div.meta { "“" (Words(reason)) "”" } } }
                            td { time datetime=(plain(&judgement.made)) { (day(&judgement.made)) } }
                            td {
                                @match &judgement.undone {
                                    Some(when) => span.dim { "undone " (day(when)) },
                                    None if ask.reads => form method="post" action="/judgements" {
                                        (hidden(ask, "/judgements"))
                                        input type="hidden" name="undo" value=(judgement.no);
                                        button.quiet { "Undo" span.off { " judgement " (judgement.no) } }
                                    },
                                    None => "stands",
                                }
                            }
                        }
                    }
                }
            }
            (pager(ask, page, pages))
        }
    };
    Ok(Reply::Page(Page { title: "Judgements".into(), at: "judgements", body }))
}

fn words(judgement: &Judgement) -> Markup {
    let (a, b) = (&judgement.a, &judgement.b);
    html! {
        @match judgement.kind {
            JudgementKind::SameSpeaker => { b { (Words(a)) } " and " b { (Words(b)) } " are one speaker" }
            JudgementKind::DifferentSpeakers => { b { (Words(a)) } " and " b { (Words(b)) } " are two speakers" }
            JudgementKind::SameStory => { "reports " code { (Words(a)) } " and " code { (Words(b)) } " tell one story" }
            JudgementKind::DifferentStories => { "report " code { (Words(b)) } " tells another story than " code { (Words(a)) } }
            JudgementKind::NoStatement => { "no statement at " code { (Words(b)) } " of report " code { (Words(a)) } }
        }
    }
}

/// The fields that every form of ours carries; `back` is where to go on.
pub(crate) fn hidden(ask: &Ask, back: &str) -> Markup {
    html! {
        input type="hidden" name="key" value=(ask.form_key);
        input type="hidden" name="back" value=(back);
    }
}

/// A form of one button that judges.
pub(crate) fn button(ask: &Ask, kind: JudgementKind, a: &str, b: &str, label: &str) -> Markup {
    html! {
        @if ask.reads {
            form.inline method="post" action="/judgements" {
                (hidden(ask, &ask.href(&[])))
                input type="hidden" name="kind" value=(kind.as_str());
                input type="hidden" name="a" value=(a);
                input type="hidden" name="b" value=(b);
                button.quiet { (label) }
            }
        }
    }
}

/// A form that judges a name against another one.
pub(crate) fn names(ask: &Ask, name: &str) -> Markup {
    html! {
        @if ask.reads {
            details {
                summary { "Correct who this is" }
                form.stack method="post" action="/judgements" {
                    (hidden(ask, &ask.href(&[])))
                    input type="hidden" name="a" value=(name);
                    label for="other" { "Another name, as printed" }
                    input #other name="b" required maxlength="200" autocomplete="off";
                    label for="reason" { "Reason" span.dim { " (if you like)" } }
                    input #reason name="reason" maxlength="500" autocomplete="off";
                    p { button name="kind" value=(JudgementKind::SameSpeaker.as_str()) { "The same speaker" } " "
                        button name="kind" value=(JudgementKind::DifferentSpeakers.as_str()) { "A different speaker" } }
                }
            }
        }
    }
}

/// What a form brings.
#[derive(serde::Deserialize)]
pub(crate) struct Sent {
    #[serde(default)]
    key: String,
    #[serde(default)]
    back: String,
    undo: Option<u64>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    a: String,
    #[serde(default)]
    b: String,
    #[serde(default)]
    reason: String,
}

/// Makes or undoes a judgement.
pub(crate) async fn take(
    State(app): State<App>,
    by_program: Option<Extension<ByProgram>>,
    headers: HeaderMap,
    uri: Uri,
    form: Result<Form<Sent>, axum::extract::rejection::FormRejection>,
) -> Response<Body> {
    let json = wants_json(&uri, &headers);
    let Ok(Form(sent)) = form else {
        return reply::failed(&Failure::Asked("The form cannot be read.".into()), json);
    };
    if let Err(failure) = may_change(&app, by_program.as_ref().map(|e| &e.0), &sent.key) {
        return reply::failed(&failure, json);
    }
    if app.reads.is_none() {
        return reply::failed(&Failure::Refused("These pages are for reading alone.".into()), json);
    }
    let back = match is_ours(&sent.back) {
        true => sent.back.clone(),
        false => "/judgements".to_owned(),
    };
    let done = tokio::task::spawn_blocking(move || {
        let done = done(app.library.path(), &sent);
        app.library.changed();
        done
    });
    match done.await.unwrap_or(Err(Failure::Busy)) {
        Ok(value) if json => {
            plain_response(StatusCode::OK, "application/json; charset=utf-8", value.to_string().into())
        }
        Ok(_) => Redirect::to(&back).into_response(),
        Err(failure) => reply::failed(&failure, json),
    }
}

/// Whether an address to go on to is a path of ours: browsers pass over tabs and line breaks in one, and take `\` for `/`.
fn is_ours(back: &str) -> bool {
    back.starts_with('/') && !back.starts_with("//") && !back.contains(|c: char| c == '\\' || c.is_control())
}

fn done(database: &std::path::Path, sent: &Sent) -> Result<Value, Failure> {
    let mut store = Store::open(database)?;
    let refused = |e: JudgementError| match e {
        JudgementError::Store(error) => Failure::Store(error),
        other => Failure::Asked(format!("Not judged: {other}.")),
    };
    let now = now();
    if let Some(no) = sent.undo {
        store.undo(no, &now).map_err(refused)?;
        return Ok(json!({"undone": no}));
    }
    let kind = JudgementKind::parse(&sent.kind)
        .ok_or_else(|| Failure::Asked("There is no such judgement.".into()))?;
    let reason = clip(&sent.reason, 500);
    let reason = (!reason.is_empty()).then_some(reason);
    let made = store.judge(kind, sent.a.trim(), sent.b.trim(), reason.as_deref(), &now).map_err(refused)?;
    Ok(json!(made))
}

/// The time as RFC 3339, in UTC, to the second.
fn now() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    timestamp(since.map_or(0, |d| d.as_secs()))
}

/// Seconds since 1970 as RFC 3339. Days are counted from 1 March, so that the leap day is a year's last.
fn timestamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::{is_ours, timestamp};

    #[test]
    fn nobody_is_sent_elsewhere() {
        for ours in ["/", "/reports/1?s=1-2", "/speaker?name=%C3%89va"] {
            assert!(is_ours(ours), "{ours}");
        }
        for theirs in [
            "",
            "//evil.example",
            "/\t/evil.example",
            "/\\evil.example",
            "/\n/x",
            "/\u{85}/x",
            "https://x",
            "x",
        ] {
            assert!(!is_ours(theirs), "{theirs:?}");
        }
    }

    #[test]
    fn seconds_are_days_and_times() {
        assert_eq!(timestamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(timestamp(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(timestamp(1_798_761_599), "2026-12-31T23:59:59Z");
    }
}
