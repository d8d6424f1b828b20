//! What a cue's words do: lemma and manner, whether they are negated or only possible, and whether they commit the
//! outlet to what is said.

use crate::cues;
use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_model::{Cue, Manner, Modality, Stance};
use sayso_text::{Gap, Span};
use std::collections::HashMap;
use std::sync::LazyLock;

/// How many words before the cue may belong to it: `had not yet publicly` said.
const BEFORE: usize = 5;

/// How many words between cue and content may tell what the outlet thinks of it: `said, without evidence, that`.
const AFTER: usize = 7;

/// Verbs that only lead on to another: `went on to say`, `took to Twitter to denounce`.
const LEADING: [&str; 8] = [
    "go on",
    "go on to say",
    "take to twitter",
    "take to facebook",
    "take to social media",
    "be set",
    "be going",
    "be prepared",
];

/// The facts of a cue that stands in these spans.
pub(crate) fn cue(prepared: &Prepared<'_>, item: &Found) -> Cue {
    let own: Vec<usize> = item.cue.iter().flat_map(|s| tokens_in(prepared, *s)).collect();
    let before = helping_words(prepared, item, &own);
    let places: Vec<usize> = before.iter().chain(&own).copied().collect();
    let words: Vec<&str> = places.iter().map(|i| prepared.lower(*i)).collect();
    let head = head(&words);
    let at = head.map_or(words.len(), |h| h.at);
    let negated = is_negated(&words, head) || denied_source(prepared, item);
    let (lemma, manner) = match head {
        Some(head) => (head.lemma.to_string(), head.manner),
        // A word outside of the lexicon, or a mark: it says, neutrally.
        None => {
            let printed = item.cue.first().and_then(|s| s.slice(prepared.text)).unwrap_or_default();
            (printed.to_lowercase(), Manner::Assert)
        }
    };
    // `is considered a danger`: it is what somebody believes; `is considering a ban` what he intends.
    let considered = lemma == "consider" && words[..at].iter().any(|w| role(w).any(Role::BE));
    let manner = if considered && words.get(at) == Some(&"considered") { Manner::Believe } else { manner };
    let modality = modality(&words[..at], negated);
    let mut around = words.clone();
    around.extend(after(prepared, item, &own).iter().map(|i| prepared.lower(*i)));
    let stance = stance(&lemma, &around, negated);
    let manner = if negated { TABLES.negated(&lemma, manner) } else { manner };
    Cue { spans: item.cue.clone(), lemma, manner, negated, modality, stance }
}

/// The verb or noun of a cue.
#[derive(Clone, Copy)]
struct Head {
    at: usize,
    words: usize,
    lemma: &'static str,
    manner: Manner,
}

/// The first word of the lexicon that is no helping word; of a verb that leads on to another the other.
fn head(words: &[&str]) -> Option<Head> {
    let mut leading = None;
    let mut at = 0;
    while at < words.len() {
        // `is said to have promised`: what it is said of is the cue.
        let helping =
            TABLES.modalities.iter().find(|(pattern, _)| pattern.len() > 1 && begins(&words[at..], pattern));
        if let Some((pattern, _)) = helping {
            let whole = head(&words[at + pattern.len()..]);
            if let Some(later) = whole {
                return Some(Head { at: later.at + at + pattern.len(), ..later });
            }
        }
        let verb = cues::find(words[at], |k| words.get(at + k).copied());
        let verb = verb.filter(|v| v.words > 1 || !role(words[at]).any(Role::AUX | Role::PREP));
        let head = match verb {
            Some(v) => Head { at, words: v.words, lemma: v.cue.lemma, manner: v.cue.manner },
            None => match cues::noun(words[at]) {
                Some(noun) => Head { at, words: 1, lemma: noun.lemma, manner: noun.manner },
                None => {
                    at += 1;
                    continue;
                }
            },
        };
        if !LEADING.contains(&head.lemma) {
            // `issued a denial`, `made a claim`: a verb that takes a noun of saying says what the noun says.
            let noun = words[at + head.words..].iter().take(3).find_map(|w| cues::noun(w));
            return Some(match noun {
                Some(noun) if is_light(head.lemma) => Head { lemma: noun.lemma, manner: noun.manner, ..head },
                _ => head,
            });
        }
        leading = leading.or(Some(head));
        at += head.words;
    }
    leading
}

/// Verbs that say nothing of their own beside a noun of saying.
fn is_light(lemma: &str) -> bool {
    matches!(lemma, "issue" | "express" | "release" | "voice" | "offer" | "repeat" | "share" | "air" | "hold")
}

/// Helping words, negations and adverbs right before the cue that a finder left out of it.
fn helping_words(prepared: &Prepared<'_>, item: &Found, own: &[usize]) -> Vec<usize> {
    let Some(first) = own.first() else { return Vec::new() };
    let elsewhere = |i: usize| {
        let at = prepared.tokens[i].span;
        item.content.iter().chain(&item.source).any(|s| s.contains(at))
    };
    let mut start = *first;
    while start > 0
        && first - start < BEFORE
        && prepared.tokens[start].gap != Gap::Break
        && !elsewhere(start - 1)
        && role(prepared.lower(start - 1)).any(Role::AUX | Role::ADV)
        && !role(prepared.lower(start - 1)).any(Role::TIME | Role::CONJ)
    {
        start -= 1;
    }
    (start..*first).collect()
}

/// The words between the cue and the content after it.
fn after(prepared: &Prepared<'_>, item: &Found, own: &[usize]) -> Vec<usize> {
    let Some(last) = own.last() else { return Vec::new() };
    let end = prepared.tokens[*last].span.end();
    let next = item.content.iter().map(|s| s.start()).filter(|s| *s >= end).min();
    let Some(gap) = next.and_then(|next| Span::new(end, next)) else { return Vec::new() };
    let between = tokens_in(prepared, gap);
    if between.len() > AFTER { Vec::new() } else { between.collect() }
}

fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "never" | "n't" | "n’t" | "nor" | "neither" | "cannot" | "without")
        || word.ends_with("n't")
        || word.ends_with("n’t")
}

/// Whether the words say that it was not said: `did not say`, `has yet to comment`, `made no mention of`.
fn is_negated(words: &[&str], head: Option<Head>) -> bool {
    let (at, end) = head.map_or((words.len(), words.len()), |h| (h.at, h.at + h.words));
    let before = &words[..at];
    // `not only said`, `not just warned`
    let only =
        |i: usize| before.get(i + 1).is_some_and(|w| matches!(*w, "only" | "just" | "merely" | "simply"));
    let none = before.last() == Some(&"no");
    let turned = none || before.iter().enumerate().any(|(i, w)| is_negation(w) && !only(i));
    let unfulfilled = before.windows(2).any(|w| {
        matches!(w, ["yet", "to"])
            || w[1] == "to"
                && matches!(w[0], "failed" | "fails" | "failing" | "neglected" | "omitted" | "unable")
    }) || before.windows(2).any(|w| w == ["no", "longer"]);
    let nothing = words[end.min(words.len())..]
        .windows(2)
        .any(|w| w[0] == "no" && !matches!(w[1], "to" | "longer") || w[0] == "nothing")
        || words.len() > 1 && words.last() == Some(&"nothing");
    turned || unfulfilled || nothing
}

/// `Nobody said`, `neither the ministry nor the port would say`.
fn denied_source(prepared: &Prepared<'_>, item: &Found) -> bool {
    let Some(first) = item.source.first() else { return false };
    let words: Vec<&str> = tokens_in(prepared, *first).take(2).map(|i| prepared.lower(i)).collect();
    match words[..] {
        ["nobody" | "neither" | "none", ..] => true,
        // `No 10` is a house.
        ["no", next] => next.chars().all(char::is_alphabetic),
        _ => false,
    }
}

/// Whether words begin with a pattern of `modalities.tsv`.
fn begins(words: &[&str], pattern: &[&str]) -> bool {
    let same = |(word, p): (&&str, &&str)| if *p == "*" { role(word).any(Role::BE) } else { word == p };
    words.len() >= pattern.len() && words.iter().zip(pattern).all(same)
}

fn modality(before: &[&str], negated: bool) -> Option<Modality> {
    let fits = |pattern: &[&str]| (0..before.len()).any(|i| begins(&before[i..], pattern));
    let found = TABLES.modalities.iter().find(|(pattern, _)| fits(pattern)).map(|(_, modality)| *modality);
    // `would not say`, `will not say`: what was asked for was refused there and then.
    found.filter(|m| !(negated && matches!(m, Modality::Conditional | Modality::Future)))
}

fn stance(lemma: &str, around: &[&str], negated: bool) -> Stance {
    let printed = TABLES.printed.iter().filter(|(words, _)| around.windows(words.len()).any(|w| w == words));
    let adverb = printed.map(|(_, stance)| *stance).max();
    let verb = || match TABLES.stances.get(lemma) {
        Some((_, true)) if negated => Stance::Neutral,
        Some((stance, _)) => *stance,
        None => Stance::Neutral,
    };
    adverb.unwrap_or_else(verb)
}

struct Tables {
    /// The stance of a lemma, and whether negation takes it away.
    stances: HashMap<&'static str, (Stance, bool)>,
    /// Adverbs and phrases with theirs.
    printed: Vec<(Vec<&'static str>, Stance)>,
    modalities: Vec<(Vec<&'static str>, Modality)>,
    negated: Vec<(Manner, Manner, Vec<&'static str>)>,
}

impl Tables {
    fn negated(&self, lemma: &str, manner: Manner) -> Manner {
        let named = self.negated.iter().find(|(_, _, lemmas)| lemmas.contains(&lemma));
        let found =
            named.or_else(|| self.negated.iter().find(|(of, _, lemmas)| *of == manner && lemmas.is_empty()));
        found.map_or(manner, |(_, becomes, _)| *becomes)
    }
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let rows = |file: &'static str| {
        file.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<&'static str>>())
    };
    let mut tables =
        Tables { stances: HashMap::new(), printed: Vec::new(), modalities: Vec::new(), negated: Vec::new() };
    for row in rows(include_str!("../data/stances.tsv")) {
        let [class, words] = row[..] else { continue };
        let shows = class == "shows";
        let stance = if shows { Stance::Endorses } else { Stance::parse(class).unwrap_or(Stance::Neutral) };
        for word in words.split(',') {
            if word.ends_with("ly") || word.starts_with("without ") || word == "so-called" {
                tables.printed.push((word.split(' ').collect(), stance));
            } else {
                tables.stances.insert(word, (stance, shows));
            }
        }
    }
    for row in rows(include_str!("../data/modalities.tsv")) {
        let [class, words] = row[..] else { continue };
        let Some(modality) = Modality::parse(class) else { continue };
        tables.modalities.extend(words.split(',').map(|w| (w.split(' ').collect(), modality)));
    }
    // Of two that fit the longer.
    tables.modalities.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    for row in rows(include_str!("../data/negations.tsv")) {
        let (Some(of), Some(becomes)) = (Manner::parse(row[0]), row.get(1).and_then(|m| Manner::parse(m)))
        else {
            continue;
        };
        tables.negated.push((of, becomes, row.get(2).map_or(Vec::new(), |l| l.split(' ').collect())));
    }
    tables
});

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::Report;

    fn report(text: &str) -> Report {
        Report::of_text("a", text)
    }

    /// `source | cue | content` stand in the sentence in square brackets, `[s …]`, `[u …]`, `[c …]`.
    fn facts(marked: &str) -> String {
        let (mut text, mut spans) = (String::new(), [Vec::new(), Vec::new(), Vec::new()]);
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once('[') {
            text.push_str(before);
            let (words, after) = after.split_once(']').unwrap();
            let role = "suc".find(&words[..1]).unwrap();
            let start = text.len();
            text.push_str(&words[2..]);
            spans[role].push(Span::new(start, text.len()).unwrap());
            rest = after;
        }
        text.push_str(rest);
        let [source, cues, content] = spans;
        let report = report(&text);
        let item = Found { source, cue: cues, content, confidence: None, by: "test" };
        let found = cue(&Prepared::new(&report), &item);
        let negated = if found.negated { "not " } else { "" };
        let modality = found.modality.map_or(String::new(), |m| format!(" {m}"));
        let stance =
            if found.stance == Stance::Neutral { String::new() } else { format!(" {}", found.stance) };
        format!("{negated}{} {}{modality}{stance}", found.lemma, found.manner)
    }

    #[test]
    fn cases() {
        let mut wrong = String::new();
        let mut count = 0;
        for line in include_str!("../tests/cues.tsv").lines().filter(|l| !l.starts_with('#')) {
            let (sentence, want) = line.split_once('\t').expect(line);
            let got = facts(sentence);
            count += 1;
            if got != want {
                wrong += &format!("\n{sentence}\n  want {want}\n  got  {got}");
            }
        }
        assert!(count >= 60, "{count}");
        assert!(wrong.is_empty(), "{wrong}");
    }

    #[test]
    fn every_line_of_the_tables_is_understood() {
        for (file, classes) in [
            (include_str!("../data/stances.tsv"), ["shows", "endorses", "distances", "rejects", ""]),
            (
                include_str!("../data/modalities.tsv"),
                ["possible", "future", "conditional", "obliged", "reported"],
            ),
        ] {
            for line in file.lines().filter(|l| !l.starts_with('#')) {
                assert!(classes.contains(&line.split('\t').next().unwrap()), "{line}");
            }
        }
        for line in include_str!("../data/negations.tsv").lines().filter(|l| !l.starts_with('#')) {
            assert!(line.split('\t').take(2).all(|m| Manner::parse(m).is_some()), "{line}");
        }
        for line in include_str!("../data/cue-nouns.tsv").lines().filter(|l| !l.starts_with('#')) {
            let manner = line.split_once('\t').and_then(|(_, manner)| Manner::parse(manner));
            assert!(manner.is_some(), "{line}");
        }
        // A stance is of a lemma that a cue can have.
        for lemma in TABLES.stances.keys().filter(|l| !l.contains(' ')) {
            let known = cues::find(lemma, |_| None).is_some() || cues::noun(lemma).is_some();
            assert!(known, "{lemma} is no cue");
        }
    }
}
