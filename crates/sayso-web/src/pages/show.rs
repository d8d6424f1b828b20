//! How things of a story are shown, on the pages and in the one-file dossier.

use crate::StoryView;
use crate::text::{Words, plain};
use maud::{Markup, Render, html};
use sayso_collate::{Difference, compare_wordings};
use sayso_model::{Form, LineageKind, Sense, VariantKind, Verdict};
use sayso_text::Span;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Passages that are cited, by place of the report, in code points.
pub(crate) type Cited = BTreeMap<usize, BTreeSet<(usize, usize)>>;

/// A story and where its evidence is to be found.
pub(crate) struct Show<'v> {
    pub(crate) view: &'v StoryView,
    /// Stories about the same matter that are not this happening.
    pub(crate) near: Vec<Near>,
    /// In a file of its own the passages cited are gathered, and links lead to them within the file.
    file: Option<RefCell<Cited>>,
}

/// Another story, as a line names it.
pub(crate) struct Near {
    pub(crate) story: u32,
    pub(crate) title: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    /// One of its reports, by id.
    pub(crate) report: String,
}

impl<'v> Show<'v> {
    /// For pages.
    pub(crate) fn pages(view: &'v StoryView) -> Show<'v> {
        Show { view, near: Vec::new(), file: None }
    }

    /// For one file.
    pub(crate) fn file(view: &'v StoryView) -> Show<'v> {
        Show { view, near: Vec::new(), file: Some(RefCell::default()) }
    }

    pub(crate) fn in_file(&self) -> bool {
        self.file.is_some()
    }

    /// What was cited so far.
    pub(crate) fn cited(&self) -> Cited {
        self.file.as_ref().map(|c| c.borrow().clone()).unwrap_or_default()
    }

    /// The address of a part of the story.
    pub(crate) fn part(&self, part: &str) -> String {
        match self.in_file() {
            true => format!("#{part}"),
            false if part == "overview" => format!("/stories/{}", self.view.no.0),
            false => format!("/stories/{}/{part}", self.view.no.0),
        }
    }

    /// The address of a thing that a part shows: of the page of it that holds the thing, where there are several.
    pub(crate) fn within(&self, part: &str, anchor: &str) -> String {
        match self.in_file() {
            true => format!("#{anchor}"),
            false => format!("/stories/{}/{part}?at={anchor}#{anchor}", self.view.no.0),
        }
    }

    pub(crate) fn speaker_link(&self, name: &str) -> Markup {
        html! {
            @if self.in_file() { bdi { (Words(name)) } }
            @else { a href=(super::speaker_href(name)) { bdi { (Words(name)) } } }
        }
    }

    pub(crate) fn outlet_link(&self, place: usize) -> Markup {
        let outlet = self.view.report(place).outlet.as_deref();
        html! {
            @match outlet {
                Some(outlet) if !self.in_file() => a href=(super::outlet_href(outlet)) { bdi { (Words(outlet)) } },
                Some(outlet) => bdi { (Words(outlet)) },
                None => span.dim { "outlet not named" },
            }
        }
    }

    /// The address of words in a report.
    pub(crate) fn place_href(&self, place: usize, spans: &[Span]) -> String {
        let no = self.view.reports[place].no.0;
        let Some((start, end)) = self.view.hull(place, spans) else {
            return match self.in_file() {
                true => format!("#report-{}", self.view.letter(place)),
                false => format!("/reports/{no}"),
            };
        };
        match &self.file {
            Some(cited) => {
                cited.borrow_mut().entry(place).or_default().insert((start, end));
                format!("#{}-{start}-{end}", self.view.letter(place))
            }
            None => format!("/reports/{no}?s={start}-{end}#s={start}-{end}"),
        }
    }

    /// A link to the words something rests on.
    pub(crate) fn evidence(&self, report: &str, spans: &[Span]) -> Markup {
        let Some(place) = self.view.place(report) else {
            return html! { span.ev { "?" } };
        };
        let letter = self.view.letter(place);
        let outlet = plain(self.view.outlet(place));
        let range = self.view.hull(place, spans).map(|(s, e)| format!(" {s}–{e}")).unwrap_or_default();
        let label = format!("{outlet}{}{range}", if range.is_empty() { "" } else { ", characters" });
        html! {
            a.ev href=(self.place_href(place, spans)) title=(label) data-letter=(letter) {
                b { (letter) } span.off { " (" (outlet) ")" } (range)
            }
        }
    }

    /// The mark of a report: its letter.
    pub(crate) fn report_mark(&self, report: &str) -> Markup {
        self.evidence(report, &[])
    }

    /// One wording against the fullest one, what differs marked by more than colour.
    pub(crate) fn compared(&self, fullest: &str, printed: &str) -> Markup {
        differences(fullest, printed)
    }
}

/// What is cut is shown by its first and last words when it is longer than this many.
const LONG_CUT: usize = 9;

/// The second wording with its differences from the first: cut words struck, added ones underlined.
pub(crate) fn differences(ours: &str, theirs: &str) -> Markup {
    let pieces = compare_wordings(ours, theirs);
    html! {
        span.diff dir="auto" {
            @for (i, piece) in pieces.iter().enumerate() {
                @let (a, b) = (piece.ours.slice(ours).unwrap_or(""), piece.theirs.slice(theirs).unwrap_or(""));
                @if i > 0 { " " }
                @match piece.how {
                    Difference::Same => (Words(b.trim())),
                    Difference::Missing => del title=(plain(a)) { (Words(&shortened(a))) },
                    Difference::Added => ins { (Words(b.trim())) },
                    Difference::Changed => {
                        del title=(plain(a)) { (Words(&shortened(a))) } " " ins { (Words(b.trim())) }
                    },
                }
            }
        }
    }
}

fn shortened(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    match words.as_slice() {
        [first, second, .., before, last] if words.len() > LONG_CUT => {
            format!("{first} {second} … {before} {last} ({} words)", words.len())
        }
        _ => words.join(" "),
    }
}

/// A verdict by shape, letter and colour.
pub(crate) struct Sign(pub(crate) Verdict);

impl Sign {
    pub(crate) fn glyph(verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Agree => "=",
            Verdict::Differ => "≈",
            Verdict::Conflict => "≠",
            Verdict::Superseded => "→",
        }
    }
}

impl Render for Sign {
    fn render(&self) -> Markup {
        let word = self.0.as_str();
        html! { span class={ "sign " (word) } { span aria-hidden="true" { (Sign::glyph(self.0)) } " " (word) } }
    }
}

/// How a variant stands to the fullest wording.
pub(crate) fn variant_sign(how: VariantKind, sense: Sense) -> Markup {
    html! {
        span class={ "how " (how.as_str()) } { (how.as_str()) }
        @if sense == Sense::Turned { " " span.how.turned { span aria-hidden="true" { "! " } "sense turned" } }
    }
}

/// Words as a quotation, without the comma that led on to the cue.
pub(crate) fn quoted(words: &str) -> String {
    let bare = words.trim().trim_end_matches(',');
    let marks = ['“', '”', '"', '‘', '’', '«', '»', '„', '\''];
    let (opened, closed) = (bare.starts_with(marks), bare.ends_with(marks));
    match (opened, closed) {
        (true, true) => bare.replace(",”", "”").replace(",\"", "\""),
        (true, false) => format!("{bare}”"),
        (false, true) => format!("“{bare}"),
        (false, false) => format!("“{bare}”"),
    }
}

/// The words of a statement's content: quoted where it is direct.
pub(crate) fn said_words(form: Form, words: &str) -> String {
    match form {
        Form::Direct => quoted(words),
        _ => words.trim().trim_end_matches(',').to_owned(),
    }
}

/// How one report depends on another, as a phrase before its letter.
pub(crate) fn lineage_phrase(kind: LineageKind) -> &'static str {
    match kind {
        LineageKind::Duplicate => "the same text as",
        LineageKind::Wire => "agency copy, as in",
        LineageKind::Rewritten => "rewritten from",
        LineageKind::Partial => "shares passages with",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_have_marks_once() {
        assert_eq!(quoted("nobody answered,"), "“nobody answered”");
        assert_eq!(quoted("“They saw us,”"), "“They saw us”");
        assert_eq!(quoted("“They saw us"), "“They saw us”");
    }

    #[test]
    fn differences_are_marked_in_words_of_html() {
        let shown = differences("we will not close the mill", "we will close the mills").into_string();
        assert!(shown.contains("<del title=\"not\">not</del>"), "{shown}");
        assert!(shown.contains("<ins>mills</ins>"), "{shown}");
    }
}
