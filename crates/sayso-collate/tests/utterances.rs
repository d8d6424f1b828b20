//! The same quotation in several invented reports.

mod common;

use common::{Made, docs, made};
use proptest::prelude::*;
use sayso_collate::{QuoteVerdict, StoryNo, find_quote, record};
use sayso_model::{Record, Sense, VariantKind};

fn story() -> Vec<Made> {
    vec![
        made(
            "a",
            "Corvel Gazette",
            Some("2031-04-02"),
            "Dam minister rules out closure",
            "{Orsolya Venn|“We have inspected forty-one dams (one for every year since the flood), some of them \
             old beyond repair & dear to the people of the Corvel, and those dams, and the valley itself, WILL BE \
             MADE SAFE VERY SOON AND VERY THOROUGHLY. The valley wants no more promises!”} Orsolya Venn wrote.\n\n\
             Ms Venn has said the western wall {Venn|“will not be blown up unless every family has left”}.\n\n\
             Later she wrote: {Orsolya Venn|“Leaving the gates shut was a CRIMINAL ACT.”}\n\n\
             {Tibor Hask|“It is a disgrace to the engineering profession,”|+} Mr Hask said on Monday, \
             {+|“and I will say so in court.”}",
        ),
        made(
            "b",
            "Teskov Mirror",
            Some("2031-04-03"),
            "Venn: dams to be safe",
            "{Venn|\"We inspected 41 dams (one per each year since the inundation), some very old without repair \
             and dear for the persons of the Corvel, and these dams, and the valley same, WILL BE MAKED SAFE VERY \
             QUICK AND VERY THOROUGH\"}, she wrote.\n\nOf the wall: {Venn|\"will be blown up unless every family has left\"}, she \
             said of the wall.\n\n{Hask|\"It is a disgrace to the engineering profession, and I will say so in \
             court,\"} Hask said.",
        ),
        made(
            "c",
            "Brask Radio",
            None,
            "Engineers doubt minister",
            "The minister spoke of dams {Orsolya Venn|some of which are “old beyond repair & dear to the people \
             of the Corvel”}. {Orsolya Venn|“Leaving the gates shut was a CRIMINAL ACT; -We have inspected forty-one \
             dams (one for every year since the flood), some of them old beyond repair”}, she wrote.\n\n\
             {Hask|“It is a disgrace”}, said Hask. The minister called it a {Venn|“criminal act”}.",
        ),
    ]
}

fn made_record() -> (Vec<Made>, Record) {
    let made = story();
    let record = record(StoryNo(1), &docs(&made));
    (made, record)
}

fn variants(record: &Record, fullest: &str) -> Vec<(String, VariantKind, Sense)> {
    let utterance = record
        .utterances
        .iter()
        .find(|u| u.fullest.starts_with(fullest))
        .unwrap_or_else(|| panic!("no utterance {fullest}: {:#?}", record.utterances));
    utterance.variants.iter().map(|v| (v.report.clone(), v.how, v.sense)).collect()
}

#[test]
fn one_post_in_full_garbled_in_part_and_joined_with_another() {
    let (_, record) = made_record();
    let found = variants(&record, "We have inspected forty-one");
    assert_eq!(
        found,
        [
            ("a".into(), VariantKind::Exact, Sense::Kept),
            ("b".into(), VariantKind::Translated, Sense::Kept),
            ("c".into(), VariantKind::Truncated, Sense::Kept),
            ("c".into(), VariantKind::Merged, Sense::Kept),
        ]
    );
    let found = variants(&record, "Leaving the gates");
    assert_eq!(
        found,
        [
            ("a".into(), VariantKind::Exact, Sense::Kept),
            ("c".into(), VariantKind::Merged, Sense::Kept),
            ("c".into(), VariantKind::Truncated, Sense::Kept),
        ]
    );
}

#[test]
fn a_lost_negation_turns_the_sense() {
    let (_, record) = made_record();
    let found = variants(&record, "will not be blown up");
    assert_eq!(found[0], ("a".into(), VariantKind::Exact, Sense::Kept));
    assert_eq!((found[1].0.as_str(), found[1].2), ("b", Sense::Turned));
}

#[test]
fn a_quotation_broken_by_its_cue_is_split() {
    let (_, record) = made_record();
    let found = variants(&record, "It is a disgrace to the engineering profession");
    let kinds: Vec<VariantKind> = found.iter().map(|v| v.1).collect();
    assert_eq!(kinds, [VariantKind::Split, VariantKind::Exact, VariantKind::Truncated]);
    let split =
        record.utterances.iter().flat_map(|u| &u.variants).find(|v| v.how == VariantKind::Split).unwrap();
    assert_eq!(split.spans.len(), 2);
}

#[test]
fn speakers_are_joined_over_reports() {
    let (_, record) = made_record();
    let names: Vec<&str> = record.speakers.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Orsolya Venn", "Tibor Hask"]);
    assert_eq!(record.speakers[0].aliases, ["Venn"]);
    assert!(record.utterances.iter().all(|u| u.speaker.is_some()));
    let utterance = &record.utterances[0];
    assert_eq!(utterance.first.as_deref(), None, "an undated report may have had it first");
}

#[test]
fn every_span_slices_to_its_wording() {
    let (made, record) = made_record();
    for variant in record.utterances.iter().flat_map(|u| &u.variants) {
        let report = &made.iter().find(|m| m.report.id == variant.report).unwrap().report;
        let parts: Vec<&str> = variant.spans.iter().map(|s| s.slice(report.text.as_str()).unwrap()).collect();
        assert_eq!(parts.join(" … "), variant.text);
    }
}

#[test]
fn the_order_of_reports_does_not_matter() {
    let (made, forward) = made_record();
    let mut docs = docs(&made);
    docs.reverse();
    assert_eq!(record(StoryNo(1), &docs), forward);
}

#[test]
fn quotations_are_found_and_judged() {
    let made = story();
    let docs = docs(&made);
    let judge = |words: &str| {
        let finding = find_quote(words, &docs);
        (finding.verdict, finding.found.first().and_then(|f| f.speaker.clone()))
    };
    let venn = || Some("Orsolya Venn".to_owned());
    assert_eq!(judge("leaving the gates shut was a criminal act"), (QuoteVerdict::Exact, venn()));
    assert_eq!(judge("old beyond repair & dear to the people"), (QuoteVerdict::Truncated, venn()));
    assert_eq!(
        judge("those dams will be made safe very soon and very thoroughly"),
        (QuoteVerdict::Elided, venn())
    );
    assert_eq!(judge("leaving those gates closed was a crime act"), (QuoteVerdict::Altered, venn()));
    for absent in
        ["the gates of the old castle were open", "we will fight them on the beaches", "and it was", ""]
    {
        assert_eq!(judge(absent), (QuoteVerdict::NotFound, None), "{absent}");
    }
    let finding = find_quote("will be blown up unless every family has left", &docs);
    let found = &finding.found[0];
    assert_eq!(found.fullest, "will not be blown up unless every family has left");
    assert_eq!((found.verdict, found.sense), (QuoteVerdict::Elided, Sense::Turned));
    assert_eq!(found.printed[1].verdict, QuoteVerdict::Exact);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_quotations_give_a_record_with_true_spans(
        texts in proptest::collection::vec("([{]Ada Orr[|]“[a-f ]{1,20}”[}]|[ a-f.\n]{1,9}|“[a-f ]{1,20}){1,6}", 1..4)
    ) {
        let made: Vec<Made> = texts
            .iter()
            .enumerate()
            .map(|(i, t)| made(&format!("r{i}"), "Outlet", None, "Title", t))
            .collect();
        let record = record(StoryNo(1), &docs(&made));
        for variant in record.utterances.iter().flat_map(|u| &u.variants) {
            let report = &made.iter().find(|m| m.report.id == variant.report).unwrap().report;
            let parts: Vec<Option<&str>> =
                variant.spans.iter().map(|s| s.slice(report.text.as_str())).collect();
            prop_assert!(parts.iter().all(Option::is_some));
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            prop_assert_eq!(parts.join(" … "), variant.text.clone());
        }
    }
}
