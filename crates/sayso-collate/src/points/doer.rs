//! Whom a clause is about, where that is a person: the subject of its verb, pronouns led back.
//!
//! What one person did is not denied by what another did not: `Orr was a boy then` and `I was no boy`, said by Lee. Where the
//! one is named in what is said of the other (`Orr met Lee`, `I did not meet Orr`) nothing sets the two clauses apart.

use super::view::{View, Voice};
use crate::naming::slip;
use sayso_lexicon::persons::one_given;
use sayso_model::{Entity, EntityKind, MentionForm};
use sayso_syntax::Relation;
use sayso_text::Span;
use std::ops::Range;

/// A person whom a clause is about, with the words of the clause, all in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Doer {
    name: String,
    words: Vec<String>,
}

/// The person that a clause is about, where the words tell it.
pub(crate) fn doer(
    view: &View<'_>,
    tokens: &Range<usize>,
    voice: Voice,
    named: &[(u32, String)],
) -> Option<Doer> {
    if !may_tell(view, tokens) {
        return None;
    }
    let (line, tree) = view.tree_of(tokens.start)?;
    let base = line.tokens.start;
    let nodes = tree.nodes();
    let inside = |i: usize| tokens.contains(&(base + i));
    // The verb that the rest of the clause hangs on.
    let top = (0..nodes.len()).filter(|i| inside(*i)).find(|i| {
        nodes[*i].tag.is_verb()
            && !matches!(nodes[*i].relation, Relation::Auxiliary | Relation::AuxiliaryPassive)
            && tree.above(*i).all(|a| !inside(a))
    })?;
    let subject = tree.by(top, &[Relation::Subject]).find(|s| inside(*s))?;
    let words = || tokens.clone().map(|i| view.word(i).to_owned()).collect();
    if view.word(base + subject) == "i" {
        let name = named.iter().find(|(id, _)| Some(*id) == voice.speaker).map(|(_, name)| name.clone())?;
        return is_person(view, &name).then(|| Doer { name, words: words() });
    }
    let span = view.hull(base + subject..base + subject + 1)?;
    let mut of = persons(view).filter(|e| own(e).any(|m| m.covers(span.start())));
    of.next().map(|e| Doer { name: e.name.to_lowercase(), words: words() })
}

/// Whether a person stands among some tokens, or `I`: a cheap test before their sentence is parsed.
fn may_tell(view: &View<'_>, tokens: &Range<usize>) -> bool {
    let Some(whole) = view.hull(tokens.clone()) else { return false };
    tokens.clone().any(|i| view.word(i) == "i") || persons(view).any(|e| own(e).any(|m| m.overlaps(whole)))
}

/// The persons of a report.
fn persons<'a>(view: &View<'a>) -> impl Iterator<Item = &'a Entity> {
    view.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Person)
}

/// Where a person is meant by a name or pronoun.
fn own(person: &Entity) -> impl Iterator<Item = Span> {
    person.mentions.iter().filter(|m| m.form != MentionForm::Nominal).map(|m| m.span)
}

/// Whether a report takes a name in lower case for that of a person.
fn is_person(view: &View<'_>, name: &str) -> bool {
    persons(view).any(|e| one_person(&e.name.to_lowercase(), name))
}

/// Whether two names in lower case can be one person's: one last name, or a slip of it, or one that is a part of the other.
fn one_person(a: &str, b: &str) -> bool {
    let words = |name: &str| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let lasts = a.last().zip(b.last()).is_some_and(|(x, y)| x == y || slip(x, y));
    lasts || short.iter().all(|w| long.iter().any(|l| one_given(w, l)))
}

/// Whether two clauses are surely about different persons.
pub(crate) fn two_persons(a: Option<&Doer>, b: Option<&Doer>) -> bool {
    let last = |d: &Doer| d.name.split_whitespace().next_back().unwrap_or_default().to_owned();
    a.zip(b).is_some_and(|(a, b)| {
        !one_person(&a.name, &b.name) && !a.words.contains(&last(b)) && !b.words.contains(&last(a))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_called_in_many_ways() {
        assert!(
            one_person("ada orr", "orr")
                && one_person("bob", "robert orr")
                && one_person("ada orr", "a. orr")
        );
        assert!(one_person("volodymyr tarnskyy", "volodymyr tarnskiy"));
        assert!(!one_person("ada orr", "bo lee"));
    }

    #[test]
    fn who_is_named_in_the_other_clause_is_not_set_apart() {
        let of = |name: &str, words: &str| Doer {
            name: name.into(),
            words: words.split(' ').map(str::to_owned).collect(),
        };
        let (orr, lee) = (of("ada orr", "orr met lee"), of("bo lee", "i did not meet orr"));
        assert!(!two_persons(Some(&orr), Some(&lee)));
        assert!(two_persons(Some(&of("ada orr", "orr was a boy")), Some(&of("bo lee", "i was no boy"))));
        assert!(!two_persons(Some(&orr), None));
    }
}
