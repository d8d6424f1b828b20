//! The pages: what each shows, as markup and as JSON.

pub(crate) mod add;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod judgements;
pub(crate) mod outlet;
pub(crate) mod parts;
pub(crate) mod quote;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod speaker;
pub(crate) mod story;
pub(crate) mod unready;

use crate::assets;
use crate::reply::Ask;
use crate::text::{plain, words};
use crate::{Failure, text};
use maud::{DOCTYPE, Markup, html};

/// A page before the frame is put around it.
pub(crate) struct Page {
    pub(crate) title: String,
    /// Which entry of the head it belongs to.
    pub(crate) at: &'static str,
    pub(crate) body: Markup,
}

const ENTRIES: [(&str, &str, &str); 4] = [
    ("stories", "/", "Stories"),
    ("outlets", "/outlets", "Outlets"),
    ("quote", "/quote", "Check a quotation"),
    ("add", "/add", "Add reports"),
];

/// The frame around every page. Without `ask` it is a page that has no other form.
pub(crate) fn layout(page: &Page, ask: Option<&Ask>) -> Markup {
    let asked = ask.filter(|a| a.path == "/search").and_then(|a| a.value("q")).unwrap_or("");
    // A form that nothing was asked with has no answer to give.
    let json = ask.filter(|a| a.path != "/quote" || a.value("words").is_some()).map(|a| {
        let href = a.href(&[("at", "")]);
        let (path, query) = href.split_once('?').unwrap_or((&href, ""));
        let path = if path == "/" { "/index" } else { path };
        if query.is_empty() { format!("{path}.json") } else { format!("{path}.json?{query}") }
    });
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (plain(&page.title)) " · Sayso" }
                link rel="icon" href=(assets::href("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::href("sayso.css"));
                link rel="stylesheet" href=(assets::href("picture.css"));
                @if let Some(json) = &json { link rel="alternate" type="application/json" href=(json); }
                script src=(assets::href("sayso.js")) defer {}
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.brand href="/" { span aria-hidden="true" { "“" } "Sayso" }
                    nav aria-label="Pages" {
                        @for (name, href, label) in ENTRIES {
                            a href=(href) aria-current=[(name == page.at).then_some("page")] { (label) }
                        }
                    }
                    form.find role="search" action="/search" {
                        label.off for="q" { "Search all reports" }
                        input #q type="search" name="q" value=(plain(asked)) placeholder="Search all reports"
                            maxlength="500" autocomplete="off" aria-keyshortcuts="/";
                        button { "Search" }
                    }
                }
                main #main tabindex="-1" { (page.body) }
                footer.end {
                    p { "Sayso shows who says so. It never decides who is right, and sends nothing anywhere." }
                    p {
                        a href="/help" { "Help and keys" } " · " a href="/judgements" { "Judgements" }
                        @if let Some(json) = &json { " · " a href=(json) { "This page as JSON" } }
                        " · " a href="/openapi.json" { "The interface" }
                    }
                }
            }
        }
    }
}

/// The page that says why there is no page.
pub(crate) fn failed(failure: &Failure) -> Page {
    let title = match failure {
        Failure::Missing(_) => "Not here",
        Failure::Asked(_) => "This cannot be read",
        Failure::Refused(_) => "Not allowed",
        Failure::Store(_) => "The database refuses",
        Failure::Busy => "Too busy",
        Failure::Unready(_) => "In a moment",
        Failure::Broken => "A fault",
    };
    let body = html! {
        h1 { (title) }
        p { (words(&failure.to_string())) }
        p { a href="/" { "To the stories" } }
    };
    Page { title: title.into(), at: "", body }
}

/// Asks for the token.
pub(crate) fn login(wrong: bool) -> Page {
    let body = html! {
        h1 { "This Sayso asks for its token" }
        @if wrong { p.note.bad role="alert" { "That is not the token." } }
        form.stack method="post" action="/login" {
            label for="token" { "Token" }
            input #token type="password" name="token" required autocomplete="current-password";
            button { "Enter" }
        }
        p.dim { "It is the value of SAYSO_TOKEN on the machine that serves these pages." }
    };
    Page { title: "Enter".into(), at: "", body }
}

/// Links to the pages of a list.
pub(crate) fn pager(ask: &Ask, page: usize, pages: usize) -> Markup {
    // What chose this page does not choose the next.
    let to = |page: usize| ask.href(&[("page", &page.to_string()), ("at", ""), ("s", "")]);
    html! {
        @if pages > 1 {
            nav.pager aria-label="Pages of this list" {
                @if page > 1 { a rel="prev" href=(to(page - 1)) { "← Before" } }
                span { "Page " (page) " of " (pages) }
                @if page < pages { a rel="next" href=(to(page + 1)) { "Next →" } }
            }
        }
    }
}

/// What of a list of `total` is on a page of `size`: the page (from 1), how many pages, the range.
pub(crate) fn cut(page: usize, size: usize, total: usize) -> (usize, usize, std::ops::Range<usize>) {
    let pages = total.div_ceil(size).max(1);
    let page = page.clamp(1, pages);
    let from = (page - 1) * size;
    (page, pages, from..total.min(from + size))
}

/// Characters of what is shown of a list on one page, about: with the frame around it a page stays below 200 KB.
pub(crate) const ROOM: usize = 120 << 10;

/// As [`cut`], for things of unlike size: a page holds as many as have room, and at least one.
pub(crate) fn cut_by(
    page: usize,
    sizes: impl Iterator<Item = usize>,
) -> (usize, usize, std::ops::Range<usize>) {
    let (starts, count) = starts(sizes);
    page_of(&starts, count, page)
}

/// As [`cut_by`], the page that holds the thing at a place of the list.
pub(crate) fn cut_at(
    place: usize,
    sizes: impl Iterator<Item = usize>,
) -> (usize, usize, std::ops::Range<usize>) {
    let (starts, count) = starts(sizes);
    page_of(&starts, count, starts.partition_point(|start| *start <= place))
}

/// Where each page begins in a list of things of these sizes, and how many there are.
fn starts(sizes: impl Iterator<Item = usize>) -> (Vec<usize>, usize) {
    let (mut starts, mut filled, mut count) = (vec![0], 0, 0);
    for size in sizes {
        if filled > 0 && filled + size > ROOM {
            starts.push(count);
            filled = 0;
        }
        filled += size;
        count += 1;
    }
    (starts, count)
}

fn page_of(starts: &[usize], count: usize, page: usize) -> (usize, usize, std::ops::Range<usize>) {
    let pages = starts.len();
    let page = page.clamp(1, pages);
    (page, pages, starts[page - 1]..starts.get(page).copied().unwrap_or(count))
}

/// The address of an outlet's page.
pub(crate) fn outlet_href(outlet: &str) -> String {
    format!("/outlet?name={}", text::query(outlet))
}

/// The address of a speaker's page.
pub(crate) fn speaker_href(name: &str) -> String {
    format!("/speaker?name={}", text::query(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_into_pages() {
        assert_eq!(cut(1, 20, 0), (1, 1, 0..0));
        assert_eq!(cut(2, 20, 45), (2, 3, 20..40));
        assert_eq!(cut(9, 20, 45), (3, 3, 40..45));
    }

    #[test]
    fn things_of_unlike_size_fill_pages() {
        let sizes = [ROOM / 2, ROOM / 2, 1, ROOM * 3, 7, 8];
        let cut = |page| cut_by(page, sizes.into_iter());
        assert_eq!(
            [cut(1), cut(2), cut(3), cut(4)],
            [(1, 4, 0..2), (2, 4, 2..3), (3, 4, 3..4), (4, 4, 4..6)]
        );
        assert_eq!(cut(99), cut(4));
        assert_eq!(cut_by(1, [].into_iter()), (1, 1, 0..0));
        for place in 0..sizes.len() {
            let (_, _, range) = cut_at(place, sizes.into_iter());
            assert!(range.contains(&place), "{place} {range:?}");
        }
        assert_eq!(cut_at(9, sizes.into_iter()), cut(4));
        assert_eq!(cut_at(0, [].into_iter()), (1, 1, 0..0));
    }
}
