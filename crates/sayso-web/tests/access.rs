//! Who may ask, and what may be changed from where.

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::{Keeps, SCRIPT, reports, site};
use std::sync::Arc;

fn multipart(fields: &[(&str, Option<&str>, &str)]) -> String {
    let mut body = String::new();
    for (name, file, value) in fields {
        let file = file.map(|f| format!("; filename=\"{f}\"")).unwrap_or_default();
        body +=
            &format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n");
    }
    body + "--edge--\r\n"
}

fn post(path: &str, headers: &[(&str, &str)], body: String) -> Request<Body> {
    let mut request = Request::post(path).header("host", "localhost:7070");
    if !headers.iter().any(|(n, _)| *n == "content-type") {
        request = request.header("content-type", "multipart/form-data; boundary=edge");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body)).unwrap()
}

fn key(page: &str) -> String {
    let at = page.find("name=\"key\" value=\"").expect("a form has a key") + 18;
    page[at..].split('"').next().unwrap().to_owned()
}

#[test]
fn a_name_that_is_not_this_machines_is_refused() {
    let site = site(&reports(), None, None);
    for host in ["evil.example", "evil.example:7070", "127.0.0.1.evil.example"] {
        let request = Request::get("/").header("host", host).body(Body::empty()).unwrap();
        assert_eq!(site.send(request).status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    for host in ["localhost", "127.0.0.1:7070", "[::1]:7070"] {
        let request = Request::get("/").header("host", host).body(Body::empty()).unwrap();
        assert_eq!(site.send(request).status, StatusCode::OK, "{host}");
    }
}

#[test]
fn with_a_token_nothing_is_shown_without_it() {
    let site = site(&reports(), Some("open sesame"), None);
    let home = site.get("/");
    assert_eq!((home.status, home.header("location")), (StatusCode::SEE_OTHER, "/login"));
    assert!(home.body.is_empty());
    for path in ["/stories/1.json", "/stories/1/timeline.svg", "/openapi.json"] {
        assert_eq!(site.get_with(path, &[]).status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(site.get("/login").status, StatusCode::OK);
    assert_eq!(site.get("/assets/sayso.css").status, StatusCode::OK);
    let bearer = |token: &str| site.get_with("/stories/1.json", &[("authorization", token)]).status;
    assert_eq!(bearer("Bearer open sesame"), StatusCode::OK);
    for wrong in ["Bearer open", "Bearer ", "open sesame", "Basic open sesame"] {
        assert_eq!(bearer(wrong), StatusCode::UNAUTHORIZED, "{wrong}");
    }
}

#[test]
fn the_token_is_entered_once() {
    let site = site(&reports(), Some("open sesame"), None);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let wrong = site.send(post("/login", &form, "token=open".into()));
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.header("set-cookie").is_empty());
    let right = site.send(post("/login", &form, "token=open+sesame".into()));
    let cookie = right.header("set-cookie").to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("sesame"),
        "{cookie}"
    );
    let pair = cookie.split(';').next().unwrap();
    assert_eq!(site.get_with("/", &[("accept", "text/html"), ("cookie", pair)]).status, StatusCode::OK);
    let forged = site.get_with("/", &[("accept", "text/html"), ("cookie", "sayso=0123")]);
    assert_eq!(forged.status, StatusCode::SEE_OTHER);
}

#[test]
fn a_pasted_text_goes_to_the_reader() {
    let keeps = Arc::new(Keeps::default());
    let site = site(&reports(), None, Some(keeps.clone()));
    let key = key(&site.get("/add").body);
    let body =
        multipart(&[("key", None, &key), ("text", None, "A headline\r\n\r\nA text."), ("outlet", None, "")]);
    let done = site.send(post("/add", &[("origin", "http://localhost:7070")], body));
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.body.contains("/reports/1") && done.body.contains("no words in it"));
    assert!(!done.body.contains(SCRIPT));
    let files = multipart(&[
        ("key", None, &key),
        ("file", Some("../../a.html"), "<p>x</p>"),
        ("file", Some("a.html"), "<p>y</p>"),
    ]);
    let json = site.send(post("/add", &[("accept", "application/json")], files)).json();
    assert_eq!(json["files"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["files"][0]["arrivals"][0]["what"], "new");
    let kept = keeps.0.lock().unwrap();
    assert_eq!(kept[0].1, b"A headline\n\nA text.");
    let names: Vec<&str> = kept.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.iter().all(|n| !n.contains("..")), "{names:?}");
    assert!(
        names[1].ends_with("/a.html") && names[1] != names[2],
        "two files of one name are two reports: {names:?}"
    );
}

#[test]
fn forms_of_others_change_nothing() {
    let keeps = Arc::new(Keeps::default());
    let site = site(&reports(), None, Some(keeps.clone()));
    let key = key(&site.get("/add").body);
    let good = multipart(&[("key", None, &key), ("text", None, "A text.")]);
    for headers in [
        [("origin", "https://evil.example")],
        [("origin", "null")],
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
    ] {
        let answer = site.send(post("/add", &headers, good.clone()));
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    for key in ["", "0123"] {
        let body = multipart(&[("key", None, key), ("text", None, "A text.")]);
        assert_eq!(site.send(post("/add", &[], body)).status, StatusCode::FORBIDDEN, "{key:?}");
    }
    let broken = site.send(post("/add", &[], good[..good.len() / 2].to_owned()));
    assert!(broken.status.is_client_error());
    assert!(keeps.0.lock().unwrap().is_empty());
}

#[test]
fn what_is_too_large_or_not_allowed_is_refused() {
    let keeps = Arc::new(Keeps::default());
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let open = site(&[], None, Some(keeps.clone()));
    let huge = open.send(post("/login", &form, format!("token={}", "x".repeat(100_000))));
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    let key = key(&open.get("/add").body);
    let huge = multipart(&[("key", None, &key), ("text", None, &"x".repeat(65 << 20))]);
    assert!(open.send(post("/add", &[], huge)).status.is_client_error());
    assert!(keeps.0.lock().unwrap().is_empty());
    let closed = site(&[], None, None);
    let body = multipart(&[("text", None, "A text.")]);
    assert_eq!(closed.send(post("/add", &[], body)).status, StatusCode::FORBIDDEN);
    let delete = Request::delete("/stories/1").header("host", "localhost").body(Body::empty()).unwrap();
    assert_eq!(closed.send(delete).status, StatusCode::METHOD_NOT_ALLOWED);
}
