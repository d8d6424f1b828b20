//! Who copied whom: reports that share their words, and the passages they share.

mod credit;

use crate::Doc;
use crate::dates::{Day, parse_day};
use crate::minhash::{SHINGLE, shingles};
use crate::passages::{self, Passage, Track};
use crate::terms::Matter;
use crate::words::Words;
use credit::Imprint;
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_model::{LineageEdge, LineageKind};
use std::collections::BTreeMap;

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
    track: Track,
    imprint: Imprint<'d>,
    /// For each word, whether it stands in quotation marks.
    quoted: Vec<bool>,
    /// Words that do not.
    own: usize,
    /// Whether it is an agency's.
    agency: bool,
    set: FxHashSet<u64>,
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
            imprint: Imprint::of(doc),
            agency: credit::agency(doc),
            own: quoted.iter().filter(|q| !**q).count(),
            quoted,
            track: Track::of(&words),
            words,
            set,
            day: value.and_then(parse_day),
            moment: value.filter(|v| v.len() > 10),
        }
    }
}

/// What one report has of another, word for word, in runs of a shingle or more, of the reporter's own words.
struct Verbatim {
    /// For each word, whether it is among them.
    word: Vec<bool>,
    count: usize,
    /// The longest run that is more than names.
    longest: usize,
}

impl Source<'_> {
    fn verbatim(&self, other: &Source<'_>) -> Verbatim {
        let mut word = vec![false; self.words.len()];
        for (at, shingle) in shingles(&self.words).enumerate() {
            if other.set.contains(&shingle) {
                (at..at + SHINGLE).for_each(|i| word[i] = !self.quoted[i]);
            }
        }
        let count = word.iter().filter(|w| **w).count();
        let mut longest = 0;
        let mut at = 0;
        for run in word.chunk_by(|a, b| a == b) {
            let words = &self.words.list()[at..at + run.len()];
            at += run.len();
            // A name with its title may be long; a passage has words between its names.
            if run[0] && words.iter().filter(|w| !w.capital() && !w.number()).count() >= RUN_SMALL {
                longest = longest.max(run.len());
            }
        }
        Verbatim { word, count, longest }
    }

    /// The share of the reporter's own words that lie in these ranges.
    fn own_share(&self, ranges: impl Iterator<Item = (usize, usize)>) -> f32 {
        let inside = ranges.flat_map(|(from, to)| from..to).filter(|i| !self.quoted[*i]).count();
        inside as f32 / self.own.max(1) as f32
    }

    /// Of the sentences taken over, the share in which the reporter's own words were changed.
    fn altered(&self, verbatim: &Verbatim, passages: &[Passage]) -> f32 {
        let mut taken = vec![false; self.words.len()];
        passages.iter().flat_map(|p| p.a.0..p.a.1).for_each(|i| taken[i] = true);
        let (mut all, mut altered) = (0, 0);
        for (from, to) in sentences(self.doc.text(), &self.words) {
            let own = (from..to).filter(|i| !self.quoted[*i]);
            let (words, inside, same) = own.fold((0, 0, 0), |(words, inside, same), i| {
                (words + 1, inside + usize::from(taken[i]), same + usize::from(verbatim.word[i]))
            });
            if words > SHINGLE && (inside * 5 >= words * 3 || same * 5 >= words * 3) {
                all += 1;
                altered += usize::from(same < words);
            }
        }
        altered as f32 / all.max(1) as f32
    }
}

/// The sentences of a text as ranges of its words.
fn sentences(text: &str, words: &Words) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let mut at = 0;
    let tokens: Vec<sayso_text::Token> = sayso_text::tokens(text).collect();
    for sentence in sayso_text::sentences(text, &tokens) {
        let from = at;
        while words.list().get(at).is_some_and(|w| w.span.end() <= sentence.span.end()) {
            at += 1;
        }
        if at > from {
            ranges.push((from, at));
        }
    }
    ranges
}

/// The lineage of the reports of a story. Each report is traced to what it most likely came from; a near-copy of
/// a near-copy is traced to the first of them.
pub(crate) fn lineage(docs: &[Doc<'_>]) -> Vec<LineageEdge> {
    let mut sources: Vec<Source<'_>> = docs.iter().map(Source::of).collect();
    // Dated reports by date, then the others, each in order of arrival.
    sources.sort_by_key(|s| (s.day.is_none(), s.day, s.moment.map(str::to_owned), s.doc.no));
    let mut carriers: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut found: Vec<Found> = Vec::new();
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
        for (other, _) in votes.into_iter().take(CLOSEST) {
            found.extend(compare(&sources, other, at));
        }
    }
    chosen(found, sources.len())
}

/// A dependence found between two reports, as places among the sources.
struct Found {
    copy: usize,
    of: usize,
    closeness: f32,
    edge: LineageEdge,
}

/// One origin for a copy. Passages may come from several reports, each told once: from the report they were written
/// in, not from its copies too.
fn chosen(mut found: Vec<Found>, reports: usize) -> Vec<LineageEdge> {
    found.sort_by(|a, b| {
        let partial = |f: &Found| f.edge.kind == LineageKind::Partial;
        (a.copy, partial(a))
            .cmp(&(b.copy, partial(b)))
            .then(b.closeness.total_cmp(&a.closeness))
            .then(a.of.cmp(&b.of))
    });
    let mut origin: Vec<Option<usize>> = vec![None; reports];
    for f in found.iter().filter(|f| f.edge.kind != LineageKind::Partial) {
        origin[f.copy].get_or_insert(f.of);
    }
    let first = |mut at: usize| {
        // Bounded, should credits ever run in a circle.
        for _ in 0..reports {
            match origin[at] {
                Some(of) => at = of,
                None => break,
            }
        }
        at
    };
    found.sort_by_key(|f| origin[f.of].is_some());
    let mut kept: Vec<Found> = Vec::new();
    let mut told: FxHashSet<(usize, usize)> = FxHashSet::default();
    for f in found {
        let keep = match f.edge.kind {
            LineageKind::Partial => {
                origin[f.copy].is_none() && first(f.of) != f.copy && told.insert((f.copy, first(f.of)))
            }
            _ => origin[f.copy] == Some(f.of),
        };
        if keep {
            kept.push(f);
        }
    }
    kept.sort_by_key(|f| (f.copy, f.of));
    kept.into_iter().map(|f| f.edge).collect()
}

/// Fewer words of the reporter's own, word for word, are chance or a set phrase.
const FEW_WORDS: usize = 24;
/// So many of them follow each other where a passage was taken over: names, titles and set phrases are shorter.
const RUN: usize = 12;
/// So many words of it begin with a small letter.
const RUN_SMALL: usize = 8;
/// The share of the reporter's own words that stand in the origin word for word where the text was carried.
const CARRIED: f32 = 0.75;
/// The same where the origin is credited, or is an agency whose sentences stand as they were: what an outlet adds of its
/// own does not make it less of a wire copy.
const CARRIED_WITH_CREDIT: f32 = 0.35;
/// The share of sentences with changed words beyond which a text was reworded, not carried.
const ALTERED: f32 = 0.4;
/// The share of the reporter's own words that a rewritten copy has in common, in order, with its origin.
const REWRITTEN: f32 = 0.45;

/// How two reports depend on each other, and how much they share.
///
/// Only the reporter's own words tell: what somebody said may be printed by reports that never saw each other.
fn compare(sources: &[Source<'_>], a: usize, b: usize) -> Option<Found> {
    let passages = passages::shared(&sources[a].track, &sources[b].track);
    let (share_a, share_b) = (
        sources[a].own_share(passages.iter().map(|p| p.a)),
        sources[b].own_share(passages.iter().map(|p| p.b)),
    );
    let turned = !copied(sources, a, b, share_a, share_b);
    let (copy, of) = if turned { (b, a) } else { (a, b) };
    let (share, share_of) = if turned { (share_b, share_a) } else { (share_a, share_b) };
    let turn = |p: Passage| if turned { Passage { a: p.b, b: p.a } } else { p };
    let mut passages: Vec<Passage> = passages.into_iter().map(turn).collect();
    passages.sort_by_key(|p| p.a);
    let (c, o) = (&sources[copy], &sources[of]);
    let verbatim = c.verbatim(o);
    let verbatim_share = verbatim.count as f32 / c.own.max(1) as f32;
    let credited = c.imprint.credits(&o.imprint);
    let common = c.set.intersection(&o.set).count() as f32;
    let same = common / c.set.len().max(o.set.len()).max(1) as f32 >= 0.8;
    let reworded = || c.altered(&verbatim, &passages) >= ALTERED;
    // What an agency prints again itself is no wire copy.
    let carries = || o.agency && !credit::same_outlet(&c.doc, &o.doc);
    let enough = verbatim.count >= FEW_WORDS && verbatim.longest >= RUN;
    let kind = if same || (enough && verbatim_share >= CARRIED && (credited || !reworded())) {
        match credited || o.agency || credit::one_agency(&c.doc, &o.doc) {
            true => LineageKind::Wire,
            false => LineageKind::Duplicate,
        }
    } else if (credited || carries() && !reworded()) && enough && verbatim_share >= CARRIED_WITH_CREDIT {
        LineageKind::Wire
    } else if share >= REWRITTEN && share_of >= REWRITTEN / 2.0 && c.own >= 2 * FEW_WORDS {
        LineageKind::Rewritten
    } else if enough {
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
    let edge = LineageEdge { report: c.doc.report.id.clone(), of: o.doc.report.id.clone(), kind, shared };
    Some(Found { copy, of, closeness: share.max(share_of), edge })
}

/// Whether `a` copied `b`: a credit tells, then the time of publication, then who is an agency, then who has more
/// (a copy is cut), then the order of arrival.
fn copied(sources: &[Source<'_>], a: usize, b: usize, share_a: f32, share_b: f32) -> bool {
    let (x, y) = (&sources[a], &sources[b]);
    let either = |p: bool, q: bool| (p != q).then_some(p);
    let later = || match (x.day, y.day) {
        (Some(p), Some(q)) if p != q => Some(p > q),
        (Some(_), Some(_)) => match (x.moment, y.moment) {
            (Some(p), Some(q)) if p != q => Some(p > q),
            _ => None,
        },
        _ => None,
    };
    // What only the origin has: by a tenth, so that a headline or a name does not decide.
    let cut = || match share_a - share_b {
        d if d.abs() < 0.1 => None,
        d => Some(d > 0.0),
    };
    either(x.imprint.credits(&y.imprint), y.imprint.credits(&x.imprint))
        .or_else(later)
        .or_else(|| either(x.imprint.mentions(&y.imprint), y.imprint.mentions(&x.imprint)))
        .or_else(|| either(y.agency, x.agency))
        .or_else(cut)
        .unwrap_or(x.doc.no > y.doc.no)
}
