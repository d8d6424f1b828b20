//! What a report is about: its words and names, weighed by how much they tell.

use crate::quotation::Quote;
use crate::utterance::sentences;
use crate::words::{Words, hash_word, join, stem};
use crate::{Doc, Key, Settings, prior};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_model::SegmentKind;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A word or name of a report, by hash, with how strongly the report uses it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Term {
    /// Hash of the stem, or of the stems of a name of two words.
    pub id: u32,
    /// Uses, with those in the headline and the lead counting more.
    pub uses: f32,
    /// The share of reports in news at large that have it.
    pub prior: f32,
    /// Whether it is (part of) a name.
    pub name: bool,
    /// Whether it is a number of two digits or more.
    pub number: bool,
    /// Whether it is (part of) the name of one who holds an office, and so speaks in many stories.
    pub office: bool,
}

impl Term {
    /// The key its count is kept under.
    pub fn count_key(id: u32) -> Key {
        Key(join(0xc0, u64::from(id)))
    }

    /// What a number is kept under beside its place among all terms.
    pub fn number_id(id: u32) -> u32 {
        join(0x4e, u64::from(id)) as u32
    }

    /// The key its reports are kept under.
    pub fn post_key(id: u32) -> Key {
        Key(join(0xa0, u64::from(id)))
    }

    /// The key its reports of one week are kept under.
    pub fn week_key(id: u32, week: i32) -> Key {
        Key(join(join(0xa1, u64::from(id)), week as u64))
    }
}

/// A word that this share of reports has is grammar.
const GRAMMAR: f32 = 0.3;

/// Hashes of the stems of offices as they stand before a name.
static OFFICES: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    let lines = include_str!("../words/offices.txt").lines().filter(|l| !l.starts_with('#'));
    lines.map(|word| hash_word(stem(word))).collect()
});

/// Quotations of fewer words are held by many stories.
const LEAST_QUOTED: usize = 4;
/// Keys of quotations kept of a report.
const QUOTED: usize = 60;

/// What a report's quotations are known by: hashes of three words of matter in a row in a sentence, of two where it
/// has no more; in no order of their own.
pub(crate) fn quoted(quotes: &[Quote]) -> Vec<u32> {
    let mut keys: BTreeSet<u32> = BTreeSet::new();
    for wording in quotes.iter().map(|q| &q.wording) {
        for (from, to) in sentences(wording, 2).into_iter().filter(|(from, to)| to - from >= LEAST_QUOTED) {
            let matter: Vec<u64> =
                (from..to).filter(|i| wording.content(*i)).map(|i| wording.stem(i)).collect();
            for run in matter.windows(matter.len().clamp(2, 3)) {
                keys.insert(run.iter().fold(0x71, |key, stem| join(key, *stem)) as u32);
            }
        }
    }
    keys.into_iter().take(QUOTED).collect()
}

/// Words of the report's own matter: headline, lead and body, no furniture, byline or caption.
pub(crate) struct Matter {
    /// The headline where it is no part of the text.
    pub title: Words,
    /// The text's words, in order.
    pub words: Words,
    /// For each of them, where it stands.
    parts: Vec<Part>,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Headline,
    Body,
    /// The agency in a dateline, which is no part of what the report is about.
    Agency,
}

impl Matter {
    /// The matter of a report.
    pub fn of(doc: &Doc<'_>) -> Matter {
        let text = doc.text();
        let mut words = Words::default();
        let mut parts = Vec::new();
        let segments = &doc.report.segments;
        let mut at = 0;
        let mut add = |from: usize, to: usize, part: Part| {
            if let Some(own) = text.get(from..to) {
                words.extend(own, from);
                parts.resize(words.len(), part);
            }
        };
        // What no segment covers counts as body.
        for segment in segments {
            add(at, segment.span.start(), Part::Body);
            match segment.kind {
                SegmentKind::Headline => add(segment.span.start(), segment.span.end(), Part::Headline),
                SegmentKind::Body => add(segment.span.start(), segment.span.end(), Part::Body),
                // `HALSK, May 3 (ONA)`: the agency tells nothing of the matter.
                SegmentKind::Dateline => {
                    let (start, end) = (segment.span.start(), segment.span.end());
                    let agency = text.get(start..end).and_then(|line| line.find('('));
                    let agency = agency.map_or(end, |at| start + at);
                    add(start, agency, Part::Body);
                    add(agency, end, Part::Agency);
                }
                SegmentKind::Byline | SegmentKind::Caption | SegmentKind::Furniture => {}
            }
            at = segment.span.end();
        }
        add(at, text.len(), Part::Body);
        let has_headline = segments.iter().any(|s| s.kind == SegmentKind::Headline);
        let title = match &doc.report.title {
            Some(title) if !has_headline && !text.trim_start().starts_with(title.trim()) => Words::of(title),
            _ => Words::default(),
        };
        Matter { title, words, parts }
    }

    /// What it is about: terms by id.
    pub fn terms(&self, settings: &Settings) -> Vec<Term> {
        #[derive(Default)]
        struct Tally {
            uses: f32,
            capital: u32,
            small: u32,
            any: u32,
            prior: f32,
            pair: bool,
            number: bool,
            office: bool,
        }
        let mut tallies: FxHashMap<u32, Tally> = FxHashMap::default();
        // Names of those who hold an office, and the first names that stood right after one.
        let (mut holders, mut first_names) = (FxHashSet::default(), FxHashSet::default());
        let mut at = 0usize;
        for (words, is_title) in [(&self.title, true), (&self.words, false)] {
            let mut before: Option<u64> = None;
            for (i, word) in words.list().iter().enumerate() {
                let normal = words.normal(i);
                let hash = hash_word(stem(normal));
                let part =
                    if is_title { Part::Headline } else { self.parts.get(i).copied().unwrap_or(Part::Body) };
                if part == Part::Agency {
                    before = None;
                    continue;
                }
                let in_headline = part == Part::Headline;
                let weight = if in_headline {
                    settings.headline_weight
                } else {
                    at += 1;
                    1.0 + settings.lead_weight * (-(at as f32) / settings.lead_words).exp()
                };
                if normal.len() >= 2 && !(word.number() && normal.len() < 2) {
                    let tally = tallies.entry(hash as u32).or_default();
                    tally.uses += weight;
                    tally.any += 1;
                    tally.prior = prior::share(hash);
                    tally.number = word.number();
                    if word.capital() {
                        tally.capital += u32::from(!word.starts() && !in_headline);
                    } else {
                        tally.small += 1;
                    }
                }
                // A name of several words is a term of its own: `Red` and `River` tell less than `Red River`.
                let named = word.capital() && normal.len() >= 2;
                if named
                    && word.adjacent()
                    && let Some(previous) = before
                {
                    let (after_office, after_first) =
                        (OFFICES.contains(&previous), first_names.contains(&previous));
                    if after_office && !OFFICES.contains(&hash) {
                        first_names.insert(hash);
                    }
                    if (after_office || after_first) && !OFFICES.contains(&hash) {
                        holders.insert(hash as u32);
                    }
                    let pair = join(previous, hash);
                    let tally = tallies.entry(pair as u32).or_default();
                    tally.uses += weight;
                    tally.any += 1;
                    tally.prior = 0.0002;
                    tally.pair = true;
                    tally.office = after_office || after_first;
                }
                // `The Ministry`, `But Orlander` are no names of two words.
                before = named.then_some(hash).filter(|_| prior::share(hash) < GRAMMAR);
            }
        }
        let mut terms: Vec<Term> = tallies
            .into_iter()
            .map(|(id, t)| Term {
                id,
                uses: t.uses,
                prior: t.prior,
                name: t.pair || (t.capital > 0 && t.small * 2 <= t.any),
                number: t.number,
                office: t.office || holders.contains(&id),
            })
            .collect();
        terms.sort_by_key(|t| t.id);
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::Wording;

    fn terms_of(text: &str) -> FxHashMap<u32, Term> {
        let words = Words::of(text);
        let matter = Matter { title: Words::default(), parts: vec![Part::Body; words.len()], words };
        matter.terms(&Settings::default()).into_iter().map(|t| (t.id, t)).collect()
    }

    fn id(words: &str) -> u32 {
        let hashes: Vec<u64> = words.split(' ').map(|w| hash_word(stem(w))).collect();
        hashes.iter().copied().reduce(join).unwrap() as u32
    }

    fn keys(quotation: &str) -> Vec<u32> {
        quoted(&[Quote {
            doc: 0,
            spans: Vec::new(),
            statement: None,
            speaker: None,
            firm: false,
            loose: false,
            said: None,
            quoted: true,
            direct: true,
            wording: Wording::of(quotation),
        }])
    }

    #[test]
    fn who_holds_an_office_is_known_by_it_and_the_victim_is_not() {
        let terms =
            terms_of("They heard Minister Ola Brunn. The boat was steered by Edda Quist. Then Brunn left.");
        assert!(terms[&id("ola")].office && terms[&id("brunn")].office && terms[&id("ola brunn")].office);
        assert!(!terms[&id("edda")].office && !terms[&id("quist")].office);
    }

    #[test]
    fn an_article_makes_no_name_of_two_words() {
        let terms = terms_of("Rain fell. The Celesta sank off Port Marrow.");
        assert!(terms.contains_key(&id("port marrow")));
        assert!(!terms.contains_key(&id("the celesta")));
    }

    #[test]
    fn quotations_are_known_by_their_matter_however_long_the_excerpt() {
        let long = keys("The ferry carried goats and pianos, and the pianos floated. Nobody whistled.");
        let short = keys("the ferry carried goats and pianos");
        assert!(!short.is_empty() && short.iter().all(|id| long.contains(id)));
        assert!(keys("a mess").is_empty());
        let other = keys("The ferry carried pilgrims and their lanterns.");
        assert!(!other.is_empty() && other.iter().all(|id| !long.contains(id)));
    }
}
