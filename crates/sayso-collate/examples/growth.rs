//! What placing a report costs as reports grow in number: microseconds a report, in steps.
//!
//! `cargo run --release -p sayso-collate --example growth -- [REPORTS]` (100,000 unless said)
//!
//! The reports are made from a seed number: stories of about 20 reports, names of their own among common words, a
//! share of near copies, and quotations that several reports of a story print.

use sayso_collate::{Collator, Doc, MemoryShelf, ReportNo};
use sayso_model::{Annotations, Basis, Published, Report};
use sayso_text::Text;
use std::time::{Duration, Instant};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % sides
    }

    /// A word of a language of 60,000 words, the low numbers far more often.
    fn word(&mut self) -> String {
        let (a, b) = (self.roll(60_000) + 1, self.roll(60_000) + 1);
        spell(a.min(b) * self.roll(1000) / 1000)
    }
}

fn spell(mut n: u64) -> String {
    const PARTS: [&str; 12] = ["ba", "den", "kor", "li", "ma", "nu", "pel", "ro", "sa", "ti", "ve", "zon"];
    let mut word = String::new();
    loop {
        word.push_str(PARTS[(n % 12) as usize]);
        n /= 12;
        if n == 0 {
            return word;
        }
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn report(no: u64, dice: &mut Dice) -> Report {
    let story = no / 40 * 2 + dice.roll(2);
    let mut own = Dice(story * 7919);
    let names: Vec<String> = (0..6).map(|_| capital(&spell(1000 + own.roll(400_000)))).collect();
    let matter: Vec<String> = (0..30).map(|_| own.word()).collect();
    let quotes: Vec<String> =
        (0..4).map(|_| (0..18).map(|_| own.word()).collect::<Vec<_>>().join(" ")).collect();
    let mut text = String::new();
    let mut body = if dice.roll(10) == 0 { Dice(story) } else { Dice(no * 104_729) };
    for _ in 0..12 {
        text.push_str("The");
        for _ in 0..20 {
            text.push(' ');
            match body.roll(8) {
                0 => text.push_str(&names[body.roll(6) as usize]),
                1 | 2 => text.push_str(&matter[body.roll(30) as usize]),
                _ => text.push_str(&body.word()),
            }
        }
        text.push_str(". ");
        if body.roll(3) == 0 {
            text.push_str(&format!("“{},” said {}. ", quotes[body.roll(4) as usize], names[0]));
        }
    }
    let day = 1 + no * 300 / 100_000 % 336;
    Report {
        id: no.to_string(),
        address: no.to_string(),
        path: no.to_string(),
        outlet: Some(format!("Outlet {}", dice.roll(200))),
        title: Some(format!("{} {} {}", names[0], matter[0], names[1])),
        url: None,
        byline: None,
        language: None,
        published: Published {
            value: Some(format!("2031-{:02}-{:02}", 1 + day / 28, 1 + day % 28)),
            basis: Basis::Metadata,
            evidence: None,
        },
        text: Text::received(text),
        segments: Vec::new(),
        problems: Vec::new(),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let total: u64 = std::env::args().nth(1).map_or(Ok(100_000), |n| n.parse())?;
    let collator = Collator::default();
    let mut shelf = MemoryShelf::default();
    let annotations = Annotations::default();
    let mut dice = Dice(1);
    let step = (total / 10).max(1);
    let mut spent = Duration::ZERO;
    for no in 0..total {
        let report = report(no, &mut dice);
        let doc = Doc::new(ReportNo(no as u32), &report, &annotations);
        let start = Instant::now();
        let Ok(_) = collator.add(&mut shelf, &doc);
        spent += start.elapsed();
        if (no + 1) % step == 0 {
            println!(
                "{:>8} reports  {:>6} µs a report  {:>6} stories",
                no + 1,
                spent.as_micros() / u128::from(step),
                shelf.stories().count()
            );
            spent = Duration::ZERO;
        }
    }
    Ok(())
}
