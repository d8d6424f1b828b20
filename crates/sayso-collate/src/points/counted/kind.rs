//! What sort of figure a number is (a limit, a demand, an average), and whether a year near it is the year it is of.

use super::super::lists::lines;
use super::super::view::{Line, View};
use super::Count;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// The sort of figure each word speaks of.
static KINDS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut kinds = FxHashMap::default();
    for line in lines(include_str!("../../../words/points/kinds.tsv")) {
        if let Some((kind, words)) = line.split_once('\t') {
            kinds.extend(words.split(' ').map(|word| (word, kind)));
        }
    }
    kinds
});

/// Words that open a clause of their own.
fn opens(word: &str) -> bool {
    matches!(
        word,
        "," | ";"
            | ":"
            | "("
            | "and"
            | "but"
            | "while"
            | "which"
            | "who"
            | "that"
            | "when"
            | "where"
            | "because"
            | "after"
            | "before"
    )
}

/// What sort of figure stands at some tokens, by the words of its clause: `the limit is 80`, `was asking for 9 per cent`.
pub(super) fn kind(view: &View<'_>, line: &Line, range: &Range<usize>) -> Option<&'static str> {
    const BACK: usize = 8;
    const ON: usize = 4;
    let other = |i: &usize| !opens(view.word(*i)) && !view.word(*i).starts_with(|c: char| c.is_ascii_digit());
    let before = (line.tokens.start.max(range.start.saturating_sub(BACK))..range.start).rev();
    let after = range.end..line.tokens.end.min(range.end + ON);
    // `claims`, `expects`: the words that attribute it say nothing of it.
    let of = |i: usize| KINDS.get(view.word(i)).copied().filter(|_| !view.attributes(i));
    before.take_while(other).find_map(of).or_else(|| after.take_while(other).find_map(of))
}

/// Whether a year named in the sentence of a count is the year it is of: `in 2011 31 people died`, but not `the highest
/// since 2011`, `more than in 1974`, `12 hectares, which was not let in 1951`.
pub(super) fn dated(view: &View<'_>, count: &Count, year: &str) -> bool {
    let line = &view.sentences[count.line];
    let count = view.tokens_in(count.span);
    view.times_in(line.span).filter(|t| t.value.starts_with(year)).any(|time| {
        let time = view.tokens_in(time.span);
        let before = |n: usize| time.start.checked_sub(n).map_or("", |i| view.word(i));
        let compared = matches!(before(1), "since" | "until" | "from" | "than")
            || before(2) == "than"
            || before(2) == "since";
        let between = if time.start < count.start { time.end..count.start } else { count.end..time.start };
        // What comes first in the sentence dates all that follows; a later clause is of its own time.
        let apart = time.start > count.start && between.clone().any(|i| opens(view.word(i)));
        !compared && !apart
    })
}
