//! The parts of a story, as the pages and the one-file dossier show them.

mod accounts;
mod framing;
mod overview;
mod said;
mod sources;

pub(crate) use accounts::{accounts, lacking, naming, silence};
pub(crate) use framing::{framing, framing_json, sourcing};
pub(crate) use overview::overview;
pub(crate) use said::{Filter, choice, said_anchors, statements, utterances};
pub(crate) use sources::{outside, published, reports, sources, timeline};

use crate::pages::{cut_at, cut_by};
use crate::reply::Ask;
use maud::{Markup, html};

/// Parts of a story: name in the address, and heading.
pub(crate) const PARTS: [(&str, &str); 9] = [
    ("overview", "Overview"),
    ("timeline", "Timeline"),
    ("accounts", "Accounts"),
    ("utterances", "Utterances"),
    ("statements", "Statements"),
    ("naming", "Naming"),
    ("silence", "Silence"),
    ("sources", "Sources"),
    ("reports", "Reports"),
];

/// A picture in its frame: it may be wider than the page, and then moves within the frame.
pub(crate) fn figure(caption: &str, picture: Markup, download: Option<(&str, Option<&str>)>) -> Markup {
    html! {
        figure.picture {
            div.scroll tabindex="0" role="group" aria-label=(caption) { (picture) }
            figcaption {
                (caption)
                @if let Some((svg, csv)) = download {
                    span.get {
                        " " a href=(svg) download { "SVG" }
                        " " a.png href=(svg) data-png hidden { "PNG" }
                        @if let Some(csv) = csv { " " a href=(csv) download { "CSV" } }
                    }
                }
            }
        }
    }
}

/// Reports up to which a picture of every pair is legible.
pub(crate) const PICTURED: usize = 12;

/// What of a list is on this page, by the size of its things; all of it in a file. Where the query names a thing
/// (`at=p13`) and no page, it is the page that holds the thing: `name` gives that of each place.
pub(crate) fn portion(
    ask: Option<&Ask>,
    total: usize,
    sizes: impl Iterator<Item = usize>,
    name: impl Fn(usize) -> String,
) -> (usize, usize, std::ops::Range<usize>) {
    let Some(ask) = ask else { return (1, 1, 0..total) };
    let at = ask.value("at").filter(|_| ask.value("page").is_none());
    match at.and_then(|at| (0..total).find(|i| name(*i) == at)) {
        Some(place) => cut_at(place, sizes),
        None => cut_by(ask.page(), sizes),
    }
}

/// For things that nothing leads to.
pub(crate) fn unnamed(_: usize) -> String {
    String::new()
}

/// What is said where a part has nothing to show.
pub(crate) fn nothing(words: &str) -> Markup {
    html! { p.empty { (words) } }
}
