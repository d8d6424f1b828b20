//! The weights of the three perceptrons, and parsing with them.

use crate::arcs::{Move, State};
use crate::features::Word;
use crate::names::{Relation, Tag};
use crate::tagger;
use crate::tree::{Node, Tree};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The weights that are part of the program.
static EMBEDDED: &[u8] = include_bytes!("../../../models/syntax.bin");
/// What a file of weights begins with.
pub(crate) const MAGIC: &[u8; 8] = b"syntax1\n";

/// How many weights each feature may have, as a power of two, and how many outcomes there are: tags, steps, relations.
pub(crate) const SHAPES: [(u32, usize); 3] =
    [(16, Tag::ALL.len()), (19, Move::ALL.len()), (15, Relation::ALL.len())];

/// A table of weights, signed numbers of 8 bits: one row a hashed feature, one column an outcome.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    pub weights: &'a [u8],
}

impl Table<'_> {
    /// Adds the scores of the `N` outcomes for these features.
    #[inline]
    pub fn scores<const N: usize>(&self, features: &[u32]) -> [i32; N] {
        let (rows, _) = self.weights.as_chunks::<N>();
        let mut sums = [0i32; N];
        for feature in features {
            let row = &rows[*feature as usize & (rows.len() - 1)];
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight.cast_signed());
            }
        }
        sums
    }
}

/// The first of the greatest scores among those allowed.
pub(crate) fn best<T: PartialOrd + Copy>(scores: &[T], allowed: impl Fn(usize) -> bool) -> usize {
    let mut found: Option<usize> = None;
    for i in (0..scores.len()).filter(|i| allowed(*i)) {
        if found.is_none_or(|k| scores[i] > scores[k]) {
            found = Some(i);
        }
    }
    found.unwrap_or(0)
}

/// Why weights were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightsError;

impl std::fmt::Display for WeightsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no weights of the parser, or of another version of it")
    }
}

impl std::error::Error for WeightsError {}

/// A parser with its weights.
#[derive(Clone)]
pub struct Parser {
    tables: [Cow<'static, [u8]>; 3],
}

/// The parser with the weights that are part of the program.
///
/// # Panics
///
/// If these weights are of another version; a test holds that they are not.
pub fn parser() -> &'static Parser {
    static PARSER: LazyLock<Parser> =
        LazyLock::new(|| Parser::cut(Cow::Borrowed(EMBEDDED)).expect("the weights in the program are whole"));
    &PARSER
}

impl Parser {
    /// The parser with these weights.
    pub fn read(bytes: Vec<u8>) -> Result<Parser, WeightsError> {
        Parser::cut(Cow::Owned(bytes))
    }

    fn cut(bytes: Cow<'static, [u8]>) -> Result<Parser, WeightsError> {
        let mut at = MAGIC.len();
        let own = SHAPES.map(|(bits, outcomes)| {
            let from = at;
            at += outcomes << bits;
            from..at
        });
        if !bytes.starts_with(MAGIC) || bytes.len() != at {
            return Err(WeightsError);
        }
        let tables = own.map(|range| match &bytes {
            Cow::Borrowed(all) => Cow::Borrowed(&all[range]),
            Cow::Owned(all) => Cow::Owned(all[range].to_vec()),
        });
        Ok(Parser { tables })
    }

    /// The weights as a file.
    pub fn bytes(&self) -> Vec<u8> {
        MAGIC.iter().chain(self.tables.iter().flat_map(|t| t.iter())).copied().collect()
    }

    pub(crate) fn of_tables(tables: [Vec<u8>; 3]) -> Parser {
        Parser { tables: tables.map(Cow::Owned) }
    }

    fn table(&self, which: usize) -> Table<'_> {
        Table { weights: &self.tables[which] }
    }

    /// The tree of a sentence. Time is linear in its length.
    pub fn parse(&self, words: &[&str]) -> Tree {
        let words = Word::all(words);
        let (tags, steps, relations) = (self.table(0), self.table(1), self.table(2));
        let found = tagger::tag(&words, |f| best(&tags.scores::<{ SHAPES[0].1 }>(f), |_| true));
        let mut state = State::new(&words, &found);
        build(
            &mut state,
            |state| {
                let scores = steps.scores::<{ SHAPES[1].1 }>(&state.features());
                Move::ALL[best(&scores, |m| state.allows(Move::ALL[m]))]
            },
            |state, head, word| {
                let features = state.of_arc(head, word);
                Relation::ALL[best(&relations.scores::<{ SHAPES[2].1 }>(&features), |_| true)]
            },
        );
        finished(&state, &found)
    }
}

/// Takes steps until every word hangs on something.
pub(crate) fn build<'a>(
    state: &mut State<'a>,
    mut step: impl FnMut(&State<'a>) -> Move,
    mut relate: impl FnMut(&State<'a>, usize, usize) -> Relation,
) {
    while !state.done() {
        match state.arc(step(state)) {
            None => state.shift(),
            Some((head, word)) => {
                let relation = relate(state, head, word);
                state.hang(head, relation);
            }
        }
    }
}

/// The tree that was built.
pub(crate) fn finished(state: &State<'_>, tags: &[Tag]) -> Tree {
    let last = tags.len();
    let node = |i: usize| {
        let head = state.heads[i].filter(|h| *h < last);
        let relation =
            if head.is_none() { Relation::Root } else { state.relations[i].unwrap_or(Relation::Other) };
        Node { tag: tags[i], head, relation }
    };
    Tree::new((0..last).map(node).collect())
}
