//! What the weights file says of itself: labels, sizes, and the numbers of linking.

use crate::reading::{NameKind, Role};
use crate::weights::WeightsError;
use serde::Deserialize;

const FORMAT: u32 = 2;

/// The description in the weights file.
#[derive(Debug, Deserialize)]
pub(crate) struct Description {
    pub role_labels: Vec<String>,
    pub entity_labels: Vec<String>,
    pub name_labels: Vec<String>,
    pub hash_sizes: HashSizes,
    pub window: usize,
    pub overlap: usize,
    linking: Option<Linking>,
}

/// Rows of the tables that hashes are looked up in.
#[derive(Debug, Deserialize)]
pub(crate) struct HashSizes {
    pub norm: usize,
    pub prefix: usize,
    pub suffix: usize,
    pub shape: usize,
}

/// The numbers of linking.
#[derive(Debug, Deserialize)]
pub(crate) struct Linking {
    pub cue: ScorerNumbers,
    pub source: ScorerNumbers,
    pub confidence: Vec<f32>,
    /// Statements less probable are dropped.
    #[serde(default)]
    pub least: f32,
    /// Candidates on each side.
    pub candidates: usize,
    /// Paragraphs that a candidate may be away.
    pub farthest: u32,
    pub abbreviations: Vec<String>,
}

/// A network of one hidden layer.
#[derive(Debug, Deserialize)]
pub(crate) struct ScorerNumbers {
    pub weight: Vec<Vec<f32>>,
    pub bias: Vec<f32>,
    pub out: Vec<f32>,
    pub out_bias: f32,
}

impl Description {
    pub fn parse(json: &str) -> Result<Description, WeightsError> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let Version { format: found } = serde_json::from_str(json)?;
        if found != FORMAT {
            return Err(WeightsError::Format { found, expected: FORMAT });
        }
        let description: Description = serde_json::from_str(json)?;
        if description.overlap.saturating_mul(2) >= description.window {
            return Err(WeightsError::Description("windows must be longer than two overlaps".into()));
        }
        Ok(description)
    }

    /// The numbers of linking, once.
    pub fn take_linking(&mut self) -> Result<Linking, WeightsError> {
        self.linking.take().ok_or_else(|| WeightsError::Description("no numbers of linking".into()))
    }

    /// Checks that the role labels are the three roles in their order.
    pub fn check_roles(&self) -> Result<(), WeightsError> {
        let kinds = kinds(&self.role_labels)?;
        if kinds == Role::ALL.map(Role::name) {
            Ok(())
        } else {
            Err(WeightsError::Description(format!("unexpected roles {kinds:?}")))
        }
    }

    /// The kinds of entities in label order.
    pub fn entity_kinds(&self) -> Result<Vec<NameKind>, WeightsError> {
        kinds(&self.entity_labels)?
            .into_iter()
            .map(|name| {
                NameKind::parse(name)
                    .ok_or_else(|| WeightsError::Description(format!("unknown kind of name `{name}`")))
            })
            .collect()
    }

    /// Checks that the labels of names are these kinds in their order.
    pub fn check_names(&self, expected: &[&str]) -> Result<(), WeightsError> {
        let found = kinds(&self.name_labels)?;
        if found == expected {
            Ok(())
        } else {
            Err(WeightsError::Description(format!("unexpected kinds of names {found:?}")))
        }
    }
}

/// The kinds behind labels `O`, `B-x`, `I-x`, `B-y`, `I-y`, ….
fn kinds(labels: &[String]) -> Result<Vec<&str>, WeightsError> {
    let wrong = || WeightsError::Description(format!("labels {labels:?}"));
    let (outside, rest) = labels.split_first().ok_or_else(wrong)?;
    let (pairs, odd) = rest.as_chunks::<2>();
    // Labels are kept in a byte.
    if outside != "O" || !odd.is_empty() || labels.len() > 255 {
        return Err(wrong());
    }
    pairs
        .iter()
        .map(|[begin, inside]| {
            let kind = begin.strip_prefix("B-").ok_or_else(wrong)?;
            (inside.strip_prefix("I-") == Some(kind)).then_some(kind).ok_or_else(wrong)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_come_in_pairs() {
        let labels = |list: &[&str]| list.iter().map(|l| l.to_string()).collect::<Vec<_>>();
        assert_eq!(kinds(&labels(&["O", "B-a", "I-a", "B-b", "I-b"])).unwrap(), ["a", "b"]);
        assert!(kinds(&labels(&["O", "B-a", "I-b"])).is_err());
        assert!(kinds(&labels(&["O", "B-a"])).is_err());
        assert!(kinds(&labels(&[])).is_err());
    }
}
