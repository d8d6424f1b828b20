//! `sayso dossier`: one story as one file.

use crate::input::Failure;
use clap::Args;
use sayso_store::Store;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct DossierArgs {
    /// The story's number, as `sayso stories` prints it.
    pub story: u32,

    /// The file to write; standard output unless told.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

pub(crate) fn run(args: &DossierArgs, database: &Path) -> Result<ExitCode, Failure> {
    let store = Store::open_existing(database)?;
    let html = sayso_web::dossier(&store, args.story).map_err(|e| match e {
        sayso_web::Failure::Store(error) => Failure::Store(error),
        _ => Failure::Other(format!("no story {}; `sayso stories` lists them", args.story)),
    })?;
    match &args.output {
        None => std::io::stdout().lock().write_all(html.as_bytes())?,
        Some(path) => std::fs::write(path, html)
            .map_err(|e| Failure::Other(format!("{}: cannot write: {e}", path.display())))?,
    }
    Ok(ExitCode::SUCCESS)
}
