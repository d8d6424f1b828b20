//! The tree of a sentence.

use crate::names::{Relation, Tag};
use std::ops::Range;

/// A word in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its part of speech.
    pub tag: Tag,
    /// The word that it hangs on; `None` for a root.
    pub head: Option<usize>,
    /// What it is to that word.
    pub relation: Relation,
}

/// The words of a sentence and what each hangs on. No two arcs cross, so what hangs on a word, with all that hangs on that,
/// is an unbroken run of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    nodes: Vec<Node>,
    /// For each word, the run of words that hang on it, itself included.
    runs: Vec<(usize, usize)>,
}

impl Tree {
    /// The tree of these words, whose heads must lead to a root and whose arcs must not cross.
    pub(crate) fn new(nodes: Vec<Node>) -> Tree {
        let mut runs: Vec<(usize, usize)> = (0..nodes.len()).map(|i| (i, i + 1)).collect();
        // From the leaves up, so that each word is looked at once.
        let mut waits = vec![0; nodes.len()];
        nodes.iter().filter_map(|n| n.head).for_each(|h| waits[h] += 1);
        let mut done: Vec<usize> = (0..nodes.len()).filter(|i| waits[*i] == 0).collect();
        while let Some(i) = done.pop() {
            let Some(head) = nodes[i].head else { continue };
            runs[head] = (runs[head].0.min(runs[i].0), runs[head].1.max(runs[i].1));
            waits[head] -= 1;
            if waits[head] == 0 {
                done.push(head);
            }
        }
        Tree { nodes, runs }
    }

    /// Its words.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The words that hang on `word`, in order.
    pub fn children(&self, word: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let run = self.run(word);
        run.filter(move |i| self.nodes[*i].head == Some(word))
    }

    /// The words that hang on `word` by one of these relations, in order.
    pub fn by<'a>(&'a self, word: usize, relations: &'a [Relation]) -> impl Iterator<Item = usize> + 'a {
        self.children(word).filter(move |i| relations.contains(&self.nodes[*i].relation))
    }

    /// `word` and all that hangs on it, on those words, and so on.
    pub fn run(&self, word: usize) -> Range<usize> {
        self.runs.get(word).map_or(0..0, |(from, to)| *from..*to)
    }

    /// What `word` hangs on, what that hangs on, and so on.
    pub fn above(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(word), |i| self.nodes[*i].head).skip(1)
    }
}
