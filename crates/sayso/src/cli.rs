//! What a user types.

use clap::{Args, Parser, Subcommand, ValueEnum};
use sayso_annotate::{Options, ReaderChoice};
use sayso_model::Manner;
use std::path::PathBuf;

/// Who said what, on whose say-so: reads many outlets' reports of the same happenings and shows who said what in
/// each, where they carry the same quotation, and the words it all rests on. It never decides who is right.
#[derive(Debug, Parser)]
#[command(
    name = "sayso",
    version,
    after_help = "Examples:
  sayso read reports/                 take in a folder of reports, print the dossier
  sayso stories                       list the stories
  sayso story 1                       one story's dossier
  sayso quote \"nobody need worry\"     whose words, the fullest wording, every variant
  cat report.txt | sayso annotate     statements as JSON, nothing stored

Everything read is kept in one file, sayso.db in this folder, unless --db or SAYSO_DB says
otherwise.
Nothing is sent anywhere."
)]
pub(crate) struct Cli {
    /// The database file.
    #[arg(long, global = true, env = "SAYSO_DB", value_name = "FILE", default_value = "sayso.db")]
    db: PathBuf,

    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    pub(crate) fn database(&self) -> PathBuf {
        self.db.clone()
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take reports in: analyse, store, compare.
    #[command(after_help = "Examples:
  sayso read a.txt b.html feed.xml       files of any kind, told by content
  sayso read crawl.warc.gz news.jsonl    archives and collections, as streams
  sayso read reports/                    a folder, walked
  curl -s … | sayso read -               standard input
  sayso read news.jsonl --map text=story.body,outlet=paper

Kinds: plain text, HTML, RSS, Atom, RDF, JSON Feed, JSON lines, IPTC ninjs and NewsML-G2, WARC;
each also gzipped. Reading the same again changes nothing; a text that changed becomes a new
revision; a read that was cut off is finished by repeating it.")]
    Read(ReadArgs),

    /// Print what each report says as JSON lines; nothing is stored.
    #[command(after_help = "Examples:
  sayso annotate report.txt | jq '.statements[] | {who: .source.name, cue: .cue.lemma}'
  cat news.jsonl | sayso annotate > annotated.jsonl

One JSON object a report, in the order given. Offsets are Unicode code points into `text`,
[start, end).")]
    Annotate(AnnotateArgs),

    /// List the stories.
    #[command(after_help = "Examples:
  sayso stories                        the latest first
  sayso stories -n 5
  sayso stories --format json | jq '.[] | {id, title}'")]
    Stories(StoriesArgs),

    /// One story's dossier.
    #[command(after_help = "Examples:
  sayso story 3
  sayso story 3 --all          every statement and all furniture, nothing shortened
  sayso story 3 --point 2      one point, every reading in its sentence")]
    Story(StoryArgs),

    /// A few reports side by side, without a story.
    #[command(after_help = "Examples:
  sayso compare mercury courier          by the ids that the dossier prints
  sayso compare a.txt b.html             files; nothing is stored")]
    Compare(CompareArgs),

    /// One report's text as kept, with its statements marked.
    #[command(after_help = "Examples:
  sayso report mercury              the whole report
  sayso report mercury 104-188      these words with what stands around them")]
    Report(ReportArgs),

    /// Check a quotation: whose, the fullest wording, every variant, where.
    #[command(after_help = "Examples:
  sayso quote \"nobody need worry about the bridge\"

The words may be a part, misremembered, or a translation back. Exit code 1 when they are not found
and stand within no quotation.")]
    Quote(QuoteArgs),

    /// All that one speaker is reported to have said, newest first, and by whom.
    #[command(after_help = "Examples:
  sayso who ilves                          own words, then what is reported, with every outlet
  sayso who ilves --manner deny --since 2031-03-01
  sayso who ilves --format csv > ilves.csv

Speakers are joined over stories by name, role and shared company, and each joining says why.
`sayso same` and `sayso different` correct it.")]
    Who(WhoArgs),

    /// Judge that two names are one speaker, or (with --reports) that two reports tell one story.
    #[command(after_help = "Examples:
  sayso same \"Marta Ilves\" \"the harbour minister\" --reason \"byline of 3 March\"
  sayso same --reports mercury courier

Nothing printed is changed: a judgement is laid over what the program finds, and `sayso undo`
takes it away.")]
    Same(PairArgs),

    /// Judge that two names are two speakers, or (with --reports) that the second report tells another story.
    #[command(after_help = "Examples:
  sayso different \"Marta Ilves\" \"Anders Ilves\" --reason \"mother and son\"
  sayso different --reports mercury courier      the courier tells another story

`sayso undo` takes it away.")]
    Different(PairArgs),

    /// Judge that what was found at a place of a report is no statement.
    #[command(after_help = "Example:
  sayso wrong mercury 104-188     the numbers that the dossier prints beside it")]
    Wrong(WrongArgs),

    /// List what was judged; `--format json` exports it.
    #[command(after_help = "Examples:
  sayso judgements
  sayso judgements --format json > judgements.json")]
    Judgements(JudgementsArgs),

    /// Undo a judgement.
    #[command(after_help = "Example:
  sayso undo 3     the number that `sayso judgements` prints; it stays in the list, as undone")]
    Undo(UndoArgs),

    /// Serve the pages and the HTTP interface, to this machine alone unless told.
    #[command(after_help = crate::serve::HELP)]
    Serve(crate::serve::ServeArgs),

    /// One story as one HTML file that opens anywhere.
    #[command(after_help = "Example:
  sayso dossier 3 -o story.html

The file holds the story's pages, every passage cited, the method, and the digests of the reports.
It loads nothing.")]
    Dossier(crate::dossier::DossierArgs),

    /// One story's collated record as JSON.
    #[command(after_help = "Examples:
  sayso record 3 > story.json
  sayso record 3 | jq '.points[] | select(.verdict == \"conflict\") | .question'")]
    Record(RecordArgs),
}

#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    /// Files, folders, archives; `-` is standard input.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Read a field of JSON input from another name: `text=story.body`.
    #[arg(long, value_name = "FIELD=NAME", value_delimiter = ',', value_parser = mapping)]
    pub map: Vec<(String, String)>,

    /// The most a single report may have, in MiB; larger ones are refused.
    #[arg(long, value_name = "MIB", default_value_t = 32)]
    pub max_report: usize,

    /// Which reader finds statements.
    #[arg(long, value_enum, default_value = "fast")]
    pub reader: Reader,

    /// Leave out statements the reader thinks less probable than this, 0 to 1.
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability)]
    pub min_confidence: f32,

    /// Threads to work on; all cores unless told. The output is the same for any number.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// Which reader finds statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reader {
    /// The trained reader, and rules for quotations that it passes over.
    Fast,
    /// Quotation marks and a small grammar alone.
    Rules,
}

impl InputArgs {
    /// What the annotator is to do.
    pub(crate) fn annotator_options(&self) -> Options {
        let reader = match self.reader {
            Reader::Fast => ReaderChoice::Fast,
            Reader::Rules => ReaderChoice::Rules,
        };
        Options { reader, least_confidence: self.min_confidence }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    #[command(flatten)]
    pub input: InputArgs,

    /// Print nothing but what was refused.
    #[arg(long, short)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AnnotateArgs {
    #[command(flatten)]
    pub input: InputArgs,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person.
    Text,
    /// For a program.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct StoriesArgs {
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,

    /// At most so many; all unless told.
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct StoryArgs {
    /// The story's number, as `sayso stories` prints it.
    pub story: u32,

    /// Show every statement and all furniture, nothing shortened.
    #[arg(long, short)]
    pub all: bool,

    /// Open one point: every reading in its sentence, and who is silent.
    #[arg(long, value_name = "N")]
    pub point: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// Ids of reports that were read, or files.
    #[arg(value_name = "REPORT", required = true, num_args = 2..)]
    pub reports: Vec<String>,

    /// Show every statement and all furniture, nothing shortened.
    #[arg(long, short)]
    pub all: bool,

    /// How to print; JSON is the record of these reports.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// The report's id, as the dossier prints it.
    pub id: String,

    /// Code points of its text, `START-END`.
    #[arg(value_parser = range)]
    pub span: Option<(usize, usize)>,
}

#[derive(Debug, Args)]
pub(crate) struct QuoteArgs {
    /// The words.
    #[arg(required = true)]
    pub words: Vec<String>,

    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// How to print what a speaker said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhoFormat {
    /// For a person.
    Text,
    /// For a program.
    Json,
    /// One row a report that carries a statement.
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct WhoArgs {
    /// The name, or a part of it.
    #[arg(required = true)]
    pub name: Vec<String>,

    /// Only where the cue does this: assert, deny, accuse, threaten, promise, …
    #[arg(long, value_parser = manner)]
    pub manner: Option<Manner>,

    /// Only what was said, or else published, on this day or later.
    #[arg(long, value_name = "DAY", value_parser = calendar_day)]
    pub since: Option<String>,

    /// Only what was said, or else published, on this day or earlier.
    #[arg(long, value_name = "DAY", value_parser = calendar_day)]
    pub until: Option<String>,

    /// Only what an outlet of this name carries; a part of the name will do.
    #[arg(long)]
    pub outlet: Option<String>,

    /// Only what belongs to this story.
    #[arg(long, value_name = "N")]
    pub story: Option<u32>,

    /// Where several are meant, only the one of this number.
    #[arg(long, value_name = "N")]
    pub person: Option<usize>,

    /// Every statement, nothing shortened.
    #[arg(long, short)]
    pub all: bool,

    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub format: WhoFormat,
}

#[derive(Debug, Args)]
pub(crate) struct PairArgs {
    /// A speaker's name as printed; with --reports, a report's id.
    pub a: String,

    /// The other one.
    pub b: String,

    /// These are ids of reports: judge their stories.
    #[arg(long)]
    pub reports: bool,

    /// Why, for whoever reads it later.
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct WrongArgs {
    /// The report's id.
    pub id: String,

    /// Code points of the statement's words, `START-END`, as the dossier prints them.
    #[arg(value_parser = range)]
    pub span: (usize, usize),

    /// Why, for whoever reads it later.
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct JudgementsArgs {
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct UndoArgs {
    /// The judgement's number.
    pub no: u64,
}

#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// The story's number.
    pub story: u32,

    /// How to print; JSON is the only way.
    #[arg(long, value_parser = ["json"], default_value = "json")]
    pub format: String,
}

fn mapping(word: &str) -> Result<(String, String), String> {
    const FIELDS: [&str; 8] = ["id", "text", "title", "outlet", "url", "byline", "published", "language"];
    match word.split_once('=') {
        Some((field, name)) if FIELDS.contains(&field) && !name.is_empty() => {
            Ok((field.to_owned(), name.to_owned()))
        }
        Some((field, _)) if !FIELDS.contains(&field) => {
            Err(format!("no field {field:?}; there are {}", FIELDS.join(", ")))
        }
        _ => Err("expected FIELD=NAME".into()),
    }
}

fn manner(word: &str) -> Result<Manner, String> {
    let all: Vec<&str> = Manner::ALL.iter().map(|m| m.as_str()).collect();
    Manner::parse(word).ok_or_else(|| format!("there are {}", all.join(", ")))
}

fn calendar_day(word: &str) -> Result<String, String> {
    let day: jiff::civil::Date = word.parse().map_err(|_| "expected a day, YYYY-MM-DD".to_owned())?;
    Ok(day.to_string())
}

fn probability(word: &str) -> Result<f32, String> {
    match word.parse() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("expected a number from 0 to 1".into()),
    }
}

fn range(word: &str) -> Result<(usize, usize), String> {
    let parsed = word.split_once('-').and_then(|(s, e)| Some((s.parse().ok()?, e.parse().ok()?)));
    parsed.filter(|(start, end)| start <= end).ok_or_else(|| "expected START-END".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples_that_fit() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("Example") && help.contains(&format!("sayso {name}")), "{name}: {help}");
            for line in help.lines() {
                assert!(line.chars().count() <= 100, "{name}: {line}");
            }
        }
    }

    #[test]
    fn the_database_may_be_named_before_or_after() {
        for words in [["sayso", "--db", "x.db", "stories"], ["sayso", "stories", "--db", "x.db"]] {
            assert_eq!(Cli::parse_from(words).database(), PathBuf::from("x.db"));
        }
    }
}
