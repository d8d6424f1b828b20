//! What the network sees of a word besides its neighbours: case, norm, shape, hashes.

use crate::token::{Tokens, is_letter, is_mark, is_number};

/// How a token is written. The numbers are rows of the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    /// The first character is a capital and no other is.
    Title,
    Upper,
    Mixed,
    /// It has no letter.
    Symbol,
    /// It begins with a number.
    Number,
}

/// The case of a token.
pub(crate) fn case(word: &str) -> Case {
    let Some(first) = word.chars().next() else {
        return Case::Symbol;
    };
    if is_number(first) {
        return Case::Number;
    }
    let (mut letters, mut upper, mut later_upper, mut lower) = (false, false, false, false);
    for (i, c) in word.chars().enumerate() {
        letters |= is_letter(c);
        lower |= c.is_lowercase();
        if c.is_uppercase() {
            upper = true;
            later_upper |= i > 0;
        }
    }
    if !letters {
        Case::Symbol
    } else if !upper {
        Case::Lower
    } else if first.is_uppercase() && !later_upper {
        Case::Title
    } else if !lower {
        Case::Upper
    } else {
        Case::Mixed
    }
}

/// Lower-cased, digits to 0, curly apostrophe straight.
pub(crate) fn norm(word: &str) -> String {
    let plain = |c: char| match c {
        '’' => '\'',
        '1'..='9' => '0',
        _ => c,
    };
    if word.is_ascii() {
        word.chars().map(|c| plain(c.to_ascii_lowercase())).collect()
    } else {
        word.to_lowercase().chars().map(plain).collect()
    }
}

/// A sign for each character, runs cut at four, the whole at twelve.
pub(crate) fn shape(word: &str) -> String {
    let mut signs = String::new();
    let (mut count, mut last, mut run) = (0, '\0', 0);
    for c in word.chars() {
        let sign = if c.is_uppercase() {
            'X'
        } else if is_letter(c) || is_mark(c) {
            'x'
        } else if is_number(c) {
            'd'
        } else {
            c
        };
        run = if count > 0 && sign == last { run + 1 } else { 1 };
        last = sign;
        if run <= 4 {
            signs.push(sign);
            count += 1;
        }
        if count == 12 {
            break;
        }
    }
    signs
}

/// Position of each token in its paragraph: 1 if it begins one, and 2 more in the first paragraph of the text.
pub(crate) fn paragraph_positions(tokens: &Tokens<'_>) -> Vec<u8> {
    let mut first = true;
    (0..tokens.len())
        .map(|i| {
            let begins = tokens.breaks(i);
            first &= !begins || i == 0;
            u8::from(begins) + 2 * u8::from(first)
        })
        .collect()
}

/// How many hashes a word has.
pub(crate) const HASHES: usize = 10;

/// The hashes of a word, to be taken modulo the rows of their tables: two of the norm, three of its beginnings,
/// four of its ends, one of the shape.
pub(crate) fn hashes(norm: &str, shape: &str) -> [u32; HASHES] {
    let first = |k: usize| norm.char_indices().nth(k).map_or(norm, |(at, _)| &norm[..at]);
    let last = |k: usize| norm.char_indices().rev().nth(k - 1).map_or(norm, |(at, _)| &norm[at..]);
    [
        hash("1:", norm),
        hash("2:", norm),
        hash("3:", first(2)),
        hash("4:", first(3)),
        hash("5:", first(4)),
        hash("6:", last(1)),
        hash("7:", last(2)),
        hash("8:", last(3)),
        hash("9:", last(4)),
        hash("10:", shape),
    ]
}

/// CRC-32 (that of zlib) of a seed and a string.
pub(crate) fn hash(seed: &str, string: &str) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut i = 0;
        while i < 256 {
            let mut value = i as u32;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
                bit += 1;
            }
            table[i] = value;
            i += 1;
        }
        table
    };
    !seed
        .bytes()
        .chain(string.bytes())
        .fold(!0, |crc, byte| TABLE[((crc ^ u32::from(byte)) & 0xFF) as usize] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        for (word, expected) in [
            ("said", Case::Lower),
            ("Ann", Case::Title),
            ("A", Case::Title),
            ("NATO", Case::Upper),
            ("McCall", Case::Mixed),
            ("11th", Case::Number),
            ("½", Case::Number),
            ("...", Case::Symbol),
            ("Éa", Case::Title),
            ("日本", Case::Lower),
        ] {
            assert_eq!(case(word), expected, "{word}");
        }
    }

    #[test]
    fn norms_and_shapes() {
        assert_eq!(norm("Trump’s"), "trump's");
        assert_eq!(norm("ÉA-2031"), "éa-0000");
        assert_eq!(shape("Ann-Marie's"), "Xxx-Xxxxx'x");
        assert_eq!(shape("internationally"), "xxxx");
        assert_eq!(shape("a1b2c3d4e5f6g7"), "xdxdxdxdxdxd");
    }

    #[test]
    fn hashes_are_those_of_zlib() {
        // The check value of CRC-32.
        assert_eq!(hash("1234", "56789"), 0xCBF4_3926);
        let short = hashes("é", "x");
        assert_eq!(short[3], hash("4:", "é"));
        assert_eq!(short[8], hash("9:", "é"));
        assert_eq!(hashes("naïveté", "x")[7], hash("8:", "eté"));
        assert_eq!(hashes("naïveté", "x")[3], hash("4:", "naï"));
    }
}
