//! Where the drafts of one file come from, and how they are named after it.

use crate::{Body, Draft, Reason, Refusal};

/// One file, or standard input.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// As given; `-` for standard input.
    pub(crate) path: String,
    /// Absolute, with links resolved; `-` for standard input.
    pub(crate) home: String,
    /// The file's name without what says its type.
    pub(crate) stem: String,
}

impl Origin {
    /// The draft of a file that is one report.
    pub(crate) fn whole(&self, body: Body) -> Draft {
        let home = match self.path.as_str() {
            // Standard input has no place of its own: its content must tell one text from another.
            "-" => format!("-#{:016x}", fingerprint(&body)),
            _ => self.home.clone(),
        };
        Draft::new(self.stem.clone(), self.path.clone(), home, body)
    }

    /// The draft of the `n`th item of a container. Its id is `id`, else `url`, else made from the file's name.
    pub(crate) fn item(&self, id: Option<String>, url: Option<String>, place: &Place, body: Body) -> Draft {
        let home = format!("{}#{}", self.home, id.as_deref().unwrap_or(&place.to_string()));
        let made = || match place.n {
            0 => self.stem.clone(),
            n => format!("{}#{n}", self.stem),
        };
        let id = id.or_else(|| url.clone()).unwrap_or_else(made);
        let mut draft = Draft::new(id, self.path.clone(), home, body);
        draft.place = Some(place.to_string()).filter(|p| !p.is_empty());
        draft.url = url;
        draft
    }

    pub(crate) fn refuse(&self, reason: Reason) -> Refusal {
        Refusal::new(self.path.clone(), reason)
    }

    pub(crate) fn refuse_at(&self, place: &Place, reason: Reason) -> Refusal {
        let refusal = self.refuse(reason);
        match place.to_string() {
            words if words.is_empty() => refusal,
            words => refusal.at(words),
        }
    }

    pub(crate) fn broken(&self, place: &Place, words: impl Into<String>) -> Refusal {
        self.refuse_at(place, Reason::Broken(words.into()))
    }
}

/// A place in a container: `line 3`, `record 12`, `item 2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// What is counted.
    pub(crate) word: &'static str,
    /// Which one, from 1; 0 for the file as a whole.
    pub(crate) n: usize,
}

impl Place {
    pub(crate) const WHOLE: Place = Place { word: "", n: 0 };

    pub(crate) fn new(word: &'static str, n: usize) -> Place {
        Place { word, n }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.n {
            0 => Ok(()),
            n => write!(f, "{} {n}", self.word),
        }
    }
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn fingerprint(body: &Body) -> u64 {
    let bytes = match body {
        Body::Plain(text) | Body::Fragment(text) => text.as_bytes(),
        Body::Page { bytes, .. } => bytes,
    };
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
