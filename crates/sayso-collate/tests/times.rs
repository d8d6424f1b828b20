//! When things were, how far they have come, and what one report alone has, over invented stories.

mod annotated;

use annotated::story;
use sayso_model::{Point, PointKind, Record, Verdict};

fn points(record: &Record, kind: PointKind) -> Vec<&Point> {
    record.points.iter().filter(|p| p.kind == kind).collect()
}

/// The point of this kind with a reading that has these words in this report.
fn with<'r>(record: &'r Record, kind: PointKind, report: &str, words: &str) -> Option<&'r Point> {
    let has = |p: &&Point| p.readings.iter().any(|r| r.report == report && r.text.contains(words));
    points(record, kind).into_iter().find(has)
}

fn value<'p>(point: &'p Point, report: &str) -> &'p str {
    point.readings.iter().find(|r| r.report == report).and_then(|r| r.value.as_deref()).unwrap_or("-")
}

#[test]
fn one_act_is_dated_alike_in_other_words() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Envoys leave\n\nThe envoys of Pellia walked out of the border talks in Orsk on Tuesday after an hour.\n",
        ),
        (
            "b",
            "2033-05-11",
            "Border talks in ruins\n\nTalks over the border came to a halt in Orsk last night when the Pellian envoys \
             left the table.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "Tuesday").expect("a point");
    assert_eq!(point.verdict, Verdict::Agree);
    assert_eq!((value(point, "a"), value(point, "b")), ("2033-05-10", "2033-05-10TNI"));
}

#[test]
fn the_hour_in_words_is_that_of_the_clock() {
    let record = story(&[
        ("a", "2033-05-11", "Tower falls\n\nThe bell tower of Orsk fell at 8.52 p.m. on Tuesday.\n"),
        (
            "b",
            "2033-05-11",
            "No bells\n\nThe sexton of Orsk saw it. The bell tower leaned on Tuesday and at ten to nine it fell into \
             the market.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "8.52").expect("a point");
    assert_eq!(value(point, "b"), "2033-05-10T20:50");
    assert_eq!(point.verdict, Verdict::Agree);
}

#[test]
fn a_year_that_names_a_thing_dates_nothing() {
    let record = story(&[
        ("a", "2033-05-11", "Pact\n\nPellia asks for what the 1988 treaty grants it, its envoy said.\n"),
        ("b", "2033-05-11", "Pact\n\nThe envoy pointed to the 1988 treaty and what it grants Pellia.\n"),
    ]);
    assert!(points(&record, PointKind::Time).is_empty(), "{:?}", record.points);
}

#[test]
fn what_was_planned_and_is_done_is_superseded() {
    let record = story(&[
        ("a", "2033-05-11", "Jailed\n\nThe miller was jailed for a year. His lawyer said he would appeal.\n"),
        (
            "b",
            "2033-05-14",
            "After the verdict\n\nThe miller's lawyers lodged their appeal on Friday. The mill is closed.\n",
        ),
    ]);
    let point = with(&record, PointKind::Status, "b", "appeal").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("planned", "done"));
    assert_eq!(point.verdict, Verdict::Superseded);
}

#[test]
fn talks_broken_off_and_resumed_are_superseded() {
    let record = story(&[
        ("a", "2033-05-11", "No deal\n\nPay talks at the Orsk mills were broken off on Tuesday evening.\n"),
        ("b", "2033-05-12", "Back at the table\n\nThe pay talks at the Orsk mills have resumed.\n"),
    ]);
    let point = with(&record, PointKind::Status, "a", "talks").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("broken off", "resumed"));
    assert_eq!(point.verdict, Verdict::Superseded);
}

#[test]
fn leaving_is_set_against_being_dismissed() {
    let record = story(&[
        ("a", "2033-05-11", "Out\n\nThe board dismissed Ilka Soren, who led the mills, on Tuesday.\n"),
        (
            "b",
            "2033-05-11",
            "Gone\n\nIlka Soren resigned on Monday, her lawyer said. The mills have no head.\n",
        ),
    ]);
    let point = with(&record, PointKind::Status, "a", "dismissed").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("dismissed", "resigned"));
    assert_eq!(point.verdict, Verdict::Conflict);
}

#[test]
fn a_report_without_a_day_is_dated_by_its_yesterday() {
    let record = story(&[
        (
            "a",
            "2033-05-10",
            "Bridge falls\n\nThe old bridge of Orsk fell into the river on Tuesday, the mayor said.\n",
        ),
        ("b", "", "What I saw\n\nThe old bridge fell into the river yesterday and I was on the bank.\n"),
    ]);
    let report = record.reports.iter().find(|r| r.id == "b").unwrap();
    assert_eq!(report.published.day(), Some("2033-05-11"), "{:?}", report.published);
}

#[test]
fn a_short_quotation_that_nobody_else_prints_is_alone() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Lake\n\nThe envoys left the lake talks in Orsk. “A lake does not wait,” the abbot said.\n",
        ),
        (
            "b",
            "2033-05-11",
            "Lake\n\nThe envoys left the talks over the lake. Nobody knew whether to wait.\n",
        ),
    ]);
    let alone = &record.silence.iter().find(|s| s.report == "a").unwrap().alone;
    assert!(alone.iter().any(|a| a.text.contains("does not wait")), "{alone:?}");
}
