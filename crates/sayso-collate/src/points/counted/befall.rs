//! What befalls those counted, told in more than one word, and what can befall people alone.

use super::super::lists::{LISTS, Role, Sort};
use super::near::Near;
use super::singular;
use sayso_text::Span;

/// Verbs for what becomes of people that as often say what becomes of things.
const OF_THINGS: [&str; 26] = [
    "crushed", "claim", "claims", "claimed", "treat", "treats", "treated", "treating", "burned", "burnt",
    "burn", "save", "saves", "saved", "buried", "poisoned", "infected", "dead", "life", "lives", "wiped",
    "executed", "alive", "gathered", "attended", "collared",
];
/// Verbs that bring people to safety with one of [`OUT`] behind them.
const BROUGHT: [&str; 10] =
    ["brought", "pulled", "dug", "lifted", "hauled", "plucked", "winched", "fished", "freed", "fetched"];
const OUT: [&str; 7] = ["out", "ashore", "alive", "surface", "safety", "free", "rubble"];
/// Verbs that bring people away from where there is danger, with `to safety` behind them.
const TAKEN: [&str; 9] =
    ["moved", "taken", "led", "transported", "escorted", "relocated", "bussed", "driven", "ferried"];
/// What those who are evacuated leave.
const DWELLINGS: [&str; 10] = [
    "homes",
    "houses",
    "hotels",
    "flats",
    "apartments",
    "villages",
    "campsites",
    "dwellings",
    "beds",
    "rooms",
];
/// How they are no longer brought to safety.
const DEAD: [&str; 4] = ["dead", "lifeless", "body", "bodies"];
/// Verbs that say who is hurt with a noun for it: `90 received injuries`.
const SUFFERING: [&str; 14] = [
    "received",
    "receive",
    "suffered",
    "suffer",
    "suffering",
    "sustained",
    "sustain",
    "got",
    "get",
    "obtained",
    "had",
    "have",
    "has",
    "with",
];

impl Near<'_, '_> {
    /// Whether what a word says can befall what is counted: `six tonnes of dead fish` did not die.
    pub fn befalls(&self, class: usize, word: Span, sort: Sort, measure: bool, noun: Option<&str>) -> bool {
        if !LISTS.classes[class].people || self.named_so(class) {
            return true;
        }
        let thing = sort == Sort::Thing && noun.is_some();
        let word = self.view.text(word).to_ascii_lowercase();
        !(measure || thing && OF_THINGS.contains(&word.as_str()))
    }

    /// Whether the noun that is counted says itself what became of people: `12 deaths`.
    pub fn named_so(&self, class: usize) -> bool {
        let last = self.range().clone().next_back().map(|i| singular(self.view.word(i)));
        last.is_some_and(|noun| LISTS.roles(&noun).contains(&(class, Role::Noun)))
    }

    /// `Six thousand of us!`
    pub fn of_us(&self) -> bool {
        let end = self.range().end;
        self.view.word(end) == "of" && self.view.word(end + 1) == "us"
    }

    /// Whether those counted are the crowd of a gathering by their name: `600 protesters sang`.
    pub fn gathered(&self) -> Option<(usize, Span)> {
        const CROWD: [&str; 5] = ["protester", "protestor", "demonstrator", "marcher", "mourner"];
        let last = self.range().clone().next_back()?;
        let part =
            self.view.word(self.range().end) == "took" && self.view.word(self.range().end + 1) == "part";
        if !part && !CROWD.contains(&singular(self.view.word(last)).as_str()) {
            return None;
        }
        let class = LISTS.classes.iter().position(|c| c.name == "crowd")?;
        Some((class, self.view.tokens[last].span))
    }

    /// What token `at`, behind the number, says with the words beside it: `behind bars`, `taken away`, `brought out`,
    /// `received injuries`, `still to be accounted for`.
    pub(super) fn phrase(&self, at: usize, passive: bool) -> Option<(usize, usize)> {
        let view = self.view;
        let (word, before) = (view.word(at), view.word(at.wrapping_sub(1)));
        let any = |range: std::ops::Range<usize>, words: &[&str]| {
            range.clone().any(|i| words.contains(&view.word(i)))
        };
        let tokens = &self.line.tokens;
        let on = at + 1..tokens.end.min(at + 6);
        let class = |name: &str| LISTS.classes.iter().position(|c| c.name == name);
        let held = word == "bars" && before == "behind"
            || word == "held" && passive && view.word(at + 1) != "to"
            || word == "lock" && before == "under"
            || word == "questioned" && passive
            || word == "away" && matches!(before, "taken" | "led" | "dragged" | "hauled");
        let back = tokens.start.max(at.saturating_sub(5))..at;
        // `moved to safety`, `left their homes`
        let cleared = word == "safety" && before == "to" && any(back.clone(), &TAKEN)
            || DWELLINGS.contains(&word)
                && matches!(before, "their" | "its" | "the")
                && any(back.clone(), &["left", "leave", "leaving", "quit", "abandoned", "forced", "driven"]);
        let streets = word == "streets" && any(back, &["took", "take", "taken", "taking"]);
        let name = if held {
            "arrested"
        } else if cleared {
            "evacuated"
        } else if streets || word == "out" && matches!(before, "turned" | "poured") {
            "crowd"
        } else if word == "accounted"
            && any(tokens.start.max(at.saturating_sub(5))..at, &["not", "to", "never"])
        {
            "missing"
        } else if BROUGHT.contains(&word) && passive && any(on.clone(), &OUT) && !any(on, &DEAD) {
            "rescued"
        } else if self
            .critical()
            .is_some_and(|bad| (at == bad || at == bad + 1) && view.word(bad + 1) != "ill")
        {
            "hurt"
        } else if matches!(word, "sight" | "eyesight" | "vision")
            && any(tokens.start.max(at.saturating_sub(4))..at, &["lost", "lose", "loses", "losing"])
        {
            "blinded"
        } else if word == "their"
            && matches!(view.word(at + 1), "lives" | "life")
            && any(
                tokens.start..at,
                &["cost", "costs", "costing", "gave", "give", "gives", "lost", "lose", "loses", "robbed"],
            )
        {
            "dead"
        } else if SUFFERING.contains(&word) {
            let harm = |i: &usize| {
                let found = LISTS.role(&singular(view.word(*i)), &[Role::Noun]);
                found.is_some_and(|(c, _)| LISTS.classes[c].name == "hurt")
            };
            return (at + 1..at + 4)
                .take_while(|i| view.is_word(*i))
                .find(harm)
                .and_then(|i| Some((class("hurt")?, i)));
        } else {
            return None;
        };
        class(name).map(|class| (class, at))
    }

    /// `The dead of the pit are six`, `a candle for each of the dead: twelve`: an adjective for people before the number.
    pub(super) fn nominal(&self) -> Option<(usize, usize)> {
        let view = self.view;
        let (first, start) = (self.line.tokens.start, self.range().start);
        let joins = matches!(
            view.word(start.wrapping_sub(1)),
            ":" | "are" | "were" | "is" | "was" | "number" | "numbered" | "now" | "as" | "at" | "to"
        );
        if !joins {
            return None;
        }
        (first.max(start.saturating_sub(14))..start).rev().take_while(|i| !self.in_number(*i)).find_map(|i| {
            let led = matches!(view.word(i.wrapping_sub(1)), "the" | "their" | "its" | "our" | "his" | "her");
            let closed = !view.is_word(i + 1)
                || matches!(
                    view.word(i + 1),
                    "of" | "in"
                        | "at"
                        | "on"
                        | "are"
                        | "were"
                        | "is"
                        | "was"
                        | "from"
                        | "as"
                        | "now"
                        | "number"
                );
            let found = LISTS.role(view.word(i), &[Role::Is])?;
            (led && closed && LISTS.classes[found.0].people).then_some((found.0, i))
        })
    }
}
