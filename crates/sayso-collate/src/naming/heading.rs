//! Under which word the uses of a class are told.

use super::acts::Use;
use super::lists::JUDGEMENTS;
use crate::verbs;
use crate::words::stem;
use std::collections::{BTreeMap, BTreeSet};

/// Judgements that blame and praise least.
const EVEN: [&str; 14] = [
    "accident",
    "incident",
    "error",
    "mistake",
    "mix-up",
    "theft",
    "robbery",
    "rescue",
    "victory",
    "breach",
    "emergency",
    "glitch",
    "crisis",
    "collapse",
];

/// Verbs of the classes that are no nouns.
const VERBS: [&str; 37] = [
    "kill",
    "kills",
    "resign",
    "resigns",
    "quit",
    "quits",
    "expel",
    "expels",
    "withdraw",
    "withdraws",
    "collapses",
    "abduct",
    "detain",
    "evict",
    "retract",
    "retracts",
    "recant",
    "recants",
    "demonstrate",
    "assassinate",
    "contaminate",
    "pollute",
    "acquire",
    "merge",
    "devalue",
    "imprison",
    "liquidate",
    "eliminate",
    "capsize",
    "capsizes",
    "derail",
    "derails",
    "embezzle",
    "swindle",
    "bombard",
    "banish",
    "deport",
];
/// Forms in -ing that are the noun for an act.
const GOING: [&str; 18] = [
    "killing",
    "slaying",
    "shooting",
    "stabbing",
    "poisoning",
    "beheading",
    "hanging",
    "drowning",
    "sacking",
    "bombing",
    "lynching",
    "flooding",
    "sinking",
    "shelling",
    "burning",
    "looting",
    "hijacking",
    "kidnapping",
];

/// The noun for the act of a verb.
const NOUNS: [(&str, &str); 80] = [
    ("abduct", "abduction"),
    ("abort", "halt"),
    ("acquire", "acquisition"),
    ("acquit", "acquittal"),
    ("appoint", "appointment"),
    ("arrest", "arrest"),
    ("assassinate", "assassination"),
    ("attack", "attack"),
    ("ban", "ban"),
    ("bomb", "bombing"),
    ("buy", "purchase"),
    ("capsize", "capsizing"),
    ("capture", "capture"),
    ("close", "closure"),
    ("collapse", "collapse"),
    ("convict", "conviction"),
    ("crash", "crash"),
    ("cull", "cull"),
    ("deduct", "deduction"),
    ("defeat", "defeat"),
    ("delay", "delay"),
    ("demonstrate", "demonstration"),
    ("deport", "deportation"),
    ("derail", "derailment"),
    ("detain", "detention"),
    ("die", "death"),
    ("dismiss", "dismissal"),
    ("dock", "deduction"),
    ("drop", "drop"),
    ("elect", "election"),
    ("escape", "escape"),
    ("evacuate", "evacuation"),
    ("evict", "eviction"),
    ("expel", "expulsion"),
    ("explode", "explosion"),
    ("fall", "fall"),
    ("fine", "fine"),
    ("fire", "firing"),
    ("flood", "flood"),
    ("free", "release"),
    ("hack", "hack"),
    ("halt", "halt"),
    ("invade", "invasion"),
    ("jail", "jailing"),
    ("kidnap", "kidnapping"),
    ("kill", "killing"),
    ("launch", "launch"),
    ("leak", "leak"),
    ("march", "march"),
    ("merge", "merger"),
    ("murder", "murder"),
    ("oust", "ouster"),
    ("pause", "pause"),
    ("postpone", "postponement"),
    ("protest", "protest"),
    ("punish", "punishment"),
    ("raid", "raid"),
    ("recall", "recall"),
    ("reject", "rejection"),
    ("release", "release"),
    ("rescue", "rescue"),
    ("resign", "resignation"),
    ("retract", "retraction"),
    ("retreat", "retreat"),
    ("return", "return"),
    ("rise", "rise"),
    ("sack", "sacking"),
    ("seize", "seizure"),
    ("sell", "sale"),
    ("sentence", "sentence"),
    ("shut", "shutdown"),
    ("sink", "sinking"),
    ("slaughter", "slaughter"),
    ("spill", "spill"),
    ("steal", "theft"),
    ("strike", "strike"),
    ("suspend", "suspension"),
    ("terminate", "termination"),
    ("win", "victory"),
    ("withdraw", "withdrawal"),
];

/// The word of a class that most reports use.
pub(super) fn heading(uses: &[Use], people: bool) -> Option<String> {
    // All forms of a word together (`kill`, `killing`, `killed`), told by the shortest form that is a noun.
    #[derive(Default)]
    struct Forms<'u> {
        docs: BTreeSet<usize>,
        weighty: BTreeSet<usize>,
        words: BTreeMap<&'u str, usize>,
    }
    let mut forms: BTreeMap<&str, Forms<'_>> = BTreeMap::new();
    for u in uses.iter().filter(|u| !u.word.is_empty()) {
        let entry = forms.entry(stem(&u.word)).or_default();
        entry.docs.insert(u.term.doc);
        if u.weighty {
            entry.weighty.insert(u.term.doc);
        }
        *entry.words.entry(&u.word).or_default() += 1;
    }
    let most = forms.into_iter().max_by_key(|(stem, f)| {
        let noun = f.words.keys().any(|w| is_noun(w));
        // `walked out` makes no heading.
        let plain = !f.words.keys().all(|w| w.contains(' ') && !is_noun(w));
        let noun = usize::from(noun) + usize::from(plain);
        // A heading judges nothing where another word will do.
        let even = !f.words.keys().any(|w| JUDGEMENTS.contains(*w) && !EVEN.contains(w));
        // `war crime`: a judgement of which kind says no more what was done.
        let told = !f.words.keys().any(|w| w.contains(' ') && w.split(' ').any(|p| JUDGEMENTS.contains(p)));
        let times = f.words.values().sum::<usize>();
        (told, f.docs.len() + noun, even, f.weighty.len(), noun, times, std::cmp::Reverse(*stem))
    });
    // People are many, an act is one.
    let told = most.and_then(|(_, f)| {
        f.words.into_iter().max_by_key(|(word, n)| {
            let number = word.ends_with('s') && !word.ends_with("ss");
            (is_noun(word), ends_as_noun(word), number == people, *n, std::cmp::Reverse(*word))
        })
    });
    told.map(|(word, _)| if people { word.to_owned() } else { nominal(word) })
}

/// What most reports tell by a verb goes by the noun for that: `collapse` for `collapsed`.
fn nominal(word: &str) -> String {
    if is_noun(word) {
        return word.to_owned();
    }
    let Some(base) = verbs::of_past(word) else { return word.to_owned() };
    match NOUNS.iter().find(|(verb, _)| *verb == base) {
        Some((_, noun)) => (*noun).to_owned(),
        None => word.to_owned(),
    }
}

/// Whether a word of a class is a noun for its act rather than a form of its verb.
pub(super) fn is_noun(word: &str) -> bool {
    // `walked out` is a verb, `shoot-out` is none.
    let first = word.split(' ').next().unwrap_or(word);
    !verbs::past(first) && !word.ends_with("ed") && !VERBS.contains(&first)
}

/// Whether a word ends as nouns that are made of verbs: `resignation`, `closure`.
fn ends_as_noun(word: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["tion", "sion", "ment", "ure", "al", "age", "ance", "ence", "ity", "ery", "ath", "sis"];
    word.len() > 5
        && !word.contains(' ')
        && (ENDINGS.iter().any(|e| word.ends_with(e)) || GOING.contains(&word))
}
