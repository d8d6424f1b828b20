//! Pictures drawn from a record, as SVG, and their numbers as CSV.
//!
//! Colours come from style sheets (`picture.css`), so that the same picture is legible by day, by night and in
//! print. Every picture has a title and a description, and the page beside it the same as a list or table.

mod accounts;
mod lineage;
mod sources;
mod spark;
mod timeline;

pub(crate) use accounts::{accounts, accounts_csv, sheets};
pub(crate) use lineage::{lineage, lineage_csv};
pub(crate) use sources::{quoted_by, sources, sources_csv};
pub(crate) use spark::spark;
pub(crate) use timeline::{SaidBy, timeline, timeline_csv};

use crate::assets::PICTURE_STYLE;
use crate::text::{clip, plain};
use maud::{Markup, html};

/// A drawing with its title and description.
fn drawing(width: usize, height: usize, title: &str, description: &str, body: &Markup) -> Markup {
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="group" aria-label=(plain(title)) {
            title { (plain(title)) }
            desc { (plain(description)) }
            (body)
        }
    }
}

/// A picture as a file of its own.
pub(crate) fn alone(picture: &Markup) -> String {
    let svg = &picture.0;
    let at = svg.find('>').map_or(0, |at| at + 1);
    let (head, rest) = svg.split_at(at);
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}<style>{PICTURE_STYLE}</style>{rest}\n")
}

/// A label that takes about `width` units at the size pictures are lettered in.
fn fitted(words: &str, width: usize) -> String {
    plain(&clip(words, (width / 7).max(4)))
}

/// Rows of a table as CSV. A field that a spreadsheet would take for a formula is kept from it.
pub(crate) fn csv(rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    for row in rows {
        let fields: Vec<String> = row
            .iter()
            .map(|field| {
                let held = match field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                    true => format!("'{field}"),
                    false => field.clone(),
                };
                match held.contains(['"', ',', '\n', '\r']) {
                    true => format!("\"{}\"", held.replace('"', "\"\"")),
                    false => held,
                }
            })
            .collect();
        out.push_str(&fields.join(","));
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stay_fields() {
        let row = ["a,b", "say \"no\"", "=1+1", "plain"].map(str::to_owned).to_vec();
        assert_eq!(csv(&[row]), "\"a,b\",\"say \"\"no\"\"\",'=1+1,plain\r\n");
    }

    #[test]
    fn a_picture_alone_carries_its_style() {
        let svg = alone(&drawing(10, 10, "<T>", "D", &html! {}));
        assert!(svg.contains("<style>") && svg.contains("&lt;T&gt;") && svg.ends_with("</svg>\n"), "{svg}");
    }
}
