//! The times that a report gives for what it tells, each with its clause.

mod kind;
mod stretch;

use super::acts::turn;
use super::claims::{ClaimWord, claim_words};
use super::view::{View, Voice};
use crate::dates::parse_day;
use crate::timeline::is_occasion;
use crate::verbs::uncontracted;
pub(super) use kind::is_sudden;
pub(super) use kind::told_of;
use kind::{mode, stamped};
use sayso_model::{Published, Time, TimeType};
use sayso_text::Span;
use std::ops::Range;
use stretch::{Stretch, part_of_day, stretch, weekday_near};

/// A time that a report gives.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence.
    pub line: usize,
    /// Where it stands.
    pub span: Span,
    /// As a TIMEX3 value; two of them parted by `/` for what lies between.
    pub value: String,
    /// The first day.
    pub day: i32,
    /// The last day.
    pub last: i32,
    /// The minute of the first day from which on.
    pub from: i32,
    /// The minute of the last day until which.
    pub to: i32,
    /// Whether it is a time of day by the clock.
    pub clock: bool,
    /// Whether it is longer than a few days.
    pub coarse: bool,
    /// The day of the week, 1 for Monday, where it is one day.
    pub weekday: Option<u32>,
    /// Whether only the day of the week is known.
    pub loose: bool,
    /// Whether not even that is known: a time of day in a report without a date.
    pub any_day: bool,
    /// Whether it is a time of day with no day beside it.
    pub floating: bool,
    /// Whether it is a part of a day by its light (`dawn`, `the small hours`), which says little less than an hour does.
    pub light: bool,
    /// Whether the clock may be that of the morning or the evening.
    pub twelve: bool,
    /// Whether the report says that there was another time before.
    pub changed: bool,
    /// Whether it lies so far from the report's own day that it is named for one reason alone.
    pub rare: bool,
    /// Days that it lies from the report's own.
    pub off: u32,
    /// Whether its words say from when or until when something lasts.
    pub bound: Option<Bound>,
    /// Whether the report names it once only.
    pub once: bool,
    /// Whether its report gives one hour only for its kind of happening.
    pub alone: bool,
    /// Whether its report's opening gives one day only for its kind of happening.
    pub one_day: bool,
    /// Whether its report gives this day only as one on which something was written.
    pub one_writing: bool,
    /// Whether it stands in the first sentence of its report below the headline.
    pub lead: bool,
    /// Whether its words leave some minutes open: `shortly after eleven`.
    pub vague: bool,
    /// Whether its words say that it is not the time: `was not arrested on 24 September`.
    pub denied: bool,
    /// Whether its clause tells that something was made known.
    pub made_known: bool,
    /// Whether it is the time of an announcement.
    pub occasion: bool,
    /// Whether it is to come, as the report tells it.
    pub ahead: bool,
    /// The mode of the happening that it dates, if that is on the list.
    pub mode: Option<&'static str>,
    /// Its clause.
    pub clause: Range<usize>,
    /// What the clause tells.
    pub words: Vec<ClaimWord>,
    /// The stems of these, names aside, in order.
    pub stems: Vec<u64>,
    /// In whose voice.
    pub voice: Voice,
}

/// The end of what lasts that a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// `since 2021`, `from Monday`.
    From,
    /// `until Monday`, `by Monday`.
    To,
}

/// Words that begin another clause.
const PARTING: [&str; 19] = [
    "after", "before", "since", "although", "though", "but", "because", "whereas", "while", "amid",
    "despite", "who", "which", "where", "whose", "if", "unless", ";", ":",
];
/// Words that tell of what is to come.
const AHEAD: [&str; 18] = [
    "will",
    "shall",
    "to",
    "would",
    "due",
    "deadline",
    "planned",
    "scheduled",
    "expected",
    "next",
    "coming",
    "plans",
    "tomorrow",
    "by",
    "until",
    "wants",
    "called",
    "set",
];

/// Days from a report's own within which its days belong to what it tells of anyway.
const FAR: i32 = 60;
/// Words that leave some minutes open.
const VAGUELY: [&str; 13] = [
    "shortly",
    "about",
    "around",
    "just",
    "nearly",
    "almost",
    "roughly",
    "approximately",
    "soon",
    "little",
    "few",
    "couple",
    "towards",
];
/// Verbs that make something known.
const MADE_KNOWN: [&str; 14] = [
    "announced",
    "announce",
    "announces",
    "announcing",
    "communicated",
    "declared",
    "disclosed",
    "revealed",
    "unveiled",
    "published",
    "confirmed",
    "said",
    "reported",
    "stated",
];
/// Words that say there was another time before.
const CHANGE: [&str; 21] = [
    "now",
    "new",
    "instead",
    "rather",
    "extended",
    "extend",
    "extends",
    "postponed",
    "postpone",
    "delayed",
    "delay",
    "moved",
    "forward",
    "rescheduled",
    "pushed",
    "shifted",
    "adjourned",
    "prolonged",
    "shortened",
    "originally",
    "longer",
];

/// The times of a report for what it tells, in order.
pub(super) fn told(view: &View<'_>, published: Option<&Published>) -> Vec<Told> {
    let today = published.and_then(|p| parse_day(p.value.as_deref()?));
    let mut found: Vec<Told> = Vec::new();
    for (line, sentence) in view.sentences.iter().enumerate() {
        let mut times = view
            .times_in(sentence.span)
            .filter(|t| matches!(t.kind, TimeType::Date | TimeType::Time))
            .peekable();
        while let Some(time) = times.next() {
            // The day on which something was said is not that of what is told: `the navy said on Tuesday`.
            let occasion = is_occasion(view, time.span);
            if occasion && !announces(view, line, time.span)
                || names_a_thing(view, time)
                || is_deixis(view, time.span)
            {
                continue;
            }
            let stamp = stamped(view, line, time);
            if stamp.is_some_and(|of| {
                let day =
                    |t: &&Time| t.span != time.span && matches!(t.kind, TimeType::Date | TimeType::Time);
                view.times_in(view.sentences[of].span).any(|t| day(&t))
            }) {
                continue;
            }
            // The ends of a day's stretch are asked for one by one.
            let next = times
                .peek()
                .filter(|next| next.kind == TimeType::Date && between(view, time.span, next.span));
            let told = one(view, line, today, time, next.copied()).map(|t| match stamp {
                Some(of) if of != line => of_sentence(view, t, of),
                _ => t,
            });
            if next.is_some() {
                times.next();
            }
            found.extend(told.map(|t| if occasion { announcement(view, t) } else { t }));
        }
    }
    // The day beside a time of day is the same time told less finely: `at 9 p.m. on Tuesday`.
    let finer: Vec<(usize, i32, Span)> =
        found.iter().filter(|t| t.clock || t.light).map(|t| (t.line, t.day, t.span)).collect();
    let days: Vec<(usize, i32, i32)> = found.iter().map(|t| (t.line, t.day, t.last)).collect();
    for told in &mut found {
        told.once =
            days.iter().all(|(line, day, last)| *line == told.line || *day != told.day || *last != told.last);
    }
    found.retain(|t| {
        let beside = |s: Span| t.span.start().abs_diff(s.end()).min(s.start().abs_diff(t.span.end())) <= 5;
        t.clock
            || t.light
            || !finer.iter().any(|(line, day, span)| *line == t.line && *day == t.day && beside(*span))
    });
    found
}

/// Whether a time is that of an announcement that the report opens with: what is told is that it was said, and no other
/// time stands in the sentence.
fn announces(view: &View<'_>, line: usize, time: Span) -> bool {
    let sentence = &view.sentences[line];
    let others = view
        .times_in(sentence.span)
        .filter(|t| t.span != time && matches!(t.kind, TimeType::Date | TimeType::Time));
    let body = view.sentences[..line].iter().filter(|l| !l.headline).count();
    let indirect = view.statements().iter().any(|s| {
        s.form == sayso_model::Form::Indirect && s.content.iter().any(|c| sentence.span.overlaps(*c))
    });
    body < 2 && others.count() == 0 && indirect
}

/// A time that tells of another sentence than its own.
fn of_sentence(view: &View<'_>, told: Told, line: usize) -> Told {
    let clause = view.sentences[line].tokens.clone();
    let words = claim_words(view, clause.clone());
    let mut stems: Vec<u64> = words.iter().filter(|w| !w.name).map(|w| w.stem).collect();
    stems.sort_unstable();
    let mode = clause.clone().find_map(|i| told_of(view, i).or_else(|| turn(view.word(i))));
    Told { clause, words, stems, mode, ..told }
}

/// The time of an announcement: it tells all that its sentence tells.
fn announcement(view: &View<'_>, mut told: Told) -> Told {
    told.clause = view.sentences[told.line].tokens.clone();
    told.words = claim_words(view, told.clause.clone());
    told.stems = told.words.iter().filter(|w| !w.name).map(|w| w.stem).collect();
    told.stems.sort_unstable();
    told.mode = None;
    told.voice = Voice::default();
    Told { occasion: true, ..told }
}

/// Whether a time of day has its day in its own words or beside it.
fn day_beside(view: &View<'_>, line: usize, time: &Time) -> bool {
    const NAMED: [&str; 8] =
        ["yesterday", "tomorrow", "today", "tonight", "this", "last", "next", "overnight"];
    let names = |i: usize| view.capital(i) && view.word(i).len() > 3 || NAMED.contains(&view.word(i));
    let own = view.tokens_in(time.span).any(names);
    let mut others =
        view.times_in(view.sentences[line].span).filter(|t| t.span != time.span && is_day(&t.value));
    own || others.any(|t| t.value.get(..10) == time.value.get(..10))
}

/// Whether a value is a day, or a part of one that has a name: `2031-06-10TAF`.
fn is_day(value: &str) -> bool {
    value.len() == 10 || value.len() == 13 && value.as_bytes().get(10) == Some(&b'T')
}

/// A time of day, or `yesterday`, of a report whose day is not printed.
fn unknown_day(view: &View<'_>, time: &Time, today: i32) -> Option<Stretch> {
    let rest = time.value.strip_prefix("XXXX-XX-XX")?;
    let (from, to, clock) = part_of_day(rest)?;
    let back = ["yesterday", "last"].iter().any(|w| view.text(time.span).to_ascii_lowercase().starts_with(w));
    let day = today - i32::from(back);
    (clock || back).then_some(Stretch { day, last: day, from, to, clock })
}

/// Whether a time of day does not say which half of the day it is in: `nine o'clock`, `ten to nine`.
fn may_be_either(printed: &str, minutes: i32) -> bool {
    let printed = printed.to_ascii_lowercase();
    let said = ["am", "pm", "a.m", "p.m", "noon", "midday", "midnight", " in the ", "gmt", "utc", "local"];
    (60..780).contains(&minutes) && !printed.starts_with('0') && !said.iter().any(|s| printed.contains(s))
}

/// Whether the words behind a time of day tell which half of the day it is in: `since ten this morning`, `at nine on Friday
/// evening`.
fn half_told(view: &View<'_>, end: usize) -> bool {
    let part = |i: usize| matches!(view.word(i), "morning" | "afternoon" | "evening" | "night" | "tonight");
    let leads = |i: usize| {
        matches!(view.word(i), "this" | "yesterday" | "tomorrow" | "last" | "in" | "the" | "on" | "at")
            || view.capital(i)
    };
    (end..end + 3).find(|i| part(*i)).is_some_and(|at| (end..at).all(leads))
}

/// The minutes of a day that the words of a time tell by its light: `dawn`, `shortly before first light`, `the small
/// hours`.
fn by_light(view: &View<'_>, time: Span) -> Option<(i32, i32)> {
    let tokens = view.tokens_in(time);
    let (from, to) = tokens.clone().find_map(|i| {
        Some(match view.word(i) {
            "dawn" | "daybreak" | "sunrise" | "sunup" => (240, 510),
            "light" if view.word(i.wrapping_sub(1)) == "first" => (240, 510),
            "hours" if matches!(view.word(i.wrapping_sub(1)), "early" | "small" | "wee") => (0, 360),
            "dusk" | "sunset" | "sundown" | "nightfall" => (960, 1320),
            "lunchtime" => (690, 870),
            "teatime" => (930, 1110),
            _ => return None,
        })
    })?;
    // An hour and a half before and after it is still near it.
    let led = (tokens.start.saturating_sub(1)..tokens.start).find_map(|i| match view.word(i) {
        "before" => Some((from - 90, to)),
        "after" => Some((from, to + 90)),
        _ => None,
    });
    let (from, to) = led.unwrap_or((from, to));
    Some((from.max(0), to))
}

/// The part of a year or month that the words of a time name (`the end of February`, `early June`), or the days that it may
/// be of (`two weeks ago`).
fn part_of(view: &View<'_>, time: Span, all: Stretch) -> Stretch {
    /// Days by which `two weeks ago` may be off.
    const ROUGH: i32 = 3;
    let tokens = view.tokens_in(time);
    let days = all.last - all.day;
    let says = |list: &[&str]| tokens.clone().any(|i| list.contains(&view.word(i)));
    let named = || tokens.clone().any(|i| view.capital(i) && view.word(i).ends_with("day"));
    if days == 0
        && !all.clock
        && says(&["week", "weeks"])
        && says(&["ago", "earlier", "before", "later"])
        && !named()
    {
        return Stretch { day: all.day - ROUGH, last: all.last + ROUGH, ..all };
    }
    if all.clock || days < 25 {
        return all;
    }
    let mut words =
        tokens.map(|i| view.word(i)).filter(|w| !matches!(*w, "the" | "very" | "about" | "around"));
    let third = days / 3;
    // `mid-June`
    match words.next().and_then(|w| w.split('-').next()) {
        Some("end" | "close") => Stretch { day: all.last - (days / 10).min(10), ..all },
        Some("late") => Stretch { day: all.last - third, ..all },
        Some("beginning" | "start" | "early") => Stretch { last: all.day + third, ..all },
        Some("mid" | "middle" | "midway") => Stretch { day: all.day + third, last: all.last - third, ..all },
        _ => all,
    }
}

/// Whether a time only tells which thing is meant: `the 1988 treaty`, `Friday's closing price`. `Friday's crash` dates
/// the crash.
fn names_a_thing(view: &View<'_>, time: &Time) -> bool {
    let tokens = view.tokens_in(time.span);
    let next = view.word(tokens.end);
    let owner = matches!(next, "'s" | "’s")
        || view.text(time.span).ends_with("'s")
        || view.text(time.span).ends_with("’s");
    if owner {
        let Some(to) = view.tokens.get((tokens.end + 4).min(view.tokens.len() - 1)) else { return true };
        let happening =
            |e: &sayso_model::Event| e.span.start() >= time.span.end() && e.span.end() <= to.span.end();
        let named = |i: usize| told_of(view, i).is_some() || turn(view.word(i)).is_some();
        return !(view.doc.annotations.events.iter().any(happening)
            || (tokens.end + 1..tokens.end + 4).any(named));
    }
    let opens = tokens.start > 0
        && matches!(
            view.word(tokens.start - 1),
            "the" | "a" | "an" | "its" | "his" | "her" | "their" | "this" | "our"
        );
    // `the Sept. 11 attacks` is a name, too, while `the Friday vote` dates the vote.
    let named = view.tokens_in(time.span).any(|i| view.word(i).starts_with(|c: char| c.is_ascii_digit()));
    let coarse = named || stretch(&time.value).is_some_and(|s| s.last - s.day > 3);
    let thing = view.is_word(tokens.end)
        && !matches!(next, "and" | "or" | "to" | "in" | "of" | "when" | "as" | "was" | "were");
    // `off the ballot in the November 16 election` dates what is soon to be, or just was.
    let dates = || told_of(view, tokens.end).is_some() && time.value.len() == 10 && near(view, &time.value);
    opens && coarse && thing && !dates()
}

/// Whether a day lies within a season of the report's own.
fn near(view: &View<'_>, value: &str) -> bool {
    const SEASON: u32 = 100;
    let today = view.moment.map(|m| m.day);
    today.zip(parse_day(value)).is_some_and(|(today, day)| today.abs_diff(day) <= SEASON)
}

/// Whether a time is the day of speaking within somebody's own words: `I would rather say that today`.
fn is_deixis(view: &View<'_>, time: Span) -> bool {
    let word = view.text(time);
    let direct = || {
        let statement = view.said_by(view.token_at(time)).statement;
        statement.is_some_and(|s| view.statements()[s].form != sayso_model::Form::Indirect)
    };
    (word.eq_ignore_ascii_case("today") || word.eq_ignore_ascii_case("now")) && direct()
}

/// Whether two times are the ends of one: `between February and May`.
fn between(view: &View<'_>, a: Span, b: Span) -> bool {
    let (first, second) = (view.tokens_in(a), view.tokens_in(b));
    if second.start != first.end + 1 || first.start == 0 {
        return false;
    }
    let opens = view.word(first.start - 1);
    match view.word(first.end) {
        "and" => opens == "between",
        "to" | "until" | "till" | "through" => opens == "from",
        "-" | "–" => true,
        _ => false,
    }
}

fn one(view: &View<'_>, line: usize, today: Option<i32>, time: &Time, until: Option<&Time>) -> Option<Told> {
    let tokens = view.tokens_in(time.span);
    let clause = clause(view, line, &tokens);
    // `Friday's attacks`: of what a day owns nothing is said behind the next comma.
    let owns = matches!(view.word(tokens.end), "'s" | "’s");
    let comma = (tokens.end..clause.end).find(|i| owns && view.word(*i) == ",").unwrap_or(clause.end);
    let looks_ahead =
        (clause.start..comma).any(|i| AHEAD.contains(&view.word(i)) && i.abs_diff(tokens.start) < 10);
    let (first, loose, any_day) = match stretch(&time.value) {
        Some(first) => (part_of(view, time.span, first), false, false),
        None => match weekday_near(&time.value, today?, looks_ahead) {
            Some(first) => (first, true, false),
            None => (unknown_day(view, time, today?)?, true, true),
        },
    };
    let (light, first) = match by_light(view, time.span) {
        Some((from, to)) if !first.clock => (true, Stretch { from, to, ..first }),
        _ => (false, first),
    };
    let (mut span, mut value, mut end) = (time.span, time.value.clone(), first);
    if let Some(until) = until {
        end = part_of(view, until.span, stretch(&until.value)?);
        span = span.hull(until.span);
        value = format!("{}/{}", time.value, until.value);
    }
    // `between February and May 2031`: one year for both.
    let mut day = first.day;
    if end.last < day {
        day -= 365 * ((day - end.last) / 365 + 1);
    }
    let (last, to) = (end.last, end.to);
    let (mut words, mode) = (claim_words(view, clause.clone()), mode(view, line, time));
    words.retain(|w| !tokens.contains(&w.token));
    // `They were reached at ten to ten`: who, the sentence before says.
    let refers = |i: usize| matches!(view.word(i), "it" | "they" | "that" | "this" | "he" | "she" | "we");
    let opens = view.sentences[line].tokens.clone().take(3).find(|i| view.is_word(*i));
    if words.len() <= 2 && line > 0 && !view.sentences[line - 1].headline && opens.is_some_and(refers) {
        words.extend(claim_words(view, view.sentences[line - 1].tokens.clone()));
    }
    let mut stems: Vec<u64> = words.iter().filter(|w| !w.name).map(|w| w.stem).collect();
    stems.sort_unstable();
    let ahead = today.is_some_and(|today| day > today || last > today && looks_ahead) || loose && looks_ahead;
    // What is demanded for a day to come is the speaker's; what was, the reporter takes for granted.
    let voice = if ahead { view.said_by(tokens.start) } else { view.voice(time.span) };
    Some(Told {
        doc: view.at,
        line,
        span,
        value,
        day,
        last,
        from: first.from,
        to,
        clock: first.clock,
        light,
        // A year or a month is coarse though only its end is named.
        coarse: last - day > 3 || matches!(time.value.len(), 4 | 7),
        weekday: (day == last && !any_day).then(|| (day + 3).rem_euclid(7) as u32 + 1),
        loose,
        any_day,
        floating: (first.clock || light) && !day_beside(view, line, time),
        twelve: first.clock
            && may_be_either(view.text(time.span), first.from)
            && !half_told(view, tokens.end),
        changed: clause.clone().any(|i| CHANGE.contains(&view.word(i))),
        // A year that a report without a date names is hardly its own.
        rare: today.map_or(last - day > 300, |today| !loose && (day > today + FAR || last < today - FAR)),
        off: today.map_or(0, |today| (day - today).max(today - last).max(0).unsigned_abs()),
        bound: bound(view, tokens.start),
        once: true,
        lead: view.sentences[..line].iter().all(|l| l.headline) && !view.sentences[line].headline,
        alone: true,
        one_day: true,
        one_writing: true,
        vague: (tokens.start.saturating_sub(2)..tokens.end).any(|i| VAGUELY.contains(&view.word(i))),
        denied: (tokens.start.saturating_sub(5).max(view.sentences[line].tokens.start)..tokens.start)
            .any(|i| matches!(view.word(i), "not" | "never") || uncontracted(view.word(i)).is_some()),
        made_known: clause.clone().any(|i| MADE_KNOWN.contains(&view.word(i))),
        occasion: false,
        ahead,
        mode,
        clause,
        words,
        stems,
        voice,
    })
}

/// Which end of what lasts a time is, by the word before it.
fn bound(view: &View<'_>, at: usize) -> Option<Bound> {
    (at.saturating_sub(4)..at).rev().find_map(|i| match view.word(i) {
        "since" | "from" => Some(Some(Bound::From)),
        "until" | "till" | "by" | "before" => Some(Some(Bound::To)),
        "up" if view.word(i + 1) == "to" => Some(Some(Bound::To)),
        word if word.len() > 5 || matches!(word, "on" | "in" | "at") => Some(None),
        _ => None,
    })?
}

/// The clause that a time stands in; the whole sentence where it is only a few words.
fn clause(view: &View<'_>, line: usize, time: &Range<usize>) -> Range<usize> {
    /// Words that a clause tells at least.
    const LEAST: usize = 3;
    let sentence = view.sentences[line].tokens.clone();
    let parts = |i: &usize| PARTING.contains(&view.word(*i));
    // `Quell, who was 24, was shot on Thursday`: what stands between commas does not part the verb from its subject.
    let relative = |i: &usize| matches!(view.word(*i), "who" | "which" | "where" | "whose");
    let aside = |i: &usize| relative(i) && (*i..time.start).any(|k| view.word(k) == ",");
    let from = (sentence.start..time.start.saturating_sub(2))
        .rev()
        .find(|i| parts(i) && !aside(i))
        .map_or(sentence.start, |i| i + 1);
    let to = (time.end..sentence.end).find(parts).unwrap_or(sentence.end);
    let telling =
        (from..to).filter(|i| view.is_word(*i) && view.word(*i).len() > 3 && !time.contains(i)).count();
    if telling < LEAST { sentence } else { from..to }
}
