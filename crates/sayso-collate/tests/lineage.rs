//! Who copied whom, on invented reports: each kind of dependence, its direction, and look-alikes that are none.

mod common;

use common::{Made, docs, made};
use sayso_collate::{StoryNo, record};

const FIRE: &str = "GRAVEL QUAY (Ostrand Press) — Fire destroyed the rope works on Gravel Quay early on Sunday and \
    left a night watchman in hospital with burns, the fire brigade said.\n\nThe roof fell in about twenty minutes after \
    the first engine arrived from Sallow Street, and crews spent the morning keeping the flames from the grain stores \
    next door. “We had the river on one side and the wheat on the other,” said Commander Vera Loft, who led them.\n\n\
    The works, founded in 1884, made mooring lines for half the fleet and employed 63 people. Its owner, Anton Grell, \
    stood in the street with the ledgers under his arm and said he would build again if the bank let him.\n\nInspectors \
    will look at a boiler that was due for repair in spring. It was the third fire on the quay since the harbour \
    police gave up their night patrol two years ago, a saving of 40,000 crowns.";

fn report(id: &str, outlet: &str, published: Option<&str>, text: &str) -> Made {
    made(id, outlet, published, "", text)
}

/// The lineage as `copy kind of origin`.
fn lineage(made: &[Made]) -> Vec<String> {
    let record = record(StoryNo(1), &docs(made));
    for edge in &record.lineage {
        assert!(!edge.shared.is_empty(), "{edge:?} has no passage");
        let text = |id: &str| made.iter().find(|m| m.report.id == id).unwrap().report.text.as_str();
        for passage in &edge.shared {
            assert!(passage.span.slice(text(&edge.report)).is_some_and(|t| !t.is_empty()));
            assert!(passage.of_span.slice(text(&edge.of)).is_some_and(|t| !t.is_empty()));
        }
    }
    record.lineage.iter().map(|e| format!("{} {} of {}", e.report, e.kind.as_str(), e.of)).collect()
}

fn agency() -> Made {
    report("agency", "Ostrand Press", Some("2031-05-04T06:10:00Z"), FIRE)
}

#[test]
fn an_agency_text_cut_at_its_end_is_a_wire_copy_with_or_without_credit() {
    let cut = FIRE.split("\n\nThe works").next().unwrap();
    let unsigned = cut.split_once("— ").unwrap().1;
    let found = lineage(&[
        report("signed", "Quay Echo", Some("2031-05-04T08:00:00Z"), cut),
        agency(),
        report("unsigned", "Ostrand Today", Some("2031-05-04T09:00:00Z"), unsigned),
    ]);
    assert_eq!(found, ["signed wire of agency", "unsigned wire of agency"]);
}

#[test]
fn an_agency_signs_before_a_colon_too_and_its_sentences_amid_others_are_its_own() {
    let signed = FIRE.replace("GRAVEL QUAY (Ostrand Press) — ", "GRAVEL QUAY, May 4 (UDO): ");
    let paragraphs: Vec<&str> = FIRE.split_once("— ").unwrap().1.split("\n\n").collect();
    let amid = format!(
        "{}\n\n{}\n\nWhat the third fire means for the quay the Echo has asked all who trade there; the chandler's \
         widow alone would say, and she wants a wall. A reader sent us the photograph beside these lines, taken from \
         the tower of Saint Orm at dawn.",
        paragraphs[0], paragraphs[2]
    );
    let found = lineage(&[
        report("agency", "United Desk of Ostrand", Some("2031-05-04T06:10:00Z"), &signed),
        report("echo", "Quay Echo", Some("2031-05-04T08:00:00Z"), &amid),
    ]);
    assert_eq!(found, ["echo wire of agency"]);
}

#[test]
fn a_credit_in_the_last_line_makes_a_wire_copy_of_a_paper_s_text() {
    let text = FIRE.split_once("— ").unwrap().1;
    let found = lineage(&[
        report("first", "The Quay Echo", Some("2031-05-04"), text),
        report("second", "Inland Gazette", Some("2031-05-04"), &format!("{text}\n\nSource: The Quay Echo")),
    ]);
    assert_eq!(found, ["second wire of first"]);
}

#[test]
fn two_papers_with_one_text_are_a_duplicate_and_the_later_is_the_copy() {
    let text = FIRE.split_once("— ").unwrap().1;
    let found = lineage(&[
        report("late", "Inland Gazette", Some("2031-05-05"), text),
        report("early", "Quay Echo", Some("2031-05-04"), text),
    ]);
    assert_eq!(found, ["late duplicate of early"]);
}

#[test]
fn undated_the_shorter_of_two_is_the_copy() {
    let text = FIRE.split_once("— ").unwrap().1;
    let cut = text.split("\n\nInspectors").next().unwrap();
    let found =
        lineage(&[report("cut", "Inland Gazette", None, cut), report("full", "Quay Echo", None, text)]);
    assert_eq!(found, ["cut duplicate of full"]);
}

#[test]
fn undated_who_names_the_other_is_the_copy() {
    let text = FIRE.split_once("— ").unwrap().1;
    let middle = "crews spent the morning";
    let more = text.replace(middle, &format!("the Quay Echo reported that {middle}"));
    let longer = format!(
        "{more}\n\nInland, nobody remembers such a fire. The Gazette asked four brigades whether their engines could \
         reach a roof of that height; one of them answered that it could not, and the others did not answer at all."
    );
    let found =
        lineage(&[report("b", "Inland Gazette", None, &longer), report("a", "Quay Echo", None, text)]);
    assert_eq!(found, ["b duplicate of a"]);
}

#[test]
fn a_text_reworded_sentence_by_sentence_is_a_rewritten_copy() {
    let reworded = "Fire destroyed the old rope works on Gravel Quay on Sunday morning, and a night watchman is in \
        hospital with burns, said the fire brigade.\n\nThe roof came down some twenty minutes after the first engine \
        arrived from Sallow Street. Crews spent all morning keeping the flames off the grain stores next door.\n\nThe \
        works, which was founded in 1884, made mooring lines for half the fleet and gave work to 63 people. Owner Anton \
        Grell stood in the street with the ledgers under his arm, saying he would build again if only the bank let \
        him.\n\nInspectors will now look at a boiler which was due for repair this spring. It is the third fire on the \
        quay since harbour police gave up the night patrol two years ago.";
    let found = lineage(&[agency(), report("site", "Buzz Ostrand", Some("2031-05-04T10:00:00Z"), reworded)]);
    assert_eq!(found, ["site rewritten of agency"]);
}

#[test]
fn one_paragraph_in_a_report_of_its_own_is_partial_reuse_of_the_origin_alone() {
    let own = "Anton Grell has sold rope to three navies and to a man who walked between two towers on it. On Monday \
        he could be found among the ashes, a thin figure in a borrowed coat, counting iron hooks into a bucket.\n\nThe \
        roof fell in about twenty minutes after the first engine arrived from Sallow Street, and crews spent the \
        morning keeping the flames from the grain stores next door.\n\nHis grandfather bought the place from a widow \
        who had lost two sons at sea and wished never again to smell tar. He paid in herring, the family likes to say, \
        and nobody has found a receipt that says otherwise.";
    let carried = FIRE.split_once("— ").unwrap().1;
    let found = lineage(&[
        agency(),
        report("carried", "Quay Echo", Some("2031-05-04T08:00:00Z"), carried),
        report("portrait", "The Ostrand Review", Some("2031-05-06"), own),
    ]);
    assert_eq!(found, ["carried wire of agency", "portrait partial of agency"]);
}

#[test]
fn quotations_from_one_press_conference_are_no_lineage() {
    let quotes = [
        "“We found no fault in the bridge when we last looked at it, and we looked at every bolt,” the engineer said.",
        "“If the council had given us the money in March there would have been a second inspection in June,” she said.",
        "“I have slept four hours since Tuesday and I will sleep when the last car is out of the water,” she said.",
    ];
    let one = format!(
        "Part of the Tarn bridge gave way at noon with eleven cars on it.\n\nEngineer Ilse Dorn faced some thirty \
         reporters in the town hall at five. {} {} She left by a back door.\n\n{} Divers were still down at nightfall.",
        quotes[0], quotes[1], quotes[2]
    );
    let two = format!(
        "An inspection that never took place is at the centre of questions over the fall of the Tarn bridge.\n\n{} Asked \
         who had turned it down, Ilse Dorn looked at the mayor. {}\n\nThe mayor, Pieter Aum, studied his hands. {} He \
         took no questions himself.",
        quotes[1], quotes[0], quotes[2]
    );
    let found = lineage(&[
        report("one", "Tarn Courier", Some("2031-06-02"), &one),
        report("two", "Daily Beacon", Some("2031-06-02"), &two),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_same_facts_told_by_two_reporters_are_no_lineage() {
    let one = "Eleven cars fell into the Tarn when the middle span of the bridge at Lower Hythe gave way shortly after \
        noon on Tuesday. Four people died and 19 were hurt, the district hospital said in the evening. The bridge, \
        built in 1957, was last inspected in 2028, when engineers found rust on two bearings. Divers from Port Almery \
        searched until dark and will go down again at six.";
    let two = "Four dead, 19 injured: those were the figures the district hospital gave on Tuesday evening after the \
        bridge over the Tarn at Lower Hythe lost its middle span around noon. Eleven vehicles went into the river. In \
        2028, at its last inspection, rust had been seen on two bearings of the bridge, which dates from 1957. The \
        search by divers who came from Port Almery was broken off at nightfall.";
    let found = lineage(&[
        report("one", "Tarn Courier", Some("2031-06-02"), one),
        report("two", "Daily Beacon", Some("2031-06-03"), two),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn set_phrases_names_and_titles_are_no_lineage() {
    let one = "The Governor of the Central Bank of Ostrand, Emil Taraz, said on Tuesday that the rate would stay where it \
        is until the harvest is in. Members of the Monetary Policy Committee of the Central Bank of Ostrand had voted \
        five to two, he said. Traders in the capital had bet on a rise, and the krona lost a little against the mark.";
    let two = "Bread will not get cheaper soon, bakers fear. The Governor of the Central Bank of Ostrand, Emil Taraz, said \
        on Tuesday that nothing would change this year. Flour now costs twice what it did. One of the members of the \
        Monetary Policy Committee of the Central Bank of Ostrand, Dora Sint, buys hers in the village, she told us.";
    let found = lineage(&[
        report("one", "Money Week", Some("2031-06-02"), one),
        report("two", "The Baker", Some("2031-06-03"), two),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn copies_are_one_voice_and_reuse_of_a_passage_is_two() {
    let text = FIRE.split_once("— ").unwrap().1;
    let made = [
        agency(),
        report("copy", "Quay Echo", Some("2031-05-04T08:00:00Z"), text),
        report(
            "own",
            "Daily Beacon",
            Some("2031-05-05"),
            "Rope is dear this week. A fire on the quay saw to that.",
        ),
    ];
    let record = record(StoryNo(1), &docs(&made));
    let voices: Vec<Vec<&str>> = record
        .voices()
        .into_iter()
        .map(|voice| voice.into_iter().map(|at| record.reports[at].id.as_str()).collect())
        .collect();
    assert_eq!(voices, [vec!["agency", "copy"], vec!["own"]]);
}
