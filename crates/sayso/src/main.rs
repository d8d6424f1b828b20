//! `sayso`: who said what, on whose say-so.
//!
//! The command line and nothing else: every answer comes from the library crates. Exit codes: 0 all read, 1 some
//! input refused or something asked for is not there, 2 wrong usage.

#![forbid(unsafe_code)]

mod annotate;
mod cli;
mod compare;
mod dossier;
mod input;
mod judge;
mod pipeline;
mod print;
mod quote;
mod read;
mod report;
mod serve;
mod stories;
mod story;
mod who;

use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let database = cli.database();
    let done = match &cli.command {
        Command::Read(args) => read::run(args, &database),
        Command::Annotate(args) => annotate::run(args),
        Command::Stories(args) => stories::run(args, &database),
        Command::Story(args) => story::run(args, &database),
        Command::Compare(args) => compare::run(args, &database),
        Command::Report(args) => report::run(args, &database),
        Command::Quote(args) => quote::run(args, &database),
        Command::Who(args) => who::run(args, &database),
        Command::Same(args) => judge::same(args, &database),
        Command::Different(args) => judge::different(args, &database),
        Command::Wrong(args) => judge::wrong(args, &database),
        Command::Judgements(args) => judge::judgements(args, &database),
        Command::Undo(args) => judge::undo(args, &database),
        Command::Serve(args) => serve::run(args, &database),
        Command::Dossier(args) => dossier::run(args, &database),
        Command::Record(args) => story::record(args, &database),
    };
    match done {
        Ok(code) => code,
        // Whoever reads our output has closed it, as `head` does.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            anstream::eprintln!("sayso: {failure}");
            ExitCode::FAILURE
        }
    }
}
