//! Taking reports in from the browser: a text pasted, or files dropped.

use super::Page;
use crate::guard::ByProgram;
use crate::library::Desk;
use crate::reply::{self, App, Ask, Reply, plain_response, wants_json};
use crate::routes::may_change;
use crate::text::{Words, words};
use crate::{Arrival, Failure};
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Extension, Multipart, State};
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::time::Duration;

/// How long sending and reading files may take.
const PATIENCE: Duration = Duration::from_secs(300);
/// Bytes of a form's key, at most.
const KEY: usize = 1 << 10;
/// Files in one form.
const FILES: usize = 200;

pub(crate) fn answer(_: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    if ask.json {
        return Ok(Reply::Json(json!({"reads": ask.reads})));
    }
    Ok(Reply::Page(page(ask.reads, &ask.form_key, &html! {})))
}

fn page(reads: bool, key: &str, done: &Markup) -> Page {
    let body = html! {
        div.headline { h1 { "Add reports" }
            p.lead { "Whatever " code { "sayso read" } " knows: plain text, web pages, feeds, JSON lines, ninjs, NewsML-G2, WARC, each also gzipped. Everything stays on this machine." } }
        @if !reads { p.note { "These pages are for reading alone; use " code { "sayso read" } "." } }
        @else {
            section #results aria-live="polite" aria-label="What was read" { (done) }
            div.two {
                form.stack.card method="post" action="/add" enctype="multipart/form-data" data-add {
                    h2 { "Paste a text" }
                    input type="hidden" name="key" value=(key);
                    label for="outlet" { "Outlet" span.dim { " (if the text does not say)" } }
                    input #outlet name="outlet" maxlength="200" autocomplete="off";
                    label for="published" { "Published" span.dim { " (likewise)" } }
                    input #published type="date" name="published";
                    label for="text" { "Text, headline first" }
                    textarea #text name="text" rows="12" required dir="auto" {}
                    button { "Read it" }
                }
                form.stack.card method="post" action="/add" enctype="multipart/form-data" data-add {
                    h2 { "Files" }
                    input type="hidden" name="key" value=(key);
                    label for="files" { "Choose files, or drop them here" }
                    input #files type="file" name="file" multiple required;
                    button { "Read them" }
                }
            }
        }
    };
    Page { title: "Add reports".into(), at: "add", body }
}

/// A file as it came.
struct Part {
    name: String,
    bytes: Vec<u8>,
}

/// Reads what a form brings.
pub(crate) async fn take(
    State(app): State<App>,
    by_program: Option<Extension<ByProgram>>,
    headers: HeaderMap,
    uri: Uri,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response<Body> {
    let json = wants_json(&uri, &headers);
    let work = async {
        let form = form.map_err(|_| Failure::Asked("The form must be multipart/form-data.".into()))?;
        received(&app, by_program.map(|e| e.0), form).await
    };
    let taken = tokio::time::timeout(PATIENCE, work).await;
    app.library.changed();
    match taken {
        Ok(Ok(files)) if json => {
            let files: Vec<Value> = files.iter().map(|(name, all)| json!({"name": name, "arrivals": all.iter().map(arrival_json).collect::<Vec<_>>()})).collect();
            let body = json!({"files": files}).to_string();
            plain_response(StatusCode::OK, "application/json; charset=utf-8", body.into())
        }
        Ok(Ok(files)) => {
            let page = page(true, &app.access.form_key(), &done(&files));
            let body = super::layout(&page, None).into_string();
            plain_response(StatusCode::OK, "text/html; charset=utf-8", body.into())
        }
        Ok(Err(failure)) => reply::failed(&failure, json),
        Err(_) => reply::failed(&Failure::Busy, json),
    }
}

type Taken = Vec<(String, Vec<Arrival>)>;

/// A field that is never long; of a longer one no more than that is taken.
async fn short(mut field: Field<'_>, most: usize) -> Result<String, Failure> {
    let mut value = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        value.extend_from_slice(&chunk);
        if value.len() > most {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&value).into_owned())
}

fn broken(error: MultipartError) -> Failure {
    Failure::Asked(format!("The form broke off: {}", error.body_text()))
}

async fn received(app: &App, by_program: Option<ByProgram>, mut form: Multipart) -> Result<Taken, Failure> {
    let reads =
        app.reads.clone().ok_or_else(|| Failure::Refused("These pages are for reading alone.".into()))?;
    // Nothing of a form that may not be taken is kept, nor has it a turn: the key comes before what is sent with it.
    if by_program.is_none() {
        let key = match form.next_field().await.map_err(broken)? {
            Some(field) if field.name() == Some("key") => short(field, KEY).await?,
            _ => String::new(),
        };
        may_change(app, None, &key)?;
    }
    let _turn = app.adding.acquire().await.map_err(|_| Failure::Busy)?;
    let mut parts = Vec::new();
    let (mut outlet, mut published, mut text) = (String::new(), String::new(), String::new());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or("").to_owned();
        if name == "file" {
            if parts.len() >= FILES {
                return Err(Failure::Asked(format!("At most {FILES} files at once.")));
            }
            let name = field.file_name().unwrap_or("").to_owned();
            let bytes = field.bytes().await.map_err(broken)?.to_vec();
            if !(name.is_empty() && bytes.is_empty()) {
                let base = name.rsplit(['/', '\\']).next().unwrap_or("").chars().filter(|c| !c.is_control());
                let base: String = base.take(120).collect();
                parts.push(Part { name: format!("dropped/{}/{base}", mark(&bytes)), bytes });
            }
            continue;
        }
        let value = field.text().await.map_err(broken)?;
        match name.as_str() {
            "outlet" => outlet = value,
            "published" => published = value,
            "text" => text = value,
            _ => {}
        }
    }
    if !text.trim().is_empty() {
        parts.push(pasted(&text, outlet.trim(), published.trim()));
    }
    if parts.is_empty() {
        return Err(Failure::Asked("Nothing was sent: paste a text or choose a file.".into()));
    }
    let done = tokio::task::spawn_blocking(move || {
        parts.into_iter().map(|part| (part.name.clone(), reads.read(&part.name, part.bytes))).collect()
    });
    done.await.map_err(|_| Failure::Busy)
}

/// A pasted text as a file: plain, or as a line of JSON where something is said about it.
fn pasted(text: &str, outlet: &str, published: &str) -> Part {
    let text = text.replace("\r\n", "\n");
    if outlet.is_empty() && published.is_empty() {
        return Part { name: format!("pasted/{}.txt", mark(text.as_bytes())), bytes: text.into_bytes() };
    }
    let mut line = json!({"text": text});
    for (name, value) in [("outlet", outlet), ("published", published)] {
        if !value.is_empty() {
            line[name] = json!(value);
        }
    }
    let bytes = format!("{line}\n").into_bytes();
    Part { name: format!("pasted/{}.jsonl", mark(&bytes)), bytes }
}

/// A name for bytes that have none of their own, so that two texts of the same file name are not taken for two
/// revisions of one report. Letters alone: digits of a path may be read as a date.
fn mark(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(bytes);
    digest.iter().take(5).flat_map(|b| [b >> 4, b & 15]).map(|n| char::from(b'a' + n)).collect()
}

fn arrival_json(arrival: &Arrival) -> Value {
    match arrival {
        Arrival::Stored { title, no, story, what, problems } => {
            json!({"title": title, "report": no, "story": story, "what": what, "problems": problems})
        }
        Arrival::Refused(reason) => json!({"refused": reason}),
    }
}

fn done(files: &Taken) -> Markup {
    html! {
        div.card {
            h2 { "Read" }
            ul.plain.spaced {
                @for (name, arrivals) in files {
                    @if arrivals.is_empty() { li { (Words(name)) ": " span.bad { "no report in it" } } }
                    @for arrival in arrivals {
                        li {
                            @match arrival {
                                Arrival::Stored { title, no, story, what, problems } => {
                                    span.tag { (what) } " " a href={ "/reports/" (no) } { bdi { (Words(title)) } }
                                    @if let Some(story) = story { " in " a href={ "/stories/" (story) } { "story " (story) } }
                                    @for problem in problems { div.meta { (Words(problem)) } }
                                }
                                Arrival::Refused(reason) => { span.tag.doubt { "refused" } " " (words(reason)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
