//! What is found in invented reports, and what must hold of any text.

use proptest::prelude::*;
use sayso_annotate::{Annotator, Options, ReaderChoice};
use sayso_model::{Annotations, Report, Segment, SegmentKind, Statement};
use sayso_text::Span;

fn report(text: &str) -> Report {
    Report { path: "r.txt".into(), ..Report::of_text("r", text) }
}

/// The rules alone: what the reader finds depends on its weights.
fn rules() -> Annotator {
    Annotator::new(Options { reader: ReaderChoice::Rules, ..Options::default() })
}

fn annotate(text: &str) -> Annotations {
    rules().annotate(&report(text))
}

fn words(text: &str, spans: &[Span]) -> String {
    let parts: Vec<&str> = spans.iter().map(|s| s.slice(text).unwrap()).collect();
    parts.join(" … ").replace('\n', " / ")
}

fn shown(text: &str, statement: &Statement) -> String {
    let source = statement.source.as_ref().map_or(String::new(), |source| {
        let printed = words(text, &source.spans);
        let name = source.name.clone().unwrap_or_default();
        let anonymous = if source.anonymous { "anonymous " } else { "" };
        let of = if name == printed { String::new() } else { format!(" = {name}") };
        format!("{anonymous}{printed}{of}")
    });
    let cue = statement.cue.as_ref().map_or(String::new(), |cue| words(text, &cue.spans));
    let channel = statement.channel.as_ref().map_or(String::new(), |c| format!(" [{c}]"));
    format!("> {} | {source} | {cue} | {}{channel}", statement.form, words(text, &statement.content))
}

#[test]
fn cases() {
    let mut wrong = String::new();
    let mut count = 0;
    for case in include_str!("cases.txt").split("\n## ").skip(1) {
        let mut lines = case.trim_end().lines();
        let title = lines.next().unwrap();
        let text = lines.next().expect("a case has a text").replace(" / ", "\n");
        let want: Vec<&str> = lines.collect();
        let got: Vec<String> = annotate(&text).statements.iter().map(|s| shown(&text, s)).collect();
        count += 1;
        if got != want {
            wrong += &format!("\n{title}\n  want {want:#?}\n  got {got:#?}\n");
        }
    }
    assert!(count >= 20);
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn furniture_and_captions_say_nothing() {
    let text = "Ferry talks fail: minister\n\"We are done,\" Ilves said.\nDock strike over: union\n\"Look at this picture of mine,\" Pask said.";
    let lines: Vec<Span> = text
        .split('\n')
        .map(|line| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            Span::new(start, start + line.len()).unwrap()
        })
        .collect();
    let kinds = [SegmentKind::Headline, SegmentKind::Body, SegmentKind::Furniture, SegmentKind::Caption];
    let mut report = report(text);
    report.segments =
        kinds.iter().zip(&lines).map(|(kind, span)| Segment { kind: *kind, span: *span }).collect();
    let found = rules().annotate(&report);
    let shown: Vec<String> =
        found.statements.iter().map(|s| format!("{} {}", s.voice, shown(text, s))).collect();
    assert_eq!(
        shown,
        [
            "headline > indirect | minister | : | Ferry talks fail",
            "body > direct | Ilves | said | We are done"
        ]
    );
}

#[test]
fn what_a_headline_begins_with_speaks_only_where_it_may_be_a_name() {
    let sources = |headline: &str, body: &str| {
        let text = format!("{headline}\n{body}");
        let span = |from: usize, to: usize| Span::new(from, to).unwrap();
        let mut report = report(&text);
        report.segments = vec![
            Segment { kind: SegmentKind::Headline, span: span(0, headline.len()) },
            Segment { kind: SegmentKind::Body, span: span(headline.len() + 1, text.len()) },
        ];
        let found = rules().annotate(&report).statements;
        found.iter().filter(|s| s.voice == sayso_model::Voice::Headline).count()
    };
    assert_eq!(sources("Ilves: we closed it too late", "Ilves met the carriers."), 1);
    assert_eq!(sources("Bridge: three ferries stopped", "The bridge stayed closed."), 0);
    assert_eq!(sources("LIVE: three ferries stopped", "The bridge stayed closed."), 0);
}

#[test]
fn marks_without_a_partner_are_problems() {
    let text = "He said: \"We will not wait.\nThe minister left.";
    let found = annotate(text);
    assert_eq!(found.problems.len(), 1);
    assert_eq!(found.problems[0].kind, "quotation");
    assert_eq!(words(text, &[found.problems[0].span.unwrap()]), "\"");
}

fn check(text: &str) {
    let found = annotate(text);
    assert_eq!(found, annotate(text));
    for (i, statement) in found.statements.iter().enumerate() {
        assert_eq!(statement.id.0 as usize, i + 1);
        assert!(!statement.content.is_empty());
        assert!(statement.content.windows(2).all(|w| w[0].end() <= w[1].start()), "{statement:?}");
        let source = statement.source.iter().flat_map(|s| &s.spans);
        let cue = statement.cue.iter().flat_map(|c| &c.spans);
        for span in statement.content.iter().chain(source).chain(cue) {
            assert!(span.slice(text).is_some_and(|w| !w.is_empty()));
        }
        if let Some(entity) = statement.source.as_ref().and_then(|s| s.entity) {
            assert!(found.entities.iter().any(|e| e.id == entity));
        }
        if let Some(within) = statement.within {
            assert!(within != statement.id && within.0 as usize <= found.statements.len());
        }
    }
    for (i, entity) in found.entities.iter().enumerate() {
        assert_eq!(entity.id.0 as usize, i + 1);
        assert!(!entity.mentions.is_empty());
        assert!(entity.mentions.iter().all(|m| m.span.slice(text).is_some_and(|w| !w.is_empty())));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn spans_slice_in_text_of_newspaper_words(
        words in proptest::collection::vec(
            prop::sample::select(vec![
                "said", "Ilves", "told", "the", "minister", "\"", "“", "”", "‘", "’", ",", ".", ":", "and", "who",
                "that", "according", "to", "adding", "reporters", "on", "Monday", "Mr", "\n", "he", "ANN", "of", "(",
                ")", "—", "called", "was", "New", "'s", "…", "é",
            ]),
            0..60,
        ),
        joint in prop::sample::select(vec![" ", ""]),
    ) {
        check(&words.join(joint));
    }

    #[test]
    fn any_text_is_taken(text in any::<String>()) {
        check(&text);
    }
}

/// Eight times the text may take some more than eight times the time, never sixty-four times. The floor keeps a
/// busy machine from failing it.
#[test]
fn any_text_takes_linear_time() {
    let patterns = [
        "said ",
        "\" said ",
        "Ann Lee said, ",
        "“a” said ",
        "he said that ",
        ", and added ",
        "according to ",
        ". ",
        "the , ",
        "ANN: x\n",
        "Ann Lee ",
        "\"We all go now.\" ",
        "“a\n",
        "(said ",
        "saying “x” ",
        "... ",
        "was told by the minister, ",
    ];
    for pattern in patterns {
        let time = |count: usize| {
            let text = pattern.repeat(count);
            let start = std::time::Instant::now();
            annotate(&text);
            start.elapsed().as_secs_f64()
        };
        let (one, eight) = (time(2_000), time(16_000));
        assert!(eight < 0.7 || eight < one * 24.0, "{pattern:?}: {one} s, {eight} s");
    }
}
