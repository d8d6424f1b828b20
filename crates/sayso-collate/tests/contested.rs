//! Contested questions over invented stories: who asserts, who denies, and what is asked.

mod annotated;

use annotated::following as story;
use sayso_model::{Point, Record, Verdict};

/// The point that has this question.
fn asked<'r>(record: &'r Record, question: &str) -> &'r Point {
    let all: Vec<&str> = record.points.iter().map(|p| p.question.as_str()).collect();
    let found = record.points.iter().find(|p| p.question == question);
    found.unwrap_or_else(|| panic!("no {question:?} among {all:?}"))
}

/// The values that a report gives.
fn values<'p>(point: &'p Point, report: &str) -> Vec<&'p str> {
    point.readings.iter().filter(|r| r.report == report).filter_map(|r| r.value.as_deref()).collect()
}

#[test]
fn that_there_is_no_such_thing_meets_those_who_have_seen_it() {
    let made = story(&[
        (
            "a",
            "Town hall of Besk sells its ferry\n\nThe town hall of Besk has sold its ferry, the mayor, Edda Lorn, said on \
             Sunday.\n\nA clerk said that the price was in a ledger in the cellar.\n",
        ),
        (
            "b",
            "Mayor of Besk defends sale of ferry\n\nThe mayor of Besk, Edda Lorn, defended the sale of the ferry on \
             Monday. \u{201c}There is no ledger,\u{201d} she told reporters.\n",
        ),
    ]);
    let point = asked(&made, "Is there any ledger?");
    assert_eq!((values(point, "a"), values(point, "b")), (vec!["yes"], vec!["no"]));
    assert_eq!(point.verdict, Verdict::Conflict);
}

#[test]
fn a_denial_in_several_reports_is_a_point() {
    let said = "\u{201c}The valve did not open,\u{201d} the plant's director, Ruben Aske, told reporters.";
    let made = story(&[
        (
            "a",
            &format!(
                "Steam scalds two at Torv works\n\nTwo fitters were scalded by steam at the Torv works on Sunday.\n\n{said}\n"
            ),
        ),
        (
            "b",
            &format!(
                "Valve blamed at Torv\n\nAn inspector looked at the valve of the boiler at Torv for six hours.\n\n{said}\n"
            ),
        ),
    ]);
    let point = asked(&made, "Did the valve open?");
    assert_eq!((values(point, "a"), values(point, "b")), (vec!["no"], vec!["no"]));
    assert_eq!(point.verdict, Verdict::Agree);
}

#[test]
fn a_denial_that_points_back_finds_what_was_said() {
    let made = story(&[
        (
            "a",
            "Row over the bells of Orl\n\nThe sexton of Orl, Jost Hame, said that the council had sold the bells in \
             secret.\n\nThe council denied this.\n",
        ),
        (
            "b",
            "Bells of Orl gone\n\nNobody in Orl has heard the bells since Sunday. Jost Hame, the sexton, said the council \
             had sold the bells.\n",
        ),
    ]);
    let point = made.points.iter().find(|p| p.verdict == Verdict::Conflict).expect("a conflict");
    assert!(values(point, "a").contains(&"yes") && values(point, "a").contains(&"no"), "{point:?}");
    assert_eq!(values(point, "b"), ["yes"]);
}

#[test]
fn what_a_speaker_will_or_cannot_do_is_no_dispute() {
    let made = story(&[
        (
            "a",
            "Baker of Lund to close\n\nThe baker of Lund, Osk Petri, will close his shop on Friday. \u{201c}I cannot bake \
             bread from debts,\u{201d} he said.\n",
        ),
        (
            "b",
            "Bread from the van\n\nA baker from the coast sells bread from a van in Lund. \u{201c}I can bake bread from \
             anything,\u{201d} said Mirel Toss.\n",
        ),
    ]);
    assert!(made.points.iter().all(|p| p.verdict != Verdict::Conflict), "{:?}", made.points);
}

#[test]
fn two_who_name_different_culprits_are_in_conflict() {
    let made = story(&[
        (
            "a",
            "Blast at Ketter depot\n\nA blast destroyed the fuel depot at Ketter on Sunday.\n\nThe Northern League claimed \
             responsibility for the blast.\n",
        ),
        (
            "b",
            "Ketter counts its losses\n\nThe interior minister, Halm Orsk, blamed smugglers for the blast at the depot on \
             Monday.\n",
        ),
    ]);
    let point = made.points.iter().find(|p| p.kind == sayso_model::PointKind::Agent).expect("an agent");
    assert_eq!(values(point, "b"), ["smugglers"]);
    assert_eq!(point.verdict, Verdict::Conflict);
}

#[test]
fn who_denies_what_was_said_takes_the_other_side() {
    let made = story(&[
        (
            "a",
            "Cook says she was dismissed\n\nThe canteen of the Orm shipyard is shut. The canteen had been sold to a cousin \
             of the director, the cook, Lise Marn, said on Sunday.\n",
        ),
        (
            "b",
            "Shipyard rejects charge\n\nThe director of the Orm shipyard, Jorg Tavel, denied that the canteen had been \
             sold to a cousin of his. \u{201c}It is let by the week,\u{201d} he said on Monday.\n",
        ),
    ]);
    let sides: Vec<(&str, Vec<&str>)> = made
        .points
        .iter()
        .filter(|p| p.verdict == Verdict::Conflict)
        .map(|p| (p.question.as_str(), values(p, "b")))
        .collect();
    assert_eq!(sides.len(), 1, "{sides:?}");
    let point = asked(&made, sides[0].0);
    assert_eq!((values(point, "a"), values(point, "b")), (vec!["yes"], vec!["no"]));
}

#[test]
fn a_reply_that_says_nothing_contrary_takes_no_side() {
    let made = story(&[
        (
            "a",
            "Cook asks for an oven\n\nThe oven of the Orm canteen is forty years old, the cook, Lise Marn, said on Sunday. \
             The director, Jorg Tavel, replied that an oven was a fine thing to have.\n",
        ),
        (
            "b",
            "An oven for Orm\n\nThe canteen of the Orm shipyard has an oven, its cook, Lise Marn, said on Monday.\n",
        ),
    ]);
    let conflicts: Vec<&str> =
        made.points.iter().filter(|p| p.verdict == Verdict::Conflict).map(|p| p.question.as_str()).collect();
    assert!(conflicts.is_empty(), "{conflicts:?}");
}

#[test]
fn who_speaks_of_the_same_things_and_says_something_else_takes_no_side() {
    let made = story(&[
        (
            "a",
            "Torv park row\n\nThe mayor of Torv, Ilse Quarn, denied that the council had sold the park to the brewery.\n",
        ),
        (
            "b",
            "Torv park sold, says paper\n\nThe council sold the park to the brewery in May, a clerk said. The brewery and the \
             council painted the stalls of the park, a gardener said.\n",
        ),
    ]);
    let point = asked(&made, "Had the council sold the park to the brewery?");
    assert_eq!(point.verdict, Verdict::Conflict);
    assert_eq!(values(point, "a"), ["no"]);
    assert!(point.readings.iter().all(|r| !r.text.contains("stalls")), "{point:?}");
}

#[test]
fn what_one_person_was_is_not_denied_by_what_another_was_not() {
    let texts = |second: &str| {
        story(&[
            (
                "a",
                "Judge of Besk named for ferry inquiry\n\nJudge Ruben Aske was named on Friday. The union said on Sunday that the judge could not be fair, because \
                 his father drowned on the ferry when Mr Aske was a child.\n",
            ),
            (
                "b",
                &format!(
                    "Minister speaks of ferry inquiry\n\nThe minister, Edda Lorn, spoke of the judge, Ruben Aske, on \
                     Monday.\n\n\u{201c}{second},\u{201d} Lorn told the union.\n"
                ),
            ),
        ])
    };
    let disputed = |record: &Record| record.points.iter().any(|p| p.verdict == Verdict::Conflict);
    assert!(!disputed(&texts("When he stopped me I was not a child")));
    assert!(disputed(&texts("When it sank Mr Aske was not a child")));
}

#[test]
fn who_is_asked_to_reject_a_thing_denies_nothing() {
    let texts = |second: &str| {
        story(&[
            (
                "a",
                &format!(
                    "Besk council and the toll\n\nThe owners of the ferry hoped that the mayor would sign the new toll, the \
                     harbour master, Ruben Aske, said on Sunday. {second}\n"
                ),
            ),
            (
                "b",
                "Toll divides Besk\n\nThe council of Besk spoke about the new toll for the ferry on Sunday.\n",
            ),
        ])
    };
    let denied = |record: &Record| record.points.iter().filter(|p| p.verdict == Verdict::Conflict).count();
    assert_eq!(
        denied(&texts("A fishmonger from Torv, Edda Lorn, called the mayor to urge him to reject it.")),
        0
    );
    assert_eq!(denied(&texts("The mayor, Edda Lorn, denied it.")), 1);
}

#[test]
fn a_negation_in_the_next_clause_leaves_the_first_as_it_is() {
    let made = story(&[
        (
            "a",
            "Roof of Torv mine falls\n\n\u{201c}A tremor brought down forty metres of roof, and no beam in the world would \
             have held it,\u{201d} the owner of the Torv mine, Edda Lorn, said on Sunday.\n",
        ),
        (
            "b",
            "Torv miners accuse owner\n\n\u{201c}This was not a tremor but greed,\u{201d} a miner, Ruben Aske, told \
             reporters at the Torv mine on Sunday.\n",
        ),
    ]);
    let point = made.points.iter().find(|p| p.question.contains("tremor")).unwrap();
    assert_eq!((values(point, "a"), values(point, "b")), (vec!["yes"], vec!["no"]));
}
