//! The words that have a row of their own in the weights.

use crate::weights::WeightsError;

/// Words by number, from 1; found by the first hash of their norm.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// All words, one after another.
    letters: Vec<u8>,
    /// Where each word ends, a line end before it; word 0 is none.
    ends: Vec<u32>,
    /// Open addressing; 0 is free. Its length is a power of two, at least twice the words.
    slots: Vec<u32>,
}

impl Vocabulary {
    /// From lines; `hash` must be the function that gives the hashes that words will be looked up by.
    pub fn new(lines: &[u8], hash: impl Fn(&str) -> u32) -> Result<Vocabulary, WeightsError> {
        let wrong = |why: &str| WeightsError::Description(format!("the vocabulary {why}"));
        let text = std::str::from_utf8(lines).map_err(|_| wrong("is not UTF-8"))?;
        if u32::try_from(text.len()).is_err() {
            return Err(wrong("is too long"));
        }
        let mut vocabulary = Vocabulary { letters: lines.to_vec(), ends: vec![0], slots: Vec::new() };
        let words = text.split_terminator('\n');
        vocabulary.slots = vec![0; (2 * words.clone().count() + 1).next_power_of_two()];
        let mut end = 0;
        for (number, word) in words.enumerate() {
            let slot = vocabulary.slot(hash(word), word);
            // Of two equal words the first counts.
            if vocabulary.slots[slot] == 0 {
                vocabulary.slots[slot] = number as u32 + 1;
            }
            end += word.len() as u32 + 1;
            vocabulary.ends.push(end);
        }
        Ok(vocabulary)
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// The number of a word, 0 if it has none.
    pub fn number(&self, hash: u32, word: &str) -> usize {
        self.slots[self.slot(hash, word)] as usize
    }

    /// The slot where the word is or would be.
    fn slot(&self, hash: u32, word: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let number = self.slots[slot] as usize;
            if number == 0 {
                return slot;
            }
            let (start, end) = (self.ends[number - 1] as usize, self.ends[number] as usize);
            // The last line may lack its end.
            let known = self.letters[start..end.min(self.letters.len())].trim_ascii_end();
            if known == word.as_bytes() {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_even_where_hashes_meet() {
        for hash in [|_: &str| 7, |w: &str| crate::features::hash("1:", w)] {
            let vocabulary = Vocabulary::new("the\nof\né\nthe\nlast".as_bytes(), hash).unwrap();
            let number = |w: &str| vocabulary.number(hash(w), w);
            assert_eq!(vocabulary.len(), 5);
            assert_eq!(["the", "of", "é", "last", "las", "", "theof"].map(number), [1, 2, 3, 5, 0, 0, 0]);
        }
        assert_eq!(Vocabulary::new(b"", |_| 0).unwrap().number(3, "x"), 0);
    }
}
