//! Which path is answered by what.

use crate::guard::{Access, ByProgram, came_encrypted, guard};
use crate::pages::{self, add, judgements};
use crate::reply::{self, Answer, App, Ask, plain_response, run, wants_json};
use crate::{Failure, Library, Reads, assets};
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Extension, Form, Path, Query, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum::{Router, middleware};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tower::{Layer, util::MapRequestLayer};

/// A path that is answered.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// With `{names}` for what changes.
    pub path: &'static str,
    pub(crate) answer: Answer,
    pub(crate) rests: Rests,
}

/// On what an answer rests, and so when it must be made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rests {
    /// On everything.
    All,
    /// On the story that the path names.
    Story,
    /// On the report that the path names, and its story.
    Report,
}

const fn all(path: &'static str, answer: Answer) -> Route {
    Route { path, answer, rests: Rests::All }
}

const fn story(path: &'static str, answer: Answer) -> Route {
    Route { path, answer, rests: Rests::Story }
}

const fn report(path: &'static str, answer: Answer) -> Route {
    Route { path, answer, rests: Rests::Report }
}

/// All that can be read, the home page first; `.json` at the end of a path gives its JSON.
pub const ROUTES: &[Route] = &[
    all("/", pages::home::answer),
    all("/stories", pages::home::stories),
    story("/stories/{story}", pages::story::answer),
    story("/stories/{story}/timeline", pages::story::part),
    story("/stories/{story}/accounts", pages::story::part),
    story("/stories/{story}/utterances", pages::story::part),
    story("/stories/{story}/statements", pages::story::part),
    story("/stories/{story}/naming", pages::story::part),
    story("/stories/{story}/silence", pages::story::part),
    story("/stories/{story}/sources", pages::story::part),
    story("/stories/{story}/reports", pages::story::part),
    story("/stories/{story}/timeline.svg", pages::story::picture),
    story("/stories/{story}/timeline.csv", pages::story::picture),
    story("/stories/{story}/accounts.svg", pages::story::picture),
    story("/stories/{story}/accounts.csv", pages::story::picture),
    story("/stories/{story}/sources.svg", pages::story::picture),
    story("/stories/{story}/sources.csv", pages::story::picture),
    story("/stories/{story}/lineage.svg", pages::story::picture),
    story("/stories/{story}/lineage.csv", pages::story::picture),
    report("/reports/{report}", pages::report::answer),
    all("/speaker", pages::speaker::answer),
    all("/outlets", pages::outlet::list),
    all("/outlet", pages::outlet::answer),
    all("/quote", pages::quote::answer),
    all("/search", pages::search::answer),
    all("/help", pages::help::answer),
    all("/openapi", pages::help::openapi),
];

/// The most bytes of what is pasted or dropped at once.
const MOST_ADDED: usize = 64 << 20;

/// So many forms with reports are taken at a time; more wait.
const ADDING: usize = 3;

/// The pages over a library. `reads` takes in what is pasted; without one the pages are for reading alone.
pub fn app(library: Arc<Library>, access: Access, reads: Option<Arc<dyn Reads>>) -> Router {
    let access = Arc::new(access);
    let app = App { library, access: access.clone(), reads, adding: Arc::new(Semaphore::new(ADDING)) };
    let mut router = Router::new();
    for route in ROUTES {
        router = router.route(route.path, get(move |a, b, c, d, e, f| answered(*route, a, b, c, d, e, f)));
    }
    let guarded = move |request, next| guard(access.clone(), request, next);
    let inner = router
        .route(
            "/add",
            get(|a, b, c, d, e, f| answered(all("/add", add::answer), a, b, c, d, e, f))
                .post(add::take)
                .layer(DefaultBodyLimit::max(MOST_ADDED)),
        )
        .route(
            "/judgements",
            get(|a, b, c, d, e, f| answered(all("/judgements", judgements::answer), a, b, c, d, e, f))
                .post(judgements::take)
                .layer(DefaultBodyLimit::max(64 << 10)),
        )
        .route("/login", get(login).post(log_in).layer(DefaultBodyLimit::max(16 << 10)))
        .route("/assets/{name}", get(asset))
        .fallback(missing)
        .layer(middleware::from_fn(guarded))
        .with_state(app);
    Router::new().fallback_service(MapRequestLayer::new(without_ending).layer(inner))
}

/// That the path ended in `.json`.
#[derive(Clone, Copy)]
struct AsJson;

/// `/stories/3.json` is `/stories/3` in another form.
fn without_ending(mut request: Request) -> Request {
    let path = request.uri().path();
    let stem = path.strip_suffix(".json").filter(|_| !path.starts_with("/assets/"));
    // A picture and its numbers have no other form.
    let Some(stem) = stem.filter(|stem| !stem.ends_with(".svg") && !stem.ends_with(".csv")) else {
        return request;
    };
    let stem = match stem {
        "" | "/index" => "/",
        stem => stem,
    };
    let path = match request.uri().query() {
        Some(query) => format!("{stem}?{query}"),
        None => stem.to_owned(),
    };
    if let Ok(uri) = path.parse::<Uri>() {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(AsJson);
    }
    request
}

async fn answered(
    route: Route,
    State(app): State<App>,
    params: RawPathParams,
    query: Result<Query<Vec<(String, String)>>, axum::extract::rejection::QueryRejection>,
    ending: Option<Extension<AsJson>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response<Body> {
    let json = ending.is_some() || wants_json(&uri, &headers);
    let Ok(Query(values)) = query else {
        return reply::failed(&Failure::Asked("The query cannot be read.".into()), json);
    };
    let named = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let ask = Ask {
        path: uri.path().to_owned(),
        named,
        values,
        json,
        form_key: app.access.form_key(),
        reads: app.reads.is_some(),
    };
    run(app, route, ask, headers).await
}

async fn missing(headers: HeaderMap, uri: Uri, ending: Option<Extension<AsJson>>) -> Response<Body> {
    let json = ending.is_some() || wants_json(&uri, &headers);
    reply::failed(&Failure::Missing("such page".into()), json)
}

async fn asset(Path(name): Path<String>) -> Response<Body> {
    match assets::find(&name) {
        Some(asset) => {
            let mut response = plain_response(StatusCode::OK, asset.kind, asset.body.into());
            let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
            response.headers_mut().insert(header::CACHE_CONTROL, keep);
            response
        }
        None => reply::failed(&Failure::Missing("such file".into()), false),
    }
}

#[derive(serde::Deserialize)]
struct Login {
    token: String,
}

async fn login() -> Response<Body> {
    let page = pages::login(false);
    let body = pages::layout(&page, None).into_string();
    plain_response(StatusCode::OK, "text/html; charset=utf-8", body.into())
}

async fn log_in(State(app): State<App>, headers: HeaderMap, Form(login): Form<Login>) -> Response<Body> {
    match app
        .access
        .admit(login.token.trim(), came_encrypted(&headers))
        .and_then(|c| HeaderValue::from_str(&c).ok())
    {
        Some(cookie) => ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response(),
        None => {
            // Guessing is made slow.
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            let body = pages::layout(&pages::login(true), None).into_string();
            plain_response(StatusCode::UNAUTHORIZED, "text/html; charset=utf-8", body.into())
        }
    }
}

/// Whether a form may be taken: it carries our key, or a program with the token sent it.
pub(crate) fn may_change(app: &App, by_program: Option<&ByProgram>, key: &str) -> Result<(), Failure> {
    match by_program.is_some() || app.access.is_form_key(key) {
        true => Ok(()),
        false => {
            Err(Failure::Refused("This form is out of date; go back, reload the page, try again.".into()))
        }
    }
}
