//! Which vector instructions this machine has, and the functions of the network written with them.
//!
//! The kernels are generic over `pulp::Simd`; `pulp` holds what `unsafe` vectors need. Every kernel adds up each
//! of its results in an order that may depend on the level but never on what is computed beside it, so that on one
//! machine a text gives the same bits in any company. Between levels results differ in rounding only.

use pulp::{Simd, WithSimd};

/// A set of vector instructions, found on this machine.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Level {
    /// None known: plain arithmetic, correct anywhere, slow.
    Scalar,
    /// SSE4.2: 4 numbers at a time, product and sum rounded apart.
    #[cfg(target_arch = "x86_64")]
    V2(pulp::x86::V2),
    /// AVX2 with FMA: 8 at a time.
    #[cfg(target_arch = "x86_64")]
    V3(pulp::x86::V3),
    /// AVX-512: 16 at a time.
    #[cfg(target_arch = "x86_64")]
    V4(pulp::x86::V4),
    /// NEON: 4 at a time.
    #[cfg(target_arch = "aarch64")]
    Neon(pulp::aarch64::Neon),
}

/// Work that is written once and compiled for each level.
///
/// `NV` vectors wide and `MR` rows high is the block of a product that stays in registers; `UV` vectors of units,
/// four gates each, that of the recurrence (`NA` is `4 * UV`, which a constant expression may not say yet).
pub(crate) trait Kernel {
    fn run<S: Simd, const MR: usize, const NV: usize, const UV: usize, const NA: usize>(self, simd: S);
}

struct Sized<K, const MR: usize, const NV: usize, const UV: usize, const NA: usize>(K);

impl<K: Kernel, const MR: usize, const NV: usize, const UV: usize, const NA: usize> WithSimd
    for Sized<K, MR, NV, UV, NA>
{
    type Output = ();
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        self.0.run::<S, MR, NV, UV, NA>(simd)
    }
}

impl Level {
    /// The best this machine has.
    pub fn detect() -> Level {
        Level::all().pop().unwrap_or(Level::Scalar)
    }

    /// All this machine has, the best last.
    pub fn all() -> Vec<Level> {
        #[allow(unused_mut)]
        let mut all = vec![Level::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(pulp::x86::V2::try_new().map(Level::V2));
            all.extend(pulp::x86::V3::try_new().map(Level::V3));
            all.extend(pulp::x86::V4::try_new().map(Level::V4));
        }
        #[cfg(target_arch = "aarch64")]
        all.extend(pulp::aarch64::Neon::try_new().map(Level::Neon));
        all
    }

    /// Runs a kernel compiled for this level.
    pub fn run<K: Kernel>(self, kernel: K) {
        match self {
            Level::Scalar => pulp::Scalar.vectorize(Sized::<K, 2, 8, 8, 32>(kernel)),
            #[cfg(target_arch = "x86_64")]
            Level::V2(v) => Simd::vectorize(v, Sized::<K, 3, 4, 2, 8>(kernel)),
            #[cfg(target_arch = "x86_64")]
            Level::V3(v) => Simd::vectorize(v, Sized::<K, 6, 2, 2, 8>(kernel)),
            #[cfg(target_arch = "x86_64")]
            Level::V4(v) => Simd::vectorize(v, Sized::<K, 6, 4, 2, 8>(kernel)),
            #[cfg(target_arch = "aarch64")]
            Level::Neon(v) => Simd::vectorize(v, Sized::<K, 6, 4, 4, 16>(kernel)),
        }
    }

    /// Columns that a packed matrix keeps together: `NV` vectors.
    pub fn panel(self) -> usize {
        match self {
            Level::Scalar => 8,
            #[cfg(target_arch = "x86_64")]
            Level::V2(_) => 16,
            #[cfg(target_arch = "x86_64")]
            Level::V3(_) => 16,
            #[cfg(target_arch = "x86_64")]
            Level::V4(_) => 64,
            #[cfg(target_arch = "aarch64")]
            Level::Neon(_) => 16,
        }
    }

    /// Units whose gates a recurrent matrix keeps together: `UV` vectors.
    pub fn units(self) -> usize {
        match self {
            Level::Scalar => 8,
            #[cfg(target_arch = "x86_64")]
            Level::V2(_) => 8,
            #[cfg(target_arch = "x86_64")]
            Level::V3(_) => 16,
            #[cfg(target_arch = "x86_64")]
            Level::V4(_) => 32,
            #[cfg(target_arch = "aarch64")]
            Level::Neon(_) => 16,
        }
    }
}

/// The whole vectors of a slice.
#[inline(always)]
pub(crate) fn vectors<S: Simd>(slice: &[f32]) -> &[S::f32s] {
    S::as_simd_f32s(slice).0
}

/// The whole vectors of a slice.
#[inline(always)]
pub(crate) fn vectors_mut<S: Simd>(slice: &mut [f32]) -> &mut [S::f32s] {
    S::as_mut_simd_f32s(slice).0
}

/// `a * b + c`, rounded once where the machine can.
#[inline(always)]
pub(crate) fn mul_add<S: Simd>(s: S, a: S::f32s, b: S::f32s, c: S::f32s) -> S::f32s {
    // SSE has no such instruction, and the library would compute the same in software, a hundred times slower.
    if cfg!(target_arch = "x86_64") && size_of::<S::f32s>() <= 16 {
        s.add_f32s(s.mul_f32s(a, b), c)
    } else {
        s.mul_add_e_f32s(a, b, c)
    }
}

/// e to the power of x, with a relative error below 3e-7; x is first brought into -87..=87.
#[inline(always)]
fn exp<S: Simd>(s: S, x: S::f32s) -> S::f32s {
    let x = s.max_f32s(s.min_f32s(x, s.splat_f32s(87.0)), s.splat_f32s(-87.0));
    // x = n ln 2 + r with whole n. Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits.
    let shifted = mul_add(s, x, s.splat_f32s(std::f32::consts::LOG2_E), s.splat_f32s(12_582_912.0));
    let n = s.sub_f32s(shifted, s.splat_f32s(12_582_912.0));
    // ln 2 in two parts, the first of few bits, so that n times it is exact.
    let r = mul_add(s, n, s.splat_f32s(-0.693_359_4), x);
    let r = mul_add(s, n, s.splat_f32s(2.121_944_4e-4), r);
    // The series of e^r to the sixth power; |r| <= ln 2 / 2.
    let mut sum = s.splat_f32s(1.0 / 720.0);
    for factor in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        sum = mul_add(s, sum, r, s.splat_f32s(factor));
    }
    // Times 2^n: n added to the exponent.
    let exponent = s.wrapping_dyn_shl_u32s(s.transmute_u32s_f32s(shifted), s.splat_u32s(23));
    s.transmute_f32s_u32s(s.add_u32s(s.transmute_u32s_f32s(sum), exponent))
}

/// 1 / (1 + e^-x), with an error below 2e-7.
#[inline(always)]
pub(crate) fn sigmoid<S: Simd>(s: S, x: S::f32s) -> S::f32s {
    let one = s.splat_f32s(1.0);
    s.div_f32s(one, s.add_f32s(one, exp(s, s.sub_f32s(s.splat_f32s(0.0), x))))
}

/// The hyperbolic tangent, with an error below 4e-7.
#[inline(always)]
pub(crate) fn tanh<S: Simd>(s: S, x: S::f32s) -> S::f32s {
    let y = sigmoid(s, s.add_f32s(x, x));
    s.sub_f32s(s.add_f32s(y, y), s.splat_f32s(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Curves<'a> {
        x: &'a [f32],
        sigmoid: &'a mut [f32],
        tanh: &'a mut [f32],
    }

    impl Kernel for Curves<'_> {
        #[inline(always)]
        fn run<S: Simd, const MR: usize, const NV: usize, const UV: usize, const NA: usize>(self, simd: S) {
            let outputs = vectors_mut::<S>(self.sigmoid).iter_mut().zip(vectors_mut::<S>(self.tanh));
            for (x, (a, b)) in vectors::<S>(self.x).iter().zip(outputs) {
                *a = sigmoid(simd, *x);
                *b = tanh(simd, *x);
            }
        }
    }

    #[test]
    fn curves_keep_their_tolerance_at_every_level() {
        let x: Vec<f32> = (-160_000..160_000).map(|i| i as f32 * 0.000_625).collect();
        for level in Level::all() {
            let (mut a, mut b) = (vec![9.0; x.len()], vec![9.0; x.len()]);
            level.run(Curves { x: &x, sigmoid: &mut a, tanh: &mut b });
            for (i, x) in x.iter().map(|x| f64::from(*x)).enumerate() {
                let exact = 1.0 / (1.0 + (-x).exp());
                assert!((f64::from(a[i]) - exact).abs() < 2e-7, "{level:?} sigmoid({x})");
                assert!((f64::from(b[i]) - x.tanh()).abs() < 4e-7, "{level:?} tanh({x})");
            }
        }
    }
}
