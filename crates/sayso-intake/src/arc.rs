//! ARC archives, the older form of WARC, as a stream.

use crate::http;
use crate::input::{Input, Line, in_words};
use crate::origin::{Origin, Place};
use crate::warc::{Tally, draft};
use crate::{Draft, Reason, Refusal};
use std::io::{self, Read};

const LINE: usize = 64 << 10;

/// The pages of an ARC archive.
pub(crate) struct Arc<R> {
    input: Input<R>,
    origin: Origin,
    limit: usize,
    /// How many fields stand behind the address in a record's line: four, or nine in version 2.
    fields: usize,
    record: usize,
    tally: Tally,
    done: bool,
}

/// A record's line.
struct Header {
    uri: String,
    length: Option<u64>,
}

impl<R: Read> Arc<R> {
    pub(crate) fn new(input: Input<R>, origin: Origin, limit: usize) -> Arc<R> {
        Arc { input, origin, limit, fields: 4, record: 0, tally: Tally::default(), done: false }
    }

    fn place(&self) -> Place {
        Place::new("record", self.record)
    }

    /// One record; `Ok(None)` where it is passed over.
    fn step(&mut self) -> Result<Option<Draft>, Refusal> {
        let mut line = Vec::new();
        let header = loop {
            match self.input.line(&mut line, LINE) {
                Ok(Line::End) => {
                    self.done = true;
                    return Ok(None);
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => {
                    self.record += 1;
                    match self.header(&line) {
                        Some(header) => break header,
                        None => {
                            let words: String =
                                String::from_utf8_lossy(&line).trim().chars().take(40).collect();
                            self.find_next();
                            let words = format!("{words:?} stands where a record should begin");
                            return Err(self.origin.broken(&self.place(), words));
                        }
                    }
                }
                Err(error) => {
                    self.record += 1;
                    return Err(self.damaged(&error));
                }
            }
        };
        let about_itself = header.uri.starts_with("filedesc:");
        let Some(length) = header.length else {
            self.find_next();
            return match about_itself {
                true => Ok(None),
                false => Err(self.origin.broken(&self.place(), "the record's line states no valid length")),
            };
        };
        if length > self.limit as u64 {
            return match io::copy(&mut (&mut self.input).take(length), &mut io::sink()) {
                Err(error) => Err(self.damaged(&error)),
                Ok(n) if n < length => Err(self
                    .origin
                    .broken(&self.place(), format!("the record is cut short: {n} of {length} bytes"))),
                Ok(_) => Err(self.origin.refuse_at(&self.place(), Reason::TooLarge { limit: self.limit })),
            };
        }
        let mut block = Vec::new();
        if let Err(error) = (&mut self.input).take(length).read_to_end(&mut block) {
            return Err(self.damaged(&error));
        }
        if (block.len() as u64) < length {
            let words = format!("the record is cut short: {} of {length} bytes", block.len());
            return Err(self.origin.broken(&self.place(), words));
        }
        if about_itself {
            self.fields = if block.starts_with(b"2 ") { 9 } else { 4 };
            return Ok(None);
        }
        if !block.starts_with(b"HTTP/") {
            self.tally.pass("record without an HTTP response");
            return Ok(None);
        }
        let place = self.place();
        let response = http::response(&block, self.limit)
            .map_err(|error| self.origin.broken(&place, error.to_string()))?;
        match draft(response, Some(header.uri), &self.origin, &place, false) {
            Ok(draft) => Ok(Some(draft)),
            Err(what) => {
                self.tally.pass(what);
                Ok(None)
            }
        }
    }

    /// A record's line: the address, which may hold spaces, address of the machine, time, type, length.
    fn header(&self, line: &[u8]) -> Option<Header> {
        let line = String::from_utf8_lossy(line);
        let mut parts = line.trim_end().rsplitn(self.fields + 1, ' ');
        let length = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        let uri = *rest.last()?;
        // Behind the address stand the machine's and then the time, 14 digits or more.
        let time = rest.get(rest.len().checked_sub(3)?)?;
        let dated = time.len() >= 12 && time.bytes().all(|b| b.is_ascii_digit());
        (rest.len() == self.fields && uri.contains(':') && dated)
            .then(|| Header { uri: uri.into(), length: length.parse().ok() })
    }

    fn damaged(&mut self, error: &io::Error) -> Refusal {
        let refusal = self.origin.broken(&self.place(), in_words(error));
        if error.kind() == io::ErrorKind::InvalidData {
            self.find_next();
        } else {
            self.done = true;
        }
        refusal
    }

    fn find_next(&mut self) {
        let mut line = Vec::new();
        loop {
            match self.input.line(&mut line, LINE) {
                Ok(Line::End) => return,
                Ok(_) if self.header(&line).is_some() => return self.input.put_back(&line),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {}
                Err(_) => return self.done = true,
            }
        }
    }
}

impl<R: Read> Iterator for Arc<R> {
    type Item = Result<Draft, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.step() {
                Ok(None) => {}
                Ok(Some(draft)) => {
                    self.tally.give();
                    return Some(Ok(draft));
                }
                Err(refusal) => {
                    self.tally.give();
                    return Some(Err(refusal));
                }
            }
            if self.done {
                return self.tally.empty_handed(&self.origin).map(Err);
            }
        }
        None
    }
}
