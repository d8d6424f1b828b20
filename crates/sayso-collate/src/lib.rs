//! What several reports say side by side: lineage, stories, utterances.
//!
//! # Two halves
//!
//! **While reports come in** ([`Collator`]): every report is *placed*, in arrival order, into a story. What
//! must be remembered between reports goes through the [`Shelf`] trait: posting lists, word counts, one small
//! sketch a report and one a story. [`MemoryShelf`] keeps it in memory; the store keeps it in its database and
//! calls [`Collator::add`] in the transaction that stores the report. A report touches a bounded number of
//! keys and stories, however many reports there are.
//!
//! **When a person asks** ([`record`], [`find_quote`]): pure functions from annotated reports to what the
//! dossier shows. They are given the reports of a story (or those that [`Collator::quote_candidates`] names)
//! and keep nothing, so they can never disagree with what is stored, and a better rule needs no new reading.
//!
//! ```
//! use sayso_collate::{Collator, MemoryShelf};
//! # fn docs() -> Vec<sayso_collate::Doc<'static>> { Vec::new() }
//! let (collator, mut shelf) = (Collator::default(), MemoryShelf::default());
//! for doc in docs() {
//!     let placed = collator.add(&mut shelf, &doc).unwrap();
//!     println!("report {} belongs to story {}", doc.no, placed.story);
//! }
//! ```
//!
//! # Invariants
//!
//! - No SQL, no HTTP, no files, no clock; no iteration in hash order reaches a result.
//! - The same reports in the same order give the same stories and the same record, byte for byte.
//! - Every span in a [`sayso_model::Record`] made here slices to its wording in the report named beside it.
//! - [`Collator::remove`] after [`Collator::add`] leaves the shelf's counts and lists as they were.

#![forbid(unsafe_code)]

mod answers;
mod collator;
mod dates;
mod dating;
mod doc;
mod find;
mod framing;
mod header;
mod lineage;
mod meaning;
mod memory;
mod minhash;
mod naming;
mod passages;
mod people;
mod points;
mod prior;
mod quotation;
mod record;
mod shelf;
mod sketch;
mod sourcing;
mod speakers;
mod terms;
mod timeline;
mod utterance;
mod verbs;
mod wording;
mod words;

pub use collator::{Collator, Placed, Related, Settings};
pub use doc::{Doc, ReportNo, StoryNo};
pub use find::{
    Elsewhere, Found, Printed, QUOTE_CANDIDATES, QuoteAnswer, QuoteFinding, QuoteVerdict, Standing,
    find_quote, telling_stretch, telling_words,
};
pub use framing::{Framing, LoadedCue, framing};
pub use header::{opening_line, story_header, story_title};
pub use meaning::{SentenceLikeness, sentence_likeness};
pub use memory::MemoryShelf;
pub use people::{Carried, Person, Saying, Told, people, sayings};
pub use points::pairs::{
    ClaimPairs, ClaimShown, ValuePair, ValuePairs, ValueShown, claim_pairs, count_pairs, place_pairs,
    time_pairs,
};
pub use record::{record, record_judged};
pub use shelf::{Key, Shelf};
pub use sourcing::{Sourcing, sourcing};
pub use wording::{Difference, WordPiece, compare_wordings};
