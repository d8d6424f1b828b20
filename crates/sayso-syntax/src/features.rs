//! What is known of a word by itself, and how features are numbered.

/// A word as the perceptrons see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// The word in small letters, numbers by their shape.
    pub word: u32,
    /// Its last three letters.
    pub suffix: u32,
    /// Its last two letters.
    pub ending: u32,
    /// Its first letter.
    pub first: u32,
    /// Capitals, digits, hyphens.
    pub shape: u32,
}

/// The hash of bytes (FNV-1a).
fn hash(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// The feature of template `kind` with these parts.
#[inline]
pub(crate) fn feature(kind: u32, parts: [u32; 3]) -> u32 {
    let mut h = kind.wrapping_mul(0x9e37_79b1) ^ 0x85eb_ca6b;
    for part in parts {
        h = (h ^ part).wrapping_mul(0xcc9e_2d51);
        h = (h ^ (h >> 15)).wrapping_mul(0x1b87_3593);
    }
    h ^ (h >> 13)
}

impl Word {
    /// Beyond the ends of the sentence.
    pub const NONE: Word = Word { word: 1, suffix: 1, ending: 1, first: 1, shape: 1 };

    /// What stands for the root.
    pub const ROOT: Word = Word { word: 2, suffix: 2, ending: 2, first: 2, shape: 2 };

    /// The words of a sentence.
    pub fn all(words: &[&str]) -> Vec<Word> {
        let long = |w: &&&str| w.len() > 3 && w.starts_with(char::is_alphabetic);
        let capitals = words.iter().filter(long).filter(|w| w.starts_with(char::is_uppercase)).count();
        // In a headline capitals tell nothing.
        let titled = capitals * 4 > words.iter().filter(long).count() * 3 && words.len() > 3;
        words.iter().enumerate().map(|(i, w)| Word::new(w, i == 0, titled)).collect()
    }

    fn new(printed: &str, opens: bool, titled: bool) -> Word {
        let lower: String = printed
            .chars()
            .flat_map(char::to_lowercase)
            .map(|c| match c {
                '“' | '”' | '„' | '«' | '»' => '"',
                '’' | '‘' => '\'',
                '–' => '—',
                c => c,
            })
            .collect();
        let digits = lower.bytes().filter(u8::is_ascii_digit).count();
        let word = match digits {
            0 => hash(lower.bytes()),
            4 if lower.len() == 4 => 3,
            n if n == lower.len() => 4,
            _ => hash(lower.bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b })),
        };
        let last = |n: usize| {
            let from = lower.char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i);
            hash(lower[from..].bytes())
        };
        let capital = printed.starts_with(char::is_uppercase);
        let shouted =
            printed.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && lower.len() > 1;
        let bits = [capital, shouted, digits > 0, lower.contains('-'), opens, titled, lower.len() == 1];
        Word {
            word,
            suffix: last(3),
            ending: last(2),
            first: lower.chars().next().map_or(0, u32::from),
            shape: bits.iter().fold(5, |n, b| n * 2 + u32::from(*b)),
        }
    }
}
