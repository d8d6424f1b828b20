//! Base forms of verbs: `withdrew` and `withdrawn` are `withdraw`, `rammed` is `ram`.

use crate::meaning::vector_of;
use crate::words::{hash_word, stem};
use rustc_hash::FxHashMap;
pub(crate) use sayso_lexicon::grammar::uncontracted;
use std::sync::LazyLock;

static IRREGULAR: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../words/irregular.tsv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|l| l.split_once('\t'))
        .flat_map(|(base, forms)| forms.split(' ').map(move |form| (form, base)))
        .collect()
});

/// The participle of each verb that makes its past without -ed, by its base.
static PARTICIPLES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../words/irregular.tsv").lines().filter(|l| !l.starts_with('#'));
    let forms = lines.filter_map(|l| l.split_once('\t'));
    forms.filter_map(|(base, forms)| Some((base, participle(base, forms.split(' ').next_back()?)))).collect()
});

/// The participle of a verb whose last form in the list is `last`: of a few it is the base.
fn participle(base: &'static str, last: &'static str) -> &'static str {
    if matches!(base, "become" | "come" | "overcome" | "run") { base } else { last }
}

/// The sets of words to which a word belongs that stand for one another in reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sets([u16; Sets::MOST]);

impl Sets {
    /// Sets that a word belongs to at most.
    const MOST: usize = 4;

    /// Whether both belong to one set.
    pub fn meet(self, other: Sets) -> bool {
        !self.none() && !other.none() && self.0.iter().any(|set| *set != 0 && other.0.contains(set))
    }

    /// Whether it belongs to none.
    pub fn none(self) -> bool {
        self.0[0] == 0
    }

    fn add(&mut self, set: u16) {
        let free = self.0.iter_mut().find(|s| **s == 0 || **s == set);
        debug_assert!(free.is_some(), "a word in more than {} sets", Sets::MOST);
        if let Some(free) = free {
            *free = set;
        }
    }
}

static ALIKE: LazyLock<FxHashMap<u64, Sets>> = LazyLock::new(|| {
    let mut sets: FxHashMap<u64, Sets> = FxHashMap::default();
    let list = include_str!("../words/points/alike.txt").lines();
    let sets_of = list.map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    for (set, line) in (1..).zip(sets_of) {
        for word in line.split(' ') {
            sets.entry(hash_word(stem(base(word)))).or_default().add(set);
        }
    }
    sets
});

/// The sets of words to which one belongs that stand for one another in reports; `root` is the hash of the stem of its
/// base form.
pub(crate) fn alike(root: u64) -> Sets {
    ALIKE.get(&root).copied().unwrap_or_default()
}

/// The base form of a verb that makes its past without -ed; other words as they are. In lower case.
pub(crate) fn base(word: &str) -> &str {
    IRREGULAR.get(word).copied().unwrap_or(word)
}

/// What a helping verb is a form of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Helping {
    /// `be`.
    Be,
    /// `have`.
    Have,
    /// `do`.
    Do,
    /// `will`, `can`, `may` and their like.
    Modal,
}

/// Which helping verb a word is, in lower case; negated forms (`isnt`) are told by [`negated_helping`].
pub(crate) fn helping(word: &str) -> Option<Helping> {
    Some(match word {
        "am" | "is" | "are" | "was" | "were" | "be" | "been" | "being" => Helping::Be,
        "has" | "have" | "had" | "having" => Helping::Have,
        "do" | "does" | "did" => Helping::Do,
        "will" | "would" | "can" | "could" | "may" | "might" | "must" | "shall" | "should" => Helping::Modal,
        _ => return None,
    })
}

/// Which helping verb a word in normal form is that is drawn together with `not`: `didnt`, `wont`, `cannot`.
pub(crate) fn negated_helping(word: &str) -> Option<Helping> {
    match word {
        "cannot" | "cant" | "wont" | "shant" => Some(Helping::Modal),
        "aint" => Some(Helping::Be),
        // `bent` and `went` are no such verbs.
        _ => word.strip_suffix("nt").filter(|w| !matches!(*w, "be" | "am")).and_then(helping),
    }
}

/// Whether a helping verb can open a question: it is finite.
pub(crate) fn opens_question(word: &str) -> bool {
    helping(word).is_some() && !matches!(word, "be" | "been" | "being" | "having")
}

/// Whether a word is the simple past of a verb or may be; in lower case.
pub(crate) fn past(word: &str) -> bool {
    IRREGULAR.contains_key(word) && !matches!(word, "am" | "is" | "are" | "does" | "goes" | "has")
        || word.len() > 4 && word.ends_with("ed")
}

/// The participle of a verb that makes its past without -ed, by its past: `given` of `gave`.
pub(crate) fn participle_of(past: &str) -> Option<&'static str> {
    PARTICIPLES.get(IRREGULAR.get(past)?).copied()
}

/// The base of a verb that makes its past without -ed, by its form in -ing: `take` of `taking`.
pub(crate) fn of_going(word: &str) -> Option<&'static str> {
    let bare = word.strip_suffix("ing").filter(|b| b.len() > 1)?;
    let known = |base: &str| PARTICIPLES.get_key_value(base).map(|(base, _)| *base);
    // `winning` is of `win`.
    let doubled = || bare.as_bytes().windows(2).next_back().is_some_and(|w| w[0] == w[1]);
    let single = || known(bare.get(..bare.len() - 1)?).filter(|_| doubled());
    known(bare).or_else(|| known(&format!("{bare}e"))).or_else(single)
}

/// The base form of a verb in the simple past, for a question with `did`; `None` where it cannot be told.
pub(crate) fn of_past(word: &str) -> Option<String> {
    if let Some(base) = IRREGULAR.get(word) {
        return Some((*base).to_owned());
    }
    let bare = word.strip_suffix("ed").filter(|b| b.len() >= 2)?;
    let bytes = bare.as_bytes();
    let (last, before) = (bytes[bytes.len() - 1], bytes[bytes.len() - 2]);
    let vowel = |c: u8| b"aeiou".contains(&c);
    let known = |w: &str| vector_of(w) != 0;
    if let Some(y) = bare.strip_suffix('i') {
        return Some(format!("{y}y"));
    }
    if last == before && !vowel(last) {
        // `rammed`, but `called`, `passed`, `added`.
        let single = &bare[..bare.len() - 1];
        return Some(
            if known(single) && !known(bare) || !b"lsfzd".contains(&last) { single } else { bare }.to_owned(),
        );
    }
    let silent = format!("{bare}e");
    // `hurtled`, `settled`: no verb ends in a consonant and -l.
    if last == b'l' && !vowel(before) && !matches!(before, b'l' | b'r' | b'w') {
        return Some(silent);
    }
    let e = match (known(bare), known(&silent)) {
        (true, false) => false,
        (false, true) => true,
        // `closed`, `ruled`, `forced` against `called`, `asked`.
        _ => {
            b"cgsvuz".contains(&last)
                || !vowel(last)
                    && vowel(before)
                    && bytes.len() > 2
                    && !vowel(bytes[bytes.len() - 3])
                    && !bare.ends_with("er")
                    && !bare.ends_with("en")
                    && !bare.ends_with("on")
                    && !bare.ends_with("it")
        }
    };
    Some(if e { silent } else { bare.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helping_verbs_are_known_by_their_class() {
        assert_eq!(helping("been"), Some(Helping::Be));
        assert_eq!(helping("might"), Some(Helping::Modal));
        assert_eq!(helping("need"), None);
        assert_eq!(negated_helping("didnt"), Some(Helping::Do));
        assert_eq!(negated_helping("wont"), Some(Helping::Modal));
        for word in ["cent", "government", "went", "bent", "did"] {
            assert_eq!(negated_helping(word), None, "{word}");
        }
        assert!(opens_question("had") && !opens_question("been") && !opens_question("said"));
    }

    #[test]
    fn participles_are_those_of_the_list() {
        for (form, participle) in
            [("gave", "given"), ("brought", "brought"), ("ran", "run"), ("wrote", "written")]
        {
            assert_eq!(participle_of(form), Some(participle), "{form}");
        }
        assert_eq!(participle_of("opened"), None);
        for (form, base) in [("taking", "take"), ("selling", "sell"), ("winning", "win")] {
            assert_eq!(of_going(form), Some(base), "{form}");
        }
        assert_eq!(of_going("string"), None);
    }

    #[test]
    fn forms_are_led_back() {
        assert_eq!(base("withdrawn"), "withdraw");
        assert_eq!(base("bridge"), "bridge");
        for (form, verb) in [
            ("rammed", "ram"),
            ("closed", "close"),
            ("asked", "ask"),
            ("denied", "deny"),
            ("passed", "pass"),
            ("fell", "fall"),
            ("stopped", "stop"),
            ("refused", "refuse"),
            ("hurtled", "hurtle"),
            ("opened", "open"),
        ] {
            assert_eq!(of_past(form).as_deref(), Some(verb), "{form}");
        }
    }
}
