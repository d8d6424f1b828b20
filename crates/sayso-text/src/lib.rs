//! Texts and what can be said of them without knowing the world: spans, the alignment of a cleaned text with
//! the text as received, tokens, sentences and quotation structure.
//!
//! This crate knows no files, no models and no SQL.

#![forbid(unsafe_code)]

mod paragraph;
mod quotation;
mod sentence;
mod span;
mod text;
mod token;

pub use paragraph::paragraphs;
pub use quotation::{
    Quotation, QuotationProblem, QuotationProblemKind, Quotations, QuoteState, QuoteStyle, quotations,
};
pub use sentence::{Sentence, sentences};
pub use span::{CharIndex, Span};
pub use text::{Alignment, Edit, EditError, Piece, Repair, Text};
pub use token::{Gap, Token, TokenKind, Tokens, tokens};
