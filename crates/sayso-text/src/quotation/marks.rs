//! The quotation marks of one paragraph, each with what stands on its two sides.

use crate::token::is_word_char;

/// One mark, or two apostrophes typed for one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub start: usize,
    pub end: usize,
    pub glyph: Glyph,
    /// What stands before it, other marks skipped.
    pub left: Side,
    /// What stands after it, other marks skipped.
    pub right: Side,
    /// Whether the last character before it that is not white space ends a clause: `.`, `,`, `!`, …
    pub after_stop: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    Straight,
    Paired,
    BackPaired,
    OpenCurly,
    CloseCurly,
    Low,
    LeftGuillemet,
    RightGuillemet,
    LeftCorner,
    RightCorner,
    Apostrophe,
    Back,
    OpenSingle,
    CloseSingle,
    LowSingle,
    LeftSingleGuillemet,
    RightSingleGuillemet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The paragraph's start or end.
    Edge,
    Space,
    /// A letter, a digit or a sign that belongs to words: `$`, `@`, `#`.
    Word,
    /// An opening bracket.
    Bracket,
    Dash,
    /// `…` or two and more stops.
    Ellipsis,
    /// Any other punctuation.
    Stop,
}

impl Mark {
    /// Stands where an opening mark stands: apart from what is before, close to what follows.
    pub fn opens(&self) -> bool {
        matches!(self.left, Side::Edge | Side::Space | Side::Bracket | Side::Dash)
            && matches!(self.right, Side::Word | Side::Bracket | Side::Ellipsis)
            || self.left == Side::Edge && !matches!(self.right, Side::Edge | Side::Space)
    }

    /// Stands where a closing mark stands; one stray space before it is let pass if a stop follows.
    pub fn closes(&self) -> bool {
        matches!(self.left, Side::Word | Side::Stop | Side::Ellipsis | Side::Dash)
            && !matches!(self.right, Side::Word | Side::Bracket)
            || self.left == Side::Space && matches!(self.right, Side::Stop | Side::Edge)
    }
}

impl Glyph {
    /// Whether it may be the mark that a quotation of this style repeats at each paragraph.
    pub fn repeats(self, style: super::QuoteStyle) -> bool {
        use super::QuoteStyle as S;
        matches!(
            (style, self),
            (S::Curly, Glyph::OpenCurly | Glyph::CloseCurly)
                | (S::Straight, Glyph::Straight)
                | (S::Paired, Glyph::Paired | Glyph::BackPaired)
                | (S::Guillemets, Glyph::LeftGuillemet | Glyph::RightGuillemet)
                | (S::Low, Glyph::Low)
                | (S::Corner, Glyph::LeftCorner)
                | (S::SingleCurly, Glyph::OpenSingle)
                | (S::SingleStraight, Glyph::Apostrophe | Glyph::Back)
                | (S::SingleLow, Glyph::LowSingle)
                | (S::SingleGuillemets, Glyph::LeftSingleGuillemet | Glyph::RightSingleGuillemet)
        )
    }
}

/// Finds the marks of `text[start..end]`, appending to `found`.
pub(super) fn scan(text: &str, start: usize, end: usize, found: &mut Vec<Mark>) {
    let first = found.len();
    let bytes = text.as_bytes();
    let mut at = start;
    while at < end {
        let Some((glyph, len)) = glyph_at(bytes, at) else {
            at += 1;
            continue;
        };
        found.push(Mark {
            start: at,
            end: at + len,
            glyph,
            left: Side::Edge,
            right: Side::Edge,
            after_stop: false,
        });
        at += len;
    }
    let marks = &mut found[first..];
    for i in 0..marks.len() {
        if i > 0 && marks[i - 1].end == marks[i].start {
            marks[i].left = marks[i - 1].left;
            marks[i].after_stop = marks[i - 1].after_stop;
            continue;
        }
        let before = &text[start..marks[i].start];
        marks[i].left = side_before(before);
        marks[i].after_stop = before
            .trim_end()
            .chars()
            .next_back()
            .is_some_and(|c| matches!(c, '.' | ',' | '!' | '?' | ';' | ':' | '…'));
    }
    for i in (0..marks.len()).rev() {
        if i + 1 < marks.len() && marks[i].end == marks[i + 1].start {
            marks[i].right = marks[i + 1].right;
        } else {
            marks[i].right = side_after(&text[marks[i].end..end]);
        }
    }
}

fn glyph_at(bytes: &[u8], at: usize) -> Option<(Glyph, usize)> {
    let rest = &bytes[at..];
    let glyph = match rest[0] {
        b'"' => (Glyph::Straight, 1),
        b'\'' if rest.get(1) == Some(&b'\'') => {
            // Three are a single and a pair. Which comes first is told by what stands before: at the end of a
            // quotation within a quotation the single one does.
            let odd = rest.iter().take(4).take_while(|b| **b == b'\'').count() == 3;
            let after_word = at > 0 && !bytes[at - 1].is_ascii_whitespace() && bytes[at - 1] != b'(';
            let fresh = at == 0 || bytes[at - 1] != b'\'';
            if odd && after_word && fresh { (Glyph::Apostrophe, 1) } else { (Glyph::Paired, 2) }
        }
        b'\'' => (Glyph::Apostrophe, 1),
        b'`' if rest.get(1) == Some(&b'`') => (Glyph::BackPaired, 2),
        b'`' => (Glyph::Back, 1),
        0xC2 => match rest.get(1)? {
            0xAB => (Glyph::LeftGuillemet, 2),
            0xBB => (Glyph::RightGuillemet, 2),
            _ => return None,
        },
        0xE2 if rest.get(1) == Some(&0x80) => match rest.get(2)? {
            0x98 | 0x9B => (Glyph::OpenSingle, 3),
            0x99 => (Glyph::CloseSingle, 3),
            0x9A => (Glyph::LowSingle, 3),
            0x9C | 0x9F => (Glyph::OpenCurly, 3),
            0x9D => (Glyph::CloseCurly, 3),
            0x9E => (Glyph::Low, 3),
            0xB9 => (Glyph::LeftSingleGuillemet, 3),
            0xBA => (Glyph::RightSingleGuillemet, 3),
            _ => return None,
        },
        0xE3 if rest.get(1) == Some(&0x80) => match rest.get(2)? {
            0x8C | 0x8E => (Glyph::LeftCorner, 3),
            0x8D | 0x8F => (Glyph::RightCorner, 3),
            _ => return None,
        },
        // Full-width straight mark.
        0xEF if rest.get(1..3) == Some(&[0xBC, 0x82]) => (Glyph::Straight, 3),
        _ => return None,
    };
    Some(glyph)
}

fn side_before(text: &str) -> Side {
    let mut chars = text.chars().rev();
    match chars.next() {
        None => Side::Edge,
        Some('.') if chars.next() == Some('.') => Side::Ellipsis,
        Some(c) => side(c),
    }
}

fn side_after(text: &str) -> Side {
    let mut chars = text.chars();
    match chars.next() {
        None => Side::Edge,
        Some('.') if chars.next() == Some('.') => Side::Ellipsis,
        Some(c) => side(c),
    }
}

fn side(c: char) -> Side {
    match c {
        '(' | '[' | '{' | '<' => Side::Bracket,
        '-' | '\u{2010}'..='\u{2015}' | '/' => Side::Dash,
        '…' => Side::Ellipsis,
        '$' | '€' | '£' | '¥' | '@' | '#' | '&' | '%' | '+' => Side::Word,
        _ if c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c) => Side::Space,
        _ if is_word_char(c) => Side::Word,
        '!' | '"'..='/' | ':'..='@' | '['..='`' | '{'..='~' => Side::Stop,
        // Other scripts' punctuation closes; marks that combine with letters and pictures are as words.
        '\u{2020}'..='\u{206f}' | '\u{3001}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' | '،' | '؟' => {
            Side::Stop
        }
        _ => Side::Word,
    }
}
