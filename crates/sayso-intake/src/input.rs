//! Bytes to look ahead in, take lines from, and put back.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const CHUNK: usize = 64 << 10;

/// A reader with a window that can be looked into without taking from it, and put back into.
pub(crate) struct Input<R> {
    inner: R,
    window: Vec<u8>,
    start: usize,
    /// An error met in looking ahead, which waits until what stands before it is taken.
    error: Option<io::Error>,
}

/// How [`Input::line`] ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The line is in the buffer, with its line end if it has one.
    Whole,
    /// The line was longer than allowed and was passed over; the buffer holds its beginning.
    TooLong,
    /// There are no more lines.
    End,
}

impl<R: Read> Input<R> {
    pub(crate) fn new(inner: R) -> Input<R> {
        Input { inner, window: Vec::new(), start: 0, error: None }
    }

    /// The next `n` bytes, or fewer where the input ends or is damaged. Damage is no error here as long as
    /// there are bytes before it; then the read that meets it gives the error.
    pub(crate) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.window.len() - self.start < n {
            match self.more() {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if self.window.len() == self.start => return Err(error),
                Err(error) => {
                    self.error = Some(error);
                    break;
                }
            }
        }
        let end = self.window.len().min(self.start.saturating_add(n));
        Ok(&self.window[self.start..end])
    }

    /// Keeps an error for the next read.
    pub(crate) fn defer(&mut self, error: io::Error) {
        self.error = Some(error);
    }

    /// Takes the error that the last look ahead met, if it concerns the bytes before it.
    pub(crate) fn take_error_if(&mut self, concerns: impl Fn(&io::Error) -> bool) -> Option<io::Error> {
        self.error.take_if(|error| concerns(error))
    }

    /// Puts bytes back in front of what follows.
    pub(crate) fn put_back(&mut self, bytes: &[u8]) {
        self.window.splice(..self.start, bytes.iter().copied());
        self.start = 0;
    }

    /// Takes one line of at most `limit` bytes into `line`, which is cleared first.
    pub(crate) fn line(&mut self, line: &mut Vec<u8>, limit: usize) -> io::Result<Line> {
        line.clear();
        let mut too_long = false;
        loop {
            let available = self.fill_buf()?;
            if available.is_empty() {
                return Ok(match (too_long, line.is_empty()) {
                    (true, _) => Line::TooLong,
                    (false, true) => Line::End,
                    (false, false) => Line::Whole,
                });
            }
            let end = available.iter().position(|b| *b == b'\n').map(|i| i + 1);
            let n = end.unwrap_or(available.len());
            let room = limit.saturating_sub(line.len());
            too_long |= n > room;
            line.extend_from_slice(&available[..n.min(room)]);
            self.consume(n);
            if end.is_some() {
                return Ok(if too_long { Line::TooLong } else { Line::Whole });
            }
        }
    }

    /// Takes everything that follows, or gives `None` where it is more than `limit` bytes.
    pub(crate) fn rest(&mut self, limit: usize) -> io::Result<Option<Vec<u8>>> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let mut bytes = self.window.split_off(self.start);
        self.window.clear();
        self.start = 0;
        let room = (limit + 1).saturating_sub(bytes.len());
        (&mut self.inner).take(room as u64).read_to_end(&mut bytes)?;
        Ok((bytes.len() <= limit).then_some(bytes))
    }

    fn more(&mut self) -> io::Result<usize> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        if self.start > 0 {
            self.window.drain(..self.start);
            self.start = 0;
        }
        let held = self.window.len();
        self.window.resize(held + CHUNK, 0);
        let read = loop {
            match self.inner.read(&mut self.window[held..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.window.truncate(held + read.as_ref().copied().unwrap_or(0));
        read
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(out.len());
        out[..n].copy_from_slice(&available[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.window.len() {
            self.more()?;
        }
        Ok(&self.window[self.start..])
    }

    fn consume(&mut self, n: usize) {
        self.start = self.window.len().min(self.start + n);
    }
}

/// Counts the bytes that pass.
pub(crate) struct Counted<R> {
    pub(crate) inner: R,
    pub(crate) count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// An I/O error in words, without the number of the operating system.
pub(crate) fn in_words(error: &io::Error) -> String {
    let words = error.to_string();
    let end = words.find(" (os error").unwrap_or(words.len());
    let mut chars = words[..end].chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_bounded_and_the_next_one_is_whole() {
        let long = "x".repeat(3 * CHUNK);
        let text = format!("a\n{long}\nb");
        let mut input = Input::new(text.as_bytes());
        let mut line = Vec::new();
        assert_eq!(input.line(&mut line, 100).unwrap(), Line::Whole);
        assert_eq!(line, b"a\n");
        assert_eq!(input.line(&mut line, 100).unwrap(), Line::TooLong);
        assert_eq!(line.len(), 100);
        assert_eq!(input.line(&mut line, 100).unwrap(), Line::Whole);
        assert_eq!(line, b"b");
        assert_eq!(input.line(&mut line, 100).unwrap(), Line::End);
    }

    #[test]
    fn what_is_put_back_comes_first() {
        let mut input = Input::new(&b"defg"[..]);
        assert_eq!(input.peek(2).unwrap(), b"de");
        input.put_back(b"abc");
        assert_eq!(input.peek(9).unwrap(), b"abcdefg");
        assert_eq!(input.rest(7).unwrap().unwrap(), b"abcdefg");
        assert_eq!(Input::new(&b"abc"[..]).rest(2).unwrap(), None);
    }
}
