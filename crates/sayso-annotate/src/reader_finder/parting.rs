//! What the reader joined and a report keeps apart.
//!
//! Takes a source or cue that runs over a line break (a headline's end and the first words below it), content on the
//! other side of a headline's end, and quotations of one statement between which the report went on to something else. What is left out here
//! the rules may give to its own speaker.

use crate::{Found, Prepared};
use sayso_model::SegmentKind;
use sayso_text::{Span, TokenKind};

/// The statement without what belongs elsewhere.
pub(super) fn parted(prepared: &Prepared<'_>, mut found: Found) -> Found {
    for spans in [&mut found.source, &mut found.cue, &mut found.content] {
        let own: Vec<Span> = spans.iter().filter_map(|span| own_words(prepared, *span)).collect();
        // A span wholly outside of the report's own words is not this function's to judge.
        if !own.is_empty() {
            *spans = own;
        }
    }
    let Some(cue) = found.cue.first().copied() else { return found };
    let cue = within_line(prepared.text, cue, cue.start());
    found.cue = vec![cue];
    for source in &mut found.source {
        let near = if source.start() < cue.start() { source.end().saturating_sub(1) } else { source.start() };
        *source = within_line(prepared.text, *source, near);
    }
    let introduced = (1..found.content.len()).find(|i| {
        let gap = Span::new(found.content[i - 1].end(), found.content[*i].start());
        gap.is_some_and(|gap| introduces(prepared, &found, gap)) || begins_anew(prepared, &found, i - 1)
    });
    let near = introduced.unwrap_or_else(|| nearest(&found.content, cue));
    let kept = |i: usize| {
        let (from, to) = (near.min(i), near.max(i));
        (from..to).all(|k| !breaks(prepared, &found, k)) || !is_quoted(prepared, found.content[i])
    };
    let in_headline = |at: usize| prepared.report.segment_at(at) == SegmentKind::Headline;
    let same_part = |i: usize| in_headline(found.content[i].start()) == in_headline(cue.start());
    let alone = !(0..found.content.len()).any(same_part);
    let content = (0..found.content.len())
        .filter(|i| kept(*i) && (alone || same_part(*i)) && !is_matrix(prepared, &found, *i))
        .map(|i| found.content[i])
        .collect();
    Found { content, ..found }
}

/// The span without what it takes of furniture, dateline or byline; `None` when nothing else is left.
fn own_words(prepared: &Prepared<'_>, span: Span) -> Option<Span> {
    let (mut start, mut end) = (span.start(), span.end());
    for segment in prepared.report.segments.iter().filter(|s| s.span.overlaps(span)) {
        if matches!(segment.kind, SegmentKind::Furniture | SegmentKind::Dateline | SegmentKind::Byline) {
            let (before, after) = (segment.span.start(), segment.span.end());
            // The longer side stays: a headline's end and the first words of the body are one to the reader.
            if before.saturating_sub(start) <= end.saturating_sub(after) {
                start = start.max(after);
            } else {
                end = end.min(before);
            }
        }
    }
    let own = Span::new(start, end)?.trimmed(prepared.text);
    (!own.is_empty()).then_some(own)
}

/// Whether a span stands wholly in quotation marks, with the marks or without.
pub(super) fn is_quoted(prepared: &Prepared<'_>, span: Span) -> bool {
    let first = prepared.tokens.partition_point(|t| t.span.end() <= span.start());
    let last = prepared.tokens.partition_point(|t| t.span.start() < span.end());
    first < last && (first..last).all(|i| prepared.quoted[i].is_some())
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
/// neither cue nor source, to words that are no part of this attribution, or to a new sentence that introduces only
/// what follows it.
fn breaks(prepared: &Prepared<'_>, found: &Found, k: usize) -> bool {
    let (before, after) = (found.content[k], found.content[k + 1]);
    let Some(gap) = Span::new(before.end(), after.start()) else { return false };
    let attribution = || found.cue.iter().chain(&found.source);
    let from = prepared.sentences.partition_point(|s| s.span.start() < gap.start());
    let mut between = prepared.sentences[from..].iter().take_while(|s| s.span.end() <= gap.end());
    if between.any(|s| s.span.len() > 3 && !attribution().any(|a| a.overlaps(s.span))) {
        return true;
    }
    // Words of a sentence that the attribution has no part in, leading on to the next quotation: `X, who lost her
    // house: “`.
    let cue = found.cue.iter().copied().find(|cue| gap.contains(*cue));
    let leads_on = match cue {
        None => Some(gap),
        Some(cue) => {
            let last = prepared.sentences.partition_point(|s| s.span.start() <= after.start()).checked_sub(1);
            let start = last.map_or(0, |i| prepared.sentences[i].span.start());
            (start >= cue.end()).then(|| Span::new(start, gap.end())).flatten()
        }
    };
    if leads_on.is_some_and(|words| words_in(prepared, words, &found.source) >= 2) {
        return true;
    }
    introduces(prepared, found, gap) || begins_anew(prepared, found, k)
}

/// How many words stand in a gap outside of the source.
fn words_in(prepared: &Prepared<'_>, gap: Span, source: &[Span]) -> usize {
    let from = prepared.tokens.partition_point(|t| t.span.start() < gap.start());
    let inside = prepared.tokens[from..].iter().take_while(|t| t.span.end() <= gap.end());
    inside.filter(|t| t.kind == TokenKind::Word && !source.iter().any(|s| s.contains(t.span))).count()
}

/// Whether content number `i` is the main clause of the sentence in whose subordinate clause the statement is made:
/// `The owner was jailed after a judge found that he had known`.
fn is_matrix(prepared: &Prepared<'_>, found: &Found, i: usize) -> bool {
    const SUBORDINATE: [&str; 7] = ["after", "when", "because", "since", "while", "although", "before"];
    let (Some(cue), Some(source)) = (found.cue.first().copied(), found.source.first().copied()) else {
        return false;
    };
    let content = found.content[i];
    let later = |c: &Span| {
        c.start() >= cue.end() && sentence_at(prepared, c.start()) == sentence_at(prepared, cue.start())
    };
    let before = content.end() <= source.start() && source.start() < cue.start();
    if !before || !found.content.iter().any(later) || is_quoted(prepared, content) {
        return false;
    }
    // Only the conjunction, or a comma and the conjunction, between them.
    let gap = prepared.text.get(content.end()..source.start()).unwrap_or_default();
    let last = Span::new(content.start(), source.start()).unwrap_or(content);
    let words = crate::statements::tokens_in(prepared, last);
    gap.trim().trim_start_matches(',').split_whitespace().count() <= 1
        && words.clone().last().is_some_and(|i| SUBORDINATE.contains(&prepared.lower(i)))
}

fn sentence_at(prepared: &Prepared<'_>, at: usize) -> usize {
    prepared.sentences.partition_point(|s| s.span.end() <= at)
}

/// A quotation that ends its paragraph, before a paragraph that begins with the source and has content of its own:
/// `“I would not.”`, and below it `Orr asked whether salt would be taxed`.
fn begins_anew(prepared: &Prepared<'_>, found: &Found, k: usize) -> bool {
    let (before, after) = (found.content[k], found.content[k + 1]);
    let (Some(cue), Some(source)) = (found.cue.first(), found.source.first()) else { return false };
    let Some(gap) = Span::new(before.end(), after.start()) else { return false };
    let marks = ['”', '"', '’', '\'', '»', '“', '«', '„', '‘'];
    let ended = prepared.text[..before.end()].trim_end_matches(marks).ends_with(['.', '?', '!']);
    let paragraph = prepared.text.get(gap.start()..source.start().min(cue.start()).max(gap.start()));
    ended
        && gap.contains(*cue)
        && gap.contains(*source)
        && is_quoted(prepared, before)
        && !is_quoted(prepared, after)
        && paragraph.is_some_and(|p| p.contains('\n') && p.trim_matches(marks).trim().is_empty())
        && sentence_at(prepared, cue.start()) == sentence_at(prepared, after.start())
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

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::Report;

    fn report(text: &str) -> Report {
        Report::of_text("a", text)
    }

    /// The content left of a statement with these words.
    fn left(text: &str, source: &str, cue: &str, content: &[&str]) -> Vec<String> {
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len()).unwrap()
        };
        let found = Found {
            source: vec![at(source)],
            cue: vec![at(cue)],
            content: content.iter().map(|c| at(c)).collect(),
            confidence: None,
            by: "test",
        };
        let report = report(text);
        let found = parted(&Prepared::new(&report), found);
        found.content.iter().map(|s| s.slice(text).unwrap().to_owned()).collect()
    }

    #[test]
    fn a_quotation_split_round_its_cue_stays_whole() {
        let text = "“We shut it at six,” Ilse Quarn told reporters in Ulm on Monday. “It was high time.”";
        let content = ["“We shut it at six,”", "“It was high time.”"];
        assert_eq!(left(text, "Ilse Quarn", "told", &content), content);
        let text = "“Who knew?” she asked, “and when?”";
        assert_eq!(left(text, "she", "asked", &["“Who knew?”", "“and when?”"]).len(), 2);
    }

    #[test]
    fn a_quotation_before_another_speakers_introduction_is_left_out() {
        let text = "“Where are they now?” Arvo Tollo wrote on the first Monday, “We are still here.”";
        let content = ["“Where are they now?”", "“We are still here.”"];
        assert_eq!(left(text, "Arvo Tollo", "wrote", &content), ["“We are still here.”"]);
    }

    #[test]
    fn a_quotation_after_other_news_is_left_out() {
        let text = "“It is wrong,” Arvo Tollo said. The dam broke on Monday night. “It was old.”";
        assert_eq!(
            left(text, "Arvo Tollo", "said", &["“It is wrong,”", "“It was old.”"]),
            ["“It is wrong,”"]
        );
        let text = "“It is wrong,” said Arvo Tollo. Ilse Quarn, who lost her house: “It was old.”";
        assert_eq!(
            left(text, "Arvo Tollo", "said", &["“It is wrong,”", "“It was old.”"]),
            ["“It is wrong,”"]
        );
    }

    #[test]
    fn the_main_clause_is_not_what_a_subordinate_one_tells() {
        let text = "The owner was jailed after a judge found that he had known.";
        let got = left(text, "a judge", "found", &["The owner was jailed", "that he had known"]);
        assert_eq!(got, ["that he had known"]);
        let text = "The owner was jailed, a judge said, and will appeal.";
        assert_eq!(left(text, "a judge", "said", &["The owner was jailed", "and will appeal"]).len(), 2);
    }

    #[test]
    fn a_paragraph_that_begins_with_its_source_leaves_the_quotation_above_it() {
        let text = "“I would not.”\n\nOrr called the plan “a wish”.";
        assert_eq!(
            left(text, "Orr", "called", &["“I would not.”", "the plan “a wish”"]),
            ["the plan “a wish”"]
        );
    }

    #[test]
    fn furniture_is_no_part_of_a_source() {
        let text = "date 2031-03-02 The harbour office said so.";
        let mut report = report(text);
        let prefix = Span::new(0, 15).unwrap();
        report.segments.push(sayso_model::Segment { kind: SegmentKind::Furniture, span: prefix });
        let prepared = Prepared::new(&report);
        let office = Span::new(0, 34).unwrap();
        assert_eq!(own_words(&prepared, office).and_then(|s| s.slice(text)), Some("The harbour office"));
        assert_eq!(own_words(&prepared, prefix), None);
    }

    #[test]
    fn a_source_ends_with_its_line() {
        let text = "Dam will hold: Engineers\n\nEngineers of the valley say so.";
        let source = "Engineers\n\nEngineers of the valley";
        let at = text.find(source).unwrap();
        let span = Span::new(at, at + source.len()).unwrap();
        assert_eq!(within_line(text, span, span.end() - 1).slice(text), Some("Engineers of the valley"));
        assert_eq!(within_line(text, span, span.start()).slice(text), Some("Engineers"));
    }
}
