//! Numbers for tests and benches that want weights but no trained ones.

/// Evenly spread numbers, the same for the same seed.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// `count` numbers between `-most` and `most`.
    pub fn take(&mut self, count: usize, most: f32) -> Vec<f32> {
        (0..count).map(|_| ((self.next() >> 40) as f32 / 8_388_608.0 - 1.0) * most).collect()
    }
}
