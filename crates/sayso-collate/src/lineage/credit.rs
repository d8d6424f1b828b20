//! Credits: where a report says whose text it carries, and which outlets are agencies.

use crate::Doc;
use crate::words::Words;
use sayso_model::SegmentKind;
use std::cell::OnceCell;
use std::sync::LazyLock;

/// The ends of a text that are looked at for a credit, in bytes.
const START: usize = 160;
const END: usize = 240;

/// Names of agencies, and words that mark one, as hashes of their words.
struct Agencies {
    marks: Vec<Vec<u64>>,
    names: Vec<Vec<u64>>,
}

static AGENCIES: LazyLock<Agencies> = LazyLock::new(|| {
    let mut agencies = Agencies { marks: Vec::new(), names: Vec::new() };
    for line in include_str!("../../words/agencies.tsv").lines().filter(|l| !l.starts_with('#')) {
        match line.split_once('\t') {
            Some(("mark", words)) => agencies.marks.push(hashes(words)),
            Some(("name", words)) => agencies.names.push(hashes(words)),
            _ => {}
        }
    }
    agencies
});

fn hashes(text: &str) -> Vec<u64> {
    Words::of(text).list().iter().map(|w| w.hash).collect()
}

fn outlet<'d>(doc: &Doc<'d>) -> Option<&'d str> {
    doc.report.outlet.as_deref().map(str::trim).filter(|o| o.len() > 1)
}

/// Whether two reports are of one outlet.
pub(super) fn same_outlet(a: &Doc<'_>, b: &Doc<'_>) -> bool {
    matches!((outlet(a), outlet(b)), (Some(x), Some(y)) if x.eq_ignore_ascii_case(y))
}

/// Whether a report is an agency's: its outlet's name says so, or it stands in brackets where the text begins, as
/// agencies sign.
pub(super) fn agency(doc: &Doc<'_>) -> bool {
    let Some(name) = outlet(doc) else { return false };
    let words = hashes(name);
    let named = AGENCIES.names.contains(&words)
        || AGENCIES.marks.iter().any(|m| words.len() > m.len() && words.windows(m.len()).any(|w| w == m));
    named || signed(doc).is_some_and(|agency| stands_for(&Words::of(agency), agency, name))
}

/// Whether two reports carry the text of one agency that is neither's own.
pub(super) fn one_agency(a: &Doc<'_>, b: &Doc<'_>) -> bool {
    match (signed(a), signed(b)) {
        (Some(x), Some(y)) => hashes(x) == hashes(y),
        _ => false,
    }
}

/// The words in brackets before the dash or colon of a dateline: `PORT ALMERY (Skywire) —`.
fn signed<'d>(doc: &Doc<'d>) -> Option<&'d str> {
    let text = doc.text();
    let body =
        doc.report.segments.iter().find(|s| matches!(s.kind, SegmentKind::Dateline | SegmentKind::Body));
    let begins = body.map_or(0, |s| s.span.start());
    // A report without segments may begin with its headline.
    let places =
        if body.is_some() { start_of(text.get(begins..)?, START) } else { start_of(text, 3 * START) };
    places.lines().find_map(|line| {
        let (before, rest) = line.split_once('(')?;
        let (agency, after) = rest.split_once(')')?;
        let dashed = after.trim_start().starts_with(['-', '–', '—', ':']);
        let place = before.chars().next().is_some_and(char::is_uppercase) && before.len() < 60;
        (dashed && place && (2..40).contains(&agency.len())).then_some(agency)
    })
}

/// Whether the words of a place hold an outlet's name or its initials.
fn stands_for(words: &Words, place: &str, outlet: &str) -> bool {
    let named = hashes(outlet);
    let whole = !named.is_empty()
        && words.list().windows(named.len()).any(|w| w.iter().zip(&named).all(|(p, q)| p.hash == *q));
    let short: String =
        outlet.split_whitespace().filter_map(|w| w.chars().next().filter(|c| c.is_uppercase())).collect();
    // Initials stand for an agency in brackets, at a line's end and the like: capitals alone.
    let initials = short.len() >= 2
        && words.list().iter().any(|w| w.upper() && w.span.slice(place) == Some(short.as_str()));
    whole || initials
}

/// A report with the words by which it may name where it is from, made when asked for.
pub(super) struct Imprint<'d> {
    doc: Doc<'d>,
    /// Where credits stand.
    places: OnceCell<Vec<(&'d str, Words)>>,
    /// All words of the text.
    words: OnceCell<Words>,
}

impl<'d> Imprint<'d> {
    pub fn of(doc: &Doc<'d>) -> Imprint<'d> {
        Imprint { doc: *doc, places: OnceCell::new(), words: OnceCell::new() }
    }

    /// Its byline, its dateline, furniture such as a sign-off, its first and last words.
    fn places(&self) -> &[(&'d str, Words)] {
        self.places.get_or_init(|| {
            let (report, text) = (self.doc.report, self.doc.text());
            let mut places: Vec<&str> = vec![report.byline.as_deref().unwrap_or("")];
            for segment in &report.segments {
                match segment.kind {
                    SegmentKind::Dateline | SegmentKind::Byline | SegmentKind::Furniture => {
                        places.extend(segment.span.slice(text));
                    }
                    SegmentKind::Headline | SegmentKind::Body | SegmentKind::Caption => {}
                }
            }
            places.push(start_of(text, START));
            places.push(end_of(text, END));
            places.into_iter().map(|place| (place, Words::of(place))).collect()
        })
    }

    /// Whether it names the outlet of `origin` in a credit.
    pub fn credits(&self, origin: &Imprint<'_>) -> bool {
        let Some(outlet) = outlet(&origin.doc).filter(|o| o.len() > 2) else { return false };
        !same_outlet(&self.doc, &origin.doc)
            && self.places().iter().any(|(place, words)| stands_for(words, place, outlet))
    }

    /// Whether it names the outlet of `origin` anywhere: `…, the Northern Wire reported`.
    pub fn mentions(&self, origin: &Imprint<'_>) -> bool {
        let Some(outlet) = outlet(&origin.doc).filter(|o| o.len() > 2) else { return false };
        if same_outlet(&self.doc, &origin.doc) {
            return false;
        }
        // `The` is left out within a sentence, and a name of one common word says nothing.
        let named = hashes(outlet.strip_prefix("The ").unwrap_or(outlet));
        let words = self.words.get_or_init(|| Words::of(self.doc.text()));
        words.list().windows(named.len().max(1)).any(|w| {
            w.len() == named.len()
                && w.iter().zip(&named).all(|(p, q)| p.hash == *q)
                && w[0].capital()
                && (named.len() > 1 || !w[0].starts())
        })
    }
}

fn start_of(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn end_of(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}
