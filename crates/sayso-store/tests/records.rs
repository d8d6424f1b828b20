//! Records that are kept: used while what they were made from stands, and never after.

use sayso_collate::{ReportNo, StoryNo};
use sayso_model::{
    Annotations, Basis, Form, JudgementKind, Published, Report, Segment, SegmentKind, Source, Statement,
    StatementId, Voice,
};
use sayso_store::Store;
use sayso_text::Span;

const SAID: &str = "“The east wall of Quenby harbour fell because nobody mended it in nine years,”";

/// A report that lets one speaker say the same words.
fn report(id: &str, speaker: &str, day: &str) -> (Report, Annotations) {
    let text = format!("The wall of Quenby harbour fell.\n\n{SAID} {speaker} said on the quay.\n");
    let at =
        |words: &str| Span::new(text.find(words).unwrap(), text.find(words).unwrap() + words.len()).unwrap();
    let source = Source { spans: vec![at(speaker)], name: Some(speaker.into()), ..Source::default() };
    let statement = Statement {
        id: StatementId(1),
        content: vec![at(SAID)],
        form: Form::Direct,
        source: Some(source),
        cue: None,
        channel: None,
        addressee: None,
        said: None,
        said_basis: None,
        within: None,
        voice: Voice::Body,
        by: "test".into(),
        confidence: None,
    };
    let segments = vec![Segment { kind: SegmentKind::Body, span: Span::new(0, text.len()).unwrap() }];
    let report = Report {
        path: format!("{id}.txt"),
        outlet: Some(format!("The {id}")),
        title: Some("The wall of Quenby harbour falls".into()),
        published: Published { value: Some(day.into()), basis: Basis::Stated, evidence: None },
        segments,
        ..Report::of_text(id, text)
    };
    (report, Annotations { statements: vec![statement], ..Annotations::default() })
}

fn filled(folder: &tempfile::TempDir) -> (Store, StoryNo) {
    let mut store = Store::open(&folder.path().join("a.db")).unwrap();
    for (id, speaker) in [("gazette", "Hester Pym"), ("post", "Hester Pym"), ("mail", "Ines Quill")] {
        let (report, annotations) = report(id, speaker, "2031-03-04");
        store.put(&report, &annotations, "test").unwrap();
    }
    let story = store.story_of(ReportNo(1)).unwrap().unwrap();
    assert_eq!(store.story_state(story).unwrap().len(), 3, "one story");
    (store, story)
}

/// Works the record out and keeps it.
fn keep(store: &mut Store, story: StoryNo) {
    let state = store.story_state(story).unwrap();
    let reports = store.story(story).unwrap();
    let record = store.collate(story, &reports).unwrap();
    store.keep_record(story, &state, &record, &reports).unwrap();
}

fn is_current(store: &Store, story: StoryNo) -> bool {
    let now = store.story_state(story).unwrap();
    store.kept_record(story, &now).unwrap().is_some_and(|kept| kept.current)
}

#[test]
fn a_kept_record_is_the_one_that_would_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, story) = filled(&folder);
    assert!(!is_current(&store, story));
    keep(&mut store, story);
    let now = store.story_state(story).unwrap();
    let kept = store.kept_record(story, &now).unwrap().unwrap();
    let reports = store.story(story).unwrap();
    assert_eq!(kept.record, store.collate(story, &reports).unwrap());
    assert!(kept.current && store.has_record(story, &now).unwrap());
    assert_eq!(store.collated(story).unwrap().unwrap().1, kept.record);
    let brief = store.brief(story).unwrap().unwrap();
    assert_eq!(brief.title, "The wall of Quenby harbour falls");
    assert!(brief.speakers.iter().any(|s| s == "Hester Pym"), "{brief:?}");
    let profile = store.profile(ReportNo(1)).unwrap().unwrap();
    assert_eq!((profile.reports, profile.sourcing.statements, profile.direct), (1, 1, 1));
    assert_eq!(profile.sourcing.named, 1);
    assert_eq!(profile.speakers.get("Hester Pym"), Some(&1));
    let outlet = store.report(ReportNo(1)).unwrap().unwrap().report.outlet.unwrap();
    assert_eq!(store.outlet_profile(&outlet, 9).unwrap(), (profile, Vec::new()));
    store.drop_record(story).unwrap();
    assert!(store.kept_record(story, &now).unwrap().is_none());
}

#[test]
fn a_profile_says_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = filled(&folder);
    let outlet = store.report(ReportNo(1)).unwrap().unwrap().report.outlet.unwrap();
    let (profile, lacking) = store.outlet_profile(&outlet, 9).unwrap();
    assert_eq!((profile.reports, lacking), (0, vec![ReportNo(1)]));
    assert_eq!(store.outlet_profile("nobody", 9).unwrap().1, []);
}

#[test]
fn a_record_ends_with_what_it_was_made_from() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, story) = filled(&folder);
    keep(&mut store, story);
    let (fourth, annotations) = report("echo", "Hester Pym", "2031-03-05");
    store.put(&fourth, &annotations, "test").unwrap();
    assert!(!is_current(&store, story), "a report came in");
    keep(&mut store, story);
    store.put(&fourth, &annotations, "another analysis").unwrap();
    assert!(!is_current(&store, story), "a report was analysed anew");
    keep(&mut store, story);
    let shown = store.report(ReportNo(1)).unwrap().unwrap();
    let start = shown.report.text.as_str().chars().position(|c| c == '“').unwrap();
    let place = format!("{start}-{}", start + SAID.chars().count());
    let wrong =
        store.judge(JudgementKind::NoStatement, "gazette", &place, None, "2031-03-06T00:00:00Z").unwrap();
    assert!(!is_current(&store, story), "a statement was judged to be none");
    store.undo(wrong.no, "2031-03-06T00:01:00Z").unwrap();
    assert!(is_current(&store, story), "what was judged was undone");
}

#[test]
fn judgements_on_others_leave_a_record_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, story) = filled(&folder);
    keep(&mut store, story);
    let when = "2031-03-06T00:00:00Z";
    store.judge(JudgementKind::SameSpeaker, "Olga Brandt", "the provost", None, when).unwrap();
    assert!(is_current(&store, story), "neither speaks here");
    let ours = store.judge(JudgementKind::SameSpeaker, "Hester Pym", "Ines Quill", None, when).unwrap();
    assert!(!is_current(&store, story), "both speak here");
    store.undo(ours.no, when).unwrap();
    assert!(is_current(&store, story));
}

#[test]
fn changes_name_the_stories_they_touch() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, story) = filled(&folder);
    let first = store.changes(0).unwrap();
    assert!(first.stories.contains(&story));
    assert!(store.changes(first.serial).unwrap().stories.is_empty());
    let mark = store.story_mark(story).unwrap().unwrap();
    assert_eq!((mark.reports, mark.outlets, mark.to.as_deref()), (3, 3, Some("2031-03-04")));
    assert_eq!(store.story_marks().unwrap(), [mark]);
    let (fourth, annotations) = report("echo", "Hester Pym", "2031-03-05");
    store.put(&fourth, &annotations, "test").unwrap();
    let second = store.changes(first.serial).unwrap();
    assert_eq!((second.stories, second.moves), (vec![story], first.moves));
    assert_eq!(store.story_mark(story).unwrap().unwrap().to.as_deref(), Some("2031-03-05"));
    assert_eq!(store.story_lines(story).unwrap().len(), 4);
    let apart = store.judge(JudgementKind::DifferentStories, "gazette", "echo", None, "2031-03-06T00:00:00Z");
    apart.unwrap();
    let third = store.changes(second.serial).unwrap();
    assert_ne!(third.moves, first.moves, "a judgement moved a report");
    let shown = store.shown_as(story).unwrap();
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert_eq!(store.story_mark(shown[1]).unwrap().unwrap().reports, 1);
}

#[test]
fn counts_follow_revisions() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = filled(&folder);
    let (mut revised, annotations) = report("gazette", "Hester Pym", "2031-03-09");
    revised.outlet = Some("The Gazette of Quenby".into());
    store.put(&revised, &annotations, "test").unwrap();
    let outlets: Vec<_> = store.outlets().unwrap().into_iter().map(|o| (o.outlet, o.reports)).collect();
    assert_eq!(
        outlets,
        [("The Gazette of Quenby", 1), ("The mail", 1), ("The post", 1)].map(|(o, n)| (o.to_owned(), n))
    );
    let days = store.reports_by_day("2031-03-01").unwrap();
    assert_eq!((days.get("2031-03-04"), days.get("2031-03-09")), (Some(&2), Some(&1)));
}
