//! The question that a clause makes.

use super::super::view::Voice;
use super::{Asked, BESIDE, Clause, HELPING, MOST, Question, SUBJECTS, Subject};
use crate::verbs::{Helping, helping, of_past, past, uncontracted};
use sayso_syntax::{Relation, Tag};

/// Words of a part of a clause that is asked whole.
const LONG: usize = 8;

/// Words that end no question.
pub(super) const ENDS_NOTHING: [&str; 9] = [" and", " or", " but", " the", " a", " an", " of", " that", " ―"];

/// A part of what a clause says.
pub(super) struct Part {
    /// Its words, by their places in the sentence.
    pub words: Vec<usize>,
    /// Whether the clause says nothing without it.
    core: bool,
}

impl Clause<'_, '_> {
    /// The question, if the clause makes one.
    pub fn ask(&self, asked: &Asked, voice: Voice) -> Option<Question> {
        let cut: Vec<usize> = match asked {
            Asked::Hole(how, tokens) => {
                let at = tokens.start.checked_sub(self.base)?;
                let nodes = self.tree.nodes();
                // `searched the house`, `the first stop was the college`: where is asked after the whole.
                let whole = |i: &usize| {
                    *how == "Where"
                        && matches!(nodes[*i].relation, Relation::Object | Relation::Attribute)
                        && nodes[*i].head == Some(self.verb)
                };
                let object = || std::iter::once(at).chain(self.tree.above(at)).find(whole);
                self.phrase_of(at).or_else(object).into_iter().collect()
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
        let timed = matches!(asked, Asked::Hole("When", _) | Asked::Said);
        let mut parts = match asked {
            Asked::Said => Vec::new(),
            _ => self.predicate(&cut, counted.filter(|_| !of_subject), timed)?,
        };
        while parts.iter().map(|p| p.words.len()).sum::<usize>() + subject.split(' ').count() > MOST {
            // `to bomb the sites amid threats of …`: what is asked is the beginning.
            far += 2;
            if let Some((long, end)) =
                parts.iter().enumerate().rev().find_map(|(n, p)| Some((n, self.cut_of(p)?)))
            {
                parts[long].words.truncate(end);
                continue;
            }
            let last = parts.iter().rposition(|p| !p.core)?;
            parts.remove(last);
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
        let (first, verbs) = self.verbs(asked, many)?;
        // `Among those items were …`: the tree took the verb for a part of what it says.
        if said == first {
            return None;
        }
        // What was cut off must not leave the words that lead to it.
        while let Some(rest) = ENDS_NOTHING.iter().find_map(|w| said.strip_suffix(w)) {
            said.truncate(rest.trim_end().len());
        }
        // What is denied is asked, never the denial: `there was no slide`, `had no plans`.
        if matches!(asked, Asked::Whether)
            && let Some(rest) = said.strip_prefix("no ")
        {
            said = format!("any {rest}");
        }
        let text = match asked {
            Asked::Count(_, words) if of_subject => join(&[words, &self.finite_words(), &said]),
            Asked::Count(_, words) => join(&[words, &first, &subject, &verbs, &said]),
            Asked::Hole(how, _) => join(&[how, &first, &subject, &verbs, &said]),
            Asked::Said => {
                // `told reporters that …`
                let verbs = verbs.replace("told", "said").replace("tell", "say");
                join(&["When", &first, &subject, &verbs, "this"])
            }
            Asked::Whether => join(&[&capital(&first), &subject, &verbs, &said]),
        };
        let text = text.trim_end_matches([' ', ',', '.', ';', ':']).replace(" ,", ",");
        let count = text.split(' ').count();
        // `When was the number of dead 11?`: another point asks that.
        if matches!(asked, Asked::Hole(..))
            && verbs.is_empty()
            && said.starts_with(|c: char| c.is_ascii_digit())
        {
            return None;
        }
        // `When did they say?` asks nothing.
        let named = matches!(asked, Asked::Hole("Where", _)) && subject.split(' ').count() > 2;
        let empty = said.is_empty() && verbs.split(' ').count() < 2 && !self.says_enough() && !named;
        let empty = empty && !matches!(asked, Asked::Said);
        if !(3..=MOST + 6).contains(&count) || empty || text.contains(['“', '”', '"', '…', '(', ')', '*'])
        {
            return None;
        }
        far += count.abs_diff(9);
        let last = said.split(' ').next_back().unwrap_or_default();
        far += usize::from(matches!(last, "it" | "him" | "her" | "them" | "there" | "so" | "that")) * 4;
        far += usize::from(self.tree.nodes()[self.verb].head.is_some());
        Some(Question { far, text: format!("{text}?") })
    }

    /// Where a long part may end: before the last phrase that only says more.
    fn cut_of(&self, part: &Part) -> Option<usize> {
        let later = |i: &usize| {
            let led = self.tree.nodes()[*i].relation == Relation::Preposition;
            led && self.view.word(self.base + *i) != "of"
        };
        let last = part.words.iter().rposition(later).filter(|k| *k >= 3);
        last.filter(|_| part.words.len() > LONG)
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
                | Relation::Agent
        )
        .then_some(top)
    }

    /// What the clause says after its verb, part by part; `None` where it does not hold what is counted, or in a place that
    /// it cannot be taken from. Where it is `timed`, how long before or after something it was is left out.
    pub(super) fn predicate(&self, cut: &[usize], counted: Option<usize>, timed: bool) -> Option<Vec<Part>> {
        let nodes = self.tree.nodes();
        if let Some(tail) = self.tail.clone() {
            let word = |i: usize| self.view.word(self.base + i);
            let goes_on = |i: usize| past(word(i + 1)) || word(i + 1) == "or";
            let ends = |i: &usize| {
                BESIDE.contains(&nodes[*i].relation) && nodes[*i].tag.is_verb() && !past(word(*i))
                    || word(*i) == "," && !goes_on(*i)
            };
            let end = tail.clone().find(ends).unwrap_or(tail.end);
            let words = (tail.start..end).filter(|i| !cut.iter().any(|c| self.tree.run(*c).contains(i)));
            return counted.is_none().then(|| vec![Part { words: words.collect(), core: true }]);
        }
        let mut parts = Vec::new();
        let mut found = counted.is_none();
        for child in self.tree.children(self.verb).filter(|c| *c > self.verb || counted == Some(*c)) {
            let relation = nodes[child].relation;
            // `There are two more debates`
            let there = counted == Some(child) && matches!(self.subject, Subject::There);
            let other = (SUBJECTS.contains(&relation) && !there) || HELPING.contains(&relation);
            // `was closed to spare the town`
            let aim = relation == Relation::AdverbialClause
                && self.tree.run(child).next().is_some_and(|i| self.view.word(self.base + i) == "to");
            let beside = BESIDE.contains(&relation) && !aim;
            // `according to the police` tells who says so.
            let says = self.lower(child) == "according";
            if other || relation == Relation::Negation || beside || says || cut.contains(&child) {
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
            let core = !aim
                && !matches!(
                    relation,
                    Relation::Preposition | Relation::Adverbial | Relation::NounAdverbial | Relation::Agent
                );
            // `came a day after`: how long before or after is when it was.
            if timed && relation == Relation::NounAdverbial {
                continue;
            }
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
        let timed = matches!(asked, Asked::Hole("When", _) | Asked::Said);
        if self.meant {
            return Some(("will".into(), plain.into()));
        }
        if let Some((first, others)) = self.helping.split_first() {
            let mut front = self.helping_word(*first);
            // Where the tree takes another word for a helping verb, it is wrong.
            helping(&front)?;
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
            // What stood with `I` stands with a name.
            front = match front.as_str() {
                "am" => "is".into(),
                "do" if many == Some(false) => "does".into(),
                "have" if many == Some(false) => "has".into(),
                _ => front,
            };
            return Some((front, rest.join(" ")));
        }
        let written_out = self.helping_word(self.verb);
        if helping(&written_out) == Some(Helping::Be) {
            let front = if written_out == "am" { "is".into() } else { written_out };
            return Some((front, String::new()));
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
    pub(super) fn helping_word(&self, i: usize) -> String {
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
pub(super) fn join(words: &[&str]) -> String {
    words.iter().copied().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// With a small letter first.
pub(super) fn lowered(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_lowercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

/// With a capital first.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}
