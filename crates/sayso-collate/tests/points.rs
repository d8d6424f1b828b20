//! Points over invented stories, from plain text to verdict.

mod annotated;

use annotated::story;
use sayso_model::{Point, PointKind, Record, Verdict};

fn asked<'r>(record: &'r Record, kind: PointKind, question: &str) -> &'r Point {
    let all: Vec<&str> = record.points.iter().map(|p| p.question.as_str()).collect();
    let found = record.points.iter().find(|p| p.kind == kind && p.question.contains(question));
    found.unwrap_or_else(|| panic!("no {question:?} among {all:?}"))
}

fn values<'p>(point: &'p Point, report: &str) -> Vec<&'p str> {
    point.readings.iter().filter(|r| r.report == report).filter_map(|r| r.value.as_deref()).collect()
}

const BLAST: [(&str, &str, &str); 3] = [
    (
        "a",
        "2032-03-04T09:10:00Z",
        "Blast at Odrin refinery kills at least seven\n\nODRIN, March 4 (KW) - At least seven people were killed and \
         more than 30 injured on Thursday when an explosion tore through the Odrin oil refinery, the fire service \
         said.\n\nThe blast happened shortly after 6 a.m. and was heard 20 kilometres away. Three workers are still \
         missing. In 2019 a fire at the same plant killed four people.\n",
    ),
    (
        "b",
        "2032-03-04T18:40:00Z",
        "Toll in refinery explosion rises to eleven\n\nThe death toll from the explosion at the Odrin refinery has \
         risen to 11, health minister Paul Drenn said on Thursday evening.\n\nFour workers were missing, the company \
         said.\n",
    ),
    (
        "c",
        "2032-03-05",
        "Minister orders inquiry after refinery disaster\n\nThe government of Sarvia ordered an inquiry on Friday \
         into the explosion at the Odrin refinery that killed 12 people, most of them workers of the morning \
         shift.\n",
    ),
];

#[test]
fn a_toll_that_rises_is_superseded() {
    let record = story(&BLAST);
    let dead = asked(&record, PointKind::Number, "killed");
    assert_eq!(dead.verdict, Verdict::Superseded);
    assert_eq!(
        (values(dead, "a"), values(dead, "b"), values(dead, "c")),
        (vec![">=7"], vec!["11"], vec!["12"])
    );
    assert!(dead.silent.is_empty());
    // The fire of another year is another toll.
    assert!(!dead.readings.iter().any(|r| r.text.contains("four")));
    let missing = asked(&record, PointKind::Number, "missing");
    assert_eq!((missing.verdict, &missing.silent), (Verdict::Superseded, &vec!["c".to_owned()]));
}

#[test]
fn figures_of_one_day_that_cannot_both_be_right_are_a_conflict() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Thousands march in Belmar\n\nPolice said 4,000 protesters had marched through Belmar on Sunday against \
             the dam.\n",
        ),
        (
            "b",
            "2032-05-02",
            "Belmar fills with protesters\n\nThe organisers said 15,000 demonstrators marched through Belmar on \
             Sunday against the dam, and police arrested nine.\n",
        ),
        (
            "c",
            "2032-05-02",
            "Dam protest in Belmar\n\nA march against the dam in Belmar ended quietly on Sunday. Nine people were \
             arrested.\n",
        ),
    ]);
    let march = asked(&record, PointKind::Number, "took part");
    assert_eq!(march.verdict, Verdict::Conflict);
    assert_eq!((values(march, "a"), values(march, "b")), (vec!["4000"], vec!["15000"]));
    assert_eq!(march.silent, ["c"]);
    assert_eq!(asked(&record, PointKind::Number, "arrested").verdict, Verdict::Agree);
    assert_eq!(record.points[0].id, march.id, "the conflict comes first");
}

#[test]
fn parts_of_a_toll_are_no_other_toll() {
    let record = story(&[
        (
            "a",
            "2032-06-02",
            "Bus plunges off bridge\n\nTwenty-two people, including five children, were killed when a bus fell from \
             the Harsk bridge on Tuesday, police said.\n",
        ),
        (
            "b",
            "2032-06-02",
            "22 die in Harsk bus crash\n\nPolice in Harsk said 22 people died when a bus left the bridge on Tuesday. \
             Five children were killed.\n",
        ),
    ]);
    let all = asked(&record, PointKind::Number, "people were killed");
    assert_eq!((all.verdict, values(all, "a"), values(all, "b")), (Verdict::Agree, vec!["22"], vec!["22"]));
    assert!(record.points.iter().all(|p| p.verdict == Verdict::Agree), "{:?}", record.points);
}

const CHECKS: [(&str, &str, &str); 3] = [
    (
        "a",
        "2032-03-04",
        "Fire at Odrin mill\n\nA fire broke out at the Odrin mill on Thursday. The operator, Vantor Oil, denied that \
         safety checks had been skipped.\n\nThe mill was built by nuns in the reign of Queen Adela, who liked white bread.\n",
    ),
    (
        "b",
        "2032-03-04",
        "Union blames owner for mill fire\n\nA union leader, Ida Tolm, said safety checks had been skipped for \
         months.\n",
    ),
    (
        "c",
        "2032-03-05",
        "Mill still smoking\n\nThe Odrin mill was still smoking on Friday, firefighters said. Bread will be dearer in the \
         valley this month.\n",
    ),
];

#[test]
fn a_denial_meets_what_it_denies() {
    let record = story(&CHECKS);
    let point = asked(&record, PointKind::Denial, "safety checks");
    assert_eq!(point.question, "Had safety checks been skipped?");
    assert_eq!(
        (point.verdict, values(point, "a"), values(point, "b")),
        (Verdict::Conflict, vec!["no"], vec!["yes"])
    );
    assert_eq!(point.silent, ["c"]);
}

#[test]
fn who_lacks_what_two_others_have() {
    let record = story(&CHECKS);
    let of = |id: &str| record.silence.iter().find(|s| s.report == id).unwrap();
    let point = asked(&record, PointKind::Denial, "safety checks");
    assert!(
        of("c")
            .lacks
            .iter()
            .any(|l| l.kind == sayso_model::LackedKind::Point && l.id == point.id && l.carried == 2)
    );
    assert!(of("a").lacks.iter().all(|l| l.id != point.id));
    assert!(of("a").alone.iter().any(|a| a.text.contains("Queen Adela")));
    assert!(["a", "b"].iter().all(|r| of(r).alone.iter().all(|a| !a.text.contains("safety checks"))));
}

#[test]
fn the_order_of_reports_does_not_matter() {
    let mut turned = BLAST;
    turned.reverse();
    let questions = |r: &Record| r.points.iter().map(|p| (p.question.clone(), p.verdict)).collect::<Vec<_>>();
    assert_eq!(questions(&story(&BLAST)), questions(&story(&turned)));
}

#[test]
fn what_is_under_way_in_one_and_over_in_another_has_gone_on() {
    let record = story(&[
        (
            "a",
            "2034-03-06",
            "Ferry missing off Sarn\n\nSARN, March 6 (HN) - The ferry Merle has been missing off Sarn since Sunday night. Four \
             boats were searching the strait, the coastguard said.\n",
        ),
        (
            "b",
            "2034-03-08",
            "Merle found off Sarn\n\nThe ferry Merle lies in forty metres of water off Sarn. The search ended on Tuesday at \
             noon, the coastguard said.\n",
        ),
    ]);
    let search = asked(&record, PointKind::Status, "search");
    assert_eq!(search.verdict, Verdict::Superseded);
    assert_eq!((values(search, "a"), values(search, "b")), (vec!["under way"], vec!["over"]));
}

#[test]
fn how_a_people_took_it_is_set_side_by_side() {
    let record = story(&[
        (
            "a",
            "2032-03-04",
            "Orvania's ruler dead\n\nThe marshal of Orvania died on Tuesday. Orvanians were dancing in the streets \
             after the death of the marshal, the exile group Free Reeds said.\n",
        ),
        (
            "b",
            "2032-03-05",
            "A nation weeps\n\nThousands of Orvanians wept at the news of the marshal's death on Tuesday. The mayor \
             of Arle did not weep.\n",
        ),
        (
            "c",
            "2032-03-05",
            "Anger in Marn\n\nIn Marn a new toll for lorries prompted an uproar on Tuesday.\n",
        ),
    ]);
    let taken = asked(&record, PointKind::Other, "How did Orvanians take the");
    assert_eq!(taken.verdict, Verdict::Differ);
    assert_eq!((values(taken, "a"), values(taken, "b")), (vec!["dancing"], vec!["wept"]));
    assert_eq!(taken.silent, ["c"], "another people took another thing");
    let voice = |report: &str| taken.readings.iter().find(|r| r.report == report).map(|r| r.voice.as_str());
    assert_eq!((voice("a"), voice("b")), (Some("attributed"), Some("own")));
}

#[test]
fn whether_a_person_is_held_is_followed() {
    let record = story(&[
        (
            "a",
            "2032-03-04",
            "Campaigner arrested\n\nPolice arrested the campaigner Imke Sorrel at the gates of the mill on Thursday.\n",
        ),
        (
            "b",
            "2032-03-05",
            "Campaigner free again\n\nThe campaigner Imke Sorrel was released on Friday, her lawyer said. The court \
             released a statement.\n",
        ),
    ]);
    let held = asked(&record, PointKind::Status, "Is Imke Sorrel held?");
    assert_eq!(held.verdict, Verdict::Superseded);
    assert_eq!((values(held, "a"), values(held, "b")), (vec!["held"], vec!["free"]));
}

#[test]
fn whether_a_place_is_open_is_followed() {
    let record = story(&[
        (
            "a",
            "2032-03-04",
            "Cracks in bridge\n\nThe Haren bridge will be closed from Friday, the road office said on Thursday.\n",
        ),
        (
            "b",
            "2032-03-06",
            "No way over\n\nThe Haren bridge, closed since Friday, carries 9,000 lorries a day. The school in Arle is open.\n",
        ),
        (
            "c",
            "2032-03-09",
            "Lorries roll\n\nThe Haren bridge was reopened on Tuesday. The council wants to close the pool in Arle.\n",
        ),
    ]);
    let open = asked(&record, PointKind::Status, "Is the Haren bridge open?");
    assert_eq!(open.verdict, Verdict::Superseded);
    assert_eq!((values(open, "a"), values(open, "b")), (vec!["to shut"], vec!["shut"]));
    assert_eq!(values(open, "c"), ["open"]);
    let other = |p: &Point| p.kind == PointKind::Status && p.question.contains("Arle");
    assert!(!record.points.iter().any(other), "{:?}", record.points);
}

#[test]
fn a_place_that_was_open_before_is_not_reopened() {
    let told =
        "Pool shut\n\nThe pool in Tarn is shut after a leak on Tuesday. The pool was open until noon.\n";
    let market = "Shares rise\n\nThe stock market opened higher on Friday. The pool in Orm reopened.\n";
    let record = story(&[("a", "2032-03-04", told), ("b", "2032-03-06", told), ("c", "2032-03-06", market)]);
    let open = |p: &&Point| p.kind == PointKind::Status && p.question.ends_with("open?");
    assert!(!record.points.iter().any(|p| open(&p)), "{:?}", record.points);
}
