//! How and to whom something was said, where the words around the cue plainly print it.

use crate::statements::tokens_in;
use crate::{Found, Prepared};
use std::sync::LazyLock;

/// What is printed of the way something was said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub channel: Option<String>,
    pub addressee: Option<String>,
}

struct Phrase {
    words: Vec<&'static str>,
    channel: &'static str,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let lines = include_str!("../data/channels.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(words, channel)| Phrase { words: words.split(' ').collect(), channel })
        .collect()
});

/// How many tokens before and after the cue are looked at.
const NEAR: usize = 60;

/// Looks at the sentence's words around the cue that are not part of what was said.
pub(crate) fn of(prepared: &Prepared<'_>, item: &Found, lemma: &str) -> Told {
    let mut told = Told::default();
    let Some(cue) = item.cue.first() else {
        return told;
    };
    let cue = tokens_in(prepared, *cue);
    if cue.is_empty() {
        return told;
    }
    let sentence = prepared.sentences.partition_point(|s| s.tokens.end <= cue.start);
    let Some(sentence) = prepared.sentences.get(sentence) else {
        return told;
    };
    let inside = |i: usize| {
        let at = prepared.tokens[i].span;
        prepared.quoted[i].is_some() || item.content.iter().any(|s| s.contains(at))
    };
    if matches!(lemma, "tell" | "inform" | "remind" | "brief") {
        let end = (cue.end..sentence.tokens.end)
            .take(12)
            .find(|i| {
                inside(*i)
                    || ends_addressee(prepared.lower(*i))
                    || !prepared.tokens[*i].is_word() && prepared.word(*i) != "&"
            })
            .unwrap_or(sentence.tokens.end);
        if end > cue.end {
            let words = prepared.span(cue.end..end).slice(prepared.text).unwrap_or_default();
            told.addressee = Some(words.to_string());
            told.channel = (lemma == "tell").then(|| format!("told {words}"));
        }
    }
    let near =
        sentence.tokens.start.max(cue.start.saturating_sub(NEAR))..sentence.tokens.end.min(cue.end + NEAR);
    let outside: Vec<&str> = near.filter(|i| !inside(*i)).map(|i| prepared.lower(i)).collect();
    let printed = PHRASES.iter().find(|p| outside.windows(p.words.len()).any(|w| w == p.words));
    if let Some(phrase) = printed {
        told.channel = Some(phrase.channel.to_string());
    }
    told
}

fn ends_addressee(lower: &str) -> bool {
    lower.ends_with("ing")
        || matches!(
            lower,
            "that"
                | "in"
                | "on"
                | "at"
                | "during"
                | "after"
                | "before"
                | "when"
                | "while"
                | "as"
                | "last"
                | "this"
                | "earlier"
                | "to"
                | "about"
                | "how"
                | "why"
                | "what"
                | "it"
                | "he"
                | "she"
                | "they"
                | "there"
                | "via"
                | "by"
                | "from"
                | "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
        )
}
