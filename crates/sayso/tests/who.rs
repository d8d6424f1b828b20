//! `sayso who` and judgements, as a person meets them.

mod common;

use common::Sandbox;

fn with_examples() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.sayso(["read", "-q", &sandbox.examples()]).ends_with(0);
    sandbox
}

#[test]
fn a_speaker_over_all_reports() {
    let sandbox = with_examples();
    let who = sandbox.sayso(["who", "thorne"]);
    who.ends_with(0);
    assert!(who.out.starts_with("Aksel Thorne\n"), "{}", who.out);
    let own = who.out.find("IN OWN WORDS").unwrap();
    let reported = who.out.find("AS REPORTED").unwrap();
    assert!(own < reported);
    assert!(who.out[own..reported].contains("rammed, pushed or threatened"));

    let denied = sandbox.sayso(["who", "thorne", "--manner", "deny", "--format", "json"]);
    let denied: serde_json::Value = serde_json::from_str(&denied.out).unwrap();
    let statements = denied[0]["statements"].as_array().unwrap();
    assert!(!statements.is_empty() && statements.iter().all(|s| s["manner"] == "deny"), "{denied}");
    let place = &statements[0]["carried"][0];
    let span = format!("{}-{}", place["spans"][0][0], place["spans"][0][1]);
    sandbox.sayso(["report", place["report"].as_str().unwrap(), &span]).ends_with(0);

    let rows = sandbox.sayso(["who", "thorne", "--outlet", "courier", "--format", "csv"]).out;
    assert!(rows.lines().count() > 1 && rows.starts_with("speaker,date,"), "{rows}");
    let late = sandbox.sayso(["who", "thorne", "--since", "2040-01-01", "--format", "csv"]).out;
    assert_eq!(late.lines().count(), 1);

    sandbox.sayso(["who", "nobody at all"]).ends_with(1);
    sandbox.sayso(["who", "thorne", "--since", "yesterday"]).ends_with(2);
}

#[test]
fn judgements_are_made_listed_and_undone() {
    let sandbox = with_examples();
    let before = sandbox.sayso(["record", "1"]).out;
    let same = sandbox.sayso(["same", "Ilona Varrick", "Aksel Thorne", "--reason", "a test"]);
    same.ends_with(0);
    assert!(same.out.contains("sayso undo 1"), "{}", same.out);
    let joined = sandbox.sayso(["who", "thorne"]).out;
    assert!(joined.contains("also printed as"), "{joined}");
    let record: serde_json::Value = serde_json::from_str(&sandbox.sayso(["record", "1"]).out).unwrap();
    let speakers = record["speakers"].as_array().unwrap();
    assert!(
        !(speakers.iter().any(|s| s["name"] == "Aksel Thorne")
            && speakers.iter().any(|s| s["name"] == "Ilona Varrick"))
    );

    let list = sandbox.sayso(["judgements"]).out;
    assert!(list.contains("are one speaker") && list.contains("a test"), "{list}");
    let exported: serde_json::Value =
        serde_json::from_str(&sandbox.sayso(["judgements", "--format", "json"]).out).unwrap();
    assert_eq!(exported[0]["kind"], "same-speaker");

    sandbox.sayso(["undo", "1"]).ends_with(0);
    sandbox.sayso(["undo", "1"]).ends_with(1);
    assert_eq!(sandbox.sayso(["record", "1"]).out, before);
}

#[test]
fn stories_and_statements_are_judged_too() {
    let sandbox = with_examples();
    let before = sandbox.sayso(["stories"]).out;
    sandbox.sayso(["different", "--reports", "lorvanian-press-agency", "globe-pulse"]).ends_with(0);
    assert_ne!(sandbox.sayso(["stories"]).out, before);
    sandbox.sayso(["undo", "1"]).ends_with(0);
    assert_eq!(sandbox.sayso(["stories"]).out, before);

    let record: serde_json::Value = serde_json::from_str(&sandbox.sayso(["record", "1"]).out).unwrap();
    let variant = &record["utterances"][0]["variants"][0];
    let (report, span) = (variant["report"].as_str().unwrap(), &variant["spans"]);
    let missing = sandbox.sayso(["wrong", report, "1-2"]);
    missing.ends_with(1);
    assert!(missing.err.contains("no statement at 1-2"), "{}", missing.err);
    assert!(span.is_array());
    sandbox.sayso(["same", "Ilona Varrick", "No Such Person At All"]).ends_with(1);
}
