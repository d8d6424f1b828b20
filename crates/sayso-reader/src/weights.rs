//! The weights file: tensors by name and a description, in the safetensors layout.

use crate::description::Description;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Why weights cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// The file ends before what it announces.
    #[error("the weights file is cut short")]
    Truncated,
    /// The header or the description in it is not what it should be.
    #[error("the weights' header cannot be read: {0}")]
    Header(#[from] serde_json::Error),
    /// The header has no description of the network.
    #[error("the weights file has no description (`sayso` in its metadata)")]
    Undescribed,
    /// Written for another version of this program.
    #[error("the weights have format {found}; this program reads format {expected}")]
    Format {
        /// The file's.
        found: u32,
        /// This program's.
        expected: u32,
    },
    /// A tensor is missing.
    #[error("the weights lack the tensor `{0}`")]
    Missing(String),
    /// A tensor has another shape or type than the rest asks for, or holds a number that is none.
    #[error("the tensor `{name}` does not fit: {why}")]
    Tensor {
        /// Its name.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// The description contradicts itself or names what this program does not know.
    #[error("the weights' description does not fit: {0}")]
    Description(String),
}

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

/// A weights file, opened.
pub(crate) struct Weights<'b> {
    entries: BTreeMap<String, Entry>,
    data: &'b [u8],
    pub description: Description,
}

impl<'b> Weights<'b> {
    /// Reads the header.
    pub fn open(bytes: &'b [u8]) -> Result<Weights<'b>, WeightsError> {
        let (length, rest) = bytes.split_first_chunk::<8>().ok_or(WeightsError::Truncated)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| WeightsError::Truncated)?;
        let (header, data) = rest.split_at_checked(length).ok_or(WeightsError::Truncated)?;
        let mut header: BTreeMap<String, serde_json::Value> = serde_json::from_slice(header)?;
        let metadata = header.remove("__metadata__").ok_or(WeightsError::Undescribed)?;
        let description =
            metadata.get("sayso").and_then(serde_json::Value::as_str).ok_or(WeightsError::Undescribed)?;
        let description = Description::parse(description)?;
        let entries = header
            .into_iter()
            .map(|(name, entry)| Ok((name, serde_json::from_value(entry)?)))
            .collect::<Result<_, serde_json::Error>>()?;
        Ok(Weights { entries, data, description })
    }

    /// The bytes of a tensor, its type and shape.
    fn raw(&self, name: &str) -> Result<(&'b [u8], &Entry), WeightsError> {
        let entry = self.entries.get(name).ok_or_else(|| WeightsError::Missing(name.into()))?;
        let (start, end) = entry.data_offsets;
        let bytes = self.data.get(start..end).ok_or(WeightsError::Truncated)?;
        let numbers = entry.shape.iter().try_fold(1usize, |n, d| n.checked_mul(*d));
        let size = match entry.dtype.as_str() {
            "F32" => 4,
            "F16" => 2,
            "U8" => 1,
            other => return Err(unfit(name, format!("type {other}"))),
        };
        if numbers.and_then(|n| n.checked_mul(size)) != Some(bytes.len()) {
            return Err(unfit(name, "its bytes are not what its shape needs"));
        }
        Ok((bytes, entry))
    }

    /// A tensor's shape.
    pub fn shape(&self, name: &str) -> Result<&[usize], WeightsError> {
        Ok(&self.raw(name)?.1.shape)
    }

    /// A tensor of bytes.
    pub fn bytes(&self, name: &str) -> Result<&'b [u8], WeightsError> {
        match self.raw(name)? {
            (bytes, entry) if entry.dtype == "U8" => Ok(bytes),
            _ => Err(unfit(name, "bytes expected")),
        }
    }

    /// A tensor's numbers, row after row; it must have this shape.
    pub fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        let table = self.values(name, shape)?;
        let mut numbers = vec![0.0; shape.iter().product()];
        table.add_to(0, &mut numbers);
        Ok(numbers)
    }

    /// A tensor `[rows, width]` to look rows up in; kept in 16 bits where it comes so.
    pub fn table(&self, name: &str, rows: Option<usize>) -> Result<Table, WeightsError> {
        let &[found, width] = self.shape(name)? else {
            return Err(unfit(name, "two dimensions expected"));
        };
        let rows = rows.unwrap_or(found);
        if rows == 0 {
            return Err(unfit(name, "it has no rows"));
        }
        Ok(Table { rows, width, values: self.values(name, &[rows, width])? })
    }

    fn values(&self, name: &str, shape: &[usize]) -> Result<Values, WeightsError> {
        let (bytes, entry) = self.raw(name)?;
        if entry.shape != shape {
            return Err(unfit(name, format!("shape {:?} where {shape:?} is needed", entry.shape)));
        }
        let (values, finite) = match entry.dtype.as_str() {
            "F32" => {
                let numbers: Vec<f32> =
                    bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
                let finite = numbers.iter().all(|x| x.is_finite());
                (Values::Full(numbers), finite)
            }
            "F16" => {
                let halves: Vec<u16> =
                    bytes.as_chunks::<2>().0.iter().map(|b| u16::from_le_bytes(*b)).collect();
                let finite = halves.iter().all(|h| h & 0x7C00 != 0x7C00);
                (Values::Half(halves), finite)
            }
            _ => return Err(unfit(name, "numbers expected")),
        };
        if !finite {
            return Err(unfit(name, "it holds what is no number"));
        }
        Ok(values)
    }
}

fn unfit(name: &str, why: impl Into<String>) -> WeightsError {
    WeightsError::Tensor { name: name.into(), why: why.into() }
}

/// Numbers of full or half width.
#[derive(Debug)]
enum Values {
    Full(Vec<f32>),
    Half(Vec<u16>),
}

impl Values {
    /// Adds the numbers from `first` on to `sums`.
    fn add_to(&self, first: usize, sums: &mut [f32]) {
        match self {
            Values::Full(numbers) => {
                for (sum, x) in sums.iter_mut().zip(&numbers[first..]) {
                    *sum += x;
                }
            }
            Values::Half(halves) => {
                for (sum, h) in sums.iter_mut().zip(&halves[first..]) {
                    *sum += widened(*h);
                }
            }
        }
    }
}

/// A number of half width, exactly; what is no number in half width must not come.
fn widened(half: u16) -> f32 {
    // The exponents' biases differ by 112; a product with 2^112 sets right subnormal numbers too.
    let magnitude = f32::from_bits(u32::from(half & 0x7FFF) << 13) * f32::from_bits((127 + 112) << 23);
    f32::from_bits(magnitude.to_bits() | u32::from(half & 0x8000) << 16)
}

/// Rows to look up.
#[derive(Debug)]
pub(crate) struct Table {
    pub rows: usize,
    pub width: usize,
    values: Values,
}

impl Table {
    /// Adds row `row` (the last if there are fewer) to `sums`.
    pub fn add_row(&self, row: usize, sums: &mut [f32]) {
        let row = row.min(self.rows - 1);
        let width = self.width.min(sums.len());
        self.values.add_to(row * self.width, &mut sums[..width]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_numbers_widen_exactly() {
        for (half, full) in [
            (0x0000, 0.0),
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x7BFF, 65504.0),
            (0x0001, 2.0f32.powi(-24)),
            (0x83FF, -1023.0 * 2.0f32.powi(-24)),
            (0x3555, 1365.0 / 4096.0),
        ] {
            assert_eq!(widened(half), full, "{half:#06x}");
        }
    }

    #[test]
    fn bad_files_are_refused() {
        let refuse = |bytes: &[u8]| Weights::open(bytes).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(refuse(b"").contains("cut short"));
        assert!(refuse(&[255; 30]).contains("cut short"));
        let with = |header: &str| [&(header.len() as u64).to_le_bytes(), header.as_bytes()].concat();
        assert!(refuse(&with("[")).contains("header"));
        assert!(refuse(&with("{}")).contains("no description"));
        assert!(refuse(&with(r#"{"__metadata__":{"sayso":"{\"format\":77}"}}"#)).contains("77"));
    }
}
