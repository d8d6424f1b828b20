//! Bad input: each kind gives one refusal that names file, place and reason, and the rest is read.

use proptest::prelude::*;
use sayso_intake::{Draft, Options, Refusal, open, open_bytes};
use std::fs;
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The ids that were read and the lines of what was refused.
fn read(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    split(open_bytes(name, bytes.to_vec(), Options::default()))
}

fn split(outcomes: impl Iterator<Item = Result<Draft, Refusal>>) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut refused) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(draft) => ids.push(draft.id),
            Err(refusal) => refused.push(refusal.to_string()),
        }
    }
    (ids, refused)
}

fn page(n: usize) -> Vec<u8> {
    let block = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Page {n}, with words.</p></html>"
    );
    record(n, block.len() as i64, block.as_bytes())
}

fn record(n: usize, length: i64, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://orub.example/{n}\r\n\
         Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn urls(numbers: &[usize]) -> Vec<String> {
    numbers.iter().map(|n| format!("https://orub.example/{n}")).collect()
}

#[test]
fn an_empty_file_a_picture_and_other_types() {
    assert_eq!(read("a.txt", b"").1, ["a.txt: empty"]);
    assert_eq!(read("a.txt", b" \n\t\n").1, ["a.txt: no text found"]);
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    assert_eq!(read("a.html", picture).1, ["a.html: is image/png, not a report"]);
    assert_eq!(read("a.txt", b"%PDF-1.4\nx").1, ["a.txt: is application/pdf, not a report"]);
    assert_eq!(read("a.zip", b"PK\x03\x04\x14\0\0\0\x08\0x").1, ["a.zip: is application/zip, not a report"]);
    assert_eq!(read("a.bin", b"ab\0\0\0c").1, ["a.bin: is binary data, not a report"]);
}

#[test]
fn truncated_gzip() {
    let lines: String =
        (0..5000).map(|n| format!("{{\"id\": \"{n}\", \"text\": \"Words {}\"}}\n", n * 7919)).collect();
    let packed = gzip(lines.as_bytes());
    let (ids, refused) = read("a.jsonl.gz", &packed[..packed.len() / 2]);
    assert!(ids.len() > 1000, "{}", ids.len());
    assert_eq!(refused, [format!("a.jsonl.gz: line {}: the gzip stream is cut short", ids.len() + 1)]);
    let (ids, refused) = read("a.txt.gz", &gzip(b"Words and words.")[..20]);
    assert_eq!((ids.len(), refused), (0, vec!["a.txt.gz: the gzip stream is cut short".into()]));
}

#[test]
fn a_damaged_member_of_an_archive_costs_its_own_record() {
    let noise: Vec<u8> = (0..3000u32).flat_map(|i| (i * i).to_string().into_bytes()).collect();
    let block = [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>"[..], &noise].concat();
    let mut second = gzip(&record(2, block.len() as i64, &block));
    let middle = second.len() / 2;
    second[middle..middle + 30].fill(0xff);
    let archive = [gzip(&page(1)), second, gzip(&page(3))].concat();
    let (ids, refused) = read("a.warc.gz", &archive);
    assert_eq!(ids, urls(&[1, 3]));
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].starts_with("a.warc.gz: record 2: the gzip stream is damaged"), "{refused:?}");
}

#[test]
fn broken_utf8_is_named_and_read_all_the_same() {
    let (ids, refused) = read("a.txt", b"Gr\xc3\xb6\xc3\x9fe und Ma\xc3 in \xc3\xa4lterer Zeit.");
    assert_eq!(ids, ["a"]);
    assert_eq!(refused, ["a.txt: not valid UTF-8 at byte 15; read with U+FFFD in place of 1 character"]);
    let lines = b"{\"id\": \"1\", \"text\": \"ok\"}\n{\"id\": \"2\", \"text\": \"a \xff b\"}\n{\"id\": \"3\", \"text\": \"ok\"}";
    let (ids, refused) = read("a.jsonl", lines);
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(
        refused,
        ["a.jsonl: line 2: not valid UTF-8 at byte 24; read with U+FFFD in place of 1 character"]
    );
}

#[test]
fn a_line_without_end_is_skipped_and_named() {
    let mut bytes = b"{\"id\": \"1\", \"text\": \"ok\"}\n{\"text\": \"".to_vec();
    bytes.resize(bytes.len() + (3 << 20), b'x');
    bytes.extend(b"\"}\n{\"id\": \"3\", \"text\": \"ok\"}\n");
    let options = || Options { max_report: 1 << 20, ..Options::default() };
    let (ids, refused) = split(open_bytes("a.jsonl", bytes.clone(), options()));
    assert_eq!(ids, ["1", "3"]);
    assert_eq!(refused, ["a.jsonl: line 2: larger than the limit of 1048576 bytes for one report"]);
    // The same as the first line of the file, and as plain text.
    let (ids, refused) = split(open_bytes("a.jsonl", bytes[26..].to_vec(), options()));
    assert_eq!((ids, refused.len()), (vec!["3".to_owned()], 1));
    let (ids, refused) = split(open_bytes("a.txt", vec![b'x'; 3 << 20], options()));
    assert_eq!((ids.len(), refused.len()), (0, 1));
}

#[test]
fn a_bad_line_of_json_is_named_with_its_column() {
    let (ids, refused) = read(
        "a.jsonl",
        b"{\"id\": \"1\", \"text\": \"ok\"}\n{\"id\": \"2\", oops}\n{\"id\": \"3\", \"text\": \"ok\"}\n",
    );
    assert_eq!(ids, ["1", "3"]);
    assert_eq!(refused, ["a.jsonl: line 2, column 13: not valid JSON: key must be a string"]);
    let (ids, refused) = read("a.jsonl", b"{oops\n{\"id\": \"2\", \"text\": \"ok\"}\n");
    assert_eq!((ids, refused.len()), (vec!["2".to_owned()], 1));
    let (ids, refused) = read(
        "a.json",
        b"[{\"id\": \"1\", \"text\": \"ok\"},\n {\"id\": 2 \"text\"},\n {\"id\": \"3\", \"text\": \"ok\"}",
    );
    assert_eq!(ids, ["1"]);
    assert_eq!(
        refused,
        [
            "a.json: item 2, line 2: not valid JSON: expected `,` or `}`",
            "a.json: item 3: the list is cut short"
        ]
    );
    let (_, refused) = read("a.json", b"{\n \"text\": \"a\",\n \"id\" 3\n}\n");
    assert_eq!(refused, ["a.json: line 3, column 7: not valid JSON: expected `:`"]);
}

#[test]
fn a_wrong_length_in_an_archive_costs_its_own_record() {
    let block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Two.</p></html>";
    let right = block.len() as i64;
    for length in [right + 40, right + 100_000, right - 20, 3, i64::MAX, -1] {
        let archive = [page(1), record(2, length, block), page(3), page(4)].concat();
        for archive in [archive.clone(), gzip(&archive)] {
            let (ids, refused) = read("a.warc", &archive);
            assert_eq!(ids, urls(&[1, 3, 4]), "{length}");
            assert_eq!(refused.len(), 1, "{length} {refused:?}");
            assert!(
                refused[0].starts_with("a.warc: record 2: ") && refused[0].contains("length"),
                "{refused:?}"
            );
        }
    }
    let whole = [page(1), page(2)].concat();
    let (ids, refused) = read("a.warc", &whole[..whole.len() - 30]);
    assert_eq!(ids, urls(&[1]));
    assert!(refused[0].starts_with("a.warc: record 2: the record is cut short: "), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_a_missing_one_a_pipe_and_a_loop() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("b")).unwrap();
    fs::write(path("b/1.txt"), "Words.").unwrap();
    symlink(folder.path(), path("b/2-loop")).unwrap();
    symlink(path("nowhere"), path("c-dangling")).unwrap();
    symlink(path("d-self"), path("d-self")).unwrap();
    drop(std::os::unix::net::UnixListener::bind(path("e-socket")).unwrap());
    fs::write(path("f.txt"), "Words.").unwrap();
    let (ids, refused) = split(open([folder.path().to_path_buf(), path("missing")], Options::default()));
    assert_eq!(ids, ["1", "f"]);
    let shown = |name: &str| path(name).to_string_lossy().into_owned();
    assert_eq!(
        refused[0],
        format!("{}: the folder leads back to {}", shown("b/2-loop"), folder.path().display())
    );
    assert_eq!(refused[1], format!("{}: no such file or directory", shown("c-dangling")));
    assert!(refused[2].starts_with(&shown("d-self")), "{refused:?}");
    assert_eq!(refused[3], format!("{}: is a pipe, socket or device, not a report", shown("e-socket")));
    assert_eq!(refused[4], format!("{}: no such file or directory", shown("missing")));
    assert_eq!(refused.len(), 5);
}

#[cfg(unix)]
#[test]
fn a_file_without_leave_to_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let locked = folder.path().join("a.txt");
    fs::write(&locked, "Words.").unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&locked).is_ok() {
        // The superuser may read everything.
        return;
    }
    fs::write(folder.path().join("b.txt"), "Words.").unwrap();
    let (ids, refused) = split(open([folder.path().to_path_buf()], Options::default()));
    assert_eq!(ids, ["b"]);
    assert_eq!(refused, [format!("{}: permission denied", locked.display())]);
}

/// Beginnings that lead to each reader, so that arbitrary bytes behind them meet all of them.
const BEGINNINGS: [&str; 14] = [
    "",
    "{",
    "[{",
    "{\"text\": \"",
    "WARC/1.0\r\n",
    "filedesc://a 0.0.0.0 20310302000000 text/plain 3\n1 0\n",
    "<rss><channel><item>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
    "<newsItem><contentSet>",
    "<nitf>",
    "<html>",
    "{\"uri\": \"a\", \"bodies\": [",
    "\u{feff}",
    "HTTP/1.1 200 OK\r\ncontent-encoding: br\r\n\r\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_or_refused(
        beginning in proptest::sample::select(&BEGINNINGS[..]),
        rest in proptest::collection::vec(any::<u8>(), 0..400),
        packed in any::<bool>(),
    ) {
        let bytes = [beginning.as_bytes(), &rest].concat();
        let bytes = if packed { gzip(&bytes) } else { bytes };
        let outcomes: Vec<_> = open_bytes("a", bytes, Options::default()).collect();
        prop_assert!(!outcomes.is_empty());
    }

    #[test]
    fn any_words_in_the_place_of_markup_are_read_or_refused(
        beginning in proptest::sample::select(&BEGINNINGS[..]),
        rest in "[<>/&;\\[\\]{}\":,a-c \r\n!?=-]{0,120}",
    ) {
        let bytes = [beginning.as_bytes(), rest.as_bytes()].concat();
        let outcomes: Vec<_> = open_bytes("a", bytes, Options::default()).collect();
        prop_assert!(!outcomes.is_empty());
    }

    #[test]
    fn a_cut_anywhere_gives_what_stands_before_it(at in 5usize..2000) {
        let archive = [page(1), page(2), page(3)].concat();
        let at = at.min(archive.len());
        let (ids, _) = read("a.warc", &archive[..at]);
        let whole = (1..=3).filter(|n| at + 4 >= archive.len() / 3 * n).count();
        prop_assert_eq!(ids, urls(&(1..=whole).collect::<Vec<_>>()));
    }

    #[test]
    fn plain_text_is_kept_to_the_letter(text in "\\PC*[a-z]\\PC*") {
        prop_assume!(!text.trim_start().starts_with(['<', '{', '[']) && !text.contains("<html") && !text.starts_with('\u{feff}'));
        let mut outcomes = open_bytes("a.txt", text.clone().into_bytes(), Options::default());
        if let Some(Ok(draft)) = outcomes.next() {
            prop_assert_eq!(draft.body, sayso_intake::Body::Plain(text));
        } else {
            // Only words that are the beginning of another type lead elsewhere.
            prop_assert!(text.starts_with("WARC/") || text.starts_with("filedesc:") || text.starts_with('%'));
        }
    }
}

#[test]
fn a_wrong_checksum_is_named_with_the_record_before_it() {
    let mut second = gzip(&page(2));
    let end = second.len();
    second[end - 6] ^= 0x55;
    let archive = [gzip(&page(1)), second, gzip(&page(3))].concat();
    let (ids, refused) = read("a.warc.gz", &archive);
    assert_eq!(ids, urls(&[1, 2, 3]));
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].starts_with("a.warc.gz: record 2: the gzip stream is damaged"), "{refused:?}");
}
