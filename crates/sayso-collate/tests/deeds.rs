//! Who did it: several named for one deed, one who denies it, and whose order it was.

mod annotated;

use annotated::story;
use sayso_model::{Point, PointKind, Record, Verdict};

fn agents(record: &Record) -> Vec<&Point> {
    record.points.iter().filter(|p| p.kind == PointKind::Agent).collect()
}

fn values<'p>(point: &'p Point, report: &str) -> Vec<&'p str> {
    let readings = point.readings.iter().filter(|r| r.report == report);
    readings.map(|r| r.value.as_deref().unwrap_or_default()).collect()
}

#[test]
fn two_are_said_to_have_done_it() {
    let record = story(&[
        (
            "a",
            "2033-02-08",
            "Flood in Orm\n\nWater stood in the streets of Orm on Monday. The mill guard Tarn Velk opened the old sluice, the \
             fishermen said.\n",
        ),
        (
            "b",
            "2033-02-08",
            "Streets of Orm under water\n\nOrm was flooded on Monday. The sluice was opened by the harbour master, Oda \
             Prill, according to the water board.\n",
        ),
    ]);
    let [point] = agents(&record)[..] else { panic!("one deed: {:?}", record.points) };
    assert_eq!(point.verdict, Verdict::Conflict);
    assert!(point.question.starts_with("Who opened the"), "{}", point.question);
    assert_eq!(values(point, "a"), ["the mill guard tarn velk"]);
    assert_eq!(values(point, "b"), ["the harbour master"]);
}

#[test]
fn who_denies_having_done_anything_speaks_to_it() {
    let record = story(&[
        (
            "a",
            "2033-02-08",
            "Gate locked\n\nThe workers of Orm Mill stood before a locked gate on Monday. The police padlocked the gate at \
             six, the union said.\n",
        ),
        (
            "b",
            "2033-02-08",
            "Mill shut\n\nOrm Mill was shut on Monday. \"The police locked nothing,\" the spokeswoman Oda Prill said.\n",
        ),
    ]);
    let [point] = agents(&record)[..] else { panic!("one deed: {:?}", record.points) };
    assert_eq!(point.verdict, Verdict::Conflict);
    assert_eq!((values(point, "a"), values(point, "b")), (vec!["the police"], vec!["not the police"]));
}

#[test]
fn whose_order_it_was_is_asked_whatever_the_words() {
    let record = story(&[
        (
            "a",
            "2033-02-08",
            "Tower cleared\n\nMayor Tarn Velk ordered the tower cleared on Monday, his office said.\n",
        ),
        (
            "b",
            "2033-02-09",
            "Who cleared the tower?\n\nThe tower in Orm was cleared on Monday. \"The order came from Governor Oda \
             Prill,\" a fire chief said.\n",
        ),
    ]);
    let [point] = agents(&record)[..] else { panic!("one deed: {:?}", record.points) };
    assert_eq!(point.verdict, Verdict::Conflict);
    assert!(point.question.starts_with("Who ordered the tower"), "{}", point.question);
    assert_eq!(
        (values(point, "a"), values(point, "b")),
        (vec!["mayor tarn velk"], vec!["governor oda prill"])
    );
}

#[test]
fn what_all_tell_of_one_or_of_many_things_is_no_question() {
    let record = story(&[
        (
            "a",
            "2033-02-08",
            "Robbery in Orm\n\nA man robbed a bank in Orm on Monday. The robber smashed a window, police said.\n",
        ),
        (
            "b",
            "2033-02-08",
            "Bank robbed\n\nThe raider smashed a window of the bank in Orm on Monday, a witness said. The mayor opened a \
             bridge. The governor opened a school.\n",
        ),
    ]);
    assert!(agents(&record).is_empty(), "{:?}", agents(&record));
}
