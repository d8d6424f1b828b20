//! `sayso-eval generate`: invented reports by the hundred thousand, from a seed.
//!
//! For measuring growth, not accuracy: words are made of syllables, so that names, rare words and quotations are
//! shared within a story and nowhere else, as in news; of the others few are common and most are not, after Zipf's law
//! as Mandelbrot put it. A story is told by several outlets over some days; outlets quote the same speeches whole or
//! cut, some print an agency's text as it is.

use rand_mt::Mt;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;

/// Writes invented reports as JSON lines.
///
/// Example: sayso-eval generate --reports 100000 --stories 5000 > news.jsonl
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many reports.
    #[arg(long, default_value_t = 100_000)]
    reports: usize,
    /// Over how many stories.
    #[arg(long, default_value_t = 5_000)]
    stories: usize,
    /// The seed: the same seed and counts give the same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u32,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    write(&mut out, args.reports, args.stories, args.seed)
        .and_then(|()| out.flush())
        .map_err(|e| e.to_string())
}

#[derive(Serialize)]
struct Line<'a> {
    id: String,
    outlet: &'a str,
    title: String,
    published: String,
    text: String,
}

/// Stories begin one after the other and overlap in time, as they come in over a year.
fn write(out: &mut impl Write, reports: usize, stories: usize, seed: u32) -> std::io::Result<()> {
    let mut dice = Dice(Mt::new(seed));
    let outlets: Vec<String> = (0..60).map(|_| format!("The {} {}", dice.name(2), dice.of(TITLES))).collect();
    let agencies: Vec<String> = (0..4).map(|_| format!("{} Press", dice.name(2))).collect();
    let words = Vocabulary::new(&mut dice);
    let stories = stories.max(1);
    let mut live: Vec<Story> = Vec::new();
    let mut begun = 0;
    for number in 0..reports {
        while begun < stories && begun * reports <= number * stories {
            live.push(Story::new(&mut dice, &words, begun * 365 / stories, &agencies));
            begun += 1;
        }
        // A report belongs to one of the latest stories; older ones have run their course.
        let from = live.len().saturating_sub(20);
        let story = from + dice.below(live.len() - from);
        let outlet = &outlets[dice.below(outlets.len())];
        let line = live[story].report(&mut dice, &words, number, outlet);
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

struct Dice(Mt);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        (self.0.next_u32() as usize) % n.max(1)
    }

    fn of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }

    fn word(&mut self, syllables: usize) -> String {
        (0..syllables).map(|_| self.of(SYLLABLES)).collect()
    }

    fn name(&mut self, syllables: usize) -> String {
        let word = self.word(syllables);
        word[..1].to_uppercase() + &word[1..]
    }
}

const SYLLABLES: &[&str] = &[
    "ba", "bel", "cor", "da", "den", "dro", "el", "fa", "fen", "gar", "gel", "ha", "hol", "il", "jor", "ka",
    "kel", "la", "lin", "lo", "ma", "mir", "na", "nor", "o", "pa", "per", "qui", "ra", "ren", "ro", "sa",
    "sel", "sto", "ta", "tor", "u", "va", "vel", "wen", "xa", "yor", "za", "zel",
];
const TITLES: &[&str] = &["Herald", "Mercury", "Gazette", "Courier", "Observer", "Post", "Tribune", "Ledger"];
const OFFICES: &[&str] =
    &["Minister", "Mayor", "Inspector", "Professor", "Captain", "Judge", "Director", "Senator"];
const CUES: &[&str] = &[
    "said",
    "told reporters",
    "warned",
    "insisted",
    "announced",
    "added",
    "acknowledged",
    "declared",
    "stated",
];
const PAST: &[&str] = &[
    "collapsed",
    "reopened",
    "was closed",
    "was searched",
    "caught fire",
    "was sold",
    "flooded",
    "was damaged",
];
const THINGS: &[&str] = &[
    "bridge", "harbour", "school", "refinery", "dam", "market", "hospital", "station", "mine", "theatre",
    "depot",
];
/// The words that hold others together, the most frequent first.
const GRAMMAR: &[&str] = &[
    "the", "of", "and", "in", "to", "a", "for", "on", "that", "with", "by", "from", "at", "this", "after",
    "before", "which", "their", "about", "into",
];
/// The most frequent of the others.
const FREQUENT: &[&str] = &[
    "people",
    "year",
    "government",
    "time",
    "city",
    "week",
    "new",
    "council",
    "work",
    "report",
    "many",
    "officials",
    "morning",
    "money",
    "water",
    "several",
    "plan",
    "road",
    "services",
    "power",
    "large",
    "early",
    "residents",
    "cost",
    "evening",
    "north",
];
const ENDINGS: &[&str] = &["ment", "ness", "ship", "hood", "age", "ance"];
/// Words that any story may use, those that hold others together aside.
const COMMON: usize = 4000;

/// The words that any story may use.
struct Vocabulary {
    grammar: Zipf,
    common: Vec<String>,
    of_common: Zipf,
}

impl Vocabulary {
    fn new(dice: &mut Dice) -> Vocabulary {
        let mut common: Vec<String> = FREQUENT.iter().map(|w| (*w).to_owned()).collect();
        let mut known: BTreeSet<String> = common.iter().cloned().collect();
        while common.len() < COMMON {
            let word = dice.word(2) + dice.of(ENDINGS);
            if known.insert(word.clone()) {
                common.push(word);
            }
        }
        Vocabulary { grammar: Zipf::new(GRAMMAR.len()), common, of_common: Zipf::new(COMMON) }
    }

    /// A word of running text: every other holds the rest together, now and then one is the story's own.
    fn plain(&self, dice: &mut Dice, rare: &[String]) -> String {
        match dice.below(16) {
            0..7 => GRAMMAR[self.grammar.roll(dice)].to_owned(),
            7..14 => self.common[self.of_common.roll(dice)].clone(),
            _ => rare[dice.below(rare.len())].clone(),
        }
    }
}

/// Ranks by how often what stands there is used: one over the rank, the first few less far apart (Mandelbrot 1953).
struct Zipf {
    /// The sums of the weights up to each rank.
    sums: Vec<usize>,
}

impl Zipf {
    fn new(ranks: usize) -> Zipf {
        let weights = (0..ranks).map(|rank| 1_000_000 / (rank + 3));
        let sums = weights.scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Zipf { sums: sums.collect() }
    }

    fn roll(&self, dice: &mut Dice) -> usize {
        let at = dice.below(self.sums.last().copied().unwrap_or(0));
        self.sums.partition_point(|sum| *sum <= at)
    }
}

struct Story {
    day: usize,
    place: String,
    thing: &'static str,
    what: &'static str,
    people: Vec<(String, String)>,
    rare: Vec<String>,
    quotes: Vec<(usize, Vec<String>)>,
    wire: Option<(String, String)>,
    dead: usize,
}

impl Story {
    fn new(dice: &mut Dice, words: &Vocabulary, day: usize, agencies: &[String]) -> Story {
        let people: Vec<(String, String)> = (0..3 + dice.below(3))
            .map(|_| (dice.of(OFFICES).to_owned(), format!("{} {}", dice.name(2), dice.name(3))))
            .collect();
        let rare: Vec<String> = (0..12).map(|_| dice.word(4)).collect();
        let quotes = (0..5 + dice.below(4))
            .map(|_| {
                let speaker = dice.below(people.len());
                let length = 8 + dice.below(18);
                (speaker, (0..length).map(|_| words.plain(dice, &rare)).collect())
            })
            .collect();
        let mut story = Story {
            day,
            place: dice.name(3),
            thing: dice.of(THINGS),
            what: dice.of(PAST),
            people,
            rare,
            quotes,
            wire: None,
            dead: 2 + dice.below(40),
        };
        if dice.below(3) == 0 {
            let agency = agencies[dice.below(agencies.len())].clone();
            let text = story.text(dice, words, Some(&agency));
            story.wire = Some((agency, text));
        }
        story
    }

    fn report<'o>(&self, dice: &mut Dice, words: &Vocabulary, number: usize, outlet: &'o str) -> Line<'o> {
        let day = (self.day + dice.below(3)) % 365;
        let copied = self.wire.as_ref().filter(|_| dice.below(5) == 0);
        let text = match copied {
            Some((agency, text)) => format!("{text}\n\n(c) {agency}"),
            None => self.text(dice, words, None),
        };
        let title = format!("{} {} {}", self.place, self.thing, self.what);
        Line {
            id: format!("g{number}"),
            outlet,
            title,
            published: format!("2031-{:02}-{:02}", day / 31 + 1, day % 28 + 1),
            text,
        }
    }

    fn text(&self, dice: &mut Dice, vocabulary: &Vocabulary, agency: Option<&str>) -> String {
        let mut text = match agency {
            Some(agency) => format!("{} ({agency}) — ", self.place.to_uppercase()),
            None => String::new(),
        };
        let dead = self.dead + dice.below(3);
        text += &format!(
            "The {} in {} {} and at least {dead} people were hurt",
            self.thing, self.place, self.what
        );
        text += &format!(", {} {} said.", self.people[0].0, self.people[0].1);
        let start = dice.below(self.quotes.len());
        for turn in 0..3 + dice.below(4) {
            let (speaker, words) = &self.quotes[(start + turn) % self.quotes.len()];
            let (office, name) = &self.people[*speaker];
            let whole = dice.below(3) > 0;
            let end = if whole { words.len() } else { words.len() * 2 / 3 };
            let cue = dice.of(CUES);
            let quote = words[..end.max(4)].join(" ");
            let quote = quote[..1].to_uppercase() + &quote[1..];
            text += "\n\n";
            text += &match dice.below(3) {
                0 => format!("“{quote},” {office} {name} {cue}."),
                1 => format!("{office} {name} {cue}: “{quote}.”"),
                _ => format!("“{quote},” {cue} {name}."),
            };
            text.push(' ');
            text += &self.sentence(dice, vocabulary);
        }
        for _ in 0..2 + dice.below(5) {
            text += "\n\n";
            for _ in 0..2 + dice.below(3) {
                text += &self.sentence(dice, vocabulary);
                text.push(' ');
            }
        }
        text.trim_end().to_owned()
    }

    fn sentence(&self, dice: &mut Dice, vocabulary: &Vocabulary) -> String {
        let length = 10 + dice.below(16);
        let words: Vec<String> = (0..length).map(|_| vocabulary.plain(dice, &self.rare)).collect();
        let name = &self.people[dice.below(self.people.len())].1;
        let (before, after) = words.split_at(length / 2);
        let said = if dice.below(4) == 0 { " said that " } else { " saw " };
        format!("In {} {}, {name}{said}{}.", self.place, before.join(" "), after.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(reports: usize, seed: u32) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut out, reports, reports / 10, seed).unwrap();
        out
    }

    #[test]
    fn the_seed_decides_every_byte() {
        assert_eq!(made(50, 3), made(50, 3));
        assert_ne!(made(50, 3), made(50, 4));
        let lines = made(50, 3);
        assert_eq!(lines.iter().filter(|b| **b == b'\n').count(), 50);
    }

    #[test]
    fn few_words_are_common_and_most_are_not() {
        let mut dice = Dice(Mt::new(1));
        let zipf = Zipf::new(1000);
        let mut counts = [0usize; 1000];
        (0..20_000).for_each(|_| counts[zipf.roll(&mut dice)] += 1);
        let head: usize = counts[..10].iter().sum();
        assert!((4_000..8_000).contains(&head), "{head}");
        assert!(counts[500..].iter().sum::<usize>() > 1_000 && counts[0] > counts[9]);
    }
}
