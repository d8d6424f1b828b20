//! The tagger: features, inference, weights.

#![forbid(unsafe_code)]
