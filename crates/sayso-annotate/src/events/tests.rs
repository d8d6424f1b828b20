use crate::Annotator;
use sayso_model::{Annotations, Basis, Event, Published, Report, Segment, SegmentKind};
use sayso_text::{Span, Text};

fn read(text: &str) -> (String, Annotations) {
    let report = Report {
        id: "r".into(),
        published: Published {
            value: Some("2031-06-12".into()),
            basis: Basis::Stated,
            ..Published::unknown()
        },
        segments: vec![Segment { kind: SegmentKind::Body, span: Span::new(0, text.len()).unwrap() }],
        text: Text::received(text.into()),
        ..empty()
    };
    (text.into(), Annotator::default().annotate(&report))
}

fn empty() -> Report {
    Report::of_text("", "")
}

fn named<'a>(text: &str, annotations: &'a Annotations, word: &str) -> &'a Event {
    let found = annotations.events.iter().find(|e| e.span.slice(text) == Some(word));
    found.unwrap_or_else(|| panic!("{word:?}: {:?}", annotations.events))
}

#[test]
fn who_whom_where_and_when() {
    let (text, said) = read(
        "Police arrested Tomas Varr in Belmar on Tuesday.\n\nThe mayor was not shot. Rebels may attack Odrin.",
    );
    let arrest = named(&text, &said, "arrested");
    assert_eq!((arrest.kind.as_str(), arrest.mode.as_deref()), ("coerce", Some("arrest")));
    assert_eq!(arrest.time.as_deref(), Some("2031-06-10"));
    let name = |id| said.entities.iter().find(|e| e.id == id).map(|e| e.name.as_str());
    assert_eq!(arrest.targets.iter().filter_map(|t| name(*t)).next(), Some("Tomas Varr"));
    assert_eq!(arrest.place.and_then(name), Some("Belmar"));
    assert_eq!(named(&text, &said, "shot").polarity, "negative");
    assert_eq!(named(&text, &said, "attack").modality, "possible");
}

#[test]
fn the_day_of_the_saying_is_not_the_day_of_the_happening() {
    let (text, said) = read("The tank exploded on Sunday evening, the owner said on Wednesday.");
    assert_eq!(named(&text, &said, "exploded").time.as_deref(), Some("2031-06-08TEV"));
}
