//! Pages before all records are worked out: what can be shown is shown at once.

mod common;

use axum::http::StatusCode;
use common::{unready, unready_but};
use sayso_model::{Annotations, Report};
use std::time::{Duration, Instant};

#[test]
fn what_needs_no_record_is_shown_before_there_is_one() {
    let site = unready();
    for path in ["/stories/1", "/stories/1/timeline", "/stories/1/utterances"] {
        let page = site.get(path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains("being worked out"), "{path}: {}", page.body);
        assert!(page.body.contains("Quenby harbour wall falls into the sea"), "{path}");
        assert!(page.body.contains("href=\"/reports/1\"") && page.body.contains("Quenby Post"), "{path}");
        assert!(page.body.contains("4–5 March 2031"), "{path}");
        // It asks for itself again, and nobody keeps it.
        assert_eq!((page.header("refresh"), page.header("etag")), ("1", ""), "{path}");
    }
    let report = site.get("/reports/1");
    assert_eq!((report.status, report.header("refresh")), (StatusCode::OK, "1"));
    assert!(report.body.contains("nobody mended it") && report.body.contains("class=\"found\""));
    assert!(report.body.contains("lacks is being worked out"));
    for (path, status) in [("/", 200), ("/outlet?name=Quay+Courier", 200), ("/speaker?name=Hester+Pym", 200)]
    {
        assert_eq!(site.get(path).status.as_u16(), status, "{path}");
    }
    assert!(site.get("/").body.contains("Quenby harbour wall falls into the sea"));
}

#[test]
fn a_program_is_told_to_ask_again() {
    let site = unready();
    for path in ["/stories/1.json", "/stories/1/accounts.json", "/speaker.json?name=Hester+Pym"] {
        let answer = site.get_with(path, &[]);
        assert_eq!(
            (answer.status, answer.header("retry-after")),
            (StatusCode::SERVICE_UNAVAILABLE, "2"),
            "{path}"
        );
        assert_eq!(answer.json()["error"]["kind"], "unready", "{path}");
        assert_eq!((answer.header("etag"), answer.header("refresh")), ("", ""), "{path}");
    }
    let picture = site.get("/stories/1/timeline.svg");
    assert_eq!((picture.status, picture.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "2"));
    // A report needs no record.
    let report = site.get_with("/reports/1.json", &[]);
    assert_eq!((report.status, report.json()["story"].as_u64()), (StatusCode::OK, Some(1)));
}

/// Another invented happening, of which the same speaker speaks.
fn ferry() -> (Report, Annotations) {
    let quote = "“The night ferry to Orlo will sail again once its boiler has been replaced,”";
    let text = format!(
        "Orlo night ferry stays moored\n\nORLO — {quote} Hester Pym said on Tuesday. Passengers slept in the ticket \
         hall after the boiler of the ferry burst.\n\nRead more: timetables\n"
    );
    let (mut report, annotations) =
        common::report("ferry", "Quay Courier", "2032-09-20", &text, quote, "Hester Pym");
    report.title = Some("Orlo night ferry stays moored".into());
    (report, annotations)
}

#[test]
fn a_speaker_whose_stories_are_half_worked_out_is_shown_at_once() {
    // Who waited for a record here would wait for good.
    let site = unready_but(&[ferry()], &[1], Duration::from_secs(3600));
    let begun = Instant::now();
    let page = site.get("/speaker?name=Hester+Pym");
    assert_eq!((page.status, page.header("refresh"), page.header("etag")), (StatusCode::OK, "1", ""));
    assert!(
        page.body.contains("What one more story of this page tells is being worked out"),
        "{}",
        page.body
    );
    assert!(page.body.contains("nobody mended it"), "{}", page.body);
    let outlet = site.get("/outlet?name=Quay+Courier");
    assert_eq!((outlet.status, outlet.header("refresh"), outlet.header("etag")), (StatusCode::OK, "", ""));
    assert!(outlet.body.contains("1 more report is being counted"), "{}", outlet.body);
    assert!(outlet.body.contains("Counted over 1 of 2 reports") && outlet.body.contains("Orlo night ferry"));
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    // One that has nothing to tell yet loads anew by itself.
    let none = unready_but(&[ferry()], &[], Duration::ZERO);
    assert_eq!(none.get("/outlet?name=Quay+Courier").header("refresh"), "1");
    // Once all is there, nothing of it is said.
    let whole = unready_but(&[ferry()], &[1, 2], Duration::from_secs(3600));
    for path in ["/speaker?name=Hester+Pym", "/outlet?name=Quay+Courier"] {
        let page = whole.get(path);
        assert!(page.header("refresh").is_empty() && !page.header("etag").is_empty(), "{path}");
        assert!(!page.body.contains("being counted") && !page.body.contains("being worked out"), "{path}");
    }
    let said = whole.get("/speaker?name=Hester+Pym").body;
    assert!(
        said.contains("nobody mended it") && said.contains("once its boiler has been replaced"),
        "{said}"
    );
}

#[test]
fn where_many_read_no_page_waits_long_for_a_record() {
    let site = unready_but(&[ferry()], &[], Duration::from_secs(3600));
    for _ in 0..40 {
        assert_eq!(site.get("/help").status, StatusCode::OK);
    }
    let begun = Instant::now();
    for path in ["/", "/stories/1", "/reports/1", "/speaker?name=Hester+Pym", "/outlet?name=Quay+Courier"] {
        assert_eq!(site.get(path).status, StatusCode::OK, "{path}");
    }
    for path in ["/stories/2.json", "/speaker.json?name=Hester+Pym"] {
        assert_eq!(site.get(path).status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
