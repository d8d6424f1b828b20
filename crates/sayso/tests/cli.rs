//! The binary as a person meets it: what it prints, how it ends, what it keeps.

mod common;

use common::Sandbox;

/// A small report with one statement, different for every number.
fn report_line(number: usize) -> String {
    const TOWNS: [&str; 7] = ["Karst", "Ombry", "Tellin", "Vaux", "Zorn", "Quill", "Peverel"];
    const MATTERS: [&str; 5] = ["bridge", "well", "market", "school", "mill"];
    let (town, matter) = (TOWNS[number % 7], MATTERS[(number / 7) % 5]);
    let text = format!(
        "{} – The {matter} of {town} will close for {number} days, the council of {town} decided on Tuesday.\n\n\
         “We counted to {number} and then we voted,” said the mayor, Anna {town}, at the {matter}.\n\n\
         Nobody in {town} had asked for the {matter} to be closed, and {number} people came to say so. They brought \
         sandwiches, a petition and two brass bands, and they stayed until the caretaker switched off the light, \
         which in {town} is done at ten. The council will speak of the {matter} again in {number} weeks, when the \
         report of an engineer is due that was asked for in spring and has been paid for already. Until then \
         carts for the {matter} are to take the road by the river, which floods.",
        town.to_uppercase(),
    );
    let line = serde_json::json!({
        "id": format!("r{number}"),
        "url": format!("https://council.example/{number}"),
        "outlet": if number.is_multiple_of(2) { "Council Herald" } else { "The Other Side" },
        "title": format!("{town}'s {matter} to close for {number} days"),
        "published": format!("2031-0{}-1{}", 1 + number % 9, number % 10),
        "text": text,
    });
    format!("{line}\n")
}

fn reports(count: usize) -> String {
    (0..count).map(report_line).collect()
}

#[test]
fn the_examples_make_a_dossier() {
    let sandbox = Sandbox::new();
    let read = sandbox.sayso(["read", &sandbox.examples()]);
    read.ends_with(0);
    assert_eq!(read.err, "", "nothing to say on standard error");
    for words in
        ["they did not turn", "Ilona Varrick", "Northern Wire", "The Hallgard Courier", "Port Mercury"]
    {
        assert!(read.out.contains(words), "{words:?} is not in the dossier:\n{}", read.out);
    }
    assert!(!read.out.contains('\u{1b}'), "no colours when piped");
}

#[test]
fn reading_twice_changes_nothing() {
    let sandbox = Sandbox::new();
    let examples = sandbox.examples();
    sandbox.sayso(["read", &examples]).ends_with(0);
    let (stories, records) = (sandbox.stories(), sandbox.records());
    assert!(!records.is_empty());
    let again = sandbox.sayso(["read", &examples]);
    again.ends_with(0);
    assert_eq!(sandbox.stories(), stories);
    assert_eq!(sandbox.records(), records);
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let mut seen = Vec::new();
    for threads in ["1", "2", "2"] {
        let sandbox = Sandbox::new();
        let examples = sandbox.examples();
        sandbox.write("many.jsonl", reports(24));
        let read = sandbox.sayso(["read", "--threads", threads, &examples, "many.jsonl"]);
        read.ends_with(0);
        let annotated = sandbox.sayso(["annotate", "--threads", threads, &examples, "many.jsonl"]);
        annotated.ends_with(0);
        seen.push((read.out, annotated.out, sandbox.stories(), sandbox.records()));
    }
    assert!(seen[0] == seen[1], "one thread and two differ");
    assert!(seen[1] == seen[2], "two runs differ");
}

#[test]
fn a_changed_text_under_the_same_address_is_a_revision() {
    let sandbox = Sandbox::new();
    sandbox.write("a.jsonl", report_line(3));
    sandbox.sayso(["read", "a.jsonl"]).ends_with(0);
    sandbox.write("a.jsonl", report_line(3).replace("and then we voted", "and then we slept"));
    sandbox.sayso(["read", "a.jsonl"]).ends_with(0);
    let records = sandbox.records();
    assert_eq!(records.len(), 1, "one story of one report");
    let record: serde_json::Value = serde_json::from_str(&records[0]).unwrap();
    assert_eq!(record["reports"].as_array().map(Vec::len), Some(1));
    let quoted = sandbox.sayso(["quote", "and then we slept"]);
    quoted.ends_with(0);
    sandbox.sayso(["quote", "entirely different words about nothing"]).ends_with(1);
}

#[test]
fn wrong_usage_ends_with_2() {
    let sandbox = Sandbox::new();
    for words in [
        &["read", "--no-such-option"][..],
        &["no-such-command"],
        &["story", "seven"],
        &["read", "x.jsonl", "--map", "sound=bark"],
        &[],
    ] {
        let ended = sandbox.sayso(words);
        ended.ends_with(2);
        assert!(!ended.err.is_empty(), "{words:?} is not explained");
    }
    for words in [&["--help"][..], &["--version"], &["help", "read"], &["quote", "--help"]] {
        sandbox.sayso(words).ends_with(0);
    }
}

#[test]
fn what_is_not_there_is_said_in_one_line() {
    let sandbox = Sandbox::new();
    sandbox.sayso(["stories", "--db", "none.db"]).ends_with(1);
    assert!(!sandbox.path("none.db").exists(), "asking makes no database");
    sandbox.write("a.jsonl", report_line(1));
    sandbox.sayso(["read", "a.jsonl"]).ends_with(0);
    for words in
        [&["story", "99"][..], &["record", "99"], &["read", "no/such/file.txt"], &["report", "nobody"]]
    {
        let ended = sandbox.sayso(words);
        ended.ends_with(1);
        assert_eq!(ended.err.lines().count(), 1, "{words:?}: {}", ended.err);
        let named = words[1].rsplit('/').next().unwrap_or_default();
        assert!(ended.err.contains(named), "{words:?} is not named: {}", ended.err);
    }
}

#[test]
fn standard_input_is_a_report_too() {
    let sandbox = Sandbox::new();
    let text = "KARST – It rained on Tuesday.\n\n“It rained on me,” said the mayor, Anna Orr.\n";
    let annotated = sandbox.sayso_with_input(["annotate"], text);
    annotated.ends_with(0);
    let json: serde_json::Value = serde_json::from_str(&annotated.out).unwrap();
    assert_eq!(json["schema"], "sayso/1");
    assert_eq!(json["report"]["path"], "-");
    assert_eq!(json["text"], text);
    assert_eq!(json["report"]["published"]["value"], serde_json::Value::Null);
    let read = sandbox.sayso_with_input(["read", "-"], &reports(3));
    read.ends_with(0);
    assert_eq!(sandbox.report_count(), 3);
}

#[test]
fn every_offset_of_annotate_slices_to_its_words() {
    let sandbox = Sandbox::new();
    let annotated = sandbox.sayso(["annotate", &sandbox.examples()]);
    annotated.ends_with(0);
    assert!(annotated.out.lines().count() >= 9);
    for line in annotated.out.lines() {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        let text: Vec<char> = json["text"].as_str().unwrap().chars().collect();
        let check = |pair: &serde_json::Value| {
            let (start, end) = (pair[0].as_u64().unwrap() as usize, pair[1].as_u64().unwrap() as usize);
            assert!(start < end && end <= text.len(), "{pair} in {} code points", text.len());
            let words: String = text[start..end].iter().collect();
            assert_eq!(words.trim(), words, "a span begins and ends with words");
        };
        for statement in json["statements"].as_array().unwrap() {
            statement["content"].as_array().unwrap().iter().for_each(check);
            for part in ["source", "cue"] {
                if let Some(spans) = statement[part]["spans"].as_array() {
                    spans.iter().for_each(check);
                }
            }
        }
    }
}

#[test]
fn the_database_in_a_folder_that_is_read_is_no_report() {
    let sandbox = Sandbox::new();
    sandbox.write("one.jsonl", report_line(1));
    sandbox.write("two/two.jsonl", report_line(2));
    for _ in 0..2 {
        let read = sandbox.sayso(["read", "."]);
        read.ends_with(0);
        assert_eq!(read.err, "");
        assert_eq!(sandbox.report_count(), 2);
    }
}

#[test]
fn the_same_text_at_two_addresses_is_two_reports_of_one_story() {
    let sandbox = Sandbox::new();
    let line = report_line(4);
    sandbox
        .write("both.jsonl", format!("{line}{}", line.replace("example/4", "example/5").replace("r4", "r5")));
    sandbox.sayso(["read", "--quiet", "both.jsonl"]).ends_with(0);
    let records = sandbox.records();
    assert_eq!(records.len(), 1, "one story");
    let record: serde_json::Value = serde_json::from_str(&records[0]).unwrap();
    assert_eq!(record["reports"].as_array().map(Vec::len), Some(2));
    assert_eq!(record["lineage"][0]["kind"], "duplicate");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let sandbox = Sandbox::new();
    sandbox.write("many.jsonl", reports(200));
    let ended = sandbox.shell("\"$SAYSO\" annotate many.jsonl | head -n 1; exit ${PIPESTATUS:-0}");
    assert!(ended.err.is_empty(), "{}", ended.err);
    assert_eq!(ended.out.lines().count(), 1);
}

#[test]
fn a_read_that_was_killed_and_repeated_gives_the_same_record() {
    const COUNT: usize = 60;
    let undisturbed = Sandbox::new();
    let lines = reports(COUNT);
    undisturbed.sayso_with_input(["read", "-"], &lines).ends_with(0);
    assert_eq!(undisturbed.report_count(), COUNT);

    for given in [COUNT / 2, COUNT - 1] {
        let sandbox = Sandbox::new();
        let cut: String = lines.split_inclusive('\n').take(given).collect();
        let stored = sandbox.killed_while_reading(&cut);
        assert!((1..=given).contains(&stored), "{stored} of {given} stored at the kill");
        sandbox.sayso_with_input(["read", "-"], &lines).ends_with(0);
        assert_eq!(sandbox.report_count(), COUNT);
        assert!(sandbox.stories() == undisturbed.stories(), "stories differ after a kill at {stored}");
        assert!(sandbox.records() == undisturbed.records(), "records differ after a kill at {stored}");
    }
}
