//! Products of many rows with one matrix, packed once for the machine.

use crate::aligned::Aligned;
use crate::simd::{Kernel, Level, mul_add, vectors, vectors_mut};
use pulp::Simd;

/// A matrix and what is added to each product with it, packed for one level.
#[derive(Debug)]
pub(crate) struct Packed {
    /// Numbers of a row that goes in.
    depth: usize,
    /// Numbers of a row that comes out, padded to whole panels.
    width: usize,
    /// For each panel of columns, row after row.
    weights: Aligned,
    bias: Aligned,
}

impl Packed {
    /// Packs columns, each `depth` weights and a constant.
    pub fn new<'w>(
        level: Level,
        depth: usize,
        columns: impl ExactSizeIterator<Item = (&'w [f32], f32)>,
    ) -> Packed {
        let panel = level.panel();
        let width = columns.len().next_multiple_of(panel);
        let mut weights = Aligned::zeros(width * depth);
        let mut bias = Aligned::zeros(width);
        for (column, (values, constant)) in columns.enumerate() {
            bias[column] = constant;
            let first = column / panel * panel * depth + column % panel;
            for (row, value) in values.iter().take(depth).enumerate() {
                weights[first + row * panel] = *value;
            }
        }
        Packed { depth, width, weights, bias }
    }

    /// Numbers of a row that comes out.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Multiplies `rows` rows that begin every `stride` numbers of `input`; fills `rows * width` of `output`.
    pub fn multiply(&self, level: Level, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        level.run(Multiply { matrix: self, input, stride, rows, output });
    }
}

struct Multiply<'a> {
    matrix: &'a Packed,
    input: &'a [f32],
    stride: usize,
    rows: usize,
    output: &'a mut [f32],
}

/// The most rows of a block, over all levels.
const MOST_ROWS: usize = 6;
/// The deepest a slice of the product goes at once; its input block stays in the first cache.
const SLICE: usize = 512;

impl Kernel for Multiply<'_> {
    #[inline(always)]
    fn run<S: Simd, const MR: usize, const NV: usize, const UV: usize, const NA: usize>(self, simd: S) {
        let Packed { depth, width, weights, bias } = self.matrix;
        let (depth, width) = (*depth, *width);
        let panel = NV * S::F32_LANES;
        // A block of input rows, turned so that the numbers used together lie together.
        let mut turned = [0.0f32; MOST_ROWS * SLICE];
        let mut first = 0;
        while first < self.rows {
            let rows = (self.rows - first).min(MR);
            let output = &mut self.output[first * width..][..rows * width];
            let mut from = 0;
            // Even without any depth the constants must come out.
            loop {
                let deep = (depth - from).min(SLICE);
                for row in 0..rows {
                    let values = &self.input[(first + row) * self.stride + from..][..deep];
                    for (to, value) in turned.chunks_exact_mut(MR).zip(values) {
                        to[row] = *value;
                    }
                }
                for p in 0..width / panel {
                    let block = &weights[p * panel * depth + from * panel..][..deep * panel];
                    let mut sums = [[simd.splat_f32s(0.0); NV]; MR];
                    if from == 0 {
                        let constants = vectors::<S>(&bias[p * panel..][..panel]);
                        for row in &mut sums {
                            row.copy_from_slice(&constants[..NV]);
                        }
                    } else {
                        for (row, sums) in sums.iter_mut().enumerate().take(rows) {
                            let so_far = vectors::<S>(&output[row * width + p * panel..][..panel]);
                            sums.copy_from_slice(&so_far[..NV]);
                        }
                    }
                    let steps = vectors::<S>(block).chunks_exact(NV).zip(turned.chunks_exact(MR));
                    for (weights, inputs) in steps {
                        for row in 0..MR {
                            let input = simd.splat_f32s(inputs[row]);
                            for v in 0..NV {
                                sums[row][v] = mul_add(simd, input, weights[v], sums[row][v]);
                            }
                        }
                    }
                    for (row, sums) in sums.iter().enumerate().take(rows) {
                        vectors_mut::<S>(&mut output[row * width + p * panel..][..panel])[..NV]
                            .copy_from_slice(sums);
                    }
                }
                from += deep;
                if from >= depth {
                    break;
                }
            }
            first += rows;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn equals_the_plain_sum(
            rows in 0usize..20,
            depth in 1usize..600,
            columns in 1usize..150,
            extra in 0usize..5,
            seed in any::<u64>(),
        ) {
            let mut numbers = crate::testing::Numbers::new(seed);
            let input = numbers.take(rows * (depth + extra), 1.0);
            let weights = numbers.take(columns * depth, 1.0);
            let bias = numbers.take(columns, 1.0);
            for level in Level::all() {
                let matrix =
                    Packed::new(level, depth, weights.chunks_exact(depth).zip(bias.iter().copied()));
                let mut output = Aligned::zeros(rows * matrix.width());
                matrix.multiply(level, &input, depth + extra, rows, &mut output);
                for row in 0..rows {
                    for column in 0..columns {
                        let a = &input[row * (depth + extra)..][..depth];
                        let b = &weights[column * depth..][..depth];
                        let exact: f64 = a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
                        let exact = exact + f64::from(bias[column]);
                        let found = f64::from(output[row * matrix.width() + column]);
                        prop_assert!((found - exact).abs() < 1e-4, "{level:?} {found} {exact}");
                    }
                }
                // A row's product does not depend on the rows beside it.
                for row in 0..rows {
                    let mut alone = Aligned::zeros(matrix.width());
                    matrix.multiply(level, &input[row * (depth + extra)..], depth + extra, 1, &mut alone);
                    prop_assert_eq!(&alone[..], &output[row * matrix.width()..][..matrix.width()]);
                }
            }
        }
    }
}
