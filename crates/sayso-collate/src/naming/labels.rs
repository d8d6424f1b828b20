//! What somebody is said to be or called: `called him a hero`, `branded a traitor`, `she is a liar`, `described the
//! killing as state terrorism`.

use super::lists::{JUDGEMENTS, LABELS, LOADED, STOPS, is_person_noun, woman};
use super::person::Named;
use super::phrase::{LONGEST, complement, possessive};
use super::refer::{Places, SLURS};
use super::{Reading, Term};
use std::ops::Range;

/// What a label is put on.
pub(super) enum On {
    /// A person, by its place in the list.
    Person(usize),
    /// A thing or act, by the tokens that name it.
    Thing(Range<usize>),
}

/// Names of crimes, by which an act is judged where it is said to be one: `this is theft`.
const CRIMES: [&str; 11] = [
    "theft",
    "robbery",
    "heist",
    "burglary",
    "murder",
    "manslaughter",
    "kidnapping",
    "hostage-taking",
    "looting",
    "plunder",
    "piracy",
];

/// Words between a verb and its object or complement.
const FAR: usize = 7;

/// The labels of a report.
pub(super) fn labels(
    reading: &Reading<'_, '_>,
    people: &[Named],
    doc: usize,
    places: &Places,
) -> Vec<(On, Term)> {
    let view = reading.view;
    let mut found = Vec::new();
    for line in &view.sentences {
        for i in line.tokens.clone() {
            let word = view.word(i);
            if let Some(needs_as) = LABELS.get(word) {
                let given = given(reading, places, people, doc, &line.tokens, i, *needs_as);
                found.extend(given.filter(|(on, term)| suits(reading, on, term)));
            } else if matches!(
                word,
                "is" | "was" | "'s" | "’s" | "remains" | "remained" | "became" | "becomes" | "been"
            ) {
                let person = is_a(reading, people, doc, places, &line.tokens, i);
                found.extend(person.or_else(|| it_is(reading, &line.tokens, i)));
            }
        }
    }
    found
}

/// `called NAME (as) a hero`, `NAME was hailed as a hero`.
fn given(
    reading: &Reading<'_, '_>,
    places: &Places,
    people: &[Named],
    doc: usize,
    line: &Range<usize>,
    verb: usize,
    needs_as: bool,
) -> Option<(On, Term)> {
    let view = reading.view;
    let limit = line.end.min(verb + FAR);
    let after = (verb + 1..limit).find(|i| view.word(*i) == "as");
    if needs_as && after.is_none() {
        return None;
    }
    let object_end = after.unwrap_or(limit);
    let object = places.within(verb + 1..object_end).next().filter(|(tokens, _, _)| tokens.start <= verb + 5);
    // `dubbed “Calamity Tarn”`: the name is part of what somebody is called.
    let object = object.filter(|(tokens, _, _)| !(verb + 1..tokens.start).any(|i| is_open(view.word(i))));
    if let Some((tokens, person, _)) = object {
        // `called Tarn a hero`, `called Tarn's speech a disgrace`
        if possessive(view.word(tokens.end)) {
            let from = after.map_or_else(|| determiner_after(reading, tokens.end + 1, limit), Some)?;
            let term = complement_term(reading, line, from)?;
            return Some((On::Thing(tokens.end + 1..from), term));
        }
        let from = after.map_or(tokens.end, |i| i + 1);
        return Some((On::Person(*person), complement_term(reading, line, from)?));
    }
    let next = view.word(verb + 1);
    // `called him a hero`: somebody else than the one who calls.
    if matches!(next, "him" | "her") {
        let person = other_person(reading, people, doc, places, line, verb, woman(next))?;
        let from = after.map_or(verb + 2, |i| i + 1);
        return Some((On::Person(person), complement_term(reading, line, from)?));
    }
    // `was branded a traitor`, `, hailed as a hero,`
    let past = view.word(verb).ends_with("ed") || matches!(view.word(verb), "known" | "seen");
    let be = verb > line.start
        && matches!(
            view.word(verb - 1),
            "was" | "is" | "been" | "were" | "are" | "being" | "," | "widely" | "be"
        );
    // `the keeper, called the theft a disgrace`: what is called stands after the verb.
    let active = view.word(verb.saturating_sub(1)) == ","
        && after.is_none()
        && matches!(next, "the" | "his" | "her" | "its" | "their" | "this" | "that")
        && determiner_after(reading, verb + 3, limit).is_some();
    // `The keeper, Ivo Tarn, declared a holiday`: the comma ends what stands beside the name.
    let beside = view.word(verb.saturating_sub(1)) == ","
        && places.within(line.start..verb).next_back().is_some_and(|(tokens, _, name)| {
            let opens = (line.start..tokens.start).rev().find(|i| !view.capital(*i) && view.word(*i) != ".");
            *name && tokens.end + 1 == verb && after.is_none() && opens.is_some_and(|i| view.word(i) == ",")
        });
    if past && be && !active && !beside {
        let aside = |a: &usize| {
            *a == verb + 1
                || matches!(view.word(verb + 1), "by" | "in" | "at" | "on" | "there" | "here" | "officially")
        };
        let from = after.filter(aside).map_or(verb + 1, |i| i + 1);
        // `called by the papers “the water thief”`
        let quoted = (next == "by").then(|| (verb + 2..limit).find(|i| is_open(view.word(*i)))).flatten();
        let term = complement_term(reading, line, quoted.unwrap_or(from))?;
        return match places.within(line.start..verb).next_back() {
            Some((tokens, person, _)) if verb - tokens.end <= FAR => Some((On::Person(*person), term)),
            Some(_) => None,
            // `The act was branded a provocation`
            None => Some((On::Thing(line.start.max(verb.saturating_sub(FAR))..verb), term)),
        };
    }
    // `the minister they call the Ferret`
    const THEY: [&str; 12] = [
        "they",
        "some",
        "many",
        "people",
        "critics",
        "fans",
        "opponents",
        "supporters",
        "friends",
        "colleagues",
        "others",
        "voters",
    ];
    let by = verb.checked_sub(1).filter(|i| *i >= line.start && THEY.contains(&view.word(*i)));
    if let (Some(by), "the" | "a" | "an" | "\"" | "“" | "‘") = (by, next)
        && let Some((tokens, person, _)) = places.within(line.start..by).next_back()
        && by - tokens.end <= 4
        && !(tokens.end..by).any(|i| view.attributes(i))
    {
        return Some((On::Person(*person), complement_term(reading, line, verb + 1)?));
    }
    // `called the strike an act of war`, `condemned it as barbarism`
    // `a proposal the union called an insult`
    let direct = after.is_none() && matches!(next, "a" | "an" | "\"" | "“" | "‘");
    if direct && determiner_after(reading, verb + 3, limit).is_none_or(|d| reading.view.word(d) == "the") {
        let term = complement_term(reading, line, verb + 1).filter(|t| judges(reading, t))?;
        return Some((On::Thing(line.start.max(verb.saturating_sub(FAR))..verb), term));
    }
    if matches!(next, "it" | "this" | "that" | "the" | "its" | "his" | "their" | "a" | "an") {
        let from = match after {
            Some(i) => i,
            None => determiner_after(reading, verb + 2, limit)?,
        };
        let term = complement_term(reading, line, if after.is_some() { from + 1 } else { from })?;
        return Some((On::Thing(verb + 1..from), term));
    }
    None
}

/// Whether a term may be what a person is called: a noun for persons, a judgement, a name.
fn suits(reading: &Reading<'_, '_>, on: &On, term: &Term) -> bool {
    let view = reading.view;
    let mut words = view.tokens_in(term.span);
    match on {
        On::Person(_) => words.any(|i| {
            let word = view.word(i);
            is_person_noun(view, i) || view.capital(i) && !STOPS.contains(word) || SLURS.contains(word)
        }),
        On::Thing(_) => words.len() > 1 || !words.any(|i| STOPS.contains(view.word(i))),
    }
}

/// Whether a term judges: `called an insult`, but not `called a meeting`.
fn judges(reading: &Reading<'_, '_>, term: &Term) -> bool {
    let view = reading.view;
    view.tokens_in(term.span).any(|i| {
        let word = view.word(i);
        JUDGEMENTS.contains(word) || LOADED.contains(word) || is_person_noun(view, i)
    })
}

/// `It was a massacre`, `this is a shameful betrayal`, `the closure is a disaster`: what somebody says that it is.
fn it_is(reading: &Reading<'_, '_>, line: &Range<usize>, verb: usize) -> Option<(On, Term)> {
    let view = reading.view;
    let subject = verb.checked_sub(1).filter(|i| *i >= line.start)?;
    let said = matches!(view.word(subject), "it" | "this" | "that");
    let from = if said {
        subject
    } else {
        let article =
            (line.start..subject).rev().take(4).find(|i| matches!(view.word(*i), "the" | "this" | "that"))?;
        let plain = |i: usize| view.is_word(i) && !STOPS.contains(view.word(i));
        (article + 1..=subject).all(plain).then_some(article)?
    };
    let article = matches!(view.word(verb + 1), "a" | "an" | "the");
    // `This is theft`
    if !article && !said {
        return None;
    }
    let start = verb + 1 + usize::from(article);
    let end = (start..line.end.min(start + LONGEST))
        .find(|i| !view.is_word(*i) || STOPS.contains(view.word(*i)))
        .unwrap_or(line.end.min(start + LONGEST));
    let head = end.checked_sub(1).filter(|h| *h >= start)?;
    let judges = JUDGEMENTS.contains(view.word(head)) || CRIMES.contains(&view.word(head));
    let judged = judges || article && !said && (start..head).any(|i| LOADED.contains(view.word(i)));
    if !judged {
        return None;
    }
    let term = reading.term(start..complement(view, line, end), false)?;
    Some((On::Thing(from..verb), term))
}

/// Whether a token can open words in quotation marks.
pub(super) fn is_open(word: &str) -> bool {
    matches!(word, "\"" | "“" | "‘" | "«")
}

/// The next article or opening quotation mark.
fn determiner_after(reading: &Reading<'_, '_>, from: usize, limit: usize) -> Option<usize> {
    let view = reading.view;
    (from..limit).find(|i| {
        matches!(view.word(*i), "a" | "an" | "the" | "\"" | "“" | "‘" | "'")
            && (!possessive(view.word(*i)) || !view.is_word(i.saturating_sub(1)))
    })
}

/// The noun phrase that begins at `from`, article and quotation mark aside. It is another's word.
fn complement_term(reading: &Reading<'_, '_>, line: &Range<usize>, from: usize) -> Option<Term> {
    let view = reading.view;
    let skip = |i: &usize| {
        matches!(
            view.word(*i),
            "\"" | "“"
                | "‘"
                | "'"
                | "a"
                | "an"
                | "the"
                | "one"
                | "of"
                | "not"
                | "never"
                | "no"
                | "simply"
                | "nothing"
        ) && *i < line.end
    };
    let article = (from..from + 4).take_while(skip).count();
    let start = from + article;
    let mut end = start;
    while end < line.end && end - start < LONGEST {
        let word = view.word(end);
        if !(view.is_word(end) || possessive(word) && view.is_word(end + 1) && end > start)
            || STOPS.contains(word)
        {
            break;
        }
        end += 1;
    }
    let end = if end > start { complement(view, line, end).max(end) } else { end };
    let noun = end > start && article > 0;
    // `a hero`: as printed.
    let start = start - usize::from(matches!(view.word(start - 1), "a" | "an" | "the"));
    let mut term = reading.term(start..end, false).filter(|_| noun)?;
    term.own = false;
    Some(term)
}

/// `Tarn was a tyrant`, `he is a killer`.
fn is_a(
    reading: &Reading<'_, '_>,
    people: &[Named],
    doc: usize,
    places: &Places,
    line: &Range<usize>,
    verb: usize,
) -> Option<(On, Term)> {
    let view = reading.view;
    let mut from = verb + 1;
    while matches!(view.word(from), "not" | "never" | "no" | "just" | "simply" | "always" | "also" | "still")
    {
        from += 1;
    }
    if !matches!(view.word(from), "a" | "an" | "the") && view.word(from - 1) != "no" {
        return None;
    }
    let start = if matches!(view.word(from), "a" | "an" | "the") { from + 1 } else { from };
    let mut end = start;
    while end < line.end && end - start < LONGEST && view.is_word(end) && !STOPS.contains(view.word(end)) {
        end += 1;
    }
    let head = (start..end).rev().find(|i| is_person_noun(view, *i))?;
    if end - head > 2 && !(start..head).any(|i| LOADED.contains(view.word(i))) {
        return None;
    }
    let mut subject = verb.checked_sub(1).filter(|i| *i >= line.start)?;
    while subject > line.start
        && matches!(view.word(subject), "has" | "had" | "have" | "always" | "never" | "also")
    {
        subject -= 1;
    }
    let named =
        places.within(line.start..verb).next_back().filter(|(tokens, _, _)| tokens.end == subject + 1);
    let person = match named {
        Some((_, person, _)) => *person,
        None if matches!(view.word(subject), "he" | "she") => {
            other_person(reading, people, doc, places, line, subject, woman(view.word(subject)))?
        }
        None => return None,
    };
    let term = reading.term(start..complement(view, line, head + 1), false)?;
    Some((On::Person(person), term))
}

/// The person last spoken of before a token who does not speak there, of a gender.
fn other_person(
    reading: &Reading<'_, '_>,
    people: &[Named],
    doc: usize,
    places: &Places,
    line: &Range<usize>,
    token: usize,
    woman: Option<bool>,
) -> Option<usize> {
    /// Tokens looked back.
    const BACK: usize = 120;
    let view = reading.view;
    let inside = view.tokens.get(token).map(|t| view.voice(t.span)).and_then(|v| v.statement);
    let speaks = inside.and_then(|s| view.statements()[s].source.as_ref()?.entity);
    let is_speaker = |p: usize| {
        let entities = &view.doc.annotations.entities;
        people[p].entities.iter().any(|(d, e)| *d == doc && Some(entities[*e].id) == speaks)
    };
    let subject = places.within(line.start..token).next().filter(|_| inside.is_none()).map(|(_, p, _)| *p);
    let fits = |p: usize| {
        people[p].woman.zip(woman).is_none_or(|(a, b)| a == b) && !is_speaker(p) && Some(p) != subject
    };
    let mut places = places.within(token.saturating_sub(BACK)..token).rev();
    places.find(|(_, p, _)| fits(*p)).map(|(_, p, _)| *p)
}
