//! What a reporter's own words between two statements tell of how the second answers the first: `Her coach saw it
//! otherwise.`, `The town disputes that.`, or the question that both were asked.

use super::aside::fitting;
use super::unsaid::restated;
use super::{ANSWERING, BARE, SAYINGS, Said, answering, may_be, thought};
use crate::Doc;
use crate::words::{Words, stem};
use sayso_model::{Answering, Form, Voice};
use std::sync::LazyLock;

/// Words in a row, for each place those that may stand there.
struct Phrase {
    how: Answering,
    words: Vec<Vec<&'static str>>,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let lines = include_str!("../../words/leading.tsv").lines().filter(|l| !l.starts_with('#'));
    let read = |(how, words): (&str, &'static str)| {
        let words = words.split(' ').map(|w| w.split('/').collect()).collect();
        Some(Phrase { how: Answering::parse(how)?, words })
    };
    lines.filter_map(|l| l.split_once('\t')).filter_map(read).collect()
});

/// What stands before a statement.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Led {
    /// How the words since the last statement say that it answers.
    pub how: Option<Answering>,
    /// Where the paragraph begins that a question of the reporter's opens.
    pub asked: Option<usize>,
}

/// What stands before statement number `n` of a report.
pub(super) fn led(doc: &Doc<'_>, n: usize) -> Led {
    let list = &doc.annotations.statements;
    let Some(content) = list[n].content.first() else { return Led::default() };
    let text = doc.text();
    let paragraph = text[..content.start()].rfind('\n').map_or(0, |at| at + 1);
    /// `that` and `the account` are no statement of their own.
    const LEAST: usize = 24;
    let ends = |from: usize| {
        let told = list.iter().enumerate().filter(move |(k, s)| {
            *k != n && s.content.iter().map(|c| c.end() - c.start()).sum::<usize>() >= from
        });
        let ended = told.flat_map(|(_, s)| &s.content).map(|c| c.end()).filter(|e| *e <= content.start());
        ended.max().unwrap_or(0)
    };
    let between = text.get(ends(LEAST).max(paragraph)..content.start()).unwrap_or("");
    Led { how: phrase(between), asked: question(text, paragraph, content.start()) }
}

/// How some words say that what follows answers what went before.
fn phrase(text: &str) -> Option<Answering> {
    /// More words tell of something else as well.
    const MOST: usize = 40;
    let words = Words::of(text);
    if words.len() < 2 || words.len() > MOST {
        return None;
    }
    let normal = |k: usize| if k < words.len() { words.normal(k) } else { "" };
    let listed = |k: usize| {
        let fits = |p: &&Phrase| p.words.iter().enumerate().all(|(n, any)| any.contains(&normal(k + n)));
        PHRASES.iter().find(fits).map(|p| p.how)
    };
    let negated = |k: usize| {
        (k.saturating_sub(3)..k).any(|b| {
            let word = words.normal(b);
            matches!(word, "not" | "no" | "nobody" | "none" | "never" | "neither" | "without")
                || crate::verbs::negated_helping(word).is_some()
        })
    };
    // `disputes that`, `rejected this account`: the object ends the clause.
    let turned_down = |k: usize| {
        let verb = ANSWERING.iter().any(|(w, how)| *how == Answering::Denies && verb_of(normal(k), w));
        let object = k + 1 + usize::from(normal(k + 1) == "at");
        let said = |at: usize| SAYINGS.contains_key(stem(normal(at)));
        let determined = matches!(
            normal(object),
            "the" | "this" | "that" | "these" | "those" | "such" | "his" | "her" | "its" | "their"
        );
        let end = match normal(object) {
            _ if determined && said(object + 1) => object + 2,
            "it" | "this" | "that" | "both" => object + 1,
            _ => return false,
        };
        let ends = end >= words.len() || !words.list()[end].adjacent();
        verb && (ends || matches!(normal(end), "too" | "and" | "when" | "as" | "in" | "on")) && !negated(k)
    };
    (0..words.len())
        .find_map(|k| listed(k).filter(|_| !negated(k)).or(turned_down(k).then_some(Answering::Denies)))
}

/// Whether a word is a form of a verb: `disputes`, `denied`.
fn verb_of(word: &str, base: &str) -> bool {
    let root = base.strip_suffix(['e', 'y']).unwrap_or(base);
    let ending = word.strip_prefix(root);
    ending.is_some_and(|end| matches!(end, "" | "e" | "y" | "s" | "es" | "ed" | "ies" | "ied"))
}

/// Where a paragraph begins if a question opens it or stands in the line above, and all up to `end` follows it.
fn question(text: &str, paragraph: usize, end: usize) -> Option<usize> {
    /// A question of a reporter's is short.
    const MOST: usize = 90;
    let plain = |words: &str| words.len() <= MOST && !words.contains(['“', '"', '‘', '.', '!', '\n']);
    let own = text.get(paragraph..end)?;
    let opens = own.find('?').is_some_and(|at| plain(&own[..at]));
    let above = || {
        let line = text.get(..paragraph)?.trim_end().rsplit('\n').next()?.trim();
        line.strip_suffix('?').filter(|l| plain(l))
    };
    (opens || above().is_some()).then_some(paragraph)
}

/// Who is led to with words that say so answers the one before.
pub(super) fn led_to(all: &[Said<'_>], i: usize) -> Option<(usize, Answering)> {
    let how = all[i].led.how?;
    // `The guild rejected the charge. “…”`: the charge is found by the words for it.
    let before = i.checked_sub(1).map(|b| &all[b]).filter(|b| b.doc == all[i].doc)?;
    if answering(before).is_some() && before.words.len() <= BARE {
        return None;
    }
    let j = other_before(all, i)?;
    Some((if how == Answering::Responds { j } else { fitting(all, i, j) }, how))
}

/// Of two who are asked one question, the second answers the first if he says the contrary, or speaks of the same thing.
pub(super) fn to_one_question(all: &[Said<'_>], i: usize) -> Option<(usize, Answering)> {
    /// What both speak of must tell at least this much.
    const LEAST: f32 = 0.4;
    /// Words of what may be denied.
    const LONG: usize = 5;
    let s = &all[i];
    let asked = s.led.asked?;
    let j = other_before(all, i).filter(|j| all[*j].led.asked == Some(asked))?;
    let t = &all[j];
    let again = restated(&s.words, (0, s.words.len()), &t.words, (0, t.words.len()));
    let negated = |x: &Said<'_>, many: usize| x.clauses.iter().take(many).any(|(_, m)| m.negated());
    let differ = t.words.len() >= LONG && negated(s, 1) && !negated(t, usize::MAX) && !super::denies(t);
    let how = if differ && again.same >= LEAST { Answering::Denies } else { Answering::Responds };
    (differ || again.same >= LEAST).then_some((j, how))
}

/// The statement before, where another made it.
fn other_before(all: &[Said<'_>], i: usize) -> Option<usize> {
    let s = &all[i];
    s.speaker?;
    if s.statement.within.is_some() {
        return None;
    }
    let told = |j: &usize| {
        let t = &all[*j];
        t.statement.within.is_none()
            && t.words.len() >= 3
            && (t.speaker.is_some() || t.statement.form == Form::Direct)
    };
    let j = (0..i).rev().take(5).take_while(|j| all[*j].doc == s.doc).find(told)?;
    let t = &all[j];
    let other = t.speaker.is_some() && t.speaker != s.speaker && may_be(s, t);
    (other && t.statement.voice != Voice::Headline && !thought(t)).then_some(j)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_between_two_statements_tell_how_one_answers() {
        for (words, how) in [
            (" he said. Her trainer saw it otherwise. ", Answering::Denies),
            (" The miller, Ada Brunn, tells a different story: ", Answering::Denies),
            (" The harbour disputes that. Its owner, Ida Norr, said ", Answering::Denies),
            (" The guild rejected this account. In a letter it said ", Answering::Denies),
            (" But the cellist hit back last night: ", Answering::Responds),
            (" The choir, which owns the hall, backs him: its master said ", Answering::Confirms),
        ] {
            assert_eq!(phrase(words), Some(how), "{words}");
        }
        for words in [
            " Nobody disputes that. The miller said ",
            " she said. The miller, foreign or otherwise, said ",
            " The guild rejected that offer of the miller's. It said ",
            " he said. ",
        ] {
            assert_eq!(phrase(words), None, "{words}");
        }
    }

    #[test]
    fn a_question_opens_a_paragraph_or_stands_above_it() {
        let text = "Was it locked? The owner says so. A guard says no.";
        assert_eq!(question(text, 0, 40), Some(0));
        let text = "Who knew?\n\nThe owner says nobody. A guard says all.";
        assert_eq!(question(text, 11, 40), Some(11));
        assert_eq!(question("The owner asked: “Who knew?” A guard laughed.", 0, 40), None);
    }
}
