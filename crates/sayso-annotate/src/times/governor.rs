//! Whether a clause looks back or ahead, by the verb that the time expression hangs on in the tree of its sentence.

use super::lexicon::Sense;
use super::read::Reader;
use super::tense::{Mark, Tense, is_listed};
use sayso_lexicon::grammar::uncontracted;
use sayso_syntax::{Relation, Tag, Tree};

/// A verb in a tree, with the words of the sentence.
struct Clause<'r> {
    reader: &'r Reader<'r>,
    tree: &'r Tree,
    /// The token that the tree begins with.
    base: usize,
}

/// The tense of the verb that the expression from word `start` to before `end` hangs on; `None` where there is none or it does
/// not say.
pub(super) fn tense_by_tree(reader: &Reader<'_>, start: usize, end: usize) -> Option<Tense> {
    // Of months and quarters, the present tells what holds, not what is to come.
    if !(start..end).any(|i| {
        matches!(
            reader.sense(i),
            Sense::Weekday(_) | Sense::WeekdayShort(_) | Sense::Digits(_, 1 | 2) | Sense::Ordinal(_)
        )
    }) {
        return None;
    }
    let token = reader.token(end.checked_sub(1)?)?;
    let (base, tree) = reader.trees.tree_of(token)?;
    let clause = Clause { reader, tree, base };
    let first = reader.token(start)?.checked_sub(base)?;
    let own = first..token + 1 - base;
    // What the expression hangs on by one of its words.
    let mut at = own
        .clone()
        .find(|i| tree.nodes().get(*i).is_some_and(|n| n.head.is_some_and(|h| !own.contains(&h))))?;
    // `will appeal against Friday's ruling`: what a day owns is of that day, whatever is done about it.
    let owned = reader.any(end, &["'s", "’s"]);
    let mut led = None;
    loop {
        let node = tree.nodes()[at];
        let head = node.head?;
        let subject = matches!(node.relation, Relation::Subject | Relation::SubjectPassive);
        if owned && tree.nodes()[head].tag.is_verb() && !subject {
            return None;
        }
        if led.is_none() && tree.nodes()[head].tag == Tag::Preposition {
            led = Some(head);
        }
        if tree.nodes()[head].tag.is_verb() {
            // `for Thursday`: what is set for a day lies ahead.
            if led.is_some_and(|p| clause.is(p, &["for"])) {
                return Some(Tense::Future);
            }
            return clause.tense(head, 0).filter(|_| !clause.parted(head, own.start));
        }
        // `a ship due on Friday`
        if tree.nodes()[head].tag == Tag::Adjective && clause.listed(head, Mark::Future) {
            return Some(Tense::Future);
        }
        at = head;
    }
}

impl Clause<'_> {
    /// Whether a verb of the past, or one that cites, stands between a verb and the expression behind it: of a quotation and who
    /// said it when, the tree may have taken the wrong one.
    fn parted(&self, verb: usize, expression: usize) -> bool {
        let between =
            (verb + 1..expression).map(|i| (self.tree.nodes()[i], self.reader.token_text(self.base + i)));
        verb < expression
            && between.into_iter().any(|(node, word)| {
                let cites = || crate::cues::is_cue(&word.to_ascii_lowercase());
                node.tag == Tag::VerbPast
                    || is_listed(word, Mark::Past)
                    || (node.tag.is_verb() || word.ends_with("ed")) && cites()
            })
    }

    /// Helping verbs and what they make of the verb at `verb`.
    fn tense(&self, verb: usize, depth: usize) -> Option<Tense> {
        /// Verbs above one another that are asked.
        const DEEP: usize = 5;
        if depth > DEEP {
            return None;
        }
        let node = self.tree.nodes()[verb];
        let helping: Vec<usize> = self
            .tree
            .by(verb, &[Relation::Auxiliary, Relation::AuxiliaryPassive])
            .filter(|i| *i < verb)
            .collect();
        let helps = |words: &[&str]| helping.iter().any(|i| self.is(*i, words));
        let had = helps(&["have", "has", "had", "'ve", "’ve"]);
        if helps(&["will", "shall", "'ll", "’ll"]) {
            return Some(Tense::Future);
        }
        if helps(&["would", "may", "might", "could", "should", "must", "can"]) {
            return Some(if had { Tense::Past } else { Tense::Future });
        }
        if had || helps(&["did"]) {
            return Some(Tense::Past);
        }
        let infinitive = helping.iter().any(|i| self.tree.nodes()[*i].tag == Tag::To);
        if infinitive {
            return self.infinitive(verb, depth);
        }
        let plans = self.listed(verb, Mark::Set) || self.listed(verb, Mark::Plan);
        let was = helps(&["was", "were"]);
        let is = helps(&["is", "are", "'s", "’s", "'re", "’re", "am", "'m", "’m", "do", "does"]);
        match node.tag {
            Tag::VerbPast => Some(Tense::Past),
            Tag::VerbPresent | Tag::VerbThird => self.present(verb),
            Tag::Participle | Tag::VerbIng | Tag::Verb if was => {
                // `was due to open`, `was scheduled for`: a plan of then.
                (!plans).then_some(Tense::Past)
            }
            Tag::Participle | Tag::VerbIng | Tag::Verb if is => Some(Tense::Future),
            // `will meet and vote`, `had met and voted`
            Tag::Participle | Tag::VerbIng | Tag::Verb if node.relation == Relation::Conjunct => {
                self.tense(node.head.filter(|h| self.tree.nodes()[*h].tag.is_verb())?, depth + 1)
            }
            // `a vote planned for Monday`, `a vote held on Monday`
            Tag::Participle => Some(if self.listed(verb, Mark::Plan) { Tense::Future } else { Tense::Past }),
            // `leaving on Monday`: with what it goes.
            Tag::VerbIng => {
                // `is accused of stealing it on Monday`
                let nodes = self.tree.nodes();
                let charged =
                    node.head.filter(|p| self.is(*p, &["of", "for", "with"])).and_then(|p| nodes[p].head);
                if node.relation == Relation::PrepositionClause
                    && charged.is_some_and(|v| nodes[v].tag.is_verb())
                {
                    return Some(Tense::Past);
                }
                let above = self.tree.above(verb).find(|i| self.tree.nodes()[*i].tag.is_verb())?;
                self.tense(above, depth + 1)
            }
            _ => None,
        }
    }

    /// A present tense with a day: what is set for it, unless it tells of what nobody sets a day for, as headlines do.
    fn present(&self, verb: usize) -> Option<Tense> {
        /// Helping verbs by themselves, and verbs of what is there.
        const OPEN: [&str; 7] = ["has", "have", "shows", "show", "means", "mean", "seems"];
        let headline = !self.reader.is_whole();
        let holds = [Relation::Attribute, Relation::AdjectiveComplement, Relation::ObjectPredicate];
        let cue = crate::cues::is_cue(&self.reader.token_text(self.base + verb).to_ascii_lowercase());
        (!headline && !cue && !self.is(verb, &OPEN) && self.tree.by(verb, &holds).next().is_none())
            .then_some(Tense::Future)
    }

    /// `is to vote on Thursday`, `agreed to meet on Thursday`; `failed to appear on Thursday`.
    fn infinitive(&self, verb: usize, depth: usize) -> Option<Tense> {
        /// Verbs with an infinitive that tells of the same time.
        const DONE: [&str; 36] = [
            "failed",
            "managed",
            "began",
            "started",
            "continued",
            "tried",
            "attempted",
            "helped",
            "used",
            "happened",
            "came",
            "went",
            "got",
            "proceeded",
            "refused",
            "declined",
            "forced",
            "rushed",
            "hurried",
            "chose",
            "seemed",
            "appeared",
            "needed",
            "had",
            "led",
            "caused",
            "allowed",
            "returned",
            "gathered",
            "met",
            "stopped",
            "turned",
            "emerged",
            "travelled",
            "traveled",
            "ended",
        ];
        let node = self.tree.nodes()[verb];
        let above = node.head?;
        let head = self.tree.nodes()[above];
        if node.relation == Relation::AdverbialClause {
            return head.tag.is_verb().then(|| self.tense(above, depth + 1))?;
        }
        if !head.tag.is_verb() {
            return Some(Tense::Future);
        }
        if self.is(above, &["is", "are", "'s", "’s", "'re", "’re"]) {
            return Some(Tense::Future);
        }
        if self.is(above, &["was", "were", "been"]) {
            return None;
        }
        if self.is(above, &DONE) { self.tense(above, depth + 1) } else { Some(Tense::Future) }
    }

    /// Whether a word is one of these, with or without a contracted `not`.
    fn is(&self, node: usize, words: &[&str]) -> bool {
        let word = self.reader.token_text(self.base + node).to_ascii_lowercase();
        words.contains(&uncontracted(&word).unwrap_or(&word))
    }

    fn listed(&self, node: usize, mark: Mark) -> bool {
        is_listed(self.reader.token_text(self.base + node), mark)
    }
}
