//! What collation remembers between reports.

use crate::{ReportNo, StoryNo};

/// Something a report has and others may share: a hashed word, word sequence or fingerprint. The kind of thing
/// is mixed into the hash, so that one table serves all kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

impl Key {
    /// The key as the signed integer that databases keep.
    pub fn as_i64(self) -> i64 {
        self.0.cast_signed()
    }

    /// The key that was kept as a signed integer.
    pub fn from_i64(value: i64) -> Key {
        Key(value.cast_unsigned())
    }
}

/// What collation remembers between reports.
///
/// Six small tables, in database terms:
///
/// | table | primary key | value |
/// |---|---|---|
/// | postings | key, report | |
/// | counts | key | count |
/// | sketches | report | bytes |
/// | story of | report | story |
/// | stories | story | bytes |
/// | greatest story number given | | |
///
/// [`Collator::add`](crate::Collator::add) reads some 100 posting lists of at most
/// [`Settings::list_limit`](crate::Settings) reports, some 100 counts, one sketch for a handful of reports and
/// stories, and writes about 100 rows, whatever the number of reports. Bytes are opaque: written and read by this
/// crate alone, beginning with a version number.
pub trait Shelf {
    /// What can go wrong in keeping.
    type Error;

    /// The first `limit` reports under `key`, by number.
    fn postings(&self, key: Key, limit: usize) -> Result<Vec<ReportNo>, Self::Error>;

    /// Puts a report under `key`; nothing changes when it is there already.
    fn post(&mut self, key: Key, no: ReportNo) -> Result<(), Self::Error>;

    /// Takes a report from under `key`; nothing changes when it is not there.
    fn unpost(&mut self, key: Key, no: ReportNo) -> Result<(), Self::Error>;

    /// How often each key was counted, in the order asked; 0 for one never counted.
    fn counts(&self, keys: &[Key]) -> Result<Vec<u32>, Self::Error>;

    /// Adds `by` to the count of each key. A count never falls below 0; at 0 it may be forgotten.
    fn count(&mut self, keys: &[Key], by: i32) -> Result<(), Self::Error>;

    /// A report's sketch.
    fn sketch(&self, no: ReportNo) -> Result<Option<Vec<u8>>, Self::Error>;

    /// Keeps a report's sketch, or forgets it.
    fn set_sketch(&mut self, no: ReportNo, sketch: Option<&[u8]>) -> Result<(), Self::Error>;

    /// The story a report belongs to.
    fn story_of(&self, no: ReportNo) -> Result<Option<StoryNo>, Self::Error>;

    /// Puts a report into a story (and out of any other), or into none.
    fn set_story(&mut self, no: ReportNo, story: Option<StoryNo>) -> Result<(), Self::Error>;

    /// All reports of a story, by number.
    fn reports_of(&self, story: StoryNo) -> Result<Vec<ReportNo>, Self::Error>;

    /// A story's sketch.
    fn story_sketch(&self, story: StoryNo) -> Result<Option<Vec<u8>>, Self::Error>;

    /// Keeps a story's sketch, or forgets the story.
    fn set_story_sketch(&mut self, story: StoryNo, sketch: Option<&[u8]>) -> Result<(), Self::Error>;

    /// A story number never given before: one more than the greatest given.
    fn new_story(&mut self) -> Result<StoryNo, Self::Error>;
}
