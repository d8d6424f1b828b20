//! What each report calls the same person and act; dates that reports lend each other; the timeline.

mod annotated;

use annotated::story;
use sayso_model::{Basis, Certainty, Record, TimelineKind};

const RAID: [(&str, &str, &str); 3] = [
    (
        "a",
        "2032-05-05",
        "Rebel commander killed in night raid\n\nORSK, May 5 - Army commandos killed the rebel commander Ivo Tarn in \
         a raid on a farmhouse near Orsk on Tuesday night.\n\n“He had many lives on his \
         conscience,” said Defence Minister Vera Holm.\n",
    ),
    (
        "b",
        "",
        "Hero Ivo Tarn murdered in his sleep\n\nFreedom fighter Ivo Tarn, a father of four, was murdered by \
         government troops in a farmhouse near Orsk on Tuesday night.\n\n“He had many lives on his conscience,” \
         claimed Vera Holm. His widow, Lena Tarn, called the raid a cowardly assassination.\n",
    ),
    (
        "c",
        "2032-05-07",
        "Funeral for Ivo Tarn\n\nThousands buried Ivo Tarn, 44, the leader of the Orsk insurgency, on Friday, three \
         days after he was killed in an army operation.\n",
    ),
];

fn terms<'r>(record: &'r Record, of: &str, report: &str) -> Vec<(&'r str, &'r str)> {
    let lists = record.naming.iter().filter(|n| n.of.contains(of) && n.report == report);
    lists.flat_map(|n| &n.terms).map(|t| (t.text.as_str(), t.voice.as_str())).collect()
}

#[test]
fn a_person_and_an_act_by_outlet_and_voice() {
    let record = story(&RAID);
    assert!(terms(&record, "Tarn", "a").contains(&("rebel commander", "own")), "{:#?}", record.naming);
    assert!(terms(&record, "Tarn", "b").iter().any(|t| t.0.to_lowercase() == "freedom fighter"));
    assert!(
        terms(&record, "Tarn", "c").contains(&("leader of the Orsk insurgency", "own")),
        "{:#?}",
        record.naming
    );
    let act = |report| terms(&record, "killed", report);
    assert!(act("a").contains(&("killed", "own")), "{:#?}", record.naming);
    assert!(act("b").contains(&("murdered", "own")));
    assert!(act("b").contains(&("cowardly assassination", "attributed")));
    assert!(!act("a").iter().any(|t| t.0.contains("murder")));
}

#[test]
fn an_undated_report_is_placed_by_what_it_shares() {
    let record = story(&RAID);
    let undated = record.reports.iter().find(|r| r.id == "b").unwrap();
    assert_eq!(undated.published.basis, Basis::Inferred);
    assert_eq!(undated.published.day(), Some("2032-05-05"));
    assert!(undated.published.evidence.as_ref().unwrap().contains(" a"), "{:?}", undated.published.evidence);
    // A report that shares nothing with a dated one stays undated.
    let alone = story(&[
        RAID[0],
        ("z", "", "Bakers gather\n\nBakers of the valley met on Tuesday. “Flour is dear,” said Ada Roy.\n"),
    ]);
    assert_eq!(alone.reports.iter().find(|r| r.id == "z").unwrap().published.value, None);
}

#[test]
fn the_timeline_has_events_in_order_with_their_certainty() {
    let record = story(&RAID);
    let dates: Vec<&str> = record.timeline.iter().map(|t| t.date.as_str()).collect();
    assert!(dates.is_sorted());
    let event = |report: &str, words: &str| {
        let mut items =
            record.timeline.iter().filter(|t| t.kind == TimelineKind::Event && t.report == report);
        items.find(|t| t.text.contains(words)).map(|t| (t.date.get(..10).unwrap(), t.basis))
    };
    assert_eq!(event("a", "commandos killed"), Some(("2032-05-04", Certainty::Published)));
    assert_eq!(event("b", "was murdered"), Some(("2032-05-04", Certainty::Inferred)));
    assert_eq!(event("c", "Thousands buried"), Some(("2032-05-07", Certainty::Published)));
}
