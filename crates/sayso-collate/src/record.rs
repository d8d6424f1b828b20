//! A story's record from its annotated reports.

use crate::answers::answers;
use crate::dating::Dating;
use crate::lineage::lineage;
use crate::naming::naming;
use crate::points::{compare, view::views};
use crate::speakers::Speakers;
use crate::timeline::timeline;
use crate::utterance::utterances;
use crate::{Doc, StoryNo};
use sayso_model::{Judgement, Published, Record, RecordReport, RecordStatement, StoryHeader, Utterance};

/// Collates the reports of a story into its record.
///
/// The order of `docs` does not matter. Report ids in the record are those of the reports; where two reports
/// share an id, the caller should have made them distinct.
pub fn record(story: StoryNo, docs: &[Doc<'_>]) -> Record {
    record_judged(story, docs, &[])
}

/// As [`record`], heeding what was judged of speakers.
pub fn record_judged(story: StoryNo, docs: &[Doc<'_>], judgements: &[Judgement]) -> Record {
    let mut docs: Vec<Doc<'_>> = docs.to_vec();
    sort_by_date(&mut docs);
    let speakers = Speakers::judged(&docs, judgements);
    let mut statements = Vec::new();
    for (d, doc) in docs.iter().enumerate() {
        for (s, statement) in doc.annotations.statements.iter().enumerate() {
            statements.push(RecordStatement {
                id: statements.len() as u32 + 1,
                report: doc.report.id.clone(),
                statement: statement.id,
                speaker: speakers.speaker(d, s),
                said: statement.said.clone(),
                answers: Vec::new(),
            });
        }
    }
    let spoken = utterances(&docs, &speakers);
    let answers = answers(&docs, &speakers, &spoken);
    for (statement, answers) in statements.iter_mut().zip(&answers) {
        statement.answers.clone_from(answers);
    }
    let lineage = lineage(&docs);
    let views = views(&docs, &speakers);
    let dating = Dating::of(&views, &spoken, &lineage);
    let mut places = docs
        .iter()
        .enumerate()
        .flat_map(|(d, doc)| doc.annotations.statements.iter().map(move |s| (d, s.id)));
    for (entry, (d, id)) in statements.iter_mut().zip(&mut places) {
        entry.said = dating.said(d, id).map(str::to_owned).or(entry.said.take());
    }
    let utterances: Vec<Utterance> = spoken
        .into_iter()
        .enumerate()
        .map(|(i, u)| Utterance {
            id: i as u32 + 1,
            speaker: u.speaker,
            fullest: u.fullest,
            first: u.first.map(|d| docs[d].report.id.clone()),
            variants: u
                .variants
                .into_iter()
                .map(|v| sayso_model::Variant {
                    report: docs[v.doc].report.id.clone(),
                    spans: v.spans,
                    text: v.text,
                    how: v.how,
                    sense: v.sense,
                })
                .collect(),
        })
        .collect();
    let voices = sayso_model::voices(docs.iter().map(|d| d.report.id.as_str()), &lineage);
    let published: Vec<Published> =
        docs.iter().enumerate().map(|(d, doc)| dating.published(d, &doc.report.published)).collect();
    let compared = compare(&views, &speakers, &voices, &utterances, &published, &answers);
    Record {
        story: header(story, &docs),
        reports: docs.iter().enumerate().map(|(d, doc)| report(doc, &dating, d)).collect(),
        lineage,
        speakers: speakers.list,
        statements,
        utterances,
        timeline: timeline(&views, &dating),
        points: compared.points,
        naming: naming(&views),
        silence: compared.silence,
    }
}

/// By day of publication, the undated last, then by time of day and number.
pub(crate) fn sort_by_date(docs: &mut [Doc<'_>]) {
    docs.sort_by(|a, b| {
        let key = |d: &Doc<'_>| {
            let value = d.report.published.value.clone();
            (value.is_none(), value, d.no)
        };
        key(a).cmp(&key(b))
    });
}

fn report(doc: &Doc<'_>, dating: &Dating, at: usize) -> RecordReport {
    let r = doc.report;
    RecordReport {
        id: r.id.clone(),
        path: r.path.clone(),
        outlet: r.outlet.clone(),
        title: r.title.clone(),
        url: r.url.clone(),
        published: dating.published(at, &r.published),
    }
}

fn header(story: StoryNo, docs: &[Doc<'_>]) -> StoryHeader {
    let titles = docs.iter().filter_map(|d| d.report.title.as_deref());
    let title = match crate::header::headline(titles) {
        Some(title) => title.to_owned(),
        None => docs.first().map(|d| opening(d.text())).unwrap_or_default(),
    };
    let mut days: Vec<&str> = docs.iter().filter_map(|d| d.report.published.day()).collect();
    days.sort_unstable();
    StoryHeader {
        id: u64::from(story.0),
        title,
        from: days.first().map(|d| (*d).to_owned()),
        to: days.last().map(|d| (*d).to_owned()),
    }
}

/// The first words of a text without a headline.
pub(crate) fn opening(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(13).collect();
    match words.len() {
        13 => format!("{} …", words[..12].join(" ")),
        _ => words.join(" "),
    }
}
