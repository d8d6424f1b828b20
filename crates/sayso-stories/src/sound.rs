//! What must hold of every case, whatever it expects.

use crate::world::World;
use sayso_model::{Annotations, Record, Report, Statement};
use sayso_text::Span;

/// What is unsound in what was found: spans that do not slice, segments with gaps, ids out of order.
pub fn unsound(world: &World) -> Vec<String> {
    let mut wrong = Vec::new();
    for (report, annotations) in &world.reports {
        of_report(report, &mut wrong);
        of_annotations(report, annotations, &mut wrong);
    }
    for record in world.records.values() {
        of_record(world, record, &mut wrong);
    }
    wrong
}

fn slice<'a>(report: &'a Report, span: Span, wrong: &mut Vec<String>) -> &'a str {
    let words = report.text.as_str().get(span.start()..span.end());
    if words.is_none_or(str::is_empty) {
        wrong.push(format!("{}: {span:?} slices to nothing", report.id));
    }
    words.unwrap_or_default()
}

fn of_report(report: &Report, wrong: &mut Vec<String>) {
    let text = report.text.as_str();
    let mut covered = 0;
    for segment in &report.segments {
        slice(report, segment.span, wrong);
        let gap = text.get(covered..segment.span.start());
        match gap {
            None => wrong.push(format!("{}: segments overlap at {}", report.id, segment.span.start())),
            Some(gap) if !gap.trim().is_empty() => {
                wrong.push(format!("{}: {gap:?} is in no segment", report.id));
            }
            Some(_) => {}
        }
        covered = segment.span.end();
    }
    if !text.get(covered..).unwrap_or_default().trim().is_empty() {
        wrong.push(format!("{}: the end is in no segment", report.id));
    }
    let received = report.text.alignment().pieces();
    if received.windows(2).any(|p| p[0].text_start + p[0].length > p[1].text_start) {
        wrong.push(format!("{}: pieces of the alignment overlap", report.id));
    }
}

fn of_annotations(report: &Report, annotations: &Annotations, wrong: &mut Vec<String>) {
    let mut every = annotations.clone();
    every.map_spans(&mut |span| {
        slice(report, *span, wrong);
    });
    let mut before = 0;
    for (number, statement) in (1..).zip(&annotations.statements) {
        if statement.id.0 != number {
            wrong.push(format!("{}: statement {} stands where s{number} is due", report.id, statement.id));
        }
        if statement.content.is_empty() {
            wrong.push(format!("{}: {} has no content", report.id, statement.id));
        }
        let start = earliest(statement).unwrap_or(before);
        if start < before {
            wrong.push(format!("{}: {} is not in text order", report.id, statement.id));
        }
        before = start;
        for pair in statement.content.windows(2) {
            if pair[0].end() > pair[1].start() {
                wrong.push(format!("{}: {} has parts that overlap", report.id, statement.id));
            }
        }
        if statement.within.is_some_and(|w| w == statement.id || w.0 > annotations.statements.len() as u32) {
            wrong.push(format!("{}: {} lies within nothing", report.id, statement.id));
        }
    }
}

/// Where a statement begins: with its source, cue or content.
fn earliest(statement: &Statement) -> Option<usize> {
    let source = statement.source.iter().flat_map(|s| &s.spans);
    let cue = statement.cue.iter().flat_map(|c| &c.spans);
    statement.content.iter().chain(source).chain(cue).map(|s| s.start()).min()
}

fn of_record(world: &World, record: &Record, wrong: &mut Vec<String>) {
    let story = record.story.id;
    record.clone().map_spans(&mut |id, span| match world.report(id) {
        Ok((report, _)) => {
            slice(report, *span, wrong);
        }
        Err(e) => wrong.push(format!("story {story}: {e}")),
    });
    for utterance in &record.utterances {
        if utterance.variants.is_empty() {
            wrong.push(format!("story {story}: u{} has no variants", utterance.id));
        }
        for variant in &utterance.variants {
            let Ok((report, _)) = world.report(&variant.report) else { continue };
            let words: Vec<&str> = variant.spans.iter().map(|s| slice(report, *s, wrong)).collect();
            let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            if letters(&words.concat()) != letters(&variant.text) {
                wrong
                    .push(format!("story {story}: {:?} is not what {} prints", variant.text, variant.report));
            }
        }
    }
    for edge in &record.lineage {
        if edge.report == edge.of {
            wrong.push(format!("story {story}: {} depends on itself", edge.report));
        }
        if record.lineage.iter().any(|e| e.report == edge.of && e.of == edge.report) {
            wrong.push(format!("story {story}: {} and {} depend on each other", edge.report, edge.of));
        }
    }
}
