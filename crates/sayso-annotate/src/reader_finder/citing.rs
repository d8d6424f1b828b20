//! Whole sentences given to somebody by a few words at their edge, which the reader passes over.
//!
//! Takes, at the beginning: `According to him more than 900 came` without its comma, `By her count 900 came`, `By Orr's
//! reckoning …`, `By data of the investigation …`. At the end: `…, by the count of the union`, and as translations have it
//! `…, informed the police`, `…, the police communicated on Thursday`, `…, so the ministry`. Leaves sentences of which a
//! statement was found.

use crate::times::is_weekday;
use crate::{Found, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons;
use sayso_model::SegmentKind;
use sayso_text::{Span, TokenKind};
use std::ops::Range;

/// The name it gives to what it finds.
const NAME: &str = "citing";

/// How many tokens a source has at most.
const LONGEST: usize = 9;
/// How many words a sentence tells at least.
const LEAST: usize = 3;

/// What somebody gives of what he knows.
const GIVEN: [&str; 13] = [
    "count",
    "counts",
    "estimate",
    "estimates",
    "reckoning",
    "calculation",
    "calculations",
    "tally",
    "figures",
    "account",
    "data",
    "information",
    "assessment",
];
/// Verbs of telling that translations put last, before or behind who tells it.
const TOLD: [&str; 14] = [
    "informed",
    "informs",
    "inform",
    "communicated",
    "communicates",
    "communicate",
    "transmits",
    "transmitted",
    "transmit",
    "reminded",
    "reminds",
    "affirmed",
    "affirms",
    "specified",
];

/// The statements that the edges of sentences give to somebody.
pub(super) fn citing(prepared: &Prepared<'_>, statements: &[Found]) -> Vec<Found> {
    let mut taken: Vec<Span> =
        statements.iter().flat_map(|f| f.content.iter().chain(&f.cue).chain(&f.source)).copied().collect();
    taken.sort_unstable();
    let mut ends: Vec<usize> = Vec::with_capacity(taken.len());
    // The farthest end of those before each, so that one look tells whether any reaches here.
    for span in &taken {
        ends.push(ends.last().copied().unwrap_or(0).max(span.end()));
    }
    let free = |span: Span| {
        let before = taken.partition_point(|t| t.start() < span.end());
        before == 0 || ends[before - 1] <= span.start()
    };
    let body = |s: &&sayso_text::Sentence| {
        prepared.segment(s.tokens.start) == SegmentKind::Body && free(s.span) && s.tokens.len() > LEAST
    };
    let found = prepared.sentences.iter().filter(body);
    found.filter_map(|s| Edge { prepared, tokens: s.tokens.clone() }.found()).collect()
}

/// One sentence.
struct Edge<'p> {
    prepared: &'p Prepared<'p>,
    tokens: Range<usize>,
}

impl Edge<'_> {
    fn lower(&self, i: usize) -> &str {
        if self.tokens.contains(&i) { self.prepared.lower(i) } else { "" }
    }

    fn role(&self, i: usize, what: Role) -> bool {
        role(self.lower(i)).any(what)
    }

    fn capital(&self, i: usize) -> bool {
        self.tokens.contains(&i) && self.prepared.word(i).starts_with(char::is_uppercase)
    }

    /// Where the sentence ends but for its stops.
    fn end(&self) -> usize {
        let word = |i: &usize| self.prepared.tokens[*i].kind != TokenKind::Punct;
        self.tokens.clone().rev().find(word).map_or(self.tokens.start, |i| i + 1)
    }

    fn found(&self) -> Option<Found> {
        let quoted = |i: usize| self.prepared.quoted[i].is_some();
        if self.tokens.clone().any(quoted) {
            return None;
        }
        let (source, cue, content) =
            self.according().or_else(|| self.by_count()).or_else(|| self.behind())?;
        let words = content.clone().filter(|i| self.prepared.tokens[*i].is_word()).count();
        (words >= LEAST && !source.is_empty() && source.len() <= LONGEST).then(|| Found {
            source: vec![self.prepared.span(source)],
            cue: vec![self.prepared.span(cue)],
            content: vec![self.prepared.span(content)],
            confidence: Some(0.7),
            by: NAME,
        })
    }

    /// `According to him more than 900 came`, `According to Ms Orr 900 came`
    fn according(&self) -> Option<Parts> {
        let first = self.tokens.start;
        if self.lower(first) != "according" || self.lower(first + 1) != "to" {
            return None;
        }
        let source = self.phrase(first + 2)?;
        Some((source.clone(), first..first + 2, self.rest(source.end)?))
    }

    /// `By her count 900 came`, `By data of the investigation 900 came`, `…, by the count of the union`
    fn by_count(&self) -> Option<Parts> {
        let first = self.tokens.start;
        if self.lower(first) == "by" {
            let (source, after) = self.giver(first + 1)?;
            return Some((source, first..first + 1, self.rest(after)?));
        }
        let by = (first..self.end()).rev().take(LONGEST + 5).find(|i| self.lower(*i) == "by")?;
        let (source, after) = self.giver(by + 1).filter(|_| self.lower(by - 1) == ",")?;
        (after == self.end()).then_some((source, by..by + 1, first..by - 1))
    }

    /// Who gives what he knows, and what follows: `her count`, `Orr's reckoning`, `the count of the union`.
    fn giver(&self, at: usize) -> Option<(Range<usize>, usize)> {
        let given = |i: usize| GIVEN.contains(&self.lower(i));
        // `her own count`, `the latest data`
        let noun = (at..at + 6).find(|i| given(*i))?;
        let day = |i: usize| self.role(i, Role::TIME) || is_day(self.lower(i));
        let own = |i: usize| crate::names::is_possessive(self.prepared.word(i));
        if (at..noun).any(|i| day(i) || !own(i) && self.role(i, Role::VERB | Role::AUX | Role::SUB)) {
            return None;
        }
        let owner = (at..noun).rev().find(|i| crate::names::is_possessive(self.prepared.word(*i)));
        if let Some(owner) = owner {
            let glued = self.prepared.word(owner).starts_with(['\'', '’']);
            return Some((at..if glued { owner } else { owner + 1 }, noun + 1));
        }
        if matches!(self.lower(at), "his" | "her" | "their" | "its") {
            return Some((at..at + 1, noun + 1));
        }
        const PLAIN: [&str; 8] = ["the", "an", "a", "latest", "own", "official", "first", "preliminary"];
        if self.lower(noun + 1) != "of" || !(at..noun).all(|i| PLAIN.contains(&self.lower(i))) {
            return None;
        }
        let source = self.phrase(noun + 2)?;
        Some((source.clone(), source.end))
    }

    /// `…, informed the police`, `…, has communicated on Thursday the police`, `…, the police communicated on Thursday`, `…, so
    /// the ministry`
    fn behind(&self) -> Option<Parts> {
        let end = self.end();
        let comma = (self.tokens.start..end).rev().take(LONGEST + 6).find(|i| self.lower(*i) == ",")?;
        let content = self.tokens.start..comma;
        if self.lower(comma + 1) == "so" {
            let source = self.phrase(comma + 2).filter(|s| s.end == end && self.speaks(s))?;
            return Some((source, comma + 1..comma + 2, content));
        }
        let verb = (comma + 1..end).find(|i| TOLD.contains(&self.lower(*i)))?;
        let day = |i: usize| self.role(i, Role::PREP | Role::TIME) || is_day(self.lower(i));
        if (comma + 1..verb).all(|i| self.role(i, Role::AUX | Role::ADV)) {
            // The verb first: who tells it comes behind it and its day. `He came home, informed the police` has another
            // subject: only a name is sure to tell, or what follows `has`.
            let from = (verb + 1..end).find(|i| !is_day(self.lower(*i)))?;
            let source = self.phrase(from).filter(|s| s.end == end && self.speaks(s))?;
            let named = source.clone().any(|i| self.capital(i));
            return (named || verb > comma + 1).then_some((source, comma + 1..verb + 1, content));
        }
        let source = comma + 1..(comma + 1..verb).rev().find(|i| !self.role(*i, Role::AUX | Role::ADV))? + 1;
        let noun = !source.clone().any(|i| self.role(i, Role::SUB | Role::VERB | Role::CONJ | Role::PRON));
        let tells = noun && self.speaks(&source) && (verb + 1..end).all(day);
        tells.then_some((source.clone(), source.end..verb + 1, content))
    }

    /// A pronoun, a name with its form of address, or a noun with its article, from a token on.
    fn phrase(&self, at: usize) -> Option<Range<usize>> {
        if matches!(self.lower(at), "him" | "her" | "them") {
            return Some(at..at + 1);
        }
        let stop = self.end();
        let article = self.role(at, Role::DET);
        let from = at + usize::from(article);
        let inside = |i: &usize| {
            let word = self.prepared.tokens[*i].kind == TokenKind::Word;
            let point = self.lower(*i) == "." && self.capital(i - 1);
            let small = matches!(self.lower(*i), "of" | "the") && (self.capital(i + 1) || article);
            let none = Role::DET | Role::PRON | Role::AUX | Role::PREP | Role::SUB | Role::CONJ | Role::VERB;
            let noun = article && !self.role(*i, none);
            (word || point) && (self.capital(*i) || point || small || noun)
        };
        let to = (from..stop.min(at + LONGEST + 1)).take_while(inside).last()? + 1;
        // `According to the police nine houses fell`: nothing tells where the noun ends but a number or the end.
        let parted = !article || to == stop || self.lower(to) == "," || {
            let number = self.prepared.tokens[to].kind == TokenKind::Number;
            number || self.role(to, Role::DET | Role::PRON)
        };
        (to > from && parted).then_some(at..to)
    }

    /// Whether a phrase names somebody, or ends in a noun for who tells things.
    fn speaks(&self, phrase: &Range<usize>) -> bool {
        let article = self.role(phrase.start, Role::DET);
        let head = crate::names::head_end(self.prepared, phrase.clone()).saturating_sub(1);
        let noun = self.lower(head);
        !article && self.capital(phrase.start)
            || persons::noun(noun).is_some()
            || persons::is_body(noun)
            || self.capital(head) && phrase.len() > 2
    }

    /// What follows, behind a comma or with a subject of its own: `By Orr's reckoning 900 gave up`, but not `By Friday the
    /// tally stood at 40`.
    fn rest(&self, from: usize) -> Option<Range<usize>> {
        const BEFORE_NUMBERS: [&str; 14] = [
            "at", "more", "about", "some", "nearly", "around", "over", "almost", "fewer", "less", "only",
            "up", "no", "exactly",
        ];
        let comma = self.lower(from) == ",";
        let from = from + usize::from(comma);
        if from >= self.end() {
            return None;
        }
        let subject = self.prepared.tokens[from].kind == TokenKind::Number
            || self.role(from, Role::DET | Role::PRON | Role::POSS)
            || self.capital(from)
            || crate::quantities::is_cardinal(self.lower(from))
            || BEFORE_NUMBERS.contains(&self.lower(from));
        (comma || subject).then(|| from..self.end())
    }
}

/// Source, cue and content.
type Parts = (Range<usize>, Range<usize>, Range<usize>);

/// Whether a word is a day or a part of one, or leads to it.
fn is_day(lower: &str) -> bool {
    is_weekday(lower)
        || matches!(
            lower,
            "on" | "last" | "this" | "yesterday" | "today" | "morning" | "evening" | "afternoon" | "night"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::Report;

    /// What is given to whom in a text, as source and content.
    fn cited(text: &str) -> Vec<String> {
        let report = Report::of_text("a", text);
        let words = |spans: &[Span]| spans[0].slice(text).unwrap_or_default();
        let found = citing(&Prepared::new(&report), &[]);
        found
            .iter()
            .map(|f| format!("{}|{}|{}", words(&f.source), words(&f.cue), words(&f.content)))
            .collect()
    }

    #[test]
    fn a_source_at_the_beginning_needs_no_comma() {
        assert_eq!(cited("According to him more than 900 came."), ["him|According to|more than 900 came"]);
        assert_eq!(
            cited("According to Ms Orr 2,340 people lost money."),
            ["Ms Orr|According to|2,340 people lost money"]
        );
        assert_eq!(cited("By her count, 900 homes were dark."), ["her|By|900 homes were dark"]);
        assert_eq!(cited("By Orr's reckoning 900 gave up."), ["Orr|By|900 gave up"]);
        let by = cited("By data of the investigation, the tablets were crushed.");
        assert_eq!(by, ["the investigation|By|the tablets were crushed"]);
        for other in [
            "By midday the count of the votes was over.",
            "By Friday Vale's tally stood at 40 wins for the club.",
            "By last week the count of the council showed 40 votes missing.",
        ] {
            assert!(cited(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn a_source_at_the_end_is_behind_a_comma() {
        assert_eq!(
            cited("Some 700 men stood there, by the count of the union."),
            ["the union|by|Some 700 men stood there"]
        );
        assert_eq!(
            cited("The toll has risen to nine, has communicated on Thursday the police."),
            ["the police|has communicated|The toll has risen to nine"]
        );
        assert_eq!(
            cited("The toll has reached 17, the police communicated on Thursday."),
            ["the police|communicated|The toll has reached 17"]
        );
        assert_eq!(
            cited("The value lies by 12 millions, so the ministry."),
            ["the ministry|so|The value lies by 12 millions"]
        );
        for other in [
            "The road was icy, so the drivers were informed of it.",
            "It was cold on Monday, so the teachers left.",
            "Malaria spread to three towns last week, transmitted by mosquitoes.",
            "She left the party, reminded of her age.",
            "He came home late, informed the neighbours and left on Monday.",
            "He came home late, informed the police.",
            "The residents left the street, informed by the police.",
        ] {
            assert!(cited(other).is_empty(), "{other}");
        }
    }
}
