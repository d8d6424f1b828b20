//! From scores to names: whom, which body and which place the names branch finds, and what else there is.
//!
//! The branch tags persons, organizations, places and other names. What kind of other name it is, and dates, numbers and
//! laws, tell the scores of the older head, which knows fifteen kinds and is less sure of bounds.

use crate::decode::{Chain, Stretch, softmax, stretches};
use crate::network::{Network, Scores};
use crate::reading::NameKind;
use crate::weights::{Weights, WeightsError};

/// Decodes names.
#[derive(Debug)]
pub(crate) struct Naming {
    pub entities: Chain,
    entity_kinds: Vec<NameKind>,
    pub names: Chain,
}

/// The kinds of the branch in their order; the fourth is any other name.
const KINDS: [Option<NameKind>; 4] =
    [Some(NameKind::Person), Some(NameKind::Organization), Some(NameKind::Place), None];
/// How the weights call them.
const KIND_NAMES: [&str; 4] = ["person", "organization", "place", "misc"];
/// The least probability of the older head's kinds together with which they say what another name is.
const LEAST: f32 = 0.1;

impl Naming {
    /// From chains `entity` and `names`.
    pub fn new(weights: &Weights<'_>, network: &Network) -> Result<Naming, WeightsError> {
        let entity_kinds = weights.description.entity_kinds()?;
        weights.description.check_names(&KIND_NAMES)?;
        Ok(Naming {
            entities: Chain::of(weights, "entity", network.entity_labels)?,
            entity_kinds,
            names: Chain::of(weights, "names", network.name_labels)?,
        })
    }

    /// The names, dates and quantities of a text, in text order; they do not overlap.
    pub fn named(&self, network: &Network, scores: &Scores) -> Vec<(Stretch, NameKind, f32)> {
        let count = scores.rows.len() / scores.stride;
        // The rows of one head alone: each begins after what stands before it and ends with the row.
        let entity_rows = scores.rows.get(network.role_labels..).unwrap_or_default();
        let name_rows = scores.rows.get(network.role_labels + network.entity_labels..).unwrap_or_default();
        let entity_chances = |t: usize| softmax(&entity_rows[t * scores.stride..][..network.entity_labels]);
        let name_chances = |t: usize| softmax(&name_rows[t * scores.stride..][..network.name_labels]);

        let mut found: Vec<(Stretch, NameKind, f32)> = Vec::new();
        for stretch in stretches(&self.names.decode(name_rows, scores.stride, count)) {
            let tokens = stretch.start..stretch.end;
            let kind = KINDS[stretch.kind].unwrap_or_else(|| {
                // Which of the older head's other kinds has most over these tokens.
                let mut sums = vec![0.0; self.entity_kinds.len()];
                for t in tokens.clone() {
                    let chances = entity_chances(t);
                    for (k, sum) in sums.iter_mut().enumerate().filter(|(k, _)| self.is_other(*k)) {
                        *sum += chances[2 * k + 1] + chances[2 * k + 2];
                    }
                }
                let enough = sums.iter().sum::<f32>() >= LEAST * tokens.len() as f32;
                let best = (0..sums.len()).rev().max_by(|a, b| sums[*a].total_cmp(&sums[*b]));
                best.filter(|_| enough).map_or(NameKind::Other, |k| self.entity_kinds[k])
            });
            found.push((stretch, kind, mean(tokens, stretch.kind, name_chances)));
        }
        // Dates, numbers and laws where the branch finds nothing.
        let names = found.len();
        let mut next = 0;
        for stretch in stretches(&self.entities.decode(entity_rows, scores.stride, count)) {
            let kind = self.entity_kinds[stretch.kind];
            while next < names && found[next].0.end <= stretch.start {
                next += 1;
            }
            let free = next == names || found[next].0.start >= stretch.end;
            if free && (kind.is_figure() || kind == NameKind::Law) {
                found.push((stretch, kind, mean(stretch.start..stretch.end, stretch.kind, entity_chances)));
            }
        }
        found.sort_by_key(|(stretch, ..)| stretch.start);
        found
    }

    /// Whether the older head's kind is one of the branch's other names.
    fn is_other(&self, kind: usize) -> bool {
        let kind = self.entity_kinds[kind];
        !kind.is_figure() && !matches!(kind, NameKind::Person | NameKind::Organization | NameKind::Place)
    }
}

/// The mean probability of a kind over tokens.
fn mean(tokens: std::ops::Range<usize>, kind: usize, chances: impl Fn(usize) -> Vec<f32>) -> f32 {
    let count = tokens.len() as f32;
    let sum: f32 = tokens
        .map(|t| {
            let chances = chances(t);
            chances[2 * kind + 1] + chances[2 * kind + 2]
        })
        .sum();
    sum / count
}
