//! Load: fifty readers at once over a large invented store while reports are written; prints how long pages take.
//!
//! `cargo run --release -p sayso-web --example load -- [REPORTS] [SECONDS] [DATABASE]`
//!
//! Without a database one is made in a temporary folder; one that is named is filled up to so many reports and kept.

use sayso_model::{
    Annotations, Basis, Published, Report, Segment, SegmentKind, Source, Statement, StatementId,
};
use sayso_store::Store;
use sayso_text::{Span, Text};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

/// How long each page of a kind took, and how large it was.
type Times = BTreeMap<&'static str, Vec<(Duration, usize)>>;

const READERS: usize = 50;
const OUTLETS: u64 = 40;

/// Numbers that look drawn by lot and are the same on every run.
struct Lot(u64);

impl Lot {
    fn draw(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] = [
            "bar", "den", "fol", "gim", "hur", "kel", "lom", "mer", "nos", "pil", "quen", "ros", "sar",
            "tev", "vul", "wim",
        ];
        let count = 2 + self.draw(2);
        (0..count).map(|_| SYLLABLES[self.draw(16) as usize]).collect()
    }

    fn name(&mut self) -> String {
        let word = self.word();
        word[..1].to_uppercase() + &word[1..]
    }
}

/// Report `no`: some stories have several reports, which share what is said and most of their words.
fn invented(no: u64) -> (Report, Annotations) {
    let story = no * 2 / 5;
    let mut told = Lot(story + 1);
    let (place, first, last) = (told.name(), told.name(), told.name());
    let words: Vec<String> = (0..120).map(|_| told.word()).collect();
    let mut own = Lot(no + 1_000_003);
    let quotes: Vec<String> = (0..6).map(|q| format!("“{},”", words[q * 9..q * 9 + 9].join(" "))).collect();
    let mut text = format!("{} {} in {place}\n\n", words[0], words[1]);
    let mut statements = Vec::new();
    for (i, quote) in quotes.iter().enumerate() {
        // Each outlet leaves something out.
        if i > 0 && own.draw(4) == 0 {
            continue;
        }
        let start = text.len();
        text += quote;
        let content = Span::new(start, text.len());
        let from = text.len() + 1;
        text += &format!(" {first} {last}");
        let source = Span::new(from, text.len());
        text += " said. ";
        text += &format!("In {place} {} and {}.\n\n", words[54 + i * 9..60 + i * 9].join(" "), own.word());
        statements.push(Statement {
            id: StatementId(statements.len() as u32 + 1),
            content: content.into_iter().collect(),
            source: Some(Source {
                spans: source.into_iter().collect(),
                name: Some(format!("{first} {last}")),
                ..Source::default()
            }),
            ..bare()
        });
    }
    let day = format!("2031-{:02}-{:02}", 1 + story / 28 % 12, 1 + story % 28);
    let end = text.trim_end().len();
    let report = Report {
        id: format!("r{no}"),
        address: format!("https://load.example/{no}"),
        path: format!("load/{no}.txt"),
        outlet: Some(format!("Outlet {}", own.draw(OUTLETS))),
        title: Some(format!("{} {} in {place}", words[0], words[1])),
        url: Some(format!("https://load.example/{no}")),
        byline: None,
        language: Some("en".into()),
        published: Published { value: Some(day), basis: Basis::Metadata, evidence: None },
        text: Text::received(text),
        segments: Span::new(0, end)
            .map(|span| Segment { kind: SegmentKind::Body, span })
            .into_iter()
            .collect(),
        problems: Vec::new(),
    };
    (report, Annotations { statements, ..Annotations::default() })
}

fn bare() -> Statement {
    let json = "{\"id\": \"s1\", \"content\": [], \"form\": \"direct\", \"source\": null, \"cue\": null, \"channel\": null, \
                \"addressee\": null, \"said\": null, \"within\": null, \"voice\": \"body\", \"by\": \"load\"}";
    serde_json::from_str(json).expect("a statement")
}

fn page(lot: &mut Lot, reports: u64) -> (&'static str, String) {
    let no = 1 + lot.draw(reports);
    let mut told = Lot((no - 1) * 2 / 5 + 1);
    let (place, first, last) = (told.name(), told.name(), told.name());
    let words: Vec<String> = (0..9).map(|_| told.word()).collect();
    let story = 1 + lot.draw((reports * 2 / 5).max(1));
    match lot.draw(14) {
        0 => ("home", "/".into()),
        1 => ("stories, a later page", format!("/stories?page={}", 1 + lot.draw(50))),
        2 => ("story", format!("/stories/{story}")),
        3 => ("story: timeline", format!("/stories/{story}/timeline")),
        4 => ("story: utterances", format!("/stories/{story}/utterances")),
        5 => ("story: statements", format!("/stories/{story}/statements")),
        6 => ("story: JSON", format!("/stories/{story}.json")),
        7 | 8 => ("report", format!("/reports/{no}")),
        9 => ("search: words", format!("/search?q={place}+{last}")),
        10 => ("search: speaker", format!("/search?q=speaker:{last}")),
        11 => ("speaker", format!("/speaker?name={first}+{last}")),
        12 => ("outlet", format!("/outlet?name=Outlet+{}", lot.draw(OUTLETS))),
        _ => ("quotation", format!("/quote?words={}", words.join("+"))),
    }
}

fn get(address: SocketAddr, path: &str) -> std::io::Result<(u16, usize)> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let status = answer.get(9..12).and_then(|s| std::str::from_utf8(s).ok()).and_then(|s| s.parse().ok());
    Ok((status.unwrap_or(0), answer.len()))
}

fn fill(database: &Path, reports: u64) -> Result<(), Box<dyn std::error::Error>> {
    let mut store = Store::open(database)?;
    let (from, begun) = (store.count()?, Instant::now());
    for no in from..reports {
        let (report, annotations) = invented(no);
        store.put(&report, &annotations, "load")?;
    }
    println!(
        "{reports} reports, {} of them written in {:.0?}",
        reports.saturating_sub(from),
        begun.elapsed()
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let reports: u64 = words.next().map_or(Ok(100_000), |w| w.parse())?;
    let seconds: u64 = words.next().map_or(Ok(20), |w| w.parse())?;
    let folder = std::env::temp_dir().join(format!("sayso-load-{}", std::process::id()));
    let named = words.next().map(PathBuf::from);
    let database = match &named {
        Some(path) => path.clone(),
        None => {
            std::fs::create_dir_all(&folder)?;
            folder.join("load.db")
        }
    };
    fill(&database, reports)?;
    let (told, ready) = mpsc::channel();
    let served = database.clone();
    std::thread::spawn(move || {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let done =
            sayso_web::serve(&served, any, None, None, |address| told.send(address).expect("someone waits"));
        done.expect("the server serves");
    });
    let address = ready.recv()?;
    let stop = Arc::new(AtomicBool::new(false));
    let (written, writing) = (Arc::new(AtomicUsize::new(0)), (database.clone(), stop.clone()));
    let count = written.clone();
    let writer = std::thread::spawn(move || {
        let (database, stop) = writing;
        let mut store = Store::open(&database).expect("the database opens");
        for no in 0.. {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let (mut report, annotations) = invented(reports + no);
            report.address = format!("{}?{}", report.address, std::process::id());
            store.put(&report, &annotations, "load").expect("the database takes a report");
            count.fetch_add(1, Ordering::Relaxed);
            // About as fast as one core reads reports.
            std::thread::sleep(Duration::from_millis(15));
        }
    });
    let times: Arc<Mutex<Times>> = Arc::default();
    let failed = Arc::new(AtomicUsize::new(0));
    let readers: Vec<_> = (0..READERS)
        .map(|reader| {
            let (times, failed, stop) = (times.clone(), failed.clone(), stop.clone());
            std::thread::spawn(move || {
                let mut lot = Lot(reader as u64 * 7919 + 5);
                while !stop.load(Ordering::Relaxed) {
                    let (name, path) = page(&mut lot, reports);
                    let begun = Instant::now();
                    match get(address, &path) {
                        Ok((200, size)) => times
                            .lock()
                            .expect("no reader fails")
                            .entry(name)
                            .or_default()
                            .push((begun.elapsed(), size)),
                        Ok((404, _)) => {}
                        _ => {
                            failed.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    // A person looks at a page before asking for the next.
                    std::thread::sleep(Duration::from_millis(500 + lot.draw(1000)));
                }
            })
        })
        .collect();
    std::thread::sleep(Duration::from_secs(seconds));
    stop.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.join().map_err(|_| "a reader failed")?;
    }
    writer.join().map_err(|_| "the writer failed")?;
    let mut times = std::mem::take(&mut *times.lock().expect("no reader fails"));
    let all: Vec<_> = times.values().flatten().copied().collect();
    times.insert("all", all);
    println!(
        "{READERS} readers for {seconds} s while {} reports were written",
        written.load(Ordering::Relaxed)
    );
    println!("{:24} {:>7} {:>9} {:>9} {:>9} {:>9}", "page", "times", "p50 ms", "p95 ms", "p99 ms", "most KB");
    for (name, mut all) in times {
        all.sort_unstable();
        let at = |percent: usize| all[(all.len() - 1) * percent / 100].0.as_secs_f64() * 1e3;
        let size = all.iter().map(|t| t.1).max().unwrap_or(0) / 1024;
        println!("{name:24} {:>7} {:>9.1} {:>9.1} {:>9.1} {size:>9}", all.len(), at(50), at(95), at(99));
    }
    println!("failed: {}", failed.load(Ordering::Relaxed));
    if named.is_none() {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(())
}
