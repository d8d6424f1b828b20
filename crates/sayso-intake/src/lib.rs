//! From bytes to reports: formats, charsets, metadata, repair, segments.
//!
//! Two steps, so that containers are split on one thread and the heavy work done on many:
//! [`open`] walks files, folders, archives and standard input and hands out [`Draft`]s in a fixed order;
//! [`finish`] turns one draft into a [`sayso_model::Report`] and is a pure function.
//! What cannot be read is a [`Refusal`] that names file, place and reason; the rest goes on.
//!
//! This crate knows no network and no SQL.

#![forbid(unsafe_code)]

mod arc;
mod charset;
mod draft;
mod error;
mod feed;
mod fields;
mod finish;
mod gzip;
mod http;
mod input;
mod jsonl;
mod newsml;
mod ninjs;
mod open;
mod origin;
mod page;
mod plain;
mod published;
mod repair;
mod segment;
mod sniff;
mod walk;
mod warc;
mod xml;

pub use charset::{Decoded, decode_page, decode_text};
pub use draft::{Body, Draft, RawDate};
pub use error::{Reason, Refusal};
pub use finish::finish;
pub use http::{HttpError, Response, response as http_response};
pub use open::{Drafts, Options, Progress, open, open_bytes};
pub use repair::repaired;
pub use segment::{Hints, segmented};
