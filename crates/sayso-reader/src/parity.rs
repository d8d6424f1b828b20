//! The same numbers as the reference in `training/`, on invented text.

use crate::decode::softmax;
use crate::features::{case, paragraph_positions};
use crate::linking::Scene;
use crate::network::Scratch;
use crate::quoting::quote_states;
use crate::reader::Reader;
use crate::simd::Level;
use crate::token::tokens;
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
    roles: Vec<u8>,
    entities: Vec<u8>,
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
    let scores = reader.network.scores(&found, &states, &mut Scratch::default());
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
    let count = found.len();
    assert_eq!(reader.roles.decode(&scores.rows, scores.stride, count), fixture.roles);
    let names = scores.rows.get(labels..).unwrap_or_default();
    assert_eq!(reader.names.decode(names, scores.stride, count), fixture.entities);

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
}

#[test]
fn probabilities_are_probabilities() {
    assert!((softmax(&[3.0, -2.0, 900.0]).iter().sum::<f32>() - 1.0).abs() < 1e-6);
}
