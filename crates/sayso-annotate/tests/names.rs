//! What names name, where the words around them tell it.

use sayso_annotate::Annotator;
use sayso_model::{Annotations, Basis, EntityKind, Published, Report};
use sayso_text::Text;

fn annotate(text: &str) -> Annotations {
    Annotator::default().annotate(&Report {
        id: "a".into(),
        address: "a".into(),
        path: "-".into(),
        outlet: None,
        title: None,
        url: None,
        byline: None,
        language: None,
        published: Published { value: None, basis: Basis::None, evidence: None },
        text: Text::received(text.into()),
        segments: Vec::new(),
        problems: Vec::new(),
    })
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
    let steel =
        annotate("The pit belongs to Orsk Metals, the maker of steel. Workers met in Lenvar, the president of the union said.");
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
