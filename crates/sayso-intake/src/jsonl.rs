//! JSON as a stream: one report a line, a list of reports, or one document.

use crate::input::{Input, Line, in_words};
use crate::open::Options;
use crate::origin::{Origin, Place};
use crate::{Draft, Reason, Refusal, feed, fields, ninjs};
use serde_json::Value;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

type Outcome = Result<Draft, Refusal>;

/// The reports of a JSON file.
pub(crate) struct Json<R> {
    input: Input<R>,
    origin: Origin,
    options: Arc<Options>,
    mode: Mode,
    ready: VecDeque<Outcome>,
    /// Lines refused before any was read.
    strange: usize,
}

/// After so many lines that are no JSON, and none that is, a file is taken for something else.
const STRANGE: usize = 20;

enum Mode {
    Start,
    /// One value a line; the lines taken so far.
    Lines(usize),
    /// The elements of a list; the elements and line ends taken so far.
    List(usize, usize),
    Done,
}

impl<R: Read> Json<R> {
    pub(crate) fn new(input: Input<R>, origin: Origin, options: Arc<Options>) -> Json<R> {
        Json { input, origin, options, mode: Mode::Start, ready: VecDeque::new(), strange: 0 }
    }

    /// Finds out which form it is, and reads the first line or the whole document.
    fn start(&mut self) -> io::Result<()> {
        if self.input.peek(3)? == b"\xef\xbb\xbf" {
            self.input.consume(3);
        }
        let mut blank_lines = 0;
        loop {
            match self.input.peek(1)? {
                [b'\n'] => blank_lines += 1,
                [b] if b.is_ascii_whitespace() => {}
                [b'['] => {
                    self.input.consume(1);
                    self.mode = Mode::List(0, blank_lines);
                    return Ok(());
                }
                _ => break,
            }
            self.input.consume(1);
        }
        self.mode = Mode::Lines(blank_lines);
        let mut line = Vec::new();
        let read = self.input.line(&mut line, self.options.max_report)?;
        let unfinished = serde_json::from_slice::<Value>(&line).is_err_and(|e| e.is_eof());
        let next_begins_a_value = self.input.peek(1)? == b"{";
        let at_end = self.input.peek(1)?.is_empty();
        if read == Line::Whole && unfinished && !next_begins_a_value && !at_end {
            self.input.put_back(&line);
            return self.document(blank_lines);
        }
        self.input.put_back(if read == Line::Whole { &line } else { b"" });
        if read == Line::TooLong {
            self.mode = Mode::Lines(blank_lines + 1);
            let place = Place::new("line", blank_lines + 1);
            let limit = self.options.max_report;
            self.ready.push_back(Err(self.origin.refuse_at(&place, Reason::TooLarge { limit })));
        }
        Ok(())
    }

    /// One document over several lines, or several in a row.
    fn document(&mut self, lines_before: usize) -> io::Result<()> {
        self.mode = Mode::Done;
        let limit = self.options.max_document();
        let Some(bytes) = self.input.rest(limit)? else {
            self.ready.push_back(Err(self.origin.refuse(Reason::TooLarge { limit })));
            return Ok(());
        };
        let (text, damage) = readable(&bytes);
        let mut values: Vec<Value> = Vec::new();
        let mut stream = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
        let error = loop {
            match stream.next() {
                Some(Ok(value)) => values.push(value),
                Some(Err(error)) => break Some(error),
                None => break None,
            }
        };
        let several = values.len() > 1;
        for (i, value) in values.into_iter().enumerate() {
            let place = if several { Place::new("item", i + 1) } else { Place::WHOLE };
            read(value, &self.origin, &place, &self.options, &mut self.ready);
        }
        if let Some(error) = error {
            let place = format!("line {}, column {}", lines_before + error.line(), error.column());
            self.ready.push_back(Err(self.origin.refuse(Reason::Broken(wrong(&error))).at(place)));
        } else if let Some(words) = damage {
            self.ready.push_back(Err(self.origin.refuse(Reason::Broken(words))));
        }
        Ok(())
    }

    /// The next line. `false` when there are no more.
    fn line(&mut self) -> bool {
        let Mode::Lines(n) = &mut self.mode else {
            return false;
        };
        *n += 1;
        let n = *n;
        let place = Place::new("line", n);
        let limit = self.options.max_report;
        let mut line = Vec::new();
        match self.input.line(&mut line, limit) {
            Ok(Line::End) => self.mode = Mode::Done,
            Ok(Line::TooLong) => {
                self.ready.push_back(Err(self.origin.refuse_at(&place, Reason::TooLarge { limit })));
            }
            Ok(Line::Whole) => {
                if line.trim_ascii().is_empty() {
                    return true;
                }
                let (text, damage) = readable(line.trim_ascii_end());
                match serde_json::from_str::<Value>(&text) {
                    Ok(value) => {
                        self.strange = usize::MAX;
                        read(value, &self.origin, &place, &self.options, &mut self.ready);
                        if let Some(words) = damage {
                            self.ready.push_back(Err(self.origin.broken(&place, words)));
                        }
                    }
                    Err(_) if self.strange == STRANGE => {
                        let words =
                            format!("{STRANGE} lines are not JSON, and none before is; the rest is not read");
                        self.ready.push_back(Err(self.origin.broken(&place, words)));
                        self.mode = Mode::Done;
                    }
                    Err(error) => {
                        self.strange = self.strange.saturating_add(1);
                        let place = format!("line {n}, column {}", error.column());
                        self.ready
                            .push_back(Err(self.origin.refuse(Reason::Broken(wrong(&error))).at(place)));
                    }
                }
            }
            Err(error) => {
                self.ready.push_back(Err(self.origin.broken(&place, in_words(&error))));
                self.leave_damage(&error);
            }
        }
        !matches!(self.mode, Mode::Done)
    }

    /// Goes on behind the line that damage lies in, if reading can go on.
    fn leave_damage(&mut self, error: &io::Error) {
        if error.kind() != io::ErrorKind::InvalidData {
            self.mode = Mode::Done;
            return;
        }
        let mut line = Vec::new();
        while let Err(error) = self.input.line(&mut line, 0) {
            if error.kind() != io::ErrorKind::InvalidData {
                self.mode = Mode::Done;
                return;
            }
        }
    }

    /// The next element of the list. `false` when there are no more.
    fn element(&mut self) -> bool {
        let Mode::List(n, line_ends) = &mut self.mode else {
            return false;
        };
        let mut scan = Scan::default();
        let mut element = Vec::new();
        let limit = self.options.max_report;
        let mut first_line = *line_ends;
        let end = loop {
            let window = match self.input.fill_buf() {
                Ok(window) => window,
                Err(error) => break Err(Some(error)),
            };
            if window.is_empty() {
                break Err(None);
            }
            let mut taken = 0;
            let mut end = None;
            for byte in window {
                if let Some(found) = scan.ends_before(*byte) {
                    end = Some(found);
                    break;
                }
                taken += 1;
                *line_ends += usize::from(*byte == b'\n');
                if element.is_empty() && (byte.is_ascii_whitespace() || *byte == b',') {
                    first_line = *line_ends;
                } else if element.len() <= limit {
                    element.push(*byte);
                }
            }
            self.input.consume(taken);
            if let Some(end) = end {
                self.input.consume(1);
                *line_ends += usize::from(end == b'\n');
                break Ok(end);
            }
        };
        let text = element.trim_ascii_end();
        if text.is_empty() && end.is_ok() {
            if end.is_ok_and(|e| e == b']') {
                self.mode = Mode::Done;
            }
            return !matches!(self.mode, Mode::Done);
        }
        *n += 1;
        let place = Place::new("item", *n);
        if element.len() > limit {
            self.ready.push_back(Err(self.origin.refuse_at(&place, Reason::TooLarge { limit })));
        } else if let Err(error) = &end {
            let words = error.as_ref().map_or("the list is cut short".to_owned(), in_words);
            self.ready.push_back(Err(self.origin.broken(&place, words)));
        } else {
            let (text, damage) = readable(text);
            match serde_json::from_str::<Value>(&text) {
                Ok(value) => {
                    read(value, &self.origin, &place, &self.options, &mut self.ready);
                    if let Some(words) = damage {
                        self.ready.push_back(Err(self.origin.broken(&place, words)));
                    }
                }
                Err(error) => {
                    let place = format!("{place}, line {}", first_line + error.line());
                    self.ready.push_back(Err(self.origin.refuse(Reason::Broken(wrong(&error))).at(place)));
                }
            }
        }
        if !matches!(end, Ok(b',')) {
            self.mode = Mode::Done;
        }
        true
    }
}

impl<R: Read> Iterator for Json<R> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        loop {
            if let Some(outcome) = self.ready.pop_front() {
                return Some(outcome);
            }
            let going_on = match self.mode {
                Mode::Start => {
                    if let Err(error) = self.start() {
                        self.mode = Mode::Done;
                        return Some(Err(self.origin.broken(&Place::WHOLE, in_words(&error))));
                    }
                    true
                }
                Mode::Lines(_) => self.line(),
                Mode::List(..) => self.element(),
                Mode::Done => false,
            };
            if !going_on && self.ready.is_empty() {
                return None;
            }
        }
    }
}

/// Follows brackets and strings to find where an element of a list ends.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// The `,` or `]` that `byte` is, if it ends the element; otherwise `byte` is taken in.
    fn ends_before(&mut self, byte: u8) -> Option<u8> {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return None;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b',' | b']' if self.depth == 0 => return Some(byte),
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        None
    }
}

/// Bytes as text, with U+FFFD for what is not UTF-8, and words for that.
fn readable(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, Option<String>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), None),
        Err(error) => (String::from_utf8_lossy(bytes), Some(not_utf8(bytes, error.valid_up_to()))),
    }
}

/// The words for text that is not all UTF-8 and was read all the same.
pub(crate) fn not_utf8(bytes: &[u8], first: usize) -> String {
    let n = bytes.utf8_chunks().filter(|c| !c.invalid().is_empty()).count();
    format!(
        "not valid UTF-8 at byte {}; read with U+FFFD in place of {n} character{}",
        first + 1,
        if n == 1 { "" } else { "s" }
    )
}

/// What is wrong with JSON, without the place.
fn wrong(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let end = words.rfind(" at line ").unwrap_or(words.len());
    format!("not valid JSON: {}", &words[..end])
}

/// Lists that interfaces wrap their reports in.
const WRAPPERS: [&str; 11] = [
    "articles",
    "items",
    "docs",
    "documents",
    "results",
    "data",
    "news",
    "stories",
    "reports",
    "response",
    "hits",
];

/// Reads one value: a report in whichever fields, a ninjs item, a feed, or a list of these in a wrapper.
pub(crate) fn read(
    value: Value,
    origin: &Origin,
    place: &Place,
    options: &Options,
    out: &mut VecDeque<Outcome>,
) {
    let Value::Object(object) = &value else {
        let what = match value {
            Value::Null => "null",
            Value::Bool(_) => "a truth value",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            _ => "a list",
        };
        let words = format!("a report is a JSON object, and this is {what}");
        return out.push_back(Err(origin.refuse_at(place, Reason::NotAReport(words))));
    };
    if feed::is_json_feed(object) {
        return feed::json(object, origin, out);
    }
    if ninjs::is_item(object) {
        return ninjs::read(object, origin, place, out);
    }
    if object.get("schema").and_then(Value::as_str) == Some("sayso/1") {
        return out.push_back(own(object, origin, place, options));
    }
    if options.map.iter().all(|(ours, _)| ours != "text") && !fields::Fields::new(object).has_text() {
        let mut inside = object;
        // `response.docs` and `hits.hits` lie one deeper.
        for _ in 0..2 {
            match WRAPPERS.iter().find_map(|w| inside.get(*w)) {
                Some(Value::Array(items)) if items.iter().all(Value::is_object) => {
                    if items.is_empty() {
                        return out.push_back(Err(origin.refuse_at(place, Reason::Empty)));
                    }
                    for (i, item) in items.iter().enumerate() {
                        let item = item.get("_source").unwrap_or(item).clone();
                        read(item, origin, &Place::new("item", i + 1), options, out);
                    }
                    return;
                }
                Some(Value::Object(deeper)) => inside = deeper,
                _ => break,
            }
        }
    }
    out.push_back(fields::draft(object, origin, place, options));
}

/// A report as `sayso annotate` prints it.
fn own(
    object: &serde_json::Map<String, Value>,
    origin: &Origin,
    place: &Place,
    options: &Options,
) -> Outcome {
    let mut flat = object.get("report").and_then(Value::as_object).cloned().unwrap_or_default();
    flat.remove("path");
    let published = flat.remove("published");
    if let Some(text) = object.get("text") {
        flat.insert("text".into(), text.clone());
    }
    let mut draft = fields::draft(&flat, origin, place, options)?;
    let published = published.as_ref().and_then(Value::as_object);
    let word = |name| published?.get(name)?.as_str();
    if let (Some(raw), Some(basis)) = (word("value"), word("basis").and_then(sayso_model::Basis::parse)) {
        draft.published = Some(crate::RawDate { raw: raw.into(), basis, evidence: "field published".into() });
    }
    Ok(draft)
}
