//! From a request to what is asked, and from an answer to a response.

use crate::guard::Access;
use crate::library::{Desk, Library};
use crate::pages::{self, Page};
use crate::{Failure, Reads, assets};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// What all answers share.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) library: Arc<Library>,
    pub(crate) access: Arc<Access>,
    pub(crate) reads: Option<Arc<dyn Reads>>,
}

/// How long a request may wait for its turn, and how long its answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask {
    /// The path without its ending.
    pub(crate) path: String,
    pub(crate) named: Vec<(String, String)>,
    pub(crate) values: Vec<(String, String)>,
    /// Whether JSON is wanted.
    pub(crate) json: bool,
    pub(crate) form_key: String,
    /// Whether reports can be taken in.
    pub(crate) reads: bool,
}

impl Ask {
    /// A value of the query, if it is given and not empty.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().find(|(n, _)| n == name);
        found.map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// A number of the path.
    pub(crate) fn number(&self, name: &str) -> Result<u32, Failure> {
        let word = self.named.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
        word.parse().map_err(|_| Failure::Missing(format!("{name} “{word}”")))
    }

    /// Which page of a list, from 1.
    pub(crate) fn page(&self) -> usize {
        self.value("page").and_then(|p| p.parse().ok()).unwrap_or(1).clamp(1, 1_000_000)
    }

    /// The address of this very page with some values of the query changed.
    pub(crate) fn href(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.values.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        let kept = kept.filter(|(name, _)| !changes.iter().any(|(n, _)| n == name));
        let parts: Vec<String> = kept
            .chain(changes.iter().copied())
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{}={}", crate::text::query(name), crate::text::query(value)))
            .collect();
        match parts.is_empty() {
            true => self.path.clone(),
            false => format!("{}?{}", self.path, parts.join("&")),
        }
    }
}

/// An answer before it is dressed.
pub(crate) enum Reply {
    Page(Page),
    Json(Value),
    /// JSON that is written already.
    Written(String),
    Picture(String),
    Table(String),
}

/// Answers one path.
pub(crate) type Answer = fn(&Desk<'_>, &Ask) -> Result<Reply, Failure>;

/// Runs an answer where it may block, and dresses it.
pub(crate) async fn run(app: App, answer: Answer, ask: Ask, headers: HeaderMap) -> Response<Body> {
    let again = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let json = ask.json;
    match tokio::time::timeout(PATIENCE, work(app, answer, ask, again)).await {
        Ok(Ok(response)) => response,
        Ok(Err(failure)) => failed(&failure, json),
        Err(_) => failed(&Failure::Busy, json),
    }
}

async fn work(app: App, answer: Answer, ask: Ask, again: Option<String>) -> Result<Response<Body>, Failure> {
    let permit = app.library.permits.clone().acquire_owned().await.map_err(|_| Failure::Busy)?;
    let done = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let desk = app.library.desk()?;
        let mark = mark(&app.access, desk.version, &ask);
        if again.is_some_and(|a| a.split(',').any(|a| a.trim().trim_start_matches("W/") == mark)) {
            return Ok(tagged(plain_response(StatusCode::NOT_MODIFIED, "", Body::empty()), &mark));
        }
        let reply = answer(&desk, &ask)?;
        let response = dressed(reply, &ask);
        Ok(if desk.is_partial() { response } else { tagged(response, &mark) })
    });
    done.await.unwrap_or(Err(Failure::Busy))
}

/// The entity tag: which run of which program, which state of the database, which page in which form.
fn mark(access: &Access, version: u64, ask: &Ask) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (access.form_key(), &ask.path, &ask.values, ask.json).hash(&mut hasher);
    format!("\"{version:x}-{:016x}\"", hasher.finish())
}

fn tagged(mut response: Response<Body>, mark: &str) -> Response<Body> {
    if let Ok(value) = HeaderValue::from_str(mark) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept, Cookie"));
    response
}

fn dressed(reply: Reply, ask: &Ask) -> Response<Body> {
    const HTML: &str = "text/html; charset=utf-8";
    const JSON: &str = "application/json; charset=utf-8";
    let ok = StatusCode::OK;
    match reply {
        Reply::Page(page) => plain_response(ok, HTML, pages::layout(&page, Some(ask)).into_string().into()),
        Reply::Json(value) => plain_response(ok, JSON, value.to_string().into()),
        Reply::Written(json) => plain_response(ok, JSON, json.into()),
        Reply::Table(csv) => plain_response(ok, "text/csv; charset=utf-8; header=present", csv.into()),
        Reply::Picture(svg) => {
            let mut response = plain_response(ok, "image/svg+xml", svg.into());
            if let Ok(policy) = HeaderValue::from_str(assets::picture_policy()) {
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
            }
            response
        }
    }
}

pub(crate) fn plain_response(status: StatusCode, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if !kind.is_empty() {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response
}

/// A page, or the one JSON form of errors: `{"error": {"status", "kind", "message"}}`.
pub(crate) fn failed(failure: &Failure, as_json: bool) -> Response<Body> {
    let status = StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if as_json {
        let error =
            json!({"status": failure.status(), "kind": failure.kind(), "message": failure.to_string()});
        let body = json!({"error": error}).to_string();
        return plain_response(status, "application/json; charset=utf-8", body.into());
    }
    let page = pages::failed(failure);
    plain_response(status, "text/html; charset=utf-8", pages::layout(&page, None).into_string().into())
}

/// Whether a program asks, rather than a browser.
pub(crate) fn wants_json(uri: &Uri, headers: &HeaderMap) -> bool {
    if uri.path().ends_with(".json") {
        return true;
    }
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
    accept.contains("application/json") && !accept.contains("text/html")
}
