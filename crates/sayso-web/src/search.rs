//! What is typed into the search box, as a query.

use sayso_model::{Form, Manner};
use sayso_store::ReportQuery;

/// A search: conditions on reports, and on statements within them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Search {
    pub(crate) reports: ReportQuery,
    /// A part of the source's name, in lower case.
    pub(crate) speaker: Option<String>,
    pub(crate) manner: Option<Manner>,
    pub(crate) form: Option<Form>,
    /// What could not be understood, in words for a person.
    pub(crate) notes: Vec<String>,
}

impl Search {
    /// Reads words, `"phrases"`, and `speaker:` `outlet:` `after:` `before:` `manner:` `form:` with a word or a
    /// phrase in quotation marks behind.
    pub(crate) fn parse(typed: &str) -> Search {
        let mut search = Search::default();
        for (operator, value) in terms(typed) {
            let Some(operator) = operator else {
                match value.contains(char::is_whitespace) {
                    true => search.reports.phrases.push(value),
                    false => search.reports.words.push(value),
                }
                continue;
            };
            match operator.as_str() {
                "speaker" => search.speaker = Some(value.to_lowercase()),
                "outlet" => search.reports.outlet = Some(value),
                "after" | "before" if !is_day(&value) => {
                    search
                        .notes
                        .push(format!("“{operator}:{value}” is no date; write {operator}:2031-03-04"));
                }
                "after" => search.reports.after = Some(value),
                "before" => search.reports.before = Some(value),
                "manner" => match Manner::parse(&value) {
                    Some(manner) => search.manner = Some(manner),
                    None => {
                        search.notes.push(unknown("manner", &value, Manner::ALL.iter().map(|m| m.as_str())))
                    }
                },
                "form" => match Form::parse(&value) {
                    Some(form) => search.form = Some(form),
                    None => search.notes.push(unknown("form", &value, Form::ALL.iter().map(|f| f.as_str()))),
                },
                _ => search.reports.words.push(format!("{operator}:{value}")),
            }
        }
        search
    }

    /// Whether statements are looked for rather than reports.
    pub(crate) fn of_statements(&self) -> bool {
        self.speaker.is_some() || self.manner.is_some() || self.form.is_some()
    }

    /// Whether there is nothing to look for.
    pub(crate) fn is_empty(&self) -> bool {
        !self.of_statements() && self.reports == ReportQuery::default()
    }

    /// The conditions that a report must meet for one of its statements to be found: the words of a speaker's name
    /// stand somewhere in it.
    pub(crate) fn candidates(&self) -> ReportQuery {
        let mut query = self.reports.clone();
        if let Some(speaker) = &self.speaker {
            query.words.extend(speaker.split_whitespace().map(str::to_owned));
        }
        query
    }
}

fn unknown<'w>(what: &str, value: &str, known: impl Iterator<Item = &'w str>) -> String {
    format!("there is no {what} “{value}”; there are {}", known.collect::<Vec<_>>().join(", "))
}

fn is_day(value: &str) -> bool {
    let bytes = value.as_bytes();
    matches!(bytes.len(), 4 | 7 | 10)
        && bytes
            .iter()
            .enumerate()
            .all(|(i, b)| if matches!(i, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() })
}

const OPERATORS: [&str; 6] = ["speaker", "outlet", "after", "before", "manner", "form"];

fn terms(typed: &str) -> Vec<(Option<String>, String)> {
    let mut terms = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let mut operator = None;
        if let Some((name, behind)) = rest.split_once(':') {
            let name = name.to_lowercase();
            if OPERATORS.contains(&name.as_str()) {
                (operator, rest) = (Some(name), behind);
            }
        }
        let quote = |c: char| matches!(c, '"' | '“' | '”' | '„');
        let (value, behind) = match rest.strip_prefix(quote) {
            Some(inner) => match inner.find(quote) {
                Some(end) => (&inner[..end], inner[end..].trim_start_matches(quote)),
                None => (inner, ""),
            },
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        if !value.trim().is_empty() {
            terms.push((operator, value.trim().to_owned()));
        }
        rest = behind.trim_start();
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_words_and_phrases_are_told_apart() {
        let search = Search::parse(
            "ferry “car deck” speaker:\"Ilona Varrick\" manner:deny after:2031-03 outlet:Wire x:y",
        );
        assert_eq!(search.reports.words, ["ferry", "x:y"]);
        assert_eq!(search.reports.phrases, ["car deck"]);
        assert_eq!(search.speaker.as_deref(), Some("ilona varrick"));
        assert_eq!(search.manner, Some(Manner::Deny));
        assert_eq!(search.reports.after.as_deref(), Some("2031-03"));
        assert_eq!(search.candidates().words, ["ferry", "x:y", "ilona", "varrick"]);
        assert!(search.notes.is_empty() && search.of_statements());
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let search = Search::parse("manner:shout before:tomorrow form: \"");
        assert_eq!(search.notes.len(), 2, "{:?}", search.notes);
        assert!(Search::parse("  \" \" ").is_empty());
    }
}
