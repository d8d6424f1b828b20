//! Words by which verbs and nouns of acts are told.

/// Words within a verb group.
pub(super) const WITHIN: [&str; 13] = [
    "not", "yet", "already", "now", "also", "still", "never", "soon", "then", "just", "since", "again", "be",
];

/// Words that end a noun and lead on to what belongs to it.
pub(super) const LEADING: [&str; 26] = [
    "of", "for", "in", "on", "at", "to", "with", "from", "between", "over", "by", "into", "about", "against",
    "and", "or", "near", "until", "that", "within", "under", "during", "through", "is", "was", "has",
];

/// Words after a helping word that are no verbs.
pub(super) const STOPS: [&str; 30] = [
    "the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "your", "any", "all",
    "some", "and", "have", "has", "had", "been", "being", "not", "rather", "also", "only", "more", "most",
    "such", "then", "there", "even",
];

/// Participles that do not end in `ed` or `en`.
pub(super) const IRREGULAR: [&str; 44] = [
    "built",
    "bought",
    "brought",
    "caught",
    "cut",
    "done",
    "drawn",
    "fed",
    "felt",
    "found",
    "fought",
    "gone",
    "held",
    "hit",
    "hung",
    "kept",
    "laid",
    "led",
    "left",
    "lent",
    "let",
    "lost",
    "made",
    "met",
    "paid",
    "put",
    "read",
    "run",
    "said",
    "sent",
    "set",
    "shot",
    "shown",
    "shut",
    "sold",
    "sought",
    "spent",
    "struck",
    "sunk",
    "taught",
    "thrown",
    "told",
    "won",
    "withdrawn",
];

/// Verbs that refuse what follows them with `to`.
pub(super) const REFUSING: [&str; 8] =
    ["refuse", "refuses", "refused", "refusing", "decline", "declines", "declined", "refusal"];

/// Nouns after `no` that refuse what follows them with `to`.
pub(super) const BOUND: [&str; 9] =
    ["obligation", "intention", "plans", "plan", "reason", "duty", "wish", "desire", "need"];
