//! Blocks: an HTML tree as lines of text, one a paragraph, heading, list item, table row or caption.

use super::Block;
use ego_tree::NodeId;
use ego_tree::iter::Edge;
use sayso_model::SegmentKind;
use scraper::node::Element;
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
];
/// Elements whose content is no text.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "object", "button", "select", "textarea",
    "head", "nav", "video", "audio", "canvas", "math",
];
/// Elements that hold a paragraph, heading or item.
const PARAGRAPHS: &[&str] = &["p", "h1", "h2", "h3", "h4", "blockquote", "li"];
/// Parts of class names and ids of what surrounds articles.
const CHROME: &[&str] = &[
    "share",
    "sharing",
    "social",
    "related",
    "promo",
    "newsletter",
    "comment",
    "sidebar",
    "advert",
    "sponsor",
    "footer",
    "menu",
    "widget",
    "recommend",
    "popular",
    "trending",
    "cookie",
    "subscri",
    "signup",
    "sign-up",
    "byline",
    "author",
    "caption",
    "credit",
    "breadcrumb",
    "toolbar",
    "taboola",
    "outbrain",
    "paywall",
    "modal",
    "popup",
    "teaser",
    "rollover",
    "more-",
    "readmore",
    "read-more",
    "gallery",
    "carousel",
    "slideshow",
    "player",
    "video",
    "timestamp",
    "meta",
];

/// One line with where it stands in the tree.
pub(super) struct Line {
    pub words: String,
    /// The innermost element of [`LINES`] about it.
    pub node: NodeId,
    pub caption: bool,
    /// In a paragraph, heading, item or quotation.
    pub paragraph: bool,
    /// In a quotation: a post, a document.
    pub quote: bool,
    /// In a table.
    pub row: bool,
    /// How deep the innermost element about it lies whose name says that it is no part of an article.
    pub chrome: usize,
    /// Bytes of it that are links.
    pub linked: usize,
}

/// The lines of a fragment that is all article.
pub(crate) fn fragment(html: &str) -> Vec<Block> {
    lines(&Html::parse_fragment(html)).into_iter().map(block).collect()
}

/// The lines of a page's paragraphs, headings and quotations, for want of anything better.
pub(super) fn paragraphs(document: &Html) -> Vec<Block> {
    lines(document).into_iter().filter(|l| l.paragraph || l.words.len() >= 80).map(block).collect()
}

pub(super) fn block(line: Line) -> Block {
    let kind = if line.caption { SegmentKind::Caption } else { SegmentKind::Body };
    Block { kind, words: line.words }
}

/// Walks a tree, without recursion, as lines.
pub(super) fn lines(document: &Html) -> Vec<Line> {
    let mut walk = Walk::new(document.tree.root().id());
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => walk.open(node.id(), element),
                Node::Text(text) => walk.push(text),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    walk.close(element);
                }
            }
        }
    }
    walk.flush();
    walk.done
}

struct Walk {
    done: Vec<Line>,
    words: String,
    broken: bool,
    linked: usize,
    /// Open elements of [`LINES`].
    open: Vec<NodeId>,
    root: NodeId,
    silent: usize,
    captions: usize,
    paragraphs: usize,
    quotes: usize,
    rows: usize,
    links: usize,
    /// Whether each open element is chrome.
    chrome: Vec<bool>,
}

impl Walk {
    fn new(root: NodeId) -> Walk {
        Walk {
            done: Vec::new(),
            words: String::new(),
            broken: false,
            linked: 0,
            open: Vec::new(),
            root,
            silent: 0,
            captions: 0,
            paragraphs: 0,
            quotes: 0,
            rows: 0,
            links: 0,
            chrome: Vec::new(),
        }
    }

    fn open(&mut self, id: NodeId, element: &Element) {
        let name = element.name();
        if LINES.contains(&name) {
            self.flush();
            self.open.push(id);
        }
        self.chrome.push(is_chrome(element));
        self.silent += usize::from(SILENT.contains(&name) || is_hidden(element));
        self.paragraphs += usize::from(PARAGRAPHS.contains(&name));
        match name {
            "br" => self.line_break(),
            "td" | "th" => self.push(" "),
            "a" => self.links += 1,
            "figcaption" => self.captions += 1,
            "blockquote" => self.quotes += 1,
            "tr" => self.rows += 1,
            _ => {}
        }
    }

    fn close(&mut self, element: &Element) {
        let name = element.name();
        if LINES.contains(&name) {
            self.flush();
            self.open.pop();
        }
        self.chrome.pop();
        self.silent -= usize::from(SILENT.contains(&name) || is_hidden(element)).min(self.silent);
        self.paragraphs -= usize::from(PARAGRAPHS.contains(&name)).min(self.paragraphs);
        match name {
            "a" => self.links = self.links.saturating_sub(1),
            "figcaption" => self.captions = self.captions.saturating_sub(1),
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "tr" => self.rows = self.rows.saturating_sub(1),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.silent > 0 {
            return;
        }
        if self.broken && !text.trim().is_empty() {
            // One break after a full stop parts paragraphs; within a sentence it is a wrapped line.
            if self.words.trim_end().ends_with(['.', '!', '?', '”', '"', ':']) {
                self.flush();
            } else {
                self.words.push(' ');
            }
            self.broken = false;
        }
        self.linked += if self.links > 0 { text.trim().len() } else { 0 };
        self.words.push_str(text);
    }

    fn line_break(&mut self) {
        if self.broken {
            self.flush();
        }
        self.broken = true;
    }

    fn flush(&mut self) {
        self.broken = false;
        let words = crate::plain::one_line(&self.words);
        self.words.clear();
        let linked = std::mem::take(&mut self.linked);
        if words.is_empty() {
            return;
        }
        self.done.push(Line {
            words,
            node: self.open.last().copied().unwrap_or(self.root),
            caption: self.captions > 0,
            paragraph: self.paragraphs > 0,
            quote: self.quotes > 0,
            row: self.rows > 0,
            chrome: self.chrome.iter().rposition(|chrome| *chrome).map_or(0, |at| at + 1),
            linked,
        });
    }
}

fn is_chrome(element: &Element) -> bool {
    if matches!(element.name(), "aside" | "footer" | "nav" | "form" | "figure" | "figcaption") {
        return true;
    }
    if matches!(element.name(), "html" | "body" | "article" | "main") {
        return false;
    }
    ["class", "id"].iter().filter_map(|name| element.attr(name)).any(|names| {
        let names = names.to_ascii_lowercase();
        names.len() < 400 && CHROME.iter().any(|part| names.contains(part))
    })
}

fn is_hidden(element: &Element) -> bool {
    element.attr("hidden").is_some()
        || element.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"))
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
        assert_eq!(words("<table><tr><td>a<td>b<tr><td>c</table>"), ["a b", "c"]);
        assert_eq!(words("<p>seen <span style='display: none'>not</span> here</p>"), ["seen here"]);
    }

    #[test]
    fn captions_are_told_apart() {
        let blocks = fragment("<figure><img><figcaption>The bridge</figcaption></figure><p>Text</p>");
        assert_eq!(blocks[0].kind, SegmentKind::Caption);
        assert_eq!(blocks[1].kind, SegmentKind::Body);
    }
}
