//! The parts of a story, as the pages and the one-file dossier show them.

mod accounts;
mod framing;
mod overview;
mod said;
mod sources;

pub(crate) use accounts::{accounts, lacking, naming, silence};
pub(crate) use framing::{framing, framing_json, sourcing};
pub(crate) use overview::overview;
pub(crate) use said::{Filter, choice, chosen, statements, utterances};
pub(crate) use sources::{outside, published, reports, sources, timeline};

use crate::pages::cut_by;
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

/// What of a list is on this page, by the size of its things; all of it in a file.
pub(crate) fn portion(
    ask: Option<&Ask>,
    total: usize,
    sizes: impl Iterator<Item = usize>,
) -> (usize, usize, std::ops::Range<usize>) {
    match ask {
        Some(ask) => cut_by(ask.page(), sizes),
        None => (1, 1, 0..total),
    }
}

/// What is said where a part has nothing to show.
pub(crate) fn nothing(words: &str) -> Markup {
    html! { p.empty { (words) } }
}
