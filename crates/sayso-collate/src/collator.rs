//! Placing reports, one at a time, into stories.

use crate::sketch::{ReportSketch, StorySketch, UNIT, product};
use crate::terms::{Matter, Term};
use crate::{Doc, Key, ReportNo, Shelf, StoryNo, dates, minhash, quotation};
use std::collections::BTreeMap;

/// Places reports, one at a time, into stories.
///
/// A report's words and names are weighed by how much they tell (how often the report uses them, in its
/// headline and lead above all, against how many reports have them). Reports that share its weightiest terms,
/// at any time or in the same weeks, name the stories that come into question; the report joins the story
/// whose reports it is nearest to on average, if near enough. If that brings two stories near enough to each
/// other, they become one.
#[derive(Clone, Debug, Default)]
pub struct Collator {
    settings: Settings,
}

/// How collation decides. The defaults are the measured ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// At most so many reports are read from, and kept in, one posting list.
    pub list_limit: usize,
    /// How near a report must be to a story's reports, on average, to join it.
    pub join: f32,
    /// How much of a story's own closeness is asked of what joins it, beyond [`Settings::usual_closeness`].
    pub closeness_weight: f32,
    /// How near the reports of a story usually are to each other.
    pub usual_closeness: f32,
    /// How near a report must be to a story to be linked with it.
    pub link: f32,
    /// Uses in the headline count so many times.
    pub headline_weight: f32,
    /// Uses at the very beginning count this much more than those at the end.
    pub lead_weight: f32,
    /// After so many words, a third of that is left.
    pub lead_words: f32,
    /// Names count so many times as much as other words.
    pub name_weight: f32,
    /// The number of uses counts with this power.
    pub uses_power: f32,
    /// So many pairs of reports of the usual closeness are assumed in every story.
    pub closeness_prior: f32,
    /// Rarity counts with this power.
    pub rarity_power: f32,
    /// News at large counts like so many reports of one's own when words are judged common or rare.
    pub prior_reports: f32,
    /// So many terms are kept of a report.
    pub sketch_terms: usize,
    /// So many terms lead to other reports.
    pub probe_terms: usize,
    /// So many stories are looked at closely.
    pub closest_stories: usize,
    /// How the number of reports of a story divides its nearness: 1 is the plain average.
    pub size_power: f32,
    /// What is left of nearness over any length of time.
    pub time_floor: f32,
    /// Days after which a third of the rest is left.
    pub time_days: f32,
    /// What is left of nearness when one of both has no date.
    pub undated: f32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            list_limit: 64,
            join: 0.24,
            closeness_weight: 1.0,
            usual_closeness: 0.4,
            link: 0.1,
            headline_weight: 2.5,
            lead_weight: 2.0,
            lead_words: 80.0,
            name_weight: 1.7,
            uses_power: 0.7,
            closeness_prior: 3.0,
            rarity_power: 1.0,
            prior_reports: 1000.0,
            sketch_terms: 120,
            probe_terms: 12,
            closest_stories: 10,
            size_power: 0.9,
            time_floor: 0.5,
            time_days: 10.0,
            undated: 0.9,
        }
    }
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
    /// Stories that this report showed to be the same happening: their reports now belong to `story`, and
    /// these numbers stand for nothing any more.
    pub merged: Vec<StoryNo>,
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
/// A story's closeness beyond the usual counts at most this much.
const MOST_BEYOND: f32 = 0.16;
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

    fn place<S: Shelf>(
        &self,
        shelf: &mut S,
        doc: &Doc<'_>,
        vacant: Option<StoryNo>,
    ) -> Result<Placed, S::Error> {
        let matter = Matter::of(doc);
        let mut sketch = ReportSketch {
            day: dates::report_day(doc, &matter.words),
            published: doc.report.published.day().is_some(),
            signature: minhash::signature(&matter.words),
            ..ReportSketch::default()
        };
        let (probes, counted) = self.weigh(shelf, doc.no, &matter, &mut sketch)?;
        let (votes, near) = self.neighbours(shelf, &sketch, &probes)?;
        let mut stories = self.score(shelf, &sketch, &votes)?;

        let joined = stories.first().filter(|s| s.margin >= 0.0).map(|s| s.no);
        let score = stories.first().filter(|_| joined.is_some()).map_or(0.0, |s| s.score);
        let (story, new_story) = match (joined, vacant) {
            (Some(story), _) => (story, false),
            (None, Some(vacant)) => (vacant, true),
            (None, None) => (shelf.new_story()?, true),
        };
        let mut own = match joined {
            Some(_) => stories.remove(0).sketch,
            None => StorySketch::default(),
        };
        own.add(&sketch);
        shelf.set_story(doc.no, Some(story))?;
        let (story, merged) = self.merge(shelf, story, &mut own, &mut stories)?;
        shelf.set_story_sketch(story, Some(&own.to_bytes()))?;

        for key in self.keys(&sketch, &probes, doc) {
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

        for other in &mut stories {
            other.score = self.relation(&own, &other.sketch);
        }
        stories.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.no.cmp(&b.no)));
        let linked = stories
            .iter()
            .filter(|s| s.score >= self.settings.link)
            .take(LINKS)
            .map(|s| Related { to: s.no, score: s.score })
            .collect();
        Ok(Placed { story, new_story: new_story && merged.is_empty(), score, merged, linked, near })
    }

    /// Gives the sketch its weighed terms. Returns the terms that lead to other reports, weightiest first, and
    /// all terms to be counted.
    fn weigh<S: Shelf>(
        &self,
        shelf: &S,
        _no: ReportNo,
        matter: &Matter,
        sketch: &mut ReportSketch,
    ) -> Result<(Vec<u32>, Vec<u32>), S::Error> {
        let s = &self.settings;
        let mut terms: Vec<(f32, Term)> =
            matter.terms(s).into_iter().map(|t| (self.weight(&t, t.prior), t)).collect();
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
        terms.truncate(WEIGHED);
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
        terms.truncate(s.sketch_terms);
        let length = terms.iter().map(|(w, _)| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        let probes = terms.iter().take(s.probe_terms).map(|(_, t)| t.id).collect();
        sketch.terms = terms.iter().map(|(w, t)| (t.id, (w / length * UNIT).round() as u32)).collect();
        sketch.terms.sort_unstable();
        Ok((probes, counted))
    }

    fn weight(&self, term: &Term, share: f32) -> f32 {
        let rarity = (1.0 / share.clamp(1e-6, 1.0)).ln().powf(self.settings.rarity_power);
        let name = if term.name { self.settings.name_weight } else { 1.0 };
        term.uses.powf(self.settings.uses_power) * rarity * name
    }

    /// Reports that share probes or fingerprint bands, with how much speaks for them; and near copies.
    #[expect(clippy::type_complexity, reason = "two lists, used once")]
    fn neighbours<S: Shelf>(
        &self,
        shelf: &S,
        sketch: &ReportSketch,
        probes: &[u32],
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
        let mut single = StorySketch::default();
        single.add(sketch);
        let mut scored = Vec::new();
        for (no, _) in stories.into_iter().take(self.settings.closest_stories) {
            if let Some(sketch) = shelf.story_sketch(no)?.and_then(|bytes| StorySketch::from_bytes(&bytes)) {
                let score = self.nearness(&single, &sketch);
                let enough = self.threshold(&single, &sketch);
                scored.push(Candidate { no, score, margin: score - enough, sketch });
            }
        }
        scored.sort_by(|a, b| b.margin.total_cmp(&a.margin).then(a.no.cmp(&b.no)));
        Ok(scored)
    }

    /// How near both must be to be one happening: more where the reports of either are close to each other, so
    /// that two stories about the same people stay two.
    fn threshold(&self, a: &StorySketch, b: &StorySketch) -> f32 {
        let s = &self.settings;
        // Judged from few reports it is drawn towards the usual.
        let closeness = |x: &StorySketch| {
            let n = x.reports as f32;
            let pairs = n * (n - 1.0) / 2.0;
            let sum = ((product(&x.terms, &x.terms) - n) / 2.0).max(0.0);
            (sum + s.closeness_prior * s.usual_closeness) / (pairs + s.closeness_prior)
        };
        // Near copies make a story closer than it is; they must not keep out those who wrote their own.
        let beyond = closeness(a).max(closeness(b)) - s.usual_closeness;
        s.join + s.closeness_weight * beyond.min(MOST_BEYOND)
    }

    /// How near two stories are: the mean over all pairs of their reports, less for the time between.
    fn nearness(&self, a: &StorySketch, b: &StorySketch) -> f32 {
        let s = &self.settings;
        let pairs = (a.reports as f32 * b.reports as f32).powf(s.size_power).max(1.0);
        let time = match a.days_from(b.first, b.last) {
            Some(days) => s.time_floor + (1.0 - s.time_floor) * (-(days as f32) / s.time_days).exp(),
            None => s.undated,
        };
        product(&a.terms, &b.terms) / pairs * time
    }

    /// How near two stories are in matter, whatever the time between: for links.
    fn relation(&self, a: &StorySketch, b: &StorySketch) -> f32 {
        let pairs = (a.reports as f32 * b.reports as f32).powf(self.settings.size_power).max(1.0);
        product(&a.terms, &b.terms) / pairs
    }

    /// Makes one story of those that are near enough now that `own` has grown; the oldest number stays.
    fn merge<S: Shelf>(
        &self,
        shelf: &mut S,
        mut story: StoryNo,
        own: &mut StorySketch,
        others: &mut Vec<Candidate>,
    ) -> Result<(StoryNo, Vec<StoryNo>), S::Error> {
        let mut merged = Vec::new();
        loop {
            for other in others.iter_mut() {
                let nearness = self.nearness(own, &other.sketch);
                other.score = other.score.max(nearness);
                other.margin = nearness - self.threshold(own, &other.sketch);
            }
            others.sort_by(|a, b| b.margin.total_cmp(&a.margin).then(a.no.cmp(&b.no)));
            if others.first().is_none_or(|o| o.margin < 0.0) {
                break;
            }
            let other = others.remove(0);
            own.merge(&other.sketch);
            let (stays, goes) = (story.min(other.no), story.max(other.no));
            for no in shelf.reports_of(goes)? {
                shelf.set_story(no, Some(stays))?;
            }
            shelf.set_story_sketch(goes, None)?;
            merged.push(goes);
            story = stays;
        }
        Ok((story, merged))
    }

    /// Everything a report is kept under.
    fn keys(&self, sketch: &ReportSketch, probes: &[u32], doc: &Doc<'_>) -> Vec<Key> {
        let mut keys: Vec<Key> = probes.iter().map(|id| Term::post_key(*id)).collect();
        if let Some(week) = sketch.day.map(week) {
            keys.extend(probes.iter().map(|id| Term::week_key(*id, week)));
        }
        keys.extend(sketch.signature.iter().flat_map(minhash::band_keys));
        keys.extend(quotation::keys_of(doc));
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

    /// The reports most likely to print `words` as a quotation, best first: load them and give them to
    /// [`find_quote`](crate::find_quote).
    ///
    /// # Errors
    /// Those of the shelf.
    pub fn quote_candidates<S: Shelf>(
        &self,
        shelf: &S,
        words: &str,
        limit: usize,
    ) -> Result<Vec<ReportNo>, S::Error> {
        let mut votes: BTreeMap<ReportNo, f32> = BTreeMap::new();
        for (key, weight) in quotation::asked_keys(words) {
            let list = shelf.postings(key, self.settings.list_limit)?;
            let each = weight / (1.0 + list.len() as f32).ln();
            for no in list {
                *votes.entry(no).or_default() += each;
            }
        }
        let mut votes: Vec<(ReportNo, f32)> = votes.into_iter().collect();
        votes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        votes.truncate(limit);
        Ok(votes.into_iter().map(|(no, _)| no).collect())
    }

    /// Stories about the same matter as `story` that are not the same happening, nearest first.
    ///
    /// # Errors
    /// Those of the shelf.
    pub fn linked<S: Shelf>(&self, shelf: &S, story: StoryNo) -> Result<Vec<Related<StoryNo>>, S::Error> {
        /// Reports of the story that are asked for their neighbours.
        const ASKED: usize = 24;
        let sketch = |bytes: Option<Vec<u8>>| bytes.and_then(|b| StorySketch::from_bytes(&b));
        let Some(own) = sketch(shelf.story_sketch(story)?) else {
            return Ok(Vec::new());
        };
        let members = shelf.reports_of(story)?;
        let step = members.len().div_ceil(ASKED).max(1);
        let mut votes: BTreeMap<StoryNo, u32> = BTreeMap::new();
        for no in members.iter().step_by(step) {
            let Some(report) = shelf.sketch(*no)?.and_then(|b| ReportSketch::from_bytes(&b)) else {
                continue;
            };
            let mut weightiest = report.terms.clone();
            weightiest.sort_by_key(|(id, weight)| (std::cmp::Reverse(*weight), *id));
            for (id, _) in weightiest.iter().take(self.settings.probe_terms) {
                for other in shelf.postings(Term::post_key(*id), self.settings.list_limit)? {
                    if let Some(other) = shelf.story_of(other)?.filter(|s| *s != story) {
                        *votes.entry(other).or_default() += 1;
                    }
                }
            }
        }
        let mut votes: Vec<(StoryNo, u32)> = votes.into_iter().collect();
        votes.sort_by_key(|(no, n)| (std::cmp::Reverse(*n), *no));
        let mut linked = Vec::new();
        for (no, _) in votes.into_iter().take(2 * self.settings.closest_stories) {
            if let Some(other) = sketch(shelf.story_sketch(no)?) {
                let score = self.relation(&own, &other);
                if score >= self.settings.link {
                    linked.push(Related { to: no, score });
                }
            }
        }
        linked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.to.cmp(&b.to)));
        linked.truncate(LINKS);
        Ok(linked)
    }
}

/// A story that comes into question.
struct Candidate {
    no: StoryNo,
    /// How near it is.
    score: f32,
    /// How much nearer than needed.
    margin: f32,
    sketch: StorySketch,
}

/// Weeks since 1970.
fn week(day: dates::Day) -> i32 {
    day.div_euclid(7)
}
