//! `sayso serve`: the pages.

use crate::input::Failure;
use crate::read::analysis;
use clap::Args;
use sayso_annotate::{Annotator, Options};
use sayso_store::{Outcome, Store};
use sayso_web::{Arrival, Reads};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

pub(crate) const HELP: &str = "Examples:
  sayso serve                      http://127.0.0.1:7070, for this machine alone
  sayso serve --port 8080
  SAYSO_TOKEN=… sayso serve --address 0.0.0.0

Other machines are let in only with SAYSO_TOKEN set: people enter it once, programs send it as
Authorization: Bearer. Traffic is not encrypted; put a TLS proxy in front where that matters.";

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The port to listen to; 0 takes any that is free.
    #[arg(long, short, default_value_t = 7070)]
    pub port: u16,

    /// The address to listen to; one that others can reach needs SAYSO_TOKEN.
    #[arg(long, default_value = "127.0.0.1")]
    pub address: IpAddr,

    /// Take no reports in through the pages.
    #[arg(long)]
    pub read_only: bool,
}

pub(crate) fn run(args: &ServeArgs, database: &Path) -> Result<ExitCode, Failure> {
    let token = std::env::var("SAYSO_TOKEN").ok();
    let reads: Option<Arc<dyn Reads>> = match args.read_only {
        true => None,
        false => Some(Arc::new(Reader { database: database.to_owned(), annotator: OnceLock::new() })),
    };
    let address = SocketAddr::new(args.address, args.port);
    let ready = |address: SocketAddr| anstream::eprintln!("sayso: http://{address}  (Ctrl-C stops)");
    sayso_web::serve(database, address, token.as_deref(), reads, ready)
        .map_err(|e| Failure::Other(e.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

/// Reads what the pages bring as `sayso read` would.
struct Reader {
    database: PathBuf,
    /// Loaded when first needed.
    annotator: OnceLock<Annotator>,
}

impl Reads for Reader {
    fn read(&self, name: &str, bytes: Vec<u8>) -> Vec<Arrival> {
        let mut store = match Store::open(&self.database) {
            Ok(store) => store,
            Err(error) => return vec![Arrival::Refused(error.to_string())],
        };
        let annotator = self.annotator.get_or_init(Annotator::default);
        let analysis = analysis(&Options::default());
        sayso_intake::open_bytes(name, bytes, sayso_intake::Options::default())
            .map(|draft| {
                let report = match draft.and_then(sayso_intake::finish) {
                    Ok(report) => report,
                    Err(refusal) => return Arrival::Refused(refusal.to_string()),
                };
                let stored = store.put(&report, &annotator.annotate(&report), &analysis);
                stored
                    .and_then(|outcome| arrived(&store, &report, &outcome))
                    .unwrap_or_else(|e| Arrival::Refused(e.to_string()))
            })
            .collect()
    }
}

fn arrived(
    store: &Store,
    report: &sayso_model::Report,
    outcome: &Outcome,
) -> Result<Arrival, sayso_store::StoreError> {
    let no = store.revisions(&report.address)?.last().map_or(0, |(no, _)| no.0);
    let title = report.title.clone().or_else(|| sayso_collate::opening_line(report.text.as_str()));
    Ok(Arrival::Stored {
        title: title.unwrap_or_else(|| report.id.clone()),
        no,
        story: store.story_at(&report.address)?.map(|s| s.0),
        what: match outcome {
            Outcome::New(_) => "new",
            Outcome::Revised(..) | Outcome::Reanalysed(_) => "changed",
            Outcome::Unchanged => "known",
        },
        problems: report.problems.iter().map(|p| p.message.clone()).collect(),
    })
}
