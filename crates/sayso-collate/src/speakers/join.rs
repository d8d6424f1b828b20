//! Which names of a story are one person's.

use super::name::{Name, proper};
use crate::naming::slip;
use crate::words::Words;
use sayso_lexicon::grammar::{Role, is_small_word, role};
use sayso_lexicon::persons::one_given;
use sayso_model::{Judgement, JudgementKind};
use std::collections::{BTreeMap, BTreeSet};

/// Offices that one person of a story holds, so that their bare word tells who is meant.
const SOLE: [&str; 14] = [
    "president",
    "premier",
    "mayor",
    "governor",
    "chancellor",
    "king",
    "queen",
    "pope",
    "coroner",
    "ombudsman",
    "archbishop",
    "taoiseach",
    "sultan",
    "emir",
];

/// For each name the fullest name of the same person.
pub(super) fn join_names(names: &[Name]) -> Vec<usize> {
    let mut root: Vec<usize> = (0..names.len()).collect();
    // Persons by last name.
    let mut families: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        if name.kind == "person"
            && proper(name)
            && !leads_elsewhere(&name.words)
            && let Some(last) = name.words.last()
        {
            families.entry(last).or_default().insert(i);
        }
    }
    for members in families.values() {
        // Fullest first; each joins the fullest name that has all its words in order, if there is only one.
        let mut by_length: Vec<usize> = members.iter().copied().collect();
        by_length.sort_by_key(|i| (std::cmp::Reverse(names[*i].words.len()), *i));
        let mut heads: Vec<usize> = Vec::new();
        for i in by_length {
            let fits: Vec<usize> =
                heads.iter().copied().filter(|h| in_order(&names[i].words, &names[*h].words)).collect();
            match fits[..] {
                [only] => root[i] = only,
                _ => heads.push(i),
            }
        }
    }
    // One name that one report takes for a person's and another for a body's.
    let mut whole: BTreeMap<&[String], usize> = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        if proper(name) && matches!(name.kind, "person" | "organization") {
            let first = *whole.entry(&name.words).or_insert(i);
            let (a, b) = (root[first], root[i]);
            if a != b {
                root.iter_mut().filter(|r| **r == b).for_each(|r| *r = a);
            }
        }
    }
    // `Qasem Soldan`, `Qassem Soldan`: a full name as two copyists write it.
    let full = |i: &usize| root[*i] == *i && names[*i].kind == "person" && names[*i].words.len() > 1;
    let heads: Vec<usize> = (0..names.len()).filter(full).collect();
    for (k, i) in heads.iter().enumerate() {
        for j in heads.iter().take(k) {
            let (a, b) = (&names[*i].words, &names[*j].words);
            let same = a.len() == b.len() && a != b && a.iter().zip(b).all(|(x, y)| x == y || slip(x, y));
            if same && root[*i] == *i && root[*j] == *j {
                root.iter_mut().filter(|r| **r == *i).for_each(|r| *r = *j);
            }
        }
    }
    // `The leader of the growers Ann Lee`: a description that holds the full name of a speaker is that speaker.
    for i in 0..names.len() {
        let held: BTreeSet<usize> = heads
            .iter()
            .copied()
            .filter(|h| {
                root[i] == i && *h != i && root[*h] == *h && describes(&names[i].words, &names[*h].words)
            })
            .collect();
        if let (1, Some(only)) = (held.len(), held.first()) {
            root.iter_mut().filter(|r| **r == i).for_each(|r| *r = *only);
        }
    }
    // `the defence secretary`, where another report says who that is.
    for i in 0..names.len() {
        let office = &names[i].words;
        let tells = office.len() > 1 || office.first().is_some_and(|w| SOLE.contains(&w.as_str()));
        if root[i] == i && names[i].kind == "person" && !proper(&names[i]) && tells {
            let holders: BTreeSet<usize> =
                (0..names.len()).filter(|k| names[*k].offices.contains(office)).map(|k| root[k]).collect();
            if let (1, Some(only)) = (holders.len(), holders.first()) {
                root[i] = *only;
            }
        }
    }
    // `Joanna`, where one full name begins so.
    for (i, name) in names.iter().enumerate() {
        if root[i] == i && name.kind == "person" && name.words.len() == 1 && proper(name) {
            let begins = |o: &usize| {
                names[*o].kind == "person" && names[*o].words.len() > 1 && names[*o].words[0] == name.words[0]
            };
            let roots: BTreeSet<usize> = (0..names.len()).filter(begins).map(|o| root[o]).collect();
            if let (1, Some(only)) = (roots.len(), roots.first())
                && !root.iter().enumerate().any(|(o, r)| *r == i && o != i)
            {
                root[i] = *only;
            }
        }
    }
    root
}

/// Whether another is named after a word than the one described: `of`, `with`, `and`.
pub(super) fn leads_on(word: &str) -> bool {
    role(word).any(Role::PREP | Role::CONJ) || word == "than"
}

/// Whether a description ends in another's name: `a friend of Ann Lee`.
fn leads_elsewhere(words: &[String]) -> bool {
    // A name may begin or end with such a word: `To Lan`.
    let within = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
    within.iter().any(|w| leads_on(w))
}

/// Whether words are a description of the person whose full name they hold, and no other's: `the leader of the growers Ann
/// Lee in the answer`, not `a friend of Ann Lee` nor `Ann Lee and others`.
fn describes(words: &[String], full: &[String]) -> bool {
    let Some(at) = words.windows(full.len()).position(|w| w == full) else { return false };
    let before = at.checked_sub(1).map_or("", |i| words[i].as_str());
    let after = words.get(at + full.len()).map_or("", String::as_str);
    words.len() > full.len()
        && full.len() > 1
        && !leads_on(before)
        && (after.is_empty() || (is_small_word(after) && after != "s"))
        && !words.iter().any(|w| w == "and")
}

/// Joins and parts names as standing judgements say.
pub(super) fn heed(names: &[Name], root: &mut [usize], judgements: &[Judgement]) {
    let meant = |words: &str| -> Vec<usize> {
        let words = Words::of(words);
        let words: Vec<&str> = (0..words.len()).map(|i| words.normal(i)).collect();
        let is = |i: &usize| {
            let printed = Words::of(&names[*i].printed);
            names[*i].words.iter().eq(words.iter().copied())
                || (0..printed.len()).map(|w| printed.normal(w)).eq(words.iter().copied())
        };
        (0..names.len()).filter(is).collect()
    };
    for judgement in judgements.iter().filter(|j| j.stands()) {
        let (a, b) = (meant(&judgement.a), meant(&judgement.b));
        match judgement.kind {
            JudgementKind::SameSpeaker => {
                let roots: BTreeSet<usize> = a.iter().chain(&b).map(|i| root[*i]).collect();
                let head =
                    roots.iter().copied().max_by_key(|r| (names[*r].words.len(), std::cmp::Reverse(*r)));
                if let Some(head) = head.filter(|_| !a.is_empty() && !b.is_empty()) {
                    root.iter_mut().filter(|r| roots.contains(r)).for_each(|r| *r = head);
                }
            }
            JudgementKind::DifferentSpeakers => {
                for i in b {
                    if a.iter().any(|other| root[*other] == root[i]) {
                        // Whichever of the two is the other's head stays; the other stands alone.
                        let alone = if root[i] == i { a.clone() } else { vec![i] };
                        for x in alone {
                            root[x] = x;
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether `short` has its words, their first letters or the names they are short for, in the same order in `long`.
fn in_order(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().enumerate().all(|(k, w)| {
        let given = k + 1 < short.len();
        rest.any(|l| {
            l == w || given && one_given(l, w) || (w.chars().count() == 1 && l.starts_with(w.as_str()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::name::normal;
    use super::*;

    fn name(printed: &str) -> Name {
        let words = Words::of(printed);
        Name {
            words: (0..words.len()).map(|i| words.normal(i).to_owned()).collect(),
            printed: printed.into(),
            other_forms: BTreeSet::new(),
            kind: "person",
            offices: BTreeSet::new(),
        }
    }

    #[test]
    fn judgements_join_and_part() {
        let judge = |kind, a: &str, b: &str| Judgement {
            no: 1,
            kind,
            a: a.into(),
            b: b.into(),
            reason: None,
            made: String::new(),
            undone: None,
        };
        let names = [name("Marta Ilves"), name("Ilves"), name("Dame Marta")];
        let mut root = join_names(&names);
        assert_eq!(root, [0, 0, 2]);
        heed(&names, &mut root, &[judge(JudgementKind::SameSpeaker, "Dame Marta", "Marta Ilves")]);
        assert_eq!(root, [0, 0, 0]);
        let mut root = join_names(&names);
        heed(&names, &mut root, &[judge(JudgementKind::DifferentSpeakers, "Marta Ilves", "Ilves")]);
        assert_eq!(root, [0, 1, 2]);
        let mut root = join_names(&names);
        heed(&names, &mut root, &[judge(JudgementKind::DifferentSpeakers, "Ilves", "Marta Ilves")]);
        assert_eq!(root, [0, 1, 2]);
    }

    #[test]
    fn a_last_name_joins_the_only_full_name_that_has_it() {
        let names = [name("Marta Ilves"), name("Ilves"), name("Marta K. Ilves"), name("M Ilves")];
        assert_eq!(join_names(&names), [2, 2, 2, 2]);
        // Two people of one last name: the bare last name could be either.
        let names = [name("Marta Ilves"), name("Tom Ilves"), name("Ilves")];
        assert_eq!(join_names(&names), [0, 1, 2]);
    }

    #[test]
    fn an_office_is_the_person_whom_another_report_calls_so() {
        let mut holder = name("Marta Ilves");
        holder.offices.insert(normal("harbour minister"));
        assert_eq!(join_names(&[holder.clone(), name("harbour minister"), name("spokesman")]), [0, 0, 2]);
        let mut other = name("Tom Arle");
        other.offices.insert(normal("harbour minister"));
        assert_eq!(join_names(&[holder, other, name("harbour minister")]), [0, 1, 2]);
    }

    #[test]
    fn a_description_that_holds_a_name_is_the_person() {
        let names = [name("Marta Ilves"), name("the head of the growers Marta Ilves in the answer")];
        assert_eq!(join_names(&names), [0, 0]);
        let names = [name("Marta Ilves"), name("a friend of Marta Ilves"), name("Marta Ilves and Tom Arle")];
        assert_eq!(join_names(&names), [0, 1, 2]);
    }

    #[test]
    fn what_leads_to_another_stands_within() {
        let leads = |printed: &str| leads_elsewhere(&normal(printed));
        assert!(leads("a friend of Ann Lee") && leads("Ann Lee and Tom Arle"));
        assert!(!leads("Ann S. Lee") && !leads("To Lan") && !leads("Ann Lee"));
    }

    #[test]
    fn a_slip_of_the_pen_makes_no_second_speaker() {
        assert_eq!(join_names(&[name("Qassem Soldan"), name("Qasem Soldan")]), [0, 0]);
        assert_eq!(join_names(&[name("Mario Soldan"), name("Maria Soldan")]), [0, 1]);
    }

    #[test]
    fn a_first_name_joins_the_only_full_name_that_begins_so() {
        let names = [name("Marta Ilves"), name("Marta"), name("Tom Arle")];
        assert_eq!(join_names(&names), [0, 0, 2]);
        let names = [name("Marta Ilves"), name("Marta Arle"), name("Marta")];
        assert_eq!(join_names(&names), [0, 1, 2]);
    }
}
