//! Files, folders, archives and standard input as a stream of drafts.

use crate::arc::Arc as ArcArchive;
use crate::gzip::Members;
use crate::input::{Counted, Input, in_words};
use crate::jsonl::{Json, not_utf8};
use crate::origin::{Origin, Place};
use crate::sniff::{self, Hint, Kind};
use crate::walk::{Found, Walk};
use crate::warc::Warc;
use crate::{Body, Draft, Reason, Refusal, charset, feed, newsml};
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The most bytes one report may have, decoded; larger ones are refused. 32 MiB unless told.
    pub max_report: usize,
    /// Which field of JSON input stands for which of the contract's: `("text", "story")` reads the text from
    /// `story`; `a.b` names a field within a field.
    pub map: Vec<(String, String)>,
    /// Files and folders to pass over in silence when a walk meets them, such as the database.
    pub skip: Vec<PathBuf>,
    /// Whether to look through folders beforehand so that [`Drafts::progress`] knows the total.
    pub measure: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { max_report: 32 << 20, map: Vec::new(), skip: Vec::new(), measure: false }
    }
}

impl Options {
    /// The most bytes of a document that holds several reports and must be read as a whole.
    pub(crate) fn max_document(&self) -> usize {
        self.max_report.saturating_mul(4)
    }
}

/// How far reading has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of input read so far, as they lie on disk.
    pub done: u64,
    /// Bytes of all input, where known.
    pub total: Option<u64>,
}

type Outcomes = Box<dyn Iterator<Item = Result<Draft, Refusal>> + Send>;
type Bytes = Input<Box<dyn Read + Send>>;

/// The stream of drafts that [`open`] gives.
pub struct Drafts {
    walk: Walk,
    current: Option<Outcomes>,
    options: Arc<Options>,
    done: Arc<AtomicU64>,
    /// Where `done` will stand when the present file is through.
    end: u64,
    total: Option<u64>,
}

/// Opens files and folders (`-` for standard input) and streams the reports in them, in the order given,
/// folders in byte order of names, containers in their own order. Memory is bounded by the largest report.
///
/// What cannot be read gives a [`Refusal`] in its place, and reading goes on. Text that is not all UTF-8 gives
/// both its draft, with U+FFFD for what could not be read, and a refusal that says where.
///
/// ```
/// use sayso_intake::{Body, Options, open};
/// let folder = tempfile::tempdir().unwrap();
/// std::fs::write(folder.path().join("a.jsonl"), "{\"id\": \"k1\", \"text\": \"Words.\"}\nnot JSON\n").unwrap();
/// let mut drafts = open([folder.path().to_path_buf()], Options::default());
/// let first = drafts.next().unwrap().unwrap();
/// assert_eq!((first.id.as_str(), first.body), ("k1", Body::Plain("Words.".into())));
/// let refusal = drafts.next().unwrap().unwrap_err();
/// assert_eq!(refusal.place.as_deref(), Some("line 2, column 2"));
/// assert!(drafts.next().is_none());
/// ```
pub fn open(inputs: impl IntoIterator<Item = PathBuf>, options: Options) -> Drafts {
    let inputs: Vec<PathBuf> = inputs.into_iter().collect();
    let skip = options.skip.iter().map(|p| fs::canonicalize(p).unwrap_or_else(|_| p.clone())).collect();
    let total = if options.measure { measured(&inputs) } else { None };
    Drafts {
        walk: Walk::new(inputs, skip),
        current: None,
        options: Arc::new(options),
        done: Arc::default(),
        end: 0,
        total,
    }
}

impl Drafts {
    /// How far reading has come.
    pub fn progress(&self) -> Progress {
        Progress { done: self.done.load(Ordering::Relaxed), total: self.total }
    }
}

impl Iterator for Drafts {
    type Item = Result<Draft, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(current) = &mut self.current {
                if let Some(outcome) = current.next() {
                    return Some(outcome);
                }
                self.current = None;
                // What was refused may have been left unread.
                self.done.fetch_max(self.end, Ordering::Relaxed);
            }
            let found = match self.walk.next()? {
                Ok(found) => found,
                Err(refusal) => return Some(Err(refusal)),
            };
            match self.outcomes(found) {
                Ok(outcomes) => self.current = Some(outcomes),
                Err(refusal) => return Some(Err(refusal)),
            }
        }
    }
}

impl Drafts {
    fn outcomes(&mut self, found: Found) -> Result<Outcomes, Refusal> {
        let shown = found.path.to_string_lossy().into_owned();
        let refuse = |error: io::Error| Refusal::new(shown.clone(), Reason::Io(in_words(&error)));
        let (reader, origin): (Box<dyn Read + Send>, Origin) = if found.path.as_os_str() == "-" {
            (Box::new(io::stdin()), Origin::stdin())
        } else {
            let file = File::open(&found.path).map_err(refuse)?;
            self.end = self.done.load(Ordering::Relaxed) + file.metadata().map_or(0, |m| m.len());
            let home = found
                .home
                .or_else(|| fs::canonicalize(&found.path).ok())
                .unwrap_or_else(|| found.path.clone());
            let origin = Origin {
                path: shown.clone(),
                home: home.to_string_lossy().into_owned(),
                stem: stem(&found.path),
            };
            (Box::new(file), origin)
        };
        let counted = Counted { inner: reader, count: self.done.clone() };
        Ok(outcomes(Input::new(Box::new(counted)), origin, self.options.clone(), &name(&found.path), 0))
    }
}

/// Reads reports from bytes of any format, as if they were a file called `name`. For fuzzing, and for bytes
/// that come from elsewhere than a file.
pub fn open_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: Options,
) -> impl Iterator<Item = Result<Draft, Refusal>> {
    let origin = Origin { path: name.to_owned(), home: name.to_owned(), stem: stem(Path::new(name)) };
    outcomes(Input::new(Box::new(Cursor::new(bytes))), origin, Arc::new(options), name, 0)
}

impl Origin {
    fn stdin() -> Origin {
        Origin { path: "-".into(), home: "-".into(), stem: "-".into() }
    }
}

/// How often gzip may lie in gzip.
const NESTING: usize = 3;

/// Tells the type and reads accordingly.
fn outcomes(mut input: Bytes, origin: Origin, options: Arc<Options>, name: &str, depth: usize) -> Outcomes {
    let hint = Hint::of(name);
    let kind = match input.peek(sniff::WINDOW) {
        Ok(head) => sniff::kind(head, hint),
        Err(error) => return one(Err(origin.broken(&Place::WHOLE, in_words(&error)))),
    };
    if !matches!(kind, Kind::Gzip | Kind::Warc | Kind::Arc)
        && matches!(input.peek(2), Ok([0xff, 0xfe] | [0xfe, 0xff]))
    {
        // The readers below know bytes that are ASCII or more.
        match whole(&mut input, &origin, options.max_document()) {
            Err(refusal) => return one(Err(refusal)),
            Ok(bytes) => {
                let text = charset::decode_text(&bytes).text;
                input = Input::new(Box::new(Cursor::new(text.into_bytes())));
            }
        }
    }
    let limit = options.max_report;
    match kind {
        Kind::Empty => one(Err(origin.refuse(Reason::Empty))),
        Kind::Other(what) => one(Err(origin.refuse(Reason::Type(what)))),
        Kind::Gzip if depth == NESTING => {
            one(Err(origin.refuse(Reason::Type("gzip within gzip within gzip".into()))))
        }
        Kind::Gzip => {
            let name = match name.len().checked_sub(3).and_then(|end| name.split_at_checked(end)) {
                Some((inner, ending)) if ending.eq_ignore_ascii_case(".gz") => inner,
                _ => name,
            };
            outcomes(Input::new(Box::new(Members::new(input))), origin, options, name, depth + 1)
        }
        Kind::Warc => Box::new(Warc::new(input, origin, limit)),
        Kind::Arc => Box::new(ArcArchive::new(input, origin, limit)),
        Kind::Json => {
            let nothing = origin.refuse(Reason::NotAReport("JSON without a report in it".into()));
            let mut nothing = Some(nothing);
            let found = Json::new(input, origin, options).map(Some).chain([None]);
            // An empty list is worth a word too.
            Box::new(found.filter_map(move |outcome| match outcome {
                Some(outcome) => {
                    nothing = None;
                    Some(outcome)
                }
                None => nothing.take().map(Err),
            }))
        }
        Kind::Feed | Kind::News => match whole(&mut input, &origin, options.max_document()) {
            Err(refusal) => one(Err(refusal)),
            Ok(bytes) if kind == Kind::Feed => Box::new(feed::xml(&bytes, &origin).into_iter()),
            Ok(bytes) => Box::new(newsml::read(&bytes, &origin).into_iter()),
        },
        Kind::Page => {
            one(whole(&mut input, &origin, limit)
                .map(|bytes| origin.whole(Body::Page { bytes, charset: None })))
        }
        Kind::Plain => match whole(&mut input, &origin, limit) {
            Err(refusal) => one(Err(refusal)),
            Ok(bytes) => plain(&bytes, &origin),
        },
    }
}

fn plain(bytes: &[u8], origin: &Origin) -> Outcomes {
    let decoded = charset::decode_text(bytes);
    if !decoded.text.chars().any(char::is_alphanumeric) {
        return one(Err(origin.refuse(Reason::NoText)));
    }
    let damage = decoded.first_unreadable.map(|at| origin.refuse(Reason::Broken(not_utf8(bytes, at))));
    let mut draft = origin.whole(Body::Plain(decoded.text));
    draft.problems = decoded.problems;
    Box::new([Ok(draft)].into_iter().chain(damage.map(Err)))
}

fn one(outcome: Result<Draft, Refusal>) -> Outcomes {
    Box::new(std::iter::once(outcome))
}

fn whole(input: &mut Bytes, origin: &Origin, limit: usize) -> Result<Vec<u8>, Refusal> {
    match input.rest(limit) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(origin.refuse(Reason::TooLarge { limit })),
        Err(error) => Err(origin.broken(&Place::WHOLE, in_words(&error))),
    }
}

fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A file's name without what says its type: `a.jsonl.gz` is `a`.
fn stem(path: &Path) -> String {
    let name = name(path);
    let inner = match name.rsplit_once('.') {
        Some((inner, "gz")) if !inner.is_empty() => inner,
        _ => &name,
    };
    match inner.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => inner.to_owned(),
    }
}

/// The bytes of all input, unless some of it cannot be known or there are very many files.
fn measured(inputs: &[PathBuf]) -> Option<u64> {
    const FILES: usize = 200_000;
    if inputs.iter().any(|p| p.as_os_str() == "-") {
        return None;
    }
    let mut total = 0;
    for (i, found) in Walk::new(inputs.to_vec(), Vec::new()).enumerate() {
        if i > FILES {
            return None;
        }
        if let Ok(found) = found {
            total += fs::metadata(&found.path).map_or(0, |m| m.len());
        }
    }
    Some(total)
}
