//! Whether places are open: `the bridge stays shut`, `the pool is to reopen on Saturday`.
//!
//! # What is one question
//!
//! Words of opening and shutting that the tree of a sentence ties to a noun of places ([`Part`]), or to a pronoun for the last
//! one told of. They are of one place where the noun is one and nothing sets the places apart.
//!
//! # What the readings amount to
//!
//! `superseded`: a later report has it otherwise. `conflict`: open in one and shut in another of which neither is later.
//! `differ`: anything else. That all have it alike is no question.

use super::acts::{Group, Phase, background, group};
use super::draft::{Draft, Given, overall};
use super::lists::lines;
use super::place::{Kin, Level, Part, noun};
use super::view::{View, Voice};
use crate::verbs::{base as base_of, helping};
use crate::words::stem;
use rustc_hash::FxHashMap;
use sayso_model::{PointKind, Verdict};
use sayso_syntax::{Relation, Tree};
use sayso_text::Span;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What a word tells of a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// Opens or is open.
    Open,
    /// Shuts or is shut.
    Shut,
    /// Goes on being so: `stays shut`.
    Stays,
    /// A noun of places that opens and shuts otherwise, or moves: `the market closed lower`.
    NoPlace,
}

static WORDS: LazyLock<FxHashMap<&'static str, Tells>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in lines(include_str!("../../words/points/access.tsv")) {
        let Some((class, list)) = line.split_once('\t') else { continue };
        let tells = match class {
            "open" => Tells::Open,
            "shut" => Tells::Shut,
            "stays" => Tells::Stays,
            _ => Tells::NoPlace,
        };
        words.extend(list.split(' ').map(|w| (stem(w), tells)));
    }
    words
});

/// What one report says of one place.
struct State {
    doc: usize,
    line: usize,
    part: Part,
    /// The place as printed, without its article.
    name: String,
    open: bool,
    /// Whether it is only to be so.
    ahead: bool,
    span: Span,
    voice: Voice,
}

impl State {
    fn value(&self) -> &'static str {
        match (self.open, self.ahead) {
            (true, false) => "open",
            (true, true) => "to open",
            (false, false) => "shut",
            (false, true) => "to shut",
        }
    }
}

/// The points about whether places are open.
pub(crate) fn accesses(views: &[View<'_>]) -> Vec<Draft> {
    let all: Vec<State> = views.iter().flat_map(of_report).collect();
    let mut groups: Vec<Vec<&State>> = Vec::new();
    for state in &all {
        let one = |g: &&mut Vec<&State>| g.iter().all(|s| s.part.kin(&state.part) != Kin::Apart);
        match groups.iter_mut().find(one) {
            Some(group) => group.push(state),
            None => groups.push(vec![state]),
        }
    }
    groups.iter().filter_map(|g| draft(views, g)).collect()
}

fn draft(views: &[View<'_>], group: &[&State]) -> Option<Draft> {
    let mut kept: Vec<&State> = Vec::new();
    for state in group {
        if !kept.iter().any(|k| k.doc == state.doc && k.value() == state.value()) {
            kept.push(state);
        }
    }
    let docs: BTreeSet<usize> = kept.iter().map(|k| k.doc).collect();
    let values: BTreeSet<&str> = kept.iter().map(|k| k.value()).collect();
    if docs.len() < 2 || values.len() < 2 {
        return None;
    }
    let before =
        |a: &State, b: &State| views[a.doc].moment.zip(views[b.doc].moment).is_some_and(|(x, y)| x.before(y));
    // Reports are compared by all that they say: one may tell how it was before, too.
    let shared = |a: &State, b: &State| {
        let of = |doc: usize| kept.iter().filter(move |k| k.doc == doc).map(|k| k.value());
        of(a.doc).any(|v| of(b.doc).any(|w| v == w))
    };
    let verdict = overall(&kept, |a, b| match () {
        () if a.doc == b.doc || shared(a, b) => Verdict::Agree,
        () if before(a, b) || before(b, a) => Verdict::Superseded,
        () if a.open != b.open && !a.ahead && !b.ahead => Verdict::Conflict,
        () => Verdict::Differ,
    });
    if verdict == Verdict::Agree {
        return None;
    }
    let name = kept.iter().map(|k| &k.name).max_by_key(|n| (n.len(), std::cmp::Reverse(*n)))?;
    let early = kept.iter().map(|k| k.line).min().unwrap_or(0);
    Some(Draft {
        kind: PointKind::Status,
        question: format!("Is the {name} open?"),
        given: kept.iter().map(|k| Given::new(k.doc, k.span, k.value().into(), k.voice)).collect(),
        verdict,
        weight: 0.4 - 0.3 * (early.min(10) as f32 / 10.0),
    })
}

/// What a report says of places.
fn of_report(view: &View<'_>) -> Vec<State> {
    let mut found: Vec<State> = Vec::new();
    for (line, sentence) in view.sentences.iter().enumerate() {
        let told = |i: &usize| {
            matches!(WORDS.get(stem(base_of(view.word(*i)))), Some(Tells::Open | Tells::Shut))
                && !view.capital(*i)
        };
        if background(view, line) || !sentence.tokens.clone().any(|i| told(&i)) {
            continue;
        }
        let Some((_, tree)) = view.tree_of(sentence.tokens.start) else { continue };
        for i in sentence.tokens.clone().filter(told) {
            found.extend(state(view, line, tree, i));
        }
    }
    found
}

/// What the word at `i` tells of a place.
fn state(view: &View<'_>, line: usize, tree: &Tree, i: usize) -> Option<State> {
    let tokens = view.sentences[line].tokens.clone();
    let base = tokens.start;
    let nodes = tree.nodes();
    let own = i - base;
    // The verb that says how it stands: `stays` of `stays shut`.
    let (verb, thing) = match nodes[own].relation {
        Relation::AdjectiveComplement | Relation::ObjectPredicate | Relation::OpenComplement
            if !tree.by(own, &[Relation::Auxiliary]).any(|a| view.word(base + a) == "to") =>
        {
            let verb = nodes[own].head?;
            let of = [Relation::Object, Relation::SubjectPassive, Relation::Subject];
            (verb, of.iter().find_map(|r| tree.by(verb, &[*r]).next())?)
        }
        _ if nodes[own].tag.is_verb() => (own, acted_on(view, tree, base, own)?),
        _ => return None,
    };
    let thing = base + thing;
    let thing = if is_place(view, thing) { thing } else { beside(view, &tokens, i).unwrap_or(thing) };
    let place = match view.word(thing) {
        "it" | "they" | "which" | "that" | "them" => told_before(view, line, thing)?,
        _ => thing,
    };
    let phrase = phrase(view, place)?;
    let mut part = Part::of(view, phrase.clone());
    part.names.extend(within(view, phrase.end));
    part.names.sort_unstable();
    let Group { phase, not, from, unreal, infinitive, verb: told, .. } =
        group(view, tokens.clone(), base + verb);
    let stays = WORDS.get(stem(base_of(view.word(base + verb)))) == Some(&Tells::Stays);
    // `fined for closing it`, `asked to close it`
    let bare = infinitive && !told;
    // `was open until noon`, `had been shut`: how it was before.
    let earlier = tokens.clone().any(|k| matches!(view.word(k), "until" | "before" | "previously" | "had"))
        || ["was", "were"].contains(&view.word(base + verb)) && base + verb != i;
    if unreal || bare || earlier || phase == Phase::Possible || phase == Phase::Refused {
        return None;
    }
    let open = (WORDS.get(stem(base_of(view.word(i))))? == &Tells::Open) != (not || phase == Phase::Not);
    let name = view.hull(phrase).map(|s| view.text(s)).unwrap_or_default();
    let from = from.min(thing).min(i).max(i.saturating_sub(LONG));
    let span = view.hull(from..(i + 1).max(thing + 1).min(tokens.end))?;
    Some(State {
        doc: view.at,
        line,
        part,
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        open,
        ahead: phase == Phase::Planned && !stays && !not,
        span,
        voice: view.said_by(i),
    })
}

/// The place right before a word of opening or shutting, helping words and commas aside: `the bridge, closed at noon`.
fn beside(view: &View<'_>, sentence: &Range<usize>, i: usize) -> Option<usize> {
    let between = |k: &usize| {
        let word = view.word(*k);
        word == "," || helping(word).is_some() || matches!(word, "now" | "still" | "also" | "again" | "not")
    };
    let place = (sentence.start..i).rev().find(|k| !between(k))?;
    is_place(view, place).then_some(place)
}

/// Tokens of a reading before the word of opening or shutting.
const LONG: usize = 10;

/// What a verb of opening or shutting is done to, or what does so of itself: `the pool reopened`.
fn acted_on(view: &View<'_>, tree: &Tree, base: usize, verb: usize) -> Option<usize> {
    let node = tree.nodes()[verb];
    let one = |r: Relation| tree.by(verb, &[r]).next();
    let clause = matches!(node.relation, Relation::RelativeClause | Relation::NounClause);
    let relative = |s: usize| matches!(view.word(base + s), "which" | "that");
    let passive = one(Relation::SubjectPassive);
    let found = match (passive, one(Relation::Object), one(Relation::Subject)) {
        (Some(s), ..) if clause && relative(s) => node.head,
        (Some(s), ..) => Some(s),
        (_, Some(o), _) => Some(o),
        (.., Some(s)) if clause && relative(s) => node.head,
        (.., Some(s)) => Some(s),
        // `a bridge closed on Monday`
        _ if node.relation == Relation::NounClause => node.head,
        // `was searched and closed`
        _ if node.relation == Relation::Conjunct => return acted_on(view, tree, base, node.head?),
        _ => None,
    };
    found.filter(|f| *f != verb)
}

/// The place that a pronoun stands for: the last told of before it, in its sentence or the one before.
fn told_before(view: &View<'_>, line: usize, pronoun: usize) -> Option<usize> {
    let from = view.sentences[line.saturating_sub(1)].tokens.start;
    (from..pronoun).rev().find(|i| is_place(view, *i))
}

/// The names of what holds a place whose words end at a token: `in Orm`, `to Vell`.
fn within(view: &View<'_>, end: usize) -> Vec<u64> {
    if !matches!(view.word(end), "in" | "at" | "to" | "of" | "near" | "from") {
        return Vec::new();
    }
    let names = (end + 1..end + 4).take_while(|i| view.capital(*i) && view.is_word(*i));
    names.map(|i| view.stem(i)).collect()
}

/// Whether a token is a noun for a place that can be open or shut.
fn is_place(view: &View<'_>, i: usize) -> bool {
    noun(view.word(i)).is_some_and(|n| matches!(n.level, Level::Site | Level::Ground))
        && WORDS.get(stem(view.word(i))) != Some(&Tells::NoPlace)
}

/// A noun of places with the words before it that tell which.
fn phrase(view: &View<'_>, place: usize) -> Option<Range<usize>> {
    if !is_place(view, place) {
        return None;
    }
    let (line, tree) = view.tree_of(place)?;
    let base = line.tokens.start;
    let told = [Relation::Compound, Relation::Adjectival, Relation::NounModifier];
    let start =
        tree.by(place - base, &told).find(|c| base + c < place).map_or(place, |c| base + tree.run(c).start);
    let article = |i: &usize| matches!(view.word(*i), "the" | "a" | "an");
    let from = (start.max(place.saturating_sub(3))..place + 1).find(|i| !article(i))?;
    Some(from..place + 1)
}
