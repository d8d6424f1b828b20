//! The pages as the binary serves them: reading in, the dossier, the token, stopping.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(database: &Path, token: Option<&str>) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command.env_remove("SAYSO_TOKEN").arg("--db").arg(database).args(["serve", "--port", "0"]);
        if let Some(token) = token {
            command.env("SAYSO_TOKEN", token);
        }
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        Server { child, address }
    }

    fn send(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let host = &self.address;
        write!(
            stream,
            "{head}\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nAccept: text/html"), "")
    }

    /// Asks it to stop and waits.
    fn stop(mut self) -> bool {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone, where it was stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn pasted(key: &str, text: &str) -> (String, String) {
    let field = |name: &str, value: &str| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = [field("key", key), field("outlet", "Quay Post"), field("text", text), "--edge--\r\n".into()]
        .concat();
    ("POST /add HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=edge".into(), body)
}

#[test]
fn a_text_pasted_is_read_and_shown_and_the_server_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("a.db");
    let server = Server::start(&database, None);
    assert!(server.get("/").contains("No reports yet"));
    let form = server.get("/add");
    let key = form.split("name=\"key\" value=\"").nth(1).and_then(|p| p.split('"').next()).unwrap();
    let text =
        "Harbour wall falls\n\n“Nobody mended the east wall,” harbour master Hester Pym said on Tuesday.";
    let (head, body) = pasted(key, text);
    let done = server.send(&head, &body);
    assert!(done.contains("200 OK") && done.contains("/reports/1"), "{done}");
    let page = server.get("/reports/1");
    assert!(page.contains("Nobody mended the east wall") && page.contains("Quay Post"), "{page}");
    let again = server.send(&head, &body);
    assert!(again.contains("known"), "{again}");
    let found = server.get("/quote.json?words=nobody+mended+the+east+wall");
    assert!(found.contains("\"verdict\":\"exact\""), "{found}");
    assert!(server.stop());
    let file = folder.path().join("story.html");
    let mut dossier = Command::new(env!("CARGO_BIN_EXE_sayso"));
    let made = dossier.arg("--db").arg(&database).args(["dossier", "1", "-o"]).arg(&file).status().unwrap();
    assert!(made.success());
    assert!(std::fs::read_to_string(&file).unwrap().contains("Nobody mended the east wall"));
}

#[test]
fn the_token_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("a.db"), Some("sesame"));
    assert!(server.get("/").contains("303 See Other"));
    let head = "GET /index.json HTTP/1.1\r\nAuthorization: Bearer ";
    assert!(server.send(&format!("{head}sesame"), "").contains("200 OK"));
    assert!(server.send(&format!("{head}sesam"), "").contains("401 Unauthorized"));
}

#[test]
fn another_address_is_refused_without_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .env_remove("SAYSO_TOKEN")
        .arg("--db")
        .arg(folder.path().join("a.db"))
        .args(["serve", "--address", "0.0.0.0", "--port", "0"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("SAYSO_TOKEN"));
}
