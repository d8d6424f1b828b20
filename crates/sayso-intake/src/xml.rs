//! XML documents: parsing that forgives what feeds get wrong, and turning elements into HTML.

use roxmltree::{Document, Node, NodeType, ParsingOptions};
use std::borrow::Cow;

/// More nodes than any real document has; a bound on memory.
const NODES: u32 = 4_000_000;

/// Parses a document.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions {
        // NITF documents name their type; entities are expanded within strict limits.
        allow_dtd: true,
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options)
}

/// A parser's words with the place taken out, and the line it names.
pub(crate) fn wrong(error: &roxmltree::Error) -> (String, u32) {
    let words = error.to_string();
    let end = words.rfind(" at ").unwrap_or(words.len());
    (format!("not well-formed XML: {}", &words[..end]), error.pos().row)
}

/// The document with stray ampersands and entities that only HTML knows escaped, and characters that XML does
/// not allow left out. Their text then holds them as printed, and repair can mend them.
pub(crate) fn mended(text: &str) -> Cow<'_, str> {
    let illegal =
        |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.contains('&') && !text.contains(illegal) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(at) = rest.find(|c| c == '&' || c == '<' || illegal(c)) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(end) = rest.starts_with("<![CDATA[").then(|| rest.find("]]>")).flatten() {
            out.extend(rest[..end].chars().filter(|c| !illegal(*c)));
            rest = &rest[end..];
        } else if rest.starts_with('<') {
            out.push('<');
            rest = &rest[1..];
        } else if let Some(after) = rest.strip_prefix('&') {
            out.push_str(if is_reference(after) { "&" } else { "&amp;" });
            rest = after;
        } else {
            rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether what follows an ampersand makes it one of XML's own references, to a character that XML allows.
fn is_reference(after: &str) -> bool {
    let Some(end) = after.bytes().take(12).position(|b| b == b';') else {
        return false;
    };
    let name = &after[..end];
    let number = match name.strip_prefix('#') {
        None => return matches!(name, "amp" | "lt" | "gt" | "quot" | "apos"),
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        },
    };
    let legal =
        |c: char| c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\t' | '\n' | '\r');
    number.ok().and_then(char::from_u32).is_some_and(legal)
}

/// The first child element of that local name, whatever its namespace.
pub(crate) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|n| n.is_element() && n.tag_name().name() == name)
}

/// All text in an element, trimmed; `None` where there is none.
pub(crate) fn text(node: Node<'_, '_>) -> Option<String> {
    let mut text = String::new();
    for node in node.descendants().filter(Node::is_text) {
        text.push_str(node.text().unwrap_or(""));
    }
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The same with runs of white space made one space, for headlines and names.
pub(crate) fn line(node: Node<'_, '_>) -> Option<String> {
    text(node).map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What becomes of an element in HTML.
pub(crate) enum As {
    /// An element of this name, without attributes.
    Element(&'static str),
    /// Its content alone.
    Content,
    /// Nothing.
    Nothing,
}

/// The content of an element as HTML. Nesting of any depth is followed without recursion.
pub(crate) fn html(node: Node<'_, '_>, rule: impl Fn(&str) -> As) -> String {
    enum Next<'a, 'i> {
        Open(Node<'a, 'i>),
        Close(&'static str),
    }
    let mut out = String::new();
    let mut stack: Vec<Next<'_, '_>> = node.children().rev().map(Next::Open).collect();
    while let Some(next) = stack.pop() {
        let node = match next {
            Next::Close(name) => {
                out.push_str("</");
                out.push_str(name);
                out.push('>');
                continue;
            }
            Next::Open(node) => node,
        };
        match node.node_type() {
            NodeType::Text => escape(node.text().unwrap_or(""), &mut out),
            NodeType::Element => {
                match rule(node.tag_name().name()) {
                    As::Nothing => continue,
                    As::Content => {}
                    As::Element(name) => {
                        out.push('<');
                        out.push_str(name);
                        out.push('>');
                        if matches!(name, "br" | "hr") {
                            continue;
                        }
                        stack.push(Next::Close(name));
                    }
                }
                stack.extend(node.children().rev().map(Next::Open));
            }
            _ => {}
        }
    }
    out
}

/// Text as HTML.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

/// Elements of XHTML that carry the shape of a text; the rest give their content.
pub(crate) fn xhtml(name: &str) -> As {
    const KEPT: [&str; 30] = [
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "q",
        "figure",
        "figcaption",
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "pre",
        "em",
        "strong",
        "i",
        "b",
        "a",
        "section",
        "article",
        "aside",
    ];
    match KEPT.iter().find(|kept| kept.eq_ignore_ascii_case(name)) {
        Some(kept) => As::Element(kept),
        None if ["script", "style", "head", "title", "noscript", "template"].contains(&name) => As::Nothing,
        None => As::Content,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ampersands_are_mended_outside_cdata() {
        let text = "<a>R&D &nbsp;&amp; &#8217;\u{1}<![CDATA[R&D \u{2}]]> &#1; &bad</a>";
        let mended = mended(text);
        assert_eq!(mended, "<a>R&amp;D &amp;nbsp;&amp; &#8217;<![CDATA[R&D ]]> &amp;#1; &amp;bad</a>");
        assert!(parse(&mended).is_ok());
    }

    #[test]
    fn html_keeps_the_shape_and_escapes() {
        let document = parse(
            "<x:body xmlns:x='u'><x:P>A &lt; <x:em>b</x:em><x:br/></x:P><x:script>no</x:script></x:body>",
        )
        .unwrap();
        assert_eq!(html(document.root_element(), xhtml), "<p>A &lt; <em>b</em><br></p>");
    }

    #[test]
    fn depth_does_no_harm() {
        let deep = format!("{}x{}", "<p>".repeat(50_000), "</p>".repeat(50_000));
        if let Ok(document) = parse(&deep) {
            assert!(html(document.root_element(), xhtml).contains('x'));
        }
    }
}
