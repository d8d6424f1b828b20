//! What the helping words before a verb make of it: planned, not yet, refused, under a condition.

use super::super::view::View;
use super::of_what_is;
use super::phases::{PHASES, Phase};
use super::words::{BOUND, REFUSING, WITHIN};
use crate::verbs::{Helping, helping, uncontracted};
use std::ops::Range;

/// The helping words of a verb.
pub(in crate::points) struct Group {
    /// Its first token.
    pub from: usize,
    /// The phase they give; done where there are none.
    pub phase: Phase,
    /// Whether they make the word a verb.
    pub verb: bool,
    /// Whether the bare verb follows them, not a participle.
    pub bare: bool,
    /// Whether they tell of what was not: `would have allowed`.
    pub unreal: bool,
    /// Whether they deny it.
    pub not: bool,
    /// Whether they end with `to`.
    pub infinitive: bool,
}

/// What the words before token `at` make of it.
pub(in crate::points) fn group(view: &View<'_>, clause: Range<usize>, at: usize) -> Group {
    let mut out = Group {
        from: at,
        phase: Phase::Done,
        verb: false,
        bare: false,
        unreal: false,
        not: false,
        infinitive: false,
    };
    let (mut infinitive, mut perfect, mut not, mut yet) = (false, false, false, false);
    let (mut tried, mut refused) = (false, false);
    let mut from = at;
    while from > clause.start && at - from < 8 {
        let bare = uncontracted(view.word(from - 1));
        let word = bare.unwrap_or(view.word(from - 1));
        not |= bare.is_some();
        let be = matches!(word, "is" | "are" | "was" | "were");
        match word {
            "not" | "never" => not = true,
            "yet" => yet = true,
            "to" if !infinitive => {
                infinitive = true;
                out.bare = out.bare || from == at;
            }
            "could" | "should" | "must" | "would" | "might" if perfect => {
                (out.verb, out.unreal) = (true, true);
            }
            // `could not be refloated`: it was tried.
            "could" | "can" if not => (out.phase, out.verb, tried) = (Phase::Not, true, true),
            "should" | "must" | "could" | "can" => (out.phase, out.unreal) = (Phase::Possible, true),
            "will" | "shall" | "would" | "'ll" | "’ll" => {
                (out.phase, out.verb) = (if perfect { Phase::Done } else { Phase::Planned }, true);
                out.bare |= from == at;
            }
            "may" | "might" => {
                (out.phase, out.verb) = (if perfect { Phase::Done } else { Phase::Possible }, true);
                out.bare |= from == at;
            }
            "have" | "has" | "had" => (perfect, out.verb) = (true, true),
            _ if be && infinitive => {
                (out.phase, out.verb) = (Phase::Planned, true);
                from -= 1;
                break;
            }
            _ if of_what_is(word) => out.verb = true,
            _ if not && helping(word) == Some(Helping::Do) => {
                from -= 1;
                break;
            }
            _ if infinitive && REFUSING.contains(&word) => {
                (out.phase, out.verb, refused) = (Phase::Refused, true, true);
                from -= 1;
                break;
            }
            // `sees no obligation to pay`
            _ if infinitive && BOUND.contains(&word) && view.word(from.wrapping_sub(2)) == "no" => {
                (out.phase, out.verb, refused) = (Phase::Refused, true, true);
                from = from.saturating_sub(2).max(clause.start);
                break;
            }
            _ if infinitive && PHASES.ahead.contains(&word) => {
                let agreed = PHASES.phases.get(word) == Some(&Phase::Agreed);
                out.phase = if agreed { Phase::Agreed } else { Phase::Planned };
                out.verb = true;
                from -= 1;
                break;
            }
            _ if infinitive && PHASES.nouns.contains(&word) => {
                (out.phase, out.verb) = (Phase::Planned, true);
                from = from.saturating_sub(3).max(clause.start);
                break;
            }
            _ if WITHIN.contains(&word) || word.ends_with("ly") && word.len() > 4 => {}
            _ => break,
        }
        from -= 1;
    }
    // `would not say whether it meant to pay`
    let asked = (clause.start.max(from.saturating_sub(7))..from).any(|k| view.word(k) == "whether");
    if asked && out.verb && out.phase == Phase::Planned {
        out.phase = Phase::Possible;
    }
    out.not = not && !yet && !tried && !refused;
    out.infinitive = infinitive;
    // `did it to win time`: a purpose is no plan; and what is denied outright is for another point.
    if tried || refused {
        out.bare = true;
    } else if infinitive && out.phase == Phase::Done || not && !yet {
        out.verb = false;
        out.phase = if not { Phase::Done } else { Phase::Planned };
    } else if not {
        out.phase = Phase::Not;
        out.bare = false;
    }
    while from < at && WITHIN.contains(&view.word(from)) && view.word(from) != "not" {
        from += 1;
    }
    out.from = from;
    out
}
