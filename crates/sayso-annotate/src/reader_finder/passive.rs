//! Subjects of passive cues, which the reader takes for sources: `The port was accused of hiding the leak` is what
//! somebody says of the port, and the text does not say who.

use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_model::SegmentKind;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Participles, and whether their subject is spoken of (and not spoken to).
static PASSIVES: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let lines = include_str!("../../data/passives.txt").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(": "))
        .flat_map(|(class, words)| words.split_whitespace().map(move |word| (word, class == "of")))
        .collect()
});

/// How many words stand between a form of `be` and its participle: `has been repeatedly and harshly criticised`.
const BETWEEN: usize = 4;

/// The statement with the subject of a passive cue where it belongs: in what is said, or nowhere.
pub(super) fn without_subject(prepared: &Prepared<'_>, mut found: Found) -> Found {
    let (Some(cue), [source]) = (found.cue.first().copied(), &found.source[..]) else { return found };
    let source = *source;
    let cue = tokens_in(prepared, cue);
    let subject = tokens_in(prepared, source);
    if cue.is_empty() || subject.is_empty() || source.end() > prepared.tokens[cue.start].span.start() {
        return found;
    }
    // Only helping words between them: `the port, Ilves says, was accused` has its source elsewhere.
    let near = (subject.end..cue.start).all(|i| {
        role(prepared.lower(i)).any(Role::AUX | Role::ADV | Role::CONJ)
            || matches!(prepared.lower(i), "," | "who")
    });
    let participle = cue.clone().find_map(|i| {
        let spoken_of = PASSIVES.get(prepared.lower(i))?;
        if reduced(prepared, subject.clone(), i) {
            return Some(*spoken_of);
        }
        let from = i.saturating_sub(BETWEEN).max(subject.end);
        let be = (from..i).rev().find(|k| !role(prepared.lower(*k)).any(Role::ADV | Role::CONJ))?;
        let passive =
            role(prepared.lower(be)).any(Role::BE) || matches!(prepared.lower(be), "been" | "be" | "being");
        passive.then_some(*spoken_of)
    });
    let Some(spoken_of) = participle.filter(|_| near) else { return found };
    // `was told by`, `is seen by`: who says it follows, or is left out; the subject is it in no case.
    let empty = subject.len() == 1 && matches!(prepared.lower(subject.start), "it" | "there");
    found.source.clear();
    if spoken_of && !empty {
        found.content.insert(0, source);
        found.content.sort_unstable();
    }
    found
}

/// Whether a participle's subject, in a passive, is spoken of or to.
pub(super) fn is_passive(lower: &str) -> bool {
    PASSIVES.contains_key(lower)
}

/// Whether a participle is a passive without its `be`: in a headline (`Residents told to leave`), or behind a comma
/// (`The brakes, ordered for the spring, had not come`).
fn reduced(prepared: &Prepared<'_>, subject: std::ops::Range<usize>, participle: usize) -> bool {
    if !prepared.lower(participle).ends_with("ed") && prepared.lower(participle) != "told" {
        return false;
    }
    let next =
        |k: usize| if participle + k < prepared.tokens.len() { prepared.lower(participle + k) } else { "" };
    let spoken_of = PASSIVES.get(prepared.lower(participle)).is_some_and(|of| *of);
    let adjunct = match next(1) {
        "to" => true,
        "not" => next(2) == "to",
        ":" => !spoken_of,
        "of" => matches!(prepared.lower(participle), "accused" | "told" | "informed"),
        "over" | "for" | "with" => spoken_of,
        _ => false,
    };
    let headline =
        prepared.report.segment_at(prepared.tokens[participle].span.start()) == SegmentKind::Headline;
    if headline && subject.end == participle {
        return adjunct;
    }
    // What follows a comma and another one: `the brakes, ordered for the spring, …`.
    let comma = |i: usize| prepared.tokens.get(i).is_some() && prepared.word(i) == ",";
    let behind = participle > 0 && comma(participle - 1);
    let closed = (participle + 1..prepared.tokens.len()).take(12).any(comma);
    behind && closed && (subject.end == participle || subject.end + 1 == participle) && adjunct_any(next(1))
}

/// Whether a word begins what goes with a participle, and no object of a verb.
fn adjunct_any(lower: &str) -> bool {
    role(lower).any(Role::PREP) || matches!(lower, "to" | "as" | "by")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::Report;
    use sayso_text::Span;

    /// Source and content left of a statement with these words.
    fn left(text: &str, source: &str, cue: &str, content: &str) -> (String, String) {
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len()).unwrap()
        };
        let report = Report::of_text("a", text);
        let (source, cue, content) = (vec![at(source)], vec![at(cue)], vec![at(content)]);
        let found = Found { source, cue, content, confidence: None, by: "test" };
        let found = without_subject(&Prepared::new(&report), found);
        let words = |spans: &[Span]| -> String {
            spans.iter().filter_map(|s| s.slice(text)).collect::<Vec<_>>().join(" / ")
        };
        (words(&found.source), words(&found.content))
    }

    #[test]
    fn the_subject_of_a_passive_is_spoken_of() {
        let text = "The port was accused of hiding the leak.";
        let got = left(text, "The port", "was accused of", "hiding the leak");
        assert_eq!(got, (String::new(), "The port / hiding the leak".into()));
        let text = "The port has been repeatedly and harshly criticised for the leak.";
        let got = left(text, "The port", "criticised for", "the leak");
        assert_eq!(got, (String::new(), "The port / the leak".into()));
        let text = "It is said that the port hid the leak.";
        let got = left(text, "It", "is said", "that the port hid the leak");
        assert_eq!(got, (String::new(), "that the port hid the leak".into()));
        let text = "Ilves was asked whether it was safe.";
        let got = left(text, "Ilves", "was asked", "whether it was safe");
        assert_eq!(got, (String::new(), "whether it was safe".into()));
    }

    #[test]
    fn the_subject_of_a_feeling_or_of_an_active_cue_stays() {
        for (text, cue) in [
            ("Ilves was worried that it was not safe.", "was worried"),
            ("Ilves has accused the port: it was not safe.", "has accused the port:"),
            ("Ilves was convinced that it was not safe.", "was convinced"),
        ] {
            assert_eq!(left(text, "Ilves", cue, "it was not safe").0, "Ilves", "{text}");
        }
    }

    #[test]
    fn behind_a_comma_a_participle_is_passive() {
        let text = "The pumps, ordered for the spring, had not come.";
        assert_eq!(left(text, "The pumps", "ordered", "for the spring").0, "");
        let text = "Ilves, ordered a halt.";
        assert_eq!(left(text, "Ilves", "ordered", "a halt").0, "Ilves");
    }
}
