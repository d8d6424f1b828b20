//! The tagger: features, inference, weights.
//!
//! A small recurrent network reads a text once and says which stretches are sources, cues and contents of
//! statements, which of them belong together, and what is a name, a date or a quantity. This crate knows
//! how to compute that, not what it means: it gives plain spans with labels and numbers. It knows no files
//! and no models beyond the weights that it is given.
//!
//! `training/FORMAT.md` specifies the computation, `training/` makes the weights.

#![forbid(unsafe_code)]

mod aligned;
mod branch;
mod decode;
mod description;
mod features;
mod linking;
mod lstm;
mod matrix;
mod meaning;
mod naming;
mod network;
#[cfg(test)]
mod parity;
mod quoting;
mod reader;
mod reading;
mod sentence;
mod simd;
#[cfg(test)]
mod testing;
mod token;
mod vectors;
mod vocabulary;
mod weights;

pub use meaning::SentenceVectors;
pub use reader::Reader;
pub use reading::{Linked, NameKind, Named, Part, Reading, Role};
pub use vectors::{WordVectors, direction, nearness};
pub use weights::WeightsError;
