//! What a format hands over: words, and what the format itself says about them.

use sayso_model::{Basis, Problem};

/// One report as its format gives it, before extraction, repair and segmentation.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The id of the report: the one it came with, else its address or feed id, else one made from the file's
    /// name and its place in the file.
    pub id: String,
    /// The path it was read from, as given; `-` for standard input.
    pub path: String,
    /// Where in the file it stands, for messages: `line 3`, `record 12`, `item 2`. `None` where the file is
    /// one report.
    pub place: Option<String>,
    /// What tells it from other reports when no web address is known: the absolute path, and for an item of a
    /// container `#` and its id or place.
    pub home: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its headline; may hold HTML entities.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Language tag, as stated.
    pub language: Option<String>,
    /// When it was published, as the format states it.
    pub published: Option<RawDate>,
    /// The words.
    pub body: Body,
    /// What was odd so far.
    pub problems: Vec<Problem>,
}

/// A date as a format states it, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawDate {
    /// The words of the date.
    pub raw: String,
    /// What kind of statement it is.
    pub basis: Basis,
    /// Where it stood: `field date_publish`, `rss pubDate`, `ninjs versioncreated`.
    pub evidence: String,
}

/// The words of a draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Plain text, decoded.
    Plain(String),
    /// An HTML or XHTML fragment that is all article: feed content, `body_xhtml`. Captions in `figcaption`.
    Fragment(String),
    /// A whole HTML page, not yet decoded: `charset::decode_page` does it.
    Page {
        /// The page as it lay in the file, without transfer or content encoding.
        bytes: Vec<u8>,
        /// The charset that the HTTP header states.
        charset: Option<String>,
    },
}

impl Draft {
    /// A draft with nothing known but where it comes from and its words.
    pub fn new(id: String, path: String, home: String, body: Body) -> Draft {
        Draft {
            id,
            path,
            place: None,
            home,
            outlet: None,
            title: None,
            url: None,
            byline: None,
            language: None,
            published: None,
            body,
            problems: Vec::new(),
        }
    }

    /// Notes something odd.
    pub fn note(&mut self, kind: &str, message: impl Into<String>) {
        self.problems.push(Problem { kind: kind.into(), message: message.into(), span: None });
    }
}
