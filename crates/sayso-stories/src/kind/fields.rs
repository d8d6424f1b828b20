//! How the fields of an expectation are read.

use super::Kind;
use crate::excerpt::Excerpt;
use sayso_model::{Answering, Form, LineageKind, SegmentKind, Sense, VariantKind};

pub(super) type Fields<'a> = &'a [&'a str];
pub(super) type Reading = Result<Kind, String>;

/// What is expected of one report's variant of an utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantExpected {
    /// The report.
    pub report: String,
    /// Any of these kinds; empty for any.
    pub kinds: Vec<VariantKind>,
    /// Whether it may also be the one that prints the fullest wording.
    pub fullest: bool,
    /// Whether the sense is kept, where that is said.
    pub sense: Option<Sense>,
}

/// Days or times that will do.
#[derive(Clone, Debug, PartialEq)]
pub struct Dates(Vec<(String, String)>);

impl Dates {
    /// Reads `2031-06-10`, `2031-06-10/2031-06-11` (either) or `2031-06-10..2031-06-12` (any between).
    pub(super) fn parse(field: &str) -> Result<Dates, String> {
        let one = |range: &str| {
            let (from, to) = range.split_once("..").unwrap_or((range, range));
            let whole = |s: &str| s.starts_with(|c: char| c.is_ascii_digit());
            (whole(from) && whole(to)).then(|| (from.to_owned(), to.to_owned()))
        };
        let ranges: Option<Vec<(String, String)>> = field.split('/').map(one).collect();
        ranges.map(Dates).ok_or_else(|| format!("{field:?} is no date"))
    }

    /// Whether a TIMEX3 value is one of these, or a time of one of these days.
    pub fn hold(&self, value: &str) -> bool {
        let cut = |limit: &str| value.get(..limit.len()).unwrap_or(value).to_owned();
        self.0.iter().any(|(from, to)| cut(from) >= *from && cut(to) <= *to)
    }
}

pub(super) fn one<'a>(fields: Fields<'a>) -> Result<&'a str, String> {
    match fields {
        [field] => Ok(field),
        _ => Err(format!("{} fields where 1 is expected", fields.len())),
    }
}

pub(super) fn exactly<const N: usize>(fields: Fields) -> Result<[String; N], String> {
    let owned: Vec<String> = fields.iter().map(|f| (*f).to_owned()).collect();
    owned.try_into().map_err(|_| format!("{} fields where {N} are expected", fields.len()))
}

pub(super) fn reports(field: &str, at_least: usize) -> Result<Vec<String>, String> {
    let ids: Vec<String> = field.split_whitespace().map(str::to_owned).collect();
    if ids.len() < at_least {
        return Err(format!("at least {at_least} reports are expected"));
    }
    Ok(ids)
}

pub(super) fn known(words: String) -> Option<String> {
    (words != "-").then_some(words)
}

pub(super) fn excerpt(words: &str) -> Result<Excerpt, String> {
    Excerpt::parse(words).ok_or_else(|| format!("{words:?} is no excerpt"))
}

pub(super) fn located(field: &str) -> Result<(String, Excerpt), String> {
    let (report, words) = field.split_once(": ").ok_or_else(|| format!("{field:?} names no report"))?;
    Ok((report.to_owned(), excerpt(words)?))
}

pub(super) fn located_words((report, words): &(String, Excerpt)) -> (Option<&str>, Vec<String>) {
    (Some(report.as_str()), words.words())
}

pub(super) fn answers(fields: Fields) -> Reading {
    let [from, hows, to @ ..] = fields else {
        return Err("not of the form".into());
    };
    let hows: Option<Vec<Answering>> = match *hows {
        "*" => Some(Answering::ALL.to_vec()),
        hows => hows.split('/').map(Answering::parse).collect(),
    };
    let to: Result<Vec<_>, String> = to.iter().map(|f| located(f)).collect();
    let to = to?;
    if to.is_empty() {
        return Err("no statement that is answered".into());
    }
    Ok(Kind::Answers { from: located(from)?, hows: hows.ok_or("no way of answering")?, to })
}

pub(super) fn naming(fields: Fields, not: bool) -> Reading {
    let [of, report, term, voice] = exactly(fields)?;
    let of = match of.as_str() {
        "*" => Vec::new(),
        of => of.split('/').map(|o| o.trim().to_owned()).collect(),
    };
    let voice = match voice.as_str() {
        "*" => None,
        "own" | "attributed" => Some(voice),
        _ => return Err(format!("{voice:?} is no voice")),
    };
    Ok(Kind::Naming { not, of, report, term, voice })
}

pub(super) fn segment(fields: Fields, kind: SegmentKind) -> Reading {
    let [report, words] = exactly(fields)?;
    Ok(Kind::Segment(kind, report, excerpt(&words)?))
}

pub(super) fn says(fields: Fields, not: bool) -> Reading {
    let any = |field: &str| (field != "*").then(|| field.to_owned());
    let (fields, form) = match fields {
        [rest @ .., form] if fields.len() == 5 && !not => {
            let form = Form::parse(form).ok_or_else(|| format!("{form:?} is no form"))?;
            (rest, Some(form))
        }
        _ => (fields, None),
    };
    let [report, speaker, cue, words] = exactly(fields)?;
    Ok(Kind::Says { not, report, speaker: any(&speaker), cue: any(&cue), content: excerpt(&words)?, form })
}

pub(super) fn utterance(fields: Fields) -> Reading {
    let (words, rest) = fields.split_first().ok_or("no fields")?;
    let (mut variants, mut speaker, mut first) = (Vec::new(), None, None);
    for field in rest {
        let (head, tail) = field.split_once(' ').unwrap_or((field, ""));
        match head {
            "by" => speaker = Some(tail.to_owned()),
            "first" => first = Some(tail.to_owned()),
            _ => variants.push(variant(head, tail)?),
        }
    }
    if variants.is_empty() {
        return Err("no variants".into());
    }
    Ok(Kind::Utterance { words: excerpt(words)?, variants, speaker, first })
}

fn variant(report: &str, words: &str) -> Result<VariantExpected, String> {
    let mut variant =
        VariantExpected { report: report.to_owned(), kinds: Vec::new(), fullest: false, sense: None };
    for word in words.split_whitespace() {
        if let Some(sense) = Sense::parse(word) {
            variant.sense = Some(sense);
            continue;
        }
        for kind in word.split('/') {
            match VariantKind::parse(kind) {
                Some(kind) => variant.kinds.push(kind),
                None if kind == "fullest" => variant.fullest = true,
                None => return Err(format!("{kind:?} is no kind of variant")),
            }
        }
    }
    Ok(variant)
}

pub(super) fn lineage(fields: Fields) -> Reading {
    let words: Vec<&str> = one(fields)?.split_whitespace().collect();
    let [report, kinds, "of", of @ ..] = &words[..] else {
        return Err("not of the form".into());
    };
    if of.is_empty() {
        return Err("no origin".into());
    }
    let kinds: Option<Vec<LineageKind>> = kinds.split('/').map(LineageKind::parse).collect();
    let of = of.iter().map(|id| (*id).to_owned()).collect();
    Ok(Kind::Lineage { report: (*report).into(), of, kinds: kinds.ok_or("no kind of lineage")? })
}

pub(super) fn repair(fields: Fields) -> Reading {
    let (report, pair, times) = match fields {
        [report, pair] => (report, pair, None),
        [report, pair, times] => {
            let number = times.strip_suffix(" times").and_then(|n| n.parse().ok());
            (report, pair, Some(number.ok_or("not of the form")?))
        }
        _ => return Err(format!("{} fields where 2 or 3 are expected", fields.len())),
    };
    let (received, cleaned) = pair
        .strip_prefix('`')
        .and_then(|p| p.strip_suffix('`'))
        .and_then(|p| p.split_once("` -> `"))
        .ok_or("not of the form")?;
    Ok(Kind::Repair {
        report: (*report).to_owned(),
        received: unescape(received)?,
        cleaned: unescape(cleaned)?,
        times,
    })
}

pub(super) fn text(fields: Fields, not: bool) -> Reading {
    let [report, words] = exactly(fields)?;
    let words = unescape(&words)?;
    Ok(Kind::Text { not, report, words })
}

/// Reads `\u{ad}`.
fn unescape(words: &str) -> Result<String, String> {
    let mut plain = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (code, after) = after.split_once('}').ok_or("an escape without end")?;
        let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        plain.push_str(before);
        plain.push(c.ok_or_else(|| format!("{code:?} is no character"))?);
        rest = after;
    }
    plain.push_str(rest);
    Ok(plain)
}
