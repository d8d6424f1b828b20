//! Where things were, over invented stories.

mod annotated;

use annotated::story;
use sayso_model::{Point, PointKind, Record, Verdict};

/// The point about a place with a reading that has these words in this report.
fn with<'r>(record: &'r Record, report: &str, words: &str) -> Option<&'r Point> {
    let has = |p: &&Point| p.readings.iter().any(|r| r.report == report && r.text.contains(words));
    record.points.iter().filter(|p| p.kind == PointKind::Place).find(has)
}

fn reading<'p>(point: &'p Point, report: &str) -> &'p str {
    point.readings.iter().find(|r| r.report == report).map_or("-", |r| r.text.as_str())
}

fn two<'a>(a: &'a str, b: &'a str) -> Record {
    story(&[("a", "2033-05-11", a), ("b", "2033-05-12", b)])
}

#[test]
fn a_street_names_the_place_of_what_is_named_after_it() {
    let record = two(
        "Fire in Orsk\n\nA fire broke out in a block of flats on Tanner Street on Tuesday, the fire service said.\n",
        "Smoke\n\nThree tenants died in the Tanner Street blaze, which broke out on Tuesday night.\n",
    );
    let point = with(&record, "a", "Tanner Street").expect("a point");
    assert!(reading(point, "b").contains("Tanner Street"), "{point:?}");
    assert_eq!(point.verdict, Verdict::Agree);
}

#[test]
fn a_place_within_another_is_the_same_place() {
    let record = two(
        "Bus hits cart\n\nA bus hit a hay cart near the village of Brenholt on Tuesday, killing two people.\n",
        "Two dead\n\nTwo people were killed on Tuesday when a bus ran into a cart loaded with hay on the bridge at \
         Brenholt.\n",
    );
    let point = with(&record, "a", "Brenholt").expect("a point");
    assert!(reading(point, "b").contains("Brenholt"), "{point:?}");
    assert_eq!(point.verdict, Verdict::Agree);
}

#[test]
fn two_floors_are_two_places() {
    let record = two(
        "Mill burns\n\nThe fire in the Orsk mill began on the second floor, a weaver said. It was out by noon.\n",
        "After the fire\n\nThe fire in the mill of Orsk had begun on the fourth floor, the fire chief, Ilka Soren, \
         found.\n",
    );
    let point = with(&record, "a", "second floor").expect("a point");
    assert!(reading(point, "b").contains("fourth floor"), "{point:?}");
    assert_eq!(point.verdict, Verdict::Conflict);
}

#[test]
fn where_a_report_was_filed_from_is_no_place_of_its_story() {
    let record = two(
        "Weavers walk out\n\nORSK, May 11 (KW) - The weavers of Pellia stopped work on Wednesday over their wages.\n",
        "Looms silent\n\nORSK, May 12 (Reporter) - Weavers all over Pellia have stopped work over wages.\n",
    );
    assert!(with(&record, "a", "ORSK").is_none());
}

#[test]
fn a_place_of_two_things_is_not_asked_after() {
    let record = two(
        "Bread dearer\n\nThe price of bread has risen by a third since spring, a baker in the kitchen of his shop said.\n",
        "Ferry late\n\nThe captain of the ferry was found asleep in the kitchen by two stewards.\n",
    );
    assert!(with(&record, "a", "kitchen").is_none(), "{:?}", record.points);
}

#[test]
fn what_is_done_to_a_place_is_done_there() {
    let record = two(
        "Storm hits coast\n\nThe storm flooded the old harbour of Skarne on Tuesday night, the town said.\n",
        "Water in the streets\n\nThe flood stood two metres deep in the old harbour of Skarne on Tuesday night.\n",
    );
    let point = with(&record, "a", "harbour").expect("a point");
    assert!(reading(point, "b").contains("harbour"), "{point:?}");
    assert_eq!(point.verdict, Verdict::Agree);
}
