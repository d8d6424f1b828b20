//! Content on both sides of an attribution that stands within it: `The drum, Varr said, had leaked for a year`.

use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_model::SegmentKind;
use sayso_text::Span;
use std::ops::Range;

/// How many words of whom it was told to, or when, may close an attribution: `told the Sentinel,`.
const ADDRESS: usize = 6;

/// How many words the subject before an attribution has at most.
const SUBJECT: usize = 12;

/// What begins the rest of a clause, beside helping verbs.
const GOES_ON: [&str; 9] = ["because", "if", "unless", "since", "until", "with", "without", "to", "than"];

/// What closes an attribution and tells when or where it was made, not what.
const NOUNS_OF_SAYING: [&str; 12] = [
    "account",
    "claim",
    "allegation",
    "assertion",
    "charge",
    "version",
    "figure",
    "explanation",
    "suggestion",
    "accusation",
    "view",
    "argument",
];

/// Completes the content of statements whose attribution stands between commas.
pub(super) fn completed(prepared: &Prepared<'_>, found: &mut [Found]) {
    let mut taken: Vec<Span> =
        found.iter().flat_map(|f| f.content.iter().chain(&f.cue).chain(&f.source)).copied().collect();
    taken.sort_unstable();
    for statement in found.iter_mut() {
        complete(prepared, statement, &taken);
    }
}

fn complete(prepared: &Prepared<'_>, found: &mut Found, taken: &[Span]) {
    let (Some(cue), [source]) = (found.cue.first(), &found.source[..]) else { return };
    let (cue, source) = (tokens_in(prepared, *cue), tokens_in(prepared, *source));
    if cue.is_empty() || source.is_empty() || prepared.quoted[cue.start].is_some() {
        return;
    }
    let place = prepared.sentences.partition_point(|s| s.tokens.end <= cue.start);
    let Some(mut sentence) = prepared.sentences.get(place).map(|s| s.tokens.clone()) else { return };
    while sentence.start < cue.start && prepared.segment(sentence.start) == SegmentKind::Dateline {
        sentence.start += 1;
    }
    let group = cue.start.min(source.start)..cue.end.max(source.end);
    let near = group.len() == cue.len() + source.len() || group.len() <= cue.len() + source.len() + 3;
    if !near
        || group.start <= sentence.start + 1
        || group.end >= sentence.end
        || source.start < sentence.start
    {
        return;
    }
    let finite = |i: usize| role(prepared.lower(i)).any(Role::AUX | Role::VERB | Role::SUB);
    let plain = |i: &usize| prepared.quoted[*i].is_none() && !finite(*i);
    let Some(close) = (group.end..sentence.end.min(group.end + ADDRESS))
        .take_while(|i| plain(i))
        .find(|i| !prepared.tokens[*i].is_word())
        .filter(|i| prepared.word(*i) == ",")
    else {
        return;
    };
    // The comma may be the last of the source: `said Ann Lee, of Ulm, had`.
    if prepared.word(group.start - 1) != "," {
        return;
    }
    let comma = group.start - 1;
    let mut end = sentence.end;
    while end > close + 1 && !prepared.tokens[end - 1].is_word() {
        end -= 1;
    }
    let tail = close + 1..end;
    if tail.is_empty() || tail.clone().any(|i| prepared.quoted[i].is_some()) {
        return;
    }
    let pieces: Vec<Range<usize>> = found.content.iter().map(|c| tokens_in(prepared, *c)).collect();
    let free = |range: &Range<usize>| {
        let span = prepared.span(range.clone());
        !taken.iter().any(|t| t.overlaps(span))
    };
    let first = prepared.lower(tail.start);
    let before = pieces.iter().any(|p| p.end == comma || p.end == comma + 1);
    let after = pieces.iter().any(|p| p.start >= close);
    let helps = role(first).any(Role::AUX) && !matches!(first, "having" | "being");
    if before && !after && (helps || GOES_ON.contains(&first)) && free(&tail) {
        found.content.push(prepared.span(tail));
        return;
    }
    let head = sentence.start..comma;
    if before || !after || head.is_empty() || !free(&head) || prepared.quoted[head.start].is_some() {
        return;
    }
    // `The drum, Varr said, had leaked`: the subject of what is said.
    let subject = head.len() <= SUBJECT && !head.clone().any(finite);
    if subject && helps && pieces.first().is_some_and(|p| p.start == close + 1) {
        found.content.insert(0, prepared.span(head));
        return;
    }
    // `The man raised a gun, police said, an account that his family disputed`: what is said stands before.
    let remark = matches!(first, "a" | "an" | "the")
        && tail.clone().skip(1).take(3).any(|i| NOUNS_OF_SAYING.contains(&prepared.lower(i)));
    if remark && head.len() > 3 {
        found.content = vec![prepared.span(head)];
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, report, shown};
    use super::*;

    fn whole(text: &str, source: &str, cue: &str, content: &[&str]) -> String {
        let report = report(text, false);
        let prepared = Prepared::new(&report);
        let mut all = vec![found(text, source, cue, content)];
        completed(&prepared, &mut all);
        shown(&prepared, &all[0])
    }

    #[test]
    fn what_is_said_goes_on_behind_its_attribution() {
        let text = "The roof has leaked, two of the bakers told the Lantern, since the first rain.";
        let got = whole(text, "two of the bakers", "told", &["The roof has leaked"]);
        assert_eq!(got, "two of the bakers | The roof has leaked / since the first rain");
        let text = "The letter, they say, was delivered in May.";
        assert_eq!(whole(text, "they", "say", &["The letter"]), "they | The letter / was delivered in May");
        assert_eq!(
            whole(text, "they", "say", &["was delivered in May"]),
            "they | The letter / was delivered in May"
        );
    }

    #[test]
    fn what_the_outlet_adds_is_not_said() {
        let text = "The roof has leaked, the baker said, speaking from his shop.";
        assert_eq!(
            whole(text, "the baker", "said", &["The roof has leaked"]),
            "the baker | The roof has leaked"
        );
        let text = "The boy had a knife in his hand, police said, an account that his mother disputed.";
        let got = whole(text, "police", "said", &["an account that his mother disputed"]);
        assert_eq!(got, "police | The boy had a knife in his hand");
    }
}
