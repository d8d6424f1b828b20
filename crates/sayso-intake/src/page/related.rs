//! Captions, links to other articles and page chrome that stand within an article's body.

use super::Block;
use sayso_model::SegmentKind;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::LazyLock;

/// What the page sets apart from its article.
#[derive(Default)]
pub(super) struct Aside {
    /// Captions of pictures, in page order.
    captions: Vec<String>,
    /// Headlines of related articles, in page order.
    related: Vec<String>,
    /// The letters of every link's text.
    links: BTreeSet<String>,
}

impl Aside {
    /// Whether a line is one link's text, or several links' with little between.
    fn is_links(&self, line: &str) -> bool {
        if self.links.contains(line) {
            return true;
        }
        let (mut at, mut linked) = (0, 0);
        while at < line.len() {
            // The longest link that the rest begins with sorts just before it, or shares its beginning.
            let rest = &line[at..];
            let found = self
                .links
                .range::<str, _>((Bound::Unbounded, Bound::Included(rest)))
                .rev()
                .take(3)
                .find(|link| link.len() >= 20 && rest.starts_with(link.as_str()));
            let step = found.map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |link| link.len());
            linked += found.map_or(0, |link| link.len());
            at += step;
        }
        linked * 10 >= line.len() * 8
    }
}

fn selector(css: &str) -> Option<Selector> {
    Selector::parse(css).ok()
}

static MAIN: LazyLock<Option<Selector>> =
    LazyLock::new(|| selector("article, main, [role=main], [itemprop=articleBody]"));
static CAPTION: LazyLock<Option<Selector>> = LazyLock::new(|| {
    selector(
        "figcaption, [class*=caption i], [class*=photo-credit i], [class*=image-credit i], [class*=img-credit i], \
         [class*=media-credit i], [class*=imageCredit i], [class*=photoCredit i], [itemprop=caption]",
    )
});
static RELATED: LazyLock<Option<Selector>> = LazyLock::new(|| {
    selector(
        "[class*=related i] a, [id*=related i] a, [class*=read-more i] a, [class*=readmore i] a, \
         [class*=recommend i] a, [class*=more-stories i] a, [class*=also-read i] a, aside a",
    )
});
static LINK: LazyLock<Option<Selector>> = LazyLock::new(|| selector("a[href]"));

fn text_of(element: ElementRef<'_>) -> String {
    let mut words = String::new();
    for part in element.text() {
        words.push_str(part);
        words.push(' ');
    }
    crate::plain::one_line(&words)
}

fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Gathers what a page sets apart.
pub(super) fn aside(document: &Html) -> Aside {
    let mut aside = Aside::default();
    let (Some(main), Some(caption), Some(related), Some(link)) = (&*MAIN, &*CAPTION, &*RELATED, &*LINK)
    else {
        return aside;
    };
    let mut seen = BTreeSet::new();
    let within =
        |e: &ElementRef<'_>| e.ancestors().take(60).filter_map(ElementRef::wrap).any(|a| main.matches(&a));
    let has_main = document.select(main).next().is_some();
    for element in document.select(caption).take(400) {
        // Only the innermost of nested ones, and not a whole body that happens to bear the class.
        let words = text_of(element);
        if !(12..=700).contains(&words.len())
            || (has_main && !within(&element))
            || element.select(caption).next().is_some()
            || words.split_whitespace().count() < 3
        {
            continue;
        }
        if seen.insert(letters(&words)) && aside.captions.len() < 40 {
            aside.captions.push(words);
        }
    }
    for element in document.select(related).take(400) {
        let words = text_of(element);
        if words.split_whitespace().count() >= 4
            && words.len() <= 200
            && (!has_main || within(&element))
            && seen.insert(letters(&words))
            && aside.related.len() < 20
        {
            aside.related.push(words);
        }
    }
    for element in document.select(link).take(5_000) {
        let words = text_of(element);
        if words.len() <= 400 {
            aside.links.insert(letters(&words));
        }
    }
    aside
}

/// The body with captions, links and chrome set apart, captions and related links behind it.
pub(super) fn sorted(body: Vec<Block>, aside: &Aside, stated: Option<&str>) -> Vec<Block> {
    let captions: BTreeSet<String> = aside.captions.iter().map(|c| letters(c)).collect();
    let related: BTreeSet<String> = aside.related.iter().map(|r| letters(r)).collect();
    let stated = stated.map(Shingles::of).filter(|s| s.words >= 60);
    // How much of the extracted body the stated one covers; a teaser says nothing about the rest.
    let trusted = stated.as_ref().is_some_and(|s| {
        let words: usize = body.iter().map(|b| b.words.split_whitespace().count()).sum();
        s.words * 10 >= words * 6
    });
    let linked = |letters: &String| letters.len() >= 12 && aside.is_links(letters);
    let links = body.iter().filter(|b| linked(&letters(&b.words))).count();
    // A page that is a list of links has them as its body.
    let links_are_chrome = links * 5 <= body.len() * 2;
    let mut kept: Vec<Block> = Vec::with_capacity(body.len());
    let (mut under, mut other) = (Vec::new(), Vec::new());
    let mut put = BTreeSet::new();
    for mut block in body {
        let key = letters(&block.words);
        let in_stated = stated.as_ref().map(|s| s.share(&block.words));
        // What the page itself says is body stays.
        let vouched = in_stated.is_some_and(|share| share >= 0.9);
        let only_links = links_are_chrome && linked(&key) && !block.words.ends_with(['.', '!', '”', '"']);
        let unstated = trusted && in_stated == Some(0.0) && block.words.split_whitespace().count() >= 6;
        if block.kind == SegmentKind::Caption || captions.contains(&key) {
            block.kind = SegmentKind::Caption;
        } else if !vouched && (related.contains(&key) || only_links || unstated) {
            block.kind = SegmentKind::Furniture;
        }
        match block.kind {
            SegmentKind::Caption | SegmentKind::Furniture => {
                let list = if block.kind == SegmentKind::Caption { &mut under } else { &mut other };
                if put.insert(key) {
                    list.push(block);
                }
            }
            _ => kept.push(block),
        }
    }
    for (words, kind) in aside
        .captions
        .iter()
        .map(|w| (w, SegmentKind::Caption))
        .chain(aside.related.iter().map(|w| (w, SegmentKind::Furniture)))
    {
        if put.insert(letters(words)) && !kept.iter().any(|b| letters(&b.words) == letters(words)) {
            let block = Block { kind, words: words.clone() };
            if kind == SegmentKind::Caption { under.push(block) } else { other.push(block) }
        }
    }
    if kept.is_empty() {
        return kept;
    }
    kept.append(&mut under);
    kept.append(&mut other);
    kept
}

/// The runs of four words of a text.
struct Shingles {
    runs: BTreeMap<u64, ()>,
    words: usize,
}

impl Shingles {
    fn of(text: &str) -> Shingles {
        let words = tokens(text);
        Shingles { runs: runs(&words).map(|run| (run, ())).collect(), words: words.len() }
    }

    /// The share of a block's runs that the text has.
    fn share(&self, block: &str) -> f64 {
        let words = tokens(block);
        let (mut all, mut here) = (0, 0);
        for run in runs(&words) {
            all += 1;
            here += usize::from(self.runs.contains_key(&run));
        }
        if all == 0 { 0.5 } else { f64::from(here as u32) / f64::from(all as u32) }
    }
}

fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// A fixed hash, so that the same page gives the same bytes on every machine.
fn runs(words: &[String]) -> impl Iterator<Item = u64> + '_ {
    words.windows(4).map(|run| {
        run.iter().flat_map(|w| w.bytes().chain([0])).fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    })
}
