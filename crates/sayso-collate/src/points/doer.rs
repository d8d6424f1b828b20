//! Who does what a clause tells, where that is a person: the subject of its verb, pronouns led back.
//!
//! What one person did is not denied by what another did not: `Orr was a boy then` and `I was no boy`, said by Lee.

use super::view::{View, Voice};
use sayso_model::{EntityKind, MentionForm};
use sayso_syntax::Relation;
use std::ops::Range;

/// The name of the person that a clause is about, in lower case, where the words tell it.
pub(crate) fn doer(
    view: &View<'_>,
    tokens: &Range<usize>,
    voice: Voice,
    named: &[(u32, String)],
) -> Option<String> {
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
    let subject = tree.by(top, &[Relation::Subject, Relation::SubjectPassive]).find(|s| inside(*s))?;
    if view.word(base + subject) == "i" {
        let name = named.iter().find(|(id, _)| Some(*id) == voice.speaker).map(|(_, name)| name.clone())?;
        return is_person(view, &name).then_some(name);
    }
    let span = view.hull(base + subject..base + subject + 1)?;
    let persons = view.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Person);
    let own = |form: MentionForm| form != MentionForm::Nominal;
    let mut of = persons.filter(|e| e.mentions.iter().any(|m| own(m.form) && m.span.covers(span.start())));
    of.next().map(|e| e.name.to_lowercase())
}

/// Whether a report takes a name in lower case for that of a person.
fn is_person(view: &View<'_>, name: &str) -> bool {
    let mut persons = view.doc.annotations.entities.iter().filter(|e| e.kind == EntityKind::Person);
    persons.any(|e| one_person(&e.name.to_lowercase(), name))
}

/// Whether two names in lower case can be one person's.
fn one_person(a: &str, b: &str) -> bool {
    let last = |name: &str| name.split_whitespace().next_back().map(str::to_owned);
    a.contains(b) || b.contains(a) || last(a) == last(b)
}

/// Whether two clauses are surely about different persons.
pub(crate) fn two_persons(a: Option<&str>, b: Option<&str>) -> bool {
    a.zip(b).is_some_and(|(a, b)| !one_person(a, b))
}
