//! Clauses as the tree of a sentence has them, and what can be asked of them: `The envoys left the table on Tuesday` is
//! asked as `When did the envoys leave the table?`, `checks had not been made` as `Had checks been made?`.

use super::view::{View, Voice};
use crate::verbs::{of_past, uncontracted};
use sayso_model::MentionForm;
use sayso_syntax::{Relation, Tag, Tree, parser};
use std::ops::Range;

/// What a clause is asked for.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// Whether it is so.
    Whether,
    /// `When` or `Where` it was; the tokens are those of the time or place.
    Hole(&'static str, Range<usize>),
    /// How many there are of what the token counts, in these words: `How many people`.
    Count(usize, String),
}

/// Words of a question.
const MOST: usize = 17;

/// A question, and how well it reads: lower is better.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Question {
    /// How far it is from a good one.
    pub far: usize,
    /// The words, with the question mark.
    pub text: String,
}

/// A finite clause: what it says of whom.
pub(super) struct Clause<'v, 'a> {
    view: &'v View<'a>,
    tree: &'v Tree,
    /// The token that the sentence begins with.
    base: usize,
    /// The verb, by its place in the sentence.
    verb: usize,
    subject: Subject,
    /// Its helping verbs, in order.
    helping: Vec<usize>,
    /// Whether its helping verb is left out: `a report published in May`.
    bare: bool,
    /// Whether it is only meant to be so: `vowed to stay`.
    meant: bool,
}

/// A part of what a clause says.
struct Part {
    /// Its words, by their places in the sentence.
    words: Vec<usize>,
    /// Whether the clause says nothing without it.
    core: bool,
}

/// Of whom a clause says something.
enum Subject {
    /// The word at the head of these words, by their places in the sentence.
    Words(usize, Vec<usize>),
    /// `there`.
    There,
}

const SUBJECTS: [Relation; 5] = [
    Relation::Subject,
    Relation::SubjectPassive,
    Relation::Expletive,
    Relation::ClauseSubject,
    Relation::ClauseSubjectPassive,
];
const HELPING: [Relation; 2] = [Relation::Auxiliary, Relation::AuxiliaryPassive];
/// What says more than the clause itself.
const BESIDE: [Relation; 12] = [
    Relation::RelativeClause,
    Relation::Apposition,
    Relation::AdverbialClause,
    Relation::Parataxis,
    Relation::Punctuation,
    Relation::Conjunct,
    Relation::Coordination,
    Relation::Preconjunction,
    Relation::Marker,
    Relation::Interjection,
    Relation::Meta,
    Relation::Other,
];

impl<'v, 'a> Clause<'v, 'a> {
    /// The clause that token `at` belongs to.
    pub fn of(view: &'v View<'a>, at: usize) -> Option<Clause<'v, 'a>> {
        let line = view.line_of(at)?;
        let base = view.sentences[line].tokens.start;
        let tree = view.tree(line);
        std::iter::once(at - base)
            .chain(tree.above(at - base))
            .filter(|i| tree.nodes()[*i].tag.is_verb() && !HELPING.contains(&tree.nodes()[*i].relation))
            .find_map(|verb| Clause::at(view, tree, base, verb))
    }

    /// The topmost clause of a run of tokens.
    pub fn topmost(view: &'v View<'a>, tokens: Range<usize>) -> Option<Clause<'v, 'a>> {
        let line = view.line_of(tokens.start)?;
        let base = view.sentences[line].tokens.start;
        let tree = view.tree(line);
        let within = tokens.start - base..tokens.end.min(view.sentences[line].tokens.end) - base;
        verbs_from_the_top(tree, within).into_iter().find_map(|verb| Clause::at(view, tree, base, verb))
    }

    fn at(view: &'v View<'a>, tree: &'v Tree, base: usize, verb: usize) -> Option<Clause<'v, 'a>> {
        let node = tree.nodes()[verb];
        let own: Vec<usize> = tree.by(verb, &HELPING).collect();
        let mut clause = Clause {
            view,
            tree,
            base,
            verb,
            subject: Subject::There,
            helping: own,
            bare: false,
            meant: false,
        };
        let finite = |tag: Tag| matches!(tag, Tag::VerbPast | Tag::VerbThird | Tag::VerbPresent | Tag::Modal);
        let led = |c: &Clause<'_, '_>| c.helping.first().is_some_and(|h| finite(tree.nodes()[*h].tag));
        if !led(&clause) && !finite(node.tag) {
            match (node.relation, node.tag, node.head) {
                // `were stopped and searched`
                (Relation::Conjunct, _, Some(first)) if clause.helping.is_empty() => {
                    let above = Clause::at(view, tree, base, first)?;
                    if above.helping.is_empty() || tree.nodes()[first].tag != node.tag {
                        return None;
                    }
                    clause.helping = above.helping;
                    clause.bare = above.bare;
                    clause.subject = above.subject;
                    return Some(clause);
                }
                // `a report published in May`
                (Relation::NounClause, Tag::Participle, Some(noun)) => {
                    clause.bare = true;
                    clause.subject = Subject::Words(noun, clause.words_of(noun, Some(verb)));
                    return Some(clause);
                }
                _ => return None,
            }
        }
        clause.subject = clause.find_subject(verb)?;
        Some(clause)
    }

    /// The clause of an infinitive: `vowed to stay`, with whoever vows for its subject.
    pub fn infinitive(view: &'v View<'a>, at: usize) -> Option<Clause<'v, 'a>> {
        let line = view.line_of(at)?;
        let base = view.sentences[line].tokens.start;
        let tree = view.tree(line);
        let verb = at - base;
        let node = tree.nodes()[verb];
        let to = tree.by(verb, &HELPING).any(|h| tree.nodes()[h].tag == Tag::To);
        let above = node.head.filter(|_| node.tag == Tag::Verb && to)?;
        let governing = match node.relation {
            Relation::OpenComplement => Clause::at(view, tree, base, above)?,
            _ => return None,
        };
        Some(Clause { verb, helping: Vec::new(), bare: false, meant: true, ..governing })
    }

    fn find_subject(&self, verb: usize) -> Option<Subject> {
        let nodes = self.tree.nodes();
        let Some(subject) = self.tree.by(verb, &SUBJECTS).next() else {
            // `He rose and left`
            return match (nodes[verb].relation, nodes[verb].head) {
                (Relation::Conjunct, Some(first)) if nodes[first].tag.is_verb() => self.find_subject(first),
                _ => None,
            };
        };
        if nodes[subject].relation == Relation::Expletive {
            return Some(Subject::There);
        }
        if matches!(nodes[subject].tag, Tag::WhPronoun | Tag::WhDeterminer)
            || self.lower(subject) == "that" && nodes[verb].relation == Relation::RelativeClause
        {
            // `the ferry, which sank`
            let noun = nodes[verb].head.filter(|_| nodes[verb].relation == Relation::RelativeClause)?;
            return Some(Subject::Words(noun, self.words_of(noun, Some(verb))));
        }
        let clausal =
            matches!(nodes[subject].relation, Relation::ClauseSubject | Relation::ClauseSubjectPassive);
        (!clausal).then(|| Subject::Words(subject, self.words_of(subject, None)))
    }

    fn lower(&self, i: usize) -> &'v str {
        self.view.word(self.base + i)
    }

    /// A noun with what tells which is meant, by places in the sentence: no relative clauses, no appositions.
    fn words_of(&self, noun: usize, without: Option<usize>) -> Vec<usize> {
        let mut words = Vec::new();
        self.gather(noun, without, &[], &mut words);
        words.sort_unstable();
        words
    }

    /// `word` and what hangs on it, without what says more than that.
    fn gather(&self, word: usize, without: Option<usize>, cut: &[usize], into: &mut Vec<usize>) {
        into.push(word);
        let nodes = self.tree.nodes();
        for child in self.tree.children(word) {
            let joins = matches!(nodes[child].relation, Relation::Conjunct | Relation::Coordination)
                && !nodes[word].tag.is_verb();
            let inner = nodes[child].relation == Relation::Punctuation
                && self.view.word(self.base + child) == "-"
                || self.inner_point(child);
            let beside = BESIDE.contains(&nodes[child].relation) && !joins && !inner;
            if Some(child) != without && !cut.contains(&child) && !beside {
                self.gather(child, without, cut, into);
            }
        }
    }

    /// Whether a mark stands within a word or number: `1,000`, `U.S.`
    fn inner_point(&self, i: usize) -> bool {
        self.tree.nodes()[i].relation == Relation::Piece
    }

    /// The question, if the clause makes one.
    pub fn ask(&self, asked: &Asked, voice: Voice) -> Option<Question> {
        let cut: Vec<usize> = match asked {
            Asked::Hole(_, tokens) => {
                self.phrase_of(tokens.start.checked_sub(self.base)?).into_iter().collect()
            }
            _ => Vec::new(),
        };
        let counted = match asked {
            Asked::Count(token, _) => Some(token.checked_sub(self.base)?),
            _ => None,
        };
        let left_out = |i: &usize| cut.iter().any(|c| self.tree.run(*c).contains(i));
        let mut far = usize::from(self.bare) * 2 + usize::from(voice.attributed());
        let (head, subject, many) = match &self.subject {
            Subject::There => (None, "there".to_owned(), None),
            Subject::Words(head, words) => {
                let words: Vec<usize> = words.iter().copied().filter(|i| !left_out(i)).collect();
                far += words.len().saturating_sub(6) + usize::from(words.len() > 8) * 3;
                let (text, many) = self.subject_words(*head, &words, voice)?;
                (Some(*head), text, many)
            }
        };
        let of_subject = counted.is_some() && counted == head;
        let mut parts = self.predicate(&cut, counted.filter(|_| !of_subject))?;
        while parts.iter().map(|p| p.words.len()).sum::<usize>() + subject.split(' ').count() > MOST {
            let last = parts.iter().rposition(|p| !p.core)?;
            parts.remove(last);
            far += 2;
        }
        let said: Vec<usize> = parts.iter().flat_map(|p| p.words.iter().copied()).collect();
        if let Asked::Hole(_, hole) = asked
            && said
                .iter()
                .chain(self.subject_places())
                .any(|i| hole.contains(&(self.base + i)) && !left_out(i))
        {
            return None;
        }
        let mut said = self.render(&said, voice)?;
        if matches!(self.subject, Subject::There)
            && let Some(rest) = said.strip_prefix("no ")
        {
            said = format!("any {rest}");
        }
        let (first, verbs) = self.verbs(asked, many)?;
        let text = match asked {
            Asked::Count(_, words) if of_subject => join(&[words, &self.finite_words(), &said]),
            Asked::Count(_, words) => join(&[words, &first, &subject, &verbs, &said]),
            Asked::Hole(how, _) => join(&[how, &first, &subject, &verbs, &said]),
            Asked::Whether => join(&[&capital(&first), &subject, &verbs, &said]),
        };
        let text = text.trim_end_matches([' ', ',', '.', ';', ':']).to_owned();
        let count = text.split(' ').count();
        // `When did they say?` asks nothing.
        let empty = said.is_empty() && verbs.split(' ').count() < 2 && !self.says_enough();
        if count < 3 || count > MOST + 6 || empty || text.contains(['“', '”', '"', '…', '(', ')', '*'])
        {
            return None;
        }
        far += count.abs_diff(9);
        let last = said.split(' ').next_back().unwrap_or_default();
        far += usize::from(matches!(last, "it" | "him" | "her" | "them" | "there" | "so" | "that")) * 4;
        far += usize::from(self.tree.nodes()[self.verb].head.is_some());
        Some(Question { far, text: format!("{text}?") })
    }

    /// The places of the subject's words.
    fn subject_places(&self) -> &[usize] {
        match &self.subject {
            Subject::Words(_, words) => words,
            Subject::There => &[],
        }
    }

    /// Whether the verb says something by itself.
    fn says_enough(&self) -> bool {
        let node = self.tree.nodes()[self.verb];
        self.bare
            || node.tag == Tag::Participle
            || !matches!(
                self.lower(self.verb),
                "was"
                    | "were"
                    | "is"
                    | "are"
                    | "had"
                    | "has"
                    | "did"
                    | "said"
                    | "made"
                    | "took"
                    | "got"
                    | "went"
                    | "came"
            )
    }

    /// The phrase that the word at `i` belongs to, as one that can be left out: from the preposition, or the word itself.
    fn phrase_of(&self, i: usize) -> Option<usize> {
        let nodes = self.tree.nodes();
        let mut top = i;
        for above in self.tree.above(i) {
            if above == self.verb || nodes[above].tag.is_verb() {
                break;
            }
            if matches!(
                nodes[top].relation,
                Relation::Preposition | Relation::NounAdverbial | Relation::Adverbial | Relation::Agent
            ) {
                break;
            }
            top = above;
        }
        matches!(
            nodes[top].relation,
            Relation::Preposition
                | Relation::NounAdverbial
                | Relation::Adverbial
                | Relation::Other
                | Relation::NounModifier
        )
        .then_some(top)
    }

    /// What the clause says after its verb, part by part; `None` where it does not hold what is counted, or in a place that
    /// it cannot be taken from.
    fn predicate(&self, cut: &[usize], counted: Option<usize>) -> Option<Vec<Part>> {
        let nodes = self.tree.nodes();
        let mut parts = Vec::new();
        let mut found = counted.is_none();
        for child in self.tree.children(self.verb).filter(|c| *c > self.verb || counted == Some(*c)) {
            let relation = nodes[child].relation;
            let other = SUBJECTS.contains(&relation) || HELPING.contains(&relation);
            if other || relation == Relation::Negation || BESIDE.contains(&relation) || cut.contains(&child) {
                continue;
            }
            if counted == Some(child) {
                found = true;
                continue;
            }
            let leads = counted.is_some_and(|c| nodes[c].head == Some(child));
            let mut words = Vec::new();
            if leads && relation == Relation::Preposition {
                // `How many ports was it seen in?`
                found = true;
                words.push(child);
            } else {
                self.gather(child, None, cut, &mut words);
            }
            words.sort_unstable();
            if counted.is_some_and(|c| words.contains(&c)) {
                return None;
            }
            if words.len() == 1 && relation == Relation::Preposition && !leads {
                // `the house that he lived in`, or all of it was cut.
                if cut.is_empty() {
                    return None;
                }
                continue;
            }
            let core = !matches!(
                relation,
                Relation::Preposition | Relation::Adverbial | Relation::NounAdverbial | Relation::Agent
            );
            parts.push(Part { words, core: core || leads });
        }
        found.then_some(parts)
    }

    /// The finite verb for the front of the question, and the other verbs that follow the subject.
    fn verbs(&self, asked: &Asked, many: Option<bool>) -> Option<(String, String)> {
        let verb = self.tree.nodes()[self.verb];
        let plain = self.lower(self.verb);
        if self.bare {
            let be = if many == Some(true) { "were" } else { "was" };
            return Some((be.into(), plain.into()));
        }
        let timed = matches!(asked, Asked::Hole("When", _));
        if self.meant {
            return Some(("will".into(), plain.into()));
        }
        if let Some((first, others)) = self.helping.split_first() {
            let mut front = self.helping_word(*first);
            let rest: Vec<String> =
                others.iter().map(|h| self.lower(*h).to_owned()).chain([plain.to_owned()]).collect();
            // `has left` was at some time: that asks for the simple past.
            if timed && matches!(front.as_str(), "has" | "have") && verb.tag == Tag::Participle {
                if others.is_empty() {
                    return Some(("did".into(), of_past(plain)?));
                }
                if others.len() == 1 && self.lower(others[0]) == "been" {
                    let be = if front == "have" { "were" } else { "was" };
                    return Some((be.into(), plain.into()));
                }
                return None;
            }
            if front == "am" {
                front = "is".into()
            }
            return Some((front, rest.join(" ")));
        }
        if matches!(
            plain,
            "was"
                | "were"
                | "is"
                | "are"
                | "am"
                | "'s"
                | "’s"
                | "'re"
                | "’re"
                | "'m"
                | "’m"
                | "wasn't"
                | "weren't"
                | "isn't"
                | "aren't"
                | "wasn’t"
                | "weren’t"
                | "isn’t"
                | "aren’t"
        ) {
            let front = self.helping_word(self.verb);
            return Some((if front == "am" { "is".into() } else { front }, String::new()));
        }
        Some(match verb.tag {
            Tag::VerbPast => ("did".into(), of_past(plain)?),
            Tag::VerbThird => ("does".into(), of_third(plain)),
            Tag::VerbPresent if many == Some(false) => ("does".into(), plain.into()),
            Tag::VerbPresent => ("do".into(), plain.into()),
            _ => return None,
        })
    }

    /// The verbs as they are, for a question after the subject.
    fn finite_words(&self) -> String {
        if self.bare {
            return format!("were {}", self.lower(self.verb));
        }
        let mut words: Vec<String> = self.helping.iter().map(|h| self.helping_word(*h)).collect();
        words.push(self.helping_word(self.verb));
        words.join(" ")
    }

    /// A verb without a contracted negation, written out.
    fn helping_word(&self, i: usize) -> String {
        let word = self.lower(i);
        if let Some(bare) = uncontracted(word) {
            return bare.to_owned();
        }
        let passive = self.tree.nodes()[i].relation == Relation::AuxiliaryPassive;
        let after = self.tree.nodes()[self.verb].tag;
        match word.trim_start_matches(['\'', '’']) {
            "s" if after == Tag::Participle && !passive => "has",
            "s" => "is",
            "re" => "are",
            "ve" => "have",
            "ll" => "will",
            "d" if after == Tag::Participle => "had",
            "d" => "would",
            "m" => "am",
            _ => word,
        }
        .to_owned()
    }

    /// The subject as it is asked after, and whether it is many; `None` where it does not say who is meant.
    fn subject_words(&self, head: usize, words: &[usize], voice: Voice) -> Option<(String, Option<bool>)> {
        let node = self.tree.nodes()[head];
        let lower = self.lower(head);
        if node.tag == Tag::Pronoun || lower == "i" {
            if matches!(lower, "i" | "we" | "you") {
                let source = voice.statement.and_then(|s| self.view.statements()[s].source.as_ref())?;
                let name =
                    source.name.clone().filter(|n| n.starts_with(char::is_uppercase) && !source.anonymous)?;
                return (lower == "i").then_some((name, Some(false)));
            }
            let name = self.name_of(head)?;
            return Some((name, Some(lower == "they")));
        }
        if words.len() == 1 && matches!(lower, "nobody" | "no-one") {
            return Some(("anybody".into(), Some(false)));
        }
        if words.len() == 1 && lower == "nothing" {
            return Some(("anything".into(), Some(false)));
        }
        // `this`, `some`, `both`, and numbers alone, do not say what is meant.
        let noun = matches!(node.tag, Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names);
        if !noun && words.len() < 2 || matches!(node.tag, Tag::WhPronoun | Tag::WhDeterminer | Tag::WhAdverb)
        {
            return None;
        }
        let joined = words.iter().any(|i| {
            self.tree.nodes()[*i].relation == Relation::Coordination
                && self.tree.nodes()[*i].head == Some(head)
        });
        let many = joined || matches!(node.tag, Tag::Nouns | Tag::Names);
        let mut text = self.render(words, voice)?;
        if let Some(rest) = text.strip_prefix("no ") {
            text = format!("any {rest}");
        }
        Some((text, Some(many)))
    }

    /// Whether its subject is a pronoun that no name stands for.
    fn is_vague(&self) -> bool {
        let Subject::Words(head, _) = &self.subject else { return false };
        self.tree.nodes()[*head].tag == Tag::Pronoun && self.name_of(*head).is_none()
    }

    /// The name of whom a pronoun means.
    fn name_of(&self, i: usize) -> Option<String> {
        let span = self.view.tokens[self.base + i].span;
        let entities = &self.view.doc.annotations.entities;
        let named = entities
            .iter()
            .find(|e| e.mentions.iter().any(|m| m.form == MentionForm::Pronoun && m.span == span))?;
        named.name.starts_with(char::is_uppercase).then(|| named.name.clone())
    }

    /// Words of the sentence as they stand in a question; `None` where they hold a speaker's own pronoun that no name
    /// stands for.
    fn render(&self, words: &[usize], voice: Voice) -> Option<String> {
        let nodes = self.tree.nodes();
        let mut text = String::new();
        for (n, i) in words.iter().enumerate() {
            let at = self.base + *i;
            let printed = self.view.printed(at);
            if printed.chars().all(|c| "\"“”„«»‘".contains(c)) {
                continue;
            }
            let opens = self.view.sentences.iter().any(|l| l.tokens.start == at)
                || *i == 0
                || !self.view.is_word(at - 1) && !matches!(self.view.word(at - 1), "," | "-");
            let name = matches!(nodes[*i].tag, Tag::Name | Tag::Names)
                || self.view.is_name(at)
                || printed.chars().nth(1).is_some_and(char::is_uppercase);
            let first_person = match self.view.word(at) {
                "our" | "my" if voice.statement.is_some() => Some("their"),
                "us" | "me" if voice.statement.is_some() && printed != "US" => Some("them"),
                "i" | "we" if nodes[*i].tag == Tag::Pronoun => Some("they"),
                _ => None,
            };
            let word = match first_person {
                Some(word) => word.to_owned(),
                None if opens && !name && printed != "I" => lowered(printed),
                None => printed.to_owned(),
            };
            let spaced = n > 0
                && (words[n - 1] + 1 != *i
                    || self.view.tokens[at - 1].span.end() < self.view.tokens[at].span.start());
            if spaced && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word);
        }
        Some(text)
    }

    /// The clause in its own words, from its subject on; `None` where that stands elsewhere.
    pub fn words(&self) -> Option<String> {
        let mut all = vec![];
        if let Subject::Words(head, words) = &self.subject {
            if !self.tree.run(self.verb).contains(head) {
                return None;
            }
            all.extend(words.iter().copied());
        }
        all.extend(self.helping.iter().copied().filter(|h| self.tree.run(self.verb).contains(h)));
        all.extend(self.tree.by(self.verb, &[Relation::Negation, Relation::Expletive]));
        all.push(self.verb);
        all.extend(self.predicate(&[], None)?.into_iter().flat_map(|p| p.words));
        all.sort_unstable();
        all.dedup();
        (all.len() <= MOST + 6).then(|| self.render(&all, Voice::default())).flatten()
    }
}

/// The verbs of a run of words that are no helping verbs, those nearest the root first.
fn verbs_from_the_top(tree: &Tree, within: Range<usize>) -> Vec<usize> {
    let main = |i: &usize| tree.nodes()[*i].tag.is_verb() && !HELPING.contains(&tree.nodes()[*i].relation);
    let mut verbs: Vec<usize> = within.filter(main).collect();
    verbs.sort_by_key(|i| (tree.above(*i).count(), *i));
    verbs
}

/// A question after a time or place, and how well it reads: lower is better.
///
/// `how` is `When` or `Where`; `hole` are the tokens of the time or place; `voice` is that of the words. `None` where their
/// clause makes no question.
pub(super) fn ask(view: &View<'_>, how: &'static str, hole: Range<usize>, voice: Voice) -> Option<Question> {
    let clause = Clause::of(view, hole.start)?;
    // When and where it was said belongs to the statement.
    let says = view.attributes(clause.base + clause.verb);
    if says { None } else { clause.ask(&Asked::Hole(how, hole), voice) }
}

/// The question how many of something there are, in the words of the clause that a number stands in. `unit` says what is
/// counted where the tree does not: `How much money`.
pub(super) fn how_many(
    view: &View<'_>,
    number: Range<usize>,
    unit: Option<&str>,
    voice: Voice,
) -> Option<Question> {
    let line = view.line_of(number.start)?;
    let base = view.sentences[line].tokens.start;
    let tree = view.tree(line);
    let nodes = tree.nodes();
    let digits = |i: &usize| nodes[*i - base].tag == Tag::Number;
    let first = number.clone().find(digits)?;
    // `$ 8 billion`, `about 40 people`: the word that all of this hangs on.
    let mut top = first - base;
    while let Some(head) = nodes[top].head
        && (matches!(nodes[top].relation, Relation::Numeral | Relation::Quantifier | Relation::Piece)
            || matches!(nodes[top].relation, Relation::Compound | Relation::NounModifier)
                && matches!(nodes[head].tag, Tag::Number | Tag::Currency))
    {
        top = head;
    }
    let counted = matches!(nodes[top].tag, Tag::Nouns | Tag::Noun) && top != first - base;
    let clause = Clause::of(view, base + top)?;
    let told = [Relation::Adjectival, Relation::Compound];
    let before: Vec<usize> = tree.by(top, &told).filter(|i| *i > first - base && *i < top).collect();
    let of = tree.by(top, &[Relation::Preposition]).find(|i| view.word(base + *i) == "of");
    let mut words: Vec<usize> = if counted && unit.is_none() { before } else { Vec::new() };
    if counted && unit.is_none() {
        words.push(top);
    }
    words.extend(of.map(|of| tree.run(of)).filter(|run| run.len() <= 6).into_iter().flatten());
    let words = clause.render(&words, voice)?;
    let asked = match unit {
        Some(unit) => join(&[unit, &words]),
        None if counted => join(&["How many", &words]),
        None => return None,
    };
    clause.ask(&Asked::Count(base + top, asked), voice)
}

/// The words around some tokens, with `…` for these: for what makes no question.
pub(super) fn around(view: &View<'_>, hole: Range<usize>) -> String {
    /// Words before and after.
    const SIDE: (usize, usize) = (8, 6);
    let Some(line) = view.line_of(hole.start) else { return String::new() };
    let sentence = view.sentences[line].tokens.clone();
    let inner =
        |i: usize| view.is_word(i) || view.tree(line).nodes()[i - sentence.start].relation == Relation::Piece;
    let mut from = hole.start.saturating_sub(SIDE.0).max(sentence.start);
    while from < hole.start && (!view.is_word(from) || !inner(from)) {
        from += 1;
    }
    let to = (hole.end + SIDE.1).min(sentence.end);
    let text = |r: Range<usize>| {
        let words = view.hull(r).map(|s| view.text(s)).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let after = text(hole.end..to);
    let after = after.trim_end_matches(|c: char| !c.is_alphanumeric());
    let quotes = |c: char| !"“”\"".contains(c);
    let parts = [text(from..hole.start), "…".to_owned(), after.to_owned()];
    join(&[&parts[0], &parts[1], &parts[2]]).chars().filter(|c| quotes(*c)).collect()
}

/// The question whether what a run of tokens says is so; `None` where it says nothing of anybody.
pub(super) fn whether(view: &View<'_>, tokens: Range<usize>, voice: Voice) -> Option<Question> {
    let clause = Clause::topmost(view, tokens.clone());
    let asked = clause.as_ref().and_then(|c| c.ask(&Asked::Whether, voice));
    // What is quoted is often told apart better from who says it by itself.
    let alone = || {
        let words: Vec<&str> = tokens.clone().map(|i| view.printed(i)).collect();
        let tree = parser().parse(&words);
        let verbs = verbs_from_the_top(&tree, 0..words.len());
        let clause = verbs.into_iter().find_map(|verb| Clause::at(view, &tree, tokens.start, verb))?;
        clause.ask(&Asked::Whether, voice)
    };
    let meant =
        || tokens.clone().filter(|i| view.word(*i) == "to").find_map(|i| Clause::infinitive(view, i + 1));
    let meant = || meant()?.ask(&Asked::Whether, voice);
    let told = || {
        let words = clause.as_ref()?.words()?;
        let far = 20 + words.len() / 8;
        let text = match clause.as_ref()?.is_vague() {
            true => format!("Is it true: “{}”?", capital(&words)),
            false => format!("Is it true that {words}?"),
        };
        Some(Question { far, text })
    };
    let quoted = || {
        let line = view.line_of(tokens.start)?;
        let nodes = view.tree(line).nodes();
        let tag = |i: usize| nodes.get(i - view.sentences[line].tokens.start).map(|n| n.tag);
        let opens = tokens.clone().find(|i| view.is_word(*i)).and_then(tag)?;
        let subject = opens.is_noun()
            || matches!(
                opens,
                Tag::Determiner | Tag::Pronoun | Tag::Possessive | Tag::Number | Tag::Adjective
            );
        let finite = |t: Tag| matches!(t, Tag::VerbPast | Tag::VerbThird | Tag::VerbPresent | Tag::Modal);
        let whole = subject && tokens.len() <= MOST && tokens.clone().filter_map(tag).any(finite);
        let words = view.hull(tokens.clone()).filter(|_| whole).map(|s| view.text(s))?;
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        let plain = !words.contains(['“', '”', '"']);
        plain.then(|| Question { far: 25, text: format!("Is it true: “{}”?", capital(words)) })
    };
    asked.or_else(alone).or_else(meant).or_else(told).or_else(quoted)
}

/// The base of a verb in the third person: `goes`, `carries`, `reaches`.
fn of_third(word: &str) -> String {
    match word {
        "has" => return "have".into(),
        "does" => return "do".into(),
        _ => {}
    }
    if let Some(bare) = word.strip_suffix("ies").filter(|b| b.len() > 1) {
        return format!("{bare}y");
    }
    let hissing = |b: &str| {
        b.ends_with("ss")
            || b.ends_with('x')
            || b.ends_with("ch")
            || b.ends_with("sh")
            || b.ends_with('o')
            || b.ends_with("zz")
    };
    if let Some(bare) = word.strip_suffix("es").filter(|b| hissing(b)) {
        return bare.to_owned();
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}

/// Words that are not empty, one after the other.
fn join(words: &[&str]) -> String {
    words.iter().copied().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn lowered(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_lowercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}
