//! HTML pages: the article's body out of what surrounds it, and what the page says of itself.
//!
//! The text of a page is composed, a paragraph a line with a blank line between: headline, body, then the
//! captions of its pictures, then links to related articles, the last two as segments of their own. White
//! space is HTML's (runs are one space), so that repairs name only real debris. The body is found by the
//! `trafilatura` crate; what the page marks as caption, link or chrome within it is then set apart.
//!
//! A page may be built to exhaust whoever reads it: scripts, styles and comments are left out before anything
//! is parsed, and size, nesting and the work that unclosed elements cause are limited.

mod blocks;
mod container;
mod guard;
mod metadata;
mod related;

pub(crate) use blocks::fragment;
pub(crate) use guard::guard;

use crate::{RawDate, Reason};
use sayso_model::{Problem, SegmentKind};
use scraper::Html;

/// A paragraph, heading, list item or caption, as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub kind: SegmentKind,
    pub words: String,
}

#[cfg(test)]
impl Block {
    fn body(words: String) -> Block {
        Block { kind: SegmentKind::Body, words }
    }
}

/// What was found in a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    pub dates: Vec<RawDate>,
    pub blocks: Vec<Block>,
    pub problems: Vec<Problem>,
}

/// Reads a page. `url` is its address where the container states it.
///
/// # Errors
/// When it is too large or too deep, or holds no words.
pub(crate) fn read(html: &str, url: Option<&str>) -> Result<Page, Reason> {
    let html = guard::without_scripts(html);
    guard(&html)?;
    let document = Html::parse_document(&html);
    let deep = guard::depth(&document) > guard::RECURSION;
    let known = metadata::metadata(&document, url);
    let mut problems = Vec::new();
    let mut body = if deep { Vec::new() } else { extracted(&html) };
    if body.iter().map(|b| b.words.len()).sum::<usize>() < 40 {
        let plain = blocks::paragraphs(&document);
        if !plain.is_empty() {
            if deep {
                problems.push(Problem {
                    kind: "page".into(),
                    message: "nested too deep for the article finder: every paragraph was taken".into(),
                    span: None,
                });
            }
            body = plain;
        }
    }
    if !deep {
        body = container::completed(&document, body);
    }
    let aside = related::aside(&document);
    let mut found = related::sorted(body, &aside, known.body.as_deref());
    if let Some(title) = &known.title {
        put_title_first(&mut found, title);
    }
    if found.is_empty() {
        return Err(Reason::NoText);
    }
    Ok(Page {
        title: known.title,
        outlet: known.outlet,
        byline: known.byline,
        language: known.language,
        url: known.url,
        dates: known.dates,
        blocks: found,
        problems,
    })
}

/// The body as the article finder gives it. A panic in it costs the finder's help, not the report.
fn extracted(html: &str) -> Vec<Block> {
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    let found = std::panic::catch_unwind(|| trafilatura::extract(html, &options));
    match found {
        Ok(Ok(found)) => fragment(&found.content_html),
        _ => Vec::new(),
    }
}

/// Puts the title at the head as headline, and leaves out its repetition at the start of the body.
pub(crate) fn put_title_first(blocks: &mut Vec<Block>, title: &str) {
    let letters =
        |w: &str| w.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let wanted = letters(title);
    if wanted.is_empty() {
        return;
    }
    if let Some(i) = blocks.iter().take(4).position(|b| letters(&b.words) == wanted) {
        blocks.remove(i);
    }
    let title = crate::plain::one_line(title);
    blocks.insert(0, Block { kind: SegmentKind::Headline, words: title });
}

/// The text of blocks, and the kind of each of its lines.
pub(crate) fn composed(blocks: &[Block]) -> (String, Vec<SegmentKind>) {
    let mut text = String::new();
    let mut kinds = Vec::with_capacity(blocks.len());
    for block in blocks {
        // A line must stay one line, and not vanish, through repair.
        let line = crate::plain::one_line(
            &block.words.replace(['\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}'], " "),
        );
        if crate::repair::repaired_line(&line).trim().is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&line);
        kinds.push(block.kind);
    }
    (text, kinds)
}

#[cfg(test)]
mod tests;
