//! What must hold of every parser on any bytes.
//!
//! Each target is a plain function that takes bytes and panics when something does not hold. `tests/short.rs`
//! runs them all on mutated samples, with any toolchain, in every test run; `libfuzzer/` runs them one by one
//! under cargo-fuzz for as long as one likes.

#![forbid(unsafe_code)]

pub mod mutate;
pub mod seeds;

use sayso_intake::{Body, Draft, Hints, Options, Refusal, finish, open_bytes, repaired, segmented};
use sayso_model::{Report, Segment};
use sayso_text::{Span, Text, quotations, sentences, tokens};

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("sniff", sniff),
    ("gzip", gzip),
    ("warc", warc),
    ("arc", arc),
    ("http", http),
    ("jsonl", jsonl),
    ("ninjs", ninjs),
    ("newsml", newsml),
    ("feed", feed),
    ("charset", charset),
    ("page", page),
    ("repair", repair),
    ("segments", segments),
    ("quotation", quotation),
];

/// Small, so that bounds are met with small input.
const LIMIT: usize = 64 << 10;

fn options() -> Options {
    Options { max_report: LIMIT, map: vec![("outlet".into(), "meta.paper".into())], ..Options::default() }
}

/// Reads bytes as a file of that name, and checks what comes out.
fn read(name: &str, bytes: &[u8]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut count = 0;
    for outcome in open_bytes(name, bytes.to_vec(), options()) {
        count += 1;
        match outcome {
            Ok(draft) => {
                assert_eq!(draft.path, name);
                assert!(!draft.id.is_empty() && draft.home.starts_with(name));
                drafts.push(draft);
            }
            Err(refusal) => check_refusal(name, &refusal),
        }
    }
    assert!(count > 0, "a file must give a draft or a refusal");
    // Each draft and each refusal rests on bytes of its own.
    assert!(count <= bytes.len() + 1 || bytes.starts_with(&[0x1f, 0x8b]), "more comes out than can be in it");
    drafts
}

fn check_refusal(name: &str, refusal: &Refusal) {
    let line = refusal.to_string();
    assert!(line.starts_with(name) && !line.contains('\n'), "not one line that names the file: {line:?}");
    assert!(line.len() < 1000, "a line too long to read: {line:?}");
}

/// Any bytes as a file of unknown type.
pub fn sniff(data: &[u8]) {
    read("a", data);
}

/// Any bytes within gzip, and behind it.
pub fn gzip(data: &[u8]) {
    let mut bytes = packed(&data[..data.len() / 2]);
    bytes.extend_from_slice(&data[data.len() / 2..]);
    read("a.gz", &bytes);
}

fn packed(data: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(data);
    encoder.finish().unwrap_or_default()
}

fn prefixed(prefix: &str, data: &[u8]) -> Vec<u8> {
    if data.starts_with(&prefix.as_bytes()[..prefix.len().min(4)]) {
        data.to_vec()
    } else {
        [prefix.as_bytes(), data].concat()
    }
}

/// A WARC archive.
pub fn warc(data: &[u8]) {
    read("a.warc", &prefixed("WARC/1.0\r\n", data));
}

/// An ARC archive.
pub fn arc(data: &[u8]) {
    read("a.arc", &prefixed("filedesc://a 0.0.0.0 20310302000000 text/plain 3\n1 0\n", data));
}

/// An HTTP response.
pub fn http(data: &[u8]) {
    if let Ok(response) = sayso_intake::http_response(data, LIMIT) {
        assert!(response.body.len() <= LIMIT.max(data.len()));
    }
}

/// JSON lines, lists and documents.
pub fn jsonl(data: &[u8]) {
    read("a.jsonl", &prefixed("{\"text\": ", data));
    read("a.jsonl", &prefixed("[{\"text\": ", data));
}

/// A ninjs item.
pub fn ninjs(data: &[u8]) {
    read("a.json", &prefixed("{\"uri\": \"a\", \"versioncreated\": \"2031\", ", data));
}

/// NewsML-G2 and NITF.
pub fn newsml(data: &[u8]) {
    read("a.xml", &prefixed("<newsItem><contentSet><inlineXML>", data));
}

/// Feeds in XML and JSON.
pub fn feed(data: &[u8]) {
    read("a.xml", &prefixed("<rss><channel><item>", data));
    read("a.json", &prefixed("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [", data));
}

/// Decoding of pages and texts.
pub fn charset(data: &[u8]) {
    for decoded in [sayso_intake::decode_page(data, None), sayso_intake::decode_text(data)] {
        if std::str::from_utf8(data)
            .is_ok_and(|t| t.is_ascii() && !t.contains("charset") && !t.contains("<?xml"))
        {
            assert_eq!(decoded.text.as_bytes(), data);
        }
        assert_eq!(decoded.unreadable > 0, decoded.problems.iter().any(|p| p.message.contains("U+FFFD")));
    }
}

/// A page from bytes to report.
pub fn page(data: &[u8]) {
    let body = Body::Page { bytes: data.to_vec(), charset: None };
    let draft = Draft::new("a".into(), "a.html".into(), "/a.html".into(), body);
    match finish(draft) {
        Ok(report) => check_report(&report),
        Err(refusal) => check_refusal("a.html", &refusal),
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let draft = Draft::new("a".into(), "a.xml".into(), "/a.xml".into(), Body::Fragment(text.into()));
        if let Ok(report) = finish(draft) {
            check_report(&report);
        }
    }
}

/// Repair of characters.
pub fn repair(data: &[u8]) {
    let text = repaired(Text::received(String::from_utf8_lossy(data).into_owned()));
    check_alignment(&text);
    let again = repaired(Text::received(text.as_str().to_owned()));
    assert_eq!(again.as_str(), text.as_str(), "repairing a repaired text must change nothing");
}

/// Segments of plain text.
pub fn segments(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let hints = Hints { title: text.lines().next(), slug: Some("a-slug-of-words"), byline: None, kinds: &[] };
    check_segments(&text, &segmented(&text, &hints));
    let draft = Draft::new("a".into(), "a.txt".into(), "/a.txt".into(), Body::Plain(text.into_owned()));
    if let Ok(report) = finish(draft) {
        check_report(&report);
    }
}

/// Tokens, sentences and quotation structure.
pub fn quotation(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let tokens: Vec<_> = tokens(&text).collect();
    let mut at = 0;
    for token in &tokens {
        assert!(token.span.start() >= at && !token.span.is_empty());
        check_span(token.span, &text);
        at = token.span.end();
    }
    let sentences = sentences(&text, &tokens);
    assert_eq!(sentences.iter().map(|s| s.tokens.len()).sum::<usize>(), tokens.len());
    for sentence in &sentences {
        check_span(sentence.span, &text);
    }
    let found = quotations(&text);
    for (i, quotation) in found.iter().enumerate() {
        check_span(quotation.outer, &text);
        for inner in &quotation.inner {
            check_span(*inner, &text);
            assert!(quotation.outer.contains(*inner));
        }
        if let Some(parent) = quotation.parent {
            assert!(parent < i && found[parent].outer.contains(quotation.outer));
            assert_eq!(found[parent].depth + 1, quotation.depth);
        }
    }
    assert_eq!(found.states(&tokens).len(), tokens.len());
}

fn check_report(report: &Report) {
    check_alignment(&report.text);
    check_segments(report.text.as_str(), &report.segments);
    for span in report.problems.iter().filter_map(|p| p.span) {
        check_span(span, report.text.as_str());
    }
    let day = report.published.value.as_deref();
    assert!(day.is_none_or(|d| d.len() >= 4 && d.as_bytes()[0].is_ascii_digit()), "{day:?}");
}

fn check_span(span: Span, text: &str) {
    assert!(span.slice(text).is_some(), "{span:?} does not slice the text");
}

/// In order, apart, and covering all but white space.
fn check_segments(text: &str, segments: &[Segment]) {
    let mut at = 0;
    for segment in segments {
        check_span(segment.span, text);
        assert!(segment.span.start() >= at, "segments overlap or are out of order");
        assert!(text[at..segment.span.start()].trim().is_empty(), "words without a segment");
        at = segment.span.end();
    }
    assert!(text[at..].trim().is_empty(), "words without a segment");
}

/// Pieces are the same in both texts, and the repairs account for the rest.
fn check_alignment(text: &Text) {
    let (mut text_at, mut received_at) = (0, 0);
    for piece in text.alignment().pieces() {
        let (start, received, length) =
            (piece.text_start as usize, piece.received_start as usize, piece.length as usize);
        assert!(length > 0 && start >= text_at && received >= received_at);
        assert_eq!(text.as_str()[start..start + length], text.as_received()[received..received + length]);
        (text_at, received_at) = (start + length, received + length);
    }
    let mut rebuilt = String::new();
    let mut at = 0;
    for repair in text.repairs() {
        rebuilt.push_str(&text.as_str()[at..repair.span.start()]);
        rebuilt.push_str(&repair.received);
        at = repair.span.end();
    }
    rebuilt.push_str(&text.as_str()[at..]);
    assert_eq!(rebuilt, text.as_received(), "the repairs undone must give the text as received");
}
