//! The same quotation in several reports: which quotations belong together, and how each differs from the
//! fullest wording.

use crate::quotation::{Quote, content_pairs};
use crate::wording::{CONTENT, Pair, Wording, align};
use crate::words::join;
use sayso_model::{Sense, VariantKind};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Quotations that are one act of speech.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    /// What belongs to it, in the order of the quotations.
    pub members: Vec<Member>,
}

/// A quotation, or the part of one that belongs to an utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Member {
    /// Place of the quotation in the list.
    pub quote: usize,
    /// First word of the part.
    pub from: usize,
    /// One past its last word.
    pub to: usize,
    /// Whether the rest of the quotation is another utterance.
    pub merged: bool,
}

/// A quotation is compared with at most so many others.
const CLOSEST: usize = 8;
/// Places of a key that are remembered.
const LIST: usize = 48;
/// Quotations with fewer content words are matched as a whole, and only to their own speaker's.
const SHORT: usize = 4;

/// Two quotations that are one utterance.
#[derive(Clone, Copy, Debug)]
struct Link {
    /// Their places among the distinct wordings.
    a: usize,
    b: usize,
    /// Words of each that take part.
    range_a: (usize, usize),
    range_b: (usize, usize),
    /// How much of each takes part, 0 to 1.
    cover_a: f32,
    cover_b: f32,
    strength: f32,
}

/// Groups quotations. The result is in order of first members; every quotation is in some group, alone if need be.
pub(crate) fn group(quotes: &[Quote]) -> Vec<Group> {
    // One of each wording (and speaker, for short ones) stands for all.
    let mut distinct: Vec<usize> = Vec::new();
    let mut copies: Vec<Vec<usize>> = Vec::new();
    let mut seen: HashMap<(u64, u32, bool), usize> = HashMap::new();
    for (i, quote) in quotes.iter().enumerate() {
        let hash = quote.wording.words.list().iter().fold(0, |h, w| join(h, w.hash));
        let own = if content_count(&quote.wording) < SHORT { quote.speaker.unwrap_or(u32::MAX) } else { 0 };
        let next = distinct.len();
        let at = *seen.entry((hash, own, quote.quoted)).or_insert(next);
        if at == next {
            distinct.push(i);
            copies.push(Vec::new());
        }
        copies[at].push(i);
    }
    let links = links(quotes, &distinct);
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

/// Pairs of distinct wordings that are one utterance, found by the content words they share.
fn links(quotes: &[Quote], distinct: &[usize]) -> Vec<Link> {
    let mut lists: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut links = Vec::new();
    for (d, i) in distinct.iter().enumerate() {
        let quote = &quotes[*i];
        let wording = &quote.wording;
        let mut keys = content_pairs(wording);
        keys.extend(word_triples(wording));
        // One telling word is enough between quotations of one speaker.
        if let Some(speaker) = quote.speaker {
            let telling = (0..wording.len()).filter(|i| wording.weight(*i) > 0.5);
            keys.extend(telling.map(|i| join(join(0xd2, u64::from(speaker)), wording.stem(i))));
        }
        keys.sort_unstable();
        keys.dedup();
        let mut votes: BTreeMap<usize, f32> = BTreeMap::new();
        for key in &keys {
            let list = lists.entry(*key).or_default();
            for other in list.iter() {
                *votes.entry(*other).or_default() += 1.0 / (1.0 + list.len() as f32).ln();
            }
            if list.len() < LIST {
                list.push(d);
            }
        }
        let mut votes: Vec<(usize, f32)> = votes.into_iter().collect();
        votes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (other, _) in votes.into_iter().take(CLOSEST) {
            if let Some(link) = compare(&quotes[distinct[other]], quote) {
                links.push(Link { a: other, b: d, ..link });
            }
        }
    }
    links
}

/// Hashes of three words in a row that are not all grammar (of a short quotation, any three): where a translation
/// there and back changed the matter, the words around it lead from one to the other.
fn word_triples(wording: &Wording) -> impl Iterator<Item = u64> + '_ {
    let any = content_count(wording) < SHORT;
    (2..wording.len())
        .filter(move |i| any || (i - 2..=*i).any(|k| wording.content(k)))
        .map(|i| (i - 2..=i).fold(0xd3, |h, k| join(h, wording.stem(k))))
}

/// Whether two quotations are one utterance.
fn compare(a: &Quote, b: &Quote) -> Option<Link> {
    if !a.quoted && !b.quoted {
        return None;
    }
    let pairs = align(&a.wording, &b.wording);
    let (first, last) = (*pairs.first()?, *pairs.last()?);
    let cover = |w: &Wording, at: &dyn Fn(&Pair) -> usize| {
        let matched: f32 = pairs.iter().map(|p| w.weight(at(p)) * p.likeness).sum();
        matched / w.total().max(f32::MIN_POSITIVE)
    };
    let (cover_a, cover_b) = (cover(&a.wording, &|p| p.a), cover(&b.wording, &|p| p.b));
    let range_a = (first.a, last.a + 1);
    let range_b = (first.b, last.b + 1);
    let matter = pairs.iter().filter(|p| a.wording.content(p.a) && b.wording.content(p.b)).count();
    let a_is_less = a.wording.total() <= b.wording.total();
    let (less, cover, range_more) =
        if a_is_less { (&a.wording, cover_a, range_b) } else { (&b.wording, cover_b, range_a) };
    // Two excerpts may share the end of one and the beginning of the other.
    let dense = |range: (usize, usize)| pairs.len() * 10 >= (range.1 - range.0) * 8;
    let verbatim = pairs.len() == range_a.1 - range_a.0
        && pairs.len() == range_b.1 - range_b.0
        && pairs.iter().all(|p| p.same());
    let named_twice = a.speaker.is_some() && a.speaker == b.speaker;
    let overlap = (matter >= 6 && dense(range_a) && dense(range_b))
        || (verbatim && named_twice && pairs.len() >= 5 && matter >= 2);
    let same_speaker = match (a.speaker, b.speaker) {
        (Some(x), Some(y)) if x == y => Some(true),
        (Some(_), Some(_)) if a.firm && b.firm => Some(false),
        _ => None,
    };
    let in_full = pairs.len() == less.len() && pairs.iter().all(|p| p.same());
    let content = content_count(less);
    let one = if !a.quoted || !b.quoted {
        let (indirect, cover) = if a.quoted { (b, cover_b) } else { (a, cover_a) };
        same_speaker == Some(true) && matter >= 4 && cover >= 0.6 && indirect.wording.len() >= 5
    } else if content < SHORT || less.len() < 5 {
        let together = range_more.1 - range_more.0 <= less.len() + 1;
        let whole = cover >= 0.85 && matter >= content.max(1);
        let long = in_full && less.len() >= 5;
        match same_speaker {
            Some(true) => (whole && (together || long)) || (in_full && together && less.len() >= 4),
            None => whole && together && (content >= 3 || long),
            Some(false) => false,
        }
    } else {
        // The fewer words, the more of them; scattered over a longer wording, nearly all.
        let reach = range_more.1 - range_more.0;
        let few = if content < 7 { 0.2 } else { 0.0 };
        let scattered = if pairs.len() * 5 < reach * 2 { 0.25 } else { 0.0 };
        let needed: f32 = match same_speaker {
            Some(true) => 0.5,
            None => 0.6,
            Some(false) => 0.8,
        };
        let needed = (needed + few + scattered).min(0.85);
        (cover >= needed && matter >= 3 && matter * 100 >= content * 45)
            || (overlap && same_speaker != Some(false))
            // The grammar is the same and some of the matter is not, as a translation there and back leaves it.
            || (pairs.len() * 10 >= less.len() * 7
                && less.len() >= 8
                && matter >= 2
                && pairs.len() * 10 >= reach * 6
                && same_speaker != Some(false))
    };
    one.then_some(Link { a: 0, b: 0, range_a, range_b, cover_a, cover_b, strength: cover * matter as f32 })
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

/// How a wording stands to the fullest one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Standing {
    pub how: VariantKind,
    pub sense: Sense,
}

/// How a wording stands to the fullest one. `merged`: it is part of a quotation that joins two utterances.
/// `parts`: in how many quotations it is printed.
pub(crate) fn standing(fullest: &Wording, variant: &Wording, merged: bool, parts: usize) -> Standing {
    let pairs = align(fullest, variant);
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
        return Standing { how: VariantKind::Paraphrased, sense: Sense::Kept };
    };
    let other_form = pairs.iter().filter(|p| !p.same()).count();
    // Whole sentences before or after are more of the speech, not other words for it.
    let beyond = |from: usize, to: usize| if to - from >= 3 { 0 } else { to - from };
    let put_in = (first.b..=last.b)
        .filter(|i| !variant.words.list()[*i].bracketed())
        .count()
        .saturating_sub(pairs.len())
        + beyond(0, first.b)
        + beyond(last.b + 1, variant.len());
    let ends = first.a + (fullest.len() - 1 - last.a);
    let more = put_in + pairs.len() < variant.words.list().iter().filter(|w| !w.bracketed()).count();
    let left_out = (last.a + 1 - first.a).saturating_sub(pairs.len());
    let changes = other_form + put_in;
    let kept: f32 = pairs.iter().map(|p| variant.weight(p.b) * p.likeness).sum::<f32>()
        / variant.total_of(first.b, last.b + 1).max(f32::MIN_POSITIVE);
    let how = if merged {
        VariantKind::Merged
    } else if changes == 0 {
        match (left_out, ends) {
            (0, 0) if more => VariantKind::Merged,
            (0, 0) if parts > 1 => VariantKind::Split,
            (0, 0) => VariantKind::Exact,
            (0, _) => VariantKind::Truncated,
            _ => VariantKind::Elided,
        }
    } else if kept < 0.55 {
        VariantKind::Paraphrased
    } else if changes >= 3 && changes * 100 >= variant.len() * 12 {
        VariantKind::Translated
    } else {
        VariantKind::Altered
    };
    Standing { how, sense: sense(fullest, variant, &pairs) }
}

static TURNING: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../words/turning.tsv").lines().filter_map(|l| l.split_once('\t')).collect()
});

/// Whether a negation, condition or hedge was lost from, or added to, a sentence that both have.
pub(crate) fn sense(fullest: &Wording, variant: &Wording, pairs: &[Pair]) -> Sense {
    if content_count(variant) < SHORT || variant.len() < 5 {
        // A few words in another's sentence: the sentence may say itself what they leave out.
        return Sense::Kept;
    }
    /// A word turns the sense of words at most so far away.
    const NEAR: usize = 3;
    let mut balance: BTreeMap<&str, i32> = BTreeMap::new();
    let mut in_full = vec![false; fullest.len()];
    let mut in_variant = vec![false; variant.len()];
    for pair in pairs {
        in_full[pair.a] = true;
        in_variant[pair.b] = true;
    }
    for (wording, used, step) in [(fullest, &in_full, 1), (variant, &in_variant, -1)] {
        for (from, to) in sentences(wording) {
            let matter: Vec<usize> = (from..to).filter(|i| wording.weight(*i) > CONTENT).collect();
            let shared = matter.iter().filter(|i| used[**i]).count();
            if shared * 3 < matter.len() || shared == 0 {
                continue;
            }
            // A clause further off, joined by `and`, may be left out without harm to this one.
            let near = |i: usize| {
                (i.saturating_sub(NEAR)..=i + NEAR).any(|k| k >= from && k < to && used.get(k) == Some(&true))
            };
            for i in (from..to).filter(|i| !used[*i] && near(*i)) {
                if let Some(kind) = TURNING.get(wording.words.normal(i)) {
                    *balance.entry(kind).or_default() += step;
                }
            }
        }
    }
    if balance.values().all(|n| *n == 0) { Sense::Kept } else { Sense::Turned }
}

/// Word ranges of the sentences.
fn sentences(wording: &Wording) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    for (i, word) in wording.words.list().iter().enumerate() {
        if i > from && word.starts() && word.capital() {
            out.push((from, i));
            from = i;
        }
    }
    if from < wording.len() {
        out.push((from, wording.len()));
    }
    out
}

/// How far a report's wordings are borne out by others that print the same: 1 when always, less when it often has
/// words that no other has. A garbled copy shows by that.
pub(crate) fn reliability(quotes: &[Quote], groups: &[Group], docs: usize) -> Vec<f32> {
    let mut alone = vec![0.0f32; docs];
    let mut all = vec![0.0f32; docs];
    for group in groups {
        let mut reports: Vec<usize> = group.members.iter().map(|m| quotes[m.quote].doc).collect();
        reports.sort_unstable();
        reports.dedup();
        if reports.len() < 3 {
            continue;
        }
        let printed = printed(quotes, &group.members);
        for member in group.members.iter().filter(|m| quotes[m.quote].quoted) {
            let doc = quotes[member.quote].doc;
            for i in member.from..member.to {
                let hash = quotes[member.quote].wording.words.list()[i].hash;
                all[doc] += 1.0;
                alone[doc] += f32::from(u8::from(printed[&hash].len() < 2));
            }
        }
    }
    // Words that only the fullest wording has are alone as well, so a few prove nothing.
    alone.iter().zip(&all).map(|(alone, all)| 1.0 - alone / (all + 20.0)).collect()
}

/// The reports that print each word.
fn printed(quotes: &[Quote], members: &[Member]) -> HashMap<u64, Vec<usize>> {
    /// Members looked at: more add nothing.
    const MOST: usize = 60;
    let mut printed: HashMap<u64, Vec<usize>> = HashMap::new();
    for member in members.iter().take(MOST).filter(|m| quotes[m.quote].quoted) {
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

/// The member whose wording is the fullest: the one with most words that other reports print too; words that it
/// alone has count less, and less again in a report that is often alone, since they may be a garbling.
pub(crate) fn fullest(quotes: &[Quote], members: &[Member], reliability: &[f32]) -> usize {
    let printed = printed(quotes, members);
    let score = |m: &Member| -> f32 {
        let quote = &quotes[m.quote];
        if !quote.quoted {
            return 0.0;
        }
        let words: f32 = quote.wording.words.list()[m.from..m.to]
            .iter()
            .map(|w| if printed.get(&w.hash).is_some_and(|r| r.len() > 1) { 1.0 } else { 0.5 })
            .sum();
        words * reliability[quote.doc]
    };
    let mut best = 0;
    for i in 1..members.len() {
        if score(&members[i]) > score(&members[best]) + 1e-4 {
            best = i;
        }
    }
    best
}
