//! Limits on pages, checked before they are parsed.

use crate::Reason;
use ego_tree::iter::Edge;
use scraper::Html;
use std::borrow::Cow;

/// Most bytes of a page once scripts, styles and comments are left out.
const BYTES: usize = 12 << 20;
/// Most elements open at once, by a rough count; a parser looks through all of them at every tag.
const DEPTH: usize = 2_000;
/// Most formatting elements that unclosed tags may make a parser repeat.
const REPEATED: usize = 2_000_000;
/// Most depth that is given to recursive code.
pub(super) const RECURSION: usize = 400;

/// Refuses a page that would cost a parser time or memory out of proportion to its size.
///
/// # Errors
/// With the limit that it breaks.
pub(crate) fn guard(html: &str) -> Result<(), Reason> {
    if html.len() > BYTES {
        return Err(Reason::TooLarge { limit: BYTES });
    }
    let bytes = html.as_bytes();
    let (mut depth, mut formatting, mut repeated) = (0usize, 0usize, 0usize);
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| *b == b'<') {
        at += next + 1;
        let closes = bytes.get(at) == Some(&b'/');
        let start = at + usize::from(closes);
        let name = tag_name(bytes, start);
        if name.is_empty() {
            continue;
        }
        at = start + name.len();
        let is = |names: &[&str]| names.iter().any(|n| name.eq_ignore_ascii_case(n.as_bytes()));
        if is(FORMATTING) {
            formatting = if closes { formatting.saturating_sub(1) } else { formatting + 1 };
        } else if !closes {
            repeated += formatting;
        }
        // Elements that the next one closes, or that hold nothing, do not nest.
        if !is(SELF_CLOSING) {
            depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        }
        if depth > DEPTH {
            return Err(Reason::Broken(format!("elements nested deeper than {DEPTH}")));
        }
        if repeated > REPEATED {
            return Err(Reason::Broken(format!("more than {formatting} formatting elements left open")));
        }
    }
    Ok(())
}

const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
const SELF_CLOSING: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup",
    "rp", "rt", "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr", "path", "circle", "rect", "use", "polygon", "line", "g", "body", "html",
    "head",
];

fn tag_name(bytes: &[u8], start: usize) -> &[u8] {
    let rest = &bytes[start.min(bytes.len())..];
    if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
        return &[];
    }
    let end = rest
        .iter()
        .take(32)
        .position(|b| !b.is_ascii_alphanumeric() && *b != b'-')
        .unwrap_or(rest.len().min(32));
    &rest[..end]
}

/// The page without scripts (but for JSON-LD), styles, drawings, templates and comments.
pub(super) fn without_scripts(html: &str) -> Cow<'_, str> {
    const LEFT_OUT: [&str; 3] = ["script", "style", "svg"];
    let bytes = html.as_bytes();
    let mut kept = String::new();
    let (mut from, mut at) = (0, 0);
    // What is not found once is not looked for again: each search runs to the end.
    let (mut comments_end, mut tags_end) = (true, true);
    while let Some(next) = bytes[at..].iter().position(|b| *b == b'<') {
        let open = at + next;
        at = open + 1;
        if comments_end && html[open..].starts_with("<!--") {
            // A comment that never ends is not one.
            let Some(length) = html[open + 4..].find("-->") else {
                comments_end = false;
                continue;
            };
            kept.push_str(&html[from..open]);
            from = open + 4 + length + 3;
            at = from;
            continue;
        }
        let name = tag_name(bytes, at);
        let Some(name) = LEFT_OUT.iter().find(|n| name.eq_ignore_ascii_case(n.as_bytes())) else { continue };
        let Some(tag_end) = tags_end.then(|| html[at..].find('>').map(|i| at + i)).flatten() else {
            tags_end = false;
            continue;
        };
        if *name == "script" && html[at..tag_end].to_ascii_lowercase().contains("ld+json") {
            at = tag_end;
            continue;
        }
        let Some((_, end)) = closing(html, tag_end, name) else {
            // Never closed: the rest of the page would be its content.
            kept.push_str(&html[from..open]);
            from = html.len();
            break;
        };
        kept.push_str(&html[from..open]);
        from = end;
        at = end;
    }
    if kept.is_empty() && from == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[from..]);
    Cow::Owned(kept)
}

/// Where the closing tag of an element begins and ends.
fn closing(html: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let bytes = html.as_bytes();
    let mut at = from;
    loop {
        let open = at + html[at..].find("</")?;
        at = open + 2;
        if tag_name(bytes, at).eq_ignore_ascii_case(name.as_bytes()) {
            let end = html[at..].find('>').map_or(html.len(), |i| at + i + 1);
            return Some((open, end));
        }
    }
}

/// How deep the deepest node lies.
pub(super) fn depth(document: &Html) -> usize {
    let (mut depth, mut most) = (0usize, 0);
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(_) => {
                depth += 1;
                most = most.max(depth);
            }
            Edge::Close(_) => depth -= 1,
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_left_out_and_metadata_kept() {
        let html = "<p>a<script>if (a<b) '</p>'</script>b<!-- <p>x -->c<STYLE>p{}</STYLE>d<script type=\"application/ld+json\">{}</script>";
        assert_eq!(without_scripts(html), "<p>abcd<script type=\"application/ld+json\">{}</script>");
        assert_eq!(without_scripts("<p>a<!-- b"), "<p>a<!-- b");
        assert_eq!(without_scripts("<p>a<script>b"), "<p>a");
    }

    #[test]
    fn what_never_ends_is_looked_for_once() {
        for part in ["<!--", "<svg ", "<script ", "</style"] {
            let html = part.repeat(400_000);
            assert!(without_scripts(&html).len() <= html.len());
        }
    }

    #[test]
    fn bombs_are_refused() {
        assert!(guard(&"<div>".repeat(100_000)).is_err());
        let open: String = (0..400).map(|i| format!("<b id={i}>")).collect();
        assert!(guard(&format!("{open}{}", "<p>".repeat(100_000))).is_err());
        assert!(guard(&"x".repeat(BYTES + 1)).is_err());
        assert!(guard(&"<p>text<br><li>item".repeat(50_000)).is_ok());
        assert!(guard("<").is_ok());
    }
}
