use super::*;
use proptest::prelude::*;
use sayso_model::Basis;

fn run(text: &str, day: Option<&str>) -> Vec<(String, String)> {
    let tokens: Vec<_> = sayso_text::tokens(text).collect();
    let sentences = sayso_text::sentences(text, &tokens);
    let published = Published { value: day.map(Into::into), basis: Basis::Metadata, evidence: None };
    times(text, &tokens, &sentences, &published)
        .into_iter()
        .map(|t| (t.span.slice(text).unwrap_or_default().to_string(), t.value))
        .collect()
}

/// Each line: reference day or `-`, text, expected `words=value` joined by ` | `.
#[test]
fn the_suite() {
    let (mut right, mut wrong) = (0, Vec::new());
    for line in include_str!("../../tests/times.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty())
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let [day, text, want] = fields[..] else {
            panic!("not three fields: {line}");
        };
        let found = run(text, (day != "-").then_some(day));
        let found: Vec<String> = found.into_iter().map(|(words, value)| format!("{words}={value}")).collect();
        let found = if found.is_empty() { "none".to_string() } else { found.join(" | ") };
        if found == want {
            right += 1;
        } else {
            wrong.push(format!("{day} {text}\n   want {want}\n  found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), right + wrong.len(), wrong.join("\n"));
    assert!(right >= 300, "{right} cases");
}

/// Statements of a text, marked by their words: source, cue, content, and the day wanted.
#[track_caller]
fn said(text: &str, day: Option<&str>, marked: &[(&str, &str, &str, Option<&str>)]) {
    let tokens: Vec<_> = sayso_text::tokens(text).collect();
    let sentences = sayso_text::sentences(text, &tokens);
    let published = Published { value: day.map(Into::into), basis: Basis::Metadata, evidence: None };
    let times = times(text, &tokens, &sentences, &published);
    let mut at = 0;
    let mut spans = Vec::new();
    for (source, cue, content, _) in marked {
        // Each role is looked for from where the statement before it begins.
        let find = |words: &str| {
            let start = at + text[at..].find(words).unwrap_or_else(|| panic!("{words} in {text}"));
            [Span::new(start, start + words.len()).unwrap()]
        };
        let found = (find(source), find(cue), find(content));
        at = found.1[0].end();
        spans.push(found);
    }
    let statements: Vec<SayingSpans<'_>> = spans
        .iter()
        .map(|(source, cue, content)| SayingSpans { source, cue, content, speaker: None })
        .collect();
    let found = said_of(text, &tokens, &sentences, &times, &published, &statements);
    let found: Vec<Option<&str>> = found.iter().map(|s| s.as_ref().map(|s| s.value.as_str())).collect();
    let want: Vec<Option<&str>> = marked.iter().map(|m| m.3).collect();
    assert_eq!(found, want, "{text}");
}

#[test]
fn the_time_of_a_statement_is_that_of_its_clause() {
    let day = Some("2031-03-10");
    said(
        "The mayor said on Sunday that the bridge closed on Friday.",
        day,
        &[("The mayor", "said", "that the bridge closed on Friday", Some("2031-03-09"))],
    );
    said(
        "The mayor said that the bridge closed on Friday.",
        day,
        &[("The mayor", "said", "that the bridge closed on Friday", None)],
    );
    // What is told of another year does not go on from Sunday.
    said(
        "The mayor said Sunday it was safe. In 2029 she promised a second bridge.",
        day,
        &[
            ("The mayor", "said", "it was safe", Some("2031-03-09")),
            ("she", "promised", "a second bridge", None),
        ],
    );
    said(
        "In a post on Saturday night, Ilves denied the report.",
        day,
        &[("Ilves", "denied", "the report", Some("2031-03-08"))],
    );
    said(
        "The mayor said Sunday it was safe. He added that nobody slept. Ferries run. Pask says it is not.",
        day,
        &[
            ("The mayor", "said", "it was safe", Some("2031-03-09")),
            ("He", "added", "that nobody slept", Some("2031-03-09")),
            ("Pask", "says", "it is not", None),
        ],
    );
    said(
        "Pask, who was freed on Friday, said he was well.",
        day,
        &[("Pask, who was freed on Friday,", "said", "he was well", None)],
    );
    said(
        "Since Friday Ilves has said little. She had warned of cracks.",
        day,
        &[("Ilves", "has said", "little", None), ("She", "had warned", "of cracks", None)],
    );
}

#[test]
fn the_time_of_a_statement_is_that_of_its_occasion() {
    let day = Some("2031-03-10");
    said(
        "The panel met on Thursday. Ilves testified that she knew. A spokesman said it was over.",
        day,
        &[
            ("Ilves", "testified", "that she knew", Some("2031-03-06")),
            ("A spokesman", "said", "it was over", None),
        ],
    );
    said(
        "A report released on Friday describes the fire. It names nobody.",
        day,
        &[
            ("A report released on Friday", "describes", "the fire", Some("2031-03-07")),
            ("It", "names", "nobody", Some("2031-03-07")),
        ],
    );
    said(
        "The mayor said on Sunday it was safe.",
        None,
        &[("The mayor", "said", "it was safe", Some("XXXX-WXX-7"))],
    );
}

fn sound(text: &str, day: Option<&str>) -> Result<(), TestCaseError> {
    let tokens: Vec<_> = sayso_text::tokens(text).collect();
    let sentences = sayso_text::sentences(text, &tokens);
    let published = Published { value: day.map(Into::into), basis: Basis::Metadata, evidence: None };
    let mut at = 0;
    for time in times(text, &tokens, &sentences, &published) {
        prop_assert!(time.span.start() >= at);
        prop_assert!(!time.span.is_empty());
        prop_assert!(time.span.slice(text).is_some());
        prop_assert!(!time.value.is_empty());
        at = time.span.end();
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        sound(&text, Some("2031-03-10"))?;
    }

    #[test]
    fn any_words_are_read(words in prop::collection::vec(word(), 0..40), day in 0..5usize) {
        let days = [None, Some("2031-03-10"), Some("0001-01-01"), Some("9999-12-31"), Some("what")];
        sound(&words.join(""), days[day])?;
    }
}

/// Words of the lists, numbers and marks, with and without spaces between.
fn word() -> impl Strategy<Value = String> {
    let listed: Vec<String> = include_str!("../../data/times/words.txt")
        .lines()
        .filter_map(|l| l.split_once(':'))
        .flat_map(|(_, words)| words.split_whitespace())
        .map(|w| w.split('=').next().unwrap_or_default().to_string())
        .collect();
    let marks = [
        " ",
        " ",
        " ",
        "-",
        ",",
        ", ",
        ".",
        ". ",
        ":",
        "'s ",
        "/",
        "$",
        "\n\n",
        "’80s",
        " March ",
        " Friday ",
        " Easter ",
        "30",
        "1998",
        "99999999999",
        "0",
    ];
    let marks: Vec<String> = marks.iter().map(|m| m.to_string()).collect();
    prop_oneof![
        prop::sample::select(listed).prop_map(|w| format!("{w} ")),
        prop::sample::select(marks),
        (0u32..3000).prop_map(|n| format!("{n} ")),
    ]
}
