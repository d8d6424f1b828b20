//! One sentence as the rules see it: words outside of quotation marks, and each quotation as one item.

use crate::Prepared;
use crate::cues::{self, CueClass, Match, VerbForm};
use sayso_lexicon::grammar::{Role, role};
use std::ops::Range;

/// A word or mark outside of quotations, or a whole quotation.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its tokens.
    pub tokens: Range<usize>,
    pub quote: bool,
    pub role: Role,
    /// Begins with a capital.
    pub capital: bool,
    /// A letter or digit begins it.
    pub word: bool,
    /// How many words it has.
    pub words: usize,
}

/// A cue among the items.
#[derive(Clone)]
pub(super) struct CueAt {
    /// Its items.
    pub items: Range<usize>,
    pub found: Match,
    /// `to` stands before it.
    pub infinitive: bool,
    /// A form of `be` stands before it, so a form in -ing is finite.
    pub progressive: bool,
}

impl CueAt {
    pub fn is_gerund(&self) -> bool {
        self.found.form == VerbForm::Gerund && !self.progressive
    }

    pub fn class(&self) -> CueClass {
        self.found.cue.class
    }

    pub fn lemma(&self) -> &'static str {
        self.found.cue.lemma
    }
}

/// One sentence, or several when a quotation runs over their ends.
pub(super) struct Clause<'p> {
    pub prepared: &'p Prepared<'p>,
    pub items: Vec<Item>,
    pub cues: Vec<CueAt>,
    /// Printed as titles are, with most words capitalised.
    pub title_case: bool,
}

/// A clause longer than this is read in pieces, so that a text without any stop costs no more than another.
const LONGEST: usize = 600;

impl<'p> Clause<'p> {
    /// The clause of these tokens; several if it is overlong.
    pub fn read(prepared: &'p Prepared<'p>, tokens: Range<usize>) -> Vec<Clause<'p>> {
        let mut items: Vec<Item> = Vec::with_capacity(tokens.len());
        for i in tokens {
            let quoted = prepared.quoted[i];
            let is_word = prepared.tokens[i].is_word();
            if let (Some(_), Some(last)) = (quoted, items.last_mut())
                && last.quote
                && prepared.quoted[last.tokens.start] == quoted
            {
                last.tokens.end = i + 1;
                last.words += usize::from(is_word);
                continue;
            }
            items.push(Item {
                tokens: i..i + 1,
                quote: quoted.is_some(),
                role: if quoted.is_some() { Role::default() } else { role(prepared.lower(i)) },
                capital: prepared.word(i).starts_with(char::is_uppercase),
                word: is_word,
                words: usize::from(is_word),
            });
        }
        if items.len() <= LONGEST {
            return vec![Clause::of(prepared, items)];
        }
        items.chunks(LONGEST).map(|piece| Clause::of(prepared, piece.to_vec())).collect()
    }

    fn of(prepared: &'p Prepared<'p>, items: Vec<Item>) -> Clause<'p> {
        let long = |item: &&Item| item.word && !item.quote && prepared.word(item.tokens.start).len() > 3;
        let words = items.iter().filter(long).count();
        let capitals = items.iter().filter(long).filter(|i| i.capital).count();
        let mut clause = Clause {
            prepared,
            title_case: words >= 3 && capitals * 10 >= words * 7,
            items,
            cues: Vec::new(),
        };
        clause.cues = clause.find_cues();
        clause
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Item `i` in lower case; empty for a quotation or beyond the end.
    pub fn lower(&self, i: usize) -> &str {
        match self.items.get(i) {
            Some(item) if !item.quote => self.prepared.lower(item.tokens.start),
            _ => "",
        }
    }

    pub fn is(&self, i: usize, role: Role) -> bool {
        self.items.get(i).is_some_and(|item| !item.quote && item.role.any(role))
    }

    pub fn is_quote(&self, i: usize) -> bool {
        self.items.get(i).is_some_and(|item| item.quote)
    }

    pub fn is_comma(&self, i: usize) -> bool {
        self.lower(i) == ","
    }

    /// Whether everything from `from` on is marks alone.
    pub fn ends_at(&self, from: usize) -> bool {
        self.items[from.min(self.len())..].iter().all(|i| !i.word && !i.quote)
    }

    /// The words within a quotation item.
    pub fn words_within(&self, i: usize) -> usize {
        self.items[i].words
    }

    /// Whether a quotation reads as something said rather than as a name or a single word at arm's length.
    pub fn is_speech(&self, i: usize) -> bool {
        let tokens = self.items[i].tokens.clone();
        let words = self.words_within(i);
        let before_close = tokens.end.checked_sub(2).map_or("", |t| self.prepared.word(t));
        let stopped =
            matches!(before_close, "," | "." | "!" | "?" | "…" | "—" | "-") || before_close.starts_with("..");
        words >= 6 || words >= 2 && (stopped || self.is_comma(i + 1))
    }

    /// The items' tokens.
    pub fn tokens(&self, items: Range<usize>) -> Range<usize> {
        self.items[items.start].tokens.start..self.items[items.end - 1].tokens.end
    }

    fn find_cues(&self) -> Vec<CueAt> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < self.len() {
            let item = &self.items[i];
            if item.quote || !item.word {
                i += 1;
                continue;
            }
            let Some(cue) = cues::find(self.lower(i), |k| match self.lower(i + k) {
                "" => None,
                word => Some(word),
            }) else {
                i += 1;
                continue;
            };
            let (fits, infinitive, progressive) = self.cue_fits(i, &cue);
            if fits {
                found.push(CueAt { items: i..i + cue.words, found: cue, infinitive, progressive });
                i += cue.words;
            } else {
                i += 1;
            }
        }
        found
    }

    /// Whether the words at `i` are used as a cue, and whether `to` or a form of `be` stands before them.
    fn cue_fits(&self, i: usize, cue: &Match) -> (bool, bool, bool) {
        if cue.cue.class == CueClass::Phrase {
            return (true, false, false);
        }
        if self.items[i].capital && !self.title_case {
            return (false, false, false);
        }
        let mut before = i;
        while before > 0 && self.is(before - 1, Role::ADV) && !self.is(before - 1, Role::BE) {
            before -= 1;
        }
        if before == 0 {
            return (cue.form == VerbForm::Gerund, false, false);
        }
        let prev = before - 1;
        let infinitive = self.lower(prev) == "to" && cue.form == VerbForm::Base;
        let be = self.is(prev, Role::BE) && !cue.cue.lemma.starts_with("be ");
        let noun = self.is(prev, Role::DET | Role::POSS)
            || matches!(self.lower(prev), "'s" | "’s") && cue.form != VerbForm::Gerund
            || self.is(prev, Role::PREP) && !infinitive && cue.form != VerbForm::Gerund;
        let passive = be && cue.form == VerbForm::Past;
        // A base form needs a subject in the plural, a helping verb or `to`; else it is a noun.
        let base = cue.form == VerbForm::Base
            && !infinitive
            && !self.is(prev, Role::AUX | Role::PRON | Role::CONJ)
            && !self.lower(prev).ends_with('s')
            && !matches!(self.lower(prev), "people" | "men" | "women" | "police" | "," | ")")
            && !self.is_quote(prev);
        (!noun && !passive && !base, infinitive, be && cue.form == VerbForm::Gerund)
    }
}
