//! Input that cannot be read: one line that names file, place and reason; the rest is read; exit code 1; nothing
//! stored before is lost.

mod common;

use common::{Ended, Sandbox};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

const GOOD: &str = "Mayor opens bridge\n\nKARST – The bridge at Karst is open again.\n\n\
    “It was never really closed,” said the mayor, Anna Orr, on Tuesday.\n";

const OLDER: &str = "Goat wins prize\n\nOMBRY – A goat has won the prize of the Ombry fair.\n\n\
    “It ate the ribbon,” said its owner, Tom Vell.\n";

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A sandbox in which one report is stored already.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("older.txt", OLDER);
    sandbox.sayso(["read", "older.txt"]).ends_with(0);
    sandbox
}

/// Reads `bad` and a good report after it. Asserts that there is one line that names the file and has all of
/// `reasons`, that the good report is stored and the older one not lost. `besides` more reports may be found.
#[track_caller]
fn refused(sandbox: &Sandbox, bad: &str, reasons: &[&str], besides: usize) -> Ended {
    sandbox.write("good.txt", GOOD);
    let ended = sandbox.sayso(["read", bad, "good.txt"]);
    ended.ends_with(1);
    let lines: Vec<&str> = ended.err.lines().collect();
    assert_eq!(lines.len(), 1, "one line for {bad}: {}", ended.err);
    assert!(lines[0].contains(bad), "{bad} is not named: {}", lines[0]);
    for reason in reasons {
        assert!(lines[0].contains(reason), "{reason:?} is not in: {}", lines[0]);
    }
    assert_eq!(sandbox.report_count(), 2 + besides, "the good report, the older one and {besides} besides");
    sandbox.sayso(["quote", "It was never really closed"]).ends_with(0);
    sandbox.sayso(["quote", "It ate the ribbon"]).ends_with(0);
    ended
}

fn json_line(id: &str, words: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id, "title": format!("About {id}"), "text": words}))
}

#[test]
fn a_truncated_gzip_file() {
    let sandbox = sandbox();
    let whole = gzipped(json_line("one", &"Nothing happened in Zorn today. ".repeat(200)).as_bytes());
    sandbox.write("cut.jsonl.gz", &whole[..whole.len() / 2]);
    refused(&sandbox, "cut.jsonl.gz", &[], 0);
}

#[test]
fn the_reports_before_the_cut_of_a_gzip_file_are_read() {
    let sandbox = sandbox();
    let mut bytes =
        gzipped(json_line("one", "Nothing happened in Zorn on Monday, the mayor said.").as_bytes());
    let second = gzipped(json_line("two", "Nothing happened in Zorn on Tuesday, the mayor said.").as_bytes());
    bytes.extend_from_slice(&second[..second.len() - 12]);
    sandbox.write("cut.jsonl.gz", bytes);
    refused(&sandbox, "cut.jsonl.gz", &[], 1);
}

#[test]
fn one_bad_line_among_json_lines() {
    let sandbox = sandbox();
    let mut lines = json_line("one", "Nothing happened in Zorn on Monday, the mayor said.");
    lines.push_str("{\"id\": \"two\", \"text\": \"half a li\n");
    lines.push_str(&json_line("three", "Nothing happened in Zorn on Wednesday, the mayor said."));
    sandbox.write("bad.jsonl", lines);
    refused(&sandbox, "bad.jsonl", &["line 2"], 2);
}

#[test]
fn broken_utf_8_in_json_lines() {
    let sandbox = sandbox();
    let mut bytes = json_line("one", "Nothing happened in Zorn on Monday, the mayor said.").into_bytes();
    bytes.extend_from_slice(
        b"{\"id\": \"two\", \"text\": \"Nothing \xff\xfe happened in Zorn on Tuesday.\"}\n",
    );
    sandbox.write("bytes.jsonl", bytes);
    // Both: what can be read of it is, and the line says what could not.
    refused(&sandbox, "bytes.jsonl", &["line 2", "UTF-8"], 2);
}

#[test]
fn broken_utf_8_in_plain_text_is_read_and_noted() {
    let sandbox = sandbox();
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes.extend_from_slice(b"\xe2\x80 and \xff, he said.\n");
    sandbox.write("broken.txt", bytes);
    let ended = sandbox.sayso(["annotate", "broken.txt"]);
    let json: serde_json::Value = serde_json::from_str(&ended.out).expect("the report is there all the same");
    let problems = json["problems"].as_array().expect("a list");
    let noted = problems.iter().any(|p| p["kind"] == "charset");
    assert!(noted, "not noted: {problems:?} {}", ended.err);
}

#[test]
fn an_empty_file() {
    let sandbox = sandbox();
    sandbox.write("empty.txt", "");
    refused(&sandbox, "empty.txt", &["empty"], 0);
}

#[test]
fn a_picture_named_html() {
    let sandbox = sandbox();
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x58\0\0\x01\x90\x08\x02\0\0\0".to_vec();
    png.extend((0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8));
    sandbox.write("picture.html", png);
    refused(&sandbox, "picture.html", &["png"], 0);
}

fn warc_record(url: &str, body: &str, length: Option<usize>) -> String {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    let length = length.unwrap_or(http.len());
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-05T10:00:00Z\r\n\
         WARC-Record-ID: <urn:uuid:{url}>\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {length}\r\n\r\n{http}\r\n\r\n"
    )
}

fn page(title: &str) -> String {
    let paragraph = "Nothing whatever happened in Zorn on Monday, and those who had come to see it went home \
        early, the mayor said after a meeting that lasted until noon and was not recorded.";
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>\
         <p>{paragraph}</p><p>{paragraph} There was soup.</p></article></body></html>"
    )
}

#[test]
fn a_warc_with_a_bad_length() {
    let sandbox = sandbox();
    let mut warc = warc_record("https://zorn.example/1", &page("Nothing in Zorn"), None);
    let broken = warc_record("https://zorn.example/2", &page("Less in Zorn"), None);
    let at = broken.find("Content-Length: ").unwrap();
    warc.push_str(&broken[..at]);
    warc.push_str("Content-Length: many\r\n\r\n");
    sandbox.write("bad.warc", warc);
    refused(&sandbox, "bad.warc", &["record 2", "ength"], 1);

    let sandbox = self::sandbox();
    let mut warc = warc_record("https://zorn.example/1", &page("Nothing in Zorn"), None);
    warc.push_str(&warc_record("https://zorn.example/2", &page("Less in Zorn"), Some(1 << 40)));
    sandbox.write("long.warc", warc);
    refused(&sandbox, "long.warc", &["record 2"], 1);
}

#[test]
fn a_line_longer_than_the_limit() {
    let sandbox = sandbox();
    let mut lines = json_line("one", "Nothing happened in Zorn on Monday, the mayor said.");
    lines.push_str(&json_line("two", &"And nothing again. ".repeat(200_000)));
    lines.push_str(&json_line("three", "Nothing happened in Zorn on Wednesday, the mayor said."));
    sandbox.write("long.jsonl", lines);
    sandbox.write("good.txt", GOOD);
    let ended = sandbox.sayso(["read", "--max-report", "1", "long.jsonl", "good.txt"]);
    ended.ends_with(1);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert!(ended.err.contains("long.jsonl: line 2") && ended.err.contains("limit"), "{}", ended.err);
    assert_eq!(sandbox.report_count(), 4);
}

/// The issue's own size; a gigabyte of work in a debug build, so asked for by name:
/// `cargo test -p sayso --test bad_input -- --ignored`.
#[test]
#[ignore = "writes 200 MB"]
fn a_line_of_200_megabytes() {
    let sandbox = sandbox();
    let mut file = std::fs::File::create(sandbox.path("long.jsonl")).unwrap();
    file.write_all(b"{\"id\": \"two\", \"text\": \"").unwrap();
    for _ in 0..200 {
        file.write_all(&b"word ".repeat(200_000)).unwrap();
    }
    file.write_all(b"\"}\n").unwrap();
    file.write_all(json_line("three", "Nothing happened in Zorn on Wednesday, the mayor said.").as_bytes())
        .unwrap();
    drop(file);
    refused(&sandbox, "long.jsonl", &["line 1", "limit"], 1);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = sandbox();
    sandbox.write("closed.txt", GOOD);
    let path = sandbox.path("closed.txt");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        eprintln!("skipped: this user may read every file");
    } else {
        refused(&sandbox, "closed.txt", &["denied"], 0);
    }
}

/// A file whose reading fails whoever reads it.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_while_it_is_read() {
    let sandbox = sandbox();
    refused(&sandbox, "/proc/self/mem", &["rror"], 0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_contains_itself() {
    let sandbox = sandbox();
    sandbox.write(
        "folder/inner/report.txt",
        "Zorn sleeps\n\nNothing happened in Zorn on Monday, the mayor said.\n",
    );
    std::os::unix::fs::symlink("..", sandbox.path("folder/inner/again")).unwrap();
    refused(&sandbox, "folder", &["again", "back to"], 1);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere() {
    let sandbox = sandbox();
    std::os::unix::fs::symlink("no/such/file", sandbox.path("nowhere.txt")).unwrap();
    refused(&sandbox, "nowhere.txt", &[], 0);
}

#[test]
fn a_database_from_a_newer_version() {
    let sandbox = sandbox();
    let path = sandbox.path("sayso.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "journal_mode", "DELETE").unwrap();
    connection.pragma_update(None, "user_version", 9999).unwrap();
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    sandbox.write("good.txt", GOOD);
    for words in [&["read", "good.txt"][..], &["stories"], &["story", "1"], &["quote", "ribbon"]] {
        let ended = sandbox.sayso(words);
        ended.ends_with(1);
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert!(ended.err.contains("sayso.db") && ended.err.contains("newer"), "{}", ended.err);
    }
    assert!(std::fs::read(&path).unwrap() == before, "the database is left as it was");
}

#[test]
fn a_file_that_is_no_database() {
    let sandbox = Sandbox::new();
    sandbox.write("good.txt", GOOD);
    sandbox.write("notes.db", "These are my notes. ".repeat(500));
    let before = std::fs::read(sandbox.path("notes.db")).unwrap();
    let ended = sandbox.sayso(["--db", "notes.db", "read", "good.txt"]);
    ended.ends_with(1);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert!(ended.err.contains("notes.db"), "{}", ended.err);
    assert!(std::fs::read(sandbox.path("notes.db")).unwrap() == before, "the file is left as it was");
}

fn many_reports() -> String {
    let words = |n: usize| {
        let noise: Vec<String> =
            (0..300).map(|i| format!("word{}", (n * 7919 + i * 104_729) % 99_991)).collect();
        format!("“Report {n} is long,” said Anna Orr. {}", noise.join(" "))
    };
    (0..150).map(|n| json_line(&format!("r{n}"), &words(n))).collect()
}

/// Asserts that a read which ran out of room said so in one line that names the database, and lost nothing.
fn ran_out_of_room(sandbox: &Sandbox, ended: &Ended, database: &str) {
    ended.ends_with(1);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert!(ended.err.contains(database), "{database} is not named: {}", ended.err);
    assert!(sandbox.report_count() >= 1);
    sandbox.sayso(["quote", "It ate the ribbon"]).ends_with(0);
}

#[cfg(unix)]
#[test]
fn a_database_that_may_not_grow() {
    let sandbox = sandbox();
    sandbox.write("many.jsonl", many_reports());
    // In blocks of 512 bytes (dash) or 1024 (bash): too little either way. The signal is ignored, so that writing
    // fails as it does on a full disk.
    let ended = sandbox.shell("trap '' XFSZ; ulimit -f 1000; exec \"$SAYSO\" read --quiet many.jsonl");
    ran_out_of_room(&sandbox, &ended, "sayso.db");
    // With room again, the read is finished by repeating it.
    sandbox.sayso(["read", "--quiet", "many.jsonl"]).ends_with(0);
    assert_eq!(sandbox.report_count(), 151);
}

/// A file system of one megabyte, where the system lets anybody make one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let sandbox = sandbox();
    let small = "mkdir small && mount -t tmpfs -o size=1m sayso small";
    if sandbox.shell(&format!("unshare -rm sh -c '{small}' && rmdir small")).code != Some(0) {
        eprintln!("skipped: no file system can be mounted here");
        return;
    }
    sandbox.write("many.jsonl", many_reports());
    let ended = sandbox.shell(&format!(
        "unshare -rm sh -c '{small} && cp sayso.db small/ && \"$SAYSO\" --db small/sayso.db read --quiet many.jsonl; \
         code=$?; \"$SAYSO\" --db small/sayso.db quote \"It ate the ribbon\" >/dev/null || exit 9; exit $code'"
    ));
    ran_out_of_room(&sandbox, &ended, "small/sayso.db");
}
