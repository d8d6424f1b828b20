//! Judgements are heeded, listed, and leave nothing behind when undone.

use sayso_collate::StoryNo;
use sayso_model::{Annotations, Basis, JudgementKind, Published, Report, Statement};
use sayso_store::{JudgementError, Store};
use sayso_text::Span;

const WHEN: &str = "2031-03-09T10:00:00Z";

fn report(id: &str, text: &str) -> Report {
    Report {
        path: format!("{id}.txt"),
        outlet: Some(id.to_uppercase()),
        published: Published { value: Some("2031-03-02".into()), basis: Basis::Stated, evidence: None },
        ..Report::of_text(id, text)
    }
}

fn statement(start: usize, end: usize) -> Annotations {
    let statement = serde_json::json!({
        "id": "s1", "content": [Span::new(start, end).unwrap()], "form": "direct", "voice": "body", "by": "test",
    });
    let statement: Statement = serde_json::from_value(statement).unwrap();
    Annotations { statements: vec![statement], ..Annotations::default() }
}

const WALL: &str =
    "The east wall of Quenby harbour fell into the sea at noon on Tuesday, the harbour office said.";
const DUES: &str =
    "The cathedral choir of Orsk sings in the market square tonight, and entry is free for children.";

fn filled(folder: &tempfile::TempDir) -> Store {
    let mut store = Store::open(&folder.path().join("a.db")).unwrap();
    for (id, text) in [("wall", WALL), ("copy", WALL), ("choir", DUES)] {
        store.put(&report(id, text), &statement(0, 20), "test").unwrap();
    }
    store
}

fn stories(store: &Store) -> Vec<(u64, Vec<String>)> {
    let ids = |s: sayso_model::StorySummary| (s.id, s.reports.into_iter().map(|r| r.id).collect());
    let mut all: Vec<_> = store.stories().unwrap().into_iter().map(ids).collect();
    all.sort();
    all
}

#[test]
fn stories_are_joined_parted_and_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(&folder);
    let before = stories(&store);
    assert_eq!(before.len(), 2, "{before:?}");

    let joined = store.judge(JudgementKind::SameStory, "wall", "choir", Some("one day"), WHEN).unwrap();
    assert_eq!(stories(&store), [(before[0].0, vec!["wall".into(), "copy".into(), "choir".into()])]);
    assert_eq!(store.story(StoryNo(before[1].0 as u32)).unwrap().len(), 0);
    assert_eq!(store.story_marks().unwrap().len(), 1);
    assert_eq!(store.story_at("choir").unwrap(), Some(StoryNo(before[0].0 as u32)));

    let parted = store.judge(JudgementKind::DifferentStories, "wall", "copy", None, WHEN).unwrap();
    let heads = store.latest(9).unwrap();
    let of = |id: &str| heads.iter().find(|h| h.report.id == id).unwrap().story.unwrap();
    assert_eq!(of("wall"), of("choir"));
    assert_ne!(of("wall"), of("copy"));
    assert_eq!(store.story(of("copy")).unwrap().len(), 1);

    store.undo(joined.no, WHEN).unwrap();
    store.undo(parted.no, WHEN).unwrap();
    assert_eq!(stories(&store), before);
    assert!(matches!(store.undo(parted.no, WHEN), Err(JudgementError::NotStanding(_))));
    assert_eq!(store.judgements().unwrap().len(), 2);
    assert!(store.standing_judgements().unwrap().is_empty());
}

#[test]
fn a_judgement_outlives_a_new_revision() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(&folder);
    store.judge(JudgementKind::DifferentStories, "wall", "copy", None, WHEN).unwrap();
    let parted = stories(&store);
    let text = format!("{WALL} Nobody was hurt.");
    store.put(&report("copy", &text), &Annotations::default(), "test").unwrap();
    assert_eq!(stories(&store), parted);
}

#[test]
fn what_is_no_statement_is_left_out_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(&folder);
    let story = store.story_at("wall").unwrap().unwrap();
    let count = |store: &Store| -> usize {
        store.story(story).unwrap().iter().map(|s| s.annotations.statements.len()).sum()
    };
    assert_eq!(count(&store), 2);
    let wrong = store.judge(JudgementKind::NoStatement, "wall", "0-20", None, WHEN).unwrap();
    assert_eq!(count(&store), 1);
    store.undo(wrong.no, WHEN).unwrap();
    assert_eq!(count(&store), 2);
}

#[test]
fn what_is_not_there_cannot_be_judged() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(&folder);
    let mut judge = |kind, a: &str, b: &str| store.judge(kind, a, b, None, WHEN).unwrap_err().to_string();
    assert_eq!(judge(JudgementKind::SameStory, "wall", "nowhere"), "no report \"nowhere\"");
    assert_eq!(judge(JudgementKind::NoStatement, "wall", "3-9"), "wall: no statement at 3-9");
    assert_eq!(judge(JudgementKind::SameStory, "wall", "copy"), "both are in story 1");
    assert_eq!(judge(JudgementKind::SameSpeaker, "Ida", "Ida"), "\"Ida\" and \"Ida\" are the same words");
    assert!(store.judgements().unwrap().is_empty());
}
