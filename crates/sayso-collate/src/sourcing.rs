//! On whose word a report rests: its statements by kind of source, and how deep its hearsay goes.

use crate::Doc;
use sayso_model::{Form, SegmentKind, SourceKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a report, or several, is sourced. Counts of statements, those within others included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourcing {
    /// All statements.
    pub statements: usize,
    /// By persons and bodies that are named.
    pub named: usize,
    /// By persons whose names are withheld.
    pub anonymous: usize,
    /// By groups: analysts, residents.
    pub collective: usize,
    /// By documents, polls and studies.
    pub documents: usize,
    /// By the outlet's own people, or another outlet.
    pub outlet: usize,
    /// By nobody that the report gives.
    pub without: usize,
    /// The greatest number of speakers between the outlet and something said: 1 for `police said`.
    pub depth: usize,
    /// Words of the report, furniture aside.
    pub words: usize,
    /// Words of direct and mixed statements that stand in quotation marks or whole direct contents.
    pub quoted_words: usize,
}

impl Sourcing {
    /// Adds another report's.
    pub fn add(&mut self, other: &Sourcing) {
        self.statements += other.statements;
        self.named += other.named;
        self.anonymous += other.anonymous;
        self.collective += other.collective;
        self.documents += other.documents;
        self.outlet += other.outlet;
        self.without += other.without;
        self.depth = self.depth.max(other.depth);
        self.words += other.words;
        self.quoted_words += other.quoted_words;
    }
}

/// How a report is sourced.
pub fn sourcing(doc: &Doc<'_>) -> Sourcing {
    let text = doc.text();
    let words = |span: sayso_text::Span| span.slice(text).map_or(0, |s| s.split_whitespace().count());
    let furniture: usize =
        doc.report.segments.iter().filter(|s| s.kind == SegmentKind::Furniture).map(|s| words(s.span)).sum();
    let mut found = Sourcing {
        words: text.split_whitespace().count().saturating_sub(furniture),
        statements: doc.annotations.statements.len(),
        ..Sourcing::default()
    };
    let within: BTreeMap<_, _> = doc.annotations.statements.iter().map(|s| (s.id, s.within)).collect();
    for statement in &doc.annotations.statements {
        match statement.source.as_ref().map(|s| (s.kind, s.anonymous)) {
            None => found.without += 1,
            Some((Some(SourceKind::Anonymous), _)) | Some((None, true)) => found.anonymous += 1,
            Some((Some(SourceKind::Collective), _)) => found.collective += 1,
            Some((Some(SourceKind::Document), _)) => found.documents += 1,
            Some((Some(SourceKind::Outlet), _)) => found.outlet += 1,
            Some((Some(SourceKind::Named) | None, _)) => found.named += 1,
        }
        let mut depth = 1;
        let mut outer = statement.within;
        // Ids lead outwards; a damaged chain that leads in a circle is cut.
        while let Some(id) = outer.filter(|_| depth <= within.len()) {
            depth += 1;
            outer = within.get(&id).copied().flatten();
        }
        found.depth = found.depth.max(depth);
        if statement.form != Form::Indirect && statement.within.is_none() {
            found.quoted_words +=
                statement.content.iter().map(|s| quoted_words(text, *s, statement.form)).sum::<usize>();
        }
    }
    found
}

/// Words of a content that are the speaker's own.
pub(crate) fn quoted_words(text: &str, span: sayso_text::Span, form: Form) -> usize {
    let words = span.slice(text).unwrap_or_default();
    if form == Form::Direct {
        return words.split_whitespace().count();
    }
    let mut inside = false;
    let mut count = 0;
    for word in words.split_whitespace() {
        inside |= word.starts_with(['“', '"', '«', '„', '‘']);
        count += usize::from(inside);
        inside &= !word.trim_end_matches(['.', ',', ';']).ends_with(['”', '"', '»', '’']);
    }
    count
}
