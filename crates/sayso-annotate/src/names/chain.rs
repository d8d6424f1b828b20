//! Runs of capitalised words, titles told from names, and what each names.

use crate::Prepared;
use crate::finder::NamedSpan;
use crate::statements::tokens_in;
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons;
use sayso_model::{EntityKind, SegmentKind};
use sayso_text::Gap;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

pub(crate) struct Lists {
    pub titles: HashSet<&'static str>,
    /// Words that end, or begin, the name of a body.
    pub bodies: HashSet<&'static str>,
    given: HashSet<&'static str>,
    joints: HashSet<&'static str>,
    pub anonymous: Vec<Vec<&'static str>>,
    pub unnamed: HashSet<&'static str>,
    not_names: HashSet<&'static str>,
    known: HashSet<&'static str>,
    places: HashSet<&'static str>,
    pub laws: HashSet<&'static str>,
    pub meetings: HashSet<&'static str>,
}

/// Whether a word in lower case is a title before a name: `minister`, `minister-designate`.
pub(crate) fn is_title(lower: &str) -> bool {
    LISTS.titles.contains(lower) || persons::coming(lower).is_some_and(|office| LISTS.titles.contains(office))
}

pub(crate) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let section = |name: &str| {
        include_str!("../../data/names.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(move |l| l.split_once(':').filter(|(n, _)| *n == name).map(|(_, words)| words))
            .flat_map(str::split_whitespace)
            .collect::<HashSet<&'static str>>()
    };
    Lists {
        titles: section("title"),
        bodies: section("body"),
        given: section("given"),
        joints: section("joint"),
        unnamed: section("unnamed"),
        not_names: section("not"),
        known: section("known"),
        places: section("place"),
        laws: section("law"),
        meetings: section("party"),
        anonymous: include_str!("../../data/anonymous.txt")
            .lines()
            .filter(|l| !l.starts_with('#') && !l.is_empty())
            .map(|l| l.split(' ').collect())
            .collect(),
    }
});

/// One run of capitalised words.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    /// Tokens, titles before the name left out.
    pub name: Range<usize>,
    /// Tokens with the titles.
    pub full: Range<usize>,
    /// What a finder says it names.
    pub told: Option<EntityKind>,
}

/// Words before a person's name that name no office.
const COURTESY: [&str; 14] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "reverend",
    "father",
];

/// How sure a finder must be of a name.
const SURE: f32 = 0.5;

/// Names outside of furniture, in text order: runs of capitalised words, cut where a finder sees several names in one.
pub(crate) fn chains(prepared: &Prepared<'_>, named: &[NamedSpan]) -> Vec<Chain> {
    let mut found = Vec::new();
    for chain in runs(prepared) {
        let span = prepared.span(chain.name.clone());
        let from = named.partition_point(|n| n.span.end() <= span.start());
        let told: Vec<&NamedSpan> = named[from..]
            .iter()
            .take_while(|n| n.span.start() < span.end())
            .filter(|n| n.probability >= SURE && n.kind != EntityKind::Other)
            .collect();
        match told.as_slice() {
            [one] => {
                let told = Some(one.kind);
                // `Ten-man Rovers`: the capital of a first word may be the sentence's.
                let own = tokens_in(prepared, one.span);
                // `Opposition Ottavia Renn`: what stands before a person's full name is an office.
                let person = one.kind == EntityKind::Person && own.len() > 1;
                if own.end == chain.name.end
                    && own.start > chain.name.start
                    && (person || begins(prepared, chain.name.start))
                {
                    found.push(Chain { name: own, told, ..chain });
                } else if own.start == chain.name.start
                    && own.end < chain.name.end
                    && is_title_line(prepared, chain.name.start)
                {
                    // `Orr Poised to Act on Guns`: in a title what follows a name has a capital, too.
                    let full = chain.full.start..own.end;
                    found.push(Chain { name: own, full, told });
                } else {
                    found.push(Chain { told, ..chain });
                }
            }
            [] => found.push(chain),
            several if several.iter().all(|n| span.contains(n.span)) => {
                let first = chain.full.start;
                for (k, one) in several.iter().enumerate() {
                    let name = tokens_in(prepared, one.span);
                    let full = if k == 0 { first.min(name.start) } else { name.start }..name.end;
                    found.push(Chain { name, full, told: Some(one.kind) });
                }
            }
            _ => found.push(chain),
        }
    }
    found
}

/// Whether nearly all longer words of the sentence at a token have capitals, as in titles.
fn is_title_line(prepared: &Prepared<'_>, token: usize) -> bool {
    let sentence = prepared.sentences.partition_point(|s| s.tokens.end <= token);
    let Some(sentence) = prepared.sentences.get(sentence) else { return false };
    let mut words = [0, 0];
    for i in sentence.tokens.clone().filter(|i| prepared.tokens[*i].is_word() && prepared.word(*i).len() > 3)
    {
        words[usize::from(prepared.word(i).starts_with(char::is_uppercase))] += 1;
    }
    words[1] >= 4 && words[0] * 5 <= words[1]
}

fn begins(prepared: &Prepared<'_>, token: usize) -> bool {
    let sentence = prepared.sentences.partition_point(|s| s.tokens.end <= token);
    prepared.sentences.get(sentence).is_some_and(|s| s.tokens.start == token)
}

/// Runs of capitalised words.
fn runs(prepared: &Prepared<'_>) -> Vec<Chain> {
    let mut found = Vec::new();
    let mut i = 0;
    let count = prepared.tokens.len();
    let mut starts = vec![false; count];
    for sentence in &prepared.sentences {
        starts[sentence.tokens.start] = true;
    }
    let capital = |i: usize| {
        let word = prepared.word(i);
        prepared.tokens[i].is_word() && word.starts_with(char::is_uppercase)
    };
    while i < count {
        if !capital(i)
            || matches!(
                prepared.segment(i),
                SegmentKind::Furniture | SegmentKind::Byline | SegmentKind::Dateline
            )
        {
            i += 1;
            continue;
        }
        let start = i;
        let mut end = i + 1;
        while end < count && prepared.tokens[end].gap != Gap::Break && end - start < 10 {
            let word = prepared.word(end);
            let after = end + 1;
            let goes_on = after < count && prepared.tokens[after].gap != Gap::Break && capital(after);
            let abbreviated = prepared.word(end - 1);
            let stop = word == "."
                && prepared.tokens[end].gap == Gap::None
                && (abbreviated.chars().count() == 1
                    || is_title(prepared.lower(end - 1))
                    || matches!(abbreviated, "Jr" | "Sr" | "U.S" | "St"))
                && goes_on;
            // `Dockers’ Federation`, unless the mark closes a quotation.
            let owners = matches!(word, "’" | "'")
                && prepared.tokens[end].gap == Gap::None
                && abbreviated.ends_with('s')
                && goes_on
                && prepared.quoted[end - 1] == prepared.quoted[end]
                && prepared.quoted[end] == prepared.quoted[after];
            let joint = LISTS.joints.contains(prepared.lower(end)) && prepared.tokens[end].gap == Gap::Space;
            if capital(end) && !starts[end] {
                end += 1;
            } else if stop || owners || joint && goes_on {
                end += 2;
            } else {
                break;
            }
        }
        // What stands before the last title in the run tells the office; words that begin the sentence go too.
        // `Department of Justice` ends in no title.
        let titled = (start..end).rev().find(|i| {
            let joined = *i > start && LISTS.joints.contains(prepared.lower(i - 1));
            is_title(prepared.lower(*i)) && !joined && !is_surname(prepared, start..end, *i)
        });
        let mut name = titled.map_or(start, |i| i + 1);
        if titled.is_some() && name < end && prepared.lower(name) == "of" {
            // `Secretary of State Ann Lee`, `Minister of Justice of Kerrovia Ann Lee`: the office has a name of its
            // own; the person's are the last two words.
            let last = (name..end).rev().find(|i| prepared.lower(*i) == "of").unwrap_or(name);
            name = if end - last > 3 { end - 2 } else { (last + 2).min(end) };
        }
        // `Leader of the Opposition Ann Lee`
        let office = (end - start >= 3 && titled.is_none()).then(|| complement_of(prepared, start)).flatten();
        if office.is_some() {
            name = end - 2;
        }
        if titled.is_none() && starts[start] && opens(prepared, start..end) {
            name = start + 1;
        }
        while name < end {
            let lower = prepared.lower(name);
            let small = Role::PRON
                | Role::PREP
                | Role::DET
                | Role::SUB
                | Role::CONJ
                | Role::ADV
                | Role::AUX
                | Role::INTRO
                | Role::POSS
                | Role::TIME;
            let passed =
                role(lower).any(small) || LISTS.not_names.contains(lower) || LISTS.joints.contains(lower);
            if !passed && prepared.tokens[name].is_word() {
                break;
            }
            name += 1;
        }
        // `Dr Ann Lee of Skarn College`
        if let Some(of) = (start + 1..end).find(|i| prepared.lower(*i) == "of") {
            let named = name.max(start)..of;
            let courtesy = named.start > start
                && (start..named.start)
                    .all(|i| COURTESY.contains(&prepared.lower(i)) || prepared.word(i) == ".");
            let given = named.start == start && persons::gender_of_given(prepared.lower(start)).is_some();
            if !named.is_empty() && (courtesy || given && named.len() > 1) {
                found.push(Chain { name: named.clone(), full: start..of, told: None });
                if of + 1 < end {
                    found.push(Chain { name: of + 1..end, full: of + 1..end, told: None });
                }
                i = end;
                continue;
            }
        }
        // `Prime Minister's Office`, `White House`: with a body at its end the whole is the name.
        if LISTS.bodies.contains(prepared.lower(end - 1)) {
            name = start;
            while name + 1 < end
                && role(prepared.lower(name)).any(Role::PREP | Role::DET | Role::CONJ | Role::SUB)
            {
                name += 1;
            }
        }
        if name < end {
            let full = office.filter(|_| name > start).unwrap_or(start)..end;
            found.push(Chain { name: name..end, full, told: None });
        }
        i = end;
    }
    found
}

/// `Larry King`, `Mr. Justice`, `King said`: a title at the end of a run may be a surname.
fn is_surname(prepared: &Prepared<'_>, run: Range<usize>, at: usize) -> bool {
    const BOTH: [&str; 14] = [
        "king", "justice", "bishop", "pope", "prince", "dean", "judge", "major", "marshal", "cardinal",
        "baron", "lord", "priest", "corporal",
    ];
    if at + 1 != run.end || !BOTH.contains(&prepared.lower(at)) {
        return false;
    }
    let mut before = at;
    while before > run.start && prepared.word(before - 1) == "." {
        before -= 1;
    }
    if before == run.start {
        let lead = run.start.checked_sub(1).map_or("", |i| prepared.lower(i));
        return !role(lead).any(Role::DET | Role::POSS);
    }
    let lower = prepared.lower(before - 1);
    COURTESY[..4].contains(&lower) || !is_title(lower) && persons::gender_of_given(lower).is_some()
}

/// Where an office begins whose complement stands at the beginning of a run: `Leader of the`.
fn complement_of(prepared: &Prepared<'_>, run: usize) -> Option<usize> {
    let the = usize::from(run > 0 && prepared.lower(run - 1) == "the");
    let office = run.checked_sub(2 + the)?;
    let joined = matches!(prepared.lower(office + 1), "of" | "for");
    let titled =
        prepared.word(office).starts_with(char::is_uppercase) && persons::is_person(prepared.lower(office));
    (joined && titled).then_some(office)
}

/// Whether the first word of a run is only the first of its sentence: `Ten-man Rovers`, `TEARFUL Dolly Marsh`.
fn opens(prepared: &Prepared<'_>, run: Range<usize>) -> bool {
    if run.len() < 2 || !prepared.tokens[run.start + 1].is_word() {
        return false;
    }
    let (first, second) = (prepared.word(run.start), prepared.word(run.start + 1));
    // `Race-Leader Marsh` in a headline.
    let compound = first.split_once('-').is_some_and(|(_, rest)| {
        rest.starts_with(char::is_lowercase) || persons::is_person(&rest.to_lowercase())
    });
    // `Striker Bob Marsh has signed`
    let lower = prepared.lower(run.start);
    let called = run.len() > 2
        && prepared.tokens[run.start + 2].is_word()
        && persons::is_person(lower)
        && persons::gender_of_given(lower).is_none();
    let loud = |w: &str| w.chars().all(char::is_uppercase);
    let shouted = first.chars().count() > 4 && loud(first) && !loud(second);
    (compound || shouted || called)
        && !LISTS.known.contains(prepared.lower(run.start))
        && !LISTS.bodies.contains(prepared.lower(run.end - 1))
}

/// What a name names, where data or its part in a statement tells.
pub(crate) fn kind_of(prepared: &Prepared<'_>, chain: &Chain, speaks: &[bool]) -> Option<EntityKind> {
    let last = prepared.lower(chain.name.end - 1);
    let first = prepared.lower(chain.name.start);
    let titled = (chain.full.start..chain.name.start).any(|i| is_title(prepared.lower(i)));
    let single = chain.name.len() == 1;
    if LISTS.places.contains(first) && single {
        return Some(EntityKind::Place);
    }
    if LISTS.known.contains(first) && single {
        return Some(EntityKind::Organization);
    }
    // `Hague Convention`, `Treaty of Ostrey`; a party's convention is no law.
    let law = LISTS.laws.contains(last)
        || LISTS.laws.contains(first) && !single && prepared.lower(chain.name.start + 1) == "of";
    if !single && law && !chain.name.clone().any(|i| LISTS.meetings.contains(prepared.lower(i))) {
        return Some(EntityKind::Law);
    }
    if !single && LISTS.bodies.contains(last)
        || !titled && LISTS.bodies.contains(first) && chain.name.len() > 1
    {
        return Some(EntityKind::Organization);
    }
    let word = prepared.word(chain.name.start);
    let letters = word.chars().count();
    if chain.name.len() == 1 && (2..=6).contains(&letters) && word.chars().all(char::is_uppercase) {
        return Some(EntityKind::Organization);
    }
    // `her brother Tunde`, `the banker Edmund Vries`
    let described = chain.full.start == chain.name.start
        && chain.name.start > 0
        && prepared.tokens[chain.name.start].gap == Gap::Space
        && persons::is_person(prepared.lower(chain.name.start - 1));
    let given = LISTS.given.contains(first) || persons::gender_of_given(first).is_some();
    if titled || described || given && chain.name.len() > 1 {
        return Some(EntityKind::Person);
    }
    let alone =
        chain.name.end >= prepared.tokens.len() || !matches!(prepared.word(chain.name.end), "'s" | "’s");
    let article =
        chain.full.start > 0 && role(prepared.lower(chain.full.start - 1)).any(Role::DET | Role::PREP);
    let speaker = !article && chain.name.clone().all(|i| speaks.get(i) == Some(&true)) && alone;
    (speaker && (2..=4).contains(&chain.name.len())).then_some(EntityKind::Person)
}

/// What the words around a name tell: `Ann Lee, who`, `Northern Seam, which`, `Plisse's chairwoman`.
pub(crate) fn context(prepared: &Prepared<'_>, chain: &Chain) -> Option<EntityKind> {
    let end = chain.name.end;
    if chain.name.len() == 1 && persons::noun(prepared.lower(chain.name.start)).is_some() {
        // `Critics who`
        return None;
    }
    let word = |i: usize| if i < prepared.tokens.len() { prepared.lower(i) } else { "" };
    let next = if word(end) == "," { end + 1 } else { end };
    if surely_person(prepared, chain) {
        return Some(EntityKind::Person);
    }
    match word(next) {
        "who" => return Some(EntityKind::Person),
        "which" => return Some(EntityKind::Organization),
        _ => {}
    }
    let company = |i: usize| {
        matches!(
            word(i),
            "chairman"
                | "chairwoman"
                | "chief"
                | "ceo"
                | "shares"
                | "shareholders"
                | "employees"
                | "managing"
                | "spokesman"
                | "spokeswoman"
                | "spokesperson"
                | "customers"
        )
    };
    let before =
        chain.full.start.checked_sub(1).filter(|_| prepared.tokens[chain.full.start].gap == Gap::Space);
    let before = before.map_or("", |i| prepared.lower(i));
    if matches!(before, "city" | "town" | "village" | "island" | "county" | "district" | "country" | "state")
    {
        return Some(EntityKind::Place);
    }
    if persons::is_body(before) && chain.full.start == chain.name.start {
        return Some(EntityKind::Organization);
    }
    let owner = matches!(word(end), "'s" | "’s")
        && (company(end + 1) || word(end + 1) == "head" && word(end + 2) == "of");
    let voice = matches!(word(end), "spokesman" | "spokeswoman" | "spokesperson" | "shares");
    (owner || voice).then_some(EntityKind::Organization)
}

/// Nouns that stand for persons and for bodies alike: `Orsk Metals, the maker of`.
const EITHER: [&str; 24] = [
    "maker",
    "owner",
    "operator",
    "producer",
    "supplier",
    "provider",
    "manufacturer",
    "winner",
    "holder",
    "rival",
    "member",
    "partner",
    "lender",
    "publisher",
    "broadcaster",
    "retailer",
    "employer",
    "neighbour",
    "neighbor",
    "ally",
    "opponent",
    "builder",
    "developer",
    "champion",
];

/// `schoolteacher Noemi Hald`, `The bursar of the college, Noemi Hald,`, `Noemi Hald, who teaches`: a full name that
/// something introduces as a person's.
fn introduced(prepared: &Prepared<'_>, chain: &Chain) -> bool {
    let count = prepared.tokens.len();
    let name = chain.name.clone();
    let cased = |i: usize| {
        let word = prepared.word(i);
        word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
    };
    if !name.clone().all(cased) || LISTS.bodies.contains(prepared.lower(name.end - 1)) {
        return false;
    }
    let who = name.end + 1 < count
        && prepared.word(name.end) == ","
        && prepared.tokens[name.end + 1].gap == Gap::Space
        && prepared.lower(name.end + 1) == "who";
    let noun = name.start.checked_sub(1).filter(|_| prepared.tokens[name.start].gap == Gap::Space);
    let called = noun.is_some_and(|i| {
        let lower = prepared.lower(i);
        prepared.word(i).starts_with(char::is_lowercase)
            && persons::is_person(lower)
            && !EITHER.contains(&lower)
    });
    let closed = name.end < count && prepared.word(name.end) == ",";
    let apposed = || {
        let before = super::describe::before_comma(prepared, &name)?;
        let head = super::head_end(prepared, before.clone()).checked_sub(1)?;
        let lower = prepared.lower(head);
        (head > before.start && persons::is_person(lower) && !EITHER.contains(&lower)).then_some(())
    };
    who || called || closed && apposed().is_some()
}

/// `Ivo Tarn, 44, a baker`, `Coster, the dockers' leader,`: an age or an apposition that only a person has.
pub(crate) fn surely_person(prepared: &Prepared<'_>, chain: &Chain) -> bool {
    let count = prepared.tokens.len();
    let same = |i: usize| i < count && prepared.tokens[i].gap != Gap::Break;
    let comma = |i: usize| same(i) && prepared.word(i) == ",";
    if (2..=3).contains(&chain.name.len()) && introduced(prepared, chain) {
        return true;
    }
    let mut at = chain.name.end;
    if !comma(at) || LISTS.bodies.contains(prepared.lower(at - 1)) {
        return false;
    }
    at += 1;
    if same(at) && prepared.lower(at) == "aged" {
        at += 1;
    }
    let years =
        same(at) && prepared.word(at).len() == 2 && prepared.word(at).bytes().all(|b| b.is_ascii_digit());
    if years && comma(at + 1) && same(at + 2) {
        return prepared.word(at + 2).starts_with(char::is_lowercase);
    }
    // `In Lenvar, the president of the union`
    let before = chain.name.start.checked_sub(1).map_or("", |i| prepared.lower(i));
    let opens = same(at) && matches!(prepared.lower(at), "the" | "a" | "an");
    if !opens || role(before).any(Role::PREP | Role::DET) && before != "by" {
        return false;
    }
    let part = |i: &usize| {
        let lower = prepared.lower(*i);
        let owner = matches!(lower, "'s" | "’s" | "’" | "'");
        owner
            || prepared.tokens[*i].is_word()
                && !role(lower).any(Role::PREP | Role::AUX | Role::SUB | Role::PRON)
    };
    let end = (at + 1..count.min(at + 8)).take_while(|i| same(*i) && part(i)).last().map_or(at, |i| i + 1);
    let head = prepared.lower(end - 1);
    let closed = same(end) && matches!(prepared.lower(end), "," | "of" | "for");
    let market =
        (at + 1..end).any(|i| matches!(prepared.lower(i), "market" | "world" | "league" | "industry"));
    closed && end > at + 1 && persons::is_person(head) && !EITHER.contains(&head) && !market
}

/// Whether nothing but its part in a statement tells that it is a person.
pub(crate) fn only_speaks(prepared: &Prepared<'_>, chain: &Chain) -> bool {
    kind_of(prepared, chain, &[]) != Some(EntityKind::Person)
}
