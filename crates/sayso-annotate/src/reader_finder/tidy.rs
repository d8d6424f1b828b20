//! What the reader's statements are left with that is not theirs: words that lead on to what follows, the outlet's own
//! remark behind a claim, a quotation of the man whom the claim answers; and words that are no speech at all.

use super::deeds::is_deed;
use super::parting::is_quoted;
use crate::statements::tokens_in;
use crate::{Found, NamedSpan, Prepared};
use sayso_text::Span;

/// Words that lead on to what follows, and end nothing that was said.
const LEADING_ON: [&str; 8] = ["and", "but", "by", "or", "because", "while", "which", "nor"];

/// How the outlet's own remark on a claim begins, after a comma.
const REMARKS: [&[&str]; 9] = [
    &["no", "evidence"],
    &["no", "proof"],
    &["without", "evidence"],
    &["without", "proof"],
    &["without", "any", "evidence"],
    &["without", "providing"],
    &["without", "offering"],
    &["without", "citing"],
    &["a", "claim"],
];

/// The statements without what is not theirs.
pub(super) fn tidied(prepared: &Prepared<'_>, names: &[NamedSpan], found: Vec<Found>) -> Vec<Found> {
    let mut found: Vec<Found> =
        found.into_iter().filter(|f| !is_deed(prepared, names, f) && !withholds_name(prepared, f)).collect();
    for statement in &mut found {
        for content in &mut statement.content {
            *content = without_lead(prepared, without_remark(prepared, *content));
        }
    }
    give_back(prepared, &mut found);
    found
}

/// `asked not to be named`, `spoke on condition of anonymity`: on what terms somebody spoke, not what he said.
fn withholds_name(prepared: &Prepared<'_>, found: &Found) -> bool {
    /// Words of the cue and the content, at most: more say why, too.
    const LONGEST: usize = 16;
    let ([cue], [content]) = (&found.cue[..], &found.content[..]) else { return false };
    if is_quoted(prepared, *content) || cue.start() >= content.start() {
        return false;
    }
    let tokens = tokens_in(prepared, cue.hull(*content));
    tokens.len() <= LONGEST && crate::names::withholds(prepared, tokens)
}

fn without_lead(prepared: &Prepared<'_>, content: Span) -> Span {
    let tokens = tokens_in(prepared, content);
    let mut end = tokens.end;
    while end > tokens.start + 2
        && prepared.quoted[end - 1].is_none()
        && (LEADING_ON.contains(&prepared.lower(end - 1))
            || end < tokens.end && prepared.word(end - 1) == ",")
    {
        end -= 1;
    }
    if end == tokens.end { content } else { prepared.span(tokens.start..end) }
}

fn without_remark(prepared: &Prepared<'_>, content: Span) -> Span {
    let tokens = tokens_in(prepared, content);
    let remark = (tokens.start + 2..tokens.end).find(|i| {
        let follows = |words: &[&str]| {
            words.iter().enumerate().all(|(k, w)| i + 1 + k < tokens.end && prepared.lower(i + 1 + k) == *w)
        };
        prepared.word(*i) == ","
            && prepared.quoted[*i].is_none()
            && REMARKS.iter().any(|words| follows(words))
    });
    remark.map_or(content, |comma| prepared.span(tokens.start..comma))
}

/// `Tollo called Ilves a clown after she claimed that it was safe. “It was not.”`: the quotation is Tollo's, whose the
/// sentence is, and not hers, whose words stand in a subordinate clause.
fn give_back(prepared: &Prepared<'_>, found: &mut [Found]) {
    const SUBORDINATE: [&str; 8] = ["after", "when", "because", "who", "while", "since", "as", "whom"];
    let sentence = |at: usize| prepared.sentences.partition_point(|s| s.span.end() <= at);
    for i in 0..found.len() {
        let (Some(cue), [first, .., last]) = (found[i].cue.first().copied(), &found[i].content[..]) else {
            continue;
        };
        let (first, last) = (*first, *last);
        let own = sentence(cue.start());
        let later = sentence(last.start()) > own && is_quoted(prepared, last) && last.start() > cue.end();
        if !later
            || sentence(first.start()) != own
            || is_quoted(prepared, first)
            || first.start() < cue.start()
        {
            continue;
        }
        let main = (0..found.len()).find(|k| {
            let Some(other) = found[*k].cue.first() else { return false };
            let between = Span::new(other.end(), found[i].source.first().map_or(cue, |s| *s).start());
            *k != i
                && found[*k].source != found[i].source
                && sentence(other.start()) == own
                && between.is_some_and(|gap| {
                    tokens_in(prepared, gap)
                        .any(|t| prepared.quoted[t].is_none() && SUBORDINATE.contains(&prepared.lower(t)))
                })
        });
        if let Some(main) = main {
            found[i].content.retain(|c| *c != last);
            found[main].content.push(last);
            found[main].content.sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::Report;

    /// The statements left of these, each given as source, cue and contents.
    fn left(text: &str, statements: &[(&str, &str, &[&str])]) -> Vec<String> {
        let at = |words: &&str| {
            let start = text.find(*words).unwrap_or_else(|| panic!("{words}"));
            Span::new(start, start + words.len()).unwrap()
        };
        let report = Report::of_text("a", text);
        let found = statements.iter().map(|(source, cue, content)| Found {
            source: vec![at(source)],
            cue: vec![at(cue)],
            content: content.iter().map(at).collect(),
            confidence: None,
            by: "test",
        });
        let words = |spans: &[Span]| -> String {
            spans.iter().filter_map(|s| s.slice(text)).collect::<Vec<_>>().join(" / ")
        };
        let prepared = Prepared::new(&report);
        tidied(&prepared, &[], found.collect())
            .iter()
            .map(|f| words(&f.source) + "|" + &words(&f.content))
            .collect()
    }

    #[test]
    fn words_that_lead_on_are_left_out() {
        let text = "Ilves has contradicted Tollo by saying it was shut.";
        assert_eq!(left(text, &[("Ilves", "has contradicted", &["Tollo by"])]), ["Ilves|Tollo by"]);
        let text = "Ilves has contradicted Minister Odd Tollo by saying it was shut.";
        let got = left(text, &[("Ilves", "has contradicted", &["Minister Odd Tollo by"])]);
        assert_eq!(got, ["Ilves|Minister Odd Tollo"]);
        let text = "Ilves said it was shut, and went home.";
        assert_eq!(left(text, &[("Ilves", "said", &["it was shut, and"])]), ["Ilves|it was shut"]);
    }

    #[test]
    fn the_outlets_remark_is_no_claim() {
        let text = "Ilves claimed that the dam was sound, no evidence of which was ever shown.";
        let content = "that the dam was sound, no evidence of which was ever shown";
        assert_eq!(left(text, &[("Ilves", "claimed", &[content])]), ["Ilves|that the dam was sound"]);
    }

    #[test]
    fn deeds_and_definitions_are_no_statements() {
        let text = "The raid, ordered by Ilves, failed. Force majeure refers to floods and fires.";
        assert!(left(text, &[("Ilves", "ordered by", &["The raid"])]).is_empty());
        assert!(left(text, &[("Force majeure", "refers to", &["floods and fires"])]).is_empty());
        let text = "The minister refers to floods and fires.";
        assert_eq!(left(text, &[("The minister", "refers to", &["floods and fires"])]).len(), 1);
    }

    #[test]
    fn on_what_terms_one_speaks_is_no_statement() {
        let text = "A guard, who asked not to be named, went on. Ilves said he was not to be forgotten.";
        assert!(left(text, &[("who", "asked", &["not to be named"])]).is_empty());
        assert_eq!(left(text, &[("Ilves", "said", &["he was not to be forgotten"])]).len(), 1);
    }

    #[test]
    fn a_quotation_answers_the_claim_in_its_sentence() {
        let text = "Tollo called Ilves a clown after she claimed that it was safe.\n\n“It was not safe.”";
        let got = left(
            text,
            &[
                ("Tollo", "called", &["Ilves a clown"]),
                ("she", "claimed", &["that it was safe", "“It was not safe.”"]),
            ],
        );
        assert_eq!(got, ["Tollo|Ilves a clown / “It was not safe.”", "she|that it was safe"]);
    }
}
