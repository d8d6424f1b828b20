//! What the shipped weights make of sentences, and what holds of every tree.

use proptest::prelude::*;
use sayso_syntax::{Relation, Tree, parser};

fn parse(sentence: &str) -> (Vec<&str>, Tree) {
    let words: Vec<&str> = sentence.split(' ').collect();
    let tree = parser().parse(&words);
    (words, tree)
}

/// What hangs on `head` by `relation`, with all that hangs on that.
fn of(sentence: &str, head: &str, relation: Relation) -> String {
    let (words, tree) = parse(sentence);
    let at = words.iter().position(|w| *w == head).unwrap();
    let found = tree.by(at, &[relation]).next().map(|i| words[tree.run(i)].join(" "));
    found.unwrap_or_else(|| format!("none: {:?}", tree.nodes()))
}

#[test]
fn subjects_and_objects_are_found() {
    let plain = "The harbour pilots of Sarrow rejected the offer on Friday .";
    assert_eq!(of(plain, "rejected", Relation::Subject), "The harbour pilots of Sarrow");
    assert_eq!(of(plain, "rejected", Relation::Object), "the offer");
    let passive = "Two men were rescued by a trawler .";
    assert_eq!(of(passive, "rescued", Relation::SubjectPassive), "Two men");
    assert_eq!(of(passive, "rescued", Relation::Agent), "by a trawler");
    let told = "The minister said that the bridge had not been repaired .";
    assert_eq!(of(told, "repaired", Relation::SubjectPassive), "the bridge");
    assert_eq!(of(told, "repaired", Relation::Negation), "not");
    let relative = "The ferry , which sank on Monday , carried 40 people .";
    assert_eq!(of(relative, "sank", Relation::Subject), "which");
    assert_eq!(of(relative, "people", Relation::Numeral), "40");
}

proptest! {
    #[test]
    fn every_sentence_has_a_tree(words in prop::collection::vec("[A-Za-z0-9.,'’“”-]{1,9}", 0..40)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let tree = parser().parse(&words);
        prop_assert_eq!(tree.nodes().len(), words.len());
        for (i, node) in tree.nodes().iter().enumerate() {
            prop_assert_eq!(node.head.is_none(), node.relation == Relation::Root);
            // Every word leads to a root, and stands in the run of what it hangs on.
            prop_assert!(tree.above(i).count() <= words.len());
            prop_assert!(tree.run(i).contains(&i));
            if let Some(head) = node.head {
                let (own, above) = (tree.run(i), tree.run(head));
                prop_assert!(above.start <= own.start && own.end <= above.end && !own.contains(&head));
            }
        }
        let again = parser().parse(&words);
        prop_assert_eq!(tree, again);
    }
}
