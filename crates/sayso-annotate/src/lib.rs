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
mod cue;
mod cues;
mod events;
mod finder;
mod named;
mod names;
mod prepared;
pub mod quantities;
mod reader_finder;
mod rules;
mod speakers;
mod statements;
pub mod times;

pub use annotator::{Annotator, Options, ReaderChoice};
pub use channel::channel_named;
pub use finder::{Finder, Findings, Found, NamedSpan};
pub use prepared::Prepared;
pub use reader_finder::ReaderFinder;
pub use rules::RuleFinder;
