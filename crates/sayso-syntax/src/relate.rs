//! What the relations of arcs are told by.

/// Features of an arc.
pub(crate) const FEATURES: usize = 26;
