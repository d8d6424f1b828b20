//! The same numbers as the reference in `training/`, on invented text.

use crate::features::{case, paragraph_positions};
use crate::linking::Scene;
use crate::network::Scratch;
use crate::quoting::quote_states;
use crate::reader::Reader;
use crate::simd::Level;
use crate::token::tokens;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sayso_text::{CharIndex, Span};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Fixture {
    text: String,
    tokens: Vec<[usize; 2]>,
    word: Vec<usize>,
    hashed: Vec<Vec<usize>>,
    plain: Vec<[usize; 3]>,
    sentences: Vec<u32>,
    role_logits: Vec<Vec<f32>>,
    entity_logits: Vec<Vec<f32>>,
    name_logits: Vec<Vec<f32>>,
    roles: Vec<u8>,
    entities: Vec<u8>,
    names: Vec<u8>,
    statements: Vec<FixtureStatement>,
    choice_features: Option<Vec<f32>>,
}

#[derive(Deserialize)]
struct FixtureStatement {
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
    probability: f32,
}

fn fixtures() -> Vec<Fixture> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../training/fixtures/parity.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn weights() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/reader.safetensors")).unwrap()
}

#[track_caller]
fn close(found: f32, expected: f32, within: f32, what: &dyn std::fmt::Debug) {
    assert!((found - expected).abs() <= within, "{what:?}: {found} where {expected} is due");
}

#[test]
fn tokens_and_features_are_those_of_training() {
    let reader = Reader::from_bytes(&weights()).unwrap();
    for fixture in fixtures() {
        let text = fixture.text.as_str();
        let index = CharIndex::new(text);
        let tokens = tokens(text);
        let spans: Vec<[usize; 2]> = tokens
            .tokens
            .iter()
            .map(|t| [index.to_chars(t.span.start()), index.to_chars(t.span.end())])
            .collect();
        assert_eq!(spans, fixture.tokens, "{text}");
        let states = quote_states(&tokens);
        let positions = paragraph_positions(&tokens);
        for (i, word) in tokens.words.iter().enumerate() {
            let plain = [states[i] as usize, case(word) as usize, positions[i].into()];
            assert_eq!(plain, fixture.plain[i], "{word} ({i}) in {text}");
            let (number, rows) = reader.network.lookups(word);
            assert_eq!((number, &rows), (fixture.word[i], &fixture.hashed[i]), "{word}");
        }
        let scene = Scene::new(&reader.linker, &tokens, &states, &[]);
        assert_eq!(scene.sentences, fixture.sentences, "{text}");
    }
}

#[test]
fn scores_labels_and_statements_are_those_of_training_at_every_level() {
    let bytes = weights();
    for level in Level::all() {
        let reader = Reader::at_level(&bytes, level).unwrap();
        for fixture in fixtures() {
            check(&reader, &fixture);
        }
    }
}

fn check(reader: &Reader, fixture: &Fixture) {
    let text = fixture.text.as_str();
    let found = tokens(text);
    let states = quote_states(&found);
    let scores = reader.network.scores(&found, &states, true, &mut Scratch::default());
    let labels = reader.network.role_labels;
    for (t, expected) in fixture.role_logits.iter().enumerate() {
        for (l, expected) in expected.iter().enumerate() {
            close(scores.rows[t * scores.stride + l], *expected, 1e-3, &(t, l, text));
        }
    }
    for (t, expected) in fixture.entity_logits.iter().enumerate() {
        for (l, expected) in expected.iter().enumerate() {
            close(scores.rows[t * scores.stride + labels + l], *expected, 1e-3, &(t, l, text));
        }
    }
    let before = labels + reader.network.entity_labels;
    for (t, expected) in fixture.name_logits.iter().enumerate() {
        for (l, expected) in expected.iter().enumerate() {
            close(scores.rows[t * scores.stride + before + l], *expected, 2e-3, &(t, l, text));
        }
    }
    let count = found.len();
    assert_eq!(reader.roles.decode(&scores.rows, scores.stride, count), fixture.roles);
    let entities = scores.rows.get(labels..).unwrap_or_default();
    assert_eq!(reader.naming.entities.decode(entities, scores.stride, count), fixture.entities);
    let names = scores.rows.get(before..).unwrap_or_default();
    assert_eq!(reader.naming.names.decode(names, scores.stride, count), fixture.names);

    let tagged = reader.parts(&scores);
    if let Some(expected) = &fixture.choice_features {
        let scene = Scene::new(&reader.linker, &found, &states, &tagged);
        let first = &reader.linker.link(&found, &states, &tagged)[0];
        let features = scene.choice(first.contents[0], Some(first.cue));
        for (i, (found, expected)) in features.iter().zip(expected).enumerate() {
            close(*found, *expected, 1e-3, &("feature", i, text));
        }
    }

    let index = CharIndex::new(text);
    let chars = |span: Span| [index.to_chars(span.start()), index.to_chars(span.end())];
    let reading = reader.read(text);
    assert_eq!(reading.statements.len(), fixture.statements.len());
    for (found, expected) in reading.statements.iter().zip(&fixture.statements) {
        assert_eq!(found.source.iter().map(|p| chars(p.span)).collect::<Vec<_>>(), expected.source);
        assert_eq!(vec![chars(found.cue.span)], expected.cue);
        assert_eq!(found.contents.iter().map(|p| chars(p.span)).collect::<Vec<_>>(), expected.content);
        close(found.confidence, expected.probability, 1e-3, &"confidence");
    }
}

#[test]
fn a_text_reads_the_same_to_the_bit_in_any_company() {
    let reader = Reader::from_bytes(&weights()).unwrap();
    let texts: Vec<String> = fixtures().into_iter().map(|f| f.text).collect();
    let alone: Vec<_> = texts
        .iter()
        .map(|text| std::thread::scope(|s| s.spawn(|| reader.read(text)).join().unwrap()))
        .collect();
    let together: Vec<_> = texts.iter().rev().map(|text| reader.read(text)).collect();
    for (a, b) in alone.iter().zip(together.iter().rev()) {
        assert_eq!(a, b);
    }
    for (text, whole) in texts.iter().zip(&alone) {
        assert_eq!(reader.statements(text), whole.statements);
    }
}

#[test]
fn spans_lie_in_any_text_and_probabilities_between_0_and_1() {
    fn shared(_: &(impl Sync + Send)) {}
    let reader = Reader::from_bytes(&weights()).unwrap();
    shared(&reader);
    let mut runner = TestRunner::new(Config::with_cases(48));
    let news = "(“|”|‘|’|\"|'|, |\\. |\n| said | according to |Ann |minister |that |é|5|[a-z ]){0,200}";
    let texts = prop_oneof![any::<String>(), news.prop_map(|s| s)];
    runner
        .run(&texts, |text| {
            let reading = reader.read(&text);
            let mut end = 0;
            for part in &reading.parts {
                prop_assert!(part.span.slice(&text).is_some_and(|s| !s.is_empty() && s.trim() == s));
                prop_assert!(part.span.start() >= end && (0.0..=1.0001).contains(&part.probability));
                end = part.span.end();
            }
            for statement in &reading.statements {
                let linked = statement.source.iter().chain([&statement.cue]).chain(&statement.contents);
                prop_assert!(linked.into_iter().all(|p| reading.parts.contains(p)));
                prop_assert!(!statement.contents.is_empty() && (0.0..=1.0).contains(&statement.confidence));
            }
            for name in &reading.names {
                prop_assert!(name.span.slice(&text).is_some_and(|s| !s.is_empty()));
                prop_assert!((0.0..=1.0001).contains(&name.probability));
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn damaged_weights_are_refused() {
    let bytes = weights();
    let header = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
    for cut in [0, 7, 8, 100, header - 1, header, header + 1000, bytes.len() - 1] {
        assert!(Reader::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    // Every name and number of the header is needed: one letter changed anywhere is refused or changes nothing vital,
    // but never ends in a panic.
    for at in (8..header).step_by(997) {
        let mut damaged = bytes.clone();
        damaged[at] = b'7';
        let _ = Reader::from_bytes(&damaged).map(|reader| reader.read("Ann said so."));
    }
}
