//! `sayso who`: all that one speaker is reported to have said, and by whom.

use crate::cli::{WhoArgs, WhoFormat};
use crate::input::Failure;
use crate::print::{caution, day, dim, heading, one_line, strong, wrap};
use crate::stories::counted;
use sayso_collate::{Carried, Person, ReportNo, Saying, StoryNo, Told, people, sayings};
use sayso_model::{Certainty, Form, Record, Sense, VariantKind};
use sayso_store::{Store, Stored};
use sayso_text::{CharIndex, Span};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Reports that name somebody are looked through up to so many.
const MOST: usize = 5_000;
/// What is shown of each list unless `--all` is given.
const SHOWN: usize = 40;

/// Stories with all their reports, from which everything printed is read.
struct Shelf {
    stories: Vec<(StoryNo, Vec<Stored>, Record)>,
}

pub(crate) fn run(args: &WhoArgs, database: &Path) -> Result<ExitCode, Failure> {
    let store = Store::open_existing(database)?;
    let name = args.name.join(" ");
    let shelf = Shelf::load(&store, &name)?;
    let judgements = store.standing_judgements()?;
    let docs: Vec<Vec<_>> =
        shelf.stories.iter().map(|(_, reports, _)| reports.iter().map(Stored::doc).collect()).collect();
    let told: Vec<Told<'_>> = shelf
        .stories
        .iter()
        .zip(&docs)
        .map(|((story, _, record), docs)| Told { story: *story, docs, record })
        .collect();
    let mut found: Vec<(Person, Vec<Saying>)> = people(&name, &told, &judgements)
        .into_iter()
        .map(|person| {
            let mut said = sayings(&person, &told);
            said.retain(|s| args.wants(s));
            (person, said)
        })
        .collect();
    if let Some(number) = args.person {
        found = found.into_iter().skip(number.saturating_sub(1)).take(1).collect();
    }
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    if found.is_empty() {
        return Err(Failure::Other(format!(
            "nobody of the name {name:?} is a speaker in any report read so far"
        )));
    }
    match args.format {
        WhoFormat::Text => shelf.print(&mut out, &found, args.all)?,
        WhoFormat::Json => {
            let all: Vec<Value> = found.iter().map(|(p, said)| shelf.json(p, said)).collect();
            writeln!(
                out,
                "{}",
                serde_json::to_string_pretty(&all).map_err(|e| Failure::Other(e.to_string()))?
            )?;
        }
        WhoFormat::Csv => shelf.csv(&mut out, &found)?,
    }
    Ok(ExitCode::SUCCESS)
}

impl WhoArgs {
    /// Whether a saying passes the filters.
    fn wants(&self, saying: &Saying) -> bool {
        let has = |part: &str, whole: &str| whole.to_lowercase().contains(&part.to_lowercase());
        self.manner.is_none_or(|m| saying.manner == Some(m))
            && self.since.as_ref().is_none_or(|day| saying.date.as_ref().is_some_and(|d| d >= day))
            && self.until.as_ref().is_none_or(|day| {
                saying.date.as_ref().is_some_and(|d| &d[..day.len().min(d.len())] <= day.as_str())
            })
            && self.story.is_none_or(|story| saying.story.0 == story)
            && self.outlet.as_ref().is_none_or(|outlet| {
                saying.carried.iter().any(|c| c.outlet.as_ref().is_some_and(|o| has(outlet, o)))
            })
    }
}

impl Shelf {
    /// The stories of all reports that print the name, or another name judged to be the same speaker's.
    fn load(store: &Store, name: &str) -> Result<Shelf, Failure> {
        let judgements = store.standing_judgements()?;
        let mut names = vec![name.to_owned()];
        for judgement in &judgements {
            if judgement.kind == sayso_model::JudgementKind::SameSpeaker {
                names.extend([judgement.a.clone(), judgement.b.clone()]);
            }
        }
        let mut reports: BTreeSet<ReportNo> = BTreeSet::new();
        for name in names {
            reports.extend(store.search(&name, MOST)?);
        }
        let mut numbers: BTreeSet<StoryNo> = BTreeSet::new();
        for no in reports {
            numbers.extend(store.story_of(no)?);
        }
        let mut stories = Vec::new();
        for story in numbers {
            if let Some((reports, record)) = store.collated(story)? {
                stories.push((story, reports, record));
            }
        }
        Ok(Shelf { stories })
    }

    fn record(&self, story: StoryNo) -> Option<&Record> {
        self.stories.iter().find(|s| s.0 == story).map(|s| &s.2)
    }

    /// Code points of a place in a report.
    fn chars(&self, story: StoryNo, report: &str, spans: &[Span]) -> Vec<Span> {
        let stored = self
            .stories
            .iter()
            .find(|s| s.0 == story)
            .and_then(|s| s.1.iter().find(|stored| stored.report.id == report));
        let Some(stored) = stored else { return Vec::new() };
        let index = CharIndex::new(stored.report.text.as_str());
        spans.iter().map(|s| index.span_to_chars(*s)).collect()
    }

    fn print(&self, out: &mut impl Write, found: &[(Person, Vec<Saying>)], all: bool) -> Result<(), Failure> {
        if found.len() > 1 {
            writeln!(
                out,
                "{}",
                dim(&format!("{} speakers can be meant; --person N shows one alone", found.len()))
            )?;
        }
        for (number, (person, said)) in found.iter().enumerate() {
            if found.len() > 1 {
                writeln!(out)?;
            }
            self.head(out, (found.len() > 1).then_some(number + 1), person, said)?;
            let (own, reported): (Vec<&Saying>, Vec<&Saying>) = said.iter().partition(|s| s.own);
            self.list(out, "IN OWN WORDS", &own, all)?;
            self.list(out, "AS REPORTED", &reported, all)?;
        }
        Ok(())
    }

    fn head(
        &self,
        out: &mut impl Write,
        number: Option<usize>,
        person: &Person,
        said: &[Saying],
    ) -> Result<(), Failure> {
        let number = number.map(|n| dim(&format!("{n}  "))).unwrap_or_default();
        writeln!(out, "{number}{}", strong(&person.name))?;
        let roles: Vec<&str> = person.roles.iter().map(|(role, _)| role.as_str()).take(4).collect();
        if !roles.is_empty() {
            writeln!(out, "{}", wrap(&roles.join(" · "), "  ", "  "))?;
        }
        if !person.aliases.is_empty() {
            writeln!(
                out,
                "{}",
                wrap(&dim(&format!("also printed as {}", person.aliases.join(", "))), "  ", "  ")
            )?;
        }
        let outlets: BTreeSet<&str> =
            said.iter().flat_map(|s| &s.carried).filter_map(|c| c.outlet.as_deref()).collect();
        let dated = |d: &&str| d.starts_with(|c: char| c.is_ascii_digit());
        let dates: Vec<&str> = said.iter().filter_map(|s| s.date.as_deref()).filter(dated).collect();
        let span = crate::print::days(dates.iter().min().copied(), dates.iter().max().copied());
        let counts = format!(
            "{} · {} · {} · {span}",
            counted(said.len(), "statement"),
            counted(outlets.len(), "outlet"),
            match person.in_stories.len() {
                1 => "1 story".to_owned(),
                n => format!("{n} stories"),
            },
        );
        writeln!(out, "  {}", dim(&counts))?;
        for reason in &person.reasons {
            writeln!(out, "{}", wrap(&dim(&format!("taken for one, {reason}")), "  ", "    "))?;
        }
        Ok(())
    }

    fn list(&self, out: &mut impl Write, name: &str, said: &[&Saying], all: bool) -> Result<(), Failure> {
        if said.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n  {}", heading(name))?;
        let shown = if all { usize::MAX } else { SHOWN };
        for saying in said.iter().take(shown) {
            let words = one_line(&saying.text);
            let words = match saying.form {
                Form::Direct if !words.starts_with(['“', '"', '‘', '«', '„', '\'']) => {
                    format!("“{words}”")
                }
                _ => words,
            };
            writeln!(out, "{}", wrap(&words, "  ", "  "))?;
            let mut notes = vec![match (&saying.date, saying.basis) {
                (Some(date), Some(Certainty::Published)) => format!("published {}", day(date)),
                (Some(date), _) => day(date),
                (None, _) => "undated".to_owned(),
            }];
            notes.push(saying.form.to_string());
            notes.extend(saying.manner.map(|m| m.to_string()));
            notes.extend(saying.channel.clone());
            notes.extend(saying.addressee.as_ref().map(|to| format!("to {to}")));
            notes.push(format!("story {}", saying.story));
            writeln!(out, "      {}", dim(&notes.join(" · ")))?;
            for carried in &saying.carried {
                writeln!(out, "      {}", self.carrier(saying.story, carried))?;
            }
        }
        if said.len() > shown {
            writeln!(out, "  {}", dim(&format!("… and {} more: --all", said.len() - shown)))?;
        }
        Ok(())
    }

    fn carrier(&self, story: StoryNo, carried: &Carried) -> String {
        let hull = self.chars(story, &carried.report, &carried.spans).into_iter().reduce(Span::hull);
        let place = hull.map_or_else(
            || carried.report.clone(),
            |h| format!("{} {}-{}", carried.report, h.start(), h.end()),
        );
        let how =
            carried.how.filter(|h| *h != VariantKind::Exact).map(|h| format!("  {h}")).unwrap_or_default();
        let turned = if carried.sense == Sense::Turned { caution("  sense turned") } else { String::new() };
        let outlet = carried.outlet.as_deref().unwrap_or("unknown outlet");
        format!("{outlet}{how}{turned}  {}", dim(&place))
    }

    fn json(&self, person: &Person, said: &[Saying]) -> Value {
        let pairs = |story, report: &str, spans: &[Span]| -> Vec<Value> {
            self.chars(story, report, spans).iter().map(|s| json!([s.start(), s.end()])).collect()
        };
        let statements: Vec<Value> = said
            .iter()
            .map(|s| {
                let carried: Vec<Value> = s
                    .carried
                    .iter()
                    .map(|c| {
                        json!({
                            "report": c.report, "outlet": c.outlet, "how": c.how, "sense": c.sense,
                            "spans": pairs(s.story, &c.report, &c.spans),
                        })
                    })
                    .collect();
                json!({
                    "story": s.story.0, "date": s.date, "basis": s.basis, "form": s.form, "own": s.own, "manner": s.manner,
                    "channel": s.channel, "addressee": s.addressee, "text": s.text, "carried": carried,
                })
            })
            .collect();
        let stories: BTreeMap<String, Value> = person
            .in_stories
            .iter()
            .filter_map(|(story, _)| {
                let record = self.record(*story)?;
                Some((story.to_string(), json!(record.story.title)))
            })
            .collect();
        let roles: Vec<Value> =
            person.roles.iter().map(|(role, count)| json!({"role": role, "statements": count})).collect();
        json!({
            "name": person.name, "kind": person.kind, "aliases": person.aliases, "roles": roles,
            "stories": stories, "reasons": person.reasons, "statements": statements,
        })
    }

    /// One row a report that carries a statement.
    fn csv(&self, out: &mut impl Write, found: &[(Person, Vec<Saying>)]) -> Result<(), Failure> {
        let failed = |e: csv::Error| match e.into_kind() {
            csv::ErrorKind::Io(error) => Failure::Output(error),
            other => Failure::Other(format!("{other:?}")),
        };
        let mut rows = csv::Writer::from_writer(out);
        rows.write_record([
            "speaker",
            "date",
            "basis",
            "form",
            "manner",
            "channel",
            "addressee",
            "story",
            "outlet",
            "report",
            "start",
            "end",
            "how",
            "text",
        ])
        .map_err(failed)?;
        for (person, said) in found {
            for saying in said {
                for carried in &saying.carried {
                    let hull = self
                        .chars(saying.story, &carried.report, &carried.spans)
                        .into_iter()
                        .reduce(Span::hull);
                    let number = |n: Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
                    rows.write_record([
                        person.name.clone(),
                        saying.date.clone().unwrap_or_default(),
                        saying.basis.map(|b| b.to_string()).unwrap_or_default(),
                        saying.form.to_string(),
                        saying.manner.map(|m| m.to_string()).unwrap_or_default(),
                        saying.channel.clone().unwrap_or_default(),
                        saying.addressee.clone().unwrap_or_default(),
                        saying.story.to_string(),
                        carried.outlet.clone().unwrap_or_default(),
                        carried.report.clone(),
                        number(hull.map(|h| h.start())),
                        number(hull.map(|h| h.end())),
                        carried.how.map(|h| h.to_string()).unwrap_or_default(),
                        one_line(&saying.text),
                    ])
                    .map_err(failed)?;
                }
            }
        }
        rows.flush()?;
        Ok(())
    }
}
