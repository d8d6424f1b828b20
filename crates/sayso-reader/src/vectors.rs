//! How near words are in meaning: the reader's word vectors, for whoever compares sentences.

use crate::features::{hash, norm};
use crate::vocabulary::Vocabulary;
use crate::weights::{Weights, WeightsError};

/// The vectors of the words that the reader knows, centred, of one length, in whole numbers of 8 bits.
///
/// Whole numbers, so that what is reckoned from them is the same on every machine; kept in 16 bits, as they are multiplied.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// let vectors = sayso_reader::WordVectors::embedded();
/// let number = |word| vectors.number(word).unwrap();
/// let (hit, struck, nurse) = (number("hit"), number("struck"), number("nurse"));
/// assert!(vectors.likeness(hit, struck) > 0.4 && vectors.likeness(hit, nurse) < 0.3);
/// assert_eq!(vectors.number("qwxyzzy"), None);
/// # }
/// ```
#[derive(Debug)]
pub struct WordVectors {
    vocabulary: Vocabulary,
    width: usize,
    rows: Vec<i16>,
}

/// The length of a vector in its whole numbers.
const LENGTH: f32 = 250.0;

impl WordVectors {
    /// The vectors of the weights that are part of this program.
    ///
    /// # Panics
    ///
    /// Not in a program whose tests pass: the weights are fixed when it is built.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> WordVectors {
        WordVectors::from_bytes(crate::reader::EMBEDDED)
            .unwrap_or_else(|error| panic!("the weights in this program: {error}"))
    }

    /// The vectors of a weights file.
    ///
    /// # Errors
    ///
    /// When the file is cut short or is not of the format `training/FORMAT.md` describes.
    pub fn from_bytes(bytes: &[u8]) -> Result<WordVectors, WeightsError> {
        let weights = Weights::open(bytes)?;
        let vocabulary = Vocabulary::new(weights.bytes("vocabulary")?, |norm| hash("1:", norm))?;
        let table = weights.table("word", Some(vocabulary.len() + 1))?;
        let width = table.width;
        let mut mean = vec![0.0f64; width];
        let mut row = vec![0.0f32; width];
        let read = |number: usize, row: &mut Vec<f32>| {
            row.fill(0.0);
            table.add_row(number, row);
        };
        for number in 1..table.rows {
            read(number, &mut row);
            mean.iter_mut().zip(&row).for_each(|(m, x)| *m += f64::from(*x));
        }
        let mean: Vec<f32> = mean.iter().map(|m| (m / table.rows.max(2) as f64) as f32).collect();
        let mut rows = Vec::with_capacity(table.rows * width);
        for number in 0..table.rows {
            read(number, &mut row);
            row.iter_mut().zip(&mean).for_each(|(x, m)| *x -= m);
            rows.extend(direction(&row));
        }
        Ok(WordVectors { vocabulary, width, rows })
    }

    /// Numbers in a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of a word, in any letter case, if it has a vector.
    pub fn number(&self, word: &str) -> Option<u32> {
        let norm = norm(word);
        match self.vocabulary.number(hash("1:", &norm), &norm) {
            0 => None,
            number => Some(number as u32),
        }
    }

    /// The vector of a word.
    pub fn vector(&self, number: u32) -> &[i16] {
        let from = number as usize * self.width;
        self.rows.get(from..from + self.width).unwrap_or_default()
    }

    /// How near two words are: the cosine of their vectors, 1 for the same word.
    pub fn likeness(&self, a: u32, b: u32) -> f32 {
        if a == b {
            return 1.0;
        }
        nearness(self.vector(a), self.vector(b))
    }
}

/// A vector's direction, in whole numbers of 8 bits: so that what is reckoned from it is the same on every machine.
pub fn direction(vector: &[f32]) -> Vec<i16> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    vector.iter().map(|x| (x / length * LENGTH).round().clamp(-127.0, 127.0) as i16).collect()
}

/// The cosine of the angle between two [`direction`]s, as near as 8 bits tell it.
pub fn nearness(a: &[i16], b: &[i16]) -> f32 {
    let product: i32 = a.iter().zip(b).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum();
    product as f32 / (LENGTH * LENGTH)
}
