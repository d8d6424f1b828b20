//! Lines that are no part of a story by their own wording: patterns in `data/furniture.tsv` and
//! `data/captions.tsv`, bylines, date lines.

use super::{SegmentKind, Unit, cut, words};
use crate::published;
use regex::{Regex, RegexSet};
use std::sync::LazyLock;

/// Patterns over whole lines, each with the most bytes that such a line has.
struct Table {
    set: RegexSet,
    most: Vec<usize>,
}

impl Table {
    /// The rows of a data file, as `most bytes` and `pattern`.
    fn new<'r>(rows: impl Iterator<Item = (&'r str, &'r str)>, any_case: bool) -> Table {
        let mut most = Vec::new();
        let mut patterns = Vec::new();
        for (length, pattern) in rows {
            most.push(length.parse().unwrap_or(0));
            let flags = if any_case { "(?i)" } else { "" };
            patterns.push(format!("{flags}^(?:{})$", ascii_boundaries(pattern)));
        }
        // The data files are part of the program; a test reads them.
        let set = RegexSet::new(patterns).unwrap_or_else(|_| RegexSet::empty());
        Table { set, most }
    }

    fn takes(&self, line: &str) -> bool {
        line.len() <= 1_500 && self.set.matches(line).iter().any(|i| line.len() <= self.most[i])
    }
}

/// Word boundaries without Unicode tables keep matching fast.
fn ascii_boundaries(pattern: &str) -> String {
    pattern.replace(r"\b", r"(?-u:\b)")
}

const FURNITURE: &str = include_str!("../../data/furniture.tsv");
const CAPTIONS: &str = include_str!("../../data/captions.tsv");

fn rows(data: &'static str, place: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    data.lines().filter_map(move |line| line.strip_prefix(place)?.strip_prefix('\t')?.split_once('\t'))
}

static LINES: LazyLock<Table> = LazyLock::new(|| Table::new(rows(FURNITURE, "line"), true));
static LABELS: LazyLock<Table> = LazyLock::new(|| Table::new(rows(FURNITURE, "label"), false));
static CAPTION_LINES: LazyLock<Table> = LazyLock::new(|| {
    Table::new(CAPTIONS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')), false)
});
static TAILS: LazyLock<Vec<(usize, Regex)>> = LazyLock::new(|| {
    rows(FURNITURE, "tail")
        .filter_map(|(most, pattern)| {
            Some((most.parse().ok()?, Regex::new(&ascii_boundaries(pattern)).ok()?))
        })
        .collect()
});

/// Marks lines that are furniture, captions, bylines and date lines.
pub(super) fn mark(text: &str, units: &mut [Unit], byline: Option<&str>) {
    let total = units.len();
    let first_long = units.iter().position(|u| words(text, *u).len() > 220).unwrap_or(total);
    for (i, unit) in units.iter_mut().enumerate() {
        if unit.kind != SegmentKind::Body {
            continue;
        }
        let line = words(text, *unit);
        let head = i < 8 && i <= first_long;
        let tail = i + 4 > total && i > 0;
        if (head || tail) && is_byline(line, byline, tail) {
            unit.kind = SegmentKind::Byline;
        } else if LINES.takes(line) || LABELS.takes(line) || (head || tail) && published::is_date_line(line) {
            unit.kind = SegmentKind::Furniture;
        } else if CAPTION_LINES.takes(line) {
            unit.kind = SegmentKind::Caption;
        }
    }
}

/// `By Ann Vell and Jon Marr in Oruba`, the byline known from metadata, and at the end `- Ann Vell`.
fn is_byline(line: &str, known: Option<&str>, at_end: bool) -> bool {
    if line.len() > 140 {
        return false;
    }
    if let Some(known) = known.map(str::trim).filter(|k| k.len() >= 4) {
        let bare = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")).unwrap_or(line);
        if bare.eq_ignore_ascii_case(known) {
            return true;
        }
    }
    const OPENERS: [&str; 10] = [
        "by ",
        "byline: ",
        "by: ",
        "by : ",
        "written by ",
        "reported by ",
        "story by ",
        "author: ",
        "reporter: ",
        "text by ",
    ];
    let lower = line.to_lowercase();
    let Some(opener) = OPENERS.iter().find(|o| lower.starts_with(**o)) else {
        let dashed = line.trim_start_matches(['-', '–', '—']).trim();
        return at_end
            && dashed.len() < line.len()
            && (2..=4).contains(&dashed.split_whitespace().count())
            && is_names(dashed.trim_end_matches('.'));
    };
    line.get(opener.len()..).is_some_and(|rest| is_names(rest.trim_end_matches(['.', ',', ' '])))
}

/// Whether a line holds nothing but names, places, roles and what joins them.
fn is_names(line: &str) -> bool {
    const JOINS: &[&str] = &[
        "and",
        "in",
        "for",
        "of",
        "the",
        "at",
        "with",
        "de",
        "da",
        "di",
        "van",
        "von",
        "der",
        "den",
        "al",
        "el",
        "bin",
        "ibn",
        "la",
        "le",
        "du",
        "dos",
        "staff",
        "writer",
        "writers",
        "correspondent",
        "correspondents",
        "reporter",
        "reporters",
        "editor",
        "contributor",
        "special",
        "political",
        "senior",
        "chief",
        "columnist",
        "agencies",
        "agency",
        "news",
        "bureau",
        "foreign",
        "international",
        "diplomatic",
        "y",
        "e",
        "&",
        "|",
        "-",
        "–",
        "—",
        "/",
        "•",
    ];
    let mut names = 0;
    let mut count = 0;
    for word in line.split_whitespace() {
        count += 1;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        if bare.starts_with(char::is_uppercase) {
            names += 1;
        } else if !(bare.is_empty() || JOINS.contains(&bare) || JOINS.contains(&word) || word.contains('@')) {
            return false;
        }
        if word.len() > 3 && word.ends_with(['?', '!', ';']) {
            return false;
        }
    }
    // `By Tuesday` opens a sentence, `By Ann` is a first name alone.
    names >= 1 && count <= 18 && !published::is_calendar_word(line)
}

/// Cuts `date 2031-03-02` and its like from the front of the first lines.
pub(super) fn split_date_prefixes(text: &str, units: &mut Vec<Unit>) {
    let mut i = 0;
    while i < units.len().min(5) {
        if units[i].kind == SegmentKind::Body
            && let Some(length) = date_prefix(words(text, units[i]))
        {
            let at = units[i].span.start() + length;
            cut(text, units, i, at, Some(SegmentKind::Furniture), None);
        }
        i += 1;
    }
}

static DATE_PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?i:date|published|posted|publication date|pubdate|dated?|updated|last updated|created)(?: (?i:on|at))? ?:? ?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?)[ ,;|.:–—-]*",
    )
    .ok()
});

/// Length of a `date 2031-03-02` that opens a line.
pub(crate) fn date_prefix(line: &str) -> Option<usize> {
    DATE_PREFIX.as_ref()?.find(line).map(|m| m.end())
}

/// Cuts sign-offs, licence lines and `Read more: …` from the ends of lines.
pub(super) fn split_tails(text: &str, units: &mut Vec<Unit>) {
    const ANYWHERE: [&str; 9] = [
        "ead more", "EAD MORE", "ead also", "EAD ALSO", "LSO READ", "lso read", "ee also", "Related:",
        "RELATED:",
    ];
    let mut i = units.len();
    let mut bodies = 0;
    while i > 0 {
        i -= 1;
        if units[i].kind != SegmentKind::Body {
            continue;
        }
        bodies += 1;
        let line = words(text, units[i]);
        if bodies > 5 && !ANYWHERE.iter().any(|mark| line.contains(mark)) {
            continue;
        }
        // Several may follow on one another: `NA/PA All content by … is licensed under …`.
        for _ in 0..4 {
            let line = words(text, units[i]);
            let start = line.len().saturating_sub(900);
            let start = (start..line.len()).find(|at| line.is_char_boundary(*at)).unwrap_or(start);
            let end = &line[start..];
            let found = TAILS.iter().find_map(|(most, pattern)| {
                let tail = pattern.captures(end)?.get(1)?;
                (tail.len() <= *most && start + tail.start() > 0).then_some(start + tail.start())
            });
            let Some(at) = found else { break };
            let at = units[i].span.start() + at;
            cut(text, units, i, at, None, Some(SegmentKind::Furniture));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(LINES.set.len(), rows(FURNITURE, "line").count());
        assert!(LINES.set.len() > 30);
        assert_eq!(TAILS.len(), rows(FURNITURE, "tail").count());
        assert_eq!(LABELS.set.len(), rows(FURNITURE, "label").count());
        assert!(CAPTION_LINES.set.len() >= 4);
        assert!(DATE_PREFIX.is_some());
    }

    #[test]
    fn lines_that_are_furniture() {
        for line in [
            "Read more here.",
            "READ MORE: Oruba signs wheat pact",
            "Related: Bridge tolls to rise",
            "Click here for the latest on the flood",
            "Follow Ann Vell on Twitter @annvell.",
            "Sign up for our morning newsletter",
            "Share this article",
            "Facebook Twitter Email",
            "© 2031 Halvard Press. All rights reserved.",
            "All content by Oruba Wire is licensed under a Creative Commons Attribution 4.0 International License.",
            "(Reporting by Ann Vell in Sellin; Editing by Jon Marr)",
            "Jon Marr contributed to this report.",
            "-30-",
            "NA/PA",
            "We use cookies to make this site work.",
            "https://halvard.example/news/1",
        ] {
            assert!(LINES.takes(line) || LABELS.takes(line), "{line}");
        }
    }

    #[test]
    fn lines_that_are_the_story() {
        for line in [
            "Read the treaty and you will find no such clause, Vell said.",
            "Follow the money, the prosecutor told the court.",
            "Copyright law is due to change in the spring.",
            "Share prices fell by a tenth in early trading.",
            "Watch out for the sequel, the minister warned.",
            "More from the harvest is expected by Friday.",
            "Photos showed the bridge under water.",
            "The company said it may not be able to use the port.",
            "“Sign up for the army,” the poster said.",
            "Related parties were not consulted.",
            "The US will be hit, the general warned.",
            "Marr contributed 40,000 crowns to the campaign, records show.",
        ] {
            assert!(!LINES.takes(line) && !LABELS.takes(line) && !CAPTION_LINES.takes(line), "{line}");
        }
    }

    #[test]
    fn bylines_are_names() {
        for line in [
            "By Ann Vell",
            "BY ANN VELL AND JON MARR",
            "By Ann Vell in Sellin",
            "Written by Ann de Vell, Staff Writer",
        ] {
            assert!(is_byline(line, None, false), "{line}");
        }
        for line in [
            "By Tuesday",
            "By the time the bridge opened",
            "By March 2031",
            "By order of the court, sales stop.",
        ] {
            assert!(!is_byline(line, None, false), "{line}");
        }
        assert!(is_byline("Ann Vell", Some("Ann Vell"), false));
        assert!(is_byline("- Ann Vell.", None, true));
    }
}
