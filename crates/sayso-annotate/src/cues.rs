//! The lexicon of cues: which words attribute, in all their forms, and what they do.

use sayso_model::Manner;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One cue of the lexicon.
#[derive(Debug)]
pub(crate) struct CueEntry {
    /// Base form; of several words the first inflects.
    pub lemma: &'static str,
    pub manner: Manner,
    pub class: CueClass,
}

/// What a cue takes as content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueClass {
    /// Quotations and that-clauses; may stand before its subject.
    Say,
    /// An object and a name for it.
    Name,
    /// Its object.
    Object,
    /// That-clauses.
    Believe,
    /// Infinitives.
    Intend,
    /// Not a verb: `according to`.
    Phrase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum VerbForm {
    Base,
    Third,
    Past,
    Gerund,
}

/// A form of a cue, by its first word.
struct Entry {
    rest: Vec<&'static str>,
    cue: usize,
    form: VerbForm,
}

/// A cue found at a place.
#[derive(Clone, Copy)]
pub(crate) struct Match {
    pub cue: &'static CueEntry,
    pub form: VerbForm,
    /// How many words it has.
    pub words: usize,
}

/// A noun that attributes: `claim`, `plan`.
#[derive(Debug)]
pub(crate) struct CueNoun {
    pub lemma: &'static str,
    pub manner: Manner,
}

static NOUNS: LazyLock<HashMap<&'static str, CueNoun>> = LazyLock::new(|| {
    let mut nouns = HashMap::new();
    for line in include_str!("../data/cue-nouns.tsv").lines().filter(|l| !l.starts_with('#')) {
        let Some((forms, manner)) = line.split_once('\t') else { continue };
        let (Some(lemma), Some(manner)) = (forms.split(',').next(), Manner::parse(manner)) else { continue };
        nouns.extend(forms.split(',').map(|form| (form, CueNoun { lemma, manner })));
    }
    nouns
});

/// The noun that a word in lower case is, if it attributes.
pub(crate) fn noun(lower: &str) -> Option<&'static CueNoun> {
    NOUNS.get(lower)
}

struct Lexicon {
    cues: Vec<CueEntry>,
    by_word: HashMap<String, Vec<Entry>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon { cues: Vec::new(), by_word: HashMap::new() };
    for line in include_str!("../data/cues.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(lemma), Some(manner), Some(class)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let cue = lexicon.cues.len();
        lexicon.cues.push(CueEntry {
            lemma,
            manner: Manner::parse(manner).unwrap_or(Manner::Other),
            class: match class {
                "say" => CueClass::Say,
                "name" => CueClass::Name,
                "object" => CueClass::Object,
                "believe" => CueClass::Believe,
                "intend" => CueClass::Intend,
                _ => CueClass::Phrase,
            },
        });
        let mut words = lemma.split(' ');
        let head = words.next().unwrap_or_default();
        let rest: Vec<&'static str> = words.collect();
        let forms = if class == "phrase" {
            vec![(head.to_string(), VerbForm::Base)]
        } else {
            inflect(head, fields.next().unwrap_or(""))
        };
        for (word, form) in forms {
            let rest = rest.clone();
            lexicon.by_word.entry(word).or_default().push(Entry { rest, cue, form });
        }
    }
    for entries in lexicon.by_word.values_mut() {
        // The longest first; of one form for two verbs (`found`) the one listed first.
        entries.sort_by_key(|e| (usize::MAX - e.rest.len(), e.cue, e.form));
    }
    lexicon
});

/// All forms of a verb. `irregular` replaces the regular past forms, and the one in -ing if it has one such.
fn inflect(base: &str, irregular: &str) -> Vec<(String, VerbForm)> {
    if base == "be" {
        let present = ["am", "is", "are", "'s", "’s", "'re", "’re"].map(|w| (w.to_string(), VerbForm::Third));
        let past = ["was", "were", "been"].map(|w| (w.to_string(), VerbForm::Past));
        return present.into_iter().chain(past).collect();
    }
    let before_last = base.chars().rev().nth(1).unwrap_or('a');
    let vowel = |c: char| "aeiou".contains(c);
    let stem_y = base.ends_with('y') && !vowel(before_last);
    let mut forms = vec![(base.to_string(), VerbForm::Base)];
    let third = match base {
        _ if irregular.split(' ').any(|w| w == "has") => "has".to_string(),
        "go" => "goes".to_string(),
        _ if stem_y => format!("{}ies", &base[..base.len() - 1]),
        _ if ["s", "sh", "ch", "x", "z"].iter().any(|e| base.ends_with(e)) => format!("{base}es"),
        _ => format!("{base}s"),
    };
    forms.push((third, VerbForm::Third));
    let (gerunds, pasts): (Vec<&str>, Vec<&str>) =
        irregular.split_whitespace().filter(|w| *w != "has").partition(|w| w.ends_with("ing"));
    if pasts.is_empty() {
        let past = if stem_y {
            format!("{}ied", &base[..base.len() - 1])
        } else if base.ends_with('e') {
            format!("{base}d")
        } else {
            format!("{base}ed")
        };
        forms.push((past, VerbForm::Past));
    }
    forms.extend(pasts.iter().map(|w| (w.to_string(), VerbForm::Past)));
    if gerunds.is_empty() {
        let gerund = if base.ends_with('e') && !base.ends_with("ee") {
            format!("{}ing", &base[..base.len() - 1])
        } else {
            format!("{base}ing")
        };
        forms.push((gerund, VerbForm::Gerund));
    }
    forms.extend(gerunds.iter().map(|w| (w.to_string(), VerbForm::Gerund)));
    forms
}

/// The longest cue whose first word is `first` and whose further words are what `word(1)`, `word(2)`, … give, all
/// in lower case.
pub(crate) fn find<'t>(first: &str, word: impl Fn(usize) -> Option<&'t str>) -> Option<Match> {
    let lexicon = &*LEXICON;
    let fits = |e: &&Entry| e.rest.iter().enumerate().all(|(i, w)| word(i + 1) == Some(*w));
    let entry = lexicon.by_word.get(first)?.iter().find(fits)?;
    Some(Match { cue: &lexicon.cues[entry.cue], form: entry.form, words: entry.rest.len() + 1 })
}

/// Whether a word in lower case is any form of a cue of one word.
pub(crate) fn is_cue(lower: &str) -> bool {
    LEXICON.by_word.contains_key(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_cue() {
        for (phrase, lemma, manner, form) in [
            ("denies", "deny", Manner::Deny, VerbForm::Third),
            ("said", "say", Manner::Assert, VerbForm::Past),
            ("pledging", "pledge", Manner::Promise, VerbForm::Gerund),
            ("quipped", "quip", Manner::Assert, VerbForm::Past),
            ("was quoted as saying", "be quoted as saying", Manner::Assert, VerbForm::Past),
            ("according to", "according to", Manner::Assert, VerbForm::Base),
            ("pointing out", "point out", Manner::Assert, VerbForm::Gerund),
            ("agreed", "agree", Manner::Agree, VerbForm::Past),
        ] {
            let words: Vec<&str> = phrase.split(' ').collect();
            let found = find(words[0], |i| words.get(i).copied()).expect(phrase);
            assert_eq!(
                (found.cue.lemma, found.cue.manner, found.form, found.words),
                (lemma, manner, form, words.len())
            );
        }
        assert!(find("bridge", |_| None).is_none());
    }

    #[test]
    fn every_line_of_the_list_is_understood() {
        for line in include_str!("../data/cues.tsv").lines().filter(|l| !l.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!((3..=4).contains(&fields.len()), "{line}");
            assert!(Manner::parse(fields[1]).is_some(), "{line}");
            assert!(["say", "name", "object", "believe", "intend", "phrase"].contains(&fields[2]), "{line}");
        }
        assert!(LEXICON.cues.len() >= 350);
    }
}
