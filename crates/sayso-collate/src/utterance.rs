//! The same quotation in several reports: which quotations belong together, and how each differs from the
//! fullest wording.

mod cut;
mod links;
mod meant;
mod sense;
mod spoken;
mod turning;

pub(crate) use links::word_triples;
pub(crate) use meant::{nobody, sentences};
pub(crate) use sense::{Printing, clauses, sense};
pub(crate) use spoken::{Spoken, SpokenVariant, quotes_in, utterances, utterances_among};

use crate::quotation::Quote;
use crate::wording::{Wording, align, align_meaning};
use crate::words::join;
use links::{Link, links};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Quotations that are one act of speech.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    /// What belongs to it, in the order of the quotations.
    pub members: Vec<Member>,
}

/// A quotation, or the part of one that belongs to an utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    /// Place of the quotation in the list.
    pub quote: usize,
    /// First word of the part.
    pub from: usize,
    /// One past its last word.
    pub to: usize,
    /// Whether the rest of the quotation is another utterance.
    pub merged: bool,
}

/// Quotations with fewer content words are matched as a whole, and only to their own speaker's.
const SHORT: usize = 4;

/// Groups quotations. The result is in order of first members; every quotation is in some group, alone if need be.
fn group(quotes: &[Quote]) -> Vec<Group> {
    // One of each wording (and speaker, for short ones) stands for all.
    let mut distinct: Vec<usize> = Vec::new();
    let mut copies: Vec<Vec<usize>> = Vec::new();
    let mut seen: FxHashMap<(u64, u32, bool), usize> = FxHashMap::default();
    for (i, quote) in quotes.iter().enumerate() {
        let hash = quote.wording.words.list().iter().fold(0, |h, w| join(h, w.hash));
        // (What stands in the reporter's words is a speaker's by the speaker alone.)
        let own = if content_count(&quote.wording) < SHORT || !quote.quoted {
            quote.speaker.unwrap_or(u32::MAX)
        } else {
            0
        };
        let next = distinct.len();
        let at = *seen.entry((hash, own, quote.quoted)).or_insert(next);
        if at == next {
            distinct.push(i);
            copies.push(Vec::new());
        }
        copies[at].push(i);
    }
    let links = links(quotes, &distinct, &copies);
    let cuts = cuts(quotes, &distinct, &copies, &links);
    let parts = |d: usize| cuts.get(&d).map_or(&[][..], Vec::as_slice);

    // Nodes: the parts of each distinct wording.
    let mut nodes: Vec<(usize, usize, usize)> = Vec::new();
    let mut first_node: Vec<usize> = Vec::new();
    for (d, i) in distinct.iter().enumerate() {
        first_node.push(nodes.len());
        let mut from = 0;
        for cut in parts(d) {
            nodes.push((d, from, *cut));
            from = *cut;
        }
        nodes.push((d, from, quotes[*i].wording.len()));
    }
    let node = |d: usize, range: (usize, usize)| -> Option<usize> {
        let own = first_node[d]..first_node.get(d + 1).copied().unwrap_or(nodes.len());
        own.into_iter().find(|n| {
            let (_, from, to) = nodes[*n];
            let common = range.1.min(to).saturating_sub(range.0.max(from));
            common * 5 >= (range.1 - range.0) * 4
        })
    };
    let mut root: Vec<usize> = (0..nodes.len()).collect();
    let leaf = |d: usize| {
        let quote = &quotes[distinct[d]];
        !quote.quoted || content_count(&quote.wording) < SHORT
    };
    for link in links.iter().filter(|l| !leaf(l.a) && !leaf(l.b)) {
        if let (Some(a), Some(b)) = (node(link.a, link.range_a), node(link.b, link.range_b)) {
            union(&mut root, a, b);
        }
    }
    // What is short or indirect belongs to one utterance, and joins no two.
    let mut best: BTreeMap<usize, (bool, f32, usize, usize)> = BTreeMap::new();
    for link in &links {
        for (own, own_range, other, other_range) in
            [(link.a, link.range_a, link.b, link.range_b), (link.b, link.range_b, link.a, link.range_a)]
        {
            if !leaf(own) {
                continue;
            }
            let (Some(n), Some(m)) = (node(own, own_range), node(other, other_range)) else {
                continue;
            };
            let rank = (!leaf(other), link.strength);
            let now = best.entry(n).or_insert((rank.0, rank.1, n, m));
            if (rank.0, rank.1) > (now.0, now.1) {
                *now = (rank.0, rank.1, n, m);
            }
        }
    }
    for (_, _, own, other) in best.values() {
        union(&mut root, *own, *other);
    }

    let mut groups: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
    for (n, (d, from, to)) in nodes.iter().enumerate() {
        let members = groups.entry(find(&mut root, n)).or_default();
        members.extend(copies[*d].iter().map(|quote| Member {
            quote: *quote,
            from: *from,
            to: *to,
            merged: !parts(*d).is_empty(),
        }));
    }
    let mut groups: Vec<Group> = groups
        .into_values()
        .map(|mut members| {
            members.sort_unstable();
            Group { members }
        })
        .collect();
    groups.sort_by_key(|g| g.members[0]);
    groups
}

fn find(root: &mut [usize], mut n: usize) -> usize {
    while root[n] != n {
        root[n] = root[root[n]];
        n = root[n];
    }
    n
}

fn union(root: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(root, a), find(root, b));
    root[a.max(b)] = a.min(b);
}

fn content_count(wording: &Wording) -> usize {
    (0..wording.len()).filter(|i| wording.content(*i)).count()
}

/// Where a quotation joins two utterances that some report prints apart: word numbers by distinct wording.
fn cuts(
    quotes: &[Quote],
    distinct: &[usize],
    copies: &[Vec<usize>],
    links: &[Link],
) -> BTreeMap<usize, Vec<usize>> {
    /// A wording that lies within another: which, and the words it takes there.
    type Within = (usize, (usize, usize));
    let mut within: BTreeMap<usize, Vec<Within>> = BTreeMap::new();
    for link in links {
        for (whole, part, range, cover, back) in [
            (link.a, link.b, link.range_a, link.cover_b, link.cover_a),
            (link.b, link.a, link.range_b, link.cover_a, link.cover_b),
        ] {
            let quote = &quotes[distinct[part]];
            let own = &quotes[distinct[whole]].wording;
            let matter = (range.0..range.1).filter(|i| own.content(*i)).count();
            if (cover >= 0.75 || matter >= 5) && back <= 0.85 && quote.quoted && matter >= 2 {
                within.entry(whole).or_default().push((part, range));
            }
        }
    }
    let mut cuts = BTreeMap::new();
    for (whole, mut parts) in within {
        parts.sort_by_key(|(part, range)| (*range, *part));
        let wording = &quotes[distinct[whole]].wording;
        // Stretches that do not overlap, each with the wordings found there.
        let mut stretches: Vec<((usize, usize), Vec<usize>)> = Vec::new();
        for (part, range) in parts {
            match stretches.last_mut() {
                Some((last, list)) if range.0 < last.1 => {
                    last.1 = last.1.max(range.1);
                    list.push(part);
                }
                _ => stretches.push((range, vec![part])),
            }
        }
        let covered: f32 = stretches.iter().map(|(r, _)| wording.total_of(r.0, r.1)).sum();
        if stretches.len() < 2 || covered < 0.75 * wording.total() {
            continue;
        }
        let own: Vec<usize> = stretches
            .windows(2)
            .filter(|w| {
                w[0].1.iter().any(|p| w[1].1.iter().any(|q| printed_apart(quotes, &copies[*p], &copies[*q])))
            })
            .map(|w| w[1].0.0)
            .collect();
        if !own.is_empty() {
            cuts.insert(whole, own);
        }
    }
    cuts
}

/// Whether some report prints the first and the second as quotations of their own: the second before the first,
/// or so far apart that it is not one quotation broken by its cue.
fn printed_apart(quotes: &[Quote], first: &[usize], second: &[usize]) -> bool {
    /// Bytes between two parts of one quotation, at most.
    const CUE: usize = 240;
    first.iter().any(|p| {
        second.iter().any(|q| {
            let (p, q) = (&quotes[*p], &quotes[*q]);
            let (Some(p_end), Some(q_start)) = (p.spans.last(), q.spans.first()) else {
                return false;
            };
            p.doc == q.doc && (q_start.start() < p_end.end() || q_start.start() - p_end.end() > CUE)
        })
    })
}

/// How far a report's wordings are borne out by others that print the same: 1 when always, less when it often has
/// words of its own where others agree on other ones. A garbled copy shows by that.
fn reliability(quotes: &[Quote], groups: &[Group], docs: usize) -> Vec<f32> {
    let mut alone = vec![0.0f32; docs];
    let mut all = vec![0.0f32; docs];
    for group in groups {
        let quoted: Vec<&Member> =
            group.members.iter().filter(|m| quotes[m.quote].quoted).take(MOST_MEMBERS).collect();
        let reports: BTreeSet<usize> = quoted.iter().map(|m| quotes[m.quote].doc).collect();
        if reports.len() < 3 {
            continue;
        }
        let printed = printed(quotes, &group.members);
        let borne = |w: &Wording, range: (usize, usize)| {
            (range.0..range.1)
                .filter(|i| printed.get(&w.words.list()[*i].hash).is_some_and(|r| r.len() > 1))
                .count()
        };
        let longest = |not: Option<usize>| {
            let others = quoted.iter().filter(|m| Some(quotes[m.quote].doc) != not);
            others.max_by_key(|m| (m.to - m.from, std::cmp::Reverse(m.quote)))
        };
        for member in &quoted {
            let doc = quotes[member.quote].doc;
            let Some(other) = longest(Some(doc)) else { continue };
            let own = quotes[member.quote].wording.part(member.from, member.to);
            let other = quotes[other.quote].wording.part(other.from, other.to);
            let pairs = align_meaning(&own, &other);
            all[doc] += own.len() as f32;
            for pair in pairs.iter().filter(|p| !p.same()) {
                alone[doc] += f32::from(u8::from(
                    borne(&own, (pair.a, pair.a + 1)) == 0 && borne(&other, (pair.b, pair.b + 1)) > 0,
                ));
            }
            for pair in pairs.windows(2) {
                let (in_own, in_other) = ((pair[0].a + 1, pair[1].a), (pair[0].b + 1, pair[1].b));
                if in_own.0 < in_own.1 && in_other.0 < in_other.1 && borne(&other, in_other) > 0 {
                    alone[doc] += (in_own.1 - in_own.0 - borne(&own, in_own)) as f32;
                }
            }
        }
    }
    // A few words prove nothing.
    alone.iter().zip(&all).map(|(alone, all)| 1.0 - alone / (all + 20.0)).collect()
}

/// Members of a group looked at: more add nothing.
const MOST_MEMBERS: usize = 60;

/// The reports that print each word.
fn printed(quotes: &[Quote], members: &[Member]) -> FxHashMap<u64, Vec<usize>> {
    let mut printed: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for member in members.iter().take(MOST_MEMBERS).filter(|m| quotes[m.quote].quoted) {
        let quote = &quotes[member.quote];
        for word in &quote.wording.words.list()[member.from..member.to] {
            let reports = printed.entry(word.hash).or_default();
            if reports.last() != Some(&quote.doc) {
                reports.push(quote.doc);
            }
        }
    }
    printed
}

/// The member whose wording is the fullest: the one that has most words in common with what the other reports print,
/// in their order; words that it alone has count less, and less again in a report that often has words of its own
/// where others agree, since they may be a garbling.
fn fullest(quotes: &[Quote], members: &[Member], reliability: &[f32]) -> usize {
    /// Members that each is held against.
    const HELD: usize = 12;
    /// So many words in a row that nobody else prints are more of the speech.
    const MORE: usize = 4;
    let any_quoted = members.iter().any(|m| quotes[m.quote].quoted);
    let part = |m: &Member| quotes[m.quote].wording.part(m.from, m.to);
    let others: Vec<(usize, Wording)> = members
        .iter()
        .filter(|m| quotes[m.quote].quoted == any_quoted)
        .take(HELD)
        .map(|m| (quotes[m.quote].doc, part(m)))
        .collect();
    let score = |m: &Member| -> f32 {
        let quote = &quotes[m.quote];
        if quote.quoted != any_quoted {
            return 0.0;
        }
        let own = part(m);
        // For each word whether another report has it, or has others in its place.
        let mut held = vec![false; own.len()];
        // A report counts once, however many pieces it prints.
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for (doc, other) in others.iter().filter(|(doc, _)| *doc != quote.doc) {
            let pairs = align(&own, other);
            let count = common.entry(*doc).or_default();
            *count = (*count).max(pairs.iter().filter(|p| p.unchanged()).count());
            pairs.iter().filter(|p| p.unchanged()).for_each(|pair| held[pair.a] = true);
            for pair in pairs.windows(2) {
                let (gap, theirs) = (pair[0].a + 1..pair[1].a, pair[1].b - pair[0].b - 1);
                if theirs * 2 >= gap.len() {
                    held[gap].fill(true);
                }
            }
        }
        let common: usize = common.values().sum();
        // A few words put in between say nothing more: another wording, or a garbling.
        let more = held.chunk_by(|a, b| a == b).filter(|c| !c[0] && c.len() >= MORE);
        let alone: usize = more.map(<[bool]>::len).sum();
        (common as f32 + 0.5 * alone as f32) * reliability[quote.doc]
    };
    let mut best = 0;
    let mut most = members.first().map_or(0.0, score);
    for (i, member) in members.iter().enumerate().skip(1) {
        let score = score(member);
        if score > most + 1e-4 {
            (best, most) = (i, score);
        }
    }
    best
}
