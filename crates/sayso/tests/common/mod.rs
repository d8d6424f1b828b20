//! A folder of its own for each test, and the binary run in it.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder of its own, with `sayso.db` in it once something was read.
pub struct Sandbox {
    folder: TempDir,
}

/// How a run ended.
pub struct Ended {
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ended {
    fn new(output: Output) -> Ended {
        let ended = Ended {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        };
        assert!(!ended.err.contains("panicked"), "{}", ended.err);
        ended
    }

    /// Asserts the exit code.
    #[track_caller]
    pub fn ends_with(&self, code: i32) {
        assert_eq!(self.code, Some(code), "standard error: {}", self.err);
    }
}

impl Sandbox {
    /// An empty folder.
    pub fn new() -> Sandbox {
        Sandbox { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        std::fs::write(path, bytes).expect("a file is written");
    }

    /// The examples of the repository.
    pub fn examples(&self) -> String {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").display().to_string()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env_remove("SAYSO_DB")
            .env("SAYSO", env!("CARGO_BIN_EXE_sayso"));
        command
    }

    /// Runs `sayso` in the folder.
    pub fn sayso<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Ended {
        let mut command = self.command(env!("CARGO_BIN_EXE_sayso"));
        Ended::new(command.args(words).stdin(Stdio::null()).output().expect("sayso starts"))
    }

    /// Runs `sayso` with something on its standard input.
    pub fn sayso_with_input<S: AsRef<OsStr>>(
        &self,
        words: impl IntoIterator<Item = S>,
        input: &str,
    ) -> Ended {
        let mut command = self.command(env!("CARGO_BIN_EXE_sayso"));
        let pipes = command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().expect("sayso starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        // On a thread of its own: sayso may write before it has read everything. It may also stop reading.
        let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().expect("sayso ends");
        writer.join().expect("the input is written");
        Ended::new(output)
    }

    /// Runs a line of shell in the folder, where `$SAYSO` is the binary.
    pub fn shell(&self, line: &str) -> Ended {
        let mut command = self.command("sh");
        Ended::new(command.args(["-c", line]).stdin(Stdio::null()).output().expect("sh starts"))
    }

    /// Gives `input` to `sayso read -`, and kills it once something of it is stored but the input has not ended.
    /// Returns how many reports were stored.
    pub fn killed_while_reading(&self, input: &str) -> usize {
        let mut command = self.command(env!("CARGO_BIN_EXE_sayso"));
        let pipes =
            command.args(["read", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = pipes.spawn().expect("sayso starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(input.as_bytes()).expect("sayso reads");
        stdin.flush().expect("sayso reads");
        let patience = Instant::now() + Duration::from_secs(240);
        while self.reports_so_far() == 0 && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(20));
        }
        child.kill().expect("sayso was still waiting for more input");
        child.wait().expect("sayso ends");
        drop(stdin);
        self.reports_so_far()
    }

    /// The list of stories as JSON.
    pub fn stories(&self) -> String {
        let listed = self.sayso(["stories", "--format", "json"]);
        listed.ends_with(0);
        listed.out
    }

    /// How many reports the stories have between them.
    pub fn report_count(&self) -> usize {
        let stories: serde_json::Value = serde_json::from_str(&self.stories()).expect("JSON");
        let stories = stories.as_array().expect("a list");
        stories.iter().map(|s| s["reports"].as_array().map_or(0, Vec::len)).sum()
    }

    /// The same while a read may be under way: none when there is no database yet, or it cannot be asked.
    fn reports_so_far(&self) -> usize {
        let listed = self.sayso(["stories", "--format", "json"]);
        let stories: serde_json::Value = serde_json::from_str(&listed.out).unwrap_or_default();
        let stories = stories.as_array().map_or(&[][..], Vec::as_slice);
        stories.iter().map(|s| s["reports"].as_array().map_or(0, Vec::len)).sum()
    }

    /// The records of all stories, in order.
    pub fn records(&self) -> Vec<String> {
        let stories: serde_json::Value = serde_json::from_str(&self.stories()).expect("JSON");
        let numbers = stories.as_array().expect("a list").iter().map(|s| s["id"].to_string());
        let record = |number: String| {
            let printed = self.sayso(["record", &number, "--format", "json"]);
            printed.ends_with(0);
            printed.out
        };
        numbers.map(record).collect()
    }
}
