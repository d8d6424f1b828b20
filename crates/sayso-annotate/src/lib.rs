//! What one report says: who said what, by which words, through which channel.
//!
//! This crate knows one report at a time; it knows no other reports, no SQL and no clock. [`Annotator::annotate`]
//! is a pure function: the same report gives the same annotations.
//!
//! The spans of statements come from a [`Finder`]. What is made of them (form, voice, manner, channel, whose
//! name) is worked out afterwards, whichever finder gave them.

#![forbid(unsafe_code)]

mod annotator;
mod channel;
mod cues;
mod finder;
mod grammar;
mod names;
mod prepared;
pub mod quantities;
mod rules;
mod statements;
pub mod times;

pub use annotator::{Annotator, Options};
pub use finder::{Finder, Found};
pub use prepared::Prepared;
pub use rules::RuleFinder;
