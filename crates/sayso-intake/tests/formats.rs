//! What comes out of files of every format, and in which order.

use sayso_intake::{Body, Draft, Options, Refusal, open, open_bytes};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

fn read(path: &Path) -> Vec<Result<Draft, Refusal>> {
    open([path.to_path_buf()], Options::default()).collect()
}

fn bytes(name: &str, bytes: &[u8]) -> Vec<Result<Draft, Refusal>> {
    open_bytes(name, bytes.to_vec(), Options::default()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn ids(drafts: &[Result<Draft, Refusal>]) -> Vec<&str> {
    drafts.iter().map(|d| d.as_ref().unwrap().id.as_str()).collect()
}

/// A WARC record with the right length.
fn record(kind: &str, uri: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2031-03-09T00:00:00Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(n: usize, headers: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n").as_bytes(), body].concat();
    record("response", &format!("https://orub.example/{n}"), "application/http; msgtype=response", &block)
}

#[test]
fn folders_are_walked_in_byte_order_and_hidden_files_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.txt", "B.txt", "a/2.txt", "a/10.txt", ".hidden.txt", "c.txt"] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("Words of {name}.")).unwrap();
    }
    let drafts = read(folder.path());
    assert_eq!(ids(&drafts), ["B", "10", "2", "b", "c"]);
    let second = drafts[1].as_ref().unwrap();
    assert_eq!(second.path, folder.path().join("a/10.txt").to_string_lossy());
    let home = fs::canonicalize(folder.path()).unwrap().join("a/10.txt");
    assert_eq!(second.home, home.to_string_lossy());
}

#[test]
fn what_is_to_be_skipped_is_skipped_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Words.").unwrap();
    fs::write(folder.path().join("sayso.db"), "SQLite format 3\0").unwrap();
    let options = Options { skip: vec![folder.path().join("sayso.db")], ..Options::default() };
    let drafts: Vec<_> = open([folder.path().to_path_buf()], options).collect();
    assert_eq!(ids(&drafts), ["a"]);
}

#[test]
fn progress_reaches_the_total() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Words.").unwrap();
    fs::write(folder.path().join("b.txt.gz"), gzip(b"More words.")).unwrap();
    let mut drafts = open([folder.path().to_path_buf()], Options { measure: true, ..Options::default() });
    let total = drafts.progress().total.unwrap();
    assert_eq!(drafts.by_ref().count(), 2);
    assert_eq!((drafts.progress().done, total > 20), (total, true));
}

#[test]
fn the_same_file_has_the_same_home_however_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    fs::write(&file, "Words.").unwrap();
    let by_way = folder.path().join(".").join("a.txt");
    let homes: Vec<String> =
        [folder.path(), &file, &by_way].map(|p| read(p)[0].as_ref().unwrap().home.clone()).into();
    assert!(homes.iter().all(|h| *h == homes[0]), "{homes:?}");
}

#[test]
fn gzip_of_anything_is_read() {
    let line = b"{\"id\": \"k\", \"text\": \"Words.\"}";
    assert_eq!(ids(&bytes("a.jsonl.gz", &gzip(line))), ["k"]);
    assert_eq!(ids(&bytes("a.txt.gz", &gzip(b"Words."))), ["a"]);
    assert_eq!(ids(&bytes("a.gz", &gzip(&gzip(b"Words.")))), ["a"]);
    let page = bytes("a.html.gz", &gzip(b"Words, no tags."));
    assert!(matches!(page[0].as_ref().unwrap().body, Body::Page { .. }));
}

#[test]
fn json_comes_line_by_line_as_a_list_and_as_one_object() {
    let a = r#"{"id": "a", "text": "One."}"#;
    let b = r#"{"id": "b", "text": "Two, [with] \"brackets\"."}"#;
    assert_eq!(ids(&bytes("x", format!("{a}\n\n{b}\n").as_bytes())), ["a", "b"]);
    assert_eq!(ids(&bytes("x", format!("\u{feff}{a}\r\n{b}").as_bytes())), ["a", "b"]);
    assert_eq!(ids(&bytes("x", format!(" [{a},\n {b}\n]\n").as_bytes())), ["a", "b"]);
    let pretty = "{\n  \"id\": \"a\",\n  \"text\": \"One.\"\n}\n";
    assert_eq!(ids(&bytes("x", pretty.as_bytes())), ["a"]);
    assert_eq!(ids(&bytes("x", format!("{pretty}{b}").as_bytes())), ["a", "b"]);
    assert_eq!(
        ids(&bytes("x", format!("{{\"status\": \"ok\", \"articles\": [{a}, {b}]}}").as_bytes())),
        ["a", "b"]
    );
    let utf16: Vec<u8> = format!("\u{feff}{a}\n{b}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(ids(&bytes("x", &utf16)), ["a", "b"]);
}

#[test]
fn what_annotate_prints_can_be_read_again() {
    let line = r#"{"schema": "sayso/1", "report": {"id": "a", "path": "old.txt", "outlet": "The Orub",
        "published": {"value": "2031-03-02", "basis": "stated"}}, "text": "One.", "statements": []}"#;
    let drafts = bytes("new.jsonl", line.replace('\n', " ").as_bytes());
    let draft = drafts[0].as_ref().unwrap();
    assert_eq!(
        (draft.id.as_str(), draft.path.as_str(), draft.outlet.as_deref()),
        ("a", "new.jsonl", Some("The Orub"))
    );
    assert_eq!(draft.published.as_ref().unwrap().basis, sayso_model::Basis::Stated);
}

#[test]
fn pages_of_an_archive_come_out_and_the_rest_is_passed_over() {
    let mut archive = record("warcinfo", "", "application/warc-fields", b"software: x\r\n");
    archive.extend(record(
        "request",
        "https://orub.example/1",
        "application/http",
        b"GET / HTTP/1.1\r\n\r\n",
    ));
    archive.extend(response(1, "Content-Type: text/html; charset=windows-1251", b"<p>\xc4\xe0</p>"));
    archive.extend(response(2, "Content-Type: image/png", b"\x89PNG\r\n\x1a\n\0\0"));
    archive.extend(response(3, "", b"<!doctype html><p>Three.</p>"));
    archive.extend(response(4, "Content-Type: text/html\r\nContent-Encoding: gzip", &gzip(b"<p>Four.</p>")));
    archive.extend(record("resource", "https://orub.example/5", "text/html", b"<p>Five.</p>"));
    let members: Vec<u8> = archive
        .split_inclusive(|b| *b == b'\n')
        .fold(vec![Vec::new()], |mut records: Vec<Vec<u8>>, line| {
            if line.starts_with(b"WARC/") {
                records.push(Vec::new());
            }
            records.last_mut().unwrap().extend_from_slice(line);
            records
        })
        .into_iter()
        .flat_map(|r| gzip(&r))
        .collect();
    for archive in [archive, members] {
        let drafts = bytes("a.warc", &archive);
        let urls = [1, 3, 4, 5].map(|n| format!("https://orub.example/{n}"));
        assert_eq!(ids(&drafts), urls);
        let first = drafts[0].as_ref().unwrap();
        assert_eq!(
            (first.place.as_deref(), first.url.as_deref()),
            (Some("record 3"), Some(urls[0].as_str()))
        );
        let Body::Page { bytes, charset } = &first.body else { panic!() };
        assert_eq!(sayso_intake::decode_page(bytes, charset.as_deref()).text, "<p>Да</p>");
        // The day of the crawl is not the day of publication.
        assert_eq!(first.published, None);
    }
}

#[test]
fn options_bound_and_map() {
    let lines = "{\"story\": \"One.\", \"id\": 1}\n{\"story\": \"Much too long.\", \"id\": 2}\n{\"story\": \"Three.\", \"id\": 3}";
    let options =
        Options { max_report: 30, map: vec![("text".into(), "story".into())], ..Options::default() };
    let drafts: Vec<_> = open_bytes("a.jsonl", lines.into(), options).collect();
    assert_eq!(drafts[0].as_ref().unwrap().body, Body::Plain("One.".into()));
    assert_eq!(
        drafts[1].as_ref().unwrap_err().to_string(),
        "a.jsonl: line 2: larger than the limit of 30 bytes for one report"
    );
    assert_eq!(drafts[2].as_ref().unwrap().id, "3");
}

#[test]
fn standard_inputs_texts_are_told_apart() {
    // Not through standard input itself, which a test cannot replace: the same origin, by its name.
    let home = |text: &str| bytes("-", text.as_bytes())[0].as_ref().unwrap().home.clone();
    assert_eq!(home("Words."), home("Words."));
    assert_ne!(home("Words."), home("Other words."));
}

#[test]
fn samples_beside_these_tests_are_read() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let outcomes: Vec<String> = read(&folder)
        .into_iter()
        .map(|outcome| match outcome {
            Ok(d) => {
                let file = Path::new(&d.path).file_name().unwrap().to_string_lossy().into_owned();
                let known = [&d.title, &d.outlet, &d.byline, &d.language]
                    .map(|w| w.as_deref().unwrap_or("-").to_owned());
                let date = d.published.map_or("-".into(), |p| p.raw);
                format!("{file} {} | {} | {date}", d.id, known.join(" | "))
            }
            Err(refusal) => {
                Path::new(&refusal.path).file_name().unwrap().to_string_lossy().into_owned() + " refused"
            }
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            "atom.xml tag:orub.example,2031:9 | Quay & crane | The Orub | A. Penn | en | 2031-03-02T09:00:00+02:00",
            "item.ninjs.json urn:orub:77 | Harbour mayor resigns | Orub Press | B. Quill | en | 2031-03-02T10:37:00Z",
            "message.g2.xml urn:orub:78 | Harbour mayor resigns | Orub Press | B. Quill | en | 2031-03-02T10:40:00Z",
            "page.html page | - | - | - | - | -",
            "reports.jsonl r1 | Harbour mayor resigns | The Orub | - | - | 2031-03-02",
            "reports.jsonl https://tide.example/n/4 | - | tide.example | C. Nib, D. Inkwell | - | 2031-03-02T10:00:00Z",
            "text.txt text | - | - | - | - | -",
        ]
    );
}
