//! The deeds that a report tells: who did what to what.

use super::super::claims::{ClaimWord, claim_words};
use super::super::lists::lines;
use super::super::view::{View, Voice};
use crate::naming::{is_person, one_people};
use crate::verbs::{Helping, base, helping};
use crate::words::{hash_word, stem};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons;
use sayso_model::{Entity, EntityKind, Manner, MentionForm};
use sayso_syntax::{Relation, Tag, Tree};
use sayso_text::Span;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// A deed as a report tells it.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    /// Place of its report.
    pub doc: usize,
    /// Place of its sentence.
    pub line: usize,
    /// The token of its verb.
    pub verb: usize,
    /// What kinds of deed it can be.
    pub kinds: Vec<u16>,
    /// Who did it, as printed.
    pub agent: Span,
    /// Who that is.
    pub who: Who,
    /// The noun for what it was done to.
    pub head: Option<ClaimWord>,
    /// What it was done to.
    pub object: Vec<ClaimWord>,
    /// The stems by which the report knows whom it was done to.
    pub whom: BTreeSet<u64>,
    /// Nouns that a pronoun for what it was done to may stand for, the nearest first.
    pub meant: Vec<ClaimWord>,
    /// Whether it is telling others to do it.
    pub order: bool,
    /// Whether its verb is said of any kind of deed.
    pub any: bool,
    /// Whether it is said not to be so.
    pub not: bool,
    /// Where.
    pub span: Span,
    /// In whose voice.
    pub voice: Voice,
    /// The stems of the name of who says so.
    pub sayer: BTreeSet<u64>,
}

impl Deed {
    /// Whether this names who says the other: each puts it on the other.
    pub fn blames(&self, other: &Deed) -> bool {
        self.who.stems.intersection(&other.sayer).next().is_some()
    }

    /// Whether it is denied of anything whatever: `locked nothing`.
    pub fn anything(&self) -> bool {
        self.not && self.object.is_empty() && self.meant.is_empty() && self.whom.is_empty()
    }
}

/// Who is said to have done something.
#[derive(Clone, Debug, Default)]
pub(super) struct Who {
    /// The stems of names and nouns that the report has for them.
    stems: BTreeSet<u64>,
    /// The speaker, who says it of himself.
    speaker: Option<u32>,
    /// Whether it is nobody: `nobody touched it`.
    nobody: bool,
    /// Whether the report names them.
    pub named: bool,
    /// The noun for them.
    noun: String,
}

impl Who {
    /// Whether two can be the same.
    pub fn one(&self, other: &Who) -> bool {
        // Whom a pronoun means that is not led back may be anybody.
        let open = |w: &Who| w.stems.is_empty() && w.speaker.is_none() && !w.nobody;
        open(self)
            || open(other)
            || self.speaker.is_some() && self.speaker == other.speaker
            || self.stems.intersection(&other.stems).next().is_some()
    }

    /// Whether one is named and the other only told of by a noun: `the doorman` may be `Takk`.
    pub fn may_be(&self, other: &Who) -> bool {
        self.named != other.named && !self.nobody && !other.nobody
    }

    /// Whether the nouns for two may be for the same people: `robber`, `raider`.
    pub fn near(&self, other: &Who) -> bool {
        one_people(&self.noun, &other.noun)
    }

    /// Whether nobody at all is meant.
    pub fn all(&self) -> bool {
        self.nobody && self.stems.is_empty()
    }
}

/// The kinds of deeds.
struct Kinds {
    /// By the stem of a verb.
    of_verb: FxHashMap<u64, Vec<u16>>,
    /// The nouns that a kind wants for its object, by its number: `gave the order`.
    wants: FxHashMap<u16, FxHashSet<&'static str>>,
    /// Those of telling others to do it.
    orders: FxHashSet<u16>,
    /// Those that may be any other.
    any: FxHashSet<u16>,
}

/// Nouns for what is done on somebody's word: `on the manager's orders`.
const ORDERS: [&str; 6] = ["order", "orders", "instruction", "instructions", "say-so", "behest"];

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let mut kinds = Kinds {
        of_verb: FxHashMap::default(),
        wants: FxHashMap::default(),
        orders: FxHashSet::default(),
        any: FxHashSet::default(),
    };
    for (n, line) in (0u16..).zip(lines(include_str!("../../../words/points/deeds.tsv"))) {
        let Some((name, words)) = line.split_once('\t') else { continue };
        if name.starts_with('!') {
            kinds.orders.insert(n);
        } else if name.starts_with('*') {
            kinds.any.insert(n);
        }
        let (verbs, nouns) = words.split_once('|').unwrap_or((words, ""));
        for verb in verbs.split(' ') {
            kinds.of_verb.entry(hash_word(stem(verb))).or_default().push(n);
        }
        if !nouns.is_empty() {
            kinds.wants.insert(n, nouns.split(' ').collect());
        }
    }
    kinds
});

/// The stem of a verb's base form.
fn root(word: &str) -> u64 {
    hash_word(stem(base(word)))
}

/// The stems of a speaker's name.
fn name_of(named: &[(u32, String)], speaker: Option<u32>) -> BTreeSet<u64> {
    let name = named.iter().find(|(id, _)| Some(*id) == speaker);
    let words = name.into_iter().flat_map(|(_, n)| n.split(' ')).filter(|w| tells(w));
    words.map(|w| hash_word(stem(w))).collect()
}

/// Whether a word is more than an article or a title's point.
fn tells(word: &str) -> bool {
    word.len() > 2 && role(word) == Role::default()
}

/// The deeds of a report, in order.
pub(super) fn deeds_of(view: &View<'_>, named: &[(u32, String)]) -> Vec<Deed> {
    let mut found = Vec::new();
    for (at, line) in view.sentences.iter().enumerate() {
        let tells =
            |i: &usize| KINDS.of_verb.contains_key(&root(view.word(*i))) || ORDERS.contains(&view.word(*i));
        let words: Vec<usize> = line.tokens.clone().filter(tells).collect();
        if words.is_empty() {
            continue;
        }
        let Some((_, tree)) = view.tree_of(line.tokens.start) else { continue };
        let reading = Sentence { view, named, tree, base: line.tokens.start, at };
        let of = |i: usize| reading.deed(i).or_else(|| reading.on_orders(i));
        found.extend(words.into_iter().filter_map(|i| of(i - line.tokens.start)));
    }
    found
}

/// Who is named by an accusation or owns up: `accuses the guard of having opened fire`. `act` is what it is for.
pub(super) fn of_words(
    view: &View<'_>,
    line: usize,
    agent: Span,
    act: &[ClaimWord],
    voice: Voice,
    named: &[(u32, String)],
) -> Option<Deed> {
    let told = act.iter().find(|w| KINDS.of_verb.contains_key(&w.stem))?;
    let mut kinds: Vec<u16> = KINDS.of_verb[&told.stem].clone();
    kinds.retain(|k| !KINDS.wants.contains_key(k));
    let order = kinds.iter().any(|k| KINDS.orders.contains(k));
    let tokens = view.tokens_in(agent);
    let stems = tokens.clone().filter(|i| tells(view.word(*i))).map(|i| view.stem(i)).collect();
    let object: Vec<ClaimWord> = act.iter().filter(|w| w.token != told.token && !w.name).copied().collect();
    Some(Deed {
        doc: view.at,
        line,
        verb: told.token,
        kinds,
        order,
        any: false,
        agent,
        who: Who {
            stems,
            speaker: None,
            nobody: false,
            named: tokens.clone().any(|i| view.is_name(i)),
            noun: tokens.last().map(|i| view.word(i).to_owned()).unwrap_or_default(),
        },
        head: object.last().copied(),
        object,
        whom: BTreeSet::new(),
        meant: Vec::new(),
        not: false,
        span: agent,
        sayer: name_of(named, voice.speaker),
        voice,
    })
}

/// A sentence, its words by their places in it.
struct Sentence<'s, 'v> {
    view: &'s View<'v>,
    named: &'s [(u32, String)],
    tree: &'s Tree,
    base: usize,
    at: usize,
}

/// Whether a word stands for somebody told of before.
fn is_pronoun(word: &str) -> bool {
    matches!(word, "he" | "she" | "they" | "him" | "her" | "them")
}

/// Who did it, by the tree.
enum By {
    /// The word at the head of who did.
    Word(usize),
    /// Who speaks: `denied having opened the gate`.
    Speaker(usize),
}

impl Sentence<'_, '_> {
    fn word(&self, i: usize) -> &str {
        self.view.word(self.base + i)
    }

    fn one(&self, of: usize, relations: &[Relation]) -> Option<usize> {
        self.tree.by(of, relations).next()
    }

    fn deed(&self, verb: usize) -> Option<Deed> {
        let node = self.tree.nodes()[verb];
        if !node.tag.is_verb() || matches!(node.relation, Relation::Auxiliary | Relation::AuxiliaryPassive) {
            return None;
        }
        if self.open(verb) {
            return None;
        }
        let passive = self.passive(verb);
        let by = if passive { self.agent_of(verb)? } else { self.subject(verb)? };
        let object = if passive { self.patient(verb) } else { self.object(verb) };
        let none = object.is_some_and(|o| matches!(self.word(o), "nothing" | "none"));
        let pointing = object.is_some_and(|o| matches!(self.word(o), "it" | "them" | "this" | "that" | "so"));
        let (head, words) = object.filter(|_| !none && !pointing).map(|o| self.thing(o)).unwrap_or_default();
        let meant = if pointing { self.before(verb) } else { Vec::new() };
        let whom = object.filter(|o| !none && !pointing && self.is_person(*o)).map(|o| self.stems(o));
        let whom = whom.unwrap_or_default();
        let own = self.view.said_by(self.base + verb);
        let no =
            object.is_some_and(|o| self.tree.by(o, &[Relation::Determiner]).any(|d| self.word(d) == "no"));
        let mut not = none || no || self.negated(verb);
        let (agent, who) = match by {
            By::Word(i) => {
                let (agent, who) = self.who(i, own)?;
                not |= who.nobody;
                (agent, who)
            }
            By::Speaker(statement) => {
                let statement = self.view.statements().get(statement)?;
                let source = statement.source.as_ref()?.spans.first().copied()?;
                // Who accuses another of it has not done it.
                let cue = statement.cue.as_ref()?;
                let owns = matches!(cue.lemma.as_str(), "admit" | "confess" | "acknowledge");
                if cue.manner != Manner::Deny && !owns {
                    return None;
                }
                not |= cue.manner == Manner::Deny;
                (source, self.speaker(own.speaker?))
            }
        };
        let kinds = self.kinds(verb, object, passive);
        // What is done to nothing that is named is only denied.
        let order = kinds.iter().any(|k| KINDS.orders.contains(k));
        // `A guard shot a man`: which one is left open, so that others may tell of another.
        if !order && !no && !none && object.is_some_and(|o| !self.definite(o)) {
            return None;
        }
        if kinds.is_empty() || words.is_empty() && whom.is_empty() && meant.is_empty() && !none && !order {
            return None;
        }
        let token = self.base + verb;
        Some(Deed {
            doc: self.view.at,
            line: self.at,
            verb: token,
            order,
            any: kinds.iter().any(|k| KINDS.any.contains(k)),
            kinds,
            agent,
            who,
            head,
            object: words,
            whom,
            meant,
            not,
            span: self.span(agent, token, object),
            sayer: name_of(self.named, own.speaker),
            voice: own,
        })
    }

    /// Whether a noun tells of one that is known: `the gate`, `their boat`, `Orr`, but not `two gates`, `a gate`, `gates`.
    fn definite(&self, noun: usize) -> bool {
        let nodes = self.tree.nodes();
        let counted = self.tree.by(noun, &[Relation::Numeral, Relation::Quantifier]).next().is_some();
        let determined = self
            .tree
            .by(noun, &[Relation::Determiner])
            .any(|d| matches!(self.word(d), "the" | "this" | "that" | "these" | "those"));
        let owned = self.one(noun, &[Relation::Possessive]).is_some();
        let known = self.view.is_name(self.base + noun) || nodes[noun].tag == Tag::Pronoun;
        !counted && (determined || owned || known)
    }

    /// What was done on somebody's word: `locked by order of the manager`, `on the ministry's instructions`.
    fn on_orders(&self, noun: usize) -> Option<Deed> {
        if !ORDERS.contains(&self.word(noun)) {
            return None;
        }
        let node = self.tree.nodes()[noun];
        // `The order came from the director`
        let came = node.head.filter(|v| {
            node.relation == Relation::Subject && matches!(self.word(*v), "came" | "comes" | "come")
        });
        let from = came.and_then(|v| {
            let from = self.tree.by(v, &[Relation::Preposition]).find(|p| self.word(*p) == "from")?;
            self.one(from, &[Relation::PrepositionObject])
        });
        let led = node.head.filter(|p| {
            node.relation == Relation::PrepositionObject && matches!(self.word(*p), "by" | "on" | "at")
        });
        let whose = || {
            led?;
            let of =
                self.tree.by(noun, &[Relation::Preposition]).find(|p| matches!(self.word(*p), "of" | "from"));
            let of = of.and_then(|p| self.one(p, &[Relation::PrepositionObject]));
            of.or_else(|| self.one(noun, &[Relation::Possessive]))
        };
        let by = from.or_else(whose)?;
        let token = self.base + noun;
        let own = self.view.said_by(token);
        let (agent, who) = self.who(by, own)?;
        let verb = came.or(led.and_then(|p| self.tree.nodes()[p].head)).unwrap_or(noun);
        // `closed on the orders of the ministry`: the closing was ordered.
        let done = (came.is_none() && verb != noun && self.tree.nodes()[verb].tag.is_verb()).then_some(verb);
        let object = done.and_then(|v| if self.passive(v) { self.patient(v) } else { self.object(v) });
        let (head, words) = object.map(|o| self.thing(o)).unwrap_or_default();
        Some(Deed {
            doc: self.view.at,
            line: self.at,
            verb: self.base + verb,
            kinds: KINDS.orders.iter().copied().min().into_iter().collect(),
            order: true,
            any: false,
            agent,
            not: who.nobody || self.negated(verb),
            who,
            head,
            object: words,
            whom: BTreeSet::new(),
            meant: Vec::new(),
            span: self.span(agent, token, None),
            sayer: name_of(self.named, own.speaker),
            voice: own,
        })
    }

    /// The nouns before a verb that a pronoun behind it may stand for, the nearest first.
    fn before(&self, verb: usize) -> Vec<ClaimWord> {
        /// Sentences before.
        const BACK: usize = 2;
        /// Nouns.
        const MOST: usize = 12;
        let from = self.view.sentences[self.at.saturating_sub(BACK)].tokens.start;
        let words = claim_words(self.view, from..self.base + verb);
        words.into_iter().rev().filter(|w| !w.name).take(MOST).collect()
    }

    /// The kinds that a verb with this object can be.
    fn kinds(&self, verb: usize, object: Option<usize>, passive: bool) -> Vec<u16> {
        let all = KINDS.of_verb.get(&root(self.word(verb))).cloned().unwrap_or_default();
        // `told the mechanic to do it`; who tells a conference something orders nothing.
        let to = |c: usize| self.tree.by(c, &[Relation::Auxiliary]).any(|a| self.word(a) == "to");
        let told = root(self.word(verb)) == root("tell");
        if told && !self.tree.by(verb, &[Relation::OpenComplement]).any(to) {
            return Vec::new();
        }
        let fits = |k: &u16| {
            KINDS.wants.get(k).is_none_or(|nouns| {
                object.is_some_and(|o| nouns.contains(self.word(o).trim_end_matches('s')))
                    || passive && object.is_none()
            })
        };
        all.into_iter().filter(fits).collect()
    }

    /// Whether it is left open that it was done: a wish, a question, what might have been or is still to come.
    fn open(&self, verb: usize) -> bool {
        let helped = |v: usize| {
            self.tree.by(v, &[Relation::Auxiliary, Relation::AuxiliaryPassive]).any(|h| {
                helping(self.word(h)) == Some(Helping::Modal)
                    || matches!(self.word(h), "to" | "'ll" | "’ll" | "'d" | "’d")
            })
        };
        let asked = self.tree.by(verb, &[Relation::Marker]).any(|m| matches!(self.word(m), "if" | "whether"));
        let line = &self.view.sentences[self.at];
        let question = line.tokens.clone().next_back().is_some_and(|i| {
            (i.saturating_sub(1)..=i).any(|k| line.tokens.contains(&k) && self.view.word(k) == "?")
        });
        helped(verb) || asked || question
    }

    fn passive(&self, verb: usize) -> bool {
        let node = self.tree.nodes()[verb];
        self.one(verb, &[Relation::AuxiliaryPassive, Relation::SubjectPassive]).is_some()
            || node.tag == Tag::Participle
                && matches!(node.relation, Relation::NounClause)
                && self.one(verb, &[Relation::Object]).is_none()
    }

    /// Who did what is told in the passive.
    fn agent_of(&self, verb: usize) -> Option<By> {
        let by = self
            .one(verb, &[Relation::Agent])
            .or_else(|| self.tree.by(verb, &[Relation::Preposition]).find(|p| self.word(*p) == "by"))?;
        self.one(by, &[Relation::PrepositionObject]).map(By::Word)
    }

    /// What something was done to, told in the passive.
    fn patient(&self, verb: usize) -> Option<usize> {
        let node = self.tree.nodes()[verb];
        let own = self.one(verb, &[Relation::SubjectPassive]);
        match (own, node.relation) {
            (Some(own), _) if !self.relative(own) => Some(own),
            (_, Relation::RelativeClause | Relation::NounClause) => node.head,
            _ => None,
        }
    }

    fn relative(&self, i: usize) -> bool {
        matches!(self.word(i), "who" | "that" | "which" | "whom")
    }

    /// Who did what is told in the active.
    fn subject(&self, verb: usize) -> Option<By> {
        let node = self.tree.nodes()[verb];
        let own = self.one(verb, &[Relation::Subject]);
        match (own, node.relation, node.head) {
            (Some(own), Relation::RelativeClause, Some(head)) if self.relative(own) => Some(By::Word(head)),
            (Some(own), ..) => (!self.relative(own)).then_some(By::Word(own)),
            (None, Relation::Conjunct, Some(first)) if self.tree.nodes()[first].tag.is_verb() => {
                if self.passive(first) { None } else { self.subject(first) }
            }
            // `the man driving the van`
            (None, Relation::NounClause, Some(head)) if node.tag == Tag::VerbIng => Some(By::Word(head)),
            // `denied having opened it`, `admitted opening it`
            (None, _, Some(_)) if node.tag == Tag::VerbIng => {
                let statement = self.view.said_by(self.base + verb).statement?;
                let cue = self.view.statements()[statement].cue.as_ref()?;
                let near = |i: usize| {
                    let token = self.view.tokens[self.base + i].span;
                    cue.spans.iter().any(|c| c.overlaps(token))
                };
                self.tree.above(verb).take(1).any(near).then_some(By::Speaker(statement))
            }
            _ => None,
        }
    }

    /// What something was done to, told in the active.
    fn object(&self, verb: usize) -> Option<usize> {
        let own = self.one(verb, &[Relation::Object]);
        if let Some(own) = own {
            let node = self.tree.nodes()[verb];
            return match (self.relative(own), node.relation) {
                (true, Relation::RelativeClause) => node.head,
                (true, _) => None,
                _ => Some(own),
            };
        }
        // `ordered the tower cleared`
        let below = self.one(verb, &[Relation::Complement, Relation::OpenComplement]);
        if let Some(below) = below.filter(|b| self.tree.nodes()[*b].tag == Tag::Participle) {
            return self.one(below, &[Relation::SubjectPassive, Relation::Subject, Relation::Object]);
        }
        // `tampered with the signal`, `fired on the crowd`
        let near = |p: &usize| {
            *p > verb && matches!(self.word(*p), "with" | "on" | "at" | "upon" | "into" | "down" | "off")
        };
        let led = self.tree.by(verb, &[Relation::Preposition]).filter(near);
        led.filter_map(|p| self.one(p, &[Relation::PrepositionObject])).next()
    }

    /// The noun for a thing, and the words that name it.
    fn thing(&self, noun: usize) -> (Option<ClaimWord>, Vec<ClaimWord>) {
        let run = self.phrase(noun);
        let words = claim_words(self.view, run);
        let digits = |i: usize| self.view.word(i).starts_with(|c: char| c.is_ascii_digit());
        let head = words.iter().find(|w| w.token == self.base + noun && !digits(w.token)).copied();
        match head {
            Some(_) => (head, words),
            None => (None, Vec::new()),
        }
    }

    /// A noun with what stands before it and what is `of` it, as tokens.
    fn phrase(&self, noun: usize) -> Range<usize> {
        /// Words after the noun.
        const FAR: usize = 6;
        let run = self.tree.run(noun);
        let before = self.tree.children(noun).find(|c| {
            *c < noun
                && matches!(
                    self.tree.nodes()[*c].relation,
                    Relation::Determiner
                        | Relation::Possessive
                        | Relation::Adjectival
                        | Relation::Compound
                        | Relation::NounModifier
                        | Relation::Numeral
                )
        });
        let start = before.map_or(noun, |c| self.tree.run(c).start);
        let of =
            self.tree.by(noun, &[Relation::Preposition]).find(|p| *p == noun + 1 && self.word(*p) == "of");
        let end =
            of.map_or(noun + 1, |p| self.tree.run(p).end.min(noun + 1 + FAR)).min(run.end.max(noun + 1));
        self.base + start..self.base + end
    }

    /// Who a word tells of, with the words that do.
    fn who(&self, word: usize, voice: Voice) -> Option<(Span, Who)> {
        let lower = self.word(word);
        let tokens = self.phrase(word);
        let span = self.view.hull(tokens.clone())?;
        if matches!(lower, "i" | "we" | "me" | "us") {
            return Some((span, self.speaker(voice.speaker?)));
        }
        let no = self.tree.by(word, &[Relation::Determiner]).any(|d| self.word(d) == "no");
        let nobody = no || matches!(lower, "nobody" | "none" | "noone" | "no-one");
        if nobody {
            // `nobody of ours`, `nobody from the town`: who is meant.
            let of = self.tree.by(word, &[Relation::Preposition]);
            let of: Vec<usize> = of
                .filter(|p| matches!(self.word(*p), "of" | "from" | "in" | "at"))
                .filter_map(|p| self.one(p, &[Relation::PrepositionObject]))
                .collect();
            let mut stems: BTreeSet<u64> = BTreeSet::new();
            let plain = matches!(lower, "nobody" | "none" | "noone" | "no-one" | "one");
            if no && !plain {
                stems.extend(self.stems(word));
            }
            of.iter().for_each(|o| stems.extend(self.stems(*o)));
            let end = of.iter().map(|o| self.phrase(*o).end).max().unwrap_or(tokens.end);
            let span = self.view.hull(tokens.start..end)?;
            return Some((span, Who { stems, speaker: None, nobody: true, named: false, ..Who::default() }));
        }
        // Who is not known is nobody to compare with.
        if matches!(
            lower,
            "someone"
                | "somebody"
                | "anyone"
                | "anybody"
                | "everyone"
                | "which"
                | "what"
                | "who"
                | "it"
                | "this"
                | "that"
        ) {
            return None;
        }
        let mut stems = self.stems(word);
        // `my officers`: the speaker's own.
        let mine = self.tree.by(word, &[Relation::Possessive]).any(|p| matches!(self.word(p), "my" | "our"));
        let speaker = voice.speaker.filter(|_| mine);
        if let Some(speaker) = speaker {
            stems.extend(name_of(self.named, Some(speaker)));
        }
        let named = self.is_named(word);
        // A tree, a wall or a shell is no rival of who did it.
        let acts = self
            .entity(word)
            .is_some_and(|e| matches!(e.kind, EntityKind::Person | EntityKind::Organization));
        if !acts
            && !named
            && persons::noun(lower).is_none()
            && !is_person(lower.trim_end_matches('s'))
            && !mine
            && !is_pronoun(lower)
        {
            return None;
        }
        (is_pronoun(lower) || !stems.is_empty())
            .then_some((span, Who { stems, speaker, nobody: false, named, noun: lower.to_owned() }))
    }

    /// The stems by which the report knows who a word tells of.
    fn stems(&self, word: usize) -> BTreeSet<u64> {
        let mut stems: BTreeSet<u64> = BTreeSet::new();
        let noun = |i: &usize| self.tree.nodes()[*i - self.base].tag.is_noun();
        stems.extend(self.phrase(word).filter(noun).map(|i| self.view.stem(i)));
        if let Some(entity) = self.entity(word)
            && matches!(entity.kind, EntityKind::Person | EntityKind::Organization)
        {
            let own = entity.mentions.iter().filter(|m| m.form != MentionForm::Pronoun);
            let words = own.flat_map(|m| self.view.tokens_in(m.span));
            stems.extend(words.filter(|i| tells(self.view.word(*i))).map(|i| self.view.stem(i)));
        }
        stems
    }

    /// Whom or what the report means by a word, if it is one of those that it tells of.
    fn entity(&self, word: usize) -> Option<&Entity> {
        let token = self.view.tokens[self.base + word].span;
        let all = self.view.doc.annotations.entities.iter();
        let mentions = all.flat_map(|e| e.mentions.iter().map(move |m| (e, m)));
        let covering = mentions.filter(|(_, m)| m.span.contains(token));
        covering.min_by_key(|(_, m)| m.span.len()).map(|(entity, _)| entity)
    }

    fn is_person(&self, word: usize) -> bool {
        self.entity(word).is_some_and(|e| e.kind == EntityKind::Person)
    }

    /// Whether the report has a name for who a word tells of.
    fn is_named(&self, word: usize) -> bool {
        let named = |e: &Entity| e.mentions.iter().any(|m| m.form == MentionForm::Name);
        let name = matches!(self.tree.nodes()[word].tag, Tag::Name | Tag::Names);
        self.view.is_name(self.base + word)
            || name && self.view.capital(self.base + word)
            || self.entity(word).is_some_and(named)
    }

    /// Who speaks.
    fn speaker(&self, speaker: u32) -> Who {
        let stems = name_of(self.named, Some(speaker));
        Who { stems, speaker: Some(speaker), named: true, ..Who::default() }
    }

    fn negated(&self, verb: usize) -> bool {
        let of = |v: usize| self.one(v, &[Relation::Negation]).is_some();
        // `It was not the crew who …`
        let node = self.tree.nodes()[verb];
        let above = || {
            let noun = node.head.filter(|_| node.relation == Relation::RelativeClause)?;
            let copula = self.tree.nodes()[noun].head?;
            let attribute = self.tree.nodes()[noun].relation == Relation::Attribute;
            (attribute && helping(self.word(copula)) == Some(Helping::Be)).then_some(copula)
        };
        of(verb) || above().is_some_and(of)
    }

    /// From who did it to what it was done to, or what of that stands near the verb.
    fn span(&self, agent: Span, verb: usize, object: Option<usize>) -> Span {
        /// Bytes.
        const LONG: usize = 160;
        let own = self.view.tokens[verb].span;
        let object = object.and_then(|o| self.view.hull(self.phrase(o)));
        let near = object.map_or(own, |o| own.hull(o));
        let whole = agent.hull(near);
        match (whole.len() <= LONG, near.len() <= LONG) {
            (true, _) => whole,
            (false, true) => near,
            _ => own.hull(agent.hull(own)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_listed_by_their_base_forms() {
        assert!(KINDS.of_verb.len() > 60);
        for line in lines(include_str!("../../../words/points/deeds.tsv")) {
            let verbs = line.split('\t').nth(1).unwrap_or_default().split('|').next().unwrap_or_default();
            // `saw` would be the past of `see`.
            verbs.split(' ').for_each(|v| assert_eq!(base(v), v));
        }
    }
}
