//! The finder that asks the reader: a trained network says where statements and names stand.
//!
//! Takes every statement the reader links, but for those in furniture or a byline, which the reader does not tell from
//! the report's own words; and from the rules those direct quotations that the reader passed over: a reader that has
//! seen few reports of a kind may miss a quotation, never a rule that counts its marks.

mod around;
mod citing;
mod deeds;
mod empty;
mod figures;
mod inner;
mod parting;
mod passive;
mod quoted;
mod seams;
mod sources;
mod stretch;
mod subject;
#[cfg(test)]
mod testing;
mod tidy;
mod turns;

use crate::{Finder, Findings, Found, NamedSpan, Prepared, RuleFinder};
use parting::{is_quoted, parted};
use quoted::Quoted;
use sayso_lexicon::grammar::{Role, role};
use sayso_model::{EntityKind, SegmentKind};
use sayso_reader::{Linked, NameKind, Named, Reader};
use sayso_text::Span;

/// The name it gives to what it finds.
const NAME: &str = "reader";

/// Finds statements and names with a [`Reader`].
#[derive(Debug)]
pub struct ReaderFinder {
    reader: Reader,
}

impl ReaderFinder {
    /// With the weights inside the program.
    pub fn embedded() -> ReaderFinder {
        ReaderFinder::new(Reader::embedded())
    }

    /// With these weights.
    pub fn new(reader: Reader) -> ReaderFinder {
        ReaderFinder { reader }
    }
}

impl Finder for ReaderFinder {
    fn find(&self, prepared: &Prepared<'_>) -> Findings {
        let reading = self.reader.read(prepared.text);
        let own = |linked: &Linked| is_own(prepared, linked);
        let names: Vec<NamedSpan> = reading.names.into_iter().filter_map(named).collect();
        let linked = seams::apart(&self.reader, prepared, reading.statements).into_iter().filter(own);
        let turns = turns::turns(prepared);
        let read = linked.map(|l| passive::without_subject(prepared, parted(prepared, found(l))));
        let read = read.map(|f| subject::righted(prepared, sources::righted(prepared, &names, f)));
        let rules = RuleFinder.find(prepared).statements;
        let read = own_attribution(prepared, read.filter(|f| turns::agrees(&turns, f)).collect(), &rules);
        let statements = tidy::tidied(prepared, &names, read);
        let mut statements = stretch::bounded(prepared, statements);
        let quoted = Quoted::of(prepared, &statements);
        for statement in statements.iter_mut().filter(|s| all_quoted(prepared, s)) {
            quoted.own(statement);
        }
        around::completed(prepared, &mut statements);
        statements.extend(turns);
        statements.extend(figures::figures(prepared, &statements));
        statements.extend(citing::citing(prepared, &statements));
        for found in passed_over(prepared, &statements, rules) {
            // The other half of an interrupted quotation: `“One,” Orr said, “and two.”`
            let same = |s: &&mut Found| {
                !found.cue.is_empty()
                    && s.cue == found.cue
                    && all_quoted(prepared, s)
                    && all_quoted(prepared, &found)
            };
            match statements.iter_mut().find(same) {
                Some(known) => {
                    known.content.extend(found.content);
                    known.content.sort_unstable();
                }
                None => statements.push(found),
            }
        }
        // A sentence that the reader passed over holds no statement that it would find in a part of it.
        let read = |f: &&Found| f.by == NAME || all_quoted(prepared, f) || !in_body(prepared, f);
        let outer: Vec<Found> = statements.iter().filter(read).cloned().collect();
        let inner = inner::inner(&self.reader, prepared, &outer);
        statements.extend(inner);
        statements.retain(|f| !empty::is_empty(prepared, f));
        Findings { statements, names }
    }
}

/// Whether the report itself says it, not what stands around the report.
fn is_own(prepared: &Prepared<'_>, statement: &Linked) -> bool {
    let kind = prepared.report.segment_at(statement.cue.span.start());
    !matches!(kind, SegmentKind::Furniture | SegmentKind::Byline | SegmentKind::Caption)
}

fn all_quoted(prepared: &Prepared<'_>, found: &Found) -> bool {
    found.content.iter().all(|c| is_quoted(prepared, *c))
}

fn in_body(prepared: &Prepared<'_>, found: &Found) -> bool {
    found.content.first().is_some_and(|c| prepared.report.segment_at(c.start()) == SegmentKind::Body)
}

/// A quotation that is attributed right behind it is no part of what another sentence tells: `as Vale claims? “No,” she
/// snapped.`
fn own_attribution(prepared: &Prepared<'_>, statements: Vec<Found>, rules: &[Found]) -> Vec<Found> {
    /// Bytes between a quotation and its cue: marks, and who says it.
    const NEAR: usize = 60;
    let sentence = |at: usize| prepared.sentences.partition_point(|s| s.span.end() <= at);
    let behind = |content: Span| {
        rules.iter().find(|r| {
            let (Some(cue), false) = (r.cue.first(), r.source.is_empty()) else { return false };
            let gap = cue.start().checked_sub(content.end());
            r.content.iter().any(|c| c.overlaps(content))
                && gap.is_some_and(|gap| gap <= NEAR)
                && sentence(cue.start()) == sentence(content.end().saturating_sub(1))
        })
    };
    let known: Vec<(Option<Span>, Span)> =
        statements.iter().flat_map(|s| s.content.iter().map(|c| (s.cue.first().copied(), *c))).collect();
    let mut kept = Vec::new();
    for mut found in statements {
        let Some(cue) = found.cue.first().copied() else {
            kept.push(found);
            continue;
        };
        let own = |content: &Span| {
            let apart = sentence(cue.start()) != sentence(content.end().saturating_sub(1));
            if apart && is_quoted(prepared, *content) { behind(*content) } else { None }
        };
        let mut parted = false;
        for content in found.content.clone() {
            let Some(rule) = own(&content).filter(|r| r.cue.first() != Some(&cue)) else { continue };
            found.content.retain(|c| *c != content);
            // The reader may have found it there, too.
            if known.contains(&(rule.cue.first().copied(), content)) {
                parted = true;
                continue;
            }
            let (source, cue) = (rule.source.clone(), rule.cue.clone());
            kept.push(Found {
                source,
                cue,
                content: vec![content],
                confidence: rule.confidence,
                by: rule.by,
            });
            parted = true;
        }
        // What nobody says is dropped: `“Yes,” Orr said. Tell that to Vale.`
        if !(found.content.is_empty() || parted && found.source.is_empty()) {
            kept.push(found);
        }
    }
    kept
}

/// What the rules find that shares no word with what is found already: quotations, and what stands in the headline.
fn passed_over(prepared: &Prepared<'_>, statements: &[Found], rules: Vec<Found>) -> Vec<Found> {
    let mut taken: Vec<Span> = statements.iter().flat_map(|f| &f.content).copied().collect();
    taken.sort_unstable();
    let free = |span: &Span| {
        let from = taken.partition_point(|t| t.end() <= span.start());
        taken[from..].iter().take_while(|t| t.start() < span.end()).all(|t| !t.overlaps(*span))
    };
    let in_headline = |span: &Span| prepared.report.segment_at(span.start()) == SegmentKind::Headline;
    let quoted = |span: &Span| is_quoted(prepared, *span) && !is_cross_heading(prepared.text, *span);
    let ours = |span: &Span| free(span) && (quoted(span) || in_headline(span));
    let mut found = rules;
    let whole: Vec<bool> = found.iter().map(|f| is_trailing(prepared, f, statements)).collect();
    let mut whole = whole.into_iter();
    found.iter_mut().for_each(|f| {
        if !whole.next().unwrap_or(false) {
            f.content.retain(ours);
        }
    });
    found.retain(|f| !f.content.is_empty());
    found.iter_mut().for_each(|f| go_on(prepared.text, f, statements));
    let told: Vec<Found> = statements.iter().chain(&found).filter(|f| !f.cue.is_empty()).cloned().collect();
    let quoted = Quoted::of(prepared, &told);
    for alone in &mut found {
        if !quoted.own(alone) {
            stand_alone(prepared, alone, &told);
        }
    }
    found
}

/// Whether an attribution stands behind a whole sentence that nobody else says: `The gates were opened, said the company.`
/// What the reader found wholly within what is said stays, as hearsay.
fn is_trailing(prepared: &Prepared<'_>, found: &Found, statements: &[Found]) -> bool {
    let ([content], [source], [cue]) = (&found.content[..], &found.source[..], &found.cue[..]) else {
        return false;
    };
    let body = prepared.report.segment_at(cue.start()) == SegmentKind::Body;
    let behind = content.end() <= source.start().min(cue.start());
    // A source is a name, a noun for those who speak, or a pronoun; what ends in `that` or `who` is cut short.
    let words = crate::statements::tokens_in(prepared, *source);
    let speaks = |i: usize| {
        let lower = prepared.lower(i);
        sayso_lexicon::persons::noun(lower).is_some()
            || crate::rules::is_speaker(lower)
            || role(lower).any(Role::PRON)
            || prepared.word(i).starts_with(char::is_uppercase)
    };
    let cut = words
        .clone()
        .next_back()
        .is_none_or(|i| role(prepared.lower(i)).any(Role::SUB | Role::PREP | Role::DET));
    if cut || !words.clone().any(speaks) {
        return false;
    }
    let own = [content, source, cue];
    let apart = |s: &Found| {
        let mut parts = s.content.iter().chain(&s.source).chain(&s.cue);
        parts.all(|p| !own.iter().any(|o| o.overlaps(*p)) || content.contains(*p))
    };
    body && behind && found.confidence.is_some_and(|c| c >= 0.7) && statements.iter().all(apart)
}

/// A quotation that stands alone is whose the sentence before it is, where that tells what somebody said: `He would stay,
/// Orr replied. “As long as it takes.”`
fn stand_alone(prepared: &Prepared<'_>, found: &mut Found, statements: &[Found]) {
    let (true, Some(first)) = (found.cue.is_empty(), found.content.first().copied()) else { return };
    let tokens = crate::statements::tokens_in(prepared, first);
    let at = prepared.sentences.partition_point(|s| s.tokens.end <= tokens.start);
    let Some(before) = at.checked_sub(1).map(|i| prepared.sentences[i].span) else { return };
    if prepared.text.get(before.end()..first.start()).is_none_or(|gap| gap.contains('\n')) {
        return;
    }
    let told = |s: &&Found| {
        let cue = s.cue.first().filter(|cue| before.contains(**cue));
        cue.is_some() && s.source.iter().all(|span| before.contains(*span)) && !s.source.is_empty()
    };
    if let Some(last) = statements.iter().filter(told).max_by_key(|s| s.cue[0].start()) {
        found.source.clone_from(&last.source);
    }
}

/// A cue that leads on to a quotation after it is not that of the one before it: `“One.” “Two?” Orr wrote, “Three.”`.
/// What follows a quotation at once goes on with it.
fn go_on(text: &str, found: &mut Found, statements: &[Found]) {
    let (Some(cue), Some(end)) = (found.cue.first().copied(), found.content.last().map(|c| c.end())) else {
        return;
    };
    let leads_on =
        |s: &&Found| s.cue.first() == Some(&cue) && s.content.iter().all(|c| c.start() >= cue.end());
    if end > cue.start() || !statements.iter().any(|s| leads_on(&s)) {
        return;
    }
    let start = found.content[0].start();
    let marks = |c: char| c.is_whitespace() || "“”\"‘’'«»„".contains(c);
    let before = statements.iter().find(|s| {
        let last = s.content.last().map(|c| c.end());
        last.and_then(|last| text.get(last..start))
            .is_some_and(|gap| gap.chars().all(marks) && !gap.contains('\n'))
    });
    if let Some(before) = before {
        found.source.clone_from(&before.source);
        found.cue.clone_from(&before.cue);
    }
}

/// Whether quoted words are a line of their own that does not end as a sentence does: a heading within the report.
fn is_cross_heading(text: &str, span: Span) -> bool {
    let from = text[..span.start()].rfind('\n').map_or(0, |i| i + 1);
    let to = text[span.end()..].find('\n').map_or(text.len(), |i| span.end() + i);
    let around = [&text[from..span.start()], &text[span.end()..to]];
    let bare = |part: &str| !part.contains(|c: char| c.is_alphanumeric() || ".?!…".contains(c));
    let inner = |words: &str| {
        words.trim_end_matches(['”', '"', '’', '\'', '»', '“']).ends_with(['.', '?', '!', '…', ','])
    };
    let ends = span.slice(text).is_some_and(inner);
    around.into_iter().all(bare) && !ends
}

fn found(statement: Linked) -> Found {
    Found {
        source: statement.source.iter().map(|part| part.span).collect(),
        cue: vec![statement.cue.span],
        content: statement.contents.iter().map(|part| part.span).collect(),
        confidence: Some(statement.confidence),
        by: NAME,
    }
}

/// A name of a person, body, place or thing; dates and numbers are read by rules.
fn named(named: Named) -> Option<NamedSpan> {
    let kind = match named.kind {
        NameKind::Person => EntityKind::Person,
        NameKind::Organization => EntityKind::Organization,
        NameKind::Place => EntityKind::Place,
        NameKind::Law => EntityKind::Law,
        NameKind::Event => EntityKind::Event,
        NameKind::Product => EntityKind::Product,
        NameKind::Group | NameKind::Other => EntityKind::Other,
        NameKind::Date
        | NameKind::Time
        | NameKind::Money
        | NameKind::Percent
        | NameKind::Quantity
        | NameKind::Ordinal
        | NameKind::Cardinal => return None,
    };
    Some(NamedSpan { span: named.span, kind, probability: named.probability })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::{Report, Segment};
    use sayso_text::Span;

    const BODY: &str =
        "The ferry will sail again on Monday, harbour master Ilse Quarn said. “Not before,” she added.";
    const FURNITURE: &str = "Read also: The lighthouse is not for sale, the mayor said.";

    #[test]
    fn a_quotation_attributed_in_its_sentence_is_not_that_of_another_cue() {
        let text = "Did Orr shut the mill, as Vale claims? \"I never shut it,\" he snapped. Tell that to the weavers.";
        let report = report(text, Vec::new());
        let prepared = Prepared::new(&report);
        let span = |words: &str| {
            let at = text.find(words).unwrap();
            Span::new(at, at + words.len()).unwrap()
        };
        let of = |source: Vec<Span>, cue: &str, content: Vec<Span>| Found {
            source,
            cue: vec![span(cue)],
            content,
            confidence: None,
            by: NAME,
        };
        let said = span("\"I never shut it,\"");
        let rules = [of(vec![span("he")], "snapped", vec![said])];
        let kept = |found: Found| own_attribution(&prepared, vec![found], &rules);
        let [righted] = &kept(of(vec![span("Vale")], "claims", vec![said]))[..] else { panic!("one") };
        assert_eq!((&righted.source, &righted.cue), (&vec![span("he")], &vec![span("snapped")]));
        let told = kept(of(Vec::new(), "Tell", vec![said, span("that to the weavers")]));
        assert_eq!(told.len(), 1, "what nobody says is left out");
    }

    #[test]
    fn a_cue_that_leads_on_leaves_the_quotation_before_it() {
        let text = "Ilves added, “They asked.” “Who knew?” Orr wrote, “I did.”";
        let at = |part: &str| {
            let start = text.find(part).unwrap();
            vec![Span::new(start, start + part.len()).unwrap()]
        };
        let found = |source, cue, content| Found {
            source: at(source),
            cue: at(cue),
            content: at(content),
            confidence: None,
            by: "test",
        };
        let read = [found("Ilves", "added", "“They asked.”"), found("Orr", "wrote", "“I did.”")];
        let mut between = found("Orr", "wrote", "Who knew?");
        go_on(text, &mut between, &read);
        assert_eq!(between.source, at("Ilves"));
        // Without a quotation after it, the cue belongs to the one before.
        let mut between = found("Orr", "wrote", "Who knew?");
        go_on(text, &mut between, &read[..1]);
        assert_eq!(between.source, at("Orr"));
    }

    fn report(text: &str, segments: Vec<Segment>) -> Report {
        Report { segments, ..Report::of_text("a", text) }
    }

    #[test]
    fn a_quotation_that_stands_alone_is_whose_a_part_of_it_is() {
        let text = "Orr called him “a rather arrogant clown”. Vale wrote that all was well. “A rather arrogant \
                    clown— in my seat— was well. Not we.”";
        let report = report(text, Vec::new());
        let prepared = Prepared::new(&report);
        let at = |part: &str| {
            let start = text.rfind(part).unwrap();
            vec![Span::new(start, start + part.len()).unwrap()]
        };
        let found = |source: Vec<Span>, cue: Vec<Span>, content: Vec<Span>| Found {
            source,
            cue,
            content,
            confidence: None,
            by: NAME,
        };
        let known = [
            found(at("Orr"), at("called"), at("“a rather arrogant clown”")),
            found(at("Vale"), at("wrote"), at("that all was well")),
        ];
        let mut alone =
            found(Vec::new(), Vec::new(), at("“A rather arrogant clown— in my seat— was well. Not we.”"));
        assert!(Quoted::of(&prepared, &known).own(&mut alone));
        assert_eq!(alone.source, at("Orr"));
        // Without it, it is whose the sentence before is.
        assert!(!Quoted::of(&prepared, &known[1..]).own(&mut alone));
        stand_alone(&prepared, &mut alone, &known[1..]);
        assert_eq!(alone.source, at("Vale"));
    }

    #[test]
    fn a_heading_in_quotation_marks_is_no_statement() {
        let text = "The dam broke.\n\n‘A breach of trust’\n\nHe left. “It was old.”";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len()).unwrap()
        };
        assert!(is_cross_heading(text, at("A breach of trust")));
        assert!(!is_cross_heading(text, at("It was old.")));
        assert!(!is_cross_heading("“It was old.”", Span::new(3, 14).unwrap()));
    }

    #[test]
    fn finds_statements_of_the_report_and_not_of_what_stands_around_it() {
        let finder = ReaderFinder::new(Reader::embedded());
        let text = format!("{BODY}\n{FURNITURE}");
        let cut = BODY.len() + 1;
        let segment = |kind, start, end| Segment { kind, span: Span::new(start, end).unwrap() };
        let whole = report(&text, vec![segment(SegmentKind::Body, 0, text.len())]);
        let parted = report(
            &text,
            vec![segment(SegmentKind::Body, 0, cut - 1), segment(SegmentKind::Furniture, cut, text.len())],
        );
        let all = finder.find(&Prepared::new(&whole)).statements;
        let own = finder.find(&Prepared::new(&parted)).statements;
        let cues = |found: &[Found]| -> Vec<String> {
            found.iter().map(|f| f.cue[0].slice(&text).unwrap().to_string()).collect()
        };
        assert!(cues(&own).starts_with(&["said".to_string()]), "{own:?}");
        assert!(own.iter().all(|f| f.cue[0].start() < cut && !f.content.is_empty()));
        assert!(all.len() > own.len(), "{all:?}");
    }
}
