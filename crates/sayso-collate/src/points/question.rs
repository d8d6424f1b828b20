//! Questions from clauses: `that safety checks had been skipped` becomes `Had safety checks been skipped?`, and `There
//! was no slide` becomes `Was there any slide?`: what is asked is always what is denied, never the denial.

use super::view::{View, Voice};
use crate::verbs::{of_past, opens_question, past};
use std::ops::Range;

/// Contracted negations that are not their verb and `n't`.
const CONTRACTED: [(&str, &str); 3] = [("can't", "can"), ("won't", "will"), ("cannot", "can")];
/// Words of a question.
const MOST: usize = 18;

/// A word of a question in the making.
struct Word {
    /// As printed, or what stands for it.
    text: String,
    /// In small letters.
    lower: String,
    /// Whether white space stands before it.
    spaced: bool,
}

/// The question whether a clause is so; `voice` is its speaker's.
pub(crate) fn whether(view: &View<'_>, tokens: Range<usize>, voice: Voice) -> String {
    let range = trimmed(view, tokens);
    // The clause alone: what follows a later comma or relative word says more than is asked.
    let stop = (range.start + 4..range.end).find(|i| {
        // `rammed, pushed or threatened`, `1,200`
        let goes_on = past(view.word(i - 1)) && past(view.word(i + 1))
            || view.word(i + 1).starts_with(|c: char| c.is_ascii_digit());
        !(view.word(*i) == "," && goes_on)
            && matches!(
                view.word(*i),
                "," | ":"
                    | "amid"
                    | "after"
                    | "because"
                    | "despite"
                    | "which"
                    | "saying"
                    | ";"
                    | "—"
                    | "–"
                    | "”"
                    | "\""
            )
    });
    let end = stop.unwrap_or(range.end).min(range.start + MOST);
    let tail = if end == range.start + MOST && end < range.end { " …" } else { "" };
    let mut words = words(view, range.start..end, voice);
    // `has not asked to leave` is said of who says so.
    let source = voice.statement.and_then(|s| view.statements()[s].source.as_ref());
    let name = source.and_then(|s| s.name.as_ref()).filter(|n| n.starts_with(char::is_uppercase));
    if let Some(subject) = of_both(view, range.start, voice)
        && words.first().is_some_and(|w| opens_question(&w.lower))
    {
        words.insert(0, subject);
    } else if let (Some(first), Some(name)) = (words.first().map(|w| w.lower.clone()), name) {
        let whole = name.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || w.len() < 4);
        let having = usize::from(first == "ever");
        if words.get(having).is_some_and(|w| w.lower == "having") {
            words[having].text = "had".into();
            words[having].lower = "had".into();
            words.swap(0, having);
            let rest = joined(&words[1..]);
            return format!("Had {name} {rest}{tail}?");
        }
        if opens_question(&first) && whole {
            words.insert(0, Word { text: name.clone(), lower: name.to_lowercase(), spaced: true });
        } else if let Some(verb) = first.strip_suffix("ing").and_then(|b| of_past(&format!("{b}ed"))) {
            let rest = joined(&words[1..]);
            return format!("Did {name} {verb} {rest}{tail}?");
        }
    }
    let asked = of_infinitive(&words, view, voice)
        .or_else(|| existence(&words))
        .or_else(|| inverted(&words))
        .or_else(|| with_did(&words));
    let text = asked.unwrap_or_else(|| held(&words));
    format!("{}{tail}?", capital(text.trim_end_matches(['.', ',', '!', ' '])))
}

/// The pronoun that a clause after `and` shares with the one before it: `he was heard as a witness and was not arrested`.
fn of_both(view: &View<'_>, start: usize, voice: Voice) -> Option<Word> {
    let said = &view.statements()[voice.statement?];
    let first = said.content.iter().map(|c| view.tokens_in(*c)).find(|c| c.contains(&start))?;
    let joined = start > first.start && matches!(view.word(start - 1), "and" | "or" | "but");
    let subject = first.clone().find(|i| view.is_word(*i) && view.word(*i) != "that")?;
    let pronoun = matches!(view.word(subject), "he" | "she" | "it" | "they");
    (joined && pronoun && subject < start).then(|| Word {
        text: view.word(subject).to_owned(),
        lower: view.word(subject).to_owned(),
        spaced: true,
    })
}

/// Whether a clause can be asked as a question at all: it has a verb and does not open in the middle of something.
pub(crate) fn askable(view: &View<'_>, tokens: Range<usize>) -> bool {
    const MIDDLE: [&str; 19] = [
        "well",
        "as",
        "than",
        "of",
        "to",
        "for",
        "with",
        "by",
        "from",
        "opposed",
        "rather",
        "such",
        "like",
        "long",
        "including",
        "soon",
        "whose",
        "which",
        "who",
    ];
    let range = trimmed(view, tokens);
    // `their ugly and unjustified act`: no verb
    let colours = |i: usize| {
        i > range.start
            && matches!(
                view.word(i - 1),
                "the" | "a" | "an" | "his" | "her" | "its" | "their" | "our" | "this" | "and" | "or"
            )
    };
    let verb = |i: usize| {
        opens_question(view.word(i)) || past(view.word(i)) && !colours(i) || view.word(i).contains("n't")
    };
    let middle = |i: usize| MIDDLE.contains(&view.word(i)) || view.word(i).ends_with("ing");
    range.clone().any(verb) && !middle(range.start)
}

/// Without quotation marks, conjunctions and points at the ends.
fn trimmed(view: &View<'_>, mut range: Range<usize>) -> Range<usize> {
    let ends =
        |w: &str| matches!(w, "and" | "or" | "but" | "that" | "with" | "of" | "to" | "the" | "a" | "an");
    let strip = |w: &str| {
        matches!(
            w,
            "," | "\"" | "“" | "”" | "‘" | "’" | "'" | ":" | "-" | "—" | "–" | "." | "!" | "?" | ";" | "…"
        )
    };
    let opens =
        |w: &str| matches!(w, "that" | "and" | "but" | "so" | "because" | "or" | "while" | "yet" | "then");
    // `That number is wrong`, where a sentence begins.
    let points_at = |i: usize| view.printed(i) == "That" && matches!(view.word(i + 2), "is" | "was");
    while range.start < range.end
        && (strip(view.word(range.start))
            || opens(view.word(range.start)) && range.len() > 3 && !points_at(range.start))
    {
        range.start += 1;
    }
    while range.start < range.end
        && (strip(view.word(range.end - 1)) || range.len() > 3 && ends(view.word(range.end - 1)))
    {
        range.end -= 1;
    }
    range
}

/// The words of a clause with the speaker's `I` and `we` made his, and negations parted from their verbs.
fn words(view: &View<'_>, range: Range<usize>, voice: Voice) -> Vec<Word> {
    let source = voice.statement.and_then(|s| view.statements()[s].source.as_ref());
    let name = source.filter(|s| !s.anonymous).and_then(|s| s.name.clone());
    let name = name.filter(|n| n.starts_with(char::is_uppercase)).unwrap_or_else(|| "the speaker".into());
    let mut found: Vec<Word> = Vec::new();
    let first = range.start;
    let mut parted = false;
    for i in range {
        let lower = view.word(i).replace('’', "'");
        let spaced = i == first
            || view.tokens[i].span.start() > view.tokens[i - 1].span.end()
            || std::mem::take(&mut parted);
        if lower.chars().all(|c| "\"“”„«»".contains(c)) || lower == "'" {
            parted = spaced;
            continue;
        }
        let spoken = match lower.as_str() {
            "i" => Some(name.as_str()),
            "we" => Some("they"),
            "my" | "our" => Some("their"),
            "me" | "us" if view.printed(i) != "US" => Some("them"),
            "am" => Some("is"),
            _ => None,
        };
        // `Ambassador Orr`, `President Vant`: a title keeps its capital before a name.
        let titled = view.capital(i)
            && view.capital(i + 1)
            && view.is_name(i + 1)
            && !matches!(
                lower.as_str(),
                "the" | "a" | "an" | "his" | "her" | "its" | "their" | "our" | "two" | "three"
            );
        let keep = i != first
            || titled
            || view.is_name(i)
            || view.printed(i).chars().nth(1).is_some_and(char::is_uppercase);
        let printed = if keep { view.printed(i).to_owned() } else { view.printed(i).to_lowercase() };
        let whole = CONTRACTED.iter().find(|(w, _)| *w == lower).map(|(_, verb)| *verb);
        match (spoken, whole.or(lower.strip_suffix("n't"))) {
            (Some(text), _) => found.push(Word { text: text.into(), lower: text.to_lowercase(), spaced }),
            (_, Some(verb)) => {
                found.push(Word { text: verb.into(), lower: verb.into(), spaced });
                found.push(Word { text: "not".into(), lower: "not".into(), spaced: true });
            }
            _ => found.push(Word { text: printed, lower, spaced }),
        }
        // `I do not` is `she does not`.
        if found.len() >= 2 && found[found.len() - 2].lower == name.to_lowercase() {
            let last = found.last_mut().filter(|w| matches!(w.lower.as_str(), "do" | "have" | "don't"));
            if let Some(last) = last {
                let other = if last.lower == "have" { "has" } else { "does" };
                (last.text, last.lower) = (other.into(), other.into());
            }
        }
    }
    found
}

/// `to pay 42 million`: `is the club to pay 42 million`, of who said so.
fn of_infinitive(words: &[Word], view: &View<'_>, voice: Voice) -> Option<String> {
    let [to, verb, rest @ ..] = words else { return None };
    let source = voice.statement.and_then(|s| view.statements()[s].source.as_ref())?;
    let name = source.name.as_ref().filter(|n| to.lower == "to" && n.starts_with(char::is_uppercase))?;
    Some(match verb.lower.as_str() {
        "have" => format!("has {name} {}", joined(rest)),
        _ => format!("is {name} to {}", joined(&words[1..])),
    })
}

/// What no question can be made of: a clause as it stands, or the thing it speaks of.
fn held(words: &[Word]) -> String {
    /// A clause with a subject and a verb has so many words at least.
    const CLAUSE: usize = 4;
    let binds = |w: &Word| {
        matches!(
            w.lower.as_str(),
            "about" | "of" | "as" | "in" | "on" | "at" | "for" | "with" | "by" | "from" | "over" | "into"
        )
    };
    let verb = |w: &Word| opens_question(&w.lower) || past(&w.lower);
    let bound = words.iter().take_while(|w| binds(w)).count();
    let words = &words[bound..];
    let pronoun = words.first().is_some_and(|w| {
        matches!(
            w.lower.as_str(),
            "they" | "it" | "he" | "she" | "there" | "this" | "that" | "these" | "those"
        )
    });
    // `a collision with a boat`: no word of it can be a verb.
    let article = |w: &Word| {
        matches!(w.lower.as_str(), "a" | "an" | "the" | "any" | "some" | "its" | "his" | "her" | "their")
    };
    let verbal = |pair: &[Word]| {
        pair[1].lower.len() > 3 && pair[1].lower.ends_with('s') && !article(&pair[0]) && !binds(&pair[0])
    };
    let thing = words.first().is_some_and(article) && !words.windows(2).skip(1).any(verbal);
    let clause = bound == 0 && !thing && (words.len() >= CLAUSE || pronoun) || words.iter().any(verb);
    let headless = words.first().is_some_and(|w| w.lower == "to" || opens_question(&w.lower));
    match clause {
        _ if headless => format!("Is it true: “{}”", affirmed(words)),
        true => format!("Is it true that {}", affirmed(words)),
        false => format!("What of {}", affirmed(words)),
    }
}

/// The clause without its negation.
fn affirmed(words: &[Word]) -> String {
    let denies = |w: &Word| matches!(w.lower.as_str(), "not" | "never");
    let helps =
        |n: usize| matches!(words[n].lower.as_str(), "do" | "does") && words.get(n + 1).is_some_and(denies);
    let mut text = String::new();
    for (_, word) in words.iter().enumerate().filter(|(n, w)| !denies(w) && !helps(*n)) {
        push(&mut text, &word.text, word.spaced);
    }
    text
}

/// `there was no slide`: `was there any slide`.
fn existence(words: &[Word]) -> Option<String> {
    let there = words.iter().take(4).position(|w| w.lower == "there")?;
    let no = words.iter().position(|w| w.lower == "no").filter(|no| *no > there && *no <= there + 4)?;
    let aux = (there + 1..no).find(|i| opens_question(&words[*i].lower))?;
    let between = joined_from(&words[aux + 1..no], &["not", "never"]);
    let rest = joined(&words[no + 1..]);
    Some(
        [&words[aux].lower, "there", &between, "any", &rest]
            .iter()
            .filter(|p| !p.is_empty())
            .map(|p| p.to_string())
            .collect::<Vec<_>>()
            .join(" "),
    )
}

/// With its auxiliary first: `checks had not been skipped` is `had checks been skipped`.
fn inverted(words: &[Word]) -> Option<String> {
    let aux = words.iter().take(10).position(|w| opens_question(&w.lower)).filter(|at| *at > 0)?;
    let subject = &words[..aux];
    // An auxiliary within a relative clause, or after the verb, is not the clause's own.
    let parted = |w: &Word| {
        matches!(
            w.lower.as_str(),
            "," | "who" | "which" | "that" | "what" | "where" | "whose" | "…" | "to" | "than"
        )
    };
    if subject.iter().any(parted)
        || aux + 1 >= words.len()
        || subject.iter().skip(1).any(|w| finite(&w.lower))
    {
        return None;
    }
    // `did what nobody expected`: the verb itself.
    if matches!(words[aux].lower.as_str(), "did" | "do" | "does")
        && !words[aux + 1..].iter().take(2).any(|w| matches!(w.lower.as_str(), "not" | "never"))
    {
        return None;
    }
    // `At noon they were told`: when and where goes to the end.
    let leads =
        matches!(subject[0].lower.as_str(), "at" | "in" | "on" | "by" | "for" | "after" | "from" | "since");
    let who = |w: &Word| matches!(w.lower.as_str(), "he" | "she" | "it" | "they" | "there" | "the speaker");
    let (led, subject) = match leads {
        true => subject.split_at(subject.iter().position(who)?),
        false => (&subject[..0], subject),
    };
    let subject = asked_subject(subject);
    let rest = joined_from(&words[aux + 1..], &["not", "never", "longer"]);
    let led = joined(led).to_lowercase();
    Some(format!("{} {subject} {rest} {led}", words[aux].lower).trim_end().to_owned())
}

/// With `did`: `nobody answered` is `did anybody answer`.
fn with_did(words: &[Word]) -> Option<String> {
    let parted = |w: &Word| {
        matches!(w.lower.as_str(), "," | "who" | "which" | "that" | "what" | "where" | "whose" | "…" | "to")
    };
    let until = words.iter().position(parted).unwrap_or(words.len());
    let at = (1..until.min(10)).find(|i| {
        past(&words[*i].lower)
            // `city-related` is no verb.
            && !words[*i].lower.contains('-')
            && !opens_question(&words[*i].lower)
            && !matches!(
                words[*i - 1].lower.as_str(),
                "the" | "a" | "an" | "his" | "her" | "its" | "their" | "some" | "no" | "by" | "of" | "and" | "or"
            )
    })?;
    if opens_question(&words[0].lower) || matches!(words[0].lower.as_str(), "in" | "on" | "at" | "to") {
        return None;
    }
    let verb = of_past(&words[at].lower)?;
    let subject = asked_subject(&words[..at]);
    // `same-sex married couples`, `elected officials`: the participle colours what follows.
    let bare = at == 1 && words[0].text == words[0].lower && words[0].lower.contains('-');
    if subject.is_empty() || bare {
        return None;
    }
    let rest = joined_from(&words[at + 1..], &[]);
    Some(format!("did {subject} {verb} {rest}"))
}

/// Whether a word may be a finite verb before an auxiliary: `said the brake had failed`.
fn finite(lower: &str) -> bool {
    matches!(
        lower,
        "said" | "says" | "knew" | "thought" | "think" | "believe" | "believed" | "know" | "hit" | "made"
    )
}

/// A subject as it is asked after: `nobody` is `anybody`, `no vessel` is `any vessel`.
fn asked_subject(subject: &[Word]) -> String {
    let subject: Vec<&Word> = subject
        .iter()
        .filter(|w| !matches!(w.lower.as_str(), "never" | "not" | "also" | "already"))
        .collect();
    match subject.iter().map(|w| w.lower.as_str()).collect::<Vec<_>>()[..] {
        ["nobody"] | ["no", "one"] => "anybody".into(),
        ["nothing"] => "anything".into(),
        _ => {
            let mut text = String::new();
            for (n, word) in subject.iter().enumerate() {
                let any = n == 0 && matches!(word.lower.as_str(), "no" | "none");
                push(&mut text, if any { "any" } else { &word.text }, word.spaced);
            }
            text
        }
    }
}

fn joined(words: &[Word]) -> String {
    joined_from(words, &[])
}

/// The words with white space as it was, `without` some; `no` becomes `any`.
fn joined_from(words: &[Word], without: &[&str]) -> String {
    let mut text = String::new();
    for (n, word) in words.iter().enumerate().filter(|(_, w)| !without.contains(&w.lower.as_str())) {
        let no = word.lower == "no" && (!without.is_empty() || n == 0);
        // `no longer` loses both words.
        if no && words.get(n + 1).is_some_and(|w| w.lower == "longer") {
            continue;
        }
        let any = match word.lower.as_str() {
            "no" if no => "any",
            "nobody" if !without.is_empty() => "anybody",
            "nothing" if !without.is_empty() => "anything",
            _ => &word.text,
        };
        push(&mut text, any, word.spaced);
    }
    text
}

fn push(text: &mut String, word: &str, spaced: bool) {
    if spaced && !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}
