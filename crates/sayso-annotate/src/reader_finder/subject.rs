//! Who says it, by the tree of the sentence: the subject of the cue.
//!
//! The reader marks words that look like a source near the cue. Where they are only a part of the cue's subject without its
//! head (`the committee probing the attacks asked`, `a lawyer for Orr said`), or none are found, the source is the subject.
//! A participle behind a preposition has the subject of the verb it goes with, where the reader took somebody else who stands
//! beside that verb (`Orr answered questions from Lee by saying`); a passive one has none (`Asked about it, Orr said`).
//! A subject elsewhere does not overrule the reader: on PolNeAR dev the reader is right more often than the tree.

use super::passive;
use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_syntax::{Relation, Tag, Tree};
use std::ops::Range;

/// The statement with its source as the tree has it.
pub(super) fn righted(prepared: &Prepared<'_>, mut found: Found) -> Found {
    if is_passive_participle(prepared, &found) {
        found.source.clear();
        return found;
    }
    if let Some(subject) = subject(prepared, &found) {
        found.source = vec![prepared.span(subject)];
    }
    found
}

/// The tokens of the cue's subject, where that is somebody else than the source.
fn subject(prepared: &Prepared<'_>, found: &Found) -> Option<Range<usize>> {
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let [cue] = found.cue[..] else { return None };
    let cue = tokens_in(prepared, cue);
    let (base, tree) = prepared.tree_of(cue.start)?;
    let nodes = tree.nodes();
    let verb = cue.clone().map(|i| i - base).find(|i| {
        nodes.get(*i).is_some_and(|n| {
            n.tag.is_verb() && !matches!(n.relation, Relation::Auxiliary | Relation::AuxiliaryPassive)
        })
    })?;
    if tree.by(verb, &[Relation::AuxiliaryPassive]).next().is_some() {
        return None;
    }
    let said = |core: &Range<usize>| found.content.iter().any(|c| overlaps(&tokens_in(prepared, *c), core));
    if let Some(subject) = controller(prepared, tree, base, verb, found).filter(|s| !said(s)) {
        return Some(subject);
    }
    let head = subject_of(tree, verb)?;
    if !nodes[head].tag.is_noun() {
        return None;
    }
    let core = core(prepared, tree, base, head);
    let source: Vec<Range<usize>> = found.source.iter().map(|s| tokens_in(prepared, *s)).collect();
    let run = tree.run(head);
    let run = base + run.start..base + run.end;
    // What is said is not who says it.
    if said(&core) || overlaps(&cue, &core) {
        return None;
    }
    let inside = source.iter().all(|s| run.start <= s.start && s.end <= run.end);
    let headed = source.iter().any(|s| s.contains(&(base + head)));
    let beside = tree.by(head, &[Relation::Apposition]).any(|a| {
        let own = tree.run(a);
        source.iter().any(|s| overlaps(s, &(base + own.start..base + own.end)))
    });
    (source.is_empty() || inside && !headed && !beside).then_some(core)
}

/// Whether the cue is a participle of a passive without its `be`, which no one in the text does: `Asked about it, Orr
/// said`, `Lee, long considered a rival`.
fn is_passive_participle(prepared: &Prepared<'_>, found: &Found) -> bool {
    let ([cue], [source]) = (&found.cue[..], &found.source[..]) else { return false };
    let (cue, source) = (tokens_in(prepared, *cue), tokens_in(prepared, *source));
    let Some((base, tree)) = prepared.tree_of(cue.start) else { return false };
    cue.clone().any(|i| {
        let Some(node) = tree.nodes().get(i - base) else { return false };
        let beside = matches!(node.relation, Relation::AdverbialClause | Relation::NounClause);
        let helped = tree.by(i - base, &[Relation::Auxiliary, Relation::AuxiliaryPassive, Relation::Subject]);
        let opens =
            i == base || matches!(prepared.lower(i - 1), "," | "when" | "if" | "once" | "as" | "long");
        node.tag == Tag::Participle
            && beside
            && opens
            && passive::is_passive(prepared.lower(i))
            && helped.count() == 0
            // `criticised by Orr`: by whom, the text tells.
            && !(i + 1..source.start).any(|k| prepared.lower(k) == "by")
    })
}

/// The tokens of the subject of the verb that a participle behind a preposition goes with, where the source is something
/// else that hangs on that verb: `Orr answered questions from Lee by saying`, `Lee was criticised by them for saying`.
fn controller(
    prepared: &Prepared<'_>,
    tree: &Tree,
    base: usize,
    verb: usize,
    found: &Found,
) -> Option<Range<usize>> {
    let nodes = tree.nodes();
    let [source] = found.source[..] else { return None };
    let source = tokens_in(prepared, source);
    if nodes[verb].tag != Tag::VerbIng || tree.by(verb, &[Relation::Subject]).next().is_some() {
        return None;
    }
    if nodes[verb].relation != Relation::PrepositionClause {
        return None;
    }
    let preposition = nodes[verb].head?;
    let above = nodes[preposition].head?;
    let subjects = [Relation::Subject, Relation::SubjectPassive];
    let head = tree.by(above, &subjects).next().filter(|h| nodes[*h].tag.is_noun())?;
    // `Orr praised Lee for saying`: what the object did.
    let own = matches!(prepared.lower(base + preposition), "by" | "before" | "after" | "without" | "in");
    if !own && nodes[head].relation != Relation::SubjectPassive {
        return None;
    }
    // Something else that hangs on the same verb: its object, or whom a preposition leads.
    let own = source.start.checked_sub(base).filter(|i| *i < nodes.len())?;
    let part = std::iter::once(own).chain(tree.above(own)).find(|i| nodes[*i].head == Some(above))?;
    let other = matches!(
        nodes[part].relation,
        Relation::Object | Relation::Dative | Relation::Preposition | Relation::Agent
    );
    (nodes[above].tag.is_verb() && other && part > head).then(|| core(prepared, tree, base, head))
}

/// The subject of a verb, or of the one it is joined to.
fn subject_of(tree: &Tree, verb: usize) -> Option<usize> {
    if let Some(subject) = tree.by(verb, &[Relation::Subject]).next() {
        return Some(subject);
    }
    let node = tree.nodes()[verb];
    let above =
        node.head.filter(|h| node.relation == Relation::Conjunct && tree.nodes()[*h].tag.is_verb())?;
    // `was stopped and said`: the subject of a passive speaks, too.
    tree.by(above, &[Relation::Subject, Relation::SubjectPassive]).next()
}

/// The tokens of a noun with what tells which is meant, up to a comma or a relative clause.
fn core(prepared: &Prepared<'_>, tree: &Tree, base: usize, head: usize) -> Range<usize> {
    let run = tree.run(head);
    let end = (head + 1..run.end).find(|i| {
        let relation = tree.nodes()[*i].relation;
        matches!(prepared.lower(base + *i), "," | "who" | "which" | "—" | "–" | "(" | ":")
            || matches!(relation, Relation::RelativeClause | Relation::NounClause)
                && tree.nodes()[*i].head == Some(head)
    });
    base + run.start..base + end.unwrap_or(run.end)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, report, shown};
    use super::*;

    fn source_of(text: &str, source: &str, cue: &str, content: &str) -> String {
        let report = report(text, false);
        let prepared = Prepared::new(&report);
        let mut item = found(text, if source.is_empty() { cue } else { source }, cue, &[content]);
        item.source.retain(|_| !source.is_empty());
        shown(&prepared, &righted(&prepared, item)).split(" | ").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_part_of_the_subject_is_the_subject() {
        let text = "A spokesman for Orr said that the yard had closed.";
        assert_eq!(source_of(text, "Orr", "said", "that the yard had closed"), "A spokesman for Orr");
        // A name beside its office stays.
        let text = "The caretaker, Jem Hollis, said that the yard had closed.";
        assert_eq!(source_of(text, "Jem Hollis", "said", "that the yard had closed"), "Jem Hollis");
    }

    #[test]
    fn a_participle_has_the_subject_of_its_verb() {
        let text = "Lee answered questions from Orr by saying that the yard had closed.";
        assert_eq!(source_of(text, "Orr", "saying", "that the yard had closed"), "Lee");
        let text = "Lee was criticised by many members for saying that the yard had closed.";
        assert_eq!(source_of(text, "many members", "saying", "that the yard had closed"), "Lee");
        let text = "Lee praised Orr for saying that the yard had closed.";
        assert_eq!(source_of(text, "Orr", "saying", "that the yard had closed"), "Orr");
        let text = "Asked again about the dike, Orr said that the money had run out.";
        assert_eq!(source_of(text, "Orr", "Asked again about", "the dike"), "");
    }

    #[test]
    fn a_missing_source_is_the_subject_and_another_one_stays() {
        let text = "The harbour master said that the yard had closed.";
        assert_eq!(source_of(text, "", "said", "that the yard had closed"), "The harbour master");
        let text = "Ilse Quarn knew it: the harbour master said that the yard had closed.";
        assert_eq!(source_of(text, "Ilse Quarn", "said", "that the yard had closed"), "Ilse Quarn");
    }
}
