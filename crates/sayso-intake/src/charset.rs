//! Charsets: byte order mark, HTTP header, meta tag or XML declaration, then detection.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sayso_model::Problem;

/// Decoded text and what was odd about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The charset it was read as, by its WHATWG name.
    pub charset: &'static str,
    /// How many stretches of bytes could not be read; each stands as U+FFFD in the text.
    pub unreadable: usize,
    /// Where the first of them stands, in bytes of the input, where known.
    pub first_unreadable: Option<usize>,
    /// The same in words, and a note where the charset was only guessed.
    pub problems: Vec<Problem>,
}

/// How far into a page a charset declaration is looked for. The standard says 1,024 bytes; pages in the wild
/// put scripts and comments before it.
const META_WINDOW: usize = 16 << 10;

/// Decodes an HTML page: byte order mark, HTTP header, `meta`, XML declaration, then detection.
///
/// A page that states UTF-8, or nothing, and is UTF-8 is read as such; one that states ISO-8859-1 is read as
/// Windows-1252, as browsers do.
///
/// ```
/// let page = b"<meta charset=iso-8859-1><p>\x93caf\xe9\x94";
/// let decoded = sayso_intake::decode_page(page, None);
/// assert_eq!(decoded.charset, "windows-1252");
/// assert!(decoded.text.ends_with("“café”"));
/// ```
pub fn decode_page(bytes: &[u8], http_charset: Option<&str>) -> Decoded {
    let stated = http_charset
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .or_else(|| meta_charset(bytes))
        .or_else(|| xml_charset(bytes));
    decode(bytes, stated)
}

/// Decodes plain text: byte order mark, then UTF-8, then detection.
pub fn decode_text(bytes: &[u8]) -> Decoded {
    decode(bytes, None)
}

/// Decodes an XML document: byte order mark, XML declaration, then UTF-8, then detection.
pub(crate) fn decode_xml(bytes: &[u8]) -> Decoded {
    decode(bytes, xml_charset(bytes))
}

/// The charset in an HTTP content type, such as `text/html; charset=utf-8`.
pub(crate) fn of_content_type(value: &str) -> Option<&str> {
    value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

fn decode(bytes: &[u8], stated: Option<&'static Encoding>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[length..], length, false);
    }
    match stated {
        // A declaration that could be read as ASCII proves that the page is not UTF-16; the standard says UTF-8.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => decode_as(UTF_8, bytes, 0, false),
        Some(encoding) => {
            // Stated otherwise, and yet UTF-8 with characters that nothing else would give by chance.
            if encoding != UTF_8 && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
                return decode_as(UTF_8, bytes, 0, false);
            }
            decode_as(encoding, bytes, 0, false)
        }
        None if std::str::from_utf8(bytes).is_ok() => decode_as(UTF_8, bytes, 0, false),
        None => {
            let guess = guess(bytes);
            decode_as(guess, bytes, 0, guess != UTF_8)
        }
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], skipped: usize, guessed: bool) -> Decoded {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let mut problems = Vec::new();
    let mut note = |message: String| problems.push(Problem { kind: "charset".into(), message, span: None });
    if guessed {
        note(format!("no charset is stated and it is not UTF-8: read as {}", encoding.name()));
    }
    let (mut unreadable, mut first_unreadable) = (0, None);
    if lossy {
        // U+FFFD may also have stood in the input itself; count those apart where that is cheap to know.
        let own = if encoding == UTF_8 { count(bytes, "\u{fffd}".as_bytes()) } else { 0 };
        unreadable = text.matches('\u{fffd}').count().saturating_sub(own).max(1);
        if encoding == UTF_8 {
            first_unreadable = std::str::from_utf8(bytes).err().map(|e| e.valid_up_to() + skipped);
        }
        note(match unreadable {
            1 => format!("1 character is not valid {}; U+FFFD stands for it", encoding.name()),
            n => format!("{n} characters are not valid {}; U+FFFD stands for them", encoding.name()),
        });
    }
    Decoded { text, charset: encoding.name(), unreadable, first_unreadable, problems }
}

fn count(haystack: &[u8], needle: &[u8]) -> usize {
    haystack.windows(needle.len()).filter(|w| *w == needle).count()
}

/// The charset of bytes that state none and are not valid UTF-8: another one, or UTF-8 with damage.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let (sequences, errors) = utf8_census(bytes);
    if sequences > 0 && sequences >= errors {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let latin = LATIN.contains(&encoding.name()) && !plausible_latin(bytes);
    let open =
        encoding == WINDOWS_1252 && bytes.iter().any(|b| matches!(b, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
    if latin || open || encoding.decode_without_bom_handling(bytes).1 { UTF_8 } else { encoding }
}

/// The charsets of the Latin script that detection tells apart.
const LATIN: [&str; 8] = [
    "windows-1250",
    "windows-1252",
    "windows-1254",
    "windows-1257",
    "windows-1258",
    "ISO-8859-2",
    "ISO-8859-4",
    "ISO-8859-13",
];

/// How many UTF-8 sequences of several bytes are whole, and how many stretches are not UTF-8.
fn utf8_census(bytes: &[u8]) -> (usize, usize) {
    let (mut sequences, mut errors) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sequences += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        errors += usize::from(!chunk.invalid().is_empty());
    }
    (sequences, errors)
}

/// Whether the bytes above ASCII look like a Latin script: letters stand beside letters, and there is no 0xFF,
/// which is a rare sign in all of them and what stray bytes give.
fn plausible_latin(bytes: &[u8]) -> bool {
    let letter = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80);
    let odd = |i: usize, b: u8| match b {
        0xff => true,
        0xc0..=0xfe if b != 0xd7 && b != 0xf7 => {
            let before = i.checked_sub(1).and_then(|j| bytes.get(j));
            let after = bytes.get(i + 1);
            // A lone letter may be a word; before a sign it is none.
            !letter(before) && !letter(after) && !after.is_none_or(u8::is_ascii_whitespace)
        }
        _ => false,
    };
    !bytes.iter().enumerate().any(|(i, b)| *b >= 0x80 && odd(i, *b))
}

/// The charset that a `meta` tag in the first bytes of a page states.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(META_WINDOW)];
    let mut at = 0;
    while let Some(open) = find(&head[at..], b"<meta") {
        let tag = &head[at + open + 5..];
        let end = tag.iter().position(|b| *b == b'>').unwrap_or(tag.len());
        if let Some(encoding) = attribute_charset(&tag[..end]) {
            return Some(encoding);
        }
        at += open + 5 + end;
    }
    None
}

/// The label behind `charset=` in a tag, be it an attribute of its own or within `content`.
fn attribute_charset(tag: &[u8]) -> Option<&'static Encoding> {
    let at = find(tag, b"charset")?;
    let rest = tag[at + 7..].trim_ascii_start().strip_prefix(b"=")?;
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest
        .iter()
        .position(|b| matches!(b, b'"' | b'\'' | b';' | b'/' | b'>') || b.is_ascii_whitespace())
        .unwrap_or(rest.len());
    Encoding::for_label(&rest[..end])
}

/// The charset in an XML declaration at the very beginning.
fn xml_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let rest = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = rest.iter().take(1024).position(|b| *b == b'>')?;
    let declaration = &rest[..end];
    let at = find(declaration, b"encoding")?;
    let rest = declaration[at + 8..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *rest.first()?;
    let label = rest[1..].split(|b| *b == quote).next()?;
    Encoding::for_label(label)
}

/// Where `needle`, in lower case, stands first, whatever the case.
fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w.eq_ignore_ascii_case(needle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_byte_order_mark_comes_before_everything() {
        let decoded = decode_page(b"\xef\xbb\xbf<meta charset=koi8-r>\xc3\xa9", Some("windows-1251"));
        assert_eq!((decoded.charset, decoded.text.chars().last()), ("UTF-8", Some('é')));
        let utf16: Vec<u8> =
            [0xfeffu16].into_iter().chain("Größe".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode_text(&utf16).text, "Größe");
    }

    #[test]
    fn the_header_comes_before_the_meta_tag() {
        let page = b"<meta http-equiv=content-type content='text/html; charset=windows-1253'>\xcf\xf0";
        assert_eq!(decode_page(page, Some("windows-1251")).charset, "windows-1251");
        assert_eq!(decode_page(page, None).charset, "windows-1253");
        assert_eq!(decode_page(page, Some("no such thing")).charset, "windows-1253");
        assert_eq!(
            decode_page(b"<?xml version='1.0' encoding='ISO-8859-2'?><p>\xb1", None).charset,
            "ISO-8859-2"
        );
    }

    #[test]
    fn a_page_that_states_otherwise_but_is_utf8_is_read_as_utf8() {
        let page = "<meta charset=windows-1252><p>“Größe”".as_bytes();
        assert_eq!(decode_page(page, None).charset, "UTF-8");
    }

    #[test]
    fn latin_text_is_told_from_damage() {
        let western = decode_text(b"The caf\xe9 in Orubia \x96 \x93closed\x94, he said.");
        assert_eq!(western.charset, "windows-1252");
        assert_eq!(western.text, "The café in Orubia – “closed”, he said.");
        assert_eq!(western.unreadable, 0);
        for damaged in [
            &b"The mayor \xff said so."[..],
            b"A sum of \xc3\x28 and more.",
            b"\xe2\x80\x9cYes\xe2\x80 he said",
        ] {
            let decoded = decode_text(damaged);
            assert_eq!((decoded.charset, decoded.unreadable), ("UTF-8", 1), "{}", decoded.text);
            assert!(decoded.first_unreadable.is_some());
        }
    }

    #[test]
    fn cyrillic_is_detected() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251
            .encode("Министр заявил, что переговоры продолжатся на следующей неделе");
        assert_eq!(decode_text(&bytes).charset, "windows-1251");
    }
}
