//! Texts and what can be said of them without knowing the world: spans, the alignment of a cleaned text with
//! the text as received, tokens, sentences and quotation structure.
//!
//! This crate knows no files, no models and no SQL.

#![forbid(unsafe_code)]

mod span;
mod text;

pub use span::{CharIndex, Span};
pub use text::{Alignment, Edit, EditError, Piece, Repair, Text};
