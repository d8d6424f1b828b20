//! `sayso-eval`: measures Sayso against gold corpora and the clock.
//!
//! Not part of what users install. Corpora are other people's work and lie outside the repository: a command takes
//! their folder as an argument, or finds it in `SAYSO_CORPORA`.

#![forbid(unsafe_code)]

mod article;
mod attribution;
mod cases;
mod clusters;
mod coreference;
mod counts;
mod dates;
mod entities;
#[cfg(test)]
mod floors;
mod framing;
mod generate;
mod gold;
mod matters;
mod paraphrase;
mod polnear;
mod sources;
mod speed;
mod stories;
mod syntax;

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures Sayso against gold corpora and the clock.
#[derive(Debug, Parser)]
#[command(version)]
enum Command {
    /// Scores statements against PolNeAR's gold.
    Polnear(polnear::Args),
    /// Scores the article bodies of pages.
    Article(article::Args),
    /// Scores statements against the invented gold set.
    Gold(gold::Args),
    /// Scores time expressions and the time of statements.
    Dates(dates::Args),
    /// Scores names against CoNLL-2003.
    Entities(entities::Args),
    /// Scores what pronouns and nominals as sources are led back to.
    Sources(sources::Args),
    /// Scores stories against BASIL and ECB+.
    Clusters(clusters::Args),
    /// Scores points, utterances, lineage and the rest against story cases.
    Stories(stories::Args),
    /// Fits the weights by which counts are joined to story cases.
    Counts(counts::Args),
    /// Fits the weights by which clauses are joined to story cases.
    Matters(matters::Args),
    /// Scores pairs of sentences: do they say the same?
    Paraphrase(paraphrase::Args),
    /// Compares biased sentences with others by what naming and framing show.
    Framing(framing::Args),
    /// Scores the mentions of persons against GUM's news.
    Coreference(coreference::Args),
    /// Writes invented reports as JSON lines.
    Generate(generate::Args),
    /// Scores the parser of sentences, or teaches it.
    Syntax(syntax::Args),
    /// Times every stage over files.
    Speed(speed::Args),
}

fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Polnear(args) => polnear::run(&args),
        Command::Article(args) => article::run(&args),
        Command::Gold(args) => gold::run(&args),
        Command::Dates(args) => dates::run(&args),
        Command::Entities(args) => entities::run(&args),
        Command::Sources(args) => sources::run(&args),
        Command::Clusters(args) => clusters::run(&args),
        Command::Stories(args) => stories::run(&args),
        Command::Counts(args) => counts::run(&args),
        Command::Matters(args) => matters::run(&args),
        Command::Paraphrase(args) => paraphrase::run(&args),
        Command::Framing(args) => framing::run(&args),
        Command::Coreference(args) => coreference::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Syntax(args) => syntax::run(&args),
        Command::Speed(args) => speed::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("sayso-eval: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The corpora folder: `SAYSO_CORPORA`, else `../shared/corpora`.
fn corpora() -> Result<PathBuf, String> {
    let folder =
        std::env::var_os("SAYSO_CORPORA").map_or_else(|| PathBuf::from("../shared/corpora"), PathBuf::from);
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(format!(
            "{}: no corpora there; name a folder on the command line or set SAYSO_CORPORA",
            folder.display()
        ))
    }
}
