//! `sayso stories`: the list.

use crate::cli::{Format, StoriesArgs};
use crate::input::Failure;
use crate::print::{self, days, dim, strong};
use sayso_model::StorySummary;
use sayso_store::Store;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(args: &StoriesArgs, database: &Path) -> Result<ExitCode, Failure> {
    let mut stories = Store::open_existing(database)?.stories()?;
    let total = stories.len();
    stories.truncate(args.limit.unwrap_or(usize::MAX));
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match args.format {
        Format::Json => writeln!(out, "{}", json(&stories))?,
        Format::Text if total == 0 => writeln!(out, "No reports yet; `sayso read` takes them in.")?,
        Format::Text => {
            list(&mut out, &stories)?;
            if stories.len() < total {
                writeln!(out, "{}", dim(&format!("… and {} more", total - stories.len())))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One line a story: number, days, reports and outlets, title.
pub(crate) fn list(out: &mut impl Write, stories: &[StorySummary]) -> Result<(), Failure> {
    let number = stories.iter().map(|s| s.id.to_string().len()).max().unwrap_or(1);
    for story in stories {
        let outlets: BTreeSet<&str> = story.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
        let reports = story.reports.len();
        let days = days(story.from.as_deref(), story.to.as_deref());
        let head =
            format!("{:>number$}  {days:<23}  {reports:>3} {:<7}", story.id, plural(reports, "report"));
        let room = print::width().saturating_sub(head.len() + 2).max(24);
        let title = print::clip(&story.title, room);
        writeln!(out, "{head}  {}", strong(&title))?;
        if outlets.len() > 1 {
            let names = print::clip(&outlets.into_iter().collect::<Vec<_>>().join(" · "), room);
            writeln!(out, "{:width$}  {}", "", dim(&names), width = head.len())?;
        }
    }
    Ok(())
}

/// `report`, or `reports` when there are more or none.
pub(crate) fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// `3 reports`, `1 report`.
pub(crate) fn counted(count: usize, word: &str) -> String {
    format!("{count} {}", plural(count, word))
}

/// The list of the contract: `[{"id", "title", "from", "to", "reports": [{"id", "path", "outlet"}]}]`.
fn json(stories: &[StorySummary]) -> serde_json::Value {
    stories
        .iter()
        .map(|story| {
            let reports: Vec<serde_json::Value> = story
                .reports
                .iter()
                .map(|r| serde_json::json!({"id": r.id, "path": r.path, "outlet": r.outlet}))
                .collect();
            serde_json::json!({
                "id": story.id, "title": story.title, "from": story.from, "to": story.to, "reports": reports,
            })
        })
        .collect()
}
