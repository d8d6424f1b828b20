//! Stories of invented reports, placed one at a time.

mod common;

use common::{Made, docs, made};
use proptest::prelude::*;
use sayso_collate::{Collator, Doc, MemoryShelf, Placed, ReportNo, StoryNo};
use std::collections::BTreeSet;

/// Reports of one happening with its own people, places and matter, told twice or three times.
fn happenings() -> Vec<Vec<Made>> {
    let make = |story: usize, texts: &[(&str, &str)]| -> Vec<Made> {
        texts
            .iter()
            .enumerate()
            .map(|(i, (title, text))| {
                made(
                    &format!("s{story}r{i}"),
                    &format!("Outlet {i}"),
                    Some(&format!("2031-0{}-1{i}", story + 1)),
                    title,
                    text,
                )
            })
            .collect()
    };
    vec![
        make(
            0,
            &[
                (
                    "Dam at Corvel loses part of its wall",
                    "The Corvel dam above Teskov lost forty metres of its western wall on Friday night. Engineers \
                     opened the gates. Orsolya Venn, the water minister, ordered the lower valley cleared, and 3,000 \
                     people spent the night in schools at Teskov.",
                ),
                (
                    "Thousands flee as Corvel wall breaks",
                    "About 3,000 people were taken out of the valley below the Corvel dam after part of the western \
                     wall broke. Water minister Orsolya Venn said the gates had been opened in time. Teskov's schools \
                     took families in.",
                ),
                (
                    "Corvel: engineers had warned of the wall",
                    "Engineers warned Orsolya Venn a year ago that the western wall of the Corvel dam would not last, \
                     letters seen by this paper show. The dam above Teskov broke on Friday.",
                ),
            ],
        ),
        make(
            1,
            &[
                (
                    "Marrowby wins the Tarn Cup with last throw",
                    "Lise Okonjo of Marrowby threw from the halfway line as the bell rang and won the Tarn Cup, 61 to \
                     60, against Sollen. Coach Piet Harrow wept. Marrowby had never won the cup.",
                ),
                (
                    "Okonjo's throw takes Tarn Cup to Marrowby",
                    "Nobody in Marrowby will forget the throw of Lise Okonjo. From the halfway line she beat Sollen, 61 \
                     to 60, and brought the Tarn Cup home. Piet Harrow, the coach, could not speak.",
                ),
            ],
        ),
        make(
            2,
            &[
                (
                    "Central bank of Ostrand raises its rate",
                    "Ostrand's central bank raised its rate to 7 per cent on Tuesday. Governor Emil Taraz blamed the \
                     price of grain and the weak krona. Markets had expected 6.5 per cent.",
                ),
                (
                    "Taraz surprises markets with 7 per cent",
                    "Governor Emil Taraz lifted the rate of the Ostrand central bank to 7 per cent, half a point more \
                     than markets had expected, and named grain and the krona as reasons.",
                ),
            ],
        ),
    ]
}

fn place(reports: &[Doc<'_>]) -> (MemoryShelf, Vec<Placed>) {
    let collator = Collator::default();
    let mut shelf = MemoryShelf::default();
    let placed = reports
        .iter()
        .map(|doc| {
            let Ok(placed) = collator.add(&mut shelf, doc);
            placed
        })
        .collect();
    (shelf, placed)
}

/// The stories as sets of report ids.
fn partition(shelf: &MemoryShelf, docs: &[Doc<'_>]) -> BTreeSet<BTreeSet<String>> {
    let id = |no: &ReportNo| docs.iter().find(|d| d.no == *no).unwrap().report.id.clone();
    shelf.stories().map(|(_, members)| members.iter().map(id).collect()).collect()
}

fn expected() -> BTreeSet<BTreeSet<String>> {
    happenings().iter().map(|story| story.iter().map(|m| m.report.id.clone()).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_order_of_independent_stories_does_not_matter(
        order in Just((0..7usize).collect::<Vec<_>>()).prop_shuffle()
    ) {
        let made: Vec<Made> = happenings().into_iter().flatten().collect();
        let docs: Vec<Doc<'_>> = order
            .iter()
            .enumerate()
            .map(|(no, at)| Doc::new(ReportNo(no as u32), &made[*at].report, &made[*at].annotations))
            .collect();
        let (shelf, _) = place(&docs);
        prop_assert_eq!(partition(&shelf, &docs), expected());
    }

    #[test]
    fn removing_what_was_added_restores_the_shelf(kept in 0usize..6) {
        let made: Vec<Made> = happenings().into_iter().flatten().collect();
        let docs = docs(&made);
        let (before, _) = place(&docs[..=kept]);
        let mut after = before.clone();
        let collator = Collator::default();
        let Ok(placed) = collator.add(&mut after, &docs[kept + 1]);
        let Ok(()) = collator.remove(&mut after, docs[kept + 1].no);
        // The number of a story that was begun and went again is not given twice; all else is as before.
        if placed.new_story {
            let Ok(next) = sayso_collate::Shelf::new_story(&mut after.clone());
            prop_assert!(next > placed.story);
        }
        prop_assert_eq!(after.without_numbering(), before.without_numbering());
    }
}

#[test]
fn the_same_reports_give_the_same_shelf() {
    let made: Vec<Made> = happenings().into_iter().flatten().collect();
    let docs = docs(&made);
    assert_eq!(place(&docs), place(&docs));
}

#[test]
fn a_new_revision_keeps_the_number_of_a_story_of_its_own() {
    let made: Vec<Made> = happenings().into_iter().flatten().collect();
    let docs = docs(&made);
    let (mut shelf, placed) = place(&docs[..4]);
    let mut revised = made[3].report.clone();
    revised.title = Some("Marrowby wins the Tarn Cup".into());
    let collator = Collator::default();
    let Ok(again) =
        collator.replace(&mut shelf, ReportNo(3), &Doc::new(ReportNo(9), &revised, &made[3].annotations));
    assert_eq!(again.story, placed[3].story);
    let Ok(members) = sayso_collate::Shelf::reports_of(&shelf, again.story);
    assert_eq!(members, [ReportNo(9)]);
}

#[test]
fn a_retrospective_is_linked_and_copies_are_near() {
    let mut made: Vec<Made> = happenings().into_iter().flatten().collect();
    made.push(made_copy(&made[0]));
    made.push(common::made(
        "later",
        "Outlet 4",
        Some("2036-01-12"),
        "Five years on, Teskov has a lake again",
        "Children swim where the water left. The new lake at Teskov was opened on Saturday by mayor Runa Dahl, who said \
         a museum would follow. Anglers came from Brask. The Corvel dam broke five years ago, when Orsolya Venn was \
         minister; a court cleared her.",
    ));
    let docs = docs(&made);
    let (_, placed) = place(&docs);
    let copy = &placed[7];
    assert_eq!(copy.story, placed[0].story);
    assert_eq!(copy.near.first().map(|n| n.to), Some(ReportNo(0)));
    let later = &placed[8];
    assert_ne!(later.story, placed[0].story);
    assert_eq!(later.linked.iter().map(|l| l.to).collect::<Vec<StoryNo>>(), [placed[0].story]);
}

fn made_copy(of: &Made) -> Made {
    made(
        "copy",
        "Outlet 9",
        Some("2031-01-12"),
        "Wall of Corvel dam breaks",
        &format!("{} More follows.", of.report.text.as_str()),
    )
}
