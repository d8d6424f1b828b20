//! Figures that somebody gives, in the plain forms that the reader passes over: `Police put the loss at 2.5 million`,
//! `the port counted 40 ships, the union 60`.

use crate::{Found, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_model::SegmentKind;
use sayso_text::{Sentence, Span, TokenKind};
use std::ops::Range;

/// The name it gives to what it finds.
const NAME: &str = "figures";

/// How many tokens a figure's source has at most.
const LONGEST: usize = 12;

/// How a figure is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Giving {
    /// `put the loss at 4 million`: the word that leads to the figure.
    At(&'static str),
    /// `counted 400 ships`: at once.
    Counts,
    /// `spoke of 400 ships`.
    Of,
}

fn giving(lower: &str) -> Option<Giving> {
    Some(match lower {
        "put" | "puts" | "estimate" | "estimates" | "estimated" => Giving::At("at"),
        "gave" | "gives" => Giving::At("as"),
        "counted" | "counts" => Giving::Counts,
        "speak" | "speaks" | "spoke" | "spoken" | "talk" | "talks" | "talked" => Giving::Of,
        _ => return None,
    })
}

/// The figures given in sentences whose words no statement has.
pub(super) fn figures(prepared: &Prepared<'_>, statements: &[Found]) -> Vec<Found> {
    let mut taken: Vec<Span> =
        statements.iter().flat_map(|f| f.content.iter().chain(&f.cue).chain(&f.source)).copied().collect();
    taken.sort_unstable();
    // Sorted by where they begin; few are long, and those that are hold the place all the same.
    let free = |span: Span| !taken.iter().any(|t| t.overlaps(span));
    let mut found: Vec<Found> = Vec::new();
    for sentence in &prepared.sentences {
        if !matches!(prepared.segment(sentence.tokens.start), SegmentKind::Body | SegmentKind::Headline) {
            continue;
        }
        for verb in sentence.tokens.clone() {
            let Some(how) = giving(prepared.lower(verb)).filter(|_| prepared.quoted[verb].is_none()) else {
                continue;
            };
            found.extend(
                given(prepared, sentence, verb, how)
                    .into_iter()
                    .filter(|f| f.source.iter().chain(&f.cue).chain(&f.content).all(|s| free(*s))),
            );
        }
    }
    found
}

/// What a verb of giving figures gives, and by whom; and the same verb left out: `…, the league 31,000`.
fn given(prepared: &Prepared<'_>, sentence: &Sentence, verb: usize, how: Giving) -> Vec<Found> {
    let Some(source) = subject(prepared, sentence.tokens.start, verb) else { return Vec::new() };
    let to = end(prepared, verb + 1, sentence.tokens.end);
    let content = match how {
        Giving::At(at) => {
            let led = (verb + 1..to).take(LONGEST).find(|i| prepared.lower(*i) == at);
            let Some(led) = led.filter(|i| number_near(prepared, i + 1, to)) else { return Vec::new() };
            // What is counted is told before it: `put the loss at`.
            if led == verb + 1 {
                return Vec::new();
            }
            verb + 1..to
        }
        Giving::Counts
            if number_near(prepared, verb + 1, to) && !role(prepared.lower(verb + 1)).any(Role::PREP) =>
        {
            verb + 1..to
        }
        Giving::Of
            if verb + 2 < to
                && prepared.lower(verb + 1) == "of"
                && (number_near(prepared, verb + 2, to) || number_alone(prepared, verb + 2, to)) =>
        {
            verb + 2..to
        }
        Giving::Counts | Giving::Of => return Vec::new(),
    };
    let cue = if how == Giving::Of { prepared.span(verb..verb + 2) } else { prepared.tokens[verb].span };
    let one = |source: Range<usize>, content: Range<usize>| Found {
        source: vec![prepared.span(source)],
        cue: vec![cue],
        content: vec![prepared.span(content)],
        confidence: Some(0.8),
        by: NAME,
    };
    let mut found = vec![one(source, content.clone())];
    // `, the league 31,000` or `; and the union, 60`.
    let mut at = content.end;
    while at < sentence.tokens.end && matches!(prepared.word(at), "," | ";" | "and" | "but" | "while") {
        at += 1;
    }
    let number = (at + 1..sentence.tokens.end)
        .take(5)
        .find(|i| prepared.tokens[*i].kind == TokenKind::Number)
        .filter(|n| (at..*n).all(|i| names_source(prepared, i)));
    if let Some(number) = number.filter(|_| at > content.end) {
        let to = end(prepared, number, sentence.tokens.end);
        found.push(Found { cue: Vec::new(), ..one(at..number, number..to) });
    }
    found
}

fn names_source(prepared: &Prepared<'_>, i: usize) -> bool {
    let word = prepared.lower(i);
    prepared.tokens[i].is_word()
        && prepared.quoted[i].is_none()
        && !role(word)
            .any(Role::AUX | Role::VERB | Role::SUB | Role::PREP | Role::CONJ | Role::ADV | Role::PRON)
}

/// The noun phrase right before a verb, back to the beginning of its clause.
fn subject(prepared: &Prepared<'_>, from: usize, verb: usize) -> Option<Range<usize>> {
    let helps = |i: usize| {
        role(prepared.lower(i)).any(Role::AUX | Role::ADV)
            && !matches!(prepared.lower(i), "is" | "are" | "was" | "were" | "be" | "been")
    };
    let mut end = (from..verb).rev().find(|i| !helps(*i))? + 1;
    let behind = end;
    // `The chief whip, Orla Benn, spoke of six`: the noun that the name stands beside.
    if prepared.word(end - 1) == ","
        && let Some(comma) = (from..end - 1).rev().take(LONGEST).find(|i| prepared.word(*i) == ",")
        && (prepared.word(comma + 1).starts_with(char::is_uppercase) || prepared.lower(comma + 1) == "the")
    {
        end = comma;
    }
    let stops = |i: &usize| {
        !prepared.tokens[*i].is_word()
            || prepared.quoted[*i].is_some()
            || role(prepared.lower(*i)).any(Role::SUB | Role::CONJ)
            || prepared.segment(*i) != prepared.segment(verb)
    };
    let start = (from..end).rev().find(stops).map_or(from, |i| i + 1);
    let words = start..end;
    let head = prepared.lower(words.clone().last()?);
    // `Our reporter counted eleven`: the outlet's own.
    let own = matches!(prepared.lower(start), "our" | "we" | "i");
    let no_noun = own
        || role(head).any(Role::AUX | Role::PREP | Role::DET | Role::POSS | Role::TIME)
        || matches!(
            head,
            "it" | "this" | "that" | "which" | "who" | "to" | "be" | "been" | "was" | "were" | "is" | "are"
        );
    let clause = words.clone().any(|i| role(prepared.lower(i)).any(Role::AUX | Role::VERB));
    let whole = if behind > end { words.start..behind - 1 } else { words.clone() };
    (whole.len() <= LONGEST && !no_noun && !clause).then_some(whole)
}

/// Whether a number stands at a token or a word or two later: `at about 4 million`, `at between 3 and 4`.
fn number_near(prepared: &Prepared<'_>, from: usize, to: usize) -> bool {
    (from..to).take(4).any(|i| prepared.tokens[i].kind == TokenKind::Number)
}

/// Whether a number in words is all that is spoken of: `spoke of six`, but not `spoke of two worlds`.
fn number_alone(prepared: &Prepared<'_>, from: usize, to: usize) -> bool {
    let about = |i: usize| matches!(prepared.lower(i), "about" | "some" | "around" | "nearly" | "only");
    let at = (from..to).find(|i| !about(*i)).unwrap_or(to);
    let counted =
        |i: usize| matches!(prepared.lower(i), "dead" | "deaths" | "victims" | "injured" | "people");
    at < to && crate::quantities::is_cardinal(prepared.lower(at)) && (at + 1 == to || counted(at + 1))
}

/// Whether a mark stands between the digits of one number: `6,000`.
fn within_number(prepared: &Prepared<'_>, mark: usize) -> bool {
    let number = |i: usize| prepared.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number);
    let glued = |i: usize| prepared.tokens.get(i).is_some_and(|t| t.gap == sayso_text::Gap::None);
    mark > 0 && number(mark - 1) && number(mark + 1) && glued(mark) && glued(mark + 1)
}

/// Where the clause ends that goes on at a token.
fn end(prepared: &Prepared<'_>, from: usize, to: usize) -> usize {
    (from..to)
        .find(|i| {
            matches!(prepared.word(*i), "," | ";" | "." | ":" | "—" | "–") && !within_number(prepared, *i)
                || i > &from && matches!(prepared.lower(*i), "but" | "while" | "which" | "who" | "after")
        })
        .unwrap_or(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::Report;

    /// The figures given in a text, as source and content.
    fn given_in(text: &str) -> Vec<String> {
        let report = Report::of_text("a", text);
        let words = |spans: &[Span]| -> String {
            spans.iter().filter_map(|s| s.slice(text)).collect::<Vec<_>>().join(" / ")
        };
        let found = figures(&Prepared::new(&report), &[]);
        found.iter().map(|f| words(&f.source) + "|" + &words(&f.content)).collect()
    }

    #[test]
    fn who_gives_a_figure_says_it() {
        assert_eq!(
            given_in("The port put the loss at 4 million crowns; it was closed."),
            ["The port|the loss at 4 million crowns"]
        );
        assert_eq!(
            given_in("The union counted 900 marchers, the police 350."),
            ["The union|900 marchers", "the police|350"]
        );
        assert_eq!(given_in("She gave the price as 40 crowns."), ["She|the price as 40 crowns"]);
        assert_eq!(
            given_in("The union put the crowd at 6,000; the police spoke of about 2,500."),
            ["The union|the crowd at 6,000", "the police|about 2,500"]
        );
    }

    #[test]
    fn what_is_put_somewhere_is_no_figure() {
        assert_eq!(
            given_in("The chief whip, Orla Benn, had spoken of six."),
            ["The chief whip, Orla Benn|six"]
        );
        assert!(given_in("The guard put the children at two tables.").is_empty());
        assert!(given_in("The minister spoke of two worlds.").is_empty());
        assert!(given_in("Ilves put the boxes on 4 lorries.").is_empty());
        assert!(given_in("The boat was put at anchor in 2031.").is_empty());
        assert!(given_in("They counted on 400 votes that never came.").is_empty());
    }
}
