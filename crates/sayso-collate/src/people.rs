//! One speaker over all stories: by name, role and shared company, with the reason; and what that speaker said.
//!
//! Sameness is judged anew each time it is asked for. A person's own judgement comes first; then a name printed in
//! full joins, unless roles differ and the stories have nothing else in common; a bare last name joins only where the
//! company leaves one person to be meant. Nothing printed is changed.

use crate::words::Words;
use crate::{Doc, StoryNo};
use sayso_model::{
    Certainty, EntityKind, Form, Judgement, JudgementKind, Manner, Record, RecordStatement, Sense, Speaker,
    Statement, VariantKind,
};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A story with its record.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The story.
    pub story: StoryNo,
    /// Its reports, in any order.
    pub docs: &'a [Doc<'a>],
    /// Their record.
    pub record: &'a Record,
}

/// One speaker over several stories.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The fullest name printed.
    pub name: String,
    /// `person`, `organization`, …
    pub kind: String,
    /// Other forms as printed, in order of appearance.
    pub aliases: Vec<String>,
    /// What reports call the speaker beside the name, each with the number of statements so introduced.
    pub roles: Vec<(String, usize)>,
    /// Which speaker of which story.
    pub in_stories: Vec<(StoryNo, u32)>,
    /// Why these are taken for one, a reason for each story after the first.
    pub reasons: Vec<String>,
}

/// One thing a person is reported to have said, with every report that carries it.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying {
    /// In which story.
    pub story: StoryNo,
    /// When: the day it was said, else the first day on which it was published.
    pub date: Option<String>,
    /// How the date is known.
    pub basis: Option<Certainty>,
    /// How it is given at its fullest.
    pub form: Form,
    /// Whether these are the person's own words, as against those of a reporter or of another who speaks of the person.
    pub own: bool,
    /// What the cue does.
    pub manner: Option<Manner>,
    /// How it was said.
    pub channel: Option<String>,
    /// To whom.
    pub addressee: Option<String>,
    /// The fullest wording.
    pub text: String,
    /// Who prints it, the fullest first.
    pub carried: Vec<Carried>,
}

/// One report that carries a saying.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    /// The report's id.
    pub report: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Where, in bytes of its text.
    pub spans: Vec<Span>,
    /// How it relates to the fullest wording, for quotations that were compared.
    pub how: Option<VariantKind>,
    /// Whether the sense is kept.
    pub sense: Sense,
}

/// A speaker of one story.
struct Unit<'a> {
    told: usize,
    speaker: &'a Speaker,
    words: Vec<String>,
    roles: BTreeMap<String, usize>,
    company: BTreeSet<String>,
}

/// So many shared names besides outweigh roles that differ, and let a bare last name join.
const COMPANY: usize = 2;

/// The people of these stories that `name` can mean: its words, in order, in a name or an alias. Most statements
/// first.
pub fn people(name: &str, stories: &[Told<'_>], judgements: &[Judgement]) -> Vec<Person> {
    let asked = normal(name);
    let also: Vec<Vec<String>> = judgements
        .iter()
        .filter(|j| j.stands() && j.kind == JudgementKind::SameSpeaker)
        .flat_map(|j| [(normal(&j.a), normal(&j.b)), (normal(&j.b), normal(&j.a))])
        .filter(|(a, _)| within(&asked, a))
        .map(|(_, b)| b)
        .collect();
    let mut units = Vec::new();
    for (at, told) in stories.iter().enumerate() {
        for speaker in &told.record.speakers {
            let forms: Vec<Vec<String>> =
                std::iter::once(&speaker.name).chain(&speaker.aliases).map(|n| normal(n)).collect();
            let meant = forms.iter().any(|f| within(&asked, f) || also.iter().any(|n| n == f));
            if !asked.is_empty() && meant {
                units.push(unit(at, told, speaker));
            }
        }
    }
    // Full names first, so that bare ones find whom they can mean.
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|i| {
        (std::cmp::Reverse(units[*i].words.len().min(2)), stories[units[*i].told].story, *i)
    });
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut reasons: Vec<Vec<String>> = Vec::new();
    for i in order {
        let mut fits: Vec<(usize, Why)> = Vec::new();
        for (g, group) in groups.iter().enumerate() {
            if let Some(why) = joined(&units, group, i, judgements) {
                fits.push((g, why));
            }
        }
        fits.sort_by(|a, b| b.1.weight.cmp(&a.1.weight).then(a.0.cmp(&b.0)));
        // Two people that fit equally well: it is not known which.
        let clear = match &fits[..] {
            [] => false,
            [_] => true,
            [first, second, ..] => first.1.weight > second.1.weight,
        };
        if clear {
            let (g, why) = fits.remove(0);
            groups[g].push(i);
            reasons[g].push(format!("story {}: {}", stories[units[i].told].story, why.words));
        } else {
            groups.push(vec![i]);
            reasons.push(Vec::new());
        }
    }
    let mut found: Vec<(usize, Person)> = groups
        .iter()
        .zip(reasons)
        .map(|(group, reasons)| {
            (statements_of(stories, &units, group), person(stories, &units, group, reasons))
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.in_stories.cmp(&b.1.in_stories)));
    found.into_iter().map(|(_, person)| person).collect()
}

fn statements_of(stories: &[Told<'_>], units: &[Unit<'_>], group: &[usize]) -> usize {
    let count = |i: &usize| {
        let unit = &units[*i];
        stories[unit.told].record.statements.iter().filter(|s| s.speaker == Some(unit.speaker.id)).count()
    };
    group.iter().map(count).sum()
}

fn person(stories: &[Told<'_>], units: &[Unit<'_>], group: &[usize], reasons: Vec<String>) -> Person {
    let fullest = group.iter().copied().max_by_key(|i| (units[*i].words.len(), std::cmp::Reverse(*i)));
    let head = fullest.map_or(units[group[0]].speaker, |i| units[i].speaker);
    let mut aliases = Vec::new();
    let mut roles: BTreeMap<String, usize> = BTreeMap::new();
    for i in group {
        let speaker = units[*i].speaker;
        for form in std::iter::once(&speaker.name).chain(&speaker.aliases) {
            if *form != head.name && !aliases.contains(form) {
                aliases.push(form.clone());
            }
        }
        for (role, count) in &units[*i].roles {
            *roles.entry(role.clone()).or_default() += count;
        }
    }
    let mut roles: Vec<(String, usize)> = roles.into_iter().collect();
    roles.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut in_stories: Vec<(StoryNo, u32)> =
        group.iter().map(|i| (stories[units[*i].told].story, units[*i].speaker.id)).collect();
    in_stories.sort_unstable();
    Person { name: head.name.clone(), kind: head.kind.clone(), aliases, roles, in_stories, reasons }
}

fn unit<'a>(at: usize, told: &Told<'a>, speaker: &'a Speaker) -> Unit<'a> {
    let mut roles: BTreeMap<String, usize> = BTreeMap::new();
    let mut company = BTreeSet::new();
    let own: BTreeSet<String> =
        std::iter::once(&speaker.name).chain(&speaker.aliases).flat_map(|n| normal(n)).collect();
    for doc in told.docs {
        let of_speaker = |s: &&RecordStatement| s.speaker == Some(speaker.id) && s.report == doc.report.id;
        for entry in told.record.statements.iter().filter(of_speaker) {
            let statement = doc.annotations.statements.iter().find(|s| s.id == entry.statement);
            let role = statement.and_then(|s| s.source.as_ref()).and_then(|s| s.role.as_deref());
            if let Some(role) = role {
                *roles.entry(role.trim().to_lowercase()).or_default() += 1;
            }
        }
        for entity in &doc.annotations.entities {
            let kept =
                matches!(entity.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place);
            let words = normal(&entity.name);
            if kept && !words.is_empty() && !words.iter().all(|w| own.contains(w)) {
                company.insert(words.join(" "));
            }
        }
    }
    Unit { told: at, speaker, words: normal(&speaker.name), roles, company }
}

struct Why {
    weight: u32,
    words: String,
}

/// Why a speaker joins those of a group, if it does.
fn joined(units: &[Unit<'_>], group: &[usize], i: usize, judgements: &[Judgement]) -> Option<Why> {
    let unit = &units[i];
    let names = |u: &Unit<'_>| -> Vec<Vec<String>> {
        std::iter::once(&u.speaker.name).chain(&u.speaker.aliases).map(|n| normal(n)).collect()
    };
    let (ours, theirs) = (names(unit), group.iter().flat_map(|g| names(&units[*g])).collect::<Vec<_>>());
    for judgement in judgements.iter().filter(|j| j.stands()) {
        let (a, b) = (normal(&judgement.a), normal(&judgement.b));
        let meant = (ours.contains(&a) && theirs.contains(&b)) || (ours.contains(&b) && theirs.contains(&a));
        match judgement.kind {
            JudgementKind::DifferentSpeakers if meant => return None,
            JudgementKind::SameSpeaker if meant => {
                let words = format!("judged the same (judgement {})", judgement.no);
                return Some(Why { weight: u32::MAX, words });
            }
            _ => {}
        }
    }
    if group.iter().any(|g| units[*g].told == unit.told)
        || group.iter().any(|g| units[*g].speaker.kind != unit.speaker.kind)
    {
        return None;
    }
    let fits = |g: &usize| {
        let other = &units[*g];
        within(&unit.words, &other.words) || within(&other.words, &unit.words)
    };
    if !group.iter().all(fits) {
        return None;
    }
    let full = unit.words.len() > 1 && group.iter().any(|g| units[*g].words.len() > 1);
    let role = group.iter().find_map(|g| shared_role(&unit.roles, &units[*g].roles));
    let roles_differ =
        role.is_none() && !unit.roles.is_empty() && group.iter().any(|g| !units[*g].roles.is_empty());
    let company: BTreeSet<&str> = group
        .iter()
        .flat_map(|g| unit.company.intersection(&units[*g].company))
        .map(String::as_str)
        .collect();
    let shared = company.len();
    let holds = match (full, unit.speaker.kind.as_str()) {
        (_, "organization") => true,
        (true, _) => !roles_differ || shared >= COMPANY,
        (false, _) => shared >= COMPANY || (role.is_some() && shared > 0),
    };
    if !holds {
        return None;
    }
    let mut words = vec![if full { "same full name".to_owned() } else { "same name".to_owned() }];
    words.extend(role.as_ref().map(|r| format!("same role, {r}")));
    if shared > 0 {
        let some: Vec<&str> = company.iter().take(3).copied().collect();
        words.push(format!("{shared} shared names, as {}", some.join(", ")));
    }
    let weight = u32::from(full) * 100 + u32::from(role.is_some()) * 50 + shared.min(49) as u32;
    Some(Why { weight, words: words.join("; ") })
}

/// A role that both have: one is among the words of the other.
fn shared_role(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> Option<String> {
    const EMPTY: [&str; 6] = ["of", "the", "a", "an", "and", "for"];
    let words = |role: &str| -> BTreeSet<String> {
        normal(role).into_iter().filter(|w| !EMPTY.contains(&w.as_str())).collect()
    };
    for ours in a.keys() {
        for theirs in b.keys() {
            let (x, y) = (words(ours), words(theirs));
            if !x.is_empty() && !y.is_empty() && (x.is_subset(&y) || y.is_subset(&x)) {
                return Some(if ours.len() <= theirs.len() { ours.clone() } else { theirs.clone() });
            }
        }
    }
    None
}

fn normal(name: &str) -> Vec<String> {
    let words = Words::of(name);
    let all: Vec<String> = (0..words.len()).map(|i| words.normal(i).to_owned()).collect();
    match all.first().map(String::as_str) {
        Some("the") if all.len() > 1 => all[1..].to_vec(),
        _ => all,
    }
}

/// Whether all of `short` stands in `long` in the same order.
fn within(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    !short.is_empty() && short.iter().all(|w| rest.any(|l| l == w))
}

/// What a person said over all these stories, newest first; what has no date comes last.
pub fn sayings(person: &Person, stories: &[Told<'_>]) -> Vec<Saying> {
    let mut found = Vec::new();
    for told in stories {
        let ids: BTreeSet<u32> =
            person.in_stories.iter().filter(|(story, _)| *story == told.story).map(|(_, id)| *id).collect();
        if !ids.is_empty() {
            sayings_in(told, &ids, &mut found);
        }
    }
    // A day of an unknown week has no place among days.
    let day = |s: &Saying| s.date.clone().filter(|d| d.starts_with(|c: char| c.is_ascii_digit()));
    found.sort_by_key(|s| std::cmp::Reverse(day(s)));
    found
}

/// What makes statements one saying.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Sameness {
    Utterance(u32),
    Words(Vec<String>),
}

fn sayings_in(told: &Told<'_>, ids: &BTreeSet<u32>, found: &mut Vec<Saying>) {
    let docs: BTreeMap<&str, &Doc<'_>> = told.docs.iter().map(|d| (d.report.id.as_str(), d)).collect();
    let mut groups: BTreeMap<Sameness, Vec<(&RecordStatement, &Statement, &Doc<'_>)>> = BTreeMap::new();
    let mut order: Vec<(&RecordStatement, Sameness)> = Vec::new();
    for entry in &told.record.statements {
        if !entry.speaker.is_some_and(|s| ids.contains(&s)) {
            continue;
        }
        let Some(doc) = docs.get(entry.report.as_str()).copied() else { continue };
        let Some(statement) = doc.annotations.statements.iter().find(|s| s.id == entry.statement) else {
            continue;
        };
        let key = || match utterance_of(told.record, entry, statement) {
            Some(id) => Sameness::Utterance(id),
            None => Sameness::Words(normal(&wording(doc, &statement.content))),
        };
        groups.entry(key()).or_default().push((entry, statement, doc));
        if groups.get(&key()).is_some_and(|g| g.len() == 1) {
            order.push((entry, key()));
        }
    }
    for (_, key) in order {
        let Some(mut group) = groups.remove(&key) else { continue };
        // Own words before the reporter's, then the longest.
        group.sort_by_key(|(entry, statement, _)| {
            let length: usize = statement.content.iter().map(|s| s.len()).sum();
            (statement.form == Form::Indirect, std::cmp::Reverse(length), entry.id)
        });
        let (_, best, doc) = group[0];
        let said = group.iter().filter_map(|(entry, ..)| entry.said.clone()).min();
        let published = group.iter().filter_map(|(.., d)| d.report.published.day()).min();
        let basis = match (&said, published) {
            (Some(day), _)
                if told.record.timeline.iter().any(|t| t.date == *day && t.basis == Certainty::Stated) =>
            {
                Some(Certainty::Stated)
            }
            (Some(_), _) => Some(Certainty::Inferred),
            (None, Some(_)) => Some(Certainty::Published),
            (None, None) => None,
        };
        let utterance = match &key {
            Sameness::Utterance(id) => told.record.utterances.iter().find(|u| u.id == *id),
            Sameness::Words(_) => None,
        };
        found.push(Saying {
            story: told.story,
            date: said.or_else(|| published.map(str::to_owned)),
            basis,
            form: best.form,
            own: best.form != Form::Indirect && best.within.is_none(),
            manner: best.cue.as_ref().map(|c| c.manner),
            channel: group.iter().find_map(|(_, s, _)| s.channel.clone()),
            addressee: group.iter().find_map(|(_, s, _)| s.addressee.clone()),
            text: utterance.map_or_else(|| wording(doc, &best.content), |u| u.fullest.clone()),
            carried: group
                .iter()
                .map(|(_, statement, doc)| {
                    let variant = utterance.and_then(|u| {
                        u.variants
                            .iter()
                            .find(|v| v.report == doc.report.id && overlap(&v.spans, &statement.content))
                    });
                    Carried {
                        report: doc.report.id.clone(),
                        outlet: doc.report.outlet.clone(),
                        spans: statement.content.clone(),
                        how: variant.map(|v| v.how),
                        sense: variant.map_or(Sense::Kept, |v| v.sense),
                    }
                })
                .collect(),
        });
    }
}

fn wording(doc: &Doc<'_>, spans: &[Span]) -> String {
    crate::quotation::join_spans(doc.text(), spans)
}

fn utterance_of(record: &Record, entry: &RecordStatement, statement: &Statement) -> Option<u32> {
    let holds = |u: &&sayso_model::Utterance| {
        // What stands within another's quotation is part of that one's utterance, not of its own speaker's.
        (statement.within.is_none() || u.speaker == entry.speaker)
            && u.variants.iter().any(|v| v.report == entry.report && overlap(&v.spans, &statement.content))
    };
    record.utterances.iter().find(holds).map(|u| u.id)
}

fn overlap(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.overlaps(*y)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::{Annotations, Entity, EntityId, Mention, MentionForm, Report, Source, StatementId};

    /// A report in which `speaker`, a `role`, says one thing, and others are named.
    fn told(
        id: &str,
        day: &str,
        speaker: &str,
        role: Option<&str>,
        others: &[&str],
    ) -> (Report, Annotations) {
        let words = format!("“It is as it was in {id}.”");
        let text = format!("{words} said {speaker}. {}", others.join(", "));
        let at = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len()).unwrap()
        };
        let entity = |number: usize, name: &str, kind| Entity {
            id: EntityId(number as u32),
            kind,
            name: name.to_owned(),
            mentions: vec![Mention { span: at(name), form: MentionForm::Name }],
        };
        let mut entities = vec![entity(1, speaker, EntityKind::Person)];
        entities.extend(others.iter().enumerate().map(|(i, o)| entity(i + 2, o, EntityKind::Organization)));
        let statement = serde_json::json!({
            "id": StatementId(1), "content": [at(&words)], "form": "direct", "voice": "body", "by": "test",
            "source": Source {
                spans: vec![at(speaker)],
                entity: Some(EntityId(1)),
                name: Some(speaker.to_owned()),
                role: role.map(str::to_owned),
                ..Source::default()
            },
        });
        let statements = vec![serde_json::from_value(statement).unwrap()];
        let report = serde_json::json!({
            "id": id, "address": id, "path": id, "outlet": id,
            "published": {"value": day, "basis": "stated"}, "segments": [], "problems": [],
        });
        let report = Report {
            path: id.into(),
            outlet: Some(id.to_owned()),
            published: serde_json::from_value(report["published"].clone()).unwrap(),
            ..Report::of_text(id, text)
        };
        (report, Annotations { entities, statements, ..Annotations::default() })
    }

    /// The people of a name, each story holding one report.
    fn found(
        name: &str,
        reports: &[(Report, Annotations)],
        judgements: &[Judgement],
    ) -> Vec<(Person, Vec<Saying>)> {
        let docs: Vec<Vec<Doc<'_>>> = reports
            .iter()
            .enumerate()
            .map(|(i, (report, annotations))| vec![Doc::new(crate::ReportNo(i as u32), report, annotations)])
            .collect();
        let records: Vec<Record> =
            docs.iter().enumerate().map(|(i, d)| crate::record(StoryNo(i as u32 + 1), d)).collect();
        let told: Vec<Told<'_>> = docs
            .iter()
            .zip(&records)
            .enumerate()
            .map(|(i, (docs, record))| Told { story: StoryNo(i as u32 + 1), docs, record })
            .collect();
        people(name, &told, judgements).into_iter().map(|p| (p.clone(), sayings(&p, &told))).collect()
    }

    #[test]
    fn one_speaker_over_stories_newest_first() {
        let reports = [
            told("harbour", "2031-03-02", "Marta Ilves", Some("harbour minister"), &["Port of Quenby"]),
            told("ferry", "2031-05-09", "Marta Ilves", Some("minister"), &["Orsk Lines"]),
        ];
        let people = found("ilves", &reports, &[]);
        assert_eq!(people.len(), 1);
        let (person, sayings) = &people[0];
        assert_eq!(person.in_stories.len(), 2);
        assert_eq!(person.reasons, ["story 2: same full name; same role, minister"]);
        let dates: Vec<_> = sayings.iter().map(|s| s.date.as_deref().unwrap()).collect();
        assert_eq!(dates, ["2031-05-09", "2031-03-02"]);
        assert_eq!(sayings[0].text, "It is as it was in ferry.");
        assert!(found("Ilve", &reports, &[]).is_empty());
    }

    #[test]
    fn another_mans_quotation_is_nobody_elses_words() {
        let (report, mut annotations) = told("harbour", "2031-03-02", "Marta Ilves", None, &["Quenby Town"]);
        let mut inner = annotations.statements[0].clone();
        inner.id = StatementId(2);
        inner.within = Some(StatementId(1));
        inner.content = vec![Span::new(inner.content[0].start() + 6, inner.content[0].end()).unwrap()];
        inner.source = Some(Source {
            entity: Some(EntityId(2)),
            name: Some("Quenby Town".to_owned()),
            ..Source::default()
        });
        annotations.statements.push(inner);
        let people = found("Quenby", &[(report, annotations)], &[]);
        let said = &people[0].1[0];
        assert!(!said.own);
        assert_eq!(said.text, "is as it was in harbour.”");
    }

    #[test]
    fn roles_and_stories_keep_namesakes_apart() {
        let reports = [
            told("harbour", "2031-03-02", "Marta Ilves", Some("harbour minister"), &["Port of Quenby"]),
            told("cup", "2031-05-09", "Marta Ilves", Some("goalkeeper"), &["Orsk Rovers", "Quenby Town"]),
            // The same roles, with company that shows her to be one person.
            told("inquiry", "2031-06-01", "Marta Ilves", Some("witness"), &["Orsk Rovers", "Quenby Town"]),
        ];
        let people = found("Marta Ilves", &reports, &[]);
        let stories: Vec<usize> = people.iter().map(|(p, _)| p.in_stories.len()).collect();
        assert_eq!(stories, [2, 1]);
    }

    #[test]
    fn a_bare_name_joins_only_whom_the_company_shows() {
        let shared = ["Port of Quenby", "Harbour Inquiry"];
        let reports = [
            told("harbour", "2031-03-02", "Marta Ilves", None, &shared),
            told("opera", "2031-03-02", "Tom Ilves", None, &["Orsk Opera"]),
            told("wall", "2031-03-09", "Ilves", None, &shared),
            told("poem", "2031-03-09", "Ilves", None, &["Lyre Prize"]),
        ];
        let people = found("Ilves", &reports, &[]);
        let stories: Vec<Vec<u32>> =
            people.iter().map(|(p, _)| p.in_stories.iter().map(|s| s.0.0).collect()).collect();
        assert_eq!(stories, [vec![1, 3], vec![2], vec![4]]);
    }

    #[test]
    fn a_judgement_comes_first() {
        let judge = |kind, a: &str, b: &str| Judgement {
            no: 7,
            kind,
            a: a.into(),
            b: b.into(),
            reason: None,
            made: "2031-06-01T00:00:00Z".into(),
            undone: None,
        };
        let reports = [
            told("harbour", "2031-03-02", "Marta Ilves", None, &["Port of Quenby"]),
            told("opera", "2031-03-02", "Marta Brandt", None, &["Orsk Opera"]),
        ];
        assert_eq!(found("Ilves", &reports, &[])[0].0.in_stories.len(), 1);
        let same = judge(JudgementKind::SameSpeaker, "Marta Ilves", "Marta Brandt");
        let joined = found("Ilves", &reports, std::slice::from_ref(&same));
        assert_eq!(joined[0].0.in_stories.len(), 2);
        assert_eq!(joined[0].0.reasons, ["story 2: judged the same (judgement 7)"]);
        let undone = Judgement { undone: Some("2031-06-02T00:00:00Z".into()), ..same };
        assert_eq!(found("Ilves", &reports, &[undone])[0].0.in_stories.len(), 1);
    }
}
