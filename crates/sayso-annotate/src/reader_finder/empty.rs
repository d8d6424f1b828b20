//! What the reader takes for a statement though nothing is said in it.

use super::parting::is_quoted;
use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_syntax::Tag;

/// Whether a statement says nothing: its content is no more than a word that points elsewhere (`which he mentioned`).
pub(super) fn is_empty(prepared: &Prepared<'_>, found: &Found) -> bool {
    let quoted = found.content.iter().any(|c| is_quoted(prepared, *c));
    let words = || found.content.iter().flat_map(|c| tokens_in(prepared, *c));
    let points_only = |i: usize| {
        let Some(sentence) = prepared.sentence_of(i) else { return false };
        let base = prepared.sentences[sentence].tokens.start;
        let tag = prepared.tree(sentence).nodes()[i - base].tag;
        matches!(tag, Tag::WhPronoun | Tag::WhDeterminer | Tag::WhAdverb)
    };
    !quoted && words().count() <= 2 && words().filter(|i| prepared.tokens[*i].is_word()).all(points_only)
}
