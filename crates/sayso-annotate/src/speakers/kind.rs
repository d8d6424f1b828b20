//! What kind of source it is, the outlet's own people, and what a source is called and belongs to.

use super::{Reading, Resolved};
use crate::Prepared;
use crate::names::{Names, head_end};
use crate::statements::tokens_in;
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons::{self, Noun};
use sayso_model::{SegmentKind, SourceKind};
use sayso_text::{Gap, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// Who speaks for a broadcaster in a transcript.
const HOSTS: [&str; 9] = [
    "presenter",
    "host",
    "anchor",
    "interviewer",
    "newsreader",
    "announcer",
    "narrator",
    "reporter",
    "correspondent",
];

/// Whether a name is the outlet's own.
pub(super) fn is_outlet(prepared: &Prepared<'_>, name: &str) -> bool {
    let plain = |name: &str| {
        let lower = name.trim().to_lowercase();
        lower.strip_prefix("the ").unwrap_or(&lower).to_string()
    };
    prepared.report.outlet.as_deref().is_some_and(|outlet| plain(outlet) == plain(name))
}

/// Whether these words are the outlet's name in short: `the Observer` for the Sellin Observer.
pub(super) fn is_outlet_in_short(prepared: &Prepared<'_>, spans: &[Span]) -> bool {
    let [span] = spans else { return false };
    let words = tokens_in(prepared, *span);
    let Some(outlet) = prepared.report.outlet.as_deref() else { return false };
    let (led, last) = match words.len() {
        1 => (words.start.checked_sub(1).is_some_and(|i| prepared.lower(i) == "the"), words.start),
        2 => (prepared.lower(words.start) == "the", words.start + 1),
        _ => return false,
    };
    let rest = outlet.rsplit_once(' ').map(|(_, last)| last);
    // A body or a thing that the word mostly is: `the Council`, `the Post`.
    let lower = prepared.lower(last);
    let other = persons::noun(lower).is_some() || persons::is_body(lower) || lower == "post";
    led && !other && prepared.word(last).starts_with(char::is_uppercase) && rest == Some(prepared.word(last))
}

/// Persons who are the outlet's own: `our reporter is Ann Lee`, `Ann Lee, our correspondent`.
pub(super) fn reporters(prepared: &Prepared<'_>, names: &Names) -> BTreeSet<usize> {
    /// Words between `our` and what they are.
    const NEAR: usize = 3;
    let lower = |i: usize| if i < prepared.tokens.len() { prepared.lower(i) } else { "" };
    let post = |i: usize| matches!(lower(i), "reporter" | "correspondent");
    let own = names.mentions.iter().filter(|m| {
        // `our sports reporter is Ann Lee`, `our correspondent Ann Lee`
        let joins = usize::from(m.name.start > 0 && matches!(lower(m.name.start - 1), "is" | ","));
        let before = (m.name.start - joins)
            .checked_sub(1)
            .is_some_and(|i| post(i) && (i.saturating_sub(NEAR)..i).any(|k| lower(k) == "our"));
        // `Ann Lee, our correspondent in Ulm`
        let end = m.name.end;
        let after = lower(end) == "," && lower(end + 1) == "our" && (end + 2..end + 2 + NEAR).any(post);
        names.is_person(m.entity) && (before || after)
    });
    own.map(|m| m.entity).collect()
}

/// Whether these words are the outlet speaking of its own: `our reporter Ann Lee`, `this newspaper`.
pub(super) fn is_own(prepared: &Prepared<'_>, tokens: Range<usize>) -> bool {
    let first = prepared.lower(tokens.start);
    let second = if tokens.len() > 1 { prepared.lower(tokens.start + 1) } else { "" };
    let people = matches!(
        second,
        "reporter"
            | "reporters"
            | "correspondent"
            | "correspondents"
            | "colleague"
            | "columnist"
            | "critic"
            | "editor"
            | "photographer"
            | "newsroom"
            | "reviewer"
    );
    let medium = matches!(
        second,
        "newspaper"
            | "paper"
            | "website"
            | "site"
            | "magazine"
            | "reporter"
            | "writer"
            | "column"
            | "columnist"
            | "correspondent"
            | "blog"
            | "outlet"
            | "station"
    );
    first == "our" && (people || medium) || first == "this" && medium
}

/// The kind of a source that is neither named nor a pronoun.
pub(super) fn of_nominal(
    prepared: &Prepared<'_>,
    tokens: Range<usize>,
    head: usize,
    noun: Option<Noun>,
    anonymous: bool,
) -> Option<SourceKind> {
    let lower = prepared.lower(head);
    let group = lower == "sources";
    Some(match noun {
        _ if anonymous => SourceKind::Anonymous,
        Some(Noun::Group) => SourceKind::Collective,
        _ if group => SourceKind::Collective,
        Some(Noun::Document) => SourceKind::Document,
        Some(Noun::Body) => SourceKind::Named,
        Some(Noun::Person(_)) => of_person(prepared, tokens.start..head + 1),
        None if lower.ends_with('s') && !lower.ends_with("ss") => SourceKind::Collective,
        None if prepared.word(tokens.start).starts_with(char::is_uppercase)
            || lower.ends_with("-year-old") =>
        {
            SourceKind::Named
        }
        None => return None,
    })
}

/// The kind of a person told by a noun, the last of these words: `its spokesman`, `a neighbour` is without a name;
/// `the mayor` can be only one.
pub(super) fn of_person(prepared: &Prepared<'_>, tokens: Range<usize>) -> SourceKind {
    let definite = prepared.lower(tokens.start) == "the" || tokens.len() == 1;
    let unique = tokens.last().is_some_and(|head| persons::is_unique_office(prepared.lower(head)));
    if definite && unique { SourceKind::Named } else { SourceKind::Anonymous }
}

/// What a source is called and for whom it speaks, as printed: in the source itself, else where its entity is
/// introduced.
pub(super) fn role_and_affiliation(
    prepared: &Prepared<'_>,
    names: &Names,
    entity: Option<usize>,
    spans: &[Span],
) -> (Option<String>, Option<String>) {
    let Some(span) = spans.first() else { return (None, None) };
    let tokens = tokens_in(prepared, *span);
    if entity.is_some_and(|e| !names.is_person(e)) && !voices(prepared, tokens.clone()) {
        return (None, None);
    }
    let text = |range: Range<usize>| -> Option<String> {
        if range.is_empty() {
            return None;
        }
        let words = prepared.span(range).slice(prepared.text)?;
        Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let mut found = described(prepared, names, tokens.clone(), entity);
    if let Some(about) = entity.map(|e| &names.about[e]) {
        found.0 = found.0.or_else(|| about.role.clone());
        found.1 = found.1.or_else(|| about.affiliation.clone());
    }
    (found.0.and_then(text), found.1.and_then(text))
}

/// A spokesman's words are his body's.
fn voices(prepared: &Prepared<'_>, tokens: Range<usize>) -> bool {
    let head = head_end(prepared, tokens.clone()).checked_sub(1).filter(|i| *i >= tokens.start);
    head.is_some_and(|i| persons::speaks_for(prepared.lower(i)))
}

/// The role and affiliation that a noun phrase prints, for a source without a name.
fn described(
    prepared: &Prepared<'_>,
    names: &Names,
    tokens: Range<usize>,
    entity: Option<usize>,
) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let named = names.names_in(tokens.start..head_end(prepared, tokens.clone()));
    let person = entity.is_none_or(|e| !names.is_person(e));
    if named && !voices(prepared, tokens.clone()) || !person {
        return (None, None);
    }
    crate::names::describe::role_of(prepared, tokens)
}

impl Reading<'_> {
    /// The outlet, its reporter or its presenter, when they speak for themselves.
    pub(super) fn outlet(&mut self, tokens: Range<usize>) -> Option<Resolved> {
        let prepared = self.prepared;
        let (first, word) = (prepared.lower(tokens.start), prepared.word(tokens.start));
        let outlet = prepared.report.outlet.clone();
        let own = |name: Option<String>| {
            Some(Resolved { kind: Some(SourceKind::Outlet), name, ..Resolved::default() })
        };
        let colon = prepared.tokens.get(tokens.end).is_some_and(|_| prepared.word(tokens.end) == ":");
        let opens = prepared.tokens[tokens.start].gap == Gap::Break;
        if tokens.len() == 1 && colon && opens && HOSTS.contains(&first) {
            return own(outlet);
        }
        let said = prepared.span(tokens.clone()).slice(prepared.text).unwrap_or_default();
        if colon && opens && is_part_of_outlet(prepared, said) {
            return own(outlet);
        }
        if tokens.len() == 1 && prepared.quoted[tokens.start].is_none() {
            match first {
                "i" if word == "I" => return own(author(prepared).or(outlet)),
                "we" => return own(outlet),
                _ => {}
            }
        }
        if is_own(prepared, tokens.clone()) && !self.names.names_in(tokens) {
            return own(outlet);
        }
        None
    }
}

/// `Mountaineer:` in an interview of The Mountaineer.
fn is_part_of_outlet(prepared: &Prepared<'_>, said: &str) -> bool {
    let Some(outlet) = prepared.report.outlet.as_deref() else { return false };
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3).map(str::to_lowercase).collect()
    };
    let (said, outlet) = (words(said), words(outlet));
    !said.is_empty() && said.iter().all(|w| outlet.contains(w))
}

/// The one person of the byline.
fn author(prepared: &Prepared<'_>) -> Option<String> {
    let told = prepared.report.byline.clone().or_else(|| {
        let segment = prepared.report.segments.iter().find(|s| s.kind == SegmentKind::Byline)?;
        segment.span.slice(prepared.text).map(str::to_string)
    });
    let line = told.or_else(|| {
        // A line of its own that begins with `By`.
        let mut lines = prepared.text.lines().take(12).map(str::trim);
        lines.find(|l| l.starts_with("By ") && l.len() < 80).map(str::to_string)
    })?;
    let line = line.trim();
    let name = line.strip_prefix("By ").or(line.strip_prefix("by ")).unwrap_or(line);
    let name = name.split(['|', ',', '·', '•', '(', '\n']).next().unwrap_or_default().trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let person = (2..=4).contains(&words.len())
        && words.iter().all(|w| w.starts_with(char::is_uppercase))
        && !words.iter().any(|w| role(&w.to_lowercase()).any(Role::CONJ | Role::PREP));
    person.then(|| name.to_string())
}
