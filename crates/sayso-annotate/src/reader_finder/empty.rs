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
        let Some((base, tree)) = prepared.tree_of(i) else { return false };
        let tag = tree.nodes()[i - base].tag;
        matches!(tag, Tag::WhPronoun | Tag::WhDeterminer | Tag::WhAdverb)
    };
    !quoted && words().count() <= 2 && words().filter(|i| prepared.tokens[*i].is_word()).all(points_only)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, report};
    use super::*;

    #[test]
    fn a_word_that_points_elsewhere_says_nothing() {
        let text =
            "He read out the statement, which he repeated on Monday, and said that the yard had closed.";
        let report = report(text, false);
        let prepared = Prepared::new(&report);
        assert!(is_empty(&prepared, &found(text, "he", "repeated", &["which"])));
        assert!(!is_empty(&prepared, &found(text, "He", "said", &["that the yard had closed"])));
    }
}
