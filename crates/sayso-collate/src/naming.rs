//! What each report calls the same person, thing or act, in its own voice and in others' mouths.
//!
//! For a person: the words before the name (`elite commander Ivo Tarn`) and beside it (`Tarn, a baker from Ebring`), the
//! nouns that lead back to it (`the general`), what somebody calls it (`called him a tyrant`). For an act: the words of
//! a class between which outlets choose (`killing`, `murder`, `assassination`), with what colours them. For a thing with
//! a name of its own: the nouns beside it (`the patrol boat Fulmar`). Words and places; no score.

mod acts;
mod beside;
mod classes;
mod coloured;
mod heading;
mod judged;
mod labels;
mod lists;
mod person;
mod phrase;
mod refer;
mod things;

use crate::points::view::{Line, View};
use classes::Matches;
pub(crate) use classes::one_people;
use labels::On;
pub(crate) use lists::is_person;
pub(crate) use lists::{LOADED, TITLES, head_class, is_listed};
pub(crate) use person::slip;
use refer::Places;
use sayso_model::{Form, Naming, NamingTerm};
use sayso_text::{Span, quotations};
use std::collections::BTreeSet;
use std::ops::Range;

/// A term of a report before it is written down.
#[derive(Clone, Debug)]
struct Term {
    doc: usize,
    span: Span,
    own: bool,
}

/// One report, with what naming needs of it.
struct Reading<'v, 'a> {
    view: &'v View<'a>,
    /// What stands in quotation marks, in order.
    quoted: Vec<Span>,
    /// Where words for acts and people stand.
    matches: Matches,
    /// So many lines are headline and opening.
    opening: usize,
}

impl<'v, 'a> Reading<'v, 'a> {
    fn new(view: &'v View<'a>) -> Reading<'v, 'a> {
        let found = quotations(view.doc.text());
        let mut quoted: Vec<Span> = found.top_level().flat_map(|(_, q)| q.inner.clone()).collect();
        quoted.sort_unstable();
        let mut body = 0;
        let in_opening = |l: &&Line| {
            body += usize::from(!l.headline);
            body <= acts::OPENING
        };
        let opening = view.sentences.iter().take_while(in_opening).count();
        Reading { view, quoted, matches: Matches::of(view), opening }
    }

    /// Whether a span begins in quotation marks.
    fn in_marks(&self, span: Span) -> bool {
        let at = self.quoted.partition_point(|q| q.end() <= span.start());
        self.quoted.get(at).is_some_and(|q| q.covers(span.start()))
    }

    /// The term that these tokens are. What describes a name within indirect speech is the reporter's word.
    fn term(&self, tokens: Range<usize>, beside_name: bool) -> Option<Term> {
        let view = self.view;
        let span = view.hull(tokens)?;
        // A cue is the reporter's word: `put forward the unfounded demand`.
        let cue = view.tokens_in(span).any(|i| view.attributes(i));
        // `A hero cop shot a robber, police said`: told in the reporter's words, and only then whose word it is.
        let trailing = |s: usize| {
            let statement = &view.statements()[s];
            let after = |at: usize| at > span.end();
            statement.form == Form::Indirect
                && statement.cue.as_ref().is_some_and(|c| c.spans.iter().all(|s| after(s.start())))
                && statement.source.as_ref().is_some_and(|c| c.spans.iter().all(|s| after(s.start())))
        };
        let own = !self.in_marks(span)
            && match view.voice(span).statement {
                None => true,
                Some(s) if cue || trailing(s) => view.statements()[s].form != Form::Direct,
                Some(s) => beside_name && view.statements()[s].form != Form::Direct,
            };
        Some(Term { doc: view.at, span, own })
    }
}

/// What the reports call each person, each act that two of them speak of in different words or voices, and each thing
/// with a name; persons first, by who is named first.
pub(crate) fn naming(views: &[View<'_>]) -> Vec<Naming> {
    let readings: Vec<Reading<'_, '_>> = views.iter().map(Reading::new).collect();
    let mut people = person::people(&readings);
    let mut terms: Vec<Vec<Term>> = Vec::new();
    for person in &mut people {
        let mut own = Vec::new();
        beside::beside(&readings, person, &mut own);
        terms.push(own);
    }
    let mut labelled: Vec<(usize, Range<usize>, Term)> = Vec::new();
    for (d, reading) in readings.iter().enumerate() {
        let places = Places::of(reading, d, &people);
        for (person, term) in refer::terms(reading, &people, d, &places) {
            terms[person].push(term);
        }
        for (on, term) in labels::labels(reading, &people, d, &places) {
            match on {
                On::Person(person) => terms[person].push(term),
                On::Thing(tokens) => labelled.push((d, tokens, term)),
            }
        }
    }
    let mut found = Vec::new();
    let mut written = Vec::new();
    for (person, mut terms) in people.iter().zip(terms) {
        terms.retain(|t| is_description(&views[t.doc], t.span, &person.words));
        written.extend(terms.iter().map(|t| (t.doc, t.span)));
        write(views, &person.name, terms, &mut found);
    }
    // A word may stand for acts of several kinds (`withdrawal`): what another group has already is not told again.
    let groups = acts::acts(&readings, &labelled, &written);
    let places: Vec<BTreeSet<(usize, Span)>> =
        groups.iter().map(|(_, terms)| terms.iter().map(|t| (t.doc, t.span)).collect()).collect();
    // Most of what one tells is told by another, among those that are told, the longest first.
    let held = |n: usize, m: usize| places[n].intersection(&places[m]).count() * 3 >= places[n].len() * 2;
    let mut longest: Vec<usize> = (0..places.len()).collect();
    longest.sort_by_key(|n| (std::cmp::Reverse(places[*n].len()), *n));
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    for n in longest {
        if !kept.iter().any(|m| held(n, *m)) {
            kept.insert(n);
        }
    }
    for (_, (of, terms)) in groups.into_iter().enumerate().filter(|(n, _)| kept.contains(n)) {
        write(views, &of, terms, &mut found);
    }
    for (of, terms) in things::things(&readings) {
        write(views, &of, terms, &mut found);
    }
    found
}

/// Writes the terms of one person or act, a list a report, a line a wording and voice.
fn write(views: &[View<'_>], of: &str, terms: Vec<Term>, found: &mut Vec<Naming>) {
    for (d, view) in views.iter().enumerate() {
        let mut lines: Vec<NamingTerm> = Vec::new();
        let mut own: Vec<&Term> = terms.iter().filter(|t| t.doc == d).collect();
        own.sort_by_key(|t| (t.span.start(), std::cmp::Reverse(t.span.end()), t.own));
        // The longest of those that overlap: `leader of the union` says `leader` too.
        own.dedup_by(|next, kept| next.span.end() <= kept.span.end());
        for term in own {
            let text = view.text(term.span);
            let voice = if term.own { "own" } else { "attributed" };
            let same = |l: &&mut NamingTerm| l.voice == voice && l.text.to_lowercase() == text.to_lowercase();
            match lines.iter_mut().find(same) {
                Some(line) => line.spans.push(term.span),
                None => lines.push(NamingTerm {
                    text: text.to_owned(),
                    spans: vec![term.span],
                    voice: voice.to_owned(),
                }),
            }
        }
        if !lines.is_empty() {
            let report = view.doc.report.id.clone();
            found.push(Naming { of: of.to_owned(), report, terms: lines });
        }
    }
}

/// Whether a term says more than the name itself.
fn is_description(view: &View<'_>, span: Span, name: &[String]) -> bool {
    let mut tokens = view.tokens_in(span);
    tokens.any(|i| {
        let word = view.word(i);
        let small = lists::STOPS.contains(word) && !lists::PARTICIPLES.contains(&word);
        view.is_word(i) && !small && !name.iter().any(|n| n == word) && word.len() > 1
    })
}
