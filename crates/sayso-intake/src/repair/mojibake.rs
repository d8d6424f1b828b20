//! UTF-8 that was read as Windows-1252 or Latin-1.
//!
//! A sequence counts as broken when its characters, taken as bytes, are one valid UTF-8 character and it is
//! not plausible as it stands. Punctuation (`â€œ`), Latin letters behind `Ã` and `Â`, emoji and runs of several
//! sequences are broken for certain; a letter followed by a quotation mark or dash (`É”`, `MENÜ“`) may be meant
//! and is mended only where the text has certain cases.

use super::{Change, characters::windows_1252};

/// Whether the text has at least one sequence that is broken for certain.
#[derive(Clone, Copy)]
pub(super) struct Evidence(bool);

impl Evidence {
    pub(super) fn of(text: &str) -> Evidence {
        Evidence(
            text.bytes()
                .enumerate()
                .filter(|(_, b)| *b == 0xC3)
                .any(|(at, _)| matches!(sequence(text, at), Some(s) if s.certain)),
        )
    }
}

/// What the broken sequence at `at` stands for.
pub(super) fn at(text: &str, at: usize, evidence: Evidence) -> Option<Change> {
    let bytes = text.as_bytes();
    // Every lead byte from C2 to F4 reads as a character that UTF-8 writes with C3.
    if bytes[at] != 0xC3 {
        return None;
    }
    if let Some(found) = sequence(text, at) {
        let (to, with) = run(text, at);
        if with.chars().nth(2).is_some() {
            return Some(Change { from: at, to, with });
        }
        let mend = found.certain || (evidence.0 && found.likely);
        return mend.then(|| Change { from: at, to: found.to, with: found.stands_for.to_string() });
    }
    // `â€` alone: the third byte, 9D, has no character in Windows-1252 and was dropped.
    if text[at..].starts_with("â€") {
        return Some(Change { from: at, to: at + "â€".len(), with: "”".into() });
    }
    None
}

struct Sequence {
    to: usize,
    stands_for: char,
    /// Never meant as it stands.
    certain: bool,
    /// To be mended where the text has certain ones.
    likely: bool,
}

/// The sequence that begins at `at`, if its characters are the bytes of one UTF-8 character.
fn sequence(text: &str, at: usize) -> Option<Sequence> {
    let mut chars = text[at..].chars();
    let lead = chars.next()?;
    let length = match lead as u32 {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead as u32 as u8, 0, 0, 0];
    let mut to = at + lead.len_utf8();
    let mut last = lead;
    for slot in &mut bytes[1..length] {
        last = chars.next()?;
        *slot = as_byte(last).filter(|b| (0x80..0xC0).contains(b))?;
        to += last.len_utf8();
    }
    let stands_for = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    let may_be_meant = matches!(
        last,
        '‘' | '’'
            | '“'
            | '”'
            | '‚'
            | '„'
            | '‹'
            | '›'
            | '«'
            | '»'
            | '–'
            | '—'
            | '…'
            | '€'
            | '•'
            | '·'
    );
    let certain = match length {
        2 => matches!(lead, 'Ã' | 'Â') && !may_be_meant,
        3 => matches!(stands_for, '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{21ff}' | '\u{2200}'..='\u{27bf}'
            | '\u{fb00}'..='\u{fb06}' | '\u{feff}' | '\u{fffd}'),
        _ => matches!(stands_for, '\u{1f000}'..='\u{1faff}'),
    };
    let letter = matches!(stands_for, '\u{a0}'..='\u{24f}' | '\u{2c6}'..='\u{2dd}');
    let likely = letter || length == 3 || !may_be_meant;
    Some(Sequence { to, stands_for, certain, likely })
}

/// Sequences that follow on one another: three or more are a word of another script.
fn run(text: &str, mut at: usize) -> (usize, String) {
    let mut with = String::new();
    while let Some(found) = sequence(text, at) {
        with.push(found.stands_for);
        at = found.to;
    }
    (at, with)
}

/// The byte that Windows-1252, or Latin-1 where that has nothing, reads as this character.
fn as_byte(c: char) -> Option<u8> {
    match c as u32 {
        n @ 0x80..=0xFF => Some(n as u8),
        _ => (0x80..=0x9F).find(|b| windows_1252(*b) == Some(c)),
    }
}
