//! Invented reports for tests, with statements marked in the text.

#![allow(dead_code, reason = "each test file uses its part")]

use sayso_collate::{Doc, ReportNo};
use sayso_model::{Annotations, Basis, Form, Published, Report, Source, Statement, StatementId, Voice};
use sayso_text::Span;

/// A report with its annotations.
pub struct Made {
    pub report: Report,
    pub annotations: Annotations,
}

/// A report whose statements are marked `{Speaker|content}`: direct when the content is one quotation, mixed when
/// it has one, indirect otherwise. A content in two parts is `{Speaker|first|+}` and then `{+|second}`.
pub fn made(id: &str, outlet: &str, date: Option<&str>, title: &str, marked: &str) -> Made {
    let mut text = String::new();
    let mut statements: Vec<Statement> = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        let end = rest[at..].find('}').unwrap() + at;
        let (speaker, content) = rest[at + 1..end].split_once('|').unwrap();
        let content = content.strip_suffix("|+").unwrap_or(content);
        let start = text.len();
        text.push_str(content);
        let span = Span::new(start, text.len()).unwrap();
        if speaker == "+" {
            statements.last_mut().unwrap().content.push(span);
        } else {
            let quoted = |c: char| "“”\"".contains(c);
            let form = if content.starts_with(quoted) && content.ends_with(quoted) {
                Form::Direct
            } else if content.contains(quoted) {
                Form::Mixed
            } else {
                Form::Indirect
            };
            statements.push(Statement {
                id: StatementId(statements.len() as u32 + 1),
                content: vec![span],
                form,
                source: (!speaker.is_empty()).then(|| Source {
                    spans: Vec::new(),
                    entity: None,
                    name: Some(speaker.into()),
                    ..Source::default()
                }),
                cue: None,
                channel: None,
                addressee: None,
                said: None,
                said_basis: None,
                within: None,
                voice: Voice::Body,
                confidence: None,
                by: "test".into(),
            });
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    Made {
        report: Report {
            path: format!("{id}.txt"),
            outlet: Some(outlet.into()),
            title: Some(title.into()),
            published: Published {
                value: date.map(Into::into),
                basis: if date.is_some() { Basis::Metadata } else { Basis::None },
                evidence: None,
            },
            ..Report::of_text(id, text)
        },
        annotations: Annotations { statements, ..Annotations::default() },
    }
}

/// Numbered in order.
pub fn docs(made: &[Made]) -> Vec<Doc<'_>> {
    made.iter().enumerate().map(|(i, m)| Doc::new(ReportNo(i as u32), &m.report, &m.annotations)).collect()
}
