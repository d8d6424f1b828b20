//! How the pages look: dark, narrow, to assistive technology; and their pictures for the documentation.

use crate::chrome::{self, Chrome};
use crate::server::Server;
use serde_json::Value;
use std::path::Path;

/// Every page, with the name of its screenshot.
const PAGES: [(&str, &str); 22] = [
    ("home", "/"),
    ("story", "/stories/1"),
    ("story-timeline", "/stories/1/timeline"),
    ("story-accounts", "/stories/1/accounts"),
    ("story-utterances", "/stories/1/utterances"),
    ("story-statements", "/stories/1/statements"),
    ("story-naming", "/stories/1/naming"),
    ("story-silence", "/stories/1/silence"),
    ("story-sources", "/stories/1/sources"),
    ("story-reports", "/stories/1/reports"),
    ("report", "/reports/2?s=657-738#s=657-738"),
    ("speaker", "/speaker?name=Ilona+Varrick"),
    ("outlets", "/outlets"),
    ("outlet", "/outlet?name=The+Hallgard+Courier"),
    ("quote", "/quote"),
    ("quote-altered", "/quote?words=we+have+no+evidence+the+collision+was+deliberate"),
    ("search", "/search?q=speaker:Varrick"),
    ("search-words", "/search?q=ferry"),
    ("add", "/add"),
    ("judgements", "/judgements"),
    ("help", "/help"),
    ("nowhere", "/nowhere"),
];

/// The folder in which cargo builds.
fn built() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// A judgement, so that there is one to see.
fn judge(server: &Server, chrome: &Chrome) {
    chrome.go(&server.url("/speaker?name=Rurik+Aldane"));
    chrome.click("aside details summary");
    chrome.fill("#other", "one of his own officers");
    chrome.fill("#reason", "the captain is not his own officer");
    chrome.click("aside form button[value='different-speakers']");
    // Going on at once would take the form back.
    chrome.wait("document.querySelector('aside form') && !document.querySelector('#other').value");
}

#[test]
fn axe_finds_nothing_wrong() {
    let Some(chrome) = Chrome::open(true) else { return };
    let Ok(axe) = std::fs::read_to_string(built().join("axe/axe.min.js")) else {
        chrome::skipped("axe-core is not there; crates/sayso/tests/browser/install fetches it");
        return;
    };
    let server = Server::start();
    let token = Server::with_token("a token of some length, made up");
    judge(&server, &chrome);
    let mut wrong = Vec::new();
    let mut look = |name: &str, url: &str| {
        for scheme in ["light", "dark"] {
            chrome.scheme(scheme);
            chrome.go(url);
            chrome.run(&axe);
            let found = chrome.run_until_called(
                "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']})
                     .then(r => done({rules: r.passes.length, violations: r.violations.map(v => v.id + ': ' + v.help + '\\n    '
                         + v.nodes.slice(0, 4).map(n => n.target.join(' ') + '  ' + (n.any.concat(n.all, n.none)[0] || {}).message).join('\\n    '))}),
                           e => done({rules: 0, violations: [String(e)]}))",
            );
            assert!(found["rules"].as_u64().is_some_and(|n| n > 5), "{name}: axe did not run: {found}");
            for violation in found["violations"].as_array().unwrap() {
                wrong.push(format!("{name}, {scheme}: {}", violation.as_str().unwrap()));
            }
        }
    };
    for (name, path) in PAGES {
        look(name, &server.url(path));
    }
    look("login", &token.url("/login"));
    look("dossier", &format!("file://{}", server.dossier(1).display()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_runs_over_a_narrow_screen() {
    let Some(chrome) = Chrome::open(true) else { return };
    let server = Server::start();
    chrome.size(360, 740);
    let mut wide = Vec::new();
    let mut look = |name: &str, url: &str| {
        chrome.go(url);
        let seen = chrome.run(
            "const wide = [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
                 && !e.closest('.scroll, svg, pre, .off') && e.checkVisibility());
             return [document.documentElement.scrollWidth,
                     wide.slice(0, 3).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 30))]",
        );
        if seen[0].as_u64().is_none_or(|width| width > 360)
            || seen[1].as_array().is_some_and(|w| !w.is_empty())
        {
            wide.push(format!("{name}: {seen}"));
        }
    };
    for (name, path) in PAGES {
        look(name, &server.url(path));
    }
    look("dossier", &format!("file://{}", server.dossier(1).display()));
    assert!(wide.is_empty(), "{}", wide.join("\n"));
}

#[test]
fn the_dark_is_dark() {
    let Some(chrome) = Chrome::open(true) else { return };
    let server = Server::start();
    let brightness = |property: &str| -> u32 {
        let color = chrome.style("html", property);
        let numbers = color.trim_start_matches(|c: char| !c.is_ascii_digit());
        let parts: Vec<u32> =
            numbers.split(',').take(3).filter_map(|n| n.trim().trim_end_matches(')').parse().ok()).collect();
        assert_eq!(parts.len(), 3, "{color}");
        parts.iter().sum()
    };
    for (scheme, dark) in [("dark", true), ("light", false)] {
        chrome.scheme(scheme);
        chrome.go(&server.url("/stories/1"));
        assert_eq!(brightness("background-color") < brightness("color"), dark, "{scheme}");
    }
}

#[test]
fn a_dossier_opens_without_a_network() {
    let Some(chrome) = Chrome::open(true) else { return };
    let server = Server::start();
    // The file is all there is: taken elsewhere, its server gone with its folder, and no network.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("story.html");
    std::fs::copy(server.dossier(1), &file).unwrap();
    drop(server);
    chrome.offline();
    chrome.go(&format!("file://{}", file.display()));
    let loaded = chrome.run("return performance.getEntriesByType('resource').length");
    assert_eq!(loaded, Value::from(0));
    chrome.click("section.part a.ev");
    // A place in the text of a report is led to, and is marked.
    chrome.wait(
        "location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1))).closest('mark')",
    );
    let words = chrome.text("section#passages mark");
    assert!(!words.trim().is_empty());
    assert!(chrome.text("section#method").contains("Sayso does not judge what is true"));
}

#[test]
fn a_picture_can_be_had_as_png() {
    let Some(chrome) = Chrome::open(true) else { return };
    let server = Server::start();
    chrome.go(&server.url("/stories/1/timeline"));
    chrome.run(
        "const make = URL.createObjectURL;
         URL.createObjectURL = (blob) => { window.made = blob; return make.call(URL, blob); };
         HTMLAnchorElement.prototype.click = function () { window.saved = this.download; };",
    );
    // Not by a script's click, which is taken for what the page saves.
    chrome.click("figcaption a.png");
    chrome.wait("window.saved");
    assert_eq!(
        chrome.run("return [window.saved, window.made.type]"),
        serde_json::json!(["timeline.png", "image/png"])
    );
    let head = chrome.run_until_called(
        "const done = arguments[arguments.length - 1]; window.made.slice(0, 24).arrayBuffer().then(b => done([...new Uint8Array(b)]))",
    );
    let head: Vec<u8> = head.as_array().unwrap().iter().map(|b| b.as_u64().unwrap() as u8).collect();
    assert_eq!(&head[..8], b"\x89PNG\r\n\x1a\n");
    let wide = u32::from_be_bytes(head[16..20].try_into().unwrap());
    let drawn = chrome.run("return document.querySelector('figure.picture svg').width.baseVal.value");
    assert_eq!(f64::from(wide), drawn.as_f64().unwrap() * 2.0, "twice its size");
}

/// Writes the pictures of `docs/pages`; `docs/screenshots` runs it.
#[test]
#[ignore = "writes into docs/"]
fn screenshots() {
    let chrome = Chrome::open(true).expect("a browser");
    let server = Server::start();
    judge(&server, &chrome);
    let folder = std::env::var("SAYSO_SCREENSHOTS").expect("SAYSO_SCREENSHOTS names a folder");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    let take = |name: &str, url: &str| {
        chrome.go(url);
        let file = folder.join(format!("{name}.png"));
        std::fs::write(file, decoded(&chrome.picture(1500))).unwrap();
    };
    chrome.size(1180, 800);
    for (name, path) in PAGES.iter().filter(|(name, _)| *name != "nowhere") {
        take(name, &server.url(path));
    }
    take("login", &Server::with_token("a token of some length, made up").url("/login"));
    take("dossier", &format!("file://{}", server.dossier(1).display()));
    chrome.scheme("dark");
    take("story-dark", &server.url("/stories/1"));
    take("report-dark", &server.url("/reports/2?s=657-738#s=657-738"));
    chrome.scheme("light");
    chrome.size(360, 740);
    take("story-narrow", &server.url("/stories/1"));
    take("report-narrow", &server.url("/reports/2?s=657-738#s=657-738"));
}

/// Bytes written in base64.
fn decoded(text: &str) -> Vec<u8> {
    let value = |b: u8| match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().filter_map(value).collect();
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for four in digits.chunks(4) {
        let bits = four.iter().fold(0u32, |all, d| all << 6 | u32::from(*d)) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
