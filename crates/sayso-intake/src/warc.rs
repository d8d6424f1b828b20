//! WARC archives as a stream: the pages among their records.

use crate::gzip::concerns_what_was_read;
use crate::http::{self, Response};
use crate::input::{Input, Line, in_words};
use crate::origin::{Origin, Place};
use crate::sniff;
use crate::{Body, Draft, Reason, Refusal};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

/// The longest header line, and the most lines of a header.
const LINE: usize = 64 << 10;
const LINES: usize = 1000;
/// How many bytes are enough to tell a record's first line with what follows it.
const MARKER: usize = 16;

/// The pages of a WARC archive, one draft a response or resource record that is HTML. A record that is broken
/// is refused, and reading goes on at the next one that can be found.
pub(crate) struct Warc<R> {
    input: Input<R>,
    origin: Origin,
    limit: usize,
    record: usize,
    tally: Tally,
    /// A refusal that waits until the draft before it is out.
    pending: Option<Refusal>,
    done: bool,
}

/// What an archive held, for the case that nothing of it can be read.
#[derive(Default)]
pub(crate) struct Tally {
    given: usize,
    others: BTreeMap<String, usize>,
}

impl Tally {
    pub(crate) fn give(&mut self) {
        self.given += 1;
    }

    pub(crate) fn pass(&mut self, what: impl Into<String>) {
        // Types are whatever servers say: only so many are told apart.
        let what = what.into();
        let known = self.others.len() < 50 || self.others.contains_key(&what);
        let what = if known { what } else { "other types".into() };
        *self.others.entry(what).or_default() += 1;
    }

    /// The refusal of an archive that gave nothing at all.
    pub(crate) fn empty_handed(&self, origin: &Origin) -> Option<Refusal> {
        let others: Vec<String> = self.others.iter().map(|(what, n)| format!("{what} ({n})")).collect();
        let held = if others.is_empty() { "no records".into() } else { others.join(", ") };
        (self.given == 0)
            .then(|| origin.refuse(Reason::NotAReport(format!("no page in this archive: {held}"))))
    }
}

enum Step {
    Give(Box<Draft>),
    Pass,
    Refuse(Refusal),
    End,
}

/// A record's header.
#[derive(Default)]
struct Header {
    kind: String,
    length: String,
    uri: Option<String>,
    content_type: String,
    truncated: Option<String>,
}

impl<R: Read> Warc<R> {
    pub(crate) fn new(input: Input<R>, origin: Origin, limit: usize) -> Warc<R> {
        Warc { input, origin, limit, record: 0, tally: Tally::default(), pending: None, done: false }
    }

    fn place(&self) -> Place {
        Place::new("record", self.record)
    }

    fn step(&mut self) -> Step {
        let mut line = Vec::new();
        loop {
            match self.input.line(&mut line, LINE) {
                Ok(Line::End) => return Step::End,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => break,
                Err(error) => {
                    self.record += 1;
                    return self.damaged(&error);
                }
            }
        }
        self.record += 1;
        if !line.starts_with(b"WARC/") {
            let words: String = String::from_utf8_lossy(&line).trim().chars().take(40).collect();
            return self.lost(format!("{words:?} stands where a record should begin"));
        }
        let header = match self.header() {
            Ok(Some(header)) => header,
            Ok(None) => return self.lost("the header of the record has no end"),
            Err(error) => return self.damaged(&error),
        };
        let Ok(length) = header.length.parse::<u64>() else {
            return self.lost(match header.length.as_str() {
                "" => "the record states no length".to_owned(),
                other => format!("{other:?} is no length of a record"),
            });
        };
        if length > self.limit as u64 {
            return self.pass_over(&header, length);
        }
        let mut block = Vec::with_capacity((length as usize).min(1 << 20));
        if let Err(error) = (&mut self.input).take(length).read_to_end(&mut block) {
            return self.damaged(&error);
        }
        if (block.len() as u64) < length {
            return match marker(&block) {
                Some(at) => self.wrong_length(length, &block[at..]),
                None => self.refuse(format!("the record is cut short: {} of {length} bytes", block.len())),
            };
        }
        let next = match self.input.peek(MARKER) {
            Ok(next) => next.to_vec(),
            Err(error) => {
                self.input.defer(error);
                Vec::new()
            }
        };
        let begin = next.trim_ascii_start();
        if !begin.is_empty() && !b"WARC/".starts_with(&begin[..begin.len().min(5)]) {
            let at = marker(&block).unwrap_or(block.len());
            return self.wrong_length(length, &block[at..]);
        }
        if next.len() < MARKER
            && let Some(error) = self.input.take_error_if(concerns_what_was_read)
        {
            self.pending = Some(self.origin.broken(&self.place(), in_words(&error)));
        }
        self.block(header, block)
    }

    /// The header up to the empty line; `None` where there is no such line.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut header = Header::default();
        let mut line = Vec::new();
        for _ in 0..LINES {
            match self.input.line(&mut line, LINE)? {
                Line::Whole => {}
                Line::TooLong | Line::End => return Ok(None),
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if text.is_empty() {
                return Ok(Some(header));
            }
            let Some((name, value)) = text.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "content-length" => header.length = value.into(),
                "content-type" => header.content_type = value.into(),
                "warc-target-uri" => header.uri = Some(value.trim_matches(['<', '>']).into()),
                "warc-truncated" => header.truncated = Some(value.into()),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Reads what is in a record.
    fn block(&mut self, header: Header, block: Vec<u8>) -> Step {
        let place = self.place();
        let response = match header.kind.as_str() {
            "response" => match http::response(&block, self.limit) {
                Ok(response) => response,
                Err(error) => return Step::Refuse(self.origin.broken(&place, error.to_string())),
            },
            "resource" | "conversion" => Response {
                status: 200,
                content_type: http::media_type(&header.content_type),
                charset: crate::charset::of_content_type(&header.content_type).map(Into::into),
                body: block,
                problems: Vec::new(),
            },
            other => {
                self.tally.pass(format!("{other} record"));
                return Step::Pass;
            }
        };
        // The text that Common Crawl takes out of pages.
        let text = header.kind == "conversion" && response.content_type == "text/plain";
        match draft(response, header.uri, &self.origin, &place, text) {
            Ok(mut draft) => {
                if let Some(reason) = header.truncated {
                    draft.note("truncated", format!("the archive cut it short ({reason})"));
                }
                Step::Give(Box::new(draft))
            }
            Err(what) => {
                self.tally.pass(what);
                Step::Pass
            }
        }
    }

    /// Passes over a record larger than allowed. A record's first line within it is taken for one: the length
    /// is wrong then.
    fn pass_over(&mut self, header: &Header, length: u64) -> Step {
        let mut left = length;
        while left > 0 {
            let window = match self.input.peek(LINE) {
                Ok(window) => window,
                Err(error) => return self.damaged(&error),
            };
            if window.is_empty() {
                return self.refuse(format!("the record is cut short: {} of {length} bytes", length - left));
            }
            let n = (window.len() as u64).min(left) as usize;
            if let Some(at) = marker(&window[..n]) {
                self.input.consume(at);
                return self.refuse(format!("its length of {length} bytes is wrong"));
            }
            // What may be the beginning of a marker is looked at again with what follows.
            let n = if n > MARKER && left > n as u64 { n - MARKER } else { n };
            self.input.consume(n);
            left -= n as u64;
        }
        match header.kind.as_str() {
            "response" | "resource" | "conversion" => {
                Step::Refuse(self.origin.refuse_at(&self.place(), Reason::TooLarge { limit: self.limit }))
            }
            _ => Step::Pass,
        }
    }

    fn refuse(&self, words: impl Into<String>) -> Step {
        Step::Refuse(self.origin.broken(&self.place(), words))
    }

    fn lost(&mut self, words: impl Into<String>) -> Step {
        let step = self.refuse(words);
        self.find_next();
        step
    }

    fn wrong_length(&mut self, length: u64, rest: &[u8]) -> Step {
        if rest.is_empty() {
            self.find_next();
        } else {
            self.input.put_back(rest);
        }
        self.refuse(format!("its length of {length} bytes is wrong"))
    }

    fn damaged(&mut self, error: &io::Error) -> Step {
        let step = self.refuse(in_words(error));
        if error.kind() == io::ErrorKind::InvalidData {
            self.find_next();
        } else {
            self.done = true;
        }
        step
    }

    /// Goes on to the next line that begins a record.
    fn find_next(&mut self) {
        let mut line = Vec::new();
        loop {
            match self.input.line(&mut line, LINE) {
                Ok(Line::End) => return,
                Ok(_) if line.starts_with(b"WARC/") => return self.input.put_back(&line),
                Ok(_) => {}
                // Further damage on the way belongs to what is refused already.
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {}
                Err(_) => return self.done = true,
            }
        }
    }
}

impl<R: Read> Iterator for Warc<R> {
    type Item = Result<Draft, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(refusal) = self.pending.take() {
            return Some(Err(refusal));
        }
        while !self.done {
            match self.step() {
                Step::Pass => {
                    if let Some(refusal) = self.pending.take() {
                        self.tally.give();
                        return Some(Err(refusal));
                    }
                }
                Step::Give(draft) => {
                    self.tally.give();
                    return Some(Ok(*draft));
                }
                Step::Refuse(refusal) => {
                    self.tally.give();
                    return Some(Err(refusal));
                }
                Step::End => {
                    self.done = true;
                    return self.tally.empty_handed(&self.origin).map(Err);
                }
            }
        }
        None
    }
}

/// The draft of a response that is a page, or else what it is.
pub(crate) fn draft(
    response: Response,
    uri: Option<String>,
    origin: &Origin,
    place: &Place,
    text: bool,
) -> Result<Draft, String> {
    if !(200..300).contains(&response.status) {
        return Err(format!("response with status {}", response.status));
    }
    if response.body.trim_ascii().is_empty() {
        return Err("empty response".into());
    }
    let stated = response.content_type.as_str();
    let body = if text {
        let decoded = crate::charset::decode_text(&response.body);
        Body::Plain(decoded.text)
    } else {
        let html = matches!(stated, "text/html" | "application/xhtml+xml");
        let unsaid =
            matches!(stated, "" | "application/octet-stream" | "text/plain" | "unk" | "no-type" | "unknown");
        if !(html || unsaid) || !sniff::is_page(&response.body, html) {
            return Err(match stated {
                "" => "response of no stated type".into(),
                other => other.into(),
            });
        }
        Body::Page { bytes: response.body, charset: response.charset }
    };
    let url = uri.filter(|u| u.starts_with("http://") || u.starts_with("https://"));
    let mut draft = origin.item(None, url, place, body);
    for problem in response.problems {
        draft.note("truncated", problem);
    }
    Ok(draft)
}

/// Where a line within `block` begins a record: `WARC/1.0` and then a header.
fn marker(block: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(i) = block[at..].windows(5).position(|w| w == b"WARC/") {
        let start = at + i;
        let own_line = start == 0 || block[start - 1] == b'\n';
        if own_line && matches!(&block[start + 5..], [b'0'..=b'9', b'.', b'0'..=b'9', b'\r' | b'\n', ..]) {
            return Some(start);
        }
        at = start + 5;
    }
    None
}
