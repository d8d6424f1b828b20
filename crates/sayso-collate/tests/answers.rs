//! Which statement answers which, in invented reports.

mod common;

use common::{Made, docs, made};
use sayso_collate::{StoryNo, record};
use sayso_model::{Answering, Cue, Manner};

/// A report with the base forms of the cues of its statements, in order.
fn told(id: &str, date: &str, marked: &str, cues: &[(&str, Manner)]) -> Made {
    let mut report = made(id, id, Some(date), "A heading", marked);
    for (statement, (lemma, manner)) in report.annotations.statements.iter_mut().zip(cues) {
        let cue = serde_json::json!({"spans": [], "lemma": lemma, "manner": manner});
        let cue: Cue = serde_json::from_value(cue).unwrap();
        statement.cue = Some(cue);
    }
    report
}

/// The answers of a story: who answers, how, and whom, as numbers of statements in the order of the reports.
fn answers(reports: &[Made]) -> Vec<(u32, Answering, u32)> {
    let record = record(StoryNo(1), &docs(reports));
    let of = record.statements.iter();
    of.flat_map(|s| s.answers.iter().map(|a| (s.id, a.how, a.statement))).collect()
}

#[test]
fn a_denial_names_its_target_in_another_report() {
    let reports = [
        told(
            "a",
            "2031-06-10",
            "{Karla Voss|The brake of the lift was thirty years old and had never been replaced}, Karla Voss said. \
             {Karla Voss|“Nobody reads our letters”}, she said.",
            &[("say", Manner::Assert), ("say", Manner::Assert)],
        ),
        told(
            "b",
            "2031-06-11",
            "Piet Orlander denied {Piet Orlander|that the brake was thirty years old}. \
             {Piet Orlander|The mine employs 840 people}, he said.",
            &[("deny", Manner::Deny), ("say", Manner::Assert)],
        ),
    ];
    assert_eq!(answers(&reports), [(3, Answering::Denies, 1)]);
}

#[test]
fn remarks_are_condemned_by_name() {
    let reports = [
        told(
            "a",
            "2031-02-01",
            "{Ilo Brandt|“Teachers are paid for their holidays”}, Ilo Brandt said. {Ilo Brandt|The budget will be \
             read on Monday}, he said.",
            &[("say", Manner::Claim), ("say", Manner::Assert)],
        ),
        told(
            "b",
            "2031-02-02",
            "The union condemned {Teachers' Union|Brandt's remarks about the holidays of teachers}.",
            &[("condemn", Manner::Condemn)],
        ),
    ];
    assert_eq!(answers(&reports), [(3, Answering::Condemns, 1)]);
}

#[test]
fn who_rejects_an_accusation_answers_what_was_said_before() {
    let reports = [told(
        "a",
        "2031-02-01",
        "{Mira Sand|The club paid the referee}, Mira Sand said. Joost Amberley rejected {Joost Amberley|the \
         accusation}. {Joost Amberley|“We have nothing to hide in our books”}, he said.",
        &[("say", Manner::Accuse), ("reject", Manner::Reject), ("say", Manner::Assert)],
    )];
    // The quotation is the answer in his words.
    assert_eq!(answers(&reports), [(3, Answering::Denies, 1)]);
}

#[test]
fn the_contrary_of_what_another_says_is_a_denial() {
    let reports = [
        told(
            "a",
            "2031-02-01",
            "{Corda Artists|The conductor was taken unwell}, his agency said.",
            &[("say", Manner::Assert)],
        ),
        told(
            "b",
            "2031-02-02",
            "{Ingmar Solheid|“I was not unwell and I was not in a rage”}, he wrote.",
            &[("write", Manner::Assert)],
        ),
    ];
    assert_eq!(answers(&reports), [(2, Answering::Denies, 1)]);
}

#[test]
fn who_opposes_a_thing_answers_nobody_and_who_challenges_a_claim_does() {
    let reports = |answer: &str| {
        [told(
            "a",
            "2031-02-01",
            &format!(
                "{{Mira Sand|The harbour trade deal will bring work to every port}}, Mira Sand said. Joost Amberley \
                 opposed {{Joost Amberley|{answer}}}."
            ),
            &[SAY, ("oppose", Manner::Reject)],
        )]
    };
    assert_eq!(answers(&reports("the harbour trade deal in every port")), []);
    assert_eq!(
        answers(&reports("the claim that the harbour trade deal would bring work to every port")),
        [(2, Answering::Denies, 1)]
    );
}

#[test]
fn what_is_said_of_an_accusation_is_not_what_is_denied() {
    let reports = [told(
        "a",
        "2031-02-01",
        "{Ada Orr|The club paid the referee}, Ada Orr said. {Mira Sand|The accusation is disturbing}, Mira Sand \
         said. Joost Amberley denied {Joost Amberley|the accusation}.",
        &[SAY, SAY, ("deny", Manner::Deny)],
    )];
    assert_eq!(answers(&reports), [(3, Answering::Denies, 1)]);
}

#[test]
fn a_shared_topic_is_no_answer() {
    let reports = [
        told(
            "a",
            "2031-02-01",
            "{Ada Orr|The tunnel will be opened in October}, Ada Orr said.",
            &[("say", Manner::Assert)],
        ),
        told(
            "b",
            "2031-02-02",
            "{Tom Ebele|The tunnel has not cost more than the bridge}, Tom Ebele said. He denied {Tom Ebele|that \
             workers had been hurt}.",
            &[("say", Manner::Assert), ("deny", Manner::Deny)],
        ),
    ];
    assert_eq!(answers(&reports), []);
}

const SAY: (&str, Manner) = ("say", Manner::Assert);

#[test]
fn one_thing_is_denied_in_another_form() {
    let reports = [
        told(
            "a",
            "2031-05-01",
            "{Nurses' League|Three wards would be closed before winter}, the league said. {Nurses' League|The \
             hospital would merge with the clinic in Tarn}, it said.",
            &[SAY, SAY],
        ),
        told(
            "b",
            "2031-05-02",
            "{Odile Kern|“We are building. There is no merger”}, Odile Kern said. {Odile Kern|“There are no plans \
             to sell the chapel”}, she said.",
            &[SAY, SAY],
        ),
    ];
    assert_eq!(answers(&reports), [(3, Answering::Denies, 2)]);
}

#[test]
fn the_opposite_predicate_is_a_denial() {
    let reports = [
        told(
            "a",
            "2031-05-01",
            "{Jonas Brill|“The sluice was open. I saw the river pour in”}, Jonas Brill said.",
            &[SAY],
        ),
        told("b", "2031-05-02", "{Water Board|“The sluice was closed”}, the board said.", &[SAY]),
        told("c", "2031-05-03", "{Ida Wren|“The museum was closed on Friday”}, Ida Wren said.", &[SAY]),
    ];
    assert_eq!(answers(&reports), [(2, Answering::Denies, 1)]);
}

#[test]
fn what_is_called_a_lie_stands_before() {
    let reports = [told(
        "a",
        "2031-05-01",
        "{Bakers' Guild|The flour had been mixed with chalk}, the guild said. {Otto Lamm|“That is a lie”}, Otto \
         Lamm said. {Otto Lamm|“The sacks lie in my cellar for everybody to see”}, he said.",
        &[SAY, SAY, SAY],
    )];
    assert_eq!(answers(&reports), [(2, Answering::Denies, 1)]);
}

#[test]
fn an_accusation_is_no_count() {
    let reports = [told(
        "a",
        "2031-05-01",
        "{Rika Tosh|“They sold us rotten seed and they knew it”}, Rika Tosh said. {Farm Office|About 300 fields lie \
         bare}, the farm office said. The company rejected {Halden Seeds|the accusation}.",
        &[SAY, SAY, ("reject", Manner::Reject)],
    )];
    assert_eq!(answers(&reports), [(3, Answering::Denies, 1)]);
}

#[test]
fn who_denies_the_same_is_no_target() {
    let reports = [
        told(
            "a",
            "2031-05-01",
            "{Lea Strom|“Nobody has offered the goalkeeper a contract”}, Lea Strom said.",
            &[SAY],
        ),
        told(
            "b",
            "2031-05-02",
            "The club denied {FC Ardal|that the goalkeeper had been offered a contract}.",
            &[("deny", Manner::Deny)],
        ),
    ];
    assert_eq!(answers(&reports), []);
}

#[test]
fn a_speaker_takes_back_what_he_had_said() {
    let reports = [
        told("a", "2031-05-01", "{Maud Perrin|“It is a safe bridge”}, Maud Perrin said.", &[SAY]),
        told("b", "2031-05-09", "{Maud Perrin|“It was not a safe bridge”}, Maud Perrin said.", &[SAY]),
    ];
    let mut reports = reports;
    reports[1].annotations.statements[0].said = Some("2031-05-08".into());
    assert_eq!(answers(&reports), [(2, Answering::Denies, 1)]);
}

#[test]
fn a_denied_pronoun_stands_for_what_was_said_just_before() {
    let reports = [told(
        "a",
        "2031-02-01",
        "{Mira Sand|The club has sold its goalkeeper to Ulm}, Mira Sand said. Joost Amberley denied \
         {Joost Amberley|it}.",
        &[("say", Manner::Assert), ("deny", Manner::Deny)],
    )];
    assert_eq!(answers(&reports), [(2, Answering::Denies, 1)]);
}

#[test]
fn a_person_denies_what_others_say_of_him() {
    let reports = [
        told(
            "a",
            "2031-02-01",
            "{Mira Sand|Joost Amberley has threatened to leave the choir before Easter}, Mira Sand said.",
            &[("say", Manner::Claim)],
        ),
        told(
            "b",
            "2031-02-02",
            "{Joost Amberley|“I have not threatened anybody”}, Joost Amberley said. {Joost Amberley|“We sing \
             on Sunday”}, he added.",
            &[("say", Manner::Assert), ("add", Manner::Assert)],
        ),
    ];
    assert_eq!(answers(&reports), [(2, Answering::Denies, 1)]);
}

#[test]
fn who_speaks_of_the_last_speaker_by_name_responds() {
    let reports = [told(
        "a",
        "2031-02-01",
        "{Mira Sand|“The fare will rise by a third in June”}, Mira Sand said. {Joost Amberley|“Sand has been \
         reading the wrong ledger”}, Joost Amberley said.",
        &[("say", Manner::Assert), ("say", Manner::Assert)],
    )];
    assert_eq!(answers(&reports), [(2, Answering::Responds, 1)]);
}
