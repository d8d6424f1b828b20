//! Datelines: the place, day and agency that open a report's first paragraph.
//!
//! Takes `SELLIN –`, `SELLIN, Oruba (Reuters) —`, `SELLIN, March 3 (RNA) -`, `Sellin (AFP) –`, `SELLIN: `,
//! `(Reuters) -`. Leaves labels (`WATCH:`), speakers of a transcript (`VELL:`) and dashes within a sentence.

use super::{SegmentKind, Unit, cut, words};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A dateline as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dateline<'t> {
    /// Its length in bytes, with the dash.
    pub length: usize,
    /// The day as printed: `March 3`, `3 March 2031`.
    pub day: Option<&'t str>,
    /// The agency's name.
    pub agency: Option<&'static str>,
}

static AGENCIES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../../data/agencies.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

const DAY: &str = r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:,? \d{4})?|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?(?:,? \d{4})?)";
const AGENCY: &str = r"[(/\[] ?[A-Za-z][\w./& -]{1,38}?(?: ?- ?[A-Za-z][\w .]{1,20})?[)/\]]";

static FORMS: LazyLock<Option<[Regex; 2]>> = LazyLock::new(|| {
    let capitals = r"\p{Lu}[\p{Lu}.'’]+(?:[ /-]\p{Lu}[\p{Lu}.'’]*){0,4}";
    let mixed = r"\p{Lu}[\p{L}.'’-]+(?: (?:\p{Lu}[\p{L}.'’-]+|of|de|al|el|la)){0,3}";
    let wider = r"(?:, \p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+)?){0,2}?";
    let place = format!("^(?:(?P<capitals>{capitals})|(?P<mixed>{mixed})){wider}");
    let mark = r"(?P<mark> ?(?:—|–|―|--|-|_)+ ?|: )";
    // With a dash or colon anything may be missing; without one the agency must be there.
    Some([
        Regex::new(&format!(
            r"{place}(?:,? (?P<day>{DAY}))?\.?,?(?: ?(?P<agency>{AGENCY}))?(?:,? (?P<after>{DAY}))?\.?{mark}"
        ))
        .ok()?,
        Regex::new(&format!(
            r"{place}(?:,? (?P<day>{DAY}))?\.?,? ?(?P<agency>{AGENCY})(?:,? (?P<after>{DAY}))?\.?"
        ))
        .ok()?,
    ])
});
static AGENCY_ALONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^(?P<agency>{AGENCY}) ?(?:—|–|―|--|-|_)+ ?")).ok());

/// The dateline that opens a line.
pub(crate) fn dateline(line: &str) -> Option<Dateline<'_>> {
    const LABELS: &[&str] = &[
        "WATCH",
        "BREAKING",
        "EXCLUSIVE",
        "UPDATE",
        "UPDATED",
        "VIDEO",
        "LIVE",
        "OPINION",
        "ANALYSIS",
        "EDITORIAL",
        "REPORT",
        "CORRECTION",
        "NOTE",
        "FACTBOX",
        "TIMELINE",
        "EXPLAINER",
        "PHOTOS",
        "FILE",
        "POLL",
        "READ",
        "MORE",
        "RELATED",
        "LISTEN",
        "INTERVIEW",
        "REVIEW",
        "PREVIEW",
        "QUESTION",
        "ANSWER",
        "US",
        "U.S.",
        "UK",
        "U.K.",
        "EU",
        "UN",
        "U.N.",
        "NATO",
        "FBI",
        "CIA",
    ];
    if let Some(found) = AGENCY_ALONE.as_ref()?.captures(line)
        && let Some(agency) = known_agency(&found["agency"])
    {
        return Some(Dateline { length: found[0].len(), day: None, agency: agency_name(agency) });
    }
    let found = FORMS.as_ref()?.iter().find_map(|form| form.captures(line))?;
    let length = found[0].len();
    let day = found.name("day").or(found.name("after")).map(|m| m.as_str());
    let known = found.name("agency").and_then(|m| known_agency(m.as_str()));
    let bracket = found.name("agency").is_some();
    let mark = found.name("mark").map_or("", |m| m.as_str());
    let rest = &line[length..];
    let spaced = mark.starts_with(' ') && mark.ends_with(' ') || mark.contains('—') || mark.contains("--");
    let opens = rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"'“‘«".contains(c));
    let colon = mark == ": ";
    let sure = known.is_some() || (bracket && found.name("capitals").is_some()) || day.is_some();
    let accept = if let Some(place) = found.name("capitals") {
        let place = place.as_str();
        let label = LABELS.contains(&place) || place.chars().filter(|c| c.is_alphabetic()).count() < 3;
        if colon {
            !label && opens && place.len() >= 4
        } else {
            !label && (spaced && !mark.is_empty() || known.is_some())
        }
    } else if sure {
        // Mixed case: the agency or the day must say that it is one.
        known.is_some() || (!mark.is_empty() && !colon && day.is_some())
    } else {
        let place = &found["mixed"];
        !mark.is_empty()
            && !colon
            && spaced
            && opens
            && place.split(' ').count() <= 3
            && !rest.chars().take(90).any(|c| matches!(c, '–' | '—'))
            && !crate::published::is_calendar_word(place)
    };
    (accept && !rest.trim().is_empty()).then(|| Dateline { length, day, agency: known.and_then(agency_name) })
}

/// The agency named in brackets or slashes, if it is one we know.
fn known_agency(bracketed: &str) -> Option<&'static str> {
    let name = bracketed.trim_matches(|c: char| "()[]/ ".contains(c));
    AGENCIES
        .get_key_value(name)
        .or_else(|| AGENCIES.get_key_value(name.split([' ', '-', '/']).next()?))
        .map(|(printed, _)| *printed)
}

fn agency_name(printed: &str) -> Option<&'static str> {
    AGENCIES.get(printed).copied().filter(|name| *name != "-")
}

/// Cuts the dateline from the first of the story's paragraphs that has one, among the first three.
pub(super) fn split(text: &str, units: &mut Vec<Unit>) {
    if units.iter().any(|u| u.kind == SegmentKind::Dateline) {
        return;
    }
    let body: Vec<usize> = (0..units.len()).filter(|i| units[*i].kind == SegmentKind::Body).take(3).collect();
    for i in body {
        let line = words(text, units[i]);
        let Some(found) = dateline(line) else { continue };
        let colon = line[..found.length].ends_with(": ");
        if colon && (is_transcript(text, units) || line.len() < 100) {
            continue;
        }
        let at = units[i].span.start() + found.length;
        cut(text, units, i, at, Some(SegmentKind::Dateline), None);
        return;
    }
}

/// Whether several paragraphs open with a name in capitals and a colon.
fn is_transcript(text: &str, units: &[Unit]) -> bool {
    units
        .iter()
        .filter(|u| {
            let line = words(text, **u);
            line.split_once(": ").is_some_and(|(name, _)| {
                name.len() <= 40 && name.len() >= 2 && !name.chars().any(char::is_lowercase)
            })
        })
        .count()
        >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_cut() {
        for (line, length) in [
            ("SELLIN – The bridge", "SELLIN – "),
            ("SELLIN, Oruba (Reuters) — The bridge", "SELLIN, Oruba (Reuters) — "),
            ("SELLIN, March 3 (RNA) - The bridge", "SELLIN, March 3 (RNA) - "),
            ("SELLIN, March 3, 2031 (AFP) -- The", "SELLIN, March 3, 2031 (AFP) -- "),
            ("PORT ELM, N.J. (AP) — The bridge", "PORT ELM, N.J. (AP) — "),
            ("Sellin (AFP) – The bridge", "Sellin (AFP) – "),
            ("Port Elm (CNN) The bridge", "Port Elm (CNN)"),
            ("SELLIN: The bridge will open", "SELLIN: "),
            ("(Reuters) - The bridge", "(Reuters) - "),
            ("SELLIN, March 3. /TASS/. The bridge", "SELLIN, March 3. /TASS/."),
            ("Sellin – The bridge will open in May.", "Sellin – "),
            ("SELLIN/MARN — The", "SELLIN/MARN — "),
        ] {
            let found = dateline(line).map(|d| &line[..d.length]);
            assert_eq!(found.map(str::trim), Some(length.trim()), "{line}");
        }
        assert_eq!(dateline("SELLIN, 3 March 2031 (AP) — X").and_then(|d| d.day), Some("3 March 2031"));
        assert_eq!(dateline("SELLIN (AP) — X").and_then(|d| d.agency), Some("AP"));
    }

    #[test]
    fn other_openings_stay() {
        for line in [
            "WATCH: The bridge falls",
            "The bridge – a wonder of its time – fell.",
            "Ann Vell – who built it – was there.",
            "US-led forces left.",
            "NATO-led forces left on Monday.",
            "Ann Vell (R-Oruba) said so.",
            "SELLIN will not yield.",
            "Vell: we will not yield",
        ] {
            assert_eq!(dateline(line), None, "{line}");
        }
    }
}
