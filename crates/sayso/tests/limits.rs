//! `sayso serve` at its limits: what never ends is ended, what is in flight is finished, too many wait their turn.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server over an empty database.
struct Server {
    child: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_sayso"))
            .args(["serve", "--port", "0", "--db"])
            .arg(folder.path().join("sayso.db"))
            .env_remove("SAYSO_TOKEN")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned();
        Server { child, address, _folder: folder }
    }

    /// Sends the beginning of a request.
    fn begin(&self, words: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        stream.write_all(words.replace("HOST", &self.address).as_bytes()).unwrap();
        stream
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until the server has ended, and says whether it ended well.
    fn ended(&mut self, within: Duration) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < within {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server goes on after {within:?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// All that is answered until the connection ends.
fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

const HALF_A_FORM: &str = "POST /login HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\
                           Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 12\r\n\r\ntoken=";
const WHOLE: &str = "GET / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";

#[test]
fn a_request_in_flight_is_answered_before_the_server_stops() {
    for signal in ["-INT", "-TERM"] {
        let mut server = Server::start();
        let mut stream = server.begin(HALF_A_FORM);
        std::thread::sleep(Duration::from_millis(300));
        server.signal(signal);
        std::thread::sleep(Duration::from_millis(300));
        assert!(server.child.try_wait().unwrap().is_none(), "{signal}: stopped at once");
        stream.write_all(b"sesame").unwrap();
        let answer = rest(stream);
        assert!(answer.starts_with("HTTP/1.1 401"), "{signal}: {answer}");
        assert!(server.ended(Duration::from_secs(4)), "{signal}");
        assert!(TcpStream::connect(&server.address).is_err());
    }
}

#[test]
fn a_request_that_never_ends_does_not_keep_the_server_from_stopping() {
    let mut server = Server::start();
    let _open = server.begin(HALF_A_FORM);
    let _idle = server.begin("GET / HTTP/1.1\r\nHost:");
    std::thread::sleep(Duration::from_millis(300));
    server.signal("-INT");
    assert!(server.ended(Duration::from_secs(12)));
}

#[test]
fn what_never_ends_is_ended_and_frees_its_place() {
    let server = Server::start();
    let slow_form = server.begin(HALF_A_FORM);
    // As many heads that never end as there are places, but the one of the form.
    let slow: Vec<TcpStream> = (0..511).map(|_| server.begin("GET / HTTP/1.1\r\nHost:")).collect();
    let begun = Instant::now();
    let waiting = server.begin(WHOLE);
    let answer = rest(waiting);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(begun.elapsed() > Duration::from_secs(3), "there was a place after all: {:?}", begun.elapsed());
    for stream in slow {
        let answer = rest(stream);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    let answer = rest(slow_form);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[test]
fn many_at_once_are_all_answered() {
    let server = Server::start();
    let asked: Vec<TcpStream> = (0..200).map(|_| server.begin(WHOLE)).collect();
    for stream in asked {
        assert!(rest(stream).starts_with("HTTP/1.1 200"));
    }
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let server = Server::start();
    let giant = "x".repeat(100 << 10);
    let answer = rest(server.begin(&format!("GET /search?q={giant} HTTP/1.1\r\nHost: HOST\r\n\r\n")));
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{}", &answer[..answer.len().min(80)]);
    assert!(rest(server.begin(WHOLE)).starts_with("HTTP/1.1 200"));
}
