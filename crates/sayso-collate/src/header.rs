//! A story's title and span of time, from its reports alone.

use crate::StoryNo;
use crate::wording::weighed;
use crate::words::Words;
use sayso_model::{RecordReport, StoryHeader};
use std::collections::BTreeMap;

/// Title and first and last day of a story, as its record has them.
///
/// Days are the published days of the reports.
pub fn story_header(story: StoryNo, reports: &[RecordReport]) -> StoryHeader {
    let days = || reports.iter().filter_map(|r| r.published.day());
    let titles = reports.iter().map(|r| (r.published.value.as_deref(), r.title.as_deref()));
    StoryHeader {
        id: u64::from(story.0),
        title: story_title(titles),
        from: days().min().map(str::to_owned),
        to: days().max().map(str::to_owned),
    }
}

/// The title of a story of reports that were published then and have these titles, in order of arrival.
pub fn story_title<'t>(reports: impl Iterator<Item = (Option<&'t str>, Option<&'t str>)>) -> String {
    let mut dated: Vec<(Option<&str>, Option<&str>)> = reports.collect();
    dated.sort_by_key(|(published, _)| (published.is_none(), *published));
    headline(dated.iter().filter_map(|(_, title)| *title)).unwrap_or_default().to_owned()
}

/// The headline that shares most words with the others: the one most outlets could have written. A tie goes to the
/// first.
pub(crate) fn headline<'t>(titles: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    /// Headlines looked at.
    const MOST: usize = 200;
    let titles: Vec<&str> = titles.filter(|t| !t.trim().is_empty()).take(MOST).collect();
    if titles.len() < 2 {
        return titles.first().copied();
    }
    let titles: Vec<(&str, Vec<(u64, f32)>)> =
        titles.into_iter().map(|t| (t, weighed(&Words::of(t)))).collect();
    let mut uses: BTreeMap<u64, u32> = BTreeMap::new();
    for (_, title) in &titles {
        let mut stems: Vec<u64> = title.iter().map(|(stem, _)| *stem).collect();
        stems.sort_unstable();
        stems.dedup();
        for stem in stems {
            *uses.entry(stem).or_default() += 1;
        }
    }
    let mut best: Option<(f32, &str)> = None;
    for (text, title) in &titles {
        let shared: f32 = title.iter().map(|(stem, weight)| weight * (uses[stem] - 1) as f32).sum();
        let score = shared / (title.len().max(6) as f32).sqrt();
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, text));
        }
    }
    best.map(|(_, title)| title)
}

/// What may stand for the title of a report without one: the opening of its text, cut after at most 12 words.
pub fn opening_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let mut words = line.split_whitespace();
    let mut opening = words.by_ref().take(12).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        opening.push('…');
    }
    Some(opening)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::{Basis, Published};

    fn report(title: Option<&str>, day: Option<&str>) -> RecordReport {
        RecordReport {
            id: "r".into(),
            path: "r".into(),
            outlet: None,
            title: title.map(str::to_owned),
            url: None,
            published: Published { value: day.map(str::to_owned), basis: Basis::None, evidence: None },
        }
    }

    #[test]
    fn of_titles_without_a_word_in_common_the_earliest_dated_names_the_story() {
        let reports = [
            report(Some("undated"), None),
            report(Some("later"), Some("2031-03-05")),
            report(None, Some("2031-03-01")),
            report(Some("earlier"), Some("2031-03-02T10:00:00Z")),
        ];
        let header = story_header(StoryNo(3), &reports);
        assert_eq!((header.id, header.title.as_str()), (3, "earlier"));
        assert_eq!((header.from.as_deref(), header.to.as_deref()), (Some("2031-03-01"), Some("2031-03-05")));
    }

    #[test]
    fn the_title_that_others_could_have_written_names_the_story() {
        let reports = [
            report(Some("Whose fault is it?"), Some("2031-03-01")),
            report(Some("Ferry toll rises as minister blames navy"), Some("2031-03-02")),
            report(Some("Ferry toll rises again"), Some("2031-03-03")),
        ];
        assert_eq!(story_header(StoryNo(1), &reports).title, "Ferry toll rises again");
    }

    #[test]
    fn an_opening_is_cut_at_a_word() {
        assert_eq!(opening_line("\n  one two\nthree").as_deref(), Some("one two"));
        let long = "a b c d e f g h i j k l m";
        assert_eq!(opening_line(long).as_deref(), Some("a b c d e f g h i j k l…"));
        assert_eq!(opening_line(" \n"), None);
    }
}
