//! The short run: every target on its samples and on mutations of them, the same ones each time.
//!
//! `SAYSO_FUZZ_ROUNDS` multiplies the number of mutations.

use sayso_fuzz::mutate::{Random, mutated};
use sayso_fuzz::{TARGETS, seeds};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// No input of 8 KiB may take longer, even without optimisation on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

fn run(name: &str, mutations: usize) {
    let (_, target) = TARGETS.iter().find(|(n, _)| *n == name).expect("a target of that name");
    let rounds: usize = std::env::var("SAYSO_FUZZ_ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(1);
    let samples = seeds::of(name);
    let mut random = Random::new(name.len() as u64 + 31);
    let mutations = (0..mutations * rounds).map(|_| mutated(&samples, &mut random));
    for (n, input) in samples.iter().cloned().chain(mutations).enumerate() {
        let begin = Instant::now();
        let held = catch_unwind(AssertUnwindSafe(|| target(&input))).is_ok();
        if !held || begin.elapsed() > PATIENCE {
            let file = std::env::temp_dir().join(format!("sayso-fuzz-{name}-{n}"));
            let kept = std::fs::write(&file, &input).is_ok();
            let what = if held { "took too long" } else { "failed" };
            panic!("{name} {what} on input {n}, kept in {} ({kept})", file.display());
        }
    }
}

macro_rules! short {
    ($($name:ident $mutations:literal),+ $(,)?) => {
        $(#[test] fn $name() { run(stringify!($name), $mutations); })+

        #[test]
        fn no_target_is_left_out() {
            let here = [$(stringify!($name)),+];
            assert_eq!(TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>(), here);
        }
    };
}

short! {
    sniff 2000,
    gzip 1000,
    warc 1000,
    arc 1000,
    http 2000,
    jsonl 1000,
    ninjs 1000,
    newsml 1000,
    feed 1000,
    charset 1000,
    page 60,
    repair 1000,
    segments 400,
    quotation 1000,
}
