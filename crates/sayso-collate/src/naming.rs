//! What each report calls the same person or the same act, in its own voice and in others' mouths.
//!
//! For a person: the nominals that lead back to the name (`the general`), the words before the name (`elite commander
//! Ivo Tarn`) and beside it (`Tarn, a baker from Ebring`). For an act: the words of a class between which outlets
//! choose (`killing`, `murder`, `assassination`), with a word that colours it. Words and places; no score.

use crate::points::view::View;
use crate::words::Words;
use sayso_model::{EntityKind, MentionForm, Naming, NamingTerm};
use sayso_text::Span;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

fn list(text: &'static str) -> HashSet<&'static str> {
    text.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect()
}

static STOPS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../words/naming/stops.txt")));
static PERSONS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../words/naming/persons.txt")));
static LOADED: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../words/naming/loaded.txt")));
static TITLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| list(include_str!("../words/titles.txt")));
static ACTS: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let lines = include_str!("../words/naming/acts.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| {
            let (name, words) = line.split_once('\t')?;
            let words = words.split_whitespace().map(|w| w.split('+').collect()).collect();
            Some(Class { name, words })
        })
        .collect()
});

/// Words between which outlets choose.
struct Class {
    name: &'static str,
    /// Each a sequence of beginnings of words.
    words: Vec<Vec<&'static str>>,
}

/// A term of a report before it is written down.
struct Term {
    doc: usize,
    span: Span,
    own: bool,
}

/// So many words of a description are shown.
const LONGEST: usize = 8;

/// What the reports call each person that two of them name, and each act that two of them speak of in different words
/// or voices; by who is named first, then acts.
pub(crate) fn naming(views: &[View<'_>]) -> Vec<Naming> {
    let mut found = Vec::new();
    for person in people(views) {
        let mut terms = Vec::new();
        for (doc, entity) in &person.entities {
            person_terms(&views[*doc], &views[*doc].doc.annotations.entities[*entity], &mut terms);
        }
        terms.retain(|t| is_description(&views[t.doc], t.span, &person.words));
        write(views, &person.name, terms, &mut found);
    }
    for class in ACTS.iter() {
        let terms: Vec<Term> = views.iter().flat_map(|view| act_terms(view, class)).collect();
        if let Some(of) = chosen(views, class, &terms) {
            write(views, &of, terms, &mut found);
        }
    }
    found
}

/// Writes the terms of one person or act, a list a report, a line a wording and voice.
fn write(views: &[View<'_>], of: &str, terms: Vec<Term>, found: &mut Vec<Naming>) {
    for (d, view) in views.iter().enumerate() {
        let mut lines: Vec<NamingTerm> = Vec::new();
        let mut own: Vec<&Term> = terms.iter().filter(|t| t.doc == d).collect();
        own.sort_by_key(|t| t.span);
        // The longest of those that begin together: `leader of the union` says `leader` too.
        own.reverse();
        own.dedup_by_key(|t| t.span.start());
        own.reverse();
        for term in own {
            let text = view.text(term.span);
            let voice = if term.own { "own" } else { "attributed" };
            let same = |l: &&mut NamingTerm| l.voice == voice && l.text.to_lowercase() == text.to_lowercase();
            match lines.iter_mut().find(same) {
                Some(line) => line.spans.push(term.span),
                None => lines.push(NamingTerm {
                    text: text.to_owned(),
                    spans: vec![term.span],
                    voice: voice.to_owned(),
                }),
            }
        }
        if !lines.is_empty() {
            let report = view.doc.report.id.clone();
            found.push(Naming { of: of.to_owned(), report, terms: lines });
        }
    }
}

/// A person over the reports of the story.
struct Named {
    name: String,
    words: Vec<String>,
    entities: Vec<(usize, usize)>,
}

/// The persons that reports name, the fullest name first, each with its entity in every report; in order of first
/// appearance.
fn people(views: &[View<'_>]) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for (d, view) in views.iter().enumerate() {
        for (e, entity) in view.doc.annotations.entities.iter().enumerate() {
            let named = entity.mentions.iter().any(|m| m.form == MentionForm::Name);
            if entity.kind != EntityKind::Person || !named {
                continue;
            }
            let words = Words::of(&entity.name);
            let words: Vec<String> = (0..words.len())
                .map(|i| words.normal(i).to_owned())
                .filter(|w| !TITLES.contains(w.as_str()))
                .collect();
            if !words.is_empty() {
                all.push(Named { name: entity.name.clone(), words, entities: vec![(d, e)] });
            }
        }
    }
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(all[*i].words.len()), *i));
    let mut heads: Vec<usize> = Vec::new();
    let mut joined: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in order {
        let fits: Vec<usize> = heads
            .iter()
            .copied()
            .filter(|h| {
                let (long, short) = (&all[*h].words, &all[i].words);
                let mut rest = long.iter();
                long.last() == short.last() && short.iter().all(|w| rest.any(|l| l == w || slip(l, w)))
            })
            .collect();
        match fits[..] {
            [only] => joined.entry(only).or_default().push(i),
            _ => heads.push(i),
        }
    }
    heads.sort_unstable();
    heads
        .into_iter()
        .map(|h| {
            let others = joined.get(&h).into_iter().flatten();
            let mut entities: Vec<(usize, usize)> =
                others.flat_map(|i| all[*i].entities.clone()).chain(all[h].entities.clone()).collect();
            entities.sort_unstable();
            Named { name: all[h].name.clone(), words: all[h].words.clone(), entities }
        })
        .collect()
}

/// Whether two long words differ by one letter more at the end or one other letter: `Qasem`, `Qassem`.
fn slip(a: &str, b: &str) -> bool {
    let (long, short) = if a.chars().count() >= b.chars().count() { (a, b) } else { (b, a) };
    let (long, short): (Vec<char>, Vec<char>) = (long.chars().collect(), short.chars().collect());
    if short.len() < 5 || long.len() > short.len() + 1 {
        return false;
    }
    let front = long.iter().zip(&short).take_while(|(x, y)| x == y).count();
    let back = long.iter().rev().zip(short.iter().rev()).take_while(|(x, y)| x == y).count();
    // Names of men and women may differ in their last letter alone.
    if long.len() == short.len() {
        front + back + 1 >= long.len() && back > 0
    } else {
        front + back >= short.len() && !long.ends_with(&['a'])
    }
}

/// What a report calls a person beside the name.
fn person_terms(view: &View<'_>, entity: &sayso_model::Entity, terms: &mut Vec<Term>) {
    let mut push = |tokens: Range<usize>| {
        if let Some(span) = view.hull(tokens) {
            terms.push(Term { doc: view.at, span, own: view.voice(span).statement.is_none() });
        }
    };
    for mention in &entity.mentions {
        let tokens = view.tokens_in(mention.span);
        match mention.form {
            MentionForm::Nominal | MentionForm::Title => {
                let start = tokens.clone().find(|i| !opens(view, *i)).unwrap_or(tokens.end);
                push(start..tokens.end.min(start + LONGEST));
            }
            MentionForm::Name => {
                // A mention may hold its title: `Foreign Minister Ilo Brandt`.
                let titles = tokens
                    .clone()
                    .take_while(|i| is_person_noun(view, *i) || titled(view, tokens.clone(), *i));
                let name = titles.last().map_or(tokens.start, |i| i + 1);
                if let Some(before) = before(view, name.min(tokens.end)) {
                    push(before);
                }
                if let Some(beside) = before_comma(view, tokens.start) {
                    push(beside);
                }
                if let Some(after) = after(view, tokens.end) {
                    push(after);
                }
            }
            MentionForm::Pronoun => {}
        }
    }
}

/// Whether a term says more than the name itself.
fn is_description(view: &View<'_>, span: Span, name: &[String]) -> bool {
    let mut tokens = view.tokens_in(span);
    tokens.any(|i| {
        let word = view.word(i);
        view.is_word(i) && !STOPS.contains(word) && !name.iter().any(|n| n == word) && word.len() > 1
    })
}

/// Whether a word within a mention stands before its title: `Foreign` of `Foreign Minister Ilo Brandt`.
fn titled(view: &View<'_>, mention: Range<usize>, i: usize) -> bool {
    (i + 1..mention.end).any(|j| is_person_noun(view, j)) && i + 1 < mention.end
}

fn opens(view: &View<'_>, i: usize) -> bool {
    let word = view.word(i);
    !view.is_word(i)
        || matches!(word, "a" | "an" | "the" | "this" | "that" | "his" | "her" | "their" | "its" | "our")
}

fn is_person_noun(view: &View<'_>, i: usize) -> bool {
    const ENDINGS: [&str; 13] =
        ["man", "woman", "men", "women", "person", "ist", "ian", "eer", "ator", "itor", "sor", "ster", "ger"];
    const EXCEPT: [&str; 20] = [
        "other", "former", "never", "over", "under", "after", "however", "rather", "either", "later",
        "earlier", "number", "member", "order", "paper", "water", "power", "letter", "matter", "silver",
    ];
    let word = view.word(i);
    if !view.is_word(i) || EXCEPT.contains(&word) || word.len() < 3 {
        return false;
    }
    PERSONS.contains(word)
        || TITLES.contains(word) && !matches!(word, "foreign" | "defence" | "defense" | "finance" | "health")
        || ENDINGS.iter().any(|e| word.ends_with(e) && word.len() > e.len() + 1)
        || (word.ends_with("er") || word.ends_with("or")) && word.len() > 4
        || (word.ends_with("ee") || word.ends_with("ant")) && word.len() > 5
}

/// The description right before a name: a noun for a person next to it, and what leads to that noun.
fn before(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    let head = name.checked_sub(1)?;
    if !is_person_noun(view, head) {
        return None;
    }
    let mut start = head;
    while let Some(i) = start.checked_sub(1) {
        let word = view.word(i);
        let possessive = matches!(word, "'s" | "’s" | "'" | "’") && i > 0 && view.is_word(i - 1);
        // `Secretary of State Ilo Brandt`
        if word == "of" && i > 0 && is_person_noun(view, i - 1) {
            start = i - 1;
            continue;
        }
        // `contradicted President Tarn`: a verb, unless it is known to colour.
        let verb =
            (word.ends_with("ed") || word.ends_with("ing")) && !view.capital(i) && !LOADED.contains(word);
        let broken = view.hull(i..start + 1).is_some_and(|s| view.text(s).contains('\n'));
        if head - i >= LONGEST || !(view.is_word(i) || possessive) || STOPS.contains(word) || verb || broken {
            break;
        }
        start = i;
    }
    Some(start..name)
}

/// `the dockers' leader, Bram Coster`, `The leader of the miners' union, Karla Voss`, `the medical officer, Dr Halvard`
fn before_comma(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    let titles = (0..name)
        .rev()
        .take(2)
        .take_while(|i| TITLES.contains(view.word(*i)) || view.word(*i) == ".")
        .count();
    let comma = (name - titles).checked_sub(1).filter(|i| view.word(*i) == ",")?;
    let mut start = comma;
    while let Some(i) = start.checked_sub(1) {
        let word = view.word(i);
        let opener = matches!(word, "a" | "an" | "the" | "its" | "his" | "her" | "their");
        if opener && head_of(view, start..comma).is_some() {
            return Some(start..comma);
        }
        let inside = view.is_word(i) || matches!(word, "'" | "’" | "'s" | "’s" | "-");
        let stops = STOPS.contains(word) && !opener && !matches!(word, "of" | "for" | "in" | "at");
        if comma - i > LONGEST || !inside || stops {
            break;
        }
        start = i;
    }
    None
}

/// `Tarn, 54, a baker from Ebring,`
fn after(view: &View<'_>, end: usize) -> Option<Range<usize>> {
    if view.word(end) != "," {
        return None;
    }
    let mut start = end + 1;
    let number = |i: usize| view.word(i).chars().next().is_some_and(|c| c.is_ascii_digit());
    if number(start) && view.word(start + 1) == "," {
        start += 2;
    }
    let bare = !opens(view, start);
    while opens(view, start) && view.is_word(start) {
        start += 1;
    }
    let mut stop = start;
    while stop < view.tokens.len() && stop - start < LONGEST + 2 {
        let word = view.word(stop);
        let inside = view.is_word(stop) || matches!(word, "'" | "’" | "'s" | "’s" | "-");
        let ends = STOPS.contains(word)
            && !matches!(
                word,
                "of" | "for" | "from" | "at" | "in" | "to" | "the" | "a" | "an" | "its" | "with"
            );
        if !inside || ends {
            break;
        }
        stop += 1;
    }
    // What begins without an article is a description only when a comma ends it: `Tarn, head of the union, said`.
    if stop == start || (bare && !matches!(view.word(stop), "," | ".")) || stop - start > LONGEST {
        return None;
    }
    head_of(view, start..stop).map(|_| start..stop)
}

/// The noun for a person that heads a description: the last word before its first preposition.
fn head_of(view: &View<'_>, tokens: Range<usize>) -> Option<usize> {
    let cut = tokens
        .clone()
        .find(|i| matches!(view.word(*i), "of" | "for" | "from" | "at" | "in" | "to" | "on" | "with" | "and"))
        .unwrap_or(tokens.end);
    let head = cut.checked_sub(1).filter(|i| *i >= tokens.start)?;
    is_person_noun(view, head).then_some(head)
}

/// The words of a class in a report, each with a word before it that colours it.
fn act_terms(view: &View<'_>, class: &Class) -> Vec<Term> {
    let mut terms = Vec::new();
    for line in &view.sentences {
        let mut i = line.tokens.start;
        while i < line.tokens.end {
            let Some(length) = class.matched(view, i) else {
                i += 1;
                continue;
            };
            let coloured =
                i.checked_sub(1).filter(|b| *b >= line.tokens.start && LOADED.contains(view.word(*b)));
            if let Some(span) = view.hull(coloured.unwrap_or(i)..i + length) {
                terms.push(Term { doc: view.at, span, own: view.voice(span).statement.is_none() });
            }
            i += length;
        }
    }
    terms
}

impl Class {
    /// How many tokens from `i` on are a word of the class.
    fn matched(&self, view: &View<'_>, i: usize) -> Option<usize> {
        let fits = |beginning: &str, at: usize| match beginning.strip_suffix('$') {
            Some(word) => view.word(at) == word,
            None => view.word(at).starts_with(beginning),
        };
        let whole = |words: &Vec<&str>| words.iter().enumerate().all(|(k, w)| fits(w, i + k));
        self.words.iter().filter(|w| whole(w)).map(Vec::len).max()
    }
}

/// The word that most reports use, when at least two speak of the act and they differ in words or voice.
fn chosen(views: &[View<'_>], class: &Class, terms: &[Term]) -> Option<String> {
    let docs: BTreeSet<usize> = terms.iter().map(|t| t.doc).collect();
    let bare = |t: &Term| {
        let words = Words::of(views[t.doc].text(t.span));
        words.len().checked_sub(1).map(|last| words.normal(last).to_owned()).unwrap_or_default()
    };
    let stem = |word: &str| crate::words::stem(word).to_owned();
    let stems: BTreeSet<String> = terms.iter().map(|t| stem(&bare(t))).collect();
    let voices: BTreeSet<bool> = terms.iter().map(|t| t.own).collect();
    if docs.len() < 2 || terms.len() < 3 || (stems.len() < 2 && voices.len() < 2) {
        return None;
    }
    let mut uses: BTreeMap<String, (BTreeSet<usize>, usize)> = BTreeMap::new();
    for term in terms {
        let entry = uses.entry(bare(term)).or_default();
        entry.0.insert(term.doc);
        entry.1 += 1;
    }
    let most = uses
        .into_iter()
        .max_by(|a, b| (a.1.0.len(), a.1.1).cmp(&(b.1.0.len(), b.1.1)).then_with(|| b.0.cmp(&a.0)))?;
    // A class that few reports touch is not what the story is about.
    (docs.len() * 2 >= views.len()).then_some(if most.0.is_empty() { class.name.to_owned() } else { most.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_letter() {
        assert!(slip("qassem", "qasem"));
        assert!(slip("qassemi", "qassem"));
        assert!(!slip("maria", "mario"));
        assert!(!slip("juliana", "julian"));
        assert!(!slip("tom", "tim"));
    }

    #[test]
    fn the_lists_are_sound() {
        assert!(ACTS.len() > 20);
        for class in ACTS.iter() {
            assert!(
                class.words.iter().all(|w| !w.is_empty() && w.iter().all(|p| !p.is_empty())),
                "{}",
                class.name
            );
        }
        assert!(!STOPS.iter().any(|w| PERSONS.contains(w)));
    }
}
