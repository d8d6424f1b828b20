//! Why something could not be read.

/// A refusal: one line that names the file, the place in it, and the reason.
///
/// ```
/// use sayso_intake::{Reason, Refusal};
/// let refusal = Refusal::new("a.jsonl", Reason::Empty).at("line 3");
/// assert_eq!(refusal.to_string(), "a.jsonl: line 3: empty");
/// ```
#[derive(Debug)]
pub struct Refusal {
    /// The path as given; `-` for standard input.
    pub path: String,
    /// Where in the file; `None` when the whole of it is refused.
    pub place: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// How many characters of a reason are shown; it may quote what the file holds.
const LONGEST: usize = 400;

impl std::error::Error for Refusal {}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut line = format!("{}: ", self.path);
        if let Some(place) = &self.place {
            line += place;
            line += ": ";
        }
        let reason = self.reason.to_string();
        line.extend(reason.chars().take(LONGEST));
        if reason.chars().nth(LONGEST).is_some() {
            line.push('…');
        }
        // Names of files and what a parser quotes may hold line ends and worse.
        for c in line.chars() {
            if c.is_control() { write!(f, "{}", c.escape_default())? } else { write!(f, "{c}")? }
        }
        Ok(())
    }
}

impl Refusal {
    /// Refuses a file as a whole.
    pub fn new(path: impl Into<String>, reason: Reason) -> Refusal {
        Refusal { path: path.into(), place: None, reason }
    }

    /// The same, at a place in the file.
    pub fn at(mut self, place: impl Into<String>) -> Refusal {
        self.place = Some(place.into());
        self
    }
}

/// Why something is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The file system refuses.
    #[error("{0}")]
    Io(String),
    /// There is nothing in it.
    #[error("empty")]
    Empty,
    /// Its content is of a type that holds no report Sayso can read.
    #[error("is {0}, not a report")]
    Type(String),
    /// It is well formed, and no report: a photo, an event, a planning item.
    #[error("{0}")]
    NotAReport(String),
    /// It is broken.
    #[error("{0}")]
    Broken(String),
    /// It is larger than [`crate::Options::max_report`].
    #[error("larger than the limit of {limit} bytes for one report")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// The folder contains itself.
    #[error("the folder leads back to {0}")]
    Loop(String),
    /// There are no words of a report in it.
    #[error("no text found")]
    NoText,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_one_line_of_bearable_length() {
        let reason = Reason::NotAReport(format!("no field\nholds\u{1b}[31m {}", "x".repeat(5000)));
        let line = Refusal::new("a\nb", reason).to_string();
        assert!(line.starts_with("a\\nb: no field\\nholds\\u{1b}[31m xxx"), "{line}");
        assert!(line.ends_with('…') && line.chars().count() < 450);
    }
}
