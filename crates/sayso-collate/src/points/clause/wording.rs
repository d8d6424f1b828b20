//! The words of a clause as they stand in a question: whom pronouns mean, whose `I` it is.

use super::super::view::Voice;
use super::asking::{ENDS_NOTHING, lowered};
use super::{Clause, MOST, Subject};
use sayso_model::MentionForm;
use sayso_syntax::{Relation, Tag};

impl Clause<'_, '_> {
    /// The subject as it is asked after, and whether it is many; `None` where it does not say who is meant.
    pub(super) fn subject_words(
        &self,
        head: usize,
        words: &[usize],
        voice: Voice,
    ) -> Option<(String, Option<bool>)> {
        let node = self.tree.nodes()[head];
        let lower = self.lower(head);
        if node.tag == Tag::Pronoun || lower == "i" {
            if matches!(lower, "i" | "we" | "you") {
                let name = self.speaker(voice)?;
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
        let noun = node.tag.is_noun();
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
        // `meaning that couples would owe taxes`: the conjunction is no part of the subject.
        if many && let Some(rest) = text.strip_prefix("that ") {
            text = rest.to_owned();
        }
        if let Some(rest) = text.strip_prefix("no ") {
            text = format!("any {rest}");
        }
        if ENDS_NOTHING.iter().any(|w| text.ends_with(w)) {
            return None;
        }
        Some((text, Some(many)))
    }

    /// The name of who says it: of `I said so` within a quotation, who is quoted.
    fn speaker(&self, voice: Voice) -> Option<String> {
        let all = self.view.statements();
        let mut statement = voice.statement.map(|s| &all[s])?;
        loop {
            let source = statement.source.as_ref()?;
            let name = source.name.as_ref().filter(|n| *n != "I" && *n != "We");
            if let Some(name) = name {
                let named = name.starts_with(char::is_uppercase) && !source.anonymous;
                return named.then(|| name.clone());
            }
            let outer = statement.within?;
            statement = all.iter().find(|s| s.id == outer)?;
        }
    }

    /// Whether its subject is a pronoun that no name stands for.
    pub(super) fn is_vague(&self) -> bool {
        let Subject::Words(head, _) = &self.subject else { return false };
        self.tree.nodes()[*head].tag == Tag::Pronoun && self.name_of(*head).is_none()
    }

    /// The name of whom a pronoun means.
    pub(super) fn name_of(&self, i: usize) -> Option<String> {
        let span = self.view.tokens[self.base + i].span;
        let entities = &self.view.doc.annotations.entities;
        let named = entities
            .iter()
            .find(|e| e.mentions.iter().any(|m| m.form == MentionForm::Pronoun && m.span == span))?;
        named.name.starts_with(char::is_uppercase).then(|| named.name.clone())
    }

    /// Words of the sentence as they stand in a question; `None` where they hold a speaker's own pronoun that no name
    /// stands for.
    pub(super) fn render(&self, words: &[usize], voice: Voice) -> Option<String> {
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
                "i" | "we" if voice.statement.is_some() && nodes[*i].tag == Tag::Pronoun => Some("they"),
                _ => None,
            };
            let word = match first_person {
                Some(word) => word.to_owned(),
                None if opens && !name && printed != "I" => lowered(printed),
                None => printed.to_owned(),
            };
            // `250,000`: the comma hangs on anything.
            let digit = |i: usize| self.view.word(i).starts_with(|c: char| c.is_ascii_digit());
            let tight = |i: usize| self.view.tokens[i - 1].span.end() == self.view.tokens[i].span.start();
            if n > 0
                && words[n - 1] + 2 == *i
                && matches!(self.view.word(at - 1), "," | ".")
                && digit(at)
                && digit(at - 2)
                && tight(at)
                && tight(at - 1)
            {
                text.push_str(self.view.word(at - 1));
                text.push_str(printed);
                continue;
            }
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
    pub(super) fn words(&self) -> Option<String> {
        let mut all = vec![];
        if let Subject::Words(head, words) = &self.subject {
            if !self.tree.run(self.verb).contains(head) {
                return None;
            }
            all.extend(words.iter().copied());
        }
        all.extend(self.helping.iter().copied().filter(|h| self.tree.run(self.verb).contains(h)));
        all.extend(self.tree.by(self.verb, &[Relation::Expletive]));
        all.push(self.verb);
        all.extend(self.predicate(&[], None, false)?.into_iter().flat_map(|p| p.words));
        all.sort_unstable();
        all.dedup();
        (all.len() <= MOST + 6).then(|| self.render(&all, Voice::default())).flatten()
    }
}
