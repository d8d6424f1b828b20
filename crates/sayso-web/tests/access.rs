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
fn a_proxy_in_front_may_have_another_name() {
    let keeps = Arc::new(Keeps::default());
    let site = site(&reports(), Some("open sesame"), Some(keeps.clone()));
    let bearer = Request::get("/stories/1.json").header("authorization", "Bearer open sesame");
    let named = bearer.header("host", "sayso.example").body(Body::empty()).unwrap();
    assert_eq!(site.send(named).status, StatusCode::OK);
    let form = "application/x-www-form-urlencoded";
    let log_in = |headers: &[(&str, &str)]| {
        let mut all = vec![("content-type", form), ("origin", "https://sayso.example")];
        all.extend(headers);
        site.send(post("/login", &all, "token=open+sesame".into()))
    };
    // The proxy put its own name for the server's, and what the browser says of itself stands.
    let entered = log_in(&[("sec-fetch-site", "same-origin"), ("x-forwarded-proto", "https")]);
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    assert!(entered.header("set-cookie").ends_with("; Secure"), "{}", entered.header("set-cookie"));
    assert_eq!(log_in(&[("x-forwarded-host", "sayso.example")]).status, StatusCode::SEE_OTHER);
    for foreign in [
        &[][..],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "cross-site"), ("x-forwarded-host", "sayso.example")],
        &[("x-forwarded-host", "other.example")],
    ] {
        assert_eq!(log_in(foreign).status, StatusCode::FORBIDDEN, "{foreign:?}");
    }
    // A form of another site has the cookie of none, and the key of none.
    let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
    let body = || multipart(&[("text", None, "A text.")]);
    let own = [("origin", "https://sayso.example"), ("sec-fetch-site", "same-origin")];
    assert_eq!(site.send(post("/add", &own, body())).status, StatusCode::UNAUTHORIZED);
    let with_cookie = [own[0], own[1], ("cookie", cookie.as_str())];
    assert_eq!(site.send(post("/add", &with_cookie, body())).status, StatusCode::FORBIDDEN);
    assert!(keeps.0.lock().unwrap().is_empty());
}

#[test]
fn a_form_without_its_key_is_not_read_to_its_end() {
    let keeps = Arc::new(Keeps::default());
    let site = site(&[], None, Some(keeps.clone()));
    let key = key(&site.get("/add").body);
    // Whoever reads on finds that the form breaks off.
    let cut = multipart(&[("file", Some("a.txt"), "A text."), ("key", None, &key)]);
    let cut = cut[..cut.len() / 2].to_owned();
    assert_eq!(site.send(post("/add", &[], cut)).status, StatusCode::FORBIDDEN);
    let giant = multipart(&[("key", None, &"x".repeat(1 << 20)), ("text", None, "A text.")]);
    assert_eq!(site.send(post("/add", &[], giant)).status, StatusCode::FORBIDDEN);
    let late = multipart(&[("text", None, "A text."), ("key", None, &key)]);
    assert_eq!(site.send(post("/add", &[], late)).status, StatusCode::FORBIDDEN, "the key comes first");
    assert!(keeps.0.lock().unwrap().is_empty());
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

fn form(fields: &[(&str, &str)]) -> String {
    let encode = |value: &str| value.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

#[test]
fn a_judgement_is_made_shown_and_undone() {
    let site = site(&reports(), None, Some(Arc::new(Keeps::default())));
    let plain = [("content-type", "application/x-www-form-urlencoded"), ("origin", "http://localhost:7070")];
    let page = site.get("/reports/1").body;
    assert!(page.contains("No statement"));
    let key = key(&page);
    let place =
        page.split("name=\"b\" value=\"").nth(1).and_then(|p| p.split('"').next()).unwrap().to_owned();
    let before = site.get("/stories/1/statements.json").json()["total"].as_u64().unwrap();
    let wrong = [("kind", "no-statement"), ("a", "courier"), ("b", place.as_str())];
    let without_key = site.send(post("/judgements", &plain, form(&wrong)));
    assert_eq!(without_key.status, StatusCode::FORBIDDEN);
    let mut fields = vec![("key", key.as_str()), ("back", "/reports/1")];
    fields.extend(wrong);
    let made = site.send(post("/judgements", &plain, form(&fields)));
    assert_eq!((made.status, made.header("location")), (StatusCode::SEE_OTHER, "/reports/1"));
    assert_eq!(site.get("/stories/1/statements.json").json()["total"].as_u64(), Some(before - 1));
    let listed = site.get("/judgements.json").json();
    assert_eq!(listed["judgements"][0]["kind"], "no-statement");
    assert!(site.get("/judgements").body.contains("Undo"));
    let back = site.send(post(
        "/judgements",
        &plain,
        form(&[("key", &key), ("undo", "1"), ("back", "//evil.example")]),
    ));
    assert_eq!((back.status, back.header("location")), (StatusCode::SEE_OTHER, "/judgements"));
    assert_eq!(site.get("/stories/1/statements.json").json()["total"].as_u64(), Some(before));
    let redo = site.send(post("/judgements", &plain, form(&fields)));
    assert_eq!(redo.status, StatusCode::SEE_OTHER);
    let tab = site.send(post(
        "/judgements",
        &plain,
        form(&[("key", &key), ("undo", "2"), ("back", "/\t/evil.example")]),
    ));
    assert_eq!((tab.status, tab.header("location")), (StatusCode::SEE_OTHER, "/judgements"));
    let again = site.send(post("/judgements", &plain, form(&[("key", &key), ("undo", "1")])));
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
}

#[test]
fn stories_and_speakers_can_be_parted_and_joined() {
    let site = site(&reports(), None, Some(Arc::new(Keeps::default())));
    let json = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
    let key = key(&site.get("/add").body);
    let judge = |kind: &str, a: &str, b: &str| {
        site.send(post("/judgements", &json, form(&[("key", &key), ("kind", kind), ("a", a), ("b", b)])))
    };
    let parted = judge("different-stories", "courier", "hostile");
    assert_eq!(parted.status, StatusCode::OK, "{}", parted.body);
    assert_eq!(site.get("/stories/1.json").json()["reports"].as_array().map(Vec::len), Some(3));
    let joined = judge("same-story", "courier", "hostile");
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.body);
    assert_eq!(site.get("/stories/1.json").json()["reports"].as_array().map(Vec::len), Some(4));
    assert_eq!(judge("same-speaker", "Hester Pym", "the harbour master").status, StatusCode::OK);
    for (kind, a, b) in [
        ("same-speaker", "x", "x"),
        ("shout", "a", "b"),
        ("no-statement", "courier", "1-2"),
        ("same-story", "no", "none"),
    ] {
        assert_eq!(judge(kind, a, b).status, StatusCode::BAD_REQUEST, "{kind}");
    }
}
