//! How far what is said goes: content that runs on into the outlet's own words, over a line or into the next sentence,
//! and content that is two statements.
//!
//! Takes: what follows a whole quotation in its sentence (`said “I cannot”, and was gone`); words of other sentences and
//! lines than the cue's, but for quotations, which go on (`“One,” she said. “Two.”`); what a quotation is said of (`“It
//! is dead,” he said of the plan`); headings in quotation marks. A clause and the quotations that follow it in sentences
//! of their own (`He denied having called. “They did not ask.”`) are two statements of one speaker. Leaves quotations
//! that are part of a clause (`the “so-called reform” was dead`).

use super::is_cross_heading;
use crate::cues::{self, CueClass, VerbForm};
use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_text::{Gap, TokenKind};
use std::ops::Range;

/// The statements with what is theirs.
pub(super) fn bounded(prepared: &Prepared<'_>, found: Vec<Found>) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::with_capacity(found.len());
    let mut others: Vec<(usize, Range<usize>)> = Vec::new();
    for mut statement in found {
        let Some(cue) = statement.cue.first().map(|cue| tokens_in(prepared, *cue)).filter(|c| !c.is_empty())
        else {
            all.push(statement);
            continue;
        };
        let stretches = Stretches { prepared, cue };
        let mut pieces = stretches.of_cue(&statement);
        stretches.without_topic(&mut pieces);
        let mut later = stretches.later(&mut pieces);
        let foreign = |p: &Range<usize>| stretches.is_anothers(p);
        if pieces.iter().any(|p| !foreign(p)) {
            for list in [&mut pieces, &mut later] {
                others.extend(
                    list.iter().filter(|p| foreign(p)).map(|p| (stretches.sentence(p.start), p.clone())),
                );
                list.retain(|p| !foreign(p));
            }
        }
        statement.content = pieces.into_iter().map(|p| prepared.span(p)).collect();
        if !later.is_empty() {
            let content = later.into_iter().map(|p| prepared.span(p)).collect();
            let own = Found { cue: Vec::new(), content, ..statement.clone() };
            all.push(statement);
            all.push(own);
        } else {
            all.push(statement);
        }
    }
    // To whom they belong; the rules find those that belong to nobody here.
    for (sentence, piece) in others {
        let span = prepared.span(piece);
        let place = |f: &Found| {
            let cue = f.cue.first().map(|cue| tokens_in(prepared, *cue));
            cue.filter(|c| !c.is_empty())
                .map(|c| prepared.sentences.partition_point(|s| s.tokens.end <= c.start))
        };
        if all.iter().any(|f| f.content.iter().any(|c| c.overlaps(span))) {
            continue;
        }
        if let Some(owner) =
            all.iter_mut().find(|f| place(f) == Some(sentence) && f.cue[0].start() >= span.end())
        {
            owner.content.push(span);
            owner.content.sort_unstable();
        }
    }
    all
}

struct Stretches<'p> {
    prepared: &'p Prepared<'p>,
    cue: Range<usize>,
}

impl Stretches<'_> {
    fn sentence(&self, token: usize) -> usize {
        self.prepared.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// Whether a quotation in another sentence is followed there by an attribution of its own: `“Two,” Orr said.`
    fn is_anothers(&self, piece: &Range<usize>) -> bool {
        let prepared = self.prepared;
        let own = self.sentence(piece.end - 1);
        if !self.quoted(piece) || own == self.sentence(self.cue.start) {
            return false;
        }
        let Some(sentence) = prepared.sentences.get(own) else { return false };
        (piece.end..sentence.tokens.end).any(|i| says_aloud(prepared, i))
    }

    /// Whether all words of a piece stand in quotation marks.
    fn quoted(&self, piece: &Range<usize>) -> bool {
        piece.clone().all(|i| self.prepared.quoted[i].is_some() || !self.prepared.tokens[i].is_word())
            && piece.clone().any(|i| self.prepared.quoted[i].is_some())
    }

    /// Whether quoted words are a clause, and no name or single words at arm's length.
    fn is_said(&self, piece: &Range<usize>) -> bool {
        let prepared = self.prepared;
        let words = piece.clone().filter(|i| prepared.tokens[*i].is_word()).count();
        let clause = |i: usize| role(prepared.lower(i)).any(Role::AUX | Role::VERB | Role::PRON);
        let stop = |i: usize| matches!(prepared.word(i), "." | "!" | "?" | "…");
        words >= 6 || words >= 3 && piece.clone().any(|i| clause(i) || stop(i) || says(prepared, i))
    }

    /// The pieces of the content, cut at the ends of lines and sentences, that the cue's sentence holds or that are
    /// quotations.
    fn of_cue(&self, statement: &Found) -> Vec<Range<usize>> {
        let prepared = self.prepared;
        let whole: Vec<Range<usize>> =
            statement.content.iter().map(|c| tokens_in(prepared, *c)).filter(|c| !c.is_empty()).collect();
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for piece in &whole {
            let mut from = piece.start;
            for i in piece.start + 1..piece.end {
                let inside = prepared.quoted[i].is_some() && prepared.quoted[i - 1].is_some();
                let apart = prepared.tokens[i].gap == Gap::Break || self.sentence(i) != self.sentence(i - 1);
                if apart && !inside {
                    let mark = |i: usize| !prepared.tokens[i].is_word() && prepared.quoted[i].is_none();
                    let end = (from + 1..=i).rev().find(|end| !mark(end - 1)).unwrap_or(i);
                    pieces.push(from..end);
                    from = i;
                }
            }
            pieces.push(from..piece.end);
        }
        let pieces: Vec<Range<usize>> = pieces.into_iter().map(|p| self.led(self.closed(p))).collect();
        let home = self.sentence(self.cue.start);
        let here = |p: &Range<usize>| self.sentence(p.start) == home || self.sentence(p.end - 1) == home;
        let heading = |p: &Range<usize>| is_cross_heading(prepared.text, prepared.span(p.clone()));
        let own = |p: &Range<usize>| here(p) || self.quoted(p) && !heading(p);
        if pieces.iter().any(own) { pieces.into_iter().filter(own).collect() } else { whole }
    }

    /// A quotation at the head of a piece without what the outlet goes on to say: `“I cannot”, and was gone`.
    fn closed(&self, piece: Range<usize>) -> Range<usize> {
        let prepared = self.prepared;
        let quotation = prepared.quoted[piece.start];
        let Some(after) = piece.clone().find(|i| prepared.quoted[*i] != quotation) else { return piece };
        let quote = piece.start..after;
        if quotation.is_none() || (after..piece.end).any(|i| prepared.quoted[i].is_some()) {
            return piece;
        }
        let inside = after.checked_sub(2).map_or("", |i| prepared.word(i));
        let stopped = matches!(inside, "," | "." | "?" | "!" | "…")
            || matches!(prepared.word(after), "," | "." | ";" | "—" | "–");
        let mut words = (after..piece.end).filter(|i| prepared.tokens[*i].is_word());
        let Some(next) = words.next() else { return quote };
        // `“It is late,” and that nobody came`: the clause goes on.
        let next_is = |i: usize| i < piece.end && role(prepared.lower(i)).any(Role::AUX);
        let that = prepared.lower(next) == "that" && !next_is(next + 1)
            || (after..piece.end).any(|i| says_aloud(prepared, i))
            || role(prepared.lower(next)).any(Role::CONJ)
                && words.next().is_some_and(|i| prepared.lower(i) == "that");
        if stopped && !that && self.is_said(&quote) { quote } else { piece }
    }

    /// A quotation behind a colon without the words that lead on to it: `says it better: “…”`.
    fn led(&self, piece: Range<usize>) -> Range<usize> {
        let prepared = self.prepared;
        let Some(first) = piece.clone().find(|i| prepared.quoted[*i].is_some()) else { return piece };
        let quote = first..piece.end;
        if first < piece.start + 2
            || piece.start < self.cue.end
            || prepared.word(first - 1) != ":"
            || !self.quoted(&quote)
        {
            return piece;
        }
        let finite = (piece.start..first).any(|i| role(prepared.lower(i)).any(Role::AUX | Role::VERB));
        let aside = matches!(prepared.lower(piece.start), "because" | "as" | "since" | "when");
        if self.is_said(&quote) && (!finite || aside) { quote } else { piece }
    }

    /// Leaves out unquoted words after the cue of a whole quotation that stands before it: what it is said of, when, and
    /// to whom.
    fn without_topic(&self, pieces: &mut Vec<Range<usize>>) {
        let prepared = self.prepared;
        let home = self.sentence(self.cue.start);
        let before = pieces.iter().any(|p| {
            p.end <= self.cue.start && self.quoted(p) && self.is_said(p) && self.sentence(p.end - 1) == home
        });
        let after =
            |p: &Range<usize>| p.start >= self.cue.end && p.clone().all(|i| prepared.quoted[i].is_none());
        if before {
            pieces.retain(|p| !after(p));
        }
    }

    /// The quotations in sentences of their own that follow a clause; taken out of the pieces.
    fn later(&self, pieces: &mut Vec<Range<usize>>) -> Vec<Range<usize>> {
        let home = self.sentence(self.cue.start);
        let clause = |p: &Range<usize>| {
            let words = p.clone().filter(|i| {
                self.prepared.quoted[*i].is_none() && self.prepared.tokens[*i].kind == TokenKind::Word
            });
            words.count() >= 2 && self.sentence(p.start) == home
        };
        let follows = |p: &Range<usize>| {
            p.start > self.cue.end && self.sentence(p.start) > home && self.quoted(p) && self.is_said(p)
        };
        if !pieces.iter().any(clause) {
            return Vec::new();
        }
        let (later, own) = std::mem::take(pieces).into_iter().partition(|p| follows(p));
        *pieces = own;
        later
    }
}

/// Whether a word outside of quotations is a verb of saying in a finite form.
fn says_aloud(prepared: &Prepared<'_>, i: usize) -> bool {
    prepared.quoted[i].is_none() && says(prepared, i)
}

fn says(prepared: &Prepared<'_>, i: usize) -> bool {
    let verb = cues::find(prepared.lower(i), |_| None);
    let finite = |m: &cues::Match| matches!(m.form, VerbForm::Third | VerbForm::Past);
    verb.is_some_and(|m| m.cue.class == CueClass::Say && finite(&m))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, report, shown};
    use super::*;

    fn own(text: &str, statements: &[(&str, &str, &[&str])]) -> Vec<String> {
        let report = report(text, false);
        let prepared = Prepared::new(&report);
        let all = statements.iter().map(|(source, cue, content)| found(text, source, cue, content)).collect();
        bounded(&prepared, all).iter().map(|f| shown(&prepared, f)).collect()
    }

    #[test]
    fn a_quotation_ends_what_is_said() {
        let text = "He said “I cannot serve this”, and was gone before noon.";
        let got = own(text, &[("He", "said", &["“I cannot serve this”, and was gone before noon"])]);
        assert_eq!(got, ["He | “I cannot serve this”"]);
        let text = "She said “it is dead”, and that nobody would come.";
        let got = own(text, &[("She", "said", &["“it is dead”, and that nobody would come"])]);
        assert_eq!(got, ["She | “it is dead”, and that nobody would come"]);
    }

    #[test]
    fn other_sentences_are_not_said_but_quotations_go_on() {
        let text = "“I have the list,” he said. “All of it.” Somebody should ask for it.";
        let got = own(
            text,
            &[("he", "said", &["“I have the list,”", "“All of it.”", "Somebody should ask for it"])],
        );
        assert_eq!(got, ["he | “I have the list,” / “All of it.”"]);
        let text = "The office said two wells were foul. Nobody was ill, it said.";
        let got = own(text, &[("The office", "said", &["two wells were foul. Nobody was ill"])]);
        assert_eq!(got, ["The office | two wells were foul"]);
    }

    #[test]
    fn a_heading_is_no_part_of_the_quotation_above_it() {
        let text = "“They saw us,” she said.\n\n‘Gossip of the fair’\n\nIt rained. “It was old.”";
        let got = own(text, &[("she", "said", &["“They saw us,”", "‘Gossip of the fair’"])]);
        assert_eq!(got, ["she | “They saw us,”"]);
    }

    #[test]
    fn what_a_quotation_is_said_of_is_not_said() {
        let text = "“They work in the dark,” she said of the forty men on the lines.";
        let got =
            own(text, &[("she", "said of", &["“They work in the dark,”", "the forty men on the lines"])]);
        assert_eq!(got, ["she | “They work in the dark,”"]);
    }

    #[test]
    fn a_clause_and_the_quotation_after_it_are_two_statements() {
        let text = "He denied having spoken to the paper. “They did not call.”";
        let got = own(text, &[("He", "denied", &["having spoken to the paper", "“They did not call.”"])]);
        assert_eq!(got, ["He | having spoken to the paper", "He | “They did not call.”"]);
    }

    #[test]
    fn a_quotation_with_an_attribution_of_its_own_is_not_anothers() {
        let text = "She had kept calm, a friend said. “It was over,” Orr wrote. “Over.”";
        let got = own(
            text,
            &[("a friend", "said", &["She had kept calm", "“It was over,”"]), ("Orr", "wrote", &["“Over.”"])],
        );
        assert_eq!(got[0], "a friend | She had kept calm");
        assert_eq!(got.len(), 2);
        assert!(got[1].contains("“It was over,”"), "{got:?}");
    }

    #[test]
    fn what_leads_on_to_a_quotation_is_not_said() {
        let text = "Orr says it better: “A box of ropes is lost property.”";
        let got = own(text, &[("Orr", "says", &["it better: “A box of ropes is lost property.”"])]);
        assert_eq!(got, ["Orr | “A box of ropes is lost property.”"]);
    }
}
