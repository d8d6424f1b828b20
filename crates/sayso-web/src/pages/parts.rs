//! The parts of a story, as the pages and the one-file dossier show them.

mod accounts;
mod overview;
mod said;
mod sources;

pub(crate) use accounts::{accounts, lacking, naming, silence};
pub(crate) use overview::overview;
pub(crate) use said::{Filter, chosen, statements, utterances};
pub(crate) use sources::{outside, published, reports, sources, timeline};

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

/// What is said where a part has nothing to show.
pub(crate) fn nothing(words: &str) -> Markup {
    html! { p.empty { (words) } }
}
