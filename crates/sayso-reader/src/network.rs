//! The network: from words and marks to a row of scores for each token.

use crate::aligned::Aligned;
use crate::branch::{Branch, BranchScratch, Lookup, Words, look_up};
use crate::features::{HASHES, case, hash, hashes, norm, paragraph_positions, shape};
use crate::lstm::{Columns, Direction, Lstm, LstmScratch, Rows};
use crate::matrix::Packed;
use crate::quoting::QuoteState;
use crate::simd::{Kernel, Level, mul_add, sigmoid, vectors, vectors_mut};
use crate::token::Tokens;
use crate::vocabulary::Vocabulary;
use crate::weights::{Table, Weights, WeightsError};
use pulp::Simd;
use rustc_hash::FxHashMap;

/// Sizes of layers must be multiples of this.
const UNIT: usize = 32;
/// Quotation states, cases, paragraph positions.
const PLAIN: [usize; 3] = [6, 6, 4];

/// A network of an embedding with a gate, two recurrent layers both ways, two heads, and a branch for names.
#[derive(Debug)]
pub(crate) struct Network {
    level: Level,
    vocabulary: Vocabulary,
    word: Table,
    /// Norm, prefix, suffix, shape.
    hashed: [Table; 4],
    /// From a word's embedding to its share of the input layer.
    input: Packed,
    /// The shares of cases, and of pairs of quotation state and paragraph position.
    case_share: Vec<f32>,
    place_share: Vec<f32>,
    norm_weight: Vec<f32>,
    norm_bias: Vec<f32>,
    /// Forward and backward of the first layer, then of the second.
    layers: [[Lstm; 2]; 2],
    hidden: usize,
    heads: Packed,
    branch: Branch,
    pub role_labels: usize,
    pub entity_labels: usize,
    pub name_labels: usize,
    window: usize,
    overlap: usize,
}

/// What reading works with besides weights; reused from text to text, a few megabytes.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    embedded: Aligned,
    shares: Aligned,
    gated: Aligned,
    hidden: Aligned,
    scores: Aligned,
    lstm: LstmScratch,
    branch: BranchScratch,
}

/// Scores of a text's tokens: rows of `stride`, the labels of roles first, then those of entities, then of names.
#[derive(Debug)]
pub(crate) struct Scores {
    pub rows: Vec<f32>,
    pub stride: usize,
}

/// The table that each hash of a word is looked up in.
pub(crate) const TABLE_OF_HASH: [usize; HASHES] = [0, 0, 1, 1, 1, 2, 2, 2, 2, 3];

impl Network {
    pub fn new(weights: &Weights<'_>, level: Level) -> Result<Network, WeightsError> {
        let described = &weights.description;
        let sizes = &described.hash_sizes;
        let vocabulary = Vocabulary::new(weights.bytes("vocabulary")?, |norm| hash("1:", norm))?;
        let word = weights.table("word", Some(vocabulary.len() + 1))?;
        let hashed = [
            weights.table("norm", Some(sizes.norm))?,
            weights.table("prefix", Some(sizes.prefix))?,
            weights.table("suffix", Some(sizes.suffix))?,
            weights.table("shape", Some(sizes.shape))?,
        ];
        let plain = [
            weights.table("quote", Some(PLAIN[0]))?,
            weights.table("case", Some(PLAIN[1]))?,
            weights.table("paragraph", Some(PLAIN[2]))?,
        ];
        let lexical = word.width + hashed.iter().map(|t| t.width).sum::<usize>();
        let depth = lexical + plain[0].width;

        let norm_weight = weights.numbers("input_norm.weight", weights.shape("input_norm.weight")?)?;
        let gated = norm_weight.len();
        let norm_bias = weights.numbers("input_norm.bias", &[gated])?;
        let input = weights.numbers("input.weight", &[2 * gated, depth])?;
        let input_bias = weights.numbers("input.bias", &[2 * gated])?;

        let hidden = weights.shape("lstm0.forward.weight_h")?.last().copied().unwrap_or(0);
        if hidden == 0 || gated == 0 || !hidden.is_multiple_of(UNIT) || !gated.is_multiple_of(UNIT) {
            return Err(WeightsError::Description(format!(
                "layers of {gated} and {hidden} are no multiples of {UNIT}"
            )));
        }
        let lstm = |layer: usize, depth: usize, direction: &str| -> Result<Lstm, WeightsError> {
            let tensor = |name: &str, shape: &[usize]| {
                weights.numbers(&format!("lstm{layer}.{direction}.{name}"), shape)
            };
            Ok(Lstm::new(
                level,
                hidden,
                depth,
                &tensor("weight_x", &[4 * hidden, depth])?,
                &tensor("weight_h", &[4 * hidden, hidden])?,
                &tensor("bias", &[4 * hidden])?,
            ))
        };
        let layer = |n: usize, depth: usize| -> Result<[Lstm; 2], WeightsError> {
            Ok([lstm(n, depth, "forward")?, lstm(n, depth, "backward")?])
        };

        let (role_labels, entity_labels) = (described.role_labels.len(), described.entity_labels.len());
        let role = weights.numbers("role.weight", &[role_labels, 2 * hidden])?;
        let role_bias = weights.numbers("role.bias", &[role_labels])?;
        let name = weights.numbers("entity.weight", &[entity_labels, 4 * hidden])?;
        let name_bias = weights.numbers("entity.bias", &[entity_labels])?;
        // Both heads see both layers; the roles' weights for the first are nothing.
        let mut head = vec![0.0; (role_labels + entity_labels) * 4 * hidden];
        let (roles, names) = head.split_at_mut(role_labels * 4 * hidden);
        for (to, from) in roles.chunks_exact_mut(4 * hidden).zip(role.chunks_exact(2 * hidden)) {
            to[2 * hidden..].copy_from_slice(from);
        }
        names.copy_from_slice(&name);
        let head_bias: Vec<f32> = role_bias.into_iter().chain(name_bias).collect();

        // What the plain features add to the input layer is known beforehand.
        let share = |tables: &[(&Table, usize)]| -> Vec<f32> {
            let mut features = vec![0.0; depth - lexical];
            for (table, row) in tables {
                table.add_row(*row, &mut features);
            }
            let product = |w: &[f32]| w[lexical..].iter().zip(&features).map(|(w, x)| w * x).sum::<f32>();
            input.chunks_exact(depth).map(product).collect()
        };
        if plain.iter().any(|t| t.width != depth - lexical) {
            return Err(WeightsError::Description("plain features of unequal width".into()));
        }
        let case_share = (0..PLAIN[1]).flat_map(|c| share(&[(&plain[1], c)])).collect();
        let place_share = (0..PLAIN[0])
            .flat_map(|q| (0..PLAIN[2]).map(move |p| (q, p)))
            .flat_map(|(q, p)| share(&[(&plain[0], q), (&plain[2], p)]))
            .collect();
        let input_columns =
            input.chunks_exact(depth).zip(&input_bias).map(|(row, bias)| (&row[..lexical], *bias));
        let name_labels = described.name_labels.len();
        let rows = [sizes.norm, sizes.prefix, sizes.suffix, sizes.shape];
        Ok(Network {
            level,
            branch: Branch::new(weights, level, name_labels, vocabulary.len() + 1, rows, 4 * hidden)?,
            word,
            hashed,
            input: Packed::new(level, lexical, input_columns),
            case_share,
            place_share,
            norm_weight,
            norm_bias,
            layers: [layer(0, gated)?, layer(1, 2 * hidden)?],
            hidden,
            heads: Packed::new(level, 4 * hidden, head.chunks_exact(4 * hidden).zip(head_bias)),
            role_labels,
            entity_labels,
            name_labels,
            vocabulary,
            window: described.window,
            overlap: described.overlap,
        })
    }

    /// The scores of all tokens. A long text is read in windows that overlap, so that the memory a text needs beyond
    /// its scores is bounded.
    ///
    /// Without `names` the branch is left out, and rows end before its labels.
    pub fn scores(
        &self,
        tokens: &Tokens<'_>,
        states: &[QuoteState],
        names: bool,
        scratch: &mut Scratch,
    ) -> Scores {
        let heads = self.role_labels + self.entity_labels;
        let stride = heads + if names { self.name_labels } else { 0 };
        let mut rows = Vec::with_capacity(tokens.len() * stride);
        let positions = paragraph_positions(tokens);
        let places: Vec<usize> = states
            .iter()
            .zip(&positions)
            .map(|(state, position)| *state as usize * PLAIN[2] + usize::from(*position))
            .collect();
        let step = self.window - 2 * self.overlap;
        let mut start = 0;
        let mut done = 0;
        while done < tokens.len() {
            let end = (start + self.window).min(tokens.len());
            // The last tokens of a window lack what follows them; the next window, which begins as far again before
            // them, speaks for them.
            let until = if end == tokens.len() { end } else { end - self.overlap };
            self.read_window(&tokens.words[start..end], &places[start..end], names, scratch);
            for token in done - start..until - start {
                rows.extend_from_slice(&scratch.scores[token * self.heads.width()..][..heads]);
                if names {
                    let row = &scratch.branch.scores[token * self.branch.width()..];
                    rows.extend_from_slice(&row[..self.name_labels]);
                }
            }
            done = until;
            start += step;
        }
        Scores { rows, stride }
    }

    /// Leaves the scores of one window in the scratch.
    fn read_window(&self, words: &[&str], places: &[usize], names: bool, scratch: &mut Scratch) {
        let Scratch { embedded, shares, gated, hidden, scores, lstm, branch } = scratch;
        let count = words.len();
        let words = self.look_up(words);
        self.word_shares(&words, embedded, shares);
        let depth = self.norm_weight.len();
        gated.resize(count * depth);
        self.level.run(Gate { network: self, word_of_token: &words.of_token, places, shares, output: gated });
        // A row holds what both directions of both layers say.
        let stride = 4 * self.hidden;
        hidden.resize(count * stride);
        self.read_layer(0, count, gated, depth, hidden, lstm);
        // What the second layer reads lies in the rows that it writes to: it reads a copy.
        let depth = 2 * self.hidden;
        gated.resize(count * depth);
        for (to, from) in gated.chunks_exact_mut(depth).zip(hidden.chunks_exact(stride)) {
            to.copy_from_slice(&from[..depth]);
        }
        self.read_layer(1, count, gated, depth, hidden, lstm);
        scores.resize(count * self.heads.width());
        self.heads.multiply(self.level, hidden, stride, count, scores);
        if names {
            self.branch.read_window(&words, hidden, stride, branch, lstm);
        }
    }

    /// One layer, both directions, each into its columns of `hidden`.
    fn read_layer(
        &self,
        layer: usize,
        count: usize,
        numbers: &[f32],
        stride: usize,
        hidden: &mut [f32],
        scratch: &mut LstmScratch,
    ) {
        let directions = [Direction::Forward, Direction::Backward];
        for (i, (lstm, direction)) in self.layers[layer].iter().zip(directions).enumerate() {
            let columns =
                Columns { numbers: hidden, stride: 4 * self.hidden, column: (2 * layer + i) * self.hidden };
            lstm.run(self.level, direction, count, Rows { numbers, stride }, columns, scratch);
        }
    }

    /// Looks up each different word once.
    fn look_up(&self, tokens: &[&str]) -> Words {
        let mut words = Words::default();
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let mut norms: FxHashMap<String, u32> = FxHashMap::default();
        for word in tokens {
            let number = *numbers.entry(word).or_insert_with(|| {
                let norm = norm(word);
                let hashes = hashes(&norm, &shape(word));
                let number = self.vocabulary.number(hashes[0], &norm);
                words.lookups.push(Lookup { number, hashes, case: case(word) as usize });
                let next = norms.len() as u32;
                words.norm_of_word.push(*norms.entry(norm).or_insert(next));
                words.lookups.len() as u32 - 1
            });
            words.of_token.push(number);
        }
        words.norms = norms.len();
        words
    }

    /// Computes each different word's share of the input layer.
    fn word_shares(&self, words: &Words, embedded: &mut Aligned, shares: &mut Aligned) {
        let depth = self.word.width + self.hashed.iter().map(|t| t.width).sum::<usize>();
        let count = words.lookups.len();
        embedded.resize(count * depth);
        embedded.fill(0.0);
        for (word, row) in words.lookups.iter().zip(embedded.chunks_exact_mut(depth)) {
            look_up(word, &self.word, &self.hashed, row);
        }
        let width = self.input.width();
        shares.resize(count * width);
        self.input.multiply(self.level, embedded, depth, count, shares);
        let layer = 2 * self.norm_weight.len();
        for (word, row) in words.lookups.iter().zip(shares.chunks_exact_mut(width)) {
            for (x, share) in row.iter_mut().zip(&self.case_share[word.case * layer..][..layer]) {
                *x += share;
            }
        }
    }

    #[cfg(test)]
    pub fn lookups(&self, word: &str) -> (usize, Vec<usize>) {
        let norm = norm(word);
        let hashes = hashes(&norm, &shape(word));
        let rows = hashes.iter().zip(TABLE_OF_HASH).map(|(h, t)| *h as usize % self.hashed[t].rows);
        (self.vocabulary.number(hashes[0], &norm), rows.collect())
    }
}

/// The input layer from the shares of words and places: half of it gates the other half, then it is normalised.
struct Gate<'a> {
    network: &'a Network,
    word_of_token: &'a [u32],
    places: &'a [usize],
    shares: &'a [f32],
    output: &'a mut [f32],
}

impl Kernel for Gate<'_> {
    #[inline(always)]
    fn run<S: Simd, const MR: usize, const NV: usize, const UV: usize, const NA: usize>(self, s: S) {
        let network = self.network;
        let depth = network.norm_weight.len();
        let width = network.input.width();
        let share_of = s.splat_f32s(1.0 / depth as f32);
        let weight = vectors::<S>(&network.norm_weight);
        let bias = vectors::<S>(&network.norm_bias);
        let tokens = self.word_of_token.iter().zip(self.places);
        for ((word, place), output) in tokens.zip(self.output.chunks_exact_mut(depth)) {
            let (word, word_gate) = self.shares[*word as usize * width..][..2 * depth].split_at(depth);
            let (place, place_gate) = network.place_share[place * 2 * depth..][..2 * depth].split_at(depth);
            let (word, word_gate) = (vectors::<S>(word), vectors::<S>(word_gate));
            let (place, place_gate) = (vectors::<S>(place), vectors::<S>(place_gate));
            let output = vectors_mut::<S>(output);
            let mut sum = s.splat_f32s(0.0);
            for i in 0..output.len() {
                let gate = sigmoid(s, s.add_f32s(word_gate[i], place_gate[i]));
                output[i] = s.mul_f32s(s.add_f32s(word[i], place[i]), gate);
                sum = s.add_f32s(sum, output[i]);
            }
            let mean = s.mul_f32s(s.splat_f32s(s.reduce_sum_f32s(sum)), share_of);
            let mut squares = s.splat_f32s(0.0);
            for x in output.iter_mut() {
                *x = s.sub_f32s(*x, mean);
                squares = mul_add(s, *x, *x, squares);
            }
            let variance = s.reduce_sum_f32s(squares) / depth as f32;
            let scale = s.splat_f32s(1.0 / (variance + 1e-5).sqrt());
            for i in 0..output.len() {
                output[i] = mul_add(s, s.mul_f32s(output[i], scale), weight[i], bias[i]);
            }
        }
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::quoting::quote_states;
    use crate::reader::Reader;
    use crate::token::tokens;

    #[test]
    fn a_long_text_has_the_scores_of_its_windows() {
        let mut network = Reader::embedded().network;
        (network.window, network.overlap) = (40, 6);
        let text =
            "The council, which met on Tuesday, “will not yield”, its chair said.\nNobody agreed. ".repeat(9);
        for words in [1, 39, 40, 41, 68, 69, 150] {
            let end = text.split_inclusive(' ').take(words).map(str::len).sum();
            let tokens = tokens(&text[..end]);
            let states = quote_states(&tokens);
            let mut scratch = Scratch::default();
            let scores = network.scores(&tokens, &states, true, &mut scratch);
            let positions = paragraph_positions(&tokens);
            let places: Vec<usize> = (0..tokens.len())
                .map(|t| states[t] as usize * PLAIN[2] + usize::from(positions[t]))
                .collect();
            assert_eq!(scores.rows.len(), tokens.len() * scores.stride);
            for (t, row) in scores.rows.chunks_exact(scores.stride).enumerate() {
                // The first window that has six more tokens beyond this one, or the last.
                let mut start = 0;
                while start + 40 < tokens.len() && start + 40 - 6 <= t {
                    start += 28;
                }
                let window = start..(start + 40).min(tokens.len());
                network.read_window(&tokens.words[window.clone()], &places[window], true, &mut scratch);
                let (heads, names) = row.split_at(scores.stride - network.name_labels);
                let at = t - start;
                let expected = &scratch.scores[at * network.heads.width()..][..heads.len()];
                assert_eq!(heads, expected, "token {t} of {}", tokens.len());
                let expected = &scratch.branch.scores[at * network.branch.width()..][..names.len()];
                assert_eq!(names, expected, "token {t} of {}", tokens.len());
            }
        }
    }
}
