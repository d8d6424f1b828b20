//! The words of a sentence and what each hangs on: parts of speech and a dependency tree.
//!
//! Two averaged perceptrons do the work (Collins 2002): one tags words from left to right, one builds the tree with the
//! arc-hybrid transitions (Kuhlmann et al. 2011), trained with a dynamic oracle (Goldberg and Nivre 2013); a third names
//! each relation when its arc is made. Tags are those of the Penn Treebank, relations those of ClearNLP, as spaCy's
//! English models give them. The weights are part of the program; `models/README.md` says what they learned from.
//!
//! This crate knows words alone: no texts, no reports.

#![forbid(unsafe_code)]

mod arcs;
mod features;
mod names;
mod tagger;
mod train;
mod tree;
mod weights;

pub use names::{Relation, Tag};
pub use train::{Score, Training};
pub use tree::{Node, Tree};
pub use weights::{Parser, WeightsError, parser};
