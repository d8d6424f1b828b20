//! Character references (`&amp;`, `&#39;`) left in a text, and what translation machines make of them.

use super::{Change, characters::windows_1252};
use std::collections::BTreeMap;
use std::sync::LazyLock;

struct Named {
    stands_for: char,
    /// Known with a blank inside, in other letter cases, or with its semicolon lost.
    often: bool,
}

static NAMES: LazyLock<BTreeMap<&'static str, Named>> = LazyLock::new(|| {
    include_str!("../../data/entities.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let name = fields.next()?;
            let stands_for = char::from_u32(u32::from_str_radix(fields.next()?, 16).ok()?)?;
            Some((name, Named { stands_for, often: fields.next() == Some("often") }))
        })
        .collect()
});

/// What must be remembered along the text: whether an address is being read, and whether a quotation mark
/// that came as a reference with blanks is open.
pub(super) struct Marks {
    in_address: bool,
    open: Option<char>,
}

impl Marks {
    /// At the start of a text.
    pub(super) fn new(text: &str) -> Marks {
        Marks { in_address: text.starts_with("www."), open: None }
    }

    /// Notes the blank, line end or colon at `at`.
    pub(super) fn pass(&mut self, text: &str, at: usize) {
        let rest = &text.as_bytes()[at..];
        match rest[0] {
            b':' => self.in_address |= rest.starts_with(b"://"),
            byte => {
                self.in_address = rest[1..].starts_with(b"www.");
                if byte == b'\n' {
                    self.open = None;
                }
            }
        }
    }
}

/// A reference as read: where it ends, what it stands for, and how it was written.
#[derive(Clone, Copy)]
struct Reference {
    to: usize,
    stands_for: char,
    /// It had blanks inside.
    spaced: bool,
}

/// What the reference, or what is left of one, at `at` has to give way to.
pub(super) fn at(text: &str, at: usize, marks: &mut Marks) -> Option<Change> {
    match text.as_bytes()[at] {
        b'&' => {
            let reference = chain(text, at, marks.in_address)?;
            Some(placed(text, at, reference, marks))
        }
        _ if marks.in_address => None,
        b',' => comma(text, at, marks),
        _ => bare(text, at),
    }
}

/// The reference at an ampersand, with what its own result makes a reference in turn (`&amp;quot;`).
fn chain(text: &str, at: usize, in_address: bool) -> Option<Reference> {
    let mut found = reference(text, at + 1, in_address)?;
    while found.stands_for == '&' {
        let Some(next) = reference(text, found.to, in_address || !found.spaced) else {
            break;
        };
        found = Reference { spaced: found.spaced || next.spaced, ..next };
    }
    Some(found)
}

/// The reference whose ampersand stands before `from`. `strict` takes only what is written whole.
fn reference(text: &str, from: usize, strict: bool) -> Option<Reference> {
    numeric(text, from, strict).or_else(|| named(text, from, strict))
}

fn numeric(text: &str, from: usize, strict: bool) -> Option<Reference> {
    let bytes = text.as_bytes();
    let blanks = if strict { 0 } else { 2 };
    let mut at = skip_blanks(bytes, from, blanks);
    if bytes.get(at) != Some(&b'#') {
        return None;
    }
    at = skip_blanks(bytes, at + 1, blanks);
    let hexadecimal = matches!(bytes.get(at), Some(b'x' | b'X'));
    let digits = at + usize::from(hexadecimal);
    let radix = if hexadecimal { 16 } else { 10 };
    let mut end = digits;
    while end - digits < 8 && bytes.get(end).is_some_and(|b| char::from(*b).is_digit(radix)) {
        end += 1;
    }
    let number = u32::from_str_radix(text.get(digits..end)?, radix).ok()?;
    let close = skip_blanks(bytes, end, blanks);
    if bytes.get(close) != Some(&b';') {
        return None;
    }
    let stands_for = match number {
        0x80..=0x9F => windows_1252(number as u8)?,
        0xA0 => ' ',
        9 | 10 | 13 => ' ',
        0..=0x1F | 0x7F => return None,
        _ => char::from_u32(number)?,
    };
    let spaced = bytes[from..close].contains(&b' ');
    Some(Reference { to: close + 1, stands_for, spaced })
}

fn named(text: &str, from: usize, strict: bool) -> Option<Reference> {
    let bytes = text.as_bytes();
    let start = if strict { from } else { skip_blanks(bytes, from, 1) };
    let mut end = start;
    while end - start < 9 && bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        end += 1;
    }
    let word = &text[start..end];
    let spaced = start > from;
    let closed = bytes.get(end) == Some(&b';');
    if closed {
        let found = NAMES.get(word).filter(|n| n.often || !spaced).or_else(|| {
            let lower = word.to_ascii_lowercase();
            NAMES.get(lower.as_str()).filter(|n| n.often && !strict)
        })?;
        return Some(Reference { to: end + 1, stands_for: plain(found.stands_for), spaced });
    }
    if strict || spaced {
        return None;
    }
    if word.starts_with("nbsp") {
        return Some(Reference { to: start + 4, stands_for: ' ', spaced });
    }
    let found = NAMES.get(word).filter(|n| n.often)?;
    (bytes.get(end) != Some(&b'=')).then_some(Reference { to: end, stands_for: found.stands_for, spaced })
}

/// A no-break space is a space to us.
fn plain(c: char) -> char {
    if c == '\u{a0}' { ' ' } else { c }
}

/// `,quot;` and `, # 39;`: the ampersand came out as a comma.
fn comma(text: &str, at: usize, marks: &mut Marks) -> Option<Change> {
    let rest = &text[at + 1..];
    let found = if ["quot;", "amp;", "nbsp;", "apos;", "ldquo;", "rdquo;", "lsquo;", "rsquo;"]
        .iter()
        .any(|name| rest.starts_with(name))
    {
        named(text, at + 1, true)?
    } else {
        // Only numbers that stand for quotation marks, dashes and spaces; `, #3;` may be a list.
        let found = numeric(text, at + 1, false)?;
        if !matches!(found.stands_for, '\'' | '"' | '‘'..='”' | '–' | '—' | '…' | ' ') {
            return None;
        }
        found
    };
    let mut change = placed(text, at, found, marks);
    let closes = text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
    if matches!(found.stands_for, '"' | '”') && closes && is_attribution(&text[found.to..]) {
        // What was said ends in a comma before `he said`: the comma stood there beside the mark.
        change.with.insert(0, ',');
    }
    Some(change)
}

/// Whether a text goes on with who said it.
fn is_attribution(rest: &str) -> bool {
    let mut words = rest.split_whitespace().take(2).map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let cue = |w: &str| {
        matches!(w, "said" | "says" | "added" | "adds" | "told" | "tweeted" | "wrote" | "warned" | "stated")
    };
    cue(first)
        || (matches!(first, "he" | "she" | "they" | "it" | "I" | "we") && !second.is_empty() && cue(second))
}

/// `quot;`, `nbsp;` and `#39;`: the ampersand was lost.
fn bare(text: &str, at: usize) -> Option<Change> {
    const LOST: [(&str, &str); 9] = [
        ("quot;", "\""),
        ("nbsp;", " "),
        ("#39;", "'"),
        ("#039;", "'"),
        ("#34;", "\""),
        ("#8216;", "‘"),
        ("#8217;", "’"),
        ("#8220;", "“"),
        ("#8221;", "”"),
    ];
    let (written, stands_for) = LOST.iter().find(|(written, _)| text[at..].starts_with(written))?;
    Some(Change { from: at, to: at + written.len(), with: (*stands_for).to_owned() })
}

/// Puts a reference in its place: where it had blanks inside, the blanks about it are debris as well.
fn placed(text: &str, at: usize, found: Reference, marks: &mut Marks) -> Change {
    let Reference { mut to, stands_for, spaced } = found;
    let mut from = at;
    if spaced {
        let blank_before = text[..at].ends_with(' ');
        let blank_after = text[to..].starts_with(' ');
        let line_start = at == 0 || text[..at].ends_with('\n');
        let joins = blank_before && is_clitic(&text[to..]);
        let (opens, closes) = match stands_for {
            '\'' | '’' if joins && marks.open != Some('\'') => (true, true),
            '“' | '‘' | '„' | '«' => (true, false),
            '”' | '»' | '’' => (false, true),
            '\'' | '"' if marks.open == Some(stands_for) => {
                marks.open = None;
                (false, true)
            }
            '\'' | '"' if blank_before || line_start => {
                marks.open = Some(stands_for);
                (true, false)
            }
            '\'' | '"' => (false, true),
            _ => (false, false),
        };
        if opens && blank_after {
            to += 1;
        }
        if closes && blank_before {
            from -= 1;
        }
    }
    Change { from, to, with: stands_for.to_string() }
}

/// Whether a text goes on with what follows an apostrophe: ` s`, ` t`, ` re`.
fn is_clitic(rest: &str) -> bool {
    let word = rest.trim_start_matches(' ');
    let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
    matches!(&word[..end], "s" | "t" | "d" | "m" | "re" | "ve" | "ll")
}

fn skip_blanks(bytes: &[u8], from: usize, most: usize) -> usize {
    let mut at = from;
    while at < from + most && bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}
