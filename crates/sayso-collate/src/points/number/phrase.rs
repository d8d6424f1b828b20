//! What the words beside a number ask, for its question: what those counted did, what was done to them, what was measured.

use super::super::counted::Count;
use crate::verbs::{of_going, of_past, opens_question, participle_of, past};

/// Words between a verb and its number.
const HEDGES: [&str; 22] = [
    " at least",
    " at most",
    " no more than",
    " more than",
    " less than",
    " fewer than",
    " up to",
    " as many as",
    " as much as",
    " as few as",
    " an estimated",
    " about",
    " some",
    " nearly",
    " almost",
    " around",
    " roughly",
    " approximately",
    " over",
    " only",
    " just",
    " all",
];

/// The words before a number without what hedges it.
fn unhedged(before: &str) -> &str {
    let mut words = before.trim_end();
    while let Some(bare) = HEDGES.iter().find_map(|h| {
        let at = words.len().checked_sub(h.len())?;
        words.get(at..).filter(|end| end.eq_ignore_ascii_case(h)).map(|_| &words[..at])
    }) {
        words = bare.trim_end();
    }
    words
}

/// Verbs in the past that have no passive, or say nothing of what they govern.
const NO_PASSIVE: [&str; 44] = [
    "had", "was", "were", "been", "became", "remained", "totalled", "totaled", "reached", "numbered", "said",
    "added", "lasted", "included", "seemed", "appeared", "lived", "aged", "resulted", "turned", "went",
    "came", "fell", "rose", "stood", "did", "told", "got", "happened", "occurred", "followed", "based",
    "related", "expected", "supposed", "compared", "united", "need", "indeed", "hundred", "used", "left",
    "cost", "wanted",
];
const PREPOSITIONS: [&str; 30] = [
    "in", "at", "from", "on", "into", "of", "for", "with", "under", "over", "by", "to", "against", "through",
    "across", "between", "outside", "inside", "near", "off", "below", "above", "within", "without", "during",
    "around", "down", "out", "along", "per",
];
/// Whether a word is a verb that a clause can have for its own, or may be.
fn finite(word: &str) -> bool {
    opens_question(word) || past(word)
}

/// How a question goes on after what is counted, and how much that says.
pub(super) fn tail(count: &Count) -> Option<(u8, String)> {
    let after = count.after.trim();
    let first = after.split(' ').next().unwrap_or_default().to_lowercase();
    let placed = PREPOSITIONS.contains(&first.as_str());
    if let Some(done) = undergone(&count.before) {
        let were = if count.measure { "was" } else { "were" };
        let rest = if placed { format!(" {after}") } else { String::new() };
        return Some((3, format!(" {were} {done}{rest}")));
    }
    let body = if count.headline { 0 } else { 1 };
    match first.as_str() {
        "" => None,
        _ if placed && !matches!(first.as_str(), "to" | "by") => Some((body, format!(" {after}"))),
        _ if placed || count.measure => None,
        // `38 ships waiting`
        verb if verb.ends_with("ing") && verb.len() > 5 => Some((1 + body, format!(" were {after}"))),
        verb if finite(verb) => Some((2 + body, format!(" {after}"))),
        _ => None,
    }
}

/// What was done to those that a number counts, where it is the object: `has stopped about 40`.
fn undergone(before: &str) -> Option<String> {
    let mut words: Vec<String> = unhedged(before).split(' ').map(str::to_lowercase).collect();
    let verb = words.pop()?;
    let passive = words.last().is_some_and(|w| {
        matches!(
            w.as_str(),
            "was" | "were" | "is" | "are" | "been" | "be" | "being" | "the" | "a" | "an" | "of" | "in"
        )
    });
    if passive || NO_PASSIVE.contains(&verb.as_str()) || !verb.chars().all(char::is_alphabetic) {
        return None;
    }
    if let Some(stem) = verb.strip_suffix("ing").filter(|s| s.len() > 2) {
        if let Some(participle) = of_going(&verb) {
            return (!NO_PASSIVE.contains(&participle)).then(|| participle.to_owned());
        }
        let regular = match stem.strip_suffix('y') {
            Some(bare) if !bare.ends_with(['a', 'e', 'o']) => format!("{bare}ied"),
            _ => format!("{stem}ed"),
        };
        return TAKING.contains(&verb.as_str()).then_some(regular);
    }
    if !past(&verb) || of_past(&verb).is_none() {
        return None;
    }
    let participle = participle_of(&verb).unwrap_or(&verb);
    Some(participle.to_owned())
}

/// Forms in -ing whose object is often a number; others are as often nouns (`building`, `meeting`).
const TAKING: [&str; 22] = [
    "forcing",
    "killing",
    "injuring",
    "wounding",
    "affecting",
    "stopping",
    "closing",
    "destroying",
    "damaging",
    "displacing",
    "stranding",
    "delaying",
    "cancelling",
    "canceling",
    "burning",
    "trapping",
    "arresting",
    "carrying",
    "employing",
    "sinking",
    "claiming",
    "attracting",
];

/// What a figure measures, where the words before name it: `a premium of`, `The limit on the curve is`, `puts the arrears at`.
pub(super) fn measured(before: &str) -> Option<String> {
    const AMOUNTS: [&str; 22] = [
        "hundreds",
        "tens",
        "dozens",
        "thousands",
        "millions",
        "billions",
        "most",
        "all",
        "part",
        "some",
        "one",
        "out",
        "because",
        "instead",
        "kind",
        "worth",
        "each",
        "any",
        "half",
        "sort",
        "matter",
        "couple",
    ];
    const EMPTY: [&str; 20] = [
        "it", "he", "she", "they", "that", "this", "there", "which", "who", "we", "i", "you", "what",
        "those", "these", "one", "said", "says", "and", "but",
    ];
    let mut words: Vec<&str> = unhedged(before).split(' ').collect();
    let last = words.pop()?.to_lowercase();
    let plain = |w: &str| w.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'' || c == '’');
    if last == "of" {
        let noun = words.pop()?;
        let lower = noun.to_lowercase();
        let fits = noun.len() > 2 && noun == lower && plain(noun) && !AMOUNTS.contains(&lower.as_str());
        return fits.then(|| ask(&format!("the {noun}")));
    }
    let at = |w: &&str| {
        matches!(*w, "put" | "puts" | "stands" | "stood" | "set" | "fixed" | "estimated" | "remains")
    };
    let subject: Vec<&str> = match last.as_str() {
        "is" | "was" | "are" | "were" => words,
        "at" => {
            let verb = words.iter().rposition(at)?;
            let object = words[verb + 1..].to_vec();
            if object.is_empty() { words[..verb].to_vec() } else { object }
        }
        _ => return None,
    };
    let first = subject.first()?.to_lowercase();
    let fits = subject.len() <= 5
        && subject.iter().all(|w| plain(w) && !EMPTY.contains(&w.to_lowercase().as_str()))
        && (subject.len() > 1 || subject[0].len() > 3)
        && (matches!(first.as_str(), "the" | "its" | "their" | "his" | "her" | "a" | "an")
            || subject.len() < 4)
        && !subject.iter().any(|w| finite(&w.to_lowercase()));
    if !fits {
        return None;
    }
    let first = match subject[0] {
        w if matches!(first.as_str(), "the" | "its" | "their" | "his" | "her" | "a" | "an") => {
            w.to_lowercase()
        }
        w => w.to_owned(),
    };
    let rest: String = subject[1..].iter().map(|w| format!(" {w}")).collect();
    Some(ask(&format!("{first}{rest}")))
}

/// `What was the premium?`, `What were the arrears?`
fn ask(subject: &str) -> String {
    let head = subject.split(' ').take_while(|w| !PREPOSITIONS.contains(w)).last().unwrap_or(subject);
    let many = head.ends_with('s') && !head.ends_with("ss") && !head.ends_with("'s") && !head.ends_with("us");
    format!("What {} {subject}", if many { "were" } else { "was" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_to_those_counted_is_told() {
        assert_eq!(undergone("the strike has stopped about").as_deref(), Some("stopped"));
        assert_eq!(undergone("The thieves took").as_deref(), Some("taken"));
        assert_eq!(undergone("a flood forcing nearly").as_deref(), Some("forced"));
        assert_eq!(undergone("The town has"), None);
        assert_eq!(undergone("he was given"), None);
        assert_eq!(undergone("a meeting"), None);
        assert_eq!(undergone("The rule was applied to"), None);
    }

    #[test]
    fn what_is_measured_is_named() {
        assert_eq!(measured("offered a premium of").as_deref(), Some("What was the premium"));
        assert_eq!(
            measured("The limit on the bridge is").as_deref(),
            Some("What was the limit on the bridge")
        );
        assert_eq!(measured("The court puts the arrears at about").as_deref(), Some("What were the arrears"));
        assert_eq!(measured("hundreds of"), None);
        assert_eq!(measured("it was"), None);
    }
}
