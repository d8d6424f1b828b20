//! HTTP responses as archives hold them: header, chunked and compressed bodies.

use crate::charset;
use std::io::Read;

/// A response taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code; 200 where there is no status line.
    pub status: u16,
    /// The content type, without parameters, in lower case; empty where none is stated.
    pub content_type: String,
    /// The charset that the content type states.
    pub charset: Option<String>,
    /// The body, without transfer and content encoding.
    pub body: Vec<u8>,
    /// What was odd about the body's encoding.
    pub problems: Vec<String>,
}

/// Why a response could not be taken apart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The body is larger than allowed once it is decoded.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// The body's compression is none that is read.
    #[error("the body is compressed with {0:?}")]
    Compression(String),
    /// The body's compression is broken from its beginning.
    #[error("the {0} body is damaged")]
    Damaged(&'static str),
}

/// Takes a response apart and decodes its body, at most to `limit` bytes. A body that breaks off or is not
/// encoded as stated is kept as far as it can be read, with a note.
///
/// # Errors
/// When nothing of the body can be read, or too much.
pub fn response(block: &[u8], limit: usize) -> Result<Response, HttpError> {
    let (head, body) = if block.starts_with(b"HTTP/") { split_head(block) } else { (&b""[..], block) };
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines.next().and_then(|l| l.split_ascii_whitespace().nth(1)?.parse().ok());
    let mut response = Response {
        status: status.unwrap_or(200),
        content_type: String::new(),
        charset: None,
        body: Vec::new(),
        problems: Vec::new(),
    };
    let (mut chunked, mut encodings) = (false, Vec::new());
    for (name, value) in lines.filter_map(|l| l.split_once(':')) {
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => {
                response.content_type = media_type(value);
                response.charset = charset::of_content_type(value).map(Into::into);
            }
            "transfer-encoding" => chunked |= value.to_ascii_lowercase().contains("chunked"),
            "content-encoding" => encodings.extend(value.split(',').map(|e| e.trim().to_ascii_lowercase())),
            _ => {}
        }
    }
    let mut body = body.to_vec();
    if chunked {
        match dechunked(&body) {
            Some((joined, whole)) => {
                body = joined;
                if !whole {
                    response.problems.push("the chunked body breaks off".into());
                }
            }
            // Many tools store the body joined and leave the header as it was.
            None => response.problems.push("the body is stated to be chunked and is not".into()),
        }
    }
    for encoding in encodings.iter().rev() {
        body = decompressed(body, encoding, limit, &mut response.problems)?;
    }
    if body.len() > limit {
        return Err(HttpError::TooLarge(limit));
    }
    response.body = body;
    Ok(response)
}

/// The media type of a content type, without parameters, in lower case.
pub(crate) fn media_type(value: &str) -> String {
    value.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

/// Header and body around the first empty line.
fn split_head(block: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while let Some(end) = block[at..].iter().position(|b| *b == b'\n').map(|i| at + i + 1) {
        let line = &block[at..end];
        if line == b"\n" || line == b"\r\n" {
            return (&block[..at], &block[end..]);
        }
        at = end;
    }
    (block, &[])
}

/// The chunks joined, and whether the last one was there; `None` where the body does not begin with a chunk.
fn dechunked(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut first = true;
    loop {
        let end = rest.iter().take(1024).position(|b| *b == b'\n');
        let size = end.and_then(|end| {
            let line = rest[..end].trim_ascii();
            let digits = line.split(|b| *b == b';').next().unwrap_or(line).trim_ascii();
            usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        });
        let (Some(end), Some(size)) = (end, size) else {
            return (!first).then_some((joined, false));
        };
        rest = &rest[end + 1..];
        if size == 0 {
            return Some((joined, true));
        }
        let n = size.min(rest.len());
        if first && n < size && n == 0 {
            return None;
        }
        joined.extend_from_slice(&rest[..n]);
        rest = &rest[n..];
        if n < size {
            return Some((joined, false));
        }
        first = false;
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

fn decompressed(
    body: Vec<u8>,
    encoding: &str,
    limit: usize,
    problems: &mut Vec<String>,
) -> Result<Vec<u8>, HttpError> {
    match encoding {
        "" | "identity" | "none" | "utf-8" | "utf8" => Ok(body),
        "gzip" | "x-gzip" => {
            if !body.starts_with(&crate::gzip::MAGIC) {
                if !body.is_empty() {
                    problems.push("the body is stated to be gzip and is not".into());
                }
                return Ok(body);
            }
            read(flate2::bufread::MultiGzDecoder::new(&body[..]), "gzip", limit, problems)
        }
        "deflate" => {
            // Meant is zlib; some servers send bare deflate.
            let zlib = body.len() > 1
                && body[0] & 0x0f == 8
                && (u16::from(body[0]) << 8 | u16::from(body[1])) % 31 == 0;
            if zlib {
                return read(flate2::bufread::ZlibDecoder::new(&body[..]), "deflate", limit, problems);
            }
            let bare = read(flate2::bufread::DeflateDecoder::new(&body[..]), "deflate", limit, problems);
            match bare {
                Err(HttpError::Damaged(_)) if textual(&body) => {
                    problems.push("the body is stated to be deflated and is not".into());
                    Ok(body)
                }
                other => other,
            }
        }
        "br" => {
            let broken =
                read(brotli_decompressor::Decompressor::new(&body[..], 64 << 10), "brotli", limit, problems);
            match broken {
                Err(HttpError::Damaged(_)) if textual(&body) => {
                    problems.push("the body is stated to be brotli and is not".into());
                    Ok(body)
                }
                other => other,
            }
        }
        other => Err(HttpError::Compression(other.into())),
    }
}

/// Whether bytes begin like markup or text, so that they cannot be compressed.
fn textual(body: &[u8]) -> bool {
    body.iter().take(200).all(|b| *b >= 0x20 || b.is_ascii_whitespace())
}

fn read(
    mut decoder: impl Read,
    name: &'static str,
    limit: usize,
    problems: &mut Vec<String>,
) -> Result<Vec<u8>, HttpError> {
    let mut out = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        match decoder.read(&mut piece) {
            Ok(0) => return Ok(out),
            Ok(n) if out.len() + n > limit => return Err(HttpError::TooLarge(limit)),
            Ok(n) => out.extend_from_slice(&piece[..n]),
            Err(_) if out.is_empty() => return Err(HttpError::Damaged(name)),
            Err(_) => {
                problems.push(format!("the {name} body breaks off"));
                return Ok(out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const LIMIT: usize = 1 << 20;

    fn page(headers: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n").as_bytes(), body].concat()
    }

    #[test]
    fn the_header_is_read_whatever_its_case() {
        let block = page("CONTENT-TYPE: Text/HTML; Charset=\"koi8-r\"", b"<p>x");
        let response = response(&block, LIMIT).unwrap();
        assert_eq!(response.status, 200);
        assert_eq!(response.content_type, "text/html");
        assert_eq!(response.charset.as_deref(), Some("koi8-r"));
        assert_eq!(response.body, b"<p>x");
    }

    #[test]
    fn chunks_are_joined_before_the_body_is_unpacked() {
        let packed = crate::gzip::compressed(b"<p>One two three</p>");
        let (a, b) = packed.split_at(7);
        let body = [
            format!("{:X};x=y\r\n", a.len()).as_bytes(),
            a,
            b"\r\n",
            format!("{:x}\r\n", b.len()).as_bytes(),
            b,
            b"\r\n0\r\n\r\n",
        ]
        .concat();
        let block = page("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", &body);
        let response = response(&block, LIMIT).unwrap();
        assert_eq!(response.body, b"<p>One two three</p>");
        assert!(response.problems.is_empty());
    }

    #[test]
    fn deflate_is_read_with_and_without_its_header() {
        for bare in [false, true] {
            let mut packed = Vec::new();
            if bare {
                flate2::write::DeflateEncoder::new(&mut packed, Default::default())
                    .write_all(b"<p>x")
                    .unwrap();
            } else {
                flate2::write::ZlibEncoder::new(&mut packed, Default::default()).write_all(b"<p>x").unwrap();
            }
            let response = response(&page("content-encoding: deflate", &packed), LIMIT).unwrap();
            assert_eq!((response.body, response.problems.len()), (b"<p>x".to_vec(), 0));
        }
    }

    #[test]
    fn brotli_is_read() {
        // An uncompressed meta-block of four bytes, then the empty last one.
        let packed = [0x30, 0x00, 0x10, b'<', b'p', b'>', b'x', 0x03];
        let response = response(&page("content-encoding: br", &packed), LIMIT).unwrap();
        assert_eq!(response.body, b"<p>x");
        assert!(response.problems.is_empty());
    }

    #[test]
    fn a_body_that_is_not_as_stated_is_kept_with_a_note() {
        for header in [
            "transfer-encoding: chunked",
            "content-encoding: gzip",
            "content-encoding: br",
            "content-encoding: deflate",
        ] {
            let response = response(&page(header, b"<html><p>Plain after all"), LIMIT).unwrap();
            assert_eq!(response.body, b"<html><p>Plain after all", "{header}");
            assert_eq!(response.problems.len(), 1, "{header}");
        }
    }

    #[test]
    fn a_bomb_is_refused_and_a_cut_is_noted() {
        let packed = crate::gzip::compressed(&vec![b'x'; 3 * LIMIT]);
        assert_eq!(
            response(&page("content-encoding: gzip", &packed), LIMIT),
            Err(HttpError::TooLarge(LIMIT))
        );
        let text: Vec<u8> = (0..9000).flat_map(|i| format!("<p>{i} ").into_bytes()).collect();
        let packed = crate::gzip::compressed(&text);
        let cut = response(&page("content-encoding: gzip", &packed[..packed.len() / 2]), LIMIT).unwrap();
        assert!(text.starts_with(&cut.body) && cut.body.len() > 100);
        assert_eq!(cut.problems, ["the gzip body breaks off"]);
    }
}
