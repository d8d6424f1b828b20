//! What small words do in a clause, from a data file.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word may do; several at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Role(u16);

impl Role {
    /// An auxiliary or modal: `has`, `might`.
    pub const AUX: Role = Role(1);
    /// A form of `be`.
    pub const BE: Role = Role(2);
    /// A preposition.
    pub const PREP: Role = Role(4);
    /// A word that opens a clause within another: `that`, `because`.
    pub const SUB: Role = Role(8);
    /// An article or determiner.
    pub const DET: Role = Role(16);
    /// A possessive: `her`.
    pub const POSS: Role = Role(32);
    /// A pronoun.
    pub const PRON: Role = Role(64);
    /// A conjunction between equals.
    pub const CONJ: Role = Role(128);
    /// An adverb.
    pub const ADV: Role = Role(256);
    /// A word for a time: `today`.
    pub const TIME: Role = Role(512);
    /// A word that leads a sentence in: `however`.
    pub const INTRO: Role = Role(1024);
    /// A verb that small words go with.
    pub const VERB: Role = Role(2048);

    /// Whether it does any of these.
    pub fn any(self, of: Role) -> bool {
        self.0 & of.0 != 0
    }
}

impl std::ops::BitOr for Role {
    type Output = Role;
    fn bitor(self, other: Role) -> Role {
        Role(self.0 | other.0)
    }
}

static WORDS: LazyLock<HashMap<&str, Role>> = LazyLock::new(|| {
    let mut found: HashMap<&str, Role> = HashMap::new();
    for line in include_str!("../data/grammar.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((class, words)) = line.split_once(':') else {
            continue;
        };
        let role = match class {
            "aux" => Role::AUX,
            "be" => Role::BE,
            "prep" => Role::PREP,
            "sub" => Role::SUB,
            "det" => Role::DET,
            "poss" => Role::POSS,
            "pron" => Role::PRON,
            "conj" => Role::CONJ,
            "adv" => Role::ADV,
            "time" => Role::TIME,
            "intro" => Role::INTRO,
            _ => Role::VERB,
        };
        for word in words.split_whitespace() {
            let entry = found.entry(word).or_default();
            *entry = *entry | role;
        }
    }
    found
});

/// Whether a word in lower case is one of grammar (article, pronoun, preposition, auxiliary, …) rather than of matter.
pub fn is_small_word(lower: &str) -> bool {
    let verbs = Role::ADV | Role::TIME | Role::INTRO | Role::VERB;
    WORDS.get(lower).is_some_and(|role| role.any(Role(!verbs.0)))
}

/// What a word in lower case may do; nothing for one that is not in the list.
pub fn role(lower: &str) -> Role {
    if lower.len() > 4
        && lower.ends_with("ly")
        && !matches!(lower, "family" | "july" | "italy" | "assembly" | "rally" | "ally" | "reply")
    {
        return WORDS.get(lower).copied().unwrap_or_default() | Role::ADV;
    }
    WORDS.get(lower).copied().unwrap_or_default()
}

/// The helping verb that a contracted `not` stands with: `was` of `wasn't`, `will` of `won't`; also `can` of `cannot`.
pub fn uncontracted(word: &str) -> Option<&str> {
    if word == "cannot" {
        return Some("can");
    }
    let bare = word.strip_suffix("n't").or_else(|| word.strip_suffix("n’t"))?;
    Some(match bare {
        "wo" => "will",
        "ca" => "can",
        "sha" => "shall",
        bare => bare,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracted_negations_leave_their_verb() {
        for (word, verb) in [("wasn't", "was"), ("hadn’t", "had"), ("won't", "will"), ("cannot", "can")] {
            assert_eq!(uncontracted(word), Some(verb));
        }
        assert_eq!(uncontracted("isthmus"), None);
    }
}
