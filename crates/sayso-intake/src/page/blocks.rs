//! Blocks: an HTML tree as lines of text, one a paragraph, heading, list item or caption.

use super::Block;
use ego_tree::iter::Edge;
use sayso_model::SegmentKind;
use scraper::{Html, Node};

/// Elements whose beginning and end end a line.
const LINES: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "quote",
    "list",
    "item",
    "head",
    "row",
];
/// Elements whose content is no text.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "object", "button", "select", "textarea",
    "head", "nav", "video", "audio", "canvas", "math",
];

/// The lines of a fragment that is all article.
pub(crate) fn fragment(html: &str) -> Vec<Block> {
    let document = Html::parse_fragment(html);
    lines(&document, false)
}

/// The lines of a page's paragraphs, headings and quotations, for want of anything better.
pub(super) fn paragraphs(document: &Html) -> Vec<Block> {
    lines(document, true)
}

/// Walks the tree without recursion. With `strict`, lines outside paragraphs count only when they are long.
fn lines(document: &Html, strict: bool) -> Vec<Block> {
    let mut lines = Lines { strict, ..Lines::default() };
    let mut silent = 0usize;
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let name = element.name();
                    // `head` is a heading in the article finder's own markup, never in a page's body.
                    if SILENT.contains(&name) && !(name == "head" && !strict) {
                        silent += 1;
                    }
                    if silent > 0 {
                        continue;
                    }
                    match name {
                        "br" | "lb" => lines.line_break(),
                        "td" | "th" | "cell" => lines.push(" "),
                        "figcaption" => {
                            lines.flush();
                            lines.captions += 1;
                        }
                        "p" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "li" => {
                            lines.flush();
                            lines.paragraphs += 1;
                        }
                        _ if LINES.contains(&name) => lines.flush(),
                        _ => {}
                    }
                }
                Node::Text(text) if silent == 0 => lines.push(text),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    let name = element.name();
                    if SILENT.contains(&name) && !(name == "head" && !strict) {
                        silent = silent.saturating_sub(1);
                        continue;
                    }
                    if silent > 0 {
                        continue;
                    }
                    if LINES.contains(&name) {
                        lines.flush();
                    }
                    match name {
                        "figcaption" => lines.captions = lines.captions.saturating_sub(1),
                        "p" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "li" => {
                            lines.paragraphs = lines.paragraphs.saturating_sub(1);
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    lines.flush();
    lines.done
}

#[derive(Default)]
struct Lines {
    done: Vec<Block>,
    line: String,
    broken: bool,
    captions: usize,
    paragraphs: usize,
    strict: bool,
}

impl Lines {
    fn push(&mut self, text: &str) {
        if self.broken && !text.trim().is_empty() {
            // One break after a full stop parts paragraphs; within a sentence it is a wrapped line.
            if self.line.trim_end().ends_with(['.', '!', '?', '”', '"', ':']) {
                self.flush();
            } else {
                self.line.push(' ');
            }
            self.broken = false;
        }
        self.line.push_str(text);
    }

    fn line_break(&mut self) {
        if self.broken {
            self.flush();
        }
        self.broken = true;
    }

    fn flush(&mut self) {
        self.broken = false;
        let words = crate::plain::one_line(&self.line);
        self.line.clear();
        if words.is_empty() || (self.strict && self.paragraphs == 0 && words.len() < 80) {
            return;
        }
        let kind = if self.captions > 0 { SegmentKind::Caption } else { SegmentKind::Body };
        self.done.push(Block { kind, words });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(html: &str) -> Vec<String> {
        fragment(html).into_iter().map(|b| b.words).collect()
    }

    #[test]
    fn paragraphs_headings_and_items_are_lines() {
        assert_eq!(
            words("<p>One  <b>bold</b>\nword.</p>loose<h2>Head</h2><ul><li>a</li><li>b <i>c</i></li></ul>"),
            ["One bold word.", "loose", "Head", "a", "b c"]
        );
        assert_eq!(words("One.<br>Two<br>goes on<br><br>Three"), ["One.", "Two goes on", "Three"]);
    }

    #[test]
    fn captions_are_told_apart() {
        let blocks = fragment("<figure><img><figcaption>The bridge</figcaption></figure><p>Text</p>");
        assert_eq!(blocks[0].kind, SegmentKind::Caption);
        assert_eq!(blocks[1].kind, SegmentKind::Body);
    }
}
