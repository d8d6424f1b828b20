//! Clauses as the tree of a sentence has them, and what can be asked of them: `The envoys left the table on Tuesday` is
//! asked as `When did the envoys leave the table?`, `checks had not been made` as `Had checks been made?`.

mod asking;
mod questions;
mod wording;

use super::view::View;
use crate::verbs::{Helping, helping, past};
use sayso_syntax::{Relation, Tag, Tree};
use std::ops::Range;

pub(crate) use questions::{around, ask, how_many, when_said, whether, who};

/// What a clause is asked for.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    /// Whether it is so.
    Whether,
    /// `When` or `Where` it was; the tokens are those of the time or place.
    Hole(&'static str, Range<usize>),
    /// When what it leads to was said.
    Said,
    /// How many there are of what the token counts, in these words: `How many people`.
    Count(usize, String),
}

/// Words of a question.
const MOST: usize = 17;

/// A question, and how well it reads: lower is better.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Question {
    /// How far it is from a good one.
    pub far: usize,
    /// The words, with the question mark.
    pub text: String,
}

/// A finite clause: what it says of whom.
pub(crate) struct Clause<'v, 'a> {
    view: &'v View<'a>,
    tree: &'v Tree,
    /// The token that the sentence begins with.
    base: usize,
    /// The verb, by its place in the sentence.
    verb: usize,
    subject: Subject,
    /// Its helping verbs, in order.
    helping: Vec<usize>,
    /// Whether its helping verb is left out: `a report published in May`.
    bare: bool,
    /// Whether it is only meant to be so: `vowed to stay`.
    meant: bool,
    /// What follows the verb, where the tree does not tell.
    tail: Option<Range<usize>>,
}

/// Of whom a clause says something.
enum Subject {
    /// The word at the head of these words, by their places in the sentence.
    Words(usize, Vec<usize>),
    /// `there`.
    There,
}

const SUBJECTS: [Relation; 5] = [
    Relation::Subject,
    Relation::SubjectPassive,
    Relation::Expletive,
    Relation::ClauseSubject,
    Relation::ClauseSubjectPassive,
];
const HELPING: [Relation; 2] = [Relation::Auxiliary, Relation::AuxiliaryPassive];
/// What says more than the clause itself.
const BESIDE: [Relation; 12] = [
    Relation::RelativeClause,
    Relation::Apposition,
    Relation::AdverbialClause,
    Relation::Parataxis,
    Relation::Punctuation,
    Relation::Conjunct,
    Relation::Coordination,
    Relation::Preconjunction,
    Relation::Marker,
    Relation::Interjection,
    Relation::Meta,
    Relation::Other,
];

impl<'v, 'a> Clause<'v, 'a> {
    /// The clause that token `at` belongs to.
    pub fn of(view: &'v View<'a>, at: usize) -> Option<Clause<'v, 'a>> {
        let (line, tree) = view.tree_of(at)?;
        let base = line.tokens.start;
        std::iter::once(at - base)
            .chain(tree.above(at - base))
            .filter(|i| tree.nodes()[*i].tag.is_verb() && !HELPING.contains(&tree.nodes()[*i].relation))
            .find_map(|verb| Clause::at(view, tree, base, verb))
    }

    /// The topmost clause of a run of tokens.
    pub fn topmost(view: &'v View<'a>, tokens: Range<usize>) -> Option<Clause<'v, 'a>> {
        let (line, tree) = view.tree_of(tokens.start)?;
        let base = line.tokens.start;
        let within = tokens.start - base..tokens.end.min(line.tokens.end) - base;
        verbs_from_the_top(tree, within).into_iter().find_map(|verb| Clause::at(view, tree, base, verb))
    }

    fn at(view: &'v View<'a>, tree: &'v Tree, base: usize, verb: usize) -> Option<Clause<'v, 'a>> {
        if let Some(participle) = led_by(view, tree, base, verb) {
            let subject = Clause::of_finite(view, tree, base, verb)?.subject;
            let helping = vec![verb];
            let tail = Some(participle + 1..tree.run(verb).end);
            return Some(Clause {
                view,
                tree,
                base,
                verb: participle,
                subject,
                helping,
                bare: false,
                meant: false,
                tail,
            });
        }
        Clause::of_finite(view, tree, base, verb)
    }

    /// The clause of a verb that is finite or has a helping verb that is.
    fn of_finite(view: &'v View<'a>, tree: &'v Tree, base: usize, verb: usize) -> Option<Clause<'v, 'a>> {
        let node = tree.nodes()[verb];
        let own: Vec<usize> = tree.by(verb, &HELPING).collect();
        let mut clause = Clause {
            view,
            tree,
            base,
            verb,
            subject: Subject::There,
            helping: own,
            bare: false,
            meant: false,
            tail: None,
        };
        let finite = |tag: Tag| matches!(tag, Tag::VerbPast | Tag::VerbThird | Tag::VerbPresent | Tag::Modal);
        let led = |c: &Clause<'_, '_>| c.helping.first().is_some_and(|h| finite(tree.nodes()[*h].tag));
        // The tree may take `the video, posted on Friday` for the simple past.
        let told = node.relation == Relation::NounClause
            && clause.helping.is_empty()
            && past(view.word(base + verb))
            && tree.by(verb, &SUBJECTS).next().is_none();
        if !led(&clause) && (!finite(node.tag) || node.tag == Tag::VerbPast && told) {
            match (node.relation, node.tag, node.head) {
                // `were stopped and searched`
                (Relation::Conjunct, _, Some(first)) if clause.helping.is_empty() => {
                    let above = Clause::at(view, tree, base, first)?;
                    if above.helping.is_empty() || tree.nodes()[first].tag != node.tag {
                        return None;
                    }
                    clause.helping = above.helping;
                    clause.bare = above.bare;
                    clause.subject = above.subject;
                    return Some(clause);
                }
                // `a report published in May`
                (Relation::NounClause, Tag::Participle | Tag::VerbPast, Some(noun)) => {
                    clause.bare = true;
                    clause.subject = Subject::Words(noun, clause.words_of(noun, Some(verb)));
                    return Some(clause);
                }
                _ => return None,
            }
        }
        clause.subject = clause.find_subject(verb)?;
        Some(clause)
    }

    /// The clause of an infinitive: `vowed to stay`, with whoever vows for its subject.
    pub fn infinitive(view: &'v View<'a>, at: usize) -> Option<Clause<'v, 'a>> {
        let (line, tree) = view.tree_of(at)?;
        let base = line.tokens.start;
        let verb = at - base;
        let node = tree.nodes()[verb];
        let to = tree.by(verb, &HELPING).any(|h| tree.nodes()[h].tag == Tag::To);
        let above = node.head.filter(|_| node.tag == Tag::Verb && to)?;
        let governing = match node.relation {
            Relation::OpenComplement => Clause::at(view, tree, base, above)?,
            _ => return None,
        };
        Some(Clause { verb, helping: Vec::new(), bare: false, meant: true, ..governing })
    }

    /// Of whom a verb says something; what `who` or `which` stand for.
    fn find_subject(&self, verb: usize) -> Option<Subject> {
        let nodes = self.tree.nodes();
        let Some(subject) = self.tree.by(verb, &SUBJECTS).next() else {
            // `He rose and left`
            return match (nodes[verb].relation, nodes[verb].head) {
                (Relation::Conjunct, Some(first)) if nodes[first].tag.is_verb() => self.find_subject(first),
                _ => None,
            };
        };
        if nodes[subject].relation == Relation::Expletive {
            return Some(Subject::There);
        }
        if matches!(nodes[subject].tag, Tag::WhPronoun | Tag::WhDeterminer)
            || self.lower(subject) == "that" && nodes[verb].relation == Relation::RelativeClause
        {
            // `the ferry, which sank`
            let noun = nodes[verb].head.filter(|_| nodes[verb].relation == Relation::RelativeClause)?;
            return Some(Subject::Words(noun, self.words_of(noun, Some(verb))));
        }
        let clausal =
            matches!(nodes[subject].relation, Relation::ClauseSubject | Relation::ClauseSubjectPassive);
        (!clausal).then(|| Subject::Words(subject, self.words_of(subject, None)))
    }

    fn lower(&self, i: usize) -> &'v str {
        self.view.word(self.base + i)
    }

    /// A noun with what tells which is meant, by places in the sentence: no relative clauses, no appositions.
    fn words_of(&self, noun: usize, without: Option<usize>) -> Vec<usize> {
        let mut words = Vec::new();
        self.gather(noun, without, &[], &mut words);
        words.sort_unstable();
        words
    }

    /// `word` and what hangs on it, without what says more than that.
    fn gather(&self, word: usize, without: Option<usize>, cut: &[usize], into: &mut Vec<usize>) {
        into.push(word);
        let nodes = self.tree.nodes();
        for child in self.tree.children(word) {
            let joins = matches!(nodes[child].relation, Relation::Conjunct | Relation::Coordination)
                && !nodes[word].tag.is_verb();
            let hyphen = self.view.word(self.base + child) == "-";
            let beside = BESIDE.contains(&nodes[child].relation) && !joins && !hyphen;
            if Some(child) != without && !cut.contains(&child) && !beside {
                self.gather(child, without, cut, into);
            }
        }
    }
}

/// The participle that a form of `have` leads, where the tree takes that for the verb: `has rammed, pushed or threatened`.
fn led_by(view: &View<'_>, tree: &Tree, base: usize, verb: usize) -> Option<usize> {
    if helping(view.word(base + verb)) != Some(Helping::Have)
        || HELPING.contains(&tree.nodes()[verb].relation)
    {
        return None;
    }
    let between = |i: &usize| tree.nodes()[*i].tag == Tag::Adverb || !view.is_word(base + *i);
    let next = (verb + 1..tree.nodes().len()).find(|i| !between(i))?;
    let below = tree.above(next).any(|a| a == verb);
    let participle = matches!(tree.nodes()[next].tag, Tag::Participle | Tag::VerbPast | Tag::Adjective);
    (below && participle && past(view.word(base + next))).then_some(next)
}

/// The verbs of a run of words that are no helping verbs, those nearest the root first.
fn verbs_from_the_top(tree: &Tree, within: Range<usize>) -> Vec<usize> {
    let main = |i: &usize| tree.nodes()[*i].tag.is_verb() && !HELPING.contains(&tree.nodes()[*i].relation);
    let mut verbs: Vec<usize> = within.filter(main).collect();
    verbs.sort_by_key(|i| (tree.above(*i).count(), *i));
    verbs
}
