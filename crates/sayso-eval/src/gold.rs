//! `sayso-eval gold`: statements against the invented gold set of this repository.
//!
//! Reports in styles that PolNeAR lacks, marked inline as `gold/README.md` describes.

mod facts;
mod speakers;

use crate::attribution::{
    Attribution, Depth, Document, Gold, Output, Predictions, evaluate_and_print, found_in,
};
use sayso_annotate::Annotator;
use sayso_intake::{Body, Draft, RawDate};
use sayso_model::Basis;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Scores statements against the invented gold set.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of the gold set.
    #[arg(default_value = "crates/sayso-eval/gold")]
    folder: PathBuf,
    /// Only reports whose style contains these words.
    #[arg(long, value_name = "WORDS")]
    style: Option<String>,
    /// Scores who is speaking instead of where statements stand.
    #[arg(long)]
    speakers: bool,
    /// Scores manner and channel, given the gold's spans.
    #[arg(long, conflicts_with = "speakers")]
    facts: bool,
    /// With `--speakers` or `--facts`, lists what is wrong or missing.
    #[arg(long)]
    list: bool,
    /// Scores the statements inside other statements instead of the outermost.
    #[arg(long, conflicts_with = "speakers")]
    inner: bool,
    #[command(flatten)]
    output: Output,
}

/// One marked report.
#[derive(Debug)]
pub(crate) struct GoldReport {
    /// The file's stem.
    pub name: String,
    /// What kind of text it is.
    pub style: String,
    pub outlet: Option<String>,
    pub published: Option<String>,
    /// The text without marks.
    pub text: String,
    /// The outermost statements by number.
    pub statements: BTreeMap<u32, Attribution>,
    /// Those inside other statements, by a number of their own.
    pub inner: BTreeMap<u32, Attribution>,
    /// What is known of a statement: `speaker`, `kind`, `said`, `manner`, `channel`.
    pub facts: BTreeMap<u32, BTreeMap<String, String>>,
}

impl GoldReport {
    fn draft(&self) -> Draft {
        let path = format!("{}.md", self.name);
        let mut draft = Draft::new(self.name.clone(), path.clone(), path, Body::Plain(self.text.clone()));
        draft.outlet.clone_from(&self.outlet);
        draft.published = self.published.clone().map(|raw| RawDate {
            raw,
            basis: Basis::Metadata,
            evidence: "published".into(),
        });
        draft
    }
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let mut reports = load(&args.folder)?;
    if let Some(words) = &args.style {
        reports.retain(|r| r.style.contains(words.as_str()));
    }
    if args.speakers {
        return speakers::run(&reports, args.output.json(), args.list);
    }
    if args.facts {
        return facts::run(&reports, args.output.json(), args.list);
    }
    let (gold, predictions) = if args.inner { found_inner(reports)? } else { found(reports)? };
    evaluate_and_print(&gold, &predictions, &args.output)
}

/// The gold of marked reports beside what `annotate` finds in them.
pub(crate) fn found(reports: Vec<GoldReport>) -> Result<(Gold, Predictions), String> {
    let annotator = Annotator::default();
    let (mut gold, mut predictions) = (Gold::new(), Predictions::new());
    for report in reports {
        let document = Document::new(&report.name, &report.text, false);
        predictions.insert(report.name.clone(), found_in(&annotator, report.draft(), Depth::Outermost)?);
        gold.push((document, report.statements.into_values().collect()));
    }
    Ok((gold, predictions))
}

/// The same for statements inside other statements.
fn found_inner(reports: Vec<GoldReport>) -> Result<(Gold, Predictions), String> {
    let annotator = Annotator::default();
    let (mut gold, mut predictions) = (Gold::new(), Predictions::new());
    for report in reports {
        let document = Document::new(&report.name, &report.text, false);
        predictions.insert(report.name.clone(), found_in(&annotator, report.draft(), Depth::Inner)?);
        gold.push((document, report.inner.into_values().collect()));
    }
    Ok((gold, predictions))
}

/// Reads every marked report of a folder, by file name.
pub(crate) fn load(folder: &Path) -> Result<Vec<GoldReport>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.retain(|p| {
        p.extension().is_some_and(|e| e == "md") && p.file_name().is_some_and(|n| n != "README.md")
    });
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let source = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            parse(name, &source).map_err(|e| format!("{}: {e}", path.display()))
        })
        .collect()
}

fn parse(name: String, source: &str) -> Result<GoldReport, String> {
    let rest = source.strip_prefix("---\n").ok_or("does not begin with front matter")?;
    let (head, rest) = rest.split_once("\n---\n").ok_or("the front matter does not end")?;
    let (body, facts) = rest.rsplit_once("\n---\n").ok_or("the facts are missing")?;
    let fields: BTreeMap<&str, &str> =
        head.lines().filter_map(|l| l.split_once(':')).map(|(k, v)| (k.trim(), v.trim())).collect();
    let field = |name: &str| fields.get(name).filter(|v| **v != "none").map(|v| (*v).to_owned());
    let (text, marks) = unmark(body)?;
    let (mut statements, mut inner) = (BTreeMap::new(), BTreeMap::new());
    for mark in marks {
        let depth = if mark.inner { &mut inner } else { &mut statements };
        let statement: &mut Attribution = depth.entry(mark.statement).or_default();
        match mark.role {
            's' => statement.source.push(mark.span),
            'u' => statement.cue.push(mark.span),
            _ => statement.content.push(mark.span),
        }
    }
    if let Some((number, _)) = statements.iter().find(|(_, s)| s.content.is_empty()) {
        return Err(format!("statement {number} has no content"));
    }
    let facts = facts
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('i'))
        .map(|line| {
            let (number, facts) = line.split_once(':').ok_or_else(|| format!("bad facts line {line:?}"))?;
            let number = number.trim().parse().map_err(|_| format!("bad number in {line:?}"))?;
            let facts = facts.split(';').filter_map(|f| f.split_once('='));
            Ok((number, facts.map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned())).collect()))
        })
        .collect::<Result<_, String>>()?;
    Ok(GoldReport {
        name,
        style: field("style").unwrap_or_default(),
        outlet: field("outlet"),
        published: field("published"),
        text,
        statements,
        inner,
        facts,
    })
}

/// One role of one statement, by code points of the text without marks.
struct Mark {
    role: char,
    statement: u32,
    inner: bool,
    span: (usize, usize),
}

/// Takes the marks out of a text: `⟦s1,u2 words⟧`, nested or not.
fn unmark(marked: &str) -> Result<(String, Vec<Mark>), String> {
    let (mut text, mut length) = (String::new(), 0);
    let mut open: Vec<(Vec<Name>, usize)> = Vec::new();
    let mut marks = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '⟦' => {
                let (names, after) = rest.split_once(' ').ok_or("a mark without words")?;
                open.push((names.split(',').map(name_of).collect::<Result<_, _>>()?, length));
                rest = after;
            }
            '⟧' => {
                let (names, start) = open.pop().ok_or("a mark ends that did not begin")?;
                let span = (start, length);
                marks.extend(names.into_iter().map(|(role, statement, inner)| Mark {
                    role,
                    statement,
                    inner,
                    span,
                }));
            }
            _ => {
                text.push(c);
                length += 1;
            }
        }
    }
    if !open.is_empty() {
        return Err("a mark does not end".into());
    }
    marks.sort_by_key(|m| m.span);
    Ok((text, marks))
}

/// Role, number, whether it belongs to an inner statement.
type Name = (char, u32, bool);

/// Reads `s3` or `ci3`.
fn name_of(name: &str) -> Result<Name, String> {
    let bad = || format!("bad mark {name:?}");
    let role = name.chars().next().filter(|c| "suc".contains(*c)).ok_or_else(bad)?;
    let number = &name[1..];
    let inner = number.starts_with('i');
    let number = number.trim_start_matches('i').parse().map_err(|_| bad())?;
    Ok((role, number, inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let source = "---\nstyle: plain\noutlet: none\npublished: 2031-03-04\n---\n⟦c1 “⟦si1 They⟧ ⟦ui1 say⟧ \
                      ⟦ci1 é⟧,”⟧ ⟦s1,s2 she⟧ ⟦u1 said⟧.\n---\n1: speaker=Ana Roy; kind=named\ni1: speaker=-\n";
        let error = parse("x".into(), source).unwrap_err();
        assert_eq!(error, "statement 2 has no content");
        let report = parse("x".into(), &source.replace(",s2", "")).unwrap();
        assert_eq!(report.text, "“They say é,” she said.");
        let statement = &report.statements[&1];
        assert_eq!(
            (statement.content[0], statement.source[0], statement.cue[0]),
            ((0, 13), (14, 17), (18, 22))
        );
        assert_eq!(report.facts[&1]["speaker"], "Ana Roy");
        assert_eq!((report.outlet, report.published.as_deref()), (None, Some("2031-03-04")));
    }

    #[test]
    fn the_gold_set_reads() {
        let reports = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("gold")).unwrap();
        let statements: usize = reports.iter().map(|r| r.statements.len()).sum();
        assert!(
            reports.len() >= 40 && statements >= 400,
            "{} reports, {statements} statements",
            reports.len()
        );
        for report in &reports {
            for number in report.statements.keys() {
                assert!(report.facts.contains_key(number), "{}: no facts for {number}", report.name);
            }
        }
    }
}
