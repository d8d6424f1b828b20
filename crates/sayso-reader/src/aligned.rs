//! A buffer of numbers that begins at a cache line.

/// Bytes of a cache line, and of the widest vector.
const LINE: usize = 64;
const NUMBERS: usize = LINE / size_of::<f32>();

/// Numbers whose first lies at the start of a cache line, so that no vector read from the start of a row (rows
/// being multiples of a vector long) crosses two lines.
#[derive(Debug, Default)]
pub(crate) struct Aligned {
    /// Up to one line longer than what is used.
    numbers: Vec<f32>,
    start: usize,
    len: usize,
}

impl Aligned {
    /// `len` zeros.
    pub fn zeros(len: usize) -> Aligned {
        let mut buffer = Aligned::default();
        buffer.resize(len);
        buffer
    }

    /// Makes it `len` long; what it then holds is unspecified, zeros where it never was as long before.
    pub fn resize(&mut self, len: usize) {
        if self.numbers.len() < len + NUMBERS {
            self.numbers = vec![0.0; len + NUMBERS];
            // `align_offset` may decline to say; then the buffer is merely slower.
            self.start = self.numbers.as_ptr().align_offset(LINE).min(NUMBERS);
        }
        self.len = len;
    }
}

impl std::ops::Deref for Aligned {
    type Target = [f32];
    fn deref(&self) -> &[f32] {
        &self.numbers[self.start..self.start + self.len]
    }
}

impl std::ops::DerefMut for Aligned {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.numbers[self.start..self.start + self.len]
    }
}
