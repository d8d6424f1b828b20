//! `sayso annotate`: a Unix filter from reports to JSON lines.

use crate::cli::AnnotateArgs;
use crate::input::{Failure, each_report, say_refused};
use sayso_model::contract::annotated_json;
use std::io::Write;
use std::ops::ControlFlow;
use std::process::ExitCode;

pub(crate) fn run(args: &AnnotateArgs) -> Result<ExitCode, Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut code = ExitCode::SUCCESS;
    let mut failed = None;
    each_report(
        &args.input,
        Vec::new(),
        false,
        || (),
        |(), _| false,
        |arrived| {
            let written = match arrived.report {
                Ok((report, annotations)) => {
                    writeln!(out, "{}", annotated_json(&report, &annotations.unwrap_or_default()))
                }
                Err(refusal) => {
                    code = ExitCode::FAILURE;
                    say_refused(&refusal);
                    Ok(())
                }
            };
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    )?;
    match failed {
        Some(error) => Err(error.into()),
        None => {
            out.flush()?;
            Ok(code)
        }
    }
}
