//! Statements inside the content of others: hearsay.
//!
//! The reader marks the outermost statement only, as it was taught to; it is given the content of each alone, as if
//! that were a report, and finds the next link of the chain: `The radio was told by drivers that the minister had
//! promised a bridge` holds a promise. Takes what has a source and a cue of its own, the cue one of the lexicon;
//! leaves what the reader sees without either, and content too short to hold a statement.

use crate::cues::{self, CueClass, VerbForm};
use crate::finder::INNER;
use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_reader::Reader;
use sayso_text::{Span, TokenKind};
use std::collections::BTreeSet;

/// How many words content has at least that holds a statement: source, cue, and what was said.
const SHORTEST: usize = 4;

/// The longest content that is read again, in bytes: more is a transcript's whole turn.
const LONGEST: usize = 6_000;

/// Marks and white space that content may begin and end with.
const EDGES: [char; 14] = ['“', '”', '"', '‘', '’', '\'', '«', '»', '„', '‹', '›', ' ', '\n', ','];

/// What stands within the contents of these statements.
pub(super) fn inner(reader: &Reader, prepared: &Prepared<'_>, outer: &[Found]) -> Vec<Found> {
    let mut cues: BTreeSet<Span> = outer.iter().flat_map(|found| &found.cue).copied().collect();
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    // Those inside those inside, and so on: each is shorter than what holds it.
    while let Some(statement) = outer.get(at).or_else(|| found.get(at - outer.len())).cloned() {
        at += 1;
        let length = statement.content.iter().map(|span| span.len()).sum::<usize>();
        if length > LONGEST || !may_hold(prepared, &statement.content) {
            continue;
        }
        let view = View::of(prepared, &statement.content);
        for linked in reader.statements(&view.text) {
            let Some(source) = linked.source else { continue };
            let item = Found {
                source: view.back(source.span),
                cue: view.back(linked.cue.span),
                content: linked.contents.iter().flat_map(|part| view.back(part.span)).collect(),
                confidence: Some(linked.confidence),
                by: INNER,
            };
            if item.content != statement.content
                && is_hearsay(prepared, &item)
                && item.cue.iter().all(|cue| cues.insert(*cue))
            {
                found.push(item);
            }
        }
    }
    found
}

/// Whether the content has a word that may be a cue, with words before and after it.
fn may_hold(prepared: &Prepared<'_>, content: &[Span]) -> bool {
    let words: Vec<usize> = content
        .iter()
        .flat_map(|span| tokens_in(prepared, *span))
        .filter(|i| prepared.tokens[*i].kind == TokenKind::Word)
        .collect();
    let lower = |k: usize| words.get(k).map(|i| prepared.lower(*i));
    words.len() >= SHORTEST
        && (1..words.len() - 1).any(|k| {
            let before = lower(k - 1).unwrap_or_default();
            if cues::noun(lower(k).unwrap_or_default()).is_some()
                && (role(before).any(Role::POSS) || before.ends_with("'s") || before.ends_with("’s"))
            {
                return true;
            }
            let Some(verb) = cues::find(lower(k).unwrap_or_default(), |n| lower(k + n)) else { return false };
            match verb.form {
                _ if verb.words == 1 && role(verb.cue.lemma).any(Role::AUX | Role::PREP) => false,
                VerbForm::Past | VerbForm::Third => !role(before).any(Role::DET | Role::POSS),
                // `they say`, `did not say`, `drivers say`; not `to say`, `will say`.
                VerbForm::Base => {
                    role(before).any(Role::PRON)
                        || matches!(before, "not" | "do" | "did" | "does")
                        || before.ends_with('s')
                        || before.ends_with("n't")
                        || before.ends_with("n’t")
                        || role(before).any(Role::ADV)
                }
                VerbForm::Gerund => role(before).any(Role::BE),
            }
        })
}

/// Whether the parts are those of a statement that somebody made, and not the outer speaker's own act.
fn is_hearsay(prepared: &Prepared<'_>, item: &Found) -> bool {
    let [cue] = item.cue[..] else { return false };
    if item.source.is_empty() || item.content.is_empty() {
        return false;
    }
    let source: Vec<&str> = words_of(prepared, &item.source);
    if source.iter().all(|w| NOBODY.contains(w)) {
        return false;
    }
    let words: Vec<&str> = words_of(prepared, &[cue]);
    let Some(cue) = head(&words) else { return false };
    if is_unsaid(&words) {
        return false;
    }
    // `I think`, `we urge them`: the speaker's own act; `I told him` is another one.
    let own = source.iter().all(|w| matches!(*w, "i" | "we" | "my" | "our"));
    let past =
        cue.past || words.iter().any(|w| matches!(*w, "'ve" | "’ve" | "have" | "had" | "was" | "were"));
    if own && !(past && cue.class == CueClass::Say) {
        return false;
    }
    // `had seen the depot`, `knew it`: no thought without a clause or a quotation.
    if cue.class == CueClass::Believe && !holds_clause(prepared, &item.content) {
        return false;
    }
    let least = if matches!(cue.class, CueClass::Say | CueClass::Phrase) { 0.3 } else { 0.5 };
    item.confidence.is_none_or(|c| c >= least)
}

/// Sources that are nobody.
const NOBODY: [&str; 16] = [
    "it",
    "there",
    "that",
    "this",
    "what",
    "which",
    "you",
    "anyone",
    "anybody",
    "nobody",
    "everyone",
    "everybody",
    "someone",
    "somebody",
    "one",
    "who",
];

struct Head {
    class: CueClass,
    past: bool,
}

/// The first word of the lexicon that is no helping word.
fn head(words: &[&str]) -> Option<Head> {
    (0..words.len()).find_map(|k| {
        let verb = cues::find(words[k], |n| words.get(k + n).copied());
        let verb = verb.filter(|v| v.words > 1 || !role(words[k]).any(Role::AUX | Role::PREP));
        let verb = verb.map(|v| Head { class: v.cue.class, past: v.form == VerbForm::Past });
        verb.or_else(|| cues::noun(words[k]).map(|_| Head { class: CueClass::Object, past: false }))
    })
}

/// `could threaten`, `to demand`, `opposing`: nothing that was said. `would not say` tells of a refusal.
fn is_unsaid(words: &[&str]) -> bool {
    let negated =
        words.iter().any(|w| matches!(*w, "not" | "never") || w.ends_with("n't") || w.ends_with("n’t"));
    let first = words.first().copied().unwrap_or_default();
    let unfinished = first == "to" || first.ends_with("ing") && cues::noun(first).is_none();
    let modal = words.iter().any(|w| {
        matches!(*w, "could" | "would" | "will" | "may" | "might" | "should" | "must" | "can" | "'ll" | "’ll")
    });
    unfinished || modal && !negated
}

fn words_of<'p>(prepared: &'p Prepared<'_>, spans: &[Span]) -> Vec<&'p str> {
    let tokens = spans.iter().flat_map(|s| tokens_in(prepared, *s));
    tokens.filter(|i| prepared.tokens[*i].is_word()).map(|i| prepared.lower(i)).collect()
}

/// Whether the words begin as a subordinate clause does, or have a verb that shows one.
fn holds_clause(prepared: &Prepared<'_>, content: &[Span]) -> bool {
    let words: Vec<usize> = content.iter().flat_map(|s| tokens_in(prepared, *s)).collect();
    let verb = |i: &usize| role(prepared.lower(*i)).any(Role::AUX | Role::VERB);
    let opens =
        words.first().is_some_and(|i| role(prepared.lower(*i)).any(Role::SUB) || prepared.lower(*i) == "to");
    words.len() > 1 && (opens || words.iter().any(verb))
}

/// Content as a text of its own, and how to come back from it.
struct View {
    text: String,
    /// Where each piece begins in the text, and where it stands in the report.
    pieces: Vec<(usize, Span)>,
}

impl View {
    fn of(prepared: &Prepared<'_>, content: &[Span]) -> View {
        let mut view = View { text: String::new(), pieces: Vec::new() };
        for span in content {
            let words = span.slice(prepared.text).unwrap_or_default();
            let mut own = words.trim_start_matches(EDGES);
            if view.pieces.is_empty() {
                own = ["that ", "whether ", "if "].iter().find_map(|w| own.strip_prefix(w)).unwrap_or(own);
            }
            let start = span.start() + words.len() - own.len();
            let own = own.trim_end_matches(EDGES);
            let Some(span) = Span::new(start, start + own.len()).filter(|s| !s.is_empty()) else { continue };
            if !view.text.is_empty() {
                view.text.push(' ');
            }
            view.pieces.push((view.text.len(), span));
            view.text.push_str(own);
        }
        if !view.text.ends_with(['.', '?', '!', '…']) {
            view.text.push('.');
        }
        view
    }

    /// The places in the report of a stretch of this text; none for what was added.
    fn back(&self, span: Span) -> Vec<Span> {
        let part = |(at, piece): &(usize, Span)| {
            let (from, to) = (span.start().max(*at), span.end().min(at + piece.len()));
            Span::new(piece.start() + from.checked_sub(*at)?, piece.start() + to.checked_sub(*at)?)
                .filter(|span| !span.is_empty())
        };
        self.pieces.iter().filter_map(part).collect()
    }
}
