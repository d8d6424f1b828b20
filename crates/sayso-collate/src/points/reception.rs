//! How people took it: `crowds danced in Tessel`, `the verdict prompted an uproar in Tessel`.
//!
//! A reception is a word of joy, grief or anger ([`Class`]) with whoever feels it: the people of a place that its clause
//! names, or people of one kind. Two voices' receptions are set side by side where they are of one place or one kind of
//! people, are of two classes, and their sentences tell of one thing. The verdict is `differ`: some may dance while others
//! weep.

use super::claims::{ClaimWord, claim_words, cover_words};
use super::draft::{Draft, Given};
use super::lists::lines;
use super::place::COMMON;
use super::view::{Line, View, Voice};
use rustc_hash::FxHashMap;
use sayso_model::{Entity, EntityKind, MentionForm, PointKind, Verdict};
use sayso_syntax::{Relation, Tag};
use sayso_text::Span;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Points about how things were taken, of one story.
const MOST: usize = 2;
/// Letters in which the name of a people and of its place agree at least: `Tessel`, `Tesselers`.
const ROOT: usize = 4;
/// Tokens between the people and the word at most, for a reading to have both.
const LONG: usize = 8;
const SUBJECTS: [Relation; 2] = [Relation::Subject, Relation::SubjectPassive];
/// How a clause hangs on the noun that it tells of.
const OF_NOUN: [Relation; 2] = [Relation::NounClause, Relation::RelativeClause];

/// How something is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Joy,
    Grief,
    Anger,
}

/// What words tell.
struct Listed {
    class: FxHashMap<&'static str, Class>,
    /// Kinds of people.
    people: FxHashMap<&'static str, Vec<usize>>,
}

static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let mut listed = Listed { class: FxHashMap::default(), people: FxHashMap::default() };
    for (at, line) in lines(include_str!("../../words/points/reception.tsv")).enumerate() {
        let Some((name, words)) = line.split_once('\t') else { continue };
        let class = match name {
            "joy" => Some(Class::Joy),
            "grief" => Some(Class::Grief),
            "anger" => Some(Class::Anger),
            _ => None,
        };
        for word in words.split('\t') {
            match class {
                Some(class) => drop(listed.class.insert(word, class)),
                None => listed.people.entry(word).or_default().push(at),
            }
        }
    }
    listed
});

/// One report's word on how people took it.
struct Reception {
    doc: usize,
    line: usize,
    class: Class,
    /// From who takes it, or the word itself, to its end.
    span: Span,
    /// The word.
    value: String,
    /// The places and peoples of the clause, by name.
    places: Vec<String>,
    /// The kinds of people in it.
    people: Vec<usize>,
    /// Those people, as the report calls them.
    who: Option<String>,
    /// What its sentence tells, the people and the word itself aside.
    about: Vec<ClaimWord>,
    voice: Voice,
}

/// The points about how things were taken.
pub(crate) fn receptions(views: &[View<'_>]) -> Vec<Draft> {
    let all: Vec<Reception> = views.iter().flat_map(of_report).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: Vec<Option<usize>> = vec![None; all.len()];
    // Every two of a group are of one people: crowds nowhere named join no two places.
    let fits = |group: &[usize], i: usize| group.iter().all(|j| one_people(&all[*j], &all[i]));
    for (i, a) in all.iter().enumerate() {
        for (j, b) in all.iter().enumerate().skip(i + 1) {
            let against = a.class != b.class && one_people(a, b) && cover_words(&a.about, &b.about).words > 0;
            match (group_of[i], group_of[j]) {
                _ if !against => {}
                (None, None) => {
                    (group_of[i], group_of[j]) = (Some(groups.len()), Some(groups.len()));
                    groups.push(vec![i, j]);
                }
                (Some(g), None) if fits(&groups[g], j) => {
                    group_of[j] = Some(g);
                    groups[g].push(j);
                }
                (None, Some(g)) if fits(&groups[g], i) => {
                    group_of[i] = Some(g);
                    groups[g].push(i);
                }
                _ => {}
            }
        }
    }
    // Of one class they are joined by what sets them against others.
    for i in (0..all.len()).filter(|i| group_of[*i].is_none()) {
        let like = |g: &Vec<usize>| fits(g, i) && g.iter().any(|j| all[*j].class == all[i].class);
        if let Some(group) = groups.iter_mut().find(|g| like(g)) {
            group.push(i);
        }
    }
    let mut drafts: Vec<Draft> = groups
        .into_iter()
        .filter_map(|mut group| {
            group.sort_unstable();
            draft(views, &group.into_iter().map(|i| &all[i]).collect::<Vec<_>>())
        })
        .collect();
    drafts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    drafts.truncate(MOST);
    drafts
}

/// Whether two receptions are those of one people.
fn one_people(a: &Reception, b: &Reception) -> bool {
    if a.places.iter().any(|x| b.places.iter().any(|y| one_root(x, y))) {
        return true;
    }
    (a.places.is_empty() || b.places.is_empty()) && a.people.iter().any(|x| b.people.contains(x))
}

/// Whether two names are of one place and its people: `iraq`, `iraqis`; but not `austria` and `australia`.
fn one_root(a: &str, b: &str) -> bool {
    /// What the name of a people ends in beyond that of its place.
    const PEOPLE: [&str; 16] = [
        "i", "is", "n", "ns", "an", "ans", "ian", "ians", "er", "ers", "ese", "ish", "ite", "ites", "'s", "s",
    ];
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let rest = |name: &str| name.chars().skip(shared).collect::<String>();
    let (short, long) =
        if a.chars().count() <= b.chars().count() { (rest(a), rest(b)) } else { (rest(b), rest(a)) };
    a == b || shared >= ROOT && short.chars().count() <= 1 && PEOPLE.contains(&long.as_str())
}

fn of_report(view: &View<'_>) -> Vec<Reception> {
    let mut found: Vec<Reception> = Vec::new();
    for (at, line) in view.sentences.iter().enumerate().filter(|(_, l)| !l.headline) {
        for i in line.tokens.clone() {
            let Some(class) = LISTED.class.get(view.word(i)) else { continue };
            let Some(one) = reception(view, (at, line), i, *class) else { continue };
            let told = |f: &Reception| f.class == one.class && f.line == at && f.voice == one.voice;
            if !found.iter().any(told) {
                found.push(one);
            }
        }
    }
    found
}

/// The reception told by word `i`, if its clause says whose it is.
fn reception(view: &View<'_>, (at, line): (usize, &Line), i: usize, class: Class) -> Option<Reception> {
    let (verb, clause) = clause_of(view, i)?;
    let negated = |k: usize| matches!(view.word(k), "not" | "n't" | "no" | "nobody" | "never" | "without");
    if clause.clone().any(negated) {
        return None;
    }
    let entities = || view.doc.annotations.entities.iter();
    let (mut places, mut people, mut who) = (Vec::new(), Vec::new(), None);
    for k in clause {
        let word = view.word(k);
        let span = view.tokens[k].span;
        if let Some(kinds) = LISTED.people.get(word) {
            people.extend(kinds.iter().copied());
            who = who.or(Some(k));
        }
        let covers = |e: &&Entity| {
            e.mentions.iter().any(|m| m.form == MentionForm::Name && m.span.covers(span.start()))
        };
        let named = view.capital(k).then(|| entities().find(covers)).flatten();
        // Of many places: `New`, `United`.
        let shared = COMMON.contains(&word) || matches!(word, "united" | "states" | "kingdom" | "republic");
        match named.map(|e| e.kind) {
            Some(EntityKind::Place) if !shared => places.push(word.to_owned()),
            // `Tesselers`, `Tessel's people`
            Some(EntityKind::Other) if !word.contains('-') && !shared => {
                places.push(word.to_owned());
                who = who.or(word.ends_with('s').then_some(k));
            }
            // What one person feels is no people's.
            Some(EntityKind::Person) if is_subject(view, k, verb) => return None,
            _ => {}
        }
    }
    if places.is_empty() && people.is_empty() {
        return None;
    }
    let mut about = claim_words(view, line.tokens.clone());
    let timed = |w: &ClaimWord| view.times_in(line.span).any(|t| t.span.contains(view.tokens[w.token].span));
    about.retain(|w| {
        let word = view.word(w.token);
        let own = places.iter().any(|p| one_root(p, word));
        !own && !timed(w) && !LISTED.class.contains_key(word) && !LISTED.people.contains_key(word)
    });
    let from = who.filter(|w| *w < i && i - w < LONG).unwrap_or(i);
    Some(Reception {
        doc: view.at,
        line: at,
        class,
        span: view.hull(from..i + 1)?,
        value: view.word(i).to_owned(),
        who: who.map(|k| view.printed(k).to_owned()),
        places,
        people,
        about,
        voice: view.said_by(i),
    })
}

/// The nearest verb above token `i`, or what all hangs on, with the words that hang on it.
fn clause_of(view: &View<'_>, i: usize) -> Option<(usize, Range<usize>)> {
    let (line, tree) = view.tree_of(i)?;
    let base = line.tokens.start;
    let above = || std::iter::once(i - base).chain(tree.above(i - base));
    // What has a subject is a verb, whatever it is taken for.
    let is_verb = |k: &usize| tree.nodes()[*k].tag.is_verb() || tree.by(*k, &SUBJECTS).next().is_some();
    let verb = above().find(is_verb).or_else(|| above().last())?;
    let run = tree.run(verb);
    // `Tesselers weeping in the streets`: what a clause tells of stands before it.
    let of = tree.nodes()[verb].head.filter(|_| OF_NOUN.contains(&tree.nodes()[verb].relation));
    Some((base + verb, base + of.unwrap_or(run.start).min(run.start)..base + run.end))
}

/// Whether token `i` is the subject of the verb at token `verb`.
fn is_subject(view: &View<'_>, i: usize, verb: usize) -> bool {
    view.tree_of(i).is_some_and(|(line, tree)| {
        let node = tree.nodes()[i - line.tokens.start];
        SUBJECTS.contains(&node.relation) && node.head == Some(verb - line.tokens.start)
    })
}

fn draft(views: &[View<'_>], group: &[&Reception]) -> Option<Draft> {
    let voices: BTreeSet<(usize, Option<u32>)> = group.iter().map(|r| (r.doc, r.voice.speaker)).collect();
    if voices.len() < 2 {
        return None;
    }
    let given = group.iter().map(|r| Given::new(r.doc, r.span, r.value.clone(), r.voice)).collect();
    let first = group.iter().find(|r| r.who.is_some()).unwrap_or(&group[0]);
    let what = taken(views, group).map_or_else(|| "it".to_owned(), |w| format!("the {w}"));
    let question = match &first.who {
        Some(people) if people.ends_with('s') => format!("How did {people} take {what}?"),
        Some(people) if people == "people" => format!("How did people take {what}?"),
        Some(people) => format!("How did the {people} take {what}?"),
        None => format!("How was {what} taken?"),
    };
    let early = group.iter().map(|r| r.line).min().unwrap_or(0);
    Some(Draft {
        kind: PointKind::Other,
        question,
        given,
        verdict: Verdict::Differ,
        weight: 0.4 - 0.2 * (early.min(10) as f32 / 10.0),
    })
}

/// The noun that tells what was taken so: the most telling one whose stem the sentences share.
fn taken<'a>(views: &[View<'a>], group: &[&Reception]) -> Option<&'a str> {
    let shared =
        |w: &ClaimWord| group.iter().filter(|r| r.about.iter().any(|o| o.stem == w.stem)).count() > 1;
    let all = group.iter().flat_map(|r| r.about.iter().map(move |w| (&views[r.doc], w)));
    let nouns = all.filter(|(view, w)| {
        let tag = view.tree_of(w.token).map(|(line, tree)| tree.nodes()[w.token - line.tokens.start].tag);
        !w.name && tag == Some(Tag::Noun) && shared(w)
    });
    let of = nouns.max_by(|(_, a), (_, b)| a.weight.total_cmp(&b.weight));
    of.map(|(view, w)| view.printed(w.token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_people_is_called_by_its_place() {
        assert!(one_root("tessel", "tesselers") && one_root("orvania", "orvanian"));
        assert!(!one_root("orvania", "orlek") && !one_root("tess", "contessa"));
        assert!(one_root("iraq", "iraqis") && one_root("austria", "austrians"));
        assert!(!one_root("austria", "australia") && !one_root("slovakia", "slovenia"));
    }

    #[test]
    fn no_word_is_of_two_classes() {
        let lists = lines(include_str!("../../words/points/reception.tsv"));
        let words = |name: &str| {
            let lists = lines(include_str!("../../words/points/reception.tsv"));
            lists.filter(|l| l.starts_with(name)).flat_map(|l| l.split('\t').skip(1)).count()
        };
        assert!(lists.count() > 3);
        assert_eq!(words("joy") + words("grief") + words("anger"), LISTED.class.len());
    }
}
