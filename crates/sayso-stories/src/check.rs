//! Whether an expectation holds, and what was found nearby when it does not.

mod beside;

pub(crate) use beside::{answer_shown, content_of, recorded, speaker_forms};

use crate::excerpt::{Excerpt, fold};
use crate::kind::{Kind, VariantExpected};
use crate::point;
use crate::world::World;
use beside::{answers, comparable, conflicts, has_form, named, one_speaker};
use sayso_collate::StoryNo;
use sayso_model::{
    Annotations, Basis, Form, LineageEdge, Record, RecordStatement, Report, SegmentKind, Statement,
    Utterance, Variant, VariantKind,
};
use std::fmt::Write;

/// What was found instead, for a person to read.
type Verdict = Result<(), String>;

/// Checks one expectation.
///
/// # Errors
/// What was found instead.
pub fn check(world: &World, kind: &Kind) -> Verdict {
    match kind {
        Kind::Story(ids) => story(world, ids),
        Kind::Linked(a, b) => linked(world, a, b),
        Kind::Says { report, .. } => says(world.report(report)?, kind),
        Kind::Unsaid(report, words) => unsaid(world.report(report)?, words),
        Kind::Channel(report, words, channel) => said_through(world.report(report)?, words, channel),
        Kind::Utterance { .. } => utterance(world, kind),
        Kind::Apart(a, b) => apart(world, a, b),
        Kind::Lineage { report, of, kinds } => {
            let fits = |e: &LineageEdge| e.report == *report && of.contains(&e.of) && kinds.contains(&e.kind);
            let mut edges = world.records.values().flat_map(|r| &r.lineage);
            ensure(edges.any(fits), || edges_of(world, &kind.reports()))
        }
        Kind::Independent(ids) => {
            let mut edges = world.records.values().flat_map(|r| &r.lineage);
            let depends = edges.any(|e| ids.contains(&e.report) && ids.contains(&e.of));
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            ensure(!depends, || edges_of(world, &ids))
        }
        Kind::Repair { report, received, cleaned, times } => {
            repaired(&world.report(report)?.0, received, cleaned, *times)
        }
        Kind::Text { not, report, words } => {
            let text = world.report(report)?.0.text.as_str();
            ensure(text.contains(words.as_str()) != *not, || around(text, words))
        }
        Kind::Segment(kind, report, words) => segment(&world.report(report)?.0, *kind, words),
        Kind::Title(report, words) => same(words, world.report(report)?.0.title.as_deref()),
        Kind::Outlet(report, words) => same(words, world.report(report)?.0.outlet.as_deref()),
        Kind::Authors(report, words) => {
            let byline = world.report(report)?.0.byline.as_deref();
            match (words, byline) {
                (Some(words), Some(byline)) if fold(byline).text.contains(&fold(words).text) => Ok(()),
                _ => same(words, byline),
            }
        }
        Kind::Published { report, day, basis } => {
            let published = &world.report(report)?.0.published;
            let found = published.day().or(published.value.as_deref());
            ensure(found == day.as_deref() && published.basis.as_str() == basis, || format!("{published:?}"))
        }
        Kind::Problem(report, kind) => {
            let (report, annotations) = world.report(report)?;
            let mut problems = report.problems.iter().chain(&annotations.problems);
            let all = || format!("{:?} {:?}", report.problems, annotations.problems);
            ensure(problems.any(|p| p.kind == *kind), all)
        }
        Kind::Point(expected) => comparable(world, expected),
        Kind::NoConflict(places) => {
            let false_one = conflicts(world)
                .find(|(_, p)| places.iter().all(|(r, w)| point::touches(world, p, Some(r), w)));
            match false_one {
                Some((record, p)) => Err(point::shown(record, p)),
                None => Ok(()),
            }
        }
        Kind::Answers { .. } => answers(world, kind),
        Kind::Said { report, words, when } => {
            let found: Vec<(&Record, &RecordStatement)> = recorded(world, report, words).collect();
            let holds = found.iter().any(|(_, s)| match (when, &s.said) {
                (None, said) => said.is_none(),
                (Some(when), Some(said)) => when.hold(said),
                (Some(_), None) => false,
            });
            ensure(holds, || {
                let each = found.iter().map(|(_, s)| format!("{} said {:?}", s.statement, s.said));
                let each: Vec<String> = each.collect();
                if each.is_empty() { "no such statement".to_owned() } else { each.join("\n") }
            })
        }
        Kind::Timeline { when, words, basis } => {
            let items =
                || world.records.values().flat_map(|r| &r.timeline).filter(|i| words.matches(&i.text));
            let holds = items().any(|i| when.hold(&i.date) && basis.is_none_or(|b| b == i.basis));
            ensure(holds, || {
                let each = items().map(|i| format!("{} {} {} in {}", i.date, i.kind, i.basis, i.report));
                let each: Vec<String> = each.collect();
                if each.is_empty() { "nothing with these words".to_owned() } else { each.join("\n") }
            })
        }
        Kind::Inferred(report, when) => {
            let found = world.records.values().flat_map(|r| &r.reports).find(|r| r.id == *report);
            let holds = found.is_some_and(|r| {
                r.published.basis == Basis::Inferred && r.published.day().is_some_and(|d| when.hold(d))
            });
            ensure(holds, || format!("{:?}", found.map(|r| &r.published)))
        }
        Kind::Naming { .. } => named(world, kind),
        Kind::Speaker(name, aliases) => one_speaker(world, name, aliases),
        Kind::TwoSpeakers(a, b) => {
            let mut speakers = world.records.values().flat_map(|r| &r.speakers);
            let both = speakers.find(|s| has_form(s, a) && has_form(s, b));
            ensure(both.is_none(), || format!("{both:?}"))
        }
        Kind::Alone(report, words) | Kind::Lacks(report, words) => {
            let alone = matches!(kind, Kind::Alone(..));
            ensure(crate::silence::says(world, report, words, alone), || crate::silence::shown(world, report))
        }
    }
}

fn ensure(holds: bool, found: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(found()) }
}

fn same(expected: &Option<String>, found: Option<&str>) -> Verdict {
    let plain = |s: &str| fold(s).text;
    let holds = expected.as_deref().map(plain) == found.map(plain);
    ensure(holds, || found.map_or("nothing".into(), |f| format!("{f:?}")))
}

fn story(world: &World, ids: &[String]) -> Verdict {
    let members = |story: StoryNo| {
        let of = world.story_of.iter().filter(|(_, s)| **s == story);
        of.map(|(id, _)| id.as_str()).collect::<Vec<_>>()
    };
    let mut wanted: Vec<&str> = ids.iter().map(String::as_str).collect();
    wanted.sort_unstable();
    let stories: std::collections::BTreeSet<StoryNo> =
        wanted.iter().filter_map(|id| world.story_of.get(*id).copied()).collect();
    let found: Vec<Vec<&str>> = stories.iter().map(|s| members(*s)).collect();
    ensure(found.len() == 1 && found[0] == wanted, || {
        let each: Vec<String> = found.iter().map(|m| format!("a story of {}", m.join(" "))).collect();
        each.join("\n")
    })
}

fn linked(world: &World, a: &str, b: &str) -> Verdict {
    let of = |id: &str| world.story_of.get(id).copied().ok_or_else(|| format!("{id} is in no story"));
    let (a, b) = (of(a)?, of(b)?);
    let from = |story: StoryNo| world.linked.get(&story).cloned().unwrap_or_default();
    ensure(a != b && (from(a).contains(&b) || from(b).contains(&a)), || {
        if a == b {
            "one story".to_owned()
        } else {
            format!("story {a} is linked to {:?}, story {b} to {:?}", from(a), from(b))
        }
    })
}

/// The parts of a statement as printed, joined by spaces.
fn printed(report: &Report, spans: &[sayso_text::Span]) -> String {
    let text = report.text.as_str();
    let parts: Vec<&str> = spans.iter().filter_map(|s| text.get(s.start()..s.end())).collect();
    parts.join(" ")
}

pub(crate) fn content(report: &Report, statement: &Statement) -> String {
    printed(report, &statement.content)
}

pub(crate) fn speaks(
    report: &Report,
    annotations: &Annotations,
    statement: &Statement,
    speaker: &str,
) -> bool {
    let Some(source) = &statement.source else {
        return speaker == "-";
    };
    if speaker == "anonymous" {
        return source.anonymous;
    }
    let entity = annotations.entities.iter().find(|e| Some(e.id) == source.entity);
    let plain = |s: &str| fold(s).text;
    let wanted: Vec<String> = speaker.split('/').map(|w| plain(w.trim()).to_lowercase()).collect();
    let named = |name: Option<&str>| {
        let lower = name.map(|n| plain(n).to_lowercase());
        lower.is_some_and(|n| wanted.iter().any(|w| has_words(&n, w)))
    };
    named(source.name.as_deref())
        || named(entity.map(|e| e.name.as_str()))
        || named(Some(&printed(report, &source.spans)))
}

/// Whether `words` stand in `text` as whole words.
pub(crate) fn has_words(text: &str, words: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(words).any(|(at, _)| {
        let after = text[at + words.len()..].chars().next();
        edge(text[..at].chars().next_back()) && edge(after)
    })
}

fn cued(report: &Report, statement: &Statement, cue: &str) -> bool {
    match &statement.cue {
        None => cue == "-",
        Some(found) => {
            let words = fold(&printed(report, &found.spans)).text;
            found.lemma == cue || has_words(&words, cue) || words.to_lowercase() == cue.to_lowercase()
        }
    }
}

fn says((report, annotations): &(Report, Annotations), kind: &Kind) -> Verdict {
    let Kind::Says { not, speaker, cue, content: words, form, .. } = kind else {
        return Err("no statement is expected".into());
    };
    let fits = |s: &&Statement| {
        holds_words(report, s, words)
            && speaker.as_deref().is_none_or(|w| speaks(report, annotations, s, w))
            && cue.as_deref().is_none_or(|w| cued(report, s, w))
            && form.is_none_or(|w| w == s.form)
    };
    let found = annotations.statements.iter().any(|s| fits(&s));
    ensure(found != *not, || {
        let near = touching(report, annotations, words);
        match (near.is_empty(), speaker) {
            (false, _) | (true, None) => {
                shown(report, annotations, &near, "no statement touches these words")
            }
            (true, Some(speaker)) => {
                let mut all = annotations.statements.iter();
                let by: Vec<&Statement> =
                    all.by_ref().filter(|s| speaks(report, annotations, s, speaker)).collect();
                let mut text = "no statement touches these words".to_owned();
                if !by.is_empty() {
                    let _ = write!(text, "; by {speaker}:\n{}", shown(report, annotations, &by, ""));
                }
                text
            }
        }
    })
}

/// Whether the content holds the words. Anchors tie to its ends, or to those of an unbroken run of its quotations: `“One,”
/// she said. “Two.”` holds `^One$`.
fn holds_words(report: &Report, statement: &Statement, words: &Excerpt) -> bool {
    let spans = &statement.content;
    let runs = || (0..spans.len()).flat_map(|i| (i + 1..=spans.len()).map(move |j| &spans[i..j]));
    words.matches(&content(report, statement))
        || statement.form == Form::Direct && runs().any(|run| words.matches(&printed(report, run)))
}

/// The channels of the statements whose content holds these words.
pub(crate) fn channels_of<'w>(world: &'w World, report: &str, words: &Excerpt) -> Vec<&'w str> {
    let Ok((report, annotations)) = world.report(report) else { return Vec::new() };
    let near = annotations.statements.iter().filter(|s| holds_words(report, s, words));
    near.filter_map(|s| s.channel.as_deref()).collect()
}

/// The statements whose content touches the words.
fn touching<'a>(report: &Report, annotations: &'a Annotations, words: &Excerpt) -> Vec<&'a Statement> {
    let places = words.find_in(report.text.as_str());
    let touches = |s: &&Statement| {
        let mut spans = s.content.iter();
        spans.any(|c| places.iter().any(|p| c.start() < p.end && p.start < c.end()))
    };
    annotations.statements.iter().filter(touches).collect()
}

fn shown(report: &Report, annotations: &Annotations, statements: &[&Statement], none: &str) -> String {
    if statements.is_empty() {
        return none.to_owned();
    }
    let line = |s: &&Statement| {
        let source = s.source.as_ref().map_or("-".to_owned(), |source| {
            let entity = annotations.entities.iter().find(|e| Some(e.id) == source.entity);
            let name = source.name.as_deref().or(entity.map(|e| e.name.as_str()));
            let words = printed(report, &source.spans);
            match name {
                Some(name) if name != words => format!("{words} = {name}"),
                _ => words,
            }
        });
        let cue = s.cue.as_ref().map_or("-".into(), |c| printed(report, &c.spans));
        let words: String = fold(&content(report, s)).text;
        format!("{} {} | {source} | {cue} | {}", s.id, s.form, shortened(&words, 160))
    };
    statements.iter().take(5).map(line).collect::<Vec<_>>().join("\n")
}

pub(crate) fn shortened(words: &str, limit: usize) -> String {
    let count = words.chars().count();
    if count <= limit {
        return words.to_owned();
    }
    let half = limit / 2;
    let start: String = words.chars().take(half).collect();
    let end: String = words.chars().skip(count - half).collect();
    format!("{start} [...] {end}")
}

fn unsaid((report, annotations): &(Report, Annotations), words: &Excerpt) -> Verdict {
    let near = touching(report, annotations, words);
    ensure(near.is_empty(), || shown(report, annotations, &near, ""))
}

fn said_through((report, annotations): &(Report, Annotations), words: &Excerpt, channel: &str) -> Verdict {
    let near: Vec<&Statement> =
        annotations.statements.iter().filter(|s| holds_words(report, s, words)).collect();
    let through = |s: &&&Statement| s.channel.as_deref().is_some_and(|c| has_words(c, channel));
    ensure(near.iter().any(|s| through(&s)), || {
        let channels: Vec<String> = near.iter().map(|s| format!("{} {:?}", s.id, s.channel)).collect();
        format!("{}\n{}", shown(report, annotations, &near, "no such statement"), channels.join("\n"))
    })
}

fn same_words(a: &str, b: &str) -> bool {
    let plain = |s: &str| {
        let folded = fold(s).text;
        folded.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    plain(a) == plain(b)
}

pub(crate) fn variant_fits(utterance: &Utterance, variant: &Variant, expected: &VariantExpected) -> bool {
    let fullest = expected.fullest && same_words(&variant.text, &utterance.fullest);
    let any = expected.kinds.is_empty() && !expected.fullest;
    variant.report == expected.report
        && (fullest || any || expected.kinds.contains(&variant.how))
        && expected.sense.is_none_or(|s| s == variant.sense)
}

pub(crate) fn speaker_name(record: &Record, speaker: Option<u32>) -> String {
    let found = record.speakers.iter().find(|s| Some(s.id) == speaker);
    found.map_or("nobody".into(), |s| s.name.clone())
}

fn utterance(world: &World, kind: &Kind) -> Verdict {
    let Kind::Utterance { words, variants, speaker, first } = kind else {
        return Err("no utterance is expected".into());
    };
    let holds_words =
        |u: &Utterance| words.matches(&u.fullest) || u.variants.iter().any(|v| words.matches(&v.text));
    let candidates: Vec<(&Record, &Utterance)> = world
        .records
        .values()
        .flat_map(|r| r.utterances.iter().map(move |u| (r, u)))
        .filter(|(_, u)| holds_words(u))
        .collect();
    let fits = |(record, u): &(&Record, &Utterance)| {
        let all_found = variants.iter().all(|e| u.variants.iter().any(|v| variant_fits(u, v, e)));
        let none_other = u.variants.iter().all(|v| variants.iter().any(|e| e.report == v.report));
        let name = speaker_name(record, u.speaker);
        all_found
            && none_other
            && speaker.as_deref().is_none_or(|s| has_words(&fold(&name).text, &fold(s).text))
            && first.is_none() | (u.first == *first)
    };
    ensure(candidates.iter().any(fits), || {
        if candidates.is_empty() {
            return "no utterance with these words".to_owned();
        }
        let each = candidates.iter().map(|(record, u)| utterance_shown(record, u));
        each.collect::<Vec<_>>().join("\n")
    })
}

pub(crate) fn utterance_shown(record: &Record, utterance: &Utterance) -> String {
    let first = utterance.first.as_deref().unwrap_or("-");
    let mut shown = format!(
        "u{} by {}, first {first}: {}",
        utterance.id,
        speaker_name(record, utterance.speaker),
        shortened(&fold(&utterance.fullest).text, 160)
    );
    for variant in &utterance.variants {
        let turned = if variant.sense == sayso_model::Sense::Turned { " turned" } else { "" };
        let how: VariantKind = variant.how;
        let words = shortened(&fold(&variant.text).text, 120);
        let _ = write!(shown, "\n  {} {how}{turned}: {words}", variant.report);
    }
    shown
}

fn apart(world: &World, a: &(String, Excerpt), b: &(String, Excerpt)) -> Verdict {
    let has = |u: &Utterance, (report, words): &(String, Excerpt)| {
        let mut variants = u.variants.iter();
        variants.any(|v| v.report == *report && words.matches(&v.text))
    };
    for record in world.records.values() {
        if let Some(u) = record.utterances.iter().find(|u| has(u, a) && has(u, b)) {
            return Err(utterance_shown(record, u));
        }
    }
    Ok(())
}

fn edges_of(world: &World, ids: &[&str]) -> String {
    let edges = world.records.values().flat_map(|r| &r.lineage);
    let near = edges.filter(|e| ids.contains(&e.report.as_str()) || ids.contains(&e.of.as_str()));
    let lines: Vec<String> =
        near.map(|e| format!("{} {} of {}, {} passages", e.report, e.kind, e.of, e.shared.len())).collect();
    if lines.is_empty() { "no lineage of these".to_owned() } else { lines.join("\n") }
}

fn repaired(report: &Report, received: &str, cleaned: &str, times: Option<usize>) -> Verdict {
    let text = report.text.as_str();
    let slice = |r: &sayso_text::Repair| text.get(r.span.start()..r.span.end()).unwrap_or_default();
    // Spaces that went with a broken reference belong to its repair.
    let same = |a: &str, b: &str| a == b || (!b.is_empty() && a.trim() == b);
    let repairs = report.repairs();
    let found =
        repairs.iter().filter(|r| same(r.received.as_str(), received) && same(slice(r), cleaned)).count();
    ensure(times.map_or(found > 0, |t| t == found), || {
        let each =
            repairs.iter().take(20).map(|r| format!("`{}` -> `{}`", r.received.escape_debug(), slice(r)));
        format!("{found} times; all repairs:\n{}", each.collect::<Vec<_>>().join("\n"))
    })
}

fn around(text: &str, words: &str) -> String {
    let start: String = words.chars().take(12).collect();
    match text.find(&start) {
        Some(at) => {
            let near: String = text[at..].chars().take(words.chars().count() + 20).collect();
            format!("{near:?}")
        }
        None => format!("nothing like {start:?}"),
    }
}

fn segment(report: &Report, kind: SegmentKind, words: &Excerpt) -> Verdict {
    let text = report.text.as_str();
    let kinds = |place: &std::ops::Range<usize>| {
        let mut kinds: Vec<SegmentKind> = text[place.clone()]
            .char_indices()
            .filter(|(_, c)| !c.is_whitespace())
            .map(|(at, _)| report.segment_at(place.start + at))
            .collect();
        kinds.dedup();
        kinds
    };
    let places = words.find_in(text);
    ensure(places.iter().any(|p| kinds(p) == [kind]), || {
        let each: Vec<String> = places.iter().map(|p| format!("{:?}", kinds(p))).collect();
        if each.is_empty() {
            format!("the words are not in the text of {} characters", text.len())
        } else {
            each.join("\n")
        }
    })
}
