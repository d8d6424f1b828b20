//! Words a CPU-second over the invented reports of the gold set, and how long the weights take to load.

#![allow(missing_docs)] // The macros of criterion write none.

use cpu_time::ThreadTime;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_reader::Reader;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

/// The time that the thread had the processor, so that a busy machine does not blur the figures.
struct CpuTime(WallTime);

impl Measurement for CpuTime {
    type Intermediate = ThreadTime;
    type Value = Duration;

    fn start(&self) -> ThreadTime {
        ThreadTime::now()
    }

    fn end(&self, start: ThreadTime) -> Duration {
        start.elapsed()
    }

    fn add(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self.0.formatter()
    }
}

/// The texts of the gold set without their marks.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sayso-eval/gold");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .expect("the gold set")
        .map(|entry| entry.expect("a file of the gold set").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|path| {
            let file = std::fs::read_to_string(path).ok()?;
            let text = file.split("---\n").nth(2)?;
            let mut plain = String::new();
            let mut in_mark = false;
            for c in text.chars() {
                match c {
                    '⟦' => in_mark = true,
                    ' ' if in_mark => in_mark = false,
                    '⟧' => {}
                    _ if in_mark => {}
                    _ => plain.push(c),
                }
            }
            Some(plain)
        })
        .collect()
}

fn read(c: &mut Criterion<CpuTime>) {
    let reader = Reader::embedded();
    let texts = texts();
    let words = |text: &str| text.split_whitespace().count() as u64;
    let mut group = c.benchmark_group("read");
    group.throughput(Throughput::Elements(texts.iter().map(|t| words(t)).sum()));
    group.bench_function("reports", |b| {
        b.iter(|| texts.iter().map(|t| reader.read(black_box(t)).parts.len()).sum::<usize>())
    });
    let long = vec![texts.join("\n"); 5].join("\n");
    group.throughput(Throughput::Elements(words(&long)));
    group.bench_function("one long report", |b| b.iter(|| reader.read(black_box(&long)).parts.len()));
    group.finish();
    c.bench_function("load", |b| b.iter(Reader::embedded));
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime(WallTime)).sample_size(10);
    targets = read
}
criterion_main!(benches);
