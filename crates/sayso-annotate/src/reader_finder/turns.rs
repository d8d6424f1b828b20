//! Statements that the layout of a text shows: turns of a transcript, and quotations signed by their speaker.
//!
//! Takes lines that begin with a speaker and a colon (`ILVES: It is shut.`), where the text has several and a speaker
//! comes back; and lines that are a quotation, a dash and a name. Leaves single lines with a colon, which the reader
//! judges, and lists (`Price: 12 crowns`), whose heads do not come back.

use crate::{Found, Prepared};
use sayso_model::SegmentKind;
use sayso_text::Span;
use std::collections::BTreeMap;

/// The name it gives to what it finds.
const NAME: &str = "layout";

/// How many turns make a transcript.
const TURNS: usize = 4;

/// How many words a speaker's name has at most.
const NAME_WORDS: usize = 5;

/// What the layout shows, in text order.
pub(super) fn turns(prepared: &Prepared<'_>) -> Vec<Found> {
    let text = prepared.text;
    let mut at = 0;
    let mut lines: Vec<Span> = Vec::new();
    for line in text.split('\n') {
        lines.extend(Span::new(at, at + line.len()).map(|s| s.trimmed(text)).filter(|s| !s.is_empty()));
        at += line.len() + 1;
    }
    lines.retain(|line| {
        !matches!(prepared.report.segment_at(line.start()), SegmentKind::Headline | SegmentKind::Furniture)
    });
    let mut found: Vec<Found> = lines.iter().filter_map(|line| signed(text, *line)).collect();
    found.extend(transcript(text, &lines));
    found
}

/// The turns of a transcript: each from its speaker's colon to the next speaker's line.
fn transcript(text: &str, lines: &[Span]) -> Vec<Found> {
    let heads: Vec<Option<(Span, usize)>> = lines.iter().map(|line| head(text, *line)).collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in heads.iter().flatten() {
        *times.entry(last_word(name.slice(text).unwrap_or_default())).or_default() += 1;
    }
    let turns: usize = times.values().sum();
    // Speakers come back; the heads of a list do not.
    let back = times.values().filter(|n| **n > 1).count();
    if turns < TURNS || back == 0 || times.len() < 2 || times.len() * 3 > turns * 2 {
        return Vec::new();
    }
    let last = heads.iter().rposition(Option::is_some).unwrap_or(0);
    let mut found: Vec<Found> = Vec::new();
    for (i, (line, head)) in lines.iter().zip(&heads).enumerate() {
        match head {
            Some((name, colon)) => {
                let words =
                    Span::new(colon + 1, line.end()).map(|s| s.trimmed(text)).filter(|s| !s.is_empty());
                let cue = Span::new(*colon, colon + 1);
                found.extend(words.zip(cue).map(|(words, cue)| Found {
                    source: vec![*name],
                    cue: vec![cue],
                    content: vec![words],
                    confidence: Some(0.9),
                    by: NAME,
                }));
            }
            // A further paragraph of the turn; after the last turn the report goes on.
            None if i < last => {
                if let Some(turn) = found.last_mut() {
                    turn.content.push(*line);
                }
            }
            None => {}
        }
    }
    found
}

/// The speaker that a line begins with, and the byte of the colon.
fn head(text: &str, line: Span) -> Option<(Span, usize)> {
    let words = line.slice(text)?;
    let colon = words.find(':')?;
    let name = words[..colon].trim_end();
    let rest = words[colon + 1..].trim_start();
    let count = name.split_whitespace().count();
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c == '(');
    let named = (1..=NAME_WORDS).contains(&count)
        && name.split_whitespace().all(capital)
        && !name.contains(|c: char| c.is_ascii_digit() || "“”\"?!,;".contains(c));
    if !named || rest.len() < 2 || words[colon + 1..].starts_with("//") {
        return None;
    }
    Some((Span::new(line.start(), line.start() + name.len())?, line.start() + colon))
}

fn last_word(name: &str) -> &str {
    name.split_whitespace().next_back().unwrap_or(name)
}

/// `“It was cold.” — Ana Roy`: a line that is a quotation and its signature.
fn signed(text: &str, line: Span) -> Option<Found> {
    const MARKS: [char; 6] = ['“', '”', '"', '«', '»', '„'];
    let words = line.slice(text)?;
    if !words.starts_with(MARKS) {
        return None;
    }
    let (close, mark) = words.char_indices().rev().find(|(_, c)| MARKS.contains(c))?;
    let quoted = &words[..close + mark.len_utf8()];
    let tail = &words[quoted.len()..];
    let bare = tail.trim_start();
    let dash = bare.chars().next().filter(|c| matches!(c, '—' | '–' | '―' | '-'))?;
    let name = bare.trim_start_matches(['—', '–', '―', '-', ' ']).trim_end_matches(['.', ' ']);
    let parts: Vec<&str> = name.split_whitespace().collect();
    let named = (2..=NAME_WORDS).contains(&parts.len())
        && parts.iter().all(|p| p.starts_with(char::is_uppercase))
        && !name.contains([',', ':', '"']);
    if !named || quoted.split_whitespace().count() < 4 {
        return None;
    }
    let cue = line.start() + quoted.len() + tail.len() - bare.len();
    let source = name.as_ptr() as usize - text.as_ptr() as usize;
    Some(Found {
        source: vec![Span::new(source, source + name.len())?],
        cue: vec![Span::new(cue, cue + dash.len_utf8())?],
        content: vec![Span::new(line.start(), line.start() + quoted.len())?],
        confidence: Some(0.9),
        by: NAME,
    })
}

/// Whether a statement that the reader found stands apart from the turns or wholly within one.
pub(super) fn agrees(turns: &[Found], found: &Found) -> bool {
    let all = || found.source.iter().chain(&found.cue).chain(&found.content);
    turns.iter().all(|turn| {
        let parts = || turn.source.iter().chain(&turn.cue).chain(&turn.content);
        let apart = all().all(|s| parts().all(|p| !p.overlaps(*s)));
        apart || all().all(|s| turn.content.iter().any(|c| c.contains(*s))) && found.content != turn.content
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::Report;

    fn found(text: &str) -> Vec<String> {
        let report = Report::of_text("a", text);
        let words = |spans: &[Span]| -> String {
            spans.iter().filter_map(|s| s.slice(text)).collect::<Vec<_>>().join(" / ")
        };
        turns(&Prepared::new(&report)).iter().map(|f| words(&f.source) + "|" + &words(&f.content)).collect()
    }

    #[test]
    fn turns_of_a_transcript() {
        let text = "The dam\n\nILVES: Is it safe?\n\nMR TOLLO: It is.\n\nIt always was.\n\nILVES: Who says so?\n\nTOLLO: I do.\n\nRain fell.";
        assert_eq!(
            found(text),
            ["ILVES|Is it safe?", "MR TOLLO|It is. / It always was.", "ILVES|Who says so?", "TOLLO|I do."]
        );
    }

    #[test]
    fn a_list_is_no_transcript() {
        assert!(found("Price: 12 crowns\nPlace: Sellin\nTime: noon\nDress: warm\nFood: none").is_empty());
        assert!(found("Ilves: Is it safe?\nTollo: It is.").is_empty());
    }

    #[test]
    fn a_signed_quotation() {
        let text = "“It was cold and it was dark.” ― Ana Roy.\n“Nobody came to help us.”— Odd Viken\nThe end – Ana Roy";
        assert_eq!(
            found(text),
            ["Ana Roy|“It was cold and it was dark.”", "Odd Viken|“Nobody came to help us.”"]
        );
    }
}
