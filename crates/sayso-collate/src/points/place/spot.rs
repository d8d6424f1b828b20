//! The places that a report gives, each with what its clause tells to have been there.

use super::super::claims::{ClaimWord, claim_words};
use super::super::lists::lines;
use super::super::told::told_of;
use super::super::view::{View, Voice};
use super::super::when::{HAPPENINGS, happens};
use super::part::{Level, Part, noun};
use crate::meaning::vector_of;
use crate::prior;
use crate::verbs::{base, helping, past};
use crate::words::{hash_word, stem};
use sayso_model::{EntityKind, MentionForm};
use sayso_text::{Gap, Span};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// How a happening stands to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It was there.
    At,
    /// It came from there.
    From,
    /// It went there.
    To,
    /// The place is only named: `the Cable Street fire`.
    Named,
}

/// A place that a report gives.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence.
    pub line: usize,
    /// The place with its preposition.
    pub span: Span,
    /// Its tokens.
    pub hole: Range<usize>,
    /// The place in words.
    pub name: String,
    /// What it is called, from the finest part to the coarsest.
    pub parts: Vec<Part>,
    /// How its happening stands to it.
    pub role: Role,
    /// On which side of the place: `north of Skerrow`.
    pub side: Option<u64>,
    /// Its clause.
    pub clause: Range<usize>,
    /// What the clause tells, the place aside.
    pub words: Vec<ClaimWord>,
    /// The kinds of what happens in the clause, the nearest first.
    pub modes: Vec<&'static str>,
    /// In whose voice.
    pub voice: Voice,
    /// Whether it stands in the headline.
    pub headline: bool,
    /// Sentences of the text before it.
    pub depth: usize,
}

/// Words that put something at a place.
const AT: [&str; 26] = [
    "in",
    "at",
    "near",
    "outside",
    "off",
    "below",
    "above",
    "inside",
    "beside",
    "behind",
    "around",
    "round",
    "through",
    "on",
    "within",
    "under",
    "beneath",
    "along",
    "across",
    "opposite",
    "aboard",
    "alongside",
    "throughout",
    "onto",
    "by",
    "between",
];
/// Of these, such as do so only for a noun or a street: `by the gate`, `on the Iron Bridge`.
const GROUNDED: [&str; 7] = ["on", "by", "onto", "between", "under", "along", "above"];
/// Words after which something goes to a place.
const TO: [&str; 5] = ["to", "into", "towards", "toward", "for"];
/// Stems of words for what moves, or is moved.
static MOVES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "take bring come go travel arrive fly sail flee send deliver transfer carry head march walk drive escape evacuate \
     deport extradite transport ship move return depart leave land bound journey ride climb fall jump pull steal \
     remove disappear vanish rescue free import export smuggle divert tow drag run flight ferry voyage trip rush cross \
     retreat withdraw drop crash roll spread start set lift bind"
        .split_whitespace()
        .map(stem)
        .collect()
});
/// Words that lead on from a part of a place to what holds it.
const WITHIN: [&str; 9] = ["of", "in", "at", "on", "near", "outside", "off", "inside", "between"];
/// Parts of a place that are no place by themselves: `the outskirts of Sarrow`.
const SIDES: [&str; 32] = [
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "outskirts",
    "centre",
    "center",
    "heart",
    "middle",
    "outside",
    "edge",
    "foot",
    "top",
    "bottom",
    "front",
    "back",
    "end",
    "entrance",
    "mouth",
    "area",
    "part",
    "side",
    "downtown",
    "capital",
    "shores",
    "banks",
    "vicinity",
    "surroundings",
];
/// Words that end a clause.
const PARTING: [&str; 13] = [
    "after", "before", "although", "though", "but", "because", "while", "who", "which", "where", "when", ";",
    ":",
];
/// Nouns of places that mostly mean something else unless they are set apart.
const DOUBTFUL: [&str; 40] = [
    "court",
    "house",
    "office",
    "offices",
    "line",
    "field",
    "fields",
    "light",
    "works",
    "stand",
    "cabinet",
    "home",
    "summit",
    "pass",
    "hold",
    "wing",
    "store",
    "market",
    "pool",
    "bank",
    "college",
    "school",
    "university",
    "hospital",
    "prison",
    "jail",
    "cell",
    "corner",
    "border",
    "church",
    "sea",
    "track",
    "tracks",
    "camp",
    "coach",
    "light",
    "base",
    "theatre",
    "theater",
    "tower",
];
/// Words that may follow a noun of a place without making it part of another.
const FUNCTION: [&str; 50] = [
    "last",
    "next",
    "today",
    "yesterday",
    "tomorrow",
    "again",
    "alone",
    "only",
    "just",
    "also",
    "then",
    "there",
    "about",
    "not",
    "and",
    "or",
    "but",
    "on",
    "in",
    "at",
    "of",
    "by",
    "to",
    "for",
    "with",
    "when",
    "where",
    "who",
    "which",
    "that",
    "as",
    "was",
    "were",
    "is",
    "are",
    "had",
    "has",
    "have",
    "will",
    "would",
    "near",
    "after",
    "before",
    "until",
    "from",
    "early",
    "late",
    "since",
    "during",
    "around",
];
/// Words that are no part of what a place is called.
const BEFORE: [&str; 24] = [
    "the", "a", "an", "his", "her", "its", "their", "our", "my", "this", "that", "these", "those", "same",
    "another", "one", "two", "three", "some", "any", "each", "every", "other", "several",
];
/// The stems of the words for happenings: before one, a name is no place.
static WORDS_OF_ACTS: LazyLock<HashSet<u64>> = LazyLock::new(|| {
    lines(include_str!("../../../words/points/acts_named.txt"))
        .flat_map(|l| l.split(' '))
        .map(|w| hash_word(stem(w)))
        .collect()
});

/// The share of reports from which on a word is too common to be taken for a village.
const COMMON_NAME: f32 = 0.0005;

/// What a place is called, with where that stands.
struct Called {
    tokens: Range<usize>,
    part: Part,
    /// Where its article stands, or its first word.
    opens: usize,
}

/// The places of a report; `known` are names that are places in some report.
pub(super) fn spots(view: &View<'_>, known: &HashSet<String>) -> Vec<Spot> {
    let mut found = Vec::new();
    let mentions = |keep: &dyn Fn(&sayso_model::Entity) -> bool| -> Vec<(Span, bool)> {
        let kept = view.doc.annotations.entities.iter().filter(|e| keep(e));
        let place = |e: &sayso_model::Entity| e.kind == EntityKind::Place || known.contains(e.name.as_str());
        let mut all: Vec<(Span, bool)> = kept
            .flat_map(|e| e.mentions.iter().map(move |m| (e, m)))
            .filter(|(_, m)| m.form == MentionForm::Name)
            .map(|(e, m)| (m.span, place(e)))
            .collect();
        all.sort_unstable();
        all
    };
    // Half of all villages bear somebody's name.
    let person = |e: &sayso_model::Entity| {
        e.kind == EntityKind::Person && (e.name.contains(' ') || !known.contains(e.name.as_str()))
    };
    let entities = mentions(&|e| !person(e));
    let persons: Vec<Span> = mentions(&person).into_iter().map(|(s, _)| s).collect();
    let mut depth = 0;
    for (line, sentence) in view.sentences.iter().enumerate() {
        let called = called(view, sentence.tokens.clone(), &entities, &persons);
        let mut next = 0;
        while next < called.len() {
            // `in the hall of the terminal at Sarrow` is one place.
            let mut last = next;
            while last + 1 < called.len() && leads_on(view, &called[last], &called[last + 1]) {
                last += 1;
            }
            // `hit a lorry near Sarrow`: what leads nowhere leaves the place that it is at.
            let whole = &called[next..=last];
            let own =
                |from: &usize| *from == 0 || whole[*from].part.named() || !whole[*from].part.marks.is_empty();
            let first = (0..whole.len()).filter(own).find_map(|from| spot(view, line, depth, &whole[from..]));
            found.extend(first);
            next = last + 1;
        }
        depth += usize::from(!sentence.headline);
    }
    found
}

/// Names that a report uses as those of places, whatever they were taken for: `marched through Sarn`.
pub(super) fn used(view: &View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for entity in &view.doc.annotations.entities {
        let words = entity.name.split(' ').count();
        let common =
            || entity.name.to_lowercase().split(' ').any(|w| prior::share(hash_word(stem(w))) > COMMON_NAME);
        if entity.kind == EntityKind::Person && words > 1 || words > 3 {
            continue;
        }
        let put = |at: usize| {
            let before = |k: usize| at.checked_sub(k).map(|i| view.word(i)).unwrap_or_default();
            let moves = |word: &str| MOVES.contains(stem(base(word)));
            match before(1) {
                "in" | "near" | "outside" | "through" => true,
                "from" => moves(before(2)) || before(2) == "in" && moves(before(3)),
                "of" => matches!(
                    before(2),
                    "streets"
                        | "town"
                        | "city"
                        | "village"
                        | "port"
                        | "island"
                        | "province"
                        | "district"
                        | "valley"
                ),
                _ => false,
            }
        };
        let names = entity.mentions.iter().filter(|m| m.form == MentionForm::Name);
        let mut tokens = names.map(|m| view.tokens_in(m.span));
        if tokens.any(|t| put(t.start) && !owner(view, t.end))
            && (entity.kind == EntityKind::Place || !common())
        {
            found.push(entity.name.clone());
        }
    }
    found
}

/// What places are called in a sentence, in order.
fn called(
    view: &View<'_>,
    sentence: Range<usize>,
    entities: &[(Span, bool)],
    persons: &[Span],
) -> Vec<Called> {
    let is_person = |i: usize| {
        let Some(token) = view.tokens.get(i) else { return false };
        let at = persons.partition_point(|s| s.end() <= token.span.start());
        persons.get(at).is_some_and(|s| s.contains(token.span))
    };
    let mut found: Vec<Called> = Vec::new();
    let mut i = sentence.start;
    while i < sentence.end {
        let Some(range) =
            around_noun(view, i, &sentence, &is_person).or_else(|| by_name(view, i, &sentence, entities))
        else {
            i += 1;
            continue;
        };
        let part = Part::of(view, range.clone());
        let mut opens = range.start;
        while opens > sentence.start && BEFORE.contains(&view.word(opens - 1)) {
            opens -= 1;
        }
        i = range.end.max(i + 1);
        if found.last().is_some_and(|f| f.tokens.end > range.start) {
            continue;
        }
        found.push(Called { tokens: range, part, opens });
    }
    found
}

/// Whether a token ends in the sign of what belongs to it.
fn owner(view: &View<'_>, i: usize) -> bool {
    matches!(view.word(i), "'s" | "’s" | "'" | "’")
}

/// Whether two tokens stand on one line.
fn together(view: &View<'_>, i: usize) -> bool {
    view.tokens.get(i).is_some_and(|t| t.gap != Gap::Break)
}

/// The words around a noun of places at `i` that call the place: `the Orlan Square car park`, `the village of Stell`.
fn around_noun(
    view: &View<'_>,
    i: usize,
    sentence: &Range<usize>,
    is_person: &impl Fn(usize) -> bool,
) -> Option<Range<usize>> {
    const WIDE: usize = 6;
    noun(view.word(i))?;
    let mut end = i + 1;
    // Of several nouns in a row the last says what it is: `the car park attendant` is none.
    while end < sentence.end && together(view, end) && noun(view.word(end)).is_some() {
        end += 1;
    }
    let mut start = i;
    while start > sentence.start && i - start < WIDE && together(view, start) {
        let at = start - 1;
        let word = view.word(at);
        let named = view.capital(at) && view.is_word(at) && !is_person(at);
        let opens = at == sentence.start && !view.is_name(at);
        if owner(view, at) {
            // `Sarrow's terminal`, but not `the police's station`.
            if at == sentence.start || !view.capital(at - 1) || is_person(at - 1) {
                break;
            }
        } else if named && !opens && !BEFORE.contains(&word) {
        } else if !view.is_word(at)
            || view.capital(at)
            || BEFORE.contains(&word)
            || FUNCTION.contains(&word)
            || AT.contains(&word)
            || TO.contains(&word)
            || WITHIN.contains(&word)
            || helping(word).is_some()
            || view.attributes(at)
            || i - at > 2 && !named
            || verb_like(word)
            || word.ends_with("ly")
        {
            break;
        }
        start -= 1;
    }
    while start < i && owner(view, start) {
        start += 1;
    }
    let has_name = |r: Range<usize>| {
        r.into_iter().any(|k| view.capital(k) && k > sentence.start && noun(view.word(k)).is_none())
    };
    // `the viaduct Sarre`, `the village of Stell`.
    let next = if view.word(end) == "of" { end + 1 } else { end };
    let mut last = next;
    while last < sentence.end
        && together(view, last)
        && view.capital(last)
        && view.is_word(last)
        && !is_person(last)
        && view.times_in(view.tokens[last].span).next().is_none()
    {
        last += 1;
    }
    if last > next && !has_name(start..end) {
        end = last;
    } else if view.is_word(end) && together(view, end) && !view.capital(end) {
        // `the bridge builders`
        let word = view.word(end);
        let timed = view.times_in(view.tokens[end].span.hull(view.tokens[sentence.end - 1].span)).next();
        let timed = timed.is_some_and(|t| t.span.start() == view.tokens[end].span.start());
        let counted = quantity_at(view, end) || word.starts_with(|c: char| c.is_ascii_digit());
        let free = vector_of(word) == 0
            || timed
            || counted
            || FUNCTION.contains(&word)
            || AT.contains(&word)
            || helping(word).is_some();
        let other =
            !free && !past(word) && !word.ends_with("ly") && !word.ends_with("ing") && !word.ends_with('s');
        if other && !has_name(start..end) {
            return None;
        }
    }
    Some(start..end)
}

/// Whether a quantity begins with a token: `in a quarry ten kilometres from town`.
fn quantity_at(view: &View<'_>, i: usize) -> bool {
    let at = view.tokens[i].span.start();
    let quantities = &view.doc.annotations.quantities;
    let from = quantities.partition_point(|q| q.span.start() < at);
    quantities.get(from).is_some_and(|q| q.span.start() == at)
}

/// Whether a word before a noun is likely its verb rather than a word that sets it apart.
fn verb_like(word: &str) -> bool {
    past(word)
        && !matches!(
            word,
            "disused" | "abandoned" | "crowded" | "ruined" | "deserted" | "covered" | "occupied"
        )
        || matches!(
            word,
            "leave" | "reach" | "enter" | "close" | "shut" | "open" | "cross" | "said" | "left" | "hit"
        )
}

/// The words that name a place from `i` on.
fn by_name(
    view: &View<'_>,
    i: usize,
    sentence: &Range<usize>,
    entities: &[(Span, bool)],
) -> Option<Range<usize>> {
    let token = view.tokens.get(i)?;
    let from = entities.partition_point(|(s, _)| s.start() < token.span.start());
    let (span, place) = *entities.get(from)?;
    if span.start() != token.span.start() {
        return None;
    }
    let tokens = view.tokens_in(span);
    let end = tokens.end.min(sentence.end);
    // `Kessim's ferry terminal`, `the San Telmo hospital`.
    let mut next = end;
    while next < sentence.end && owner(view, next) {
        next += 1;
    }
    let mut last = next;
    while last < sentence.end && last < next + 3 && together(view, last) && view.is_word(last) {
        if noun(view.word(last)).is_some() {
            let mut more = last + 1;
            while more < sentence.end && noun(view.word(more)).is_some() {
                more += 1;
            }
            return Some(tokens.start..more);
        }
        if FUNCTION.contains(&view.word(last)) || view.capital(last) || verb_like(view.word(last)) {
            break;
        }
        last += 1;
    }
    place.then_some(tokens.start..end)
}

/// Whether one part of a place is followed by what holds it.
fn leads_on(view: &View<'_>, a: &Called, b: &Called) -> bool {
    const BETWEEN: usize = 4;
    let between = a.tokens.end..b.opens;
    if between.is_empty() {
        return false;
    }
    if between.len() == 1 && view.word(between.start) == "," {
        // `Stell, Norrland`
        return a.part.named() && b.part.named() && b.part.noun.is_none() && b.opens == b.tokens.start;
    }
    let mut at = between.clone();
    if view.word(at.start) == "," {
        at.start += 1;
    }
    let leads = WITHIN.contains(&view.word(at.start)) || AT.contains(&view.word(at.start));
    let plain = |i: usize| {
        let word = view.word(i);
        view.is_word(i)
            && !view.capital(i)
            && (BEFORE.contains(&word) || SIDES.contains(&word) || word == "of" || word.ends_with("ern"))
    };
    leads && at.len() <= BETWEEN && (at.start + 1..at.end).all(plain)
}

/// The place that some words call one within another, if it is one where something is told to have been.
fn spot(view: &View<'_>, line: usize, depth: usize, called: &[Called]) -> Option<Spot> {
    let sentence = &view.sentences[line];
    let (opens, end) = (called.first()?.opens, called.last()?.tokens.end);
    let start = called.first()?.tokens.start;
    if view.attributes(start) {
        return None;
    }
    let first = &called[0].part;
    let parts: Vec<Part> = called.iter().map(|c| c.part.clone()).collect();
    let named = parts.iter().any(Part::named);
    let (role, from, side) = leading(view, opens, sentence.tokens.start, first)?;
    let clause_from = (sentence.tokens.start..from)
        .rev()
        .find(|i| parts_clause(view, *i))
        .map_or(sentence.tokens.start, |i| i + 1);
    let clause_to =
        (end..sentence.tokens.end).find(|i| parts_clause(view, *i)).unwrap_or(sentence.tokens.end);
    let clause = clause_from..clause_to;
    let moved = || {
        clause.clone().any(|i| {
            let word = view.word(i);
            i.abs_diff(from) <= 9 && (MOVES.contains(stem(base(word))) || MOVES.contains(word))
        })
    };
    let doubtful = parts.len() == 1
        && !first.named()
        && first.marks.is_empty()
        && DOUBTFUL.contains(&view.word(end - 1));
    let bare = opens == start && !named && first.marks.is_empty();
    let fine = first.named() && matches!(first.level(), Some(Level::Ground | Level::Site | Level::Region));
    let fits = match role {
        Role::At => !doubtful && !bare,
        Role::To if view.word(from) == "into" => !bare && !doubtful,
        Role::From | Role::To => moved() && !bare && !doubtful,
        Role::Named => {
            fine && !owner(view, end) && first.level() != Some(Level::Site) || fine && site_of_ground(first)
        }
    };
    let big = first.level() >= Some(Level::Town) && !named;
    let act = view.is_word(end) && together(view, end) && WORDS_OF_ACTS.contains(&view.stem(end));
    if !fits
        || big
        || act && parts.len() == 1 && first.noun.is_none()
        || owner(view, end) && first.noun.is_none()
    {
        return None;
    }
    let hole = from..end;
    let mut words = claim_words(view, clause.clone());
    words.retain(|w| !hole.contains(&w.token));
    let span = view.hull(hole.clone())?;
    let name = view.hull(opens..end).map(|s| view.text(s)).unwrap_or_default();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let articles = ["the ", "a ", "an ", "The "];
    let name = articles.iter().find_map(|a| name.strip_prefix(a)).unwrap_or(&name).to_owned();
    Some(Spot {
        doc: view.at,
        line,
        span,
        name,
        parts,
        role,
        side,
        modes: modes(view, &clause, &hole),
        clause,
        words,
        voice: view.voice(view.tokens.get(start)?.span),
        headline: sentence.headline,
        depth,
        hole,
    })
}

/// Whether a place with a noun of buildings is one of the open: bridges stand in nobody's name.
fn site_of_ground(part: &Part) -> bool {
    part.noun.is_some_and(|n| {
        matches!(n.line, "viaduct" | "dam" | "tunnel" | "crossing" | "lighthouse" | "checkpoint")
    })
}

/// What leads to a place that opens at `opens`: how the happening stands to it, where that begins, and on which side.
fn leading(view: &View<'_>, opens: usize, start: usize, part: &Part) -> Option<(Role, usize, Option<u64>)> {
    let mut at = opens;
    let side;
    let word = |i: usize| view.word(i);
    // `in the north of`, `near the outskirts of`, `on board of`, `next to`.
    if at > start && word(at - 1) == "of" && at >= start + 2 {
        let before = word(at - 2);
        let compass = |w: &str| {
            ["north", "south", "east", "west"].iter().any(|c| w.starts_with(c)) && !w.ends_with("ern")
        };
        if SIDES.contains(&before) || compass(before) {
            at -= 2;
            side = compass(before).then(|| hash_word(before));
            while at > start && (BEFORE.contains(&word(at - 1)) || word(at - 1).ends_with("ern")) {
                at -= 1;
            }
            if at > start && AT.contains(&word(at - 1)) {
                return Some((Role::At, at - 1, side.filter(|_| false)));
            }
            let measured = (start.max(at.saturating_sub(3))..at).find(|i| {
                view.has_number(view.tokens[*i].span) || word(*i).starts_with(|c: char| c.is_ascii_digit())
            });
            return side.map(|s| (Role::At, measured.unwrap_or(at), Some(s)));
        } else if before == "board" {
            let on = at >= start + 3 && word(at - 3) == "on";
            return Some((Role::At, if on { at - 3 } else { at - 2 }, None));
        }
        return (part.noun.is_some()).then_some((Role::Named, opens, None));
    }
    if at > start && word(at - 1) == "to" && at >= start + 2 && matches!(word(at - 2), "next" | "close") {
        return Some((Role::At, at - 2, None));
    }
    let lead = at.checked_sub(1).filter(|i| *i >= start).map(word).unwrap_or_default();
    // `some 20 kilometres from Sarrow` says where; so does `far from`.
    let measure = |i: usize| {
        matches!(word(i), "kilometres" | "kilometers" | "km" | "miles" | "metres" | "meters" | "mile")
    };
    if lead == "from" && at >= start + 2 && measure(at - 2) {
        return Some((Role::At, at - 1, None));
    }
    at = at.saturating_sub(1);
    if AT.contains(&lead) {
        // `on Iran` and `by Sarrow` put nothing anywhere.
        let stands = !GROUNDED.contains(&lead) || part.noun.is_some();
        let about = lead == "by" && part.named();
        return (stands && !about).then_some((Role::At, at, None));
    }
    if TO.contains(&lead) {
        return Some((Role::To, at, None));
    }
    if lead == "from" {
        return Some((Role::From, at, None));
    }
    Some((Role::Named, opens, None))
}

/// Whether a token ends a clause.
fn parts_clause(view: &View<'_>, i: usize) -> bool {
    let digit = |k: usize| view.word(k).starts_with(|c: char| c.is_ascii_digit());
    PARTING.contains(&view.word(i)) && !(view.word(i) == ":" && digit(i + 1) && i > 0 && digit(i - 1))
}

/// The kinds of what happens in a clause, those nearest to the place first.
fn modes(view: &View<'_>, clause: &Range<usize>, hole: &Range<usize>) -> Vec<&'static str> {
    let far = |i: usize| if i < hole.start { hole.start - i } else { i.saturating_sub(hole.end) + 1 };
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    let Some(span) = view.hull(clause.clone()) else { return Vec::new() };
    let events = &view.doc.annotations.events;
    let from = events.partition_point(|e| e.span.start() < span.start());
    for event in events[from..].iter().take_while(|e| e.span.start() < span.end()).filter(|e| happens(e)) {
        let mode = event.mode.as_deref().and_then(|m| HAPPENINGS.get_key_value(m));
        found.extend(mode.map(|(mode, _)| (far(view.token_at(event.span)), *mode)));
    }
    found.extend(
        clause.clone().filter(|i| !hole.contains(i)).filter_map(|i| Some((far(i), told_of(view, i)?))),
    );
    found.sort_unstable();
    let mut modes: Vec<&'static str> = Vec::new();
    for (_, mode) in found {
        if !modes.contains(&mode) {
            modes.push(mode);
        }
    }
    modes
}
