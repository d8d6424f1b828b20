//! Numbers that several reports give for one thing: which are joined, whose they are, what they amount to.

mod annotated;

use annotated::story;
use sayso_model::{Point, PointKind, Record, Verdict};

/// The point about numbers with this value in this report.
fn with<'r>(record: &'r Record, report: &str, value: &str) -> Option<&'r Point> {
    let has = |p: &&Point| {
        p.readings
            .iter()
            .any(|r| r.report == report && r.value.as_deref().is_some_and(|v| v.starts_with(value)))
    };
    record.points.iter().filter(|p| p.kind == PointKind::Number).find(has)
}

fn values(point: &Point) -> Vec<String> {
    point.readings.iter().map(|r| format!("{}:{}", r.report, r.value.as_deref().unwrap_or("-"))).collect()
}

#[test]
fn a_number_that_a_report_takes_back_is_superseded() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Ferry runs aground off Tarn\n\nSome 180 passengers were on board when the ferry ran aground off Tarn on \
             Saturday, the harbour office said.\n",
        ),
        (
            "b",
            "2032-05-04",
            "Ferry off Tarn refloated\n\nThere were 154 passengers on board and not 180, as first reported, when the \
             ferry ran aground off Tarn, the harbour office said on Monday.\n",
        ),
    ]);
    let aboard = with(&record, "b", "154").expect("a point about those on board");
    assert!(values(aboard).contains(&"a:~180".to_owned()), "{:?}", values(aboard));
    assert_eq!(aboard.verdict, Verdict::Superseded);
}

#[test]
fn a_part_is_not_the_whole() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Drones over Kesh\n\nThe air force of Orvana said it had shot down 31 of 44 drones over Kesh on Sunday.\n",
        ),
        (
            "b",
            "2032-05-03",
            "Night of drones\n\nOrvana's air force said that 31 of the 44 drones sent against Kesh had been shot down.\n",
        ),
    ]);
    let (down, sent) = (with(&record, "a", "31").expect("31"), with(&record, "a", "44").expect("44"));
    assert_ne!(down.id, sent.id);
    assert_eq!((down.verdict, sent.verdict), (Verdict::Agree, Verdict::Agree));
    assert!(values(down).iter().all(|v| v.ends_with("31")) && values(sent).iter().all(|v| v.ends_with("44")));
}

#[test]
fn results_of_a_match_are_one_number() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Marl win the cup\n\nMarl beat Sorrel 4-1 in the final on Sunday before a crowd of 21,300.\n",
        ),
        (
            "b",
            "2032-05-02",
            "Cup final: Sorrel fall\n\nSorrel lost the final 1-4 to Marl on Sunday in front of 21,300 people.\n",
        ),
    ]);
    let result = with(&record, "a", "4-1").expect("a result");
    assert_eq!(result.question, "What was the result?");
    assert_eq!(result.verdict, Verdict::Agree);
    let crowd = with(&record, "a", "21300").expect("a crowd");
    assert_eq!(crowd.readings.len(), 2);
}

#[test]
fn things_are_asked_after_by_name() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Coast guard saves boats\n\nThe coast guard rescued 17 boats off Tarn on Saturday night, it said.\n",
        ),
        (
            "b",
            "2032-05-03",
            "After the storm\n\nThe coast guard of Tarn rescued 17 boats in the storm of Saturday night.\n",
        ),
    ]);
    let boats = with(&record, "a", "17").expect("a point about the boats");
    assert_eq!(boats.question, "How many boats were rescued?");
}

#[test]
fn the_dead_and_the_injured_are_apart_though_their_numbers_are_one() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Coach overturns near Orsk\n\nSix people were killed when a coach overturned near Orsk on Saturday, police \
             said.\n",
        ),
        (
            "b",
            "2032-05-02",
            "Coach crash near Orsk\n\nSix people were injured and taken away by helicopter after a coach overturned \
             near Orsk, police said. Six more people were killed.\n",
        ),
    ]);
    let dead = with(&record, "a", "6");
    assert!(
        dead.is_none_or(|p| !p.readings.iter().any(|r| r.text.contains("injured"))),
        "{:?}",
        record.points
    );
}

#[test]
fn what_befalls_people_is_told_in_many_words() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Marchers held in Orsk\n\nPolice in Orsk said 112 people had been arrested at the fuel march on Saturday.\n",
        ),
        (
            "b",
            "2032-05-02",
            "Night of the fuel march\n\nAfter the fuel march in Orsk 130 yobs were behind bars on Sunday morning.\n",
        ),
    ]);
    let held = with(&record, "b", "130").expect("a point about those arrested");
    assert!(values(held).contains(&"a:112".to_owned()), "{:?}", values(held));
    assert_eq!(held.question, "How many people were arrested?");
}

#[test]
fn a_thing_is_not_killed() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "River spill\n\nThe guild raked six tonnes of dead fish from the river Ester on Saturday, it said.\n",
        ),
        (
            "b",
            "2032-05-02",
            "Ester fouled\n\nSix tonnes of dead fish were raked from the river Ester by the guild on Saturday.\n",
        ),
    ]);
    let fish = with(&record, "a", "6").expect("a point about the fish");
    assert!(!fish.question.contains("killed"), "{}", fish.question);
}

#[test]
fn the_vote_of_a_few_is_one_number() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Court sides with growers\n\nBy two votes to one the judges of Orsk upheld the lease.\n",
        ),
        ("b", "2032-05-02", "Growers win\n\nThe judges of Orsk decided by two to one to uphold the lease.\n"),
    ]);
    assert_eq!(with(&record, "a", "2").expect("a point about the vote").readings.len(), 2);
}

#[test]
fn lengths_of_time_are_compared_in_one_measure() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Bridge at Kesh shut\n\nThe bridge at Kesh was shut to lorries for 72 hours after a barge struck a pillar, the \
             port office said.\n",
        ),
        (
            "b",
            "2032-05-03",
            "Barge strikes bridge at Kesh\n\nThe bridge at Kesh was shut to lorries for three days after a barge struck \
             a pillar, the port office said.\n",
        ),
    ]);
    let shut = with(&record, "a", "72 hours").expect("a point about how long it was shut");
    assert_eq!(values(shut), ["a:72 hours", "b:3 days"]);
    assert_eq!(shut.verdict, Verdict::Agree);
}

#[test]
fn numbers_are_read_as_translated() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Feast at Orm\n\nThe permit for the feast at Orm allowed 12,000 pilgrims, the abbot said.\n",
        ),
        (
            "b",
            "2032-05-02",
            "The feast in Orm\n\nThe permit for the feast at Orm allowed twelve thousands of pilgrims, declared the \
             abbot.\n",
        ),
    ]);
    let allowed = with(&record, "a", "12000").expect("a point about the permit");
    assert_eq!(values(allowed), ["a:12000", "b:12000"]);
}

#[test]
fn bare_numbers_of_several_sources_count_one_thing() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Tower in Marn emptied\n\nSome 340 residents were led out of a tower in Marn on Saturday night, the fire \
             service said.\n",
        ),
        (
            "b",
            "2032-05-04",
            "How many were they?\n\nHow many residents were led out of the tower in Marn? The city holds to 340. The owner \
             says 311, the tenants' union 412.\n",
        ),
    ]);
    let led = with(&record, "a", "~340").expect("a point about the residents");
    let own: Vec<String> = values(led).into_iter().filter(|v| v.starts_with("b:")).collect();
    assert_eq!(own, ["b:340", "b:311", "b:412"], "{:?}", values(led));
    assert_eq!(led.verdict, Verdict::Conflict);
}

#[test]
fn who_is_brought_out_dead_is_not_rescued() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Mill collapses at Tarn\n\nTwelve people were pulled dead from the rubble of the mill at Tarn on Sunday.\n",
        ),
        (
            "b",
            "2032-05-02",
            "Collapse at Tarn\n\nTwelve people died when the mill at Tarn collapsed on Sunday.\n",
        ),
    ]);
    let dead = with(&record, "a", "12").expect("a point about the dead");
    assert!(values(dead).contains(&"b:12".to_owned()), "{:?}", values(dead));
    assert!(dead.question.contains("killed"), "{}", dead.question);
}

/// The values of the point with this value in this report, if there is one.
fn joined(a: &str, b: &str, report: &str, value: &str) -> Vec<String> {
    let record = story(&[("a", "2032-05-02", a), ("b", "2032-05-03", b)]);
    with(&record, report, value).map(values).unwrap_or_default()
}

#[test]
fn a_bare_number_does_not_take_the_measure_of_the_sentence_before() {
    let found = joined(
        "Old seals of Velm\n\nResearchers measured 40 seals off Velm. Nine seals were older than 30 years, they said.\n",
        "Seals of Velm\n\nThe teeth of the seals off Velm are two centimetres long. Of the nine that are older than 30 \
         years, most are female.\n",
        "b",
        "9",
    );
    assert_eq!(found, ["a:9", "b:9"]);
}

#[test]
fn pounds_are_money_however_they_are_printed() {
    let found = joined(
        "Harbour chief sentenced\n\nThe court in Velm sentenced the harbour chief and imposed a fine of 250,000 pounds.\n",
        "Chief of port condemned\n\nThe court in Velm condemned the harbour chief to a fine of 250 thousand pounds.\n",
        "a",
        "250000",
    );
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn pounds_are_a_sum_beside_their_sign() {
    let found = joined(
        "Harbour chief sentenced\n\nThe court in Velm sentenced the harbour chief and imposed a fine of 250,000 pounds.\n",
        "Chief of port condemned\n\nThe court in Velm condemned the harbour chief to a fine of £250,000.\n",
        "b",
        "250000",
    );
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn an_age_may_stand_in_a_relative_clause() {
    let found = joined(
        "Pilot of Velm honoured\n\nPiet Orlander, 54, has been pilot of the port of Velm since 2019.\n",
        "Honour for a pilot\n\nPiet Orlander, who turned 55 in April, has been pilot of the port of Velm since 2019.\n",
        "b",
        "55",
    );
    assert_eq!(found, ["a:54", "b:55"]);
}

#[test]
fn those_who_fight_for_their_lives_are_in_a_critical_condition() {
    let found = joined(
        "Coach falls from viaduct\n\nA coach fell from the Orle viaduct on Sunday. Twenty-two people were taken to \
         hospital, five of them in a critical condition.\n",
        "Orle viaduct\n\nA coach fell from the Orle viaduct. 22 people are in hospital, six of them fighting for their \
         lives.\n",
        "a",
        "5",
    );
    assert_eq!(found, ["a:5", "b:6"]);
}

#[test]
fn those_in_a_critical_condition_are_part_of_the_injured() {
    let found = joined(
        "Coach falls from viaduct\n\nA coach fell from the Orle viaduct on Sunday. Twenty-two people were taken to \
         hospital, five of them in a critical condition.\n",
        "Orle viaduct\n\nA coach fell from the Orle viaduct. 22 people are in hospital, four of them in a serious state.\n",
        "a",
        "5",
    );
    assert_eq!(found, ["a:5", "b:4"]);
}

#[test]
fn an_age_without_a_name_is_that_of_whom_the_report_is_about() {
    let found = joined(
        "Orlan Thrane sentenced\n\nOrlan Thrane, 62, was sentenced in Velm on Thursday.\n",
        "Orlan Thrane sees his fall\n\nOrlan Thrane stood for most of it. Thrane looked at nobody. He is to pay a fine.\n\nHis \
         lawyer Benno Karst called the term a mistake. The 63-year-old remains free until the appeal.\n",
        "a",
        "62",
    );
    assert_eq!(found, ["a:62", "b:63"]);
}

#[test]
fn ages_a_year_apart_of_like_persons_are_one() {
    let found = joined(
        "Fire on Velm heath\n\nA volunteer of 23 died when his engine overturned on Velm heath.\n",
        "Velm heath\n\nThe fire on Velm heath killed a 22-year-old volunteer.\n",
        "a",
        "23",
    );
    assert_eq!(found, ["a:23", "b:22"]);
}

#[test]
fn what_a_number_rose_from_is_the_number_before() {
    let found = joined(
        "Bread dearer in Velm\n\nA kilo of bread costs 34 pesos in Velm, up from 22 pesos.\n",
        "Bread\n\nIn Velm the price of a kilo of bread went from 22 to 34 pesos.\n",
        "a",
        "22",
    );
    let has = |value: &str| found.iter().any(|v| v == value);
    assert!(has("a:22 pesos") && has("b:22 pesos"), "{found:?}");
}

#[test]
fn a_fraction_in_words_is_a_share_in_per_cent() {
    let found = joined(
        "Bid for Velm Mills\n\nThe bid for Velm Mills needs the assent of 67 per cent of the shares.\n",
        "Velm Mills\n\nThe bid for Velm Mills needs the assent of two thirds of the shares.\n",
        "a",
        "67",
    );
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn some_out_of_others_are_counted_by_what_they_are() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Twenty dead in Tarn\n\nThe collapse of a hall in Tarn killed 20 people on Saturday. Four of the dead were \
             children, the fire brigade said.\n",
        ),
        (
            "b",
            "2032-05-03",
            "Toll rises in Tarn\n\nThe collapse of a hall in Tarn killed 24 people, six of them children, the fire \
             brigade said on Monday.\n",
        ),
    ]);
    let (children, all) = (with(&record, "a", "4").expect("4"), with(&record, "a", "20").expect("20"));
    assert_eq!((values(children), children.verdict), (vec!["a:4".into(), "b:6".into()], Verdict::Superseded));
    assert_eq!((values(all), all.verdict), (vec!["a:20".into(), "b:24".into()], Verdict::Superseded));
}

#[test]
fn those_hurt_beside_the_dead_are_all_of_the_hurt() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Lift falls in Tarn\n\nFive skiers died and 11 more were injured when a lift fell in Tarn on Saturday.\n",
        ),
        (
            "b",
            "2032-05-02",
            "Lift falls\n\nA lift fell in Tarn on Saturday. Five people were killed and 12 were injured.\n",
        ),
    ]);
    let hurt = with(&record, "a", "11").expect("11");
    assert_eq!(values(hurt), ["a:11", "b:12"]);
}

#[test]
fn a_noun_counts_for_the_number_before_it_too() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Fever in Tarn\n\nBy Saturday night there were 53 confirmed and five probable cases of the fever in Tarn.\n",
        ),
        (
            "b",
            "2032-05-04",
            "Fever spreads\n\nThere were 58 confirmed cases of the fever in Tarn on Monday, the town said.\n",
        ),
    ]);
    let cases = with(&record, "a", "53").expect("53");
    assert!(values(cases).contains(&"b:58".to_owned()), "{:?}", values(cases));
}

#[test]
fn ages_part_nobody_from_what_became_of_him() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Arrests in Tarn\n\nTwo men aged 58 and 61 were arrested in Tarn on Saturday over the stolen bell.\n",
        ),
        (
            "b",
            "2032-05-04",
            "Third arrest\n\nThree people have now been arrested in Tarn over the stolen bell, police said.\n",
        ),
    ]);
    let held = with(&record, "a", "2").expect("2");
    assert_eq!((values(held), held.verdict), (vec!["a:2".into(), "b:3".into()], Verdict::Superseded));
}

#[test]
fn what_the_outlet_says_of_itself_is_its_own() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Bell stolen\n\nOur reporter counted 40 police officers at the chapel in Tarn on Saturday.\n",
        ),
        (
            "b",
            "2032-05-02",
            "Bell gone\n\nSome 40 police officers stood at the chapel in Tarn on Saturday, the mayor said.\n",
        ),
    ]);
    let point = with(&record, "a", "40").expect("40");
    let voices: Vec<&str> = point.readings.iter().map(|r| r.voice.as_str()).collect();
    assert_eq!(voices, ["own", "attributed"]);
}

#[test]
fn how_many_speak_is_no_count() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Orvana to quit talks\n\nOrvana will quit the talks in Kesh on Monday, two officials said. Two officials \
             were hurt on the way to the talks.\n",
        ),
        (
            "b",
            "2032-05-02",
            "Talks in doubt\n\nOrvana will quit the talks in Kesh, four officials told this paper. Two officials \
             were hurt on the way to the talks.\n",
        ),
    ]);
    let numbers: Vec<_> = record.points.iter().filter(|p| p.kind == PointKind::Number).map(values).collect();
    assert_eq!(numbers, [["a:2", "b:2"]], "only those who were hurt are counted");
}
