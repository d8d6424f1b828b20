//! `sayso same`, `different`, `wrong`, `judgements`, `undo`: what a person decides beside what the program found.

use crate::cli::{Format, JudgementsArgs, PairArgs, UndoArgs, WrongArgs};
use crate::input::Failure;
use crate::print::{dim, strong};
use crate::stories::counted;
use sayso_model::{Judgement, JudgementKind};
use sayso_store::Store;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Now, to the second.
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}

pub(crate) fn same(args: &PairArgs, database: &Path) -> Result<ExitCode, Failure> {
    pair(args, database, JudgementKind::SameSpeaker, JudgementKind::SameStory)
}

pub(crate) fn different(args: &PairArgs, database: &Path) -> Result<ExitCode, Failure> {
    pair(args, database, JudgementKind::DifferentSpeakers, JudgementKind::DifferentStories)
}

fn pair(
    args: &PairArgs,
    database: &Path,
    speakers: JudgementKind,
    stories: JudgementKind,
) -> Result<ExitCode, Failure> {
    let mut store = Store::open_existing(database)?;
    let kind = if args.reports { stories } else { speakers };
    if !args.reports {
        for name in [&args.a, &args.b] {
            if store.search(name, 1)?.is_empty() {
                return Err(Failure::Other(format!("no report prints {name:?}")));
            }
        }
    }
    let made = store.judge(kind, &args.a, &args.b, args.reason.as_deref(), &now())?;
    say_made(&made)
}

pub(crate) fn wrong(args: &WrongArgs, database: &Path) -> Result<ExitCode, Failure> {
    let mut store = Store::open_existing(database)?;
    let place = format!("{}-{}", args.span.0, args.span.1);
    let made = store.judge(JudgementKind::NoStatement, &args.id, &place, args.reason.as_deref(), &now())?;
    say_made(&made)
}

fn say_made(made: &Judgement) -> Result<ExitCode, Failure> {
    let undo = dim(&format!("sayso undo {} takes it back", made.no));
    writeln!(
        anstream::AutoStream::auto(std::io::stdout().lock()),
        "Judgement {}: {}  {undo}",
        made.no,
        words(made)
    )?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn undo(args: &UndoArgs, database: &Path) -> Result<ExitCode, Failure> {
    let mut store = Store::open_existing(database)?;
    store.undo(args.no, &now())?;
    writeln!(std::io::stdout().lock(), "Judgement {} undone.", args.no)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn judgements(args: &JudgementsArgs, database: &Path) -> Result<ExitCode, Failure> {
    let all = Store::open_existing(database)?.judgements()?;
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    if args.format == Format::Json {
        let json = serde_json::to_string_pretty(&all).map_err(|e| Failure::Other(e.to_string()))?;
        writeln!(out, "{json}")?;
        return Ok(ExitCode::SUCCESS);
    }
    if all.is_empty() {
        writeln!(out, "No judgements. `sayso same` and `sayso different` make one.")?;
        return Ok(ExitCode::SUCCESS);
    }
    for judgement in &all {
        let number = strong(&format!("{:>3}", judgement.no));
        let reason = judgement.reason.as_ref().map(|r| format!("  “{r}”")).unwrap_or_default();
        let undone = judgement.undone.as_ref().map(|when| format!("  undone {when}")).unwrap_or_default();
        writeln!(
            out,
            "{number}  {}{reason}  {}",
            words(judgement),
            dim(&format!("{}{undone}", judgement.made))
        )?;
    }
    let standing = all.iter().filter(|j| j.stands()).count();
    writeln!(out, "{}", dim(&format!("{}, {standing} standing", counted(all.len(), "judgement"))))?;
    Ok(ExitCode::SUCCESS)
}

fn words(judgement: &Judgement) -> String {
    let (a, b) = (&judgement.a, &judgement.b);
    match judgement.kind {
        JudgementKind::SameSpeaker => format!("{a} and {b} are one speaker."),
        JudgementKind::DifferentSpeakers => format!("{a} and {b} are two speakers."),
        JudgementKind::SameStory => format!("{a} and {b} tell one story."),
        JudgementKind::DifferentStories => format!("{b} tells another story than {a}."),
        JudgementKind::NoStatement => format!("{a} has no statement at {b}."),
    }
}
