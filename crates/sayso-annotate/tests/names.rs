//! What names name, where the words around them tell it.

use sayso_annotate::Annotator;
use sayso_model::{Annotations, EntityKind, Report};

fn annotate(text: &str) -> Annotations {
    Annotator::default().annotate(&Report::of_text("a", text))
}

fn kind(annotations: &Annotations, name: &str) -> Option<EntityKind> {
    annotations.entities.iter().find(|e| e.name == name).map(|e| e.kind)
}

#[test]
fn an_age_or_an_apposition_makes_a_person() {
    let funeral = annotate(
        "Thousands buried Ivo Tarn, 44, the leader of the Orsk insurgency, on Friday. Tarn died in Orsk.",
    );
    assert_eq!(kind(&funeral, "Ivo Tarn"), Some(EntityKind::Person));
    assert_eq!(kind(&funeral, "Tarn"), None);
    let strike = annotate(
        "Dockers in Lenvar ended the strike. Coster, the dockers' leader, accepted. “We like coffee,” he said.",
    );
    assert_eq!(kind(&strike, "Coster"), Some(EntityKind::Person));
    let speaker = strike.statements.iter().find_map(|s| s.source.as_ref());
    assert_eq!(speaker.and_then(|s| s.name.as_deref()), Some("Coster"));
    let steel = annotate(
        "The pit belongs to Orsk Metals, the maker of steel. Workers met in Lenvar, the president of the union said.",
    );
    assert_eq!(kind(&steel, "Orsk Metals"), Some(EntityKind::Organization));
    assert_ne!(kind(&steel, "Lenvar"), Some(EntityKind::Person));
}

#[test]
fn who_speaks_inside_a_quotation_is_not_its_author() {
    let trial = annotate(
        "Orr's counsel, Philippa Grange, said he would appeal. “My client has said sorry, and he'll go on saying it,” \
         she said.",
    );
    let outer = trial.statements.iter().filter(|s| s.within.is_none()).filter_map(|s| s.source.as_ref());
    let names: Vec<_> = outer.filter_map(|s| s.name.as_deref()).collect();
    assert_eq!(names, ["Philippa Grange", "Philippa Grange"]);
}

#[test]
fn laws_by_their_form() {
    let text = "The judge cited Orr v. Tarn Council and Quarn v Ilves on Friday. Lenvar broke UN resolution 2231, Security \
                Council Resolution 1701, the 1954 Hague Convention, and the Water Act 1998, Ilse Quarn said.";
    let found = annotate(text);
    let laws: Vec<&str> =
        found.entities.iter().filter(|e| e.kind == EntityKind::Law).map(|e| e.name.as_str()).collect();
    let wanted = [
        "Orr v. Tarn Council",
        "Quarn v Ilves",
        "UN resolution 2231",
        "Security Council Resolution 1701",
        "1954 Hague Convention",
        "Water Act 1998",
    ];
    assert_eq!(laws, wanted);
    let sport = annotate("Fans saw Tarn Rovers v Lenvar City on Friday, Ilse Quarn said.");
    assert!(sport.entities.iter().all(|e| e.kind != EntityKind::Law));
}

#[test]
fn a_press_conference_is_no_addressee() {
    let talk = annotate("The port will close, Ilse Quarn told in a press conference on Friday.");
    assert!(talk.statements.iter().all(|s| s.addressee.is_none()), "{:?}", talk.statements);
    let talk = annotate("The port will close, Ilse Quarn told the League on Friday.");
    assert_eq!(talk.statements[0].addressee.as_deref(), Some("the League"));
}

#[test]
fn whom_a_speaker_speaks_of_does_not_speak_next() {
    let dam = annotate(
        "“We were told too late,” the company's director, Halina Quarn, told reporters. The order had come by letter \
         from the office of the prefect, Teo Dray, at noon on Monday, she said.",
    );
    let names: Vec<_> = dam.statements.iter().filter_map(|s| s.source.as_ref()?.name.as_deref()).collect();
    assert_eq!(names, ["Halina Quarn", "Halina Quarn"]);
}

#[test]
fn one_who_is_to_hold_an_office_is_a_person() {
    let talks = annotate("Minister-designate Ilsa Quarn said on Monday that the talks had failed.");
    assert_eq!(kind(&talks, "Ilsa Quarn"), Some(EntityKind::Person));
}

#[test]
fn one_of_those_whose_names_are_withheld_is_anonymous() {
    let roof = annotate(
        "Two officials who asked not to be named said that the roof leaked. “We knew it in May,” one of them said.",
    );
    let withheld: Vec<bool> =
        roof.statements.iter().filter_map(|s| Some(s.source.as_ref()?.anonymous)).collect();
    assert_eq!(withheld, [true, true]);
}

/// Whose statement the one with this cue is; empty for nobody's.
fn speaker(text: &str, cue: &str) -> String {
    let found = annotate(text);
    let statement = found.statements.iter().find(|s| {
        let spans = s.cue.iter().flat_map(|c| &c.spans);
        spans.filter_map(|span| span.slice(text)).any(|words| words == cue)
    });
    let source = statement.unwrap_or_else(|| panic!("no {cue:?} in {found:?}")).source.as_ref();
    source.and_then(|s| s.name.clone()).unwrap_or_default()
}

#[test]
fn a_name_before_or_behind_the_noun_that_speaks_is_not_the_speaker() {
    let text =
        "Ilse Quarn spoke in Lenvar on Monday. The Quarn campaign said that she would travel on Friday.";
    assert_eq!(speaker(text, "said"), "Quarn campaign");
    let text = "Ivo Tarn won. Supporters of Mr Tarn, who travelled home, claimed that he had the votes.";
    assert!(speaker(text, "claimed").starts_with("Supporters of Mr Tarn"), "{}", speaker(text, "claimed"));
}

#[test]
fn whom_somebody_asked_does_not_ask() {
    let text = "Asked again about the dike, Marta Ilves said that the money had run out.";
    assert_eq!(speaker(text, "said"), "Marta Ilves");
    let found = annotate(text);
    let asked = found.statements.iter().filter(|s| s.confidence.is_some()).find(|s| {
        s.cue.iter().flat_map(|c| &c.spans).filter_map(|c| c.slice(text)).any(|c| c.starts_with("Asked"))
    });
    assert!(asked.is_none_or(|s| s.source.is_none()), "{asked:?}");
}

#[test]
fn a_pronoun_is_sooner_the_subject_of_the_sentence_than_that_of_a_relative_clause() {
    let text =
        "Joren Pask answered with a calm that Ivo Tarn had never shown. He said that the yard would close.";
    assert_eq!(speaker(text, "said"), "Joren Pask");
    // A pronoun before the one it stands for.
    let text = "Joren Pask came with Ivo Tarn. When asked if he believed the board had failed on the issue, Tarn said no.";
    let found = annotate(text);
    let tarn = found.entities.iter().find(|e| e.name == "Ivo Tarn").unwrap();
    assert!(tarn.mentions.iter().any(|m| m.span.slice(text) == Some("he")), "{:?}", tarn.mentions);
}

#[test]
fn with_two_persons_near_a_noun_that_tells_nothing_of_either_is_left_as_printed() {
    let near = "Marta Ilves flew to Lenvar. Joren Pask met her there and smiled. The broker estimated the price at ten crowns.";
    assert_eq!(speaker(near, "estimated"), "The broker");
    // Right behind a quotation, who spoke before goes on.
    let tag = "“The dike is old,” Joren Pask said. “It leaks,” he added. Divers met Marta Ilves there. “It will not \
               hold,” the broker warned.";
    assert_eq!(speaker(tag, "warned"), "Joren Pask");
    let alone =
        "Joren Pask flew to Lenvar on Monday and smiled. The broker said that the price was ten crowns.";
    assert_eq!(speaker(alone, "said"), "Joren Pask");
}

#[test]
fn they_are_those_who_spoke_whatever_noun_they_were_called_by() {
    let text =
        "The e-mails portrayed the harbour office as careful. They suggest that the leak was known in May.";
    assert_eq!(speaker(text, "suggest"), "The e-mails");
}

#[test]
fn whom_an_office_speaks_of_is_not_its_holder() {
    let of = |rest: &str| {
        let text = format!("Lenvar’s army chief has dismissed the threat to the ports, saying {rest}");
        speaker(&text, "saying")
    };
    assert_ne!(of("Marta Ilves lacks the courage to make good on it."), "Marta Ilves");
    assert_eq!(of("that it was hollow. Marta Ilves smiled as she left the hall."), "Marta Ilves");
}
