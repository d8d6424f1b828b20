//! What nouns and first names tell of who is meant: person, body, group or document, and of what gender.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The gender a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    /// `brother`, `he`.
    Man,
    /// `sister`, `she`.
    Woman,
}

/// What a noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// One person, and of which gender where the noun tells: `mayor`, `spokeswoman`.
    Person(Option<Gender>),
    /// One body: `ministry`.
    Body,
    /// Several people: `villagers`.
    Group,
    /// What is written, drawn or counted: `memo`, `poll`.
    Document,
}

struct Lists {
    nouns: HashMap<&'static str, Noun>,
    given: HashMap<&'static str, Gender>,
    offices: HashMap<&'static str, &'static str>,
    /// Kinds of bodies, a bit each.
    kinds: HashMap<&'static str, u32>,
    /// Short forms of given names, each with the names it stands for.
    short: HashMap<&'static str, Vec<&'static str>>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists {
        nouns: HashMap::new(),
        given: HashMap::new(),
        offices: HashMap::new(),
        kinds: HashMap::new(),
        short: HashMap::new(),
    };
    for line in include_str!("../data/given-short.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(full) = words.next() else { continue };
        words.for_each(|short| lists.short.entry(short).or_default().push(full));
    }
    let kinds = include_str!("../data/bodies.txt").lines().filter(|l| !l.starts_with('#'));
    for (bit, (_, words)) in kinds.filter_map(|l| l.split_once(':')).enumerate() {
        for word in words.split_whitespace() {
            *lists.kinds.entry(word).or_default() |= 1 << bit;
        }
    }
    let files = [include_str!("../data/persons.txt"), include_str!("../data/sources.txt")];
    for line in files.into_iter().flat_map(str::lines).filter(|l| !l.starts_with('#')) {
        let Some((class, words)) = line.split_once(':') else { continue };
        for word in words.split_whitespace() {
            let noun = match class {
                "man" => Noun::Person(Some(Gender::Man)),
                "woman" => Noun::Person(Some(Gender::Woman)),
                "person" => Noun::Person(None),
                "body" => Noun::Body,
                "group" => Noun::Group,
                "document" => Noun::Document,
                "given-m" | "given-f" => {
                    let gender = if class == "given-m" { Gender::Man } else { Gender::Woman };
                    lists.given.insert(word, gender);
                    continue;
                }
                _ => continue,
            };
            lists.nouns.entry(word).or_insert(noun);
        }
    }
    for line in include_str!("../data/offices.txt").lines().filter(|l| !l.starts_with('#')) {
        if let Some((office, same)) = line.split_once('\t') {
            lists.offices.insert(office, same);
        }
    }
    lists
});

/// Whether two given names in lower case can be one person's: `bob` and `robert`, not `bob` and `rob`.
pub fn one_given(a: &str, b: &str) -> bool {
    let stands_for = |short: &str, full: &str| LISTS.short.get(short).is_some_and(|all| all.contains(&full));
    a == b || stands_for(a, b) || stands_for(b, a)
}

/// The office of one who is to hold it: `minister-designate`.
pub fn coming(lower: &str) -> Option<&str> {
    ["-designate", "-elect", "-in-waiting"].iter().find_map(|end| lower.strip_suffix(end))
}

/// What a noun in lower case stands for. Plurals of nouns for persons are groups.
pub fn noun(lower: &str) -> Option<Noun> {
    if let Some(noun) = LISTS.nouns.get(lower) {
        return Some(*noun);
    }
    let of = |one: &str| LISTS.nouns.get(one).copied();
    if let Some(office) = coming(lower) {
        return of(office);
    }
    // `vice-president`, `ex-minister`: the last part tells.
    if let Some((_, last)) = lower.rsplit_once('-')
        && let Some(noun @ Noun::Person(_)) = of(last)
    {
        return Some(noun);
    }
    let one = lower.strip_suffix('s')?;
    match of(one) {
        Some(Noun::Person(_)) => Some(Noun::Group),
        _ if lower.ends_with("women") || lower.ends_with("men") => Some(Noun::Group),
        _ => None,
    }
}

/// What a noun in lower case stands for with the word before it: `the general staff`, `the coast guard` are bodies, `the
/// staff` are people and `the guard` is one.
pub fn noun_after(before: &str, lower: &str) -> Option<Noun> {
    let body = match lower {
        "staff" => matches!(before, "general" | "joint"),
        "guard" => matches!(
            before,
            "coast" | "home" | "national" | "civil" | "republican" | "revolutionary" | "presidential"
        ),
        _ => false,
    };
    if body { Some(Noun::Body) } else { noun(lower) }
}

/// The kinds of bodies that a noun in lower case stands for, a bit each; nothing for one that tells no kind.
pub fn body_kinds(lower: &str) -> u32 {
    LISTS.kinds.get(lower).copied().unwrap_or_default()
}

/// Whether the report tells who holds it by naming nobody else: `the mayor`, not `the lawyer`.
pub fn is_unique_office(lower: &str) -> bool {
    matches!(
        office(lower),
        "president"
            | "minister"
            | "prime-minister"
            | "mayor"
            | "governor"
            | "chancellor"
            | "king"
            | "queen"
            | "pope"
            | "secretary"
            | "speaker"
            | "judge"
            | "coroner"
            | "prosecutor"
            | "director"
            | "chairman"
            | "chief"
            | "leader"
            | "head"
            | "commander"
            | "captain"
            | "manager"
            | "coach"
            | "editor"
            | "ambassador"
            | "envoy"
            | "general"
            | "defendant"
            | "referee"
            | "owner"
            | "host"
            | "spokesman"
    )
}

/// Whether it is a noun for one person.
pub fn is_person(lower: &str) -> bool {
    matches!(noun(lower), Some(Noun::Person(_)))
}

/// The same with the word before it: the guard is, the coast guard is not.
pub fn is_person_after(before: &str, lower: &str) -> bool {
    matches!(noun_after(before, lower), Some(Noun::Person(_)))
}

/// Whether it is a noun for a body.
pub fn is_body(lower: &str) -> bool {
    noun(lower) == Some(Noun::Body)
}

/// The gender that a noun or title tells.
pub fn gender_of_noun(lower: &str) -> Option<Gender> {
    match noun(lower.trim_end_matches('.')) {
        Some(Noun::Person(gender)) => gender,
        _ => None,
    }
}

/// The gender that a first name tells.
pub fn gender_of_given(lower: &str) -> Option<Gender> {
    LISTS.given.get(lower).copied()
}

/// One word for an office that has several.
pub fn office(lower: &str) -> &str {
    let word = lower.rsplit_once('-').map_or(lower, |(_, last)| last);
    let word = if LISTS.offices.contains_key(lower) { lower } else { word };
    LISTS.offices.get(word).copied().unwrap_or(word)
}

/// Whether it is one who speaks for a body.
pub fn speaks_for(lower: &str) -> bool {
    matches!(lower, "spokesman" | "spokeswoman" | "spokesperson" | "representative")
}

/// The gender a pronoun tells; only `he` and `she` and their forms do.
pub fn gender_of_pronoun(lower: &str) -> Option<Gender> {
    match lower {
        "he" | "his" | "him" | "himself" => Some(Gender::Man),
        "she" | "her" | "hers" | "herself" => Some(Gender::Woman),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_stand_for_full_given_names() {
        assert!(one_given("bob", "robert") && one_given("robert", "bob") && one_given("ada", "ada"));
        assert!(!one_given("bob", "rob") && !one_given("daniel", "daniela") && !one_given("ed", "ned"));
    }

    #[test]
    fn nouns_tell() {
        assert_eq!(noun("spokeswoman"), Some(Noun::Person(Some(Gender::Woman))));
        assert_eq!(noun("vice-chairman"), Some(Noun::Person(Some(Gender::Man))));
        assert_eq!(noun("bakers"), Some(Noun::Group));
        assert_eq!(noun("ministry"), Some(Noun::Body));
        assert_eq!(noun("memo"), Some(Noun::Document));
        assert_eq!(noun("river"), None);
        assert_eq!(office("chairwoman"), office("chair"));
        assert_eq!(gender_of_given("helga"), Some(Gender::Woman));
    }

    #[test]
    fn no_list_holds_a_word_twice() {
        let files = [
            include_str!("../data/persons.txt"),
            include_str!("../data/sources.txt"),
            include_str!("../data/bodies.txt"),
            include_str!("../data/grammar.txt"),
        ];
        for (class, words) in files.into_iter().flat_map(str::lines).filter_map(|l| l.split_once(": ")) {
            let mut seen = std::collections::BTreeSet::new();
            for word in words.split_whitespace().filter(|_| !class.starts_with('#')) {
                assert!(seen.insert(word), "{class}: {word}");
            }
        }
    }

    #[test]
    fn some_words_for_people_are_bodies_behind_another() {
        assert_eq!(noun_after("coast", "guard"), Some(Noun::Body));
        assert_eq!(noun_after("general", "staff"), Some(Noun::Body));
        assert_eq!(noun_after("prison", "guard"), noun("guard"));
        assert_ne!(noun("guard"), Some(Noun::Body));
    }

    #[test]
    fn no_first_name_tells_both() {
        let both = include_str!("../data/persons.txt")
            .lines()
            .filter_map(|l| l.strip_prefix("given-f:"))
            .flat_map(str::split_whitespace)
            .filter(|name| gender_of_given(name) != Some(Gender::Woman))
            .count();
        assert_eq!(both, 0);
    }
}
