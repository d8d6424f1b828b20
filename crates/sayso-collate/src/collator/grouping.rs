//! Grouping reports into stories: agglomeration by how near two groups are for their own closeness.

use super::Settings;
use crate::dates::Day;
use crate::sketch::{ReportSketch, StorySketch, UNIT, Vector};

/// What is grouped: a report, or a story too large to be taken apart.
pub(crate) struct Item {
    terms: Vector,
    /// Number of reports.
    size: f32,
    /// Sum of nearness over all pairs of them.
    within: f32,
    first: Option<Day>,
    last: Option<Day>,
}

impl Item {
    pub fn report(sketch: &ReportSketch) -> Item {
        let day = sketch.day.filter(|_| sketch.published);
        Item { terms: sketch.terms.clone(), size: 1.0, within: 0.0, first: day, last: day }
    }

    pub fn story(sketch: &StorySketch) -> Item {
        Item {
            terms: sketch.terms.clone(),
            size: sketch.reports as f32,
            within: sketch.within(),
            first: sketch.first,
            last: sketch.last,
        }
    }
}

impl Settings {
    /// How near the reports of a group are to each other, drawn towards the usual where there are few pairs.
    pub(crate) fn closeness(&self, pairs: f32, within: f32) -> f32 {
        let closeness =
            (within + self.closeness_prior * self.usual_closeness) / (pairs + self.closeness_prior);
        closeness.clamp(f32::MIN_POSITIVE, self.most_closeness)
    }

    /// What is left of nearness over the time between two spans of days.
    pub(crate) fn time(&self, a: (Option<Day>, Option<Day>), b: (Option<Day>, Option<Day>)) -> f32 {
        let ((Some(a), Some(b)), (Some(c), Some(d))) = (a.0.zip(a.1).unzip(), b.0.zip(b.1).unzip()) else {
            return self.undated;
        };
        let days = (c - b).max(a - d).max(0) as f32;
        self.time_floor + (1.0 - self.time_floor) * (-days / self.time_days).exp()
    }
}

/// Groups items: the two groups nearest to each other, for how close each is in itself, become one, until no two are
/// near enough. Returns the group of each item; the order of items matters only between equals.
///
/// Nearness is the mean over all pairs of reports; it is set against the geometric mean of both groups' closeness,
/// so that two happenings told in the same words about the same people stay two while each is told alike, and a
/// story told in many ways stays one.
pub(crate) fn grouped(settings: &Settings, items: &[Item]) -> Vec<usize> {
    let n = items.len();
    let mut between = between(settings, items);
    let mut size: Vec<f32> = items.iter().map(|i| i.size).collect();
    // A copy is the same report once more: it says nothing of how near the reports of a story are.
    let (mut apart, mut pairs) = (between.clone(), vec![0.0f32; n * n]);
    for i in 0..n {
        for j in (0..n).filter(|j| *j != i) {
            let at = i * n + j;
            let copies = items[i].size == 1.0 && items[j].size == 1.0 && between[at] >= settings.copy;
            (apart[at], pairs[at]) =
                if copies { (0.0, 0.0) } else { (between[at], items[i].size * items[j].size) };
        }
    }
    let mut within: Vec<f32> = items.iter().map(|i| i.within).collect();
    let mut inside: Vec<f32> = size.iter().map(|s| s * (s - 1.0) / 2.0).collect();
    let mut close: Vec<f32> = (0..n).map(|i| settings.closeness(inside[i], within[i])).collect();
    let mut group: Vec<usize> = (0..n).collect();
    let mut live: Vec<usize> = (0..n).collect();
    let ratio = |between: &[f32], size: &[f32], close: &[f32], i: usize, j: usize| {
        between[i * n + j] / (size[i] * size[j]) / (close[i] * close[j]).sqrt()
    };
    // The nearest of each, among the live.
    let nearest = |between: &[f32], size: &[f32], close: &[f32], live: &[usize], i: usize| {
        let mut best = (f32::MIN, i);
        for &j in live.iter().filter(|j| **j != i) {
            let r = ratio(between, size, close, i, j);
            if r > best.0 {
                best = (r, j);
            }
        }
        best
    };
    let mut best: Vec<(f32, usize)> = (0..n).map(|i| nearest(&between, &size, &close, &live, i)).collect();
    loop {
        let mut top: Option<usize> = None;
        for &i in &live {
            if best[i].0 >= settings.join && top.is_none_or(|t| best[i].0 > best[t].0) {
                top = Some(i);
            }
        }
        let Some(i) = top else { break };
        let (i, j) = (i.min(best[i].1), i.max(best[i].1));
        within[i] += within[j] + apart[i * n + j];
        inside[i] += inside[j] + pairs[i * n + j];
        size[i] += size[j];
        close[i] = settings.closeness(inside[i], within[i]);
        live.retain(|k| *k != j);
        for &k in &live {
            if k != i {
                between[i * n + k] += between[j * n + k];
                between[k * n + i] = between[i * n + k];
                for sums in [&mut apart, &mut pairs] {
                    sums[i * n + k] += sums[j * n + k];
                    sums[k * n + i] = sums[i * n + k];
                }
            }
        }
        group.iter_mut().filter(|g| **g == j).for_each(|g| *g = i);
        best[i] = nearest(&between, &size, &close, &live, i);
        for &k in live.iter().filter(|k| **k != i) {
            if best[k].1 == i || best[k].1 == j {
                best[k] = nearest(&between, &size, &close, &live, k);
            } else {
                let r = ratio(&between, &size, &close, k, i);
                if r > best[k].0 || (r == best[k].0 && i < best[k].1) {
                    best[k] = (r, i);
                }
            }
        }
    }
    group
}

/// Sums of nearness over the pairs of reports of every two items.
fn between(settings: &Settings, items: &[Item]) -> Vec<f32> {
    let n = items.len();
    let mut uses: Vec<(u64, f32)> = Vec::with_capacity(items.iter().map(|i| i.terms.len()).sum());
    for (at, item) in items.iter().enumerate() {
        // The item's place fits into 32 bits beside the term's id.
        uses.extend(item.terms.iter().map(|(id, w)| (u64::from(*id) << 32 | at as u64, *w as f32 / UNIT)));
    }
    uses.sort_unstable_by_key(|(key, _)| *key);
    let mut sums = vec![0.0f32; n * n];
    for same in uses.chunk_by(|a, b| a.0 >> 32 == b.0 >> 32) {
        for (at, (i, w)) in same.iter().enumerate() {
            let row = (*i as u32) as usize * n;
            for (j, v) in &same[at + 1..] {
                sums[row + (*j as u32) as usize] += w * v;
            }
        }
    }
    for i in 0..n {
        for j in i + 1..n {
            let (a, b) = (&items[i], &items[j]);
            let sum = sums[i * n + j] * settings.time((a.first, a.last), (b.first, b.last));
            sums[i * n + j] = sum;
            sums[j * n + i] = sum;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(terms: &[(u32, u32)], day: Day) -> Item {
        Item { terms: terms.to_vec(), size: 1.0, within: 0.0, first: Some(day), last: Some(day) }
    }

    /// Four reports of each of two happenings: much in common to all, something to each happening, something to
    /// none.
    fn two_happenings(common: u32, own: u32) -> Vec<Item> {
        (0..8u32).map(|i| item(&[(1, common), (2 + i % 2, own), (10 + i, 7_000)], 0)).collect()
    }

    #[test]
    fn happenings_with_something_of_their_own_are_parted_however_much_they_share() {
        let groups = grouped(&Settings::default(), &two_happenings(4_000, 6_500));
        assert_eq!(groups, [0, 1, 0, 1, 0, 1, 0, 1]);
        // Told in many ways, one happening is less close, and stays one.
        let groups = grouped(&Settings::default(), &two_happenings(5_500, 2_000));
        assert_eq!(groups, [0; 8]);
    }

    #[test]
    fn copies_do_not_part_a_story_from_those_that_tell_it_otherwise() {
        // Three reports in the same words, and one of the same happening in its own.
        let copy = |own: u32| item(&[(1, 3_800), (2, 9_000), (10 + own, 2_000)], 0);
        let items = [copy(0), copy(1), copy(2), item(&[(1, 3_800), (20, 9_200)], 0)];
        assert_eq!(grouped(&Settings::default(), &items), [0; 4]);
        let strict = Settings { copy: 2.0, ..Settings::default() };
        assert_eq!(grouped(&strict, &items), [0, 0, 0, 3]);
    }

    #[test]
    fn order_does_not_matter() {
        let mut items = two_happenings(4_000, 6_500);
        items.rotate_left(3);
        items.swap(0, 4);
        let groups = grouped(&Settings::default(), &items);
        let ids: Vec<u32> = items.iter().map(|i| i.terms[1].0).collect();
        for i in 0..8 {
            for j in 0..8 {
                assert_eq!(groups[i] == groups[j], ids[i] == ids[j]);
            }
        }
    }

    #[test]
    fn years_between_part_what_words_alone_would_join() {
        let items = [item(&[(1, 4_500), (2, 5_000)], 0), item(&[(1, 4_500), (3, 5_000)], 0)];
        assert_eq!(grouped(&Settings::default(), &items), [0, 0]);
        let items = [item(&[(1, 4_500), (2, 5_000)], 0), item(&[(1, 4_500), (3, 5_000)], 900)];
        assert_eq!(grouped(&Settings::default(), &items), [0, 1]);
    }

    #[test]
    fn a_large_story_takes_part_as_a_whole() {
        let items = two_happenings(3_500, 6_500);
        let mut story = StorySketch::default();
        for item in items.iter().step_by(2).take(3) {
            story.add(&ReportSketch {
                terms: item.terms.clone(),
                day: item.first,
                published: true,
                ..ReportSketch::default()
            });
        }
        let groups = grouped(
            &Settings::default(),
            &[Item::story(&story), item(&items[6].terms, 0), item(&items[1].terms, 0)],
        );
        assert_eq!(groups, [0, 0, 2]);
    }
}
