//! One direction of one recurrent layer.

use crate::aligned::Aligned;
use crate::matrix::Packed;
use crate::simd::{Kernel, Level, mul_add, sigmoid, tanh, vectors, vectors_mut};
use pulp::Simd;

/// Rows whose input products are computed at once; they then lie in the second cache when the recurrence
/// comes to them.
const CHUNK: usize = 96;

/// The weights of one direction.
///
/// Gates are kept in blocks: of some units first the input gates, then forget, cell and output gates, so that what one step
/// needs together lies together.
#[derive(Debug)]
pub(crate) struct Lstm {
    hidden: usize,
    /// From a row of the input to its share of the gates.
    input: Packed,
    /// For each block of units, row after row of the recurrent matrix.
    recurrent: Aligned,
}

/// Which way the text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Forward,
    Backward,
}

/// Rows that begin `stride` numbers apart.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub numbers: &'a [f32],
    pub stride: usize,
}

/// Some columns, from `column` on, of rows that begin `stride` numbers apart.
pub(crate) struct Columns<'a> {
    pub numbers: &'a mut [f32],
    pub stride: usize,
    pub column: usize,
}

/// What a layer works with besides weights; reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct LstmScratch {
    products: Aligned,
    hidden: Aligned,
    cells: Aligned,
    gates: Aligned,
}

impl Lstm {
    /// From matrices `[4 * hidden, depth]` and `[4 * hidden, hidden]` and constants `[4 * hidden]`, gates in the order
    /// input, forget, cell, output. `hidden` must be a multiple of 32, the largest block.
    pub fn new(
        level: Level,
        hidden: usize,
        depth: usize,
        weight_x: &[f32],
        weight_h: &[f32],
        bias: &[f32],
    ) -> Lstm {
        let units = level.units();
        let order: Vec<usize> = (0..4 * hidden)
            .map(|at| {
                let (block, within) = (at / (4 * units), at % (4 * units));
                let (gate, unit) = (within / units, block * units + within % units);
                gate * hidden + unit
            })
            .collect();
        let input = Packed::new(
            level,
            depth,
            order.iter().map(|row| (&weight_x[row * depth..][..depth], bias[*row])),
        );
        let mut recurrent = Aligned::zeros(4 * hidden * hidden);
        for (column, row) in order.iter().enumerate() {
            let first = column / (4 * units) * (4 * units) * hidden + column % (4 * units);
            for (k, value) in weight_h[row * hidden..][..hidden].iter().enumerate() {
                recurrent[first + k * 4 * units] = *value;
            }
        }
        Lstm { hidden, input, recurrent }
    }

    /// Reads `count` rows of input, from nothing on, and writes their hidden states to the same rows of the output.
    pub fn run(
        &self,
        level: Level,
        direction: Direction,
        count: usize,
        input: Rows<'_>,
        output: Columns<'_>,
        scratch: &mut LstmScratch,
    ) {
        let width = self.input.width();
        scratch.products.resize(CHUNK * width);
        scratch.gates.resize(4 * self.hidden);
        for state in [&mut scratch.hidden, &mut scratch.cells] {
            state.resize(self.hidden);
            state.fill(0.0);
        }
        let mut done = 0;
        while done < count {
            let rows = (count - done).min(CHUNK);
            let first = match direction {
                Direction::Forward => done,
                Direction::Backward => count - done - rows,
            };
            let products = &mut scratch.products[..rows * width];
            self.input.multiply(level, &input.numbers[first * input.stride..], input.stride, rows, products);
            level.run(Recur {
                weights: self,
                direction,
                products,
                hidden: &mut scratch.hidden,
                cells: &mut scratch.cells,
                gates: &mut scratch.gates,
                output: &mut output.numbers[first * output.stride + output.column..],
                stride: output.stride,
            });
            done += rows;
        }
    }
}

struct Recur<'a> {
    weights: &'a Lstm,
    direction: Direction,
    products: &'a [f32],
    hidden: &'a mut [f32],
    cells: &'a mut [f32],
    gates: &'a mut [f32],
    output: &'a mut [f32],
    stride: usize,
}

impl Kernel for Recur<'_> {
    #[inline(always)]
    fn run<S: Simd, const MR: usize, const NV: usize, const UV: usize, const NA: usize>(self, simd: S) {
        let size = self.weights.hidden;
        let width = self.weights.input.width();
        let block = NA * S::F32_LANES;
        let count = self.products.len() / width;
        for step in 0..count {
            let row = match self.direction {
                Direction::Forward => step,
                Direction::Backward => count - 1 - step,
            };
            let products = &self.products[row * width..][..4 * size];
            let blocks = self.weights.recurrent.chunks_exact(block * size);
            let ends = products.chunks_exact(block).zip(self.gates.chunks_exact_mut(block));
            for (weights, (start, gates)) in blocks.zip(ends) {
                let mut sums = [simd.splat_f32s(0.0); NA];
                sums.copy_from_slice(&vectors::<S>(start)[..NA]);
                for (weights, h) in vectors::<S>(weights).chunks_exact(NA).zip(self.hidden.iter()) {
                    let h = simd.splat_f32s(*h);
                    for q in 0..NA {
                        sums[q] = mul_add(simd, h, weights[q], sums[q]);
                    }
                }
                vectors_mut::<S>(gates)[..NA].copy_from_slice(&sums);
            }
            // Only now may the state change: every block needed the old one.
            let gates = vectors::<S>(self.gates).chunks_exact(NA);
            let cells = vectors_mut::<S>(self.cells).chunks_exact_mut(UV);
            let hidden = vectors_mut::<S>(self.hidden).chunks_exact_mut(UV);
            for (gates, (cells, hidden)) in gates.zip(cells.zip(hidden)) {
                for u in 0..UV {
                    let keep = simd.mul_f32s(sigmoid(simd, gates[UV + u]), cells[u]);
                    let input = sigmoid(simd, gates[u]);
                    cells[u] = mul_add(simd, input, tanh(simd, gates[2 * UV + u]), keep);
                    hidden[u] = simd.mul_f32s(sigmoid(simd, gates[3 * UV + u]), tanh(simd, cells[u]));
                }
            }
            self.output[row * self.stride..][..size].copy_from_slice(self.hidden);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Numbers;

    /// The definition, in double precision.
    fn plain(
        (hidden, depth): (usize, usize),
        wx: &[f32],
        wh: &[f32],
        bias: &[f32],
        input: &[f32],
        backward: bool,
    ) -> Vec<f64> {
        let rows = input.len() / depth;
        let (mut h, mut c) = (vec![0.0f64; hidden], vec![0.0f64; hidden]);
        let mut output = vec![0.0; rows * hidden];
        let dot = |a: &[f32], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| f64::from(*a) * b).sum() };
        for step in 0..rows {
            let row = if backward { rows - 1 - step } else { step };
            let x: Vec<f64> = input[row * depth..][..depth].iter().map(|x| f64::from(*x)).collect();
            let gate: Vec<f64> = (0..4 * hidden)
                .map(|g| {
                    dot(&wx[g * depth..][..depth], &x)
                        + dot(&wh[g * hidden..][..hidden], &h)
                        + f64::from(bias[g])
                })
                .collect();
            let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
            for u in 0..hidden {
                c[u] = sigmoid(gate[hidden + u]) * c[u] + sigmoid(gate[u]) * gate[2 * hidden + u].tanh();
                h[u] = sigmoid(gate[3 * hidden + u]) * c[u].tanh();
            }
            output[row * hidden..][..hidden].copy_from_slice(&h);
        }
        output
    }

    #[test]
    fn equals_the_definition_at_every_level_over_more_than_one_chunk() {
        let (hidden, depth, rows) = (32, 24, 2 * CHUNK + 7);
        let mut numbers = Numbers::new(5);
        let wx = numbers.take(4 * hidden * depth, 0.5);
        let wh = numbers.take(4 * hidden * hidden, 0.3);
        let bias = numbers.take(4 * hidden, 0.5);
        let input = numbers.take(rows * depth, 1.0);
        for level in Level::all() {
            let lstm = Lstm::new(level, hidden, depth, &wx, &wh, &bias);
            for direction in [Direction::Forward, Direction::Backward] {
                let expected =
                    plain((hidden, depth), &wx, &wh, &bias, &input, direction == Direction::Backward);
                let (stride, column) = (hidden + 9, 4);
                let mut output = vec![7.0f32; rows * stride];
                let mut scratch = LstmScratch::default();
                let rows_in = Rows { numbers: &input, stride: depth };
                let columns = Columns { numbers: &mut output, stride, column };
                lstm.run(level, direction, rows, rows_in, columns, &mut scratch);
                for row in 0..rows {
                    for u in 0..hidden {
                        let (found, exact) = (output[row * stride + column + u], expected[row * hidden + u]);
                        assert!(
                            (f64::from(found) - exact).abs() < 1e-5,
                            "{level:?} {direction:?} row {row} unit {u}: {found} {exact}"
                        );
                    }
                    assert_eq!(output[row * stride], 7.0, "writes beside its columns");
                }
            }
        }
    }
}
