//! What small words do in a clause, and what nouns and first names tell of who is meant: word classes of English that
//! reading a report and comparing reports both need.
//!
//! This crate knows words alone: no texts, no reports.

#![forbid(unsafe_code)]

pub mod grammar;
pub mod persons;
