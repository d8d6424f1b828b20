//! What reports call a ship, a firm, a law, a drug that has a name of its own.

use super::lists::{LOADED, STOPS};
use super::{Reading, Term};
use sayso_model::{EntityKind, MentionForm};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Nouns for things with names, each a sequence of words, by kind.
static KINDS: LazyLock<Vec<Vec<Vec<&'static str>>>> = LazyLock::new(|| {
    let lines = include_str!("../../words/naming/kinds.txt").lines().filter(|l| !l.starts_with('#'));
    lines.map(|l| l.split_whitespace().map(|w| w.split('+').collect()).collect()).collect()
});
/// The kinds by the last word of each noun.
static BY_LAST: LazyLock<BTreeMap<&'static str, Vec<(usize, usize)>>> = LazyLock::new(|| {
    let mut by: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (k, kind) in KINDS.iter().enumerate() {
        for (w, words) in kind.iter().enumerate() {
            if let Some(last) = words.last() {
                by.entry(last).or_default().push((k, w));
            }
        }
    }
    by
});

/// Nouns that mean the thing without an article: `an offensive against separatists`, `told land sharks to go`.
const BARE: [&str; 22] = [
    "rebels",
    "insurgents",
    "militants",
    "terrorists",
    "guerrillas",
    "guerillas",
    "separatists",
    "extremists",
    "jihadists",
    "paramilitaries",
    "fanatics",
    "bandits",
    "raiders",
    "vultures",
    "sharks",
    "land sharks",
    "fat cats",
    "profiteers",
    "poisoners",
    "polluters",
    "grave robbers",
    "asset strippers",
];

/// Nouns that colour the noun behind them: `death ferry`, `poison factory`.
const COLOURS: [&str; 14] = [
    "death",
    "poison",
    "horror",
    "killer",
    "terror",
    "ghost",
    "hell",
    "doom",
    "shame",
    "misery",
    "nightmare",
    "murder",
    "scandal",
    "hate",
];

/// A thing over the reports.
#[derive(Default)]
struct Thing {
    name: String,
    places: Vec<(usize, Range<usize>)>,
    kinds: BTreeSet<usize>,
}

/// A noun for things with names: where it begins, and the kinds of thing that it may stand for.
struct Noun {
    start: usize,
    kinds: Vec<usize>,
}

/// The things that two reports name, or one names and calls otherwise, with what they are called.
pub(super) fn things(readings: &[Reading<'_, '_>]) -> Vec<(String, Vec<Term>)> {
    let mut things = named(readings);
    let mut found: Vec<(usize, Vec<Term>)> = Vec::new();
    for (t, thing) in things.iter_mut().enumerate() {
        let mut terms = Vec::new();
        for (d, tokens) in &thing.places {
            let reading = &readings[*d];
            for (term, noun) in
                [before(reading, tokens.start), after(reading, tokens.end), behind(reading, tokens.end)]
                    .into_iter()
                    .flatten()
            {
                // `group` may be a firm or a gang.
                if let [only] = noun.kinds[..] {
                    thing.kinds.insert(only);
                }
                terms.extend(reading.term(term, true));
            }
        }
        found.push((t, terms));
    }
    for (t, terms) in &mut found {
        let others: BTreeSet<usize> = things
            .iter()
            .enumerate()
            .filter(|(o, _)| o != t)
            .flat_map(|(_, o)| o.kinds.iter().copied())
            .collect();
        let thing = &things[*t];
        // The only one of its kind: other nouns of the kind mean it too.
        let only: Vec<usize> = thing.kinds.difference(&others).copied().collect();
        if only.is_empty() {
            continue;
        }
        for reading in readings {
            away(reading, &only, terms);
        }
    }
    let named = found.into_iter().filter(|(_, terms)| !terms.is_empty());
    named.map(|(t, terms)| (things[t].name.clone(), terms)).collect()
}

/// The things with names, in the order in which they are named: what the reader took for a name, and runs of capitals
/// that it did not (`the Sons of the Ridge`). `Osterhav` is `Osterhav Group`, `the Front` the only front that is named.
fn named(readings: &[Reading<'_, '_>]) -> Vec<Thing> {
    let mut by_name: BTreeMap<String, Thing> = BTreeMap::new();
    for (d, reading) in readings.iter().enumerate() {
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let view = reading.view;
        let mut names: Vec<(String, Range<usize>)> = Vec::new();
        for run in runs(reading) {
            taken.extend(run.clone());
            let Some(span) = view.hull(run.clone()) else { continue };
            let name = view.text(span);
            names.push((name.strip_prefix("The ").unwrap_or(name).to_owned(), run));
        }
        for entity in &view.doc.annotations.entities {
            let mentions = entity.mentions.iter().filter(|m| m.form == MentionForm::Name);
            let places = mentions.map(|m| view.tokens_in(m.span));
            if entity.kind == EntityKind::Person {
                // A run that is somebody's name names no thing.
                let persons: Vec<Range<usize>> = places.collect();
                names.retain(|(_, run)| {
                    let linked = run.clone().any(|i| view.word(i) == "of");
                    !persons.iter().any(|p| p == run || p.end == run.end && !linked)
                });
                continue;
            }
            let free = places.filter(|tokens| !tokens.clone().any(|i| taken.contains(&i)));
            names.extend(free.map(|tokens| (entity.name.clone(), tokens)));
        }
        for (name, tokens) in names {
            let thing = by_name.entry(name.to_lowercase()).or_default();
            if thing.name.is_empty() {
                thing.name = name;
            }
            thing.places.push((d, tokens));
        }
    }
    let names: Vec<String> = by_name.keys().cloned().collect();
    for name in &names {
        let mut longer = names.iter().filter(|long| by_name.contains_key(*long) && is_short_for(name, long));
        let (Some(long), None) = (longer.next(), longer.next()) else { continue };
        let Some(short) = by_name.remove(name) else { continue };
        if let Some(thing) = by_name.get_mut(long) {
            thing.places.extend(short.places);
        }
    }
    let mut things: Vec<Thing> = by_name.into_values().collect();
    for thing in &mut things {
        thing.places.sort_by_key(|(d, tokens)| (*d, tokens.start, tokens.end));
    }
    things.sort_by_key(|t| t.places.first().map(|(d, tokens)| (*d, tokens.start)));
    things
}

/// Whether one name, in lower case, is another cut short: `osterhav` of `osterhav group`, `front` of `lisk front`.
fn is_short_for(short: &str, long: &str) -> bool {
    /// What ends the names of firms and bodies besides the nouns for them.
    const ENDS: [&str; 14] = [
        "plc",
        "inc",
        "ltd",
        "ag",
        "co",
        "corp",
        "pharma",
        "estates",
        "holdings",
        "industries",
        "front",
        "brigade",
        "brigades",
        "council",
    ];
    let is_end = |word: &str| ENDS.contains(&word) || BY_LAST.contains_key(word);
    match long.strip_prefix(short) {
        Some(rest) => rest.starts_with(' ') && rest.rsplit(' ').next().is_some_and(is_end),
        None => is_end(short) && long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' ')),
    }
}

/// Runs of capitals of more than one word, with `of the` and `for the` within: the names of things that a reader of
/// names may cut (`Sons`, `Ridge`).
fn runs(reading: &Reading<'_, '_>) -> Vec<Range<usize>> {
    let view = reading.view;
    let all = 0..view.tokens.len();
    // `Divers` at the head of a sentence, `divers` elsewhere.
    let common: BTreeSet<&str> = all.filter(|i| !view.capital(*i)).map(|i| view.word(i)).collect();
    let mut found = Vec::new();
    for line in view.sentences.iter().filter(|l| !l.headline) {
        let mut i = line.tokens.start;
        while i < line.tokens.end {
            // `the news site The Keyhole`
            let article = i > line.tokens.start && view.printed(i) == "The";
            let opens = view.capital(i) && (article || !STOPS.contains(view.word(i)));
            if !opens || i == line.tokens.start && common.contains(view.word(i)) {
                i += 1;
                continue;
            }
            let mut end = i + 1;
            loop {
                let link = (end..line.tokens.end)
                    .take(2)
                    .take_while(|k| matches!((k - end, view.word(*k)), (0, "of" | "for") | (1, "the")))
                    .count();
                let next = end + link;
                if next >= line.tokens.end || !view.is_word(next) || !view.capital(next) {
                    break;
                }
                end = next + 1;
            }
            let dated = view.hull(i..end).is_none_or(|span| view.times_in(span).next().is_some());
            if end - i > 1 && !dated {
                found.push(i..end);
            }
            i = end;
        }
    }
    found
}

/// The noun for things with names that ends at a token.
fn noun_at(reading: &Reading<'_, '_>, last: usize) -> Option<Noun> {
    let view = reading.view;
    let known = BY_LAST.get(view.word(last))?;
    let starts = known.iter().filter_map(|(k, w)| {
        let words = &KINDS[*k][*w];
        let start = (last + 1).checked_sub(words.len())?;
        words.iter().enumerate().all(|(i, part)| view.word(start + i) == *part).then_some((start, *k))
    });
    let starts: Vec<(usize, usize)> = starts.collect();
    let start = starts.iter().map(|(start, _)| *start).min()?;
    let kinds = starts.into_iter().filter(|(s, _)| *s == start).map(|(_, k)| k).collect();
    Some(Noun { start, kinds })
}

/// Where what leads to a noun begins: `the troubled` of `the troubled carmaker`.
fn begins(reading: &Reading<'_, '_>, noun: usize) -> usize {
    let view = reading.view;
    let mut start = noun;
    while start > 0 && noun - start < 4 {
        let word = view.word(start - 1);
        let broken = view.hull(start - 1..start + 1).is_some_and(|s| view.text(s).contains('\n'));
        // `the drivers' union`
        let owner = matches!(word, "'" | "’" | "'s" | "’s") && start > 1 && !view.capital(start - 2);
        if !owner && (!view.is_word(start - 1) || STOPS.contains(word)) || broken {
            break;
        }
        start -= 1;
    }
    let article = start > 0
        && matches!(
            view.word(start - 1),
            "the" | "a" | "an" | "its" | "his" | "her" | "their" | "this" | "that"
        );
    if article {
        return start;
    }
    // Without an article only what colours, or tells where from, is sure to belong to it.
    let belongs = |i: &usize| LOADED.contains(view.word(*i)) || view.capital(*i);
    (start..noun).rev().take_while(belongs).last().unwrap_or(noun)
}

/// `the patrol boat Fulmar`, `troubled carmaker Haldane`
fn before(reading: &Reading<'_, '_>, name: usize) -> Option<(Range<usize>, Noun)> {
    let last = name.checked_sub(1)?;
    let view = reading.view;
    // A headline's last word and a name in the dateline below it have nothing to do with each other.
    if view.hull(last..name + 1).is_some_and(|between| view.text(between).contains('\n')) {
        return None;
    }
    let mark = matches!(view.word(last), "\"" | "“" | "‘" | "'");
    let last = if mark { last.checked_sub(1)? } else { last };
    if let Some(of) = members(reading, last) {
        return Some(of);
    }
    let comma = view.word(last) == ",";
    let last = if comma { last.checked_sub(1)? } else { last };
    let last = calling(reading, last).unwrap_or(last);
    let noun = noun_at(reading, last)?;
    let start = begins(reading, noun.start);
    // `the state railway, Norrail,`, but not `in a van, Norrail said`
    let apposed =
        !comma || start > 0 && matches!(view.word(start - 1), "the" | "its" | "their" | "’s" | "'s");
    apposed.then_some((start..last + 1, noun))
}

/// `the rebels of the Red Dawn`, `terrorists of the so-called Red Dawn`: those who are of a body.
fn members(reading: &Reading<'_, '_>, last: usize) -> Option<(Range<usize>, Noun)> {
    let view = reading.view;
    let mut last = last;
    while matches!(view.word(last), "the" | "so-called" | "self-styled") {
        last = last.checked_sub(1)?;
    }
    let last = last.checked_sub(1).filter(|_| matches!(view.word(last), "of" | "from"))?;
    let noun = noun_at(reading, last)?;
    let of_people = is_bare(reading, noun.start, last) || view.word(last) == "fighters";
    of_people.then(|| (begins(reading, noun.start)..last + 1, noun))
}

/// The noun that a name is given to: the group of `a group calling itself Red Dawn`, `a gang known as the Owls`.
fn calling(reading: &Reading<'_, '_>, last: usize) -> Option<usize> {
    let view = reading.view;
    let last = if view.word(last) == "the" { last.checked_sub(1)? } else { last };
    let first = match (view.word(last.checked_sub(1)?), view.word(last)) {
        ("calling" | "calls", "itself" | "themselves") | ("known", "as") => last - 1,
        (_, "called" | "named" | "dubbed") => last,
        _ => return None,
    };
    let helping = matches!(view.word(first.checked_sub(1)?), "which" | "who" | "that" | "," | "is" | "are");
    (!helping).then(|| first - 1)
}

/// `Red Dawn terrorists`, `the Owls gang`, `Haldane fat cats`: those behind a name.
fn behind(reading: &Reading<'_, '_>, end: usize) -> Option<(Range<usize>, Noun)> {
    let view = reading.view;
    let (last, noun) = (end..end + 2).find_map(|last| Some((last, noun_at(reading, last)?)))?;
    let of_people = noun.kinds.iter().any(|k| has_noun(*k, "gang")) || is_bare(reading, noun.start, last);
    (of_people && noun.start == end && !view.capital(end)).then_some((end..last + 1, noun))
}

/// Whether a kind of thing has a noun.
fn has_noun(kind: usize, noun: &str) -> bool {
    KINDS[kind].iter().any(|words| words == &[noun])
}

/// Whether a noun says so much of its own that it means the thing without an article: `raiders`, `terrorists`.
fn is_bare(reading: &Reading<'_, '_>, start: usize, last: usize) -> bool {
    let view = reading.view;
    let word = view.hull(start..last + 1).map(|span| view.text(span).to_lowercase()).unwrap_or_default();
    BARE.contains(&word.as_str())
}

/// `Fulmar, a navy patrol boat,`, `Fulmar is a warship`
fn after(reading: &Reading<'_, '_>, end: usize) -> Option<(Range<usize>, Noun)> {
    let view = reading.view;
    let short = view.printed(end + 1);
    if view.word(end) == "(" && view.word(end + 2) == ")" && is_initials(short) {
        return Some((end + 1..end + 2, Noun { start: end + 1, kinds: Vec::new() }));
    }
    if !matches!(view.word(end), "," | "is" | "was" | "(" | "–" | "—")
        || !matches!(view.word(end + 1), "a" | "an" | "the" | "its")
    {
        return None;
    }
    let from = end + 2;
    let stop =
        (from..from + 6).find(|i| !view.is_word(*i) || STOPS.contains(view.word(*i))).unwrap_or(from + 6);
    let noun = noun_at(reading, stop.checked_sub(1)?)?;
    (stop > from).then_some((from..stop, noun))
}

/// `ULS` of `Union of Locomotive Staff (ULS)`
fn is_initials(word: &str) -> bool {
    (2..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// `the warship`, `the troubled lender`: nouns of a kind away from the name.
fn away(reading: &Reading<'_, '_>, kinds: &[usize], terms: &mut Vec<Term>) {
    /// Nouns that mean much else where no name is beside them: `the whole network was down`.
    const BESIDE: [&str; 6] = ["network", "body", "army", "cell", "agency", "crew"];
    let view = reading.view;
    for line in &view.sentences {
        for last in line.tokens.clone() {
            let Some(noun) = noun_at(reading, last) else { continue };
            let other = BESIDE.contains(&view.word(last)) || !noun.kinds.iter().any(|k| kinds.contains(k));
            if other || view.is_name(last) || view.is_name(last + 1) {
                continue;
            }
            let bare = is_bare(reading, noun.start, last);
            let coloured = noun.start > line.tokens.start && COLOURS.contains(&view.word(noun.start - 1));
            let start = noun.start - usize::from(coloured);
            let from = begins(reading, start).max(line.tokens.start);
            let definite = from > line.tokens.start && matches!(view.word(from - 1), "the" | "this" | "that");
            if definite || bare || line.headline && (coloured || !view.word(last).ends_with('s')) {
                terms.extend(reading.term(from..last + 1, true));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_of_several_words_are_known_by_their_last() {
        let boats = &BY_LAST["boat"];
        assert!(boats.iter().any(|(k, w)| KINDS[*k][*w] == ["patrol", "boat"]));
        assert!(boats.iter().any(|(k, w)| KINDS[*k][*w] == ["boat"]));
    }

    #[test]
    fn a_name_cut_short_is_the_same_name() {
        assert!(is_short_for("osterhav", "osterhav group"));
        assert!(is_short_for("southern dawn", "southern dawn movement"));
        assert!(is_short_for("front", "lisk front"));
        assert!(!is_short_for("oster", "osterhav group"));
        assert!(!is_short_for("lisk", "lisk front line"));
        assert!(!is_short_for("ridge", "sons of the ridge"));
    }
}
