//! The project's glossary as types, shared by everything after `sayso-text`: the report, what is said of one
//! report (annotations), what is said of several (the record), and the interchange contract's JSON.
//!
//! Data alone: this crate knows no formats, no algorithms, no SQL and no files. Spans are byte ranges here;
//! [`contract`] turns them into the code-point offsets that leave the program.

#![forbid(unsafe_code)]

mod annotations;
pub mod contract;
mod judgement;
mod record;
mod report;
mod vocabulary;

pub use annotations::{
    Annotations, Cue, Entity, EntityId, Event, Mention, Quantity, Source, Statement, StatementId, Time,
};
pub use judgement::{Judgement, JudgementKind};
pub use record::{
    Alone, Answer, Lacked, LineageEdge, Naming, NamingTerm, Point, Reading, Record, RecordReport,
    RecordStatement, SharedPassage, Silence, Speaker, StoryHeader, StorySummary, TimelineItem, Utterance,
    Variant, voices,
};
pub use report::{Problem, Published, Report, Segment};
pub use vocabulary::{
    Answering, Basis, Certainty, EntityKind, Form, LackedKind, LineageKind, Manner, MentionForm, Modality,
    PointKind, SaidBasis, SegmentKind, Sense, SourceKind, Stance, TimeAnchor, TimeType, TimelineKind,
    VariantKind, Verdict, Voice,
};
