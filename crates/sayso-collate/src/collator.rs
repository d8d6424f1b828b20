//! Placing reports, one at a time, into stories.

mod asking;
mod grouping;
mod settings;

use crate::sketch::{ReportSketch, StorySketch, UNIT, Vector, product};
use crate::terms::{Matter, Term, quoted};
use crate::{Doc, Key, ReportNo, Shelf, StoryNo, dates, minhash, quotation};
use grouping::{Item, grouped};
use std::collections::BTreeMap;

pub use settings::Settings;

/// Places reports, one at a time, into stories.
///
/// A report's words and names are weighed by how much they tell (how often the report uses them, in its
/// headline and lead above all, against how many reports have them). Reports that share its weightiest terms,
/// at any time or in the same weeks, name the stories that come into question. Those near enough are grouped anew
/// with the report, so that stories join and part as reports come in, and what they come to depends little on the
/// order. The largest part of a story keeps its number; of stories that become one, the least number stays.
#[derive(Clone, Debug, Default)]
pub struct Collator {
    settings: Settings,
}

/// Where a report was placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The story it belongs to now.
    pub story: StoryNo,
    /// Whether the story began with it.
    pub new_story: bool,
    /// How near it was to the reports of the story it joined, on average; 0 when the story began with it.
    pub score: f32,
    /// Stories that this report showed to be the same happening as others: their reports now belong to those, and
    /// these numbers stand for nothing any more.
    pub merged: Vec<StoryNo>,
    /// Stories that this report showed to be happenings of their own: their reports belonged to others until now.
    pub parted: Vec<StoryNo>,
    /// Stories about the same matter that are not the same happening (background, aftermath, retrospective),
    /// nearest first.
    pub linked: Vec<Related<StoryNo>>,
    /// Reports whose words are largely the same, nearest first.
    pub near: Vec<Related<ReportNo>>,
}

/// Something near, and how near: 0 nothing in common, 1 the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Related<T> {
    /// What is near.
    pub to: T,
    /// How near.
    pub score: f32,
}

/// Every report is counted up to this number, every [`SAMPLE`]th after it: by then shares change slowly, and
/// the cost of counting does not.
const COUNT_ALL: u32 = 4096;
const SAMPLE: u32 = 8;
/// The number of reports counted is itself a count.
const COUNTED: Key = Key(0x5a75_0c01_1a7e_0001);
/// Terms that come first by the prior are looked up in the counts.
const WEIGHED: usize = 240;
/// Keys of quotations under which other reports are looked for.
const QUOTED: usize = 16;
/// Stories named at most as linked.
const LINKS: usize = 5;

impl Collator {
    /// A collator with other settings than the default.
    pub fn new(settings: Settings) -> Collator {
        Collator { settings }
    }

    /// Places a report, called once for every new report in order of arrival.
    ///
    /// # Errors
    /// Those of the shelf, which then may hold half of the changes: roll back.
    pub fn add<S: Shelf>(&self, shelf: &mut S, doc: &Doc<'_>) -> Result<Placed, S::Error> {
        self.place(shelf, doc, None)
    }

    /// Groups reports all at once, without a shelf: what placing them one at a time should come to. Takes time and
    /// memory with the square of their number; for a few reports, and for measuring.
    pub fn at_once(&self, docs: &[Doc<'_>]) -> Vec<Vec<ReportNo>> {
        let mut shelf = crate::MemoryShelf::default();
        let matters: Vec<Matter> = docs.iter().map(Matter::of).collect();
        for matter in &matters {
            let ids = matter.terms(&self.settings).into_iter().map(|t| Term::count_key(t.id));
            let keys: Vec<Key> = ids.chain([COUNTED]).collect();
            let Ok(()) = shelf.count(&keys, 1);
        }
        let items: Vec<Item> = docs
            .iter()
            .zip(&matters)
            .map(|(doc, matter)| {
                let mut sketch = self.sketch(doc, matter);
                let Ok(_) = self.weigh(&shelf, matter, &mut sketch);
                self.tie(&mut sketch, &quotation::quotes_of(doc, 0, &|_| None));
                Item::report(&sketch)
            })
            .collect();
        let mut groups: BTreeMap<usize, Vec<ReportNo>> = BTreeMap::new();
        for (doc, group) in docs.iter().zip(grouped(&self.settings, &items)) {
            groups.entry(group).or_default().push(doc.no);
        }
        groups.into_values().collect()
    }

    /// What tells of a report by itself.
    fn sketch(&self, doc: &Doc<'_>, matter: &Matter) -> ReportSketch {
        ReportSketch {
            day: dates::report_day(doc, &matter.words),
            published: doc.report.published.day().is_some(),
            signature: minhash::signature(&matter.words),
            ..ReportSketch::default()
        }
    }

    fn place<S: Shelf>(
        &self,
        shelf: &mut S,
        doc: &Doc<'_>,
        vacant: Option<StoryNo>,
    ) -> Result<Placed, S::Error> {
        let matter = Matter::of(doc);
        let mut sketch = self.sketch(doc, &matter);
        let quotes = quotation::quotes_of(doc, 0, &|_| None);
        let (probes, counted) = self.weigh(shelf, &matter, &mut sketch)?;
        self.tie(&mut sketch, &quotes);
        let quoted = quotation::keys_of(&quotes);
        let (votes, near) = self.neighbours(shelf, &sketch, &probes, &quoted)?;
        let mut stories = self.score(shelf, &sketch, &votes)?;
        let reach = self.settings.reach * self.settings.join;
        let near_stories = stories.iter().filter(|s| s.ratio >= reach).count();
        let rest = stories.split_off(near_stories);
        let mut change = self.regroup(shelf, doc.no, &sketch, stories, vacant)?;
        change.others.extend(rest);

        for key in self.keys(&sketch, &probes, quoted) {
            if shelf.postings(key, self.settings.list_limit)?.len() < self.settings.list_limit {
                shelf.post(key, doc.no)?;
                sketch.posted.push(key.0);
            }
        }
        if doc.no.0 < COUNT_ALL || doc.no.0.is_multiple_of(SAMPLE) {
            let keys: Vec<Key> = counted.iter().map(|id| Term::count_key(*id)).chain([COUNTED]).collect();
            shelf.count(&keys, 1)?;
            sketch.counted = counted;
        }
        shelf.set_sketch(doc.no, Some(&sketch.to_bytes()))?;

        let Change { story, own, merged, parted, others } = change;
        let mut linked: Vec<Related<StoryNo>> =
            others.iter().map(|o| Related { to: o.no, score: relation(&own, &o.sketch) }).collect();
        linked.retain(|l| l.score >= self.settings.link);
        linked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.to.cmp(&b.to)));
        linked.truncate(LINKS);
        let alone = own.reports == 1;
        let score = if alone { 0.0 } else { nearness_within(&sketch, &own) };
        Ok(Placed { story, new_story: alone && merged.is_empty(), score, merged, parted, linked, near })
    }

    /// Gives the sketch its weighed terms. Returns the terms that lead to other reports, weightiest first, and
    /// all terms to be counted.
    fn weigh<S: Shelf>(
        &self,
        shelf: &S,
        matter: &Matter,
        sketch: &mut ReportSketch,
    ) -> Result<(Vec<u32>, Vec<u32>), S::Error> {
        let s = &self.settings;
        let mut terms: Vec<(f32, Term)> =
            matter.terms(s).into_iter().map(|t| (self.weight(&t, t.prior), t)).collect();
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
        let mut numbers = 0;
        let mut at = 0;
        terms.retain(|(_, term)| {
            at += 1;
            numbers += usize::from(term.number);
            at <= WEIGHED || (term.number && numbers <= s.sketch_numbers)
        });
        let mut keys: Vec<Key> = terms.iter().map(|(_, t)| Term::count_key(t.id)).collect();
        keys.push(COUNTED);
        let counts = shelf.counts(&keys)?;
        let total = counts.last().copied().unwrap_or(0) as f32;
        for ((weight, term), count) in terms.iter_mut().zip(&counts) {
            let share = (s.prior_reports * term.prior + *count as f32) / (s.prior_reports + total);
            *weight = self.weight(term, share);
        }
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
        let counted = terms.iter().map(|(_, t)| t.id).collect();
        let probes = terms.iter().take(s.probe_terms).map(|(_, t)| t.id).collect();
        let words = terms.iter().take(s.sketch_terms).map(|(w, t)| (t.id, *w));
        sketch.terms = unit(words, (1.0 - s.number_share).sqrt());
        let numbers = terms.iter().filter(|(_, t)| t.number).take(s.sketch_numbers);
        sketch.terms.extend(unit(numbers.map(|(w, t)| (Term::number_id(t.id), *w)), s.number_share.sqrt()));
        sketch.terms.sort_unstable();
        // Two terms of one hash are one.
        sketch.terms.dedup_by_key(|(id, _)| *id);
        Ok((probes, counted))
    }

    /// Gives the sketch what ties it to reports that print the same quotations.
    fn tie(&self, sketch: &mut ReportSketch, quotes: &[quotation::Quote]) {
        let ids = quoted(quotes);
        let each = self.settings.quoted_weight.min(self.settings.quoted_most / ids.len().max(1) as f32);
        sketch.terms.extend(ids.iter().map(|id| (*id, (each.sqrt() * UNIT).round() as u32)));
        sketch.terms.sort_unstable();
        sketch.terms.dedup_by_key(|(id, _)| *id);
    }

    fn weight(&self, term: &Term, share: f32) -> f32 {
        let rarity = (1.0 / share.clamp(1e-6, 1.0)).ln().powf(self.settings.rarity_power);
        let mut name = if term.name { self.settings.name_weight } else { 1.0 };
        if term.office {
            name *= self.settings.office_weight;
        }
        term.uses.powf(self.settings.uses_power) * rarity * name
    }

    /// Reports that share probes or fingerprint bands, with how much speaks for them; and near copies.
    #[expect(clippy::type_complexity, reason = "two lists, used once")]
    fn neighbours<S: Shelf>(
        &self,
        shelf: &S,
        sketch: &ReportSketch,
        probes: &[u32],
        quoted: &[Key],
    ) -> Result<(Vec<(ReportNo, f32)>, Vec<Related<ReportNo>>), S::Error> {
        let limit = self.settings.list_limit;
        let mut votes: BTreeMap<ReportNo, f32> = BTreeMap::new();
        let mut vote = |list: Vec<ReportNo>, weight: f32| {
            // What many share says little of each.
            let each = weight / (1.0 + list.len() as f32).ln();
            for no in list {
                *votes.entry(no).or_default() += each;
            }
        };
        for (rank, id) in probes.iter().enumerate() {
            let weight = 1.0 / (1.0 + 0.1 * rank as f32);
            vote(shelf.postings(Term::post_key(*id), limit)?, weight);
            if let Some(week) = sketch.day.map(week) {
                for near in week - 1..=week + 1 {
                    vote(shelf.postings(Term::week_key(*id, near), limit)?, weight);
                }
            }
        }
        for key in quoted.iter().take(QUOTED) {
            vote(shelf.postings(*key, limit)?, 0.5);
        }
        let mut copies: BTreeMap<ReportNo, u32> = BTreeMap::new();
        if let Some(signature) = &sketch.signature {
            for key in minhash::band_keys(signature) {
                for no in shelf.postings(key, limit)? {
                    *copies.entry(no).or_default() += 1;
                }
            }
        }
        let mut copies: Vec<(ReportNo, u32)> = copies.into_iter().collect();
        copies.sort_by_key(|(no, bands)| (std::cmp::Reverse(*bands), *no));
        let mut near = Vec::new();
        for (no, bands) in copies.into_iter().take(8) {
            *votes.entry(no).or_default() += bands as f32;
            if let (Some(own), Some(bytes)) = (&sketch.signature, shelf.sketch(no)?)
                && let Some(other) = ReportSketch::from_bytes(&bytes).and_then(|s| s.signature)
            {
                let score = minhash::resemblance(own, &other);
                if score >= 0.25 {
                    near.push(Related { to: no, score });
                }
            }
        }
        near.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.to.cmp(&b.to)));
        let mut votes: Vec<(ReportNo, f32)> = votes.into_iter().collect();
        votes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        votes.truncate(4 * self.settings.closest_stories);
        Ok((votes, near))
    }

    /// The stories of those reports, nearest first.
    fn score<S: Shelf>(
        &self,
        shelf: &S,
        sketch: &ReportSketch,
        votes: &[(ReportNo, f32)],
    ) -> Result<Vec<Candidate>, S::Error> {
        let mut stories: BTreeMap<StoryNo, f32> = BTreeMap::new();
        for (no, weight) in votes {
            if let Some(story) = shelf.story_of(*no)? {
                *stories.entry(story).or_default() += weight;
            }
        }
        let mut stories: Vec<(StoryNo, f32)> = stories.into_iter().collect();
        stories.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut scored = Vec::new();
        for (no, _) in stories.into_iter().take(self.settings.closest_stories) {
            if let Some(story) = shelf.story_sketch(no)?.and_then(|bytes| StorySketch::from_bytes(&bytes)) {
                scored.push(Candidate { no, ratio: self.ratio(sketch, &story), sketch: story });
            }
        }
        scored.sort_by(|a, b| b.ratio.total_cmp(&a.ratio).then(a.no.cmp(&b.no)));
        Ok(scored)
    }

    /// How near a report is to a story's reports, for how near those are to each other.
    fn ratio(&self, report: &ReportSketch, story: &StorySketch) -> f32 {
        let s = &self.settings;
        let day = report.day.filter(|_| report.published);
        let size = story.reports as f32;
        let near = product(&report.terms, &story.terms) / size.max(1.0);
        let close = s.closeness(0.0, 0.0) * s.closeness(size * (size - 1.0) / 2.0, story.within());
        near * s.time((day, day), (story.first, story.last)) / close.sqrt()
    }

    /// Groups a new report and the reports of the stories near it anew, and writes what changes.
    fn regroup<S: Shelf>(
        &self,
        shelf: &mut S,
        no: ReportNo,
        sketch: &ReportSketch,
        stories: Vec<Candidate>,
        vacant: Option<StoryNo>,
    ) -> Result<Change, S::Error> {
        let mut parts =
            vec![Part { reports: vec![no], story: None, sketch: PartSketch::Report(sketch.clone()) }];
        let mut room = self.settings.regrouped;
        for (at, story) in stories.iter().enumerate() {
            let members = shelf.reports_of(story.no)?;
            if members.len() > room {
                let sketch = PartSketch::Story(story.sketch.clone());
                parts.push(Part { reports: members, story: Some(at), sketch });
                continue;
            }
            room -= members.len();
            for member in members {
                let sketch = shelf.sketch(member)?.and_then(|bytes| ReportSketch::from_bytes(&bytes));
                let sketch = PartSketch::Report(sketch.unwrap_or_default());
                parts.push(Part { reports: vec![member], story: Some(at), sketch });
            }
        }
        let items: Vec<Item> = parts.iter().map(|p| p.sketch.item()).collect();
        let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
        for (at, group) in grouped(&self.settings, &items).into_iter().enumerate() {
            groups.entry(group).or_default().parts.push(at);
        }
        let mut groups: Vec<Group> = groups.into_values().collect();
        // The largest part of a story has its number; the first of equals.
        for (at, story) in stories.iter().enumerate() {
            let share = |g: &Group| -> usize {
                let of = g.parts.iter().map(|p| &parts[*p]).filter(|p| p.story == Some(at));
                of.map(|p| p.reports.len()).sum()
            };
            let largest = (0..groups.len()).min_by_key(|g| (std::cmp::Reverse(share(&groups[*g])), *g));
            if let Some(largest) = largest {
                groups[largest].numbers.push(story.no);
            }
        }
        let mut change = Change::default();
        let mut own = None;
        for (at, group) in groups.iter().enumerate() {
            let kept = group.numbers.iter().min().copied();
            let (of_new, number) = match (at == 0, kept, vacant) {
                (new, Some(kept), _) => (new, kept),
                (true, None, Some(vacant)) if group.parts.len() == 1 => (true, vacant),
                (new, None, _) => (new, shelf.new_story()?),
            };
            if kept.is_none() && group.parts.iter().any(|p| parts[*p].story.is_some()) {
                change.parted.push(number);
            }
            change.merged.extend(group.numbers.iter().filter(|n| **n != number));
            let members = || group.parts.iter().map(|p| &parts[*p]);
            let before = stories.iter().find(|s| s.no == number);
            let count: usize = members().map(|p| p.reports.len()).sum();
            let as_before = before.is_some_and(|s| {
                count == s.sketch.reports as usize
                    && members().all(|p| p.story.is_some_and(|at| stories[at].no == number))
            });
            let sketch = match before.filter(|_| as_before) {
                Some(before) => before.sketch.clone(),
                None => {
                    let mut sum = StorySketch::default();
                    for part in members() {
                        part.sketch.add_to(&mut sum);
                        if part.story.is_none_or(|at| stories[at].no != number) {
                            for no in &part.reports {
                                shelf.set_story(*no, Some(number))?;
                            }
                        }
                    }
                    shelf.set_story_sketch(number, Some(&sum.to_bytes()))?;
                    sum
                }
            };
            if of_new {
                own = Some((number, sketch));
            } else {
                change.others.push(Candidate { no: number, ratio: 0.0, sketch });
            }
        }
        for gone in &change.merged {
            shelf.set_story_sketch(*gone, None)?;
        }
        change.merged.sort_unstable();
        if let Some((story, own)) = own {
            change.story = story;
            change.own = own;
        }
        Ok(change)
    }

    /// Everything a report is kept under.
    fn keys(&self, sketch: &ReportSketch, probes: &[u32], quoted: Vec<Key>) -> Vec<Key> {
        let mut keys: Vec<Key> = probes.iter().map(|id| Term::post_key(*id)).collect();
        if let Some(week) = sketch.day.map(week) {
            keys.extend(probes.iter().map(|id| Term::week_key(*id, week)));
        }
        keys.extend(sketch.signature.iter().flat_map(minhash::band_keys));
        keys.extend(quoted);
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Forgets a report. Its story goes with its last report.
    ///
    /// # Errors
    /// Those of the shelf, which then may hold half of the changes: roll back.
    pub fn remove<S: Shelf>(&self, shelf: &mut S, no: ReportNo) -> Result<(), S::Error> {
        let sketch = shelf.sketch(no)?.and_then(|bytes| ReportSketch::from_bytes(&bytes));
        if let Some(sketch) = sketch {
            for key in &sketch.posted {
                shelf.unpost(Key(*key), no)?;
            }
            if !sketch.counted.is_empty() {
                let keys: Vec<Key> =
                    sketch.counted.iter().map(|id| Term::count_key(*id)).chain([COUNTED]).collect();
                shelf.count(&keys, -1)?;
            }
        }
        shelf.set_sketch(no, None)?;
        let Some(story) = shelf.story_of(no)? else {
            return Ok(());
        };
        shelf.set_story(no, None)?;
        // Summed anew: what was trimmed from a large story's sketch cannot be taken away from it.
        let mut left = StorySketch::default();
        for member in shelf.reports_of(story)? {
            if let Some(sketch) = shelf.sketch(member)?.and_then(|bytes| ReportSketch::from_bytes(&bytes)) {
                left.add(&sketch);
            }
        }
        let bytes = (left.reports > 0).then(|| left.to_bytes());
        shelf.set_story_sketch(story, bytes.as_deref())
    }

    /// Puts a new revision in place of `old` (which may have the same number). A story that has only this
    /// report keeps its number unless the new text belongs elsewhere.
    ///
    /// # Errors
    /// Those of the shelf, which then may hold half of the changes: roll back.
    pub fn replace<S: Shelf>(&self, shelf: &mut S, old: ReportNo, doc: &Doc<'_>) -> Result<Placed, S::Error> {
        let story = shelf.story_of(old)?;
        self.remove(shelf, old)?;
        let vacant = match story {
            Some(story) if shelf.reports_of(story)?.is_empty() => Some(story),
            _ => None,
        };
        self.place(shelf, doc, vacant)
    }
}

/// A story that comes into question.
struct Candidate {
    no: StoryNo,
    /// How near it is, for how close its reports are.
    ratio: f32,
    sketch: StorySketch,
}

/// What a new report changed.
struct Change {
    story: StoryNo,
    own: StorySketch,
    merged: Vec<StoryNo>,
    parted: Vec<StoryNo>,
    /// The other stories near it, as they are now.
    others: Vec<Candidate>,
}

impl Default for Change {
    fn default() -> Change {
        let own = StorySketch::default();
        Change { story: StoryNo(0), own, merged: Vec::new(), parted: Vec::new(), others: Vec::new() }
    }
}

/// What is grouped: a report, or a story as a whole.
struct Part {
    reports: Vec<ReportNo>,
    /// The place of its story among the candidates; `None` for the new report.
    story: Option<usize>,
    sketch: PartSketch,
}

enum PartSketch {
    Report(ReportSketch),
    Story(StorySketch),
}

impl PartSketch {
    fn item(&self) -> Item {
        match self {
            PartSketch::Report(sketch) => Item::report(sketch),
            PartSketch::Story(sketch) => Item::story(sketch),
        }
    }

    fn add_to(&self, sum: &mut StorySketch) {
        match self {
            PartSketch::Report(sketch) => sum.add(sketch),
            PartSketch::Story(sketch) => sum.merge(sketch),
        }
    }
}

/// Parts that are one story now, and the numbers of the stories whose largest part is among them.
#[derive(Default)]
struct Group {
    parts: Vec<usize>,
    numbers: Vec<StoryNo>,
}

/// Weights brought to one length.
fn unit(terms: impl Iterator<Item = (u32, f32)> + Clone, length: f32) -> Vector {
    let own = terms.clone().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    terms.map(|(id, w)| (id, (w / own * length * UNIT).round() as u32)).collect()
}

/// How near two stories are in matter, whatever the time between: for links.
fn relation(a: &StorySketch, b: &StorySketch) -> f32 {
    product(&a.terms, &b.terms) / (a.reports as f32 * b.reports as f32).max(1.0)
}

/// How near a report is to the others of its story, on average.
fn nearness_within(report: &ReportSketch, story: &StorySketch) -> f32 {
    let others = (story.reports as f32 - 1.0).max(1.0);
    ((product(&report.terms, &story.terms) - product(&report.terms, &report.terms)) / others).max(0.0)
}

/// Weeks since 1970.
fn week(day: dates::Day) -> i32 {
    day.div_euclid(7)
}
