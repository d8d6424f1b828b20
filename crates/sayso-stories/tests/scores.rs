//! What is counted of a small case, right and wrong.

use sayso_stories::{Case, Count, Scores, World, check};
use std::path::Path;

const CASE: &str = "\
# A flood

## report: a
outlet: The Bell
published: 2031-03-04

Two dead in Arden flood

ARDEN - Two people died when the Rill burst its banks at Arden on Monday, police said.

\"Nobody saw the wave before it was in the kitchen,\" said Mayor Ada Blunt.

## report: b
outlet: The Anvil
published: 2031-03-05

Flood at Arden: three dead

Three people have now died in the flood at Arden, where the Rill burst its banks on Monday, police said on Wednesday.

\"Nobody saw the wave before it was in the kitchen,\" Mayor Ada Blunt said.

## report: x
outlet: The Anvil
published: 2031-03-05

Swimming pool opens

The new swimming pool of Quarne opened on Tuesday. \"It is warm,\" said its keeper, Tom Ferry.

## expect

complete: utterances lineage

";

fn scored(expectations: &str) -> Scores {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let case = Case::parse(&format!("{CASE}{expectations}"), folder).unwrap();
    let world = World::build(&case, folder).unwrap();
    let mut scores = Scores::default();
    scores.add("case", &case, &world);
    scores
}

fn count(expectations: &str, kind: &str) -> Count {
    scored(expectations).counts.get(kind).copied().unwrap_or_default()
}

#[test]
fn pairs_of_reports_are_counted() {
    let found = count("- story | a b\n- story | x\n", "stories");
    assert_eq!(found, Count { right: 1, missing: 0, wrong: 0 });
    let found = count("- story | a x\n- story | b\n", "stories");
    assert_eq!(found, Count { right: 0, missing: 1, wrong: 1 }, "the program has a and b together");
}

#[test]
fn what_is_not_listed_in_a_complete_case_is_false() {
    let line = "- utterance | saw the wave | a fullest | b exact/fullest | by Ada Blunt\n";
    assert_eq!(count(line, "utterances"), Count { right: 1, missing: 0, wrong: 0 });
    let none = "- utterance | It is warm | x fullest\n";
    assert_eq!(count(none, "utterances"), Count { right: 0, missing: 0, wrong: 1 });
    let may = format!("{none}- may: utterance | saw the wave | a fullest | b exact\n");
    assert_eq!(count(&may, "utterances"), Count::default());
}

#[test]
fn a_statement_is_right_when_all_its_lines_hold() {
    let right = "- says | a | Ada Blunt | said | Nobody saw the wave | direct\n";
    assert_eq!(count(right, "statements"), Count { right: 1, missing: 0, wrong: 0 });
    let wrong = format!("{right}- says | a | Ada Blunt | wrote | Nobody saw the wave | direct\n");
    assert_eq!(count(&wrong, "statements"), Count { right: 0, missing: 1, wrong: 1 }, "found otherwise");
    let missed = "- says | a | police | said | Two dead in Arden flood\n";
    assert_eq!(count(missed, "statements").missing, 1);
}

#[test]
fn every_kind_is_checked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lines = "\
- published | a | 2031-03-04 | metadata
- two speakers | Ada Blunt | Tom Ferry
- no conflict | x: Tuesday
- independent | a b
- apart | a: Nobody saw the wave | x: It is warm
- speaker | Ada Blunt | Blunt
";
    let case = Case::parse(&format!("{CASE}{lines}"), folder).unwrap();
    let world = World::build(&case, folder).unwrap();
    for expectation in &case.expectations {
        assert_eq!(check(&world, &expectation.kind), Ok(()), "{}", expectation.wording);
    }
    assert!(sayso_stories::unsound(&world).is_empty());
}

#[test]
fn figures_come_from_counts() {
    let count = Count { right: 3, missing: 1, wrong: 2 };
    assert!((count.precision() - 0.6).abs() < 1e-9);
    assert!((count.recall() - 0.75).abs() < 1e-9);
    assert!((count.f1() - 2.0 / 3.0).abs() < 1e-9);
    assert!((Count::default().f1() - 1.0).abs() < 1e-9);
}
