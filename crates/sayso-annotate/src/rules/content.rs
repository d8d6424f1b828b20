//! What was said: the content on either side of a cue.

use super::Draft;
use super::clause::{Clause, CueAt};
use super::source::Subject;
use crate::cues::{CueClass, VerbForm};
use sayso_lexicon::grammar::Role;
use std::ops::Range;

/// All attributions of a clause, in text order.
pub(super) fn read(clause: &Clause<'_>) -> Vec<Draft> {
    let mut reader =
        Reader { clause, end: last_word(clause), drafts: Vec::new(), taken: vec![false; clause.len()] };
    reader.after_content();
    reader.before_content();
    reader.left_over();
    let mut drafts = reader.drafts;
    drafts.sort_by_key(|d| {
        d.content.first().map_or(0, |c| c.start).min(d.cue.first().map_or(usize::MAX, |c| c.start))
    });
    drafts
}

/// One past the last word or quotation.
fn last_word(clause: &Clause<'_>) -> usize {
    let last = (0..clause.len()).rev().find(|i| clause.items[*i].word || clause.is_quote(*i));
    last.map_or(0, |i| i + 1)
}

pub(super) struct Reader<'c, 'p> {
    pub clause: &'c Clause<'p>,
    /// One past the last word.
    pub end: usize,
    pub drafts: Vec<Draft>,
    /// Items that belong to an attribution already.
    pub taken: Vec<bool>,
}

impl Reader<'_, '_> {
    pub fn take(&mut self, draft: Draft) {
        for range in draft.source.iter().chain(&draft.cue).chain(&draft.content) {
            for i in range.clone() {
                self.taken[i] = true;
            }
        }
        self.drafts.push(draft);
    }

    pub fn free(&self, range: &Range<usize>) -> bool {
        !self.taken[range.clone()].contains(&true)
    }

    /// Content first: `"…," she said`, `"…," said Ann Lee`, `…, according to Lee`.
    fn after_content(&mut self) {
        let clause = self.clause;
        let mut floor = 0;
        for (k, cue) in clause.cues.iter().enumerate() {
            if cue.items.start < floor || cue.infinitive || !self.free(&cue.items) {
                continue;
            }
            let Some((source, content_end)) = self.attribution_after(cue, floor) else {
                continue;
            };
            let group_end = cue.items.end.max(source.end);
            let quote_before = self.near_quote(content_end, floor);
            let mut content = vec![floor..content_end];
            // `"One," she said in Ohio, "and two."`
            let next_cue = clause.cues[k + 1..]
                .iter()
                .find(|c| c.items.start >= group_end && c.class() == CueClass::Say)
                .map_or(self.end, |c| c.items.start);
            let more = (group_end..next_cue.min(self.end)).find(|i| clause.is_quote(*i));
            let mut reach = group_end;
            if let Some(quote) = more.filter(|_| quote_before) {
                let before = clause.lower(quote - 1);
                if matches!(before, "," | ":" | "—" | "–" | "--" | "." | ";") && clause.is_speech(quote) {
                    let end = self.quotes_end(quote, next_cue.min(self.end));
                    content.push(quote..end);
                    reach = end;
                }
            }
            self.take(Draft {
                source: Some(source),
                cue: vec![cue.items.clone()],
                content,
                confidence: if quote_before { 0.9 } else { 0.7 },
                ..Draft::default()
            });
            floor = reach;
            while floor < self.end && !clause.items[floor].word && !clause.is_quote(floor) {
                floor += 1;
            }
        }
    }

    /// Whether a quotation stands right before item `end` or anywhere since `floor`.
    fn near_quote(&self, end: usize, floor: usize) -> bool {
        (floor..end).any(|i| self.clause.is_quote(i))
    }

    /// Source, and the end of the content, of a cue that follows its content.
    fn attribution_after(&self, cue: &CueAt, floor: usize) -> Option<(Range<usize>, usize)> {
        let clause = self.clause;
        let start = cue.items.start;
        if cue.class() == CueClass::Phrase {
            if start <= floor + 1
                || cue.lemma() == "citing"
                || cue.lemma() == "quoting"
                || cue.lemma() == "per"
            {
                return None;
            }
            let end = clause.phrase_end(cue.items.end, true);
            let content_end = self.trim_end(floor, start);
            return (end > cue.items.end && content_end > floor + 1)
                .then_some((cue.items.end..end, content_end));
        }
        if cue.is_gerund() || cue.class() == CueClass::Name {
            return None;
        }
        let quote_at = |i: usize| {
            i > floor
                && (clause.is_quote(i - 1)
                    || clause.is_comma(i - 1) && i - 1 > floor && clause.is_quote(i - 2))
        };
        // `"…," said Ann Lee.`
        if cue.class() == CueClass::Say && cue.found.form != VerbForm::Gerund {
            let mut verb = start;
            while verb > floor && clause.is(verb - 1, Role::ADV) {
                verb -= 1;
            }
            let after_comma = verb > floor && clause.is_comma(verb - 1) && !takes_addressee(cue.lemma());
            if quote_at(verb) || after_comma && verb > floor + 4 {
                let end = clause.phrase_end(cue.items.end, true);
                let named = (cue.items.end..end).any(|i| {
                    clause.items[i].capital
                        || clause.is(i, Role::PRON | Role::DET | Role::POSS)
                        || clause.lower(i).ends_with('s')
                });
                let closed = end >= self.end
                    || clause.is_quote(end)
                    || !clause.items[end].word
                    || clause.is(end, Role::PREP | Role::TIME | Role::SUB | Role::CONJ | Role::ADV)
                    || clause.lower(end).ends_with("ing");
                if end > cue.items.end
                    && named
                    && closed
                    && (quote_at(verb) || end >= self.end.saturating_sub(12))
                {
                    return Some((cue.items.end..end, self.trim_end(floor, verb)));
                }
            }
        }
        let Subject::Phrase(source) = clause.subject_before(cue, floor) else {
            return None;
        };
        let before = source.start;
        let closed = self.closed_after(cue);
        let opens_sentence = clause.is(floor, Role::INTRO) || clause.lower(floor).ends_with("ing");
        let content_end = self.trim_end(floor, before);
        if content_end <= floor {
            return None;
        }
        let fits = if quote_at(before) {
            let whole = content_end == floor + 1;
            closed && (clause.is_speech(content_end - 1) || cue.class() == CueClass::Say)
                || whole && cue.class() == CueClass::Say
                || !opens_sentence && cue.class() == CueClass::Say && clause.is_comma(before - 1)
        } else {
            let comma = before > floor && matches!(clause.lower(before - 1), "," | "—" | "–" | "?" | "!");
            let finite =
                (floor..content_end).any(|i| {
                    clause.is(i, Role::AUX | Role::VERB)
                        || clause.lower(i).ends_with("ed")
                        || clause.is_quote(i) && clause.is_speech(i)
                }) || clause.cues.iter().any(|c| c.items.start >= floor && c.items.end <= content_end);
            comma
                && closed
                && finite
                && content_end >= floor + 3
                && !opens_sentence
                && matches!(cue.class(), CueClass::Say | CueClass::Believe)
                && cue.found.form != VerbForm::Gerund
        };
        fits.then_some((source, content_end))
    }

    /// Whether nothing said follows the cue: the end, a mark, or words of time, place and audience.
    fn closed_after(&self, cue: &CueAt) -> bool {
        let clause = self.clause;
        let mut at = cue.items.end;
        if takes_addressee(cue.lemma()) {
            at = clause.phrase_end(at, false);
            if at == cue.items.end {
                return clause.ends_at(at);
            }
        }
        if at >= self.end || clause.is_quote(at) {
            return at >= self.end;
        }
        if !clause.items[at].word {
            return clause.lower(at) != ":";
        }
        let adjunct = clause.is(at, Role::PREP | Role::TIME | Role::ADV | Role::CONJ)
            && !clause.is(at, Role::DET)
            || matches!(
                clause.lower(at),
                "when" | "while" | "after" | "as" | "before" | "last" | "this" | "that"
            ) && clause.is(at + 1, Role::TIME)
            || matches!(clause.lower(at), "when" | "while" | "after" | "as" | "before")
            || clause.lower(at).ends_with("ing");
        // `said on Monday that …` is still open.
        adjunct
            && !(at..self.end)
                .take(12)
                .take_while(|i| !clause.is_comma(*i))
                .any(|i| clause.lower(i) == "that" && !clause.is(i + 1, Role::TIME))
    }

    fn trim_end(&self, floor: usize, end: usize) -> usize {
        let mut end = end;
        while end > floor && !self.clause.items[end - 1].word && !self.clause.is_quote(end - 1) {
            end -= 1;
        }
        end
    }

    /// The end of a run of quotations joined by marks and `and`.
    pub fn quotes_end(&self, first: usize, limit: usize) -> usize {
        let clause = self.clause;
        let mut end = first + 1;
        let mut at = end;
        while at < limit {
            if clause.is_quote(at) {
                end = at + 1;
            } else if clause.items[at].word
                && !(matches!(clause.lower(at), "and" | "or") && clause.is_quote(at + 1))
            {
                break;
            }
            at += 1;
        }
        end
    }

    /// Cue first: `Lee said: "…"`, `Lee said that …`, `…, adding that …`, `According to Lee, …`.
    fn before_content(&mut self) {
        let clause = self.clause;
        let mut floor = 0;
        for (k, cue) in clause.cues.iter().enumerate() {
            if cue.items.start < floor || !self.free(&cue.items) {
                continue;
            }
            if cue.class() == CueClass::Phrase {
                if let Some(draft) = self.phrase_first(cue) {
                    floor = draft.content.last().map_or(floor, |c| c.end);
                    self.take(draft);
                }
                continue;
            }
            if self.announces_another(k) {
                continue;
            }
            let (source, shared) = if cue.is_gerund() || cue.infinitive {
                (None, true)
            } else {
                match clause.subject_before(cue, floor) {
                    Subject::Phrase(source) if self.free(&source) => (Some(source), false),
                    Subject::Shared => (None, true),
                    _ => continue,
                }
            };
            let before =
                self.drafts.iter().rposition(|d| d.cue.first().is_some_and(|c| c.start < cue.items.start));
            let source = match (source, before) {
                (Some(source), _) => Some(source),
                (None, Some(before)) if !cue.infinitive => {
                    // The attribution before it in the clause has the same speaker.
                    self.drafts[before].source.clone()
                }
                _ => clause
                    .main_subject(if before.is_some() { floor } else { 0 }, cue.items.start)
                    .filter(|s| s.end <= cue.items.start),
            };
            let Some(source) = source else { continue };
            let mut limit = self.limit(k, cue);
            // `While Lee claimed it was safe, nobody …`: the clause ends with its comma.
            let subordinate = source.start == floor + 1 && clause.is(floor, Role::SUB)
                || floor + 2 == source.start && clause.is(floor + 1, Role::SUB) && !clause.items[floor].word;
            if subordinate && let Some(comma) = (cue.items.end..limit).rev().find(|i| clause.is_comma(*i)) {
                limit = comma;
            }
            let Some(content) = self.content_of(cue, limit, shared) else {
                continue;
            };
            let quoted = content.iter().flat_map(|c| c.clone()).any(|i| clause.is_quote(i));
            if cue.infinitive && !quoted {
                continue;
            }
            floor = content.last().map_or(floor, |c| c.end);
            self.take(Draft {
                source: Some(source),
                shared: false,
                cue: vec![cue.items.clone()],
                content,
                confidence: if quoted { 0.8 } else { 0.6 },
            });
        }
    }

    /// `wrote a tweet claiming …`, `issued a statement saying …`: the later cue tells what was said.
    fn announces_another(&self, k: usize) -> bool {
        let clause = self.clause;
        let (cue, Some(next)) = (&clause.cues[k], clause.cues.get(k + 1)) else {
            return false;
        };
        let between = cue.items.end..next.items.start.max(cue.items.end);
        next.is_gerund()
            && !cue.is_gerund()
            && (2..=6).contains(&between.len())
            && clause.is(between.start, Role::DET | Role::POSS)
            && between.clone().all(|i| clause.items[i].word && !clause.is(i, Role::AUX | Role::SUB))
    }

    fn phrase_first(&self, cue: &CueAt) -> Option<Draft> {
        let clause = self.clause;
        let end = clause.phrase_end(cue.items.end, true);
        if end == cue.items.end
            || !(clause.is_comma(end) || clause.is_quote(end))
            || cue.lemma() == "citing"
            || cue.lemma() == "attributed to"
        {
            return None;
        }
        let start = end + usize::from(clause.is_comma(end));
        let limit = (start..self.end).find(|i| self.taken[*i]).unwrap_or(self.end);
        let limit = self.trim_end(start, limit);
        (limit > start + 1 || limit > start && clause.is_quote(start)).then(|| Draft {
            source: Some(cue.items.end..end),
            cue: vec![cue.items.clone()],
            content: vec![start..limit],
            confidence: 0.8,
            ..Draft::default()
        })
    }

    /// Where the content of a cue ends at the latest: where another attribution begins.
    fn limit(&self, k: usize, cue: &CueAt) -> usize {
        let clause = self.clause;
        let mut limit = (cue.items.end..self.end).find(|i| self.taken[*i]).unwrap_or(self.end);
        for next in &clause.cues[k + 1..] {
            let mut at = next.items.start;
            if at >= limit {
                break;
            }
            while at > cue.items.end && clause.is(at - 1, Role::ADV) {
                at -= 1;
            }
            if at <= cue.items.end {
                continue;
            }
            let quote_follows = (next.items.end..limit).take(4).any(|i| clause.is_quote(i))
                || (next.items.end..limit).any(|i| clause.is_quote(i)) && next.class() != CueClass::Say;
            let after_mark = clause.is_comma(at - 1) || clause.is_quote(at - 1);
            let begins = (next.class() == CueClass::Phrase || next.is_gerund()) && after_mark
                || clause.is(at - 1, Role::CONJ)
                    && next.found.form == cue.found.form
                    && (next.class() == CueClass::Say && cue.class() == CueClass::Say || quote_follows);
            if begins {
                limit = at;
                break;
            }
        }
        while limit > cue.items.end
            && (!clause.items[limit - 1].word && !clause.is_quote(limit - 1)
                || clause.is(limit - 1, Role::CONJ))
        {
            limit -= 1;
        }
        limit
    }

    fn content_of(&self, cue: &CueAt, limit: usize, shared: bool) -> Option<Vec<Range<usize>>> {
        let clause = self.clause;
        let mut start = cue.items.end;
        if start >= limit {
            return None;
        }
        let addressed = takes_addressee(cue.lemma());
        if addressed {
            start = clause.phrase_end(start, false).min(limit);
            if clause.lower(start) == "and" && clause.is(start + 1, Role::POSS | Role::DET) {
                start = clause.phrase_end(start + 1, false).min(limit);
            }
        }
        let quote = (start..limit).find(|i| clause.is_quote(*i));
        let says = cue.class() == CueClass::Say;
        let skipped = self.skip_adjuncts(start, limit, says);
        if let Some(quote) = quote
            && says
            && (skipped == quote
                || clause.is_speech(quote)
                    && matches!(clause.lower(quote - 1), ":" | ",")
                    && quote - start <= 25)
        {
            let end = self.quotes_end(quote, limit);
            let goes_on = end < limit
                && clause.items[end].word
                && !clause.is(end, Role::PREP | Role::TIME | Role::CONJ)
                && !matches!(clause.lower(end), "when" | "while" | "as" | "after" | "before");
            // `said "peace" would "come soon"` goes on; `said, "Peace," in Ohio` does not.
            let end = if goes_on && !clause.is_speech(end - 1)
                || goes_on && skipped == quote && quote == cue.items.end
            {
                limit
            } else {
                end
            };
            return Some(vec![quote..end]);
        }
        if quote.is_none() {
            return self.indirect(cue, skipped, limit, shared);
        }
        let start = if says || skipped < limit && clause.lower(skipped) == "that" { skipped } else { start };
        // `promised "revenge" for it, while others …`: the other clause is not part of it.
        let quote = quote.unwrap_or(start);
        let turns = |i: &usize| {
            clause.is_comma(*i)
                && matches!(
                    clause.lower(i + 1),
                    "while" | "whereas" | "although" | "though" | "but" | "as" | "after"
                )
        };
        let end = (quote..limit).find(turns).unwrap_or(limit);
        (start < end).then(|| vec![start..end])
    }

    /// Plain indirect speech: `said that …`, `said the bridge was …`.
    fn indirect(&self, cue: &CueAt, start: usize, limit: usize, shared: bool) -> Option<Vec<Range<usize>>> {
        let clause = self.clause;
        if start >= limit || limit - start < 2 {
            return None;
        }
        let that = clause.lower(start) == "that";
        let finite =
            (start..limit).any(|i| clause.is(i, Role::AUX | Role::VERB) || clause.lower(i).ends_with("ed"));
        let fits = match cue.class() {
            // `responded with a volley`: no speech.
            CueClass::Say
                if matches!(
                    clause.lower(start),
                    "with" | "of" | "for" | "at" | "against" | "into" | "over"
                ) =>
            {
                false
            }
            CueClass::Say => {
                that || finite
                    || !shared
                        && matches!(
                            cue.lemma(),
                            "say" | "state" | "add" | "claim" | "allege" | "argue" | "insist"
                        )
                    || clause.lower(start) == "to"
                    || !shared && clause.is(start, Role::DET | Role::POSS)
            }
            CueClass::Believe => that || finite && clause.is(start, Role::DET | Role::POSS | Role::PRON),
            CueClass::Intend => clause.lower(start) == "to",
            _ => false,
        };
        fits.then(|| vec![start..limit])
    }

    /// Past words of time, place and occasion to `that`, a quotation, or the first word of what is said.
    fn skip_adjuncts(&self, start: usize, limit: usize, says: bool) -> usize {
        let clause = self.clause;
        let mut at = start;
        while at < limit
            && (matches!(clause.lower(at), ":" | ",")
                || clause.is(at, Role::TIME) && !clause.is(at, Role::DET))
        {
            at += 1;
        }
        if !says || at >= limit || clause.is_quote(at) || clause.lower(at) == "that" {
            return at;
        }
        if !clause.is(at, Role::PREP | Role::ADV | Role::TIME)
            && !matches!(clause.lower(at), "when" | "while" | "after" | "last" | "this")
            || matches!(clause.lower(at), "with" | "for" | "of")
        {
            return at;
        }
        for i in at..limit.min(at + 25) {
            if clause.is_quote(i) && (clause.is_speech(i) || i == at + 1) {
                return i;
            }
            if clause.lower(i) == "that" && !clause.is(i + 1, Role::TIME) {
                return i;
            }
            if clause.lower(i) == ":" {
                return i + 1;
            }
        }
        at
    }
}

/// Whether the cue is followed by whom it was said to.
pub(super) fn takes_addressee(lemma: &str) -> bool {
    matches!(
        lemma,
        "tell" | "inform" | "remind" | "assure" | "reassure" | "advise" | "notify" | "brief" | "warn" | "ask"
    )
}
