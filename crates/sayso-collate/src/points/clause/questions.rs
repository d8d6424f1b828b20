//! Questions after what stands in a clause: when, where, how many, whether.

use super::super::claims::negates;
use super::super::counted::plural;
use super::super::view::{View, Voice};
use super::asking::{capital, join};
use super::{Asked, Clause, MOST, Question, Subject, verbs_from_the_top};
use sayso_syntax::{Relation, Tag, parser};
use std::ops::Range;

/// A question after a time or place, and how well it reads: lower is better.
///
/// `how` is `When` or `Where`; `hole` are the tokens of the time or place; `voice` is that of the words. `None` where their
/// clause makes no question.
pub(crate) fn ask(view: &View<'_>, how: &'static str, hole: Range<usize>, voice: Voice) -> Option<Question> {
    let clause = Clause::of(view, hole.start)?;
    let asked = |clause: &Clause<'_, '_>| clause.ask(&Asked::Hole(how, hole.clone()), voice);
    if !view.attributes(clause.base + clause.verb) {
        return asked(&clause);
    }
    // What was said belongs to the statement, but `lashed out at the mayor`.
    let content = [Relation::Complement, Relation::OpenComplement, Relation::Parataxis];
    let deed = clause.tree.by(clause.verb, &content).next().is_none()
        && clause.tree.by(clause.verb, &[Relation::Object, Relation::Preposition]).next().is_some();
    deed.then(|| asked(&clause)).flatten().map(|q| Question { far: q.far + 8, ..q })
}

/// The question when something was said, where nothing else can be asked: `When did the ministry announce this?`
pub(crate) fn when_said(view: &View<'_>, time: Range<usize>, voice: Voice) -> Option<Question> {
    let clause = Clause::of(view, time.start)?;
    let says = SAYING.contains(&view.word(clause.base + clause.verb));
    says.then(|| clause.ask(&Asked::Said, voice)).flatten()
}

/// Verbs by which somebody says `this`.
const SAYING: [&str; 20] = [
    "said",
    "says",
    "told",
    "announced",
    "announces",
    "confirmed",
    "confirms",
    "wrote",
    "tweeted",
    "stated",
    "declared",
    "reported",
    "acknowledged",
    "admitted",
    "claimed",
    "denied",
    "disclosed",
    "revealed",
    "predicted",
    "promised",
];

/// The question how many of something there are, in the words of the clause that a number stands in. `unit` says what is
/// counted where the tree does not: `How much money`.
pub(crate) fn how_many(
    view: &View<'_>,
    number: Range<usize>,
    unit: Option<&str>,
    voice: Voice,
) -> Option<Question> {
    let (line, tree) = view.tree_of(number.start)?;
    let base = line.tokens.start;
    let nodes = tree.nodes();
    if let Some(asked) = joined_to(view, number.start, voice) {
        return Some(asked);
    }
    let digits = |i: &usize| nodes[*i - base].tag == Tag::Number;
    let first = number.clone().find(digits)?;
    // `$ 8 billion`, `about 40 people`: the word that all of this hangs on.
    let mut top = first - base;
    while let Some(head) = nodes[top].head
        && (matches!(nodes[top].relation, Relation::Numeral | Relation::Quantifier | Relation::Piece)
            || matches!(nodes[top].relation, Relation::Compound | Relation::NounModifier)
                && matches!(nodes[head].tag, Tag::Number | Tag::Currency))
    {
        top = head;
    }
    let counted = matches!(nodes[top].tag, Tag::Nouns | Tag::Noun) && top != first - base;
    let clause = Clause::of(view, base + top)?;
    let told = [Relation::Adjectival, Relation::Compound];
    let before: Vec<usize> = tree.by(top, &told).filter(|i| *i > first - base && *i < top).collect();
    let of = tree.by(top, &[Relation::Preposition]).find(|i| view.word(base + *i) == "of");
    let mut words: Vec<usize> = if counted && unit.is_none() { before } else { Vec::new() };
    if counted && unit.is_none() {
        words.push(top);
    }
    words.extend(of.map(|of| tree.run(of)).filter(|run| run.len() <= 6).into_iter().flatten());
    let words = clause.render(&words, voice)?;
    let asked = match unit {
        Some(unit) => join(&[unit, &words]),
        None if counted => join(&["How many", &words]),
        None => return None,
    };
    clause.ask(&Asked::Count(base + top, asked), voice)
}

/// The question how many a thing has or lasts, where the number is joined to its unit: `a 225-page report`, `the two-year
/// inquiry`.
fn joined_to(view: &View<'_>, number: usize, voice: Voice) -> Option<Question> {
    let (_, unit) = view.word(number).split_once('-')?;
    if unit.is_empty() || !unit.chars().all(char::is_alphabetic) {
        return None;
    }
    let (line, tree) = view.tree_of(number)?;
    let joined = tree.nodes()[number - line.tokens.start];
    let modifies = |r: Relation| matches!(r, Relation::Compound | Relation::Adjectival | Relation::Numeral);
    let mut noun = joined.head.filter(|_| modifies(joined.relation))?;
    // `a 12-person task force`
    while let Some(head) = tree.nodes()[noun].head.filter(|_| modifies(tree.nodes()[noun].relation)) {
        noun = head;
    }
    let clause = Clause::of(view, line.tokens.start + noun)?;
    let words = clause.words_of(noun, Some(number - line.tokens.start));
    let (thing, _) = clause.subject_words(noun, &words, voice)?;
    let determined = tree
        .children(noun)
        .any(|c| matches!(tree.nodes()[c].relation, Relation::Determiner | Relation::Possessive));
    let thing = match ["a ", "an ", "A ", "An "].iter().find_map(|a| thing.strip_prefix(a)) {
        Some(bare) => format!("the {bare}"),
        None if determined || tree.nodes()[noun].tag != Tag::Noun => thing,
        None => format!("the {thing}"),
    };
    let has = match unit {
        "year" | "month" | "week" | "day" | "hour" | "minute" => "last",
        "foot" | "inch" | "third" | "thirds" | "half" | "quarter" | "quarters" => return None,
        _ => "have",
    };
    let text = format!("How many {} did {thing} {has}?", plural(unit));
    let many = text.split(' ').count();
    (many <= MOST).then_some(Question { far: 6 + many.abs_diff(9), text })
}

/// The question who did what the verb at a token tells, `agent` being the tokens of who is said to have; and how well it reads.
pub(crate) fn who(view: &View<'_>, verb: usize, agent: Range<usize>, voice: Voice) -> Option<Question> {
    let clause = Clause::of(view, verb).filter(|c| c.base + c.verb == verb)?;
    match &clause.subject {
        Subject::Words(head, _) if agent.contains(&(clause.base + head)) => {
            clause.ask(&Asked::Count(clause.base + head, "Who".into()), voice)
        }
        _ => clause.ask(&Asked::Hole("By whom", agent), voice),
    }
}

/// The words around some tokens, with `…` for these: for what makes no question.
pub(crate) fn around(view: &View<'_>, hole: Range<usize>) -> String {
    /// Words before and after.
    const SIDE: (usize, usize) = (8, 6);
    let line = view.sentences.iter().find(|s| s.tokens.contains(&hole.start));
    let sentence = line.map_or_else(|| hole.clone(), |s| s.tokens.clone());
    // Not in the middle of a number: `1,000`.
    let digits = |i: usize| view.word(i).starts_with(|c: char| c.is_ascii_digit());
    let within = |i: usize| i > sentence.start + 1 && digits(i) && view.word(i - 1) == "," && digits(i - 2);
    let mut from = hole.start.saturating_sub(SIDE.0).max(sentence.start);
    while from < hole.start && (!view.is_word(from) || within(from)) {
        from += 1;
    }
    let to = (hole.end + SIDE.1).min(sentence.end);
    let text = |r: Range<usize>| {
        let words = view.hull(r).map(|s| view.text(s)).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let after = text(hole.end..to);
    let after = after.trim_end_matches(|c: char| !c.is_alphanumeric());
    let quotes = |c: char| !"“”\"".contains(c);
    let parts = [text(from..hole.start), "…".to_owned(), after.to_owned()];
    join(&[&parts[0], &parts[1], &parts[2]]).chars().filter(|c| quotes(*c)).collect()
}

/// Whether a word opens a question within a sentence, which is none by itself: `what bills can be passed`.
fn opens_inner(word: Option<&str>) -> bool {
    matches!(word, Some("what" | "which" | "who" | "how" | "when" | "where" | "why"))
}

/// The question whether what a run of tokens says is so; `None` where it says nothing of anybody.
pub(crate) fn whether(view: &View<'_>, tokens: Range<usize>, voice: Voice) -> Option<Question> {
    let clause = Clause::topmost(view, tokens.clone());
    let sound = |q: &Question| !opens_inner(q.text.split(' ').nth(1));
    let asked = clause.as_ref().and_then(|c| c.ask(&Asked::Whether, voice)).filter(sound);
    // What is quoted is often told apart better from who says it by itself.
    let alone = || {
        view.tree_of(tokens.start)?;
        let words: Vec<&str> = tokens.clone().map(|i| view.printed(i)).collect();
        let tree = parser().parse(&words);
        let verbs = verbs_from_the_top(&tree, 0..words.len());
        let clause = verbs.into_iter().find_map(|verb| Clause::at(view, &tree, tokens.start, verb))?;
        clause.ask(&Asked::Whether, voice)
    };
    let meant =
        || tokens.clone().filter(|i| view.word(*i) == "to").find_map(|i| Clause::infinitive(view, i + 1));
    let meant = || meant()?.ask(&Asked::Whether, voice);
    let told = || {
        let words = clause.as_ref()?.words()?;
        if opens_inner(words.split(' ').next()) {
            return None;
        }
        let far = 20 + words.len() / 8;
        let text = match clause.as_ref()?.is_vague() {
            true => format!("Is it true: “{}”?", capital(&words)),
            false => format!("Is it true that {words}?"),
        };
        Some(Question { far, text })
    };
    let quoted = || {
        let (line, tree) = view.tree_of(tokens.start)?;
        let tag = |i: usize| tree.nodes().get(i - line.tokens.start).map(|n| n.tag);
        let opens = tokens.clone().find(|i| view.is_word(*i)).and_then(tag)?;
        let subject = opens.is_noun()
            || matches!(
                opens,
                Tag::Determiner | Tag::Pronoun | Tag::Possessive | Tag::Number | Tag::Adjective
            );
        let finite = |t: Tag| matches!(t, Tag::VerbPast | Tag::VerbThird | Tag::VerbPresent | Tag::Modal);
        let whole = subject && tokens.len() <= MOST && tokens.clone().filter_map(tag).any(finite);
        // What is denied is asked, never the denial.
        let denies = |i: &usize| negates(view, *i);
        let parted = |i: usize| matches!(view.word(i), "not" | "never");
        if !whole || tokens.clone().any(|i| denies(&i) && !parted(i)) {
            return None;
        }
        let mut words = String::new();
        for i in tokens.clone().filter(|i| !denies(i)) {
            let spaced = i == tokens.start || view.tokens[i].span.start() > view.tokens[i - 1].span.end();
            words.push_str(if spaced && !words.is_empty() { " " } else { "" });
            words.push_str(view.printed(i));
        }
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        let plain = !words.contains(['“', '”', '"']);
        plain.then(|| Question { far: 25, text: format!("Is it true: “{}”?", capital(words)) })
    };
    let asked = asked.or_else(|| alone().filter(sound)).or_else(|| meant().filter(sound));
    asked.or_else(told).or_else(quoted)
}
