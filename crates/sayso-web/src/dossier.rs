//! One story as one file that opens anywhere, with nothing beside it.

use crate::assets::{PICTURE_STYLE, STYLE};
use crate::pages::parts::PARTS;
use crate::pages::show::{Cited, Show};
use crate::pages::{help, story};
use crate::text::{Words, counted, day, days, plain};
use crate::{Failure, StoryView};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sayso_collate::StoryNo;
use sayso_store::Store;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Characters around a cited passage.
const CONTEXT: usize = 240;

/// A story as one HTML file: everything its pages show, every passage that is cited with what stands around it, how
/// it was made, and the digests of the reports, so that a reader without Sayso can check it.
///
/// # Errors
/// When the database refuses, or there is no such story.
pub fn dossier(store: &Store, story: u32) -> Result<String, Failure> {
    let view = StoryView::load(store, StoryNo(story))?;
    Ok(file(&view).into_string())
}

/// The file.
pub(crate) fn file(view: &StoryView) -> Markup {
    let show = Show::file(view);
    let parts: Vec<(&str, &str, Markup)> =
        PARTS.iter().map(|(name, heading)| (*name, *heading, story::content(&show, name, None))).collect();
    let cited = show.cited();
    let record = &view.record;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="generator" content={ "Sayso " (env!("CARGO_PKG_VERSION")) };
                title { (plain(&record.story.title)) " · Sayso dossier" }
                style { (PreEscaped(STYLE)) (PreEscaped(PICTURE_STYLE)) }
            }
            body.dossier {
                a.skip href="#main" { "Skip to the content" }
                main #main {
                    div.headline {
                        p.kicker { "Dossier · " (days(record.story.from.as_deref(), record.story.to.as_deref())) " · "
                            (counted(view.reports.len(), "report")) " · " (counted(view.outlets().len(), "outlet")) }
                        h1 { bdi { (Words(&record.story.title)) } }
                    }
                    nav.tabs aria-label="Contents" {
                        @for (name, heading, _) in &parts { a href={ "#" (name) } { (heading) } }
                        a href="#passages" { "Passages" } a href="#method" { "Method" } a href="#digests" { "Digests" }
                    }
                    @for (name, heading, content) in &parts {
                        section.part #(name) { h2 { (heading) } (content) }
                    }
                    section.part #passages { h2 { "Passages cited" } (passages(view, &cited)) }
                    section.part #method { h2 { "Method" } (method()) }
                    section.part #digests { h2 { "Reports and digests" } (digests(view)) }
                }
                footer.end { p { "Made by Sayso " (env!("CARGO_PKG_VERSION")) ". Sayso shows who says so. It never decides who is right." } }
            }
        }
    }
}

/// Every passage that something rests on, in the order of the reports, with what stands around it.
fn passages(view: &StoryView, cited: &Cited) -> Markup {
    html! {
        p.lead { "Letters name reports, numbers in the margin characters of their text, from the first to before the last. The words cited are marked; what stands around them is printed with them." }
        @for place in 0..view.reports.len() {
            @let chars: Vec<char> = view.report(place).text.as_str().chars().collect();
            @let letter = view.letter(place);
            section.passages #{ "report-" (letter) } {
                h3 { span.ev { b { (letter) } } " " (Words(view.outlet(place))) ": " bdi { (Words(view.report(place).title.as_deref().unwrap_or("(no headline)"))) } }
                @for block in blocks(&chars, cited.get(&place).into_iter().flatten().copied()) {
                    p.passage dir="auto" {
                        @if block.from > 0 { "…" }
                        (block.render(&chars, &letter))
                        @if block.to < chars.len() { "…" }
                    }
                }
            }
        }
    }
}

/// Passages cited whose contexts meet, with what stands around them.
#[derive(Debug, PartialEq)]
struct Block {
    from: usize,
    to: usize,
    /// Those that begin first, of these the longest, first.
    cited: BTreeSet<(usize, Reverse<usize>)>,
}

/// The passages of one report as blocks.
fn blocks(chars: &[char], cited: impl Iterator<Item = (usize, usize)>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (start, end) in cited {
        let end = end.min(chars.len());
        let (from, to) = around(chars, start.min(end), end);
        let passage = (start, Reverse(end));
        match blocks.last_mut().filter(|last| from <= last.to) {
            Some(last) => {
                last.from = last.from.min(from);
                last.to = last.to.max(to);
                last.cited.insert(passage);
            }
            None => blocks.push(Block { from, to, cited: BTreeSet::from([passage]) }),
        }
    }
    blocks
}

impl Block {
    /// Its text: every passage marked, named by its place, and with its numbers in the margin.
    fn render(&self, chars: &[char], letter: &str) -> Markup {
        let mut open = Open { chars, letter, at: self.from, left: BTreeSet::new() };
        open.left.extend(self.cited.iter().map(|(start, end)| (*start, *end, true)));
        open.upto(self.to, 0)
    }
}

/// A block being written.
struct Open<'c> {
    chars: &'c [char],
    letter: &'c str,
    /// What is written so far ends here.
    at: usize,
    /// Passages to be marked yet, and whether they are to be named: not what is left of one that was cut.
    left: BTreeSet<(usize, Reverse<usize>, bool)>,
}

impl Open<'_> {
    /// The text up to a place, passages within others inside them. One that another ends in the midst of is cut there.
    fn upto(&mut self, end: usize, depth: usize) -> Markup {
        let mut parts = Vec::new();
        while let Some(&(start, Reverse(stop), named)) = self.left.first().filter(|(start, ..)| *start < end)
        {
            self.left.pop_first();
            parts.push(self.plain(start));
            let inner = self.upto(stop.min(end), depth + 1);
            if stop > end {
                self.left.insert((end, Reverse(stop), false));
            }
            let id = named.then(|| format!("{}-{start}-{stop}", self.letter));
            let body = html! { @if named { span.at { (start) "–" (stop) } } (inner) };
            parts.push(match depth {
                0 => html! { mark id=[id] { (body) } },
                _ => html! { span.within id=[id] { (body) } },
            });
        }
        parts.push(self.plain(end));
        html! { @for part in parts { (part) } }
    }

    /// The text up to a place, without marks.
    fn plain(&mut self, end: usize) -> Markup {
        let words = slice(self.chars, self.at, end);
        self.at = self.at.max(end);
        html! { (Words(&words)) }
    }
}

fn slice(chars: &[char], from: usize, to: usize) -> String {
    chars.get(from..to.min(chars.len())).unwrap_or_default().iter().collect()
}

/// Where the context of a passage begins and ends: at a paragraph's end, or at a space.
fn around(chars: &[char], start: usize, end: usize) -> (usize, usize) {
    let stop = |from: usize| chars.get(from) == Some(&'\n');
    let mut from = start;
    while from > 0 && start - from < CONTEXT && !stop(from - 1) {
        from -= 1;
    }
    let mut to = end;
    while to < chars.len() && to - end < CONTEXT && !stop(to) {
        to += 1;
    }
    while from > 0 && from < start && !chars[from - 1].is_whitespace() {
        from += 1;
    }
    while to < chars.len() && to > end && !chars[to].is_whitespace() {
        to -= 1;
    }
    (from, to)
}

fn method() -> Markup {
    html! {
        p { "Each report was decoded, its body told from navigation and related links, and damaged characters mended; what was changed is kept beside the text. A small network trained for it, and rules for quotation marks, cues and headlines, then found the statements: a source, a cue, a content. Dates were read and reckoned from the day of publication where they are relative." }
        p { "The reports were then compared. Quotations of the same speech were aligned word by word; the fullest wording is the longest that the printed ones support. Shared passages show who copied whom. Points are questions that at least two reports answer; their verdict says how the answers stand to each other, not which is true." }
        p { "Everything rests on words printed in a report, and names them by characters of its text. A program that reads makes mistakes: a source may be wrongly joined, a statement overlooked. Look at the words before you rely on a line of this file. Sayso does not judge what is true." }
        p { "To check this file against your own copies: take the text of a report, count Unicode characters from 0, and compare; or read the reports with Sayso and compare the digests below." }
        h3 { "Words" }
        (help::glossary())
    }
}

fn digests(view: &StoryView) -> Markup {
    html! {
        p.lead { "SHA-256 of the text as received together with outlet, title, address, byline, language and date, each preceded by its length in eight bytes (little-endian); and of the text as received alone." }
        div.scroll tabindex="0" role="group" aria-label="Digests" {
            table.list {
                thead { tr { th scope="col" { span.off { "Letter" } } th scope="col" { "Report" } th scope="col" { "Digests" } } }
                tbody {
                    @for (place, stored) in view.reports.iter().enumerate() {
                        tr {
                            td { (view.letter(place)) }
                            td {
                                bdi { (Words(stored.report.title.as_deref().unwrap_or("(no headline)"))) }
                                div.meta { (Words(view.outlet(place))) " · "
                                    (stored.report.published.value.as_deref().map_or("undated".into(), day)) " · revision " (stored.revision) }
                                div.meta { "id " code { (Words(&stored.report.id)) } }
                                @if let Some(url) = &stored.report.url { div.meta { code { (Words(url)) } } }
                            }
                            td { code.digest { (stored.digest) } br; code.digest { (text_digest(stored.report.text.as_received())) } }
                        }
                    }
                }
            }
        }
    }
}

fn text_digest(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_ends_at_words_and_paragraphs() {
        let text: Vec<char> =
            format!("First.\n\n{} the very words {}", "before ".repeat(60), "after ".repeat(60))
                .chars()
                .collect();
        let all: String = text.iter().collect();
        let start = all.find("the very").unwrap();
        let (from, to) = around(&text, start, start + 14);
        let shown = slice(&text, from, to);
        assert!(shown.starts_with("before ") && shown.ends_with(" after"), "{shown}");
        assert!(start - from <= CONTEXT && to - start - 14 <= CONTEXT);
        assert_eq!(around(&text, 0, 6), (0, 6));
    }

    #[test]
    fn passages_that_meet_stand_in_one_block() {
        let text: Vec<char> =
            format!("One two three four five.\n{}\nSix.", "x ".repeat(400)).chars().collect();
        // `two three` holds `three`, and `three four five` ends beyond it.
        let cited = [(4, 13), (8, 13), (8, 23), (14, 18), (text.len() - 4, text.len())];
        let found = blocks(&text, cited.into_iter());
        assert_eq!(
            found.iter().map(|b| (b.from, b.to, b.cited.len())).collect::<Vec<_>>(),
            [(0, 24, 4), (text.len() - 4, text.len(), 1)]
        );
        let shown = found[0].render(&text, "b").into_string();
        assert_eq!(
            shown,
            "One <mark id=\"b-4-13\"><span class=\"at\">4–13</span>two \
             <span class=\"within\" id=\"b-8-23\"><span class=\"at\">8–23</span>\
             <span class=\"within\" id=\"b-8-13\"><span class=\"at\">8–13</span>three</span></span></mark>\
             <mark> <span class=\"within\" id=\"b-14-18\"><span class=\"at\">14–18</span>four</span> five</mark>."
        );
        // Nothing is lost or said twice.
        let mut bare = String::new();
        for piece in shown.split("<span class=\"at\">") {
            bare +=
                piece.split_once("</span>").filter(|(n, _)| n.contains('–')).map_or(piece, |(_, rest)| rest);
        }
        let plain: String = bare.split('<').map(|p| p.split_once('>').map_or(p, |(_, t)| t)).collect();
        assert_eq!(plain, "One two three four five.");
    }
}
