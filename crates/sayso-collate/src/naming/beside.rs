//! What stands beside a person's name: titles, offices, appositions.

use super::labels::is_open;
use super::lists::{ADDRESS, LOADED, SHORT_TITLES, STOPS, TITLES, is_listed, is_person_noun};
use super::person::Named;
use super::phrase::{LONGEST, Opener, complement, phrase, possessive};
use super::refer::reporters;
use super::{Reading, Term};
use crate::points::view::View;
use crate::verbs;
use sayso_model::MentionForm;
use std::ops::Range;

/// The descriptions beside a name that covers these tokens: before it, and where it is a whole, around it.
pub(super) fn around(
    view: &View<'_>,
    tokens: &Range<usize>,
    name: usize,
) -> impl Iterator<Item = Range<usize>> {
    let found = [
        before(view, name),
        before_of(view, name),
        before_comma(view, tokens.start).filter(|_| is_closed(view, tokens.end)),
        after(view, tokens.end),
        nickname(view, tokens.end),
        identified(view, tokens.start),
    ];
    found.into_iter().flatten()
}

/// What the reports call a person beside the name; the person learns from it.
pub(super) fn beside(readings: &[Reading<'_, '_>], person: &mut Named, terms: &mut Vec<Term>) {
    for (d, tokens) in person.also.clone() {
        let reading = &readings[d];
        for found in around(reading.view, &tokens, tokens.start) {
            person.describe(reading.view, found.clone());
            terms.extend(reading.term(found, true));
        }
    }
    for (d, e) in person.entities.clone() {
        let reading = &readings[d];
        let view = reading.view;
        for mention in &view.doc.annotations.entities[e].mentions {
            let tokens = view.tokens_in(mention.span);
            match mention.form {
                MentionForm::Nominal | MentionForm::Title => {
                    let start = tokens.clone().find(|i| !opens(view, *i)).unwrap_or(tokens.end);
                    // `Dad-of-two Edvin Sater`: the name aside.
                    let own = |i: &usize| person.words.iter().any(|w| w == view.word(*i));
                    let name = tokens.clone().rev().take_while(own).count();
                    if name > 0 && name < tokens.len() {
                        let found = start..(tokens.end - name).max(start);
                        person.describe(view, found.clone());
                        terms.extend(reading.term(found, true));
                        continue;
                    }
                    let end = view.line_at(mention.span.start()).map_or(tokens.end, |line| {
                        complement(view, &view.sentences[line].tokens, tokens.end)
                    });
                    let found = start..end.min(start + LONGEST);
                    // A finder may take more than the form of address: `the form bears Mrs Tarn's name`.
                    let last = tokens.end.saturating_sub(1);
                    let address = ADDRESS.contains(view.word(last)) && view.capital(last);
                    let found = if address { last..tokens.end } else { found };
                    terms.extend(reading.term(found.clone(), reporters(view, found)));
                }
                MentionForm::Name => {
                    // A mention may hold its title: `Foreign Minister Ilo Brandt`.
                    // The last word is always name: `Tom Miller`.
                    let before_last = tokens.start..tokens.end.saturating_sub(1);
                    let titles = before_last
                        .clone()
                        .take_while(|i| is_title(view, *i) || titled(view, before_last.clone(), *i));
                    let name = titles.last().map_or(tokens.start, |i| i + 1);
                    for found in around(view, &tokens, name.min(tokens.end)) {
                        person.describe(view, found.clone());
                        terms.extend(reading.term(found, true));
                    }
                }
                MentionForm::Pronoun => {}
            }
        }
    }
}

/// Whether a word within a mention stands before its title: `Foreign` of `Foreign Minister Ilo Brandt`.
fn titled(view: &View<'_>, mention: Range<usize>, i: usize) -> bool {
    (i + 1..mention.end).any(|j| is_title(view, j))
}

/// Whether a word with a capital is known for a noun for a person rather than by its ending: no first name is.
fn is_title(view: &View<'_>, i: usize) -> bool {
    let word = view.word(i);
    let known = is_listed(word) || TITLES.contains(word) || ADDRESS.contains(word) || word.contains('-');
    is_person_noun(view, i) && (!view.capital(i) || known)
}

pub(super) fn opens(view: &View<'_>, i: usize) -> bool {
    let word = view.word(i);
    !view.is_word(i)
        || matches!(word, "a" | "an" | "the" | "this" | "that" | "his" | "her" | "their" | "its" | "our")
}

/// Nouns that mean a person only beside a name: `the bank's watchdog, Ivo Tarn,`, `her brief`.
const BESIDE: [&str; 16] = [
    "watchdog",
    "brief",
    "ace",
    "hopeful",
    "whizz",
    "brain",
    "hand",
    "giant",
    "fave",
    "face",
    "voice",
    "sensation",
    "duo",
    "beauty",
    "blonde",
    "brains",
];

/// The description right before a name: a noun for a person next to it, and what leads to that noun.
fn before(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    let mut head = name.checked_sub(1)?;
    // `Coun. Ilo Brandt`
    head -= usize::from(view.word(head) == "." && head > 0);
    let short = view.capital(head) && SHORT_TITLES.contains(view.word(head));
    // `His Excellency Ilya Moreau`
    if !(short || head + 1 == name && (is_person_noun(view, head) || BESIDE.contains(&view.word(head)))) {
        return None;
    }
    let mut start = head;
    // `the form bears Mrs Brandt`: before a form of address stands nothing that belongs to it, but for an office.
    let address =
        short || view.capital(head) && ADDRESS.contains(view.word(head)) && !is_office(view.word(head));
    if address && !head.checked_sub(1).is_some_and(|i| is_person_noun(view, i)) {
        return Some(head..name);
    }
    while let Some(i) = start.checked_sub(1) {
        let word = view.word(i);
        let owner = possessive(word) && i > 0 && view.is_word(i - 1);
        // `Secretary of State Ilo Brandt`, but not `the daughter of shopkeeper Ilo Brandt`
        if word == "of" && i > 0 && is_person_noun(view, i - 1) && view.capital(head) {
            start = i - 1;
            continue;
        }
        // `contradicted President Tarn`: a verb, unless it is known to colour.
        let participle = (word.ends_with("ed") || word.ends_with("ing")) && !word.contains('-');
        let plain = !view.capital(i) && !LOADED.contains(word);
        // `said presiding judge Orla Brand`: after a cue it is none.
        let cue = i > 0 && view.attributes(i - 1) && says(view.word(i - 1));
        // `the voters felt President Tarn`: what has no -ed is no participle before a noun.
        let verb = plain
            && (participle && !after_article(view, i) && !cue || !participle && verbs::past(word))
            || plain && titles(view, head) && !after_article(view, i) && !may_lead(view, i);
        let broken = view.hull(i..start + 1).is_some_and(|s| view.text(s).contains('\n'));
        // `His Excellency`, `Her Majesty`
        let style = matches!(word, "his" | "her" | "their" | "your")
            && view.capital(i)
            && view.capital(head)
            && start == head;
        if style {
            start = i;
            break;
        }
        if head - i >= LONGEST || !(view.is_word(i) || owner) || STOPS.contains(word) || verb || broken {
            break;
        }
        start = i;
    }
    // `the lawyer of the rider Ilo Brandt` is one name's or the other's: the first noun heads it.
    let of = start.checked_sub(2).filter(|of| view.word(*of) == "of" && view.word(of + 1) == "the");
    if of.and_then(|of| of.checked_sub(1)).is_some_and(|i| is_person_noun(view, i)) {
        return None;
    }
    Some(start..name)
}

/// Whether a word is a verb of saying in its plain forms.
fn says(word: &str) -> bool {
    verbs::past(word) || word.ends_with('s')
}

/// Forms of address that are offices too: `Abbot`.
fn is_office(word: &str) -> bool {
    matches!(
        word,
        "abbot"
            | "abbess"
            | "pastor"
            | "vicar"
            | "canon"
            | "rabbi"
            | "imam"
            | "mullah"
            | "mufti"
            | "excellency"
            | "holiness"
            | "highness"
            | "majesty"
            | "worship"
            | "grace"
            | "eminence"
            | "lord"
            | "lady"
            | "father"
            | "mother"
            | "brother"
            | "sister"
            | "citizen"
            | "comrade"
    )
}

/// Whether a head is a title with a capital: `President`.
fn titles(view: &View<'_>, head: usize) -> bool {
    view.capital(head) && TITLES.contains(view.word(head))
}

/// Whether a word in small letters may stand before a title that has a capital: `former President`.
fn may_lead(view: &View<'_>, i: usize) -> bool {
    const LEADS: [&str; 24] = [
        "former",
        "ex",
        "then",
        "acting",
        "interim",
        "outgoing",
        "incoming",
        "incumbent",
        "late",
        "retired",
        "longtime",
        "current",
        "vice",
        "deputy",
        "prime",
        "chief",
        "fellow",
        "first",
        "second",
        "third",
        "caretaker",
        "departing",
        "new",
        "old",
    ];
    let word = view.word(i);
    const ENDINGS: [&str; 6] = ["ian", "ish", "ese", "ial", "onal", "ary"];
    LEADS.contains(&word)
        || word.contains('-')
        || is_person_noun(view, i)
        || possessive(word)
        || possessive(view.word(i + 1))
        || ENDINGS.iter().any(|e| word.ends_with(e))
}

/// `The leader of the miners Karla Voss`: no comma parts a noun for a person with a complement from the name.
fn before_of(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    /// Words of the complement.
    const MOST: usize = 4;
    let last = name.checked_sub(1)?;
    let noun = |i: usize| {
        let word = view.word(i);
        const ENDINGS: [&str; 9] = ["s", "tion", "ment", "ity", "ship", "ance", "ence", "ry", "hood"];
        view.capital(i) || ENDINGS.iter().any(|e| word.ends_with(e) && word.len() > e.len() + 2)
    };
    // `of the mill Ada Brunn`, but not `of the mill told Ada Brunn`
    let only = last > 0 && matches!(view.word(last - 1), "the" | "of") && !verbs::past(view.word(last));
    if !view.is_word(last)
        || !(noun(last) || only)
        || is_person_noun(view, last) && !view.word(last).ends_with('s')
    {
        return None;
    }
    let mut start = name;
    while let Some(i) = start.checked_sub(1).filter(|i| name - i <= MOST + 2) {
        let word = view.word(i);
        if word == "of" && name - i >= 2 {
            let head = i.checked_sub(1).filter(|h| is_person_noun(view, *h))?;
            let line = view.line_at(view.tokens.get(head)?.span.start())?;
            let found = phrase(view, &view.sentences[line].tokens, head);
            return (found.opener != Opener::Owned).then_some(found.tokens.start..name);
        }
        let article = matches!(word, "the" | "a" | "an");
        let inside = view.is_word(i) && (article || !STOPS.contains(word)) || possessive(word);
        let broken = view.hull(i..start + 1).is_some_and(|s| view.text(s).contains('\n'));
        if !inside || broken || view.attributes(i) && verbs::past(word) {
            return None;
        }
        start = i;
    }
    None
}

/// `the disgraced banker`: a participle after an article describes.
fn after_article(view: &View<'_>, i: usize) -> bool {
    (1..4).any(|back| {
        i.checked_sub(back).is_some_and(|k| matches!(view.word(k), "the" | "a" | "an"))
            && (i - back + 1..i).all(|k| view.is_word(k) && !STOPS.contains(view.word(k)))
    })
}

/// Whether an apposition may end here: `Asked about the herder, Tarn said`, where the name is the subject, has none.
fn is_closed(view: &View<'_>, end: usize) -> bool {
    let word = view.word(end);
    !(view.is_word(end) && (verbs::past(word) || verbs::helping(word).is_some() || view.attributes(end)))
}

/// `the dockers' leader, Bram Coster`, `The leader of the miners' union, Karla Voss`, `the medical officer, Dr Halvard`
fn before_comma(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    let titles = (0..name)
        .rev()
        .take(2)
        .take_while(|i| TITLES.contains(view.word(*i)) || view.word(*i) == ".")
        .count();
    let comma = (name - titles).checked_sub(1).filter(|i| view.word(*i) == ",")?;
    let mut start = comma;
    let mut found = None;
    while let Some(i) = start.checked_sub(1) {
        let word = view.word(i);
        let opener = matches!(word, "a" | "an" | "the" | "its" | "his" | "her" | "their");
        if opener && head_of(view, start..comma).is_some() {
            found = Some(start..comma);
            // `the leader of the miners' union`: the first article that leads to a noun for a person.
            if !matches!(view.word(i.wrapping_sub(1)), "of" | "for" | "at" | "in") {
                break;
            }
        }
        // `Karvel's army spokesman, Ivo Tarn,`
        if found.is_none()
            && possessive(word)
            && i > 0
            && view.is_name(i - 1)
            && head_of(view, start..comma).is_some()
        {
            found = Some(start..comma);
            break;
        }
        let inside = view.is_word(i) || possessive(word) || word == "-";
        let stops = STOPS.contains(word) && !opener && !matches!(word, "of" | "for" | "in" | "at");
        // `The foreign minister of that country, Ludo Varr`
        let stops = stops
            && !(matches!(word, "that" | "this" | "these" | "those" | "our" | "their")
                && i > 0
                && matches!(view.word(i - 1), "of" | "for" | "in" | "at"));
        if comma - i > LONGEST || !inside || stops {
            break;
        }
        start = i;
    }
    found
}

/// `Tarn, 54, a baker from Ebring,`
fn after(view: &View<'_>, end: usize) -> Option<Range<usize>> {
    let dash = matches!(view.word(end), "(" | "–" | "—" | "-");
    if view.word(end) != "," && !(dash && matches!(view.word(end + 1), "a" | "an" | "the")) {
        return None;
    }
    let mut start = end + 1;
    let number = |i: usize| view.word(i).chars().next().is_some_and(|c| c.is_ascii_digit());
    if number(start) && view.word(start + 1) == "," {
        start += 2;
    }
    let bare = !opens(view, start);
    while opens(view, start) && view.is_word(start) {
        start += 1;
    }
    let mut stop = start;
    while stop < view.tokens.len() && stop - start < LONGEST + 2 {
        let word = view.word(stop);
        let inside = view.is_word(stop) || possessive(word) || word == "-";
        let ends = STOPS.contains(word)
            && !matches!(
                word,
                "of" | "for" | "from" | "at" | "in" | "to" | "the" | "a" | "an" | "its" | "with"
            );
        if !inside || ends {
            break;
        }
        stop += 1;
    }
    // `Tarn, headmaster these nine years, said`
    if bare
        && stop > start
        && is_adjunct(view.word(stop))
        && head_of(view, start..stop).is_some_and(|h| h + 1 == stop)
        && (stop + 1..stop + LONGEST).any(|i| view.word(i) == ",")
        && !(stop + 1..stop + 3).any(|i| view.is_name(i))
    {
        return Some(start..stop);
    }
    // What begins without an article is a description only when a comma ends it: `Tarn, head of the union, said`.
    if stop == start || (bare && !matches!(view.word(stop), "," | ".")) || stop - start > LONGEST {
        // A long one is cut after its head.
        let head = (start..stop.min(start + LONGEST))
            .find(|i| is_person_noun(view, *i) && !is_person_noun(view, i + 1))?;
        let line = view.line_at(view.tokens.get(head)?.span.start())?;
        return (!bare).then(|| start..phrase(view, &view.sentences[line].tokens, head).tokens.end);
    }
    head_of(view, start..stop).map(|_| start..stop)
}

/// `Tarn, the “Gravedigger of Ebring”,`: a name in quotation marks.
fn nickname(view: &View<'_>, end: usize) -> Option<Range<usize>> {
    /// Tokens before the quotation mark: `, the 44-year-old “`.
    const LEADING: usize = 4;
    if view.word(end) != "," {
        return None;
    }
    // `said Orr, “Never again.”` is no nickname.
    let open = (end + 2..=end + LEADING).find(|i| is_open(view.word(*i)))?;
    let plain = |i: usize| matches!(view.word(i), "the" | "a" | "an" | "aka") || view.word(i).contains('-');
    if !(end + 1..open).all(plain) {
        return None;
    }
    let start = open + 1 + usize::from(view.word(open + 1) == "the");
    let close = (start..start + LONGEST).find(|i| !view.is_word(*i) && view.word(*i) != "-")?;
    let marks = [("\"", "\""), ("“", "”"), ("‘", "’"), ("«", "»")];
    let paired = marks.contains(&(view.word(open), view.word(close)));
    (paired && close > start && view.capital(start)).then_some(start..close)
}

/// Words that go on after a noun for a person with when, where or what else: `headmaster since 2019`.
fn is_adjunct(word: &str) -> bool {
    matches!(
        word,
        "these"
            | "this"
            | "those"
            | "since"
            | "until"
            | "who"
            | "whose"
            | "when"
            | "during"
            | "before"
            | "after"
            | "here"
            | "there"
            | "now"
            | "then"
            | "again"
            | "also"
            | "once"
            | "for"
            | "by"
            | "under"
            | "on"
    )
}

/// The noun for a person that heads a description: the last word before its first preposition.
fn head_of(view: &View<'_>, tokens: Range<usize>) -> Option<usize> {
    let cut = tokens
        .clone()
        .find(|i| matches!(view.word(*i), "of" | "for" | "from" | "at" | "in" | "to" | "on" | "with" | "and"))
        .unwrap_or(tokens.end);
    // `director sportive of Corvane`: an adjective may follow.
    let last = cut.checked_sub(1).filter(|i| *i >= tokens.start && BESIDE.contains(&view.word(*i)));
    last.or_else(|| (tokens.start..cut).rev().take(2).find(|i| is_person_noun(view, *i)))
}

/// `The dead man was Edvin Sater`, `the driver, named by police as Ivo Tarn`.
fn identified(view: &View<'_>, name: usize) -> Option<Range<usize>> {
    const BETWEEN: [&str; 14] = [
        "as",
        "named",
        "identified",
        "was",
        "is",
        "been",
        "has",
        "by",
        "police",
        "officials",
        "locally",
        "media",
        ",",
        "later",
    ];
    let line = view.line_at(view.tokens.get(name)?.span.start())?;
    let line = &view.sentences[line].tokens;
    let from = (line.start..name).rev().take(8).take_while(|i| BETWEEN.contains(&view.word(*i))).last()?;
    let tells = |i: usize| matches!(view.word(i), "was" | "is" | "named" | "identified");
    // `named the dead man as Ivo Tarn`
    let named =
        |i: usize| matches!(view.word(i), "named" | "identified" | "names" | "identifies" | "introduced");
    let given = view.word(from) == "as" && (line.start..from).rev().take(6).any(named);
    let head = from.checked_sub(1).filter(|h| *h >= line.start && (given || (from..name).any(tells)))?;
    if !is_person_noun(view, head) || view.is_name(head) {
        return None;
    }
    Some(phrase(view, line, head).tokens)
}
