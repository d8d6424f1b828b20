//! The day of an undated report by the words that tell it from its own day: `yesterday`, `tonight`, `It is Wednesday`.

use super::{Dating, Floor, WEEK, weekday_number, weekday_of};
use crate::dates::{day_value, parse_day};
use crate::points::view::View;
use std::collections::{BTreeMap, BTreeSet};

impl Dating {
    /// The day after what the report opens with as `yesterday` or `last night`, or the day of what it has as of today, by
    /// the day that dated reports give the same.
    pub(super) fn by_yesterday(
        &self,
        views: &[View<'_>],
        d: usize,
        floors: &[Floor],
    ) -> Option<(String, String)> {
        /// Words that an opening shares with what tells the same.
        const SHARED: usize = 2;
        let view = &views[d];
        let stems = |view: &View<'_>, tokens: std::ops::Range<usize>| -> BTreeSet<u64> {
            tokens.filter(|i| view.is_word(*i) && view.word(*i).len() > 3).map(|i| view.stem(i)).collect()
        };
        for (n, line) in view.sentences.iter().enumerate() {
            let Some((mut off, words)) = opening_word(view, line.span) else { continue };
            let shared_at_least = if n < OPENING { SHARED } else { SHARED + 1 };
            let own = stems(view, line.tokens.clone());
            let mut best: Option<(usize, i32, usize)> = None;
            for other in views.iter().filter(|v| v.doc.report.published.day().is_some()) {
                let far = if n < OPENING { OPENING } else { usize::MAX };
                for told in other.sentences.iter().take(far) {
                    let shared = stems(other, told.tokens.clone()).intersection(&own).count();
                    for day in other.times_in(told.span).filter_map(|t| parse_day(&t.value)) {
                        if shared >= shared_at_least && best.is_none_or(|(most, ..)| shared > most) {
                            best = Some((shared, day, other.at));
                        }
                    }
                }
            }
            // `thirty on Wednesday night, forty tonight`: tonight is another day than the one named beside it.
            let beside = |day: i32| {
                view.times_in(line.span).any(|t| weekday_of(&t.value) == Some(weekday_number(day)))
            };
            if off == 0 && best.is_some_and(|(_, day, _)| beside(day)) {
                off = 1;
            }
            if let Some((_, day, from)) = best
                && floors.iter().all(|f| f.day <= day + off)
            {
                let id = &views[from].doc.report.id;
                return Some((
                    day_value(day + off),
                    format!("{words} is told of {} in {id}", day_value(day)),
                ));
            }
        }
        None
    }

    /// The day of writing, where the report names its day of the week: `It is Wednesday night and I cannot sleep.` It is
    /// the first such day on or after what the report tells of.
    pub(super) fn by_named_day(view: &View<'_>, floors: &[Floor]) -> Option<(String, String)> {
        let floor = floors.iter().max_by_key(|f| f.day)?;
        for line in &view.sentences {
            for time in view.times_in(line.span) {
                let Some(weekday) = weekday_of(&time.value) else { continue };
                let at = view.token_at(time.span);
                let named = at >= 2
                    && matches!(
                        (view.word(at - 2), view.word(at - 1)),
                        ("it", "is" | "'s" | "’s") | ("today", "is")
                    );
                if named && !view.said_by(at).attributed() {
                    let ahead = (weekday as i32 - weekday_number(floor.day) as i32).rem_euclid(WEEK);
                    let words = view.text(time.span);
                    let evidence = format!("written on a {words}, after {}", day_value(floor.day));
                    return Some((day_value(floor.day + ahead), evidence));
                }
            }
        }
        None
    }

    /// The day after the story's happening, for a report that opens with it as of yesterday and shares no day with another:
    /// the happening's day is the one that most reports open with.
    pub(super) fn by_happening(views: &[View<'_>], d: usize) -> Option<(String, String)> {
        let words =
            views[d].sentences.iter().take(OPENING).find_map(|line| opening_word(&views[d], line.span))?;
        let mut days: BTreeMap<i32, BTreeSet<usize>> = BTreeMap::new();
        for other in views.iter().filter(|v| v.doc.report.published.day().is_some()) {
            for told in other.sentences.iter().take(OPENING) {
                for day in other.times_in(told.span).filter_map(|t| parse_day(&t.value)) {
                    days.entry(day).or_default().insert(other.at);
                }
            }
        }
        let (day, from) = days.iter().max_by_key(|(day, from)| (from.len(), std::cmp::Reverse(**day)))?;
        let second = days.iter().filter(|(d, _)| *d != day).map(|(_, f)| f.len()).max().unwrap_or(0);
        if from.len() < 2 || from.len() == second {
            return None;
        }
        let id = &views[*from.first()?].doc.report.id;
        let evidence = format!("{} is what {id} and others date {}", words.1, day_value(*day));
        Some((day_value(day + words.0), evidence))
    }
}

/// Sentences that a report opens with.
const OPENING: usize = 5;

/// `yesterday` or `last night`, or `today` or `tonight`, of an undated report in its own voice: how many days before its
/// own day, and the words.
fn opening_word(view: &View<'_>, span: sayso_text::Span) -> Option<(i32, String)> {
    view.times_in(span).find_map(|t| {
        let words = view.text(t.span).to_ascii_lowercase();
        let unknown = t.value.starts_with("XXXX-XX-XX");
        let off = if words.starts_with("yesterday") || words.starts_with("last night") {
            1
        } else if words.starts_with("tonight") || words.starts_with("today") {
            0
        } else {
            return None;
        };
        (unknown && !view.said_by(view.token_at(t.span)).attributed()).then_some((off, words))
    })
}
