//! `sayso read`: reports in, a dossier out.

use crate::cli::ReadArgs;
use crate::input::{Arrived, Failure, each_report, say_refused};
use crate::print::dim;
use crate::stories::{list, plural};
use crate::story;
use indicatif::{ProgressBar, ProgressStyle};
use sayso_collate::StoryNo;
use sayso_store::{Outcome, Store};
use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// What makes the annotations; a change of it has known reports annotated anew when they are read again.
pub(crate) fn analysis(options: &sayso_annotate::Options) -> String {
    format!("sayso {} {:?} {}", env!("CARGO_PKG_VERSION"), options.reader, options.least_confidence)
}

/// So many stories are listed after a read; the rest are counted.
const LISTED: usize = 20;

/// How much less a read gets of the processor than what people wait for, as `nice` counts it.
#[cfg(target_os = "linux")]
const STEP_BACK: i32 = 10;

/// What a read came to.
#[derive(Default)]
struct Tally {
    new: usize,
    revised: usize,
    unchanged: usize,
    refused: usize,
    failed: Option<Failure>,
    /// The addresses' stories are asked for at the end, when no later report can merge them any more.
    reports: Vec<String>,
}

pub(crate) fn run(args: &ReadArgs, database: &Path) -> Result<ExitCode, Failure> {
    // Pages that `sayso serve` answers meanwhile go first; where nothing else runs, it is as fast.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, STEP_BACK);
    let mut store = Store::open(database)?;
    let analysis = analysis(&args.input.annotator_options());
    let bar = progress_bar();
    let mut tally = Tally::default();
    let known = || Store::open_existing(database).ok();
    let is_known = |known: &mut Option<Store>, report: &_| {
        known.as_ref().is_some_and(|store| store.has(report, &analysis).unwrap_or(false))
    };
    each_report(&args.input, database_files(database), bar.is_some(), known, is_known, |arrived| {
        if let Some(bar) = &bar {
            bar.set_length(arrived.progress.total.unwrap_or(arrived.progress.done));
            bar.set_position(arrived.progress.done);
            bar.set_message(format!("{} reports", tally.new + tally.revised + tally.unchanged));
        }
        match bar.as_ref() {
            Some(bar) => bar.suspend(|| tally.take(&mut store, &analysis, arrived)),
            None => tally.take(&mut store, &analysis, arrived),
        }
    })?;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let failed = tally.failed.take();
    if !args.quiet {
        show(&store, &tally)?;
    }
    match failed {
        Some(failure) => Err(failure),
        None if tally.refused > 0 => Ok(ExitCode::FAILURE),
        None => Ok(ExitCode::SUCCESS),
    }
}

impl Tally {
    fn take(&mut self, store: &mut Store, analysis: &str, arrived: Arrived) -> ControlFlow<()> {
        let (report, annotations) = match arrived.report {
            Ok(found) => found,
            Err(refusal) => {
                self.refused += 1;
                say_refused(&refusal);
                return ControlFlow::Continue(());
            }
        };
        let outcome = match annotations {
            Some(annotations) => store.put(&report, &annotations, analysis),
            None => Ok(Outcome::Unchanged),
        };
        match outcome {
            Ok(Outcome::New(_)) => self.new += 1,
            Ok(Outcome::Revised(..) | Outcome::Reanalysed(_)) => self.revised += 1,
            Ok(Outcome::Unchanged) => self.unchanged += 1,
            // The database itself refuses (a full disk, say): nothing further can be stored. What is stored stays.
            Err(error) => {
                self.failed = Some(error.into());
                return ControlFlow::Break(());
            }
        }
        self.reports.push(report.address);
        ControlFlow::Continue(())
    }

    fn line(&self) -> String {
        let read = self.new + self.revised + self.unchanged;
        let mut parts = vec![format!("{read} {} read", plural(read, "report"))];
        for (count, word) in [
            (self.new, "new"),
            (self.revised, "changed"),
            (self.unchanged, "known"),
            (self.refused, "refused"),
        ] {
            if count > 0 && count != read {
                parts.push(format!("{count} {word}"));
            }
        }
        parts.join(", ")
    }
}

/// The dossier when all that came in is one story, else the list of the stories it belongs to.
fn show(store: &Store, tally: &Tally) -> Result<(), Failure> {
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let mut touched = BTreeSet::new();
    for address in &tally.reports {
        touched.extend(store.story_at(address)?);
    }
    match touched.iter().next() {
        None => {}
        Some(StoryNo(only)) if touched.len() == 1 => story::dossier(&mut out, store, *only, false)?,
        Some(_) => {
            let mut stories = store.stories()?;
            stories.retain(|s| u32::try_from(s.id).is_ok_and(|id| touched.contains(&StoryNo(id))));
            // The story most outlets tell comes first: it is what there is to compare.
            stories.sort_by_key(|s| std::cmp::Reverse(outlets(s)));
            let compared = stories.first().filter(|s| outlets(s) > 1).and_then(|s| u32::try_from(s.id).ok());
            if let Some(story) = compared {
                story::dossier(&mut out, store, story, false)?;
                writeln!(out)?;
            }
            writeln!(out, "{}", crate::print::heading("STORIES READ"))?;
            let more = stories.len().saturating_sub(LISTED);
            stories.truncate(LISTED);
            list(&mut out, &stories)?;
            if more > 0 {
                writeln!(out, "{}", dim(&format!("… and {more} more: sayso stories")))?;
            }
        }
    }
    writeln!(out, "{}", dim(&tally.line()))?;
    Ok(())
}

fn outlets(story: &sayso_model::StorySummary) -> usize {
    story.reports.iter().filter_map(|r| r.outlet.as_deref()).collect::<BTreeSet<_>>().len()
}

/// A bar on standard error when a person is watching.
fn progress_bar() -> Option<ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return None;
    }
    let style = ProgressStyle::with_template(
        "{bar:30} {percent:>3}%  {msg}  {binary_bytes_per_sec}  {elapsed} elapsed, {eta} left",
    );
    let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(200));
    Some(bar)
}

/// The database and what SQLite keeps beside it: no reports.
fn database_files(database: &Path) -> Vec<PathBuf> {
    ["", "-wal", "-shm", "-journal"]
        .iter()
        .map(|suffix| {
            let mut name = database.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        })
        .collect()
}
