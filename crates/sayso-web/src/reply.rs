//! From a request to what is asked, and from an answer to a response.

use crate::guard::Access;
use crate::library::{Desk, Library, Made};
use crate::pages::{self, Page};
use crate::rendered::Sent;
use crate::routes::Route;
use crate::{Failure, Reads, assets};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// What all answers share.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) library: Arc<Library>,
    pub(crate) access: Arc<Access>,
    pub(crate) reads: Option<Arc<dyn Reads>>,
    /// Turns for taking reports in.
    pub(crate) adding: Arc<Semaphore>,
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
pub(crate) async fn run(app: App, route: Route, ask: Ask, headers: HeaderMap) -> Response<Body> {
    let again = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let json = ask.json;
    match tokio::time::timeout(PATIENCE, work(app, route, ask)).await {
        Ok(Ok((sent, whole, soon))) => {
            let mut response = dressed(&sent, whole, again.as_deref());
            if let Some(seconds) = soon {
                response.headers_mut().insert(header::REFRESH, HeaderValue::from(seconds));
            }
            response
        }
        Ok(Err(failure)) => failed(&failure, json),
        Err(_) => failed(&Failure::Busy, json),
    }
}

/// What is sent, whether nothing is left out of it for want of time, and in how many seconds it asks for itself again.
async fn work(app: App, route: Route, ask: Ask) -> Result<(Arc<Sent>, bool, Option<u64>), Failure> {
    let permit = app.library.permits.clone().acquire_owned().await.map_err(|_| Failure::Busy)?;
    let done = tokio::task::spawn_blocking(move || {
        let desk = app.library.desk(permit)?;
        let name = format!("{} {}", ask.href(&[]), ask.json);
        let basis = desk.basis(route.rests, &ask)?;
        if let Some(sent) = app.library.rendered.get(&name, basis, desk.version, desk.ours) {
            let whole = sent.whole;
            return Ok((sent, whole, None));
        }
        let at = Instant::now();
        let (kind, body) = written((route.answer)(&desk, &ask)?, &ask);
        let made = Made { at, took: at.elapsed() };
        let (whole, again) = (!desk.is_partial(), desk.again());
        let sent = Arc::new(Sent::new(kind, body, basis, (desk.version, desk.ours), made, whole));
        if again.is_none() {
            app.library.rendered.put(name, sent.clone());
        }
        Ok((sent, whole, again))
    });
    done.await.unwrap_or(Err(Failure::Broken))
}

fn dressed(sent: &Sent, whole: bool, again: Option<&str>) -> Response<Body> {
    let known =
        |tag: &str| again.is_some_and(|a| a.split(',').any(|a| a.trim().trim_start_matches("W/") == tag));
    let mut response = match whole && known(&sent.tag) {
        true => plain_response(StatusCode::NOT_MODIFIED, "", Body::empty()),
        false => plain_response(StatusCode::OK, sent.kind, Body::from(sent.body.clone())),
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&sent.tag)
        && whole
    {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Cookie"));
    if sent.kind == SVG
        && let Ok(policy) = HeaderValue::from_str(assets::picture_policy())
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

const SVG: &str = "image/svg+xml";

/// An answer as text, with its kind.
fn written(reply: Reply, ask: &Ask) -> (&'static str, String) {
    const JSON: &str = "application/json; charset=utf-8";
    match reply {
        Reply::Page(page) => ("text/html; charset=utf-8", pages::layout(&page, Some(ask)).into_string()),
        Reply::Json(value) => (JSON, value.to_string()),
        Reply::Written(json) => (JSON, json),
        Reply::Table(csv) => ("text/csv; charset=utf-8; header=present", csv),
        Reply::Picture(svg) => (SVG, svg),
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
    let mut response = said(failure, as_json);
    let headers = response.headers_mut();
    if response_is_late(failure) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(LATER));
    }
    if matches!(failure, Failure::Unready(_)) && !as_json {
        headers.insert(header::REFRESH, HeaderValue::from(LATER));
    }
    response
}

/// Seconds after which what failed for want of time may be asked for again.
const LATER: u64 = 2;

fn response_is_late(failure: &Failure) -> bool {
    matches!(failure, Failure::Busy | Failure::Unready(_))
}

fn said(failure: &Failure, as_json: bool) -> Response<Body> {
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
