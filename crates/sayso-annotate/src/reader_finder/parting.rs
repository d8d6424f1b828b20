//! What the reader joined and a report keeps apart.
//!
//! Takes a source or cue that runs over a line break (a headline's end and the first words below it), and
//! quotations of one statement between which the report went on to something else. What is left out here
//! the rules may give to its own speaker.

use crate::{Found, Prepared};
use sayso_text::Span;

/// The statement without what belongs elsewhere.
pub(super) fn parted(prepared: &Prepared<'_>, mut found: Found) -> Found {
    let Some(cue) = found.cue.first().copied() else { return found };
    let cue = within_line(prepared.text, cue, cue.start());
    found.cue = vec![cue];
    for source in &mut found.source {
        let near = if source.start() < cue.start() { source.end().saturating_sub(1) } else { source.start() };
        *source = within_line(prepared.text, *source, near);
    }
    let near = nearest(&found.content, cue);
    let kept = |i: usize| {
        let (from, to) = (near.min(i), near.max(i));
        (from..to).all(|k| !breaks(prepared, &found, k)) || !is_quoted(prepared, found.content[i])
    };
    let content = (0..found.content.len()).filter(|i| kept(*i)).map(|i| found.content[i]).collect();
    Found { content, ..found }
}

/// Whether a span stands wholly in quotation marks.
pub(super) fn is_quoted(prepared: &Prepared<'_>, span: Span) -> bool {
    let inside = |at: usize| prepared.quotations.inside(at).is_some();
    inside(span.start()) && span.end().checked_sub(1).is_some_and(inside)
}

/// The part of a span that stands in the line of the byte at `near`.
fn within_line(text: &str, span: Span, near: usize) -> Span {
    let Some(words) = span.slice(text).filter(|words| words.contains('\n')) else { return span };
    let at = near.clamp(span.start(), span.end() - 1) - span.start();
    let start = words.as_bytes()[..at].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let end = words.as_bytes()[at..].iter().position(|b| *b == b'\n').map_or(words.len(), |i| at + i);
    let line = Span::new(span.start() + start, span.start() + end).unwrap_or(span).trimmed(text);
    if line.is_empty() { span } else { line }
}

/// The content nearest to the cue; the one after it where two are as near.
fn nearest(content: &[Span], cue: Span) -> usize {
    let distance = |span: &Span| {
        if span.start() >= cue.end() {
            (span.start() - cue.end(), 0)
        } else {
            (cue.start().saturating_sub(span.end()), 1)
        }
    };
    (0..content.len()).min_by_key(|i| distance(&content[*i])).unwrap_or(0)
}

/// Whether the report goes on to something else between content number `k` and the next: to a sentence that has
/// neither cue nor source, or to a new sentence that introduces only what follows it.
fn breaks(prepared: &Prepared<'_>, found: &Found, k: usize) -> bool {
    let (before, after) = (found.content[k], found.content[k + 1]);
    let Some(gap) = Span::new(before.end(), after.start()) else { return false };
    let attribution = || found.cue.iter().chain(&found.source);
    let from = prepared.sentences.partition_point(|s| s.span.start() < gap.start());
    let mut between = prepared.sentences[from..].iter().take_while(|s| s.span.end() <= gap.end());
    if between.any(|s| s.span.len() > 3 && !attribution().any(|a| a.overlaps(s.span))) {
        return true;
    }
    introduces(prepared, found, gap)
}

/// `“… .” The minister said, “…`: the first quotation is complete, and what stands between begins a sentence with the
/// source and leads on to the second. After a question or a cry only a named source shows that, since `“Why?” she
/// asked, “…”` goes on.
fn introduces(prepared: &Prepared<'_>, found: &Found, gap: Span) -> bool {
    let text = prepared.text;
    let (Some(cue), Some(source)) = (found.cue.first(), found.source.first()) else { return false };
    if !gap.contains(*cue) || !gap.contains(*source) || source.start() > cue.start() {
        return false;
    }
    let marks = ['”', '"', '’', '\'', '»', '“', '«', '„', '‘'];
    let begins =
        text.get(gap.start()..source.start()).is_some_and(|s| s.trim_matches(marks).trim().is_empty());
    let leads_on = text.get(cue.end()..gap.end()).map(|s| s.trim_end().trim_end_matches(marks).trim_end());
    if !begins || !leads_on.is_some_and(|s| s.ends_with([',', ':'])) {
        return false;
    }
    let ended = text[..gap.start()].trim_end().trim_end_matches(marks).chars().next_back();
    let named = source.slice(text).is_some_and(|s| s.starts_with(char::is_uppercase) && s.len() > 4);
    match ended {
        Some('.') => true,
        Some('?' | '!') => named,
        _ => false,
    }
}
