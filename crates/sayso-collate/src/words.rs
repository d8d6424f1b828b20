//! Words as collation compares them: case, marks and possessives aside, each with its place in the text.

use sayso_text::Span;

/// The words of a text, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// Normal forms, one after the other.
    lower: String,
    /// The words.
    list: Vec<Word>,
}

/// One word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands.
    pub span: Span,
    /// Where its normal form stands in `Words::lower`.
    normal: (u32, u32),
    /// Hash of its normal form.
    pub hash: u64,
    flags: u8,
}

const CAPITAL: u8 = 1;
const UPPER: u8 = 2;
const NUMBER: u8 = 4;
const START: u8 = 8;
const BRACKET: u8 = 32;
const ADJACENT: u8 = 64;

impl Word {
    /// Begins with a capital.
    pub fn capital(self) -> bool {
        self.flags & CAPITAL != 0
    }

    /// Two or more letters, all of them capitals.
    pub fn upper(self) -> bool {
        self.flags & UPPER != 0
    }

    /// Written in digits.
    pub fn number(self) -> bool {
        self.flags & NUMBER != 0
    }

    /// Opens a sentence, a line or a quotation, where a capital tells nothing.
    pub fn starts(self) -> bool {
        self.flags & START != 0
    }

    /// Stands in square brackets: put there by whoever quotes.
    pub fn bracketed(self) -> bool {
        self.flags & BRACKET != 0
    }

    /// Only a space or hyphen parts it from the word before.
    pub fn adjacent(self) -> bool {
        self.flags & ADJACENT != 0
    }
}

impl Words {
    /// The words of `text`.
    pub fn of(text: &str) -> Words {
        let mut words = Words::default();
        words.extend(text, 0);
        words
    }

    /// Adds the words of `part`, which begins at byte `offset` of its text.
    pub fn extend(&mut self, part: &str, offset: usize) {
        let bytes = part.as_bytes();
        let mut chars = part.char_indices().peekable();
        let mut flags = START;
        let mut depth = 0u8;
        while let Some((at, c)) = chars.next() {
            if !c.is_alphanumeric() {
                match c {
                    '.' | '…' | '!' | '?' | '\n' | ':' | '“' | '"' | '„' | '«' | '•' => {
                        flags |= START
                    }
                    '[' => depth = 1,
                    ']' => depth = 0,
                    _ => {}
                }
                if !(c == ' ' || c == '-' || c == '\u{a0}' || c == '‑') {
                    flags &= !ADJACENT;
                }
                if c == '&' || c == '%' {
                    let word = if c == '&' { "and" } else { "percent" };
                    self.push(offset + at, offset + at + 1, word, depth * BRACKET);
                    flags = ADJACENT;
                }
                continue;
            }
            let mut end = at + c.len_utf8();
            let low = self.lower.len();
            self.lower.extend(c.to_lowercase());
            let (mut letters, mut capitals, mut digits) = (0u32, 0u32, 0u32);
            let mut tally = |c: char| {
                if c.is_numeric() {
                    digits += 1;
                } else {
                    letters += 1;
                    capitals += u32::from(c.is_uppercase());
                }
            };
            tally(c);
            let mut dotted = false;
            while let Some(&(i, d)) = chars.peek() {
                if d.is_alphanumeric() {
                    tally(d);
                    self.lower.extend(d.to_lowercase());
                    end = i + d.len_utf8();
                    chars.next();
                    continue;
                }
                let next = part[i + d.len_utf8()..].chars().next();
                let before = part[..i].chars().next_back();
                let joins = match d {
                    '\'' | '’' | 'ʼ' => next.is_some_and(char::is_alphabetic),
                    '.' | ',' => {
                        let numeric =
                            before.is_some_and(char::is_numeric) && next.is_some_and(char::is_numeric);
                        // `U.S.`: single letters with full stops between.
                        let initials = d == '.'
                            && (dotted || end - at == c.len_utf8())
                            && next.is_some_and(char::is_alphabetic)
                            && bytes.get(i + 2).is_none_or(|b| !b.is_ascii_alphanumeric());
                        dotted |= initials;
                        if numeric && d == '.' {
                            self.lower.push('.');
                        }
                        numeric || initials
                    }
                    _ => false,
                };
                if !joins {
                    break;
                }
                end = i + d.len_utf8();
                chars.next();
            }
            let mut word_flags = flags | (depth * BRACKET);
            if c.is_uppercase() {
                word_flags |= CAPITAL;
            }
            if letters >= 2 && capitals == letters {
                word_flags |= UPPER;
            }
            if digits > 0 && letters == 0 {
                word_flags |= NUMBER;
            }
            let printed = &part[at..end];
            if let Some(stem) = possessive(printed) {
                let cut = printed[stem..].chars().filter(|c| c.is_alphanumeric()).count();
                for _ in 0..cut {
                    self.lower.pop();
                }
            }
            // The country, not the pronoun.
            if printed == "US" || (dotted && &self.lower[low..] == "us") {
                self.lower.truncate(low);
                self.lower.push_str("u.s");
            }
            if self.lower.len() == low {
                continue;
            }
            self.list.push(Word {
                span: span(offset + at, offset + end),
                normal: (low as u32, self.lower.len() as u32),
                hash: hash_word(&self.lower[low..]),
                flags: word_flags,
            });
            flags = ADJACENT;
        }
    }

    fn push(&mut self, start: usize, end: usize, normal: &str, flags: u8) {
        let low = self.lower.len();
        self.lower.push_str(normal);
        self.list.push(Word {
            span: span(start, end),
            normal: (low as u32, self.lower.len() as u32),
            hash: hash_word(normal),
            flags,
        });
    }

    /// The words from `from` to before `to`.
    pub fn part(&self, from: usize, to: usize) -> Words {
        Words { lower: self.lower.clone(), list: self.list[from..to].to_vec() }
    }

    /// The words.
    pub fn list(&self) -> &[Word] {
        &self.list
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The normal form of word number `i`.
    pub fn normal(&self, i: usize) -> &str {
        let (from, to) = self.list[i].normal;
        &self.lower[from as usize..to as usize]
    }

    /// From the first byte of word `from` to the last of word `to - 1`.
    pub fn hull(&self, from: usize, to: usize) -> Span {
        self.list[from].span.hull(self.list[to - 1].span)
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start, end).unwrap_or_else(|| Span::new(0, 0).expect("0 is not beyond 0"))
}

/// Where the possessive ending of a word begins.
fn possessive(word: &str) -> Option<usize> {
    ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .map(str::len)
        .filter(|stem| *stem > 0)
}

/// The normal form without the endings of number and tense, so that `sites` meets `site` and `hitted` `hit`.
/// Rough on purpose: it only has to be the same for forms of one word most of the time.
pub(crate) fn stem(word: &str) -> &str {
    if !word.is_ascii() || word.len() < 4 {
        return word;
    }
    if let Some(base) = word.strip_suffix("ies").filter(|b| b.len() >= 3) {
        // `countries` and `country` both become `countr`.
        return base;
    }
    if word.len() > 4 && word.ends_with('y') && !word[..word.len() - 1].ends_with(['a', 'e', 'o', 'u']) {
        return &word[..word.len() - 1];
    }
    let mut base = word;
    if let Some(b) = base.strip_suffix("sses") {
        base = &word[..b.len() + 2];
    } else if base.ends_with('s') && !base.ends_with("ss") && !base.ends_with("us") && !base.ends_with("is") {
        base = &base[..base.len() - 1];
    }
    for ending in ["ing", "ed"] {
        if let Some(b) = base.strip_suffix(ending)
            && b.len() >= 3
            && b.bytes().any(|c| b"aeiou".contains(&c))
        {
            let bytes = b.as_bytes();
            let last = bytes[bytes.len() - 1];
            // `hitting` and `hit`, but not `telling` and `tel`.
            if bytes[bytes.len() - 2] == last && !b"lsz".contains(&last) {
                return &b[..b.len() - 1];
            }
            base = b;
            break;
        }
    }
    if base.len() >= 4 {
        base = base.strip_suffix('e').unwrap_or(base);
    }
    base
}

/// Hash of a word: the same on every machine and in every version (it is kept in databases).
pub(crate) fn hash_word(word: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for b in word.bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(h)
}

/// Spreads the bits of `x` (splitmix64).
pub(crate) fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Hash of a sequence: order matters.
pub(crate) fn join(a: u64, b: u64) -> u64 {
    mix(a.rotate_left(23) ^ b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normals(text: &str) -> Vec<String> {
        let words = Words::of(text);
        (0..words.len()).map(|i| words.normal(i).to_owned()).collect()
    }

    #[test]
    fn marks_case_and_possessives_do_not_matter() {
        assert_eq!(
            normals("“The U.S. doesn’t own Veyra’s 1,250.5 ships” & R.J. Tal-Or"),
            ["the", "u.s", "doesnt", "own", "veyra", "1250.5", "ships", "and", "rj", "tal", "or"]
        );
        assert_eq!(normals("US"), ["u.s"]);
        assert_eq!(normals("us end."), ["us", "end"]);
    }

    #[test]
    fn what_was_put_in_is_seen() {
        let words = Words::of("We ... [the council] agreed… fully. Then left");
        let list = words.list();
        assert!(list[1].bracketed() && list[2].bracketed() && !list[3].bracketed());
        assert!(list[5].starts() && !list[6].starts());
    }

    #[test]
    fn forms_of_a_word_meet() {
        for (a, b) in [
            ("sites", "site"),
            ("hitting", "hit"),
            ("countries", "country"),
            ("closing", "close"),
            ("closed", "closes"),
            ("threatened", "threatens"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("news"), stem("nest"));
        assert_eq!(stem("class"), "class");
    }

    proptest! {
        #[test]
        fn words_stand_where_they_say(text in "[a-zA-Zé0-9 .,'’“”…\\[\\]&%-]{0,80}") {
            let words = Words::of(&text);
            let mut at = 0;
            for (i, word) in words.list().iter().enumerate() {
                prop_assert!(word.span.start() >= at);
                at = word.span.end();
                prop_assert!(word.span.slice(&text).is_some_and(|w| !w.is_empty()));
                prop_assert!(!words.normal(i).is_empty());
            }
        }
    }
}
