//! The pages in a real browser: what a person sees, clicks and types, over the examples of this repository.
//!
//! `./test` installs what it needs, as `crates/sayso/tests/browser/install` does by itself. Where there is no browser
//! the tests say so and are skipped; with `SAYSO_BROWSER=required` that is a failure.

#![cfg(unix)]

mod chrome;
mod looks;
mod server;

use chrome::Chrome;
use serde_json::json;
use server::Server;

/// A server over the examples and a window; nothing where there is no browser.
fn begin() -> Option<(Server, Chrome)> {
    let chrome = Chrome::open(true)?;
    Some((Server::start(), chrome))
}

#[test]
fn home_leads_to_a_story_and_each_part_of_it() {
    let Some((server, chrome)) = begin() else { return };
    chrome.go(&server.url("/"));
    assert_eq!(chrome.count("ol.stories > li"), 5);
    assert!(chrome.text("main").contains("Came in last"));
    assert!(chrome.text("ol.stories > li:first-child").contains("5 reports"));
    chrome.click("ol.stories > li:first-child a.title");
    chrome.wait("location.pathname === '/stories/1'");
    let seen = chrome.text("main");
    assert!(seen.contains("conflict") && seen.contains("Northern Wire"), "{seen}");
    // The headline view is one screen: what happened and where the accounts part stand on a large one together.
    chrome.size(1400, 1080);
    let ends = "Math.max(...[...document.querySelectorAll('.happened, section.cards .card')].map(e => e.getBoundingClientRect().bottom))";
    let ends = chrome.run(&format!("return {ends} + scrollY")).as_f64().unwrap();
    assert!(ends < 1080.0, "the last of it ends at {ends}");
    for (part, expected) in [
        ("timeline", "worked out"),
        ("accounts", "superseded"),
        ("utterances", "they did not turn"),
        ("statements", "Aksel Thorne"),
        ("naming", "Transport Minister"),
        ("silence", "Miro Petrak"),
        ("sources", "Who copied whom"),
        ("reports", "Lorvanian Press Agency"),
    ] {
        chrome.click(&format!("nav.tabs a[href='/stories/1/{part}']"));
        chrome.wait(&format!("location.pathname === '/stories/1/{part}'"));
        assert_eq!(chrome.count("nav.tabs a[aria-current=page]"), 1);
        let seen = chrome.text("main");
        assert!(seen.contains(expected), "{part} does not show {expected:?}: {seen}");
    }
}

#[test]
fn search_finds_reports_and_statements() {
    let Some((server, chrome)) = begin() else { return };
    chrome.go(&server.url("/"));
    chrome.fill("#q", "lifeboat OR manner:deny\u{e007}");
    chrome.wait("location.pathname === '/search'");
    chrome.go(&server.url("/search?q=harbour+dues"));
    assert_eq!(chrome.count("ol.results > li"), 1);
    assert!(chrome.text("ol.results mark").eq_ignore_ascii_case("harbour"));
    chrome.go(&server.url("/search?q=speaker:Thorne+manner:deny"));
    assert!(chrome.count("ol.results > li") >= 2);
    chrome.click("ol.results ul.variants a");
    chrome.wait("document.querySelector('mark.lit')");
    chrome.go(&server.url("/search?q=xylophone"));
    assert!(chrome.text("#results").contains("Nothing found"));
}

#[test]
fn evidence_scrolls_to_its_words_and_lights_them() {
    let Some((server, chrome)) = begin() else { return };
    chrome.size(1000, 500);
    chrome.go(&server.url("/stories/1/accounts"));
    let href = chrome.run("return document.querySelector('table.matrix td a').getAttribute('href')");
    let title = chrome.run("return document.querySelector('table.matrix td a').title");
    chrome.click("table.matrix td a");
    chrome.wait("document.querySelector('mark.lit')");
    assert!(chrome.url().ends_with(href.as_str().unwrap()), "{} {href}", chrome.url());
    let lit = "[...document.querySelectorAll('mark.lit')].map(m => m.textContent).join('')";
    assert_eq!(chrome.run(&format!("return {lit}")), title);
    // Another address of the same page moves the light without loading it.
    chrome.go(&server.url("/reports/2#s=0-5"));
    chrome.wait(&format!("{lit} === 'Ferry'"));
    chrome.run("window.here = true; location.hash = '#s=1666-1689'");
    chrome.wait(&format!("{lit} === '“They saw our lights … '"));
    assert_eq!(chrome.run("return window.here"), json!(true));
    let seen = "(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector('mark.lit').getBoundingClientRect())";
    chrome.wait(seen);
    // What belongs together lights up together.
    chrome.point_at(".printed .q[data-s='2']");
    chrome.wait("document.querySelectorAll(\".printed [data-s='2'].on\").length > 2");
}

#[test]
fn a_quotation_is_found_corrected_or_not_found() {
    let Some((server, chrome)) = begin() else { return };
    for (words, verdict, expected) in [
        ("today, not after it has been rewritten", "Printed in just these words", "Ilona Varrick"),
        (
            "there is no evidence that the collision was deliberate at all",
            "partly other words",
            "Tomas Ebele",
        ),
        (
            "the lighthouse keeper is a friend of mine",
            "Not found in any report",
            "does not show that nobody said it",
        ),
    ] {
        chrome.go(&server.url("/quote"));
        chrome.fill("#words", words);
        chrome.click("form[action='/quote'].stack button");
        chrome.wait("document.querySelector('.verdict')");
        let seen = chrome.text("#results");
        assert!(seen.contains(verdict) && seen.contains(expected), "{words}: {seen}");
        // The address is the answer: it can be sent.
        let (address, answer) = (chrome.url(), seen);
        chrome.go(&address);
        assert_eq!(chrome.text("#results"), answer);
    }
    chrome.go(&server.url("/quote?words=that+the+collision+was+deliberate"));
    chrome.click("#results ul.variants a");
    chrome.wait("document.querySelector('mark.lit')");
}

#[test]
fn judgements_are_made_and_undone() {
    let Some((server, chrome)) = begin() else { return };
    chrome.go(&server.url("/stories/1/reports"));
    let before = chrome.count("table.list tbody tr");
    chrome.click("table.list tbody tr:last-child form button");
    chrome.wait(&format!("document.querySelectorAll('table.list tbody tr').length === {}", before - 1));
    assert!(chrome.url().ends_with("/stories/1/reports"));
    chrome.go(&server.url("/judgements"));
    assert!(chrome.text("table.list").contains("tells another story"));
    chrome.click("table.list form button");
    chrome.wait("document.querySelector('table.list tbody td:last-child').textContent.includes('undone')");
    chrome.go(&server.url("/stories/1/reports"));
    assert_eq!(chrome.count("table.list tbody tr"), before);

    chrome.go(&server.url("/speaker?name=Ilona+Varrick"));
    chrome.click("aside details summary");
    chrome.fill("#other", "Radek Soltan");
    chrome.fill("#reason", "a test");
    chrome.click("aside form button[value='same-speaker']");
    chrome.wait("document.querySelector('aside form') && !document.querySelector('#other').value");
    chrome.wait_for_text("main", "quarrel");
    chrome.go(&server.url("/judgements"));
    assert!(chrome.text("table.list").contains("a test"));
    chrome.click("table.list form button");
    chrome.wait("!document.querySelector('table.list form')");
    chrome.go(&server.url("/speaker?name=Ilona+Varrick"));
    assert!(!chrome.text("main").contains("quarrel"));

    // A statement that is none is gone from the report, and comes back.
    chrome.go(&server.url("/reports/2"));
    let statements = chrome.count("ol.found > li");
    chrome.click("ol.found > li:nth-child(3) button");
    chrome.wait(&format!("document.querySelectorAll('ol.found > li').length === {}", statements - 1));
    chrome.go(&server.url("/judgements"));
    chrome.click("table.list form button");
    chrome.wait("!document.querySelector('table.list form')");
    chrome.go(&server.url("/reports/2"));
    assert_eq!(chrome.count("ol.found > li"), statements);
}

#[test]
fn texts_and_files_are_read_in() {
    let Some((server, chrome)) = begin() else { return };
    chrome.go(&server.url("/add"));
    let text = "Lighthouse keeper warns of fog\n\nThe keeper of the Orrin light warned ships on Monday. \
                “Nobody has seen the rocks since dawn,” Marta Quell said.";
    chrome.fill("#outlet", "Orrin Gazette");
    chrome.run(&format!("document.getElementById('text').value = {}", json!(text)));
    chrome.click("form[data-add] button");
    chrome.wait("document.querySelector('#results a')");
    assert!(chrome.text("#results").contains("new"));
    chrome.click("#results a");
    chrome.wait("document.querySelector('.printed')");
    assert!(chrome.text("aside").contains("Marta Quell") && chrome.text("main").contains("Orrin Gazette"));

    chrome.go(&server.url("/add"));
    chrome.fill(
        "#files",
        server
            .file(
                "second.txt",
                "Harbour reopens\n\nThe harbour of Orrin is open, “for now,” Marta Quell said.\n",
            )
            .to_str()
            .unwrap(),
    );
    chrome.click("form[data-add]:has(#files) button");
    chrome.wait("document.querySelector('#results a')");
    chrome.go(&server.url("/add"));
    chrome.fill("#files", server.file("broken.json", "{\"version\": ").to_str().unwrap());
    chrome.click("form[data-add]:has(#files) button");
    chrome.wait("document.querySelector('#results li') && !document.querySelector('#results progress')");
    assert!(chrome.text("#results").contains("broken.json") && chrome.count("#results a") == 0);
}

#[test]
fn filters_act_without_a_reload() {
    let Some((server, chrome)) = begin() else { return };
    chrome.go(&server.url("/stories/1/statements"));
    let all = chrome.count("#results .said");
    chrome.run("window.here = true");
    chrome.run("const s = document.querySelector('select[name=speaker]'); s.value = 'Tomas Ebele'; s.dispatchEvent(new Event('change', {bubbles: true}))");
    chrome.wait("location.search.includes('Ebele')");
    chrome.wait(&format!("document.querySelectorAll('#results .said').length < {all}"));
    assert_eq!(chrome.run("return window.here"), json!(true));
    let filtered = chrome.count("#results .said");
    chrome.reload();
    assert_eq!(chrome.count("#results .said"), filtered);
}

#[test]
fn keys_search_move_open_and_help() {
    let Some((server, chrome)) = begin() else { return };
    chrome.go(&server.url("/"));
    chrome.press("/");
    assert_eq!(chrome.run("return document.activeElement.id"), json!("q"));
    chrome.run("document.activeElement.blur()");
    chrome.press("j");
    chrome.press("j");
    chrome.press("k");
    chrome.press("j");
    let title = chrome.run("return document.querySelector('.at a.title').textContent");
    assert_eq!(
        chrome.run("return document.querySelectorAll('[data-item]')[1].classList.contains('at')"),
        json!(true)
    );
    chrome.press("?");
    chrome.wait("document.querySelector('dialog[open]')");
    assert!(chrome.text("dialog").contains("next entry"));
    chrome.press("\u{e00c}");
    chrome.wait("!document.querySelector('dialog')");
    chrome.press("o");
    chrome.wait("location.pathname.startsWith('/stories/')");
    assert_eq!(chrome.run("return document.querySelector('h1').textContent"), title);
}

#[test]
fn without_scripts_everything_works() {
    let Some(chrome) = Chrome::open(false) else { return };
    let server = Server::start();
    chrome.go(&server.url("/"));
    chrome.click("ol.stories > li:first-child a.title");
    chrome.until("the story", || chrome.url().contains("/stories/1"));
    // The words behind a cell are lit by the server.
    chrome.go(&server.url("/search?q=speaker:Thorne+manner:deny"));
    chrome.click("ol.results ul.variants a");
    chrome.until("the words lit", || chrome.source().contains("class=\"lit\""));
    chrome.go(&server.url("/stories/1/statements?speaker=Tomas+Ebele"));
    assert!(chrome.text("#results").contains("no evidence"));
    chrome.go(&server.url("/quote"));
    chrome.fill("#words", "today, not after it has been rewritten");
    chrome.click("form[action='/quote'].stack button");
    chrome.wait_for_text("#results", "Printed in just these words");
    chrome.go(&server.url("/stories/1/reports"));
    let before = chrome.count("table.list tbody tr");
    chrome.click("table.list tbody tr:last-child form button");
    chrome.wait_for_count("table.list tbody tr", before - 1);
    chrome.go(&server.url("/add"));
    chrome.fill("#text", "Fog\n\n“It is thick,” Marta Quell said.");
    chrome.click("form[data-add] button");
    chrome.wait_for_text("#results", "new");
}
