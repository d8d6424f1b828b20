//! Story cases: a few invented reports, what a careful reader finds in them, and how much of it Sayso finds.
//!
//! A case is a Markdown file, described in `tests/stories/README.md`. [`Case::parse`] reads it, [`World::build`] takes
//! its reports through intake, annotation and collation, [`check()`] says whether one expectation holds, and [`Scores`]
//! counts over cases. Not part of what users install.

mod case;
mod check;
mod excerpt;
mod kind;
mod numbers;
mod point;
mod score;
mod silence;
mod sound;
mod world;

pub use case::{Case, CaseError, Expectation, Input, Standing};
pub use check::check;
pub use excerpt::Excerpt;
pub use kind::{Dates, Kind, VariantExpected};
pub use point::{PointExpected, ReadingExpected, Value, VoiceExpected};
pub use score::{Count, Scores};
pub use sound::unsound;
pub use world::World;
