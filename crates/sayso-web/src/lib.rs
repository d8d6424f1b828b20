//! The record as pages, pictures, JSON and one self-contained file.
//!
//! [`serve`] answers HTTP on one address; [`dossier`] makes one file of one story. Pages are rendered here from a
//! story's record, work without JavaScript and load nothing from elsewhere. Every page has its JSON under the same
//! path with `.json`, described by the OpenAPI document in `assets/openapi.json`.
//!
//! This crate knows HTTP and markup; it knows no SQL, no formats of reports and nothing of the command line. What
//! is pasted into a page goes to a [`Reads`] that the binary gives.

#![forbid(unsafe_code)]

mod assets;
mod bench;
mod dossier;
mod failure;
mod guard;
mod index;
mod json;
mod library;
mod marked;
mod pages;
mod patient;
mod pictures;
mod reads;
mod rendered;
mod reply;
mod routes;
mod search;
mod server;
mod text;
mod view;

pub use dossier::dossier;
pub use failure::Failure;
pub use guard::Access;
pub use library::Library;
pub use pages::quote::quote_json;
pub use reads::{Arrival, Reads};
pub use routes::{ROUTES, Route, app};
pub use server::{ServeError, serve};
pub use view::StoryView;
