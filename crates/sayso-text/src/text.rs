//! A cleaned text and its alignment with the text as received.

use crate::Span;
use serde::{Deserialize, Serialize};

/// A stretch that is the same in the text and in the text as received. Offsets and length in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Where it begins in the text.
    pub text_start: u32,
    /// Where it begins in the text as received.
    pub received_start: u32,
    /// How long it is in both.
    pub length: u32,
}

/// Which stretches of a text stand unchanged where in the text as received.
///
/// Pieces are in order in both, not empty, and touch only where something lies between them in one of the
/// two. What lies between two pieces was replaced, added or left out; [`Text::repairs`] lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alignment {
    pieces: Vec<Piece>,
    received_length: u32,
}

/// A change to a text: the bytes of `span` give way to `replacement`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; may be empty (an insertion).
    pub span: Span,
    /// What stands there instead; may be empty (a deletion).
    pub replacement: String,
}

/// Words of the text that stood otherwise in the text as received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Where the mended words stand in the text; empty where something was left out.
    pub span: Span,
    /// What was received there.
    pub received: String,
}

/// Why edits could not be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// An edit begins before the one before it ends.
    #[error("edits overlap or are out of order at byte {0}")]
    Order(usize),
    /// An edit lies outside the text or cuts a character.
    #[error("edit at byte {0} is outside the text or cuts a character")]
    Bounds(usize),
}

/// The cleaned text that analysis works on, aligned with the text as received.
///
/// ```
/// use sayso_text::{Edit, Span, Text};
/// let text = Text::received("A &amp; B".into());
/// let text = text.edited(&[Edit { span: Span::new(2, 7).unwrap(), replacement: "&".into() }]).unwrap();
/// assert_eq!(text.as_str(), "A & B");
/// let b = Span::new(4, 5).unwrap();
/// assert_eq!(text.alignment().to_received(b), Span::new(8, 9).unwrap());
/// assert_eq!(text.repairs()[0].received, "&amp;");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    content: String,
    received: Option<String>,
    alignment: Alignment,
}

impl Text {
    /// A text that stands as it was received.
    pub fn received(content: String) -> Text {
        let length = content.len() as u32;
        let pieces = match length {
            0 => Vec::new(),
            _ => vec![Piece { text_start: 0, received_start: 0, length }],
        };
        Text { content, received: None, alignment: Alignment { pieces, received_length: length } }
    }

    /// Puts together what [`Text::as_str`], [`Text::alignment`] and [`Text::repairs`] gave.
    ///
    /// `None` when they do not belong together.
    pub fn restored(content: String, alignment: Alignment, repairs: Vec<Repair>) -> Option<Text> {
        let mut received = String::with_capacity(alignment.received_length());
        let mut repairs = repairs.into_iter().peekable();
        for piece in &alignment.pieces {
            while let Some(repair) = repairs.next_if(|r| r.span.end() <= piece.text_start as usize) {
                received.push_str(&repair.received);
            }
            let end = piece.text_start.checked_add(piece.length)?;
            if received.len() != piece.received_start as usize {
                return None;
            }
            received.push_str(content.get(piece.text_start as usize..end as usize)?);
        }
        repairs.for_each(|r| received.push_str(&r.received));
        if received.len() != alignment.received_length() {
            return None;
        }
        let received = (received != content).then_some(received);
        Some(Text { content, received, alignment })
    }

    /// The cleaned text.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The text as received.
    pub fn as_received(&self) -> &str {
        self.received.as_deref().unwrap_or(&self.content)
    }

    /// How both correspond.
    pub fn alignment(&self) -> &Alignment {
        &self.alignment
    }

    /// Applies edits (in order, not overlapping, offsets into the present text), keeping the alignment with
    /// the text as first received.
    ///
    /// # Errors
    /// When an edit is out of order, outside the text or cuts a character; the text is given up then.
    pub fn edited(self, edits: &[Edit]) -> Result<Text, EditError> {
        if edits.is_empty() {
            return Ok(self);
        }
        let mut content = String::with_capacity(self.content.len());
        let mut kept: Vec<Piece> = Vec::with_capacity(edits.len() + 1);
        let mut at = 0;
        let mut keep = |content: &mut String, from: usize, to: usize| {
            if from < to {
                kept.push(Piece {
                    text_start: content.len() as u32,
                    received_start: from as u32,
                    length: (to - from) as u32,
                });
                content.push_str(&self.content[from..to]);
            }
        };
        for edit in edits {
            let (start, end) = (edit.span.start(), edit.span.end());
            if start < at {
                return Err(EditError::Order(start));
            }
            if edit.span.slice(&self.content).is_none() {
                return Err(EditError::Bounds(start));
            }
            keep(&mut content, at, start);
            content.push_str(&edit.replacement);
            at = end;
        }
        keep(&mut content, at, self.content.len());
        let alignment = compose(&kept, &self.alignment);
        let received = self.received.unwrap_or(self.content);
        if received == content {
            // Edits that change nothing, or undo one another, leave nothing to tell.
            return Ok(Text::received(content));
        }
        Ok(Text { content, received: Some(received), alignment })
    }

    /// Every stretch that differs from the text as received, in order.
    pub fn repairs(&self) -> Vec<Repair> {
        let Some(received) = &self.received else {
            return Vec::new();
        };
        let mut repairs = Vec::new();
        let (mut text_at, mut received_at) = (0usize, 0usize);
        let end =
            Piece { text_start: self.content.len() as u32, received_start: received.len() as u32, length: 0 };
        for piece in self.alignment.pieces.iter().chain([&end]) {
            let (text_to, received_to) = (piece.text_start as usize, piece.received_start as usize);
            if (text_at, received_at) != (text_to, received_to)
                && let Some(span) = Span::new(text_at, text_to)
            {
                repairs.push(Repair { span, received: received[received_at..received_to].to_owned() });
            }
            text_at = text_to + piece.length as usize;
            received_at = received_to + piece.length as usize;
        }
        repairs
    }
}

/// Chains `new` (later text over earlier text) with `old` (earlier text over received text).
fn compose(new: &[Piece], old: &Alignment) -> Alignment {
    let mut pieces: Vec<Piece> = Vec::with_capacity(new.len() + old.pieces.len());
    let mut from = 0;
    for outer in new {
        let (lo, hi) = (outer.received_start, outer.received_start + outer.length);
        while from < old.pieces.len() && old.pieces[from].text_start + old.pieces[from].length <= lo {
            from += 1;
        }
        for inner in &old.pieces[from..] {
            let start = lo.max(inner.text_start);
            let end = hi.min(inner.text_start + inner.length);
            if start >= hi || start >= end {
                break;
            }
            let piece = Piece {
                text_start: outer.text_start + (start - lo),
                received_start: inner.received_start + (start - inner.text_start),
                length: end - start,
            };
            match pieces.last_mut() {
                Some(last)
                    if last.text_start + last.length == piece.text_start
                        && last.received_start + last.length == piece.received_start =>
                {
                    last.length += piece.length;
                }
                _ => pieces.push(piece),
            }
        }
    }
    Alignment { pieces, received_length: old.received_length }
}

impl Alignment {
    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Length of the text as received, in bytes.
    pub fn received_length(&self) -> usize {
        self.received_length as usize
    }

    /// The stretch of the text as received that a span of the text came from.
    ///
    /// Exact where the span's ends lie in unchanged pieces; an end inside changed words is widened to the
    /// whole of what was received there, so that nothing the span rests on is left out.
    pub fn to_received(&self, span: Span) -> Span {
        let start = self.map_start(span.start() as u32);
        let end = if span.is_empty() { start } else { self.map_end(span.end() as u32).max(start) };
        Span::new(start as usize, end as usize).unwrap_or(span)
    }

    fn map_start(&self, at: u32) -> u32 {
        // The last piece that begins at or before `at`.
        match self.pieces.partition_point(|p| p.text_start <= at).checked_sub(1) {
            Some(i) => {
                let piece = self.pieces[i];
                piece.received_start + (at - piece.text_start).min(piece.length)
            }
            None => 0,
        }
    }

    fn map_end(&self, at: u32) -> u32 {
        // The first piece that ends at or after `at`.
        let i = self.pieces.partition_point(|p| p.text_start + p.length < at);
        match self.pieces.get(i) {
            Some(piece) if piece.text_start < at => piece.received_start + (at - piece.text_start),
            Some(piece) => piece.received_start,
            None => self.received_length,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edits_for(text: &str, cuts: &[(usize, usize, String)]) -> Vec<Edit> {
        let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let mut edits = Vec::new();
        let mut at = 0;
        for (skip, take, replacement) in cuts {
            let start = at + skip;
            let end = start + take;
            if end >= bounds.len() {
                break;
            }
            edits.push(Edit {
                span: Span::new(bounds[start], bounds[end]).unwrap(),
                replacement: replacement.clone(),
            });
            at = end;
        }
        edits
    }

    fn cuts() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
        proptest::collection::vec((0usize..6, 0usize..4, "[xé]{0,3}"), 0..8)
    }

    proptest! {
        #[test]
        fn pieces_are_equal_in_both_texts(text in "[a-cé“]{0,40}", one in cuts(), two in cuts()) {
            let received = text.clone();
            let first = Text::received(text);
            let edits = edits_for(first.as_str(), &one);
            let first = first.edited(&edits).unwrap();
            let edits = edits_for(first.as_str(), &two);
            let second = first.edited(&edits).unwrap();
            prop_assert_eq!(second.as_received(), received.as_str());
            let mut rebuilt = String::new();
            let mut repairs = second.repairs().into_iter().peekable();
            for piece in second.alignment().pieces() {
                while repairs.peek().is_some_and(|r| r.span.start() <= piece.text_start as usize
                    && r.span.end() <= piece.text_start as usize) {
                    rebuilt.push_str(&repairs.next().unwrap().received);
                }
                let span = Span::new(piece.text_start as usize, (piece.text_start + piece.length) as usize).unwrap();
                let words = span.slice(second.as_str()).unwrap();
                let back = second.alignment().to_received(span);
                prop_assert_eq!(back.slice(&received), Some(words));
                rebuilt.push_str(words);
            }
            for repair in repairs {
                rebuilt.push_str(&repair.received);
            }
            // Pieces and repairs together give back every received byte, in order.
            prop_assert_eq!(rebuilt, received);
            let restored =
                Text::restored(second.as_str().to_owned(), second.alignment().clone(), second.repairs()).unwrap();
            prop_assert_eq!(restored.as_received(), second.as_received());
            prop_assert_eq!(restored.repairs(), second.repairs());
        }

        #[test]
        fn any_span_maps_to_characters(text in "[a-cé“]{0,40}", one in cuts(), a in 0usize..40, b in 0usize..40) {
            let received = text.clone();
            let first = Text::received(text);
            let edits = edits_for(first.as_str(), &one);
            let text = first.edited(&edits).unwrap();
            let bounds: Vec<usize> = text.as_str().char_indices().map(|(i, _)| i).chain([text.as_str().len()]).collect();
            let (a, b) = (bounds[a % bounds.len()], bounds[b % bounds.len()]);
            let span = Span::new(a.min(b), a.max(b)).unwrap();
            prop_assert!(text.alignment().to_received(span).slice(&received).is_some());
        }
    }

    #[test]
    fn a_span_inside_mended_words_maps_to_all_that_was_received() {
        let text = Text::received("say &quot;hi".into());
        let text =
            text.edited(&[Edit { span: Span::new(4, 10).unwrap(), replacement: "\"".into() }]).unwrap();
        let mark = Span::new(4, 5).unwrap();
        assert_eq!(text.alignment().to_received(mark).slice(text.as_received()), Some("&quot;"));
    }

    #[test]
    fn bad_edits_are_refused() {
        let at = |a, b| Edit { span: Span::new(a, b).unwrap(), replacement: String::new() };
        assert_eq!(Text::received("é".into()).edited(&[at(1, 2)]), Err(EditError::Bounds(1)));
        assert_eq!(Text::received("abcd".into()).edited(&[at(2, 3), at(1, 2)]), Err(EditError::Order(1)));
    }
}
