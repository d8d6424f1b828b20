//! `sayso-eval paraphrase`: what vectors of words add to words alone when it is asked whether two sentences say the
//! same.

use sayso_collate::{Doc, ReportNo, find_quote, sentence_likeness};
use sayso_model::{Annotations, Report};

/// Scores pairs of sentences by words alone and with vectors of words.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Prints every pair with its figures.
    #[arg(long)]
    all: bool,
}

const PAIRS: &str = include_str!("../gold/paraphrases.tsv");

/// One way to tell, with the figures of all pairs.
struct Way {
    name: &'static str,
    figures: Vec<f32>,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let pairs: Vec<(&str, &str, &str)> = PAIRS
        .lines()
        .filter(|l| !l.starts_with('#'))
        .map(|l| {
            let mut fields = l.split('\t');
            Some((fields.next()?, fields.next()?, fields.next()?))
        })
        .collect::<Option<_>>()
        .ok_or("a pair without three fields")?;
    let figures: Vec<_> = pairs.iter().map(|(_, a, b)| sentence_likeness(a, b)).collect();
    let ways = [
        Way { name: "words alone", figures: figures.iter().map(|f| f.words).collect() },
        Way { name: "vectors alone", figures: figures.iter().map(|f| f.vectors).collect() },
        Way { name: "matter", figures: figures.iter().map(|f| f.matter).collect() },
        Way { name: "joined", figures: figures.iter().map(|f| f.joined).collect() },
    ];
    let same: Vec<bool> =
        pairs.iter().map(|p| matches!(p.0, "indirect" | "reworded" | "translated")).collect();
    if args.all {
        for (pair, f) in pairs.iter().zip(&figures) {
            let (kind, a, b) = pair;
            println!("{:.2} {:.2} {:.2} {:.2}  {kind:<10} {a} / {b}", f.words, f.vectors, f.matter, f.joined);
        }
    }
    println!("{} pairs, {} of them the same", pairs.len(), same.iter().filter(|s| **s).count());
    println!(
        "{:<14} {:>6} {:>9} {:>9} {:>11} {:>8}",
        "", "AUC", "indirect", "reworded", "translated", "best F1"
    );
    for way in &ways {
        let of = |kind: &str| {
            let chosen = |i: &usize| !same[*i] || kind.is_empty() || pairs[*i].0 == kind;
            let chosen: Vec<(f32, bool)> =
                (0..pairs.len()).filter(chosen).map(|i| (way.figures[i], same[i])).collect();
            area(&chosen)
        };
        let all: Vec<(f32, bool)> = way.figures.iter().copied().zip(same.iter().copied()).collect();
        println!(
            "{:<14} {:>6.3} {:>9.3} {:>9.3} {:>11.3} {:>8.3}",
            way.name,
            of(""),
            of("indirect"),
            of("reworded"),
            of("translated"),
            best_f1(&all)
        );
    }
    let found = quotes(&pairs);
    println!(
        "sayso quote: {} of {} translations there and back found; {} of {} absent quotations falsely found",
        found.found, found.translations, found.false_finds, found.absent
    );
    Ok(())
}

/// What looking for quotations came to.
struct Found {
    translations: usize,
    found: usize,
    absent: usize,
    false_finds: usize,
}

/// Every first sentence is printed as a quotation of a report of its own; translations of some of them are looked
/// for, and sentences on the same topics that nobody printed.
fn quotes(pairs: &[(&str, &str, &str)]) -> Found {
    let quoted = |kind: &str, a: &str| kind != "reworded" && a.ends_with('.');
    let mut printed: Vec<&str> = pairs.iter().filter(|p| quoted(p.0, p.1)).map(|p| p.1).collect();
    printed.sort_unstable();
    printed.dedup();
    let reports: Vec<Report> = printed.iter().enumerate().map(|(i, words)| report(i, words)).collect();
    let annotations = Annotations::default();
    let docs: Vec<Doc<'_>> =
        reports.iter().enumerate().map(|(i, r)| Doc::new(ReportNo(i as u32), r, &annotations)).collect();
    let mut found = Found { translations: 0, found: 0, absent: 0, false_finds: 0 };
    for (kind, a, b) in pairs {
        let finding = find_quote(b, &docs);
        match *kind {
            "translated" => {
                found.translations += 1;
                found.found += usize::from(finding.found.first().is_some_and(|f| f.fullest == *a));
            }
            "other" | "near" => {
                found.absent += 1;
                if let Some(false_find) = finding.found.first() {
                    found.false_finds += 1;
                    println!("falsely found: {b} / {}", false_find.fullest);
                }
            }
            _ => {}
        }
    }
    found
}

fn report(number: usize, words: &str) -> Report {
    Report {
        path: format!("{number}.txt"),
        ..Report::of_text(
            number.to_string(),
            format!("A heading\n\nThe speaker said: \u{201c}{words}\u{201d}"),
        )
    }
}

/// The chance that a pair that is the same has a higher figure than one that is not.
fn area(figures: &[(f32, bool)]) -> f64 {
    let (mut higher, mut all) = (0.0, 0.0);
    for (x, _) in figures.iter().filter(|f| f.1) {
        for (y, _) in figures.iter().filter(|f| !f.1) {
            all += 1.0;
            higher += f64::from(u8::from(x > y)) + 0.5 * f64::from(u8::from(x == y));
        }
    }
    higher / f64::max(all, 1.0)
}

/// The best F1 of any threshold.
fn best_f1(figures: &[(f32, bool)]) -> f64 {
    let same = figures.iter().filter(|f| f.1).count() as f64;
    let at = |least: f32| {
        let taken = figures.iter().filter(|f| f.0 >= least).count() as f64;
        let right = figures.iter().filter(|f| f.0 >= least && f.1).count() as f64;
        2.0 * right / (taken + same)
    };
    figures.iter().map(|f| at(f.0)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_small_set() {
        let figures = [(0.9, true), (0.7, false), (0.6, true), (0.1, false)];
        assert_eq!(area(&figures), 0.75);
        assert!((best_f1(&figures) - 0.8).abs() < 1e-9);
    }

    #[test]
    fn vectors_add_to_words() {
        let pairs: Vec<(bool, sayso_collate::SentenceLikeness)> = PAIRS
            .lines()
            .filter(|l| !l.starts_with('#'))
            .map(|l| {
                let fields: Vec<&str> = l.split('\t').collect();
                (!matches!(fields[0], "other" | "near"), sentence_likeness(fields[1], fields[2]))
            })
            .collect();
        let words: Vec<(f32, bool)> = pairs.iter().map(|(same, f)| (f.words, *same)).collect();
        let joined: Vec<(f32, bool)> = pairs.iter().map(|(same, f)| (f.joined, *same)).collect();
        assert!(area(&joined) > area(&words) + 0.08, "{} {}", area(&joined), area(&words));
    }
}
