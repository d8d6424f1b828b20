//! What reports say side by side: points, answers, names and speakers.

use super::{Verdict, content, ensure, has_words, shortened};
use crate::excerpt::{Excerpt, fold};
use crate::kind::Kind;
use crate::point;
use crate::world::World;
use sayso_model::{Record, RecordStatement, Verdict as Amounts};

/// The points that are said to be in conflict.
pub(crate) fn conflicts(world: &World) -> impl Iterator<Item = (&Record, &sayso_model::Point)> {
    let points = world.records.values().flat_map(|r| r.points.iter().map(move |p| (r, p)));
    points.filter(|(_, p)| p.verdict == Amounts::Conflict)
}

pub(super) fn comparable(world: &World, expected: &crate::point::PointExpected) -> Verdict {
    let points = || world.records.values().flat_map(|r| r.points.iter().map(move |p| (r, p)));
    ensure(points().any(|(r, p)| point::holds(world, r, p, expected)), || {
        let near = |p: &sayso_model::Point| {
            expected.concerns(world, p) && p.readings.iter().any(|r| expected.expected_of(world, r).is_some())
        };
        let mut each: Vec<String> =
            points().filter(|(_, p)| near(p)).map(|(r, p)| point::shown(r, p)).collect();
        if each.is_empty() {
            each = points().take(6).map(|(r, p)| point::shown(r, p)).collect();
            each.insert(0, "no point like this; the first are".to_owned());
        }
        each.truncate(7);
        each.join("\n")
    })
}

/// The statements of a report whose content has these words, as the record knows them.
pub(crate) fn recorded<'a>(
    world: &'a World,
    report: &'a str,
    words: &'a Excerpt,
) -> impl Iterator<Item = (&'a Record, &'a RecordStatement)> {
    let all = world.records.values().flat_map(|r| r.statements.iter().map(move |s| (r, s)));
    all.filter(move |(_, s)| s.report == report && words.matches(&content_of(world, s)))
}

/// The content of a statement of the record, as printed.
pub(crate) fn content_of(world: &World, statement: &RecordStatement) -> String {
    let Ok((report, annotations)) = world.report(&statement.report) else { return String::new() };
    let found = annotations.statements.iter().find(|s| s.id == statement.statement);
    found.map(|s| content(report, s)).unwrap_or_default()
}

pub(super) fn answers(world: &World, kind: &Kind) -> Verdict {
    let Kind::Answers { from, hows, to } = kind else {
        return Err("no answer is expected".into());
    };
    let found: Vec<(&Record, &RecordStatement)> = recorded(world, &from.0, &from.1).collect();
    let target = |record: &Record, number: u32| {
        let s = record.statements.iter().find(|s| s.id == number);
        s.is_some_and(|s| to.iter().any(|(r, w)| *r == s.report && w.matches(&content_of(world, s))))
    };
    let holds =
        found.iter().any(|(r, s)| s.answers.iter().any(|a| hows.contains(&a.how) && target(r, a.statement)));
    ensure(holds, || {
        let each: Vec<String> =
            found.iter().flat_map(|(r, s)| s.answers.iter().map(|a| answer_shown(world, r, s, a))).collect();
        match (found.is_empty(), each.is_empty()) {
            (true, _) => "no such statement".to_owned(),
            (_, true) => "it answers nothing".to_owned(),
            _ => each.join("\n"),
        }
    })
}

/// An answer as a line for a person to read.
pub(crate) fn answer_shown(
    world: &World,
    record: &Record,
    from: &RecordStatement,
    answer: &sayso_model::Answer,
) -> String {
    let short = |s: &RecordStatement| shortened(&fold(&content_of(world, s)).text, 80);
    let to = record.statements.iter().find(|s| s.id == answer.statement);
    let to = to.map(|s| format!("{}: {}", s.report, short(s))).unwrap_or_default();
    format!("{}: {} | {} | {to}", from.report, short(from), answer.how)
}

pub(super) fn named(world: &World, kind: &Kind) -> Verdict {
    let Kind::Naming { not, of, report, term, voice } = kind else {
        return Err("no naming is expected".into());
    };
    let of_it = |n: &&sayso_model::Naming| {
        let plain = |s: &str| fold(s).text.to_lowercase();
        let both = |o: &String| has_words(&plain(&n.of), &plain(o)) || has_words(&plain(o), &plain(&n.of));
        n.report == *report && (of.is_empty() || of.iter().any(both))
    };
    let groups = || world.records.values().flat_map(|r| &r.naming).filter(of_it);
    // An article is no part of what something is called.
    let bare = |term: &str| {
        let term = term.trim().to_owned();
        let article = ["the ", "a ", "an "].iter().find(|a| term.to_lowercase().starts_with(**a));
        article.map_or(term.clone(), |a| term[a.len()..].to_owned())
    };
    let fits = |t: &sayso_model::NamingTerm| {
        term.split('/').any(|term| point::has_term(&t.text, &bare(term)))
            && voice.as_ref().is_none_or(|v| *v == t.voice)
    };
    let found = groups().any(|n| n.terms.iter().any(fits));
    ensure(found != *not, || {
        let each: Vec<String> = groups()
            .map(|n| {
                let terms = n.terms.iter().map(|t| format!("{:?} {}", t.text, t.voice));
                format!("{}: {}", n.of, terms.collect::<Vec<_>>().join(", "))
            })
            .collect();
        if each.is_empty() { "nothing is named here".to_owned() } else { each.join("\n") }
    })
}

/// Whether a speaker's name or alias has the words of `name`.
pub(super) fn has_form(speaker: &sayso_model::Speaker, name: &str) -> bool {
    let forms = || std::iter::once(&speaker.name).chain(&speaker.aliases);
    forms().any(|f| point::has_term(f, name))
}

/// Whether the record's speaker of this number goes by `name`.
pub(crate) fn speaker_forms(record: &Record, speaker: Option<u32>, name: &str) -> bool {
    let found = record.speakers.iter().find(|s| Some(s.id) == speaker);
    found.is_some_and(|s| has_form(s, name) || (name == "anonymous" && s.kind == "anonymous"))
}

/// In every record that knows the name, one speaker has it, and no other has one of the aliases.
pub(super) fn one_speaker(world: &World, name: &str, aliases: &[String]) -> Verdict {
    let mut known = false;
    let mut had: Vec<bool> = vec![false; aliases.len()];
    for record in world.records.values() {
        let with_name: Vec<&sayso_model::Speaker> =
            record.speakers.iter().filter(|s| has_form(s, name)).collect();
        match with_name[..] {
            [] => continue,
            [one] => {
                known = true;
                for (alias, had) in aliases.iter().zip(&mut had) {
                    *had |= has_form(one, alias);
                    let other = record.speakers.iter().find(|s| s.id != one.id && goes_by(s, alias));
                    if let Some(other) = other {
                        return Err(format!("{one:?}\nbut {other:?}"));
                    }
                }
            }
            _ => return Err(with_name.iter().map(|s| format!("{s:?}")).collect::<Vec<_>>().join("\n")),
        }
    }
    if !known {
        return Err("no speaker of this name".to_owned());
    }
    let without: Vec<&str> =
        aliases.iter().zip(&had).filter(|(_, had)| !**had).map(|(a, _)| a.as_str()).collect();
    ensure(without.is_empty(), || format!("not known as {}", without.join(", ")))
}

/// Whether a speaker's name or an alias is just this.
fn goes_by(speaker: &sayso_model::Speaker, name: &str) -> bool {
    let plain = |s: &str| {
        let lower = fold(s).text.to_lowercase();
        lower.strip_prefix("the ").map(str::to_owned).unwrap_or(lower)
    };
    let mut forms = std::iter::once(&speaker.name).chain(&speaker.aliases);
    forms.any(|f| plain(f) == plain(name))
}
