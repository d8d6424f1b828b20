//! Claims: the clauses of a report as they can be asserted by one and denied by another.

use super::lists::lines;
use super::view::{View, Voice};
use crate::meaning::{opposite, vector_of, word_likeness};
use crate::prior;
use crate::verbs::{Helping, Sets, alike, base, helping, uncontracted};
use crate::words::{hash_word, stem};
use rustc_hash::FxHashSet;
use sayso_model::{Form, Manner};
use sayso_syntax::{Relation, Tag};
use sayso_text::Span;
use std::ops::Range;
use std::sync::LazyLock;

/// A clause that says something, in somebody's voice.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence.
    pub line: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Where it stands.
    pub span: Span,
    /// The sentence in the same voice that it is part of.
    pub whole: Span,
    /// Its words that tell something.
    pub words: Vec<ClaimWord>,
    /// Their stems, names aside, in order.
    pub stems: Vec<u64>,
    /// Whether it is negated.
    pub negated: bool,
    /// In whose voice.
    pub voice: Voice,
    /// What the cue does.
    pub manner: Option<Manner>,
    /// Whether it is wholly in quotation marks.
    pub direct: bool,
    /// Whether it is the headline.
    pub headline: bool,
    /// Whether it only talks about a deed: `Striking the sites …`, `The promise of striking them is a crime`.
    pub about: bool,
    /// Whether it is a condition or a question.
    pub conditional: bool,
    /// Whether it has a word that looks like a verb.
    pub verb: bool,
    /// Whether a number stands in it.
    pub number: bool,
    /// Whether it tells of an act of speech, cue and all: `has threatened to quit`.
    pub act: bool,
}

/// A word of a claim.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClaimWord {
    /// Its token.
    pub token: usize,
    /// Its stem.
    pub stem: u64,
    /// Its normal form.
    pub hash: u64,
    /// The number of its vector.
    pub vector: u32,
    /// The sets of words it belongs to that stand for one another.
    pub alike: Sets,
    /// How much it tells.
    pub weight: f32,
    /// Whether it is a name.
    pub name: bool,
    /// Whether any word says its contrary.
    pub opposed: bool,
    /// Whether it says by its beginning that it is not so: `unidentified`; its stem is that of the rest.
    pub un: bool,
}

impl ClaimWord {
    /// Whether no other word can be near it in meaning.
    pub fn strange(&self) -> bool {
        self.alike.none() && (self.name || self.vector == 0)
    }
}

/// How far one claim is covered by another.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cover {
    /// Share of the first's weight that has a match in the second.
    pub of_first: f32,
    /// Share of the second's weight that has a match in the first.
    pub of_second: f32,
    /// Share of the first's weight, names aside, that has a match in the second.
    pub of_words: f32,
    /// The weight of those words of the first, names aside, that stand in the second as they are.
    pub exact: f32,
    /// Matched words, names aside.
    pub words: usize,
    /// The first matched token of the second.
    pub first: usize,
    /// The last matched token of the second.
    pub last: usize,
    /// Whether a matched word says the contrary.
    pub contrary: bool,
}

/// The words that have a contrary.
static OPPOSED: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    lines(include_str!("../../words/opposites.tsv")).flat_map(|l| l.split('\t')).map(hash_word).collect()
});

/// Words that part clauses which say different things.
const PARTING: [&str; 12] = [
    "amid", "while", "although", "though", "but", "because", "whereas", "despite", "when", "after", "as", ";",
];
/// Words that negate what follows them.
const NEGATORS: [&str; 13] = [
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "n't",
    "unable", "without",
];
/// Verbs that negate the verb after them: `failed to stop`, while `refused a request` tells of a refusal.
const UNDONE: [&str; 12] = [
    "refuse",
    "refuses",
    "refused",
    "refusing",
    "fail",
    "fails",
    "failed",
    "failing",
    "decline",
    "declines",
    "declined",
    "declining",
];
/// Words that can be the subject of a clause of its own after `and` or a comma.
const SUBJECTS: [&str; 14] = [
    "i",
    "he",
    "she",
    "it",
    "we",
    "you",
    "they",
    "there",
    "nobody",
    "nothing",
    "everybody",
    "somebody",
    "everyone",
    "someone",
];

/// The claims of a report, in order.
pub(crate) fn claims(view: &View<'_>) -> Vec<Claim> {
    let quotations = sayso_text::quotations(view.doc.text());
    let mut found = Vec::new();
    for (at, line) in view.sentences.iter().enumerate() {
        // In whose voice each token stands.
        let mut run: Option<(Range<usize>, Voice)> = None;
        let mut runs: Vec<(Range<usize>, Voice)> = Vec::new();
        for i in line.tokens.clone() {
            let voice = view.said_by(i);
            // The words that attribute are nobody's claim.
            if voice.statement.is_none() && view.attributes(i) {
                runs.extend(run.take());
                continue;
            }
            match &mut run {
                Some((range, same)) if *same == voice => range.end = i + 1,
                _ => {
                    runs.extend(run.take());
                    run = Some((i..i + 1, voice));
                }
            }
        }
        runs.extend(run);
        for (range, voice) in runs {
            let whole = view.hull(range.clone()).map(|s| s.trimmed(view.doc.text()));
            let statement = voice.statement.map(|s| &view.statements()[s]);
            for clause in clauses(view, range) {
                let words = claim_words(view, clause.clone());
                if words.iter().filter(|w| !w.name).count() < 2 && words.len() < 3 && statement.is_none()
                    || words.is_empty()
                {
                    continue;
                }
                let Some(span) = view.hull(clause.clone()) else { continue };
                let clause_has_number = view.has_number(span);
                found.push(Claim {
                    doc: view.at,
                    line: at,
                    negated: negated(view, clause.clone()),
                    about: clause
                        .clone()
                        .find(|i| {
                            view.is_word(*i) && !matches!(view.word(*i), "the" | "a" | "that" | "s" | "by")
                        })
                        .is_some_and(|i| view.word(i).len() > 4 && view.word(i).ends_with("ing"))
                        || judges(view, &clause)
                        || unanswered(view, &clause),
                    conditional: clause
                        .clone()
                        .any(|i| matches!(view.word(i), "if" | "unless" | "whether" | "?")),
                    verb: clause.clone().any(|i| {
                        let word = view.word(i);
                        word.len() > 4 && word.ends_with("ed")
                            || helping(word).is_some()
                            || matches!(word, "to" | "began")
                    }),
                    tokens: clause,
                    span: span.trimmed(view.doc.text()),
                    whole: whole.unwrap_or(span),
                    stems: stems(&words),
                    words,
                    voice,
                    manner: statement.and_then(|s| s.cue.as_ref()).map(|c| c.manner),
                    direct: quotations.inside(span.start() + span.len() / 2).is_some(),
                    headline: line.headline,
                    number: clause_has_number,
                    act: false,
                });
            }
        }
    }
    found.extend(acts(view));
    found
}

/// What a report tells of acts of speech: that somebody threatened, asked or refused is itself said to be so, or not.
fn acts(view: &View<'_>) -> Vec<Claim> {
    let mut found = Vec::new();
    for statement in view.statements() {
        let (Some(cue), Some(content)) = (&statement.cue, statement.content.first()) else { continue };
        let Some(at) = cue.spans.first() else { continue };
        let act = matches!(
            cue.manner,
            Manner::Threaten
                | Manner::Promise
                | Manner::Refuse
                | Manner::Demand
                | Manner::Ask
                | Manner::Agree
        );
        let Some(line) = view.line_at(at.start()).filter(|_| act && statement.form == Form::Indirect) else {
            continue;
        };
        if content.start() < at.start() || !view.sentences[line].span.contains(*content) {
            continue;
        }
        let mut tokens = view.tokens_in(at.hull(*content));
        // `had never refused`: the words that negate a cue belong to it.
        let before = (view.sentences[line].tokens.start..tokens.start).rev().take(3);
        tokens.start = before.filter(|i| negates(view, *i)).min().unwrap_or(tokens.start);
        let Some(span) = view.hull(tokens.clone()) else { continue };
        let outer = statement.within.and_then(|w| view.statements().iter().position(|s| s.id == w));
        let words = claim_words(view, tokens.clone());
        found.push(Claim {
            doc: view.at,
            line,
            negated: cue.negated || negated(view, tokens.clone()),
            about: unanswered(view, &tokens),
            tokens,
            span,
            whole: span,
            stems: stems(&words),
            words,
            voice: outer.map_or_else(Voice::default, |o| view.source_of(o)),
            manner: None,
            direct: false,
            headline: view.sentences[line].headline,
            conditional: cue.modality.is_some()
                || view.tokens_in(*content).any(|i| matches!(view.word(i), "whether" | "?")),
            verb: true,
            number: false,
            act: true,
        });
    }
    found
}

/// Cuts a run of tokens where a clause ends that says something of its own.
pub(super) fn clauses(view: &View<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    /// Tokens that a clause has at least.
    const LEAST: usize = 5;
    /// Tokens that a clause with a subject of its own has at least.
    const SHORT: usize = 3;
    let mut found = Vec::new();
    let mut from = range.start;
    let condition = |i: usize| matches!(view.word(i), "if" | "unless");
    for i in range.clone() {
        let (before, after) = (i.saturating_sub(from), range.end - i);
        let parts = before >= LEAST && after >= LEAST && PARTING.contains(&view.word(i));
        let subject = matches!(view.word(i), "and" | "or" | "so") && SUBJECTS.contains(&view.word(i + 1));
        let comma = view.word(i) == "," && (from..from + 3).any(condition);
        let contrast = before >= SHORT && contrasts(view, from, i);
        let room = before >= SHORT && after > SHORT;
        if parts || contrast || room && (subject || comma || joins_clauses(view, i, range.end)) {
            found.push(from..i);
            from = i + 1;
        } else if before > SHORT && after > SHORT && condition(i) {
            found.push(from..i);
            from = i;
        }
    }
    found.push(from..range.end);
    found
}

/// Whether a token joins a clause with a subject of its own to the one before: `…, and no beam would have held it`.
fn joins_clauses(view: &View<'_>, i: usize, end: usize) -> bool {
    if !matches!(view.word(i), "and" | "but" | "or" | "so" | ";") {
        return false;
    }
    let Some((line, tree)) = view.tree_of(i) else { return false };
    let base = line.tokens.start;
    let nodes = tree.nodes();
    let own = |v: usize| {
        let subjects = [Relation::Subject, Relation::SubjectPassive, Relation::Expletive];
        nodes[v].tag.is_verb() && tree.by(v, &subjects).any(|s| s + base > i)
    };
    (i + 1..end.min(base + nodes.len())).map(|k| k - base).any(|v| {
        let node = nodes[v];
        // Nothing but what belongs to it stands between.
        let starts = tree.run(v).start + base;
        matches!(node.relation, Relation::Conjunct | Relation::Complement | Relation::Root)
            && node.head.is_none_or(|h| h + base < i)
            && (i + 1..=i + 2).contains(&starts)
            && own(v)
    })
}

/// Whether a clause says of a deed what it is, not that it was done: `The promise of striking the sites is a crime`.
fn judges(view: &View<'_>, clause: &Range<usize>) -> bool {
    let words = || clause.clone().map(|i| view.word(i));
    let told = words().skip_while(|w| !w.ends_with("ing")).any(|w| helping(w) == Some(Helping::Be));
    let Some((line, tree)) = view.tree_of(clause.start).filter(|_| told) else { return false };
    let (base, nodes) = (line.tokens.start, tree.nodes());
    let inside = |i: usize| clause.contains(&(base + i));
    (0..nodes.len()).filter(|v| inside(*v) && helping(view.word(base + v)) == Some(Helping::Be)).any(|v| {
        let says = tree.by(v, &[Relation::Attribute, Relation::AdjectiveComplement]).any(inside);
        let subject = tree.by(v, &[Relation::Subject, Relation::ClauseSubject]).find(|s| inside(*s));
        // The deed is what the noun is of: `the man standing there is a guard` tells of a man.
        let deed = |s: usize| {
            tree.run(s).any(|i| {
                let relation = nodes[i].relation;
                nodes[i].tag == Tag::VerbIng
                    && matches!(relation, Relation::PrepositionClause | Relation::ClauseSubject)
            })
        };
        says && subject.is_some_and(deed)
    })
}

/// Whether a clause tells that somebody did not answer reporters, or has not said something: nobody disputes that.
fn unanswered(view: &View<'_>, clause: &Range<usize>) -> bool {
    const ANSWERS: [&str; 10] = [
        "respond",
        "responded",
        "reply",
        "replied",
        "return",
        "returned",
        "answer",
        "answered",
        "comment",
        "commented",
    ];
    const ASKED: [&str; 14] = [
        "comment",
        "comments",
        "request",
        "requests",
        "email",
        "emails",
        "e-mail",
        "e-mails",
        "call",
        "calls",
        "message",
        "messages",
        "inquiries",
        "enquiries",
    ];
    const SAYS: [&str; 8] =
        ["said", "say", "disclosed", "disclose", "specified", "specify", "indicated", "commented"];
    let not = |i: usize| (clause.start.max(i.saturating_sub(3))..i).any(|k| negates(view, k));
    clause.clone().any(|i| {
        let word = view.word(i);
        let on = || i + 1..clause.end.min(i + 7);
        ANSWERS.contains(&word) && not(i) && on().any(|k| ASKED.contains(&view.word(k)))
            || SAYS.contains(&word)
                && not(i)
                && matches!(
                    view.word(i + 1),
                    "how" | "whether" | "if" | "what" | "when" | "why" | "where" | "which" | "who"
                )
    })
}

/// Whether a `but` sets a thing against what is said not to be: `not a tremor but greed`.
fn contrasts(view: &View<'_>, from: usize, i: usize) -> bool {
    view.word(i) == "but"
        && (from..i).any(|k| view.word(k) == "not" && negates(view, k))
        && view.word(i - 1) != ","
}

/// The stems of words, names aside, in order.
fn stems(words: &[ClaimWord]) -> Vec<u64> {
    let mut stems: Vec<u64> = words.iter().filter(|w| !w.name).map(|w| w.stem).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// The words of a clause that tell something.
pub(crate) fn claim_words(view: &View<'_>, range: Range<usize>) -> Vec<ClaimWord> {
    range.filter_map(|i| view.telling(i)).collect()
}

/// Token `i` as a word of a claim, if it tells something.
pub(super) fn claim_word(view: &View<'_>, i: usize) -> Option<ClaimWord> {
    let printed = view.word(i);
    if !view.is_word(i) || printed.len() < 2 || clitic(printed) || NEGATORS.contains(&printed) {
        return None;
    }
    let (word, un) = bare(printed).map_or((printed, false), |rest| (rest, true));
    let stem_hash = hash_word(stem(base(word)));
    // `The alarm was off` says it with a word that mostly says little.
    let state = matches!(word, "off" | "away") && i > 0 && {
        let before = base(view.word(i - 1));
        before == "be" || ["switch", "turn", "shut"].iter().any(|v| before.starts_with(v))
    };
    let weight = (0.2 / prior::share(stem_hash)).ln().max(if state { 1.2 } else { f32::MIN });
    let name = view.capital(i) && i > 0 && view.is_name(i);
    (weight > 0.35).then(|| ClaimWord {
        token: i,
        stem: stem_hash,
        hash: hash_word(word),
        vector: vector_of(word),
        alike: alike(stem_hash),
        weight: weight.min(4.0) * if name { 0.6 } else { 1.0 },
        name,
        opposed: OPPOSED.contains(&hash_word(word)),
        un,
    })
}

/// What a word says is not so by its beginning: the `identified` of `unidentified`.
fn bare(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("un")?;
    let said = ["ed", "able", "ible", "ful"].iter().any(|end| rest.ends_with(end));
    (said && rest.len() > 5 && vector_of(rest) != 0).then_some(rest)
}

/// Whether a token is the end of a contraction, or a contracted negation.
fn clitic(word: &str) -> bool {
    word.starts_with(['\'', '’']) || uncontracted(word).is_some()
}

/// Whether token `i` negates the clause it stands in.
pub(crate) fn negates(view: &View<'_>, i: usize) -> bool {
    let word = view.word(i);
    match word {
        // `with no path` says it of the path alone.
        "no" => {
            !matches!(view.word(i + 1), "longer" | "matter" | "doubt" | "wonder")
                && (i == 0 || view.word(i - 1) != "with")
        }
        // `walked out without a coat` negates the coat.
        "without" => false,
        "not" => !matches!(view.word(i + 1), "only" | "just" | "merely" | "least"),
        _ if UNDONE.contains(&word) => view.word(i + 1) == "to",
        _ => NEGATORS.contains(&word) || uncontracted(word).is_some(),
    }
}

/// Whether an odd number of negations stands in a clause.
fn negated(view: &View<'_>, range: Range<usize>) -> bool {
    range.filter(|i| negates(view, *i)).count() % 2 == 1
}

/// The nearest that two words can be and still not stand for each other.
pub(crate) const NEAR: f32 = 0.6;

/// Whether two runs of words, each in its report, can be one proposition: the second shares a word of what the first says,
/// and a word of what that is said of.
pub(crate) fn akin(first: (&View<'_>, &[ClaimWord]), second: (&View<'_>, &[ClaimWord])) -> bool {
    /// Share of the words of a thing that are the thing.
    const MOST: f32 = 0.75;
    /// Share of the words of a proposition, a telling one among them, that are the proposition where nothing else is said.
    const PLAIN: f32 = 0.5;
    const TELLING: f32 = 3.0;
    let (said, of) = told_apart(first.0, first.1);
    let all = cover_words(first.1, second.1);
    if all.of_words >= PLAIN && all.exact >= TELLING && told_apart(second.0, second.1).0.is_empty() {
        return true;
    }
    // With no word of what is said, most of what it is said of is shared.
    if said.is_empty() {
        return cover_words(&of, second.1).of_first >= MOST;
    }
    let shares = |words: &[ClaimWord]| words.is_empty() || cover_words(words, second.1).of_first > 0.0;
    shares(&said) && shares(&of)
}

/// The words of what is said, verbs and adjectives, and of what it is said of, as the trees have them.
fn told_apart(view: &View<'_>, words: &[ClaimWord]) -> (Vec<ClaimWord>, Vec<ClaimWord>) {
    let node = |w: &ClaimWord| {
        let (line, tree) = view.tree_of(w.token)?;
        Some((tree, w.token - line.tokens.start))
    };
    let says = |w: &ClaimWord| {
        node(w).is_some_and(|(tree, at)| {
            let node = tree.nodes()[at];
            !node.tag.is_noun()
                && node.tag != Tag::Number
                && !matches!(node.relation, Relation::Adjectival | Relation::Adverbial)
        })
    };
    // `the hydrant that the town pays for`: which is meant, not what is said of it.
    let which = |w: &ClaimWord| {
        node(w).is_some_and(|(tree, at)| {
            let mut up = std::iter::once(at).chain(tree.above(at));
            up.any(|i| tree.nodes()[i].relation == Relation::RelativeClause)
        })
    };
    let main: Vec<ClaimWord> = words.iter().copied().filter(|w| !which(w)).collect();
    let main = if main.is_empty() { words.to_vec() } else { main };
    main.into_iter().partition(says)
}

/// Whether a word says the contrary of another.
fn says_contrary(x: &ClaimWord, y: &ClaimWord) -> bool {
    !x.name && x.opposed && y.opposed && opposite(x.hash, y.hash)
}

/// Whether nothing is nearer to a word: it is of one stem, or its vector is the same (that of all numbers of three digits).
fn same(x: &ClaimWord, y: &ClaimWord) -> bool {
    let twins = || !x.name && !y.name && !x.alike.meet(y.alike) && !says_contrary(x, y);
    x.stem == y.stem || x.vector == y.vector && x.vector != 0 && twins()
}

/// The first of the words that are nearest to one: how near, where, and whether it says the contrary.
fn nearest(x: &ClaimWord, words: &[ClaimWord]) -> Option<(f32, usize, bool)> {
    if let Some(at) = words.iter().position(|y| same(x, y)) {
        let y = &words[at];
        let contrary = says_contrary(x, y) || !x.name && x.stem == y.stem && x.un != y.un;
        return Some((1.0, at, contrary));
    }
    if x.strange() && !x.opposed {
        return None;
    }
    let mut best: Option<(f32, usize, bool)> = None;
    for (at, y) in words.iter().enumerate() {
        let contrary = says_contrary(x, y);
        let like = match () {
            () if contrary => 0.9,
            () if x.alike.meet(y.alike) => 0.85,
            () if x.name || y.name => 0.0,
            () => word_likeness(x.vector, y.vector),
        };
        if like > best.map_or(NEAR, |b| b.0) {
            best = Some((like, at, contrary));
        }
    }
    best
}

/// How far the words of two claims are the same.
pub(crate) fn cover_words(a: &[ClaimWord], b: &[ClaimWord]) -> Cover {
    let mut out = Cover { first: usize::MAX, ..Cover::default() };
    let mut matched = vec![0.0f32; b.len()];
    let (mut total, mut got) = (0.0, 0.0);
    let (mut own, mut own_got) = (0.0, 0.0);
    let mut stems: Vec<u64> = Vec::new();
    for x in a {
        total += x.weight;
        own += if x.name { 0.0 } else { x.weight };
        let Some((like, at, contrary)) = nearest(x, b) else { continue };
        got += x.weight * like;
        out.exact += if x.name || like < 1.0 { 0.0 } else { x.weight };
        own_got += if x.name { 0.0 } else { x.weight * like };
        matched[at] = matched[at].max(like);
        if !x.name && !stems.contains(&x.stem) {
            out.words += 1;
            stems.push(x.stem);
        }
        out.first = out.first.min(b[at].token);
        out.last = out.last.max(b[at].token);
        out.contrary |= contrary;
    }
    let weight: f32 = b.iter().map(|w| w.weight).sum();
    let covered: f32 = b.iter().zip(&matched).map(|(w, m)| w.weight * m).sum();
    out.of_first = if total > 0.0 { got / total } else { 0.0 };
    out.of_words = if own > 0.0 { own_got / own } else { 0.0 };
    out.of_second = if weight > 0.0 { covered / weight } else { 0.0 };
    out
}
