//! A report's text with what was found in it, as markup: statements by role, dates, repairs, furniture.

use crate::text::{Words, day, plain};
use crate::view::Offsets;
use maud::{Markup, html};
use sayso_model::{SegmentKind, StatementId};
use sayso_store::Stored;
use sayso_text::Span;
use std::collections::BTreeSet;

/// What a stretch of text is to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Content,
    Source,
    Cue,
}

struct Mark {
    span: Span,
    statement: StatementId,
    role: Role,
}

/// Bytes of a paragraph beyond which it is shown in several.
const LONGEST: usize = 6 << 10;

/// A paragraph as shown.
pub(crate) struct Paragraph {
    /// Where in the text, in bytes.
    pub(crate) span: Span,
    pub(crate) markup: Markup,
}

/// A text being marked.
pub(crate) struct Marked<'s> {
    stored: &'s Stored,
    text: &'s str,
    offsets: Offsets,
    marks: Vec<Mark>,
    repairs: Vec<sayso_text::Repair>,
    lit: Option<Span>,
}

impl<'s> Marked<'s> {
    /// `lit` are code points to light up.
    pub(crate) fn new(stored: &'s Stored, lit: Option<(usize, usize)>) -> Marked<'s> {
        let text = stored.report.text.as_str();
        let mut marks = Vec::new();
        for statement in &stored.annotations.statements {
            let mut add = |spans: &[Span], role| {
                marks.extend(spans.iter().map(|s| Mark { span: *s, statement: statement.id, role }));
            };
            add(&statement.content, Role::Content);
            add(statement.source.as_ref().map_or(&[], |s| &s.spans), Role::Source);
            add(statement.cue.as_ref().map_or(&[], |c| &c.spans), Role::Cue);
        }
        marks.sort_by_key(|m| (m.span.start(), m.role, m.statement));
        let lit = lit.and_then(|(start, end)| {
            let index = sayso_text::CharIndex::new(text);
            Span::new(index.to_bytes(start), index.to_bytes(end))
        });
        let repairs = stored.report.repairs();
        Marked { stored, text, offsets: Offsets::of(text), marks, repairs, lit }
    }

    /// The whole text, a block a paragraph.
    pub(crate) fn paragraphs(&self) -> Vec<Paragraph> {
        let mut begun = BTreeSet::new();
        let mut lit = false;
        let paragraph = |(kind, span): (SegmentKind, Span)| {
            let runs = self.runs(span, &mut begun, &mut lit);
            let markup = html! {
                p class={ "seg " (kind.as_str()) } dir="auto" {
                    @if matches!(kind, SegmentKind::Furniture | SegmentKind::Caption) { span.kind { (kind) } " " }
                    (runs)
                }
            };
            Paragraph { span, markup }
        };
        self.blocks().into_iter().map(paragraph).collect()
    }

    /// Where in the text what is to light up begins, in bytes.
    pub(crate) fn lit_from(&self) -> Option<usize> {
        self.lit.map(|lit| lit.start())
    }

    /// Paragraphs: lines of segments, and lines that no segment covers.
    fn blocks(&self) -> Vec<(SegmentKind, Span)> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for segment in &self.stored.report.segments {
            if segment.span.start() > at {
                pieces.push((SegmentKind::Body, at, segment.span.start()));
            }
            pieces.push((segment.kind, segment.span.start().max(at), segment.span.end()));
            at = segment.span.end().max(at);
        }
        pieces.push((SegmentKind::Body, at, self.text.len()));
        let mut blocks = Vec::new();
        for (kind, start, end) in pieces {
            let mut from = start;
            for line in self.text.get(start..end).unwrap_or("").split_inclusive('\n') {
                if let Some(span) = Span::new(from, from + line.len()).map(|s| s.trimmed(self.text))
                    && !span.is_empty()
                {
                    blocks.extend(parts(self.text, span).into_iter().map(|part| (kind, part)));
                }
                from += line.len();
            }
        }
        blocks
    }

    /// A paragraph cut wherever something begins or ends.
    fn runs(&self, block: Span, begun: &mut BTreeSet<StatementId>, lit_begun: &mut bool) -> Markup {
        let near = |span: &Span| span.start() < block.end() && span.end() > block.start();
        let marks: Vec<&Mark> = self.marks.iter().filter(|m| near(&m.span)).collect();
        let times: Vec<_> = self.stored.annotations.times.iter().filter(|t| near(&t.span)).collect();
        let repairs: Vec<_> = self
            .repairs
            .iter()
            .filter(|r| r.span.start() >= block.start() && r.span.end() <= block.end())
            .collect();
        let lit = self.lit.filter(near);
        let mut cuts = BTreeSet::from([block.start(), block.end()]);
        let spans = marks.iter().map(|m| m.span).chain(times.iter().map(|t| t.span));
        for span in spans.chain(repairs.iter().map(|r| r.span)).chain(lit) {
            cuts.extend(
                [span.start(), span.end()].into_iter().filter(|at| *at > block.start() && *at < block.end()),
            );
        }
        let cuts: Vec<usize> = cuts.into_iter().collect();
        html! {
            @for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
                @let within = |span: Span| span.start() <= *start && span.end() >= *end;
                @let words = self.text.get(*start..*end).unwrap_or("");
                @let here: Vec<&&Mark> = marks.iter().filter(|m| within(m.span)).collect();
                @for removed in repairs.iter().filter(|r| r.span.is_empty() && r.span.start() == *start) {
                    span.gone title={ "removed here: " (visible(&removed.received)) } { "‸" }
                }
                @for mark in here.iter().filter(|m| m.role == Role::Content) {
                    @if begun.insert(mark.statement) { a.anchor #{ "st" (mark.statement.0) } {} }
                }
                @let lit_here = lit.is_some_and(&within);
                @let first_lit = lit_here && !std::mem::replace(lit_begun, *lit_begun || lit_here);
                @let inner = html! {
                    @match times.iter().find(|t| within(t.span)) {
                        Some(time) => time datetime=(plain(&time.value)) title=(format!("{} ({})", day(&time.value), plain(&time.value))) { (Words(words)) },
                        None => (Words(words)),
                    }
                };
                @let repaired = repairs.iter().find(|r| !r.span.is_empty() && within(r.span));
                span class=[class(&here, repaired.is_some())] data-o=(self.offsets.char_at(self.text, *start))
                    data-s=[statements(&here)] title=[repaired.map(|r| format!("received: {}", visible(&r.received)))] {
                    @if lit_here { mark.lit id=[first_lit.then(|| self.lit_name()).flatten()] { (inner) } }
                    @else { (inner) }
                }
            }
        }
    }

    fn lit_name(&self) -> Option<String> {
        let lit = self.lit?;
        let at = |byte| self.offsets.char_at(self.text, byte);
        Some(format!("s={}-{}", at(lit.start()), at(lit.end())))
    }
}

/// A paragraph in parts that a page has room for, cut at a space where there is one.
fn parts(text: &str, whole: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let (mut from, end) = (whole.start(), whole.end());
    while end - from > LONGEST {
        let mut most = from + LONGEST;
        while !text.is_char_boundary(most) {
            most -= 1;
        }
        let space = text.get(from..most).and_then(|t| t.rfind(char::is_whitespace));
        let cut = space.filter(|at| *at > 0).map_or(most, |at| from + at);
        parts.extend(Span::new(from, cut));
        from = cut;
    }
    parts.extend(Span::new(from, end));
    parts
}

fn class(marks: &[&&Mark], repaired: bool) -> Option<String> {
    let has = |role| marks.iter().any(|m| m.role == role);
    let mut names = Vec::new();
    match marks.iter().filter(|m| m.role == Role::Content).count() {
        0 => {}
        1 => names.push("c"),
        _ => names.extend(["c", "cc"]),
    }
    names.extend(has(Role::Source).then_some("s"));
    names.extend(has(Role::Cue).then_some("q"));
    names.extend(repaired.then_some("r"));
    (!names.is_empty()).then(|| names.join(" "))
}

fn statements(marks: &[&&Mark]) -> Option<String> {
    let ids: BTreeSet<u32> = marks.iter().map(|m| m.statement.0).collect();
    let words: Vec<String> = ids.iter().map(u32::to_string).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Received characters so that each can be seen.
pub(crate) fn visible(words: &str) -> String {
    if words.is_empty() {
        return "nothing".to_owned();
    }
    words
        .chars()
        .map(|c| match c {
            ' ' => "␠".to_owned(),
            '\n' => "⏎".to_owned(),
            c if c.is_whitespace()
                || c.is_control()
                || crate::text::is_hidden(c)
                || ('\u{200b}'..='\u{206f}').contains(&c)
                || matches!(c, '\u{ad}' | '\u{feff}') =>
            {
                format!("U+{:04X}", c as u32)
            }
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_giant_paragraph_is_shown_in_parts() {
        for text in ["so it goes ".repeat(3000), "é".repeat(10_000), "short".to_owned()] {
            let whole = Span::new(0, text.len()).unwrap();
            let parts = parts(&text, whole);
            assert!(parts.iter().all(|p| p.len() <= LONGEST && !p.is_empty()));
            let joined: String = parts.iter().map(|p| p.slice(&text).unwrap()).collect();
            assert_eq!(joined, text);
        }
    }
}
