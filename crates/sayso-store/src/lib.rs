//! The record in SQLite.

#![forbid(unsafe_code)]
