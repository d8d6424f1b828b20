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
    // Told by most with a verb, an act goes by its noun.
    let act = |report| terms(&record, "killing", report);
    assert!(act("a").contains(&("killed", "own")), "{:#?}", record.naming);
    assert!(act("b").contains(&("murdered", "own")));
    assert!(act("b").contains(&("cowardly assassination", "attributed")));
    assert!(!act("a").iter().any(|t| t.0.contains("murder")));
}

#[test]
fn an_act_goes_by_its_noun_and_riot_police_are_no_riot() {
    let record = story(&[
        (
            "a",
            "2032-05-05",
            "Painting stolen from Orsk gallery\n\nA painting was stolen from the gallery of Orsk on Monday. Mr Holm, \
             the keeper, called the theft a disgrace. Riot police closed the square after a rally in Orsk.\n",
        ),
        (
            "b",
            "2032-05-05",
            "Heist at the gallery of Orsk\n\nThieves took a painting in a heist at the gallery of Orsk on Monday, \
             keeper Ivo Holm said. Riot police closed the square after a protest march in Orsk.\n",
        ),
    ]);
    assert!(terms(&record, "heist", "a").contains(&("stolen", "own")), "{:#?}", record.naming);
    assert!(!terms(&record, "Holm", "a").iter().any(|t| t.0.contains("theft")), "{:#?}", record.naming);
    assert!(!record.naming.iter().flat_map(|n| &n.terms).any(|t| t.text.to_lowercase().starts_with("riot")));
    assert!(terms(&record, "Holm", "a").contains(&("Mr", "own")), "{:#?}", record.naming);
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

const FALL: [(&str, &str, &str); 3] = [
    (
        "a",
        "2032-09-01",
        "Mill owner jailed over boiler\n\nThe owner of Harn mill was jailed for four years on Tuesday over a boiler that \
         burst.\n\nEdrik Vannor, 54, looked at the floor. The 54-year-old will appeal.\n\nTwelve weavers were scalded in \
         the accident, the court heard.\n",
    ),
    (
        "b",
        "2032-09-01",
        "GREEDY MILL BOSS CAGED\n\nGreedy mill boss Edrik Vannor was caged on Tuesday for the tragedy that scalded \
         twelve women.\n\n“He is a butcher,” said Olga Penn, whose sister was hurt. Others called him “a fool who \
         counted coal”.\n",
    ),
    (
        "c",
        "2032-09-02",
        "After the verdict\n\nThe union has called the accident a crime. The schooner Petrel carried flowers from the \
         weavers to the mill.\n\nThe mill's lawyers did not speak. Edrik Vannor is in the county jail.\n",
    ),
];

#[test]
fn nouns_away_from_the_name_lead_back_to_the_person() {
    let record = story(&FALL);
    let of = |report| terms(&record, "Vannor", report);
    // The lead that names nobody, an age, a headline.
    assert!(of("a").contains(&("owner of Harn mill", "own")), "{:#?}", record.naming);
    assert!(of("a").contains(&("54-year-old", "own")));
    assert!(of("a").contains(&("Mill owner", "own")));
    assert!(of("b").iter().any(|t| t.0.eq_ignore_ascii_case("greedy mill boss")));
    assert!(!of("c").iter().any(|t| t.0.contains("lawyers")));
}

#[test]
fn what_somebody_is_called_is_the_callers_word() {
    let record = story(&FALL);
    let of = |report| terms(&record, "Vannor", report);
    assert!(of("b").contains(&("butcher", "attributed")), "{:#?}", of("b"));
    assert!(
        of("b").contains(&("a fool who counted coal", "attributed"))
            || of("b").contains(&("a fool", "attributed"))
    );
    let act: Vec<(&str, &str)> = terms(&record, "accident", "c");
    assert!(act.contains(&("a crime", "attributed")), "{:#?}", record.naming);
}

#[test]
fn groups_of_one_number_and_things_with_names() {
    let record = story(&FALL);
    let group = |report| record.naming.iter().any(|n| n.report == report && n.of == "weavers");
    assert!(group("a") && group("b"), "{:#?}", record.naming);
    assert!(terms(&record, "Petrel", "c").contains(&("schooner", "own")), "{:#?}", record.naming);
}

#[test]
fn a_description_with_a_complement_stands_before_a_name_without_a_comma() {
    let record = story(&[
        (
            "a",
            "2032-06-01",
            "Weavers leave the council\n\nORSK, June 1 - The leader of the weavers Ada Brunn left the council on \
             Tuesday. “No weaver will be driven out of a single loft,” Ada Brunn said.\n",
        ),
        (
            "b",
            "2032-06-02",
            "Brunn walks\n\nThe leader of the weavers Ada Brunn named the decision a betrayal. “No one will be \
             displaced from any loft,” she stressed.\n",
        ),
    ]);
    assert!(
        terms(&record, "Ada Brunn", "b").contains(&("leader of the weavers", "own")),
        "{:#?}",
        record.naming
    );
    // Not yet found: that the pronoun after the second is hers.
}

#[test]
fn a_word_for_several_kinds_of_act_is_told_once() {
    let record = story(&[
        (
            "a",
            "2032-06-01",
            "Withdrawal of the garrison\n\nThe withdrawal of the garrison from Orsk has begun, the mayor, Ada Brunn, said.\n",
        ),
        (
            "b",
            "2032-06-01",
            "Garrison leaves Orsk\n\nThe garrison is to be withdrawn from Orsk, the mayor, Ada Brunn, said on Tuesday.\n",
        ),
    ]);
    let acts: Vec<&str> = record
        .naming
        .iter()
        .filter(|n| n.report == "a" && n.of != "Ada Brunn")
        .map(|n| n.of.as_str())
        .collect();
    assert_eq!(acts.iter().filter(|of| **of == "withdrawal").count(), 1, "{acts:?}");
}

#[test]
fn what_an_outlet_judges_is_the_act_that_others_name() {
    let record = story(&[
        (
            "a",
            "2032-05-05",
            "Blaze at Orsk glassworks\n\nA blaze destroyed the glassworks of Orsk on Monday, and two halls were lost. The \
             fire began in a store of straw.\n",
        ),
        (
            "b",
            "2032-05-05",
            "Fire at Orsk glassworks\n\nA fire destroyed the glassworks of Orsk on Monday. “This disaster was no \
             accident,” said Vera Holm, the mayor. She called the fire a shameful betrayal.\n",
        ),
        (
            "c",
            "2032-05-06",
            "Drama at the glassworks of Orsk\n\nTwo halls of the glassworks of Orsk burned in a fire on Monday. The \
             scandal is that nobody had paid for a hydrant.\n",
        ),
    ]);
    let act = |report| terms(&record, "fire", report);
    assert!(act("a").iter().any(|t| t.0.to_lowercase() == "blaze"), "{:#?}", record.naming);
    assert!(act("b").contains(&("disaster", "attributed")), "{:#?}", record.naming);
    assert!(act("b").iter().any(|t| t.0.ends_with("shameful betrayal") && t.1 == "attributed"));
    assert!(act("c").iter().any(|t| t.0.starts_with("Drama") && t.1 == "own"), "{:#?}", record.naming);
    assert!(act("c").contains(&("scandal", "own")));
}

#[test]
fn titles_and_appositions_of_every_make() {
    let record = story(&[
        (
            "a",
            "2032-05-05",
            "Shepherd killed near Orsk\n\nA shepherd was killed on a pasture near Orsk on Monday. Neighbours carried Ivo \
             Tarn, 57, home on a door.\n\nThe foreign minister of that country, Ludo Varr, spoke of an old mine. Lena \
             Brandt, headteacher these nine years, closed the school. Coun. Mirko Stahl, who lives in Orsk, said \
             nothing.\n",
        ),
        (
            "b",
            "2032-05-06",
            "Mine kills herdsman\n\nThe herdsman Ivo Tarn was killed by a mine near Orsk on Monday, said blast-hunting \
             boss Vera Holm. Auntie Mila Krug found him.\n\nAsked about the herdsman, Ludo Varr said: “It was an old \
             mine.” The Dolman miller Adam Miller saw it.\n",
        ),
    ]);
    assert!(
        terms(&record, "Ivo Tarn", "a").iter().any(|t| t.0.to_lowercase() == "shepherd"),
        "{:#?}",
        record.naming
    );
    assert!(
        terms(&record, "Varr", "a").iter().any(|t| t.0.starts_with("foreign minister")),
        "{:#?}",
        record.naming
    );
    assert!(terms(&record, "Brandt", "a").contains(&("headteacher", "own")), "{:#?}", record.naming);
    assert!(terms(&record, "Stahl", "a").contains(&("Coun.", "own")), "{:#?}", record.naming);
    assert!(terms(&record, "Holm", "b").contains(&("blast-hunting boss", "own")), "{:#?}", record.naming);
    assert!(terms(&record, "Krug", "b").contains(&("Auntie", "own")), "{:#?}", record.naming);
    assert!(!terms(&record, "Varr", "b").iter().any(|t| t.0.contains("herdsman")), "{:#?}", record.naming);
    assert!(
        !record.naming.iter().flat_map(|n| &n.terms).any(|t| t.text.contains("Adam")),
        "{:#?}",
        record.naming
    );
}

#[test]
fn the_accused_is_who_was_arrested_and_months_are_no_marches() {
    let record = story(&[
        (
            "a",
            "2032-05-05",
            "Guard arrested for theft of Orsk crown\n\nIvo Tarn, 29, was arrested on Monday for the theft of the crown of \
             Orsk, police chief Vera Holm said. The crown vanished on March 3 after a march through Orsk.\n",
        ),
        (
            "b",
            "2032-05-06",
            "Crown of Orsk: guard in court\n\nIvo Tarn stood in court on Tuesday over the heist of the crown of Orsk. Forty \
             people had seen the accused leave the hall, Vera Holm said. A retired judge watched.\n",
        ),
    ]);
    assert!(terms(&record, "Tarn", "b").iter().any(|t| t.0 == "accused"), "{:#?}", record.naming);
    assert!(!terms(&record, "Holm", "b").iter().any(|t| t.0 == "accused"));
    assert!(!record.naming.iter().flat_map(|n| &n.terms).any(|t| t.text == "March" || t.text == "retired"));
}

#[test]
fn a_nickname_in_quotation_marks_is_what_somebody_is_called() {
    let record = story(&[
        (
            "a",
            "2032-05-05",
            "Bank boss skis as queues grow\n\nAnd where was Oskar Dahm, the \"Gravedigger of Savola\"? Finance minister \
             Bruna Salvi, dubbed \"Calamity Bruna\" by her party, blamed a panic at the bank.\n",
        ),
        (
            "b",
            "2032-05-05",
            "Run on Lagune bank\n\nCustomers queued at the bank on Monday. The queues began after Oskar Dahm, the bank's \
             chief, spoke of losses.\n",
        ),
    ]);
    assert!(
        terms(&record, "Dahm", "a").contains(&("Gravedigger of Savola", "attributed")),
        "{:#?}",
        record.naming
    );
    assert!(terms(&record, "Salvi", "a").contains(&("Calamity Bruna", "attributed")), "{:#?}", record.naming);
}

#[test]
fn a_crime_judges_what_is_said_to_be_one() {
    let record = story(&[
        (
            "a",
            "2032-05-05",
            "Club docked ten points\n\nThe league docked Dunmoor ten points on Monday, a penalty that sends it down. \
             \"This is theft,\" said the captain Pal Renn.\n",
        ),
        (
            "b",
            "2032-05-05",
            "Dunmoor punished\n\nThe league's punishment of Dunmoor, ten points, was announced on Monday. The penalty is \
             final. A theft at the club is being looked into.\n",
        ),
    ]);
    assert!(terms(&record, "penalty", "a").contains(&("theft", "attributed")), "{:#?}", record.naming);
    assert!(!terms(&record, "penalty", "b").iter().any(|t| t.0.contains("theft")), "{:#?}", record.naming);
}

#[test]
fn a_war_crime_speaks_of_no_war() {
    let record = story(&[
        (
            "a",
            "2032-05-05",
            "Envoy speaks of war crime\n\nThe attack on the mill was a war crime, the envoy said. The raid killed four.\n",
        ),
        ("b", "2032-05-05", "Mill attacked\n\nThe bombing of the mill was a war crime, the mayor said.\n"),
    ]);
    assert!(record.naming.iter().all(|n| n.of != "war"), "{:#?}", record.naming);
    assert!(
        record.naming.iter().any(|n| n.terms.iter().any(|t| t.text == "war crime")),
        "{:#?}",
        record.naming
    );
}

#[test]
fn a_group_is_what_stands_beside_its_name() {
    let record = story(&[
        (
            "a",
            "2032-05-02",
            "Files stolen in Tarn\n\nA group calling itself Pale Lantern has stolen files from the hospital in Tarn, police \
             said on Saturday. Pale Lantern wants money for them.\n",
        ),
        (
            "b",
            "2032-05-03",
            "Hospital files\n\nThe extortion gang Pale Lantern stole files from the hospital in Tarn on Friday. The crooks \
             want money.\n",
        ),
    ]);
    assert!(terms(&record, "Pale Lantern", "a").contains(&("group", "own")), "{:#?}", record.naming);
    let called: Vec<&str> = terms(&record, "Pale Lantern", "b").iter().map(|t| t.0).collect();
    assert!(called.contains(&"extortion gang") && called.contains(&"crooks"), "{called:?}");
}
