//! What points ask, in English.

mod annotated;

use annotated::following as story;

/// The questions about two reports that tell the same.
fn questions(first: &str, second: &str) -> Vec<String> {
    let made = story(&[
        ("a", &format!("Harbour news from Sarrow\n\n{first}\n")),
        ("b", &format!("What happened at Sarrow\n\n{second}\n")),
    ]);
    made.points.into_iter().map(|p| p.question).collect()
}

#[track_caller]
fn asks(first: &str, second: &str, question: &str) {
    let all = questions(first, second);
    assert!(all.iter().any(|q| q == question), "no {question:?} among {all:?}");
}

#[test]
fn when_is_asked_of_the_verb_that_the_time_hangs_on() {
    asks(
        "The pilots of Sarrow rejected the offer on 4 March 2031, their union said.",
        "As their union tells it, the pilots of Sarrow rejected the offer on 4 March 2031.",
        "When did the pilots of Sarrow reject the offer?",
    );
}

#[test]
fn a_relative_clause_is_asked_with_what_it_is_of() {
    asks(
        "Ilse Quarn, who was mayor of Sarrow from 2012 to 2019, opened the quay.",
        "Ilse Quarn, who was mayor of Sarrow from 2012 to 2019, cut the ribbon.",
        "When was Ilse Quarn mayor of Sarrow?",
    );
}

#[test]
fn how_many_is_asked_in_the_words_of_the_clause() {
    asks(
        "The yard sold 41 small boats to the islanders this spring.",
        "This spring the yard sold 41 small boats to the islanders.",
        "How many small boats did the yard sell to the islanders?",
    );
}

#[test]
fn who_speaks_is_named_for_his_i() {
    asks(
        "“I never signed the lease,” said the harbour master, Jon Pell.",
        "“I signed the lease,” the harbour master, Jon Pell, had told the council in May. “I never signed the lease,” he said now.",
        "Did Jon Pell sign the lease?",
    );
}

#[test]
fn what_is_joined_to_its_number_is_asked_with_what_it_measures() {
    asks(
        "The council published a 225-page report on the quay, the clerk said.",
        "A 225-page report on the quay lies on the clerk's table.",
        "How many pages did the report on the quay have?",
    );
    asks(
        "The charges follow a two-year inquiry into the quay.",
        "It was the end of a two-year inquiry into the quay.",
        "How many years did the inquiry into the quay last?",
    );
}

#[test]
fn when_something_was_said_is_asked_only_where_nothing_else_can_be() {
    asks(
        "The ministry of transport announced on 4 March 2031 that the quay would close.",
        "The quay would close, the ministry of transport announced on 4 March 2031.",
        "When did the ministry of transport announce this?",
    );
    asks(
        "The mayor of Sarrow told the council on Tuesday that the pilots were wrong.",
        "The mayor of Sarrow told the council on Tuesday that the pilots had erred.",
        "When did the mayor of Sarrow say this?",
    );
    asks(
        "The mayor of Sarrow on Tuesday lashed out at the pilots.",
        "The mayor of Sarrow on Tuesday lashed out at the pilots and the islanders.",
        "When did the mayor of Sarrow lash out at the pilots?",
    );
}

#[test]
fn what_only_follows_a_noun_is_asked_of_it() {
    asks(
        "The video, posted to Perch last Friday, shows the man.",
        "The video, posted to Perch last Friday, shows the man at the quay.",
        "When was the video posted to Perch?",
    );
}

#[test]
fn numbers_keep_their_commas() {
    asks(
        "The yard gave 250,000 crowns to the islanders on 4 March 2031.",
        "On 4 March 2031 the yard gave 250,000 crowns to the islanders.",
        "When did the yard give 250,000 crowns to the islanders?",
    );
}
