//! The classes of words for acts and people between which outlets choose.

use crate::points::view::View;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

pub(super) static ACTS: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let lines = include_str!("../../words/naming/acts.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| {
            let (name, words) = line.split_once('\t')?;
            let words = words.split_whitespace().map(|w| w.split('+').collect()).collect();
            let kind = match name.as_bytes().first() {
                Some(b'!') => Of::Story,
                Some(b'@') => Of::People,
                _ => Of::Matter,
            };
            Some(Class { name: name.trim_start_matches(['!', '@']), kind, words })
        })
        .collect()
});

/// What a class is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// What a story may be about.
    Story,
    People,
    /// What comes up in stories.
    Matter,
}

/// Words between which outlets choose.
pub(super) struct Class {
    pub name: &'static str,
    pub kind: Of,
    /// Each a sequence of beginnings of words.
    pub words: Vec<Vec<&'static str>>,
}

impl Class {
    /// Whether the words from token `i` on are this entry.
    fn fits(words: &[&str], view: &View<'_>, i: usize) -> bool {
        let fits = |(k, beginning): (usize, &&str)| match beginning.strip_suffix('$') {
            Some(word) => view.word(i + k) == word,
            None => view.word(i + k).starts_with(beginning),
        };
        words.iter().enumerate().all(fits)
    }
}

/// Bytes by which entries are looked up that are beginnings of words.
const START: usize = 3;
/// An entry: its class, and its place there.
type Entry = (usize, usize);

/// The entries by their first word, and those whose first is the beginning of a word by the beginning of that.
static ENTRIES: LazyLock<[FxHashMap<&'static str, Vec<Entry>>; 2]> = LazyLock::new(|| {
    let [mut whole, mut begun]: [FxHashMap<&str, Vec<Entry>>; 2] = Default::default();
    for (c, class) in ACTS.iter().enumerate() {
        for (w, words) in class.words.iter().enumerate() {
            match words[0].strip_suffix('$') {
                Some(word) => whole.entry(word).or_default().push((c, w)),
                None => begun.entry(words[0].get(..START).unwrap_or(words[0])).or_default().push((c, w)),
            }
        }
    }
    [whole, begun]
});

/// Whether two nouns in lower case are of one class of people: `cops` and `officers`, `robber` and `raider`.
pub(crate) fn one_people(a: &str, b: &str) -> bool {
    let is = |words: &[&str], noun: &str| match words {
        [word] => match word.strip_suffix('$') {
            Some(word) => word == noun,
            None => noun.starts_with(word),
        },
        _ => false,
    };
    let of = |class: &Class, noun: &str| class.words.iter().any(|w| is(w, noun));
    ACTS.iter().filter(|c| c.kind == Of::People).any(|c| of(c, a) && of(c, b))
}

/// Where words of the classes stand in a report: for each class first token and number, in order.
pub(super) struct Matches(Vec<Vec<(usize, usize)>>);

impl Matches {
    /// Looks every token up once.
    pub fn of(view: &View<'_>) -> Matches {
        let mut found: Vec<Vec<(usize, usize)>> = vec![Vec::new(); ACTS.len()];
        let [whole, begun] = &*ENTRIES;
        for i in view.sentences.iter().flat_map(|l| l.tokens.clone()) {
            let word = view.word(i);
            let begun = word.get(..START).and_then(|start| begun.get(start));
            for (c, w) in whole.get(word).into_iter().chain(begun).flatten() {
                let words = &ACTS[*c].words[*w];
                if !Class::fits(words, view, i) {
                    continue;
                }
                match found[*c].last_mut() {
                    Some((at, length)) if *at == i => *length = words.len().max(*length),
                    _ => found[*c].push((i, words.len())),
                }
            }
        }
        // `war crime` speaks of no war.
        let mut longest: FxHashMap<usize, usize> = FxHashMap::default();
        for (at, length) in found.iter().flatten() {
            let most = longest.entry(*at).or_default();
            *most = (*length).max(*most);
        }
        for of_class in &mut found {
            of_class.retain(|(at, length)| longest.get(at) == Some(length));
        }
        Matches(found)
    }

    /// Those of a class.
    pub fn all(&self, class: usize) -> &[(usize, usize)] {
        &self.0[class]
    }

    /// How many tokens from `i` on are a word of the class.
    pub fn at(&self, class: usize, i: usize) -> Option<usize> {
        let all = &self.0[class];
        all.binary_search_by_key(&i, |m| m.0).ok().map(|at| all[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_of_one_class_go_by_many_nouns() {
        assert!(one_people("robber", "raider") && one_people("cops", "officers"));
        assert!(!one_people("robber", "officers"));
    }

    #[test]
    fn beginnings_are_long_enough_to_be_looked_up() {
        for words in ACTS.iter().flat_map(|c| &c.words) {
            assert!(
                words[0].ends_with('$') || words[0].len() >= START && words[0].is_char_boundary(START),
                "{words:?}"
            );
        }
    }
}
