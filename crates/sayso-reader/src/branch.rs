//! The names branch: a small recurrent layer that reads the states of the network's two and tags names.

use crate::aligned::Aligned;
use crate::features::HASHES;
use crate::lstm::{Columns, Direction, Lstm, LstmScratch, Rows};
use crate::matrix::Packed;
use crate::network::TABLE_OF_HASH;
use crate::simd::Level;
use crate::weights::{Table, Weights, WeightsError};

/// The tensors and layers of the branch.
#[derive(Debug)]
pub(crate) struct Branch {
    level: Level,
    word: Table,
    /// Norm, prefix, suffix, shape.
    hashed: [Table; 4],
    /// From a word's embedding to its share of the hidden layer.
    of_word: Packed,
    /// From the states of the network to theirs, with the constants.
    of_states: Packed,
    /// From the mean over a word's places to what is added at each.
    elsewhere: Packed,
    layer: [Lstm; 2],
    /// From the layer's states to scores: of the token's own, with the constants, and of the mean over the word's places.
    here: Packed,
    there: Packed,
    hidden: usize,
    size: usize,
}

/// What the branch works with besides weights; reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct BranchScratch {
    embedded: Aligned,
    shares: Aligned,
    hidden: Aligned,
    states: Aligned,
    means: Aligned,
    products: Aligned,
    /// Rows of scores, `Branch::width` apart.
    pub scores: Aligned,
}

/// A word as the tables know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lookup {
    /// Its row in the tables of words.
    pub number: usize,
    /// To be taken modulo the rows of the hashed tables.
    pub hashes: [u32; HASHES],
    /// How it is written, a row of the table of cases.
    pub case: usize,
}

/// The words of a window: each different one by its writing, and by its norm.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The different words, one after another.
    pub lookups: Vec<Lookup>,
    /// For each token the place of its word among them.
    pub of_token: Vec<u32>,
    /// For each different word the number of its norm.
    pub norm_of_word: Vec<u32>,
    /// How many norms.
    pub norms: usize,
}

impl Branch {
    /// From tensors `names.…`; `words` rows in the table of words, `rows` in the hashed ones, `states` numbers a token.
    pub fn new(
        weights: &Weights<'_>,
        level: Level,
        labels: usize,
        words: usize,
        rows: [usize; 4],
        states: usize,
    ) -> Result<Branch, WeightsError> {
        let table = |name: &str, rows: usize| weights.table(&format!("names.{name}"), Some(rows));
        let word = table("word", words)?;
        let [norm, prefix, suffix, shape] = rows;
        let hashed = [
            table("norm", norm)?,
            table("prefix", prefix)?,
            table("suffix", suffix)?,
            table("shape", shape)?,
        ];
        let depth = word.width + hashed.iter().map(|t| t.width).sum::<usize>();
        let matrix = |name: &str, rows: usize, columns: usize, bias: bool| -> Result<Packed, WeightsError> {
            let numbers = weights.numbers(&format!("names.{name}.weight"), &[rows, columns])?;
            let constants = match bias {
                true => weights.numbers(&format!("names.{name}.bias"), &[rows])?,
                false => vec![0.0; rows],
            };
            Ok(Packed::new(level, columns, numbers.chunks_exact(columns).zip(constants)))
        };
        let hidden = weights.shape("names.of_states.bias")?.first().copied().unwrap_or(0);
        let size = weights.shape("names.lstm.forward.weight_h")?.last().copied().unwrap_or(0);
        if hidden == 0 || size == 0 || !size.is_multiple_of(level.units()) {
            return Err(WeightsError::Description(format!("a names branch of {hidden} and {size}")));
        }
        let lstm = |direction: &str| -> Result<Lstm, WeightsError> {
            let tensor = |name: &str, shape: &[usize]| {
                weights.numbers(&format!("names.lstm.{direction}.{name}"), shape)
            };
            Ok(Lstm::new(
                level,
                size,
                hidden,
                &tensor("weight_x", &[4 * size, hidden])?,
                &tensor("weight_h", &[4 * size, size])?,
                &tensor("bias", &[4 * size])?,
            ))
        };
        Ok(Branch {
            level,
            word,
            hashed,
            of_word: matrix("of_word", hidden, depth, false)?,
            of_states: matrix("of_states", hidden, states, true)?,
            elsewhere: matrix("elsewhere", hidden, hidden, false)?,
            layer: [lstm("forward")?, lstm("backward")?],
            here: matrix("here", labels, 2 * size, true)?,
            there: matrix("there", labels, 2 * size, false)?,
            hidden,
            size,
        })
    }

    /// How far apart rows of scores begin.
    pub fn width(&self) -> usize {
        self.here.width()
    }

    /// Leaves the scores of a window in the scratch; `states` holds a row of `stride` numbers for each token.
    pub fn read_window(
        &self,
        words: &Words,
        states: &[f32],
        stride: usize,
        scratch: &mut BranchScratch,
        lstm: &mut LstmScratch,
    ) {
        let BranchScratch { embedded, shares, hidden, states: own, means, products, scores } = scratch;
        let (count, level) = (words.of_token.len(), self.level);
        self.word_shares(words, embedded, shares);
        let width = self.of_states.width();
        hidden.resize(count * width);
        self.of_states.multiply(level, states, stride, count, hidden);
        let share_width = self.of_word.width();
        for (row, word) in hidden.chunks_exact_mut(width).zip(&words.of_token) {
            let share = &shares[*word as usize * share_width..][..self.hidden];
            for (x, share) in row.iter_mut().zip(share) {
                *x = (*x + share).max(0.0);
            }
        }
        means_of_places(words, hidden, width, self.hidden, means);
        add_products(level, words, &self.elsewhere, means, products, hidden, width);
        let depth = 2 * self.size;
        own.resize(count * depth);
        let directions = [Direction::Forward, Direction::Backward];
        for (i, (layer, direction)) in self.layer.iter().zip(directions).enumerate() {
            let columns = Columns { numbers: own, stride: depth, column: i * self.size };
            layer.run(level, direction, count, Rows { numbers: hidden, stride: width }, columns, lstm);
        }
        scores.resize(count * self.width());
        self.here.multiply(level, own, depth, count, scores);
        let width = self.width();
        means_of_places(words, own, depth, depth, means);
        add_products(level, words, &self.there, means, products, scores, width);
    }

    /// Each different word's share of the hidden layer.
    fn word_shares(&self, words: &Words, embedded: &mut Aligned, shares: &mut Aligned) {
        let depth = self.word.width + self.hashed.iter().map(|t| t.width).sum::<usize>();
        embedded.resize(words.lookups.len() * depth);
        embedded.fill(0.0);
        for (word, row) in words.lookups.iter().zip(embedded.chunks_exact_mut(depth)) {
            look_up(word, &self.word, &self.hashed, row);
        }
        shares.resize(words.lookups.len() * self.of_word.width());
        self.of_word.multiply(self.level, embedded, depth, words.lookups.len(), shares);
    }
}

/// Fills a row of zeros: the word's own numbers, then those of its hashes, table after table.
pub(crate) fn look_up(lookup: &Lookup, word: &Table, hashed: &[Table; 4], row: &mut [f32]) {
    let (own, mut rest) = row.split_at_mut(word.width);
    word.add_row(lookup.number, own);
    for (t, table) in hashed.iter().enumerate() {
        let (part, after) = rest.split_at_mut(table.width);
        for (hash, _) in lookup.hashes.iter().zip(TABLE_OF_HASH).filter(|(_, of)| *of == t) {
            table.add_row(*hash as usize % table.rows, part);
        }
        rest = after;
    }
}

/// For each norm the mean of `size` numbers over the rows of its tokens.
fn means_of_places(words: &Words, rows: &[f32], stride: usize, size: usize, means: &mut Aligned) {
    means.resize(words.norms * size);
    means.fill(0.0);
    let mut counts = vec![0u32; words.norms];
    for (word, row) in words.of_token.iter().zip(rows.chunks_exact(stride)) {
        let norm = words.norm_of_word[*word as usize] as usize;
        counts[norm] += 1;
        for (sum, x) in means[norm * size..][..size].iter_mut().zip(row) {
            *sum += x;
        }
    }
    for (mean, count) in means.chunks_exact_mut(size).zip(counts) {
        let share = 1.0 / count.max(1) as f32;
        mean.iter_mut().for_each(|x| *x *= share);
    }
}

/// Adds to each token's row the product of a matrix and the mean of its norm.
fn add_products(
    level: Level,
    words: &Words,
    matrix: &Packed,
    means: &[f32],
    products: &mut Aligned,
    rows: &mut [f32],
    stride: usize,
) {
    let width = matrix.width();
    products.resize(words.norms * width);
    matrix.multiply(level, means, means.len() / words.norms.max(1), words.norms, products);
    for (word, row) in words.of_token.iter().zip(rows.chunks_exact_mut(stride)) {
        let norm = words.norm_of_word[*word as usize] as usize;
        for (x, product) in row.iter_mut().zip(&products[norm * width..][..width]) {
            *x += product;
        }
    }
}
