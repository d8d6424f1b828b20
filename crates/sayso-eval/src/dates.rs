//! `sayso-eval dates`: time expressions against TempEval-3's gold, and the time of statements against the
//! invented gold set.
//!
//! Spans and values are scored as TempEval-3 does: strict F1 counts equal spans, relaxed F1 spans that overlap, each
//! gold expression matched by at most one found; value F1 counts relaxed matches with the gold value. The creation
//! time in the header is given, not scored.

use crate::{corpora, gold};
use cpu_time::ProcessTime;
use sayso_annotate::times::{SayingSpans, said_of, times};
use sayso_model::{Basis, Published};
use sayso_text::{CharIndex, Span};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Scores time expressions on TimeML files, or with `--said` the time of statements on the invented gold set.
///
/// Example: sayso-eval dates ../shared/corpora/tempeval3/TimeBank ../shared/corpora/tempeval3/AQUAINT
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folders of `.tml` files; `tempeval3/TimeBank` and `tempeval3/AQUAINT` of the corpora unless told. With
    /// `--said` the folder of the gold set.
    folders: Vec<PathBuf>,
    /// Score the day of statements, given the gold spans of source, cue and content.
    #[arg(long)]
    said: bool,
    /// With `--said`: do not tell who the speakers are, as if none were resolved.
    #[arg(long)]
    blind: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// List what was missed, found in error, or given another value.
    #[arg(long)]
    errors: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    if args.said { run_said(args) } else { run_timeml(args) }
}

/// A time expression by bytes of its document's text.
#[derive(Clone, Debug, PartialEq)]
struct Timex {
    span: (usize, usize),
    value: String,
}

/// A TimeML document without its marks.
#[derive(Debug, Default, PartialEq)]
struct TimeMl {
    text: String,
    created: Option<String>,
    times: Vec<Timex>,
}

#[derive(Debug, Default, Clone, Copy, Serialize)]
struct Counts {
    gold: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
    /// Words read, and the CPU seconds that finding their times took.
    words: usize,
    seconds: f64,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.gold += other.gold;
        self.found += other.found;
        self.strict += other.strict;
        self.relaxed += other.relaxed;
        self.value += other.value;
        self.words += other.words;
        self.seconds += other.seconds;
    }
}

#[derive(Debug, Serialize)]
struct Scores {
    documents: usize,
    #[serde(flatten)]
    counts: Counts,
    strict_f1: f64,
    relaxed_precision: f64,
    relaxed_recall: f64,
    relaxed_f1: f64,
    value_f1: f64,
}

impl Scores {
    fn of(documents: usize, counts: Counts) -> Scores {
        let f1 = |n: usize| ratio(2 * n, counts.gold + counts.found);
        Scores {
            documents,
            counts,
            strict_f1: f1(counts.strict),
            relaxed_precision: ratio(counts.relaxed, counts.found),
            relaxed_recall: ratio(counts.relaxed, counts.gold),
            relaxed_f1: f1(counts.relaxed),
            value_f1: f1(counts.value),
        }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn run_timeml(args: &Args) -> Result<(), String> {
    let folders = if args.folders.is_empty() {
        let corpora = corpora()?.join("tempeval3");
        vec![corpora.join("TimeBank"), corpora.join("AQUAINT")]
    } else {
        args.folders.clone()
    };
    let mut rows: BTreeMap<String, Scores> = BTreeMap::new();
    let (mut documents, mut total) = (0, Counts::default());
    for folder in &folders {
        let (count, counts) = score_folder(folder, args.errors)?;
        documents += count;
        total.add(counts);
        rows.insert(folder.display().to_string(), Scores::of(count, counts));
    }
    if folders.len() > 1 {
        rows.insert("~all".into(), Scores::of(documents, total));
    }
    if args.json {
        println!("{}", serde_json::to_string(&rows).map_err(|e| e.to_string())?);
        return Ok(());
    }
    println!("  strict relaxed   value       P       R   gold  found  documents");
    for (name, s) in &rows {
        println!(
            "{:8.4}{:8.4}{:8.4}{:8.4}{:8.4}{:7}{:7}{:11}  {}",
            s.strict_f1,
            s.relaxed_f1,
            s.value_f1,
            s.relaxed_precision,
            s.relaxed_recall,
            s.counts.gold,
            s.counts.found,
            s.documents,
            name.trim_start_matches('~')
        );
    }
    let speed = total.words as f64 / total.seconds.max(1e-9);
    println!("{speed:.0} words a CPU second (tokens and sentences given)");
    Ok(())
}

fn score_folder(folder: &Path, errors: bool) -> Result<(usize, Counts), String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    // Not the companions that some archives leave beside each file.
    paths.retain(|p| {
        let hidden = p.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        !hidden && p.extension().is_some_and(|e| e == "tml")
    });
    paths.sort();
    let mut total = Counts::default();
    for path in &paths {
        let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let document =
            parse(&String::from_utf8_lossy(&bytes)).map_err(|e| format!("{}: {e}", path.display()))?;
        let tokens: Vec<_> = sayso_text::tokens(&document.text).collect();
        let sentences = sayso_text::sentences(&document.text, &tokens);
        let day = published(document.created.clone());
        let clock = ProcessTime::now();
        let times = times(&document.text, &tokens, &sentences, &day);
        total.seconds += clock.elapsed().as_secs_f64();
        total.words += tokens.iter().filter(|t| t.is_word()).count();
        let found: Vec<Timex> = times
            .into_iter()
            .map(|t| Timex { span: (t.span.start(), t.span.end()), value: t.value })
            .collect();
        total.add(compare(&document, &found, errors));
    }
    Ok((paths.len(), total))
}

fn published(value: Option<String>) -> Published {
    Published { value, basis: Basis::Metadata, evidence: None }
}

fn compare(document: &TimeMl, found: &[Timex], errors: bool) -> Counts {
    let mut counts = Counts { gold: document.times.len(), found: found.len(), ..Counts::default() };
    let mut used = vec![false; found.len()];
    let print = |what: &str, span: (usize, usize), values: &str| {
        if errors {
            let words = document.text.get(span.0..span.1).unwrap_or_default();
            eprintln!("{what}\t{}\t{values}", words.replace('\n', " "));
        }
    };
    for gold in &document.times {
        let overlaps = |t: &Timex| t.span.0 < gold.span.1 && gold.span.0 < t.span.1;
        let mut best = None;
        for (i, time) in found.iter().enumerate() {
            if used[i] || !overlaps(time) {
                continue;
            }
            let exact = time.span == gold.span;
            if best.is_none() || exact {
                best = Some(i);
            }
        }
        let Some(i) = best else {
            print("missed", gold.span, &gold.value);
            continue;
        };
        used[i] = true;
        counts.relaxed += 1;
        counts.strict += usize::from(found[i].span == gold.span);
        if found[i].value == gold.value {
            counts.value += 1;
        } else {
            print("value", gold.span, &format!("{}\t{}", gold.value, found[i].value));
        }
    }
    for (time, _) in found.iter().zip(&used).filter(|(_, used)| !**used) {
        print("spurious", time.span, &time.value);
    }
    counts
}

/// Reads a TimeML file: its text, its creation time, and the time expressions in its text.
fn parse(source: &str) -> Result<TimeMl, String> {
    let mut document = TimeMl::default();
    let header = source.find("<DCT>").and_then(|at| source[at..].split("</DCT>").next());
    document.created = header.and_then(|h| attribute(h, "value")).map(str::to_owned);
    let body =
        source.split_once("<TEXT>").and_then(|(_, rest)| rest.split_once("</TEXT>")).ok_or("no text")?.0;
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        document.text.push_str(&unescape(&rest[..at]));
        let (tag, after) = rest[at..].split_once('>').ok_or("a tag does not end")?;
        if tag.starts_with("<TIMEX3") {
            open.push((document.text.len(), attribute(tag, "value").unwrap_or_default().to_owned()));
        } else if tag == "</TIMEX3" {
            let (start, value) = open.pop().ok_or("a tag ends that did not begin")?;
            document.times.push(Timex { span: (start, document.text.len()), value });
        }
        rest = after;
    }
    document.text.push_str(&unescape(rest));
    document.times.sort_by_key(|t| t.span);
    Ok(document)
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[derive(Debug, Default, Serialize)]
struct SaidScores {
    statements: usize,
    gold: usize,
    found: usize,
    right: usize,
    precision: f64,
    recall: f64,
    f1: f64,
    /// Of the statements with a gold day for which one was found, how many are right.
    right_of_found: f64,
}

fn run_said(args: &Args) -> Result<(), String> {
    let folder = args.folders.first().cloned().unwrap_or_else(|| "crates/sayso-eval/gold".into());
    let mut scores = SaidScores::default();
    let mut both = 0;
    for report in gold::load(&folder)? {
        let text = &report.text;
        let tokens: Vec<_> = sayso_text::tokens(text).collect();
        let sentences = sayso_text::sentences(text, &tokens);
        let found = times(text, &tokens, &sentences, &published(report.published.clone()));
        let index = CharIndex::new(text);
        let spans = |spans: &[(usize, usize)]| -> Vec<Span> {
            spans.iter().filter_map(|(s, e)| Span::new(index.to_bytes(*s), index.to_bytes(*e))).collect()
        };
        let mut speakers: Vec<&str> = Vec::new();
        let mut parts = Vec::new();
        for (number, statement) in &report.statements {
            let facts = report.facts.get(number);
            let name = facts.and_then(|f| f.get("speaker")).map_or("-", String::as_str);
            let speaker = (name != "-" && !args.blind).then(|| {
                speakers.iter().position(|s| *s == name).unwrap_or_else(|| {
                    speakers.push(name);
                    speakers.len() - 1
                }) as u32
            });
            let said = facts.and_then(|f| f.get("said")).cloned();
            let roles = (spans(&statement.source), spans(&statement.cue), spans(&statement.content));
            parts.push((*number, roles, speaker, said));
        }
        let given: Vec<SayingSpans<'_>> = parts
            .iter()
            .map(|(_, (source, cue, content), speaker, _)| SayingSpans {
                source,
                cue,
                content,
                speaker: *speaker,
            })
            .collect();
        let day = published(report.published.clone());
        let days = said_of(text, &tokens, &sentences, &found, &day, &given);
        for ((number, (_, cue, _), _, want), said) in parts.iter().zip(&days) {
            scores.statements += 1;
            scores.gold += usize::from(want.is_some());
            // A weekday of a report without a date is no day yet.
            let got = said.as_ref().map(|s| s.value.as_str()).filter(|v| !v.starts_with('X'));
            scores.found += usize::from(got.is_some());
            let right = want.is_some() && want.as_deref() == got;
            both += usize::from(want.is_some() && got.is_some());
            scores.right += usize::from(right);
            if args.errors && want.as_deref() != got {
                let cue = cue.first().and_then(|c| c.slice(text)).unwrap_or_default();
                let how = said.as_ref().map(|s| format!("{:?} {:?}", s.how, s.evidence.slice(text)));
                eprintln!(
                    "{}\t{number}\t{cue}\twant {want:?}\tgot {got:?} {}",
                    report.name,
                    how.unwrap_or_default()
                );
            }
        }
    }
    scores.precision = ratio(scores.right, scores.found);
    scores.recall = ratio(scores.right, scores.gold);
    scores.f1 = ratio(2 * scores.right, scores.found + scores.gold);
    scores.right_of_found = ratio(scores.right, both);
    if args.json {
        println!("{}", serde_json::to_string(&scores).map_err(|e| e.to_string())?);
        return Ok(());
    }
    println!("statements with a day {}, found {}, right {}", scores.gold, scores.found, scores.right);
    println!(
        "precision {:.4}  recall {:.4}  F1 {:.4}  right of those found that have one {:.4}",
        scores.precision, scores.recall, scores.f1, scores.right_of_found
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "<TimeML>\n<DCT><TIMEX3 tid=\"t0\" value=\"2031-03-10\">x</TIMEX3></DCT>\n<TEXT>It \
                          <EVENT eid=\"e1\">rained</EVENT> on <TIMEX3 tid=\"t1\" type=\"DATE\" \
                          value=\"2031-03-07\">Friday</TIMEX3> &amp; <TIMEX3 tid=\"t2\" value=\"P3D\">three \
                          days</TIMEX3> more.</TEXT></TimeML>";

    #[test]
    fn marks_become_spans() {
        let document = parse(SOURCE).unwrap();
        assert_eq!(document.text, "It rained on Friday & three days more.");
        assert_eq!(document.created.as_deref(), Some("2031-03-10"));
        let words: Vec<_> = document.times.iter().map(|t| &document.text[t.span.0..t.span.1]).collect();
        assert_eq!(words, ["Friday", "three days"]);
    }

    #[test]
    fn each_gold_is_matched_once() {
        let document = parse(SOURCE).unwrap();
        let time = |span, value: &str| Timex { span, value: value.into() };
        let found =
            [time((13, 19), "2031-03-07"), time((22, 27), "P3D"), time((28, 32), "P1D"), time((0, 2), "x")];
        let counts = compare(&document, &found, false);
        assert_eq!((counts.strict, counts.relaxed, counts.value), (1, 2, 2));
        assert_eq!((counts.gold, counts.found), (2, 4));
        let scores = Scores::of(1, counts);
        assert!((scores.relaxed_f1 - 4.0 / 6.0).abs() < 1e-9);
    }
}
