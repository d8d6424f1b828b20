//! `sayso-eval entities`: names against CoNLL-2003.
//!
//! The corpus has sentences of tokens: every document is set as a text again, a sentence a line, read as `annotate`
//! reads any report, and what it names is compared by place. Persons, organizations and places are compared with
//! their kinds; what CoNLL calls miscellaneous (nationalities, events, works, products) with every other kind.

use crate::corpora;
use clap::ValueEnum;
use sayso_annotate::Annotator;
use sayso_intake::{Body, Draft};
use sayso_model::{EntityKind, MentionForm, Report};
use sayso_reader::{NameKind, Reader};
use sayso_text::Span;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Scores names against CoNLL-2003.
///
/// Example: sayso-eval entities ../shared/corpora/conll2003/val.conllu --bootstrap 1000
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files of columns, or folders of them; `conll2003/val.conllu` of the corpora unless told.
    paths: Vec<PathBuf>,
    /// Who names: all of `annotate`, or the trained reader alone.
    #[arg(long, value_enum, default_value = "annotate")]
    by: By,
    /// How the tokens are set as text.
    #[arg(long, value_enum, default_value = "lines")]
    set: Set,
    /// Count intervals over so many resamplings of the documents.
    #[arg(long, value_name = "N", default_value_t = 0)]
    bootstrap: usize,
    /// List what is missed (`-`) and what is found in error (`+`).
    #[arg(long)]
    list: bool,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// The entities that `annotate` gives.
    Annotate,
    /// The names of the trained reader, before any rule.
    Reader,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Set {
    /// As printed, a line for each sentence.
    Lines,
    /// As printed, the whole document a paragraph.
    Paragraph,
    /// A line for each sentence, a space between any two tokens.
    Spaced,
    /// As printed, each sentence a text of its own.
    Apart,
}

/// The kinds of CoNLL-2003 in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Person,
    Organization,
    Place,
    Miscellaneous,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Person, Kind::Organization, Kind::Place, Kind::Miscellaneous];

    fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Place => "place",
            Kind::Miscellaneous => "miscellaneous",
        }
    }

    fn of_label(label: &str) -> Option<Kind> {
        match label {
            "PER" => Some(Kind::Person),
            "ORG" => Some(Kind::Organization),
            "LOC" => Some(Kind::Place),
            "MISC" => Some(Kind::Miscellaneous),
            _ => None,
        }
    }
}

/// A name by bytes of its text.
type Name = (usize, usize, Kind);

/// A document's text and its names.
#[derive(Debug, Default, PartialEq)]
struct Document {
    text: String,
    names: Vec<Name>,
}

/// A sentence's words with their labels.
type Sentence = Vec<(String, String)>;

/// Documents of sentences, from columns `number`, `word`, `label`, an empty line after each sentence and
/// `-DOCSTART-` before each document.
fn read(source: &str) -> Vec<Vec<Sentence>> {
    let mut documents: Vec<Vec<Sentence>> = Vec::new();
    let mut sentence = Sentence::new();
    for line in source.lines().chain([""]) {
        let mut cells = line.split('\t');
        if let (Some(_), Some(word), Some(label)) = (cells.next(), cells.next(), cells.next()) {
            sentence.push((word.to_owned(), label.to_owned()));
            continue;
        }
        match sentence.as_slice() {
            [] => {}
            [(word, _)] if word == "-DOCSTART-" => documents.push(Vec::new()),
            _ => match documents.last_mut() {
                Some(document) => document.push(std::mem::take(&mut sentence)),
                None => documents.push(vec![std::mem::take(&mut sentence)]),
            },
        }
        sentence.clear();
    }
    documents.retain(|d| !d.is_empty());
    documents
}

/// Sets a document's sentences as text.
fn set(document: &[Sentence], how: Set) -> Vec<Document> {
    let mut texts = vec![Document::default()];
    for sentence in document {
        if how == Set::Apart {
            texts.push(Document::default());
        }
        if let Some(text) = texts.last_mut() {
            if !text.text.is_empty() {
                text.text.push(if how == Set::Paragraph { ' ' } else { '\n' });
            }
            set_sentence(sentence, how == Set::Spaced, text);
        }
    }
    texts.retain(|t| !t.text.is_empty());
    texts
}

fn set_sentence(sentence: &Sentence, spaced: bool, document: &mut Document) {
    let (mut quoted, mut glue) = (false, true);
    let mut open: Option<Name> = None;
    for (word, label) in sentence {
        let closes = word == "\"" && quoted || matches!(word.as_str(), "''" | "”");
        if !(glue || !spaced && (closes || is_after(word))) {
            document.text.push(' ');
        }
        let start = document.text.len();
        document.text.push_str(word);
        let end = document.text.len();
        glue = !spaced
            && (matches!(word.as_str(), "(" | "[" | "{" | "$" | "#" | "``" | "“") || word == "\"" && !quoted);
        quoted ^= word == "\"";

        let kind = label.split_once('-').and_then(|(_, kind)| Kind::of_label(kind));
        match (&mut open, kind) {
            (Some(name), Some(kind)) if label.starts_with('I') && name.2 == kind => name.1 = end,
            (_, kind) => {
                document.names.extend(open.take());
                open = kind.map(|kind| (start, end, kind));
            }
        }
    }
    document.names.extend(open);
}

/// Whether no space stands before a token.
fn is_after(word: &str) -> bool {
    matches!(word, "." | "," | ";" | ":" | "?" | "!" | "%" | ")" | "]" | "}" | "..." | "'" | "n't")
        || matches!(word, "'s" | "'S" | "'re" | "'ve" | "'ll" | "'d" | "'m")
}

/// Who finds names.
enum Finder {
    Annotate(Box<Annotator>),
    Reader(Box<Reader>),
}

impl Finder {
    fn names(&self, name: &str, text: &str) -> Result<Vec<Name>, String> {
        let draft = Draft::new(name.into(), name.into(), name.into(), Body::Plain(text.into()));
        let report: Report = sayso_intake::finish(draft).map_err(|e| e.to_string())?;
        let found: Vec<(Span, Kind)> = match self {
            Finder::Annotate(annotator) => annotator
                .annotate(&report)
                .entities
                .iter()
                .flat_map(|e| e.mentions.iter().map(move |m| (e.kind, m)))
                .filter(|(_, m)| m.form == MentionForm::Name)
                .map(|(kind, m)| (m.span, of_entity(kind)))
                .collect(),
            Finder::Reader(reader) => reader
                .read(report.text.as_str())
                .names
                .iter()
                .filter(|n| !n.kind.is_figure())
                .map(|n| (n.span, of_name(n.kind)))
                .collect(),
        };
        let received = |(span, kind): (Span, Kind)| {
            let span = report.text.alignment().to_received(span);
            (span.start(), span.end(), kind)
        };
        Ok(found.into_iter().map(received).collect())
    }
}

fn of_entity(kind: EntityKind) -> Kind {
    match kind {
        EntityKind::Person => Kind::Person,
        EntityKind::Organization => Kind::Organization,
        EntityKind::Place => Kind::Place,
        _ => Kind::Miscellaneous,
    }
}

fn of_name(kind: NameKind) -> Kind {
    match kind {
        NameKind::Person => Kind::Person,
        NameKind::Organization => Kind::Organization,
        NameKind::Place => Kind::Place,
        _ => Kind::Miscellaneous,
    }
}

/// Names right, found and in the gold: of the four kinds, then whatever the kind, the bounds alone being right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts([[usize; 3]; 5]);

impl Counts {
    fn of(gold: &BTreeSet<Name>, found: &BTreeSet<Name>) -> Counts {
        let mut counts = Counts::default();
        for kind in Kind::ALL {
            let count = |names: &mut dyn Iterator<Item = &Name>| names.filter(|n| n.2 == kind).count();
            counts.0[kind as usize] =
                [count(&mut gold.intersection(found)), count(&mut found.iter()), count(&mut gold.iter())];
        }
        let bounds = |names: &BTreeSet<Name>| names.iter().map(|n| (n.0, n.1)).collect::<BTreeSet<_>>();
        let (gold, found) = (bounds(gold), bounds(found));
        counts.0[4] = [gold.intersection(&found).count(), found.len(), gold.len()];
        counts
    }

    fn add(&mut self, other: &Counts) {
        for (sum, more) in self.0.iter_mut().flatten().zip(other.0.iter().flatten()) {
            *sum += more;
        }
    }

    /// Names of all kinds together.
    fn all(&self) -> [usize; 3] {
        [0, 1, 2].map(|i| self.0[..4].iter().map(|row| row[i]).sum())
    }
}

/// Precision, recall, F1, each 0 to 1.
fn rates([right, found, gold]: [usize; 3]) -> [f64; 3] {
    let ratio = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
    [ratio(right, found), ratio(right, gold), ratio(2 * right, found + gold)]
}

/// The 95% interval of F1 over all kinds, from resampled documents.
fn interval(rows: &[Counts], resamplings: usize) -> Option<(f64, f64)> {
    if resamplings == 0 || rows.is_empty() {
        return None;
    }
    let mut random = rand_mt::Mt::new(2003);
    let mut draws: Vec<f64> = (0..resamplings)
        .map(|_| {
            let mut sum = Counts::default();
            for _ in 0..rows.len() {
                sum.add(&rows[random.next_u32() as usize % rows.len()]);
            }
            rates(sum.all())[2]
        })
        .collect();
    draws.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| draws[((share * draws.len() as f64) as usize).min(draws.len() - 1)];
    Some((at(0.025), at(0.975)))
}

fn files(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "conllu"));
    files.sort();
    Ok(files)
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let paths = match args.paths.as_slice() {
        [] => vec![corpora()?.join("conll2003/val.conllu")],
        paths => paths.to_vec(),
    };
    let finder = match args.by {
        By::Annotate => Finder::Annotate(Box::default()),
        By::Reader => Finder::Reader(Box::new(Reader::embedded())),
    };
    let mut rows = Vec::new();
    for path in paths.iter().map(|p| files(p)).collect::<Result<Vec<_>, _>>()?.concat() {
        let source = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        for (i, document) in read(&source).iter().enumerate() {
            let mut counts = Counts::default();
            for part in set(document, args.set) {
                let found = finder.names(&format!("document {}", i + 1), &part.text)?;
                let (gold, found) = (part.names.iter().copied().collect(), found.into_iter().collect());
                counts.add(&Counts::of(&gold, &found));
                if args.list {
                    list(&part.text, i + 1, &gold, &found);
                }
            }
            rows.push(counts);
        }
    }
    let mut total = Counts::default();
    rows.iter().for_each(|row| total.add(row));
    let lines = Kind::ALL
        .map(|kind| (kind.name(), total.0[kind as usize]))
        .into_iter()
        .chain([("all", total.all()), ("bounds alone", total.0[4])]);
    let interval = interval(&rows, args.bootstrap);
    if args.json {
        let row = |counts: [usize; 3]| {
            let [p, r, f1] = rates(counts);
            json!({"precision": p, "recall": r, "f1": f1, "right": counts[0], "found": counts[1], "gold": counts[2]})
        };
        let kinds: serde_json::Map<_, _> = lines.map(|(name, c)| (name.to_owned(), row(c))).collect();
        println!("{}", json!({"documents": rows.len(), "kinds": kinds, "f1_interval": interval}));
        return Ok(());
    }
    println!("{} documents", rows.len());
    println!("{:14}{:>10}{:>8}{:>8}{:>8}{:>8}", "", "precision", "recall", "F1", "found", "gold");
    for (name, counts) in lines {
        let [p, r, f1] = rates(counts).map(|x| 100.0 * x);
        println!("{name:14}{p:10.2}{r:8.2}{f1:8.2}{:8}{:8}", counts[1], counts[2]);
    }
    if let Some((low, high)) = interval {
        println!("95% interval of F1 over all kinds: {:.2} to {:.2}", 100.0 * low, 100.0 * high);
    }
    Ok(())
}

fn list(text: &str, document: usize, gold: &BTreeSet<Name>, found: &BTreeSet<Name>) {
    let mut odd: Vec<(&Name, char)> =
        gold.difference(found).map(|n| (n, '-')).chain(found.difference(gold).map(|n| (n, '+'))).collect();
    odd.sort();
    for ((start, end, kind), sign) in odd {
        let line = text[..*start].rfind('\n').map_or(0, |i| i + 1);
        let rest = text[*end..].find('\n').map_or(text.len(), |i| end + i);
        println!(
            "{document}\t{sign}\t{}\t{}\t{}",
            kind.name(),
            text[*start..*end].replace('\n', " "),
            &text[line..rest]
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &str = "0\t-DOCSTART-\tO\n\n0\tLENVAR\tB-LOC\n1\t2031-03-07\tO\n\n0\tAnn\tB-PER\n1\tLee\tI-PER\n\
                           2\t's\tO\n3\t\"\tO\n4\tTarn\tB-MISC\n5\tRovers\tB-ORG\n6\t\"\tO\n7\t.\tO\n";

    #[test]
    fn columns_become_text() {
        let documents = read(COLUMNS);
        assert_eq!(documents.len(), 1);
        let [text] = set(&documents[0], Set::Lines).try_into().unwrap();
        assert_eq!(text.text, "LENVAR 2031-03-07\nAnn Lee's \"Tarn Rovers\".");
        let names: Vec<_> = text.names.iter().map(|n| (&text.text[n.0..n.1], n.2)).collect();
        assert_eq!(
            names,
            [
                ("LENVAR", Kind::Place),
                ("Ann Lee", Kind::Person),
                ("Tarn", Kind::Miscellaneous),
                ("Rovers", Kind::Organization)
            ]
        );
        let [spaced] = set(&documents[0], Set::Spaced).try_into().unwrap();
        assert_eq!(spaced.text, "LENVAR 2031-03-07\nAnn Lee 's \" Tarn Rovers \" .");
        assert_eq!(set(&documents[0], Set::Apart).len(), 2);
    }

    #[test]
    fn a_name_is_right_with_its_bounds_and_kind() {
        let gold = [(0, 3, Kind::Person), (5, 9, Kind::Place), (10, 12, Kind::Place)].into();
        let found = [(0, 3, Kind::Person), (5, 9, Kind::Organization), (10, 13, Kind::Place)].into();
        let counts = Counts::of(&gold, &found);
        assert_eq!(counts.all(), [1, 3, 3]);
        assert_eq!(counts.0[4], [2, 3, 3]);
        let [p, r, f1] = rates(counts.all());
        assert!(p == r && (f1 - 1.0 / 3.0).abs() < 1e-9);
        let (low, high) = interval(&[counts, Counts::default()], 200).unwrap();
        assert!(low <= f1 && f1 <= high);
    }
}
