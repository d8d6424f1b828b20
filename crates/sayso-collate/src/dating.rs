//! Cross-report dating: what is dated in one report dates the same thing in another.
//!
//! A report without a date was published no earlier than the latest thing it tells that another report dates: a
//! quotation both carry, a day of the week in a sentence both tell. A copy is as old as its origin. What follows from
//! the report's own day is then reckoned from it: `on Tuesday`, the Tuesday before. All of it is marked as inferred,
//! with the evidence named.

mod own_day;

use crate::Doc;
use crate::dates::{day_value, parse_day};
use crate::points::view::View;
use crate::utterance::Spoken;
use sayso_model::{Basis, LineageEdge, LineageKind, Published, StatementId};
use std::collections::{BTreeMap, BTreeSet};

/// Days and reasons that reports lend each other.
pub(crate) struct Dating {
    /// For each report, its published date when it is inferred.
    published: Vec<Option<Published>>,
    /// For each report, days of statements that are inferred.
    said: Vec<BTreeMap<StatementId, String>>,
    /// For each report, the day a day of the week stands for.
    weekdays: Vec<BTreeMap<u32, i32>>,
}

/// A report dated by several things is dated by the latest of them.
struct Floor {
    day: i32,
    evidence: String,
}

/// Sentences that share so many stems tell one thing.
const SHARED_STEMS: usize = 4;
/// A story's report is no older than so many days than what it tells of in weekdays.
const WEEK: i32 = 7;

impl Dating {
    pub(crate) fn of(views: &[View<'_>], spoken: &[Spoken], lineage: &[LineageEdge]) -> Dating {
        let docs: Vec<Doc<'_>> = views.iter().map(|v| v.doc).collect();
        let mut dating = Dating {
            published: vec![None; docs.len()],
            said: vec![BTreeMap::new(); docs.len()],
            weekdays: vec![BTreeMap::new(); docs.len()],
        };
        let mut floors: Vec<Vec<Floor>> = docs.iter().map(|_| Vec::new()).collect();
        dating.by_utterances(&docs, spoken, &mut floors);
        dating.by_sentences(views, &mut floors);
        for (d, mut floors) in floors.into_iter().enumerate() {
            if docs[d].report.published.day().is_some() {
                continue;
            }
            dating.by_neighbours(&views[d], &mut floors);
            let reckoned = dating
                .by_yesterday(views, d, &floors)
                .or_else(|| Dating::by_named_day(&views[d], &floors))
                .or_else(|| if floors.is_empty() { Dating::by_happening(views, d) } else { None });
            let copied = lineage.iter().find_map(|edge| {
                let other = match &docs[d].report.id {
                    id if *id == edge.report => &edge.of,
                    id if *id == edge.of => &edge.report,
                    _ => return None,
                };
                let same = matches!(edge.kind, LineageKind::Duplicate | LineageKind::Wire);
                let day = docs.iter().find(|o| o.report.id == *other)?.report.published.day()?;
                same.then(|| (day.to_owned(), format!("the text is that of {other}")))
            });
            let found = copied.or(reckoned).or_else(|| {
                // The latest; of equals the first found.
                let best = floors.into_iter().rev().max_by_key(|f| f.day)?;
                Some((day_value(best.day), best.evidence))
            });
            dating.published[d] = found.map(|(value, evidence)| Published {
                value: Some(value),
                basis: Basis::Inferred,
                evidence: Some(evidence),
            });
        }
        dating.by_own_day(&docs);
        dating
    }

    /// The published date of a report, inferred where it has none.
    pub(crate) fn published(&self, doc: usize, own: &Published) -> Published {
        match &self.published[doc] {
            Some(inferred) if own.day().is_none() => inferred.clone(),
            _ => own.clone(),
        }
    }

    /// When a statement was made, if that is inferred.
    pub(crate) fn said(&self, doc: usize, statement: StatementId) -> Option<&str> {
        self.said[doc].get(&statement).map(String::as_str)
    }

    /// The day that a weekday of an undated report stands for.
    pub(crate) fn weekday(&self, doc: usize, value: &str) -> Option<String> {
        let day = self.weekdays[doc].get(&weekday_of(value)?)?;
        Some(format!("{}{}", day_value(*day), value.get(10..).unwrap_or_default()))
    }

    /// Quotations that several reports carry.
    fn by_utterances(&mut self, docs: &[Doc<'_>], spoken: &[Spoken], floors: &mut [Vec<Floor>]) {
        for utterance in spoken {
            let said = |doc: usize, id: Option<StatementId>| -> Option<&str> {
                let id = id?;
                let statement = docs[doc].annotations.statements.iter().find(|s| s.id == id)?;
                statement.said.as_deref()
            };
            // Days that dated reports give, each with the first report that gives it.
            let mut days: BTreeMap<i32, usize> = BTreeMap::new();
            for variant in &utterance.variants {
                if let Some(day) = said(variant.doc, variant.statement).and_then(parse_day) {
                    days.entry(day).or_insert(variant.doc);
                }
            }
            let published: Option<(i32, usize)> = utterance
                .variants
                .iter()
                .filter_map(|v| Some((docs[v.doc].report.published.day().and_then(parse_day)?, v.doc)))
                .min();
            for variant in &utterance.variants {
                let (d, value) = (variant.doc, said(variant.doc, variant.statement));
                let fits = |day: &i32| match value {
                    None => true,
                    Some(value) => weekday_of(value) == Some(weekday_number(*day)),
                };
                if value.is_some_and(|v| parse_day(v).is_some()) {
                    continue;
                }
                let fitting: Vec<(i32, usize)> =
                    days.iter().filter(|(day, _)| fits(day)).map(|(day, doc)| (*day, *doc)).collect();
                // Reports that give the quotation two days leave it open.
                let [(day, from)] = fitting[..] else {
                    if days.is_empty()
                        && let Some((day, from)) = published.filter(|(_, from)| *from != d)
                    {
                        floors[d].push(Floor { day, evidence: carried(docs, from, &variant.text, false) });
                    }
                    continue;
                };
                if let Some(id) = variant.statement {
                    self.said[d].insert(id, day_value(day));
                }
                if let Some(weekday) = value.and_then(weekday_of) {
                    self.weekdays[d].insert(weekday, day);
                }
                floors[d].push(Floor { day, evidence: carried(docs, from, &variant.text, true) });
            }
        }
    }

    /// Sentences that tell the same thing, one with a day of the week, one with a day.
    fn by_sentences(&mut self, views: &[View<'_>], floors: &mut [Vec<Floor>]) {
        struct Dated {
            doc: usize,
            stems: BTreeSet<u64>,
            day: i32,
        }
        let stems = |view: &View<'_>, tokens: std::ops::Range<usize>| -> BTreeSet<u64> {
            tokens.filter(|i| view.is_word(*i) && view.word(*i).len() > 3).map(|i| view.stem(i)).collect()
        };
        let mut dated: Vec<Dated> = Vec::new();
        for view in views.iter().filter(|v| v.doc.report.published.day().is_some()) {
            for line in &view.sentences {
                for day in view.times_in(line.span).filter_map(|t| parse_day(&t.value)) {
                    dated.push(Dated { doc: view.at, stems: stems(view, line.tokens.clone()), day });
                }
            }
        }
        for view in views.iter().filter(|v| v.doc.report.published.day().is_none()) {
            let published: Vec<i32> =
                views.iter().filter_map(|v| v.doc.report.published.day().and_then(parse_day)).collect();
            for line in &view.sentences {
                for time in view.times_in(line.span) {
                    let Some(weekday) = weekday_of(&time.value) else { continue };
                    let own = stems(view, line.tokens.clone());
                    let best = dated
                        .iter()
                        .filter(|o| weekday_number(o.day) == weekday)
                        .map(|o| (o.stems.intersection(&own).count(), o))
                        .filter(|(shared, _)| *shared >= SHARED_STEMS)
                        .max_by_key(|(shared, o)| (*shared, std::cmp::Reverse(o.doc)));
                    let Some((_, other)) = best else { continue };
                    self.weekdays[view.at].entry(weekday).or_insert(other.day);
                    // What is to come says nothing of how late the report is.
                    let ahead = |i: usize| ahead(view.word(i));
                    let at = view.token_at(time.span);
                    let planned =
                        line.tokens.clone().any(ahead) || at > 0 && matches!(view.word(at - 1), "for" | "by");
                    let past = !planned && published.iter().any(|p| *p >= other.day);
                    if past {
                        let words = view.text(time.span);
                        let from = &views[other.doc].doc.report.id;
                        let evidence =
                            format!("{words} is {} in {from}, which tells the same", day_value(other.day));
                        floors[view.at].push(Floor { day: other.day, evidence });
                    }
                }
            }
        }
    }

    /// Days of the week on which a report says that something was said: each is the one nearest to a day already known.
    fn by_neighbours(&mut self, view: &View<'_>, floors: &mut Vec<Floor>) {
        let d = view.at;
        let mut anchors: Vec<i32> = self.weekdays[d].values().copied().collect();
        if anchors.is_empty() {
            anchors.extend(floors.iter().map(|f| f.day).max());
        }
        let said = view.statements().iter().filter_map(|s| s.said.as_deref().and_then(weekday_of));
        let mut weekdays: Vec<(u32, bool)> = said.map(|w| (w, false)).collect();
        // What the report tells in its own voice as past: `By Saturday the boy was home.`
        for line in view.sentences.iter().filter(|l| !l.headline) {
            for time in view.times_in(line.span) {
                let at = view.token_at(time.span);
                let own = !view.said_by(at).attributed() && looks_back(view, line.tokens.clone());
                weekdays.extend(weekday_of(&time.value).filter(|_| own).map(|w| (w, true)));
            }
        }
        // What is past is near what has happened, not near what is to come.
        let happened: Vec<i32> = floors.iter().map(|f| f.day).collect();
        for (weekday, past) in weekdays {
            if self.weekdays[d].contains_key(&weekday) {
                continue;
            }
            let anchors = if past && !happened.is_empty() { &happened } else { &anchors };
            let nearest = anchors
                .iter()
                .map(|anchor| {
                    let ahead = (weekday as i32 - weekday_number(*anchor) as i32).rem_euclid(WEEK);
                    let off = if ahead > WEEK / 2 { ahead - WEEK } else { ahead };
                    (off.abs(), anchor + off, *anchor)
                })
                .min();
            if let Some((_, day, anchor)) = nearest {
                self.weekdays[d].insert(weekday, day);
                let evidence = match floors.iter().find(|f| f.day == anchor) {
                    Some(floor) => {
                        format!("a day of the week next to {}, as {}", day_value(anchor), floor.evidence)
                    }
                    None => format!("a day of the week next to {}", day_value(anchor)),
                };
                floors.push(Floor { day, evidence });
            }
        }
    }

    /// Days of the week in a report whose own day is inferred: the last such day up to it.
    fn by_own_day(&mut self, docs: &[Doc<'_>]) {
        for (d, doc) in docs.iter().enumerate() {
            let own = self.published[d].as_ref().and_then(|p| p.day()).and_then(parse_day);
            let Some(own) = own else { continue };
            for weekday in 1..=7 {
                let back = (weekday_number(own) as i32 - weekday as i32).rem_euclid(WEEK);
                self.weekdays[d].entry(weekday).or_insert(own - back);
            }
            for statement in &doc.annotations.statements {
                let Some(value) = &statement.said else { continue };
                if let Some(day) = self.weekday(d, value) {
                    self.said[d].entry(statement.id).or_insert(day);
                }
            }
        }
    }
}

/// Whether a word tells of what is to come.
fn ahead(word: &str) -> bool {
    matches!(word, "will" | "until" | "next" | "coming" | "tomorrow" | "planned" | "due" | "expected")
}

/// Whether a sentence tells in the past of what has happened.
fn looks_back(view: &View<'_>, tokens: std::ops::Range<usize>) -> bool {
    let opens = |w: &str| matches!(w, "would" | "if" | "shuts" | "closes" | "opens" | "begins" | "starts");
    let ahead = |i: usize| ahead(view.word(i)) || opens(view.word(i));
    let back = |i: usize| crate::verbs::past(view.word(i)) || matches!(view.word(i), "was" | "were" | "had");
    tokens.clone().any(back) && !tokens.clone().any(ahead)
}

fn carried(docs: &[Doc<'_>], from: usize, words: &str, dated: bool) -> String {
    let mut short: String = words.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    short = short.trim_matches(['“', '”', '"', ',', '.']).to_owned();
    let id = &docs[from].report.id;
    if dated {
        format!("“{short} …” is dated in {id}")
    } else {
        format!("“{short} …” was printed by {id} on that day")
    }
}

/// 1 for Monday to 7 for Sunday, of a value like `XXXX-WXX-2` or `XXXX-WXX-2TMO`.
fn weekday_of(value: &str) -> Option<u32> {
    let digit = value.strip_prefix("XXXX-WXX-")?.chars().next()?;
    digit.to_digit(10).filter(|d| (1..=7).contains(d))
}

/// 1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday.
fn weekday_number(day: i32) -> u32 {
    (day + 3).rem_euclid(7) as u32 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_weekdays() {
        for value in ["1970-01-01", "2000-02-29", "2031-03-02", "2031-12-31"] {
            assert_eq!(day_value(parse_day(value).unwrap()), value);
        }
        assert_eq!(weekday_number(parse_day("2031-03-02").unwrap()), 7);
        assert_eq!(weekday_of("XXXX-WXX-7TMO"), Some(7));
        assert_eq!(weekday_of("2031-W09-7"), None);
    }
}
