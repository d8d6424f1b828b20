//! Numbers whose thing is not said again: `Police counted 12 ships, the harbour master 14`; `not the 60,000 it first gave`.

use super::super::figure::Fit;
use super::super::lists::{LISTS, Sort};
use super::super::view::{View, Voice};
use super::{ContextWord, Count, RESULT};

/// Gives numbers that count what another before them counts its unit, its class and its surroundings.
pub(super) fn complete(view: &View<'_>, found: &mut [Count], speakers: &[(u32, String)]) {
    for i in 0..found.len() {
        let count = &found[i];
        if count.headline || count.share && !count.earlier && !count.denied {
            continue;
        }
        let bare = count.unit.is_none() && count.class.is_none();
        let sum = count.unit.as_deref() == Some("sum");
        let outright = count.earlier || count.denied;
        let step = set_against(view, count);
        if !(bare || sum || outright) || !(outright || step.is_some()) {
            continue;
        }
        if step == Some(Step::Other)
            && let Some(source) = source(view, &found[i], speakers)
        {
            found[i].voice = source;
        }
        let count = &found[i];
        let Some(k) = antecedent(view, &found[..i], count) else { continue };
        let parted = step == Some(Step::Other) && other_clause(view, &found[k], count);
        let (before, rest) = found.split_at_mut(i);
        let (model, count) = (&mut before[k], &mut rest[0]);
        // `29 died; the union says 41`: the 29 are not the union's.
        if parted && model.voice.attributed() && model.voice == count.voice {
            model.voice = Voice::default();
        }
        // `It was 54 on Sunday, it was 53 on Monday`: one source goes from the one to the other.
        if step == Some(Step::Next)
            && !outright
            && model.voice.speaker == count.voice.speaker
            && model.line == count.line
        {
            model.earlier = true;
        }
        count.like = model.like.or(Some(model.span));
        if bare {
            count.unit.clone_from(&model.unit);
            count.noun.clone_from(&model.noun);
            (count.sort, count.measure) = (model.sort, model.measure);
            in_units_of(count, model);
            count.class = model.class;
            count.part.clone_from(&model.part);
            count.share = model.share;
        }
        for word in &model.context {
            if let Err(at) = count.context.binary_search_by_key(&word.stem, |w| w.stem) {
                count.context.insert(at, ContextWord { near: word.near * 0.7, ..*word });
            }
        }
    }
}

/// Joins the number that people were at first to the one they are now: `the dead rose from five to nine`. `found` are the
/// counts of the sentence, `at` that of the first number.
pub(super) fn step_from(found: &mut [Count], at: usize) {
    let people = |c: &Count| {
        c.class.is_some() || c.unit.is_some() && matches!(c.sort, Sort::Any | Sort::Role | Sort::Part)
    };
    let after = found.get(at + 1).filter(|c| people(c));
    let Some(now) = after.or_else(|| at.checked_sub(1).map(|i| &found[i]).filter(|c| people(c))).cloned()
    else {
        return;
    };
    let first = &mut found[at];
    if first.measure || first.unit.is_some() && first.unit != now.unit {
        return;
    }
    first.like = now.like.or(Some(now.span));
    first.unit = now.unit;
    first.noun = now.noun;
    first.sort = now.sort;
    first.class = now.class;
    first.part = now.part;
}

/// Lends numbers without a noun that of what was counted last before them: `five laboratories tried; I can find three`,
/// `at 87 mph where the limit is 50`. Whether they count the same is another question.
pub(super) fn lend(view: &View<'_>, found: &mut [Count]) {
    for i in 0..found.len() {
        let count = &found[i];
        // `1.4 million insured … the thieves speak of 2.9 million`: no sum where nothing speaks of money.
        let sum = count.unit.as_deref() == Some("sum") && !of_money(view, count);
        if count.unit.is_some() && !sum
            || count.class.is_some()
            || count.headline
            || count.figure.value.is_none()
        {
            continue;
        }
        if sum {
            let before = (0..i).rev().take_while(|k| found[*k].line + 2 >= count.line);
            let model = before.into_iter().find(|k| found[*k].figure.middle() >= 1e5);
            let Some(k) = model.filter(|k| !found[*k].measure && found[*k].unit.is_some()) else {
                continue;
            };
            let (before, rest) = found.split_at_mut(i);
            let (model, count) = (&before[k], &mut rest[0]);
            count.unit.clone_from(&model.unit);
            count.noun.clone_from(&model.noun);
            (count.sort, count.measure, count.lent) = (model.sort, false, true);
            continue;
        }
        let fits = |k: &usize| {
            let other = &found[*k];
            let (a, b) = (other.figure.middle().abs(), count.figure.middle().abs());
            other.unit.is_some()
                && !other.headline
                && !other.lasts()
                && !matches!(other.unit.as_deref(), Some("year of age" | RESULT))
                && a.max(b) <= 12.0 * a.min(b).max(1.0)
        };
        // A measure is that of a number of its own sentence, or of a like one just before: `Of the nine that …` after
        // `two centimetres` are no centimetres.
        let few = count.share || count.figure.middle().abs() <= 12.0 && count.figure.middle().fract() == 0.0;
        let lends = |k: &usize| {
            let other = &found[*k];
            let (a, b) = (other.shown.middle().abs(), count.figure.middle().abs());
            let like = a.max(b) <= 3.0 * a.min(b);
            !other.measure || like && (other.line == count.line || other.line + 1 == count.line && !few)
        };
        // The same number with its noun is the best guess: `38,000 shops … the firm speaks of 38,000`.
        let again = |k: &usize| {
            let other = &found[*k];
            count.figure.middle() > 12.0
                && other.figure.fit(count.figure) == Fit::Same
                && other.unit.is_some()
                && !other.measure
                && !other.headline
        };
        let near = || (0..i).rev().take_while(|k| found[*k].line + 2 >= count.line);
        let Some(k) = (0..i).rev().find(again).or_else(|| near().filter(fits).find(lends)) else { continue };
        let (before, rest) = found.split_at_mut(i);
        let (model, count) = (&before[k], &mut rest[0]);
        count.unit.clone_from(&model.unit);
        count.noun.clone_from(&model.noun);
        (count.sort, count.measure, count.lent) = (model.sort, model.measure, true);
        in_units_of(count, model);
    }
}

/// Whether the words of the sentence of a number speak of money.
fn of_money(view: &View<'_>, count: &Count) -> bool {
    const MONEY: [&str; 62] = [
        "cost",
        "costs",
        "costing",
        "pay",
        "pays",
        "paid",
        "paying",
        "worth",
        "fine",
        "fined",
        "fines",
        "price",
        "prices",
        "profit",
        "profits",
        "loss",
        "losses",
        "sales",
        "revenue",
        "revenues",
        "turnover",
        "fund",
        "funds",
        "budget",
        "spend",
        "spends",
        "spent",
        "spending",
        "invest",
        "invested",
        "investment",
        "debt",
        "debts",
        "bill",
        "bid",
        "fee",
        "fees",
        "deal",
        "earn",
        "earns",
        "earned",
        "earnings",
        "tax",
        "taxes",
        "duty",
        "money",
        "sum",
        "sums",
        "pledge",
        "pledged",
        "pledges",
        "donated",
        "raised",
        "grant",
        "grants",
        "loan",
        "loans",
        "damages",
        "compensation",
        "salary",
        "insured",
        "bonus",
    ];
    let line = &view.sentences[count.line];
    line.tokens.clone().any(|i| {
        let word = view.word(i);
        MONEY.contains(&word)
            || matches!(word, "$" | "€" | "£" | "us$")
            || LISTS.unit(&super::singular(word)).is_some_and(|u| u.1 == Sort::Money)
    })
}

/// Gives a bare number the unit of another: `at 87 mph where the limit is 50` is 50 miles an hour.
fn in_units_of(count: &mut Count, model: &Count) {
    if model.measure && count.figure.scale == 1.0 {
        count.figure = count.figure.times(model.figure.scale);
    }
}

/// The nearest number before, in this sentence or the last, whose thing a bare number can count too.
fn antecedent(view: &View<'_>, before: &[Count], count: &Count) -> Option<usize> {
    let lasts = |c: &Count| c.lasts() || c.unit.as_deref() == Some("year of age");
    (0..before.len()).rev().take_while(|k| before[*k].line + 1 >= count.line).find(|k| {
        let other = &before[*k];
        let (a, b) = (other.figure.middle().abs(), count.figure.middle().abs());
        let bare = count.unit.is_none() && count.class.is_none();
        // `The city holds to 392. The firm says 311`: what both count was asked before.
        let told = other.unit.is_some()
            || other.class.is_some()
            || other.line == count.line
            || set_against(view, other).is_some();
        let kind = if bare { told } else { same_unit(other, count) };
        let outright = count.earlier || count.denied;
        let far = if outright { 3.0 } else { 8.0 };
        kind && !lasts(other)
            && (count.headline || !other.headline)
            && a.max(b) <= far * a.min(b).max(0.5)
            && (!outright || other.line == count.line || bare)
    })
}

fn same_unit(a: &Count, b: &Count) -> bool {
    a.unit.is_some() && a.unit == b.unit || a.sort == Sort::Money && b.sort == Sort::Money
}

/// Whether a number and its source stand in another clause than the number before, and the source in theirs.
fn other_clause(view: &View<'_>, model: &Count, count: &Count) -> bool {
    let (from, to) = (view.tokens_in(model.span).end, view.tokens_in(count.span).start);
    let parted = (from..to).any(|i| view.word(i) == ";");
    parted && model.line == count.line && !count.voice.named && {
        let source = count.voice.statement.and_then(|s| view.statements()[s].source.as_ref());
        source.is_some_and(|s| {
            s.spans.iter().all(|p| p.start() > model.span.end() && p.end() <= count.span.start())
        })
    }
}

/// Whose number it is by the subject of its own clause: `the union put the crowd at 6,000; the police spoke of 2,500`.
fn source(view: &View<'_>, count: &Count, speakers: &[(u32, String)]) -> Option<Voice> {
    let line = &view.sentences[count.line];
    let start = view.tokens_in(count.span).start;
    let first = line.tokens.start.max(start.saturating_sub(12));
    let opens = (first..start)
        .rev()
        .find(|i| {
            let word = view.word(*i);
            matches!(
                word,
                "," | ";" | ":" | "and" | "but" | "while" | "although" | "though" | "whereas" | "–" | "—"
            )
        })
        .map_or(line.tokens.start, |i| i + 1);
    // The clause opens with its subject, which ends before the verb or the number.
    const VERBS: [&str; 30] = [
        "put",
        "puts",
        "spoke",
        "speak",
        "speaks",
        "spoken",
        "said",
        "says",
        "say",
        "counted",
        "counts",
        "had",
        "has",
        "have",
        "gave",
        "gives",
        "estimated",
        "estimates",
        "reported",
        "reports",
        "claimed",
        "claims",
        "suggest",
        "suggests",
        "talks",
        "talked",
        "talk",
        "about",
        "some",
        "at",
    ];
    let subject: Vec<&str> = (opens..start)
        .take_while(|i| view.is_word(*i) && !VERBS.contains(&view.word(*i)))
        .take_while(|i| !matches!(view.word(*i), "who" | "which" | "that"))
        .map(|i| view.word(i))
        .filter(|w| !matches!(*w, "the" | "a" | "an" | "its" | "their" | "later" | "first" | "then" | "now"))
        .collect();
    let head = *subject.last()?;
    if subject.len() > 5 || !head.chars().all(char::is_alphabetic) {
        return None;
    }
    let named = |name: &String| name.split_whitespace().next_back() == Some(head);
    let speaker = speakers.iter().find(|(_, name)| *name == subject.join(" ") || named(name));
    let Some(speaker) = speaker.map(|s| s.0) else {
        // `The agency says three, the local paper two`: somebody else, whoever it is.
        let led = matches!(view.word(opens), "the" | "a" | "an" | "its" | "their");
        let span = view.hull(opens..start)?;
        let said = count.voice.statement.and_then(|s| view.statements()[s].source.as_ref());
        let own = said.is_none_or(|s| s.spans.iter().any(|p| p.overlaps(span)));
        return (led && !own).then_some(Voice { statement: None, speaker: None, named: true });
    };
    (count.voice.speaker != Some(speaker)).then_some(Voice {
        statement: None,
        speaker: Some(speaker),
        named: true,
    })
}

/// How a number stands to one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Another source's number: `the ministry says 14`, `the league 31,000`.
    Other,
    /// The number after it: `spoke of six, then of nine`, `it was 53 on Monday`.
    Next,
}

/// Whether a number is set against one before it: `the ministry says 14`, `speaks of six, then of nine`, `put it at 6
/// million`, `it was 53 on Monday`, `the league 31,000`.
fn set_against(view: &View<'_>, count: &Count) -> Option<Step> {
    const CLOSING: [&str; 22] = [
        "and",
        "but",
        "or",
        "while",
        "on",
        "in",
        "at",
        "yesterday",
        "later",
        "first",
        "tonight",
        "as",
        "when",
        "before",
        "after",
        "if",
        "because",
        "by",
        "since",
        "until",
        "for",
        "",
    ];
    const SAYING: [&str; 41] = [
        "not",
        "instead",
        "counted",
        "counts",
        "count",
        "counting",
        "said",
        "says",
        "say",
        "reported",
        "reports",
        "claimed",
        "claims",
        "estimated",
        "estimates",
        "suggest",
        "suggests",
        "suggested",
        "shows",
        "showed",
        "lists",
        "listed",
        "gives",
        "gave",
        "records",
        "recorded",
        "registered",
        "reckons",
        "reckoned",
        "believes",
        "believed",
        "admits",
        "admitted",
        "acknowledges",
        "acknowledged",
        "concedes",
        "conceded",
        "confirms",
        "confirmed",
        "then",
        "first",
    ];
    const SPEAKING: [&str; 14] = [
        "speak", "speaks", "spoke", "spoken", "speaking", "talk", "talks", "talked", "instead", "figure",
        "toll", "count", "total", "then",
    ];
    const PUTTING: [&str; 10] =
        ["put", "puts", "putting", "estimated", "estimates", "stands", "stood", "given", "gave", "gives"];
    const HOLDING: [&str; 19] = [
        "hold",
        "holds",
        "held",
        "holding",
        "stick",
        "sticks",
        "stuck",
        "sticking",
        "insist",
        "insists",
        "insisted",
        "insisting",
        "keep",
        "keeps",
        "kept",
        "stand",
        "stands",
        "stood",
        "standing",
    ];
    const IT: [&str; 10] =
        ["it", "figure", "number", "toll", "count", "total", "that", "there", "they", "we"];
    let line = &view.sentences[count.line];
    let range = view.tokens_in(count.span);
    let closed =
        range.end >= line.tokens.end || !view.is_word(range.end) || CLOSING.contains(&view.word(range.end));
    if !closed {
        return None;
    }
    let back = |n: usize| match range.start.checked_sub(n) {
        Some(i) if i >= line.tokens.start => view.word(i),
        _ => "",
    };
    let within = |reach: usize, words: &[&str]| (2..=reach).any(|n| words.contains(&back(n)));
    let then = back(1) == "then" || back(2) == "then";
    let (holds, next) = match back(1) {
        word if SAYING.contains(&word) => (true, then),
        "of" => (within(4, &SPEAKING), then),
        "to" | "on" | "by" => (HOLDING.contains(&back(2)), false),
        "at" | "as" => (within(8, &PUTTING), then),
        "was" | "is" | "were" | "are" => (within(4, &IT), view.times_in(line.span).count() > 1),
        // `which makes thirteen`
        "makes" | "made" | "totalling" | "totals" => (!view.is_word(range.end), true),
        // `At least 30, said the agency.`
        "" => {
            let (mark, says) = (view.word(range.end), view.word(range.end + 1));
            (mark == "," && (SAYING.contains(&says) || says == "according"), false)
        }
        // `…, the league 31,000`
        word => {
            let source =
                (2..=6).find(|n| matches!(back(*n), "," | ";" | "and" | "but" | "while" | "–" | "—"));
            let named = source.is_some_and(|n| {
                view.is_word(range.start - 1)
                    && word.chars().all(char::is_alphabetic)
                    && (matches!(back(n - 1), "the" | "its" | "their" | "his" | "her")
                        || n == 2 && view.is_name(range.start - 1))
            });
            (named, false)
        }
    };
    holds.then_some(if next { Step::Next } else { Step::Other })
}
