//! What is printed of a person around the name: titles, offices, appositions, and the gender they tell.

use super::{About, Names, head_end, is_possessive};
use crate::Prepared;
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons;
use sayso_model::EntityKind;
use sayso_text::Gap;
use std::ops::Range;

/// Words in -ed that describe a person.
const PARTICIPLES: [&str; 10] = [
    "retired",
    "elected",
    "re-elected",
    "disgraced",
    "exiled",
    "jailed",
    "convicted",
    "acclaimed",
    "celebrated",
    "appointed",
];

/// How many tokens of an apposition are read.
const FAR: usize = 12;

/// Collects descriptions of every person named.
pub(super) fn describe(prepared: &Prepared<'_>, names: &mut Names) {
    for k in 0..names.mentions.len() {
        let mention = names.mentions[k].clone();
        let about = &mut names.about[mention.entity];
        match names.entities[mention.entity].kind {
            EntityKind::Person => {}
            EntityKind::Organization => {
                body(prepared, &mention.name, about);
                continue;
            }
            _ => continue,
        }
        let mut start = before(prepared, &mention.name, about);
        for i in mention.full.start..mention.name.start {
            // `Lady Justice Corwen`
            about.gender = about.gender.or(persons::gender_of_noun(prepared.lower(i)));
        }
        if let Some(office) = office_before(prepared, mention.full.start) {
            note(prepared, office..mention.full.start, about);
            start = start.min(office);
        }
        if mention.full.start < mention.name.start {
            // `Minister of Foreign Affairs of Lenvar Tiber Halasz`
            note(prepared, mention.full.start..mention.name.start, about);
        }
        if let Some(apposed) = before_comma(prepared, &(mention.full.start..mention.name.end)) {
            note(prepared, apposed.clone(), about);
            start = start.min(apposed.start);
        }
        after(prepared, mention.name.end, about);
        names.mentions[k].full.start = names.mentions[k].full.start.min(start);
    }
}

/// `the rights group Open Gate`, `Northern Seam, the mine operator,`: what a body is called beside its name.
fn body(prepared: &Prepared<'_>, name: &Range<usize>, about: &mut About) {
    let is_body = |i: usize| persons::is_body(prepared.lower(i));
    if let Some(before) = name.start.checked_sub(1)
        && prepared.tokens[name.start].gap == Gap::Space
        && is_body(before)
    {
        about.words.insert(prepared.word(before).to_lowercase());
    }
    let opens = |i: usize| matches!(prepared.lower(i), "a" | "an" | "the");
    let after = name.end + 1;
    if after < prepared.tokens.len() && prepared.word(name.end) == "," && opens(after) {
        let end = prepared.tokens.len().min(after + 6);
        let stop = (after..end).find(|i| !prepared.tokens[*i].is_word()).unwrap_or(end);
        let head = head_end(prepared, after..stop);
        if head > after + 1 && is_body(head - 1) {
            about.words.insert(prepared.word(head - 1).to_lowercase());
        }
    }
}

/// Adds the description that these tokens give.
fn note(prepared: &Prepared<'_>, tokens: Range<usize>, about: &mut About) {
    let end = head_end(prepared, tokens.clone());
    let Some(head) = end.checked_sub(1).filter(|i| *i >= tokens.start) else { return };
    let (role, affiliation) = role_of(prepared, tokens.clone());
    about.role = about.role.take().or(role);
    about.affiliation = about.affiliation.take().or(affiliation);
    for i in tokens {
        let lower = prepared.lower(i);
        about.age = about.age.or_else(|| age(lower));
        if prepared.tokens[i].is_word() && !is_small(lower) {
            about.words.insert(prepared.word(i).to_lowercase());
        }
    }
    let lower = prepared.lower(head);
    let before = head.checked_sub(1).map_or("", |i| prepared.lower(i));
    about.heads.insert(office_of(before, lower).to_string());
    about.gender = persons::gender_of_noun(lower).or(about.gender);
}

/// What a noun phrase for a person calls it, and the body it belongs to: `chief economist`, `Merrow Bank` of `the
/// chief economist of Merrow Bank` and of `Merrow Bank's chief economist`.
pub(crate) fn role_of(
    prepared: &Prepared<'_>,
    tokens: Range<usize>,
) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let end = head_end(prepared, tokens.clone());
    let mut start = tokens.start;
    let mut owner = None;
    if let Some(mark) = (tokens.start..end).rev().find(|i| is_possessive(prepared.word(*i))) {
        let from = tokens.start + usize::from(role(prepared.lower(tokens.start)).any(Role::DET));
        owner = (from < mark).then_some(from..mark);
        start = mark + 1;
    }
    while start < end && role(prepared.lower(start)).any(Role::DET | Role::POSS) {
        start += 1;
    }
    let before = if end - start.min(end) > 1 { prepared.lower(end - 2) } else { "" };
    if start >= end || !persons::is_person_after(before, prepared.lower(end - 1)) {
        return (None, owner);
    }
    let joins = end + 1 < tokens.end && matches!(prepared.lower(end), "of" | "for" | "at" | "from" | "with");
    if !joins {
        return (Some(start..end), owner);
    }
    let stop = (end + 1..tokens.end)
        .find(|i| {
            let lower = prepared.lower(*i);
            matches!(lower, "," | "(" | ";" | "who" | "which" | "that" | "whose")
                || role(lower).any(Role::AUX)
        })
        .unwrap_or(tokens.end);
    let from = end + 1 + usize::from(role(prepared.lower(end + 1)).any(Role::DET));
    // `minister of transport` is an office; `mayor of Lower Sellin` and `head of the League` belong somewhere.
    let named = (from..stop).any(|i| prepared.word(i).starts_with(char::is_uppercase));
    let body = (from..stop).any(|i| persons::is_body(prepared.lower(i)));
    if prepared.lower(end) == "of" && !named && !body {
        return (Some(start..stop), owner);
    }
    (Some(start..end), owner.or_else(|| (from < stop).then_some(from..stop)))
}

/// The office that a noun with the word before it stands for: a prime minister is not `the minister`.
pub(crate) fn office_of<'w>(before: &str, lower: &'w str) -> &'w str {
    match (before, lower) {
        ("prime", "minister") => "prime-minister",
        ("vice" | "deputy", "president" | "vice-president") => "vice-president",
        _ => persons::office(lower),
    }
}

fn is_small(lower: &str) -> bool {
    is_possessive(lower)
        || role(lower)
            .any(Role::AUX | Role::PREP | Role::SUB | Role::DET | Role::POSS | Role::PRON | Role::CONJ)
}

/// The years in `54` and `54-year-old`.
pub(crate) fn age(lower: &str) -> Option<u32> {
    let years = lower.split_once("-year-").map_or(lower, |(years, _)| years);
    years.parse().ok().filter(|years| *years < 120)
}

/// `the transport minister Ann Lee`: the words right before a name, back to the beginning of the phrase.
fn before(prepared: &Prepared<'_>, name: &Range<usize>, about: &mut About) -> usize {
    let mut head = name.start;
    while head > 0 && prepared.word(head - 1) == "." && prepared.tokens[head - 1].gap == Gap::None {
        head -= 1;
    }
    let Some(head) = head.checked_sub(1).filter(|_| prepared.tokens[name.start].gap == Gap::Space) else {
        return name.start;
    };
    let lower = prepared.lower(head);
    let courtesy = matches!(lower, "mr" | "mrs" | "ms" | "miss");
    if !persons::is_person(persons::office(lower)) && !persons::is_person(lower) {
        return name.start;
    }
    if courtesy {
        about.gender = persons::gender_of_noun(lower).or(about.gender);
        return head;
    }
    let mut start = head;
    while start > 0 && head - start < 6 && prepared.tokens[start].gap == Gap::Space {
        let lower = prepared.lower(start - 1);
        let word = prepared.tokens[start - 1].is_word();
        if !word
            || role(lower).any(Role::AUX | Role::PREP | Role::SUB | Role::PRON | Role::CONJ | Role::VERB)
                && !role(lower).any(Role::POSS)
            // `said Senator`, but `the retired general`
            || is_verb_like(lower) && !PARTICIPLES.contains(&lower)
        {
            break;
        }
        start -= 1;
        if role(lower).any(Role::DET | Role::POSS) {
            break;
        }
    }
    note(prepared, start..head + 1, about);
    start
}

/// `Leader of the Opposition Ann Lee`: where an office with a capital and a complement begins right before a name.
fn office_before(prepared: &Prepared<'_>, name: usize) -> Option<usize> {
    let mut at = name;
    let mut complement = false;
    while at > 0 && name - at < 8 && prepared.tokens[at].gap == Gap::Space {
        let lower = prepared.lower(at - 1);
        let small = matches!(lower, "of" | "for" | "the" | "and");
        if !small && !prepared.word(at - 1).starts_with(char::is_uppercase) {
            return None;
        }
        at -= 1;
        complement |= matches!(lower, "of" | "for");
        if complement && !small && persons::is_person(lower) {
            return Some(at);
        }
    }
    None
}

/// `The director, Ann Lee,`: the phrase before the comma before a name.
pub(super) fn before_comma(prepared: &Prepared<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let mut comma = name.start.checked_sub(1)?;
    while comma > 0
        && (prepared.word(comma).ends_with("-year-old")
            || prepared.word(comma) == "."
            || persons::gender_of_noun(prepared.lower(comma)).is_some()
            || matches!(prepared.lower(comma), "dr" | "prof" | "professor"))
    {
        comma -= 1;
    }
    if prepared.word(comma) != "," {
        return None;
    }
    let mut start = comma;
    while start > 0 && comma - start < FAR {
        let lower = prepared.lower(start - 1);
        let known = prepared.tokens[start - 1].is_word() || is_possessive(lower);
        if !known {
            break;
        }
        start -= 1;
        if prepared.tokens[start].gap == Gap::Break {
            break;
        }
    }
    // The first determiner from which no verb stands before the comma.
    let mut phrase = None;
    for i in start..comma {
        let lower = prepared.lower(i);
        let opens = role(lower).any(Role::DET | Role::POSS)
            && (i == start || !role(prepared.lower(i - 1)).any(Role::PREP) || lower != "the");
        if phrase.is_none() && opens {
            phrase = Some(i);
        } else if role(lower).any(Role::AUX | Role::VERB | Role::PRON)
            && !role(lower).any(Role::DET | Role::POSS)
            || is_verb_like(lower)
        {
            phrase = None;
        }
    }
    let phrase = phrase?..comma;
    let head = head_end(prepared, phrase.clone()).checked_sub(1)?;
    let first = prepared.tokens[phrase.start].gap == Gap::Break
        || phrase.start == 0
        || matches!(prepared.word(phrase.start - 1), "." | "”" | "\"" | "’" | "?" | "!");
    let closed = prepared.tokens.get(name.end).is_some_and(|_| prepared.word(name.end) == ",");
    let lower = prepared.lower(head);
    (head > phrase.start && (persons::is_person(lower) || first && closed && persons::noun(lower).is_none()))
        .then_some(phrase)
}

/// Words in -ed that are no noun for a person.
fn is_verb_like(lower: &str) -> bool {
    lower.len() > 4 && lower.ends_with("ed")
        || matches!(lower, "said" | "told" | "says" | "tells" | "asked" | "met")
}

/// `Ann Lee, 52, mayor of Lower Sellin,`, `Ann Lee, who heads the League`, `Ann Lee is a former miner`.
fn after(prepared: &Prepared<'_>, end: usize, about: &mut About) {
    let count = prepared.tokens.len();
    let mut at = end;
    let is = at < count && matches!(prepared.lower(at), "is" | "was");
    if is {
        at += 1;
        if at < count && matches!(prepared.lower(at), "a" | "an" | "the") {
            phrase(prepared, at, about);
        }
        return;
    }
    if at + 2 < count
        && matches!(prepared.lower(at), "of" | "from" | "at" | "with")
        && about.affiliation.is_none()
    {
        let from = at + 1 + usize::from(role(prepared.lower(at + 1)).any(Role::DET));
        let goes_on = |i: &usize| {
            let lower = prepared.lower(*i);
            prepared.word(*i).starts_with(char::is_uppercase)
                || matches!(lower, "of" | "for" | "the" | "and" | "&" | "’" | "'" | "’s" | "'s")
        };
        let mut stop = (from..count.min(from + 8)).take_while(goes_on).last().map_or(from, |i| i + 1);
        while stop > from && !prepared.word(stop - 1).starts_with(char::is_uppercase) {
            stop -= 1;
        }
        about.affiliation = (stop > from).then_some(from..stop);
    }
    for _ in 0..2 {
        if at + 1 >= count || prepared.word(at) != "," || prepared.tokens[at + 1].gap == Gap::Break {
            return;
        }
        at += 1;
        if prepared.lower(at) == "aged" && at + 1 < count {
            at += 1;
        }
        if prepared.tokens[at].is_word() && prepared.word(at).bytes().all(|b| b.is_ascii_digit()) {
            about.age = about.age.or_else(|| age(prepared.word(at)));
            at += 1;
            continue;
        }
        if prepared.lower(at) == "who" && at + 1 < count {
            let head = match prepared.lower(at + 1) {
                "heads" | "headed" => "head",
                "leads" | "led" => "leader",
                "chairs" | "chaired" => "chairman",
                "runs" | "ran" | "directs" => "director",
                "owns" | "owned" => "owner",
                _ => return,
            };
            about.heads.insert(head.to_string());
            return;
        }
        phrase(prepared, at, about);
        return;
    }
}

/// Notes the phrase that begins here, if its head is a noun for a person.
fn phrase(prepared: &Prepared<'_>, from: usize, about: &mut About) {
    let limit = prepared.tokens.len().min(from + FAR);
    let mut end = from;
    while end < limit && (prepared.tokens[end].is_word() || is_possessive(prepared.word(end))) {
        if end > from && prepared.tokens[end].gap == Gap::Break
            || is_verb_like(prepared.lower(end)) && end == from
        {
            break;
        }
        end += 1;
    }
    let head_end = head_end(prepared, from..end);
    // A clause is no apposition.
    let verb = (from..head_end).any(|i| {
        role(prepared.lower(i)).any(Role::AUX | Role::PRON)
            && !role(prepared.lower(i)).any(Role::DET | Role::POSS)
    });
    if head_end > from && !verb && persons::is_person(prepared.lower(head_end - 1)) {
        note(prepared, from..end, about);
    }
}
