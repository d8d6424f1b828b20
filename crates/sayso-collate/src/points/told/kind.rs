//! What kind of thing the clause of a time tells.

use super::super::acts::turn;
use super::super::lists::lines;
use super::super::view::View;
use super::super::when::{HAPPENINGS, happens};
use rustc_hash::FxHashMap;
use sayso_model::Time;
use std::sync::LazyLock;

/// The mode of the happening that a time dates: the nearest one of its sentence, if it is near.
pub(super) fn mode(view: &View<'_>, line: usize, time: &Time) -> Option<&'static str> {
    /// Tokens between a time and what it dates.
    const NEAR: usize = 6;
    const REACH: usize = 12;
    let span = view.sentences[line].span;
    let events = &view.doc.annotations.events;
    let from = events.partition_point(|e| e.span.start() < span.start());
    let here = events[from..].iter().take_while(|e| e.span.start() < span.end());
    let at = view.token_at(time.span);
    let near = here.map(|e| (view.token_at(e.span).abs_diff(at), e)).min_by_key(|(far, _)| *far);
    if let Some((_, event)) = near.filter(|(far, e)| *far <= NEAR && happens(e)) {
        return HAPPENINGS.get_key_value(event.mode.as_deref()?).map(|(mode, _)| *mode);
    }
    // `expects it to close in the first quarter`
    let tokens = view.sentences[line].tokens.clone();
    let own = view.tokens_in(time.span);
    let from = tokens.start.max(at.saturating_sub(REACH));
    // `the disturbance began at 6.29`: what began says more than that it began.
    let begun = |i: usize| {
        let turned = turn(view.word(i))?;
        let sudden = |k: &usize| told_of(view, *k).filter(|kind| is_sudden(kind));
        let what = (tokens.start.max(i.saturating_sub(NEAR))..i).rev().find_map(|k| sudden(&k));
        Some(what.filter(|_| turned == "begin").unwrap_or(turned))
    };
    let before = || {
        let stop = (from..at).rev().find(|i| view.word(*i) == ";").map_or(from, |i| i + 1);
        let found =
            (stop..at).rev().find_map(|i| told_of(view, i).or_else(|| begun(i)).map(|kind| (i, kind)));
        // `discovered the break-in on 3 May` tells of the discovery.
        found.map(|(i, kind)| {
            let noticed = (stop.max(i.saturating_sub(3))..i).find(|k| told_of(view, *k) == Some("notice"));
            noticed.map_or(kind, |_| "notice")
        })
    };
    // A time that opens its sentence dates its verb, wherever that stands.
    let opens = own.start < tokens.start + 3;
    let to = tokens.end.min(own.end + if opens { 2 * REACH } else { REACH });
    before().or_else(|| (own.end..to).find_map(|i| told_of(view, i)))
}

/// Whether happenings of a kind come of a sudden, so that a story has one of them, by whatever name.
pub(in crate::points) fn is_sudden(kind: &str) -> bool {
    matches!(
        kind,
        "shock"
            | "fall"
            | "crash"
            | "explode"
            | "quake"
            | "slide"
            | "sink"
            | "any"
            | "attack"
            | "fire"
            | "leak"
    )
}

type ToldOf = FxHashMap<&'static str, Vec<(Option<&'static str>, &'static str)>>;

/// Kinds of what a clause tells, by their first word; with the word that must follow, if one must.
static TOLD_OF: LazyLock<ToldOf> = LazyLock::new(|| {
    let mut known: ToldOf = FxHashMap::default();
    for (kind, words) in
        lines(include_str!("../../../words/points/told.tsv")).filter_map(|l| l.split_once('\t'))
    {
        for word in words.split(' ') {
            let (first, next) =
                word.split_once('+').map_or((word, None), |(first, next)| (first, Some(next)));
            known.entry(first).or_default().push((next, kind));
        }
    }
    known
});

/// What a verb tells, with its particle.
pub(in crate::points) fn told_of(view: &View<'_>, i: usize) -> Option<&'static str> {
    let fits = |next: &Option<&str>| next.is_none_or(|n| (i + 1..i + 3).any(|k| view.word(k) == n));
    TOLD_OF.get(view.word(i))?.iter().find(|(next, _)| fits(next)).map(|(_, kind)| *kind)
}

/// Whether a time only stamps an entry of a running account, and the sentence that it stamps: `2.55. The police come`.
pub(super) fn stamped(view: &View<'_>, line: usize, time: &Time) -> Option<usize> {
    let sentence = &view.sentences[line];
    let tokens = view.tokens_in(time.span);
    let next = tokens.end;
    let opens = tokens.start == sentence.tokens.start
        && view.word(tokens.start).starts_with(|c: char| c.is_ascii_digit());
    let whole = next >= sentence.tokens.end || next + 1 == sentence.tokens.end && !view.is_word(next);
    let set_off = whole || matches!(view.word(next), "-" | "–" | "—" | ":" | ".") || view.capital(next);
    (opens && set_off).then_some(if whole && line + 1 < view.sentences.len() { line + 1 } else { line })
}
