//! `sayso compare`: a few reports side by side, read before or straight from files.

use crate::cli::{CompareArgs, Format};
use crate::input::{Failure, say_refused};
use crate::story::side_by_side;
use sayso_annotate::Annotator;
use sayso_collate::{ReportNo, StoryNo, record};
use sayso_store::{Store, Stored};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) fn run(args: &CompareArgs, database: &Path) -> Result<ExitCode, Failure> {
    let store = if database.exists() { Some(Store::open_existing(database)?) } else { None };
    let annotator = Annotator::default();
    let mut reports: Vec<Stored> = Vec::new();
    let mut code = ExitCode::SUCCESS;
    for name in &args.reports {
        let known = match &store {
            Some(store) => store.by_id(name)?.map_or(Ok(None), |no| store.report(no))?,
            None => None,
        };
        match known {
            Some(stored) => reports.push(stored),
            None if Path::new(name).exists() => {
                for draft in sayso_intake::open([PathBuf::from(name)], sayso_intake::Options::default()) {
                    match draft.and_then(sayso_intake::finish) {
                        Ok(report) => {
                            let annotations = annotator.annotate(&report);
                            let no = ReportNo(u32::MAX - reports.len() as u32);
                            reports.push(Stored {
                                no,
                                revision: 1,
                                digest: String::new(),
                                report,
                                annotations,
                            });
                        }
                        Err(refusal) => {
                            code = ExitCode::FAILURE;
                            say_refused(&refusal);
                        }
                    }
                }
            }
            None => return Err(Failure::Other(format!("{name}: no report of this id, and no file"))),
        }
    }
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    if args.format == Format::Json {
        let docs: Vec<_> = reports.iter().map(Stored::doc).collect();
        let made = record(StoryNo(0), &docs);
        let text_of = |id: &str| reports.iter().find(|s| s.report.id == id).map(|s| s.report.text.as_str());
        writeln!(out, "{}", sayso_model::contract::record_json(&made, &text_of))?;
    } else {
        side_by_side(&mut out, &reports, args.all)?;
    }
    Ok(code)
}
