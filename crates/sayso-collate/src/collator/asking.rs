//! What stories and reports are asked for by words or by what they share.

use super::{Collator, LINKS, Related, relation};
use crate::sketch::{ReportSketch, StorySketch};
use crate::terms::Term;
use crate::{Key, ReportNo, Shelf, StoryNo, quotation};
use std::collections::BTreeMap;

impl Collator {
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
        // A term is looked up once, however many of the reports have it, and so is each report that it leads to.
        let mut terms: BTreeMap<Key, u32> = BTreeMap::new();
        for no in members.iter().step_by(step) {
            let Some(report) = shelf.sketch(*no)?.and_then(|b| ReportSketch::from_bytes(&b)) else {
                continue;
            };
            let mut weightiest = report.terms.clone();
            weightiest.sort_by_key(|(id, weight)| (std::cmp::Reverse(*weight), *id));
            for (id, _) in weightiest.iter().take(self.settings.probe_terms) {
                *terms.entry(Term::post_key(*id)).or_default() += 1;
            }
        }
        let mut of_reports: BTreeMap<ReportNo, u32> = BTreeMap::new();
        for (key, count) in terms {
            for other in shelf.postings(key, self.settings.list_limit)? {
                *of_reports.entry(other).or_default() += count;
            }
        }
        let mut votes: BTreeMap<StoryNo, u32> = BTreeMap::new();
        for (other, count) in of_reports {
            if let Some(other) = shelf.story_of(other)?.filter(|s| *s != story) {
                *votes.entry(other).or_default() += count;
            }
        }
        let mut votes: Vec<(StoryNo, u32)> = votes.into_iter().collect();
        votes.sort_by_key(|(no, n)| (std::cmp::Reverse(*n), *no));
        let mut linked = Vec::new();
        for (no, _) in votes.into_iter().take(2 * self.settings.closest_stories) {
            if let Some(other) = sketch(shelf.story_sketch(no)?) {
                let score = relation(&own, &other);
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
