//! Laws by their form: cases at court, numbered resolutions, acts and conventions with their year.

use super::chain::LISTS;
use crate::{NamedSpan, Prepared};
use sayso_model::{EntityKind, SegmentKind};
use sayso_text::Gap;
use std::ops::Range;

/// Words of a report on a court; without them `Tarn v Lenvar` is a match.
const COURT: [&str; 8] = ["court", "judge", "judges", "justices", "ruling", "lawsuit", "plaintiff", "appeal"];

/// How many words a party of a case or the name of a law may have.
const LONG: usize = 6;

/// The names, with laws in place of what a finder took for names in them, in text order.
pub(crate) fn with_laws(prepared: &Prepared<'_>, named: &[NamedSpan]) -> Vec<NamedSpan> {
    let laws = laws(prepared);
    let mut all: Vec<NamedSpan> = Vec::with_capacity(named.len() + laws.len());
    let spans: Vec<_> = laws.into_iter().map(|law| prepared.span(law)).collect();
    all.extend(
        named
            .iter()
            .filter(|n| {
                let at = spans.partition_point(|law| law.end() <= n.span.start());
                spans.get(at).is_none_or(|law| law.start() >= n.span.end())
            })
            .cloned(),
    );
    all.extend(spans.into_iter().map(|span| NamedSpan { span, kind: EntityKind::Law, probability: 1.0 }));
    all.sort_by_key(|n| n.span);
    all
}

/// The tokens of each law, in text order and apart from each other.
fn laws(prepared: &Prepared<'_>) -> Vec<Range<usize>> {
    let count = prepared.tokens.len();
    let court = (0..count).any(|i| COURT.contains(&prepared.lower(i)));
    let mut laws: Vec<Range<usize>> = Vec::new();
    for i in 0..count {
        let law = match prepared.lower(i) {
            "v" | "vs" => case(prepared, i, court),
            "resolution" => resolution(prepared, i),
            last if LISTS.laws.contains(last) && capital(prepared, i) => act(prepared, i),
            _ => None,
        };
        let free = |law: &Range<usize>| laws.last().is_none_or(|known| known.end <= law.start);
        if let Some(law) =
            law.filter(|law| prepared.segment(law.start) != SegmentKind::Furniture && free(law))
        {
            laws.push(law);
        }
    }
    laws
}

fn capital(prepared: &Prepared<'_>, i: usize) -> bool {
    prepared.tokens[i].is_word() && prepared.word(i).starts_with(char::is_uppercase)
}

/// Whether a token goes on in the line of the one before.
fn same_line(prepared: &Prepared<'_>, i: usize) -> bool {
    prepared.tokens.get(i).is_some_and(|t| t.gap != Gap::Break)
}

/// Where the capitalised words right before a token begin.
fn back(prepared: &Prepared<'_>, end: usize) -> usize {
    let mut start = end;
    while start > 0 && end - start < LONG && same_line(prepared, start) && capital(prepared, start - 1) {
        start -= 1;
    }
    // `The Water Act`: the article begins the sentence.
    start + usize::from(start < end && matches!(prepared.lower(start), "the" | "in" | "under" | "a"))
}

/// `Orr v. Quarry Board`, and without the stop where the report is of a court.
fn case(prepared: &Prepared<'_>, v: usize, court: bool) -> Option<Range<usize>> {
    let stop =
        same_line(prepared, v + 1) && prepared.word(v + 1) == "." && prepared.tokens[v + 1].gap == Gap::None;
    if !stop && !court {
        return None;
    }
    let start = back(prepared, v);
    let from = v + 1 + usize::from(stop);
    let goes_on = |i: &usize| same_line(prepared, *i) && capital(prepared, *i);
    let end = (from..prepared.tokens.len().min(from + LONG)).take_while(goes_on).last()? + 1;
    (start < v && same_line(prepared, v)).then_some(start..end)
}

/// `UN resolution 2231`, `Security Council Resolution 1701`.
fn resolution(prepared: &Prepared<'_>, i: usize) -> Option<Range<usize>> {
    let number = same_line(prepared, i + 1) && prepared.word(i + 1).starts_with(|c: char| c.is_ascii_digit());
    number.then(|| back(prepared, i)..i + 2)
}

/// `the 1954 Hague Convention`, `Water Act 1998`, `Water Act of 1998`; one without a year is found as other names are.
fn act(prepared: &Prepared<'_>, i: usize) -> Option<Range<usize>> {
    let year = |i: usize| {
        let word = prepared.tokens.get(i).map_or("", |_| prepared.word(i));
        word.len() == 4
            && (word.starts_with("1") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    };
    let start = back(prepared, i);
    if start == i || (start..i).any(|k| LISTS.meetings.contains(prepared.lower(k))) {
        return None;
    }
    let before = start.checked_sub(1).filter(|k| year(*k) && same_line(prepared, start));
    let of = same_line(prepared, i + 1) && prepared.lower(i + 1) == "of";
    let after = i + 1 + usize::from(of);
    match before {
        Some(before) => Some(before..i + 1),
        None => (year(after) && same_line(prepared, after)).then_some(start..after + 1),
    }
}
