//! The seam between a headline and the report below it, over which the reader reads on: a headline has no full stop.
//!
//! Where a part of a statement runs over the seam, the headline and the first paragraph below it are each read again,
//! alone.

use crate::Prepared;
use sayso_model::SegmentKind;
use sayso_reader::{Linked, Part, Reader};
use sayso_text::Span;

/// A line without the text around it makes the reader see cues where none are.
const LEAST: f32 = 0.6;

/// The statements, none of whose parts runs from a headline into what stands below it.
pub(super) fn apart(reader: &Reader, prepared: &Prepared<'_>, linked: Vec<Linked>) -> Vec<Linked> {
    let mut linked = linked;
    for seam in seams(prepared) {
        if !linked.iter().any(|l| over(l, seam)) {
            continue;
        }
        let (from, to) = around(prepared.text, seam);
        let mut again: Vec<Linked> = Vec::new();
        for (start, end) in [(from, seam.start()), (seam.end(), to)] {
            let Some(words) = prepared.text.get(start..end) else { continue };
            let sure = |l: &Linked| l.confidence >= LEAST;
            again.extend(reader.statements(words).into_iter().filter(sure).map(|l| moved(l, start)));
        }
        linked.retain(|l| !over(l, seam));
        let free = |l: &Linked| {
            let all = linked.iter().flat_map(parts);
            parts(l).all(|part| all.clone().all(|other| !part.span.overlaps(other.span)))
        };
        again.retain(free);
        linked.extend(again);
    }
    linked.sort_by_key(|l| l.cue.span);
    linked
}

fn parts(linked: &Linked) -> impl Iterator<Item = &Part> + Clone {
    linked.source.iter().chain(std::iter::once(&linked.cue)).chain(&linked.contents)
}

/// Whether a part stands on both sides of a seam, or the parts do.
fn over(linked: &Linked, seam: Span) -> bool {
    let before = parts(linked).any(|p| p.span.start() < seam.start());
    let after = parts(linked).any(|p| p.span.end() > seam.end());
    before && after
}

/// From the end of a headline to the beginning of what stands below it: white space, and the dateline if there is one.
fn seams(prepared: &Prepared<'_>) -> Vec<Span> {
    let segments = &prepared.report.segments;
    let mut found = Vec::new();
    for (i, segment) in segments.iter().enumerate().filter(|(_, s)| s.kind == SegmentKind::Headline) {
        let next = segments[i + 1..].iter().find(|s| s.kind != SegmentKind::Dateline);
        let start = match next {
            Some(next) if next.kind == SegmentKind::Headline => continue,
            Some(next) => next.span.start(),
            None => continue,
        };
        found.extend(Span::new(segment.span.end(), start));
    }
    found
}

/// Where the headline begins, and where the paragraph below the seam ends.
fn around(text: &str, seam: Span) -> (usize, usize) {
    let from = text[..seam.start()].trim_end().rfind('\n').map_or(0, |i| i + 1);
    let to = text[seam.end()..].find('\n').map_or(text.len(), |i| seam.end() + i);
    (from, to)
}

fn moved(mut linked: Linked, by: usize) -> Linked {
    let each = linked.source.iter_mut().chain(std::iter::once(&mut linked.cue)).chain(&mut linked.contents);
    for part in each {
        part.span = Span::new(part.span.start() + by, part.span.end() + by).unwrap_or(part.span);
    }
    linked
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::{Report, Segment};

    #[test]
    fn a_headline_is_no_part_of_what_is_said_below_it() {
        let text = "Fire guts tannery in Ulm\n\nA fire gutted a tannery in the town of Ulm late on Monday and \
                    forced nine families to leave, according to the fire service.";
        let end = text.find('\n').unwrap();
        let span = |from, to| Span::new(from, to).unwrap();
        let report = Report {
            segments: vec![
                Segment { kind: SegmentKind::Headline, span: span(0, end) },
                Segment { kind: SegmentKind::Body, span: span(end + 2, text.len()) },
            ],
            ..Report::of_text("a", text)
        };
        let prepared = Prepared::new(&report);
        let reader = Reader::embedded();
        let part = |words: &str, role| Part {
            span: text.find(words).map(|at| span(at, at + words.len())).unwrap(),
            role,
            probability: 1.0,
        };
        use sayso_reader::Role;
        let glued = Linked {
            source: Some(part("the fire service", Role::Source)),
            cue: part("according to", Role::Cue),
            contents: vec![Part {
                span: span(0, text.find(", according").unwrap()),
                ..part("Fire", Role::Content)
            }],
            confidence: 1.0,
        };
        let got = apart(&reader, &prepared, vec![glued]);
        assert_eq!(got.len(), 1, "{got:?}");
        assert!(got[0].contents.iter().all(|c| c.span.start() == end + 2), "{got:?}");
        let apart_already = got.clone();
        assert_eq!(apart(&reader, &prepared, got), apart_already);
    }
}
