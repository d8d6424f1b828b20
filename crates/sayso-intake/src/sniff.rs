//! What a file is, told by how it begins.

use std::borrow::Cow;

/// How many bytes from the beginning are looked at.
pub(crate) const WINDOW: usize = 16 << 10;

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Empty,
    Gzip,
    Warc,
    Arc,
    Json,
    /// A feed in XML: RSS, Atom or RDF.
    Feed,
    /// NewsML-G2 or NITF.
    News,
    Page,
    Plain,
    /// Nothing that holds a report; the word for it.
    Other(String),
}

/// What a file's name says of it. It decides where the content could be either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    Page,
    Json,
    Table,
    Nothing,
}

impl Hint {
    pub(crate) fn of(name: &str) -> Hint {
        let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
        match extension.as_str() {
            "html" | "htm" | "xhtml" | "shtml" => Hint::Page,
            "json" | "jsonl" | "ndjson" | "jl" => Hint::Json,
            "csv" | "tsv" => Hint::Table,
            _ => Hint::Nothing,
        }
    }
}

/// Tells what begins with `head`.
pub(crate) fn kind(head: &[u8], hint: Hint) -> Kind {
    let page_name = hint == Hint::Page;
    if head.is_empty() {
        return Kind::Empty;
    }
    if head.starts_with(&crate::gzip::MAGIC) {
        return Kind::Gzip;
    }
    if head.starts_with(b"WARC/") {
        return Kind::Warc;
    }
    if head.starts_with(b"filedesc://") {
        return Kind::Arc;
    }
    let text: Cow<'_, str> = match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, length)) => encoding.decode_without_bom_handling(&head[length..]).0,
        None => {
            if let Some(other) = binary(head) {
                return Kind::Other(other);
            }
            String::from_utf8_lossy(head)
        }
    };
    let text = text.trim_start();
    let mut first = text.bytes().filter(|b| !b.is_ascii_whitespace());
    match (first.next(), first.next()) {
        // A brace or bracket also opens a line of plain text: `[Editor's note: …]`.
        (Some(b'{'), None | Some(b'"' | b'}')) => Kind::Json,
        (Some(b'['), Some(b'{' | b']' | b'"')) => Kind::Json,
        (Some(b'<'), _) => markup(text, page_name),
        _ if page_name || contains(text, "<html") || contains(text, "<!doctype html") => Kind::Page,
        _ if text.starts_with("From: <Saved by ") || text.starts_with("MIME-Version:") => {
            Kind::Other("an archive of one page (MHTML)".into())
        }
        _ => match hint {
            Hint::Json => Kind::Json,
            Hint::Table => Kind::Other("a table (give its rows as JSON lines)".into()),
            _ => Kind::Plain,
        },
    }
}

/// The type of a file that is no text, in words.
fn binary(head: &[u8]) -> Option<String> {
    let known = infer::get(head).map(|t| t.mime_type());
    // These begin with text; everything else that `infer` knows must also look binary, since a few letters
    // such as `BM` or `MZ` are the whole magic number of some types.
    if let Some(mime @ ("application/pdf" | "application/rtf" | "application/postscript")) = known {
        return Some(mime.into());
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Some("an SQLite database".into());
    }
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let odd = head.iter().filter(|b| control(b)).count();
    if !head.contains(&0) && odd * 10 < head.len() {
        return None;
    }
    Some(known.unwrap_or("binary data").into())
}

/// What text that begins with `<` is.
fn markup(text: &str, page_name: bool) -> Kind {
    let declared = text.starts_with("<?xml");
    let Some(root) = root(text) else {
        // Only comments and declarations so far, or a `<` that opens no tag.
        return match () {
            () if contains(text, "<!doctype html") || contains(text, "<html") || page_name => Kind::Page,
            () if declared => Kind::Other("an XML document without a root element".into()),
            () if text.starts_with("<!--") => Kind::Page,
            () => Kind::Plain,
        };
    };
    let local = root.rsplit(':').next().unwrap_or(root);
    match local {
        "rss" | "feed" | "RDF" | "entry" => return Kind::Feed,
        "newsItem" | "newsMessage" | "packageItem" | "conceptItem" | "knowledgeItem" | "planningItem"
        | "catalogItem" | "nitf" => return Kind::News,
        "NewsML" => return Kind::Other("NewsML 1, of which only the later NewsML-G2 is read".into()),
        "urlset" | "sitemapindex" => return Kind::Other("a sitemap".into()),
        "opml" => return Kind::Other("a list of feeds (OPML)".into()),
        "svg" => return Kind::Other("image/svg+xml".into()),
        _ => {}
    }
    if html_tag(local) || page_name || contains(text, "<!doctype html") || contains(text, "<html") {
        Kind::Page
    } else if declared {
        Kind::Other(format!("an XML document ({root})"))
    } else {
        Kind::Plain
    }
}

/// The name of the first element, behind declarations, comments and document type.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!") {
            let close = rest.find('>')?;
            // An internal subset holds declarations of its own.
            match rest.find('[') {
                Some(open) if open < close => "]>",
                _ => ">",
            }
        } else {
            let rest = rest.strip_prefix('<')?;
            let name = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.');
            let end = rest.find(|c| !name(c)).unwrap_or(rest.len());
            return (end > 0).then(|| &rest[..end]);
        };
        let at = rest.find(end)?;
        rest = &rest[at + end.len()..];
    }
}

fn html_tag(name: &str) -> bool {
    const TAGS: [&str; 33] = [
        "a",
        "article",
        "aside",
        "b",
        "base",
        "blockquote",
        "body",
        "br",
        "center",
        "div",
        "em",
        "figure",
        "font",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "head",
        "header",
        "html",
        "i",
        "iframe",
        "img",
        "li",
        "link",
        "main",
        "meta",
        "p",
        "section",
        "span",
        "table",
        "ul",
    ];
    let name = name.to_ascii_lowercase();
    TAGS.binary_search(&name.as_str()).is_ok()
        || matches!(name.as_str(), "script" | "style" | "title" | "noscript")
}

fn contains(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|w| w.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether bytes that came as a response are an HTML page, whatever was stated of them.
pub(crate) fn is_page(body: &[u8], stated_html: bool) -> bool {
    let hint = if stated_html { Hint::Page } else { Hint::Nothing };
    kind(&body[..body.len().min(WINDOW)], hint) == Kind::Page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_content() {
        let cases: [(&[u8], Hint, Kind); 26] = [
            (b"", Hint::Page, Kind::Empty),
            (b"\x1f\x8b\x08\0", Hint::Nothing, Kind::Gzip),
            (b"WARC/1.0\r\n", Hint::Nothing, Kind::Warc),
            (b"\n {\"id\": 1}", Hint::Nothing, Kind::Json),
            (b"[\n {}]", Hint::Nothing, Kind::Json),
            (b"{oops}", Hint::Json, Kind::Json),
            (b"{Adds details}", Hint::Nothing, Kind::Plain),
            (b"not JSON", Hint::Json, Kind::Json),
            (b"id,text\n1,a", Hint::Table, Kind::Other("a table (give its rows as JSON lines)".into())),
            (b"[Correction: an earlier version]", Hint::Nothing, Kind::Plain),
            (b"<?xml version='1.0'?><!-- x --><rss version='2.0'>", Hint::Nothing, Kind::Feed),
            (b"\xef\xbb\xbf<rdf:RDF xmlns:rdf='x'>", Hint::Nothing, Kind::Feed),
            (b"<newsItem guid='x'>", Hint::Nothing, Kind::News),
            (b"<!DOCTYPE nitf SYSTEM 'x' [<!ENTITY a 'b'>]><nitf>", Hint::Nothing, Kind::News),
            (b"<!DOCTYPE html><p>", Hint::Nothing, Kind::Page),
            (b"<!-- saved --><HTML>", Hint::Nothing, Kind::Page),
            (b"<?xml version='1.0'?><html xmlns='x'>", Hint::Nothing, Kind::Page),
            (b"<P>Text", Hint::Nothing, Kind::Page),
            (b"Just text", Hint::Nothing, Kind::Plain),
            (b"Just text", Hint::Page, Kind::Page),
            (b"<3 is a heart", Hint::Nothing, Kind::Plain),
            (b"BMA members said", Hint::Nothing, Kind::Plain),
            (b"MZ was his byline", Hint::Page, Kind::Page),
            (b"%PDF-1.7\n", Hint::Nothing, Kind::Other("application/pdf".into())),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Hint::Page, Kind::Other("image/png".into())),
            (b"a\0b\0", Hint::Nothing, Kind::Other("binary data".into())),
        ];
        for (head, hint, expected) in cases {
            assert_eq!(kind(head, hint), expected, "{}", String::from_utf8_lossy(head));
        }
        let utf16: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind(&utf16, Hint::Nothing), Kind::Page);
    }

    #[test]
    fn other_xml_is_named() {
        assert_eq!(
            kind(b"<?xml version='1.0'?><invoice>", Hint::Nothing),
            Kind::Other("an XML document (invoice)".into())
        );
    }
}
