//! What a sentence means: the sum of vectors that its words have for this purpose alone.

use crate::weights::{Weights, WeightsError};

/// A vector for each word of the reader's vocabulary, of a length that tells how much the word counts; the vectors of
/// a sentence's words, summed and brought to length 1, are near those of sentences of like meaning.
///
/// They are learned from a sentence encoder (`training/meaning.py`), so that sentences are as near each other as that
/// encoder has them. Words are given by their numbers ([`WordVectors::number`](crate::WordVectors::number)).
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use sayso_reader::{SentenceVectors, WordVectors};
/// let (words, sentences) = (WordVectors::embedded(), SentenceVectors::embedded());
/// let meaning = |s: &str| sentences.of(s.split(' ').filter_map(|w| words.number(w)));
/// let near = |a: &[f32], b: &[f32]| -> f32 { a.iter().zip(b).map(|(x, y)| x * y).sum() };
/// let (hit, struck, built) = (meaning("the bridge was hit"), meaning("they struck the bridge"), meaning("they sang"));
/// assert!(near(&hit, &struck) > near(&hit, &built) + 0.2);
/// # }
/// ```
#[derive(Debug)]
pub struct SentenceVectors {
    width: usize,
    /// Row after row, each in steps of its own.
    rows: Vec<u8>,
    /// The size of a step, by row.
    steps: Vec<f32>,
}

/// The byte that stands for nought.
const NOUGHT: i16 = 128;

impl SentenceVectors {
    /// The vectors of the weights that are part of this program.
    ///
    /// # Panics
    ///
    /// Not in a program whose tests pass: the weights are fixed when it is built.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> SentenceVectors {
        SentenceVectors::from_bytes(crate::reader::EMBEDDED)
            .unwrap_or_else(|error| panic!("the weights in this program: {error}"))
    }

    /// The vectors of a weights file.
    ///
    /// # Errors
    ///
    /// When the file is cut short, lacks them or is not of the format `training/FORMAT.md` describes.
    pub fn from_bytes(bytes: &[u8]) -> Result<SentenceVectors, WeightsError> {
        let weights = Weights::open(bytes)?;
        let rows = weights.bytes("meaning.word")?.to_vec();
        let (many, width) = match *weights.shape("meaning.word")? {
            [many, width] if many > 0 => (many, width),
            _ => {
                return Err(WeightsError::Tensor {
                    name: "meaning.word".into(),
                    why: "two dimensions expected".into(),
                });
            }
        };
        let steps = weights.numbers("meaning.step", &[many])?;
        Ok(SentenceVectors { width, rows, steps })
    }

    /// Numbers in a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The vector of a sentence with these words, of length 1; empty if none of them has a vector.
    pub fn of(&self, words: impl IntoIterator<Item = u32>) -> Vec<f32> {
        let mut sum = vec![0.0f32; self.width];
        words.into_iter().for_each(|word| self.add(word, &mut sum));
        let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length > 0.0 {
            sum.iter_mut().for_each(|x| *x /= length);
        } else {
            sum.clear();
        }
        sum
    }

    /// Adds the vector of a word, if it has one.
    pub fn add(&self, word: u32, sum: &mut [f32]) {
        let from = word as usize * self.width;
        let row = self.rows.get(from..from + self.width);
        if let (Some(row), Some(step)) = (row, self.steps.get(word as usize)) {
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += f32::from(i16::from(*x) - NOUGHT) * step);
        }
    }
}
