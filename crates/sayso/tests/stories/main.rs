//! Story tests: every Markdown file of `tests/stories` is a case, described in its README.
//!
//! `STORY=mine cargo test -p sayso --test stories` runs the cases whose file name contains `mine`;
//! `STORY_TODO=1 cargo test -p sayso --test stories -- --nocapture` also says what is known to fail.

#![allow(clippy::panic)]

use sayso_stories::{Case, Standing, World, check, unsound};
use std::path::{Path, PathBuf};

/// The folder of the whole repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What became of the cases.
#[derive(Default)]
struct Tally {
    held: usize,
    todo: usize,
    failures: Vec<String>,
}

#[test]
fn every_story_file_holds() {
    let folder = repository().join("tests/stories");
    let only = std::env::var("STORY").unwrap_or_default();
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".md") && name != "README.md" && name.contains(&only))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no case in {} matches {only:?}", folder.display());

    let mut tally = Tally::default();
    for name in &files {
        let shown = format!("tests/stories/{name}");
        match std::fs::read_to_string(folder.join(name)) {
            Ok(markdown) => run(&shown, &markdown, &mut tally),
            Err(e) => tally.failures.push(format!("{shown}: {e}")),
        }
    }
    println!(
        "{} cases: {} expectations hold, {} are known to fail, {} wrong",
        files.len(),
        tally.held,
        tally.todo,
        tally.failures.len()
    );
    assert!(
        tally.failures.is_empty(),
        "{} expectations are wrong:\n\n{}\n",
        tally.failures.len(),
        tally.failures.join("\n\n")
    );
}

fn run(shown: &str, markdown: &str, tally: &mut Tally) {
    let case = match Case::parse(markdown, &repository()) {
        Ok(case) => case,
        Err(errors) => {
            let lines = errors.iter().map(|e| format!("{shown}:{}: {}", e.line, e.what));
            tally.failures.extend(lines);
            return;
        }
    };
    let world = match World::build(&case, &repository()) {
        Ok(world) => world,
        Err(e) => {
            tally.failures.push(format!("{shown}:{}: {}", e.line, e.what));
            return;
        }
    };
    tally.failures.extend(unsound(&world).iter().map(|what| format!("{shown}: unsound: {what}")));
    for expectation in &case.expectations {
        let place = format!("{shown}:{}", expectation.line);
        let wording = &expectation.wording;
        match (check(&world, &expectation.kind), expectation.standing) {
            (_, Standing::May) => {}
            (Ok(()), Standing::Must) => tally.held += 1,
            (Err(found), Standing::Todo) => {
                tally.todo += 1;
                if std::env::var_os("STORY_TODO").is_some() {
                    println!("{place}: known to fail\n  {wording}\nfound\n{}\n", indented(&found));
                }
            }
            (Ok(()), Standing::Todo) => {
                tally.failures.push(format!("{place}: holds now, take the `todo:` away\n  {wording}"))
            }
            (Err(found), Standing::Must) => {
                tally.failures.push(format!("{place}: expected\n  {wording}\nfound\n{}", indented(&found)))
            }
        }
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|l| format!("  {l}")).collect::<Vec<_>>().join("\n")
}
