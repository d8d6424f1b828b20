//! Every page over invented reports, one of them hostile: what it shows, and what it must never let through.

mod common;

use axum::http::StatusCode;
use common::{Site, filled, site};
use sayso_web::ROUTES;
use std::collections::{BTreeMap, BTreeSet};

/// Paths of all pages, with what they need filled in.
fn paths() -> Vec<String> {
    let fill = |path: &str| match path {
        "/speaker" => "/speaker?name=Hester+Pym".to_owned(),
        "/outlet" => "/outlet?name=Quay+Courier".to_owned(),
        "/quote" => "/quote?words=the+wall+of+quenby+harbour+fell".to_owned(),
        "/search" => "/search?q=quenby+harbour".to_owned(),
        path => path.replace("{story}", "1").replace("{report}", "4"),
    };
    let mut paths: Vec<String> = ROUTES.iter().map(|r| fill(r.path)).collect();
    paths.extend(["/add", "/login", "/search?q=speaker:Pym", "/reports/1?s=50-60"].map(str::to_owned));
    paths
}

fn is_html(path: &str) -> bool {
    !path.ends_with(".svg") && !path.ends_with(".csv") && path != "/openapi"
}

#[test]
fn every_page_is_there_small_and_sound() {
    let site = filled();
    for path in paths() {
        let answer = site.get(&path);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert!(answer.body.len() < 200_000, "{path}: {} bytes", answer.body.len());
        if !is_html(&path) {
            continue;
        }
        let count = |part: &str| answer.body.matches(part).count();
        assert_eq!(count("<h1"), 1, "{path} has one heading of the first order");
        assert_eq!(count("<main"), 1, "{path}");
        for part in ["<title>", "<html lang=\"en\">", "class=\"skip\"", "<header", "<footer", "<nav"] {
            assert!(count(part) > 0, "{path} lacks {part}");
        }
        let mut ids: Vec<&str> =
            answer.body.split(" id=\"").skip(1).filter_map(|p| p.split('"').next()).collect();
        ids.sort_unstable();
        let repeated = ids.windows(2).find(|w| w[0] == w[1]);
        assert_eq!(repeated, None, "{path} has an id twice");
    }
}

#[test]
fn nothing_of_a_report_becomes_markup() {
    let site = filled();
    // A table of numbers and words is no markup, and holds the words as they are.
    for path in paths().into_iter().filter(|p| !p.ends_with(".csv")) {
        let body = site.get(&path).body;
        assert!(!body.contains("<script>") && !body.contains("<img"), "{path} lets markup through");
        assert!(!body.contains("href=\"javascript:"), "{path} links to a script");
        for hidden in ['\u{202e}', '\u{2066}', '\u{202a}'] {
            assert!(!body.contains(hidden), "{path} lets U+{:04X} through", hidden as u32);
        }
        if is_html(&path) {
            assert!(!body.contains(" style=\"") && !body.contains("<style"), "{path} has style inline");
            for part in body.split('<').filter(|p| !p.starts_with("input")) {
                let tag = part.split('>').next().unwrap_or("");
                assert!(!tag.contains(" onload=") && !tag.contains(" onerror="), "{path}: {tag}");
            }
        }
    }
    // It is there all the same, as words.
    let report = site.get("/reports/4").body;
    assert!(
        report.contains("&lt;script&gt;alert(&#x27;x&#x27;)") || report.contains("&lt;script&gt;alert('x')")
    );
    assert!(report.contains("U+202E") && report.contains("javascript:alert(1)"));
}

#[test]
fn every_answer_carries_the_policy() {
    let site = filled();
    for path in [
        "/",
        "/stories/1",
        "/nope",
        "/login",
        "/assets/sayso.js",
        "/stories/1.json",
        "/stories/1/timeline.svg",
    ] {
        let answer = site.get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
}

#[test]
fn links_within_the_site_lead_somewhere() {
    let site = filled();
    // The places of each page that a link can lead to, and the links to places.
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut led: BTreeSet<(String, String, String)> = BTreeSet::new();
    let mut next: Vec<String> = vec!["/".into()];
    while let Some(path) = next.pop() {
        if seen.len() > 400 || seen.contains_key(&path) {
            continue;
        }
        let answer = site.get(&path);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let ids = answer.body.split(" id=\"").skip(1).filter_map(|p| p.split('"').next());
        seen.insert(path.clone(), ids.map(str::to_owned).collect());
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for part in answer.body.split("href=\"").skip(1) {
            let href = part.split('"').next().unwrap_or("").replace("&amp;", "&");
            let (href, anchor) = href.split_once('#').unwrap_or((href.as_str(), ""));
            let href = match href {
                "" => path.clone(),
                href if href.starts_with('?') => format!("{}{href}", path.split('?').next().unwrap()),
                href => href.to_owned(),
            };
            if href.starts_with('/') {
                led.insert((path.clone(), href.clone(), anchor.to_owned()));
                next.push(href);
            }
        }
    }
    assert!(seen.len() > 30, "{seen:?}");
    let mut places = 0;
    for (from, to, anchor) in led.iter().filter(|(_, _, anchor)| !anchor.is_empty()) {
        if let Some(ids) = seen.get(to) {
            assert!(ids.contains(anchor), "{from} leads to {to}#{anchor}, which is not there");
            places += usize::from(from != to);
        }
    }
    assert!(places > 20, "{places} places of other pages");
}

#[test]
fn a_report_shows_its_parts_and_lights_a_span() {
    let site = filled();
    let plain = site.get("/reports/1").body;
    for part in [
        "class=\"c\"",
        "class=\"s\"",
        "class=\"q\"",
        "class=\"seg furniture\"",
        "<time datetime=\"2031-03-04\"",
    ] {
        assert!(plain.contains(part), "{part}");
    }
    let lit = site.get("/reports/1?s=49-59").body;
    assert!(lit.contains("<mark class=\"lit\" id=\"s=49-59\">"), "{lit}");
    for odd in ["9-3", "x-y", "5", "0-99999999999999999999", "999999-9999999"] {
        assert_eq!(site.get(&format!("/reports/1?s={odd}")).status, StatusCode::OK, "{odd}");
    }
}

#[test]
fn a_long_report_stands_on_several_pages() {
    let quote = "“Every stone of the mole was counted twice,”";
    let paragraph = |i: usize| match i % 3 {
        2 => format!("Line {i}. {quote} Hester Pym said on Tuesday. The tide was high."),
        _ => format!(
            "Line {i}. The harbour board of Quenby sat until late and heard of stones. {}",
            "More. ".repeat(20)
        ),
    };
    let lines: Vec<String> = (0..1500).map(paragraph).collect();
    let text = format!(
        "Quenby counts its stones\n\n{}\n\n{}\n\nRead more: tides\n",
        lines.join("\n\n"),
        "giant".repeat(9000)
    );
    let (report, mut annotations) =
        common::report("long", "Quay Courier", "2031-03-04", &text, quote, "Hester Pym");
    let first = annotations.statements[0].clone();
    annotations.statements = text
        .match_indices(quote)
        .enumerate()
        .map(|(i, (at, _))| {
            let mut said = first.clone();
            let by = at as i64 - first.content[0].start() as i64;
            let moved = |s: &sayso_text::Span| {
                let to = |n: usize| usize::try_from(n as i64 + by).unwrap();
                sayso_text::Span::new(to(s.start()), to(s.end())).unwrap()
            };
            said.id = sayso_model::StatementId(i as u32 + 1);
            said.content = first.content.iter().map(moved).collect();
            said
        })
        .collect();
    let site =
        site(&[(report, annotations.clone())], None, Some(std::sync::Arc::new(common::Keeps::default())));
    let (mut seen, mut listed, mut at) = (String::new(), 0, "/reports/1".to_owned());
    let pages = loop {
        let body = site.get(&at).body;
        assert!(body.len() < 200_000, "{at}: {} bytes", body.len());
        listed += body.matches("<li data-item").count();
        seen += &body;
        match body.split("rel=\"next\" href=\"").nth(1) {
            Some(next) => at = next.split('"').next().unwrap().replace("&amp;", "&"),
            None => break at,
        }
    };
    assert!(pages.ends_with(|c: char| c.is_ascii_digit()) && pages.contains("page="), "{pages}");
    assert_eq!(listed, annotations.statements.len());
    for i in [0, 700, 1499] {
        assert_eq!(seen.matches(&format!("Line {i}.")).count(), 1, "line {i}");
    }
    // As JSON its lists come in pages, too.
    let (mut page, mut statements) = (1, 0);
    loop {
        let json = site.get(&format!("/reports/1.json?page={page}")).json();
        assert!(json.to_string().len() < text.len() + 200_000, "page {page}");
        assert_eq!(json["annotated"]["text"].as_str(), Some(text.as_str()));
        statements += json["annotated"]["statements"].as_array().unwrap().len();
        page += 1;
        if json["pages"].as_u64() < Some(page) {
            break;
        }
    }
    assert_eq!((statements, page > 2), (annotations.statements.len(), true));
    // Words are lit on the page that has them, without scripts.
    for statement in [&annotations.statements[0], &annotations.statements[499]] {
        let index = sayso_text::CharIndex::new(&text).span_to_chars(statement.content[0]);
        let place = format!("{}-{}", index.start(), index.end());
        let body = site.get(&format!("/reports/1?s={place}")).body;
        assert!(body.contains(&format!("<mark class=\"lit\" id=\"s={place}\">")), "{place}");
        assert!(body.contains(&format!("href=\"?s={place}#s={place}\"")), "{place} is listed beside it");
    }
}

#[test]
fn a_story_says_who_turned_the_sense() {
    let site = filled();
    let utterances = site.get("/stories/1/utterances").body;
    assert!(utterances.contains("sense turned"), "{utterances}");
    assert!(utterances.contains("<ins>") || utterances.contains("<del"), "{utterances}");
    assert!(site.get("/stories/1").body.contains("The same words, printed differently"));
}

#[test]
fn a_quotation_is_checked() {
    let site = filled();
    let verdict = |words: &str| {
        site.get(&format!("/quote.json?words={}", words.replace(' ', "+"))).json()["verdict"].clone()
    };
    assert_eq!(verdict("the wall of Quenby harbour fell because nobody mended it"), "truncated");
    assert_eq!(verdict("the harbour wall of Quenby fell because nobody had mended it"), "altered");
    assert_eq!(verdict("nobody has ever loved a lighthouse keeper"), "not found");
    let page = site.get("/quote?words=nobody+has+ever+loved+a+lighthouse").body;
    assert!(page.contains("Not found in any report read so far."));
    assert!(page.contains("only that no report read so far prints it"));
    // What a reporter says is nobody's quotation, and is not said to be printed nowhere.
    let words = "words=seven+boats+were+lost+when+the+East+wall";
    let page = site.get(&format!("/quote?{words}")).body;
    assert!(page.contains("The words stand in 4 reports, but nobody is quoted with them"), "{page}");
    // Words of no weight are no find, but are not said to stand in no quotation.
    let common = "/quote?words=who+should+have";
    let page = site.get(common).body;
    assert!(page.contains("Printed within a quotation.") && page.contains("/reports/1?s="), "{page}");
    assert!(page.contains("name=Hester+Pym") && !page.contains("nobody is quoted"), "{page}");
    let json = site.get(&common.replace("/quote", "/quote.json")).json();
    assert_eq!(
        (&json["verdict"], &json["elsewhere"][0]["standing"]),
        (&"within a quotation".into(), &"quoted".into())
    );
    let elsewhere = &site.get(&format!("/quote.json?{words}")).json()["elsewhere"];
    let (report, span) = (elsewhere[0]["report"].as_u64().unwrap(), &elsewhere[0]["span"]);
    let text =
        site.get(&format!("/reports/{report}.json")).json()["annotated"]["text"].as_str().unwrap().to_owned();
    let at = |i: usize| span[i].as_u64().unwrap() as usize;
    let stands: String = text.chars().skip(at(0)).take(at(1) - at(0)).collect();
    assert_eq!(stands, "Seven boats were lost when the east wall");
}

#[test]
fn statements_can_be_filtered_and_searched() {
    let site = filled();
    let count = |path: &str| site.get(path).json()["total"].as_u64().unwrap();
    let all = count("/stories/1/statements.json");
    assert!(all >= 4);
    assert_eq!(count("/stories/1/statements.json?speaker=nobody"), 0);
    assert_eq!(count("/stories/1/statements.json?outlet=courier"), 1);
    assert_eq!(count("/stories/1/statements.json?manner=deny"), 0);
    assert_eq!(count("/stories/1/statements.json?after=2031-03-05"), 0);
    assert_eq!(count("/search.json?q=speaker:pym+form:direct"), 4);
    assert_eq!(count("/search.json?q=speaker:pym+outlet:post"), 1);
    assert_eq!(count("/search.json?q=speaker:pym+manner:deny"), 0);
    assert_eq!(count("/search.json?q=before:2031-03-05+harbour"), 2);
    let found = site.get("/search.json?q=gave+way+in").json();
    assert!(found["results"][0]["passage"].is_array(), "{found}");
    for hostile in ["%22", "%27%3B+DROP+TABLE+reports", "NEAR%28", "*", "title%3A", "%00", "a+OR", "%F0%9F"] {
        let answer = site.get(&format!("/search?q={hostile}"));
        assert_eq!(answer.status, StatusCode::OK, "{hostile}");
    }
}

#[test]
fn what_is_not_there_is_said_in_one_form() {
    let site = filled();
    for path in [
        "/stories/99",
        "/reports/99",
        "/reports/x",
        "/stories/1/nothing",
        "/nope",
        "/outlet?name=x",
        "/speaker?name=x",
        "/assets/x",
        "/stories/1/accounts.svg.json",
        "/stories/1/accounts.csv.json",
    ] {
        assert_eq!(site.get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
    let error = site.get("/stories/99.json").json();
    assert_eq!(error["error"]["kind"], "missing");
    assert_eq!(error["error"]["status"], 404);
    assert_eq!(site.get("/speaker").status, StatusCode::BAD_REQUEST);
}

#[test]
fn an_unchanged_page_is_not_sent_again() {
    let site = filled();
    let first = site.get("/stories/1");
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"'));
    let again = site.get_with("/stories/1", &[("accept", "text/html"), ("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let other_form = site.get_with("/stories/1", &[("accept", "application/json"), ("if-none-match", &tag)]);
    assert_eq!(other_form.status, StatusCode::OK);
    let mut store = sayso_store::Store::open(&common::database(&site.folder)).unwrap();
    let (mut report, annotations) = common::reports().remove(0);
    report.address = "https://more.example/wall".into();
    report.id = "more".into();
    store.put(&report, &annotations, "test").unwrap();
    let mut changed = site.get_with("/stories/1", &[("accept", "text/html"), ("if-none-match", &tag)]);
    assert_eq!(changed.status, StatusCode::OK);
    // Until the record is worked out anew the page says that it is behind, and may not be kept.
    while changed.body.contains("being worked in") {
        assert_eq!(changed.header("etag"), "");
        changed = site.get("/stories/1");
    }
    assert!(changed.body.contains("<dt>Reports</dt><dd>5"), "{}", changed.body);
}

#[test]
fn the_stories_of_home_have_their_days_and_titles() {
    let site = filled();
    let home = site.get("/index.json").json();
    assert_eq!(home["latest"].as_array().map(Vec::len), Some(4));
    let days: Vec<(&str, u64)> = home["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["day"].as_str().unwrap(), d["reports"].as_u64().unwrap()))
        .collect();
    assert_eq!(days, [("2031-03-04", 2), ("2031-03-05", 2)]);
    let stories = site.get("/stories.json").json();
    assert!(stories.get("days").is_none());
    assert_eq!(stories["stories"][0]["days"], home["days"], "there is one story");
    // A title that needs no record is the one that the record has.
    let store = sayso_store::Store::open(&common::database(&site.folder)).unwrap();
    let title = store.story_title(sayso_collate::StoryNo(1)).unwrap();
    assert_eq!(title.as_deref(), site.get("/stories/1.json").json()["story"]["title"].as_str());
    assert!(title.is_some_and(|t| t.contains("harbour wall")));
}

#[test]
fn an_empty_library_says_what_to_do() {
    let site: Site = site(&[], None, None);
    let home = site.get("/");
    assert!(home.body.contains("No reports yet"), "{}", home.body);
    assert_eq!(site.get("/outlets").status, StatusCode::OK);
    assert_eq!(site.get("/search?q=x").status, StatusCode::OK);
    assert_eq!(site.get("/index.json").json()["total"], 0);
}

#[test]
fn the_dossier_is_one_file_that_needs_nothing() {
    let site = filled();
    let store = sayso_store::Store::open(&common::database(&site.folder)).unwrap();
    let file = sayso_web::dossier(&store, 1).unwrap();
    assert!(file.len() < 1_000_000, "{} bytes", file.len());
    assert!(
        !file.contains("<script")
            && !file.contains("<link")
            && !file.contains(" src=\"")
            && !file.contains("@import")
    );
    assert!(!file.contains("href=\"/"), "a link leads out of the file");
    assert!(!file.contains("javascript:alert(1)\""));
    for part in file.split("href=\"#").skip(1) {
        let anchor = part.split('"').next().unwrap();
        assert!(file.contains(&format!("id=\"{anchor}\"")), "no #{anchor}");
    }
    for stored in store.story(sayso_collate::StoryNo(1)).unwrap() {
        assert!(file.contains(&stored.digest), "no digest of {}", stored.report.id);
    }
    // What was said stands there once; the timeline leads to it.
    assert!(file.contains("class=\"to\" href=\"#s"), "{file}");
    for part in ["id=\"method\"", "id=\"passages\"", "id=\"digests\"", "<mark>"] {
        assert!(file.contains(part), "{part}");
    }
    assert_eq!(file, sayso_web::dossier(&store, 1).unwrap());
    assert!(sayso_web::dossier(&store, 9).is_err());
}
