//! What small words do in a clause, from a data file.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word may do; several at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Role(u16);

impl Role {
    pub const AUX: Role = Role(1);
    pub const BE: Role = Role(2);
    pub const PREP: Role = Role(4);
    pub const SUB: Role = Role(8);
    pub const DET: Role = Role(16);
    pub const POSS: Role = Role(32);
    pub const PRON: Role = Role(64);
    pub const CONJ: Role = Role(128);
    pub const ADV: Role = Role(256);
    pub const TIME: Role = Role(512);
    pub const INTRO: Role = Role(1024);
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

/// What a word in lower case may do; nothing for one that is not in the list.
pub(crate) fn role(lower: &str) -> Role {
    if lower.len() > 4
        && lower.ends_with("ly")
        && !matches!(lower, "family" | "july" | "italy" | "assembly" | "rally" | "ally" | "reply")
    {
        return WORDS.get(lower).copied().unwrap_or_default() | Role::ADV;
    }
    WORDS.get(lower).copied().unwrap_or_default()
}
