//! When things were, how far they have come, and what one report alone has, over invented stories.

mod annotated;

use annotated::story;
use sayso_model::{Point, PointKind, Record, Verdict};

fn points(record: &Record, kind: PointKind) -> Vec<&Point> {
    record.points.iter().filter(|p| p.kind == kind).collect()
}

/// The point of this kind with a reading that has these words in this report.
fn with<'r>(record: &'r Record, kind: PointKind, report: &str, words: &str) -> Option<&'r Point> {
    let has = |p: &&Point| p.readings.iter().any(|r| r.report == report && r.text.contains(words));
    points(record, kind).into_iter().find(has)
}

fn value<'p>(point: &'p Point, report: &str) -> &'p str {
    point.readings.iter().find(|r| r.report == report).and_then(|r| r.value.as_deref()).unwrap_or("-")
}

#[test]
fn one_act_is_dated_alike_in_other_words() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Envoys leave\n\nThe envoys of Pellia walked out of the border talks in Orsk on Tuesday after an hour.\n",
        ),
        (
            "b",
            "2033-05-11",
            "Border talks in ruins\n\nTalks over the border came to a halt in Orsk last night when the Pellian envoys \
             left the table.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "Tuesday").expect("a point");
    assert_eq!(point.verdict, Verdict::Agree);
    assert_eq!((value(point, "a"), value(point, "b")), ("2033-05-10", "2033-05-10TNI"));
}

#[test]
fn the_hour_in_words_is_that_of_the_clock() {
    let record = story(&[
        ("a", "2033-05-11", "Tower falls\n\nThe bell tower of Orsk fell at 8.52 p.m. on Tuesday.\n"),
        (
            "b",
            "2033-05-11",
            "No bells\n\nThe sexton of Orsk saw it. The bell tower leaned on Tuesday and at ten to nine it fell into \
             the market.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "8.52").expect("a point");
    assert_eq!(value(point, "b"), "2033-05-10T20:50");
    assert_eq!(point.verdict, Verdict::Agree);
}

#[test]
fn a_year_that_names_a_thing_dates_nothing() {
    let record = story(&[
        ("a", "2033-05-11", "Pact\n\nPellia asks for what the 1988 treaty grants it, its envoy said.\n"),
        ("b", "2033-05-11", "Pact\n\nThe envoy pointed to the 1988 treaty and what it grants Pellia.\n"),
    ]);
    assert!(points(&record, PointKind::Time).is_empty(), "{:?}", record.points);
}

#[test]
fn what_was_planned_and_is_done_is_superseded() {
    let record = story(&[
        ("a", "2033-05-11", "Jailed\n\nThe miller was jailed for a year. His lawyer said he would appeal.\n"),
        (
            "b",
            "2033-05-14",
            "After the verdict\n\nThe miller's lawyers lodged their appeal on Friday. The mill is closed.\n",
        ),
    ]);
    let point = with(&record, PointKind::Status, "b", "appeal").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("planned", "done"));
    assert_eq!(point.verdict, Verdict::Superseded);
}

#[test]
fn talks_broken_off_and_resumed_are_superseded() {
    let record = story(&[
        ("a", "2033-05-11", "No deal\n\nPay talks at the Orsk mills were broken off on Tuesday evening.\n"),
        ("b", "2033-05-12", "Back at the table\n\nThe pay talks at the Orsk mills have resumed.\n"),
    ]);
    let point = with(&record, PointKind::Status, "a", "talks").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("broken off", "resumed"));
    assert_eq!(point.verdict, Verdict::Superseded);
}

#[test]
fn leaving_is_set_against_being_dismissed() {
    let record = story(&[
        ("a", "2033-05-11", "Out\n\nThe board dismissed Ilka Soren, who led the mills, on Tuesday.\n"),
        (
            "b",
            "2033-05-11",
            "Gone\n\nIlka Soren resigned on Monday, her lawyer said. The mills have no head.\n",
        ),
    ]);
    let point = with(&record, PointKind::Status, "a", "dismissed").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("dismissed", "resigned"));
    assert_eq!(point.verdict, Verdict::Conflict);
}

#[test]
fn a_report_without_a_day_is_dated_by_its_yesterday() {
    let record = story(&[
        (
            "a",
            "2033-05-10",
            "Bridge falls\n\nThe old bridge of Orsk fell into the river on Tuesday, the mayor said.\n",
        ),
        ("b", "", "What I saw\n\nThe old bridge fell into the river yesterday and I was on the bank.\n"),
    ]);
    let report = record.reports.iter().find(|r| r.id == "b").unwrap();
    assert_eq!(report.published.day(), Some("2033-05-11"), "{:?}", report.published);
}

#[test]
fn a_short_quotation_that_nobody_else_prints_is_alone() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Lake\n\nThe envoys left the lake talks in Orsk. “A lake does not wait,” the abbot said.\n",
        ),
        (
            "b",
            "2033-05-11",
            "Lake\n\nThe envoys left the talks over the lake. Nobody knew whether to wait.\n",
        ),
    ]);
    let alone = &record.silence.iter().find(|s| s.report == "a").unwrap().alone;
    assert!(alone.iter().any(|a| a.text.contains("does not wait")), "{alone:?}");
}

#[test]
fn a_far_year_is_named_for_one_thing() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Mills\n\nThe weavers of Orsk may stay in the mill until 2061, the court ruled.\n",
        ),
        (
            "b",
            "2033-05-11",
            "Mills\n\nA judge in Orsk has let the weavers keep their looms and their mill till 2061.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "2061").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("2061", "2061"));
}

#[test]
fn when_is_asked_in_english() {
    let record = story(&[
        ("a", "2033-05-11", "Envoys leave\n\nThe envoys of Pellia left the table in Orsk on Tuesday.\n"),
        (
            "b",
            "2033-05-11",
            "Envoys leave\n\nOn Tuesday the envoys of Pellia left the table, a clerk said.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "Tuesday").expect("a point");
    assert_eq!(point.question, "When did the envoys of Pellia leave the table in Orsk?");
}

#[test]
fn two_hours_in_one_report_are_set_against_each_other() {
    let record = story(&[
        ("a", "2033-05-11", "Wall falls\n\nThe wall of the Orsk dam gave way at 3:40 a.m. on Tuesday.\n"),
        (
            "b",
            "2033-05-11",
            "The hour\n\nThe mayor of Orsk says that the wall of the dam gave way at 3:40 a.m. on Tuesday. “It broke at \
             3:10 a.m.,” said the baker Orm Vell.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "b", "3:10").expect("a point");
    assert!(point.readings.iter().any(|r| r.report == "a"), "{point:?}");
    assert!(matches!(point.verdict, Verdict::Conflict | Verdict::Differ), "{point:?}");
}

#[test]
fn talks_are_one_matter_however_they_are_told() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "No cabinet\n\nTalks to form a cabinet in Pellia collapsed on Tuesday night, the two sides said.\n",
        ),
        (
            "b",
            "2033-05-12",
            "What now\n\nThe palace says the talks are “suspended, not over” and that the queen will see the mayors.\n",
        ),
    ]);
    let point = with(&record, PointKind::Status, "a", "collapsed").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("broken off", "halted"));
}

#[test]
fn a_call_to_go_is_no_going() {
    let record = story(&[
        ("a", "2033-05-11", "Go\n\nOrm Vell called on Ilka Soren to resign over the mill.\n"),
        ("b", "2033-05-11", "Go\n\nIlka Soren should resign over the mill, Orm Vell said.\n"),
    ]);
    assert!(points(&record, PointKind::Status).is_empty(), "{:?}", record.points);
}

#[test]
fn what_is_refused_was_asked_for() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Fair\n\nThe council of Orsk has granted the permit for the fair, its clerk said.\n",
        ),
        ("b", "2033-05-13", "Fair\n\nThe permit for the fair of Orsk was revoked on Friday.\n"),
    ]);
    let point = with(&record, PointKind::Status, "a", "permit").expect("a point");
    assert_eq!(point.question, "What has become of the permit?");
    assert_eq!((value(point, "a"), value(point, "b")), ("agreed", "broken off"));
    assert_eq!(point.verdict, Verdict::Superseded);
}

#[test]
fn a_place_without_a_name_is_a_place() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Ballots\n\nThe box of ballots had been left in the gymnasium of a school, a clerk said.\n",
        ),
        ("b", "2033-05-11", "Ballots\n\nSomebody had left a box of ballots in a school gym.\n"),
    ]);
    let point = with(&record, PointKind::Place, "a", "gymnasium").expect("a point");
    assert!(with(&record, PointKind::Place, "b", "gym").is_some(), "{point:?}");
}

#[test]
fn an_undated_report_says_which_day_it_is_written_on() {
    let record = story(&[
        (
            "a",
            "2033-05-10",
            "Mill\n\n“No wheel will turn before the wages are paid in full,” the weaver Orm Vell said on Tuesday.\n",
        ),
        (
            "b",
            "",
            "Notes\n\n“No wheel will turn before the wages are paid in full,” says Orm Vell. It is Thursday night and \
             the looms are still.\n",
        ),
    ]);
    let report = record.reports.iter().find(|r| r.id == "b").unwrap();
    assert_eq!(report.published.day(), Some("2033-05-12"), "{:?}", report.published);
}

#[test]
fn minutes_in_words_are_those_of_the_clock() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Gallery falls\n\nA gallery of the Orsk mine collapsed at 4.52 a.m. on Wednesday.\n",
        ),
        (
            "b",
            "2033-05-14",
            "Report on the mine\n\nThe report of the inspectors on the mine in Orsk puts the fall of the gallery at \
             eight minutes to five.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "4.52").expect("a point");
    assert_eq!(point.verdict, Verdict::Agree);
    assert!(value(point, "b").ends_with("T04:52"), "{}", value(point, "b"));
}

#[test]
fn a_line_of_a_running_account_has_the_time_before_it() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Orsk square: the night\n\n2.55. The police come from three sides and clear the square.\n\n4.10. The last \
             tents burn.\n",
        ),
        (
            "b",
            "2033-05-11",
            "Square cleared\n\nPolice began to clear the square of Orsk at 2.56 a.m. on Wednesday.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "b", "2.56").expect("a point");
    assert!(value(point, "a").ends_with("T02:55"), "{}", value(point, "a"));
}

#[test]
fn what_comes_of_a_sudden_has_one_hour_by_whatever_name() {
    let record = story(&[
        (
            "a",
            "2033-05-15",
            "Gallery falls at Orsk\n\nThe gallery of the shrine at Orsk fell at 7.20 p.m. on Saturday, the prefecture said.\n",
        ),
        (
            "b",
            "2033-05-16",
            "The clock of Orsk\n\nThe station on the hill recorded the shock at 7.52 p.m. on Saturday.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "7.20").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("2033-05-14T19:20", "2033-05-14T19:52"));
    assert_eq!(point.verdict, Verdict::Conflict);
}

#[test]
fn a_contracted_negation_is_one() {
    let record = story(&[
        (
            "a",
            "2033-05-15",
            "Minister gone\n\nThe harbour minister, Ada Pell, was dismissed from her post on Saturday, the Courier has \
             learned.\n",
        ),
        (
            "b",
            "2033-05-16",
            "Pell stays\n\nAda Pell wasn't dismissed from her post, the office of the premier said on Sunday.\n",
        ),
    ]);
    let dismissed = |p: &&Point| ["a", "b"].iter().all(|r| p.readings.iter().any(|g| g.report == *r));
    let verdicts: Vec<Verdict> = record.points.iter().filter(dismissed).map(|p| p.verdict).collect();
    assert!(verdicts.contains(&Verdict::Conflict) && !verdicts.contains(&Verdict::Agree), "{verdicts:?}");
    let gone = points(&record, PointKind::Status).iter().any(|p| value(p, "b") == "dismissed");
    assert!(!gone);
}

#[test]
fn a_day_far_off_is_that_of_one_happening_in_unlike_words() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Mill burns\n\nA mill burned in Orsk on Monday. The Reed Party, in power since 2027, promised help.\n",
        ),
        (
            "b",
            "2033-05-12",
            "After the mill fire\n\nThe mill at Orsk is gone. Orla Venn, whose Reed Party has governed since 2027, \
             came to see it.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "2027").expect("a point");
    assert_eq!((value(point, "a"), value(point, "b")), ("2027", "2027"));
}

#[test]
fn two_hours_a_few_minutes_apart_are_those_of_one_fall() {
    let record = story(&[
        (
            "a",
            "2033-05-11",
            "Roof down\n\nThe roof of the Orsk market hall dropped on to the stalls at 6.50 pm on Tuesday.\n",
        ),
        (
            "b",
            "2033-05-14",
            "The hall\n\nThe inspectors were in Orsk. The roof of the hall fell at 18.52, a camera shows.\n",
        ),
    ]);
    let point = with(&record, PointKind::Time, "a", "6.50").expect("a point");
    assert!(value(point, "b").ends_with("T18:52"), "{point:?}");
}

#[test]
fn the_news_that_reports_open_with_in_other_words_is_nobodys_alone() {
    let made = |second: &str| {
        story(&[
            (
                "a",
                "2033-05-11",
                "Gate of Lund lock breaks\n\nA lock gate gave way at Lund on Friday and emptied the basin, stranding dozens of \
                 barges laden with timber for the northern mills.\n\nThe keeper slept.\n",
            ),
            ("b", "2033-05-11", &format!("Barges aground at Lund\n\n{second} The ducks walked home.\n")),
        ])
    };
    let alone = |record: &Record| {
        let own = record.silence.iter().find(|s| s.report == "a").unwrap();
        own.alone.iter().any(|a| a.text.contains("gate gave way"))
    };
    assert!(!alone(&made(
        "Barges lay aground in Lund on Friday after a gate of the lock burst, draining its basin."
    )));
    assert!(alone(&made("The mayor of Lund married a dentist.")));
}

#[test]
fn what_is_put_off_has_the_later_day() {
    let record = story(&[
        (
            "a",
            "2031-06-10",
            "Dam bill\n\nThe assembly of Orvana is to vote on the dam bill on Thursday, its speaker said on Tuesday.\n",
        ),
        (
            "b",
            "2031-06-11",
            "Vote on dam bill late\n\nThe assembly of Orvana has put off the vote on the dam bill until the 22nd.\n",
        ),
    ]);
    let vote = with(&record, PointKind::Time, "b", "the 22nd").expect("when the vote is");
    assert_eq!((value(vote, "a"), value(vote, "b")), ("2031-06-12", "2031-06-22"));
    assert_eq!(vote.verdict, Verdict::Superseded);
}

#[test]
fn the_end_of_a_month_is_its_last_day() {
    let record = story(&[
        (
            "a",
            "2031-06-10",
            "Lifts recalled\n\nThe firm is to repair all lifts of Halsk by 30 September, it said.\n",
        ),
        (
            "b",
            "2031-06-10",
            "Lifts of Halsk\n\nThe firm will repair all lifts of Halsk by the end of September.\n",
        ),
    ]);
    let repair = with(&record, PointKind::Time, "a", "30 September").expect("until when");
    assert_eq!(repair.readings.len(), 2);
    assert_eq!(repair.verdict, Verdict::Agree);
}
