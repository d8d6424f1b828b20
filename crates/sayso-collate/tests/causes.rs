//! Causes over invented stories: what different voices name, deny and point at, and what is no question of causes.

mod annotated;

use sayso_model::{Point, PointKind, Record, Verdict};

/// Reports given as id and text (headline, blank line, body), of following days, as one story.
fn story(reports: &[(&str, &str)]) -> Record {
    let days: Vec<String> = (1..=reports.len()).map(|n| format!("2034-09-{n:02}")).collect();
    let dated: Vec<(&str, &str, &str)> =
        reports.iter().zip(&days).map(|((id, text), day)| (*id, day.as_str(), *text)).collect();
    annotated::story(&dated)
}

fn causes(record: &Record) -> Vec<&Point> {
    record.points.iter().filter(|p| p.kind == PointKind::Cause).collect()
}

fn given<'p>(point: &'p Point, report: &str) -> Vec<&'p str> {
    point.readings.iter().filter(|r| r.report == report).map(|r| r.text.as_str()).collect()
}

#[test]
fn causes_of_the_storys_happening_are_one_question_however_they_are_told() {
    let made = story(&[
        (
            "a",
            "Footbridge collapses at Ulmen\n\nA footbridge collapsed at Ulmen on Friday morning. The cause of the collapse \
             was rust, the surveyor, Dora Helm, said.\n",
        ),
        (
            "b",
            "After the footbridge at Ulmen\n\nThe footbridge at Ulmen collapsed because of a barge, the builder, Pavel \
             Torn, told reporters on Saturday.\n",
        ),
        (
            "c",
            "Ulmen counts the days\n\nThe collapse of the footbridge at Ulmen leaves a town in two halves. The mayor, Sila \
             Brandt, blamed the builder for it. Dora Helm stands by her finding. \u{201c}There was no barge,\u{201d} she said.\n",
        ),
    ]);
    let found = causes(&made);
    assert_eq!(found.len(), 1, "{:?}", made.points);
    assert_eq!(found[0].question, "What caused the collapse?");
    assert_eq!(found[0].verdict, Verdict::Conflict);
    assert_eq!(given(found[0], "a"), ["rust"]);
    assert_eq!(given(found[0], "b"), ["a barge"]);
    assert!(given(found[0], "c").iter().any(|t| t.contains("There was no barge")), "{found:?}");
}

#[test]
fn what_stands_after_the_question_why_is_a_cause() {
    let made = story(&[
        (
            "a",
            "Outage stops trams in Kessin\n\nAn outage stopped all trams in Kessin on Monday. The operator put the outage \
             down to a squirrel.\n",
        ),
        (
            "b",
            "The outage in Kessin: what is known\n\nThe outage lasted four hours. And why? An old switch melted, said the \
             engineer Olga Vance.\n",
        ),
    ]);
    let found = causes(&made);
    assert_eq!(found.len(), 1, "{:?}", made.points);
    assert_eq!(found[0].question, "What caused the outage?");
    assert!(given(found[0], "b").iter().any(|t| t.contains("switch")), "{found:?}");
}

#[test]
fn who_was_killed_when_is_no_cause() {
    let made = story(&[
        (
            "a",
            "Two die as wall falls in Orm\n\nTwo men were killed when a wall fell in Orm on Monday. A neighbour had made the \
             first call.\n",
        ),
        (
            "b",
            "Wall falls in Orm\n\nTwo men were killed and a third was hurt in Orm when a wall fell on Monday. By noon the \
             sweepers had filled a lorry.\n",
        ),
    ]);
    assert!(causes(&made).is_empty(), "{:?}", causes(&made));
}

#[test]
fn a_reports_own_question_is_asked_of_the_others() {
    let made = story(&[
        (
            "a",
            "Silver gone from Brae chapel\n\nThe silver of the chapel at Brae was stolen on Sunday. The sexton, Matt Orr, said \
             that the vestry had been locked.\n",
        ),
        (
            "b",
            "Brae chapel: three questions\n\nThe silver of the chapel at Brae is gone. Was the vestry locked? Matt Orr says he \
             locked it himself. \u{201c}The vestry door stood open at six,\u{201d} the organist, Lene Dahl, told us.\n",
        ),
    ]);
    let found = made.points.iter().find(|p| p.question == "Was the vestry locked?");
    let found = found.unwrap_or_else(|| panic!("{:?}", made.points));
    assert!(given(found, "a").iter().any(|t| t.contains("locked")), "{found:?}");
    assert!(!given(found, "b").is_empty());
}

#[test]
fn what_was_not_there_is_denied() {
    let made = story(&[
        (
            "a",
            "Fire at Torum mill\n\nThe mill at Torum burned down on Sunday. \u{201c}The hydrant that the town pays for was not \
             there,\u{201d} said the fire chief, Hanna Weil.\n",
        ),
        (
            "b",
            "Torum answers\n\nThe mill at Torum burned on Sunday. The mayor of Torum, Jon Pell, said on Monday that the hydrant \
             had been there for twenty years.\n",
        ),
    ]);
    let found = made.points.iter().find(|p| p.readings.iter().any(|r| r.text.contains("hydrant")));
    let found = found.unwrap_or_else(|| panic!("{:?}", made.points));
    assert_eq!(found.verdict, Verdict::Conflict, "{found:?}");
}
