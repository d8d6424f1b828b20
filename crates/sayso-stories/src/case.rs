//! A case: reports and expectations read from a Markdown file.

use crate::kind::Kind;
use std::path::{Path, PathBuf};

/// A case as its Markdown file gives it.
#[derive(Debug)]
pub struct Case {
    /// The inputs in order of arrival.
    pub inputs: Vec<Input>,
    /// What must be found.
    pub expectations: Vec<Expectation>,
    /// What the expectations list to the full: `points`, `utterances`, …
    pub complete: Vec<String>,
}

/// One file of input.
#[derive(Debug)]
pub struct Input {
    /// The line of its heading.
    pub line: usize,
    /// The ids of the reports in it, in order; `-` for one that plays no part.
    pub ids: Vec<String>,
    /// Where the file is to lie, relative to the case's folder, or where it lies in the repository.
    pub path: PathBuf,
    /// Its bytes; `None` for a file of the repository.
    pub bytes: Option<Vec<u8>>,
}

/// One line of the list below `## expect`.
#[derive(Debug)]
pub struct Expectation {
    /// Its line.
    pub line: usize,
    /// What it asks of the program.
    pub standing: Standing,
    /// The line as written.
    pub wording: String,
    /// What it says.
    pub kind: Kind,
}

/// What an expectation asks of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It must hold.
    Must,
    /// It must not hold yet: the program is known to fall short.
    Todo,
    /// It may hold: right where found, and not missed.
    May,
}

/// What can be listed to the full.
const COMPLETE: [&str; 6] = ["utterances", "statements", "points", "silence", "lineage", "answers"];

/// What is wrong with a case.
#[derive(Debug, PartialEq)]
pub struct CaseError {
    /// Its line, from 1.
    pub line: usize,
    /// What.
    pub what: String,
}

fn error(line: usize, what: impl Into<String>) -> CaseError {
    CaseError { line, what: what.into() }
}

const FIELDS: [&str; 6] = ["outlet", "title", "url", "byline", "published", "language"];
const BLOCKS: [(&str, &str); 5] =
    [("text", "txt"), ("html", "html"), ("json", "json"), ("jsonl", "jsonl"), ("xml", "xml")];

/// A numbered line.
type Line<'a> = (usize, &'a str);

impl Case {
    /// Reads a case; `repository` is where its `file:` headers start from.
    ///
    /// # Errors
    /// All that is wrong with it, by line.
    pub fn parse(markdown: &str, repository: &Path) -> Result<Case, Vec<CaseError>> {
        let mut case = Case { inputs: Vec::new(), expectations: Vec::new(), complete: Vec::new() };
        let mut errors = Vec::new();
        for (line, heading, body) in sections(markdown) {
            if let Some(ids) = heading.strip_prefix("report:") {
                match Input::parse(line, ids, &body, repository) {
                    Ok(input) => case.inputs.push(input),
                    Err(e) => errors.push(e),
                }
            } else if heading == "expect" {
                expectations(&body, &mut case, &mut errors);
            } else {
                errors.push(error(line, format!("a section {heading:?}: neither a report nor `expect`")));
            }
        }
        case.cross_check(repository, &mut errors);
        errors.sort_by_key(|e| e.line);
        if errors.is_empty() { Ok(case) } else { Err(errors) }
    }

    fn cross_check(&self, repository: &Path, errors: &mut Vec<CaseError>) {
        let mut known: Vec<(&str, String)> = Vec::new();
        for input in &self.inputs {
            let raw = match &input.bytes {
                Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                None => std::fs::read_to_string(repository.join(&input.path)).unwrap_or_default(),
            };
            let raw = raw.replace(['\u{ad}', '\u{200b}', '\u{feff}'], "");
            for id in input.ids.iter().filter(|id| *id != "-") {
                if known.iter().any(|(k, _)| k == id) {
                    errors.push(error(input.line, format!("a second report {id:?}")));
                }
                known.push((id, raw.clone()));
            }
        }
        if self.expectations.is_empty() {
            errors.push(error(1, "nothing is expected"));
        }
        for expectation in &self.expectations {
            for id in expectation.kind.reports() {
                if !known.iter().any(|(k, _)| *k == id) {
                    errors.push(error(expectation.line, format!("there is no report {id:?}")));
                }
            }
            for (report, words) in expectation.kind.printed() {
                let texts = known.iter().filter(|(k, _)| report.is_none_or(|r| r == *k));
                let all: Vec<&str> = texts.map(|(_, raw)| raw.as_str()).collect();
                let all = all.join("\n");
                for word in words {
                    let loosely =
                        || expectation.kind.case_blind() && all.to_lowercase().contains(&word.to_lowercase());
                    if !all.contains(&word) && !loosely() {
                        let of = report.map_or("any report".to_owned(), |r| format!("report {r}"));
                        errors.push(error(expectation.line, format!("{word:?} is no word of {of}")));
                    }
                }
            }
        }
    }
}

/// The sections that `## ` headings begin, outside fenced blocks; what stands before the first is for people.
fn sections(markdown: &str) -> Vec<(usize, &str, Vec<Line<'_>>)> {
    let mut sections: Vec<(usize, &str, Vec<Line<'_>>)> = Vec::new();
    let mut fenced = false;
    for (i, text) in markdown.lines().enumerate() {
        let line = i + 1;
        if text.starts_with("```") {
            fenced = !fenced;
        }
        match text.strip_prefix("## ") {
            Some(heading) if !fenced => sections.push((line, heading.trim(), Vec::new())),
            _ => {
                if let Some((_, _, body)) = sections.last_mut() {
                    body.push((line, text));
                }
            }
        }
    }
    sections
}

impl Input {
    fn parse(line: usize, ids: &str, body: &[Line<'_>], repository: &Path) -> Result<Input, CaseError> {
        let ids: Vec<String> = ids.split_whitespace().map(str::to_owned).collect();
        let first = ids.first().cloned().ok_or_else(|| error(line, "a report without id"))?;
        let end = body.iter().position(|(_, t)| t.trim().is_empty()).unwrap_or(body.len());
        let (header, body) = body.split_at(end);
        let (mut fields, mut path, mut file) = (Vec::new(), None, None);
        for &(line, text) in header {
            let (key, value) = text.split_once(": ").ok_or_else(|| {
                error(line, "no header line `key: value` (begin the text after a blank line)")
            })?;
            match key {
                "path" => path = Some(PathBuf::from(value.trim())),
                "file" => file = Some(PathBuf::from(value.trim())),
                _ if FIELDS.contains(&key) => fields.push((key, value.trim())),
                _ => return Err(error(line, format!("unknown header {key:?}"))),
            }
        }
        let (block, words) = block(line, body)?;
        if let Some(file) = file {
            if !words.is_empty() || !fields.is_empty() {
                return Err(error(line, "a report with `file` has no words or fields of its own"));
            }
            if !repository.join(&file).is_file() {
                return Err(error(line, format!("there is no file {}", file.display())));
            }
            return Ok(Input { line, ids, path: file, bytes: None });
        }
        if words.is_empty() {
            return Err(error(line, "a report without words"));
        }
        let (words, extension) = match (fields.is_empty(), block) {
            (true, extension) => (words, extension.unwrap_or("txt")),
            (false, None | Some("txt")) => (as_json_line(&first, &fields, &words), "jsonl"),
            (false, Some(_)) => return Err(error(line, "fields are for reports in plain text alone")),
        };
        Ok(Input {
            line,
            path: path.unwrap_or_else(|| PathBuf::from(format!("{first}.{extension}"))),
            ids,
            bytes: Some(words.into_bytes()),
        })
    }
}

/// The words of a report: those of its single fenced block with the file extension that belongs to it, or all
/// lines but blank ones at the ends.
fn block<'a>(line: usize, body: &[Line<'a>]) -> Result<(Option<&'a str>, String), CaseError> {
    let filled = |(_, t): &Line<'_>| !t.trim().is_empty();
    let start = body.iter().position(filled).unwrap_or(body.len());
    let end = body.iter().rposition(filled).map_or(start, |i| i + 1);
    let body = &body[start..end];
    let join = |lines: &[Line<'_>]| lines.iter().map(|l| l.1).collect::<Vec<_>>().join("\n");
    let Some(info) = body.first().and_then(|(_, t)| t.strip_prefix("```")) else {
        return Ok((None, join(body)));
    };
    let extension = BLOCKS.iter().find(|b| b.0 == info).map(|b| b.1);
    let extension = extension.ok_or_else(|| error(body[0].0, format!("a block of unknown kind {info:?}")))?;
    let close = body.iter().skip(1).position(|(_, t)| *t == "```");
    match close {
        Some(close) if close + 2 == body.len() => Ok((Some(extension), join(&body[1..=close]) + "\n")),
        Some(_) => Err(error(line, "words beside the fenced block")),
        None => Err(error(line, "the fenced block has no end")),
    }
}

fn as_json_line(id: &str, fields: &[(&str, &str)], words: &str) -> String {
    let mut object = serde_json::Map::new();
    object.insert("id".into(), id.into());
    for (key, value) in fields {
        object.insert((*key).into(), (*value).into());
    }
    object.insert("text".into(), words.into());
    serde_json::Value::Object(object).to_string() + "\n"
}

fn expectations(body: &[Line<'_>], case: &mut Case, errors: &mut Vec<CaseError>) {
    let mut items: Vec<(usize, String)> = Vec::new();
    let mut in_item = false;
    for &(line, text) in body {
        if let Some(item) = text.strip_prefix("- ") {
            items.push((line, item.trim().to_owned()));
            in_item = true;
        } else if let Some(kinds) = text.strip_prefix("complete: ") {
            for kind in kinds.split_whitespace() {
                if !COMPLETE.contains(&kind) {
                    errors.push(error(line, format!("{kind:?} cannot be complete; {COMPLETE:?} can")));
                }
                case.complete.push(kind.to_owned());
            }
            in_item = false;
        } else if let (true, true, Some(item)) = (in_item, text.starts_with("  "), items.last_mut()) {
            item.1.push(' ');
            item.1.push_str(text.trim());
        } else {
            in_item = false;
            if text.contains(" | ") {
                errors.push(error(line, "an expectation begins with `- `"));
            }
        }
    }
    for (line, wording) in items {
        let (standing, rest) = match (wording.strip_prefix("todo:"), wording.strip_prefix("may:")) {
            (Some(rest), _) => (Standing::Todo, rest.trim()),
            (_, Some(rest)) => (Standing::May, rest.trim()),
            _ => (Standing::Must, wording.as_str()),
        };
        match Kind::parse(rest) {
            Ok(kind) => case.expectations.push(Expectation { line, standing, kind, wording }),
            Err(what) => errors.push(error(line, what)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "\
# A title
prose

## report: a
outlet: The Bell
published: 2031-01-02

It rains.

“It rains,” said Ann Orr.

## report: b

 date 2031-01-03 It rained.

## expect

They are one.

- story | a b
- todo: says | a | Ann Orr | said
  | It rains
";

    fn parse(markdown: &str) -> Result<Case, Vec<CaseError>> {
        Case::parse(markdown, Path::new(env!("CARGO_MANIFEST_DIR")))
    }

    fn errors(markdown: &str) -> Vec<(usize, String)> {
        let errors = parse(markdown).err().unwrap_or_default();
        errors.into_iter().map(|e| (e.line, e.what)).collect()
    }

    #[test]
    fn a_case_is_read() {
        let case = parse(SMALL).unwrap();
        assert_eq!(case.inputs.len(), 2);
        let json: serde_json::Value = serde_json::from_slice(case.inputs[0].bytes.as_ref().unwrap()).unwrap();
        assert_eq!(json["outlet"], "The Bell");
        assert_eq!(json["text"], "It rains.\n\n“It rains,” said Ann Orr.");
        assert_eq!(case.inputs[1].path, Path::new("b.txt"));
        let raw = case.inputs[1].bytes.as_deref();
        assert_eq!(raw, Some(" date 2031-01-03 It rained.".as_bytes()), "leading space is kept");
        assert_eq!(case.expectations.len(), 2);
        assert_eq!(case.expectations[1].standing, Standing::Todo);
        assert_eq!(case.expectations[1].line, 21);
        assert_eq!(case.expectations[1].wording, "todo: says | a | Ann Orr | said | It rains");
    }

    #[test]
    fn blocks_name_the_format() {
        let case =
            parse("## report: a b -\n\n```xml\n<a>\n## report: no\n</a>\n```\n\n## expect\n- story | a b\n")
                .unwrap();
        assert_eq!(case.inputs[0].path, Path::new("a.xml"));
        assert_eq!(case.inputs[0].ids, ["a", "b", "-"]);
        assert_eq!(case.inputs[0].bytes.as_deref(), Some("<a>\n## report: no\n</a>\n".as_bytes()));
    }

    #[test]
    fn a_path_is_kept_and_a_file_must_exist() {
        let case = parse("## report: a\npath: x/2031/a.txt\n\nwords\n## expect\n- story | a\n").unwrap();
        assert_eq!(case.inputs[0].path, Path::new("x/2031/a.txt"));
        assert!(parse("## report: a\nfile: Cargo.toml\n\n## expect\n- story | a\n").is_ok());
        let wrong = errors("## report: a\nfile: no/such\n\n## expect\n- story | a\n");
        assert_eq!(wrong[0], (1, "there is no file no/such".to_owned()));
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let broken = SMALL.replace("- story | a b", "- storey | a b");
        assert!(matches!(&errors(&broken)[..], [(20, what)] if what.contains("unknown kind \"storey\"")));
        let broken = SMALL.replace("- story | a b", "story | a b");
        assert_eq!(errors(&broken), [(20, "an expectation begins with `- `".to_owned())]);
        let broken = SMALL.replace("- story | a b", "- story | a c");
        assert_eq!(errors(&broken), [(20, "there is no report \"c\"".to_owned())]);
        let broken = SMALL.replace("| It rains", "| It reigns");
        assert_eq!(errors(&broken), [(21, "\"reigns\" is no word of report a".to_owned())]);
        let broken = SMALL.replace("outlet:", "outlets:");
        assert_eq!(errors(&broken)[0], (5, "unknown header \"outlets\"".to_owned()));
        let broken = SMALL.replace("## report: b", "## report: a");
        assert_eq!(errors(&broken)[0], (12, "a second report \"a\"".to_owned()));
        let broken = SMALL.replace("## expect", "## expected");
        assert!(errors(&broken).iter().any(|e| e.0 == 16));
    }
}
