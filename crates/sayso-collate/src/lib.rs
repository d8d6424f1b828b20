//! What several reports say side by side: lineage, stories, utterances.

#![forbid(unsafe_code)]
