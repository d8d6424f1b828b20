//! What another said, judged by a name for it: `called the talk of a sale “a fairy tale”`.

use super::unsaid::{UNTRUE, before, matters, restated};
use super::{SAYINGS, Said, asserts, denies, may_be, thought};
use crate::Doc;
use crate::words::stem;
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_model::{Answering, Voice};
use std::sync::LazyLock;

/// The words of the list.
struct Judging {
    /// Base forms of cues.
    cues: FxHashSet<&'static str>,
    /// What a thing is called, by its stem.
    names: FxHashMap<&'static str, Answering>,
}

static JUDGING: LazyLock<Judging> = LazyLock::new(|| {
    let names = UNTRUE.iter().map(|w| (*w, Answering::Denies)).collect();
    let mut found = Judging { cues: FxHashSet::default(), names };
    let lines = include_str!("../../words/judging.tsv").lines().filter(|l| !l.starts_with('#'));
    for (what, words) in lines.filter_map(|l| l.split_once('\t')) {
        match Answering::parse(what) {
            Some(how) => found.names.extend(words.split(' ').map(|w| (stem(w), how))),
            None => found.cues.extend(words.split(' ')),
        }
    }
    found
});

/// The statement that is judged, and how.
pub(super) fn judged(docs: &[Doc<'_>], all: &[Said<'_>], i: usize) -> Option<(usize, Answering)> {
    /// A name for a thing is short.
    const MOST_NAME: usize = 14;
    /// Words of the name among which it is found.
    const HEAD: usize = 6;
    /// So much of the thing is found in what is judged.
    const LEAST_SHARE: f32 = 0.45;
    /// A word of the thing tells at least this much.
    const LEAST: f32 = 0.35;
    let s = &all[i];
    let cue = s.statement.cue.as_ref().filter(|c| !c.negated)?;
    if s.speaker.is_none() || !cue.lemma.split(' ').any(|w| JUDGING.cues.contains(w)) {
        return None;
    }
    let named = name_from(docs, s)?;
    let length = s.words.len() - named;
    // `the end of a fiction` is no fiction.
    let head = (named..s.words.len().min(named + HEAD)).take_while(|k| s.words.words.normal(*k) != "of");
    let how = head.filter_map(|k| JUDGING.names.get(stem(s.words.words.normal(k))).copied()).next()?;
    if length > MOST_NAME {
        return None;
    }
    let telling = matters(&s.words, (0, named))
        .any(|k| s.words.weight(k) >= LEAST && !SAYINGS.contains_key(stem(s.words.words.normal(k))));
    if !telling {
        let mut list = before(all, i, 3).filter(|j| !denies(&all[*j]) && !thought(&all[*j]));
        return list.next().map(|j| (j, how));
    }
    let mut best: Option<(f32, usize)> = None;
    for (j, t) in all.iter().enumerate() {
        let same = s.utterance.is_some() && s.utterance == t.utterance;
        let unsaid = t.statement.voice == Voice::Headline || t.words.len() < 3 || denies(t) || thought(t);
        if j == i || same || unsaid || t.speaker.is_none() || !may_be(s, t) || is_judged(t) || !asserts(t) {
            continue;
        }
        let again = restated(&s.words, (0, named), &t.words, (0, t.words.len()));
        if again.share < LEAST_SHARE || again.same < LEAST {
            continue;
        }
        let near = if s.doc == t.doc { 0.4 } else { 0.0 } + if s.doc == t.doc && j < i { 0.2 } else { 0.0 };
        let score = again.share + again.same.min(1.0) + near;
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, j));
        }
    }
    best.map(|(_, j)| (j, how))
}

/// Whether a statement itself calls something by such a name.
fn is_judged(t: &Said<'_>) -> bool {
    let cue = t.statement.cue.as_ref().is_some_and(|c| c.lemma.split(' ').any(|w| JUDGING.cues.contains(w)));
    cue && (0..t.words.len()).any(|k| JUDGING.names.contains_key(stem(t.words.words.normal(k))))
}

/// The first word of what a thing is called: within quotation marks, after `as`, or the whole.
fn name_from(docs: &[Doc<'_>], s: &Said<'_>) -> Option<usize> {
    let text = docs[s.doc].text();
    let quote = |span: &sayso_text::Span| {
        let part = span.slice(text)?;
        part.find(['“', '"', '‘', '«', '„']).map(|at| span.start() + at)
    };
    let list = s.words.words.list();
    let opened = s.statement.content.iter().find_map(quote);
    let quoted = opened.and_then(|at| (0..list.len()).find(|k| list[*k].span.start() >= at));
    let led = (1..list.len()).find(|k| s.words.words.normal(*k) == "as").map(|k| k + 1);
    match (quoted, led) {
        (Some(quoted), _) if quoted > 0 => Some(quoted),
        (_, Some(led)) if led < list.len() => Some(led),
        // `a lie`, `this an insult`, but not `the lies of the press`.
        _ => {
            let first = list.first().map_or("", |_| s.words.words.normal(0));
            (list.len() <= 8 && matches!(first, "a" | "an" | "it" | "this" | "that" | "such" | "as"))
                .then_some(0)
        }
    }
}
