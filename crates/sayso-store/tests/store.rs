//! The store as its users see it: what is put in comes out, twice is once, a change is a revision.

use sayso_model::{
    Annotations, Basis, Form, Published, Report, Segment, SegmentKind, Statement, StatementId, Voice,
};
use sayso_store::{Outcome, Store, StoreError};
use sayso_text::{Edit, Span, Text};
use std::path::{Path, PathBuf};

fn report(id: &str, address: &str, words: &str) -> Report {
    let text = Text::received(words.into());
    let edits: Vec<Edit> = words
        .match_indices("&amp;")
        .map(|(at, _)| Edit { span: Span::new(at, at + 5).unwrap(), replacement: "&".into() })
        .collect();
    let text = text.edited(&edits).unwrap();
    let whole = Span::new(0, text.as_str().len()).unwrap();
    Report {
        address: address.into(),
        path: format!("{id}.txt"),
        outlet: Some("The Quay Mercury".into()),
        title: Some("Ferry refloated".into()),
        language: Some("en".into()),
        published: Published {
            value: Some("2031-03-02".into()),
            basis: Basis::Stated,
            evidence: Some("date 2031-03-02".into()),
        },
        text,
        segments: vec![Segment { kind: SegmentKind::Body, span: whole }],
        ..Report::of_text(id, "")
    }
}

fn annotations() -> Annotations {
    let statement = Statement {
        id: StatementId(1),
        content: vec![Span::new(0, 3).unwrap()],
        form: Form::Direct,
        source: None,
        cue: None,
        channel: None,
        addressee: None,
        said: None,
        said_basis: None,
        within: None,
        voice: Voice::Body,
        confidence: Some(0.5),
        by: "test".into(),
    };
    Annotations { statements: vec![statement], ..Annotations::default() }
}

fn new_store() -> (tempfile::TempDir, PathBuf, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sayso.db");
    let store = Store::open(&path).unwrap();
    (folder, path, store)
}

#[test]
fn what_is_put_in_comes_out() {
    let (_folder, path, mut store) = new_store();
    let report = report("a", "a", "Salt &amp; tar, the harbour master said.");
    assert!(matches!(store.put(&report, &annotations(), "1").unwrap(), Outcome::New(_)));
    drop(store);
    let store = Store::open_existing(&path).unwrap();
    let no = store.by_id("a").unwrap().unwrap();
    let stored = store.report(no).unwrap().unwrap();
    assert_eq!((&stored.report, &stored.annotations, stored.revision), (&report, &annotations(), 1));
    assert_eq!(stored.report.text.as_received(), "Salt &amp; tar, the harbour master said.");
    assert_eq!(stored.digest.len(), 64);
}

#[test]
fn twice_is_once_and_a_change_is_a_revision() {
    let (_folder, _path, mut store) = new_store();
    let first = report("a", "a", "The ferry lay aground.");
    store.put(&first, &annotations(), "1").unwrap();
    assert_eq!(store.put(&first, &annotations(), "1").unwrap(), Outcome::Unchanged);
    assert!(store.has(&first, "1").unwrap() && !store.has(&first, "2").unwrap());
    assert!(matches!(store.put(&first, &Annotations::default(), "2").unwrap(), Outcome::Reanalysed(_)));
    let second = report("a", "a", "The ferry was refloated.");
    assert!(matches!(store.put(&second, &annotations(), "2").unwrap(), Outcome::Revised(2, _)));
    assert_eq!(store.count().unwrap(), 1);
    assert_eq!(store.search("aground", 10).unwrap(), []);
    let no = store.search("refloated ferry", 10).unwrap()[0];
    let stored = store.report(no).unwrap().unwrap();
    assert_eq!((stored.revision, stored.report.text.as_str()), (2, "The ferry was refloated."));
    let listed: Vec<String> =
        store.stories().unwrap().iter().flat_map(|s| s.reports.iter().map(|r| r.id.clone())).collect();
    assert_eq!(listed, ["a"], "an earlier revision is in no story");
}

#[test]
fn the_same_id_from_two_addresses_is_told_apart() {
    let (_folder, _path, mut store) = new_store();
    store.put(&report("1", "x#1", "One."), &annotations(), "1").unwrap();
    store.put(&report("1", "y#1", "Two."), &annotations(), "1").unwrap();
    assert!(store.by_id("1").unwrap().is_some() && store.by_id("1~2").unwrap().is_some());
}

#[test]
fn search_takes_anything_typed() {
    let (_folder, _path, mut store) = new_store();
    store.put(&report("a", "a", "The “ferry” (old) lay aground."), &annotations(), "1").unwrap();
    for words in ["", "\"", "ferry OR", "(", "NEAR/2", "title:ferry", "*", "ferry -old"] {
        store.search(words, 3).unwrap();
    }
    assert_eq!(store.search("FERRY", 3).unwrap().len(), 1);
}

fn refusal(path: &Path) -> String {
    Store::open(path).unwrap_err().to_string()
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "not a database, only a longer note about one, kept for years").unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(refusal(&path).contains("notes.txt: not a Sayso database"));
    assert_eq!(std::fs::read(&path).unwrap(), before);

    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(refusal(&other).contains("another program's database"));

    let newer = folder.path().join("newer.db");
    drop(Store::open(&newer).unwrap());
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 999).unwrap();
    assert!(refusal(&newer).contains("written by a newer Sayso (schema 999"));

    let none = folder.path().join("none.db");
    assert!(matches!(Store::open_existing(&none), Err(StoreError::Missing { .. })));
    assert!(refusal(folder.path()).contains("cannot open"));
}

#[test]
fn a_database_at_its_page_limit_refuses_and_keeps_what_it_has() {
    let (_folder, path, mut store) = new_store();
    store.put(&report("a", "a", "Kept."), &annotations(), "1").unwrap();
    // SQLite's own limit stands for a full disk: the same error from the same place.
    store.limit_pages(60).unwrap();
    let long = "word ".repeat(200_000);
    let error = store.put(&report("b", "b", &long), &annotations(), "1").unwrap_err();
    assert!(error.to_string().contains("full"), "{error}");
    drop(store);
    let store = Store::open_existing(&path).unwrap();
    assert_eq!(store.count().unwrap(), 1);
    assert!(store.by_id("a").unwrap().is_some());
}

#[test]
fn several_may_open_a_new_file_at_once() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let opened: Vec<bool> = std::thread::scope(|scope| {
            let open = || Store::open(&path).map_err(|error| panic!("{error}")).is_ok();
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap_or(false)).collect()
        });
        assert_eq!(opened, [true; 4]);
    }
}
