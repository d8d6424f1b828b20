//! From bytes to reports: formats, charsets, metadata, repair, segments.

#![forbid(unsafe_code)]
