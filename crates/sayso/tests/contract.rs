//! What the binary prints for programs, held against CONTRACT: the fields, and every span against its words.

mod common;

use common::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;

/// The words at code points `pair` of `text`.
fn slice(text: &[char], pair: &Value) -> String {
    let offset = |i: usize| usize::try_from(pair[i].as_u64().expect("an offset")).expect("a small offset");
    let (start, end) = (offset(0), offset(1));
    assert!(start < end && end <= text.len(), "{pair} lies outside a text of {} code points", text.len());
    text[start..end].iter().collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_else(|| panic!("not a list: {value}"))
}

fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[track_caller]
fn has_fields(object: &Value, fields: &[&str]) {
    let object = object.as_object().expect("an object");
    for field in fields {
        assert!(object.contains_key(*field), "{field:?} is not in {:?}", object.keys());
    }
}

#[track_caller]
fn one_of(value: &Value, words: &[&str]) {
    let word = value.as_str().unwrap_or("null");
    assert!(words.contains(&word), "{word:?} is none of {words:?}");
}

/// The annotated examples by report id.
fn annotated(sandbox: &Sandbox) -> BTreeMap<String, Value> {
    let printed = sandbox.sayso(["annotate", &sandbox.examples()]);
    printed.ends_with(0);
    let lines =
        printed.out.lines().map(|l| serde_json::from_str::<Value>(l).expect("one JSON object a line"));
    lines.map(|json| (json["report"]["id"].as_str().expect("an id").to_owned(), json)).collect()
}

const FORMS: [&str; 3] = ["direct", "indirect", "mixed"];
const BASES: [&str; 6] = ["stated", "metadata", "feed", "path", "inferred", "none"];

#[test]
fn annotate_prints_the_contract() {
    let sandbox = Sandbox::new();
    let reports = annotated(&sandbox);
    assert_eq!(reports.len(), 9, "ids are distinct");
    for (id, json) in &reports {
        assert_eq!(json["schema"], "sayso/1");
        has_fields(
            json,
            &[
                "report",
                "text",
                "alignment",
                "segments",
                "repairs",
                "entities",
                "times",
                "statements",
                "quantities",
            ],
        );
        has_fields(json, &["events", "problems"]);
        has_fields(
            &json["report"],
            &["id", "path", "outlet", "title", "url", "byline", "language", "published"],
        );
        one_of(&json["report"]["published"]["basis"], &BASES);
        let text: Vec<char> = json["text"].as_str().expect("a text").chars().collect();
        for segment in list(&json["segments"]) {
            one_of(&segment["kind"], &["headline", "dateline", "byline", "body", "caption", "furniture"]);
            slice(&text, &segment["span"]);
        }
        for (number, statement) in (1..).zip(list(&json["statements"])) {
            has_fields(
                statement,
                &["content", "source", "cue", "channel", "addressee", "said", "within", "voice"],
            );
            assert_eq!(statement["id"], format!("s{number}"), "{id}");
            one_of(&statement["form"], &FORMS);
            one_of(&statement["voice"], &["headline", "body"]);
            assert!(!list(&statement["content"]).is_empty());
            for pair in list(&statement["content"]) {
                slice(&text, pair);
            }
            if !statement["source"].is_null() {
                has_fields(&statement["source"], &["spans", "entity", "name", "anonymous"]);
            }
            if !statement["cue"].is_null() {
                has_fields(&statement["cue"], &["spans", "lemma", "manner"]);
            }
        }
    }
}

#[test]
fn the_alignment_leads_back_to_the_text_as_received() {
    let sandbox = Sandbox::new();
    let received =
        "MAROW – &quot;It rains,&quot; said Ann Orr on Monday.\n\nIt does, her brother\u{200b} Tom said.\n";
    sandbox.write("rain.txt", received);
    let printed = sandbox.sayso(["annotate", "rain.txt"]);
    printed.ends_with(0);
    let json: Value = serde_json::from_str(&printed.out).unwrap();
    let text: Vec<char> = json["text"].as_str().unwrap().chars().collect();
    let received: Vec<char> = received.chars().collect();
    assert!(list(&json["alignment"]).len() >= 3, "three repairs part the text");
    for piece in list(&json["alignment"]) {
        let at = |i: usize| piece[i].as_u64().unwrap() as usize;
        let (start, from, length) = (at(0), at(1), at(2));
        assert_eq!(text[start..start + length], received[from..from + length], "{piece}");
    }
    let repairs = list(&json["repairs"]);
    let received_of: Vec<&str> = repairs.iter().map(|r| r["received"].as_str().unwrap()).collect();
    assert_eq!(received_of, ["&quot;", "&quot;", "\u{200b}"]);
}

#[test]
fn the_record_of_a_story_is_the_contract() {
    let sandbox = Sandbox::new();
    let reports = annotated(&sandbox);
    sandbox.sayso(["read", "--quiet", &sandbox.examples()]).ends_with(0);
    let stories: Value = serde_json::from_str(&sandbox.stories()).unwrap();
    let mut told = 0;
    for story in list(&stories) {
        has_fields(story, &["id", "title", "from", "to", "reports"]);
        told += list(&story["reports"]).len();
        for report in list(&story["reports"]) {
            has_fields(report, &["id", "path", "outlet"]);
            assert!(reports.contains_key(report["id"].as_str().unwrap()), "ids are those of annotate");
        }
    }
    assert_eq!(told, reports.len(), "every report is in one story");
    let texts: BTreeMap<&str, Vec<char>> = reports
        .iter()
        .map(|(id, json)| (id.as_str(), json["text"].as_str().unwrap().chars().collect()))
        .collect();
    for record in sandbox.records() {
        let record: Value = serde_json::from_str(&record).unwrap();
        check_record(&record, &texts);
    }
}

fn check_record(record: &Value, texts: &BTreeMap<&str, Vec<char>>) {
    assert_eq!(record["schema"], "sayso-record/1");
    has_fields(
        record,
        &["story", "reports", "lineage", "speakers", "statements", "utterances", "timeline", "points"],
    );
    has_fields(record, &["naming"]);
    let text = |report: &Value| &texts[report.as_str().expect("a report id")];
    for report in list(&record["reports"]) {
        has_fields(report, &["id", "path", "outlet", "title", "url", "published"]);
        has_fields(&report["published"], &["value", "basis", "evidence"]);
        one_of(&report["published"]["basis"], &BASES);
    }
    for edge in list(&record["lineage"]) {
        one_of(&edge["kind"], &["duplicate", "wire", "rewritten", "partial"]);
        for passage in list(&edge["shared"]) {
            slice(text(&edge["report"]), &passage["span"]);
            slice(text(&edge["of"]), &passage["of_span"]);
        }
    }
    let speakers: Vec<&Value> = list(&record["speakers"]).iter().map(|s| &s["id"]).collect();
    for statement in list(&record["statements"]) {
        has_fields(statement, &["id", "report", "statement", "speaker", "said", "answers"]);
        assert!(statement["speaker"].is_null() || speakers.contains(&&statement["speaker"]));
    }
    for utterance in list(&record["utterances"]) {
        has_fields(utterance, &["id", "speaker", "fullest", "first", "variants"]);
        assert!(utterance["speaker"].is_null() || speakers.contains(&&utterance["speaker"]));
        let mut fullest = false;
        for variant in list(&utterance["variants"]) {
            one_of(&variant["sense"], &["kept", "turned"]);
            let words: String =
                list(&variant["spans"]).iter().map(|pair| slice(text(&variant["report"]), pair)).collect();
            let printed = variant["text"].as_str().unwrap();
            assert_eq!(letters(&words), letters(printed), "the words of a variant are those at its spans");
            fullest |= letters(printed) == letters(utterance["fullest"].as_str().unwrap());
        }
        assert!(fullest, "the fullest wording is one that was printed: {}", utterance["fullest"]);
    }
    for item in list(&record["timeline"]) {
        one_of(&item["kind"], &["event", "statement", "publication"]);
        one_of(&item["basis"], &["stated", "published", "inferred"]);
    }
}

#[test]
fn a_quotation_is_found_exact_cut_and_misremembered_or_not_at_all() {
    let sandbox = Sandbox::new();
    sandbox.sayso(["read", "--quiet", &sandbox.examples()]).ends_with(0);
    for words in [
        "The officer of the watch was asleep, or as good as",
        "they heard our horn",
        "the watch officer was asleep or as good as asleep",
    ] {
        let found = sandbox.sayso(["quote", words]);
        found.ends_with(0);
        assert!(
            found.out.contains("Varrick") || found.out.contains("officer") || found.out.contains("Soltan")
        );
    }
    for words in ["the moon is made of green cheese", "we shall fight on the beaches", "ferry"] {
        let missing = sandbox.sayso(["quote", words]);
        assert_eq!(missing.code, Some(1), "{words:?} was found: {}", missing.out);
        assert!(missing.out.is_empty() || missing.out.to_lowercase().contains("not"), "{}", missing.out);
    }
}

#[test]
fn the_database_is_named_before_after_or_by_the_environment() {
    let sandbox = Sandbox::new();
    sandbox.write("rain.txt", "MAROW – “It rains,” said Ann Orr.\n");
    sandbox.sayso(["--db", "one.db", "read", "--quiet", "rain.txt"]).ends_with(0);
    sandbox.sayso(["read", "--quiet", "rain.txt", "--db", "two.db"]).ends_with(0);
    sandbox.shell("SAYSO_DB=three.db exec \"$SAYSO\" read --quiet rain.txt").ends_with(0);
    for name in ["one.db", "two.db", "three.db"] {
        assert!(sandbox.path(name).is_file(), "{name}");
        sandbox.sayso(["stories", "--db", name]).ends_with(0);
    }
    assert!(!sandbox.path("sayso.db").exists());
}

#[test]
fn fields_of_other_names_are_mapped() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "odd.jsonl",
        "{\"key\": 7, \"story\": {\"words\": \"“It rains,” said Ann Orr in Marow.\"}, \"paper\": \"The Drop\"}\n",
    );
    let words = ["annotate", "odd.jsonl", "--map", "text=story.words,outlet=paper", "--map", "id=key"];
    let printed = sandbox.sayso(words);
    printed.ends_with(0);
    let json: Value = serde_json::from_str(&printed.out).unwrap();
    assert_eq!(json["report"]["id"], "7");
    assert_eq!(json["report"]["outlet"], "The Drop");
    assert_eq!(list(&json["statements"]).len(), 1);
}
