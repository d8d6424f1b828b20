//! `sayso-eval sources`: whether pronouns and nominals as sources resolve to the right entity, on PolNeAR.
//!
//! The key is a sample of sources drawn by a seed and read by hand. It holds facts alone: article, place, and whose
//! name a careful reader gives.

use crate::attribution::{Annotators, Attribution, Document, load_gold, matched_pairs, spans_in_received};
use crate::corpora;
use sayso_annotate::Annotator;
use sayso_intake::{Body, Draft};
use sayso_text::CharIndex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Scores the speakers that pronouns and nominals are led back to, on a sample of PolNeAR dev.
///
/// Example: sayso-eval sources --list
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A folder with `attributions/` and `text/`; `polnear/dev` of the corpora unless told.
    folder: Option<PathBuf>,
    /// Print what was not right.
    #[arg(long)]
    list: bool,
    /// Draw a sample of this size instead, with what stands before each source, to be read by hand.
    #[arg(long, value_name = "N")]
    draw: Option<usize>,
    /// The seed of the draw.
    #[arg(long, default_value_t = 2016)]
    seed: u32,
}

/// Article, first and last code point of the source, and the entity's name: several forms parted by `|`, each of which
/// will do; `-` where the article names nobody.
const KEY: &str = include_str!("sources.tsv");

/// How a source is printed that is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Pronoun,
    Nominal,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: usize,
    wrong: usize,
    unresolved: usize,
}

impl Count {
    fn row(self) -> String {
        let all = self.right + self.wrong + self.unresolved;
        let share = self.right as f64 / all.max(1) as f64;
        format!("{all:>4} {:>6} {:>6} {:>11}   {share:.3}", self.right, self.wrong, self.unresolved)
    }

    fn add(&mut self, other: Count) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.unresolved += other.unresolved;
    }
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let folder = match &args.folder {
        Some(folder) => folder.clone(),
        None => corpora()?.join("polnear/dev"),
    };
    let gold = load_gold(&folder, false, Annotators::First)?;
    match args.draw {
        Some(size) => {
            draw(&gold, size, args.seed);
            Ok(())
        }
        None => score(&gold, args.list),
    }
}

fn bounds(item: &Attribution) -> Option<(usize, usize)> {
    Some((item.source.first()?.0, item.source.last()?.1))
}

/// Prints sources drawn without repeats, in the order of the articles.
fn draw(gold: &[(Document, Vec<Attribution>)], size: usize, seed: u32) {
    let mut places = BTreeSet::new();
    for (number, (document, items)) in gold.iter().enumerate() {
        for item in items {
            if form(&document.words(&item.source)).is_some() {
                places.extend(bounds(item).map(|b| (number, b)));
            }
        }
    }
    let mut places: Vec<_> = places.into_iter().collect();
    let mut random = rand_mt::Mt::new_with_key([seed]);
    for i in (1..places.len()).rev() {
        places.swap(i, random.next_u32() as usize % (i + 1));
    }
    places.truncate(size);
    places.sort_unstable();
    for (number, (start, end)) in places {
        let document = &gold[number].0;
        let one_line = |from: usize, to: usize| -> String {
            document.text[from..to].iter().map(|c| if c.is_whitespace() { ' ' } else { *c }).collect()
        };
        let before = one_line(start.saturating_sub(600), start);
        let after = one_line(end, (end + 160).min(document.text.len()));
        println!("{}\t{start}\t{end}\t{before}>>>{}<<<{after}", document.name, one_line(start, end));
    }
}

fn score(gold: &[(Document, Vec<Attribution>)], list: bool) -> Result<(), String> {
    let key = key()?;
    let annotator = Annotator::default();
    let mut counts: BTreeMap<(bool, Form), Count> = BTreeMap::new();
    let mut missed = 0;
    for (document, items) in gold {
        let Some(entries) = key.get(document.name.as_str()) else { continue };
        let text: String = document.text.iter().collect();
        let name = document.name.clone();
        let draft = Draft::new(name.clone(), name.clone(), name, Body::Plain(text));
        let report = sayso_intake::finish(draft).map_err(|e| e.to_string())?;
        let statements: Vec<_> =
            annotator.annotate(&report).statements.into_iter().filter(|s| s.within.is_none()).collect();
        let index = CharIndex::new(report.text.as_received());
        let predicted: Vec<Attribution> =
            statements.iter().map(|s| spans_in_received(&report, &index, s)).collect();
        let pairs: BTreeMap<usize, usize> =
            matched_pairs(document, &items.iter().collect::<Vec<_>>(), &predicted)?.into_iter().collect();
        for &(place, names) in entries {
            let mut of_place =
                items.iter().enumerate().filter(|(_, item)| bounds(item) == Some(place)).peekable();
            let Some((_, first)) = of_place.peek() else {
                return Err(format!("{}: no source at {}-{}", document.name, place.0, place.1));
            };
            let printed = document.words(&first.source);
            let Some(form) = form(&printed) else {
                return Err(format!("{}: {printed:?} is neither pronoun nor nominal", document.name));
            };
            let Some(found) = of_place.find_map(|(i, _)| pairs.get(&i)) else {
                missed += 1;
                continue;
            };
            let source = statements[*found].source.as_ref();
            let got = source.filter(|s| s.entity.is_some()).and_then(|s| s.name.as_deref());
            let nobody = names.split('|').any(|n| n == "-");
            let right = got.map_or(nobody, |got| names.split('|').any(|n| same(n, got)));
            let count = counts.entry((!nobody, form)).or_default();
            match got {
                _ if right => count.right += 1,
                None => count.unresolved += 1,
                Some(_) => count.wrong += 1,
            }
            if list && !right {
                println!(
                    "{}:{}-{}\tsource: {printed}\tkey: {names}\tgot: {}",
                    document.name,
                    place.0,
                    place.1,
                    got.unwrap_or("-")
                );
            }
        }
    }
    println!("{:<28} {:>4} {:>6} {:>6} {:>11}   share right", "", "all", "right", "wrong", "unresolved");
    let mut all = Count::default();
    for (named, title) in [(true, "somebody named"), (false, "nobody named")] {
        let mut sum = Count::default();
        for form in [Form::Pronoun, Form::Nominal] {
            let count = counts.get(&(named, form)).copied().unwrap_or_default();
            sum.add(count);
            println!("  {:<26} {}", format!("{title}, {form:?}").to_lowercase(), count.row());
        }
        println!("{title:<28} {}", sum.row());
        all.add(sum);
    }
    println!("{:<28} {}", "all", all.row());
    println!("not found as statements: {missed}");
    Ok(())
}

type Entries = Vec<((usize, usize), &'static str)>;

fn key() -> Result<BTreeMap<&'static str, Entries>, String> {
    let mut key: BTreeMap<&str, Entries> = BTreeMap::new();
    for (number, line) in KEY.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let entry = match fields[..] {
            [article, start, end, name] => start
                .parse()
                .ok()
                .zip(end.parse().ok())
                .map(|place| key.entry(article).or_default().push((place, name))),
            _ => None,
        };
        entry.ok_or_else(|| format!("sources.tsv: line {}: not article, start, end, name", number + 1))?;
    }
    Ok(key)
}

/// Whether two names mean one entity: all words of one are in the other, and both end in the same word.
fn same(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.replace(['’', '\''], " ")
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .map(str::to_lowercase)
            .filter(|w| {
                w.chars().count() > 1 && !matches!(w.as_str(), "the" | "mr" | "mrs" | "ms" | "dr" | "jr")
            })
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let within = |these: &[String], those: &[String]| these.iter().all(|w| those.contains(w));
    !a.is_empty() && a.last() == b.last() && (within(&a, &b) || within(&b, &a))
}

/// `None` for a source that holds a name.
fn form(printed: &str) -> Option<Form> {
    const PRONOUNS: &str = "he she it they who which i we him her them his their its that me us you";
    const ADJECTIVES: &str = "republican republicans democrat democrats democratic american americans gop";
    let has = |list: &str, word: &str| list.split(' ').any(|w| w == word);
    let words: Vec<&str> = printed.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let first = words.first()?.to_lowercase();
    if words.len() == 1 && has(PRONOUNS, &first) {
        return Some(Form::Pronoun);
    }
    let opener = "the a an his her their our my its this that these those some many one two three several most other \
                  another both all few more no";
    let common = words.iter().enumerate().all(|(i, word)| {
        let lower = word.to_lowercase();
        !word.starts_with(char::is_uppercase) || has(ADJECTIVES, &lower) || (i == 0 && has(opener, &lower))
    });
    (common && words.iter().any(|w| w.starts_with(char::is_alphabetic))).then_some(Form::Nominal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_sources() {
        assert_eq!(form("He"), Some(Form::Pronoun));
        assert_eq!(form("The Republican senator"), Some(Form::Nominal));
        assert_eq!(form("the mayor of Halsk"), None);
        assert_eq!(form("Vera Holm"), None);
        assert_eq!(form(""), None);
    }

    #[test]
    fn names_of_one_entity() {
        assert!(same("Vera Holm", "Holm"));
        assert!(!same("Vera Holm", "Anton Holm"));
        assert!(!same("Holm", "Holm campaign"));
    }

    #[test]
    fn the_key_reads() {
        assert!(key().is_ok());
    }
}
