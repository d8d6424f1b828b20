//! What is kept of a report and of a story: their weightiest terms, days and fingerprint, as bytes.

use crate::dates::Day;
use crate::minhash::{ROWS, Signature};

/// Bytes written by another version are not read: the report is then as good as unknown.
const VERSION: u8 = 3;
/// Weights are kept as whole numbers, so that adding and taking away leave no trace. A report's vector has
/// length 1, which is this many units.
pub(crate) const UNIT: f32 = 10_000.0;

/// Terms with weights, by id.
pub(crate) type Vector = Vec<(u32, u32)>;

/// What is kept of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ReportSketch {
    /// Its weightiest terms.
    pub terms: Vector,
    /// Its day.
    pub day: Option<Day>,
    /// Whether that is when it was published, not a date it mentions.
    pub published: bool,
    /// Its fingerprint.
    pub signature: Option<Signature>,
    /// The keys it stands under, for taking it off the shelf again.
    pub posted: Vec<u64>,
    /// The terms it was counted for, if it was.
    pub counted: Vec<u32>,
}

/// What is kept of a story: sums over its reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StorySketch {
    /// Sum of its reports' vectors, the weightiest terms of it.
    pub terms: Vector,
    /// Number of reports.
    pub reports: u32,
    /// Sum of its reports' inner products with themselves, in thousandths.
    pub selves: u64,
    /// First day.
    pub first: Option<Day>,
    /// Last day.
    pub last: Option<Day>,
}

impl StorySketch {
    /// Terms kept of a story.
    const TERMS: usize = 600;

    /// Adds a report.
    pub fn add(&mut self, report: &ReportSketch) {
        self.terms = sum(&self.terms, &report.terms);
        self.reports += 1;
        let own = product(&report.terms, &report.terms) * 1000.0;
        self.selves = self.selves.saturating_add(own.round() as u64);
        let day = report.day.filter(|_| report.published);
        self.widen(day, day);
        self.trim();
    }

    /// Adds the reports of another story.
    pub fn merge(&mut self, other: &StorySketch) {
        self.terms = sum(&self.terms, &other.terms);
        self.reports += other.reports;
        self.selves = self.selves.saturating_add(other.selves);
        self.widen(other.first, other.last);
        self.trim();
    }

    /// The sum of nearness over all pairs of its reports, whatever the time between.
    pub fn within(&self) -> f32 {
        ((product(&self.terms, &self.terms) - self.selves as f32 / 1000.0) / 2.0).max(0.0)
    }

    fn widen(&mut self, first: Option<Day>, last: Option<Day>) {
        self.first = [self.first, first].into_iter().flatten().min();
        self.last = [self.last, last].into_iter().flatten().max();
    }

    fn trim(&mut self) {
        if self.terms.len() > Self::TERMS {
            self.terms.sort_by_key(|(id, weight)| (std::cmp::Reverse(*weight), *id));
            self.terms.truncate(Self::TERMS);
            self.terms.sort_unstable();
        }
    }
}

/// The sum of two vectors.
fn sum(a: &Vector, b: &Vector) -> Vector {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => {
                out.push(a[i]);
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                out.push(b[j]);
                j += 1;
            }
            std::cmp::Ordering::Equal => {
                out.push((a[i].0, a[i].1.saturating_add(b[j].1)));
                i += 1;
                j += 1;
            }
        }
    }
    out.extend_from_slice(&a[i..]);
    out.extend_from_slice(&b[j..]);
    out
}

/// The inner product of two vectors, 1 for a report with itself.
pub(crate) fn product(a: &Vector, b: &Vector) -> f32 {
    let (mut i, mut j, mut total) = (0, 0, 0u64);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                total = total.saturating_add(u64::from(a[i].1) * u64::from(b[j].1));
                i += 1;
                j += 1;
            }
        }
    }
    total as f32 / (UNIT * UNIT)
}

fn put_day(out: &mut Vec<u8>, day: Option<Day>) {
    out.extend(day.unwrap_or(i32::MIN).to_le_bytes());
}

fn put_terms(out: &mut Vec<u8>, terms: &Vector) {
    out.extend((terms.len() as u32).to_le_bytes());
    for (id, weight) in terms {
        out.extend(id.to_le_bytes());
        out.extend(weight.to_le_bytes());
    }
}

struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    /// The length of a list; `None` when there are not that many bytes left.
    fn length(&mut self) -> Option<usize> {
        let n = self.u32()? as usize;
        (n <= self.0.len()).then_some(n)
    }

    fn day(&mut self) -> Option<Option<Day>> {
        let day = i32::from_le_bytes(self.take()?);
        Some((day != i32::MIN).then_some(day))
    }

    fn terms(&mut self) -> Option<Vector> {
        (0..self.length()?).map(|_| Some((self.u32()?, self.u32()?))).collect()
    }
}

impl ReportSketch {
    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        put_day(&mut out, self.day);
        out.push(u8::from(self.published));
        put_terms(&mut out, &self.terms);
        out.push(u8::from(self.signature.is_some()));
        for row in self.signature.iter().flatten() {
            out.extend(row.to_le_bytes());
        }
        out.extend((self.posted.len() as u32).to_le_bytes());
        for key in &self.posted {
            out.extend(key.to_le_bytes());
        }
        out.extend((self.counted.len() as u32).to_le_bytes());
        for id in &self.counted {
            out.extend(id.to_le_bytes());
        }
        out
    }

    /// From bytes; `None` when they are of another version or not whole.
    pub fn from_bytes(bytes: &[u8]) -> Option<ReportSketch> {
        let mut reader = Reader(bytes);
        if reader.take::<1>()? != [VERSION] {
            return None;
        }
        let day = reader.day()?;
        let published = reader.take::<1>()? != [0];
        let terms = reader.terms()?;
        let signature = match reader.take::<1>()? {
            [0] => None,
            _ => {
                let mut rows = [0; ROWS];
                for row in &mut rows {
                    *row = reader.u32()?;
                }
                Some(rows)
            }
        };
        let posted =
            (0..reader.length()?).map(|_| reader.take().map(u64::from_le_bytes)).collect::<Option<_>>()?;
        let counted = (0..reader.length()?).map(|_| reader.u32()).collect::<Option<_>>()?;
        Some(ReportSketch { terms, day, published, signature, posted, counted })
    }
}

impl StorySketch {
    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        out.extend(self.reports.to_le_bytes());
        out.extend(self.selves.to_le_bytes());
        put_day(&mut out, self.first);
        put_day(&mut out, self.last);
        put_terms(&mut out, &self.terms);
        out
    }

    /// From bytes; `None` when they are of another version or not whole.
    pub fn from_bytes(bytes: &[u8]) -> Option<StorySketch> {
        let mut reader = Reader(bytes);
        if reader.take::<1>()? != [VERSION] {
            return None;
        }
        Some(StorySketch {
            reports: reader.u32()?,
            selves: reader.take().map(u64::from_le_bytes)?,
            first: reader.day()?,
            last: reader.day()?,
            terms: reader.terms()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_give_the_sketch_back(
            terms in proptest::collection::btree_map(any::<u32>(), any::<u32>(), 0..20),
            day in proptest::option::of(-100_000i32..100_000),
            posted in proptest::collection::vec(any::<u64>(), 0..9),
            signed in any::<bool>(),
            cut in 0usize..40,
        ) {
            let sketch = ReportSketch {
                terms: terms.clone().into_iter().collect(),
                day,
                published: signed,
                signature: signed.then_some([7; ROWS]),
                posted,
                counted: terms.keys().copied().collect(),
            };
            let bytes = sketch.to_bytes();
            prop_assert_eq!(ReportSketch::from_bytes(&bytes), Some(sketch.clone()));
            if cut > 0 {
                // Bytes cut short are refused, not misread.
                prop_assert_eq!(ReportSketch::from_bytes(&bytes[..bytes.len().saturating_sub(cut)]), None);
            }
            let mut story = StorySketch::default();
            story.add(&sketch);
            prop_assert_eq!(StorySketch::from_bytes(&story.to_bytes()), Some(story));
        }
    }
}
