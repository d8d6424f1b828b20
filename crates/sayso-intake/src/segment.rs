//! Segments: which stretch of a text is headline, dateline, byline, story, caption, and which is furniture.
//!
//! The text is taken line by line (a paragraph is a line; where lines were wrapped by hand, a block). Rules
//! go from certain to likely, and what no rule claims is body: a statement in wrongly marked furniture would be lost,
//! a line too many in the body costs little. What a format already knows comes in as hints.

mod dateline;
mod glued;
mod lines;

use sayso_model::{Segment, SegmentKind};
use sayso_text::Span;

pub(crate) use dateline::dateline;
pub(crate) use lines::date_prefix;

/// What is known about a text before it is segmented.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'h> {
    /// The headline, from metadata.
    pub title: Option<&'h str>,
    /// The last part of its path or address, which often repeats the headline.
    pub slug: Option<&'h str>,
    /// Who wrote it, from metadata.
    pub byline: Option<&'h str>,
    /// The kind of every line that is not blank, where the format told them apart; body lines are still
    /// looked at. Ignored when their number does not fit.
    pub kinds: &'h [SegmentKind],
}

/// A line or block, without the white space about it.
#[derive(Clone, Copy, Debug)]
struct Unit {
    span: Span,
    kind: SegmentKind,
    /// Blank lines before it.
    gap: usize,
}

/// Divides a text into segments: in order, not overlapping, together covering everything but white space.
///
/// ```
/// use sayso_intake::{Hints, segmented};
/// use sayso_model::SegmentKind;
/// let text = "Bridge to open in spring\n\nSELLIN (RNA) — The bridge will open in May, the mayor said.\n\nRead more here.";
/// let kinds: Vec<_> = segmented(text, &Hints::default()).iter().map(|s| s.kind).collect();
/// use SegmentKind::*;
/// assert_eq!(kinds, [Headline, Dateline, Body, Furniture]);
/// ```
pub fn segmented(text: &str, hints: &Hints<'_>) -> Vec<Segment> {
    let mut units = units(text);
    let told = !hints.kinds.is_empty() && hints.kinds.len() == units.len();
    if told {
        for (unit, kind) in units.iter_mut().zip(hints.kinds) {
            unit.kind = *kind;
        }
    }
    lines::split_date_prefixes(text, &mut units);
    lines::mark(text, &mut units, hints.byline);
    if !units.iter().any(|u| u.kind == SegmentKind::Headline) {
        mark_headline(text, &mut units, hints);
    }
    glued::mark(text, &mut units, told);
    lines::split_tails(text, &mut units);
    dateline::split(text, &mut units);
    merged(text, &units)
}

/// The lines of a text that are not blank; blocks of lines where these were wrapped by hand.
fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut gap = 0;
    let mut at = 0;
    for line in text.split('\n') {
        let end = at + line.len();
        match Span::new(at, end).map(|span| span.trimmed(text)) {
            Some(span) if !span.is_empty() => {
                units.push(Unit { span, kind: SegmentKind::Body, gap });
                gap = 0;
            }
            _ => gap += 1,
        }
        at = end + 1;
    }
    if is_wrapped(text, &units) {
        let mut blocks: Vec<Unit> = Vec::new();
        for unit in units {
            match blocks.last_mut() {
                Some(last) if unit.gap == 0 => last.span = last.span.hull(unit.span),
                _ => blocks.push(unit),
            }
        }
        return blocks;
    }
    units
}

/// Whether lines break within sentences: most lines that follow directly on another go on in lower case or
/// follow one without a stop, and none is long.
fn is_wrapped(text: &str, units: &[Unit]) -> bool {
    if units.iter().any(|u| u.span.len() > 200) {
        return false;
    }
    let (mut follow, mut within) = (0, 0);
    for pair in units.windows(2).filter(|pair| pair[1].gap == 0) {
        follow += 1;
        within += usize::from(words(text, pair[1]).starts_with(|c: char| c.is_lowercase()));
    }
    follow >= 4 && within * 10 >= follow * 3
}

fn words(text: &str, unit: Unit) -> &str {
    unit.span.slice(text).unwrap_or("")
}

/// Whether a line ends as sentences do.
fn ends_in_stop(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
    bare.ends_with(['.', '!', '?', '…', ':', ';', ',']) || line.ends_with(['”', '"'])
}

/// Marks the headline: the title known from metadata where it opens the text, else a first line that looks
/// like one.
fn mark_headline(text: &str, units: &mut [Unit], hints: &Hints<'_>) {
    let Some(first) = units.iter().position(|u| u.kind == SegmentKind::Body) else {
        return;
    };
    if let Some(title) = hints.title {
        for unit in units[first..].iter_mut().filter(|u| u.kind == SegmentKind::Body).take(3) {
            if is_same_line(words(text, *unit), title) {
                unit.kind = SegmentKind::Headline;
                return;
            }
        }
    }
    let line = words(text, units[first]);
    let Some(next) = units[first + 1..].iter().find(|u| u.kind == SegmentKind::Body).copied() else {
        return;
    };
    let directly = units[first + 1];
    let longer = next.span.len() * 2 > line.len() * 3;
    let fits = line.len() <= 200
        && (1..=28).contains(&line.split_whitespace().count())
        && line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"'“‘«$€£#".contains(c))
        && dateline(line).is_none_or(|found| line[..found.length].ends_with(": "));
    if !fits {
        return;
    }
    let stopped = line.ends_with(['.', ',', ';', ':']) && !line.ends_with("...");
    let likely = if !stopped {
        !line.ends_with(['”', '"']) && (directly.gap > 0 || longer) || glued::is_headlinese(line)
    } else {
        let slug = hints.slug.is_some_and(|slug| begins_with_slug(line, slug));
        let short = directly.gap > 0 && line.len() <= 130 && longer && line.ends_with('.');
        slug || (short && (dateline(words(text, next)).is_some() || glued::is_headlinese(line)))
    };
    if likely {
        units[first].kind = SegmentKind::Headline;
    }
}

/// Whether a line is a title, but for marks, letter case and a site's name at its end.
fn is_same_line(line: &str, title: &str) -> bool {
    let (line, title) = (letters(line), letters(title));
    if line.len() < 4 || title.len() < 4 {
        return false;
    }
    line == title || (line.len() >= 20 && title.starts_with(&line) && line.len() * 2 > title.len())
}

/// Whether a line's words, joined by hyphens, begin as the slug does.
fn begins_with_slug(line: &str, slug: &str) -> bool {
    let slug = letters(slug);
    let slug = slug.trim_end_matches(|c: char| c.is_ascii_digit());
    let line = letters(line);
    line.len() >= 12 && slug.len() >= 12 && (line.contains(slug) || slug.starts_with(&line))
}

fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Units as segments; neighbours of the story's own kind become one.
fn merged(text: &str, units: &[Unit]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for unit in units {
        let span = unit.span.trimmed(text);
        if span.is_empty() {
            continue;
        }
        match segments.last_mut() {
            Some(last) if last.kind == SegmentKind::Body && unit.kind == SegmentKind::Body => {
                last.span = last.span.hull(span);
            }
            _ => segments.push(Segment { kind: unit.kind, span }),
        }
    }
    segments
}

/// Cuts a unit in two at byte `at`; the first part gets `first`, the rest keeps what it was.
fn cut(
    text: &str,
    units: &mut Vec<Unit>,
    i: usize,
    at: usize,
    first: Option<SegmentKind>,
    rest: Option<SegmentKind>,
) {
    let unit = units[i];
    let (Some(head), Some(tail)) = (Span::new(unit.span.start(), at), Span::new(at, unit.span.end())) else {
        return;
    };
    let (head, tail) = (head.trimmed(text), tail.trimmed(text));
    if tail.is_empty() || head.is_empty() {
        units[i].kind = if tail.is_empty() { first.unwrap_or(unit.kind) } else { rest.unwrap_or(unit.kind) };
        return;
    }
    units[i] = Unit { span: head, kind: first.unwrap_or(unit.kind), ..unit };
    units.insert(i + 1, Unit { span: tail, kind: rest.unwrap_or(unit.kind), gap: 0 });
}

#[cfg(test)]
mod tests;
