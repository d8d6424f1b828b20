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
fn those_who_put_it_on_each_other_are_at_odds() {
    let record = story(&[
        (
            "a",
            "2033-02-08",
            "Blast on the road\n\nA lorry was blown up near Orm on Monday. Rebels planted the mine, the army said.\n",
        ),
        (
            "b",
            "2033-02-08",
            "Lorry blown up\n\nA lorry was blown up near Orm on Monday. Soldiers planted the mine, the rebels said.\n",
        ),
    ]);
    let [point] = agents(&record)[..] else { panic!("one deed: {:?}", record.points) };
    assert_eq!(point.verdict, Verdict::Conflict);
    assert_eq!((values(point, "a"), values(point, "b")), (vec!["rebels"], vec!["soldiers"]));
    let mine = record.points.iter().filter(|p| p.question.contains("mine")).count();
    assert_eq!(mine, 1, "and nothing else is asked of it: {:?}", record.points);
}

#[test]
fn who_accuses_has_not_done_it() {
    let record = story(&[
        (
            "a",
            "2033-02-08",
            "Mill shut\n\nOrm Mill was shut on Monday. The union accused Jon Pell of ordering the closure.\n",
        ),
        (
            "b",
            "2033-02-09",
            "Who shut the mill?\n\nOrm Mill was shut on Monday. Rita Holt ordered the closure, the owners said.\n",
        ),
    ]);
    let union = |p: &&Point| values(p, "a").iter().any(|v| v.contains("union"));
    assert!(!agents(&record).iter().any(union), "{:?}", agents(&record));
}

#[test]
fn what_nobody_disputes_is_no_question() {
    for (a, b) in [
        (
            "A robber smashed a window on Monday, police said.",
            "The raider smashed the window of the bank on Monday, a witness said.",
        ),
        ("A witness, Karl Orr, saw the van, police said.", "Mia Lund saw the van, her lawyer said."),
        (
            "Parliament approved the budget, the speaker said.",
            "The Senate approved the budget, Dan Kolb said.",
        ),
        ("Arda released 40 prisoners, Bo Rook said.", "Velland released 22 prisoners, Mia Lund said."),
        ("A falling tree killed a man, police said.", "A wall killed a man in Orm, the fire brigade said."),
        ("The army hit the hospital.", "The air force bombed the hospital."),
        (
            "Leasing firm Marn took 12 orders, it said.",
            "Orbis took orders worth three billion, its chief said.",
        ),
        (
            "Troops under the command of General Ito Sann left. President Eva Varga ordered a ceasefire.",
            "Rebels under the command of Yusuf Kadir left. President Eva Varga ordered a ceasefire.",
        ),
    ] {
        let text = |body: &str| format!("News from Orm\n\nThis is the news of Orm on Monday. {body}\n");
        let (a, b) = (text(a), text(b));
        let record = story(&[("a", "2033-02-08", &a), ("b", "2033-02-09", &b)]);
        assert!(agents(&record).is_empty(), "{a}{b}{:?}", agents(&record));
    }
}
