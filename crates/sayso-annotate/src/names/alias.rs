//! When two names are one: accents, slips of spelling, left-out first names, reordered and shortened names of bodies.

use super::chain::LISTS;
use sayso_lexicon::persons::one_given;

/// Words after the name of a company that may be left out.
const FORMS: [&str; 28] = [
    "plc",
    "inc",
    "ltd",
    "llc",
    "corp",
    "co",
    "ag",
    "sa",
    "se",
    "nv",
    "gmbh",
    "limited",
    "corporation",
    "company",
    "group",
    "holding",
    "holdings",
    "incorporated",
    "bank",
    "airlines",
    "motors",
    "industries",
    "technologies",
    "metals",
    "energy",
    "partners",
    "media",
    "systems",
];

/// A word in lower case, its letters without accents.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => folded.push('a'),
            'æ' => folded.push_str("ae"),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => folded.push('c'),
            'ď' | 'đ' | 'ð' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => folded.push('g'),
            'ĥ' | 'ħ' => folded.push('h'),
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => folded.push('i'),
            'ĵ' => folded.push('j'),
            'ķ' => folded.push('k'),
            'ĺ' | 'ļ' | 'ľ' | 'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => folded.push('o'),
            'œ' => folded.push_str("oe"),
            'ŕ' | 'ŗ' | 'ř' => folded.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => folded.push('s'),
            'ß' => folded.push_str("ss"),
            'ţ' | 'ť' | 'ŧ' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => folded.push('u'),
            'ŵ' => folded.push('w'),
            'ý' | 'ÿ' | 'ŷ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            // A combining accent: `i̇`.
            '\u{300}'..='\u{36f}' => {}
            c => folded.push(c),
        }
    }
    folded
}

/// Whether two words differ by one slip: a letter wrong, left out, put in, or two letters swapped.
pub(crate) fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a == b || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (left, right) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    match (left, right) {
        ([_], [_]) | ([], [_]) | ([_], []) => true,
        ([x, y], [z, w]) => x == w && y == z,
        _ => false,
    }
}

/// Whether a surname as printed may be a slip for another: long enough, and begun by the same letter.
pub(crate) fn is_slip(printed: &str, surname: &str) -> bool {
    let long = printed.chars().count().min(surname.chars().count()) >= 5;
    long && printed.chars().next() == surname.chars().next() && one_slip(printed, surname)
}

/// Whether two names of persons, folded and of two words or more, are one: the same surname, and the first names of
/// the shorter among those of the longer, in order, or their initials.
pub(crate) fn same_person(a: &[String], b: &[String]) -> bool {
    let ([firsts @ .., last], [others @ .., other]) = (a, b) else { return false };
    let (short, long) = if firsts.len() <= others.len() { (firsts, others) } else { (others, firsts) };
    if short.is_empty() {
        return false;
    }
    let mut exact = true;
    let mut rest = long.iter();
    let all = short.iter().all(|word| {
        rest.any(|full| {
            let same = one_given(word, full);
            let initial = word.len() == 1 && full.starts_with(word.as_str())
                || full.len() == 1 && word.starts_with(full.as_str());
            let near = word.chars().count() >= 5 && is_near(word, full);
            exact &= word == full;
            same || initial || near
        })
    });
    all && (last == other || exact && short.len() == long.len() && is_slip(last, other))
}

/// `Qassem`, `Qasem`, `Qassemi`: first names as different copyists write them.
fn is_near(a: &str, b: &str) -> bool {
    let double = |w: &str| {
        let mut kept: Vec<char> = w.chars().collect();
        kept.dedup();
        kept.into_iter().collect::<String>()
    };
    let (a, b) = (double(a), double(b));
    a == b || one_slip(&a, &b) && a.chars().next() == b.chars().next() && ends_alike(&a, &b)
}

/// `Daniel` and `Daniela`, `Mario` and `Maria` are two persons.
fn ends_alike(a: &str, b: &str) -> bool {
    let vowel = |w: &str| w.chars().next_back().filter(|c| "ao".contains(*c));
    vowel(a) == vowel(b)
}

/// Whether two names of bodies, folded, are one: the same words in another order, the end of the longer
/// (`Dyke Board`, `Northern Dyke Board`), or its beginning without the form of a company.
pub(crate) fn same_body(a: &[String], b: &[String]) -> bool {
    let telling = |words: &[String]| -> Vec<String> {
        let small =
            |w: &str| matches!(w, "of" | "for" | "and" | "the" | "affairs" | "&" | "de" | "du" | "des");
        words.iter().filter(|w| !small(w)).cloned().collect()
    };
    let (a, b) = (telling(a), telling(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.is_empty() {
        return false;
    }
    if short.len() == long.len() {
        return short.iter().all(|w| long.contains(w));
    }
    if long.ends_with(short) {
        return short.len() > 1;
    }
    // `Ministry of Transport of Kerrovia`
    let public = |w: &String| LISTS.bodies.contains(w.as_str());
    let begins = long.starts_with(short);
    begins
        && (long[short.len()..].iter().all(|w| FORMS.contains(&w.as_str()))
            || short.len() > 1 && short.iter().any(public))
}

/// Whether a body is a company, or the like, that is called by the first word of its name alone.
pub(crate) fn is_called_by_first(words: &[String]) -> bool {
    let last = words.last().map_or("", String::as_str);
    words.len() > 1 && (FORMS.contains(&last) || !LISTS.bodies.contains(last))
}

/// Whether the letters of a handle spell a person's name: `realbobmarsh`, `annalee_mp`, `sen_quill`.
pub(crate) fn spells(handle: &str, name: &[String]) -> bool {
    let letters = |w: &str| fold(w).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let handle = letters(handle);
    let [.., last] = name else { return false };
    let (first, last) = (letters(&name[0]), letters(last));
    let whole = handle.contains(&format!("{first}{last}")) || handle.contains(&format!("{last}{first}"));
    let surname = last.len() >= 5 && (handle.starts_with(&last) || handle.ends_with(&last));
    name.len() > 1 && whole || surname
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        name.split(' ').map(fold).collect()
    }

    #[test]
    fn spelling() {
        assert_eq!(fold("Rémy"), "remy");
        assert_eq!(fold("Łukasz Tonić"), "lukasz tonic");
        assert!(one_slip("ferran", "feran") && one_slip("ferran", "ferarn") && one_slip("ferran", "ferrin"));
        assert!(!one_slip("ferran", "ferran") && !one_slip("ferran", "farrin"));
        assert!(is_slip("orlik", "orlick") && !is_slip("vane", "vance") && !is_slip("horlik", "orlik"));
    }

    #[test]
    fn persons() {
        let same = |a: &str, b: &str| same_person(&words(a), &words(b));
        assert!(same("Javad Amin Zorif", "Amin Zorif"));
        assert!(same("J Zorif", "Javad Zorif"));
        assert!(same("Bob Marsh", "Robert Marsh") && same("Bob Marsh", "Robert P Marsh"));
        assert!(!same("Bob Marsh", "Rob Marsh") && !same("Bob Marsh", "Robert Mersh"));
        assert!(same("Qassem Soldani", "Qasem Soldani"));
        assert!(same("Perpetua Onslow", "Perpetua Onslov"));
        assert!(!same("Radek Kuznik", "Stanislav Kuznik"));
        assert!(!same("Mario Vance", "Maria Vance"));
        assert!(!same("Daniel Vance", "Daniela Vance"));
        assert!(!same("Radek Kuznik", "Kuznik"));
    }

    #[test]
    fn bodies() {
        let same = |a: &str, b: &str| same_body(&words(a), &words(b));
        assert!(same("Transport Ministry", "Ministry of Transport"));
        assert!(same("Ministry of Foreign Affairs", "Foreign Ministry"));
        assert!(same("Dyke Board", "Northern Dyke Board"));
        assert!(same("Haldane Ferrous", "Haldane Ferrous Group Plc"));
        assert!(same("Ministry of Transport of Kerrovia", "Ministry of Transport"));
        assert!(!same("Northern Rail", "Northern Dyke Board"));
        assert!(!same("Brackwater", "Brackwater Borough Council"));
    }

    #[test]
    fn handles() {
        assert!(spells("realbobmarsh", &words("Bob Marsh")));
        assert!(spells("sen_Quill", &words("Barnaby Quill")));
        assert!(!spells("quayside_nan", &words("Nan Oduya")));
        assert!(!spells("lee4ever", &words("Ann Lee")));
    }
}
