//! How and to whom something was said, where the words around the cue plainly print it, and how long that lasts.
//!
//! Takes phrases beside the cue (`in another tweet`, `told reporters`), verbs that tell it (`tweeted`), documents as
//! sources, and other outlets that passed it on (`quoted by the Halvard Press Agency`). A channel lasts for what the same
//! speaker goes on to say, until somebody else speaks or another channel is printed.

mod carry;

pub(crate) use carry::carry_on;

use crate::statements::tokens_in;
use crate::times::is_weekday;
use crate::{Found, Prepared};
use sayso_text::Span;
use std::ops::Range;
use std::sync::LazyLock;

/// What is printed of the way something was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub channel: Option<String>,
    pub addressee: Option<String>,
}

#[derive(Default)]
struct Channels {
    phrases: Vec<(Vec<&'static str>, &'static str)>,
    nouns: Vec<(Vec<&'static str>, &'static str)>,
    verbs: Vec<(&'static str, &'static str)>,
    hearers: Vec<(Vec<&'static str>, &'static str)>,
}

static CHANNELS: LazyLock<Channels> = LazyLock::new(|| {
    let mut channels = Channels::default();
    let lines = include_str!("../data/channels.tsv").lines().filter(|l| !l.starts_with('#'));
    for (words, channel) in lines.filter_map(|line| line.split_once('\t')) {
        let split = |words: &'static str| words.split(' ').collect();
        if let Some(noun) = words.strip_prefix("~ ") {
            channels.nouns.push((split(noun), channel));
        } else if let Some(verb) = words.strip_prefix("> ") {
            channels.verbs.push((verb, channel));
        } else if let Some(hearer) =
            words.strip_prefix("to ").filter(|w| !matches!(*w, "twitter" | "social media"))
        {
            channels.hearers.push((split(hearer), channel));
        } else {
            channels.phrases.push((split(words), channel));
        }
    }
    channels
});

/// The channel that a word means, as statements have it: one of `data/channels.tsv`, or printed there for one (`tweet`,
/// `news conference`).
pub fn channel_named(word: &str) -> Option<&'static str> {
    let words: Vec<&str> = word.split_whitespace().collect();
    let rows = || CHANNELS.phrases.iter().chain(&CHANNELS.nouns).chain(&CHANNELS.hearers);
    let known = || rows().map(|(_, channel)| *channel).chain(CHANNELS.verbs.iter().map(|(_, c)| *c));
    known()
        .find(|channel| *channel == word)
        .or_else(|| CHANNELS.nouns.iter().find(|(noun, _)| *noun == words).map(|(_, channel)| *channel))
}

/// How many tokens before and after the cue are looked at.
const NEAR: usize = 60;

/// How many words may stand between `in` and the noun: `in a lengthy televised interview`.
const BETWEEN: usize = 6;

/// How many sentences a speaker's run may pause for.
const PAUSE: usize = 6;

/// The words around a cue that are no part of what was said.
struct Around<'p> {
    prepared: &'p Prepared<'p>,
    /// Tokens outside of the content, in text order.
    places: Vec<usize>,
    cue: Range<usize>,
}

/// Looks at the sentence's words around the cue that are not part of what was said.
pub(crate) fn of(prepared: &Prepared<'_>, item: &Found, lemma: &str) -> Told {
    let mut told = Told::default();
    let Some(cue) = item.cue.first().map(|cue| tokens_in(prepared, *cue)).filter(|cue| !cue.is_empty())
    else {
        return told;
    };
    let sentence = prepared.sentences.partition_point(|s| s.tokens.end <= cue.start);
    let Some(sentence) = prepared.sentences.get(sentence) else {
        return told;
    };
    let inside = |i: usize| {
        let at = prepared.tokens[i].span;
        prepared.quoted[i].is_some() || item.content.iter().any(|s| s.contains(at))
    };
    let near =
        sentence.tokens.start.max(cue.start.saturating_sub(NEAR))..sentence.tokens.end.min(cue.end + NEAR);
    let around = Around { prepared, places: near.filter(|i| !inside(*i)).collect(), cue: cue.clone() };
    let orders = item.content.first().is_some_and(|c| {
        tokens_in(prepared, *c)
            .find(|i| prepared.tokens[*i].is_word())
            .is_some_and(|i| prepared.lower(i) == "to")
    });
    // `declared to the broadcaster Nordvision`
    let to_hearers = !matches!(lemma, "tell" | "inform" | "remind" | "brief" | "assure" | "notify");
    let said_to = to_hearers && cue.end < sentence.tokens.end && prepared.lower(cue.end) == "to";
    if (!to_hearers || said_to)
        && let Some(hearer) = around.hearer(cue.end, sentence.tokens.end, &inside)
    {
        let words = prepared.span(hearer.clone()).slice(prepared.text).unwrap_or_default();
        let lower: Vec<&str> = hearer.clone().map(|i| prepared.lower(i)).collect();
        let known = CHANNELS.hearers.iter().find(|(w, _)| lower.windows(w.len()).any(|l| l == w));
        // What is put to a vote or comes to light is said to nobody.
        let outlet = lower.iter().any(|w| is_outlet_word(w));
        let hears = !said_to || known.is_some() || outlet || lower.contains(&"reporters");
        told.addressee = hears.then(|| words.to_string());
        // `told them to leave` is an order, wherever it was given.
        if (lemma == "tell" || said_to && hears) && !orders {
            let pronoun =
                lower.len() == 1 && matches!(lower[0], "me" | "us" | "him" | "her" | "them" | "you" | "it");
            told.channel = match known {
                Some((_, channel)) => Some((*channel).to_string()),
                None if pronoun => None,
                None => Some(format!("told {}", named(prepared, hearer))),
            };
        }
    }
    let spoken = matches!(lemma, "say" | "tell" | "speak" | "add" | "talk");
    let direct =
        item.content.first().is_some_and(|c| tokens_in(prepared, *c).any(|i| prepared.quoted[i].is_some()));
    let network =
        || around.network(direct && !spoken || lemma.starts_with("writ") || lemma.starts_with("wrote"));
    let printed = around.phrase().or_else(|| around.noun()).or_else(network);
    let verb = || CHANNELS.verbs.iter().find(|(verb, _)| *verb == lemma).map(|(_, channel)| *channel);
    if let Some(channel) = printed.or_else(verb) {
        told.channel = Some(channel.to_string());
    }
    if told.channel.is_none() {
        told.channel = around.outlet().or_else(|| document(prepared, &item.source).map(str::to_string));
    }
    told
}

impl Around<'_> {
    fn lower(&self, place: usize) -> &str {
        self.places.get(place).map_or("", |i| self.prepared.lower(*i))
    }

    fn fits(&self, place: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(k, word)| self.lower(place + k) == *word)
    }

    /// How far a place stands from the cue.
    fn distance(&self, place: usize) -> usize {
        let at = self.places[place];
        if at < self.cue.start { self.cue.start - at } else { at.saturating_sub(self.cue.end) }
    }

    /// A phrase as printed, the nearest to the cue.
    fn phrase(&self) -> Option<&'static str> {
        let found = (0..self.places.len()).flat_map(|at| {
            let here = CHANNELS.phrases.iter().filter(move |(words, _)| self.fits(at, words));
            here.map(move |(_, channel)| (self.distance(at), *channel))
        });
        found.min().map(|(_, channel)| channel)
    }

    /// A noun after a preposition, the nearest to the cue: `in a series of tweets`, `at Monday's hearing`.
    fn noun(&self) -> Option<&'static str> {
        let mut best: Option<(usize, &'static str)> = None;
        for at in 0..self.places.len() {
            let Some((words, channel)) = CHANNELS.nouns.iter().find(|(words, _)| self.fits(at, words)) else {
                continue;
            };
            // `the court case`, `a report card`: the noun ends its phrase.
            let next = self.lower(at + words.len());
            let goes_on = next.chars().all(char::is_alphabetic)
                && !next.is_empty()
                && sayso_lexicon::grammar::role(next) == sayso_lexicon::grammar::Role::default()
                && !next.ends_with("ed")
                && !next.ends_with("ing");
            let led = (at.saturating_sub(BETWEEN)..at).rev().take_while(|k| {
                let word = self.lower(*k);
                word.chars().any(char::is_alphanumeric) || word == "'s" || word == "’s" || word == "-"
            });
            // `in a filing to the court` is no word in court.
            let mut led = led.take_while(|k| !matches!(self.lower(*k), "to" | "with" | "before" | "against"));
            let leads = led.any(|k| match self.lower(k) {
                // Who is put on trial does not speak there.
                "on" => channel != &"court",
                word => matches!(word, "in" | "at" | "during" | "via" | "by" | "from" | "through" | "into"),
            });
            if leads && !goes_on && best.is_none_or(|(distance, _)| self.distance(at) < distance) {
                best = Some((self.distance(at), channel));
            }
        }
        best.map(|(_, channel)| channel)
    }

    /// A network it was written on: `on his Piper account`, `on the network Piper`; by its bare name, `on Piper`, only
    /// where `written` tells that it may be one.
    fn network(&self, written: bool) -> Option<&'static str> {
        const PLACES: [&str; 7] = ["network", "platform", "account", "page", "feed", "profile", "timeline"];
        /// Words from `on` to such a place.
        const MOST: usize = 5;
        let posted = |at: &usize| {
            if self.lower(*at) != "on" {
                return false;
            }
            let words = (at + 1..self.places.len().min(at + 1 + MOST))
                .take_while(|k| self.places[*k] - self.places[*at] == k - at);
            let words: Vec<&str> = words.map(|k| self.lower(k)).collect();
            let place = words.iter().position(|w| PLACES.contains(w));
            let owned = words.first().is_some_and(|w| matches!(*w, "his" | "her" | "its" | "their" | "my"));
            if place.is_some_and(|n| n >= 2 || n == 1 && owned) {
                return true;
            }
            let capital = |k: usize| {
                self.places.get(at + k).is_some_and(|i| {
                    *i == self.places[*at] + k && self.prepared.word(*i).starts_with(char::is_uppercase)
                })
            };
            let calendar =
                sayso_lexicon::grammar::role(self.lower(at + 1)).any(sayso_lexicon::grammar::Role::TIME);
            written && capital(1) && !capital(2) && !calendar && !is_outlet_word(self.lower(at + 1))
        };
        (0..self.places.len()).any(|at| posted(&at)).then_some("post")
    }

    /// Another outlet that passed it on: `via Halvard Press Agency`.
    fn outlet(&self) -> Option<String> {
        const PASSING: [[&str; 2]; 8] = [
            ["quoted", "by"],
            ["cited", "by"],
            ["according", "to"],
            ["reported", "by"],
            ["carried", "by"],
            ["published", "by"],
            ["broadcast", "by"],
            ["seen", "by"],
        ];
        for at in 0..self.places.len() {
            let passing = PASSING.iter().any(|words| self.fits(at, words));
            if !passing || self.cue.contains(&self.places[at]) {
                continue;
            }
            let mut from = at + 2;
            if matches!(self.lower(from), "the" | "a" | "an") {
                from += 1;
            }
            let named = |k: &usize| {
                let i = self.places[*k];
                let word = self.prepared.word(i);
                word.starts_with(char::is_uppercase)
                    || matches!(word, "&" | "of")
                    || is_outlet_word(self.lower(*k))
            };
            let end = (from..self.places.len()).take_while(named).last().map_or(from, |k| k + 1);
            let outlet = (from..end).any(|k| is_outlet_word(self.lower(k)));
            if outlet && self.places[end - 1] - self.places[from] == end - 1 - from {
                let words = self.prepared.span(self.places[from]..self.places[end - 1] + 1);
                return words.slice(self.prepared.text).map(|words| format!("via {words}"));
            }
        }
        None
    }

    /// Whom a cue tells: the words after it up to what was said.
    fn hearer(&self, from: usize, limit: usize, inside: &dyn Fn(usize) -> bool) -> Option<Range<usize>> {
        let prepared = self.prepared;
        // `told to our correspondent`, as translators have it.
        let from = from + usize::from(from < limit && prepared.lower(from) == "to");
        // `told in a press conference` names nobody.
        let leads = sayso_lexicon::grammar::Role::PREP | sayso_lexicon::grammar::Role::SUB;
        if from >= limit || sayso_lexicon::grammar::role(prepared.lower(from)).any(leads) {
            return None;
        }
        let ends = |i: usize| {
            inside(i)
                || ends_addressee(prepared.lower(i)) && i > from
                || !prepared.tokens[i].is_word() && prepared.word(i) != "&"
        };
        let end = (from..limit.min(from + 12)).find(|i| ends(*i)).unwrap_or(limit.min(from + 12));
        let words = (from..end)
            .any(|i| !sayso_lexicon::grammar::role(prepared.lower(i)).any(sayso_lexicon::grammar::Role::DET));
        (end > from && words).then_some(from..end)
    }
}

/// The name of whom a cue tells, without its article and what describes it: `the broadcaster Nordvision`.
fn named<'p>(prepared: &'p Prepared<'_>, hearer: Range<usize>) -> &'p str {
    let capital = |i: usize| prepared.word(i).starts_with(char::is_uppercase);
    let described = hearer.clone().find(|i| {
        !capital(*i)
            && is_outlet_word(prepared.lower(*i))
            && (i + 1..hearer.end).all(capital)
            && i + 1 < hearer.end
    });
    let article = prepared.lower(hearer.start) == "the" && hearer.len() > 1 && capital(hearer.start + 1);
    let from = described.map_or(hearer.start + usize::from(article), |i| i + 1);
    prepared.span(from..hearer.end).slice(prepared.text).unwrap_or_default()
}

/// Whether a word in lower case is part of the names of outlets, or stands for them.
fn is_outlet_word(lower: &str) -> bool {
    matches!(
        lower,
        "agency"
            | "news"
            | "press"
            | "times"
            | "post"
            | "tv"
            | "television"
            | "radio"
            | "daily"
            | "newspaper"
            | "gazette"
            | "herald"
            | "tribune"
            | "chronicle"
            | "magazine"
            | "broadcaster"
            | "channel"
            | "media"
            | "outlet"
            | "website"
            | "journal"
            | "weekly"
            | "observer"
            | "courier"
            | "tagblad"
            | "wire"
            | "telegraph"
    )
}

/// The channel of a document that is the source: `a letter from the port`.
fn document(prepared: &Prepared<'_>, source: &[Span]) -> Option<&'static str> {
    let tokens = tokens_in(prepared, *source.first()?);
    let words: Vec<&str> = tokens.clone().map(|i| prepared.lower(i)).collect();
    // The head stands before what `of`, `from` and `by` lead on to.
    let head =
        words.iter().position(|w| matches!(*w, "of" | "from" | "by" | "in" | "on" | "," | "for" | "to"));
    let head = &words[..head.unwrap_or(words.len())];
    let ends = |noun: &[&str]| head.ends_with(noun);
    CHANNELS
        .nouns
        .iter()
        .find(|(noun, channel)| {
            !matches!(
                *channel,
                "court" | "hearing" | "meeting" | "speech" | "radio" | "broadcast" | "interview"
            ) && ends(noun)
        })
        .map(|(_, channel)| *channel)
}

fn ends_addressee(lower: &str) -> bool {
    lower.ends_with("ing") && !matches!(lower, "meeting" | "gathering" | "hearing" | "briefing" | "morning")
        || is_weekday(lower)
        || matches!(
            lower,
            "that"
                | "in"
                | "on"
                | "at"
                | "during"
                | "after"
                | "before"
                | "when"
                | "while"
                | "as"
                | "last"
                | "this"
                | "earlier"
                | "later"
                | "to"
                | "about"
                | "how"
                | "why"
                | "what"
                | "whether"
                | "if"
                | "it"
                | "he"
                | "she"
                | "they"
                | "there"
                | "via"
                | "by"
                | "from"
                | "twice"
                | "once"
                | "again"
                | "yesterday"
                | "today"
                | "outside"
                | "afterwards"
                | "through"
                | "over"
        )
}
