//! Load: fifty readers at once over a large database while `sayso read` writes to it; prints how long pages take.
//!
//! `cargo run --release -p sayso-web --example load -- DATABASE SAYSO [MORE] [SECONDS] [PATIENCE] [PARTS]`
//!
//! DATABASE is a large one, SAYSO the program to serve and read with, MORE a file of JSON lines to be read meanwhile,
//! a share in each part. The parts, of SECONDS each: `start`, right after the start, when nothing may be prepared;
//! `half`, once half of the records are kept; `kept`, once all are; `rush`, the same with readers who do not look at a
//! page for about a second before they ask for the next, as those of the others do. PARTS are some of these, joined by
//! commas. Where not all records are kept after PATIENCE seconds, `kept` and `rush` ask for stories that have one, and
//! say how many these are. docs/load.md tells how to make the files, and what came of it.

use sayso_collate::{ReportNo, StoryNo};
use sayso_store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

type Problem = Box<dyn std::error::Error>;
/// How long each page of a kind took, and how large it was.
type Times = BTreeMap<&'static str, Vec<(Duration, usize)>>;

/// How many requests failed, asked for what is not there, and were told to ask again later.
type Failures = [usize; 3];

const READERS: u64 = 50;
/// Reports from which names, words and quotations to ask for are taken.
const SAMPLED: u64 = 600;

/// Numbers that look drawn by lot and are the same on every run.
struct Lot(u64);

impl Lot {
    fn draw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.draw(all.len())]
    }
}

/// What there is to ask for: every story and report alike, old or new.
struct There {
    stories: Vec<StoryNo>,
    numbers: Vec<ReportNo>,
    words: Vec<String>,
    speakers: Vec<String>,
    quotes: Vec<Vec<String>>,
    outlets: Vec<String>,
}

impl There {
    fn of(store: &Store) -> Result<There, Problem> {
        let mut lot = Lot(7);
        let reports = store.latest(1)?.first().map_or(0, |h| h.no.0);
        let mut there = There {
            stories: store.story_marks()?.iter().map(|m| m.story).collect(),
            numbers: (1..=reports).map(ReportNo).collect(),
            words: Vec::new(),
            speakers: Vec::new(),
            quotes: Vec::new(),
            outlets: store.outlets()?.into_iter().map(|o| o.outlet).collect(),
        };
        for _ in 0..SAMPLED {
            let Some(stored) = store.report(ReportNo(1 + lot.draw(reports as usize) as u32))? else {
                continue;
            };
            let text = stored.report.text.as_str();
            let all: Vec<&str> = text.split_whitespace().collect();
            let from = lot.draw(all.len().saturating_sub(2));
            let bare = |w: &&str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            let two: Vec<String> = all.iter().skip(from).take(2).map(bare).collect();
            there.words.push(two.join("+"));
            for statement in &stored.annotations.statements {
                there.speakers.extend(statement.source.as_ref().and_then(|s| s.name.clone()));
                let content = statement.content.first().and_then(|s| s.slice(text)).unwrap_or("");
                let words: Vec<String> = content.split_whitespace().map(|w| bare(&w)).take(12).collect();
                if words.len() > 7 {
                    there.quotes.push(words);
                }
            }
        }
        match there.stories.is_empty()
            || there.words.is_empty()
            || there.speakers.is_empty()
            || there.quotes.is_empty()
        {
            true => Err("there is too little in the database".into()),
            false => Ok(there),
        }
    }

    /// A page by lot: its kind and its address.
    fn page(&self, lot: &mut Lot) -> (&'static str, String) {
        let story = lot.of(&self.stories).0;
        let within = |part: &str| format!("/stories/{story}{part}");
        let joined = |words: &String| words.replace(' ', "+");
        match lot.draw(27) {
            0 | 1 => ("home", "/".into()),
            2 => (
                "stories, a later page",
                format!("/stories?page={}", 1 + lot.draw(self.stories.len() / 20 + 1)),
            ),
            3..=6 => ("story", within("")),
            7 => ("story: timeline", within("/timeline")),
            8 => ("story: accounts", within("/accounts")),
            9 => ("story: utterances", within("/utterances")),
            10 => ("story: statements", within("/statements")),
            11 => ("story: naming", within("/naming")),
            12 => ("story: silence", within("/silence")),
            13 => ("story: sources", within("/sources")),
            14 => ("story: reports", within("/reports")),
            15 => ("story: JSON", within(".json")),
            16..=18 => ("report", format!("/reports/{}", lot.of(&self.numbers))),
            19 => ("search: words", format!("/search?q={}", lot.of(&self.words))),
            20 => ("search: a word of all", "/search?q=the".into()),
            21 => ("search: speaker", format!("/search?q=speaker:%22{}%22", joined(lot.of(&self.speakers)))),
            22 => ("search: manner", "/search?q=manner:warn+form:direct".into()),
            23 => ("speaker", format!("/speaker?name={}", joined(lot.of(&self.speakers)))),
            24 => ("outlet", format!("/outlet?name={}", joined(lot.of(&self.outlets)))),
            25 => ("quotation", format!("/quote?words={}", lot.of(&self.quotes).join("+"))),
            _ => {
                // Two words changed places with another quotation's.
                let (mut words, other) = (lot.of(&self.quotes).clone(), lot.of(&self.quotes));
                let at = 1 + lot.draw(words.len() - 2);
                words[at].clone_from(&other[at.min(other.len() - 1)]);
                words.swap(0, at);
                ("quotation, misremembered", format!("/quote?words={}", words.join("+")))
            }
        }
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
    let head = answer.windows(4).position(|w| w == b"\r\n\r\n").map_or(0, |at| at + 4);
    Ok((status.unwrap_or(0), answer.len() - head))
}

/// A process that ends with us.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves, and says where.
fn serve(sayso: &Path, database: &Path) -> Result<(Running, SocketAddr), Problem> {
    let mut child = Command::new(sayso)
        .args(["serve", "--port", "0", "--db"])
        .arg(database)
        .stderr(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    if let Some(stderr) = child.stderr.take() {
        let mut lines = BufReader::new(stderr);
        lines.read_line(&mut line)?;
        // Nothing more is said; kept open so that it may be.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
    }
    let running = Running(child);
    let address = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
    let address = address.ok_or_else(|| format!("no address in {line:?}"))?.parse()?;
    Ok((running, address))
}

/// Reads these lines in, as fast as it goes; over and over would be no work, so it ends when they are read.
fn read(sayso: &Path, database: &Path, lines: &[String], part: usize) -> Result<Running, Problem> {
    let file = std::env::temp_dir().join(format!("sayso-load-{}-{part}.jsonl", std::process::id()));
    std::fs::write(&file, lines.join("\n"))?;
    let child = Command::new(sayso).args(["read", "-q", "--db"]).arg(database).arg(&file).spawn()?;
    Ok(Running(child))
}

fn ask(
    address: SocketAddr,
    there: &Arc<There>,
    seconds: u64,
    look: bool,
    seed: u64,
) -> Result<(Times, Failures), Problem> {
    let stop = Arc::new(AtomicBool::new(false));
    let failures: Arc<[AtomicUsize; 3]> = Arc::default();
    let times: Arc<Mutex<Times>> = Arc::default();
    let readers: Vec<_> = (0..READERS)
        .map(|reader| {
            let (times, stop, there) = (times.clone(), stop.clone(), there.clone());
            let failures = failures.clone();
            std::thread::spawn(move || {
                let mut lot = Lot(reader * 7919 + seed);
                let wait = |lot: &mut Lot| Duration::from_millis(500 + lot.draw(1000) as u64);
                if look {
                    std::thread::sleep(wait(&mut lot));
                }
                while !stop.load(Ordering::Relaxed) {
                    let (name, path) = there.page(&mut lot);
                    let begun = Instant::now();
                    match get(address, &path) {
                        Ok((200, size)) => {
                            let took = (begun.elapsed(), size);
                            times.lock().expect("no reader fails").entry(name).or_default().push(took);
                        }
                        answer => {
                            let what = match answer {
                                Ok((404, _)) => 1,
                                Ok((503, _)) => 2,
                                _ => 0,
                            };
                            failures[what].fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    if look {
                        std::thread::sleep(wait(&mut lot));
                    }
                }
            })
        })
        .collect();
    std::thread::sleep(Duration::from_secs(seconds));
    stop.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.join().map_err(|_| "a reader failed")?;
    }
    let times = std::mem::take(&mut *times.lock().expect("no reader fails"));
    Ok((times, [0, 1, 2].map(|i| failures[i].load(Ordering::Relaxed))))
}

fn print(mut times: Times, [failed, missing, later]: Failures) {
    let all: Vec<_> = times.values().flatten().copied().collect();
    times.insert("all", all);
    println!("{:26} {:>7} {:>9} {:>9} {:>9} {:>9}", "page", "times", "p50 ms", "p95 ms", "p99 ms", "most KB");
    for (name, mut all) in times.into_iter().filter(|(_, all)| !all.is_empty()) {
        all.sort_unstable();
        let at = |percent: usize| all[(all.len() - 1) * percent / 100].0.as_secs_f64() * 1e3;
        let size = all.iter().map(|t| t.1).max().unwrap_or(0).div_ceil(1024);
        println!("{name:26} {:>7} {:>9.1} {:>9.1} {:>9.1} {size:>9}", all.len(), at(50), at(95), at(99));
    }
    println!("failed: {failed}, not there: {missing}, told to ask again later: {later}\n");
}

/// The stories that have no record that holds.
fn unprepared(store: &Store, there: &There) -> Result<BTreeSet<StoryNo>, Problem> {
    let mut lacking = BTreeSet::new();
    for story in &there.stories {
        let state = store.story_state(*story)?;
        if !state.is_empty() && !store.has_record(*story, &state)? {
            lacking.insert(*story);
        }
    }
    Ok(lacking)
}

/// What the readers of a part do, and when it begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Start,
    Half,
    Kept,
    Rush,
}

impl Part {
    const ALL: [(Part, &'static str, &'static str); 4] = [
        (Part::Start, "start", "right after the start, readers who look"),
        (Part::Half, "half", "some records kept, readers who look"),
        (Part::Kept, "kept", "all records kept, readers who look"),
        (Part::Rush, "rush", "all records kept, readers who do not"),
    ];

    /// Of so many stories, how many may have no record when it begins.
    fn may_lack(self, stories: usize) -> usize {
        match self {
            Part::Start => stories,
            Part::Half => stories / 2,
            Part::Kept | Part::Rush => 0,
        }
    }
}

fn main() -> Result<(), Problem> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [database, sayso, rest @ ..] = &words[..] else {
        return Err("DATABASE SAYSO [MORE] [SECONDS] [PATIENCE] [PARTS]".into());
    };
    let (database, sayso) = (PathBuf::from(database), PathBuf::from(sayso));
    let more: Vec<String> = match rest.first() {
        Some(path) => std::fs::read_to_string(path)?.lines().map(str::to_owned).collect(),
        None => Vec::new(),
    };
    let seconds: u64 = rest.get(1).map_or(Ok(30), |w| w.parse())?;
    let patience: u64 = rest.get(2).map_or(Ok(3600), |w| w.parse())?;
    let asked: Vec<&str> = rest.get(3).map_or("start,half,kept,rush", String::as_str).split(',').collect();
    if let Some(odd) = asked.iter().find(|a| Part::ALL.iter().all(|(_, word, _)| word != *a)) {
        return Err(format!("no part {odd}").into());
    }
    let store = Store::open(&database)?;
    let all = Arc::new(There::of(&store)?);
    println!("{} reports in {} stories", store.count()?, all.stories.len());
    let begun = Instant::now();
    let (_running, address) = serve(&sayso, &database)?;
    println!("serves after {:.0?}\n", begun.elapsed());
    for (number, (part, _, name)) in
        Part::ALL.into_iter().enumerate().filter(|(_, part)| asked.contains(&part.1))
    {
        let mut lacking = unprepared(&store, &all)?;
        while lacking.len() > part.may_lack(all.stories.len()) && begun.elapsed().as_secs() < patience {
            std::thread::sleep(Duration::from_secs(2));
            lacking = unprepared(&store, &all)?;
        }
        println!("{:.0?} after the start {} records are lacking", begun.elapsed(), lacking.len());
        let mut there = all.clone();
        if matches!(part, Part::Kept | Part::Rush) && !lacking.is_empty() {
            let mut ready = There::of(&store)?;
            ready.stories.retain(|s| !lacking.contains(s));
            ready.numbers.clear();
            for story in &ready.stories {
                ready.numbers.extend(store.story_state(*story)?.numbers());
            }
            println!("{} stories of {} reports are asked for", ready.stories.len(), ready.numbers.len());
            there = Arc::new(ready);
        }
        let share = more.len() / Part::ALL.len();
        let before = store.count()?;
        let reader = match share {
            0 => None,
            n => Some(read(&sayso, &database, &more[number * n..(number + 1) * n], number)?),
        };
        let (times, failures) = ask(address, &there, seconds, part != Part::Rush, number as u64 * 31 + 5)?;
        println!(
            "== {name}: {READERS} for {seconds} s, {} reports written meanwhile",
            store.count()? - before
        );
        drop(reader);
        print(times, failures);
    }
    Ok(())
}
