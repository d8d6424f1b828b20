//! A story's title and span of time, from its reports alone.

use crate::StoryNo;
use sayso_model::{RecordReport, StoryHeader};

/// Title and first and last day of a story.
///
/// The title is that of the earliest dated report that has one (undated ones come after); a tie goes to the
/// order given. Days are the published days of the reports.
pub fn story_header(story: StoryNo, reports: &[RecordReport]) -> StoryHeader {
    let days = || reports.iter().filter_map(|r| r.published.day());
    let title = reports
        .iter()
        .filter(|r| r.title.as_deref().is_some_and(|t| !t.trim().is_empty()))
        .min_by_key(|r| (r.published.value.is_none(), r.published.value.clone()))
        .and_then(|r| r.title.clone());
    StoryHeader {
        id: u64::from(story.0),
        title: title.unwrap_or_default(),
        from: days().min().map(str::to_owned),
        to: days().max().map(str::to_owned),
    }
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
    fn the_earliest_dated_title_names_the_story() {
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
    fn an_opening_is_cut_at_a_word() {
        assert_eq!(opening_line("\n  one two\nthree").as_deref(), Some("one two"));
        let long = "a b c d e f g h i j k l m";
        assert_eq!(opening_line(long).as_deref(), Some("a b c d e f g h i j k l…"));
        assert_eq!(opening_line(" \n"), None);
    }
}
