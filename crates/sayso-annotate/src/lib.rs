//! What one report says: statements, people, times, quantities.

#![forbid(unsafe_code)]
