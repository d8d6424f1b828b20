//! Whether a clause looks back or ahead: by what stands right beside a time expression, by the verb that it hangs on in the tree
//! of its sentence, else by the nearest verbs.

use super::governor::tense_by_tree;
use super::lexicon::Sense;
use super::read::Reader;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Which way a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// Whichever is nearer: `by February`.
    Nearest,
    /// No verb says: in news this is mostly the past.
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Future,
    Plan,
    Past,
    Present,
    Happened,
    /// A verb of the present that sets a day: `the sides meet on Thursday`.
    Set,
    /// What is agreed or ordered begins then.
    Agreed,
    /// Has another time now than it had.
    Moved,
    /// Until the time: `waited until Friday`.
    Stayed,
    /// In -ed, but no past form.
    NoPast,
}

static WORDS: LazyLock<FxHashMap<&'static str, Vec<Mark>>> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static str, Vec<Mark>> = FxHashMap::default();
    for line in include_str!("../../data/times/tense.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((class, list)) = line.split_once(':') else {
            continue;
        };
        let mark = match class {
            "future" => Mark::Future,
            "plan" => Mark::Plan,
            "past" => Mark::Past,
            "happened" => Mark::Happened,
            "set" => Mark::Set,
            "agreed" => Mark::Agreed,
            "moved" => Mark::Moved,
            "stayed" => Mark::Stayed,
            "no-past" => Mark::NoPast,
            _ => Mark::Present,
        };
        for word in list.split_whitespace() {
            words.entry(word).or_default().push(mark);
        }
    }
    words
});

/// Whether the word at `at` is on a list.
fn listed(reader: &Reader<'_>, at: usize, mark: Mark) -> bool {
    is_listed(reader.word(at), mark)
}

/// Whether a word is on a list.
pub(super) fn is_listed(word: &str, mark: Mark) -> bool {
    WORDS.get(word.to_ascii_lowercase().as_str()).is_some_and(|m| m.contains(&mark))
}

/// How many words are looked at on either side.
const NEAR: usize = 16;

/// The tense of the clause around the expression from word `start` to before `end`.
pub(super) fn tense(reader: &Reader<'_>, start: usize, end: usize) -> Tense {
    // `a June agreement` says nothing of its own.
    if matches!(reader.sense(start), Sense::Month(_) | Sense::MonthShort(_))
        && reader.sense_before(start) == Sense::A
    {
        return Tense::Unknown;
    }
    let lead = before_clock(reader, start);
    // `has been shut since Tuesday night`
    if lead.is_some_and(|b| reader.is(b, "since")) {
        return Tense::Past;
    }
    let bound = lead.is_some_and(|b| reader.any(b, &["by", "until", "till", "through", "effective"]));
    // `before the end of February`, `set for February`
    let month = (start..end).any(|i| matches!(reader.sense(i), Sense::Month(_) | Sense::MonthShort(_)));
    let set = month && lead.is_some_and(|b| reader.any(b, &["before", "for"]));
    if bound && matches!(reader.sense(start), Sense::Month(_) | Sense::MonthShort(_)) || set {
        return Tense::Nearest;
    }
    // `was extended until Friday`, `put off by three months to 1 April`
    let put_off = lead.is_some_and(|b| reader.any(b, &["until", "till", "to"]) && moved(reader, b));
    if put_off && !reader.any(end, &["'s", "’s"]) {
        let weekday = matches!(reader.sense(start), Sense::Weekday(_));
        return if weekday { Tense::Future } else { Tense::Nearest };
    }
    // `By sunset on Saturday five were dead`: what follows tells.
    let first = lead.is_none_or(|lead| lead <= reader.first);
    if bound && !first && lasts_ahead(reader, start) {
        return Tense::Future;
    }
    // `as early as Tuesday`
    if start > reader.first + 1
        && reader.is(start - 1, "as")
        && reader.any(start - 2, &["early", "soon", "late"])
    {
        return if reader.is(start - 2, "late") { Tense::Unknown } else { Tense::Future };
    }
    if let Some(lead) = lead
        && (plural_present(reader, lead) || from_then_on(reader, lead, end))
    {
        return Tense::Future;
    }
    let opens = opens_clause(reader, start);
    let owned = reader.any(end, &["'s", "’s"]);
    if owned && of_what_happened(reader, end + 1) {
        return Tense::Past;
    }
    if let Some(tense) = tense_by_tree(reader, start, end) {
        return tense;
    }
    let ahead = || forward(reader, end);
    let back = || backward(reader, start);
    let found = if opens || owned { ahead().or_else(back) } else { back().or_else(ahead) };
    found.unwrap_or(Tense::Unknown)
}

/// The word that leads to a time, a time of day and what joins it to its day aside: that before `midnight` in `by midnight on
/// Friday`, before `the morning` in `until the morning of Monday`.
fn before_clock(reader: &Reader<'_>, start: usize) -> Option<usize> {
    let lead = reader.before(start)?;
    if !matches!(reader.sense(lead), Sense::On | Sense::Of) {
        return Some(lead);
    }
    let clock = |i: &usize| {
        matches!(
            reader.sense(*i),
            Sense::Noon(_)
                | Sense::Ampm(_)
                | Sense::Part(_)
                | Sense::Digits(..)
                | Sense::Cardinal(_)
                | Sense::Decimal(_)
                | Sense::The
                | Sense::Punct(b':' | b'.')
        ) || reader.any(*i, &["o'clock", "o’clock"])
    };
    let words = || (reader.first..lead).rev().take(5).take_while(clock);
    let tells = words().any(|i| {
        matches!(reader.sense(i), Sense::Noon(_) | Sense::Ampm(_) | Sense::Part(_) | Sense::Decimal(_))
            || reader.any(i, &["o'clock", "o’clock"])
            || reader.punct(i, b':')
    });
    match words().last().filter(|_| tells) {
        Some(first) => reader.before(first).or(Some(lead)),
        None => Some(lead),
    }
}

/// `Friday's deadly attack`: whether what the day owns is something that nobody sets a day for beforehand.
fn of_what_happened(reader: &Reader<'_>, first: usize) -> bool {
    /// Words between the day and its noun.
    const REACH: usize = 4;
    let ends = |i: &usize| {
        !matches!(reader.sense(*i), Sense::Punct(_) | Sense::On | Sense::In | Sense::Prep | Sense::And)
            && !reader.any(*i, &["of", "'s", "’s", "will", "would", "to", "is", "was"])
    };
    (first..(first + REACH).min(reader.end)).take_while(ends).any(|i| listed(reader, i, Mark::Happened))
}

/// Whether the expression begins its clause, a preposition before it aside.
fn opens_clause(reader: &Reader<'_>, start: usize) -> bool {
    let mut at = start;
    while let Some(before) = reader.before(at) {
        match reader.sense(before) {
            Sense::On | Sense::In | Sense::Prep | Sense::The | Sense::And | Sense::Edge => at = before,
            _ if reader.any(before, &["by", "but", "that", "late", "early"]) => at = before,
            Sense::Punct(b',' | b'"' | b';') => return at != start || reader.punct(before, b'"'),
            Sense::Punct(_) => return before == reader.first || at != start,
            _ => return false,
        }
    }
    true
}

/// Whether a word in -s has one before it that only a noun can follow: `from the steps`, `its tours`, `of marks`.
fn is_noun(reader: &Reader<'_>, at: usize) -> bool {
    const BEFORE: &[&str] = &[
        "its", "his", "her", "their", "our", "my", "your", "these", "those", "some", "all", "of", "with",
        "by", "from", "in", "on", "no", "many", "few", "two", "three",
    ];
    reader.before(at).is_some_and(|b| {
        matches!(reader.sense(b), Sense::The | Sense::A | Sense::Digits(..) | Sense::Cardinal(_))
            || reader.any(b, BEFORE)
    })
}

/// `The sides meet again on Thursday`, `the Games, which open on 25 July`: a verb of the present just before.
fn plural_present(reader: &Reader<'_>, lead: usize) -> bool {
    if !reader.any(lead, &["on", "at", "in"]) {
        return false;
    }
    let again = reader.before(lead).filter(|b| reader.any(*b, &["again", "there", "here"]));
    let verb =
        reader.before(again.unwrap_or(lead)).filter(|v| listed(reader, *v, Mark::Set) && !reader.capital(*v));
    let noun = |s: usize| {
        let word = reader.word(s);
        let other = ["was", "is", "has", "its", "his", "this", "does"];
        word.len() > 2 && word.ends_with('s') && !word.ends_with("ss") && !reader.any(s, &other)
            || reader.any(s, &["they", "we", "which", "who", "that", "people", "men", "women"])
    };
    verb.and_then(|v| reader.before(v)).is_some_and(noun)
}

/// `agreed to a ceasefire from 6 a.m. on Monday`: what is agreed, ordered or called for begins then.
fn from_then_on(reader: &Reader<'_>, lead: usize, end: usize) -> bool {
    // The clock before a day: `from 6 a.m. on Monday`.
    let from = (lead.saturating_sub(4).max(reader.first)..=lead).rev().find(|i| reader.is(*i, "from"));
    from.is_some_and(|from| {
        let clock = |i: usize| {
            matches!(
                reader.sense(i),
                Sense::Digits(..) | Sense::Cardinal(_) | Sense::Ampm(_) | Sense::Punct(_)
            ) || reader.any(i, &["noon", "midnight", "on"])
        };
        !reader.any(end, &["to", "until", "till"])
            && (from + 1..=lead).all(clock)
            && (from.saturating_sub(7).max(reader.first)..from).any(|i| listed(reader, i, Mark::Agreed))
    })
}

/// Whether words before say that something now has another time than it had.
fn moved(reader: &Reader<'_>, before: usize) -> bool {
    let off = |i: usize| {
        reader.any(i, &["put", "puts", "pushed", "moved", "brought", "set"])
            && (i + 1..i + 4).any(|k| reader.any(k, &["off", "back", "forward"]))
            // `has been moved to Monday`, but not `He moved to Ulm and worked until Monday`
            || reader.any(i, &["moved", "shifted", "transferred"])
                && reader.before(i).is_some_and(|b| reader.any(b, &["been", "be", "was", "were", "is", "are"]))
    };
    // `lengthened the strike to 96 hours, until Saturday`
    let comma = before > reader.first && reader.punct(before - 1, b',');
    let last = if comma { before - 1 } else { before };
    (last.saturating_sub(8).max(reader.first)..last)
        .rev()
        .take_while(|i| !matches!(reader.sense(*i), Sense::Punct(b',' | b';')))
        .any(|i| listed(reader, i, Mark::Moved) || off(i))
}

/// `will be signed`, `to be shut`, `will cut`: what stands before the word tells the tense.
fn is_participle(reader: &Reader<'_>, at: usize) -> bool {
    const SAME_FORM: &[&str] = &[
        "cut", "shut", "let", "set", "beat", "hurt", "cost", "quit", "split", "spread", "put", "hit", "read",
        "bet", "shot", "run",
    ];
    let before = |back: usize, words: &[&str]| {
        at.checked_sub(back).is_some_and(|i| i >= reader.first && reader.any(i, words))
    };
    let modal =
        &["will", "would", "shall", "'ll", "’ll", "won't", "won’t", "to", "could", "may", "might", "can"][..];
    let be = before(1, &["be", "being"]) || before(2, &["be"]) && !before(1, &["and", "or"]);
    be || reader.any(at, SAME_FORM) && before(1, modal)
}

/// `has until Tuesday`, `extended its deadline until Friday` look ahead; `waited until Friday` looks back.
fn lasts_ahead(reader: &Reader<'_>, start: usize) -> bool {
    let first = start.saturating_sub(6).max(reader.first);
    !(first..start).any(|i| listed(reader, i, Mark::Stayed) && !(reader.is(i, "until") && i + 1 == start))
}

fn backward(reader: &Reader<'_>, start: usize) -> Option<Tense> {
    let mut at = start;
    for _ in 0..NEAR {
        at = reader.before(at)?;
        if reader.punct(at, b';') {
            return None;
        }
        if let Some(tense) = mark(reader, at) {
            return Some(tense);
        }
    }
    None
}

fn forward(reader: &Reader<'_>, end: usize) -> Option<Tense> {
    for at in end..(end + NEAR).min(reader.end) {
        if reader.punct(at, b';') {
            return None;
        }
        if let Some(tense) = mark(reader, at) {
            return Some(tense);
        }
    }
    None
}

/// What the word at `at` says of the tense.
fn mark(reader: &Reader<'_>, at: usize) -> Option<Tense> {
    let word = reader.word(at);
    if word.len() < 2 || reader.capital(at) && at > reader.first {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    // `to meet`: what governs it decides.
    if lower == "to" {
        let before = reader.before(at)?;
        let verb = reader.word(at + 1);
        let noun = reader.capital(at + 1)
            || matches!(reader.sense(at + 1), Sense::The | Sense::A | Sense::Digits(..) | Sense::Punct(_));
        if noun || verb.is_empty() {
            return None;
        }
        // `guidelines to be published`
        if verb == "be" && !reader.any(before, &["was", "were", "had", "has", "have", "ought", "used"]) {
            return Some(Tense::Future);
        }
        let governor = (0..4).find_map(|back| {
            let i = before.checked_sub(back).filter(|i| *i >= reader.first)?;
            listed(reader, i, Mark::Plan).then_some(back)
        });
        return governor.map(|_| Tense::Future);
    }
    let marks = WORDS.get(lower.as_str());
    if let Some(marks) = marks {
        if marks.contains(&Mark::Future) {
            // `would have`, `will have been` look back; `the will` is a noun.
            let back = reader.any(at + 1, &["have"]) && lower != "will"
                || at > reader.first + 1 && reader.is(at - 1, "been") && reader.is(at - 2, "had");
            return Some(if back { Tense::Past } else { Tense::Future });
        }
        if marks.contains(&Mark::Past) {
            return (!is_participle(reader, at)).then_some(Tense::Past);
        }
        if marks.contains(&Mark::Present) {
            return (!is_noun(reader, at)).then_some(Tense::Future);
        }
    }
    if lower == "going" && reader.is(at + 1, "to") {
        return Some(Tense::Future);
    }
    if matches!(lower.as_str(), "has" | "have" | "'ve" | "’ve") {
        // `will have a medical on Saturday`
        let ahead = reader.before(at).is_some_and(|b| reader.any(b, &["will", "shall", "'ll", "’ll"]));
        let done = (at + 1..at + 3).any(|k| reader.word(k).ends_with("ed") || reader.is(k, "been"));
        return Some(if ahead && !done { Tense::Future } else { Tense::Past });
    }
    let regular = lower.len() > 3
        && lower.ends_with("ed")
        && marks.is_none_or(|m| !m.contains(&Mark::NoPast))
        && !reader.joined(at);
    if regular {
        // `expected`, `planned` with an infinitive after them were seen as `to` on the way back; seen from the
        // front they look ahead.
        if is_participle(reader, at) {
            return None;
        }
        let plans = marks.is_some_and(|m| m.contains(&Mark::Plan))
            && (reader.is(at + 1, "to")
                || matches!(lower.as_str(), "planned" | "scheduled" | "expected" | "slated")
                    && reader.any(
                        at + 1,
                        &[
                            "for", "in", "on", "at", "by", "from", "until", "within", "before", "next",
                            "early", "late",
                        ],
                    ));
        return Some(if plans { Tense::Future } else { Tense::Past });
    }
    None
}
