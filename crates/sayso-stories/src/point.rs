//! What is expected of a comparable point, and how far a point of the record fits it.

use crate::check::{has_words, speaker_forms};
use crate::excerpt::{Excerpt, fold, guard_words};
use crate::numbers::{numbers, same};
use crate::world::World;
use sayso_model::{Point, PointKind, Reading, Record, Verdict};

/// A comparable point as a careful reader states it.
#[derive(Clone, Debug, PartialEq)]
pub struct PointExpected {
    /// Any of these kinds; empty for any.
    pub kinds: Vec<PointKind>,
    /// Beginnings of words, one of which stands in the question or at a reading; empty for any.
    pub words: Vec<String>,
    /// What each report gives; empty where the point is only named.
    pub readings: Vec<ReadingExpected>,
    /// What a report may give besides.
    pub optional: Vec<ReadingExpected>,
    /// Any of these; empty for any.
    pub verdicts: Vec<Verdict>,
    /// The reports without a reading, where that is said.
    pub silent: Option<Vec<String>>,
}

/// What one report gives.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingExpected {
    /// The report.
    pub report: String,
    /// The value, or words that the reading's spans touch.
    pub value: Value,
    /// In whose voice.
    pub voice: VoiceExpected,
}

/// A reading's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// One number, or the ends of a range.
    Numbers(Vec<f64>),
    /// A TIMEX3 value or the beginning of one.
    Time(String),
    /// Words of the report.
    Words(Excerpt),
}

/// In whose voice a reading is given.
#[derive(Clone, Debug, PartialEq)]
pub enum VoiceExpected {
    /// Either.
    Any,
    /// The outlet's own.
    Own,
    /// A source's; any of these names, or anyone where there are none.
    Attributed(Vec<String>),
}

impl PointExpected {
    /// Reads the fields after `point`: kind, question words, readings, verdict, silent reports.
    ///
    /// # Errors
    /// What is not of the form.
    pub(crate) fn parse(fields: &[&str]) -> Result<PointExpected, String> {
        let [kinds, words, rest @ ..] = fields else {
            return Err("a kind and words of the question are expected".into());
        };
        let kinds = alternatives(kinds, PointKind::parse, "kind of point")?;
        let words = match *words {
            "*" => Vec::new(),
            words => words.split('/').map(|w| w.trim().to_lowercase()).collect(),
        };
        let mut point = PointExpected {
            kinds,
            words,
            readings: Vec::new(),
            optional: Vec::new(),
            verdicts: Vec::new(),
            silent: None,
        };
        for field in rest {
            if let Some(verdict) = field.strip_prefix("verdict ") {
                point.verdicts = alternatives(verdict.trim(), Verdict::parse, "verdict")?;
            } else if let Some(silent) = field.strip_prefix("silent") {
                point.silent =
                    Some(silent.split_whitespace().filter(|s| *s != "-").map(str::to_owned).collect());
            } else if let Some(field) = field.strip_prefix("may ") {
                let readings = point.read(field)?;
                point.optional.extend(readings);
            } else {
                let readings = point.read(field)?;
                point.readings.extend(readings);
            }
        }
        Ok(point)
    }

    /// Reads `a b: value (voice)`.
    fn read(&self, field: &str) -> Result<Vec<ReadingExpected>, String> {
        let (reports, rest) = field.split_once(": ").ok_or_else(|| format!("{field:?} names no report"))?;
        let (value, voice) = match rest.strip_suffix(')').and_then(|r| r.rsplit_once(" (")) {
            Some((value, "own")) => (value, VoiceExpected::Own),
            Some((value, "attributed")) => (value, VoiceExpected::Attributed(Vec::new())),
            Some((value, names)) => {
                let names = names.split('/').map(|n| n.trim().to_owned()).collect();
                (value, VoiceExpected::Attributed(names))
            }
            None => (rest, VoiceExpected::Any),
        };
        let value = Value::parse(value.trim(), &self.kinds)?;
        let one = |report: &str| {
            let (report, value, voice) = (report.to_owned(), value.clone(), voice.clone());
            ReadingExpected { report, value, voice }
        };
        Ok(reports.split_whitespace().map(one).collect())
    }

    /// Words that the reports must print.
    pub(crate) fn printed(&self) -> Vec<(Option<&str>, Vec<String>)> {
        let of = |r: &'_ ReadingExpected| {
            let mut words = match &r.value {
                Value::Words(excerpt) => excerpt.words(),
                _ => Vec::new(),
            };
            if let VoiceExpected::Attributed(names) = &r.voice {
                let names = names.iter().filter(|n| *n != "anonymous");
                words.extend(names.flat_map(|n| guard_words(n)));
            }
            words
        };
        self.readings.iter().chain(&self.optional).map(|r| (Some(r.report.as_str()), of(r))).collect()
    }

    /// Whether a point of the record may be this one: kind and question.
    pub(crate) fn concerns(&self, world: &World, point: &Point) -> bool {
        if !(self.kinds.is_empty() || self.kinds.contains(&point.kind)) {
            return false;
        }
        let mut near = vec![fold(&point.question).text.to_lowercase()];
        near.extend(point.readings.iter().map(|r| context(world, r).to_lowercase()));
        self.words.is_empty() || self.words.iter().any(|w| near.iter().any(|n| begins_a_word(n, w)))
    }

    /// Whether a reading of this report with this value must be there (`Some(true)`) or may be (`Some(false)`).
    pub fn asks_for(&self, world: &World, found: &Reading) -> Option<bool> {
        let fits = |all: &[ReadingExpected]| all.iter().any(|e| e.fits(world, found));
        if fits(&self.readings) { Some(true) } else { fits(&self.optional).then_some(false) }
    }

    /// Whether one of the words of the question stands near a reading.
    pub fn words_near(&self, world: &World, found: &Reading) -> bool {
        let near = context(world, found).to_lowercase();
        self.words.is_empty() || self.words.iter().any(|w| begins_a_word(&near, w))
    }

    /// The reading of this report with this value that is expected, or may be there.
    pub(crate) fn expected_of(&self, world: &World, found: &Reading) -> Option<&ReadingExpected> {
        self.readings.iter().chain(&self.optional).find(|e| e.fits(world, found))
    }
}

impl ReadingExpected {
    /// Whether the report and the value are these; the voice plays no part.
    pub(crate) fn fits(&self, world: &World, found: &Reading) -> bool {
        self.report == found.report && self.value.fits(world, found)
    }

    /// Whether the voice is the expected one.
    pub(crate) fn voiced(&self, record: &Record, found: &Reading) -> bool {
        match &self.voice {
            VoiceExpected::Any => true,
            VoiceExpected::Own => found.voice == "own",
            VoiceExpected::Attributed(names) => {
                let mut any = names.iter();
                found.voice == "attributed"
                    && (names.is_empty() || any.any(|n| speaker_forms(record, found.speaker, n)))
            }
        }
    }
}

impl Value {
    fn parse(value: &str, kinds: &[PointKind]) -> Result<Value, String> {
        let digit = value.starts_with(|c: char| c.is_ascii_digit());
        let clock = value.strip_prefix('T').is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()));
        let date = digit && value.get(4..5) == Some("-");
        if kinds.contains(&PointKind::Time) && (date || clock || (digit && kinds == [PointKind::Time])) {
            return Ok(Value::Time(value.to_owned()));
        }
        if digit && kinds.contains(&PointKind::Number) {
            return Ok(Value::Numbers(numbers(value)));
        }
        let excerpt = Excerpt::parse(value).ok_or_else(|| format!("{value:?} is no excerpt"))?;
        Ok(Value::Words(excerpt))
    }

    fn fits(&self, world: &World, found: &Reading) -> bool {
        match self {
            Value::Numbers(expected) => {
                let all = |a: &[f64], b: &[f64]| a.iter().all(|x| b.iter().any(|y| same(*x, *y)));
                let fits = |words: &str| {
                    let printed = numbers(words);
                    !printed.is_empty() && all(expected, &printed) && all(&printed, expected)
                };
                found.value.as_deref().is_some_and(fits) || fits(&found.text)
            }
            Value::Time(expected) => {
                let value = found.value.as_deref().unwrap_or_default();
                value.starts_with(expected.as_str())
                    || (expected.starts_with('T') && value.contains(expected))
            }
            Value::Words(excerpt) => {
                let Ok((report, _)) = world.report(&found.report) else { return false };
                let places = excerpt.find_in(report.text.as_str());
                let mut spans = found.spans.iter();
                spans.any(|s| places.iter().any(|p| s.start() < p.end && p.start < s.end()))
            }
        }
    }
}

fn alternatives<T>(field: &str, parse: impl Fn(&str) -> Option<T>, what: &str) -> Result<Vec<T>, String> {
    if field == "*" {
        return Ok(Vec::new());
    }
    field.split('/').map(|w| parse(w).ok_or_else(|| format!("{w:?} is no {what}"))).collect()
}

/// A reading's words with those around them.
fn context(world: &World, reading: &Reading) -> String {
    /// Bytes at either side.
    const AROUND: usize = 80;
    let Ok((report, _)) = world.report(&reading.report) else { return reading.text.clone() };
    let text = report.text.as_str();
    let (Some(first), Some(last)) = (reading.spans.first(), reading.spans.last()) else {
        return reading.text.clone();
    };
    let mut from = first.start().saturating_sub(AROUND);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (last.end() + AROUND).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    fold(text.get(from..to).unwrap_or_default()).text
}

fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// Whether a point of the record is just what is expected.
pub(crate) fn holds(world: &World, record: &Record, point: &Point, expected: &PointExpected) -> bool {
    let found = |e: &ReadingExpected| {
        let mut readings = point.readings.iter();
        readings.any(|r| e.fits(world, r) && e.voiced(record, r))
    };
    let expected_too = |r: &Reading| expected.readings.is_empty() || expected.expected_of(world, r).is_some();
    expected.concerns(world, point)
        && expected.readings.iter().all(found)
        && point.readings.iter().all(expected_too)
        && (expected.verdicts.is_empty() || expected.verdicts.contains(&point.verdict))
        && expected.silent.as_ref().is_none_or(|ids| same_set(ids, &point.silent))
}

fn same_set(a: &[String], b: &[String]) -> bool {
    a.iter().all(|x| b.contains(x)) && b.iter().all(|x| a.contains(x))
}

/// A point as a line or two for a person to read.
pub(crate) fn shown(record: &Record, point: &Point) -> String {
    let mut lines = format!("point {} {} {:?} {}", point.id, point.kind, point.question, point.verdict);
    if !point.silent.is_empty() {
        lines.push_str(&format!(", silent {}", point.silent.join(" ")));
    }
    for r in &point.readings {
        let speaker = record.speakers.iter().find(|s| Some(s.id) == r.speaker);
        let voice = speaker.map_or(r.voice.as_str(), |s| s.name.as_str());
        let value = r.value.as_deref().unwrap_or("-");
        let words: String = fold(&r.text).text.chars().take(80).collect();
        lines.push_str(&format!("\n  {}: {value} ({voice}) {words:?}", r.report));
    }
    lines
}

/// Whether a point's question or readings hold the excerpt.
pub(crate) fn touches(world: &World, point: &Point, report: Option<&str>, words: &Excerpt) -> bool {
    let value = Value::Words(words.clone());
    let mut readings = point.readings.iter();
    readings.any(|r| report.is_none_or(|id| id == r.report) && value.fits(world, r))
}

/// Whether a term stands in a text as whole words, letter case aside.
pub(crate) fn has_term(text: &str, term: &str) -> bool {
    has_words(&fold(text).text.to_lowercase(), &fold(term).text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(fields: &[&str]) -> PointExpected {
        PointExpected::parse(fields).unwrap()
    }

    #[test]
    fn readings_have_reports_values_and_voices() {
        let point =
            point(&["number", "dead/killed", "a b: 5 (own)", "may c: 4", "verdict agree", "silent d -"]);
        let [a, b] = &point.readings[..] else { panic!("{point:?}") };
        assert_eq!((a.report.as_str(), b.report.as_str()), ("a", "b"));
        assert_eq!((&a.value, &a.voice), (&Value::Numbers(vec![5.0]), &VoiceExpected::Own));
        assert_eq!(point.optional[0].voice, VoiceExpected::Any);
        assert_eq!(point.verdicts, [Verdict::Agree]);
        assert_eq!(point.silent, Some(vec!["d".to_owned()]));
    }

    #[test]
    fn a_value_is_read_by_the_kind() {
        let value =
            |kinds: &str, value: &str| point(&[kinds, "*", &format!("a: {value}")]).readings[0].value.clone();
        assert_eq!(value("number", "1.2 million"), Value::Numbers(vec![1_200_000.0]));
        assert_eq!(value("number/time", "88"), Value::Numbers(vec![88.0]));
        assert_eq!(value("time", "2031"), Value::Time("2031".into()));
        assert_eq!(value("time/status", "T02:40"), Value::Time("T02:40".into()));
        assert!(matches!(value("number", "five dead"), Value::Words(_)));
        assert!(matches!(value("denial", "5 dead"), Value::Words(_)));
    }

    #[test]
    fn names_are_alternatives() {
        let point = point(&["*", "*", "a: it rained (Ann Orr/anonymous)"]);
        let names = vec!["Ann Orr".to_owned(), "anonymous".to_owned()];
        assert_eq!(point.readings[0].voice, VoiceExpected::Attributed(names));
        let guarded: Vec<String> = point.printed().into_iter().flat_map(|p| p.1).collect();
        assert_eq!(guarded, ["rained", "Ann", "Orr"]);
    }

    #[test]
    fn slips_are_errors() {
        for fields in [
            &["number"][..],
            &["numbers", "dead"],
            &["number", "dead", "5 (own)"],
            &["number", "dead", "verdict same"],
        ] {
            assert!(PointExpected::parse(fields).is_err(), "{fields:?}");
        }
    }
}
