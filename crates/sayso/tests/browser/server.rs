//! `sayso serve` over a database of the examples.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// A server of its own database, stopped when dropped.
pub struct Server {
    child: Child,
    address: String,
    folder: tempfile::TempDir,
}

/// The examples, read once for all tests.
fn examples() -> &'static [u8] {
    static READ: OnceLock<Vec<u8>> = OnceLock::new();
    READ.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("sayso.db");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut read = Command::new(env!("CARGO_BIN_EXE_sayso"));
        // Named as a reader of the README would: paths are shown on the pages.
        read.current_dir(&root).arg("--db").arg(&database).args(["read", "examples"]);
        assert!(read.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success());
        std::fs::read(database).unwrap()
    })
}

impl Server {
    pub fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("sayso.db"), examples()).unwrap();
        let server = Server::over(folder, None);
        server.until_ready();
        server
    }

    /// Waits for the first story's record: on a busy machine a page would first show what needs none.
    fn until_ready(&self) {
        for _ in 0..120 {
            let mut stream = TcpStream::connect(&self.address).unwrap();
            let ask = format!(
                "GET /stories/1.json HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                self.address
            );
            stream.write_all(ask.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            if answer.starts_with("HTTP/1.1 200") {
                return;
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        panic!("no record of the first story after a minute");
    }

    /// A server that asks for this token.
    pub fn with_token(token: &str) -> Server {
        Server::over(tempfile::tempdir().unwrap(), Some(token))
    }

    fn over(folder: tempfile::TempDir, token: Option<&str>) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command.env_remove("SAYSO_TOKEN").arg("--db").arg(folder.path().join("sayso.db"));
        if let Some(token) = token {
            command.env("SAYSO_TOKEN", token);
        }
        let mut child = command.args(["serve", "--port", "0"]).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        Server { child, address, folder }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A new file, to be chosen in a form.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The dossier of a story, as a file.
    pub fn dossier(&self, story: u32) -> PathBuf {
        let path = self.folder.path().join("dossier.html");
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command.arg("--db").arg(self.folder.path().join("sayso.db"));
        assert!(command.args(["dossier", &story.to_string(), "-o"]).arg(&path).status().unwrap().success());
        path
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
