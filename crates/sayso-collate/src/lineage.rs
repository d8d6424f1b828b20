//! Who copied whom: reports that share their words, and the passages they share.

use crate::Doc;
use crate::dates::{Day, parse_day};
use crate::minhash::{SHINGLE, shingles};
use crate::passages;
use crate::terms::Matter;
use crate::words::Words;
use sayso_model::{LineageEdge, LineageKind, SegmentKind};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Every n-th shingle, by hash, leads to other reports.
const SAMPLED: u64 = 4;
/// Earlier reports that a shingle leads to: of a passage that hundreds carry, the first carriers are enough.
const CARRIERS: usize = 6;
/// Reports that one report is compared with closely.
const CLOSEST: usize = 6;

/// A report with what lineage compares.
pub(crate) struct Source<'d> {
    doc: Doc<'d>,
    words: Words,
    /// For each word, whether it stands in quotation marks.
    quoted: Vec<bool>,
    /// Words that do not.
    own: usize,
    set: HashSet<u64>,
    day: Option<Day>,
    /// When it was published to the minute, where that is known: sorts as text.
    moment: Option<&'d str>,
}

impl<'d> Source<'d> {
    fn of(doc: &Doc<'d>) -> Source<'d> {
        let words = Matter::of(doc).words;
        let set = shingles(&words).collect();
        let value = doc.report.published.value.as_deref();
        let quotations = sayso_text::quotations(doc.text());
        let quoted: Vec<bool> =
            words.list().iter().map(|w| quotations.inside(w.span.start()).is_some()).collect();
        Source {
            doc: *doc,
            own: quoted.iter().filter(|q| !**q).count(),
            quoted,
            words,
            set,
            day: value.and_then(parse_day),
            moment: value.filter(|v| v.len() > 10),
        }
    }
}

impl Source<'_> {
    /// Words of the reporter's own that stand in the other, word for word, in runs of a shingle or more.
    fn verbatim(&self, other: &Source<'_>) -> usize {
        let mut until = 0;
        let mut count = 0;
        for (at, shingle) in shingles(&self.words).enumerate() {
            if other.set.contains(&shingle) {
                let from = until.max(at);
                until = at + SHINGLE;
                count += (from..until).filter(|i| !self.quoted[*i]).count();
            }
        }
        count
    }

    /// The share of the reporter's own words that lie in these ranges.
    fn own_share(&self, ranges: impl Iterator<Item = (usize, usize)>) -> f32 {
        let inside = ranges.flat_map(|(from, to)| from..to).filter(|i| !self.quoted[*i]).count();
        inside as f32 / self.own.max(1) as f32
    }
}

/// The lineage of the reports of a story. Each report is traced to what it most likely came from; a near-copy of
/// a near-copy is traced to the first of them.
pub(crate) fn lineage(docs: &[Doc<'_>]) -> Vec<LineageEdge> {
    let mut sources: Vec<Source<'_>> = docs.iter().map(Source::of).collect();
    // Dated reports by date, then the others, each in order of arrival.
    sources.sort_by_key(|s| (s.day.is_none(), s.day, s.moment.map(str::to_owned), s.doc.no));
    let mut carriers: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut edges: Vec<(usize, usize, LineageEdge)> = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        for shingle in source.set.iter().filter(|s| s.is_multiple_of(SAMPLED)) {
            let list = carriers.entry(*shingle).or_default();
            for other in list.iter() {
                *votes.entry(*other).or_default() += 1;
            }
            if list.len() < CARRIERS {
                list.push(at);
            }
        }
        let mut votes: Vec<(usize, usize)> = votes.into_iter().collect();
        votes.sort_by_key(|(other, n)| (std::cmp::Reverse(*n), *other));
        let mut found: Vec<(f32, usize, LineageEdge)> = Vec::new();
        for (other, _) in votes.into_iter().take(CLOSEST) {
            if let Some((closeness, edge)) = compare(&sources, other, at) {
                found.push((closeness, other, edge));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut whole = false;
        for (_, other, edge) in found {
            // One origin for a copy; passages may come from several.
            if edge.kind != LineageKind::Partial {
                if whole {
                    continue;
                }
                whole = true;
            } else if whole {
                continue;
            }
            edges.push((at, other, edge));
        }
    }
    edges.sort_by_key(|(a, b, _)| (*a, *b));
    edges.into_iter().map(|(_, _, edge)| edge).collect()
}

/// Fewer words of the reporter's own, word for word, are chance or a set phrase.
const FEW_WORDS: usize = 24;

/// How two reports depend on each other, and how much they share.
///
/// Only the reporter's own words tell: what somebody said may be printed by reports that never saw each other.
fn compare(sources: &[Source<'_>], a: usize, b: usize) -> Option<(f32, LineageEdge)> {
    let (copy, of) = direction(sources, a, b);
    let (c, o) = (&sources[copy], &sources[of]);
    let common = c.set.intersection(&o.set).count() as f32;
    let whole = (common / c.set.len().max(1) as f32).min(common / o.set.len().max(1) as f32);
    let passages = passages::shared(&c.words, &o.words);
    let verbatim = c.verbatim(o);
    let (share, share_of) =
        (c.own_share(passages.iter().map(|p| p.a)), o.own_share(passages.iter().map(|p| p.b)));
    let verbatim_share = verbatim as f32 / c.own.max(1) as f32;
    let credited = credits(&c.doc, &o.doc);
    let kind = if whole >= 0.8 || (verbatim_share >= 0.8 && verbatim >= FEW_WORDS) {
        match credited {
            true => LineageKind::Wire,
            false => LineageKind::Duplicate,
        }
    } else if credited && verbatim >= FEW_WORDS && verbatim_share >= 0.35 {
        LineageKind::Wire
    } else if share >= REWRITTEN
        && share_of >= REWRITTEN / 2.0
        && verbatim_share < 0.5
        && c.own >= 2 * FEW_WORDS
    {
        LineageKind::Rewritten
    } else if verbatim >= FEW_WORDS {
        LineageKind::Partial
    } else {
        return None;
    };
    let shared = passages
        .iter()
        .map(|p| sayso_model::SharedPassage {
            span: c.words.hull(p.a.0, p.a.1),
            of_span: o.words.hull(p.b.0, p.b.1),
        })
        .collect();
    Some((
        share.max(share_of),
        LineageEdge { report: c.doc.report.id.clone(), of: o.doc.report.id.clone(), kind, shared },
    ))
}

/// The share of the reporter's own words that a rewritten copy has in common, in order, with its origin.
const REWRITTEN: f32 = 0.5;

/// Which of both copied: a credit tells, then the time of publication, then the order of arrival.
fn direction(sources: &[Source<'_>], a: usize, b: usize) -> (usize, usize) {
    let (x, y) = (&sources[a], &sources[b]);
    match (credits(&x.doc, &y.doc), credits(&y.doc, &x.doc)) {
        (true, false) => return (a, b),
        (false, true) => return (b, a),
        _ => {}
    }
    let later = match (x.day, y.day) {
        (Some(p), Some(q)) if p != q => Some(p > q),
        (Some(_), Some(_)) => match (x.moment, y.moment) {
            (Some(p), Some(q)) if p != q => Some(p > q),
            _ => None,
        },
        _ => None,
    };
    match later.unwrap_or(x.doc.no > y.doc.no) {
        true => (a, b),
        false => (b, a),
    }
}

/// Whether `copy` names the outlet of `origin` in a credit: its byline, its dateline, furniture such as a sign-off,
/// or its first or last words.
fn credits(copy: &Doc<'_>, origin: &Doc<'_>) -> bool {
    let Some(outlet) = origin.report.outlet.as_deref().map(str::trim).filter(|o| o.len() > 2) else {
        return false;
    };
    if copy.report.outlet.as_deref().is_some_and(|o| o.trim().eq_ignore_ascii_case(outlet)) {
        return false;
    }
    let text = copy.text();
    let mut places: Vec<&str> = vec![copy.report.byline.as_deref().unwrap_or("")];
    for segment in &copy.report.segments {
        match segment.kind {
            SegmentKind::Dateline | SegmentKind::Byline | SegmentKind::Furniture => {
                places.extend(segment.span.slice(text));
            }
            SegmentKind::Headline | SegmentKind::Body | SegmentKind::Caption => {}
        }
    }
    places.push(start_of(text, 160));
    places.push(end_of(text, 240));
    let short: String =
        outlet.split_whitespace().filter_map(|w| w.chars().next().filter(|c| c.is_uppercase())).collect();
    places.iter().any(|place| {
        let words = Words::of(place);
        let named = Words::of(outlet);
        let whole = !named.is_empty()
            && words
                .list()
                .windows(named.len())
                .any(|w| w.iter().zip(named.list()).all(|(p, q)| p.hash == q.hash));
        // Initials stand for an agency in brackets, at a line's end and the like: capitals alone.
        let initials = short.len() >= 2
            && words.list().iter().any(|w| w.upper() && w.span.slice(place) == Some(short.as_str()));
        whole || initials
    })
}

fn start_of(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn end_of(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}
