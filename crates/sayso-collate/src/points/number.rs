//! Numbers: the same count of the same thing in several reports.
//!
//! # What is the same count
//!
//! Where the words say what became of those counted (killed, injured, missing, arrested, …), that and the part of the
//! whole that is counted (children, soldiers, Germans) is what is counted; other counts are joined when unit, words
//! around and the number itself together say so: the same rare number needs little more, different numbers need the
//! same unit in the same surroundings. Counts of another time, counts on top of others (`four more`) and counts out of
//! others (`two of them`) are kept apart from the whole.
//!
//! # What the readings amount to
//!
//! - `agree`: all give the same number, be it with `about` or `at least`.
//! - `differ`: not the same number, and all can be right: a range that holds the other, a rounded figure, `dozens`.
//! - `superseded`: not all can be right at once, and each report that has another number than an earlier one is of
//!   a later day or hour (or calls the other the number before), and either what is counted only grows and has grown, or its words say that the number has
//!   changed.
//! - `conflict`: anything else, two voices in one report included.

use super::counted::{Count, singular};
use super::draft::{Draft, Given, Timed};
use super::figure::{Figure, Fit};
use super::lists::{LISTS, Progress, Sort};
use crate::meaning::word_likeness;
use sayso_model::{PointKind, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// The points about numbers.
pub(crate) fn numbers(counts: &[Count]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let order = order(counts);
    for group in by_class(counts).into_iter().chain(by_unit(counts)).chain(by_person(counts)) {
        drafts.extend(draft(counts, &group, &order));
    }
    drafts
}

/// Counts of those of whom something became, in groups that count the same.
fn by_class(counts: &[Count]) -> Vec<Vec<usize>> {
    // What, which part, when.
    type Key<'c> = (usize, Option<&'c str>, Option<&'c str>, bool);
    let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (i, count) in counts.iter().enumerate() {
        let Some(class) = count.class else { continue };
        if count.measure {
            continue;
        }
        let key = (class, count.part.as_deref(), count.then.as_deref(), count.share);
        groups.entry(key).or_default().push(i);
    }
    // A sort of people that no report counts beside the whole, with the number of the whole, is the whole: `12 soldiers
    // died`, `12 dead`.
    let keys: Vec<Key<'_>> = groups.keys().copied().collect();
    for key in keys {
        let (class, Some(_), then, share) = key else { continue };
        let whole = (class, None, then, share);
        let (Some(part), Some(all)) = (groups.get(&key), groups.get(&whole)) else { continue };
        let same_number =
            part.iter().any(|p| all.iter().any(|a| counts[*p].figure.fit(counts[*a].figure) == Fit::Same));
        let beside = part.iter().any(|p| {
            all.iter().any(|a| {
                counts[*p].doc == counts[*a].doc && counts[*p].figure.fit(counts[*a].figure) != Fit::Same
            })
        });
        if same_number && !beside {
            let part = groups.remove(&key).unwrap_or_default();
            groups.entry(whole).or_default().extend(part);
        }
    }
    groups
        .into_iter()
        .map(|(key, mut group)| {
            group.sort_unstable();
            // What is counted out of others is told of many things: only the same number is surely the same.
            if key.3 || key.2.is_some() {
                same_numbers(counts, &group)
            } else {
                vec![settled(counts, &group)]
            }
        })
        .collect::<Vec<_>>()
        .concat()
}

fn same_numbers(counts: &[Count], group: &[usize]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for &i in group {
        match out.iter_mut().find(|g| counts[g[0]].figure.fit(counts[i].figure) == Fit::Same) {
            Some(g) => g.push(i),
            None => out.push(vec![i]),
        }
    }
    out
}

/// Of the counts that a report gives in one voice, the one that stands for it: the first in its text, unless a later
/// one says that the number has changed or only the headline, which rounds, has the first.
fn settled(counts: &[Count], group: &[usize]) -> Vec<usize> {
    let mut voices: BTreeMap<(usize, Option<u32>, bool, bool), Vec<usize>> = BTreeMap::new();
    for &i in group {
        let count = &counts[i];
        voices
            .entry((count.doc, count.voice.speaker, !count.voice.attributed(), count.earlier))
            .or_default()
            .push(i);
    }
    let mut chosen: Vec<usize> = Vec::new();
    for members in voices.values() {
        let first = members[0];
        let best = members
            .iter()
            .copied()
            .find(|i| counts[*i].updated && !counts[*i].headline)
            .or_else(|| members.iter().copied().find(|i| !counts[*i].headline && fits(counts, *i, first)))
            .unwrap_or(first);
        chosen.push(best);
    }
    // What a headline says in the outlet's voice, the text may give with its source.
    let text: Vec<usize> = chosen.iter().copied().filter(|i| !counts[*i].headline).collect();
    chosen.retain(|i| {
        !counts[*i].headline || !text.iter().any(|t| counts[*t].doc == counts[*i].doc && fits(counts, *t, *i))
    });
    // The same number in two voices of one report: the one with a source, and the outlet's own, say one thing.
    let all = chosen.clone();
    chosen.retain(|i| {
        counts[*i].voice.attributed()
            || !all.iter().any(|o| {
                counts[*o].doc == counts[*i].doc
                    && counts[*o].voice.attributed()
                    && counts[*o].line < counts[*i].line
                    && counts[*o].figure.fit(counts[*i].figure) == Fit::Same
            })
    });
    chosen.sort_unstable();
    chosen
}

fn fits(counts: &[Count], a: usize, b: usize) -> bool {
    counts[a].figure.fit(counts[b].figure) != Fit::Apart
}

/// The unit of ages.
const AGE: &str = "year of age";

/// Ages, by whose they are.
fn by_person(counts: &[Count]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, count) in counts.iter().enumerate() {
        if let (Some(AGE), Some(name)) = (count.unit.as_deref(), count.part.as_deref()) {
            groups.entry(name).or_default().push(i);
        }
    }
    // `Orr`, `Miles Orr`
    let names: Vec<&str> = groups.keys().copied().collect();
    for short in &names {
        let mut full = names.iter().filter(|n| n.len() > short.len() && n.ends_with(short));
        if let (Some(full), None) = (full.next(), full.next()) {
            let moved = groups.remove(short).unwrap_or_default();
            groups.entry(full).or_default().extend(moved);
        }
    }
    // `The 58-year-old` is whoever is 58.
    for (i, count) in counts.iter().enumerate() {
        if count.unit.as_deref() == Some(AGE) && count.part.is_none() {
            let mut same = groups.values_mut().filter(|g| {
                counts[g[0]].figure.fit(count.figure) == Fit::Same
                    && !g.iter().any(|o| counts[*o].doc == count.doc)
            });
            if let (Some(group), None) = (same.next(), same.next()) {
                group.push(i);
            }
        }
    }
    groups
        .into_values()
        .map(|mut g| {
            g.sort_unstable();
            settled(counts, &g)
        })
        .collect()
}

/// Counts without a class, joined by unit, surroundings and number.
fn by_unit(counts: &[Count]) -> Vec<Vec<usize>> {
    let free: Vec<usize> = (0..counts.len())
        .filter(|i| {
            counts[*i].class.is_none()
                && counts[*i].unit.as_deref() != Some(AGE)
                && (counts[*i].unit.is_some() || !counts[*i].context.is_empty())
        })
        .collect();
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (n, &a) in free.iter().enumerate() {
        for &b in &free[n + 1..] {
            if counts[a].doc == counts[b].doc {
                // Joined last, when each of the two has met its like elsewhere.
                if beside(&counts[a], &counts[b]) && set_against(counts, &free, a, b) {
                    pairs.push((0.0, a, b));
                }
            } else if let Some(score) = likeness(counts, &free, a, b) {
                pairs.push((score, a, b));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut group_of: BTreeMap<usize, usize> = free.iter().map(|i| (*i, *i)).collect();
    let mut groups: BTreeMap<usize, Vec<usize>> = free.iter().map(|i| (*i, vec![*i])).collect();
    for (_, a, b) in pairs {
        let (ga, gb) = (group_of[&a], group_of[&b]);
        if ga == gb {
            continue;
        }
        let clash = groups[&ga].iter().any(|x| {
            groups[&gb].iter().any(|y| {
                counts[*x].doc == counts[*y].doc
                    && counts[*x].earlier == counts[*y].earlier
                    && counts[*x].figure.fit(counts[*y].figure) != Fit::Same
                    && !set_against(counts, &free, *x, *y)
            })
        });
        if clash {
            continue;
        }
        let moved = groups.remove(&gb).unwrap_or_default();
        for m in &moved {
            group_of.insert(*m, ga);
        }
        groups.entry(ga).or_default().extend(moved);
    }
    groups
        .into_values()
        .filter(|g| g.iter().any(|i| counts[*i].doc != counts[g[0]].doc))
        .map(|mut g| {
            g.sort_unstable();
            settled(counts, &g)
        })
        .collect()
}

/// Whether a report sets two numbers of two sources for one thing against each other: `would cost 400 million, he said;
/// officials put it at 520 million`.
fn set_against(counts: &[Count], free: &[usize], a: usize, b: usize) -> bool {
    let (x, y) = (&counts[a], &counts[b]);
    x.unit == y.unit
        && (x.voice.attributed() || y.voice.attributed())
        && (x.voice.attributed() != y.voice.attributed() || x.voice.speaker != y.voice.speaker)
        && (beside(x, y) || likeness(counts, free, a, b).is_some())
}

/// Whether one sentence gives two sums of like size for one thing in two voices.
fn beside(x: &Count, y: &Count) -> bool {
    let (a, b) = (x.figure.middle().abs(), y.figure.middle().abs());
    let sources = x.voice.attributed() as u8 + y.voice.attributed() as u8;
    x.doc == y.doc
        && x.line == y.line
        && x.sort == Sort::Money
        && x.unit == y.unit
        && x.then == y.then
        && x.share == y.share
        && sources > 0
        && x.voice != y.voice
        && a.max(b) <= 2.0 * a.min(b)
}

/// How surely two counts of different reports count the same; `None` where they do not.
fn likeness(counts: &[Count], free: &[usize], a: usize, b: usize) -> Option<f32> {
    let (x, y) = (&counts[a], &counts[b]);
    if x.then != y.then || x.share != y.share || x.measure != y.measure {
        return None;
    }
    let people = |c: &Count| matches!(c.sort, Sort::Any | Sort::Role | Sort::Part);
    let unit = match (&x.unit, &y.unit) {
        (Some(u), Some(v)) if u == v => match (x.measure, x.sort) {
            (true, _) => 0.4,
            (_, Sort::Any) => 0.4,
            _ => 0.8,
        },
        (Some(_), Some(_)) if people(x) && people(y) && (x.sort == Sort::Any || y.sort == Sort::Any) => 0.3,
        // `the loss was 5 million`, `2.5 million crowns`
        (Some(u), Some(v))
            if x.sort == Sort::Money && y.sort == Sort::Money && (u == "sum" || v == "sum") =>
        {
            0.4
        }
        (Some(_), Some(_)) => return None,
        (None, None) => 0.2,
        // `the 31 at anchor`
        _ => 0.1,
    };
    let fit = x.figure.fit(y.figure);
    // `22 World Heritage sites`, `52 Iranian sites`
    if x.part != y.part
        && (x.part.is_some() && y.part.is_some() || fit == Fit::Apart && x.sort == Sort::Thing)
    {
        return None;
    }
    // Words near both, or near in meaning.
    let shared: f32 = x
        .context
        .iter()
        .map(|a| match y.context.binary_search_by_key(&a.stem, |c| c.stem) {
            Ok(_) => a.weight,
            Err(_) => {
                let best = y.context.iter().map(|b| word_likeness(a.vector, b.vector)).fold(0.0f32, f32::max);
                if best > 0.6 { a.weight * best * 0.7 } else { 0.0 }
            }
        })
        .sum();
    let total = |c: &Count| c.context.iter().map(|c| c.weight).sum::<f32>();
    let least = total(x).min(total(y)).max(8.0);
    let words = (shared / least).min(1.0);
    let number = match fit {
        Fit::Same => rarity(x.figure),
        Fit::Fits => 0.3,
        Fit::Apart => 0.0,
    };
    // A thing that each of two reports counts once only.
    let once = |c: &Count| {
        c.unit.is_some()
            && free.iter().filter(|i| counts[**i].doc == c.doc && counts[**i].unit == c.unit).count() == 1
    };
    if fit == Fit::Apart {
        let (a, b) = (x.figure.middle().abs(), y.figure.middle().abs());
        let lasts = matches!(
            x.unit.as_deref(),
            Some("second" | "minute" | "minute of play" | "hour" | "day" | "week" | "month" | "year" | "%")
        );
        let near = a.max(b)
            <= if lasts {
                1.6
            } else if x.measure {
                4.0
            } else {
                10.0
            } * a.min(b).max(0.1);
        // Lengths of time, per cent and the like are many in one report.
        let loose =
            !matches!(x.unit.as_deref(), Some("%" | "year" | "day" | "minute of play")) && once(x) && once(y);
        let told = words
            >= if !x.measure {
                0.0
            } else if loose {
                0.2
            } else if x.unit.as_deref() == Some("%") {
                // Turnout, shares and rates stand side by side in one report.
                0.5
            } else {
                0.35
            }
            || unit >= 0.8;
        let bare = x.unit.is_none() && y.unit.is_none();
        if !near || !told || bare || x.unit.is_none() && words < 0.5 {
            return None;
        }
    }
    let only = if unit >= 0.4 && once(x) && once(y) { 0.35 } else { 0.0 };
    let score = unit + number + 1.5 * words + only;
    let enough = match fit {
        Fit::Same => SAME,
        Fit::Fits => 1.2,
        // What goes on grows from report to report.
        Fit::Apart if x.ongoing || y.ongoing => 1.1,
        Fit::Apart => APART,
    };
    let early = x.ongoing || y.ongoing;
    (score >= enough && (shared > 0.0 || early)).then_some(score)
}

/// How surely two counts with numbers that cannot both be right must count the same.
const APART: f32 = 1.05;
/// How surely two counts with one number must count the same.
const SAME: f32 = 1.0;

/// How much a number alone tells: round and small ones little.
fn rarity(figure: Figure) -> f32 {
    let value = figure.middle().abs();
    let mut digits = super::figure::plain(value).replace('.', "");
    while digits.ends_with('0') {
        digits.pop();
    }
    match digits.trim_start_matches('0').len() {
        0 | 1 if value < 1000.0 => 0.3,
        0 | 1 => 0.5,
        2 => 0.7,
        _ => 1.0,
    }
}

fn draft(counts: &[Count], group: &[usize], order: &BTreeSet<(usize, usize)>) -> Option<Draft> {
    let first = &counts[*group.first()?];
    let docs: BTreeSet<usize> = group.iter().map(|i| counts[*i].doc).collect();
    let goes_on = first.class.is_none() && !first.measure && group.iter().any(|i| counts[*i].ongoing);
    let progress = first.class.map(|c| LISTS.classes[c].progress).or(goes_on.then_some(Progress::Up));
    let timed: Vec<Timed<Figure>> = group
        .iter()
        .map(|i| &counts[*i])
        .map(|c| Timed {
            doc: c.doc,
            value: c.figure,
            moment: c.moment,
            speaker: c.voice.speaker,
            earlier: c.earlier,
            updated: c.updated || c.ongoing && c.class.is_none() && !c.measure,
        })
        .collect();
    let verdict = verdict(&timed, progress, order);
    if docs.len() < 2 && verdict != Verdict::Conflict {
        return None;
    }
    // One speech that several reports quote: the utterance shows it.
    if verdict == Verdict::Agree && group.iter().all(|i| counts[*i].quoted) {
        return None;
    }
    let weight = match (first.class.map(|c| LISTS.classes[c].name), first.measure) {
        (Some("dead"), _) => 1.0,
        (Some(_), _) => 0.8,
        (None, false) => 0.5,
        (None, true) => 0.45,
    };
    let early = group.iter().map(|i| counts[*i].line).min().unwrap_or(0);
    let weight = weight
        - 0.2 * (early.min(20) as f32 / 20.0)
        - if first.share || first.then.is_some() { 0.2 } else { 0.0 };
    Some(Draft {
        kind: PointKind::Number,
        question: question(counts, group),
        given: group
            .iter()
            .map(|i| &counts[*i])
            .map(|c| Given::new(c.doc, c.span, printed(c), c.voice))
            .collect(),
        verdict,
        weight,
    })
}

/// The number with its unit of measure.
fn printed(count: &Count) -> String {
    let number = count.shown.print();
    match (&count.unit, count.measure) {
        (Some(unit), true) if unit == "%" => format!("{number}%"),
        (Some(_), true) => format!("{number} {}", count.noun.as_deref().unwrap_or("")).trim_end().to_owned(),
        _ => number,
    }
}

/// Which report is before which, as far as their numbers tell: one says that the number was another's before.
fn order(counts: &[Count]) -> BTreeSet<(usize, usize)> {
    let mut known = BTreeSet::new();
    for before in counts.iter().filter(|c| c.earlier && c.class.is_some()) {
        for other in counts.iter().filter(|c| !c.earlier && c.class == before.class && c.doc != before.doc) {
            if other.figure.fit(before.figure) == Fit::Same {
                known.insert((other.doc, before.doc));
            }
        }
    }
    known
}

/// What the figures amount to.
fn verdict(given: &[Timed<Figure>], progress: Option<Progress>, known: &BTreeSet<(usize, usize)>) -> Verdict {
    let mut verdict = Verdict::Agree;
    for (n, a) in given.iter().enumerate() {
        for b in &given[n + 1..] {
            let pair = pair(a, b, progress, known);
            let rank = |v: Verdict| match v {
                Verdict::Agree => 0,
                Verdict::Differ => 1,
                Verdict::Superseded => 2,
                Verdict::Conflict => 3,
            };
            if rank(pair) > rank(verdict) {
                verdict = pair;
            }
        }
    }
    verdict
}

fn pair(
    a: &Timed<Figure>,
    b: &Timed<Figure>,
    progress: Option<Progress>,
    known: &BTreeSet<(usize, usize)>,
) -> Verdict {
    let fit = a.value.fit(b.value);
    if fit == Fit::Same {
        return Verdict::Agree;
    }
    // What a report itself calls the number before is replaced, whoever printed it.
    match (a.earlier, b.earlier) {
        (true, true) => return Verdict::Differ,
        (true, false) | (false, true) => return Verdict::Superseded,
        (false, false) => {}
    }
    let grows = progress == Some(Progress::Up);
    let same_source = a.speaker.is_some() && a.speaker == b.speaker && a.doc != b.doc;
    let low_first = if a.value.middle() < b.value.middle() { (a, b) } else { (b, a) };
    let order = match (a.moment, b.moment) {
        (Some(x), Some(y)) if x.before(y) => Some((a, b)),
        (Some(x), Some(y)) if y.before(x) => Some((b, a)),
        _ if known.contains(&(a.doc, b.doc)) => Some((a, b)),
        _ if known.contains(&(b.doc, a.doc)) => Some((b, a)),
        // One source does not contradict itself on what only grows.
        _ if same_source && grows => Some(low_first),
        _ => None,
    };
    let replaced = order.is_some_and(|(early, late)| {
        let grown = late.value.middle() > early.value.middle();
        match progress {
            Some(Progress::Up) => grown,
            Some(Progress::Any) => true,
            None => late.updated && grown,
        }
    });
    match fit {
        // `at least 5` on one day, 9 on the next.
        Fit::Fits if replaced && progress.is_some() && order.is_some_and(|(early, _)| early.value.open()) => {
            Verdict::Superseded
        }
        Fit::Same | Fit::Fits => Verdict::Differ,
        Fit::Apart if replaced => Verdict::Superseded,
        Fit::Apart => {
            // On one day, a number said to have risen replaces the one it rose from.
            let (low, high) = low_first;
            let risen =
                order.is_none() && progress.is_some() && high.updated && !low.updated && high.doc != low.doc;
            if risen { Verdict::Superseded } else { Verdict::Conflict }
        }
    }
}

/// `How many people were killed?`
fn question(counts: &[Count], group: &[usize]) -> String {
    let first = &counts[group[0]];
    let when = match first.then.as_deref() {
        Some(year) if year.starts_with(|c: char| c.is_ascii_digit()) => format!(" in {year}"),
        Some(_) => " before".into(),
        None => String::new(),
    };
    let more = if first.share { "more " } else { "" };
    if first.unit.as_deref() == Some(AGE) {
        return format!("How old is {}?", first.part.as_deref().unwrap_or("the person"));
    }
    if let Some(class) = first.class {
        let whom = match &first.part {
            Some(part) => plural(part),
            None => "people".into(),
        };
        return format!("How many {more}{whom} {}{when}?", LISTS.classes[class].ask);
    }
    let after = group.iter().map(|i| counts[*i].after.as_str()).find(|a| !a.is_empty()).unwrap_or("");
    if first.measure {
        let unit = match (first.unit.as_deref(), first.noun.as_deref()) {
            (Some("%"), _) => "per cent",
            (Some("m"), _) => "metres",
            (_, Some(noun)) if noun.ends_with('s') => noun,
            (Some("sum"), _) => "money",
            _ => "units",
        };
        let after = if after.is_empty() { String::new() } else { format!(" {after}") };
        let many = if unit == "money" { "much" } else { "many" };
        return format!("How {many} {unit}{after}{when}?").replace("  ", " ");
    }
    let noun = group
        .iter()
        .filter_map(|i| counts[*i].noun.as_deref())
        .find(|n| {
            n.ends_with('s')
                || matches!(*n, "people" | "men" | "women" | "children" | "police" | "crew" | "staff")
        })
        .map(str::to_owned)
        .or_else(|| first.unit.clone().map(|u| plural(&u)))
        .unwrap_or_else(|| "of them".into());
    let after = if after.is_empty() { String::new() } else { format!(" {after}") };
    format!("How many {noun}{after}{when}?")
}

/// The plural, for a question.
fn plural(noun: &str) -> String {
    match noun {
        "person" => "people".into(),
        "child" => "children".into(),
        "woman" => "women".into(),
        "man" => "men".into(),
        "police" | "crew" => noun.into(),
        _ if noun.ends_with('s') || singular(noun) != noun => noun.into(),
        _ if noun.ends_with('y') && !noun.ends_with("ey") => format!("{}ies", &noun[..noun.len() - 1]),
        _ => format!("{noun}s"),
    }
}
