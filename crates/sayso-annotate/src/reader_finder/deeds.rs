//! Words the reader takes for cues that are none where they stand: deeds (`recalled his ambassador`, `claimed three
//! lives`), definitions, and the colon behind what names no speaker.

use super::parting::is_quoted;
use crate::cues;
use crate::statements::tokens_in;
use crate::{Found, NamedSpan, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons;
use sayso_model::{EntityKind, SegmentKind};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Cues that are deeds whatever follows: a strike is `ordered by` somebody, a body is `adopting` a resolution.
const DEEDS: [&str; 6] =
    ["ordered by", "commissioned by", "launched by", "carried out by", "adopting", "adopts"];

struct Verbs {
    /// They say something with a clause or a quotation, and do something to a thing.
    things: HashSet<&'static str>,
    /// They do something to a person: `dismissed its conductor`, `questioned a man`.
    persons: HashSet<&'static str>,
}

static VERBS: LazyLock<Verbs> = LazyLock::new(|| {
    let class = |name: &str| {
        let lines = include_str!("../../data/deeds.txt").lines();
        let of = lines.filter_map(|l| l.split_once(": ")).filter(|(class, _)| *class == name);
        of.flat_map(|(_, words)| words.split_whitespace()).collect()
    };
    Verbs { things: class("things"), persons: class("persons") }
});

/// Whether the cue is no cue.
pub(super) fn is_deed(prepared: &Prepared<'_>, names: &[NamedSpan], found: &Found) -> bool {
    let [cue] = found.cue[..] else { return false };
    let words = cue.slice(prepared.text).unwrap_or_default().to_ascii_lowercase();
    DEEDS.contains(&words.as_str())
        || defines(prepared, found, &words)
        || heads(prepared, names, found, &words)
        || takes_lives(prepared, found, &words)
        || does(prepared, found)
}

/// `The flood has claimed three lives.`
fn takes_lives(prepared: &Prepared<'_>, found: &Found, words: &str) -> bool {
    let claims = words.split(' ').next_back().is_some_and(|w| matches!(w, "claimed" | "claims" | "claim"));
    let [content] = found.content[..] else { return false };
    let tokens = tokens_in(prepared, content);
    let counts = |i: usize| {
        let lower = prepared.lower(i);
        prepared.tokens[i].kind == sayso_text::TokenKind::Number
            || crate::quantities::is_cardinal(lower)
            || role(lower).any(Role::DET | Role::POSS)
            || matches!(
                lower,
                "more"
                    | "than"
                    | "at"
                    | "least"
                    | "many"
                    | "several"
                    | "some"
                    | "about"
                    | "dozens"
                    | "hundreds"
                    | "of"
            )
    };
    let Some(at) = tokens.clone().find(|i| !counts(*i)) else { return false };
    claims && (prepared.lower(at) == "lives" || prepared.lower(at) == "life" && at + 1 < tokens.end)
}

/// `Jus cogens refers to …`.
fn defines(prepared: &Prepared<'_>, found: &Found, words: &str) -> bool {
    let defines = matches!(words, "refers to" | "refer to" | "means");
    let source: Vec<usize> = found.source.iter().flat_map(|s| tokens_in(prepared, *s)).collect();
    let person = |i: &usize| {
        matches!(prepared.lower(*i), "he" | "she" | "they" | "who" | "it" | "i" | "we" | "the")
            || crate::rules::is_speaker(prepared.lower(*i))
    };
    // A term is not printed as names are: a word in lower case is part of it, and nobody who speaks.
    let term = source.iter().any(|i| prepared.word(*i).starts_with(char::is_lowercase))
        && !source.iter().any(person);
    defines && term && found.content.iter().all(|c| !is_quoted(prepared, *c))
}

/// `Harbour blaze: three held`: the head of a headline, which is nobody who speaks.
fn heads(prepared: &Prepared<'_>, names: &[NamedSpan], found: &Found, words: &str) -> bool {
    let [source, ..] = found.source[..] else { return false };
    if !words.ends_with(':') || prepared.report.segment_at(found.cue[0].start()) != SegmentKind::Headline {
        return false;
    }
    let cue: Vec<usize> =
        tokens_in(prepared, found.cue[0]).filter(|i| prepared.tokens[*i].is_word()).collect();
    let says = |i: &usize| {
        cues::find(prepared.lower(*i), |_| None).is_some() || cues::noun(prepared.lower(*i)).is_some()
    };
    if cue.iter().any(says) {
        return false;
    }
    // `derailment:` with words that are part of its name.
    let speaks = |i: usize| {
        let word = prepared.lower(i).trim_end_matches('.');
        crate::rules::is_speaker(word) || persons::noun(word).is_some()
    };
    let named = names
        .iter()
        .any(|n| matches!(n.kind, EntityKind::Person | EntityKind::Organization) && n.span.overlaps(source));
    !cue.is_empty() || !(named || tokens_in(prepared, source).any(speaks))
}

/// A verb that is done to its object: `recalled 400 kettles`, not `recalled that the kettles were hot`.
fn does(prepared: &Prepared<'_>, found: &Found) -> bool {
    // The first word that is no helping one, and the last: `recalled`, `has not recalled`, not `concludes with`.
    let Some(last) = tokens_in(prepared, found.cue[0]).next_back() else { return false };
    let helps = |i: usize| role(prepared.lower(i)).any(Role::AUX | Role::ADV);
    let Some(lemma) = cues::find(prepared.lower(last), |_| None).map(|m| m.cue.lemma) else { return false };
    let alone = tokens_in(prepared, found.cue[0]).all(|i| i == last || helps(i));
    if !alone || !(VERBS.things.contains(lemma) || VERBS.persons.contains(lemma)) {
        return false;
    }
    let Some(object) = bare_object(prepared, found) else { return false };
    VERBS.things.contains(lemma) || is_person(prepared, object)
}

/// The tokens of an object that stands right after the cue and holds no clause and no quotation.
fn bare_object(prepared: &Prepared<'_>, found: &Found) -> Option<std::ops::Range<usize>> {
    let cue = found.cue.first()?;
    let first = found.content.first().filter(|c| c.start() >= cue.end())?;
    let tokens = tokens_in(prepared, *first);
    let near = prepared.text.get(cue.end()..first.start())?.trim().is_empty();
    let quoted = found.content.iter().any(|c| tokens_in(prepared, *c).any(|i| prepared.quoted[i].is_some()));
    let opens = role(prepared.lower(tokens.start)).any(Role::SUB)
        || matches!(prepared.lower(tokens.start), "to" | "who" | "as" | "no" | "nothing" | "of" | "about");
    if !near || quoted || opens || tokens.len() > 40 {
        return None;
    }
    let ends = |i: &usize| {
        matches!(prepared.lower(*i), "and" | "but" | "who" | "which" | "after" | "as" | "over" | "from")
            // `recalled its envoy to Ulm`: a person is moved, not told.
            || prepared.lower(*i) == "to" && persons::is_person(prepared.lower(i.saturating_sub(1)))
            || matches!(prepared.word(*i), "," | ";")
            || *i > tokens.start && role(prepared.lower(*i)).any(Role::SUB)
    };
    let end = tokens.clone().find(ends).unwrap_or(tokens.end);
    let clause = (tokens.start..end).any(|i| {
        let word = prepared.lower(i);
        role(word).any(Role::AUX | Role::VERB) || word == "to"
    });
    (end > tokens.start && !clause).then_some(tokens.start..end)
}

/// Whether a noun phrase names a person, or an office.
fn is_person(prepared: &Prepared<'_>, object: std::ops::Range<usize>) -> bool {
    let end = object.clone().find(|i| role(prepared.lower(*i)).any(Role::PREP)).unwrap_or(object.end);
    let name = |i: usize| prepared.word(i).starts_with(char::is_uppercase);
    object.start < end
        && ((object.start..end).any(|i| persons::noun(prepared.lower(i)).is_some())
            || (object.start..end).all(name)
            || end == object.start + 1 && matches!(prepared.lower(object.start), "him" | "her" | "them"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::{Report, Segment};
    use sayso_text::Span;

    /// Whether the cue of this statement is no cue; `headline`: whether the text is one.
    fn deed(text: &str, (source, cue, content): (&str, &str, &str), headline: bool) -> bool {
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len()).unwrap()
        };
        let kind = if headline { SegmentKind::Headline } else { SegmentKind::Body };
        let report = Report {
            segments: vec![Segment { kind, span: Span::new(0, text.len()).unwrap() }],
            ..Report::of_text("a", text)
        };
        let found = Found {
            source: vec![at(source)],
            cue: vec![at(cue)],
            content: vec![at(content)],
            confidence: None,
            by: "test",
        };
        is_deed(&Prepared::new(&report), &[], &found)
    }

    #[test]
    fn what_is_done_to_a_thing_is_not_said() {
        let text = "Ilves recalled her envoy from Ulm.";
        assert!(deed(text, ("Ilves", "recalled", "her envoy from Ulm"), false));
        let text = "Ilves recalled that her envoy was ill.";
        assert!(!deed(text, ("Ilves", "recalled", "that her envoy was ill"), false));
        let text = "The choir dismissed its conductor on Monday.";
        assert!(deed(text, ("The choir", "dismissed", "its conductor on Monday"), false));
        let text = "The choir dismissed the complaint of the singers.";
        assert!(!deed(text, ("The choir", "dismissed", "the complaint of the singers"), false));
    }

    #[test]
    fn what_takes_lives_claims_nothing() {
        assert!(deed(
            "The flood has claimed three lives.",
            ("The flood", "has claimed", "three lives"),
            false
        ));
        for said in ["a right to life", "the vaccine saves lives"] {
            let text = format!("Orr claims {said}.");
            assert!(!deed(&text, ("Orr", "claims", said), false), "{said}");
        }
    }

    #[test]
    fn the_head_of_a_headline_is_nobody_who_speaks() {
        assert!(deed("Ulm tannery: three firms bid", ("Ulm tannery", ":", "three firms bid"), true));
        assert!(!deed("Minister: three firms bid", ("Minister", ":", "three firms bid"), true));
        assert!(!deed("Ulm tannery: three firms bid", ("Ulm tannery", ":", "three firms bid"), false));
    }
}
