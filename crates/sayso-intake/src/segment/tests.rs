use super::*;
use SegmentKind::{Body, Byline, Caption, Dateline, Furniture, Headline};
use proptest::prelude::*;

fn marked(text: &str) -> Vec<(SegmentKind, String)> {
    with(text, &Hints::default())
}

fn with(text: &str, hints: &Hints<'_>) -> Vec<(SegmentKind, String)> {
    segmented(text, hints).iter().map(|s| (s.kind, s.span.slice(text).unwrap().to_owned())).collect()
}

fn kinds(text: &str) -> Vec<SegmentKind> {
    marked(text).into_iter().map(|m| m.0).collect()
}

const STORY: &str = "The bridge at Sellin opened on Sunday after nine years of work, the port authority said.\n\n\
    “We have waited long for this,” said Mayor Ilse Brandt, who cut the ribbon before a large crowd.\n\n\
    Ferries will stop at the end of the month, and their crews will move to other routes along the coast.";

#[test]
fn headline_byline_date_dateline_body() {
    let text =
        format!("Bridge at Sellin opens\nBy Ann Vell\nMarch 2, 2031 10:15 GMT\n\nSELLIN (RNA) — {STORY}");
    let found = marked(&text);
    assert_eq!(found[0], (Headline, "Bridge at Sellin opens".into()));
    assert_eq!(found[1], (Byline, "By Ann Vell".into()));
    assert_eq!(found[2], (Furniture, "March 2, 2031 10:15 GMT".into()));
    assert_eq!(found[3], (Dateline, "SELLIN (RNA) —".into()));
    assert_eq!(found[4].0, Body);
    assert_eq!(found.len(), 5);
}

#[test]
fn a_date_glued_before_the_story_is_furniture() {
    let found = marked(&format!(" date 2031-03-02 {STORY}"));
    assert_eq!(found[0], (Furniture, "date 2031-03-02".into()));
    assert_eq!(found[1].0, Body);
    assert_eq!(found.len(), 2);
}

#[test]
fn sign_off_and_licence_glued_to_the_last_line() {
    let text = format!(
        "{STORY} NA/PA All Content by Oruba Wire is licensed under a Creative Commons Attribution 4.0 International License."
    );
    let found = marked(&text);
    assert_eq!(found[1], (Furniture, "NA/PA".into()));
    assert!(found[2].1.starts_with("All Content by Oruba Wire"));
    assert!(found[0].1.ends_with("along the coast."));
}

#[test]
fn headlines_of_others_at_the_end() {
    let text = format!(
        "{STORY}\n\n\nTolls on the northern roads to rise in summer\n\nSix hurt as ferry hits pier in fog: Coast guard\n\nIn pictures: Thousands walk the new bridge in"
    );
    assert_eq!(kinds(&text), [Body, Furniture, Furniture, Furniture]);
}

#[test]
fn a_list_of_the_article_before_them_stays() {
    let text = format!(
        "{STORY}\n\nNorthern line: two ships\nSouthern line: one ship\nTolls on the northern roads to rise in summer\nSix hurt as ferry hits pier in fog: Coast guard"
    );
    assert_eq!(kinds(&text), [Body, Furniture, Furniture]);
}

#[test]
fn one_headline_of_another_between_paragraphs() {
    let text = STORY.replacen("\n\n", "\n\nCrews flood capital as calls for ferry talks grow\n\n", 1);
    assert_eq!(kinds(&text), [Body, Furniture, Body]);
}

#[test]
fn cross_headings_stay() {
    for heading in [
        "'An end to waiting'",
        "A long road",
        "What happens next?",
        "Nine years of work and a bill that nobody wanted",
    ] {
        let text = STORY.replacen("\n\n", &format!("\n\n{heading}\n\n"), 1);
        assert_eq!(kinds(&text), [Body], "{heading}");
    }
}

#[test]
fn a_story_without_a_headline_has_none() {
    assert_eq!(kinds(STORY), [Body]);
    assert_eq!(kinds("One line alone."), [Body]);
    assert_eq!(kinds(""), []);
}

#[test]
fn a_title_known_from_elsewhere_is_found() {
    let text = format!("Bridge opens, at last.\n{STORY}");
    let hints = Hints { title: Some("Bridge opens, at last"), ..Hints::default() };
    assert_eq!(with(&text, &hints)[0].0, Headline);
}

#[test]
fn captions_and_read_on_lines() {
    let text = format!(
        "{STORY}\n\nPhoto: The bridge at dawn\n\nRead more: Tolls to rise\n\nFollow Ann Vell on Twitter @annvell."
    );
    assert_eq!(kinds(&text), [Body, Caption, Furniture, Furniture]);
}

#[test]
fn a_caption_told_by_the_format_stays_one() {
    let text = "Bridge opens\n\nSELLIN — It opened.\n\nThe bridge at dawn\n\nTolls to rise";
    let hints = Hints { kinds: &[Headline, Body, Caption, Furniture], ..Hints::default() };
    let found: Vec<_> = with(text, &hints).into_iter().map(|m| m.0).collect();
    assert_eq!(found, [Headline, Dateline, Body, Caption, Furniture]);
}

#[test]
fn lines_wrapped_by_hand_are_paragraphs() {
    let text = "Bridge opens\n\nThe bridge at Sellin opened\non Sunday after nine years\nof work, the authority\nsaid in a statement\nto the press.\n\nFerries will stop at the\nend of the month.";
    assert_eq!(kinds(text), [Headline, Body]);
}

proptest! {
    #[test]
    fn segments_cover_everything_in_order(
        lines in proptest::collection::vec(
            prop_oneof![
                Just(String::new()),
                Just("Read more: tolls to rise".to_owned()),
                Just("By Ann Vell".to_owned()),
                Just("date 2031-03-02 and on".to_owned()),
                Just("SELLIN (RNA) — It opened. NA/PA".to_owned()),
                Just("Crews flood capital as calls for talks grow".to_owned()),
                "[A-Za-zé“”.,:!? –—()©]{0,60}",
            ],
            0..12,
        )
    ) {
        let text = lines.join("\n");
        let segments = segmented(&text, &Hints::default());
        let mut at = 0;
        for segment in &segments {
            prop_assert!(segment.span.start() >= at);
            prop_assert!(text[at..segment.span.start()].trim().is_empty());
            prop_assert!(!segment.span.slice(&text).unwrap().trim().is_empty());
            at = segment.span.end();
        }
        prop_assert!(text[at..].trim().is_empty());
    }
}
