//! A small library of invented reports, and a browser without a screen.

#![allow(dead_code, reason = "each test file uses its part")]

use axum::body::{Body, Bytes};
use axum::http::{Request, Response, StatusCode, header};
use sayso_collate::StoryNo;
use sayso_model::{
    Annotations, Basis, Cue, Form, Manner, Published, Report, Segment, SegmentKind, Source, Statement,
    StatementId, Time, TimeAnchor, TimeType, Voice,
};
use sayso_store::Store;
use sayso_text::Span;
use sayso_web::{Access, Arrival, Library, Reads, app};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tower::ServiceExt;

/// Words that try to leave their place, in every field a report has.
pub const SCRIPT: &str = "<script>alert('x')</script>";
pub const OVERRIDE: &str = "\u{202e}desrever\u{2066}";

pub struct Site {
    pub folder: tempfile::TempDir,
    app: axum::Router,
}

/// What an answer was.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

/// A reader that keeps what it is given and stores nothing.
#[derive(Default)]
pub struct Keeps(pub Mutex<Vec<(String, Vec<u8>)>>);

impl Reads for Keeps {
    fn read(&self, name: &str, bytes: Vec<u8>) -> Vec<Arrival> {
        self.0.lock().unwrap().push((name.to_owned(), bytes));
        let problems = vec![format!("odd {SCRIPT}")];
        vec![
            Arrival::Stored { title: format!("A {SCRIPT}"), no: 1, story: Some(1), what: "new", problems },
            Arrival::Refused("no words in it".into()),
        ]
    }
}

pub fn database(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("sayso.db")
}

/// A site over `reports`.
pub fn site(reports: &[(Report, Annotations)], token: Option<&str>, reads: Option<Arc<dyn Reads>>) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&database(&folder)).unwrap();
    for (report, annotations) in reports {
        store.put(report, annotations, "test").unwrap();
    }
    let library = Arc::new(Library::open(&database(&folder)).unwrap());
    let app = app(library, Access::new(token, true).unwrap(), reads);
    Site { folder, app }
}

/// A site over the invented story that has no record of it, and never will.
pub fn unready() -> Site {
    unready_but(&[], &[], Duration::ZERO)
}

/// A site over the invented story and these reports that has records of the stories `kept` and never will have others,
/// for which a lone reader waits so long.
pub fn unready_but(further: &[(Report, Annotations)], kept: &[u32], alone: Duration) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&database(&folder)).unwrap();
    for (report, annotations) in reports().iter().chain(further) {
        store.put(report, annotations, "test").unwrap();
    }
    for story in kept.iter().map(|no| StoryNo(*no)) {
        let (state, reports) = (store.story_state(story).unwrap(), store.story(story).unwrap());
        let record = store.collate(story, &reports).unwrap();
        store.keep_record(story, &state, &record, &reports).unwrap();
    }
    let library = Arc::new(Library::open_unready(&database(&folder), alone).unwrap());
    let app = app(library, Access::new(None, true).unwrap(), Some(Arc::new(Keeps::default())));
    Site { folder, app }
}

/// A site over the invented story.
pub fn filled() -> Site {
    site(&reports(), None, Some(Arc::new(Keeps::default())))
}

impl Site {
    pub fn send(&self, request: Request<Body>) -> Answer {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let response: Response<Body> = self.app.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body: Bytes = axum::body::to_bytes(body, 16 << 20).await.unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            Answer { status: parts.status, headers: parts.headers, body }
        })
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[(header::ACCEPT.as_str(), "text/html")])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path).header(header::HOST, "localhost:7070");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap())
    }
}

/// Four reports of one invented happening, one of them hostile, with a statement each.
pub fn reports() -> Vec<(Report, Annotations)> {
    let giant = "w".repeat(5000);
    let quotes = [
        (
            "courier",
            "Quay Courier",
            "2031-03-04",
            "“The wall of Quenby harbour fell because nobody mended it, and nobody will say who should have,”",
            "harbour master Hester Pym",
        ),
        (
            "post",
            "Quenby Post",
            "2031-03-04T09:00:00Z",
            "“The wall of Quenby harbour fell because nobody mended it,”",
            "Hester Pym",
        ),
        (
            "echo",
            "Echo\u{202e}ohcE",
            "2031-03-05",
            "“The wall of Quenby harbour did not fall because nobody mended it,”",
            "Hester Pym",
        ),
    ];
    let mut all: Vec<(Report, Annotations)> = quotes
        .iter()
        .map(|(id, outlet, day, quote, who)| {
            let text = format!(
                "Quenby harbour wall falls into the sea\n\nQUENBY — {quote} {who} said on Tuesday. Seven boats were \
                 lost when the east wall of Quenby harbour gave way in the storm.\n\nRead more: tides of the week\n"
            );
            report(id, outlet, day, &text, quote, who)
        })
        .collect();
    let quote = format!("“The wall fell {SCRIPT} because {OVERRIDE} nobody mended it,”");
    let text = format!(
        "{SCRIPT} Quenby harbour wall falls {OVERRIDE}\n\n{quote} Hester Pym said. {giant} Seven boats were lost when \
         the east wall of Quenby harbour gave way in the storm.\n\nשלום, harbour wall\n"
    );
    let (mut hostile, annotations) =
        report("hostile", &format!("Evil {SCRIPT}"), "2031-03-05", &text, &quote, "Hester Pym");
    hostile.title = Some(format!("{SCRIPT} Quenby harbour wall {OVERRIDE} {giant}"));
    hostile.url = Some("javascript:alert(1)".into());
    hostile.byline = Some(format!("\"><img src=x onerror=alert(1)> {OVERRIDE}"));
    hostile.language = Some("en\" onload=\"alert(1)".into());
    hostile.published.evidence = Some(format!("meta {SCRIPT}"));
    all.push((hostile, annotations));
    all
}

fn span(text: &str, part: &str) -> Span {
    let at = text.find(part).unwrap_or_else(|| panic!("{part:?} in {text:?}"));
    Span::new(at, at + part.len()).unwrap()
}

pub fn report(
    id: &str,
    outlet: &str,
    day: &str,
    text: &str,
    quote: &str,
    who: &str,
) -> (Report, Annotations) {
    let body = text.find("\n\n").unwrap() + 2;
    let end = text.trim_end().rfind("\n\n").unwrap();
    let segment = |kind, from, to| Segment { kind, span: Span::new(from, to).unwrap() };
    let report = Report {
        address: format!("https://{id}.example/wall"),
        path: format!("reports/{id}.txt"),
        outlet: Some(outlet.into()),
        title: Some("Quenby harbour wall falls into the sea".into()),
        url: Some(format!("https://{id}.example/wall")),
        language: Some("en".into()),
        published: Published {
            value: Some(day.into()),
            basis: Basis::Metadata,
            evidence: Some("meta date".into()),
        },
        segments: vec![
            segment(SegmentKind::Headline, 0, body - 2),
            segment(SegmentKind::Body, body, end),
            segment(SegmentKind::Furniture, end + 2, text.trim_end().len()),
        ],
        ..Report::of_text(id, text)
    };
    let said = Statement {
        id: StatementId(1),
        content: vec![span(text, quote)],
        form: Form::Direct,
        source: Some(Source {
            spans: vec![span(text, who)],
            name: Some("Hester Pym".into()),
            ..Source::default()
        }),
        cue: Some(Cue {
            spans: vec![span(text, "said")],
            lemma: "say".into(),
            manner: Manner::Assert,
            ..cue()
        }),
        channel: Some(format!("statement {SCRIPT}")),
        addressee: None,
        said: Some("2031-03-04".into()),
        within: None,
        voice: Voice::Body,
        confidence: Some(0.9),
        by: "test".into(),
        ..statement()
    };
    let times = match text.find("Tuesday") {
        Some(at) => vec![Time {
            span: Span::new(at, at + 7).unwrap(),
            kind: TimeType::Date,
            value: "2031-03-04".into(),
            anchor: TimeAnchor::Published,
        }],
        None => Vec::new(),
    };
    (report, Annotations { statements: vec![said], times, ..Annotations::default() })
}

fn cue() -> Cue {
    serde_json::from_str("{\"spans\": [], \"lemma\": \"\", \"manner\": \"assert\"}").unwrap()
}

fn statement() -> Statement {
    let bare = "{\"id\": \"s1\", \"content\": [], \"form\": \"direct\", \"source\": null, \"cue\": null, \"channel\": null, \
                \"addressee\": null, \"said\": null, \"within\": null, \"voice\": \"body\", \"by\": \"\"}";
    serde_json::from_str(bare).unwrap()
}
