//! Rival accounts over invented stories: what different voices tell of one matter, and what is no dispute.

mod annotated;

use annotated::following as story;
use sayso_model::{Point, Record, Verdict};

/// The point that has readings with all these words.
fn with<'r>(record: &'r Record, words: &[&str]) -> &'r Point {
    let has = |p: &Point, w: &str| p.readings.iter().any(|r| r.text.contains(w));
    let found = record.points.iter().find(|p| words.iter().all(|w| has(p, w)));
    let shown = |p: &Point| {
        let readings = p.readings.iter().map(|r| format!("\n  {}: {:?} {}", r.report, r.value, r.text));
        format!("\n{}{}", p.question, readings.collect::<String>())
    };
    found.unwrap_or_else(|| panic!("{words:?}: {}", record.points.iter().map(shown).collect::<String>()))
}

#[test]
fn who_tells_otherwise_stands_beside_who_denies() {
    let made = story(&[
        (
            "a",
            "Stable burns at Torv\n\nA stable burned down at Torv on Sunday night. A lamp set the hay alight, the owner, \
             Jost Hame, told the police.\n",
        ),
        (
            "b",
            "Groom speaks of the night at Torv\n\nThe groom of the stable at Torv, Tave Ulm, spoke to this newspaper on \
             Monday. \u{201c}Nobody carried a lamp into the hay,\u{201d} he said.\n",
        ),
        (
            "c",
            "What the fire left at Torv\n\nThe inspector, Edda Lorn, found no lamp in the hay of the stable at Torv. \
             \u{201c}The hay was wet and it heated by itself,\u{201d} she said on Tuesday.\n",
        ),
    ]);
    let point = with(&made, &["A lamp set the hay alight", "Nobody carried a lamp"]);
    assert_eq!(point.verdict, Verdict::Conflict, "{point:?}");
    let sides: Vec<(&str, &str)> = point
        .readings
        .iter()
        .filter(|r| r.text.contains("lamp set") || r.text.contains("Nobody"))
        .map(|r| (r.report.as_str(), r.value.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(sides, [("a", "yes"), ("b", "no")]);
}

#[test]
fn what_somebody_pledged_not_to_do_denies_nothing() {
    let made = story(&[
        (
            "a",
            "River towns sign charter\n\nThe towns of the Orl signed a charter on Sunday pledging not to dam the upper \
             river, their league said.\n",
        ),
        (
            "b",
            "Mills of the Orl\n\nA mill that dams the upper river would starve the fields, the bishop, Lise Marn, said on \
             Monday.\n",
        ),
    ]);
    assert!(made.points.iter().all(|p| p.verdict != Verdict::Conflict), "{:?}", made.points);
}

#[test]
fn not_one_is_as_good_as_nobody() {
    let made = story(&[
        (
            "a",
            "Harbour master accused at Besk\n\nThe harbour master of Besk, Osk Petri, took crowns for every berth, a skipper, \
             Ruben Aske, said on Sunday.\n",
        ),
        (
            "b",
            "Harbour master answers\n\nThe harbour master of Besk spoke on Monday. \u{201c}Not one crown was taken for a \
             berth,\u{201d} said Osk Petri.\n",
        ),
    ]);
    let point = with(&made, &["took crowns for every berth", "Not one crown"]);
    assert_eq!(point.verdict, Verdict::Conflict, "{point:?}");
}
