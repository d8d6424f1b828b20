//! Single characters: odd spaces, invisible and control characters, line ends.

use super::Change;

/// What the character at `at` has to give way to, if anything.
pub(super) fn at(text: &str, at: usize) -> Option<Change> {
    let c = text[at..].chars().next()?;
    let to = at + c.len_utf8();
    let with = match c {
        '\r' => {
            if text[to..].starts_with('\n') {
                // Only the carriage return goes; the line feed stands.
                ""
            } else {
                "\n"
            }
        }
        // Vertical tab, form feed, line and paragraph separator end a line.
        '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => "\n",
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{200c}' | '\u{200d}' if is_joined(text, at) => return None,
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => "",
        '\u{80}'..='\u{9f}' => {
            // Latin-1 for Windows-1252; what that leaves undefined says nothing.
            let with = windows_1252(c as u32 as u8).map(String::from).unwrap_or_default();
            return Some(Change { from: at, to, with });
        }
        '\u{7f}' | '\0'..='\u{1f}' if c != '\n' && c != '\t' => "",
        _ => return None,
    };
    Some(Change { from: at, to, with: with.to_owned() })
}

/// Whether a joiner stands between characters of a script, or pictures, that need it.
fn is_joined(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| c >= '\u{590}' && !('\u{2000}'..='\u{206f}').contains(&c))
}

/// The character that Windows-1252 has for a byte from 0x80 to 0x9F.
pub(super) fn windows_1252(byte: u8) -> Option<char> {
    const HIGH: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’',
        '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    let c = *HIGH.get(usize::from(byte.checked_sub(0x80)?))?;
    (c != '\0').then_some(c)
}
