//! Lists of stories, outlets and reports.

use sayso_collate::ReportNo;
use sayso_model::{Annotations, Basis, Published, Report};
use sayso_store::{ReportQuery, Store};

fn report(id: &str, outlet: &str, day: &str, text: &str) -> Report {
    Report {
        path: format!("{id}.txt"),
        outlet: Some(outlet.into()),
        title: Some(format!("The {id} of Quenby harbour")),
        published: Published { value: Some(day.into()), basis: Basis::Stated, evidence: None },
        ..Report::of_text(id, text)
    }
}

fn filled(folder: &tempfile::TempDir) -> Store {
    let path = folder.path().join("a.db");
    let mut store = Store::open(&path).unwrap();
    for (id, outlet, day, text) in [
        (
            "wall",
            "The 100% Gazette",
            "2031-03-02",
            "The east wall of Quenby harbour fell into the sea at noon.",
        ),
        (
            "dues",
            "Quay Post",
            "2031-03-03T10:00:00Z",
            "Dues rise; nobody in Quenby likes a bill, said the chair.",
        ),
        ("gale", "Quay Post", "2031-03-04", "A gale is expected on the south coast."),
    ] {
        store.put(&report(id, outlet, day, text), &Annotations::default(), "test").unwrap();
    }
    Store::reader(&path).unwrap()
}

#[test]
fn outlets_days_and_marks_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(&folder);
    let outlets = store.outlets().unwrap();
    let seen: Vec<_> = outlets.iter().map(|o| (o.outlet.as_str(), o.reports, o.to.as_deref())).collect();
    assert_eq!(seen, [("Quay Post", 2, Some("2031-03-04")), ("The 100% Gazette", 1, Some("2031-03-02"))]);
    let marks = store.story_marks().unwrap();
    assert_eq!(marks.iter().map(|m| m.reports).sum::<usize>(), 3);
    assert!(marks.iter().all(|m| m.outlets >= 1 && m.from.is_some()));
    assert_eq!(store.reports_by_day("2031-03-03").unwrap().len(), 2);
    let heads = store.outlet_reports("Quay Post", 1, 0).unwrap();
    assert_eq!(heads[0].no, ReportNo(3));
    assert_eq!(store.outlet("Quay Post").unwrap().unwrap().reports, 2);
    assert!(store.outlet("Quay").unwrap().is_none());
    assert_eq!(store.latest(2).unwrap().iter().map(|h| h.no.0).collect::<Vec<_>>(), [3, 2]);
}

#[test]
fn nothing_typed_is_an_operator() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(&folder);
    let found = |query: ReportQuery| -> Vec<u32> {
        let mut numbers: Vec<u32> =
            store.query_reports(&query, 10).unwrap().into_iter().map(|no| no.0).collect();
        numbers.sort_unstable();
        numbers
    };
    let words =
        |w: &[&str]| ReportQuery { words: w.iter().map(|w| (*w).to_owned()).collect(), ..Default::default() };
    assert_eq!(found(words(&["quenby"])), [1, 2, 3]);
    assert_eq!(found(words(&["wall", "sea"])), [1]);
    for hostile in ["\"", "a OR b", "NEAR(", "*", "title:x", "'; DROP TABLE reports; --", "\u{0}"] {
        found(words(&[hostile]));
    }
    assert_eq!(found(ReportQuery { outlet: Some("100%".into()), ..Default::default() }), [1]);
    assert_eq!(found(ReportQuery { outlet: Some("%".into()), ..Default::default() }), [1]);
    assert_eq!(found(ReportQuery { outlet: Some("quay".into()), ..Default::default() }), [2, 3]);
    let days = ReportQuery {
        after: Some("2031-03-03".into()),
        before: Some("2031-03-04".into()),
        phrases: vec!["likes a bill".into()],
        ..Default::default()
    };
    assert_eq!(found(days), [2]);
}

#[test]
fn a_reader_notices_what_others_write_and_cannot_write_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut reader = filled(&folder);
    let before = reader.data_version().unwrap();
    assert_eq!(reader.data_version().unwrap(), before);
    let mut writer = Store::open(&folder.path().join("a.db")).unwrap();
    let more = report("more", "Quay Post", "2031-03-05", "More of the same.");
    writer.put(&more, &Annotations::default(), "test").unwrap();
    assert_ne!(reader.data_version().unwrap(), before);
    assert!(reader.put(&more, &Annotations::default(), "other").is_err());
    assert!(Store::reader(&folder.path().join("none.db")).is_err());
}

#[test]
fn words_printed_once_are_found_among_many_that_share_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut store = Store::open(&path).unwrap();
    let words = ["the wall", "the harbour", "the council", "the bill", "the gale", "the chair"];
    let mut put = |id: &str, said: &str| {
        let text = format!("Nobody was hurt. “{said},” the chair of the council said on Monday.");
        store.put(&report(id, "Quay Post", "2031-03-02", &text), &Annotations::default(), "test").unwrap();
    };
    for i in 0..90 {
        let said: Vec<&str> = (0..6).map(|k| words[(k * (i % 5 + 1) + i) % 6]).collect();
        put(&format!("r{i}"), &format!("{} and {}", said.join(" before "), words.join(" with ")));
    }
    put("once", "the chair and the gale and the bill and the council after the wall or the harbour");
    let asked = "the chair and the gale and the bill and the council after the wall";
    let store = Store::reader(&path).unwrap();
    for limit in [8, 80] {
        let found = store.quote_candidates(asked, limit).unwrap();
        assert!(found.len() <= limit && found.iter().any(|f| f.report.id == "once"), "{limit}");
    }
    assert!(store.quote_candidates("“…”", 8).unwrap().is_empty());
}
