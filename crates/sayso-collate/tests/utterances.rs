//! The same quotation in several invented reports.

mod common;

use common::{Made, docs, made};
use proptest::prelude::*;
use sayso_collate::{QuoteAnswer, QuoteVerdict, Standing, StoryNo, find_quote, record};
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

#[test]
fn words_too_common_to_be_found_are_placed() {
    let made = [
        made(
            "a",
            "Corvel Gazette",
            Some("2031-04-03"),
            "Dam",
            "{Ada Orr|that we do not want it}, it was said.",
        ),
        made(
            "b",
            "Teskov Mirror",
            Some("2031-04-02"),
            "Dam",
            "We do not know. {Ada Orr|“It is what we do not want,”} she said.",
        ),
        made("c", "Brask Radio", Some("2031-04-01"), "Dam", "It is a dam that we do not want it to be."),
    ];
    let docs = docs(&made);
    let answer = |words: &str| QuoteAnswer::of(words, &docs);
    let of = |answer: &QuoteAnswer| -> Vec<(u32, Standing, Option<String>)> {
        answer.elsewhere.iter().map(|e| (e.report.0, e.standing, e.speaker.clone())).collect()
    };
    let [a, b, c] = [0, 1, 2].map(|i: usize| docs[i].no.0);
    let orr = || Some("Ada Orr".to_owned());
    let found = answer("we do not");
    assert_eq!(found.finding.verdict, QuoteVerdict::NotFound);
    // In `b` the words stand twice: that they are quoted counts.
    assert_eq!(
        of(&found),
        [(b, Standing::Quoted, orr()), (a, Standing::Reported, orr()), (c, Standing::Own, None)]
    );
    assert_eq!((found.word(), found.is_found()), ("within a quotation", true));
    assert_eq!(found.elsewhere[0].span.slice(docs[1].text()), Some("we do not"));
    let own = answer("it to be");
    assert_eq!((own.word(), own.is_found()), ("own voice", false));
    assert_eq!(own.sentence(), "Not quoted in any report read so far.");
    let none = answer("we are not");
    assert_eq!((none.word(), none.is_found(), of(&none)), ("not found", false, vec![]));
    assert_eq!(of(&answer("“…”")), []);
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

/// A report, and how it prints an utterance.
type Printed = (String, VariantKind, Sense);

/// The utterances that more than one report has: fullest wording, and how each report prints it.
fn shared(reports: &[Made]) -> Vec<(String, Vec<Printed>)> {
    let record = record(StoryNo(1), &docs(reports));
    let list = |u: &sayso_model::Utterance| -> Vec<Printed> {
        u.variants.iter().map(|v| (v.report.clone(), v.how, v.sense)).collect()
    };
    let several = |u: &&sayso_model::Utterance| u.variants.iter().any(|v| v.report != u.variants[0].report);
    record.utterances.iter().filter(several).map(|u| (u.fullest.clone(), list(u))).collect()
}

fn report(id: &str, marked: &str) -> Made {
    made(id, id, None, "A heading", marked)
}

#[test]
fn indirect_speech_is_led_to_the_quotation() {
    let reports = [
        report("a", "{Helga Munk|“I can’t print money and I can’t print dockers”}, Helga Munk said."),
        report("b", "Helga Munk said {Helga Munk|that she could not print money}."),
        report("c", "Helga Munk said {Helga Munk|that the harbour would be dredged in spring}."),
    ];
    let found = shared(&reports);
    assert_eq!(found.len(), 1);
    let kinds: Vec<(&str, VariantKind)> = found[0].1.iter().map(|v| (v.0.as_str(), v.1)).collect();
    assert_eq!(kinds, [("a", VariantKind::Exact), ("b", VariantKind::Indirect)]);
    assert!(found[0].1.iter().all(|v| v.2 == Sense::Kept));
}

#[test]
fn a_translation_there_and_back_keeps_little_but_the_order() {
    let reports = [
        report("a", "{Ada Orr|“Whoever touches the old library will have to walk over me.”} Ada Orr said."),
        report("b", "{Ada Orr|“Who touches the ancient library must walk on top of me.”} Ada Orr said."),
        report(
            "c",
            "{Ada Orr|“I learned to read in that library, and so did half of the council.”} Orr said.",
        ),
    ];
    let found = shared(&reports);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1.len(), 2);
    assert!(matches!(
        found[0].1[1].1,
        VariantKind::Translated | VariantKind::Paraphrased | VariantKind::Altered
    ));
}

#[test]
fn two_reporters_words_for_one_statement_are_joined() {
    let reports = [
        report("a", "{Tibor Hask|The museum would give the statues back to Orvania}, Tibor Hask said."),
        report("b", "Tibor Hask said {Tibor Hask|the statues would be returned to Orvania by the museum}."),
        report("c", "Tibor Hask said {Tibor Hask|the statues had been bought in good faith}."),
        report("d", "Mira Sand said {Mira Sand|the statues would be returned to Orvania by the museum}."),
    ];
    let found = shared(&reports);
    assert_eq!(found.len(), 1, "{found:?}");
    let who: Vec<&str> = found[0].1.iter().map(|v| v.0.as_str()).collect();
    assert_eq!(who, ["a", "b"]);
}

#[test]
fn overlapping_excerpts_share_what_both_print() {
    let reports = [
        report(
            "a",
            "{Ada Orr|“We asked for pumps in April. They sent us a brochure about pumps.”} Orr said.",
        ),
        report("b", "{Ada Orr|“They sent us a brochure about pumps. We have put it in a frame.”} Orr said."),
    ];
    let made_record = record(StoryNo(1), &docs(&reports));
    let texts: Vec<&str> =
        made_record.utterances.iter().flat_map(|u| &u.variants).map(|v| v.text.as_str()).collect();
    // The second report has the fullest wording; what only the first has is an utterance of its own.
    assert!(texts.contains(&"They sent us a brochure about pumps"), "{texts:?}");
    assert!(texts.contains(&"We asked for pumps in April"), "{texts:?}");
}

#[test]
fn what_turns_the_sense() {
    let full = "“I will resign on Friday if the audit finds one missing crown, and I will sell the house.”";
    let judge = |other: &str| {
        let reports = [
            report("a", &format!("{{Ada Orr|{full}}} Ada Orr said.")),
            report("b", &format!("{{Ada Orr|{other}}} Ada Orr said.")),
        ];
        shared(&reports).first().and_then(|u| u.1.iter().find(|v| v.0 == "b").map(|v| v.2))
    };
    // The condition is lost, or the number, or a word gave way to its contrary.
    assert_eq!(judge("“I will resign on Friday.”"), Some(Sense::Turned));
    assert_eq!(
        judge("“I will resign on Friday if the audit finds nine missing crowns.”"),
        Some(Sense::Turned)
    );
    assert_eq!(
        judge("“I will not resign on Friday if the audit finds one missing crown.”"),
        Some(Sense::Turned)
    );
    // What is cut stands on its own.
    assert_eq!(judge("“I will resign on Friday if the audit finds one missing crown.”"), Some(Sense::Kept));
    assert_eq!(judge("“I will sell the house.”"), Some(Sense::Kept));
}

#[test]
fn one_formula_of_two_people_is_two_utterances() {
    let reports = [
        report("a", "{Bram Coster|“We will not go back to the old contract.”} Bram Coster said."),
        report("b", "{Elsa Brandt|“We will not go back to the old stadium.”} Elsa Brandt said."),
        report("c", "{Selma Quist|“It is a good lid.”} Selma Quist said."),
        report("d", "{Selma Quist|“It was not a good lid.”} Selma Quist said."),
    ];
    assert_eq!(shared(&reports), []);
}
